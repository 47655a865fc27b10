"""An example of every view, in each of the states in which it looks different."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers.turn import Drawn, Offer
from handlers.views import (
    blockers,
    cast,
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
from handlers.views.digest import Digest
from prompts import Which
from prompts import lesson as shelf
from score.citations import Cited, Order, Side
from score.digest import DueDays, Span, Stuck, Work, add_up
from score.roster import read as read_roster
from score.roster_changes import Difference, Present, compare
from score.search import Aim
from score.spacing import Figures
from storage.tables import (
    Blocker,
    CheckInState,
    LineState,
    Measure,
    Place,
    PlaceKind,
    Sending,
    SendingState,
    Sitting,
    TieState,
    Wording,
)

NEW, LATE, CHANGED = Which("new"), Which("late"), Which("changed")
CLEARED = Blocker(**{**cast.BLOCKER.model_dump(), "cleared_at": cast.NOW, "helped": "Ring the shop next door"})
KEPT_BACK = Blocker(**{**cast.BLOCKER.model_dump(), "told": False})


def examples() -> Mapping[str, Drawn]:
    """Each example by the name of its view, and behind a colon what is different about it."""
    moved = [checkin.Moved(cast.LISTED, cast.SIXTY_DAYS, 4)]
    answered = cast.answered()
    morning = cast.morning()
    gone_by = replace(morning, now=cast.NOW + timedelta(days=1))
    ours: dict[str, Any] = {"id": "", "workspace_id": "", "connection_id": "", "external_id": ""}
    channel = Place(**ours, kind=PlaceKind.CHANNEL, name="service-north")
    direct = Place(**ours, kind=PlaceKind.DIRECT, name="Bram")
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
        **_coach(),
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
        "home.front": home.front(cast.MIRA, cast.TODAY, None, [], [cast.SIXTY_DAYS, cast.BAKERY], more=2),
        "home.front: handed in": home.front(
            cast.MIRA, cast.TODAY, cast.answered().checkin, [cast.LISTED], [cast.SIXTY_DAYS], more=0
        ),
        "home.front: waived, no score": home.front(
            cast.MIRA, cast.TODAY, cast.answered(waived=True).checkin, [], [], more=0
        ),
        "home.opens": home.opens("checkin.open_form", ""),
        "home.too_late": home.too_late(),
        "home.unreachable": home.unreachable(channel, "not_in_channel"),
        "home.unreachable: a person": home.unreachable(direct, "user_disabled"),
        **_lessons(),
        **_people(),
    }


def _seat(sitting: Sitting, **more: object) -> lessons.Seat:
    lesson = shelf.lesson(sitting.lesson)
    assert lesson is not None
    due = sitting.due_at
    seat = lessons.Seat(sitting, lesson, cast.NOW, cast.NOW.replace(hour=14, minute=0), cast.RUTH, cast.SIXTY_DAYS, due)
    return replace(seat, **more)  # type: ignore[arg-type]


def _people() -> Mapping[str, Drawn]:
    here = Present(people=[cast.MIRA, cast.BRAM])
    roster = read_roster(_LISTED, "directory.yml")
    much = read_roster(
        b"people:\n" + b"".join(b"  p%d: {name: Person %d}\n" % (n, n) for n in range(9)), "directory.yml"
    )
    return {
        "people.proposal": people.proposal(compare(roster, here), "key"),
        "people.proposal: many": people.proposal(compare(much, Present()), "key"),
        "people.proposal: nothing": people.proposal(Difference(), "key"),
        "people.proposal: unfit": people.unfit(2),
        "people.looking": people.looking(),
        "people.no_directory": people.no_directory(),
        "people.taken": people.taken(2, 1),
        "people.taken: nobody new": people.taken(0, 0),
        "people.admins_only": people.admins_only(),
        "people.gone_there": people.gone_there(cast.BRAM),
        "people.joined_there": people.joined_there(),
        "people.code_form": people.code_form(),
        "people.code": people.code(cast.BRAM, "ABCD-EFGH-IJKL-MNOP"),
    }


_LISTED = b"""
people:
  mira: {name: Mira Sand}
  noor: {name: Noor Haddad, zone: Europe/Amsterdam}
teams:
  night: {name: Night shift, members: [mira, noor]}
