"""A task that enters what was chosen against gets one question, and nobody is asked twice."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from handlers import digest
from handlers.cards import Form
from handlers.turn import Reader
from score.digest import Summary
from storage import checkins, questions
from storage.tables import Crossing, CrossingState, Delivery, Draft, Person, Place, TaskState, Win, Wording
from tests.orchestra import Orchestra, Player, orchestra

SCORE = (Path(__file__).parent.parent / "conversations" / "against.yml").read_text("utf-8")
CHAIN = "Quote rolls for the supermarket chain in Leeds"
ASKS = "looks like something that was chosen against"


@pytest.fixture
def otto(day: Orchestra) -> Player:
    return day.player("Otto", strategy_owner=True)


@pytest.fixture
def ada(day: Orchestra, otto: Player) -> Player:
    field = day.team("Field", part="field", time_zone="Europe/Dublin")
    player = day.player("Ada", team=field)
    day.player("Bo", team=field)
    day.plays_from(SCORE)
    day.local(player, time(9))
    day.mouth.sent.clear()
    return player


def bo_of(day: Orchestra) -> Player:
    return Player(day, "bo")


def text(player: Player) -> str:
    return " ".join(player.last().text.split())


def state(day: Orchestra) -> CrossingState:
    (one,) = day.all(Crossing)
    return one.state


def stands(day: Orchestra, player: Player) -> str:
    """The answer to the check-in as it stands."""
    of = [one for one in day.mouth.amended if one.to.external_id == player.handle and "Edit check-in" in one.text]
    return " ".join(of[-1].text.split()) if of else ""


def test_it_is_asked_under_the_task_with_the_reason(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CHAIN, "Call every harbour"])

    assert f"“{CHAIN}” looks like something that was chosen against: Supermarket chains" in text(ada)
    assert "A van reaches them before seven." in text(ada)
    assert day.count(Crossing) == 1


@pytest.mark.parametrize(
    "task",
    [
        "Call every harbour",
        "Tell the supermarket chain that we do not deliver there",
        "Hand the supermarket chain over to Bo",
        "Fit electric ovens in the yard",  # chosen against by another part
    ],
)
def test_other_tasks_are_not_asked_about(day: Orchestra, ada: Player, task: str) -> None:
    ada.hands_in([task])

    assert ASKS not in text(ada)
    assert day.count(Crossing) == 0


def test_the_same_is_not_asked_again_for_four_weeks_whatever_was_said(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CHAIN])
    for days, again in ((1, False), (26, False), (1, True)):
        day.goes_on(days=days)
        ada.hands_in([f"Visit the supermarket chain number {days} {again}"])
        assert (ASKS in text(ada)) is again


def test_another_one_is_asked_in_between(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CHAIN])
    day.goes_on(days=1)
    ada.hands_in(["Bake the frozen dough"])

    assert "It has no smell." in text(ada)


def test_two_tasks_that_enter_the_same_are_one_question(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CHAIN, "Print a price list for supermarket chains"])

    assert day.count(Crossing) == 1


def test_a_changed_check_in_keeps_its_question_and_one_that_is_taken_back_has_none(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CHAIN])
    ada.hands_in([CHAIN, "Call every harbour"])
    assert ASKS in stands(day, ada)

    ada.hands_in(["Call every harbour"])
    assert ASKS not in stands(day, ada)
    assert [one.task_id for one in day.all(Crossing)] == [None]


def test_stopping_drops_the_task_and_may_become_the_win(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CHAIN])
    ada.presses("Stop it", on=ada.last().card)

    assert day.tied(ada)[0][0].state is TaskState.DROPPED
    assert "Stopped work counts as a win." in stands(day, ada)
    assert day.count(Win) == 0

    (crossing,) = day.all(Crossing)
    ada.does("crossings.open_win", value=crossing.id)
    ada.fills("  ")
    assert "Write what the others are to hear" in ada.answer
    ada.fills("Time for two harbours instead of a chain")
    ada.does("crossings.stop", value=crossing.id)

    assert [one.words for one in day.all(Win)] == ["Time for two harbours instead of a chain"]
    assert "Make it your win" not in stands(day, ada)


def summary(day: Orchestra, ada: Player, days: tuple[date, date]) -> Summary:
    """What the digest of Ada's team adds up to."""
    team = next(one for one in day.teams() if one.name == "Field")
    place = next(one for one in day.all(Place) if one.team_id == team.id)
    reader = Reader(None, place, day.clock.now())
    return day.ask(lambda store: digest.gather(store, reader, team, days)).summary


