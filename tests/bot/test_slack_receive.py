"""What people do at Slack has its effect once and is answered once, and nobody is shown what is not theirs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.slack import limits, receive
from bot.slack.members import Standing
from bot.slack.reading import Deed, Kind
from bot.writer import Unkept
from storage import people
from storage.tables import (
    Blocker,
    CheckIn,
    CheckInState,
    Delivery,
    DeliveryState,
    Draft,
    Nomination,
    Place,
    PlaceKind,
    Received,
    Silence,
    Task,
    TeamQuestion,
    Win,
)
from tests.databases import Engines
from tests.fakes import slack as fake
from tests.fakes.slack import BOT_USER, CUT, HTML, LOST, buttons, error, form_of, shown
from tests.slack_day import Day, a_day


def at_slack(engines: Engines, play: Callable[[Day], Awaitable[None]], *, channel: bool = True) -> None:
    async def run() -> None:
        async with a_day(engines.writer.url, channel=channel) as day:
            await play(day)
            assert max(day.statuses, default=200) < 500

    asyncio.run(run())


def said_to(day: Day, user: str) -> int:
    return len(day.slack.posted(day.slack.direct(user).id))


# Once


def test_what_is_delivered_twice_has_its_effect_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        written = day.slack.message("U0ADA", "today: call Acme, quote the cafe")
        retried = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
        await asyncio.gather(*[day.delivers(written) for _ in range(4)])
        await day.delivers(written, retried)
        await day.delivers({**written, "event_id": "Ev-another"})
        await day.settles()
        assert said_to(day, "U0ADA") == 2

        message, button = day.button("U0ADA", "Hand in")
        pressed = day.slack.press("U0ADA", message, button)
        await asyncio.gather(*[day.delivers(pressed) for _ in range(4)])
        await day.settles()
        assert len(day.all(CheckIn)) == 1
        assert len(day.all(Task)) == 2
        stands = said_to(day, "U0ADA")
        await day.delivers(pressed)
        await day.settles()
        assert said_to(day, "U0ADA") == stands
        assert set(day.statuses) == {200}

    at_slack(sqlite_engines, play)


def test_looks_and_forms_are_answered_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        written = day.slack.message("U0ADA", "help")
        await asyncio.gather(*[day.delivers(written) for _ in range(4)])
        await day.settles()
        assert said_to(day, "U0ADA") == 2
        message, button = day.button("U0ADA", "Check in")
        pressed = day.slack.press("U0ADA", message, button)
        await asyncio.gather(*[day.delivers(pressed) for _ in range(3)])
        await day.settles()
        assert len(day.slack.views) == 1
        assert said_to(day, "U0ADA") == 2

        asked = day.slack.message("U0ADA", "May we sell tractors?")
        await asyncio.gather(*[day.delivers(asked) for _ in range(3)])
        await day.settles()
        assert len(day.all(Silence)) == 1
        assert said_to(day, "U0ADA") == 3
        assert "tractors" not in repr([one.about for one in day.all(Delivery)])

    at_slack(sqlite_engines, play)


def test_a_form_that_was_sent_twice_is_kept_once_and_a_mended_one_again(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.command("U0ADA", "check in"))
        await day.settles()
        sent = day.slack.submission("U0ADA", {"task1": {"value": "Call Acme"}})
        await asyncio.gather(*[day.delivers(sent) for _ in range(3)])
        mended = day.slack.submission("U0ADA", {"task1": {"value": "Call Bcme"}})
        await day.delivers(mended)
        await day.settles()
        assert [one.words for one in day.all(Task)] == ["Call Bcme"]
        assert day.read("U0ADA").count("Thank you, Ada Ek. ") <= 2

    at_slack(sqlite_engines, play)


def test_a_mention_and_the_message_of_the_same_post_are_answered_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        mention = day.slack.mention("U0ADA", "C0FIELD", "help")
        twin = day.slack.event({**mention["event"], "type": "message", "channel_type": "channel"})
        await asyncio.gather(day.delivers(mention), day.delivers(twin), day.delivers(mention))
        await day.settles()
        (answer,) = day.slack.posted("C0FIELD")
        assert answer.only_for == "U0ADA"
        assert "Write “check in”" in answer.text

    at_slack(sqlite_engines, play)


def test_a_form_that_comes_again_from_somebody_else_is_refused(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.command("U0ADA", "check in"))
        await day.settles()
        sent = day.slack.submission("U0ADA", {"task1": {"value": "Call Acme"}})
        await day.delivers(sent)
        answer = await day.delivers({**sent, "user": {"id": "U0BO", "team_id": fake.TEAM}})
        assert answer["response_action"] == "update"
        assert "different contents" in shown(answer["view"])
        assert len(day.all(CheckIn)) == 1

    at_slack(sqlite_engines, play)


def test_a_form_that_is_closed_keeps_nothing(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.command("U0ADA", "check in"))
        await day.settles()
        sent = day.slack.submission("U0ADA", {"task1": {"value": "Call Acme"}})
        assert not await day.delivers({**sent, "type": "view_closed", "is_cleared": False})
        await day.settles()
        assert (day.all(CheckIn), day.statuses[-1]) == ([], 200)

    at_slack(sqlite_engines, play)


def test_a_form_may_be_followed_by_another_in_its_place(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "our questions")
        await day.presses("U0ADA", "Add a question")
        answer = await day.hands_in("U0ADA", words="Which harbour?", **CHOICE)
        assert answer["response_action"] == "update", answer
        assert "Which harbour?" in shown(answer["view"]["blocks"])
        assert day.all(TeamQuestion) == [], "that is how it will look"
        day.slack.views[-1].update(answer["view"])
        await day.hands_in("U0ADA")
        assert [one.words for one in day.all(TeamQuestion)] == ["Which harbour?"]

    at_slack(sqlite_engines, play)


CHOICE = {
    "kind": {"selected_option": {"value": "choice", "text": {"type": "plain_text", "text": "One of several"}}},
    "options": {"value": "Cork\nCobh"},
}


def test_what_comes_in_another_order_is_kept_as_it_was_meant(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        first, second = (day.slack.message("U0ADA", f"today: {words}") for words in ("call Acme", "call Bcme"))
        await day.delivers(second)
        await day.delivers(first)
        await day.delivers(second)
        await day.settles()
        assert day.read("U0ADA").count("call Acme") >= 1

    at_slack(sqlite_engines, play)


def test_what_leaves_no_trace_is_answered_once_after_a_restart_too(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        asked = day.slack.message("U0ADA", "May we sell tractors?")
        for _ in range(2):
            await day.delivers(asked)
            await day.settles()
            assert said_to(day, "U0ADA") == 2
            day.run.door.receives(day.run.outbox)
        assert len(day.all(Silence)) == 1
        assert "tractors" not in repr([one.model_dump() for one in day.all(Received)])
        assert {one.digest for one in day.all(Received)} == {""}

    at_slack(sqlite_engines, play)


def test_whoever_invites_us_is_told_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        event = day.slack.event({**joining("C0FIELD"), "inviter": "U0ADA"})
        day.slack.fails("chat.postMessage", LOST)
        for _ in range(3):
            await day.delivers(event)
            await day.settles()
        assert (said_to(day, "U0ADA"), set(day.statuses)) == (1, {200})
        day.slack.fails("chat.postMessage", fake.too_fast(1))
        await day.delivers(day.slack.event({**joining("C0FIELD"), "inviter": "U0ADA"}))
        await day.settles()
        assert said_to(day, "U0ADA") == 2

    at_slack(sqlite_engines, play, channel=False)


def test_what_is_written_in_a_thread_is_answered_there(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "help")
        above = day.slack.posted("D0ADA")[-1]
        await day.delivers(day.slack.message("U0ADA", "my part", thread_ts=above.ts))
        await day.delivers(day.slack.mention("U0ADA", "C0FIELD", "help", thread_ts="1.1"))
        await day.settles()
        assert [day.slack.posted(where)[-1].thread for where in ("D0ADA", "C0FIELD")] == [above.ts, "1.1"]

    at_slack(sqlite_engines, play)


# Who is shown nothing


@pytest.mark.parametrize(
    ("user", "sentence"), [("U0NEW", "do not know you"), ("U0GUEST", "guests"), ("U0FAR", "guests")]
)
def test_strangers_and_guests_get_one_sentence_and_see_nothing(
    sqlite_engines: Engines, user: str, sentence: str
) -> None:
    async def play(day: Day) -> None:
        for text in ("help", "my part", "today: call Acme", "Why do we call every harbour?"):
            await day.says(user, text)
        assert said_to(day, user) == 1
        assert sentence in day.read(user)
        assert "harbour" not in day.read(user)
        answer = await day.delivers(day.slack.command(user, "my part"))
        assert sentence in answer["text"]
        await day.delivers(day.slack.event({"type": "app_home_opened", "user": user, "tab": "home", "channel": "D9"}))
        await day.delivers(day.slack.shortcut(user, "checkin.open_form"))
        await day.settles()
        assert day.slack.views == []
        assert "harbour" not in shown(day.slack.homes.get(user, {}).get("blocks"))
        await day.says("U0ADA", "help")
        message, button = day.button("U0ADA", "My part")
        await day.delivers(day.slack.press(user, message, button))
        await day.settles()
        assert all("harbour" not in one.text for one in day.slack.posted(day.slack.direct(user).id))
        assert day.all(CheckIn) == []

    at_slack(sqlite_engines, play)


def test_who_was_told_longest_ago_is_told_again_where_no_more_are_remembered(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "REMEMBERED", 1)

    async def play(day: Day) -> None:
        for user in ("U0NEW", "U0NEW", "U0GUEST", "U0NEW"):
            await day.says(user, "help")
        assert (said_to(day, "U0NEW"), said_to(day, "U0GUEST")) == (2, 1)

    at_slack(sqlite_engines, play)


def test_a_form_of_somebody_who_has_gone_meanwhile_is_not_kept(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.command("U0ADA", "check in"))
        await day.settles()
        day.slack.users["U0ADA"]["deleted"] = True
        await day.delivers(day.slack.event({"type": "user_change", "user": day.slack.users["U0ADA"]}))
        answer = await day.hands_in("U0ADA", task1="Call Acme")
        assert answer["response_action"] == "update"
        assert day.all(CheckIn) == []
        offered = await day.delivers(day.slack.search("U0ADA", "ties.offer", "call"))
        assert offered == {"options": []}

    at_slack(sqlite_engines, play)


def test_another_workspace_is_shown_nothing(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        written = day.slack.message("U0ADA", "my part")
        elsewhere = {**written, "team_id": "T0OTHER", "authorizations": [{"team_id": "T0OTHER"}]}
        await day.delivers(elsewhere)
        day.slack.person("U0ADA", team_id="T0OTHER")
        day.run.door._members.forget("U0ADA")
        await day.delivers({**day.slack.message("U0ADA", "my part", user_team="T0OTHER")})
        await day.settles()
        assert "harbour" not in day.read("U0ADA")

    at_slack(sqlite_engines, play)


def test_nothing_is_said_where_another_organisation_reads_along(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.mention("U0ADA", "C0SHARED", "my part"))
        await day.delivers(day.slack.event({**joining("C0SHARED"), "inviter": "U0ADA"}))
        await day.settles()
        (answer,) = day.slack.posted("C0SHARED")
        assert (answer.only_for, "Another organisation reads along" in answer.text) == ("U0ADA", True)
        assert "of your own" in day.read("U0ADA")
        assert [one.external_id for one in day.all(Place) if one.kind is PlaceKind.CHANNEL] == ["C0FIELD"]

        day.slack.channels["C0FIELD"].is_ext_shared = True
        await day.delivers(day.slack.event({"type": "channel_shared", "channel": "C0FIELD"}))
        await day.delivers(day.slack.mention("U0ADA", "C0FIELD", "digest"))
        await day.settles()
        assert ["Another organisation" in one.text for one in day.slack.posted("C0FIELD")] == [True]
        await day.goes_to(0.2)
        await day.goes_to(7.7)
        assert len(day.slack.posted("C0FIELD")) == 1
        assert "I post nothing in #field while another organisation reads along" in day.read("U0BO")

    at_slack(sqlite_engines, play)


def joining(channel: str) -> dict[str, Any]:
    return {"type": "member_joined_channel", "user": BOT_USER, "channel": channel}


def test_a_channel_is_for_its_team_alone(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.mention("U0CY", "C0FIELD", "digest"))
        await day.delivers(day.slack.mention("U0ADA", "C0OTHER", "digest"))
        await day.settles()
        assert day.slack.posted("C0FIELD") == [], "Slack shows nothing to somebody who is not in the channel"
        (there,) = day.slack.posted("C0OTHER")
        assert (there.only_for, "whose channel" in there.text) == ("U0ADA", True)

    at_slack(sqlite_engines, play)


def test_own_and_other_bots_and_what_only_happened_are_ignored(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        before = said_to(day, "U0ADA")
        for more in (
            {"bot_id": "B0OTHER"},
            {"user": BOT_USER},
            {"bot_id": fake.BOT, "user": BOT_USER},
            {"subtype": "message_changed", "message": {"user": "U0ADA", "text": "help"}},
            {"subtype": "message_deleted"},
            {"subtype": "bot_message", "user": None},
            {"channel_type": "mpim"},
        ):
            await day.delivers(day.slack.message("U0ADA", "help", **more))
        day.slack.person("U0ROBOT", is_bot=True)
        await day.delivers(day.slack.event({"type": "reaction_added", "user": "U0ADA", "item": {"type": "message"}}))
        await day.delivers(day.slack.event({"type": "app_home_opened", "user": "U0ADA", "tab": "messages"}))
        await day.settles()
        assert said_to(day, "U0ADA") == before
        assert day.slack.homes == {}

    at_slack(sqlite_engines, play)


# Where people are reached


def test_a_direct_place_is_theirs_from_the_first_and_learns_the_name_of_the_conversation(
    sqlite_engines: Engines,
) -> None:
    async def play(day: Day) -> None:
        (before,) = [one for one in day.all(Place) if one.name == "Cy Wu"]
        assert (before.external_id, before.kind) == ("U0CY", PlaceKind.DIRECT)
        await day.says("U0CY", "help")
        (after,) = [one for one in day.all(Place) if one.name == "Cy Wu"]
        assert (after.id, after.external_id) == (before.id, "D0CY")
        day.run.database.writer.write(lambda store: store.change(after, person_id=None)).result()
        await day.delivers(day.slack.command("U0CY", "help"))
        assert len([one for one in day.all(Place) if one.person_id and one.name == "Cy Wu"]) == 1

    at_slack(sqlite_engines, play)


def test_two_things_that_come_at_once_from_somebody_new_are_done_in_one_place(sqlite_engines: Engines) -> None:
    """Both were read before either was kept, so both want to note the name of the conversation."""

    async def play(day: Day) -> None:
        visits = day.run.door._receiver._visits
        assert await day.run.door._members.standing("U0CY") is Standing.MEMBER
        (before,) = [one for one in day.all(Place) if one.name == "Cy Wu"]
        deeds = [Deed(Kind.SAID, f"said:{n}", fake.TEAM, "U0CY", "D0CY", text="help") for n in range(2)]
        both = await asyncio.gather(*[visits.of(one) for one in deeds])
        assert [(one.direct.id, one.direct.external_id) for one in both] == [(before.id, "D0CY")] * 2
        assert [one.external_id for one in day.all(Place) if one.name == "Cy Wu"] == ["D0CY"]

    at_slack(sqlite_engines, play)


def test_a_channel_becomes_the_place_of_the_team_it_is_named_after_or_that_who_invites_leads(
    sqlite_engines: Engines,
) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.event({**joining("C0OTHER"), "inviter": "U0CY"}))
        await day.settles()
        assert "I do not know whose channel it is" in day.read("U0CY")
        await day.delivers(day.slack.event({**joining("C0OTHER"), "inviter": "U0ADA"}))
        await day.settles()
        assert "I am in #random now" in day.read("U0ADA")
        assert [one.name for one in day.all(Place) if one.team_id] == ["random"]
        await day.delivers(day.slack.event({**joining("C0FIELD"), "inviter": "U0NEW"}))
        await day.delivers(day.slack.event({**joining("C0NONE"), "inviter": "U0ADA"}))
        await day.delivers(day.slack.event({**joining("C0OTHER"), "inviter": "U0BO"}))
        await day.delivers(day.slack.event({**joining("C0OTHER"), "user": "U0BO"}))
        await day.settles()
        assert [one.name for one in day.all(Place) if one.team_id] == ["random"]

    at_slack(sqlite_engines, play, channel=False)


def test_a_channel_is_told_again_when_slack_does_not_say_what_it_is(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("conversations.info", HTML)
        event = day.slack.event({**joining("C0FIELD"), "inviter": "U0ADA"})
        body, kind = form_of(event)
        assert (await day.posts(body, kind))[0] == 503
        assert (await day.posts(body, kind))[0] == 200
        assert [one.name for one in day.all(Place) if one.team_id] == ["field"]

    at_slack(sqlite_engines, play, channel=False)


# Ways of asking


def test_ones_own_page_is_published_and_changes_with_the_day(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        opened = {"type": "app_home_opened", "user": "U0ADA", "tab": "home", "channel": "D0ADA"}
        await day.delivers(day.slack.event(opened))
        await day.settles()
        assert "today’s check-in is open." in shown(day.slack.homes["U0ADA"]["blocks"])
        button = next(one for one in buttons(day.slack.homes["U0ADA"]["blocks"]) if one["text"]["text"] == "Check in")
        await day.delivers(day.slack.press_home("U0ADA", button))
        await day.settles()
        await day.hands_in("U0ADA", task1="Call Acme")
        assert "Your check-in is in." in shown(day.slack.homes["U0ADA"]["blocks"])
        published = day.slack.count("views.publish")
        await day.delivers(day.slack.event(opened))
        await day.settles()
        assert day.slack.count("views.publish") == published + 1
        assert not [one for one in day.slack.posted("D0ADA") if "today’s check-in is open." in one.text]
        help_button = next(
            one for one in buttons(day.slack.homes["U0ADA"]["blocks"]) if "What can" in one["text"]["text"]
        )
        await day.delivers(day.slack.press_home("U0ADA", help_button))
        await day.settles()
        assert "Write “check in”" in day.read("U0ADA")

    at_slack(sqlite_engines, play)


def test_a_page_that_could_not_be_published_is_tried_again_when_it_is_opened(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("views.publish", error("invalid_arguments"))
        opened = {"type": "app_home_opened", "user": "U0ADA", "tab": "home"}
        await day.delivers(day.slack.event(opened))
        await day.settles()
        assert day.slack.homes == {}
        await day.delivers(day.slack.event(opened))
        await day.settles()
        assert "today’s check-in is open." in shown(day.slack.homes["U0ADA"]["blocks"])

    at_slack(sqlite_engines, play)


def test_a_command_is_answered_to_who_wrote_it_and_opens_forms(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for text, words in (("", "Write “check in”"), ("my part", "field/P-1"), ("gibberish", "do not know")):
            answer = await day.delivers(day.slack.command("U0ADA", text, "C0SHARED"))
            assert answer["response_type"] == "ephemeral"
            assert words in shown(answer["blocks"])
        assert not await day.delivers(day.slack.command("U0ADA", "my hours"))
        await day.settles()
        assert "Your time zone" in day.form()
        await day.goes_to(0.2)
        answer = await day.delivers(day.slack.command("U0ADA", "not today"))
        assert "Not counted, not asked again today." in answer["text"]
        answer = await day.delivers(day.slack.command("U0ADA", "off tomorrow"))
        assert "direct conversation" in answer["text"]

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("hours", [0, 0.2], ids=["not asked", "asked"])
def test_whoever_writes_is_answered_below_and_whoever_presses_sees_what_they_pressed_change(
    sqlite_engines: Engines, hours: float
) -> None:
    async def play(day: Day) -> None:
        await day.goes_to(hours)
        before = said_to(day, "U0ADA")
        await day.says("U0ADA", "not today")
        below = day.slack.posted(day.slack.direct("U0ADA").id)[before:]
        assert len(below) == 1
        assert "All right. Not counted, not asked again today." in below[0].text
        assert "Check in after all" in shown(below[0].said["blocks"])
        if hours:
            before = said_to(day, "U0BO")
            await day.presses("U0BO", "Not today")
            assert said_to(day, "U0BO") == before
            assert "All right. Not counted, not asked again today." in day.read("U0BO")

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize(
    ("fault", "beside", "directly"),
    [
        (None, 1, False),
        (LOST, 1, False),
        (HTML, 0, False),
        (CUT, 0, False),
        (fake.Fault(404, "expired_url", "text/plain"), 0, True),
    ],
)
def test_what_is_pressed_beside_a_command_is_answered_there_for_who_pressed_alone_and_not_twice(
    sqlite_engines: Engines, fault: fake.Fault | None, beside: int, *, directly: bool
) -> None:
    async def play(day: Day) -> None:
        answer = await day.delivers(day.slack.command("U0ADA", "help", "C0SHARED"))
        alone = fake.Message("1.1", "C0SHARED", answer, only_for="U0ADA")
        day.slack.fails("response", *([fault] if fault else []))
        button = next(one for one in buttons(answer["blocks"]) if one["text"]["text"].startswith("My part"))
        await day.delivers(day.slack.press("U0ADA", alone, button))
        await day.settles()
        there = day.slack.posted("C0SHARED")
        assert [(one.only_for, "field/P-1" in one.text) for one in there] == [("U0ADA", True)] * beside
        assert ("field/P-1" in day.read("U0ADA")) is directly
        elsewhere = {**day.slack.press("U0ADA", alone, button), "response_url": "http://elsewhere.example/"}
        await day.delivers(elsewhere)
        await day.settles()
        assert "field/P-1" in day.read("U0ADA")

    at_slack(sqlite_engines, play)


def test_each_command_answers_who_wrote_it_alone(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        async def commands(name: str, text: str = "", user: str = "U0ADA") -> str:
            answer = await day.delivers(day.slack.command(user, text, "C0FIELD", name=name))
            await day.settles()
            if not answer:
                return ""
            assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
            return shown(answer["blocks"])

        assert "field/P-1" in await commands("/score")
        line = await commands("/score", "field/P-2")
        assert ("Halve the quoting time" in line, "Call every harbour" in line) == (True, False)
        assert "Halve the quoting time" in await commands("/score", "quoting")
        for name in ("/checkin", "/score", "/coach", "/lesson", "/digest"):
            assert "“" in await commands(name, "help")
        assert "Ask me about the score" in await commands("/coach")
        assert "Win the harbour towns" in await commands("/coach", "why do we call every harbour")
        assert "lessons, each of a few minutes" in await commands("/lesson")
        assert "One lesson about “promises”" in await commands("/lesson", "promises")
        assert "Field" in await commands("/digest")
        assert "I find no day" in await commands("/digest", "Nowhere yesterday")
        assert day.slack.posted("C0FIELD") == []

        await commands("/checkin")
        assert "task1" in {one.get("block_id") for one in day.slack.views[-1]["blocks"]}
        heard = await commands("/checkin", "call Acme &amp; Bcme, ask <@U0BO>; blocked by legal")
        assert "I answered in our direct conversation" in heard or "I read this as your check-in" in heard
        assert day.all(CheckIn) == []
        await commands("/checkin", "not today", "U0BO")
        assert [one.state for one in day.all(CheckIn)] == [CheckInState.NOT_TODAY]
        for user, says in (("U0GUEST", "guests"), ("U0NEW", "do not know you")):
            for name in ("/score", "/digest", "/coach"):
                assert says in await commands(name, "harbour", user)
        elsewhere = {**day.slack.command("U0ADA", "", name="/score"), "team_id": "T0OTHER"}
        assert "guests" in (await day.delivers(elsewhere))["text"]
        # A command of another app's, or of a release that is gone, means what its words mean.
        assert "field/P-1" in await commands("/moon", "my part")

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("name", ["/checkin", "/score", "/coach", "/lesson", "/digest"])
def test_whatever_stands_behind_a_command_is_answered(sqlite_engines: Engines, name: str) -> None:
    async def play(day: Day) -> None:
        for text in (
            "\u202e",
            "<!channel> *x* <@U1|",
            "x" * 9000,
            "\x00",
            "; , ;",
            "\U0001f600",
            "<https://x.example|",
        ):
            answer = await day.delivers(day.slack.command("U0ADA", text, name=name))
            await day.settles()
            assert "could not keep" not in shown(answer)
            assert "<!channel>" not in (answer or {}).get("text", "")
        assert set(day.statuses) == {200}

    at_slack(sqlite_engines, play)


def test_a_command_that_comes_twice_is_heard_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        written = day.slack.command("U0ADA", "call Acme", name="/checkin")
        await asyncio.gather(*[day.delivers(written) for _ in range(3)])
        await day.delivers(written)
        await day.settles()
        assert [one.fields for one in day.all(Draft)] == [{"task1": "call Acme"}]

    at_slack(sqlite_engines, play)


def test_shortcuts_open_the_check_in_and_make_a_task_of_a_message(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.shortcut("U0ADA", "checkin.open_form"))
        await day.settles()
        assert len(day.slack.views) == 1
        words = "Ask <@U0BO> &amp; <@U0ZZ>  about <https://x.example|the bread>\n" + "x" * 200
        await day.delivers(day.slack.shortcut("U0ADA", "checkin.open_form_with", words))
        await day.settles()
        first = next(one for one in day.slack.views[-1]["blocks"] if one.get("block_id") == "task1")
        assert first["element"]["initial_value"].startswith("Ask @Bo Ro & @U0ZZ about the bread (https://x.example) x")
        assert len(first["element"]["initial_value"]) <= 120

    at_slack(sqlite_engines, play)


def value_of(day: Day, field: str) -> str:
    block = next(one for one in day.slack.views[-1]["blocks"] if one.get("block_id") == field)
    return str(block["element"].get("initial_value", ""))


def test_a_message_is_made_what_is_in_the_way(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        words = "Nobody has the key of <https://x.example|the office>, ask <@U0BO>\n<!channel> *x*"
        chosen = day.slack.shortcut("U0ADA", "checkin.open_form_stuck", words, user="U0BO")
        await asyncio.gather(*[day.delivers(chosen) for _ in range(3)])
        await day.settles()
        assert len(day.slack.views) == 1
        plain = "Nobody has the key of the office (https://x.example), ask @Bo Ro\n@channel *x*"
        assert value_of(day, "blocker") == plain
        assert "These are words of Bo Ro." in day.form()
        assert (day.all(CheckIn), day.all(Draft), day.all(Blocker)) == ([], [], [])
        await day.hands_in("U0ADA", task1="Call Acme", blocker="No key")
        assert [(one.words, one.told) for one in day.all(Blocker)] == [("No key", False)]
        kept = repr([one.model_dump() for noun in (Blocker, CheckIn, Task, Draft) for one in day.all(noun)])
        assert "Bo" not in kept

        for author in ("U9", "U0GUEST", "U0FAR", "U0NEW"):
            await day.delivers(day.slack.shortcut("U0ADA", "checkin.open_form_stuck", "The van", user=author))
            await day.settles()
            assert "These are words of somebody else." in day.form()
            assert value_of(day, "blocker") == "No key\nThe van"
        await day.delivers(day.slack.shortcut("U0ADA", "checkin.open_form_stuck", "The van", user="U0ADA"))
        await day.settles()
        assert "These are words" not in day.form()

    at_slack(sqlite_engines, play)


def test_a_win_of_somebody_else_is_theirs_to_say(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("U0BO", "today: call Acme")
        await day.presses("U0BO", "Hand in")
        await day.goes_to(0.2)
        chosen = day.slack.shortcut("U0ADA", "nominations.ask", "Sold <!channel> out", user="U0BO")
        await asyncio.gather(*[day.delivers(chosen) for _ in range(3)])
        await day.settles()
        again = day.slack.shortcut("U0CY", "nominations.ask", "Sold out", user="U0BO")
        again["message"]["ts"] = chosen["message"]["ts"]
        await day.delivers(again)
        await day.settles()
        assert "Nobody is asked twice" in day.read("U0CY")
        assert "I ask Bo Ro" in day.read("U0ADA")
        asked = [one for one in day.slack.posted("D0BO") if "would count this as a win" in one.text]
        assert len(asked) == 1
        assert "Sold @channel out" in asked[0].text
        assert "<!channel>" not in asked[0].text
        assert day.all(Win) == []

        message, button = day.button("U0BO", "Yes, as my win")
        theirs = day.slack.press("U0CY", message, button)
        await day.delivers(theirs)
        await day.settles()
        assert day.all(Win) == [], "it is for nobody else to say"
        for _ in range(3):
            await day.delivers(day.slack.press("U0BO", message, button))
            await day.settles()
        bo = day.ask(lambda store: people.known_as(store, day.run.connection.id, "U0BO"))
        assert bo is not None
        assert [(one.words, one.person_id) for one in day.all(Win)] == [("Sold @channel out", bo.id)]
        await day.goes_to(0.2)
        assert day.read("U0ADA").count("Bo Ro says yes") == 1
        assert "Sold @channel out" not in "".join(
            one.text for one in day.slack.posted("D0BO") if one.ts == message.ts
        ), "what stands there says only that it counts"
        assert set(day.statuses) == {200}

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"user": "U0GUEST"}, "no member of this workspace"),
        ({"user": "U0FAR"}, "no member of this workspace"),
        ({"user": "U9"}, "no member of this workspace"),
        ({"user": "U0NEW"}, "I do not know here who wrote that"),
        ({"user": "U0BO", "bot_id": "B7"}, "A bot wrote that"),
        ({"user": BOT_USER}, "A bot wrote that"),
        ({"user": "U0BO", "subtype": "channel_join"}, "A bot wrote that"),
        ({"user": None}, "A bot wrote that"),
        ({"user": "U0BO", "text": ""}, "There are no words"),
        ({"user": "U0BO", "text": "\u202e"}, "There are no words"),
        ({"user": "U0BO", "ts": None}, "There are no words"),
    ],
)
def test_words_of_whom_nobody_can_ask_are_no_win(sqlite_engines: Engines, more: dict[str, Any], says: str) -> None:
    async def play(day: Day) -> None:
        day.slack.users[BOT_USER] = {**day.slack.users["U0NEW"], "id": BOT_USER, "is_bot": True}
        await day.delivers(day.slack.shortcut("U0ADA", "nominations.ask", "Sold out", **more))
        await day.settles()
        assert says in day.read("U0ADA")
        assert (day.all(Nomination), day.all(Win), set(day.statuses)) == ([], [], {200})

    at_slack(sqlite_engines, play)


def test_who_left_or_is_not_told_of_by_slack_is_not_asked(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.run.door._members.forget("U0BO")
        day.slack.fails("users.info", error("internal_error"))
        await day.delivers(day.slack.shortcut("U0ADA", "nominations.ask", "Sold out", user="U0BO"))
        await day.settles()
        assert "please try once more" in day.read("U0ADA")
        day.slack.users["U0BO"]["deleted"] = True
        await day.delivers(day.slack.event({"type": "user_change", "user": day.slack.users["U0BO"]}))
        await day.delivers(day.slack.shortcut("U0ADA", "nominations.ask", "Sold out", user="U0BO"))
        await day.settles()
        assert "is no longer here" in day.read("U0ADA")
        assert day.all(Nomination) == []

    at_slack(sqlite_engines, play)


def test_a_shortcut_of_somebody_who_sees_nothing_asks_nobody(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for user in ("U0GUEST", "U0NEW"):
            await day.delivers(day.slack.shortcut(user, "nominations.ask", "Sold out", user="U0BO"))
            await day.delivers(day.slack.shortcut(user, "checkin.open_form_stuck", "No key", user="U0BO"))
        elsewhere = day.slack.shortcut("U0ADA", "nominations.ask", "Sold out", user="U0BO")
        await day.delivers({**elsewhere, "team": {"id": "T0OTHER"}})
        await day.settles()
        assert (day.all(Nomination), day.slack.views) == ([], [])
        assert "win" not in day.read("U0BO")
        hostile = {**day.slack.shortcut("U0ADA", "nominations.ask", "x"), "message": "words"}
        await day.delivers(hostile)
        assert day.statuses[-1] in (200, 400)

    at_slack(sqlite_engines, play)


def test_ones_own_message_is_ones_own_win_by_the_form(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.shortcut("U0ADA", "nominations.ask", "Sold out\nby ten", user="U0ADA"))
        await day.settles()
        assert value_of(day, "win") == "Sold out by ten"
        assert (day.all(Nomination), day.all(Draft), day.all(Win)) == ([], [], [])
        await day.hands_in("U0ADA", task1="Call Acme")
        assert [one.words for one in day.all(Win)] == ["Sold out by ten"]

    at_slack(sqlite_engines, play)


def test_what_needs_a_form_is_opened_with_a_press_when_it_was_written(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "my hours")
        await day.presses("U0ADA", "Open it")
        assert "Your time zone" in day.form()
        refused = await day.hands_in("U0ADA", zone="Nowhere")
        assert list(refused["errors"]) == ["zone"]
        await day.hands_in("U0ADA", zone="Europe/Paris")
        assert "Europe/Paris" in day.read("U0ADA")

    at_slack(sqlite_engines, play)


def test_what_is_not_ours_gets_a_polite_answer(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "help")
        message, button = day.button("U0ADA", "Check in")
        await day.delivers(day.slack.press("U0ADA", message, {**button, "action_id": "moon.land"}))
        await day.delivers(day.slack.shortcut("U0ADA", "moon.land"))
        await day.settles()
        assert day.read("U0ADA").count("There is no such thing here") >= 2
        old = {"type": "interactive_message", "callback_id": "x", "actions": [{"name": "a"}], "user": {"id": "U0ADA"}}
        for legacy in (
            old,
            {"type": "dialog_submission", "callback_id": "x", "user": {"id": "U0ADA"}, "submission": {}},
        ):
            answer = await day.delivers({**legacy, "team": {"id": fake.TEAM}})
            assert "nothing of mine" in answer["text"]
        assert await day.delivers(day.slack.event({"type": "something_new"})) == ""
        assert set(day.statuses) == {200}

    at_slack(sqlite_engines, play)


# What fails


@pytest.mark.parametrize("fault", [error("expired_trigger_id"), CUT, HTML, LOST, fake.too_fast(30)])
def test_a_form_that_could_not_be_opened_is_told_of_once(sqlite_engines: Engines, fault: fake.Fault) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "help")
        day.slack.fails("views.open", fault)
        message, button = day.button("U0ADA", "Check in")
        pressed = day.slack.press("U0ADA", message, button)
        await day.delivers(pressed)
        await day.settles()
        await day.delivers(pressed)
        await day.settles()
        assert day.read("U0ADA").count("could not be opened in time. Nothing") == 2, "its text and its blocks"

    at_slack(sqlite_engines, play)


def test_when_nothing_can_be_kept_events_come_again_and_people_are_told(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "help")
        message, button = day.button("U0ADA", "Check in")
        await day.delivers(day.slack.command("U0ADA", "check in"))
        await day.settles()
        form = day.slack.submission("U0ADA", {"task1": {"value": "Call Acme"}})

        async def away(_arrival: object, **_how: object) -> None:
            raise Unkept("the database is away")

        with monkeypatch.context() as patched:
            patched.setattr(day.run.conductor, "play", away)
            assert (await day.posts(*form_of(day.slack.message("U0ADA", "help"))))[0] == 503
            refused = await day.delivers(form)
            assert "could not keep that" in refused["errors"]["task1"]
            answer = await day.delivers(day.slack.command("U0ADA", "help"))
            assert "could not keep that" in answer["text"]
            await day.delivers(day.slack.press("U0ADA", message, button))
            await day.settles()
            assert "could not keep that" in day.read("U0ADA")
        await day.delivers(form)
        assert len(day.all(CheckIn)) == 1

    at_slack(sqlite_engines, play)


def test_a_form_of_a_day_that_is_long_over_gives_place_to_that_of_today(sqlite_engines: Engines) -> None:
    """Slack leaves a form that is told what is wrong as it stands: it would be the old day's for ever."""

    async def play(day: Day) -> None:
        await day.delivers(day.slack.command("U0ADA", "check in"))
        await day.settles()
        old = day.slack.submission("U0ADA", {"task1": {"value": "Call Acme"}, "tell": {"selected_options": []}})
        for _ in range(9):
            await day.goes_to(24)

        said = await day.delivers(old)
        day.slack.takes(old, said)
        assert said["response_action"] == "update"
        assert "Thursday 18 March" in day.form()
        assert "This form is from Tuesday 9 March" in day.form()
        assert await day.hands_in("U0ADA") in (None, "", {})

        (kept,) = day.all(CheckIn)
        assert kept.local_date.isoformat() == "2027-03-18"
        assert [task.words for task in day.all(Task)] == ["Call Acme"]

    at_slack(sqlite_engines, play)


