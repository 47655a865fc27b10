"""Which line a task plays from: ranked by the words they share, by whose line it is, and by what was confirmed before.

It claims no more than it can do: about a third of short tasks cannot be placed from their words by anybody. It
suggests a line where words and owner speak for one, offers three where they speak for several, and is silent
where they say little. bench/ties.py measures all three on real organisations, and the numbers here come from it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple

import yaml

from score.called import Called
from score.experience import Experience
from score.picking import Picker
from score.stems import stem, stems, telling
from storage.tables import LineKind, LineState, Part, Wording

SATURATION, LENGTH = 1.2, 0.75
"""BM25's k1 and b: how soon a word said again counts less, and how much a long line is held to its length."""

ABOUT, PLAN, BECAUSE, LIGHT = 0.5, 0.5, 0.2, 0.3
"""What a word counts that stands in what a line says about itself or in what it is measured by, in its plan, in its
reason, or in the part's name or the line served, beside 1 for one of the line's own words: the further it is from
what is done, the less."""

PAIR = 0.5
"""What two words count, beside one alone, that stand side by side in both."""

OWNED = 0.5
"""Points more for a line that the person owns, when anything else speaks for it: half of what one rare word is worth
to a task of one word. Ownership is worth more than any finer reading of the words."""

OWNED_ALONE = 0.8
"""Points of a line that the person owns, shared among all of theirs, when nothing else speaks for it: it is offered
among others then, and never suggested."""

NEAR = 0.2
"""Points more for a line of a part that the person's teams play from, when anything else speaks for it."""

HABIT = 0.5
"""Points more for a line that all of the person's earlier tasks were tied to; less, the fewer of them were. Whoever
owns a line has its points already: the greater of both counts."""

CHOICE = 0.8
"""What is left of the points of a choice: people play from priorities, where there is one that says the same."""

DONE = 0.8
"""What is left of the points of a line that is done: its last touches, and a file that runs ahead of the work, are tied
to it all the same, but an open line that says the same comes first. Where a third of an organisation's lines are done
(bench/ties.py), leaving them out costs one task in eight its line."""

LEARNED = 1.0
"""Points more for a line of which a task in the very same words was confirmed; less, the less they share."""

LEAST = 0.3
"""The least of the points from which lines are offered. Real scores need 0.38 to 0.46 (bench/ties.py); one of a few
short lines shares next to nothing with any day, and still one word of a longer task is no reason to ask."""

MEANING = 0.5
"""Points more for a line that says the same as the task to a model of meaning, where there is one; less, the less near
it is (score/meaning.py). Half of what one rare word is worth: more, and ownership is outvoted. With all-MiniLM-L6-v2
each of three organisations gains three to four points of first place (docs/decisions/0044)."""

ALIKE = 0.2
"""How much an earlier task must share with this one to tell it from whirlwind, from 0.0 to 1.0: below that it is a word
in common, which helps to tell lines apart and no more."""

WHIRLWIND = 3.0
"""Points less for a task in the very same words as one that was whirlwind; less, by the square of what they share: a
word in common says little, most words nearly all."""

STRANGERS = 0.9
"""How much of what no strategy speaks of must stay below the points from which lines are offered (score/strangers.yml):
a short score shares less by chance than a long one. Each two of three organisations choose 0.86 to 0.90 for the third
(bench/ties.py)."""

SURE = 1.3
"""Points, and the lead over the next line added to them, from which the first line is suggested. Nine suggestions in
ten are right where the author is known, three in four from words alone; fewer where task and line share few words."""

OFFERED = 3
"""Lines that are offered when none is sure."""


NOTHING = Experience()
"""What a workspace knows before anybody has confirmed anything."""


class Ranked(NamedTuple):
    """A line, and the points that speak for it: 1.0 is a task of one word that only this line has.

    `points` are all of them and give the order. `speaks` are those that tell it from whirlwind: what the task itself
    earns by its words and by earlier tasks like it; its words count twice where who owns the line says it.
    """

    line_id: str
    points: float
    speaks: float
    is_open: bool = True


@dataclass(frozen=True)
class Ranking:
    """Every line for one task, best first, and when too little speaks for any.

    `speaks` is what speaks for some line, less what speaks for whirlwind; below `silent` nothing is offered.
    """

    lines: Sequence[Ranked] = ()
    speaks: float = 0.0
    silent: float = LEAST


@dataclass(frozen=True)
class Judged:
    """What a ranking is good for: the line to suggest, if one is sure, and the lines to offer, best first.

    Nothing is offered where the words say too little: that is whirlwind until the person says otherwise. `points` are
    what spoke for some line.
    """

    line_id: str | None
    offered: tuple[str, ...]
    points: float = 0.0


