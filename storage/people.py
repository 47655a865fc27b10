"""Questions about people, teams and the places where they can be reached."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import literal_column
from sqlmodel import and_, col, func, or_, select, update

from storage.store import Store, given, given_list
from storage.tables import (
    Account,
    CheckIn,
    Connection,
    Door,
    Installation,
    Membership,
    Person,
    Place,
    PlaceKind,
    Role,
    Team,
    Workspace,
    beside_ids,
)

_WORKSPACES = select(Workspace).order_by(col(Workspace.created_at), col(Workspace.id))


def workspaces(store: Store) -> list[Workspace]:
    """Every workspace, oldest first: for the clock and the outbox, which serve them one by one."""
    return store.find(_WORKSPACES)


_COUNTRIES = select(Person.country).where(Person.country != "", col(Person.left_at).is_(None)).distinct()


def countries(store: Store) -> list[str]:
    """Every country whose holidays somebody has, in all workspaces: for a process that starts."""
    return store.find(_COUNTRIES)


_WORKSPACE = select(Workspace).where(Workspace.id == given("workspace"))


def workspace(store: Store, workspace_id: str) -> Workspace | None:
    """One workspace."""
    return store.first(_WORKSPACE, {"workspace": workspace_id})


_WORKSPACE_OF = (
    select(Workspace)
    .join(Connection, col(Connection.workspace_id) == Workspace.id)
    .where(Connection.id == given("connection"))
)


def workspace_of(store: Store, connection_id: str) -> Workspace | None:
    """The workspace that a connection belongs to."""
    return store.first(_WORKSPACE_OF, {"connection": connection_id})


_CONNECTION = select(Connection).where(Connection.door == given("door"), Connection.external_id == given("external"))


def connection(store: Store, door: Door, external_id: str) -> Connection | None:
    """The connection that a platform knows as `external_id`."""
    return store.first(_CONNECTION, {"door": door, "external": external_id})


_ARRIVED = (
    select(Person, Place)
    .join(Account, col(Account.person_id) == Person.id)
    .join(Place, col(Place.connection_id) == Account.connection_id)
    .where(
        Account.connection_id == given("connection"),
        Account.external_id == given("account"),
        Place.external_id == given("place"),
        col(Person.left_at).is_(None),
    )
)


def arrived(store: Store, connection_id: str, account: str, place: str) -> tuple[Person | None, Place | None]:
    """Who came in at a connection, and where, by the platform's names; None for nobody, or one who has left."""
    wanted = {"connection": connection_id, "account": account, "place": place}
    return store.first(_ARRIVED, wanted) or (None, None)


_KNOWN_AS = (
    select(Person)
    .join(Account, col(Account.person_id) == Person.id)
    .where(
        Account.connection_id == given("connection"),
        Account.external_id == given("account"),
        col(Person.left_at).is_(None),
    )
)


def known_as(store: Store, connection_id: str, account: str) -> Person | None:
    """Whom a platform knows by that name, wherever they are; None for nobody, or one who has left."""
    return store.first(_KNOWN_AS, {"connection": connection_id, "account": account})


_REACHED = (
    select(Person, Place)
    .join(Account, col(Account.person_id) == Person.id)
    .join(
        Place,
        and_(
            col(Place.workspace_id) == Account.workspace_id,
            col(Place.person_id) == Account.person_id,
            col(Place.connection_id) == Account.connection_id,
            col(Place.kind) == PlaceKind.DIRECT,
        ),
        isouter=True,
    )
    .where(
        Account.connection_id == given("connection"),
        Account.external_id == given("account"),
        col(Person.left_at).is_(None),
    )
)


def reached(store: Store, connection_id: str, account: str) -> tuple[Person | None, Place | None]:
    """Whom a platform knows by that name, and where they are reached alone on that connection."""
    return store.first(_REACHED, {"connection": connection_id, "account": account}) or (None, None)


_PLACE_AT = select(Place).where(Place.connection_id == given("connection"), Place.external_id == given("place"))


def place_at(store: Store, connection_id: str, external_id: str) -> Place | None:
    """The place that a platform knows as `external_id`."""
    return store.first(_PLACE_AT, {"connection": connection_id, "place": external_id})


