"""How far a line looks, and how often it is therefore asked about.

What is to move within a season can move any day, so a short line is asked about daily. A long line hardly ever moves
on one day: asked every day, its people learn to look past it. It comes once a calendar month, on the first working
day on which it waits, and on the other days it does not count as waiting.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from storage.tables import Part, PartKind, Wording

LONG_AFTER = 12
"""Months: what looks further is a long line. A year is where the next longer kind of work begins (Jaques' second
boundary, docs/decisions/0017), and four seasons, so that each line that is renewed with the score stays short."""

USUAL: Mapping[PartKind, int] = MappingProxyType(
    {PartKind.COMPANY: 24, PartKind.UNIT: 12, PartKind.TEAM: 3, PartKind.PERSON: 3, PartKind.PARTNER: 12}
)
"""How far the lines of a part look that say neither a horizon nor a day, in months. It is a default, by which nobody
is graded; a line that says what it means is taken at its word."""


def reach(line: Wording, part: PartKind, day: date) -> int:
    """How many months `line`, of such a part, looks ahead on `day`: what it says, else to its day, else as usual.

    A day that is over, or comes within the month, is 0 months ahead.
    """
    if line.horizon is not None:
        return line.horizon
    if line.until is not None:
        months = (line.until.year - day.year) * 12 + line.until.month - day.month
        return max(0, months - (line.until.day < day.day))
    return USUAL[part]


def long_lines(lines: Iterable[Wording], parts: Iterable[Part], day: date) -> frozenset[str]:
    """The ids of those of `lines` that look further ahead than `LONG_AFTER` on `day`; `parts` are of their edition."""
    kinds = {part.handle: part.kind for part in parts}
    return frozenset(line.line_id for line in lines if reach(line, kinds[line.part], day) > LONG_AFTER)
