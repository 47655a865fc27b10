"""The manifest asks Slack for nothing that no code needs, and for all that the code needs."""

import ast
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.slack import manifest
from bot.slack.app import PATH
from bot.slack.install import BACK, LINKS, OPTIONAL, SCOPES, domain
from handlers import PARTS, ROUTES
from tests.manifest_rules import OURS, breaches
from tests.sources import ROOT, modules

BESIDE = ROOT.parent / "shared" / "data" / "slack" / "manifest.schema.2.0.0.json"

NEEDED_FOR: Mapping[str, str] = {
    "app_mentions:read": "app_mention",
    "assistant:write": "assistant.threads.setSuggestedPrompts",
    "channels:read": "conversations.info",
    "chat:write": "chat.postMessage",
    "commands": "command",
    "groups:read": "conversations.info",
    "im:history": "conversations.history",
    "im:write": "conversations.open",
    "users:read": "users.info",
    "files:read": "file_input",
    "files:write": "files.getUploadURLExternal",
    "usergroups:read": "usergroups.list",
    "users:read.email": "is_email_confirmed",
}
"""Each scope, and the method, event or listener in bot/slack that needs it, or the feature of the manifest."""

NEEDED_FOR_LINKS: Mapping[str, str] = {"links:read": "link_shared", "links:write": "chat.unfurl"}
"""The same of what is asked for where lines have links."""

NO_SCOPE = {
    "views.open",
    "views.publish",
    "auth.test",
    "users.list",
    "chat.postEphemeral",
    "chat.update",
    "chat.delete",
    "views.update",
} | {
    "conversations.members",
    "auth.revoke",
    "auth.teams.list",
    "oauth.v2.access",
    "conversations.replies",
    "files.completeUploadExternal",
    "assistant.threads.setStatus",
    "agents.sessions.setStatus",
    "agents.sessions.rename",
}
"""Methods that need none, or the same as another one."""


METHODS = "chat|views|users|usergroups|conversations|auth|oauth|files|assistant|agents"
"""What the methods of Slack begin with that are called."""


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
    methods = {text for text in _texts() if re.fullmatch(rf"({METHODS})\.(?!slack)[a-zA-Z0-9.]+", text)}

    assert set(scopes) == {"bot", "bot_optional"}
    assert [*scopes["bot"], *scopes["bot_optional"]] == list(NEEDED_FOR)
    assert set(NEEDED_FOR.values()) <= _texts() | set(_manifest()["features"])
    assert {need for need in NEEDED_FOR.values() if "." in need} <= methods
    assert methods - set(NEEDED_FOR.values()) - set(NEEDED_FOR_LINKS.values()) == NO_SCOPE


def test_every_event_is_listened_to() -> None:
    events = {one.split(".")[0] for one in _manifest()["settings"]["event_subscriptions"]["bot_events"]}
    listened = {"message", "app_mention", "app_home_opened", "member_joined_channel", "channel_shared", "team_join"}
    listened |= {"agent_session_stopped", "agent_session_title_changed"}
    listened |= {"channel_unshared", "user_change", "app_uninstalled", "tokens_revoked"}

    assert events == listened
    assert listened <= _texts()


def test_messages_of_channels_are_not_asked_for() -> None:
    """A mention comes as an event of its own; what else is said in channels is nothing of ours."""
    assert [one for one in _manifest()["settings"]["event_subscriptions"]["bot_events"] if "message" in one] == [
        "message.im"
    ]


def test_every_command_is_one_that_is_understood() -> None:
    """`/cm` takes all that can be written; each part has a command of its own beside it."""
    commands = _manifest()["features"]["slash_commands"]

    assert [one["command"] for one in commands] == ["/cm", *(f"/{part}" for part in PARTS)]
    for one in commands:
        assert one["description"]
        assert one["usage_hint"].startswith("help")
        assert one["should_escape"] is False


def test_every_shortcut_is_an_action() -> None:
    assert {one["callback_id"] for one in _manifest()["features"]["shortcuts"]} <= set(ROUTES)
    assert all(len(one["name"]) <= 24 for one in _manifest()["features"]["shortcuts"])


ADDRESS = "https://concertmaster.example"


