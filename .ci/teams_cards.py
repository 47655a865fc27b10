#!/usr/bin/env python3
"""Every card of the catalogue, walked strictly over Microsoft's own models of Teams' cards.

    .venv/bin/python .ci/teams_cards.py

The models (microsoft-teams-cards 2.1.1) go into an environment of their own that is gone afterwards. They pass over
what they do not know, so each card is walked by hand: no property that its model has not, every value of the type
and among the words that the model knows. Exits 0 when all held.
"""

import json
import subprocess
import sys
import tempfile
import typing
import venv
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any

ROOT = Path(__file__).parents[1]
PACKAGES = ("microsoft-teams-cards==2.1.1", "pydantic")
UNMODELLED = ("type", "$schema")
NEEDED = {
    "TextBlock": ["text"],
    "RichTextBlock": ["inlines"],
    "TextRun": ["text"],
    "FactSet": ["facts"],
    "Container": ["items"],
    "Table": ["columns", "rows"],
    "ActionSet": ["actions"],
    "Action.Execute": ["title", "verb", "fallback"],
    "Action.Submit": ["title", "data"],
    "Chart.HorizontalBar": ["title", "data", "fallback"],
    "Input.Text": ["id", "label"],
    "Input.Number": ["id", "label"],
    "Input.Date": ["id", "label"],
    "Input.Time": ["id", "label"],
    "Input.Toggle": ["id", "label", "title"],
    "Input.ChoiceSet": ["id", "label", "choices"],
}
"""What an element of ours may not be without, though the models would take it."""


def sent() -> dict[str, Any]:
    """The card of each example, by its name."""
    sys.path.insert(0, str(ROOT))
    from bot.catalogue import sent_to_teams
    from handlers.views.examples import examples

    made = {name: sent_to_teams(shown).get("card") for name, shown in examples().items()}
    return {name: card for name, card in made.items() if card}


class Walk:
    """One card, walked over the models; `found` is what is wrong with it."""

    def __init__(self, models: dict[str, Any], base: Any) -> None:
        self.models, self.base = models, base
        self.found: list[str] = []

    def value(self, value: Any, kind: Any, path: str) -> None:
        """One value against what its model says of it."""
        origin, inside = typing.get_origin(kind), typing.get_args(kind)
        if kind is Any:
            return
        if origin is typing.Annotated:
            self.value(value, inside[0], path)
        elif origin in (typing.Union, UnionType):
            self.one_of(value, [one for one in inside if one is not type(None)], path)
        elif origin is list:
            self.hold(isinstance(value, list), path, "no list")
            for number, one in enumerate(value if isinstance(value, list) else ()):
                self.value(one, inside[0], f"{path}[{number}]")
        elif origin is typing.Literal:
            self.hold(value in inside, path, f"{value!r} is none of {inside}")
        else:
            self.plain(value, dict if origin is dict else kind, path)

    def plain(self, value: Any, kind: Any, path: str) -> None:
        """One value of one kind: an element, a word that the model knows, text or a number."""
        if issubclass(kind, self.base):
            self.model(value, kind, path)
            return
        if issubclass(kind, Enum):
            self.hold(value in [one.value for one in kind], path, f"{value!r} is no {kind.__name__}")
            return
        right = isinstance(value, int | float) if kind in (int, float) else isinstance(value, kind)
        self.hold(right and (kind is bool or not isinstance(value, bool)), path, f"{value!r} is no {kind.__name__}")

    def one_of(self, value: Any, kinds: list[Any], path: str) -> None:
        """A value for which there are several kinds: one of them has to hold."""
        tried = []
        for kind in kinds:
            walk = Walk(self.models, self.base)
            walk.value(value, kind, path)
            tried.append(walk.found)
        self.found += min(tried, key=len) if kinds else []

    def model(self, value: Any, model: Any, path: str) -> None:
        """An element: it has its model's properties and no others."""
        if not isinstance(value, dict):
            self.found.append(f"{path}: no {model.__name__}")
            return
        named = value.get("type")
        if named in self.models and issubclass(self.models[named], model):
            model = self.models[named]
        known = {found.validation_alias or found.alias or name: found for name, found in model.model_fields.items()}
        if "type" in known and named is not None and self.models.get(named) is not model:
            self.found.append(f"{path}: {named} is no {model.__name__}")
        for name, one in value.items():
            if name in known:
                self.value(one, known[name].annotation, f"{path}.{name}")
            else:
                self.hold(name in UNMODELLED and named in self.models, path, f"{model.__name__} has no {name}")
        for name, field in known.items():
            self.hold(not field.is_required() or name in value, path, f"{model.__name__} needs {name}")
        for name in NEEDED.get(str(named), ()):
            self.hold(bool(value.get(name)), path, f"{named} without {name}")

    def hold(self, right: bool, path: str, wrong: str) -> None:
        """Note `wrong` unless it is right."""
        if not right:
            self.found.append(f"{path}: {wrong}")


def elements(made: Any) -> Iterator[dict[str, Any]]:
    """Everything within a card, what comes back with a press aside."""
    if isinstance(made, dict):
        yield made
        for name, one in made.items():
            if name != "data" or isinstance(one, list):
                yield from elements(one)
    elif isinstance(made, list):
        for one in made:
            yield from elements(one)


def beyond(card: dict[str, Any]) -> Iterator[str]:
    """What the models do not say: sizes, names, and texts that break off."""
    size = len(json.dumps(card, ensure_ascii=False).encode())
    if size > 28 * 1024:
        yield f"{size} bytes"
    if card.get("version") != "1.5" or not card.get("fallbackText"):
        yield "its version or its fallbackText"
    ids = [one["id"] for one in elements(card) if str(one.get("type")).startswith("Input.")]
    if len(ids) != len(set(ids)):
        yield "two inputs with one name"
    for one in elements(card):
        if len(one.get("actions", ())) > 6:
            yield "more than six actions in a row"
        if one.get("type") == "TextBlock" and one.get("wrap") is not True:
            yield "a TextBlock that does not wrap"
        if one.get("isRequired") and not one.get("errorMessage"):
            yield f"{one['id']} is required and does not say so"


def walked(path: Path) -> int:
    """The exit status after all cards in a file were walked, in the environment that has the models."""
    from microsoft_teams.cards import core
    from pydantic import BaseModel

    classes = [one for one in vars(core).values() if isinstance(one, type) and issubclass(one, BaseModel)]
    types = {one: typing.get_args(one.model_fields["type"].annotation) for one in classes if "type" in one.model_fields}
    models = {str(name): one for one, names in types.items() for name in names if isinstance(name, str)}
    cards, bad = json.loads(path.read_text("utf-8")), 0
    for name, card in cards.items():
        walk = Walk(models, BaseModel)
        walk.value(card, core.AdaptiveCard, "card")
        if found := [*walk.found, *beyond(card)]:
            bad += 1
            print(name, *found[:5], sep="\n   ")
    print(f"{len(cards) - bad} of {len(cards)} cards are as Microsoft's models have them")
    return int(bool(bad) or not cards)


def main() -> int:
    """Write the cards down, make the environment, walk them there."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        (made / "cards.json").write_text(json.dumps(sent(), ensure_ascii=False), "utf-8")
        venv.create(made / "venv", with_pip=True)
        python = made / "venv" / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True
        )
        return subprocess.run([python, __file__, "--walk", made / "cards.json"], check=False).returncode


if __name__ == "__main__":
    sys.exit(walked(Path(sys.argv[2])) if sys.argv[1:2] == ["--walk"] else main())
