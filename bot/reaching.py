"""Everybody whom the roster names on a connection is given a place there, in which they are reached alone."""

from bot.conductor import Conductor
from handlers.people import direct_place
from handlers.plan import planned
from handlers.preferences import asks_where
from handlers.turn import Moment
from handlers.welcome import comes_into_reach
from storage import people
from storage.store import Store
from storage.tables import Connection

AT_ONCE = 100
"""People who are given a direct place in one transaction."""


async def reach_all(conductor: Conductor, connection: Connection) -> None:
    """Give everybody a direct place on a connection whose account there waits for one."""
    while await conductor.database.read(lambda store: _waits(store, connection)):
        await conductor.database.write(lambda store: _place(conductor, store, connection))


def _waits(store: Store, connection: Connection) -> bool:
    return bool(people.waiting(store, connection.workspace_id, connection.id, 1))


def _place(conductor: Conductor, store: Store, connection: Connection) -> None:
    moment = Moment(conductor.clock.now(), conductor.chance)
    found = people.waiting(store, connection.workspace_id, connection.id, AT_ONCE)
    # Who has written to us meanwhile has one already.
    nowhere = [(one, account.external_id) for one, account, place_id in found if place_id is None]
    made = [(one, direct_place(moment, connection, one, name)) for one, name in nowhere]
    store.keep(*[place for _, place in made])
    for one, _ in made:
        comes_into_reach(store, one, moment.at)
    store.keep(*planned(moment, store, asks_where(moment, store, connection.workspace_id, made)))
    for _, account, _ in found:
        account.waits = False
    store.change_all([account for _, account, _ in found], "waits")
