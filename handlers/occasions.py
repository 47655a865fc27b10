"""Why somebody gets each message that they did not ask for."""

from collections.abc import Mapping

from score.attention import Occasion

OCCASIONS: Mapping[str, Occasion] = {
    "welcome.card": Occasion.WELCOME,
    # Who is new in a second place is asked once where they want to be reached: it belongs to the welcome there.
    "preferences.where": Occasion.WELCOME,
    "checkin.invite": Occasion.PROMPT,
    "checkin.reminder": Occasion.REMINDER,
    "blockers.decide": Occasion.DECISION,
    "crossings.argued": Occasion.DECISION,
    "decisions.asked": Occasion.DECISION,
    "conditions.contradicted": Occasion.DECISION,
    "conditions.broken": Occasion.DECISION,
    "remarks.asked": Occasion.DECISION,
    "remarks.reminder": Occasion.DECISION,
    "crossings.handed": Occasion.TASK,
    "blockers.offered": Occasion.HELP,
    "blockers.taken": Occasion.HELP,
    "crossings.came_back": Occasion.HELP,
    "remarks.answered": Occasion.HELP,
    "remarks.moved": Occasion.HELP,
    "wins.praised": Occasion.PRAISE,
    "nominations.asked": Occasion.WIN,
    "nominations.answered": Occasion.HELP,
    "members.told": Occasion.TEAM,
    "tensions.reported": Occasion.BETWEEN,
    "tensions.review": Occasion.BETWEEN,
    "editions.news": Occasion.SCORE,
    "findings.told": Occasion.FINDINGS,
    "lessons.sitting": Occasion.LESSON,
    "lessons.nudge": Occasion.NUDGE,
    "readings.due": Occasion.MEASURE,
    "people.gone_there": Occasion.RUNNING,
    "people.joined_there": Occasion.RUNNING,
    "home.unreachable": Occasion.RUNNING,
}
"""By its view. Whoever sends something new to one person says here why, or says that they asked for it."""

ASKED_LATER = frozenset({"coach.lost", "lessons.sitting", "steps.cue"})
"""Views that a duty may send as asked for: they answer a question, or come at an hour that somebody named."""
