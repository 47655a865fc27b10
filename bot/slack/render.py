"""Cards and forms as Slack's Block Kit.

Nothing here is ever `mrkdwn`: our words and other people's go out as text runs of `rich_text`, or as `plain_text`
without emoji, where Slack neither mentions, links, formats nor unfurls. What the score says is italic, after its
address in the typeface of code; nothing else is italic.

No text is lost: what is longer than one block goes on in the next, what is more than one message holds stands on
further pages behind a button, and where Slack takes a few words only the whole stands beside them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import singledispatch
from itertools import count, groupby
from types import MappingProxyType
from typing import TypeVar

from bot.slack import limits, outline, texts
from bot.slack.below import below_link
from bot.slack.forms import Handed, errors, handed, modal, options, typed
from bot.slack.limits import clip, held, size
from bot.slack.texts import Block
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
    Tone,
    Voice,
    refuse_private,
)
from prompts import Filled, Which, phrase
from storage.tables import PlaceKind, Wording

__all__ = [
    "AS_IT_STANDS",
    "REST",
    "Figures",
    "Handed",
    "Message",
    "below_link",
    "errors",
    "handed",
    "home",
    "leading",
    "line",
    "message",
    "modal",
    "opening",
    "openings",
    "options",
    "rest",
    "session",
    "show",
    "typed",
]

T = TypeVar("T")

REST = "door.rest"
"""The action of the button behind which the rest stands; its value is the number of the page, from 1, and after a space
whatever draws the card again."""

AS_IT_STANDS: Mapping[str, object] = MappingProxyType(
    {"mrkdwn": False, "parse": "none", "link_names": False, "unfurl_links": False, "unfurl_media": False}
)
"""What is sent with every message, so that Slack does not read its top-level text as markup."""

SIGNS = 10
"""Signs of a bar; up to that many tasks each has one of its own."""

APART = 5
"""Lines of the score that stand in blocks of their own, with space between; more of them stand together."""

_PART = limits.MESSAGE_WEIGHT // 3
"""Most that stands below a card on its first page, and most of a table or a row of buttons, as JSON."""

_MORE = 800
"""What the sentence and the button weigh behind which the rest stands."""


@dataclass(frozen=True)
class Message:
    """One message: what is read out or notified, its blocks, and further pages of blocks that it had no room for."""

    text: str
    blocks: list[Block]
    rest: list[list[Block]] = field(default_factory=list)


class Figures(StrEnum):
    """How figures are drawn, from what Slack may refuse somewhere to what it always takes."""

    CHARTS = "charts"
    TABLES = "tables"
    PICTURES = "pictures"
    WORDS = "words"


@dataclass
class Sheet:
    """What was drawn on one message so far, and how figures are; `pictures` are names of files that Slack has, in the
    order of the pieces that they show.
    """

    language: str
    figures: Figures = Figures.CHARTS
    pictures: Sequence[str] = ()
    charts: int = 0
    tables: int = 0
    presses: int = 0
    has_main: bool = False

    def has_room_for_chart(self) -> bool:
        """Whether another chart can stand here."""
        return self.figures is Figures.CHARTS and self.charts < limits.MESSAGE_CHARTS

    def has_room_for_table(self) -> bool:
        """Whether another table can stand here."""
        return self.figures in (Figures.CHARTS, Figures.TABLES) and self.tables < limits.MESSAGE_TABLES

    def picture(self, says: Filled) -> list[Block]:
        """The next picture, with the sentence that says the same; none where there is none."""
        if not self.pictures:
            return []
        first, *self.pictures = self.pictures
        alt = clip(texts.one_line(says, self.language), limits.ALT_TEXT)
        return [{"type": "image", "slack_file": {"id": first}, "alt_text": alt}]


# ---------------------------------------------------------------- messages


def message(
    card: Card,
    where: PlaceKind,
    language: str,
    *,
    figures: Figures = Figures.CHARTS,
    pictures: Sequence[str] = (),
) -> Message:
    """The message that shows `card`; in `WORDS` it has no block that Slack may still refuse somewhere.

    Raises PrivateShown for a private value outside a direct place, TypeError for an unknown piece.
    """
    refuse_private(card, where)
    first, *rest = _pages(card, Sheet(language, figures, pictures))
    return Message(_spoken(card, language), first, rest)


def leading(message: Message, again: str) -> Message:
    """`message` with what draws it again on the button behind which its rest stands.

    Where Slack has no room for that, the button leads to a sentence that says so.
    """
    if not message.rest or size(again) > limits.BUTTON_VALUE - len("99 "):
        return message
    blocks = [
        {**block, "elements": [{**one, "value": f"{one['value']} {again}"} for one in block["elements"]]}
        if block.get("type") == "actions" and block["elements"][0]["action_id"] == REST
        else block
        for block in message.blocks
    ]
    return replace(message, blocks=blocks)


def rest(message: Message, page: int, language: str, again: str = "") -> Block:
    """The modal with a further page of `message`, from 1; `again` is what draws it again, for the page after it.

    Raises LookupError when it has no such page.
    """
    if not 1 <= page <= len(message.rest):
        raise LookupError(f"there is no page {page} of {len(message.rest)}")
    kept = {"private_metadata": again} if 0 < limits.typed_size(again) <= limits.PRIVATE_METADATA else {}
    return {
        **kept,
        "type": "modal",
        "callback_id": REST,
        "title": texts.short_row(phrase("blocks.the-rest"), language),
        "close": texts.short_row(phrase("blocks.close"), language),
        "blocks": message.rest[page - 1],
    }


def home(
    cards: Sequence[Card],
    language: str,
    page: int = 0,
    *,
    figures: Figures = Figures.CHARTS,
    pictures: Sequence[str] = (),
) -> Block:
    """The Home tab with `cards` one below the other; what it has no room for stands on further pages.

    In `WORDS` it has no block that Slack may still refuse somewhere.

    Raises LookupError when there is no such page.
    """
    sheet = Sheet(language, figures, pictures)
    book = _Book(limits.VIEW_BLOCKS, limits.VIEW_BYTES // 4)
    for number, card in enumerate(cards):
        refuse_private(card, PlaceKind.DIRECT)
        last = [piece for piece in card.pieces if isinstance(piece, Audience)]
        pieces = [piece for piece in card.pieces if not isinstance(piece, Audience)]
        blocks = [{"type": "divider"}] * bool(number) + _head(card, language)
        blocks += [block for piece in (*pieces, *last) for block in show(piece, sheet)]
        for block in blocks:
            book.add(block)
    pages = _bound(book.pages, language)
    if not 0 <= page < len(pages):
        raise LookupError(f"there is no page {page} of {len(pages)}")
    return {"type": "home", "blocks": pages[page]}


def openings(sentences: Sequence[Filled], language: str) -> list[dict[str, str]]:
    """What can be sent with one press, as the agent view shows it; what it could read as markup is left out."""
    said = [texts.one_line(one, language) for one in sentences]
    fits = [one for one in said if size(one) <= limits.PROMPT_MESSAGE and not set(one) & set("<>&")]
    return [{"title": clip(one, limits.PROMPT_TITLE), "message": one} for one in fits[: limits.PROMPTS]]


def opening(title: Filled, language: str) -> str:
    """What stands over them."""
    return clip(texts.one_line(title, language), limits.PROMPT_TITLE)


def line(words: Filled, language: str) -> str:
    """A sentence of ours that stands beside a name, on one row."""
    return texts.one_line(words, language)


def session(title: Text, language: str) -> str:
    """The name of a thread: nothing that could be read as markup; empty where nothing is left of it."""
    said = " ".join("".join(one for one in texts.plain(title, language) if one not in "<>&").split())
    return clip(said, limits.SESSION_TITLE) if said != texts.nothing(language) else ""


def _spoken(card: Card, language: str) -> str:
    """What is read out: the heading, the first sentence, and what the charts say; no sign in it is markup."""
    drawn = [piece.says for piece in card.pieces if isinstance(piece, Comparison | Staff)]
    sentences = [texts.one_line(text, language) for text in (card.title, card.says, *drawn) if text]
    said, more = "\n".join(sentences), f" {texts.one_line(phrase('blocks.text-goes-on'), language)}"
    if size(said) > limits.MESSAGE_TEXT:
        said = clip(said, limits.MESSAGE_TEXT - size(more)) + more
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _head(card: Card, language: str) -> list[Block]:
    title = texts.heading(card.title, language) if card.title else []
    return [*title, *texts.paragraph(card.says, language)]


class _Book:
    """Pages that are filled from the first on; `kept` is what the first and each further one must have room for."""

    def __init__(self, blocks: int, weight: int, *kept: Sequence[Block]) -> None:
        self.pages: list[list[Block]] = [[]]
        self._most = [(blocks - len(one) - 2, weight - limits.weight(one) - _MORE) for one in kept or [[], []]]
        self._blocks, self._weight = self._most[0]

    def takes(self, blocks: Sequence[Block]) -> bool:
        """Whether all of `blocks` fit on the page that is being filled."""
        return len(blocks) <= self._blocks and limits.weight(blocks) <= self._weight

    def add(self, block: Block) -> None:
        """Put `block` on the page that is being filled, or on the next one."""
        weight = limits.weight([block])
        if self.pages[-1] and not (self._blocks >= 1 and weight <= self._weight):
            self.pages.append([])
            self._blocks, self._weight = self._most[1]
        self.pages[-1].append(block)
        self._blocks -= 1
        self._weight -= weight


def _pages(card: Card, sheet: Sheet) -> list[list[Block]]:
    """The card on as many pages as it needs; what can be done with it and who sees it stand on the first one."""
    pieces, buttons, audiences = _parted(card.pieces)
    seen = [block for piece in audiences for block in show(piece, sheet)]
    trial = replace(sheet)
    foot = [block for piece in buttons for block in show(piece, trial)]
    if limits.weight([*foot, *seen]) > _PART:
        pieces, foot, seen = [*pieces, *buttons, *audiences], [], []
    else:
        sheet = trial
    book = _Book(limits.MESSAGE_BLOCKS, limits.MESSAGE_WEIGHT, [*foot, *seen], seen)
    for block in _head(card, sheet.language):
        book.add(block)
    for piece in pieces:
        trial = replace(sheet)
        drawn = show(piece, trial)
        if not book.takes(drawn):
            # The rest is shown in a modal, which takes neither charts nor tables.
            trial = replace(sheet, figures=Figures.WORDS, pictures=())
            drawn = show(piece, trial)
        sheet = trial
        for block in drawn:
            book.add(block)
    first, *others = _bound(book.pages, sheet.language)
    return [[*first, *foot, *seen], *([*page, *seen] for page in others)]


def _parted(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Buttons | Opinion], list[Audience]]:
    """What is read, the buttons below it, and who sees it."""
    read: list[Piece] = [piece for piece in pieces if not isinstance(piece, Audience)]
    below: list[Buttons | Opinion] = []
    while read and isinstance(last := read[-1], Buttons | Opinion):
        below.insert(0, last)
        read.pop()
    return read, below, [piece for piece in pieces if isinstance(piece, Audience)]


def _bound(pages: Sequence[list[Block]], language: str) -> list[list[Block]]:
    """The pages, each but the last with the button that leads to the next."""
    last = len(pages) - 1
    return [
        page if number == last else [*page, *_more(number + 1, last, language)] for number, page in enumerate(pages)
    ]


def _more(page: int, last: int, language: str) -> list[Block]:
    label = texts.row(phrase("blocks.rest"), language)
    button = {"type": "button", "text": label, "action_id": REST, "value": str(page)}
    said = texts.context(phrase("blocks.more", pages=last - page + 1), language)
    return [*said, {"type": "actions", "elements": [button]}]


# ---------------------------------------------------------------- pieces


@singledispatch
def show(piece: object, sheet: Sheet) -> list[Block]:
    """The blocks that show one piece. Raises TypeError for one that nobody has drawn yet."""
    raise TypeError(f"Slack cannot show {type(piece).__name__}")


@show.register
def _(piece: Prose, sheet: Sheet) -> list[Block]:
    return (texts.context if piece.quiet else texts.paragraph)(piece.words, sheet.language)


@show.register
def _(piece: Heading, sheet: Sheet) -> list[Block]:
    return texts.heading(piece.words, sheet.language)


@show.register
def _(piece: Quote, sheet: Sheet) -> list[Block]:
    language = sheet.language
    tone = texts.parts(texts.runs(_TONES[piece.tone], language, bold=True)) if piece.tone in _TONES else []
    words = texts.parts(texts.runs(piece.words, language), "rich_text_quote")
    return texts.rich([*tone, *words, *texts.parts(texts.runs(piece.by, language))])


_TONES = {Tone.STUCK: phrase("blocks.stuck"), Tone.WON: phrase("blocks.won")}


@show.register
def _(piece: Facts, sheet: Sheet) -> list[Block]:
    language = sheet.language
    pairs = [(texts.plain(label, language), texts.plain(value, language)) for label, value in piece.pairs]
    if any(size(text) > limits.FIELD or not text.strip() for pair in pairs for text in pair):
        # Too long for a column: each pair stands on a line of its own.
        lines = [
            [*texts.runs(label, language, bold=True), texts.run("  "), *texts.runs(value, language)]
            for label, value in piece.pairs
        ]
        return texts.rich(part for runs in lines for part in texts.parts(runs))
    return [
        {"type": "section", "fields": [texts.words(text) for pair in some for text in pair]}
        for some in _some(pairs, limits.FIELDS // 2, lambda pair: size(pair[0]) + size(pair[1]))
    ]


def _some(many: Sequence[T], most: int, weigh: Callable[[T], int]) -> Iterator[list[T]]:
    """`many` in lists of `most` at most, none of them so heavy that it would not fit on a page."""
    some: list[T] = []
    for one in many:
        if some and (len(some) == most or sum(map(weigh, some)) + weigh(one) > _PART):
            yield some
            some = []
        some.append(one)
    if some:
        yield some


@show.register
def _(piece: Meter, sheet: Sheet) -> list[Block]:
    language = sheet.language
    says = phrase("blocks.meter", label=piece.label, count=piece.count, percent=_percent(piece.share))
    runs = [*texts.runs(says, language), texts.run(f"  {_bar(piece.share)}")]
    if piece.mark is not None:
        runs += [texts.run("  "), *texts.runs(phrase("blocks.agreed", percent=_percent(piece.mark)), language)]
    return texts.rich(texts.parts(runs))


def _percent(share: float) -> int:
    return round(100 * min(max(share, 0.0), 1.0))


def _bar(share: float) -> str:
    full = round(min(max(share, 0.0), 1.0) * SIGNS)
    return "▰" * full + "▱" * (SIGNS - full)


@show.register
def _(piece: Lines, sheet: Sheet) -> list[Block]:
    parts = [texts.parts(_line_entry(entry, sheet.language)) for entry in piece.entries]
    if len(parts) <= APART:
        return [block for part in parts for block in texts.rich(part)]
    return texts.rich(part for several in parts for part in several)


def _line_entry(entry: LineEntry, language: str) -> list[Block]:
    note = [texts.run("\n"), *texts.runs(entry.note, language)] if entry.note else []
    return [*texts.line_runs(entry.line), *note]


@show.register
def _(piece: ScoreMap, sheet: Sheet) -> list[Block]:
    return [*sheet.picture(piece.says), *outline.blocks(piece, sheet.language)]


@show.register
def _(piece: Citations, sheet: Sheet) -> list[Block]:
    language = sheet.language
    lines = [[texts.run(f"[{number}]  "), *texts.line_runs(line)] for number, line in enumerate(piece.lines, 1)]
    lines += [texts.runs(piece.more, language)] if piece.more else []
    return [*texts.rich(part for runs in lines for part in texts.parts(runs)), *texts.context(piece.source, language)]


@show.register
def _(piece: Comparison, sheet: Sheet) -> list[Block]:
    bars = [*piece.bars, piece.whirlwind]
    charts = _compared(piece, sheet) if sheet.has_room_for_chart() and 1 < len(bars) <= limits.CHART_CATEGORIES else []
    sheet.charts += len(charts)
    if sheet.figures is Figures.TABLES and (table := _compared_in_table(piece, sheet)):
        return table
    charts = charts or sheet.picture(piece.says)
    most = max([bar.count for bar in bars] + [SIGNS])
    parts = [
        part
        for bar in bars
        for part in texts.parts(_row(piece, bar, sheet.language, "" if charts else _bar(bar.count / most)))
    ]
    return [*charts, *texts.rich(parts)]


def _row(piece: Comparison, bar: Bar, language: str, drawn: str) -> list[Block]:
    """One line of what a chart shows, in words: its names are too short for lines of the score."""
    runs = [
        *texts.runs(bar.what, language),
        texts.run(f"  {drawn}  " if drawn else "  "),
        *texts.runs(bar.value, language),
    ]
    if bar is piece.whirlwind and piece.ends:
        runs += [texts.run("  "), *texts.runs(piece.ends[1], language)]
    return runs


def _compared(piece: Comparison, sheet: Sheet) -> list[Block]:
    language = sheet.language
    bars = [*piece.bars, piece.whirlwind]
    tasks = sum(bar.count for bar in bars)
    if not tasks:
        return []
    names = _names([_short(bar.what, language) for bar in bars])
    agreed = Which("none") if piece.mark is None else _percent(piece.mark)
    series = {
        "name": clip(texts.one_line(phrase("blocks.tasks"), language), limits.CHART_LABEL),
        "data": [{"label": name, "value": bar.count} for name, bar in zip(names, bars, strict=True)],
    }
    axes = {
        "categories": names,
        "x_label": _axis(phrase("blocks.line"), language),
        "y_label": _axis(phrase("blocks.tasks"), language),
    }
    return [
        {
            "type": "data_visualization",
            "title": clip(
                texts.one_line(phrase("blocks.chart", tasks=tasks, agreed=agreed), language), limits.CHART_TITLE
            ),
            "chart": {"type": "bar", "series": [series], "axis_config": axes},
        }
    ]


def _compared_in_table(piece: Comparison, sheet: Sheet) -> list[Block]:
    """The same as a table; nothing where Slack would not take it."""
    language = sheet.language
    rows = [[_cell(phrase("blocks.line"), language), _cell(phrase("blocks.tasks"), language)]]
    rows += [[_cell(bar.what, language), _cell(bar.value, language)] for bar in (*piece.bars, piece.whirlwind)]
    texts_in = [text for bar in (*piece.bars, piece.whirlwind) for text in (bar.what, bar.value)]
    table = {"type": "table", "rows": rows, "column_settings": [{"is_wrapped": True}, {"is_wrapped": True}]}
    if not sheet.has_room_for_table() or not _fits(rows, texts_in, language):
        return []
    sheet.tables += 1
    return [table, *(texts.paragraph(piece.ends[1], language) if piece.ends else [])]


def _fits(rows: Sequence[Sequence[Block]], cells: Sequence[Text], language: str) -> bool:
    fits = len(rows) <= limits.TABLE_ROWS and len(rows[0]) <= limits.TABLE_COLUMNS
    return fits and all(size(texts.plain(text, language)) <= limits.TABLE_CELL for text in cells)


def _axis(name: Filled, language: str) -> str:
    return clip(texts.one_line(name, language), limits.CHART_TITLE)


def _short(what: Text, language: str) -> str:
    """What stands under a bar: a line's address, anything else as it is said."""
    return texts.short_address(what) if isinstance(what, Wording) else texts.one_line(what, language)


