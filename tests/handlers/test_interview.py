"""A score is written in chat: who may, one question at a time, what is kept, and what is not swallowed."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from bot.conductor import draw
from handlers.cards import Form
from handlers.interview import Next, answer, forget
from handlers.turn import Drawn, Gone, Reader, Turn
from score import interview
from score.question import Around
from storage.sketches import KEPT_FOR
from storage.tables import Edition, Place, PlaceKind, Proposed, Sketch
from tests.orchestra import Orchestra, Player


@pytest.fixture
def ada(day: Orchestra) -> Player:
    ada = day.player("Ada", team=day.team("Field"))
    day.database.writer.write(lambda store: store.change(ada.person, is_strategy_owner=True)).result()
    return ada


def sketch(day: Orchestra) -> interview.Interview:
    (one,) = day.all(Sketch)
    return interview.of(one.said)


def asked(day: Orchestra) -> str:
    question = interview.question(sketch(day))
    return question.id if question is not None else ""


def answers(day: Orchestra, player: Player, said: str) -> str:
    player.does("interview.answer", fields={"question": asked(day), "answer": said})
    return " ".join(player.answer.split())


def drawn(day: Orchestra, view: str, about: Mapping[str, str], reader: Reader) -> Drawn:
    return day.ask(lambda store: draw(store, view, about, reader))


def skips(day: Orchestra, player: Player) -> None:
    player.does("interview.skip", value=asked(day))


def test_who_answers_for_the_strategy_is_asked_through_a_score(day: Orchestra, ada: Player) -> None:
    ada.writes("write the score")
    assert "Whose score is this?" in ada.answer

    assert "For which season is it?" in answers(day, ada, "Corner Bakery")
    skips(day, ada)
    assert "on which field do you play?" in answers(day, ada, "The street buys its bread on foot again")
    answers(day, ada, "Households within ten minutes")
    ada.does("interview.take", value=f"{asked(day)} yes")
    assert "and where not?" in ada.answer

    ada.does("interview.so_far")
    assert "Households within ten minutes" in ada.answer
    assert "score: Corner Bakery" in ada.answer


def test_others_are_told_who_does(day: Orchestra, ada: Player) -> None:
    bo = day.player("Bo")

    bo.writes("new score")

    assert "Who answers for the strategy writes the score" in bo.answer
    assert day.all(Sketch) == []
    ada.writes("new score")
    for action in ("interview.so_far", "interview.drop"):
        bo.does(action)
        assert "Who answers for the strategy writes the score" in bo.answer
    assert len(day.all(Sketch)) == 1


def test_where_others_read_along_nothing_of_it_is_shown(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    channel = Place(
        id="c",
        workspace_id=day.workspace.id,
        connection_id=day.connection.id,
        kind=PlaceKind.CHANNEL,
        external_id="c",
        name="c",
    )
    reader = Reader(ada.person, channel, day.clock.at)

    for view in ("question", "so_far", "form", "heard", "unfit"):
        about = {"person": ada.person.id, "question": "name", "said": "x", "why": "needed"}
        with pytest.raises(Gone):
            drawn(day, f"interview.{view}", about, reader)


def test_begun_again_it_goes_on_where_it_was(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    answers(day, ada, "Corner Bakery")

    ada.writes("write the score")

    assert "For which season is it?" in ada.answer
    assert "So far" in ada.answer


def test_an_answer_that_cannot_be_taken_says_why_beside_its_field(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    answers(day, ada, "Corner Bakery")

    assert "120 characters are what fits" in answers(day, ada, "x" * 121)
    assert asked(day) == "season"
    ada.does("interview.take", value=f"season {'x' * 121}")
    assert "120 characters are what fits" in ada.answer


def test_pressed_twice_or_too_late_an_answer_counts_once(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    ada.does("interview.answer", fields={"question": "name", "answer": "Corner Bakery"})
    ada.does("interview.answer", fields={"question": "name", "answer": "Other Bakery"})
    ada.does("interview.skip", value="name")
    ada.does("interview.open_form", value="name")

    assert "For which season is it?" in ada.answer
    assert sketch(day).answers == {"name": "Corner Bakery"}

    ada.does("interview.skip", value="season")
    ada.does("interview.back", value="0.aspiration")
    assert asked(day) == "season"
    ada.does("interview.back", value="0.aspiration")
    assert asked(day) == "season"


def test_of_two_answers_at_once_the_first_one_counts(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    (one,) = day.all(Sketch)
    found = interview.answer(interview.of(one.said), "Second", day_around())
    assert isinstance(found, interview.Interview)

    answers(day, ada, "First")

    place = next(place for place in day.all(Place) if place.person_id == ada.person.id)
    turn = Turn(at=day.clock.now(), chance=day.chance, person=ada.person, place=place, action="interview.answer")
    day.database.writer.write(lambda store: answer(turn, store, Next(one.said, interview.told(found)))).result()
    assert sketch(day).answers == {"name": "First"}


def day_around() -> Around:
    return Around(date(2027, 3, 9))


def test_what_is_needed_is_not_skipped(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    ada.does("interview.skip", value="name")

    assert asked(day) == "name"


def test_a_form_shows_what_was_answered_before(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    answers(day, ada, "Corner Bakery")
    ada.does("interview.back", value="season")
    ada.does("interview.open_form", value="name")

    place = next(place for place in day.all(Place) if place.person_id == ada.person.id)
    about = {"person": ada.person.id, "question": "name"}
    form = drawn(day, "interview.form", about, Reader(ada.person, place, day.clock.at))
    assert isinstance(form, Form)
    assert str(form.fields[0].value) == "Corner Bakery"


def to_the_end(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    answers(day, ada, "Corner Bakery")
    while asked(day):
        skips(day, ada)


def test_at_the_end_stands_what_the_rules_find_and_it_can_be_mended(day: Orchestra, ada: Player) -> None:
    to_the_end(day, ada)
    ada.writes("write the score")
    assert "That was the last question" in ada.answer
    assert "C05" in ada.answer

    ada.does("interview.mend", value="C05 corner-bakery")

    assert asked(day) == "0.aspiration"
    ada.does("interview.mend", value="C05 corner-bakery")
    assert asked(day) == "0.aspiration"
    ada.does("interview.open_form", value="")
    assert "what would winning be" in ada.answer


def test_what_nobody_finds_is_not_mended(day: Orchestra, ada: Player) -> None:
    to_the_end(day, ada)

    ada.does("interview.mend", value="C30 corner-bakery")
    ada.does("interview.answer", fields={"question": "name", "answer": "Other"})
    ada.does("interview.open_form", value="name")
    ada.does("interview.skip", value="name")

    assert asked(day) == ""
    ada.does("interview.back", value="")
    assert asked(day) == "1"


def test_what_is_written_while_a_question_stands_may_be_its_answer(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    ada.writes("Corner Bakery")
    assert "Is it the answer to what I asked?" in ada.answer

    ada.does("interview.take", value="name Corner Bakery")
    assert sketch(day).answers == {"name": "Corner Bakery"}


@pytest.mark.parametrize("said", ["help", "stop", "not today", "today: call Acme"])
def test_an_interview_swallows_no_command(day: Orchestra, ada: Player, said: str) -> None:
    ada.writes("new score")

    ada.writes(said)

    assert "Is it the answer" not in ada.answer
    assert sketch(day).answers == {}


def test_an_hour_later_or_for_somebody_else_what_is_not_understood_is_a_task_as_ever(
    day: Orchestra, ada: Player
) -> None:
    ada.writes("new score")
    bo = day.player("Bo")
    bo.writes("Corner Bakery")
    assert "I do not know what to do with that." in bo.answer
    ada.writes("x" * 501)
    assert "I do not know what to do with that." in ada.answer

    day.clock.at += timedelta(minutes=61)
    ada.writes("Corner Bakery")
    assert "I do not know what to do with that." in ada.answer

    ada.does("interview.drop")
    ada.writes("Corner Bakery")
    assert "I do not know what to do with that." in ada.answer


def test_after_the_last_question_what_is_not_understood_is_a_task_as_ever(day: Orchestra, ada: Player) -> None:
    to_the_end(day, ada)

    ada.writes("Corner Bakery")

    assert "I do not know what to do with that." in ada.answer


def test_what_was_said_is_handed_in_and_put_in_force(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    ada.does("interview.propose")
    assert "no such thing here" in ada.answer
    ada.does("interview.drop")
    to_the_end(day, ada)

    ada.does("interview.propose")

    (proposed,) = day.all(Proposed)
    assert proposed.proposer_id == ada.person.id
    assert "score: Corner Bakery" in proposed.source
    ada.does("editions.put_in_force", value=proposed.id)
    assert "Corner Bakery" in {edition.name for edition in day.all(Edition)}


def test_it_can_be_thrown_away(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    ada.does("interview.so_far")
    assert "Nothing is written down yet." in ada.answer

    ada.does("interview.drop")

    assert "nothing of it is kept" in ada.answer
    assert day.all(Sketch) == []
    place = next(place for place in day.all(Place) if place.person_id == ada.person.id)
    reader = Reader(ada.person, place, day.clock.at)
    with pytest.raises(Gone):
        drawn(day, "interview.question", {"person": ada.person.id}, reader)


def test_a_question_that_is_asked_no_more_has_no_form(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    place = next(place for place in day.all(Place) if place.person_id == ada.person.id)
    reader = Reader(ada.person, place, day.clock.at)

    for view in ("form", "unfit"):
        about = {"person": ada.person.id, "question": "season", "why": "needed"}
        with pytest.raises(Gone):
            drawn(day, f"interview.{view}", about, reader)


def test_ninety_days_after_the_last_answer_it_is_forgotten(day: Orchestra, ada: Player) -> None:
    ada.writes("new score")
    kept = day.clock.at

    def forgets() -> int:
        return day.database.writer.write(lambda store: forget(day.moment(), store, day.workspace.id, 9).served).result()

    day.clock.at = kept + KEPT_FOR - timedelta(minutes=1)
    assert (forgets(), len(day.all(Sketch))) == (0, 1)
    day.clock.at = kept + KEPT_FOR
    assert (forgets(), day.all(Sketch)) == (1, [])
