"""What a roster file would change: who is new, who changed in what, who leaves, who is in which team.

A person keeps their identity by handle, through `was:` when the handle itself changes. Nothing is erased: who is no
longer in the file leaves, and what they did stays. What a file does not speak of stays as it is, so that a table of
names from another tool does not undo the hour that somebody chose.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from score.cadence import rhythm_of
from score.hours import time_said
from score.problems import Gathering, Located
from score.roster import ROLES, Fault, Rhythms, Roster, WrittenPerson, WrittenTeam
from storage.tables import Account, Connection, Door, Membership, Person, Role, Team, Workspace

WE_NAME = (Door.WEB, Door.CONSOLE)
"""Doors at which people and teams go by their handles, since nobody else names them there."""

Said = tuple[str, str, Role]
"""Who (by handle) is in which team (by handle), in which role."""


@dataclass(frozen=True)
class Present:
    """What the workspace knows when a roster is read: all of its people, also those who have left."""

    people: Sequence[Person] = ()
    teams: Sequence[Team] = ()
    memberships: Sequence[Membership] = ()
    accounts: Sequence[Account] = ()
    connections: Sequence[Connection] = ()
    owned: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The addresses of the lines that each person owns, by the person's id."""

    workspace: Workspace | None = None

    @property
    def spread(self) -> int:
        """Over how many minutes its mornings are spread."""
        return self.workspace.spread if self.workspace else 0

    @property
    def contacts(self) -> Mapping[str, Sequence[str]]:
        """Whom it names for each kind of help."""
        return self.workspace.contacts if self.workspace else {}

    @cached_property
    def by_handle(self) -> Mapping[str, Person]:
        """Each person by handle."""
        return {person.handle: person for person in self.people}


@dataclass(frozen=True)
class Changed:
    """A noun that stands already, and its new values by column."""

    noun: Any
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Leaver:
    """Somebody who is no longer in the file, and the lines that want another owner."""

    person: Person
    owned: Sequence[str]


@dataclass(frozen=True)
class Difference:
    """What a roster would change, in the order of its file."""

    new: Sequence[tuple[WrittenPerson, Mapping[str, Any]]] = ()
    changed: Sequence[Changed] = ()
    back: Sequence[Changed] = ()
    leaving: Sequence[Leaver] = ()
    new_teams: Sequence[tuple[WrittenTeam, Mapping[str, Any]]] = ()
    changed_teams: Sequence[Changed] = ()
    joins: Sequence[Said] = ()
    ends: Sequence[tuple[Said, Membership]] = ()
    accounts: Sequence[tuple[str, Connection, str]] = ()
    """Who (by handle) is known as what on which connection from now on."""

    spread: tuple[int, int] | None = None
    """Over how many minutes a morning was spread, and is from now on; None where that stays."""

    contacts: Mapping[str, tuple[Sequence[str], Sequence[str]]] = field(default_factory=dict)
    """Who was named for a kind of help, and is from now on, for each kind in which that changes."""

    def __bool__(self) -> bool:
        return any(vars(self).values())


def compare(roster: Roster, present: Present) -> Difference:
    """What `roster` would change.

    Raises ScoreProblems for what does not fit the workspace: a `was:` that names nobody, two people who claim to be
    the same one, accounts of connections that are not there or that belong to somebody else, hours by which somebody
    would never be asked.
    """
    problems = Gathering(roster.file)
    known = _identities(roster, present, problems)
    accounts = _accounts(roster, present, known, problems)
    _need_hours(roster, known, problems)
    problems.refuse_any(roster.text)
    known_here = {
        one.handle: known[one.handle]
        for one in roster.people
        if one.handle in known and not _is_gone(one, known[one.handle])
    }
    people = _People(roster, known, known_here)
    stays = {person.id for person in known.values()}
    leaving = [one for one in present.people if one.left_at is None and one.id not in stays]
    joins, ends = _memberships(roster, present, known, {one.id for one in leaving}, known.keys() - known_here.keys())
    return Difference(
        new=people.new(),
        changed=people.changed(),
        back=people.back(),
        leaving=[Leaver(one, present.owned.get(one.id, ())) for one in leaving],
        new_teams=_new_teams(roster, present),
        changed_teams=_changed_teams(roster, present),
        joins=joins,
        ends=ends,
        accounts=accounts,
        spread=(present.spread, roster.spread) if roster.spread not in (None, present.spread) else None,
        contacts=_contacts(roster, present),
    )


