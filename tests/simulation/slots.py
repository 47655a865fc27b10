"""When somebody is to be asked, worked out a second time and in another way: by the package whenever, hour by hour.

Nothing of ours is used here; `score.cadence` is what is held to it.
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

    def works_on(self, day: date) -> bool:
        """Whether a prompt is due for that date."""
        if not self.working_days >> day.weekday() & 1 or day in _free_days(self.country, day.year):
            return False
        if (self.joins and day < self.joins) or (self.leaves and day > self.leaves):
            return False
        paused = self.paused_until is not None and day <= self.paused_until
        return not paused and not any(first <= day <= last for first, last in self.away)
