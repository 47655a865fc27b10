"""What is said beside the answer to a check-in: the bigger picture of a whirlwind day, or a moment for one task; one of
them at most, now and then, and neither to who wants none.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from handlers.guards import ScoreNow, score_now
from handlers.turn import Turn
from handlers.views.asides import Said
from score import steps as rules
from score.asides import Aside, is_wanted
from score.cadence import local_day
from score.horizons import long_lines
from score.picture import (
    PHRASINGS,
    REMEMBERED,
    SPACED,
    BiggerPicture,
    Picture,
    is_mostly_whirlwind,
    is_within,
    left_to_say,
)
from storage import checkins, people, steps
from storage.store import Store
from storage.tables import CheckIn, Person, Step, Task, TaskState, Team, Tie, TieState

OFFERED_AGAIN = timedelta(days=14)
"""For how long after their last step somebody is offered one each day; others are in the first check-in of a week."""

KEPT = ("picture", "offers")
"""What an answer keeps of it: a change of the check-in leaves it as it is."""


def found(
    turn: Turn,
    store: Store,
    teams: Sequence[Team],
    now: ScoreNow | None,
    day: date,
    plays: Sequence[TieState | None],
    quiet: str,
) -> Mapping[str, str]:
    """What is to be said beside the answer for a day whose tasks have these ties; `quiet` is the line that waits."""
    person = turn.person
    last = checkins.last_before(store, person, day)
    if last is None or day != local_day(turn.at, person.time_zone) or TieState.UNSURE in plays:
        return {}
    picture = _picture(turn, store, teams, now, last, day, plays, quiet) if now else None
    if picture is not None:
        return {"picture": picture.kept()}
    return {"offers": "yes"} if _offers(store, person, day, last.local_date) else {}


def _offers(store: Store, person: Person, day: date, last: date) -> bool:
    if not is_wanted(person, Aside.STEP):
        return False
    made = steps.last_day(store, person)
    is_first = last < day - timedelta(days=day.weekday())
    return is_first or (made is not None and day - made <= OFFERED_AGAIN)


def _picture(
    turn: Turn,
    store: Store,
    teams: Sequence[Team],
    now: ScoreNow,
    last: CheckIn,
    day: date,
    plays: Sequence[TieState | None],
    quiet: str,
) -> BiggerPicture | None:
    person, whirlwind = turn.person, sum(not (one and one.counts) for one in plays)
    if not is_wanted(person, Aside.PICTURE) or not is_mostly_whirlwind(len(plays), whirlwind):
        return None
    waits = now.wordings.get(quiet)
    if waits is not None and long_lines([waits], now.parts, day):
        # It is asked about on this one day of the month.
        return None
    answers = checkins.answers_beside(store, person, day, day - SPACED, day)
    lately = [one.about["picture"] for one in answers if one.about.get("picture")]
    was_last = any(one.about.get("picture") for one in answers if one.subject == f"checkin:{last.id}")
    known = _moved(store, person, now, day) + _within(store, person, teams, day, len(plays), whirlwind)
    known += [BiggerPicture(Picture.SMALL, quiet)] if quiet else []
    may = left_to_say(known, lately, was_last=was_last)
    if not may:
        return None
    one = turn.chance.choice(may)
    return BiggerPicture(one.kind, one.of, turn.chance.randrange(PHRASINGS) + 1, one.on)


def _moved(store: Store, person: Person, now: ScoreNow, day: date) -> list[BiggerPicture]:
    """The line that the person's tasks moved last."""
    found = checkins.tasks_between(store, person, day - REMEMBERED, day - timedelta(days=1))
    tied = [(task, tie.line_id) for task, tie in found if tie and tie.state.counts and tie.line_id in now.wordings]
    return [BiggerPicture(Picture.MOVED, line_id, on=task.local_date) for task, line_id in tied[-1:] if line_id]


def _within(
    store: Store, person: Person, teams: Sequence[Team], day: date, tasks: int, whirlwind: int
) -> list[BiggerPicture]:
    """The team within whose allowance the person's week is so far, with today."""
    team = next((one for one in teams if one.allowance is not None), None)
    if team is None or team.allowance is None:
        return []
    days = checkins.days_of(store, person, day - timedelta(days=day.weekday()), day - timedelta(days=1))
    tasks += sum(n for _, n, _, _ in days)
    whirlwind += sum(n - tied for _, n, tied, _ in days)
    return [BiggerPicture(Picture.WITHIN, team.id)] if is_within(tasks, whirlwind, team.allowance) else []


# When the answer is drawn


def picture(
    store: Store, person: Person, about: Mapping[str, str], tasks: Sequence[tuple[Task, Tie | None]]
) -> Said | None:
    """What is said of the day, as long as it is still mostly whirlwind, and what it speaks of is there."""
    drawn = BiggerPicture.read(about.get("picture", ""))
    whirlwind = sum(not (tie and tie.state.counts) for _, tie in tasks)
    if drawn is None or not is_wanted(person, Aside.PICTURE) or not is_mostly_whirlwind(len(tasks), whirlwind):
        return None
    if drawn.kind is Picture.WITHIN:
        team = people.team(store, person.workspace_id, drawn.of)
        return Said(drawn, team) if team else None
    now = score_now(store, person.workspace_id)
    line = now.wordings.get(drawn.of) if now else None
    return Said(drawn, line) if line else None


def offered(
    person: Person, about: Mapping[str, str], tasks: Sequence[tuple[Task, Tie | None]], today: date
) -> Task | None:
    """The task for which a moment is offered: the first that plays from a line, else the first; on its day alone."""
    if not about.get("offers") or not is_wanted(person, Aside.STEP):
        return None
    still = [(task, tie) for task, tie in tasks if task.state in (TaskState.OPEN, TaskState.CARRIED)]
    tied = [task for task, tie in still if tie and tie.state.counts]
    first = next(iter([*tied, *(task for task, _ in still)]), None)
    return first if first is not None and first.local_date == today else None


def to_ask(store: Store, person: Person, today: date) -> Sequence[Step]:
    """The steps of earlier days of which it is asked on that day what became."""
    return steps.to_ask(store, person, *rules.asked_between(today), today)