_SERVICE = (
    select(Place.service)
    .where(Place.workspace_id == given("workspace"), Place.connection_id == given("connection"), Place.service != "")
    .order_by(col(Place.id).desc())
    .limit(1)
)


def service_of(store: Store, workspace_id: str, connection_id: str) -> str | None:
    """An address at which something is answered that came from a connection; None where nothing has."""
    return store.first(_SERVICE, {"workspace": workspace_id, "connection": connection_id})


_PERSON = select(Person).where(Person.workspace_id == given("workspace"), Person.id == given("person"))


def person(store: Store, workspace_id: str, person_id: str) -> Person | None:
    """One person of the workspace."""
    return store.first(_PERSON, {"workspace": workspace_id, "person": person_id})


def here(store: Store, workspace_id: str, person_id: str | None) -> Person | None:
    """The same person as long as they have not left; nobody for no id."""
    found = person(store, workspace_id, person_id) if person_id else None
    return found if found is not None and found.left_at is None else None


_PERSONS = select(Person).where(
    beside_ids(Person.workspace_id) == given("workspace"), col(Person.id).in_(given_list("people"))
)


def persons(store: Store, workspace_id: str, person_ids: Sequence[str]) -> list[Person]:
    """These people of the workspace, whether or not they have left."""
    return store.find(_PERSONS, {"workspace": workspace_id, "people": person_ids})


_EVERYBODY = (
    select(Person)
    .where(Person.workspace_id == given("workspace"), col(Person.left_at).is_(None))
    .order_by(col(Person.name), col(Person.id))
)


def everybody(store: Store, workspace_id: str) -> list[Person]:
    """Everybody in the workspace who has not left, by name."""
    return store.find(_EVERYBODY, {"workspace": workspace_id})


_STRATEGY_OWNERS = (
    select(Person)
    .where(
        Person.workspace_id == given("workspace"),
        col(Person.is_strategy_owner).is_(True),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.name), col(Person.id))
)


def strategy_owners(store: Store, workspace_id: str) -> list[Person]:
    """Those who write the score and have not left, by name."""
    return store.find(_STRATEGY_OWNERS, {"workspace": workspace_id})


_DUE = (
    select(Person)
    .where(
        Person.workspace_id == given("workspace"),
        col(Person.next_due_at) <= given("now"),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.next_due_at), col(Person.id))
    .limit(given("limit"))
)


def due(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Person]:
    """Up to `limit` people whose next due instant has come, longest due first."""
    return store.find(_DUE, {"workspace": workspace_id, "now": now, "limit": limit})


_LOOK_AGAIN = (
    update(Person)
    .where(
        col(Person.workspace_id) == given("workspace"),
        col(Person.id).in_(
            select(Membership.person_id).where(
                Membership.workspace_id == given("workspace"), Membership.team_id == given("team")
            )
        ),
        col(Person.next_due_at) > given("now"),
    )
    .values(next_due_at=given("now"))
)


def look_again(store: Store, team: Team, now: datetime) -> None:
    """Whoever of `team` is asked later than `now` is looked at by the next tick, which says when that is."""
    store.run(_LOOK_AGAIN, {"workspace": team.workspace_id, "team": team.id, "now": now})


_PLANNED_LATER = (
    select(Person)
    .where(
        Person.workspace_id == given("workspace"),
        col(Person.id) > given("after"),
        col(Person.next_due_at) > given("now"),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.id))
    .limit(given("limit"))
)


def planned_later(store: Store, workspace_id: str, now: datetime, after: str, limit: int) -> list[Person]:
    """Up to `limit` people who are asked later than `now`, by their ids, which come after the id `after`."""
    return store.find(_PLANNED_LATER, {"workspace": workspace_id, "now": now, "after": after, "limit": limit})


_NEXT_DUE = (
    select(Person)
    .where(
        Person.workspace_id == given("workspace"),
        col(Person.next_due_at).is_not(None),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.next_due_at), col(Person.name))
    .limit(given("limit"))
)


def next_due(store: Store, workspace_id: str, limit: int) -> list[Person]:
    """Up to `limit` people who will be asked, soonest first."""
    return store.find(_NEXT_DUE, {"workspace": workspace_id, "limit": limit})