"""


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


def _told(aim: Aim, *lines: Wording, **more: object) -> coach.Told:
    more_lines, listed = more.pop("more", 0), bool(more.pop("listed", False))
    people = {person.id: person for person in (cast.MIRA, cast.BRAM)}
    assert isinstance(more_lines, int)
    return coach.Told(cast.EDITION, cast.TODAY, Cited(aim, lines, more_lines, listed), people=people, **more)  # type: ignore[arg-type]


def _as(line: Wording, **values: object) -> Wording:
    return Wording(**{**line.model_dump(), **values})


def _coach() -> Mapping[str, Drawn]:
    visits = _as(cast.SIXTY_DAYS, serves="morrow/P-1", about="Before the letter goes out.", plan="Two a day.")
    measured = [coach.Measured(cast.ON_TIME, cast.VISITED, cast.HALF)]
    unread = [coach.Measured(cast.ON_TIME, _measure(start=None), None)]
    with_deputy, of_another_tool = _as(visits, deputy_id=cast.BRAM.id), _as(cast.RENEW, kept={"owner": "Sales desk"})
    done = _as(cast.FOUR_HOURS, state=LineState.DONE, test="Ten calls in ten.")
    renewal, cold = Side((visits, cast.RENEW), "Mill Lane"), Side((cast.FOUR_HOURS,), "The Fenwick seals")
    undated = Side((_as(cast.FOUR_HOURS, until=None),))
    asked = [coach.Asked(cast.GIVE_AWAY, cast.RENEW), coach.Asked(cast.PARKING, None)]
    week = [(cast.LISTED, cast.SIXTY_DAYS), (cast.BOOKED, cast.SIXTY_DAYS), (cast.VAN, None)]
    edition, today = cast.EDITION, cast.TODAY
    return {
        "coach.answer": coach.answer(_told(Aim.WHAT, visits, cast.RENEW)),
        "coach.answer: why": coach.answer(_told(Aim.WHY, visits, cast.RENEW)),
        "coach.answer: why, from itself": coach.answer(_told(Aim.WHY, _as(cast.RENEW, because="They stay."))),
        "coach.answer: why, not said": coach.answer(_told(Aim.WHY, cast.RENEW)),
        "coach.answer: who": coach.answer(_told(Aim.WHO, visits)),
        "coach.answer: who, and who stands in": coach.answer(_told(Aim.WHO, with_deputy)),
        "coach.answer: who, of another tool": coach.answer(_told(Aim.WHO, of_another_tool)),
        "coach.answer: who, nobody": coach.answer(_told(Aim.WHO, cast.RENEW)),
        "coach.answer: target": coach.answer(_told(Aim.TARGET, visits, cast.ON_TIME, measured=measured)),
        "coach.answer: target, no start": coach.answer(_told(Aim.TARGET, visits, cast.ON_TIME, measured=unread)),
        "coach.answer: target, none": coach.answer(_told(Aim.TARGET, visits)),
        "coach.answer: until": coach.answer(_told(Aim.UNTIL, visits)),
        "coach.answer: until, standing": coach.answer(_told(Aim.UNTIL, _as(visits, until=None, standing=True))),
        "coach.answer: until, no date": coach.answer(_told(Aim.UNTIL, _as(visits, until=None))),
        "coach.answer: how far": coach.answer(_told(Aim.HOW_FAR, visits, cast.ON_TIME, measured=measured, tasks=4)),
        "coach.answer: how far, with a deputy": coach.answer(_told(Aim.HOW_FAR, with_deputy)),
        "coach.answer: how far, done": coach.answer(_told(Aim.HOW_FAR, done, tasks=0)),
        "coach.answer: not": coach.answer(_told(Aim.NOT, cast.NO_CHAINS, cast.RENEW)),
        "coach.answer: not accepted": coach.answer(_told(Aim.NOT, cast.NO_CHAINS, accepted=True)),
        "coach.answer: all that we do not": coach.answer(_told(Aim.NOT, cast.NO_CHAINS, more=2, listed=True)),
        "coach.answer: what serves it": coach.answer(_told(Aim.SERVES, cast.RENEW, visits, more=3)),
        "coach.answer: what it serves": coach.answer(_told(Aim.SERVES, visits, cast.RENEW)),
        "coach.answer: nothing serves it": coach.answer(_told(Aim.SERVES, cast.BAKERY)),
        "coach.first": coach.first(edition, today, Order(renewal, undated)),
        "coach.first: more lines": coach.first(edition, today, Order(renewal, cold)),
        "coach.first: a nearer day": coach.first(edition, today, Order(cold, undated)),
        "coach.first: split": coach.first(
            edition, today, Order(Side((_as(visits, until=None), _as(cast.RENEW, until=None))), cold)
        ),
        "coach.first: alike": coach.first(edition, today, Order(cold, Side((cast.BAKERY,)))),
        "coach.passed_on": coach.passed_on(edition, today, cast.RENEW, cast.GIVE_AWAY.id),
        "coach.passed_on: asked before": coach.passed_on(edition, today, None, None),
        "coach.taken_back": coach.taken_back(),
        "coach.about_somebody": coach.about_somebody(cast.BRAM),
        "coach.private": coach.private(cast.BRAM, [cast.TEAM.name]),
        "coach.private: no team together": coach.private(cast.BRAM, []),
        "coach.private: of everybody": coach.private(None, []),
        "coach.too_long": coach.too_long(),
        "coach.week": coach.week(week),
        "coach.week: all": coach.week(week[:2]),
        "coach.week: whirlwind": coach.week(week[2:]),
        "coach.week: empty": coach.week([]),
        "coach.questions": coach.questions(asked, 3),
        "coach.questions: none": coach.questions([], 0),
    }


def _measure(**values: object) -> Measure:
    return Measure(**{**cast.VISITED.model_dump(), **values})


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
