"""A prompt that somebody puts off comes back once, at the hour that they named, and never besides an answer."""

from datetime import UTC, datetime, time

import pytest

from storage.tables import Absence, Cause, Delivery, DeliveryState
from tests.orchestra import Orchestra, Player, Said


@pytest.fixture
def ada(day: Orchestra) -> Player:
    ada = day.player("Ada", team=day.team("Field", part="field"), reminders=True)
    day.local(ada, time(9))
    return ada


def prompts(ada: Player) -> list[Said]:
    return [one for one in ada.got() if "three things today" in one.says]


def planned(day: Orchestra) -> list[Delivery]:
    return [one for one in day.all(Delivery) if one.view == "checkin.invite"]


def test_the_hours_are_offered_beside_all_other_ways_not_to_be_asked(day: Orchestra, ada: Player) -> None:
    ada.presses("Later", on=ada.last().card)

    assert [one.action for one in ada.buttons()] == [
        "snooze.in_an_hour",
        "snooze.this_afternoon",
        "snooze.tomorrow",
        "checkin.not_today",
        "leave.open_form",
        "leave.pause",
    ]


def test_it_comes_back_in_an_hour_and_once(day: Orchestra, ada: Player) -> None:
    ada.presses("Later", on=ada.last().card)
    ada.presses("In an hour")
    assert "I ask again at 10:00." in ada.answer
    assert day.mouth.amended[-1].says == "I ask again at 10:00."
    day.local(ada, time(9, 59))
    assert len(prompts(ada)) == 1
    day.local(ada, time(10))
    day.local(ada, time(16))

    assert len(prompts(ada)) == 2
    assert "checkin.reminder" not in {one.view for one in day.all(Delivery)}


def test_it_is_no_batch_more(day: Orchestra, ada: Player) -> None:
    ada.writes("in an hour")

    assert [one.occasion for one in planned(day)] == ["prompt", ""]


def test_what_is_handed_in_meanwhile_keeps_it_away(day: Orchestra, ada: Player) -> None:
    ada.writes("this afternoon")
    ada.hands_in(["Call the harbour"])
    assert day.mouth.amended[-1].says == "Your check-in for Tuesday 9 March is in, or was waived."
    day.local(ada, time(15))

    assert len(prompts(ada)) == 1
    assert [one.state for one in planned(day)] == [DeliveryState.SENT, DeliveryState.SKIPPED]


@pytest.mark.parametrize("said", ["not today", "pause", "tomorrow"])
def test_nor_does_it_come_to_who_wants_none_of_today(day: Orchestra, ada: Player, said: str) -> None:
    ada.writes("in an hour")
    ada.writes(said)
    day.local(ada, time(10))

    assert len(prompts(ada)) == 1


def test_an_answer_changes_the_prompt_that_came_last(day: Orchestra, ada: Player) -> None:
    ada.writes("in an hour")
    day.local(ada, time(10))
    ada.hands_in(["Call the harbour"])

    assert {one.says for one in day.mouth.amended[-2:]} == {
        "Your check-in for Tuesday 9 March is in.",
        "Your check-in for Tuesday 9 March is in, or was waived.",
    }


def test_put_off_again_it_comes_at_the_hour_that_was_named_last(day: Orchestra, ada: Player) -> None:
    ada.writes("in an hour")
    ada.writes("this afternoon")
    assert "I ask again at 14:00." in ada.answer
    day.local(ada, time(10))
    assert len(prompts(ada)) == 1
    day.local(ada, time(14))
    assert len(prompts(ada)) == 2
    ada.presses("Later", on=prompts(ada)[-1].card)
    ada.presses("In an hour")
    day.local(ada, time(15))

    assert len(prompts(ada)) == 3
    assert len({one.once for one in planned(day)}) == 3


def test_tomorrow_leaves_today_open_and_asks_no_more(day: Orchestra, ada: Player) -> None:
    ada.writes("tomorrow")
    assert "the next time is Wednesday 10 March. Today stays open." in ada.answer.replace("\n  ", " ")
    day.local(ada, time(17))
    assert len(ada.got()) == 1
    ada.presses("Check in")
    day.local(ada, time(9), days=1)

    assert len(prompts(ada)) == 2


def test_before_anybody_was_asked_there_is_nothing_to_put_off(day: Orchestra) -> None:
    cy = day.player("Cy", asked_at=20 * 60)
    cy.writes("in an hour")

    assert "Nothing was asked today that could come later." in cy.answer


