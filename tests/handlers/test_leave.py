"""Days away by a sentence or a form, and silence on request."""

from datetime import date, time

import pytest

from handlers.turn import Gone, How
from storage.tables import Absence, Delivery, DueDay, Place
from tests.orchestra import Orchestra, Player


@pytest.fixture
def ada(day: Orchestra) -> Player:
    field = day.team("Field", part="field")
    day.plays_from()
    return day.player("Ada", team=field)


def kept(day: Orchestra) -> list[tuple[date, date]]:
    return sorted((one.first_day, one.last_day) for one in day.all(Absence))


def test_a_sentence_takes_days_off_and_says_when_we_speak_again(day: Orchestra, ada: Player) -> None:
    ada.writes("I am on holiday from 15 to 19 March")

    assert kept(day) == [(date(2027, 3, 15), date(2027, 3, 19))]
    assert "You are away from 15 to 19 March. Nobody will wait for your check-in; we speak again on Monday 22" in (
        ada.answer.replace("\n  ", " ")
    )
    asked = []
    for _ in range(15):
        day.local(ada, time(9))
        asked.append(ada.person.asked_for)
        day.goes_on(days=1)
    assert [one.day for one in dict.fromkeys(asked) if one] == [9, 10, 11, 12, 22, 23]


def test_a_day_on_which_nobody_asks_is_not_the_day_on_which_we_speak_again(day: Orchestra) -> None:
    """The hours of the team lie in the afternoon that they are off, so that they are not asked on Friday."""
    oven = day.team("Oven", part="oven", asked_within="14:00-15:00")
    ada = day.player("Ada", team=oven)
    ada.writes("off on Friday afternoon")
    ada.writes("off on Thursday")
    assert "we speak again on Monday 15 March" in ada.answer.replace("\n  ", " ")
    for _ in range(5):
        day.local(ada, time(14, 30), days=1)
    assert ada.person.asked_for == date(2027, 3, 10)


def test_who_comes_back_is_welcomed_once(day: Orchestra, ada: Player) -> None:
    ada.writes("off on Thursday and Friday")
    ada.writes("sick tomorrow")
    ada.writes("away on Thursday")
    for _ in range(7):
        day.local(ada, time(9))
        day.goes_on(days=1)

    said = [one.says for one in ada.got() if "away" not in one.says]
    assert said == [
        "Good morning, Ada. What are the three things today?",
        "Welcome back, Ada. What is first today?",
        "Good morning, Ada. What are the three things today?",
    ]


def test_what_can_mean_two_things_is_asked_back_and_nothing_is_kept(day: Orchestra, ada: Player) -> None:
    ada.writes("I'm off until Friday")

    assert kept(day) == []
    assert "Which days do you mean?" in ada.answer
    ada.presses("Tuesday 9 March to Thursday 11 March")
    assert kept(day) == [(date(2027, 3, 9), date(2027, 3, 11))]


def test_what_nobody_could_tell_is_asked_in_a_form(day: Orchestra, ada: Player) -> None:
    ada.writes("I am off for two weeks")

    played = ada.presses("Days away")
    assert played.answer.how is How.FORM
    ada.does("leave.hand_in", fields={"first": "2027-03-15", "last": ""})
    assert kept(day) == [(date(2027, 3, 15), date(2027, 3, 15))]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("", "2027-03-15", "Please choose the first day."),
        ("soon", "", "This is not a day."),
        ("2027-03-15", "2027-02-30", "This is not a day."),
        ("2027-03-15", "2027-03-14", "The last day comes before the first."),
        ("2027-03-01", "2027-03-02", "These days are over."),
        ("2027-03-15", "2028-04-15", "That is more than 366 days."),
    ],
)
def test_days_that_cannot_be_are_mended(day: Orchestra, ada: Player, first: str, last: str, said: str) -> None:
    played = ada.does("leave.hand_in", fields={"first": first, "last": last})

    assert played.notes
    assert said in ada.answer
    assert kept(day) == []


def test_days_are_taken_back_with_one_press_and_the_prompt_comes(day: Orchestra, ada: Player) -> None:
    ada.writes("off today")
    ada.presses("Take it back")

    assert kept(day) == []
    assert "That is taken back: you are not away today." in ada.answer
    day.local(ada, time(9))
    assert ada.last().says == "Good morning, Ada. What are the three things today?"


def test_the_same_days_twice_are_kept_once_and_can_be_taken_again(day: Orchestra, ada: Player) -> None:
    ada.writes("off tomorrow")
    ada.writes("off tomorrow")
    assert kept(day) == [(date(2027, 3, 10), date(2027, 3, 10))]

    ada.presses("Take it back", on=ada.said.drawn if ada.said else None)
    ada.does("leave.undo", value="2027-03-10 2027-03-10")
    assert kept(day) == []
    ada.writes("off tomorrow")
    assert "You are away on Wednesday 10 March." in ada.answer


def test_silence_lasts_until_the_person_says_otherwise(day: Orchestra, ada: Player) -> None:
    ada.writes("stop")
    assert "Nothing more from me until you say so. You can write to me at any time." in ada.answer
    for _ in range(3):
        day.goes_on(days=1)
    assert ada.got() == []

    ada.writes("start again")
    assert "You hear from me again, from Friday 12 March on." in ada.answer
    day.local(ada, time(9))
    assert len(ada.got()) == 1


