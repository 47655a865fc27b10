"""What is near in meaning is seen from what is usual, and a text is known again by its digest."""

import math

import pytest

from score.meaning import MOST, SAME, digest, nearness, shown
from storage.tables import LineKind, Wording


def line(words: str, about: str = "") -> Wording:
    return Wording(
        id="w", workspace_id="w", edition_id="e", line_id="l", part="p", address="p/P-1", kind=LineKind.PRIORITY,
        words=words, about=about, position=0,
    )  # fmt: skip


def towards(degrees: float) -> list[float]:
    return [math.cos(math.radians(degrees)), math.sin(math.radians(degrees))]


def test_a_line_that_says_the_same_is_as_near_as_can_be_and_what_is_no_nearer_than_usual_is_left_out() -> None:
    found = nearness(towards(0), {"same": towards(0), "askew": towards(90), "away": towards(90)})
    assert found == {"same": pytest.approx(1.0)}


def test_what_a_model_calls_far_does_not_matter() -> None:
    """Two models that order alike and differ by what they give to texts with nothing in common."""
    lines = {"one": towards(10), "two": towards(40), "three": towards(80)}
    narrow = {name: [*(each * math.sqrt(0.5) for each in vector), math.sqrt(0.5)] for name, vector in lines.items()}
    text = [math.sqrt(0.5), 0.0, math.sqrt(0.5)]

    assert nearness(text, narrow) == pytest.approx(nearness(towards(0), lines))


@pytest.mark.parametrize("lines", [{}, {"one": towards(0)}, {"one": towards(0), "two": towards(0)}])
def test_where_lines_do_not_differ_none_is_near(lines: dict[str, list[float]]) -> None:
    assert nearness(towards(0), lines) == {}
    assert SAME < 1


def test_nearness_is_never_more_than_one() -> None:
    longer = [each * 1.001 for each in towards(0)]
    assert nearness(towards(0), {"same": longer, "away": towards(90)}) == {"same": 1.0}


def test_a_model_is_shown_what_a_line_says_and_what_it_says_about_itself() -> None:
    assert shown(line("Call every harbour", "by phone")) == "Call every harbour. by phone"
    assert shown(line("Call every harbour")) == "Call every harbour"
    assert len(shown(line("Call", "x" * 5_000))) == MOST


def test_other_texts_have_other_digests() -> None:
    assert digest("Call") == digest("Call") != digest("call")
    assert len(digest("Grüße")) == 64