def test_what_was_stopped_is_no_work_of_the_day_or_the_week_and_is_told_its_person(day: Orchestra, ada: Player) -> None:
    today = day.today(ada)
    ada.hands_in([CHAIN, "Call every harbour before noon"])
    ada.does("ties.pick", fields={"task": day.tied(ada)[0][0].id, "line": line_id(day, "field/P-1")})
    before = summary(day, ada, (today, today)).counts
    assert (before.tasks, before.tied) == (2, 2)

    ada.does("crossings.stop", value=day.all(Crossing)[0].id)

    week = (today - timedelta(days=today.weekday()), today + timedelta(days=6 - today.weekday()))
    for span in ((today, today), week):
        counts = summary(day, ada, span).counts
        assert (counts.tasks, counts.tied) == (1, 1)
    ada.writes("my week")
    assert "one task, one from the score. Nothing is marked done. One was stopped or handed over." in " ".join(
        ada.answer.split()
    )
    assert CHAIN in ada.answer
    assert "Stopped" in ada.answer


def test_what_was_stopped_stands_under_no_line_of_the_team(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CHAIN])
    ada.does("crossings.stop", value=day.all(Crossing)[0].id)
    bo = bo_of(day)
    today = day.today(ada).isoformat()
    bo.does("digest.tasks", value=f"{day.teams()[0].id} {today} {today}")

    assert CHAIN not in bo.answer


def test_what_was_stopped_moves_no_line(day: Orchestra, ada: Player) -> None:
    line = line_id(day, "field/P-1")
    ada.hands_in([CHAIN])
    ada.does("ties.pick", fields={"task": day.tied(ada)[0][0].id, "line": line})
    field, today = day.teams()[0], day.today(ada)

    def moved() -> tuple[object, ...]:
        return day.ask(
            lambda store: (
                dict(checkins.last_touched(store, field.workspace_id, [field], [line], today)),
                dict(checkins.tasks_on(store, ada.person, [line], today, today)),
                questions.tasks_on(store, field.workspace_id, [field], line, today, today),
            )
        )

    assert moved() == ({line: today}, {line: 1}, 1)
    ada.does("crossings.stop", value=day.all(Crossing)[0].id)
    assert moved() == ({}, {}, 0)


def test_what_was_stopped_and_then_done_all_the_same_counts(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CHAIN])
    ada.does("crossings.stop", value=day.all(Crossing)[0].id)
    ada.does("checkin.mark", value=f"{day.tied(ada)[0][0].id} done")

    assert summary(day, ada, (day.today(ada), day.today(ada))).counts.tasks == 1


def line_id(day: Orchestra, address: str) -> str:
    return next(one.line_id for one in day.all(Wording) if one.address == address)


def hands_over(day: Orchestra, ada: Player, to: str = "Bo") -> Crossing:
    ada.hands_in([CHAIN])
    ada.presses("Hand it over", on=ada.last().card)
    ada.fills(to)
    (crossing,) = day.all(Crossing)
    return crossing


