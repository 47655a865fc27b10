"""Who is back from days away: what changed meanwhile, lines of their parts and what was in their way, told once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handlers.guards import score_now
from handlers.views.checkin import Away, Became, Since
from score.cadence import DAY, Rhythm, day_ends
from storage import attention, blockers, people, scores
from storage.store import Store
from storage.tables import LineState, Person, Wording

OWED_FOR = timedelta(days=14)
"""How long after somebody is back the first prompt that reaches them welcomes them."""

BACK_FROM = timedelta(days=28)
"""How long ago days away may have ended for somebody to be welcomed back: a working day has come long before."""


def owed(store: Store, person: Person, rhythm: Rhythm, day: date, now: datetime) -> date | None:
    """Since when somebody was away whom the prompt of `day` is to welcome back: the first one since that reaches them.

    None for who was not away, or has had it.
    """
    ended = max((last for _, last in rhythm.away if last < day), default=None)
    if ended is None:
        return None
    back = next((one for n in range((day - ended).days) if rhythm.works_on(one := ended + (n + 1) * DAY)), day)
    if back < day and (day - back > OWED_FOR or attention.was_asked(store, person, _begins(back, person), now)):
        return None
    return rhythm.away_before(back)


def _begins(day: date, person: Person) -> datetime:
    return day_ends(day - DAY, person.time_zone)


def since(store: Store, person: Person, away_from: date, now: datetime) -> Away:
    """What changed for `person` since the day `away_from` began, up to `now`; nothing of what others did or said."""
    begins = _begins(away_from, person)
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
