"""Answers that somebody said were wrong, as those who write the score read them, and as cases to try a coach with."""

from collections.abc import Mapping, Sequence

from handlers.views.mistakes import Mistaken
from score.words import alike
from storage import mistakes, scores
from storage.store import Store
from storage.tables import Mistake, MistakeKind


def listed(store: Store, workspace_id: str, limit: int) -> tuple[Sequence[Mistaken], int]:
    """Up to `limit` of those that nobody has settled, oldest first, and how many more there are."""
    found = mistakes.open_ones(store, workspace_id, limit)
    return _known_of(store, workspace_id, found), mistakes.count_open(store, workspace_id) - len(found)


def _known_of(store: Store, workspace_id: str, found: Sequence[Mistake]) -> Sequence[Mistaken]:
    ids = sorted({id for one in found for id in (*one.cited, one.right_id) if id})
    lines = {line.line_id: line for line in scores.last_wordings(store, workspace_id, ids)} if ids else {}
    named = {one.edition_id: scores.edition(store, workspace_id, one.edition_id) for one in found}
    numbers = {id: edition.number for id, edition in named.items() if edition is not None}
    return [
        Mistaken(
            one,
            numbers[one.edition_id],
            [lines[id] for id in one.cited if id in lines],
            lines.get(one.right_id or ""),
        )
        for one in found
    ]


def cases(store: Store, workspace_id: str) -> Sequence[Mapping[str, object]]:
    """What a coach can be tried with: each question whose answer was wrong, and was not said to be none, once; the last
    that was said of it holds.

    `lines` is the address of the line that answers, and empty where nobody named it: then anything is better than
    `was`, which was cited.
    """
    found = _known_of(store, workspace_id, mistakes.true_ones(store, workspace_id))
    return list({alike(one.mistake.words): _case(one) for one in found}.values())


def _case(one: Mistaken) -> Mapping[str, object]:
    unanswerable = one.mistake.kind is MistakeKind.NOT_SAID
    return {
        "question": one.mistake.words,
        "kind": "unanswerable" if unanswerable else "answerable",
        "lines": [one.right.address] if one.right else [],
        "was": [line.address for line in one.cited],
        "why": one.mistake.kind.value,
        "edition": one.edition,
    }