def _contacts(roster: Roster, present: Present) -> dict[str, tuple[Sequence[str], Sequence[str]]]:
    if roster.contacts is None:
        return {}
    kinds = dict.fromkeys((*present.contacts, *roster.contacts))
    found = {kind: (present.contacts.get(kind, ()), roster.contacts.get(kind, ())) for kind in kinds}
    return {kind: (was, now) for kind, (was, now) in found.items() if list(was) != list(now)}


def _is_gone(one: WrittenPerson, person: Person) -> bool:
    """Whether somebody has left on the last day that the file still names: that brings nobody back."""
    return person.left_at is not None and one.leaves is not None and one.leaves <= person.left_at.date()


def _identities(roster: Roster, present: Present, problems: Gathering) -> dict[str, Person]:
    """Who of those in the file is here already, by the handle in the file."""
    in_file = {person.handle for person in roster.people}
    known: dict[str, Person] = {}
    claimed: dict[str, WrittenPerson] = {}
    for person in roster.people:
        # A `was:` that stayed in the file has done its work in an earlier import.
        here = present.by_handle.get(person.handle)
        if here is None and person.was is not None:
            here = present.by_handle.get(person.was)
            if here is None:
                _refuse(problems, Fault.NOT_HERE_BEFORE, person, "was", person.was, near=present.by_handle)
            elif person.was in in_file:
                _refuse(problems, Fault.CLAIMED_TWICE, person, "was", person.was, wanted=person.was)
                continue
        if here is not None:
            other = claimed.setdefault(here.id, person)
            if other is not person:
                _refuse(problems, Fault.CLAIMED_TWICE, person, "was", person.was or "", wanted=other.handle)
            known[person.handle] = here
    return known


def _refuse(
    problems: Gathering,
    fault: Fault,
    person: WrittenPerson,
    key: str,
    found: str,
    *,
    wanted: str = "",
    near: Collection[str] = (),
) -> None:
    at: Located = person.places.get(key, person.at)
    problems.add(fault, at, f"{person.path}.{key}", found=found, wanted=wanted, near=near)


def _accounts(
    roster: Roster, present: Present, known: Mapping[str, Person], problems: Gathering
) -> list[tuple[str, Connection, str]]:
    doors: dict[Door, Connection] = {}
    for connection in present.connections:
        doors.setdefault(connection.door, connection)
    taken = {(one.connection_id, one.external_id): one.person_id for one in present.accounts}
    new: list[tuple[str, Connection, str]] = []
    for person in roster.people:
        here = known.get(person.handle)
        for door, external in person.accounts:
            found = doors.get(door)
            owner = taken.get((found.id, external)) if found else None
            if found is None:
                _refuse(problems, Fault.NO_CONNECTION, person, "accounts", door.value)
            elif owner is None:
                new.append((person.handle, found, external))
            elif here is None or owner != here.id:
                _refuse(problems, Fault.TAKEN_ACCOUNT, person, "accounts", external)
    return new + _named_by_us(roster, present, known)


_HOURS = ("asked_at", "other_hours", "quiet", "working_days")


def _need_hours(roster: Roster, known: Mapping[str, Person], problems: Gathering) -> None:
    """The quiet hours that the file gives somebody leave an hour to ask at, beside what it does not speak of and holds
    all the same. Those that they chose themselves are theirs: nobody reads of them, and no file is refused for them.
    """
    for one in roster.people:
        here = known.get(one.handle)
        said = _rhythms(one.says, roster.defaults if here is None else Rhythms())
        if not said.get("quiet"):
            continue
        before = {name: getattr(here, name) for name in _HOURS} if here else {}
        person = Person(id="", workspace_id="", handle=one.handle, name=one.name, **{**before, **said})
        if rhythm_of(person).is_never_asked:
            _refuse(problems, Fault.NEVER_ASKED, one, "quiet", person.quiet, wanted=time_said(person.asked_at))


def _named_by_us(roster: Roster, present: Present, known: Mapping[str, Person]) -> list[tuple[str, Connection, str]]:
    """Accounts at doors where people go by their handles, for those who have none there."""
    has = {(one.connection_id, one.person_id) for one in present.accounts}
    return [
        (person.handle, connection, person.handle)
        for person in roster.people
        for connection in present.connections
        if connection.door in WE_NAME and (connection.id, _id(known.get(person.handle))) not in has
    ]


def _id(person: Person | None) -> str:
    return person.id if person else ""


