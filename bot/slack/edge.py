"""What is looked at before anything else: whether a request is from Slack, whole, and something that Slack sends.

Whatever is not is answered here with a status of 400 to 499, so that nothing behind has to expect it.
"""

import json
from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot import signed
from bot.signed import NotTaken

Payload = Mapping[str, Any]

BODY = 1 << 20
"""Bytes of a request's body at most: four times the largest view, as Slack counts it."""

READ_WITHIN = 5.0
"""Seconds in which a body must have come."""

NESTED = 6
"""How deep we look whether what we read has its shape; nothing that we read stands deeper."""

OBJECTS = frozenset(
    {
        "event",
        "view",
        "container",
        "message",
        "item",
        "previous_message",
        "assistant_thread",
        "function_data",
        "state",
        "enterprise_user",
    }
)
NAMES = frozenset({"team", "user", "channel", "enterprise"})
"""What is an id in some of Slack's payloads, and an object in others."""

WORDS = frozenset(
    {
        "type", "subtype", "team_id", "user_id", "channel_id", "enterprise_id", "command", "value", "id",
        "trigger_id", "callback_id", "event_id", "action_id", "action_ts", "block_id", "ts", "event_ts", "thread_ts",
        "message_ts", "view_id", "hash", "private_metadata", "response_url", "challenge", "tab", "bot_id", "inviter",
        "channel_type", "user_team", "source_team", "user_name", "app_installed_team_id", "message_type",
    }
)  # fmt: skip
LISTS = frozenset({"authorizations", "actions", "response_urls", "links"})
OF: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": ("user",),
    "member_joined_channel": ("user", "channel"),
    "user_change": ("user",),
    "team_join": ("user",),
    "channel_shared": ("channel",),
    "channel_unshared": ("channel",),
    "agent_session_stopped": ("user", "channel"),
    "agent_session_title_changed": ("user", "channel"),
}
"""Whom and what an event is of, without which it tells nothing."""


async def taken(request: Request, secret: str, now: datetime) -> Payload:
    """What Slack sent. Raises NotTaken for what it did not send, or not so."""
    body = await signed.body_of(request, BODY, READ_WITHIN)
    verify(request.headers, body, secret, now)
    return read(body, request.headers.get("content-type", ""))


def verify(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> None:
    """Raise NotTaken unless Slack signed `body`, and just now (version 0 of its signatures)."""
    at, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    signed.check(signed.Signature(at, signature), body, secret, now)


def read(body: bytes, content_type: str) -> Payload:
    """What a body says. Raises NotTaken when it says nothing that Slack would."""
    try:
        text = body.decode()
        kind = content_type.split(";", maxsplit=1)[0].strip().casefold()
        if kind == "application/json":
            payload = json.loads(text)
        elif kind == "application/x-www-form-urlencoded":
            given = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100, errors="strict"))
            payload = json.loads(given["payload"]) if "payload" in given else given
        else:
            raise NotTaken(415, "neither JSON nor a form")
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, NotTaken):
            raise
        raise NotTaken(400, "cannot be read") from None
    return sound(payload)


def sound(payload: object) -> Payload:
    """`payload`, if everything in it that anybody looks at has the shape that Slack gives it. Raises NotTaken."""
    if not isinstance(payload, dict):
        raise NotTaken(400, "not an object")
    payload = dict(_without_nothing(payload, NESTED + 1))
    if wrong := next(_wrong(payload, NESTED, {"text"}), None):
        raise NotTaken(400, f"{wrong} is not what it should be")
    if wrong := _missing(payload):
        raise NotTaken(400, f"there is no {wrong}")
    return payload


def _without_nothing(found: Any, deeper: int) -> Any:
    """`found` without what is null in its objects: to everybody who reads it, that is not there."""
    if deeper and isinstance(found, dict):
        return {key: _without_nothing(value, deeper - 1) for key, value in found.items() if value is not None}
    if deeper and isinstance(found, list):
        return [_without_nothing(one, deeper - 1) for one in found]
    return found


def _wrong(found: Mapping[str, Any], deeper: int, also: Set[str]) -> Iterator[str]:
    for key, value in found.items():
        if (
            (key in WORDS | also and not isinstance(value, str))
            or (key in OBJECTS and not isinstance(value, dict))
            or (key in NAMES and not isinstance(value, str | dict))
            or (key == "teams" and not (isinstance(value, list) and all(isinstance(one, str) for one in value)))
            or (key in LISTS and not (isinstance(value, list) and all(isinstance(one, dict) for one in value)))
        ):
            yield key
        elif deeper and isinstance(value, dict) and key in OBJECTS | NAMES:
            yield from _wrong(value, deeper - 1, also)
        elif deeper and key in LISTS:
            for one in value:
                # The text of a button is an object.
                yield from _wrong(one, deeper - 1, set())


NEEDED: Mapping[str, tuple[str, ...]] = {
    "event_callback": ("event",),
    "block_actions": ("actions", "user"),
    "view_submission": ("view", "user"),
    "view_closed": ("view", "user"),
    "block_suggestion": ("action_id", "user"),
    "shortcut": ("callback_id", "user"),
    "message_action": ("callback_id", "user", "message"),
    "url_verification": ("challenge",),
    "interactive_message": ("actions",),
}


def _missing(payload: Payload) -> str:
    if "command" in payload:
        return "" if payload.get("user_id") else "user_id"
    if payload.get("ssl_check"):
        return ""
    kind = payload.get("type") or ""
    if missing := next((name for name in ("type", *NEEDED.get(kind, ())) if not payload.get(name)), ""):
        return missing
    return next((name for name, there in _within(kind, payload) if not there), "")


def _within(kind: str, payload: Payload) -> Iterator[tuple[str, bool]]:
    """What has to stand in what is there, and whether it does."""
    if kind == "event_callback":
        event = payload["event"]
        yield "event.type", bool(event.get("type"))
        for name in OF.get(event.get("type", ""), ()):
            yield f"event.{name}", _is_named(event.get(name))
    elif "user" in NEEDED.get(kind, ()):
        yield "user.id", _is_named(payload["user"])
    if kind == "block_actions":
        yield "action_id", all(one.get("action_id") for one in payload["actions"])
    if kind in ("view_submission", "view_closed"):
        yield "view.type", bool(payload["view"].get("type"))
        yield "callback_id", "callback_id" in payload["view"]


def _is_named(found: object) -> bool:
    """Whether it is somebody's or something's id, or an object with one."""
    return bool(found.get("id") if isinstance(found, dict) else found)
