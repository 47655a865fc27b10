"""Everything that can be said, on every door, side by side with what was agreed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import in_browser, in_slack, in_teams, in_terminal, page
from handlers.turn import Drawn
from handlers.views.examples import examples

GOLDENS = Path(__file__).parent.parent / "goldens"
DOORS: dict[str, Callable[[Drawn], str]] = {
    "terminal.txt": in_terminal,
    "browser.html": lambda one: str(in_browser(one)),
    "slack.txt": in_slack,
    "teams.txt": in_teams,
}


def said(show: Callable[[Drawn], str]) -> str:
    return "".join(f"==== {name}\n{show(shown)!s}\n\n" for name, shown in examples().items())


@pytest.mark.parametrize("name", DOORS)
def test_what_is_said_is_what_was_agreed(name: str) -> None:
    """After a change that is meant: GOLDENS=renew, then read the difference as a reviewer would."""
    golden = GOLDENS / name
    now = said(DOORS[name])
    if os.environ.get("GOLDENS") == "renew":
        golden.write_text(now, "utf-8")

    assert now == golden.read_text("utf-8")


def test_the_page_holds_every_example() -> None:
    made = page()

    for name in examples():
        assert f"<code>{name}</code>" in made
