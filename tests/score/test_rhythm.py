"""Hours that differ, quiet hours, windows of teams and half days off, beside the same rules minute by minute."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import whenever
from hypothesis import given, settings
from hypothesis import strategies as st

from score.cadence import (
    DAY,
    GRACE,
    Due,
    Rhythm,
    decide,
    due_after,
    due_again,
    local_day,
    missed,
    moved,
    next_prompts,
    planned_for,
    rhythm_of,
    slot_on,
)
from score.hours import on_one_day
from storage.tables import Person
from tests.score.test_cadence import ZONES, changes, scanned_slot

MINUTE = timedelta(minutes=1)
SPRING = date(2027, 3, 9)
minutes = st.integers(0, 1439)
spans = st.tuples(minutes, minutes).filter(lambda one: one[0] != one[1])
within_a_day = spans.filter(lambda one: one[0] < one[1])


@st.composite
def rhythms(draw: st.DrawFn) -> tuple[Rhythm, date]:
    """A rhythm with all that there is, and a day, as a rule one on which the clock changes."""
    name = draw(st.sampled_from(ZONES))
    days = st.dates(date(2024, 1, 1), date(2029, 1, 1))
    near = [one for one in changes(name) if one.year >= 2010]
    day = draw(st.builds(lambda one, n: one + n * DAY, st.sampled_from(near), st.integers(-1, 1)) if near else days)
    off = draw(st.lists(st.tuples(st.integers(-1, 1), st.integers(0, 2), within_a_day), max_size=2))
    quiet = draw(st.none() | spans)
    return Rhythm(
        name,
        draw(minutes),
        draw(st.integers(0, 127)),
        by_weekday=draw(st.just(()) | st.tuples(*[minutes] * 7)),
        within=draw(st.none() | within_a_day),
        quiet=on_one_day(quiet),
        off=tuple(((day + first * DAY, day + (first + more) * DAY), hours) for first, more, hours in off),
    ), day


def is_in(minute: int, busy: list[tuple[int, int]]) -> bool:
    return any(begins <= minute < ends for begins, ends in busy)


def scanned(rhythm: Rhythm, day: date) -> tuple[datetime | None, bool]:
    """The slot of a working day, and whether it is to be left out, by going through its minutes one by one."""
    at = rhythm.by_weekday[day.weekday()] if rhythm.by_weekday else rhythm.minute
    if rhythm.within is not None:
        moved = max(at, rhythm.within[0]) if at < rhythm.within[0] else min(at, rhythm.within[1])
        quiet_for = next((n for n in range(1440 - moved) if not is_in(moved + n, list(rhythm.quiet))), None)
        at = moved if quiet_for is not None and timedelta(minutes=quiet_for) <= GRACE else at
    off = [hours for (first, last), hours in rhythm.off if first <= day <= last]

    works_from = next((n for n in range(at, 1440) if not is_in(n, off)), None)
    if works_from is None:
        return None, False
    clear = next((n for n in range(at, 1440) if not is_in(n, [*rhythm.quiet, *off])), None)
    late = clear is None or timedelta(minutes=clear - works_from) > GRACE
    silent = is_in(works_from, list(rhythm.quiet)) and late
    return scanned_slot(day, at if silent or clear is None else clear, rhythm.time_zone), silent


@given(rhythms())
@settings(max_examples=120, deadline=None)
def test_a_slot_is_where_the_rules_put_it_minute_by_minute(drawn: tuple[Rhythm, date]) -> None:
    rhythm, day = replace(drawn[0], working_days=127), drawn[1]
    expected, silent = scanned(rhythm, day)
    assert (slot_on(rhythm, day), rhythm.is_silent_on(day) and expected is not None) == (
        expected, silent and expected is not None,
    )  # fmt: skip


@given(rhythms())
@settings(max_examples=120, deadline=None)
def test_a_slot_is_the_instant_that_another_package_says(drawn: tuple[Rhythm, date]) -> None:
    rhythm, day = replace(drawn[0], working_days=127), drawn[1]
    minute = rhythm.minute_on(day)
    if minute is None:
        assert slot_on(rhythm, day) is None
        return
    said = whenever.ZonedDateTime(
        day.year, day.month, day.day, minute // 60, minute % 60, tz=rhythm.time_zone, disambiguation="compatible"
    )
    there = said.date().to_stdlib() == day
    assert slot_on(rhythm, day) == (said.to_instant().to_stdlib() if there else None)


def is_clear(rhythm: Rhythm, now: datetime) -> bool:
    """Whether `now` is in neither quiet hours nor a part of the day that is off, as the wall has it."""
    wall = now.astimezone(ZoneInfo(rhythm.time_zone))
    minute, day = wall.hour * 60 + wall.minute, wall.date()
    off = [hours for (begins, ends), hours in rhythm.off if begins <= day <= ends]
    return not any(begins <= minute < ends for begins, ends in [*rhythm.quiet, *off])


@given(rhythms(), st.integers(0, 40), st.integers(0, 1440))
@settings(max_examples=150, deadline=None)
def test_after_any_outage_each_slot_is_recorded_or_decided_once(
    drawn: tuple[Rhythm, date], days: int, more: int
) -> None:
    rhythm, first = drawn
    rhythm = replace(rhythm, asked_for=first - DAY)
    planned = next((at for n in range(8) if (at := slot_on(rhythm, first + n * DAY))), None)
    if planned is None:
        return
    now = planned + timedelta(days=days, minutes=more)
    today = local_day(now, rhythm.time_zone)
    over = list(missed(rhythm, planned, now))
    slots = {first + n * DAY: slot_on(rhythm, first + n * DAY) for n in range(days + 12)}
    assert over == [day for day, at in slots.items() if at is not None and day < today]

    after = replace(rhythm, asked_for=over[-1] if over else rhythm.asked_for)
    decision = decide(after, now)
    at = slots.get(today)
    if at is None or now < at:
        assert decision.due is Due.WAIT
    else:
        assert decision.day == today
        in_time = now <= at + GRACE and not rhythm.is_silent_on(today)
        assert (decision.due is Due.ASK) == (in_time and is_clear(rhythm, now))
        if decision.due is Due.WAIT:
            assert decision.next_at is not None
            assert decision.next_at <= at + GRACE
            assert is_clear(rhythm, decision.next_at)
    assert decision.next_at is None or decision.next_at > now


@given(st.lists(st.tuples(st.integers(1, 3000), st.sampled_from(ZONES)), min_size=1, max_size=30), minutes)
@settings(max_examples=120, deadline=None)
def test_however_somebody_moves_and_we_are_down_no_day_is_asked_for_twice_and_none_is_lost_unseen(
    legs: list[tuple[int, str]], minute: int
) -> None:
    """We wake up at each leg; until then they were in the zone of the one before, and nobody looked."""
    now, zone = datetime(2027, 3, 1, tzinfo=UTC), legs[0][1]
    rhythm = Rhythm(zone, minute, 127, asked_for=local_day(now, zone))
    planned = decide(rhythm, now).next_at
    accounted: list[date] = []
    lived = {local_day(now, zone)}
    for gone, moves_to in legs:
        before, now = now, now + gone * MINUTE
        hours = (before + timedelta(hours=n) for n in range(gone // 60 + 1))
        lived |= {local_day(at, rhythm.time_zone) for at in hours} | {local_day(now, rhythm.time_zone)}
        over = list(missed(rhythm, planned, now))
        accounted += over
        rhythm = replace(rhythm, asked_for=max([*over, *filter(None, [rhythm.asked_for])]))
        decision = decide(rhythm, now)
        if decision.due is not Due.WAIT:
            accounted.append(decision.day)
            rhythm = replace(rhythm, asked_for=decision.day)
        at = decide(rhythm, now).next_at
        day = local_day(at, rhythm.time_zone) if at else None
        rhythm = replace(rhythm, time_zone=moves_to)
        planned = due_again(rhythm, day, now)
    assert accounted == sorted(set(accounted))
    last = max(accounted, default=date.min)
    begun = date(2027, 3, 3)
    assert {day for day in lived if begun <= day < last} <= set(accounted)


@given(rhythms(), st.integers(-720, 720), st.integers(-1440, 2880))
@settings(max_examples=100, deadline=None)
def test_what_is_planned_anew_by_other_zones_comes_and_comes_later_than_now(
    drawn: tuple[Rhythm, date], off: int, since: int
) -> None:
    rhythm, day = drawn
    at = slot_on(rhythm, day)
    if at is None:
        return
    now = at + since * MINUTE
    planned = at + off * MINUTE
    if planned <= now:
        return
    anew = moved(rhythm, planned, now)
    assert anew is not None
    assert anew > now
    assert anew == planned or anew == slot_on(rhythm, local_day(anew, rhythm.time_zone))


def test_the_next_prompts_are_those_that_come() -> None:
    rhythm = Rhythm("Europe/Dublin", 540, 0b0011111, by_weekday=(540, 540, 60, 540, 630, 540, 540), quiet=((0, 420),))
    now = datetime.combine(SPRING, time(10), UTC)
    assert [f"{at:%a %H:%M}" for at in next_prompts(rhythm, now, 4)] == [
        "Tue 10:00",
        "Thu 09:00",
        "Fri 10:30",
        "Mon 09:00",
    ]
    asked = replace(rhythm, asked_for=SPRING)
    assert [f"{at:%a %H:%M}" for at in next_prompts(asked, now, 1)] == ["Thu 09:00"]
    assert next_prompts(replace(rhythm, working_days=0), now, 3) == []


def test_whose_quiet_hours_leave_no_prompt_has_none_to_come() -> None:
    never = Rhythm("UTC", 9 * 60, 0b0011111, quiet=((8 * 60, 14 * 60),))
    assert next_prompts(never, datetime(2027, 3, 9, 6, tzinfo=UTC), 3) == []


def on_mondays(next_due_at: datetime) -> Person:
    return Person(
        id="ada", workspace_id="w", handle="ada", name="Ada", time_zone="UTC", asked_at=540, working_days=1,
        next_due_at=next_due_at,
    )  # fmt: skip


def test_who_waits_for_monday_and_is_given_every_day_is_asked_tomorrow_where_todays_hour_is_over() -> None:
    noon = datetime(2027, 3, 10, 12, tzinfo=UTC)
    before = on_mondays(datetime(2027, 3, 15, 9, tzinfo=UTC))
    after = Person(**{**before.model_dump(), "working_days": 31})

    assert due_after(after, planned_for(before), (), (), noon) == datetime(2027, 3, 11, 9, tzinfo=UTC)
    assert due_after(after, planned_for(before), (), (), noon - timedelta(hours=4)) == datetime(
        2027, 3, 10, 9, tzinfo=UTC
    )


def test_who_waits_for_today_is_asked_at_the_hour_that_they_had_where_the_new_one_is_over() -> None:
    noon = datetime(2027, 3, 15, 12, tzinfo=UTC)
    before = on_mondays(datetime(2027, 3, 15, 14, tzinfo=UTC))
    after = Person(**{**before.model_dump(), "asked_at": 600})

    assert due_after(after, planned_for(before), (), (), noon) == before.next_due_at


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2027, 3, 10, 1, tzinfo=UTC), Due.ASK),
        (datetime(2027, 3, 10, 5, tzinfo=UTC), Due.SKIP),
    ],
)
def test_who_is_moved_across_the_date_line_on_the_day_that_they_wait_for_is_late_for_it(
    now: datetime, due: Due
) -> None:
    """In Los Angeles it is the evening before, in Sydney past the hour."""
    morning = datetime(2027, 3, 10, 17, tzinfo=UTC)
    before = Person(
        id="ada", workspace_id="w", handle="ada", name="Ada", time_zone="America/Los_Angeles", asked_at=540,
        next_due_at=morning, asked_for=date(2027, 3, 9),
    )  # fmt: skip
    after = Person(**{**before.model_dump(), "time_zone": "Australia/Sydney"})

    assert due_after(after, planned_for(before), (), (), now) == datetime(2027, 3, 9, 22, tzinfo=UTC)
    assert decide(rhythm_of(after), now).due is due
