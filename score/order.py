"""Which of several things comes first: by what was promised to others, by lines, by days, by the whirlwind agreed on.

In this order (docs/decisions/0049): a promise to another part whose day is over; a promise whose day is nearer than
any day of the other; of a task that plays from a line and one that plays from none the first, once the whirlwind that
was agreed on is used up, and neither while there is room; more lines served, where the other has no nearer day; and a
nearer day among equals. Where nothing of that tells, nobody is told.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import islice

from score.citations import CITED
from score.search import Question
from score.stuck import LIKE
from score.ties import Index
from storage.tables import LineKind, LineState, Wording


@dataclass(frozen=True)
class Promised:
    """A promise that a side keeps, the name of the part that it was made to, and whether its day is over."""

    line: Wording
    to: str
    until: date
    is_over: bool


@dataclass(frozen=True)
class Side:
    """One of the things put beside each other: a line with all that it serves, and the task that plays from it, if it
    is one; a task without lines is whirlwind.
    """

    lines: tuple[Wording, ...]
    task: str = ""
    promised: Promised | None = None

    @property
    def until(self) -> date | None:
        """The nearest day by which any of its lines is to be done."""
        return min((line.until for line in self.lines if line.until is not None), default=None)

    @property
    def nearest(self) -> date | None:
        """The same, or the day of its promise."""
        promised = self.promised.until if self.promised else None
        return min((day for day in (self.until, promised) if day is not None), default=None)


@dataclass(frozen=True)
class Agreed:
    """How much of a week's work was whirlwind, and how much a team agreed on: of the team, or of the asker alone."""

    team: str
    allowance: float
    tasks: int
    whirlwind: int
    is_own: bool

    @property
    def is_used_up(self) -> bool:
        """Whether there is none left this week."""
        return self.tasks > 0 and self.whirlwind >= self.allowance * self.tasks - 1e-9


class Ground(StrEnum):
    """Why one goes before another, or why neither does."""

    OVERDUE = "overdue"
    PROMISED = "promised"
    USED_UP = "used_up"
    BOTH = "both"
    LINES = "lines"
    DAY = "day"
    ROOM = "room"
    SPLIT = "split"
    ALIKE = "alike"

    @property
    def tells(self) -> bool:
        """Whether it puts one before the other."""
        return self not in (Ground.ROOM, Ground.SPLIT, Ground.ALIKE)


@dataclass(frozen=True)
class Order:
    """Things in the order in which they go, as far as anything tells; two of them or more."""

    sides: tuple[Side, ...]
    room: Agreed | None = None

    @property
    def first(self) -> Side:
        """What goes first, or was named first."""
        return self.sides[0]

    @property
    def other(self) -> Side:
        """What comes nearest to it."""
        return self.sides[1]

    @cached_property
    def reason(self) -> Ground:
        """Why the first goes before the one after it."""
        return why(self.first, self.other, self.room)

    def before(self, place: int) -> Ground:
        """Why the one at a place, from 1, comes after the one before it."""
        return why(self.sides[place - 1], self.sides[place], self.room)

    @property
    def cited(self) -> tuple[Wording, ...]:
        """What it stands on: the promise that decides, the line of each of the first two, what the first serves."""
        kept = self.first.promised
        promise = [kept.line] if kept and self.reason in (Ground.OVERDUE, Ground.PROMISED) else []
        lines = [*promise, *self.first.lines[:1], *self.other.lines[:1], *self.first.lines[1:]]
        return tuple(islice({line.line_id: line for line in lines}.values(), CITED))


def why(one: Side, other: Side, room: Agreed | None = None) -> Ground:
    """Why one goes before the other, or why it does not."""
    if (promise := _by_promise(one, other)) is not None:
        return promise
    if _by_promise(other, one) is not None:
        return Ground.SPLIT
    if bool(one.lines) != bool(other.lines):
        return _by_room(one, room)
    return _by_lines(one, other)


def _by_promise(one: Side, other: Side) -> Ground | None:
    mine, theirs = one.promised, other.promised
    if mine is None:
        return None
    if mine.is_over:
        return Ground.OVERDUE if theirs is None or not theirs.is_over or mine.until < theirs.until else None
    if theirs is not None and theirs.is_over:
        return None
    return Ground.PROMISED if other.nearest is None or mine.until < other.nearest else None


def _by_room(one: Side, room: Agreed | None) -> Ground:
    """Of one that plays from a line and one that plays from none."""
    if room is not None and not room.is_used_up:
        return Ground.ROOM
    if not one.lines:
        return Ground.SPLIT
    return Ground.USED_UP if room is not None else Ground.LINES


def _by_lines(one: Side, other: Side) -> Ground:
    more, fewer = len(one.lines) > len(other.lines), len(one.lines) < len(other.lines)
    nearer, later = _nearer(one, other), _nearer(other, one)
    if more:
        return Ground.BOTH if nearer else Ground.SPLIT if later else Ground.LINES
    if fewer:
        return Ground.SPLIT
    return Ground.DAY if nearer else Ground.SPLIT if later else Ground.ALIKE


def _nearer(one: Side, other: Side) -> bool:
    return one.until is not None and (other.until is None or one.until < other.until)


def in_order(sides: Sequence[Side], room: Agreed | None = None) -> Order:
    """Two things or more, in their order: what goes before most of the others first, equal ones as they were said."""

    def before(one: Side) -> tuple[int, int]:
        others = [other for other in sides if other is not one]
        wins = sum(why(one, other, room).tells for other in others)
        return -wins, -len(one.lines)

    return Order(tuple(sorted(sides, key=before)), room)


# What is put beside each other

_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> list[str]:
    """The words of a text as a question is read by them (score/search.py)."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").replace("'s", ""))


def sides_of(question: Question, between: Collection[str], beside: Collection[str]) -> tuple[str, ...]:
    """All that a question puts beside each other, of which it has read two: what stands before the last `or` may be
    several, parted by commas or by another such word. `between` are these words, and `beside` those that are of none.
    """
    if not question.sides:
        return ()
    first, *rest = question.sides
    left = first.split()
    parts: list[list[str]] = [[]]
    for chunk in question.text.split(","):
        for word in _words(chunk):
            if left and word == left[0]:
                left.pop(0)
                if word in between:
                    parts.append([])
                else:
                    parts[-1].append(word)
        parts.append([])
    every = [*parts, *(side.split() for side in rest)]
    said = (" ".join(word for word in part if word not in beside) for part in every)
    return tuple(filter(None, said))


def asks_of_own_day(question: Question, cue: str, known: Mapping[str, str], beside: Collection[str]) -> bool:
    """Whether it is asked which of one's own tasks comes first, and of nothing else: by phrases of the kind `cue`."""
    if cue not in question.cues or question.sides:
        return False
    words = {word for form, kind in known.items() if kind == cue for word in _words(form)}
    return set(question.asks) <= words | set(beside)


def promise_of(index: Index, line: Wording | None, task: str, promises: Iterable[Wording]) -> Wording | None:
    """The promise that a side keeps: the line itself, else the one that reads most like the task."""
    if line is not None and line.kind is LineKind.PROMISE:
        return line if line.state is LineState.OPEN else None
    if not task:
        return None
    found = [(max(index.likeness(task, one.words), index.likeness(task, one.about)), one) for one in promises]
    return max((each for each in found if each[0] >= LIKE), key=lambda each: each[0], default=(0.0, None))[1]
