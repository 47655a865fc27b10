"""Everybody is asked once on each of their local days, at their hour, whatever the clocks on the wall do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from score.cadence import (
    EDITABLE_FOR,
    GRACE,
    LOOK_AHEAD,
    Decision,
    Due,
    Rhythm,
    day_ends,
    decide,
    editable,
    local,
    local_day,
    next_slot,
    slot,
    zone,
)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
WEEKDAYS, EVERY_DAY = 0b0011111, 0b1111111
ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "UTC",
)
"""Zones that do all that a zone can: half hours, two hours at once, midnights and days that are not there."""


# An oracle that knows nothing but what the wall shows at each minute


@cache
def walls(name: str, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """Each minute from the first that can be `day` somewhere to the last, and what a clock in the zone shows then."""
    here = ZoneInfo(name)
    first = datetime.combine(day, time(0), UTC) - timedelta(hours=15)
    minutes = (first + n * MINUTE for n in range(54 * 60))
    return tuple((at, at.astimezone(here).replace(tzinfo=None)) for at in minutes)


def scanned_slot(day: date, minute: int, name: str) -> datetime | None:
    """The slot as the wall has it: the first minute that shows it, else the one that would have without the gap."""
    wanted = datetime.combine(day, time(0)) + minute * MINUTE
    before = None
    for at, wall in walls(name, day):
        if wall == wanted:
            return at
        if before is not None and before[1] < wanted < wall:
            late = before[0] + (wanted - before[1])
            return late if late.astimezone(ZoneInfo(name)).date() == day else None
        before = at, wall
    return None


def scanned_end(day: date, name: str) -> datetime:
    """The first minute after a day, as the wall has it."""
    return next(at for at, wall in walls(name, day) if wall.date() > day)


def scanned_decision(rhythm: Rhythm, now: datetime) -> Decision:
    """The rules of safety.md, section 3, as they are written there, on slots that were scanned."""

    def eligible(day: date) -> datetime | None:
        paused = rhythm.paused_until is not None and day <= rhythm.paused_until
        done = rhythm.asked_for is not None and rhythm.asked_for >= day
        works = rhythm.working_days & 1 << day.weekday() and not paused and not done
        return scanned_slot(day, rhythm.minute, rhythm.time_zone) if works else None

    today = now.astimezone(ZoneInfo(rhythm.time_zone)).date()
    later = next(filter(None, (eligible(today + n * DAY) for n in range(1, 60))), None)
    at = eligible(today)
    if at is None:
        return Decision(Due.WAIT, today, later)
    if now < at:
        return Decision(Due.WAIT, today, at)
    return Decision(Due.ASK if now <= at + timedelta(minutes=240) else Due.SKIP, today, later)


@cache
def changes(name: str) -> tuple[date, ...]:
    """The days near which the zone's offset changes, from 1993 to 2030."""
    here = ZoneInfo(name)
    noons = [datetime(1993, 1, 1, 12, tzinfo=UTC) + n * DAY for n in range(365 * 37)]
    offsets = [at.astimezone(here).utcoffset() for at in noons]
    return tuple(at.date() for at, one, other in zip(noons, offsets, offsets[1:], strict=False) if one != other)


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, date]:
    """A zone and a day, as a rule one on which something happens there."""
    name = draw(st.sampled_from(ZONES))
    days = st.dates(date(1993, 1, 1), date(2030, 1, 1))
    if changes(name):
        near = st.builds(lambda day, n: day + n * DAY, st.sampled_from(changes(name)), st.integers(-1, 2))
        days = st.one_of(near, near, near, days)
    return name, draw(days)


minutes = st.one_of(st.integers(0, 1439), st.integers(0, 4 * 60))


# Slots


