"""Statements as SQLite's own client takes them: worked out once, and then run past SQLAlchemy.

SQLAlchemy says what a statement is, which types go in and which come out. Between that and the client it spends 55 to
150 microseconds on each, and a question that one row answers takes SQLite ten (docs/decisions/0003).
"""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, Date, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import UTCDateTime

Sql = Select[Any] | Insert | Update | Delete
Process = Callable[[Any], Any] | None
Values = tuple[Any, ...]
Columns = Sequence[tuple[int, Callable[[Any], Any]]]
"""Those that are stored otherwise than they are asked for, by their place, and what makes of them what they are."""


class Prepared:
    """One statement for SQLite: its text, what it is given in which order, and how columns become values."""

    def __init__(self, text: str, parameters: Sequence["Parameter"], columns: Columns) -> None:
        self._text, self._parameters, self._columns = text, parameters, columns
        self._has_lists = any(one.is_list for one in parameters)
        self._texts: dict[tuple[int, ...], str] = {}
        self._take = _taking(parameters)
        self._process = [(at, one.process) for at, one in enumerate(parameters) if one.process is not None]

    def filled(self, given: Mapping[str, Any]) -> tuple[str, Values]:
        """The text, and what stands in its places."""
        if self._take is not None:
            said = list(self._take(given))
            for at, process in self._process:
                said[at] = process(said[at])
            return self._text, tuple(said)
        if not self._has_lists:
            return self._text, tuple([one.value(given) for one in self._parameters])
        values: list[Any] = []
        lengths = []
        for one in self._parameters:
            if one.is_list:
                padded = _padded(one.value(given))
                values += padded
                lengths.append(len(padded))
            else:
                values.append(one.value(given))
        return self._text_for(tuple(lengths)), tuple(values)

    def _text_for(self, lengths: tuple[int, ...]) -> str:
        if lengths not in self._texts:
            lists = iter(lengths)
            self._texts[lengths] = _LIST.sub(lambda _: _list_of(next(lists)), self._text)
        return self._texts[lengths]

    def found(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row as its question asked for it."""
        if not self._columns:
            return row
        said = list(row)
        for at, process in self._columns:
            said[at] = process(said[at])
        return said


@dataclass(frozen=True)
class Parameter:
    """Where a value stands: its name and what makes of it what is stored; or, where it needs none, the value."""

    name: str
    process: Process
    is_given: bool
    own: Any
    is_list: bool

    def value(self, given: Mapping[str, Any]) -> Any:
        """What stands there."""
        if not self.is_given:
            return self.own
        return self.process(given[self.name]) if self.process else given[self.name]


def _taking(parameters: Sequence["Parameter"]) -> Callable[[Mapping[str, Any]], Values] | None:
    """What takes the values from what is given, where all are given and none is a list: rows that are written."""
    if len(parameters) < 2 or any(one.is_list or not one.is_given for one in parameters):
        return None
    return itemgetter(*[one.name for one in parameters])


PADDED = 1024
"""Values up to which a list is padded; longer ones are rare, and SQLite takes 32,766 in all."""


def _padded(values: list[Any]) -> list[Any]:
    """As many as the next power of two, the last one repeated: a text for each number there is would be too many."""
    count = len(values)
    missing = (1 << (count - 1).bit_length()) - count if 0 < count <= PADDED else 0
    return [*values, *values[-1:] * missing]


def _list_of(count: int) -> str:
    return f"({', '.join('?' * count)})" if count else "(SELECT 1 WHERE 1 != 1)"


_LIST = re.compile(r"\(__\[POSTCOMPILE_\w+\]\)")
"""Where SQLAlchemy would write as many places as there are values in a list."""

_prepared: dict[Sql, Prepared] = {}
"""Kept for each statement by identity: they are built once, when their module is read."""


def prepared(statement: Sql, connection: Connection) -> Prepared:
    """The statement for SQLite."""
    if statement not in _prepared:
        _prepared[statement] = _prepare(statement, connection.dialect)
    return _prepared[statement]


def _prepare(statement: Sql, dialect: Dialect) -> Prepared:
    # What SQLAlchemy has of it is typed for several dialects; this is the one for SQLite.
    compiled = cast(Any, statement.compile(dialect=dialect))
    parameters = [_parameter(compiled.binds[name], dialect) for name in compiled.positiontup or ()]
    processes = [_out_of(column.type, dialect) for column in getattr(statement, "selected_columns", ())]
    columns = [(at, process) for at, process in enumerate(processes) if process is not None]
    return Prepared(compiled.string, parameters, columns)


def _parameter(bind: BindParameter[Any], dialect: Dialect) -> Parameter:
    process = _into(bind.type, dialect)
    if bind.expanding:
        process = _each(process)
    own = None if bind.required else process(bind.effective_value) if process else bind.effective_value
    return Parameter(str(bind.key), process, bool(bind.required), own, bool(bind.expanding))


def _each(process: Process) -> Callable[[Sequence[Any]], list[Any]]:
    return lambda values: [process(one) for one in values] if process else list(values)


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    """What makes of a value what is stored; the two below write as SQLAlchemy does, in a tenth of its time."""
    if isinstance(kind, UTCDateTime):
        return _instant_into
    if isinstance(kind, Date):
        return lambda day: None if day is None else day.isoformat()
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _instant_into(at: datetime | None) -> str | None:
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError("an instant has a timezone; this one has none")
    # Not remembered for other zones: two instants of a doubled hour are equal there.
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(" ", "microseconds")[:-6]


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    if isinstance(kind, UTCDateTime):
        return lambda said: None if said is None else datetime.fromisoformat(f"{said}+00:00")
    if isinstance(kind, Date):
        return lambda said: None if said is None else date.fromisoformat(said)
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def ask(connection: Connection, statement: Prepared, given: Mapping[str, Any]) -> list[Sequence[Any]]:
    """All rows. Raises DBAPIError, as SQLAlchemy does, without the values."""
    rows, _ = _run(connection, *statement.filled(given))
    return [statement.found(row) for row in rows]


def ask_one(connection: Connection, statement: Prepared, given: Mapping[str, Any]) -> Sequence[Any] | None:
    """The first row; None when there is none. Raises as `ask` does."""
    rows, _ = _run(connection, *statement.filled(given), most=1)
    return statement.found(rows[0]) if rows else None


def run_all(connection: Connection, statement: Prepared, given: Sequence[Mapping[str, Any]]) -> int:
    """Run it with each of these values, of which none is a list; gives how many rows that changed.

    Raises as `ask` does.
    """
    if len(given) == 1:
        return _run(connection, *statement.filled(given[0]))[1]
    filled = [statement.filled(one) for one in given]
    return _run(connection, filled[0][0], [values for _, values in filled], many=True)[1]


def _run(
    connection: Connection, text: str, values: Any, *, many: bool = False, most: int | None = None
) -> tuple[list[Any], int]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    cursor = driver.cursor()
    # Whoever listens to SQLAlchemy hears of these too.
    for heard in connection.dispatch.before_cursor_execute:
        heard(connection, cursor, text, values, None, many)
    try:
        if many:
            cursor.executemany(text, values)
        else:
            cursor.execute(text, values)
        rows = cursor.fetchall() if most is None else cursor.fetchmany(most)
        count = cursor.rowcount
    except sqlite3.Error as problem:
        raise cast(DBAPIError, DBAPIError.instance(text, None, problem, sqlite3.Error)) from problem
    finally:
        cursor.close()
    for heard in connection.dispatch.after_cursor_execute:
        heard(connection, cursor, text, values, None, many)
    return rows, count
