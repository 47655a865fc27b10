"""Whom a reader of the demo can be: everybody of the organisation, by what they are to it.

Somebody with two roles has two seats, so that a newcomer who looks for a role finds whoever plays it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from prompts import Filled, phrase
from score.words import alike
from storage import people
from storage.store import Store
from storage.tables import Membership, Person, Role, Team

MANY = 24
"""Seats that are read at a glance; where there are more, each row shows its first ones and the others are searched."""

FOUND = 40
"""Seats of a row that a search shows."""


class SeatKind(StrEnum):
    """What somebody is to the organisation, in the order in which it is read."""

    MEMBER = "member"
    MANAGER = "manager"
    COACH = "coach"
    OWNER = "owner"
    ADMIN = "admin"
    OBSERVER = "observer"
    NONE = "none"


TITLES: Mapping[SeatKind, Filled] = {
    SeatKind.MEMBER: phrase("seats.member"),
    SeatKind.MANAGER: phrase("seats.manager"),
    SeatKind.COACH: phrase("seats.coach"),
    SeatKind.OWNER: phrase("seats.owner"),
    SeatKind.ADMIN: phrase("seats.admin"),
    SeatKind.OBSERVER: phrase("seats.observer"),
    SeatKind.NONE: phrase("seats.none"),
}
"""How those of a kind are called."""

SAYS: Mapping[SeatKind, Filled] = {
    SeatKind.MEMBER: phrase("seats.member-says"),
    SeatKind.MANAGER: phrase("seats.manager-says"),
    SeatKind.COACH: phrase("seats.coach-says"),
    SeatKind.OWNER: phrase("seats.owner-says"),
    SeatKind.ADMIN: phrase("seats.admin-says"),
    SeatKind.OBSERVER: phrase("seats.observer-says"),
    SeatKind.NONE: phrase("seats.none-says"),
}
"""What is seen and done from there."""

_BY_ROLE = {
    Role.MEMBER: SeatKind.MEMBER,
    Role.MANAGER: SeatKind.MANAGER,
    Role.COACH: SeatKind.COACH,
    Role.OBSERVER: SeatKind.OBSERVER,
}


@dataclass(frozen=True)
class Seat:
    """Somebody in one role: the handle in addresses, the name, what they do, and to which teams they are this."""

    handle: str
    name: str
    does: str = ""
    teams: tuple[str, ...] = ()

    @property
    def about(self) -> Filled | None:
        """To which teams, and what they do; None where neither is known."""
        if self.teams and self.does:
            return phrase("seats.team-and-work", teams=list(self.teams), does=self.does)
        if self.teams:
            return phrase("seats.teams", teams=list(self.teams))
        return phrase("seats.work", does=self.does) if self.does else None

    def fits(self, words: Sequence[str]) -> bool:
        """Whether each of these words begins or stands within the name, the handle, the work or a team."""
        whole = alike(" ".join((self.name, self.handle, self.does, *self.teams)))
        return all(word in whole for word in words)


@dataclass(frozen=True)
class Row:
    """The seats of one kind that are shown, by name, and how many more of them there are."""

    kind: SeatKind
    seats: Sequence[Seat]
    more: int = 0

    @property
    def count(self) -> int:
        """How many there are, shown or not."""
        return len(self.seats) + self.more


@dataclass(frozen=True)
class Seats:
    """All rows that have anybody, in their order; `many` where they are not read at a glance."""

    rows: Sequence[Row]
    many: bool = False


def taken(store: Store, workspace_id: str, room: int, wanted: str = "") -> Seats:
    """Everybody of the workspace by what they are; with `wanted`, those whom each of its words fits.

    Where there are many, each row shows as many as there is `room`.
    """
    rows = _rows(store, workspace_id)
    many = sum(len(seats) for seats in rows.values()) > MANY
    words = alike(wanted).split()
    if words:
        fitting = {kind: [one for one in seats if one.fits(words)] for kind, seats in rows.items()}
        return Seats(_shortened(fitting, FOUND), many)
    return Seats(_shortened(rows, room if many else MANY), many)


def _shortened(rows: Mapping[SeatKind, Sequence[Seat]], room: int) -> list[Row]:
    return [Row(kind, rows[kind][:room], max(0, len(rows[kind]) - room)) for kind in SeatKind if rows.get(kind)]


def _rows(store: Store, workspace_id: str) -> Mapping[SeatKind, Sequence[Seat]]:
    teams = {one.id: one for one in people.teams(store, workspace_id)}
    held: defaultdict[str, list[Membership]] = defaultdict(list)
    for one in people.memberships(store, workspace_id):
        held[one.person_id].append(one)
    rows: defaultdict[SeatKind, list[Seat]] = defaultdict(list)
    for person in people.everybody(store, workspace_id):
        for kind, names in _kinds(person, held[person.id], teams):
            rows[kind].append(Seat(person.handle, person.name, person.role_words, names))
    return rows


def _kinds(
    person: Person, held: Sequence[Membership], teams: Mapping[str, Team]
) -> Iterator[tuple[SeatKind, tuple[str, ...]]]:
    """Each thing that somebody is, with the teams to which they are it; nothing else where they are nothing."""
    found: defaultdict[SeatKind, list[str]] = defaultdict(list)
    for one in held:
        found[_BY_ROLE[one.role]].append(teams[one.team_id].name)
    yield from ((kind, tuple(sorted(names))) for kind, names in found.items())
    said = ((SeatKind.OWNER, person.is_strategy_owner), (SeatKind.ADMIN, person.is_admin))
    yield from ((kind, ()) for kind, is_so in said if is_so)
    if not found and not any(is_so for _, is_so in said):
        yield SeatKind.NONE, ()