SLOTS = [
    # An ordinary day, and both changes of the clock
    ("Europe/Berlin", "2027-03-27", "09:00", "2027-03-27T08:00"),
    ("Europe/Berlin", "2027-03-28", "09:00", "2027-03-28T07:00"),
    ("Europe/Berlin", "2027-03-28", "02:00", "2027-03-28T01:00"),
    ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28T01:30"),
    ("Europe/Berlin", "2027-03-28", "03:00", "2027-03-28T01:00"),
    ("Europe/Berlin", "2027-10-31", "02:30", "2027-10-31T00:30"),
    ("Europe/Berlin", "2027-10-31", "03:00", "2027-10-31T02:00"),
    ("Europe/Berlin", "2027-10-31", "09:00", "2027-10-31T08:00"),
    ("America/New_York", "2027-03-14", "02:30", "2027-03-14T07:30"),
    ("America/New_York", "2027-11-07", "01:30", "2027-11-07T05:30"),
    ("America/New_York", "2027-11-07", "09:00", "2027-11-07T14:00"),
    # Odd offsets, and changes by half an hour and by two
    ("Asia/Kathmandu", "2027-03-09", "09:00", "2027-03-09T03:15"),
    ("Australia/Lord_Howe", "2027-10-03", "02:15", "2027-10-02T15:45"),
    ("Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-03T14:45"),
    ("Australia/Lord_Howe", "2027-04-04", "09:00", "2027-04-03T22:30"),
    ("Pacific/Chatham", "2027-09-26", "03:00", "2027-09-25T14:15"),
    ("Pacific/Chatham", "2027-04-04", "03:00", "2027-04-03T13:15"),
    ("Antarctica/Troll", "2027-03-28", "02:30", "2027-03-28T02:30"),
    # A midnight that is not there
    ("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23T22:30"),
    ("America/Santiago", "2026-09-06", "00:00", "2026-09-06T04:00"),
    # The far ends of the day
    ("Pacific/Kiritimati", "2027-01-01", "09:00", "2026-12-31T19:00"),
    ("Pacific/Pago_Pago", "2027-01-01", "23:59", "2027-01-02T10:59"),
    # A day that is not there: Samoa went from the 29th to the 31st
    ("Pacific/Apia", "2011-12-29", "09:00", "2011-12-29T19:00"),
    ("Pacific/Apia", "2011-12-30", "09:00", None),
    ("Pacific/Apia", "2011-12-30", "00:00", None),
    ("Pacific/Apia", "2011-12-30", "23:59", None),
    ("Pacific/Apia", "2011-12-31", "09:00", "2011-12-30T19:00"),
    ("Pacific/Kwajalein", "1993-08-21", "09:00", None),
    # A leap day
    ("Europe/Berlin", "2028-02-29", "09:00", "2028-02-29T08:00"),
]


@pytest.mark.parametrize(("name", "day", "at", "expected"), SLOTS)
def test_a_slot_is_where_the_rules_put_it(name: str, day: str, at: str, expected: str | None) -> None:
    hour, minute = map(int, at.split(":"))
    found = slot(date.fromisoformat(day), hour * 60 + minute, name)

    assert found == (datetime.fromisoformat(expected).replace(tzinfo=UTC) if expected else None)
    assert found is None or found.utcoffset() == timedelta(0)


@given(moments(), minutes)
@settings(max_examples=120, deadline=None)
def test_a_slot_is_what_a_scan_of_the_wall_finds(moment: tuple[str, date], minute: int) -> None:
    name, day = moment

    assert slot(day, minute, name) == scanned_slot(day, minute, name)


@pytest.mark.parametrize("name", ZONES)
def test_every_day_has_its_slot_on_that_day_or_none(name: str) -> None:
    days = [date(2011, 1, 1) + n * DAY for n in range(800)]
    slots = {day: slot(day, 540, name) for day in days}

    assert [day for day, at in slots.items() if at is not None and local_day(at, name) != day] == []
    missing = [day for day, at in slots.items() if at is None]
    assert missing == ([date(2011, 12, 30)] if name == "Pacific/Apia" else [])
    there = [at for at in slots.values() if at]
    assert there == sorted(set(there))


def test_a_zone_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        zone("Mars/Olympus")


# When a day is over


ENDS = [
    ("Europe/Berlin", "2027-03-28", "2027-03-28T22:00"),
    ("Europe/Berlin", "2027-10-31", "2027-10-31T23:00"),
    ("Africa/Cairo", "2026-04-23", "2026-04-23T22:00"),
    ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00"),
    ("Pacific/Apia", "2011-12-31", "2011-12-31T10:00"),
    ("Asia/Kathmandu", "2027-03-09", "2027-03-09T18:15"),
]


@pytest.mark.parametrize(("name", "day", "expected"), ENDS)
def test_a_day_ends_at_its_own_midnight(name: str, day: str, expected: str) -> None:
    assert day_ends(date.fromisoformat(day), name) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(moments())
@settings(max_examples=80, deadline=None)
def test_a_day_ends_where_a_scan_of_the_wall_says(moment: tuple[str, date]) -> None:
    name, day = moment

    assert day_ends(day, name) == scanned_end(day, name)


@given(moments(), minutes)
@settings(max_examples=150, deadline=None)
def test_a_slot_is_before_its_day_is_over(moment: tuple[str, date], minute: int) -> None:
    name, day = moment
    at = slot(day, minute, name)

    assert at is None or at < day_ends(day, name) or local_day(at, name) == day


def test_the_wall_shows_what_it_shows() -> None:
    at = datetime(2027, 3, 9, 18, 30, tzinfo=UTC)

    assert local(at, "Asia/Kathmandu").replace(tzinfo=None) == datetime(2027, 3, 10, 0, 15)  # noqa: DTZ001 - a wall
    assert (local_day(at, "Asia/Kathmandu"), local_day(at, "UTC")) == (date(2027, 3, 10), date(2027, 3, 9))


# Decisions


TUESDAY = date(2027, 3, 9)
NINE = datetime(2027, 3, 9, 9, tzinfo=UTC)


def at_nine(**more: object) -> Rhythm:
    """Somebody in Greenwich who is asked at nine on weekdays."""
    return Rhythm("UTC", 540, more.pop("working_days", WEEKDAYS), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "due", "next_at"),
    [
        (NINE - timedelta(hours=9), Due.WAIT, NINE),
        (NINE - timedelta(microseconds=1), Due.WAIT, NINE),
        (NINE, Due.ASK, NINE + DAY),
        (NINE + GRACE, Due.ASK, NINE + DAY),
        (NINE + GRACE + timedelta(microseconds=1), Due.SKIP, NINE + DAY),
        (NINE + timedelta(hours=14, minutes=59), Due.SKIP, NINE + DAY),
    ],
)
def test_late_is_fine_and_stale_is_not(now: datetime, due: Due, next_at: datetime) -> None:
    decision = decide(at_nine(asked_for=TUESDAY - DAY), now)

    assert decision == Decision(due, TUESDAY, next_at)


def test_grace_is_four_hours() -> None:
    assert timedelta(hours=4) == GRACE


