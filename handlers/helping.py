"""Who could help with a line, by what the score and the roster say to everybody: never who did how much."""

from collections.abc import Mapping

from handlers.cards import Card
from handlers.guards import score_now
from handlers.turn import Gone, Reader
from handlers.views import helping as view
from score.cadence import local_day
from score.search import visible_lines
from storage import people
from storage.store import Store
from storage.tables import LineKind, LineState, Person, PlaceKind, Wording

PROMISES = 2
"""Promises to a line that are cited beside it, at most."""


def draw_of(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Who answers for a line, who stands in, which teams play from it and who leads them, and who promised it what."""
    person = reader.person
    now = score_now(store, person.workspace_id) if person is not None else None
    if person is None or now is None:
        raise Gone("an answer is given to somebody, from a score")
    seen = visible_lines(now.wordings.values(), person if reader.place.kind is PlaceKind.DIRECT else None)
    line = next((one for one in seen if one.line_id == about["line"]), None)
    if line is None:
        raise Gone(about["line"])
    promises = [one for one in seen if _is_promised_to(one, line)][:PROMISES]
    teams = [team for team in people.teams(store, person.workspace_id) if team.part == line.part]
    return view.of(
        now.edition,
        local_day(now.edition.loaded_at, person.time_zone),
        view.Help(
            line,
            _here(store, line.owner_id, line),
            _here(store, line.deputy_id, line),
            [(team, people.leads(store, person.workspace_id, team.id)) for team in teams],
            [(one, _here(store, one.owner_id, one)) for one in promises],
        ),
        about["question"],
    )


def _is_promised_to(promise: Wording, line: Wording) -> bool:
    is_open = promise.kind is LineKind.PROMISE and promise.state is LineState.OPEN
    return is_open and promise.serves == line.address and promise.line_id != line.line_id


def _here(store: Store, person_id: str | None, line: Wording) -> Person | None:
    """Somebody who has not left."""
    return people.here(store, line.workspace_id, person_id)
