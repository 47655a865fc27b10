"""Which lines are offered to somebody who types."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.ties import Index
from storage.tables import LineKind, LineState, Part, PartKind, Wording


def line(n: int, words: str, **more: Any) -> Wording:
    given = {"kind": LineKind.PRIORITY, "part": "field", **more}
    return Wording(
        id=f"{n}", workspace_id="w", edition_id="e", line_id=f"{n}", address=f"field/P-{n}", words=words, position=n,
        **given,
    )  # fmt: skip


PARTS = [Part(id="p", workspace_id="w", edition_id="e", handle="field", kind=PartKind.TEAM, name="Orchard", position=0)]
LINES = [
    line(1, "Renew every contract before it lapses", about="Two calls a week, with Müller first."),
    line(2, "Visit forty bakeries", serves="field/P-1"),
    line(3, "Contract two haulers", state=LineState.DONE),
    line(4, "Contract two bakers"),
    line(5, "Answer within the day", because="Bakers wait.", also_called=["hotline", "call-back"]),
    line(12, "Keep the vans going", plan="A mechanic on Mondays"),
]
INDEX = Index(LINES, PARTS)


def picked(typed: str, among: set[str] | None = None) -> list[str]:
    return [one.line_id for one in INDEX.search(typed, among)]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("renew", ["1"]),
        ("lap", ["1"]),
        ("lapsse", ["1"]),
        ("muller", ["1"]),
        ("mueller", ["1"]),
        ("bakeries", ["2"]),
        ("hotline", ["5"]),
        ("hotl", ["5"]),
        ("hotlien", ["5"]),
        ("mechanci", ["12"]),
        ("mondays", ["12"]),
        ("FIELD/p-2", ["2"]),
        ("p-1", ["1", "12"]),
        ("p-12", ["12"]),
        ("contract two", ["4", "3", "1"]),
        ("the v", ["2", "12"]),
        ("zeppelin", []),
        ("🎉", []),
        (".*", []),
        ("שלום", []),
        ("\u202e\u202e", []),
        ("x" * 10_000, []),
        ("\x00\ud800", []),
    ],
)
def test_what_is_typed_finds_its_lines(typed: str, lines: list[str]) -> None:
    assert picked(typed)[: len(lines) or 1] == lines


def test_an_address_comes_before_words_that_begin_alike() -> None:
    index = Index([*LINES, line(99, "P-1 is the pump, p-1 again")], PARTS)

    assert index.search("p-1")[0].line_id == "1"


def test_the_part_and_the_line_that_is_served_are_found_last() -> None:
    assert set(picked("orchard")) == {one.line_id for one in LINES}
    assert picked("lapses") == ["1", "2"]


def test_of_equal_lines_those_that_are_open_come_first() -> None:
    assert picked("contract two")[:2] == ["4", "3"]
    assert picked("")[-1] == "3"


def test_what_may_not_be_seen_is_not_offered_and_changes_nothing() -> None:
    without = Index([one for one in LINES if one.line_id != "4"], PARTS)
    seen = {one.line_id for one in LINES} - {"4"}

    for typed in ("contract", "contrcat two", "bakers", "bakrs", "two", "", "p-4", "c"):
        assert picked(typed, seen) == [one.line_id for one in without.search(typed)], typed
    assert picked("contract", set()) == []


@given(st.text(max_size=80))
def test_whatever_is_typed_offers_lines_once_each(typed: str) -> None:
    found = picked(typed)

    assert len(set(found)) == len(found)