_TO_REMIND = (
    select(Person)
    .where(
        Person.workspace_id == given("workspace"),
        col(Person.remind_at) <= given("now"),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.remind_at), col(Person.id))
    .limit(given("limit"))
)


def to_remind(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Person]:
    """Up to `limit` people whose reminder's instant has come, longest due first."""
    return store.find(_TO_REMIND, {"workspace": workspace_id, "now": now, "limit": limit})


_TO_GREET = (
    select(Person)
    .where(
        Person.workspace_id == given("workspace"),
        col(Person.greet_at).is_not(None),
        or_(col(Person.greet_at) <= given("now"), col(Person.next_due_at) <= given("now")),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.greet_at), col(Person.id))
    .limit(given("limit"))
)


def to_greet(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Person]:
    """Up to `limit` people who were not welcomed yet and whose hour for it has come, or who are about to be asked."""
    return store.find(_TO_GREET, {"workspace": workspace_id, "now": now, "limit": limit})


def _next(column: Any) -> Any:
    return (
        select(column)
        .where(Person.workspace_id == given("workspace"), column > given("after"), col(Person.left_at).is_(None))
        .order_by(column)
        .limit(1)
    )


_NEXT_ASKED, _NEXT_REMINDED = _next(col(Person.next_due_at)), _next(col(Person.remind_at))
_NEXT_GREETED = _next(col(Person.greet_at))


def next_addressed(store: Store, workspace_id: str, after: datetime) -> datetime | None:
    """When somebody is asked, reminded or welcomed next, later than `after`; None when nobody will be."""
    wanted = {"workspace": workspace_id, "after": after}
    found = [store.first(one, wanted) for one in (_NEXT_ASKED, _NEXT_REMINDED, _NEXT_GREETED)]
    return min((at for at in found if at is not None), default=None)


def _next_of(column: Any, *also: Any) -> Any:
    there = (Person.workspace_id == given("workspace"), column > given("after"), col(Person.left_at).is_(None))
    return select(Person).where(*there, *also).order_by(column, col(Person.name), col(Person.id)).limit(given("limit"))


_ANSWERED = select(CheckIn.id).where(
    CheckIn.person_id == Person.id, CheckIn.local_date == Person.asked_for, CheckIn.workspace_id == given("workspace")
)
_NEXT_TO_REMIND, _NEXT_TO_GREET = _next_of(col(Person.remind_at), ~_ANSWERED.exists()), _next_of(col(Person.greet_at))


def next_to_remind(store: Store, workspace_id: str, after: datetime, limit: int) -> list[Person]:
    """Up to `limit` people who have said nothing yet and will be reminded later than `after`, soonest first."""
    return store.find(_NEXT_TO_REMIND, {"workspace": workspace_id, "after": after, "limit": limit})


def next_to_greet(store: Store, workspace_id: str, after: datetime, limit: int) -> list[Person]:
    """Up to `limit` people who will be welcomed later than `after`, soonest first."""
    return store.find(_NEXT_TO_GREET, {"workspace": workspace_id, "after": after, "limit": limit})


_TEAM = select(Team).where(Team.workspace_id == given("workspace"), Team.id == given("team"))


def team(store: Store, workspace_id: str, team_id: str) -> Team | None:
    """One team of the workspace."""
    return store.first(_TEAM, {"workspace": workspace_id, "team": team_id})


_SHARES = select(Membership.team_id, Membership.person_id).where(
    Membership.workspace_id == given("workspace"),
    col(Membership.person_id).in_(given_list("people")),
    col(Membership.role).in_([Role.MEMBER, Role.MANAGER]),
)
_THESE_TEAMS = (
    select(Team)
    .where(beside_ids(Team.workspace_id) == given("workspace"), col(Team.id).in_(given_list("teams")))
    .order_by(col(Team.name), col(Team.id))
)


