"""What the coach says when it is spoken to."""

from collections.abc import Iterator

import pytest

from handlers.cards import Form
from tests.databases import Engines
from tests.orchestra import Orchestra, Player, orchestra


@pytest.fixture
def ada(sqlite_engines: Engines) -> Iterator[Player]:
    with orchestra(sqlite_engines.writer.url) as day:
        yield day.player("Ada")


@pytest.mark.parametrize("said", ["help", " HELP! ", "?", "what can you do"])
def test_help_says_what_can_be_written(ada: Player, said: str) -> None:
    ada.writes(said)

    assert "Write “check in”" in ada.answer


@pytest.mark.parametrize("said", ["check in", "Check-in.", "tasks"])
def test_what_people_write_is_understood(ada: Player, said: str) -> None:
    assert isinstance(ada.writes(said).drawn, Form)


def test_what_is_not_understood_becomes_a_task_with_one_press(ada: Player) -> None:
    ada.writes("Ring Mill Lane <!channel>")
    form = ada.presses("Put it into").drawn

    assert isinstance(form, Form)
    assert [str(one.value) for one in form.fields if one.name == "task1"] == ["Ring Mill Lane <!channel>"]


@pytest.mark.parametrize("said", ["x" * 121, "\u202e\x00"])
def test_what_cannot_be_a_task_is_not_offered_as_one(ada: Player, said: str) -> None:
    ada.writes(said)

    assert "I do not know what to do with that." in ada.answer
    assert [button.action for button in ada.buttons()] == ["home.help"]


def test_what_is_not_there_and_what_is_not_theirs_read_the_same(ada: Player) -> None:
    ada.does("moon.land")

    assert "There is no such thing here, or it is not yours to see." in ada.answer


def test_nothing_is_kept_of_what_was_only_said(ada: Player) -> None:
    day: Orchestra = ada.day
    ada.writes("something private")

    assert ada.got() == []
    assert day.checkin_of(ada) is None
