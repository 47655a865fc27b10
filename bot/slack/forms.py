"""Forms as Slack's modals, what comes back from them, and lines to choose from."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

from bot.slack import limits, texts
from bot.slack.limits import TooMuch, clip, held, size
from bot.slack.texts import Block
from handlers.cards import Field, FieldKind, Form, Option, refuse_private
from handlers.turn import Offer
from prompts import Filled, phrase
from storage.tables import PlaceKind

VALUE = "value"
"""The action id of every input but a line picker, whose action id is the look that offers lines."""

NO_ANSWER = "no answer"
"""The option by which an optional choice is left open again; it comes back as no value."""

NO_NOTES: Mapping[str, Filled] = MappingProxyType({})

MANY = 1_000
"""Options of one field; more would make the form heavier than a view may be."""

FEW = 5
"""Options that are all to be seen at once; more of them stand in a list that opens."""


_CHOOSING = (FieldKind.CHOICE, FieldKind.CHOICES)


@dataclass(frozen=True)
class _Paper:
    """How a form is drawn: all of its texts, or each only as far as one block goes."""

    language: str
    notes: Mapping[str, Filled]
    says_who: bool
    whole: bool = True

    def text(self, text: Filled, **style: bool) -> list[Block]:
        """`text` above a field."""
        blocks = texts.paragraph(text, self.language, **style)
        return blocks if self.whole else blocks[:1]

    def quiet(self, text: Filled) -> list[Block]:
        """`text` small, beside what it is about."""
        blocks = texts.context(text, self.language)
        return blocks if self.whole else blocks[:1]


def modal(form: Form, language: str, *, private: str, notes: Mapping[str, Filled] = NO_NOTES) -> Block:
    """The modal of a form; `private` comes back as it went out. `notes` are corrections, above the fields they name.

    Raises TooMuch for a form of ours that Slack would not take, such as one of too many fields.
    """
    refuse_private(form, PlaceKind.DIRECT)
    named, fits = (size(texts.one_line(one, language)) <= limits.VIEW_TITLE for one in (form.title, form.submit))
    who = [field.audience.words for field in form.fields]
    paper = _Paper(language, notes, says_who=any(one != who[0] for one in who))
    view: Block = {
        "type": "modal",
        "callback_id": held(form.action, limits.IDENTIFIER, "an action"),
        "title": texts.short_row(form.title if named else phrase("blocks.name"), language),
        "submit": texts.short_row(form.submit if fits else phrase("blocks.hand-in"), language),
        "close": texts.short_row(phrase("blocks.later"), language),
        "blocks": _blocks(form, paper, named=named),
    }
    if private:
        view["private_metadata"] = _private(private)
    if form.fields and not any(can_be_filled_in(field) for field in form.fields):
        del view["submit"]
    if not _is_taken(view):
        view["blocks"] = _blocks(form, replace(paper, whole=False), named=named)
        view["blocks"].insert(0, *texts.context(phrase("blocks.shortened"), language))
    if not _is_taken(view):
        raise TooMuch(f"the form {form.action} has more fields or options than Slack takes")
    return view


def _private(text: str) -> str:
    if limits.typed_size(text) > limits.PRIVATE_METADATA:
        raise TooMuch(f"{limits.typed_size(text)} private characters of a form, {limits.PRIVATE_METADATA} are taken")
    return text


def _is_taken(view: Block) -> bool:
    return len(view["blocks"]) <= limits.VIEW_BLOCKS and limits.bytes_of(view) <= limits.VIEW_BYTES


def _blocks(form: Form, paper: _Paper, *, named: bool) -> list[Block]:
    """What stands in a form, its title first where the modal has no room for it."""
    title = [] if named else texts.heading(form.title, paper.language)
    blocks = title if paper.whole else title[:1]
    blocks += paper.text(form.says) if form.says else []
    names = {field.name for field in form.fields}
    for name, note in paper.notes.items():
        blocks += paper.text(note, bold=True) if name not in names else []
    if form.fields and not paper.says_who:
        blocks += paper.quiet(form.fields[0].audience.words)
    for under, fields in groupby(form.fields, key=lambda field: field.under):
        blocks += _group(under, list(fields), paper)
    return [*blocks, *(paper.quiet(form.note) if form.note else [])]


def _group(under: Filled | None, fields: Sequence[Field], paper: _Paper) -> list[Block]:
    blocks = paper.text(under, bold=True) if under and fields[0].label != under else []
    for one in fields:
        blocks += paper.text(paper.notes[one.name], bold=True) if one.name in paper.notes else []
        blocks += _field(one, paper)
    return blocks


def can_be_filled_in(field: Field) -> bool:
    """Whether there is anything to choose from, where one chooses; Slack takes no choice without options."""
    return field.kind not in _CHOOSING or bool(field.options)


def _field(field: Field, paper: _Paper) -> list[Block]:
    """One field. Where not all have the same audience the label says who will see it: fields are read one by one."""
    language, label = paper.language, field.label
    if paper.says_who:
        label = phrase("blocks.label", label=label, audience=field.audience.words)
    if not can_be_filled_in(field):
        return [
            *paper.quiet(phrase("blocks.no-options", label=label)),
            *(paper.quiet(field.hint) if field.hint else []),
        ]
    offered = replace(field, options=field.options[: MANY if paper.whole else limits.OPTIONS])
    said, hint = texts.one_line(label, language), _hint(field, language)
    room = limits.LABEL if paper.whole else limits.LABEL // 8
    block = {
        "type": "input",
        "block_id": held(field.name, limits.IDENTIFIER, "the name of a field"),
        "optional": field.optional,
        "label": texts.words(clip(said, room)),
        "element": _ELEMENTS[field.kind](offered, language),
    }
    if hint:
        block["hint"] = texts.words(clip(hint, room))
    above = paper.text(label) if size(said) > limits.LABEL else []
    above += paper.text(field.hint) if field.hint and size(hint) > limits.LABEL else []
    above += _long_options(offered, language) if paper.whole else []
    return [*above, *_left_out(field, len(offered.options), language), block]


def _hint(field: Field, language: str) -> str:
    """What stands under a field: its hint, unless that stands in the field itself until something is typed."""
    if field.hint is None:
        return ""
    hint = texts.one_line(field.hint, language)
    inside = field.kind in (FieldKind.TEXT, FieldKind.LONG, FieldKind.LINE)
    return "" if inside and size(hint) <= limits.PLACEHOLDER else hint


def _left_out(field: Field, offered: int, language: str) -> list[Block]:
    """What a field holds already and Slack does not take is said above it."""
    typed = limits.typed_size(field.value.text) - limits.INPUT if field.value else 0
    if field.kind in (FieldKind.TEXT, FieldKind.LONG) and typed > 0:
        return texts.context(phrase("blocks.cut-off", count=typed), language)
    if field.kind in _CHOOSING and (more := len(field.options) - offered) > 0:
        return texts.context(phrase("blocks.left-out", count=more), language)
    return []


def _long_options(field: Field, language: str) -> list[Block]:
    """Options that stand cut in the field, whole above it."""
    labels = [one.label for one in field.options] if field.kind in _CHOOSING else []
    long = [label for label in labels if size(texts.one_line(label, language)) > 2 * limits.OPTION - 2]
    return texts.rich(
        part for label in long for part in texts.parts(texts.runs(phrase("blocks.in-full", text=label), language))
    )


def _typing(field: Field, language: str) -> Block:
    value = field.value.text if field.value else ""
    longest = min(max(1, field.longest, limits.typed_size(value)), limits.INPUT)
    element: Block = {"type": "plain_text_input", "action_id": VALUE, "max_length": longest}
    if field.kind is FieldKind.LONG:
        element["multiline"] = True
    if value := _typeable(value):
        element["initial_value"] = value
    return _with_placeholder(element, field, language)


def _typeable(value: str) -> str:
    """As much of what somebody typed as an input takes; `_left_out` says how much it was."""
    value = re.sub("[\ud800-\udfff]", "", value)
    while (over := limits.typed_size(value) - limits.INPUT) > 0:
        value = value[: len(value) - (over + 1) // 2]
    return value


def _with_placeholder(element: Block, field: Field, language: str) -> Block:
    hint = texts.one_line(field.hint, language) if field.hint else ""
    if hint and size(hint) <= limits.PLACEHOLDER:
        element["placeholder"] = texts.words(hint)
    return element


def _number(field: Field, language: str) -> Block:
    element: Block = {"type": "number_input", "action_id": VALUE, "is_decimal_allowed": True}
    if field.value and re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", field.value.text, re.ASCII):
        element["initial_value"] = field.value.text
    return element


def _date(field: Field, language: str) -> Block:
    element: Block = {"type": "datepicker", "action_id": VALUE}
    if field.value and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", field.value.text, re.ASCII):
        element["initial_date"] = field.value.text
    return element


def _time(field: Field, language: str) -> Block:
    element: Block = {"type": "timepicker", "action_id": VALUE}
    if field.value and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", field.value.text, re.ASCII):
        element["initial_time"] = field.value.text
    return element


def _tick(field: Field, language: str) -> Block:
    yes = {"text": texts.row(phrase("blocks.tick"), language), "value": "yes"}
    element: Block = {"type": "checkboxes", "action_id": VALUE, "options": [yes]}
    if field.value and field.value.text == "yes":
        element["initial_options"] = [yes]
    return element


def _picker(field: Field, language: str) -> Block:
    """A field that asks for lines as somebody types; what stands in it already is named if it can be."""
    action = held(field.lines_from, limits.IDENTIFIER, "a look")
    element: Block = {"type": "external_select", "action_id": action, "min_query_length": 0}
    if field.value and 0 < size(field.value.text) <= limits.OPTION_VALUE:
        named = next((one for one in field.options if one.value == field.value.text), None)
        element["initial_option"] = _option(named or Option(field.value.text, field.value), language)
    element["placeholder"] = texts.row(phrase("blocks.find"), language)
    return _with_placeholder(element, field, language)


def _choice(field: Field, language: str) -> Block:
    options = [_option(one, language) for one in field.options]
    value = field.value.text if field.value else None
    chosen = next((one for one in options if one["value"] == value), None)
    if field.optional:
        # Slack has nothing by which a choice could be taken back.
        options.append({"text": texts.row(phrase("blocks.no-answer"), language), "value": NO_ANSWER})
    element: Block = {"type": "radio_buttons", "action_id": VALUE, "options": options}
    if len(field.options) > FEW:
        element = {"type": "static_select", "action_id": VALUE, **_listed(options, language)}
        element["placeholder"] = texts.row(phrase("blocks.choose"), language)
    if chosen:
        element["initial_option"] = chosen
    return element


def _choices(field: Field, language: str) -> Block:
    options = [_option(one, language) for one in field.options]
    values = field.value.text.split() if field.value else []
    chosen = [one for one in options if one["value"] in values]
    element: Block = {"type": "checkboxes", "action_id": VALUE, "options": options}
    if len(options) > limits.BOXES:
        element = {"type": "multi_static_select", "action_id": VALUE, **_listed(options, language)}
        element["placeholder"] = texts.row(phrase("blocks.choose"), language)
    if chosen:
        element["initial_options"] = chosen
    return element


def _file(field: Field, language: str) -> Block:
    return {"type": "file_input", "action_id": VALUE, "max_files": 1}


_ELEMENTS: Mapping[FieldKind, Callable[[Field, str], Block]] = {
    FieldKind.TEXT: _typing,
    FieldKind.LONG: _typing,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.TIME: _time,
    FieldKind.TICK: _tick,
    FieldKind.LINE: _picker,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.FILE: _file,
}


def _listed(options: Sequence[Block], language: str) -> Block:
    """Options of a list, in groups when they are more than one takes."""
    if len(options) <= limits.OPTIONS:
        return {"options": options}
    starts = range(0, len(options), limits.OPTIONS)
    groups = [(n + 1, options[n : n + limits.OPTIONS]) for n in starts]
    return {
        "option_groups": [
            {
                "label": texts.row(phrase("blocks.group", first=n, last=n + len(some) - 1), language),
                "options": some,
            }
            for n, some in groups
        ]
    }


def _option(option: Option, language: str) -> Block:
    """An option; what its text has no room for goes on in its description."""
    said = texts.one_line(option.label, language)
    value = held(option.value, limits.OPTION_VALUE, "the value of an option")
    if size(said) <= limits.OPTION:
        return {"text": texts.words(said), "value": value}
    text = clip(said, limits.OPTION)
    more = said[len(text) - 1 :].strip()
    return {"text": texts.words(text), "value": value, "description": texts.words(clip(f"…{more}", limits.OPTION))}


def options(offer: Offer, language: str) -> Block:
    """What a line picker is answered with; a heading over the lines says how many more there are."""
    lines = offer.lines[: limits.OPTIONS]
    shown = [_option(Option(line.line_id, line), language) for line in lines]
    more = offer.more + len(offer.lines) - len(lines)
    if not more or not shown:
        return {"options": shown}
    return {"option_groups": [{"label": texts.words(_more_lines(more, language)), "options": shown}]}


def _more_lines(more: int, language: str) -> str:
    return clip(texts.one_line(phrase("blocks.nearest", count=more), language), limits.OPTION)


def errors(notes: Mapping[str, Filled], language: str, view: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Corrections as Slack puts them beside fields; Slack takes none for what is no input of the `view` handed in."""
    inputs = None if view is None else {one.get("block_id") for one in view["blocks"] if one["type"] == "input"}
    there = {name: note for name, note in notes.items() if inputs is None or name in inputs}
    return {name: clip(texts.plain(note, language), limits.LABEL) for name, note in there.items()}


