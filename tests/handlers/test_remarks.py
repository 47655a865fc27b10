"""What is asked of a line, or seen otherwise, goes to who owns it, and the answer comes back to where it was put."""

from collections.abc import Mapping
from datetime import UTC, date, time, timedelta

import pytest

from handlers import asking, understand
from handlers import remarks as conversation
from handlers.cards import Form
from handlers.guards import score_now
from handlers.turn import Gone, How, Turn
from storage import people
from storage.store import Store
from storage.tables import (
    Delivery,
    Place,
    Remark,
    RemarkKind,
    RemarkState,
    Role,
    Wording,
)
from tests.orchestra import SCORE, Orchestra, Player, Said

OWNED = SCORE.replace("Win the harbour towns", "Win the harbour towns, owner: otto").replace(
    "Call every harbour before noon,", "Call every harbour before noon, owner: bo, deputy: cy,"
)
BY_WHEN = "By which hour of which day?"
NOON = "Before noon of each working day"


@pytest.fixture
def ada(day: Orchestra) -> Player:
    field = day.team("Field")
    ada = day.player("Ada", team=field)
    for name in ("Bo", "Cy", "Dee", "Eve", "Fay"):
        day.player(name, team=field)
    day.player("Mia", team=field, role=Role.MANAGER)
    day.player("Otto", strategy_owner=True)
    day.plays_from(OWNED)
    day.local(ada, time(10))
    return ada


def of(day: Orchestra, handle: str) -> Player:
    return Player(day, handle)


def one(day: Orchestra) -> Remark:
    (found,) = day.all(Remark)
    return found


def line(day: Orchestra, address: str = "field/P-1") -> str:
    return next(one.line_id for one in day.all(Wording) if one.address == address)


def asks(
    player: Player, words: str = BY_WHEN, address: str = "field/P-1", kind: str = "question", name: str = ""
) -> str:
    fields = {"line": line(player.day, address), "kind": kind, "words": words, "name": name}
    player.does("remarks.ask", fields={key: said for key, said in fields.items() if said})
    return " ".join(player.answer.split())


def answers(player: Player, words: str = NOON, of_line: str = "") -> str:
    fields = {"remark": one(player.day).id, "answer": words, "line": of_line}
    player.does("remarks.answer", fields={key: said for key, said in fields.items() if said})
    return " ".join(player.answer.split())


def changes(day: Orchestra, player: Player, **values: object) -> None:
    day.database.writer.write(lambda store: store.change(player.person, **values)).result()


def got(player: Player) -> list[Said]:
    """What came to somebody, without the questions of the morning."""
    return [one for one in player.got() if not one.says.startswith("Good morning")]


def text(player: Player) -> str:
    return " ".join(got(player)[-1].text.split())


# From the line to its owner and back


def test_a_question_goes_to_the_owner_and_the_answer_comes_back(day: Orchestra, ada: Player) -> None:
    bo, eve = of(day, "bo"), of(day, "eve")
    ada.writes("score field/P-1")
    ada.presses("Ask its owner")
    ada.fills(BY_WHEN)
    assert "Your question goes to Bo, who has until 16 March" in " ".join(ada.answer.split())
    assert bo.last().says == "One thing is asked of a line of yours."
    assert f"{BY_WHEN} Ada asks" in text(bo)

    bo.presses("Answer", on=bo.last().card)
    bo.fills(NOON)
    assert "What was asked of you is answered" in bo.answer
    assert ada.last().says == "Bo answers your question."
    assert NOON in text(ada)
    # Where it was put it stands too.
    assert any(NOON in said.text and said.to.external_id == "ada" for said in day.mouth.amended)
    eve.writes("score field/P-1")
    assert NOON in eve.answer
    assert BY_WHEN in eve.answer
    assert "Ada" not in eve.answer


def test_nobody_is_offered_to_ask_themselves(day: Orchestra, ada: Player) -> None:
    bo = of(day, "bo")
    bo.writes("score field/P-1")
    assert "Ask its owner" not in bo.answer
    assert "is yours, so there is nobody else to ask" in asks(bo)
    assert day.all(Remark) == []


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("question to field/P-1: by when?", "question", "by when?"),
        ("Question to field/P-1 by when", "question", "by when"),
        ("ask the owner of field/P-1:by when", "question", "by when"),
        ("Objection to FIELD/P-1:  nobody is up then", "objection", "nobody is up then"),
        ("I object to field/p-1.", "objection", ""),
    ],
)
def test_it_can_be_said_in_words(day: Orchestra, ada: Player, said: str, kind: str, words: str) -> None:
    ada.writes(said)
    assert ada.said is not None
    form = ada.said.drawn
    assert isinstance(form, Form)
    assert form.about["kind"] == kind
    assert str(form.fields[0].value or "") == words


