"""The door to one tenant of Teams, opened: what comes in, what goes out, and where people are reached."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.conductor import Conductor, Unkept
from bot.outbox import Later, Outbox, Shut
from bot.reaching import reach_all
from bot.teams.call import Connector
from bot.teams.credentials import Credentials
from bot.teams.edge import Answered
from bot.teams.reading import Deed, Kind
from bot.teams.receive import AGAIN, KEPT, Receiver
from bot.teams.send import TeamsOut
from bot.teams.visits import House
from handlers.people import open_connection
from storage.tables import Connection

log = logging.getLogger("concertmaster")

TRY_AGAIN_AFTER = timedelta(minutes=5)
"""How long a shut door stays shut before we ask whether our app is let in again."""

SHARED = "shared"
"""What other processes are told of a channel in which others may read by now."""


async def alone(_what: str, _name: str) -> None:
    """Tell nobody: there is no other process."""


class TeamsDoor:
    """Everything of one connection; `bot` is our own name in it."""

    def __init__(
        self,
        connector: Connector,
        credentials: Credentials | None,
        connection: Connection,
        bot: str,
        conductor: Conductor,
        address: str = "",
    ) -> None:
        self._connector, self._credentials, self.connection = connector, credentials, connection
        self._conductor, self._address = conductor, address
        self.out = TeamsOut(connector, connection, bot, conductor.database, conductor.clock)
        self._asked_at: datetime | None = None
        self.tells: Callable[[str, str], Awaitable[None]] = alone
        """Tells other processes to look anew."""

    def receives(self, outbox: Outbox) -> None:
        """Begin to take things in; what they lead to goes out by `outbox`."""
        self._outbox = outbox
        house = House(self._conductor, outbox, self.connection, self._address)
        self._receiver = Receiver(house, self._connector, self.out)

    async def receive(self, deed: Deed) -> Answered:
        """Answer what somebody did."""
        self.out.heard_at(deed.service)
        if deed.kind is not Kind.CHANGED:
            return await self._receiver.receive(deed)
        if deed.is_private:
            return KEPT
        self.look_anew(SHARED, deed.conversation)
        try:
            await self.tells(SHARED, deed.conversation)
        except Unkept:
            return AGAIN
        return KEPT

    def look_anew(self, what: str, _name: str) -> None:
        """Believe no longer what is known of who reads in channels.

        Teams tells of who comes into a team under the channel that it began with, and not which others it has.
        """
        if what == SHARED:
            self._receiver.look_anew()

    async def finish(self) -> None:
        """Finish what was begun after an answer."""
        await self._receiver.finish()

    async def settle(self) -> None:
        """Give everybody whom the roster knows in this tenant a direct place, and open a door that was shut."""
        await reach_all(self._conductor, self.connection)
        now = self._conductor.clock.now()
        if self.connection.id not in self._outbox.shut or (self._asked_at and now - self._asked_at < TRY_AGAIN_AFTER):
            return
        self._asked_at = now
        try:
            if self._credentials is not None:
                await self._credentials()
        except (Later, Shut) as problem:
            log.info("the door to Teams stays shut: %s", problem)
            return
        await self._conductor.database.write(lambda store: open_connection(store, self.connection))
        self._outbox.open_door(self.connection.id)
