"""What does not come from Slack, whole and in its shape, gets a status of 400 to 499 and does nothing."""

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack import edge
from bot.slack.edge import NotTaken
from storage.tables import CheckIn, Delivery, Received
from tests.databases import Engines
from tests.fakes.slack import TEAM, form_of, signed
from tests.slack_day import BEGINS, Day, a_day

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
AT = BEGINS.timestamp()
ANSWERED_WITHIN = 3.0
"""Seconds that Slack waits."""

PRESS: dict[str, Any] = {
    "type": "block_actions",
    "team": {"id": TEAM},
    "user": {"id": "U0ADA"},
    "actions": [
        {"action_id": "home.help", "action_ts": "1.2", "value": "", "text": {"type": "plain_text", "text": "x"}}
    ],
}
VIEW = {"id": "V", "type": "modal", "callback_id": "x"}


def wrapped(payload: object) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


MALFORMED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", JSON),
    "broken off": (b'{"type": "event_callback", "eve', JSON),
    "an array": (b"[]", JSON),
    "null": (b"null", JSON),
    "a number": (b"7", JSON),
    "a text": (b'"event_callback"', JSON),
    "nested deeply": (b"[" * 100_000 + b"]" * 100_000, JSON),
    "an object nested deeply": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, JSON),
    "not UTF-8": (b'{"type": "\xff\xfe"}', JSON),
    "without a type": (b'{"team_id": "T1"}', JSON),
    "a type that is a list": (b'{"type": ["event_callback"]}', JSON),
    "without its event": (b'{"type": "event_callback", "team_id": "T1"}', JSON),
    "an event that is a text": (b'{"type": "event_callback", "event": "message"}', JSON),
    "an event without a type": (b'{"type": "event_callback", "event": {"user": "U1"}}', JSON),
    "a user that is a number": (b'{"type": "event_callback", "event": {"type": "message", "user": 7}}', JSON),
    "authorizations that are none": (
        b'{"type": "event_callback", "authorizations": [1], "event": {"type": "x"}}',
        JSON,
    ),
    "a payload that is not JSON": (b"payload=%7Bnot", FORM),
    "a payload that is a list": (wrapped([PRESS]), FORM),
    "a payload that is null": (wrapped(None), FORM),
    "no actions": (wrapped({**PRESS, "actions": []}), FORM),
    "actions that are a text": (wrapped({**PRESS, "actions": "home.help"}), FORM),
    "an action that is a text": (wrapped({**PRESS, "actions": ["home.help"]}), FORM),
    "an action without a name": (wrapped({**PRESS, "actions": [{"value": "x"}]}), FORM),
    "an action whose name is a number": (wrapped({**PRESS, "actions": [{"action_id": 7}]}), FORM),
    "a team that is a list": (wrapped({**PRESS, "team": ["T1"]}), FORM),
    "nobody who pressed": (wrapped({**PRESS, "user": None}), FORM),
    "a container that is a text": (wrapped({**PRESS, "container": "message"}), FORM),
    "a form without its view": (wrapped({"type": "view_submission", "user": {"id": "U1"}}), FORM),
    "a form without its kind": (
        wrapped({"type": "view_submission", "user": {"id": "U0ADA"}, "view": {**VIEW, "type": None}}),
        FORM,
    ),
    "a form without its state": (
        wrapped({"type": "view_submission", "user": {"id": "U0ADA"}, "view": VIEW}),
        FORM,
    ),
    "a form with another state": (
        wrapped(
            {
                "type": "view_submission",
                "user": {"id": "U0ADA"},
                "view": {**VIEW, "state": {"values": [1]}},
            }
        ),
        FORM,
    ),
    "a search without what is searched": (wrapped({"type": "block_suggestion", "user": {"id": "U1"}}), FORM),
    "a command of nobody": (b"command=%2Fcm&text=help", FORM),
    "a form that is not UTF-8": (b"command=%2Fcm&user_id=%ff%fe", FORM),
    "neither a form nor JSON": (b"hello", "text/plain"),
    "without a kind": (b'{"type": "event_callback", "event": {"type": "x"}}', ""),
    "a thousand fields": ("&".join(f"a{n}=1" for n in range(1000)).encode(), FORM),
}


