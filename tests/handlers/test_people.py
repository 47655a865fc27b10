"""A roster taken in: who is new is asked, who leaves is not, and nothing that anybody did is lost."""

from collections.abc import Callable, Sequence
from datetime import time, timedelta
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import people as roster_of
from handlers.turn import Moment, deliver
from score import roster
from score.cadence import share_of_spread
from score.roster_changes import Difference
from storage.store import Store
from storage.tables import (
    Account,
    Cause,
    Connection,
    Delivery,
    DeliveryState,
    Door,
    Membership,
    Person,
    Place,
    PlaceKind,
    Role,
    Task,
    Team,
    Workspace,
)
from tests.orchestra import Orchestra, Player

FILE = """
zone: Europe/Dublin
people:
  ada: {name: Ada}
  bo: {name: Bo}
  ruth: {name: Ruth}
teams:
  field: {name: Field, part: field, manager: bo, members: [ada], coaches: [ruth]}
admins: [bo]
"""


def takes_in(day: Orchestra, text: str, file: str = "people.yml") -> Difference:
    """Take a roster in whose people have been welcomed: tests/handlers/test_welcome.py has how they are."""
    given_roster = roster.read(text.encode(), file)
    found = day.database.writer.write(
        lambda store: roster_of.take_in(day.moment(), store, day.workspace.id, given_roster)
    ).result()
    day.knows_everybody()
    return found


def exported(day: Orchestra, file: str) -> str:
    return roster.written(day.ask(lambda store: roster_of.exported(store, day.workspace.id)), file)


def test_who_is_new_is_asked_in_the_morning_and_coaches_are_not(day: Orchestra) -> None:
    takes_in(day, FILE)
    ada, bo, ruth = (Player(day, handle) for handle in ("ada", "bo", "ruth"))

    day.local(ada, time(9))

    assert [len(one.got()) for one in (ada, bo, ruth)] == [1, 1, 0]
    assert [one.handle for one in day.all(Person) if one.is_admin] == ["bo"]


def test_the_same_file_changes_nothing(day: Orchestra) -> None:
    takes_in(day, FILE)
    before = [day.all(kind) for kind in (Person, Account, Place, Team, Membership)]

    assert not takes_in(day, FILE)
    assert [day.all(kind) for kind in (Person, Account, Place, Team, Membership)] == before


def test_who_leaves_is_not_asked_again_and_what_they_did_stays(day: Orchestra) -> None:
    takes_in(day, FILE)
    ada = Player(day, "ada")
    day.local(ada, time(9))
    ada.hands_in(["Call the harbour"])

    found = takes_in(day, FILE.replace("  ada: {name: Ada}\n", "").replace("[ada]", "[]"))
    day.goes_on(days=1)

    assert [one.person.handle for one in found.leaving] == ["ada"]
    assert len(ada.got()) == 2
    left = next(one for one in day.all(Person) if one.handle == "ada")
    assert left.left_at is not None
    assert left.next_due_at is None
    assert day.count(Membership) == 2
    assert [one.words for one in day.all(Task)] == ["Call the harbour"]


def test_what_was_planned_for_a_leaver_is_not_sent(day: Orchestra) -> None:
    takes_in(day, FILE)
    ada = Player(day, "ada")
    day.clock.at = day.clock.at.replace(hour=9)
    day.run(day.conductor.tick())

    takes_in(day, FILE.replace("  ada: {name: Ada}\n", "").replace("[ada]", "[]"))
    day.send()

    assert ada.got() == []
    skipped = [one for one in day.all(Delivery) if one.state is DeliveryState.SKIPPED]
    assert [one.reason for one in skipped] == [Cause.LEFT]


def test_who_comes_back_is_asked_again_as_who_they_were(day: Orchestra) -> None:
    takes_in(day, FILE)
    ids = {one.handle: one.id for one in day.all(Person)}
    takes_in(day, FILE.replace("  ada: {name: Ada}\n", "").replace("[ada]", "[]"))
    takes_in(day, FILE)

    ada = Player(day, "ada")
    day.local(ada, time(9))

    assert {one.handle: one.id for one in day.all(Person)} == ids
    assert len(ada.got()) == 1


def test_a_new_handle_is_where_people_come_in_from_then_on(day: Orchestra) -> None:
    takes_in(day, FILE)
    takes_in(day, FILE.replace("ada: {name: Ada}", "ada.b: {name: Ada, was: ada}").replace("[ada]", "[ada.b]"))

    ada = Player(day, "ada.b")
    day.local(ada, time(9))

    assert len(ada.got()) == 1
    assert "Ada" in ada.writes("help").person.name