def teams_by_person(store: Store, workspace_id: str, person_ids: Sequence[str]) -> Mapping[str, Sequence[Team]]:
    """The teams whose work each of these people shares, as a member or as the one who leads, by name."""
    shared: dict[str, set[str]] = {}
    for team_id, person_id in store.find(_SHARES, {"workspace": workspace_id, "people": person_ids}):
        shared.setdefault(team_id, set()).add(person_id)
    found: dict[str, list[Team]] = {person_id: [] for person_id in person_ids}
    # Each team is read once, however many of these people share its work.
    for one in store.find(_THESE_TEAMS, {"workspace": workspace_id, "teams": list(shared)}) if shared else ():
        for person_id in shared[one.id]:
            found[person_id].append(one)
    return found


_ZONES = (
    select(Person.time_zone)
    .join(Membership, col(Membership.person_id) == Person.id)
    .where(
        Membership.workspace_id == given("workspace"),
        Membership.team_id == given("team"),
        col(Membership.role).in_([Role.MEMBER, Role.MANAGER]),
        col(Person.left_at).is_(None),
    )
)


def zones_of(store: Store, team: Team) -> list[str]:
    """The time zone of each of those who share the team's work."""
    return store.find(_ZONES, {"workspace": team.workspace_id, "team": team.id})


def _due_at(column: Any) -> Any:
    return (
        select(Team)
        .where(
            Team.workspace_id == given("workspace"),
            column <= given("now"),
            col(Team.digest_at).is_not(None),
            col(Team.working_days) > 0,
        )
        .order_by(column, col(Team.id))
        .limit(given("limit"))
    )


_DIGESTS_DUE, _WEEKS_DUE = _due_at(col(Team.next_digest_at)), _due_at(col(Team.next_week_at))


def digests_due(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Team]:
    """Up to `limit` teams whose digest of the day is due, or of whom nobody has said yet when that is."""
    return store.find(_DIGESTS_DUE, {"workspace": workspace_id, "now": now, "limit": limit})


def weeks_due(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Team]:
    """The same of the digest of the week."""
    return store.find(_WEEKS_DUE, {"workspace": workspace_id, "now": now, "limit": limit})


def _next_posts(column: Any) -> Any:
    return (
        select(Team)
        .where(
            Team.workspace_id == given("workspace"),
            column > given("now"),
            col(Team.digest_at).is_not(None),
            col(Team.working_days) > 0,
        )
        .order_by(column, col(Team.name))
        .limit(given("limit"))
    )


_NEXT_DIGESTS, _NEXT_WEEKS = _next_posts(col(Team.next_digest_at)), _next_posts(col(Team.next_week_at))


def next_digests(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Team]:
    """Up to `limit` teams that will get a digest later than `now`, soonest first."""
    return store.find(_NEXT_DIGESTS, {"workspace": workspace_id, "now": now, "limit": limit})


def next_weeks(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Team]:
    """The same of the digest of the week."""
    return store.find(_NEXT_WEEKS, {"workspace": workspace_id, "now": now, "limit": limit})


_TEAMS = (
    select(Team)
    .join(Membership, col(Membership.team_id) == Team.id)
    .where(
        Membership.person_id == given("person"),
        Membership.workspace_id == given("workspace"),
        col(Membership.role).in_(given_list("roles")),
    )
    .distinct()
    .order_by(col(Team.name), col(Team.id))
)


def teams_of(store: Store, person: Person) -> list[Team]:
    """The teams whose work `person` shares, as a member or as the one who leads, by name."""
    return _teams(store, person, [Role.MEMBER, Role.MANAGER])


def teams_seen_by(store: Store, person: Person) -> list[Team]:
    """The teams whose shared work `person` may see: their own, and those they coach or observe, by name."""
    return _teams(store, person, list(Role))


def teams_as(store: Store, person: Person, role: Role) -> list[Team]:
    """The teams to which `person` is `role`, by name."""
    return _teams(store, person, [role])


def _teams(store: Store, person: Person, roles: Sequence[Role]) -> list[Team]:
    wanted = {"person": person.id, "workspace": person.workspace_id, "roles": roles}
    return store.find(_TEAMS, wanted)


_PLACE = select(Place).where(Place.workspace_id == given("workspace"), Place.id == given("place"))


def place(store: Store, workspace_id: str, place_id: str) -> Place | None:
    """One place of the workspace."""
    return store.first(_PLACE, {"workspace": workspace_id, "place": place_id})


_IS_OPEN = and_(col(Place.closed_at).is_(None), col(Connection.closed_at).is_(None))

