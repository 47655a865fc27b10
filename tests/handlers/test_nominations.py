"""Words of a colleague's count as a win only once that colleague says so, as theirs, and else nothing of them stays."""

from datetime import time, timedelta

import pytest

from handlers import nominations
from handlers.cards import Form
from handlers.turn import Answer, Gone, How, Reader, Turn
from storage.store import Store
from storage.tables import (
    CheckIn,
    Delivery,
    DeliveryState,
    Draft,
    Nomination,
    NominationState,
    Place,
    Received,
    Shown,
    Team,
    Win,
)
from tests.orchestra import Orchestra, Player

WORDS = "The Granary renewed for three years"
CALL = "Call every harbour before noon"


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field", digest_at=990)


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    ada = day.player("Ada", team=field)
    day.player("Bo", team=field)
    day.local(ada, time(9))
    return ada


@pytest.fixture
def bo(day: Orchestra, ada: Player) -> Player:
    return Player(day, "bo")


def asks(player: Player, words: str = WORDS, message: str = "m1", **fields: str) -> None:
    """What a door does with *Make it a win* on a message of Bo's."""
    given = {"author": "bo", "message": message, **fields}
    player.does("nominations.ask", value=words, fields={name: said for name, said in given.items() if said})


def one(day: Orchestra) -> Nomination:
    (found,) = day.all(Nomination)
    return found


def digest(day: Orchestra, field: Team) -> str:
    place = next(one for one in day.all(Place) if one.team_id == field.id)
    today = day.today(Player(day, "ada")).isoformat()
    return day.draws(place, "digest.day", {"team": field.id, "day": today})


def test_whose_words_they_are_is_asked_first_and_they_are_their_win_then(
    day: Orchestra, field: Team, ada: Player, bo: Player
) -> None:
    bo.hands_in([CALL])
    asks(ada, "  The Granary\n renewed for three  years ")
    assert "I ask Bo whether that may count" in ada.answer
    said = " ".join(bo.last().text.split())
    for words in (
        "Ada would count this as a win of yours. May it?",
        WORDS,
        "in the digest of Field",
        "everybody in that team",
    ):
        assert words in said
    assert day.all(Win) == []

    bo.presses("Yes, as my win", on=bo.last().card)
    (win,) = day.all(Win)
    assert (win.words, win.person_id) == (WORDS, bo.person.id)
    assert WORDS in digest(day, field)
    day.send()
    assert ada.last().says == "Bo says yes: it counts as a win of theirs."
    assert "Only you" in bo.answer
    assert (one(day).state, one(day).words) == (NominationState.TAKEN, "")


