"""The days of the example in one server: each has a store of its own, and one of them is open at a time.

Time only moves forward within a store, so walking into another day opens that day's own; what was typed stays in the
store in which it was typed. While one is closed and the next one opened, whoever asks for a page waits.
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from datetime import date

from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from bot import script
from bot.asks import asking
from bot.clock import ticking
from bot.company import ZONE
from bot.settings import ClockSettings, Settings
from bot.stage import Stage, begun_until, open_stage, prepare, store_of
from bot.web.days import DayThere
from bot.web.pages import Standing
from bot.web.receive import Pages
from bot.web.send import WebOut
from bot.web.showing import House
from storage.tables import Door

log = logging.getLogger("concertmaster")

EVERY = ClockSettings(plan_every=5, deliver_every=2, reconcile_every=30)

DRAINED_WITHIN = 15.0
"""Seconds for which a day that is closed waits for those who are being answered in it."""


class Running:
    """One day that is open: its pages, its ticks and its outbox."""

    def __init__(self, stage: Stage, out: WebOut, day: date | None) -> None:
        self.stage, self.out, self.day = stage, out, day
        house = House(stage, out, day)
        self.router = Router(Pages(house).routes())
        self._ticks = ticking(stage.tick, stage.outbox.look, stage.outbox.reconcile, EVERY)
        self._sending: asyncio.Task[None] | None = None
        self._within = 0
        self._left = asyncio.Event()
        self._asking = contextlib.AsyncExitStack()

    async def begin(self) -> None:
        """Tick, send, and take up what was never finished."""
        await self._asking.enter_async_context(asking(Settings().model, self.stage.conductor))
        self._ticks.start()
        self._sending = asyncio.create_task(self.stage.outbox.run())
        await self.stage.conductor.tick()
        await self.stage.outbox.reconcile()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, which this day outlives."""
        self._within += 1
        try:
            await self.router(scope, receive, send)
        finally:
            self._within -= 1
            self._left.set()

    async def end(self) -> None:
        """Stop in order: no more ticks, open pages sent elsewhere, everybody answered, and then the store closed."""
        if self._ticks.running:
            self._ticks.shutdown(wait=False)
        self.out.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._drained(), DRAINED_WITHIN)
        if self._sending is not None:
            self._sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sending
        await self._asking.aclose()
        self.stage.database.close()

    async def _drained(self) -> None:
        while self._within:
            self._left.clear()
            await self._left.wait()


class Days:
    """All days that can be walked into, for the pages; and the application of the one that is open."""

    def __init__(self, stage: Stage, out: WebOut, day: date | None) -> None:
        self._running = Running(stage, out, day)
        self._open = asyncio.Event()
        self._open.set()
        self._changing: asyncio.Task[None] | None = None
        self._coming: date | None = None
        self._failed: date | None = None

    @property
    def stage(self) -> Stage:
        """What the open day runs on."""
        return self._running.stage

    @property
    def organisation(self) -> str:
        """Who is played."""
        return self.stage.example.workspace.name

    @property
    def zone(self) -> str:
        """Whose hours the days are said in."""
        return ZONE

    @property
    def stories(self) -> Mapping[str, str]:
        """What can be seen on a day, by its date."""
        return script.told()

    @property
    def day(self) -> date | None:
        """The day that is open; none in an organisation that is no example."""
        return self._running.day

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the day that is open, once there is one."""
        await self._open.wait()
        await self._running.answer(scope, receive, send)

    async def begin(self) -> None:
        """Begin with the day that is open."""
        await self._running.begin()

    async def end(self) -> None:
        """Close whatever is open; a day that is just being made is left, and made again when it is wanted."""
        if self._changing is not None:
            self._changing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._changing
        await self._running.end()

    def there(self) -> Sequence[DayThere]:
        """Every day, oldest first; none in an organisation that is no example."""
        return [self._standing(day) for day in script.days()] if self.day is not None else []

    def _standing(self, day: date) -> DayThere:
        if day == self._coming:
            return DayThere(day, Standing.COMING)
        if day == self.day:
            return DayThere(day, Standing.OPEN, self.stage.clock.now())
        if day == self._failed:
            return DayThere(day, Standing.FAILED)
        until = begun_until(store_of("demo", None, day), Door.WEB, day)
        return DayThere(day, Standing.BEGUN if until else Standing.UNTOUCHED, until)

    def walk_into(self, day: date, *, again: bool = False) -> None:
        """Begin to open another day, or the same one `again` from its morning; one change at a time.

        Raises ValueError for a day that is none of them.
        """
        if self.day is None or day not in script.days():
            raise ValueError(day)
        if self._changing is not None and not self._changing.done():
            return
        if day == self.day and not again:
            return
        self._coming, self._failed = day, None
        self._changing = asyncio.create_task(self._change(day, again=again))

    async def arrived(self, within: float) -> bool:
        """Whether nothing is being opened any more, after so many seconds at most."""
        if self._changing is not None:
            await asyncio.wait([self._changing], timeout=within)
        return self._changing is None or self._changing.done()

    async def _change(self, day: date, *, again: bool) -> None:
        try:
            await self._open_other(day, again=again)
        except Exception:
            log.exception("a day could not be opened", extra={"day": day.isoformat()})
            self._failed = day
        finally:
            self._coming = None

    async def _open_other(self, day: date, *, again: bool) -> None:
        file, out, before = store_of("demo", None, day), WebOut(), self._running
        if day != before.day:
            # It may take a while, and the day that is open plays on meanwhile.
            await prepare(file, Door.WEB, out, fresh=again, day=day)
        self._open.clear()
        reopened = before.day
        try:
            await before.end()
            if day == before.day:
                await prepare(file, Door.WEB, out, fresh=True, day=day)
            self._running = Running(await open_stage(file, Door.WEB, out, day=day), out, day)
            await self._running.begin()
        except BaseException:
            await self._reopen(reopened)
            raise
        finally:
            self._open.set()

    async def _reopen(self, day: date | None) -> None:
        """The day that was open before, as it was left."""
        if day is None:
            return
        out = WebOut()
        stage = await open_stage(store_of("demo", None, day), Door.WEB, out, day=day)
        self._running = Running(stage, out, day)
        await self._running.begin()
