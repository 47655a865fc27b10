"""A question that is out at a model: whoever stops it, leaves or is interrupted, it ends, is paid and answered once."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bot.asks import Asks
from bot.conductor import Played
from bot.writer import Unkept
from handlers.turn import How, Scribe
from score.model import Request, Said, Silent, Stated, WhyNot
from storage.budgets import Budget
from storage.store import Store
from storage.tables import Ask, AskState, Delivery, LineKind, Part, PartKind, Spent, Team, Visible
from tests.databases import Engines
from tests.handlers.test_coach import Score
from tests.orchestra import Orchestra, Player, orchestra, shown

WITHIN = timedelta(seconds=20)
SHOWN_WITHIN = timedelta(minutes=2, seconds=1)
WHY = "Why do we call every harbour?"
TRUE = {"text": "We call every harbour before noon.", "line": "field/P-1", "quote": "Call every harbour before noon"}
SAID = "We call every harbour before noon. [1]"
LINES = "Call every harbour before noon [1]. It is there for Win the harbour towns [2]"


class Model:
    """A model that thinks until it may speak, and counts what is open at it."""

    name = "small-model"

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.asked = self.open = 0

    async def ask(self, request: Request) -> Said | Silent:
        self.asked, self.open = self.asked + 1, self.open + 1
        try:
            await self.may.wait()
        except asyncio.CancelledError:
            assert request.bill is not None
            request.bill.tokens_in += 40
            raise
        finally:
            self.open -= 1
        return Said((Stated(**TRUE),), self.name, tokens_in=70, tokens_out=30)

    async def close(self) -> None:
        """It holds nothing."""


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return day.player("Ada", team=day.team("Field"), strategy_owner=True)


@pytest.fixture
def bo(day: Orchestra, ada: Player) -> Player:
    return day.player("Bo", team=day.teams()[0])


@pytest.fixture
def score(day: Orchestra, ada: Player) -> Score:
    return plays(day)


def plays(day: Orchestra) -> Score:
    made = Score(day)
    lines(made)
    made.line("field/P-1", "Call every harbour before noon", serves="harbour/P-1", until=date(2027, 6, 30))
    made.comes_into_force()
    return made


def lines(made: Score) -> None:
    made.line("harbour/A", "Fresh bread within an hour of every quay", LineKind.ASPIRATION)
    made.line("harbour/P-1", "Win the harbour towns", serves="harbour/A", because="Their bakers retire.")


@pytest.fixture
def model(day: Orchestra) -> Model:
    return Model()


@pytest.fixture
def asking(day: Orchestra, model: Model) -> Asks:
    day.conductor.scribe = Scribe(WITHIN, Budget(questions=20, tokens=10_000))
    return Asks(day.conductor, model)


def asks(player: Player) -> Played:
    """Ask, so that it is with the model when this is over."""
    played = player.writes(WHY)
    player.day.run(asyncio.sleep(0.05))
    return played


def hears(player: Player, asking: Asks, played: Played) -> Played | None:
    return player.day.run(asking.heard(played.answer.about["ask"], player.person.id))


def answered(player: Player, asking: Asks, played: Played) -> str:
    heard = hears(player, asking, played)
    assert heard is not None
    player.said = heard
    return " ".join(player.answer.split())


def tokens(day: Orchestra) -> int:
    return sum(one.used for one in day.all(Spent) if one.person_id is None)


# Who does not wait


def test_what_is_stopped_ends_at_the_endpoint_too_and_is_paid(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    for count in range(1, 7):
        played = asks(bo)
        assert (model.asked, model.open) == (count, 1)
        bo.presses("Do not wait")
        assert "since you did not want to wait" in bo.answer
        assert hears(bo, asking, played) is None
        assert (model.open, tokens(day), day.all(Ask)) == (0, 40 * count, [])


def test_what_is_stopped_before_it_is_put_to_the_model_never_is(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(day.conductor, "asked", lambda ask_id, person: begun.append(ask_id))
    bo.writes(WHY)
    bo.presses("Do not wait")
    monkeypatch.undo()

    async def begins() -> Played | None:
        day.conductor.asked(begun[0], bo_now)
        return await asking.heard(begun[0], bo_now.id)

    bo_now = bo.person
    assert day.run(begins()) is None
    assert (model.asked, day.all(Ask)) == (0, [])


def test_what_another_process_stops_is_paid_when_it_comes_and_until_then_nothing_else_is_asked(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    day.conductor.stopped = lambda ask_id: None
    played = asks(bo)
    bo.presses("Do not wait")

    (left,) = day.all(Ask)
    assert (left.state, left.about, left.values) == (AskState.STOPPED, {}, {}), "its words are erased at once"
    bo.presses("Do not wait", on=played.drawn)
    assert "There is no such thing here" in bo.answer
    assert asks(bo).answer.how is How.CARD
    assert "No model spoke." in bo.answer
    assert (model.asked, model.open, tokens(day)) == (1, 1, 0)

    model.may.set()
    assert hears(bo, asking, played) is None
    assert (tokens(day), day.all(Ask)) == (100, [])
    assert SAID in answered(bo, asking, asks(bo))


def test_what_was_stopped_of_a_process_that_is_gone_is_erased(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    day.conductor.asked = lambda ask_id, person: None
    bo.writes(WHY)
    bo.presses("Do not wait")
    day.goes_to(day.clock.at + WITHIN + timedelta(seconds=11))

    assert (day.all(Ask), day.all(Delivery)) == ([], [])


def test_what_comes_after_it_was_given_up_is_paid(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    played = asks(bo)
    day.goes_to(day.clock.at + WITHIN + timedelta(seconds=11))
    model.may.set()

    assert hears(bo, asking, played) is None
    assert tokens(day) == 100
    assert "I was interrupted" in bo.last().text
    assert len(bo.got()) == 1


def test_what_comes_for_who_has_left_is_paid(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    played, left = asks(bo), bo.person
    day.database.writer.write(lambda store: store.change(left, left_at=day.clock.at)).result()
    model.may.set()

    assert day.run(asking.heard(played.answer.about["ask"], left.id)) is None
    assert tokens(day) == 100


def test_what_is_out_when_we_stop_is_paid_and_left_to_the_clock(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    played = asks(bo)
    day.run(asking.close())

    assert hears(bo, asking, played) is None
    assert (model.open, tokens(day)) == (0, 40)
    assert [one.state for one in day.all(Ask)] == [AskState.WAITING]


# Answered, and not shown yet


def test_an_answer_that_was_shown_is_erased(
    day: Orchestra, ada: Player, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    played, ask_id = asks(bo), day.all(Ask)[0].id
    model.may.set()
    assert SAID in answered(bo, asking, played)

    (waits,) = day.all(Ask)
    assert (waits.state, waits.values) == (AskState.ANSWERED, {})
    day.run(day.conductor.done_with(ask_id, ada.person))
    assert len(day.all(Ask)) == 1, "nobody else says so"
    day.run(day.conductor.done_with(ask_id, bo.person))
    assert day.all(Ask) == []
    day.run(day.conductor.done_with(ask_id, bo.person))
    day.goes_to(day.clock.at + SHOWN_WITHIN)
    assert bo.got() == []


def test_an_answer_that_was_never_shown_is_given_once_from_the_lines(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    played = asks(bo)
    model.may.set()
    hears(bo, asking, played)
    day.goes_to(day.clock.at + timedelta(minutes=1, seconds=50))
    assert bo.got() == [], "it may be about to be shown"

    day.goes_to(day.clock.at + timedelta(seconds=11))
    day.goes_on(minutes=5)

    (got,) = bo.got()
    assert "I was interrupted" in got.text
    assert LINES in " ".join(got.text.split())
    day.run(day.conductor.done_with(day.all(Ask)[0].id, bo.person))
    assert [one.state for one in day.all(Ask)] == [AskState.GIVEN_UP], "what goes out is drawn from it"
    day.goes_on(days=1, minutes=1)
    assert day.all(Ask) == []


def test_while_an_answer_waits_to_be_shown_another_question_goes_to_the_model(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    model.may.set()
    hears(bo, asking, asks(bo))

    assert SAID in answered(bo, asking, asks(bo))


@pytest.mark.parametrize("problem", [Unkept("away"), RuntimeError("a fault of ours")], ids=["away", "fault"])
def test_what_cannot_be_drawn_when_it_is_answered_is_given_once_from_the_lines(
    day: Orchestra,
    bo: Player,
    score: Score,
    model: Model,
    asking: Asks,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    problem: Exception,
) -> None:
    caplog.set_level(logging.WARNING, "concertmaster")

    def fails(*_: object) -> Played:
        raise problem

    played = asks(bo)
    monkeypatch.setattr("bot.conductor.draw_answer", fails)
    model.may.set()
    assert hears(bo, asking, played) is None
    monkeypatch.undo()
    assert WHY not in caplog.text
    assert len(caplog.records) == 1
    day.goes_to(day.clock.at + SHOWN_WITHIN)
    day.goes_on(minutes=5)

    (got,) = bo.got()
    assert LINES in " ".join(got.text.split())
    assert tokens(day) == 100


@pytest.mark.parametrize(("times", "kept"), [(2, True), (9, False)])
def test_that_something_was_shown_is_kept_as_soon_as_it_can_be(
    day: Orchestra,
    bo: Player,
    score: Score,
    model: Model,
    asking: Asks,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    kept: bool,
) -> None:
    monkeypatch.setattr("bot.conductor.AGAIN_IN", (0.01, 0.01, 0.01))
    model.may.set()
    played = asks(bo)
    hears(bo, asking, played)
    really, left = day.database.write, [None] * times

    async def away(work: Callable[[Store], object]) -> object:
        if left:
            left.pop()
            raise Unkept
        return await really(work)

    monkeypatch.setattr(day.database, "write", away)
    shows = day.conductor.done_with(played.answer.about["ask"], bo.person)
    if kept:
        day.run(shows)
    else:
        with pytest.raises(Unkept):
            day.run(shows)
    monkeypatch.undo()

    assert (day.all(Ask) == []) is kept


def test_on_postgresql_it_ends_is_paid_and_answered_once_too(postgres_engines: Engines) -> None:
    with orchestra(postgres_engines.writer.url) as day:
        bo, model = day.player("Bo", team=day.team("Field")), Model()
        plays(day)
        day.conductor.scribe = Scribe(WITHIN, Budget(questions=20, tokens=10_000))
        asking = Asks(day.conductor, model)

        played = asks(bo)
        bo.presses("Do not wait")
        assert hears(bo, asking, played) is None
        assert (model.open, day.all(Ask)) == (0, [])
        model.may.set()
        played = asks(bo)
        assert SAID in answered(bo, asking, played)
        day.run(day.conductor.done_with(played.answer.about["ask"], bo.person))
        assert SAID in answered(bo, asking, asks(bo))
        day.goes_to(day.clock.at + SHOWN_WITHIN)
        day.goes_on(minutes=5)

        (got,) = bo.got()
        assert LINES in " ".join(got.text.split())
        assert [one.state for one in day.all(Ask)] == [AskState.GIVEN_UP]


# What has changed meanwhile


def without_the_line(day: Orchestra) -> None:
    """An edition in which nothing answers."""
    made = Score(day)
    made.edition.number, made.edition.loaded_at = 5, day.clock.at
    made.line("harbour/A", "Quiet ovens", LineKind.ASPIRATION)
    made.comes_into_force()


CHANGED = "What would have answered you"


@pytest.mark.parametrize("why", [None, WhyNot.LATE])
def test_where_a_new_edition_says_nothing_it_says_that_it_changed_and_can_be_asked_again(
    day: Orchestra,
    bo: Player,
    score: Score,
    model: Model,
    asking: Asks,
    monkeypatch: pytest.MonkeyPatch,
    why: WhyNot | None,
) -> None:
    played = asks(bo)
    without_the_line(day)
    if why is not None:

        async def late(*_: object) -> Silent:
            return Silent(why)

        monkeypatch.setattr(model, "ask", late)
    model.may.set()

    said = answered(bo, asking, played)

    assert CHANGED in said
    assert "harbour before noon" not in said
    bo.presses("Ask again")
    assert "The score does not say." in bo.answer


def test_where_a_new_edition_has_the_line_it_answers_as_it_reads_now(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    played = asks(bo)
    made = Score(day)
    made.edition.number, made.edition.loaded_at = 5, day.clock.at
    lines(made)
    made.line("field/P-1", "Call every harbour at dusk", serves="harbour/P-1")
    made.comes_into_force()
    model.may.set()

    said = answered(bo, asking, played)

    assert "Call every harbour at dusk [1]" in said
    assert "noon" not in said
    assert "Edition 5" in said


def test_what_was_interrupted_and_changed_meanwhile_is_answered_so(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    day.conductor.asked = lambda ask_id, person: None
    bo.writes(WHY)
    without_the_line(day)
    day.goes_to(day.clock.at + WITHIN + timedelta(seconds=11))

    (got,) = bo.got()
    assert "I was interrupted" in got.text
    assert CHANGED in got.text


def test_what_is_hidden_meanwhile_does_not_show_through(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    played = asks(bo)
    made = Score(day)
    made.edition.number, made.edition.loaded_at = 5, day.clock.at
    lines(made)
    made.line("estate/P-1", "Call every harbour before noon", serves="harbour/P-1")
    made.comes_into_force()
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "edition_id": made.edition.id, "position": 2}
    hidden: dict[str, Any] = {"handle": "estate", "parent": "harbour", "kind": PartKind.TEAM, "visible": Visible.PART}
    day.keep(Part(id=day.moment().id(), name="Estate", **hidden, **ours))
    model.may.set()

    said = answered(bo, asking, played)

    assert CHANGED in said
    assert "noon" not in said


def test_of_a_team_that_does_without_a_model_meanwhile_the_lines_answer(
    day: Orchestra, bo: Player, score: Score, model: Model, asking: Asks
) -> None:
    played = asks(bo)
    team = day.all(Team)[0]
    day.database.writer.write(lambda store: store.change(team, without_model=True)).result()
    model.may.set()

    said = answered(bo, asking, played)

    assert LINES in said
    assert "No model spoke." in said
    assert "small-model" not in said
    assert shown(played) not in said
    assert tokens(day) == 100, "what was said is paid all the same"
