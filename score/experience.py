"""What a workspace has learned of its tasks: which lines they were tied to by people, and which were whirlwind.

Nothing is trained and nothing more is stored: it is made of the ties themselves as they stand when it is asked, so that
a tie counts from the moment it is confirmed, and one that is erased counts no more. bench/ties.py replays the tasks of
real organisations in the order of their dates, and the numbers here come from it.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from itertools import chain
from math import log, sqrt
from typing import NamedTuple

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


class Earlier(NamedTuple):
    """A task of which somebody said where it belongs: a line's id, or None for whirlwind.

    `key` finds the task again and is its own; `points` are what spoke for some line when it was handed in, None where
    nobody knows.
    """

    key: str
    words: str
    line_id: str | None
    points: float | None = None


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


class _Rarity(dict[str, float]):
    """How much each stem tells among some tasks, found out once it is asked."""

    def __init__(self, earlier: Sized, found: Mapping[str, Sized]) -> None:
        super().__init__()
        self._earlier, self._found = earlier, found

    def __missing__(self, term: str) -> float:
        count, many = len(self._earlier) + FEW, len(self._found.get(term, ()))
        self[term] = log(1 + (count - many + 0.5) / (many + 0.5)) / log(2 * count + 2)
        return self[term]


class Told:
    """Some tasks of a workspace, ready to be compared with new ones; never changed."""

    def __init__(self, earlier: Iterable[Earlier] = (), language: str = "english") -> None:
        self.language = language
        self.earlier: dict[str, Earlier] = {}
        self._texts: dict[str, frozenset[str]] = {}
        self._found: dict[str, set[str]] = {}
        # Worked out when they are wanted: most tasks share words with few.
        self._rare = _Rarity(self.earlier, self._found)
        self._masses: dict[str, float] = {}
        self.tied: list[float] = []
        self.called: list[float] = []
        """What spoke for some line of what was tied, and of what was called whirlwind, the least first."""
        self._add(earlier)

    def _add(self, earlier: Iterable[Earlier]) -> None:
        for one in earlier:
            self.earlier[one.key] = one
            self._texts[one.key] = text = frozenset(stems(one.words, self.language))
            for term in text:
                self._found.setdefault(term, set()).add(one.key)
            if one.points is not None:
                insort(self._points_beside(one), one.points)

    def _points_beside(self, one: Earlier) -> list[float]:
        return self.called if one.line_id is None else self.tied

    def changed(self, earlier: Sequence[Earlier], without: Collection[str]) -> "Told":
        """The same tasks without those whose keys are `without`, and with others."""
        less = {key for key in (*without, *(one.key for one in earlier)) if key in self.earlier}
        other = Told(language=self.language)
        other.earlier |= self.earlier
        other._texts |= self._texts
        other._found |= self._found
        other.tied += self.tied
        other.called += self.called
        # Only what these say is copied: the rest is the same for both.
        said = [stems(one.words, self.language) for one in earlier]
        terms = {*(term for key in less for term in self._texts[key]), *(term for text in said for term in text)}
        for term in terms:
            other._found[term] = self._found.get(term, set()).difference(less)
        for key in less:
            gone = other.earlier.pop(key)
            if gone.points is not None:
                other._points_beside(gone).remove(gone.points)
            del other._texts[key]
        other._add(earlier)
        if len(other.earlier) == len(self.earlier):
            other._know(self, [term for term in terms if len(other.having(term)) != len(self.having(term))], less)
        return other

    def _know(self, other: "Told", but: Sequence[str], gone: Iterable[str]) -> None:
        """Take over what `other`, of as many tasks, found out, but for stems that fewer or more say now, and `gone`."""
        self._rare |= other._rare
        self._masses |= other._masses
        for term in but:
            self._rare.pop(term, None)
        for key in chain(gone, *map(self.having, but)):
            self._masses.pop(key, None)

    def having(self, term: str) -> Collection[str]:
        """The keys of the tasks that have a stem."""
        return self._found.get(term, ())

    def mass(self, key: str) -> float:
        """How much all that a task says tells."""
        if (known := self._masses.get(key)) is None:
            known = self._masses[key] = self.tells(self._texts[key])
        return known

    def tells(self, text: Iterable[str]) -> float:
        """How much some stems tell: what many tasks say, of whichever line, tells little of any."""
        return sum(map(self._rare.__getitem__, text))

    def stems_of(self, one: Earlier) -> frozenset[str]:
        """The stems of a task, whether it is among these or not."""
        known = self.earlier.get(one.key)
        same = known is not None and known.words == one.words
        return self._texts[one.key] if same else frozenset(stems(one.words, self.language))


class Experience:
    """What is known when somebody's task is to be placed: what the workspace has `told`, and their `own` earlier tasks,
    the latest first, whether these are among the others or not.
    """

    def __init__(self, told: Told | None = None, own: Sequence[Earlier] = ()) -> None:
        self._told = told or Told()
        self._own, self._keys = own, frozenset(one.key for one in own)
        self.own = Counter(one.line_id for one in own if one.line_id is not None)
        """How many of the person's own earlier tasks were tied to a line."""
        whole = self.own.total() + 1
        self.habits = {line_id: many / whole for line_id, many in self.own.items()}
        """For a line the share of the person's own earlier ties that went to it, short of 1.0 while there are few."""

    def recall(self, words: str, but: str | None = None) -> Recalled:
        """What the earlier tasks say of the task `words`; the one whose key is `but` is left out."""
        task = frozenset(stems(words, self._told.language))
        mass = self._told.tells(task)
        lines: dict[str, tuple[float, Earlier]] = {}
        whirlwind = 0.0
        # One's own come first: of two that are as near, one's own is told.
        for one, shared, other in (*self._of_own(task), *self._of_others(task)):
            if one.key == but:
                continue
            alike = shared / sqrt(mass * other)
            if one.line_id is None:
                whirlwind = max(whirlwind, alike)
            elif alike > lines.get(one.line_id, (0.0,))[0]:
                lines[one.line_id] = (alike, one)
        return Recalled(lines, whirlwind)

    def _of_own(self, task: frozenset[str]) -> Iterator[tuple[Earlier, float, float]]:
        for one in self._own:
            text = self._told.stems_of(one)
            if shared := task & text:
                yield one, self._told.tells(shared), self._told.tells(text)

    def _of_others(self, task: frozenset[str]) -> Iterator[tuple[Earlier, float, float]]:
        shared: dict[str, float] = {}
        for term in task:
            tells = self._told.tells([term])
            for key in self._told.having(term):
                shared[key] = shared.get(key, 0.0) + tells
        # The latest first: keys grow (`handlers.turn.Moment.id`).
        for key in sorted(shared.keys() - self._keys, reverse=True):
            yield self._told.earlier[key], shared[key], self._told.mass(key)

    def cut(self, start: float, strange: Sequence[float]) -> float:
        """Points below which nothing is offered here: where what this workspace tied and what is none of the score's
        stand apart best, and near `start`, where it began, while it said little.

        People call whirlwind only what lines were offered for. `strange` are the points of what no strategy speaks
        of, in order; they stand for all the whirlwind of which nobody was asked.
        """
        # Those of one's own that are long ago are not among what the workspace told last.
        old = [one for one in self._own if one.key not in self._told.earlier]
        tied = sorted([*self._told.tied, *(one.points for one in old if one.points is not None and one.line_id)])
        called = [*self._told.called, *(one.points for one in old if one.points is not None and not one.line_id)]
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
