"""When a lesson comes back, so that it is still known later.

Even gaps of about 15 % of the days for which it shall be remembered: the best gap grows with that time (Cepeda and
others 2006: 839 assessments in 317 experiments), and a gap of 10 to 20 % of it was best in their study of 2008, a
figure that we have not seen ourselves. Widening gaps keep no more than even ones (Latimier and others 2021: g = 0.034,
no difference). Two a week at most, as in the trial of Kerfoot and others 2010. Three batches of messages a day did
people good (Fitz and others 2019, 237 people), more did not, so that a nudge never makes a fourth.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from score.cadence import (
    GRACE,
    LOOK_AHEAD,
    Due,
    Rhythm,
    clear_of,
    decide,
    local,
    local_day,
    next_slot,
    silent_from,
    slot,
    slot_on,
)

SHARE = 0.15
"""The gap between two recalls, as a share of the days for which something shall be remembered."""

NUDGES_A_WEEK = 2
"""Nudges that one person gets in any seven days, over all lessons."""

WEEK = timedelta(days=7)

BATCHES_A_DAY = 3
"""Batches of messages that nobody asked for, on one local day."""

TOGETHER = timedelta(minutes=5)
"""Messages that come within so much of each other are one batch."""

AFTERNOON = 14
"""The local hour that is offered to who wants a lesson later on the same day."""

EVENING = 18
"""The local hour from which nothing is offered for the same day anymore."""

IN_FIVES = 5
"""People whom a figure about private answers speaks of at least; it moves by as many at a time."""


def gap(remember_for: int) -> int:
    """Days between two recalls of what shall be remembered for so many days."""
    return max(1, round(SHARE * remember_for))


def has_room(day: date, nudged: Sequence[date], a_week: int = NUDGES_A_WEEK) -> bool:
    """Whether a person who was nudged on these days may be nudged on `day`: once a day, twice in any seven days, or as
    seldom as they want it.
    """
    near = [one for one in nudged if abs(day - one) < WEEK]
    return day not in near and len(near) < a_week


def comes_back(
    rhythm: Rhythm,
    after: date,
    days: int,
    until: date,
    nudged: Sequence[date] = (),
    a_week: int = NUDGES_A_WEEK,
) -> datetime | None:
    """The instant of the next recall: `days` after `after`, or the first day from then on that suits.

    It suits when the person works, and was not nudged too often. None when no such day comes up to `until`.
    """
    day = after + timedelta(days=days - 1)
    # Whether somebody was asked for a check-in says nothing about what else comes on that day.
    plain = replace(rhythm, asked_for=None)
    while (at := _next_slot(plain, day)) is not None:
        day = local_day(at, rhythm.time_zone)
        if day > until:
            return None
        if has_room(day, nudged, a_week):
            return at
    return None


@dataclass(frozen=True)
class Recall:
    """Whether a lesson is recalled now, and the next instant at which to decide again (None: it comes back no more)."""

    now: bool
    next_at: datetime | None


def recall(
    rhythm: Rhythm,
    now: datetime,
    remember_for: int,
    until: date,
    *,
    nudged: Sequence[date] = (),
    unasked: Sequence[datetime] = (),
    a_week: int = NUDGES_A_WEEK,
) -> Recall:
    """Whether a lesson that is due is to be recalled at `now`.

    `nudged` are the days on which the person was nudged, over all that nudges, and `a_week` how often they want it;
    `unasked` the instants of today at which messages came that they had not asked for. Late is fine for as long as for
    a check-in; after that another day is taken. Who wants none is passed over, and the lesson goes on coming due.
    """
    today = local_day(now, rhythm.time_zone)
    if today > until:
        return Recall(False, None)
    if a_week < 1:
        return Recall(False, comes_back(rhythm, today, gap(remember_for), until))
    at = slot_on(rhythm, today) if not rhythm.is_silent_on(today) else None
    if at is not None and now < at and has_room(today, nudged, a_week):
        return Recall(False, at)
    suits = at is not None and at <= now <= at + GRACE and has_room(today, nudged, a_week)
    if not suits or not fits_budget(now, unasked):
        return Recall(False, comes_back(rhythm, today, 1, until, nudged, a_week))
    return Recall(True, comes_back(rhythm, today, gap(remember_for), until, [*nudged, today], a_week))


def batches(unasked: Sequence[datetime]) -> int:
    """How many batches messages at these instants make."""
    count, last = 0, None
    for at in sorted(unasked):
        if last is None or at - last > TOGETHER:
            count += 1
        last = at
    return count


def fits_budget(now: datetime, unasked: Sequence[datetime]) -> bool:
    """Whether one message more leaves the day within its batches."""
    return batches([*unasked, now]) <= BATCHES_A_DAY


def reachable(rhythm: Rhythm, now: datetime) -> datetime | None:
    """When something that can wait may reach a person: now in their working hours, else at their next hour.

    It waits until quiet hours, and a part of the day that they are off, are over. None when they do not come back
    within the days that we look ahead.
    """
    today = local_day(now, rhythm.time_zone)
    begins = slot_on(rhythm, today)
    clear = clear_of(rhythm, now) if begins is not None and begins <= now else None
    if clear is not None and local(clear, rhythm.time_zone).hour < EVENING:
        return clear
    plain = replace(rhythm, asked_for=None)
    at = _next_slot(plain, today - timedelta(days=1))
    return at if at is None or at > now else _next_slot(plain, today)


def reaches_until(rhythm: Rhythm, at: datetime) -> datetime:
    """The instant from which on something that reaches a person at `at` does so no more: at six, or when they are
    quiet or off. Whoever has their hour in the evening is reached for as long as a prompt may be late.
    """
    wall = local(at, rhythm.time_zone)
    evening = slot(wall.date(), EVENING * 60, rhythm.time_zone) if wall.hour < EVENING else None
    return min(evening or at + GRACE, silent_from(rhythm, at))


def _next_slot(rhythm: Rhythm, after: date) -> datetime | None:
    """The first slot later than `after` that quiet hours leave; None when they leave none that we look ahead to."""
    at, last = next_slot(rhythm, after), after + timedelta(days=LOOK_AHEAD)
    while at is not None and rhythm.is_silent_on(day := local_day(at, rhythm.time_zone)):
        at = next_slot(rhythm, day) if day < last else None
    return at


def greets_at(rhythm: Rhythm, now: datetime) -> datetime | None:
    """When somebody who is new is welcomed: now, from their own hour until the evening, else at their next hour.

    Whoever chose an hour in the evening is welcomed then: it is their morning. None when they do not come within the
    days that we look ahead.
    """
    plain = replace(rhythm, asked_for=None)
    decision = decide(plain, now)
    soon = decision.due is Due.ASK
    late = decision.due is Due.SKIP and local(now, rhythm.time_zone).hour < EVENING
    if (soon or late) and clear_of(plain, now) == now and not plain.is_silent_on(decision.day):
        return now
    if decision.due is Due.WAIT and decision.next_at is not None and decision.next_at > now:
        day = local_day(decision.next_at, rhythm.time_zone)
        return decision.next_at if not plain.is_silent_on(day) else _next_slot(plain, day)
    return _next_slot(plain, decision.day)


def later_today(rhythm: Rhythm, now: datetime) -> datetime | None:
    """The hour that is offered to who wants something later on the same day: two in the afternoon, else the next
    full hour that is an hour away; None when the evening is too near.
    """
    wall = local(now, rhythm.time_zone)
    hour = max(AFTERNOON, wall.hour + 1 + (wall.minute > 0))
    return slot(wall.date(), hour * 60, rhythm.time_zone) if hour < EVENING else None


@dataclass(frozen=True)
class Figures:
    """What a sender is told of the answers: how many, and how many of those chose the option that holds.

    `right` is None where all or nobody did: that would say what each of them chose.
    """

    answered: int
    right: int | None


def in_fives(count: int) -> int:
    """As many of what is private as may be told: it moves by five at a time."""
    return count // IN_FIVES * IN_FIVES


def by_option(chosen: Sequence[int], right: int, options: int) -> list[int] | None:
    """How many of private answers, in the order in which they came, chose each option; counted in fives.

    None where `figures` gives no split, and where any five that are counted together were all right or all wrong:
    what each option has more than before would say what those five chose.
    """
    counted = list(chosen)[: in_fives(len(chosen))]
    fives = [counted[n : n + IN_FIVES] for n in range(0, len(counted), IN_FIVES)]
    if not fives or any(five.count(right) in (0, IN_FIVES) for five in fives):
        return None
    return [counted.count(one) for one in range(options)]


def figures(answers: Sequence[bool]) -> Figures | None:
    """What may be said of private answers, in the order in which they came; None for fewer than five.

    They are counted in fives, so that no figure ever moves by the answer of one person.
    """
    counted = list(answers)[: in_fives(len(answers))]
    if not counted:
        return None
    right = sum(counted)
    return Figures(len(counted), right if 0 < right < len(counted) else None)
