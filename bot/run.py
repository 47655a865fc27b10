"""The real thing: the organisation of the settings, its clock, its outbox and its doors, until interrupted."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import uvicorn
from starlette.types import ASGIApp

from bot.clock import ticking
from bot.conductor import Conductor
from bot.outbox import DoorOut, Outbox
from bot.ports import Clock, WallClock, chance
from bot.server import Limited, application
from bot.settings import PREFIX, Settings, SlackSettings
from bot.slack import door as slack
from bot.slack.app import SlackApp
from bot.slack.call import connected
from bot.slack.door import SlackDoor
from bot.vault import MasterKeys, NoKey, Vault
from bot.writer import Database, Unkept
from handlers.people import open_connection
from handlers.turn import Moment
from prompts import Filled, phrase
from storage import migrate, people
from storage.store import Store
from storage.tables import Connection, Door, Workspace


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
    app: SlackApp

    @property
    def door(self) -> SlackDoor:
        """The door that was opened first."""
        return self.app.doors[0]

    @property
    def connection(self) -> Connection:
        """Its connection."""
        return self.door.connection


def wanting(known: Settings) -> Filled | None:
    """What is missing of the settings, None when something can be started with them."""
    if known.slack is None:
        return phrase("command.no-door")
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
    clock, known = clock or WallClock(), settings.slack or SlackSettings()
    async with connected() as session:
        conductor = Conductor(database, clock, chance())
        outs: dict[str, DoorOut] = {}
        outbox = Outbox(database, clock, outs)
        conductor.changed = outbox.wake
        outbox.cannot_reach = conductor.cannot_reach
        app = SlackApp(settings, conductor, session, vault_of(settings), outbox, outs)
        if known.by_oauth:
            await app.settle()
        else:
            app.open(await _by_token(known, session, conductor))
        yield Running(database, conductor, outbox, app)


def vault_of(settings: Settings) -> Vault:
    """The vault of the settings. Raises NotStarted when its keys cannot be read, or are wanted and there is none."""
    try:
        keys = MasterKeys(settings.vault)
        if settings.slack is not None and settings.slack.by_oauth:
            _ = keys.first
        return Vault(keys)
    except NoKey as problem:
        raise NotStarted(phrase("command.no-key", why=str(problem))) from None


async def _by_token(known: SlackSettings, session: aiohttp.ClientSession, conductor: Conductor) -> SlackDoor:
    """The door to the one workspace whose token is among the settings."""
    try:
        client, workspace = await slack.ask(known, session, conductor.clock)
    except slack.NotOpened as problem:
        raise NotStarted(phrase("command.slack-refuses", why=str(problem))) from None
    moment = Moment(conductor.clock.now(), conductor.chance)
    connection = await conductor.database.write(lambda store: connection_of(store, moment, Door.SLACK, workspace))
    return SlackDoor(known, client, workspace, connection, conductor)


def connection_of(store: Store, moment: Moment, door: Door, workspace: slack.Installed) -> Connection:
    """The connection of a platform's workspace, made when it is new.

    It belongs to the only organisation of the store, or to a new one in an empty store. Raises NotStarted when there
    are several: nobody has said whose it is.
    """
    known = people.connection(store, door, workspace.team)
    if known is not None:
        open_connection(store, known)
        return known
    ours = people.workspaces(store)
    if len(ours) > 1:
        raise NotStarted(phrase("command.whose-connection", name=workspace.name, count=len(ours)))
    organisation = ours[0] if ours else Workspace(id=moment.id(), name=workspace.name, created_at=moment.at)
    if not ours:
        store.keep(organisation)
    made = Connection(id=moment.id(), workspace_id=organisation.id, door=door, external_id=workspace.team)
    store.keep(made)
    return made


def server_of(run: Running, settings: Settings) -> ASGIApp:
    """The application: health, and what platforms post to; with it run the clock and the outbox."""

    @contextlib.asynccontextmanager
    async def around() -> AsyncIterator[None]:
        async with at_work(run, settings):
            yield

    async def alive() -> bool:
        try:
            await run.database.write(people.workspaces)
        except Unkept:
            return False
        return True

    return application(run.app.routes(), around, alive, Limited)


@contextlib.asynccontextmanager
async def at_work(run: Running, settings: Settings) -> AsyncIterator[None]:
    """The clock ticks, the outbox sends, and the door takes things in."""

    async def plan() -> None:
        # Whom the roster names is reached only once the door knows where.
        await run.app.settle()
        await run.conductor.tick()

    ticks = ticking(plan, run.outbox, settings.clock)
    sending = asyncio.create_task(run.outbox.run())
    ticks.start()
    try:
        await plan()
        await run.outbox.reconcile()
        await run.app.connect()
        yield
    finally:
        ticks.shutdown(wait=False)
        await run.app.close()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def serve(
    settings: Settings, say: Callable[[Filled], None], serving: Callable[[ASGIApp], Awaitable[None]]
) -> None:
    """Run until interrupted. Raises NotStarted with what is missing."""
    missing = wanting(settings)
    if missing is not None or settings.slack is None:
        raise NotStarted(missing or phrase("command.no-door"))
    database = opened(settings)
    try:
        async with running(settings, database) as run:
            say(phrase("command.running", host=settings.server.host, port=str(settings.server.port)))
            await serving(server_of(run, settings))
    finally:
        database.close()


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
