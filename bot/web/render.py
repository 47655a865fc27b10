"""Cards, forms and messages as HTML.

Our words and other people's stay apart until here. Both are escaped; other people's stand in an element of their
own besides, so that the direction of their writing ends where their words do. How a piece looks is written in
`pages/pieces.html` and `pages/form.html`, with a macro for each; nothing here holds markup but the text itself.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from handlers.cards import (
    Audience,
    Bar,
    Button,
    Buttons,
    Card,
    Checklist,
    Citations,
    Claim,
    Comparison,
    Entry,
    Facts,
    Field,
    FieldKind,
    Form,
    Heading,
    Lines,
    Meter,
    Opinion,
    Option,
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
)
from handlers.score_map import WHOLE
from handlers.turn import Offer
from handlers.views.score_map import pulls, told
from prompts import Apart, Filled, Passage, phrase, spoken
from score.map import PART, MappedLine, MappedPart
from storage.tables import LineState, PlaceKind, Privacy, Wording

HERE = Path(__file__).parent / "pages"

FEW = 5
"""Options that can stand side by side or one below the other; more of them are offered in a list that opens."""

SIDE_BY_SIDE = 4
"""Characters of an option, where several can be chosen, that stand side by side however many there are."""

SHORT = 14
"""Characters of an option that fit side by side with four others on a screen of 360 px."""

ROW = 34
"""Characters of all choices of one entry that fit side by side on a screen of 360 px."""

UNBROKEN = 24
"""Characters of an address that are kept on one row; the column for it on a wide screen holds 12."""

environment = Environment(
    loader=FileSystemLoader(HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_pieces: Any = environment.get_template("pieces.html").module
_form: Any = environment.get_template("form.html").module

NO_TEXTS: Mapping[str, str] = MappingProxyType({})
NO_NOTES: Mapping[str, Filled] = MappingProxyType({})


@dataclass(frozen=True)
class Screen:
    """Whose screen something is drawn on, and at which place.

    `me` and `here` are handles as they stand in addresses. `keys` gives a fresh dedupe key at each call: every
    button has its own. `message` is the id of the message that a card stands in.
    """

    me: str
    here: str
    where: PlaceKind
    keys: Callable[[], str]
    language: str = "en"
    message: str = ""


@dataclass(frozen=True)
class Message:
    """One message of a conversation: its card, or what somebody wrote, at the local instant `at`.

    `by` is None when it is ours. `pending` is where the card is to be had that will take its place in a moment. What
    stands in its `thread` is drawn below it.
    """

    id: str
    at: datetime
    says: Card | Theirs
    by: str | None = None
    own: bool = False
    pending: str = ""
    thread: Sequence["Message"] = ()


class Press(NamedTuple):
    """What one press posts, apart again."""

    key: str
    action: str
    value: str


def pressed(posted: str) -> Press:
    """The press in the posted field `press`. Raises ValueError when it is none of ours."""
    key, action, value = posted.split(" ", 2)
    return Press(key, action, value)


# ---------------------------------------------------------------- text


def say(text: Text, language: str) -> Markup:
    """`text` as markup. Raises TypeError for a value that is neither ours nor somebody's."""
    if not isinstance(text, Filled):
        return _said(text, language)
    if not text.values and not isinstance(text, Passage):
        return _still(text.id, language)
    return Markup("").join([_said(piece, language) for piece in spoken(text, language)])


def heard(text: Text, language: str) -> str:
    """`text` without markup, for what is read out or stands in an option; other people's words isolated."""
    pieces = spoken(text, language) if isinstance(text, Filled) else (text,)
    return "".join([_heard(piece, language) for piece in pieces])


@lru_cache(maxsize=400)
def day_name(day: date, language: str) -> str:
    """The name of a day, as it parts the messages of one day from those of the next."""
    return heard(phrase("web.day", day=day), language)


@cache
def _still(id: str, language: str) -> Markup:
    return Markup("").join([_said(piece, language) for piece in spoken(Filled(id), language)])


def _said(piece: object, language: str) -> Markup:
    if isinstance(piece, str):
        return escape(piece)
    if isinstance(piece, Claim):
        said = _words(piece.says) if isinstance(piece.says, Wording) else say(piece.says, language)
        return said + Markup("").join(Markup('<sup class="n">{}</sup>').format(number) for number in piece.on)
    if isinstance(piece, Apart | Theirs):
        return Markup("<bdi>") + _closed(piece.text) + Markup("</bdi>")
    if isinstance(piece, Wording):
        return _line(piece)
    raise TypeError(f"{type(piece).__name__} is no text that can be shown")


