"""All that is remembered, taken from one database into another, empty one: SQLite to PostgreSQL, or back.

What is written there is one transaction, from its tables to the last row: however it ends before its end, the other
database is as empty as before. The one that is read is held for as long: nobody writes there meanwhile.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Column, Connection, Engine, Table, bindparam, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from storage import migrate
from storage.store import BUSY_FOR, open_engine
from storage.tables import NOUNS

BATCH = 1_000
"""Rows that are in memory at once."""

WIDTH = 1 << 128
"""A table's checksum is a sum of its rows' below this number, so that no order of theirs matters."""

ASK_FOR = 2_000
"""Milliseconds for which we wait for others to leave the database that is read."""

DRIVERS = ("pysqlite", "psycopg")
"""How SQLAlchemy calls what it speaks to SQLite and to PostgreSQL with."""

MOVING = 7011993
"""The PostgreSQL advisory lock of a database that is read or filled; taken twice, it is the same one."""


class Obstacle(StrEnum):
    """Why nothing was moved."""

    NO_ADDRESS = "no-address"
    SAME = "same"
    BEHIND = "behind"
    IN_USE = "in-use"
    NOT_EMPTY = "not-empty"
    OTHER_RELEASE = "other-release"
    AWAY = "away"
    AWAY_THERE = "away-there"
    UNTAKEN = "untaken"
    DIFFERENT = "different"


class NotMoved(RuntimeError):
    """Nothing was moved: the other database is as it was. `about` is the table, the row or the fault in question."""

    def __init__(self, obstacle: Obstacle, about: str = "") -> None:
        super().__init__(f"{obstacle}: {about}" if about else str(obstacle))
        self.obstacle, self.about = obstacle, about


@dataclass(frozen=True)
class Counted:
    """How many rows a table has, and what they add up to whatever the database: 32 hex digits."""

    rows: int
    checksum: str


@dataclass(frozen=True)
class Moved:
    """One table as it was read, and as it stands where it was written."""

    table: str
    here: Counted
    there: Counted


def move(source: str | URL, target: str | URL, tell: Callable[[Moved], None]) -> URL:
    """Take everything from `source` to `target`, and `tell` of each table once both sides were compared.

    Gives the address to which it went. Raises NotMoved; there is nothing in `target` then that was not there before.
    """
    source, target = _address(source), _address(target)
    _refuse_same_file(source, target)
    with _held(source) as here, _filling(target) as there:
        counted = {table: _copy(here, there, table) for table in _tables()}
        for table in _tables():
            _link(here, there, table)
        different = []
        for table, read in counted.items():
            moved = Moved(table.name, read, count(there, table))
            tell(moved)
            if moved.here != moved.there:
                different.append(table.name)
        if different:
            raise NotMoved(Obstacle.DIFFERENT, ", ".join(different))
    return target


def _tables() -> list[Table]:
    """Every table, in an order in which rows can refer to those before them."""
    return [noun.__table__ for noun in NOUNS]  # type: ignore[attr-defined]


# The two databases


def _address(url: str | URL) -> URL:
    try:
        found = make_url(url)
        if found.get_driver_name() in DRIVERS:
            return found
    except (ArgumentError, NoSuchModuleError):
        pass
    # What was named may hold a password, so it is not said again.
    raise NotMoved(Obstacle.NO_ADDRESS)


def _refuse_same_file(source: URL, target: URL) -> None:
    files = [Path(url.database or "") for url in (source, target) if url.get_backend_name() == "sqlite"]
    if len(files) == 2 and files[0].resolve() == files[1].resolve():
        raise NotMoved(Obstacle.SAME)


@contextmanager
def _held(source: URL) -> Iterator[Connection]:
    """A transaction that reads all of the database as it stands, while nobody else can write there."""
    if source.get_backend_name() == "sqlite" and not Path(source.database or "").is_file():
        raise NotMoved(Obstacle.AWAY, f"there is no file {source.database}")
    with _engine(source, Obstacle.AWAY) as engine:
        held = _held_file if engine.dialect.name == "sqlite" else _held_server
        with held(engine) as connection:
            try:
                current = migrate.is_current_within(connection)
            except migrate.NewerDatabase:
                current = False
            if not current:
                raise NotMoved(Obstacle.BEHIND)
            yield connection


@contextmanager
def _held_file(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        # Whoever has the file open, were it only to read, keeps us from it; and while we have it, nobody else opens it.
        cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
        cursor.execute(f"PRAGMA busy_timeout={ASK_FOR}")
        try:
            connection.begin()
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
        except OperationalError as problem:
            raise NotMoved(Obstacle.IN_USE) from problem
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_FOR}")
            cursor.close()
        yield connection


_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


@contextmanager
def _held_server(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        if connection.scalar(_OTHERS) or not connection.scalar(_TAKE, {"number": MOVING}):
            raise NotMoved(Obstacle.IN_USE)
        tables = inspect(connection).get_table_names()
        if tables:
            # Not even by whoever connects from now on.
            connection.execute(text(f"LOCK TABLE {', '.join(map(_quoted, tables))} IN SHARE MODE NOWAIT"))
        yield connection


_TAKE = text("SELECT pg_try_advisory_xact_lock(:number)")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _filling(target: URL) -> Iterator[Connection]:
    """A transaction in an empty database, which has the tables of this release in it."""
    with _engine(target, Obstacle.AWAY_THERE) as engine, migrate.migrating(engine) as connection:
        if engine.dialect.name != "sqlite" and not connection.scalar(_TAKE, {"number": MOVING}):
            raise NotMoved(Obstacle.SAME)
        _refuse_full(connection)
        migrate.upgrade_within(connection)
        yield connection


def _refuse_full(connection: Connection) -> None:
    there = inspect(connection).get_table_names()
    if not there:
        return
    theirs = {*there} - {table.name for table in _tables()} - {"alembic_version"}
    if theirs or "alembic_version" not in there:
        raise NotMoved(Obstacle.NOT_EMPTY, min(theirs or there))
    try:
        current = migrate.is_current_within(connection)
    except migrate.NewerDatabase:
        current = False
    if not current:
        raise NotMoved(Obstacle.OTHER_RELEASE)
    for table in _tables():
        if connection.execute(select(table).limit(1)).first() is not None:
            raise NotMoved(Obstacle.NOT_EMPTY, table.name)


@contextmanager
def _engine(url: URL, away: Obstacle) -> Iterator[Engine]:
    """An engine that is left alone afterwards; what the database says of itself is `away`."""
    try:
        engine = open_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()
    except DBAPIError as problem:
        raise NotMoved(away, " ".join(str(problem.orig).split())) from problem
    except OSError as problem:
        raise NotMoved(away, str(problem.strerror)) from problem


# The rows


def _copy(here: Connection, there: Connection, table: Table) -> Counted:
    """Write all rows of a table, without what names a row that may not be there yet."""
    later = [column.key for column in _later(table)]
    insert, total = table.insert(), _Sum(table)
    for rows in _batches(here, table):
        total.add(rows)
        written = [{**row, **dict.fromkeys(later)} for row in rows] if later else rows
        _write(there, table, lambda some: there.execute(insert, some), written)
    return total.counted()


def _link(here: Connection, there: Connection, table: Table) -> None:
    """Write what names rows of the same table, now that all are there."""
    for column in _later(table):
        update = table.update().where(table.c.id == bindparam("this")).values({column: bindparam("other")})
        for rows in _batches(here, table, where=column):
            linked = [{"this": row["id"], "other": row[column.key]} for row in rows]
            _write(there, table, lambda some: there.execute(update, some), linked)  # noqa: B023 - called at once


def _later(table: Table) -> list[Column[Any]]:
    """The columns that name rows of the same table, in whatever order those were written."""
    return [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]


Row = Mapping[str, Any]


def _write(there: Connection, table: Table, write: Callable[[Sequence[Row]], object], rows: Sequence[Row]) -> None:
    try:
        with there.begin_nested():
            write(rows)
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        if len(rows) == 1:
            about = f"{table.name} {rows[0].get('id') or rows[0].get('this')}: {str(problem.orig).splitlines()[0]}"
            raise NotMoved(Obstacle.UNTAKEN, about) from None
        for row in rows:
            _write(there, table, write, [row])


def _batches(connection: Connection, table: Table, where: Column[Any] | None = None) -> Iterator[Sequence[Row]]:
    wanted = select(table) if where is None else select(table).where(where.is_not(None))
    found = connection.execute(wanted.execution_options(yield_per=BATCH))
    for rows in found.mappings().partitions():
        yield [dict(row) for row in rows]


def count(connection: Connection, table: Table) -> Counted:
    """The rows of a table and their checksum, as they stand."""
    total = _Sum(table)
    for rows in _batches(connection, table):
        total.add(rows)
    return total.counted()


class _Sum:
    """Adds up rows."""

    def __init__(self, table: Table) -> None:
        self._names = [column.key for column in table.columns]
        self._rows = self._sum = 0

    def add(self, rows: Iterable[Row]) -> None:
        """These rows too."""
        for row in rows:
            said = "\x1f".join([canonical(row[name]) for name in self._names])
            self._sum += int.from_bytes(hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()[:16], "big")
            self._rows += 1

    def counted(self) -> Counted:
        """What it comes to."""
        return Counted(self._rows, f"{self._sum % WIDTH:032x}")


def canonical(value: object) -> str:
    """A value in words that are the same whatever database it comes from, and other ones for any other value.

    Texts are told with their length, so that no two rows read alike. Raises TypeError for what no column holds.
    """
    match value:
        case None:
            return "-"
        case StrEnum():
            return f"t{len(value)}:{value.value}"
        case str():
            return f"t{len(value)}:{value}"
        case bool() | int() | float():
            return f"{type(value).__name__}:{value!r}"
        case datetime():
            return f"at:{value.timestamp():.6f}"
        case date():
            return f"on:{value.isoformat()}"
        case dict() | list():
            return f"json:{json.dumps(value, sort_keys=True)}"
    raise TypeError(f"no column holds a {type(value).__name__}")
