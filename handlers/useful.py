"""How long each message is of use to anybody: what is later than that is not sent, and ends with that reason.

What is over with a day or an hour says so itself (prompts, reminders, nudges: handlers/checkin.py, lessons.py).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from storage.tables import Urgency

HOURS = timedelta(hours=1)
DAYS = timedelta(days=1)

USEFUL_FOR: Mapping[str, timedelta | None] = {
    # The day's digest is read on that day and the next morning; the week's until the week after has begun.
    "digest.day": 20 * HOURS,
    "digest.since": 20 * HOURS,
    "digest.details": 3 * DAYS,
    "digest.week": 3 * DAYS,
    # What one's own day led to: by the next morning there is another.
    "checkin.feedback": 20 * HOURS,
    "checkin.invite": 1 * DAYS,
    "checkin.reminder": 6 * HOURS,
    # A cue that comes later is no cue (score/steps.py says so too).
    "steps.cue": HOURS / 2,
    # Somebody is stuck, has a hand, or is asked to decide: drawn as it stands then, and gone if it is settled.
    "checkin.stuck": 2 * DAYS,
    "blockers.offered": 5 * DAYS,
    "blockers.taken": 5 * DAYS,
    "blockers.decide": 5 * DAYS,
    "crossings.handed": 5 * DAYS,
    "crossings.argued": 5 * DAYS,
    "crossings.came_back": 5 * DAYS,
    "decisions.asked": 5 * DAYS,
    "conditions.contradicted": 7 * DAYS,
    "conditions.broken": 7 * DAYS,
    "remarks.asked": 7 * DAYS,
    "remarks.reminder": 1 * DAYS,
    "remarks.answered": 5 * DAYS,
    "remarks.moved": 5 * DAYS,
    "allowance.asked": 5 * DAYS,
    "tensions.reported": 5 * DAYS,
    "tensions.review": 5 * DAYS,
    # Praise a week late reads as an afterthought.
    "wins.praised": 3 * DAYS,
    "nominations.asked": 5 * DAYS,
    "nominations.answered": 5 * DAYS,
    # What a line says now is in the score all the same.
    "editions.news": 5 * DAYS,
    # A lesson can be taken on another day.
    "lessons.sending": 1 * DAYS,
    "lessons.sitting": 3 * DAYS,
    "lessons.nudge": 1 * DAYS,
    "leave.away": 1 * DAYS,
    # A measure can be read on another day, and what was read meanwhile is left out.
    "readings.due": 5 * DAYS,
    # Who is new is new for a week, and so is who went or came.
    "welcome.card": 7 * DAYS,
    "preferences.where": 7 * DAYS,
    "members.told": 7 * DAYS,
    "findings.told": 5 * DAYS,
    "people.gone_there": 7 * DAYS,
    "people.joined_there": 7 * DAYS,
    "home.unreachable": 7 * DAYS,
    # Drawn when it is sent, and looked for by who opens it: never stale.
    "home.front": None,
}
"""By view. What is not named here is the answer to something that was just done."""

AN_ANSWER = 1 * DAYS
"""How long somebody can make something of an answer."""


URGENCY: Mapping[str, Urgency] = {
    # Somebody waits for these to go on with their day.
    "checkin.invite": Urgency.CHECK_IN,
    "checkin.reminder": Urgency.CHECK_IN,
    "steps.cue": Urgency.CHECK_IN,
    "welcome.card": Urgency.CHECK_IN,
    "blockers.decide": Urgency.CHECK_IN,
    "blockers.offered": Urgency.CHECK_IN,
    "blockers.taken": Urgency.CHECK_IN,
    "crossings.came_back": Urgency.CHECK_IN,
    "crossings.handed": Urgency.CHECK_IN,
    "crossings.argued": Urgency.CHECK_IN,
    "decisions.asked": Urgency.CHECK_IN,
    "conditions.contradicted": Urgency.CHECK_IN,
    "conditions.broken": Urgency.CHECK_IN,
    "remarks.asked": Urgency.CHECK_IN,
    "remarks.reminder": Urgency.CHECK_IN,
    "remarks.answered": Urgency.CHECK_IN,
    "remarks.moved": Urgency.CHECK_IN,
    "allowance.asked": Urgency.CHECK_IN,
    # These are read when somebody looks.
    "digest.day": Urgency.DIGEST,
    "digest.since": Urgency.DIGEST,
    "digest.details": Urgency.DIGEST,
    "digest.week": Urgency.DIGEST,
    "wins.praised": Urgency.DIGEST,
    "nominations.asked": Urgency.DIGEST,
    "nominations.answered": Urgency.DIGEST,
    "tensions.reported": Urgency.DIGEST,
    "tensions.review": Urgency.DIGEST,
    "leave.away": Urgency.DIGEST,
    "preferences.where": Urgency.DIGEST,
    "members.told": Urgency.DIGEST,
    "editions.news": Urgency.DIGEST,
    "findings.told": Urgency.DIGEST,
    "readings.due": Urgency.DIGEST,
    "people.gone_there": Urgency.DIGEST,
    "people.joined_there": Urgency.DIGEST,
    "home.unreachable": Urgency.DIGEST,
    "lessons.sending": Urgency.LESSON,
    "lessons.sitting": Urgency.LESSON,
    "lessons.nudge": Urgency.LESSON,
}
"""By view. What is not named here is the answer to something that was just done, and so is what was asked for now."""


def urgency_of(view: str, *, asked_now: bool) -> Urgency:
    """What a message goes before, where not all can go at once."""
    return Urgency.ANSWER if asked_now else URGENCY.get(view, Urgency.ANSWER)


def useful_until(view: str, at: datetime) -> datetime | None:
    """When a message that may go out from `at` on is of no use any more; None for one that always is."""
    useful = USEFUL_FOR.get(view, AN_ANSWER)
    return at + useful if useful is not None else None