_DIRECT = (
    select(Place)
    .join(Connection, col(Connection.id) == Place.connection_id)
    .where(
        Place.workspace_id == given("workspace"),
        Place.kind == PlaceKind.DIRECT,
        Place.person_id == given("person"),
        _IS_OPEN,
    )
    .order_by(col(Place.connection_id) != given("prefers"), col(Place.id))
)


def direct_place(store: Store, person: Person) -> Place | None:
    """Where `person` is reached alone: on the connection they prefer, else the one they came by first.

    None when they are reached nowhere: what was closed does not count.
    """
    wanted = {"workspace": person.workspace_id, "person": person.id, "prefers": person.prefers or ""}
    return store.first(_DIRECT, wanted)


_DIRECT_OF = (
    select(Place)
    .join(Connection, col(Connection.id) == Place.connection_id)
    .where(
        Place.workspace_id == given("workspace"),
        Place.kind == PlaceKind.DIRECT,
        col(Place.person_id).in_(given_list("people")),
        _IS_OPEN,
    )
    .order_by(col(Place.id))
)


def direct_places(store: Store, workspace_id: str, persons: Sequence[Person]) -> dict[str, Place]:
    """The same of each of these people, by their ids; nobody is there who is reached nowhere."""
    prefers = {person.id: person.prefers for person in persons}
    found: dict[str, Place] = {}
    for one in store.find(_DIRECT_OF, {"workspace": workspace_id, "people": list(prefers)}) if prefers else ():
        whose = one.person_id or ""
        before = found.get(whose)
        if before is None or before.connection_id != prefers[whose] == one.connection_id:
            found[whose] = one
    return found


_REACHED_BY = (
    select(Place, Connection.door, Installation.name)
    .join(Connection, col(Connection.id) == Place.connection_id)
    .join(
        Installation,
        and_(
            col(Installation.workspace_id) == Place.workspace_id,
            col(Installation.connection_id) == Place.connection_id,
        ),
        isouter=True,
    )
    .where(
        Place.workspace_id == given("workspace"),
        Place.kind == PlaceKind.DIRECT,
        col(Place.person_id).in_(given_list("people")),
        _IS_OPEN,
    )
    .order_by(col(Place.id))
)


def reached_by(store: Store, workspace_id: str, person_ids: Sequence[str]) -> dict[str, list[tuple[Place, Door, str]]]:
    """Every open place at which each of these people is reached alone, by their ids, the first they came by first.

    Each with its door, and what the platform calls the connection, empty where it said nothing. Nobody is there who is
    reached nowhere.
    """
    found: dict[str, list[tuple[Place, Door, str]]] = {}
    for place, door, name in store.find(_REACHED_BY, {"workspace": workspace_id, "people": person_ids}):
        found.setdefault(place.person_id or "", []).append((place, Door(door), name or ""))
    return found


_DIRECT_ON = select(Place).where(
    Place.workspace_id == given("workspace"),
    Place.connection_id == given("connection"),
    Place.kind == PlaceKind.DIRECT,
    Place.person_id == given("person"),
)


def direct_place_on(store: Store, person: Person, connection_id: str) -> Place | None:
    """Where `person` is reached alone on one connection."""
    wanted = {"workspace": person.workspace_id, "connection": connection_id, "person": person.id}
    return store.first(_DIRECT_ON, wanted)


_WAITING = (
    select(Person, Account, Place.id)
    .join(Account, col(Account.person_id) == Person.id)
    .join(
        Place,
        and_(
            col(Place.workspace_id) == Account.workspace_id,
            col(Place.person_id) == Account.person_id,
            col(Place.connection_id) == Account.connection_id,
            col(Place.kind) == PlaceKind.DIRECT,
        ),
        isouter=True,
    )
    .where(
        Account.workspace_id == given("workspace"),
        Account.connection_id == given("connection"),
        # As the condition of the index says it: SQLite takes it for nothing else.
        literal_column("account.waits"),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Account.person_id), col(Account.id))
    .limit(given("limit"))
)


