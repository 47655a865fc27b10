"""Buttons of messages that stand since earlier releases do what they say, or one sentence says why not.

`pressed_before.jsonl` has each button as Slack was first sent it, and is only added to: what is renamed goes into
`handlers.RETIRED`.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.slack.reading import opened
from handlers import RETIRED, ROUTES
from handlers.cards import Card, buttons_in
from handlers.views.examples import examples
from tests.databases import Engines
from tests.fakes.slack import Message
from tests.slack_day import Day, a_day

RECORDED = [
    json.loads(line) for line in Path(__file__).with_name("pressed_before.jsonl").read_text("utf-8").splitlines()
]
FAULT = "it was ours"
BEGUN = "Begin"


def test_each_button_that_was_ever_sent_has_somebody_who_answers_it() -> None:
    assert [one["action"] for one in RECORDED if RETIRED.get(one["action"], one["action"]) not in ROUTES] == []


PARTS = 5
"""Days on which they are pressed, one after the other: Slack takes a message a second."""


def test_each_button_that_is_sent_now_is_recorded() -> None:
    """Add it to the file as it is sent: {"since": the day, "action": ..., "value": ...}."""
    now = {button.action for shown in examples().values() if isinstance(shown, Card) for button in buttons_in(shown)}
    recorded = [one["action"] for one in RECORDED]

    assert now - set(recorded) == set()
    assert len(recorded) == len(set(recorded))


def pressed(day: Day, message: Message, one: Mapping[str, str]) -> dict[str, Any]:
    button = {"action_id": f"{one['action']}#1", "block_id": "b"}
    return day.slack.press("U0ADA", message, {**button, **({"value": one["value"]} if one["value"] else {})})


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_was_sent_once_is_answered_when_it_is_pressed(
    sqlite_engines: Engines, caplog: pytest.LogCaptureFixture, part: int
) -> None:
    async def play() -> None:
        async with a_day(sqlite_engines.writer.url) as day:
            await day.goes_to(0.2)
            message = day.slack.posted(day.slack.direct("U0ADA").id)[0]
            for one in [*RECORDED, *({"action": old, "value": ""} for old in RETIRED)][part::PARTS]:
                with caplog.at_level(logging.ERROR):
                    before, views = day.read("U0ADA"), len(day.slack.views)
                    await day.delivers(pressed(day, message, one))
                    await day.settles()
                assert [record.exc_info for record in caplog.records if record.exc_info] == [], one
                said = day.read("U0ADA")
                assert FAULT not in said, one
                changed = said != before or len(day.slack.views) > views or message.versions > 1
                assert changed, f"{one} was pressed, and nothing was to be seen"

    asyncio.run(play())


@pytest.mark.parametrize(
    ("text", "action", "about"),
    [
        (
            '["checkin.hand_in",{"day":"2027-03-09","more":"x"},"C0FIELD"]',
            "checkin.hand_in",
            {"day": "2027-03-09", "more": "x"},
        ),
        ('["leave.hand_in",{},""]', "leave.hand_in", {}),
    ],
)
def test_a_form_that_was_open_through_an_upgrade_is_still_read(text: str, action: str, about: dict[str, str]) -> None:
    """As the release of 26 November 2026 wrote it."""
    found = opened({"private_metadata": text})
    assert (found.action, dict(found.about)) == (action, about)
