"""Two lines of the score beside each other: what they share and where they part; and why this one and not that."""

from collections.abc import Mapping
from datetime import date

from handlers.cards import Card
from handlers.guards import ScoreNow, score_now
from handlers.pulling import every
from handlers.turn import Gone, Reader
from handlers.views import compared as view
from handlers.views.tensions import Pull
from score.cadence import local_day
from score.search import visible_lines
from storage import people
from storage.store import Store
from storage.tables import LineKind, Person, PlaceKind, Wording


def draw_lines(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Two lines beside each other, as they read now."""
    person, now = _need(store, reader)
    one, other = (_read(now, reader, about[side]) for side in ("one", "other"))
    sides = [view.Side(line, now.at(line.serves), _owner(store, line), _measures(now, line)) for line in (one, other)]
    return view.lines(
        now.edition,
        _loaded(person, now),
        sides[0],
        sides[1],
        _pull(store, reader, now, one, other),
        about["question"],
    )


def draw_rather(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What was chosen against and why, what is done instead, and what that rests on."""
    person, now = _need(store, reader)
    against = _read(now, reader, about["against"])
    line = _read(now, reader, about["line"]) if about["line"] else now.at(against.serves)
    conditions = now.conditions_near([line.line_id]) if line else []
    condition = next((one for one in conditions if one in _seen(now, reader)), None)
    return view.rather(now.edition, _loaded(person, now), against, line, condition, about["question"])


def _need(store: Store, reader: Reader) -> tuple[Person, ScoreNow]:
    now = score_now(store, reader.person.workspace_id) if reader.person is not None else None
    if reader.person is None or now is None:
        raise Gone("an answer is given to somebody, from a score")
    return reader.person, now


def _seen(now: ScoreNow, reader: Reader) -> list[Wording]:
    alone = reader.person if reader.place.kind is PlaceKind.DIRECT else None
    return visible_lines(now.wordings.values(), alone)


def _read(now: ScoreNow, reader: Reader, line_id: str) -> Wording:
    """A line that may be seen by who reads, and by all who read along."""
    line = next((one for one in _seen(now, reader) if one.line_id == line_id), None)
    if line is None:
        raise Gone(line_id)
    return line


def _loaded(person: Person, now: ScoreNow) -> date:
    return local_day(now.edition.loaded_at, person.time_zone)


def _owner(store: Store, line: Wording) -> Person | None:
    return people.here(store, line.workspace_id, line.owner_id)


def _measures(now: ScoreNow, line: Wording) -> list[Wording]:
    return [one for one in now.wordings.values() if one.kind is LineKind.MEASURE and one.serves == line.address]


def _pull(store: Store, reader: Reader, now: ScoreNow, one: Wording, other: Wording) -> Pull | None:
    """The open tension between the two."""
    person = reader.person
    assert person is not None, "needed before"
    alone = person if reader.place.kind is PlaceKind.DIRECT else None
    pulls = every(store, now, alone, local_day(reader.at, person.time_zone))
    two = {one.line_id, other.line_id}
    return next((pull for pull in pulls if pull.is_open and {line.line_id for line in pull.lines} == two), None)
