"""What a manifest may hold: rules of our own, and Slack's JSON schema where it is at hand (as far as it goes)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Rule = Mapping[str, Any]

TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def breaches(found: Any, rule: Rule, root: Rule, path: str = "") -> Iterator[str]:
    """Where `found` is not what a JSON schema says; the words of it that Slack's schema uses."""
    rule = _meant(rule, root)
    for word in ("anyOf", "oneOf"):
        if word in rule and all(list(breaches(found, one, root, path)) for one in rule[word]):
            yield f"{path}: none of {word}"
    if not _is_of(found, rule):
        yield f"{path}: {type(found).__name__} is not {rule['type']}"
        return
    if "enum" in rule and found not in rule["enum"]:
        yield f"{path}: {found!r} is none of {rule['enum']}"
    yield from _bounds(found, rule, path)
    if isinstance(found, dict):
        yield from _object(found, rule, root, path)
    if isinstance(found, list):
        for number, one in enumerate(found):
            yield from breaches(one, rule.get("items", {}), root, f"{path}[{number}]")


def _meant(rule: Rule, root: Rule) -> Rule:
    """The rule itself, where it only says where that stands."""
    while "$ref" in rule:
        whole: Any = root
        for step in rule["$ref"].removeprefix("#/").split("/"):
            whole = whole[step]
        rule = whole
    return rule


def _is_of(found: Any, rule: Rule) -> bool:
    kinds = rule.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return not kinds or any(_is(found, kind) for kind in kinds)


def _is(found: Any, kind: str) -> bool:
    if kind == "null":
        return found is None
    return isinstance(found, TYPES[kind]) and (kind == "boolean" or not isinstance(found, bool))


def _bounds(found: Any, rule: Rule, path: str) -> Iterator[str]:
    if isinstance(found, str | list):
        most, least = ("maxLength", "minLength") if isinstance(found, str) else ("maxItems", "minItems")
        if len(found) > rule.get(most, len(found)) or len(found) < rule.get(least, 0):
            yield f"{path}: {len(found)} is too long or too short"
    if isinstance(found, str) and "pattern" in rule and not re.search(rule["pattern"], found):
        yield f"{path}: {found!r} does not match {rule['pattern']}"
    if isinstance(found, list) and rule.get("uniqueItems") and len({repr(one) for one in found}) != len(found):
        yield f"{path}: something stands twice"


def _object(found: Mapping[str, Any], rule: Rule, root: Rule, path: str) -> Iterator[str]:
    known = rule.get("properties", {})
    for name in rule.get("required", ()):
        if name not in found:
            yield f"{path}: no {name}"
    for name, value in found.items():
        if name in known:
            yield from breaches(value, known[name], root, f"{path}.{name}")
        elif rule.get("additionalProperties") is False:
            yield f"{path}: {name} is not known"


def text(longest: int) -> Rule:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def object_of(required: str = "", **properties: Rule) -> Rule:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def list_of(items: Rule, most: int) -> Rule:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": most, "uniqueItems": True}


YES_NO: Rule = {"type": "boolean"}
URL: Rule = {"type": "string", "pattern": r"^https://"}
OURS: Rule = object_of(
    "display_information features oauth_config settings",
    display_information=object_of(
        "name description",
        name=text(35),
        description=text(140),
        background_color={"type": "string", "pattern": "^#([0-9A-Fa-f]{3}){1,2}$"},
    ),
    features=object_of(
        "app_home agent_view bot_user slash_commands shortcuts",
        app_home=object_of(home_tab_enabled=YES_NO, messages_tab_enabled=YES_NO, messages_tab_read_only_enabled=YES_NO),
        agent_view=object_of("agent_description", agent_description=text(300)),
        bot_user=object_of("display_name", display_name=text(80), always_online=YES_NO),
        slash_commands=list_of(
            object_of(
                "command description",
                command={**text(32), "pattern": "^/"},
                description=text(2000),
                usage_hint=text(1000),
                should_escape=YES_NO,
                url=URL,
            ),
            50,
        ),
        unfurl_domains=list_of({**text(255), "pattern": r"^(?![\.\-])([-a-z0-9\.])+([a-z0-9])$"}, 5),
        shortcuts=list_of(
            object_of(
                "name type callback_id description",
                name=text(24),
                type={"enum": ["global", "message"]},
                callback_id=text(255),
                description=text(150),
            ),
            10,
        ),
    ),
    oauth_config=object_of(
        "scopes",
        redirect_urls=list_of(URL, 1000),
        scopes=object_of("bot", bot=list_of(text(50), 255), bot_optional=list_of(text(50), 255)),
    ),
    settings=object_of(
        "event_subscriptions interactivity org_deploy_enabled socket_mode_enabled token_rotation_enabled",
        event_subscriptions=object_of("bot_events", request_url=URL, bot_events=list_of(text(50), 100)),
        interactivity=object_of("is_enabled", is_enabled=YES_NO, request_url=URL, message_menu_options_url=URL),
        org_deploy_enabled=YES_NO,
        socket_mode_enabled=YES_NO,
        token_rotation_enabled=YES_NO,
    ),
)
"""Slack's limits, and no part that we do not use."""