def test_an_address_that_is_none_is_looked_for_and_other_words_are_for_the_coach(day: Orchestra, ada: Player) -> None:
    ada.writes("question to field/P-99: by when?")
    assert "I find no line of the score at “field/P-99”" in ada.answer
    assert understand("question to everybody: by when?", "en") == "coach.ask"
    assert understand("questions to field/P-1", "en") == "home.unclear"
    assert understand("objection", "en") == "home.unclear"


def test_without_a_score_there_is_no_line(day: Orchestra) -> None:
    ada = day.player("Ada")
    ada.writes("question to field/P-1: by when?")
    assert "I find no line" in ada.answer
    ada.does("remarks.open_question", value="x")
    assert "There is no such thing here" in ada.answer


@pytest.mark.parametrize(
    ("words", "note"), [("", "Write it down"), ("\u0000" * 3, "Write it down"), ("x" * 601, "601"), ("\u202e", "read")]
)
def test_what_cannot_be_sent_stays_in_the_form(day: Orchestra, ada: Player, words: str, note: str) -> None:
    assert note in asks(ada, words)
    assert day.all(Remark) == []


def test_a_kind_that_nobody_can_choose_is_not_there(day: Orchestra, ada: Player) -> None:
    for kind in ("finding", "", "x"):
        assert "no such thing here" in asks(ada, kind=kind)
    assert day.all(Remark) == []


def test_who_has_it_in_no_message_here_answers_where_they_are(day: Orchestra, ada: Player) -> None:
    asks(ada)
    bo = of(day, "bo")
    place = next(each for each in day.all(Place) if each.external_id == "bo")
    other = {"id": day.moment().id(), "external_id": "bo-elsewhere"}
    day.keep(Place(**{**place.model_dump(), **other}))
    bo.does("remarks.answer", place="bo-elsewhere", fields={"remark": one(day).id, "answer": NOON})
    assert "Nothing is asked of you." in bo.answer


def test_hostile_words_are_shown_as_they_stand(day: Orchestra, ada: Player) -> None:
    asks(ada, "<!channel> *x* [y](http://e) `z` {line}")
    assert "<!channel> *x* [y](http://e) `z` {line}" in text(of(day, "bo"))


def test_ten_a_day_on_a_line_and_no_more(day: Orchestra, ada: Player) -> None:
    for n in range(10):
        assert "goes to Bo" in asks(ada, f"Why {n}?")
    assert "That is ten today" in asks(ada, "Why once more?")
    assert len(day.all(Remark)) == 10
    assert "goes to" in asks(ada, "Why?", "field/P-2")
    day.goes_on(days=1)
    assert "goes to Bo" in asks(ada, "Why today?")


def test_a_finding_is_asked_about_by_another_conversation(day: Orchestra, ada: Player) -> None:
    otto = of(day, "otto")

    def finds(store: Store) -> None:
        place = people.direct_place(store, otto.person)
        now = score_now(store, day.workspace.id)
        assert place is not None
        assert now is not None
        wording = now.at("field/P-1")
        assert wording is not None
        turn = Turn(day.clock.at, day.chance, person=otto.person, place=place, action="x.y")
        to = asking.whom(store, now, wording, otto.person, turn.at)
        asked = asking.ask(turn, store, to, "No measure tells whether it moves", RemarkKind.FINDING, finding="C20")
        assert asked.answer.how is How.STANDS
        store.keep(*asked.shown, *asked.deliveries)

    day.database.writer.write(finds).result()
    day.send()
    assert one(day).finding == "C20"
    assert "Otto, about a finding" in text(of(day, "bo"))
    assert "What you asked goes to Bo" in text(otto)
    of(day, "bo").does("remarks.answer", fields={"remark": one(day).id, "answer": "We count", "line": "changes"})
    assert otto.last().says == "Bo answers what you asked."


# To whom


def test_of_a_line_without_an_owner_who_leads_its_team_is_asked(day: Orchestra, ada: Player) -> None:
    assert "goes to Mia" in asks(ada, address="field/P-2")


