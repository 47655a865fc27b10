"""The agent view: what a conversation is begun with, what is shown while we work, and what is said in which thread."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.slack import limits, render
from bot.slack.sessions import Work
from bot.threads import Threads
from bot.writer import Unkept
from handlers import understand
from handlers.cards import Card, Citations
from handlers.views.cast import BAKERY
from prompts import phrase
from storage.tables import CheckIn, Delivery, Memo, Mistake, Received, Silence, Verdict
from tests.databases import Engines
from tests.fakes import slack as fake
from tests.fakes.slack import CUT, HTML, LOST, Fault, buttons, error, opinions
from tests.orchestra import START
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


def test_what_was_set_is_remembered_of_those_who_came_last(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(day: Day) -> None:
        monkeypatch.setattr("bot.slack.opening.REMEMBERED", 2)
        for user, times in (("U0ADA", 1), ("U0BO", 2), ("U0CY", 3), ("U0BO", 3), ("U0CY", 3), ("U0ADA", 4)):
            await day.delivers(opening(day, user))
            await day.settles()
            assert day.slack.count(SET) == times, user

    at_slack(sqlite_engines, play)


def test_an_opener_is_never_cut_and_never_markup() -> None:
    said = [phrase("openers.about-line", line=words) for words in ("<!channel>", "a & b", "x" * 600, "y" * 200)]
    (kept,) = render.openings(said, "en")
    assert "y" * 200 in kept["message"]
    assert len(kept["title"]) == limits.PROMPT_TITLE
    assert len(render.openings([phrase("openers.help")] * 9, "en")) == limits.PROMPTS


# While we work, and when we are done


STATUS, SENTENCE, RENAME = "agents.sessions.setStatus", "assistant.threads.setStatus", "agents.sessions.rename"
WHY = "Why do we call every harbour?"


def asked(day: Day, text: str = WHY, user: str = "U0ADA", **more: Any) -> tuple[dict[str, Any], tuple[str, str]]:
    """What somebody asks, and the thread in which it is answered."""
    event = day.slack.message(user, text, **more)
    return event, (event["event"]["channel"], more.get("thread_ts") or event["event"]["ts"])


async def so(is_so: Callable[[], bool], within: float = 5) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(within):
        while True:
            if is_so():
                return
            await asyncio.sleep(0.01)


def in_thread(day: Day, thread: tuple[str, str]) -> list[str]:
    return [one.text for one in day.slack.posted(thread[0]) if one.thread == thread[1]]


def test_a_question_begins_a_thread_that_works_is_answered_and_rests(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        await day.delivers(event)
        await day.settles()
        (answer,) = in_thread(day, thread)
        assert "Call every harbour before noon" in answer
        session = day.slack.sessions[thread]
        assert (session.statuses, session.initiator) == (["processing", "active"], "U0ADA")
        again, _ = asked(day, "Who owns it?", thread_ts=thread[1])
        await day.delivers(again)
        await day.settles()
        assert len(in_thread(day, thread)) == 2
        assert session.statuses == ["processing", "active"] * 2

    at_slack(sqlite_engines, play)


def test_what_is_delivered_twice_is_told_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        await asyncio.gather(*[day.delivers(event) for _ in range(4)])
        await day.settles()
        await day.delivers(event)
        await day.settles()
        assert day.slack.sessions[thread].statuses == ["processing", "active"]
        assert len(in_thread(day, thread)) == 1

    at_slack(sqlite_engines, play)


def test_what_came_twice_and_ends_after_the_answer_leaves_nothing_under_way(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        twin, sessions = Work(thread, "U0ADA", "en"), day.run.door._receiver._sessions
        sessions.begin(twin)
        await day.delivers(event)
        await so(lambda: in_thread(day, thread) != [] and sessions._works[thread] == [twin])
        await so(lambda: day.slack.sessions[thread].statuses == ["processing"])
        sessions.end(twin)
        await day.settles()
        assert day.slack.sessions[thread].statuses == ["processing", "active"]

    at_slack(sqlite_engines, play)


def test_what_takes_long_is_said_in_a_sentence_that_goes_again(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        day.slack.fails("chat.postMessage", fake.too_fast(1))
        await day.delivers(event)
        await day.settles()
        session = day.slack.sessions[thread]
        assert session.words == ["is looking it up in the score", ""]
        assert session.status == "active"
        assert len(in_thread(day, thread)) == 1

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("method", [STATUS, SENTENCE, RENAME])
@pytest.mark.parametrize(
    "fault", [error("not_allowed"), fake.too_fast(60), HTML, CUT, LOST, error("missing_scope"), Fault(slow=0.8)]
)
def test_the_answer_goes_out_whatever_becomes_of_the_status(sqlite_engines: Engines, method: str, fault: Fault) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        day.slack.fails(method, *[fault] * 4)
        began = asyncio.get_running_loop().time()
        await day.delivers(event)
        await so(lambda: bool(in_thread(day, thread)), 3)
        if fault.slow:
            assert asyncio.get_running_loop().time() - began < 2 * fault.slow, "nobody waits for the status"
        await day.settles()
        assert len(in_thread(day, thread)) == 1
        assert day.slack.count(method) <= 3, "nothing of it is tried again and again"
        assert set(day.statuses) == {200}
        assert day.run.connection.id not in day.run.outbox.shut

    at_slack(sqlite_engines, play)


def test_a_status_that_hangs_holds_neither_the_acknowledgement_nor_the_answer(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        day.slack.fails(STATUS, Fault(slow=4))
        async with asyncio.timeout(3):
            await day.delivers(event)
            await so(lambda: bool(in_thread(day, thread)), 3)

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("user", ["U0NEW", "U0GUEST"])
def test_of_strangers_nothing_is_under_way(sqlite_engines: Engines, user: str) -> None:
    async def play(day: Day) -> None:
        event, _ = asked(day, user=user)
        await day.delivers(event)
        await day.settles()
        assert day.slack.sessions == {}

    at_slack(sqlite_engines, play)


def test_what_is_no_question_begins_no_thread(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for text in ("help", "my part", "today: call Acme", "Ring Mill Lane"):
            await day.says("U0ADA", text)
        assert day.slack.sessions == {}
        assert {one.thread for one in day.slack.posted("D0ADA")} == {""}

    at_slack(sqlite_engines, play)


# What a thread is called


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (WHY, "Why do we call every harbour"),
        ("ask: why do we call every harbour??", "Why do we call every harbour"),
        ("May we sell tractors?", "May we sell tractors"),
        ("Why do we call every harbour &lt;!channel&gt; <@U0BO> \u202e?", None),
        (f"Why do we call every harbour {'before noon ' * 20}?", None),
    ],
)
def test_the_first_question_names_its_thread_once(sqlite_engines: Engines, text: str, title: str | None) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day, text)
        await day.delivers(event)
        await day.settles()
        session = day.slack.sessions[thread]
        if title is not None:
            assert session.title == title
        assert not set(session.title) & set("<>&\u202e")
        assert len(session.title) <= 61
        first = session.title
        again, _ = asked(day, "Why do we halve the quoting time?", thread_ts=thread[1])
        await day.delivers(again)
        await day.settles()
        assert (session.title, day.slack.count(RENAME)) == (first, 1 if first else 0)

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("text", ["How does Bo feel?", "What did Cy think of Bo?", "why?"])
def test_a_question_about_somebody_names_nothing(sqlite_engines: Engines, text: str) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day, text)
        await day.delivers(event)
        await day.settles()
        assert len(in_thread(day, thread)) == 1
        assert (day.slack.sessions[thread].title, day.slack.count(RENAME)) == ("", 0)

    at_slack(sqlite_engines, play)


def test_a_name_that_somebody_gave_is_kept(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        await day.delivers(day.slack.names("U0ADA", *thread, "My harbours"))
        await day.delivers(event)
        await day.settles()
        assert (day.slack.sessions[thread].title, day.slack.count(RENAME)) == ("My harbours", 0)

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize(("user", "renames"), [("U0ADA", 0), ("U0GUEST", 1), ("U0FAR", 1)])
def test_a_name_by_nobody_is_no_name(sqlite_engines: Engines, user: str, renames: int) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        await day.delivers(day.slack.names(user, *thread, "Tractors"))
        await day.delivers(event)
        await day.settles()
        assert day.slack.count(RENAME) == renames

    at_slack(sqlite_engines, play)


# Stop


def held(day: Day) -> None:
    """The answer waits at Slack's pace: it is told to come again after a second."""
    day.slack.fails("chat.postMessage", fake.too_fast(1))


