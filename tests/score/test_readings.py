"""What a measure can be read as."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score import readings
from score.readings import Trend, Wrong
from storage.tables import Direction, Measure

DAY = date(2027, 3, 9)


def a_measure(**more: Any) -> Measure:
    return Measure(id="m", workspace_id="w", edition_id="e", line_id="l", unit="%", **more)


@pytest.mark.parametrize(
    ("said", "unit", "meant"),
    [
        ("82", "%", 82),
        (" 82 % ", "%", 82),
        ("82.5", "", 82.5),
        ("82,5", "days", 82.5),
        ("12 Days", "days", 12),
        ("-3", "", -3),
        ("\u22123", "", -3),
        ("+4", "", 4),
        ("1250", "", 1250),
        ("1,250", "", Wrong.GROUPED),
        ("1.250", "", Wrong.GROUPED),
        ("1,250,000", "", 1250000),
        ("1.250.000,5", "", 1250000.5),
        ("-1,250.75 EUR", "EUR", -1250.75),
        ("\u22121\u202f250,5", "", -1250.5),
        ("12\u20190'000", "", Wrong.NO_NUMBER),
        ("1\u2019250", "", 1250),
        ("0.125", "", 0.125),
        ("0,001", "", 0.001),
        ("8 2", "", Wrong.NO_NUMBER),
        ("1,25,000", "", Wrong.NO_NUMBER),
        ("1.250,000.5", "", Wrong.NO_NUMBER),
        ("82 %", "% of quotes", 82),
        ("82 %", "days", Wrong.PERCENT),
        ("many %", "days", Wrong.NO_NUMBER),
        ("999999999999999", "", 999999999999999),
        ("999,999,999,999,999,999", "", Wrong.BEYOND),
        ("0.12345678949", "", 0.123456789),
        ("-0", "", 0),
        ("", "%", Wrong.NO_NUMBER),
        ("%", "%", Wrong.NO_NUMBER),
        ("eighty", "%", Wrong.NO_NUMBER),
        ("82 days", "%", Wrong.NO_NUMBER),
        ("1e9", "", Wrong.NO_NUMBER),
        ("nan", "", Wrong.NO_NUMBER),
        ("inf", "", Wrong.NO_NUMBER),
        ("9" * 40, "", Wrong.NO_NUMBER),
        ("\u0663", "", 3),
        ("1 250", "", 1250),
    ],
)
def test_a_number_is_read_as_people_write_it(said: str, unit: str, meant: float | Wrong) -> None:
    assert readings.number(said, unit) == meant


@pytest.mark.parametrize(
    ("said", "decimal", "meant"),
    [
        ("1,250", ",", 1.25),
        ("1.250", ",", Wrong.GROUPED),
        ("1.250", ".", 1.25),
        ("1,250", ".", Wrong.GROUPED),
        ("82.5", ",", 82.5),
        ("1.250,5", ".", 1250.5),
    ],
)
def test_what_parts_decimals_where_it_stands_says_what_a_number_means(
    said: str, decimal: str, meant: float | Wrong
) -> None:
    assert readings.number(said, "", decimal) == meant


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (4, 4.0),
        (0.1 + 0.2, 0.3),
        (True, Wrong.NO_NUMBER),
        ("4", Wrong.NO_NUMBER),
        (None, Wrong.NO_NUMBER),
        (float("nan"), Wrong.BEYOND),
        (float("inf"), Wrong.BEYOND),
        (-1e15, Wrong.BEYOND),
        (10**4000, Wrong.BEYOND),
        (1e-300, 0.0),
    ],
)
def test_a_number_that_a_machine_says_is_kept_or_refused(value: object, meant: float | Wrong) -> None:
    assert readings.counted(value) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [("2027-03-09", DAY), ("2027-02-29", None), ("9 March", None), ("20270309", None), ("2027-W10-2", None)],
)
def test_a_day_is_written_in_one_way(said: str, meant: date | None) -> None:
    assert readings.day(said) == meant


@given(st.decimals(min_value=-999, max_value=999, places=2), st.sampled_from(["", "%", "days", "m²"]))
def test_what_is_written_with_its_unit_is_read_again(value: object, unit: str) -> None:
    assert readings.number(f"{value} {unit}", unit) == float(str(value))


@pytest.mark.parametrize(("value", "why"), [(0, None), (100, None), (-0.1, Wrong.TOO_LOW), (100.1, Wrong.TOO_HIGH)])
def test_what_a_measure_cannot_be_is_refused_with_the_reason(value: float, why: Wrong | None) -> None:
    assert readings.wrong_value(a_measure(lowest=0, highest=100), value) is why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (DAY, None),
        (date(1999, 1, 1), None),
        (date(2027, 3, 10), Wrong.TO_COME),
        (date(1969, 12, 31), Wrong.LONG_AGO),
    ],
)
def test_nothing_is_read_ahead_and_nothing_of_long_ago(day: date, why: Wrong | None) -> None:
    assert readings.wrong_day(day, DAY) is why


def test_a_measure_without_bounds_can_be_anything() -> None:
    assert readings.wrong_value(a_measure(), -1e9) is None


def test_a_measure_is_due_a_cadence_after_it_was_read_or_came_into_the_score() -> None:
    monthly = a_measure(cadence=30)
    assert readings.due(monthly, DAY, date(2027, 1, 1)) == date(2027, 4, 8)
    assert readings.due(monthly, None, date(2027, 1, 1)) == date(2027, 1, 31)
    assert readings.due(a_measure(), DAY, DAY) is None


def test_what_is_older_than_its_cadence_is_late() -> None:
    assert readings.days_late(date(2027, 3, 1), DAY) == 8
    assert readings.days_late(DAY, DAY) == 0
    assert readings.days_late(date(2027, 4, 1), DAY) == 0
    assert readings.days_late(None, DAY) == 0


@pytest.mark.parametrize(
    ("direction", "values", "moved"),
    [
        (Direction.UP, [1, 2], Trend.BETTER),
        (Direction.DOWN, [1, 2], Trend.WORSE),
        (Direction.UP, [2, 1], Trend.WORSE),
        (Direction.DOWN, [2, 1], Trend.BETTER),
        (Direction.UP, [9, 1, 1], Trend.LEVEL),
        (Direction.UP, [1], None),
        (Direction.UP, [], None),
    ],
)
def test_how_it_moved_depends_on_where_it_gets_better(
    direction: Direction, values: list[float], moved: Trend | None
) -> None:
    assert readings.trend(direction, values) is moved


@pytest.mark.parametrize(
    ("direction", "target", "value", "left"),
    [
        (Direction.UP, 80, 49, 31),
        (Direction.UP, 80, 81, 0),
        (Direction.DOWN, 4, 6.5, 2.5),
        (Direction.DOWN, 4, 4, 0),
        (Direction.UP, None, 4, None),
        (Direction.UP, 0.3, 0.1, 0.2),
    ],
)
def test_how_far_it_is_from_its_target(direction: Direction, target: float | None, value: float, left: object) -> None:
    assert readings.missing(a_measure(direction=direction, target=target), value) == left


@pytest.mark.parametrize(
    ("start", "target", "day", "wanted"),
    [
        (20, 80, 11, 26),
        (20, 80, 101, 80),
        (20, 5, 51, 12.5),
        (20, 80, 1, None),
        (20, 80, 102, None),
        (None, 80, 11, None),
        (20, None, 11, None),
    ],
)
def test_where_it_would_be_on_a_straight_way(
    start: float | None, target: float | None, day: int, wanted: object
) -> None:
    first = date(2027, 1, 1)
    measure = a_measure(start=start, target=target)

    assert readings.on_the_way(measure, first, first + timedelta(days=100), first + timedelta(days=day - 1)) == wanted


def test_what_is_short_depends_on_where_it_gets_better() -> None:
    up, down = a_measure(direction=Direction.UP), a_measure(direction=Direction.DOWN)

    assert (readings.is_short(up, 25, 26), readings.is_short(up, 26, 26)) == (True, False)
    assert (readings.is_short(down, 27, 26), readings.is_short(down, 26, 26)) == (True, False)