class _People:
    """Those in the file beside those who are here."""

    def __init__(self, roster: Roster, known: Mapping[str, Person], here: Mapping[str, Person]) -> None:
        self._roster, self._known, self._here = roster, known, here
        self._columns = [name for name in ("email", "joins", "leaves", "role_words") if name in roster.speaks_of]

    def new(self) -> list[tuple[WrittenPerson, Mapping[str, Any]]]:
        """Who is new, with the values of their columns."""
        return [(one, self._values(one, new=True)) for one in self._roster.people if one.handle not in self._known]

    def changed(self) -> list[Changed]:
        """Who is here and changes in something."""
        return [one for one in self._standing(left=False) if one.values]

    def back(self) -> list[Changed]:
        """Who had left and is here again."""
        return self._standing(left=True)

    def _standing(self, *, left: bool) -> list[Changed]:
        found = []
        for one in self._roster.people:
            person = self._here.get(one.handle)
            if person is not None and (person.left_at is not None) is left:
                values = {
                    name: value
                    for name, value in self._values(one, new=False).items()
                    if getattr(person, name) != value
                }
                found.append(Changed(person, values | {"left_at": None} if left else values))
        return found

    def _values(self, one: WrittenPerson, *, new: bool) -> dict[str, Any]:
        columns = {"joins": "joins_on", "leaves": "leaves_on"}
        values: dict[str, Any] = {"handle": one.handle, "name": one.name}
        values |= {columns.get(name, name): getattr(one, name) for name in self._columns}
        values |= _rhythms(one.says, self._roster.defaults if new else Rhythms())
        if new or "time_zone" in values:
            values["zone_assumed"] = "time_zone" not in values
        if new or "admins" in self._roster.speaks_of:
            values["is_admin"] = one.handle in self._roster.admins
        if new or "strategy_owners" in self._roster.speaks_of:
            values["is_strategy_owner"] = one.handle in self._roster.strategy_owners
        return values


def _rhythms(says: Rhythms, otherwise: Rhythms) -> dict[str, Any]:
    """What is said of when and how somebody is asked, by column."""
    columns = {"zone": "time_zone", "days": "working_days"}
    said = {columns.get(name, name): value for name, value in vars(otherwise).items() if value is not None}
    return said | {columns.get(name, name): value for name, value in vars(says).items() if value is not None}


def _new_teams(roster: Roster, present: Present) -> list[tuple[WrittenTeam, Mapping[str, Any]]]:
    known = {team.handle for team in present.teams}
    return [(one, {"name": one.name or one.handle, **_team(one)}) for one in roster.teams if one.handle not in known]


def _team(one: WrittenTeam) -> dict[str, Any]:
    # The hour and the allowance are settled in chat as well: a file that does not name them leaves them alone.
    in_chat = {
        "allowance": one.allowance,
        "digest_at": one.digest_at,
        "asked_within": one.asked_within,
        "without_model": one.without_model,
    }
    return {"part": one.part, **{name: value for name, value in in_chat.items() if value is not None}}


def _changed_teams(roster: Roster, present: Present) -> list[Changed]:
    if "teams" not in roster.speaks_of:
        return []
    written = {one.handle: one for one in roster.teams}
    changed = []
    for team in present.teams:
        if (one := written.get(team.handle)) is None:
            continue
        values = {"name": one.name or team.name, **_team(one)}
        if new := {name: value for name, value in values.items() if getattr(team, name) != value}:
            changed.append(Changed(team, new))
    return changed


def _memberships(
    roster: Roster, present: Present, known: Mapping[str, Person], leaving: Collection[str], gone: Collection[str]
) -> tuple[list[Said], list[tuple[Said, Membership]]]:
    """Who joins and who leaves which team; where the file says nothing of a role, it stays as it is."""
    speaks = {role for key, role in ROLES.items() if key in roster.speaks_of}
    handles = {person.id: handle for handle, person in known.items()}
    here = {person.id: person.handle for person in present.people}
    teams = {team.id: team.handle for team in present.teams}
    stands: dict[Said, Membership] = {}
    ends: list[tuple[Said, Membership]] = []
    for one in present.memberships:
        said = handles.get(one.person_id, here.get(one.person_id, "")), teams[one.team_id], one.role
        if one.person_id in leaving:
            ends.append((said, one))
        else:
            stands[said] = one
    wanted: dict[Said, None] = {}
    for team in roster.teams:
        for role, members in team.people.items():
            wanted |= {(handle, team.handle, role): None for handle in members if handle not in gone}
    joins = [said for said in wanted if said not in stands]
    return joins, ends + [(said, one) for said, one in stands.items() if said not in wanted and said[2] in speaks]
