"""A team's own questions: set by who leads it, asked once over several teams, kept, changed, and read by the team."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import pytest

from bot.conductor import draw
from handlers.cards import Card, Form
from handlers.turn import Gone, How, Reader
from handlers.views.team_questions import OPTION, SAID, WORDS
from prompts import Filled
from storage.tables import (
    Absence,
    AskedWhen,
    Draft,
    Membership,
    Place,
    QuestionKind,
    Role,
    Shown,
    Task,
    Team,
    TeamAnswer,
    TeamDay,
    TeamQuestion,
)
from tests.orchestra import Orchestra, Player
from tests.orchestra import words as said_in

TUESDAY = date(2027, 3, 9)
CALL = "Call every harbour before noon"
HOSTILE = "<!channel> [x](http://e) & <b>{now}</b>"
NOT_THERE = "There is no such thing here"


def words(shown: object) -> str:
    """What a text says."""
    return said_in(shown) if isinstance(shown, Filled) else str(shown)


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field")


@pytest.fixture
def mara(day: Orchestra, field: Team) -> Player:
    return day.player("Mara", team=field, role=Role.MANAGER, working_days=0)


@pytest.fixture
def ada(day: Orchestra, field: Team, mara: Player) -> Player:
    ada = day.player("Ada", team=field)
    day.local(ada, time(9))
    return ada


def asks(day: Orchestra, team: Team, words: str, kind: str = "line", **more: Any) -> TeamQuestion:
    """A question that the team asks, as if it had been set."""
    id = day.moment().id()
    place = sum(one.team_id == team.id for one in day.all(TeamQuestion))
    given: dict[str, Any] = {"first_id": id, "position": place, "changed_at": day.clock.now(), **more}
    question = TeamQuestion(
        id=id, workspace_id=team.workspace_id, team_id=team.id, words=words, kind=QuestionKind(kind), **given
    )
    day.keep(question)
    return question


def flat(player: Player) -> str:
    """The last answer, on one line."""
    return " ".join(player.answer.split())


def sets(player: Player, team: Team, /, **fields: str) -> str:
    """Fill in the form of a question, look at it and press the button; gives what is answered."""
    return fills(player, {"team": team.id, "question": "", "seen": "", **fields})


def fills(player: Player, fields: Mapping[str, str]) -> str:
    """The same with all that a form says."""
    looked = player.does("team_questions.preview", fields=fields)
    if looked.notes:
        return flat(player)
    form = looked.drawn
    assert isinstance(form, Form), player.answer
    player.does(form.action, fields=form.about)
    return flat(player)


def opened(player: Player, action: str, value: str) -> Form:
    form = player.does(action, value=value).drawn
    assert isinstance(form, Form), player.answer
    return form


def changes(player: Player, question: TeamQuestion, **fields: str) -> str:
    form = opened(player, "team_questions.open_change", question.id)
    given = {one.name: str(one.value or "") for one in form.fields}
    return fills(player, {**given, **form.about, **fields})


def day_form(player: Player, on: date | None = None) -> Form:
    return opened(player, "checkin.open_form", on.isoformat() if on else "")


def own_labels(form: Form) -> list[str]:
    return [words(one.label) for one in form.fields if one.name.startswith("q-")]


def hands_in(player: Player, said: Mapping[str, str], *, on: date | None = None, **fields: str) -> None:
    """Hand the day's form in as a door does: with every field of it, and what it is about."""
    form = day_form(player, on)
    stands = {one.name: str(one.value or "") for one in form.fields}
    given = {"task1": CALL, **{name: value for name, value in stands.items() if value}, **form.about}
    given |= {f"q-{id}": words for id, words in said.items()} | fields
    player.does("checkin.hand_in", fields=given)


def answered(day: Orchestra) -> dict[str, str]:
    """What is kept, by the words of the question."""
    questions = {one.id: one for one in day.all(TeamQuestion)}
    return {questions[one.question_id].words: one.said for one in day.all(TeamAnswer)}


def feedback(day: Orchestra, player: Player) -> str:
    shown = next(one for one in day.all(Shown) if one.view == "checkin.feedback")
    return day.draws(place_of(day, player), shown.view, shown.about)


def place_of(day: Orchestra, player: Player) -> Place:
    return next(one for one in day.all(Place) if one.person_id == player.person.id)


def current(day: Orchestra) -> list[TeamQuestion]:
    return sorted((one for one in day.all(TeamQuestion) if one.ended_at is None), key=lambda one: one.position)


# Setting them


