"""Two lines beside each other, and why this one and not that."""

import pytest

from storage.tables import Silence
from tests.asked import SCORE, asker, asks, lines_of
from tests.orchestra import Orchestra, Player


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return asker(day)


# Two beside each other


def test_two_lines_are_set_beside_each_other(ada: Player) -> None:
    said = asks(ada, "How does calling harbours differ from halving the quoting time?")

    assert said.startswith(
        "Call every harbour before noon [1] and Halve the quoting time [2] are both there for Win the harbour towns [3]"
    )
    assert "Owner Ada [1]; Bo [2]" in said
    assert "Until 30 June [1]; 30 April [2]" in said
    assert "Measure Harbours that were called [1]; the other has none" in said
    assert lines_of(ada) == ["field/P-1", "office/P-1", "harbour/P-1"]
    assert "Edition 1 of 9 March. No model spoke." in said


def test_a_tension_between_the_two_is_told(ada: Player) -> None:
    said = asks(ada, "Compare field/P-1 and office/P-1?")

    assert "pull" in said
    ada.presses("Look at it")
    assert "Calls take the hours of quotes" in ada.answer


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("How does the field differ from the office?", ["field/P-1", "office/P-1", "harbour/P-1"]),
        ("How does the field differ from the office on harbours?", ["field/P-1", "office/R-1"]),
        ("How does office differ from field on calling?", ["office/R-1", "field/P-1"]),
        ("How does the office differ from harbour bread on mushrooms?", []),
        ("What is the difference between harbour/P-1 and field/P-1?", ["harbour/P-1", "field/P-1"]),
        ("office/P-2 versus harbour/A", ["office/P-2", "harbour/A"]),
        ("How do mushrooms differ from umbrellas?", []),
        ("mushrooms/P-1 or umbrellas/P-1?", []),
        ("How does field/P-1 differ from field/P-1?", []),
    ],
)
def test_parts_are_told_apart_by_what_is_asked_of_both(ada: Player, question: str, lines: list[str]) -> None:
    said = asks(ada, question)

    assert lines_of(ada) == lines
    assert ("The score does not say." in said) == (not lines)


def test_parts_that_serve_nothing_together_are_told_by_their_first_lines(day: Orchestra, ada: Player) -> None:
    day.plays_from(SCORE.replace("until: 2027-04-30, serves: harbour/P-1", "until: 2027-04-30, serves: harbour/A"))
    asks(ada, "How does the field differ from the office?")

    assert lines_of(ada) == ["field/P-1", "office/P-1"]


def test_of_a_part_without_lines_nothing_is_told(day: Orchestra, ada: Player) -> None:
    day.plays_from(SCORE + "    - {id: yard, name: Yard, kind: team}\n")

    assert "The score does not say." in asks(ada, "How does the field differ from the yard?")


# Why this and not that


def test_what_was_chosen_against_says_why_and_what_is_done_instead(ada: Player) -> None:
    said = asks(ada, "Why harbour towns and not supermarkets?")

    assert said.startswith("We chose against it: Supermarkets, which bake themselves [1].")
    assert "Instead we do this: Harbour towns [2]" in said
    assert "Their bakers retire. [2]" in said
    assert lines_of(ada) == ["harbour/N-1", "harbour/W"]


def test_with_a_condition_it_says_on_what_it_rests(ada: Player) -> None:
    said = asks(ada, "Why bread before the boats leave instead of supermarkets?")

    assert "Instead we do this: Bread before the boats leave [2]" in said
    assert "That rests on this being true: Skippers buy before five [3]" in said


def test_where_only_what_was_chosen_against_is_known_its_own_line_stands_beside_it(ada: Player) -> None:
    asks(ada, "Why mushrooms and not supermarkets?")

    assert lines_of(ada) == ["harbour/N-1", "harbour/W"]


def test_what_nobody_chose_against_is_silence(day: Orchestra, ada: Player) -> None:
    said = asks(ada, "Why call every harbour and not write letters?")

    assert said.startswith("The score does not say. The nearest line is Call every harbour before noon")
    assert day.count(Silence) == 1
