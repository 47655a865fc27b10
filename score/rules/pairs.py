"""Measures that are known to pull against each other, from our file and from one of an organisation's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from score.bonds import MOST
from score.fields import Fields, mapping_in, words_in
from score.outline import decode, outline
from score.problems import Gathering, Kind
from score.rules.same import terms
from storage.tables import Direction

OURS = Path(__file__).parent / "pairs.yml"
_NAME, _WORDS = 64, 120
_DIRECTIONS = tuple(each.value for each in Direction)


@dataclass(frozen=True)
class Side:
    """One of the two: the words by which it is known where it goes up, and those where it goes down, as terms."""

    up: Sequence[frozenset[str]]
    down: Sequence[frozenset[str]]

    def is_it(self, words: frozenset[str], goes: Direction) -> bool:
        """Whether a measure of these terms that is to go so is this side; of several words that fit the most decide."""
        fits = {way: max((len(one) for one in known if one <= words), default=0) for way, known in self._ways()}
        return fits[goes] > 0 and fits[goes] == max(fits.values())

    def _ways(self) -> tuple[tuple[Direction, Sequence[frozenset[str]]], ...]:
        return (Direction.UP, self.up), (Direction.DOWN, self.down)


@dataclass(frozen=True)
class Pair:
    """Two measures that pull against each other, and why."""

    id: str
    why: str
    one: Side
    other: Side


@cache
def ours() -> tuple[Pair, ...]:
    """The pairs that we ship."""
    return read(OURS.read_bytes(), OURS.name)


def read(source: bytes, file: str) -> tuple[Pair, ...]:
    """The pairs that a file has. Raises ScoreProblems with all that is wrong with it."""
    problems = Gathering(file)
    text = decode(source, problems)
    root = outline(text, problems) if text is not None else None
    keys = mapping_in(root, "", problems) if root else None
    found: list[Pair] = []
    if keys:
        fields = Fields(keys, "", ("pairs",), problems)
        fields.need("pairs")
        for position, node in enumerate(fields.items("pairs")):
            path = f"pairs[{position}]"
            if each := mapping_in(node, path, problems):
                found.append(_pair(Fields(each, path, ("id", "why", "one", "other"), problems), problems))
    problems.refuse_any(text or "")
    return tuple(found)


def _pair(fields: Fields, problems: Gathering) -> Pair:
    return Pair(
        fields.words("id", _NAME, needed=True),
        fields.words("why", MOST, needed=True),
        _side(fields, "one", problems),
        _side(fields, "other", problems),
    )


def _side(fields: Fields, key: str, problems: Gathering) -> Side:
    keys = fields.mapping(key, needed=True)
    if keys is None:
        return Side((), ())
    side = Fields(keys, fields.at(key), _DIRECTIONS, problems)
    up, down = (
        [words_in(node, f"{side.at(way)}[{n}]", _WORDS, problems) for n, node in enumerate(side.items(way))]
        for way in _DIRECTIONS
    )
    if not up and not down:
        fields.refuse(Kind.EMPTY, key, found="")
    return Side(*(tuple(frozenset(terms(one)) for one in words if terms(one)) for words in (up, down)))
