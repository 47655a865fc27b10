"""What a measure can be read as: numbers as people write them, which of them hold, and what they say."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from storage.tables import Direction, Measure, Reading

LONGEST = 40
"""Characters of a number with its unit at most."""

_SIGNED = re.compile(r"[+\-\u2212]?\d{1,15}(?:[.,]\d{1,6})?")
_GROUPED = re.compile(r"[+\-\u2212]?\d{1,3}(?:[,.]\d{3})+")


class Wrong(StrEnum):
    """Why a reading does not hold."""

    NO_NUMBER = "no_number"
    GROUPED = "grouped"
    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    TO_COME = "to_come"


class Trend(StrEnum):
    """How a measure moved from one reading to the next, by the direction in which it gets better."""

    BETTER = "better"
    WORSE = "worse"
    LEVEL = "level"


def number(said: str, unit: str) -> float | Wrong:
    """The number that somebody wrote, with its unit or without: 82, 82.5, 82,5 or 82 %.

    What may be grouped in thousands as well as a fraction, such as 1,250, is neither.
    """
    bare = "".join(said.casefold().split())
    end = "".join(unit.casefold().split())
    if end and bare.endswith(end):
        bare = bare[: -len(end)]
    if _GROUPED.fullmatch(bare):
        return Wrong.GROUPED
    if not _SIGNED.fullmatch(bare):
        return Wrong.NO_NUMBER
    return float(bare.replace(",", ".").replace("\u2212", "-"))


def wrong(measure: Measure, value: float, day: date, today: date) -> Wrong | None:
    """Why this cannot be read on that day, None where it can: a measure has bounds, and no day is read ahead."""
    if measure.lowest is not None and value < measure.lowest:
        return Wrong.TOO_LOW
    if measure.highest is not None and value > measure.highest:
        return Wrong.TOO_HIGH
    return Wrong.TO_COME if day > today else None


def due(measure: Measure, last: date | None, since: date) -> date | None:
    """When it is to be read next: its cadence after the last reading, or after it stood in the score; None for one
    without a cadence.
    """
    return (last or since) + timedelta(days=measure.cadence) if measure.cadence else None


def trend(direction: Direction, values: Sequence[float]) -> Trend | None:
    """How the last of these values, oldest first, moved from the one before; None with fewer than two."""
    if len(values) < 2:
        return None
    moved = values[-1] - values[-2] if direction is Direction.UP else values[-2] - values[-1]
    return Trend.BETTER if moved > 0 else Trend.WORSE if moved < 0 else Trend.LEVEL


def missing(measure: Measure, value: float) -> float | None:
    """How far it is from the target, 0.0 where it is reached; None for a measure without one."""
    if measure.target is None:
        return None
    left = measure.target - value if measure.direction is Direction.UP else value - measure.target
    return max(0.0, round(left, 6))


def values(readings: Sequence[Reading]) -> list[float]:
    """The values of readings, oldest first."""
    return [one.value for one in sorted(readings, key=lambda one: one.day)]
