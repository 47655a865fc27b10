"""Statements as SQLite's own client takes them: worked out once, and then run past SQLAlchemy.

SQLAlchemy says what a statement is, which types go in and which come out. Between that and the client it spends 55 to
150 microseconds on each, and a question that one row answers takes SQLite ten (docs/decisions/0003).
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Delete, Insert, Select, Update
from sqlalchemy.exc import DBAPIError

Sql = Select[Any] | Insert | Update | Delete
Process = Callable[[Any], Any] | None
Values = Sequence[Any]


@dataclass(frozen=True)
class Prepared:
    """One statement for SQLite: its text, what it is given in which order, and how columns become values."""

    text: str
    given: Sequence[tuple[str, Process, bool, Any]]
    """For each place the name of its value and what makes of it what is stored; or, where it needs none, the value."""

    columns: Sequence[tuple[int, Callable[[Any], Any]]]

    def values(self, given: Mapping[str, Any]) -> Values:
        """What stands in the places."""
        return tuple(
            [
                (process(given[name]) if process else given[name]) if wanted else own
                for name, process, wanted, own in self.given
            ]
        )

    def found(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row as its question asked for it."""
        if not self.columns:
            return row
        said = list(row)
        for at, process in self.columns:
            said[at] = process(said[at])
        return said


_prepared: dict[Sql, Prepared | None] = {}
"""Kept for each statement by identity: they are built once, when their module is read."""


def prepared(statement: Sql, connection: Connection) -> Prepared | None:
    """The statement for SQLite; None for one whose text depends on how many values it is given."""
    if statement not in _prepared:
        _prepared[statement] = _prepare(statement, connection)
    return _prepared[statement]


def _prepare(statement: Sql, connection: Connection) -> Prepared | None:
    dialect = connection.dialect
    # What SQLAlchemy has of it is typed for several dialects; this is the one for SQLite.
    compiled = cast(Any, statement.compile(dialect=dialect))
    if any(bind.expanding for bind in compiled.binds.values()):
        return None
    given = []
    for place in compiled.positiontup or ():
        bind = compiled.binds[place]
        process: Process = bind.type.dialect_impl(dialect).bind_processor(dialect)
        own = None if bind.required else process(bind.effective_value) if process else bind.effective_value
        given.append((str(bind.key), process, bool(bind.required), own))
    processes = [
        column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in getattr(statement, "selected_columns", ())
    ]
    columns = [(at, process) for at, process in enumerate(processes) if process is not None]
    return Prepared(compiled.string, given, columns)


def ask(connection: Connection, statement: Prepared, given: Mapping[str, Any]) -> list[Sequence[Any]]:
    """All rows. Raises DBAPIError, as SQLAlchemy does, without the values."""
    rows, _ = _run(connection, statement.text, statement.values(given))
    return [statement.found(row) for row in rows]


def ask_one(connection: Connection, statement: Prepared, given: Mapping[str, Any]) -> Sequence[Any] | None:
    """The first row; None when there is none. Raises as `ask` does."""
    rows, _ = _run(connection, statement.text, statement.values(given), most=1)
    return statement.found(rows[0]) if rows else None


def run_all(connection: Connection, statement: Prepared, given: Sequence[Mapping[str, Any]]) -> int:
    """Run it with each of these values; gives how many rows that changed. Raises as `ask` does."""
    _, count = _run(connection, statement.text, [statement.values(one) for one in given], many=True)
    return count


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