@pytest.fixture(scope="module")
def day_url(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    from tests.databases import copied

    return copied(sqlite_template, tmp_path_factory.mktemp("edge") / "day.db")


def over_http(engines: Engines, play: Callable[[Day], Awaitable[None]]) -> None:
    async def run() -> None:
        async with a_day(engines.writer.url) as day:
            await play(day)

    asyncio.run(run())


def test_nothing_that_is_malformed_is_a_fault_of_ours(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        before = (len(day.all(Received)), len(day.all(Delivery)), len(day.slack.calls))
        answered, longest = {}, 0.0
        for name, (body, kind) in MALFORMED.items():
            begun = time.perf_counter()
            answered[name] = (await day.posts(body, kind))[0]
            longest = max(longest, time.perf_counter() - begun)
        assert longest < ANSWERED_WITHIN
        assert {name: status for name, status in answered.items() if not 400 <= status < 500} == {}
        await day.settles()
        assert (len(day.all(Received)), len(day.all(Delivery)), len(day.slack.calls)) == before

    assert len(MALFORMED) > 20
    over_http(sqlite_engines, play)


def test_what_names_no_workspace_shows_nothing_and_does_nothing(sqlite_engines: Engines) -> None:
    """It has its shape, so that it is no fault of who sends it; but it is for nobody."""

    async def play(day: Day) -> None:
        before = (len(day.all(Received)), len(day.all(Delivery)), len(day.slack.views))
        nowhere = [
            {**PRESS, "team": None, "user": {"id": "U0ADA"}},
            {**PRESS, "team": {}, "user": {"id": "U0ADA"}},
            {"command": "/cm", "text": "help", "user_id": "U0ADA", "trigger_id": "1.x"},
            {"type": "block_suggestion", "action_id": "ties.offer", "user": {"id": "U0ADA"}, "value": "x"},
        ]
        assert [(await day.posts(*form_of(one)))[0] for one in nowhere] == [200] * 4
        await day.settles()
        assert (len(day.all(Received)), len(day.all(Delivery)), len(day.slack.views)) == before

    over_http(sqlite_engines, play)


UNSIGNED: dict[str, Callable[[bytes, float], dict[str, str]]] = {
    "unsigned": lambda body, at: {},
    "no timestamp": lambda body, at: {"X-Slack-Signature": signed(body, at)["X-Slack-Signature"]},
    "no signature": lambda body, at: {"X-Slack-Request-Timestamp": f"{at:.0f}"},
    "stale": lambda body, at: signed(body, at - 301),
    "from the future": lambda body, at: signed(body, at + 303),
    "by another secret": lambda body, at: signed(body, at, "another"),
    "of another body": lambda body, at: signed(body + b" ", at),
    "of another time": lambda body, at: {**signed(body, at - 5), "X-Slack-Request-Timestamp": f"{at:.0f}"},
    "a timestamp that is a word": lambda body, at: {**signed(body, at), "X-Slack-Request-Timestamp": "now"},
    "a timestamp in other digits": lambda body, at: {**signed(body, at), "X-Slack-Request-Timestamp": "１２３"},
    "a negative timestamp": lambda body, at: {**signed(body, at), "X-Slack-Request-Timestamp": "-1"},
    "a long timestamp": lambda body, at: {**signed(body, at), "X-Slack-Request-Timestamp": "9" * 400},
    "a signature of letters": lambda body, at: {**signed(body, at), "X-Slack-Signature": "v0=ÄÖÜ"},
    "an empty signature": lambda body, at: {**signed(body, at), "X-Slack-Signature": ""},
    "another version": lambda body, at: {
        **signed(body, at), "X-Slack-Signature": signed(body, at)["X-Slack-Signature"].replace("v0", "v1")
    },
}  # fmt: skip


def test_what_slack_did_not_sign_just_now_is_not_read(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        body, kind = form_of(day.slack.message("U0ADA", "today: call Acme"))
        at = day.clock.now().timestamp()
        answered = {
            name: (await day.posts(body, kind, headers(body, at), sign=False))[0] for name, headers in UNSIGNED.items()
        }
        assert answered == dict.fromkeys(UNSIGNED, 401)
        # The malformed, unsigned: nothing is read before it is known whose it is.
        for broken, kind in MALFORMED.values():
            assert (await day.posts(broken, kind, sign=False))[0] == 401
        await day.settles()
        assert day.all(CheckIn) == []
        assert day.read("U0ADA").count("\n") < 8

    over_http(sqlite_engines, play)


@pytest.mark.parametrize("apart", [-299, 0, 299])
def test_a_clock_may_be_a_little_away(apart: int) -> None:
    edge.verify(_headers(signed(b"body", AT + apart)), b"body", "fake-signing-secret", BEGINS)


def _headers(given: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in given.items()}


def test_a_body_that_is_too_long_is_not_waited_for(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        body = b'{"type": "event_callback", "event": {"type": "x", "text": "' + b"x" * edge.BODY + b'"}}'
        assert (await day.posts(body, JSON))[0] == 413

        async def in_pieces() -> Any:
            for _ in range(40):
                yield b"x" * 32_768

        own = {"Content-Type": JSON, **signed(b"", day.clock.now().timestamp())}
        async with day.http.post(f"{day.address}/slack/events", data=in_pieces(), headers=own) as answer:
            assert answer.status == 413

    over_http(sqlite_engines, play)


async def _raw(day: Day, request: bytes, *, end: bool) -> bytes:
    host, port = day.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    await writer.drain()
    answer = b"" if end else await reader.read(200)
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
    return answer


def test_a_body_that_does_not_come_is_not_waited_for(sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "READ_WITHIN", 0.2)
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"

    async def play(day: Day) -> None:
        assert b" 408 " in await _raw(day, head, end=False)
        await _raw(day, head, end=True)
        assert (await day.posts(*form_of(day.slack.event({"type": "tokens_seen"}))))[0] == 200

    over_http(sqlite_engines, play)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_posts_are_taken(sqlite_engines: Engines, method: str) -> None:
    async def play(day: Day) -> None:
        async with day.http.request(method, f"{day.address}/slack/events") as answer:
            assert answer.status == 404
        async with day.http.get(f"{day.address}/healthz") as answer:
            assert (answer.status, await answer.text()) == (200, "ok")

    over_http(sqlite_engines, play)


def test_the_address_is_proven_to_slack(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        body, kind = form_of({"type": "url_verification", "challenge": "3eZbrw1aB"})
        assert await day.posts(body, kind) == (200, {"challenge": "3eZbrw1aB"})
        assert (await day.posts(b"ssl_check=1&token=x", FORM))[0] == 200

    over_http(sqlite_engines, play)


@pytest.mark.parametrize("content_length", ["-1", "1e3", "9" * 30])
def test_a_length_that_is_none_is_refused(content_length: str) -> None:
    from starlette.requests import Request

    scope = {"type": "http", "method": "POST", "headers": [(b"content-length", content_length.encode())]}

    async def take() -> None:
        await edge.taken(Request(scope), "secret", BEGINS)

    with pytest.raises(NotTaken) as refused:
        asyncio.run(take())
    assert refused.value.status == 400
