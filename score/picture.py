"""The bigger picture of a day that is mostly whirlwind: one sentence from facts, now and then, never a count against
anybody: docs/decisions/0049.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PHRASINGS = 3
"""Ways in which each kind is said."""

SPACED = timedelta(days=7)
"""In how many days none is said twice, and how often any is: `A_WEEK`."""

A_WEEK = 2

REMEMBERED = timedelta(days=28)
"""How far back the last task on a line is told of."""


class Picture(StrEnum):
    """What ties a whirlwind day to the rest: which line one's tasks moved last, that the week is within what the team
    agreed on, or a line that something small could move tomorrow.
    """

    MOVED = "moved"
    WITHIN = "within"
    SMALL = "small"


@dataclass(frozen=True)
class BiggerPicture:
    """One of them, as it is kept with the answer: what it is about, the phrasing, and the day of what was done."""

    kind: Picture
    of: str
    phrasing: int = 1
    on: date | None = None

    def kept(self) -> str:
        """In one text."""
        return " ".join(filter(None, (self.kind, str(self.phrasing), self.of, self.on.isoformat() if self.on else "")))

    @classmethod
    def read(cls, said: str) -> "BiggerPicture | None":
        """What was kept; None for nothing."""
        if not said:
            return None
        kind, phrasing, of, *on = said.split()
        return cls(Picture(kind), of, int(phrasing), date.fromisoformat(on[0]) if on else None)


def is_mostly_whirlwind(tasks: int, whirlwind: int) -> bool:
    """Whether more than half of a day's tasks play from no line."""
    return 2 * whirlwind > tasks


def is_within(tasks: int, whirlwind: int, allowance: float) -> bool:
    """Whether the whirlwind of some tasks is no more than was agreed on, a share from 0.0 to 1.0."""
    return whirlwind <= allowance * tasks + 1e-9


def left_to_say(found: Sequence[BiggerPicture], lately: Collection[str], *, was_last: bool) -> Sequence[BiggerPicture]:
    """Those that may be said today: nothing where the answer before this one had one, or enough were said in `SPACED`.

    `lately` are those that were, as they were kept.
    """
    if was_last or len(lately) >= A_WEEK:
        return ()
    said = {one.split()[0] for one in lately}
    return [one for one in found if one.kind not in said]
