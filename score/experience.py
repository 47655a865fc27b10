"""What a workspace has learned of its tasks: which lines they were tied to by people, and which were whirlwind.

Nothing is trained and nothing is kept: it is made of the ties themselves each time it is asked, so that a tie counts
from the moment it is confirmed, and one that is erased counts no more. bench/ties.py replays the tasks of real
organisations in the order of their dates, and the numbers here come from it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log, sqrt

from score.stems import stems

LEAST = 5
"""A workspace's own cut-off needs as many ties that a person confirmed, and as many tasks that one called whirlwind."""

SLOW = 20
"""As many of either, and the cut-off that a workspace begins with still weighs half of what it did."""

PULL = 0.3
"""Balanced accuracy that a cut-off must gain for each point that it goes away from where a workspace begins, while
there is nothing to go by."""

SAME = 0.9
"""How much a task must share with one that was whirlwind to be that too, whatever its words say; from 0.0 to 1.0."""

FEW = 50
"""Tasks that are thought of beside the earlier ones, with none of their words: how rare a word is cannot be told from
few."""

CUTS = tuple(step / 50 for step in range(5, 76))
"""The cut-offs that are weighed: 0.1 to 1.5 points."""


@dataclass(frozen=True)
class Earlier:
    """A task of which somebody said where it belongs: a line's id, or None for whirlwind.

    `own` is whether the person who is answered now said it; `points` are what spoke for some line when it was handed
    in, None where nobody knows. `key` is whatever finds the task again.
    """

    words: str
    line_id: str | None
    own: bool = False
    points: float | None = None
    key: str = ""


@dataclass(frozen=True)
class Recalled:
    """What earlier tasks say of a new one.

    `lines` gives for a line how much the new task shares with the nearest task tied to it, from 0.0 to 1.0, and that
    task; `whirlwind` how much it shares with the nearest one that was whirlwind.
    """

    lines: dict[str, tuple[float, Earlier]] = field(default_factory=dict)
    whirlwind: float = 0.0

    @property
    def is_whirlwind(self) -> bool:
        """Whether it is nearly the same as one that was whirlwind, and nearer to it than to any that was tied."""
        return self.whirlwind >= SAME and self.whirlwind > max((each for each, _ in self.lines.values()), default=0.0)


class Experience:
    """Some earlier tasks, the latest first, ready to be compared with new ones; never changed."""

    def __init__(self, earlier: Sequence[Earlier] = (), language: str = "english") -> None:
        self._earlier = earlier
        self._language = language
        self._found: dict[str, list[int]] = {}
        texts = [frozenset(stems(one.words, language)) for one in earlier]
        for place, text in enumerate(texts):
            for term in text:
                self._found.setdefault(term, []).append(place)
        # What many tasks say, of whichever line, tells little of any.
        self._count = len(texts) + FEW
        self._masses = [sum(map(self._rare, text)) for text in texts]
        self.own = Counter(one.line_id for one in earlier if one.own and one.line_id is not None)
        """How many of the person's own earlier tasks were tied to a line."""
        whole = self.own.total() + 1
        self.habits = {line_id: many / whole for line_id, many in self.own.items() if line_id is not None}
        """For a line the share of the person's own earlier ties that went to it, short of 1.0 while there are few."""

    def _rare(self, term: str) -> float:
        many = len(self._found.get(term, ()))
        return log(1 + (self._count - many + 0.5) / (many + 0.5)) / log(2 * self._count + 2)

    def recall(self, words: str, but: str | None = None) -> Recalled:
        """What the earlier tasks say of the task `words`; the one whose key is `but` is left out."""
        task = frozenset(stems(words, self._language))
        mass = sum(map(self._rare, task))
        shared: dict[int, float] = {}
        for term in task:
            for place in self._found.get(term, ()):
                shared[place] = shared.get(place, 0.0) + self._rare(term)
        lines: dict[str, tuple[float, Earlier]] = {}
        whirlwind = 0.0
        for place in sorted(shared):
            one, alike = self._earlier[place], shared[place] / sqrt(mass * self._masses[place])
            if but is not None and one.key == but:
                continue
            if one.line_id is None:
                whirlwind = max(whirlwind, alike)
            elif alike > lines.get(one.line_id, (0.0,))[0]:
                lines[one.line_id] = (alike, one)
        return Recalled(lines, whirlwind)

    def cut(self, start: float, strange: Sequence[float]) -> float:
        """Points below which nothing is offered here: where what this workspace tied and what is none of the score's
        stand apart best, and near `start`, where it began, while it said little.

        People call whirlwind only what lines were offered for. `strange` are the points of what no strategy speaks
        of, in order; they stand for all the whirlwind of which nobody was asked.
        """
        tied = sorted(one.points for one in self._earlier if one.points is not None and one.line_id is not None)
        called = [one.points for one in self._earlier if one.points is not None and one.line_id is None]
        if len(tied) < LEAST:
            return start
        whirlwind = sorted([*called, *strange])
        pull = PULL * SLOW / (SLOW + len(tied))

        def worth(cut: float) -> float:
            right = 1 - bisect_left(tied, cut) / len(tied)
            quiet = bisect_left(whirlwind, cut) / len(whirlwind)
            return round((right + quiet) / 2 - pull * abs(cut - start), 9)

        worths = [(worth(cut), cut) for cut in CUTS]
        best = max(worths)[0]
        # Between two points that stand apart, the middle.
        among = [cut for each, cut in worths if each == best]
        return among[len(among) // 2]
