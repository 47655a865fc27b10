"""The ASGI application: the doors it mounts, and what holds for every request."""

import gc
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.settings import LOOPBACK
from bot.web import pages
from bot.web.pages import Problem, refusal
from handlers.files import LARGEST

BODY = 256 * 1024
"""Bytes of a request's body at most; the longest check-in has a hundredth of it."""

FILE_BODY = LARGEST + BODY
"""The same of what comes with a file: the largest that is read, and one a little larger, which is told so."""

SAME_PLACE = ("same-origin", "none")


class TooLong(Exception):
    """The body is longer than anything we ask for."""


class Guarded:
    """Refuses what no page of ours sends, and gives every answer its headers.

    On a loopback address anybody's page can post, and any name can be made to point here: so the Host must be ours
    and a post must come from a page of ours.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, dressed = Headers(scope=scope), _dressed(send)
        if not self._is_ours(headers):
            await refusal(headers, Problem.OTHER_NAME, 421)(scope, receive, dressed)
        elif scope["method"] not in ("GET", "HEAD") and not _is_same_place(headers):
            await refusal(headers, Problem.ELSEWHERE, 403)(scope, receive, dressed)
        elif _is_too_long(headers):
            await refusal(headers, Problem.TOO_LONG, 413)(scope, receive, dressed)
        else:
            await self._app(scope, _counted(receive, _most(headers)), dressed)

    def _is_ours(self, headers: Headers) -> bool:
        return _PORT.sub("", headers.get("host", "")).strip("[]") in self._hosts


_PORT = re.compile(r":\d*$")


def _is_too_long(headers: Headers) -> bool:
    said = headers.get("content-length", "0")
    return not said.isdecimal() or int(said[:20]) > _most(headers)


def _most(headers: Headers) -> int:
    """Bytes that a request's body may have."""
    return FILE_BODY if headers.get("content-type", "").startswith("multipart/form-data") else BODY


def _counted(receive: Receive, most: int = BODY) -> Receive:
    """Counts a body that does not say how long it is, or says it wrongly."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLong
        return message

    return counted


def _dressed(send: Send) -> Send:
    """Gives every answer its headers."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = pages.POLICY
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return dressed


def _is_same_place(headers: Headers) -> bool:
    if (site := headers.get("sec-fetch-site")) is not None:
        return site in SAME_PLACE
    origin = headers.get("origin")
    return origin is None or origin.split("://", 1)[-1] == headers.get("host")


class Limited:
    """What platforms post to: whoever it is for looks at who posts, and at the body. Every answer gets its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._app(scope, receive, _dressed(send) if scope["type"] == "http" else send)


Around = Callable[[], AbstractAsyncContextManager[None]]
"""What runs for as long as the server does."""


def for_pages(app: ASGIApp) -> ASGIApp:
    """The guard of pages on a loopback address."""
    return Guarded(app, LOOPBACK)


def application(
    routes: Sequence[BaseRoute],
    around: Around,
    alive: Callable[[], Awaitable[bool]],
    guard: Callable[[ASGIApp], ASGIApp] = for_pages,
) -> ASGIApp:
    """The application with the routes of its doors, behind their guard."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with around():
            # What was made while starting stays for as long as we run: looking at it again would cost each full
            # collection 95 ms, during which nobody is answered (docs/decisions/0003).
            gc.freeze()
            try:
                yield
            finally:
                gc.unfreeze()

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok" if (well := await alive()) else "not well", 200 if well else 503)

    async def fault(request: Request, _problem: Exception) -> Response:
        return refusal(request.headers, Problem.FAULT, 500)

    async def not_there(request: Request, _problem: Exception) -> Response:
        return refusal(request.headers, Problem.NOT_THERE, 404)

    async def too_long(request: Request, _problem: Exception) -> Response:
        return refusal(request.headers, Problem.TOO_LONG, 413)

    async def unreadable(request: Request, problem: Exception) -> Response:
        status = problem.status_code if isinstance(problem, HTTPException) else 400
        return refusal(request.headers, Problem.UNREADABLE, status)

    app = Starlette(
        routes=[Route("/healthz", health), *routes],
        lifespan=lifespan,
        exception_handlers={
            404: not_there,
            405: not_there,
            500: fault,
            TooLong: too_long,
            HTTPException: unreadable,
        },
    )
    return guard(app)
