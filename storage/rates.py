"""Questions about how far the pace of each platform has been used, by all processes together."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import col, delete, select

from storage.store import Store, given, given_list
from storage.tables import Rate, beside_ids

_USED = select(Rate).where(beside_ids(Rate.workspace_id) == given("workspace"), col(Rate.id).in_(given_list("ids")))


def used(store: Store, workspace_id: str, connection_id: str, names: list[str]) -> dict[str, datetime]:
    """From which instant on nothing is left of what was asked under each name; without those that nobody asked."""
    ids = {f"{workspace_id}:{connection_id}:{name}": name for name in names}
    found = store.find(_USED, {"workspace": workspace_id, "ids": list(ids)}) if ids else []
    return {ids[one.id]: one.free_at for one in found}


def use(store: Store, workspace_id: str, connection_id: str, free_at: Mapping[str, datetime]) -> None:
    """Write down until when each name is used.

    Whoever has read it before in the same transaction has it for themselves: SQLite lets nobody else write, and
    PostgreSQL plays again whoever comes second.
    """
    known = used(store, workspace_id, connection_id, list(free_at))
    rates = {
        name: Rate(id=f"{workspace_id}:{connection_id}:{name}", workspace_id=workspace_id, free_at=at)
        for name, at in free_at.items()
    }
    store.keep(*[one for name, one in rates.items() if name not in known])
    store.change_all([one for name, one in rates.items() if name in known], "free_at")


_FORGET = delete(Rate).where(col(Rate.workspace_id) == given("workspace"), col(Rate.free_at) <= given("before"))


def forget(store: Store, workspace_id: str, before: datetime) -> None:
    """Forget what was over `before` then: nothing is left of it."""
    store.run(_FORGET, {"workspace": workspace_id, "before": before})
