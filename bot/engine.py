"""Where due work runs once there are several processes: PgQueuer, behind the little that we need of an engine.

It wakes one process for each piece of work, and another one soon after that one was killed. Nothing is right because
of it: work may be missed, late, doubled or done by two at once, and what is planned and sent stays the same.
"""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import psycopg
from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import FailingListenerError
from pgqueuer.domain.models import Job
from pgqueuer.domain.settings import DBSettings

from storage.store import Store

log = logging.getLogger("concertmaster")

TAKEN_OVER_AFTER = timedelta(seconds=5)
"""How long a process says nothing before its work is given to another one."""

LOOKS_EVERY = timedelta(seconds=2)
"""How often a process looks for work of which it was not told, such as that of one that was killed."""

AT_ONCE = 16
"""Pieces of work that one process has in hand at most, so that others get some too."""

AGAIN_AFTER = 1.0
"""Seconds until a lost database is connected to again."""

Work = Callable[[str], Awaitable[object]]
"""What is done for one key."""


class _Names(DBSettings):
    """Its tables stand in a schema of their own, and what they are called does not depend on the environment."""

    @classmethod
    def settings_customise_sources(cls, *_given: Any, **given: Any) -> Any:
        return (given["init_settings"],)


NAMES = _Names(db_schema="engine")
NEWS = "concertmaster_news"
_FORGET = f"DELETE FROM {NAMES.qualified.queue_table_log} WHERE created < now() - interval '1 day'"  # noqa: S608 - our own names
_ENQUEUE = re.sub(r"\$(\d)", r"%(p\1)s", QueryQueueBuilder(NAMES).build_enqueue_query("skip"))


def enqueue(store: Store, works: Sequence[tuple[str, str]]) -> int:
    """Ask for pieces of work, each a name and a key, once `store` is kept; gives how many were not asked for before.

    What was asked for and is not done yet is not asked for twice.
    """
    count = len(works)
    given: list[list[Any]] = [[0] * count, [name for name, _ in works], [key.encode() for _, key in works]]
    given += [[timedelta(0)] * count, [f"{name}:{key}" for name, key in works], ["{}"] * count]
    return store.connection.exec_driver_sql(_ENQUEUE, {f"p{n}": one for n, one in enumerate(given, 1)}).rowcount


def tell(store: Store, *news: str) -> None:
    """Tell every process something, once `store` is kept; who is not there at that instant misses it."""
    store.connection.exec_driver_sql("SELECT pg_notify(%(to)s, %(news)s)", {"to": NEWS, "news": json.dumps(news)})


class _Driver(PsycopgDriver):
    """One connection that listens and one that asks: who listens would keep who asks waiting for up to a second."""

    def __init__(self, listens: psycopg.AsyncConnection, asks: psycopg.AsyncConnection) -> None:
        super().__init__(listens)
        asking = PsycopgDriver(asks)
        self.fetch, self.execute = asking.fetch, asking.execute  # type: ignore[method-assign]  # of who asks


class Engine:
    """The work of one process; `works` is what it does for each name, and `hear` is told what any process tells."""

    def __init__(self, address: str, works: Mapping[str, Work], hear: Callable[..., None] = lambda *news: None) -> None:
        self._address, self._works, self._hear = address, works, hear
        self._stopped = asyncio.Event()
        self._manager: QueueManager | None = None

    enqueue = staticmethod(enqueue)

    async def run(self) -> None:
        """Work until stopped, and finish what was begun by then."""
        while not self._stopped.is_set():
            try:
                async with AsyncExitStack() as open_ones:
                    await self._work(await _queries(self._address, open_ones))
            except Exception:
                log.exception("the engine lost its database; it tries again")
                await asyncio.sleep(AGAIN_AFTER)

    async def _work(self, queries: Queries) -> None:
        self._manager = manager = QueueManager(queries, NAMES.channel)
        for name, work in self._works.items():
            manager.entrypoint(name, accepts_context=False)(_by_key(work))
        if self._stopped.is_set():
            return
        await queries.driver.add_listener(NEWS, lambda news: self._hear(*json.loads(news)))
        tidying = asyncio.create_task(_tidy(queries))
        try:
            await manager.run(
                LOOKS_EVERY, 1, max_concurrent_tasks=AT_ONCE, heartbeat_timeout=TAKEN_OVER_AFTER,
                log_aggregation_interval=timedelta(0), shutdown_on_listener_failure=True,
            )  # fmt: skip
        finally:
            tidying.cancel()

    def stop(self) -> None:
        """Take on nothing more."""
        self._stopped.set()
        if self._manager is not None:
            self._manager.shutdown.set()

    async def is_well(self) -> bool:
        """Whether it is told of work, in two seconds at most."""
        try:
            return self._manager is not None and bool(await self._manager.listener_healthy(timedelta(seconds=2)))
        except (FailingListenerError, psycopg.Error):
            return False


def _by_key(work: Work) -> Callable[[Job], Awaitable[None]]:
    async def worked(job: Job) -> None:
        await work((job.payload or b"").decode())

    return worked


async def _tidy(queries: Queries) -> None:
    while True:
        await queries.driver.execute(_FORGET)
        await asyncio.sleep(3600)


async def _queries(address: str, open_ones: AsyncExitStack) -> Queries:
    listens, asks = [
        await open_ones.enter_async_context(await psycopg.AsyncConnection.connect(address, autocommit=True))
        for _ in range(2)
    ]
    by_name = QueryBuilderEnvironment(NAMES), QueryQueueBuilder(NAMES), QuerySchedulerBuilder(NAMES)
    return Queries(_Driver(listens, asks), *by_name)


async def prepare(address: str) -> None:
    """Make the engine's tables, or bring them up to this release."""
    async with AsyncExitStack() as open_ones:
        queries = await _queries(address, open_ones)
        if not await queries.schema_is_installed():
            await queries.install()
        await queries.upgrade()


async def is_prepared(address: str) -> bool:
    """Whether its tables are those of this release."""
    async with AsyncExitStack() as open_ones:
        queries = await _queries(address, open_ones)
        return await queries.schema_is_installed() and not (await queries.plan_upgrade()).statements
