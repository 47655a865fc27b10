"""Meaning, where it is switched on: who is asked, and that nobody waits for it longer than they should.

Two can be asked: an OpenAI-compatible endpoint (bot/embeddings.py), or a model on this machine (bot/minilm.py).
Whatever they do, a text gets an answer in time or none; where there is none, words alone rank.
"""

import asyncio
import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from itertools import islice
from random import Random
from typing import Protocol

from bot.ports import Clock
from bot.writer import Database
from handlers import meant
from handlers.turn import Moment
from score.meaning import MOST, Meant, Vector
from storage import senses

log = logging.getLogger("concertmaster")

FAULTS = 3
"""Faults in a row after which nobody is asked for a while: one alone can be a hiccup, and each costs a check-in the
time limit.
"""

REST = 300.0
"""Seconds for which nobody is asked then, and after each fault more; nor about lines that alone are refused."""

AT_ONCE = 2
"""Check-ins that wait for an answer at the same time: each holds one of four threads that read (bot/writer.py), and
the others must stay free for everybody else. Who comes while as many wait is ranked by words.
"""

PATIENCE = 5.0
"""Seconds for one request's worth of lines; nobody waits for those."""

TOGETHER = 32
"""Lines that an endpoint is asked for at once at most, so that what it says is written in one short turn."""

TOGETHER_AT_HAND = 4
"""The same for a model on this machine, which takes a tenth of a second for a long line, and on a slow one more."""

LOOKS_FOR = 8.0
"""Seconds after which a look at the lines leaves the rest to the next one, which must not find it at work still."""

TRIED = "Call the harbour before noon"
"""What is asked by `concertmaster check`, and first of all in each process."""


class Unanswered(Exception):
    """There is no answer that could be used; the message says why, and holds no text that anybody wrote."""

    def __init__(self, why: str, *, lasting: bool = False) -> None:
        super().__init__(why)
        self.lasting = lasting
        """Whether asking again soon is no use: a key that is refused, a model that is not there."""


class Source(Protocol):
    """Who says what texts mean."""

    name: str
    at_hand: bool

    def read(self, texts: Sequence[str], within: float) -> Sequence[Sequence[float]]:
        """Numbers for each text, in as many seconds at most. Raises Unanswered."""

    def close(self) -> None:
        """Let go of it."""


@dataclass
class _Rest:
    """Faults in a row, and the second from which on it is asked again."""

    faults: int = 0
    asked_from: float = -math.inf


class Bounded:
    """A source that may fail: what it says is looked at, and after some faults it is left alone for a while."""

    def __init__(self, source: Source, time_limit: float, seconds: Callable[[], float] = time.monotonic) -> None:
        self._source, self._time_limit, self._seconds = source, time_limit, seconds
        self.at_hand = source.at_hand
        self.model = ""
        """The source's name and how many numbers it gives; empty until it has given any."""
        self._size = 0
        self._of_tasks, self._of_lines = _Rest(), _Rest()
        self._told: set[str] = set()
        self._waiting, self._lock = threading.Semaphore(AT_ONCE), threading.Lock()

    def of(self, texts: Sequence[str]) -> Meant | None:
        """What these texts mean; None where there is no answer within the time limit."""
        if not self._waiting.acquire(blocking=False):
            return None
        try:
            return self._asked(texts, self._time_limit, self._of_tasks)
        finally:
            self._waiting.release()

    def of_lines(self, texts: Sequence[str]) -> Meant | None:
        """The same for lines of a score, with more patience: nobody waits for those, and no check-in goes without an
        answer for their faults.
        """
        return self._asked(texts, PATIENCE, self._of_lines)

    def _asked(self, texts: Sequence[str], within: float, rest: _Rest) -> Meant | None:
        with self._lock:
            if self._seconds() < max(rest.asked_from, self._of_tasks.asked_from):
                return None
        try:
            found = self.tried(texts, within)
        except Unanswered as fault:
            self._failed(fault, rest)
            return None
        with self._lock:
            if rest.faults >= FAULTS:
                log.warning("meaning: it answers again")
                self._told.clear()
            rest.faults = 0
        return found

    def tried(self, texts: Sequence[str], within: float) -> Meant:
        """The same, whatever was before. Raises Unanswered."""
        vectors = [_unit(numbers) for numbers in self._source.read([text[:MOST] for text in texts], within)]
        if len(vectors) != len(texts):
            raise Unanswered(f"{len(vectors)} answers for {len(texts)} texts")
        sizes = {len(vector) for vector in vectors}
        with self._lock:
            if len(sizes) > 1 or (self._size and sizes != {self._size}):
                raise Unanswered("answers of different sizes")
            (self._size,) = sizes
            self.model = f"{self._source.name}, {self._size}"
        return Meant(self.model, vectors)

    def _failed(self, fault: Unanswered, rest: _Rest) -> None:
        with self._lock:
            # Of a line, a filter before the endpoint may say what the endpoint says of a key.
            lasting = fault.lasting and rest is self._of_tasks
            rest.faults = FAULTS if lasting else rest.faults + 1
            if rest.faults >= FAULTS:
                rest.asked_from = self._seconds() + REST
                # It may be another model by now; that its answers are of another size is held against it no longer.
                self._size = 0
            if (why := str(fault)) not in self._told:
                self._told.add(why)
                log.warning("meaning: %s; words alone rank", why)

    def close(self) -> None:
        """Let go of the source."""
        self._source.close()


