"""Which line a task plays from: ranked by the words they share, and by whose line it is.

It claims no more than it can do: about a third of short tasks cannot be placed from their words by anybody. It
suggests a line where words and owner speak for one, offers three where they speak for several, and is silent
where they say little. bench/ties.py measures all three on real organisations, and the numbers here come from it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log, sqrt

from score.called import Called
from score.picking import Picker
from score.stems import stem, stems
from storage.tables import LineKind, LineState, Part, Wording

SATURATION, LENGTH = 1.2, 0.75
"""BM25's k1 and b: how soon a word said again counts less, and how much a long line is held to its length."""

ABOUT, PLAN, BECAUSE, LIGHT = 0.5, 0.5, 0.2, 0.3
"""What a word counts that stands in what a line says about itself, in its plan, in its reason, or in the part's name
or the line served, beside 1 for one of the line's own words: the further it is from what is done, the less."""

PAIR = 0.5
"""What two words count, beside one alone, that stand side by side in both."""

OWNED = 0.5
"""Points more for a line that the person owns, when anything else speaks for it: half of what one rare word is worth
to a task of one word. Ownership is worth more than any finer reading of the words."""

NEAR = 0.2
"""Points more for a line of a part that the person's teams play from, when anything else speaks for it."""

CHOICE = 0.8
"""What is left of the points of a choice: people play from priorities, where there is one that says the same."""

DONE = 0.8
"""What is left of the points of a line that is done: its last touches, and a file that runs ahead of the work, are tied
to it all the same, but an open line that says the same comes first. Where a third of an organisation's lines are done
(bench/ties.py), leaving them out costs one task in eight its line."""

LEARNED = 1.0
"""Points more for a line of which a task in the very same words was confirmed; less, the less they share."""

EARLIER = 20
"""Earlier tasks that are looked at for one line: the first ones given."""

SILENT = 0.5
"""Points below which nothing is offered. The cut-offs were chosen on each two of three organisations for the third
(bench/ties.py --choose): 0.45 to 0.6 for this one, 1.05 to 1.1 for the next. Three strays in four stay below."""

SURE = 1.3
"""Points, and the lead over the next line added to them, from which the first line is suggested. Nine suggestions in
ten are right where the author is known, three in four from words alone; fewer where task and line share few words."""

OFFERED = 3
"""Lines that are offered when none is sure."""


@dataclass(frozen=True)
class Ranked:
    """A line, and the points that speak for it: 1.0 is a task of one word that only this line has."""

    line_id: str
    points: float
    is_open: bool = True


@dataclass(frozen=True)
class Judged:
    """What a ranking is good for: the line to suggest, if one is sure, and the lines to offer, best first.

    Nothing is offered where the words say too little: that is whirlwind until the person says otherwise.
    """

    line_id: str | None
    offered: tuple[str, ...]


