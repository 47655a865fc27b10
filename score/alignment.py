"""How much of the work plays from the score."""

from collections.abc import Iterable, Sequence

from storage.tables import Tie


def aligned_share(ties: Iterable[Tie | None]) -> float | None:
    """The share of tasks that are tied to a line, from 0.0 to 1.0, given the tie of each; None without tasks."""
    tied = [tie is not None and tie.state.counts for tie in ties]
    return sum(tied) / len(tied) if tied else None


def untouched(lines: Iterable[str], ties: Sequence[Tie | None]) -> list[str]:
    """The ids of `lines` that none of `ties` is tied to, in the order given."""
    touched = {tie.line_id for tie in ties if tie is not None and tie.state.counts}
    return [line for line in lines if line not in touched]
