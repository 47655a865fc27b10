"""What days add up to, and when it is said. The whole of it is compared with SQL in test_digest_bar.py."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.cadence import (
    REMIND_AFTER,
    Rhythm,
    common_zone,
    last_of_week,
    last_slot,
    local_day,
    reminder,
    slot,
    slot_after,
    working_days_between,
)
from score.digest import QUIET_AFTER, DueDays, Span, Stuck, Summary, Work, add_up, waiting_lines
from storage.tables import CheckInState, LineKind, LineState, TieState, Wording

TUESDAY = date(2027, 3, 9)
WEEKDAYS = 0b0011111
IN, WAIVED = CheckInState.HANDED_IN, CheckInState.NOT_TODAY


def due(people: int, came: int, day: date = TUESDAY) -> DueDays:
    return [(day, f"p{n}", IN if n < came else None) for n in range(people)]


def tasks(tied: int, off: int, day: date = TUESDAY) -> Work:
    return [(day, "a", TieState.CONFIRMED, tied), (day, None, None, off)]


def of_day(people: int, work: Work, allowance: float | None = 0.4) -> Summary:
    before = TUESDAY - timedelta(days=7)
    return add_up(Span(TUESDAY, TUESDAY, allowance=allowance), [*due(people, people), *due(people, 0, before)], work)


def test_nothing_is_not_zero() -> None:
    summary = add_up(Span(TUESDAY, TUESDAY), [], [])

    assert (summary.alignment, summary.participation, summary.whirlwind_share, summary.trend) == (None,) * 4
    assert summary.nothing_to_say
    assert not summary.second_week


@pytest.mark.parametrize(("people", "told"), [(4, False), (5, True)])
def test_shares_are_told_of_five_and_of_no_fewer(people: int, told: bool) -> None:
    summary = of_day(people, tasks(3, 1))

    assert (summary.alignment is not None) is told
    assert (summary.participation is not None) is told
    assert summary.counts.tied == 3


def test_five_check_ins_of_two_people_are_two_people() -> None:
    monday = TUESDAY - timedelta(days=1)
    week = Span(monday, monday + timedelta(days=6))
    summary = add_up(week, [one for n in range(3) for one in due(2, 2, monday + timedelta(days=n))], tasks(1, 1))

    assert (summary.due, summary.people_due, summary.participation) == (6, 2, None)


def test_what_is_above_is_above_both_what_was_agreed_and_nothing_else() -> None:
    assert of_day(5, tasks(6, 4)).above == pytest.approx(0.0)
    assert of_day(5, tasks(5, 5)).above == pytest.approx(0.1)
    assert of_day(5, tasks(5, 5), allowance=None).above is None


@pytest.mark.parametrize(("before", "second"), [((5, 5), True), ((9, 1), False), ((0, 0), False)])
def test_a_second_week_is_one_whose_week_before_was_above_too(before: tuple[int, int], second: bool) -> None:
    work = [*tasks(5, 5), *tasks(*before, day=TUESDAY - timedelta(days=7))]
    assert of_day(5, work).second_week is second


def test_unsure_ties_and_whirlwind_count_as_whirlwind() -> None:
    work: Work = [(TUESDAY, None, state, 1) for state in (None, TieState.UNSURE, TieState.WHIRLWIND)]
    work = [*work, (TUESDAY, "a", TieState.SUGGESTED, 1)]
    summary = of_day(5, work)

    assert (summary.counts.tied, summary.counts.whirlwind, summary.confirmed) == (1, 3, 0)
    assert summary.counts.undecided == 1


def test_who_waived_and_who_is_away_is_not_due() -> None:
    days: DueDays = [*due(3, 3), (TUESDAY, "w", WAIVED), (TUESDAY, "a", None), (TUESDAY, "b", IN)]
    summary = add_up(Span(TUESDAY, TUESDAY), days, [], away={("a", TUESDAY), ("p0", TUESDAY - timedelta(days=1))})

    assert (summary.due, summary.took_part) == (4, 4)


@pytest.mark.parametrize(("ago", "named"), [(6, False), (7, True), (8, True)])
def test_a_line_is_untouched_after_so_many_working_days(ago: int, named: bool) -> None:
    touched = TUESDAY - timedelta(days=ago)
    summary = add_up(Span(TUESDAY, TUESDAY), [], tasks(1, 0, touched), lines={"a": date(2027, 1, 1)})

    assert bool(summary.untouched) is named
    assert all(days >= QUIET_AFTER for _, days in summary.untouched)


def test_what_comes_later_says_nothing_of_a_day_before_it() -> None:
    later = tasks(1, 0, TUESDAY + timedelta(days=1))
    assert add_up(Span(TUESDAY, TUESDAY), [], later, lines={"a": date(2027, 1, 1)}).untouched


def test_a_blocker_ages_in_working_days() -> None:
    friday = TUESDAY - timedelta(days=4)
    (stuck,) = add_up(Span(TUESDAY, TUESDAY), [], [], stuck=[Stuck("b", "p", friday)]).stuck
    assert stuck.age == 2


@given(
    st.lists(
        st.tuples(st.integers(-9, 9), st.sampled_from("abc"), st.sampled_from([None, *TieState]), st.integers(0, 5))
    )
)
def test_tied_and_whirlwind_make_all_tasks_whatever_they_are(rows: list[tuple[int, str, TieState | None, int]]) -> None:
    work: Work = [(TUESDAY + timedelta(days=n), line, state, count) for n, line, state, count in rows]
    summary = add_up(Span(TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=5)), due(5, 5), work)

    assert sum(n for _, n in summary.by_line) == summary.counts.tied
    assert sum(sum(day.by_line.values()) + day.whirlwind for day in summary.days) == summary.counts.tasks
    assert summary.alignment is None or summary.alignment + (summary.whirlwind_share or 0.0) == pytest.approx(1.0)


def a_line(id: str, **more: Any) -> Wording:
    ours: dict[str, Any] = {"workspace_id": "w", "edition_id": "e", "part": "p", "kind": LineKind.PRIORITY}
    return Wording(id=id, line_id=id, address=f"p/{id}", words=id, position=0, **{**ours, **more})


def test_only_open_priorities_that_have_begun_wait_for_work() -> None:
    lines = [
        a_line("open"),
        a_line("begun", begins=TUESDAY),
        a_line("later", begins=TUESDAY + timedelta(days=1)),
        a_line("done", state=LineState.DONE),
        a_line("choice", kind=LineKind.HOW_TO_WIN),
    ]
    since = date(2027, 3, 1)
    assert waiting_lines([(line, since) for line in lines], TUESDAY) == {"open": since, "begun": TUESDAY}


# When


ROME = Rhythm("Europe/Rome", 990, WEEKDAYS)


@given(st.datetimes(datetime(2027, 1, 1), datetime(2028, 1, 1)).map(lambda one: one.replace(tzinfo=UTC)))  # noqa: DTZ001
def test_the_last_slot_is_over_the_next_is_not_and_none_lies_between(now: datetime) -> None:
    last, after = last_slot(ROME, now), slot_after(ROME, now)
    assert last is not None
    assert after is not None
    at = slot(last, 990, "Europe/Rome")

    assert at is not None
    assert at <= now < after
    assert working_days_between(last, local_day(after, "Europe/Rome"), WEEKDAYS) == 1


def test_who_never_works_has_no_slot() -> None:
    never = Rhythm("UTC", 990, 0)
    now = datetime(2027, 3, 9, tzinfo=UTC)
    assert last_slot(never, now) is slot_after(never, now) is None


@given(st.dates(date(2027, 1, 1), date(2028, 1, 1)), st.integers(-5, 60), st.integers(0, 127))
def test_working_days_are_counted_one_by_one(after: date, days: int, working: int) -> None:
    one_by_one = sum(working >> (after + timedelta(days=n)).weekday() & 1 for n in range(1, days + 1))
    assert working_days_between(after, after + timedelta(days=days), working) == one_by_one


@pytest.mark.parametrize(("days", "last"), [(WEEKDAYS, 0b0010000), (0b1001111, 0b1000000), (1, 1), (0, 0)])
def test_the_last_working_day_of_a_week(days: int, last: int) -> None:
    assert last_of_week(days) == last


def test_a_team_is_where_most_of_its_people_are() -> None:
    assert common_zone(["Asia/Tokyo", "Europe/Rome", "Europe/Rome"]) == "Europe/Rome"
    assert common_zone(["Europe/Rome", "Asia/Tokyo"]) == "Asia/Tokyo"
    assert common_zone([]) == "UTC"


def test_nobody_is_reminded_when_it_would_be_too_late() -> None:
    asked = datetime(2027, 3, 9, 9, tzinfo=UTC)
    assert reminder(asked, asked + REMIND_AFTER) is None
    assert reminder(asked, asked + REMIND_AFTER + timedelta(minutes=1)) == asked + REMIND_AFTER


FEBRUARY = [date(2027, 2, 1) + timedelta(days=n) for n in range(28)]


def mentioned(work: Work, *, working_days: int = 0b0011111, since: date = date(2027, 1, 1)) -> list[date]:
    """The days of February on whose digests a long line is."""
    return [
        day
        for day in FEBRUARY
        if add_up(Span(day, day, working_days), [], work, lines={"a": since}, long={"a"}).untouched
    ]


def test_a_long_line_that_waits_is_mentioned_once_a_month_on_its_first_working_day() -> None:
    assert mentioned([]) == [date(2027, 2, 1)]
    assert mentioned([], working_days=0b1000000) == [date(2027, 2, 7)]


def test_a_long_line_that_was_worked_on_is_mentioned_on_the_first_day_on_which_it_waits() -> None:
    assert mentioned(tasks(1, 0, date(2027, 2, 2))) == [date(2027, 2, 1)]
    assert mentioned(tasks(1, 0, date(2027, 1, 29))) == [date(2027, 2, 5)]
    assert mentioned([*tasks(1, 0, date(2027, 1, 29)), *tasks(1, 0, date(2027, 2, 4))]) == [date(2027, 2, 11)]
    # Nobody works on the 13th and the 14th: what has waited long enough on a Saturday comes on the Monday.
    assert mentioned([], since=date(2027, 2, 9)) == [date(2027, 2, 15)]


def test_a_long_line_that_is_worked_on_all_the_time_is_not_mentioned() -> None:
    assert mentioned([one for day in FEBRUARY for one in tasks(1, 0, day)], since=date(2027, 1, 29)) == []


def test_a_long_line_is_in_the_digest_of_the_week_that_holds_its_day() -> None:
    weeks = [Span(date(2027, 2, 1) + timedelta(days=7 * n), date(2027, 2, 7) + timedelta(days=7 * n)) for n in range(4)]
    assert [bool(add_up(one, [], [], lines={"a": date(2027, 1, 1)}, long={"a"}).untouched) for one in weeks] == [
        True,
        False,
        False,
        False,
    ]
    over_the_end = Span(date(2027, 3, 29), date(2027, 4, 4))
    assert add_up(over_the_end, [], [], lines={"a": date(2027, 1, 1)}, long={"a"}).untouched


def test_short_lines_are_mentioned_every_day_as_before() -> None:
    for day in FEBRUARY:
        assert add_up(
            Span(day, day), [], [], lines={"a": date(2027, 1, 1), "b": date(2027, 1, 1)}, long={"b"}
        ).untouched
