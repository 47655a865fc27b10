"""How far a line looks, and which of them are long."""

from datetime import date
from typing import Any

import pytest

from score.horizons import LONG_AFTER, long_lines, reach
from storage.tables import LineKind, Part, PartKind, Wording

DAY = date(2027, 3, 9)


def line(**values: Any) -> Wording:
    return Wording(
        id="w", workspace_id="o", edition_id="e", line_id="l", part="p", address="p/P-1", kind=LineKind.PRIORITY,
        words="Win", position=0, **values,
    )  # fmt: skip


def part(kind: PartKind) -> Part:
    return Part(id="p", workspace_id="o", edition_id="e", handle="p", kind=kind, name="P", position=0)


@pytest.mark.parametrize(
    ("until", "months"),
    [
        (date(2027, 3, 8), 0),
        (date(2027, 4, 8), 0),
        (date(2027, 4, 9), 1),
        (date(2028, 3, 8), 11),
        (date(2028, 3, 9), 12),
        (date(2028, 4, 8), 12),
        (date(2028, 4, 9), 13),
        (date(2020, 1, 1), 0),
    ],
)
def test_a_day_is_whole_months_ahead(until: date, months: int) -> None:
    assert reach(line(until=until), PartKind.COMPANY, DAY) == months


def test_what_a_line_says_goes_before_its_day_and_its_day_before_what_is_usual() -> None:
    assert reach(line(horizon=36, until=date(2027, 6, 30)), PartKind.TEAM, DAY) == 36
    assert reach(line(until=date(2027, 6, 30)), PartKind.COMPANY, DAY) == 3
    assert reach(line(), PartKind.TEAM, DAY) == 3
    assert reach(line(standing=True), PartKind.COMPANY, DAY) == 24


@pytest.mark.parametrize(("horizon", "long"), [(LONG_AFTER, False), (LONG_AFTER + 1, True)])
def test_a_line_is_long_that_looks_further_than_a_year(horizon: int, long: bool) -> None:
    assert bool(long_lines([line(horizon=horizon)], [part(PartKind.TEAM)], DAY)) is long


@pytest.mark.parametrize("kind", PartKind)
def test_of_lines_that_say_nothing_those_of_a_company_are_long(kind: PartKind) -> None:
    assert bool(long_lines([line()], [part(kind)], DAY)) is (kind is PartKind.COMPANY)


def test_a_line_becomes_short_as_its_day_comes_near() -> None:
    far = line(until=date(2029, 1, 31))
    months = [date(2027 + n // 12, n % 12 + 1, 1) for n in range(24)]
    assert [bool(long_lines([far], [part(PartKind.TEAM)], day)) for day in months] == [True] * 12 + [False] * 12
