"""What falls due by itself, in each workspace."""

from handlers import allowance, checkin, digest, lessons, people, welcome
from handlers.turn import Duty

DUTIES: dict[str, Duty] = {
    "people.let_go": people.let_go,
    "checkin.plan_anew": checkin.plan_anew,
    "welcome.greet": welcome.greet,
    "checkin.invite": checkin.invite,
    "checkin.remind": checkin.remind,
    "allowance.settle": allowance.settle,
    "digest.day": digest.day,
    "digest.week": digest.week,
    "lessons.offer": lessons.offer,
    "lessons.nudge": lessons.nudge,
}
"""What falls due by itself, in each workspace, in this order: who is new is welcomed before they are asked."""

AT_ONCE = 10
"""People whom one transaction plans for, so that a duty holds the writer no longer than a few turns do."""
