"""What people asked the coach to remember; each question is about one person's own."""

from collections.abc import Sequence

from sqlmodel import col, delete, select

from storage.store import Store, given, given_list
from storage.tables import Memo, Person, beside_ids

_OF = (
    select(Memo)
    .where(beside_ids(Memo.workspace_id) == given("workspace"), Memo.person_id == given("person"))
    .order_by(col(Memo.said_at).desc(), col(Memo.id).desc())
)


def of(store: Store, person: Person) -> Sequence[Memo]:
    """What somebody asked to remember, the last first; there are few of them."""
    return store.find(_OF, {"workspace": person.workspace_id, "person": person.id})


_FORGET = delete(Memo).where(
    beside_ids(Memo.workspace_id) == given("workspace"), col(Memo.person_id).in_(given_list("people"))
)


def forget(store: Store, workspace_id: str, people: Sequence[str]) -> int:
    """Forget all that these people asked to remember; gives how much that was."""
    return store.run(_FORGET, {"workspace": workspace_id, "people": people})
