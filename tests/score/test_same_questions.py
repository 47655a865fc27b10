"""Which questions ask the same."""

from hypothesis import given
from hypothesis import strategies as st

from prompts import spellings
from score.same_questions import grouped

CUES = spellings("asked")


def groups(*texts: str, most: int = 20) -> list[list[int]]:
    return grouped(texts, CUES, "english", most)


def test_other_manner_and_other_forms_ask_the_same() -> None:
    asked = ("Where do the vans park?", "Who pays umbrellas?", "Is there parking for our van?", "Paying an umbrella?")
    assert groups(*asked) == [[0, 2], [1, 3]]


def test_another_word_for_the_same_asks_the_same() -> None:
    assert groups("What may clients give back?", "What may customers give back?") == [[0, 1]]


def test_what_shares_one_word_of_several_asks_something_else() -> None:
    assert groups("Who pays the umbrella supplier?", "What colour has the umbrella?") == [[0], [1]]


def test_what_is_about_nothing_stands_alone() -> None:
    assert groups("Why?", "Why?") == [[0], [1]]


def test_no_more_are_together_than_may_be() -> None:
    assert groups(*["Umbrellas?"] * 5, most=2) == [[0, 1], [2, 3], [4]]


@given(st.lists(st.text(max_size=30), max_size=12))
def test_each_question_is_in_one_group(texts: list[str]) -> None:
    assert sorted(place for group in groups(*texts, most=3) for place in group) == list(range(len(texts)))