@pytest.mark.parametrize(("hour", "says", "comes"), [(11, "Tuesday 9 March", 1), (16, "Wednesday 10 March", 0)])
def test_who_starts_again_is_asked_on_the_day_that_they_are_told(
    day: Orchestra, ada: Player, hour: int, says: str, comes: int
) -> None:
    ada.writes("stop")
    day.local(ada, time(hour))
    ada.writes("start again")
    assert f"from {says} on" in ada.answer.replace("\n  ", " ")
    day.goes_on(minutes=1)

    assert len(ada.got()) == comes


def test_who_is_back_sooner_is_asked_again_and_what_was_away_stays_away(day: Orchestra, ada: Player) -> None:
    ada.writes("on leave 9-12 March")
    day.goes_on(days=2)
    ada.writes("I am back")

    assert kept(day) == [(date(2027, 3, 9), date(2027, 3, 10))]
    day.local(ada, time(9))
    assert ada.last().says == "Welcome back, Ada. What is first today?"
    ada.writes("sick")
    ada.writes("I am back")
    assert kept(day) == [(date(2027, 3, 9), date(2027, 3, 10))]


def test_nobody_takes_days_for_somebody_else_or_days_that_are_none(day: Orchestra, ada: Player) -> None:
    bo = day.player("Bo")
    ada.writes("off tomorrow")

    bo.does("leave.undo", value="2027-03-10 2027-03-10")
    assert len(kept(day)) == 1
    for action, value in (
        ("leave.undo", "x"),
        ("leave.take", "x"),
        ("leave.take", "2027-03-10 2027-03-01"),
        ("leave.say", ""),
    ):
        bo.does(action, value=value)
        assert "There is no such thing here" in bo.answer
    assert len(kept(day)) == 1


def test_a_day_off_said_in_a_channel_is_answered_there_to_the_person_alone(day: Orchestra, ada: Player) -> None:
    team = day.teams()[0]
    ada.does("leave.say", text="off tomorrow", place=team.handle)

    assert "You are away on Wednesday 10 March." in ada.answer
    assert day.in_channel(team) == []


def test_who_is_not_asked_can_be_away_all_the_same(day: Orchestra, ada: Player) -> None:
    ada.writes("pause")
    ada.writes("off tomorrow")

    assert "you can write to me at any time." in ada.answer.replace("\n  ", " ")


def test_days_that_cannot_be_read_show_nothing(day: Orchestra, ada: Player) -> None:
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    with pytest.raises(Gone):
        day.draws(place, "leave.away", {"person": ada.person.id, "days": "x"})


# A half of a day


def test_a_free_morning_moves_the_prompt_to_its_end(day: Orchestra, ada: Player) -> None:
    ada.writes("I am off tomorrow morning")
    said = ada.answer.replace("\n  ", " ")
    assert "You are off on the morning of Wednesday 10 March." in said
    assert "we speak again on Tuesday 9 March at 09:00" in said

    day.local(ada, time(9))
    day.local(ada, time(12, 45), days=1)
    assert [one.says for one in ada.got() if "off" not in one.says] == [
        "Good morning, Ada. What are the three things today?"
    ]
    day.local(ada, time(13))
    assert ada.person.asked_for == date(2027, 3, 10)
    assert ada.last().says == "Good afternoon, Ada. What are the three things today?"


def test_a_free_afternoon_leaves_a_morning_prompt_and_takes_one_that_would_fall_into_it(day: Orchestra) -> None:
    field = day.team("Field")
    ada, bo = day.player("Ada", team=field), day.player("Bo", team=field, asked_at=14 * 60)
    for one in (ada, bo):
        one.writes("off this afternoon")
    day.local(ada, time(9))
    day.local(ada, time(18))

    asked = {one.about["person"] for one in day.all(Delivery) if one.view == "checkin.invite"}
    assert asked == {ada.person.id}
    assert "we speak again on Wednesday 10 March at 14:00" in bo.answer.replace("\n  ", " ")
    # Their day is not due, so that nothing is recorded of it, and nothing counts as missed.
    assert [one.person_id for one in day.all(DueDay)] == [ada.person.id]


def test_a_half_is_chosen_in_the_form_and_taken_back(day: Orchestra, ada: Player) -> None:
    ada.writes("days away")
    ada.fills("2027-03-12", "", "The morning")
    (one,) = day.all(Absence)
    assert (one.first_day, one.last_day, one.begins_at, one.ends_at) == (date(2027, 3, 12), date(2027, 3, 12), 0, 780)

    ada.presses("Take it back")
    assert day.all(Absence) == []
    assert "you are not off in the morning on Friday 12 March" in ada.answer.replace("\n  ", " ")


def test_a_half_and_all_of_a_day_are_two_things(day: Orchestra, ada: Player) -> None:
    ada.writes("off on Friday morning")
    ada.writes("off on Friday")
    ada.writes("off on Friday morning")
    assert len(day.all(Absence)) == 2


def test_which_half_of_which_day_is_asked_back(day: Orchestra, ada: Player) -> None:
    ada.writes("off on Tuesday morning")
    assert "Tuesday 16 March, the morning" in ada.answer
    ada.presses("Tuesday 16 March")
    (one,) = day.all(Absence)
    assert (one.first_day, one.ends_at) == (date(2027, 3, 16), 780)


@pytest.mark.parametrize("value", ["2027-03-12/2027-03-12/1-2", "2027-03-12/2027-03-12/x", "2027-03-12/x/0-780", "//"])
def test_made_up_hours_lead_nowhere(day: Orchestra, ada: Player, value: str) -> None:
    ada.does("leave.take", value=value)
    ada.does("leave.undo", value=value)
    assert "There is no such thing" in ada.answer
    assert day.all(Absence) == []
