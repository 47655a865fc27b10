"""Cards and forms as Adaptive Cards 1.5.

Our words and other people's go out as runs of text, in which no client reads markup; what the score says is italic,
after its address in the typeface of code. What a client may not know has a fallback that says the same.

No text is lost: what is longer than one card holds stands on further cards behind a button, and where there is room
for a few words only the whole stands beside them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatch
from itertools import count
from typing import TypeVar

from bot.letters import harmless
from bot.teams import limits, texts
from bot.teams.forms import form, typed
from bot.teams.limits import clip, held, size, weight
from bot.teams.texts import Element, pressable
from handlers.cards import (
    Audience,
    Bar,
    Beat,
    Button,
    Buttons,
    Card,
    Checklist,
    Citations,
    Comparison,
    Entry,
    Facts,
    Heading,
    LineEntry,
    Lines,
    Meter,
    Opinion,
    Piece,
    Prose,
    Quote,
    ScoreMap,
    Staff,
    Text,
    Theirs,
    Tone,
    Voice,
    named,
    refuse_private,
    theirs,
)
from handlers.views.score_map import pulls, told
from prompts import Filled, Which, phrase
from score.map import PART, MappedPart
from storage.tables import PlaceKind, Privacy, Wording

__all__ = ["REDRAW", "REST", "Message", "form", "message", "rest", "show", "typed"]

T = TypeVar("T")

REST = "door.rest"
"""The action of the button behind which the rest stands; its value is the number of the page, from 1, and after a space
whatever draws the card again."""

REDRAW = "door.redraw"
"""The action by which a card is drawn again for who asks for that, as it is now."""

SIGNS = 10
"""Signs of a bar; up to that many tasks each has one of its own."""

_PART = limits.CARD // 3
"""Most that stands below a card on its first page, and most of a table, a quote or a row of buttons, in bytes."""

_MORE = 1_600
"""Bytes of what stands around a card's elements, and of the sentence and the button behind which the rest stands."""

_IN = "\u2003"
"""The space before a line of the map for each part that it is within: clients leave other spaces out."""


@dataclass(frozen=True)
class Message:
    """One message.

    `text` stands above `card`, and is empty but for an answer that cites: Teams marks citations nowhere else. `alone`
    is the card with that text in it, for where a card is all that can be sent. `summary` is what is notified. `rest`
    are further cards, for what this one had no room for.
    """

    text: str
    card: Element | None
    entities: list[Element]
    channel_data: Element
    summary: str = ""
    alone: Element = field(default_factory=dict)
    rest: list[Element] = field(default_factory=list)


@dataclass
class Sheet:
    """What was drawn on one card so far; on a `further` one charts and tables are told in words."""

    language: str
    further: bool = False
    has_main: bool = False


# ---------------------------------------------------------------- messages


def message(card: Card, where: PlaceKind, language: str, *, again: str = "", headed: bool = False) -> Message:
    """The message that shows `card`; `again` is what draws it again, for the button behind which its rest stands.

    With `headed` its heading and first sentence are the message's text in any case, as far as they fit there.

    Raises PrivateShown for a private value outside a direct place, TypeError for an unknown piece.
    """
    refuse_private(card, where)
    again = again if size(again) <= limits.AGAIN else ""
    alone, *further = _cards(card, language, again)
    whole = Message("", alone, [], _asked_back(card), _summary(card, language), alone, further)
    text = _answered(card, language)
    claimed = _claimed(card, text)
    if not claimed and not (headed and text):
        return whole
    below = {**alone, "body": alone["body"][len(_head(card, language)) :]}
    return replace(whole, text=text, card=below, entities=claimed)


def rest(message: Message, page: int) -> Element:
    """A further card of `message`, from 1. Raises LookupError when it has no such card."""
    if not 1 <= page <= len(message.rest):
        raise LookupError(f"there is no page {page} of {len(message.rest)}")
    return message.rest[page - 1]


def _summary(card: Card, language: str) -> str:
    """What is read out: the heading, the first sentence, and what the charts say."""
    drawn = [piece.says for piece in card.pieces if isinstance(piece, Comparison | Staff)]
    said = " ".join(texts.one_line(text, language) for text in (card.title, card.says, *drawn) if text)
    return clip(said, limits.READ_OUT)