def test_everything_is_posted_to_the_one_address() -> None:
    manifest = _at_address()
    addresses = [one["url"] for one in manifest["features"]["slash_commands"]]
    addresses += [value for one in manifest["settings"].values() if isinstance(one, dict) for value in one.values()]

    assert {one for one in addresses if str(one).startswith("https://")} == {ADDRESS + PATH}
    assert manifest["oauth_config"]["redirect_urls"] == [ADDRESS + BACK]
    assert manifest["settings"]["token_rotation_enabled"] is True
    assert manifest["settings"]["socket_mode_enabled"] is False


def _at_address() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(manifest.text(ADDRESS))
    return found


def test_links_are_asked_for_where_they_have_an_address_and_nowhere_else() -> None:
    found, at_address = _manifest(), _at_address()
    scopes = at_address["oauth_config"]["scopes"]

    assert at_address["features"]["unfurl_domains"] == ["concertmaster.example"]
    assert scopes["bot"] == [*found["oauth_config"]["scopes"]["bot"], *NEEDED_FOR_LINKS] == [*SCOPES, *LINKS]
    assert scopes["bot_optional"] == list(OPTIONAL)
    assert set(NEEDED_FOR_LINKS.values()) <= _texts()
    events, plain = (one["settings"]["event_subscriptions"]["bot_events"] for one in (at_address, found))
    assert events == sorted([*plain, "link_shared"])
    said = (ROOT / "manifest.yml").read_text("utf-8")
    assert not [word for word in ("unfurl", "link_shared", *NEEDED_FOR_LINKS) if word in said]


INSIDE = ("http://localhost:8643", "http://10.0.0.7", "https://[::1]:8643", "https://[::1", "https://büro.example")


@pytest.mark.parametrize("address", [*INSIDE, "https://-x.example", f"https://{'x' * 256}.example"])
def test_where_slack_knows_no_domain_links_are_not_asked_for(address: str) -> None:
    said = manifest.text(address)

    assert not [word for word in ("unfurl", "link_shared", *NEEDED_FOR_LINKS) if word in said]
    assert domain(address) == ""


def test_a_domain_has_neither_a_port_nor_capitals() -> None:
    assert domain("https://Concertmaster.Example:8443/") == "concertmaster.example"


def test_the_file_is_for_socket_mode_and_names_no_address() -> None:
    found = _manifest()

    assert found["settings"]["socket_mode_enabled"] is True
    assert "https://" not in yaml.safe_dump(found)
    # A token that is pasted into the settings must hold.
    assert found["settings"]["token_rotation_enabled"] is False
    assert found["settings"]["org_deploy_enabled"] is True
    assert manifest.text() == (ROOT / "manifest.yml").read_text("utf-8")


def test_it_is_installed_with_the_scopes_that_it_asks_for() -> None:
    scopes = _manifest()["oauth_config"]["scopes"]

    assert scopes == {"bot": list(SCOPES), "bot_optional": list(OPTIONAL)}


@pytest.mark.parametrize("found", [_manifest(), _at_address()], ids=["file", "address"])
def test_it_holds_to_the_limits_of_slack(found: dict[str, Any]) -> None:
    assert list(breaches(found, OURS, OURS)) == []


@pytest.mark.parametrize("found", [_manifest(), _at_address()], ids=["file", "address"])
def test_it_is_what_the_schema_of_slack_says(found: dict[str, Any]) -> None:
    """manifest.schema.2.0.0.json of slackapi/manifest-schema: a copy beside us, or where SLACK_MANIFEST_SCHEMA says."""
    where = Path(os.environ.get("SLACK_MANIFEST_SCHEMA", BESIDE))
    if not where.is_file():
        pytest.skip("there is no copy of the schema")
    schema = json.loads(where.read_text("utf-8"))

    assert list(breaches(found, schema, schema)) == []


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("display_information", "name", "x" * 36),
        ("display_information", "surplus", "x"),
        ("features", "slash_commands", [{"command": "cm", "description": "x"}]),
        ("features", "shortcuts", [{"name": "x" * 25, "type": "global", "callback_id": "x", "description": "x"}]),
        ("oauth_config", "scopes", {"bot": ["chat:write", "chat:write"]}),
        ("settings", "org_deploy_enabled", "true"),
    ],
)
def test_the_limits_are_looked_at(part: str, name: str, value: object) -> None:
    found = _manifest()
    found[part][name] = value

    assert list(breaches(found, OURS, OURS)) != []
