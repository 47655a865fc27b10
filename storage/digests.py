"""Questions about what a team's days add up to: who was due, what was worked on, what is stuck, what was won."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func
from sqlmodel import col, or_, select, update

from storage.crossings import STILL_MEANT
from storage.store import Store, given, given_list
from storage.tables import (
    A_DAY_OF_MINUTES,
    Absence,
    Blocker,
    CheckIn,
    CheckInState,
    Delivery,
    DeliveryState,
    DueDay,
    Person,
    Shown,
    Task,
    TaskState,
    Team,
    TeamDay,
    Tie,
    TieState,
    Win,
)

# Nobody has missed a day for which no prompt went out (we were down, their platform was, it was too late for one), nor
# one on which they were away, even if they said so after the prompt.
_WAS_ASKED = or_(
    col(DueDay.invited_by).is_(None),
    col(Delivery.state).in_([DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.UNCERTAIN]),
)
_WAS_AWAY = select(Absence.id).where(
    Absence.workspace_id == given("workspace"),
    Absence.person_id == DueDay.person_id,
    col(Absence.last_day) >= DueDay.local_date,
    col(Absence.first_day) <= DueDay.local_date,
    col(Absence.begins_at) <= 0,
    col(Absence.ends_at) >= A_DAY_OF_MINUTES,
)
_DUE = (
    select(col(DueDay.local_date), col(DueDay.person_id), col(CheckIn.state))
    .join(
        CheckIn,
        and_(col(CheckIn.person_id) == DueDay.person_id, col(CheckIn.local_date) == DueDay.local_date),
        isouter=True,
    )
    .join(Delivery, col(Delivery.id) == DueDay.invited_by, isouter=True)
    .where(
        DueDay.workspace_id == given("workspace"),
        DueDay.team_id == given("team"),
        col(DueDay.local_date).between(given("first"), given("last")),
        or_(col(CheckIn.state).is_not(None), and_(_WAS_ASKED, ~_WAS_AWAY.exists())),
    )
)

DueRow = tuple[date, str, CheckInState | None]
"""A local day, who was due on it, and what came of it; None while nothing has."""


def due(store: Store, team: Team, first: date, last: date) -> list[DueRow]:
    """Who was due in the team from `first` to `last`, both included, and whether the day was answered or waived.

    Who was not asked, or was away, was not due, unless they answered all the same.
    """
    return [(day, person, state) for day, person, state in store.find(_DUE, _within(team, first, last))]


_WORK = (
    select(col(TeamDay.local_date), col(Tie.line_id), col(Tie.state), func.count())
    .join(Task, col(Task.checkin_id) == TeamDay.checkin_id)
    .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
    .where(
        TeamDay.workspace_id == given("workspace"),
        TeamDay.team_id == given("team"),
        col(TeamDay.local_date).between(given("first"), given("last")),
        STILL_MEANT,
    )
    .group_by(col(TeamDay.local_date), col(Tie.line_id), col(Tie.state))
)

WorkRow = tuple[date, str | None, TieState | None, int]
"""A local day, a line and how sure its ties are (None for tasks that nobody tied), and how many tasks."""


def work(store: Store, team: Team, first: date, last: date) -> list[WorkRow]:
    """How many of the team's tasks played from which line on each day from `first` to `last`, both included."""
    return [(day, line, state, n) for day, line, state, n in store.find(_WORK, _within(team, first, last))]


def _within(team: Team, first: date, last: date) -> dict[str, object]:
    return {"workspace": team.workspace_id, "team": team.id, "first": first, "last": last}


_TASKS = (
    select(Task, Tie, Person)
    .join(TeamDay, col(TeamDay.checkin_id) == Task.checkin_id)
    .join(Person, col(Person.id) == Task.person_id)
    .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
    .where(
        TeamDay.workspace_id == given("workspace"),
        TeamDay.team_id == given("team"),
        col(TeamDay.local_date).between(given("first"), given("last")),
        STILL_MEANT,
    )
    .order_by(col(Task.local_date), col(Person.name), col(Task.position), col(Task.id))
)


def tasks(store: Store, team: Team, first: date, last: date) -> list[tuple[Task, Tie | None, Person]]:
    """The team's tasks from `first` to `last`, both included, each with its tie and whose it is."""
    return [(task, tie, person) for task, tie, person in store.find(_TASKS, _within(team, first, last))]


_BLOCKERS = (
    select(Blocker, Person, col(CheckIn.local_date))
    .join(TeamDay, col(TeamDay.checkin_id) == Blocker.checkin_id)
    .join(CheckIn, col(CheckIn.id) == Blocker.checkin_id)
    .join(Person, col(Person.id) == Blocker.person_id)
    .where(
        TeamDay.workspace_id == given("workspace"),
        TeamDay.team_id == given("team"),
        col(TeamDay.local_date) <= given("last"),
        col(Blocker.told).is_(True),
        or_(
            col(Blocker.cleared_at) >= given("begins"),
            and_(
                col(Blocker.cleared_at).is_(None),
                or_(col(Person.left_at).is_(None), col(Person.left_at) >= given("ends")),
            ),
        ),
    )
    .order_by(col(TeamDay.local_date), col(Blocker.raised_at), col(Blocker.id))
)


def blockers(
    store: Store, team: Team, last: date, begins: datetime, ends: datetime
) -> list[tuple[Blocker, Person, date]]:
    """What the team was told of by `last` and was not cleared before `begins`: by whom, for which day; oldest first.

    What was in the way of somebody who had left before `ends` is in nobody's way any more.
    """
    wanted = {"workspace": team.workspace_id, "team": team.id, "last": last, "begins": begins, "ends": ends}
    return [(blocker, person, day) for blocker, person, day in store.find(_BLOCKERS, wanted)]


