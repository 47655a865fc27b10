"""The example organisation: an invented one, written to a store from examples/morrow."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from random import Random

from bot import script
from bot.company import Example
from bot.script import FOLDER, HISTORY, SEED, TODAY, morning
from handlers.editions import load
from handlers.people import take_in
from handlers.turn import Moment
from score import hours
from score.cadence import slot
from score.language import ScoreFile, read
from score.roster import Roster
from storage import people, scores
from storage.store import Store
from storage.tables import Connection, Door, Person, QuestionKind, Reading, Team, TeamQuestion, Wording, Workspace

__all__ = ["FOLDER", "HISTORY", "SEED", "TODAY", "Example", "digest_hour", "make", "morning", "set_up"]

SCORE_LOADED = datetime(2027, 2, 23, 7, tzinfo=UTC)
"""Two hours before the first prompts of the first of those days."""


def digest_hour(day: date) -> datetime:
    """The instant at which the example's teams get the digest of a day."""
    at = slot(day, Team.model_fields["digest_at"].default, script.people().defaults.zone or "UTC")
    assert at is not None, "half past four is never in a gap of the clock"
    return at


def make(store: Store, door: Door, chance: Random) -> Example:
    """Write the organisation: its people, their accounts and places on one door, its teams, and its score."""
    now = Moment(SCORE_LOADED, chance)
    made = set_up(now, store, door, script.organisation()["name"], script.people(), _score())
    store.change(made.workspace, example=True)
    store.keep(*_own_questions(now, people.teams(store, made.workspace.id)))
    edition = scores.current(store, made.workspace.id)
    if edition is not None:
        persons = {person.handle: person for person in people.everybody(store, made.workspace.id)}
        store.keep(*_readings(now, scores.wordings(store, made.workspace.id, edition.id), persons))
    return made


def set_up(now: Moment, store: Store, door: Door, name: str, roster: Roster, score_file: ScoreFile) -> Example:
    """Write an organisation that plays on one door: its people and teams, and its score.

    Raises ScoreProblems with what does not fit together.
    """
    workspace = Workspace(id=now.id(), name=name, created_at=now.at)
    connection = Connection(id=now.id(), workspace_id=workspace.id, door=door, external_id="demo")
    store.keep(workspace, connection)
    take_in(now, store, workspace.id, roster)
    load(now, store, workspace.id, score_file)
    return Example(workspace, connection)


def _own_questions(now: Moment, teams: Iterable[Team]) -> Iterator[TeamQuestion]:
    """What teams ask besides ours, set on the day on which the score was loaded."""
    for team in teams:
        for place, said in enumerate(script.organisation()["team_questions"].get(team.handle, ())):
            id = now.id()
            yield TeamQuestion(
                id=id,
                workspace_id=team.workspace_id,
                team_id=team.id,
                first_id=id,
                position=place,
                words=said["asks"],
                kind=QuestionKind(said["kind"]),
                days=hours.days(said["days"]) or 0,
                changed_at=now.at,
            )


def _readings(now: Moment, lines: Iterable[Wording], persons: Mapping[str, Person]) -> Iterator[Reading]:
    """What the measures were before the demo begins."""
    line_ids = {line.address: line.line_id for line in lines}
    for address, said in script.organisation()["readings"].items():
        by = persons[said["said_by"]]
        for day, value in ((day, value) for day, value in said.items() if day != "said_by"):
            at = slot(day, 960, by.time_zone)
            assert at is not None, "four in the afternoon is never in a gap of the clock"
            yield Reading(
                id=now.id(),
                workspace_id=by.workspace_id,
                line_id=line_ids[address],
                day=day,
                value=value,
                said_by=by.id,
                said_at=at,
            )


def _score() -> ScoreFile:
    return read((FOLDER / "score.yml").read_bytes(), "score.yml")
