"""What Slack is sent, drawn for the catalogue: all of it, as inert as Slack keeps it."""

import json
from html import unescape
from typing import Any

import pytest

from bot.catalogue import drawn_as_slack, in_slack
from bot.slack import drawn
from bot.slack.drawn import Undrawn
from handlers.views.examples import examples

EXAMPLES = examples()
MARKUP = """<img src=x onerror="alert(1)">'&lt;"""
READ = ("plain_text", "raw_text", "text")
"""The types of what holds a text that somebody reads."""


def texts(what: Any) -> list[str]:
    """The texts that somebody reads at first sight; a list that is closed shows what is chosen in it."""
    if isinstance(what, list):
        return [text for one in what for text in texts(one)]
    if not isinstance(what, dict):
        return []
    if what.get("type") in READ:
        return [what["text"]]
    closed = "options" if what.get("type", "").endswith("_select") else ""
    filled = any(key in what for key in ("initial_value", "initial_option", "initial_options", "initial_date"))
    unseen = {closed, "placeholder" if filled or what.get("type") == "timepicker" else ""}
    return [text for key, one in what.items() if key not in unseen for text in texts(one)]


def with_markup(what: Any) -> Any:
    """The same with markup in the place of each text."""
    if isinstance(what, list):
        return [with_markup(one) for one in what]
    if not isinstance(what, dict):
        return what
    said = {"text", "initial_value", "alt_text", "accessibility_label", "label", "title"}
    return {key: MARKUP if key in said and isinstance(one, str) else with_markup(one) for key, one in what.items()}


def sent(name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    around, *blocks = [json.loads(one) for one in in_slack(EXAMPLES[name]).split("\n")]
    return around, blocks


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_text_that_is_sent_is_to_be_read(name: str) -> None:
    page = unescape(str(drawn_as_slack(EXAMPLES[name])).replace("<br>", "\n"))
    around, blocks = sent(name)
    beside = [around.get(key, []) for key in ("title", "submit", "close", "options", "option_groups")]
    for text in texts([blocks, beside]):
        assert text in page


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_text_is_read_as_markup(name: str) -> None:
    _, blocks = sent(name)
    page = str(drawn.blocks(with_markup(blocks)))
    assert "<img" not in page
    assert 'onerror="' not in page


def test_a_message_without_blocks_is_its_text() -> None:
    assert "one<br>two &lt;b&gt;" in drawn.message({"text": "one\ntwo <b>"}, "Concertmaster", "09:02")


def test_a_picture_is_its_words() -> None:
    drew = drawn.blocks([{"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Five of six tasks"}])
    assert "Five of six tasks" in drew


def test_what_parts_two_things_is_a_line_between_them() -> None:
    assert drawn.blocks([{"type": "divider"}]) == "<hr>"


@pytest.mark.parametrize(
    "block",
    [
        {"type": "marquee"},
        {},
        {"type": "header", "text": {"type": "mrkdwn", "text": "*bold*"}},
        {"type": "actions", "elements": [{"type": "overflow"}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "link", "url": "x"}]}]},
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"underline": True}}]}
            ],
        },
        {"type": "data_visualization", "title": "x", "chart": {"type": "pie"}},
    ],
)
def test_what_we_never_send_is_not_drawn(block: dict[str, Any]) -> None:
    with pytest.raises(Undrawn):
        drawn.blocks([block])