_LINES_OF = (
    select(Task.checkin_id, Tie.line_id)
    .join(Tie, col(Tie.task_id) == Task.id)
    .where(
        Task.workspace_id == given("workspace"),
        col(Task.checkin_id).in_(given_list("checkins")),
        Task.state != TaskState.DROPPED,
        col(Tie.line_id).is_not(None),
        col(Tie.state).in_([state for state in TieState if state.counts]),
    )
    .distinct()
)


def lines_of(store: Store, workspace_id: str, checkin_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Each of these check-ins with each line that its tasks play from; what was dropped plays from none."""
    wanted = {"workspace": workspace_id, "checkins": checkin_ids}
    return [(checkin_id, line_id) for checkin_id, line_id in store.find(_LINES_OF, wanted) if line_id]


_WINS = (
    select(Win, Person)
    .join(TeamDay, col(TeamDay.checkin_id) == Win.checkin_id)
    .join(Person, col(Person.id) == Win.person_id)
    .where(
        TeamDay.workspace_id == given("workspace"),
        TeamDay.team_id == given("team"),
        col(TeamDay.local_date).between(given("first"), given("last")),
    )
    .order_by(col(TeamDay.local_date), col(Win.won_at), col(Win.id))
)


def wins(store: Store, team: Team, first: date, last: date) -> list[tuple[Win, Person]]:
    """What the team's people won from `first` to `last`, both included, and whose it is."""
    return [(win, person) for win, person in store.find(_WINS, _within(team, first, last))]


# The messages


DAY, WEEK = "digest:{team}:{day}", "week:{team}:{day}"
"""What the digest of a team's day is about, as a message that can be amended, and that of its ISO week, which goes by
its Monday."""

DETAILS = "behind:{digest}"
"""What stands in the thread of such a message."""


def _subjects(team_ids: Sequence[str], day: date) -> list[str]:
    monday = day - timedelta(days=day.weekday())
    said = [(DAY, day), (WEEK, monday)]
    digests = [subject.format(team=team_id, day=of.isoformat()) for team_id in team_ids for subject, of in said]
    return [*digests, *(DETAILS.format(digest=one) for one in digests)]


_TEAMS_OF = select(TeamDay.team_id).where(
    TeamDay.workspace_id == given("workspace"), TeamDay.checkin_id == given("checkin")
)


def teams_of(store: Store, checkin: CheckIn) -> list[str]:
    """The ids of the teams whose digests count a check-in."""
    return store.find(_TEAMS_OF, {"workspace": checkin.workspace_id, "checkin": checkin.id})


# What ended without having been sent stands nowhere.
_STANDS_OR_WILL = col(Delivery.state).not_in([DeliveryState.SKIPPED, DeliveryState.EXPIRED, DeliveryState.DEAD])
_POSTED = (
    select(Shown.id)
    .join(Delivery, col(Delivery.shown_id) == Shown.id)
    .where(Shown.workspace_id == given("workspace"), col(Shown.subject).in_(given_list("subjects")), _STANDS_OR_WILL)
)


def posted(store: Store, workspace_id: str, team_ids: Sequence[str], day: date) -> bool:
    """Whether the digest of that day was posted for any of these teams, or is about to be."""
    subjects = [DAY.format(team=team_id, day=day.isoformat()) for team_id in team_ids]
    return store.first(_POSTED, {"workspace": workspace_id, "subjects": subjects}) is not None


_DIGESTS = (
    select(Shown, Delivery)
    .join(Delivery, col(Delivery.shown_id) == Shown.id)
    .where(Shown.workspace_id == given("workspace"), col(Shown.subject).in_(given_list("subjects")), _STANDS_OR_WILL)
    .order_by(col(Shown.id))
)


def of_day(store: Store, workspace_id: str, team_ids: Sequence[str], day: date) -> list[tuple[Shown, Delivery]]:
    """The digests of that day that stand or will, for these teams, each with the message that it goes out in."""
    subjects = [DAY.format(team=team_id, day=day.isoformat()) for team_id in team_ids]
    found = store.find(_DIGESTS, {"workspace": workspace_id, "subjects": subjects})
    return [(shown, delivery) for shown, delivery in found]


_CAME_SINCE = (
    select(Person)
    .join(CheckIn, col(CheckIn.person_id) == Person.id)
    .join(TeamDay, col(TeamDay.checkin_id) == CheckIn.id)
    .where(
        TeamDay.workspace_id == given("workspace"),
        TeamDay.team_id == given("team"),
        TeamDay.local_date == given("day"),
        CheckIn.state == CheckInState.HANDED_IN,
        or_(col(CheckIn.handed_in_at) >= given("since"), col(CheckIn.id).in_(given_list("early"))),
    )
    .order_by(col(CheckIn.handed_in_at), col(CheckIn.id))
)


def came_since(store: Store, team: Team, day: date, since: datetime, early: Sequence[str] = ()) -> list[Person]:
    """Who handed in for that day from an instant on, or by the check-ins `early`, in the order of their instants."""
    # No check-in has an empty id; without any in the list SQLite plans a look at a row of its own making.
    wanted = {"workspace": team.workspace_id, "team": team.id, "day": day, "since": since, "early": early or ("",)}
    return store.find(_CAME_SINCE, wanted)


_CHANGED = (
    update(Shown)
    .where(col(Shown.workspace_id) == given("workspace"), col(Shown.subject).in_(given_list("subjects")))
    .values(wanted=Shown.wanted + 1)
)


def changed(store: Store, workspace_id: str, team_ids: Sequence[str], day: date) -> None:
    """What these teams did on that day has changed: the digests of it and of its week should be drawn again."""
    wanted = {"workspace": workspace_id, "subjects": _subjects(team_ids, day)}
    store.run(_CHANGED, wanted)
