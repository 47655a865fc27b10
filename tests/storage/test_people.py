"""Who is there, who is due, and where they are reached: nobody who has left, everybody in their order."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage import people
from storage.store import Store, open_store
from storage.tables import (
    Account,
    Connection,
    Door,
    Installation,
    Membership,
    Noun,
    Person,
    Place,
    PlaceKind,
    Role,
    Team,
    Workspace,
)
from tests.databases import Engines

AT = datetime(2027, 3, 9, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def person(handle: str, **more: Any) -> Person:
    """Somebody of the workspace."""
    return Person(**{"id": handle, "workspace_id": "ours", "handle": handle, "name": handle.title(), **more})


def place(id: str, **more: Any) -> Place:
    """A place on the first connection."""
    given = {"id": id, "workspace_id": "ours", "connection_id": "c1", "external_id": id, "kind": PlaceKind.DIRECT}
    return Place(**{**given, "name": id, **more})


def team(id: str, name: str = "") -> Team:
    """A team."""
    return Team(id=id, workspace_id="ours", handle=id, name=name or id)


def member(of: str, who: str, role: Role = Role.MEMBER) -> Membership:
    """Somebody in a team."""
    return Membership(id=f"{of}-{who}-{role}", workspace_id="ours", team_id=of, person_id=who, role=role)


@pytest.fixture
def store(engines: Engines) -> Iterator[Store]:
    """A workspace with two connections."""
    with open_store(engines.writer) as store:
        store.keep(
            Workspace(id="ours", name="Ours", created_at=AT),
            Connection(id="c1", workspace_id="ours", door=Door.WEB, external_id="one"),
            Connection(id="c2", workspace_id="ours", door=Door.SLACK, external_id="two"),
        )
        yield store


def ids(nouns: list[Any]) -> list[str]:
    """Their ids, in order."""
    return [one.id for one in nouns]


def test_workspaces_come_oldest_first(store: Store) -> None:
    store.keep(
        Workspace(id="z-old", name="", created_at=AT - SECOND),
        Workspace(id="a-same", name="", created_at=AT),
        Workspace(id="a-young", name="", created_at=AT + SECOND),
    )

    assert ids(people.workspaces(store)) == ["z-old", "a-same", "ours", "a-young"]


def test_each_country_whose_holidays_somebody_has_is_known_once(store: Store) -> None:
    store.keep(
        Workspace(id="theirs", name="", created_at=AT),
        person("a", country="IE"),
        person("b", country="IE"),
        person("c"),
        person("d", country="DE-BY", workspace_id="theirs"),
        person("e", country="FR", left_at=AT),
    )

    assert sorted(people.countries(store)) == ["DE-BY", "IE"]


def test_a_connection_is_found_by_its_door_and_name_together(store: Store) -> None:
    found = people.connection(store, Door.SLACK, "two")
    assert found is not None
    assert found.id == "c2"
    assert people.connection(store, Door.WEB, "two") is None
    assert people.connection(store, Door.SLACK, "TWO") is None
    assert people.workspace_of(store, "c3") is None


def test_everybody_is_everybody_who_has_not_left_by_name(store: Store) -> None:
    store.keep(person("x", name="Bo"), person("b", name="Ada"), person("a", name="Ada"), person("gone", left_at=AT))

    assert ids(people.everybody(store, "ours")) == ["a", "b", "x"]
    assert people.everybody(store, "missing") == []
    found = people.person(store, "ours", "gone")
    assert found is not None, "who has left is still known by what they left"


def test_who_is_due_comes_longest_due_first_and_at_their_very_instant(store: Store) -> None:
    store.keep(
        person("soon", next_due_at=AT + timedelta(microseconds=1)),
        person("b", next_due_at=AT),
        person("a", next_due_at=AT),
        person("z", next_due_at=AT - SECOND),
        person("gone", next_due_at=AT, left_at=AT),
        person("never"),
    )

    assert ids(people.due(store, "ours", AT, 9)) == ["z", "a", "b"]
    assert ids(people.due(store, "ours", AT, 2)) == ["z", "a"]
    assert ids(people.due(store, "ours", AT - 2 * SECOND, 9)) == []
    assert people.due(store, "ours", AT, 0) == []


def test_who_will_be_asked_comes_soonest_first(store: Store) -> None:
    store.keep(
        person("later", next_due_at=AT + SECOND),
        person("b", name="Ada", next_due_at=AT),
        person("a", name="Bo", next_due_at=AT),
        person("gone", next_due_at=AT, left_at=AT),
        person("never"),
    )

    assert ids(people.next_due(store, "ours", 9)) == ["b", "a", "later"]
    assert ids(people.next_due(store, "ours", 1)) == ["b"]


def test_teams_are_those_whose_work_one_shares_each_once_by_name(store: Store) -> None:
    store.keep(person("ada"), team("t1", "North"), team("t2", "Field"), team("t3", "Cove"), team("t4", "Board"))
    store.keep(
        member("t1", "ada"),
        member("t2", "ada"),
        member("t2", "ada", Role.MANAGER),
        member("t3", "ada", Role.COACH),
        member("t4", "ada", Role.OBSERVER),
    )
    ada = person("ada")

    assert ids(people.teams_of(store, ada)) == ["t2", "t1"]
    assert ids(people.teams_seen_by(store, ada)) == ["t4", "t3", "t2", "t1"]


@pytest.mark.parametrize("role", Role)
def test_who_manages_shares_the_work_and_who_coaches_only_sees_it(store: Store, role: Role) -> None:
    store.keep(person("ada"), team("t"), member("t", "ada", role))

    assert ids(people.teams_of(store, person("ada"))) == (["t"] if role in (Role.MEMBER, Role.MANAGER) else [])
    assert ids(people.teams_seen_by(store, person("ada"))) == ["t"]


def test_somebody_is_reached_where_they_prefer_else_where_they_came_first(store: Store) -> None:
    ada = person("ada")
    store.keep(ada, team("t"))
    assert people.direct_place(store, ada) is None
    store.keep(
        place("p2", person_id="ada", connection_id="c2"),
        place("p1", person_id="ada"),
        place("a-channel", kind=PlaceKind.CHANNEL, person_id="ada", team_id="t"),
    )

    def reached(prefers: str | None) -> str:
        found = people.direct_place(store, person("ada", prefers=prefers))
        assert found is not None
        return found.id

    assert [reached(prefers) for prefers in (None, "c1", "c2", "c3")] == ["p1", "p1", "p2", "p1"]


def test_every_open_place_of_somebody_is_known_with_its_door_and_what_the_platform_calls_it(store: Store) -> None:
    ada = person("ada")
    store.keep(ada, person("bo"), team("t"))
    named = Installation(
        id="i", workspace_id="ours", connection_id="c2", name="Harbour", bot_user="U0", installed_at=AT
    )
    store.keep(
        named,
        place("p2", person_id="ada", connection_id="c2"),
        place("p1", person_id="ada"),
        place("p3", person_id="ada", closed_at=AT),
        place("a-channel", kind=PlaceKind.CHANNEL, person_id="ada", team_id="t"),
    )

    found = people.reached_by(store, "ours", ["ada", "bo"])
    assert {who: [(one.id, name) for one, _, name in ways] for who, ways in found.items()} == {
        "ada": [("p1", ""), ("p2", "Harbour")]
    }
    assert {type(door) for _, door, _ in found["ada"]} == {Door}
    first = people.direct_place(store, ada)
    assert first is not None
    assert first.id == found["ada"][0][0].id


def test_channels_of_teams_come_by_name_and_direct_chats_are_none(store: Store) -> None:
    store.keep(person("ada"), team("t1"), team("t2"), team("t3"))
    store.keep(
        place("z", kind=PlaceKind.CHANNEL, team_id="t1", name="alpha"),
        place("a", kind=PlaceKind.CHANNEL, team_id="t2", name="beta"),
        place("b", kind=PlaceKind.CHANNEL, team_id="t3", name="gamma"),
        place("d", team_id="t1", person_id="ada"),
    )

    assert ids(people.channels_of(store, "ours", [team("t2"), team("t1")])) == ["z", "a"]
    assert people.channels_of(store, "ours", []) == []
    found = people.place(store, "ours", "z")
    assert found is not None
    assert found.name == "alpha"
    assert people.place(store, "ours", "missing") is None


def test_who_comes_in_is_found_by_account_and_place_on_one_connection(store: Store) -> None:
    both: list[Noun] = [person("ada"), person("gone", left_at=AT)]
    for who in ("ada", "gone"):
        account: dict[str, Any] = {
            "workspace_id": "ours",
            "connection_id": "c1",
            "person_id": who,
            "external_id": f"U-{who}",
        }
        both += [Account(id=f"acc-{who}", **account), place(f"p-{who}", person_id=who)]
    store.keep(*both, place("elsewhere", connection_id="c2", person_id="ada"))

    person_found, place_found = people.arrived(store, "c1", "U-ada", "p-ada")
    assert person_found is not None
    assert place_found is not None
    assert (person_found.id, place_found.id) == ("ada", "p-ada")
    for wrong in (
        ("c1", "U-nobody", "p-ada"),
        ("c1", "U-ada", "p-nowhere"),
        ("c1", "U-ada", "elsewhere"),
        ("c2", "U-ada", "elsewhere"),
        ("c1", "U-gone", "p-gone"),
        ("", "", ""),
    ):
        assert people.arrived(store, *wrong) == (None, None), wrong


@pytest.mark.parametrize("role", [*Role, None])
def test_a_channel_is_read_by_those_in_its_team_and_a_direct_chat_by_its_person(
    store: Store, role: Role | None
) -> None:
    ada, bo = person("ada"), person("bo")
    store.keep(ada, bo, team("t"), team("other"))
    if role:
        store.keep(member("t", "ada", role))
    channel, other = (place(f"c-{id}", kind=PlaceKind.CHANNEL, team_id=id) for id in ("t", "other"))
    hers, his = place("d-ada", person_id="ada"), place("d-bo", person_id="bo")

    assert [people.may_read(store, ada, one) for one in (channel, other, hers, his)] == [
        role is not None,
        False,
        True,
        False,
    ]
    assert not people.may_read(store, ada, place("nobody", kind=PlaceKind.CHANNEL))
    assert not people.may_read(store, ada, place("nobody"))
    foreign = place("d-ada", person_id="ada", workspace_id="theirs")
    assert not people.may_read(store, ada, foreign)
