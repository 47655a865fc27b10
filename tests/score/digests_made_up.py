"""A made-up organisation of 200 people in 20 teams and 60 days, written straight to the tables, the same each time.

People live in several zones, some join and some leave half-way, some are in two teams, some are away or waive a day;
check-ins come late, ties are of every kind, blockers are told or not, and are cleared or stay. Some tasks are dropped,
some are stopped or taken by others, and some of those are done all the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from storage.tables import (
    Blocker,
    CheckIn,
    CheckInState,
    Crossing,
    CrossingState,
    DueDay,
    Edition,
    Line,
    LineKind,
    LineState,
    Noun,
    Part,
    PartKind,
    Person,
    Task,
    TaskState,
    Team,
    TeamDay,
    Tie,
    TieState,
    Win,
    Wording,
    Workspace,
)

PEOPLE, TEAMS, DAYS = 200, 20, 60
FIRST = date(2027, 3, 1)
"""A Monday; the clocks of Europe change on the 28th, those of New York on the 14th, those of Auckland on 4 April."""

ZONES = ("Europe/Dublin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
WEEKS = (0b0011111, 0b0011111, 0b0011111, 0b1001111)
BEGAN = datetime(2027, 2, 1, tzinfo=UTC)
OURS = "ours"


@dataclass
class MadeUp:
    """The nouns, and who was away on which days."""

    nouns: list[Noun] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    away: set[tuple[str, date]] = field(default_factory=set)


def make(seed: int = 20, *, people: int = PEOPLE, teams: int = TEAMS, days: int = DAYS) -> MadeUp:
    """The organisation."""
    chance, made = Random(seed), MadeUp()
    made.nouns += [Workspace(id=OURS, name="Made up", created_at=BEGAN)]
    made.nouns += [_edition(1, BEGAN), _edition(2, datetime(2027, 3, 25, 12, tzinfo=UTC))]
    for n in range(teams):
        zone = ZONES[n % len(ZONES)]
        team = Team(
            id=f"t{n}",
            workspace_id=OURS,
            handle=f"t{n}",
            name=f"Team {n}",
            part=f"p{n}",
            allowance=None if n % 5 == 4 else round(chance.uniform(0.2, 0.7), 2),
            time_zone=zone,
            working_days=WEEKS[n % len(WEEKS)],
        )
        made.teams.append(team)
        made.nouns += [team, *_parts(n), *_lines(n)]
    for n in range(people):
        made.nouns += _life(made, chance, n, days)
    return made


def _edition(number: int, at: datetime) -> Edition:
    return Edition(id=f"e{number}", workspace_id=OURS, number=number, name="Made up", source="", loaded_at=at)


def _parts(n: int) -> Iterator[Noun]:
    """The part of a team in both editions; every third is a company's, whose lines look far where they do not say."""
    for edition in (1, 2):
        yield Part(
            id=f"q{n}.{edition}",
            workspace_id=OURS,
            edition_id=f"e{edition}",
            handle=f"p{n}",
            kind=PartKind.TEAM if n % 3 else PartKind.COMPANY,
            name=f"Part {n}",
            position=n,
        )


def _lines(n: int) -> Iterator[Noun]:
    """Five lines of a part: one closes and one begins with the second edition, one is there only from then on.

    One looks three years ahead, one has a day far off or near, and the others say nothing of how far they look.
    """
    for k in range(5):
        since = 2 if k == 4 else 1
        yield Line(id=f"l{n}.{k}", workspace_id=OURS, since=f"e{since}")
        for edition in range(since, 3):
            yield Wording(
                id=f"w{n}.{k}.{edition}",
                workspace_id=OURS,
                edition_id=f"e{edition}",
                line_id=f"l{n}.{k}",
                part=f"p{n}",
                address=f"p{n}/P-{k}",
                kind=LineKind.HOW_TO_WIN if k == 0 else LineKind.PRIORITY,
                words=f"Line {k}",
                position=k,
                begins=date(2027, 4, 5) if k == 3 else None,
                state=LineState.DONE if k == 1 and edition == 2 else LineState.OPEN,
                horizon=36 if k == 2 else None,
                until=[date(2027, 9, 30), date(2030, 6, 30)][n % 2] if k == 3 else None,
            )


