"""When two texts say the same in other words, when one says nothing, and when one is a wish.

A false alarm costs more than a miss, so two texts are the same only where nothing tells them apart but what
`words.yml` knows: words that say little, one word for another, another order.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from score.stems import number, stems
from score.words import alike

ENGLISH = "english"

LONG = 5
"""Terms of a text from which one other word makes no other text of it."""

_FEW = 3
"""Terms below which only the same words are a copy."""

_WORD = re.compile(r"[^\W_]+")
_FIGURES = re.compile(r"\d+")
_AROUND = " .,;:!?()[]<>{}\"'*_-\u2013\u2014\u2026"


@cache
def _known() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "words.yml").read_text("utf-8"))
    return found


@cache
def _nothing() -> frozenset[str]:
    return frozenset(str(one) for one in _known()["nothing"])


@lru_cache(maxsize=20_000)
def says_nothing(text: str) -> bool:
    """Whether a text is a placeholder, or empty."""
    plain = alike(text)
    return not plain or plain in _nothing() or plain.strip(_AROUND) in _nothing() or not plain.strip(_AROUND)


@cache
def _stemmed(key: str) -> frozenset[str]:
    return frozenset(_one(stem) for word in _known()[key] for stem in stems(str(word), ENGLISH))


@cache
def _instead() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for group in _known()["same"]:
        first = stems(str(group[0]), ENGLISH)[0]
        for word in group:
            found.update((stem, first) for stem in stems(str(word), ENGLISH)[:1])
    return found


def _one(stem: str) -> str:
    return _instead().get(number(stem), number(stem))


@lru_cache(maxsize=20_000)
def terms(text: str) -> tuple[str, ...]:
    """What a text tells: its stems in order, one word of several for the same, what is short for others in full."""
    said = _short(alike(text)) if any(short in text.casefold() for short in _known()["short"]) else text
    return tuple(_one(stem) for stem in stems(said, ENGLISH))


def _short(plain: str) -> str:
    short: Mapping[str, str] = _known()["short"]
    return _WORD.sub(lambda word: short.get(word[0], word[0]), plain)


@lru_cache(maxsize=20_000)
def told(text: str) -> frozenset[str]:
    """The terms of a text without those that say little."""
    every = frozenset(terms(text))
    return (every - _stemmed("light")) or every


def copies(text: str, other: str) -> bool:
    """Whether `text` says what `other` says in hardly other words; not where it narrows it."""
    if alike(text).strip(_AROUND) == alike(other).strip(_AROUND):
        return True
    mine, theirs = told(text), told(other)
    if min(len(mine), len(theirs)) < _FEW:
        return mine == theirs and len(mine) > 1
    new, gone = mine - theirs, theirs - mine
    if not new:
        return len(gone) <= len(theirs) // 4
    exchanged = len(new) == 1 and len(gone) == 1 and len(theirs) > LONG
    return exchanged and not any(_narrows(term, text) for term in new) and not any(one.isdigit() for one in new | gone)


def _narrows(term: str, text: str) -> bool:
    """Whether a term stands in a text as a name: with a capital, and not as its first word."""
    return any(word[:1].isupper() and term in terms(word) for word in _WORD.findall(text)[1:])


@lru_cache(maxsize=20_000)
def measured(text: str) -> frozenset[str]:
    """What a measure counts, without how it is counted."""
    every = told(text)
    what = (every - _stemmed("counted")) or every
    if what & _stemmed("metrics"):
        what = (what - _stemmed("whose")) or what
    return what


@lru_cache(maxsize=20_000)
def unit(text: str) -> frozenset[str]:
    """A unit, however it is written; empty where none is said."""
    return (
        frozenset()
        if says_nothing(text)
        else frozenset(terms(text.replace("%", " percent "))) or frozenset({alike(text)})
    )


def same_measure(one: tuple[str, str, str], other: tuple[str, str, str], start: float | None = None) -> bool:
    """Whether two measures, each with its words, unit and source, count the same; `start` is where both begin, if so.

    From one source a word more makes no other measure of a long one. In one unit and from one start a short one may
    have a word more as well, and both may say it in rather other words where the start tells something.
    """
    if unit(one[1]) and unit(other[1]) and unit(one[1]) != unit(other[1]):
        return False
    if _FIGURES.findall(one[0]) != _FIGURES.findall(other[0]):
        return False
    mine, theirs = measured(one[0]), measured(other[0])
    if mine == theirs:
        return bool(mine) or alike(one[0]) == alike(other[0])
    if says_nothing(one[2]) or alike(one[2]) != alike(other[2]):
        return False
    begins_alike = start is not None and bool(unit(one[1])) and unit(one[1]) == unit(other[1])
    if begins_alike and telling(start):
        return _half(one[0], other[0])
    in_one = (mine < theirs or theirs < mine) and len(mine ^ theirs) == 1 and not any(map(_figure, mine ^ theirs))
    return in_one and len(mine & theirs) >= (_FEW - 1 if begins_alike else _FEW)


def telling(start: float | None) -> bool:
    """Whether a start has two figures at least, so that a second measure hardly begins there by chance."""
    return start is not None and len(f"{abs(start):g}".replace(".", "").strip("0")) > 1


def _half(one: str, other: str) -> bool:
    """Whether two measures share half of what the shorter one counts at least, and have no name apart."""
    mine, theirs = measured(one), measured(other)
    if any(_narrows(term, text) for text in (one, other) for term in mine ^ theirs):
        return False
    return len(mine & theirs) >= max(_FEW - 1, min(len(mine), len(theirs)) / 2)


def _figure(term: str) -> bool:
    return term.isdigit()


@cache
def _fuzzy() -> frozenset[str]:
    return frozenset(str(one) for one in _known()["fuzzy"])


def wish(text: str) -> str:
    """The first words of a text that only wish; empty when there are none, or when it has a figure."""
    plain = alike(text)
    if any(one.isdigit() for one in plain):
        return ""
    said = f" {' '.join(_WORD.findall(plain))} "
    found = [(said.index(f" {one} "), -len(one), one) for one in _fuzzy() if f" {one} " in said]
    return min(found)[2] if found else ""
