"""Other people's letters, before any door shows them: what does harm in them, and what is seen as one."""

import re
import unicodedata

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_TURNS = frozenset({"R", "AL", "AN", "LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_MARK = frozenset({"Mn", "Mc", "Me"})
_HELD = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")


def harmless(text: str) -> str:
    """Other people's words without what moves a cursor; where they turn the direction of writing, it ends with them."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isascii() or not any(unicodedata.bidirectional(letter) in _TURNS for letter in text):
        return text
    return f"\u2068{_ISOLATES.sub('', text)}\u2069"


def joined(text: str, at: int) -> bool:
    """Whether what stands before and after `at` is seen as one letter."""
    before, after = text[at - 1], text[at]
    if unicodedata.category(after) in _MARK or _HELD.match(after) or before == "\u200d":
        return True
    if _FLAG.match(before) and _FLAG.match(after):
        return _flags_before(text, at) % 2 == 1
    return (before, after) == ("\r", "\n") or _syllable(before, after)


def _flags_before(text: str, at: int) -> int:
    count = 0
    while count < at and _FLAG.match(text[at - 1 - count]):
        count += 1
    return count


def _syllable(before: str, after: str) -> bool:
    """Whether two Korean letters are written as one: a vowel or an end after what it belongs to."""
    return ("\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3") and "\u1160" <= after <= "\u11ff"