def waiting(
    store: Store, workspace_id: str, connection_id: str, limit: int
) -> list[tuple[Person, Account, str | None]]:
    """Up to `limit` people whose account on a connection waits for a direct place, and the id of one that is there."""
    return store.find(_WAITING, {"workspace": workspace_id, "connection": connection_id, "limit": limit})


_ACCOUNT_ON = select(Account).where(
    Account.workspace_id == given("workspace"),
    Account.connection_id == given("connection"),
    Account.person_id == given("person"),
)


def account_on(store: Store, workspace_id: str, connection_id: str, person_id: str) -> Account | None:
    """The account of a person on one connection."""
    return store.first(_ACCOUNT_ON, {"workspace": workspace_id, "connection": connection_id, "person": person_id})


_ADMINS = (
    select(Person)
    .where(
        Person.workspace_id == given("workspace"),
        col(Person.is_admin).is_(True),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.name), col(Person.id))
)


def admins(store: Store, workspace_id: str) -> list[Person]:
    """Those who run it, by name."""
    return store.find(_ADMINS, {"workspace": workspace_id})


_CHANNELS = (
    select(Place)
    .join(Connection, col(Connection.id) == Place.connection_id)
    .where(
        Place.workspace_id == given("workspace"),
        Place.kind == PlaceKind.CHANNEL,
        col(Place.team_id).in_(given_list("teams")),
        _IS_OPEN,
    )
    .order_by(col(Place.name), col(Place.id))
)


def channels_of(store: Store, workspace_id: str, teams: Sequence[Team]) -> list[Place]:
    """The channels of `teams` that are reached, by name."""
    wanted = {"workspace": workspace_id, "teams": [team.id for team in teams]}
    return store.find(_CHANNELS, wanted)


_MEMBER = select(Membership).where(
    Membership.workspace_id == given("workspace"),
    Membership.person_id == given("person"),
    Membership.team_id == given("team"),
)


def may_read(store: Store, person: Person, place: Place) -> bool:
    """Whether `person` reads what is shown in `place`: it is theirs, or the channel of a team they see."""
    if place.workspace_id != person.workspace_id:
        return False
    if place.kind is PlaceKind.DIRECT:
        return place.person_id == person.id
    wanted = {"workspace": person.workspace_id, "person": person.id, "team": place.team_id or ""}
    return store.first(_MEMBER, wanted) is not None


_ALL = select(Person).where(Person.workspace_id == given("workspace")).order_by(col(Person.handle))


def ever_here(store: Store, workspace_id: str) -> list[Person]:
    """Everybody who was ever in the workspace, those who have left too, by handle."""
    return store.find(_ALL, {"workspace": workspace_id})


_ALL_TEAMS = select(Team).where(Team.workspace_id == given("workspace")).order_by(col(Team.handle))


def teams(store: Store, workspace_id: str) -> list[Team]:
    """Every team of the workspace, by handle."""
    return store.find(_ALL_TEAMS, {"workspace": workspace_id})


_MEMBERSHIPS = (
    select(Membership)
    .join(Team, col(Team.id) == Membership.team_id)
    .where(Team.workspace_id == given("workspace"), Membership.workspace_id == given("workspace"))
    .order_by(col(Membership.id))
)


def memberships(store: Store, workspace_id: str) -> list[Membership]:
    """Who is what to which team, in all of the workspace."""
    return store.find(_MEMBERSHIPS, {"workspace": workspace_id})


_CONNECTIONS = select(Connection).where(Connection.workspace_id == given("workspace")).order_by(col(Connection.id))


def connections(store: Store, workspace_id: str) -> list[Connection]:
    """Where the workspace can be reached, in the order in which they were made."""
    return store.find(_CONNECTIONS, {"workspace": workspace_id})


_ACCOUNTS = (
    select(Account)
    .join(Connection, col(Connection.id) == Account.connection_id)
    .where(Connection.workspace_id == given("workspace"), Account.workspace_id == given("workspace"))
    .order_by(col(Account.id))
)


def accounts(store: Store, workspace_id: str) -> list[Account]:
    """Every account of the workspace's people."""
    return store.find(_ACCOUNTS, {"workspace": workspace_id})


_PLACES_OF = select(Place).where(
    Place.workspace_id == given("workspace"), col(Place.person_id).in_(given_list("people"))
)


