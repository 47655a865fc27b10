"""What is looked at of a request before anything of it is read: that it is whole, and who signed it, just now.

The form is that of Slack (version 0 of its signatures): HMAC-SHA256 of `v0:`, the request's own timestamp, `:` and the
raw body. Others who post to us sign in the same way.
"""

import asyncio
import hmac
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import ClientDisconnect, Request

APART = 300
"""Seconds that a request's own clock may be away from ours; Slack's advice."""


class NotTaken(ValueError):
    """A request that is not answered, with the status that says why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass(frozen=True)
class Signature:
    """When a request says that it was signed, in seconds since 1970, and how, as `v0=` and hex digits."""

    at: str
    said: str


async def body_of(request: Request, at_most: int, within: float) -> bytes:
    """The body of so many bytes at most, if it comes within so many seconds. Raises NotTaken."""
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or len(said) > 20:
        raise NotTaken(400, "no length")
    if int(said) > at_most:
        raise NotTaken(413, "too long")
    pieces: list[bytes] = []
    seen = 0
    try:
        async with asyncio.timeout(within):
            async for piece in request.stream():
                pieces.append(piece)
                seen += len(piece)
                if seen > at_most:
                    raise NotTaken(413, "too long")
    except TimeoutError:
        raise NotTaken(408, "too slow") from None
    except ClientDisconnect:
        raise NotTaken(400, "broken off") from None
    return b"".join(pieces)


def check(signature: Signature, body: bytes, secret: str, now: datetime) -> None:
    """Raise NotTaken unless who has the secret signed `body`, and just now."""
    at = signature.at
    if not (at.isascii() and at.isdecimal() and len(at) <= 12):
        raise NotTaken(401, "no timestamp")
    if abs(now.timestamp() - int(at)) > APART:
        raise NotTaken(401, "not signed just now")
    if not hmac.compare_digest(signed(at, body, secret).encode(), signature.said.encode()):
        raise NotTaken(401, "not signed with that key")


def signed(at: str, body: bytes, secret: str) -> str:
    """How who has the secret signs a body at a time."""
    return f"v0={hmac.digest(secret.encode(), b'v0:' + at.encode() + b':' + body, 'sha256').hex()}"
