"""What is sent outside without whose it is: names and addresses hidden behind numbers, and put back afterwards."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from score.naming import KnownNames

READY = 8
"""Rosters whose names are kept ready: those of 5,000 people take some 40 ms to read, and 3.5 MB."""

_EMAIL = r"[^\s@<>()\[\],;:\"']+@[^\s@<>()\[\],;:\"']+\.[^\s@<>()\[\],;:\"'.]+"
# What is somebody's may end in an s.
_COVER = re.compile(r"(?<![^\W_])Person(\d+)(?=[sS]?(?![^\W_]))")
_NO_NAMES = re.compile(f"{_EMAIL}|{_COVER.pattern}")


@lru_cache(maxsize=READY)
def _names(names: tuple[str, ...]) -> KnownNames:
    return KnownNames(names)


class Veil:
    """Hides people's names, and whatever else is an e-mail address, in texts that are sent together.

    Each way in which a name is written is `Person1`, `Person2` and so on, the same one everywhere. A text that has
    such a word of its own gets that back as well.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = _names(tuple(names))
        self._covers: dict[str, str] = {}

    @property
    def hidden(self) -> list[str]:
        """What was hidden, in the order of its numbers."""
        return list(self._covers)

    def over(self, text: str) -> str:
        """The text with everybody hidden."""
        return "".join(self._over(text))

    def _over(self, text: str) -> Iterator[str]:
        begin = 0
        for found in _NO_NAMES.finditer(text):
            yield from self._over_names(text[begin : found.start()])
            yield self._cover(found[0])
            begin = found.end()
        yield from self._over_names(text[begin:])

    def _over_names(self, text: str) -> Iterator[str]:
        begin = 0
        for start, end in self._names.found(text):
            yield text[begin:start]
            yield self._cover(text[start:end])
            begin = end
        yield text[begin:]

    def _cover(self, name: str) -> str:
        return self._covers.setdefault(name, f"Person{len(self._covers) + 1}")


def uncovered(text: str, hidden: Sequence[str]) -> str:
    """The text as it reads with everybody in it; a number behind which nobody is hidden stays."""

    def behind(found: re.Match[str]) -> str:
        number = int(found[1]) if len(found[1]) < 5 else 0
        return hidden[number - 1] if 0 < number <= len(hidden) else found[0]

    return _COVER.sub(behind, text)
