"""The real thing: the organisation of the settings, its clock, its outbox and its doors, until interrupted."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import aiohttp
import uvicorn
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from bot.asks import asking
from bot.clock import Leaps, Skew, Ticks, ticking
from bot.conductor import Conductor
from bot.meaning import Bounded, LinesRead, Source
from bot.outbox import DoorOut, Outbox
from bot.ports import Clock, WallClock, chance
from bot.posts import Posts
from bot.server import Limited, application
from bot.settings import PREFIX, ClockSettings, MeaningSettings, ServerSettings, Settings, SlackSettings
from bot.slack import door as slack
from bot.slack.app import SlackApp
from bot.slack.call import connected
from bot.slack.door import SlackDoor
from bot.vault import MasterKeys, NoKey, Vault
from bot.web import lines
from bot.writer import Database, Unkept
from handlers.people import open_connection
from handlers.turn import Moment
from prompts import Filled, phrase
from score import free_days
from storage import migrate, people
from storage.store import Store
from storage.tables import Connection, Door, Workspace

if TYPE_CHECKING:
    from bot.engine import Engine

LANES = 2
"""Processes that send in one workspace at a time at most: where one was killed, another goes on meanwhile."""

FINISHED_WITHIN = 35.0
"""Seconds that are waited for what is under way when we are stopped; one message takes 30 at most."""


class NotStarted(RuntimeError):
    """Something is missing without which nothing can be started; the message says what, and what to do."""

    def __init__(self, why: Filled) -> None:
        super().__init__(why.id)
        self.why = why


@dataclass(frozen=True)
class Running:
    """What runs, once it is put together."""

    database: Database
    conductor: Conductor
    outbox: Outbox
    apps: Sequence["App"]
    """What is open at each platform."""

    vault: Vault
    lines: LinesRead | None = None
    """What reads lines to a model of meaning, where one is switched on."""

    @property
    def app(self) -> SlackApp:
        """The app at Slack."""
        return next(one for one in self.apps if isinstance(one, SlackApp))

    @property
    def door(self) -> SlackDoor:
        """The door to Slack that was opened first."""
        return self.app.doors[0]

    @property
    def connection(self) -> Connection:
        """Its connection."""
        return self.door.connection


class App(Protocol):
    """All the doors to one platform."""

    def tell_by(self, tells: Callable[[str, str, str], Awaitable[None]]) -> None:
        """Tell other processes what this one is told: at which door what of whom has changed."""

    def hear(self, name: str, what: str, of: str) -> None:
        """Another process was told so."""

    def routes(self) -> list[Route]:
        """Where the platform posts."""

    async def connect(self) -> None:
        """Take things in, where nobody posts them."""

    async def settle(self) -> None:
        """Keep the doors in step with what is installed, and reach whom the roster names."""

    async def close(self) -> None:
        """Take nothing more in, and finish what was begun."""


def wanting(known: Settings) -> Filled | None:
    """What is missing of the settings, None when something can be started with them."""
    if not known.has_door:
        return phrase("command.no-door")
    if known.teams is not None and (unset := known.teams.missing(known.server.host)):
        return phrase("command.teams-wants", names=unset)
    if known.slack is None:
        return None
    unset = known.slack.missing()
    if known.slack.by_oauth:
        wanted = {"SERVER__ADDRESS": known.server.address, "VAULT__KEY_FILE": known.vault.keys or known.vault.key_file}
        unset += [f"{PREFIX}{name}" for name, value in wanted.items() if not value]
    if unset:
        return phrase("command.slack-wants", names=unset)
    return None


def opened(known: Settings) -> Database:
    """The database of the settings. Raises NotStarted when it cannot be opened, or is not of this release."""
    database = Database(known.store.url.get_secret_value())
    try:
        current = database.is_current()
    except (Unkept, migrate.NewerDatabase) as problem:
        database.close()
        raise NotStarted(phrase("command.no-database", why=str(problem))) from None
    if not current:
        database.close()
        raise NotStarted(phrase("command.store-behind"))
    return database


@contextlib.asynccontextmanager
async def running(settings: Settings, database: Database, clock: Clock | None = None) -> AsyncIterator[Running]:
    """Everything put together, and nothing started yet. Raises NotStarted."""
    clock = clock or WallClock()
    if settings.model is not None and (missing := settings.model.wrong()):
        raise NotStarted(phrase("model.wants", names=missing))
    async with _meaning_of(settings) as meaning, contextlib.AsyncExitStack() as open_for:
        conductor = Conductor(database, clock, chance(), meaning)
        outs: dict[str, DoorOut] = {}
        outbox = Outbox(database, clock, outs)
        conductor.changed = outbox.wake
        outbox.cannot_reach = conductor.cannot_reach
        vault, apps = vault_of(settings), list[App]()
        if settings.slack is not None:
            session = await open_for.enter_async_context(connected())
            apps.append(await _at_slack(settings, settings.slack, session, conductor, vault, outbox, outs))
        if settings.teams is not None:
            # What the other door does not need is read for this one alone.
            from bot.teams.app import opened as opened_at_teams

            whose = partial(_tenant, conductor)
            at_teams = opened_at_teams(settings.teams, conductor, outbox, outs, whose, settings.server.address)
            apps.append(await open_for.enter_async_context(at_teams))
        await _look_up_holidays(database, clock)
        lines = LinesRead(database, clock, conductor.chance, meaning) if meaning is not None else None
        async with asking(settings.model, conductor):
            yield Running(database, conductor, outbox, apps, vault, lines)


async def _at_slack(
    settings: Settings,
    known: SlackSettings,
    session: aiohttp.ClientSession,
    conductor: Conductor,
    vault: Vault,
    outbox: Outbox,
    outs: MutableMapping[str, DoorOut],
) -> SlackApp:
    app = SlackApp(settings, conductor, session, vault, outbox, outs)
    if known.by_oauth:
        await app.settle()
    else:
        app.open(await _by_token(known, settings.server.address, session, conductor))
    return app


async def _tenant(conductor: Conductor, tenant: str) -> Connection:
    """The connection of a tenant of Teams; nobody says what the organisation is called whose it is."""
    moment = Moment(conductor.clock.now(), conductor.chance)
    return await conductor.database.write(lambda store: connection_of(store, moment, Door.TEAMS, tenant, tenant))


async def _look_up_holidays(database: Database, clock: Clock) -> None:
    places = await database.read(people.countries)
    await asyncio.to_thread(free_days.look_up, places, clock.now().date())


@contextlib.asynccontextmanager
async def _meaning_of(settings: Settings) -> AsyncIterator[Bounded | None]:
    """The model of meaning, if the settings name one. Raises NotStarted when it cannot be had."""
    if settings.meaning is None:
        yield None
        return
    # It may have to read a hundred megabytes.
    found = await asyncio.to_thread(model_of, settings.meaning)
    try:
        yield found
    finally:
        await asyncio.to_thread(found.close)


def model_of(known: MeaningSettings) -> Bounded:
    """The model of meaning that the settings name, ready to be asked. Raises NotStarted when it cannot be had."""
    missing, beside = known.wrong()
    if missing:
        raise NotStarted(phrase("meaning.wants", names=missing))
    if beside:
        raise NotStarted(phrase("meaning.one-of", names=beside))
    if known.folder is not None:
        return Bounded(_at_hand(known.folder), known.time_limit)
    # Half a second and thirty megabytes, for those who have switched it on.
    from bot.embeddings import Endpoint

    return Bounded(Endpoint(known), known.time_limit)


def _at_hand(folder: Path) -> Source:
    # Before numpy is read: for texts this short several threads cost three times the CPU of one, and more time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from bot.minilm import MiniLM, NoModel
    except ImportError as missing:
        raise NotStarted(phrase("meaning.no-packages", name=missing.name or "")) from None
    try:
        return MiniLM(folder)
    except NoModel as problem:
        raise NotStarted(phrase("meaning.no-model", why=str(problem))) from None


def vault_of(settings: Settings) -> Vault:
    """The vault of the settings. Raises NotStarted when its keys cannot be read, or are wanted and there is none."""
    try:
        keys = MasterKeys(settings.vault)
        if settings.slack is not None and settings.slack.by_oauth:
            _ = keys.first
        return Vault(keys)
    except NoKey as problem:
        raise NotStarted(phrase("command.no-key", why=str(problem))) from None


async def _by_token(
    known: SlackSettings, address: str, session: aiohttp.ClientSession, conductor: Conductor
) -> SlackDoor:
    """The door to the one workspace whose token is among the settings."""
    try:
        client, workspace = await slack.ask(known, session, conductor.clock)
    except slack.NotOpened as problem:
        raise NotStarted(phrase("command.slack-refuses", why=str(problem))) from None
    moment = Moment(conductor.clock.now(), conductor.chance)
    connection = await conductor.database.write(
        lambda store: connection_of(store, moment, Door.SLACK, workspace.team, workspace.name)
    )
    return SlackDoor(known, client, workspace, connection, conductor, address=address)


def connection_of(store: Store, moment: Moment, door: Door, external_id: str, name: str) -> Connection:
    """The connection of a platform's workspace or tenant, made when it is new; `name` is what it is called.

    It belongs to the only organisation of the store, or to a new one in an empty store. Raises NotStarted when there
    are several: nobody has said whose it is.
    """
    known = people.connection(store, door, external_id)
    if known is not None:
        open_connection(store, known)
        return known
    ours = people.workspaces(store)
    if len(ours) > 1:
        raise NotStarted(phrase("command.whose-connection", name=name, count=len(ours)))
    organisation = ours[0] if ours else Workspace(id=moment.id(), name=name, created_at=moment.at)
    if not ours:
        store.keep(organisation)
    made = Connection(id=moment.id(), workspace_id=organisation.id, door=door, external_id=external_id)
    store.keep(made)
    return made


class Due:
    """What falls due, done in this process: at once where it is alone, and as the engine gives it where it is not."""

    def __init__(self, run: Running) -> None:
        self._run = run
        self.leaps, self.skew = Leaps(run.conductor.clock), Skew()
        run.outbox.holds = run.conductor.holds = self.holds
        self.engine = None if run.database.embedded else self._engine()

    def _engine(self) -> "Engine":
        # On SQLite its nine megabytes are not wanted.
        from bot.engine import Engine, tell

        async def told(*news: str) -> None:
            await self._run.database.write(lambda store: tell(store, *news))

        works = {"plan": self._planned, "deliver": self._delivered, "reconcile": self._reconciled}
        if (lines := self._run.lines) is not None:
            works["mean"] = lambda _key: lines.look()

        def heard(name: str, what: str, of: str) -> None:
            for app in self._run.apps:
                app.hear(name, what, of)

        for app in self._run.apps:
            app.tell_by(told)
        return Engine(self._run.database.address, works, heard)

    def ticking(self, every: ClockSettings) -> Ticks:
        """The ticks of this process, not started yet."""
        lines = self._run.lines
        if self.engine is None:
            look = lines.look if lines is not None else None
            return ticking(self.plan, self._run.outbox.look, self._run.outbox.reconcile, every, look)
        mean = partial(self._ask, ("mean", "")) if lines is not None else None
        return ticking(self.plan, self._ask_to_deliver, partial(self._ask, ("reconcile", "")), every, mean)

    def holds(self) -> bool:
        """Whether nothing may be done by the clock now."""
        return self.leaps.hold() or self.skew.held

    async def compare_clocks(self) -> None:
        """Look whether this machine's clock is that of the database, where others may work on it."""
        if self.engine is not None:
            # Where the database is away, nothing is done anyway.
            with contextlib.suppress(Unkept):
                await self._run.database.read(lambda store: self.skew.look(store.clock))

    async def plan(self) -> None:
        """Reach whom the roster names, once the door knows where; then see that what is due is planned."""
        await self.compare_clocks()
        for app in self._run.apps:
            await app.settle()
        if self.engine is None:
            await self._planned("")
        else:
            await self._ask(("plan", ""))

    async def is_well(self) -> bool:
        """Whether what is due can be done here."""
        return not self.holds() and (self.engine is None or await self.engine.is_well())

    async def _ask(self, *works: tuple[str, str]) -> None:
        if self.engine is not None and works and not self.holds():
            enqueue = self.engine.enqueue
            await self._run.database.write(lambda store: enqueue(store, works))

    async def _ask_to_deliver(self) -> None:
        found = await self._run.outbox.to_serve()
        await self._ask(*[("deliver", f"{lane} {one}") for one in found for lane in range(LANES)])

    async def _planned(self, _key: str) -> None:
        await self._run.conductor.tick()

    async def _delivered(self, key: str) -> None:
        workspace_id = key.partition(" ")[2]
        if not self._run.outbox.is_serving(workspace_id):
            await self._run.outbox.serve(workspace_id)

    async def _reconciled(self, _key: str) -> None:
        await self._run.outbox.reconcile()


