"""What a measure can be read as: numbers as people write them, which of them hold, and what they say."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from storage.tables import Direction, Measure, Reading

LONGEST = 40
"""Characters of a number with its unit at most."""

PLACES = 9
"""Places after the point to which a reading is kept."""

BEYOND = 1e15
"""What no measure is: from here on not every whole number can be kept."""

FIRST_DAY = date(1970, 1, 1)
"""The first day of which anything is read."""

_SIGN = "[+\\-\u2212]?"
_PARTED = re.compile(rf"{_SIGN}\d{{1,15}}(?:([.,])(\d{{1,17}}))?")
_GROUPED = re.compile(
    rf"{_SIGN}[1-9]\d{{0,2}}(?:"
    r"(?:,\d{3}){2,}|(?:\.\d{3}){2,}|(?:,\d{3})+\.\d{1,17}|(?:\.\d{3})+,\d{1,17}"
    r"|(?P<between>[ '\u2019])\d{3}(?:(?P=between)\d{3})*(?:[.,]\d{1,17})?)"
)
_EITHER = re.compile(rf"{_SIGN}[1-9]\d{{0,2}}[.,]\d{{3}}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Wrong(StrEnum):
    """Why a reading does not hold."""

    NO_NUMBER = "no-number"
    GROUPED = "grouped"
    PERCENT = "percent"
    BEYOND = "beyond"
    TOO_LOW = "too-low"
    TOO_HIGH = "too-high"
    TO_COME = "to-come"
    LONG_AGO = "long-ago"


class Trend(StrEnum):
    """How a measure moved from one reading to the next, by the direction in which it gets better."""

    BETTER = "better"
    WORSE = "worse"
    LEVEL = "level"


def number(said: str, unit: str, decimal: str = "") -> float | Wrong:
    """The number that somebody wrote, with its unit or without: 82, 82.5, 82,5, 1 250, 1,250,000 or 82 %.

    What may be grouped in thousands as well as a fraction, such as 1,250, is neither, unless it is known that `decimal`
    is what parts the decimals where it stands: then 1,250 is a fraction beside a comma, and neither beside a point.
    """
    bare = " ".join(said.casefold().split())
    end = " ".join(unit.casefold().split())
    if end and bare.endswith(end):
        bare = bare[: -len(end)].rstrip()
    elif bare.endswith("%"):
        bare = bare[:-1].rstrip()
        if "%" not in unit:
            return Wrong.PERCENT if _PARTED.fullmatch(bare) else Wrong.NO_NUMBER
    if _EITHER.fullmatch(bare) and (not decimal or decimal not in bare):
        return Wrong.GROUPED
    if _GROUPED.fullmatch(bare):
        return counted(float(_without_groups(bare)))
    if not _PARTED.fullmatch(bare):
        return Wrong.NO_NUMBER
    return counted(float(bare.replace(",", ".").replace("\u2212", "-")))


def _without_groups(bare: str) -> str:
    """A number that is grouped in thousands without what groups it."""
    last = max(bare.rfind("."), bare.rfind(","))
    is_decimal = last >= 0 and bare.count(bare[last]) == 1
    whole, part = (bare[:last], bare[last + 1 :]) if is_decimal else (bare, "")
    return f"{'-' * whole.startswith(('-', chr(0x2212)))}{''.join(one for one in whole if one.isdigit())}.{part}"


def counted(value: object) -> float | Wrong:
    """A number as it is kept, to `PLACES` after the point; what is none, or beyond all that is counted, is refused."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Wrong.NO_NUMBER
    # Nothing compares to what is not a number; a whole number may be longer than any other can be.
    return round(float(value), PLACES) + 0.0 if -BEYOND < value < BEYOND else Wrong.BEYOND


def day(said: str) -> date | None:
    """The day that somebody wrote, as 2027-03-09; None where there is no such day."""
    try:
        return date.fromisoformat(said) if _DAY.fullmatch(said) else None
    except ValueError:
        return None


def wrong_value(measure: Measure, value: float) -> Wrong | None:
    """Why a measure cannot have this value, None where it can."""
    if measure.lowest is not None and value < measure.lowest:
        return Wrong.TOO_LOW
    return Wrong.TOO_HIGH if measure.highest is not None and value > measure.highest else None


def wrong_day(day: date, today: date) -> Wrong | None:
    """Why nothing can be read of a day: none is read ahead, and none of long ago."""
    if day < FIRST_DAY:
        return Wrong.LONG_AGO
    return Wrong.TO_COME if day > today else None


def due(measure: Measure, last: date | None, since: date) -> date | None:
    """When it is to be read next: its cadence after the last reading, or after it stood in the score; None for one
    without a cadence.
    """
    return (last or since) + timedelta(days=measure.cadence) if measure.cadence else None


def days_late(due: date | None, today: date) -> int:
    """For how many days a measure is older than its cadence, 0 where it is fresh or has none."""
    return max(0, (today - due).days) if due is not None else 0


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


def on_the_way(measure: Measure, begins: date, until: date, day: date) -> float | None:
    """Where a measure would be on `day` that goes straight from its start to its target; None where it has none of
    these, or `day` is not between.
    """
    if measure.start is None or measure.target is None or not begins < day <= until:
        return None
    gone = (day - begins) / (until - begins)
    return round(measure.start + gone * (measure.target - measure.start), PLACES)


def is_short(measure: Measure, value: float, wanted: float) -> bool:
    """Whether a value has not come as far as was wanted, by the direction in which the measure gets better."""
    return value < wanted if measure.direction is Direction.UP else value > wanted


def values(readings: Sequence[Reading]) -> list[float]:
    """The values of readings, oldest first."""
    return [one.value for one in sorted(readings, key=lambda one: one.day)]
