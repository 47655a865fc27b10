"""Cards as lines of a terminal, 78 columns wide. What people wrote cannot move the cursor or change a colour."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import singledispatch

from bot import seats
from bot.seats import Seats
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
from handlers.turn import Offer
from handlers.views.score_map import pulls, told
from prompts import Apart, Filled, phrase, spoken
from score.map import PART, MappedLine, MappedPart
from score.words import alike
from storage.tables import PlaceKind, Privacy, Wording

WIDTH = 78
BAR = 20
LONG = 26
"""Characters of an option from which on options stand one below the other, with numbers."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TOGETHER = "\xa0"
"""A space at which a line is not broken, so that a button stays in one piece."""

_SIGNS = {Tone.PLAIN: ">", Tone.STUCK: "> stuck:", Tone.WON: "> a win:"}


class Numbers:
    """Gives each button of a screen its number, and keeps what it does."""

    def __init__(self) -> None:
        self.buttons: list[Button] = []

    def sign(self, button: Button, language: str, *, chosen: bool = False) -> str:
        """`[1] Check in`, or `[1]*` for what holds now."""
        self.buttons.append(button)
        return f"[{len(self.buttons)}]{'*' * chosen} {words(button.label, language)}"


def words(text: Text | Filled, language: str) -> str:
    """A text as plain characters: a line is its address and its words, other people's text is made harmless."""
    if isinstance(text, Filled):
        return "".join(_inline(piece, language) for piece in spoken(text, language))
    return _inline(text, language)


def _inline(piece: object, language: str) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Claim):
        said = harmless(named(piece.says)) if isinstance(piece.says, Wording) else words(piece.says, language)
        return f"{said} {''.join(f'[{number}]' for number in piece.on)}"
    if isinstance(piece, Wording):
        return f"{harmless(named(piece))} ({harmless(piece.address)})"
    if isinstance(piece, Apart | Theirs):
        return harmless(str(piece))
    raise TypeError(f"the terminal cannot show {type(piece).__name__}")


def harmless(text: str) -> str:
    """Text without what a terminal would obey."""
    return _CONTROL.sub("", text.replace("\t", " "))


def message(card: Card, where: PlaceKind, language: str, numbers: Numbers) -> str:
    """The lines that show `card`; its buttons get their numbers from `numbers`."""
    refuse_private(card, where)
    shown = [words(card.title, language).upper()] if card.title else []
    shown += [line for line in _wrapped(words(card.says, language))]
    for piece in card.pieces:
        shown += (
            ["", *show(piece, language, numbers)] if not isinstance(piece, Audience) else show(piece, language, numbers)
        )
    return "\n".join(f"  {line}".rstrip() for line in shown)


def _wrapped(text: str, first: str = "", then: str | None = None) -> Iterator[str]:
    for paragraph in text.splitlines() or [""]:
        wrapped = textwrap.wrap(
            paragraph,
            WIDTH - 2,
            initial_indent=first,
            subsequent_indent=first if then is None else then,
            break_on_hyphens=False,
        )
        yield from (line.replace(_TOGETHER, " ") for line in wrapped or [""])


@singledispatch
def show(piece: object, language: str, numbers: Numbers) -> list[str]:
    """The lines that show one piece."""
    raise TypeError(f"the terminal cannot show {type(piece).__name__}")


@show.register
def _(piece: Prose, language: str, numbers: Numbers) -> list[str]:
    return list(_wrapped(words(piece.words, language)))


@show.register
def _(piece: Heading, language: str, numbers: Numbers) -> list[str]:
    return list(_wrapped(words(piece.words, language).upper()))


@show.register
def _(piece: Quote, language: str, numbers: Numbers) -> list[str]:
    quoted = list(_wrapped(words(piece.words, language), f"{_SIGNS[piece.tone]} ", "> "))
    return [*quoted, *_wrapped(words(piece.by, language), "  ")]