def _names(wanted: Sequence[str]) -> list[str]:
    """Names that fit under the bars of a chart, all different; whole, they stand in the rows below."""
    names: list[str] = []
    for one in wanted:
        name = clip(one, limits.CHART_LABEL)
        others = (f"{number} {clip(one, limits.CHART_LABEL - 4)}" for number in count(2))
        while not name.strip() or name in names:
            name = next(others)
        names.append(name)
    return names


@show.register
def _(piece: Staff, sheet: Sheet) -> list[Block]:
    title = texts.paragraph(piece.title, sheet.language, bold=True)
    table = _table(piece, sheet) if sheet.has_room_for_table() else []
    sheet.tables += len(table)
    if table:
        return [*title, *table]
    voices = [*piece.voices, piece.whirlwind]
    return [
        *title,
        *sheet.picture(piece.says),
        *texts.rich(part for voice in voices for part in texts.parts(_voice(voice, piece.beats, sheet.language))),
    ]


def _voice(voice: Voice, beats: Sequence[Beat], language: str) -> list[Block]:
    """One row of the staff in words: the days on which something was played, and what it makes in all."""
    played = [
        phrase("blocks.beat", day=beat.name, count=count)
        for beat, count in zip(beats, voice.counts, strict=True)
        if count
    ]
    total = texts.runs(phrase("blocks.total", total=voice.total), language)
    days = [run for one in played for run in (*texts.runs(one, language), texts.run(", "))]
    return [*texts.runs(voice.what, language), texts.run("\n"), *days, *total]


