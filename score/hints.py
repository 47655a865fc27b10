"""Hints for who leads a team: about its work, never about one person; on two days of a week, one each.

The days, and what is looked for first on each, follow from the person and the week alone, so that a page that is opened
ten times says one thing: docs/decisions/0049.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum

DAYS_A_WEEK = 2
"""Days of a week on which there is a hint at most."""

OLD = 5
"""Working days after which something in somebody's way is old."""


class Hint(StrEnum):
    """What a hint is about: a line that nothing moves, something long in the way, a win, or a step of one's own."""

    UNTOUCHED = "untouched"
    BLOCKER = "blocker"
    WIN = "win"
    OWN_STEP = "own_step"


def days_of_week(person_id: str, day: date, working_days: int) -> list[date]:
    """The days of the ISO week of `day` on which this person reads a hint, of their working days (bit 0 is Monday)."""
    monday = day - timedelta(days=day.weekday())
    works = [monday + timedelta(days=n) for n in range(7) if working_days >> n & 1]
    return sorted(sorted(works, key=lambda one: _drawn(person_id, one.isoformat()))[:DAYS_A_WEEK])


def looked_for(person_id: str, day: date, working_days: int) -> Sequence[Hint]:
    """What is looked for on that day, first things first; nothing on most days. It begins with another each time."""
    days = days_of_week(person_id, day, working_days)
    if day not in days:
        return ()
    kinds = list(Hint)
    begin = (day.isocalendar().week * DAYS_A_WEEK + days.index(day) + _drawn(person_id, "")) % len(kinds)
    return kinds[begin:] + kinds[:begin]


def _drawn(person_id: str, of: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{person_id} {of}".encode()).digest()[:8])


def speaks_of_nobody(behind: Collection[str], owner_id: str | None, reader_id: str) -> bool:
    """Whether what is said of a line says nothing of one person: nobody is behind it, or several, or who reads alone.

    `behind` are those whose tasks played from it lately; who owns it is behind it too.
    """
    people = {*behind, *([owner_id] if owner_id else [])}
    return len(people) != 1 or people == {reader_id}
