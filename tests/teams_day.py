"""An organisation at a Teams over loopback: what `concertmaster run` puts together, with a token on all that comes."""

import itertools
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import aiohttp
from pydantic import SecretStr
from sqlalchemy import URL
from sqlmodel import select

from bot import run
from bot.ports import MovedClock, WallClock
from bot.run import Running
from bot.settings import ServerSettings, Settings, StoreSettings, TeamsSettings
from bot.teams.app import TeamsApp
from bot.teams.door import TeamsDoor
from bot.teams.edge import PATH
from bot.writer import Database
from handlers.loading import load
from handlers.people import take_in
from handlers.turn import Moment
from score.language import read
from score.roster import read as read_roster
from storage.store import Store
from storage.tables import Delivery, DeliveryState, Noun, Shown
from tests.fakes import teams as fake
from tests.fakes.teams import CHANNEL, TEAM, TENANT, FakeTeams
from tests.orchestra import SCORE
from tests.slack_day import SELDOM, served

T = TypeVar("T")
N = TypeVar("N", bound=Noun)

BEGINS = datetime(2027, 3, 9, 8, 55, tzinfo=UTC)
"""A Tuesday in Dublin, five minutes before anybody is asked."""

ROSTER = """
zone: Europe/Dublin
people:
  ada: {name: Ada Ek, accounts: {teams: entra-ada}}
  bo: {name: Bo Ro, accounts: {teams: entra-bo}}
  cy: {name: Cy Wu, accounts: {teams: entra-cy}}
  dee: {name: Dee Li, email: dee@harbour.example}
teams:
  field: {name: Field, part: field, manager: ada, members: [bo]}
  sales: {name: Sales, part: harbour, members: [cy, dee]}
admins: [bo]
strategy_owners: [ada]
"""

PEOPLE = ("ada", "bo", "cy", "dee", "new")


