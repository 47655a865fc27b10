"""The model behind the door: one brief goes out, and a whole answer comes back, or one reason why none does.

Who is asked is an OpenAI-compatible endpoint (bot/completions.py), and a second one where the first is silent. Whatever
they do, whoever asks has something within the deadline: what was said, every claim of it, or `Silent`.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.ports import Clock
from bot.replies import LONGEST
from bot.settings import ModelSettings
from score.model import SCHEMA, Bill, Model, Request, Said, Silent, WhyNot

log = logging.getLogger("concertmaster")

FAULTS = 5
"""Faults in a row after which an endpoint is left alone for a while: each costs somebody the deadline."""

REST = timedelta(seconds=60)
"""For how long it is left alone then, and after each fault more."""

LONGEST_REST = timedelta(seconds=LONGEST)
"""The longest that it can be left alone."""

OF_THE_FIRST = 0.6
"""The share of the deadline that the first endpoint may use where there is a second, which must have time to answer."""


CURABLE = frozenset(WhyNot) - {WhyNot.REFUSED, WhyNot.FILTERED, WhyNot.BUDGET}
"""What another endpoint may do better. What one refuses to say is not carried to the next until one says it."""

FAULTY = CURABLE - {WhyNot.TOO_LONG, WhyNot.BREAKER}
"""What speaks against the endpoint; all else speaks of the question, and shows that it is well."""

LASTING = frozenset({WhyNot.NO_KEY, WhyNot.NO_MODEL})
"""What asking again soon does not mend."""

INDUCED = frozenset({WhyNot.GARBAGE})
"""What a question can be written to bring about: of one person it counts once, until the endpoint answers somebody."""


class Source(Protocol):
    """One endpoint."""

    name: str

    async def ask(self, request: Request, within: float, bill: Bill) -> Said | Silent:
        """What it says within as many seconds; what that cost is added to the bill."""

    async def close(self) -> None:
        """Let go of it."""


class Breaker:
    """Whether an endpoint is left alone: after some faults in a row it is, then one question is let through to try."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._faults = 0
        self._induced: set[str] = set()
        self._until: datetime | None = None
        self._trying = False

    def rest(self) -> timedelta | None:
        """For how long it is left alone still; None where it may be asked, by whoever asked this."""
        if self._until is None:
            return None
        left = self._until - self._clock.now()
        # One further ahead than any can be was set before the clock was set back.
        if timedelta(0) < left <= LONGEST_REST:
            return left
        if self._trying:
            return REST
        self._trying = True
        return None

    def tried(self) -> None:
        """Whoever was let through has come back, with whatever."""
        self._trying = False

    def fault(self, why: WhyNot, retry_after: float | None, person: str = "") -> bool:
        """Count a fault on a question of `person`; gives whether the endpoint is left alone from now on, and was not
        before.
        """
        if why in INDUCED:
            if person in self._induced:
                return False
            self._induced.add(person)
        was_open, now = self._until is not None, self._clock.now()
        self._faults = FAULTS if why in LASTING else self._faults + 1
        if self._faults >= FAULTS:
            self._leave_alone(now + REST)
        if retry_after:
            self._leave_alone(now + timedelta(seconds=retry_after))
        return self._until is not None and not was_open

    def _leave_alone(self, until: datetime) -> None:
        self._until = until if self._until is None else max(self._until, until)

    def well(self) -> bool:
        """Count that it answered; gives whether it had been left alone before."""
        was_open, self._until, self._faults = self._until is not None, None, 0
        self._induced.clear()
        return was_open


class Endpoints:
    """One endpoint after the other, within one deadline, each with a breaker of its own."""

    def __init__(self, sources: Sequence[Source], deadline: float, clock: Clock) -> None:
        self._sources = [(source, Breaker(clock)) for source in sources]
        self._deadline = deadline
        self.name = sources[0].name

    async def ask(self, request: Request) -> Said | Silent:
        """What the first of them says that says anything."""
        seconds = asyncio.get_running_loop().time
        began, bill = seconds(), request.bill or Bill()
        found: Said | Silent | None = None
        for place, (source, breaker) in enumerate(self._sources):
            left = self._deadline - (seconds() - began)
            is_last = place == len(self._sources) - 1
            heard = await self._asked(source, breaker, request, left if is_last else left * OF_THE_FIRST, bill)
            # That the second one is left alone says less than what the first one has just said.
            if found is None or isinstance(heard, Said) or heard.reason is not WhyNot.BREAKER:
                found = heard
            if isinstance(heard, Said) or heard.reason not in CURABLE:
                break
        assert found is not None
        self._tell(found, bill, seconds() - began)
        return _with_bill(found, bill)

    async def _asked(
        self, source: Source, breaker: Breaker, request: Request, within: float, bill: Bill
    ) -> Said | Silent:
        if (rest := breaker.rest()) is not None:
            return Silent(WhyNot.BREAKER, rest.total_seconds())
        try:
            found = await source.ask(request, within, bill)
        finally:
            breaker.tried()
        if isinstance(found, Silent) and found.reason in FAULTY:
            if breaker.fault(found.reason, found.retry_after, request.person):
                log.warning("the model %s is left alone for a while: %s", source.name, found.reason)
        elif breaker.well():
            log.warning("the model %s answers again", source.name)
        return found

    def _tell(self, found: Said | Silent, bill: Bill, took: float) -> None:
        verdict = f"{len(found.claims)} claims" if isinstance(found, Said) else str(found.reason)
        log.info(
            "the model %s: %s; %d tokens in, %d of them cached, %d out, %d ms",
            found.model if isinstance(found, Said) else self.name,
            verdict,
            bill.tokens_in,
            bill.cached,
            bill.tokens_out,
            round(took * 1000),
        )

    async def close(self) -> None:
        """Let go of all of them."""
        for source, _ in self._sources:
            await source.close()


def _with_bill(found: Said | Silent, bill: Bill) -> Said | Silent:
    """The same with all that it cost, at whichever endpoint."""
    if isinstance(found, Silent):
        return replace(found, tokens=bill.tokens)
    return replace(found, tokens_in=bill.tokens_in, tokens_out=bill.tokens_out, cached=bill.cached)


def model_of(known: ModelSettings, clock: Clock) -> Model:
    """The model that the settings name, none of which is missing; nobody is asked yet."""
    # Half a second and thirty megabytes, for those who have switched it on.
    from bot.completions import Endpoint, Where

    wheres = [Where(known.base_url, known.model, known.key, known.azure_api_version)]
    if known.second_base_url:
        wheres.append(Where(known.second_base_url, known.second_model, known.second_key))
    return Endpoints([Endpoint(one, known.answer_tokens, clock) for one in wheres], known.deadline, clock)


# What is asked by `concertmaster check`

TRIED = Request(
    system="Answer with one JSON object and nothing else. Each claim says one thing of a line, with the line's address "
    "and words of it as they stand there.",
    data='{"question": "What do we do before noon?", '
    '"lines": [{"line": "field/P-1", "text": "Call every harbour before noon"}]}',
    schema=SCHEMA,
    person="",
)
"""A question of ours, about a line of nobody."""


async def tried(asked: Model) -> tuple[Said | Silent, float]:
    """What the model says to a question of ours, and how many seconds that took; it is let go then."""
    seconds = asyncio.get_running_loop().time
    began = seconds()
    try:
        return await asked.ask(TRIED), seconds() - began
    finally:
        await asked.close()
