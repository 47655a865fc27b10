"""Questions about lines that pull against each other, and what people said of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from storage.store import Store, given, given_list
from storage.tables import Person, Report, Tension, beside_ids

_TENSION = select(Tension).where(
    Tension.workspace_id == given("workspace"), Tension.one_id == given("one"), Tension.other_id == given("other")
)


def between(store: Store, workspace_id: str, one: str, other: str) -> Tension | None:
    """What is kept of two lines, by their ids, the smaller one first."""
    return store.first(_TENSION, {"workspace": workspace_id, "one": one, "other": other})


_EVERY = select(Tension).where(Tension.workspace_id == given("workspace")).order_by(col(Tension.id))


def every(store: Store, workspace_id: str) -> list[Tension]:
    """All that was ever reported or taken up, the first one first."""
    return store.find(_EVERY, {"workspace": workspace_id})


_REPORTS = (
    select(Report, Person)
    .join(Person, col(Person.id) == Report.person_id)
    .where(beside_ids(Report.workspace_id) == given("workspace"), col(Report.tension_id).in_(given_list("tensions")))
    .order_by(col(Report.id))
)


def reports(store: Store, workspace_id: str, tension_ids: Sequence[str]) -> list[tuple[Report, Person]]:
    """What people said of these, and who did, whether or not by their name; the first one first."""
    return store.find(_REPORTS, {"workspace": workspace_id, "tensions": tension_ids}) if tension_ids else []


_REPORT_OF = select(Report).where(
    Report.workspace_id == given("workspace"),
    Report.tension_id == given("tension"),
    Report.person_id == given("person"),
)


def report_of(store: Store, person: Person, tension: Tension) -> Report | None:
    """What one person said of it."""
    wanted = {"workspace": person.workspace_id, "tension": tension.id, "person": person.id}
    return store.first(_REPORT_OF, wanted)


_DUE = (
    select(Tension)
    .where(
        Tension.workspace_id == given("workspace"),
        col(Tension.ask_at).is_not(None),
        col(Tension.ask_at) <= given("now"),
    )
    .order_by(col(Tension.ask_at), col(Tension.id))
    .limit(given("limit"))
)


def due(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Tension]:
    """Up to `limit` of those whose owners are to be asked whether it still pulls, the earliest first."""
    return store.find(_DUE, {"workspace": workspace_id, "now": now, "limit": limit})
