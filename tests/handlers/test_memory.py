"""What somebody asks to be remembered: theirs alone, shown beside answers, changed and forgotten as they say."""

from datetime import date, timedelta

import pytest

from handlers import understand, understand_command
from handlers.in_view import JUST
from handlers.memory import MOST
from handlers.turn import How
from handlers.views.memory import LONGEST
from storage.tables import Ask, Delivery, Memo, Received, Role, Silence
from tests.handlers.test_briefed import TRUE, asks, with_model
from tests.orchestra import SCORE, Orchestra, Player, shown

NORTH = "I look after the harbour of the north"
REMEMBER = f"remember that {NORTH}"
WHY = "Why do we call every harbour?"


@pytest.fixture
def ada(day: Orchestra) -> Player:
    ada = day.player("Ada", team=day.team("Field"), role=Role.MANAGER, strategy_owner=True, admin=True)
    day.plays_from(SCORE)
    return ada


@pytest.fixture
def bo(day: Orchestra, ada: Player) -> Player:
    return day.player("Bo", team=day.teams()[0])


def kept(day: Orchestra) -> list[str]:
    return sorted(one.words for one in day.all(Memo))


def reads(player: Player) -> str:
    return " ".join(player.answer.split())


# What is typed


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("remember: I look after the ovens", "memory.say"),
        ("Remember that I look after the ovens", "memory.say"),
        ("please remember that the seals are mine!", "memory.say"),
        ("coach, remember that the seals are mine", "memory.say"),
        ("remember: who owns the seals?", "memory.say"),
        ("Remember when we called every harbour?", "coach.ask"),
        ("What did we remember to do?", "coach.ask"),
        ("remember", "memory.mine"),
        ("what do you remember?", "memory.mine"),
        ("What did I ask you to remember?", "memory.mine"),
        ("forget that", "memory.forget_that"),
        ("forget that I look after the ovens", "memory.forget_that"),
        ("Forget: the ovens", "memory.forget_that"),
        ("remembering is hard", "home.unclear"),
    ],
)
def test_what_is_asked_to_be_remembered_is_told_from_all_else(said: str, action: str) -> None:
    assert understand(said, "en") == action


@pytest.mark.parametrize(
    ("behind", "means"),
    [
        ("remember: the seals are mine", ("memory.say", "remember: the seals are mine")),
        ("what do you remember?", ("memory.mine", "what do you remember?")),
        ("forget that", ("memory.forget_that", "forget that")),
    ],
)
def test_behind_the_command_it_is_no_question(behind: str, means: tuple[str, str]) -> None:
    """As a question it could go to a model, or be passed on to those who write the score."""
    assert understand_command("coach", behind, "en") == means


# Keeping it


def test_it_is_remembered_for_one_person_and_shown_to_them(day: Orchestra, bo: Player) -> None:
    bo.writes(REMEMBER)

    assert f"I will remember: {NORTH}" in reads(bo)
    assert "It is not sent to any model" in reads(bo)
    assert "Only you see what you asked me to remember." in reads(bo)
    assert kept(day) == [NORTH]
    assert (day.all(Received), day.all(Delivery), day.all(Silence)) == ([], [], [])

    bo.writes("what do you remember?")
    assert "One thing that you asked me to remember, of 20 at most." in reads(bo)
    assert NORTH in reads(bo)


def test_the_same_words_are_remembered_once(day: Orchestra, bo: Player, ada: Player) -> None:
    for _ in range(2):
        bo.writes(REMEMBER)
    bo.writes(f"remember:  {NORTH.upper()} ")
    ada.writes(REMEMBER)

    assert kept(day) == [NORTH, NORTH]
    assert {one.person_id for one in day.all(Memo)} == {ada.person.id, bo.person.id}


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (
            "remember: " + "x" * (LONGEST + 1),
            "That is longer than I remember: 200 characters at most.",
        ),
        ("remember \u202e", "I remember nothing for you."),
    ],
)
def test_what_cannot_be_remembered_is_not(day: Orchestra, bo: Player, said: str, answer: str) -> None:
    bo.writes(said)

    assert answer in reads(bo)
    assert kept(day) == []


def test_there_is_room_for_so_much(day: Orchestra, bo: Player) -> None:
    for number in range(MOST):
        bo.writes(f"remember: quay {number}")
    bo.writes("remember: one more")

    assert "I remember 20 things for you already, and no more." in reads(bo)
    assert len(kept(day)) == MOST
    bo.writes("remember: quay 3")
    assert "I will remember: quay 3" in reads(bo), "that is there already"


@pytest.mark.parametrize("action", ["say", "mine", "forget_that", "forget_all", "forget", "open_form", "change"])
def test_where_others_read_along_nothing_is_kept_shown_or_forgotten(day: Orchestra, bo: Player, action: str) -> None:
    bo.writes(REMEMBER)
    (one,) = day.all(Memo)
    texts = {"say": "remember: the seals", "forget_that": "forget that"}
    fields = {"memo": one.id, "words": "x"}
    bo.does(f"memory.{action}", text=texts.get(action, ""), value=one.id, fields=fields, place="field")

    assert "is for you alone, and others read along here" in reads(bo)
    assert kept(day) == [NORTH]


# Changing it


def test_it_is_changed_in_other_words(day: Orchestra, bo: Player) -> None:
    bo.writes(REMEMBER)
    bo.presses("Change")
    bo.fills("The seals are mine")

    assert kept(day) == ["The seals are mine"]
    assert "The seals are mine" in reads(bo)
    assert day.all(Received) == []


