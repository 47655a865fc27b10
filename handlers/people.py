"""Who is here: a roster taken in as a difference that was read first, and people who leave on their last day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from handlers.turn import Moment, Reply
from score.cadence import due_after, first_due, local_day, rhythm_of
from score.roster import Roster, days_said, time_said
from score.roster_changes import WE_NAME, Difference, Present, compare
from storage import absences, crossings, deliveries, people, scores
from storage.store import Store
from storage.tables import (
    NOT_YET,
    Absence,
    Account,
    Connection,
    CrossingState,
    Membership,
    Noun,
    Person,
    Place,
    PlaceKind,
    Role,
    Team,
)

EASTMOST = timedelta(hours=14)
"""How far the first clocks are ahead of UTC: a day is over there before it is anywhere else."""

LEFT = "has left"

GONE_FOR_LONG = timedelta(days=180)
"""Who comes back after half a year is welcomed as somebody new is: their part and their team are others by then."""

ASKED_AS = (Role.MEMBER, Role.MANAGER)
"""Those who are asked in the morning: who does a team's work or leads it. Coaches, observers and admins are not."""


def present(store: Store, workspace_id: str) -> Present:
    """What the workspace knows of its people."""
    edition = scores.current(store, workspace_id)
    owned: dict[str, list[str]] = {}
    for line in scores.wordings(store, workspace_id, edition.id) if edition else ():
        if line.owner_id is not None:
            owned.setdefault(line.owner_id, []).append(line.address)
    return Present(
        people=people.ever_here(store, workspace_id),
        teams=people.teams(store, workspace_id),
        memberships=people.memberships(store, workspace_id),
        accounts=people.accounts(store, workspace_id),
        connections=people.connections(store, workspace_id),
        owned=owned,
    )