def test_of_a_line_of_nobody_who_answers_for_the_strategy_is_asked(day: Orchestra, ada: Player) -> None:
    assert "goes to Otto" in asks(ada, address="harbour/A")


def test_what_stands_under_a_line_is_for_who_owns_that(day: Orchestra, ada: Player) -> None:
    day.plays_from(OWNED.replace("Win the harbour towns,", "Win the harbour towns, not: {N-1: No inland towns},"))
    assert "goes to Otto" in asks(ada, address="harbour/N-1")


def test_where_nobody_can_be_told_nothing_is_sent(day: Orchestra, ada: Player) -> None:
    changes(day, of(day, "otto"), paused_until=date(2029, 1, 1))
    assert "Nobody can be reached through me now" in asks(ada, address="harbour/A")
    assert day.all(Remark) == []


def test_who_is_away_is_stood_in_for(day: Orchestra, ada: Player) -> None:
    changes(day, of(day, "bo"), wishes="decision=none")
    assert "goes to Cy" in asks(ada)


def test_it_waits_for_the_hours_of_the_owner_and_several_come_in_one_message(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(20))
    asks(ada)
    asks(of(day, "dee"), "And on Saturdays?")
    bo = of(day, "bo")
    assert got(bo) == []
    day.local(ada, time(9), days=1)
    messages = [said for said in bo.got() if "asked of lines of yours" in said.says]
    assert [said.says for said in messages] == ["Two things are asked of lines of yours."]
    assert "Ada asks" in messages[0].text
    assert "Dee asks" in messages[0].text


def test_a_message_has_room_for_five(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(20))
    for n in range(6):
        asks(ada, f"Why {n}?")
    assert len([sent for sent in day.all(Delivery) if sent.view == "remarks.asked"]) == 2


def test_in_a_channel_nothing_tells_who_asked(day: Orchestra, ada: Player) -> None:
    fields = {"line": line(day), "kind": "question", "words": BY_WHEN}
    ada.does("remarks.ask", place="field", fields=fields)
    assert ada.answer == ""
    assert "Your question goes to Bo" in text(ada)


def test_who_is_nowhere_alone_with_us_asks_all_the_same(day: Orchestra, ada: Player) -> None:
    place = next(one for one in day.all(Place) if one.external_id == "ada")
    day.database.writer.write(lambda store: store.change(place, closed_at=day.clock.at)).result()
    fields = {"line": line(day), "kind": "question", "words": BY_WHEN}
    ada.does("remarks.ask", place="field", fields=fields)
    assert one(day).state is RemarkState.OPEN
    assert answers(of(day, "bo"))


# Without a name


def test_an_objection_without_a_name_tells_the_owner_nothing_of_who_it_is(day: Orchestra, ada: Player) -> None:
    bo = of(day, "bo")
    ada.writes("score field/P-1")
    ada.presses("I see it otherwise")
    ada.fills("Nobody is up before noon", "Leave it out")
    assert "is not told that it is from you" in " ".join(ada.answer.split())
    assert got(bo) == []
    sent = next(one for one in day.all(Delivery) if one.view == "remarks.asked")
    # With a later morning's messages, so that the hour tells nothing.
    assert sent.not_before.astimezone(UTC).time() == time(9)
    assert sent.not_before.date() > day.clock.at.date()
    day.local(ada, time(9), days=1)
    shown = next(said for said in bo.got() if "line of yours" in said.says)
    assert "left their name out" in " ".join(shown.text.split())
    assert "Ada" not in shown.text
    bo.does("attention.why", value=sent.id)
    assert "Ada" not in bo.answer
    assert "somebody" in bo.answer
    bo.presses("Answer", on=shown.card)
    bo.fills("We call those who are", "It stays")
    assert ada.last().says == "Bo answers your objection."
    assert "Ada" not in bo.answer


def test_what_has_a_name_does_not_wait_with_what_has_none(day: Orchestra, ada: Player) -> None:
    asks(ada, "Nobody is up", kind="objection", name="unnamed")
    asks(of(day, "dee"))
    asks(of(day, "eve"), "Nor am I", kind="objection", name="unnamed")
    assert "Dee asks" in text(of(day, "bo"))
    assert len([sent for sent in day.all(Delivery) if sent.view == "remarks.asked"]) == 2


