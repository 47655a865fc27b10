"""A day at Slack, over real HTTP and over Socket Mode: the same either way."""

import asyncio

import pytest

from storage.tables import (
    CheckIn,
    Delivery,
    DeliveryState,
    Place,
    PlaceKind,
    Silence,
    Sitting,
    SittingState,
    Task,
    Tie,
    TieState,
)
from tests.databases import Engines
from tests.fakes.slack import shown
from tests.slack_day import Day, a_day

YES = {"selected_options": [{"value": "yes", "text": {"type": "plain_text", "text": "Yes"}}]}


async def the_morning(day: Day) -> None:
    """Everybody is asked; Ada's first try has an error beside a field, and her second one is kept."""
    await day.goes_to(0.2)
    assert "Good morning" in day.read("U0ADA")
    await day.presses("U0ADA", "Check in")
    assert "Only you" in day.form()

    refused = await day.hands_in("U0ADA", task1="", blocker="no van")
    assert refused["response_action"] == "errors"
    assert list(refused["errors"]) == ["task1"]
    assert day.all(CheckIn) == []

    accepted = await day.hands_in("U0ADA", task1="Quote the new cafe", blocker="no van", tell=YES, confidence=None)
    assert not accepted
    (task,) = day.all(Task)
    assert task.words == "Quote the new cafe"
    assert "Thank you, Ada" in day.read("U0ADA")
    assert "is in" in day.slack.posted("D0ADA")[-2].text, "the prompt was amended where it stands"


async def the_tie(day: Day) -> None:
    """The line is chosen from all that can be seen, by typing."""
    await day.presses("U0ADA", "Another line" if "Another line" in day.read("U0ADA") else "Choose")
    offered = await day.delivers(day.slack.search("U0ADA", "ties.offer", "quoting"))
    (group,) = offered.get("option_groups") or [offered]
    option = next(one for one in group["options"] if "Halve the quoting time" in one["text"]["text"])
    await day.hands_in("U0ADA", line={"selected_option": option})
    (tie,) = day.all(Tie)
    assert tie.state is TieState.CHOSEN
    assert "Halve the quoting time" in day.read("U0ADA")


async def the_blocker(day: Day) -> None:
    """What the team should know stands in its channel; who can help says so, and is answered alone."""
    told = day.slack.posted("C0FIELD")
    assert "no van" in told[0].text
    assert "Confidence" not in told[0].text
    await day.presses("U0BO", "I can help", "C0FIELD")
    assert [one.only_for for one in day.slack.posted("C0FIELD") if one.only_for] == ["U0BO"]
    assert "Bo Ro" in told[0].text, "the message in the channel was amended"
    assert "Bo Ro" in day.read("U0ADA")


async def the_question(day: Day) -> None:
    """A question is answered with its lines, and leaves nothing behind."""
    kept = len(day.all(Delivery))
    await day.says("U0BO", "Why do we call every harbour before noon?")
    assert "field/P-1" in day.read("U0BO")
    assert len(day.all(Delivery)) == kept
    await day.says("U0BO", "May we sell tractors?")
    (silence,) = day.all(Silence)
    assert silence.words == "May we sell tractors?"


async def the_lesson(day: Day) -> None:
    """A lesson is taken from the shelf and gone through."""
    said = await day.delivers(day.slack.command("U0BO", "lessons"))
    assert said["response_type"] == "ephemeral"
    assert "lessons" in shown(said["blocks"])
    await day.says("U0BO", "lessons")
    await day.presses("U0BO", "Tying work to lines")
    for _ in range(9):
        if "Answer" in day.slack.posted("D0BO")[-1].text:
            break
        await day.presses("U0BO", "Next")
    await day.presses("U0BO", "Answer")
    await day.hands_in("U0BO", option={"selected_option": {"value": "a"}})
    (sitting,) = day.all(Sitting)
    assert sitting.state is SittingState.ANSWERED


async def the_digest(day: Day) -> None:
    """At the team's hour its digest is posted once, in its channel."""
    await day.goes_to(7.5)
    posted = [one for one in day.slack.posted("C0FIELD") if not one.only_for]
    assert len(posted) == 2
    assert "Field" in posted[-1].text
    assert "no van" in posted[-1].text


@pytest.mark.parametrize("transport", ["http", "socket"])
def test_a_day_from_the_prompt_to_the_digest(sqlite_engines: Engines, transport: str) -> None:
    async def play() -> None:
        async with a_day(sqlite_engines.writer.url, transport) as day:
            for part in (the_morning, the_tie, the_blocker, the_question, the_lesson, the_digest):
                await part(day)
            assert set(day.statuses) == {200}
            states = {one.state for one in day.all(Delivery) if one.place_id not in _places_of_guests(day)}
            assert states <= {DeliveryState.SENT, DeliveryState.EXPIRED, DeliveryState.PLANNED}

    asyncio.run(play())


def _places_of_guests(day: Day) -> set[str]:
    return {one.id for one in day.all(Place) if one.kind is PlaceKind.DIRECT and one.name == "Gus"}
