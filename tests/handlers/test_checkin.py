"""The daily check-in: asked once, answered, changed, late, twice."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest

from handlers import checkin
from handlers.cards import Form
from handlers.considered import Considered
from handlers.turn import How, Turn
from storage.store import Store
from storage.tables import (
    Blocker,
    Cause,
    CheckInState,
    Delivery,
    DeliveryState,
    Place,
    Role,
    Shown,
    TaskState,
    TieState,
    Win,
)
from tests.orchestra import Orchestra, Player

TUESDAY = date(2027, 3, 9)


@pytest.fixture
def ada(day: Orchestra) -> Player:
    field = day.team("Field", part="field")
    day.plays_from()
    return day.player("Ada", team=field)


def test_everybody_is_asked_at_their_own_hour(day: Orchestra, ada: Player) -> None:
    bo = day.player("Bo", time_zone="Pacific/Auckland", asked_at=8 * 60)

    day.local(ada, time(9))

    assert [one.says for one in ada.got()] == ["Good morning, Ada. What are the three things today?"]
    assert bo.got() == []


def test_a_person_in_two_teams_is_asked_once_and_both_teams_see_it(day: Orchestra) -> None:
    north, south = day.team("North", part="field"), day.team("South", part="harbour")
    day.plays_from()
    noor = day.player("Noor", team=[north, south])

    day.local(noor, time(9))
    noor.hands_in(["Call the harbour"], blocker="no van", tell="yes")

    assert len(noor.got()) == 2
    assert len(day.in_channel(north)) == len(day.in_channel(south)) == 1


def test_a_prompt_is_not_repeated_by_a_second_tick(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.goes_on(minutes=1)
    day.goes_on(minutes=1)

    assert len(ada.got()) == 1


def test_a_prompt_later_than_its_grace_is_skipped_and_says_so(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(13, 30))

    assert ada.got() == []
    deliveries = day.all(Delivery)
    assert [(one.state, one.reason) for one in deliveries] == [(DeliveryState.SKIPPED, Cause.LATE)]


def test_who_has_answered_already_is_not_asked(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call the harbour"])
    day.local(ada, time(9))

    assert [one.says for one in ada.got()] == ["Thank you, Ada. Your task plays from the score."]


def test_nobody_is_asked_on_a_day_off(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9), days=4)

    assert ada.got() == []


def test_the_answer_shows_each_task_with_its_line(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread", "Sort the van papers"])

    assert "One of your two tasks plays from the score today." in ada.answer
    assert "field/P-1  Call every harbour before noon" in ada.answer
    assert "No line of the score: whirlwind, and that is fine." in ada.answer


def test_one_press_confirms_a_line_and_the_message_stands_changed(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    ada.presses("That is it")

    assert [tie.state for _, tie in day.tied(ada) if tie] == [TieState.CONFIRMED]
    assert "You said so." in ada.answer
    assert len(ada.got()) == 1
    assert "You said so." in day.mouth.amended[-1].text


def test_one_press_leaves_a_task_as_whirlwind(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    ada.presses("Whirlwind")

    assert [tie.state for _, tie in day.tied(ada) if tie] == [TieState.WHIRLWIND]
    assert "Your task today is whirlwind" in ada.answer


def test_a_line_is_found_by_searching_and_tied(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    task = day.tied(ada)[0][0]
    form = ada.presses("Another line").drawn
    assert isinstance(form, Form)

    ada.does("ties.pick", fields={"task": task.id, "line": "field/P-2"})

    assert "field/P-2  Halve the quoting time" in ada.answer
    assert [tie.state for _, tie in day.tied(ada) if tie] == [TieState.CHOSEN]


def test_a_line_that_is_none_of_those_offered_is_asked_for_again(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    task = day.tied(ada)[0][0]

    played = ada.does("ties.pick", fields={"task": task.id, "line": "the moon"})

    assert played.answer.how is How.FORM
    assert list(played.notes) == ["line"]


def test_a_second_check_in_changes_the_first(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call the harbour", "Write the quote"], confidence="4", win="Quoted in an hour")
    ada.hands_in(["Write the quote"], confidence="3")

    assert day.tasks_of(ada) == ["Write the quote"]
    assert day.count(Win) == 0
    kept = day.checkin_of(ada)
    assert kept is not None
    assert kept.confidence == 3
    assert len(ada.got()) == 1
    assert ada.answer.strip().startswith("Changed.")


def test_a_task_that_reads_the_same_keeps_its_line(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread", "Write the quote"])
    ada.presses("Whirlwind")
    ada.hands_in(["Write a better quote", "call every  harbour about bread"])

    kept = {task.words: tie.state for task, tie in day.tied(ada) if tie}
    assert kept["call every harbour about bread"] is TieState.WHIRLWIND


def test_the_same_hand_in_twice_is_kept_once_with_the_same_answer(day: Orchestra, ada: Player) -> None:
    first = ada.hands_in(["Call the harbour"], key="twin-0001")
    second = ada.hands_in(["Call the harbour"], key="twin-0001")

    assert (second.twin, second.answer) == (True, first.answer)
    assert len(ada.got()) == 1


@pytest.mark.parametrize("standing", [[], ["Before both"]], ids=["for a new day", "for a day that has one"])
def test_the_later_of_two_hand_ins_wins_when_it_is_kept_first(day: Orchestra, ada: Player, standing: list[str]) -> None:
    if standing:
        ada.hands_in(standing)
    day.goes_on(minutes=1)
    earlier = considered(day, ada, "The earlier one")
    day.clock.at += timedelta(seconds=2)
    later = considered(day, ada, "The later one")
    for turn, found in (later, earlier):
        day.database.writer.write(partial(keep, turn=turn, found=found)).result()

    assert day.tasks_of(ada) == ["The later one"]


def considered(day: Orchestra, player: Player, task: str) -> tuple[Turn, Considered]:
    """A hand-in of today that has arrived, and is not kept yet."""
    place = next(one for one in day.all(Place) if one.person_id == player.person.id)
    fields = {"task1": task, "day": day.today(player).isoformat()}
    turn = Turn(day.clock.now(), day.chance, player.person, place, "checkin.hand_in", fields=fields)
    return turn, day.ask(lambda store: checkin.consider_hand_in(turn, store))


def moves_to(player: Player, zone: str) -> None:
    player.does("preferences.hand_in", fields={"zone": zone, "asked_at": "09:00", "days": "mon-fri"})


def keep(store: Store, turn: Turn, found: Considered) -> None:
    reply = checkin.hand_in(turn, store, found)
    store.keep(*reply.shown, *reply.deliveries)


@pytest.mark.parametrize("back", [timedelta(seconds=20), timedelta(minutes=5), timedelta(hours=3)])
@pytest.mark.parametrize("first", [["Call the harbour"], []], ids=["after a hand-in", "after not today"])
def test_whatever_is_handed_in_is_kept_though_the_clock_was_set_back(
    day: Orchestra, ada: Player, first: list[str], back: timedelta
) -> None:
    day.local(ada, time(9))
    if first:
        ada.hands_in(first)
    else:
        ada.writes("not today")
    day.clock.at -= back
    ada.hands_in(["Write the quote"])
    assert day.tasks_of(ada) == ["Write the quote"]
    ada.hands_in(["Write the quote", "Call the bakery"], win="one quote is out")
    assert day.tasks_of(ada) == ["Write the quote", "Call the bakery"]
    assert len(ada.got()) == 2


@pytest.mark.parametrize("moves", ["the clock", "Ada"])
def test_the_day_that_was_asked_for_can_be_answered_though_it_lies_ahead_again(
    day: Orchestra, ada: Player, moves: str
) -> None:
    day.local(ada, time(9))
    wednesday = TUESDAY + timedelta(days=1)
    if moves == "the clock":
        day.local(ada, time(9), days=1)
        day.clock.at -= timedelta(hours=10)
    else:
        moves_to(ada, "Pacific/Auckland")
        day.local(ada, time(9), days=1)
        moves_to(ada, "Pacific/Honolulu")
    assert day.today(ada) == TUESDAY
    ada.presses("Check in", on=ada.last().card)
    ada.hands_in(["Call every harbour about bread"], day=wednesday)
    assert day.tasks_of(ada, wednesday) == ["Call every harbour about bread"]
    ada.presses("That is it")
    assert "can be handed in for today" not in ada.answer
    ada.hands_in(["Too soon"], day=wednesday + timedelta(days=1))
    assert "can be handed in for today" in ada.answer


def test_yesterday_is_marked_and_what_is_carried_on_keeps_its_line(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread", "Write the quote"])
    ada.presses("That is it")
    call, quote = (task for task, _ in day.tied(ada))
    day.local(ada, time(9), days=1)

    ada.hands_in(["Something new"], {f"mark-{call.id}": "carried", f"mark-{quote.id}": "done"})

    today = day.tied(ada)
    assert [task.words for task, _ in today] == ["Something new", "Call every harbour about bread"]
    assert today[1][0].carried_from == call.id
    assert today[1][1] is not None
    assert today[1][1].state is TieState.CONFIRMED
    assert "“Write the quote” is done" in ada.answer.replace("\n  ", " ")
    assert {task.words: task.state for task, _ in day.tied(ada, TUESDAY)} == {
        "Call every harbour about bread": TaskState.CARRIED,
        "Write the quote": TaskState.DONE,
    }


def test_a_mark_on_the_morning_card_fills_the_form(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Write the quote"])
    day.local(ada, time(9), days=1)
    ada.said = None
    ada.presses("Carry on", on=ada.last().card)
    form = ada.presses("Check in", on=ada.last().card).drawn

    assert isinstance(form, Form)
    assert [str(one.value) for one in form.fields if one.name == "task1"] == ["Write the quote"]


def test_same_as_yesterday_is_one_press(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Write the quote", "Call the harbour"])
    day.local(ada, time(9), days=1)
    ada.presses("Same as yesterday", on=ada.last().card)

    assert day.tasks_of(ada) == ["Write the quote", "Call the harbour"]


def test_same_as_yesterday_after_handing_in_changes_nothing(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Write the quote"])
    day.local(ada, time(9), days=1)
    ada.hands_in(["Something else"])
    ada.writes("same as yesterday")

    assert day.tasks_of(ada) == ["Something else"]
    assert "Your check-in for Wednesday 10 March is in." in ada.answer
    assert [one.action for one in ada.buttons()] == ["checkin.open_form"]


def test_nor_does_the_button_of_a_prompt_that_was_answered_by_then(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Write the quote"])
    day.local(ada, time(9), days=1)
    prompt = ada.last().card
    ada.hands_in(["Something else"])
    played = ada.presses("Same as yesterday", on=prompt)

    assert day.tasks_of(ada) == ["Something else"]
    assert played.answer.how is How.STANDS


def test_without_an_earlier_day_there_is_nothing_to_repeat(day: Orchestra, ada: Player) -> None:
    ada.writes("same as yesterday")

    assert "There are no tasks of an earlier day to repeat." in ada.answer
    assert day.checkin_of(ada) is None


def test_not_today_is_not_asked_again_and_can_be_taken_back(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    ada.presses("Not today", on=ada.last().card)
    waived = day.checkin_of(ada)
    assert waived is not None
    assert waived.state is CheckInState.NOT_TODAY
    assert "Not counted, not asked again today." in ada.answer

    ada.hands_in(["Call the harbour"])

    assert day.tasks_of(ada) == ["Call the harbour"]


def test_not_today_leaves_what_was_handed_in(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call the harbour"])
    ada.writes("not today")

    assert day.tasks_of(ada) == ["Call the harbour"]


def test_a_prompt_that_went_by_can_still_be_answered_and_says_until_when(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.local(ada, time(9), days=1)
    standing = ada.day.draws(ada.got()[0].to, "checkin.invite", {"person": ada.person.id, "day": "2027-03-09"})

    assert "Tuesday 9 March has no check-in. It can go in until 16 March" in standing
    assert "Good morning" not in standing


def test_a_late_check_in_counts_for_its_day(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9), days=1)
    ada.hands_in(["Call the harbour"], day=TUESDAY)

    assert day.tasks_of(ada, TUESDAY) == ["Call the harbour"]
    assert "Tuesday 9 March now counts you in." in ada.answer


def test_after_seven_days_a_form_is_too_old_and_todays_is_opened_with_what_was_typed(
    day: Orchestra, ada: Player
) -> None:
    day.local(ada, time(9), days=8)
    played = ada.hands_in(["Call the harbour"], day=TUESDAY)

    assert isinstance(played.drawn, Form)
    assert played.drawn.about == {"day": "2027-03-17"}
    assert "This form is from Tuesday 9 March" in ada.answer
    assert day.checkin_of(ada, TUESDAY) is None


def test_tomorrow_cannot_be_handed_in(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call the harbour"], day=TUESDAY + timedelta(days=1))

    assert "Check-ins can be handed in for today" in ada.answer
    assert day.checkin_of(ada, TUESDAY + timedelta(days=1)) is None


def test_a_private_blocker_stays_private(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call the harbour"], blocker="I cannot bear the phone")

    assert day.count(Blocker) == 1
    assert all(one.to.person_id == ada.person.id for one in day.mouth.sent)


def test_a_blocker_is_told_and_can_be_taken_back(day: Orchestra, ada: Player) -> None:
    field = day.teams()[0]
    ada.hands_in(["Call the harbour"], blocker="no van", tell="yes")
    assert "no van" in day.in_channel(field)[0].text

    ada.hands_in(["Call the harbour"], blocker="no van")

    assert "taken a request for a hand back" in day.changed_in(field)[-1].text
    assert "no van" not in day.changed_in(field)[-1].text


def test_a_changed_blocker_is_changed_where_it_stands(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call the harbour"], blocker="no van", tell="yes")
    ada.hands_in(["Call the harbour"], blocker="no van until noon", tell="yes")

    assert len(day.in_channel(day.teams()[0])) == 1
    assert "no van until noon" in day.changed_in(day.teams()[0])[-1].text


def test_a_blocker_told_afterwards_is_told_once(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call the harbour"], blocker="no van")
    ada.hands_in(["Call the harbour"], blocker="no van", tell="yes")
    ada.hands_in(["Call the harbour"], blocker="", tell="yes")
    ada.hands_in(["Call the harbour"], blocker="no van again", tell="yes")

    assert len(day.in_channel(day.teams()[0])) == 2


@pytest.mark.parametrize(
    ("fields", "noted", "said"),
    [
        ({}, "task1", "Write at least one thing"),
        ({"task1": "x" * 121}, "task1", "121 characters, and 120 fit"),
        ({"task1": "\u202e\u0000"}, "task1", "Nothing of this can be read"),
        ({"task1": "Call", "blocker": "x" * 3001}, "blocker", "3,001 characters"),
        ({"task1": "Call", "confidence": "6"}, "confidence", "one of those that are offered"),
        ({"task1": "Call", "confidence": "<b>"}, "confidence", "one of those that are offered"),
    ],
)
def test_what_cannot_be_kept_is_asked_for_again_and_nothing_is_kept(
    day: Orchestra, ada: Player, fields: dict[str, str], noted: str, said: str
) -> None:
    played = ada.hands_in(more=fields, key="mended-01")

    assert list(played.notes) == [noted]
    assert said in ada.answer
    assert day.checkin_of(ada) is None

    assert ada.hands_in(["Call the harbour"], key="mended-01").twin is False
    assert day.tasks_of(ada) == ["Call the harbour"]


def test_four_tasks_are_too_many(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Write the quote"])
    task = day.tied(ada)[0][0]
    day.local(ada, time(9), days=1)

    played = ada.hands_in(["One", "Two", "Three"], {f"mark-{task.id}": "carried"})

    assert "That would be four tasks" in ada.answer
    assert list(played.notes) == ["task1"]
    assert day.checkin_of(ada) is None


def test_nobody_can_mark_or_tie_the_task_of_another(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    task = day.tied(ada)[0][0]
    eve = day.player("Eve", team=day.teams()[0])

    for action, value in (
        ("checkin.mark", f"{task.id} done"),
        ("ties.settle", f"{task.id} whirlwind"),
        ("ties.open_picker", task.id),
    ):
        eve.does(action, value=value)
        foreign = eve.answer
        eve.does(action, value=value.replace(task.id, "0" * 32))
        assert eve.answer == foreign
        assert "There is no such thing here" in foreign
    assert [task.state for task, _ in day.tied(ada)] == [TaskState.OPEN]


def test_without_a_score_the_check_in_still_works(day: Orchestra) -> None:
    ada = day.player("Ada")
    ada.hands_in(["Call the harbour"])

    assert "Thank you, Ada." in ada.answer
    assert day.tied(ada)[0][1] is None


def test_who_is_in_no_team_is_told_that_nobody_else_sees_it(day: Orchestra) -> None:
    ada = day.player("Ada")
    day.local(ada, time(9))

    assert "You are in no team yet, so only you see what you write." in ada.last().text.replace("\n  ", " ")


def test_a_coach_is_not_asked_for_the_team(day: Orchestra) -> None:
    field = day.team("Field")
    ruth = day.player("Ruth", team=field, role=Role.COACH)
    ruth.hands_in(["Prepare the lesson"], blocker="no room", tell="yes")

    assert day.in_channel(field) == []


def test_a_day_that_a_clock_change_moves_is_asked_once(day: Orchestra) -> None:
    day.clock.at = datetime(2027, 3, 28, 0, tzinfo=UTC)
    ada = day.player("Ada", time_zone="Europe/Berlin", asked_at=150, working_days=0b1111111)
    for _ in range(8):
        day.goes_on(minutes=30)

    assert len(ada.got()) == 1


def test_two_hand_ins_at_the_same_time_leave_one_check_in(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["One"])
    ada.hands_in(["Two"])

    assert day.count(Shown) == 1
