"""Questions about people, teams and the places where they can be reached."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from storage.store import Store
from storage.tables import Account, Connection, Door, Membership, Person, Place, PlaceKind, Role, Team, Workspace


def workspaces(store: Store) -> list[Workspace]:
    """Every workspace, oldest first: for the clock and the outbox, which serve them one by one."""
    return list(store.exec(select(Workspace).order_by(col(Workspace.created_at), col(Workspace.id))))


def workspace_of(store: Store, connection_id: str) -> Workspace | None:
    """The workspace that a connection belongs to."""
    wanted = select(Workspace).join(Connection, col(Connection.workspace_id) == Workspace.id)
    return store.exec(wanted.where(Connection.id == connection_id)).first()


def connection(store: Store, door: Door, external_id: str) -> Connection | None:
    """The connection that a platform knows as `external_id`."""
    wanted = select(Connection).where(Connection.door == door, Connection.external_id == external_id)
    return store.exec(wanted).first()


def arrived(store: Store, connection_id: str, account: str, place: str) -> tuple[Person | None, Place | None]:
    """Who came in at a connection, and where, by the platform's names; None for nobody, or one who has left."""
    wanted = (
        select(Person, Place)
        .join(Account, col(Account.person_id) == Person.id)
        .join(Place, col(Place.connection_id) == Account.connection_id)
        .where(Account.connection_id == connection_id, Account.external_id == account, Place.external_id == place)
        .where(col(Person.left_at).is_(None))
    )
    return store.exec(wanted).first() or (None, None)


def person(store: Store, workspace_id: str, person_id: str) -> Person | None:
    """One person of the workspace."""
    return store.exec(select(Person).where(Person.workspace_id == workspace_id, Person.id == person_id)).first()


def everybody(store: Store, workspace_id: str) -> list[Person]:
    """Everybody in the workspace who has not left, by name."""
    wanted = select(Person).where(Person.workspace_id == workspace_id, col(Person.left_at).is_(None))
    return list(store.exec(wanted.order_by(col(Person.name), col(Person.id))))


def due(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Person]:
    """Up to `limit` people whose next due instant has come, longest due first."""
    wanted = select(Person).where(
        Person.workspace_id == workspace_id, col(Person.next_due_at) <= now, col(Person.left_at).is_(None)
    )
    return list(store.exec(wanted.order_by(col(Person.next_due_at), col(Person.id)).limit(limit)))


def next_due(store: Store, workspace_id: str, limit: int) -> list[Person]:
    """Up to `limit` people who will be asked, soonest first."""
    wanted = select(Person).where(
        Person.workspace_id == workspace_id, col(Person.next_due_at).is_not(None), col(Person.left_at).is_(None)
    )
    return list(store.exec(wanted.order_by(col(Person.next_due_at), col(Person.name)).limit(limit)))


def teams_of(store: Store, person: Person) -> list[Team]:
    """The teams whose work `person` shares, as a member or as the one who leads, by name."""
    wanted = (
        select(Team)
        .join(Membership, col(Membership.team_id) == Team.id)
        .where(Membership.person_id == person.id, Membership.workspace_id == person.workspace_id)
        .where(col(Membership.role).in_([Role.MEMBER, Role.MANAGER]))
    )
    return list(store.exec(wanted.distinct().order_by(col(Team.name), col(Team.id))))


def teams_seen_by(store: Store, person: Person) -> list[Team]:
    """The teams whose shared work `person` may see: their own, and those they coach or observe, by name."""
    wanted = (
        select(Team)
        .join(Membership, col(Membership.team_id) == Team.id)
        .where(Membership.person_id == person.id, Membership.workspace_id == person.workspace_id)
    )
    return list(store.exec(wanted.distinct().order_by(col(Team.name), col(Team.id))))


def place(store: Store, workspace_id: str, place_id: str) -> Place | None:
    """One place of the workspace."""
    return store.exec(select(Place).where(Place.workspace_id == workspace_id, Place.id == place_id)).first()


def direct_place(store: Store, person: Person) -> Place | None:
    """Where `person` is reached alone: on the connection they prefer, else the one they came by first."""
    wanted = select(Place).where(
        Place.workspace_id == person.workspace_id, Place.kind == PlaceKind.DIRECT, Place.person_id == person.id
    )
    if person.prefers is None:
        return store.exec(wanted.order_by(col(Place.id))).first()
    return store.exec(wanted.order_by(col(Place.connection_id) != person.prefers, col(Place.id))).first()


def channels_of(store: Store, workspace_id: str, teams: Sequence[Team]) -> list[Place]:
    """The channels of `teams`, by name."""
    wanted = select(Place).where(
        Place.workspace_id == workspace_id,
        Place.kind == PlaceKind.CHANNEL,
        col(Place.team_id).in_([team.id for team in teams]),
    )
    return list(store.exec(wanted.order_by(col(Place.name), col(Place.id))))


def may_read(store: Store, person: Person, place: Place) -> bool:
    """Whether `person` reads what is shown in `place`: it is theirs, or the channel of a team they see."""
    if place.workspace_id != person.workspace_id:
        return False
    if place.kind is PlaceKind.DIRECT:
        return place.person_id == person.id
    wanted = select(Membership.id).where(
        Membership.workspace_id == person.workspace_id,
        Membership.person_id == person.id,
        col(Membership.team_id) == place.team_id,
    )
    return store.exec(wanted).first() is not None
