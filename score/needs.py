"""What a line must have for it to answer a question, beside enough of its words, and what no score answers.

A word that is shared is no evidence. Whoever asks which software there is, how many of something, or for the cheapest,
is answered by no line that speaks of neither software, nor a number, nor of what is cheap. Opinions, forecasts and
instructions are no lines: a question for one is answered where nearly all of it stands on a line, or by a not-choice.
What happened once, and what the time is, no line tells at all.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from score.stems import tells

HELD = 0.5
"""From which share on a word counts as one that a line has: on the line, in what is said of it or around it."""

NEARLY_ALL = 0.8
"""From which worth on a line answers what asks for an opinion, a forecast or instructions."""

NAME = 2.0
"""What a name counts that no line has, beside 1 for any other such word: it says of what else is asked."""

_AUXILIARIES = frozenset({"is", "are", "do", "does", "did", "can", "will", "has", "have"})
_ARTICLES = frozenset({"a", "an", "any", "the", "our", "your", "my", "their", "this", "these", "that", "those", "some"})
_SUPERLATIVE = re.compile(r"\w{3,}est")
_CAPITAL = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Needs:
    """What a line must have: these words of the question, a number, or nearly all of it; `beyond` any line."""

    words: frozenset[str] = frozenset()
    number: bool = False
    nearly_all: bool = False
    beyond: bool = False


NOTHING = Needs()


def needs_of(said: Sequence[str], found: Mapping[str, Collection[int]], not_meant: Collection[int]) -> Needs:
    """What a question needs whose words are `said`, by the places at which its phrases were `found`.

    At the places that are `not_meant` stands what says nothing of what it is about.
    """
    heads = {end + 1 for each in ("heads", "counted") for end in _ends(found.get(each, ()))}
    heads |= {n + 1 for n, word in enumerate(said[:-2]) if word == "what" and said[n + 2] in _AUXILIARIES}
    words = {said[at] for at in (_head(said, head) for head in heads) if at is not None and at not in not_meant}
    words |= {word for before, word in pairwise(said) if _is_superlative(before, word)}
    words |= {said[at] for each in ("superlative", "money") for at in found.get(each, ())}
    nearly_all = 0 in found.get("opens", ()) or "opinion" in found
    return Needs(frozenset(words), "counted" in found, nearly_all, "beyond" in found)


def _ends(places: Collection[int]) -> list[int]:
    """The last places of phrases, of which each is at several places in a row."""
    return [place for place in places if place + 1 not in places]


def _head(said: Sequence[str], at: int) -> int | None:
    """The first word from a place on that is no article, if it tells something."""
    while at < len(said) and said[at] in _ARTICLES:
        at += 1
    return at if at < len(said) and tells(said[at], "english") else None


def _is_superlative(before: str, word: str) -> bool:
    return before in _ARTICLES and _SUPERLATIVE.fullmatch(word) is not None


def names_in(text: str) -> frozenset[str]:
    """The words of a question that are written as names are, in small letters: with a capital, and not the first.

    None where most words are, as in a title, or all letters.
    """
    tokens = _CAPITAL.findall(text)
    capitals = [token for token in tokens[1:] if token[0].isupper()]
    if 2 * len(capitals) > len(tokens):
        return frozenset()
    return frozenset(token.casefold() for token in capitals)
