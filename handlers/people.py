"""Who is here: a roster taken in as a difference that was read first, and people who leave on their last day."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from handlers import unasked
from handlers.cards import Card, Form
from handlers.turn import Answer, Corrections, Gone, How, Moment, Reader, Refused, Reply, Turn, deliver
from handlers.views import people as view
from prompts import phrase
from score import directory
from score.cadence import common_zone, due_after, first_due, local_day, planned_for, rhythm_of, share_of_spread
from score.directory import Directory
from score.hours import days_said, time_said
from score.problems import ScoreProblems
from score.roster import Roster
from score.roster import read as read_roster
from score.roster_changes import WE_NAME, Difference, Present, compare
from score.words import alike
from score.writing import write_data
from storage import absences, crossings, deliveries, installations, memos, nominations, people, remarks, scores
from storage.store import Store
from storage.tables import (
    NOT_YET,
    Absence,
    Account,
    Cause,
    Connection,
    CrossingState,
    DataKey,
    Delivery,
    Membership,
    NominationState,
    Noun,
    Person,
    Place,
    PlaceKind,
    Role,
    Team,
    Ticket,
    TicketKind,
)

EASTMOST = timedelta(hours=14)
"""How far the first clocks are ahead of UTC: a day is over there before it is anywhere else."""

LOOKING = "looking"
"""What stands in the place of a directory that is still being looked at."""

WANTS_DIRECTORY = ("people.propose", "people.take_over")
"""Actions for which a door that has a directory hands it over, as the field `directory`, or says `LOOKING`."""

CODE_HOLDS = timedelta(hours=24)
"""How long an account can be linked with a code."""

GONE_FOR_LONG = timedelta(days=180)
"""Who comes back after half a year is welcomed as somebody new is: their part and their team are others by then."""

ASKED_AS = (Role.MEMBER, Role.MANAGER)
"""Those who are asked in the morning: who does a team's work or leads it. Coaches, observers and admins are not."""


def present(store: Store, workspace_id: str, at: str = "") -> Present:
    """What the workspace knows of its people; `at` is the connection that accounts are said of, else the first one."""
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
        connections=sorted(people.connections(store, workspace_id), key=lambda one: one.id != at),
        owned=owned,
        workspace=people.workspace(store, workspace_id),
    )