def _answered(card: Card, language: str) -> str:
    """The heading and first sentence as a message's text; empty where they do not fit there."""
    said = " ".join(texts.marked(text, language) for text in (card.title, card.says) if text)
    return said if size(said) <= limits.MESSAGE_TEXT else ""


def _claimed(card: Card, text: str) -> list[Element]:
    """What Teams shows with an answer: the lines whose numbers stand in `text`, and whether a model worded it."""
    cited = [piece for piece in card.pieces if isinstance(piece, Citations)] if text else []
    numbered = [(number, line) for piece in cited for number, line in enumerate(piece.lines, 1)]
    claims = [_claim(number, line) for number, line in numbered if f"[{number}]" in text]
    label = {"additionalType": ["AIGeneratedContent"]} if any(piece.by_model for piece in cited) else {}
    if not claims and not label:
        return []
    kind = {"type": "https://schema.org/Message", "@type": "Message", "@context": "https://schema.org", "@id": ""}
    return [{**kind, **label, **({"citation": claims} if claims else {})}]


def _claim(number: int, line: Wording) -> Element:
    words = " ".join(harmless(named(line)).split())
    says = {
        "@type": "DigitalDocument",
        "name": clip(texts.short_address(line) or str(number), limits.CITATION_NAME),
        "abstract": clip(words or str(number), limits.CITATION_WORDS),
    }
    return {"@type": "Claim", "position": number, "appearance": says}


def _asked_back(card: Card) -> Element:
    """Teams asks by itself whether an answer helped, where we ask too."""
    asks = any(isinstance(piece, Opinion) for piece in card.pieces)
    return {"feedbackLoop": {"type": "default"}} if asks else {}


def _envelope(body: list[Element], said: str) -> Element:
    """A card of these elements; its last row of buttons is the card's own."""
    made: Element = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": texts.apart(texts.escaped(said)),
        "body": body,
    }
    if body and body[-1]["type"] == "ActionSet":
        made = {**made, "body": body[:-1], "actions": body[-1]["actions"]}
    return made


_Weighed = tuple[Element, int]
"""An element and what it takes of a page. To weigh is to write it as JSON, so each is weighed once."""


class _Book:
    """Pages that are filled from the first on; `kept` is what the first and each further one must have room for."""

    def __init__(self, *kept: int) -> None:
        self.pages: list[list[Element]] = [[]]
        self._most = [limits.CARD - _MORE - one for one in kept]
        self._left = self._most[0]

    def takes(self, elements: Sequence[_Weighed]) -> bool:
        """Whether all of `elements` fit on the page that is being filled."""
        return sum(needs for _, needs in elements) <= self._left

    def add(self, elements: Sequence[_Weighed]) -> None:
        """Put each of `elements` on the page that is being filled, or on the next one."""
        for element, needs in elements:
            if self.pages[-1] and needs > self._left:
                self.pages.append([])
                self._left = self._most[1]
            self.pages[-1].append(element)
            self._left -= needs


def _weighed(elements: Sequence[Element]) -> list[_Weighed]:
    return [(one, weight(one) + 2) for one in elements]


def _cards(card: Card, language: str, again: str) -> list[Element]:
    """As many cards as it needs; what can be done with it and who sees it stand on the first one."""
    sheet = Sheet(language)
    pieces, buttons, audiences = _parted(card.pieces)
    seen = [element for piece in audiences for element in show(piece, sheet)]
    trial = replace(sheet)
    foot = [element for piece in buttons for element in show(piece, trial)]
    kept = weight([*seen, *foot])
    if kept > _PART:
        pieces, foot, seen, kept = [*pieces, *buttons, *audiences], [], [], weight([])
    else:
        sheet = trial
    leads = 2 * size(again)
    book = _Book(kept + leads, weight(seen) + leads)
    book.add(_weighed(_head(card, language)))
    for piece in pieces:
        trial = replace(sheet)
        drawn = _weighed(show(piece, trial))
        if not book.takes(drawn):
            trial = replace(sheet, further=True)
            drawn = _weighed(show(piece, trial))
        sheet = trial
        book.add(drawn)
    said, last = _summary(card, language), len(book.pages) - 1
    pages = [[*page, *_more(number + 1, last, language, again)] for number, page in enumerate(book.pages)]
    first, *others = pages
    return [_envelope([*first, *seen, *foot], said), *(_envelope([*page, *seen], said) for page in others)]


