"""How long somebody has for an answer, and where a name can be left out."""

from datetime import UTC, date, datetime

from score.cadence import LOOK_AHEAD, Rhythm
from score.remarks import DAY, answer_by, late_at, may_be_unnamed, remind_at

TUESDAY = date(2027, 3, 9)
WEEKDAYS = Rhythm("Europe/Dublin", 540, 0b0011111)


def test_five_working_days_of_who_is_asked() -> None:
    assert answer_by(WEEKDAYS, TUESDAY) == date(2027, 3, 16)
    part_time = Rhythm("Europe/Dublin", 540, 0b0000011)
    assert answer_by(part_time, TUESDAY) == date(2027, 3, 29)
    away = Rhythm("Europe/Dublin", 540, 0b0011111, away=((date(2027, 3, 10), date(2027, 3, 12)),))
    assert answer_by(away, TUESDAY) == date(2027, 3, 19)


def test_the_reminder_comes_at_their_hour_of_the_working_day_before() -> None:
    assert remind_at(WEEKDAYS, date(2027, 3, 16)) == datetime(2027, 3, 15, 9, tzinfo=UTC)
    assert remind_at(WEEKDAYS, date(2027, 3, 15)) == datetime(2027, 3, 12, 9, tzinfo=UTC)
    assert late_at(WEEKDAYS, date(2027, 3, 16)) == datetime(2027, 3, 17, tzinfo=UTC)


def test_who_never_works_has_until_the_last_day_that_we_look_at() -> None:
    never = Rhythm("Europe/Dublin", 540, 0)
    last = TUESDAY + LOOK_AHEAD * DAY
    assert answer_by(never, TUESDAY) == last
    assert remind_at(never, last).date() == last - 2 * DAY


def test_five_others_hide_a_name() -> None:
    assert not may_be_unnamed(4)
    assert may_be_unnamed(5)
