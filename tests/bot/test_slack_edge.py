"""What does not come from Slack, whole and in its shape, gets a status of 400 to 499 and does nothing."""

import asyncio
import contextlib
import copy
import json
from collections.abc import Awaitable, Callable, Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.signed import NotTaken
from bot.slack import edge, reading
from storage.tables import CheckIn, Delivery, Received
from tests.databases import Engines
from tests.fakes.slack import BOT_USER, TEAM, form_of, signed
from tests.slack_day import BEGINS, Day, a_day

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
AT = BEGINS.timestamp()

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


def happened(**event: object) -> bytes:
    return json.dumps({"type": "event_callback", "team_id": TEAM, "event": event}).encode()


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
    "a page that nobody opened": (happened(type="app_home_opened", tab="home"), JSON),
    "a page opened by an object": (happened(type="app_home_opened", user={}), JSON),
    "a channel without its name": (happened(type="member_joined_channel", user="U0BOT"), JSON),
    "a channel that nobody joined": (happened(type="member_joined_channel", channel="C0FIELD"), JSON),
    "a change of nobody": (happened(type="user_change"), JSON),
    "workspaces that are a number": (
        happened(type="user_change", user={"id": "U0ADA", "enterprise_user": {"teams": 7}}),
        JSON,
    ),
    "workspaces that are numbers": (
        happened(type="user_change", user={"id": "U0ADA", "enterprise_user": {"teams": [7]}}),
        JSON,
    ),
    "a press of an object": (wrapped({**PRESS, "user": {"name": "ada"}}), FORM),
    "a form of an object": (wrapped({"type": "view_submission", "user": {"id": ""}, "view": VIEW}), FORM),
    "links that are a text": (happened(type="link_shared", user="U0ADA", channel="C0FIELD", links="x"), JSON),
    "links that are texts": (happened(type="link_shared", user="U0ADA", channel="C0FIELD", links=["x"]), JSON),
    "addresses that are a text": (
        wrapped({"type": "view_submission", "user": {"id": "U0ADA"}, "view": VIEW, "response_urls": "x"}),
        FORM,
    ),
}
"""Twenty and more kinds of deliveries that are none: what is sent, and as what."""

OTHERWISE = {"neither a form nor JSON": 415, "without a kind": 415}
"""Those that are refused with another status than 400."""


def over_http(engines: Engines, play: Callable[[Day], Awaitable[None]]) -> None:
    async def run() -> None:
        async with a_day(engines.writer.url) as day:
            await play(day)

    asyncio.run(run())


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_is_refused_where_it_is_read(name: str) -> None:
    with pytest.raises(NotTaken) as refused:
        reading.handed_in(edge.read(*MALFORMED[name]))
    assert refused.value.status == OTHERWISE.get(name, 400)


def test_nothing_that_is_malformed_is_a_fault_of_ours(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        before = (len(day.all(Received)), len(day.all(Delivery)), len(day.slack.calls))
        answered = {name: (await day.posts(body, kind))[0] for name, (body, kind) in MALFORMED.items()}
        assert answered == {**dict.fromkeys(MALFORMED, 400), **OTHERWISE}
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


INSTEAD: tuple[Any, ...] = (None, ..., 7, True, "x", "   ", [], {}, [1], ["x"], [{}])
"""What stands in the place of something else; `...` where it is left out."""

TRIED = 24
"""Changes that are tried of each kind of payload."""


def places(payload: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in a payload."""
    inside = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    for name, value in inside:
        yield (*so_far, name)
        yield from places(value, (*so_far, name))


def changed(payload: dict[str, Any], place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A payload in which something else stands at one place."""
    found: Any = copy.deepcopy(payload)
    holder = found
    for name in place[:-1]:
        holder = holder[name]
    if value is ...:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    return dict(found)


def payloads(day: Day) -> dict[str, dict[str, Any]]:
    """One of each kind that Slack sends."""
    slack = day.slack
    message, button = day.button("U0ADA", "Check in")
    form = slack.submission("U0ADA", {"task1": {"value": "x"}})
    form["view"]["blocks"] = form["view"]["blocks"][:3]
    search = slack.search("U0ADA", "ties.offer", "x")
    search["view"] = {**search["view"], "blocks": []}
    user = {"id": "U0ADA", "team_id": TEAM, "enterprise_user": {"id": "U", "enterprise_id": "E1", "teams": ["T1"]}}
    return {
        "a message": slack.message("U0ADA", "help"),
        "a mention": slack.mention("U0ADA", "C0FIELD", "help"),
        "a page": slack.event({"type": "app_home_opened", "user": "U0ADA", "tab": "home", "channel": "D0ADA"}),
        "a channel": slack.event(
            {"type": "member_joined_channel", "user": BOT_USER, "channel": "C0FIELD", "inviter": "U0ADA"}
        ),
        "a change": slack.event({"type": "user_change", "user": user}),
        "a removal": slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}),
        "a press": slack.press("U0ADA", message, button),
        "a form": form,
        "a shortcut": slack.shortcut("U0ADA", "checkin.open_form"),
        "one of a message": slack.shortcut("U0ADA", "checkin.open_form_with", "hi"),
        "a search": search,
        "a command": slack.command("U0ADA", "help"),
    }


SEEN = {
    ("a page", ("event", "user"), None),
    ("a channel", ("event", "channel"), ...),
    ("a change", ("event", "user", "enterprise_user", "teams"), 7),
    ("a form", ("response_urls",), None),
}
"""What was a fault of ours once."""


def test_whatever_stands_in_the_place_of_anything_is_no_fault_of_ours(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "help")
        await day.delivers(day.slack.command("U0ADA", "check in"))
        await day.settles()
        chance, kinds = Random(20), payloads(day)
        tried = [
            (kind, place, value)
            for kind, payload in kinds.items()
            for every in [[(place, value) for place in places(payload) for value in INSTEAD]]
            for place, value in chance.sample(every, TRIED)
        ]
        faults = []
        for kind, place, value in [*SEEN, *tried]:
            status, _ = await day.posts(*form_of(changed(kinds[kind], place, value)))
            if status >= 500:
                faults.append((kind, place, value, status))
        assert faults == []

    over_http(sqlite_engines, play)


def test_what_bolt_cannot_read_is_no_fault_of_ours(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        unread = {"type": "view_submission", "user": {"id": "U0ADA"}, "view": VIEW, "response_urls": 7}
        assert (await day.run.door.dispatch(unread)).status == 400

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


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("see <https://acme.example/x|the offer>", "see the offer (https://acme.example/x)"),
        ("see <http://acme.example|acme.example>", "see acme.example"),
        ("see <https://acme.example/>", "see https://acme.example/"),
        ("<mailto:a@b.example|a@b.example> or <tel:+3531|+3531>", "a@b.example or +3531"),
        ("<mailto:a@b.example|Ada>", "Ada (a@b.example)"),
        ("<@U0BO> in <#C1|general>, <!subteam^S1|@devs> <!here>", "@Bo in #general, @devs @here"),
        ("&lt;b&gt; &amp;lt;", "<b> &lt;"),
    ],
)
def test_what_is_written_is_read_with_where_it_leads(written: str, read: str) -> None:
    assert reading.plain(written, {"U0BO": "Bo"}) == read
