"""Who could help with a line, by what the score and the roster say to everybody."""

import pytest

from tests.asked import asker, asks, lines_of
from tests.orchestra import Orchestra, Player


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return asker(day)


# Who could help


def test_who_could_help_is_told_from_the_score_and_the_roster(ada: Player) -> None:
    said = asks(ada, "Who could help with calling harbours?")

    assert said.startswith("These have to do with Call every harbour before noon [1].")
    assert "Owner Ada [1]" in said
    assert "Stands in Bo [1]" in said
    assert "Plays from it Field, led by Dee" in said
    assert "Promised Cy: A list of harbours each Friday [2]" in said
    assert lines_of(ada) == ["field/P-1", "office/R-1"]


def test_who_has_left_helps_nobody(day: Orchestra, ada: Player) -> None:
    bo = Player(day, "bo").person
    day.database.writer.write(lambda store: store.change(bo, left_at=day.clock.now())).result()

    assert "Stands in" not in asks(ada, "Who could help with calling harbours?")


def test_what_nobody_works_on_names_nobody(day: Orchestra, ada: Player) -> None:
    assert asks(ada, "Who could help with fresh bread?").startswith("The score names nobody for Fresh bread within an")
    assert "The score does not say." in asks(ada, "Who could help with mushrooms?")
