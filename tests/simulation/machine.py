"""A machine that runs the real thing, and that dies, fills its disk and loses its time, all from the seed."""

import asyncio
import queue
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.clock import Leaps
from bot.conductor import Conductor
from bot.outbox import DoorOut, Outbox
from bot.slack.door import Installed, SlackDoor
from bot.writer import Database, OneWriter, _Work
from storage import people
from storage.store import Store, open_engine
from storage.tables import Connection, Door
from tests.fakes import slack as fake
from tests.simulation.loop import OWNER

if TYPE_CHECKING:
    from tests.simulation.world import World

T = TypeVar("T")

A_STEP = 0.004
"""Seconds that a machine takes over one step, on average; whatever else waits may come first."""


class Died(BaseException):
    """The process is no more: nothing that its leftovers do reaches anything."""


@dataclass
class Faults:
    """What is wrong with a machine at present."""

    disk_full: bool = False
    clock_off: timedelta = timedelta(0)
    dies_at: int = 0
    """The step at which it dies; 0 for never."""


class MachineClock:
    """The machine's own clock, which may be wrong."""

    def __init__(self, world: "World", faults: Faults) -> None:
        self._world, self._faults = world, faults

    def now(self) -> datetime:
        """What it shows."""
        return self._world.now() + self._faults.clock_off


class InTurn(OneWriter):
    """The real writer, without its thread: what waits is written when the time has come, in one commit."""

    def __init__(self, disk: "Disk", process: "Process") -> None:
        self._engine, self._disk, self._process = disk.engine, disk, process
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._closed = self._closing = self._asked = False

    def write(self, work: Callable[[Store], T]) -> "Future[T]":
        """Queue `work` for the next commit."""
        item = _Work(work)
        self._queue.put(item)
        if not self._asked:
            self._asked = True
            asyncio.get_running_loop().call_later(self._process.takes(), self._flush)
        return item.done

    def close(self) -> None:
        """There is no thread."""

    def _flush(self) -> None:
        self._asked = False
        while not self._process.dead and not self._queue.empty():
            first = self._queue.get_nowait()
            if first is not None and first.done.set_running_or_notify_cancel():
                self._disk.writes = self._process
                try:
                    self._commit(first)
                finally:
                    self._disk.writes = None
                self._process.world.listen(self._process)


class Disk:
    """The one database of the world. Its connections are shared by all processes: nothing is ever half-way in one, and
    to make them anew for each process would cost more than all that the process does.
    """

    def __init__(self, url: str) -> None:
        self.engine, self.read_engine = open_engine(url), open_engine(url, read_only=True)
        self.writes: Process | None = None
        """Whose commit it is."""

        if self.engine.dialect.name == "sqlite":
            for engine in (self.engine, self.read_engine):
                event.listen(engine, "connect", _carelessly)
        self._commit: Callable[[Any], None] = self.engine.dialect.do_commit
        self.engine.dialect.do_commit = self._keep  # type: ignore[method-assign, assignment]

    def _keep(self, connection: Any) -> None:
        if self.writes is not None and self.writes.disk_is_full():
            raise OperationalError("COMMIT", None, OSError("database or disk is full"))
        self._commit(connection)

    def close(self) -> None:
        """Let go of it."""
        self.engine.dispose()
        self.read_engine.dispose()


class Memory(Database):
    """The real database of one process, on the one thread there is: every wait is a step at which it may die."""

    def __init__(self, disk: Disk, process: "Process") -> None:
        self.engine, self.read_engine = disk.engine, disk.read_engine
        self.embedded = self.engine.dialect.name == "sqlite"
        self._process = process
        self.writer = InTurn(disk, process)

    async def read(self, ask: Callable[[Store], T]) -> T:
        """The same as ever, some steps later."""
        await self._process.step("read")
        return self.read_now(ask)

    async def glance(self, ask: Callable[[Store], T]) -> T:
        """The same as ever."""
        return self.read_now(ask) if self.embedded else await self.read(ask)

    def read_now(self, ask: Callable[[Store], T]) -> T:
        """The same as ever, as long as anybody is there to read."""
        self._process.need_alive()
        return super().read_now(ask)

    async def write(self, work: Callable[[Store], T]) -> T:
        """The same as ever, with a step before it and one after it."""
        await self._process.step("before a write")
        value = await super().write(work)
        await self._process.step("after a write", at_once=True)
        return value


