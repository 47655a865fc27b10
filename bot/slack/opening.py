"""What stands in an empty conversation of the agent view: sentences to begin it with, set once for each day."""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.outbox import Later
from bot.slack import render
from bot.slack.call import FAILED, Caller
from bot.slack.visits import House, Visit
from handlers.openers import openers
from handlers.sight import seen_by
from handlers.turn import Reader
from prompts import Filled, phrase
from score.cadence import local_day
from storage.store import Store

log = logging.getLogger("concertmaster")

AGAIN_AFTER = timedelta(minutes=10)
"""How long what Slack did not take is left alone, however often somebody opens the conversation."""

REMEMBERED = 20_000
"""People of whom it is remembered what was set for them."""

AT_ONCE = timedelta(seconds=5)
"""How long this waits for its turn at Slack's pace: whoever has an empty conversation before them looks no longer."""


def _found(store: Store, reader: Reader) -> Sequence[Filled]:
    with seen_by(store, reader.person, reader.place):
        return openers(store, reader)


class Opening:
    """The sentences that are offered on one connection."""

    def __init__(self, house: House, call: Caller) -> None:
        self._house, self._call = house, call
        self._set: OrderedDict[str, tuple[object, datetime | None]] = OrderedDict()

    async def offer(self, visit: Visit, user: str, channel: str) -> None:
        """Set what `visit` could begin with now, unless just that is set for today already."""
        conductor = self._house.conductor
        now, person = conductor.clock.now(), visit.person
        found = await conductor.database.read(lambda store: _found(store, Reader(person, visit.direct, now)))
        prompts = render.openings(found, person.language)
        wanted = (local_day(now, person.time_zone), prompts)
        before, until = self._set.get(user, (None, None))
        if before == wanted and (until is None or now < until):
            return
        self._remember(user, wanted, None)
        try:
            await self._call(
                "assistant.threads.setSuggestedPrompts",
                channel_id=channel,
                title=render.opening(phrase("openers.title"), person.language),
                prompts=prompts,
                patience=AT_ONCE,
            )
        except FAILED as problem:
            log.info("what a conversation can be begun with could not be set: %s", problem)
            told = problem.until if isinstance(problem, Later) else None
            self._remember(user, wanted, max(now + AGAIN_AFTER, told or now))

    def _remember(self, user: str, wanted: object, until: datetime | None) -> None:
        self._set[user] = (wanted, until)
        self._set.move_to_end(user)
        while len(self._set) > REMEMBERED:
            self._set.popitem(last=False)
