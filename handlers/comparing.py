"""What bears on which of several things comes first, beside their lines: promises, and the whirlwind agreed on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.guards import ScoreNow
from handlers.turn import Reader
from score import order
from score.cadence import local_day
from score.digest import FEWEST
from score.order import Agreed, Order, Promised, Side
from score.search import Question
from storage import checkins, digests, people
from storage.store import Store
from storage.tables import LineKind, LineState, Person, PlaceKind, Task, TaskState, Team, Tie, TieState, Wording

OWN_DAY = "own_day"
"""What gives away that one's own tasks of today are to be put in order."""

BESIDE = ("today", "furniture")
"""What the words of such a question may speak of beside."""


def asked(question: Question, cues: Mapping[str, str]) -> tuple[str, ...]:
    """What a question puts beside each other, as it was said; nothing where it does not."""
    between = {said for said, kind in cues.items() if kind == "or"}
    return order.sides_of(question, between, {said for said, kind in cues.items() if kind == "today"})


def asks_of_own_day(question: Question, cues: Mapping[str, str]) -> bool:
    """Whether a question wants one's own tasks of today in order."""
    return order.asks_of_own_day(question, OWN_DAY, cues, [said for said, kind in cues.items() if kind in BESIDE])


def left_of_today(store: Store, reader: Reader) -> list[tuple[Task, Tie | None]]:
    """The asker's tasks of today that are still to be done; none where others read along."""
    if reader.person is None or reader.place.kind is not PlaceKind.DIRECT:
        return []
    today = local_day(reader.at, reader.person.time_zone)
    found = checkins.tasks_between(store, reader.person, today, today)
    return [(task, tie) for task, tie in found if task.state in (TaskState.OPEN, TaskState.CARRIED)]


def is_whirlwind(tie: Tie | None) -> bool:
    """Whether a task is known to play from no line, rather than waiting for a word on its line."""
    return tie is None or tie.state is TieState.WHIRLWIND


def in_order(store: Store, reader: Reader, now: ScoreNow, sides: Sequence[Side], lines: Sequence[Wording]) -> Order:
    """Two things or more in order, by all that is known of them; `lines` are those that the asker may see."""
    asker = reader.person if reader.place.kind is PlaceKind.DIRECT else None
    teams = people.teams_of(store, asker) if asker else []
    zone = reader.person.time_zone if reader.person else "UTC"
    today, parts = local_day(reader.at, zone), {team.part for team in teams if team.part}
    known = [_with_promise(side, now, lines, parts, today) for side in sides]
    mixed = any(side.lines for side in known) and any(not side.lines for side in known)
    return order.in_order(known, _room(store, asker, teams, today) if asker and mixed else None)


def _with_promise(side: Side, now: ScoreNow, lines: Sequence[Wording], parts: set[str], today: date) -> Side:
    """A side with the promise to another part that it keeps; of a task, one of the asker's own parts."""
    promises = [
        line for line in lines if line.kind is LineKind.PROMISE and line.state is LineState.OPEN and line.part in parts
    ]
    line = order.promise_of(now.index, next(iter(side.lines), None), side.task, promises)
    if line is None or line.until is None or line.to_part in (None, line.part):
        return side
    names = {part.handle: part.name for part in now.parts}
    to = names.get(line.to_part or "", line.to_part or "")
    return replace(side, promised=Promised(line, to, line.until, line.until < today))


def _room(store: Store, asker: Person, teams: Sequence[Team], today: date) -> Agreed | None:
    """The whirlwind of this week beside what a team of the asker's agreed on.

    Of the team where five people or more were due, as in its digest; else of the asker's own tasks, which they know.
    """
    team = next((one for one in teams if one.allowance is not None), None)
    if team is None or team.allowance is None:
        return None
    monday = today - timedelta(days=today.weekday())
    if len({person for _, person, _ in digests.due(store, team, monday, today)}) >= FEWEST:
        work = digests.work(store, team, monday, today)
        tasks = sum(n for *_, n in work)
        tied = sum(n for _, _, state, n in work if state is not None and state.counts)
        return Agreed(team.name, team.allowance, tasks, tasks - tied, is_own=False)
    days = checkins.days_of(store, asker, monday, today)
    tasks = sum(n for _, n, _, _ in days)
    return Agreed(team.name, team.allowance, tasks, tasks - sum(tied for _, _, tied, _ in days), is_own=True)