def _parted(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Buttons | Opinion], list[Audience]]:
    """What is read, the buttons below it, and who sees it."""
    read: list[Piece] = [piece for piece in pieces if not isinstance(piece, Audience)]
    below: list[Buttons | Opinion] = []
    while read and isinstance(last := read[-1], Buttons | Opinion):
        below.insert(0, last)
        read.pop()
    if any(isinstance(piece, Buttons) for piece in read) or isinstance(read[-1] if read else None, Quote):
        # Each row of buttons is of what stands above it, and the last one alone of the whole card.
        read, below = [*read, *below[:-1]], below[-1:]
    return read, below, [piece for piece in pieces if isinstance(piece, Audience)]


def _head(card: Card, language: str) -> list[Element]:
    title = texts.heading(card.title, language) if card.title else []
    return [*title, *texts.paragraph(card.says, language)]


def _more(page: int, last: int, language: str, again: str) -> list[Element]:
    """What leads from a page to the next; nothing on the last."""
    if page > last:
        return []
    said = texts.quiet(phrase("blocks.more", pages=last - page + 1), language)
    button = Button(phrase("blocks.rest"), REST, f"{page} {again}".rstrip())
    return [*said, {"type": "ActionSet", "actions": [_button(button, Sheet(language), None)]}]


# ---------------------------------------------------------------- pieces


@singledispatch
def show(piece: object, sheet: Sheet) -> list[Element]:
    """The elements that show one piece. Raises TypeError for one that nobody has drawn yet."""
    raise TypeError(f"Teams cannot show {type(piece).__name__}")


@show.register
def _(piece: Prose, sheet: Sheet) -> list[Element]:
    return texts.quiet(piece.words, sheet.language) if piece.quiet else texts.paragraph(piece.words, sheet.language)


@show.register
def _(piece: Heading, sheet: Sheet) -> list[Element]:
    return texts.heading(piece.words, sheet.language)


_TONES = {Tone.STUCK: (phrase("blocks.stuck"), "Attention"), Tone.WON: (phrase("blocks.won"), "Good")}


@show.register
def _(piece: Quote, sheet: Sheet) -> list[Element]:
    language = sheet.language
    tone = []
    if piece.tone in _TONES:
        said, color = _TONES[piece.tone]
        tone = texts.rows(texts.runs(said, language, weight="Bolder", color=color, size="Small"))
    shown = [*tone, *texts.paragraph(piece.words, language), *texts.quiet(piece.by, language, spacing="Small")]
    return [{"type": "Container", "style": "emphasis", "items": some} for some in _some(shown, len(shown), weight)]


def _some(many: Sequence[T], most: int, weigh: Callable[[T], int]) -> Iterator[list[T]]:
    """`many` in lists of `most` at most, none of them so heavy that it would not fit on a card."""
    some, weighs = list[T](), 0
    for one in many:
        needs = weigh(one)
        if some and (len(some) == most or weighs + needs > _PART):
            yield some
            some, weighs = [], 0
        some.append(one)
        weighs += needs
    if some:
        yield some


@show.register
def _(piece: Facts, sheet: Sheet) -> list[Element]:
    language = sheet.language
    pairs = [(texts.one_line(label, language), texts.one_line(value, language)) for label, value in piece.pairs]
    lines = any(isinstance(value, Wording) for _, value in piece.pairs)
    if lines or not all(texts.reads_plain(text) and size(text) <= limits.FACT for pair in pairs for text in pair):
        # Columns are read as markup, and are narrow: each pair stands on a row of its own.
        return [
            row
            for label, value in piece.pairs
            for row in texts.rows(
                [*texts.runs(label, language, weight="Bolder"), texts.run("  "), *texts.runs(value, language)],
                spacing="Small",
            )
        ]
    facts = [{"title": label, "value": value} for label, value in pairs]
    return [{"type": "FactSet", "facts": some} for some in _some(facts, len(facts), weight)]