def typed(view: Mapping[str, Any]) -> dict[str, str]:
    """What somebody filled into a modal, by the names of its fields; values of several choices parted by spaces.

    Raises ValueError for an element that is none of ours.
    """
    values = view["state"]["values"]
    return {name: _value(element) for name, elements in values.items() for element in elements.values()}


@dataclass(frozen=True)
class Handed:
    """A file that somebody put into a field of a modal: what it is called, and where Slack has it."""

    name: str
    url: str


def handed(view: Mapping[str, Any]) -> dict[str, Handed]:
    """The files in a modal, by the names of their fields."""
    files = {
        name: element.get("files")
        for name, elements in view["state"]["values"].items()
        for element in elements.values()
        if element["type"] == "file_input"
    }
    # A file of which Slack says nothing more than its id is nowhere to be fetched from.
    return {
        name: Handed(str(those[0].get("name", "")), str(those[0].get("url_private_download", "")))
        for name, those in files.items()
        if those
    }


def _value(element: Mapping[str, Any]) -> str:
    match element["type"]:
        case "plain_text_input" | "number_input":
            value = element.get("value")
        case "datepicker":
            value = element.get("selected_date")
        case "timepicker":
            value = element.get("selected_time")
        case "radio_buttons" | "static_select" | "external_select":
            value = (element.get("selected_option") or {}).get("value")
            value = None if value == NO_ANSWER else value
        case "file_input":
            # What is in it is fetched before anything is done with it (receive.py).
            value = ""
        case "checkboxes" | "multi_static_select":
            value = " ".join(one["value"] for one in element.get("selected_options") or ())
        case kind:
            raise ValueError(f"{kind} is no field of ours")
    return value or ""
