"""Readings that come in several at once, from a table or a post: read whole, or refused with all that is wrong.

A table is CSV (RFC 4180) with the columns of `COLUMNS`. Its delimiter says how its numbers are written: beside a comma
a point parts decimals, beside a semicolon a comma does; a tab says nothing of it. What may then be thousands as well as
a fraction is refused, never guessed.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from score import readings
from score.outline import Scalar, Spot, decode, forbidden_in, lines_of, normal
from score.problems import Gathering, Kind, Located, ScoreProblems, brief
from score.readings import Wrong
from score.sheet import delimiter_of, rows, safe
from storage.tables import Measure

BYTES = 5 * 1024 * 1024
"""The largest table that is read, in bytes."""

ROWS = 100_000
"""Readings in one table at most; bench/readings.py says how long they take."""

POSTED = 1_000
"""Readings in one post at most: they are written while others wait."""

NOTE = 200
"""Characters of a note at most."""

COLUMNS = ("address", "day", "value", "note")
NEEDED = COLUMNS[:3]

DECIMALS = {",": ".", ";": ",", "\t": ""}
"""What parts decimals in a table, by what parts its cells; empty where that says nothing."""


class Fault(StrEnum):
    """What can be wrong with readings that come in beside what can be wrong with any file, or with one reading."""

    NO_SUCH_MEASURE = "no-such-measure"
    SAID_TWICE = "said-twice"
    FORMULA = "formula"
    NO_READING = "no-reading"
    NOT_READINGS = "not-readings"


@dataclass(frozen=True)
class Said:
    """One reading that came in and holds; an empty note says nothing of the one that is kept."""

    address: str
    line_id: str
    day: date
    value: float
    note: str = ""


class _Taking:
    """Readings as they are read, one by one, and what is wrong with them."""

    def __init__(self, measures: Mapping[str, Measure], today: date, problems: Gathering) -> None:
        self._measures = {normal(address): (address, measure) for address, measure in measures.items()}
        self._addresses = list(measures)
        self._today, self._problems = today, problems
        self._said: dict[tuple[str, date], tuple[Said, int]] = {}

    @property
    def said(self) -> list[Said]:
        """What was said, each reading once."""
        return [said for said, _ in self._said.values()]

    def measure(self, address: str, at: Located, field: str) -> tuple[str, Measure] | None:
        """The measure that stands at an address, and the address as the score writes it."""
        found = self._measures.get(normal(address.strip()))
        if found is None:
            self._problems.add(Fault.NO_SUCH_MEASURE, at, field, found=address, near=self._addresses)
        return found

    def day(self, words: str, at: Located, field: str) -> date | None:
        """The day that was written, if there is such a day."""
        found = readings.day(words.strip())
        if found is None:
            self._problems.add(Kind.BAD_DATE, at, field, found=words)
        return found

    def note(self, words: str, at: Located, field: str) -> str:
        """The note on one line."""
        bare = " ".join(words.split())
        if len(bare) > NOTE:
            self._problems.add(Kind.TOO_LONG, at, field, found=len(bare), wanted=NOTE)
        return bare

    def wrong(self, why: Wrong, measure: Measure, found: str, at: Located, field: str) -> None:
        """Why a value or its day does not hold."""
        bound = {Wrong.TOO_LOW: measure.lowest, Wrong.TOO_HIGH: measure.highest}.get(why)
        wanted = f"{plain(bound)} {measure.unit}".strip() if bound is not None else measure.unit
        self._problems.add(why, at, field, found=found, wanted=wanted)

    def take(self, said: Said, measure: Measure, value: Located, day: Located) -> None:
        """Take one reading, if it holds; its value and its day stand at these places."""
        of_value, of_day = readings.wrong_value(measure, said.value), readings.wrong_day(said.day, self._today)
        if of_value is not None:
            self.wrong(of_value, measure, plain(said.value), value, "value")
        if of_day is not None:
            self.wrong(of_day, measure, said.day.isoformat(), day, "day")
        if of_value is None and of_day is None:
            before, line = self._said.setdefault((said.line_id, said.day), (said, value.line))
            if (before.value, before.note) != (said.value, said.note):
                self._problems.add(Fault.SAID_TWICE, value, "value", found=plain(said.value), wanted=str(line))


def of_table(source: bytes, file: str, measures: Mapping[str, Measure], today: date) -> list[Said]:
    """The readings of a table; `measures` are those of the edition in force by their addresses.

    Raises ScoreProblems with all that is wrong.
    """
    problems = Gathering(file)
    text = decode(source, problems, BYTES)
    if text is None:
        raise ScoreProblems("", problems.listed)
    table = rows(text, problems)
    head = next(table, None)
    taking = _Taking(measures, today, problems)
    if head is None and not problems.count:
        problems.add(Kind.EMPTY_FILE, Spot(1, 1))
    if head is not None and _headed(head, problems):
        names = [normal(cell.words.strip()) for cell in head]
        decimal = DECIMALS[delimiter_of(lines_of(text)[0])]
        for count, row in enumerate(table):
            if count == ROWS:
                problems.add(Kind.TOO_MANY, row[0], wanted=ROWS)
                break
            _take_row(taking, names, row, decimal, problems)
    problems.refuse_any(text)
    return taking.said


def _headed(head: Sequence[Scalar], problems: Gathering) -> bool:
    """Whether the first row names columns that can be read."""
    before, names = problems.count, dict[str, Scalar]()
    for cell in head:
        name = normal(cell.words.strip())
        if name not in COLUMNS:
            problems.add(Kind.UNKNOWN_KEY, cell, brief(name), found=name, wanted=COLUMNS, near=COLUMNS)
        elif name in names:
            problems.add(Kind.DUPLICATE_KEY, cell, found=name, wanted=str(names[name].line))
        names[name] = cell
    for name in NEEDED:
        if name not in names:
            problems.add(Kind.MISSING, head[0], name, wanted=name)
    return problems.count == before


def _take_row(taking: _Taking, names: Sequence[str], row: Sequence[Scalar], decimal: str, problems: Gathering) -> None:
    if len(row) > len(names):
        problems.add(Kind.UNKNOWN_KEY, row[len(names)], brief(row[len(names)].words), wanted=COLUMNS)
        return
    cells = dict(zip(names, row, strict=False))
    empty = [name for name in NEEDED if name not in cells or not cells[name].words.strip()]
    for name in empty:
        problems.add(Kind.EMPTY, cells.get(name, row[0]), name)
    if not empty:
        _take_cells(taking, cells, decimal, problems)


def _take_cells(taking: _Taking, cells: Mapping[str, Scalar], decimal: str, problems: Gathering) -> None:
    address, day, value, note = cells["address"], cells["day"], cells["value"], cells.get("note")
    found, on = taking.measure(address.words, address, "address"), taking.day(day.words, day, "day")
    noted = taking.note(note.words, note, "note") if note is not None else ""
    if value.words.lstrip().startswith(("=", "@")):
        problems.add(Fault.FORMULA, value, "value", found=value.words)
    elif found is not None:
        number = readings.number(value.words, found[1].unit, decimal)
        if isinstance(number, Wrong):
            taking.wrong(number, found[1], value.words, value, "value")
        elif on is not None:
            taking.take(Said(found[0], found[1].line_id, on, number, noted), found[1], value, day)


def of_words(cells: Mapping[str, str], where: str, measures: Mapping[str, Measure], today: date) -> list[Said]:
    """One reading, as somebody typed what would stand in its cells.

    Raises ScoreProblems with all that is wrong with it; `where` stands where a file's name would.
    """
    problems = Gathering(where)
    text, placed = "", dict[str, Scalar]()
    for name in COLUMNS:
        words = cells[name]
        placed[name] = Scalar(1, len(text) + 1, words)
        text += f"{words} "
        if named := forbidden_in(words):
            problems.add(Kind.FORBIDDEN_CHARACTER, placed[name], name, found=named)
    taking = _Taking(measures, today, problems)
    _take_cells(taking, placed, "", problems)
    problems.refuse_any(text)
    return taking.said


def of_post(body: object, measures: Mapping[str, Measure], today: date) -> list[Said]:
    """The readings of a post: {"readings": [{"address", "day", "value", "note"?}]}, each with the place in the list,
    counted from 0, as the line of what is wrong with it.

    Raises ScoreProblems with all that is wrong.
    """
    problems = Gathering("readings")
    taking = _Taking(measures, today, problems)
    given = body.get("readings") if isinstance(body, dict) else None
    if not isinstance(body, dict) or set(body) != {"readings"} or not isinstance(given, list):
        problems.add(Fault.NOT_READINGS, Spot(0, 1))
    elif len(given) > POSTED:
        problems.add(Kind.TOO_MANY, Spot(POSTED, 1), "readings", wanted=POSTED)
    else:
        for place, one in enumerate(given):
            _take_posted(taking, Spot(place, 1), one, problems)
    problems.refuse_any("")
    return taking.said


def _take_posted(taking: _Taking, at: Spot, one: object, problems: Gathering) -> None:
    if not isinstance(one, dict):
        problems.add(Fault.NO_READING, at)
        return
    before = problems.count
    for key in sorted(one.keys() - set(COLUMNS)):
        problems.add(Kind.UNKNOWN_KEY, at, brief(key), found=key, wanted=COLUMNS, near=COLUMNS)
    for key in NEEDED:
        if key not in one:
            problems.add(Kind.MISSING, at, key, wanted=key)
    texts = {key: one.get(key, "") for key in ("address", "day", "note")}
    _refuse_untold(texts, at, problems)
    if problems.count == before:
        _take_sound(taking, at, texts, one["value"])


def _refuse_untold(texts: Mapping[str, Any], at: Spot, problems: Gathering) -> None:
    for key, words in texts.items():
        if not isinstance(words, str):
            problems.add(Kind.NOT_A_TEXT, at, key)
        elif named := forbidden_in(words):
            problems.add(Kind.FORBIDDEN_CHARACTER, at, key, found=named)


def _take_sound(taking: _Taking, at: Spot, texts: Mapping[str, str], value: Any) -> None:
    found, on = taking.measure(texts["address"], at, "address"), taking.day(texts["day"], at, "day")
    note = taking.note(texts["note"], at, "note")
    if found is None:
        return
    number = readings.counted(value)
    if isinstance(number, Wrong):
        taking.wrong(number, found[1], repr(value)[: readings.LONGEST], at, "value")
    elif on is not None:
        said = Said(found[0], found[1].line_id, on, number, note)
        taking.take(said, found[1], at, at)


def table(said: Iterable[Said]) -> str:
    """Readings as a table that `of_table` reads again, safe to open in a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows((one.address, one.day.isoformat(), plain(one.value), safe(one.note)) for one in said)
    return out.getvalue()


def plain(value: float) -> str:
    """A number in figures, without an exponent."""
    return format(Decimal(repr(value)).normalize(), "f") if value else "0"
