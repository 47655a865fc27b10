"""Questions about how much of the model may be used on a day still: by a person, and by their workspace."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, delete, select, update

from storage.store import Store, given, given_list
from storage.tables import Person, Spent, beside_ids

KEPT_FOR = timedelta(days=2)
"""How long it is known what was used; no day is anybody's present one any more then, in whatever zone."""


@dataclass(frozen=True)
class Budget:
    """How much may be used on a day: questions by each person, and tokens by all of a workspace together."""

    questions: int
    tokens: int


_USED = select(Spent.id, col(Spent.used)).where(
    beside_ids(Spent.workspace_id) == given("workspace"), col(Spent.id).in_(given_list("ids"))
)


def has_room(store: Store, person: Person, day: date, at: datetime, budget: Budget) -> bool:
    """Whether the model may be asked by `person`, on their local `day`, at that instant.

    Who counts a question asks this in the same transaction: of two at once the second one has no room then.
    """
    asked, spent = _of(person.workspace_id, person.id, day), _of(person.workspace_id, None, at.date())
    found = dict(store.find(_USED, {"workspace": person.workspace_id, "ids": [asked, spent]}))
    return found.get(asked, 0) < budget.questions and found.get(spent, 0) < budget.tokens


def ask(store: Store, person: Person, day: date) -> None:
    """Count a question of `person` that goes to the model on their local `day`, whatever becomes of it."""
    _use(store, person.workspace_id, person.id, day, 1)


def spend(store: Store, workspace_id: str, at: datetime, tokens: int) -> None:
    """Count tokens that an answer took, or that were lost on one, at that instant."""
    _use(store, workspace_id, None, at.date(), tokens)


_MORE = (
    update(Spent)
    .where(beside_ids(Spent.workspace_id) == given("workspace"), col(Spent.id) == given("of"))
    .values(used=Spent.used + given("more"))
)


def _use(store: Store, workspace_id: str, person_id: str | None, day: date, more: int) -> None:
    """Who finds nothing to add to makes it; of two at once on PostgreSQL the second one plays again."""
    spent_id = _of(workspace_id, person_id, day)
    if not store.run(_MORE, {"workspace": workspace_id, "of": spent_id, "more": more}):
        store.keep(Spent(id=spent_id, workspace_id=workspace_id, person_id=person_id, day=day, used=more))


def _of(workspace_id: str, person_id: str | None, day: date) -> str:
    return f"{workspace_id}:{person_id or ''}:{day.isoformat()}"


_OVER = (
    select(Spent.id)
    .where(Spent.workspace_id == given("workspace"), col(Spent.day) <= given("until"))
    .order_by(col(Spent.day))
    .limit(given("limit"))
)
_FORGET = delete(Spent).where(
    beside_ids(Spent.workspace_id) == given("workspace"), col(Spent.id).in_(given_list("ids"))
)


def forget(store: Store, workspace_id: str, now: datetime, limit: int) -> int:
    """Forget up to `limit` of what was used on days that are over for everybody; gives how many."""
    wanted = {"workspace": workspace_id, "until": (now - KEPT_FOR).date(), "limit": limit}
    ids = store.find(_OVER, wanted)
    return store.run(_FORGET, {"workspace": workspace_id, "ids": ids}) if ids else 0
