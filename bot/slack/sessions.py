"""What is under way in which thread of Slack: it is told that we work and when we are done, and says when to stop.

All of this is beside the answer: it goes out at the same time, waits for nobody, and what fails is logged once.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.slack import render
from bot.slack.call import FAILED, Caller, Unknown
from prompts import phrase

log = logging.getLogger("concertmaster")

Thread = tuple[str, str]
"""A conversation, and the message in it with which a thread begins."""

REMEMBERED = 500
"""Threads of which it is remembered that they were stopped or named, and messages that somebody is told of."""

NOT_WAITED = timedelta(0)
"""How long such a call waits for its turn at Slack's pace."""


class Stopped(Exception):
    """Somebody said stop before it went out."""


@dataclass(eq=False)
class Work:
    """What is done about one thing that somebody did, until its answer is out."""

    thread: Thread
    user: str
    language: str
    is_first: bool = False
    """Whether it begins its thread, and so may give it a name."""

    title: str = ""
    stopped: bool = False
    dropped: bool = False
    """Whether its answer did not go out, because it was stopped."""

    handed_on: bool = False
    """Whether what shows the answer ends it."""

    over: asyncio.Event = field(default_factory=asyncio.Event)

    def go_on(self) -> None:
        """Raises Stopped where it was stopped."""
        if self.stopped:
            raise Stopped(self.thread)


class Sessions:
    """The threads of one connection in which something is under way."""

    def __init__(self, call: Caller, soon: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._call, self._soon = call, soon
        self._works: dict[Thread, list[Work]] = {}
        self._told: OrderedDict[str, None] = OrderedDict()
        self._shown: set[Thread] = set()
        self._stops: OrderedDict[Thread, float] = OrderedDict()
        self._named: OrderedDict[Thread, None] = OrderedDict()

    def begin(self, work: Work, key: str = "") -> None:
        """Something is under way. With a `key` Slack is told so, once for each."""
        self._works.setdefault(work.thread, []).append(work)
        if key and key not in self._told:
            _remember(self._told, key, None)
            self._soon(self._tell(work))

    def end(self, work: Work) -> None:
        """Its answer is out, or there is none."""
        work.over.set()
        beside = self._works[work.thread]
        beside.remove(work)
        if not beside:
            del self._works[work.thread]
            if work.thread in self._shown:  # Somebody else told of it, and what came twice may end after the answer.
                self._soon(self.rest(work.thread))

    # What people say of a thread

    def stop(self, thread: Thread, at: str) -> Sequence[Work]:
        """Somebody said stop `at` an instant of Slack's: what is under way there is not shown any more; gives that."""
        _remember(self._stops, thread, max(_instant(at), self._stops.get(thread, 0.0)))
        works = [one for one in self._works.get(thread, []) if not one.stopped]
        for one in works:
            one.stopped = True
        return works

    def was_stopped(self, thread: Thread, asked: str) -> bool:
        """Whether what was asked at that instant was stopped before it came here."""
        return _instant(asked) <= self._stops.get(thread, 0.0)

    def named(self, thread: Thread) -> None:
        """Somebody gave a thread a name of theirs: it keeps it."""
        _remember(self._named, thread, None)

    # What Slack is told

    async def _tell(self, work: Work) -> None:
        began = await self._quietly("agents.sessions.setStatus", work.thread, status="processing", **_by(work))
        if began:
            self._shown.add(work.thread)
        said = False
        if began and not work.over.is_set():
            words = render.line(phrase("slack.working"), work.language)
            said = await self._quietly("assistant.threads.setStatus", work.thread, status=words)
        await work.over.wait()
        if said:
            await self._quietly("assistant.threads.setStatus", work.thread, status="")
        if began:
            if work.thread in self._shown:
                await self.rest(work.thread)
            await self._name(work)

    async def rest(self, thread: Thread) -> None:
        """Nothing is under way there any more, unless something is again."""
        if thread not in self._works:
            self._shown.discard(thread)
            await self._quietly("agents.sessions.setStatus", thread, status="active")

    async def _name(self, work: Work) -> None:
        if work.is_first and work.title and work.thread not in self._named:
            self.named(work.thread)
            await self._quietly("agents.sessions.rename", work.thread, title=work.title)

    async def _quietly(self, method: str, thread: Thread, **given: Any) -> bool:
        """Whether it was done, or may have been; what fails is logged, and not tried again."""
        channel, root = thread
        try:
            await self._call(method, channel_id=channel, thread_ts=root, patience=NOT_WAITED, **given)
        except FAILED as problem:
            log.info("%s: %s", method, problem)
            return isinstance(problem, Unknown)
        return True


def _by(work: Work) -> dict[str, str]:
    return {"initiator_user_id": work.user} if work.is_first else {}


def _instant(ts: str) -> float:
    """An instant as Slack writes it; the beginning of all time where it is none."""
    whole, _, part = ts.partition(".")
    return float(ts) if whole.isdecimal() and ts.isascii() and len(ts) < 30 and (not part or part.isdecimal()) else 0.0


def _remember(known: OrderedDict[Any, Any], key: object, value: object) -> None:
    known[key] = value
    known.move_to_end(key)
    while len(known) > REMEMBERED:
        known.popitem(last=False)
