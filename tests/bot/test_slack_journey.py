"""A day at Slack, over real HTTP and over Socket Mode: the same either way."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from storage.tables import CheckIn, Delivery, DeliveryState, Task
from tests.databases import Engines
from tests.fakes.slack import shown
from tests.slack_day import Day, a_day

TRANSPORTS = ("http", "socket")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_day_from_the_prompt_to_the_digest(sqlite_engines: Engines, transport: str) -> None:
    async def play() -> None:
        async with a_day(sqlite_engines.writer.url, transport) as day:
            await day.goes_to(0.2)
            assert "Good morning" in day.read("U0ADA")
            assert day.read("U0GUEST") == ""

            await day.presses("U0ADA", "Check in")
            refused = await day.hands_in("U0ADA", task1="")
            assert refused["response_action"] == "errors"
            assert day.all(CheckIn) == []
            answer = await day.hands_in("U0ADA", task1="Call every harbour before noon", blocker="no van")
            assert not answer
            print(day.read("U0ADA"))

    asyncio.run(play())
