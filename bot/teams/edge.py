"""What is looked at before anything else: whether a request is from Teams, whole, and an activity.

Whatever is not is answered here with a status of 400 to 503, and no byte of ours goes out for it.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import signed
from bot.signed import NotTaken

log = logging.getLogger("concertmaster")

PATH = "/teams/messages"

BODY = 512 * 1024
"""Bytes of a request's body at most: several times what a message or a card's answers may have on Teams."""

READ_WITHIN = 5.0
"""Seconds in which a body must have come."""

NESTED = 6
"""How deep what is null is taken out; nothing that we read stands deeper."""

WORDS = frozenset(
    {
        "type", "id", "name", "action", "channelId", "serviceUrl", "replyToId", "text", "locale", "localTimezone",
        "deliveryMode",
    }
)  # fmt: skip
OBJECTS = frozenset({"from", "recipient", "conversation", "channelData"})
LISTS = frozenset({"entities", "attachments", "membersAdded", "membersRemoved", "reactionsAdded", "reactionsRemoved"})
NAMED = ("from", "conversation")
"""What an activity is always of."""


@dataclass(frozen=True)
class Answered:
    """How a request is answered: 202 for what was kept, 200 with a body for an invoke."""

    status: int
    body: Mapping[str, Any] | None = None


Receiver = Callable[[dict[str, Any]], Awaitable[Answered]]
"""Plays an activity that came from Teams."""


class Guard(Protocol):
    """Who is let in: bot.teams.auth has one with tokens, and one for this machine alone."""

    def seen(self, request: Request) -> Any:
        """What can be told before the body is read. Raises NotTaken."""

    async def check(self, seen: Any, activity: Mapping[str, Any]) -> None:
        """Raise NotTaken unless it is good for this activity."""


class Edge:
    """Where Teams posts to."""

    def __init__(self, guard: Guard, receiver: Receiver) -> None:
        self._guard, self._receiver = guard, receiver

    def route(self) -> Route:
        """Its place in the server."""
        return Route(PATH, self.answer, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        try:
            activity = await self._taken(request)
        except NotTaken as problem:
            log.info("Not taken from Teams: %s", problem.why)
            return PlainTextResponse(problem.why, problem.status, headers=_beside(problem.status))
        reply = await self._receiver(activity)
        return Response(status_code=reply.status) if reply.body is None else JSONResponse(reply.body, reply.status)

    async def _taken(self, request: Request) -> dict[str, Any]:
        seen = self._guard.seen(request)
        activity = read(await signed.body_of(request, BODY, READ_WITHIN))
        await self._guard.check(seen, activity)
        return activity


def _beside(status: int) -> dict[str, str]:
    return {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}.get(status, {})


def read(body: bytes) -> dict[str, Any]:
    """The activity in a body, without what is null in it. Raises NotTaken when it is none."""
    try:
        text = body.decode()
        found = json.loads(text, parse_constant=_no_number)
        if "\\ud" in text.lower():
            # Half of a character cannot be kept.
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotTaken(400, "cannot be read") from None
    if not isinstance(found, dict):
        raise NotTaken(400, "not an object")
    activity = _without_nothing(found, NESTED)
    if wrong := next(_wrong(activity), None):
        raise NotTaken(400, f"{wrong} is not what it should be")
    return dict(activity)


def _no_number(said: str) -> None:
    raise ValueError(said)


def _without_nothing(found: Any, deeper: int) -> Any:
    """`found` without what is null in its objects: to everybody who reads it, that is not there."""
    if deeper and isinstance(found, dict):
        return {key: _without_nothing(value, deeper - 1) for key, value in found.items() if value is not None}
    if deeper and isinstance(found, list):
        return [_without_nothing(one, deeper - 1) for one in found]
    return found


def _wrong(activity: Mapping[str, Any]) -> Iterator[str]:
    """What in an activity has not the shape that Teams gives it."""
    for key, value in activity.items():
        if (
            (key in WORDS and not isinstance(value, str))
            or (key in OBJECTS and not isinstance(value, dict))
            or (key in LISTS and not (isinstance(value, list) and all(isinstance(one, dict) for one in value)))
        ):
            yield key
    if not activity.get("type"):
        yield "type"
    for name in NAMED:
        found = activity.get(name)
        named = found.get("id") if isinstance(found, dict) else None
        if not isinstance(named, str) or not named:
            yield f"{name}.id"
