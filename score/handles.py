"""Handles and ids that are made of names: small letters, digits and hyphens, each given once."""

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})


def slug(name: str, otherwise: str) -> str:
    """A name in small letters, digits and hyphens, a letter first; with `otherwise` before one that has none."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain_letters = "".join(mark for mark in folded if not unicodedata.combining(mark))
    said = re.sub("[^a-z0-9]+", "-", plain_letters).strip("-")
    return said if said[:1].isalpha() else f"{otherwise}-{said}".strip("-")


class Free:
    """Ids given so far; one that another has already is numbered."""

    def __init__(self, longest: int, taken: Iterable[str] = ()) -> None:
        self._longest = longest
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """`wanted`, cut to what an id may be, or with the first number that makes it free."""
        wanted = free = wanted[: self._longest].rstrip("-")
        while free.casefold() in self._taken:
            number = self._next[wanted] = self._next.get(wanted, 1) + 1
            free = f"{wanted[: self._longest - 1 - len(str(number))].rstrip('-')}-{number}"
        self._taken.add(free.casefold())
        return free