def _table(piece: Staff, sheet: Sheet) -> list[Block]:
    """The staff as a table; nothing when Slack would not take it, or nobody could read it in columns."""
    language = sheet.language
    voices = [*piece.voices, piece.whirlwind]
    head = [_cell(phrase("blocks.line"), language)]
    head += [_cell(beat.name, language, bold=beat.today) for beat in piece.beats]
    rows = [[*head, _cell(phrase("blocks.in-all"), language)]]
    for voice in voices:
        counts = [_raw(str(count) if count else texts.nothing(language)) for count in voice.counts]
        rows.append([_cell(voice.what, language), *counts, _cell(voice.total, language)])
    table = {
        "type": "table",
        "rows": rows,
        "column_settings": [{"is_wrapped": True}, *[{"align": "right"}] * (len(piece.beats) + 1)],
    }
    cells = [text for voice in voices for text in (voice.what, voice.total)] + [beat.name for beat in piece.beats]
    return [table] if _fits(rows, cells, language) and limits.weight([table]) <= 2 * _PART else []


def _cell(text: Text, language: str, *, bold: bool = False) -> Block:
    if isinstance(text, Wording) or bold:
        return {
            "type": "rich_text",
            "elements": texts.parts(texts.runs(text, language, **({"bold": True} if bold else {}))),
        }
    return _raw(texts.one_line(text, language))