def _heard(piece: object, language: str) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Claim):
        return heard(piece.says, language)
    if isinstance(piece, Apart | Theirs):
        return f"\u2068{_closed(piece.text)}\u2069"
    if isinstance(piece, Wording):
        return f"{_closed(piece.address)} \u2068{_closed(named(piece))}\u2069"
    raise TypeError(f"{type(piece).__name__} is no text that can be read out")


def _line(line: Wording) -> Markup:
    return _words(line) + " " + _address(line)


def _words(line: Wording) -> Markup:
    return Markup('<span class="line" dir="auto">{}</span>').format(_closed(named(line)))


def _address(line: Wording) -> Markup:
    """An address stays in one piece, unless it is too long for that."""
    long = " long" if len(line.address) > UNBROKEN else ""
    return Markup('<span class="address{}">{}</span>').format(long, _closed(line.address))


_ISOLATES = re.compile("[\u2066-\u2069]")


def _closed(text: str) -> str:
    """`text` without marks that would end an isolation it did not begin: they would let it turn our words round."""
    if not _ISOLATES.search(text):
        return text
    depth, kept = 0, []
    for letter in text:
        depth += "\u2066" <= letter <= "\u2068"
        if letter == "\u2069":
            if not depth:
                continue
            depth -= 1
        kept.append(letter)
    return "".join(kept) + "\u2069" * depth


# ---------------------------------------------------------------- cards


def card(card: Card, screen: Screen) -> Markup:
    """A card. Raises PrivateShown for a private value outside a direct place, TypeError for an unknown piece."""
    refuse_private(card, screen.where)
    says = say(card.says, screen.language)
    title = say(card.title, screen.language) if card.title else None
    pieces = [_piece(piece, screen) for piece in card.pieces]
    return _markup(_pieces.card(says, title, pieces, _frame(card.pieces)))


def beside(card: Card, screen: Screen) -> Markup:
    """A card as it stands beside the conversation: its title is the heading, its first sentence stands under it."""
    refuse_private(card, screen.where)
    title = say(card.title or card.says, screen.language)
    says = say(card.says, screen.language) if card.title else None
    return _markup(_pieces.beside(title, says, [_piece(piece, screen) for piece in card.pieces]))


def message(message: Message, screen: Screen) -> Markup:
    """The article around a card or around what somebody wrote: whose it is, and when."""
    if isinstance(message.says, Card):
        shown = card(message.says, replace(screen, message=message.id))
    else:
        refuse_private(Card(phrase("web.wrote", words=message.says)), screen.where)
        shown = _markup(_pieces.wrote(_closed(message.says.text)))
    language = screen.language
    hour = say(phrase("web.hour", at=message.at), language)
    when = {"at": message.at, "hour": hour, "day": day_name(message.at.date(), language)}
    by = _closed(message.by) if message.by else None
    thread = [(say(phrase("web.hour", at=one.at), language), _below(one, screen)) for one in message.thread]
    return _markup(_pieces.message(message, when, by, say(phrase("web.name"), language), shown, thread))


def _below(message: Message, screen: Screen) -> Markup:
    """What stands in a thread: the card alone."""
    if not isinstance(message.says, Card):
        raise TypeError("only cards of ours stand in a thread")
    return card(message.says, replace(screen, message=message.id))


def offer(offer: Offer, screen: Screen) -> Markup:
    """Lines to choose from, as options of the line picker that asked."""
    language = screen.language
    lines = [{"id": one.line_id, "text": _option_text(one), "shown": _line(one)} for one in offer.lines]
    note = None
    if not lines:
        note = say(phrase("web.no-lines"), language)
    elif offer.more:
        note = say(phrase("web.more-lines", count=offer.more), language)
    return _markup(_pieces.offer(lines, note, say(phrase("web.lines-offered"), language)))


def _markup(made: object) -> Markup:
    if not isinstance(made, Markup):
        raise TypeError("a template without escaping was about to be shown")
    return made


def _option_text(line: Wording) -> str:
    return f"{line.address} {line.words}"


def _frame(pieces: Sequence[Piece]) -> str:
    """How much of a card is to be seen: one that can be acted on is lifted; mere words have no frame."""
    kinds = {type(piece) for piece in pieces}
    if kinds & {Buttons, Checklist}:
        return "card"
    return "card flat" if kinds & {Facts, Meter, Lines, Citations, Comparison, Staff, ScoreMap} else ""


