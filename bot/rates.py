"""How fast a platform lets us ask: evenly spaced after a burst (the generic cell rate algorithm), for all processes.

One instant for each key, kept in the database, says until when what was asked uses its pace. Messages take their cells
in the transaction that claims them. Whatever else is asked takes them in blocks, each good for a short time, so that a
burst costs a few commits and not one each (docs/decisions/0026).
"""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from bot.writer import Database, Unkept
from storage import rates
from storage.store import Store

log = logging.getLogger("concertmaster")

Key = tuple[str, ...]
"""What is paced: a method, or a method in one place. The latter holds up that place alone."""

A_BLOCK = 5
"""Blocks that a burst is parted into: so much of it one process may hold and not use."""


class Pace(NamedTuple):
    """How fast something may be asked: the time between two, and how many at once after a pause."""

    every: timedelta
    burst: int


Wanted = Mapping[Key, Pace]
"""The paces that one request is under."""

LONGEST_WAIT = timedelta(hours=1)
"""The longest that a platform is believed to want us to wait: it is asked again by then."""


class Cells:
    """The arithmetic: when the next may go, by key, from the instants until which each is used."""

    def __init__(self, free: Mapping[Key, datetime] | None = None) -> None:
        self._free = dict(free or {})
        self.taken: dict[Key, datetime] = {}
        """Those that have changed."""

    def first(self, key: Key, pace: Pace, now: datetime) -> datetime:
        """The instant from which one may go."""
        return max(now, self._used(key, pace, now) - pace.every * (pace.burst - 1))

    def _used(self, key: Key, pace: Pace, now: datetime) -> datetime:
        """The instant until which a pace is used. One further ahead than any can be was kept before the clock was set
        back, and holds no longer.
        """
        free = self._free.get(key, now)
        return now if free - now > LONGEST_WAIT + pace.every * pace.burst else max(now, free)

    def last(self, wanted: Wanted, now: datetime) -> tuple[datetime, Key]:
        """The instant from which one may go under all of them, and which of them says so."""
        return max((self.first(key, pace, now), key) for key, pace in wanted.items())

    def take(self, key: Key, pace: Pace, now: datetime, count: int = 1) -> None:
        """Count so many as gone."""
        self.taken[key] = self._free[key] = self._used(key, pace, now) + pace.every * count

    def wait(self, key: Key, pace: Pace, until: datetime) -> None:
        """Let nothing more go before `until`."""
        used = until + pace.every * (pace.burst - 1)
        self.taken[key] = self._free[key] = max(self._used(key, pace, until), used)


class Rates(Protocol):
    """Where one connection's pace is kept."""

    async def take(self, wanted: Wanted, now: datetime, until: datetime) -> datetime:
        """The instant from which one may go; if that is not after `until` it is counted as gone."""

    async def wait(self, key: Key, pace: Pace, until: datetime) -> None:
        """Let nothing more go under a key before `until`."""

    def told(self, wanted: Wanted, now: datetime) -> datetime | None:
        """Until when this process knows to wait, whatever was counted before."""


class OwnRates:
    """For what is asked before there is a connection: this process counts for itself."""

    def __init__(self) -> None:
        self._cells = Cells()

    async def take(self, wanted: Wanted, now: datetime, until: datetime) -> datetime:
        """As promised."""
        first, _ = self._cells.last(wanted, now)
        if first <= until:
            for key, pace in wanted.items():
                self._cells.take(key, pace, now)
        return first

    async def wait(self, key: Key, pace: Pace, until: datetime) -> None:
        """As promised."""
        self._cells.wait(key, pace, until)

    def told(self, wanted: Wanted, now: datetime) -> datetime | None:
        """Nobody counts before."""
        return None


class _Block(NamedTuple):
    """One cell that this process took: when it may be used, and until when."""

    begins: datetime
    ends: datetime