def test_an_hour_and_a_country_that_change_move_the_next_prompt(day: Orchestra) -> None:
    takes_in(day, FILE)
    takes_in(day, FILE.replace("{name: Ada}", "{name: Ada, asked_at: '10:30', country: IE}"))
    ada = Player(day, "ada")

    day.local(ada, time(9))
    assert ada.got() == []
    day.local(ada, time(10, 30))
    assert len(ada.got()) == 1
    # 17 March is St Patrick's Day.
    asked = []
    for _ in range(9):
        day.goes_on(days=1)
        asked.append(ada.person.asked_for)
    assert [one.day for one in dict.fromkeys(asked) if one] == [10, 11, 12, 15, 16, 18]


def minutes_after(day: Orchestra) -> dict[str, int]:
    """How long after their hours people are asked who are here, by handle."""
    return {one.handle: one.asked_after for one in day.all(Person) if one.left_at is None}


def test_a_spread_morning_asks_each_at_a_minute_of_their_own_on_every_day(day: Orchestra) -> None:
    takes_in(day, FILE)
    ada = Player(day, "ada")
    spread, after = next((n, after) for n in range(45, 60) if (after := share_of_spread(ada.person.id, n)))
    takes_in(day, f"spread: {spread}\n" + FILE)
    assert minutes_after(day)["ada"] == after

    day.local(ada, time(9, after - 1))
    assert ada.got() == []
    day.local(ada, time(9, after))
    assert len(ada.got()) == 1
    for _ in range(3):
        day.goes_on(days=1)
    mornings = {one.not_before for one in day.all(Delivery) if one.once.startswith(f"invite:{ada.person.id}:")}
    assert {f"{at:%d %H:%M}" for at in mornings} == {f"{day} 09:{after:02}" for day in ("09", "10", "11", "12")}


def test_another_spread_gives_everybody_another_minute_and_the_same_one_changes_nothing(day: Orchestra) -> None:
    takes_in(day, FILE)
    assert set(minutes_after(day).values()) == {0}
    due = Player(day, "ada").person.next_due_at
    assert due is not None

    found = takes_in(day, "spread: 45\n" + FILE)
    ada = Player(day, "ada").person
    assert found.spread == (0, 45)
    assert minutes_after(day) == {one.handle: share_of_spread(one.id, 45) for one in day.all(Person)}
    assert ada.next_due_at == due + timedelta(minutes=ada.asked_after)
    for same in ("spread: 45\n" + FILE, FILE, exported(day, "people.yml")):
        before = [day.all(kind) for kind in (Workspace, Person)]
        assert not takes_in(day, same)
        assert [day.all(kind) for kind in (Workspace, Person)] == before
    assert not takes_in(day, exported(day, "people.csv"), "people.csv")
    assert "spread: 45" in exported(day, "people.yml")

    takes_in(day, "spread: 0\n" + FILE)
    assert Player(day, "ada").person.next_due_at == due
    assert set(minutes_after(day).values()) == {0}
    assert "spread" not in exported(day, "people.yml")


def test_contacts_are_kept_handed_back_and_replaced_as_a_whole(day: Orchestra) -> None:
    said = "contacts: {danger: [Security], any: ['HR: people@example.org']}\n"
    takes_in(day, said + FILE)
    (workspace,) = day.all(Workspace)
    assert workspace.contacts == {"danger": ["Security"], "any": ["HR: people@example.org"]}

    for same in (said + FILE, FILE, exported(day, "people.yml")):
        assert not takes_in(day, same)
    assert not takes_in(day, exported(day, "people.csv"), "people.csv")
    assert "contacts:" in exported(day, "people.yml")

    takes_in(day, "contacts: {pay: [Payroll]}\n" + FILE)
    assert day.all(Workspace)[0].contacts == {"pay": ["Payroll"]}
    takes_in(day, "contacts: {}\n" + FILE)
    assert day.all(Workspace)[0].contacts == {}
    assert "contacts" not in exported(day, "people.yml")


def test_who_comes_back_has_the_minute_of_the_spread_that_holds_by_then(day: Orchestra) -> None:
    takes_in(day, FILE)
    takes_in(day, FILE.replace("  ada: {name: Ada}\n", "").replace("members: [ada], ", ""))
    gone = next(one for one in day.all(Person) if one.handle == "ada")
    takes_in(day, "spread: 120\n" + FILE.replace("  ada: {name: Ada}\n", "").replace("members: [ada], ", ""))
    takes_in(day, FILE)

    assert minutes_after(day) == {one.handle: share_of_spread(one.id, 120) for one in day.all(Person)}
    assert Player(day, "ada").person.asked_after == share_of_spread(gone.id, 120)


