"""What a question may want that no one line answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import spellings
from score.wanted import Pair, Want, Wanted, read_wanted

CUES = spellings("wanted")


def read(text: str) -> Wanted | None:
    return read_wanted(text, CUES)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("How does sales differ from service?", Want.COMPARED),
        ("Compare field/P-1 with field/P-2", Want.COMPARED),
        ("field/P-1 or field/P-2?", Want.COMPARED),
        ("Sales versus service?", Want.COMPARED),
        ("What do sales and service have in common?", Want.COMPARED),
        ("Why visits and not phone calls?", Want.RATHER),
        ("Why visits instead of calls?", Want.RATHER),
        ("What changed since last week?", Want.CHANGED),
        ("What's new in sales?", Want.CHANGED),
        ("Who could help with vans?", Want.HELPING),
        ("And what about service?", Want.ABOUT),
    ],
)
def test_it_is_known_by_its_words(text: str, want: Want) -> None:
    found = read(text)
    assert found is not None
    assert found.want is want


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Why visits?",
        "Bread: what about it?",
        "Bread or cake?",
        "field/P-1?",
        "Visits and not calls",
        "Who owns the vans?",
        "Compare",
    ],
)
def test_other_questions_want_one_line(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("How does sales differ from service on renewals?", Pair("how does sales", "service", "renewals")),
        ("How does sales differ from service?", Pair("how does sales", "service")),
        ("Compare field/P-1 with field/P-2", Pair("field/p-1", "field/p-2")),
        ("What is the difference between vans and ovens?", Pair("what is the vans", "ovens")),
        ("What do sales and service have in common?", Pair("what do sales", "service")),
        ("compare telephones on the quay and vans", Pair("telephones on the quay", "vans")),
    ],
)
def test_two_are_told_apart(text: str, pair: Pair) -> None:
    found = read(text)
    assert found is not None
    assert pair in found.pairs


def test_what_is_asked_about_stands_behind_it() -> None:
    assert read("Bread: what about it?") is None


def test_what_is_asked_of_both_is_tried_first() -> None:
    found = read("How does sales differ from service on renewals?")
    assert found is not None
    assert found.pairs[0].topic == "renewals"


@pytest.mark.parametrize(
    ("text", "rest", "edition"),
    [
        ("What changed since edition 3?", "", 3),
        ("What changed in sales since edition 12?", "in sales", 12),
        ("What changed in the edition?", "in the", None),
        ("What changed since edition x?", "x", None),
        ("What changed since edition 1234567?", "1234567", None),
        ("Who could help with vans?", "with vans", None),
    ],
)
def test_what_is_left_says_of_what(text: str, rest: str, edition: int | None) -> None:
    found = read(text)
    assert found is not None
    assert (found.rest, found.edition) == (rest, edition)


def test_a_reason_for_one_and_not_for_another_has_two_sides() -> None:
    assert read("Why visits and not phone calls?") == Wanted(Want.RATHER, (Pair("visits", "phone calls"),))
    assert read("Why and not calls?") == Wanted(Want.RATHER)


@given(st.text(max_size=80))
def test_whatever_is_written_is_read(text: str) -> None:
    found = read(text)
    assert found is None or found.want in Want
