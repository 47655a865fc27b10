"""What speaks for conditions and against them: whose it is, to whom it is named, and who says whether one holds."""

from datetime import UTC, datetime

from handlers.guards import ScoreNow
from handlers.turn import Reader
from handlers.views import conditions as view
from storage import conditions, people
from storage.store import Store
from storage.tables import Evidence, EvidenceSide, LineKind, Person, PlaceKind, Role, Wording

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything was said."""


def may_judge(store: Store, now: ScoreNow, line: Wording, person: Person) -> bool:
    """Whether somebody answers for a condition: owns it or what it stands under, stands in for who does, leads the team
    of its part, or answers for the strategy.
    """
    over = now.at(line.serves)
    ids = {one for each in (line, over) if each for one in (each.owner_id, each.deputy_id)}
    parts = {team.part for team in people.teams_as(store, person, Role.MANAGER)}
    return person.is_strategy_owner or person.id in ids or line.part in parts


def held(store: Store, reader: Reader, now: ScoreNow, line: Wording) -> view.Held | None:
    """What speaks for a condition and against it, as far as who reads may know whose it is; None for any other line."""
    if line.kind is not LineKind.CONDITION:
        return None
    workspace_id = line.workspace_id
    holding = conditions.standing(store, workspace_id, [line.line_id]).get(line.line_id)
    latest = {side: conditions.latest(store, workspace_id, line.line_id, side) for side in EvidenceSide}
    return view.Held(
        line,
        conditions.counts(store, workspace_id, line.line_id, NEVER),
        {side: said(store, reader, one) for side, one in latest.items() if one is not None},
        holding,
        people.person(store, workspace_id, holding.person_id) if holding else None,
        may_judge=reader.person is not None and may_judge(store, now, line, reader.person),
    )


def said(store: Store, reader: Reader, one: Evidence) -> view.Said:
    """What somebody said, with their name for those alone who see their check-ins."""
    person = people.person(store, one.workspace_id, one.person_id)
    return view.Said(one, person if person and _sees(store, reader, person) else None)


def _sees(store: Store, reader: Reader, person: Person) -> bool:
    if reader.person is None or reader.place.kind is not PlaceKind.DIRECT:
        return False
    if reader.person.id == person.id:
        return True
    seen = {team.id for team in people.teams_seen_by(store, reader.person)}
    return bool(seen & {team.id for team in people.teams_of(store, person)})


def standing_under(store: Store, now: ScoreNow, line: Wording) -> list[view.Held]:
    """The conditions under a line of which somebody has said whether they hold."""
    found = now.conditions_of(line)
    stands = conditions.standing(store, line.workspace_id, [one.line_id for one in found]) if found else {}
    return [view.Held(one, {}, {}, stands[one.line_id]) for one in found if one.line_id in stands]
