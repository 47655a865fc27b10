"""When things fall due, in local days and hours.

The rules are those of safety.md, section 3: one slot per person and local date; in a gap of the clock the offset
before it holds (RFC 5545, 3.3.5), in an overlap the first of the two; late is fine, stale is not.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from score import hours
from score.free_days import is_free
from score.hours import Hours, on_one_day, past
from storage.tables import A_DAY_OF_MINUTES, Absence, Person, Team

GRACE = timedelta(minutes=240)
"""How long after its slot a prompt may still be sent, on the same local day."""

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

MONDAY = date(2027, 3, 1)
"""Any Monday."""

NEAR = timedelta(hours=18)
"""How long before a planned prompt the slot of its day may be by now: laws and hours move it by hours, not by a day."""

LOOK_AHEAD = 400
"""Days in which a next working day must lie; without one, nothing is due."""

EDITABLE_FOR = 7
"""Days for which a check-in can be handed in late or changed."""


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name. Raises ZoneInfoNotFoundError."""
    return ZoneInfo(name)


def local(at: datetime, time_zone: str) -> datetime:
    """The instant `at` as a clock on the wall in `time_zone` shows it."""
    return at.astimezone(zone(time_zone))


def local_day(at: datetime, time_zone: str) -> date:
    """The calendar day on which the instant `at` falls in `time_zone`."""
    return local(at, time_zone).date()


