"""Which tasks enter what was chosen against, judged by their words alone.

A false alarm is an insult, so it claims little: a task enters a not-choice when it names nearly all of what that is
about, the word that tells most among it, and does not say that it keeps out. What a not-choice is about stands before
the first comma, bracket or full stop of it; behind that stands why. bench/not_choices.py measures it on real
organisations, and the numbers here come from it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log

from score.stems import number, stems
from storage.tables import Crossing, CrossingState, LineKind, LineState, Part, Wording

COVERED = 0.7
"""The share of a not-choice that a task has to name, its words counted by how rare they are in the score: from 0.0 to
1.0. Two of three real organisations would choose 0.3 to 0.6 for the third (bench/not_choices.py), and texts of
strangers reach 0.67: it lies above all of them, for a missed one costs nothing."""

ASK_AGAIN, AGREED_FOR = timedelta(days=28), timedelta(days=84)
"""How long a person is not asked again about the same not-choice: four weeks, and a season once its owner agreed."""

FEWEST = 2
"""Telling words of a not-choice that a task has to name; one word in common is an accident."""

BETWEEN = 4
"""Telling words that may stand between those of a not-choice; what is named further apart is not named together."""

_BEHIND = re.compile(r"[,;:(\[\u2013\u2014]|\.(?:\s|$)|\s-\s")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


@dataclass(frozen=True)
class Entered:
    """A not-choice that a task enters, and the share of it that the task names, from 0.0 to 1.0."""

    line_id: str
    share: float


def _english(text: str) -> tuple[str, ...]:
    return tuple(map(number, stems(text, "english")))


class NotChoices:
    """What one edition chose against, ready to be compared with tasks; made once for an edition, never changed."""

    def __init__(self, wordings: Iterable[Wording], terms: Callable[[str], tuple[str, ...]] = _english) -> None:
        """`terms` are what of a text is compared, in order."""
        everything = tuple(wordings)
        self._terms = terms
        lines_with = Counter(term for one in everything for term in set(self._terms(f"{one.words} {one.about}")))
        whole = log(1 + len(everything))
        self._rarity = {term: log((1 + len(everything)) / many) / (whole or 1) for term, many in lines_with.items()}
        self.lines = tuple(one for one in everything if one.kind is LineKind.NOT_CHOICE and one.state is LineState.OPEN)
        self.cores = {one.line_id: frozenset(self._terms(core(one.words))) for one in self.lines}

    def entered(self, task: str, among: Collection[str], staying_out: Collection[str] = ()) -> Entered | None:
        """The not-choice of `among`, by its id, that `task` enters most plainly; None for none.

        `staying_out` are the words in which somebody says that they keep out of something, in small letters.
        """
        if not among or stays_out(task, staying_out):
            return None
        said = self._terms(task)
        found = [Entered(line_id, self.share(said, core)) for line_id, core in self.cores.items() if line_id in among]
        best = max(found, key=lambda one: one.share, default=None)
        return best if best is not None and best.share >= COVERED else None

    def share(self, said: Sequence[str], core: frozenset[str]) -> float:
        """How much of a not-choice the words `said` name together, 0.0 where they miss what tells most."""
        at = [place for place, term in enumerate(said) if term in core]
        windows = (
            {said[other] for other in at[n:] if other - place < len(core) + BETWEEN} for n, place in enumerate(at)
        )
        return max((self._held(frozenset(one), core) for one in windows), default=0.0)

    def _held(self, both: frozenset[str], core: frozenset[str]) -> float:
        if len(both) < FEWEST:
            return 0.0
        weights = {term: self._rarity.get(term, 1.0) for term in core}
        most = max(weights.values())
        if not any(weights[term] == most for term in both):
            return 0.0
        return sum(weights[term] for term in both) / sum(weights.values())


def core(words: str) -> str:
    """What a not-choice is about: all that stands before it says why, or who does it instead."""
    behind = _BEHIND.search(words)
    return words[: behind.start()] if behind and behind.start() else words


def stays_out(task: str, cues: Collection[str]) -> bool:
    """Whether a task says by one of these words that it keeps out of something, ends it, or hands it on."""
    plain = unicodedata.normalize("NFKC", task).casefold().replace("\u2019", "'")
    said = f" {' '.join(_WORD.findall(plain))} "
    return any(f" {cue} " in said for cue in cues)


def binding(lines: Iterable[Wording], parts: Iterable[Part], handles: Collection[str]) -> frozenset[str]:
    """The ids of those of `lines` that bind who plays from the parts `handles`: of these, and of all parts above."""
    parents: Mapping[str, str | None] = {part.handle: part.parent for part in parts}
    cascade: set[str] = set()
    for handle in handles:
        above: str | None = handle
        while above is not None and above in parents and above not in cascade:
            cascade.add(above)
            above = parents[above]
    return frozenset(one.line_id for one in lines if one.part in cascade)


def rests(crossing: Crossing, day: date) -> bool:
    """Whether on `day` it is too early to ask once more about what was asked then."""
    return day - crossing.asked_on < (AGREED_FOR if crossing.state is CrossingState.AGREED else ASK_AGAIN)
