"""What people do at Teams has its effect once and is answered once, and nobody is shown what is not theirs."""

import asyncio
import html
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from bot.teams import limits, receive, render
from bot.teams.send import ADAPTIVE
from bot.writer import Unkept
from handlers import DRAWINGS
from storage import deliveries
from storage.tables import (
    Account,
    Blocker,
    CheckIn,
    Delivery,
    DeliveryState,
    Nomination,
    Person,
    Place,
    Received,
    Silence,
    Task,
    Tie,
    TieState,
    Verdict,
)
from tests.databases import Engines
from tests.fakes.teams import CHANNEL, CUT, LOST, TEAM, TENANT, Fault, error
from tests.teams_day import Day, a_day, actions, cards, shown, together

WHY = "Why do we call every harbour?"
ANSWER = "Call every harbour before noon [1]"


def at_teams(engines: Engines, play: Callable[[Day], Awaitable[None]], **changes: Any) -> None:
    async def run() -> None:
        async with a_day(engines.writer.url, **changes) as day:
            await play(day)
            assert max(day.statuses, default=200) < 500

    asyncio.run(run())


def said_in(day: Day, conversation: str) -> list[str]:
    """The messages that were shown in a conversation, in order."""
    said = [one for one in together(day.teams.posted) if one[0] == conversation and one[2]["type"] == "message"]
    return [shown(one) for _, _, one in said]