def test_who_leads_the_team_sets_a_question_and_sees_it_first_as_the_team_will(
    day: Orchestra, field: Team, mara: Player, ada: Player
) -> None:
    mara.writes("our questions")
    assert "Field asks nothing of its own yet." in flat(mara)
    form = mara.presses("Add a question").drawn
    assert isinstance(form, Form)
    assert all("Field" in words(one.audience.words) for one in form.fields)

    fields = {**form.about, "words": "Which part was missing?", "kind": "choice", "options": "Seals\nBurners; Fans"}
    preview = mara.does(form.action, fields={**fields, "days": "tue fri", "must": "yes"}).drawn
    assert isinstance(preview, Form)
    (looks,) = preview.fields
    assert words(looks.label) == "Which part was missing?"
    assert [words(one.label) for one in looks.options] == ["Seals", "Burners", "Fans"]
    assert "on Tue and Fri" in words(preview.says)
    assert day.count(TeamQuestion) == 0

    mara.does(preview.action, fields=preview.about)
    assert "One of Seals, Burners and Fans. Asked whenever somebody checks in, on Tue and Fri." in flat(mara)
    assert own_labels(day_form(ada)) == ["Which part was missing?"]


def test_the_same_set_twice_is_one(day: Orchestra, field: Team, mara: Player) -> None:
    for _ in range(2):
        sets(mara, field, words="Which part was missing?", kind="line")
    assert day.count(TeamQuestion) == 1

    said = sets(mara, field, words="  WHICH part was  missing? ", kind="line", must="yes")
    assert "Field asks that already." in said
    assert day.count(TeamQuestion) == 1


