"""The manifest asks Slack for nothing that no code needs."""

from typing import Any

import yaml

from tests.sources import ROOT


def test_without_a_door_to_slack_the_app_asks_for_no_scope_command_or_event() -> None:
    manifest: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))

    assert not (ROOT / "bot" / "slack" / "receive.py").exists()
    assert set(manifest) == {"display_information", "settings"}
    assert set(manifest["settings"]) == {"org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled"}