def test_where_few_share_the_work_a_name_cannot_be_left_out(day: Orchestra) -> None:
    field = day.team("Field")
    ada = day.player("Ada", team=field)
    for name in ("Bo", "Cy", "Dee"):
        day.player(name, team=field)
    day.plays_from(OWNED.replace(", owner: otto", ""))
    day.local(ada, time(10))
    ada.writes("objection to field/P-1: nobody is up")
    assert ada.said is not None
    assert isinstance(ada.said.drawn, Form)
    assert [each.name for each in ada.said.drawn.fields] == ["words"]
    assert "would tell who you are" in asks(ada, "Nobody is up", kind="objection", name="unnamed")
    assert day.all(Remark) == []
    assert "Your objection goes to Bo" in asks(ada, "Nobody is up", kind="objection")


def test_who_would_be_asked_themselves_cannot_be_unnamed_to_the_next(day: Orchestra, ada: Player) -> None:
    """Mia leads the team of a line without an owner: that Otto is asked would tell who asks."""
    mia = of(day, "mia")
    assert "would tell who you are" in asks(mia, "Why?", "field/P-2", "objection", "unnamed")
    assert "goes to Otto" in asks(mia, "Why?", "field/P-2", "objection")


# The answer


def test_an_objection_is_answered_with_a_change_and_leads_to_the_new_words(day: Orchestra, ada: Player) -> None:
    asks(ada, "Nobody is up", kind="objection")
    assert "Choose one of these" in answers(of(day, "bo"))
    answers(of(day, "bo"), "You are right", "changes")
    assert one(day).state is RemarkState.CHANGED
    assert "it reads as before until another edition is loaded" in text(ada)
    day.plays_from(OWNED.replace("Call every harbour before noon", "Call every harbour before ten"))
    ada.writes("what i asked")
    assert "The line is changed. It reads now: Call every harbour before ten (field/P-1)" in " ".join(
        ada.answer.split()
    )


def test_the_first_answer_counts_and_only_who_has_it_answers(day: Orchestra, ada: Player) -> None:
    asks(ada)
    for stranger in ("cy", "ada", "otto"):
        assert "no such thing here" in answers(of(day, stranger))
    assert "Write it down" in answers(of(day, "bo"), "")
    answers(of(day, "bo"))
    assert NOON in answers(of(day, "bo"), "Another")
    assert one(day).answer == NOON
    assert len([sent for sent in day.all(Delivery) if sent.view == "remarks.answered"]) == 1


def test_what_was_answered_is_not_opened_again(day: Orchestra, ada: Player) -> None:
    asks(ada)
    bo = of(day, "bo")
    answers(bo)
    for action in ("open_answer", "open_pass"):
        bo.does(f"remarks.{action}", value=one(day).id)
        assert "What was asked of you is answered" in bo.answer
    bo.does("remarks.decide", value=one(day).id)
    assert one(day).holder_id == bo.person.id


def test_two_stand_with_the_line_and_the_rest_behind_a_press_for_ninety_days(day: Orchestra, ada: Player) -> None:
    for n in range(7):
        asks(ada, f"Why {n}?")
    for remark in day.all(Remark):
        of(day, "bo").does("remarks.answer", fields={"remark": remark.id, "answer": "Since"})
    eve = of(day, "eve")
    eve.writes("score field/P-1")
    assert eve.answer.count("somebody asked") == 2
    eve.presses("All 7 answers")
    assert eve.answer.count("somebody asked") == 5
    eve.presses("Earlier ones")
    assert eve.answer.count("somebody asked") == 2
    eve.presses("Later ones")
    assert eve.answer.count("somebody asked") == 5
    eve.does("remarks.of_line", value=f"{line(day)} xx")
    assert eve.answer.count("somebody asked") == 5
    day.clock.at += timedelta(days=91)
    eve.writes("score field/P-1")
    assert "somebody asked" not in eve.answer


# Passing it on


def test_it_is_passed_on_to_who_owns_the_line_above(day: Orchestra, ada: Player) -> None:
    asks(ada)
    bo, otto = of(day, "bo"), of(day, "otto")
    bo.presses("Pass it on", on=bo.last().card)
    bo.fills("Otto")
    assert "It is with Otto now" in bo.answer
    assert "Bo passed it on to you" in text(otto)
    assert any("Bo passed your question on to Otto" in " ".join(said.text.split()) for said in day.mouth.amended)
    assert "no such thing here" in answers(bo)
    answers(otto)
    assert ada.last().says == "Otto answers your question."


