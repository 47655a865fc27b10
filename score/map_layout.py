"""Where everything of a map stands on a sheet: a column for each step of the cascade, what is served left of what
serves it. All lengths are in units of the sheet, which are pixels at 100 %.

How wide a text is depends on a font that is not known here: it is taken as somewhat wider than in most of them.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from score.map import PART, Chart, MappedLine, MappedPart, Strand, StrandKind

WIDTH, GUTTER, EDGE = 296, 72, 24
"""Of a column, of the room between two of them in which strands run, and of the margin."""

PAD, APART, HEAD = 14, 10, 12
"""Inside a box, between the boxes of a part, and between the rows at the head of a part and its first box."""

BETWEEN = 28
"""Between two parts that stand below each other."""

SMALL, WORDS, TITLE = 12.5, 16.0, 17.0
"""Sizes of type: what is known of a line, its words, the name of a part."""

LEADS: Mapping[float, int] = {SMALL: 18, WORDS: 22, TITLE: 24}
"""From one row of each size to the next."""

ROWS = 3
"""Rows that the words of a line take at most; all of them stand in its title."""

BAR = 14
"""Of the bar below a line, or below the name of a part, that shows a share."""


class Box(NamedTuple):
    """A place on the sheet."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + self.height / 2


class Point(NamedTuple):
    """One point of the sheet."""

    x: float
    y: float


class Frame(NamedTuple):
    """A part on the sheet, with the rows of its name and of what is known of it."""

    area: MappedPart
    box: Box
    title: Sequence[str]
    note: Sequence[str]
    bar: float | None
    """How far down the bar of its share begins, None where there is none."""


class Tile(NamedTuple):
    """A line on the sheet, with its rows."""

    spot: MappedLine
    box: Box
    head: str
    words: Sequence[str]
    note: Sequence[str]
    bar: float | None


class Wire(NamedTuple):
    """A strand on the sheet: a curve from its begin to its end by two points that it bends to; a tension has a number
    that stands at `mark`.
    """

    strand: Strand
    begin: Point
    first: Point
    second: Point
    end: Point
    number: int = 0
    mark: Point | None = None

    def at(self, t: float) -> Point:
        """The point of the curve at `t`, from 0.0 to 1.0."""
        u = 1 - t
        weights = u**3, 3 * u * u * t, 3 * u * t * t, t**3
        points = (self.begin, self.first, self.second, self.end)
        return Point(
            sum(w * one.x for w, one in zip(weights, points, strict=True)),
            sum(w * one.y for w, one in zip(weights, points, strict=True)),
        )


@dataclass(frozen=True)
class Sheet:
    """A whole map, laid out."""

    width: float
    height: float
    frames: Sequence[Frame]
    tiles: Sequence[Tile]
    wires: Sequence[Wire]
    columns: int


@dataclass(frozen=True)
class Texts:
    """What is said of a part or a line, in some language: what is known of it, and what stands over a line."""

    area: Callable[[MappedPart], str]
    head: Callable[[MappedLine], str]
    spot: Callable[[MappedLine], str]


def lay_out(chart: Chart, texts: Texts) -> Sheet:
    """Lay a map out. Equal maps with equal texts are laid out equally."""
    placing = _Placing(texts)
    foot = float(EDGE)
    for area in chart.parts:
        foot = placing.place(area, 0, foot) + BETWEEN
    columns = 1 + max((round((frame.box.x - EDGE) / (WIDTH + GUTTER)) for frame in placing.frames), default=0)
    boxes = {tile.spot.line.line_id: tile.box for tile in placing.tiles}
    boxes |= {PART + frame.area.part.handle: frame.box for frame in placing.frames if frame.area.folded is not None}
    return Sheet(
        # What serves a line of its own column runs on the right of it, beside the last one too.
        width=EDGE + columns * (WIDTH + GUTTER),
        height=max(foot - BETWEEN, EDGE) + EDGE,
        frames=placing.frames,
        tiles=placing.tiles,
        wires=list(_wires(chart.strands, boxes)),
        columns=columns,
    )


class _Placing:
    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.frames: list[Frame] = []
        self.tiles: list[Tile] = []

    def place(self, area: MappedPart, column: int, top: float) -> float:
        """Place a part with all that is in it below `top`; gives how far down it goes."""
        x = float(EDGE + column * (WIDTH + GUTTER))
        foot = self._place_alone(area, x, top)
        below = top
        for one in area.parts:
            below = self.place(one, column + 1, below) + BETWEEN
        # Those within a part stand beside it: the taller of the two is how far down it goes.
        return max(foot, below - BETWEEN)

    def _place_alone(self, area: MappedPart, x: float, top: float) -> float:
        inside = WIDTH - 2 * PAD
        title = wrapped(area.part.name, inside, TITLE, 2)
        note = wrapped(self._texts.area(area), inside, SMALL, 3)
        y = top + PAD + len(title) * LEADS[TITLE]
        bar = y - top + 4 if area.work is not None else None
        y += (BAR if area.work is not None else 0) + len(note) * LEADS[SMALL]
        place = len(self.frames)
        self.frames.append(Frame(area, Box(x, top, WIDTH, 0), title, note, bar))
        for n, spot in enumerate(area.lines):
            y += APART if n else HEAD
            tile = self._tile(spot, x + PAD, y)
            self.tiles.append(tile)
            y += tile.box.height
        foot = y + PAD
        self.frames[place] = self.frames[place]._replace(box=Box(x, top, WIDTH, foot - top))
        return foot

    def _tile(self, spot: MappedLine, x: float, y: float) -> Tile:
        width = WIDTH - 2 * PAD
        inside = width - 2 * PAD
        head = wrapped(self._texts.head(spot), inside, SMALL, 1)
        words = wrapped(spot.line.words, inside, WORDS, ROWS)
        note = wrapped(self._texts.spot(spot), inside, SMALL, 3)
        height = PAD - 2 + LEADS[SMALL] + len(words) * LEADS[WORDS]
        bar = height + 4 if spot.work is not None else None
        height += (BAR if spot.work is not None else 0) + len(note) * LEADS[SMALL] + PAD - 4
        return Tile(spot, Box(x, y, width, height), head[0] if head else "", words, note, bar)


