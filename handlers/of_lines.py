"""What is known of lines besides their words: who owns them, and how far what they move has come."""

from collections.abc import Sequence

from handlers.guards import ScoreNow
from handlers.views.score import Known, Measured
from storage import people, scores
from storage.store import Store
from storage.tables import Measure, Wording


def known_of_lines(store: Store, now: ScoreNow, lines: Sequence[Wording]) -> list[Known]:
    """What is known of these lines, in their order."""
    measures = {line.line_id: measures_at(now, line) for line in lines}
    workspace_id = now.edition.workspace_id
    latest = scores.latest_readings(
        store, workspace_id, [wording.line_id for each in measures.values() for wording, _ in each]
    )
    owners = {owner: people.person(store, workspace_id, owner) for owner in {line.owner_id for line in lines} if owner}
    return [
        Known(
            line,
            owners.get(line.owner_id or ""),
            [Measured(wording, measure, latest.get(wording.line_id)) for wording, measure in measures[line.line_id]],
        )
        for line in lines
    ]


def measures_at(now: ScoreNow, line: Wording) -> list[tuple[Wording, Measure]]:
    """The measures by which a line is known to move; of a measure itself that one."""
    own = now.measures.get(line.line_id)
    return [(line, own)] if own is not None else now.measures_of(line)
