"""How like a text is to those in which somebody asked for help, as far as that was learnt from texts of both sorts.

What is weighed: the words of a text, their neighbours, pieces of three to five letters, and what the ways of saying
know of them (`<boss>`, and `<boss>` shortly before `<hurts>`), which is the same in every language. Each has a place
among `PLACES`, and each place a weight; `bench/hearing.py` learns the weights and says which of them spoke for a text.
"""

import json
import math
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LEARNT = Path(__file__).parent / "sayings" / "learnt.bin"
"""One line of JSON, then the weights of each head in turn, a signed byte a place, compressed."""

PLACES = 1 << 17
PIECES = (3, 4, 5)
NEAR = 3
"""How many words further on what is known of two words is still looked at together."""

SPAN = 30
"""Words of a text that are weighed together: who has said much before it cries no less."""

HEARD = "heard"
"""The head that tells those who ask for help from all others; each other head is a kind of help."""


@dataclass(frozen=True)
class Head:
    """The weights of one question to a text: where it begins, and what a step of a byte is worth."""

    begins: float
    step: float
    weights: Sequence[int]

    def answer(self, places: Collection[int]) -> float:
        """How much speaks for it; nothing does for or against it at 0."""
        weights = self.weights
        return self.begins + self.step * sum([weights[at] for at in places]) / math.sqrt(len(places))


def spans(words: Sequence[str], marks: Sequence[Collection[str]]) -> Iterator[frozenset[int]]:
    """The places of what is weighed, span by span; none where there are no words."""
    pieces = {word: _pieces(word) for word in set(words)}
    for start in range(0, len(words), SPAN):
        said = words[start : start + SPAN]
        places = {_place(one) for one in _together(said, marks[start : start + SPAN])}
        yield frozenset(places.union(*(pieces[word] for word in said)))


def heads() -> dict[str, Head]:
    """What was learnt, by the name of each head."""
    return read(LEARNT)


@cache
def read(path: Path) -> dict[str, Head]:
    """The heads of a file as `written` makes it."""
    line, packed = path.read_bytes().split(b"\n", 1)
    weights = memoryview(zlib.decompress(packed)).cast("b")
    return {
        name: Head(begins, step, weights[at * PLACES : (at + 1) * PLACES])
        for at, (name, (begins, step)) in enumerate(json.loads(line).items())
    }


def written(learnt: dict[str, tuple[float, float, bytes]]) -> bytes:
    """The file of heads, each with where it begins, its step and its weights."""
    line = json.dumps({name: [begins, step] for name, (begins, step, _) in learnt.items()})
    return line.encode() + b"\n" + zlib.compress(b"".join(weights for _, _, weights in learnt.values()), 9)


def names(words: Sequence[str], marks: Sequence[Collection[str]]) -> dict[str, int]:
    """All that is weighed of one span by its name, with the place of each."""
    found = {one: _place(one) for one in _together(words, marks)}
    return found | {one: _place(one) for word in words for one in _cut(word)}


def _together(words: Sequence[str], marks: Sequence[Collection[str]]) -> set[str]:
    """The pairs of neighbours, what is known of each word, and what of two that stand near."""
    found = {f"{one} {next_}" for one, next_ in zip(["^", *words], [*words, "$"], strict=True)}
    known = [[mark for mark in each if mark[0] == "<"] for each in marks]
    for at, here in enumerate(known):
        found.update(here)
        if here:
            later = {mark for each in known[at + 1 : at + 1 + NEAR] for mark in each}
            found.update([one + other for one in here for other in later])
    return found


def _cut(word: str) -> Iterator[str]:
    yield f"={word}"
    edged = f"_{word}_"
    for long in PIECES:
        for at in range(len(edged) - long + 1):
            yield edged[at : at + long]


def _pieces(word: str) -> frozenset[int]:
    return frozenset([_place(one) for one in _cut(word)])


def _place(what: str) -> int:
    return zlib.crc32(what.encode()) % PLACES
