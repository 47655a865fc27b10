"""Which lines are offered to somebody who types into a line picker, while they type.

What is typed is found as a task is ranked, by words and how rare they are (BM25), with what typing adds: words that are
not finished yet, that are written otherwise, and addresses. bench/ask.py measures it beside a ranking.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

from score.called import Called
from score.register import Register, term_of
from score.stems import folded, tells, words
from storage.tables import LineState, Wording

ABOUT, BECAUSE, AROUND = 0.5, 0.2, 0.3
"""What a word counts that stands in what a line says about itself or in its plan, in its reason, or around it (its
part's name, the line that it serves), beside 1 in the line itself and the names that it goes by."""

SATURATION, LENGTH = 1.2, 0.75
"""BM25's k1 and b: how soon a word said again counts less, and how much a long line is held to its length."""

BEGUN, ADDRESSED = 0.3, 2.0
"""What it counts that a word of the line begins with what was typed, beside 1 for a word that only this line has; and
that it is the line's address, or the id at its end."""

TYPED = 12
"""Words that are looked at of what was typed: the last ones."""


class Picker:
    """The lines that can be picked, by their words and addresses; made once for an edition, and never changed."""

    def __init__(
        self,
        lines: Sequence[Wording],
        names: Mapping[str, str],
        served: Mapping[str, str],
        called: Called,
        language: str,
    ) -> None:
        """`names` has the name of each part by its handle, `served` the words of the line at each address."""
        self._lines, self._language = lines, language
        said = [[*_said(line, called, names, served)] for line in lines]
        known = {word for texts in said for text, _ in texts for word in text}
        begins = {(folded(word), place) for place, texts in enumerate(said) for word in _own(texts)}
        begins |= {(one, place) for place, line in enumerate(lines) for one in _addresses(line)}
        self._register = Register(_counted(said, language), known, language)
        self._begins = sorted(begins)

    def search(self, typed: str, among: Collection[str] | None = None) -> list[Wording]:
        """The lines that have what was typed, best first; while nothing was, every line in the order of the file, those
        that are done at the end.

        `among` are the ids of the lines that may be found, all of them when it is None. A word that is still being
        typed finds the lines in which a word begins with it, and a line's address finds the line.
        """
        places = [n for n, line in enumerate(self._lines) if among is None or line.line_id in among]
        wanted = typed.casefold().split()[-TYPED:]
        if not wanted:
            return sorted((self._lines[n] for n in places), key=_is_closed)
        register, points = self._register.among(places), dict.fromkeys(places, 0.0)
        for n, said in enumerate(wanted, 1):
            for place, more in self._of_word(register, said, is_last=n == len(wanted)).items():
                if place in points:
                    points[place] += more
        ranked = sorted((-round(points[n], 6), _is_closed(self._lines[n]), n) for n in places)
        return [self._lines[n] for each, _, n in ranked if each]

    def _of_word(self, register: Register, said: str, *, is_last: bool) -> dict[int, float]:
        """What one typed word gives the lines that have it, or nearly it, or a word that begins with it."""
        telling = [word for word in words(said) if tells(word, self._language)]
        found: dict[int, float] = {}
        for word in telling:
            meant = register.meant(register.near(word, term_of(word, self._language)))
            for place, share in meant.on.items():
                found[place] = found.get(place, 0.0) + share * meant.weight
        # What tells nothing is passed over, unless it is still being typed.
        if telling or is_last:
            for place in self._begun(folded(said)):
                more = ADDRESSED if said in _addresses(self._lines[place]) else BEGUN
                found[place] = found.get(place, 0.0) + more
        return found

    def _begun(self, typed: str) -> set[int]:
        """The lines in which a word begins with what was typed, or the address or its end."""
        found = set[int]()
        for word, place in islice(self._begins, bisect_left(self._begins, (typed, -1)), None):
            if not word.startswith(typed):
                break
            found.add(place)
        return found


_Text = tuple[Sequence[str], float]
"""The words of a text that tell something, and what each of them counts."""


def _said(line: Wording, called: Called, names: Mapping[str, str], served: Mapping[str, str]) -> Iterable[_Text]:
    own = ((name, 1.0) for name in (line.words, *line.also_called))
    more = ((line.about, ABOUT), (line.plan, ABOUT), (line.because, BECAUSE))
    around = ((names.get(line.part, ""), AROUND), (served.get(line.serves or "", ""), AROUND))
    for text, share in (*own, *more, *around):
        yield from ((said, share) for said in called.said(text, line.part))


def _own(texts: Iterable[_Text]) -> Iterable[str]:
    return (word for text, share in texts if share == 1.0 for word in text)


def _counted(said: Sequence[Sequence[_Text]], language: str) -> list[dict[str, float]]:
    """What each term counts in each of several things (BM25), but for how rare it is."""
    counts = list[dict[str, float]]()
    for texts in said:
        counts.append({})
        for text, share in texts:
            for term in (term_of(word, language) for word in text):
                counts[-1][term] = counts[-1].get(term, 0.0) + share
    lengths = [sum(terms.values()) for terms in counts]
    usual = sum(lengths) / max(1, len(lengths)) or 1
    held = [SATURATION * (1 - LENGTH + LENGTH * length / usual) for length in lengths]
    return [
        {term: often * (SATURATION + 1) / (often + most) for term, often in terms.items()}
        for terms, most in zip(counts, held, strict=True)
    ]


def _addresses(line: Wording) -> tuple[str, str]:
    address = line.address.casefold()
    return address, address.rpartition("/")[2]


def _is_closed(line: Wording) -> bool:
    return line.state is not LineState.OPEN
