"""Questions about what was won, and who said well done."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, delete, select

from storage.store import Store, given, given_list
from storage.tables import Person, Praise, Win

_WIN = select(Win).where(Win.workspace_id == given("workspace"), Win.id == given("win"))


def win(store: Store, workspace_id: str, win_id: str) -> Win | None:
    """One win of the workspace."""
    return store.first(_WIN, {"workspace": workspace_id, "win": win_id})


_PRAISED = select(Praise).where(
    Praise.workspace_id == given("workspace"), Praise.win_id == given("win"), Praise.person_id == given("person")
)


def praised(store: Store, win: Win, person: Person) -> Praise | None:
    """Whether `person` has said well done for it."""
    return store.first(_PRAISED, {"workspace": win.workspace_id, "win": win.id, "person": person.id})


_PRAISE = (
    select(Praise.win_id, Person)
    .join(Person, col(Person.id) == Praise.person_id)
    .where(Praise.workspace_id == given("workspace"), col(Praise.win_id).in_(given_list("wins")))
    .order_by(col(Praise.said_at), col(Praise.id))
)


def praise(store: Store, workspace_id: str, win_ids: Sequence[str]) -> Mapping[str, Sequence[Person]]:
    """Who said well done for each of these wins, who said so first first; without the wins that nobody did for."""
    found: dict[str, list[Person]] = {}
    for win_id, person in store.find(_PRAISE, {"workspace": workspace_id, "wins": win_ids}):
        found.setdefault(win_id, []).append(person)
    return found


def forget(store: Store, win: Win) -> None:
    """Delete a win that was taken back, with what was said of it."""
    ours, one = win.workspace_id, win.id
    store.connection.execute(delete(Praise).where(col(Praise.workspace_id) == ours, col(Praise.win_id) == one))
    store.connection.execute(delete(Win).where(col(Win.workspace_id) == ours, col(Win.id) == one))
