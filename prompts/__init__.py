"""What is said: every text that a person could read in chat, one file per conversation and language.

Phrases are Fluent messages in `phrases/NAME.LANGUAGE.ftl`; `checkin.thanks` is the message `thanks` of `checkin`.
Lessons are Markdown in `lessons/`; `prompts/lesson.py` reads them.
A phrase is filled with exactly the inputs that it uses: too little or too much is refused. Our words and other
people's values stay apart, from here until a renderer shows them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentNone
from fluent.syntax import FluentParser, ast

HERE = Path(__file__).parent / "phrases"
LANGUAGE = "en"
LOCALES = {"en": "en_GB"}
"""Languages whose dates we write in the manner of one country; the others follow their language."""

_APART = re.compile("\ue000(\\d+)\ue001")


class PromptError(ValueError):
    """A text is malformed, missing, or was filled with the wrong inputs."""


class Which(str):
    """A word of ours that only picks a variant of a phrase, such as `morning`."""


@dataclass(frozen=True)
class Filled:
    """One phrase and the values that go into it, still apart."""

    id: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Passage(Filled):
    """A text of a lesson and the values that stand where its words say `{name}`; `ours` unless a coach wrote it."""

    words: str = ""
    ours: bool = True


_PLACE = re.compile(r"\{(\w+)\}")
_MESSAGE = re.compile(r"^([A-Za-z][\w-]*) *=", re.MULTILINE)
_COMMENT = re.compile(r"^#.*\n?", re.MULTILINE)
_INPUT = re.compile(r"\$([A-Za-z][\w-]*)")


@dataclass(frozen=True)
class _Phrases:
    """The phrases of one language: what each says as its file has it, and the inputs that it uses.

    Of a few thousand a process says some: each is parsed when it is first said, for all of them take 10 MB.
    """

    bundle: FluentBundle
    sources: Mapping[str, tuple[str, str]]
    """The name of its file and its source, by the id of each phrase."""

    inputs: Mapping[str, frozenset[str]]

    def pattern(self, id: str) -> Any:
        """What a phrase says, parsed. Raises PromptError where it cannot be."""
        name = id.replace(".", "-")
        if not self.bundle.has_message(name):
            self.bundle.add_resource(ast.Resource([self._parsed(id, name)]))
        return self.bundle.get_message(name).value

    def _parsed(self, id: str, name: str) -> ast.Message:
        file, source = self.sources[id]
        first, *rest = FluentParser(with_spans=False).parse(source).body
        if rest or not isinstance(first, ast.Message) or first.value is None:
            raise PromptError(f"{file} cannot be read near {source.strip()[:60]!r}")
        first.id.name = name
        return first


def phrase(id: str, /, **values: object) -> Filled:
    """The phrase `id` with a value for each of its inputs.

    Text in a value is other people's, whoever wrote it; dates, numbers and other phrases are ours. Raises
    PromptError when there is no such phrase, or when it wants other inputs.
    """
    wanted = _inputs(id)
    if values.keys() != wanted:
        raise PromptError(f"{id} wants {sorted(wanted)}, was given {sorted(values)}")
    return Filled(id, values)


def spoken(filled: Filled, language: str = LANGUAGE) -> tuple[object, ...]:
    """What `filled` says in `language`: our words as `str`, between them other people's values as they were given.

    Other people's text comes back as `Apart`, so that nothing can mistake it for ours.
    """
    if isinstance(filled, Passage):
        return tuple(_in_passage(filled, language))
    apart: list[object] = []
    if filled.id not in _in_language(language).sources:
        language = LANGUAGE
    given = {name: _as_argument(value, apart, language) for name, value in filled.values.items()}
    # 1 equals 1.0, and an hour the same instant elsewhere; as they are written they do not.
    text = _said(language, filled.id, tuple([(name, value, str(value)) for name, value in given.items()]))
    return tuple(_pieces(text, apart))


@lru_cache(maxsize=5000)
def _said(language: str, id: str, given: tuple[tuple[str, Any, str], ...]) -> str:
    """A phrase with its numbers and days, and with marks where other people's text stands.

    What was said before is not said anew: it takes longer than all else that is drawn. Nothing that anybody wrote is
    remembered here: for that there are only the marks.
    """
    phrases = _in_language(language)
    text, errors = phrases.bundle.format_pattern(phrases.pattern(id), {name: value for name, value, _ in given})
    if errors:
        raise PromptError(f"{id} cannot be said: {errors}")
    return str(text)


def _in_passage(passage: Passage, language: str) -> Iterator[object]:
    for place, piece in enumerate(_PLACE.split(passage.words)):
        value = passage.values[piece] if place % 2 else piece if passage.ours else Apart(piece)
        if isinstance(value, Filled):
            yield from spoken(value, language)
        elif place % 2 or piece:
            yield Apart(value) if place % 2 and isinstance(value, str) else value


def plain(filled: Filled, language: str = LANGUAGE) -> str:
    """What `filled` says as one text, for places that can neither style nor link."""
    return "".join(str(piece) for piece in spoken(filled, language))


def spellings(conversation: str, language: str = LANGUAGE) -> Mapping[str, str]:
    """What people write for each action: the messages of a file whose values are spellings parted by `|`."""
    phrases = _in_language(language)
    prefix = f"{conversation}."
    return {
        spelling.strip(): id.removeprefix(prefix)
        for id in phrases.sources
        if id.startswith(prefix)
        for spelling in plain(Filled(id), language).split("|")
    }


@dataclass(frozen=True)
class Apart:
    """Text that is not ours, inside a phrase."""

    text: str

    def __str__(self) -> str:
        return self.text


def languages() -> list[str]:
    """The languages that there are texts in."""
    return sorted({path.suffixes[0][1:] for path in HERE.glob("*.ftl")})


def all_inputs(language: str = LANGUAGE) -> Mapping[str, frozenset[str]]:
    """Every phrase of one language, with the inputs that it uses."""
    return _in_language(language).inputs


def _inputs(id: str) -> frozenset[str]:
    try:
        return _in_language(LANGUAGE).inputs[id]
    except KeyError:
        raise PromptError(f"there is no phrase {id}") from None


def _as_argument(value: object, apart: list[object], language: str) -> object:
    if isinstance(value, Filled):
        return _keep_apart(spoken(value, language), apart)
    if isinstance(value, list | tuple):
        said = [str(_as_argument(one, apart, language)) for one in value]
        return format_list(said, locale=_locale(language))
    if isinstance(value, Which):
        return str(value)
    if isinstance(value, int | float | date) and not isinstance(value, bool):
        return value
    return _keep_apart([Apart(value) if isinstance(value, str) else value], apart)


def _keep_apart(pieces: Sequence[object], apart: list[object]) -> str:
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            apart.append(piece)
            text += f"\ue000{len(apart) - 1}\ue001"
    return text


def _pieces(text: str, apart: Sequence[object]) -> Iterator[object]:
    for place, piece in enumerate(_APART.split(text)):
        if place % 2:
            yield apart[int(piece)]
        elif piece:
            yield piece


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, language), sep="_" if "_" in LOCALES.get(language, language) else "-")


@cache
def _in_language(language: str) -> _Phrases:
    if language not in languages():
        language = LANGUAGE
    sources: dict[str, tuple[str, str]] = {}
    for path in sorted(HERE.glob(f"*.{language}.ftl")):
        conversation = path.name.split(".", 1)[0]
        before, *rest = _MESSAGE.split(_COMMENT.sub("", path.read_text("utf-8")))
        if before.strip():
            raise PromptError(f"{path.name} cannot be read near {before.strip()[:60]!r}")
        for name, said in zip(rest[::2], rest[1::2], strict=True):
            id = f"{conversation}.{name}"
            if id in sources:
                raise PromptError(f"{id} is said twice in {path.name}")
            sources[id] = path.name, f"{name} ={said}"
    bundle = FluentBundle([language], use_isolating=False, functions=_functions(language))
    return _Phrases(bundle, sources, {id: frozenset(_INPUT.findall(said)) for id, (_, said) in sources.items()})


@lru_cache(maxsize=1000)
def _written(skeleton: str, value: date, locale: Locale) -> str:
    """A day as a language writes it: finding out how takes longer than most of what stands around it."""
    return str(format_skeleton(skeleton, value, locale=locale))


def _functions(language: str) -> dict[str, Any]:
    locale = _locale(language)

    def day(value: Any) -> str:
        """Tuesday 9 March."""
        return _written("EEEEdMMMM", _date(value), locale)

    def short_day(value: Any) -> str:
        """9 March."""
        return _written("dMMMM", _date(value), locale)

    def weekday(value: Any) -> str:
        """Tue."""
        return str(format_date(_date(value), "EEE", locale=locale))

    def hour(value: Any) -> str:
        """09:02."""
        return f"{value.hour:02d}:{value.minute:02d}"

    def spell(value: Any) -> Any:
        """Twelve, and then 13: numbers up to twelve in words, inside sentences."""
        words = _in_language(language).sources.get(f"numbers.n{int(value)}")
        return (
            FluentNone()
            if value is None
            else value
            if words is None
            else plain(Filled(f"numbers.n{int(value)}"), language)
        )

    def first(value: Any) -> str:
        """The same, with a capital."""
        text = str(value)
        return text[:1].upper() + text[1:]

    return {"DAY": day, "SHORTDAY": short_day, "WEEKDAY": weekday, "HOUR": hour, "SPELL": spell, "FIRST": first}


def _date(value: Any) -> date:
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a calendar day has no zone
