"""Hours as people write them: what they mean, and that they are written back as they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.hours import by_weekday, on_one_day, other_hours, other_hours_said, past, shared, span, span_said, window

minutes = st.integers(0, 1439)
spans = st.tuples(minutes, minutes).filter(lambda one: one[0] != one[1])


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("fri 10:30", {4: 630}),
        ("FRI 10:30", {4: 630}),
        ("mon-tue 08:00, fri 10:30", {0: 480, 1: 480, 4: 630}),
        ("mon tue 8:00; sat-sun 12:00", {0: 480, 1: 480, 5: 720, 6: 720}),
        ("", {}),
        (" , ", {}),
        ("mon 08:00, mon 08:00", {0: 480}),
        ("mon 08:00, mon 09:00", None),
        ("fri", None),
        ("10:30", None),
        ("fri 25:00", None),
        ("someday 10:00", None),
        ("fri 10:30 extra", None),
    ],
)
def test_hours_of_days_mean_what_they_say(said: str, means: dict[int, int] | None) -> None:
    found = other_hours(said)
    assert (None if found is None else {n: at for n, at in enumerate(found) if at is not None}) == means


@given(st.lists(st.none() | minutes, min_size=7, max_size=7))
def test_hours_of_days_are_read_as_they_were_written(by_day: list[int | None]) -> None:
    assert other_hours(other_hours_said(by_day)) == tuple(by_day)
    assert len(other_hours_said([0, 61, 122, 183, 244, 305, 366])) <= 120


def test_where_all_days_are_alike_nothing_is_kept_of_them() -> None:
    assert by_weekday(540, "") == ()
    assert by_weekday(540, "fri 10:30") == (540, 540, 540, 540, 630, 540, 540)


@given(spans)
def test_hours_are_read_as_they_were_written(hours: tuple[int, int]) -> None:
    assert span(span_said(hours)) == hours
    assert (window(span_said(hours)) == hours) is (hours[0] < hours[1])


@pytest.mark.parametrize("said", ["", "09:00", "09:00-09:00", "9-17", "24:00-08:00", "09:00-17:00-18:00", "x" * 500])
def test_what_are_no_hours_are_none(said: str) -> None:
    assert span(said) is None


@given(st.lists(spans, max_size=4), minutes)
def test_what_is_past_some_hours_is_the_first_minute_in_none_of_them(busy: list[tuple[int, int]], at: int) -> None:
    on_the_day = [part for one in busy for part in on_one_day(one)]
    free = [n for n in range(at, 1440) if not any(begins <= n < ends for begins, ends in on_the_day)]
    assert past(at, on_the_day) == (free[0] if free else 1440)


@given(st.lists(spans.filter(lambda one: one[0] < one[1]), min_size=1, max_size=4))
def test_what_windows_share_lies_in_all_of_them(windows: list[tuple[int, int]]) -> None:
    common = [n for n in range(1440) if all(begins <= n <= ends for begins, ends in windows)]
    assert shared(windows) == ((common[0], common[-1]) if common else None)
