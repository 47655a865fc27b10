"""What can be said at once to who is stuck: which line it concerns, what helped before, which promise is due.

A wrong recommendation costs a walk in the wrong direction, so each says nothing where the words do not say enough.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from score.ties import Index, judge
from storage.tables import LineKind, LineState, Wording

LIKE = 0.5
"""How alike two texts are, from 0.0 to 1.0, of which one is recommended for the other. Of the pairs of real short texts
that reach it, 22 of 23 were filed under the same line (bench/not_choices.py); of all pairs one in 18 was."""

RECOMMENDED = 2
"""Earlier blockers that are recommended at most."""

SOON = timedelta(days=7)
"""How long before its day a promise is due."""


def concerns(index: Index, words: str, tied: Collection[str]) -> str | None:
    """The id of the line that a blocker concerns: the one its words suggest, else the only one of its check-in.

    `tied` are the lines that the tasks of the check-in play from.
    """
    said = judge(index.rank(words)).line_id
    return said or (next(iter(tied)) if len(tied) == 1 else None)


def most_alike(index: Index, words: str, earlier: Mapping[str, str]) -> list[str]:
    """The ids of the earlier blockers most like this one, given the words of each by its id; often none."""
    found = {id: index.likeness(words, said) for id, said in earlier.items()}
    near = [id for id, share in found.items() if share >= LIKE]
    return sorted(near, key=lambda id: -found[id])[:RECOMMENDED]


def promise_due(index: Index, words: str, lines: Iterable[Wording], parts: Collection[str], day: date) -> str | None:
    """The id of the promise to one of `parts` that is due by `day` and most like a blocker; None for none."""
    found = {
        line.line_id: max(index.likeness(words, line.words), index.likeness(words, line.about))
        for line in lines
        if line.kind is LineKind.PROMISE
        and line.state is LineState.OPEN
        and line.to_part in parts
        and line.until is not None
        and line.until <= day + SOON
    }
    best = max(found, key=lambda id: found[id], default=None)
    return best if best is not None and found[best] >= LIKE else None
