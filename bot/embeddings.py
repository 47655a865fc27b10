"""An OpenAI-compatible endpoint for embeddings.

What people wrote leaves the house here, where somebody has switched it on: the text of a task or a line, and nothing
that says whose it is.
"""

import asyncio
import json
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError
from typing import Any

import httpx2
from openai import APIStatusError, OpenAIError, omit

from bot.compatible import BYTES_BESIDE, Unread, client_of
from bot.meaning import PATIENCE, Unanswered
from bot.settings import MeaningSettings

RETRIES = 2
"""How often it is asked again after 408, 409, 429, 5xx and lost connections, all within the time limit."""

MOST_NUMBERS, BYTES_OF_A_NUMBER = 8192, 40
"""Numbers for one text that an endpoint may be asked for, and what each may take on the wire: 26 bytes as a rule, more
where each has a line of its own."""

CLOSED = "we are stopping"

TOO_LONG, PACKED = "an answer that is too long", "an answer that is packed"

NEVER = (401, 403, 404)
"""What it says to whoever it will not answer soon either: a key that is refused, a model that is not there."""


class Endpoint:
    """An OpenAI-compatible endpoint, asked from a thread of its own, so that what drips in is cut off in time."""

    at_hand = False

    def __init__(self, known: MeaningSettings) -> None:
        self._known = known
        self.name = known.model
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="meaning", daemon=True)
        self._thread.start()
        self._lock, self._closed = threading.Lock(), False
        self._client = client_of(
            known.base_url,
            known.key,
            most=BYTES_BESIDE + BYTES_OF_A_NUMBER * MOST_NUMBERS * known.texts_per_request,
            timeout=httpx2.Timeout(PATIENCE),
            retries=RETRIES,
        )

    def read(self, texts: Sequence[str], within: float) -> Sequence[Sequence[float]]:
        """Numbers for each text, in as many seconds at most. Raises Unanswered."""
        with self._lock:
            if self._closed:
                raise Unanswered(CLOSED)
            asked = asyncio.run_coroutine_threadsafe(self._read(texts, within), self._loop)
        try:
            return asked.result()
        except CancelledError:
            raise Unanswered(CLOSED) from None

    async def _read(self, texts: Sequence[str], within: float) -> Sequence[Sequence[float]]:
        found: list[Sequence[float]] = []
        try:
            # The client's own limit is for each chunk: a reply that drips would be waited for without end.
            async with asyncio.timeout(within):
                for begin in range(0, len(texts), self._known.texts_per_request):
                    found += await self._some(texts[begin : begin + self._known.texts_per_request])
        except TimeoutError:
            raise Unanswered(f"no answer within {within} seconds") from None
        return found

    async def _some(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        try:
            # Raw, since the client's own reading of what is no answer ends in errors of every kind.
            raw = await self._client.embeddings.with_raw_response.create(
                model=self._known.model,
                input=list(texts),
                encoding_format="float",
                dimensions=self._known.dimensions or omit,
            )
            return _embeddings(json.loads(raw.content))
        except APIStatusError as refused:
            raise _refused(refused.status_code) from None
        except Unread as unread:
            if unread.status >= 300:
                raise _refused(unread.status) from None
            raise Unanswered(PACKED if unread.is_packed else TOO_LONG) from None
        except OpenAIError as fault:
            raise Unanswered(type(fault).__name__) from None
        except (ValueError, RecursionError):
            # What is nested too deep to be read is refused by a RecursionError.
            raise Unanswered("no JSON") from None

    def close(self) -> None:
        """Break off what is under way, for which somebody waits, and end its thread."""
        with self._lock:
            self._closed = True
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._client.close()


def _refused(status: int) -> Unanswered:
    return Unanswered(f"HTTP status {status}", lasting=status in NEVER)


def _embeddings(said: Any) -> list[Sequence[float]]:
    """The numbers of an answer, in the order of the texts. Raises Unanswered."""
    rows = said.get("data") if isinstance(said, Mapping) else None
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Unanswered("no list of embeddings")
    if sorted(str(row.get("index")) for row in rows) != sorted(map(str, range(len(rows)))):
        raise Unanswered("embeddings that do not say of which text")
    numbers = [row.get("embedding") for row in sorted(rows, key=lambda row: int(row["index"]))]
    if not all(isinstance(one, list) for one in numbers):
        raise Unanswered("no numbers")
    return numbers