def test_a_fault_of_ours_is_answered_in_the_shape_of_what_was_asked(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.command("U0ADA", "check in"))
        await day.settles()
        form, search = day.slack.submission("U0ADA", {}), day.slack.search("U0ADA", "ties.offer", "x")

        async def fails(_arrival: object) -> None:
            raise RuntimeError("a fault of ours")

        monkeypatch.setattr(day.run.conductor, "play", fails)
        assert "could not keep that" in (await day.delivers(form))["errors"]["task1"]
        bare = {**form, "view": {**form["view"], "blocks": []}}
        assert "could not keep that" in shown((await day.delivers(bare))["view"])
        assert await day.delivers(search) == {"options": []}
        assert "could not keep that" in (await day.delivers(day.slack.command("U0ADA", "help")))["text"]

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("problem", [Unkept("the database is away"), RuntimeError("a fault of ours")])
def test_what_fails_after_the_answer_is_written_into_the_log_and_may_be_done_again(
    sqlite_engines: Engines,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    problem: Exception,
) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "help")
        message, button = day.button("U0ADA", "Check in")
        pressed = day.slack.press("U0ADA", message, button)

        async def fails(*_key: object) -> bool:
            raise problem

        with monkeypatch.context() as patched:
            patched.setattr(day.run.conductor, "is_first", fails)
            await day.delivers(pressed)
            await day.settles()
        assert day.slack.views == []
        (told,) = [one for one in caplog.records if "after it was answered" in one.getMessage()]
        assert (told.exc_info is not None) is isinstance(problem, RuntimeError)
        await day.delivers(pressed)
        await day.settles()
        assert len(day.slack.views) == 1

    at_slack(sqlite_engines, play)