def health_of(run: Running, due: Due) -> Callable[[], Awaitable[bool]]:
    """Whether the database can be written to, and the clock and the engine do their part."""

    async def alive() -> bool:
        try:
            await run.database.write(people.workspaces)
        except Unkept:
            return False
        return await due.is_well()

    return alive


def server_of(run: Running, settings: Settings, *, takes_in: bool = True) -> ASGIApp:
    """The application: health, and if it `takes_in` what platforms post to and what links to lines lead to; with it run
    the clock and the outbox.
    """
    due = Due(run)

    @contextlib.asynccontextmanager
    async def around() -> AsyncIterator[None]:
        async with at_work(run, due, settings, takes_in=takes_in):
            yield

    posts = Posts(run.conductor, run.vault).routes()
    at_doors = [one for app in run.apps for one in app.routes()]
    routes: list[BaseRoute] = [*at_doors, *posts, *(lines.routes() if settings.server.address else ())]
    return application(routes if takes_in else [], around, health_of(run, due), Limited)


@contextlib.asynccontextmanager
async def at_work(run: Running, due: Due, settings: Settings, *, takes_in: bool = True) -> AsyncIterator[None]:
    """The clock ticks, the outbox sends, and the door takes things in, if this process is to."""
    ticks = due.ticking(settings.clock)
    await due.compare_clocks()
    begun = [asyncio.create_task(run.outbox.run())]
    if due.engine is not None:
        begun.append(asyncio.create_task(due.engine.run()))
    ticks.start()
    try:
        await due.plan()
        await run.outbox.reconcile()
        if takes_in:
            for app in run.apps:
                await app.connect()
        yield
    finally:
        _ends_at_once_when_told_again()
        ticks.shutdown(wait=False)
        run.outbox.stop()
        if due.engine is not None:
            due.engine.stop()
        for app in run.apps:
            await app.close()
        _, unfinished = await asyncio.wait(begun, timeout=FINISHED_WITHIN)
        for one in unfinished:
            one.cancel()
        await asyncio.gather(*begun, return_exceptions=True)