@show.register
def _(piece: Meter, sheet: Sheet) -> list[Element]:
    language = sheet.language
    says = phrase("blocks.meter", label=piece.label, count=piece.count, percent=_percent(piece.share))
    runs = [*texts.runs(says, language), texts.run("  "), _bar(piece.share)]
    if piece.mark is not None:
        runs += [texts.run("  "), *texts.runs(phrase("blocks.agreed", percent=_percent(piece.mark)), language)]
    return texts.rows(runs)


def _percent(share: float) -> int:
    return round(100 * min(max(share, 0.0), 1.0))


def _bar(share: float) -> Element:
    full = round(min(max(share, 0.0), 1.0) * SIGNS)
    return texts.run("▰" * full + "▱" * (SIGNS - full), color="Accent")


@show.register
def _(piece: Lines, sheet: Sheet) -> list[Element]:
    return [row for entry in piece.entries for row in _line_entry(entry, sheet.language)]


def _line_entry(entry: LineEntry, language: str) -> list[Element]:
    note = texts.quiet(entry.note, language, spacing="None") if entry.note else []
    return [*texts.rows(texts.line_runs(entry.line), spacing="Small"), *note]


@show.register
def _(piece: ScoreMap, sheet: Sheet) -> list[Element]:
    language = sheet.language
    branches = [row for area in piece.chart.parts for row in _branch(piece, area, language, 0)]
    return [*branches, *(row for said in pulls(piece.chart) for row in texts.paragraph(said, language))]


def _branch(piece: ScoreMap, area: MappedPart, language: str, depth: int) -> Iterator[Element]:
    """A part with its lines as an outline, each part within it further in."""
    name = [{**one, "weight": "Bolder"} for one in texts.runs(theirs(area.part, "name"), language)]
    yield from texts.rows([texts.run(_IN * depth), *name], spacing="Small")
    note = piece.notes.get(PART + area.part.handle)
    yield from _within(texts.runs(note, language) if note else [], depth)
    for spot in area.lines:
        yield from _within([texts.run("• "), *texts.line_runs(spot.line)], depth + 1)
        yield from _within(texts.runs(told(piece, spot), language), depth + 2)
    for one in area.parts:
        yield from _branch(piece, one, language, depth + 1)


def _within(runs: Sequence[Element], depth: int) -> list[Element]:
    return texts.rows([texts.run(_IN * depth), *runs], spacing="None")


@show.register
def _(piece: Citations, sheet: Sheet) -> list[Element]:
    language = sheet.language
    lines = [[texts.run(f"[{number}]  "), *texts.line_runs(line)] for number, line in enumerate(piece.lines, 1)]
    lines += [texts.runs(piece.more, language)] if piece.more else []
    shown = [row for runs in lines for row in texts.rows(runs, spacing="Small")]
    return [*shown, *texts.quiet(piece.source, language, separator=True)]


@show.register
def _(piece: Comparison, sheet: Sheet) -> list[Element]:
    language = sheet.language
    bars = [*piece.bars, piece.whirlwind]
    most = max([bar.count for bar in bars] + [SIGNS])
    drawn = [row for bar in bars for row in _row(piece, bar, language, [_bar(bar.count / most), texts.run("  ")])]
    if sheet.further or len(bars) > limits.CHART_BARS or not any(bar.count for bar in bars):
        return drawn
    names = _names([_short(bar.what, language) for bar in bars])
    # A chart names a line by its address: what it says stands below.
    below = [row for bar in bars for row in _row(piece, bar, language, [])]
    return [*_compared(piece, names, language, instead=_compared_in_table(bars, names, language, drawn)), *below]


def _row(piece: Comparison, bar: Bar, language: str, drawn: Sequence[Element]) -> list[Element]:
    runs = [*texts.runs(bar.what, language), texts.run("  "), *drawn, *texts.runs(bar.value, language)]
    if bar is piece.whirlwind and piece.ends:
        runs += [texts.run("  "), *texts.runs(piece.ends[1], language)]
    return texts.rows(runs, spacing="Small")


