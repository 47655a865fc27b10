"""A morning is spread: each person is asked as long after their hour as on every other day, and nobody is silenced."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.cadence import GRACE, hour_of, rhythm_of, share_of_spread
from score.hours import on_one_day, past, span, time_said
from storage.tables import A_DAY_OF_MINUTES, NOT_YET, Absence, Person, Team, make_bare_id

FRIDAY = date(2027, 3, 12)
IDS = st.text("0123456789abcdef", min_size=32, max_size=32)
MINUTES = st.integers(0, A_DAY_OF_MINUTES - 1)


def ada(**more: Any) -> Person:
    return Person(**{"id": "ada", "workspace_id": "w", "handle": "ada", "name": "Ada", "time_zone": "UTC", **more})


@given(IDS, st.integers(0, 120), MINUTES)
def test_everybody_is_asked_within_the_spread_after_their_hour_and_on_every_day_as_long_after_it(
    id: str, spread: int, at: int
) -> None:
    after = share_of_spread(id, spread)
    assert 0 <= after <= spread
    rhythm = rhythm_of(ada(id=id, asked_at=at, asked_after=after))
    days = {rhythm.minute_on(FRIDAY + timedelta(days=n)) for n in range(60)}
    assert days == {min(at + after, A_DAY_OF_MINUTES - 1)}


def test_the_minute_of_somebody_is_the_same_in_every_release() -> None:
    assert [share_of_spread(id, 45) for id in ("ada", "bo", "cy")] == [35, 41, 39]


def test_about_as_many_are_asked_in_each_minute() -> None:
    chance = Random(5)
    counts = Counter(share_of_spread(make_bare_id(chance), 44) for _ in range(9_000))

    # 200 each, and a deviation of 14: five of them either way.
    assert set(counts) == set(range(45))
    assert all(130 <= count <= 270 for count in counts.values())


@given(MINUTES, st.integers(0, 120), MINUTES, MINUTES)
def test_nobody_is_silenced_by_the_spread(at: int, after: int, begins: int, ends: int) -> None:
    quiet = "" if begins == ends else f"{time_said(begins)}-{time_said(ends)}"
    plain, spread = (
        rhythm_of(ada(asked_at=at, quiet=quiet)),
        rhythm_of(ada(asked_at=at, quiet=quiet, asked_after=after)),
    )
    assert not spread.is_silent_on(FRIDAY) or plain.is_silent_on(FRIDAY)
    minute = spread.minute_on(FRIDAY)
    assert minute is not None
    if not spread.is_silent_on(FRIDAY):
        assert minute == past(minute, on_one_day(span(quiet)) if quiet else ())
        assert at <= minute <= at + after + GRACE // timedelta(minutes=1)


@pytest.mark.parametrize(
    ("more", "hour"),
    [
        ({}, "09:20"),
        ({"other_hours": "fri 10:30"}, "10:50"),
        ({"other_hours": "fri 23:50"}, "23:59"),
        ({"quiet": "09:10-11:00"}, "11:00"),
        ({"quiet": "09:10-14:00"}, "09:00"),
    ],
)
def test_hours_of_weekdays_are_spread_and_quiet_hours_hold(more: dict[str, Any], hour: str) -> None:
    assert time_said(rhythm_of(ada(asked_after=20, **more)).minute_on(FRIDAY) or 0) == hour


def test_the_hours_of_a_team_and_half_a_day_off_hold_as_of_any_hour() -> None:
    person = ada(asked_after=20)
    team = Team(id="field", workspace_id="w", handle="field", name="Field", asked_within="08:00-09:10")
    assert rhythm_of(person, (), [team]).minute_on(FRIDAY) == 550
    off: dict[str, Any] = {"first_day": FRIDAY, "last_day": FRIDAY, "begins_at": 550, "ends_at": A_DAY_OF_MINUTES}
    free = Absence(id="a", workspace_id="w", person_id="ada", said_at=NOT_YET, **off)
    assert rhythm_of(person, [free]).minute_on(FRIDAY) is None


def test_a_morning_that_is_not_spread_is_as_it_was() -> None:
    assert [hour_of(ada(), at) for at in (0, 540, 1439)] == [0, 540, 1439]
    assert share_of_spread("ada", 0) == 0