def test_it_is_passed_on_to_nobody_but_who_may_answer(day: Orchestra, ada: Player) -> None:
    asks(ada)
    bo = of(day, "bo")
    for to in ("", of(day, "dee").person.id, ada.person.id):
        bo.does("remarks.pass_on", fields={"remark": one(day).id, "to": to})
        assert "Choose one of these" in bo.answer
    changes(day, of(day, "cy"), paused_until=date(2029, 1, 1))
    bo.does("remarks.pass_on", fields={"remark": one(day).id, "to": of(day, "cy").person.id})
    assert "Cy cannot be reached" in bo.answer
    assert one(day).holder_id == bo.person.id


def test_it_needs_a_decision_of_who_answers_for_the_strategy(day: Orchestra, ada: Player) -> None:
    asks(ada)
    bo, otto = of(day, "bo"), of(day, "otto")
    bo.presses("It needs a decision", on=bo.last().card)
    assert "It is with Otto now" in bo.answer
    assert "needs a decision of yours" in text(otto)
    assert "It needs a decision" not in otto.last().text.replace("it needs a decision of yours", "")
    otto.does("remarks.decide", value=one(day).id)
    assert "There is nobody else" in otto.answer


def test_who_has_nobody_to_pass_it_to_keeps_it(day: Orchestra) -> None:
    field = day.team("Field")
    ada, _bo = day.player("Ada", team=field), day.player("Bo", team=field)
    day.plays_from(SCORE.replace("Call every harbour before noon,", "Call every harbour before noon, owner: bo,"))
    day.local(ada, time(10))
    asks(ada)
    bo = of(day, "bo")
    for action in ("open_pass", "decide"):
        bo.does(f"remarks.{action}", value=one(day).id)
        assert "There is nobody else" in bo.answer


def test_who_asked_without_a_name_is_not_missing_among_those_to_whom_it_can_be_passed(
    day: Orchestra, ada: Player
) -> None:
    asks(of(day, "cy"), "Nobody is up", kind="objection", name="unnamed")
    day.local(ada, time(9), days=1)
    bo = of(day, "bo")
    bo.does("remarks.open_pass", value=one(day).id)
    assert bo.said is not None
    assert isinstance(bo.said.drawn, Form)
    assert "Cy" in [str(option.label) for option in bo.said.drawn.fields[0].options]


def test_two_presses_at_once_pass_it_on_once(day: Orchestra, ada: Player) -> None:
    asks(ada)
    bo = of(day, "bo").person

    def presses(store: Store) -> None:
        place = people.direct_place(store, bo)
        assert place is not None
        turn = Turn(day.clock.at, day.chance, person=bo, place=place, action="remarks.decide", value=one(day).id)
        found = conversation.consider_decide(turn, store)
        first, second = conversation.decide(turn, store, found), conversation.decide(turn, store, found)
        assert (len(first.deliveries), len(second.deliveries)) == (1, 0)

    day.database.writer.write(presses).result()


# Days run


def test_the_day_before_there_is_one_reminder_and_then_the_deputy_is_asked_once(day: Orchestra, ada: Player) -> None:
    asks(ada)
    asks(of(day, "dee"), "And who calls?")
    bo, cy, otto = (of(day, name) for name in ("bo", "cy", "otto"))
    assert {each.answer_by for each in day.all(Remark)} == {date(2027, 3, 16)}
    day.local(ada, time(10), days=6)
    assert [said.says for said in bo.got() if "still wait" in said.says] == [
        "Two things still wait for your answer; after that day somebody else is asked."
    ]
    assert not [said for said in cy.got() if "asked of" in said.says]
    day.local(ada, time(10), days=2)
    assert "had no answer in time" in text(cy)
    assert got(ada)[-1].says == "No answer came in time. It is with Cy now, until 24 March."
    day.local(ada, time(10), days=30)
    assert not [said for said in otto.got() if "asked of" in said.says]
    assert not [said for said in cy.got() if "still wait" in said.says]
    assert {each.due_at for each in day.all(Remark)} == {None}


