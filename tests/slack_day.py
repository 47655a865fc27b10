"""An organisation at a Slack over loopback: what `concertmaster run` puts together, on a real socket and database."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import aiohttp
import uvicorn
from pydantic import SecretStr
from sqlalchemy import URL
from sqlmodel import select

from bot import run
from bot.ports import MovedClock, WallClock
from bot.run import Running
from bot.settings import ClockSettings, ServerSettings, Settings, SlackSettings, StoreSettings
from bot.slack.call import ONE_CHANNEL
from bot.writer import Database
from handlers.editions import load
from handlers.people import take_in
from handlers.turn import Moment
from score.language import read
from score.roster import read as read_roster
from storage.store import Store
from storage.tables import Delivery, DeliveryState, Noun, Shown
from tests.fakes import slack as fake
from tests.fakes.slack import FakeSlack, Message, buttons, form_of, opinions, shown, signed
from tests.orchestra import SCORE

T = TypeVar("T")
N = TypeVar("N", bound=Noun)

BEGINS = datetime(2027, 3, 9, 8, 55, tzinfo=UTC)
"""A Tuesday in Dublin, five minutes before anybody is asked."""

ROSTER = """
zone: Europe/Dublin
people:
  ada: {name: Ada Ek, accounts: {slack: U0ADA}}
  bo: {name: Bo Ro, accounts: {slack: U0BO}}
  cy: {name: Cy Wu, accounts: {slack: U0CY}}
  guest: {name: Gus, accounts: {slack: U0GUEST}}
teams:
  field: {name: Field, part: field, manager: ada, members: [bo, guest]}
  sales: {name: Sales, part: harbour, members: [cy]}
