"""All that can be done here, one line each: what people do, what is drawn, what falls due."""

from collections.abc import Mapping
from functools import cache

from handlers import (
    blockers,
    checkin,
    coach,
    dictation,
    digest,
    history,
    home,
    leave,
    lessons,
    people,
    preferences,
    score,
    ties,
)
from handlers.turn import Change, Draw, Duty, Look, Route
from prompts import spellings
from score.words import alike

ROUTES: dict[str, Route] = {
    "checkin.open_form": Look(checkin.open_form),
    "checkin.open_form_with": Look(checkin.open_form_with),
    "checkin.hand_in": Change(checkin.hand_in, checkin.consider_hand_in),
    "checkin.hand_in_draft": Change(checkin.hand_in_draft, checkin.consider_hand_in_draft),
    "checkin.same_again": Change(checkin.same_again, checkin.consider_same_again),
    "checkin.not_today": Change(checkin.not_today),
    "checkin.mark": Change(checkin.mark),
    "dictation.write": Change(dictation.write),
    "dictation.drop": Change(dictation.drop),
    "blockers.offer": Change(blockers.offer),
    "blockers.clear": Change(blockers.clear),
    "blockers.reopen": Change(blockers.reopen),
    "blockers.open_helped": Look(blockers.open_helped),
    "blockers.helped": Change(blockers.helped),
    "blockers.open_pass": Look(blockers.open_pass),
    "blockers.pass_on": Change(blockers.pass_on, blockers.consider_pass_on),
    "ties.settle": Change(ties.settle),
    "ties.open_picker": Look(ties.open_picker),
    "ties.offer": Look(ties.offer),
    "ties.pick": Change(ties.pick, ties.consider_pick),
    "score.my_part": Look(score.my_part),
    "history.week": Look(history.week),
    "coach.ask": Change(coach.ask, coach.consider_ask, traceless=True),
    "coach.take_back": Change(coach.take_back, traceless=True),
    "coach.my_week": Look(coach.my_week),
    "coach.open_questions": Look(coach.open_questions),
    "coach.settle": Change(coach.settle),
    "digest.today": Look(digest.today),
    "digest.this_week": Look(digest.this_week),
    "digest.tasks": Look(digest.tasks),
    "digest.blockers": Look(digest.blockers),
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
    "home.opened": Change(home.opened),
    "lessons.shelf": Look(lessons.shelf),
    "lessons.take": Change(lessons.take, lessons.consider_take),
    "lessons.open_sender": Look(lessons.open_sender),
    "lessons.preview": Change(lessons.preview, lessons.consider_preview),
    "lessons.send": Change(lessons.send, lessons.consider_send),
    "lessons.leave": Change(lessons.leave),
    "lessons.begin": Change(lessons.begin, lessons.consider_begin),
    "lessons.go_on": Change(lessons.go_on),
    "lessons.decline": Change(lessons.decline),
    "lessons.open_later": Look(lessons.open_later),
    "lessons.put_off": Change(lessons.put_off),
    "lessons.open_question": Look(lessons.open_question),
    "lessons.answer": Change(lessons.answer),
    "lessons.open_recall": Look(lessons.open_recall),
    "lessons.recall": Change(lessons.recall),
    "lessons.let_go": Change(lessons.let_go),
    "lessons.stop": Change(lessons.stop),
    "people.propose": Look(people.propose),
    "people.take_over": Change(people.take_over, people.consider_take_over),
    "people.open_code": Look(people.open_code),
    "people.make_code": Change(people.make_code, people.consider_make_code, traceless=True),
}
"""What answers each action. The name is the module and the function: who reads it in a payload knows where to look."""

