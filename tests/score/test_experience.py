"""What a workspace has learned of its tasks, and where it is silent because of that."""

from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.experience import CUTS, LEAST, SLOW, Earlier, Experience, Recalled, Told

START = 0.4


def earlier(words: str, line_id: str | None, points: float | None = None) -> Earlier:
    return Earlier(f"t-{next(_number)}", words, line_id, points)


_number = count()


def learned(*earlier: Earlier) -> Experience:
    return Experience(Told(earlier))


def tied(*points: float) -> list[Earlier]:
    return [earlier("Call the bakery", "a", one) for one in points]


def whirlwind(*points: float) -> list[Earlier]:
    return [earlier("Sort the papers", None, one) for one in points]


def test_the_nearest_task_of_each_line_is_recalled() -> None:
    near, far, other = earlier("Ring Mill Lane", "a"), earlier("Ring", "a"), earlier("Ring the bell", "b")
    recalled = learned(far, near, other).recall("Ring Mill Lane today")

    alike, nearest = recalled.lines["a"]
    assert (round(alike, 6), nearest) == (1.0, near)
    assert 0 < recalled.lines["b"][0] < 1
    assert recalled.whirlwind == 0


def test_what_many_tasks_say_tells_less() -> None:
    common = [earlier(f"Review number{place}", f"line-{place}") for place in range(40)]
    seldom = earlier("Ovens", "a")
    recalled = learned(*common, seldom).recall("Review ovens")

    assert recalled.lines["a"][0] > max(each for line, (each, _) in recalled.lines.items() if line != "a")


def test_what_was_whirlwind_is_recalled_and_the_task_itself_is_not() -> None:
    papers = earlier("Sort the papers", None)
    known = learned(papers, earlier("Sort", "a"))

    assert known.recall("Sort the papers").whirlwind == pytest.approx(1.0)
    assert known.recall("Sort the papers", but=papers.key).whirlwind == 0


@pytest.mark.parametrize("words", ["", "!", "the and", "Zeppelin"])
def test_what_says_nothing_recalls_nothing(words: str) -> None:
    recalled = learned(earlier("Ring", "a"), earlier("!", "b")).recall(words)

    assert (recalled.lines, recalled.whirlwind) == ({}, 0)
    assert Experience().recall("Ring").lines == {}


def test_a_habit_is_the_persons_own_and_weak_while_there_is_little_to_go_by() -> None:
    mine = [earlier("x", "a"), earlier("x", "a"), earlier("x", "b")]
    others, whirlwind = [earlier("x", "b")], [earlier("x", None)]

    assert Experience(Told([*mine, *others]), mine).habits == {"a": 0.5, "b": 0.25}
    assert Experience(Told(others), whirlwind).habits == {}


# Where it is silent

STRANGE = [0.0] * 20 + [0.2] * 20 + [0.45] * 5
"""What a score shares by chance with what no strategy speaks of."""


@pytest.mark.parametrize(
    "said",
    [
        [],
        tied(*[0.9] * (LEAST - 1)),
        whirlwind(*[0.8] * 50),
        [earlier("x", line) for line in ("a", None) for _ in range(50)],
    ],
)
def test_a_workspace_that_tied_little_is_silent_as_it_began(said: Sequence[Earlier]) -> None:
    assert learned(*said).cut(START, STRANGE) == START


def test_a_workspace_whose_whirlwind_speaks_louder_is_silent_longer() -> None:
    known = learned(*tied(*[0.9] * 50), *whirlwind(*[0.6] * 50))

    assert 0.6 < known.cut(START, STRANGE) <= 0.9


def test_a_workspace_that_says_little_of_its_lines_is_silent_less() -> None:
    assert 0.2 < learned(*tied(*[0.3] * 50)).cut(START, STRANGE) <= 0.3


