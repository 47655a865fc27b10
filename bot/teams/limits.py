"""What Teams takes at most, with where that is read, and how a text is made to fit.

Sources: D is Microsoft's documentation, S the schema of Adaptive Cards 1.5, H a choice of ours where nobody says.
"""

import json
from collections.abc import Iterator

from bot.letters import joined

CARD = 28 * 1024
"""Bytes of one card as JSON in UTF-8. Webhooks take so many (D); a bot may send more, and nobody says how much more
every client draws (H)."""

ACTIONS = 6
"""Buttons in one row (D)."""

BUTTON = 40
"""Characters on a button; more are cut by clients (H)."""

BUTTON_VALUE = 4_000
"""Bytes of a button's value: it goes out twice, with the button and with what stands in for it (H)."""

AGAIN = 2_000
"""Bytes of what draws a card again, on the button behind which its rest stands (H)."""

TEXT = 4_000
"""Bytes of one row of text (H)."""

READ_OUT = 600
"""Bytes of what is notified, and of what a client shows that can show no card (H)."""

MESSAGE_TEXT = 2_000
"""Bytes of a message's own text; what is longer stands in its card (H)."""

FACT = 200
"""Bytes of a label or a value in two columns (H)."""

LABEL = 500
"""Bytes of an input's label (H)."""

PLACEHOLDER = 150
"""Bytes of what stands in an empty input (H)."""

OPTION = 100
"""Bytes of one thing to choose (H)."""

IDENTIFIER = 255
"""Bytes of the name of a field, of an action, and of the value of an option (H)."""

INPUT = 3_000
"""Characters that can be typed into an input (H)."""

CHART_BARS = 20
"""Bars of a chart (H)."""

CHART_LABEL = 40
"""Bytes beside a bar (H)."""

TABLE_COLUMNS = 12
"""Columns that can be read side by side (H)."""

CITATION_NAME = 80
"""Characters of what a citation is called (D)."""

CITATION_WORDS = 160
"""Characters that a citation says (D)."""

_DOTS = "…"
_TWICE = frozenset('"\\\n\t')


class TooMuch(ValueError):
    """Something of our own making, such as an action, that a card has no room for and that cannot be cut."""


def size(text: str) -> int:
    """The bytes of `text` within a card."""
    return len(text.encode("utf-8", "surrogatepass")) + sum(map(text.count, _TWICE))


def weight(made: object) -> int:
    """The bytes of a card, or of what stands in it, as JSON."""
    return len(json.dumps(made, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def held(text: str, most: int, what: str) -> str:
    """`text` of our own making, as it is. Raises TooMuch when it is longer than `most`."""
    if size(text) > most:
        raise TooMuch(f"{what} has {size(text)} bytes, there is room for {most}")
    return text


def clip(text: str, room: int) -> str:
    """`text` if it fits into `room`, otherwise as much of it as does, with an ellipsis; whoever clips says the rest."""
    if size(text) <= room:
        return text
    return text[: _cut(text, room - size(_DOTS))].rstrip() + _DOTS


def split(text: str, room: int) -> Iterator[str]:
    """All of `text`, in parts that fit into `room` each."""
    while size(text) > room:
        end = _cut(text, room)
        yield text[:end]
        text = text[end:]
    yield text


def _cut(text: str, room: int) -> int:
    """Where `text`, which is longer than `room`, can be cut: after a word if one ends near, never inside a letter."""
    end, used = 0, size(text[0])
    while used <= room:
        end += 1
        used += size(text[end])
    blank = text.rfind(" ", 0, end) + 1
    if blank > end * 2 // 3:
        return blank
    whole = end
    while whole > 0 and joined(text, whole):
        whole -= 1
    # Marks without end on one letter are cut all the same: nobody writes so, and it has to end somewhere.
    return whole or end
