"""What one person gets without asking: three batches a day, two nudges a week, in their hours, and less on request."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score import attention
from score.attention import RULES, Occasion, Placed, Room, Volume, fewer_days, turned_down
from score.cadence import rhythm_of
from score.spacing import BATCHES_A_DAY, batches
from storage.tables import Absence, Cause, Person

TUESDAY = date(2027, 3, 9)
BOUND = [occasion for occasion, rule in RULES.items() if not rule.own_hour]


def at(hour: float, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)


def room(*came: tuple[float, Occasion], wishes: str = "", **person: Any) -> Room:
    ada = Person(id="ada", workspace_id="w", handle="ada", name="Ada", **{"time_zone": "Europe/Dublin", **person})
    ada.wishes = wishes
    made = Room(ada, rhythm_of(ada))
    for hour, occasion in came:
        made.take(at(hour), occasion)
    return made


def test_what_fits_comes_at_once() -> None:
    assert room((9, Occasion.PROMPT)).place(Occasion.DECISION, at(10)) == Placed(at(10))


def test_a_fourth_batch_waits_for_the_first_of_the_next_day() -> None:
    full = room((9, Occasion.PROMPT), (11, Occasion.REMINDER), (12, Occasion.PRAISE))

    assert full.place(Occasion.DECISION, at(13)) == Placed(at(9, date(2027, 3, 10)), Cause.FULL)


def test_what_comes_within_minutes_of_another_is_no_batch_more() -> None:
    full = room((9, Occasion.PROMPT), (11, Occasion.REMINDER), (12, Occasion.PRAISE))

    assert full.place(Occasion.DECISION, at(12) + timedelta(minutes=5)) == Placed(at(12) + timedelta(minutes=5))


def test_what_waits_goes_with_a_batch_that_comes_on_the_same_day_anyway() -> None:
    full = room((9, Occasion.PROMPT), (10, Occasion.PRAISE), (15, Occasion.LESSON))

    assert full.place(Occasion.DECISION, at(12)) == Placed(at(15), Cause.FULL)


def test_a_day_that_is_full_already_is_passed_over() -> None:
    full = room((9, Occasion.PROMPT), (11, Occasion.REMINDER), (12, Occasion.PRAISE))
    for hour in (6, 7, 8):
        full.take(at(hour, date(2027, 3, 10)), Occasion.PRAISE)

    assert full.place(Occasion.DECISION, at(13)) == Placed(at(9, date(2027, 3, 11)), Cause.FULL)


def test_the_prompt_that_is_still_to_come_has_its_batch_kept() -> None:
    ours = room((9, Occasion.TEAM), (10, Occasion.PRAISE), next_due_at=at(14))

    assert ours.place(Occasion.DECISION, at(11)) == Placed(at(14), Cause.FULL)


@pytest.mark.parametrize("occasion", [Occasion.REMINDER, Occasion.NUDGE])
def test_what_is_of_use_only_now_is_dropped_with_a_reason(occasion: Occasion) -> None:
    full = room((9, Occasion.PROMPT), (10, Occasion.PRAISE), (12, Occasion.PRAISE))

    assert full.place(occasion, at(13)) == Placed(None, Cause.FULL)
    assert room().place(occasion, at(20)) == Placed(None, Cause.OUTSIDE)


def test_there_are_two_nudges_in_seven_days_over_all_that_nudges() -> None:
    ours = room()
    ours.take(at(9, date(2027, 3, 4)), Occasion.NUDGE)
    ours.take(at(9, date(2027, 3, 8)), Occasion.NUDGE)

    assert ours.place(Occasion.NUDGE, at(9)) == Placed(None, Cause.ENOUGH)
    assert ours.place(Occasion.NUDGE, at(9, date(2027, 3, 11))) == Placed(at(9, date(2027, 3, 11)))


def test_half_as_many_nudges_and_then_none() -> None:
    less, none = room(wishes="nudge=less"), room(wishes="nudge=none")
    less.take(at(9, date(2027, 3, 4)), Occasion.NUDGE)

    assert less.place(Occasion.NUDGE, at(9)) == Placed(None, Cause.ENOUGH)
    assert less.place(Occasion.NUDGE, at(9, date(2027, 3, 11))) == Placed(at(9, date(2027, 3, 11)))
    assert none.place(Occasion.NUDGE, at(9)) == Placed(None, Cause.TURNED_DOWN)


def test_whoever_wants_fewer_decisions_gets_them_in_the_morning() -> None:
    ours = room((9, Occasion.PROMPT), wishes="decision=less")

    assert ours.place(Occasion.DECISION, at(10)).at == at(9, date(2027, 3, 10))
    assert ours.place(Occasion.DECISION, at(9)).at == at(9)


def test_whoever_wants_fewer_lessons_gets_one_a_week() -> None:
    ours = room((9, Occasion.LESSON), wishes="lesson=less")

    assert ours.place(Occasion.LESSON, at(10, date(2027, 3, 11))).at == at(9, date(2027, 3, 16))
    assert room(wishes="lesson=less").place(Occasion.LESSON, at(10)).at == at(10)


def test_nothing_waits_for_somebody_of_whom_nobody_knows_when_they_are_back() -> None:
    assert room(paused_until=date.max).place(Occasion.DECISION, at(10)) == Placed(None, Cause.AWAY)


def test_days_away_are_waited_for() -> None:
    ours = room()
    away = Absence(id="a", workspace_id="w", person_id="ada", first_day=TUESDAY, last_day=TUESDAY, said_at=at(0))
    ours.rhythm = rhythm_of(ours.person, [away])

    assert ours.place(Occasion.DECISION, at(10)).at == at(9, date(2027, 3, 10))


def test_a_step_down_ends_where_there_is_nothing_less() -> None:
    steps = {occasion: [] for occasion in Occasion}  # type: dict[Occasion, list[Volume]]
    for occasion, found in steps.items():
        ours = room()
        while (below := turned_down(ours.person, occasion)) is not None:
            found.append(below)
            ours.person.wishes = attention.wished(ours.person, occasion, below)

    assert steps[Occasion.NUDGE] == [Volume.LESS, Volume.NONE]
    assert steps[Occasion.PRAISE] == [Volume.NONE]
    assert steps[Occasion.WELCOME] == []


def test_every_second_day_is_left_of_working_days() -> None:
    assert fewer_days(0b0011111) == 0b0010101
    assert fewer_days(0b0001010) == 0b0000010
    assert fewer_days(0b0000001) == 0b0000001


@given(
    wanted=st.lists(st.tuples(st.sampled_from(BOUND), st.integers(0, 60 * 24 * 14)), max_size=40),
    wishes=st.dictionaries(st.sampled_from(BOUND), st.sampled_from(Volume)),
    asked_at=st.integers(0, 24 * 60 - 1),
    zone=st.sampled_from(["Europe/Dublin", "Asia/Kathmandu", "America/St_Johns"]),
)
def test_whatever_is_wanted_the_bounds_hold(
    wanted: list[tuple[Occasion, int]], wishes: dict[Occasion, Volume], asked_at: int, zone: str
) -> None:
    ours = room(time_zone=zone, asked_at=asked_at)
    for one, volume in wishes.items():
        ours.person.wishes = attention.wished(ours.person, one, volume)
    assert attention.wishes(ours.person) == {one: said for one, said in wishes.items() if said is not Volume.ALL}
    for occasion, minute in sorted(wanted, key=lambda one: one[1]):
        instant = at(minute / 60)
        placed = ours.place(occasion, instant)
        if placed.at is not None:
            assert placed.at >= instant
            assert ours.place(occasion, placed.at).at is not None
            ours.take(placed.at, occasion)
        else:
            assert placed.why

    days = {when.astimezone(attention.local(when, zone).tzinfo).date() for when, _ in ours.came}
    assert all(batches(ours.on(day)) <= BATCHES_A_DAY for day in days)
    assert all(ours.rhythm.works_on(day) for day in days)
    nudged = sorted(ours.nudged)
    assert all(later - earlier >= timedelta(days=7) for earlier, later in zip(nudged, nudged[2:], strict=False))