def test_few_words_against_where_it_began_do_not_move_it_far() -> None:
    said = [*tied(0.9, 0.9, 0.9, 0.9, 0.5), *whirlwind(0.1, 0.1, 0.1, 0.1, 0.55)]

    assert abs(learned(*said).cut(START, STRANGE) - START) < 0.15


@given(
    st.lists(st.floats(0, 3), max_size=SLOW),
    st.lists(st.floats(0, 3), max_size=SLOW),
    st.sampled_from([0.1, START, 1.2]),
)
def test_it_is_never_silent_beyond_what_is_weighed(these: list[float], those: list[float], start: float) -> None:
    cut = learned(*tied(*these), *whirlwind(*those)).cut(start, STRANGE)

    assert cut == start or CUTS[0] <= cut <= CUTS[-1]


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["a", "b", None])), max_size=9), st.text(max_size=30))
def test_likeness_is_a_share(said: list[tuple[str, str | None]], words: str) -> None:
    recalled = learned(*(earlier(*one) for one in said)).recall(words)

    assert all(0 < each <= 1.000001 for each, _ in recalled.lines.values())
    assert 0 <= recalled.whirlwind <= 1.000001


# What is kept ready


def nearness(recalled: Recalled) -> dict[str, float]:
    return {line: each for line, (each, _) in recalled.lines.items()}


SAID = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["ring", "mill", "lane", "oven", "van"]), max_size=3).map(" ".join),
        st.sampled_from(["a", "b", None]),
        st.one_of(st.none(), st.floats(0, 2)),
    ),
    max_size=6,
)


@given(SAID, SAID, st.sets(st.integers(0, 5)), st.sampled_from(["ring mill", "oven", "van lane ring"]))
def test_what_is_brought_up_to_date_is_what_is_read_anew(
    first: list[tuple[str, str | None, float | None]],
    later: list[tuple[str, str | None, float | None]],
    gone: set[int],
    words: str,
) -> None:
    was = [Earlier(f"t-{n}", *one) for n, one in enumerate(first)]
    # Every other one is said anew; the rest are new.
    said = [Earlier(f"t-{2 * n}", *one) for n, one in enumerate(later)]
    without = {f"t-{n}" for n in gone}
    told = Told(was)
    before = Experience(told).recall(words)
    changed = told.changed(said, without)
    left = {one.key: one for one in was if one.key not in without} | {one.key: one for one in said}
    anew, brought = Experience(Told(left.values())), Experience(changed)

    assert Experience(told).recall(words) == before
    assert changed.earlier == left
    assert brought.recall(words).whirlwind == pytest.approx(anew.recall(words).whirlwind)
    assert nearness(brought.recall(words)) == pytest.approx(nearness(anew.recall(words)))
    assert brought.cut(START, STRANGE) == anew.cut(START, STRANGE)


def test_of_two_that_are_as_near_ones_own_is_told() -> None:
    theirs, mine = earlier("Ring Mill Lane", "a"), earlier("Ring Mill Lane", "a")

    assert Experience(Told([theirs, mine]), [mine]).recall("Ring Mill Lane").lines["a"][1] == mine
    assert Experience(Told([theirs]), [mine]).recall("Ring Mill Lane").lines["a"][1] == mine


def test_a_task_of_ones_own_counts_once_wherever_the_silence_is_looked_for() -> None:
    said = [*tied(*[0.9] * 20), *whirlwind(*[0.6] * 20)]

    assert Experience(Told(said), said[:10]).cut(START, STRANGE) == learned(*said).cut(START, STRANGE)


def test_tasks_of_ones_own_that_are_long_ago_count_where_the_silence_is_looked_for() -> None:
    last, old = [*tied(*[0.9] * 10), *whirlwind(*[0.6] * 10)], [*tied(*[0.8] * 10), *whirlwind(*[0.7] * 10)]

    assert Experience(Told(last), old).cut(START, STRANGE) == learned(*last, *old).cut(START, STRANGE)
    assert Experience(Told(last), old).cut(START, STRANGE) != learned(*last).cut(START, STRANGE)
