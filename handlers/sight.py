"""What of the score somebody sees where they read: looked up once a turn, and only when the score is read at all.

A store that is `seen_by` somebody finds of the score what they see and nothing else, whatever asks it; what is hidden
is not there. Without it, as for what falls due and for who runs the server, it finds all of it.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from score.sight import Parents, hidden
from storage import people, scores
from storage.hidden import NOTHING_HIDDEN, Hidden
from storage.store import Store
from storage.tables import Person, Place, PlaceKind, Wording

READY = 64
"""Editions in force of which it is kept what is closed; an edition never changes, so none is ever out of date."""


@dataclass(frozen=True)
class _Closed:
    """What is closed up to an edition: the parts of each edition that has closed ones, and of this one its lines."""

    edition_id: str
    parents: Mapping[str, Parents]
    parts: Mapping[str, frozenset[str]]
    lines: tuple[Wording, ...] = ()

    def from_eyes(self, standing: frozenset[str], owning: frozenset[str]) -> Hidden:
        """What is hidden from who stands in these parts, and owns lines in those."""
        parts = {
            edition: found
            for edition, closed in self.parts.items()
            if (found := hidden(self.parents[edition], closed, standing, owning))
        }
        now = parts.get(self.edition_id, frozenset())
        lines = frozenset(line.line_id for line in self.lines if line.part in now)
        return Hidden(parts, lines) if parts else NOTHING_HIDDEN


_closed: OrderedDict[str, _Closed] = OrderedDict()
_hidden: OrderedDict[tuple[str, frozenset[str], frozenset[str]], Hidden] = OrderedDict()


class _Eyes:
    """Who reads, and where; what is hidden from them is looked up once, with a store that sees all."""

    def __init__(self, store: Store, person: Person | None, place: Place) -> None:
        self.person, self.place, self._store = person, place, store
        self._found: Hidden | None = None

    def __call__(self) -> Hidden:
        if self._found is None:
            with whole(self._store):
                self._found = _hidden_from(self._store, self.person, self.place)
        return self._found


@contextmanager
def seen_by(store: Store, person: Person | None, place: Place) -> Iterator[None]:
    """Within the block the store finds of the score what `person` sees in `place`; nobody sees what all there may."""
    before = store.hides
    if not (isinstance(before, _Eyes) and before.person is person and before.place is place):
        store.hides = _Eyes(store, person, place)
    try:
        yield
    finally:
        store.hides = before


@contextmanager
def whole(store: Store) -> Iterator[None]:
    """Within the block the store finds all of the score, whoever reads: for what is decided and not shown."""
    before, store.hides = store.hides, None
    try:
        yield
    finally:
        store.hides = before


def sees(store: Store, person: Person, line: Wording) -> bool:
    """Whether somebody sees a line where they are alone: whoever is to be told of it is asked this first."""
    with whole(store):
        closed = _closed_in(store, person.workspace_id)
        return closed is None or not closed.parts or _from_person(store, closed, person).shows(line)


def _hidden_from(store: Store, person: Person | None, place: Place) -> Hidden:
    closed = _closed_in(store, place.workspace_id)
    if closed is None or not closed.parts:
        return NOTHING_HIDDEN
    everybody = _from_eyes(closed, frozenset(), frozenset())
    own = _from_person(store, closed, person) if person is not None else None
    if place.kind is PlaceKind.DIRECT:
        return own or everybody
    there = _from_channel(store, closed, place)
    # Who is in the channel of a closed part and not of it, as an admin may be, is shown nothing of it there either.
    return there if own is None or own.hides_no_more_than(there) else everybody


def _from_person(store: Store, closed: _Closed, person: Person) -> Hidden:
    if person.is_strategy_owner:
        return NOTHING_HIDDEN
    teams = people.teams_seen_by(store, person)
    owning = frozenset(line.part for line in closed.lines if person.id in (line.owner_id, line.deputy_id))
    return _from_eyes(closed, frozenset(team.part for team in teams if team.part), owning)


def _from_channel(store: Store, closed: _Closed, place: Place) -> Hidden:
    """In a channel what everybody there may see, whoever asks: nothing closed but what its team is of or within.

    Who reads along in the channel of a team that stands above is not known to be above.
    """
    team = people.team(store, place.workspace_id, place.team_id) if place.team_id else None
    return _from_eyes(closed, frozenset(), frozenset({team.part} if team is not None and team.part else ()))


def _from_eyes(closed: _Closed, standing: frozenset[str], owning: frozenset[str]) -> Hidden:
    key = closed.edition_id, standing, owning
    ready = _hidden.get(key)
    if ready is None:
        ready = _hidden[key] = closed.from_eyes(standing, owning)
        while len(_hidden) > READY:
            _hidden.popitem(last=False)
    return ready


def _closed_in(store: Store, workspace_id: str) -> _Closed | None:
    """What is closed up to the edition in force; None where there is none."""
    edition = scores.current(store, workspace_id)
    if edition is None:
        return None
    ready = _closed.get(edition.id)
    if ready is None:
        ready = _closed[edition.id] = _read(store, workspace_id, edition.id)
        while len(_closed) > READY:
            _closed.popitem(last=False)
    return ready


def _read(store: Store, workspace_id: str, edition_id: str) -> _Closed:
    parts: dict[str, set[str]] = {}
    for edition, handle in scores.closed(store, workspace_id):
        parts.setdefault(edition, set()).add(handle)
    parents = {
        edition: {part.handle: part.parent for part in scores.parts(store, workspace_id, edition)} for edition in parts
    }
    lines = tuple(scores.wordings(store, workspace_id, edition_id)) if edition_id in parts else ()
    return _Closed(edition_id, parents, {edition: frozenset(found) for edition, found in parts.items()}, lines)
