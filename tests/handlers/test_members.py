"""Who leads a team takes people in and lets them go; each is told once, and asked or asked no longer."""

from datetime import UTC, datetime, time
from functools import partial

import pytest

from handlers.turn import How
from storage.store import Store
from storage.tables import Membership, Role, Team
from tests.orchestra import Orchestra, Player


@pytest.fixture
def team(day: Orchestra) -> Team:
    return day.team("Field", part="field")


@pytest.fixture
def bo(day: Orchestra, team: Team) -> Player:
    bo = day.player("Bo", team=team, role=Role.MANAGER)
    day.local(bo, time(9))
    day.mouth.sent.clear()
    return bo


def hands_in(player: Player, team: Team, **fields: str) -> None:
    player.does("members.hand_in", fields={"team": team.id, **fields})


def inside(day: Orchestra, team: Team) -> dict[str, Role]:
    names = {player.person.id: handle for handle in ("ada", "bo", "cy", "zoe") if (player := found(day, handle))}
    return {names[one.person_id]: one.role for one in day.all(Membership) if one.team_id == team.id}


def found(day: Orchestra, handle: str) -> Player | None:
    player = Player(day, handle)
    try:
        return player if player.person else None
    except StopIteration:
        return None


def stranger(day: Orchestra, name: str) -> Player:
    """Somebody who is in no team, and so is asked for nothing."""
    player = day.player(name)
    day.database.writer.write(lambda store: store.change(player.person, next_due_at=None)).result()
    return player


def flat(text: str) -> str:
    return " ".join(text.split())


def test_several_come_at_once_are_told_once_and_asked_from_then_on(day: Orchestra, team: Team, bo: Player) -> None:
    ada, cy, zoe = (stranger(day, name) for name in ("Ada", "Cy", "Zoe"))
    bo.does("members.open_form", value=team.id)
    bo.fills("Ada, @cy", "zoe", "")

    assert inside(day, team) == {
        "bo": Role.MANAGER,
        "ada": Role.MEMBER,
        "cy": Role.MEMBER,
        "zoe": Role.OBSERVER,
    }
    assert "In it now Ada, Cy and Zoe" in flat(bo.answer)
    assert [one.says for one in ada.got()] == ["Bo took you into Field."]
    assert [one.says for one in zoe.got()] == ["Bo made you an observer of Field."]
    day.local(ada, time(9))
    assert [len(one.got()) for one in (ada, cy, zoe)] == [2, 2, 1]

    hands_in(bo, team, members="ada, cy", observers="zoe")
    assert "stays as it was" in bo.answer
    assert [len(one.got()) for one in (ada, cy, zoe)] == [2, 2, 1]


def test_who_goes_is_told_and_asked_no_longer(day: Orchestra, team: Team, bo: Player) -> None:
    ada, cy = day.player("Ada", team=team), day.player("Cy", team=[team, day.team("Sales")])
    hands_in(bo, team, go="ada, cy")

    assert inside(day, team) == {"bo": Role.MANAGER}
    assert [flat(one.says) for one in ada.got()] == [
        "You are no longer in Field: Bo changed who is in it. What you did there stays yours."
    ]
    assert ada.person.next_due_at is None
    assert cy.person.next_due_at is not None
    day.local(ada, time(9))
    assert [len(one.got()) for one in (ada, cy)] == [1, 2]
    hands_in(bo, team, members="ada")
    day.goes_on(minutes=1)
    assert [one.says for one in ada.got()][1:] == [
        "Bo took you into Field.",
        "Good morning, Ada. What are the three things today?",
    ]


def test_who_was_asked_today_is_not_asked_again_when_taken_back(day: Orchestra, team: Team, bo: Player) -> None:
    ada = day.player("Ada", team=team)
    day.local(ada, time(9))
    hands_in(bo, team, go="ada")
    hands_in(bo, team, members="ada")
    day.goes_on(minutes=5)

    assert sum(one.says.startswith("Good morning") for one in ada.got()) == 1
    assert ada.person.next_due_at == datetime(2027, 3, 10, 9, tzinfo=UTC)