class Index:
    """The lines of one edition that can be played from, ready to be ranked; made once for an edition, never changed.

    `wordings` are all of them, `priorities` those that are still open.
    """

    def __init__(self, wordings: Iterable[Wording], parts: Iterable[Part], language: str = "english") -> None:
        everything = tuple(wordings)
        self.wordings = tuple(one for one in everything if can_be_played_from(one))
        self.priorities = tuple(one for one in self.wordings if one.kind is LineKind.PRIORITY and _is_open(one))
        self._language = language
        places = tuple(parts)
        self._names, self._called = {part.handle: part.name for part in places}, Called(places, language)
        self._by_address = {one.address: one.words for one in everything}
        texts = [self._counted(one, self._names, self._by_address) for one in self.wordings]
        # A word said in half of the lines tells little; how rare it is decides what it counts.
        lines_with = Counter(term for text in texts for term in text)
        count = len(texts)
        self._rarest = log(2 * count + 2)
        self._rarity = {
            term: log(1 + (count - many + 0.5) / (many + 0.5)) / self._rarest for term, many in lines_with.items()
        }
        self._found = self._weigh(texts)

    def _counted(self, one: Wording, names: Mapping[str, str], by_address: Mapping[str, str]) -> dict[str, float]:
        """What each word of a line counts, and each two side by side, wherever they stand in it or around it."""
        names_of_it = ((name, 1.0) for name in one.also_called)
        own = ((one.words, 1.0), *names_of_it, (one.about, ABOUT), (one.plan, PLAN), (one.because, BECAUSE))
        around = ((names.get(one.part, ""), LIGHT), (by_address.get(one.serves or "", ""), LIGHT))
        counted: dict[str, float] = {}
        for text, share in (*own, *around):
            for said in self._called.said(text, one.part):
                found = [stem(word, self._language) for word in said]
                for term in found:
                    counted[term] = counted.get(term, 0) + share
                for term in _pairs(found):
                    counted[term] = counted.get(term, 0) + share * PAIR
        return counted

    def _weigh(self, texts: Sequence[Mapping[str, float]]) -> dict[str, list[tuple[int, float]]]:
        """For each stem the lines that have it, by position, with what it counts there (BM25)."""
        lengths = [sum(text.values()) for text in texts]
        usual = sum(lengths) / max(1, len(lengths)) or 1
        found: dict[str, list[tuple[int, float]]] = {}
        for position, text in enumerate(texts):
            held = SATURATION * (1 - LENGTH + LENGTH * lengths[position] / usual)
            for term, often in text.items():
                points = self._rare(term) * often * (SATURATION + 1) / (often + held)
                found.setdefault(term, []).append((position, points))
        return found

    def _rare(self, stem: str) -> float:
        return self._rarity.get(stem, 1.0)

    def rank(
        self,
        words: str,
        *,
        owns: Collection[str] = (),
        team_parts: Collection[str] = (),
        learned: Mapping[str, Sequence[str]] | None = None,
    ) -> list[Ranked]:
        """Every line for the task `words`, best first; equal ones in the order of the file.

        `owns` are the ids of the person's own lines, `team_parts` the handles of their teams' parts. `learned`
        gives for a line's id the words of earlier tasks that were confirmed to play from it, the latest first.
        """
        said = stems(words, self._language)
        task, points = frozenset(said), self._points(said)
        for position, one in enumerate(self.wordings):
            points[position] += LEARNED * self._alike(task, (learned or {}).get(one.line_id, ()))
            near = OWNED if one.line_id in owns else NEAR if one.part in team_parts else 0
            # Where nothing else speaks for them, a person's lines come first in the order, and win nothing.
            points[position] += near if points[position] else near / 1000
        ranked = [
            Ranked(one.line_id, round(each, 6), _is_open(one)) for one, each in zip(self.wordings, points, strict=True)
        ]
        return sorted(ranked, key=lambda one: -one.points)

    def _points(self, words: Sequence[str]) -> list[float]:
        """What the words alone give each line, by position."""
        task, pairs = frozenset(words), frozenset(_pairs(words))
        points = [0.0] * len(self.wordings)
        for term in (*task, *pairs):
            for position, more in self._found.get(term, ()):
                points[position] += more
        # A long task shares some word with every line: what is shared is held to the length of the whole.
        whole = sqrt(sum(map(self._rare, task))) or 1
        return [each / whole * _left(one) for each, one in zip(points, self.wordings, strict=True)]

    def _alike(self, task: frozenset[str], earlier: Sequence[str]) -> float:
        """How much the task shares with the nearest of some earlier ones, from 0.0 to 1.0."""
        if not task or not earlier:
            return 0
        texts = [frozenset(stems(words, self._language)) for words in earlier[:EARLIER]]
        return max(self._shared(task, text) for text in texts)

    def _shared(self, one: frozenset[str], other: frozenset[str]) -> float:
        both = one & other
        if not both:
            return 0
        return sum(map(self._rare, both)) / sqrt(sum(map(self._rare, one)) * sum(map(self._rare, other)))

    def likeness(self, one: str, other: str) -> float:
        """How much two texts share, from 0.0 to 1.0; one word in common is an accident, unless it is all of both."""
        mine, theirs = (frozenset(stems(text, self._language)) for text in (one, other))
        return self._shared(mine, theirs) if len(mine & theirs) > 1 or mine == theirs else 0.0

    def search(self, typed: str, among: Collection[str] | None = None) -> list[Wording]:
        """The lines that can be played from and have what was typed, best first (`score.picking.Picker.search`)."""
        return self._picker.search(typed, among)

    @cached_property
    def _picker(self) -> Picker:
        """Most editions are ranked and never searched."""
        return Picker(self.wordings, self._names, self._by_address, self._called, self._language)


def can_be_played_from(line: Wording) -> bool:
    """Whether a task can be tied to a line: it is a choice or a priority, and was not dropped."""
    return line.kind.is_played_from and line.state is not LineState.DROPPED


def _is_open(line: Wording) -> bool:
    return line.state is LineState.OPEN


def _left(line: Wording) -> float:
    """What is left of the points of a line."""
    return (1 if line.kind is LineKind.PRIORITY else CHOICE) * (1 if _is_open(line) else DONE)


def judge(ranked: Sequence[Ranked]) -> Judged:
    """What to say of a ranking: suggest its first line, offer the first three, or nothing.

    A line that is done is offered and never suggested: only a person knows whether there is still something to do.
    """
    if not ranked:
        return Judged(None, ())
    first = ranked[0].points
    if first < SILENT:
        return Judged(None, ())
    lead = first - ranked[1].points if len(ranked) > 1 else first
    offered = tuple(one.line_id for one in ranked[:OFFERED])
    return Judged(offered[0] if first + lead >= SURE and ranked[0].is_open else None, offered)


def confidence(points: float) -> float:
    """How much speaks for a line, from 0.0 to 1.0: 0.5 at `SURE` points.

    It orders and compares; it is no probability, and a line far ahead of the next is suggested with less.
    """
    return round(points / (points + SURE), 3)


def _pairs(said: Sequence[str]) -> list[str]:
    return [f"{one} {next_one}" for one, next_one in pairwise(said)]
