"""Everybody chooses their own hours."""

from datetime import time

import pytest

from handlers.turn import How
from tests.orchestra import Orchestra, Player


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return day.player("Ada", team=day.team("Field", part="field"))


def test_who_chooses_another_hour_is_asked_then(day: Orchestra, ada: Player) -> None:
    assert ada.writes("my hours").answer.how is How.FORM
    ada.does("preferences.hand_in", fields={"zone": "Asia/Kathmandu", "asked_at": "13:15", "days": "mon tue"})

    assert "You are asked at 13:15, time of Asia/Kathmandu, on Mon and Tue." in ada.answer.replace("\n  ", " ")
    day.local(ada, time(13))
    assert ada.got() == []
    day.local(ada, time(13, 15))
    assert len(ada.got()) == 1
    for _ in range(5):
        day.goes_on(days=1)
    assert len(ada.got()) == 1
    day.goes_on(days=1)
    assert len(ada.got()) == 2


def test_days_away_hold_for_the_new_hours_too(day: Orchestra, ada: Player) -> None:
    ada.writes("off today")
    ada.does("preferences.hand_in", fields={"zone": "Europe/Dublin", "asked_at": "10:00", "days": "mon tue wed"})

    day.local(ada, time(10))
    assert len(ada.got()) == 1
    day.goes_on(days=1)
    assert ada.last().says == "Welcome back, Ada. What is first today?"


def test_who_is_quiet_stays_quiet(day: Orchestra, ada: Player) -> None:
    ada.writes("pause")
    ada.does("preferences.hand_in", fields={"zone": "Europe/Dublin", "asked_at": "10:00", "days": "mon"})

    assert ada.person.asked_at == 600
    assert ada.person.next_due_at is None


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(day: Orchestra, ada: Player) -> None:
    before = ada.person
    played = ada.does("preferences.hand_in", fields={"zone": "../etc", "asked_at": "25:00", "days": ""})

    assert set(played.notes) == {"zone", "asked_at", "days"}
    assert "Choose one day at least." in ada.answer
    assert ada.person == before