@dataclass
class Plan:
    """All that taking a roster in writes: worked out beforehand, so that the writer is held for the writing alone."""

    difference: Difference
    new: list[Noun] = field(default_factory=list)
    changes: list[tuple[Noun, Mapping[str, Any]]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    leavers: list[str] = field(default_factory=list)


def plan(moment: Moment, store: Store, workspace_id: str, roster: Roster, at: str = "") -> Plan:
    """What `roster` would change in the workspace. Nothing is kept. `at` is the connection its accounts are on.

    Raises ScoreProblems for what does not fit the workspace.
    """
    return _Planning(moment, store, workspace_id, roster, at).plan()


def keep(moment: Moment, store: Store, workspace_id: str, planned: Plan) -> None:
    """Write what was planned, all of it or nothing.

    Whatever was imported by somebody else in the meantime is refused by the database, and then nothing is kept.
    """
    store.keep(*planned.new)
    for noun, values in planned.changes:
        if isinstance(noun, Person):
            unasked.settle(moment, store, noun)
        if isinstance(noun, Team) and "asked_within" in values:
            people.look_again(store, noun, moment.at)
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

    def __init__(self, moment: Moment, store: Store, workspace_id: str, roster: Roster, at: str) -> None:
        self._moment, self._store, self._workspace_id = moment, store, workspace_id
        self._present = present(store, workspace_id, at)
        self._difference = compare(roster, self._present)
        self._plan = Plan(self._difference)
        self._spread = self._difference.spread[1] if self._difference.spread else self._present.spread
        self._people = dict(self._present.by_handle)
        self._teams = {team.handle: team for team in self._present.teams}

    def plan(self) -> Plan:
        """All that is to be written."""
        changed = self._changed_people()
        self._spread_anew(changed)
        self._contacts()
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
        usual = self._usual_zone()
        for one, values in self._difference.new:
            person = self._noun(Person, **{"time_zone": usual, **values}, greet_at=NOT_YET)
            person.asked_after = share_of_spread(person.id, self._spread)
            self._people[one.handle] = person
            self._plan.new.append(person)

    def _usual_zone(self) -> str:
        """Where most of those live of whom it was said: whoever is new without a zone is taken to live there, too."""
        here = [one for one in self._present.people if one.left_at is None and not one.zone_assumed]
        new = [values["time_zone"] for _, values in self._difference.new if "time_zone" in values]
        return common_zone([*(one.time_zone for one in here), *new])

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

    def _contacts(self) -> None:
        """Whom the organisation names for somebody who needs help."""
        if self._difference.contacts and self._present.workspace:
            changed = {kind: list(now) for kind, (_, now) in self._difference.contacts.items()}
            named = {kind: now for kind, now in {**self._present.contacts, **changed}.items() if now}
            self._plan.changes.append((self._present.workspace, {"contacts": named}))

    def _spread_anew(self, changed: dict[str, dict[str, Any]]) -> None:
        """How long after their hours those are asked who stay or come back, where the spread is another one by now."""
        if self._difference.spread and self._present.workspace:
            self._plan.changes.append((self._present.workspace, {"spread": self._spread}))
        leaving = set(self._plan.leavers)
        for one in self._present.people:
            is_here = one.left_at is None or one.id in changed
            after = share_of_spread(one.id, self._spread)
            if is_here and one.id not in leaving and one.asked_after != after:
                changed.setdefault(one.id, {})["asked_after"] = after

    def _accounts(self) -> None:
        held = {(one.connection_id, one.person_id): one for one in self._present.accounts}
        for handle, connection, external in self._difference.accounts:
            person = self._people[handle]
            if before := held.get((connection.id, person.id)):
                self._move(before, external)
                continue
            ours = {"connection_id": connection.id, "external_id": external}
            self._plan.new.append(self._noun(Account, person_id=person.id, **ours))
            if connection.door in WE_NAME:
                # Elsewhere the platform names the place, when a conversation is opened.
                place = self._noun(Place, kind=PlaceKind.DIRECT, name=person.name, person_id=person.id, **ours)
                self._plan.new.append(place)
        renamed = {one.noun.handle: one.values["handle"] for one in self._difference.changed if "handle" in one.values}
        self._rename(renamed)

    def _move(self, account: Account, external: str) -> None:
        """A person has one account on a connection: by the new one they are reached as by the old one before."""
        self._plan.changes.append((account, {"external_id": external}))
        self._plan.changes += [
            (place, {"external_id": external, "closed_at": None, "closed_why": ""})
            for place in people.places_of(self._store, self._workspace_id, [account.person_id])
            if place.connection_id == account.connection_id
        ]

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
        joining = {self._people[handle].id for handle, _, _ in self._difference.joins}
        ending = {one.person_id for _, one in self._difference.ends}
        here = {person.id: person for person in self._present.people}
        away, teams = self._away([*changed, *joining, *ending]), self._shared()
        for person in self._plan.new:
            if isinstance(person, Person) and person.id in teams:
                person.next_due_at = first_due(rhythm_of(person, (), teams.get(person.id, ())), self._moment.at)
        for id in here.keys() & {*changed, *joining, *ending} - set(self._plan.leavers):
            values = changed.setdefault(id, {})
            after = Person(**{**here[id].model_dump(), **values})
            due = None
            if id in teams:
                due = due_after(after, planned_for(here[id]), away.get(id, ()), teams[id], self._moment.at)
            if due != after.next_due_at:
                values["next_due_at"] = due
        self._plan.changes += [(here[id], values) for id, values in changed.items() if values]

    def _shared(self) -> dict[str, list[Team]]:
        """The teams whose work each person does or leads, by the person's id, once all is written."""
        ended, by_id = set(self._plan.ended), {team.id: team for team in self._teams.values()}
        stay = [one for one in self._present.memberships if one.id not in ended]
        there = [(one.person_id, by_id[one.team_id], one.role) for one in stay]
        joins = [(self._people[handle].id, self._teams[team], role) for handle, team, role in self._difference.joins]
        shared: dict[str, list[Team]] = {}
        for person_id, team, role in (*there, *joins):
            if role in ASKED_AS:
                shared.setdefault(person_id, []).append(team)
        return shared

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
        unasked.settle(moment, store, person)
        store.change(person, left_at=moment.at, next_due_at=None)
        store.forget(Membership, [one.id for one in people.memberships_of(store, person)])
    if over:
        _release(moment, store, workspace_id, [one.id for one in over])
    return Reply(served=len(over))


def _release(moment: Moment, store: Store, workspace_id: str, leavers: Sequence[str]) -> None:
    """Nothing goes out to those who leave, and nobody waits for them: what was handed to them is asked about anew. What
    they asked to be remembered was for them alone, and is forgotten.
    """
    memos.forget(store, workspace_id, leavers)
    places = [place.id for place in people.places_of(store, workspace_id, leavers)]
    deliveries.withdraw(store, workspace_id, places, moment.at, Cause.LEFT)
    for one in nominations.asked_of(store, workspace_id, leavers):
        store.change(one, state=NominationState.LEFT, words="", settled_at=moment.at)
    for remark in remarks.held_by(store, workspace_id, leavers):
        # Who has it next is looked up where all that is due is (handlers/remarks.py).
        store.change(remark, due_at=moment.at)
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
        **({"spread": known.spread} if known.spread else {}),
        **({"contacts": dict(known.contacts)} if known.contacts else {}),
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
        "zone": "" if person.zone_assumed else person.time_zone,
        "asked_at": time_said(person.asked_at),
        "other_hours": person.other_hours,
        "quiet": person.quiet,
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
    said: dict[str, Any] = {
        "name": team.name,
        "part": team.part or "",
        "digest_at": hour,
        "asked_within": team.asked_within,
        "model": "none" if team.without_model else "",
    }
    if team.allowance is not None:
        said["allowance"] = f"{team.allowance:g}"
    return {name: value for name, value in said.items() if value}


# What a platform's directory adds


def propose(turn: Turn, _store: Store) -> Reply:
    """Show an admin what the directory of this door would add to the roster."""
    _need_admin(turn)
    said = turn.fields.get("directory", "")
    if not said:
        return Reply(Answer(How.CARD, "people.no_directory"))
    if said == LOOKING:
        return Reply(Answer(How.CARD, "people.looking"))
    # Nothing of it is kept: what a look answers never is.
    return Reply(Answer(How.CARD, "people.proposal", {"directory": said}))


def _need_admin(turn: Turn) -> None:
    if not turn.person.is_admin:
        raise Refused("people.admins_only")


def consider_take_over(turn: Turn, store: Store) -> Plan | Answer:
    """The plan that an admin has read; where it is another one by now, or none, that is shown instead."""
    asked = propose(turn, store).answer
    if asked.view != "people.proposal":
        return asked
    try:
        planned = _beside(turn, store, turn.place, asked.about["directory"])
    except ValueError:
        return asked
    return planned if planned.difference and _key(planned.difference) == turn.value else asked


def take_over(turn: Turn, store: Store, planned: Plan) -> Reply:
    """Take in what an admin has read and pressed."""
    keep(turn, store, turn.person.workspace_id, planned)
    counts = {"new": len(planned.difference.new), "left": len(planned.difference.leaving)}
    return Reply(Answer(How.CARD, "people.taken", {name: str(count) for name, count in counts.items()}))


def _beside(moment: Moment, store: Store, place: Place, said: str) -> Plan:
    """What a directory would change. Raises ScoreProblems for what does not fit, ValueError for what is none."""
    known = present(store, place.workspace_id, place.connection_id)
    here = {one.id: one.handle for one in known.people if one.left_at is None}
    doors = {one.id: one.door for one in known.connections}
    linked = {one.external_id: one for one in known.accounts if one.connection_id == place.connection_id}
    left = {account for account, one in linked.items() if one.person_id not in here}
    found = directory.without(Directory.from_text(said), left)
    roster = directory.beside(
        found,
        exported(store, place.workspace_id),
        {account: here[one.person_id] for account, one in linked.items() if account not in left},
        {
            here[one.person_id]
            for one in known.accounts
            if one.connection_id != place.connection_id
            and doors[one.connection_id] not in WE_NAME
            and one.person_id in here
        },
        doors[place.connection_id],
    )
    read = read_roster(write_data(roster).encode(), "directory.yml")
    return plan(moment, store, place.workspace_id, read, place.connection_id)


def _key(found: Difference) -> str:
    """What tells one difference from another, so that nothing is kept but what was read."""
    said = [
        [(one.handle, sorted(values.items())) for one, values in found.new],
        [(one.handle, sorted(values.items())) for one, values in found.new_teams],
        [(one.noun.id, sorted(one.values.items())) for one in (*found.changed, *found.back, *found.changed_teams)],
        [one.person.id for one in found.leaving],
        [*found.joins, *(said for said, _ in found.ends)],
        [(handle, where.id, external) for handle, where, external in found.accounts],
        found.spread,
        sorted(found.contacts.items()),
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def draw_proposal(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What the directory would change, read beside all that is known."""
    if reader.person is None or not reader.person.is_admin:
        raise Gone("people.proposal")
    try:
        # What is drawn is not kept, so that its ids need no chance.
        moment = Moment(reader.at, Random(0))  # noqa: S311 - ids that nobody keeps
        planned = _beside(moment, store, reader.place, about["directory"])
    except ScoreProblems as problems:
        return view.unfit(len(problems.problems))
    except ValueError:
        raise Gone("people.proposal") from None
    return view.proposal(planned.difference, _key(planned.difference))


def draw_looking(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """The directory is being looked at."""
    return view.looking()


def draw_no_directory(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Nobody is listed at the door where it was asked."""
    return view.no_directory()


def draw_taken(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """The roster is what was read."""
    return view.taken(int(about["new"]), int(about["left"]))


def draw_admins_only(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Only admins do that."""
    return view.admins_only()


# Connections that close, and accounts that come and go


def close_connection(moment: Moment, store: Store, connection: Connection, why: str) -> None:
    """We were removed from a connection: its tokens are forgotten, and nothing is sent or planned there any more.

    The second time it changes nothing.
    """
    workspace_id = connection.workspace_id
    one = installations.of_connection(store, workspace_id, connection.id)
    if one is not None and one.ended_at is None:
        nothing = {"token": "", "refresh": "", "key_id": None, "token_until": None, "refreshing_until": None}
        # The count goes on, so that whoever is renewing a token just now does not bring it back.
        store.change(one, **nothing, refreshed=one.refreshed + 1, ended_at=moment.at, ended_why=why[:64])
        used = {other.key_id for other in installations.of_workspace(store, workspace_id)}
        store.forget(DataKey, [key.id for key in installations.data_keys(store, workspace_id) if key.id not in used])
    store.change(connection, closed_at=moment.at)
    deliveries.withdraw_all(store, workspace_id, connection.id, moment.at, Cause.REMOVED, why)


def open_connection(store: Store, connection: Connection) -> None:
    """We are back on a connection: what falls due from now on is planned there again."""
    store.change(connection, closed_at=None)


def gone_there(moment: Moment, store: Store, connection: Connection, account: str) -> Sequence[Delivery]:
    """An account was deactivated: nothing is sent there any more, and those who run the organisation are asked."""
    person = people.known_as(store, connection.id, account)
    if person is None or _is_closed(store, person, connection):
        return ()
    place = people.direct_place_on(store, person, connection.id)
    if place is not None:
        people.close_place(store, place, moment.at, Cause.DEACTIVATED)
        deliveries.withdraw(store, person.workspace_id, [place.id], moment.at, Cause.DEACTIVATED)
    return _tell_admins(moment, store, connection, "people.gone_there", {"person": person.id}, f"gone:{person.id}")


def back_there(store: Store, connection: Connection, account: str) -> Sequence[tuple[Person, Place]]:
    """An account is active: whoever it is linked to is reached there again. Gives who was not, and where."""
    person, place = people.reached(store, connection.id, account)
    if person is None or place is None or place.closed_at is None:
        return ()
    people.open_place(store, place)
    return [(person, place)]


def direct_place(moment: Moment, connection: Connection, person: Person, external_id: str) -> Place:
    """Where somebody will be reached alone on a connection."""
    return Place(
        id=moment.id(),
        workspace_id=connection.workspace_id,
        connection_id=connection.id,
        external_id=external_id,
        kind=PlaceKind.DIRECT,
        name=person.name,
        person_id=person.id,
    )


def heard_from(store: Store, place: Place) -> None:
    """Somebody wrote or pressed in a place that could not be reached: it is reached again."""
    found = people.place(store, place.workspace_id, place.id)
    if found is not None and found.closed_at is not None:
        people.open_place(store, found)


def cannot_reach(at: datetime, store: Store, place: Place, why: str) -> bool:
    """A platform says that nobody can be reached in a place: nothing more is planned there until somebody is heard
    from there, and what was planned is left. False when that was known.
    """
    if not people.close_place(store, place, at, why):
        return False
    deliveries.withdraw(store, place.workspace_id, [place.id], at, Cause.PARKED, why)
    return True


def _is_closed(store: Store, person: Person, connection: Connection) -> bool:
    place = people.direct_place_on(store, person, connection.id)
    return place is not None and place.closed_at is not None


def joined_there(moment: Moment, store: Store, connection: Connection, account: str) -> Sequence[Delivery]:
    """Somebody is new on a connection: those who run the organisation are asked, once a day."""
    if people.known_as(store, connection.id, account) is not None:
        return ()
    return _tell_admins(moment, store, connection, "people.joined_there", {}, "joined")


def _tell_admins(
    moment: Moment, store: Store, connection: Connection, shows: str, about: Mapping[str, str], once: str
) -> list[Delivery]:
    """Tell those admins who can look at the directory of that connection."""
    told = []
    for admin in people.admins(store, connection.workspace_id):
        place = people.direct_place_on(store, admin, connection.id)
        if place is not None and place.closed_at is None and about.get("person") != admin.id:
            planned = deliver(moment, place, shows, about, once=f"{once}:{moment.at.date().isoformat()}")
            if deliveries.planned_once(store, connection.workspace_id, planned.once) is None:
                told.append(planned)
    return told


def draw_gone_there(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Somebody's account was deactivated."""
    person = people.person(store, reader.place.workspace_id, about["person"])
    if reader.person is None or not reader.person.is_admin or person is None:
        raise Gone(about["person"])
    return view.gone_there(person)


def draw_joined_there(_store: Store, reader: Reader, _about: Mapping[str, str]) -> Card:
    """Somebody is new there."""
    if reader.person is None or not reader.person.is_admin:
        raise Gone("people.joined_there")
    return view.joined_there()


# The channels of teams


def link_channel(
    moment: Moment, store: Store, connection: Connection, channel: str, names: Sequence[str], inviter: str
) -> Team | None:
    """Make a channel the place of its team; None when nobody can tell whose it is.

    Its team is the one that one of these names is of, if whoever has invited us is in that or runs the organisation;
    else the only one that they lead and that has no channel on this connection yet. The first name is what the channel
    is called from now on.
    """
    standing = people.place_at(store, connection.id, channel)
    if standing is not None and standing.team_id is not None:
        store.change(standing, name=names[0], closed_at=None, closed_why="")
        return people.team(store, connection.workspace_id, standing.team_id)
    person = people.known_as(store, connection.id, inviter) if inviter else None
    team = _team_of(store, connection, names, person) if person is not None else None
    if team is None:
        return None
    if standing is not None:
        store.change(standing, name=names[0], team_id=team.id, closed_at=None, closed_why="")
        return team
    store.keep(
        Place(
            id=moment.id(),
            workspace_id=connection.workspace_id,
            connection_id=connection.id,
            external_id=channel,
            kind=PlaceKind.CHANNEL,
            name=names[0],
            team_id=team.id,
        )
    )
    return team


def let_channel_go(store: Store, connection: Connection, channel: str) -> None:
    """Somebody reads along in a channel who may not: it is no team's any more."""
    place = people.place_at(store, connection.id, channel)
    if place is not None:
        store.change(place, team_id=None)


def _team_of(store: Store, connection: Connection, names: Sequence[str], inviter: Person) -> Team | None:
    teams, said = people.teams(store, connection.workspace_id), {alike(name) for name in names}
    memberships = people.memberships_of(store, inviter)
    for team in teams:
        if said & _names_of(team):
            theirs = inviter.is_admin or team.id in {one.team_id for one in memberships}
            return team if theirs and _has_no_channel(store, connection, team) else None
    leads = {one.team_id for one in memberships if one.role is Role.MANAGER}
    led = [team for team in teams if team.id in leads and _has_no_channel(store, connection, team)]
    return led[0] if len(led) == 1 else None


def _has_no_channel(store: Store, connection: Connection, team: Team) -> bool:
    channels = people.channels_of(store, team.workspace_id, [team])
    return not any(one.connection_id == connection.id for one in channels)


def _names_of(team: Team) -> set[str]:
    return {alike(team.handle), alike(f"team-{team.handle}"), alike(team.name), alike("-".join(team.name.split()))}


# Linking an account that nobody linked


def open_code(turn: Turn, _store: Store) -> Reply:
    """Ask an admin for whom a code shall be."""
    _need_admin(turn)
    return Reply(Answer(How.FORM, "people.code_form", {}))


def consider_make_code(turn: Turn, store: Store) -> Person:
    """Whom the code is for: by handle, e-mail address or name, if that is one person."""
    _need_admin(turn)
    said = alike(turn.fields.get("who", ""))
    here = people.everybody(store, turn.person.workspace_id)
    found = [one for one in here if said and said in (alike(one.handle), alike(one.email), alike(one.name))]
    if len(found) != 1:
        note = phrase("people.which-person") if found else phrase("people.no-person")
        raise Corrections("people.code_form", {}, {"who": note})
    return found[0]


def make_code(turn: Turn, store: Store, person: Person) -> Reply:
    """Make a code."""
    return Reply(Answer(How.CARD, "people.code", {"person": person.id, "code": new_code(turn, store, person)}))


def draw_code_form(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Form:
    """For whom a code shall be."""
    return view.code_form()


def draw_code(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The code, to be handed on."""
    person = people.person(store, reader.place.workspace_id, about["person"])
    if reader.person is None or not reader.person.is_admin or person is None:
        raise Gone(about["person"])
    return view.code(person, about["code"])


def new_code(moment: Moment, store: Store, person: Person) -> str:
    """A code with which one account is linked to `person`, once, within a day."""
    workspace_id = person.workspace_id
    old = installations.old_tickets(store, workspace_id, moment.at)
    store.forget(Ticket, old)
    said = base64.b32encode(moment.chance.randbytes(10)).decode()
    code = "-".join(said[begin : begin + 4] for begin in range(0, len(said), 4))
    store.keep(
        Ticket(
            id=code_digest(code),
            workspace_id=workspace_id,
            kind=TicketKind.LINK,
            person_id=person.id,
            made_at=moment.at,
            until=moment.at + CODE_HOLDS,
        )
    )
    return code


def code_digest(said: str) -> str:
    """What of a code is kept; small letters, and what stands between them, do not matter."""
    return hashlib.sha256("".join(one for one in said.upper() if one.isalnum()).encode()).hexdigest()


def link_by_code(moment: Moment, store: Store, connection: Connection, account: str, said: str) -> Person | None:
    """Link an account to the person whom a code was made for; None when it is not good, or not for that account."""
    ticket = installations.ticket(store, code_digest(said))
    if ticket is None or ticket.kind is not TicketKind.LINK or ticket.workspace_id != connection.workspace_id:
        return None
    person = people.person(store, connection.workspace_id, ticket.person_id or "")
    if person is None or not _can_be_linked(store, person, connection, account):
        return None
    if not installations.use(store, connection.workspace_id, ticket.id, moment.at):
        return None
    return _link(moment, store, connection, account, person)


def named_by(store: Store, connection: Connection, account: str, email: str) -> Person | None:
    """Whom the roster names by an e-mail address that the platform has confirmed, if that account can be linked."""
    person = people.named_by_email(store, connection.workspace_id, email)
    return person if person and _can_be_linked(store, person, connection, account) else None


def link_by_email(moment: Moment, store: Store, connection: Connection, account: str, email: str) -> Person | None:
    """Link an account to whom the roster names by its confirmed e-mail address; None when it names nobody so."""
    person = named_by(store, connection, account, email)
    return _link(moment, store, connection, account, person) if person else None


def _can_be_linked(store: Store, person: Person, connection: Connection, account: str) -> bool:
    """Whether neither has another one there that still holds: nothing is ever merged."""
    if person.left_at is not None or people.is_linked(store, connection.id, account):
        return False
    has_one = people.account_on(store, connection.workspace_id, connection.id, person.id) is not None
    return not has_one or _is_closed(store, person, connection)


def _link(moment: Moment, store: Store, connection: Connection, account: str, person: Person) -> Person:
    before = people.account_on(store, connection.workspace_id, connection.id, person.id)
    place = people.direct_place_on(store, person, connection.id)
    if before is not None and place is not None:
        # Theirs was deactivated, and this is their new one: they are reached by it from now on.
        store.change(before, external_id=account)
        store.change(place, external_id=account, closed_at=None, closed_why="")
        return person
    store.keep(
        Account(
            id=moment.id(),
            workspace_id=connection.workspace_id,
            connection_id=connection.id,
            person_id=person.id,
            external_id=account,
        )
    )
    return person


def new_admin(moment: Moment, store: Store, workspace_id: str, handle: str, name: str, zone: str) -> Person:
    """Somebody who runs it, taken into the roster if they are not in it, so that all others can be taken in by them.

    Raises ScoreProblems for what cannot be a person.
    """
    said = exported(store, workspace_id)
    written = {"name": name or handle, "zone": zone}
    said["people"].setdefault(handle, {key: value for key, value in written.items() if value})
    said["admins"] = sorted({*said["admins"], handle})
    take_in(moment, store, workspace_id, read_roster(write_data(said).encode(), "admin.yml"))
    return present(store, workspace_id).by_handle[handle]