def _raw(text: str) -> Block:
    return {"type": "raw_text", "text": text}


@show.register
def _(piece: Buttons, sheet: Sheet) -> list[Block]:
    return _pressed(piece.buttons, sheet)


@show.register
def _(piece: Opinion, sheet: Sheet) -> list[Block]:
    # Where a block is refused, it may be this one.
    if sheet.figures is not Figures.CHARTS:
        return _pressed(piece.buttons, sheet)
    sheet.presses += 1
    made = {
        "type": "feedback_buttons",
        "action_id": held(f"{piece.helped.action}#{sheet.presses}", limits.IDENTIFIER, "an action"),
        "positive_button": _said(piece.helped, phrase("coach.helped-aloud"), sheet.language),
        "negative_button": _said(piece.not_helped, phrase("coach.not-helped-aloud"), sheet.language),
    }
    return [{"type": "context_actions", "elements": [made]}]


def _said(button: Button, aloud: Filled, language: str) -> Block:
    """One of two feedback buttons, with what a screen reader says of it."""
    return {
        "text": texts.words(clip(texts.one_line(button.label, language), limits.BUTTON)),
        "value": _value(button),
        "accessibility_label": clip(texts.one_line(aloud, language), limits.ACCESSIBILITY),
    }


def _pressed(buttons: Sequence[Button], sheet: Sheet, chosen: str | None = None) -> list[Block]:
    """Rows of buttons, under what does not fit on them."""
    language = sheet.language
    long = [one.label for one in buttons if size(_label(one, language, chosen)) > limits.BUTTON]
    whole = texts.rich(
        part for label in long for part in texts.parts(texts.runs(phrase("blocks.in-full", text=label), language))
    )
    drawn = [_button(button, sheet, chosen) for button in buttons]
    rows = _some(drawn, limits.ACTIONS, lambda one: limits.weight([one]))
    return [*whole, *({"type": "actions", "elements": row} for row in rows)]


