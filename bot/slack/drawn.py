"""Block Kit drawn as a page shows it: the catalogue and the pictures look at what Slack is sent, not at our cards.

It stands in for Slack's own drawing in what matters to a reader: order, weight, where a line breaks and what is a
button. Spacing and colours are near, not measured. What Slack would not know is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

Block = Mapping[str, Any]

STYLES = {
    "code": Markup("<code>{}</code>"),
    "italic": Markup("<i>{}</i>"),
    "bold": Markup("<b>{}</b>"),
}
"""The styles of a run of rich text, innermost first."""


class Undrawn(ValueError):
    """A block, an element or a text that is not known here."""


def message(sent: Block, name: str, at: str) -> Markup:
    """A message of the app called `name`, with the hour `at` beside it; without blocks it is its text."""
    body = blocks(sent["blocks"]) if sent.get("blocks") else _p(sent["text"])
    head = Markup("<p class=kit-by><b>{}</b> <span class=kit-app>APP</span> <span class=kit-at>{}</span></p>")
    whole = Markup("<article class=kit-message><span class=kit-face aria-hidden=true></span><div>{}{}</div></article>")
    return whole.format(head.format(name, at), body)


def modal(view: Block) -> Markup:
    """A form over everything else."""
    feet = {"close": "kit-button", "submit": "kit-button kit-primary"}
    button = Markup("<span class='{}'>{}</span>")
    foot = [button.format(look, _text(view[key])) for key, look in feet.items() if key in view]
    whole = Markup("<section class=kit-modal><p class=kit-title><b>{}</b></p>{}<p class=kit-foot>{}</p></section>")
    return whole.format(_text(view["title"]), blocks(view["blocks"]), Markup("").join(foot))


def offered(sent: Block) -> Markup:
    """What a field that is typed into offers."""
    groups = sent.get("option_groups") or [sent]
    return Markup("").join(_group(one) for one in groups)


def _group(group: Block) -> Markup:
    label = Markup("<p class=kit-hint>{}</p>").format(_text(group["label"])) if "label" in group else ""
    rows = [_text(one["text"]) for one in group["options"]]
    return Markup("{}<ul class=kit-options>{}</ul>").format(label, _all(Markup("<li>{}</li>"), rows))


def blocks(some: Sequence[Block]) -> Markup:
    """Blocks, one below the other. Raises Undrawn."""
    return Markup("").join(_drawn(_BLOCKS, one) for one in some)


def _drawn(known: Mapping[str, Callable[[Block], Markup]], what: Block) -> Markup:
    draw = known.get(str(what.get("type")))
    if draw is None:
        raise Undrawn(what.get("type"))
    return draw(what)


def _all(pattern: Markup, what: Sequence[object]) -> Markup:
    return Markup("").join(pattern.format(one) for one in what)


def _text(text: Block) -> Markup:
    if text["type"] != "plain_text":
        raise Undrawn(text["type"])
    return _lines(text["text"])


def _lines(text: str) -> Markup:
    return Markup("<br>").join(text.split("\n"))


def _p(text: str) -> Markup:
    return Markup("<p>{}</p>").format(_lines(text))


def _header(block: Block) -> Markup:
    return Markup("<h3 class=kit-header>{}</h3>").format(_text(block["text"]))


def _divider(_block: Block) -> Markup:
    return Markup("<hr>")


def _section(block: Block) -> Markup:
    return Markup("<div class=kit-fields>{}</div>").format(
        _all(Markup("<p>{}</p>"), [_text(one) for one in block["fields"]])
    )


def _context(block: Block) -> Markup:
    return Markup("<div class=kit-context>{}</div>").format(
        _all(Markup("<p>{}</p>"), [_text(one) for one in block["elements"]])
    )


def _actions(block: Block) -> Markup:
    made = [_drawn(_ELEMENTS, one) for one in block["elements"]]
    return Markup("<p class=kit-actions>{}</p>").format(Markup("").join(made))


def _image(block: Block) -> Markup:
    return Markup("<p class=kit-image>{}</p>").format(block["alt_text"])


def _rich_text(block: Block) -> Markup:
    return Markup("<div class=kit-rich>{}</div>").format(
        Markup("").join(_drawn(_RICH, one) for one in block["elements"])
    )


def _rich(pattern: Markup) -> Callable[[Block], Markup]:
    def draw(part: Block) -> Markup:
        return pattern.format(Markup("").join(_run(one) for one in part["elements"]))

    return draw


def _rich_list(part: Block) -> Markup:
    items = [Markup("").join(_run(run) for run in one["elements"]) for one in part["elements"]]
    return Markup("<ul>{}</ul>").format(_all(Markup("<li>{}</li>"), items))


def _run(run: Block) -> Markup:
    if run["type"] != "text":
        raise Undrawn(run["type"])
    said = _lines(run["text"])
    for style in run.get("style", {}):
        if style not in STYLES:
            raise Undrawn(style)
    for style, pattern in STYLES.items():
        if style in run.get("style", {}):
            said = pattern.format(said)
    return said


def _table(block: Block) -> Markup:
    head, *rest = block["rows"]
    sides = [one.get("align", "left") for one in block["column_settings"]]
    body = Markup("").join(_row(Markup("<td class=kit-{}>{}</td>"), one, sides) for one in rest)
    whole = Markup("<table class=kit-table><thead>{}</thead><tbody>{}</tbody></table>")
    return whole.format(_row(Markup("<th class=kit-{}>{}</th>"), head, sides), body)


def _row(pattern: Markup, cells: Sequence[Block], sides: Sequence[str]) -> Markup:
    made = [pattern.format(side, _drawn(_CELLS, cell)) for side, cell in zip(sides, cells, strict=True)]
    return Markup("<tr>{}</tr>").format(Markup("").join(made))


def _raw(cell: Block) -> Markup:
    return escape(cell["text"])


def _chart(block: Block) -> Markup:
    chart = block["chart"]
    if chart["type"] != "bar":
        raise Undrawn(chart["type"])
    (series,) = chart["series"]
    most = max(one["value"] for one in series["data"])
    bars = [
        Markup("<li><b>{}</b><span style='height:{}px'></span>{}</li>").format(
            one["value"], round(120 * one["value"] / most), one["label"]
        )
        for one in series["data"]
    ]
    whole = Markup("<figure class=kit-chart><figcaption>{}</figcaption><ul>{}</ul></figure>")
    return whole.format(block["title"], Markup("").join(bars))


def _input(block: Block) -> Markup:
    optional = Markup(" <span class=kit-optional>(optional)</span>") if block.get("optional") else ""
    hint = Markup("<p class=kit-hint>{}</p>").format(_text(block["hint"])) if "hint" in block else ""
    label, field = _text(block["label"]), _drawn(_ELEMENTS, block["element"])
    return Markup("<div class=kit-input><p><b>{}</b>{}</p>{}{}</div>").format(label, optional, field, hint)


def _button(element: Block) -> Markup:
    style = f" kit-{element['style']}" if element.get("style") else ""
    return Markup("<span class='kit-button{}'>{}</span>").format(style, _text(element["text"]))


def _opinion(element: Block) -> Markup:
    both = [element["positive_button"], element["negative_button"]]
    button = Markup("<span class=kit-button title='{}'>{}</span>")
    return Markup("").join(button.format(one["accessibility_label"], _text(one["text"])) for one in both)


def _typed(element: Block) -> Markup:
    held = element.get("initial_value") or element.get("initial_date") or element.get("initial_time")
    tall = " kit-tall" if element.get("multiline") else ""
    if held:
        return Markup("<p class='kit-field{}'>{}</p>").format(tall, _lines(str(held)))
    return Markup("<p class='kit-field kit-empty{}'>{}</p>").format(tall, _when_empty(element))


def _when_empty(element: Block) -> Markup:
    """What stands in a field before anything does."""
    return _text(element["placeholder"]) if "placeholder" in element else Markup("&nbsp;")


def _chosen(element: Block) -> Markup:
    """A list that is closed: what is chosen in it, else what it asks for."""
    held = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    said = [_text(one["text"]) for one in held]
    shown = Markup(", ").join(said) or _when_empty(element)
    return Markup("<p class='kit-field kit-list{}'>{}</p>").format("" if held else " kit-empty", shown)


def _choices(mark: str) -> Callable[[Block], Markup]:
    def draw(element: Block) -> Markup:
        held = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
        chosen = {one["value"] for one in held}
        rows = [_choice(one, mark, chosen=one["value"] in chosen) for one in element["options"]]
        return Markup("<ul class=kit-choices>{}</ul>").format(Markup("").join(rows))

    return draw


def _choice(option: Block, mark: str, *, chosen: bool) -> Markup:
    hint = Markup("<br><span class=kit-hint>{}</span>")
    more = hint.format(_text(option["description"])) if "description" in option else ""
    shape = Markup("<span class='kit-mark kit-{}{}' aria-hidden=true></span>").format(mark, " kit-on" if chosen else "")
    return Markup("<li>{}<span>{}{}</span></li>").format(shape, _text(option["text"]), more)


_RICH = {
    "rich_text_section": _rich(Markup("<p>{}</p>")),
    "rich_text_quote": _rich(Markup("<blockquote>{}</blockquote>")),
    "rich_text_list": _rich_list,
}
_CELLS = {"raw_text": _raw, "rich_text": _rich_text}
_ELEMENTS = {
    "button": _button,
    "feedback_buttons": _opinion,
    "plain_text_input": _typed,
    "number_input": _typed,
    "datepicker": _typed,
    "timepicker": _typed,
    "static_select": _chosen,
    "external_select": _chosen,
    "multi_static_select": _chosen,
    "file_input": _typed,
    "checkboxes": _choices("box"),
    "radio_buttons": _choices("dot"),
}
_BLOCKS = {
    "header": _header,
    "divider": _divider,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "context_actions": _actions,
    "image": _image,
    "rich_text": _rich_text,
    "table": _table,
    "data_visualization": _chart,
    "input": _input,
}
