"""What is recommended to who is stuck, and when nothing is."""

from datetime import date, timedelta
from typing import Any

import pytest

from score.stuck import SOON, concerns, most_alike, promise_due
from score.ties import Index
from storage.tables import LineKind, LineState, Wording

DAY = date(2027, 3, 9)


def line(address: str, words: str, kind: LineKind = LineKind.PRIORITY, **more: Any) -> Wording:
    return Wording(
        id=address, workspace_id="o", edition_id="e", line_id=address, address=address,
        part=address.split("/", maxsplit=1)[0],
        kind=kind, words=words, position=0, **more,
    )  # fmt: skip


LINES = [
    line("service/P-1", "An oven that went cold bakes again within four hours"),
    line("service/P-2", "Visit every oven sixty days before its agreement ends"),
    line("sales/P-1", "Open the renewal talk ninety days ahead"),
]
INDEX = Index(LINES, ())


def test_the_line_is_the_one_that_the_words_speak_for() -> None:
    assert concerns(INDEX, "Nobody opens the renewal talk", {"service/P-1"}) == "sales/P-1"


@pytest.mark.parametrize("words", ["no van", "", "...", "Keys are missing"])
def test_without_such_words_it_is_the_only_line_of_the_check_in_or_none(words: str) -> None:
    assert concerns(INDEX, words, {"service/P-1"}) == "service/P-1"
    assert concerns(INDEX, words, {"service/P-1", "service/P-2"}) is None
    assert concerns(INDEX, words, ()) is None
    assert concerns(Index((), ()), words, ()) is None


def test_what_is_alike_comes_most_alike_first_and_two_at_most() -> None:
    earlier = {
        "a": "No parts price list for the DK-4",
        "b": "Parts price list is out of date",
        "c": "The parts price list for the DK-4 again",
        "d": "Keys to Mill Lane",
    }

    assert most_alike(INDEX, "No parts price list for the DK-4", earlier) == ["a", "c"]


@pytest.mark.parametrize("words", ["Keys to the van", "a list", "no", "", "The oven is cold"])
def test_one_word_in_common_is_no_likeness(words: str) -> None:
    assert most_alike(INDEX, words, {"a": "No parts price list", "b": "Keys to Mill Lane", "c": "oven door"}) == []


def promise(until: date | None = DAY, **more: Any) -> Wording:
    given = {"to_part": "service", **more}
    return line(
        "sales/R-1",
        "The price list of the DK-4 parts, with what may be given away",
        LineKind.PROMISE,
        until=until,
        **given,
    )


def found(one: Wording, words: str = "No parts price list for the DK-4") -> str | None:
    return promise_due(INDEX, words, [*LINES, one], {"service"}, DAY)


@pytest.mark.parametrize("until", [DAY + SOON, DAY, DAY - timedelta(days=90)])
def test_a_promise_that_is_due_or_was_is_named(until: date) -> None:
    assert found(promise(until)) == "sales/R-1"


@pytest.mark.parametrize(
    "one",
    [
        promise(DAY + SOON + timedelta(days=1)),
        promise(None),
        promise(to_part="sales"),
        promise(to_part=None),
        promise(state=LineState.DONE),
    ],
)
def test_a_promise_that_is_not_due_or_not_to_us_or_kept_is_not(one: Wording) -> None:
    assert found(one) is None


def test_a_promise_about_something_else_is_not() -> None:
    assert found(promise(), "No van before noon") is None
