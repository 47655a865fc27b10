"""What is asked of a line, or seen otherwise, goes to who owns it, and the answer comes back to where it was put."""

from datetime import time

import pytest

from storage.tables import Remark, Role
from tests.orchestra import SCORE, Orchestra, Player

OWNED = SCORE.replace("Win the harbour towns", "Win the harbour towns, owner: otto").replace(
    "Call every harbour before noon,", "Call every harbour before noon, owner: bo, deputy: cy,"
)


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


def asks(ada: Player, words: str = "By which hour?", address: str = "field/P-1") -> None:
    ada.writes(f"question to {address}: {words}")
    ada.fills(words)
    ada.day.send()


def test_a_question_goes_to_the_owner_and_the_answer_comes_back(day: Orchestra, ada: Player) -> None:
    ada.writes("score field/P-1")
    ada.presses("Ask its owner")
    ada.fills("By which hour of which day?")
    assert "Your question goes to Bo, who has until 16 March" in " ".join(ada.answer.split())
    day.send()
    bo = of(day, "bo")
    assert bo.last().says == "One thing is asked of a line of yours."
    assert "By which hour of which day?" in bo.last().text
    assert "Ada asks" in bo.last().text
    bo.presses("Answer", on=bo.last().card)
    bo.fills("Before noon of each working day")
    assert "What was asked of you is answered" in bo.answer
    day.send()
    assert ada.last().says == "Bo answers your question."
    assert "Before noon of each working day" in day.mouth.amended[-1].text + ada.last().text
    eve = of(day, "eve")
    eve.writes("score field/P-1")
    assert "Before noon of each working day" in eve.answer
    assert "Ada" not in eve.answer
