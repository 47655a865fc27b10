"""Lessons are sent by who may, taken by whoever likes, and what somebody answered stays with them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.console import render
from handlers import DUTIES, lessons
from handlers.cards import Card, Form, buttons_in
from handlers.duties import AT_ONCE
from handlers.turn import How
from prompts import lesson as shelf
from score.cadence import local_day
from storage import learning
from storage.tables import (
    Membership,
    Nudge,
    NudgeState,
    Person,
    Place,
    Role,
    Sending,
    SendingState,
    Sitting,
    SittingState,
    Team,
)
from tests.orchestra import SCORE, Orchestra, Player, Said

OWNED = SCORE.replace("P-1: {words: Call every harbour before noon,", "P-1: {words: Call every harbour, owner: ada,")


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field", part="field")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    return day.player("Ada", team=field)


@pytest.fixture
def ruth(day: Orchestra, field: Team) -> Player:
    return day.player("Ruth", team=field, role=Role.COACH)


def flat(text: str) -> str:
    return " ".join(text.split())


def change(day: Orchestra, player: Player, **values: object) -> None:
    day.database.writer.write(lambda store: store.change(player.person, **values)).result()


def sends(coach: Player, lesson: str = "Promises", to: str = "Everybody in Field") -> None:
    coach.writes("lesson")
    coach.fills(lesson, to)
    coach.presses("Send")


def takes(player: Player, chosen: str = "A thumbs-up", lesson: str = "promises") -> None:
    """Take a lesson to its end."""
    player.does("lessons.take", value=lesson)
    answers(player, chosen)


def answers(player: Player, chosen: str) -> None:
    """Go on to the question of the lesson that was begun, and answer it."""
    while not any(button.action == "lessons.open_question" for button in player.buttons()):
        player.presses("Next card")
    player.presses("Answer")
    player.fills(chosen)


def sitting(day: Orchestra, player: Player) -> Sitting:
    mine = [one for one in day.all(Sitting) if one.person_id == player.person.id]
    return max(mine, key=lambda one: one.id)


def last(player: Player) -> Said:
    """The last message of a lesson: what goes out at one instant goes out in no order."""
    return [one for one in player.got() if not one.says.startswith("Good morning")][-1]


def nudges(day: Orchestra, player: Player) -> list[date]:
    return sorted(one.asked_on for one in day.all(Nudge) if one.person_id == player.person.id)


def on(day: Orchestra, when: date, hour: int = 9) -> None:
    day.goes_to(datetime.combine(when, time(hour), UTC))


# Taking one


def test_everybody_may_take_a_lesson_and_learns_why_at_once(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=3)
    ada.writes("lessons")
    assert "Seven lessons" in ada.answer
    assert "Send one to others" not in ada.answer
    ada.presses("Promises between teams")
    answers(ada, "A thumbs-up")

    said = flat(ada.answer)
    assert "A thumbs-up says “seen”." in said
    assert "What holds: “Selma sends it to Mira by Thursday noon”" in said
    assert "One question about it comes back on Tuesday 23 March." in said
    assert sitting(day, ada).right is False


def test_what_holds_is_not_said_twice_to_who_chose_it(ada: Player) -> None:
    takes(ada, "“Selma")

    assert "What holds" not in ada.answer
    assert "Who, what and by when." in ada.answer


def test_a_line_of_ones_own_stands_in_the_lesson_and_stays_as_it_was_read(day: Orchestra, ada: Player) -> None:
    day.plays_from(OWNED)
    ada.does("lessons.take", value="tying-work")
    ada.presses("Next card")
    assert "Call every harbour (field/P-1)" in flat(ada.answer)

    day.plays_from(SCORE)

    assert "Call every harbour (field/P-1)" in flat(day.mouth.amended[-1].text if day.mouth.amended else ada.answer)


def test_without_a_score_the_lesson_has_a_text_of_its_own(day: Orchestra) -> None:
    bo = day.player("Bo")
    bo.does("lessons.take", value="tying-work")
    bo.presses("Next card")

    assert "Take the line “Answer every customer within one working day”." in flat(bo.answer)


def test_taken_twice_it_is_one_sitting_that_goes_on_further_down(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=3)
    ada.does("lessons.take", value="promises")
    ada.presses("Next card")
    ada.does("lessons.take", value="promises")

    assert day.count(Sitting) == 1
    assert "card 2 of 4" in ada.answer
    assert day.mouth.amended[-1].says == "Promises between teams goes on further down."


def test_a_card_that_was_left_behind_stays_behind(day: Orchestra, ada: Player) -> None:
    ada.does("lessons.take", value="promises")
    one = sitting(day, ada)
    for said in ("2", "1", "9", "x", "", "-1", "99999999"):
        ada.does("lessons.go_on", value=f"{one.id} {said}")

    assert sitting(day, ada).card == 2


def test_the_first_answer_stands(day: Orchestra, ada: Player) -> None:
    takes(ada)
    first = sitting(day, ada)
    ada.does("lessons.answer", fields={"sitting": first.id, "option": "b"})

    assert sitting(day, ada) == first
    assert "Chosen: A thumbs-up" in flat(ada.answer)


@pytest.mark.parametrize("option", ["", "d", "z", "ab", "0"])
def test_an_option_that_is_none_is_asked_for_again(day: Orchestra, ada: Player, option: str) -> None:
    ada.does("lessons.take", value="promises")
    ada.does("lessons.answer", fields={"sitting": sitting(day, ada).id, "option": option})

    assert "Please choose one of the options." in ada.answer
    assert sitting(day, ada).state is SittingState.READING


def test_another_persons_sitting_and_a_missing_one_are_refused_alike(day: Orchestra, field: Team, ada: Player) -> None:
    bo = day.player("Bo", team=field)
    takes(ada)
    one = sitting(day, ada)
    before = day.all(Sitting)
    refused = set()

    def does(action: str, value: str = "", **fields: str) -> None:
        bo.does(f"lessons.{action}", value=value, fields=fields)
        refused.add(flat(bo.answer))

    for id in (one.id, "0" * 32, ""):
        for action in ("begin", "decline", "open_later", "put_off", "open_question"):
            does(action, id)
        does("go_on", f"{id} 1")
        does("stop", f"sitting {id}")
        does("stop", f"nudge {id}")
        does("answer", sitting=id, option="a")

    assert refused == {"There is no such thing here, or it is not yours to see."}
    assert day.all(Sitting) == before


def test_a_lesson_that_is_not_on_the_shelf_cannot_be_taken(day: Orchestra, ada: Player) -> None:
    ada.does("lessons.take", value="made-up")

    assert "There is no such thing here" in ada.answer
    assert day.count(Sitting) == 0


# Sending one


def test_a_coach_sends_to_a_team_and_the_others_read_whom_it_is_from(
    day: Orchestra, field: Team, ada: Player, ruth: Player
) -> None:
    bo = day.player("Bo", team=field)
    day.goes_on(hours=5)
    sends(ruth)

    for player in (ada, bo):
        assert last(player).says == "Three minutes from Ruth: Promises between teams. Now, or at 14:00?"
    assert not [one for one in ruth.got() if "from Ruth" in one.says]
    assert "is sent to two people of Field." in flat(ruth.answer)


def test_pressed_twice_it_is_sent_once(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.goes_on(hours=5)
    sends(ruth)
    (sent,) = day.all(Sending)
    ruth.does("lessons.send", value=sent.id)
    ruth.does("lessons.leave", value=sent.id)

    assert day.count(Sitting) == 1
    assert day.all(Sending)[0].state is SendingState.SENT


def test_whoever_gets_it_reads_who_sent_it_and_has_none_of_it(day: Orchestra, ada: Player, ruth: Player) -> None:
    # The prompt comes at its hour, and so before the lesson: of two in one instant neither is the last.
    day.local(ada, time(9))
    day.goes_on(hours=2)
    sends(ruth)
    ada.writes("why did I get this?")
    assert "Ruth sent you the lesson Promises between teams." in flat(ada.answer)
    ada.presses("No more lessons from others")
    sends(ruth, lesson="Whirlwind")

    assert [one.state for one in day.all(Sitting)] == [SittingState.OFFERED, SittingState.WAITING]


def test_who_has_it_open_does_not_get_it_twice(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.goes_on(hours=5)
    sends(ruth)
    sends(ruth)

    assert day.count(Sitting) == 1
    assert "everybody there has it already, so nothing was sent." in flat(ruth.answer)


def test_one_that_is_let_be_is_not_sent(day: Orchestra, ada: Player, ruth: Player) -> None:
    ruth.writes("lesson")
    ruth.fills("Promises", "Ada")
    assert "Promises between teams, three minutes, to Ada." in flat(ruth.answer)
    ruth.presses("Let it be")
    (sent,) = day.all(Sending)
    ruth.does("lessons.send", value=sent.id)

    assert "was not sent." in ruth.answer
    assert day.count(Sitting) == 0


def test_a_member_may_not_send_and_is_shown_the_shelf(day: Orchestra, ada: Player) -> None:
    ada.writes("lesson")
    assert "Lessons are sent by the coaches" in ada.answer
    ada.does("lessons.preview", fields={"lesson": "promises", "to": f"person {ada.person.id}"})

    assert "Lessons are sent by the coaches" in ada.answer
    assert day.count(Sending) == 0


def test_who_joins_later_is_not_sent_what_the_team_is_sent_today(
    day: Orchestra, ada: Player, ruth: Player, field: Team
) -> None:
    nell, joins = day.player("Nell", team=field), day.today(ada) + timedelta(days=1)
    day.database.writer.write(lambda store: store.change(nell.person, joins_on=joins)).result()

    ruth.does("lessons.preview", fields={"lesson": "promises", "to": f"team {field.id}"})
    ruth.presses("Send")

    assert [one.person_id for one in day.all(Sitting)] == [ada.person.id]
    ruth.does("lessons.open_sender")
    assert "Nell" not in flat(ruth.answer)


def test_a_coach_reaches_their_own_teams_and_nobody_else(day: Orchestra, ada: Player, ruth: Player) -> None:
    other = day.team("Harbour", part="harbour")
    cleo = day.player("Cleo", team=other)
    for to in (f"team {other.id}", f"person {cleo.person.id}", f"person {ruth.person.id}", "team", "nonsense", ""):
        ruth.does("lessons.preview", fields={"lesson": "promises", "to": to})
        assert "Please choose to whom it goes." in ruth.answer
    ruth.does("lessons.preview", fields={"lesson": "promises", "line": "field/P-1"})

    assert "Please choose one of the lines that are offered." in ruth.answer
    assert day.count(Sending) == 0


def test_all_that_is_missing_is_said_at_once(ruth: Player, ada: Player) -> None:
    ruth.does("lessons.preview", fields={"lesson": "made-up"})

    assert "Please choose one of the lessons." in ruth.answer
    assert "Please choose to whom it goes." in ruth.answer


def test_a_team_in_which_nobody_else_is_cannot_get_one(day: Orchestra, ruth: Player, field: Team) -> None:
    ruth.does("lessons.preview", fields={"lesson": "promises", "to": f"team {field.id}"})

    assert "Nobody but you is there to get it." in ruth.answer


def test_somebody_elses_sending_is_not_theirs_to_send(day: Orchestra, field: Team, ada: Player, ruth: Player) -> None:
    petra = day.player("Petra", team=field, role=Role.COACH)
    ruth.writes("lesson")
    ruth.fills("Promises", "Everybody in Field")
    (sent,) = day.all(Sending)
    for action in ("lessons.send", "lessons.leave"):
        petra.does(action, value=sent.id)
        assert "There is no such thing here" in petra.answer

    assert day.all(Sending)[0].state is SendingState.PREVIEWED


def test_who_coaches_no_longer_cannot_send_what_they_looked_at(day: Orchestra, ada: Player, ruth: Player) -> None:
    ruth.writes("lesson")
    ruth.fills("Promises", "Everybody in Field")
    (coach,) = [one for one in day.all(Membership) if one.role is Role.COACH]
    day.database.writer.write(lambda store: store.forget(Membership, [coach.id])).result()
    (sent,) = day.all(Sending)
    ruth.does("lessons.send", value=sent.id)

    assert "Lessons are sent by the coaches" in ruth.answer
    assert day.count(Sitting) == 0


@pytest.mark.parametrize("role", ["is_strategy_owner", "is_admin"])
def test_who_answers_for_the_strategy_sends_to_those_who_answer_for_a_line(
    day: Orchestra, ada: Player, role: str
) -> None:
    day.plays_from(OWNED)
    ines = day.player("Ines")
    change(day, ines, **{role: True})
    day.goes_on(hours=5)
    ines.writes("lesson")
    ines.fills("Promises", "FIELD/p-1")
    assert "to the one who answers for Call every harbour (field/P-1)." in flat(ines.answer)
    ines.presses("Send")

    assert "Three minutes from Ines" in last(ada).says
    assert "is sent to the one who answers for" in flat(ines.answer)


def test_a_line_that_nobody_answers_for_or_that_is_none_is_said(day: Orchestra, ada: Player) -> None:
    ines = day.player("Ines")
    change(day, ines, is_strategy_owner=True)
    for line, said in (("field/P-2", "Nobody answers for that line yet."), ("nowhere/P-9", "Please choose one of")):
        ines.does("lessons.preview", fields={"lesson": "promises", "line": line})
        assert said in ines.answer
    ines.does("lessons.preview", fields={"lesson": "promises"})
    assert "Please choose to whom it goes." in ines.answer


def test_people_and_a_line_at_once_are_one_too_many(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.plays_from(OWNED)
    change(day, ruth, is_strategy_owner=True)
    to = f"person {ada.person.id}"
    ruth.does("lessons.preview", fields={"lesson": "promises", "to": to, "line": "field/P-1"})

    assert "Please choose people or a line, not both." in ruth.answer


# When it reaches whom


def test_outside_their_hours_it_waits_for_the_next_one(day: Orchestra, field: Team, ruth: Player) -> None:
    early = day.player("Early", team=field, time_zone="Pacific/Auckland")
    day.goes_on(hours=5)
    sends(ruth)
    assert [one for one in early.got() if "from Ruth" in one.says] == []

    day.local(early, time(9), days=1)

    assert [one.says for one in early.got() if "from Ruth" in one.says] == [
        "Three minutes from Ruth: Promises between teams. Now, or at 14:00?"
    ]


def test_who_paused_gets_it_when_they_are_back(day: Orchestra, ada: Player, ruth: Player) -> None:
    change(day, ada, paused_until=date(2027, 3, 12))
    day.goes_on(hours=5)
    sends(ruth)
    on(day, date(2027, 3, 11))
    assert ada.got() == []

    on(day, date(2027, 3, 15))

    assert any("from Ruth" in one.says for one in ada.got())


def test_who_pauses_or_leaves_after_putting_it_off_is_not_offered_it(day: Orchestra, field: Team, ruth: Player) -> None:
    ada, bo = day.player("Ada", team=field), day.player("Bo", team=field)
    day.goes_on(hours=5)
    sends(ruth)
    for player in (ada, bo):
        player.does("lessons.put_off", fields={"sitting": sitting(day, player).id, "hour": "15:00"})
    change(day, ada, paused_until=date(2027, 3, 9))
    change(day, bo, left_at=day.clock.at)
    heard = len(day.mouth.sent)
    day.goes_on(hours=4)
    assert len(day.mouth.sent) == heard

    on(day, date(2027, 3, 10))

    assert sum("from Ruth" in one.says for one in ada.got()) == 2
    assert not [one for one in day.mouth.sent[heard:] if one.to.external_id == "bo"]


def test_the_hour_that_was_named_is_kept_also_in_the_evening(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.goes_on(hours=5)
    sends(ruth)
    ada.does("lessons.put_off", fields={"sitting": sitting(day, ada).id, "hour": "20"})
    assert "comes back at 20:00." in flat(day.mouth.amended[-1].text)
    day.goes_to(datetime(2027, 3, 9, 19, 59, tzinfo=UTC))
    assert sum("from Ruth" in one.says for one in ada.got()) == 1

    day.goes_to(datetime(2027, 3, 9, 20, 0, tzinfo=UTC))

    assert last(ada).says == "Three minutes from Ruth: Promises between teams. Now, or on Wednesday 10 March?"
    ada.presses("On Wednesday", on=last(ada).card)
    on(day, date(2027, 3, 10), 8)
    on(day, date(2027, 3, 10), 9)
    assert sum("from Ruth" in one.says for one in ada.got()) == 3


def test_another_day_is_one_on_which_they_are_at_work_and_asked(day: Orchestra, field: Team, ruth: Player) -> None:
    ada = day.player("Ada", team=[field, day.team("Oven", part="oven", asked_within="10:00-11:00")])
    day.goes_on(hours=5)
    sends(ruth)
    ada.writes("off tomorrow")
    ada.does("lessons.put_off", fields={"sitting": sitting(day, ada).id, "hour": "20"})
    day.goes_to(datetime(2027, 3, 9, 20, 0, tzinfo=UTC))
    assert last(ada).says == "Three minutes from Ruth: Promises between teams. Now, or on Thursday 11 March?"
    ada.presses("On Thursday", on=last(ada).card)

    assert sitting(day, ada).due_at == datetime(2027, 3, 11, 10, tzinfo=UTC)


def test_days_away_go_before_the_hour_that_was_named(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.goes_on(hours=5)
    sends(ruth)
    ada.does("lessons.put_off", fields={"sitting": sitting(day, ada).id, "hour": "20"})
    ada.writes("off today")
    day.goes_to(datetime(2027, 3, 9, 20, 0, tzinfo=UTC))
    assert sum("from Ruth" in one.says for one in ada.got()) == 1
    on(day, date(2027, 3, 10), 9)

    assert sum("from Ruth" in one.says for one in ada.got()) == 2


@pytest.mark.parametrize("hour", ["", "09:00", "11:00", "25:00", "soon", "14:00:61"])
def test_an_hour_that_is_over_or_none_is_asked_for_again(day: Orchestra, ada: Player, ruth: Player, hour: str) -> None:
    day.goes_on(hours=5)
    sends(ruth)
    ada.does("lessons.put_off", fields={"sitting": sitting(day, ada).id, "hour": hour})

    assert "an hour of today that is still to come, such as 14:00." in flat(ada.answer)
    assert sitting(day, ada).state is SittingState.OFFERED


def test_what_was_put_off_or_declined_can_be_taken_after_all(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.goes_on(hours=5)
    sends(ruth)
    ada.presses("Not for me", on=last(ada).card)
    assert "Nobody is told." in ada.answer
    ada.presses("Take it after all")
    assert "card 1 of 4" in ada.answer
    ada.presses("Later today")
    ada.fills("14:00")
    ada.presses("Now")

    assert "card 1 of 4" in ada.answer
    assert sitting(day, ada).due_at is None


def test_what_was_put_off_half_way_goes_on_where_it_was(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=5)
    ada.does("lessons.take", value="promises")
    ada.presses("Next card")
    ada.presses("Later today")
    ada.fills("15:00")
    day.goes_on(hours=4)
    ada.presses("Now", on=last(ada).card)

    assert "card 2 of 4" in ada.answer


def test_what_was_put_off_half_way_begins_anew_when_it_was_rewritten(
    day: Orchestra, ada: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.does("lessons.take", value="promises")
    ada.presses("Next card")
    changed = shelf.Lesson(**{**vars(shelf.every()["promises"]), "version": 2})
    monkeypatch.setattr(shelf._shelf, "lessons", {"promises": changed})
    ada.does("lessons.take", value="promises")

    assert "card 1 of 4" in ada.answer
    assert sitting(day, ada).version == 2


def test_a_large_team_gets_it_too_the_last_of_them_at_the_next_tick(day: Orchestra, field: Team, ruth: Player) -> None:
    players = [day.player(f"P{n}", team=field) for n in range(lessons.SENT_AT_ONCE + 3)]
    day.goes_on(hours=5)
    sends(ruth)

    def offered() -> int:
        return sum("from Ruth" in one.says for player in players for one in player.got())

    assert offered() == lessons.SENT_AT_ONCE
    day.goes_on(minutes=1)
    day.goes_on(minutes=1)
    assert offered() == len(players)
    assert f"{len(players)} people of Field" in flat(ruth.answer).replace("eleven", "11")


def test_no_fourth_batch_of_a_day_is_made_by_a_lesson(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.goes_on(hours=3)
    for n, lesson in enumerate(("Promises", "Whirlwind", "The five")):
        day.goes_on(minutes=30 * (n + 1))
        sends(ruth, lesson, "Ada")
    assert len([one for one in ada.got() if "from Ruth" in one.says]) == 2

    on(day, date(2027, 3, 10))

    assert "The five choices" in last(ada).says


# Sent later


def previews(coach: Player) -> Sending:
    coach.writes("send promises to Field")
    return max(coach.day.all(Sending), key=lambda one: one.id)


def test_what_is_sent_later_comes_at_the_hour_that_was_chosen(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.goes_on(hours=3)
    previews(ruth)
    ruth.presses("Send it later")
    assert [str(one.value) for one in ruth.said.drawn.fields] == ["2027-03-10", "09:00"]  # type: ignore[union-attr]
    ruth.fills("2027-03-11", "10:30")
    assert "Promises between teams goes to one person of Field on Thursday 11 March at 10:30." in flat(ruth.answer)
    on(day, date(2027, 3, 11), 10)
    assert not [one for one in ada.got() if "from Ruth" in one.says]
    day.goes_on(minutes=30)

    assert last(ada).says == "Three minutes from Ruth: Promises between teams. Now, or at 14:00?"
    ruth.does("sendings.results", value=day.all(Sending)[0].id)
    assert "sent on Thursday 11 March to one person of Field." in flat(ruth.answer)


def test_who_does_not_work_then_gets_it_at_their_next_hour(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.goes_on(hours=3)
    sent = previews(ruth)
    ruth.does("lessons.send_later", fields={"sending": sent.id, "day": "2027-03-13", "hour": "10:00"})
    on(day, date(2027, 3, 13), 10)
    assert not [one for one in ada.got() if "from Ruth" in one.says]
    on(day, date(2027, 3, 15))

    assert "from Ruth" in last(ada).says


def test_what_is_to_go_out_can_be_taken_back_until_then_and_not_afterwards(
    day: Orchestra, field: Team, ada: Player, ruth: Player
) -> None:
    bo = day.player("Bo", team=field)
    day.goes_on(hours=3)
    sent = previews(ruth)
    tomorrow = {"sending": sent.id, "day": "2027-03-10", "hour": "10:00"}
    ruth.does("lessons.send_later", fields=tomorrow)
    ruth.does("sendings.results", value=sent.id)
    assert "to go out on Wednesday 10 March to two people of Field." in flat(ruth.answer)
    bo.does("lessons.take", value="promises")
    ruth.does("lessons.leave", value=sent.id)
    assert "was not sent." in ruth.answer
    assert [one.person_id for one in day.all(Sitting)] == [bo.person.id], "who has begun it goes on with it"
    on(day, date(2027, 3, 10), 10)
    assert not [one for one in ada.got() if "from Ruth" in one.says]

    again = previews(ruth)
    ruth.does("lessons.send", value=again.id)
    before = day.all(Sitting)
    ruth.does("lessons.leave", value=again.id)
    assert day.all(Sitting) == before
    assert next(one for one in day.all(Sending) if one.id == again.id).state is SendingState.SENT


def test_chosen_twice_it_goes_out_once_at_the_first_hour(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.goes_on(hours=3)
    sent = previews(ruth)
    for hour in ("10:00", "11:00"):
        ruth.does("lessons.send_later", fields={"sending": sent.id, "day": "2027-03-10", "hour": hour})
    ruth.does("lessons.send", value=sent.id)

    assert day.count(Sitting) == 1
    assert sitting(day, ada).due_at == datetime(2027, 3, 10, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "hour"),
    [
        ("2027-03-09", "09:00"),
        ("2027-03-08", "15:00"),
        ("2027-03-24", "15:00"),
        ("9999-12-31", "09:00"),
        ("0001-01-01", "09:00"),
        ("", "09:00"),
        ("soon", "09:00"),
        ("2027-03-10", ""),
        ("2027-03-10", "25:00"),
    ],
)
def test_an_hour_at_which_nothing_can_go_out_is_asked_for_again(
    day: Orchestra, ada: Player, ruth: Player, when: str, hour: str
) -> None:
    day.goes_on(hours=3)
    sent = previews(ruth)
    ruth.does("lessons.send_later", fields={"sending": sent.id, "day": when, "hour": hour})

    assert "Please choose an hour that is still to come, within 14 days." in flat(ruth.answer)
    assert day.count(Sitting) == 0


def test_when_it_goes_out_is_its_senders_to_say(day: Orchestra, field: Team, ada: Player, ruth: Player) -> None:
    petra = day.player("Petra", team=field, role=Role.COACH)
    sent = previews(ruth)
    for does in ("lessons.open_when", "lessons.send_later"):
        petra.does(does, value=sent.id, fields={"sending": sent.id, "day": "2027-03-10", "hour": "10:00"})
        assert "There is no such thing here" in petra.answer

    assert day.count(Sitting) == 0


# What the sender sees


def team_answers(day: Orchestra, field: Team, ruth: Player, chosen: Sequence[str]) -> Sending:
    players = [day.player(f"P{n}", team=field) for n in range(len(chosen))]
    day.goes_on(hours=5)
    sends(ruth)
    for player, one in zip(players, chosen, strict=True):
        player.presses("Now", on=last(player).card)
        answers(player, one)
        day.goes_on(minutes=1)
    return day.all(Sending)[0]


RIGHT, WRONG = "“Selma", "A thumbs-up"


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([RIGHT, WRONG, RIGHT, RIGHT], "Fewer than five answered."),
        ([RIGHT, WRONG, RIGHT, RIGHT, WRONG], "There are five answers; three of them chose the option that holds."),
        (
            [RIGHT, WRONG, RIGHT, RIGHT, WRONG, WRONG],
            "There are five answers; three of them chose the option that holds.",
        ),
        ([WRONG] * 5, "There are five answers. How they chose would tell what each of them did, so it is not shown."),
    ],
)
def test_a_sender_sees_counts_in_fives_and_never_who(
    day: Orchestra, field: Team, ruth: Player, chosen: Sequence[str], said: str
) -> None:
    sent = team_answers(day, field, ruth, chosen)
    place = next(one.to for one in ruth.got())

    assert said in day.draws(place, "lessons.sending", {"sending": sent.id})
    told = [one for one in day.mouth.amended if one.to.external_id == "ruth"]
    assert len(told) == (2 if len(chosen) >= 5 else 1)
    assert not any(f"P{n}" in one.text for one in told for n in range(9))


# What comes back


def test_it_comes_back_at_even_gaps_at_the_persons_hour_until_it_is_over(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=5)
    takes(ada)
    for _ in range(120):
        day.local(ada, time(9), days=1)

    # 90 days, a gap of 14: six times, the last one on 1 June; the seventh would be after 7 June.
    assert nudges(day, ada) == [date(2027, 3, 9) + timedelta(days=14 * n) for n in range(1, 7)]
    assert sitting(day, ada).due_at is None


def test_the_recalls_take_turns_and_are_explained(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=3)
    takes(ada)
    asked = []
    for when in (date(2027, 3, 23), date(2027, 4, 6), date(2027, 4, 20)):
        day.goes_to(datetime.combine(when, time(9), UTC) - timedelta(hours=when.month > 3))
        asked.append(flat(last(ada).text))
        assert last(ada).says.startswith("One question from ")

    lesson = shelf.every()["promises"]
    for n, text in enumerate(asked):
        assert flat(lesson.recalls[n % 2].asks) in text


def test_a_nudge_that_is_let_go_is_not_asked_again_that_day_and_comes_back(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=3)
    takes(ada)
    on(day, date(2027, 3, 23))
    ada.presses("Let it go", on=last(ada).card)
    assert "Not answered, and not asked again today." in flat(ada.answer)
    assert "comes back on Tuesday 6 April" in flat(ada.answer)
    ada.does("lessons.let_go", value=day.all(Nudge)[0].id)

    assert day.all(Nudge)[0].state is NudgeState.LET_GO
    on(day, date(2027, 3, 23), 12)
    assert len(nudges(day, ada)) == 1


def test_an_answer_to_a_nudge_is_explained_and_the_first_one_stands(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=3)
    takes(ada)
    on(day, date(2027, 3, 23))
    ada.presses("Answer", on=last(ada).card)
    ada.fills("April works")
    assert "Thirty days fit that sentence." in ada.answer
    (asked,) = day.all(Nudge)
    ada.does("lessons.recall", fields={"nudge": asked.id, "option": "b"})
    ada.does("lessons.let_go", value=asked.id)

    assert day.all(Nudge) == [asked]
    assert asked.right is False


def test_anothers_nudge_and_a_missing_one_are_refused_alike(day: Orchestra, field: Team, ada: Player) -> None:
    bo = day.player("Bo", team=field)
    day.goes_on(hours=3)
    takes(ada)
    on(day, date(2027, 3, 23))
    (asked,) = day.all(Nudge)
    for id in (asked.id, "0" * 32):
        for action, value in (("open_recall", id), ("let_go", id), ("stop", f"nudge {id}")):
            bo.does(f"lessons.{action}", value=value)
            assert "There is no such thing here" in bo.answer
        bo.does("lessons.recall", fields={"nudge": id, "option": "a"})
        assert "There is no such thing here" in bo.answer

    assert day.all(Nudge) == [asked]


def test_who_says_stop_is_asked_no_more(day: Orchestra, ada: Player) -> None:
    takes(ada)
    ada.presses("Stop these questions")
    assert "Nothing of it comes back." in ada.answer
    for ahead in range(1, 40):
        on(day, date(2027, 3, 9) + timedelta(days=ahead))

    assert nudges(day, ada) == []


def test_taken_once_more_it_comes_back_once(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=3)
    takes(ada)
    takes(ada)
    on(day, date(2027, 3, 23))
    on(day, date(2027, 3, 24))

    assert nudges(day, ada) == [date(2027, 3, 23)]


def test_two_a_week_whatever_the_number_of_lessons(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=3)
    for lesson in shelf.every().values():
        takes(ada, lesson.question.options[0].words, lesson.id)
    for ahead in range(1, 60):
        on(day, date(2027, 3, 9) + timedelta(days=ahead))

    days = nudges(day, ada)
    assert len(days) > 8
    assert len(set(days)) == len(days)
    assert all(later - first >= timedelta(days=7) for first, later in zip(days, days[2:], strict=False))


@pytest.mark.parametrize("gone", ["paused", "left", "lesson"])
def test_who_paused_or_left_is_not_asked_nor_about_a_lesson_that_is_gone(
    day: Orchestra, ada: Player, gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.goes_on(hours=3)
    takes(ada)
    ours = sitting(day, ada)
    if gone == "lesson":
        monkeypatch.setattr(shelf._shelf, "lessons", {})
    else:
        values = {"paused_until": date(2027, 3, 24)} if gone == "paused" else {"left_at": day.clock.at}
        change(day, ada, **values)
    on(day, date(2027, 3, 23))

    (now,) = [one for one in day.all(Sitting) if one.id == ours.id]
    assert day.count(Nudge) == 0
    assert (now.due_at == datetime(2027, 3, 25, 9, tzinfo=UTC)) if gone == "paused" else now.due_at is None


def test_the_clock_that_comes_twice_or_from_two_processes_asks_once(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=3)
    takes(ada)
    for _ in range(3):
        on(day, date(2027, 3, 23))

    assert len(nudges(day, ada)) == 1
    assert sum("One question from" in one.says for one in ada.got()) == 1


def test_a_duty_serves_no_more_people_at_once_than_it_is_told(day: Orchestra, field: Team) -> None:
    players = [day.player(f"P{n}", team=field) for n in range(lessons.NUDGED_AT_ONCE + 3)]
    day.goes_on(hours=3)
    for player in players:
        takes(player)
    day.clock.at = datetime(2027, 3, 23, 9, tzinfo=UTC)
    duty = DUTIES["lessons.nudge"]

    def once() -> int:
        return day.database.writer.write(lambda s: duty(day.moment(), s, day.workspace.id, AT_ONCE).served).result()

    assert [once(), once(), once()] == [lessons.NUDGED_AT_ONCE, 3, 0]


def test_a_lesson_that_was_rewritten_says_so_and_can_be_read_again(
    day: Orchestra, ada: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes(ada)
    old = shelf.every()["promises"]
    changed = shelf.Lesson(**{**vars(old), "version": 2})
    monkeypatch.setattr(shelf._shelf, "lessons", {"promises": changed})
    place = last(ada).to
    kept = sitting(day, ada)

    said = day.draws(place, "lessons.sitting", {"sitting": kept.id, "n": "0"})
    assert "has been rewritten since. What you answered is kept." in said
    ada.does("lessons.take", value="promises")
    assert "card 1 of 4" in ada.answer


def test_only_the_looks_of_a_lesson_open_forms(day: Orchestra, ada: Player) -> None:
    ada.does("lessons.take", value="promises")
    ada.does("lessons.open_question", value=sitting(day, ada).id)
    assert ada.said is not None
    assert ada.said.answer.how is How.FORM
    form = ada.said.drawn
    assert isinstance(form, Form)
    assert [option.value for option in form.fields[0].options] == ["a", "b", "c"]


def test_somebody_without_a_place_is_left_out(day: Orchestra, field: Team, ada: Player, ruth: Player) -> None:
    lost = Person(id=day.moment().id(), workspace_id=day.workspace.id, handle="lost", name="Lost")
    member = Membership(
        id=day.moment().id(), workspace_id=day.workspace.id, team_id=field.id, person_id=lost.id, role=Role.MEMBER
    )
    day.keep(lost, member)
    day.goes_on(hours=5)
    sends(ruth)

    assert "is sent to one person of Field." in flat(ruth.answer)


def test_a_lesson_for_somebody_without_working_days_waits_until_they_take_it(
    day: Orchestra, field: Team, ruth: Player
) -> None:
    never = day.player("Never", team=field, working_days=0)
    day.goes_on(hours=5)
    sends(ruth)
    assert sitting(day, never).due_at is None
    assert never.got() == []

    never.does("lessons.take", value="promises")

    assert "card 1 of 4" in never.answer
    assert day.count(Sitting) == 1
    assert sitting(day, never).sending_id is not None


def test_what_is_due_is_what_the_memory_says(day: Orchestra, ada: Player) -> None:
    takes(ada)

    def found(now: datetime) -> int:
        return len(day.ask(lambda s: learning.due(s, day.workspace.id, SittingState.ANSWERED, now, 9)))

    due = sitting(day, ada).due_at
    assert due is not None
    assert (found(due - timedelta(seconds=1)), found(due)) == (0, 1)
    assert local_day(due, "Europe/Dublin") == date(2027, 3, 23)
    assert [p.name for _, p in day.ask(lambda s: learning.next_due(s, day.workspace.id, 9))] == ["Ada"]
    assert isinstance(last(ada).card, Card)
    assert list(buttons_in(last(ada).card))


@pytest.mark.parametrize(
    "said",
    [
        "send promises to Field",
        "Send “Promises between teams” to the Field team.",
        "lesson promises for field",
        "send a lesson on promises to ada",
        "teach Promises between teams to Ada",
    ],
)
def test_a_lesson_is_sent_by_one_sentence_and_looked_at_first(
    day: Orchestra, ada: Player, ruth: Player, said: str
) -> None:
    ruth.writes(said)
    assert "Only you see this until you send it." in flat(ruth.answer)
    assert not day.all(Sitting)

    ruth.presses("Send")

    assert [one.person_id for one in day.all(Sitting)] == [ada.person.id]


def test_who_answers_for_the_strategy_sends_to_the_owners_of_a_line_by_its_address(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field", part="field"))
    day.plays_from(OWNED)
    olga = day.player("Olga", strategy_owner=True)

    olga.writes("send whirlwind to the owners of field/P-1")
    olga.presses("Send")

    assert [one.person_id for one in day.all(Sitting)] == [ada.person.id]


def test_whom_a_sentence_means_is_asked_where_it_is_not_clear(day: Orchestra, field: Team, ada: Player) -> None:
    day.player("Ada Byron", team=field)
    ruth = day.player("Ruth", team=field, role=Role.COACH)

    ruth.writes("send promises to the moon")

    form = ruth.said.drawn if ruth.said else None
    assert isinstance(form, Form)
    assert form.says is not None
    assert "nobody, or more than one, called “the moon”" in render.words(form.says, "en")
    assert str(form.fields[0].value) == "promises"
    ruth.fills("Promises", "Everybody in Field")
    assert len(day.all(Sending)) == 1


def test_only_who_may_send_can_say_so(ada: Player) -> None:
    ada.writes("send promises to Field")
    assert "Lessons are sent by the coaches" in flat(ada.answer)


@pytest.mark.parametrize("said", ["send the quote to Acme", "lesson", "send promises", "teach my team to sing"])
def test_what_names_no_lesson_is_no_sending(said: str) -> None:
    assert not lessons.reads_as_sending(said, "en")


@pytest.mark.usefixtures("ada")
def test_what_a_coach_says_in_the_channel_is_previewed_to_them_alone(day: Orchestra, field: Team, ruth: Player) -> None:
    channel = next(one for one in day.all(Place) if one.team_id == field.id)
    ruth.does("lessons.say", text="send promises to Field", place=channel.external_id)
    assert not day.in_channel(field)
    assert "Only you see this until you send it." in flat(ruth.last().text)
