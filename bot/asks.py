"""What the model is asked, from the moment that it is kept until whoever asked can be shown the answer.

An ask is a row until its answer is shown. The process that kept it asks the model, for as long as the settings say,
and plays what came of it; the door at which somebody asked waits for that here, shows it, and says so. What was asked
by a process that is gone, and what no door has shown, is answered by the clock, from the lines (`coach.give_up`).

Where somebody does not wait, the request ends; where another process is told so, it ends by itself in time, and until
then their next question is not put to the model.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.conductor import Conductor, Played
from bot.model import model_of
from bot.settings import ModelSettings
from bot.writer import Unkept
from handlers.turn import Scribe
from prompts.brief import brief
from score.model import SCHEMA, Bill, Model, Request, Said, Silent, WhyNot
from storage import asks
from storage.budgets import Budget
from storage.tables import Ask, AskState, Person

log = logging.getLogger("concertmaster")

AT_ONCE = 100
"""Questions that are with the model at once; of more the lines answer."""

UNHEARD = 60.0
"""Seconds for which an answer is kept for a page that has not asked for it yet."""


class Asks:
    """The asks of this process that are with the model."""

    def __init__(self, conductor: Conductor, model: Model) -> None:
        self._conductor, self._model = conductor, model
        self._running: dict[tuple[str, str], asyncio.Task[Played | None]] = {}
        self._stops: dict[str, asyncio.Future[None]] = {}
        conductor.asked, conductor.heard, conductor.stopped = self._begin, self.heard, self._stop

    def _begin(self, ask_id: str, person: Person) -> None:
        one, loop = (ask_id, person.id), asyncio.get_running_loop()
        self._stops[ask_id] = stop = loop.create_future()
        self._running[one] = task = loop.create_task(self._answer(person.workspace_id, ask_id, stop))
        task.add_done_callback(lambda _: self._stops.pop(ask_id))
        # Whoever waited may have gone away.
        task.add_done_callback(lambda _: loop.call_later(UNHEARD, self._running.pop, one, None))

    def _stop(self, ask_id: str) -> None:
        stop = self._stops.get(ask_id)
        if stop is not None and not stop.done():
            stop.set_result(None)

    async def heard(self, ask_id: str, person_id: str) -> Played | None:
        """What is shown of somebody's ask once it is answered, to who asks for it first; None where that is nothing."""
        task = self._running.get((ask_id, person_id))
        if task is None:
            return None
        await asyncio.wait([task])
        is_first = self._running.pop((ask_id, person_id), None) is not None
        return task.result() if is_first and not task.cancelled() else None

    async def _answer(self, workspace_id: str, ask_id: str, stop: asyncio.Future[None]) -> Played | None:
        try:
            ask = await self._conductor.database.glance(lambda store: asks.ask(store, workspace_id, ask_id))
            if ask is None:
                return None
            many = sum(not task.done() for task in self._running.values()) > AT_ONCE
            spoken = Silent(WhyNot.BUSY) if many else await self._spoken(ask, stop)
            return await self._conductor.hear(ask, spoken)
        except Unkept:
            # The clock answers it once the store can be written again.
            log.warning("what the model said could not be kept or shown", extra={"ask": ask_id})
            return None

    async def _spoken(self, ask: Ask, stop: asyncio.Future[None]) -> Said | Silent:
        """What the model says; once it is stopped, or we stop, the request ends, and what it has cost is counted."""
        if ask.state is not AskState.WAITING:
            return _STOPPED
        bill = Bill()
        request = asyncio.create_task(self._model.ask(_request(ask, bill)))
        either: list[asyncio.Future[Any]] = [request, stop]
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            await _end(request)
            if bill.tokens:
                await self._conductor.spend(ask.workspace_id, bill.tokens)
            raise
        await _end(request)
        return replace(_STOPPED, tokens=bill.tokens) if request.cancelled() else request.result()

    async def close(self) -> None:
        """Stop asking; what is not answered is answered by the clock."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._running.clear()


_STOPPED = Silent(WhyNot.LATE)
"""What came of a question for which nobody waits any more; nobody is told why."""


async def _end(request: "asyncio.Task[Said | Silent]") -> None:
    request.cancel()
    await asyncio.wait([request])


def _request(ask: Ask, bill: Bill) -> Request:
    return Request(brief(ask.brief).text, ask.values["data"], SCHEMA, ask.person_id, bill=bill)


@contextlib.asynccontextmanager
async def asking(known: ModelSettings | None, conductor: Conductor) -> AsyncIterator[None]:
    """Meanwhile the model of the settings, of which none is missing, puts answers into words, if there is one."""
    if known is None:
        yield
        return
    # Half a second of reading, and nobody else is to wait for it.
    model = await asyncio.to_thread(model_of, known, conductor.clock)
    conductor.scribe = Scribe(timedelta(seconds=known.deadline), Budget(known.questions_a_day, known.tokens_a_day))
    asks = Asks(conductor, model)
    try:
        yield
    finally:
        await asks.close()
        await model.close()