def _label(button: Button, language: str, chosen: str | None) -> str:
    holds = chosen is not None and button.value == chosen
    return texts.one_line(phrase("blocks.chosen", label=button.label) if holds else button.label, language)


def _value(button: Button) -> str:
    """What comes back with a press: all of it, or the shorter one where that is too long."""
    has_room = not button.shorter or size(button.value) <= limits.BUTTON_VALUE
    return held(button.value if has_room else button.shorter, limits.BUTTON_VALUE, "the value of a button")


def _button(button: Button, sheet: Sheet, chosen: str | None) -> Block:
    sheet.presses += 1
    made = {
        "type": "button",
        "text": texts.words(clip(_label(button, sheet.language, chosen), limits.BUTTON)),
        "action_id": held(f"{button.action}#{sheet.presses}", limits.IDENTIFIER, "an action"),
    }
    if button.value:
        made["value"] = _value(button)
    if "erase" in button.action:
        made["style"] = "danger"
    elif button.main and not sheet.has_main:
        sheet.has_main = True
        made["style"] = "primary"
    return made


@show.register
def _(piece: Checklist, sheet: Sheet) -> list[Block]:
    language = sheet.language
    blocks = texts.paragraph(piece.label, language, bold=True) if piece.label else []
    for pressable, entries in groupby(piece.entries, key=lambda entry: bool(entry.choices)):
        if pressable:
            blocks += [block for entry in entries for block in _marked(entry, sheet)]
        else:
            items = [part for entry in entries for part in texts.parts(_entry(entry, language))]
            blocks += texts.rich({"type": "rich_text_list", "style": "bullet", "elements": [item]} for item in items)
    return blocks


def _marked(entry: Entry, sheet: Sheet) -> list[Block]:
    """An entry over its choices. They are buttons and no select: one press instead of two, and all are to be seen."""
    return [*texts.rich(texts.parts(_entry(entry, sheet.language))), *_pressed(entry.choices, sheet, entry.chosen)]


def _entry(entry: Entry, language: str) -> list[Block]:
    line = [texts.run("\n"), *texts.line_runs(entry.line)] if entry.line else []
    note = [texts.run("\n"), *texts.runs(entry.note, language)] if entry.note else []
    return [*texts.runs(entry.words, language), *line, *note]


@show.register
def _(piece: Audience, sheet: Sheet) -> list[Block]:
    return texts.context(piece.words, sheet.language)
