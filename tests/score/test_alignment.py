"""The share of work that plays from the score, and the lines that nobody plays."""

from datetime import UTC, datetime

import pytest

from score.alignment import aligned_share, untouched
from storage.tables import Tie, TieState

TIED = (TieState.SUGGESTED, TieState.CONFIRMED, TieState.CHOSEN)


def tie(state: TieState = TieState.CONFIRMED, line_id: str | None = "P-1") -> Tie:
    """The tie of one task."""
    at = datetime(2027, 3, 9, tzinfo=UTC)
    return Tie(id="t", workspace_id="w", task_id="t", edition_id="e", line_id=line_id, state=state, said_at=at)


@pytest.mark.parametrize(
    ("ties", "share"),
    [
        ([], None),
        ([None], 0.0),
        ([None, None, None], 0.0),
        ([tie()], 1.0),
        ([tie(), None], 0.5),
        ([tie(), tie(line_id="P-2"), None], 2 / 3),
        ([tie(TieState.WHIRLWIND, None)], 0.0),
        ([tie(TieState.UNSURE, None), tie(TieState.SUGGESTED)], 0.5),
    ],
)
def test_the_share_is_that_of_the_tasks_that_are_tied(ties: list[Tie | None], share: float | None) -> None:
    assert aligned_share(ties) == share
    assert aligned_share(iter(ties)) == share


@pytest.mark.parametrize("state", TieState)
def test_a_tie_counts_when_it_is_suggested_confirmed_or_chosen(state: TieState) -> None:
    assert aligned_share([tie(state)]) == (1.0 if state in TIED else 0.0)
    assert untouched(["P-1"], [tie(state)]) == ([] if state in TIED else ["P-1"])


def test_the_lines_that_nobody_plays_keep_their_order() -> None:
    ties = [tie(line_id="P-2"), None, tie(TieState.WHIRLWIND, None), tie(line_id="elsewhere")]

    assert untouched(["P-3", "P-2", "P-1"], ties) == ["P-3", "P-1"]
    assert untouched([], ties) == []
    assert untouched(["P-1"], []) == ["P-1"]
