"""Names of people, found in a text however they are written there: without an accent, in capitals, with another mark
between their words, with umlauts spelt out, or with the s of a genitive.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from score.stems import UMLAUTS, folded, is_common

_MARKS = str.maketrans(dict.fromkeys("’‘ʼ´`′", "'") | dict.fromkeys("‐‑–—", "-"))
_ABOVE = "".join(
    # What scripts write above, below and after a letter, and is none by itself; emoji have marks of their own.
    letter
    for letter in map(chr, range(0x300, 0x20000))
    if unicodedata.category(letter) in ("Mn", "Mc") and not "\ufe00" <= letter <= "\ufe0f"
)
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_ABOVE}]|[\u200c\u200d](?=[^\W_]))*(?:(?<=[nN])'t(?![^\W_]))?")
_BETWEEN = re.compile(r"[-'._/&·・]?\s*")


class Word(NamedTuple):
    """A word of a text from `begin` to before `end`, in the ways in which it may be written elsewhere: in small letters
    as it is, without its accents, and with its umlauts spelt out.
    """

    begin: int
    end: int
    ways: tuple[str, str, str]


def words_in(text: str) -> list[Word]:
    """The words of a text in their order; "don't" is one, and names no Don."""
    return [Word(*found.span(), _ways(found[0])) for found in _WORD.finditer(text.translate(_MARKS))]


def _ways(text: str) -> tuple[str, str, str]:
    if text.isascii():
        return (text.lower(),) * 3
    small = unicodedata.normalize("NFKC", text).casefold()
    return small, folded(small), folded(small.translate(UMLAUTS))


def without_s(text: str, word: Word) -> Word | None:
    """A word without the s of a genitive, as Lena in "Lenas Plan"; None where it has none."""
    if text[word.end - 1] not in "sS" or is_common(word.ways[0]):
        return None
    small, bare, spelt = word.ways
    return Word(word.begin, word.end - 1, (small[:-1], bare[:-1], spelt[:-1]))


class KnownNames:
    """Names, each by all of it and by its single words, which texts are looked through for word by word."""

    def __init__(self, names: Iterable[str]) -> None:
        self._ways: set[str] = set()
        self._as_written: set[str] = set()
        self._longest: dict[str, int] = {}
        # All at once: there may be thousands.
        plain = "\n".join(set(names)).translate(_MARKS).split("\n")
        for form in {form for name in plain for form in _forms(name)}:
            for way in {*_ways(form)}:
                self._know(form, [way] if way.isalpha() else _WORD.findall(way))

    def _know(self, form: str, words: Sequence[str]) -> None:
        if len(words) == 1 and is_common(words[0]):
            self._as_written.update(_WORD.findall(_in_its_case(form)))
        if len(words) > 1 or (words and len(words[0]) > 1):
            self._ways.add(" ".join(words))
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """From where to before where names stand in a text, the longest that there is at each place."""
        words, plain, at = words_in(text), text.translate(_MARKS), 0
        while at < len(words):
            many, end = self._longest_at(plain, words, at)
            if many:
                yield words[at].begin, end
            at += many or 1

    def _longest_at(self, text: str, words: Sequence[Word], at: int) -> tuple[int, int]:
        """Of how many words the name at a place is, and before where it ends; of none where there is none."""
        first = words[at]
        bare = without_s(text, first)
        most = max(self._longest.get(way, 0) for way in (*first.ways, *(bare.ways if bare else ())))
        run = words[at : at + most]
        apart = (n for n, (one, other) in enumerate(pairwise(run), 1) if not _are_beside(text, one, other))
        for many in range(next(apart, len(run)), 0, -1):
            *before, last = run[:many]
            for one in (last, without_s(text, last)):
                if one is not None and self._is_one(text, [*before, one]):
                    return many, one.end
        return 0, first.end

    def _is_one(self, text: str, words: Sequence[Word]) -> bool:
        if self._ways.isdisjoint(" ".join(way) for way in zip(*(word.ways for word in words), strict=True)):
            return False
        # Somebody called Will or May is not meant by every sentence that has such a word.
        is_meant = len(words) > 1 or not is_common(words[0].ways[0])
        return is_meant or _in_its_case(text[words[0].begin : words[0].end]) in self._as_written


def _forms(name: str) -> set[str]:
    """A name and its words; also those of a double name, which a handle has none of."""
    forms = {name, *name.split()}
    if not name.islower():
        forms.update(name.replace("-", " ").split())
    return forms | {form.replace("'", "") for form in forms} if "'" in name else forms


def _are_beside(text: str, one: Word, other: Word) -> bool:
    return _BETWEEN.fullmatch(text, one.end, other.begin) is not None


def _in_its_case(name: str) -> str:
    return folded(unicodedata.normalize("NFKC", name))
