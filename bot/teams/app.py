"""One app at Microsoft Teams, in all the tenants that it answers: each has a door of its own, found by its id."""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from functools import partial
from typing import Any

from starlette.routing import Route

from bot.conductor import Conductor, Unkept
from bot.outbox import DoorOut, Outbox
from bot.settings import TeamsSettings
from bot.teams import reading
from bot.teams.adapter import Adapter
from bot.teams.auth import CLOUDS, Authenticator, Playground
from bot.teams.call import Connector, connected
from bot.teams.credentials import Credentials
from bot.teams.door import TeamsDoor
from bot.teams.edge import Answered, Edge
from bot.teams.keys import Keys
from bot.teams.receive import AGAIN, unknown
from storage.tables import Connection

log = logging.getLogger("concertmaster")

ConnectionOf = Callable[[str], Awaitable[Connection]]
"""The connection of a tenant, made where it is new."""


class TeamsApp:
    """Every door to Teams that is open. `outs` is what the outbox sends by: it is kept in step with them."""

    def __init__(
        self,
        settings: TeamsSettings,
        conductor: Conductor,
        outbox: Outbox,
        outs: MutableMapping[str, DoorOut],
        connection_of: ConnectionOf,
        address: str,
        keys: Keys | None,
        connector: Connector,
        credentials: Credentials | None,
    ) -> None:
        """Without keys it is the playground that posts to us, from this machine, for whatever tenant it has."""
        self._settings, self._conductor, self._outbox, self._outs = settings, conductor, outbox, outs
        self._connection_of, self._address = connection_of, address
        self._connector, self._credentials = connector, credentials
        self._guard = Playground() if keys is None else Authenticator(settings, keys)
        self._doors: dict[str, TeamsDoor] = {}
        self._tells: Callable[[str, str, str], Awaitable[None]] | None = None

    @property
    def doors(self) -> list[TeamsDoor]:
        """The doors that are open."""
        return list(self._doors.values())

    async def open(self, tenant: str, bot: str) -> TeamsDoor:
        """Open the door to a tenant, in which we are called `bot`."""
        connection = await self._connection_of(tenant)
        if (known := self._doors.get(tenant)) is not None:
            return known
        door = TeamsDoor(self._connector, self._credentials, connection, bot, self._conductor, self._address)
        self._doors[tenant] = door
        self._outs[connection.id] = door.out
        door.receives(self._outbox)
        if self._tells is not None:
            door.tells = partial(self._tells, tenant)
        self._outbox.open_door(connection.id)
        return door

    def tell_by(self, tells: Callable[[str, str, str], Awaitable[None]]) -> None:
        """Tell other processes what Teams tells this one: at which door what of which channel has changed."""
        self._tells = tells
        for tenant, door in self._doors.items():
            door.tells = partial(tells, tenant)

    def hear(self, name: str, what: str, of: str) -> None:
        """Another process was told so."""
        if name in self._doors:
            self._doors[name].look_anew(what, of)

    def routes(self) -> list[Route]:
        """Where Teams posts."""
        adapter = Adapter(self._settings.app_id, self._connector, self._received)
        return [Edge(self._guard, adapter.receive).route()]

    async def _received(self, activity: Mapping[str, Any]) -> Answered:
        deed = reading.deed(activity)
        if deed is None:
            # Nobody did it, or it is nothing that we know: Teams need not send it again.
            return unknown(activity)
        try:
            door = self._doors.get(deed.tenant.lower()) or await self._opened(deed.tenant.lower(), activity)
        except Unkept:
            return AGAIN
        if door is None:
            return Answered(403)
        return await door.receive(deed)

    async def _opened(self, tenant: str, activity: Mapping[str, Any]) -> TeamsDoor | None:
        """The playground's tenant, whatever that is called; nothing else is opened by what comes in."""
        if not isinstance(self._guard, Playground):
            return None
        try:
            door = await self.open(tenant, str(activity.get("recipient", {}).get("id") or ""))
        except RuntimeError as problem:
            log.warning("nobody knows whose organisation the playground plays: %s", problem)
            return None
        await door.settle()
        return door

    async def connect(self) -> None:
        """Nothing has to be connected to: Teams posts to us."""

    async def settle(self) -> None:
        """Reach whom the roster names in each tenant."""
        for door in self.doors:
            await door.settle()

    async def close(self) -> None:
        """Finish what was begun."""
        for door in self.doors:
            await door.finish()


@contextlib.asynccontextmanager
async def opened(
    settings: TeamsSettings,
    conductor: Conductor,
    outbox: Outbox,
    outs: MutableMapping[str, DoorOut],
    connection_of: ConnectionOf,
    address: str = "",
) -> AsyncIterator[TeamsApp]:
    """The app of the settings, with its doors open for as long as it is needed."""
    clock = conductor.clock
    async with connected() as session, contextlib.AsyncExitStack() as closing:
        keys = credentials = None
        if settings.app_id:
            keys = Keys(settings.metadata_at or CLOUDS[settings.cloud].metadata, session, clock)
            credentials = Credentials(settings, clock)
            closing.push_async_callback(keys.close)
            closing.push_async_callback(credentials.close)
        connector = Connector(settings, credentials, session, clock)
        app = TeamsApp(settings, conductor, outbox, outs, connection_of, address, keys, connector, credentials)
        for tenant in sorted(settings.tenants) if settings.app_id else ():
            await app.open(tenant, f"28:{settings.app_id}")
        yield app