@show.register
def _(piece: Facts, language: str, numbers: Numbers) -> list[str]:
    pairs = [(words(label, language), words(value, language)) for label, value in piece.pairs]
    wide = max((len(label) for label, _ in pairs), default=0)
    return [line for label, value in pairs for line in _wrapped(value, f"{label:<{wide}}  ", " " * (wide + 2))]


@show.register
def _(piece: Meter, language: str, numbers: Numbers) -> list[str]:
    full = round(piece.share * BAR)
    bar = list("#" * full + "." * (BAR - full))
    if piece.mark is not None:
        bar[min(BAR - 1, round(piece.mark * BAR))] = "|"
    return [f"{words(piece.label, language)}  [{''.join(bar)}]  {words(piece.count, language)}"]


@show.register
def _(piece: Comparison, language: str, numbers: Numbers) -> list[str]:
    bars = [*piece.bars, piece.whirlwind]
    heads = [harmless(_short(bar.what, language)) for bar in bars]
    wide, most = max(len(head) for head in heads), max([bar.count for bar in bars] + [HEADS])
    shown: list[str] = []
    for head, bar in zip(heads, bars, strict=True):
        sign = "x" if bar is piece.whirlwind else "#"
        full = round(bar.count * HEADS / most) or int(bar.count > 0)
        mark = _marked(sign * full, piece, most) if bar is piece.whirlwind else sign * full
        label = harmless(bar.what.words) if isinstance(bar.what, Wording) else ""
        begin = f"{head:<{wide}}  {mark:<{HEADS + 1}} {bar.count:>3}  "
        said = label or _whole(piece, bar, language)
        shown += _wrapped(said, begin, " " * len(begin)) if said else [begin.rstrip()]
    return shown


HEADS = 12
"""Signs of the longest bar of a comparison; up to that many tasks each has one of its own."""


def _short(what: Text, language: str) -> str:
    """What stands at the head of a row: a line's address, anything else as it is said."""
    return what.address if isinstance(what, Wording) else words(what, language)


def _marked(bar: str, piece: Comparison, most: int) -> str:
    """The bar of the whirlwind, with `|` where the room agreed on ends."""
    if piece.mark is None:
        return bar
    tasks = sum(one.count for one in piece.bars) + piece.whirlwind.count
    room = min(HEADS, round(piece.mark * tasks * HEADS / most))
    return f"{bar[:room]:.<{room}}|{bar[room:]}"


def _whole(piece: Comparison, bar: Bar, language: str) -> str:
    if bar is not piece.whirlwind or piece.ends is None:
        return ""
    return words(piece.ends[1], language)


