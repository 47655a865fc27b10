"""Who is in the teams that we were put into, as a proposal to the roster: members of the tenant, by their ids in Entra.

Teams shows a bot no directory of the tenant, but who is in a team whose channel it knows. Who is in none of them may
be there all the same, so nobody is said to be gone.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.teams.call import Connector
from bot.writer import Database
from score.directory import Directory, Listed
from storage import people
from storage.store import Store
from storage.tables import Connection, Place

FRESH_FOR = timedelta(minutes=10)
"""How long what was read is shown and taken in without being read again."""


class DirectoryOf:
    """The directory of one connection, read when somebody asks for it and kept in memory alone."""

    def __init__(self, connector: Connector, connection: Connection, database: Database) -> None:
        self._connector, self._connection, self._database = connector, connection, database
        self._known: tuple[datetime, str] | None = None
        self._one_by_one = asyncio.Lock()

    def known(self, now: datetime) -> str | None:
        """What was read a short while ago; None when it is to be read."""
        if self._known is None or now - self._known[0] > FRESH_FOR:
            return None
        return self._known[1]

    def forget(self) -> None:
        """Somebody came or went: read it anew."""
        self._known = None

    async def read(self, now: datetime) -> str:
        """Read all of it, unless somebody else just has; empty where we are in no team. Raises what a call raises."""
        async with self._one_by_one:
            if (known := self.known(now)) is not None:
                return known
            listed: dict[str, Listed] = {}
            channels = await self._database.read(self._channels)
            for place in channels:
                async for one in self._connector.members(place.service, place.external_id):
                    if (found := listing(one, self._connection.external_id)) is not None:
                        listed[found.account] = found
            members = tuple(listed[account] for account in sorted(listed))
            self._known = (now, Directory(members).as_text() if channels else "")
            return self._known[1]

    def _channels(self, store: Store) -> list[Place]:
        ours = people.channels_of(
            store, self._connection.workspace_id, people.teams(store, self._connection.workspace_id)
        )
        return [one for one in ours if one.connection_id == self._connection.id and one.service]


def listing(member: Mapping[str, Any], tenant: str) -> Listed | None:
    """Somebody as the connector describes them; None for a guest, a bot and whoever is of another tenant."""
    account, name = _words(member, "aadObjectId").lower(), _words(member, "name")
    if not account or member.get("userRole") == "guest" or (_words(member, "tenantId") or tenant).lower() != tenant:
        return None
    return Listed(account, name, email=_words(member, "email") or _words(member, "userPrincipalName"))


def _words(found: Mapping[str, Any], name: str) -> str:
    said = found.get(name)
    return said if isinstance(said, str) else ""