def _unit(numbers: Sequence[float]) -> Vector:
    """The numbers as a vector of length 1. Raises Unanswered for what cannot be one."""
    try:
        length = math.sqrt(sum(each * each for each in numbers))
    except (TypeError, OverflowError):
        raise Unanswered("no numbers") from None
    if not 0 < length < math.inf:
        raise Unanswered("no numbers that could be compared")
    return [each / length for each in numbers]


def timed(model: Bounded) -> tuple[Meant, float]:
    """What a sentence of ours means, and how many seconds that took. Raises Unanswered."""
    began = time.monotonic()
    return model.tried([TRIED], PATIENCE), time.monotonic() - began


# The lines of the scores


class _Came(Enum):
    """What came of reading an edition: all of it is read, the next look goes on, or there was no answer."""

    ALL = auto()
    SOME = auto()
    NONE = auto()


class LinesRead:
    """Reads the lines of each edition in force to the model, once for each text: what it says is kept."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        chance: Random,
        meaning: Bounded,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._clock, self._chance = database, clock, chance
        self._meaning, self._seconds = meaning, seconds
        self._together = TOGETHER_AT_HAND if meaning.at_hand else TOGETHER
        self._done: dict[str, tuple[str, int]] = {}
        """For each edition that this process has read to its end: to which model, and how many texts were kept then. It
        is read again where either is different by now.
        """
        self._again_from: dict[str, float] = {}
        """For editions with lines that alone are refused, the second from which on they are tried again."""

    async def look(self) -> None:
        """Read what is new since the last look, or some of it."""
        began = self._seconds()
        if not self._meaning.model and await self._asked([TRIED]) is None:
            return
        model = self._meaning.model
        for workspace_id, edition_id in await self._database.read(senses.editions_in_force):
            if began < self._again_from.get(edition_id, began):
                continue
            if self._done.get(edition_id) == (model, await self._kept(workspace_id, model)):
                continue
            came = await self._read(workspace_id, edition_id, model, began + LOOKS_FOR)
            if came is _Came.SOME:
                return
            if came is _Came.ALL:
                self._done[edition_id] = (model, await self._kept(workspace_id, model))
            elif await self._asked([TRIED]) is not None:
                # It answers, but not to these lines: the other editions do not wait for them.
                self._again_from[edition_id] = began + REST
            else:
                return

    async def _read(self, workspace_id: str, edition_id: str, model: str, until: float) -> _Came:
        """Read the lines of one edition, up to an instant."""
        texts = iter(await self._database.read(lambda store: meant.unread(store, workspace_id, edition_id, model)))
        while some := list(islice(texts, self._together)):
            if self._seconds() >= until:
                return _Came.SOME
            said = await self._asked(some)
            if said is None:
                return _Came.NONE
            moment, news = Moment(self._clock.now(), self._chance), meant.written(some, said)
            await self._database.write(
                partial(meant.keep, moment, workspace_id=workspace_id, model=said.model, news=news)
            )
            if said.model != model:
                # It is another one since this look began; the next one begins again.
                return _Came.SOME
        await self._forget(workspace_id, edition_id, model)
        return _Came.ALL

    async def _asked(self, texts: Sequence[str]) -> Meant | None:
        return await asyncio.to_thread(self._meaning.of_lines, texts)

    async def _kept(self, workspace_id: str, model: str) -> int:
        """Of how many texts it is known what they mean to the model."""
        return len(await self._database.read(lambda store: senses.known(store, workspace_id, model)))

    async def _forget(self, workspace_id: str, edition_id: str, model: str) -> None:
        """Forget what is of no more use."""
        ids = await self._database.read(lambda store: meant.surplus(store, workspace_id, edition_id, model))
        if ids:
            await self._database.write(lambda store: senses.forget(store, workspace_id, ids))
