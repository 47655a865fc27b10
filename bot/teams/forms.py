"""Forms as cards with inputs, and what comes back from them.

They stand in the chat, not in a dialog: what is pressed is answered there too.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from bot.teams import limits, texts
from bot.teams.limits import TooMuch, clip, held, size, weight
from bot.teams.texts import Element
from handlers.cards import Field, FieldKind, Form, Option, refuse_private
from prompts import Filled, phrase
from storage.tables import PlaceKind

NO_ANSWER = "no answer"
"""The option by which an optional choice is left open again, and a tick that is not set; it comes back as no value."""

NO_NOTES: Mapping[str, Filled] = MappingProxyType({})

FEW = 5
"""Options that are all to be seen at once; more of them stand in a list that opens."""

OURS = ("form", "about", "private", "several")
"""What a card sends back beside its fields; no field is called so."""

_CHOOSING = (FieldKind.CHOICE, FieldKind.CHOICES)
_TYPED = (FieldKind.TEXT, FieldKind.LONG)


@dataclass(frozen=True)
class _Paper:
    """How a form is drawn: all of it, or each text, list and value only as far as there is room."""

    language: str
    notes: Mapping[str, Filled]
    says_who: bool
    whole: bool = True
    options: int = 300
    option: int = limits.OPTION
    typed: int = limits.INPUT
    label: int = limits.LABEL

    def text(self, rows: list[Element]) -> list[Element]:
        """Rows of text, or the first one."""
        return rows if self.whole else _first(rows, self.label)

    def quiet(self, text: Filled, **look: object) -> list[Element]:
        """`text` small, beside what it is about."""
        return self.text(texts.quiet(text, self.language, **look))


def _first(rows: list[Element], room: int) -> list[Element]:
    """As much of the first row as there is room for."""
    row = rows[0]
    said = clip("".join(one["text"] for one in row["inlines"]), room)
    return [{**row, "inlines": [{**row["inlines"][0], "text": said}]}]


def form(form: Form, language: str, private: str = "", notes: Mapping[str, Filled] = NO_NOTES) -> Element:
    """The card of a form; `private` comes back as it went out. `notes` are corrections, above the fields they name.

    Raises PrivateShown for what is nobody's to see, TooMuch for a form of ours that one card has no room for.
    """
    refuse_private(form, PlaceKind.DIRECT)
    who = [field.audience.words for field in form.fields]
    paper = _Paper(language, notes, says_who=any(one != who[0] for one in who))
    for tried in (
        paper,
        replace(paper, whole=False, options=25, option=60, typed=600, label=200),
        replace(paper, whole=False, options=6, option=30, typed=100, label=60),
    ):
        card = _card(form, tried, private)
        if weight(card) <= limits.CARD:
            return card
    raise TooMuch(f"the form {form.action} has more fields than one card has room for")


def _card(form: Form, paper: _Paper, private: str) -> Element:
    language = paper.language
    shortened = [] if paper.whole else texts.quiet(phrase("blocks.shortened"), language)
    said = clip(texts.one_line(form.title, language), limits.READ_OUT)
    fillable = [field for field in form.fields if can_be_filled_in(field)]
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": texts.apart(texts.escaped(said)),
        "body": [*shortened, *_body(form, paper)],
        "actions": [_submit(form, paper, private)] if fillable or not form.fields else [],
    }


def _submit(form: Form, paper: _Paper, private: str) -> Element:
    action = held(form.action, limits.IDENTIFIER, "an action")
    several = [field.name for field in form.fields if field.kind is FieldKind.CHOICES]
    data: Element = {"form": action, "about": dict(form.about)}
    data |= {"private": private} if private else {}
    data |= {"several": several} if several else {}
    label = texts.apart(texts.one_line(form.submit, paper.language))
    fits = size(label) <= limits.BUTTON
    title = label if fits else texts.one_line(phrase("blocks.hand-in"), paper.language)
    return texts.pressable(title, action, data, style="positive")


def _body(form: Form, paper: _Paper) -> list[Element]:
    """What stands in a form above its button."""
    language = paper.language
    body = texts.heading(form.title, language) if paper.whole else paper.text(texts.bold(form.title, language))
    body += paper.text(texts.paragraph(form.says, language)) if form.says else []
    names = {field.name for field in form.fields}
    for name, note in paper.notes.items():
        body += _corrected(note, paper) if name not in names else []
    if form.fields and not paper.says_who:
        body += paper.quiet(form.fields[0].audience.words)
    for under, fields in groupby(form.fields, key=lambda field: field.under):
        body += _group(under, list(fields), paper)
    return [*body, *(paper.quiet(form.note, separator=True) if form.note else [])]


def _corrected(note: Filled, paper: _Paper) -> list[Element]:
    return paper.text(texts.rows(texts.runs(note, paper.language, weight="Bolder", color="Attention")))


def _group(under: Filled | None, fields: Sequence[Field], paper: _Paper) -> list[Element]:
    body = paper.text(texts.bold(under, paper.language)) if under and fields[0].label != under else []
    for one in fields:
        body += _corrected(paper.notes[one.name], paper) if one.name in paper.notes else []
        body += _field(one, paper)
    return body


def can_be_filled_in(field: Field) -> bool:
    """Whether a card has an input for it: there is none for a file, and none to choose from nothing."""
    return field.kind is not FieldKind.FILE and (field.kind not in _CHOOSING or bool(field.options))


def _field(field: Field, paper: _Paper) -> list[Element]:
    """One field. Where not all have the same audience the label says who will see it: fields are read one by one."""
    language, label = paper.language, field.label
    if paper.says_who:
        label = phrase("blocks.label", label=label, audience=field.audience.words)
    hint = paper.quiet(field.hint, spacing="Small") if field.hint else []
    if field.kind is FieldKind.FILE:
        return [*paper.quiet(phrase("teams_cards.file", label=label)), *hint]
    if not can_be_filled_in(field):
        return [*paper.quiet(phrase("blocks.no-options", label=label)), *hint]
    offered = replace(field, options=field.options[: paper.options])
    said = texts.apart(texts.one_line(label, language))
    made: Element = {
        **_ELEMENTS[field.kind](offered, paper),
        "id": _name(field),
        "label": clip(said, paper.label),
    }
    if not field.optional:
        made |= {"isRequired": True, "errorMessage": texts.one_line(phrase("teams_cards.wanted"), language)}
    above = paper.text(texts.paragraph(label, language)) if size(said) > limits.LABEL else []
    # Above its label it would read as the end of the field before.
    below = [] if "placeholder" in made and _placeholder(field, paper) else hint
    return [*above, *_long_options(offered, paper), *_left_out(field, made, paper), made, *below]


def _name(field: Field) -> str:
    if field.name in OURS:
        raise TooMuch(f"a field is called {field.name}, as what a card sends back beside its fields")
    return held(field.name, limits.IDENTIFIER, "the name of a field")


def _placeholder(field: Field, paper: _Paper) -> str:
    """A hint that stands in the field itself until something is typed; empty where it is too long for that."""
    hint = texts.apart(texts.one_line(field.hint, paper.language)) if field.hint else ""
    return hint if size(hint) <= limits.PLACEHOLDER else ""


def _left_out(field: Field, made: Element, paper: _Paper) -> list[Element]:
    """What a field holds already and there is no room for is said above it."""
    if field.kind in _TYPED and field.value:
        over = len(field.value.text) - len(made.get("value", ""))
        return texts.quiet(phrase("blocks.cut-off", count=over), paper.language) if over else []
    more = len(field.options) - paper.options
    return texts.quiet(phrase("blocks.left-out", count=more), paper.language) if more > 0 else []


def _long_options(field: Field, paper: _Paper) -> list[Element]:
    """Options that stand cut in the field, whole above it."""
    language = paper.language
    long = [one.label for one in field.options if size(texts.one_line(one.label, language)) > limits.OPTION]
    said = [row for label in long for row in texts.paragraph(phrase("blocks.in-full", text=label), language)]
    return said if paper.whole else []


def _typing(field: Field, paper: _Paper) -> Element:
    value = re.sub("[\ud800-\udfff]", "", str(field.value or ""))[: paper.typed]
    made: Element = {"type": "Input.Text", "maxLength": min(max(1, field.longest, len(value)), limits.INPUT)}
    made |= {"isMultiline": True} if field.kind is FieldKind.LONG else {}
    made |= {"value": value} if value else {}
    return made | ({"placeholder": hint} if (hint := _placeholder(field, paper)) else {})


def _number(field: Field, paper: _Paper) -> Element:
    value = str(field.value or "")
    right = re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value, re.ASCII)
    return {"type": "Input.Number", **({"value": float(value) if "." in value else int(value)} if right else {})}


def _date(field: Field, paper: _Paper) -> Element:
    value = str(field.value or "")
    right = re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", value, re.ASCII)
    return {"type": "Input.Date", **({"value": value} if right else {})}


def _time(field: Field, paper: _Paper) -> Element:
    value = str(field.value or "")
    right = re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value, re.ASCII)
    return {"type": "Input.Time", **({"value": value} if right else {})}


def _tick(field: Field, paper: _Paper) -> Element:
    title = texts.one_line(phrase("blocks.tick"), paper.language)
    value = "yes" if str(field.value or "") == "yes" else NO_ANSWER
    return {"type": "Input.Toggle", "title": title, "valueOn": "yes", "valueOff": NO_ANSWER, "value": value}


def _line(field: Field, paper: _Paper) -> Element:
    """A line from those that are offered, found by typing; without any it is typed, as its address or in words."""
    if not field.options:
        return {"placeholder": texts.one_line(phrase("blocks.find"), paper.language), **_typing(field, paper)}
    made = _choice(field, paper)
    return {**made, "style": "filtered", "placeholder": texts.one_line(phrase("blocks.find"), paper.language)}


def _choice(field: Field, paper: _Paper) -> Element:
    choices = [_option(one, paper) for one in field.options]
    chosen = [one["value"] for one in choices if one["value"] == str(field.value or "")]
    # Radio buttons are read as markup, a list is not.
    seen = len(choices) <= FEW and all(texts.reads_plain(one["title"]) for one in choices)
    if field.optional:
        choices.append({"title": texts.one_line(phrase("blocks.no-answer"), paper.language), "value": NO_ANSWER})
    made: Element = {"type": "Input.ChoiceSet", "choices": choices, "wrap": True}
    made |= {"style": "expanded" if seen else "compact"}
    made |= {"placeholder": texts.one_line(phrase("blocks.choose"), paper.language)} if not seen else {}
    return made | ({"value": chosen[0]} if chosen else {})


def _choices(field: Field, paper: _Paper) -> Element:
    choices = [_option(one, paper) for one in field.options]
    if any("," in one["value"] for one in choices):
        raise TooMuch(f"a value of {field.name} has a comma, by which Teams parts values")
    choices = [{**one, "title": texts.escaped(one["title"])} for one in choices]
    values = str(field.value or "").split()
    chosen = ",".join(one["value"] for one in choices if one["value"] in values)
    made: Element = {"type": "Input.ChoiceSet", "choices": choices, "isMultiSelect": True, "style": "expanded"}
    return {**made, "wrap": True, **({"value": chosen} if chosen else {})}


_ELEMENTS: Mapping[FieldKind, Callable[[Field, _Paper], Element]] = {
    FieldKind.TEXT: _typing,
    FieldKind.LONG: _typing,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.TIME: _time,
    FieldKind.TICK: _tick,
    FieldKind.LINE: _line,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
}


def _option(option: Option, paper: _Paper) -> Element:
    said = texts.apart(texts.one_line(option.label, paper.language))
    return {"title": clip(said, paper.option), "value": held(option.value, limits.IDENTIFIER, "the value of an option")}


def typed(data: Mapping[str, object]) -> dict[str, str]:
    """What somebody filled into a card, by the names of its fields; values of several choices parted by spaces."""
    several = data.get("several")
    parted = several if isinstance(several, list) else []
    filled = {name: "" if value in (None, NO_ANSWER) else str(value) for name, value in data.items()}
    return {
        name: value.replace(",", " ") if name in parted else value for name, value in filled.items() if name not in OURS
    }
