"""What is known of lines besides their words: who owns them, and how far what they move has come."""

from collections.abc import Sequence
from datetime import date

from handlers.guards import ScoreNow
from handlers.measured import with_readings
from handlers.views.score import Known
from storage import people
from storage.store import Store
from storage.tables import Measure, Wording


def known_of_lines(store: Store, now: ScoreNow, lines: Sequence[Wording], here: tuple[date, str]) -> list[Known]:
    """What is known of these lines, in their order, on a day in a time zone."""
    measures = {line.line_id: measures_at(now, line) for line in lines}
    workspace_id = now.edition.workspace_id
    known = with_readings(store, workspace_id, [one for each in measures.values() for one in each], *here)
    owners = {owner: people.person(store, workspace_id, owner) for owner in {line.owner_id for line in lines} if owner}
    return [
        Known(line, owners.get(line.owner_id or ""), [known[one.line_id] for one, _ in measures[line.line_id]])
        for line in lines
    ]


def measures_at(now: ScoreNow, line: Wording) -> list[tuple[Wording, Measure]]:
    """The measures by which a line is known to move; of a measure itself that one."""
    own = now.measures.get(line.line_id)
    return [(line, own)] if own is not None else now.measures_of(line)
