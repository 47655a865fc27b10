"""What changed for somebody while they were away: lines of their parts, and what was in their way."""

from collections.abc import Iterator
from datetime import date, datetime

from handlers.guards import score_now
from handlers.views.checkin import Away, Became, Since
from score.cadence import DAY, day_ends
from storage import blockers, people, scores
from storage.store import Store
from storage.tables import LineState, Person, Wording


def since(store: Store, person: Person, away_from: date, now: datetime) -> Away:
    """What changed for `person` since the day `away_from` began, up to `now`; nothing of what others did or said."""
    begins = day_ends(away_from - DAY, person.time_zone)
    cleared = blockers.cleared_between(store, person, begins, now)
    return Away(list(_lines(store, person, begins)), [one for one in cleared if one.cleared_by != person.id])


def _lines(store: Store, person: Person, begins: datetime) -> Iterator[Since]:
    """The lines that concern the person and are others than before, in the order of the score; gone ones come last."""
    now = score_now(store, person.workspace_id)
    before = scores.in_force(store, person.workspace_id, begins)
    if now is None or before is None or before.id == now.edition.id:
        return
    parts = {team.part for team in people.teams_of(store, person)}
    was = {one.line_id: one for one in scores.wordings(store, person.workspace_id, before.id)}
    for line in sorted(now.wordings.values(), key=lambda one: one.position):
        if line.part in parts or line.owner_id == person.id:
            became = _became(was.get(line.line_id), line)
            if became is not None:
                yield Since(line, became)
    for line in was.values():
        if line.line_id not in now.wordings and (line.part in parts or line.owner_id == person.id):
            yield Since(line, Became.GONE)


def _became(before: Wording | None, line: Wording) -> Became | None:
    if before is None:
        return Became.NEW
    if before.state is LineState.OPEN and line.state is not LineState.OPEN:
        return Became.DONE if line.state is LineState.DONE else Became.DROPPED
    if (before.words, before.until, before.owner_id) != (line.words, line.until, line.owner_id):
        return Became.CHANGED
    return None
