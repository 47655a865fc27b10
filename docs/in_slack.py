"""Where each thing that can be done is done in Slack: the table of docs/in-slack.md, made from the code.

`make pictures` writes it; a test holds what stands there to the code, and each action to having a way.
"""

import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.slack import texts
from bot.slack.manifest import FILE as MANIFEST
from handlers import BARE, COMMANDS, ROUTES, understand
from handlers.cards import Card, Form, Text, buttons_in
from handlers.turn import Change
from handlers.views.examples import examples
from prompts import LANGUAGE, spellings

TABLE = Path(__file__).with_name("in-slack.md")
BEGIN, END = "<!-- begin: docs/in_slack.py -->\n", "<!-- end -->\n"

SENTENCES: Mapping[str, str] = {
    "coach.ask": "Why do we visit every oven?",
    "commands.help": "score help",
    "lessons.find": "lesson promises",
    "score.find": "score service/P-2",
    "dictation.write": "today: call Acme, finish the quote",
    "steps.say": "when the dispatch call ends, I will ring Mill Lane",
    "leave.say": "I am off on Friday",
    "preferences.say": "write to me in Microsoft Teams",
    "lessons.say": "send promises to Sales",
    "past_digest.say": "digest of last Friday",
    "score_map.of": "map of Service",
    "preview.of": "preview for Ada next week",
    "tensions.open_form": "field/P-1 pulls against service/P-2",
    "remarks.say": "question to field/P-1: by when?",
    "memory.say": "remember that I look after the northern ovens",
}
"""What is understood as a sentence, by an example that `understand` reads so."""

BY_THEMSELVES: Mapping[str, str] = {
    "home.opened": "opening the Home tab",
    "home.unclear": "whatever is not understood",
}
"""What is done by no word and no button of ours."""

LABEL = 48
"""Characters of a button's label in the table at most."""


def rows() -> list[tuple[str, str, list[str]]]:
    """Each action with what it does and the ways to it, in the order of the routes."""
    pressed, handed_in, sought = _on_cards()
    found = []
    for action, route in ROUTES.items():
        ways = [f"write “{_said(action)}”"] if _said(action) else []
        ways += [f"`/{command}`" for command, bare in BARE.items() if bare == action]
        ways += [BY_THEMSELVES[action]] if action in BY_THEMSELVES else []
        ways += [
            f"*{one['name']}* among the {one['type']} shortcuts" for one in _shortcuts() if one["callback_id"] == action
        ]
        ways += [f"press *{label}*" for label in list(pressed.get(action, ()))[:2]]
        ways += [f"hand in *{title}*" for title in list(handed_in.get(action, ()))[:1]]
        ways += [f"type into the list *{label}*" for label in list(sought.get(action, ()))[:1]]
        done = route.keep if isinstance(route, Change) else route.play
        found.append((action, _first_sentence(done), ways))
    return found


def _first_sentence(done: object) -> str:
    said = (inspect.getdoc(done) or "").split("\n\n")[0].replace("\n", " ")
    return said.split(". ")[0].rstrip(".")


def _said(action: str) -> str:
    if action in SENTENCES:
        assert understand(SENTENCES[action], LANGUAGE) == action, f"{SENTENCES[action]} is read otherwise"
        return SENTENCES[action]
    return _words().get(action, "")


@cache
def _words() -> Mapping[str, str]:
    """The first spelling of each command."""
    known = {name.replace(".", "-"): name for name in COMMANDS}
    found: dict[str, str] = {}
    for said, id in spellings("understood", LANGUAGE).items():
        found.setdefault(known[id], said)
    return found


@cache
def _shortcuts() -> list[dict[str, Any]]:
    shortcuts: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text("utf-8"))["features"]["shortcuts"]
    return shortcuts


Ways = dict[str, dict[str, None]]


def _on_cards() -> tuple[Ways, Ways, Ways]:
    """By action: the buttons that do it, the forms that hand it in, and the fields that look it up."""
    pressed: Ways = {}
    handed_in: Ways = {}
    sought: Ways = {}
    for shown in examples().values():
        if isinstance(shown, Card):
            for button in buttons_in(shown):
                pressed.setdefault(button.action, {})[_label(button.label)] = None
        elif isinstance(shown, Form):
            handed_in.setdefault(shown.action, {})[_label(shown.title)] = None
            for field in shown.fields:
                if field.lines_from:
                    sought.setdefault(field.lines_from, {})[_label(field.label)] = None
    return pressed, handed_in, sought


def _label(said: Text) -> str:
    words = texts.one_line(said, LANGUAGE).replace("|", "/").replace("*", "")
    return words if len(words) <= LABEL else f"{words[: LABEL - 1].rstrip()}…"


def table() -> Iterator[str]:
    """The table, line by line; a heading for each conversation."""
    last = ""
    for action, does, ways in rows():
        conversation, _, _ = action.partition(".")
        if conversation != last:
            yield f"\n### {conversation.replace('_', ' ').capitalize()}\n\n| what | how |\n|---|---|\n"
            last = conversation
        yield f"| {does} | {'; '.join(ways)} |\n"


def written(text: str) -> str:
    """The document with the table as the code has it."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{''.join(table())}\n{END}{after}"


def main() -> int:
    """Write it."""
    TABLE.write_text(written(TABLE.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
