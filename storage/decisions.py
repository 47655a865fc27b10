"""Questions about what teams answered when a line was untouched."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from storage.store import Store, given
from storage.tables import LineAnswer, Person, Team

_DECISION = select(LineAnswer).where(LineAnswer.workspace_id == given("workspace"), LineAnswer.id == given("decision"))


def decision(store: Store, workspace_id: str, decision_id: str) -> LineAnswer | None:
    """One decision of the workspace."""
    return store.first(_DECISION, {"workspace": workspace_id, "decision": decision_id})


_OF_LINE = (
    select(LineAnswer)
    .where(
        LineAnswer.workspace_id == given("workspace"),
        LineAnswer.team_id == given("team"),
        LineAnswer.line_id == given("line"),
        col(LineAnswer.day) >= given("since"),
    )
    .order_by(col(LineAnswer.said_at).desc(), col(LineAnswer.id).desc())
)


def of_line(store: Store, team: Team, line_id: str, since: date) -> list[LineAnswer]:
    """What the team has answered for one line since a local day, the last one first."""
    wanted = {"workspace": team.workspace_id, "team": team.id, "line": line_id, "since": since}
    return store.find(_OF_LINE, wanted)


_LOG = (
    select(LineAnswer, Person)
    .join(Person, col(Person.id) == LineAnswer.person_id)
    .where(LineAnswer.workspace_id == given("workspace"), LineAnswer.team_id == given("team"))
    .order_by(col(LineAnswer.said_at).desc(), col(LineAnswer.id).desc())
)
_SINCE = _LOG.where(col(LineAnswer.day).between(given("first"), given("last")))
_PAGE = _LOG.offset(given("skip")).limit(given("limit"))


def between(store: Store, team: Team, first: date, last: date) -> list[tuple[LineAnswer, Person]]:
    """What the team has answered from `first` to `last`, both included, and who did, the last one first."""
    wanted = {"workspace": team.workspace_id, "team": team.id, "first": first, "last": last}
    return [(decision, person) for decision, person in store.find(_SINCE, wanted)]


def log(store: Store, team: Team, skip: int, limit: int) -> Sequence[tuple[LineAnswer, Person]]:
    """Up to `limit` of all that the team has ever answered, the last ones first, after the first `skip` of them."""
    wanted = {"workspace": team.workspace_id, "team": team.id, "skip": skip, "limit": limit}
    return [(decision, person) for decision, person in store.find(_PAGE, wanted)]


_COUNT = (
    select(func.count())
    .select_from(LineAnswer)
    .where(LineAnswer.workspace_id == given("workspace"), LineAnswer.team_id == given("team"))
)


def count(store: Store, team: Team) -> int:
    """How often the team has answered for a line."""
    return store.first(_COUNT, {"workspace": team.workspace_id, "team": team.id}) or 0