def test_sharing_the_work_and_looking_on_are_one_or_the_other(day: Orchestra, team: Team, bo: Player) -> None:
    ada = day.player("Ada", team=team)
    hands_in(bo, team, observers="ada, bo")

    assert inside(day, team) == {"bo": Role.MANAGER, "ada": Role.OBSERVER}
    assert ada.person.next_due_at is None
    hands_in(bo, team, members="ada")
    assert inside(day, team)["ada"] is Role.MEMBER


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"members": "ada, Mallory, <!channel>"}, "goes by these names: Mallory and <!channel>."),
        ({"members": "Mallory"}, "Nobody in the roster is called Mallory."),
        ({"members": "Ada"}, "Several are called Ada: say which by handle, ada.b and ada.c."),
        ({"members": "zoe", "go": "zoe"}, "Named twice: Zoe."),
        ({"go": "zoe"}, "Zoe is not in this team."),
        ({"go": "zoe, ruth"}, "Zoe and Ruth are not in this team."),
        ({"observers": "Nemo, Ada"}, "Nobody in the roster is called Nemo. Several are called Ada"),
        ({"go": "bo"}, "Nobody would lead this team then."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(
    day: Orchestra, team: Team, bo: Player, fields: dict[str, str], said: str
) -> None:
    stranger(day, "Zoe")
    day.player("Ruth", team=team, role=Role.COACH)
    for handle, name in (("ada.b", "Ada"), ("ada.c", "Ada")):
        one = stranger(day, handle)
        day.database.writer.write(partial(Store.change, noun=one.person, name=name)).result()
    before = day.all(Membership)

    played = bo.does("members.hand_in", fields={"team": team.id, **fields})

    assert played.answer.how is How.FORM
    assert set(played.notes) == {list(fields)[-1]}
    assert said in flat(bo.answer)
    assert day.all(Membership) == before
    assert day.mouth.sent == []


def test_who_leads_with_another_can_go(day: Orchestra, team: Team, bo: Player) -> None:
    day.player("Cy", team=team, role=Role.MANAGER)
    hands_in(bo, team, go="bo")

    assert inside(day, team) == {"cy": Role.MANAGER}
    assert "No longer in it Bo" in flat(bo.answer)
    assert bo.got() == []


def test_an_admin_changes_a_team_that_nobody_leads(day: Orchestra, team: Team) -> None:
    idris, ada = day.player("Idris"), stranger(day, "Ada")
    day.database.writer.write(lambda store: store.change(idris.person, is_admin=True)).result()
    day.local(idris, time(9))
    hands_in(idris, team, members="ada")

    assert inside(day, team) == {"ada": Role.MEMBER}
    assert ada.last().says == "Idris took you into Field."


def test_who_wants_to_hear_nothing_hears_nothing(day: Orchestra, team: Team, bo: Player) -> None:
    ada = stranger(day, "Ada")
    ada.writes("stop")
    hands_in(bo, team, members="ada")
    day.goes_on(days=1)

    assert inside(day, team)["ada"] is Role.MEMBER
    assert ada.got() == []


def test_who_is_away_is_asked_when_they_are_back(day: Orchestra, team: Team, bo: Player) -> None:
    ada = stranger(day, "Ada")
    ada.writes("on leave 9-12 March")
    hands_in(bo, team, members="ada")

    assert ada.person.next_due_at == datetime(2027, 3, 15, 9, tzinfo=UTC)


@pytest.mark.parametrize("action", ["members.open_form", "members.hand_in"])
def test_nobody_else_changes_who_is_in_a_team(day: Orchestra, team: Team, bo: Player, action: str) -> None:
    ada = day.player("Ada", team=team)
    others = [ada, day.player("Zoe", team=day.team("Sales"), role=Role.MANAGER)]
    others.append(day.player("Ruth", team=team, role=Role.COACH))
    before = day.all(Membership)
    for player in others:
        player.does(action, value=team.id, fields={"team": team.id, "go": "ada"})
        assert "There is no such thing here" in player.answer
    bo.does(action, value="nowhere", fields={"team": "nowhere", "go": "ada"})
    assert "There is no such thing here" in bo.answer
    assert day.all(Membership) == before


def test_the_same_hand_in_twice_is_kept_and_told_once(day: Orchestra, team: Team, bo: Player) -> None:
    ada = stranger(day, "Ada")
    for _ in range(2):
        bo.does("members.hand_in", key="once", fields={"team": team.id, "members": "ada"})

    assert len(ada.got()) == 1
    assert inside(day, team)["ada"] is Role.MEMBER


def test_a_name_of_another_workspace_is_nobody_here(day: Orchestra, team: Team, bo: Player) -> None:
    from storage.tables import Person, Workspace

    other = Workspace(id=day.moment().id(), name="Other", created_at=day.clock.at)
    day.keep(other, Person(id=day.moment().id(), workspace_id=other.id, handle="mallory", name="Mallory"))
    hands_in(bo, team, members="mallory")

    assert "Nobody in the roster is called mallory." in flat(bo.answer)
