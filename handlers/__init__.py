"""All that can be done here, one line each: what people do, what is drawn, what falls due."""

from collections.abc import Mapping
from functools import cache

from handlers import checkin, home, leave, people, preferences, score, ties
from handlers.turn import Change, Draw, Duty, Look, Route
from prompts import spellings
from score.words import alike

ROUTES: dict[str, Route] = {
    "checkin.open_form": Look(checkin.open_form),
    "checkin.open_form_with": Look(checkin.open_form_with),
    "checkin.hand_in": Change(checkin.hand_in, checkin.consider_hand_in),
    "checkin.same_again": Change(checkin.same_again, checkin.consider_same_again),
    "checkin.not_today": Change(checkin.not_today),
    "checkin.mark": Change(checkin.mark),
    "ties.settle": Change(ties.settle),
    "ties.open_picker": Look(ties.open_picker),
    "ties.offer": Look(ties.offer),
    "ties.pick": Change(ties.pick, ties.consider_pick),
    "score.my_part": Look(score.my_part),
    "leave.say": Change(leave.say),
    "leave.take": Change(leave.take),
    "leave.open_form": Look(leave.open_form),
    "leave.hand_in": Change(leave.hand_in, leave.consider_hand_in),
    "leave.undo": Change(leave.undo),
    "leave.pause": Change(leave.pause),
    "leave.start_again": Change(leave.start_again),
    "preferences.open_form": Look(preferences.open_form),
    "preferences.hand_in": Change(preferences.hand_in, preferences.consider_hand_in),
    "home.help": Look(home.help),
    "home.unclear": Look(home.unclear),
}
"""What answers each action. The name is the module and the function: who reads it in a payload knows where to look."""

DRAWINGS: dict[str, Draw] = {
    "checkin.invite": checkin.draw_invite,
    "checkin.form": checkin.draw_form,
    "checkin.feedback": checkin.draw_feedback,
    "checkin.stuck": checkin.draw_stuck,
    "checkin.too_far": checkin.draw_too_far,
    "checkin.nothing_to_repeat": checkin.draw_nothing_to_repeat,
    "ties.picker": ties.draw_picker,
    "ties.offer": ties.draw_offer,
    "score.my_part": score.draw_my_part,
    "score.none": score.draw_none,
    "leave.away": leave.draw_away,
    "leave.which": leave.draw_which,
    "leave.form": leave.draw_form,
    "leave.paused": leave.draw_paused,
    "leave.started": leave.draw_started,
    "preferences.form": preferences.draw_form,
    "preferences.kept": preferences.draw_kept,
    "home.help": home.draw_help,
    "home.unclear": home.draw_unclear,
    "home.not_there": home.draw_not_there,
    "home.our_fault": home.draw_our_fault,
}
"""What draws each view, from the ids that were kept."""

DUTIES: dict[str, Duty] = {
    "people.let_go": people.let_go,
    "checkin.invite": checkin.invite,
}
"""What falls due by itself, in each workspace."""

COMMANDS: tuple[str, ...] = (
    "checkin.open_form",
    "checkin.same_again",
    "checkin.not_today",
    "score.my_part",
    "leave.open_form",
    "leave.pause",
    "leave.start_again",
    "preferences.open_form",
    "home.help",
)
"""What can be said in words; prompts/phrases/understood.* has the spellings."""

RETIRED: dict[str, str] = {}
"""Old names of routes and views, and what answers them now: buttons of earlier releases keep working."""


def understand(text: str, language: str) -> str:
    """The action that somebody asks for who writes instead of pressing; `home.unclear` for what is no command."""
    found = _meanings(language).get(alike(text).rstrip("!.") or "?")
    return found or ("leave.say" if leave.is_about_leave(text, language) else "home.unclear")


@cache
def _meanings(language: str) -> Mapping[str, str]:
    known = {name.replace(".", "-"): name for name in COMMANDS}
    return {alike(said): known[id] for said, id in spellings("understood", language).items()}
