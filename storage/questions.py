"""What the coach asks the memory to answer a question, and the questions that the score could not answer."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, func, select

from storage.crossings import STILL_MEANT
from storage.store import Store, given, given_list
from storage.tables import (
    Measure,
    Person,
    Reading,
    Silence,
    SilenceState,
    Task,
    Team,
    TeamDay,
    Tie,
    TieState,
    Verdict,
    beside_ids,
)

COUNTS = [state for state in TieState if state.counts]

_MEASURES = select(Measure).where(
    Measure.workspace_id == given("workspace"),
    Measure.edition_id == given("edition"),
    col(Measure.line_id).in_(given_list("lines")),
)


def measures(store: Store, workspace_id: str, edition_id: str, line_ids: Sequence[str]) -> list[Measure]:
    """The numbers behind these lines of kind measure, as an edition has them, in the order of `line_ids`."""
    found = store.find(_MEASURES, {"workspace": workspace_id, "edition": edition_id, "lines": line_ids})
    return sorted(found, key=lambda measure: line_ids.index(measure.line_id))


_LATEST = (
    select(Reading)
    .where(Reading.workspace_id == given("workspace"), Reading.line_id == given("line"), Reading.day <= given("day"))
    .order_by(col(Reading.day).desc())
    .limit(1)
)


def latest_reading(store: Store, workspace_id: str, line_id: str, day: date) -> Reading | None:
    """The last value of a measure that was read until `day`."""
    return store.first(_LATEST, {"workspace": workspace_id, "line": line_id, "day": day})


_TASKS_ON = (
    select(func.count(func.distinct(Task.id)))
    .join(Tie, col(Tie.task_id) == Task.id)
    .join(TeamDay, col(TeamDay.checkin_id) == Task.checkin_id)
    .where(
        TeamDay.workspace_id == given("workspace"),
        col(TeamDay.team_id).in_(given_list("teams")),
        col(TeamDay.local_date).between(given("first"), given("last")),
        Tie.line_id == given("line"),
        col(Tie.state).in_(COUNTS),
        STILL_MEANT,
    )
)


def tasks_on(store: Store, workspace_id: str, teams: Sequence[Team], line_id: str, first: date, last: date) -> int:
    """How many tasks of `teams` played from a line from `first` to `last`, both included."""
    wanted = {
        "workspace": workspace_id,
        "teams": [team.id for team in teams],
        "line": line_id,
        "first": first,
        "last": last,
    }
    return store.first(_TASKS_ON, wanted) or 0


_OPEN = (
    select(Silence)
    .where(Silence.workspace_id == given("workspace"), Silence.state == SilenceState.OPEN)
    .order_by(col(Silence.day), col(Silence.id))
    .limit(given("limit"))
)


def open_silences(store: Store, workspace_id: str, limit: int) -> list[Silence]:
    """Up to `limit` questions that the score could not answer and nobody has settled, oldest first.

    Those of one day come in the order of their ids, which is none: not in that in which they were asked.
    """
    return store.find(_OPEN, {"workspace": workspace_id, "limit": limit})


_COUNT_OPEN = select(func.count()).where(Silence.workspace_id == given("workspace"), Silence.state == SilenceState.OPEN)


def count_open_silences(store: Store, workspace_id: str) -> int:
    """How many of them there are."""
    return store.first(_COUNT_OPEN, {"workspace": workspace_id}) or 0


_SAME = select(Silence).where(
    Silence.workspace_id == given("workspace"), Silence.state == SilenceState.OPEN, Silence.words == given("words")
)


def same_silence(store: Store, workspace_id: str, words: str) -> Silence | None:
    """The open question in the same words."""
    return store.first(_SAME, {"workspace": workspace_id, "words": words})


_SILENCE = select(Silence).where(Silence.workspace_id == given("workspace"), Silence.id == given("silence"))


def silence(store: Store, workspace_id: str, silence_id: str) -> Silence | None:
    """One question that the score could not answer."""
    return store.first(_SILENCE, {"workspace": workspace_id, "silence": silence_id})


_SILENCES = select(Silence).where(
    beside_ids(Silence.workspace_id) == given("workspace"), col(Silence.id).in_(given_list("silences"))
)


def silences(store: Store, workspace_id: str, silence_ids: Sequence[str]) -> list[Silence]:
    """Those of these questions that are there, in no order."""
    return store.find(_SILENCES, {"workspace": workspace_id, "silences": silence_ids})


_VERDICT = select(Verdict).where(Verdict.workspace_id == given("workspace"), Verdict.line_id == given("line"))


def verdict(store: Store, workspace_id: str, line_id: str) -> Verdict | None:
    """What was said of the answers on one line."""
    return store.first(_VERDICT, {"workspace": workspace_id, "line": line_id})


_VERDICTS = (
    select(Verdict)
    .where(Verdict.workspace_id == given("workspace"), Verdict.said > 0)
    .order_by(col(Verdict.said).desc())
    .limit(given("limit"))
)


def verdicts(store: Store, workspace_id: str, limit: int) -> list[Verdict]:
    """Up to `limit` of those of which something can be shown, those of which most was said first."""
    return store.find(_VERDICTS, {"workspace": workspace_id, "limit": limit})


_NAMES = (
    select(Person.id, Person.handle, Person.name)
    .where(Person.workspace_id == given("workspace"), col(Person.left_at).is_(None))
    .order_by(col(Person.handle))
)


def names(store: Store, workspace_id: str) -> list[tuple[str, str, str]]:
    """The id, handle and name of everybody who has not left."""
    return list(store.find(_NAMES, {"workspace": workspace_id}))


_NAMES_EVER = (
    select(Person.id, Person.handle, Person.name)
    .where(Person.workspace_id == given("workspace"))
    .order_by(col(Person.handle))
)


def names_ever(store: Store, workspace_id: str) -> list[tuple[str, str, str]]:
    """The same of everybody who was ever here and is known still."""
    return list(store.find(_NAMES_EVER, {"workspace": workspace_id}))