def _compared(piece: Comparison, names: Sequence[str], language: str, *, instead: Element) -> list[Element]:
    bars = [*piece.bars, piece.whirlwind]
    agreed = Which("none") if piece.mark is None else _percent(piece.mark)
    title = phrase("blocks.chart", tasks=sum(bar.count for bar in bars), agreed=agreed)
    data = [
        {"x": name, "y": bar.count, "color": "neutral" if bar is piece.whirlwind else "categoricalTeal"}
        for name, bar in zip(names, bars, strict=True)
    ]
    chart = {
        "type": "Chart.HorizontalBar",
        "title": texts.one_line(title, language),
        "xAxisTitle": texts.one_line(phrase("blocks.tasks"), language),
        "yAxisTitle": texts.one_line(phrase("blocks.line"), language),
        "displayMode": "AbsoluteWithAxis",
        "data": data,
        "fallback": instead,
    }
    # Not every client shows the title of a chart.
    return [*texts.bold(title, language), chart]


def _compared_in_table(bars: Sequence[Bar], names: Sequence[str], language: str, drawn: list[Element]) -> Element:
    """The same as a table, for clients without charts; in words for those without tables."""
    head = [texts.bold(said, language) for said in (phrase("blocks.line"), phrase("blocks.tasks"))]
    cells = [
        [texts.rows([texts.run(name)]), texts.paragraph(bar.value, language)]
        for name, bar in zip(names, bars, strict=True)
    ]
    return _table([head, *cells], [3, 1], drawn)


def _table(rows: Sequence[Sequence[list[Element]]], widths: Sequence[int], instead: list[Element]) -> Element:
    return {
        "type": "Table",
        "firstRowAsHeaders": True,
        "showGridLines": False,
        "columns": [{"width": width} for width in widths],
        "rows": [{"type": "TableRow", "cells": [{"type": "TableCell", "items": cell} for cell in row]} for row in rows],
        "fallback": {"type": "Container", "items": instead},
    }


def _short(what: Text, language: str) -> str:
    """What stands beside a bar: a line's address, anything else as it is said."""
    return texts.short_address(what) if isinstance(what, Wording) else texts.one_line(what, language)


def _names(wanted: Sequence[str]) -> list[str]:
    """Names that fit beside the bars of a chart, all different; whole, they stand in the rows below."""
    names: list[str] = []
    for one in wanted:
        name = clip(texts.apart(one), limits.CHART_LABEL)
        others = (f"{number} {clip(one, limits.CHART_LABEL - 4)}" for number in count(2))
        while not name.strip() or name in names:
            name = texts.apart(next(others))
        names.append(name)
    return names


@show.register
def _(piece: Staff, sheet: Sheet) -> list[Element]:
    language = sheet.language
    voices = [*piece.voices, piece.whirlwind]
    told_of = [row for voice in voices for row in _voice(voice, piece.beats, language)]
    title = texts.bold(piece.title, language)
    if sheet.further or len(piece.beats) + 2 > limits.TABLE_COLUMNS:
        return [*title, *told_of]
    days = [(texts.bold if beat.today else texts.paragraph)(beat.name, language) for beat in piece.beats]
    head = [texts.bold(phrase("blocks.line"), language), *days, texts.bold(phrase("blocks.in-all"), language)]
    cells = [_played(voice, language) for voice in voices]
    return [*title, _table([head, *cells], [4, *[1] * len(days), 1], told_of)]


def _played(voice: Voice, language: str) -> list[list[Element]]:
    """One row of the staff as cells."""
    counts = [str(count) if count else texts.nothing(language) for count in voice.counts]
    return [
        texts.paragraph(voice.what, language),
        *(texts.rows([texts.run(count)]) for count in counts),
        texts.paragraph(voice.total, language),
    ]


def _voice(voice: Voice, beats: Sequence[Beat], language: str) -> list[Element]:
    """One row of the staff in words: the days on which something was played, and what it makes in all."""
    played = [
        phrase("blocks.beat", day=beat.name, count=count)
        for beat, count in zip(beats, voice.counts, strict=True)
        if count
    ]
    total = texts.runs(phrase("blocks.total", total=voice.total), language)
    days = [run for one in played for run in (*texts.runs(one, language), texts.run(", "))]
    return [*texts.paragraph(voice.what, language, spacing="Small"), *texts.rows([*days, *total], spacing="None")]