def test_a_second_yes_changes_nothing_and_who_asked_is_told_once(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.hands_in([CALL])
    asks(ada)
    for action in ("accept", "accept", "leave", "keep_words", "open_words"):
        bo.does(f"nominations.{action}", value=one(day).id, fields={"nomination": one(day).id, "win": "Another"})
    assert [win.words for win in day.all(Win)] == [WORDS]
    assert [sent.view for sent in day.all(Delivery) if sent.view == "nominations.answered"] == ["nominations.answered"]
    assert one(day).state is NominationState.TAKEN


def test_where_nothing_is_handed_in_yet_it_waits_in_the_form(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.writes("today: rest; win: Sold out")
    asks(ada)
    bo.presses("Yes, as my win", on=bo.last().card)
    assert (day.all(Win), day.all(CheckIn)) == ([], [])
    assert [draft.fields["win"] for draft in day.all(Draft)] == [f"Sold out\n{WORDS}"]
    assert "or in your next form until you hand that in" in " ".join(bo.answer.split())


def test_on_a_waived_day_it_waits_for_the_next(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.writes("not today")
    asks(ada)
    bo.presses("Yes, as my win", on=bo.last().card)
    assert [(draft.local_date, draft.fields) for draft in day.all(Draft)] == [
        (day.today(bo) + timedelta(days=1), {"win": WORDS})
    ]


def test_it_stands_beside_the_win_of_the_day(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.hands_in([CALL], win="Sold out")
    asks(ada)
    bo.presses("Yes, as my win", on=bo.last().card)
    assert [win.words for win in day.all(Win)] == [f"Sold out. {WORDS}"]


def test_what_does_not_fit_beside_it_is_put_into_the_persons_own_words(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.hands_in([CALL], win="S" * 110)
    asks(ada)
    bo.presses("Yes, as my win", on=bo.last().card)
    assert bo.said is not None
    assert bo.said.answer.how is How.FORM
    assert one(day).state is NominationState.ASKED
    bo.does("nominations.keep_words", fields={"nomination": one(day).id, "win": "Both"})
    assert [win.words for win in day.all(Win)] == ["Both"]


def test_no_leaves_nothing_but_that_it_was_asked(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.hands_in([CALL])
    asks(ada)
    bo.presses("No, leave it", on=bo.last().card)
    day.send()

    assert "would rather leave it" in ada.last().says
    assert (day.all(Win), day.all(Draft)) == ([], [])
    assert (one(day).state, one(day).words) == (NominationState.LEFT, "")
    for noun in (Nomination, Delivery, Shown, Received):
        assert "Granary" not in repr([kept.model_dump() for kept in day.all(noun)])
    asks(ada)
    assert "Nobody is asked twice" in " ".join(ada.answer.split())
    assert len(day.all(Nomination)) == 1


def test_other_words_are_theirs_to_choose(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.hands_in([CALL])
    asks(ada)
    bo.presses("In other words", on=bo.last().card)
    assert "A win of yours" in bo.answer
    for typed, says in (("", "Please write what you won"), ("x" * 121, "121"), ("\u202e\u2066", "read")):
        bo.does("nominations.keep_words", fields={"nomination": one(day).id, "win": typed})
        assert says in bo.answer, typed
    assert day.all(Win) == []
    bo.does("nominations.keep_words", fields={"nomination": one(day).id, "win": "Granary: three more years"})
    assert [win.words for win in day.all(Win)] == ["Granary: three more years"]


def test_without_an_answer_the_words_are_gone_after_a_week(day: Orchestra, ada: Player, bo: Player) -> None:
    asks(ada)
    day.goes_on(days=6)
    assert one(day).words == WORDS
    told = len(ada.got())
    day.goes_on(days=2)
    assert (one(day).state, one(day).words) == (NominationState.LEFT, "")
    assert not [sent for sent in ada.got()[told:] if "leave" in sent.says]
    bo.does("nominations.accept", value=one(day).id)
    assert "It is left" in bo.answer
    assert day.all(Win) == []


def test_ones_own_message_opens_ones_own_form_and_keeps_nothing(day: Orchestra, ada: Player, bo: Player) -> None:
    asks(bo)
    assert bo.said is not None
    assert (bo.said.answer.view, bo.said.answer.about["win"]) == ("checkin.form", WORDS)
    assert (day.all(Nomination), day.all(Draft), day.all(Win)) == ([], [], [])
    bo.hands_in([CALL], win="Sold out")
    asks(bo)
    win = next(one for one in bo.said.drawn.fields if one.name == "win")  # type: ignore[union-attr]
    assert str(win.value) == f"Sold out\n{WORDS}"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"author": "nobody-here"}, "I do not know here who wrote that"),
        ({"author": "", "author_is": "bot"}, "A bot wrote that"),
        ({"author": "bo", "author_is": "guest"}, "no member of this workspace"),
        ({"author": "", "author_is": "left"}, "no longer here"),
        ({"author": "", "author_is": "unasked"}, "try once more"),
        ({"author": ""}, "There are no words"),
        ({"message": ""}, "There are no words"),
        ({"author": "lone"}, "in no team"),
    ],
)
def test_where_nobody_can_say_yes_nothing_is_kept(
    day: Orchestra, ada: Player, fields: dict[str, str], says: str
) -> None:
    day.player("Lone")
    asks(ada, **fields)
    assert says in " ".join(ada.answer.split())
    assert (day.all(Nomination), day.all(Win)) == ([], [])
    assert not [sent for sent in day.all(Delivery) if sent.view.startswith("nominations")]


def test_words_that_are_none_ask_nobody(day: Orchestra, ada: Player) -> None:
    for words in ("", " \n ", "\u202e"):
        asks(ada, words)
        assert "There are no words" in ada.answer
    assert day.all(Nomination) == []


def test_who_wants_no_such_questions_is_not_asked(day: Orchestra, ada: Player, bo: Player) -> None:
    asks(ada)
    day.goes_on(minutes=30)
    bo.does("attention.why", value=next(sent.id for sent in day.all(Delivery) if sent.view == "nominations.asked"))
    assert "Ada would count words of yours as a win" in " ".join(bo.answer.split())
    bo.presses("None of these")
    asks(ada, message="m2")
    assert "I cannot ask Bo now" in ada.answer
    assert len(day.all(Nomination)) == 1


def test_who_leaves_is_asked_no_more_and_their_words_are_gone(day: Orchestra, ada: Player, bo: Player) -> None:
    asks(ada)
    person = bo.person
    day.database.writer.write(lambda store: store.change(person, leaves_on=day.today(ada))).result()
    day.local(ada, time(9), days=1)
    assert (one(day).state, one(day).words) == (NominationState.LEFT, "")
    asks(ada, message="m2")
    assert "I do not know here who wrote that" in ada.answer


def test_whoever_asked_and_left_is_told_nothing(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.hands_in([CALL])
    asks(ada)
    person = ada.person
    day.database.writer.write(lambda store: store.change(person, left_at=day.clock.at)).result()
    bo.presses("Yes, as my win", on=bo.last().card)
    assert [win.words for win in day.all(Win)] == [WORDS]
    assert [sent for sent in day.all(Delivery) if sent.view == "nominations.answered"] == []


def test_the_question_waits_for_its_turn_like_all_that_nobody_asked_for(
    day: Orchestra, ada: Player, bo: Player
) -> None:
    day.local(ada, time(21))
    asks(ada)
    (sent,) = [sent for sent in day.all(Delivery) if sent.view == "nominations.asked"]
    assert (sent.occasion, sent.state, sent.not_before > sent.planned_at) == ("win", DeliveryState.PLANNED, True)


# A message that becomes one's own task or blocker


@pytest.mark.parametrize(
    ("action", "named"), [("checkin.open_form_with", "task1"), ("checkin.open_form_stuck", "blocker")]
)
def test_the_form_says_whose_words_they_were_and_keeps_no_name(
    day: Orchestra, ada: Player, bo: Player, action: str, named: str
) -> None:
    def opened(**fields: str) -> str:
        ada.does(action, value="The seals are late", fields=fields)
        assert ada.said is not None
        form = ada.said.drawn
        assert str(next(one for one in form.fields if one.name == named).value) == "The seals are late"  # type: ignore[union-attr]
        return repr(form.says)  # type: ignore[union-attr]

    assert "Bo" in opened(author="bo")
    for stranger in ({"author": "nobody-here"}, {"author_is": "guest"}, {"author": "bo", "author_is": "bot"}):
        assert "words-of-somebody" in opened(**stranger)
    for own in ({"author": "ada"}, {}):
        assert opened(**own) == "None"
    assert (day.all(Draft), day.all(CheckIn)) == ([], [])


def test_a_blocker_stands_beside_what_was_handed_in(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CALL], blocker="no van")
    ada.does("checkin.open_form_stuck", value="The seals\nare late", fields={"author": "bo"})
    assert ada.said is not None
    form = ada.said.drawn
    assert str(next(one for one in form.fields if one.name == "blocker").value) == "no van\nThe seals\nare late"  # type: ignore[union-attr]


def test_two_who_ask_at_once_ask_once(day: Orchestra, ada: Player, bo: Player) -> None:
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    fields = {"author": "bo", "message": "m1"}
    turn = Turn(day.clock.at, day.chance, ada.person, place, "nominations.ask", value=WORDS, fields=fields)

    def both(store: Store) -> list[str]:
        found = [nominations.consider_ask(turn, store) for _ in range(2)]
        replies = [nominations.ask(turn, store, one) for one in found if not isinstance(one, Answer)]
        return [one.answer.view for one in replies]

    assert day.database.writer.write(both).result() == ["nominations.asking", "nominations.nobody"]
    assert day.count(Nomination) == 1


def test_a_form_for_words_that_were_answered_is_not_there(day: Orchestra, ada: Player, bo: Player) -> None:
    asks(ada)
    place = next(one for one in day.all(Place) if one.person_id == bo.person.id)
    about, reader = {"nomination": one(day).id}, Reader(bo.person, place, day.clock.at)
    day.ask(lambda store: nominations.draw_words_form(store, reader, about))
    bo.does("nominations.leave", value=one(day).id)

    with pytest.raises(Gone):
        day.ask(lambda store: nominations.draw_words_form(store, reader, about))


def test_a_blocker_that_cannot_be_read_opens_an_empty_form(day: Orchestra, ada: Player) -> None:
    form = ada.does("checkin.open_form_stuck", value="\u2060").drawn

    assert isinstance(form, Form)
    assert [str(one.value or "") for one in form.fields if one.name == "blocker"] == [""]
