"""Every button and every form of every example does something, at every door."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot.catalogue import in_browser
from bot.conductor import Conductor
from bot.console.receive import Terminal
from bot.console.send import ConsoleOut
from bot.demo import Stage, browser_application
from bot.example import Example
from bot.outbox import DoorOut, Outbox
from bot.ports import MovedClock, chance
from bot.settings import TeamsSettings
from bot.teams import render
from bot.teams.call import Connector, connected
from bot.teams.door import TeamsDoor
from bot.teams.forms import form as form_card
from bot.teams.reading import deed
from bot.web.send import WebOut
from bot.writer import Database
from handlers.cards import Card, Form, buttons_in
from handlers.turn import Offer
from handlers.views import cast
from handlers.views.examples import examples
from storage.tables import Account, Ask, Connection, Door, Membership, Place, PlaceKind, Role, Workspace, make_id
from tests.databases import Engines
from tests.fakes.teams import BOT, FakeTeams
from tests.orchestra import StoppedClock
from tests.pages import Forms, Page, PostForm
from tests.teams_day import actions, inputs

WRONG = ("There is no such thing here", "it was ours", "There is no such page")
FREE_OF_BUTTONS = {
    name
    for name, shown in examples().items()
    if isinstance(shown, Offer) or (not list(buttons_in(shown)) and isinstance(shown, Card))
}
PRESSED = sorted(set(examples()) - FREE_OF_BUTTONS)


@pytest.fixture
def database(sqlite_engines: Engines) -> Iterator[Database]:
    made = Database(sqlite_engines.writer.url)
    yield made
    made.close()


def a_stage(database: Database, door: Door, out: DoorOut) -> Stage:
    """The cast of the examples, reached by one door."""
    random, now = chance(3), cast.NOW

    def new() -> str:
        return make_id(now, random)

    connection = Connection(id=new(), workspace_id=cast.TEAM.workspace_id, door=door, external_id="demo")
    ours: dict[str, Any] = {"workspace_id": connection.workspace_id, "connection_id": connection.id}
    reached = [
        one
        for person in (cast.MIRA, cast.BRAM)
        for one in (
            Account(id=new(), person_id=person.id, external_id=person.handle, **ours),
            Place(
                id=new(),
                kind=PlaceKind.DIRECT,
                name=person.name,
                person_id=person.id,
                external_id=person.handle,
                **ours,
            ),
        )
    ]
    channel = Place(
        id=new(),
        kind=PlaceKind.CHANNEL,
        name="service-north",
        team_id=cast.TEAM.id,
        external_id="service-north",
        **ours,
    )
    member = Membership(
        id=new(), workspace_id=connection.workspace_id, team_id=cast.TEAM.id, person_id=cast.MIRA.id, role=Role.MEMBER
    )
    elsewhere = [
        noun
        for id, other in ((cast.AT_SLACK, Door.SLACK), (cast.AT_TEAMS, Door.TEAMS))
        for noun in (
            Connection(id=id, workspace_id=connection.workspace_id, door=other, external_id="other"),
            # Ids that come after all others: she is reached at the door of the stage.
            Place(
                **{**ours, "connection_id": id},
                id=f"z-{other}",
                kind=PlaceKind.DIRECT,
                name=cast.MIRA.name,
                person_id=cast.MIRA.id,
                external_id="mira",
            ),
        )
    ]
    # What the card that waits for the model stops.
    ask = Ask(
        id="01a0f2c7b5d07e5c9a1b2c3d4e5f6a7b",
        workspace_id=connection.workspace_id,
        person_id=cast.MIRA.id,
        place_id=reached[1].id,
        brief="answer",
        brief_version=1,
        values={},
        then="coach.hear",
        about={"question": "Why renew?"},
        asked_at=now,
        deadline=now + timedelta(minutes=1),
    )
    nouns = [*cast.nouns(), connection, *reached, *elsewhere, channel, member, ask]
    database.writer.write(lambda store: store.keep(*nouns)).result()
    workspace = next(one for one in nouns if isinstance(one, Workspace))
    clock = MovedClock(now, StoppedClock(now))
    conductor = Conductor(database, clock, random)
    outbox = Outbox(database, clock, {connection.id: out})
    return Stage(database, conductor, outbox, clock, Example(workspace, connection))


def presses(forms: Sequence[PostForm]) -> Iterator[tuple[PostForm, int]]:
    """Each form with each thing chosen in it and each of its buttons."""
    for form in forms:
        if form.action.endswith("/hand-in"):
            form.fields |= {"field.task1": "Ring Mill Lane", "field.line": cast.BAKERY.line_id}
        for chosen in form.radios or [("", "")]:
            fields = form.fields | {name: value for name, value in [chosen] if name}
            for button in range(len(form.buttons)):
                yield replace(form, fields=fields), button


@pytest.mark.parametrize("name", PRESSED)
def test_in_the_browser(database: Database, name: str) -> None:
    out = WebOut()
    app = browser_application(a_stage(database, Door.WEB, out), out)
    shown = Forms(str(in_browser(examples()[name])))

    async def press_all() -> None:
        page = Page(app)
        pressed = 0
        for form, button in presses(shown.forms):
            for fragment in (True, False):
                answer = await page.submit(form, button, fragment=fragment)
                assert answer.status_code in (200, 303), (form, button)
                # Every whole page carries the sentence for a fault, for its script to show.
                said = answer.text if fragment else ""
                assert not any(wrong in said for wrong in WRONG), (form, button, said)
            pressed += 1
        assert pressed
        await page.close()

    asyncio.run(press_all())


@pytest.mark.parametrize("name", PRESSED)
def test_in_the_terminal(database: Database, name: str) -> None:
    out = ConsoleOut()
    stage = a_stage(database, Door.CONSOLE, out)
    written: list[str] = []
    shown = examples()[name]

    async def press_all() -> None:
        terminal = Terminal(stage, out, written.append)
        assert await terminal.sit_down(stage.example.connection, stage.example.workspace, "mira")
        for n in range(len(list(buttons_in(shown))) if isinstance(shown, Card) else 1):
            written.clear()
            terminal.show(shown, at=datetime(2027, 3, 9, 9, tzinfo=cast.NOW.tzinfo))
            if isinstance(shown, Form):
                await fill(terminal, shown)
            else:
                await terminal.line(str(n + 1))
            assert not any(wrong in said for wrong in WRONG for said in written), written
            assert len(written) > 2
            await terminal.line("/later")

    async def fill(terminal: Terminal, form: Form) -> None:
        for one in form.fields:
            await terminal.line({"task1": "Ring Mill Lane", "line": "test bakery"}.get(one.name, ""))
            if one.lines_from:
                await terminal.line("1")

    asyncio.run(press_all())


@dataclass
class AtTeams:
    """Mira in the cast of the examples, in one tenant of a Teams over loopback."""

    there: FakeTeams
    door: TeamsDoor
    outbox: Outbox
    _numbers: Iterator[int] = field(default_factory=count)

    async def presses(self, data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Press what carries that; gives what was answered, and every message after it."""
        before = len(self.there.posted)
        value = {"action": {"type": "Action.Execute", "verb": "", "data": data}, "trigger": "manual"}
        invoke: dict[str, Any] = {"type": "invoke", "name": "adaptiveCard/action", "value": value}
        whose = {"id": "29:mira", "aadObjectId": "mira"}
        where = {"id": "mira", "conversationType": "personal", "tenantId": "demo"}
        tenant = {"tenant": {"id": "demo"}}
        own: dict[str, Any] = {"id": str(next(self._numbers)), "from": whose, "conversation": where}
        found = deed(self.there.activity(**invoke, **own, channelData=tenant))
        assert found is not None, data
        answer = await self.door.receive(found)
        await self.door.finish()
        await self.outbox.serve(self.door.connection.workspace_id)
        assert answer.status == 200, data
        assert answer.body is not None
        return [answer.body, *(one for _, _, one in self.there.posted[before:])]


