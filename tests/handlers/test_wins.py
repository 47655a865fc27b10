"""Well done: said by one person to another, once, and counted for nobody."""

from datetime import time

import pytest

from storage.tables import Delivery, Place, PlaceKind, Praise, Role, Team, Win
from tests.orchestra import Orchestra, Player

CALL = "Call every harbour before noon"


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field", digest_at=990)


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    ada = day.player("Ada", team=field)
    for name in ("Bo", "Cleo", "Dov"):
        day.player(name, team=field)
    day.local(ada, time(8))
    day.local(ada, time(9))
    ada.hands_in([CALL], win="Sold <!channel> out")
    day.local(ada, time(16, 30))
    return ada


def posted(day: Orchestra, field: Team) -> str:
    """What the digest says now."""
    of_field = next(one for one in day.all(Place) if one.team_id == field.id)
    digest = next(one for one in day.all(Delivery) if one.view == "digest.day")
    return day.draws(of_field, "digest.day", digest.about)


def won(day: Orchestra) -> Win:
    (win,) = day.all(Win)
    return win


def test_it_reaches_whose_win_it_is_with_the_line_and_stands_beside_the_win(
    day: Orchestra, field: Team, ada: Player
) -> None:
    bo = Player(day, "bo")
    bo.presses("Say well done", on=day.in_channel(field)[-1].card)

    assert "Your well done stands beside the win of Ada." in bo.answer
    assert ada.last().says == "Bo says well done."
    assert "Sold <!channel> out" in ada.last().text
    assert CALL in ada.last().text
    assert "Ada. Well done from Bo" in day.changed_in(field)[-1].text
    assert len(day.in_channel(field)) == 1


def test_a_second_time_changes_nothing(day: Orchestra, field: Team, ada: Player) -> None:
    bo = Player(day, "bo")
    for _ in range(2):
        bo.does("wins.praise", value=won(day).id)

    assert day.count(Praise) == 1
    assert [one.says for one in ada.got()].count("Bo says well done.") == 1


def test_many_are_told_as_a_number_of_the_win(day: Orchestra, field: Team, ada: Player) -> None:
    said = []
    for name in ("bo", "cleo", "dov"):
        Player(day, name).does("wins.praise", value=won(day).id)
        said.append(posted(day, field))
        day.goes_on(minutes=1)

    assert "Well done from Bo\n" in said[0]
    assert "Well done from Bo and Cleo\n" in said[1]
    assert "Well done from Bo and two more\n" in said[2]


def test_nobody_praises_themselves(day: Orchestra, ada: Player) -> None:
    ada.does("wins.praise", value=won(day).id)
    assert "That win is yours." in ada.answer
    assert day.count(Praise) == 0


def test_who_does_not_see_the_team_cannot_and_is_not_told_that_there_is_a_win(day: Orchestra, ada: Player) -> None:
    zoe = day.player("Zoe", team=day.team("Sales"))
    for value in (won(day).id, "0" * 32, "", "x y"):
        zoe.does("wins.praise", value=value)
        assert "There is no such thing here" in zoe.answer
    assert day.count(Praise) == 0


def test_a_coach_of_the_team_can(day: Orchestra, field: Team, ada: Player) -> None:
    ruth = day.player("Ruth", team=field, role=Role.COACH)
    ruth.does("wins.praise", value=won(day).id)
    assert ada.last().says == "Ruth says well done."


def test_what_is_changed_meanwhile_is_shown_as_it_is_now(day: Orchestra, field: Team, ada: Player) -> None:
    Player(day, "bo").does("wins.praise", value=won(day).id)
    ada.hands_in([CALL], win="Sold out by ten")

    assert "Sold out by ten" in posted(day, field)
    assert "Well done from Bo" in posted(day, field)
    direct = next(one for one in day.all(Place) if one.kind is PlaceKind.DIRECT and one.name == "Ada")
    praised = next(one for one in day.all(Delivery) if one.view == "wins.praised")
    assert "Sold out by ten" in day.draws(direct, "wins.praised", praised.about)


def test_a_win_that_is_taken_back_takes_what_was_said_with_it(day: Orchestra, field: Team, ada: Player) -> None:
    Player(day, "bo").does("wins.praise", value=won(day).id)
    value = won(day).id
    ada.hands_in([CALL])

    assert (day.count(Win), day.count(Praise)) == (0, 0)
    assert "Well done" not in posted(day, field)
    cleo = Player(day, "cleo")
    cleo.does("wins.praise", value=value)
    assert "There is no such thing here" in cleo.answer


def test_nobody_tells_somebody_who_has_left(day: Orchestra, field: Team, ada: Player) -> None:
    person = ada.person
    day.database.writer.write(lambda store: store.change(person, left_at=day.clock.at)).result()
    bo = Player(day, "bo")
    bo.does("wins.praise", value=won(day).id)

    assert "Ada is no longer here" in bo.answer
    assert day.count(Praise) == 0
    assert "Sold <!channel> out" in posted(day, field)
    assert "Say well done" not in posted(day, field)


def test_what_was_said_is_in_the_digest_of_its_team_alone(day: Orchestra, field: Team, ada: Player) -> None:
    Player(day, "bo").does("wins.praise", value=won(day).id)
    sales = day.team("Sales", digest_at=990)
    place = next(one for one in day.all(Place) if one.team_id == sales.id)
    text = day.draws(place, "digest.day", {"team": sales.id, "day": "2027-03-09"})
    assert "Well done" not in text