def test_late_with_nobody_else_it_stays_where_it_is(day: Orchestra) -> None:
    field = day.team("Field")
    ada, _bo = day.player("Ada", team=field), day.player("Bo", team=field)
    day.plays_from(SCORE.replace("Call every harbour before noon,", "Call every harbour before noon, owner: bo,"))
    day.local(ada, time(10))
    asks(ada)
    day.local(ada, time(10), days=6)
    day.local(ada, time(10), days=3)
    assert (one(day).holder_id, one(day).due_at) == (of(day, "bo").person.id, None)


def test_who_wants_no_decisions_is_not_reminded(day: Orchestra, ada: Player) -> None:
    asks(ada)
    changes(day, of(day, "bo"), wishes="decision=none")
    day.local(ada, time(10), days=6)
    assert [sent for sent in day.all(Delivery) if sent.view == "remarks.reminder"] == []
    assert one(day).reminded


def test_a_reminder_is_not_planned_twice(day: Orchestra, ada: Player) -> None:
    asks(ada)
    day.local(ada, time(9, 1), days=6)
    remark = one(day)
    day.database.writer.write(lambda store: store.change(remark, reminded=False, due_at=day.clock.at)).result()
    day.goes_on(minutes=1)
    assert len([sent for sent in day.all(Delivery) if sent.view == "remarks.reminder"]) == 1


def test_a_reminder_of_what_is_answered_meanwhile_is_not_sent(day: Orchestra, ada: Player) -> None:
    asks(ada)
    answers(of(day, "bo"))
    place = next(one for one in day.all(Place) if one.external_id == "bo")
    with pytest.raises(Gone):
        day.draws(place, "remarks.reminder", {"person": of(day, "bo").person.id, "by": "2027-03-16"})


def test_who_has_left_is_followed_by_who_owns_the_line_now(day: Orchestra, ada: Player) -> None:
    asks(ada)
    changes(day, of(day, "bo"), leaves_on=day.today(ada))
    day.local(ada, time(10), days=2)
    assert "Whoever had it is no longer here" in text(of(day, "cy"))
    assert "It is with Cy now" in text(ada)


def test_who_asked_and_has_left_is_told_nothing(day: Orchestra, ada: Player) -> None:
    asks(ada)
    changes(day, ada, leaves_on=day.today(ada))
    day.local(of(day, "bo"), time(10), days=2)
    answers(of(day, "bo"))
    assert [sent for sent in day.all(Delivery) if sent.view == "remarks.answered"] == []


# All of them


def test_what_is_asked_of_somebody_and_what_they_asked_is_shown_when_they_ask(day: Orchestra, ada: Player) -> None:
    bo = of(day, "bo")
    bo.writes("what is asked of me")
    assert "Nothing is asked of you." in bo.answer
    ada.writes("what i asked")
    assert "You have asked nothing" in ada.answer
    for n in range(7):
        asks(ada, f"Why {n}?")
    bo.writes("what is asked of me")
    assert "Seven things are asked of you." in bo.answer
    assert "And 2 more" in bo.answer
    ada.writes("my questions")
    assert "Seven things that you asked" in ada.answer
    assert "And 2 more" in ada.answer


def test_nobody_reads_what_is_not_theirs(day: Orchestra, ada: Player) -> None:
    asks(ada)
    bo, eve = of(day, "bo"), of(day, "eve")
    place = next(each for each in day.all(Place) if each.external_id == "eve")
    remark = {"remark": one(day).id}
    about: Mapping[str, Mapping[str, str]] = {
        "remarks.standing": remark,
        "remarks.answered": remark,
        "remarks.moved": remark,
        "remarks.passed": remark,
        "remarks.answer_form": remark,
        "remarks.pass_form": remark,
        "remarks.asked": {"batch": one(day).batch, "person": bo.person.id},
        "remarks.waiting": {"person": bo.person.id},
        "remarks.mine": {"person": ada.person.id},
        "remarks.reminder": {"person": bo.person.id, "by": "2027-03-16"},
        "remarks.of_line": {"line": "x", "from": "0"},
        "remarks.nobody": {"line": "x", "why": "nobody"},
        "remarks.form": {"line": "x", "kind": "question", "words": ""},
    }
    for view, each in about.items():
        with pytest.raises(Gone):
            day.draws(place, view, each)
    with pytest.raises(Gone):
        day.draws(place, "remarks.standing", {"remark": "x"})
    own = next(each for each in day.all(Place) if each.external_id == "bo")
    with pytest.raises(Gone):
        day.draws(own, "remarks.form", {"line": line(day), "kind": "question", "words": ""})
    assert got(eve) == []
