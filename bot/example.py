"""The example organisation: an invented one, made from examples/morrow with a fixed seed, played in by real turns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bot.conductor import Conductor
from bot.outbox import Outbox
from bot.ports import MovedClock
from handlers.people import take_in
from handlers.score import load
from handlers.turn import Arrival, Moment
from score import roster
from score.cadence import slot
from score.language import ScoreFile, read
from score.roster import Roster
from storage import checkins, people, scores, team_questions
from storage.store import Store
from storage.tables import (
    Connection,
    Door,
    Person,
    QuestionKind,
    Reading,
    Role,
    Task,
    Team,
    TeamQuestion,
    Tie,
    TieState,
    Wording,
    Workspace,
)

FOLDER = Path(__file__).parents[1] / "examples" / "morrow"
SEED = 1874
TODAY = date(2027, 3, 9)
HISTORY = 10
"""Working days that were played before the demo begins."""

SCORE_LOADED = datetime(2027, 2, 22, 7, tzinfo=UTC)
"""Before the first of those days."""


@dataclass(frozen=True)
class Example:
    """The example as the demo needs it."""

    workspace: Workspace
    connection: Connection


def morning(day: date = TODAY) -> datetime:
    """The instant at which everybody in the example is asked."""
    at = slot(day, 540, _roster().defaults.zone or "UTC")
    assert at is not None, "nine in the morning is never in a gap of the clock"
    return at


def digest_hour(day: date) -> datetime:
    """The instant at which the example's teams get the digest of a day."""
    at = slot(day, Team.model_fields["digest_at"].default, _roster().defaults.zone or "UTC")
    assert at is not None, "half past four is never in a gap of the clock"
    return at


@cache
def _organisation() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load((FOLDER / "organisation.yml").read_text("utf-8"))
    return read


def make(store: Store, door: Door, chance: Random) -> Example:
    """Write the organisation: its people, their accounts and places on one door, its teams, and its score."""
    name = _organisation()["name"]
    now = Moment(SCORE_LOADED, chance)
    made = set_up(now, store, door, name, _roster(), _score())
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
        for place, said in enumerate(_organisation()["team_questions"].get(team.handle, ())):
            id = now.id()
            yield TeamQuestion(
                id=id,
                workspace_id=team.workspace_id,
                team_id=team.id,
                first_id=id,
                position=place,
                words=said["asks"],
                kind=QuestionKind(said["kind"]),
                days=roster.days(said["days"]) or 0,
                changed_at=now.at,
            )


def _readings(now: Moment, lines: Iterable[Wording], persons: Mapping[str, Person]) -> Iterator[Reading]:
    """What the measures were before the demo begins."""
    line_ids = {line.address: line.line_id for line in lines}
    for address, said in _organisation()["readings"].items():
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


@cache
def _roster() -> Roster:
    return roster.read((FOLDER / "people.yml").read_bytes(), "people.yml")


def _score() -> ScoreFile:
    return read((FOLDER / "score.yml").read_bytes(), "score.yml")


async def play_history(example: Example, conductor: Conductor, outbox: Outbox, clock: MovedClock) -> None:
    """Play the working days before the demo: prompts, check-ins, ties confirmed, tasks done."""
    chance = Random(SEED)  # noqa: S311 - an invented history, the same each time
    for played in _days():
        await _play_day(example, conductor, outbox, clock, played, chance)


def _days() -> list[date]:
    """The working days before today, oldest first."""
    past = (TODAY - timedelta(days=ago) for ago in range(HISTORY * 2, 0, -1))
    return [day for day in past if day.weekday() < 5][-HISTORY:]


async def _play_day(
    example: Example, conductor: Conductor, outbox: Outbox, clock: MovedClock, day: date, chance: Random
) -> None:
    clock.move_to(morning(day))
    await conductor.tick()
    await outbox.serve(example.workspace.id)
    asked = [
        one
        for one in await conductor.database.read(lambda store: people.everybody(store, example.workspace.id))
        if one.asked_for == day
    ]
    for n, person in enumerate(asked):
        clock.move_to(morning(day) + timedelta(minutes=3 * n + chance.randrange(3)))
        # Nobody hands in every day but those some of whose days are written down.
        if chance.random() < 0.9 or person.handle in _organisation()["written"]:
            await _hand_in(example, conductor, person, day, chance)
    await outbox.serve(example.workspace.id)
    clock.move_to(digest_hour(day))
    await conductor.tick()
    await outbox.serve(example.workspace.id)


