"""A model puts answers into words: what it is sent, what stands of what it says, and what is shown otherwise."""

import asyncio
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from bot.asks import AT_ONCE, Asks
from bot.conductor import Played
from handlers import briefed
from handlers.turn import Arrival, How, Reader, Scribe
from prompts.brief import brief
from score.model import Request, Said, Silent, Stated, WhyNot
from storage.budgets import Budget
from storage.tables import Ask, AskState, Delivery, LineKind, Received, Shown, Silence, Team, Wording
from tests.handlers.test_coach import Score
from tests.handlers.test_drawings import drawn, place_of
from tests.orchestra import Orchestra, Player

WITHIN = timedelta(seconds=20)
WHY = "Why do we call every harbour?"
TRUE = {"text": "We call every harbour before noon.", "line": "field/P-1", "quote": "Call every harbour before noon"}
BECAUSE = {"text": "Their bakers retire.", "line": "harbour/P-1", "quote": "Their bakers retire."}
FRESH = {
    "text": "Fresh bread within an hour.", "line": "harbour/A", "quote": "Fresh bread within an hour of every quay",
}  # fmt: skip
NOT_THERE = {"text": "No supermarkets.", "line": "harbour/N-1", "quote": "Supermarkets"}
NOON = {"text": "We call every harbour at midnight.", "line": "field/P-1", "quote": "Call every harbour before noon"}


class Model:
    """A model that says what it was told to, and remembers what it was sent."""

    name = "small-model"

    def __init__(self, *said: Mapping[str, str], why: WhyNot | None = None) -> None:
        self.said, self.why = said, why
        self.asked: list[Request] = []
        self.silent: asyncio.Event | None = None

    async def ask(self, request: Request) -> Said | Silent:
        self.asked.append(request)
        if self.silent is not None:
            await self.silent.wait()
        if self.why is not None:
            return Silent(self.why, tokens=9)
        return Said(tuple(Stated(**one) for one in self.said), self.name, tokens_in=70, tokens_out=30)

    async def close(self) -> None:
        """It holds nothing."""

    @property
    def data(self) -> dict[str, Any]:
        """What was sent last."""
        found: dict[str, Any] = json.loads(self.asked[-1].data)
        return found


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return day.player("Ada", team=day.team("Field"), strategy_owner=True)


@pytest.fixture
def bo(day: Orchestra, ada: Player) -> Player:
    return day.player("Bo", team=day.teams()[0])


@pytest.fixture
def score(day: Orchestra, ada: Player) -> Score:
    made = Score(day)
    made.line("harbour/A", "Fresh bread within an hour of every quay", LineKind.ASPIRATION)
    made.line("harbour/P-1", "Win the harbour towns", serves="harbour/A", because="Their bakers retire.")
    made.line(
        "field/P-1",
        "Call every harbour before noon",
        serves="harbour/P-1",
        owner_id=ada.person.id,
        until=date(2027, 6, 30),
        about="As Ada (ada@harbour.example) does it, with Bo.",
    )
    made.line("harbour/N-1", "Supermarkets", LineKind.NOT_CHOICE, serves="harbour/A", because="They bake themselves.")
    made.comes_into_force()
    return made


def with_model(day: Orchestra, *said: Mapping[str, str], why: WhyNot | None = None) -> tuple[Model, Asks]:
    model = Model(*said, why=why)
    day.conductor.scribe = Scribe(WITHIN, Budget(questions=20, tokens=1000))
    return model, Asks(day.conductor, model)


def asks(player: Player, asking: Asks, question: str = WHY) -> str:
    """What somebody reads in the end who asks something."""
    played = player.writes(question)
    if played.answer.how is How.COMING:
        heard = player.day.run(asking.heard(played.answer.about["ask"], player.person.id))
        assert heard is not None
        player.said = heard
        player.day.run(player.day.conductor.done_with(played.answer.about["ask"], player.person))
    return " ".join(player.answer.split())