def executed(day: Day, who: str, data: Mapping[str, Any], name: str = "", conversation: str = "") -> dict[str, Any]:
    """A press, as a client sends it that has Action.Execute."""
    value = {"action": {"type": "Action.Execute", "verb": "", "data": dict(data)}, "trigger": "manual"}
    invoke: dict[str, Any] = {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": name}
    return day.does(who, conversation, **invoke)


def submitted(day: Day, who: str, data: Mapping[str, Any], name: str = "", conversation: str = "") -> dict[str, Any]:
    """A press, as an older client sends it: a message without words."""
    return day.does(who, conversation, text="", value=dict(data), replyToId=name)


async def hands_in(day: Day, who: str, **typed: str) -> Any:
    """Check in by the form that stands in place of the prompt."""
    form = await day.presses(who, "Check in")
    (button,) = actions(form["value"])
    return await day.sends(who, button["data"] | typed)


def judged(day: Day, who: str, name: str, reaction: str, text: str = "", conversation: str = "") -> dict[str, Any]:
    """A thumb beside an answer."""
    value = {
        "actionName": "feedback",
        "actionValue": {"reaction": reaction, "feedback": json.dumps({"feedbackText": text})},
    }
    return day.does(who, conversation, type="invoke", name="message/submitAction", value=value, replyToId=name)


def counts(day: Day) -> list[tuple[int, int]]:
    return [(one.helped + one.helped_since, one.said + one.said_since) for one in day.all(Verdict)]


# A day


def test_a_day_at_teams(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        assert "channel from now on" in day.read(CHANNEL)
        await day.says("bo", "help")
        assert "Once a day I ask what you mean to do" in day.read("a:bo")
        await day.goes_to(0.2)
        name, button = day.button("Check in", "a:bo")
        form = await day.presses("bo", "Check in")
        assert form["type"] == ADAPTIVE
        (hand_in,) = actions(form["value"])
        assert hand_in["data"]["delivery"] == button["data"]["delivery"]

        wanted = await day.sends("bo", hand_in["data"] | {"blocker": "The crane is broken", "win1": "No"}, name)
        assert "Write at least one thing for the day" in shown(wanted["value"])
        assert "The crane is broken" in shown(wanted["value"]), "nobody types it again"
        assert day.all(CheckIn) == []
        (again,) = actions(wanted["value"])
        typed = {"task1": "Call every harbour", "blocker": "The crane is broken", "tell": "yes"}
        kept = await day.sends("bo", again["data"] | typed, name)
        assert "Call every harbour" in shown(kept["value"])
        assert "Your check-in for Tuesday 9 March is in" in day.read("a:bo"), "the prompt changes where it stands"
        assert [one.words for one in day.all(Blocker)] == ["The crane is broken"]
        assert "The crane is broken" in day.read(CHANNEL)

        (that,) = [one for one in actions(kept["value"]) if one["title"] == "That is it"]
        confirmed = await day.sends("bo", that["data"], name)
        assert "That is it" not in [one["title"] for one in actions(confirmed["value"])]
        assert [one.state for one in day.all(Tie)] == [TieState.CONFIRMED]

        await day.goes_to(7.8)
        assert "Field, Tuesday 9 March" in day.read(CHANNEL)
        asked = day.teams.asked.count("send") + day.teams.asked.count("reply")
        form = await day.presses("bo", "Edit check-in")
        (hand_in,) = actions(form["value"])
        await day.sends("bo", hand_in["data"] | {"task1": "Call every harbour", "task2": "Halve the quoting time"})
        assert [one.words for one in day.all(Task)] == ["Call every harbour", "Halve the quoting time"]
        assert "Both tasks" in day.read(CHANNEL) or "2 tasks" in day.read(CHANNEL)
        assert day.read(CHANNEL).count("Field, Tuesday 9 March") == 1, "the digest is amended where it stands"
        assert day.teams.asked.count("send") + day.teams.asked.count("reply") - asked <= 1

        detail = await day.presses("ada", "Who took part", CHANNEL)
        assert detail["value"]
        assert set(day.statuses) == {200, 202}

    at_teams(sqlite_engines, play)


# Once


def test_what_is_delivered_twice_has_its_effect_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        before = len(said_in(day, "a:ada"))
        written = day.does("ada", text="today: call Acme, quote the cafe")
        await asyncio.gather(*[day.delivers(written) for _ in range(4)])
        await day.settles()
        await day.delivers(written)
        await day.settles()
        assert len(said_in(day, "a:ada")) == before + 1

        name, button = day.button("Hand in", "a:ada")
        pressed = executed(day, "ada", button["data"], name)
        answers = await asyncio.gather(*[day.delivers(pressed) for _ in range(4)])
        await day.settles()
        assert len(day.all(CheckIn)) == 1
        assert len(day.all(Task)) == 2
        assert len({json.dumps(one) for one in answers}) <= 2, "the card that came of it, or that it is done"
        stands = len(said_in(day, "a:ada"))
        await day.delivers(pressed)
        await day.settles()
        assert len(said_in(day, "a:ada")) == stands
        assert set(day.statuses) == {200, 202}

    at_teams(sqlite_engines, play)


def test_looks_and_questions_are_answered_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        for text in ("my part", "May we sell tractors?", "my hours"):
            before = len(said_in(day, "a:ada"))
            asked = day.does("ada", text=text)
            await asyncio.gather(*[day.delivers(asked) for _ in range(3)])
            await day.settles()
            day.door.receives(day.run.outbox)
            await day.delivers(asked)
            await day.settles()
            assert len(said_in(day, "a:ada")) == before + 1, text
        assert len(day.all(Silence)) == 1
        assert "tractors" not in repr([one.about for one in day.all(Delivery)])
        assert "tractors" not in repr([one.model_dump() for one in day.all(Received)])

    at_teams(sqlite_engines, play)


def test_the_same_key_with_other_contents_is_refused(sqlite_engines: Engines, caplog: pytest.LogCaptureFixture) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        written = day.does("ada", text="today: call Acme")
        await day.delivers(written)
        await day.settles()
        before = len(said_in(day, "a:ada"))
        for _ in range(2):
            await day.delivers({**written, "text": "today: call Bcme"})
            await day.settles()
        assert [one for one in said_in(day, "a:ada")[before:] if "different contents" in one] != []
        assert len(said_in(day, "a:ada")) == before + 1
        assert "Bcme" not in day.read("a:ada")

        name, button = day.button("Hand in", "a:ada")
        pressed = executed(day, "ada", button["data"], name)
        await day.delivers(pressed)
        other = executed(day, "ada", button["data"] | {"value": "another"}, name)
        answer = await day.delivers({**other, "id": pressed["id"]})
        assert "different contents" in answer["value"]
        assert len(day.all(CheckIn)) == 1

    caplog.set_level(logging.WARNING, "concertmaster")
    at_teams(sqlite_engines, play)
    assert "the same key came with other contents" in caplog.text
    assert "Bcme" not in caplog.text


def test_what_comes_in_another_order_is_kept_as_it_was_meant(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        first, second = (day.does("ada", text=f"today: call {who}") for who in ("Acme", "Bcme"))
        for one in (second, first, second):
            await day.delivers(one)
        await day.settles()
        assert "call Acme" in day.read("a:ada")
        await day.goes_to(0.2)
        form = await day.presses("bo", "Check in")
        (button,) = actions(form["value"])
        later, sooner = (executed(day, "bo", button["data"] | {"task1": words}) for words in ("Later", "Sooner"))
        for one in (sooner, later, sooner):
            await day.delivers(one)
        await day.settles()
        assert [one.words for one in day.all(Task)] == ["Later"], "the twin of what came first changes nothing"

    at_teams(sqlite_engines, play)


def test_what_leaves_no_trace_is_not_said_again_by_another_process(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        asked, before = day.does("ada", text=WHY), len(said_in(day, "a:ada"))
        for _ in range(2):
            await day.delivers(asked)
            await day.settles()
            day.door.receives(day.run.outbox)
        assert len(said_in(day, "a:ada")) == before + 1
        assert {one.digest for one in day.all(Received) if one.id.endswith(".shown")} == {""}

    at_teams(sqlite_engines, play)


def test_a_press_on_what_is_old_or_anothers_shows_nothing_that_is_not_ones_own(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        await day.goes_to(0.2)
        await hands_in(day, "bo", task1="A secret of Bo's")
        (own,) = [one for one in day.all(Delivery) if one.view.startswith("checkin") and _is_of(day, one, "bo")][:1]
        name, button = day.button("Edit check-in", "a:bo")
        await day.says("ada", "help")
        foreign = await day.sends("ada", button["data"], "f:none")
        assert "secret" not in json.dumps(foreign)
        rest = await day.sends("ada", {"action": render.REST, "value": "1", "delivery": own.id})
        assert "too old" in rest["value"]
        for value in (
            "",
            "0",
            "-1",
            "²",
            "9" * 5000,
            "1 {",
            '1 ["no.view",{},"x"]',
            '1 ["home.help",[],"x"]',
            "1 [[[[",
        ):
            answer = await day.sends("ada", {"action": render.REST, "value": value, "delivery": own.id})
            assert "too old" in answer["value"], value
        await day.sends("ada", {"action": render.REST, "value": "1", "delivery": "nobody's"})

        # A message that is gone since: the day is over, and it was let go.
        await day.goes_to(24 * 8)
        late = await day.sends("bo", button["data"], name)
        assert late["statusCode"] == 200

    at_teams(sqlite_engines, play)


def _is_of(day: Day, delivery: Delivery, handle: str) -> bool:
    (person,) = [one for one in day.all(Person) if one.handle == handle]
    return any(one.id == delivery.place_id and one.person_id == person.id for one in day.all(Place))


@pytest.mark.parametrize(
    "data",
    [
        {"action": "no.such", "value": "x"},
        {"action": "coach.judge", "value": "moon x"},
        {"action": "coach.judge", "value": "helped " + "x" * 900},
        {"action": "ties.confirm", "value": "nothing"},
        {"action": "checkin.hand_in", "value": "nothing"},
        {"action": "people.take_over", "value": "nothing"},
        {"form": "checkin.hand_in", "about": {"day": "no day"}, "task1": "x"},
        {"form": "checkin.hand_in", "about": "none", "task1": ["x", ["y"]]},
        {"form": "checkin.hand_in", "about": {"day": "2027-03-09"}, "task1": "x", "confidence": "nine"},
        {"form": "no.such", "about": {}},
        {"form": "preferences.save", "about": {}, "hour": "25:99", "zone": "Moon/Sea"},
    ],
)
@pytest.mark.parametrize("waits", [True, False], ids=["execute", "submit"])
def test_values_that_nobody_sent_are_answered_in_words(
    sqlite_engines: Engines, data: dict[str, Any], waits: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(day: Day) -> None:
        await day.delivers((executed if waits else submitted)(day, "ada", data, "f:1"))
        await day.settles()
        assert counts(day) == []
        assert set(day.statuses) <= {200, 202}

    caplog.set_level(logging.ERROR, "concertmaster")
    at_teams(sqlite_engines, play, channel=False)
    assert "could not be done" not in caplog.text


# Older clients


def test_an_older_client_sends_a_message_and_is_shown_what_comes_of_it_below(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        await day.goes_to(0.2)
        name, button = day.button("Check in", "a:bo")
        pressed = submitted(day, "bo", button["fallback"]["data"], name)
        assert await day.delivers(pressed) is None
        await day.settles()
        form = list(day.teams.conversations["a:bo"].values())[-1]
        assert "Task 1" in shown(form)
        (hand_in,) = actions(cards(form)[0])
        await day.delivers(submitted(day, "bo", hand_in["data"], name))
        await day.settles()
        assert "Write at least one thing" in said_in(day, "a:bo")[-1]
        handed = submitted(day, "bo", hand_in["data"] | {"task1": "Call every harbour"}, name)
        for _ in range(2):
            await day.delivers(handed)
            await day.settles()
        assert [one.words for one in day.all(Task)] == ["Call every harbour"]
        assert "Your check-in for Tuesday 9 March is in" in day.read("a:bo")
        assert day.read("a:bo").count("Suggested; it counts until you say otherwise") == 1
        assert set(day.statuses) == {202}

    at_teams(sqlite_engines, play)


def test_an_older_client_is_shown_pages_and_judges_once(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", WHY)
        name, button = day.button("Helped", "a:ada")
        for _ in range(2):
            await day.delivers(submitted(day, "ada", button["data"], name))
            await day.settles()
        assert counts(day) == [(1, 1)]
        monkeypatch.setattr(limits, "CARD", 4_000)
        await day.says("ada", "help")
        name, more = day.button("Show the rest", "a:ada")
        before = len(said_in(day, "a:ada"))
        await day.delivers(submitted(day, "ada", more["data"], name))
        await day.settles()
        assert len(said_in(day, "a:ada")) == before + 1

    at_teams(sqlite_engines, play)


# The rest of what a card had no room for


def rest_of(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What leads from a page to the next."""
    return [one for one in actions(card) if one["data"].get("action") == render.REST]


def test_a_long_card_is_read_page_by_page_and_drawn_again_with_the_rights_of_who_reads(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(day: Day) -> None:
        whole = [*range(9)]
        await day.says("ada", "help")
        monkeypatch.setattr(limits, "CARD", 4_000)
        await day.says("ada", "help")
        name, button = day.button("Show the rest", "a:ada")
        seen = said_in(day, "a:ada")[-1]
        page: Any = {"actions": [button]}
        for _ in whole:
            if not (more := rest_of(page)):
                break
            page = (await day.sends("ada", more[0]["data"], name))["value"]
            seen += shown(page)
        assert rest_of(page) == []
        assert "“new edition” takes a score file" in seen
        # Who else presses it reads it with rights of their own, which this is not among.
        foreign = await day.sends("bo", button["data"], name)
        assert "too old" in foreign["value"]
        # A release that has no such view any more.
        carried = json.loads(button["data"]["value"].partition(" ")[2])
        gone = json.dumps(["no.view", *carried[1:]])
        assert "too old" in (await day.sends("ada", {"action": render.REST, "value": f"1 {gone}"}))["value"]

    at_teams(sqlite_engines, play)


def test_further_pages_of_a_channels_message_are_for_those_who_read_the_channel(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        await day.says("cy", "help")
        await day.goes_to(0.2)
        await hands_in(day, "bo", task1="Call every harbour", task2="Halve the quoting time", task3="Lunch")
        monkeypatch.setattr(limits, "CARD", 3_000)
        await day.goes_to(7.8)
        name, button = day.button("Show the rest", CHANNEL)
        assert " " not in button["data"]["value"], "it is the message itself that is drawn again"
        page = await day.sends("bo", button["data"], name, CHANNEL)
        assert page["type"] == ADAPTIVE
        other = await day.sends("cy", button["data"], name, CHANNEL)
        assert other["type"] == receive.SENTENCE, "Cy is in the channel at Teams, and in no team whose it is"
        elsewhere = await day.sends("bo", button["data"], name)
        assert "too old" in elsewhere["value"]

    at_teams(sqlite_engines, play)


def test_whatever_a_further_page_is_asked_of_it_is_answered(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        for view in sorted(DRAWINGS):
            for about in ({}, dict.fromkeys(ABOUT, "nothing")):
                place = next(one.id for one in day.all(Place) if one.external_id == "a:ada")
                value = "1 " + json.dumps([view, about, place])
                answer = await day.delivers(executed(day, "ada", {"action": render.REST, "value": value}))
                assert answer["statusCode"] == 200, (view, about)

    at_teams(sqlite_engines, play, channel=False)


ABOUT = (
    "day", "person", "task", "line", "team", "lesson", "question", "part", "place", "page", "count", "basis", "week",
    "blocker", "from", "until", "at", "edition", "ask", "why", "id", "key", "month", "text", "kind", "hours", "number",
)  # fmt: skip
"""Names under which views keep what they are about."""


# Dialogs


def test_something_is_made_of_a_message_in_a_dialog(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        await day.goes_to(0.2)
        opened = await day.delivers(chosen(day, "bo", "checkin.open_form_with", "<p>Call <b>every</b> harbour</p>"))
        task = opened["task"]
        assert (task["type"], task["value"]["title"][:8]) == ("continue", "Check-in")
        assert "Call every harbour" in shown(task["value"]["card"]["content"])
        (hand_in,) = actions(task["value"]["card"]["content"])
        # Of all buttons a dialog sends these alone; a refresh, too, would be another.
        assert hand_in["type"] == "Action.Submit"
        wrong = await day.delivers(in_dialog(day, "bo", hand_in["data"]))
        assert "Write at least one thing" in shown(wrong["task"]["value"]["card"]["content"])
        assert "Action.Execute" not in json.dumps(wrong)
        kept = await day.delivers(in_dialog(day, "bo", hand_in["data"] | {"task1": "Call every harbour"}))
        assert "Call every harbour" in shown(kept["task"]["value"]["card"]["content"])
        assert {one["type"] for one in actions(kept["task"]["value"]["card"]["content"])} == {"Action.Submit"}
        await day.settles()
        assert [one.words for one in day.all(Task)] == ["Call every harbour"]
        (own,) = [one for one in day.all(Delivery) if one.view.startswith("checkin") and _is_of(day, one, "bo")][:1]
        anew = {"action": render.REDRAW, "value": "", "delivery": own.id}
        assert "Action.Execute" not in json.dumps(await day.delivers(in_dialog(day, "bo", anew)))
        assert "Action.Execute" in json.dumps(await day.sends("bo", anew))

        stuck = await day.delivers(chosen(day, "bo", "checkin.open_form_stuck", "The crane is broken", CHANNEL))
        assert "The crane is broken" in shown(stuck["task"]["value"]["card"]["content"])

    at_teams(sqlite_engines, play)


def chosen(day: Day, who: str, command: str, content: str, conversation: str = "", author: str = "") -> dict[str, Any]:
    """Something is made of a message of somebody's, or of an app's."""
    by = {"user": {"id": author}} if author else {"application": {"id": "app"}}
    payload = {"id": "1700", "from": by, "body": {"contentType": "html", "content": content}}
    value = {"commandId": command, "commandContext": "message", "messagePayload": payload}
    return day.does(who, conversation, type="invoke", name="composeExtension/fetchTask", value=value)


def in_dialog(day: Day, who: str, data: Mapping[str, Any], conversation: str = "") -> dict[str, Any]:
    """What is sent in a dialog."""
    value = {"commandId": "any", "data": dict(data)}
    return day.does(who, conversation, type="invoke", name="composeExtension/submitAction", value=value)


def test_words_of_anothers_are_asked_for_as_a_win(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        await day.says("ada", "help")
        asks = chosen(day, "bo", "nominations.ask", "We reached every harbour", CHANNEL, "entra-ada")
        said = await day.delivers(asks)
        await day.settles()
        await day.delivers(asks)
        await day.settles()
        assert len(day.all(Nomination)) == 1
        assert said["task"]["type"] in ("message", "continue")
        await day.goes_to(0.2)
        assert "We reached every harbour" in day.read("a:ada")
        of_a_bot = await day.delivers(chosen(day, "bo", "nominations.ask", "Deployed", CHANNEL))
        assert len(day.all(Nomination)) == 1
        assert of_a_bot["task"]
        assert (await day.delivers(chosen(day, "new", "nominations.ask", "x", CHANNEL)))["task"]["type"] == "message"

    at_teams(sqlite_engines, play)


OTHERS = "19:bakers@thread.v2"
"""A group chat that we are not in."""

OF_TWO = "19:ada_bo@unq.gbl.spaces"
"""A chat of two people, which Teams calls personal."""

ODD = "19:odd@thread.tacv2"
"""A channel that is nobody's yet."""

CHATS = {OTHERS: "groupChat", OF_TWO: "personal"}


def there(done: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The same, done in a chat of people or in a channel."""
    told = {"id": where, "conversationType": CHATS.get(where, "channel"), "tenantId": TENANT}
    named = {} if where in CHATS else {"team": {"id": TEAM}, "channel": {"id": where}}
    return {**done, "conversation": told, "channelData": {"tenant": {"id": TENANT}, **named}}


def place_of(day: Day, handle: str) -> Place:
    """Where somebody is reached alone."""
    (person,) = [one for one in day.all(Person) if one.handle == handle]
    (place,) = [one for one in day.all(Place) if one.person_id == person.id]
    return place


@pytest.mark.parametrize("where", [OF_TWO, OTHERS, CHANNEL, ODD], ids=["two", "chat", "another team's", "nobody's"])
def test_something_is_made_of_a_message_wherever_that_stands(sqlite_engines: Engines, where: str) -> None:
    async def play(day: Day) -> None:
        day.teams.names[ODD] = "sales"
        day.teams.blocked |= {OF_TWO, OTHERS}
        await day.says("cy", "help")
        before, stands = len(day.teams.asked), [one.model_dump() for one in day.all(Place)]
        asks = there(chosen(day, "cy", "checkin.open_form_with", "<p>Call every harbour</p>"), where)
        first, again = [await day.delivers(asks) for _ in range(2)]
        assert first == again
        card = first["task"]["value"]["card"]["content"]
        assert "Call every harbour" in shown(card)
        (hand_in,) = actions(card)
        wrong = await day.delivers(there(in_dialog(day, "cy", hand_in["data"]), where))
        assert "Write at least one thing" in shown(wrong["task"]["value"]["card"]["content"])
        handed = there(in_dialog(day, "cy", hand_in["data"] | {"task1": "Call every harbour"}), where)
        kept, again = [await day.delivers(handed) for _ in range(2)]
        assert kept == again
        assert "Call every harbour" in shown(kept["task"]["value"]["card"]["content"])
        await day.settles()
        assert [one.words for one in day.all(Task)] == ["Call every harbour"]
        assert [one.model_dump() for one in day.all(Place)] == stands, "no place is moved, and no channel anybody's"
        assert {where for where, _, _ in day.teams.posted} <= {"a:cy", CHANNEL}
        assert "Call every harbour" not in day.read(CHANNEL)
        assert "members" not in day.teams.asked[before:], "nobody reads along in a dialog"

        stranger = await day.delivers(there(chosen(day, "new", "checkin.open_form_with", "x"), where))
        assert "I do not know you here yet" in stranger["task"]["value"]
        await day.settles()
        assert {where for where, _, _ in day.teams.posted} <= {"a:cy", CHANNEL}
        await day.goes_to(24.2)
        assert "What are the three things today?" in day.read("a:cy")

    at_teams(sqlite_engines, play)


def test_what_is_pressed_in_a_dialog_is_answered_in_it_whatever_stands_where_it_was_opened(
    sqlite_engines: Engines,
) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        before = len(said_in(day, "a:bo"))
        pressed = in_dialog(day, "bo", {"action": "score.my_part", "value": ""})
        for where in (OTHERS, OF_TWO, ODD):
            own = await day.delivers(there(pressed, where))
            assert "field/P-1" in shown(own["task"]["value"]["card"]["content"])
        await day.settles()
        assert len(said_in(day, "a:bo")) == before
        assert {where for where, _, _ in day.teams.posted} <= {"a:bo", CHANNEL}

    at_teams(sqlite_engines, play)


def test_who_was_never_heard_from_makes_something_of_a_message_all_the_same(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        (dee,) = [one for one in day.all(Person) if one.handle == "dee"]
        account = Account(
            id="account-of-dee",
            workspace_id=day.workspace_id,
            person_id=dee.id,
            connection_id=day.door.connection.id,
            external_id="entra-dee",
        )
        await day.run.database.write(lambda store: store.keep(account))
        asks = [there(chosen(day, who, "nominations.ask", "Sold", author="entra-bo"), OF_TWO) for who in ("cy", "dee")]
        first = [await day.delivers(one) for one in asks]
        assert [one.external_id for one in day.all(Place) if one.name in ("Cy Wu", "Dee Li")] == [
            "entra-cy",
            "entra-dee",
        ]
        await day.settles()
        await day.goes_to(0.2)
        assert {place_of(day, who).external_id for who in ("cy", "dee")} == {"a:cy", "a:dee"}, (
            "begun since, to ask them"
        )
        assert "I am Concertmaster" in day.read("a:dee")
        assert [await day.delivers(one) for one in asks] == first, (
            "the same deed, though they are reached elsewhere by now"
        )
        assert len(day.all(Nomination)) == 1, "it is one message"

    at_teams(sqlite_engines, play)


def test_who_shut_us_out_is_not_let_in_by_a_dialog(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        day.teams.blocked.add("a:bo")
        await day.goes_to(0.2)
        for where in (OF_TWO, "a:bo"):
            asks = chosen(day, "bo", "checkin.open_form_with", "Call every harbour")
            opened = await day.delivers(asks if where == "a:bo" else there(asks, where))
            assert opened["task"]["type"] == "continue"
            assert place_of(day, "bo").closed_at is not None, "they have written nothing to us"

    at_teams(sqlite_engines, play)


def test_what_is_done_in_a_dialog_says_nothing_of_where_a_message_stands(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        day.teams.faults["send"].extend([LOST] * 9)
        await day.goes_to(0.2)
        day.teams.faults.clear()
        _, button = day.button("Check in", "a:bo")
        for where in (CHANNEL, OTHERS):
            pressed = there(in_dialog(day, "bo", button["data"]), where) | {"replyToId": "1700"}
            assert (await day.delivers(pressed))["task"]["type"] == "continue"
            await day.settles()
            (still,) = [one for one in day.all(Delivery) if one.id == button["data"]["delivery"]]
            assert still.state is DeliveryState.UNCERTAIN

    at_teams(sqlite_engines, play)


# Whether an answer helped


def test_thumbs_and_buttons_are_counted_once_together(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", WHY)
        name, button = day.button("Helped", "a:ada")
        thumb = judged(day, "ada", name, "like", "canary")
        for one in (thumb, thumb, judged(day, "ada", name, "dislike")):
            assert await day.delivers(one) == {}
            await day.settles()
        answer = await day.sends("ada", button["data"], name)
        assert answer["value"] == "Done."
        assert counts(day) == [(1, 1)]
        assert day.read("a:ada").count("Your name and your question are not kept") == 1
        kept = repr([one.model_dump() for kind in (Verdict, Received, Delivery) for one in day.all(kind)])
        assert "canary" not in kept
        assert "helped " not in kept
        assert f"judged:a:ada:{name}" not in kept, "who judged what is nobody's to read"

        await day.says("ada", WHY)
        name, button = day.button("Did not", "a:ada")
        assert (await day.sends("ada", button["data"], name))["type"]
        assert await day.delivers(judged(day, "ada", name, "like")) == {}
        assert counts(day) == [(1, 2)]

        # An answer of an earlier process, of which we do not know any more what can be said of it.
        assert await day.delivers(judged(day, "ada", "f:old", "like")) == {}
        assert counts(day) == [(1, 2)]

    at_teams(sqlite_engines, play)


def test_each_in_a_channel_may_judge_what_they_read_there(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for who in ("ada", "bo", "cy"):
            await day.says(who, "help")
        await day.says("ada", WHY, CHANNEL)
        name, button = day.button("Helped", CHANNEL)
        for who in ("bo", "ada"):
            assert await day.delivers(judged(day, who, name, "like", conversation=CHANNEL)) == {}
            await day.settles()
        assert counts(day) == [(2, 2)]
        # Cy is in the channel at Teams, and in no team whose it is.
        await day.delivers(judged(day, "cy", name, "dislike", conversation=CHANNEL))
        await day.sends("cy", button["data"], name, CHANNEL)
        assert (counts(day), day.statuses[-2:]) == ([(2, 2)], [200, 200])

    at_teams(sqlite_engines, play)


# In a channel


def test_a_question_is_answered_in_its_thread_for_all_and_what_is_ones_own_alone(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        asked = day.written("bo", WHY, CHANNEL)
        await day.delivers(asked)
        await day.settles()
        where, under, answer = together(day.teams.posted)[-1]
        assert (where, under) == (CHANNEL, asked["id"])
        assert ANSWER in shown(answer)
        assert [under for where, under, _ in day.teams.posted if where == CHANNEL][-2:] == [asked["id"], asked["id"]]

        before = len(said_in(day, "a:bo"))
        own = day.written("bo", "my part", CHANNEL)
        await day.delivers(own)
        await day.delivers(own)
        await day.settles()
        told = [(under, shown(said)) for where, under, said in day.teams.posted if where == CHANNEL][-1]
        assert told == (own["id"], "I answered in our own chat.")
        assert [("field/P-1" in one) for one in said_in(day, "a:bo")[before:]] == [True]

    at_teams(sqlite_engines, play)


def test_what_teams_puts_behind_our_name_is_a_space(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        for text, said in (("my part", "field/P-1"), ("today: call &lt;at&gt;A&lt;/at&gt; &amp;amp; B", "call <at>A")):
            asked = day.written("bo", text, CHANNEL)
            await day.delivers(asked | {"text": f"<at>Concertmaster</at>&nbsp;{text}\n"})
            await day.settles()
            assert said in html.unescape(said_in(day, "a:bo")[-1])
        assert not [one for _, _, one in day.teams.posted if "<at>" in str(one.get("text"))]

    at_teams(sqlite_engines, play)


def test_what_is_asked_next_is_about_what_was_answered(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", WHY)
        await day.says("ada", "and who owns it?")
        assert "Call every harbour" in said_in(day, "a:ada")[-1]
        await day.delivers(thread := day.written("ada", WHY, CHANNEL))
        await day.settles()
        await day.says("bo", "and who owns it?", CHANNEL, thread["id"])
        where, under, answer = day.teams.posted[-1]
        assert (where, under) == (CHANNEL, thread["id"])
        assert "Call every harbour" in shown(answer)
        await day.says("bo", "and who owns it?", CHANNEL, "another thread")
        assert "Call every harbour" not in shown(day.teams.posted[-1][2])

    at_teams(sqlite_engines, play)


def test_nothing_is_said_where_a_guest_reads_along(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        day.teams.members.append({"id": "29:gus", "aadObjectId": "entra-gus", "tenantId": TENANT, "userRole": "guest"})
        await day.delivers(day.does("bo", CHANNEL, type="conversationUpdate", membersAdded=[{"id": "29:gus"}]))
        await day.says("bo", WHY, CHANNEL)
        assert ANSWER not in day.read(CHANNEL)
        assert "I answered in our own chat." in day.read(CHANNEL)
        assert ANSWER in day.read("a:bo")
        await day.goes_to(0.2)
        await hands_in(day, "bo", task1="Call every harbour")
        await day.goes_to(7.8)
        assert "Field, Tuesday" not in day.read(CHANNEL)
        assert "guest" in day.read("a:bo"), "an admin is told"

    at_teams(sqlite_engines, play)


def test_a_guest_who_comes_into_the_team_is_seen_in_each_of_its_channels(sqlite_engines: Engines) -> None:
    """Teams tells of who comes into a team under the channel that the team began with."""

    async def play(day: Day) -> None:
        await day.says("bo", WHY, CHANNEL)
        assert ANSWER in day.read(CHANNEL)
        day.teams.members.append({"id": "29:gus", "aadObjectId": "entra-gus", "tenantId": TENANT, "userRole": "guest"})
        told = day.does("bo", "19:team@thread.tacv2", type="conversationUpdate", membersAdded=[{"id": "29:gus"}])
        await day.delivers(told | {"channelData": told["channelData"] | {"eventType": "teamMemberAdded"}})
        before = len(said_in(day, CHANNEL))
        await day.says("bo", WHY, CHANNEL)
        assert said_in(day, CHANNEL)[before:] == ["I answered in our own chat."]

    at_teams(sqlite_engines, play)


def test_what_is_written_is_answered_whatever_comes_with_it(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.does("bo", text="my part", value={"x": 1}))
        await day.settles()
        assert "field/P-1" in said_in(day, "a:bo")[-1]

    at_teams(sqlite_engines, play, channel=False)


def test_a_press_in_a_channel_is_answered_alone(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        data = {"action": "score.my_part", "value": ""}
        answer = await day.sends("bo", data, "f:1", CHANNEL)
        assert answer["value"] == "I answered in our own chat."
        assert "field/P-1" in said_in(day, "a:bo")[-1]
        before = len(said_in(day, CHANNEL))
        form = await day.sends("bo", {"action": "preferences.open_form", "value": ""}, "f:1", CHANNEL)
        assert form["type"] == ADAPTIVE, "only who pressed sees what stands in its place"
        await day.says("bo", "my hours", CHANNEL)
        assert said_in(day, CHANNEL)[before:] == ["I answered in our own chat."]
        assert "preferences.hand_in" in json.dumps(cards(list(day.teams.conversations["a:bo"].values())[-1]))

    at_teams(sqlite_engines, play)


def test_what_is_kept_and_pressed_in_a_channel_is_answered_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        await day.goes_to(0.2)
        pressed = executed(day, "bo", {"action": "dictation.write", "value": "", "text": ""}, "f:1", CHANNEL)
        kept = day.written("bo", "today: call Acme", CHANNEL)
        before = len(said_in(day, "a:bo"))
        for one in (kept, kept, pressed, pressed):
            await day.delivers(one)
            await day.settles()
        day.door.receives(day.run.outbox)
        await day.delivers(kept)
        await day.settles()
        assert len(said_in(day, "a:bo")) <= before + 2
        assert "call Acme" not in day.read(CHANNEL)

    at_teams(sqlite_engines, play)


def test_a_channel_that_is_gone_is_begun_nowhere(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for who in ("ada", "bo", "cy"):
            await day.says(who, "help")
        await day.goes_to(0.2)
        begun = day.teams.asked.count("create")
        day.teams.faults["send"].append(error(404, "ConversationNotFound"))
        await day.goes_to(7.8)
        (place,) = [one for one in day.all(Place) if one.external_id == CHANNEL]
        assert place.closed_at is not None
        assert day.teams.asked.count("create") == begun
        assert "Field, Tuesday" not in day.read(CHANNEL)

    at_teams(sqlite_engines, play)


# Commands


def test_a_line_is_shown_with_its_address_on_the_web(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "score field/P-1")
        assert "https://concertmaster.example/" in json.dumps(list(day.teams.conversations["a:bo"].values())[-1])

    at_teams(sqlite_engines, play, channel=False, at="https://concertmaster.example")


@pytest.mark.parametrize(
    ("text", "opens"), [("/checkin", "checkin.hand_in"), ("/help", ""), ("/my hours", "preferences.hand_in")]
)
def test_a_command_opens_what_it_says(sqlite_engines: Engines, text: str, opens: str) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", text)
        last = list(day.teams.conversations["a:bo"].values())[-1]
        if opens:
            assert opens in json.dumps(cards(last)[0])
            return
        assert "Once a day I ask what you mean to do" in shown(last)

    at_teams(sqlite_engines, play, channel=False)


# What could not be kept, or shown


def test_while_nothing_can_be_kept_it_comes_again(sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        await day.goes_to(0.2)
        name, button = day.button("Check in", "a:bo")
        written = day.does("bo", text="today: call Acme")
        pressed = executed(day, "bo", {"action": "checkin.not_today", "value": ""}, name)
        dialog = in_dialog(day, "bo", button["data"])
        with monkeypatch.context() as away:

            async def full(_work: object) -> Any:
                raise Unkept

            for way in ("glance", "write"):
                away.setattr(day.run.database, way, full)
            await day.delivers(written)
            assert day.statuses.pop() == 503
            await day.delivers(day.does("bo", CHANNEL, type="installationUpdate", action="remove"))
            assert day.statuses.pop() == 503
            assert "Nothing was changed" in (await day.delivers(pressed))["value"]
            assert "Nothing was changed" in (await day.delivers(dialog))["task"]["value"]
        await day.delivers(written)
        await day.settles()
        assert "call Acme" in day.read("a:bo")

    at_teams(sqlite_engines, play)


def fails_once(day: Day, monkeypatch: pytest.MonkeyPatch, way: str, nth: int) -> None:
    """From now on the store is away once, when it is asked so for the nth time."""
    asks, times = getattr(day.run.database, way), count(1)

    async def asked(work: object) -> Any:
        if next(times) == nth:
            raise Unkept
        return await asks(work)

    monkeypatch.setattr(day.run.database, way, asked)


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("by", ["button", "thumb"])
def test_a_judgement_that_could_not_be_kept_can_be_given_again(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, by: str, nth: int
) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", WHY)
        name, button = day.button("Helped", "a:ada")
        fails_once(day, monkeypatch, "write", nth)
        for _ in range(3):
            pressed = executed(day, "ada", button["data"], name)
            await day.delivers(pressed if by == "button" else judged(day, "ada", name, "like"))
            await day.settles()
        assert counts(day) == [(1, 1)]

    at_teams(sqlite_engines, play)


def test_what_fails_after_it_was_answered_concerns_the_log_alone(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        receiver = day.door._receiver
        for problem in (Unkept(), ZeroDivisionError()):

            async def fails(problem: Exception = problem) -> None:
                raise problem

            receiver._soon(fails())
            await receiver.finish()
        monkeypatch.setattr("bot.afterwards.FINISH_WITHIN", 0.05)
        receiver._soon(asyncio.sleep(0.5))
        await receiver.finish()
        monkeypatch.undo()
        await receiver.finish()

    caplog.set_level(logging.WARNING, "concertmaster")
    at_teams(sqlite_engines, play)
    for said in ("could not be kept after", "could not be done after", "left unfinished"):
        assert said in caplog.text


@pytest.mark.parametrize(
    ("fault", "stands"),
    [
        (error(429, "Throttled", Retry_After="1"), 1),
        (error(412, "PreconditionFailed"), 1),
        (CUT, 0),
        (LOST, 1),
        (Fault(502, after=True), 1),
        (error(400, "BadSyntax"), 0),
        (error(403, "MessageWritesBlocked"), 0),
    ],
    ids=["429", "412", "cut", "lost", "502", "400", "403"],
)
def test_an_answer_that_is_said_once_is_said_no_oftener(sqlite_engines: Engines, fault: Fault, stands: int) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        before = len(said_in(day, "a:ada"))
        for name in ("send", "reply"):
            day.teams.faults[name].append(fault)
        asked = day.does("ada", text=WHY)
        for _ in range(2):
            await day.delivers(asked)
            await day.settles()
        assert len(said_in(day, "a:ada")) - before == stands
        day.teams.faults.clear()
        before = len(day.teams.conversations[CHANNEL])
        day.teams.faults["reply"].append(fault)
        await day.says("ada", WHY, CHANNEL)
        answers = [one for one in day.teams.conversations[CHANNEL].values() if ANSWER in shown(one)]
        assert len(answers) == (stands if fault not in (CUT,) else 0)

    at_teams(sqlite_engines, play)


def test_an_answer_waits_as_long_as_teams_wants_and_is_said_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        before, asked = len(said_in(day, "a:ada")), day.teams.asked.count("send")
        day.teams.faults["send"] += [error(429, "Throttled", Retry_After="1")] * 2
        began = day.clock.now()
        await day.says("ada", WHY)
        assert day.clock.now() - began >= timedelta(seconds=2)
        assert len(said_in(day, "a:ada")) == before + 1
        assert day.teams.asked.count("send") == asked + 4, "twice for nothing, then its words and its card"

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize(
    ("fault", "tries"), [(error(429, "Throttled"), 4), (error(429, "Throttled", Retry_After="9"), 2)]
)
def test_nobody_waits_for_an_answer_for_ever(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, fault: Fault, tries: int
) -> None:
    monkeypatch.setattr(receive, "AGAIN_AFTER", (0.01, 0.02, 0.03))
    monkeypatch.setattr(receive, "PATIENCE", timedelta(seconds=0.2))

    async def play(day: Day) -> None:
        await day.says("ada", "help")
        before, asked = len(said_in(day, "a:ada")), day.teams.asked.count("send")
        day.teams.faults["send"] += [fault] * 9
        await day.says("ada", WHY)
        assert len(said_in(day, "a:ada")) == before
        assert day.teams.asked.count("send") == asked + tries

    at_teams(sqlite_engines, play)


def test_a_message_in_doubt_stands_once_it_is_pressed_where_it_is(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for who in ("ada", "bo"):
            await day.says(who, "help")
        day.teams.faults["send"].extend([LOST] * 9)
        await day.goes_to(0.2)
        day.teams.faults.clear()
        name, button = day.button("Check in", "a:bo")
        await day.sends("ada", button["data"], "f:1")
        (still,) = [one for one in day.all(Delivery) if one.id == button["data"]["delivery"]]
        assert still.state is DeliveryState.UNCERTAIN, "it stands with Bo, and Ada presses it"
        await day.sends("bo", button["data"])
        (still,) = [one for one in day.all(Delivery) if one.id == button["data"]["delivery"]]
        assert still.state is DeliveryState.UNCERTAIN, "nobody says what was pressed"
        await day.sends("bo", button["data"], name)
        (settled,) = [one for one in day.all(Delivery) if one.id == button["data"]["delivery"]]
        assert settled.state is DeliveryState.SENT
        found = day.ask(lambda store: deliveries.message(store, day.workspace_id, settled.id))
        assert found is not None
        assert found[1] is None or found[1].reference == f"a:bo {name}"

    at_teams(sqlite_engines, play)


def test_a_conversation_that_is_gone_is_begun_anew_and_the_message_stands_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.delivers(
            day.does("bo", conversation="", text="help")
            | {"conversation": {"id": "a:before", "conversationType": "personal", "tenantId": TENANT}}
        )
        await day.settles()
        assert day.read("a:bo").count("Once a day I ask what you mean to do") == 1
        await day.goes_to(0.2)
        assert "What are the three things today?" in day.read("a:bo")
        assert day.read("a:bo").count("What are the three things today?") == 1
        assert "a:before" not in [one.external_id for one in day.all(Place)]

    at_teams(sqlite_engines, play)


def test_who_blocked_us_is_left_alone_until_they_are_heard_from(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        day.teams.blocked.add("a:bo")
        await day.goes_to(0.2)
        (place,) = [one for one in day.all(Place) if one.external_id == "a:bo"]
        assert place.closed_at is not None
        day.teams.blocked.clear()
        await day.goes_to(24)
        assert "What are the three" not in day.read("a:bo")
        moved = f"{day.teams.address}/emea"
        await day.says("bo", "help")
        await day.delivers(day.does("bo", text="my part", serviceUrl=day.teams.service))
        await day.settles()
        (place,) = [one for one in day.all(Place) if one.external_id == "a:bo"]
        assert (place.closed_at, place.service.rstrip("/")) == (None, moved)
        await day.goes_to(24)
        assert "What are the three" in day.read("a:bo")

    at_teams(sqlite_engines, play)


# Who is shown nothing


def test_strangers_get_one_sentence_and_see_nothing(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for text in ("help", "my part", WHY):
            await day.says("new", text)
        assert day.read("a:new").count("I do not know you here yet") == 1
        answer = await day.sends("new", {"action": "score.my_part", "value": ""})
        assert "I do not know you here yet" in answer["value"]
        dialog = await day.delivers(chosen(day, "new", "checkin.open_form_with", "x"))
        assert "I do not know you here yet" in dialog["task"]["value"]
        assert (await day.delivers(judged(day, "new", "f:1", "like")))["value"]
        await day.says("new", "help", CHANNEL)
        await day.says("cy", "digest", CHANNEL)
        assert "harbour" not in day.read("a:new")
        assert "not your team’s" in day.read(CHANNEL)
        day.clock.move_to(day.clock.now() + receive.SAID_AGAIN_AFTER)
        await day.says("new", "help")
        assert day.read("a:new").count("I do not know you here yet") == 2

    at_teams(sqlite_engines, play)


def test_who_was_told_longest_ago_is_told_again_where_no_more_are_remembered(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "REMEMBERED", 1)

    async def play(day: Day) -> None:
        for who in ("new", "new", "other", "new"):
            await day.says(who, "help")
        assert (len(said_in(day, "a:new")), len(said_in(day, "a:other"))) == (2, 1)

    at_teams(sqlite_engines, play)


def test_bots_and_what_is_none_of_ours_are_ignored(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        before = len(day.teams.posted)
        robot = {"from": {"id": "28:other", "name": "Another bot"}}
        for one in (
            day.does("ada", text="help") | robot,
            executed(day, "ada", {"action": "home.help"}) | robot,
            day.does("ada", type="messageReaction", reactionsAdded=[{"type": "like"}]),
            day.does("ada", type="messageUpdate", text="help"),
            day.does("ada", type="typing"),
            day.does("ada", text="", value={"something": "else"}),
            day.does("ada", type="conversationUpdate"),
        ):
            await day.delivers(one)
        await day.settles()
        assert len(day.teams.posted) == before
        assert set(day.statuses) == {200, 202}

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize(
    ("name", "status"),
    [("adaptiveCard/action", 200), ("task/fetch", 501), ("signin/verifyState", 501), ("message/submitAction", 501)],
)
def test_what_is_invoked_and_none_of_ours_is_said_to_be_so(sqlite_engines: Engines, name: str, status: int) -> None:
    async def play(day: Day) -> None:
        answer = await day.delivers(day.does("ada", type="invoke", name=name, value={"action": {"data": {"x": 1}}}))
        assert day.statuses.pop() == status
        assert answer is None or "nothing of mine" in answer["value"]

    at_teams(sqlite_engines, play, channel=False)
