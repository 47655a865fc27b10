"""A list of objectives and key results as a table, read into our language.

An objective becomes a priority, its key results the measures of that; a team becomes a part. One row is one key result
beside its objective, or one row is one entry with its type and its parent. Whatever is wrong is said at once, with its
row and column, and nothing comes of such a file; what has no place in our language is left out, and said.
"""

import json
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from score.flat import PeopleNamed
from score.handles import Free, slug
from score.language import HANDLE, NAME, SEASON, TEXT, UNIT, WORDS, read
from score.outline import Scalar, Spot, decode, normal
from score.problems import Gathering, Kind
from score.readings import Wrong, number
from score.said_days import day_named, tokens_of
from score.sheet import rows
from score.words import Unreadable, clean, clean_line
from score.writing import write
from score.written import ScoreFile
from storage.tables import PartKind

ENTRIES = 2000
"""Rows of a list that are read."""

FIGURES = 1e12

COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("id", "key", "okr id", "okr reference", "reference"),
    "type": ("type", "kind", "okr type", "item type"),
    "objective": ("objective", "objectives", "objective title", "goal"),
    "key_result": ("key result", "key results", "key result title", "kr"),
    "title": ("title", "name", "okr", "okr title"),
    "owner": ("owner", "owners", "okr owner", "owner name", "owner email", "responsible", "assignee", "lead"),
    "parent": ("parent", "parent okr", "parent objective", "parent id", "aligned to", "alignment", "supports"),
    "team": ("team", "teams", "team name", "department", "group"),
    "start": ("start", "start value", "baseline", "initial", "initial value", "from"),
    "target": ("target", "target value", "goal value", "to"),
    "current": ("current", "current value", "actual", "actual value", "latest value", "value"),
    "unit": ("unit", "units", "metric unit", "unit of measure"),
    "begins": ("start date", "begins", "begin date"),
    "due": ("due", "due date", "end", "end date", "deadline", "until", "target date"),
    "season": ("time period", "period", "quarter", "cycle"),
    "about": ("description", "details"),
}
"""What each column may be called. `okr reference`, `parent okr`, `title`, `owner` and `time period` are those of the
import sheet of Viva Goals (learn.microsoft.com/viva/goals/import-okrs-projects)."""

