"""The ASGI application: the doors it mounts, and what holds for every request."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.settings import LOOPBACK
from bot.web import pages
from bot.web.pages import Problem

BODY = 256 * 1024
"""Bytes of a request's body at most; the longest check-in has a hundredth of it."""

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
        headers = Headers(scope=scope)
        if not self._is_ours(headers):
            await PlainTextResponse("421", 421)(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD") and not _is_same_place(headers):
            await PlainTextResponse("403", 403)(scope, receive, send)
        elif int(headers.get("content-length") or 0) > BODY:
            await PlainTextResponse("413", 413)(scope, receive, send)
        else:
            await self._limited(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        return headers.get("host", "").rsplit(":", 1)[0].strip("[]") in self._hosts

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > BODY:
                raise TooLong
            return message

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = pages.POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self._app(scope, counted, dressed)
        except TooLong:
            await PlainTextResponse("413", 413)(scope, receive, dressed)


def _is_same_place(headers: Headers) -> bool:
    if (site := headers.get("sec-fetch-site")) is not None:
        return site in SAME_PLACE
    origin = headers.get("origin")
    return origin is None or origin.split("://", 1)[-1] == headers.get("host")


Around = Callable[[], AbstractAsyncContextManager[None]]
"""What runs for as long as the server does."""


def application(routes: Sequence[BaseRoute], around: Around, alive: Callable[[], Awaitable[bool]]) -> ASGIApp:
    """The application with the routes of its doors."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with around():
            yield

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok" if (well := await alive()) else "not well", 200 if well else 503)

    async def fault(_request: Request, _problem: Exception) -> Response:
        return HTMLResponse(pages.problem(Problem.FAULT), 500)

    async def not_there(_request: Request, _problem: Exception) -> Response:
        return HTMLResponse(pages.problem(Problem.NOT_THERE), 404)

    app = Starlette(
        routes=[Route("/healthz", health), *routes],
        lifespan=lifespan,
        exception_handlers={404: not_there, 405: not_there, 500: fault},
    )
    return Guarded(app, LOOPBACK)
