"""Adaptive Cards drawn as a page shows them: the catalogue looks at what Teams is sent, not at our cards.

It stands in for Teams' own drawing in what matters to a reader: order, weight, where a line breaks and what is a
button. Spacing and colours are near, not measured. What Teams would not know is refused.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from typing import Any

from markupsafe import Markup, escape

Element = Mapping[str, Any]


class Undrawn(ValueError):
    """An element that is not known here."""


def message(sent: Element) -> Markup:
    """A message of ours: its text, its card, what it stands on, and whether Teams says that a model worded it."""
    entities = sent.get("entities", [])
    label = Markup("<span class=kit-app>AI generated</span> ") if any(map(_is_worded, entities)) else ""
    text = Markup("<p>{}{}</p>").format(label, _marked(sent["text"])) if sent.get("text") else label
    cited = _all(Markup("<li><b>{}</b> {}</li>"), (_claim(one) for found in entities for one in _claims(found)))
    below = Markup("<ol class=kit-context>{}</ol>").format(cited) if cited else ""
    return Markup("<div class=kit-card>{}{}{}</div>").format(
        text, card(sent["card"]) if sent.get("card") else "", below
    )


def card(found: Element) -> Markup:
    """A card: what stands in it, and the buttons below. Raises Undrawn."""
    feet = Markup("<p class=kit-actions>{}</p>").format(_each(found["actions"])) if found.get("actions") else ""
    return Markup("{}{}").format(_each(found["body"]), feet)


def _is_worded(entity: Element) -> bool:
    return "AIGeneratedContent" in entity.get("additionalType", [])


def _claims(entity: Element) -> Iterable[Element]:
    found: Iterable[Element] = entity.get("citation", [])
    return found


def _claim(claim: Element) -> tuple[str, str]:
    return claim["appearance"]["name"], claim["appearance"]["abstract"]


def _all(pattern: Markup, what: Iterable[tuple[object, ...]]) -> Markup:
    return Markup("").join(pattern.format(*one) for one in what)


def _each(some: Iterable[Element]) -> Markup:
    return Markup("").join(_drawn(one) for one in some)


def _drawn(what: Element) -> Markup:
    draw = _ELEMENTS.get(str(what.get("type")))
    if draw is None:
        raise Undrawn(what.get("type"))
    return draw(what)


def _marked(text: str) -> Markup:
    """A text that Teams reads as Markdown, in which all that could be is escaped."""
    return escape(unescape(re.sub(r"\\([^\w\s])", r"\1", text)))


def _text(block: Element) -> Markup:
    bold = Markup("<h3 class=kit-header>{}</h3>") if block.get("style") == "heading" else Markup("<p><b>{}</b></p>")
    return (bold if block.get("weight") == "Bolder" else Markup("<p>{}</p>")).format(_marked(block["text"]))


def _runs(block: Element) -> Markup:
    look = "kit-apart" if block.get("separator") else ""
    return Markup("<p class='{}'>{}</p>").format(look, Markup("").join(_run(one) for one in block["inlines"]))


def _run(run: Element) -> Markup:
    said = Markup("<br>").join(run["text"].split("\n"))
    if run.get("weight") == "Bolder":
        said = Markup("<b>{}</b>").format(said)
    if run.get("italic"):
        said = Markup("<i>{}</i>").format(said)
    if run.get("fontType") == "Monospace":
        return Markup("<code>{}</code>").format(said)
    return Markup("<span class=kit-hint>{}</span>").format(said) if run.get("isSubtle") else said


def _facts(block: Element) -> Markup:
    rows = _all(
        Markup("<dt>{}</dt><dd>{}</dd>"), ((_marked(one["title"]), _marked(one["value"])) for one in block["facts"])
    )
    return Markup("<dl class=kit-facts>{}</dl>").format(rows)


def _box(block: Element) -> Markup:
    look = "kit-box kit-emphasis" if block.get("style") else "kit-box"
    return Markup("<div class='{}'>{}</div>").format(look, _each(block["items"]))


def _table(block: Element) -> Markup:
    rows = ((_all(Markup("<td>{}</td>"), ((_each(cell["items"]),) for cell in row["cells"])),) for row in block["rows"])
    return Markup("<table class=kit-table>{}</table>").format(_all(Markup("<tr>{}</tr>"), rows))


def _chart(block: Element) -> Markup:
    most = max((one["y"] for one in block["data"]), default=0) or 1
    bars = ((one["x"], round(100 * one["y"] / most), one["y"]) for one in block["data"])
    rows = _all(Markup("<li>{}<span style='width:{}%'></span><b>{}</b></li>"), bars)
    whole = Markup("<figure class=kit-chart><figcaption>{}</figcaption><ul class=kit-bars>{}</ul></figure>")
    return whole.format(block["title"], rows)


def _buttons(block: Element) -> Markup:
    return Markup("<p class=kit-actions>{}</p>").format(_each(block["actions"]))


def _button(action: Element) -> Markup:
    look = {"positive": " kit-primary", "destructive": " kit-danger"}.get(action.get("style", ""), "")
    return Markup("<span class='kit-button{}'>{}</span>").format(look, action["title"])


def _typed(field: Element) -> Markup:
    tall = " kit-tall" if field.get("isMultiline") else ""
    held = field.get("value")
    empty = "" if held else " kit-empty"
    said = Markup("<br>").join(str(held or field.get("placeholder") or "\u00a0").split("\n"))
    return _labelled(field, Markup("<p class='kit-field{}{}'>{}</p>").format(tall, empty, said))


def _labelled(field: Element, within: Markup) -> Markup:
    wanted = " *" if field.get("isRequired") else ""
    return Markup("<div class=kit-input><p><b>{}{}</b></p>{}</div>").format(field["label"], wanted, within)


def _tick(field: Element) -> Markup:
    chosen = field.get("value") == field.get("valueOn")
    return _labelled(field, Markup("<ul class=kit-choices>{}</ul>").format(_mark(field["title"], "box", chosen=chosen)))


def _mark(title: str, shape: str, *, chosen: bool) -> Markup:
    look = f"kit-mark kit-{shape}{' kit-on' if chosen else ''}"
    return Markup("<li><span class='{}' aria-hidden=true></span><span>{}</span></li>").format(look, _marked(title))


def _choices(field: Element) -> Markup:
    held, shape = str(field.get("value") or "").split(","), "box" if field.get("isMultiSelect") else "dot"
    chosen = [one["title"] for one in field["choices"] if one["value"] in held]
    if field.get("style") == "expanded":
        rows = [_mark(one["title"], shape, chosen=one["title"] in chosen) for one in field["choices"]]
        return _labelled(field, Markup("<ul class=kit-choices>{}</ul>").format(Markup("").join(rows)))
    said = ", ".join(chosen) or field.get("placeholder") or "\u00a0"
    return _labelled(field, Markup("<p class='kit-field kit-list'>{}</p>").format(said))


_ELEMENTS: Mapping[str, Callable[[Element], Markup]] = {
    "TextBlock": _text,
    "RichTextBlock": _runs,
    "FactSet": _facts,
    "Container": _box,
    "Table": _table,
    "Chart.HorizontalBar": _chart,
    "ActionSet": _buttons,
    "Action.Execute": _button,
    "Input.Text": _typed,
    "Input.Number": _typed,
    "Input.Date": _typed,
    "Input.Time": _typed,
    "Input.Toggle": _tick,
    "Input.ChoiceSet": _choices,
}
