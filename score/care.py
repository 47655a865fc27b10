"""What is met with care before anything is searched for: whether somebody says that they need help, and of which kind.

A text is read in four languages at once, whatever the language of whoever wrote it: people in need write in their own.
Nothing is inferred of how somebody feels or is; it is recognised that they say so themselves, and nothing is kept.
Two things tell it: ways of saying it (score/saying.py), and how like a text is to others in which it was said
(score/likeness.py). docs/care.md says what follows from it, docs/decisions/0047 why, and what both were measured on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from score import likeness
from score.likeness import HEARD, Head
from score.outline import LOADER
from score.saying import Sayings, words_of

SAYINGS = Path(__file__).parent / "sayings"

LANGUAGES = ("en", "de", "es", "fr")
"""The languages that are read, and answered in."""


FAR, TOLD, LIKE = -2.0, 0.0, 2.0
"""How like a text is at least to those of people who ask for help, as log odds: for anything to be looked for in it,
for what is said in so many words to count, and to be heard whatever words it is said in. docs/decisions/0047 has the
figures.
"""

IN_DOUBT = -2.0
"""How like it is at least for nobody to be told of it: of 160 cases by other hands in which help was asked for 146 are
heard and 11 of the others are in doubt, as are 13 of 144 questions about work that their score does not answer.
"""

OF_MANY = 2.0
"""How much more like it has to be where a text has several spans, one of which may be like them by chance."""


SPOKEN = 0.6
"""A text is of a language, for all that is known, that has this share at least of the words that the likeliest has."""


class Help(StrEnum):
    """What somebody says they need help with; where it is several, the first of these goes first."""

    DANGER = "danger"
    HARASSMENT = "harassment"
    DISCRIMINATION = "discrimination"
    ILLNESS = "illness"
    LEGAL = "legal"
    PAY = "pay"


class Withheld(StrEnum):
    """Why what is asked of another person is not answered: it would judge them, or it is theirs alone."""

    JUDGING = "judging"
    PRIVATE = "private"


@dataclass(frozen=True)
class Need:
    """Of which kind it is, in which language it was said, and whether in so many words or only in a text like them."""

    kind: Help
    language: str
    in_words: bool = True


def need_in(text: str, heads: Mapping[str, Head] | None = None) -> Need | None:
    """What help `text` asks for, if it does; `heads` are what was learnt, where it is not what is shipped."""
    words = words_of(text)
    if not words:
        return None
    heads = heads or likeness.heads()
    spoken = _spoken(words)
    alike = list(likeness.spans(words, _care(spoken[0]).read(words)))
    likest = max(alike, key=heads[HEARD].answer)
    how_like = heads[HEARD].answer(likest)
    if how_like < FAR:
        return None
    like = LIKE + OF_MANY * (len(alike) > 1)
    told = {language: found for language in spoken if (found := _told(language, words))}
    if how_like >= like or _is_told(how_like, told):
        return Need(_kind(told, heads, likest), next(iter(told), spoken[0]), bool(told))
    return None


def is_in_doubt(text: str) -> bool:
    """Whether `text`, which asks for help in no way that is heard, might all the same."""
    return any(likeness.heads()[HEARD].answer(span) >= IN_DOUBT for span in likeness.spans(*weighed(text)))


def _is_told(how_like: float, told: Mapping[str, Sequence[str]]) -> bool:
    """Whether it is said in so many words, in a text that is not unlike others in which it is; who may be in danger is
    heard in one that is less like them.
    """
    found = set[str]().union(*told.values())
    return Help.DANGER in found or (bool(found) and how_like >= TOLD)


def _kind(told: Mapping[str, Sequence[str]], heads: Mapping[str, Head], places: Collection[int]) -> Help:
    """What is said in so many words goes before what is only like it."""
    said = [kind for kind in Help if any(kind in found for found in told.values())]
    return said[0] if said else max(Help, key=lambda kind: heads[kind].answer(places))


def weighed(text: str) -> tuple[list[str], list[set[str]]]:
    """The words of a text, and what is known of each in the language that they look most like."""
    words = words_of(text)
    return words, _care(_spoken(words)[0]).read(words) if words else []


def asked_of_somebody(text: str, names: Collection[str] = ()) -> Withheld | None:
    """What `text` asks of another person that is theirs, or would judge them; `names` are the words that name one."""
    words = words_of(text)
    named = {word for name in names for word in words_of(name)}
    told = set[str]()
    for sayings in map(_people, _spoken(words)):
        told.update(sayings.found(sayings.read(words, named)))
    return next((asked for asked in Withheld if asked in told), None)


def _spoken(words: Sequence[str]) -> list[str]:
    """The languages that the words may be of, the likeliest first."""
    known = {language: _care(language).known(words) for language in LANGUAGES}
    least = SPOKEN * max(known.values())
    return [language for language in sorted(LANGUAGES, key=lambda one: -known[one]) if known[language] >= least]


def _told(language: str, words: Sequence[str]) -> list[str]:
    """What is told in one language. Where it is asked about the score, somebody has to be spoken of, and what is said
    of them has to be said in so many words.
    """
    sayings = _care(language)
    read = sayings.read(words)
    there = set[str]().union(*read)
    of_score = "<frame>" in there
    if of_score and there.isdisjoint(("<i>", "<affected>")):
        return []
    return sayings.found(read, loosely=not of_score)


@cache
def _care(language: str) -> Sayings:
    return _read(language, "care", frozenset(Help))


@cache
def _people(language: str) -> Sayings:
    return _read(language, "people", frozenset(Withheld))


def _read(language: str, what: str, known: Collection[str]) -> Sayings:
    said = yaml.load((SAYINGS / f"{language}.yml").read_text("utf-8"), LOADER)  # noqa: S506 - a safe one
    tell: Mapping[str, list[str]] = said[what]
    assert set(tell) == known, f"{language} tells of {sorted(tell)}"
    return Sayings(said["classes"], said[f"ordinary_{what}"] if what == "people" else said["ordinary"], tell)