@pytest.mark.parametrize("room", [10, 120, 240])
def test_what_has_no_room_is_left_out_from_its_end_on(
    day: Orchestra, bo: Player, score: Score, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    model, asking = with_model(day, TRUE)
    asks(bo, asking)
    all_of_it = model.data["lines"]
    monkeypatch.setattr(briefed, "CHARACTERS", len(WHY) + room)

    asks(bo, asking)

    sent = model.data["lines"]
    assert [one["line"] for one in sent] == [one["line"] for one in all_of_it][: len(sent)]
    for one, whole in zip(sent, all_of_it, strict=False):
        assert one["texts"] == whole["texts"][: len(one["texts"])] != []
    assert sent != all_of_it
    assert len(json.dumps(sent, ensure_ascii=False)) <= max(2, room)


# What it says


def test_what_stands_is_shown_with_its_lines_and_who_put_it_into_words(
    day: Orchestra, bo: Player, score: Score
) -> None:
    _, asking = with_model(day, TRUE, BECAUSE)

    said = asks(bo, asking)

    assert "We call every harbour before noon. [1]" in said
    assert "Their bakers retire. [2]" in said
    assert "[1] field/P-1 Call every harbour before noon" in said
    assert "[2] harbour/P-1 Win the harbour towns" in said
    assert "Put into words by a model, small-model, held to these lines (brief answer 1)." in said
    assert "Edition 4 of 1 March" in said
    assert "30 June" in said, "the facts stay ours"
    assert "No model spoke" not in said
    assert day.all(Ask) == []


def test_until_then_it_says_that_the_score_is_read(day: Orchestra, bo: Player, score: Score) -> None:
    _, asking = with_model(day, TRUE)

    played = bo.writes(WHY)

    assert played.answer.how is How.COMING
    assert "Reading the score." in bo.answer
    assert day.run(asking.heard(played.answer.about["ask"], bo.person.id)) is not None
    assert day.run(asking.heard(played.answer.about["ask"], bo.person.id)) is None, "it is shown once"


@pytest.mark.parametrize(
    "said",
    [
        [],
        [NOON],
        [{**TRUE, "line": "field/P-9"}],
        [{**TRUE, "quote": "Call every harbour at noon"}],
        [{"text": "See http://evil.example <!channel>", "line": "field/P-1", "quote": "Call every harbour"}],
        [{**TRUE, "text": "Some harbours: done today."}],
        [{**TRUE, "text": "Every harbour: done."}],
        [{**TRUE, "text": "Every harbour is due tomorrow; t.me/e-v-i-l"}],
        [{"text": "Supermarkets are what we win.", "line": "harbour/N-1", "quote": "Supermarkets"}],
        [{"text": "", "line": "", "quote": ""}],
    ],
)
def test_where_nothing_stands_the_lines_answer(
    day: Orchestra, bo: Player, score: Score, said: list[dict[str, str]]
) -> None:
    _, asking = with_model(day, *said)

    read = asks(bo, asking)

    assert "Call every harbour before noon [1]. It is there for Win the harbour towns [2]" in read
    assert "The lines themselves, without a summary: what the model said does not stand on them." in read
    assert "No model spoke." in read
    assert "evil" not in read


def test_of_several_sentences_those_that_stand_stay(day: Orchestra, bo: Player, score: Score) -> None:
    _, asking = with_model(day, NOON, TRUE)

    read = asks(bo, asking)

    assert "We call every harbour before noon. [1]" in read
    assert "midnight" not in read


def test_the_line_that_answers_has_a_place_whatever_else_is_said(day: Orchestra, bo: Player, score: Score) -> None:
    _, asking = with_model(day, BECAUSE, FRESH, NOT_THERE)

    read = asks(bo, asking)

    assert "Their bakers retire. [2] Fresh bread within an hour. [3]" in read
    assert "[1] field/P-1 Call every harbour before noon [2] harbour/P-1" in read
    assert "Owner Ada [1]" in read, "its facts are there, too, and with its number"
    assert "Supermarkets" not in read


def test_where_nothing_is_said_of_the_lines_that_answer_these_do(day: Orchestra, bo: Player, score: Score) -> None:
    _, asking = with_model(day, NOT_THERE)

    read = asks(bo, asking, "Until when do we call every harbour?")

    assert "Call every harbour before noon [1] is to be done by 30 June." in read
    assert "what the model said does not stand on them" in read
    assert "Supermarkets" not in read


def test_what_it_was_not_sent_it_cannot_cite(day: Orchestra, ada: Player, bo: Player) -> None:
    made = Score(day)
    for n in range(30):
        made.line(f"field/P-{n}", f"Call harbour {n} before noon")
    for n, who in enumerate(("Supermarkets", "Hotels", "Canteens")):
        made.line(f"field/N-{n}", who, LineKind.NOT_CHOICE)
    made.comes_into_force()
    lies = [
        {"text": f"No {who}.", "line": f"field/N-{n}", "quote": who}
        for n, who in enumerate(("Supermarkets", "Hotels", "Canteens"))
    ]
    true = {"text": "We call harbour 7 before noon.", "line": "field/P-7", "quote": "Call harbour 7 before noon"}
    model, asking = with_model(day, *lies)

    read = asks(bo, asking, "Why field/P-7?")

    assert not any("field/N" in one["line"] for one in model.data["lines"])
    assert "field/P-7" in read
    assert "field/N" not in read
    assert "what the model said does not stand on them" in read
    _, asking = with_model(day, *lies, true)
    read = asks(bo, asking, "Why field/P-7?")
    assert "We call harbour 7 before noon. [1]" in read
    assert "field/N" not in read


def test_of_an_answer_without_the_lines_that_were_sent_nothing_stands(day: Orchestra, bo: Player, score: Score) -> None:
    about = {"question": WHY, "said": json.dumps([[*TRUE.values()]]), "model": "m", "brief": "a 1"}
    lines = {line.address: line.line_id for line in day.all(Wording)}
    place = Reader(bo.person, place_of(day, bo), day.clock.now())

    shown = [
        repr(drawn(day, "coach.worded", about | more, place))
        for more in ({}, {"lines": ""}, {"lines": lines["harbour/P-1"]}, {"lines": lines["field/P-1"]})
    ]

    assert ["We call every harbour" in one for one in shown] == [False, False, False, True]


@pytest.mark.parametrize(
    ("why", "says"),
    [
        (WhyNot.LATE, "did not answer in time"),
        (WhyNot.DOWN, "could not be reached"),
        (WhyNot.BREAKER, "could not be reached"),
        (WhyNot.GARBAGE, "does not stand on them"),
        (WhyNot.REFUSED, "does not stand on them"),
        (WhyNot.BUDGET, "was asked enough for today"),
    ],
)
def test_where_it_says_nothing_the_lines_answer_and_say_why(
    day: Orchestra, bo: Player, score: Score, why: WhyNot, says: str
) -> None:
    _, asking = with_model(day, why=why)

    read = asks(bo, asking)

    assert "The lines themselves, without a summary: " in read
    assert says in read
    assert "It is there for Win the harbour towns" in read
    assert day.all(Ask) == []


# What it is sent


def test_it_is_sent_lines_and_a_question_and_nobody(day: Orchestra, bo: Player, score: Score) -> None:
    model, asking = with_model(day, TRUE)

    asks(bo, asking, "Why do Ada and ada@harbour.example call every harbour?")

    assert model.data["question"] == "Why do Person1 and Person2 call every harbour?"
    first = model.data["lines"][0]
    assert (first["line"], first["kind"]) == ("field/P-1", "priority")
    assert first["texts"][1] == "As Person1 (Person2) does it, with Person3."
    assert first["texts"][2] == "It is due by Wednesday 30 June (2027-06-30)."
    assert not {"ada", "bo"} & set(json.dumps(model.asked[-1].data).casefold().replace('"', " ").split())
    assert {one["line"] for one in model.data["lines"]} >= {"harbour/P-1", "harbour/A"}


def test_whoever_is_hidden_is_back_in_the_answer(day: Orchestra, bo: Player, score: Score) -> None:
    quote = "As Person1 (Person2) does it, with Person3."
    _, asking = with_model(day, {"text": "Person1 does it with Person3.", "line": "field/P-1", "quote": quote})

    assert "Ada does it with Bo. [1]" in asks(bo, asking, "Why does Ada (ada@harbour.example) call every harbour?")


def test_the_address_of_a_line_in_somebodys_own_part_names_nobody(day: Orchestra, bo: Player) -> None:
    made = Score(day)
    made.line("ada/P-1", "Tune the ovens of the quay", because="They bake unevenly.", owner_id=bo.person.id)
    made.comes_into_force()
    said = {"text": "They bake unevenly.", "line": "Person1/P-1", "quote": "They bake unevenly"}
    model, asking = with_model(day, said)

    read = asks(bo, asking, "Why do we tune the ovens of the quay?")

    assert model.data["lines"][0]["line"] == "Person1/P-1"
    assert "ada" not in model.asked[-1].data.casefold()
    assert "They bake unevenly. [1]" in read
    assert "[1] ada/P-1 Tune the ovens of the quay" in read


def test_whoever_has_left_is_hidden_still(day: Orchestra, ada: Player, bo: Player, score: Score) -> None:
    model, asking = with_model(day, TRUE)
    day.database.writer.write(lambda store: store.change(ada.person, left_at=day.clock.at)).result()

    asks(bo, asking, "Why do Ada and ada@harbour.example call every harbour?")

    assert model.data["question"] == "Why do Person1 and Person2 call every harbour?"
    assert "ada" not in model.asked[-1].data.casefold()


def test_of_long_lines_as_much_is_sent_as_there_is_room_for(day: Orchestra, ada: Player, bo: Player) -> None:
    made = Score(day)
    for n in range(30):
        made.line(f"field/P-{n}", f"Call harbour {n} before noon", about="tide " * 300, because="calm " * 300)
    made.comes_into_force()
    model, asking = with_model(day)

    asks(bo, asking, "Why field/P-7?")

    assert len(model.asked[-1].data) <= briefed.CHARACTERS + 100
    assert model.data["lines"][0]["line"] == "field/P-7"
    assert model.data["lines"][0]["texts"][0] == "Call harbour 7 before noon"


# Whom it is asked for


def test_what_rules_alone_answer_is_never_put_to_it(day: Orchestra, bo: Player, score: Score) -> None:
    model, asking = with_model(day, TRUE)

    for question in ("Why do we sail to the moon?", "What is my part?", "How confident is Ada?", "What do we not do?"):
        asks(bo, asking, question)

    assert model.asked == []
    assert [one.words for one in day.all(Silence)] == ["Why do we sail to the moon?"]


def test_a_team_can_do_without(day: Orchestra, bo: Player, score: Score) -> None:
    model, asking = with_model(day, TRUE)
    team = day.all(Team)[0]
    day.database.writer.write(lambda store: store.change(team, without_model=True)).result()

    assert "No model spoke." in asks(bo, asking)
    assert model.asked == []


def test_where_others_read_along_the_lines_answer(day: Orchestra, bo: Player, score: Score) -> None:
    model, _ = with_model(day, TRUE)

    bo.does("coach.ask", text=WHY, place="field")

    assert "No model spoke." in bo.answer
    assert model.asked == []


def test_who_waits_for_one_answer_gets_the_next_from_the_lines(day: Orchestra, bo: Player, score: Score) -> None:
    model, asking = with_model(day, TRUE)
    model.silent = asyncio.Event()
    first = bo.writes(WHY)

    second = asks(bo, asking, "Who owns calling harbours?")

    assert "No model spoke." in second
    model.silent.set()
    assert day.run(asking.heard(first.answer.about["ask"], bo.person.id)) is not None
    assert len(model.asked) == 1


def test_what_comes_twice_at_once_is_asked_once(day: Orchestra, bo: Player, score: Score) -> None:
    model, _ = with_model(day, TRUE)

    async def both() -> list[Played]:
        ways = [Arrival(key, day.connection.id, "bo", "bo", "coach.ask", text=WHY) for key in ("one", "two")]
        return list(await asyncio.gather(*map(day.conductor.play, ways)))

    model.silent = asyncio.Event()
    answered = day.run(both())

    assert sorted(one.answer.how for one in answered) == [How.CARD, How.COMING]
    assert len(day.all(Ask)) == 1


def test_of_more_questions_than_a_day_has_the_lines_answer_and_say_so(day: Orchestra, bo: Player, score: Score) -> None:
    model, asking = with_model(day, TRUE)
    day.conductor.scribe = Scribe(WITHIN, Budget(questions=2, tokens=1000))
    for _ in range(2):
        assert "small-model" in asks(bo, asking)

    assert "was asked enough for today" in asks(bo, asking)
    assert len(model.asked) == 2
    day.goes_on(days=1)
    assert "small-model" in asks(bo, asking)


def test_when_the_tokens_of_a_day_are_used_nobody_of_the_workspace_asks_it(
    day: Orchestra, ada: Player, bo: Player, score: Score
) -> None:
    _, asking = with_model(day, TRUE)
    day.conductor.scribe = Scribe(WITHIN, Budget(questions=20, tokens=150))
    for _ in range(2):
        assert "small-model" in asks(bo, asking)

    assert "was asked enough for today" in asks(ada, asking)


# Who does not wait


def test_who_does_not_want_to_wait_gets_the_lines_at_once(day: Orchestra, bo: Player, score: Score) -> None:
    model, asking = with_model(day, TRUE)
    model.silent = asyncio.Event()
    asked = bo.writes(WHY)
    assert asked.drawn is not None

    bo.presses("Do not wait")
    assert "since you did not want to wait" in bo.answer
    model.silent.set()
    assert day.run(asking.heard(asked.answer.about["ask"], bo.person.id)) is None
    assert day.all(Ask) == []

    bo.presses("Do not wait", on=asked.drawn)
    assert "There is no such thing here" in bo.answer


def test_nobody_else_can_stop_it(day: Orchestra, ada: Player, bo: Player, score: Score) -> None:
    model, asking = with_model(day, TRUE)
    model.silent = asyncio.Event()
    asked = bo.writes(WHY)

    ada.does("coach.stop", value=asked.answer.about["ask"])

    assert "There is no such thing here" in ada.answer
    model.silent.set()
    assert day.run(asking.heard(asked.answer.about["ask"], bo.person.id)) is not None


# What is interrupted


def test_what_a_process_leaves_behind_is_answered_from_the_lines_and_erased(
    day: Orchestra, ada: Player, bo: Player, score: Score
) -> None:
    with_model(day, TRUE)
    day.conductor.asked = lambda ask_id, person: None
    bo.writes(WHY)
    (ask,) = day.all(Ask)

    day.goes_to(day.clock.at + WITHIN)
    assert day.all(Delivery) == []
    day.goes_to(day.clock.at + timedelta(seconds=11))

    assert "I was interrupted" in bo.last().text
    assert "It is there for Win the harbour towns" in " ".join(bo.last().text.split())
    assert [one.state for one in day.all(Ask)] == [AskState.GIVEN_UP]
    assert WHY not in str([one.about for one in day.all(Delivery)])
    assert day.run(day.conductor.hear(ask, Said((Stated(**TRUE),), "m"))) is None, "it comes too late"
    ada.does("coach.stop", value=ask.id)
    day.goes_on(days=1, minutes=1)
    assert day.all(Ask) == []


def test_nothing_of_a_question_stays_behind(day: Orchestra, bo: Player, score: Score) -> None:
    _, asking = with_model(day, TRUE)

    asks(bo, asking)

    assert [*day.all(Ask), *day.all(Received), *day.all(Shown), *day.all(Delivery)] == []


def test_many_at_once_are_answered_from_the_lines(
    day: Orchestra, bo: Player, score: Score, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.asks.AT_ONCE", 0)
    model, asking = with_model(day, TRUE)

    assert "could not be reached" in asks(bo, asking)
    assert model.asked == []
    assert AT_ONCE == 100


def test_what_is_stopped_is_left_to_the_clock(day: Orchestra, bo: Player, score: Score) -> None:
    model, asking = with_model(day, TRUE)
    model.silent = asyncio.Event()
    asked = bo.writes(WHY)

    day.run(asking.close())

    assert day.run(asking.heard(asked.answer.about["ask"], bo.person.id)) is None
    assert [one.state for one in day.all(Ask)] == [AskState.WAITING]


def test_a_question_is_2500_tokens_at_most_and_the_part_that_never_changes_comes_first(
    day: Orchestra, bo: Player
) -> None:
    """A token is taken for three characters: tokenizers need fewer for plain text in our languages."""
    made = Score(day)
    for n in range(200):
        made.line(f"field/P-{n}", f"Call harbour {n} before noon", about="tide " * 30, because="calm " * 30)
    made.comes_into_force()
    model, asking = with_model(day)

    asks(bo, asking, "Why field/P-7?")

    (sent,) = model.asked
    around = 300
    size = len(sent.system) + len(json.dumps(sent.schema)) + len(sent.data) + around
    assert size / 3 <= 2500
    assert sent.system == brief("answer").text
    assert sent.data.index('"lines"') < sent.data.index('"question"')
