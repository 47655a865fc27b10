"""What falls due by itself, in each workspace."""

from collections.abc import Callable, Mapping
from datetime import datetime

from handlers import (
    allowance,
    checkin,
    coach,
    digest,
    editions,
    findings,
    home,
    interview,
    lessons,
    nominations,
    people,
    readings,
    remarks,
    steps,
    tensions,
    welcome,
)
from handlers.people import EASTMOST
from handlers.turn import Duty, Moment
from score.free_days import RELEASES
from storage import due
from storage.store import Store

DUTIES: dict[str, Duty] = {
    "people.let_go": people.let_go,
    "checkin.plan_anew": checkin.plan_anew,
    "welcome.greet": welcome.greet,
    "checkin.invite": checkin.invite,
    "checkin.remind": checkin.remind,
    "steps.show": steps.show,
    "allowance.settle": allowance.settle,
    "nominations.let_go": nominations.let_go,
    "remarks.follow": remarks.follow,
    "tensions.review": tensions.review,
    "digest.day": digest.day,
    "digest.week": digest.week,
    "findings.tell": findings.tell,
    "lessons.offer": lessons.offer,
    "lessons.nudge": lessons.nudge,
    "editions.tell": editions.tell,
    "editions.forget": editions.forget,
    "readings.remind": readings.remind,
    "home.follow": home.follow,
    "home.forget_sightings": home.forget_sightings,
    "home.forget_spent": home.forget_spent,
    "interview.forget": interview.forget,
    "coach.give_up": coach.give_up,
}
"""What falls due by itself, in each workspace, in this order: who is new is welcomed before they are asked."""

CONSIDERED: Mapping[str, Callable[[Moment, Store, str, int], Duty]] = {"findings.tell": findings.consider_tell}
"""Duties that have much to read: that is done beside the writer first, and gives what is played in it."""

AT_ONCE = 10
"""People whom one transaction plans for, so that a duty holds the writer no longer than a few turns do."""

TOGETHER: Mapping[str, int] = {"checkin.invite": 2 * AT_ONCE, "checkin.remind": 2 * AT_ONCE}
"""The same for duties that ask and write for all of them together, a few of whom cost what one of others does."""


def at_once(duty: str) -> int:
    """People whom one transaction plans for in a duty."""
    return TOGETHER.get(duty, AT_ONCE)


def fallen_due(store: Store, now: datetime) -> list[str]:
    """The workspaces in which a duty may find something to do at `now`: in the others none of them does.

    Each duty that is added is due there too: what asks for it is in `storage/due.py`.
    """
    return due.workspaces(store, now, (now + EASTMOST).date(), RELEASES)
