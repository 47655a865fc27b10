"""What an answer stands on: three lines of the score at most, each in its own words, or none at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from score.search import BESIDE, SILENT, Aim, Hit, Question, is_addressed
from storage.tables import LineKind, Wording

CITED = 3
"""Lines that one answer cites at most."""


@dataclass(frozen=True)
class Cited:
    """The lines of an answer, what it says of the first of them, and how many more there would be.

    They are `listed` where all of their kind were asked for, and none more than the others.
    Where the score is silent there are none, and `nearest` is the line that comes nearest, if any does.
    """

    aim: Aim
    lines: tuple[Wording, ...] = ()
    more: int = 0
    listed: bool = False
    nearest: Wording | None = None

    @property
    def silent(self) -> bool:
        """Whether the score does not say."""
        return not self.lines


def cite(question: Question, hits: Sequence[Hit], lines: Sequence[Wording]) -> Cited:
    """The lines that answer `question`, of those that were found; `lines` are all that the asker may see."""
    sure = [hit for hit in hits if hit.worth >= SILENT]
    if within := _within(question, sure, lines):
        return _list(Aim.WHAT, within)
    if not sure:
        return _by_kind(question, hits, lines)
    against = next((hit.line for hit in sure if hit.line.kind is LineKind.NOT_CHOICE), None)
    if sure[0].line.kind is LineKind.NOT_CHOICE or (question.aim is Aim.NOT and against is not None):
        first = sure[0].line if sure[0].line.kind is LineKind.NOT_CHOICE else against
    else:
        first = None
    if first is not None:
        return _cited(Aim.NOT, [first, *_chain(first, lines)[:1], *_beside(sure)])
    aim = Aim.WHAT if question.aim in (Aim.NOT, Aim.FIRST, Aim.PART, Aim.WEEK, Aim.PRIVATE) else question.aim
    return _of(aim, sure, lines)


def _of(aim: Aim, sure: Sequence[Hit], lines: Sequence[Wording]) -> Cited:
    line = sure[0].line
    if aim is Aim.WHY:
        return _cited(aim, [line, *_chain(line, lines)])
    if aim is Aim.SERVES:
        serving = [one for one in lines if one.serves == line.address]
        served = [] if serving else _chain(line, lines)[:1]
        return Cited(aim, (line, *served, *serving[: CITED - 1]), max(0, len(serving) - CITED + 1))
    if aim in (Aim.TARGET, Aim.HOW_FAR):
        return _cited(aim, [*_measured(line, lines), *_beside(sure)])
    return _cited(aim, [line, *_beside(sure)])


def _by_kind(question: Question, hits: Sequence[Hit], lines: Sequence[Wording]) -> Cited:
    """What a question that names a kind of line and little else asks for; else nothing."""
    kind = LineKind.NOT_CHOICE if question.aim is Aim.NOT and not question.about else question.kind
    found = [line for line in lines if line.kind is kind]
    if not found:
        return Cited(question.aim, nearest=hits[0].line if hits else None)
    return _list(Aim.NOT if kind is LineKind.NOT_CHOICE else Aim.WHAT, found)


def _within(question: Question, sure: Sequence[Hit], lines: Iterable[Wording]) -> list[Wording]:
    """The lines of a part that is named by its handle, where that is what is asked; nothing where a line is named."""
    tokens = question.tokens
    if question.aim not in (Aim.WHAT, Aim.SERVES) or any(is_addressed(hit.line, tokens) for hit in sure):
        return []
    return [line for line in lines if line.part.casefold() in tokens]


def _list(aim: Aim, lines: Sequence[Wording]) -> Cited:
    return Cited(aim, tuple(lines[:CITED]), max(0, len(lines) - CITED), listed=True)


def _cited(aim: Aim, lines: Iterable[Wording]) -> Cited:
    once: dict[str, Wording] = {}
    for line in lines:
        once.setdefault(line.line_id, line)
    return Cited(aim, tuple(islice(once.values(), CITED)))


def _beside(sure: Sequence[Hit]) -> list[Wording]:
    return [hit.line for hit in sure if hit.worth >= BESIDE * sure[0].worth]


def _chain(line: Wording, lines: Iterable[Wording]) -> list[Wording]:
    """What a line serves, what that serves, and so on up; a line that leads back to itself ends it."""
    by_address: Mapping[str, Wording] = {one.address: one for one in lines}
    chain, seen = list[Wording](), {line.address}
    while (served := by_address.get(line.serves or "")) is not None and served.address not in seen:
        line = served
        seen.add(line.address)
        chain.append(line)
    return chain


def _measured(line: Wording, lines: Iterable[Wording]) -> list[Wording]:
    """A line and the measures that serve it; for a measure, the line that it serves and itself."""
    everything = list(lines)
    if line.kind is LineKind.MEASURE:
        return [*_chain(line, everything)[:1], line]
    return [line, *(one for one in everything if one.kind is LineKind.MEASURE and one.serves == line.address)]


@dataclass(frozen=True)
class Side:
    """One of two things put beside each other: a line with all that it serves, and the task that plays from it, if it
    is one.
    """

    lines: tuple[Wording, ...]
    task: str = ""

    @property
    def until(self) -> date | None:
        """The nearest day by which any of its lines is to be done."""
        return min((line.until for line in self.lines if line.until is not None), default=None)


@dataclass(frozen=True)
class Order:
    """Which of two goes first: it serves more lines, or its day is nearer, or neither."""

    first: Side
    other: Side

    @property
    def more_lines(self) -> bool:
        """Whether the first serves more lines."""
        return len(self.first.lines) > len(self.other.lines)

    @property
    def nearer(self) -> bool:
        """Whether the first has the nearer day, or a day where the other has none."""
        return _nearer(self.first, self.other)

    @property
    def later(self) -> bool:
        """Whether the other has the nearer day."""
        return _nearer(self.other, self.first)

    @property
    def cited(self) -> tuple[Wording, ...]:
        """The line of each, and what the first serves."""
        return _cited(Aim.FIRST, [self.first.lines[0], self.other.lines[0], *self.first.lines[1:]]).lines


def _nearer(one: Side, other: Side) -> bool:
    return one.until is not None and (other.until is None or one.until < other.until)


def in_order(one: Side, other: Side) -> Order:
    """Which of two goes first: more lines served before a nearer day; as they were said where nothing tells."""
    if len(one.lines) != len(other.lines):
        return Order(one, other) if len(one.lines) > len(other.lines) else Order(other, one)
    return Order(other, one) if _nearer(other, one) else Order(one, other)


def served_by(line: Wording, lines: Iterable[Wording]) -> tuple[Wording, ...]:
    """A line, and the lines that it serves, one after the other up to the top."""
    return (line, *_chain(line, lines))
