"""The score as a map: parts in parts with their choices and priorities, what serves what, and what came of it.

A line stands on it once, or is counted where it is folded away: within the line that it belongs to, or in a part that
was not opened. What people did is told as figures of whole teams, and nothing of teams in which fewer than five took
part: docs/decisions/0042 has why.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from score.digest import FEWEST
from score.horizons import long_lines
from storage.tables import LineKind, LineState, Part, PartKind, Wording

AT_A_GLANCE = 40
"""Lines that a map shows all at once; of more only one's own cascade is open, and the rest is folded."""

QUIET = timedelta(days=7)
"""After how long a line that nobody works on is called untouched: the five working days of a digest."""

LONG_QUIET = timedelta(days=62)
"""The same of a line that looks so far ahead that it is asked about once a month."""

WITHIN = (LineKind.NOT_CHOICE, LineKind.CONDITION, LineKind.MEASURE)
"""What stands within another line, and is counted there."""


@dataclass(frozen=True)
class Share:
    """So many tasks of so many."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """The same from 0.0 to 1.0."""
        return self.count / self.of


@dataclass(frozen=True)
class TeamWork:
    """What a team meant to do in some weeks: how many people took part, and their tasks by line, None for whirlwind."""

    part: str
    people: int
    tasks: Mapping[str | None, int]


@dataclass(frozen=True)
class Came:
    """What came of the lines by their ids: `touched` is the last day on which anybody's task played from one, `since`
    the day from which it is in the score.
    """

    teams: Sequence[TeamWork] = ()
    touched: Mapping[str, date] = field(default_factory=dict)
    since: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class MappedLine:
    """A line on the map. `within` counts what stands within it; `work` is how many tasks of the teams of its part and
    of those in it played from it, and `untouched` for how many days nobody's did; both None where it is not told.
    """

    line: Wording
    within: Mapping[LineKind, int]
    work: Share | None = None
    untouched: int | None = None
    overdue: bool = False


@dataclass(frozen=True)
class MappedPart:
    """A part on the map. `folded` counts its lines, and the parts in it, where it is not open; `work` is how many of
    the tasks of its own teams are tied, None where it is not told.
    """

    part: Part
    lines: Sequence[MappedLine] = ()
    parts: Sequence["MappedPart"] = ()
    folded: tuple[int, int] | None = None
    work: Share | None = None


class StrandKind(StrEnum):
    """What binds two lines: one is there for the other, one was promised for it, or they pull apart."""

    SERVES = "serves"
    PROMISE = "promise"
    TENSION = "tension"


@dataclass(frozen=True)
class Strand:
    """What binds two places of the map, each a line by its id or a folded part by its handle after `PART`."""

    kind: StrandKind
    begins: str
    ends: str
    words: str = ""


PART = "part:"
"""What stands before the handle of a part where a line could be named as well."""


@dataclass(frozen=True)
class Chart:
    """All of a map. `told` is whether anything is told of the work of any team."""

    parts: Sequence[MappedPart]
    strands: Sequence[Strand]
    day: date
    told: bool = False

    @property
    def boxes(self) -> int:
        """How many lines and parts stand on it."""
        return sum(1 + len(area.lines) for area in self.all_parts())

    def all_parts(self) -> Iterator[MappedPart]:
        """Every part that stands on it, each before those within it."""
        yield from _through(self.parts)

    def all_lines(self) -> Iterator[MappedLine]:
        """Every line that stands on it, in order."""
        return (spot for area in self.all_parts() for spot in area.lines)


def _through(areas: Iterable[MappedPart]) -> Iterator[MappedPart]:
    for area in areas:
        yield area
        yield from _through(area.parts)


def cascade(parts: Sequence[Part], handles: Collection[str]) -> frozenset[str]:
    """These parts and all that they stand in; what is none of the parts is left out."""
    above = {part.handle: part.parent for part in parts}
    found: set[str] = set()
    for handle in handles:
        here: str | None = handle
        while here in above and here not in found:
            found.add(here)
            here = above[here]
    return frozenset(found)


def opened(parts: Sequence[Part], lines: Sequence[Wording], own: Collection[str]) -> frozenset[str]:
    """Which parts are open before anybody opens one: all where they can be read at a glance, else the cascade of one's
    own parts, and the outermost part for whoever has none.
    """
    if sum(line.kind not in WITHIN for line in lines) <= AT_A_GLANCE:
        return frozenset(part.handle for part in parts)
    return cascade(parts, own) or frozenset(part.handle for part in parts if part.parent is None)


def chart(
    parts: Sequence[Part], lines: Sequence[Wording], day: date, *, open: Collection[str], came: Came | None = None
) -> Chart:
    """The map of an edition with the `lines` of it that may be seen; the parts in `open` show theirs."""
    drawing = _Drawing(parts, lines, day, open, came or Came())
    areas = tuple(drawing.area(part) for part in parts if part.parent is None)
    whole = Chart(areas, (), day, any(drawing.told.values()))
    return Chart(areas, tuple(_strands(whole, parts, lines)), day, whole.told)


class _Drawing:
    """What is looked up while a map is made."""

    def __init__(
        self, parts: Sequence[Part], lines: Sequence[Wording], day: date, open: Collection[str], came: Came
    ) -> None:
        self._parts, self._day, self._open, self._came = parts, day, open, came
        self._in: dict[str | None, list[Part]] = defaultdict(list)
        for part in parts:
            self._in[part.parent].append(part)
        self._lines: dict[str, list[Wording]] = defaultdict(list)
        for line in lines:
            self._lines[line.part].append(line)
        self._long = long_lines(lines, parts, day)
        self._touched = _with_what_serves(lines, came.touched)
        # Of fewer than five people a figure says something about one of them, and so would a sum with them in it.
        self.told: dict[str, list[TeamWork]] = defaultdict(list)
        for team in came.teams:
            if team.people >= FEWEST:
                self.told[team.part].append(team)

    def area(self, part: Part) -> MappedPart:
        """One part with all that stands in it."""
        teams = list(self.told[part.handle])
        work = _tied(teams)
        if part.handle not in self._open:
            return MappedPart(part, folded=self._folded(part), work=work)
        spots = tuple(self._spots(part))
        return MappedPart(part, spots, tuple(self.area(one) for one in self._in[part.handle]), None, work)

    def _folded(self, part: Part) -> tuple[int, int]:
        inside = list(self._below(part))
        return sum(len(self._lines[one.handle]) for one in inside), len(inside) - 1

    def _below(self, part: Part) -> Iterator[Part]:
        yield part
        for one in self._in[part.handle]:
            yield from self._below(one)

    def _spots(self, part: Part) -> Iterator[MappedLine]:
        lines = self._lines[part.handle]
        holders = {line.address for line in lines if line.kind not in WITHIN}
        within: dict[str, Counter[LineKind]] = defaultdict(Counter)
        alone = []
        for line in lines:
            if line.kind in WITHIN and line.serves in holders:
                within[line.serves or ""][line.kind] += 1
            else:
                alone.append(line)
        counted = [team for one in self._below(part) for team in self.told[one.handle]]
        for line in alone:
            yield MappedLine(
                line,
                within[line.address],
                _played(line, counted),
                self._untouched(line, part) if counted else None,
                overdue=line.state is LineState.OPEN and line.until is not None and line.until < self._day,
            )

    def _untouched(self, line: Wording, part: Part) -> int | None:
        begun = max(filter(None, (self._came.since.get(line.line_id), line.begins)), default=None)
        last = max(filter(None, (begun, self._touched.get(line.address))), default=None)
        works = line.kind is LineKind.PRIORITY and line.state is LineState.OPEN
        # What one person's part says of them is theirs.
        if last is None or not works or part.kind is PartKind.PERSON or (line.begins or last) > self._day:
            return None
        waited = self._day - last
        return waited.days if waited >= (LONG_QUIET if line.line_id in self._long else QUIET) else None


def _with_what_serves(lines: Sequence[Wording], touched: Mapping[str, date]) -> Mapping[str, date]:
    """The last day on which each line, or one that serves it, was played from, by address."""
    at = {line.address: line for line in lines}
    found: dict[str, date] = {}
    for line in lines:
        day, here, passed = touched.get(line.line_id), line, set[str]()
        while day is not None and here.address not in passed:
            passed.add(here.address)
            found[here.address] = max(day, found.get(here.address, day))
            here = at.get(here.serves or "", here)
    return found


def _tied(teams: Sequence[TeamWork]) -> Share | None:
    tasks = sum(sum(team.tasks.values()) for team in teams)
    return Share(tasks - sum(team.tasks.get(None, 0) for team in teams), tasks) if tasks else None


def _played(line: Wording, teams: Sequence[TeamWork]) -> Share | None:
    tasks = sum(sum(team.tasks.values()) for team in teams)
    if not tasks or not line.kind.is_played_from:
        return None
    count = sum(team.tasks.get(line.line_id, 0) for team in teams)
    # A choice is there to be served: that no task plays from it directly is nothing to be said of it.
    return None if line.kind.is_choice and not count else Share(count, tasks)


def _strands(whole: Chart, parts: Sequence[Part], lines: Sequence[Wording]) -> Iterator[Strand]:
    """What binds what stands on the map; several that would lie on each other are one."""
    stands = _standing(whole, parts, lines)
    drawn: set[tuple[StrandKind, str, str]] = set()
    for kind, begin, end, words in _bound(parts, lines):
        ends = stands.get(begin), stands.get(end)
        if ends[0] is None or ends[1] is None or ends[0] == ends[1] or (kind, *ends) in drawn:
            continue
        drawn.add((kind, ends[0], ends[1]))
        yield Strand(kind, ends[0], ends[1], words)


def _bound(parts: Sequence[Part], lines: Sequence[Wording]) -> Iterator[tuple[StrandKind, str, str, str]]:
    """What binds which two addresses."""
    for line in lines:
        if line.serves is not None:
            yield (
                StrandKind.PROMISE if line.kind is LineKind.PROMISE else StrandKind.SERVES,
                line.address,
                line.serves,
                "",
            )
    for part in parts:
        for tension in part.tensions:
            first, second = tension["between"]
            yield StrandKind.TENSION, first, second, tension["words"]


def _standing(whole: Chart, parts: Sequence[Part], lines: Sequence[Wording]) -> Mapping[str, str]:
    """Where each line stands on the map, by address: by itself, within its holder, or in a folded part."""
    above = {part.handle: part.parent for part in parts}
    folded = {area.part.handle for area in whole.all_parts() if area.folded is not None}
    alone = {spot.line.address: spot.line.line_id for spot in whole.all_lines()}
    found: dict[str, str] = {}
    for line in lines:
        here: str | None = line.part
        while here is not None and here not in folded:
            here = above[here]
        # What stands by itself nowhere is counted at the line that it stands within.
        found[line.address] = PART + here if here else alone.get(line.address) or alone[line.serves or ""]
    return found