async def _hand_in(example: Example, conductor: Conductor, person: Person, day: date, chance: Random) -> None:
    before = await conductor.database.read(lambda store: _earlier(store, person, day))
    fields = {"day": day.isoformat(), "confidence": str(chance.choice([2, 3, 3, 4, 4, 4, 5]))}
    organisation = _organisation()
    written = organisation["written"].get(person.handle, {}).get(day.isoformat())
    outcomes = ["done"] if written else ["done", "done", "done", "carried", "dropped"]
    marks = [(task, chance.choice(outcomes)) for task in before]
    fields |= {f"mark-{task.id}": said for task, said in marks}
    room = 3 - sum(said == "carried" for _, said in marks)
    meant = written or _tasks(person, chance, room)
    fields |= {f"task{n}": words for n, words in enumerate(meant, 1)}
    if chance.random() < 0.08:
        fields |= {"blocker": _said(chance, organisation, "blockers"), "tell": "yes"}
    if chance.random() < 0.1:
        fields["win"] = _said(chance, organisation, "wins")
    fields |= await conductor.database.read(lambda store: _answers(store, person, day))
    key = f"example:{person.handle}:{day.isoformat()}"
    await conductor.play(_arrival(example, person, key, "checkin.hand_in", fields=fields))
    for n, (task, tie) in enumerate(await conductor.database.read(lambda store: _of_day(store, person, day))):
        address = meant.get(task.words)
        if address and (written or chance.random() < 0.7):
            await _tie(example, conductor, person, f"{key}:{n}", task, tie, address)


def _answers(store: Store, person: Person, day: date) -> dict[str, str]:
    """What somebody says to the questions of their team; most of them most of the time."""
    chance = Random(f"{SEED}:{person.handle}:{day.isoformat()}")  # noqa: S311 - the same each time
    said = {one["asks"]: one["says"] for those in _organisation()["team_questions"].values() for one in those}
    return {
        f"q-{question.id}": chance.choice(said[question.words])
        for question, _ in team_questions.asked_of(store, person)
        if question.days >> day.weekday() & 1 and chance.random() < 0.9
    }


async def _tie(
    example: Example, conductor: Conductor, person: Person, key: str, task: Task, tie: Tie | None, address: str
) -> None:
    """Confirm the line if it is the one that was meant, else choose that one."""
    line = await conductor.database.read(lambda store: _line(store, person, address))
    if tie is not None and tie.state is TieState.SUGGESTED and tie.line_id == line:
        await conductor.play(_arrival(example, person, key, "ties.settle", value=f"{task.id} right"))
    else:
        said = {"task": task.id, "line": address}
        await conductor.play(_arrival(example, person, key, "ties.pick", fields=said))


def _line(store: Store, person: Person, address: str) -> str | None:
    edition = scores.current(store, person.workspace_id)
    lines = scores.wordings(store, person.workspace_id, edition.id) if edition else []
    return next((line.line_id for line in lines if line.address == address), None)


def _earlier(store: Store, person: Person, day: date) -> list[Task]:
    before = checkins.last_before(store, person, day)
    return [task for task, _ in checkins.tasks_of(store, before)] if before else []


def _of_day(store: Store, person: Person, day: date) -> list[tuple[Task, Tie | None]]:
    checkin = checkins.of_day(store, person, day)
    return checkins.tasks_of(store, checkin) if checkin else []


def _tasks(person: Person, chance: Random, room: int) -> dict[str, str]:
    """What somebody means to do, each with the address of the line that is meant; empty for whirlwind."""
    organisation = _organisation()
    near = _lines_near(person, organisation)
    tasks: dict[str, str] = {}
    for _ in range(chance.randint(min(1, room), room) if room else 0):
        line = chance.choice(near) if near and chance.random() > 0.3 else ""
        said = chance.choice(organisation["tasks"][line] if line else organisation["whirlwind"])
        tasks[_filled(chance, organisation, said)] = line
    return tasks


def _lines_near(person: Person, organisation: Mapping[str, Any]) -> list[str]:
    working = (Role.MANAGER, Role.MEMBER)
    parts = {
        team.part for team in _roster().teams if any(person.handle in team.people.get(role, ()) for role in working)
    }
    # The test bakery has been left alone for a while: the demo shows what an untouched line looks like.
    return [line for line in organisation["tasks"] if line.split("/")[0] in parts and line != "service/P-3"]


def _said(chance: Random, organisation: Mapping[str, Any], kind: str) -> str:
    return _filled(chance, organisation, chance.choice(organisation[kind]))


def _filled(chance: Random, organisation: Mapping[str, Any], words: str) -> str:
    return words.replace("{place}", chance.choice(organisation["places"]))


def _arrival(
    example: Example, person: Person, key: str, action: str, *, value: str = "", fields: Mapping[str, str] | None = None
) -> Arrival:
    return Arrival(key, example.connection.id, person.handle, person.handle, action, value=value, fields=fields or {})
