"""One's own weeks, for oneself."""

from datetime import time

import pytest

from handlers.history import monday
from storage.tables import Place
from tests.orchestra import SCORE, Orchestra, Player


@pytest.fixture
def ada(day: Orchestra) -> Player:
    field = day.team("Field", part="field")
    day.plays_from()
    ada = day.player("Ada", team=field)
    day.local(ada, time(9))
    return ada


def test_a_week_is_shown_day_by_day(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread", "Sort the van papers"], win="Sold out")
    day.local(ada, time(9), days=1)
    ada.hands_in(["Rest"])
    (first, *_) = day.tied(ada, monday(day.today(ada)).replace(day=9))
    ada.does("checkin.mark", value=f"{first[0].id} done")
    ada.writes("my week")

    assert "The week of 8 March: three tasks, one from the score. One is marked done." in ada.answer
    assert ada.answer.index("Tuesday 9 March") < ada.answer.index("Wednesday 10 March")
    assert "Call every harbour before noon" in ada.answer
    assert "Sold out" in ada.answer


def test_one_goes_back_and_forth_as_far_as_there_is_something(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Rest"])
    day.local(ada, time(9), days=14)
    ada.writes("history")
    assert "Nothing is kept of the week of 22 March." in ada.answer

    ada.presses("The week before")
    ada.presses("The week before")
    assert "The week of 8 March: one task, none from the score. Nothing is marked done." in ada.answer
    assert [button.value for button in ada.buttons()] == ["2027-03-15"]

    ada.presses("The week after")
    ada.presses("The week after")
    assert [button.value for button in ada.buttons()] == ["2027-03-15"]


def test_a_line_reads_as_it_read_when_the_task_was_tied(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    day.plays_from(SCORE.replace("Call every harbour before noon", "Call every harbour and every quay"))
    day.local(ada, time(9), days=1)
    ada.hands_in(["Call every quay and harbour"])
    ada.writes("my week")

    assert "Call every harbour before noon" in ada.answer
    assert "Call every harbour and every quay" in ada.answer


@pytest.mark.parametrize("value", ["tomorrow", "2027-13-01"])
def test_a_day_that_is_none_is_not_there(ada: Player, value: str) -> None:
    ada.does("history.week", value=value)

    assert "There is no such thing here" in ada.answer


def test_a_day_to_come_shows_this_week(ada: Player) -> None:
    ada.does("history.week", value="2099-01-01")

    assert "the week of 8 March" in ada.answer


def test_buttons_and_views_of_earlier_releases_lead_here(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Rest"])
    ada.does("coach.my_week")

    assert "The week of 8 March: one task" in ada.answer
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    about = {"person": ada.person.id, "day": day.today(ada).isoformat()}
    assert "The week of 8 March: one task" in day.draws(place, "coach.week", about)


def test_a_week_is_shown_nowhere_where_others_read_along(ada: Player) -> None:
    ada.does("history.week", place="field")

    assert "There is no such thing here" in ada.answer
