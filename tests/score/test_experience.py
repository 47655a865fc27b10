"""What a workspace has learned of its tasks, and where it is silent because of that."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.experience import CUTS, LEAST, SLOW, Earlier, Experience

START = 0.4


def tied(*points: float) -> list[Earlier]:
    return [Earlier("Call the bakery", "a", points=one) for one in points]


def whirlwind(*points: float) -> list[Earlier]:
    return [Earlier("Sort the papers", None, points=one) for one in points]


def test_the_nearest_task_of_each_line_is_recalled() -> None:
    near, far, other = Earlier("Ring Mill Lane", "a"), Earlier("Ring", "a"), Earlier("Ring the bell", "b")
    recalled = Experience([far, near, other]).recall("Ring Mill Lane today")

    alike, nearest = recalled.lines["a"]
    assert (round(alike, 6), nearest) == (1.0, near)
    assert 0 < recalled.lines["b"][0] < 1
    assert recalled.whirlwind == 0


def test_what_many_tasks_say_tells_less() -> None:
    common = [Earlier(f"Review number{place}", f"line-{place}") for place in range(40)]
    seldom = Earlier("Ovens", "a")
    recalled = Experience([*common, seldom]).recall("Review ovens")

    assert recalled.lines["a"][0] > max(each for line, (each, _) in recalled.lines.items() if line != "a")


def test_what_was_whirlwind_is_recalled_and_the_task_itself_is_not() -> None:
    learned = Experience([Earlier("Sort the papers", None, key="t-1"), Earlier("Sort", "a")])

    assert learned.recall("Sort the papers").whirlwind == pytest.approx(1.0)
    assert learned.recall("Sort the papers", but="t-1").whirlwind == 0


@pytest.mark.parametrize("words", ["", "!", "the and", "Zeppelin"])
def test_what_says_nothing_recalls_nothing(words: str) -> None:
    recalled = Experience([Earlier("Ring", "a"), Earlier("!", "b")]).recall(words)

    assert (recalled.lines, recalled.whirlwind) == ({}, 0)
    assert Experience().recall("Ring").lines == {}


def test_a_habit_is_the_persons_own_and_weak_while_there_is_little_to_go_by() -> None:
    mine = [Earlier("x", "a", own=True), Earlier("x", "a", own=True), Earlier("x", "b", own=True)]
    others = [Earlier("x", "b"), Earlier("x", None, own=True)]

    assert Experience([*mine, *others]).habits == {"a": 0.5, "b": 0.25}
    assert Experience(others).habits == {}


# Where it is silent

STRANGE = [0.0] * 20 + [0.2] * 20 + [0.45] * 5
"""What a score shares by chance with what no strategy speaks of."""


@pytest.mark.parametrize(
    "earlier",
    [[], tied(*[0.9] * (LEAST - 1)), whirlwind(*[0.8] * 50), [*[Earlier("x", "a")] * 50, *[Earlier("x", None)] * 50]],
)
def test_a_workspace_that_tied_little_is_silent_as_it_began(earlier: Sequence[Earlier]) -> None:
    assert Experience(earlier).cut(START, STRANGE) == START


def test_a_workspace_whose_whirlwind_speaks_louder_is_silent_longer() -> None:
    learned = Experience([*tied(*[0.9] * 50), *whirlwind(*[0.6] * 50)])

    assert 0.6 < learned.cut(START, STRANGE) <= 0.9


def test_a_workspace_that_says_little_of_its_lines_is_silent_less() -> None:
    assert 0.2 < Experience(tied(*[0.3] * 50)).cut(START, STRANGE) <= 0.3


def test_few_words_against_where_it_began_do_not_move_it_far() -> None:
    said = [*tied(0.9, 0.9, 0.9, 0.9, 0.5), *whirlwind(0.1, 0.1, 0.1, 0.1, 0.55)]

    assert abs(Experience(said).cut(START, STRANGE) - START) < 0.15


@given(
    st.lists(st.floats(0, 3), max_size=SLOW),
    st.lists(st.floats(0, 3), max_size=SLOW),
    st.sampled_from([0.1, START, 1.2]),
)
def test_it_is_never_silent_beyond_what_is_weighed(these: list[float], those: list[float], start: float) -> None:
    cut = Experience([*tied(*these), *whirlwind(*those)]).cut(start, STRANGE)

    assert cut == start or CUTS[0] <= cut <= CUTS[-1]


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["a", "b", None])), max_size=9), st.text(max_size=30))
def test_likeness_is_a_share(earlier: list[tuple[str, str | None]], words: str) -> None:
    recalled = Experience([Earlier(said, line) for said, line in earlier]).recall(words)

    assert all(0 < each <= 1.000001 for each, _ in recalled.lines.values())
    assert 0 <= recalled.whirlwind <= 1.000001