class SharedRates:
    """One connection's pace, as all processes use it.

    However many hold blocks, no more go in any time `t` than the burst and one for each `every` in `t`: a block is good
    for as long as its cells take, and the burst that it is taken from is that much smaller.
    """

    def __init__(self, database: Database, workspace_id: str, connection_id: str) -> None:
        self._database, self._workspace_id, self._connection_id = database, workspace_id, connection_id
        self._blocks: dict[Key, deque[_Block]] = {}
        self._told: dict[Key, datetime] = {}
        self._one_by_one = asyncio.Lock()

    async def take(self, wanted: Wanted, now: datetime, until: datetime) -> datetime:
        """The instant from which one may go; if that is not after `until` it is counted as gone.

        Raises Unkept when the database is away.
        """
        async with self._one_by_one:
            lacking = {key: pace for key, pace in wanted.items() if not self._held(key, now)}
            if lacking:
                first = await self._database.write(lambda store: self._reserve(store, lacking, now, until))
                if isinstance(first, datetime):
                    return first
                self._blocks.update(first)
            return max(self._blocks[key].popleft().begins for key in wanted)

    async def wait(self, key: Key, pace: Pace, until: datetime) -> None:
        """Let nothing more go under a key before `until`, in any process; this one knows at once."""
        self._told[key] = until
        self._blocks.pop(key, None)
        try:
            await self._database.write(lambda store: self._keep_waiting(store, key, pace, until))
        except Unkept:
            log.warning("that we were told to wait could not be kept")

    def told(self, wanted: Wanted, now: datetime) -> datetime | None:
        """Until when this process was told to wait, whatever was counted before."""
        self._told = {key: until for key, until in self._told.items() if until > now}
        return max((self._told[key] for key in wanted if key in self._told), default=None)

    def _held(self, key: Key, now: datetime) -> bool:
        """Whether a cell is left that can still be used."""
        block = self._blocks.get(key)
        while block and block[0].ends < now:
            block.popleft()
        if not block:
            self._blocks.pop(key, None)
        return bool(block)

    def _reserve(
        self, store: Store, lacking: Wanted, now: datetime, until: datetime
    ) -> dict[Key, deque[_Block]] | datetime:
        cells = self._cells(store, lacking)
        begins = {key: cells.first(key, held(pace), now) for key, pace in lacking.items()}
        if max(begins.values()) > until:
            return max(begins.values())
        blocks = {key: self._block(cells, key, pace, now) for key, pace in lacking.items()}
        self._use(store, cells)
        return blocks

    @staticmethod
    def _block(cells: Cells, key: Key, pace: Pace, now: datetime) -> deque[_Block]:
        block: deque[_Block] = deque()
        for _ in range(max(1, pace.burst // A_BLOCK)):
            begins = cells.first(key, held(pace), now)
            block.append(_Block(begins, begins + pace.every * (pace.burst // A_BLOCK)))
            cells.take(key, pace, now)
        return block

    def _keep_waiting(self, store: Store, key: Key, pace: Pace, until: datetime) -> None:
        cells = self._cells(store, {key: pace})
        cells.wait(key, held(pace), until)
        self._use(store, cells)

    def _cells(self, store: Store, wanted: Wanted) -> Cells:
        return cells_of(store, self._workspace_id, self._connection_id, wanted)

    def _use(self, store: Store, cells: Cells) -> None:
        use_cells(store, self._workspace_id, self._connection_id, cells)


def held(pace: Pace) -> Pace:
    """The pace of what is not used at the instant at which it was taken: a message, and what is taken in a block."""
    return Pace(pace.every, pace.burst - pace.burst // A_BLOCK)


def cells_of(store: Store, workspace_id: str, connection_id: str, wanted: Wanted) -> Cells:
    """How far these paces are used, as it is kept."""
    names = {" ".join(key): key for key in wanted}
    found = rates.used(store, workspace_id, connection_id, list(names))
    return Cells({names[name]: at for name, at in found.items()})


def use_cells(store: Store, workspace_id: str, connection_id: str, cells: Cells) -> None:
    """Keep what was taken of them, in the transaction that read them."""
    rates.use(store, workspace_id, connection_id, {" ".join(key): at for key, at in cells.taken.items()})