@show.register
def _(piece: Buttons, sheet: Sheet) -> list[Element]:
    return _pressed(piece.buttons, sheet)


@show.register
def _(piece: Opinion, sheet: Sheet) -> list[Element]:
    # Teams asks by itself too; that question says nothing of which line was meant, and some clients leave it out.
    return _pressed(piece.buttons, sheet)


def _pressed(buttons: Sequence[Button], sheet: Sheet, chosen: str | None = None) -> list[Element]:
    """Rows of buttons, under what does not fit on them."""
    language = sheet.language
    long = [one.label for one in buttons if size(_label(one, language, chosen)) > limits.BUTTON]
    whole = [row for label in long for row in _in_full(label, language)]
    drawn = [_button(button, sheet, chosen) for button in buttons]
    return [*whole, *({"type": "ActionSet", "actions": some} for some in _some(drawn, limits.ACTIONS, weight))]


def _in_full(label: Text, language: str) -> list[Element]:
    """What has no room on a button; a line stands as lines do, with the address that is on the button."""
    line = _only_line(label, language)
    if line is not None:
        return texts.rows(texts.line_runs(line), spacing="Small")
    return texts.paragraph(phrase("blocks.in-full", text=label), language)


def _only_line(label: Text, language: str) -> Wording | None:
    """The line that a label names, if it says nothing else."""
    lines = [one for one in label.values.values() if isinstance(one, Wording)] if isinstance(label, Filled) else []
    return next((one for one in lines if texts.one_line(one, language) == texts.one_line(label, language)), None)


def _label(button: Button, language: str, chosen: str | None) -> str:
    return _labelled(button.label, language, holds=chosen is not None and button.value == chosen)


def _labelled(label: Text, language: str, *, holds: bool) -> str:
    return texts.apart(texts.one_line(phrase("blocks.chosen", label=label) if holds else label, language))


def _title(button: Button, language: str, chosen: str | None) -> str:
    """What stands on a button: its label, or the address of the line that has no room there and stands above it."""
    label, line = _label(button, language, chosen), _only_line(button.label, language)
    if line is None or size(label) <= limits.BUTTON:
        return clip(label, limits.BUTTON)
    address = Theirs(texts.short_address(line), Privacy.TEAM)
    short = _labelled(address, language, holds=chosen is not None and button.value == chosen)
    return clip(short, limits.BUTTON)


def _value(button: Button) -> str:
    """What comes back with a press: all of it, or the shorter one where that is too long."""
    has_room = not button.shorter or size(button.value) <= limits.BUTTON_VALUE
    return held(button.value if has_room else button.shorter, limits.BUTTON_VALUE, "the value of a button")


def _button(button: Button, sheet: Sheet, chosen: str | None) -> Element:
    action = held(button.action, limits.IDENTIFIER, "an action")
    data = {"action": action, "value": _value(button)}
    style = {}
    if "erase" in action:
        style = {"style": "destructive"}
    elif button.main and not sheet.has_main:
        sheet.has_main = True
        style = {"style": "positive"}
    title = _title(button, sheet.language, chosen)
    return pressable(title, action, data, associatedInputs="none", **style)


@show.register
def _(piece: Checklist, sheet: Sheet) -> list[Element]:
    label = texts.bold(piece.label, sheet.language) if piece.label else []
    return [*label, *(element for entry in piece.entries for element in _marked(entry, sheet))]


def _marked(entry: Entry, sheet: Sheet) -> list[Element]:
    """An entry over its choices. They are buttons and no list to open: one press instead of two."""
    language = sheet.language
    sign = [] if entry.choices else [texts.run("• ")]
    line = texts.rows(texts.line_runs(entry.line), spacing="None") if entry.line else []
    note = texts.quiet(entry.note, language, spacing="None") if entry.note else []
    # The buttons of the entry before are not to be taken for those of this one.
    apart = "Medium" if entry.choices else "Small"
    shown = texts.rows([*sign, *texts.runs(entry.words, language)], spacing=apart)
    return [*shown, *line, *note, *_pressed(entry.choices, sheet, entry.chosen)]


@show.register
def _(piece: Audience, sheet: Sheet) -> list[Element]:
    return texts.quiet(piece.words, sheet.language, separator=True)