def _life(made: MadeUp, chance: Random, n: int, days: int) -> Iterator[Noun]:
    # The last teams are small: of them no shares are told.
    small = len(made.teams) - 3
    team = made.teams[n % small] if n % 20 or n < 20 else made.teams[small + n // 20 % 3]
    teams = [team] if n % 9 else [team, made.teams[(n + 1) % small]]
    person = Person(id=f"h{n}", workspace_id=OURS, handle=f"h{n}", name=f"H {n}", time_zone=team.time_zone)
    yield person
    joined, left = (chance.randrange(20) if n % 7 == 0 else 0), (days - chance.randrange(20) if n % 8 == 0 else days)
    if left < days:
        person.left_at = _at(person.time_zone, FIRST + timedelta(days=left), 9)
    holiday = chance.randrange(days)
    fifth = 3 if n % 11 == 0 else 9
    for ago in range(joined, left):
        day = FIRST + timedelta(days=ago)
        if team.working_days >> day.weekday() & 1 and day.weekday() != fifth:
            if holiday <= ago < holiday + 5:
                made.away.add((person.id, day))
            yield from _day(made, chance, person, teams, day)
        elif chance.random() < 0.03:
            # A check-in of a day on which nothing was due.
            yield from _hand_in(chance, person, teams, day)


def _day(made: MadeUp, chance: Random, person: Person, teams: list[Team], day: date) -> Iterator[Noun]:
    for team in teams:
        yield DueDay(
            id=f"d{person.id}.{team.id}.{day:%m%d}",
            workspace_id=OURS,
            team_id=team.id,
            person_id=person.id,
            local_date=day,
        )
    fate = chance.random()
    if fate < 0.7 and ((person.id, day) not in made.away or fate < 0.1):
        yield from _hand_in(chance, person, teams, day)
    elif fate > 0.94:
        yield _checkin(person, day, CheckInState.NOT_TODAY)


def _checkin(person: Person, day: date, state: CheckInState) -> CheckIn:
    return CheckIn(
        id=f"c{person.id}.{day:%m%d}",
        workspace_id=OURS,
        person_id=person.id,
        local_date=day,
        state=state,
        confidence=3,
        handed_in_at=_at(person.time_zone, day, 10),
    )


def _at(zone: str, day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def _became(task: Task) -> Iterator[Noun]:
    """What became of a task, and of the question about it, if there was one; the same for a task of the same id."""
    chance = Random(task.id)
    if chance.random() < 0.25:
        task.state = chance.choice([TaskState.DROPPED, TaskState.DROPPED, TaskState.DROPPED, TaskState.DONE])
        task.marked_at = BEGAN
        if chance.random() < 0.7:
            yield Crossing(
                id=f"x{task.id}",
                workspace_id=OURS,
                person_id=task.person_id,
                task_id=task.id,
                edition_id="e1",
                line_id="l0.0",
                asked_on=task.local_date,
                state=chance.choice([*CrossingState, CrossingState.STOPPED, CrossingState.TAKEN]),
            )


def _hand_in(chance: Random, person: Person, teams: list[Team], day: date) -> Iterator[Noun]:
    checkin = _checkin(person, day, CheckInState.HANDED_IN)
    yield checkin
    for team in teams:
        id = f"td{checkin.id}.{team.id}"
        yield TeamDay(id=id, workspace_id=OURS, team_id=team.id, local_date=day, checkin_id=checkin.id)
    ours: Mapping[str, Any] = {"workspace_id": OURS, "checkin_id": checkin.id, "person_id": person.id}
    number = int(teams[0].id[1:])
    for position in range(chance.randint(1, 3)):
        task = Task(id=f"k{checkin.id}.{position}", local_date=day, position=position, words="Call", **ours)
        yield task
        yield from _became(task)
        if (state := chance.choice([None, *TieState])) is not None:
            # Some lines are left alone for weeks, and some tasks serve the part of others.
            part = chance.choice([number, number, number, 0])
            line = f"l{part}.{chance.choice([0, 0, 1, 2] if day.day % 2 else [0, 3, 3])}"
            named = line if state.counts else None
            yield Tie(
                id=f"i{task.id}",
                workspace_id=OURS,
                task_id=task.id,
                edition_id="e1",
                line_id=named,
                state=state,
                said_at=checkin.handed_in_at,
            )
    if chance.random() < 0.06:
        cleared = day + timedelta(days=chance.randrange(9))
        yield Blocker(
            id=f"b{checkin.id}",
            words="no van",
            told=chance.random() < 0.8,
            raised_at=checkin.handed_in_at,
            # Around midnight, where the days of one zone are not those of another.
            cleared_at=_at(teams[0].time_zone, cleared, chance.choice([0, 12, 23])) if chance.random() < 0.6 else None,
            **ours,
        )
    if chance.random() < 0.08:
        yield Win(id=f"v{checkin.id}", words="Sold out", won_at=checkin.handed_in_at, **ours)