class Index:
    """The lines of one edition that can be played from, ready to be ranked; made once for an edition, never changed.

    `wordings` are all of them, `priorities` those that are still open.
    """

    def __init__(self, wordings: Iterable[Wording], parts: Iterable[Part], language: str = "english") -> None:
        everything = tuple(wordings)
        self.wordings = tuple(one for one in everything if can_be_played_from(one))
        self.priorities = tuple(one for one in self.wordings if one.kind is LineKind.PRIORITY and _is_open(one))
        # A noun's attributes are watched, and a rank reads those of every line.
        self._read = [(one.line_id, one.part, _left(one), _is_open(one)) for one in self.wordings]
        self.language = language
        places = tuple(parts)
        self._names, self._called = {part.handle: part.name for part in places}, Called(places, language)
        self._by_address = {one.address: one.words for one in everything}
        self._measured: dict[str, list[str]] = {}
        for one in everything:
            if one.kind is LineKind.MEASURE and one.serves and one.state is not LineState.DROPPED:
                self._measured.setdefault(one.serves, []).append(one.words)
        texts = [self._counted(one, self._names, self._by_address) for one in self.wordings]
        # A word said in half of the lines tells little; how rare it is decides what it counts.
        lines_with = Counter(term for text in texts for term in text)
        count = len(texts)
        self._rarest = log(2 * count + 2)
        self._rarity = {
            term: log(1 + (count - many + 0.5) / (many + 0.5)) / self._rarest for term, many in lines_with.items()
        }
        self._found = self._weigh(texts)
        self.strange_points = self._strange()
        """What the lines share by chance with what no strategy speaks of, the least first."""
        self.silent = self.strange(STRANGERS)
        """Points below which nothing is offered, while a workspace has not said otherwise."""

    def _counted(self, one: Wording, names: Mapping[str, str], by_address: Mapping[str, str]) -> dict[str, float]:
        """What each word of a line counts, and each two side by side, wherever they stand in it or around it."""
        names_of_it = ((name, 1.0) for name in one.also_called)
        measured = ((words, ABOUT) for words in self._measured.get(one.address, ()))
        own = ((one.words, 1.0), *names_of_it, (one.about, ABOUT), *measured, (one.plan, PLAN), (one.because, BECAUSE))
        around = ((names.get(one.part, ""), LIGHT), (by_address.get(one.serves or "", ""), LIGHT))
        counted: dict[str, float] = {}
        for text, share in (*own, *around):
            for said in self._called.said(text, one.part):
                found = [stem(word, self.language) for word in said]
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

    def strange(self, share: float) -> float:
        """The points that `share` of what no strategy speaks of, from 0.0 up to 1.0, does not reach here."""
        return max(LEAST, self.strange_points[int(len(self.strange_points) * share)])

    def _strange(self) -> list[float]:
        texts = (stems(text, self.language) for text in strangers()[self.language])
        return sorted(round(max(self._points(text), default=0.0), 6) for text in texts)

    def _rare(self, stem: str) -> float:
        return self._rarity.get(stem, 1.0)

    def rank(
        self,
        words: str,
        *,
        owns: Collection[str] = (),
        team_parts: Collection[str] = (),
        learned: Experience = NOTHING,
        but: str | None = None,
        near: Mapping[str, float] | None = None,
    ) -> Ranking:
        """Every line for the task `words`, best first; equal ones in the order of the file.

        `owns` are the ids of the person's own lines, `team_parts` the handles of their teams' parts. `learned` is
        what the workspace knows of earlier tasks, without the one whose key is `but`; `near` how near a line is to
        the task in meaning, from 0.0 to 1.0, where a model says so.
        """
        recalled, near = learned.recall(words, but), near or {}
        alone = OWNED_ALONE / max(1, sum(line_id in owns for line_id, *_ in self._read))
        ranked = []
        for (line_id, part, left, is_open), points in zip(
            self._read, self._points(stems(words, self.language)), strict=True
        ):
            like = LEARNED * recalled.lines[line_id][0] if line_id in recalled.lines else 0.0
            meant = MEANING * near.get(line_id, 0.0) * left
            said = points + like + meant
            speaks = points + meant + (like if like >= ALIKE else 0)
            theirs = NEAR if part in team_parts else 0.0
            # Where nothing else speaks for them, a person's lines come first in the order, and win nothing.
            if line_id in owns:
                theirs = max(OWNED if said else 0.0, alone - said)
                speaks += min(OWNED, points)
            elif not said:
                theirs /= 1000
            whole = said + max(theirs, HABIT * learned.habits.get(line_id, 0.0))
            ranked.append(Ranked(line_id, round(whole, 6), round(speaks, 6), is_open))
        against = WHIRLWIND * recalled.whirlwind**2
        speaks = max((one.speaks for one in ranked), default=0.0) - against
        speaks = 0.0 if recalled.is_whirlwind else speaks
        return Ranking(
            sorted(ranked, key=lambda one: -one.points), round(speaks, 6), learned.cut(self.silent, self.strange_points)
        )

    def shared(self, words: str, line_id: str) -> tuple[str, ...]:
        """The words of `words` that stand in or around a line that can be played from, those that tell most first."""
        place = next(place for place, one in enumerate(self.wordings) if one.line_id == line_id)
        weights = {
            word: weight
            for word in telling(words, self.language)
            if (weight := dict(self._found.get(stem(word, self.language), ())).get(place))
        }
        return tuple(sorted(weights, key=lambda word: -weights[word]))

    def _points(self, words: Sequence[str]) -> list[float]:
        """What the words alone give each line, by position."""
        task, pairs = frozenset(words), frozenset(_pairs(words))
        points = [0.0] * len(self.wordings)
        for term in (*task, *pairs):
            for position, more in self._found.get(term, ()):
                points[position] += more
        # A long task shares some word with every line: what is shared is held to the length of the whole.
        whole = sqrt(sum(map(self._rare, task))) or 1
        return [each / whole * left for each, (_, _, left, _) in zip(points, self._read, strict=True)]

    def _shared(self, one: frozenset[str], other: frozenset[str]) -> float:
        both = one & other
        if not both:
            return 0
        return sum(map(self._rare, both)) / sqrt(sum(map(self._rare, one)) * sum(map(self._rare, other)))

    def likeness(self, one: str, other: str) -> float:
        """How much two texts share, from 0.0 to 1.0; one word in common is an accident, unless it is all of both."""
        mine, theirs = (frozenset(stems(text, self.language)) for text in (one, other))
        return self._shared(mine, theirs) if len(mine & theirs) > 1 or mine == theirs else 0.0

    def search(self, typed: str, among: Collection[str] | None = None) -> list[Wording]:
        """The lines that can be played from and have what was typed, best first (`score.picking.Picker.search`)."""
        return self._picker.search(typed, among)

    @cached_property
    def _picker(self) -> Picker:
        """Most editions are ranked and never searched."""
        return Picker(self.wordings, self._names, self._by_address, self._called, self.language)


