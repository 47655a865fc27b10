"""What the checker goes by is right by itself: its arithmetic of days, its loop, and what it makes of a history."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.simulation.checker import CHECKS, check
from tests.simulation.history import History
from tests.simulation.loop import Loop, Stuck
from tests.simulation.slots import Wishes, day_ends, local_day, slot
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
    assert told(("planned", 0), ("sending", 1), ("dead", 1), visible=1) == ["sent_stands"]
    assert told(("planned", 0), ("sending", 1), ("uncertain", 1), ("dead", 1), visible=1) == []
    assert told(("planned", 0), ("sending", 1), visible=0) == ["all_come_to_an_end"]
