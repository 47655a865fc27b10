"""A roster as a table: CSV (RFC 4180) with one row for each person, read into the outline of a roster file.

Several teams stand in one cell, parted by `;`. A table may come from anywhere and goes to spreadsheets: a cell that a
spreadsheet would calculate gets an apostrophe in front of it when it is written, and loses it when it is read.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from score.outline import Items, Keys, Node, Scalar, Spot, lines_of, normal
from score.problems import Gathering, Kind

ROWS = 10_000
"""People in one table at most; bench/roster.py says what 5,000 take."""

PLACES = 30_000
"""Places in teams in one table at most: three for each of its people."""

COLUMNS = (
    "handle", "name", "email", "zone", "asked_at", "other_hours", "quiet", "days", "country", "language", "joins",
    "leaves", "role_words", "teams", "leads", "coaches", "observes", "roles", "accounts", "was",
)  # fmt: skip

_LISTS = {"teams": "members", "leads": "manager", "coaches": "coaches", "observes": "observers"}
_ROLES = {"admin": "admins", "strategy_owner": "strategy_owners"}
_STEERS = re.compile("'*[=+@\t\r-]")
"""What a spreadsheet takes for a formula, or would after our apostrophe was taken away."""
_TOO_WIDE = 64
"""Columns after which a row is no row of people."""


def outlined(text: str, problems: Gathering) -> tuple[Node | None, frozenset[str] | None]:
    """The table in `text` as the outline of a roster file, and the keys of such a file that it speaks of."""
    table_rows = rows(text, problems)
    head = next(table_rows, None)
    if head is None:
        if not text.strip():
            problems.add(Kind.EMPTY_FILE, Spot(1, 1))
        return None, None
    names = [normal(cell.words.strip()) for cell in head]
    if not _headed(head, names, problems):
        return None, None
    table = _Table(names, problems)
    for number, row in enumerate(table_rows):
        if number == ROWS or table.places > PLACES:
            # What stands before it is not judged either: it would be said again once the table is short enough.
            problems.add(Kind.TOO_MANY, row[0], wanted=ROWS if number == ROWS else PLACES)
            return None, None
        table.take(row)
    return table.root(head[0]), _speaks_of(names)


def _headed(head: Sequence[Scalar], names: Sequence[str], problems: Gathering) -> bool:
    for cell, name in zip(head, names, strict=True):
        if name not in COLUMNS:
            problems.add(Kind.UNKNOWN_KEY, cell, name, found=name, wanted=COLUMNS, near=COLUMNS)
    if len(set(names)) < len(names):
        twice = next(cell for n, cell in enumerate(head) if names[n] in names[:n])
        problems.add(Kind.DUPLICATE_KEY, twice, found=twice.words, wanted=str(head[0].line))
    if "handle" not in names:
        problems.add(Kind.MISSING, head[0], "handle", wanted="handle")
    return "handle" in names


def _speaks_of(names: Iterable[str]) -> frozenset[str]:
    said = {_LISTS.get(name, name) for name in names}
    if "roles" in said:
        said |= set(_ROLES.values())
    return frozenset(said - {"roles", "handle"})


def delimiter_of(head: str) -> str:
    """What parts the cells of a table that begins with this line: a comma, a semicolon or a tab.

    Spreadsheets write what their country writes: where a comma parts decimals, semicolons part cells.
    """
    return next((one for one in ";\t" if one in head and "," not in head), ",")


def rows(text: str, problems: Gathering) -> Iterator[list[Scalar]]:
    """The rows that are not empty, each cell with its place."""
    lines = lines_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(lines[0] if lines else ""), strict=True)
    number = 1
    try:
        for row in reader:
            if len(row) > _TOO_WIDE:
                problems.add(Kind.TOO_MANY, Spot(number, 1), wanted=_TOO_WIDE)
                return
            if row and any(row):
                yield list(_cells(row, number, lines[number - 1] if number <= len(lines) else ""))
            number = reader.line_num + 1
    except csv.Error as problem:
        problems.add(Kind.UNREADABLE, Spot(number, 1), found=str(problem))


def _cells(row: Sequence[str], number: int, line: str) -> Iterator[Scalar]:
    at = 0
    for words in row:
        found = line.find(words, at)
        at = max(found, at)
        plain = words[1:] if words.startswith("'") and _STEERS.match(words) else words
        yield Scalar(number, at + 1, plain)
        at += len(words) + 1


class _Table:
    """The rows read so far, as they would stand in a file."""

    def __init__(self, names: Sequence[str], problems: Gathering) -> None:
        self._names, self._problems = names, problems
        self.places = 0
        self._people = Keys(1, 1)
        self._teams = Keys(1, 1)
        self._listed = {key: Items(1, 1) for key in _ROLES.values()}

    def root(self, at: Scalar) -> Keys:
        """The whole file."""
        root = Keys(at.line, at.column)
        _put(root, Scalar(at.line, at.column, "people"), self._people)
        if self._teams.nodes:
            _put(root, Scalar(at.line, at.column, "teams"), self._teams)
        for key, items in self._listed.items():
            if items.nodes:
                _put(root, Scalar(at.line, at.column, key), items)
        return root

    def take(self, row: Sequence[Scalar]) -> None:
        """Read one row more."""
        cells = {name: cell for name, cell in zip(self._names, row, strict=False) if cell.words.strip()}
        handle = cells.pop("handle", None)
        if len(row) > len(self._names):
            more = row[len(self._names)]
            self._problems.add(Kind.UNKNOWN_KEY, more, found=more.words, wanted=tuple(self._names))
        if handle is None:
            self._problems.add(Kind.MISSING, row[0], "handle", wanted="handle")
            return
        handle.words = handle.words.strip()
        before = self._people.nodes.get(normal(handle.words))
        if before is not None:
            self._problems.add(Kind.DUPLICATE_KEY, handle, found=handle.words, wanted=str(before[0].line))
            return
        person = Keys(handle.line, handle.column)
        _put(self._people, handle, person)
        for name, cell in cells.items():
            self._cell(name, cell, handle, person)

    def _cell(self, name: str, cell: Scalar, handle: Scalar, person: Keys) -> None:
        if name in _LISTS:
            for team in _parted(cell):
                self.places += 1
                _, of_team = self._teams.nodes.setdefault(normal(team.words), (team, Keys(team.line, team.column)))
                _append(of_team, _LISTS[name], Scalar(team.line, team.column, handle.words))
        elif name == "roles":
            for role in _parted(cell):
                self._role(role, handle)
        elif name == "accounts":
            accounts = Keys(cell.line, cell.column)
            for account in _parted(cell):
                door, _, external = account.words.partition(":")
                key = Scalar(account.line, account.column, door.strip())
                _put(accounts, key, Scalar(account.line, account.column, external.strip()))
            _put(person, Scalar(cell.line, cell.column, name), accounts)
        elif name in COLUMNS:
            _put(person, Scalar(cell.line, cell.column, name), cell)

    def _role(self, role: Scalar, handle: Scalar) -> None:
        if role.words not in _ROLES:
            known = tuple(_ROLES)
            path = f"people.{handle.words}.roles"
            self._problems.add(Kind.UNKNOWN_KEY, role, path, found=role.words, wanted=known, near=known)
            return
        self._listed[_ROLES[role.words]].nodes.append(Scalar(role.line, role.column, handle.words))


def _parted(cell: Scalar) -> Iterator[Scalar]:
    for words in cell.words.split(";"):
        if words.strip():
            yield Scalar(cell.line, cell.column, words.strip())


def _put(keys: Keys, key: Scalar, node: Node) -> None:
    keys.nodes[normal(key.words)] = key, node


def _append(keys: Node, name: str, node: Scalar) -> None:
    assert isinstance(keys, Keys)
    _, items = keys.nodes.setdefault(name, (Scalar(node.line, node.column, name), Items(node.line, node.column)))
    assert isinstance(items, Items)
    items.nodes.append(node)


def written(rows: Iterable[Mapping[str, str]]) -> str:
    """A table of people as `outlined` reads it, safe to open in a spreadsheet."""
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows({name: safe(cell) for name, cell in row.items()} for row in rows)
    return out.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet calculates (OWASP, CSV injection)."""
    return f"'{cell}" if _STEERS.match(cell) else cell