async def until(day: Day, method: str, count: int = 1) -> None:
    await so(lambda: day.slack.count(method) >= count)


def test_what_is_stopped_is_not_answered_and_that_is_said_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day, "May we sell tractors?")
        held(day)
        await day.delivers(event)
        await until(day, "chat.postMessage")
        assert len(day.all(Silence)) == 1
        stop = day.slack.stops("U0ADA", *thread)
        await asyncio.gather(*[day.delivers(stop) for _ in range(3)])
        await day.settles()
        (said,) = in_thread(day, thread)
        assert said.startswith("Stopped. You get no answer to that, and nothing was passed on.")
        assert day.all(Silence) == [], "nobody who would see it could still take it back"
        assert day.slack.sessions[thread].status == "active"
        await day.delivers(event)
        await day.settles()
        assert (len(in_thread(day, thread)), day.all(Silence)) == (1, [])

    at_slack(sqlite_engines, play)


def test_a_stop_after_the_answer_says_nothing(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        await day.delivers(event)
        await day.settles()
        await day.delivers(day.slack.stops("U0ADA", *thread))
        await day.settles()
        assert len(in_thread(day, thread)) == 1
        assert day.slack.sessions[thread].status == "active"
        again, _ = asked(day, "Who owns the harbours?", thread_ts=thread[1])
        await day.delivers(again)
        await day.settles()
        assert len(in_thread(day, thread)) == 2, "what is asked after a stop is answered"

    at_slack(sqlite_engines, play)


def test_a_question_that_comes_after_the_stop_that_was_meant_for_it_is_not_answered(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        await day.delivers(day.slack.stops("U0ADA", *thread))
        await day.delivers(event)
        await day.settles()
        assert in_thread(day, thread) == []
        assert day.all(Silence) == []

    at_slack(sqlite_engines, play)


def test_a_stop_by_nobody_or_of_another_thread_stops_nothing(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        held(day)
        await day.delivers(event)
        await until(day, "chat.postMessage")
        elsewhere = {"team_id": "T0OTHER", "authorizations": [{"team_id": "T0OTHER"}]}
        await day.delivers({**day.slack.stops("U0ADA", *thread), **elsewhere})
        await day.delivers(day.slack.stops("U0GUEST", *thread))
        await day.delivers(day.slack.stops("U0ADA", thread[0], "1.1"))
        await day.delivers(day.slack.stops("U0ADA", thread[0], "", event_ts="x"))
        await day.settles()
        assert len(in_thread(day, thread)) == 1

    at_slack(sqlite_engines, play)


def test_of_stops_the_last_are_remembered(sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(day: Day) -> None:
        monkeypatch.setattr("bot.slack.sessions.REMEMBERED", 2)
        (first, one), (second, two), (third, three) = [asked(day) for _ in range(3)]
        for thread in (one, two, one, three):
            await day.delivers(day.slack.stops("U0ADA", *thread))
        await day.settles()
        for event in (first, third, second):
            await day.delivers(event)
            await day.settles()
        assert [len(in_thread(day, thread)) for thread in (one, two, three)] == [0, 1, 0]

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("method", [STATUS, "chat.postMessage"])
@pytest.mark.parametrize("fault", [error("internal_error"), fake.too_fast(1), HTML, CUT])
def test_a_stop_holds_whatever_slack_answers(sqlite_engines: Engines, method: str, fault: Fault) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        held(day)
        await day.delivers(event)
        await until(day, "chat.postMessage")
        day.slack.fails(method, fault)
        await day.delivers(day.slack.stops("U0ADA", *thread))
        await day.settles()
        assert not any("harbour" in one for one in in_thread(day, thread))
        assert set(day.statuses) == {200}

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("stops", [True, False])
def test_a_further_page_that_is_stopped_is_not_opened(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, stops: bool
) -> None:
    async def play(day: Day) -> None:
        monkeypatch.setattr(limits, "MESSAGE_WEIGHT", 1_300)
        await day.says("U0ADA", "help")
        message = day.slack.posted("D0ADA")[-1]
        (more,) = [one for one in buttons(message.said["blocks"]) if one["action_id"] == render.REST]
        day.slack.fails("views.open", error("invalid_auth"))
        day.slack.fails("auth.test", Fault(body='{"ok": true}', slow=0.5))
        await day.delivers(day.slack.press("U0ADA", message, more))
        await until(day, "auth.test", 2)
        if stops:
            await day.delivers(day.slack.stops("U0ADA", "D0ADA", message.ts))
        await day.settles()
        assert len(day.slack.views) == (0 if stops else 1)

    at_slack(sqlite_engines, play)


# A thread keeps what it is about


async def follows(day: Day, thread: tuple[str, str], text: str, user: str = "U0ADA") -> str:
    event, _ = asked(day, text, user, thread_ts=thread[1])
    await day.delivers(event)
    await day.settles()
    return in_thread(day, thread)[-1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("and who owns it?", "names nobody for Call every harbour before noon"),
        ("why?", "It is there for"),
        ("And who owns this one", "names nobody for Call every harbour before noon"),
        ("by when", "gives no date"),
        ("and how far is it?", "Call every harbour before noon is being worked on"),
        ("Who owns the quoting time?", "names nobody for Halve the quoting time"),
    ],
)
def test_what_is_asked_on_in_a_thread_is_about_what_it_cited_last(
    sqlite_engines: Engines, text: str, says: str
) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day, "What about calling every harbour?")
        await day.delivers(event)
        await day.settles()
        assert says in squeezed(await follows(day, thread, text))
        assert day.all(Silence) == []

    at_slack(sqlite_engines, play)


def squeezed(text: str) -> str:
    """Without the numbers of citations, on one row."""
    return " ".join(re.sub(r"\[\d\]", " ", text).split()).replace(" .", ".")


def test_each_thread_keeps_its_own_and_forgets_it(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        first, one = asked(day)
        second, other = asked(day, "Why do we halve the quoting time?")
        for event in (first, second):
            await day.delivers(event)
            await day.settles()
        assert "Call every harbour" in await follows(day, one, "who owns it?")
        assert "Halve the quoting time" in await follows(day, other, "who owns it?")
        assert "Who for what" in await follows(day, ("D0ADA", "1.5"), "who owns it?")
        assert "Call every harbour" not in await follows(day, ("D0BO", one[1]), "who owns it?", "U0BO")
        day.clock.move_to(day.clock.now() + timedelta(hours=9))
        assert "Who for what" in await follows(day, one, "who owns it?")

    at_slack(sqlite_engines, play)


def test_beside_its_thread_a_question_is_about_what_came_last(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, _ = asked(day)
        await day.delivers(event)
        await day.settles()
        await day.says("U0ADA", "who owns it?")
        assert "Call every harbour before noon" in day.slack.posted("D0ADA")[-1].text
        day.clock.move_to(day.clock.now() + timedelta(minutes=1))
        await day.says("U0ADA", "today: halve the quoting time")
        await day.presses("U0ADA", "Hand in")
        await day.says("U0ADA", "who owns it?")
        assert "Halve the quoting time" in day.slack.posted("D0ADA")[-1].text
        day.clock.move_to(day.clock.now() + timedelta(minutes=45))
        await day.says("U0ADA", "who owns it?")
        assert "Who for what" in day.slack.posted("D0ADA")[-1].text

    at_slack(sqlite_engines, play)


def test_of_threads_the_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.threads.REMEMBERED", 2)
    threads = Threads()
    first, second, third = [("D0ADA", f"{n}.1") for n in (1, 2, 3)]
    for where in (first, second, first, third):
        threads.shown(where, "U0ADA", Card(phrase("home.help"), [Citations([BAKERY], phrase("home.help"))]), START)
    known = [threads.cited(one, "U0ADA", START).get("cited", "") for one in (first, second, third)]
    assert known == [BAKERY.line_id, "", BAKERY.line_id]


def test_of_what_was_asked_no_word_is_remembered(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day, "Why do we call every harbour, canary?")
        await day.delivers(event)
        await day.settles()
        assert "Call every harbour" in await follows(day, thread, "who owns it?")
        receiver = day.run.door._receiver
        assert "canary" not in repr(vars(receiver._threads))
        assert "canary" not in repr([one.about for one in day.all(Delivery)])
        await day.delivers(day.slack.event({"type": "user_change", "user": day.slack.users["U0ADA"]}))
        assert "U0ADA" not in repr(vars(receiver._threads))
        assert "Who for what" in await follows(day, thread, "who owns it?")

    at_slack(sqlite_engines, play)


def test_what_is_pressed_in_a_thread_is_answered_there(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "today: halve the quoting time, call every harbour before noon")
        await day.presses("U0ADA", "Hand in")
        event, thread = asked(day, "why?")
        await day.delivers(event)
        await day.settles()
        assert "Why what?" in in_thread(day, thread)[-1]
        await day.presses("U0ADA", "field/P-2 Halve the quoting time")
        assert "Halve the quoting time" in in_thread(day, thread)[-1]
        assert "Halve the quoting time" in await follows(day, thread, "who owns it?")

    at_slack(sqlite_engines, play)


# Whether an answer helped


def counts(day: Day) -> list[tuple[int, int, int, int]]:
    return [(one.helped, one.said, one.helped_since, one.said_since) for one in day.all(Verdict)]


def test_whether_an_answer_helped_is_counted_once_for_each_who_says_so(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        await day.delivers(event)
        await day.settles()
        for label in ("Helped", "Helped", "Did not"):
            await day.presses("U0ADA", label)
        assert counts(day) == [(0, 0, 1, 1)]
        (answer, thanks) = in_thread(day, thread)
        assert "Your name and your question are not kept" in thanks
        kept = repr([one.model_dump() for kind in (Verdict, Received, Delivery) for one in day.all(kind)])
        assert "U0ADA" not in repr([one.model_dump() for one in day.all(Verdict)])
        assert "helped " not in kept
        assert {one.digest for one in day.all(Received)} == {""}
        assert answer

    at_slack(sqlite_engines, play)


def test_what_could_not_be_counted_can_be_said_again(sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(day: Day) -> None:
        event, _ = asked(day)
        await day.delivers(event)
        await day.settles()

        async def away(_arrival: object, **_how: object) -> None:
            raise Unkept

        with monkeypatch.context() as patched:
            patched.setattr(day.run.conductor, "play", away)
            await day.presses("U0ADA", "Helped")
        assert "could not keep that" in day.read("U0ADA")
        assert counts(day) == []
        await day.presses("U0ADA", "Helped")
        await day.presses("U0ADA", "Helped")
        assert counts(day) == [(0, 0, 1, 1)]

    at_slack(sqlite_engines, play)


def test_where_slack_refuses_feedback_buttons_there_are_ordinary_ones(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = asked(day)
        day.slack.fails("chat.postMessage", error("invalid_blocks"))
        await day.delivers(event)
        await day.settles()
        (answer,) = [one for one in day.slack.posted("D0ADA") if one.thread == thread[1]]
        assert opinions(answer.said["blocks"]) == []
        assert {"Helped", "Did not"} <= {one["text"]["text"] for one in buttons(answer.said["blocks"])}
        for label in ("Did not", "Helped", "Did not"):
            await day.presses("U0ADA", label)
        assert counts(day) == [(0, 0, 0, 1)]

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("value", ["helped x", "moon {line}", "{line}", "", "helped " + "x" * 1000])
def test_what_is_no_opinion_of_ours_is_not_counted(sqlite_engines: Engines, value: str) -> None:
    async def play(day: Day) -> None:
        event, _ = asked(day)
        await day.delivers(event)
        await day.settles()
        message, button = day.button("U0ADA", "Helped")
        line = button["value"].split()[1]
        await day.delivers(day.slack.press("U0ADA", message, {**button, "value": value.replace("{line}", line)}))
        await day.delivers(day.slack.press("U0GUEST", message, button))
        await day.settles()
        assert counts(day) == []

    at_slack(sqlite_engines, play)


# When the process stops


def test_what_was_begun_is_finished_with_what_it_began_and_no_longer_than_there_is_time(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(day: Day) -> None:
        receiver, done, never = day.run.door._receiver, list[str](), asyncio.Event()

        async def begins(rest: int) -> None:
            await asyncio.sleep(0)
            done.append(f"{rest} to go")
            if rest:
                receiver._soon(begins(rest - 1))

        async def hangs() -> None:
            await never.wait()

        receiver._soon(begins(3))
        await receiver.finish()
        assert done == ["3 to go", "2 to go", "1 to go", "0 to go"]
        receiver._soon(hangs())
        monkeypatch.setattr("bot.afterwards.FINISH_WITHIN", 0.01)
        await receiver.finish()
        assert "left unfinished after 0.01 s: 1" in caplog.text
        monkeypatch.undo()
        never.set()
        await receiver.finish()

    at_slack(sqlite_engines, play)


# In a channel


def named(day: Day, text: str = WHY, user: str = "U0ADA", **more: Any) -> tuple[dict[str, Any], tuple[str, str]]:
    """Somebody names us in the channel of their team, and the thread in which that is answered."""
    event = day.slack.mention(user, "C0FIELD", text, **more)
    return event, ("C0FIELD", more.get("thread_ts") or event["event"]["ts"])


def test_a_question_in_a_channel_is_answered_in_its_thread_for_all_who_read_there(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = named(day)
        await asyncio.gather(*[day.delivers(event) for _ in range(3)])
        await day.settles()
        (answer,) = day.slack.posted("C0FIELD")
        assert (answer.only_for, answer.thread) == ("", thread[1])
        assert "Call every harbour before noon" in answer.text
        assert day.slack.sessions[thread].status == "active"
        again, _ = named(day, "and who owns it?", "U0BO", thread_ts=thread[1])
        await day.delivers(again)
        await day.settles()
        assert "names nobody for Call every harbour" in squeezed(day.slack.posted("C0FIELD")[-1].text)

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize(
    "text", ["May we sell tractors?", "How does Bo feel?", "why?", "help", "my part", "my week", "open questions"]
)
def test_what_is_for_who_asked_alone_is_shown_to_nobody_else(sqlite_engines: Engines, text: str) -> None:
    async def play(day: Day) -> None:
        event, _ = named(day, text)
        await day.delivers(event)
        await day.settles()
        assert {one.only_for for one in day.slack.posted("C0FIELD")} == {"U0ADA"}
        assert day.slack.count(RENAME) == 0, "everybody there would read it"

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("text", ["My boss keeps touching me", "Mein Chef fasst mich ständig an, was soll ich tun?"])
@pytest.mark.parametrize("aloud", [False, True])
def test_who_needs_help_is_met_alone_and_once_and_nothing_of_it_is_kept(
    sqlite_engines: Engines, text: str, aloud: bool
) -> None:
    async def play(day: Day) -> None:
        event, (channel, _) = named(day, text) if aloud else asked(day, text)
        before = len(day.slack.posted(channel))
        await asyncio.gather(*[day.delivers(event) for _ in range(3)])
        await day.settles()
        (answer,) = day.slack.posted(channel)[before:]
        assert answer.only_for == ("U0ADA" if aloud else "")
        assert ("sorry" in answer.text) or ("leid" in answer.text)
        assert (day.all(Silence), day.all(Delivery), day.slack.count(RENAME)) == ([], [], 0)
        assert all(one.digest == "" and "care" not in str(one.answer) for one in day.all(Received))

    at_slack(sqlite_engines, play)


def test_what_was_wrong_with_an_answer_in_a_channel_is_said_by_one_and_seen_by_nobody_there(
    sqlite_engines: Engines,
) -> None:
    async def play(day: Day) -> None:
        event, _ = named(day)
        await day.delivers(event)
        await day.settles()
        await day.presses("U0BO", "Did not", "C0FIELD")
        await day.presses("U0BO", "Say what was wrong", "C0FIELD")
        assert f'"{WHY}"' in json.dumps(day.slack.views[-1])
        await day.hands_in("U0BO", kind={"selected_option": {"value": "not_said"}}, words=WHY)
        assert [(one.words, one.kind.value) for one in day.all(Mistake)] == [(WHY, "not_said")]
        (answer, *others) = day.slack.posted("C0FIELD")
        assert answer.only_for == ""
        assert {one.only_for for one in others} == {"U0BO"}
        kept = repr([one.model_dump() for kind in (Received, Delivery) for one in day.all(kind)])
        assert WHY not in kept
        assert day.all(Mistake)[0].id not in kept, "nothing tells whose it is"
        await day.presses("U0BO", "Take it back")
        assert day.all(Mistake) == []

    at_slack(sqlite_engines, play)


def test_what_is_to_be_remembered_is_not_taken_where_others_read_along(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, _ = named(day, "remember that the seals are mine")
        await day.delivers(event)
        await day.settles()
        (told,) = day.slack.posted("C0FIELD")
        assert told.only_for == "U0ADA"
        assert day.all(Memo) == []
        await day.says("U0ADA", "remember that the seals are mine")
        assert [one.words for one in day.all(Memo)] == ["the seals are mine"]
        assert day.slack.count(RENAME) == 0, "the name of a conversation can be read for long"

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("who", ["U0GUEST", "U0FAR"])
def test_where_outsiders_read_along_nobody_but_who_asked_reads_the_answer(sqlite_engines: Engines, who: str) -> None:
    async def play(day: Day) -> None:
        day.slack.channels["C0FIELD"].members.add(who)
        await day.delivers(day.slack.event({"type": "member_joined_channel", "user": who, "channel": "C0FIELD"}))
        event, _ = named(day)
        await day.delivers(event)
        await day.settles()
        assert [(one.only_for, one.thread) for one in day.slack.posted("C0FIELD")] == [("U0ADA", "")]

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("fault", [HTML, CUT, error("internal_error"), fake.too_fast(60)])
def test_where_nobody_can_tell_who_reads_along_it_is_for_who_asked_alone(sqlite_engines: Engines, fault: Fault) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.event({"type": "member_joined_channel", "user": "U0CY", "channel": "C0FIELD"}))
        day.slack.fails("conversations.members", fault)
        event, _ = named(day)
        await day.delivers(event)
        await day.settles()
        assert [one.only_for for one in day.slack.posted("C0FIELD")] in (["U0ADA"], [])
        assert set(day.statuses) == {200}

    at_slack(sqlite_engines, play)


def test_the_own_work_is_not_told_in_a_channel(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "today: call every harbour before noon")
        await day.presses("U0ADA", "Hand in")
        event, _ = named(day, "How far is calling every harbour?")
        await day.delivers(event)
        await day.settles()
        (answer,) = [one for one in day.slack.posted("C0FIELD") if one.thread]
        assert answer.only_for == ""
        assert "Last 28 days" not in answer.text
        await day.says("U0ADA", "How far is calling every harbour?")
        assert "Last 28 days" in day.slack.posted("D0ADA")[-1].text

    at_slack(sqlite_engines, play)


def test_a_question_in_a_channel_can_be_stopped(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event, thread = named(day)
        held(day)
        await day.delivers(event)
        await until(day, "chat.postMessage")
        await day.delivers(day.slack.stops("U0BO", *thread))
        await day.settles()
        assert not any("harbour" in one.text for one in day.slack.posted("C0FIELD"))
        (said,) = [one for one in day.slack.posted("C0FIELD") if one.text.startswith("Stopped.")]
        assert said.only_for == "U0ADA"

    at_slack(sqlite_engines, play)
