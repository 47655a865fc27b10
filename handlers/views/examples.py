"""An example of every view, in each of the states in which it looks different."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from handlers.turn import Drawn, Offer
from handlers.views import cast, checkin, home, leave, preferences, score, ties
from prompts import Which
from storage.tables import Blocker

NEW, LATE, CHANGED = Which("new"), Which("late"), Which("changed")
KEPT_BACK = Blocker(**{**cast.BLOCKER.model_dump(), "told": False})


def examples() -> Mapping[str, Drawn]:
    """Each example by the name of its view, and behind a colon what is different about it."""
    moved = [checkin.Moved(cast.LISTED, cast.SIXTY_DAYS, 4)]
    answered = cast.answered()
    morning = cast.morning()
    gone_by = replace(morning, now=cast.NOW + timedelta(days=1))
    lone = checkin.Day(cast.BRAM, [], cast.TODAY, cast.NOW)
    return {
        "checkin.invite": checkin.invite(morning, open_for_answers=True),
        "checkin.invite: answered": checkin.invite(answered, open_for_answers=True),
        "checkin.invite: waived": checkin.invite(cast.answered(waived=True), open_for_answers=True),
        "checkin.invite: in no team, nothing earlier": checkin.invite(lone, open_for_answers=True),
        "checkin.invite: back from leave": checkin.invite(morning, open_for_answers=True, is_back=True),
        "checkin.invite: gone by": checkin.invite(gone_by, open_for_answers=True),
        "checkin.invite: over": checkin.invite(morning, open_for_answers=False),
        "checkin.form": checkin.form(morning),
        "checkin.form: changed": checkin.form(answered),
        "checkin.form: in no team": checkin.form(lone),
        "checkin.feedback": checkin.feedback(answered, how=NEW, moved=moved, quiet=cast.BAKERY),
        "checkin.feedback: late": checkin.feedback(answered, how=LATE),
        "checkin.feedback: changed": checkin.feedback(answered, how=CHANGED),
        "checkin.feedback: over": checkin.feedback(answered, how=NEW, open_for_answers=False),
        "checkin.stuck": checkin.stuck(cast.BLOCKER, cast.MIRA, cast.TODAY),
        "checkin.stuck: taken back": checkin.stuck(KEPT_BACK, cast.MIRA, cast.TODAY),
        "checkin.too_far": checkin.too_far(),
        "checkin.nothing_to_repeat": checkin.nothing_to_repeat(),
        "ties.picker": ties.picker(cast.SEALS, [cast.TEAM]),
        "ties.picker: in no team": ties.picker(cast.SEALS, []),
        "ties.offer": Offer(list(cast.WORDINGS.values()), more=7),
        "ties.offer: none": Offer([]),
        "score.my_part": score.my_part(
            cast.EDITION, cast.TODAY, [cast.SIXTY_DAYS, cast.FOUR_HOURS, cast.BAKERY], cast.MIRA
        ),
        "score.my_part: no part": score.my_part(cast.EDITION, cast.TODAY, [], cast.BRAM),
        "score.none": score.none(),
        "leave.away": leave.away((date(2027, 3, 15), date(2027, 3, 19)), cast.TODAY, date(2027, 3, 22)),
        "leave.away: today, and not asked": leave.away((cast.TODAY, cast.TODAY), cast.TODAY, None),
        "leave.away: taken back": leave.undone((date(2027, 3, 29), date(2027, 4, 2)), cast.TODAY),
        "leave.which": leave.which([(cast.TODAY, date(2027, 3, 15)), (cast.TODAY, date(2027, 3, 16))], cast.TODAY),
        "leave.which: nobody could tell": leave.which([], cast.TODAY),
        "leave.form": leave.form(),
        "leave.paused": leave.paused(),
        "leave.started": leave.started(date(2027, 3, 10), cast.TODAY),
        "leave.started: not asked": leave.started(None, cast.TODAY),
        "preferences.form": preferences.form(cast.MIRA),
        "preferences.kept": preferences.kept(cast.MIRA),
        "home.help": home.help(),
        "home.unclear": home.unclear("Ring Mill Lane before ten"),
        "home.unclear: too long for a task": home.unclear("x" * 121),
        "home.not_there": home.not_there(),
        "home.our_fault": home.our_fault(),
    }