def test_nobody_is_asked_before_they_join(day: Orchestra) -> None:
    takes_in(day, FILE.replace("{name: Ada}", "{name: Ada, joins: 2027-03-11}"))
    ada = Player(day, "ada")

    for _ in range(2):
        day.local(ada, time(9))
        assert ada.got() == []
        day.goes_on(days=1)
    day.local(ada, time(9))
    assert len(ada.got()) == 1


def test_on_the_evening_of_their_last_day_people_leave_by_themselves(day: Orchestra) -> None:
    text = FILE.replace("{name: Ada}", "{name: Ada, leaves: 2027-03-09, zone: Pacific/Auckland}")
    takes_in(day, text)
    ada = next(one for one in day.all(Person) if one.handle == "ada")
    assert ada.left_at is None

    day.goes_on(hours=4)
    assert next(one for one in day.all(Person) if one.handle == "ada").left_at is None
    day.goes_on(hours=2)

    left = next(one for one in day.all(Person) if one.handle == "ada")
    assert left.left_at == day.clock.at
    assert day.count(Membership) == 2
    assert not takes_in(day, text)


def test_who_is_in_no_team_is_not_asked_until_they_are_in_one(day: Orchestra) -> None:
    alone = FILE.replace("members: [ada], ", "")
    takes_in(day, alone)
    assert next(one for one in day.all(Person) if one.handle == "ada").next_due_at is None

    takes_in(day, FILE)
    assert next(one for one in day.all(Person) if one.handle == "ada").next_due_at is not None
    takes_in(day, alone)
    assert next(one for one in day.all(Person) if one.handle == "ada").next_due_at is None


@pytest.mark.parametrize("file", ["people.yml", "people.csv"])
def test_what_is_exported_says_what_is_here(day: Orchestra, file: str) -> None:
    takes_in(day, FILE.replace("{name: Ada}", "{name: '=Ada', email: a@b.co, days: sun-thu, joins: 2027-03-01}"))

    assert not takes_in(day, exported(day, file), file)


def test_of_whom_no_file_says_a_zone_lives_where_most_do_and_it_is_only_assumed(day: Orchestra) -> None:
    def zones() -> dict[str, tuple[str, bool]]:
        return {one.handle: (one.time_zone, one.zone_assumed) for one in day.all(Person)}

    nowhere = "people: {ada: {name: Ada}, bo: {name: Bo}}"
    takes_in(day, nowhere)
    assert zones() == {"ada": ("UTC", True), "bo": ("UTC", True)}
    takes_in(day, exported(day, "people.yml"))
    assert zones() == {"ada": ("UTC", True), "bo": ("UTC", True)}, "what was assumed is not handed back as said"

    said = nowhere.replace("{name: Ada}", "{name: Ada, zone: UTC}").replace(
        "{name: Bo}", "{name: Bo, zone: Asia/Tokyo}"
    )
    (ada, bo) = takes_in(day, said).changed
    assert (ada.values, bo.values) == ({"zone_assumed": False}, {"time_zone": "Asia/Tokyo", "zone_assumed": False})
    assert not takes_in(day, said)
    takes_in(day, said.replace("{ada", "{cy: {name: Cy}, dee: {name: Dee, zone: Asia/Tokyo}, ada"))
    assert zones() == {
        "ada": ("UTC", False), "bo": ("Asia/Tokyo", False), "cy": ("Asia/Tokyo", True), "dee": ("Asia/Tokyo", False),
    }  # fmt: skip


def test_who_has_left_is_in_no_team_of_what_is_exported(day: Orchestra) -> None:
    takes_in(day, FILE)
    field = next(one.team_id for one in day.all(Membership))
    takes_in(day, FILE.replace("  ada: {name: Ada}\n", "").replace("members: [ada], ", ""))
    left = next(one for one in day.all(Person) if one.handle == "ada")
    day.keep(Membership(id="m", workspace_id=day.workspace.id, team_id=field, person_id=left.id, role=Role.MEMBER))

    assert "ada" not in exported(day, "people.yml")


