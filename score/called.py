"""By which words a line goes: its own, those by which it is also called, and those that mean the same where it stands.

An organisation says them itself, in its score. All that looks for lines by their words reads them here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from score.stems import stem, telling
from storage.tables import Part

ADDED = 50
"""Names that are added to one text at most."""

_Name = tuple[str, ...]
_Begins = Mapping[str, Sequence[tuple[Sequence[str], _Name, Sequence[_Name]]]]
"""By the stem that it begins with, each name by its stems and its words, and all those that mean the same."""


class Called:
    """The words that mean the same in each part of an edition, and in the parts within it."""

    def __init__(self, parts: Iterable[Part], language: str) -> None:
        self._language = language
        by_handle = {part.handle: part for part in parts}
        own = {handle: self._begins(part) for handle, part in by_handle.items() if part.same_words}
        self._names: Mapping[str, Sequence[_Begins]] = {
            handle: [own[above] for above in _cascade(by_handle, handle) if above in own] for handle in by_handle
        }

    def _begins(self, part: Part) -> _Begins:
        begins: dict[str, list[tuple[Sequence[str], _Name, Sequence[_Name]]]] = {}
        for several in part.same_words:
            names = [name for name in (telling(one, self._language) for one in several) if name]
            for name in names:
                terms = self._stems(name)
                begins.setdefault(terms[0], []).append((terms, name, names))
        return begins

    def said(self, text: str, part: str) -> Iterator[Sequence[str]]:
        """The words of a text of a part that tell something; then those of each name of what it names."""
        said = telling(text, self._language)
        yield said
        here = self._names.get(part)
        if here:
            yield from islice(self._others(self._stems(said), here), ADDED)

    def _others(self, terms: Sequence[str], here: Sequence[_Begins]) -> Iterator[_Name]:
        """Each other name of what is named, once."""
        given = set[_Name]()
        for at, term in enumerate(terms):
            for begins in here:
                for stems, name, names in begins.get(term, ()):
                    if terms[at : at + len(stems)] == stems:
                        yield from (one for one in names if one != name and one not in given)
                        given.update(names)

    def _stems(self, said: Iterable[str]) -> list[str]:
        return [stem(word, self._language) for word in said]


def _cascade(parts: Mapping[str, Part], handle: str) -> Iterator[str]:
    """The handles of a part and of those that it stands in; one that leads back to itself ends it."""
    seen, above = set[str](), parts.get(handle)
    while above is not None and above.handle not in seen:
        seen.add(above.handle)
        yield above.handle
        above = parts.get(above.parent or "")
