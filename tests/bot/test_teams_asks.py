"""At Teams it is shown that a model is at it, and its answer stands once, unless somebody has stopped it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.conductor import Played
from storage.tables import Ask, AskState, Silence
from tests.bot.test_asks import CALLS, listens
from tests.bot.test_teams_receive import WHY, at_teams, said_in
from tests.databases import Engines
from tests.fakes.teams import CHANNEL, CUT, LOST, Fault, error
from tests.teams_day import Day, cards, together

STOPPED = error(403, "ContentStreamNotAllowed")
SAID = "We call every harbour."


def typing_in(day: Day, conversation: str) -> list[dict[str, Any]]:
    """What said there that we are at it."""
    return [said for where, _, said in day.teams.posted if where == conversation and said["type"] == "typing"]


async def so(is_so: Callable[[], bool], within: float = 5) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(within):
        while True:
            if is_so():
                return
            await asyncio.sleep(0.01)


def test_what_is_worked_on_is_said_so_and_the_answer_takes_its_place(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        before = len(said_in(day, "a:ada"))
        model, _ = listens(day.run.conductor, CALLS, at_once=False)
        asked = day.written("ada", WHY)
        await day.delivers(asked)
        await so(lambda: model.count == 1 and bool(typing_in(day, "a:ada")))
        (at_it,) = typing_in(day, "a:ada")
        assert (at_it["text"], at_it["channelData"]["streamType"]) == (
            "I am looking it up in the score.",
            "informative",
        )
        assert len(said_in(day, "a:ada")) == before
        await day.delivers(asked)
        model.may.set()
        await day.settles()
        assert [SAID in one for one in said_in(day, "a:ada")[before:]] == [True]
        (_, _, answer) = together(day.teams.posted)[-1]
        (stream,) = [one for one in answer["entities"] if one["type"] == "streaminfo"]
        assert stream["streamType"] == "final"
        assert cards(answer), "a stream says the name of nothing, and the card still follows"
        thumb = {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": ""}}
        judges = {"type": "invoke", "name": "message/submitAction", "value": thumb, "replyToId": stream["streamId"]}
        await day.delivers(day.does("ada") | judges)
        await day.settles()
        assert "counted" in said_in(day, "a:ada")[-1].casefold()
        assert "AIGeneratedContent" in str(answer["entities"])
        assert at_it not in day.teams.conversations["a:ada"].values(), "the answer stands in its place"
        assert day.all(Ask) == []
        await day.delivers(asked)
        await day.settles()
        assert len(said_in(day, "a:ada")) == before + 2, "the answer, and that its thumb was counted"

    at_teams(sqlite_engines, play)


def test_what_teams_sends_again_is_not_left_at_the_model(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        model, _ = listens(day.run.conductor, CALLS)
        before, asked = len(said_in(day, "a:ada")), day.written("ada", WHY)
        await day.delivers(asked)
        await day.settles()
        model.may.clear()
        await day.delivers(asked)
        await day.settles()
        await so(lambda: day.all(Ask) == [])
        assert len(said_in(day, "a:ada")) == before + 1

    at_teams(sqlite_engines, play)


def test_where_others_read_along_no_model_is_asked(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        model, _ = listens(day.run.conductor, CALLS)
        await day.says("ada", WHY, CHANNEL)
        assert (model.count, typing_in(day, CHANNEL)) == (0, [])
        assert "No model spoke." in said_in(day, CHANNEL)[-1]

    at_teams(sqlite_engines, play)


def test_who_stops_it_is_shown_nothing_more(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        model, _ = listens(day.run.conductor, CALLS, at_once=False)
        before = len(said_in(day, "a:ada"))
        asked = day.written("ada", WHY)
        await day.delivers(asked)
        await so(lambda: bool(typing_in(day, "a:ada")))
        day.teams.faults["send"].append(STOPPED)
        model.may.set()
        await day.settles()
        await day.delivers(asked)
        await day.settles()
        assert len(said_in(day, "a:ada")) == before
        await so(lambda: day.all(Ask) == [])
        assert day.all(Silence) == []

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize(
    "fault",
    [
        error(403, "BadStream"),
        error(404, "NotFound"),
        error(400, "BadArgument"),
        error(413, "MessageSizeTooBig"),
        error(429, "Throttled", Retry_After="1"),
    ],
    ids=["403", "404", "400", "413", "429"],
)
def test_what_cannot_end_a_stream_is_said_anew(sqlite_engines: Engines, fault: Fault) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        model, _ = listens(day.run.conductor, CALLS, at_once=False)
        before = len(said_in(day, "a:ada"))
        await day.delivers(day.written("ada", WHY))
        await so(lambda: bool(typing_in(day, "a:ada")))
        day.teams.faults["send"].append(fault)
        model.may.set()
        await day.settles()
        assert [SAID in one for one in said_in(day, "a:ada")[before:]] == [True]

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize("fault", [LOST, Fault(502, after=True)], ids=["lost", "502"])
def test_an_answer_of_which_nobody_knows_is_not_said_twice(sqlite_engines: Engines, fault: Fault) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        model, _ = listens(day.run.conductor, CALLS, at_once=False)
        before = len(said_in(day, "a:ada"))
        await day.delivers(day.written("ada", WHY))
        await so(lambda: bool(typing_in(day, "a:ada")))
        day.teams.faults["send"].append(fault)
        model.may.set()
        await day.settles()
        assert len(said_in(day, "a:ada")) == before + 1
        assert day.all(Ask) == []

    at_teams(sqlite_engines, play)


def test_an_answer_that_certainly_was_not_said_is_left_to_the_clock(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        model, _ = listens(day.run.conductor, CALLS, at_once=False)
        before = len(said_in(day, "a:ada"))
        await day.delivers(day.written("ada", WHY))
        await so(lambda: bool(typing_in(day, "a:ada")))
        day.teams.faults["send"] += [error(400, "BadArgument")] * 2
        model.may.set()
        await day.settles()
        assert len(said_in(day, "a:ada")) == before
        assert [one.state for one in day.all(Ask)] == [AskState.ANSWERED]

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize(
    "fault", [CUT, LOST, error(403, "ContentStreamNotAllowed"), error(429, "Throttled"), error(400, "BadArgument")]
)
def test_the_answer_is_said_whatever_becomes_of_what_says_that_we_are_at_it(
    sqlite_engines: Engines, fault: Fault
) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        listens(day.run.conductor, CALLS)
        day.teams.faults["send"].append(fault)
        await day.says("ada", WHY)
        assert [SAID in one for one in said_in(day, "a:ada")][-1:] == [True]

    at_teams(sqlite_engines, play)


def test_where_nothing_comes_nothing_is_shown(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("ada", "help")
        before = len(said_in(day, "a:ada"))
        listens(day.run.conductor, CALLS)

        async def nothing(_ask: str, _person: str) -> Played | None:
            return None

        day.run.conductor.heard = nothing
        await day.says("ada", WHY)
        assert len(said_in(day, "a:ada")) == before

    at_teams(sqlite_engines, play)
