"""What is said at once to who is stuck: found at hand-in, kept as ids, looked up with every reader's rights."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.guards import ScoreNow, score_now, stands_for
from handlers.views.blockers import Advice
from score.search import visible_lines
from score.stuck import concerns, most_alike, promise_due
from storage import blockers
from storage.store import Store
from storage.tables import Blocker, Person, Team

LOOKED_AT = 200
"""Cleared blockers that are compared with a new one, the last ones: of oneself, and of the teams one sees."""

A_YEAR = timedelta(days=365)
"""How long what helped is remembered."""


@dataclass(frozen=True)
class Found:
    """The ids of what was found for a blocker."""

    line_id: str | None = None
    promise_id: str | None = None
    alike: Sequence[str] = ()


def found_for(
    store: Store,
    person: Person,
    seen: Sequence[Team],
    now: ScoreNow,
    words: str,
    *,
    tied: Collection[str],
    parts: Collection[str],
    day: date,
) -> Found:
    """What can be recommended to `person`, who is stuck: `tied` are the lines of the day's tasks, `parts` their own."""
    earlier = {one.id: one.words for one in _readable(store, person, seen, day)}
    lines = visible_lines(now.wordings.values(), person)
    return Found(
        concerns(now.index, words, tied),
        promise_due(now.index, words, lines, parts, day),
        most_alike(now.index, words, earlier),
    )


def _readable(store: Store, person: Person, seen: Sequence[Team], day: date) -> list[Blocker]:
    own = blockers.cleared_of(store, person, LOOKED_AT)
    told = blockers.cleared_in(store, person.workspace_id, seen, day - A_YEAR, LOOKED_AT) if seen else []
    return [*own, *told]


def advice(
    store: Store, blocker: Blocker, day: date, at: datetime, *, reader: Person | None, teams: Sequence[Team]
) -> Advice | None:
    """What stands for a blocker, as far as `reader` may see it; None while there is nothing, or once it is cleared.

    In a channel the reader is None, and only what was told to one of `teams` is there to be read.
    """
    if blocker.cleared_at is not None:
        return None
    now = score_now(store, blocker.workspace_id)
    lines = now.wordings if now else {}
    line, promise = lines.get(blocker.line_id or ""), lines.get(blocker.promise_id or "")
    told = blockers.cleared_in(store, blocker.workspace_id, teams, day - A_YEAR, LOOKED_AT) if blocker.alike else []
    own = blockers.cleared_of(store, reader, LOOKED_AT) if reader and blocker.alike else []
    known = {one.id: one for one in [*told, *own] if one.id != blocker.id}
    helped = [known[one] for one in blocker.alike if one in known]
    if line is None and promise is None and not helped:
        return None
    return Advice(
        line=line,
        decides=stands_for(store, line, at) if line else None,
        helped=helped,
        promise=promise,
        promised_by=stands_for(store, promise, at) if promise else None,
    )
