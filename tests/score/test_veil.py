"""Nobody's name goes outside, and each text comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.veil import Veil, uncovered

NAMES = ["Ada Lovelace", "Will Marsh", "May", "Jo-Ann O'Neil", "ada", "Åsa Öberg"]


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Ask Ada Lovelace", "Ask Person1"),
        ("ADA and ada and Adamant", "Person1 and Person2 and Adamant"),
        ("Will Will do it by May?", "Person1 Person1 do it by Person2?"),
        ("will it be done, may we ask", "will it be done, may we ask"),
        ("write to ada@example.org, or a.b+c@d.example", "write to Person1, or Person2"),
        ("jo-ann o'neil, åsa", "Person1, Person2"),
        ("Person1 is Ada", "Person1 is Person2"),
        ("nobody at all", "nobody at all"),
    ],
)
def test_whoever_is_named_is_hidden_and_comes_back(text: str, sent: str) -> None:
    veil = Veil(NAMES)
    assert veil.over(text) == sent
    assert uncovered(sent, veil.hidden) == text


def test_the_same_is_hidden_alike_in_every_text() -> None:
    veil = Veil(NAMES)
    assert (veil.over("Ada"), veil.over("for Ada"), veil.over("Marsh")) == ("Person1", "for Person1", "Person2")
    assert veil.hidden == ["Ada", "Marsh"]


def test_where_nobody_is_known_addresses_are_hidden_all_the_same() -> None:
    veil = Veil([])
    assert veil.over("Ada: a@b.example") == "Ada: Person1"


@pytest.mark.parametrize("said", ["Person0", "Person7", "Person99999999999999999999", "Persons"])
def test_a_number_behind_which_nobody_is_hidden_stays(said: str) -> None:
    assert uncovered(said, ["Ada"]) == said


@given(st.text(max_size=60), st.lists(st.sampled_from([*NAMES, "x@y.zz", " ", "Person2"]), max_size=6))
def test_every_text_comes_back_as_it_was(before: str, some: list[str]) -> None:
    veil, text = Veil(NAMES), before + " ".join(some)
    assert uncovered(veil.over(text), veil.hidden) == text
