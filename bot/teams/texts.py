"""Text of cards as Teams takes it.

Where a client would read markup in a text, other people's words stand in runs, which no client reads. Where there are
no runs, a text that could be read as markup is escaped. A date that Teams would work out is never one: `{{` is parted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from bot.letters import harmless
from bot.teams.limits import TEXT, split, weight
from handlers.cards import Claim, Text, Theirs, named
from prompts import Apart, Filled, phrase, spoken
from storage.tables import Wording

Element = dict[str, Any]
"""A card, or what stands in it, as Teams wants it."""

_ADDRESS: Mapping[str, str] = {"fontType": "Monospace", "size": "Small", "color": "Accent"}

FEW = 4
SHORT = (TEXT // FEW - 200) // 6
"""So many runs of so many characters each fit on one row, whatever they are: as JSON a character takes 6 bytes at most,
and what stands around it in a run under 200."""

_MACRO = re.compile(r"\{(?=\{)")
_PLAIN = re.compile(r"(?:[^\W_]|[ ,;:!?'\"“”‘’„…–—%()/.+·✓=-])*")
_LISTED = re.compile(r"\s*([-+]|\d+[.)])(\s|$)|\s*[-=]+\s*$|\s{4}")
_LEADS = re.compile(r"://|www\.|mailto:", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_{}\[\]()#+.!|~-])")
_ISOLATES = re.compile("[\u2068\u2069]")


def plain(text: Text, language: str) -> str:
    """`text` without any styling; a line of the score is its address, then its words."""
    return "".join(one["text"] for one in _found(text, language, {})) or nothing(language)


def one_line(text: Text, language: str) -> str:
    """`text` without any styling, on one row."""
    return " ".join(plain(text, language).split()) or nothing(language)


def nothing(language: str) -> str:
    """What stands where there is nothing."""
    return str(spoken(phrase("blocks.nothing"), language)[0])


def reads_plain(text: str) -> bool:
    """Whether no client could read markup, a list or a link in `text`, which stands on one row."""
    said = _ISOLATES.sub("", text)
    return bool(_PLAIN.fullmatch(said)) and not (_LISTED.match(said) or _LEADS.search(said))


def escaped(text: str) -> str:
    """`text`, on one row, for where a client reads markup and there are no runs; as it is where there is none in it."""
    if reads_plain(text):
        return text
    # A word joiner, which is not seen: a client that looks for addresses finds none.
    unlinked = _LEADS.sub(lambda found: "\u2060".join(found.group()), text)
    return _MARKS.sub(r"\\\1", escape(unlinked, quote=False))


def marked(text: Text, language: str) -> str:
    """`text` as that of a message, which clients read as markup: the numbers of what it stands on are all there is."""
    pieces = spoken(text, language) if isinstance(text, Filled) else (text,)
    return " ".join("".join(_marked(piece, language) for piece in pieces).split())


def _marked(piece: object, language: str) -> str:
    on = piece.on if isinstance(piece, Claim) else ()
    numbers = "".join(f"[{number}]" for number in on)
    said = "".join(one["text"] for one in _runs_of(piece, language, {})).removesuffix(numbers)
    return escaped(said) + numbers


def runs(text: Text, language: str, **style: str) -> list[Element]:
    """`text` as runs, which no client reads as markup; `style` is for our own words alone."""
    found = _found(text, language, style)
    return found if any(one["text"].strip() for one in found) else [run(nothing(language))]


def pressable(title: str, verb: str, data: Element, **look: object) -> Element:
    """A button, and what stands in for it where a client is too old for it."""
    said = {"title": title, "data": data, **look}
    return {"type": "Action.Execute", "verb": verb, **said, "fallback": {"type": "Action.Submit", **said}}


def _found(text: Text, language: str, style: Mapping[str, str]) -> list[Element]:
    pieces = spoken(text, language) if isinstance(text, Filled) else (text,)
    return [one for piece in pieces for one in _runs_of(piece, language, style)]


def _runs_of(piece: object, language: str, style: Mapping[str, str]) -> list[Element]:
    if isinstance(piece, str):
        return [run(piece, **style)]
    if isinstance(piece, Apart | Theirs):
        return [run(harmless(piece.text))] if harmless(piece.text) else []
    if isinstance(piece, Wording):
        return line_runs(piece)
    if isinstance(piece, Claim):
        # Of a line that is claimed the address stands with its number, among the citations.
        said = _words(piece.says) if isinstance(piece.says, Wording) else runs(piece.says, language, **style)
        return [*said, run(" " + "".join(f"[{number}]" for number in piece.on))]
    raise TypeError(f"Teams cannot show {type(piece).__name__}")


def run(text: str, **style: object) -> Element:
    """One run of text."""
    return {"type": "TextRun", "text": apart(text), **style}


def apart(text: str) -> str:
    """`text` in which Teams finds no date to work out."""
    return _MACRO.sub("{\u2060", text)


def line_runs(line: Wording) -> list[Element]:
    """A line of the score: its address as code, then its words in italics."""
    address = short_address(line)
    return [*([run(address, **_ADDRESS)] if address else []), run(" "), *_words(line)]


def _words(line: Wording) -> list[Element]:
    words = harmless(named(line))
    return [run(words, italic=True)] if words else []


def short_address(line: Wording) -> str:
    """The address of a line, on one row."""
    return " ".join(harmless(line.address).split())


def rows(found: Iterable[Element], **look: object) -> list[Element]:
    """Rows of text that hold all of these runs; none is heavier than one may be. `look` is that of the first."""
    blocks = [{"type": "RichTextBlock", "inlines": some} for row in _in_rows(found) for some in _in_parts(row)]
    return [
        {**block, **(look if number == 0 else {**look, "spacing": "None", "separator": False})}
        for number, block in enumerate(blocks)
    ]


def _in_rows(found: Iterable[Element]) -> Iterator[list[Element]]:
    """The runs of each row that says something: clients differ in whether they break a run into rows."""
    row: list[Element] = []
    for one in found:
        first, *others = one["text"].split("\n")
        row.append({**one, "text": first})
        for text in others:
            yield row
            row = [{**one, "text": text}]
    yield row


def _in_parts(row: Sequence[Element]) -> Iterator[list[Element]]:
    if all(len(one["text"]) <= SHORT for one in row) and len(row) <= FEW:
        # Nearly every row; to weigh is to write it as JSON.
        yield from _seen([one for one in row if one["text"]])
        return
    some: list[Element] = []
    left = TEXT
    for one in (cut for run in row for cut in _cut(run)):
        needed = weight(one)
        if needed > left and some:
            yield from _seen(some)
            some, left = [], TEXT
        some.append(one)
        left -= needed
    yield from _seen(some)


def _seen(some: list[Element]) -> Iterator[list[Element]]:
    if any(one["text"].strip() for one in some):
        yield some


def _cut(run: Element) -> Iterator[Element]:
    for text in split(run["text"], TEXT // 2):
        if text:
            yield {**run, "text": text}


def paragraph(text: Text, language: str, **look: object) -> list[Element]:
    """`text` as rows."""
    return rows(runs(text, language), **look)


def bold(text: Text, language: str) -> list[Element]:
    """`text` as rows, our own words in it bold."""
    return rows(runs(text, language, weight="Bolder"))


def quiet(text: Text, language: str, **look: object) -> list[Element]:
    """`text` small and quiet."""
    return rows([{**one, "isSubtle": True, "size": "Small"} for one in runs(text, language)], **look)


def heading(text: Text, language: str) -> list[Element]:
    """A heading. One in which markup could be read stands in runs, which a screen reader does not call a heading."""
    said = one_line(text, language)
    look = {"size": "Medium", "weight": "Bolder"}
    if reads_plain(said) and weight(said) <= TEXT:
        return [{"type": "TextBlock", "text": said, "wrap": True, "style": "heading", **look}]
    return rows([{**one, **look} for one in runs(text, language)])