def test_a_form_that_slack_would_not_take_is_told_of(sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "help")
        monkeypatch.setattr(limits, "VIEW_BLOCKS", 3)
        await day.presses("U0ADA", "Check in")
        assert day.slack.views == []
        assert "That did not work" in day.slack.posted("D0ADA")[-1].text

    at_slack(sqlite_engines, play)


def test_while_slack_does_not_say_who_somebody_is_nothing_is_shown(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.run.door._members.forget("U0ADA")
        day.slack.fails("users.info", HTML, HTML)
        assert (await day.posts(*form_of(day.slack.message("U0ADA", "my part"))))[0] == 503
        assert "could not keep" in (await day.delivers(day.slack.command("U0ADA", "my part")))["text"]
        answer = await day.delivers(day.slack.command("U0ADA", "my part"))
        assert "field/P-1" in shown(answer["blocks"])

    at_slack(sqlite_engines, play)


def test_the_same_key_with_other_contents_is_refused(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        written = day.slack.message("U0ADA", "today: call Acme")
        await day.delivers(written)
        await day.delivers({**written, "event": {**written["event"], "text": "today: call Bcme"}})
        command = day.slack.command("U0ADA", "not today")
        await day.delivers(command)
        answer = await day.delivers({**command, "text": "today: call Ccme"})
        await day.settles()
        assert "Bcme" not in day.read("U0ADA")
        assert "different contents" in answer["text"]

    at_slack(sqlite_engines, play)


def leads(blocks: object) -> dict[str, Any]:
    """The button behind which the rest stands."""
    (found,) = [one for one in buttons(blocks) if one["action_id"] == receive.render.REST]
    return found


async def reads_on(day: Day, user: str, message: fake.Message) -> list[str]:
    """Somebody goes through all further pages of a message, each in the modal of the one before."""
    begun, pages = len(day.slack.views), []
    await day.delivers(day.slack.press(user, message, leads(message.said["blocks"])))
    await day.settles()
    while True:
        assert len(day.slack.views) == begun + 1, day.read(user)
        view = day.slack.views[-1]
        pages.append(shown(view["blocks"]))
        if not [one for one in buttons(view["blocks"]) if one["action_id"] == receive.render.REST]:
            return pages
        await day.delivers(day.slack.press_view(user, view, leads(view["blocks"])))
        await day.settles()
        assert day.slack.views[-1] != view, day.read(user)


@pytest.mark.parametrize("way", ["command", "mention", "message"])
def test_the_rest_of_every_answer_is_read_page_by_page(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    async def play(day: Day) -> None:
        whole = shown((await day.delivers(day.slack.command("U0ADA", "help")))["blocks"])
        monkeypatch.setattr(limits, "MESSAGE_WEIGHT", 1_300)
        if way == "command":
            said = await day.delivers(day.slack.command("U0ADA", "help"))
            day.slack.direct("U0ADA").messages.append(fake.Message("1.1", "D0ADA", said, only_for="U0ADA"))
        elif way == "mention":
            await day.delivers(day.slack.mention("U0ADA", "C0FIELD", "help"))
        else:
            await day.says("U0ADA", "help")
        await day.settles()
        message = day.slack.posted("C0FIELD" if way == "mention" else "D0ADA")[-1]
        first, pages = shown(message.said["blocks"]), await reads_on(day, "U0ADA", message)
        assert len(pages) > 1
        assert "Once a day" in whole
        assert "Once a day" in first + "".join(pages)
        assert "too old" not in day.read("U0ADA")

    at_slack(sqlite_engines, play)


def test_the_rest_of_what_was_sent_by_itself_is_drawn_as_it_is_now(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(day: Day) -> None:
        monkeypatch.setattr(limits, "MESSAGE_WEIGHT", 1_600)
        await day.says("U0ADA", "today: call Acme, quote the cafe; blocked by legal")
        message = day.slack.posted("D0ADA")[-1]
        assert message.said["metadata"], "it is a delivery"
        pages = await reads_on(day, "U0ADA", message)
        assert "quote the cafe" in message.text + "".join(pages)
        bare = fake.Message(message.ts, "D0ADA", {**message.said, "metadata": {}})
        await day.delivers(day.slack.press("U0ADA", bare, leads(message.said["blocks"])))
        await day.settles()
        assert day.read("U0ADA").count("too old to be gone on with") == 2, "its text and its blocks"

    at_slack(sqlite_engines, play)


def test_the_rest_is_shown_with_the_rights_of_who_presses(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(day: Day) -> None:
        monkeypatch.setattr(limits, "MESSAGE_WEIGHT", 1_300)
        await day.says("U0ADA", "help")
        message = day.slack.posted("D0ADA")[-1]
        button = leads(message.said["blocks"])
        for user, value in (
            ("U0CY", button["value"]),
            ("U0ADA", button["value"].replace('"home.help",{}', '"home.moon",{}')),
            ("U0ADA", "1 {not"),
            ("U0ADA", "99" + button["value"][1:]),
            ("U0ADA", "²" + button["value"][1:]),
            ("U0GUEST", button["value"]),
        ):
            await day.delivers(day.slack.press(user, message, {**button, "value": value}))
            await day.settles()
        assert day.slack.views == []
        assert day.read("U0ADA").count("too old to be gone on with") == 2, "once an hour, in its text and its blocks"

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("instead", ["a form", "somebody else's place"])
def test_the_rest_of_what_is_no_card_that_they_may_read_is_not_shown(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, instead: str
) -> None:
    async def play(day: Day) -> None:
        monkeypatch.setattr(limits, "MESSAGE_WEIGHT", 1_300)
        await day.says("U0ADA", "help")
        await day.says("U0CY", "help")
        message, places = day.slack.posted("D0CY")[-1], {one.name: one.id for one in day.all(Place)}
        button = leads(message.said["blocks"])
        form, place = ("home.help", "leave.form"), (places["Cy Wu"], places["Ada Ek"])
        old, new = form if instead == "a form" else place
        assert old in button["value"]
        await day.delivers(day.slack.press("U0CY", message, {**button, "value": button["value"].replace(old, new)}))
        await day.settles()
        assert day.slack.views == []
        assert "too old to be gone on with" in day.read("U0CY")

    at_slack(sqlite_engines, play)


def test_the_rest_of_ones_own_page_is_turned_to_in_its_place(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(day: Day) -> None:
        opened = {"type": "app_home_opened", "user": "U0ADA", "tab": "home"}
        await day.delivers(day.slack.event(opened))
        await day.settles()
        whole = day.slack.homes["U0ADA"]["blocks"]
        monkeypatch.setattr(limits, "VIEW_BLOCKS", 5)
        await day.delivers(day.slack.event(opened))
        await day.settles()
        pages: list[str] = []
        while True:
            view = day.slack.homes["U0ADA"]
            pages.append(shown(view["blocks"]))
            if not [one for one in buttons(view["blocks"]) if one["action_id"] == receive.render.REST]:
                break
            await day.delivers(day.slack.press_home("U0ADA", leads(view["blocks"])))
            await day.settles()
            assert shown(day.slack.homes["U0ADA"]["blocks"]) not in pages
        assert len(pages) > 1
        assert all(shown(block) in "".join(pages) for block in whole)
        assert day.slack.views == []

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("fault", [error("expired_trigger_id"), HTML, CUT])
def test_a_further_page_that_could_not_be_opened_is_told_of(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, fault: fake.Fault
) -> None:
    async def play(day: Day) -> None:
        monkeypatch.setattr(limits, "MESSAGE_WEIGHT", 1_300)
        await day.says("U0ADA", "help")
        message = day.slack.posted("D0ADA")[-1]
        day.slack.fails("views.open", fault)
        await day.delivers(day.slack.press("U0ADA", message, leads(message.said["blocks"])))
        await day.settles()
        assert day.read("U0ADA").count("could not be opened in time. Nothing") == 2, "its text and its blocks"

    at_slack(sqlite_engines, play)


def test_whoever_presses_a_message_that_is_in_doubt_has_got_it_if_slack_says_which(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", LOST)
        await day.says("U0ADA", "today: call Acme, quote the cafe")

        def states() -> set[DeliveryState]:
            return {one.state for one in day.all(Delivery)}

        assert states() == {DeliveryState.UNCERTAIN}
        message, button = day.button("U0ADA", "Let it go")
        pressed = day.slack.press("U0ADA", message, {**button, "action_id": "moon.land"})
        nameless = {name: said for name, said in pressed["message"].items() if name != "ts"}
        await day.delivers({**pressed, "message": nameless})
        await day.run.door.finish()
        assert DeliveryState.UNCERTAIN in states()
        await day.delivers(pressed)
        await day.run.door.finish()
        assert DeliveryState.UNCERTAIN not in states()

    at_slack(sqlite_engines, play)


def test_a_token_that_was_revoked_shuts_the_door_and_a_new_one_opens_it(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}))
        assert day.run.outbox.shut == {}
        await day.delivers(day.slack.event({"type": "tokens_revoked", "tokens": {"bot": [BOT_USER]}}))
        assert day.run.outbox.shut == {day.run.connection.id: "tokens_revoked"}
        await day.goes_to(0.2)
        assert day.run.outbox.shut == {}
        assert "Good morning" in day.read("U0ADA")

    at_slack(sqlite_engines, play)


def test_what_was_received_tells_nothing_of_what_was_said(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "my part")
        await day.says("U0ADA", "Something private")
        assert "private" not in repr([one.model_dump() for one in (*day.all(Received), *day.all(Delivery))])
        assert day.ask(lambda store: people.known_as(store, day.run.connection.id, "U0ADA")) is not None

    at_slack(sqlite_engines, play)


def test_nothing_that_people_say_is_written_into_a_log(
    sqlite_engines: Engines, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def run() -> None:
        async with a_day(sqlite_engines.writer.url, transport="socket") as day:
            await day.says("U0ADA", "today: a-secret-word")
            assert "a-secret-word" in day.read("U0ADA")

    asyncio.run(run())
    found = [one.name for one in caplog.records if "a-secret-word" in one.getMessage()]
    assert [name for name in found if name.startswith("concertmaster")] == []
