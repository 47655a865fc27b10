"""A directory adds to the roster what it alone knows, and takes nothing from anybody that they chose."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from score.directory import EVERYBODY, ONE_TEAM, Directory, Group, Listed, beside, without
from score.roster import read
from score.writing import write_data
from storage.tables import Door, Role

STANDING: dict[str, Any] = {
    "people": {
        "ada": {"name": "Ada Ek", "zone": "Asia/Tokyo", "email": "ada@harbour.example", "accounts": {"slack": "U9"}},
        "bo": {"name": "Bo Ro"},
        "cy": {"name": "Cy Wu", "accounts": {"teams": "t-1"}},
    },
    "teams": {"field": {"name": "Field", "manager": "ada", "members": ["bo"]}},
    "admins": ["ada"],
    "strategy_owners": ["bo"],
}


def merged(found: Directory, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"accounts": {"U0BO": "bo", "U0CY": "cy"}, "elsewhere": {"cy"}, **more}
    return beside(found, STANDING, given["accounts"], given["elsewhere"], Door.SLACK)


def test_people_keep_what_they_chose_and_are_found_by_their_confirmed_address() -> None:
    found = Directory((Listed("U0ADA", "A. Ek", "Europe/Lisbon", "pt", "Ada@Harbour.example"),))
    ada = merged(found)["people"]["ada"]

    assert ada == {**STANDING["people"]["ada"], "accounts": {"slack": "U0ADA"}}
    assert set(merged(found)["people"]) == {"ada", "bo", "cy"}


def test_accounts_of_another_connection_are_not_said_of_this_one() -> None:
    assert "accounts" not in merged(Directory())["people"]["ada"]
    assert merged(Directory())["people"]["cy"]["accounts"] == {"teams": "t-1", "slack": "U0CY"}


def test_who_is_gone_leaves_unless_they_are_known_from_elsewhere() -> None:
    after = merged(Directory(gone=("U0BO", "U0CY", "U0NOBODY")))

    assert set(after["people"]) == {"ada", "cy"}
    assert after["strategy_owners"] == []
    assert after["teams"]["field"] == {"name": "Field", "manager": "ada", "members": []}


def test_who_has_another_account_there_does_not_leave_with_the_old_one() -> None:
    both = {"U0OLD": "bo", "U0BO": "bo"}

    after = merged(Directory((Listed("U0BO", "Bo Ro"),), gone=("U0OLD",)), accounts=both)
    assert after["people"]["bo"]["accounts"] == {"slack": "U0BO"}
    assert "bo" not in merged(Directory(gone=("U0OLD", "U0BO")), accounts=both)["people"]


def test_a_confirmed_address_is_added_where_the_roster_has_none_and_nobody_else_has_it() -> None:
    found = Directory(
        (Listed("U0BO", "Bo", email="bo@harbour.example"), Listed("U0CY", "Cy", email="ADA@harbour.example"))
    )
    people = merged(found)["people"]

    assert people["bo"]["email"] == "bo@harbour.example"
    assert "email" not in people["cy"]


def test_groups_become_teams_and_who_leads_goes_on_doing_so() -> None:
    found = Directory(
        (Listed("U0ADA", "Ada", email="ada@harbour.example"), Listed("U0NEW", "Eva")),
        groups=(
            Group("field", "Field people", ("U0ADA", "U0BO", "U0NEW")),
            Group("Night.Shift", "Night shift", ("U0NEW", "U0BOT")),
            Group("bots", "Bots", ("U0BOT",)),
            Group("ada", "Friends of Ada", ("U0NEW",)),
        ),
    )
    teams = merged(found)["teams"]

    assert teams["field"] == {"name": "Field", "manager": "ada", "members": ["bo", "eva"]}
    assert teams["night-shift"] == {"name": "Night shift", "members": ["eva"]}
    assert teams["ada-2"]["members"] == ["eva"], "a team is not called like a person"
    assert set(teams) == {"field", "night-shift", "ada-2"}


@pytest.mark.parametrize(("count", "teams"), [(1, {EVERYBODY}), (ONE_TEAM, {EVERYBODY}), (ONE_TEAM + 1, set())])
def test_a_small_workspace_without_groups_is_one_team(count: int, teams: set[str]) -> None:
    nobody: dict[str, Any] = {"people": {}, "teams": {}, "admins": [], "strategy_owners": []}
    found = Directory(tuple(Listed(f"U{number}", f"Person {number}") for number in range(count)))

    assert set(beside(found, nobody, {}, set(), Door.SLACK)["teams"]) == teams


def test_who_has_left_is_not_listed() -> None:
    found = Directory((Listed("U1", "Eva"), Listed("U2", "Fay")), gone=("U3",))

    assert without(found, {"U1", "U3"}) == Directory((Listed("U2", "Fay"),))


listed = st.builds(
    Listed,
    account=st.from_regex(r"U[A-Z0-9]{2,6}", fullmatch=True),
    name=st.text(max_size=200),
    zone=st.sampled_from(["Europe/Lisbon", "Nowhere/Town", ""]),
    language=st.sampled_from(["pt", "x" * 40, ""]),
    email=st.sampled_from(["eva@x.example", "EVA@x.example", "ada@harbour.example", "no address", "", "healthz@x.io"]),
)
groups = st.builds(Group, handle=st.text(max_size=90), name=st.text(max_size=200), members=st.just(("U0BO",)))


@settings(deadline=None, max_examples=60)
@given(st.lists(listed, max_size=8, unique_by=lambda one: one.account), st.lists(groups, max_size=3))
def test_whatever_a_platform_lists_is_a_roster_and_comes_back_as_it_was(
    people: list[Listed], those: list[Group]
) -> None:
    found = Directory(tuple(people), groups=tuple(those))
    assert Directory.from_text(found.as_text()) == found
    roster = read(write_data(merged(found)).encode(), "directory.yml")

    assert {one.handle for one in roster.people} >= {"ada", "bo", "cy"}
    assert "ada" in roster.teams[0].people[Role.MANAGER]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"members": [{"x": 1}], "gone": [], "groups": []}'])
def test_what_is_no_directory_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Directory.from_text(text)
