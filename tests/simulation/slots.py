"""When somebody is to be asked, worked out a second time and in another way: by the package whenever, minute by minute.

Nothing of ours is used here; `score.cadence` and `score.hours` are what is held to it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

import holidays
import whenever

GRACE = timedelta(hours=4)
"""How long after its slot a prompt may still be sent, on the same local day: docs and safety rules say four hours."""

HOURS_AROUND = 40
"""Hours around a day's midnight, in UTC, within which all of it lies, wherever on earth it is."""

whenever.reset_tzpath(())
whenever.clear_tzcache()


def offset(at: datetime, zone: str) -> timedelta:
    """By how much a clock on the wall is ahead of UTC at that instant."""
    there = whenever.Instant.from_timestamp(int(at.timestamp())).to_tz(zone)
    return timedelta(seconds=there.offset.total("seconds"))


@cache
def _offsets(day: date, zone: str) -> tuple[tuple[datetime, timedelta], ...]:
    """What the clock is ahead by at each hour around a day."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    hours = (midnight + timedelta(hours=n) for n in range(-HOURS_AROUND, HOURS_AROUND))
    return tuple((at, offset(at, zone)) for at in hours)


def local_day(at: datetime, zone: str) -> date:
    """The date on the wall."""
    return (at + offset(at, zone)).date()


@cache
def slot(day: date, minute: int, zone: str) -> datetime | None:
    """The instant of that minute of the day: the first one, where the clock shows it twice; where it never shows it,
    as much later as the clock leapt; None where that is on another date.
    """
    wall = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    shown = sorted({wall - ahead for _, ahead in _offsets(day, zone) if offset(wall - ahead, zone) == ahead})
    if shown:
        return shown[0]
    before = _offsets(day, zone)
    leap = next(
        n for n in range(1, len(before)) if before[n][0] + before[n][1] > wall and before[n][1] > before[n - 1][1]
    )
    at = wall - before[leap - 1][1]
    return at if local_day(at, zone) == day else None


@cache
def day_ends(day: date, zone: str) -> datetime:
    """The first instant of the next local date that there is."""
    at = max(at for at, ahead in _offsets(day, zone) if (at + ahead).date() <= day)
    while local_day(at, zone) <= day:
        at += timedelta(minutes=1)
    return at


@cache
def _free_days(country: str, year: int) -> frozenset[date]:
    place, _, region = country.partition("-")
    return frozenset(holidays.country_holidays(place, subdiv=region or None, years=year)) if place else frozenset()


@cache
def clock_time(said: str) -> int:
    """The minute of the day that is written as `9:30`."""
    hour, _, minute = said.strip().partition(":")
    return int(hour) * 60 + int(minute)


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A_DAY = 24 * 60


@cache
def hours_by_weekday(said: str) -> dict[int, int]:
    """What is written as `mon-thu 09:00, fri 10:30`, for each weekday that it names."""
    found: dict[int, int] = {}
    for group in filter(None, (one.strip() for one in said.split(","))):
        *names, at = group.split()
        for name in names:
            first, _, last = name.partition("-")
            day = DAYS.index(first)
            found[day] = clock_time(at)
            while DAYS[day] != (last or first):
                day = (day + 1) % 7
                found[day] = clock_time(at)
    return found


@cache
def minutes_within(said: str) -> frozenset[int]:
    """The minutes of a day that lie in hours such as `18:00-08:00`, the last one not."""
    if not said:
        return frozenset()
    first, last = (clock_time(one) for one in said.split("-"))
    long = (last - first) % A_DAY
    return frozenset((first + n) % A_DAY for n in range(long))


@dataclass(frozen=True)
class Wishes:
    """When somebody works and wants to be asked, as long as this holds."""

    zone: str
    minute: int
    working_days: int
    country: str = ""
    paused_until: date | None = None
    joins: date | None = None
    leaves: date | None = None
    here: bool = True
    """Whether they are in the organisation, in a team whose work they share, and were welcomed."""

    reached: bool = True
    away: tuple[tuple[date, date], ...] = ()
    off: tuple[tuple[date, date, int, int], ...] = ()
    """Days of which they are off from one minute up to another."""

    other_hours: str = ""
    quiet: str = ""
    after: int = 0
    """How many minutes after their hour they are asked, where mornings are spread."""

    within: tuple[str, ...] = ()
    """The hours in which each of their teams is asked, where it has any."""

    def works_on(self, day: date) -> bool:
        """Whether it is a day of work, for some of it at least."""
        if not self.working_days >> day.weekday() & 1 or day in _free_days(self.country, day.year):
            return False
        if (self.joins and day < self.joins) or (self.leaves and day > self.leaves):
            return False
        paused = self.paused_until is not None and day <= self.paused_until
        return not paused and not any(first <= day <= last for first, last in self.away)

    def hour_on(self, day: date) -> int:
        """The minute at which they want to be asked: their own, later by their share of a spread morning, as near to it
        as their teams allow; without the one or the other where it would be quiet for so long that nobody were asked.
        """
        chosen = hours_by_weekday(self.other_hours).get(day.weekday(), self.minute)
        later = min(chosen + self.after, A_DAY - 1)
        wanted = later if self._has_room(later) else chosen
        shared = [at for at in range(A_DAY) if all(_is_between(at, one) for one in self.within)] if self.within else []
        theirs = min(shared, key=lambda at: abs(at - wanted)) if shared else wanted
        return theirs if self._has_room(theirs) else wanted

    def _has_room(self, minute: int) -> bool:
        waits = next((n for n in range(A_DAY - minute) if not self.is_quiet(minute + n)), None)
        return waits is not None and timedelta(minutes=waits) <= GRACE

    def is_off(self, day: date, minute: int) -> bool:
        """Whether they are off at that minute of a day of work."""
        return any(first <= day <= last and begins <= minute < ends for first, last, begins, ends in self.off)

    def is_quiet(self, minute: int) -> bool:
        """Whether they want nothing that they did not ask for at that minute."""
        return minute in minutes_within(self.quiet)

    def due_on(self, day: date) -> "DueOn | None":
        """At which minute they are to be asked; None when no prompt is due on that date."""
        return _due_on(self, day) if self.works_on(day) else None

    def at(self, day: date) -> datetime | None:
        """The instant at which they are to be asked for that date."""
        due = self.due_on(day)
        return slot(day, due.minute, self.zone) if due else None

    def disturbed(self, at: datetime) -> bool:
        """Whether it is a minute in which they are not to be addressed."""
        wall = at + offset(at, self.zone)
        minute = wall.hour * 60 + wall.minute
        return self.is_quiet(minute) or self.is_off(wall.date(), minute)

    def first_clear(self, at: datetime) -> datetime | None:
        """The first instant of that local date from then on in which they may be addressed; None when there is none."""
        day = local_day(at, self.zone)
        while self.disturbed(at):
            at = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
            if local_day(at, self.zone) != day:
                return None
        return at


@dataclass(frozen=True)
class DueOn:
    """The minute of a day at which somebody is to be asked, and whether quiet hours leave no room for it after all."""

    minute: int
    silent: bool = False


@cache
def _due_on(wishes: Wishes, day: date) -> DueOn | None:
    wanted = wishes.hour_on(day)
    at_work = next((at for at in range(wanted, A_DAY) if not wishes.is_off(day, at)), None)
    if at_work is None:
        return None
    clear = (at for at in range(at_work, A_DAY) if not wishes.is_off(day, at) and not wishes.is_quiet(at))
    at = next(clear, None)
    if at is None or timedelta(minutes=at - at_work) > GRACE:
        return DueOn(wanted, silent=True)
    return DueOn(at)


def _is_between(minute: int, hours: str) -> bool:
    first, last = (clock_time(one) for one in hours.split("-"))
    return first <= minute <= last
