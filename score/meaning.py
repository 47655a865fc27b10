"""How near texts are in meaning, where an organisation has switched that on; by default nothing is, and words alone
rank (docs/decisions/0044).

A model of meaning makes of a text some hundred numbers. Two texts that say nearly the same have nearly the same
numbers, whether they share a word or not; which model it is, and how it fails, is the door's to know.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from operator import mul
from typing import NamedTuple, Protocol

from storage.tables import Wording

Vector = Sequence[float]
"""What a text means, as numbers whose squares add up to 1."""

MOST = 1_000
"""Characters of a text that a model is shown, from its beginning: what follows adds little, and models refuse too much
at once.
"""

ALIKE = 0.2
"""How near a line is at least that is found by its meaning alone. With all-MiniLM-L6-v2, on three real organisations,
two tasks in five are as near to their line, and one in 25 to any other (docs/decisions/0044)."""

SAME = 0.999
"""From which on lines are all the same to a model, which then has nothing to say about them."""


class Meant(NamedTuple):
    """What some texts mean to a model, in their order."""

    model: str
    """Which model says so; numbers of different ones cannot be compared."""
    vectors: Sequence[Vector]


class Meaning(Protocol):
    """A model of meaning, as it is handed in."""

    at_hand: bool
    """Whether it runs on this machine, so that what is still being typed may be shown to it."""

    @property
    def model(self) -> str:
        """Which model it is; empty until it has said anything."""

    def of(self, texts: Sequence[str]) -> Meant | None:
        """What these texts mean; None where it does not say so in time, whyever that is."""


def shown(line: Wording) -> str:
    """What a model is shown of a line: its words, and what it says about itself."""
    return ". ".join(one for one in (line.words, line.about) if one)[:MOST]


def digest(text: str) -> str:
    """By what a text is known again."""
    return sha256(text.encode()).hexdigest()


def nearness(text: Vector, lines: Mapping[str, Vector]) -> dict[str, float]:
    """How near lines are to a text, by id: from 0.0, as near as these lines usually are, to 1.0, which says the same.

    Those that are no nearer than usual are left out. It is seen from what is usual here because models differ in what
    they call far: one gives 0.1 to texts that have nothing in common, another 0.7.
    """
    closeness = {line_id: sum(map(mul, text, vector)) for line_id, vector in lines.items()}
    usual = sum(closeness.values()) / max(1, len(closeness))
    if usual > SAME:
        return {}
    return {line_id: min(1.0, (each - usual) / (1 - usual)) for line_id, each in closeness.items() if each > usual}