def test_who_is_asked_late_in_the_day_is_not_asked_after_midnight() -> None:
    rhythm = Rhythm("UTC", 23 * 60, WEEKDAYS)

    decision = decide(rhythm, datetime(2027, 3, 10, 0, 30, tzinfo=UTC))

    assert (decision.due, decision.day) == (Due.WAIT, date(2027, 3, 10))
    assert decision.next_at == datetime(2027, 3, 10, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rhythm", "now", "next_at"),
    [
        (at_nine(asked_for=TUESDAY), NINE, NINE + DAY),
        (at_nine(asked_for=TUESDAY + 3 * DAY), NINE, NINE + 6 * DAY),
        (at_nine(paused_until=TUESDAY), NINE, NINE + DAY),
        (at_nine(paused_until=TUESDAY + 3 * DAY), NINE, NINE + 6 * DAY),
        (at_nine(paused_until=TUESDAY - DAY, asked_for=TUESDAY), NINE, NINE + DAY),
        (at_nine(working_days=0b1000000), NINE, NINE + 5 * DAY),
        (at_nine(working_days=0), NINE, None),
        (at_nine(paused_until=date.max), NINE, None),
        (at_nine(paused_until=TUESDAY + (LOOK_AHEAD - 1) * DAY, working_days=EVERY_DAY), NINE, NINE + LOOK_AHEAD * DAY),
        (at_nine(paused_until=TUESDAY + LOOK_AHEAD * DAY, working_days=EVERY_DAY), NINE, None),
    ],
)
def test_nobody_is_asked_who_was_asked_is_paused_or_does_not_work(
    rhythm: Rhythm, now: datetime, next_at: datetime | None
) -> None:
    assert decide(rhythm, now) == Decision(Due.WAIT, TUESDAY, next_at)


def test_a_pause_ends_with_its_last_day() -> None:
    assert at_nine(paused_until=TUESDAY).works_on(TUESDAY) is False
    assert at_nine(paused_until=TUESDAY).works_on(TUESDAY + DAY) is True


def test_the_bits_of_a_week_begin_with_monday() -> None:
    monday = date(2027, 3, 8)
    for bit in range(7):
        rhythm = Rhythm("UTC", 540, 1 << bit)
        assert [rhythm.works_on(monday + n * DAY) for n in range(7)] == [n == bit for n in range(7)]


def test_a_day_that_does_not_exist_is_passed_over() -> None:
    rhythm = Rhythm("Pacific/Apia", 540, EVERY_DAY, asked_for=date(2011, 12, 29))
    before = datetime(2011, 12, 30, 9, tzinfo=UTC)

    decision = decide(rhythm, before)

    assert (decision.due, decision.day) == (Due.WAIT, date(2011, 12, 29))
    assert decision.next_at == datetime(2011, 12, 30, 19, tzinfo=UTC)
    assert decide(rhythm, datetime(2011, 12, 30, 19, tzinfo=UTC)).due is Due.ASK


@given(
    moments(),
    minutes,
    st.integers(0, EVERY_DAY),
    st.integers(0, 1440),
    st.none() | st.integers(-3, 3),
    st.none() | st.integers(-3, 9),
)
@settings(max_examples=60, deadline=None)
def test_a_decision_is_what_the_rules_say_of_a_scanned_wall(
    moment: tuple[str, date], minute: int, working_days: int, past: int, asked: int | None, paused: int | None
) -> None:
    name, day = moment
    asked_for = None if asked is None else day + asked * DAY
    rhythm = Rhythm(name, minute, working_days, asked_for, None if paused is None else day + paused * DAY)
    now = datetime.combine(day, time(0), UTC) + past * MINUTE

    found = decide(rhythm, now)
    # A scan is dear, so it looks for weeks only: enough for every case but the rarest, which the table has.
    assert found == scanned_decision(rhythm, now)


@given(moments(), minutes, st.integers(1, EVERY_DAY))
@settings(max_examples=25, deadline=None)
def test_who_is_woken_only_when_due_is_asked_on_every_working_day_once(
    moment: tuple[str, date], minute: int, working_days: int
) -> None:
    name, first = moment
    until = first + 21 * DAY
    rhythm = Rhythm(name, minute, working_days, asked_for=first - DAY)
    now = next_slot(rhythm, first - DAY)
    asked = []
    while now is not None and local_day(now, name) < until:
        decision = decide(rhythm, now)
        assert decision.due is Due.ASK
        assert decision.next_at is None or decision.next_at > now
        asked.append(decision.day)
        rhythm = Rhythm(name, minute, working_days, asked_for=decision.day)
        now = decision.next_at

    days = (first + n * DAY for n in range(21))
    assert asked == [day for day in days if working_days >> day.weekday() & 1 and scanned_slot(day, minute, name)]


# Travel


