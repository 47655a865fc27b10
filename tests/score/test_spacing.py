"""When a lesson comes back: even gaps, on working days, at the person's hour, never too often."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score import spacing
from score.cadence import GRACE, Rhythm, local, slot
from score.spacing import (
    Recall,
    batches,
    by_option,
    comes_back,
    figures,
    fits_budget,
    gap,
    has_room,
    later_today,
    reachable,
)

TUESDAY = date(2027, 3, 9)
ZONES = ("Europe/Dublin", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu")
EVERY_DAY, WEEKDAYS = 0b1111111, 0b0011111

rhythms = st.builds(
    Rhythm,
    st.sampled_from(ZONES),
    st.integers(6 * 60, 12 * 60),
    st.integers(1, 127),
    st.none(),
    st.none() | st.dates(TUESDAY, TUESDAY + timedelta(days=40)),
)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


@pytest.mark.parametrize(("remember_for", "days"), [(7, 1), (30, 4), (90, 14), (180, 27), (365, 55), (730, 110)])
def test_the_gap_is_fifteen_percent_of_how_long_it_shall_be_remembered(remember_for: int, days: int) -> None:
    assert gap(remember_for) == days


@given(st.integers(1, 730))
def test_there_is_always_a_gap_and_it_grows(remember_for: int) -> None:
    assert 1 <= gap(remember_for) <= gap(remember_for + 1)
    assert abs(gap(remember_for) - 0.15 * remember_for) <= 0.5 or gap(remember_for) == 1


def life(rhythm: Rhythm, lessons: list[tuple[int, int]]) -> dict[int, list[datetime]]:
    """When each lesson comes back, as the duty plays it: `lessons` are (day of the answer, days to remember)."""
    until = [TUESDAY + timedelta(days=begun + days) for begun, days in lessons]
    due = {
        n: comes_back(rhythm, TUESDAY + timedelta(days=begun), gap(days), until[n])
        for n, (begun, days) in enumerate(lessons)
    }
    asked: dict[int, list[datetime]] = {n: [] for n in due}
    nudged: list[date] = []
    while waiting := sorted((at, n) for n, at in due.items() if at is not None):
        now, n = waiting[0]
        decided = spacing.recall(rhythm, now, lessons[n][1], until[n], nudged=nudged)
        if decided.now:
            asked[n].append(now)
            nudged.append(local(now, rhythm.time_zone).date())
        assert decided.next_at is None or decided.next_at > now
        due[n] = decided.next_at
    return asked


@given(rhythms, st.lists(st.tuples(st.integers(0, 20), st.integers(7, 120)), min_size=1, max_size=6))
def test_over_all_lessons_two_a_week_once_a_day_at_work_at_the_hour_and_never_after_the_end(
    rhythm: Rhythm, lessons: list[tuple[int, int]]
) -> None:
    asked = life(rhythm, lessons)

    days = sorted(local(one, rhythm.time_zone).date() for several in asked.values() for one in several)
    assert len(days) == len(set(days))
    assert all(later - first >= timedelta(days=7) for first, later in zip(days, days[2:], strict=False))
    assert all(rhythm.works_on(day) for day in days)
    for n, several in asked.items():
        begun, remember_for = lessons[n]
        for one in several:
            wall = local(one, rhythm.time_zone)
            assert wall.date() <= TUESDAY + timedelta(days=begun + remember_for)
            assert one == slot(wall.date(), rhythm.minute, rhythm.time_zone)


@given(st.sampled_from(ZONES), st.integers(7, 730))
def test_the_gaps_are_even_for_one_lesson_of_somebody_who_works_every_day(zone: str, remember_for: int) -> None:
    rhythm = Rhythm(zone, 540, EVERY_DAY)
    (asked,) = life(rhythm, [(0, remember_for)]).values()
    days = [TUESDAY, *(local(one, zone).date() for one in asked)]

    gaps = {(later - first).days for first, later in pairwise(days)}
    # Two a week is stronger than a gap of less than four days.
    assert gaps == {gap(remember_for)} if gap(remember_for) >= 4 else gaps <= set(range(1, 8))
    assert asked


def test_on_a_day_off_it_comes_on_the_next_working_day() -> None:
    rhythm = Rhythm("Europe/Dublin", 540, WEEKDAYS)

    assert comes_back(rhythm, TUESDAY, 4, date(2027, 12, 31)) == at(9, day=date(2027, 3, 15))


def test_what_is_due_before_its_hour_waits_for_it() -> None:
    rhythm = Rhythm("Europe/Dublin", 540, WEEKDAYS)

    assert spacing.recall(rhythm, at(8), 90, date(2027, 12, 31)) == Recall(False, at(9))


def test_late_is_fine_and_stale_is_not() -> None:
    rhythm = Rhythm("Europe/Dublin", 540, WEEKDAYS)

    assert spacing.recall(rhythm, at(9) + GRACE, 90, date(2027, 12, 31)).now
    late = spacing.recall(rhythm, at(9) + GRACE + timedelta(minutes=1), 90, date(2027, 12, 31))
    assert late == Recall(False, at(9, day=date(2027, 3, 10)))


def test_who_paused_is_not_asked_before_they_are_back() -> None:
    rhythm = Rhythm("Europe/Dublin", 540, WEEKDAYS, paused_until=date(2027, 3, 14))

    assert spacing.recall(rhythm, at(9), 90, date(2027, 12, 31)) == Recall(False, at(9, day=date(2027, 3, 15)))


def test_after_the_last_day_nothing_comes_back() -> None:
    rhythm = Rhythm("Europe/Dublin", 540, WEEKDAYS)

    assert spacing.recall(rhythm, at(9), 90, date(2027, 3, 8)) == Recall(False, None)
    assert spacing.recall(rhythm, at(9), 90, TUESDAY) == Recall(True, None)
    assert comes_back(Rhythm("Europe/Dublin", 540, 0), TUESDAY, 1, date(2027, 12, 31)) is None


def test_who_wants_none_is_passed_over_and_it_goes_on_coming_due() -> None:
    rhythm = Rhythm("Europe/Dublin", 540, WEEKDAYS)

    passed = spacing.recall(rhythm, at(9), 40, date(2027, 12, 31), a_week=0)
    assert passed == Recall(False, at(9, day=date(2027, 3, 15)))
    assert spacing.recall(rhythm, at(9), 40, date(2027, 3, 12), a_week=0) == Recall(False, None)


def test_a_fourth_batch_is_never_made_and_one_that_comes_with_another_is_none() -> None:
    rhythm = Rhythm("Europe/Dublin", 540, WEEKDAYS)
    three = [at(6), at(7), at(8)]

    assert not spacing.recall(rhythm, at(9), 90, date(2027, 12, 31), unasked=three).now
    assert spacing.recall(rhythm, at(9), 90, date(2027, 12, 31), unasked=[at(6), at(7), at(9)]).now


@given(st.lists(st.integers(0, 24 * 60 - 1), max_size=12))
def test_batches_are_counted_whatever_their_order(minutes: list[int]) -> None:
    instants = [at(0) + timedelta(minutes=one) for one in minutes]

    assert batches(instants) == batches(sorted(instants, reverse=True)) <= len(instants)
    assert batches([]) == 0
    assert fits_budget(at(9), []) is True


@given(st.dates(), st.lists(st.dates(), max_size=5))
def test_there_is_room_unless_two_came_in_the_same_seven_days(day: date, nudged: list[date]) -> None:
    near = [one for one in nudged if abs((day - one).days) < 7]

    assert has_room(day, nudged) == (len(near) < 2 and day not in nudged)


def test_later_today_is_two_in_the_afternoon_then_the_next_hour_then_not_today() -> None:
    rhythm = Rhythm("Europe/Dublin", 540, WEEKDAYS)

    assert [later_today(rhythm, at(hour, 30)) for hour in (9, 13, 15, 16, 20)] == [
        at(14), at(15), at(17), None, None,
    ]  # fmt: skip
    assert later_today(rhythm, at(15)) == at(16)


def test_who_is_at_work_is_reached_now_and_others_at_their_next_hour() -> None:
    rhythm = Rhythm("Europe/Dublin", 540, WEEKDAYS)
    saturday = date(2027, 3, 13)

    assert reachable(rhythm, at(11)) == at(11)
    assert reachable(rhythm, at(7)) == at(9)
    assert reachable(rhythm, at(19)) == at(9, day=date(2027, 3, 10))
    assert reachable(rhythm, at(11, day=saturday)) == at(9, day=date(2027, 3, 15))
    assert reachable(Rhythm("Europe/Dublin", 540, 0), at(11)) is None


@given(rhythms, st.datetimes(datetime(2027, 3, 9), datetime(2027, 4, 9), timezones=st.just(UTC)))  # noqa: DTZ001
def test_nobody_is_reached_in_the_past(rhythm: Rhythm, now: datetime) -> None:
    reached = reachable(rhythm, now)

    assert reached is not None
    assert reached >= now
    assert rhythm.works_on(local(reached, rhythm.time_zone).date())


@given(st.lists(st.booleans(), max_size=40))
def test_figures_speak_of_five_or_more_and_never_move_by_one(answers: list[bool]) -> None:
    told = figures(answers)

    if len(answers) < 5:
        assert told is None
        return
    assert told is not None
    assert told.answered % 5 == 0
    assert len(answers) - told.answered < 5
    assert told.right is None or 0 < told.right < told.answered
    for more in (True, False):
        if (len(answers) + 1) % 5:
            assert figures([*answers, more]) == told


@given(st.lists(st.integers(0, 2), max_size=20), st.integers(0, 2))
def test_options_are_told_in_fives_and_none_would_say_what_five_people_chose(chosen: list[int], right: int) -> None:
    told = by_option(chosen, right, 3)

    split = figures([one == right for one in chosen])
    if split is None or split.right is None:
        assert told is None
        return
    fives = [chosen[n : n + 5] for n in range(0, split.answered, 5)]
    if told is None:
        assert any(five.count(right) in (0, 5) for five in fives)
        return
    assert (sum(told), told[right]) == (split.answered, split.right)
    assert all(len(set(five)) > 1 for five in fives)
    if (len(chosen) + 1) % 5:
        assert {str(by_option([*chosen, more], right, 3)) for more in range(3)} == {str(told)}


QUIET = Rhythm(
    "UTC", 240, EVERY_DAY, quiet=((0, 7 * 60), (12 * 60, 13 * 60)), by_weekday=(540, 540, 120, 540, 540, 540, 540)
)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(8), at(9)),
        (at(12), at(13)),
        (at(12, 59), at(13)),
        (at(14), at(14)),
        # On Wednesdays their hour lies in quiet hours for too long: what can wait comes when those are over.
        (at(20), at(9, day=date(2027, 3, 11))),
        (at(10, day=date(2027, 3, 10)), at(10, day=date(2027, 3, 10))),
    ],
)
def test_what_can_wait_waits_for_the_end_of_quiet_hours(now: datetime, then: datetime) -> None:
    assert reachable(QUIET, now) == then


def test_nobody_is_welcomed_in_their_quiet_hours() -> None:
    day = date(2027, 3, 10)
    assert spacing.greets_at(QUIET, at(3, day=day)) == at(9, day=date(2027, 3, 11))
    assert spacing.greets_at(QUIET, at(12, 30)) == at(13)
    assert spacing.greets_at(QUIET, at(9, 30)) == at(9, 30)


def test_whose_quiet_hours_leave_no_hour_of_any_day_is_reached_and_welcomed_nowhere() -> None:
    never = Rhythm("UTC", 9 * 60, 0b0011111, quiet=((8 * 60, 14 * 60),))
    before, at = datetime(2027, 3, 9, 6, tzinfo=UTC), datetime(2027, 3, 9, 9, tzinfo=UTC)
    assert [spacing.greets_at(never, one) for one in (before, at)] == [None, None]
    assert reachable(never, before) is None