def _carelessly(connection: Any, _record: Any) -> None:
    """What a process has written survives it without being forced to a disk; only the machine's end would not."""
    connection.execute("PRAGMA synchronous=OFF")


class Process:
    """One process of ours: the real conductor, outbox and doors on a machine of its own."""

    def __init__(self, world: "World", name: str, chance: Random) -> None:
        self.world, self.name, self.chance = world, name, chance
        self.faults = Faults()
        self.dead = False
        self.steps = 0
        self.waited = 15.0
        self.clock = MachineClock(world, self.faults)
        self.database = Memory(world.disk, self)
        self.conductor = Conductor(self.database, self.clock, chance)
        outs: dict[str, DoorOut] = {}
        self.outbox = Outbox(self.database, self.clock, outs)
        self.conductor.changed = self.outbox.wake
        self.outbox.cannot_reach = self.conductor.cannot_reach
        self.leaps = Leaps(self.clock, world.loop.time)
        self.outbox.holds = self.conductor.holds = self.leaps.hold
        self._open(outs, self.database.read_now(_connections))

    def _open(self, outs: dict[str, DoorOut], connections: Sequence[Connection]) -> None:
        known = Installed(fake.TEAM, "Harbour Bread", fake.BOT_USER, fake.BOT)
        self.doors: list[SlackDoor] = []
        for one in connections:
            if one.door is Door.SLACK:
                client: Any = self.world.slack.client(self)
                door = SlackDoor(self.world.slack_settings, client, known, one, self.conductor)
                door.receives(self.outbox)
                self.doors.append(door)
                outs[one.id] = door.out
            else:
                outs[one.id] = self.world.silent.door(self, one)

    def begin(self) -> None:
        """Start, as `concertmaster run` does."""
        self.root = self.run(self._work())

    def run(self, work: Awaitable[T]) -> "asyncio.Task[T]":
        """Do something as this process; it ends with it."""
        context = copy_context()
        context.run(OWNER.set, self)
        return asyncio.get_running_loop().create_task(_awaited(work), context=context)

    async def _work(self) -> None:
        sending = asyncio.create_task(self.outbox.run())
        try:
            await self.tick()
            while True:
                await asyncio.sleep(self.world.until_next_tick(self))
                twice = self.chance.random() < 0.03
                await asyncio.gather(*[self.tick() for _ in range(2 if twice else 1)])
        finally:
            sending.cancel()

    async def tick(self) -> None:
        """The three ticks of the real clock, one after the other: plan, if anything may be due, deliver, reconcile."""
        try:
            for door in self.doors:
                await door.settle()
            if self.world.may_plan(self):
                await self.conductor.tick()
            for workspace in await self.database.read(people.workspaces):
                self.outbox.wake(workspace.id)
            await self.outbox.reconcile()
        except Exception as problem:  # noqa: BLE001 - written down, and looked at by the checker
            # APScheduler logs what a tick raises, and ticks again.
            self.world.fell_over(self, "a tick", problem)

    # How it lives and dies

    def takes(self) -> float:
        """Seconds that a step takes."""
        return self.chance.expovariate(1 / A_STEP)

    async def step(self, name: str, *, at_once: bool = False) -> None:
        """One step further, or the end."""
        self.steps += 1
        if self.steps == self.faults.dies_at:
            self.die(name)
        if not self.dead and not at_once:
            await asyncio.sleep(self.takes())
        if self.dead:
            await asyncio.get_running_loop().create_future()

    def die(self, where: str) -> None:
        """End at once; what was under way is never finished, and nothing of it is undone."""
        if not self.dead:
            self.dead = True
            self.world.died(self, where)
            asyncio.get_running_loop().call_soon(self._bury)

    def _bury(self) -> None:
        self.world.loop.abandon(self)

    def need_alive(self) -> None:
        """Raises Died when it is not."""
        if self.dead:
            raise Died(self.name)

    def disk_is_full(self) -> bool:
        """Whether this commit finds no room."""
        return self.faults.disk_full or self.world.commit_fails(self)


async def _awaited(work: Awaitable[T]) -> T:
    return await work


def _connections(store: Store) -> list[Connection]:
    return [one for workspace in people.workspaces(store) for one in people.connections(store, workspace.id)]
