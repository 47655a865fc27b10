"""A hint comes on two days of a week at most, begins with something else each time, and says nothing of one person."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from score.hints import DAYS_A_WEEK, Hint, days_of_week, looked_for, speaks_of_nobody

MONDAY = date(2027, 3, 8)


@given(st.text(max_size=8), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 127))
def test_two_working_days_of_a_week_at_most_whichever_of_them_asks(person: str, day: date, works: int) -> None:
    days = days_of_week(person, day, works)

    assert len(days) == min(DAYS_A_WEEK, works.bit_count())
    assert all(works >> one.weekday() & 1 for one in days)
    assert all(days_of_week(person, one, works) == days for one in days)
    assert bool(looked_for(person, day, works)) == (day in days)


def test_each_of_four_hint_days_in_a_row_begins_with_another() -> None:
    begun = [found[0] for n in range(28) if (found := looked_for("ada", MONDAY + timedelta(days=n), 0b0011111))]

    assert len(begun) == 8
    assert set(begun[:4]) == set(begun[4:]) == set(Hint)
    assert all(set(looked_for("ada", MONDAY + timedelta(days=n), 31)) in (set(), set(Hint)) for n in range(28))


def test_nothing_is_said_of_a_line_with_one_person_behind_it() -> None:
    assert speaks_of_nobody((), None, "lea")
    assert speaks_of_nobody({"ada", "bo"}, None, "lea")
    assert speaks_of_nobody({"ada"}, "bo", "lea")
    assert speaks_of_nobody((), "lea", "lea")
    assert not speaks_of_nobody({"ada"}, None, "lea")
    assert not speaks_of_nobody((), "ada", "lea")
    assert not speaks_of_nobody({"ada"}, "ada", "lea")