def _piece(piece: Piece, screen: Screen) -> Markup:
    draw = _DRAW.get(type(piece))
    if draw is None:
        raise TypeError(f"{type(piece).__name__} is no piece that a browser can show")
    return _markup(draw(piece, screen))


def _prose(piece: Prose, screen: Screen) -> object:
    return _pieces.prose(say(piece.words, screen.language), piece.quiet)


def _heading(piece: Heading, screen: Screen) -> object:
    return _pieces.heading(say(piece.words, screen.language))


def _quote(piece: Quote, screen: Screen) -> object:
    word = say(_TONES[piece.tone], screen.language) if piece.tone in _TONES else None
    return _pieces.quote(_closed(piece.words.text), say(piece.by, screen.language), piece.tone.value, word)


def _facts(piece: Facts, screen: Screen) -> object:
    return _pieces.facts([(say(label, screen.language), say(value, screen.language)) for label, value in piece.pairs])


def _meter(piece: Meter, screen: Screen) -> object:
    language, percent = screen.language, _percent(piece.share)
    read = phrase("web.meter", label=piece.label, count=piece.count, percent=percent)
    mark = agreed = None
    if piece.mark is not None:
        mark = _percent(piece.mark)
        agreed = say(phrase("web.agreed", percent=mark), language)
    shown = say(phrase("web.percent", percent=percent), language)
    label, count = say(piece.label, language), say(piece.count, language)
    return _pieces.meter(label, count, shown, heard(read, language), percent, mark, agreed)


def _percent(share: float) -> int:
    return round(100 * min(max(share, 0.0), 1.0))


class _Slice(NamedTuple):
    """One piece of the bar that shares a day, in hundredths of its width, as its macro wants it."""

    start: float
    width: float
    tasks: int


def _comparison(piece: Comparison, screen: Screen) -> object:
    language = screen.language
    tasks = sum(bar.count for bar in piece.bars) + piece.whirlwind.count
    most = max([bar.count for bar in _rows(piece)] + [1])
    slices, start = [], 0.0
    for bar in piece.bars:
        slices.append(_Slice(round(start, 2), round(100 * bar.count / tasks, 2), bar.count))
        start += 100 * bar.count / tasks
    off = _Slice(round(start, 2), round(100 - start, 2), piece.whirlwind.count)
    rows = [
        (say(bar.what, language), say(bar.value, language), round(100 * bar.count / most, 2), bar is piece.whirlwind)
        for bar in _rows(piece)
    ]
    return _pieces.comparison(
        heard(piece.says, language),
        slices if piece.ends else None,
        off,
        [say(end, language) for end in piece.ends] if piece.ends else (),
        None if piece.mark is None else 100 - _percent(piece.mark),
        rows,
        f"h-{screen.keys()}",
    )


def _rows(piece: Comparison) -> Sequence[Bar]:
    """The whirlwind is in the bar already, where one is drawn."""
    return piece.bars if piece.ends or not piece.whirlwind.count else [*piece.bars, piece.whirlwind]


def _staff(piece: Staff, screen: Screen) -> object:
    language = screen.language
    beats = [(say(beat.name, language), beat.today) for beat in piece.beats]
    voices = [_voice(voice, language) for voice in piece.voices]
    whirlwind = _voice(piece.whirlwind, language)
    as_picture = say(phrase("web.as-picture"), language)
    return _pieces.staff(say(piece.title, language), beats, voices, whirlwind, screen, as_picture)


def _voice(voice: Voice, language: str) -> tuple[Markup, Sequence[int], Markup]:
    return say(voice.what, language), voice.counts, say(voice.total, language)


def _score_map(piece: ScoreMap, screen: Screen) -> object:
    areas = list(piece.chart.all_parts())
    open_parts = [one.part.handle for one in areas if one.folded is None]
    wanted = urlencode({"open": WHOLE if len(open_parts) == len(areas) else " ".join(open_parts)})
    page = f"/{quote(screen.me)}/score/map?{wanted}"
    return _pieces.score_map(outline(piece, screen.language), page, say(phrase("score_map.as-page"), screen.language))


def outline(piece: ScoreMap, language: str, link: Callable[[str], str] = lambda _key: "") -> Markup:
    """A map as lists in lists; `link` says where a line, or a folded part, leads to, by its key on the map."""
    branches = [_branch(piece, area, language, link) for area in piece.chart.parts]
    return _markup(_pieces.outline(branches, [say(one, language) for one in pulls(piece.chart)]))


class _Leaf(NamedTuple):
    """A line of an outline."""

    id: str
    address: Markup
    words: str
    told: Markup
    look: str
    link: str