@show.register
def _(piece: Staff, language: str, numbers: Numbers) -> list[str]:
    voices = [*piece.voices, piece.whirlwind]
    heads = [harmless(_short(voice.what, language)) for voice in voices]
    wide = min(26, max(len(head) for head in heads))
    beat = max(4, min(9, (WIDTH - 2 - wide - 8) // max(1, len(piece.beats))))
    names = "".join(f"{words(one.name, language)[: beat - 1]:<{beat}}" for one in piece.beats)
    shown = [words(piece.title, language), f"{'':<{wide}}   {names}".rstrip()]
    for head, voice in zip(heads, voices, strict=True):
        shown.append(_voice(head[:wide].ljust(wide), voice, beat, language, off=voice is piece.whirlwind))
    return [*shown, *_wrapped(words(phrase("terminal.staff-signs"), language))]


def _voice(head: str, voice: Voice, beat: int, language: str, *, off: bool) -> str:
    fill, sign = (" ", "x") if off else ("-", "o")
    beats = "".join((sign * count if count < beat else f"{sign}{count}").ljust(beat, fill) for count in voice.counts)
    return f"{head} {fill}{fill}{beats}{words(voice.total, language):>4}"


@show.register
def _(piece: Lines, language: str, numbers: Numbers) -> list[str]:
    wide = max((len(entry.line.address) for entry in piece.entries), default=0)
    shown: list[str] = []
    for entry in piece.entries:
        indent = " " * (wide + 2)
        shown += _wrapped(harmless(entry.line.words), f"{harmless(entry.line.address):<{wide}}  ", indent)
        shown += _wrapped(words(entry.note, language), indent) if entry.note else []
    return shown


@show.register
def _(piece: ScoreMap, language: str, numbers: Numbers) -> list[str]:
    shown = [row for area in piece.chart.parts for row in _branch(piece, area, language, "", "", "")]
    apart = [row for said in pulls(piece.chart) for row in _wrapped(words(said, language))]
    return [*shown, *([""] if apart else []), *apart]


_FORK, _LAST, _DOWN, _PAST = "├─ ", "└─ ", "│  ", "   "
"""How what stands in a part is joined to it: with more to come, as the last, and the rows below either."""


def _branch(piece: ScoreMap, area: MappedPart, language: str, trunk: str, fork: str, past: str) -> Iterator[str]:
    """A part with all that stands in it, as a tree of which `trunk` is what stands before every row."""
    name, key = harmless(area.part.name), PART + area.part.handle
    inside: list[MappedLine | MappedPart] = [*area.lines, *area.parts]
    below = trunk + past + (_DOWN if inside else "")
    yield from _wrapped(name, trunk + fork, below)
    if key in piece.notes:
        yield from _wrapped(words(piece.notes[key], language), below, below)
    for one in inside:
        ends = (_LAST, _PAST) if one is inside[-1] else (_FORK, _DOWN)
        if isinstance(one, MappedPart):
            yield from _branch(piece, one, language, trunk + past, *ends)
        else:
            yield from _leaf(piece, one, language, trunk + past, *ends)


def _leaf(piece: ScoreMap, spot: MappedLine, language: str, trunk: str, fork: str, past: str) -> Iterator[str]:
    yield from _wrapped(f"{harmless(spot.line.address)}  {harmless(spot.line.words)}", trunk + fork, trunk + past)
    yield from _wrapped(words(told(piece, spot), language), f"{trunk}{past}  ", f"{trunk}{past}  ")


@show.register
def _(piece: Citations, language: str, numbers: Numbers) -> list[str]:
    wide = max((len(line.address) for line in piece.lines), default=0)
    indent = " " * (wide + 8)
    shown: list[str] = []
    for number, line in enumerate(piece.lines, 1):
        shown += _wrapped(harmless(line.words), f"  [{number}] {harmless(line.address):<{wide}}  ", indent)
    shown += _wrapped(words(piece.more, language), "  ") if piece.more else []
    return [*shown, *_wrapped(words(piece.source, language))]


@show.register
def _(piece: Buttons, language: str, numbers: Numbers) -> list[str]:
    return _side_by_side(numbers.sign(button, language) for button in piece.buttons)


@show.register
def _(piece: Opinion, language: str, numbers: Numbers) -> list[str]:
    return _side_by_side(numbers.sign(button, language) for button in piece.buttons)


def _side_by_side(signs: Iterable[str], indent: str = "") -> list[str]:
    """What fits on a line, each in one piece."""
    return list(_wrapped("   ".join(sign.replace(" ", _TOGETHER) for sign in signs), indent))


@show.register
def _(piece: Checklist, language: str, numbers: Numbers) -> list[str]:
    shown = [words(piece.label, language)] if piece.label else []
    for entry in piece.entries:
        shown += _entry(entry, language, numbers)
    return shown


def _entry(entry: Entry, language: str, numbers: Numbers) -> list[str]:
    shown = list(_wrapped(words(entry.words, language), "- ", "  "))
    if entry.line:
        shown += _wrapped(f"{harmless(entry.line.address)}  {harmless(entry.line.words)}", "    o ", "      ")
    if entry.note:
        shown += _wrapped(words(entry.note, language), "      " if entry.line else "    ")
    signs = [numbers.sign(one, language, chosen=one.value == entry.chosen) for one in entry.choices]
    if any(len(sign) > 30 for sign in signs):
        return shown + [line for sign in signs for line in _wrapped(sign, "      ", "          ")]
    return [*shown, *_side_by_side(signs, "      ")] if signs else shown


@show.register
def _(piece: Audience, language: str, numbers: Numbers) -> list[str]:
    return list(_wrapped(words(piece.words, language)))


def question(field: Field, standing: str, language: str) -> list[str]:
    """The lines that ask for one field of a form; `standing` is what an empty line keeps."""
    audience = words(phrase("terminal.sees", audience=field.audience.words), language)
    shown = list(_wrapped(f"{words(field.label, language)}  {audience}"))
    labels = [words(one.label, language) for one in field.options]
    if any(len(label) > LONG for label in labels):
        shown += [line for n, label in enumerate(labels, 1) for line in _wrapped(f"{n}  {label}", "    ", "       ")]
    elif labels:
        shown += _side_by_side(labels, "    ")
    if field.kind is FieldKind.TICK:
        shown += _wrapped(words(phrase("terminal.tick"), language), "    ")
    if field.kind is FieldKind.FILE:
        shown += _wrapped(words(phrase("terminal.file"), language), "    ")
    if standing:
        standing = next((words(one.label, language) for one in field.options if one.value == standing), standing)
        shown += _wrapped(words(phrase("terminal.default", value=Theirs(standing, Privacy.PERSON)), language), "    ")
    return [f"  {line}" for line in shown]


def chosen(field: Field, typed: str, language: str) -> str:
    """The value of the option that `typed` begins or numbers, or `typed` itself when it is none or several."""
    meant = {
        one.value
        for one in field.options
        if alike(words(one.label, language)).startswith(alike(typed)) or one.value == typed
    }
    if not meant and typed.isdecimal() and 1 <= int(typed[:3]) <= len(field.options):
        return field.options[int(typed[:3]) - 1].value
    return meant.pop() if len(meant) == 1 else typed


def form(form: Form, language: str) -> str:
    """All that a form asks, at once."""
    refuse_private(form, PlaceKind.DIRECT)
    asked = [line for one in form.fields for line in question(one, str(one.value or ""), language)]
    says, note = (
        [f"  {line}" for line in _wrapped(words(one, language))] if one else [] for one in (form.says, form.note)
    )
    return "\n".join([f"  {words(form.title, language)}", *says, *asked, *note])


def offer(offer: Offer, language: str) -> str:
    """Lines to choose from, by their numbers."""
    if not offer.lines:
        return f"  {words(phrase('terminal.no-lines'), language)}"
    shown = [
        line
        for n, one in enumerate(offer.lines, 1)
        for line in _wrapped(f"[{n}] {harmless(one.address)}  {harmless(one.words)}", "  ", "      ")
    ]
    if offer.more:
        shown.append(words(phrase("terminal.more", count=offer.more), language))
    shown.append(words(phrase("terminal.pick-number"), language))
    return "\n".join(f"  {line}" for line in shown)


def whom(taken: Seats, language: str) -> Iterator[str]:
    """Whom one can be, by role, with one line for each role and one for each person."""
    for row in taken.rows:
        yield ""
        yield f"  {words(seats.TITLES[row.kind], language)} ({words(phrase('seats.count', count=row.count), language)})"
        yield from (f"  {line}" for line in _wrapped(words(seats.SAYS[row.kind], language)))
        wide = max(len(harmless(one.name)) for one in row.seats)
        for one in row.seats:
            name = f"    {harmless(one.name):<{wide}}"
            yield from _wrapped(words(one.about, language), f"{name}  ", " " * (wide + 6)) if one.about else [name]
        if row.more:
            yield f"    {words(phrase('seats.more-typed', count=row.more), language)}"
