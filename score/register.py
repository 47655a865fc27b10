"""The words of some things, on which of them each stands, and which of them a word may mean that is written otherwise.

What can be found by its words is found through here: lines where one is picked or asked about, lessons, and what
somebody wrote themselves.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from math import log

from score.stems import folded, number, spelt_out, stem

ONCE = 0.75
"""What a word counts that one thing has, beside 1 for a word that none has: how rare it is, from there to 0.0."""

NEARLY = 0.8
"""What a word counts that is only nearly there: within a longer word, or inside an abbreviation."""

MISTYPED = 0.65
"""What a word counts that has letters off: it may be right, and another word."""

MOST_OF_IT = 0.7
"""How much of an English word those must be together that are found within it."""

ONE_OFF, TWO_OFF = 5, 9
"""Letters from which on a word may have one wrong, and two: another one, one more, one fewer, or two that changed
places."""

LONGEST = 40
"""Letters of a word at most that is compared with others; no language that we read has a longer one in use."""


@dataclass(frozen=True)
class Weighed:
    """A word that was asked for: what it counts, from 0.0 to 1.0, and the share of it that each thing has."""

    weight: float
    on: Mapping[int, float]


class Register:
    """The words of things, which are numbered from 0; made once, and never changed.

    `counts` are the terms of each thing with what each counts there, and `words` all the words that they come from.
    """

    def __init__(self, counts: Sequence[Mapping[str, float]], words: Iterable[str], language: str) -> None:
        self.language, self._many = language, len(counts)
        self._seen: frozenset[int] | None = None
        self._on: dict[str, dict[int, float]] = {}
        for position, terms in enumerate(counts):
            for term, share in terms.items():
                self._on.setdefault(term, {})[position] = share
        self._long = [term for term in self._on if len(term) >= ONE_OFF and term.isalnum()]
        self._alike: dict[str, dict[str, set[str]]] = {}
        self._of_length: dict[int, list[tuple[int, str]]] = {}
        # A plural that is mistyped is nearer to the stem than to the word.
        known = {term: term for term in self._long} | {word: term_of(word, language) for word in sorted(set(words))}
        for word, term in known.items():
            plain = folded(word)
            alike = self._alike.setdefault(spelt_out(word), {})
            if plain not in alike:
                self._of_length.setdefault(len(plain), []).append((_letters(plain), plain))
            alike.setdefault(plain, set()).add(term)

    def among(self, seen: Collection[int]) -> "Register":
        """The same for somebody who may find these things alone: of the others nothing tells that they are there."""
        if len(seen) == self._many:
            return self
        other = copy(self)
        other._seen, other._many = frozenset(seen), len(seen)
        return other

    def has(self, term: str) -> bool:
        """Whether a term stands on anything."""
        on = self._on.get(term)
        return on is not None and (self._seen is None or not self._seen.isdisjoint(on))

    def rare(self, term: str) -> float:
        """How rare a term is, from 0.0 to 1.0: 1.0 for one that nothing has."""
        of = len(self._standing(term))
        if not of:
            return 1.0
        return log(1 + (self._many - of + 0.5) / (of + 0.5)) / log(1 + (self._many - 0.5) / 1.5) * ONCE

    def _standing(self, term: str) -> Mapping[int, float]:
        on = self._on.get(term, {})
        return on if self._seen is None else {place: share for place, share in on.items() if place in self._seen}

    def meant(self, terms: Mapping[str, float]) -> Weighed:
        """What a word counts that may mean these terms, each as surely as it says."""
        on: dict[int, float] = {}
        for term, sure in terms.items():
            for place, share in self._standing(term).items():
                on[place] = max(on.get(place, 0.0), sure * share)
        return Weighed(max(map(self.rare, terms), default=1.0), on)

    def near(self, word: str, term: str) -> dict[str, float]:
        """The terms that a word may mean, and how surely: itself, else those nearest to it.

        `word` is in small letters, `term` what it is kept as.
        """
        alike = self._alike.get(spelt_out(word), {})
        found = dict.fromkeys(filter(self.has, (term, *alike.get(folded(word), ()))), 1.0)
        found = found or {one: 1.0 for terms in alike.values() for one in terms if self.has(one)}
        if len(word) > LONGEST:
            return found
        if not found or self.language == "german":
            # Of words that are put together, each stands for what it is part of.
            found |= {one: NEARLY for one in self._around(term) if one not in found}
        if not found:
            found = dict.fromkeys(self._misspelt(folded(word)) or self._misspelt(folded(term)), MISTYPED)
        return found

    def _around(self, term: str) -> list[str]:
        if len(term) < ONE_OFF:
            return []
        longer = [known for known in self._long if term in known and self.has(known)]
        within = [known for known in self._long if known in term and known != term and self.has(known)]
        # A German word is put together of several, of which each may be short.
        if self.language != "german" and sum(map(len, within)) < MOST_OF_IT * len(term):
            return longer
        return [*longer, *within]

    def _misspelt(self, word: str) -> Sequence[str]:
        """What a word may have been meant to be: with its first letter, else the only one with another first letter."""
        most = 0 if len(word) < ONE_OFF else 1 if len(word) < TWO_OFF else 2
        near: dict[int, list[str]] = {}
        for known in self._like(word, most):
            off = letters_off(word, known, most if len(known) >= TWO_OFF else 1)
            if off is not None:
                near.setdefault(off, []).append(known)
        for off in sorted(near):
            first = {term for known in near[off] if known[0] == word[0] for term in self._terms_of(known)}
            others = {term for known in near[off] for term in self._terms_of(known)}
            if first or len(others) == 1:
                return sorted(first or others)
        return []

    def _like(self, word: str, most: int) -> Iterator[str]:
        """The words of about the same letters: the only ones worth a closer look."""
        letters = _letters(word)
        for length in range(max(ONE_OFF, len(word) - most), len(word) + most + 1):
            for others, known in self._of_length.get(length, ()):
                if (letters ^ others).bit_count() <= 2 * most and self._terms_of(known):
                    yield known

    def _terms_of(self, plain: str) -> list[str]:
        """As what the words are kept that are `plain` without their accents, those that are to be found."""
        return [term for term in self._alike[spelt_out(plain)][plain] if self.has(term)]


@lru_cache(maxsize=50_000)
def term_of(word: str, language: str) -> str:
    """As what a word in small letters is kept: its stem, and numbers alike however they are written."""
    return number(stem(word, language))


def _letters(word: str) -> int:
    """Which letters a word has, as bits; two that differ by one letter differ by two bits at most."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def letters_off(one: str, other: str, most: int) -> int | None:
    """By how many letters two words differ, if by `most` at most: others, more, fewer, or two that changed places."""
    begins = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[begins:], other[begins:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if not one or not other:
        return max(len(one), len(other)) if max(len(one), len(other)) <= most else None
    if not most:
        return None
    left = [letters_off(one[1:], other[1:], most - 1), letters_off(one[1:], other, most - 1)]
    left.append(letters_off(one, other[1:], most - 1))
    if one[:2] == other[1::-1]:
        left.append(letters_off(one[2:], other[2:], most - 1))
    return min((1 + off for off in left if off is not None), default=None)
