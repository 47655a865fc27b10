"""Which line a task plays from, and when nothing is said about it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.editions import Before, Loading, NewEdition, compose
from score.experience import Earlier, Experience, Told
from score.language import read
from score.ties import Index, Judged, Ranked, Ranking, judge
from storage.tables import LineKind, LineState, Wording

MORROW = Path(__file__).parent.parent.parent / "examples" / "morrow" / "score.yml"
VISITS = "Book the March visits for Harbour Street and Mill Lane"
SEALS = "Order door seals for the Fenwick oven"
PAPERS = "Sort the van leasing papers"


def load() -> NewEdition:
    people = {handle: handle for handle in ("ines", "otto", "selma", "tomas", "mira")}
    loading = Loading("w", datetime(2027, 3, 1, tzinfo=UTC), Random(1))
    new = compose(read(MORROW.read_bytes(), "score.yml"), Before(people), loading)
    assert new
    return new


EDITION = load()
INDEX = Index(EDITION.wordings, EDITION.parts)
PLAYED = [line for line in EDITION.wordings if line.kind.is_played_from]
ADDRESSES = {line.line_id: line.address for line in EDITION.wordings}
IDS = {address: line_id for line_id, address in ADDRESSES.items()}


def ranked(
    task: str,
    owns: Collection[str] = (),
    parts: Collection[str] = (),
    earlier: Sequence[tuple[str, str | None]] = (),
    own: bool = False,
) -> Ranking:
    """The ranking for a task, of somebody who owns lines at these addresses, after some earlier tasks."""
    said = [Earlier(str(n), words, IDS[address] if address else None) for n, (words, address) in enumerate(earlier)]
    learned = Experience(Told(said), said if own else ())
    return INDEX.rank(task, owns={IDS[address] for address in owns}, team_parts=parts, learned=learned)


def addresses(of: Ranking) -> list[str]:
    return [ADDRESSES[one.line_id] for one in of.lines]


def of_mira(task: str) -> Ranking:
    return ranked(task, owns=["service/P-2"], parts=["service"])


def offered(judged: Judged) -> list[str]:
    return [ADDRESSES[line_id] for line_id in judged.offered]


# The day in the example


def test_the_visits_that_mira_books_play_from_her_own_line() -> None:
    judged = judge(of_mira(VISITS))

    assert judged.line_id is not None
    assert ADDRESSES[judged.line_id] == "service/P-2"


def test_for_the_door_seals_three_lines_are_offered() -> None:
    judged = judge(of_mira(SEALS))

    assert judged.line_id is None
    assert "service/P-1" in offered(judged)
    assert len(judged.offered) == 3


@pytest.mark.parametrize("task", [PAPERS, "Expense report", "Answer emails", "Clear the store room", "!", ""])
def test_whirlwind_is_left_alone(task: str) -> None:
    judged = judge(of_mira(task))

    assert (judged.line_id, judged.offered) == (None, ())


def test_the_same_words_are_nearer_to_the_line_of_who_says_them() -> None:
    assert addresses(ranked(SEALS, owns=["service/P-1"]))[0] == "service/P-1"
    assert addresses(ranked(SEALS, owns=["support/P-2"]))[0] == "support/P-2"
    assert addresses(ranked(SEALS, parts=["service"]))[0].startswith("service/")


def test_to_own_a_line_is_not_enough() -> None:
    ranking = of_mira("Expense report")

    assert addresses(ranking)[0] == "service/P-2"
    assert ranking.lines[0].speaks == 0
    assert not judge(ranking).offered


def test_what_nobody_would_say_is_never_suggested_though_they_own_one_line_alone() -> None:
    ranking = of_mira("Sort the van leasing papers")

    assert ranking.lines[0].points > ranking.lines[1].points
    assert judge(replace(ranking, silent=0.0)).line_id is not None
    assert judge(replace(ranking, speaks=1.0)).line_id is None


def test_a_priority_comes_before_a_choice_that_says_the_same() -> None:
    order = addresses(ranked("A cold oven bakes again within four hours"))

    assert order.index("service/P-1") < order.index("morrow/H")


def test_the_part_and_the_line_served_speak_for_a_line_a_little() -> None:
    order = ranked("Renew the agreements of the sales people")

    assert order.lines[0].points > order.lines[1].points
    assert {"sales/P-1", "morrow/P-1"} <= set(addresses(order)[:3])


KEYS = "Ring Mill Lane about the keys"


@pytest.mark.parametrize("own", [True, False])
def test_what_was_confirmed_before_is_known_again_whoever_it_was(own: bool) -> None:
    assert judge(of_mira(KEYS)).offered == ()
    known = judge(ranked(KEYS, earlier=[("Something else", "support/P-1"), (KEYS, "support/P-1")], own=own))
    assert known.line_id == IDS["support/P-1"]
    near = judge(ranked("Ring Cooper's Row about the keys", earlier=[(KEYS, "support/P-1")], own=own))
    assert near.offered[0] == IDS["support/P-1"]


def test_what_was_whirlwind_before_is_left_alone() -> None:
    assert judge(ranked(SEALS)).offered
    assert not judge(ranked(SEALS, earlier=[(SEALS, None)])).offered
    assert judge(ranked(SEALS, earlier=[("Order the cake for Tomas", None)])).offered


def test_whoever_ties_most_to_one_line_is_offered_it_first_where_nothing_else_speaks() -> None:
    habit = [(f"Something {number}", "support/P-1") for number in range(9)]

    assert addresses(ranked("Whatever", earlier=habit, own=True))[0] == "support/P-1"
    assert addresses(ranked("Whatever", earlier=habit))[0] != "support/P-1"
    assert not judge(ranked("Whatever", earlier=habit, own=True)).offered


def test_the_task_itself_is_not_what_speaks_for_it() -> None:
    learned = Experience(Told([Earlier("t-1", KEYS, IDS["support/P-1"])]))

    assert INDEX.rank(KEYS, learned=learned).speaks == 1
    assert INDEX.rank(KEYS, learned=learned, but="t-1").speaks == INDEX.rank(KEYS).speaks


# Any task, any line


@given(st.text(max_size=80))
def test_every_line_is_ranked_once_best_first(task: str) -> None:
    order = ranked(task, owns=["service/P-2"], parts=["service"], earlier=[(task[:40], "sales/P-1")]).lines

    assert sorted(one.line_id for one in order) == sorted(line.line_id for line in PLAYED)
    assert [one.points for one in order] == sorted((one.points for one in order), reverse=True)
    assert all(one.speaks >= 0 for one in order)


@given(st.text(max_size=60))
def test_to_own_a_line_never_makes_it_less(task: str) -> None:
    plain = {one.line_id: one.points for one in ranked(task).lines}
    owned = {one.line_id: one.points for one in of_mira(task).lines}

    assert all(owned[line_id] >= plain[line_id] for line_id in plain)


def of_points(*points: float, silent: float = 0.5) -> Ranking:
    """Lines named a, b and so on, for which the words say all."""
    lines = [Ranked(name, one, speaks=one) for name, one in zip("abcdef", points, strict=False)]
    return Ranking(lines, max(points, default=0), silent)


@given(st.lists(st.floats(0, 3), max_size=6))
def test_what_is_suggested_is_first_of_what_is_offered(points: list[float]) -> None:
    judged = judge(of_points(*sorted(points, reverse=True)))

    assert len(judged.offered) <= 3
    assert judged.line_id in (None, *judged.offered[:1])


def test_one_clear_lead_is_a_suggestion_and_a_draw_is_a_question() -> None:
    assert judge(of_points(0.8, 0.1)).line_id == "a"
    assert judge(of_points(0.8, 0.8)) == Judged(None, ("a", "b"), 0.8)
    assert judge(of_points(0.8)).line_id == "a"
    assert judge(of_points(0.8, silent=0.9)) == Judged(None, (), 0.8)
    assert judge(Ranking()) == Judged(None, (), 0.0)


def test_an_edition_without_lines_ranks_none() -> None:
    assert Index([], []).rank("anything").lines == []


# The search


def test_nothing_typed_finds_every_line_in_its_order() -> None:
    assert INDEX.search(" ") == PLAYED


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("technicians a month", "service/P-3"),
        ("techni", "service/P-3"),
        ("SUPPORT/p-2", "support/P-2"),
        ("p-3", "service/P-3"),
    ],
)
def test_a_line_is_found_by_words_half_words_and_its_address(typed: str, first: str) -> None:
    assert first in [line.address for line in INDEX.search(typed)][:2]


def test_what_is_nowhere_finds_nothing() -> None:
    assert INDEX.search("zeppelin") == []


def test_priorities_are_the_lines_that_are_played() -> None:
    assert {line.kind for line in INDEX.priorities} == {LineKind.PRIORITY}
    assert len(INDEX.priorities) == 8


CLOSED = {"service/P-3": LineState.DONE, "morrow/C": LineState.DROPPED}


@pytest.fixture
def closed() -> Index:
    """The same score, with one line done and one dropped."""
    lines = [
        Wording(**{**line.model_dump(), "state": CLOSED.get(line.address, LineState.OPEN)}) for line in EDITION.wordings
    ]
    return Index(lines, EDITION.parts)


def test_what_was_dropped_is_neither_ranked_nor_offered(closed: Index) -> None:
    left = {line.address for line in PLAYED} - {"morrow/C"}

    assert {ADDRESSES[one.line_id] for one in closed.rank("Two technicians through the test bakery").lines} == left
    assert {line.address for line in closed.search("")} == left


def test_what_is_done_is_offered_and_never_suggested(closed: Index) -> None:
    task = "Two technicians a month through the test bakery"
    first = closed.rank(task).lines[0]

    assert judge(INDEX.rank(task)).line_id is not None
    assert (ADDRESSES[first.line_id], first.is_open) == ("service/P-3", False)
    assert judge(closed.rank(task)).line_id is None
    assert judge(closed.rank(task)).offered[0] == first.line_id
    assert first.points < INDEX.rank(task).lines[0].points


def test_what_is_done_is_no_priority_any_more_and_stands_last_where_nothing_was_typed(closed: Index) -> None:
    assert "service/P-3" not in [line.address for line in closed.priorities]
    assert closed.search("")[-1].address == "service/P-3"
    assert closed.search("technicians")[0].address == "service/P-3"


def test_a_line_is_found_by_what_it_is_measured_by() -> None:
    """Only its measure speaks of the bakeries within a drive."""
    assert addresses(INDEX.rank("Two new bakeries"))[0] == "sales/P-2"
    unmeasured = [line for line in EDITION.wordings if line.kind is not LineKind.MEASURE]
    first = Index(unmeasured, EDITION.parts).rank("Two new bakeries").lines[0]
    assert ADDRESSES[first.line_id] != "sales/P-2"


def test_a_line_is_found_by_what_it_is_about() -> None:
    words = "Send Fenwick the coffee machine leaflet"
    about = [
        Wording(**{**line.model_dump(), "about": "Coffee machines too." if line.address == "sales/P-2" else ""})
        for line in EDITION.wordings
    ]

    assert ADDRESSES[Index(about, EDITION.parts).rank(words).lines[0].line_id] == "sales/P-2"
    assert INDEX.rank(words).speaks == 0


def test_what_is_near_in_meaning_comes_before_what_shares_as_little(closed: Index) -> None:
    """Beer for the brass band: no line has a word of it."""
    task = "Buy beer for the brass band"
    visits = next(line.line_id for line in PLAYED if line.address == "service/P-2")
    first, second, *_ = INDEX.rank(task, near={visits: 0.8}).lines

    assert INDEX.rank(task).lines[0].points == 0
    assert (first.line_id, first.points, second.points) == (visits, 0.4, 0)
    done = next(line.line_id for line in PLAYED if line.address == "service/P-3")
    assert closed.rank(task, near={done: 1.0}).speaks < INDEX.rank(task, near={done: 1.0}).speaks


def test_where_no_line_is_near_in_meaning_nothing_changes() -> None:
    for task in (VISITS, SEALS, PAPERS):
        assert INDEX.rank(task, near={}) == INDEX.rank(task, near={"of another edition": 1.0}) == INDEX.rank(task)


def test_meaning_alone_suggests_nothing() -> None:
    """What a model takes for the same is asked about at most, until words or an owner speak for it too."""
    assert judge(INDEX.rank("Buy beer", near={INDEX.priorities[0].line_id: 1.0})).line_id is None
