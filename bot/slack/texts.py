"""Text of cards as Slack takes it: runs of rich text, and plain text objects.

Nothing is ever `mrkdwn`. Other people's words cannot mention, link, style or unfurl, whatever they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.letters import harmless
from bot.slack import limits
from bot.slack.limits import clip, size, split
from handlers.cards import Claim, Text, Theirs, named
from prompts import Apart, Filled, phrase, spoken
from storage.tables import Wording

Block = dict[str, Any]
"""A block, an element or a text object, as Slack wants it."""

_RUN = 40
"""What one run of text weighs beside its characters."""


def plain(text: Text, language: str) -> str:
    """`text` without any styling; a line of the score is its address, then its words."""
    pieces = spoken(text, language) if isinstance(text, Filled) else (text,)
    return "".join(one["text"] for piece in pieces for one in _runs_of(piece, language, {})) or nothing(language)


def one_line(text: Text, language: str) -> str:
    """`text` without any styling, on one row."""
    return " ".join(plain(text, language).split()) or nothing(language)


def nothing(language: str) -> str:
    """What stands where there is nothing: Slack takes no empty text."""
    return str(spoken(phrase("blocks.nothing"), language)[0])


def runs(text: Text, language: str, **style: bool) -> list[Block]:
    """`text` as runs of rich text; `style` is for our own words alone."""
    pieces = spoken(text, language) if isinstance(text, Filled) else (text,)
    found = [one for piece in pieces for one in _runs_of(piece, language, style)]
    return found if any(one["text"].strip() for one in found) else [run(nothing(language))]


def _runs_of(piece: object, language: str, style: Mapping[str, bool]) -> list[Block]:
    if isinstance(piece, str):
        return [run(piece, **style)]
    if isinstance(piece, Apart | Theirs):
        return [run(harmless(piece.text))] if harmless(piece.text) else []
    if isinstance(piece, Wording):
        return line_runs(piece)
    if isinstance(piece, Claim):
        # Of a line that is claimed the address stands with its number, among the citations.
        said = _line_words(piece.says) if isinstance(piece.says, Wording) else runs(piece.says, language, **style)
        return [*said, run(" " + "".join(f"[{number}]" for number in piece.on))]
    raise TypeError(f"Slack cannot show {type(piece).__name__}")


def run(text: str, **style: bool) -> Block:
    """One run of rich text. Slack reads neither mentions, links, emoji nor markup in it."""
    return {"type": "text", "text": text, "style": style} if style else {"type": "text", "text": text}


def line_runs(line: Wording) -> list[Block]:
    """A line of the score: its address as code, then its words in italics."""
    return [*_address(line), run(" "), *_line_words(line)]


def _line_words(line: Wording) -> list[Block]:
    words_of_line = harmless(named(line))
    return [run(words_of_line, italic=True)] if words_of_line else []


def _address(line: Wording) -> list[Block]:
    found = short_address(line)
    return [run(found, code=True)] if found else []


def short_address(line: Wording) -> str:
    """The address of a line, on one row."""
    return " ".join(harmless(line.address).split())


def words(text: str) -> Block:
    """A text object that Slack does not read as markup."""
    return {"type": "plain_text", "text": text, "emoji": False}


def parts(spoken_runs: Sequence[Block], kind: str = "rich_text_section") -> list[Block]:
    """Elements of rich text that hold all of these runs, each no longer than one text may be."""
    found: list[list[Block]] = [[]]
    left = limits.PLAIN
    for piece in (piece for one in spoken_runs for piece in _cut(one)):
        if (needed := size(piece["text"]) + _RUN) > left and found[-1]:
            found.append([])
            left = limits.PLAIN
        found[-1].append(piece)
        left -= needed
    return [{"type": kind, "elements": elements} for elements in found if elements]


def _cut(whole: Block) -> Iterator[Block]:
    for text in split(whole["text"], limits.PLAIN - _RUN):
        yield {**whole, "text": text}


def rich(elements: Iterable[Block]) -> list[Block]:
    """Blocks of rich text that hold all of these elements, each no longer than one text may be."""
    blocks: list[Block] = []
    left = 0
    for part in elements:
        needed = sum(size(one["text"]) + _RUN for one in _runs_in(part))
        if needed > left or not blocks:
            blocks.append({"type": "rich_text", "elements": []})
            left = limits.PLAIN
        blocks[-1]["elements"].append(part)
        left -= needed
    return blocks


def _runs_in(part: Block) -> Iterator[Block]:
    for element in part["elements"]:
        if "elements" in element:
            yield from _runs_in(element)
        else:
            yield element


def row(text: Text, language: str) -> Block:
    """`text` as a text object on one row."""
    return words(one_line(text, language))


def short_row(text: Text, language: str) -> Block:
    """`text` as a title of a view, or on a button that hands it in or closes it."""
    return words(clip(one_line(text, language), limits.VIEW_TITLE))


def paragraph(text: Text, language: str, **style: bool) -> list[Block]:
    """`text` as blocks of rich text."""
    return rich(parts(runs(text, language, **style)))


def context(text: Text, language: str) -> list[Block]:
    """`text` small and quiet."""
    said = plain(text, language)
    said = said if said.strip() else nothing(language)
    return [{"type": "context", "elements": [words(part)]} for part in split(said, limits.PLAIN - 1) if part.strip()]


def heading(text: Text, language: str) -> list[Block]:
    """A heading; one that is too long for Slack's own stands whole, in bold."""
    said = one_line(text, language)
    if size(said) <= limits.HEADER:
        return [{"type": "header", "text": words(said)}]
    return paragraph(text, language, bold=True)