def test_what_is_answered_already_is_said(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call the harbour"])
    ada.writes("in an hour")

    assert "Your check-in for Tuesday 9 March is in." in ada.answer


def test_an_hour_of_the_next_day_is_not_to_be_had(day: Orchestra, ada: Player) -> None:
    day.goes_to(datetime(2027, 3, 9, 23, 30, tzinfo=UTC))
    ada.writes("in an hour")
    assert "There is no such hour left today, and nothing was changed." in ada.answer.replace("\n  ", " ")
    ada.writes("this afternoon")
    assert "There is no such hour left today" in ada.answer
    ada.does("snooze.open")

    assert next(one.action for one in ada.buttons()) == "snooze.tomorrow"


def test_it_expires_with_its_day(day: Orchestra, ada: Player) -> None:
    ada.writes("this afternoon")
    day.goes_on(days=1)

    assert {one.state for one in planned(day) if one.about["day"] == "2027-03-09"} == {
        DeliveryState.SENT,
        DeliveryState.EXPIRED,
    }


def test_two_days_never_have_two_prompts_of_one_date(day: Orchestra, ada: Player) -> None:
    ada.writes("in an hour")
    for _ in range(20):
        day.goes_on(minutes=30)

    said = [one for one in planned(day) if one.state is DeliveryState.SENT]
    assert [(one.about["day"], one.occasion) for one in said] == [("2027-03-09", "prompt"), ("2027-03-09", "")]


def test_the_next_day_is_one_on_which_they_are_asked(day: Orchestra) -> None:
    """The hours of the team lie in the afternoon that they are off, so that they are not asked then."""
    ada = day.player("Ada", team=day.team("Oven", part="oven", asked_within="14:00-15:00"))
    ada.writes("off tomorrow afternoon")
    day.local(ada, time(14))
    ada.presses("Later", on=ada.last().card)
    assert "Thursday 11 March" in ada.answer
    ada.does("snooze.tomorrow")

    assert "Thursday 11 March" in ada.answer


# Away by the hour that was named


def states(day: Orchestra) -> list[tuple[str, str]]:
    return [(one.state, one.reason) for one in planned(day)]


@pytest.mark.parametrize("said", ["I am sick today", "I am off this afternoon"])
def test_who_is_away_by_then_is_not_asked(day: Orchestra, ada: Player, said: str) -> None:
    ada.writes("this afternoon")
    day.local(ada, time(10))
    ada.writes(said)
    assert "Tuesday 9 March stays open, and I do not ask again." in {one.says for one in day.mouth.amended}
    day.local(ada, time(14))

    assert len(prompts(ada)) == 1
    assert states(day) == [("sent", ""), ("skipped", Cause.AWAY)]


def test_who_takes_it_back_is_asked_at_the_hour_that_they_named(day: Orchestra, ada: Player) -> None:
    ada.writes("this afternoon")
    ada.writes("I am sick today")
    day.local(ada, time(10))
    ada.does("leave.undo", value="2027-03-09/2027-03-09")
    day.send()
    assert "I ask again at 14:00." in {one.says for one in day.mouth.amended[-2:]}
    day.local(ada, time(14))

    assert len(prompts(ada)) == 2


def test_quiet_hours_do_not_keep_the_hour_that_was_named(day: Orchestra, ada: Player) -> None:
    ada.writes("this afternoon")
    day.database.writer.write(lambda store: store.change(ada.person, quiet="13:00-20:00")).result()
    day.local(ada, time(14))

    assert len(prompts(ada)) == 2


def off(day: Orchestra, ada: Player, begins: int, ends: int) -> None:
    away = Absence(
        id=day.key(),
        workspace_id=ada.person.workspace_id,
        person_id=ada.person.id,
        first_day=day.today(ada),
        last_day=day.today(ada),
        said_at=day.clock.at,
        begins_at=begins * 60,
        ends_at=ends * 60,
    )
    day.keep(away)


def test_who_is_off_for_a_part_of_the_day_is_asked_after_it(day: Orchestra, ada: Player) -> None:
    ada.writes("this afternoon")
    off(day, ada, 13, 15)
    day.local(ada, time(14))
    assert len(prompts(ada)) == 1
    day.local(ada, time(15))

    assert len(prompts(ada)) == 2


def test_off_for_as_long_as_it_is_of_use_they_are_not_asked(day: Orchestra, ada: Player) -> None:
    ada.writes("this afternoon")
    off(day, ada, 13, 18)
    ada.writes("off this morning")
    day.send()
    assert "Tuesday 9 March stays open, and I do not ask again." in {one.says for one in day.mouth.amended}
    day.local(ada, time(14))

    assert states(day) == [("sent", ""), ("skipped", Cause.AWAY)]


def test_an_hour_at_which_they_are_away_is_not_to_be_had(day: Orchestra, ada: Player) -> None:
    ada.writes("I am sick today")
    ada.writes("in an hour")
    assert "There is no such hour left today" in ada.answer
    ada.does("snooze.open")

    assert next(one.action for one in ada.buttons()) == "snooze.tomorrow"