@pytest.mark.parametrize(
    ("fields", "noted", "says"),
    [
        ({"words": ""}, "words", "Write what you want to ask"),
        ({"words": "\u202e"}, "words", "read as text"),
        ({"words": "x" * (WORDS + 1)}, "words", "121 characters"),
        ({"kind": ""}, "kind", "Choose how it is answered"),
        ({"kind": "poem"}, "kind", "Choose how it is answered"),
        ({"kind": "choice", "options": "One"}, "options", "two to six"),
        ({"kind": "choice", "options": "1;2;3;4;5;6;7"}, "options", "two to six"),
        ({"kind": "choice", "options": "same; SAME"}, "options", "two to six"),
        ({"kind": "choice", "options": "\u202e"}, "options", "read as text"),
        ({"kind": "choice", "options": f"a; {'x' * (OPTION + 1)}"}, "options", "61 characters"),
        ({"when": "never"}, "when", "those that are offered"),
        ({"when": "always x"}, "when", "those that are offered"),
        ({"when": "after 0 yes"}, "when", "those that are offered"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_field(
    mara: Player, field: Team, fields: dict[str, str], noted: str, says: str
) -> None:
    given = {"team": field.id, "question": "", "seen": "", "words": "What?", "kind": "line", **fields}
    played = mara.does("team_questions.preview", fields=given)

    assert list(played.notes) == [noted]
    assert says in flat(mara)


def test_five_are_the_most_whoever_is_quicker(day: Orchestra, field: Team, mara: Player) -> None:
    for n in range(5):
        sets(mara, field, words=f"Question {n}?", kind="line")
    assert "Five are the most" in flat(mara)
    assert "Add a question" not in flat(mara)

    assert "asks five questions already" in sets(mara, field, words="One more?", kind="line")
    assert day.count(TeamQuestion) == 5


def test_nobody_else_sets_them(day: Orchestra, field: Team, ada: Player) -> None:
    question = asks(day, field, "What?")
    others = [
        ada,
        day.player("Cy", team=field, role=Role.COACH),
        day.player("Obi", team=field, role=Role.OBSERVER),
        day.player("Zoe", team=day.team("Sales"), role=Role.MANAGER),
    ]
    fields = {"team": field.id, "question": "", "seen": "", "words": "Mine?", "kind": "line"}
    for player in others:
        for action, value in (
            ("shelf", field.id),
            ("open_form", field.id),
            ("open_change", question.id),
            ("move", f"{question.id} 0"),
            ("remove", question.id),
            ("restore", question.id),
        ):
            player.does(f"team_questions.{action}", value=value)
            assert NOT_THERE in flat(player), (player.handle, action)
        for action in ("preview", "keep"):
            player.does(f"team_questions.{action}", fields=fields)
            assert NOT_THERE in flat(player)
    ada.writes("team questions")
    assert "set by who leads the team" in flat(ada)
    assert [one.ended_at for one in day.all(TeamQuestion)] == [None]


def test_an_admin_sets_them_for_every_team(day: Orchestra, field: Team, mara: Player) -> None:
    sales = day.team("Sales")
    admin = day.player("Ines")
    day.database.writer.write(lambda store: store.change(admin.person, is_admin=True)).result()
    admin.writes("team questions")
    assert {words(one.label) for one in admin.buttons()} >= {"Add a question"}

    for n in range(5):
        day.team(f"Team {n}")
    admin.writes("team questions")
    form = admin.presses("Another team").drawn
    assert isinstance(form, Form)
    admin.fills("Sales")
    assert "Sales asks nothing of its own yet." in flat(admin)

    sets(admin, sales, words="Which renewal is at risk?", kind="line")
    assert [one.team_id for one in day.all(TeamQuestion)] == [sales.id]


def test_a_question_of_another_team_is_not_slipped_in(day: Orchestra, field: Team, mara: Player) -> None:
    other = asks(day, day.team("Sales"), "What?")
    for question in (other.id, "0" * 32):
        fields = {"team": field.id, "question": question, "seen": "", "words": "Mine?", "kind": "line"}
        mara.does("team_questions.keep", fields=fields)
        assert NOT_THERE in flat(mara)
    mara.does("team_questions.open_change", value="0" * 32)
    assert NOT_THERE in flat(mara)


def test_other_words_leave_old_answers_under_the_old_ones(
    day: Orchestra, field: Team, mara: Player, ada: Player
) -> None:
    question = asks(day, field, "Which part was missing?")
    hands_in(ada, {question.id: "Seals"})
    changes(mara, question, words="Which part do you wait for?")
    day.local(ada, time(9), days=1)
    form = day_form(ada)
    assert own_labels(form) == ["Which part do you wait for?"]

    ada.does("team_questions.answers", value=f"{field.id} 2027-03-08 2027-03-12")
    assert "“Which part was missing?” One answer." in flat(ada)
    assert "Asked in these words until 9 March." in flat(ada)


def test_other_days_are_the_same_question(day: Orchestra, field: Team, mara: Player, ada: Player) -> None:
    question = asks(day, field, "Which part was missing?")
    assert "on Fri." in changes(mara, question, days="fri")

    assert [one.id for one in day.all(TeamQuestion)] == [question.id]
    assert own_labels(day_form(ada)) == []
    day.local(ada, time(9), days=3)
    assert own_labels(day_form(ada)) == ["Which part was missing?"]


def test_of_two_managers_at_once_the_second_reads_what_the_first_did(day: Orchestra, field: Team, mara: Player) -> None:
    milo = day.player("Milo", team=field, role=Role.MANAGER)
    question = asks(day, field, "Which part was missing?")
    first, second = (opened(one, "team_questions.open_change", question.id).about for one in (mara, milo))
    day.goes_on(minutes=1)
    sets(mara, field, **{**first, "words": "Which part do you wait for?", "kind": "line"})
    said = sets(milo, field, **{**second, "words": "What is missing?", "kind": "line"})
    assert "changed or removed by somebody else" in said
    assert [one.words for one in current(day)] == ["Which part do you wait for?"]

    said = sets(milo, field, **{**second, "words": "Which part do you wait for?", "kind": "line"})
    assert "somebody else" not in said
    assert day.count(TeamQuestion) == 2


def test_other_settings_of_two_managers_do_not_overwrite_each_other(day: Orchestra, field: Team, mara: Player) -> None:
    question = asks(day, field, "Which part was missing?")
    about = opened(mara, "team_questions.open_change", question.id).about
    day.goes_on(minutes=1)
    changes(mara, question, days="fri")
    said = sets(mara, field, **{**about, "words": question.words, "kind": "line", "must": "yes"})

    assert "changed or removed by somebody else" in said
    assert [one.required for one in current(day)] == [False]


def test_what_is_moved_twice_stands_where_it_was_put(day: Orchestra, field: Team, mara: Player) -> None:
    for text in ("A?", "B?", "C?"):
        asks(day, field, text)
    last = current(day)[-1]
    for _ in range(2):
        mara.does("team_questions.move", value=f"{last.id} 1")
    assert [one.words for one in current(day)] == ["A?", "C?", "B?"]

    mara.presses("Move up")
    assert [one.words for one in current(day)] == ["C?", "A?", "B?"]
    mara.does("team_questions.move", value=f"{last.id} 99")
    assert [one.words for one in current(day)] == ["A?", "B?", "C?"]
    mara.does("team_questions.move", value=f"{last.id} up")
    assert "somebody else" in flat(mara)


def test_what_is_removed_is_asked_no_more_and_can_be_again(
    day: Orchestra, field: Team, mara: Player, ada: Player
) -> None:
    question = asks(day, field, "Which part was missing?")
    hands_in(ada, {question.id: "Seals"})
    mara.writes("team questions")
    mara.presses("Remove")
    assert "“Which part was missing?” is no longer asked. What was answered stays." in flat(mara)
    mara.does("team_questions.remove", value=question.id)
    assert answered(day) == {"Which part was missing?": "Seals"}
    mara.does("team_questions.open_change", value=question.id)
    assert "changed or removed" in flat(mara)
    day.local(ada, time(9), days=1)
    assert own_labels(day_form(ada)) == []

    mara.does("team_questions.restore", value=question.id)
    mara.does("team_questions.restore", value=question.id)
    assert own_labels(day_form(ada)) == ["Which part was missing?"]
    place = place_of(day, mara)
    assert "asks one question" in day.draws(
        place, "team_questions.removed", {"person": mara.person.id, "question": question.id}
    )


def test_what_is_asked_otherwise_by_now_is_not_asked_again(day: Orchestra, field: Team, mara: Player) -> None:
    question = asks(day, field, "Which part was missing?")
    changes(mara, question, words="Which part do you wait for?")
    mara.does("team_questions.restore", value=question.id)
    assert "changed or removed" in flat(mara)

    removed = asks(day, field, "Sixth?", ended_at=day.clock.now())
    for n in range(4):
        asks(day, field, f"Question {n}?")
    mara.does("team_questions.restore", value=removed.id)
    assert "five are the most" in flat(mara)
    assert len(current(day)) == 5


def test_what_follows_an_answer_holds_on_to_its_question(day: Orchestra, field: Team, mara: Player) -> None:
    first = asks(day, field, "Was a part missing?", "yes_no")
    sets(mara, field, words="Which one?", kind="line", when=f"after {first.first_id} yes")
    assert "if “Was a part missing?” was answered with “Yes”" in flat(mara)
    second = current(day)[1]

    mara.does("team_questions.remove", value=first.id)
    assert "“Which one?” is asked after one of its answers" in flat(mara)
    mara.does("team_questions.move", value=f"{second.id} 0")
    assert "“Which one?” is asked after another answer" in flat(mara)
    assert "“Which one?” is asked after one of the answers" in changes(mara, first, kind="number")
    assert "“Which one?” is asked after one of the answers" in changes(mara, first, when="told")
    assert "Was it late?" in changes(mara, first, words="Was it late?")
    assert [one.words for one in current(day)] == ["Was it late?", "Which one?"]

    mara.does("team_questions.remove", value=second.id)
    mara.does("team_questions.remove", value=current(day)[0].id)
    mara.does("team_questions.restore", value=second.id)
    assert "changed or removed" in flat(mara)
    assert current(day) == []


def test_hostile_words_are_shown_as_they_stand(day: Orchestra, field: Team, mara: Player, ada: Player) -> None:
    sets(mara, field, words=HOSTILE, kind="choice", options=f"{HOSTILE}\nNo")
    (question,) = current(day)
    hands_in(ada, {question.id: "o1"})

    assert answered(day) == {HOSTILE: HOSTILE}
    ada.does("team_questions.answers", value=f"{field.id} 2027-03-09 2027-03-09")
    assert HOSTILE in flat(ada)


# Answering them


def test_each_kind_is_kept_as_it_is_read(day: Orchestra, field: Team, ada: Player) -> None:
    line, number = asks(day, field, "What?"), asks(day, field, "How many?", "number")
    choice = asks(day, field, "Which?", "choice", options=["Seals", "Fans"])
    yes_no = asks(day, field, "Was it?", "yes_no")
    hands_in(ada, {line.id: "  two  seals ", number.id: "2,50", choice.id: "o2", yes_no.id: "no"})

    assert answered(day) == {"What?": "two seals", "How many?": "2.5", "Which?": "Fans", "Was it?": "no"}
    form = {one.name: str(one.value) for one in day_form(ada).fields}
    assert [form[f"q-{one.id}"] for one in (line, number, choice, yes_no)] == ["two seals", "2.5", "o2", "no"]


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("line", "x" * (SAID + 1), "301 characters"),
        ("line", "\u202e", "read as text"),
        ("number", "many", "Write a number"),
        ("number", "1e9", "Write a number"),
        ("choice", "o9", "those that are offered"),
        ("choice", "Seals", "those that are offered"),
        ("yes_no", "maybe", "those that are offered"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field_and_nothing_is_lost(
    day: Orchestra, field: Team, ada: Player, kind: str, typed: str, says: str
) -> None:
    question = asks(day, field, "What?", kind, options=["Seals", "Fans"] if kind == "choice" else [])
    hands_in(ada, {question.id: typed})

    assert ada.said is not None
    assert list(ada.said.notes) == [f"q-{question.id}"]
    assert says in flat(ada)
    assert day.checkin_of(ada) is None


def test_a_question_may_stay_empty_unless_its_team_waits(day: Orchestra, field: Team, ada: Player) -> None:
    asks(day, field, "Anything?")
    hands_in(ada, {})
    assert day.checkin_of(ada) is not None
    assert day.count(TeamAnswer) == 0

    day.local(ada, time(9), days=1)
    needed = asks(day, field, "Ready?", "yes_no", required=True)
    hands_in(ada, {})
    assert "Field waits for an answer to this one." in flat(ada)
    hands_in(ada, {needed.id: "yes"})
    assert answered(day) == {"Ready?": "yes"}


def test_an_answer_is_changed_for_seven_days_and_gone_when_it_is_emptied(
    day: Orchestra, field: Team, ada: Player
) -> None:
    question = asks(day, field, "What?")
    hands_in(ada, {question.id: "Seals"})
    day.goes_on(days=6)
    hands_in(ada, {question.id: "Fans"}, on=TUESDAY)
    assert answered(day) == {"What?": "Fans"}
    hands_in(ada, {question.id: ""}, on=TUESDAY)
    assert day.count(TeamAnswer) == 0

    day.goes_on(days=2)
    ada.does("checkin.hand_in", fields={"day": TUESDAY.isoformat(), "task1": "x", f"q-{question.id}": "late"})
    assert day.count(TeamAnswer) == 0


def test_handed_in_twice_is_answered_once(day: Orchestra, field: Team, ada: Player) -> None:
    question = asks(day, field, "What?")
    for _ in range(2):
        ada.hands_in([CALL], {f"q-{question.id}": "Seals"}, key="one-and-the-same")
    ada.hands_in([CALL], {f"q-{question.id}": "Seals"})

    assert [one.said for one in day.all(TeamAnswer)] == ["Seals"]


def test_a_question_that_is_removed_while_the_form_is_open_is_answered_as_it_was_asked(
    day: Orchestra, field: Team, mara: Player, ada: Player
) -> None:
    question = asks(day, field, "What?", required=True)
    other = asks(day, field, "Which?")
    about = day_form(ada).about
    mara.does("team_questions.remove", value=question.id)
    changes(mara, other, words="Which one?")

    ada.does("checkin.hand_in", fields={**about, f"q-{question.id}": "", f"q-{other.id}": "\u202e", "task1": CALL})
    assert own_labels(ada.said.drawn) == ["What?", "Which?"]  # type: ignore[union-attr, arg-type]
    ada.does("checkin.hand_in", fields={**about, f"q-{question.id}": "Seals", f"q-{other.id}": "Fans", "task1": CALL})
    assert answered(day) == {"What?": "Seals", "Which?": "Fans"}
    assert own_labels(day_form(ada)) == ["What?", "Which?"]


def test_a_question_of_somebody_elses_team_is_not_answered(day: Orchestra, field: Team, ada: Player) -> None:
    question = asks(day, day.team("Sales"), "What?")
    ended = asks(day, day.teams()[1], "Which?", ended_at=day.clock.now())
    ada.hands_in([CALL], {f"q-{question.id}": "Seals", f"q-{ended.id}": "x", "q-0": "x", "q-": "y"})

    assert day.checkin_of(ada) is not None
    assert day.count(TeamAnswer) == 0


def test_same_as_yesterday_asks_nothing_but_says_what_its_team_waits_for(
    day: Orchestra, field: Team, ada: Player
) -> None:
    asks(day, field, "Anything?")
    needed = asks(day, field, "Ready?", "yes_no", required=True)
    ada.hands_in([CALL])
    day.local(ada, time(9), days=1)
    ada.does("checkin.same_again")
    assert "Field asks one thing more: “Ready?”" in " ".join(ada.last().text.split())

    form = ada.presses("Answer", on=ada.last().card).drawn
    assert isinstance(form, Form)
    assert own_labels(form) == ["Ready?"]
    ada.does(form.action, fields={**form.about, f"q-{needed.id}": ""})
    assert "Field waits for an answer" in flat(ada)
    ada.does(form.action, fields={**form.about, f"q-{needed.id}": "yes"})
    assert "asks one thing more" not in flat(ada)
    assert answered(day) == {"Ready?": "yes"}
    ada.does("team_questions.open_answers", value=form.about["checkin"])
    assert "Nothing is left to answer" in flat(ada)


def test_a_day_in_one_message_is_kept_without_them(day: Orchestra, field: Team, ada: Player) -> None:
    asks(day, field, "Ready?", "yes_no", required=True)
    ada.writes("today: call Acme, finish the quote")
    ada.presses("Hand")

    assert day.tasks_of(ada) == ["call Acme", "finish the quote"]
    assert "Field asks one thing more" in feedback(day, ada)


def test_what_a_draft_holds_stands_in_the_form_and_is_gone_when_it_is_handed_in(
    day: Orchestra, field: Team, ada: Player
) -> None:
    question, person = asks(day, field, "What?"), ada.person
    draft = {"local_date": TUESDAY, "fields": {"task1": "Rest", f"q-{question.id}": "Seals"}}
    ours: dict[str, Any] = {"workspace_id": person.workspace_id, "person_id": person.id, **draft}
    day.keep(Draft(id=day.moment().id(), written_at=day.clock.now(), **ours))
    hands_in(ada, {})

    assert answered(day) == {"What?": "Seals"}
    assert day.count(Draft) == 0


# When they are asked


def test_after_an_answer_the_next_question_comes_with_the_reply(day: Orchestra, field: Team, ada: Player) -> None:
    first = asks(day, field, "Was a part missing?", "yes_no")
    asks(day, field, "Which one?", asked_when=AskedWhen.AFTER, after_id=first.first_id, after_said="yes")
    assert own_labels(day_form(ada)) == ["Was a part missing?"]
    hands_in(ada, {first.id: "no"})
    assert "asks one thing more" not in feedback(day, ada)

    hands_in(ada, {first.id: "yes"})
    assert "Field asks one thing more: “Which one?”" in feedback(day, ada)
    form = opened(ada, "team_questions.open_answers", day.checkin_of(ada).id)  # type: ignore[union-attr]
    ada.does(form.action, fields={**form.about, form.fields[0].name: "Seals"})
    assert answered(day) == {"Was a part missing?": "yes", "Which one?": "Seals"}
    edit = day_form(ada)
    assert own_labels(edit) == ["Was a part missing?", "Which one?"]
    assert "Only if “Was a part missing?” was answered with “Yes”." in words(edit.fields[-1].hint)

    hands_in(ada, {first.id: "no"})
    assert answered(day) == {"Was a part missing?": "no"}


def test_what_is_asked_of_who_is_stuck_shows_nobody_that_somebody_is(day: Orchestra, field: Team, ada: Player) -> None:
    asks(day, field, "Who could help?", asked_when=AskedWhen.TOLD)
    hands_in(ada, {}, blocker="no van")
    assert "asks one thing more" not in feedback(day, ada)

    hands_in(ada, {}, blocker="no van", tell="yes")
    form = opened(ada, "team_questions.open_answers", day.checkin_of(ada).id)  # type: ignore[union-attr]
    ada.does(form.action, fields={**form.about, form.fields[0].name: "Otto"})
    assert answered(day) == {"Who could help?": "Otto"}
    hands_in(ada, {}, blocker="", tell="")
    assert day.count(TeamAnswer) == 0


def test_what_is_asked_when_nothing_plays_from_the_score_follows_the_ties(
    day: Orchestra, field: Team, ada: Player
) -> None:
    asks(day, field, "What kept you from it?", asked_when=AskedWhen.UNTIED)
    hands_in(ada, {})
    assert "asks one thing more" not in feedback(day, ada)

    (task,) = day.all(Task)
    ada.does("ties.settle", value=f"{task.id} whirlwind")
    assert "Field asks one thing more: “What kept you from it?”" in feedback(day, ada)


def test_what_is_asked_after_days_away_is_asked_on_the_first_day_back(day: Orchestra, field: Team, ada: Player) -> None:
    asks(day, field, "What did you miss?", asked_when=AskedWhen.BACK)
    assert own_labels(day_form(ada)) == []
    days: dict[str, Any] = {"first_day": date(2027, 3, 10), "last_day": date(2027, 3, 12), "said_at": day.clock.now()}
    person = ada.person
    day.keep(Absence(id=day.moment().id(), workspace_id=person.workspace_id, person_id=person.id, **days))
    day.local(ada, time(9), days=6)
    assert own_labels(day_form(ada)) == ["What did you miss?"]
    day.local(ada, time(9), days=1)
    assert own_labels(day_form(ada)) == []


# Once, over several teams


@pytest.fixture
def sales(day: Orchestra, field: Team) -> Team:
    return day.team("Sales")


@pytest.fixture
def eva(day: Orchestra, field: Team, sales: Team) -> Player:
    eva = day.player("Eva", team=[field, sales])
    day.local(eva, time(9))
    return eva


def test_the_same_question_of_two_teams_is_asked_once_and_answers_both(
    day: Orchestra, field: Team, sales: Team, eva: Player
) -> None:
    ours, theirs = asks(day, field, "Which part was missing?"), asks(day, sales, "which part was MISSING?")
    asks(day, sales, "Which part was missing?", "yes_no")
    form = day_form(eva)
    assert own_labels(form) == ["Which part was missing?", "Which part was missing?"]
    heads = [words(one.under) for one in form.fields if one.name.startswith("q-")]
    assert heads == ["Field and Sales ask", "Sales asks"]

    hands_in(eva, {ours.id: "Seals"})
    assert {one.question_id: one.said for one in day.all(TeamAnswer)} == {ours.id: "Seals", theirs.id: "Seals"}
    hands_in(eva, {ours.id: "Fans"})
    assert {one.said for one in day.all(TeamAnswer)} == {"Fans"}
    for team in (field, sales):
        eva.does("team_questions.answers", value=f"{team.id} 2027-03-09 2027-03-09")
        assert "Fans" in flat(eva)
    eva.writes("my week")
    assert eva.answer.count("Fans") == 1
    hands_in(eva, {ours.id: ""})
    assert day.count(TeamAnswer) == 0


def test_each_team_sees_the_answers_to_its_own_questions_alone(
    day: Orchestra, field: Team, sales: Team, eva: Player
) -> None:
    ours, theirs = asks(day, field, "Seals?"), asks(day, sales, "Renewals?")
    hands_in(eva, {ours.id: "nine", theirs.id: "two"})
    bo, zoe = day.player("Bo", team=field), day.player("Zoe", team=sales)

    bo.does("team_questions.answers", value=f"{field.id} 2027-03-09 2027-03-09")
    assert "nine" in flat(bo)
    assert "two" not in flat(bo)
    for player, team in ((bo, sales), (zoe, field)):
        player.does("team_questions.answers", value=f"{team.id} 2027-03-09 2027-03-09")
        assert NOT_THERE in flat(player)


def test_nobodys_form_is_longer_for_being_in_two_teams(day: Orchestra, field: Team, sales: Team, eva: Player) -> None:
    for team in (field, sales):
        for n in range(4):
            asks(day, team, f"{team.name} {n}?")
    needed = asks(day, sales, "Needed?", required=True)
    seen = set[str]()
    for _ in range(3):
        form = day_form(eva)
        assert len(own_labels(form)) == 5
        assert "Needed?" in own_labels(form)
        assert "Four more questions of your teams come on another day." in words(form.note)
        assert own_labels(day_form(eva)) == own_labels(form)
        seen |= set(own_labels(form))
        hands_in(eva, {needed.id: "yes"})
        day.local(eva, time(9), days=1)

    assert len(seen) == 9


def test_a_past_day_is_asked_about_by_the_teams_that_count_it(day: Orchestra, field: Team, ada: Player) -> None:
    hands_in(ada, {})
    sales = day.team("Sales")
    asks(day, sales, "Renewals?")
    person = ada.person
    day.keep(
        Membership(
            id=day.moment().id(),
            workspace_id=person.workspace_id,
            team_id=sales.id,
            person_id=person.id,
            role=Role.MEMBER,
        )
    )
    assert own_labels(day_form(ada)) == []
    day.local(ada, time(9), days=1)
    assert own_labels(day_form(ada)) == ["Renewals?"]


# What was asked


def test_the_team_reads_words_by_name_and_all_else_as_counts(day: Orchestra, field: Team, mara: Player) -> None:
    line, number = asks(day, field, "What?"), asks(day, field, "How many?", "number")
    choice = asks(day, field, "Which?", "choice", options=["Seals", "Fans"])
    people = [day.player(name, team=field) for name in ("Ada", "Bo", "Cleo", "Dov", "Eli")]
    day.local(people[0], time(9))
    for n, player in enumerate(people):
        hands_in(player, {line.id: f"thing {n}", number.id: str(n), choice.id: "o1" if n else "o2"})
    mara.does("team_questions.answers", value=f"{field.id} 2027-03-09 2027-03-09")

    said = " ".join(mara.answer.split())
    assert "thing 3" in said
    assert "Dov, Tue" in said
    assert "In the middle 2" in said
    assert "0 to 4" in said
    assert "4 of 5, 80 %" in said
    assert "1 of 5, 20 %" in said


def test_where_fewer_than_five_answered_there_are_no_shares(day: Orchestra, field: Team, ada: Player) -> None:
    question = asks(day, field, "Was it?", "yes_no")
    hands_in(ada, {question.id: "yes"})
    ada.does("team_questions.answers", value=f"{field.id} 2027-03-09 2027-03-09")

    assert "Fewer than five people answered" in flat(ada)
    assert "%" not in flat(ada)


def test_the_digest_has_a_button_for_it_once_something_was_answered(day: Orchestra, field: Team, ada: Player) -> None:
    question = asks(day, field, "What?")
    hands_in(ada, {})
    ada.writes("digest")
    assert "What was asked" not in flat(ada)
    hands_in(ada, {question.id: "Seals"})
    for word in ("digest", "week"):
        ada.writes(word)
        ada.presses("What was asked")
        assert "Seals" in flat(ada)


def test_who_sees_the_tasks_sees_the_answers(day: Orchestra, field: Team, ada: Player) -> None:
    question = asks(day, field, "What?")
    hands_in(ada, {question.id: "Seals"})
    about = {"team": field.id, "first": "2027-03-09", "last": "2027-03-09"}
    admin = day.player("Ines")
    day.database.writer.write(lambda store: store.change(admin.person, is_admin=True)).result()
    for role in (Role.COACH, Role.OBSERVER):
        sees = day.player(f"The{role.value}", team=field, role=role)
        sees.does("team_questions.answers", value=" ".join(about.values()))
        assert "Seals" in flat(sees)
    admin.does("team_questions.answers", value=" ".join(about.values()))
    assert NOT_THERE in flat(admin)
    channel = next(one for one in day.all(Place) if one.team_id == field.id)
    assert "Everybody in this channel sees this." in day.draws(channel, "team_questions.answers", about)
    nothing = {**about, "first": "2027-03-01", "last": "2027-03-02"}
    assert "Nothing was answered here." in day.draws(channel, "team_questions.answers", nothing)
    sales = day.team("Sales")
    other = next(one for one in day.all(Place) if one.team_id == sales.id)
    for view_of, place in ((about, other), ({**about, "team": "0"}, channel)):
        with pytest.raises(Gone):
            day.draws(place, "team_questions.answers", view_of)


@pytest.mark.parametrize("value", ["", "x", "x y z", "x 2027-03-09 2027-03-09"])
def test_days_or_a_team_that_are_none_are_not_there(ada: Player, value: str) -> None:
    ada.does("team_questions.answers", value=value)

    assert NOT_THERE in flat(ada)


def test_ones_own_week_has_the_answers(day: Orchestra, field: Team, ada: Player) -> None:
    line, yes_no = asks(day, field, "What?"), asks(day, field, "Was it?", "yes_no")
    hands_in(ada, {line.id: "Seals", yes_no.id: "yes"})
    ada.writes("my week")

    assert "Tue, asked “What?”" in flat(ada)
    assert "Tue, asked “Was it?”: Yes" in flat(ada)


# What is not there


def test_only_ones_own_check_in_is_answered_and_only_for_seven_days(day: Orchestra, field: Team, ada: Player) -> None:
    needed = asks(day, field, "Ready?", "yes_no", required=True)
    ada.hands_in([CALL])
    checkin = day.checkin_of(ada)
    assert checkin is not None
    bo = day.player("Bo", team=field)
    for player, value in ((bo, checkin.id), (ada, "0" * 32)):
        player.does("team_questions.open_answers", value=value)
        assert NOT_THERE in flat(player)
        player.does("team_questions.answer", fields={"checkin": value, f"q-{needed.id}": "yes"})
        assert NOT_THERE in flat(player)
    with pytest.raises(Gone):
        day.ask(
            lambda store: draw(
                store,
                "team_questions.answer_form",
                {"checkin": checkin.id},
                Reader(bo.person, place_of(day, bo), day.clock.now()),
            )
        )
    day.goes_on(days=8)
    ada.does("team_questions.answer", fields={"checkin": checkin.id, f"q-{needed.id}": "yes"})
    assert "changed for seven days" in flat(ada)
    assert day.count(TeamAnswer) == 0


def test_answered_elsewhere_than_the_reply_stands_is_said_in_a_card(day: Orchestra, field: Team, ada: Player) -> None:
    needed = asks(day, field, "Ready?", "yes_no", required=True)
    ada.hands_in([CALL])
    checkin = day.checkin_of(ada)
    assert checkin is not None
    channel = next(one for one in day.all(Place) if one.team_id == field.id)
    played = ada.does(
        "team_questions.answer", place=channel.external_id, fields={"checkin": checkin.id, f"q-{needed.id}": "yes"}
    )

    assert played.answer.how is How.CARD
    assert isinstance(played.drawn, Card)
    assert "Kept. It stands in your check-in for Tuesday 9 March." in flat(ada)
    assert day.count(TeamDay) == 1
