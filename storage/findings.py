"""Questions about findings: which are accepted, and who is to be told of which."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, literal_column
from sqlmodel import col, exists, select, update

from storage.store import Store, given
from storage.tables import Acceptance, Person, Watch

_HOLDING = (
    select(Acceptance)
    .where(Acceptance.workspace_id == given("workspace"), col(Acceptance.until) >= given("day"))
    .order_by(col(Acceptance.until), col(Acceptance.id))
)


def accepted(store: Store, workspace_id: str, day: date) -> list[Acceptance]:
    """What is accepted through `day` or longer, what ends first at the top."""
    return store.find(_HOLDING, {"workspace": workspace_id, "day": day})


_ACCEPTANCE = select(Acceptance).where(
    Acceptance.workspace_id == given("workspace"), Acceptance.id == given("acceptance")
)


def acceptance(store: Store, workspace_id: str, acceptance_id: str) -> Acceptance | None:
    """One of them, whether it still holds or not."""
    return store.first(_ACCEPTANCE, {"workspace": workspace_id, "acceptance": acceptance_id})


_ABOUT = select(Acceptance).where(Acceptance.workspace_id == given("workspace"), Acceptance.about == given("about"))


def about(store: Store, workspace_id: str, about: str) -> Acceptance | None:
    """What was said of one finding, whether it still holds or not."""
    return store.first(_ABOUT, {"workspace": workspace_id, "about": about})


UNWATCHED: Sequence[ColumnElement[bool]] = (
    literal_column("person.is_strategy_owner"),
    # Every id is: said, so that the index of those who answer comes before any other of the workspace, whatever order
    # a database has made them in.
    col(Person.id) > "",
    col(Person.left_at).is_(None),
    ~exists().where(col(Watch.person_id) == Person.id),
)
"""Who answers for a strategy and for whom nothing is looked at yet; written out, so that the index of those is used."""

_DUE = (
    select(Watch, Person)
    .join(Person, col(Person.id) == Watch.person_id)
    .where(Watch.workspace_id == given("workspace"), col(Watch.next_at) <= given("now"))
    .order_by(col(Watch.next_at), col(Watch.id))
    .limit(given("limit"))
)


def watches_due(store: Store, workspace_id: str, now: datetime, limit: int) -> list[tuple[Watch, Person]]:
    """Up to `limit` of those for whom it is to be looked now, the longest due first; some may have left since."""
    wanted = {"workspace": workspace_id, "now": now, "limit": limit}
    return [(watch, person) for watch, person in store.find(_DUE, wanted)]


_WATCHES = select(Watch).where(Watch.workspace_id == given("workspace")).order_by(col(Watch.next_at), col(Watch.id))


def watches(store: Store, workspace_id: str) -> list[Watch]:
    """Everybody's, a few at most."""
    return store.find(_WATCHES, {"workspace": workspace_id})


_UNWATCHED = (
    select(Person)
    .where(Person.workspace_id == given("workspace"), *UNWATCHED)
    .order_by(col(Person.id))
    .limit(given("limit"))
)


def unwatched(store: Store, workspace_id: str, limit: int) -> list[Person]:
    """Up to `limit` of those who answer for the strategy and for whom nothing is looked at yet."""
    return store.find(_UNWATCHED, {"workspace": workspace_id, "limit": limit})


_WAKE = update(Watch).where(col(Watch.workspace_id) == given("workspace")).values(next_at=given("at"))


def wake(store: Store, workspace_id: str, at: datetime) -> None:
    """It is looked again at `at`, for everybody who is told."""
    store.run(_WAKE, {"workspace": workspace_id, "at": at})
