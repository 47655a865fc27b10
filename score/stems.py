"""The words of a text that tell something, each as its stem."""

import re
import unicodedata
from functools import lru_cache
from importlib import import_module

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ENGLISH = (
    "a about after again all also am an and any are as at be been before being both but by can could did do does doing "
    "done down during each few for from further get had has have having he her here hers him his how i if in into is "
    "it its just let may me might more most must my no nor not now of off on once only or other our ours out over own "
    "same shall she should so some such than that the their them then there these they this those through to today "
    "tomorrow too until up upon us very via was we were what when where which while who whom whose why will with would "
    "yet you your"
)
_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_STOP = {"english": frozenset(_ENGLISH.split())}


@lru_cache(maxsize=20_000)
def stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of the words of `text` that tell something; `SelfLink` is two words, and possessives are none."""
    plain = _HUMP.sub(" ", unicodedata.normalize("NFKC", text)).casefold().replace("’", "'")
    words = _WORD.findall(plain.replace("'s", ""))
    stop = _STOP.get(language, frozenset())
    return tuple(stem(word, language) for word in words if word not in stop and len(word) > 1)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of one word in small letters."""
    # Not imported at the top: it brings thirty languages, of which nobody needs any until something is read.
    return str(import_module("snowballstemmer").stemmer(language).stemWord(word))


def number(term: str) -> str:
    """The same number however it is written, `ten`, `10` and `10th` alike; any other stem as it is."""
    if term in _NUMBERS:
        return str(_NUMBERS.index(term))
    ordinal = _ORDINAL.fullmatch(term)
    return ordinal[1] if ordinal else term