admins: [bo]
strategy_owners: [ada]
"""

SELDOM = ClockSettings(plan_every=3600, deliver_every=3600, reconcile_every=3600)
"""Ticks that a test makes by itself."""


@dataclass
class Day:
    """One running organisation, its Slack, and the people in it."""

    slack: FakeSlack
    run: Running
    clock: MovedClock
    http: aiohttp.ClientSession
    address: str
    transport: str
    statuses: list[int] = field(default_factory=list)

    async def delivers(self, payload: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
        """Send a payload as Slack does, by the transport of the day; gives what it was answered with."""
        if self.transport == "socket":
            answer = await self.slack.send_by_socket(payload)
            self.statuses.append(200 if answer is not None else 503)
            return (answer or {}).get("payload")
        body, kind = form_of(payload)
        status, said = await self.posts(body, kind, headers)
        self.statuses.append(status)
        return said

    async def posts(
        self, body: bytes, kind: str, headers: Mapping[str, str] | None = None, *, sign: bool = True
    ) -> tuple[int, Any]:
        """Post bytes to the app; gives the status and what was answered."""
        own = {"Content-Type": kind, **(signed(body, self.clock.now().timestamp()) if sign else {}), **(headers or {})}
        async with self.http.post(f"{self.address}/slack/events", data=io.BytesIO(body), headers=own) as answer:
            if answer.content_type == "application/json":
                return answer.status, await answer.json()
            return answer.status, await answer.text()

    async def settles(self) -> None:
        """Wait until all is done that was begun, and send what is to be sent."""
        async with asyncio.timeout(30):
            while True:
                await self.run.door.finish()
                await self.run.outbox.serve(self.run.connection.workspace_id)
                if not self._under_way():
                    return
                await asyncio.sleep(0.01)

    def _under_way(self) -> bool:
        now = self.clock.now()
        sending = [one for one in self.all(Delivery) if one.state is DeliveryState.SENDING]
        soon = now + ONE_CHANNEL.every
        due = [one for one in self.all(Delivery) if one.state is DeliveryState.PLANNED and one.not_before <= soon]
        free = [one for one in self.all(Shown) if one.held_until is None or one.held_until <= now]
        behind = [one for one in free if one.reference is not None and one.wanted != one.shows]
        return bool(sending or behind or (due and self.run.connection.id not in self.run.outbox.shut))

    async def goes_to(self, hours: float) -> None:
        """Move the clock on, and play what falls due."""
        self.clock.move_to(self.clock.now() + timedelta(hours=hours))
        await self.run.door.settle()
        await self.run.conductor.tick()
        await self.settles()

    # What people do

    async def says(self, user: str, text: str) -> None:
        """Write to the bot."""
        await self.delivers(self.slack.message(user, text))
        await self.settles()

    async def presses(self, user: str, label: str, channel: str = "") -> Any:
        """Press the newest button with that label that somebody can see."""
        message, button = self.button(user, label, channel)
        said = await self.delivers(self.slack.press(user, message, button))
        await self.settles()
        return said

    def button(self, user: str, label: str, channel: str = "") -> tuple[Message, dict[str, Any]]:
        """The newest button with that label."""
        where = channel or self.slack.direct(user).id
        for message in reversed(self.slack.posted(where)):
            blocks = message.said.get("blocks")
            for button in (*buttons(blocks), *opinions(blocks)):
                if button["text"]["text"].startswith(label) and message.only_for in ("", user):
                    return message, button
        raise AssertionError(f"{user} sees no button {label}: {[one.text for one in self.slack.posted(where)]}")

    async def hands_in(self, user: str, **values: Any) -> Any:
        """Fill in the form that was opened last, and send it; a text is typed, a mapping is chosen."""
        given = {name: value if isinstance(value, Mapping) else {"value": value} for name, value in values.items()}
        said = await self.delivers(self.slack.submission(user, given))
        await self.settles()
        return said

    def read(self, user: str) -> str:
        """All that somebody reads in their conversation with the bot."""
        return "\n".join(one.text for one in self.slack.posted(self.slack.direct(user).id))

    def form(self) -> str:
        """All that can be read in the form that was opened last."""
        return shown(self.slack.views[-1])

    # What is kept

    def all(self, kind: type[N]) -> list[N]:
        """Every noun of a kind."""
        return self.ask(lambda store: store.find(select(kind)))

    def ask(self, question: Callable[[Store], T]) -> T:
        """What a query finds."""
        return self.run.database.read_now(question)


def people_of(slack: FakeSlack) -> None:
    """Those of the roster, and some whom it does not know."""
    for user in ("U0ADA", "U0BO", "U0CY", "U0NEW"):
        slack.person(user)
    slack.person("U0GUEST", is_restricted=True)
    slack.person("U0FAR", team_id="T0OTHER", is_stranger=True)
    slack.channel("C0FIELD", "field", "U0ADA", "U0BO", fake.BOT_USER)
    slack.channel("C0SHARED", "with-them", "U0ADA", "U0FAR", fake.BOT_USER, is_ext_shared=True)
    slack.channel("C0OTHER", "random", "U0ADA", "U0CY", fake.BOT_USER)


def settings_for(url: str | URL, api_base: str, transport: str = "http", *, at: str = "") -> Settings:
    """The settings of a day; `at` is where the installation is on the web."""
    slack = SlackSettings(
        transport="socket" if transport == "socket" else "http",
        bot_token=SecretStr(fake.TOKEN),
        signing_secret=SecretStr(fake.SECRET),
        app_token=SecretStr(fake.APP_TOKEN),
        api_base=api_base,
    )
    text = url.render_as_string(hide_password=False) if isinstance(url, URL) else url
    store, server = StoreSettings(url=SecretStr(text)), ServerSettings(address=at)
    return Settings(store=store, slack=slack, clock=SELDOM, server=server)


def _organise(store: Store, now: Moment, workspace_id: str) -> None:
    take_in(now, store, workspace_id, read_roster(ROSTER.encode(), "people.yml"))
    load(now, store, workspace_id, read(SCORE.encode(), "score.yml"))


@asynccontextmanager
async def a_day(url: str | URL, transport: str = "http", *, channel: bool = True, at: str = "") -> AsyncIterator[Day]:
    """One organisation at Slack, as long as it is needed."""
    clock = MovedClock(BEGINS, WallClock())
    slack = FakeSlack(clock)
    people_of(slack)
    async with slack.serving() as api_base, aiohttp.ClientSession() as http:
        settings = settings_for(url, api_base, transport, at=at)
        assert settings.slack is not None
        database = Database(url)
        try:
            async with run.running(settings, database, clock) as running, served(running, settings) as address:
                moment = Moment(clock.now(), running.conductor.chance)
                workspace_id = running.connection.workspace_id
                await database.write(lambda store: _organise(store, moment, workspace_id))
                await running.door.settle()
                day = Day(slack, running, clock, http, address, transport)
                if channel:
                    joined = {"type": "member_joined_channel", "user": fake.BOT_USER, "channel": "C0FIELD"}
                    await day.delivers(slack.event({**joined, "inviter": "U0ADA"}))
                    await day.settles()
                yield day
        finally:
            database.close()


@asynccontextmanager
async def served(running: Running, settings: Settings) -> AsyncIterator[str]:
    """The application on a port of its own."""
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            run.server_of(running, settings), log_level="error", access_log=False, timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        serving = asyncio.create_task(server.serve(sockets=[own]))
        while not server.started:
            assert not serving.done(), serving
            await asyncio.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{own.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving
