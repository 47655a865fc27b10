"""What holds for every request, whichever door it is for: who may ask, how much, and what every answer carries."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from bot.server import BODY, application

HOME = "http://127.0.0.1:8642"
FORM = "application/x-www-form-urlencoded"


class Door:
    """A door that says what was posted to it, may break, and counts what got through to it."""

    def __init__(self) -> None:
        self.answered = 0
        self.well = True

    async def said(self, request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=200)
        self.answered += 1
        return PlainTextResponse(" ".join(f"{name}={value}" for name, value in form.multi_items()))

    async def page(self, _request: Request) -> Response:
        self.answered += 1
        return PlainTextResponse("a page", headers={"Cache-Control": "public, max-age=9"})

    async def broken(self, _request: Request) -> Response:
        raise RuntimeError("canary")

    async def alive(self) -> bool:
        return self.well


@asynccontextmanager
async def nothing_around() -> AsyncIterator[None]:
    yield


class Visitor:
    """Somebody who sends whatever they like."""

    def __init__(self, door: Door) -> None:
        routes = [
            Route("/said", door.said, methods=["POST"]),
            Route("/page", door.page),
            Route("/broken", door.broken),
        ]
        transport = httpx.ASGITransport(application(routes, nothing_around, door.alive), raise_app_exceptions=False)
        self.door = door
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(transport=transport)

    def asks(
        self,
        path: str,
        method: str = "GET",
        *,
        at: str = HOME,
        body: bytes | AsyncIterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        return self._runner.run(self._client.request(method, at + path, content=body, headers=headers))

    def posts(self, body: bytes | AsyncIterator[bytes], headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.asks("/said", "POST", body=body, headers={"Content-Type": FORM} | dict(headers or {}))

    def leaves(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    made = Visitor(Door())
    yield made
    made.leaves()


async def in_pieces(size: int) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(0, size, 1024):
        yield b"x" * 1024


# Who may ask


@pytest.mark.parametrize("at", ["http://127.0.0.1:8642", "http://localhost", "http://[::1]:9", "http://[::1]"])
def test_this_machine_is_answered(visitor: Visitor, at: str) -> None:
    assert visitor.asks("/page", at=at).text == "a page"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8642", "127.0.0.1.evil.example", "localhost.evil.example:8642", "", "10.0.0.7"],
)
def test_a_name_that_was_made_to_point_here_is_not_answered(visitor: Visitor, host: str) -> None:
    answer = visitor.asks("/page", headers={"Host": host})

    assert answer.status_code == 421
    assert "Nothing was done" in answer.text
    assert visitor.door.answered == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": HOME},
        {"Sec-Fetch-Site": "cross-site", "Origin": HOME},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_page_from_elsewhere_cannot_post_here(visitor: Visitor, method: str, headers: Mapping[str, str]) -> None:
    answer = visitor.asks("/said", method, body=b"a=1", headers={"Content-Type": FORM, **headers})

    assert answer.status_code == 403
    assert visitor.door.answered == 0


@pytest.mark.parametrize("headers", [{}, {"Origin": HOME}, {"Sec-Fetch-Site": "same-origin", "Origin": HOME}])
def test_a_page_of_ours_can_post(visitor: Visitor, headers: Mapping[str, str]) -> None:
    assert visitor.posts(b"a=1&b=2", headers).text == "a=1 b=2"


# How much


def test_the_longest_body_that_is_taken(visitor: Visitor) -> None:
    assert visitor.posts(b"a=" + b"x" * (BODY - 2)).status_code == 200


@pytest.mark.parametrize("said", [None, str(BODY + 1), "9" * 5000, "-1", "many"])
def test_a_body_that_is_too_long_or_lies_about_it_is_not_taken(visitor: Visitor, said: str | None) -> None:
    body = b"a=" + b"x" * BODY
    answer = visitor.posts(body, {"Content-Length": said} if said else None)

    assert answer.status_code == 413
    assert visitor.door.answered == 0


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x"])
def test_a_body_that_does_not_say_how_long_it_is_is_cut_off(visitor: Visitor, kind: str) -> None:
    answer = visitor.posts(in_pieces(2 * BODY), {"Content-Type": kind})

    assert answer.status_code == (413 if kind == FORM else 400)
    assert visitor.door.answered == 0


def test_a_script_of_ours_is_told_in_a_sentence_it_can_show(visitor: Visitor) -> None:
    answer = visitor.posts(in_pieces(2 * BODY), {"X-Fragment": "1"})

    assert answer.status_code == 413
    assert answer.text.startswith("<div data-notice")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"%ff%fe=%00&&&===;a"),
        (FORM, b"\xff\xfe\x00=\x80&a"),
        (FORM, b"a=" + b"%" * 999),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"\x00\x01never begun"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nfile\r\n--x--\r\n',
        ),
        ("application/json", b"[" * 9999),
        ("text/plain; charset=nowhere", b"\xff"),
        ("", b"?"),
    ],
    ids=range(10),
)
def test_a_body_that_cannot_be_read_is_no_fault_of_ours(visitor: Visitor, kind: str, body: bytes) -> None:
    assert visitor.posts(body, {"Content-Type": kind}).status_code in (200, 400)


def test_more_fields_than_any_form_has_are_refused_in_words(visitor: Visitor) -> None:
    answer = visitor.posts(b"&".join(b"f%d=1" % n for n in range(201)))

    assert answer.status_code == 400
    assert "nothing of it was kept" in answer.text


# What every answer carries


ANSWERS = {
    "found": ("GET", "/page", {}, 200),
    "posted": ("POST", "/said", {}, 200),
    "missing": ("GET", "/nowhere", {}, 404),
    "look at what is only posted": ("GET", "/said", {}, 404),
    "broken": ("GET", "/broken", {}, 500),
    "another name": ("GET", "/page", {"Host": "evil.example"}, 421),
    "from elsewhere": ("POST", "/said", {"Origin": "http://evil.example"}, 403),
    "too long": ("POST", "/said", {"Content-Length": str(BODY + 1)}, 413),
    "healthy": ("GET", "/healthz", {}, 200),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_carries_what_keeps_a_page_to_itself(visitor: Visitor, name: str) -> None:
    method, path, headers, status = ANSWERS[name]
    answer = visitor.asks(path, method, headers=headers)

    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == ("public, max-age=9" if path == "/page" and status == 200 else "no-store")


def test_a_fault_says_that_it_was_ours_and_nothing_of_what_it_was(visitor: Visitor) -> None:
    answer = visitor.asks("/broken")

    assert "it was ours" in answer.text
    assert "canary" not in answer.text
    assert "RuntimeError" not in answer.text


def test_health_is_whether_something_could_be_kept(visitor: Visitor) -> None:
    assert (visitor.asks("/healthz").status_code, visitor.asks("/healthz").text) == (200, "ok")

    visitor.door.well = False

    assert visitor.asks("/healthz").status_code == 503


# From its start to its end


def test_what_runs_around_it_begins_before_it_answers_and_ends_after_it() -> None:
    happened: list[tuple[str, bool]] = []

    @asynccontextmanager
    async def around() -> AsyncIterator[None]:
        happened.append(("begins", gc.get_freeze_count() > 0))
        yield
        happened.append(("ends", gc.get_freeze_count() > 0))

    asyncio.run(served(application([], around, Door().alive), happened))

    assert happened == [("begins", False), ("lifespan.startup.complete", True), ("ends", False)]


async def served(app: ASGIApp, happened: list[tuple[str, bool]]) -> None:
    """Start an application as a server does, and stop it."""
    wanted = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> Message:
        return next(wanted)

    async def send(message: Message) -> None:
        if message["type"] == "lifespan.startup.complete":
            happened.append((message["type"], gc.get_freeze_count() > 0))

    await app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)
