"""Ways of saying something, in several languages at once: which of them stand in a text, however it is typed.

A way of saying is written as words with a space between them: `<boss> .. touch* me` is a word of the class `boss`, then
at most three words, then one that begins with `touch`, then `me`; `a|b` is either, and `...` at most six words. What is
typed is read without case, accents and punctuation, and with one slip in a long word.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

READ = 4_000
"""Characters of a text that are read; nobody asks for help further down than that."""

GAPS = {"..": 3, "...": 6, "....": 12}
"""How many words may stand where these do."""

SLIPS_FROM = 6
"""Letters of a word in which one slip is forgiven: shorter ones are too near to other words."""

NAME, END = "<name>", "<end>"
"""What needs no list: words that name somebody, which only who asks can tell, and the end of a text."""

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i"})
_NOT = re.compile(r"n[’'`´]t\b")
_WORD = re.compile(r"[a-z0-9]+")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: small letters without accents, `can't` as `cant`, `soooo` as `so`."""
    said = _NOT.sub("nt", unicodedata.normalize("NFKC", text[:READ]).casefold().translate(_LETTERS))
    bare = "".join(one for one in unicodedata.normalize("NFKD", said) if not unicodedata.combining(one))
    return _WORD.findall(_DRAWN_OUT.sub(r"\1", bare))


@lru_cache(maxsize=10_000)
def _forms(word: str) -> frozenset[str]:
    """A word of ours as it may be typed, with its umlauts spelt out and without."""
    return frozenset("".join(words_of(one)) for one in (word, word.translate(_UMLAUTS)))


@dataclass(frozen=True)
class _Way:
    """One way of saying: what may stand at each step, and how many words before it."""

    tells: str
    steps: tuple[frozenset[str], ...]
    gaps: tuple[int, ...]

    @property
    def is_loose(self) -> bool:
        """Whether its words may stand anywhere beside each other."""
        return max(self.gaps) == GAPS["...."]

    def may_be(self, there: Collection[str]) -> bool:
        """Whether each step stands somewhere, in whatever order."""
        return not any(step.isdisjoint(there) for step in self.steps)


@dataclass
class _Lexicon:
    """The words of one language that its ways speak of, and what each is."""

    whole: dict[str, set[str]] = field(default_factory=dict)
    begins: dict[str, set[str]] = field(default_factory=dict)
    ends: set[int] = field(default_factory=set)
    """How long the beginnings are that count."""

    def add(self, word: str, is_a: str) -> None:
        """`word` is one of those that `is_a` stands for; it may end in `*`."""
        known = self.begins if word.endswith("*") else self.whole
        for form in _forms(word.rstrip("*")):
            known.setdefault(form, set()).add(is_a)
            if known is self.begins:
                self.ends.add(len(form))

    def marks(self, word: str) -> set[str]:
        """All that a word is."""
        found = set(self.whole.get(word, ()))
        for end in self.ends:
            if (more := self.begins.get(word[:end])) is not None and end <= len(word):
                found |= more
        return found


class Sayings:
    """The ways of one language to say several things, and the ordinary ones that only look like them."""

    def __init__(self, classes: Mapping[str, str], ordinary: Sequence[str], tell: Mapping[str, Sequence[str]]) -> None:
        """`classes` gives the words of each class, `tell` the ways to say each thing.

        Raises ValueError for a way that names a class which is not there, or that begins or ends with a gap.
        """
        self._classes, self._lexicon = classes, _Lexicon()
        for name, words in classes.items():
            for word in words.split():
                self._lexicon.add(word, f"<{name}>")
        self._ordinary = [self._way("", said) for said in ordinary]
        self._ways = [self._way(tells, said) for tells, each in tell.items() for said in each]
        self._slips = _slips(self._lexicon)

    def _way(self, tells: str, said: str) -> _Way:
        steps: list[frozenset[str]] = []
        gaps: list[int] = []
        gap = 0
        for one in said.split():
            if one in GAPS:
                gap = GAPS[one]
                continue
            steps.append(frozenset(one.split("|")))
            gaps.append(gap)
            gap = 0
            for each in one.split("|"):
                self._know(each, said)
        if not steps or gap or gaps[0]:
            raise ValueError(f"a way of saying begins and ends with a word: {said!r}")
        return _Way(tells, tuple(steps), tuple(gaps))

    def _know(self, each: str, said: str) -> None:
        if not each.startswith("<"):
            self._lexicon.add(each, each)
        elif each not in (NAME, END) and each.strip("<>") not in self._classes:
            raise ValueError(f"there is no class {each} for {said!r}")

    def known(self, words: Sequence[str]) -> int:
        """How many of `words` are of this language, as far as it knows any."""
        return sum(bool(self._lexicon.marks(word)) for word in words)

    def read(self, words: Sequence[str], names: Collection[str] = ()) -> list[set[str]]:
        """All that each of `words` is; `names` are words that name somebody."""
        return [self._marks(word, names) for word in words]

    def found(self, read: Sequence[set[str]], *, loosely: bool = True) -> list[str]:
        """What is told in a text that was read, once for each way that stands there; `loosely` is whether the words of
        a way may stand anywhere beside each other (`....`).
        """
        marks = [*read, {END}]
        for way in self._ordinary:
            for place in _places(way, marks):
                # What is said in an ordinary way is nothing else besides.
                for at in place:
                    marks[at] = set()
        there = set[str]().union(*marks)
        ways = [way for way in self._ways if way.may_be(there) and (loosely or not way.is_loose)]
        return [way.tells for way in ways if next(_places(way, marks), None) is not None]

    def _marks(self, word: str, names: Collection[str]) -> set[str]:
        found = self._lexicon.marks(word)
        if not found and len(word) >= SLIPS_FROM:
            found = self._slipped(word)
        return found | {NAME} if word in names else found

    def _slipped(self, word: str) -> set[str]:
        """What a word is that was mistyped in one place; its first letter is right."""
        found: set[str] = set()
        for variant in (word, *_shortened(word)):
            for meant in self._slips.get(variant, ()):
                if meant[0] == word[0] and _is_near(meant, word):
                    found |= self._lexicon.marks(meant)
        return found


def _slips(lexicon: _Lexicon) -> dict[str, set[str]]:
    """The long words by what is left of each when one letter falls out."""
    slips: dict[str, set[str]] = {}
    for word in lexicon.whole:
        if len(word) >= SLIPS_FROM:
            for variant in (word, *_shortened(word)):
                slips.setdefault(variant, set()).add(word)
    return slips


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _is_near(one: str, other: str) -> bool:
    """Whether two words differ in one letter more, less or other, or in two that changed places."""
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return len(long) - len(short) == 1 and short in _shortened(long)
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 2 and apart[1] == apart[0] + 1:
        return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    return len(apart) <= 1


def _places(way: _Way, marks: Sequence[Collection[str]]) -> Iterator[tuple[int, ...]]:
    """Where a way of saying stands in a text: the place of each of its steps."""
    there = [[at for at, mark in enumerate(marks) if not step.isdisjoint(mark)] for step in way.steps[:1]]
    for at in there[0]:
        if (rest := _rest(way, marks, 1, at)) is not None:
            yield (at, *rest)


def _rest(way: _Way, marks: Sequence[Collection[str]], step: int, last: int) -> tuple[int, ...] | None:
    if step == len(way.steps):
        return ()
    wanted = way.steps[step]
    for at in range(last + 1, min(last + 2 + way.gaps[step], len(marks))):
        if not wanted.isdisjoint(marks[at]) and (rest := _rest(way, marks, step + 1, at)) is not None:
            return (at, *rest)
    return None