def test_handing_over_asks_one_person_who_may_take_it(day: Orchestra, ada: Player) -> None:
    bo = bo_of(day)
    hands_over(day, ada)
    assert f"Ada asks whether you would take “{CHAIN}”." in text(bo)
    assert day.tied(ada)[0][0].state is TaskState.OPEN

    bo.presses("I take it", on=bo.last().card)
    bo.does("crossings.take", value=day.all(Crossing)[0].id)

    assert [one.fields for one in day.all(Draft)] == [{"task1": CHAIN}]
    assert [one.person_id for one in day.all(Draft)] == [bo.person.id]
    assert day.tied(ada)[0][0].state is TaskState.DROPPED
    assert ada.last().says == f"Bo takes “{CHAIN}”."
    bo.does("checkin.open_form")
    assert bo.said is not None
    assert isinstance(bo.said.drawn, Form)
    assert CHAIN in [str(one.value) for one in bo.said.drawn.fields]


def test_who_has_handed_in_already_gets_it_tomorrow_beside_what_waits(day: Orchestra, ada: Player) -> None:
    bo = bo_of(day)
    bo.hands_in(["Call every harbour"])
    bo.writes("tomorrow: sweep the yard")
    crossing = hands_over(day, ada)
    bo.does("crossings.take", value=crossing.id)

    (draft,) = day.all(Draft)
    assert draft.local_date == day.today(bo) + timedelta(days=1)
    assert list(draft.fields.values()) == ["sweep the yard", CHAIN]


def test_it_can_be_left_and_is_then_asked_anew(day: Orchestra, ada: Player) -> None:
    bo = bo_of(day)
    crossing = hands_over(day, ada)
    bo.does("crossings.leave", value=crossing.id)

    assert ada.last().says == f"Bo leaves “{CHAIN}” with you."
    assert day.count(Draft) == 0
    assert ASKS in stands(day, ada)
    bo.does("crossings.take", value=crossing.id)
    assert day.count(Draft) == 0


def test_it_is_offered_to_teammates_and_the_owner_and_nobody_else(day: Orchestra, ada: Player) -> None:
    stranger = day.player("Cy", team=day.team("Oven", part="oven"))
    ada.hands_in([CHAIN])
    (crossing,) = day.all(Crossing)
    ada.does("crossings.open_hand", value=crossing.id)
    assert ada.said is not None
    assert isinstance(ada.said.drawn, Form)
    assert [str(one.label) for one in ada.said.drawn.fields[0].options] == ["Otto", "Bo"]

    ada.does("crossings.hand", fields={"crossing": crossing.id, "to": stranger.person.id})
    assert "Choose somebody to ask." in ada.answer
    assert stranger.got() == []


def argues(day: Orchestra, ada: Player, words: str = "Forty shops, and they ask for sourdough") -> Crossing:
    ada.hands_in([CHAIN])
    ada.presses("Argue", on=ada.last().card)
    ada.fills(words)
    (crossing,) = day.all(Crossing)
    return crossing


def test_what_is_argued_goes_to_the_owner_with_the_name_and_one_press_comes_back(
    day: Orchestra, ada: Player, otto: Player
) -> None:
    crossing = argues(day, ada)
    assert otto.last().says == "Ada argues with a line of yours. One press answers it."
    assert "Forty shops" in text(otto)
    assert bo_of(day).got() == []

    otto.presses("It stays as it is", on=otto.last().card)
    otto.does("crossings.agree", value=crossing.id)

    assert state(day) is CrossingState.STANDS
    assert ada.last().says == f"Otto on “{CHAIN}”: what was chosen against stays chosen against."


def test_words_can_come_back(day: Orchestra, ada: Player, otto: Player) -> None:
    argues(day, ada)
    otto.presses("Write back", on=otto.last().card)
    otto.fills("Bring me the numbers on Friday")

    assert "Bring me the numbers on Friday" in text(ada)
    assert "Bring me the numbers on Friday" in stands(day, ada)


def test_the_answer_comes_also_when_the_task_was_taken_back(day: Orchestra, ada: Player, otto: Player) -> None:
    crossing = argues(day, ada)
    ada.hands_in(["Call every harbour"])
    otto.does("crossings.agree", value=crossing.id)

    assert ada.last().says.startswith("Otto on “Supermarket chains")


def changes(day: Orchestra, player: Player, **values: object) -> None:
    person = player.person
    day.database.writer.write(lambda store: store.change(person, **values)).result()


