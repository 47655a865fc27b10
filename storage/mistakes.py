"""Answers that somebody said were wrong."""

from collections.abc import Sequence

from sqlmodel import col, func, select

from storage.store import Store, given
from storage.tables import Mistake, MistakeState

_OPEN = (
    select(Mistake)
    .where(Mistake.workspace_id == given("workspace"), Mistake.state == MistakeState.OPEN)
    .order_by(col(Mistake.day), col(Mistake.id))
    .limit(given("limit"))
)


def open_ones(store: Store, workspace_id: str, limit: int) -> Sequence[Mistake]:
    """Up to `limit` of those that nobody has settled, oldest first; of one day in the order of their ids, which is
    none.
    """
    return store.find(_OPEN, {"workspace": workspace_id, "limit": limit})


_COUNT_OPEN = select(func.count()).where(Mistake.workspace_id == given("workspace"), Mistake.state == MistakeState.OPEN)


def count_open(store: Store, workspace_id: str) -> int:
    """How many of them there are."""
    return store.first(_COUNT_OPEN, {"workspace": workspace_id}) or 0


_SAME = (
    select(Mistake.id)
    .where(
        Mistake.workspace_id == given("workspace"),
        Mistake.state == MistakeState.OPEN,
        Mistake.words == given("words"),
    )
    .limit(1)
)


def is_known(store: Store, workspace_id: str, words: str) -> bool:
    """Whether an open one is about a question in the same words."""
    return store.first(_SAME, {"workspace": workspace_id, "words": words}) is not None


_MISTAKE = select(Mistake).where(Mistake.workspace_id == given("workspace"), Mistake.id == given("mistake"))


def mistake(store: Store, workspace_id: str, mistake_id: str) -> Mistake | None:
    """One of them."""
    return store.first(_MISTAKE, {"workspace": workspace_id, "mistake": mistake_id})


_TRUE = (
    select(Mistake)
    .where(
        Mistake.workspace_id == given("workspace"),
        col(Mistake.state).in_([MistakeState.OPEN, MistakeState.MENDED]),
    )
    .order_by(col(Mistake.day), col(Mistake.id))
)


def true_ones(store: Store, workspace_id: str) -> Sequence[Mistake]:
    """All but those that were settled as no mistake, oldest first."""
    return store.find(_TRUE, {"workspace": workspace_id})
