"""At Slack a coach finds a lesson in a modal, looks at it, sends it and reads what came of it, by what is on screen."""

import asyncio
from typing import Any

import pytest

from storage.store import Store
from storage.tables import Delivery, Membership, Person, Role, Sending, SendingState, Sitting, Team, make_id
from tests.databases import Engines
from tests.fakes.slack import buttons
from tests.slack_day import Day, a_day

COACH, MEMBER = "U0CY", "U0BO"


async def coaches(day: Day) -> None:
    """Cy coaches Field."""
    (cy,) = [one for one in day.all(Person) if one.handle == "cy"]
    (field,) = [one for one in day.all(Team) if one.handle == "field"]
    id = make_id(day.clock.now(), day.run.conductor.chance)
    coach = Membership(id=id, workspace_id=cy.workspace_id, team_id=field.id, person_id=cy.id, role=Role.COACH)

    def keep(store: Store) -> None:
        store.keep(coach)

    await day.run.conductor.database.write(keep)


async def at_home(day: Day, user: str) -> None:
    """Open the Home tab."""
    opened = {"type": "app_home_opened", "user": user, "tab": "home", "channel": day.slack.direct(user).id}
    await day.delivers(day.slack.event(opened))
    await day.settles()


async def presses_at_home(day: Day, user: str, label: str) -> None:
    """Press the first button with that label on the Home tab."""
    blocks = day.slack.homes[user]["blocks"]
    button = next(one for one in buttons(blocks) if one["text"]["text"].startswith(label))
    await day.delivers(day.slack.press_home(user, button))
    await day.settles()


def chosen(value: str) -> dict[str, Any]:
    """One option of a field."""
    return {"selected_option": {"value": value}}


async def finds(day: Day) -> None:
    """From the desk into the modal; what nothing fits is said there, and what fits is shown with its buttons."""
    await at_home(day, COACH)
    await presses_at_home(day, COACH, "Find a lesson")
    assert "What shall it be about?" in day.form()
    refused = await day.hands_in(COACH, words="tractors", sphere=chosen("work"))
    assert refused["response_action"] == "errors"
    assert sorted(refused["errors"]) == ["sphere", "words"]
    assert not await day.hands_in(COACH, words="promises", sphere=chosen("workplace"), minutes=chosen("3"))
    assert "One lesson fits." in day.read(COACH)


async def looks(day: Day) -> None:
    """All that takers read stands there; nothing of it is kept."""
    before = len(day.all(Delivery)), len(day.all(Sitting)), len(day.all(Sending))
    await day.presses(COACH, "Look at it")
    assert "A thumbs-up under the message" in day.read(COACH)
    assert "A look begins nothing and is not kept." in day.read(COACH)
    assert (len(day.all(Delivery)), len(day.all(Sitting)), len(day.all(Sending))) == before


async def sends(day: Day) -> None:
    """The form has the lesson already; it is looked at as it goes out, and sent once however often it is pressed."""
    (field,) = [one for one in day.all(Team) if one.handle == "field"]
    await day.presses(COACH, "Send it")
    form = day.slack.views[-1]
    block = next(one for one in form["blocks"] if one.get("block_id") == "lesson")
    assert block["element"]["initial_option"]["value"] == "promises"
    assert not await day.hands_in(COACH, lesson=chosen("promises"), to=chosen(f"team {field.id}"))
    assert "Only you see this until you send it." in day.read(COACH)
    message, button = day.button(COACH, "Send")
    for _ in range(2):
        await day.delivers(day.slack.press(COACH, message, button))
    await day.settles()
    (sent,) = day.all(Sending)
    assert sent.state is SendingState.SENT
    assert len(day.all(Sitting)) == sent.receivers >= 2
    assert "Promises between teams" in day.read(MEMBER)


async def reads_what_came(day: Day) -> None:
    """From where it was sent, from the desk, and from the list of all; of a few nothing is told."""
    await day.presses(COACH, "What came of it")
    assert "Have begun" in day.read(COACH)
    assert "Fewer than five answered." in day.read(COACH)
    await at_home(day, COACH)
    assert "What came of it" in str(day.slack.homes[COACH]["blocks"])
    await presses_at_home(day, COACH, "All that I sent")
    assert "One lesson that you sent." in day.read(COACH)
    assert "Bo Ro" not in "\n".join(one.text for one in day.slack.posted(day.slack.direct(COACH).id)[-2:])


@pytest.mark.parametrize("transport", ["http", "socket"])
def test_a_coach_finds_looks_sends_and_reads_by_pressing(sqlite_engines: Engines, transport: str) -> None:
    async def play() -> None:
        async with a_day(sqlite_engines.writer.url, transport) as day:
            await day.goes_to(2)
            await coaches(day)
            for part in (finds, looks, sends, reads_what_came):
                await part(day)
            assert set(day.statuses) == {200}

    asyncio.run(play())


def test_who_may_not_send_finds_looks_and_takes(sqlite_engines: Engines) -> None:
    async def play() -> None:
        async with a_day(sqlite_engines.writer.url) as day:
            said = await day.delivers(day.slack.command(COACH, "find a lesson"))
            await day.settles()
            assert said in (None, "", {})
            await day.hands_in(COACH, words="whirlwind")
            assert "Whirlwind, two minutes" in day.read(COACH)
            offered = str([one.said.get("blocks") for one in day.slack.posted(day.slack.direct(COACH).id)])
            assert "Send it" not in offered
            await day.presses(COACH, "Take it")
            (sitting,) = day.all(Sitting)
            assert sitting.sending_id is None
            assert "card 1 of" in day.read(COACH)

    asyncio.run(play())
