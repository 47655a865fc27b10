"""Questions about what speaks for conditions and against them, and what is said of them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import col, select

from storage.store import Store, given, given_list
from storage.tables import Evidence, EvidenceSide, Holding, HoldingState, Person, beside_ids

_COUNTS = (
    select(Evidence.side, func.count())
    .where(
        Evidence.workspace_id == given("workspace"),
        Evidence.line_id == given("line"),
        col(Evidence.said_at) > given("after"),
    )
    .group_by(col(Evidence.side))
)


def counts(store: Store, workspace_id: str, line_id: str, after: datetime) -> dict[EvidenceSide, int]:
    """How much speaks for a condition and against it that came in after an instant."""
    found = store.find(_COUNTS, {"workspace": workspace_id, "line": line_id, "after": after})
    return {EvidenceSide(side): count for side, count in found}


_LATEST = (
    select(Evidence)
    .where(
        Evidence.workspace_id == given("workspace"),
        Evidence.line_id == given("line"),
        Evidence.side == given("side"),
    )
    .order_by(col(Evidence.said_at).desc(), col(Evidence.id).desc())
    .limit(1)
)


def latest(store: Store, workspace_id: str, line_id: str, side: EvidenceSide) -> Evidence | None:
    """What was said last for a condition, or against it."""
    return store.first(_LATEST, {"workspace": workspace_id, "line": line_id, "side": side})


_OF_LINE = (
    select(Evidence)
    .where(Evidence.workspace_id == given("workspace"), Evidence.line_id == given("line"))
    .order_by(col(Evidence.said_at).desc(), col(Evidence.id).desc())
    .limit(given("limit"))
    .offset(given("skip"))
)


def of_line(store: Store, workspace_id: str, line_id: str, limit: int, skip: int) -> list[Evidence]:
    """Up to `limit` of what was said of a condition, the last first, without the first `skip`."""
    return store.find(_OF_LINE, {"workspace": workspace_id, "line": line_id, "limit": limit, "skip": skip})


_COMES_FROM = select(Evidence).where(
    Evidence.workspace_id == given("workspace"), Evidence.line_id == given("line"), Evidence.of_id == given("of")
)


def comes_from(store: Store, workspace_id: str, line_id: str, of_id: str) -> Evidence | None:
    """What was said of a condition from one task, blocker, win or remark."""
    return store.first(_COMES_FROM, {"workspace": workspace_id, "line": line_id, "of": of_id})


_COUNT_ON = (
    select(func.count())
    .select_from(Evidence)
    .where(
        Evidence.workspace_id == given("workspace"),
        Evidence.person_id == given("person"),
        Evidence.line_id == given("line"),
        Evidence.day == given("day"),
    )
)


def count_on(store: Store, person: Person, line_id: str, day: date) -> int:
    """How much `person` said of a condition on a day in UTC."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "line": line_id, "day": day}
    return store.first(_COUNT_ON, wanted) or 0


_HOLDINGS = (
    select(Holding)
    .where(beside_ids(Holding.workspace_id) == given("workspace"), col(Holding.line_id).in_(given_list("lines")))
    .order_by(col(Holding.said_at), col(Holding.id))
)


def standing(store: Store, workspace_id: str, line_ids: Sequence[str]) -> dict[str, Holding]:
    """What stands of these conditions, by their ids: what was said of each last."""
    found = store.find(_HOLDINGS, {"workspace": workspace_id, "lines": line_ids})
    return {one.line_id: one for one in found}


_SETTLED = (
    select(Holding)
    .where(
        Holding.workspace_id == given("workspace"),
        Holding.line_id == given("line"),
        col(Holding.state).in_([HoldingState.HOLDS, HoldingState.BROKEN]),
    )
    .order_by(col(Holding.said_at).desc(), col(Holding.id).desc())
    .limit(1)
)


def settled(store: Store, workspace_id: str, line_id: str) -> Holding | None:
    """What was said last of a condition that settles whether it holds."""
    return store.first(_SETTLED, {"workspace": workspace_id, "line": line_id})


_HOLDING = select(Holding).where(Holding.workspace_id == given("workspace"), Holding.id == given("holding"))


def holding(store: Store, workspace_id: str, holding_id: str) -> Holding | None:
    """One thing that was said of a condition."""
    return store.first(_HOLDING, {"workspace": workspace_id, "holding": holding_id})


_SAID_BY = (
    select(Evidence)
    .where(Evidence.workspace_id == given("workspace"), Evidence.person_id == given("person"))
    .order_by(col(Evidence.said_at), col(Evidence.id))
)


def said_by(store: Store, person: Person) -> list[Evidence]:
    """All that `person` said of any condition, the oldest first."""
    return store.find(_SAID_BY, {"workspace": person.workspace_id, "person": person.id})
