"""All that can be done here, one line each: what people do, what is drawn, what falls due."""

from collections.abc import Mapping
from functools import cache

from handlers import (
    allowance,
    attention,
    blockers,
    checkin,
    coach,
    commands,
    crossings,
    decisions,
    deliveries,
    dictation,
    digest,
    history,
    home,
    interview,
    leave,
    lessons,
    library,
    members,
    nominations,
    past_digest,
    people,
    preferences,
    preview,
    readings,
    score,
    sendings,
    setup,
    snooze,
    team_questions,
    ties,
    welcome,
    wins,
)
from handlers.addressed import PARTS, addressed, asks_for_help, name_of
from handlers.duties import DUTIES as DUTIES
from handlers.turn import Change, Draw, Look, Route
from prompts import spellings
from score.words import alike

ROUTES: dict[str, Route] = {
    "checkin.open_form": Look(checkin.open_form),
    "checkin.open_form_with": Look(checkin.open_form_with),
    "checkin.open_form_stuck": Look(checkin.open_form_stuck),
    "checkin.hand_in": Change(checkin.hand_in, checkin.consider_hand_in),
    "checkin.hand_in_draft": Change(checkin.hand_in_draft, checkin.consider_hand_in_draft),
    "checkin.same_again": Change(checkin.same_again, checkin.consider_same_again),
    "checkin.not_today": Change(checkin.not_today),
    "checkin.mark": Change(checkin.mark),
    "snooze.open": Look(snooze.open),
    "snooze.in_an_hour": Change(snooze.in_an_hour),
    "snooze.this_afternoon": Change(snooze.this_afternoon),
    "snooze.tomorrow": Change(snooze.tomorrow),
    "preview.tomorrow": Look(preview.tomorrow),
    "preview.today": Look(preview.today),
    "preview.of": Look(preview.of),
    "preview.further": Look(preview.further),
    "attention.why": Look(attention.why),
    "attention.less": Change(attention.less),
    "attention.stop": Change(attention.stop),
    "attention.undo": Change(attention.undo),
    "attention.mine": Look(attention.mine),
    "dictation.write": Change(dictation.write),
    "dictation.drop": Change(dictation.drop),
    "blockers.offer": Change(blockers.offer),
    "blockers.take": Change(blockers.take),
    "blockers.give_back": Change(blockers.give_back),
    "blockers.clear": Change(blockers.clear),
    "blockers.reopen": Change(blockers.reopen),
    "blockers.open_helped": Look(blockers.open_helped),
    "blockers.helped": Change(blockers.helped),
    "blockers.open_pass": Look(blockers.open_pass),
    "blockers.pass_on": Change(blockers.pass_on, blockers.consider_pass_on),
    "team_questions.shelf": Look(team_questions.shelf),
    "team_questions.open_teams": Look(team_questions.open_teams),
    "team_questions.open_form": Look(team_questions.open_form),
    "team_questions.open_change": Look(team_questions.open_change),
    "team_questions.preview": Look(team_questions.preview),
    "team_questions.keep": Change(team_questions.keep, team_questions.consider_keep),
    "team_questions.move": Change(team_questions.move),
    "team_questions.remove": Change(team_questions.remove),
    "team_questions.restore": Change(team_questions.restore),
    "team_questions.open_answers": Look(team_questions.open_answers),
    "team_questions.answer": Change(team_questions.answer, team_questions.consider_answer),
    "team_questions.answers": Change(team_questions.answers, team_questions.consider_answers),
    "blockers.ask": Change(blockers.ask, blockers.consider_ask),
    "crossings.stop": Change(crossings.stop),
    "crossings.open_win": Look(crossings.open_win),
    "crossings.keep_win": Change(crossings.keep_win),
    "crossings.open_hand": Look(crossings.open_hand),
    "crossings.hand": Change(crossings.hand, crossings.consider_hand),
    "crossings.take": Change(crossings.take),
    "crossings.leave": Change(crossings.leave),
    "crossings.open_argue": Look(crossings.open_argue),
    "crossings.argue": Change(crossings.argue, crossings.consider_argue),
    "crossings.agree": Change(crossings.agree, crossings.consider_agree),
    "crossings.keep_to_it": Change(crossings.keep_to_it, crossings.consider_keep_to_it),
    "crossings.open_answer": Look(crossings.open_answer),
    "crossings.answer": Change(crossings.answer, crossings.consider_answer),
    "ties.settle": Change(ties.settle),
    "ties.open_picker": Look(ties.open_picker),
    "ties.offer": Look(ties.offer),
    "ties.pick": Change(ties.pick, ties.consider_pick),
    "score.my_part": Look(score.my_part),
    "readings.mine": Look(readings.mine),
    "readings.open_form": Look(readings.open_form),
    "readings.hand_in": Change(readings.hand_in, readings.consider_hand_in),
    "interview.begin": Change(interview.begin),
    "interview.open_form": Look(interview.open_form),
    "interview.answer": Change(interview.answer, interview.consider_answer),
    "interview.take": Change(interview.take, interview.consider_take),
    "interview.skip": Change(interview.skip),
    "interview.back": Change(interview.back),
    "interview.mend": Change(interview.mend, interview.consider_mend),
    "interview.so_far": Look(interview.so_far),
    "interview.drop": Change(interview.drop),
    "score.find": Look(score.find),
    "commands.help": Look(commands.help),
    "history.week": Look(history.week),
    "coach.ask": Change(coach.ask, coach.consider_ask, traceless=True),
    "coach.about": Look(coach.about),
    "coach.suggest": Look(coach.suggest),
    "coach.take_back": Change(coach.take_back, traceless=True),
    "coach.judge": Change(coach.judge, traceless=True),
    "coach.open_questions": Look(coach.open_questions),
    "coach.settle": Change(coach.settle),
    "digest.today": Look(digest.today),
    "digest.this_week": Look(digest.this_week),
    "past_digest.say": Look(past_digest.say),
    "digest.tasks": Change(digest.tasks, digest.consider_tasks),
    "digest.blockers": Change(digest.blockers, digest.consider_blockers),
    "digest.took_part": Change(digest.took_part, digest.consider_took_part),
    "decisions.answer": Change(decisions.answer, decisions.consider_answer),
    "decisions.open_form": Look(decisions.open_form),
    "decisions.hand_in": Change(decisions.hand_in, decisions.consider_hand_in),
    "decisions.log": Look(decisions.log),
    "deliveries.unsent": Look(deliveries.unsent),
    "wins.praise": Change(wins.praise),
    "nominations.ask": Change(nominations.ask, nominations.consider_ask),
    "nominations.accept": Change(nominations.accept, nominations.consider_accept),
    "nominations.leave": Change(nominations.leave),
    "nominations.open_words": Look(nominations.open_words),
    "nominations.keep_words": Change(nominations.keep_words),
    "leave.say": Change(leave.say),
    "leave.take": Change(leave.take),
    "leave.open_form": Look(leave.open_form),
    "leave.hand_in": Change(leave.hand_in, leave.consider_hand_in),
    "leave.undo": Change(leave.undo),
    "leave.pause": Change(leave.pause),
    "leave.start_again": Change(leave.start_again),
    "preferences.open_form": Look(preferences.open_form),
    "preferences.hand_in": Change(preferences.hand_in, preferences.consider_hand_in),
    "welcome.show": Look(welcome.show),
    "welcome.confirm": Change(welcome.confirm),
    "setup.open": Look(setup.open),
    "setup.open_channel": Look(setup.open_channel),
    "setup.take_channel": Change(setup.take_channel),
    "setup.open_hours": Look(setup.open_hours),
    "setup.take_hours": Change(setup.take_hours, setup.consider_take_hours),
    "setup.preview_prompt": Look(setup.preview_prompt),
    "setup.preview_digest": Look(setup.preview_digest),
    "setup.only_preview": Look(setup.only_preview),
    "setup.unseen": Look(setup.unseen),
    "members.open_form": Look(members.open_form),
    "members.hand_in": Change(members.hand_in, members.consider_hand_in),
    "allowance.open_form": Look(allowance.open_form),
    "allowance.propose": Change(allowance.propose),
    "allowance.vote": Change(allowance.vote),
    "allowance.take_back": Change(allowance.take_back),
    "home.help": Look(home.help),
    "home.questions": Look(home.questions),
    "home.unclear": Look(home.unclear),
    "home.opened": Change(home.opened),
    "home.page": Look(home.page),
    "home.sightings": Look(home.sightings),
    "home.stuck": Look(home.stuck),
    "lessons.shelf": Look(lessons.shelf),
    "lessons.find": Look(lessons.find),
    "lessons.take": Change(lessons.take, lessons.consider_take),
    "lessons.open_sender": Look(lessons.open_sender),
    "lessons.say": Change(lessons.say, lessons.consider_say),
    "lessons.preview": Change(lessons.preview, lessons.consider_preview),
    "lessons.send": Change(lessons.send, lessons.consider_send),
    "lessons.open_when": Look(lessons.open_when),
    "lessons.send_later": Change(lessons.send_later, lessons.consider_send_later),
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
    "library.open_form": Look(library.open_form),
    "library.look_up": Look(library.look_up),
    "library.look_at": Look(library.look_at),
    "sendings.results": Look(sendings.results),
    "sendings.mine": Look(sendings.mine),
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
    "snooze.choices": snooze.draw_choices,
    "snooze.waits": snooze.draw_waits,
    "snooze.tomorrow": snooze.draw_tomorrow,
    "snooze.not_asked": snooze.draw_not_asked,
    "snooze.too_late": snooze.draw_too_late,
    "preview.card": preview.draw_card,
    "preview.whom": preview.draw_whom,
    "preview.no_days": preview.draw_no_days,
    "attention.why": attention.draw_why,
    "attention.kept": attention.draw_kept,
    "attention.mine": attention.draw_mine,
    "attention.nothing": attention.draw_nothing,
    "dictation.heard": dictation.draw_heard,
    "dictation.dropped": dictation.draw_dropped,
    "dictation.full": dictation.draw_full,
    "dictation.gone": dictation.draw_gone,
    "blockers.offered": blockers.draw_offered,
    "blockers.thanks": blockers.draw_thanks,
    "blockers.needs_nobody": blockers.draw_needs_nobody,
    "blockers.yours": blockers.draw_yours,
    "blockers.taken": blockers.draw_taken,
    "blockers.has_somebody": blockers.draw_has_somebody,
    "blockers.cleared": blockers.draw_cleared,
    "blockers.open_again": blockers.draw_open_again,
    "blockers.helped_form": blockers.draw_helped_form,
    "blockers.pass_form": blockers.draw_pass_form,
    "blockers.passed": blockers.draw_passed,
    "blockers.decide": blockers.draw_decide,
    "team_questions.shelf": team_questions.draw_shelf,
    "team_questions.teams": team_questions.draw_teams,
    "team_questions.may_not": team_questions.draw_may_not,
    "team_questions.form": team_questions.draw_form,
    "team_questions.preview": team_questions.draw_preview,
    "team_questions.removed": team_questions.draw_removed,
    "team_questions.refused": team_questions.draw_refused,
    "team_questions.answer_form": team_questions.draw_answer_form,
    "team_questions.nothing_open": team_questions.draw_nothing_open,
    "team_questions.kept": team_questions.draw_kept,
    "team_questions.answers": team_questions.draw_answers,
    "crossings.win_form": crossings.draw_win_form,
    "crossings.hand_form": crossings.draw_hand_form,
    "crossings.handed": crossings.draw_handed,
    "crossings.argue_form": crossings.draw_argue_form,
    "crossings.argued": crossings.draw_argued,
    "crossings.answer_form": crossings.draw_answer_form,
    "crossings.came_back": crossings.draw_came_back,
    "ties.picker": ties.draw_picker,
    "ties.offer": ties.draw_offer,
    "score.my_part": score.draw_my_part,
    "readings.mine": readings.draw_mine,
    "readings.form": readings.draw_form,
    "readings.kept": readings.draw_kept,
    "readings.may_not": readings.draw_may_not,
    "interview.question": interview.draw_question,
    "interview.form": interview.draw_form,
    "interview.unfit": interview.draw_unfit,
    "interview.heard": interview.draw_heard,
    "interview.so_far": interview.draw_so_far,
    "interview.dropped": interview.draw_dropped,
    "interview.may_not": interview.draw_may_not,
    "score.line": score.draw_line,
    "score.lines": score.draw_lines,
    "score.linked": score.draw_linked,
    "score.not_found": score.draw_not_found,
    "commands.help": commands.draw_help,
    "history.week": history.draw_week,
    "score.none": score.draw_none,
    "coach.answer": coach.draw_answer,
    "coach.about_what": coach.draw_about_what,
    "coach.first": coach.draw_first,
    "coach.suggested": coach.draw_suggested,
    "coach.passed_on": coach.draw_passed_on,
    "coach.taken_back": coach.draw_taken_back,
    "coach.judged": coach.draw_judged,
    "coach.about_somebody": coach.draw_about_somebody,
    "coach.private": coach.draw_private,
    "coach.too_long": coach.draw_too_long,
    "coach.questions": coach.draw_questions,
    "digest.day": digest.draw_day,
    "digest.week": digest.draw_week,
    "digest.tasks": digest.draw_tasks,
    "digest.blockers": digest.draw_blockers,
    "digest.took_part": digest.draw_took_part,
    "digest.since": digest.draw_since,
    "digest.details": digest.draw_details,
    "digest.none": digest.draw_none,
    "past_digest.unknown": past_digest.draw_unknown,
    "past_digest.to_come": past_digest.draw_to_come,
    "past_digest.which_team": past_digest.draw_which_team,
    "decisions.form": decisions.draw_form,
    "decisions.kept": decisions.draw_kept,
    "decisions.asked": decisions.draw_asked,
    "decisions.log": decisions.draw_log,
    "decisions.touched": decisions.draw_touched,
    "decisions.may_not": decisions.draw_may_not,
    "deliveries.unsent": deliveries.draw_unsent,
    "deliveries.admins_only": deliveries.draw_admins_only,
    "wins.praised": wins.draw_praised,
    "wins.told": wins.draw_told,
    "wins.not_to_be_told": wins.draw_not_to_be_told,
    "nominations.nobody": nominations.draw_nobody,
    "nominations.asking": nominations.draw_asking,
    "nominations.asked": nominations.draw_asked,
    "nominations.words_form": nominations.draw_words_form,
    "nominations.answered": nominations.draw_answered,
    "leave.away": leave.draw_away,
    "leave.which": leave.draw_which,
    "leave.form": leave.draw_form,
    "leave.paused": leave.draw_paused,
    "leave.started": leave.draw_started,
    "preferences.form": preferences.draw_form,
    "preferences.kept": preferences.draw_kept,
    "welcome.card": welcome.draw_card,
    "setup.card": setup.draw_card,
    "setup.teams": setup.draw_teams,
    "setup.channel": setup.draw_channel,
    "setup.hours": setup.draw_hours,
    "setup.prompt": setup.draw_prompt,
    "setup.digest": setup.draw_digest,
    "setup.still": setup.draw_still,
    "setup.unseen": setup.draw_unseen,
    "members.form": members.draw_form,
    "members.changed": members.draw_changed,
    "members.told": members.draw_told,
    "allowance.form": allowance.draw_form,
    "allowance.asked": allowance.draw_asked,
    "allowance.voted": allowance.draw_voted,
    "home.help": home.draw_help,
    "home.which_questions": home.draw_which_questions,
    "home.unclear": home.draw_unclear,
    "home.not_there": home.draw_not_there,
    "home.our_fault": home.draw_our_fault,
    "home.front": home.draw_front,
    "home.alone": home.draw_alone,
    "home.sightings": home.draw_sightings,
    "home.stuck": home.draw_stuck,
    "home.opens": home.draw_opens,
    "home.too_late": home.draw_too_late,
    "home.unreachable": home.draw_unreachable,
    "lessons.shelf": lessons.draw_shelf,
    "lessons.found": lessons.draw_found,
    "lessons.may_not": lessons.draw_may_not,
    "lessons.sender": lessons.draw_sender,
    "lessons.sending": lessons.draw_sending,
    "lessons.when": lessons.draw_when,
    "lessons.sitting": lessons.draw_sitting,
    "lessons.later": lessons.draw_later,
    "lessons.question": lessons.draw_question,
    "lessons.nudge": lessons.draw_nudge,
    "lessons.recall": lessons.draw_recall,
    "library.form": library.draw_form,
    "library.hits": library.draw_hits,
    "library.lesson": library.draw_lesson,
    "library.gone": library.draw_gone,
    "sendings.results": sendings.draw_results,
    "sendings.mine": sendings.draw_mine,
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

COMMANDS: tuple[str, ...] = (
    "checkin.open_form",
    "checkin.same_again",
    "checkin.not_today",
    "snooze.open",
    "snooze.in_an_hour",
    "snooze.this_afternoon",
    "snooze.tomorrow",
    "attention.why",
    "attention.less",
    "attention.stop",
    "attention.mine",
    "score.my_part",
    "readings.mine",
    "interview.begin",
    "history.week",
    "coach.open_questions",
    "digest.today",
    "digest.this_week",
    "leave.open_form",
    "leave.pause",
    "leave.start_again",
    "preferences.open_form",
    "team_questions.shelf",
    "home.help",
    "home.page",
    "home.questions",
    "welcome.show",
    "setup.open",
    "lessons.shelf",
    "lessons.open_sender",
    "library.open_form",
    "sendings.mine",
    "people.propose",
    "people.open_code",
    "deliveries.unsent",
    "preview.tomorrow",
    "preview.today",
)
"""What can be said in words; prompts/phrases/understood.* has the spellings."""

QUESTION_MARKS = ("?", "\u061f", "\u037e", "\u055e", "\u1367")
"""Of Latin, Arabic, Greek, Armenian and Ethiopic; the full-width one folds to the first."""

RETIRED: dict[str, str] = {"coach.my_week": "history.week", "coach.week": "history.week"}
"""Old names of routes and views, and what answers them now: buttons of earlier releases keep working."""


def understand(text: str, language: str) -> str:
    """The action that somebody asks for who writes instead of pressing: a command, days away, a lesson for
    others, their day in one message, what goes out to somebody, what is written to one part by its name, or a question
    to the coach; `home.unclear` is for what is none of these.
    """
    said = alike(text)
    known = _meanings(language).get(said.rstrip("!.?") or "?") or _known_by_name(text, language)
    if known is None and leave.is_about_leave(text, language):
        return "leave.say"
    if known is None and lessons.reads_as_sending(text, language):
        return "lessons.say"
    if known is None and dictation.reads_as_check_in(text, language):
        return "dictation.write"
    if known is None and preview.reads_as_preview(text, language):
        return "preview.of"
    if known is None and past_digest.reads_as_digest(text, language):
        return "past_digest.say"
    known = known or _by_name(text, language)
    return known or ("coach.ask" if _asks(said, language) else "home.unclear")


def understand_command(command: str, text: str, language: str) -> tuple[str, str]:
    """The action that a command of its own asks for with what stands behind it, and the words that ask for the same
    where they are written to us. Any other command means what its words mean.
    """
    if command not in PARTS:
        return understand(text, language), text
    name, rest = name_of(command, language), text.strip()
    if asks_for_help(rest, language):
        return "commands.help", f"{name} {rest}"
    if not rest:
        return BARE[command], name
    known = _meanings(language).get(alike(rest).rstrip("!.?"))
    if known in BEHIND[command]:
        return known, rest
    return _behind(command, name, rest, language)


def _behind(command: str, name: str, rest: str, language: str) -> tuple[str, str]:
    words = f"{name} {rest}"
    if command == "checkin":
        written = dictation.as_check_in(rest, language)
        return ("dictation.write", written) if written else ("commands.help", words)
    if command == "lesson":
        sent = next((one for one in (rest, words) if lessons.reads_as_sending(one, language)), None)
        return ("lessons.say", sent) if sent else ("lessons.find", words)
    if command == "digest":
        asked = next((one for one in (rest, words) if past_digest.reads_as_digest(one, language)), None)
        return ("past_digest.say", asked) if asked else ("commands.help", words)
    return ("score.find" if command == "score" else "coach.ask"), words


BARE: dict[str, str] = {
    "checkin": "checkin.open_form",
    "score": "score.my_part",
    "coach": "coach.suggest",
    "lesson": "lessons.shelf",
    "digest": "digest.today",
}
"""What each command means by itself."""

BEHIND: dict[str, frozenset[str]] = {
    "checkin": frozenset(
        {
            *("checkin.open_form", "checkin.same_again", "checkin.not_today"),
            *("snooze.open", "snooze.in_an_hour", "snooze.this_afternoon", "snooze.tomorrow"),
        }
    ),
    "score": frozenset({"score.my_part"}),
    "coach": frozenset({"coach.open_questions"}),
    "lesson": frozenset({"lessons.shelf", "lessons.open_sender", "library.open_form", "sendings.mine"}),
    "digest": frozenset({"digest.today", "digest.this_week"}),
}
"""What the words behind a command may mean that mean something by themselves."""


def _known_by_name(text: str, language: str) -> str | None:
    """What the name of a part means with what it means by itself that stands behind it: "digest week", "score help"."""
    part, rest = addressed(text, language) or ("", "")
    if part and asks_for_help(rest, language):
        return "commands.help"
    known = _meanings(language).get(alike(rest).rstrip("!.?")) if rest else None
    return known if part and known in BEHIND[part] else None


def _by_name(text: str, language: str) -> str | None:
    """What is wanted of the part that is named first; a question goes to the coach, whatever it begins with."""
    part, rest = addressed(text, language) or ("", "")
    if part == "coach":
        return ("coach.ask" if _asks(alike(rest), language) else None) if rest else "coach.suggest"
    if _asks(alike(text), language):
        return None
    return {"score": "score.find", "lesson": "lessons.find"}.get(part)


def _asks(said: str, language: str) -> bool:
    """Whether something reads as a question: by its mark, in whatever script, or by how it begins."""
    return (
        said.rstrip("!\"'”’) ").endswith(QUESTION_MARKS)
        or said.startswith(_beginnings(language))
        or said.rstrip("!. ") in spellings("asking", language)
    )


@cache
def _beginnings(language: str) -> tuple[str, ...]:
    return tuple(f"{begins} " for begins, id in spellings("asking", language).items() if id == "begins")


@cache
def _meanings(language: str) -> Mapping[str, str]:
    known = {name.replace(".", "-"): name for name in COMMANDS}
    return {alike(said): known[id] for said, id in spellings("understood", language).items()}