@dataclass
class Plan:
    """All that taking a roster in writes: worked out beforehand, so that the writer is held for the writing alone."""

    difference: Difference
    new: list[Noun] = field(default_factory=list)
    changes: list[tuple[Noun, Mapping[str, Any]]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    leavers: list[str] = field(default_factory=list)


def plan(moment: Moment, store: Store, workspace_id: str, roster: Roster) -> Plan:
    """What `roster` would change in the workspace. Nothing is kept.

    Raises ScoreProblems for what does not fit the workspace.
    """
    return _Planning(moment, store, workspace_id, roster).plan()


def keep(moment: Moment, store: Store, workspace_id: str, planned: Plan) -> None:
    """Write what was planned, all of it or nothing.

    Whatever was imported by somebody else in the meantime is refused by the database, and then nothing is kept.
    """
    store.keep(*planned.new)
    for noun, values in planned.changes:
        store.change(noun, **values)
    store.forget(Membership, planned.ended)
    if planned.leavers:
        _release(moment, store, workspace_id, planned.leavers)


def take_in(moment: Moment, store: Store, workspace_id: str, roster: Roster) -> Difference:
    """Take a roster in at once, where nobody has to read the difference first.

    Raises ScoreProblems with what does not fit the workspace; nothing is kept then.
    """
    planned = plan(moment, store, workspace_id, roster)
    keep(moment, store, workspace_id, planned)
    return planned.difference


class _Planning:
    """One roster, beside what the workspace knows."""

    def __init__(self, moment: Moment, store: Store, workspace_id: str, roster: Roster) -> None:
        self._moment, self._store, self._workspace_id = moment, store, workspace_id
        self._present = present(store, workspace_id)
        self._difference = compare(roster, self._present)
        self._plan = Plan(self._difference)
        self._people = dict(self._present.by_handle)
        self._teams = {team.handle: team for team in self._present.teams}

    def plan(self) -> Plan:
        """All that is to be written."""
        changed = self._changed_people()
        self._new_people()
        self._accounts()
        self._new_teams()
        self._plan.changes += [(one.noun, one.values) for one in self._difference.changed_teams]
        self._plan.new += [
            self._noun(Membership, team_id=self._teams[team].id, person_id=self._people[handle].id, role=role)
            for handle, team, role in self._difference.joins
        ]
        self._plan.ended = [membership.id for _, membership in self._difference.ends]
        self._due(changed)
        return self._plan

    def _noun(self, noun: type[Noun], /, **values: Any) -> Any:
        return noun(id=self._moment.id(), workspace_id=self._workspace_id, **values)

    def _new_people(self) -> None:
        for one, values in self._difference.new:
            person = self._noun(Person, **values, greet_at=NOT_YET)
            self._people[one.handle] = person
            self._plan.new.append(person)

    def _changed_people(self) -> dict[str, dict[str, Any]]:
        """The new values of those who are here, by id; who leaves is not asked, and stays what they were."""
        changed = {one.noun.id: dict(one.values) for one in (*self._difference.changed, *self._difference.back)}
        for one in self._difference.back:
            if one.noun.left_at is not None and self._moment.at - one.noun.left_at >= GONE_FOR_LONG:
                changed[one.noun.id]["greet_at"] = NOT_YET
        for leaver in self._difference.leaving:
            changed[leaver.person.id] = {"left_at": self._moment.at, "next_due_at": None}
            self._plan.leavers.append(leaver.person.id)
        for person in self._present.people:
            if handle := changed.get(person.id, {}).get("handle"):
                self._people[handle] = person
        return changed

    def _accounts(self) -> None:
        for handle, connection, external in self._difference.accounts:
            person = self._people[handle]
            ours = {"connection_id": connection.id, "external_id": external}
            self._plan.new.append(self._noun(Account, person_id=person.id, **ours))
            if connection.door in WE_NAME:
                # Elsewhere the platform names the place, when a conversation is opened.
                place = self._noun(Place, kind=PlaceKind.DIRECT, name=person.name, person_id=person.id, **ours)
                self._plan.new.append(place)
        renamed = {one.noun.handle: one.values["handle"] for one in self._difference.changed if "handle" in one.values}
        self._rename(renamed)

    def _rename(self, renamed: Mapping[str, str]) -> None:
        """Where people go by their handles, they go by the new ones."""
        ids = {self._present.by_handle[old].id: (old, new) for old, new in renamed.items()}
        ours = {one.id for one in self._present.connections if one.door in WE_NAME}
        places = people.places_of(self._store, self._workspace_id, list(ids)) if ids else []
        reached: list[Account | Place] = [*self._present.accounts, *places]
        for one in reached:
            old, new = ids.get(one.person_id or "", ("", ""))
            if one.connection_id in ours and one.external_id == old:
                self._plan.changes.append((one, {"external_id": new}))

    def _new_teams(self) -> None:
        for one, values in self._difference.new_teams:
            team: Team = self._noun(Team, handle=one.handle, **values)
            self._teams[one.handle] = team
            self._plan.new.append(team)
            self._plan.new += [
                self._channel(team, where) for where in self._present.connections if where.door in WE_NAME
            ]

    def _channel(self, team: Team, connection: Connection) -> Noun:
        place: Noun = self._noun(
            Place,
            kind=PlaceKind.CHANNEL,
            name=team.handle,
            team_id=team.id,
            connection_id=connection.id,
            external_id=team.handle,
        )
        return place

    def _due(self, changed: dict[str, dict[str, Any]]) -> None:
        """When each of those is asked next whose rhythm or teams change."""
        asked = self._asked()
        joining = {self._people[handle].id for handle, _, _ in self._difference.joins}
        ending = {one.person_id for _, one in self._difference.ends}
        here = {person.id: person for person in self._present.people}
        away = self._away([*changed, *joining, *ending])
        for person in self._plan.new:
            if isinstance(person, Person) and person.id in asked:
                person.next_due_at = first_due(rhythm_of(person), self._moment.at)
        for id in here.keys() & {*changed, *joining, *ending} - set(self._plan.leavers):
            values = changed.setdefault(id, {})
            after = Person(**{**here[id].model_dump(), **values})
            due = due_after(after, away.get(id, ()), self._moment.at, asked=id in asked)
            if due != after.next_due_at:
                values["next_due_at"] = due
        self._plan.changes += [(here[id], values) for id, values in changed.items() if values]

    def _asked(self) -> set[str]:
        """Who does a team's work or leads it, once all is written."""
        ended = set(self._plan.ended)
        stay = {one.person_id for one in self._present.memberships if one.id not in ended and one.role in ASKED_AS}
        new = {self._people[handle].id for handle, _, role in self._difference.joins if role in ASKED_AS}
        return stay | new

    def _away(self, ids: Sequence[str]) -> dict[str, list[Absence]]:
        away: dict[str, list[Absence]] = {}
        today = self._moment.at.date()
        for one in absences.of_people(self._store, self._workspace_id, sorted(set(ids)), today) if ids else ():
            away.setdefault(one.person_id, []).append(one)
        return away


# Leaving


def let_go(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Let those go whose last day is over: no more prompts, no more teams; what they did stays."""
    candidates = people.leaving(store, workspace_id, (moment.at + EASTMOST).date(), limit)
    over = [one for one in candidates if one.leaves_on and local_day(moment.at, one.time_zone) > one.leaves_on]
    for person in over:
        store.change(person, left_at=moment.at, next_due_at=None)
        store.forget(Membership, [one.id for one in people.memberships_of(store, person)])
    if over:
        _release(moment, store, workspace_id, [one.id for one in over])
    return Reply(served=len(over))


def _release(moment: Moment, store: Store, workspace_id: str, leavers: Sequence[str]) -> None:
    """Nothing goes out to those who leave, and nobody waits for them: what was handed to them is asked about anew."""
    places = [place.id for place in people.places_of(store, workspace_id, leavers)]
    deliveries.withdraw(store, workspace_id, places, moment.at, LEFT)
    for crossing, task in crossings.handed_to(store, workspace_id, leavers):
        store.change(crossing, state=CrossingState.ASKED, other_id=None, settled_at=None)
        deliveries.amend(store, workspace_id, f"checkin:{task.checkin_id}")


# Handing it back


def exported(store: Store, workspace_id: str) -> dict[str, Any]:
    """The roster as a file has it: everybody who is here, and every team that has somebody in it."""
    known = present(store, workspace_id)
    here = {person.id: person for person in known.people if person.left_at is None}
    accounts = _accounts_said(known)
    teams = {team.id: team for team in known.teams}
    roles: dict[str, dict[str, list[str]]] = {}
    for one in sorted(known.memberships, key=lambda one: here[one.person_id].handle if one.person_id in here else ""):
        if one.person_id in here:
            keys = {Role.MANAGER: "manager", Role.MEMBER: "members", Role.COACH: "coaches", Role.OBSERVER: "observers"}
            roles.setdefault(one.team_id, {}).setdefault(keys[one.role], []).append(here[one.person_id].handle)
    return {
        "people": {one.handle: _said(one, accounts.get(one.id, {})) for one in here.values()},
        "teams": {team.handle: _team_said(team) | roles.get(id, {}) for id, team in teams.items()},
        "admins": [one.handle for one in here.values() if one.is_admin],
        "strategy_owners": [one.handle for one in here.values() if one.is_strategy_owner],
    }


def _accounts_said(known: Present) -> dict[str, dict[str, str]]:
    doors = {one.id: one.door for one in known.connections}
    accounts: dict[str, dict[str, str]] = {}
    for one in known.accounts:
        if (door := doors[one.connection_id]) not in WE_NAME:
            accounts.setdefault(one.person_id, {})[door.value] = one.external_id
    return accounts


def _said(person: Person, accounts: Mapping[str, str]) -> dict[str, Any]:
    said = {
        "name": person.name,
        "email": person.email,
        "zone": person.time_zone,
        "asked_at": time_said(person.asked_at),
        "days": days_said(person.working_days),
        "country": person.country,
        "language": person.language,
        "joins": person.joins_on.isoformat() if person.joins_on else "",
        "leaves": person.leaves_on.isoformat() if person.leaves_on else "",
        "role_words": person.role_words,
        "accounts": dict(accounts),
    }
    return {name: value for name, value in said.items() if value}


def _team_said(team: Team) -> dict[str, Any]:
    hour = time_said(team.digest_at) if team.digest_at is not None else ""
    said: dict[str, Any] = {"name": team.name, "part": team.part or "", "digest_at": hour}
    if team.allowance is not None:
        said["allowance"] = f"{team.allowance:g}"
    return {name: value for name, value in said.items() if value}