def _ends_at_once_when_told_again() -> None:
    """Whoever asks a second time will not wait for what is under way: leases cover it."""
    for told in (signal.SIGTERM, signal.SIGINT):
        # Signals are the main thread's alone.
        with contextlib.suppress(RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(told, os._exit, 128 + told)


async def serve(
    settings: Settings, say: Callable[[Filled], None], serving: Callable[[ASGIApp], Awaitable[None]]
) -> None:
    """Run until interrupted. Raises NotStarted with what is missing."""
    async with _started(settings) as run:
        say(phrase("command.running", host=settings.server.host, port=str(settings.server.port)))
        await serving(server_of(run, settings))


async def work(settings: Settings, say: Callable[[Filled], None]) -> None:
    """Plan, send and reconcile beside others, and take nothing in, until interrupted. Raises NotStarted."""
    async with _started(settings) as run:
        if run.database.embedded:
            raise NotStarted(phrase("command.worker-alone"))
        port = settings.worker.port
        if port is not None:
            say(phrase("command.working-at", port=str(port)))
            told = settings.model_copy(update={"server": ServerSettings(port=port)})
            await by_uvicorn(told)(server_of(run, settings, takes_in=False))
            return
        stopped = asyncio.Event()
        for told_to in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(told_to, stopped.set)
        async with at_work(run, Due(run), settings, takes_in=False):
            say(phrase("command.working"))
            await stopped.wait()


@contextlib.asynccontextmanager
async def _started(settings: Settings) -> AsyncIterator[Running]:
    missing = wanting(settings)
    if missing is not None:
        raise NotStarted(missing)
    database = opened(settings)
    try:
        if not database.embedded and not await _has_engine(database):
            raise NotStarted(phrase("command.store-behind"))
        async with running(settings, database) as run:
            yield run
    finally:
        database.close()


async def _has_engine(database: Database) -> bool:
    from bot.engine import is_prepared

    return await is_prepared(database.address)


def by_uvicorn(settings: Settings) -> Callable[[ASGIApp], Awaitable[None]]:
    """Serves an application at the address of the settings."""

    async def serving(app: ASGIApp) -> None:
        config = uvicorn.Config(
            app,
            host=settings.server.host,
            port=settings.server.port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=10,
        )
        server = uvicorn.Server(config)
        listening = asyncio.create_task(server.serve())
        try:
            await asyncio.shield(listening)
        finally:
            # Cancelled half-way it would leave its socket open, and everything around it at work.
            server.should_exit = True
            await listening

    return serving
