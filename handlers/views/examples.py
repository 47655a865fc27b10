"""An example of every view, in each of the states in which it looks different."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from handlers.turn import Drawn, Offer
from handlers.views import blockers, cast, checkin, dictation, history, home, score, ties
from prompts import Which
from storage.tables import Blocker

NEW, LATE, CHANGED = Which("new"), Which("late"), Which("changed")
CLEARED = Blocker(**{**cast.BLOCKER.model_dump(), "cleared_at": cast.NOW, "helped": "Ring the shop next door"})
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
        "checkin.stuck: with a hand": checkin.stuck(
            cast.BLOCKER, cast.MIRA, cast.TODAY, helpers=[cast.BRAM], decides=cast.BRAM
        ),
        "checkin.stuck: cleared": checkin.stuck(CLEARED, cast.MIRA, cast.TODAY),
        "checkin.invite: stuck": checkin.invite(replace(morning, stuck=[cast.BLOCKER]), open_for_answers=True),
        "blockers.offered": blockers.offered(cast.BLOCKER, cast.BRAM),
        "blockers.offered: cleared": blockers.offered(CLEARED, cast.BRAM),
        "blockers.thanks": blockers.thanks(cast.MIRA),
        "blockers.needs_nobody": blockers.needs_nobody(),
        "blockers.cleared": blockers.cleared(cast.BLOCKER),
        "blockers.cleared: by oneself": blockers.cleared(KEPT_BACK),
        "blockers.cleared: with what helped": blockers.cleared(CLEARED),
        "blockers.open_again": blockers.open_again(cast.BLOCKER),
        "blockers.helped_form": blockers.helped_form(CLEARED),
        "blockers.helped_form: empty": blockers.helped_form(KEPT_BACK),
        "blockers.pass_form": blockers.pass_form(cast.BLOCKER),
        "blockers.passed": blockers.passed(cast.BLOCKER, cast.BRAM),
        "blockers.decide": blockers.decide(cast.BLOCKER, cast.MIRA, cast.SIXTY_DAYS, 6),
        "blockers.decide: cleared": blockers.decide(CLEARED, cast.MIRA, cast.SIXTY_DAYS, 6),
        "checkin.too_far": checkin.too_far(),
        "checkin.nothing_to_repeat": checkin.nothing_to_repeat(),
        "dictation.heard": dictation.heard(cast.TODAY, cast.DRAFT, cast.NOTES, [], [cast.TEAM]),
        "dictation.heard: beside what is handed in": dictation.heard(
            cast.TODAY, cast.DRAFT, None, [cast.SEALS.words, cast.VAN.words], []
        ),
        "dictation.heard: tomorrow": dictation.heard(cast.TODAY, None, cast.NOTES, [], [cast.TEAM]),
        "dictation.heard: only a blocker": dictation.heard(cast.TODAY, cast.STUCK, None, [], [cast.TEAM]),
        "dictation.dropped": dictation.dropped(),
        "dictation.full": dictation.full(),
        "dictation.gone": dictation.gone(),
        "checkin.form: with a draft": checkin.form(lone, draft=cast.DRAFT),
        "ties.picker": ties.picker(cast.SEALS, [cast.TEAM]),
        "ties.picker: in no team": ties.picker(cast.SEALS, []),
        "ties.offer": Offer(list(cast.WORDINGS.values()), more=7),
        "ties.offer: none": Offer([]),
        "score.my_part": score.my_part(
            cast.EDITION,
            cast.TODAY,
            [
                score.Known(cast.SIXTY_DAYS, cast.MIRA, [score.Measured(cast.ON_TIME, cast.VISITED, cast.HALF)]),
                score.Known(cast.FOUR_HOURS, cast.BRAM),
                score.Known(cast.BAKERY),
            ],
            cast.MIRA,
        ),
        "score.my_part: no part": score.my_part(cast.EDITION, cast.TODAY, [], cast.BRAM),
        "score.none": score.none(),
        "history.week": history.week(
            cast.YESTERDAY,
            [
                (cast.LISTED, cast.SIXTY_DAYS),
                (cast.BOOKED, cast.SIXTY_DAYS),
                (cast.VISITS, cast.SIXTY_DAYS),
                (cast.VAN, None),
            ],
            [cast.WIN],
            earlier=True,
            later=True,
        ),
        "history.week: nothing": history.week(cast.YESTERDAY, [], [], earlier=False, later=False),
        "home.help": home.help(),
        "home.unclear": home.unclear("Ring Mill Lane before ten"),
        "home.unclear: too long for a task": home.unclear("x" * 121),
        "home.not_there": home.not_there(),
        "home.our_fault": home.our_fault(),
    }