_COLUMN = {said: name for name, those in COLUMNS.items() for said in those}
_OBJECTIVE = ("objective", "goal", "o")
_KEY_RESULT = ("key result", "keyresult", "kr", "metric", "measure")
_QUARTER = re.compile(r"q([1-4])[ /-]?([12]\d{3})|([12]\d{3})[ /-]?q([1-4])", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
_AMOUNT = re.compile(r"([^\d+\-\u2212.,]*)([+\-\u2212]?\d[\d.,\s]*)(.*)", re.DOTALL)
_BOTH = re.compile(r"[+\-\u2212]?\d{1,3}(?:([.,\s])\d{3})+(?!\1)[.,]\d{1,6}")


class Fault(StrEnum):
    """What can be wrong with such a list beside what can be wrong with any file; two phrases each."""

    NO_OBJECTIVES = "no-objectives"
    COLUMN_TWICE = "column-twice"
    NO_OBJECTIVE = "no-objective"
    BAD_TYPE = "bad-type"
    PARENT_NOT_THERE = "parent-not-there"
    PARENT_SEVERAL = "parent-several"
    BELOW_ITSELF = "below-itself"
    ID_TWICE = "id-twice"
    CELL_TOO_LONG = "cell-too-long"
    BAD_DAY = "bad-day"
    SEVERAL_DAYS = "several-days"
    GROUPED = "grouped"
    SAME_NUMBERS = "same-numbers"


class Why(StrEnum):
    """Why something was left out."""

    COLUMN = "column"
    NO_NUMBER = "no_number"
    NO_MEASURE = "no_measure"
    ELSEWHERE = "elsewhere"
    TYPE = "type"


@dataclass(frozen=True)
class Left:
    """Something that was left out: where it stood, what it was, and why."""

    line: int
    column: int
    found: str
    why: Why


@dataclass(frozen=True)
class Read:
    """What came of a list: the score, whom it names, what its measures stood at on the day, and what was left out."""

    score: ScoreFile
    people: Mapping[str, Any]
    readings: Sequence[tuple[str, date, str]]
    left: Sequence[Left]
    objectives: int
    key_results: int


def is_one(source: bytes) -> bool:
    """Whether a file begins with the names of columns of which one is that of objectives or of titles."""
    problems = Gathering("")
    head = next(rows((decode(source, problems) or "").partition("\n")[0], problems), ())
    names = {_COLUMN.get(_named(cell)) for cell in head}
    return len(head) > 1 and bool(names & {"objective", "title"})


def read_table(source: bytes, file: str, name: str, today: date, days: Mapping[str, str]) -> Read:
    """The score that a list holds. `name` is what it will be called, `days` are the words by which days are said.

    Raises ScoreProblems with all that is wrong with it.
    """
    problems = Gathering(file)
    text = decode(source, problems) or ""
    reading = _Reading(problems, today, days)
    reading.take(text)
    problems.refuse_any(text)
    return _written(reading, name, today)


def _named(cell: Scalar) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", normal(cell.words)).split())


@dataclass(eq=False)
class _Entry:
    """An objective or a key result, with the cells in which it is said."""

    at: Scalar
    words: str
    cells: Mapping[str, Scalar]
    values: dict[str, Any] = field(default_factory=dict)
    above: "_Entry | None" = None
    is_result: bool = False
    measures: "list[_Entry]" = field(default_factory=list)


def _objective_of(one: _Entry | None) -> _Entry | None:
    """What is aligned to a key result is there for the objective of that."""
    while one is not None and one.is_result:
        one = one.above
    return one


class _Reading:
    """What a table says, row by row."""

    def __init__(self, problems: Gathering, today: date, days: Mapping[str, str]) -> None:
        self._problems, self._today, self._days = problems, today, days
        self.left: list[Left] = []
        self.objectives: list[_Entry] = []
        self.key_results: list[_Entry] = []
        self.season = ""
        self._names: list[str | None] = []

    def take(self, text: str) -> None:
        """Read the whole table."""
        table = rows(text, self._problems)
        head = next(table, None)
        if head is None:
            if not self._problems.count:
                self._problems.add(Kind.EMPTY_FILE, Spot(1, 1))
            return
        self._names = self._headed(head)
        if not {"objective", "title"} & set(self._names):
            self._problems.add(Fault.NO_OBJECTIVES, head[0])
            return
        for count, row in enumerate(table):
            if count == ENTRIES:
                self._problems.add(Kind.TOO_MANY, row[0], wanted=ENTRIES)
                return
            self._row(row)
        self._joined()
        if not self.objectives and not self._problems.count:
            self._problems.add(Fault.NO_OBJECTIVES, head[0])

    def _headed(self, head: Sequence[Scalar]) -> list[str | None]:
        names: list[str | None] = []
        for cell in head:
            name = _COLUMN.get(_named(cell))
            if name is None and cell.words.strip():
                self.leave(cell, Why.COLUMN)
            elif name is not None and name in names:
                self._problems.add(Fault.COLUMN_TWICE, cell, found=cell.words, wanted=name)
            names.append(name)
        return names

    def leave(self, cell: Scalar, why: Why) -> None:
        self.left.append(Left(cell.line, cell.column, " ".join(cell.words.split())[:NAME], why))

    def _row(self, row: Sequence[Scalar]) -> None:
        if len(row) > len(self._names):
            self._problems.add(Kind.UNKNOWN_KEY, row[len(self._names)], found=row[len(self._names)].words)
        cells = {name: cell for name, cell in zip(self._names, row, strict=False) if name and cell.words.strip()}
        if not cells:
            return
        self._season(cells)
        if "title" in cells and not {"objective", "key_result"} & cells.keys():
            self._typed(cells)
            return
        key_result = cells.get("key_result")
        objective = self._objective(cells, own=key_result is None)
        if objective is None:
            self._problems.add(Fault.NO_OBJECTIVE, row[0])
        elif key_result is not None:
            self._key_result(key_result, cells, objective)

    def _season(self, cells: Mapping[str, Scalar]) -> None:
        if not self.season and "season" in cells:
            self.season = self._words(cells["season"], SEASON)

    def _objective(self, cells: Mapping[str, Scalar], *, own: bool) -> _Entry | None:
        """The objective of a row: a new one, the one of that name, or that of the row above where nothing stands."""
        cell = cells.get("objective")
        if cell is None:
            return self.objectives[-1] if self.objectives else None
        words = self._words(cell, WORDS)
        team = normal(cells["team"].words.strip()) if "team" in cells else ""
        for one in self.objectives:
            there = normal(one.cells["team"].words.strip()) if "team" in one.cells else ""
            if normal(one.words) == normal(words) and there == team:
                # What a later row says of it counts where the first said nothing, and is its own if no other's.
                shared = ("parent", "team", "about", *(("owner", "due", "begins") if own else ()))
                one.cells = {**{name: cells[name] for name in shared if name in cells}, **one.cells}
                return one
        found = _Entry(cell, words, dict(cells))
        self.objectives.append(found)
        return found

    def _key_result(self, cell: Scalar, cells: Mapping[str, Scalar], objective: _Entry | None) -> None:
        found = _Entry(cell, self._words(cell, WORDS), cells, above=objective, is_result=True)
        self.key_results.append(found)
        found.values = self._numbers(cells)
        found.values["due"] = self._day(cells.get("due"))

    def _typed(self, cells: Mapping[str, Scalar]) -> None:
        """A row that says by its type what it is; without one it is an objective."""
        kind, title = _named(cells["type"]) if "type" in cells else "objective", cells["title"]
        if kind in _OBJECTIVE:
            self.objectives.append(_Entry(title, self._words(title, WORDS), cells))
        elif kind in _KEY_RESULT:
            self._key_result(title, cells, None)
        elif kind in ("initiative", "project", "task"):
            self.leave(title, Why.TYPE)
        else:
            self._problems.add(Fault.BAD_TYPE, cells["type"], found=cells["type"].words)

    # What belongs to what

    def _joined(self) -> None:
        known: dict[str, list[_Entry]] = {}
        every = [*self.objectives, *self.key_results]
        for one in every:
            known.setdefault(normal(one.words), []).append(one)
        ids = self._by_id()
        for one in every:
            if one.above is None:
                one.above = self._parent(one, ids, known)
        if self._has_rings(every):
            return
        for one in self.objectives:
            one.above = _objective_of(one.above)
            one.values = {key: self._day(one.cells.get(key)) for key in ("due", "begins")}
        self._measured()

    def _measured(self) -> None:
        """Each key result goes to its objective."""
        for one in self.key_results:
            objective = _objective_of(one.above)
            if objective is not None:
                objective.measures.append(one)
            elif objective is None and "parent" not in one.cells:
                self._problems.add(Fault.NO_OBJECTIVE, one.at)

    def _by_id(self) -> Mapping[str, _Entry]:
        """Those that have an id of their own: where objective and key result share a row, nobody knows whose it is."""
        found: dict[str, _Entry] = {}
        for one in (*self.objectives, *self.key_results):
            if "id" in one.cells and "title" in one.cells:
                said = normal(one.cells["id"].words.strip())
                if said in found:
                    self._problems.add(Fault.ID_TWICE, one.cells["id"], found=one.cells["id"].words)
                found[said] = one
        return found

    def _parent(self, one: _Entry, ids: Mapping[str, _Entry], known: Mapping[str, Sequence[_Entry]]) -> _Entry | None:
        cell = one.cells.get("parent")
        if cell is None:
            return None
        said = normal(" ".join(cell.words.split()))
        those = [ids[said]] if said in ids else [other for other in known.get(said, ()) if other is not one]
        if len(those) == 1:
            return those[0]
        self._problems.add(Fault.PARENT_SEVERAL if those else Fault.PARENT_NOT_THERE, cell, found=cell.words)
        return None

    def _has_rings(self, every: Sequence[_Entry]) -> bool:
        rings = False
        for one in every:
            seen, above = [one], one.above
            while above is not None and above not in seen:
                seen.append(above)
                above = above.above
            if above is one:
                self._problems.add(Fault.BELOW_ITSELF, one.cells["parent"], found=one.words)
                rings = True
        return rings

    # What stands in a cell

    def _words(self, cell: Scalar, longest: int) -> str:
        try:
            words = clean_line(cell.words)
        except Unreadable:
            words = "?"
        if len(words) > longest:
            self._problems.add(Fault.CELL_TOO_LONG, cell, found=words, wanted=longest)
        return words

    def _day(self, cell: Scalar | None) -> date | None:
        if cell is None:
            return None
        said = cell.words.strip()
        if quarter := _QUARTER.fullmatch(said):
            year, month = int(quarter[2] or quarter[3]), 3 * int(quarter[1] or quarter[4])
            return date(year, month, monthrange(year, month)[1])
        moment = _MOMENT.fullmatch(said)
        tokens = tokens_of(moment[1] if moment else said, self._days)
        named = day_named(tokens) if tokens else None
        meant = named(self._today) if named else ()
        if len(meant) == 1:
            return meant[0]
        self._problems.add(Fault.SEVERAL_DAYS if meant else Fault.BAD_DAY, cell, found=said)
        return None

    def _numbers(self, cells: Mapping[str, Scalar]) -> dict[str, Any]:
        unit = self._words(cells["unit"], UNIT) if "unit" in cells else ""
        found: dict[str, Any] = {}
        for key in ("start", "target", "current"):
            if key in cells:
                value, counted = self._number(cells[key], unit)
                found[key] = value
                unit = unit or counted
        if found.get("start") is not None and found.get("start") == found.get("target"):
            self._problems.add(Fault.SAME_NUMBERS, cells["target"], found=cells["target"].words)
        return {**found, "unit": unit}

    def _number(self, cell: Scalar, unit: str) -> tuple[str | None, str]:
        """A number as it stands in a score, and what it is counted in if that stands beside it."""
        parts = _AMOUNT.fullmatch(" ".join(cell.words.split()))
        if parts is None:
            self.leave(cell, Why.NO_NUMBER)
            return None, ""
        counted = (parts[3] or parts[1]).strip()[:UNIT]
        figures = "".join(parts[2].split())
        if _BOTH.fullmatch(parts[2].strip()):
            # With two marks the last one parts the decimals.
            last = max(figures.rfind("."), figures.rfind(","))
            figures = re.sub("[.,]", "", figures[:last]) + "." + figures[last + 1 :]
        value = number(figures, "")
        if value is Wrong.GROUPED:
            self._problems.add(Fault.GROUPED, cell, found=cell.words)
            return None, counted
        if isinstance(value, Wrong) or abs(value) >= FIGURES:
            self.leave(cell, Why.NO_NUMBER)
            return None, ""
        return f"{value + 0.0:.6f}".rstrip("0").rstrip("."), counted


# Building


@dataclass
class _Part:
    """A part while it is filled: the company, or a team."""

    id: str
    node: dict[str, Any]
    ids: Free = field(default_factory=lambda: Free(32))


def _written(reading: _Reading, name: str, today: date) -> Read:
    building = _Building(reading, name)
    data = {"score": name, "season": reading.season, "part": building.top.node}
    text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
    score = read(write(read(text.encode(), "score.yml")).encode(), "score.yml")
    readings = [(address, today, value) for address, value in building.readings]
    people = building.people.as_data()
    return Read(score, people, readings, reading.left, len(reading.objectives), len(reading.key_results))


class _Building:
    """The score as data, made of what was read."""

    def __init__(self, reading: _Reading, name: str) -> None:
        self.people = PeopleNamed()
        self.readings: list[tuple[str, str]] = []
        self._reading = reading
        self._ids = Free(HANDLE)
        self.top = self._part(name, PartKind.COMPANY)
        self._teams: dict[str, _Part] = {}
        placed: dict[int, tuple[_Part, str]] = {}
        for one in reading.objectives:
            part = self._of(one)
            placed[id(one)] = part, self._id(part, one)
        for one in reading.objectives:
            self._priority(one, placed)

    def _part(self, name: str, kind: PartKind) -> _Part:
        id = self._ids.give(slug(name, "part") or "part")
        return _Part(id, {"id": id, "name": name, "kind": kind.value})

    def _of(self, one: _Entry) -> _Part:
        words = clean_line(one.cells["team"].words)[:NAME] if "team" in one.cells else ""
        if not words:
            return self.top
        if normal(words) not in self._teams:
            self._teams[normal(words)] = made = self._part(words, PartKind.TEAM)
            self.top.node.setdefault("parts", []).append(made.node)
        return self._teams[normal(words)]

    def _id(self, part: _Part, one: _Entry) -> str:
        """An id that is the same each time the list is read: the one of the list, else made of the words."""
        typed = "title" in one.cells and "id" in one.cells
        plain = re.sub("[^A-Za-z0-9]+", "-", one.cells["id"].words).strip("-") if typed else ""
        wanted = plain if plain[:1].isalpha() else f"P-{plain}".strip("-") if plain else slug(one.words, "P")
        return part.ids.give(wanted)

    def _priority(self, one: _Entry, placed: Mapping[int, tuple[_Part, str]]) -> None:
        part, line = placed[id(one)]
        node: dict[str, Any] = {"words": one.words}
        owners = self._owners(one, part)
        node.update(zip(("owner", "deputy"), owners, strict=False))
        days = [day for measure in one.measures if (day := measure.values["due"])]
        until = one.values["due"] or max(days, default=None)
        begins = one.values["begins"]
        node.update({"begins": str(begins)} if begins and until and begins < until else {})
        node.update({"until": str(until)} if until else {})
        if one.above is not None:
            above, served = placed[id(one.above)]
            if above in (part, self.top):
                node["serves"] = f"{above.id}/{served}"
            else:
                self._reading.leave(one.cells["parent"], Why.ELSEWHERE)
        if "about" in one.cells and not one.measures:
            node["about"] = clean(one.cells["about"].words)[:TEXT]
        part.node.setdefault("priorities", {})[line] = node
        for measure in one.measures:
            self._measure(part, node, measure)

    def _owners(self, one: _Entry, part: _Part) -> list[str]:
        within = [self.top.id] if part is self.top else [self.top.id, part.id]
        owners = self.people.handles(one.cells["owner"].words.replace(";", ",")) if "owner" in one.cells else []
        if "team" in one.cells:
            self.people.join(one.cells["team"].words, owners, within)
        return owners

    def _measure(self, part: _Part, priority: dict[str, Any], one: _Entry) -> None:
        line = self._id(part, one)
        node: dict[str, Any] = {"words": one.words}
        owners = self._owners(one, part)
        if owners[:1] and owners[0] != priority.get("owner"):
            node["owner"] = owners[0]
        node.update({key: one.values[key] for key in ("unit", "start", "target") if one.values.get(key)})
        priority.setdefault("measures", {})[line] = node
        if one.values.get("current"):
            self.readings.append((f"{part.id}/{line}", one.values["current"]))


def table_of(readings: Iterable[tuple[str, date, str]]) -> Iterator[str]:
    """Readings as rows of a table, for them to be taken in."""
    yield "address,day,value"
    yield from (f"{address},{day},{value}" for address, day, value in readings)
