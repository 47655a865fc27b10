"""The keys that sign what comes from Teams: asked for off to the side, kept for a day, and asked for again when one is
new.

Nobody waits for them whose key is known. Whoever's is not waits for the one question that is under way, a few seconds
at most; a stranger can make us ask once a minute, and nowhere else than where these settings say.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt

from bot.ports import Clock

log = logging.getLogger("concertmaster")

WITHIN = 5.0
"""Seconds in which both answers must have come."""

MOST = 1 << 20
"""Bytes of one answer at most; Microsoft's have some ten thousand."""

RENEWED_AFTER = timedelta(hours=24)
"""How old keys may become before they are asked for again, while they go on holding."""

HOLD_FOR = timedelta(days=3)
"""How long keys hold while they cannot be asked for. After that nothing is believed any more."""

ASKED_AGAIN_AFTER = timedelta(minutes=1)
"""How soon after an answer a key that was not in it is asked for again: Microsoft may have a new one."""

TRIED_AGAIN_AFTER = timedelta(seconds=10)
"""How soon after a failure it is tried again."""


class Stalled(Exception):
    """The keys cannot be had now, so nobody knows whether somebody's is good."""


@dataclass(frozen=True)
class Key:
    """One key that signs, and the channels for which it may."""

    public: Any
    endorsements: frozenset[str]


class Keys:
    """The keys that hold now."""

    def __init__(
        self, metadata_at: str, session: aiohttp.ClientSession, clock: Clock, *, within: float = WITHIN
    ) -> None:
        self._metadata_at, self._session, self._clock, self._within = metadata_at, session, clock, within
        self._keys: Mapping[str, Key] = {}
        self._answered: datetime | None = None
        self._failed: datetime | None = None
        self._asking: asyncio.Task[None] | None = None

    async def get(self, kid: str) -> Key | None:
        """The key of that name, None where there is none. Raises Stalled where it cannot be found out now."""
        now = self._clock.now()
        if self._answered is not None and now - self._answered < HOLD_FOR:
            if (known := self._keys.get(kid)) is not None:
                if now - self._answered >= RENEWED_AFTER:
                    self._ask(now)
                return known
            if now - self._answered < ASKED_AGAIN_AFTER:
                return None
        if (asking := self._ask(now)) is not None:
            await asyncio.shield(asking)
        if self._failed is not None:
            raise Stalled("the keys cannot be had")
        return self._keys.get(kid)

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    def _ask(self, now: datetime) -> asyncio.Task[None] | None:
        """The one question that is under way; None while it is too soon after a failure for another."""
        if self._asking is not None and not self._asking.done():
            return self._asking
        if self._failed is not None and now - self._failed < TRIED_AGAIN_AFTER:
            return None
        self._asking = asyncio.create_task(self._renew())
        return self._asking

    async def _renew(self) -> None:
        try:
            async with asyncio.timeout(self._within):
                metadata = await self._answer(self._metadata_at)
                keys_at = metadata.get("jwks_uri")
                # From a metadata server that speaks TLS nothing leads to one that does not.
                if not isinstance(keys_at, str) or urlsplit(keys_at).scheme != urlsplit(self._metadata_at).scheme:
                    raise ValueError("it is not said where the keys are")
                keys = _read(await self._answer(keys_at))
        except (aiohttp.ClientError, OSError, ValueError, RecursionError) as problem:
            self._failed = self._clock.now()
            log.warning("The keys that sign what comes from Teams cannot be had: %s", type(problem).__name__)
            return
        self._keys, self._answered, self._failed = keys, self._clock.now(), None

    async def _answer(self, url: str) -> Mapping[str, Any]:
        async with self._session.get(url, allow_redirects=False) as answer:
            if answer.status != 200:
                raise ValueError(f"status {answer.status}")
            found = json.loads(await first(answer.content, MOST))
        if not isinstance(found, dict):
            raise ValueError("not an object")
        return found


async def first(content: aiohttp.StreamReader, most: int) -> bytes:
    """All that comes, if it is not longer than so many bytes. Raises ValueError."""
    found = bytearray()
    async for piece in content.iter_chunked(1 << 16):
        found += piece
        if len(found) > most:
            raise ValueError("too long")
    return bytes(found)


def _read(found: Mapping[str, Any]) -> dict[str, Key]:
    """The keys that can be read, by name. Raises ValueError when there are none."""
    said = found.get("keys")
    keys = [key for one in said if (key := _key(one)) is not None] if isinstance(said, list) else []
    if not keys:
        raise ValueError("no keys")
    return dict(keys)


def _key(found: object) -> tuple[str, Key] | None:
    if not isinstance(found, dict) or not isinstance(found.get("kid"), str) or found.get("kty") != "RSA":
        return None
    endorsed = found.get("endorsements")
    try:
        public = jwt.PyJWK(found, algorithm="RS256").key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    names = endorsed if isinstance(endorsed, list) else []
    return found["kid"], Key(public, frozenset(one for one in names if isinstance(one, str)))
