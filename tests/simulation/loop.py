"""An event loop on which time costs nothing: where a real one would wait, this one says that the time has come."""

import asyncio
import selectors
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextvars import Context, ContextVar, copy_context
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

OWNER: ContextVar[object] = ContextVar("owner")
"""Whose a task is, inherited by every task that it begins."""


class Stuck(RuntimeError):
    """Nothing will ever happen again, and somebody still waits."""


class _Skipping(selectors.BaseSelector):
    """Never waits: it tells the loop by how much the time has moved on."""

    def __init__(self) -> None:
        self.now = 0.0
        self._registered: dict[Any, selectors.SelectorKey] = {}

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Stuck("nobody will wake who waits")
        self.now += max(timeout, 0.0)
        return []

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        key = selectors.SelectorKey(fileobj, 0, events, data)
        self._registered[fileobj] = key
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._registered.pop(fileobj)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._registered


class Loop(asyncio.SelectorEventLoop):
    """One thread, whose order is that of the time and of the begin, and nothing else."""

    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)
        self.faults: list[str] = []
        self._of: dict[object, list[asyncio.Task[Any]]] = {}
        self.set_task_factory(self._begin)
        self.set_exception_handler(
            lambda _loop, what: self.faults.append(f"{what['message']}: {what.get('exception')!r}")
        )

    def time(self) -> float:
        """Seconds since it was made."""
        return self._skipping.now

    def call_soon_threadsafe(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        """As soon as any other: there is one thread, and nobody to be woken."""
        return self.call_soon(callback, *args, context=context)

    def run_in_executor(self, _executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts) -> "asyncio.Future[T]":
        """At once: there are no other threads."""
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as problem:  # noqa: BLE001 - handed to whoever waits
            done.set_exception(problem)
        return done

    def _begin(self, _loop: asyncio.AbstractEventLoop, work: Any, **more: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(work, loop=self, **more)
        context: Context = more.get("context") or copy_context()
        mine = self._of.setdefault(context.get(OWNER), [])
        mine.append(task)
        if len(mine) > 200:
            mine[:] = [one for one in mine if not one.done()]
        return task

    def abandon(self, owner: object) -> None:
        """End every task of an owner, in the order in which they began."""
        for task in self._of.pop(owner, []):
            task.cancel()