def test_without_an_owner_it_goes_to_all_who_write_the_score_and_the_first_answer_counts(
    day: Orchestra, ada: Player, otto: Player
) -> None:
    ines, kim = day.player("Ines", strategy_owner=True), day.player("Kim", strategy_owner=True)
    changes(day, otto, left_at=day.clock.now())
    crossing = argues(day, ada)
    assert "Forty shops" in text(ines)
    assert "Forty shops" in text(kim)

    ines.does("crossings.agree", value=crossing.id)
    kim.does("crossings.keep_to_it", value=crossing.id)

    assert state(day) is CrossingState.AGREED
    assert "Ines has answered Ada." in kim.answer


def test_with_nobody_to_hear_it_there_is_no_such_press_and_nothing_is_lost(
    day: Orchestra, ada: Player, otto: Player
) -> None:
    changes(day, otto, left_at=day.clock.now())
    ada.hands_in([CHAIN])
    assert "crossings.open_argue" not in [one.action for one in ada.buttons(ada.last().card)]

    (crossing,) = day.all(Crossing)
    ada.does("crossings.argue", fields={"crossing": crossing.id, "words": "All the same"})
    assert "Nobody is here who could answer it." in ada.answer
    assert state(day) is CrossingState.ASKED


@pytest.mark.parametrize("words", ["", "  ", "\u202e\u0000", "x" * 601])
def test_what_cannot_be_sent_is_said_beside_the_field(day: Orchestra, ada: Player, otto: Player, words: str) -> None:
    argues(day, ada, words)

    assert state(day) is CrossingState.ASKED
    assert otto.got() == []


def test_what_others_were_asked_is_not_there(day: Orchestra, ada: Player, otto: Player) -> None:
    bo = bo_of(day)
    crossing = argues(day, ada)
    for action in (
        "stop",
        "take",
        "leave",
        "agree",
        "keep_to_it",
        "open_win",
        "open_hand",
        "open_argue",
        "open_answer",
    ):
        bo.does(f"crossings.{action}", value=crossing.id)
        assert "Forty shops" not in bo.answer, action
    bo.does("crossings.answer", fields={"crossing": crossing.id, "answer": "No"})
    bo.does("crossings.hand", fields={"crossing": crossing.id, "to": bo.person.id})

    assert state(day) is CrossingState.ARGUED
    assert "Forty shops" not in bo.answer
    assert day.tied(ada)[0][0].state is TaskState.OPEN


def test_another_workspace_cannot_answer(day: Orchestra, ada: Player, otto: Player) -> None:
    crossing = argues(day, ada)
    with orchestra(day.database.engine.url) as other:
        stranger = other.player("Eve", strategy_owner=True)
        stranger.does("crossings.agree", value=crossing.id)
        assert "Forty shops" not in stranger.answer
    assert state(day) is CrossingState.ARGUED


def test_hostile_words_are_shown_as_they_stand(day: Orchestra, ada: Player, otto: Player) -> None:
    argues(day, ada, "<!channel> [x](http://e) *all*")

    assert "<!channel> [x](http://e) *all*" in text(otto)


def test_nothing_of_it_is_in_a_digest(day: Orchestra, ada: Player) -> None:
    team = day.teams()[0]
    argues(day, ada)
    ada.does("digest.today", value=team.id)

    assert "Forty shops" not in ada.answer
    assert "chosen against" not in ada.answer


def test_twice_and_late_change_nothing(day: Orchestra, ada: Player) -> None:
    crossing = hands_over(day, ada)
    before = day.count(Delivery)
    ada.does("crossings.hand", fields={"crossing": crossing.id, "to": bo_of(day).person.id})
    ada.does("crossings.stop", value=crossing.id)
    assert state(day) is CrossingState.HANDED
    assert day.count(Delivery) == before

    day.goes_on(days=9)
    ada.does("crossings.stop", value=crossing.id)
    assert "seven days" in ada.answer
    assert day.count(Person) == 3
