"""An if-then step is made by a press or in words, shown once at its hour, asked about next day, and theirs alone."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest

from handlers import steps
from handlers.cards import Card
from handlers.turn import Gone, How, Reader
from storage.tables import (
    Cause,
    Delivery,
    DeliveryState,
    Place,
    PlaceKind,
    Role,
    Step,
    StepState,
    Task,
    TaskState,
    Team,
    Wording,
)
from tests.orchestra import Orchestra, Player, words

CALL = "Call every harbour before noon"
PAPERS = "Sort the van papers"
SAID = "When the dispatch call ends, I will call every harbour"


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    ada = day.player("Ada", team=field)
    day.player("Bo", team=field)
    day.player("Lea", team=field, role=Role.MANAGER)
    day.local(ada, time(9))
    ada.hands_in([CALL, PAPERS])
    return ada


def kept(day: Orchestra) -> list[Step]:
    return sorted(day.all(Step), key=lambda one: (one.made_at, one.id))


def cues(day: Orchestra) -> list[Delivery]:
    return sorted((one for one in day.all(Delivery) if one.view == "steps.cue"), key=lambda one: one.planned_at)


def task(day: Orchestra, words: str) -> Task:
    return next(one for one in day.all(Task) if one.words == words)


def flat(text: str) -> str:
    return " ".join(text.split())


def changes(day: Orchestra, player: Player, **values: object) -> None:
    day.database.writer.write(lambda store: store.change(player.person, **values)).result()


# Making one


def test_a_sentence_makes_one_for_the_task_that_it_is_like(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)

    (step,) = kept(day)
    assert (step.task_id, step.cue, step.words) == (task(day, CALL).id, "the dispatch call ends", "call every harbour")
    assert (step.minute, step.due_at, step.state) == (None, None, StepState.OPEN)
    assert "When the dispatch call ends, I will call every harbour." in ada.answer
    assert f"For “{CALL}”" in flat(ada.answer)
    assert "I ask at your next check-in whether it happened." in flat(ada.answer)
    assert "Only you see this" in ada.answer


def test_the_same_sentence_twice_is_one_step_and_another_replaces_it(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)
    ada.writes(SAID)
    ada.writes("At 11:00 I will call every harbour")

    assert [(one.cue, one.minute) for one in kept(day)] == [("", 660)]


def test_what_is_like_no_task_stands_by_itself_once(day: Orchestra, ada: Player) -> None:
    for _ in range(2):
        ada.writes("After lunch, I will ring three bakers")

    assert [(one.task_id, one.cue) for one in kept(day)] == [(None, "After lunch")]
    assert "After lunch, I will ring three bakers." in ada.answer


def test_it_can_be_made_before_anything_is_handed_in(day: Orchestra, ada: Player) -> None:
    bo = Player(day, "bo")
    bo.writes("At 2 pm I will ring three bakers")

    assert [(one.person_id, one.minute) for one in kept(day)] == [(bo.person.id, 840)]
    assert "I show it to you at 14:00" in flat(bo.answer)


def test_the_form_of_a_task_has_its_words(day: Orchestra, ada: Player) -> None:
    ada.does("steps.open_form", value=task(day, CALL).id)
    assert ada.said is not None
    assert ada.said.answer.how is How.FORM
    ada.fills("the dispatch call ends", "11:15", CALL)

    (step,) = kept(day)
    assert (step.task_id, step.minute, step.words) == (task(day, CALL).id, 675, CALL)
    assert step.due_at == datetime(2027, 3, 9, 11, 15, tzinfo=UTC)
    assert "When the dispatch call ends, at 11:15, I will" in flat(ada.answer)


def test_without_a_task_one_is_chosen_in_the_form(day: Orchestra, ada: Player) -> None:
    ada.writes("step")
    assert "For which of today’s tasks?" in ada.answer
    ada.fills(PAPERS, "the van is back", "", "sort the first ten")

    assert [(one.task_id, one.words) for one in kept(day)] == [(task(day, PAPERS).id, "sort the first ten")]


def test_what_is_missing_is_said_beside_its_field(day: Orchestra, ada: Player) -> None:
    value = {"task": task(day, CALL).id}
    wrong = [
        ({}, {"cue", "words"}),
        ({"cue": "x" * 121, "words": "call"}, {"cue"}),
        ({"cue": "\u202e", "words": "call"}, {"cue"}),
        ({"hour": "25:99", "words": "call"}, {"hour"}),
        ({"hour": "08:00", "words": "call"}, {"hour"}),
    ]
    for fields, beside in wrong:
        ada.does("steps.keep", fields={**value, **fields})
        assert ada.said is not None
        assert set(ada.said.notes) == beside, fields
    assert kept(day) == []


def test_an_hour_that_is_over_makes_none(day: Orchestra, ada: Player) -> None:
    ada.writes("At 08:30 I will call every harbour")

    assert "That hour or that day is over. Nothing was kept" in flat(ada.answer)
    assert kept(day) == []


def test_halves_that_are_too_long_make_none(day: Orchestra, ada: Player) -> None:
    ada.writes(f"When {'x' * 130} ends, I will call")

    assert "more than fits in one sentence" in flat(ada.answer)
    assert kept(day) == []


def test_five_are_the_most_for_one_day(day: Orchestra, ada: Player) -> None:
    for n in range(6):
        ada.writes(f"After lunch, I will ring baker{n}")

    assert "Five moments are the most" in flat(ada.answer)
    assert len(kept(day)) == 5
    ada.does("steps.keep", fields={"cue": "lunch is over", "words": "ring one more"})
    assert ada.said is not None
    assert set(ada.said.notes) == {"hour"}


def test_what_says_no_step_is_none(day: Orchestra, ada: Player) -> None:
    for text in ("I will call", "When do we call?", "\u202e"):
        ada.does("steps.say", text=text)
        assert "I do not know what to do with that" in ada.answer
    assert not steps.reads_as_step("\u202e", "en")
    assert kept(day) == []


def test_hostile_words_stay_words(day: Orchestra, ada: Player) -> None:
    ada.writes("When <!channel> ends, I will [x](http://e) *now*")

    assert "When <!channel> ends, I will [x](http://e) *now*." in flat(ada.answer)


def test_where_others_read_along_there_are_none(day: Orchestra, field: Team, ada: Player) -> None:
    ada.does("steps.say", text=SAID, place="field")
    assert kept(day) == []
    ada.writes(SAID)
    place = next(one for one in day.all(Place) if one.kind is PlaceKind.CHANNEL)
    about, there = {"step": kept(day)[0].id}, Reader(ada.person, place, day.clock.at)
    for draw in (steps.draw_kept, steps.draw_cue):
        with pytest.raises(Gone):
            day.ask(partial(draw, reader=there, about=about))
    with pytest.raises(Gone):
        day.ask(lambda store: steps.draw_form(store, there, {}))


def test_a_task_of_another_day_or_person_has_none(day: Orchestra, ada: Player) -> None:
    id = task(day, CALL).id
    Player(day, "bo").does("steps.open_form", value=id)
    assert Player(day, "bo").said is None
    day.local(ada, time(9), days=1)
    ada.does("steps.open_form", value=id)
    assert "That hour or that day is over" in flat(ada.answer)


# At its hour


def test_it_is_shown_once_at_its_hour_and_is_no_message_that_nobody_asked_for(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    came = len(ada.got())
    day.local(ada, time(10, 59))
    assert len(ada.got()) == came
    day.local(ada, time(11))
    day.local(ada, time(11, 1))

    (cue,) = ada.got()[came:]
    assert cue.says == "At 11:00, I will call every harbour."
    assert "You named this moment." in cue.text
    (sent,) = cues(day)
    assert (sent.state, sent.occasion, sent.expires_at) == (
        DeliveryState.SENT,
        "",
        sent.not_before + timedelta(minutes=30),
    )


def test_it_is_shown_in_the_evening_too(day: Orchestra, ada: Player) -> None:
    ada.writes("At 21:00 I will call every harbour")
    day.local(ada, time(21))

    assert ada.last().says == "At 21:00, I will call every harbour."


def test_later_than_its_grace_it_is_not_shown_and_the_reason_stays(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    came = len(ada.got())
    day.clock.at = datetime(2027, 3, 9, 11, 31, tzinfo=UTC)
    day.goes_to(day.clock.at)

    assert len(ada.got()) == came
    assert [(one.state, one.reason) for one in cues(day)] == [(DeliveryState.SKIPPED, Cause.LATE)]
    assert kept(day)[0].due_at is None


def test_what_was_planned_and_could_not_go_out_in_time_never_goes(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    day.clock.at = datetime(2027, 3, 9, 11, 0, tzinfo=UTC)
    day.run(day.conductor.perform(day.workspace.id))
    # Killed before it was sent; the next process comes forty minutes later.
    came = len(ada.got())
    day.goes_on(minutes=40)

    assert len(ada.got()) == came
    assert [one.state for one in cues(day)] == [DeliveryState.EXPIRED]


def test_what_was_taken_back_between_planning_and_sending_is_not_sent(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    day.clock.at = datetime(2027, 3, 9, 11, 0, tzinfo=UTC)
    day.run(day.conductor.perform(day.workspace.id))
    came = len(ada.got())
    ada.does("steps.take_back", value=kept(day)[0].id)

    assert len(ada.got()) == came
    assert [(one.state, one.reason) for one in cues(day)] == [(DeliveryState.DEAD, Cause.GONE)]


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.DROPPED])
def test_of_a_task_that_is_settled_it_is_not_shown(day: Orchestra, ada: Player, state: TaskState) -> None:
    ada.writes("At 11:00 I will call every harbour")
    day.database.writer.write(lambda store: store.change(task(day, CALL), state=state)).result()
    day.local(ada, time(11))

    assert [(one.state, one.reason) for one in cues(day)] == [(DeliveryState.SKIPPED, Cause.SETTLED)]


def test_of_a_task_that_was_written_out_of_the_day_nothing_is_left(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    ada.hands_in([PAPERS])
    day.local(ada, time(11))

    assert cues(day) == []
    assert [(one.state, one.words, one.cue) for one in kept(day)] == [(StepState.TAKEN_BACK, "", "")]


@pytest.mark.parametrize(
    ("values", "why"), [({"paused_until": date.max}, Cause.SILENCED), ({"quiet": "11:00-12:00"}, Cause.QUIET)]
)
def test_who_said_stop_or_is_quiet_by_then_is_not_shown_it(
    day: Orchestra, ada: Player, values: dict[str, object], why: Cause
) -> None:
    ada.writes("At 11:30 I will call every harbour")
    changes(day, ada, **values)
    day.local(ada, time(11, 30))

    assert [(one.state, one.reason) for one in cues(day)] == [(DeliveryState.SKIPPED, why)]


def test_who_is_away_by_then_is_not_shown_it(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:30 I will call every harbour")
    ada.writes("I am off today")
    day.local(ada, time(11, 30))

    assert [(one.state, one.reason) for one in cues(day)] == [(DeliveryState.SKIPPED, Cause.AWAY)]


def test_an_hour_in_quiet_hours_is_kept_and_it_is_said_that_nothing_comes(day: Orchestra, ada: Player) -> None:
    changes(day, ada, quiet="12:00-13:00")
    ada.writes("At 12:30 I will call every harbour")

    assert kept(day)[0].due_at is None
    assert "12:30 is in your quiet hours, or while you are away, so I do not show it then." in flat(ada.answer)


def test_who_left_is_shown_nothing(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    changes(day, ada, left_at=day.clock.at)
    day.goes_on(hours=3)

    assert cues(day) == []
    assert kept(day)[0].due_at is None


def test_who_goes_west_is_shown_it_when_that_hour_comes_there(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    changes(day, ada, time_zone="America/New_York")
    day.goes_on(hours=3)
    assert cues(day) == []
    day.goes_to(datetime(2027, 3, 9, 16, 0, tzinfo=UTC))

    assert ada.last().says == "At 11:00, I will call every harbour."
    assert len(cues(day)) == 1


def test_who_goes_east_is_shown_it_when_that_hour_comes_there(day: Orchestra, ada: Player) -> None:
    ada.writes("At 14:00 I will call every harbour")
    changes(day, ada, time_zone="Europe/Athens")
    day.goes_to(datetime(2027, 3, 9, 12, 0, tzinfo=UTC))

    assert ada.last().says == "At 14:00, I will call every harbour."


def test_who_goes_so_far_east_that_the_hour_is_over_is_not_shown_it(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    changes(day, ada, time_zone="Asia/Tokyo")
    day.goes_on(minutes=1)

    assert [one.reason for one in cues(day)] == [Cause.LATE]


def test_it_comes_to_the_door_where_they_are_reached_and_once(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    elsewhere = Place(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        connection_id=day.connection.id,
        external_id="ada-2",
        kind=PlaceKind.DIRECT,
        name="Ada",
        person_id=ada.person.id,
    )
    day.keep(elsewhere)
    day.local(ada, time(11))

    assert len(cues(day)) == 1


# What becomes of it


def test_a_changed_hour_is_the_hour(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    ada.presses("Change it")
    ada.fills("", "15:00", "call every harbour")
    day.local(ada, time(11))
    assert cues(day) == []
    day.local(ada, time(15))

    assert [one.state for one in cues(day)] == [DeliveryState.SENT]
    assert ada.last().says == "At 15:00, I will call every harbour."


def test_taken_back_it_is_gone_and_a_second_time_too(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    step = kept(day)[0].id
    for _ in range(2):
        ada.does("steps.take_back", value=step)
        assert "Taken back." in ada.answer
    day.local(ada, time(11))

    assert cues(day) == []
    assert [(one.state, one.cue, one.words, one.task_id) for one in kept(day)] == [(StepState.TAKEN_BACK, "", "", None)]
    for action in ("answer", "open_change"):
        ada.does(f"steps.{action}", value=f"{step} kept" if action == "answer" else step)
        assert "Taken back." in ada.answer or "is over" in ada.answer
    ada.writes(SAID)
    assert [one.state for one in kept(day)] == [StepState.TAKEN_BACK, StepState.OPEN]


def test_at_its_hour_one_press_says_that_it_happened_and_the_message_says_so(day: Orchestra, ada: Player) -> None:
    ada.writes("At 11:00 I will call every harbour")
    day.local(ada, time(11))
    ada.presses("It happened", on=ada.last().card)

    assert "Noted: it happened." in ada.answer
    assert kept(day)[0].state is StepState.KEPT
    assert "It happened." in [one.says for one in day.mouth.amended]
    ada.does("steps.take_back", value=kept(day)[0].id)
    assert "Noted: it happened." in ada.answer


def test_it_is_asked_back_in_the_next_morning_and_one_press_answers(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)
    day.local(ada, time(9), days=1)
    prompt = ada.last()
    assert "Did it happen when you meant it to?" in prompt.text
    assert "Tuesday 9 March. When the dispatch call ends." in flat(prompt.text)
    ada.presses("Not this time", on=prompt.card)

    assert flat(ada.answer).startswith("Noted: not this time.")
    assert kept(day)[0].state is StepState.NOT_KEPT
    assert "Did it happen" not in day.mouth.amended[-1].text
    day.local(ada, time(9), days=1)
    assert "Did it happen" not in ada.last().text


def test_not_yet_asks_once_more_at_the_next_check_in(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)
    day.local(ada, time(9), days=1)
    ada.presses("Not yet", on=ada.last().card)
    assert "I ask once more at your next check-in" in flat(ada.answer)
    assert "Did it happen" not in day.mouth.amended[-1].text
    day.local(ada, time(9), days=1)

    assert "Did it happen" in ada.last().text


def test_who_hands_in_without_a_look_at_the_prompt_is_asked_in_the_answer(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)
    day.local(ada, time(9), days=1)
    ada.hands_in([PAPERS])
    assert "Did it happen when you meant it to?" in ada.last().text
    ada.presses("It happened", on=ada.last().card)

    assert "Did it happen" not in day.mouth.amended[-1].text
    assert kept(day)[0].state is StepState.KEPT


def test_of_a_dropped_task_nothing_is_asked(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)
    day.database.writer.write(lambda store: store.change(task(day, CALL), state=TaskState.DROPPED)).result()
    day.local(ada, time(9), days=1)

    assert "Did it happen" not in ada.last().text


def test_who_comes_back_after_more_than_a_week_is_not_asked(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)
    ada.writes("away from 10 March to 16 March")
    day.local(ada, time(9), days=8)

    assert ada.last().says.startswith("Welcome back")
    assert "Did it happen" not in ada.last().text
    ada.does("steps.answer", value=f"{kept(day)[0].id} kept")
    assert kept(day)[0].state is StepState.OPEN


def test_what_cannot_be_said_of_one_is_refused(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)
    step = kept(day)[0].id
    for player, value in ((ada, f"{step} great"), (ada, "x kept"), (Player(day, "lea"), f"{step} kept")):
        player.does("steps.answer", value=value)
        assert "There is no such thing here" in player.answer
    assert kept(day)[0].state is StepState.OPEN


def test_how_often_it_came_to_be_is_told_to_them_alone_from_three_on(day: Orchestra, ada: Player) -> None:
    for n, said in enumerate(["kept", "not_kept", "kept", "kept", "kept", "not_kept"]):
        day.goes_on(minutes=1)
        ada.writes(f"After lunch, I will ring baker{n}")
        ada.does("steps.answer", value=f"{kept(day)[-1].id} {said}")
        if n == 1:
            assert "of your last" not in ada.answer
        if n == 4:
            day.local(ada, time(9), days=1)
    assert "Three of your last five happened when you meant them to." in flat(ada.answer)
    ada.writes("my week")
    week = flat(ada.answer)
    assert "What you meant to do when" in week
    assert "Three of your last five" in week
    assert "Wednesday 10 March. After lunch. Not this time." in week


def test_who_leads_the_team_finds_nothing_of_it_anywhere(day: Orchestra, field: Team, ada: Player) -> None:
    ada.writes("At 11:00 I will call three bakers by hand")
    lea = Player(day, "lea")
    for text in ("my page", "digest", "week", "what did Ada do", "find bakers", "my weeks"):
        lea.writes(text)
        assert "bakers" not in lea.answer or text == "find bakers"
        assert "by hand" not in lea.answer
    day.local(ada, time(11))
    assert not [one for one in day.mouth.sent if "by hand" in one.text and one.to.person_id != ada.person.id]


# Offered


def test_it_is_offered_in_the_first_check_in_of_a_week_and_can_be_switched_off(day: Orchestra, ada: Player) -> None:
    assert "Would a moment help" not in ada.last().text
    day.local(ada, time(9), days=6)
    ada.hands_in([PAPERS, CALL])
    assert f"Would a moment help with “{CALL}”?" in flat(ada.last().text)
    assert flat(ada.last().text).count("Would a moment help") == 1
    day.local(ada, time(9), days=1)
    ada.hands_in([CALL])
    assert "Would a moment help" not in ada.last().text
    day.local(ada, time(9), days=6)
    ada.hands_in([CALL])
    ada.presses("Offer no moments", on=ada.last().card)
    assert "offered now and then after a check-in: off." in flat(ada.answer)
    day.local(ada, time(9), days=7)
    ada.hands_in([CALL])
    assert "Would a moment help" not in ada.last().text


def test_who_made_one_lately_is_offered_one_each_day_and_made_it_stands_there(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)
    day.local(ada, time(9), days=1)
    ada.hands_in([CALL, PAPERS])
    assert "Would a moment help" in ada.last().text
    ada.presses("Name a moment", on=ada.last().card)
    ada.fills("lunch is over", "", "call the first three")

    stands = day.mouth.amended[-1].text
    assert "When lunch is over, I will call the first three." in flat(stands)
    assert "Would a moment help" not in stands
    assert "Take it back" in stands
    ada.hands_in([CALL, PAPERS, "Wash the van"])
    assert any("When lunch is over" in flat(one.text) for one in day.mouth.amended[-2:])
    ada.does("steps.answer", value=f"{kept(day)[-1].id} kept")
    assert any("It happened." in one.text for one in day.mouth.amended[-2:])


def test_whoever_is_stuck_or_asked_something_else_is_offered_none(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9), days=6)
    ada.hands_in([CALL], blocker="no van")

    assert "Would a moment help" not in ada.last().text


# Beside what a team does


def test_what_one_does_oneself_for_a_line_has_its_own_day(day: Orchestra, ada: Player) -> None:
    line = next(one for one in day.all(Wording) if one.address == "field/P-2").line_id
    lea = Player(day, "lea")
    lea.does("steps.open_own", value=line)
    assert "On which day?" in lea.answer
    lea.fills("2027-03-11", "the round is over", "10:30", "sit beside whoever quotes")

    (step,) = kept(day)
    assert (step.line_id, step.day, step.ask_on) == (line, date(2027, 3, 11), date(2027, 3, 12))
    assert "Halve the quoting time" in lea.answer
    day.local(lea, time(9), days=2)
    day.local(lea, time(10, 30))
    assert lea.last().says == "When the round is over, at 10:30, I will sit beside whoever quotes."
    for wrong in ("2027-03-08", "2027-04-08", "soon"):
        lea.does("steps.keep", fields={"line": line, "day": wrong, "cue": "x", "words": "y"})
        assert lea.said is not None
        assert set(lea.said.notes) == {"day"}
    assert lea.does("steps.open_own", value="nothing").answer.how is How.CARD


def test_what_was_settled_or_is_gone_is_drawn_as_that(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    reader = Reader(ada.person, place, day.clock.at)
    about = {"step": kept(day)[0].id}
    ada.does("steps.answer", value=f"{about['step']} kept")
    drawn = day.ask(partial(steps.draw_kept, reader=reader, about=about))
    assert isinstance(drawn, Card)
    assert words(drawn.says) == "It happened."
    for gone in ({"line": "x"}, {"task": "x"}, {"step": "x"}):
        with pytest.raises(Gone):
            day.ask(partial(steps.draw_form, reader=reader, about=gone))


def test_a_day_that_is_over_shows_its_steps_without_a_press(day: Orchestra, ada: Player) -> None:
    ada.writes(SAID)
    checkin = day.checkin_of(ada)
    assert checkin is not None
    day.local(ada, time(9), days=9)
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    about = {"checkin": checkin.id, "how": "new", "quiet": "", "edition": "", "done": ""}
    shown = day.draws(place, "checkin.feedback", about)
    assert "I will call every harbour." in shown
    assert "Take it back" not in shown