def test_other_hours_of_a_team_are_those_of_its_people_from_the_same_day(day: Orchestra) -> None:
    takes_in(day, FILE)
    takes_in(day, FILE.replace("part: field,", "part: field, asked_within: '13:00-14:00',"))
    ada = Player(day, "ada")

    day.local(ada, time(12, 45))
    assert ada.got() == []
    day.local(ada, time(13))
    assert len(ada.got()) == 1


def test_accounts_elsewhere_and_days_away_survive_an_import(day: Orchestra) -> None:
    slack = Connection(id="slack", workspace_id=day.workspace.id, door=Door.SLACK, external_id="T1")
    day.keep(slack)
    text = FILE.replace("{name: Ada}", "{name: Ada, accounts: {slack: U1}}")
    takes_in(day, text)
    ada = Player(day, "ada")
    ada.writes("off today")

    takes_in(day, text.replace("name: Ada,", "name: Ada, asked_at: '10:00',"))
    day.local(ada, time(10))

    assert [one.external_id for one in day.all(Account) if one.connection_id == "slack"] == ["U1"]
    assert ada.person.asked_for is None
    for file in ("people.yml", "people.csv"):
        assert "U1" in exported(day, file)
        assert not takes_in(day, exported(day, file), file)


def test_a_team_without_a_model_is_exported_as_one_and_a_file_that_says_nothing_leaves_it(day: Orchestra) -> None:
    takes_in(day, FILE.replace("{name: Field,", "{name: Field, model: none,"))

    assert "model: none" in exported(day, "people.yml")
    assert not takes_in(day, exported(day, "people.yml"), "people.yml")
    takes_in(day, FILE)
    assert [one.without_model for one in day.all(Team)] == [True]
    takes_in(day, FILE.replace("{name: Field,", "{name: Field, model: yes,"))
    assert [one.without_model for one in day.all(Team)] == [False]


def test_an_allowance_is_exported_as_it_was_agreed(day: Orchestra) -> None:
    takes_in(day, FILE.replace("{name: Field,", "{name: Field, allowance: 0.4,"))

    assert not takes_in(day, exported(day, "people.yml"), "people.yml")
    assert [one.allowance for one in day.all(Team)] == [0.4]


# Accounts of a platform that come and go


def at_slack(day: Orchestra, player: Player, *, reached: bool = True) -> Connection:
    """Somebody's account at Slack, and where they are reached there, if they are."""
    external = f"U0{player.handle.upper()}"
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "connection_id": "slack", "external_id": external}
    if not any(one.id == "slack" for one in day.all(Connection)):
        day.keep(Connection(id="slack", workspace_id=day.workspace.id, door=Door.SLACK, external_id="T1"))
    person = player.person
    day.keep(Account(id=day.moment().id(), person_id=person.id, **ours))
    if reached:
        day.keep(Place(id=day.moment().id(), kind=PlaceKind.DIRECT, name=person.name, person_id=person.id, **ours))
    return next(one for one in day.all(Connection) if one.id == "slack")


def told(day: Orchestra, change: Callable[[Moment, Store], Sequence[Delivery]]) -> list[tuple[str, str]]:
    """Who is told something by a change, and what."""
    planned = day.database.writer.write(lambda store: change(day.moment(), store)).result()
    names = {one.id: one.external_id for one in day.all(Place)}
    return [(names[one.place_id], one.view) for one in planned]


def test_those_who_are_reached_there_are_asked_about_whoever_is_gone_there_but_not_about_themselves(
    day: Orchestra,
) -> None:
    ada, bo, dee = day.player("Ada", admin=True), day.player("Bo", admin=True), day.player("Dee")
    day.player("Cy", admin=True)
    for one in (ada, bo):
        connection = at_slack(day, one)
    at_slack(day, dee, reached=False)

    def gone(account: str) -> list[tuple[str, str]]:
        return told(day, lambda moment, store: roster_of.gone_there(moment, store, connection, account))

    assert gone("U0DEE") == [("U0ADA", "people.gone_there"), ("U0BO", "people.gone_there")]
    assert gone("U0ADA") == [("U0BO", "people.gone_there")]
    assert gone("U0ADA") == gone("U0NOBODY") == []


