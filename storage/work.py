"""Questions about what became of the lines of a score, over all who work on them.

Nobody is named in an answer, and what single people said of how sure they are comes out as the mean of several.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import literal_column
from sqlmodel import case, col, func, or_, select

from storage.crossings import STILL_MEANT
from storage.store import Store, given, given_list
from storage.tables import Blocker, CheckIn, Task, TaskState, TeamDay, Tie, TieState

_COUNTS = [state for state in TieState if state.counts]
_RECENT = col(Task.local_date) >= given("recent")


class OnLine(NamedTuple):
    """The last day on which a task played from a line, and how many of late did, and were done."""

    last: date
    planned: int
    done: int


_ON_LINES = (
    select(
        col(Tie.line_id),
        func.max(col(Task.local_date)),
        func.sum(case((_RECENT, 1), else_=0)),
        func.sum(case((_RECENT & (col(Task.state) == TaskState.DONE), 1), else_=0)),
    )
    .join(Tie, col(Tie.task_id) == Task.id)
    .where(
        Task.workspace_id == given("workspace"),
        col(Task.person_id).in_(given_list("people")),
        col(Task.local_date).between(given("first"), given("last")),
        col(Tie.line_id).is_not(None),
        col(Tie.state).in_(_COUNTS),
        STILL_MEANT,
    )
    .group_by(col(Tie.line_id))
)


def on_lines(
    store: Store, workspace_id: str, person_ids: Sequence[str], first: date, recent: date, last: date
) -> Mapping[str, OnLine]:
    """What played from each line from `first` to `last`, both included, and how much of it since `recent`."""
    wanted = {"workspace": workspace_id, "people": person_ids, "first": first, "recent": recent, "last": last}
    found = store.find(_ON_LINES, wanted)
    return {line_id: OnLine(day, int(planned), int(done)) for line_id, day, planned, done in found if line_id}


_CONFIDENCE = (
    select(col(Tie.line_id), col(CheckIn.local_date), col(CheckIn.person_id), col(CheckIn.confidence))
    .join(Task, col(Task.checkin_id) == CheckIn.id)
    .join(Tie, col(Tie.task_id) == Task.id)
    .where(
        CheckIn.workspace_id == given("workspace"),
        col(CheckIn.person_id).in_(given_list("people")),
        col(CheckIn.local_date).between(given("first"), given("last")),
        col(CheckIn.confidence).is_not(None),
        col(Tie.line_id).is_not(None),
        col(Tie.state).in_(_COUNTS),
        STILL_MEANT,
    )
    .distinct()
)


def confidence(
    store: Store, workspace_id: str, person_ids: Sequence[str], first: date, weeks: int, fewest: int
) -> Mapping[str, Sequence[float | None]]:
    """How sure those who worked on each line were in each of so many weeks from the Monday `first` on, in the mean.

    None for a week in which fewer than `fewest` people said so.
    """
    last = first + timedelta(weeks=weeks, days=-1)
    wanted = {"workspace": workspace_id, "people": person_ids, "first": first, "last": last}
    said: dict[str, list[dict[str, list[int]]]] = {}
    for line_id, day, person_id, sure in store.find(_CONFIDENCE, wanted):
        of_line = said.setdefault(str(line_id), [defaultdict(list) for _ in range(weeks)])
        of_line[(day - first).days // 7][person_id].append(sure or 0)
    return {line_id: [_mean(week, fewest) for week in of_line] for line_id, of_line in said.items()}


def _mean(week: Mapping[str, Sequence[int]], fewest: int) -> float | None:
    """The mean of what each person said in the mean, so that nobody counts more for having said it more often."""
    if len(week) < fewest:
        return None
    return sum(sum(each) / len(each) for each in week.values()) / len(week)


_OF_TEAMS = (
    select(col(TeamDay.team_id), col(TeamDay.local_date), col(Task.person_id), col(Tie.state))
    .join(Task, col(Task.checkin_id) == TeamDay.checkin_id)
    .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
    .where(
        TeamDay.workspace_id == given("workspace"),
        col(TeamDay.team_id).in_(given_list("teams")),
        col(TeamDay.local_date).between(given("first"), given("last")),
        STILL_MEANT,
    )
)


def whirlwind(
    store: Store, workspace_id: str, team_ids: Sequence[str], first: date, weeks: int, fewest: int
) -> Mapping[str, Sequence[float | None]]:
    """The share of each team's tasks that play from no line, in each of so many weeks from the Monday `first` on.

    None for a week in which fewer than `fewest` people meant to do anything.
    """
    last = first + timedelta(weeks=weeks, days=-1)
    wanted = {"workspace": workspace_id, "teams": team_ids, "first": first, "last": last}
    found: dict[str, list[list[tuple[str, bool]]]] = {team_id: [[] for _ in range(weeks)] for team_id in team_ids}
    for team_id, day, person_id, state in store.find(_OF_TEAMS, wanted) if team_ids else ():
        found[team_id][(day - first).days // 7].append((person_id, state in _COUNTS))
    return {team_id: [_share(week, fewest) for week in of_team] for team_id, of_team in found.items()}


def _share(week: Sequence[tuple[str, bool]], fewest: int) -> float | None:
    if len({person_id for person_id, _ in week}) < fewest:
        return None
    return sum(not tied for _, tied in week) / len(week)


_OF_PARTS = (
    select(col(TeamDay.team_id), col(Tie.line_id), col(Tie.state), func.count())
    .join(Task, col(Task.checkin_id) == TeamDay.checkin_id)
    .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
    .where(
        TeamDay.workspace_id == given("workspace"),
        col(TeamDay.team_id).in_(given_list("teams")),
        col(TeamDay.local_date).between(given("first"), given("last")),
        STILL_MEANT,
    )
    .group_by(col(TeamDay.team_id), col(Tie.line_id), col(Tie.state))
)
_TOOK_PART = (
    select(col(TeamDay.team_id), func.count(func.distinct(Task.person_id)))
    .join(Task, col(Task.checkin_id) == TeamDay.checkin_id)
    .where(
        TeamDay.workspace_id == given("workspace"),
        col(TeamDay.team_id).in_(given_list("teams")),
        col(TeamDay.local_date).between(given("first"), given("last")),
        STILL_MEANT,
    )
    .group_by(col(TeamDay.team_id))
)


class OfTeam(NamedTuple):
    """How many people of a team meant to do anything, and their tasks by line; those tied to none are under None."""

    people: int
    tasks: Mapping[str | None, int]


def by_team(store: Store, workspace_id: str, team_ids: Sequence[str], first: date, last: date) -> Mapping[str, OfTeam]:
    """What each of these teams meant to do from `first` to `last`, both included; teams without a task are left out."""
    wanted = {"workspace": workspace_id, "teams": team_ids, "first": first, "last": last}
    tasks: dict[str, dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
    for team_id, line_id, state, count in store.find(_OF_PARTS, wanted) if team_ids else ():
        tasks[team_id][line_id if state in _COUNTS else None] += count
    took_part = dict(store.find(_TOOK_PART, wanted)) if tasks else {}
    return {team_id: OfTeam(took_part[team_id], dict(found)) for team_id, found in tasks.items()}


_UNTIED = (
    select(Task.words, Task.person_id)
    .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
    .where(
        Task.workspace_id == given("workspace"),
        col(Task.person_id).in_(given_list("people")),
        col(Task.local_date).between(given("first"), given("last")),
        or_(col(Tie.state).is_(None), col(Tie.state) == TieState.WHIRLWIND),
        col(Task.carried_from).is_(None),
        STILL_MEANT,
    )
    .order_by(col(Task.local_date), col(Task.id))
)


def untied(
    store: Store, workspace_id: str, person_ids: Sequence[str], first: date, last: date
) -> list[tuple[str, str]]:
    """The words of tasks that play from no line, from `first` to `last`, both included, and who wrote each."""
    wanted = {"workspace": workspace_id, "people": person_ids, "first": first, "last": last}
    return [(words, person_id) for words, person_id in store.find(_UNTIED, wanted)]


_STUCK = select(Blocker.line_id, Blocker.passed_line, Blocker.raised_at).where(
    Blocker.workspace_id == given("workspace"),
    col(Blocker.person_id).in_(given_list("people")),
    literal_column("blocker.cleared_at IS NULL AND blocker.told"),
    or_(col(Blocker.line_id).is_not(None), col(Blocker.passed_line).is_not(None)),
)


def stuck(store: Store, workspace_id: str, person_ids: Sequence[str]) -> list[tuple[str, date]]:
    """The lines in whose way something is that a team was told of, and since which day in UTC."""
    found = store.find(_STUCK, {"workspace": workspace_id, "people": person_ids})
    return [(passed or line or "", at.date()) for line, passed, at in found]