def places_of(store: Store, workspace_id: str, person_ids: Sequence[str]) -> list[Place]:
    """Where these people are reached alone."""
    return store.find(_PLACES_OF, {"workspace": workspace_id, "people": person_ids})


_LEAVING = (
    select(Person)
    .where(
        Person.workspace_id == given("workspace"),
        col(Person.leaves_on).is_not(None),
        col(Person.leaves_on) < given("day"),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.leaves_on), col(Person.id))
    .limit(given("limit"))
)


def leaving(store: Store, workspace_id: str, day: date, limit: int) -> list[Person]:
    """Up to `limit` people whose last day was before `day` and who are still here, longest over first."""
    return store.find(_LEAVING, {"workspace": workspace_id, "day": day, "limit": limit})


_MEMBERSHIPS_OF = select(Membership).where(
    Membership.workspace_id == given("workspace"), Membership.person_id == given("person")
)


def memberships_of(store: Store, person: Person) -> list[Membership]:
    """What `person` is to which team."""
    return store.find(_MEMBERSHIPS_OF, {"workspace": person.workspace_id, "person": person.id})


_OF_TEAM = (
    select(Membership, Person)
    .join(Person, col(Person.id) == Membership.person_id)
    .where(
        Membership.workspace_id == given("workspace"),
        Membership.team_id == given("team"),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.name), col(Person.id), col(Membership.role))
)


def of_team(store: Store, team: Team) -> list[tuple[Membership, Person]]:
    """Who is what to `team`, by name."""
    return list(store.find(_OF_TEAM, {"workspace": team.workspace_id, "team": team.id}))


_LEADS = (
    select(Person)
    .join(Membership, col(Membership.person_id) == Person.id)
    .where(
        Membership.workspace_id == given("workspace"),
        Membership.team_id == given("team"),
        Membership.role == Role.MANAGER,
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.name), col(Person.id))
)


def leads(store: Store, workspace_id: str, team_id: str) -> list[Person]:
    """Who leads a team, by name."""
    return store.find(_LEADS, {"workspace": workspace_id, "team": team_id})


_CHANNELS_FOR = (
    select(Place)
    .where(
        Place.workspace_id == given("workspace"),
        Place.kind == PlaceKind.CHANNEL,
        or_(col(Place.team_id).is_(None), Place.team_id == given("team")),
    )
    .order_by(col(Place.name), col(Place.id))
)


def channels_for(store: Store, team: Team) -> list[Place]:
    """The channels that `team` can have its digest in: its own, and those of no team; by name."""
    return store.find(_CHANNELS_FOR, {"workspace": team.workspace_id, "team": team.id})


_NAMED_BY_EMAIL = (
    select(Person)
    .where(
        Person.workspace_id == given("workspace"),
        func.lower(Person.email) == given("email"),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Person.id))
)


def named_by_email(store: Store, workspace_id: str, email: str) -> Person | None:
    """Whom the roster names by that e-mail address; None for nobody, for several, and for no address."""
    found = store.find(_NAMED_BY_EMAIL, {"workspace": workspace_id, "email": email.lower()}) if email else []
    return found[0] if len(found) == 1 else None


_CLOSE_PLACE = (
    update(Place)
    .where(col(Place.workspace_id) == given("workspace"), col(Place.id) == given("one"), col(Place.closed_at).is_(None))
    .values(closed_at=given("closed"), closed_why=given("why"))
)


def close_place(store: Store, place: Place, at: datetime, why: str) -> bool:
    """Plan nothing more in a place; False when it was closed already."""
    wanted = {"workspace": place.workspace_id, "one": place.id, "closed": at, "why": why[:200]}
    return store.run(_CLOSE_PLACE, wanted) == 1


def open_place(store: Store, place: Place) -> None:
    """Somebody was heard from there: it is reached again."""
    store.change(place, closed_at=None, closed_why="")


_IS_LINKED = select(Account.id).where(
    Account.connection_id == given("connection"), Account.external_id == given("account")
)


def is_linked(store: Store, connection_id: str, account: str) -> bool:
    """Whether a platform's account is somebody's, even of one who has left."""
    return store.first(_IS_LINKED, {"connection": connection_id, "account": account}) is not None
