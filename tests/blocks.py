"""What others say of blocks that go to Slack: two packages that know its limits, and our own list of them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import blockkit
import blockkit.core
import slackblocks

from bot.slack import limits

Json = dict[str, Any]

STYLES = {"bold", "italic", "code"}

FIELD_OF_OPTIONS = ("options", "initial_options")

UNKNOWN_TO_BLOCKKIT = {"data_visualization", "table", "context_actions"}
"""Blocks that blockkit 2.1 has no class for; slackblocks has."""


def problems(payload: Json) -> list[str]:
    """All that anybody has against a message, a modal or a Home tab."""
    return [*_of_slackblocks(payload), *_of_blockkit(payload), *_of_ours(payload)]


def surface(payload: Json) -> str:
    """Where `payload` is to be shown: message, modal or home."""
    return str(payload.get("type", "message"))


# ---------------------------------------------------------------- slackblocks

SLACKBLOCKS: Mapping[str, Callable[..., Any]] = {
    "header": slackblocks.HeaderBlock,
    "context": slackblocks.ContextBlock,
    "section": slackblocks.SectionBlock,
    "actions": slackblocks.ActionsBlock,
    "divider": slackblocks.DividerBlock,
    "context_actions": slackblocks.ContextActionsBlock,
    "feedback_buttons": slackblocks.FeedbackButtons,
    "rich_text": slackblocks.RichTextBlock,
    "rich_text_section": slackblocks.RichTextSection,
    "rich_text_quote": slackblocks.RichTextQuote,
    "rich_text_list": slackblocks.RichTextList,
    "table": slackblocks.TableBlock,
    "raw_text": slackblocks.RawText,
    "data_visualization": slackblocks.DataVisualizationBlock,
    "image": slackblocks.ImageBlock,
    "bar": slackblocks.BarChart,
    "input": slackblocks.InputBlock,
    "button": slackblocks.Button,
    "plain_text_input": slackblocks.PlainTextInput,
    "number_input": slackblocks.NumberInput,
    "datepicker": slackblocks.DatePicker,
    "timepicker": slackblocks.TimePicker,
    "checkboxes": slackblocks.CheckboxGroup,
    "radio_buttons": slackblocks.RadioButtonGroup,
    "static_select": slackblocks.StaticSelectMenu,
    "multi_static_select": slackblocks.StaticMultiSelectMenu,
    "external_select": slackblocks.ExternalSelectMenu,
    "file_input": slackblocks.FileInput,
    "modal": slackblocks.ModalView,
    "home": slackblocks.HomeTabView,
}

SLACKBLOCKS_PARTS: Mapping[str, Callable[..., Any]] = {
    "options": slackblocks.Option,
    "positive_button": slackblocks.FeedbackButton,
    "negative_button": slackblocks.FeedbackButton,
    "option_groups": slackblocks.OptionGroup,
    "column_settings": slackblocks.ColumnSettings,
    "series": slackblocks.DataSeries,
    "data": slackblocks.DataPoint,
    "axis_config": slackblocks.AxisConfig,
    "slack_file": partial(slackblocks.SlackFile, None),
}


def _of_slackblocks(payload: Json) -> Iterator[str]:
    try:
        if surface(payload) == "message":
            made = [_slackblocks(block) for block in payload["blocks"]]
            slackblocks.Message("C1", text=payload["text"], blocks=made)._resolve()
        else:
            _slackblocks(payload)._resolve()
    except (slackblocks.InvalidUsageError, TypeError, ValueError) as why:
        yield f"slackblocks: {why}"


def _slackblocks(thing: Any, part: str = "") -> Any:
    if isinstance(thing, list):
        return [_slackblocks(one, part) for one in thing]
    if not isinstance(thing, dict):
        return thing
    kind = thing.get("type", "")
    if kind == "text":
        return slackblocks.RichText(thing["text"], **thing.get("style", {}))
    if kind == "plain_text":
        return slackblocks.Text(thing["text"], type_=slackblocks.TextType.PLAINTEXT, emoji=thing["emoji"])
    if kind == "rich_text" and part == "rows":
        # It is given what is in a cell, and puts the cell's own block around it.
        return _slackblocks(thing["elements"][0])
    make = SLACKBLOCKS[kind] if kind else SLACKBLOCKS_PARTS[_kind_of(part)]
    given = {key: _slackblocks(value, key) for key, value in _said_alike(thing).items()}
    if kind == "multi_static_select" and "option_groups" in given:
        # Its class takes no groups without options beside them; the groups themselves were looked at just now.
        given["options"] = _slackblocks(thing["option_groups"][0]["options"], "options")
        del given["option_groups"]
    return make(**given)


def _said_alike(thing: Json) -> Json:
    """What a thing is made from. Where options stand in groups both packages want a whole group to be the one that is
    chosen first; Slack's reference says an option of one of them, which `_of_ours` looks at.
    """
    left_out = {"type", "initial_option", "initial_options"} if "option_groups" in thing else {"type"}
    return {key: value for key, value in thing.items() if key not in left_out}


def _kind_of(part: str) -> str:
    return "options" if part in ("initial_option", "initial_options") else part


# ---------------------------------------------------------------- blockkit

BLOCKKIT: Mapping[str, Callable[..., Any]] = {
    "header": blockkit.Header,
    "context": blockkit.Context,
    "section": blockkit.Section,
    "actions": blockkit.Actions,
    "divider": blockkit.Divider,
    "image": blockkit.Image,
    "rich_text": blockkit.RichText,
    "rich_text_section": blockkit.RichTextSection,
    "rich_text_quote": blockkit.RichTextQuote,
    "rich_text_list": blockkit.RichTextList,
    "input": blockkit.Input,
    "button": blockkit.Button,
    "plain_text_input": blockkit.PlainTextInput,
    "number_input": blockkit.NumberInput,
    "datepicker": blockkit.DatePicker,
    "timepicker": blockkit.TimePicker,
    "checkboxes": blockkit.Checkboxes,
    "radio_buttons": blockkit.RadioButtons,
    "static_select": blockkit.StaticSelect,
    "multi_static_select": blockkit.MultiStaticSelect,
    "external_select": blockkit.ExternalSelect,
    "file_input": blockkit.FileInput,
    "modal": blockkit.Modal,
    "home": blockkit.Home,
}


def _of_blockkit(payload: Json) -> Iterator[str]:
    known = {**payload, "blocks": [one for one in payload["blocks"] if one["type"] not in UNKNOWN_TO_BLOCKKIT]}
    try:
        if surface(payload) == "message":
            made: Any = blockkit.Message(text=known["text"], blocks=_blockkit(known["blocks"]))
            made.build()
        else:
            _blockkit(known).build()
    except (blockkit.core.FieldValidationError, blockkit.core.ComponentValidationError) as why:
        yield f"blockkit: {why}"


def _blockkit(thing: Any, part: str = "") -> Any:
    if isinstance(thing, list):
        return [_blockkit(one, part) for one in thing]
    if not isinstance(thing, dict):
        return thing
    kind = thing.get("type", "")
    if kind == "text":
        style = {key: blockkit.RichStyle(**value) for key, value in thing.items() if key == "style"}
        return blockkit.RichTextEl(text=thing["text"], **style)
    if kind == "plain_text":
        return blockkit.Text(text=thing["text"], emoji=thing["emoji"], type="plain_text")
    parts = {"options": blockkit.Option, "option_groups": blockkit.OptionGroup, "slack_file": blockkit.SlackFile}
    make = BLOCKKIT[kind] if kind else parts[_kind_of(part)]
    # It takes no search without a letter, which Slack does; and numbers where Slack wants them as text.
    values = {key: value for key, value in _said_alike(thing).items() if key != "min_query_length"}
    if kind == "image":
        # It takes 255 characters of what is read out; Slack's reference says 2,000.
        values["alt_text"] = values["alt_text"][:255]
    if kind == "number_input" and "initial_value" in values:
        values["initial_value"] = float(values["initial_value"])
    return make(**{key: _blockkit(value, key) for key, value in values.items()})


# ---------------------------------------------------------------- our own list

TEXTS: Mapping[tuple[str, str], int] = {
    ("header", "text"): limits.HEADER,
    ("button", "text"): limits.BUTTON,
    ("input", "label"): limits.LABEL,
    ("input", "hint"): limits.LABEL,
    ("modal", "title"): limits.VIEW_TITLE,
    ("modal", "submit"): limits.VIEW_TITLE,
    ("modal", "close"): limits.VIEW_TITLE,
    ("", "text"): limits.OPTION,
    ("", "description"): limits.OPTION,
    ("", "label"): limits.OPTION,
}
"""Characters of a text object, by what it stands in; an option and a group of them have no type."""

STRINGS: Mapping[str, int] = {
    "action_id": limits.IDENTIFIER,
    "block_id": limits.IDENTIFIER,
    "callback_id": limits.IDENTIFIER,
    "private_metadata": limits.PRIVATE_METADATA,
    "alt_text": limits.ALT_TEXT,
    "initial_value": limits.INPUT,
    "accessibility_label": limits.ACCESSIBILITY,
    "x_label": limits.CHART_TITLE,
    "y_label": limits.CHART_TITLE,
    "name": limits.CHART_LABEL,
}

MANY: Mapping[tuple[str, str], int] = {
    ("section", "fields"): limits.FIELDS,
    ("context", "elements"): limits.CONTEXT_ELEMENTS,
    ("actions", "elements"): limits.ACTIONS,
    ("context_actions", "elements"): limits.CONTEXT_ACTIONS,
    ("checkboxes", "options"): limits.BOXES,
    ("radio_buttons", "options"): limits.BOXES,
    ("static_select", "options"): limits.OPTIONS,
    ("multi_static_select", "options"): limits.OPTIONS,
    ("static_select", "option_groups"): limits.OPTIONS,
    ("multi_static_select", "option_groups"): limits.OPTIONS,
    ("", "options"): limits.OPTIONS,
    ("table", "rows"): limits.TABLE_ROWS,
    ("bar", "series"): limits.CHART_SERIES,
}

INERT = {
    *("header", "context", "section", "actions", "divider", "rich_text", "table", "data_visualization", "input"),
    *("rich_text_section", "rich_text_quote", "rich_text_list", "text", "plain_text", "raw_text", "bar", "button"),
    "image",
    *("plain_text_input", "number_input", "datepicker", "timepicker", "checkboxes", "radio_buttons"),
    *("static_select", "multi_static_select", "external_select", "file_input", "modal", "home"),
    *("context_actions", "feedback_buttons"),
}
"""All that we send. None of it reads text as markup, mentions anybody or leads anywhere."""


def walk(thing: Any) -> Iterator[Json]:
    """Every object in `thing`, itself first."""
    if isinstance(thing, list):
        for one in thing:
            yield from walk(one)
    elif isinstance(thing, dict):
        yield thing
        for one in thing.values():
            yield from walk(one)


def spoken(thing: Any) -> str:
    """Every text that somebody can read in `thing`, one after the other."""
    return " ".join(
        str(one["text"] if isinstance(one.get("text"), str) else one["initial_value"])
        for one in walk(thing)
        if isinstance(one.get("text"), str) or "initial_value" in one
    )


def _of_ours(payload: Json) -> Iterator[str]:
    here = surface(payload)
    most = limits.MESSAGE_BLOCKS if here == "message" else limits.VIEW_BLOCKS
    heaviest = limits.MESSAGE_WEIGHT if here == "message" else limits.VIEW_BYTES
    if not 0 < len(payload["blocks"]) <= most:
        yield f"{len(payload['blocks'])} blocks"
    if limits.weight(payload["blocks"]) > heaviest:
        yield f"blocks of {limits.weight(payload['blocks'])} characters"
    yield from _rare(payload, here)
    for one in walk(payload):
        yield from _texts(one)
        yield from _counts(one)


def _rare(payload: Json, here: str) -> Iterator[str]:
    kinds = [one["type"] for one in payload["blocks"]]
    if here == "modal" and UNKNOWN_TO_BLOCKKIT & set(kinds):
        yield "a chart or a table in a modal"
    if kinds.count("data_visualization") > limits.MESSAGE_CHARTS or kinds.count("table") > limits.MESSAGE_TABLES:
        yield "more charts or tables than one message takes"
    ids = [one["action_id"] for one in walk(payload) if one.get("type") == "button"]
    if len(ids) != len(set(ids)):
        yield "two buttons of one name"
    if sum(one.get("style") == "primary" for one in walk(payload)) > 1:
        yield "two main buttons"
    if here == "message":
        text = payload["text"]
        bare = text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
        if not 0 < len(text) <= limits.MESSAGE_TEXT or set("&<>") & set(bare):
            yield "a text that is empty, too long or not escaped"


def _texts(one: Json) -> Iterator[str]:
    kind = one.get("type", "")
    if kind and kind not in INERT:
        yield f"{kind} is nothing that we send"
    yield from _text(one, kind)
    for (holder, key), most in TEXTS.items():
        text = one.get(key)
        if kind == holder and isinstance(text, dict) and limits.size(text["text"]) > most:
            yield f"{key} of {kind or 'an option'} has {limits.size(text['text'])} characters"
    for key, most in STRINGS.items():
        if isinstance(one.get(key), str) and limits.typed_size(one[key]) > most:
            yield f"{key} has {limits.typed_size(one[key])} characters"


def _text(one: Json, kind: str) -> Iterator[str]:
    if kind == "plain_text" and (one["emoji"] or not one["text"].strip() or limits.size(one["text"]) > limits.PLAIN):
        yield "a text object that is empty, too long or with emoji"
    if kind in ("text", "raw_text") and not one["text"]:
        yield "an empty run"
    if kind == "text" and set(one.get("style", ())) - STYLES:
        yield f"a run in {one['style']}"


def _counts(one: Json) -> Iterator[str]:
    kind = one.get("type", "")
    for (holder, key), most in MANY.items():
        if kind == holder and key in one and not 0 < len(one[key]) <= most:
            yield f"{len(one[key])} {key} of {kind or 'a group'}"
    if kind == "section":
        yield from (
            f"a field of {limits.size(f['text'])}"
            for f in one.get("fields", ())
            if limits.size(f["text"]) > limits.FIELD
        )
    if kind == "button" and not (1 <= len(one.get("value", "-")) <= limits.BUTTON_VALUE):
        yield "a button's value is empty or too long"
    if kind == "table" and len({len(row) for row in one["rows"]}) + (len(one["rows"][0]) > limits.TABLE_COLUMNS) > 1:
        yield "a table with rows of several lengths, or too many columns"
    if kind == "bar":
        yield from _chart(one)
    groups = one.get("option_groups", [{"options": one.get("options", [])}])
    chosen = [*one.get("initial_options", ()), *([one["initial_option"]] if "initial_option" in one else [])]
    if kind != "external_select" and any(all(some not in group["options"] for group in groups) for some in chosen):
        yield "what is chosen first is none of the options"


def _chart(one: Json) -> Iterator[str]:
    names = one["axis_config"]["categories"]
    if len(set(names)) != len(names) or not 0 < len(names) <= limits.CHART_CATEGORIES:
        yield f"categories {names}"
    if any(not name or limits.size(name) > limits.CHART_LABEL for name in names):
        yield f"a category among {names}"
    if any([point["label"] for point in series["data"]] != names for series in one["series"]):
        yield "a series without all categories"
