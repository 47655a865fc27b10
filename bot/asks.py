"""What the model is asked, from the moment that it is kept until whoever asked can be shown the answer.

An ask is a row until it is answered. The process that kept it asks the model, for as long as the settings say, and
plays what came of it; the door at which somebody asked waits for that here. What was asked by a process that is gone
is answered by the clock, from the lines (`coach.give_up`).
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

from bot.conductor import Conductor, Played
from bot.model import model_of
from bot.settings import ModelSettings
from bot.writer import Unkept
from handlers.turn import Scribe
from prompts.brief import brief
from score.model import SCHEMA, Model, Request, Silent, WhyNot
from storage import asks
from storage.budgets import Budget
from storage.tables import Ask, Person

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
        conductor.asked, conductor.heard = self._begin, self.heard

    def _begin(self, ask_id: str, person: Person) -> None:
        one, loop = (ask_id, person.id), asyncio.get_running_loop()
        self._running[one] = task = loop.create_task(self._answer(person.workspace_id, ask_id))
        # Whoever waited may have gone away.
        task.add_done_callback(lambda _: loop.call_later(UNHEARD, self._running.pop, one, None))

    async def heard(self, ask_id: str, person_id: str) -> Played | None:
        """What is shown of somebody's ask once it is answered, to who asks for it first; None where that is nothing."""
        task = self._running.get((ask_id, person_id))
        if task is None:
            return None
        await asyncio.wait([task])
        is_first = self._running.pop((ask_id, person_id), None) is not None
        return task.result() if is_first and not task.cancelled() else None

    async def _answer(self, workspace_id: str, ask_id: str) -> Played | None:
        try:
            ask = await self._conductor.database.glance(lambda store: asks.ask(store, workspace_id, ask_id))
            if ask is None:
                return None
            many = sum(not task.done() for task in self._running.values()) > AT_ONCE
            spoken = Silent(WhyNot.BUSY) if many else await self._model.ask(_request(ask))
            return await self._conductor.hear(ask, spoken)
        except Unkept:
            # The clock answers it once the store can be written again.
            log.warning("what the model said could not be kept", extra={"ask": ask_id})
            return None

    async def close(self) -> None:
        """Stop asking; what is not answered is answered by the clock."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._running.clear()


def _request(ask: Ask) -> Request:
    return Request(brief(ask.brief).text, ask.values["data"], SCHEMA, ask.person_id)


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
