"""What the model is asked, until its answer is shown: then it is erased, and so is what nobody answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from storage.store import Store, given
from storage.tables import Ask, AskState, Person

_RUNNING = (
    select(Ask.id)
    .where(
        Ask.workspace_id == given("workspace"),
        Ask.person_id == given("person"),
        col(Ask.state).in_((AskState.WAITING, AskState.STOPPED)),
        col(Ask.deadline) > given("now"),
    )
    .limit(1)
)


def is_asking(store: Store, person: Person, now: datetime) -> bool:
    """Whether a question of the person is with the model at this instant, whether they wait for it or not."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "now": now}
    return store.first(_RUNNING, wanted) is not None


_ASK = select(Ask).where(Ask.workspace_id == given("workspace"), Ask.id == given("ask"))


def ask(store: Store, workspace_id: str, ask_id: str) -> Ask | None:
    """An ask that is not erased yet."""
    return store.first(_ASK, {"workspace": workspace_id, "ask": ask_id})


def stop(store: Store, asked: Ask) -> None:
    """Nobody waits for it. Its request may be open still: until that is over, it stands for one question of theirs,
    without a word of it.
    """
    store.change(asked, state=AskState.STOPPED, values={}, about={})


_OVERDUE = (
    select(Ask)
    .where(Ask.workspace_id == given("workspace"), col(Ask.deadline) <= given("now"))
    .order_by(col(Ask.deadline), col(Ask.id))
    .limit(given("limit"))
)


def overdue(store: Store, workspace_id: str, now: datetime, limit: int) -> Sequence[Ask]:
    """Those whose day is over: nobody answers them any more, or what was answered was to be looked at until then."""
    return store.find(_OVERDUE, {"workspace": workspace_id, "now": now, "limit": limit})
