"""One open transaction on what is remembered: all of it is kept, or none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, TypeVarTuple, cast, overload

from sqlalchemy import Connection, Delete, Engine, Insert, Table, Update, bindparam, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel, create_engine
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.hidden import NOTHING_HIDDEN, Hidden
from storage.prepared import ask, ask_one, prepared, run_all
from storage.tables import NOUNS, Noun

BUSY_FOR = 5000
"""Milliseconds that SQLite waits for another process's lock before it gives up."""

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Question = Select[*tuple[Any, ...]] | SelectOfScalar[Any]
Given = Mapping[str, Any]
"""The values of a question, by the names that it gave to `given`."""

NOTHING: Given = MappingProxyType({})

_CLOCK = text("SELECT clock_timestamp()")
_SHARED = text("SELECT pg_advisory_xact_lock_shared(:number)")
_ORDER = {noun: place for place, noun in enumerate(NOUNS)}


def given(name: str) -> Any:
    """A value that a query is given when it is asked, by name.

    Queries are built once, when their module is read: building one anew, and finding it in the cache of compiled
    ones, costs twice what asking it does (docs/decisions/0003).
    """
    return bindparam(name)


def given_list(name: str) -> Any:
    """The same for a list of values, for `in_`."""
    return bindparam(name, expanding=True)


def _table(noun: type[Noun]) -> Table:
    return cast(Table, noun.__table__)  # type: ignore[attr-defined]


@cache
def _insert(noun: type[Noun]) -> tuple[Insert, tuple[str, ...]]:
    return _table(noun).insert(), tuple(column.key for column in _table(noun).columns)


@cache
def _update(noun: type[Noun], names: frozenset[str]) -> Update:
    table = _table(noun)
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return table.update().where(table.c.id == bindparam("this_id")).values(values)


Shape = Callable[[Sequence[Any]], Any]
"""What makes of a row what its question asked for."""


@cache
def _shape(question: Question) -> Shape:
    """Kept for each question by identity: they are built once, when their module is read."""
    makers: list[Shape] = []
    columns = 0
    nouns = [one["entity"] if one["expr"] is one["entity"] else None for one in question.column_descriptions]
    if len(nouns) > 1 and not any(nouns):
        return tuple
    for noun in nouns:
        makers.append(_one_value(columns) if noun is None else _one_noun(noun, columns))
        columns += 1 if noun is None else len(_table(noun).columns)
    if len(makers) == 1:
        return makers[0]
    return lambda row: tuple([make(row) for make in makers])


def _one_value(at: int) -> Shape:
    return lambda row: row[at]


def _one_noun(noun: type[Noun], begin: int) -> Shape:
    names = [column.key for column in _table(noun).columns]
    end, own = begin + len(names), begin + names.index("id")

    def make(row: Sequence[Any]) -> Noun | None:
        if row[own] is None:
            # An outer join that found nothing.
            return None
        found: Noun = noun.__new__(noun)
        found.__dict__.update(zip(names, row[begin:end], strict=True))
        return found

    return make