DRAWINGS: dict[str, Draw] = {
    "checkin.invite": checkin.draw_invite,
    "checkin.reminder": checkin.draw_reminder,
    "checkin.form": checkin.draw_form,
    "checkin.feedback": checkin.draw_feedback,
    "checkin.stuck": checkin.draw_stuck,
    "checkin.too_far": checkin.draw_too_far,
    "checkin.nothing_to_repeat": checkin.draw_nothing_to_repeat,
    "dictation.heard": dictation.draw_heard,
    "dictation.dropped": dictation.draw_dropped,
    "dictation.full": dictation.draw_full,
    "dictation.gone": dictation.draw_gone,
    "blockers.offered": blockers.draw_offered,
    "blockers.thanks": blockers.draw_thanks,
    "blockers.needs_nobody": blockers.draw_needs_nobody,
    "blockers.cleared": blockers.draw_cleared,
    "blockers.open_again": blockers.draw_open_again,
    "blockers.helped_form": blockers.draw_helped_form,
    "blockers.pass_form": blockers.draw_pass_form,
    "blockers.passed": blockers.draw_passed,
    "blockers.decide": blockers.draw_decide,
    "ties.picker": ties.draw_picker,
    "ties.offer": ties.draw_offer,
    "score.my_part": score.draw_my_part,
    "history.week": history.draw_week,
    "score.none": score.draw_none,
    "coach.answer": coach.draw_answer,
    "coach.first": coach.draw_first,
    "coach.passed_on": coach.draw_passed_on,
    "coach.taken_back": coach.draw_taken_back,
    "coach.about_somebody": coach.draw_about_somebody,
    "coach.private": coach.draw_private,
    "coach.too_long": coach.draw_too_long,
    "coach.week": coach.draw_week,
    "coach.questions": coach.draw_questions,
    "digest.day": digest.draw_day,
    "digest.week": digest.draw_week,
    "digest.tasks": digest.draw_tasks,
    "digest.blockers": digest.draw_blockers,
    "digest.none": digest.draw_none,
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
    "home.front": home.draw_front,
    "home.opens": home.draw_opens,
    "home.too_late": home.draw_too_late,
    "home.unreachable": home.draw_unreachable,
    "lessons.shelf": lessons.draw_shelf,
    "lessons.may_not": lessons.draw_may_not,
    "lessons.sender": lessons.draw_sender,
    "lessons.sending": lessons.draw_sending,
    "lessons.sitting": lessons.draw_sitting,
    "lessons.later": lessons.draw_later,
    "lessons.question": lessons.draw_question,
    "lessons.nudge": lessons.draw_nudge,
    "lessons.recall": lessons.draw_recall,
    "people.proposal": people.draw_proposal,
    "people.looking": people.draw_looking,
    "people.no_directory": people.draw_no_directory,
    "people.taken": people.draw_taken,
    "people.admins_only": people.draw_admins_only,
    "people.gone_there": people.draw_gone_there,
    "people.joined_there": people.draw_joined_there,
    "people.code_form": people.draw_code_form,
    "people.code": people.draw_code,
}
"""What draws each view, from the ids that were kept."""

DUTIES: dict[str, Duty] = {
    "people.let_go": people.let_go,
    "checkin.invite": checkin.invite,
    "checkin.remind": checkin.remind,
    "digest.day": digest.day,
    "digest.week": digest.week,
    "lessons.offer": lessons.offer,
    "lessons.nudge": lessons.nudge,
}
"""What falls due by itself, in each workspace."""

COMMANDS: tuple[str, ...] = (
    "checkin.open_form",
    "checkin.same_again",
    "checkin.not_today",
    "score.my_part",
    "history.week",
    "coach.my_week",
    "coach.open_questions",
    "digest.today",
    "digest.this_week",
    "leave.open_form",
    "leave.pause",
    "leave.start_again",
    "preferences.open_form",
    "home.help",
    "lessons.shelf",
    "lessons.open_sender",
    "people.propose",
    "people.open_code",
)
"""What can be said in words; prompts/phrases/understood.* has the spellings."""

QUESTION_MARKS = ("?", "\u061f", "\u037e", "\u055e", "\u1367")
"""Of Latin, Arabic, Greek, Armenian and Ethiopic; the full-width one folds to the first."""

RETIRED: dict[str, str] = {}
"""Old names of routes and views, and what answers them now: buttons of earlier releases keep working."""


def understand(text: str, language: str) -> str:
    """The action that somebody asks for who writes instead of pressing: a command, days away, their day
    in one message, or a question to the coach; `home.unclear` is for what is none of these.
    """
    said = alike(text)
    known = _meanings(language).get(said.rstrip("!.?") or "?")
    if known is None and leave.is_about_leave(text, language):
        return "leave.say"
    if known is None and dictation.reads_as_check_in(text, language):
        return "dictation.write"
    return known or ("coach.ask" if _asks(said, language) else "home.unclear")


def _asks(said: str, language: str) -> bool:
    """Whether something reads as a question: by its mark, in whatever script, or by how it begins."""
    return said.rstrip("!\"'”’) ").endswith(QUESTION_MARKS) or said.startswith(_beginnings(language))


@cache
def _beginnings(language: str) -> tuple[str, ...]:
    return tuple(f"{begins} " for begins in spellings("asking", language))


@cache
def _meanings(language: str) -> Mapping[str, str]:
    known = {name.replace(".", "-"): name for name in COMMANDS}
    return {alike(said): known[id] for said, id in spellings("understood", language).items()}
