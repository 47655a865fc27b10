"""Hours of the day and days of the week as people write them: `09:00`, `18:00-08:00`, `mon-fri`, `fri 10:30`."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from storage.tables import A_DAY_OF_MINUTES

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Hours = tuple[int, int]
"""From one minute after midnight up to another, on one day of the wall: the first is in it, the second is not."""

OTHER_HOURS, SPAN = 120, 11
"""Characters at most of hours that differ by day, and of hours from one to another."""

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_SPAN = re.compile(r"(\d\d?:\d\d)\s*[-–—]\s*(\d\d?:\d\d)")


def minute(said: str) -> int | None:
    """Minutes after midnight of a time such as `09:00`; None when it is none."""
    found = _TIME.fullmatch(said)
    return int(found[1]) * 60 + int(found[2]) if found else None


def time_said(at: int) -> str:
    """A time as it is written in a file."""
    return f"{at // 60:02d}:{at % 60:02d}"


def days(said: str) -> int | None:
    """Working days such as `mon-fri` or `sun mon tue`, as bits with 0 for Monday; None when they are none."""
    found = 0
    for word in re.split(r"[\s,;]+", said.strip().casefold()):
        first, dash, last = word.partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            return None
        begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last if dash else first)
        for day in range(begin, end + (1 if end >= begin else 8)):
            found |= 1 << day % 7
    return found


def days_said(working: int) -> str:
    """Working days as they are written in a file."""
    if working == 0b0011111:
        return "mon-fri"
    return " ".join(name for n, name in enumerate(WEEKDAYS) if working >> n & 1)


@lru_cache(maxsize=1024)
def other_hours(said: str) -> tuple[int | None, ...] | None:
    """For each day of the week the minute that is said of it, such as in `mon-thu 09:00, fri 10:30`.

    None when it is none of that, or says two hours of one day.
    """
    found: list[int | None] = [None] * len(WEEKDAYS)
    for group in re.split(r"[,;\n]+", said.strip(" ,;")) if said.strip(" ,;") else ():
        words = group.split()
        at, on = minute(words[-1]) if words else None, days(" ".join(words[:-1]))
        if at is None or on is None:
            return None
        for day in _numbers(on):
            if found[day] not in (None, at):
                return None
            found[day] = at
    return tuple(found)


def _numbers(working: int) -> Iterator[int]:
    return (n for n in range(len(WEEKDAYS)) if working >> n & 1)


def other_hours_said(by_weekday: Sequence[int | None]) -> str:
    """The same as it is written in a file, each hour once."""
    on: dict[int, int] = {}
    for day, at in enumerate(by_weekday):
        if at is not None:
            on[at] = on.get(at, 0) | 1 << day
    return ", ".join(f"{days_said(working)} {time_said(at)}" for at, working in on.items())


@lru_cache(maxsize=1024)
def by_weekday(asked_at: int, other: str) -> tuple[int, ...]:
    """At which minute somebody is asked on each day of the week; nothing where it is `asked_at` on all of them."""
    found = other_hours(other) if other else None
    return tuple(asked_at if at is None else at for at in found) if found else ()


@lru_cache(maxsize=1024)
def span(said: str) -> Hours | None:
    """Hours such as `18:00-08:00`, which go on through midnight; None when they are none, or have no length."""
    found = _SPAN.fullmatch(said.strip())
    begins, ends = (minute(found[1]), minute(found[2])) if found else (None, None)
    return None if begins is None or ends is None or begins == ends else (begins, ends)


def window(said: str) -> Hours | None:
    """Hours within one day, such as `08:00-11:00`; None when they are none."""
    found = span(said)
    return found if found and found[0] < found[1] else None


def span_said(hours: Hours) -> str:
    """Hours as they are written in a file."""
    return f"{time_said(hours[0])}-{time_said(hours[1])}"


def on_one_day(hours: Hours | None) -> tuple[Hours, ...]:
    """The same within one day of the wall: what goes on through midnight is at its end, and at its beginning."""
    if hours is None:
        return ()
    begins, ends = hours
    if begins < ends:
        return (hours,)
    return ((0, ends), (begins, A_DAY_OF_MINUTES)) if ends else ((begins, A_DAY_OF_MINUTES),)


def past(at: int, busy: Sequence[Hours]) -> int:
    """The first minute from `at` on that lies in none of these hours; the length of a day when there is none."""
    for begins, ends in sorted(busy):
        if begins <= at < ends:
            at = ends
    return at


def shared(windows: Sequence[Hours]) -> Hours | None:
    """The hours that lie in all of these, which may be one instant; None when there are none."""
    if not windows:
        return None
    begins, ends = max(begins for begins, _ in windows), min(ends for _, ends in windows)
    return (begins, ends) if begins <= ends else None
