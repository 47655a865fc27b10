"""Questions about what stops people, and who can help."""

from sqlmodel import col, delete, select

from storage.store import Store, given
from storage.tables import Blocker, Hand, Person

_OPEN_OF = (
    select(Blocker)
    .where(
        Blocker.workspace_id == given("workspace"),
        Blocker.person_id == given("person"),
        col(Blocker.cleared_at).is_(None),
    )
    .order_by(col(Blocker.raised_at), col(Blocker.id))
)


def open_of(store: Store, person: Person) -> list[Blocker]:
    """What stops `person` and is not cleared, oldest first."""
    return store.find(_OPEN_OF, {"workspace": person.workspace_id, "person": person.id})


_HANDS = (
    select(Person)
    .join(Hand, col(Hand.person_id) == Person.id)
    .where(Hand.workspace_id == given("workspace"), Hand.blocker_id == given("blocker"))
    .order_by(col(Hand.offered_at), col(Hand.id))
)


def helpers(store: Store, blocker: Blocker) -> list[Person]:
    """Who can help with it, who said so first first."""
    return store.find(_HANDS, {"workspace": blocker.workspace_id, "blocker": blocker.id})


def forget(store: Store, blocker: Blocker) -> None:
    """Delete a blocker that was taken back, with the hands that were offered."""
    ours, one = blocker.workspace_id, blocker.id
    store.connection.execute(delete(Hand).where(col(Hand.workspace_id) == ours, col(Hand.blocker_id) == one))
    store.connection.execute(delete(Blocker).where(col(Blocker.workspace_id) == ours, col(Blocker.id) == one))
