"""Which days a question speaks of that looks for things: "last month", "this week", "in March", "by June"."""

from collections.abc import Collection
from datetime import date, timedelta

from score.said_days import DAY, MONTHS, monday_of

PERIODS = ("today", "yesterday", "this_week", "last_week", "this_month", "last_month", *MONTHS)
"""What its words can give away of when (`prompts/phrases/asked.*`); a month is called by its name."""

WEEK = timedelta(days=7)


def behind(cues: Collection[str], today: date) -> tuple[date, date] | None:
    """The first and the last day of what is spoken of, where it is over or under way; None where it speaks of none.

    A month that is called by its name is the last one of that name that has begun.
    """
    named = next((one for one in PERIODS if one in cues), None)
    if named is None:
        return None
    if named in MONTHS:
        month = MONTHS.index(named) + 1
        return _month(date(today.year - (month > today.month), month, 1))
    monday, first = monday_of(today), today.replace(day=1)
    return {
        "today": (today, today),
        "yesterday": (today - DAY, today - DAY),
        "this_week": (monday, monday + WEEK - DAY),
        "last_week": (monday - WEEK, monday - DAY),
        "this_month": _month(first),
        "last_month": _month((first - DAY).replace(day=1)),
    }[named]


def ahead(cues: Collection[str], today: date) -> date | None:
    """The last day of what is spoken of, where it is to come; None where it speaks of none."""
    named = next((one for one in MONTHS if one in cues), None)
    if named is not None:
        month = MONTHS.index(named) + 1
        return _month(date(today.year + (month < today.month), month, 1))[1]
    over = behind(cues, today)
    return over[1] if over is not None and over[1] >= today else None


def _month(first: date) -> tuple[date, date]:
    return first, (first + 31 * DAY).replace(day=1) - DAY
