"""An example of every view, in each of the states in which it looks different."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.turn import Drawn, Offer
from handlers.views import cast, checkin, digest, home, score, ties
from handlers.views.digest import Digest
from prompts import Which
from score.digest import DueDays, Span, Stuck, Work, add_up
from storage.tables import Blocker, CheckInState, TieState, Wording

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
        **digests(),
        "checkin.reminder": checkin.reminder(morning, until=cast.NOW + timedelta(hours=7), open_for_answers=True),
        "checkin.reminder: no digest to wait for": checkin.reminder(morning, until=None, open_for_answers=True),
        "checkin.reminder: answered": checkin.reminder(answered, until=None, open_for_answers=True),
        "checkin.feedback: after the digest": checkin.feedback(answered, how=Which("digest")),
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
    }


MONDAY = cast.TODAY - timedelta(days=1)
DAYS: Mapping[int, Sequence[tuple[Wording | None, int]]] = {
    0: [(cast.FOUR_HOURS, 6), (cast.SIXTY_DAYS, 4), (cast.RENEW, 2), (None, 5)],
    1: [(cast.FOUR_HOURS, 5), (cast.SIXTY_DAYS, 4), (cast.RENEW, 1), (None, 4)],
    7: [(cast.FOUR_HOURS, 6), (cast.SIXTY_DAYS, 2), (None, 9)],
    13: [(cast.BAKERY, 1)],
}
WORKED: Work = [
    (cast.TODAY - timedelta(days=ago), line.line_id if line else None, state, n)
    for ago, played in DAYS.items()
    for line, n in played
    for state in [TieState.CONFIRMED if line is cast.FOUR_HOURS else TieState.SUGGESTED if line else None]
]
"""What Service North did in the last fortnight: the test bakery was left alone."""


def digests() -> Mapping[str, Drawn]:
    """The digests of Service North's Tuesday, and of its week."""
    day, week = Span(cast.TODAY, cast.TODAY, allowance=0.4), Span(MONDAY, MONDAY + timedelta(days=4), allowance=0.4)
    busy = [(day, line, state, 3 * n if line is None else n) for day, line, state, n in WORKED]
    tuesday = _digest(day, WORKED)
    sales = [(cast.VISITS, cast.TIES[cast.VISITS.id], cast.MIRA), (cast.VAN, None, cast.MIRA)]
    return {
        "digest.day": digest.daily(tuesday),
        "digest.day: more whirlwind than agreed": digest.daily(_digest(day, busy)),
        "digest.day: nothing agreed": digest.daily(_digest(Span(cast.TODAY, cast.TODAY), WORKED)),
        "digest.day: too few": digest.daily(_digest(day, WORKED, due=3)),
        "digest.day: nobody answered": digest.daily(_digest(day, WORKED[4:], came=0)),
        "digest.day: nothing to say": digest.daily(Digest(cast.TEAM, add_up(day, _due(day, 7, 0), []))),
        "digest.day: for one who asks": digest.with_others(
            digest.daily(replace(tuesday, in_channel=False)), [cast.TEAM], "digest.today"
        ),
        "digest.week": digest.weekly(_digest(week, WORKED)),
        "digest.week: nobody was due": digest.weekly(Digest(cast.TEAM, add_up(week, [], []))),
        "digest.tasks": digest.all_tasks(tuesday, sales),
        "digest.tasks: none": digest.all_tasks(tuesday, []),
        "digest.blockers": digest.all_blockers(tuesday),
        "digest.blockers: none": digest.all_blockers(Digest(cast.TEAM, add_up(day, [], []))),
        "digest.none": digest.none(),
    }


def _due(span: Span, due: int, came: int) -> DueDays:
    days = [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]
    days += [one - timedelta(days=7) for one in days]
    return [(one, f"p{n}", CheckInState.HANDED_IN if n < came else None) for one in days for n in range(due)]


def _digest(span: Span, work: Work, *, due: int = 7, came: int = 6) -> Digest:
    lines = [cast.FOUR_HOURS, cast.SIXTY_DAYS, cast.BAKERY]
    stuck = [
        Stuck(cast.PRICES.id, cast.BRAM.id, cast.TODAY - timedelta(days=8), cast.SIXTY_DAYS.line_id),
        Stuck(cast.BLOCKER.id, cast.MIRA.id, cast.TODAY, cast.FOUR_HOURS.line_id),
        Stuck(cast.FOUND.id, cast.MIRA.id, cast.TODAY, cleared=True),
    ]
    waiting = {line.line_id: cast.TODAY - timedelta(days=28) for line in lines}
    summary = add_up(span, _due(span, due, came), work, lines=waiting, stuck=stuck, wins=2)
    return Digest(
        team=cast.TEAM,
        summary=summary,
        wordings=cast.WORDINGS,
        blockers={
            cast.PRICES.id: (cast.PRICES, cast.BRAM),
            cast.BLOCKER.id: (cast.BLOCKER, cast.MIRA),
            cast.FOUND.id: (cast.FOUND, cast.MIRA),
        },
        wins=[(cast.WIN, cast.BRAM), (cast.WIN, cast.MIRA)],
        owners={cast.MIRA.id: cast.MIRA},
        today=cast.TODAY,
    )
