"""Which lines are offered to somebody who types into a line picker, while they type."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

from score.called import Called
from score.register import NEARLY, Register
from score.search import ABOUT, AROUND, BECAUSE, PLAN
from score.stems import folded, stem, tells, words
from storage.tables import LineKind, LineState, Part, Wording

TYPED = 12
"""Words that are looked at of what was typed: the last ones."""


class Picker:
    """The lines that can be picked, by their words and addresses; made once for an edition, and never changed."""

    def __init__(
        self, lines: Sequence[Wording], parts: Iterable[Part], served: Mapping[str, str], language: str
    ) -> None:
        """`served` has the words of the line at each address."""
        self._lines, self._language = lines, language
        every = tuple(parts)
        called, names = Called(every, language), {part.handle: part.name for part in every}
        counts, said, begins = list[dict[str, float]](), set[str](), set[tuple[str, int]]()
        for place, line in enumerate(lines):
            counts.append({})
            own = [(name, 1.0) for name in (line.words, *line.also_called)]
            more = [(line.about, ABOUT), (line.plan, PLAN), (line.because, BECAUSE)]
            around = [(names.get(line.part, ""), AROUND), (served.get(line.serves or "", ""), AROUND)]
            for text, share in (*own, *more, *around):
                for several in called.said(text, line.part):
                    said.update(several)
                    begins |= {(folded(word), place) for word in several if share == 1.0}
                    for term in (stem(word, language) for word in several):
                        counts[-1][term] = max(share, counts[-1].get(term, 0.0))
            address = line.address.casefold()
            begins |= {(one, place) for one in (address, *address.split("/"), *map(folded, words(line.words)))}
        self._register, self._begins = Register(counts, said, language), sorted(begins)

    def search(self, typed: str, among: Collection[str] | None = None) -> list[Wording]:
        """The lines that have what was typed, best first; while nothing was, every line in the order of the file, those
        that are done at the end.

        `among` are the ids of the lines that may be found, all of them when it is None. A word that is still being
        typed finds the lines in which a word begins with it, and a line's address finds the line.
        """
        places = [n for n, line in enumerate(self._lines) if among is None or line.line_id in among]
        wanted = typed.casefold().split()
        if not wanted:
            return sorted((self._lines[n] for n in places), key=_is_closed)
        register = self._register.among(places)
        points = dict.fromkeys(places, 0.0)
        for said in wanted[-TYPED:]:
            self._add(points, register, said, is_last=said is wanted[-1])
        found = [(-round(points[n], 6), _is_closed(self._lines[n]), self._lines[n].kind.is_choice, n) for n in places]
        return [self._lines[n] for each, *_, n in sorted(found) if each]

    def _add(self, points: dict[int, float], register: Register, said: str, *, is_last: bool) -> None:
        """What one typed word adds to the lines that have it, or a word that begins with it or is nearly it."""
        telling = [word for word in words(said) if tells(word, self._language)]
        found: dict[int, float] = {}
        for word in telling:
            meant = register.meant(register.near(word, register.term(word)))
            for place, share in meant.on.items():
                found[place] = found.get(place, 0.0) + share * (1 + meant.weight)
        if telling or is_last:
            for place in self._begun(folded(said)) & points.keys():
                found[place] = found.get(place, 0.0) + 1
        for place, more in found.items():
            points[place] += more

    def _begun(self, typed: str) -> set[int]:
        """The lines in which a word begins with what was typed, or the address or its end."""
        begins = islice(self._begins, bisect_left(self._begins, (typed, -1)), None)
        found = set[int]()
        for word, place in begins:
            if not word.startswith(typed):
                break
            found.add(place)
        return found


def _is_closed(line: Wording) -> bool:
    return line.state is not LineState.OPEN
