"""On which days something recurs, as calendars say it (RFC 5545, 3.3.10), as far as times away need it.

Day by day from the first on, so that a hostile rule has no more to ask than there are days; what is read is read as
dateutil reads it, which the tests compare. Rules that are finer than days, and what only the rarest calendars say, are
none: whoever hands such a file in is told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

DAYS = 366 * 12
"""Days that one rule is followed at most, from its first on."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WHICH = re.compile(f"([+-]?[1-9][0-9]?)?({'|'.join(_WEEKDAYS)})")
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"}
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@dataclass(frozen=True)
class Rule:
    """How something recurs. `on` are weekdays, each with which of its month it is (0: every one; -1: the last)."""

    frequency: str
    first: date
    interval: int = 1
    count: int | None = None
    until: date | None = None
    on: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    week_begins: int = 0

    def falls_on(self, day: date) -> bool:
        """Whether it recurs on `day`, a day from its first on."""
        if self.months and day.month not in self.months:
            return False
        if self.month_days and day.day not in self.month_days and day.day - _length(day) - 1 not in self.month_days:
            return False
        if self.on and not any(self._is(day, weekday, nth) for weekday, nth in self.on):
            return False
        return self._in_step(day) and self._on_its_own_day(day)

    def _is(self, day: date, weekday: int, nth: int) -> bool:
        if day.weekday() != weekday:
            return False
        from_end = -((_length(day) - day.day) // 7 + 1)
        return nth == 0 or nth in ((day.day - 1) // 7 + 1, from_end)

    def _in_step(self, day: date) -> bool:
        if self.frequency == "DAILY":
            apart = (day - self.first).days
        elif self.frequency == "WEEKLY":
            apart = (self._week(day) - self._week(self.first)).days // 7
        elif self.frequency == "MONTHLY":
            apart = (day.year - self.first.year) * 12 + day.month - self.first.month
        else:
            apart = day.year - self.first.year
        return apart % self.interval == 0

    def _week(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.week_begins) % 7)

    def _on_its_own_day(self, day: date) -> bool:
        """Where a rule does not say on which days, it is that of the first time."""
        if self.frequency == "DAILY" or self.on or self.month_days:
            return True
        if self.frequency == "WEEKLY":
            return day.weekday() == self.first.weekday()
        same_month = self.frequency == "MONTHLY" or bool(self.months) or day.month == self.first.month
        return same_month and day.day == self.first.day


def _length(day: date) -> int:
    """How many days the month of `day` has."""
    following = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return (following - timedelta(days=1)).day


def rule_of(said: Mapping[str, Sequence[Any]], begins: date) -> Rule | None:
    """The rule as the library has read it, of something that `begins` then; None for one that is not read here."""
    parts = {str(name).upper(): values for name, values in said.items()}
    frequency = str(parts.get("FREQ", [""])[0]).upper()
    on = _weekdays(parts.get("BYDAY", ()))
    if parts.keys() - _KNOWN or frequency not in _FREQUENCIES or on is None or not _is_plain(frequency, parts, on):
        return None
    return Rule(
        frequency=frequency,
        first=begins.date() if isinstance(begins, datetime) else begins,
        interval=max(1, int(parts.get("INTERVAL", [1])[0])),
        count=int(parts["COUNT"][0]) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"][0], begins) if "UNTIL" in parts else None,
        on=on,
        month_days=tuple(int(one) for one in parts.get("BYMONTHDAY", ())),
        months=tuple(int(one) for one in parts.get("BYMONTH", ())),
        week_begins=_WEEKDAYS.index(str(parts.get("WKST", ["MO"])[0]).upper()),
    )


def _is_plain(frequency: str, parts: Mapping[str, Sequence[Any]], on: Sequence[tuple[int, int]]) -> bool:
    """Whether the parts of a rule can be read in one way only."""
    nth = [which for _, which in on if which]
    # "Each third Monday" is of a month: in a year it would be counted through the year. And "Fridays and each third
    # Monday" is read in more than one way out there.
    of_month = frequency == "MONTHLY" or (frequency == "YEARLY" and "BYMONTH" in parts)
    if nth and (len(nth) < len(on) or not of_month or "BYMONTHDAY" in parts):
        return False
    if frequency == "WEEKLY" and "BYMONTHDAY" in parts:
        return False
    if any(len(parts.get(name, [0])) != 1 for name in ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST")):
        return False
    # The library takes an hour without its day for an end, and the second Monday for the day on which weeks begin.
    ends, week_begins = parts.get("UNTIL", [date.max])[0], str(parts.get("WKST", ["MO"])[0]).upper()
    return isinstance(ends, date) and week_begins in _WEEKDAYS


def _weekdays(said: Sequence[Any]) -> tuple[tuple[int, int], ...] | None:
    found = []
    for one in said:
        which = _WHICH.fullmatch(str(one).upper())
        if which is None:
            return None
        found.append((_WEEKDAYS.index(which[2]), int(which[1] or 0)))
    return tuple(found)


def _until(until: date, begins: date) -> date:
    """The last day on which it may begin."""
    if not isinstance(until, datetime):
        return until
    if not isinstance(begins, datetime):
        return until.date()
    if until.tzinfo is not None and begins.tzinfo is not None:
        until = until.astimezone(begins.tzinfo)
    last = until.date()
    return last if begins.time() <= until.time() else last - timedelta(days=1)


def occurrences(rule: Rule, begins: date, until: date) -> Iterator[date]:
    """The days on which it recurs, from the day that it `begins` up to `until`."""
    count = 0
    last = min(until, rule.until or until, begins + timedelta(days=DAYS))
    day = begins
    while day <= last and (rule.count is None or count < rule.count):
        if rule.falls_on(day):
            count += 1
            yield day
        day += timedelta(days=1)
