"""What goes first is what was promised to others, then by the whirlwind agreed on, lines and days; else it is open."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from score.order import Agreed, Ground, Order, Promised, Side, asks_of_own_day, in_order, promise_of, sides_of, why
from score.search import read_question
from score.ties import Index
from storage.tables import LineKind, LineState, Part, PartKind, Wording

APRIL, MAY, JUNE = date(2027, 4, 1), date(2027, 5, 1), date(2027, 6, 1)


def line(address: str, words: str = "Row", **more: Any) -> Wording:
    values = {
        "id": address,
        "workspace_id": "w",
        "edition_id": "e",
        "line_id": address,
        "part": address.split("/", maxsplit=1)[0],
    }
    known: dict[str, Any] = {"kind": LineKind.PRIORITY, "position": 0, "address": address, "words": words}
    return Wording(**{**values, **known, **more})


ONE, TOP, DATED = line("f/P-1"), line("c/P-1"), line("f/P-2", until=MAY)
LOW, HIGH, DAY, WHIRL = Side((ONE,)), Side((ONE, TOP)), Side((DATED,)), Side((), "Sort papers")
KEPT = line("f/R-1", kind=LineKind.PROMISE, until=APRIL, to_part="sales")


def promised(until: date, side: Side = LOW, *, is_over: bool = False) -> Side:
    return replace(side, promised=Promised(KEPT, "Sales", until, is_over))


def room(whirlwind: int, tasks: int = 10) -> Agreed:
    return Agreed("Field", 0.4, tasks, whirlwind, is_own=True)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (promised(APRIL, is_over=True), HIGH, Ground.OVERDUE),
        (promised(APRIL, is_over=True), promised(MAY, is_over=True), Ground.OVERDUE),
        (promised(APRIL, is_over=True), promised(MAY), Ground.OVERDUE),
        (promised(APRIL), DAY, Ground.PROMISED),
        (promised(APRIL), HIGH, Ground.PROMISED),
        (promised(APRIL), promised(MAY), Ground.PROMISED),
        (HIGH, LOW, Ground.LINES),
        (DAY, LOW, Ground.DAY),
        (Side((DATED, TOP)), LOW, Ground.BOTH),
        (LOW, WHIRL, Ground.LINES),
    ],
)
def test_one_goes_before_the_other_and_never_the_other_way(one: Side, other: Side, reason: Ground) -> None:
    assert why(one, other) is reason
    assert not why(other, one).tells
    assert in_order([other, one]).first is one
    assert in_order([one, other]).reason is reason


@pytest.mark.parametrize(
    ("one", "other"), [(HIGH, DAY), (LOW, Side((line("x/P-1"),))), (promised(JUNE), DAY), (WHIRL, Side((), "Other"))]
)
def test_where_nothing_tells_nobody_is_told(one: Side, other: Side) -> None:
    if one.promised is None:
        assert not in_order([one, other]).reason.tells
        assert not in_order([other, one]).reason.tells
    else:
        assert in_order([one, other]).first is other


def test_once_the_whirlwind_that_was_agreed_on_is_used_up_what_plays_from_a_line_goes_first() -> None:
    assert why(LOW, WHIRL, room(4)) is Ground.USED_UP
    assert why(LOW, WHIRL, room(3)) is why(WHIRL, LOW, room(3)) is Ground.ROOM
    assert why(WHIRL, LOW, room(4)) is Ground.SPLIT
    assert not room(0, 0).is_used_up
    assert why(promised(APRIL), WHIRL, room(3)) is Ground.PROMISED


def test_three_are_put_in_order_however_they_are_said() -> None:
    sides = [promised(APRIL, is_over=True), HIGH, LOW]
    for said in permutations(sides):
        found = in_order(said)
        assert found.sides == tuple(sides)
        assert (found.reason, found.before(2)) == (Ground.OVERDUE, Ground.LINES)


def test_an_answer_cites_the_promise_that_decides_and_three_lines_at_most() -> None:
    assert in_order([promised(APRIL, HIGH), LOW]).cited == (KEPT, ONE, TOP)
    assert in_order([promised(JUNE, HIGH), Side((line("x/P-1"),))]).cited[0] is KEPT
    assert in_order([HIGH, DAY]).cited == (ONE, DATED, TOP)
    assert Order((WHIRL, WHIRL)).cited == ()


CUES = {
    "first": "first",
    "or": "or",
    "today": "today",
    "my": "furniture",
    "what first": "own_day",
    "tasks": "furniture",
}


def asked(text: str) -> tuple[str, ...]:
    return sides_of(read_question(text, CUES), {"or"}, {"today"})


def test_all_that_is_put_beside_each_other_is_read() -> None:
    assert asked("Ring bakers or sort papers first?") == ("ring bakers", "sort papers")
    assert asked("Ring bakers, sort papers or wash the van first today?") == (
        "ring bakers",
        "sort papers",
        "wash the van",
    )
    assert asked("Ring bakers or sort papers or wash the van first?") == ("ring bakers", "sort papers", "wash the van")
    assert asked("What first, the van, or the papers?")[-1] == "the papers"
    assert asked("Wash the van?") == ()


def test_it_is_known_when_ones_own_day_is_asked_about() -> None:
    def own(text: str) -> bool:
        return asks_of_own_day(read_question(text, CUES), "own_day", CUES, ["today", "my", "tasks"])

    assert own("What first today?")
    assert own("What first of my tasks?")
    assert not own("What first at the harbour?")
    assert not own("Today?")
    assert not own("What first: bakers or papers?")


def test_a_promise_is_the_line_itself_or_the_one_that_reads_like_the_task() -> None:
    parts = [Part(id="p", workspace_id="w", edition_id="e", handle="f", name="Field", kind=PartKind.TEAM, position=0)]
    prices = line("f/R-2", "The price list of the parts for sales", kind=LineKind.PROMISE)
    index = Index([ONE, KEPT, prices], parts)
    assert promise_of(index, KEPT, "", []) is KEPT
    assert promise_of(index, line("f/R-3", kind=LineKind.PROMISE, state=LineState.DONE), "", [prices]) is None
    assert promise_of(index, ONE, "Write the price list of the parts", [KEPT, prices]) is prices
    assert promise_of(index, ONE, "Wash the van", [KEPT, prices]) is None
    assert promise_of(index, ONE, "", [prices]) is None
