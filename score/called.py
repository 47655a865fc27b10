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
_Names = Mapping[_Name, _Name]
"""The words of names that mean the same, by their stems: of names that differ in their endings, the first."""
_Begins = Mapping[str, Sequence[tuple[_Name, _Names]]]
"""By the stem that it begins with, the stems of each name, and all those that mean the same."""


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
        begins: dict[str, list[tuple[_Name, _Names]]] = {}
        for several in part.same_words:
            names: dict[_Name, _Name] = {}
            for name in filter(None, (telling(one, self._language) for one in several)):
                names.setdefault(self._stems(name), name)
            for terms in names:
                begins.setdefault(terms[0], []).append((terms, names))
        return begins

    def said(self, text: str, part: str) -> Iterator[Sequence[str]]:
        """The words of a text of a part that tell something; then those of each name of what it names."""
        said = telling(text, self._language)
        yield said
        here = self._names.get(part)
        if here:
            yield from islice(self._others(self._stems(said), here), ADDED)

    def _others(self, terms: _Name, here: Sequence[_Begins]) -> Iterator[_Name]:
        """Each other name of what is named, once."""
        given = set[_Name]()
        for at, term in enumerate(terms):
            for begins in here:
                for stems, names in begins.get(term, ()):
                    if terms[at : at + len(stems)] == stems:
                        yield from (name for one, name in names.items() if one != stems and one not in given)
                        given.update(names)

    def _stems(self, said: Iterable[str]) -> _Name:
        return tuple(stem(word, self._language) for word in said)


def _cascade(parts: Mapping[str, Part], handle: str) -> Iterator[str]:
    """The handles of a part and of those that it stands in; one that leads back to itself ends it."""
    seen, above = set[str](), parts.get(handle)
    while above is not None and above.handle not in seen:
        seen.add(above.handle)
        yield above.handle
        above = parts.get(above.parent or "")
