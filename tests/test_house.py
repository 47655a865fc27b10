"""The drawings of the house and the house itself, held to each other."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from pydantic import BaseModel

import handlers
import prompts
from bot import settings
from handlers.turn import Change, Look
from storage.tables import NOUNS, Privacy, privacy_of
from tests.sources import ROOT, Module, module, modules

NOUNS_OF_THE_HOUSE = ("storage/tables.py", "handlers/turn.py", "handlers/cards.py")
"""The files whose every public class is a word of VOCABULARY.md."""

ALSO_AT_HOME = (
    "prompts/__init__.py",
    "prompts/lesson.py",
    "handlers/basis.py",
    "storage/store.py",
    "score/attention.py",
    "handlers/views/preview.py",
    "score/map.py",
    *(f"score/{name}.py" for name in ("asides", "experience", "hints", "picture", "ties")),
    "score/meaning.py",
    "score/model.py",
    *(f"bot/{name}.py" for name in ("company", "stage", "script", "seats", "coming", "web/days", "web/pages")),
)
"""Files of which some public classes are words of it."""

CHOSEN_WHILE_RUNNING: Mapping[str, Sequence[str]] = {
    "handlers/views/language.py": ["language.*", "roster.*", "leavefile.*", "readingfile.*", "okrfile.*"],
    "handlers/views/findings.py": ["rules.c*"],
}
"""Where the name of a phrase is not written out: the file, and the phrases it may be (`*` for all of a file)."""

SPELLINGS: Mapping[str, Sequence[str]] = {"prompts/__init__.py": ["numbers.*"]}
"""Phrases that are looked up without `phrase`: numbers in words, and what people write for each action."""

CLOCKS_AND_CHANCE = (
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "os.getrandom",
    "os.urandom",
    "random.*",
    "secrets.*",
    "time.*",
    "uuid.uuid[14]",
)
"""What only the door may ask. A `random.Random` that is handed in is fine, one without a seed is not."""


# The words


def _vocabulary() -> dict[str, str]:
    """Each word with the name that it has in code, empty for a word that has none."""
    entry = re.compile(r"^- \*\*(?P<word>[^*]+)\*\*(?: \(`(?P<code>\w+)`\))?: ", re.MULTILINE)
    return {found["word"]: found["code"] or "" for found in entry.finditer((ROOT / "VOCABULARY.md").read_text("utf-8"))}


@pytest.mark.parametrize("name", NOUNS_OF_THE_HOUSE)
def test_every_public_class_is_a_word_of_the_vocabulary(name: str) -> None:
    assert module(name).public() - set(_vocabulary().values()) == set()


def test_every_word_that_the_vocabulary_marks_as_code_exists() -> None:
    known = set[str]().union(*(found.public() for found in modules()))

    assert {code for code in _vocabulary().values() if code} - known == set()


def test_a_word_means_one_thing() -> None:
    codes = [code for code in _vocabulary().values() if code]

    assert sorted(codes) == sorted(set(codes))
    twice = {f"{found.name} {name}" for found in modules() for name in found.public() & set(codes)} - _homes(codes)
    assert twice == set()
    assert len(_vocabulary()) == (ROOT / "VOCABULARY.md").read_text("utf-8").count("\n- **")


def _homes(codes: Iterable[str]) -> set[str]:
    """Where each word of the vocabulary is at home: the first of these files that knows it."""
    homes = [module(name) for name in (*NOUNS_OF_THE_HOUSE, *ALSO_AT_HOME)]
    return {f"{next(home.name for home in homes if code in home.public())} {code}" for code in codes}


# The routes


@pytest.mark.parametrize("action", handlers.ROUTES)
def test_an_action_names_the_function_that_answers_it(action: str) -> None:
    route = handlers.ROUTES[action]
    assert isinstance(route, Look | Change)
    plays = route.play if isinstance(route, Look) else route.keep

    assert f"{plays.__module__}.{plays.__name__}" == f"handlers.{action}"
    assert inspect.getdoc(plays)


@pytest.mark.parametrize("action", [name for name, route in handlers.ROUTES.items() if isinstance(route, Change)])
def test_what_is_considered_is_named_after_what_is_kept(action: str) -> None:
    route = handlers.ROUTES[action]
    assert isinstance(route, Change)
    if route.consider is not None:
        conversation, function = action.split(".")
        assert (
            f"{route.consider.__module__}.{route.consider.__name__}" == f"handlers.{conversation}.consider_{function}"
        )


@pytest.mark.parametrize("name", handlers.DRAWINGS)
def test_a_view_names_the_function_that_draws_it(name: str) -> None:
    conversation, view = name.split(".")
    draws = handlers.DRAWINGS[name]

    assert f"{draws.__module__}.{draws.__name__}" == f"handlers.{conversation}.draw_{view}"


@pytest.mark.parametrize("name", handlers.DUTIES)
def test_a_duty_names_its_function(name: str) -> None:
    duty = handlers.DUTIES[name]

    assert f"{duty.__module__}.{duty.__name__}" == f"handlers.{name}"


def test_commands_are_routes_and_can_be_spelt() -> None:
    assert set(handlers.COMMANDS) <= set(handlers.ROUTES)
    assert set(_spelt("understood")) == set(handlers.COMMANDS)


def _spelt(conversation: str) -> set[str]:
    """The actions that a file of spellings names; a message's name has no dots, so that `-` stands for them."""
    return {action.replace("-", ".", 1) for action in prompts.spellings(conversation).values()}


