"""What people type, made safe to keep without losing anything that can be read."""

import re
import unicodedata

_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"  # control characters but tab and newline; lone surrogates
    "\u202a-\u202e\u2066-\u2069"  # bidi overrides and isolates: they can make a text read as another
    "\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n?")
_SPACE = re.compile(r"\s+")


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` without what can be neither encoded nor kept: NUL and lone surrogates."""
    return _UNSTORABLE.sub("", text)


class Unreadable(ValueError):
    """Something was typed, and nothing of it can be read."""


def clean(text: str) -> str:
    """`text` in NFC without what cannot be read; line breaks stay.

    Raises Unreadable when something was typed and nothing readable is left.
    """
    # Taken out first: what then stands side by side may compose.
    kept = unicodedata.normalize("NFC", _UNREADABLE.sub("", _LINE_END.sub("\n", text))).strip()
    seen = any(not unicodedata.category(mark).startswith(("C", "Z", "M")) for mark in kept)
    if text.strip() and not seen:
        raise Unreadable
    return kept if seen else ""


def clean_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return _SPACE.sub(" ", clean(text))


def alike(text: str) -> str:
    """What two texts share when a reader would call them the same words."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", folded)).strip()