class _Branch(NamedTuple):
    """A part of an outline, with all that stands in it."""

    name: str
    note: Markup | None
    folded: bool
    link: str
    leaves: Sequence[_Leaf]
    branches: Sequence["_Branch"]


def _branch(piece: ScoreMap, area: MappedPart, language: str, link: Callable[[str], str]) -> _Branch:
    key = PART + area.part.handle
    note = say(piece.notes[key], language) if key in piece.notes else None
    leaves = [_leaf(piece, spot, language, link) for spot in area.lines]
    inside = [_branch(piece, one, language, link) for one in area.parts]
    name, is_folded = _closed(area.part.name), area.folded is not None
    return _Branch(name, note, is_folded, link(key) if is_folded else "", leaves, inside)


def _leaf(piece: ScoreMap, spot: MappedLine, language: str, link: Callable[[str], str]) -> _Leaf:
    line = spot.line
    look = "untouched" if spot.untouched is not None else "" if line.state is LineState.OPEN else "closed"
    shown = say(told(piece, spot), language)
    return _Leaf(line.line_id, _address(line), _closed(line.words), shown, look, link(line.line_id))


def _lines(piece: Lines, screen: Screen) -> object:
    entries = [
        (_address(entry.line), _closed(entry.line.words), entry.note and say(entry.note, screen.language))
        for entry in piece.entries
    ]
    return _pieces.lines(entries)


def _citations(piece: Citations, screen: Screen) -> object:
    language = screen.language
    more = piece.more and say(piece.more, language)
    return _pieces.citations([_line(line) for line in piece.lines], more, say(piece.source, language))


def _audience(piece: Audience, screen: Screen) -> object:
    return _pieces.audience(say(piece.words, screen.language), _only_self(piece))


def _only_self(audience: Audience) -> bool:
    return audience.sees in (Privacy.PERSON, Privacy.NOBODY)


def _buttons(piece: Buttons | Opinion, screen: Screen) -> object:
    return _pieces.buttons([_button(button, screen) for button in piece.buttons], screen)


class _Drawn(NamedTuple):
    """A button as its macro wants it."""

    label: Markup
    press: str
    main: bool
    quiet: bool
    chosen: bool
    sign: str | None


def _button(button: Button, screen: Screen, chosen: str | None = None) -> _Drawn:
    label = say(button.label, screen.language)
    press = f"{screen.keys()} {button.action} {button.value}"
    sign = _SIGNS.get(button.value.rpartition(" ")[2])
    return _Drawn(label, press, button.main, button.quiet, button.value == chosen, sign)


def _checklist(piece: Checklist, screen: Screen) -> object:
    label = say(piece.label, screen.language) if piece.label else None
    entries = [_entry(entry, screen) for entry in piece.entries]
    return _pieces.checklist(label, entries, screen, say(phrase("web.keep"), screen.language))


def _entry(entry: Entry, screen: Screen) -> dict[str, object]:
    marks, lines, others = _sorted_choices(entry.choices, screen.language)
    return {
        "id": f"e-{screen.keys()}",
        "words": _closed(entry.words.text),
        "line": entry.line and _line(entry.line),
        "note": entry.note and say(entry.note, screen.language),
        "marks": [_button(button, screen, entry.chosen) for button in marks],
        "lines": [_button(button, screen, entry.chosen) for button in lines],
        "others": [_button(button, screen, entry.chosen) for button in others],
    }


def _sorted_choices(choices: Sequence[Button], language: str) -> tuple[list[Button], list[Button], list[Button]]:
    """Short marks of one action, of which one holds; lines of the score to choose from; and all others."""
    lines = [button for button in choices if _names_a_line(button.label)]
    rest = [button for button in choices if button not in lines]
    marks = [button for button in rest if button.action == rest[0].action]
    if lines or len(marks) < 2 or len(marks) > FEW or sum(_length(button.label, language) for button in marks) > ROW:
        marks = []
    return marks, lines, [button for button in rest if button not in marks]


def _names_a_line(label: Filled) -> bool:
    return any(isinstance(value, Wording) for value in label.values.values())


def _length(label: Filled, language: str) -> int:
    return ROW if label.values else len(_still(label.id, language))


_TONES = {Tone.STUCK: phrase("web.stuck"), Tone.WON: phrase("web.won")}

_SIGNS = {"done": "check", "carried": "arrow", "dropped": "cross", "right": "note", "whirlwind": "cross"}
"""Icons of choices, by the last word of their value; the word itself always stands beside."""

