"""On which days something recurs, beside what dateutil makes of the same rules."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import vRecur

from score.recurrence import occurrences, rule_of

FIRST = date(2027, 3, 9)
UNTIL = FIRST + timedelta(days=800)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def ours(said: str, begins: date = FIRST, until: date = UNTIL) -> list[date] | None:
    rule = rule_of(vRecur.from_ical(said), begins)
    first = begins.date() if isinstance(begins, datetime) else begins
    return None if rule is None else list(occurrences(rule, first, until))


def theirs(said: str, begins: date = FIRST, until: date = UNTIL) -> list[date]:
    at = datetime.combine(begins, datetime.min.time())
    return [one.date() for one in rrulestr(said, dtstart=at).between(at, datetime.combine(until, at.time()), inc=True)]


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    by_month = draw(st.booleans())
    if by_month:
        parts.append(
            "BYMONTH=" + ",".join(map(str, draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))))
        )
    by_day = draw(st.booleans())
    if by_day:
        counted = frequency == "MONTHLY" or (frequency == "YEARLY" and by_month)
        nth = st.sampled_from(["", "1", "2", "-1", "5"]) if counted else st.just("")
        days = st.builds(lambda n, day: n + day, nth, st.sampled_from(DAYS))
        parts.append("BYDAY=" + ",".join(draw(st.lists(days, min_size=1, max_size=3, unique=True))))
    elif frequency != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.sampled_from([1, 9, 15, 28, 31, -1, -3]))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    ends = draw(st.sampled_from(["", "COUNT=7", "UNTIL=20271001"]))
    return ";".join([*parts, *([ends] if ends else [])])


@given(rules(), st.integers(0, 800))
@settings(max_examples=250, deadline=None)
def test_it_recurs_on_the_days_on_which_dateutil_says_that_it_does(said: str, later: int) -> None:
    begins = FIRST + timedelta(days=later % 60)
    found = ours(said, begins)
    assume(found is not None)
    assert found == theirs(said.replace("UNTIL=20271001", "UNTIL=20271001T000000"), begins)


@pytest.mark.parametrize(
    "said",
    ["FREQ=HOURLY", "FREQ=SECONDLY;INTERVAL=1", "FREQ=DAILY;BYHOUR=9", "FREQ=YEARLY;BYWEEKNO=20",
     "FREQ=YEARLY;BYYEARDAY=1",
     "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=YEARLY;BYDAY=20MO", "FREQ=WEEKLY;BYDAY=2MO", "FREQ=WEEKLY;BYMONTHDAY=3",
     "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
     "FREQ=WEEKLY;BYDAY=+MO", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=WEEKLY;WKST=1MO",
     "FREQ=DAILY;UNTIL=090000", "FREQ=DAILY;UNTIL=PT1H", "FREQ=DAILY;INTERVAL=1,2"],
)  # fmt: skip
def test_a_rule_that_is_not_read_is_none_rather_than_guessed(said: str) -> None:
    assert ours(said) is None


@pytest.mark.parametrize("said", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"])
def test_a_rule_that_never_comes_true_ends(said: str) -> None:
    assert ours(said, FIRST, date(9000, 1, 1)) == []


def test_the_last_time_is_by_the_clock_of_the_first() -> None:
    begins = datetime(2027, 3, 9, 9, tzinfo=ZoneInfo("Pacific/Auckland"))
    at = datetime(2027, 3, 10, 20, tzinfo=UTC)  # 9:00 of the 11th there
    said: dict[str, list[Any]] = {"FREQ": ["DAILY"], "UNTIL": [at]}
    rule = rule_of(said, begins)
    assert rule is not None
    assert rule.until == date(2027, 3, 11)
    rule = rule_of({**said, "UNTIL": [at - timedelta(seconds=1)]}, begins)
    assert rule is not None
    assert rule.until == date(2027, 3, 10)


def test_days_end_with_the_day_of_the_last_instant() -> None:
    assert ours("FREQ=DAILY;UNTIL=20270311T000000Z") == [FIRST + timedelta(days=n) for n in range(3)]


@pytest.mark.parametrize(("until", "last"), [("20270311T090000", 11), ("20270311T085959", 10)])
def test_times_without_a_zone_end_with_the_last_instant_by_the_same_clock(until: str, last: int) -> None:
    found = ours(f"FREQ=DAILY;UNTIL={until}", datetime(2027, 3, 9, 9))  # noqa: DTZ001 - the clock of whoever is away
    assert found is not None
    assert found[-1] == date(2027, 3, last)