class Store:
    """One open transaction.

    Reading goes through `find` and `first`, writing through `keep`, `change` and `forget`, which write at once and in
    bulk. None of it goes through the unit of work, whose queries cost three times the CPU and whose writes cost twice
    (docs/decisions/0003): what is found is a noun of its own, and setting its attributes writes nothing.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"
        self._before: list[tuple[Noun, Given]] = []
        self.hides: Callable[[], Hidden] | None = None
        """What is hidden from who reads, looked up when the score is first read; None where nobody in particular does.
        """

    @property
    def hidden(self) -> Hidden:
        """What of the score is left out of whatever is found of it."""
        return self.hides() if self.hides is not None else NOTHING_HIDDEN

    def clock(self) -> datetime:
        """The present instant by PostgreSQL's clock; SQLite has none of its own."""
        found: datetime = self.connection.execute(_CLOCK).scalar_one()
        return found

    @overload
    def find(self, question: SelectOfScalar[T], given: Given = NOTHING) -> list[T]: ...

    @overload
    def find(self, question: Select[*Ts], given: Given = NOTHING) -> list[tuple[*Ts]]: ...

    def find(self, question: Question, given: Given = NOTHING) -> list[Any]:
        """All that a question finds: nouns or values, or tuples of them where it selects several."""
        shape = _shape(question)
        if self._is_sqlite:
            return [shape(row) for row in ask(self.connection, prepared(question, self.connection), given)]
        return [shape(row) for row in self.connection.execute(question, given)]

    @overload
    def first(self, question: SelectOfScalar[T], given: Given = NOTHING) -> T | None: ...

    @overload
    def first(self, question: Select[*Ts], given: Given = NOTHING) -> tuple[*Ts] | None: ...

    def first(self, question: Question, given: Given = NOTHING) -> Any:
        """The first that a question finds; None when it finds nothing."""
        if self._is_sqlite:
            row = ask_one(self.connection, prepared(question, self.connection), given)
        else:
            row = self.connection.execute(question, given).first()
        return None if row is None else _shape(question)(row)

    def keep(self, *nouns: Noun) -> None:
        """Write new nouns, in an order in which they may refer to each other."""
        ordered = sorted(nouns, key=lambda noun: _ORDER[type(noun)])
        for kind, same in groupby(ordered, key=type):
            statement, names = _insert(kind)
            # Their own values, past two libraries that watch attributes.
            if self._is_sqlite:
                self._run_all(statement, [noun.__dict__ for noun in same])
            else:
                self._run_all(statement, [{name: noun.__dict__[name] for name in names} for noun in same])

    def change(self, noun: Noun, **values: Any) -> None:
        """Write new `values` of one noun, here and in the database. A store that is dropped undoes them in both."""
        given_values = {f"new_{name}": value for name, value in values.items()}
        statement = _update(type(noun), frozenset(values))
        self._run_all(statement, [{"this_id": noun.id, **given_values}])  # type: ignore[attr-defined]
        had = noun.__dict__
        self._before.append((noun, {name: had[name] for name in values}))
        had.update(values)

    def drop(self) -> None:
        """Undo here what the database is about to undo: who handed a noun in may play it again from its beginning."""
        for noun, values in reversed(self._before):
            noun.__dict__.update(values)

    def change_all(self, nouns: Sequence[Noun], *names: str) -> None:
        """Write these columns of several nouns of one kind as they stand here, in one statement."""
        if nouns:
            news = [(f"new_{name}", name) for name in names]
            own = [one.__dict__ for one in nouns]
            rows = [{"this_id": one["id"], **{new: one[name] for new, name in news}} for one in own]
            self._run_all(_update(type(nouns[0]), frozenset(names)), rows)

    def run(self, statement: Update | Delete, given: Given) -> int:
        """Change what a statement says, in the database alone; gives how many rows that changed.

        The statement is built once, when its module is read, as questions are.
        """
        return self._run_all(statement, [given])

    def _run_all(self, statement: Insert | Update | Delete, given: Sequence[Given]) -> int:
        if self._is_sqlite:
            return run_all(self.connection, prepared(statement, self.connection), given)
        return self.connection.execute(statement, given if len(given) > 1 else given[0]).rowcount

    def forget(self, kind: type[Noun], ids: Sequence[str]) -> None:
        """Delete the nouns of one kind that have these ids."""
        if ids:
            table = _table(kind)
            self.connection.execute(table.delete().where(table.c.id.in_(ids)))


def open_engine(url: str | URL, *, read_only: bool = False) -> Engine:
    """Connect to the database at `url`.

    SQLite: write-ahead log, every acknowledged commit durable (synchronous=FULL), foreign keys on, and
    transactions that begin as writers, since one that turns into a writer half-way fails with "database is
    locked" whatever it waits (facts of the engine: 1,049 errors against 0 in 600 commits). PostgreSQL:
    serializable.
    """
    url = make_url(url)
    if url.get_backend_name() != "sqlite":
        isolation = "REPEATABLE READ" if read_only else "SERIALIZABLE"
        engine = create_engine(url, isolation_level=isolation, pool_size=8, pool_pre_ping=True)

        @event.listens_for(engine, "connect")
        def _reads(connection: Any, _record: Any) -> None:
            connection.read_only = read_only

        return engine
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        # pysqlite would open transactions by itself, and never before a SELECT.
        connection.isolation_level = None
        cursor = connection.cursor()
        for setting in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_FOR}", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {setting}")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def client_address(url: URL) -> str:
    """The address of a PostgreSQL as its own clients are told it; it may hold a password."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def open_store(engine: Engine, shares: int | None = None) -> Iterator[Store]:
    """Yield a store; keep its changes if the block ends well, drop them if it raises.

    On PostgreSQL it can share an advisory lock by that number until it has ended.
    """
    with engine.connect() as connection:
        store = Store(connection)
        try:
            with connection.begin():
                if shares is not None:
                    connection.execute(_SHARED, {"number": shares})
                yield store
        except BaseException:
            # A commit can fail as well as the block.
            store.drop()
            raise


@contextmanager
def thrown_away(nouns: Sequence[Noun]) -> Iterator[Store]:
    """Yield a store in memory that holds these nouns, of whatever database they are, and is gone afterwards.

    What they refer to need not be among them.
    """
    engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
    try:
        SQLModel.metadata.create_all(engine)
        with engine.connect() as connection:
            store = Store(connection)
            store.keep(*nouns)
            yield store
    finally:
        engine.dispose()


@contextmanager
def open_within(connection: Connection) -> Iterator[Store]:
    """Yield a store inside an open transaction, behind a savepoint of its own.

    If the block raises, what this store kept is gone and the transaction around it goes on.
    """
    # By hand: SQLAlchemy compiles its own savepoints anew each time, which costs more than the rows of a press.
    connection.exec_driver_sql("SAVEPOINT turn")
    store = Store(connection)
    try:
        yield store
    except BaseException:
        store.drop()
        connection.exec_driver_sql("ROLLBACK TO turn")
        raise
    finally:
        connection.exec_driver_sql("RELEASE turn")