_DRAW: Mapping[type, Callable[[Any, Screen], object]] = {
    Prose: _prose,
    Heading: _heading,
    Quote: _quote,
    Facts: _facts,
    Meter: _meter,
    Lines: _lines,
    Citations: _citations,
    Comparison: _comparison,
    Staff: _staff,
    ScoreMap: _score_map,
    Buttons: _buttons,
    Opinion: _buttons,
    Checklist: _checklist,
    Audience: _audience,
}


# ---------------------------------------------------------------- forms


def form(
    form: Form, screen: Screen, typed: Mapping[str, str] = NO_TEXTS, notes: Mapping[str, Filled] = NO_NOTES
) -> Markup:
    """The sheet of a form.

    What was `typed` already stands in the fields, whatever else they hold; `notes` are corrections, beside the
    fields that they name. A note that names no field stands above them all.
    """
    refuse_private(form, screen.where)
    language = screen.language
    names = {field.name for field in form.fields}
    groups = [
        _group(under, [_field(field, screen, typed, notes) for field in fields], screen)
        for under, fields in _neighbours(form.fields)
    ]
    return _markup(
        _form.sheet(
            form,
            screen,
            screen.keys(),
            groups,
            {
                "title": say(form.title, language),
                "says": form.says and say(form.says, language),
                "submit": say(form.submit, language),
                "note": form.note and say(form.note, language),
                "later": say(phrase("web.later"), language),
                "kept": say(phrase("web.kept"), language),
                "unpick": say(phrase("web.clear"), language),
                "files": any(field.kind is FieldKind.FILE for field in form.fields),
                "over": heard(phrase("web.over", count="{n}"), language),
                "wrong": [say(note, language) for name, note in notes.items() if name not in names],
            },
        )
    )


def _neighbours(fields: Sequence[Field]) -> list[tuple[Filled | None, list[Field]]]:
    return [(under, list(same)) for under, same in groupby(fields, key=lambda field: field.under)]


class _Box(NamedTuple):
    """A field as its macro wants it."""

    field: Field
    look: str
    label: Markup
    who: Markup
    alone: bool
    value: str
    options: list[tuple[str, str, Markup]]
    hint: str | None
    note: Markup | None
    described: str | None
    choose: Markup

    @property
    def brief(self) -> bool:
        """Whether its options are so short that they stand side by side."""
        return all(len(text) <= SIDE_BY_SIDE for _, text, _ in self.options)


def _field(field: Field, screen: Screen, typed: Mapping[str, str], notes: Mapping[str, Filled]) -> _Box:
    language = screen.language
    look = _look(field, language)
    value = typed.get(field.name, field.value.text if field.value else "")
    note = say(notes[field.name], language) if field.name in notes else None
    beside = [("note", note), ("hint", field.hint and look not in _PLACEHOLDERS)]
    described = " ".join(f"f-{field.name}-{part}" for part, there in beside if there)
    return _Box(
        field,
        look,
        say(field.label, language),
        say(field.audience.words, language),
        _only_self(field.audience),
        value,
        [(option.value, heard(option.label, language), say(option.label, language)) for option in field.options],
        heard(field.hint, language) if field.hint else None,
        note,
        described or None,
        say(phrase("web.choose"), language),
    )


_PLACEHOLDERS = ("text", "long", "line")
"""Looks whose hint stands in the field itself until something is typed."""


def _look(field: Field, language: str) -> str:
    """How a field looks; a choice looks by the number and the length of its options."""
    if field.kind is not FieldKind.CHOICE:
        return field.kind.value
    if len(field.options) > FEW:
        return "select"
    return "segments" if all(_is_short(option, language) for option in field.options) else "listed"


def _is_short(option: Option, language: str) -> bool:
    return len(heard(option.label, language)) <= SHORT


def _group(under: Filled | None, boxes: Sequence[_Box], screen: Screen) -> dict[str, object]:
    """Fields under one heading; who sees them is said once when it is the same for all."""
    who = [(box.who, box.alone) for box in boxes]
    shared = under is not None and (len(set(who)) == 1 or boxes[0].field.label == under)
    return {
        "heading": under and say(under, screen.language),
        "who": who[0] if shared else None,
        "fields": [
            {
                "box": box,
                "named": box.field.label != under,
                "who": None if shared and one == who[0] else one,
            }
            for box, one in zip(boxes, who, strict=True)
        ],
    }


def notice(words: Markup, *, alarm: bool = False) -> Markup:
    """One sentence about what was just done."""
    return _markup(_pieces.notice(words, alarm))
