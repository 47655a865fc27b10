"""An example of every view, in each of the states in which it looks different."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from handlers.turn import Drawn, Offer
from handlers.views import cast, checkin, home, lessons, score, ties
from prompts import Which
from prompts import lesson as shelf
from score.spacing import Figures
from storage.tables import Blocker, Sending, SendingState, Sitting

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
        "home.help": home.help(),
        "home.unclear": home.unclear("Ring Mill Lane before ten"),
        "home.unclear: too long for a task": home.unclear("x" * 121),
        "home.not_there": home.not_there(),
        "home.our_fault": home.our_fault(),
        **_lessons(),
    }


def _seat(sitting: Sitting, **more: object) -> lessons.Seat:
    lesson = shelf.lesson(sitting.lesson)
    assert lesson is not None
    due = sitting.due_at
    seat = lessons.Seat(sitting, lesson, cast.NOW, cast.NOW.replace(hour=14, minute=0), cast.RUTH, cast.SIXTY_DAYS, due)
    return replace(seat, **more)  # type: ignore[arg-type]


def _lessons() -> Mapping[str, Drawn]:
    every = list(shelf.every().values())
    promises = shelf.every()["promises"]
    reach = lessons.Reach([cast.SALES], [cast.BRAM], owners=True)
    team = lessons.to_whom(cast.SALES, 1)
    sent = Sending(**{**cast.FROM_RUTH.model_dump(), "receivers": 12})
    to_all = Sending(**{**cast.FROM_RUTH.model_dump(), "receivers": 0})
    left = Sending(**{**cast.SENDING.model_dump(), "state": SendingState.LEFT})
    rewritten = Sitting(**{**cast.TAKEN.model_dump(), "version": 0})
    sitting, nudge = lessons.sitting, lessons.nudge
    own, taken, evening = _seat(cast.OFFERED, sender=None), _seat(cast.TAKEN), cast.NOW.replace(hour=18)
    tomorrow = cast.NOW + timedelta(days=1)
    to_seven, to_twelve = lessons.to_whom(cast.TEAM, 7), lessons.to_whom(cast.TEAM, 12)
    return {
        "lessons.shelf": lessons.shelf(every, may_send=False),
        "lessons.shelf: of a coach": lessons.shelf(every, may_send=True),
        "lessons.shelf: empty": lessons.shelf([], may_send=False),
        "lessons.may_not": lessons.may_not(),
        "lessons.sender": lessons.sender(every, reach),
        "lessons.sender: to a team or a person": lessons.sender(every, replace(reach, owners=False)),
        "lessons.sender: to owners": lessons.sender(every, lessons.Reach(owners=True)),
        "lessons.sending": lessons.sending(cast.SENDING, promises, team),
        "lessons.sending: to a person": lessons.sending(cast.SENDING, promises, lessons.to_whom(cast.BRAM, 1)),
        "lessons.sending: to owners": lessons.sending(cast.SENDING, promises, lessons.to_whom(cast.SIXTY_DAYS, 1)),
        "lessons.sending: let be": lessons.sending(left, promises, team),
        "lessons.sending: sent": lessons.sending(cast.FROM_RUTH, promises, to_seven),
        "lessons.sending: answered": lessons.sending(sent, promises, to_twelve, Figures(10, 7)),
        "lessons.sending: answered alike": lessons.sending(sent, promises, to_twelve, Figures(5, None)),
        "lessons.sending: they have it": lessons.sending(to_all, promises, to_seven),
        "lessons.sending: no longer theirs to see": lessons.sending(sent, promises, lessons.to_whom(None, 0)),
        "lessons.sitting": sitting(_seat(cast.OFFERED)),
        "lessons.sitting: in the evening": sitting(_seat(cast.OFFERED, now=evening, later=tomorrow)),
        "lessons.sitting: taken alone": sitting(own),
        "lessons.sitting: away for long": sitting(_seat(cast.OFFERED, later=None)),
        "lessons.sitting: put off": sitting(_seat(cast.PUT_OFF)),
        "lessons.sitting: put off to another day": sitting(_seat(cast.PUT_OFF, due=tomorrow)),
        "lessons.sitting: declined": sitting(_seat(cast.DECLINED)),
        "lessons.sitting: second card": sitting(_seat(cast.READING)),
        "lessons.sitting: without a line": sitting(_seat(cast.READING, line=None)),
        "lessons.sitting: question": sitting(_seat(cast.AT_QUESTION)),
        "lessons.sitting: answered": sitting(taken),
        "lessons.sitting: answered with what holds": sitting(_seat(cast.TAKEN_RIGHT, sender=None)),
        "lessons.sitting: comes back no more": sitting(_seat(cast.TAKEN, due=None)),
        "lessons.sitting: rewritten since": sitting(_seat(rewritten)),
        "lessons.sitting: goes on below": sitting(taken, newest=False),
        "lessons.later": lessons.later(_seat(cast.OFFERED)),
        "lessons.question": lessons.question(_seat(cast.AT_QUESTION)),
        "lessons.nudge": nudge(replace(taken, sender=None), cast.NUDGE, cast.TODAY),
        "lessons.nudge: the last one": nudge(replace(taken, due=None, sender=None), cast.NUDGE, cast.TODAY),
        "lessons.nudge: answered": nudge(replace(taken, sender=None), cast.NUDGE_ANSWERED, cast.TODAY),
        "lessons.nudge: let go": nudge(replace(taken, sender=None), cast.NUDGE_LET_GO, cast.TODAY),
        "lessons.nudge: rewritten since": nudge(
            replace(taken, lesson=replace(promises, version=2), sender=None), cast.NUDGE_ANSWERED, cast.TODAY
        ),
        "lessons.recall": lessons.recall(replace(taken, sender=None), cast.NUDGE),
    }
