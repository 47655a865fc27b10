"""Who writes: one thread on SQLite, whose turns share commits; a pool on PostgreSQL, which replays lost races."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from storage import migrate
from storage.store import Store, client_address, open_engine, open_store, open_within

T = TypeVar("T")

TOGETHER = 32
"""Turns that share one commit at most."""

GATHER_FOR = 0.005
"""Seconds for which a commit goes on taking in turns that are already waiting; it never waits for company."""

PLAYS = 3
"""How often a turn is played before the door is told to ask later. Who plays again plays alone and loses to nobody of
ours; a third time is for what the server itself ends.
"""

ALONE = 7011994
"""The PostgreSQL advisory lock that every turn shares, and who plays again has alone; any number that nobody else
uses."""

LOST_RACES = {"40001", "40P01", "23505"}
"""PostgreSQL's serialization failure, deadlock, and unique violation: the whole turn is played again."""

READERS = 4
"""Threads that look."""

WRITERS = 8
"""Threads that write on PostgreSQL."""


class Unkept(Exception):
    """The database was away or a commit failed, so nothing was kept; the platform should send the same again."""


def _unkept(problem: Exception) -> Unkept:
    """What the database said, without the values that were to be kept."""
    return Unkept(str(problem.orig) if isinstance(problem, DBAPIError) else type(problem).__name__)


class Writer(Protocol):
    """Where changes are kept."""

    def write(self, work: Callable[[Store], T]) -> "Future[T]":
        """Play `work` in a transaction; the future is done once that is durable, or holds what `work` raised."""

    def close(self) -> None:
        """Finish what was begun, and stop."""


@dataclass
class _Work:
    play: Callable[[Store], Any]
    done: "Future[Any]" = field(default_factory=Future)


class OneWriter:
    """One thread that writes to SQLite: each turn behind a savepoint of its own, several to a commit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._closed = self._closing = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[Store], T]) -> "Future[T]":
        """Queue `work` for the next commit."""
        if self._closed:
            raise RuntimeError("the writer has stopped")
        item = _Work(work)
        self._queue.put(item)
        return item.done

    def close(self) -> None:
        """Finish what is queued, and stop."""
        self._closed = True
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while not self._closing and (first := self._queue.get()) is not None:
            # Who was cancelled while waiting is left out; from here on nobody can be.
            if first.done.set_running_or_notify_cancel():
                self._commit(first)

    def _commit(self, first: _Work) -> None:
        """Play what is queued, and commit it once."""
        until = time.monotonic() + GATHER_FOR
        taken: list[_Work] = [first]
        outcomes: list[tuple[Any, Exception | None]] = []
        try:
            with self._engine.connect() as connection, connection.begin():
                outcomes.append(_play(connection, first.play))
                for work in self._waiting(until):
                    taken.append(work)
                    outcomes.append(_play(connection, work.play))
        except Exception as problem:  # noqa: BLE001 - whatever it is, nothing was kept, and the thread must go on
            outcomes = [(None, _unkept(problem)) for _ in taken]
        for work, (value, raised) in zip(taken, outcomes, strict=True):
            if raised is not None:
                work.done.set_exception(raised)
            else:
                work.done.set_result(value)

    def _waiting(self, until: float) -> Iterator[_Work]:
        """Those that are waiting by now."""
        for _ in range(TOGETHER - 1):
            try:
                work = self._queue.get_nowait()
            except queue.Empty:
                return
            if work is None:
                self._closing = True
                return
            if work.done.set_running_or_notify_cancel():
                yield work
            if time.monotonic() > until:
                return


def _play(connection: Connection, play: Callable[[Store], Any]) -> tuple[Any, Exception | None]:
    try:
        with open_within(connection) as store:
            return play(store), None
    except IntegrityError as problem:
        return None, _unkept(problem)
    except DBAPIError:
        # A full disk or a lost database may have ended the transaction of all: none of them was kept.
        raise
    except Exception as raised:  # noqa: BLE001 - handed to whoever waits; the others share the commit without it
        return None, raised


class ManyWriters:
    """A pool of threads that write to PostgreSQL; a turn that lost a race is played again from its beginning, alone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(WRITERS, thread_name_prefix="writer")
        self._one_by_one = threading.Lock()

    def write(self, work: Callable[[Store], T]) -> "Future[T]":
        """Play `work` as soon as a thread is free."""
        return self._pool.submit(self._play, work)

    def close(self) -> None:
        """Finish what was begun, and stop."""
        self._pool.shutdown()

    def _play(self, work: Callable[[Store], T]) -> T:
        lost: DBAPIError | None = None
        for _ in range(PLAYS):
            try:
                with self._beside_others() if lost is None else self._alone() as store:
                    return work(store)
            except DBAPIError as problem:
                if getattr(problem.orig, "sqlstate", None) not in LOST_RACES:
                    raise _unkept(problem) from problem
                lost = problem
        raise Unkept("lost the race too often") from lost

    def _beside_others(self) -> AbstractContextManager[Store]:
        return open_store(self._engine, shares=ALONE)

    @contextmanager
    def _alone(self) -> Iterator[Store]:
        """While nobody else writes, in whatever process: beside others, whoever lost once may lose for ever."""
        with self._one_by_one, self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # Not in the transaction that is played: it would see the database as it was before it waited.
            connection.execute(_WAIT, {"number": ALONE})
            try:
                with open_store(self._engine) as store:
                    yield store
            finally:
                connection.execute(_LEAVE, {"number": ALONE})


_WAIT = text("SELECT pg_advisory_lock(:number)")
_LEAVE = text("SELECT pg_advisory_unlock(:number)")


class Database:
    """Both ends of the memory: threads that look, and those that write."""

    def __init__(self, url: str | URL) -> None:
        self.engine = open_engine(url)
        self.read_engine = open_engine(url, read_only=True)
        self.embedded = self.engine.dialect.name == "sqlite"
        """Whether no other process writes here: that is so on SQLite."""

        self.writer: Writer = OneWriter(self.engine) if self.embedded else ManyWriters(self.engine)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    async def read(self, ask: Callable[[Store], T]) -> T:
        """What `ask` finds in a store that cannot write. Raises Unkept when the database is away."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, ask)

    async def glance(self, ask: Callable[[Store], T]) -> T:
        """The same for what a few rows answer.

        SQLite answers that from memory in less time than it takes to hand it to a thread and have it back, so it is
        asked at once; PostgreSQL is waited for in a thread as ever (measured: docs/decisions/0003).
        """
        return self.read_now(ask) if self.embedded else await self.read(ask)

    def read_now(self, ask: Callable[[Store], T]) -> T:
        """The same, from a thread that may wait."""
        try:
            with open_store(self.read_engine) as store:
                return ask(store)
        except OperationalError as problem:
            raise _unkept(problem) from problem

    async def write(self, work: Callable[[Store], T]) -> T:
        """What `work` gives, once it is durable."""
        return await asyncio.wrap_future(self.writer.write(work))

    @property
    def address(self) -> str:
        """How PostgreSQL's own client is told where it is; it may hold a password."""
        return client_address(self.engine.url)

    def is_current(self) -> bool:
        """Whether it has the tables of this release.

        Raises Unkept when it is away or no database, and NewerDatabase when it is beyond this release.
        """
        try:
            return migrate.is_current(self.engine)
        except DBAPIError as problem:
            raise _unkept(problem) from problem

    def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        self.writer.close()
        self._readers.shutdown()
        self.engine.dispose()
        self.read_engine.dispose()
