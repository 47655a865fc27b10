"""How measures are told in a terminal: where each stands, and what readings that come in would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.cards import Theirs, theirs
from handlers.views.readings import age, amount, how_far, moved, read_on
from prompts import LANGUAGE, Filled, phrase, plain
from score import readings
from score.readings_in import Said
from storage.tables import Measure, Privacy, Reading, Wording

SHOWN = 40
"""Readings of a kind that are shown one by one."""


@dataclass(frozen=True)
class Difference:
    """What readings that come in would change: new ones, those in whose place another value stood, and how many are
    known already; the measures by the ids of their lines.
    """

    new: Sequence[Said]
    corrected: Sequence[tuple[Said, float]]
    known: int
    measures: Mapping[str, Measure]

    def __bool__(self) -> bool:
        return bool(self.new or self.corrected)

    def counted(self) -> dict[str, int]:
        """The same in numbers, for programs."""
        return {"new": len(self.new), "corrected": len(self.corrected), "known": self.known}


@dataclass(frozen=True)
class Standing:
    """A measure, its last readings, the newest first, when it is to be read next, and the day on which it is asked."""

    wording: Wording
    measure: Measure
    last: Sequence[Reading]
    due: date | None
    today: date


def difference(found: Difference, language: str = LANGUAGE) -> str:
    """What readings that come in would change, a line each, under a line that counts."""
    lines: list[str] = []
    new = [_new(found, one) for one in found.new[:SHOWN]]
    corrected = [_corrected(found, one, was) for one, was in found.corrected[:SHOWN]]
    for heading, count, entries in (
        (phrase("measured.new", count=len(found.new)), len(found.new), new),
        (phrase("measured.corrected", count=len(found.corrected)), len(found.corrected), corrected),
    ):
        if count:
            lines += [plain(heading, language), *(f"  {plain(one, language)}" for one in entries)]
        if count > SHOWN:
            lines.append(f"  {plain(phrase('people.more', count=count - SHOWN), language)}")
    if found.known:
        lines.append(plain(phrase("measured.known", count=found.known), language))
    if not found:
        lines.append(plain(phrase("measured.nothing"), language))
    return "\n".join(lines)


def _new(found: Difference, one: Said) -> Filled:
    return phrase("measured.reading", address=one.address, day=_day(one), value=_value(found, one, one.value))


def _corrected(found: Difference, one: Said, was: float) -> Filled:
    if was == one.value:
        return phrase("measured.noted", address=one.address, day=_day(one), value=_value(found, one, was))
    before, now = _value(found, one, was), _value(found, one, one.value)
    return phrase("measured.correction", address=one.address, day=_day(one), was=before, now=now)


def _day(one: Said) -> Theirs:
    return Theirs(one.day.isoformat(), Privacy.PUBLIC)


def _value(found: Difference, one: Said, value: float) -> Filled:
    return amount(found.measures[one.line_id], value)


def told(found: Sequence[Standing], language: str = LANGUAGE) -> str:
    """Where measures stand: each with its value, which way it moved, how far it has to go, and how old that is."""
    return "\n".join(line for one in found for line in _told(one, language))


def _told(one: Standing, language: str) -> list[str]:
    said: list[Filled] = []
    if one.last:
        said.append(phrase("measured.stands", read=read_on(one.measure, one.last[0])))
        left, trend = how_far(one.measure, one.last[0].value), moved(one.measure, one.last)
        said += [part for part in (trend, left) if part is not None]
    else:
        said.append(phrase("measured.never"))
    late = age(one.measure, one.due, one.today)
    if late is not None:
        said.append(phrase("measured.late", late=late))
    elif one.due is not None:
        said.append(phrase("measured.fresh", day=Theirs(one.due.isoformat(), Privacy.PUBLIC)))
    head = phrase("measured.measure", address=one.wording.address, words=theirs(one.wording, "words"))
    return [plain(head, language), *(f"  {plain(part, language)}" for part in said)]


def as_data(one: Standing) -> dict[str, Any]:
    """The same for programs."""
    last = one.last[0] if one.last else None
    trend = readings.trend(one.measure.direction, readings.values(one.last))
    return {
        "address": one.wording.address,
        "words": one.wording.words,
        "unit": one.measure.unit,
        "value": last.value if last else None,
        "day": last.day.isoformat() if last else None,
        "origin": last.origin.value if last else None,
        "note": last.note if last else "",
        "trend": trend.value if trend else None,
        "target": one.measure.target,
        "missing": readings.missing(one.measure, last.value) if last else None,
        "cadence_days": one.measure.cadence,
        "due": one.due.isoformat() if one.due else None,
        "days_late": readings.days_late(one.due, one.today),
    }