@dataclass
class Day:
    """One running organisation, its Teams, and the people in it."""

    teams: FakeTeams
    run: Running
    clock: MovedClock
    http: aiohttp.ClientSession
    address: str
    statuses: list[int] = field(default_factory=list)
    _counted: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def door(self) -> TeamsDoor:
        """The door to the one tenant."""
        (app,) = [one for one in self.run.apps if isinstance(one, TeamsApp)]
        (door,) = app.doors
        return door

    @property
    def workspace_id(self) -> str:
        """The organisation."""
        return self.door.connection.workspace_id

    async def delivers(self, activity: Mapping[str, Any], **headers: str) -> Any:
        """Post an activity as Teams does; gives what it was answered with."""
        own = {"Authorization": f"Bearer {self.teams.signed()}"} | headers
        async with self.http.post(f"{self.address}{PATH}", json=dict(activity), headers=own) as answer:
            self.statuses.append(answer.status)
            said = await answer.read()
            return await answer.json() if said and answer.content_type == "application/json" else None

    async def settles(self) -> None:
        """Wait until all is done that was begun, and send what is to be sent."""
        while True:
            await self.door.finish()
            await self.run.outbox.serve(self.workspace_id)
            if not self._under_way():
                return
            # At the connector's pace.
            self.clock.move_to(self.clock.now() + timedelta(seconds=1))

    def _under_way(self) -> bool:
        now, shut = self.clock.now(), self.door.connection.id in self.run.outbox.shut
        sending = [one for one in self.all(Delivery) if one.state is DeliveryState.SENDING]
        soon = now + timedelta(seconds=5)
        due = [one for one in self.all(Delivery) if one.state is DeliveryState.PLANNED and one.not_before <= soon]
        free = [one for one in self.all(Shown) if one.held_until is None or one.held_until <= now]
        behind = [one for one in free if one.reference is not None and one.wanted != one.shows]
        return bool(sending or (not shut and (behind or due)))

    async def goes_to(self, hours: float) -> None:
        """Move the clock on, and play what falls due."""
        self.clock.move_to(self.clock.now() + timedelta(hours=hours))
        for app in self.run.apps:
            await app.settle()
        await self.run.conductor.tick()
        await self.settles()

    # What people do

    def does(self, who: str, conversation: str = "", thread: str = "", **changes: Any) -> dict[str, Any]:
        """An activity of somebody's, in their own conversation or in a channel."""
        where: dict[str, Any] = {"id": f"a:{who}", "conversationType": "personal", "tenantId": TENANT}
        data: dict[str, Any] = {"tenant": {"id": TENANT}}
        if conversation:
            posted = f"{conversation};messageid={thread}" if thread else conversation
            where = {"id": posted, "conversationType": "channel", "tenantId": TENANT, "isGroup": True}
            data |= {"team": {"id": TEAM}, "channel": {"id": conversation}}
        self.teams.conversations.setdefault(conversation or f"a:{who}", {})
        account = {"id": f"29:{who}", "name": who.title(), "aadObjectId": f"entra-{who}"}
        own: dict[str, Any] = {
            "id": f"1{next(self._counted):012}",
            "from": account,
            "conversation": where,
            "channelData": data,
        }
        return self.teams.activity(**own | changes)

    def written(self, who: str, text: str, conversation: str = "", thread: str = "") -> dict[str, Any]:
        """What somebody writes to the bot; in a channel it is mentioned."""
        if not conversation:
            return self.does(who, text=text)
        mention = {"type": "mention", "mentioned": {"id": fake.BOT}, "text": "<at>Concertmaster</at>"}
        return self.does(who, conversation, thread, text=f"<at>Concertmaster</at> {text}", entities=[mention])

    async def says(self, who: str, text: str, conversation: str = "", thread: str = "") -> Any:
        """Write to the bot."""
        said = await self.delivers(self.written(who, text, conversation, thread))
        await self.settles()
        return said

    async def installs(self, who: str, conversation: str = "", action: str = "add") -> None:
        """Put the app somewhere, or take it out."""
        await self.delivers(self.does(who, conversation, type="installationUpdate", action=action))
        await self.settles()

    async def presses(self, who: str, label: str, conversation: str = "", **typed: Any) -> Any:
        """Press the newest button with that label that somebody can see, with what was typed beside it."""
        name, button = self.button(label, conversation or f"a:{who}")
        return await self.sends(who, button["data"] | typed, name, conversation)

    async def sends(self, who: str, data: Mapping[str, Any], name: str = "", conversation: str = "") -> Any:
        """Send what a button carries, as a client does that has Action.Execute."""
        value = {"action": {"type": "Action.Execute", "verb": "", "data": dict(data)}, "trigger": "manual"}
        invoke: dict[str, Any] = {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": name}
        said = await self.delivers(self.does(who, conversation, **invoke))
        await self.settles()
        return said

    async def hands_over(self, who: str, **typed: str) -> Any:
        """Hand in a check-in, by the form that stands in the place of the prompt."""
        form = await self.presses(who, "Check in")
        (button,) = actions(form["value"])
        return await self.sends(who, button["data"] | typed)

    def button(self, label: str, conversation: str) -> tuple[str, dict[str, Any]]:
        """The newest button with that label, and the name of the message that it is on."""
        for name, activity in reversed(self.teams.conversations[conversation].items()):
            for card in cards(activity):
                for button in actions(card):
                    if str(button.get("title", "")).startswith(label):
                        return name, button
        raise AssertionError(f"there is no button {label} in {conversation}: {self.read(conversation)}")

    def read(self, conversation: str) -> str:
        """All that stands in a conversation."""
        return "\n".join(shown(one) for one in self.teams.conversations.get(conversation, {}).values())

    # What is kept

    def all(self, kind: type[N]) -> list[N]:
        """Every noun of a kind."""
        return self.ask(lambda store: store.find(select(kind)))

    def ask(self, question: Callable[[Store], T]) -> T:
        """What a query finds."""
        return self.run.database.read_now(question)


def together(posted: Iterable[tuple[str, str, dict[str, Any]]]) -> list[tuple[str, str, dict[str, Any]]]:
    """What was shown, with the words of an answer and the card below them as the one message that they are."""
    found: list[tuple[str, str, dict[str, Any]]] = []
    for where, under, one in posted:
        above = next((at for at in reversed(range(len(found))) if found[at][0] == where), None)
        last = found[above] if above is not None else ("", "", {})
        if above is not None and not one.get("text") and last[2].get("text") and not last[2].get("attachments"):
            found[above] = (where, last[1], {**last[2], "attachments": one.get("attachments", [])})
        else:
            found.append((where, under, one))
    return found


def cards(activity: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The cards of a message."""
    return [one["content"] for one in activity.get("attachments", [])]


def within(found: object) -> Iterator[dict[str, Any]]:
    """Every object in a card."""
    if isinstance(found, dict):
        yield found
        for key, value in found.items():
            if key not in ("data", "fallback"):
                yield from within(value)
    elif isinstance(found, list):
        for one in found:
            yield from within(one)


def actions(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a card."""
    return [one for one in within(card) if str(one.get("type", "")).startswith("Action.") and "data" in one]


def inputs(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What can be filled in on a card."""
    return [one for one in within(card) if str(one.get("type", "")).startswith("Input.")]


def shown(activity: Mapping[str, Any]) -> str:
    """All that can be read in a message, or on a card, as somebody reads it: marks of Markdown are none."""
    card = activity if activity.get("type") == "AdaptiveCard" else None
    said = [str(activity.get("text") or ""), *(_lines(one) for one in ([card] if card else cards(activity)))]
    return re.sub(r"\\([^\w\s])", r"\1", "\n".join(one for one in said if one))


def _lines(found: object) -> str:
    if isinstance(found, list):
        return "\n".join(one for one in map(_lines, found) if one)
    if not isinstance(found, dict):
        return ""
    if found.get("type") == "RichTextBlock":
        return "".join(str(one.get("text", "")) for one in found["inlines"])
    own = [found[name] for name in ("label", "text", "title", "value", "x", "y", "legend") if name in found]
    said = [str(one) for one in own if isinstance(one, str | int | float) and not isinstance(one, bool)]
    below = [_lines(one) for name, one in found.items() if name not in ("data", "fallback")]
    return "\n".join(one for one in (*said, *below) if one)


def settings_for(url: str | URL, teams: FakeTeams, *, at: str = "", **changes: Any) -> Settings:
    """The settings of a day; `at` is where the installation is on the web."""
    known = {
        "app_id": fake.APP,
        "tenant": TENANT,
        "secret": SecretStr(fake.SECRET),
        "service_hosts": "127.0.0.1",
        "metadata_at": teams.metadata_at,
        "login_at": teams.address,
    } | changes
    text = url.render_as_string(hide_password=False) if isinstance(url, URL) else url
    store, server = StoreSettings(url=SecretStr(text)), ServerSettings(address=at)
    return Settings(store=store, teams=TeamsSettings(**known), clock=SELDOM, server=server)


def _organise(store: Store, now: Moment, workspace_id: str, roster: str) -> None:
    take_in(now, store, workspace_id, read_roster(roster.encode(), "people.yml"))
    load(now, store, workspace_id, read(SCORE.encode(), "score.yml"))


@asynccontextmanager
async def a_day(
    url: str | URL, *, channel: bool = True, at: str = "", roster: str = ROSTER, **changes: Any
) -> AsyncIterator[Day]:
    """One organisation at Teams, as long as it is needed; Bo is an admin and put us into the channel of his team."""
    clock = MovedClock(BEGINS, WallClock())
    teams = FakeTeams()
    teams.members = [
        {"id": f"29:{one}", "name": one.title(), "aadObjectId": f"entra-{one}", "tenantId": TENANT}
        | {"email": f"{one}@harbour.example", "userPrincipalName": f"{one}@harbour.onmicrosoft.example"}
        for one in PEOPLE
    ]
    async with teams.serving(), aiohttp.ClientSession() as http:
        settings = settings_for(url, teams, at=at, **changes)
        database = Database(url)
        try:
            async with run.running(settings, database, clock) as running, served(running, settings) as address:
                day = Day(teams, running, clock, http, address)
                moment = Moment(clock.now(), running.conductor.chance)
                await database.write(lambda store: _organise(store, moment, day.workspace_id, roster))
                await day.door.settle()
                if channel:
                    await day.installs("ada", CHANNEL)
                yield day
        finally:
            database.close()
