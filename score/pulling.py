"""Which lines pull against each other by what a score says: what it declares, and what rules find in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from score.outline import normal
from score.rules import RULES, judge
from score.rules.known import Known
from score.rules.pairs import ours
from score.written import ScoreFile
from storage.tables import LineKind, Part, Wording

SHARED, UNGUARDED = "C50", "C54"
"""The rules that find lines that pull apart: over something that both have, and two measures that are known to."""

_OTHERS = frozenset(RULES) - {SHARED, UNGUARDED}

Two = tuple[str, str]
"""The ids of two lines, the smaller one first."""


def two(one: str, other: str) -> Two:
    """Two lines, in whatever order they are named."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True)
class FoundApart:
    """Two lines, by their addresses, that a rule finds to pull apart; `shared` is what both have, if anything."""

    one: str
    other: str
    rule: str
    shared: str = ""


def found_apart(file: ScoreFile, day: date) -> tuple[FoundApart, ...]:
    """What the rules find on `day`, without what the score accepts or declares."""
    known = Known(file, day, pairs=ours())
    return tuple(
        FoundApart(one.lines[0], one.lines[1], one.rule, str(one.values.get("shared", "")))
        for one in judge(known, without=_OTHERS)
    )


@dataclass(frozen=True)
class Declared:
    """A tension as a part of an edition has it."""

    words: str
    lines: tuple[Wording, Wording]
    owners: tuple[str, ...]
    measure: Wording | None
    review: date


def declared(parts: Iterable[Part], lines: Mapping[str, Wording]) -> Iterator[Declared]:
    """The tensions that an edition declares; `lines` are those that may be shown, by their ids."""
    at = {normal(line.address): line for line in lines.values()}
    for part in parts:
        for one in part.tensions:
            first, second = (at.get(normal(address)) for address in one["between"])
            if first is not None and second is not None:
                owners = tuple(normal(handle) for handle in one["owners"])
                measure = at.get(normal(one["measure"]))
                yield Declared(one["words"], (first, second), owners, measure, date.fromisoformat(one["review"]))


def covers(lines: Collection[Wording], found: Collection[Wording]) -> bool:
    """Whether what is said of two lines is said of two others: of the same, or of measures of theirs."""
    (one, other), (first, second) = lines, found
    return (_is_of(first, one) and _is_of(second, other)) or (_is_of(first, other) and _is_of(second, one))


def _is_of(line: Wording, above: Wording) -> bool:
    """Whether a line is that one, or a measure of it."""
    return line.line_id == above.line_id or (line.kind is LineKind.MEASURE and line.serves == above.address)


def is_near(line: Wording, other: Wording) -> bool:
    """Whether what concerns one line concerns the other: they are one, or one is a measure of the other."""
    return _is_of(line, other) or _is_of(other, line)
