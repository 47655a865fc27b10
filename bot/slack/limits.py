"""What Slack takes at most, with where that is read, and how a text is made to fit.

Sources: D is Slack's reference of Block Kit, L the registry of limits that the package slackblocks 3.0 ships, I an
issue of slackapi/bolt-js, U that nobody has measured it. Where two sources differ the smaller one holds here.

Nobody says what Slack counts as a character, nor whether before or after it escapes `&`, `<` and `>`. `size` counts
UTF-16 units of the escaped text, which is never less than any of these.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.letters import joined

# ---------------------------------------------------------------- messages and views

MESSAGE_BLOCKS = 50
"""Blocks of one message (D, L)."""

MESSAGE_WEIGHT = 12_000
"""Characters of all blocks of one message as JSON. Slack refuses a message as `msg_blocks_too_long` somewhere from
11,300 characters of text on, and does not say how it counts (I 2509, 2867); JSON counts more than any way could."""

MESSAGE_TEXT = 4_000
"""Characters of a message's own text; 40,000 are taken, 4,000 advised (D)."""

MESSAGE_CHARTS = 2
"""Charts in one message (L)."""

MESSAGE_TABLES = 1
"""Tables in one message: a second one was refused as `only_one_table_allowed` when tables came (U today)."""

VIEW_BLOCKS = 100
"""Blocks of a modal or of the Home tab (D, L)."""

VIEW_BYTES = 250_000
"""Bytes of a view as JSON (D)."""

VIEW_TITLE = 24
"""Characters of a modal's title, and of the buttons that hand it in or close it (D, L)."""

PRIVATE_METADATA = 3_000
"""Characters that a view carries for its app alone (D, L)."""

IDENTIFIER = 255
"""Characters of an action id, a block id, a callback id (D, L)."""

# ---------------------------------------------------------------- texts

HEADER = 150
"""Characters of a header (D, L)."""

PLAIN = 3_000
"""Characters of one text object (D, L). Text in `rich_text` has no documented limit; ours is cut to the same."""

FIELD = 2_000
"""Characters of one field of a section (D, L)."""

FIELDS = 10
"""Fields of one section (D, L)."""

CONTEXT_ELEMENTS = 10
"""Elements of one context block (D, L)."""

# ---------------------------------------------------------------- what can be pressed or filled in

ACTIONS = 25
"""Elements of one actions block (D, L)."""

CONTEXT_ACTIONS = 5
"""Elements of one context_actions block (D, L)."""

ACCESSIBILITY = 75
"""Characters that are read out instead of what stands on a button (D)."""

BUTTON = 75
"""Characters on a button (D, L)."""

BUTTON_VALUE = 2_000
"""Characters of a button's value (D, L)."""

LABEL = 2_000
"""Characters of an input's label, and of its hint (L)."""

PLACEHOLDER = 150
"""Characters that stand in an empty input (D, L)."""

INPUT = 3_000
"""Characters that can be typed into an input (D, L)."""

OPTION = 75
"""Characters of an option, and of its description, and of the heading over a group of options (D, L)."""

OPTION_VALUE = 150
"""Characters of an option's value (D, L)."""

OPTIONS = 100
"""Options of a select, or of one group in it; and groups (D, L)."""

BOXES = 10
"""Options of checkboxes or radio buttons (D, L)."""

# ---------------------------------------------------------------- the agent view

PROMPTS = 4
"""Sentences that are suggested at once (D, and the manifest's schema)."""

PROMPT_TITLE = 75
"""Characters of such a sentence as it is shown, and of what stands over them (U: no limit is documented)."""

PROMPT_MESSAGE = 500
"""Characters of what such a sentence sends (U: no limit is documented)."""

SESSION_TITLE = 200
"""Characters of the name of a session (D)."""

# ---------------------------------------------------------------- tables and charts

TABLE_ROWS = 100
"""Rows of a table, its head among them (D, L)."""

TABLE_COLUMNS = 20
"""Columns of a table (D, L)."""

TABLE_CELL = 200
"""Characters of one cell of ours: more would not be read in a column. Slack documents no limit."""

CHART_TITLE = 50
"""Characters of a chart's title and of the names of its axes (D, L)."""

CHART_CATEGORIES = 20
"""Categories of a chart (L)."""

CHART_SERIES = 6
"""Series of a chart: D says 6, L says 12."""

CHART_LABEL = 20
"""Characters of a category's or a series' name (D, L)."""

ALT_TEXT = 2_000
"""Characters of what is read out in place of a picture (D)."""

_ESCAPED = {"&": 5, "<": 4, ">": 4}
_DOTS = "…"


class TooMuch(ValueError):
    """Something of our own making, such as an id, that Slack would not take and that cannot be cut."""


def size(text: str) -> int:
    """The characters of `text`, as many as Slack could count."""
    return typed_size(text) + sum(text.count(sign) * (units - 1) for sign, units in _ESCAPED.items())


def typed_size(text: str) -> int:
    """The characters of what somebody typed, as an input counts them: UTF-16 units, nothing escaped."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def weight(blocks: Sequence[Mapping[str, Any]]) -> int:
    """The characters of `blocks` as JSON."""
    return typed_size(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def bytes_of(view: Mapping[str, Any]) -> int:
    """The bytes of a view as JSON."""
    return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def held(text: str, most: int, what: str) -> str:
    """`text` of our own making, as it is. Raises TooMuch when it is longer than `most`."""
    if size(text) > most:
        raise TooMuch(f"{what} has {size(text)} characters, {most} are taken")
    return text


def clip(text: str, room: int) -> str:
    """`text` if it fits into `room`, otherwise as much of it as does, with an ellipsis; whoever clips says the rest."""
    if size(text) <= room:
        return text
    return text[: _cut(text, room - 1)].rstrip() + _DOTS


def split(text: str, room: int) -> Iterator[str]:
    """All of `text`, in parts that fit into `room` each."""
    while size(text) > room:
        end = _cut(text, room)
        yield text[:end]
        text = text[end:]
    yield text


def _units(letter: str) -> int:
    return _ESCAPED.get(letter) or 1 + (letter > "\uffff")


def _cut(text: str, room: int) -> int:
    """Where `text`, which is longer than `room`, can be cut: after a word if one ends near, never inside a letter."""
    end, used = 0, _units(text[0])
    while used <= room:
        end += 1
        used += _units(text[end])
    blank = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1
    if blank > end * 2 // 3:
        return blank
    whole = end
    while whole > 0 and joined(text, whole):
        whole -= 1
    # Marks without end on one letter are cut all the same: nobody writes so, and it has to end somewhere.
    return whole or end
