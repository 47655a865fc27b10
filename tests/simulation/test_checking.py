"""What the checker goes by is right by itself: its arithmetic of days, its loop, and what it makes of a history."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.simulation.checker import CHECKS, check
from tests.simulation.history import History
from tests.simulation.loop import Loop, Stuck
from tests.simulation.slots import DueOn, Wishes, day_ends, local_day, slot
from tests.simulation.story import Story

AT = datetime(2027, 3, 9, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "minute", "zone", "at"),
    [
        (date(2027, 3, 9), 540, "Europe/Dublin", "2027-03-09 09:00"),
        (date(2027, 3, 28), 150, "Europe/Berlin", "2027-03-28 01:30"),  # in the gap: an hour later on the wall
        (date(2027, 10, 31), 150, "Europe/Berlin", "2027-10-31 00:30"),  # twice: the first
        (date(2011, 12, 30), 540, "Pacific/Apia", None),  # there was no such day
        (date(2011, 12, 31), 540, "Pacific/Apia", "2011-12-30 19:00"),
        (date(2027, 3, 9), 0, "Pacific/Kiritimati", "2027-03-08 10:00"),
        (date(2027, 3, 9), 1380, "Pacific/Pago_Pago", "2027-03-10 10:00"),
    ],
)
def test_the_hour_of_a_day_is_the_first_that_the_wall_shows(day: date, minute: int, zone: str, at: str | None) -> None:
    assert slot(day, minute, zone) == (datetime.fromisoformat(f"{at}+00:00") if at else None)


def test_a_day_ends_where_the_next_one_that_there_is_begins() -> None:
    assert day_ends(date(2011, 12, 29), "Pacific/Apia") == datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert local_day(datetime(2011, 12, 30, 10, tzinfo=UTC), "Pacific/Apia") == date(2011, 12, 31)


def test_nobody_is_due_on_holidays_away_paused_or_gone() -> None:
    works = Wishes("Europe/Dublin", 540, 0b0011111, country="IE", leaves=date(2027, 6, 1))
    assert works.works_on(date(2027, 3, 16))
    assert not works.works_on(date(2027, 3, 17)), "Saint Patrick's Day"
    assert not works.works_on(date(2027, 6, 2))
    away = Wishes("UTC", 540, 0b1111111, paused_until=date(2027, 3, 2), away=((date(2027, 3, 5), date(2027, 3, 6)),))
    assert [away.works_on(date(2027, 3, day)) for day in (2, 3, 5, 6, 7)] == [False, True, False, False, True]


@pytest.mark.parametrize(
    ("wishes", "minute", "silent"),
    [
        ({}, 540, False),
        ({"other_hours": "mon-thu 08:00, fri 10:30"}, 630, False),
        ({"other_hours": "sat-mon 08:00"}, 540, False),
        ({"within": ("10:00-11:00",)}, 600, False),
        ({"within": ("07:00-08:30", "08:00-09:30")}, 510, False),
        ({"within": ("07:00-08:00", "10:00-11:00")}, 540, False),  # nothing in common: their own hour
        ({"after": 45}, 585, False),
        ({"after": 45, "within": ("07:00-09:30",)}, 570, False),
        ({"after": 45, "quiet": "09:40-11:00"}, 660, False),
        ({"after": 45, "quiet": "09:40-14:00"}, 540, False),  # spreading silences nobody
        ({"after": 45, "other_hours": "fri 23:30"}, 1439, False),
        ({"quiet": "22:00-10:00"}, 600, False),
        ({"quiet": "22:00-13:01"}, 540, True),  # longer than a prompt may be late
        ({"off": ((date(2027, 3, 12), date(2027, 3, 12), 0, 780),)}, 780, False),
        ({"off": ((date(2027, 3, 11), date(2027, 3, 11), 0, 780),)}, 540, False),
        ({"off": ((date(2027, 3, 12), date(2027, 3, 12), 0, 780),), "quiet": "12:00-14:00"}, 840, False),
    ],
)
def test_an_hour_gives_way_to_weekdays_teams_quiet_hours_and_half_days(
    wishes: dict[str, Any], minute: int, silent: bool
) -> None:
    friday = date(2027, 3, 12)
    assert Wishes("UTC", 540, 0b0011111, **wishes).due_on(friday) == DueOn(minute, silent)


def test_nobody_is_due_who_is_off_from_their_hour_on() -> None:
    friday = date(2027, 3, 12)
    off = Wishes("UTC", 780, 0b0011111, off=((friday, friday, 720, 1440),))
    assert off.due_on(friday) is None
    assert off.first_clear(datetime(2027, 3, 12, 12, 30, tzinfo=UTC)) is None
    assert off.first_clear(datetime(2027, 3, 12, 11, 30, tzinfo=UTC)) == datetime(2027, 3, 12, 11, 30, tzinfo=UTC)


def test_quiet_hours_end_by_the_clock_on_the_wall() -> None:
    quiet = Wishes("Europe/Berlin", 540, 0b1111111, quiet="22:00-07:00")
    assert quiet.first_clear(datetime(2027, 3, 28, 0, 59, 30, tzinfo=UTC)) == datetime(2027, 3, 28, 5, tzinfo=UTC)


def test_a_day_costs_no_time_and_whoever_waits_for_nothing_is_told() -> None:
    loop = Loop()
    loop.run_until_complete(asyncio.sleep(86400))
    assert loop.time() == pytest.approx(86400)
    with pytest.raises(Stuck):
        loop.run_until_complete(loop.create_future())
    loop.close()


def delivery(state: str, attempt: int, **more: object) -> dict[str, object]:
    row = {"id": "d1", "once": "invite:ada:2027-03-09:p1", "kind": "checkin.invite", "place_id": "p1", "reason": ""}
    return {
        **row,
        "planned_at": AT.isoformat(),
        "not_before": AT.isoformat(),
        "state": state,
        "attempt": attempt,
        **more,
    }


def told(*moves: tuple[str, int], visible: int) -> list[str]:
    """Which checks find something in the history of one message that moved so and was seen so often."""
    history, was = History(), None
    for n, (state, attempt) in enumerate(moves):
        now = delivery(state, attempt, reason="" if state == "sent" else "said")
        history.write(AT + timedelta(minutes=n), "delivery", "p1", was=was, now=now)
        was = now
    for n in range(visible):
        history.write(AT + timedelta(hours=1 + n), "visible", "D1", delivery="d1", text="", only_for="")
    history.write(AT + timedelta(days=1), "ends")
    names = ("only_listed_edges", "visible_once", "sent_stands", "all_come_to_an_end")
    return [one.check for one in check(Story(history), None, {name: CHECKS[name] for name in names})]  # type: ignore[arg-type]


def test_what_became_of_a_message_is_held_to_what_may() -> None:
    sent = [("planned", 0), ("sending", 1), ("sent", 1)]
    assert told(*sent, visible=1) == []
    assert told(*sent, visible=2) == ["visible_once"]
    assert told(*sent, visible=0) == ["sent_stands"]
    assert told(("planned", 0), ("sent", 0), visible=1) == ["only_listed_edges"]
    assert told(("planned", 0), ("sending", 2), ("sent", 2), visible=1) == ["only_listed_edges"]
    late = [("planned", 0), ("sending", 1), ("uncertain", 1), ("planned", 1), ("sent", 1)]
    assert told(*late, visible=1) == []
    assert told(*sent, ("planned", 1), ("sending", 2), ("sent", 2), visible=1) == ["only_listed_edges"]
    assert told(("planned", 0), ("sending", 1), ("dead", 1), visible=1) == ["sent_stands"]
    assert told(("planned", 0), ("sending", 1), ("uncertain", 1), ("dead", 1), visible=1) == []
    assert told(("planned", 0), ("sending", 1), visible=0) == ["all_come_to_an_end"]


PERSON: dict[str, Any] = {
    "id": "ada", "workspace_id": "w", "handle": "ada", "time_zone": "UTC", "asked_at": 540, "working_days": 0b1111111,
    "country": "", "paused_until": None, "joins_on": None, "leaves_on": None, "left_at": None, "greet_at": None,
    "asked_for": None, "other_hours": "", "quiet": "12:00-13:00", "asked_after": 0,
}  # fmt: skip


def found(*sent: tuple[str, datetime], days: int = 1, within: str = "") -> list[str]:
    """What is found in the history of somebody to whom this was planned and came, each with its occasion, whose team
    is asked within these hours.
    """
    history, begins = History(), AT - timedelta(hours=9)
    history.write(begins, "team", was=None, now={"id": "t", "asked_within": within})
    history.write(begins, "membership", was=None, now={"id": "m", "person_id": "ada", "team_id": "t", "role": "member"})
    history.write(begins, "person", was=None, now=PERSON)
    place = {"id": "p1", "person_id": "ada", "external_id": "D1", "closed_at": None}
    history.write(begins, "place", was=None, now=place)
    for n, (occasion, at) in enumerate(sent):
        kind = "checkin.invite" if occasion == "prompt" else "lessons.nudge"
        once = f"invite:ada:{at:%Y-%m-%d}:p1" if occasion == "prompt" else f"{n}:p1"
        row: dict[str, Any] = {
            "id": f"d{n}",
            "kind": kind,
            "once": once,
            "occasion": occasion,
            "not_before": at.isoformat(),
        }
        row |= {"planned_at": at.isoformat(), "sending_at": None}
        history.write(at, "delivery", was=None, now=delivery("planned", 0, **row))
        history.write(at, "visible", "D1", delivery=f"d{n}", text="", only_for="")
    history.write(begins + timedelta(days=days), "ends")
    names = ("three_batches_a_day", "two_nudges_a_week", "planned_for_their_hours", "missed_days_are_recorded")
    checks = {name: CHECKS[name] for name in (*names, "prompts_are_due", "seen_in_their_hours")}
    return [one.check for one in check(Story(history), None, checks)]  # type: ignore[arg-type]


def test_what_nobody_asked_for_is_held_to_three_batches_and_two_nudges_and_to_their_hours() -> None:
    prompt = ("prompt", AT)
    three = [("task", AT + timedelta(hours=n)) for n in (1, 2)]
    assert found(prompt, *three, ("task", AT + timedelta(hours=2, minutes=4))) == []
    assert found(prompt, *three, ("task", AT + timedelta(hours=5))) == ["three_batches_a_day"]
    assert found(prompt, ("task", AT + timedelta(hours=9))) == ["planned_for_their_hours"]
    late = ("prompt", AT + timedelta(hours=2))
    assert found(late, ("task", AT + timedelta(hours=1)), within="11:00-12:00") == ["planned_for_their_hours"]
    assert found(late, ("task", AT + timedelta(hours=2)), within="11:00-12:00") == []
    assert found(("prompt", AT - timedelta(hours=1)), ("task", AT), within="07:00-08:00") == []
    quiet = ("task", AT + timedelta(hours=3, minutes=30))
    assert found(prompt, quiet) == ["planned_for_their_hours", "seen_in_their_hours"]
    nudges = [("nudge", AT + timedelta(days=n)) for n in (0, 2, 4)]
    prompts = [("prompt", AT + timedelta(days=n)) for n in range(6)]
    assert found(*prompts, *nudges[:2], days=6) == []
    assert found(*prompts, *nudges, days=6) == ["two_nudges_a_week"]


def test_a_prompt_is_held_to_its_hour_and_each_day_to_its_prompt() -> None:
    assert found(("prompt", AT - timedelta(minutes=1))) == ["prompts_are_due"]
    assert found(("prompt", AT + timedelta(hours=4, minutes=1))) == ["prompts_are_due"]
    # Due an hour ago, and now they want nothing for a while.
    assert "prompts_are_due" in found(("prompt", AT + timedelta(hours=3, minutes=30)))
    assert found(("prompt", AT), ("prompt", AT + timedelta(days=2)), days=3) == ["missed_days_are_recorded"]
