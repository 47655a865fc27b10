"""The agent view: what a conversation is begun with, what is shown while we work, and what is said in which thread."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.slack import limits, render
from handlers import understand
from prompts import phrase
from storage.tables import CheckIn
from tests.databases import Engines
from tests.fakes import slack as fake
from tests.fakes.slack import CUT, HTML, LOST, Fault, error
from tests.slack_day import Day, a_day


def at_slack(engines: Engines, play: Callable[[Day], Awaitable[None]], *, channel: bool = True) -> None:
    async def run() -> None:
        async with a_day(engines.writer.url, channel=channel) as day:
            await play(day)
            assert max(day.statuses, default=200) < 500

    asyncio.run(run())


# What a conversation is begun with


def opening(day: Day, user: str, **more: Any) -> dict[str, Any]:
    event = {"type": "app_home_opened", "user": user, "tab": "messages", "channel": day.slack.direct(user).id}
    return day.slack.event({**event, **more})


SET = "assistant.threads.setSuggestedPrompts"


def test_who_opens_the_conversation_is_offered_sentences_that_are_understood(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(opening(day, "U0ADA"))
        await day.settles()
        offered = day.slack.prompts["D0ADA"]
        assert [one["title"] for one in offered][:2] == ["Check in", "Open questions"]
        assert len(offered) == limits.PROMPTS
        assert all(understand(one["message"], "en") != "home.unclear" for one in offered)
        (given,) = [given for method, given in day.slack.calls if method == SET]
        assert "thread_ts" not in given, "in the agent view a call with one does nothing"
        for one in offered:
            await day.says("U0ADA", one["message"])
            assert "I do not know what to do" not in day.slack.posted("D0ADA")[-1].text

    at_slack(sqlite_engines, play)


def test_the_same_is_set_once_a_day_and_what_has_changed_is_set_anew(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event = opening(day, "U0BO")
        await asyncio.gather(*[day.delivers(event) for _ in range(3)])
        await day.settles()
        await day.delivers(opening(day, "U0BO"))
        await day.settles()
        assert day.slack.count(SET) == 1
        await day.says("U0BO", "today: call every harbour before noon")
        await day.presses("U0BO", "Hand in")
        assert len(day.all(CheckIn)) == 1
        await day.delivers(opening(day, "U0BO"))
        await day.settles()
        assert day.slack.count(SET) == 2
        assert "Check in" not in [one["title"] for one in day.slack.prompts["D0BO"]]
        await day.goes_to(24)
        await day.delivers(opening(day, "U0BO"))
        await day.settles()
        assert day.slack.count(SET) == 3

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("fault", [error("internal_error"), fake.too_fast(60), HTML, CUT, LOST, Fault(slow=0.3)])
def test_what_slack_does_not_take_is_left_alone_for_a_while(sqlite_engines: Engines, fault: Fault) -> None:
    async def play(day: Day) -> None:
        day.slack.fails(SET, fault)
        for _ in range(3):
            await day.delivers(opening(day, "U0ADA"))
            await day.settles()
        assert day.slack.count(SET) == 1
        day.clock.move_to(day.clock.now() + timedelta(minutes=11))
        await day.delivers(opening(day, "U0ADA"))
        await day.settles()
        assert day.slack.prompts["D0ADA"]

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("user", ["U0NEW", "U0GUEST", "U0FAR"])
def test_strangers_and_guests_are_offered_nothing(sqlite_engines: Engines, user: str) -> None:
    async def play(day: Day) -> None:
        day.slack.direct(user)
        await day.delivers(opening(day, user))
        await day.settles()
        assert (day.slack.count(SET), day.slack.posted(day.slack.direct(user).id)) == (0, [])
        assert user not in day.slack.homes

    at_slack(sqlite_engines, play)


def test_another_workspace_and_another_tab_are_offered_nothing(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        elsewhere = {"team_id": "T0OTHER", "authorizations": [{"team_id": "T0OTHER"}]}
        await day.delivers({**opening(day, "U0ADA"), **elsewhere})
        await day.delivers(opening(day, "U0ADA", tab="about"))
        await day.delivers(opening(day, "U0ADA", channel="C0FIELD"))
        await day.settles()
        assert day.slack.count(SET) == 0

    at_slack(sqlite_engines, play)


def test_who_cannot_be_looked_up_is_offered_it_the_next_time(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.run.door._members.forget("U0ADA")
        day.slack.fails("users.info", HTML)
        await day.delivers(opening(day, "U0ADA"))
        await day.settles()
        assert (day.slack.count(SET), day.statuses[-1]) == (0, 200)
        await day.delivers(opening(day, "U0ADA"))
        await day.settles()
        assert day.slack.count(SET) == 1

    at_slack(sqlite_engines, play)


def test_an_opener_is_never_cut_and_never_markup() -> None:
    said = [phrase("openers.about-line", line=words) for words in ("<!channel>", "a & b", "x" * 600, "y" * 200)]
    (kept,) = render.openings(said, "en")
    assert "y" * 200 in kept["message"]
    assert len(kept["title"]) == limits.PROMPT_TITLE
    assert len(render.openings([phrase("openers.help")] * 9, "en")) == limits.PROMPTS
