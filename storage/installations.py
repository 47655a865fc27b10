"""Questions about how we were installed: our tokens, the keys that seal them, and tickets to be used once."""

from datetime import datetime

from sqlmodel import col, or_, select, update

from storage.store import Store, given
from storage.tables import DataKey, Installation, Ticket

# Tokens

_OF_WORKSPACE = (
    select(Installation).where(Installation.workspace_id == given("workspace")).order_by(col(Installation.id))
)


def of_workspace(store: Store, workspace_id: str) -> list[Installation]:
    """Every installation in the workspace, those that ended too."""
    return store.find(_OF_WORKSPACE, {"workspace": workspace_id})


_OF_CONNECTION = select(Installation).where(
    Installation.workspace_id == given("workspace"), Installation.connection_id == given("connection")
)


def of_connection(store: Store, workspace_id: str, connection_id: str) -> Installation | None:
    """How we were installed on a connection."""
    return store.first(_OF_CONNECTION, {"workspace": workspace_id, "connection": connection_id})


_LEASE = (
    update(Installation)
    .where(
        col(Installation.workspace_id) == given("workspace"),
        col(Installation.id) == given("one"),
        col(Installation.refreshed) == given("after"),
        col(Installation.ended_at).is_(None),
        or_(col(Installation.refreshing_until).is_(None), col(Installation.refreshing_until) < given("now")),
    )
    .values(refreshing_until=given("then"))
)


def lease(store: Store, one: Installation, now: datetime, until: datetime) -> bool:
    """Be the only one who asks for the token that comes after this; False when somebody else asks, or has it."""
    wanted = {"workspace": one.workspace_id, "one": one.id, "after": one.refreshed, "now": now, "then": until}
    return store.run(_LEASE, wanted) == 1


_RESEAL = (
    update(Installation)
    .where(
        col(Installation.workspace_id) == given("workspace"),
        col(Installation.id) == given("one"),
        col(Installation.refreshed) == given("after"),
        col(Installation.key_id) == given("under"),
        col(Installation.token) == given("sealed"),
    )
    .values(
        token=given("new_token"),
        refresh=given("new_refresh"),
        token_until=given("new_until"),
        key_id=given("new_key"),
        refreshed=given("now_refreshed"),
        refreshing_until=given("new_lease"),
    )
)


def change_tokens(store: Store, one: Installation, new: Installation) -> bool:
    """Put the tokens of `new` in the place of those of `one`; False when they are others by now, or gone."""
    wanted = {"workspace": one.workspace_id, "one": one.id, "after": one.refreshed, "under": one.key_id}
    tokens = {"sealed": one.token, "new_token": new.token, "new_refresh": new.refresh, "new_until": new.token_until}
    more = {"new_key": new.key_id, "now_refreshed": new.refreshed, "new_lease": new.refreshing_until}
    return store.run(_RESEAL, {**wanted, **tokens, **more}) == 1


# Keys

_DATA_KEYS = select(DataKey).where(DataKey.workspace_id == given("workspace")).order_by(col(DataKey.id).desc())


def data_keys(store: Store, workspace_id: str) -> list[DataKey]:
    """The keys that the workspace's secrets are sealed with, newest first."""
    return store.find(_DATA_KEYS, {"workspace": workspace_id})


# Tickets

_TICKET = select(Ticket).where(Ticket.id == given("digest"))


def ticket(store: Store, digest: str) -> Ticket | None:
    """The ticket with that digest, used or not."""
    return store.first(_TICKET, {"digest": digest})


_USE = (
    update(Ticket)
    .where(
        col(Ticket.workspace_id) == given("workspace"),
        col(Ticket.id) == given("one"),
        col(Ticket.used_at).is_(None),
        col(Ticket.until) > given("now"),
    )
    .values(used_at=given("now"))
)


def use(store: Store, workspace_id: str, digest: str, now: datetime) -> bool:
    """Use a ticket; False when it was used before, or is too old."""
    return store.run(_USE, {"workspace": workspace_id, "one": digest, "now": now}) == 1


_WITH_STATE = select(Ticket).where(Ticket.state == given("state"))
_TAKE_STATE = update(Ticket).where(col(Ticket.state) == given("state_taken")).values(state=None)


def take_state(store: Store, state: str) -> Ticket | None:
    """The ticket that is on its way under a state, which is taken from it: nobody finds it by that again."""
    found = store.first(_WITH_STATE, {"state": state})
    if found is None or store.run(_TAKE_STATE, {"state_taken": state}) != 1:
        return None
    return found


_OLD_TICKETS = select(Ticket.id).where(Ticket.workspace_id == given("workspace"), col(Ticket.until) < given("before"))


def old_tickets(store: Store, workspace_id: str, before: datetime) -> list[str]:
    """The tickets that nobody can use since `before`."""
    return store.find(_OLD_TICKETS, {"workspace": workspace_id, "before": before})