def test_old_names_lead_to_what_is_there_and_are_not_used_again() -> None:
    names = set(handlers.ROUTES) | set(handlers.DRAWINGS)

    assert set(handlers.RETIRED.values()) <= names
    assert set(handlers.RETIRED).isdisjoint(names)


def test_every_action_and_view_that_code_names_exists() -> None:
    """A name in a payload or a kept delivery is a text like `checkin.hand_in`; none of them leads nowhere."""
    conversations = "|".join(sorted({name.split(".")[0] for name in handlers.ROUTES}))
    looks_like_one = re.compile(rf"(?:{conversations})\.(?!yml|md|ftl|html|css)[a-z_]+")
    known = {
        *handlers.ROUTES,
        *handlers.DRAWINGS,
        *handlers.DUTIES,
        *handlers.HEARINGS,
        *handlers.RETIRED,
        *prompts.all_inputs(),
    }
    named = {
        (found.name, node.value)
        for found in modules("handlers", "bot")
        for node in ast.walk(found.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and looks_like_one.fullmatch(node.value)
    }

    assert {one for one in named if one[1] not in known} == set()


# The texts


def _phrases(found: Module) -> Iterator[tuple[str | None, frozenset[str] | None]]:
    """Each use of `phrase`: the phrase, None when it is not written out, and its inputs, None when they are not."""
    for call in found.calls():
        if found.called(call.func) == "prompts.phrase":
            first = call.args[0] if call.args else None
            names = [keyword.arg for keyword in call.keywords]
            given = None if None in names else frozenset(name for name in names if name)
            for option in _written_out(first):
                yield option, given


def _written_out(node: ast.expr | None) -> list[str | None]:
    if isinstance(node, ast.IfExp):
        return _written_out(node.body) + _written_out(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return [None]


def _all_uses() -> list[tuple[str, str | None, frozenset[str] | None]]:
    return [(found.name, *use) for found in modules() for use in _phrases(found)]


def test_every_use_of_a_phrase_gives_exactly_what_it_wants() -> None:
    wants = prompts.all_inputs()
    written_out = [(file, phrase, given) for file, phrase, given in _all_uses() if phrase is not None]

    assert [(file, phrase) for file, phrase, _ in written_out if phrase not in wants] == []
    assert [
        (file, phrase, sorted(given), sorted(wants[phrase]))
        for file, phrase, given in written_out
        if given is not None and given != wants[phrase]
    ] == []


def test_every_phrase_is_used() -> None:
    used = {phrase for _, phrase, _ in _all_uses() if phrase is not None}
    patterns = [pattern for table in (CHOSEN_WHILE_RUNNING, SPELLINGS) for those in table.values() for pattern in those]
    patterns += [f"{conversation}.*" for conversation in _conversations_spelt()]

    assert [
        phrase
        for phrase in prompts.all_inputs()
        if phrase not in used and not any(fnmatchcase(phrase, pattern) for pattern in patterns)
    ] == []


def _conversations_spelt() -> set[str]:
    """The files of spellings that the code reads: each call of `spellings` with its name written out."""
    return {
        str(call.args[0].value)
        for found in modules()
        for call in found.calls()
        if found.called(call.func) == "prompts.spellings" and isinstance(call.args[0], ast.Constant)
    }


def test_phrases_chosen_while_running_are_declared_where_all_can_see_it() -> None:
    dynamic = {file for file, phrase, given in _all_uses() if phrase is None or given is None}

    assert dynamic == set(CHOSEN_WHILE_RUNNING)
    for pattern in (pattern for patterns in CHOSEN_WHILE_RUNNING.values() for pattern in patterns):
        assert any(fnmatchcase(phrase, pattern) for phrase in prompts.all_inputs()), pattern


def test_every_language_says_the_same_things_with_the_same_inputs() -> None:
    for language in prompts.languages():
        assert prompts.all_inputs(language) == prompts.all_inputs(), language


def test_no_text_that_a_person_could_read_stands_in_code() -> None:
    shown = {f"handlers.cards.{name}" for name in module("handlers/cards.py").public()} | {"prompts.phrase"}
    texts = [
        (found.name, node.lineno, text)
        for found in modules("handlers")
        for call in found.calls()
        if found.called(call.func) in shown
        for part in [*call.args, *(keyword.value for keyword in call.keywords)]
        for node, text in _texts(part)
        if " " in text.strip()
    ]

    assert texts == []


def _texts(node: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    """The literal texts in an argument, but not those in calls within it, which are looked at by themselves."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node, node.value
    elif not isinstance(node, ast.Call):
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


# The clock, and chance


def _asks_clock_or_chance(found: Module) -> Iterator[str]:
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            name = found.called(node)
            if name != "random.Random" and any(fnmatchcase(name, pattern) for pattern in CLOCKS_AND_CHANCE):
                yield f"{found.name}:{node.lineno} {name}"
    for call in found.calls():
        if found.called(call.func) == "random.Random" and not call.args:
            yield f"{found.name}:{call.lineno} random.Random without a seed"


def test_only_the_door_reads_a_clock_or_draws_by_chance() -> None:
    asked = [
        one for found in modules("handlers", "score", "prompts", "storage") for one in _asks_clock_or_chance(found)
    ]

    assert asked == []


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime\ndatetime.now()",
        "import datetime as dt\ndt.datetime.utcnow()",
        "from datetime import date\ntoday = date.today",
        "from time import monotonic as m\nm()",
        "import time\ntime.time()",
        "import random\nrandom.random()",
        "from random import choice\nchoice([1])",
        "from random import Random\nRandom()",
        "from uuid import uuid4\nuuid4()",
        "import uuid\nuuid.uuid1()",
        "import secrets\nsecrets.token_hex()",
        "import os\nos.urandom(3)",
    ],
)
def test_a_clock_is_found_however_it_is_written(code: str) -> None:
    assert list(_asks_clock_or_chance(Module(ROOT / "storage" / "made_up.py", ast.parse(code))))


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import time\ntime(9)",
        "from random import Random\ndef make(chance: Random): return chance.random()",
        "from random import Random\nRandom(7)",
        "def now(turn): return turn.at.now",
    ],
)
def test_what_only_looks_like_a_clock_is_let_pass(code: str) -> None:
    assert not list(_asks_clock_or_chance(Module(ROOT / "storage" / "made_up.py", ast.parse(code))))


# The settings


def test_the_table_of_settings_in_the_docs_is_the_one_that_the_code_gives() -> None:
    """When this fails: .venv/bin/concertmaster settings > docs/settings.md."""
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == settings.table()


def test_every_setting_says_what_it_is_and_none_can_be_changed_while_running() -> None:
    kinds = [
        kind
        for kind in vars(settings).values()
        if inspect.isclass(kind) and issubclass(kind, BaseModel) and kind.__module__ == settings.__name__
    ]
    fields = [(f"{kind.__name__}.{name}", field) for kind in kinds for name, field in kind.model_fields.items()]

    assert kinds
    assert [name for name, field in fields if not field.description and field.annotation not in kinds] == []
    assert [kind.__name__ for kind in kinds if not kind.model_config.get("frozen")] == []


# The tree


def test_every_conversation_has_its_tests_and_its_looks() -> None:
    """One name in four places: the handlers, the views, the phrases and the tests."""
    conversations = {name.split(".")[0] for name in (*handlers.ROUTES, *handlers.DRAWINGS, *handlers.DUTIES)}

    for place in ("handlers/{}.py", "handlers/views/{}.py", "prompts/phrases/{}.en.ftl", "tests/handlers/test_{}.py"):
        assert [path for one in sorted(conversations) if not (ROOT / (path := place.format(one))).exists()] == []


@pytest.mark.parametrize(
    "name", ["utils.py", "helpers.py", "common.py", "core.py", "base.py", "services", "managers.py"]
)
def test_nothing_is_called_by_a_name_that_says_nothing(name: str) -> None:
    assert [path for room in ("bot", "handlers", "score", "prompts", "storage") for path in _named(room, name)] == []


def _named(room: str, name: str) -> list[Path]:
    return list((ROOT / room).rglob(name))


# Who sees what


@pytest.mark.parametrize(
    ("privacy", "heading"),
    [
        (Privacy.TEAM, "## The person's teams"),
        (Privacy.PERSON, "## The person alone"),
        (Privacy.OWNERS, "## Those who write the score"),
    ],
)
def test_the_page_on_privacy_names_every_column_that_is_not_public(privacy: Privacy, heading: str) -> None:
    section = (ROOT / "docs" / "privacy.md").read_text("utf-8").split(heading, 1)[1].split("\n## ", 1)[0]
    kept = {
        f"{noun.__tablename__}.{column}"
        for noun in NOUNS
        for column in noun.model_fields
        if privacy_of(noun, column) is privacy
    }

    # A blocker is private until it is told, so that its words stand in both.
    assert set(re.findall(r"`(\w+\.\w+)`", section)) - {"blocker.words"} == kept - {"blocker.words"}
