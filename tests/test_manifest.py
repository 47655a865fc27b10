"""The manifest asks Slack for nothing that no code needs, and for all that the code needs."""

import ast
import re
from collections.abc import Mapping
from typing import Any

import yaml

from bot.slack.door import PATH
from handlers import ROUTES
from tests.sources import ROOT, modules

NEEDED_FOR: Mapping[str, str] = {
    "app_mentions:read": "app_mention",
    "channels:read": "conversations.info",
    "chat:write": "chat.postMessage",
    "commands": "command",
    "groups:read": "conversations.info",
    "im:history": "conversations.history",
    "im:write": "conversations.open",
    "users:read": "users.info",
}
"""Each scope, and the method, event or listener in bot/slack that needs it."""

NO_SCOPE = {"views.open", "views.publish", "auth.test", "users.list", "chat.postEphemeral", "chat.update"}
"""Methods that need none, or the same as another one."""


def _manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    return found


def _texts() -> set[str]:
    """Every text that stands in the code of the door."""
    return {
        node.value
        for found in modules("bot")
        if found.name.startswith("bot/slack/")
        for node in ast.walk(found.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_scope_is_needed_and_every_method_has_its_scope() -> None:
    scopes = _manifest()["oauth_config"]["scopes"]
    methods = {text for text in _texts() if re.fullmatch(r"(chat|views|users|conversations|auth)\.[a-zA-Z]+", text)}

    assert set(scopes) == {"bot"}
    assert set(scopes["bot"]) == set(NEEDED_FOR)
    assert {need for need in NEEDED_FOR.values() if "." in need} <= methods
    assert methods - set(NEEDED_FOR.values()) == NO_SCOPE


def test_every_event_is_listened_to() -> None:
    events = {one.split(".")[0] for one in _manifest()["settings"]["event_subscriptions"]["bot_events"]}
    listened = {"message", "app_mention", "app_home_opened", "member_joined_channel", "channel_shared", "team_join"}
    listened |= {"channel_unshared", "user_change", "app_uninstalled", "tokens_revoked"}

    assert events == listened
    assert listened <= _texts()


def test_messages_of_channels_are_not_asked_for() -> None:
    """A mention comes as an event of its own; what else is said in channels is nothing of ours."""
    assert [one for one in _manifest()["settings"]["event_subscriptions"]["bot_events"] if "message" in one] == [
        "message.im"
    ]


def test_every_shortcut_is_an_action() -> None:
    assert {one["callback_id"] for one in _manifest()["features"]["shortcuts"]} <= set(ROUTES)
    assert all(len(one["name"]) <= 24 for one in _manifest()["features"]["shortcuts"])


def test_everything_is_posted_to_the_one_address() -> None:
    manifest = _manifest()
    addresses = [one["url"] for one in manifest["features"]["slash_commands"]]
    addresses += [value for one in manifest["settings"].values() if isinstance(one, dict) for value in one.values()]

    assert {one for one in addresses if str(one).startswith("https://")} == {f"https://concertmaster.example{PATH}"}