def asked_on_the_way(journey: Iterator[tuple[datetime, str]], minute: int = 540) -> list[tuple[date, Due]]:
    """For which days somebody is asked who is in these zones at these instants."""
    asked: list[tuple[date, Due]] = []
    for now, name in journey:
        last = asked[-1][0] if asked else None
        decision = decide(Rhythm(name, minute, EVERY_DAY, asked_for=last), now)
        if decision.due is not Due.WAIT:
            asked.append((decision.day, decision.due))
    return asked


def every(minutes_apart: int, start: datetime, hours: int, where: dict[int, str]) -> Iterator[tuple[datetime, str]]:
    """Instants at which the clock ticks, and the zone from each of these hours on."""
    for n in range(hours * 60 // minutes_apart):
        gone = n * minutes_apart
        yield start + gone * MINUTE, where[max(hour for hour in where if hour * 60 <= gone)]


def test_a_flight_west_gives_no_second_prompt_for_a_day() -> None:
    start = datetime(2027, 3, 9, 0, tzinfo=UTC)
    asked = asked_on_the_way(every(5, start, 72, {0: "Europe/Berlin", 10: "America/Los_Angeles"}))

    assert asked == [(date(2027, 3, day), Due.ASK) for day in (9, 10, 11)]


def test_a_flight_west_over_the_date_line_gives_no_second_prompt_for_a_day() -> None:
    start = datetime(2027, 3, 9, 0, tzinfo=UTC)
    asked = asked_on_the_way(every(5, start, 96, {0: "Pacific/Auckland", 24: "Pacific/Honolulu"}))

    assert [day for day, _ in asked] == sorted({day for day, _ in asked})
    assert asked[:2] == [(date(2027, 3, 9), Due.ASK), (date(2027, 3, 10), Due.ASK)]
    assert date(2027, 3, 11) in dict(asked)


def test_a_flight_east_over_the_date_line_leaves_out_what_was_never_there() -> None:
    start = datetime(2027, 3, 9, 12, tzinfo=UTC)
    asked = asked_on_the_way(every(5, start, 96, {0: "Pacific/Honolulu", 12: "Pacific/Auckland"}))

    assert [day for day, _ in asked] == sorted({day for day, _ in asked})


@given(
    st.lists(st.tuples(st.integers(1, 900), st.sampled_from(ZONES)), min_size=1, max_size=60),
    minutes,
    st.datetimes(datetime(2010, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001 - made UTC below
)
@settings(max_examples=150, deadline=None)
def test_no_day_is_asked_for_twice_however_somebody_travels(
    legs: list[tuple[int, str]], minute: int, start: datetime
) -> None:
    def journey() -> Iterator[tuple[datetime, str]]:
        now = start.replace(tzinfo=UTC)
        for gone, name in legs:
            now += gone * MINUTE
            yield now, name

    days = [day for day, _ in asked_on_the_way(journey(), minute)]
    assert days == sorted(set(days))


@given(moments(), st.integers(-600, 600))
@settings(max_examples=60, deadline=None)
def test_a_clock_that_is_set_back_gives_no_second_prompt(moment: tuple[str, date], back: int) -> None:
    name, day = moment
    at = slot(day, 540, name)
    if at is None:
        return
    assert decide(Rhythm(name, 540, EVERY_DAY), at).due is Due.ASK

    again = decide(Rhythm(name, 540, EVERY_DAY, asked_for=day), at + back * MINUTE)
    assert again.due is Due.WAIT or again.day > day


# What can still be changed


@pytest.mark.parametrize(
    ("ago", "can"), [(-1, False), (0, True), (1, True), (EDITABLE_FOR, True), (EDITABLE_FOR + 1, False), (400, False)]
)
def test_a_day_can_be_changed_for_a_week(ago: int, can: bool) -> None:
    assert EDITABLE_FOR == 7
    assert editable(TUESDAY - ago * DAY, TUESDAY) is can