@cache
def strangers() -> Mapping[str, Sequence[str]]:
    """For a language what people do on any day and no strategy speaks of."""
    found: Mapping[str, Sequence[str]] = yaml.safe_load((Path(__file__).parent / "strangers.yml").read_text("utf-8"))
    return found


def can_be_played_from(line: Wording) -> bool:
    """Whether a task can be tied to a line: it is a choice or a priority, and was not dropped."""
    return line.kind.is_played_from and line.state is not LineState.DROPPED


def _is_open(line: Wording) -> bool:
    return line.state is LineState.OPEN


def _left(line: Wording) -> float:
    """What is left of the points of a line."""
    return (1 if line.kind is LineKind.PRIORITY else CHOICE) * (1 if _is_open(line) else DONE)


def judge(ranking: Ranking) -> Judged:
    """What to say of a ranking: suggest its first line, offer the first three, or nothing.

    A line that is done is offered and never suggested: only a person knows whether there is still something to do. A
    line for which nothing is said but whose it is is not suggested either.
    """
    ranked = ranking.lines
    if not ranked or ranking.speaks < ranking.silent:
        return Judged(None, (), ranking.speaks)
    first = ranked[0].points
    lead = first - ranked[1].points if len(ranked) > 1 else first
    offered = tuple(one.line_id for one in ranked[:OFFERED])
    is_sure = first + lead >= SURE and ranked[0].is_open and ranked[0].speaks >= ranking.silent
    return Judged(offered[0] if is_sure else None, offered, ranking.speaks)


def confidence(points: float) -> float:
    """How much speaks for a line, from 0.0 to 1.0: 0.5 at `SURE` points.

    It orders and compares; it is no probability, and a line far ahead of the next is suggested with less.
    """
    return round(points / (points + SURE), 3)


def _pairs(said: Sequence[str]) -> list[str]:
    return [f"{one} {next_one}" for one, next_one in pairwise(said)]
