"""What Teams is sent, drawn for the catalogue: all of it, as inert as Teams keeps it."""

import re
from html import unescape
from typing import Any

import pytest

from bot.catalogue import drawn_as_teams, sent_to_teams
from bot.teams import drawn
from bot.teams.drawn import Undrawn
from handlers.views.examples import examples

EXAMPLES = {name: shown for name, shown in examples().items() if sent_to_teams(shown)}
MARKUP = """<img src=x onerror="alert(1)">'&lt;"""


def texts(what: Any) -> list[str]:
    """The texts that somebody reads at first sight; a list that is closed shows what is chosen in it."""
    if isinstance(what, list):
        return [text for one in what for text in texts(one)]
    if not isinstance(what, dict):
        return []
    closed = ["choices"] if what.get("style") in ("compact", "filtered") else []
    unseen = {*closed, "fallback", "data", "choices"} if closed else {"fallback", "data"}
    own = [what[key] for key in ("text", "title", "label", "abstract") if isinstance(what.get(key), str)]
    return own + [text for key, one in what.items() if key not in unseen for text in texts(one)]


def with_markup(what: Any) -> Any:
    """The same with markup in the place of each text."""
    if isinstance(what, list):
        return [with_markup(one) for one in what]
    if not isinstance(what, dict):
        return what
    said = {"text", "title", "label", "value", "placeholder", "name", "abstract", "x"}
    return {key: MARKUP if key in said and isinstance(one, str) else with_markup(one) for key, one in what.items()}


def read(text: str) -> str:
    """As it is read where marks of Markdown are none."""
    return " ".join(unescape(re.sub(r"\\([^\w\s])", r"\1", text)).split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_text_that_is_sent_is_to_be_read(name: str) -> None:
    page = " ".join(unescape(re.sub(r"<br>|</?[a-z][^>]*>", " ", str(drawn_as_teams(EXAMPLES[name])))).split())
    for text in texts(sent_to_teams(EXAMPLES[name])):
        assert read(text) in page


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_text_is_read_as_markup(name: str) -> None:
    page = str(drawn.message(with_markup(sent_to_teams(EXAMPLES[name]))))
    assert "<img" not in page
    assert 'onerror="' not in page


def test_what_is_not_sent_to_teams_is_not_drawn() -> None:
    (name, *_) = set(examples()) - set(EXAMPLES)
    assert drawn_as_teams(examples()[name]) == ""


@pytest.mark.parametrize("element", [{"type": "Media"}, {}, {"type": "Container", "items": [{"type": "Carousel"}]}])
def test_what_we_never_send_is_refused(element: dict[str, Any]) -> None:
    with pytest.raises(Undrawn):
        drawn.card({"body": [element]})
