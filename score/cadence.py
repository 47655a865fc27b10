"""When things fall due, in local days and hours.

The rules are those of safety.md, section 3: one slot per person and local date; in a gap of the clock the offset
before it holds (RFC 5545, 3.3.5), in an overlap the first of the two; late is fine, stale is not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from score.free_days import is_free
from storage.tables import Absence, Person

GRACE = timedelta(minutes=240)
"""How long after its slot a prompt may still be sent, on the same local day."""

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


def slot(day: date, minute: int, time_zone: str) -> datetime | None:
    """The instant, in UTC, of `minute` minutes after midnight on `day`; None when that day has no such time."""
    wall = datetime.combine(day, time(minute // 60, minute % 60), zone(time_zone))
    at = wall.astimezone(UTC)
    return at if local_day(at, time_zone) == day else None


Days = tuple[date, date]
"""The first and the last of some days, both included."""


@dataclass(frozen=True)
class Rhythm:
    """When one person is asked: `minute` after local midnight, on `working_days` (bit 0 is Monday).

    Not on the public holidays of `country`, not while `away`, not before they have joined, not once they have left.
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

    def works_on(self, day: date) -> bool:
        """Whether the person is at work on `day`."""
        paused = self.paused_until is not None and day <= self.paused_until
        usual = bool(self.working_days >> day.weekday() & 1) and self._is_here(day)
        return usual and not paused and not self.is_away(day) and not is_free(self.country, day)

    def is_away(self, day: date) -> bool:
        """Whether the person has said that they are away on `day`."""
        return any(first <= day <= last for first, last in self.away)

    def _is_here(self, day: date) -> bool:
        return (self.joins is None or self.joins <= day) and (self.leaves is None or day <= self.leaves)

    def is_back_on(self, day: date) -> bool:
        """Whether `day` is the first at work after days away."""
        before = day - timedelta(days=1)
        while not self.works_on(before) and day - before <= timedelta(days=LOOK_AHEAD):
            if self.is_away(before):
                return self.works_on(day)
            before -= timedelta(days=1)
        return False


def rhythm_of(person: Person, absences: Sequence[Absence] = ()) -> Rhythm:
    """When `person` is asked, who is away on the days of `absences`."""
    return Rhythm(
        time_zone=person.time_zone,
        minute=person.asked_at,
        working_days=person.working_days,
        asked_for=person.asked_for,
        paused_until=person.paused_until,
        country=person.country,
        joins=person.joins_on,
        leaves=person.leaves_on,
        away=tuple((one.first_day, one.last_day) for one in absences),
    )


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
    at = slot(today, rhythm.minute, rhythm.time_zone) if rhythm.works_on(today) and not asked else None
    if at is None:
        return Decision(Due.WAIT, today, next_slot(rhythm, today))
    if now < at:
        return Decision(Due.WAIT, today, at)
    due = Due.ASK if now <= at + GRACE else Due.SKIP
    return Decision(due, today, next_slot(rhythm, today))


def next_slot(rhythm: Rhythm, after: date) -> datetime | None:
    """The first slot on a working day later than `after` and than the day last asked for."""
    if rhythm.asked_for is not None:
        after = max(after, rhythm.asked_for)
    if rhythm.joins is not None:
        after = max(after, rhythm.joins - timedelta(days=1))
    for ahead in range(1, LOOK_AHEAD + 1):
        day = after + timedelta(days=ahead)
        if rhythm.works_on(day) and (at := slot(day, rhythm.minute, rhythm.time_zone)):
            return at
    return None


def first_due(rhythm: Rhythm, now: datetime) -> datetime | None:
    """When somebody is next due whose rhythm is new; today's hour counts though it may be over."""
    return next_slot(rhythm, local_day(now, rhythm.time_zone) - timedelta(days=1))


def day_ends(day: date, time_zone: str) -> datetime:
    """The instant, in UTC, at which `day` is over in `time_zone`."""
    return datetime.combine(day + timedelta(days=1), time(0), zone(time_zone)).astimezone(UTC)


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
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def last_slot(rhythm: Rhythm, now: datetime) -> date | None:
    """The last working day whose slot has come by `now`; None when there was none in `LOOK_AHEAD` days."""
    today = local_day(now, rhythm.time_zone)
    for ago in range(LOOK_AHEAD + 1):
        day = today - timedelta(days=ago)
        if rhythm.works_on(day) and (at := slot(day, rhythm.minute, rhythm.time_zone)) and at <= now:
            return day
    return None


def slot_after(rhythm: Rhythm, now: datetime) -> datetime | None:
    """The first slot of a working day that is later than `now`."""
    at = next_slot(rhythm, local_day(now, rhythm.time_zone) - timedelta(days=1))
    while at is not None and at <= now:
        at = next_slot(rhythm, local_day(at, rhythm.time_zone))
    return at


def due_after(person: Person, absences: Sequence[Absence], now: datetime, *, asked: bool) -> datetime | None:
    """When `person` is asked next, whose rhythm or teams have changed; None for those who are asked no longer.

    Who waits for a later day is not asked for an hour of today that is over, but on the next of their days. Who waits
    for today is asked at the hour that they had, where the new one is over.
    """
    rhythm, today = rhythm_of(person, absences), local_day(now, person.time_zone)
    due = first_due(rhythm, now) if asked else None
    if due is None or due >= now or person.next_due_at is None:
        return due
    waits_for_today = local_day(person.next_due_at, person.time_zone) == today
    return person.next_due_at if waits_for_today else slot_after(rhythm, now)


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


def reminder(asked_at: datetime, until: datetime) -> datetime | None:
    """When somebody who was asked at `asked_at` is reminded; None when that would be no earlier than `until`."""
    at = asked_at + REMIND_AFTER
    return at if at < until else None
