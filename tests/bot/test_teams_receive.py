"""At Teams people are heard and answered, once, where they may be."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.teams.send import ADAPTIVE
from tests.databases import Engines
from tests.fakes.teams import CHANNEL
from tests.teams_day import Day, a_day, actions, shown


def at_teams(engines: Engines, play: Callable[[Day], Awaitable[None]], **changes: Any) -> None:
    async def run() -> None:
        async with a_day(engines.writer.url, **changes) as day:
            await play(day)

    asyncio.run(run())


def test_a_day_at_teams(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        assert "channel from now on" in day.read(CHANNEL)
        await day.says("bo", "help")
        assert "Once a day I ask what you mean to do" in day.read("a:bo")
        await day.goes_to(0.2)
        form = await day.presses("bo", "Check in")
        assert form["type"] == ADAPTIVE
        (hand_in,) = actions(form["value"])
        kept = await day.sends("bo", hand_in["data"] | {"task1": "Call every harbour"})
        assert "Call every harbour" in shown(kept["value"])
        await day.door.finish()
        assert "Call every harbour" in day.read("a:bo")
        assert set(day.statuses) == {200, 202}

    at_teams(sqlite_engines, play)