@lru_cache(maxsize=4096)
def slot(day: date, minute: int, time_zone: str) -> datetime | None:
    """The instant, in UTC, of `minute` minutes after midnight on `day`; None when that day has no such time."""
    wall = datetime.combine(day, time(minute // 60, minute % 60), zone(time_zone))
    at = wall.astimezone(UTC)
    return at if local_day(at, time_zone) == day else None


Days = tuple[date, date]
"""The first and the last of some days, both included."""


@dataclass(frozen=True)
class Free:
    """Days on which somebody is free, and from which minute after midnight up to which on each of them."""

    days: Days
    hours: Hours = (0, A_DAY_OF_MINUTES)


@dataclass(frozen=True)
class Rhythm:
    """When one person is asked: `minute` after local midnight, on `working_days` (bit 0 is Monday).

    Not on the public holidays of `country`, not while `away`, not before they have joined, not once they have left.
    `by_weekday` has the minute of each day of the week where they differ. It is moved to the nearest end of `within`,
    the hours in which their teams are asked, unless that is quiet for too long; then past their `quiet` hours and the
    parts of the day that they are off: `off` are days, both ends included, and the hours on each of them.
    """

    time_zone: str
    minute: int
    working_days: int
    asked_for: date | None = None
    paused_until: date | None = None
    country: str = ""
    joins: date | None = None
    leaves: date | None = None
    away: tuple[Days, ...] = ()
    by_weekday: tuple[int, ...] = ()
    within: Hours | None = None
    quiet: tuple[Hours, ...] = ()
    off: tuple[tuple[Days, Hours], ...] = ()

    def works_on(self, day: date) -> bool:
        """Whether the person is at work on `day`."""
        paused = self.paused_until is not None and day <= self.paused_until
        usual = bool(self.working_days >> day.weekday() & 1) and self._is_here(day)
        return usual and not paused and not self.is_away(day) and not is_free(self.country, day)

    def is_away(self, day: date) -> bool:
        """Whether the person has said that they are away on all of `day`."""
        return any(first <= day <= last for first, last in self.away)

    def _is_here(self, day: date) -> bool:
        return (self.joins is None or self.joins <= day) and (self.leaves is None or day <= self.leaves)

    def hour_on(self, day: date) -> int:
        """The minute after midnight at which the person would be asked on `day`, were nothing in the way of it.

        Nobody is silenced by the hours of their teams: where those leave them none, they are asked at their own.
        """
        at = self.by_weekday[day.weekday()] if self.by_weekday else self.minute
        if not self.within:
            return at
        theirs = min(max(at, self.within[0]), self.within[1])
        return at if self.quiet and _is_too_late(theirs, past(theirs, self.quiet)) else theirs

    def minute_on(self, day: date) -> int | None:
        """The minute after midnight at which the person is asked on `day`; None where they are off from then on.

        An hour that lies in quiet hours for longer than a prompt may be late is given as it is: see `is_silent_on`.
        """
        at = self.hour_on(day)
        if not self.quiet and not self.off:
            return at
        clear = past(at, [*self.quiet, *self._off_on(day)])
        if clear < A_DAY_OF_MINUTES:
            return at if self.is_silent_on(day) else clear
        return at if past(at, self._off_on(day)) < A_DAY_OF_MINUTES else None

    def is_silent_on(self, day: date) -> bool:
        """Whether the quiet hours leave no minute of `day` at which a prompt would not be too late."""
        if not self.quiet:
            return False
        at = past(self.hour_on(day), self._off_on(day))
        return _is_too_late(at, past(at, [*self.quiet, *self._off_on(day)]))

    @property
    def is_never_asked(self) -> bool:
        """Whether the quiet hours leave no minute of any working day at which a prompt would not be too late."""
        week = [MONDAY + n * DAY for n in range(7) if self.working_days >> n & 1]
        return bool(week) and all(self.is_silent_on(day) for day in week)

    def clear_on(self, day: date, minute: int) -> int | None:
        """The first minute of `day` from `minute` on that is neither quiet nor off; None when there is none."""
        clear = past(minute, [*self.quiet, *self._off_on(day)])
        return clear if clear < A_DAY_OF_MINUTES else None

    def silent_on(self, day: date, minute: int) -> int | None:
        """The first minute of `day` after `minute` at which quiet hours or time off begin; None when none do."""
        return min((begins for begins, _ in (*self.quiet, *self._off_on(day)) if begins > minute), default=None)

    def _off_on(self, day: date) -> list[Hours]:
        return [off for (first, last), off in self.off if first <= day <= last]

    def is_back_on(self, day: date) -> bool:
        """Whether `day` is the first at work after days away."""
        return self.away_before(day) is not None

    def away_before(self, day: date) -> date | None:
        """The first of the days away of which `day` is the first back at work; None when it is not."""
        before, since = day - DAY, None
        while not self.works_on(before) and day - before <= timedelta(days=LOOK_AHEAD):
            since = before if self.is_away(before) else since
            before -= DAY
        return since if since is not None and self.works_on(day) else None


def _is_too_late(minute: int, clear: int) -> bool:
    """Whether a prompt of that minute could be sent at `clear` at the earliest, and would be too late by then."""
    return minute < clear and (clear >= A_DAY_OF_MINUTES or clear - minute > GRACE // MINUTE)


def share_of_spread(person_id: str, spread: int) -> int:
    """How many minutes after their hour somebody is asked, from 0 to `spread`: always as many, and about as many people
    in each of these minutes.
    """
    return int.from_bytes(hashlib.sha256(person_id.encode()).digest()) % (spread + 1)


def hour_of(person: Person, at: int) -> int:
    """The minute after midnight at which `person` is asked whose hour of that day is `at`, as the mornings are spread.

    Never past the end of the day. Nobody is silenced by it: where it ends in quiet hours that last too long, they are
    asked at their hour.
    """
    if not person.asked_after:
        return at
    later = min(at + person.asked_after, A_DAY_OF_MINUTES - 1)
    return at if _is_too_late(later, past(later, _quiet(person))) else later


def _quiet(person: Person) -> tuple[Hours, ...]:
    return on_one_day(hours.span(person.quiet)) if person.quiet else ()


def rhythm_of(person: Person, absences: Sequence[Absence] = (), teams: Sequence[Team] = ()) -> Rhythm:
    """When `person` is asked, who is away on the days of `absences` and shares the work of `teams`.

    Teams whose hours have nothing in common leave somebody the hour that they chose themselves.
    """
    windows = [window for team in teams if team.asked_within and (window := hours.window(team.asked_within))]
    return Rhythm(
        time_zone=person.time_zone,
        minute=hour_of(person, person.asked_at),
        working_days=person.working_days,
        asked_for=person.asked_for,
        paused_until=person.paused_until,
        country=person.country,
        joins=person.joins_on,
        leaves=person.leaves_on,
        away=tuple((one.first_day, one.last_day) for one in absences if _is_whole(one)),
        by_weekday=tuple(hour_of(person, at) for at in hours.by_weekday(person.asked_at, person.other_hours)),
        within=hours.shared(windows),
        quiet=_quiet(person),
        off=tuple(
            ((one.first_day, one.last_day), (one.begins_at, one.ends_at)) for one in absences if not _is_whole(one)
        ),
    )


def _is_whole(absence: Absence) -> bool:
    return absence.begins_at <= 0 and absence.ends_at >= A_DAY_OF_MINUTES


class Due(StrEnum):
    """What is to be done about a prompt."""

    WAIT = "wait"
    ASK = "ask"
    SKIP = "skip"


@dataclass(frozen=True)
class Decision:
    """What to do now, for which local day, and the next instant at which to decide again (None: never)."""

    due: Due
    day: date
    next_at: datetime | None


def decide(rhythm: Rhythm, now: datetime) -> Decision:
    """Whether the person is to be asked for today's check-in at `now`."""
    today = local_day(now, rhythm.time_zone)
    asked = rhythm.asked_for is not None and rhythm.asked_for >= today
    at = None if asked else slot_on(rhythm, today)
    if at is None:
        return Decision(Due.WAIT, today, next_slot(rhythm, today))
    if now < at:
        return Decision(Due.WAIT, today, at)
    clear = clear_of(rhythm, now)
    in_time = clear is not None and clear <= at + GRACE and not rhythm.is_silent_on(today)
    if in_time and clear is not None and clear > now:
        # Late already, and now in quiet hours: those go first.
        return Decision(Due.WAIT, today, clear)
    return Decision(Due.ASK if in_time else Due.SKIP, today, next_slot(rhythm, today))


@lru_cache(maxsize=2048)
def slot_on(rhythm: Rhythm, day: date) -> datetime | None:
    """The instant at which the person is asked on `day`; None when that is no day of theirs."""
    minute = rhythm.minute_on(day) if rhythm.works_on(day) else None
    return slot(day, minute, rhythm.time_zone) if minute is not None else None


def missed(rhythm: Rhythm, planned: datetime | None, now: datetime) -> Iterator[date]:
    """The days that are over by `now` and that nobody was asked for since the prompt `planned`, oldest first.

    By local dates: the hour of a day may have been another when the prompt was planned.
    """
    if planned is None or planned >= now:
        return
    today = local_day(now, rhythm.time_zone)
    day = max(local_day(planned, rhythm.time_zone), today - timedelta(days=LOOK_AHEAD))
    if rhythm.asked_for is not None:
        day = max(day, rhythm.asked_for + DAY)
    while day < today:
        if (at := slot_on(rhythm, day)) and at > planned - NEAR:
            yield day
        day += DAY


def next_slot(rhythm: Rhythm, after: date) -> datetime | None:
    """The first slot on a working day later than `after` and than the day last asked for."""
    if rhythm.asked_for is not None:
        after = max(after, rhythm.asked_for)
    if rhythm.joins is not None:
        after = max(after, rhythm.joins - DAY)
    for ahead in range(1, LOOK_AHEAD + 1):
        day = after + timedelta(days=ahead)
        if at := slot_on(rhythm, day):
            return at
    return None


def first_due(rhythm: Rhythm, now: datetime) -> datetime | None:
    """When somebody is next due whose rhythm is new; today's hour counts though it may be over."""
    return next_slot(rhythm, local_day(now, rhythm.time_zone) - DAY)


@lru_cache(maxsize=1024)
def day_ends(day: date, time_zone: str) -> datetime:
    """The instant, in UTC, at which `day` is over in `time_zone`."""
    return datetime.combine(day + DAY, time(0), zone(time_zone)).astimezone(UTC)


def last_day(day: date) -> date:
    """The last local day on which a check-in for `day` may be handed in or changed."""
    return day + timedelta(days=EDITABLE_FOR)


def editable(day: date, today: date, asked_for: date | None = None) -> bool:
    """Whether a check-in for `day` may still be handed in or changed on `today`.

    So may that of the day that somebody was asked for last, though they went west since, or a clock was set back, and
    it lies ahead again.
    """
    return day <= today <= last_day(day) or today < day == asked_for


def month_of(day: date) -> Days:
    """The first and the last day of the calendar month in which `day` lies."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - DAY


def last_slot(rhythm: Rhythm, now: datetime) -> date | None:
    """The last working day whose slot has come by `now`; None when there was none in `LOOK_AHEAD` days."""
    today = local_day(now, rhythm.time_zone)
    for ago in range(LOOK_AHEAD + 1):
        day = today - timedelta(days=ago)
        if (at := slot_on(rhythm, day)) and at <= now:
            return day
    return None


def slot_after(rhythm: Rhythm, now: datetime) -> datetime | None:
    """The first slot of a working day that is later than `now`."""
    at = next_slot(rhythm, local_day(now, rhythm.time_zone) - DAY)
    while at is not None and at <= now:
        at = next_slot(rhythm, local_day(at, rhythm.time_zone))
    return at


def next_prompts(rhythm: Rhythm, now: datetime, count: int) -> list[datetime]:
    """The next prompts as the person's own clock will show them, from now on; one that is late comes now.

    Fewer where quiet hours leave no more of them in the days that we look ahead.
    """
    found: list[datetime] = []
    ends = now + timedelta(days=LOOK_AHEAD)
    decision = decide(rhythm, now)
    at = now if decision.due is Due.ASK else decision.next_at
    while at is not None and at < ends and len(found) < count:
        wall = local(at, rhythm.time_zone)
        if not rhythm.is_silent_on(wall.date()):
            found.append(wall)
        at = next_slot(replace(rhythm, asked_for=wall.date()), wall.date())
    return found


def planned_for(person: Person) -> date | None:
    """The local day that the next prompt of `person` is of, where they live now; None for who is not asked."""
    return local_day(person.next_due_at, person.time_zone) if person.next_due_at is not None else None


def due_again(rhythm: Rhythm, day: date | None, now: datetime) -> datetime | None:
    """When somebody is asked next whose rhythm has changed, and who was to be asked for `day` next.

    Who moves east may find that day over: then it is due all the same, so that it is looked at and recorded.
    """
    today = local_day(now, rhythm.time_zone)
    if day is None or day >= today:
        return first_due(rhythm, now)
    return next_slot(rhythm, max(day, today - timedelta(days=LOOK_AHEAD)) - DAY)


def due_after(
    person: Person, day: date | None, absences: Sequence[Absence], teams: Sequence[Team], now: datetime
) -> datetime | None:
    """When `person` is asked next, whose rhythm or teams have changed, and who was to be asked for `day` next.

    Who waits for a later day is not asked for an hour of today that is over, but on the next of their days. Who waits
    for today is asked at the hour that they had, where the new one is over; where the hour that they had is of another
    day by now, since they are moved far enough, it is late: they are asked at once or it is recorded.
    """
    rhythm, today = rhythm_of(person, absences, teams), local_day(now, person.time_zone)
    due = due_again(rhythm, day, now)
    if due is None or due >= now or local_day(due, person.time_zone) != today or person.next_due_at is None:
        return due
    if local_day(person.next_due_at, person.time_zone) == today:
        return person.next_due_at
    return due if day == today else slot_after(rhythm, now)


def moved(rhythm: Rhythm, planned: datetime | None, now: datetime) -> datetime | None:
    """When something that was `planned` falls due, now that its rhythm is this one.

    What was still to come today does so at the hour that it had, where the new one is over already: a day whose hour
    is moved across now has lost nothing.
    """
    today = local_day(now, rhythm.time_zone)
    if planned is not None and local_day(planned, rhythm.time_zone) == today == last_slot(rhythm, now):
        return planned
    return slot_after(rhythm, now)


def last_of_week(working_days: int) -> int:
    """Of these working days (bit 0 is Monday) only the last of the week."""
    return 1 << working_days.bit_length() - 1 if working_days else 0


def working_days_between(after: date, last: date, working_days: int) -> int:
    """How many working days there are later than `after`, up to and with `last`."""
    days = max(0, (last - after).days)
    weeks, rest = divmod(days, 7)
    begun = sum(working_days >> (after + timedelta(days=n)).weekday() & 1 for n in range(1, rest + 1))
    return weeks * (working_days & 0b1111111).bit_count() + begun


def common_zone(zones: Sequence[str]) -> str:
    """The time zone that most people live in, the first by name of those that are equally common; UTC for nobody."""
    counts = Counter(zones)
    return min(counts, key=lambda zone: (-counts[zone], zone), default="UTC")


REMIND_AFTER = timedelta(hours=2)
"""How long after its prompt the one reminder comes; users of other tools turn off what reminds more than once."""


def reminder(asked_at: datetime, until: datetime, rhythm: Rhythm | None = None) -> datetime | None:
    """When somebody who was asked at `asked_at` is reminded: not in their quiet hours, nor when they are off.

    None when that would be no earlier than `until`.
    """
    at = asked_at + REMIND_AFTER
    clear = clear_of(rhythm, at) if rhythm else at
    return clear if clear is not None and clear < until else None


def prompt_until(rhythm: Rhythm, day: date, slot_at: datetime) -> datetime:
    """The instant from which on the prompt of `day`, whose slot is `slot_at`, is too late, or its day over."""
    return min(slot_at + GRACE, day_ends(day, rhythm.time_zone))


def silent_from(rhythm: Rhythm, at: datetime) -> datetime:
    """The instant after `at` at which quiet hours or time off next begin; where there are none, the end of its day."""
    wall = local(at, rhythm.time_zone)
    day, now = wall.date(), wall.hour * 60 + wall.minute
    begins, ends = rhythm.silent_on(day, now), day_ends(day, rhythm.time_zone)
    return (slot(day, begins, rhythm.time_zone) or ends) if begins is not None else ends


def clear_of(rhythm: Rhythm, at: datetime) -> datetime | None:
    """The instant `at`, or the first one after it on its day that is neither quiet nor off; None when there is none."""
    if not rhythm.quiet and not rhythm.off:
        return at
    wall = local(at, rhythm.time_zone)
    now = wall.hour * 60 + wall.minute
    clear = rhythm.clear_on(wall.date(), now)
    return at if clear == now else slot(wall.date(), clear, rhythm.time_zone) if clear is not None else None


def back_at(rhythm: Rhythm, day: date, at: datetime) -> datetime | None:
    """The instant `at` on `day`, or the first one after it at which the person is not off, quiet or not; None where
    they are away for all of that day, or for the rest of it.
    """
    return None if rhythm.is_away(day) else clear_of(replace(rhythm, quiet=()), at)
