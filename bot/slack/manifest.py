"""The manifest of the Slack app: as it stands in manifest.yml for Socket Mode, or for a server that Slack posts to."""

from pathlib import Path
from typing import Any

import yaml

from bot.slack.app import PATH
from bot.slack.install import BACK, LINKS, domain

FILE = Path(__file__).parents[2] / "manifest.yml"


def text(address: str = "") -> str:
    """The manifest; with an `address` for HTTP, OAuth, several workspaces, tokens that are renewed, and for links."""
    said = FILE.read_text("utf-8")
    if not address:
        return said
    return yaml.safe_dump(at(yaml.safe_load(said), address.rstrip("/")), sort_keys=False, allow_unicode=True)


def at(manifest: dict[str, Any], address: str) -> dict[str, Any]:
    """The manifest of an app that is reached there."""
    posts = address + PATH
    settings, features = manifest["settings"], manifest["features"]
    made = {
        **manifest,
        "features": {
            **features,
            "slash_commands": [{**one, "url": posts} for one in features["slash_commands"]],
        },
        "oauth_config": {"redirect_urls": [address + BACK], **manifest["oauth_config"]},
        "settings": {
            **settings,
            "event_subscriptions": {"request_url": posts, **settings["event_subscriptions"]},
            "interactivity": {**settings["interactivity"], "request_url": posts, "message_menu_options_url": posts},
            "socket_mode_enabled": False,
            "token_rotation_enabled": True,
        },
    }
    return _with_links(made, name) if (name := domain(address)) else made


def _with_links(manifest: dict[str, Any], name: str) -> dict[str, Any]:
    """The manifest of an app that Slack tells of links to `name`, so that lines can be shown below them."""
    features, scopes = manifest["features"], manifest["oauth_config"]["scopes"]
    subscriptions = manifest["settings"]["event_subscriptions"]
    events = sorted([*subscriptions["bot_events"], "link_shared"])
    return {
        **manifest,
        "features": {**features, "unfurl_domains": [name]},
        "oauth_config": {**manifest["oauth_config"], "scopes": {**scopes, "bot": [*scopes["bot"], *LINKS]}},
        "settings": {**manifest["settings"], "event_subscriptions": {**subscriptions, "bot_events": events}},
    }
