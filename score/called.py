"""By which words a line goes: its own, those by which it is also called, and those that mean the same where it stands.

An organisation says them itself, in its score. All that looks for lines by their words reads them here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from score.stems import stem, telling
from storage.tables import Part

ADDED = 50
"""Names that are added to one text at most."""

_Name = tuple[str, ...]


class Called:
    """The words that mean the same in each part of an edition, and in the parts within it."""

    def __init__(self, parts: Iterable[Part], language: str) -> None:
        self._language = language
        by_handle = {part.handle: part for part in parts}
        self._names: Mapping[str, Mapping[str, list[tuple[_Name, Sequence[_Name]]]]] = {
            handle: self._of(_cascade(by_handle, handle)) for handle in by_handle
        }

    def _of(self, cascade: Iterable[Part]) -> Mapping[str, list[tuple[_Name, Sequence[_Name]]]]:
        """Each name, by the stem that it begins with, and those that mean the same as it."""
        begins: dict[str, list[tuple[_Name, Sequence[_Name]]]] = {}
        for several in (one for part in cascade for one in part.same_words):
            names = [telling(name, self._language) for name in several]
            for name in names:
                if name:
                    first = stem(name[0], self._language)
                    begins.setdefault(first, []).append((name, [one for one in names if one and one != name]))
        return begins

    def said(self, text: str, part: str) -> Iterator[Sequence[str]]:
        """The words of a text of a part that tell something; then those of each name of what it names."""
        said = telling(text, self._language)
        yield said
        names = self._names.get(part)
        if not names:
            return
        terms = self._stems(said)
        others: dict[_Name, None] = {}
        for at, term in enumerate(terms):
            for name, same in names.get(term, ()):
                if terms[at : at + len(name)] == self._stems(name):
                    others.update(dict.fromkeys(same))
        yield from list(others)[:ADDED]

    def _stems(self, said: Iterable[str]) -> list[str]:
        return [stem(word, self._language) for word in said]


def _cascade(parts: Mapping[str, Part], handle: str) -> Iterator[Part]:
    """A part and those that it stands in; one that leads back to itself ends it."""
    seen, above = set[str](), parts.get(handle)
    while above is not None and above.handle not in seen:
        seen.add(above.handle)
        yield above
        above = parts.get(above.parent or "")
