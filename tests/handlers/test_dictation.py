"""A check-in written as one message: nothing is lost, and nothing is handed in that was not confirmed."""

from datetime import time

import pytest

from handlers.cards import Form
from handlers.dictation import MUCH
from handlers.turn import How
from storage.tables import Draft
from tests.orchestra import Orchestra, Player


@pytest.fixture
def ada(day: Orchestra) -> Player:
    field = day.team("Field", part="field")
    day.plays_from()
    ada = day.player("Ada", team=field)
    day.local(ada, time(9))
    return ada


def stands(player: Player) -> dict[str, str]:
    """What stands in the form when it is opened."""
    form = player.does("checkin.open_form").drawn
    assert isinstance(form, Form)
    return {field.name: str(field.value) for field in form.fields if field.value is not None}


def test_what_was_written_stands_in_the_form(ada: Player) -> None:
    ada.writes("today: call Acme, finish the quote; blocked by legal; win: sold out; confidence: 4")

    assert stands(ada) == {
        "task1": "call Acme",
        "task2": "finish the quote",
        "blocker": "legal",
        "win": "sold out",
        "confidence": "4",
    }


def test_what_is_written_later_stands_beside_it_once(day: Orchestra, ada: Player) -> None:
    ada.writes("today: call Acme; blocked by legal")
    ada.writes("today: Call  Acme, rest; blocked: legal; confidence: 2")

    assert stands(ada) == {"task1": "call Acme", "task2": "rest", "blocker": "legal", "confidence": "2"}
    assert day.count(Draft) == 1


def test_nothing_is_handed_in_before_it_is_confirmed(day: Orchestra, ada: Player) -> None:
    ada.writes("today: call Acme; blocked by legal")
    assert day.checkin_of(ada) is None

    ada.presses("Hand in")
    assert day.tasks_of(ada) == ["call Acme"]
    assert day.in_channel(day.teams()[0]) == []
    assert day.count(Draft) == 0


def test_handing_in_twice_shows_the_same_answer(day: Orchestra, ada: Player) -> None:
    ada.writes("today: call Acme")
    first = ada.presses("Hand in")
    second = ada.does("checkin.hand_in_draft")

    assert first.answer.how is second.answer.how is How.STANDS
    assert day.tasks_of(ada) == ["call Acme"]


def test_what_was_let_go_is_gone(day: Orchestra, ada: Player) -> None:
    heard = ada.writes("today: call Acme; tomorrow: rest").drawn
    ada.presses("Let it go", on=heard)
    assert "Nothing was handed in." in ada.answer
    assert day.count(Draft) == 0

    for label in ("Hand in", "Let it go"):
        ada.presses(label, on=heard)
        assert "handed in or let go already" in ada.answer
    assert day.checkin_of(ada) is None


def test_a_task_that_is_too_long_is_asked_for_again_and_still_stands(ada: Player) -> None:
    long = "call " * 40 + "Acme"
    ada.writes(f"today: {long}")
    asked = ada.presses("Hand in")

    assert isinstance(asked.drawn, Form)
    assert list(asked.notes) == ["task1"]
    assert stands(ada) == {"task1": long}


def test_what_does_not_fit_waits_for_the_next_day(day: Orchestra, ada: Player) -> None:
    ada.writes("- a1\n- b2\n- c3\n- d4\n- e5")
    ada.presses("Hand in")
    assert day.tasks_of(ada) == ["a1", "b2", "c3"]

    day.local(ada, time(9), days=1)
    assert stands(ada) == {"task1": "d4", "task2": "e5"}


def test_what_does_not_fit_waits_before_what_waits_there_already(day: Orchestra, ada: Player) -> None:
    ada.writes("today: a1, b2, c3, d4\ntomorrow: e5, d4")
    ada.hands_in(["a1"])

    day.local(ada, time(9), days=1)
    assert stands(ada) == {"task1": "d4", "task2": "e5"}


def test_a_note_for_tomorrow_waits_over_days_off_and_no_longer_than_a_week(day: Orchestra, ada: Player) -> None:
    ada.writes("tomorrow: rest")
    day.local(ada, time(9), days=4)
    assert stands(ada) == {"task1": "rest"}

    day.local(ada, time(9), days=7)
    assert stands(ada) == {}


def test_it_is_added_to_what_is_handed_in_already(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["call Acme"], blocker="legal", confidence="3", win="sold out")
    ada.writes("today: rest; blocked by the van; win: baked twice")
    ada.presses("Hand in")

    assert day.tasks_of(ada) == ["call Acme", "rest"]
    assert stands(ada) == {
        "task1": "call Acme",
        "task2": "rest",
        "blocker": "legal\nthe van",
        "confidence": "3",
        "win": "sold out baked twice",
    }


def test_the_team_hears_of_nothing_new_without_being_told(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["call Acme"], blocker="legal", tell="yes")
    ada.writes("blocked by my knee")
    asked = ada.does("checkin.hand_in_draft")
    assert list(asked.notes) == ["tell"]
    assert stands(ada)["blocker"] == "legal\nmy knee"
    assert "knee" not in "".join(one.text for one in [*day.in_channel(day.teams()[0]), *day.changed_in(day.teams()[0])])

    ada.does("checkin.hand_in_draft", value="tell")
    assert "my knee" in day.changed_in(day.teams()[0])[-1].text


def test_more_than_is_kept_is_refused_and_what_was_there_stays(day: Orchestra, ada: Player) -> None:
    ada.writes("today: call Acme")
    for n in range(MUCH // 3000 + 1):
        ada.writes(f"blocked by {n}" + "x" * 3000)

    assert "left out" in ada.answer
    (draft,) = day.all(Draft)
    assert sum(map(len, draft.fields.values())) <= MUCH


@pytest.mark.parametrize("text", ["", "just words", "\u202e"])
def test_what_is_no_check_in_is_not_kept(day: Orchestra, ada: Player, text: str) -> None:
    ada.does("dictation.write", text=text)

    assert "I do not know what to do with that." in ada.answer
    assert day.count(Draft) == 0


def test_somebody_else_sees_nothing_of_it(day: Orchestra, ada: Player) -> None:
    bo = day.player("Bo")
    ada.writes("today: call Acme")

    assert stands(bo) == {}
    bo.does("checkin.hand_in_draft")
    assert "handed in or let go already" in bo.answer
    assert day.count(Draft) == 1


def test_hostile_text_stays_as_it_was_written(ada: Player) -> None:
    ada.writes("today: <!channel> [x](http://e) *b* ; blocked by <script>alert(1)</script>")

    assert "<!channel> [x](http://e) *b*" in ada.answer
    assert stands(ada)["blocker"] == "<script>alert(1)</script>"