# Strands


def _wires(strands: Sequence[Strand], boxes: Mapping[str, Box]) -> Iterator[Wire]:
    runs = [_Run(strand, boxes[strand.begins], boxes[strand.ends]) for strand in strands]
    ports, lanes = _ports(runs), _lanes(runs)
    marks: list[Point] = []
    for n, run in enumerate(runs):
        a, b = ports[n, 0], ports[n, 1]
        out = lanes.get(n, GUTTER / 2)
        wire = Wire(run.strand, a, Point(a.x + run.sides[0] * out, a.y), Point(b.x + run.sides[1] * out, b.y), b)
        if run.strand.kind is StrandKind.TENSION:
            mark = _free(wire, marks)
            marks.append(mark)
            wire = wire._replace(number=len(marks), mark=mark)
        yield wire


LEFT, RIGHT = -1, 1


class _Run(NamedTuple):
    """A strand between two boxes."""

    strand: Strand
    begin: Box
    end: Box

    @property
    def sides(self) -> tuple[int, int]:
        """On which side of each box it ends: in one column on the right of both, round the outside."""
        if self.end.x + self.end.width < self.begin.x:
            return LEFT, RIGHT
        return (RIGHT, LEFT) if self.begin.x + self.begin.width < self.end.x else (RIGHT, RIGHT)

    @property
    def length(self) -> float:
        """How far it goes down or up."""
        return abs(self.begin.middle - self.end.middle)


PORT = 9.0
"""Between two strands that end on one side of a box, where it is high enough."""


def _ports(runs: Sequence[_Run]) -> Mapping[tuple[int, int], Point]:
    """Where each strand begins (0) and ends (1); those on one side of a box in the order in which they come in."""
    on: dict[tuple[Box, int], list[tuple[float, int, int]]] = {}
    for n, run in enumerate(runs):
        for which, (box, other) in enumerate(((run.begin, run.end), (run.end, run.begin))):
            on.setdefault((box, run.sides[which]), []).append((other.middle, n, which))
    found = {}
    for (box, side), those in on.items():
        apart = min(PORT, (box.height - 2 * PAD) / len(those))
        x = box.x if side == LEFT else box.x + box.width
        for place, (_, n, which) in enumerate(sorted(those)):
            found[n, which] = Point(x, box.middle + (place - (len(those) - 1) / 2) * apart)
    return found


def _lanes(runs: Sequence[_Run]) -> Mapping[int, float]:
    """How far those bend out that stay in one column: the further the longer they are, each by itself."""
    stay: dict[float, list[tuple[float, int]]] = {}
    for n, run in enumerate(runs):
        if run.sides == (RIGHT, RIGHT):
            stay.setdefault(run.begin.x // (WIDTH + GUTTER), []).append((run.length, n))
    room = GUTTER - 2 * PAD
    return {
        n: PAD + 12 + room * (place + 1) / (len(those) + 1)
        for those in stay.values()
        for place, (_, n) in enumerate(sorted(those))
    }


STEPS = 24
"""Points of a curve at which its mark may stand."""

MARK = 11
"""The radius of a mark."""


def _free(wire: Wire, taken: Sequence[Point]) -> Point:
    """Where on a curve its mark stands: beside the boxes, apart from other marks, as near to its middle as can be."""
    points = [wire.at(step / STEPS) for step in range(1, STEPS)]
    points.sort(key=lambda one: (not _beside(one), abs(one.y - (wire.begin.y + wire.end.y) / 2)))
    return next(
        (one for one in points if all(abs(one.x - t.x) + abs(one.y - t.y) > 2 * MARK + 2 for t in taken)), points[0]
    )


def _beside(point: Point) -> bool:
    """Whether a mark there touches no column."""
    within = (point.x - EDGE) % (WIDTH + GUTTER)
    return WIDTH + MARK / 2 <= within <= WIDTH + GUTTER - MARK / 2


# Text


def wide(text: str, size: float) -> float:
    """About how wide a text is in type of a size."""
    return sum(_em(letter) for letter in text) * size


def _em(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return next((width for letters, width in _EMS if letter in letters), 0.76 if letter.isupper() else 0.6)


_EMS = (("ijl.,:;'’|!()[] ", 0.34), ("tfr", 0.45), ("mwMW@%&—…", 0.98), ("bdghknpqu0123456789", 0.65))
"""How wide letters are in the widest of the faces that the words of a line are set in where there is no other."""


def wrapped(text: str, width: float, size: float, rows: int) -> list[str]:
    """A text in at most so many rows of a width; what has no room is left out, which the last row says by “…”."""
    found = list(_rows(text, width, size))
    if len(found) <= rows:
        return found
    last = found[rows - 1].rstrip()
    while last and wide(last + "…", size) > width:
        last = last[:-1].rstrip()
    return [*found[: rows - 1], last + "…"]


def _rows(text: str, width: float, size: float) -> Iterator[str]:
    row = ""
    for word in text.split():
        longer = f"{row} {word}" if row else word
        if wide(longer, size) <= width:
            row = longer
            continue
        if row:
            yield row
        *whole, row = _broken(word, width, size)
        yield from whole
    if row:
        yield row


def _broken(word: str, width: float, size: float) -> list[str]:
    """A word in pieces that fit; a mark stays with its letter."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and _em(letter) and wide(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
