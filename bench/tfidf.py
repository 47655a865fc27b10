"""The matcher that ours is held to: cosines of tf-idf over words and pairs of words, as every library has it.

Term counts times smoothed inverse document frequency, `log((1 + n) / (1 + df)) + 1`, each text brought to length 1:
what scikit-learn's TfidfVectorizer(ngram_range=(1, 2)) does by default, written out so that nothing need be installed.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log, sqrt

from storage.tables import Wording

_WORD = re.compile(r"\b\w\w+\b")


class Tfidf:
    """Some lines, ready to be ranked by all that they say."""

    def __init__(self, lines: Sequence[Wording]) -> None:
        self._ids = [line.line_id for line in lines]
        counts = [Counter(_terms(" ".join((line.words, line.about, line.because, line.plan)))) for line in lines]
        found_in = Counter(term for count in counts for term in count)
        self._rarity = {term: log((1 + len(lines)) / (1 + many)) + 1 for term, many in found_in.items()}
        self._vectors = [self._vector(count) for count in counts]

    def _vector(self, counts: Mapping[str, int]) -> dict[str, float]:
        weights = {term: many * self._rarity[term] for term, many in counts.items() if term in self._rarity}
        length = sqrt(sum(weight**2 for weight in weights.values())) or 1
        return {term: weight / length for term, weight in weights.items()}

    def rank(self, text: str) -> list[str]:
        """The ids of all lines, nearest first; equal ones in their order."""
        wanted = self._vector(Counter(_terms(text)))
        near = [sum(weight * line.get(term, 0) for term, weight in wanted.items()) for line in self._vectors]
        return [self._ids[place] for place in sorted(range(len(near)), key=lambda place: -near[place])]


def _terms(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [*words, *(f"{one} {other}" for one, other in pairwise(words))]