@asynccontextmanager
async def at_teams(database: Database) -> AsyncIterator[AtTeams]:
    """The same, as long as it is needed."""
    stage, there = a_stage(database, Door.TEAMS, ConsoleOut()), FakeTeams()
    there.open, connection = True, stage.example.connection
    there.conversations["mira"] = {}
    async with there.serving(), connected() as session:
        connector = Connector(TeamsSettings(), None, session, stage.clock)
        door = TeamsDoor(connector, None, connection, BOT, stage.conductor)
        outbox = Outbox(database, stage.clock, {connection.id: door.out})
        door.receives(outbox)
        yield AtTeams(there, door, outbox)


@pytest.mark.parametrize("name", PRESSED)
def test_at_teams(database: Database, name: str) -> None:
    """As Teams draws it: on further pages too, in the body of each invoke and in every message after it."""

    async def press_all() -> None:
        async with at_teams(database) as mira:
            for data in carried(examples()[name]):
                said = [str(one) for one in await mira.presses(data)]
                assert not any(wrong in one for wrong in WRONG for one in said), (data, said)

    asyncio.run(press_all())


def carried(shown: Card | Form | Offer) -> Sequence[dict[str, Any]]:
    """What each button carries, with a form's fields as they stand."""
    if isinstance(shown, Form):
        card = form_card(shown, "en")
        stands = {one["id"]: one.get("value", "") for one in inputs(card)}
        filled = {"task1": "Ring Mill Lane", "line": cast.BAKERY.line_id}
        stands |= {name: said for name, said in filled.items() if name in stands}
        # A form with nothing but a file to it has no button: it says where that can be handed in.
        return [button["data"] | stands for button in actions(card)]
    assert isinstance(shown, Card)
    message = render.message(shown, PlaceKind.DIRECT, "en")
    found = [one["data"] for card in (message.alone, *message.rest) for one in actions(card)]
    return [one for one in found if one["action"] != render.REST]


def test_every_view_has_an_example() -> None:
    from handlers import DRAWINGS

    assert {name.split(":")[0] for name in examples()} == set(DRAWINGS)