@pytest.mark.parametrize("how", ["roster", "code"])
def test_who_has_a_new_account_there_is_reached_by_it_and_the_old_one_is_nobodys(day: Orchestra, how: str) -> None:
    ada, bo = day.player("Ada", admin=True), day.player("Bo")
    at_slack(day, ada)
    connection = at_slack(day, bo)
    change = day.database.writer.write

    def link(account: str) -> Person | None:
        code = change(lambda store: roster_of.new_code(day.moment(), store, bo.person)).result()
        return change(lambda store: roster_of.link_by_code(day.moment(), store, connection, account, code)).result()

    if how == "roster":
        takes_in(day, "people: {ada: {name: Ada}, bo: {name: Bo, accounts: {slack: U1NEW}}}\nadmins: [ada]\n")
        assert told(day, lambda now, store: roster_of.gone_there(now, store, connection, "U0BO")) == []
    else:
        assert link("U1NEW") is None, "the account that they have still holds"
        assert told(day, lambda now, store: roster_of.gone_there(now, store, connection, "U0BO")) != []
        assert link("U1NEW") is not None

    theirs = [one for one in day.all(Account) if one.person_id == bo.person.id and one.connection_id == "slack"]
    assert [one.external_id for one in theirs] == ["U1NEW"]
    places = [one for one in day.all(Place) if one.person_id == bo.person.id and one.connection_id == "slack"]
    assert [(one.external_id, one.closed_at) for one in places] == [("U1NEW", None)]


def test_a_place_is_closed_once_and_what_is_planned_there_afterwards_stays(day: Orchestra) -> None:
    ada = day.player("Ada")
    place = next(one for one in day.all(Place) if one.external_id == "ada")

    def closes(why: str) -> bool:
        return day.database.writer.write(lambda store: roster_of.cannot_reach(day.clock.at, store, place, why)).result()

    before, afterwards = (deliver(day.moment(), place, "home.help", {}, once=one) for one in ("1", "2"))
    day.keep(before)
    assert closes("account_inactive")
    day.keep(afterwards)
    assert not closes("channel_not_found")

    found = {one.id: (one.state, one.reason, one.said) for one in day.all(Delivery)}
    assert found[before.id] == (DeliveryState.SKIPPED, Cause.PARKED, "account_inactive")
    assert found[afterwards.id] == (DeliveryState.PLANNED, "", "")
    assert [one.closed_why for one in day.all(Place) if one.person_id == ada.person.id] == ["account_inactive"]


def test_somebody_whom_the_roster_knows_is_nobody_new(day: Orchestra) -> None:
    connection = at_slack(day, day.player("Ada", admin=True))

    def joined(account: str) -> list[tuple[str, str]]:
        return told(day, lambda moment, store: roster_of.joined_there(moment, store, connection, account))

    assert joined("U0ADA") == []
    assert joined("U0NEW") == [("U0ADA", "people.joined_there")]


def test_what_is_no_directory_is_neither_shown_nor_taken_in(day: Orchestra) -> None:
    ada = day.player("Ada", admin=True)
    before = [day.all(kind) for kind in (Person, Account, Team, Membership)]

    for action in ("people.propose", "people.take_over"):
        said = ada.does(action, value="x", fields={"directory": '{"members": 7}'})
        assert said.answer.view == "home.not_there"
        assert "no such thing here" in ada.answer
    assert [day.all(kind) for kind in (Person, Account, Team, Membership)] == before


HANDLES = ("ada", "bo", "cy", "dee")
PEOPLE = st.dictionaries(
    st.sampled_from(HANDLES),
    st.fixed_dictionaries(
        {"name": st.sampled_from(["Ada", "Bo", "no", "=1"])},
        optional={
            "zone": st.sampled_from(["Europe/Dublin", "Asia/Kathmandu"]),
            "asked_at": st.sampled_from(["08:00", "23:59"]),
            "days": st.sampled_from(["mon-fri", "sun"]),
            "country": st.sampled_from(["IE", "DE-BY"]),
            "joins": st.sampled_from(["2027-03-01", "2028-03-01"]),
            "role_words": st.sampled_from(["bakes", "-"]),
        },
    ),
    min_size=1,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(PEOPLE, st.integers()), min_size=2, max_size=3))
def test_whatever_was_there_before_a_second_import_changes_nothing(
    day: Orchestra, files: list[tuple[dict[str, dict[str, str]], int]]
) -> None:
    for people, seed in files:
        chance = Random(seed)
        teams = {
            team: {"members": chance.sample(sorted(people), chance.randint(0, len(people)))} for team in ("one", "two")
        }
        text = yaml.safe_dump({"people": people, "teams": teams})
        takes_in(day, text)
        assert not takes_in(day, text)
        assert not takes_in(day, exported(day, "people.csv"), "people.csv")
        here = {one.handle for one in day.all(Person) if one.left_at is None}
        assert here == set(people)
        day.clock.at += timedelta(hours=1)