@pytest.mark.parametrize(
    ("words", "note"),
    [(" ", "Write what I should remember"), ("\u202e", "Write what I should"), ("x" * (LONGEST + 1), "201")],
)
def test_what_cannot_be_kept_so_is_said_beside_its_field(day: Orchestra, bo: Player, words: str, note: str) -> None:
    bo.writes(REMEMBER)
    bo.presses("Change")
    bo.fills(words)

    assert bo.said is not None
    assert bo.said.answer.how is How.FORM
    assert note in shown(bo.said)
    assert kept(day) == [NORTH]


def test_another_persons_is_not_there(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.writes(REMEMBER)
    (one,) = day.all(Memo)
    ada.does("memory.open_form", value=one.id)
    assert "I remember nothing for you." in ada.answer
    ada.does("memory.change", fields={"memo": one.id, "words": "x"})
    assert "I remember nothing for you." in ada.answer
    ada.does("memory.forget", value=one.id)
    ada.does("memory.forget_all")

    assert kept(day) == [NORTH]


# Forgetting it


def test_each_is_forgotten_with_a_press_and_all_with_one(day: Orchestra, bo: Player) -> None:
    for words in ("one", "two", "three"):
        bo.writes(f"remember: {words}")
        day.goes_on(minutes=1)
    bo.presses("Forget")
    assert kept(day) == ["one", "two"]
    assert "Two things that you asked me to remember" in reads(bo)

    gone = day.all(Memo)[0].id
    bo.does("memory.forget", value=gone)
    bo.does("memory.forget", value=gone)
    assert len(kept(day)) == 1

    bo.presses("Forget all")
    assert kept(day) == []
    assert "I remember nothing for you." in reads(bo)


def test_forget_that_forgets_what_was_said_just_now(day: Orchestra, bo: Player) -> None:
    bo.writes("remember: one")
    day.goes_on(minutes=1)
    bo.writes("remember: two")
    bo.writes("forget that")

    assert "Forgotten." in bo.answer
    assert kept(day) == ["one"]

    day.goes_to(day.clock.at + JUST + timedelta(minutes=1))
    bo.writes("forget that")
    assert kept(day) == ["one"]
    assert "One thing that you asked me to remember" in reads(bo), "that was long ago: it is pressed"


def test_it_comes_again_and_forgets_one_thing(day: Orchestra, bo: Player) -> None:
    bo.writes("remember: one")
    bo.writes("remember: two")
    for _ in range(2):
        bo.does("memory.forget_that", text="forget that", key="again")

    assert len(kept(day)) == 1


def test_what_is_named_is_forgotten(day: Orchestra, bo: Player) -> None:
    bo.writes(REMEMBER)
    bo.writes("remember: two")
    day.goes_on(days=9)
    bo.writes(f"forget that {NORTH.lower()}")
    assert "Forgotten." in bo.answer
    assert kept(day) == ["two"]

    bo.writes("forget that the moon is mine")
    assert kept(day) == ["two"]


def test_with_who_leaves_it_is_forgotten(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.writes(REMEMBER)
    ada.writes("remember: the seals")

    person = bo.person
    day.database.writer.write(lambda store: store.change(person, leaves_on=date(2027, 3, 9))).result()
    day.goes_on(days=3)

    assert kept(day) == ["the seals"]


# Beside an answer


def test_an_answer_that_has_to_do_with_it_shows_it_below(day: Orchestra, bo: Player, ada: Player) -> None:
    bo.writes(REMEMBER)
    bo.writes("remember: Renewals are mine")
    bo.writes(WHY)

    assert reads(bo).endswith("Forget Only you see what you asked me to remember.")
    assert f"You asked me to remember: {NORTH}" in reads(bo)
    assert "Renewals" not in reads(bo)

    ada.writes(WHY)
    assert "You asked me" not in ada.answer
    bo.does("coach.ask", text=WHY, place="field")
    assert "You asked me" not in bo.answer
    bo.writes("Who owns the quoting time?")
    assert "You asked me" not in bo.answer

    bo.writes(WHY)
    bo.presses("Forget")
    assert kept(day) == ["Renewals are mine"]


def test_of_several_those_that_share_the_most_are_shown(day: Orchestra, bo: Player) -> None:
    for words in ("harbour", "every harbour before noon is called by me", "harbour calls are mine"):
        bo.writes(f"remember: {words}")
        day.goes_on(minutes=1)
    bo.writes(WHY)

    said = reads(bo)
    assert said.count("You asked me to remember:") == 2
    assert said.index("before noon is called by me") < said.index("harbour calls are mine")


def test_which_of_two_comes_first_shows_it_too(day: Orchestra, bo: Player) -> None:
    bo.writes(REMEMBER)
    bo.writes("What comes first, calling every harbour or halving the quoting time?")

    assert f"You asked me to remember: {NORTH}" in reads(bo)


def test_no_model_is_ever_sent_it(day: Orchestra, bo: Player) -> None:
    bo.writes(REMEMBER)
    model, asking = with_model(day, TRUE)
    said = asks(bo, asking, WHY)

    assert f"You asked me to remember: {NORTH}" in said
    assert "north" not in repr(model.asked)
    assert day.all(Ask) == []


# What others see


@pytest.mark.parametrize("written", ["my page", "digest", "what do you remember?", "open questions", "my part"])
def test_nobody_who_leads_writes_or_runs_anything_sees_it(
    day: Orchestra, ada: Player, bo: Player, written: str
) -> None:
    bo.writes(REMEMBER)
    ada.writes(written)

    assert "of the north" not in ada.answer
    assert not any("of the north" in one.text for one in day.mouth.sent)
