"""Which of several things comes first is said with its reason, cited, and left to the person where nothing tells."""

from datetime import time
from functools import partial
from typing import Any

import pytest

from storage.store import Store
from storage.tables import Silence, Team, TieState
from tests.orchestra import Orchestra, Player

SCORE = """
score: Harbour Bread
part:
  id: harbour
  name: Harbour Bread
  kind: company
  choices:
    aspiration: {A: Fresh bread within an hour of every quay}
  priorities:
    P-1: {words: Win the harbour towns}
  parts:
    - id: field
      name: Field
      kind: team
      priorities:
        P-1: {words: Call every harbour before noon, serves: harbour/P-1}
        P-2: {words: Halve the quoting time, serves: harbour/P-1, until: 2027-06-30}
      promises:
        R-1: {words: A list of all moorings and their rents, to: sales, serves: sales/P-1, until: 2027-03-05}
        R-2: {words: The price table for bulk rye orders, to: sales, serves: sales/P-1, until: 2027-04-30}
    - id: sales
      name: Sales
      kind: team
      priorities:
        P-1: {words: Sell rye to three chains, serves: harbour/P-1}
"""
CALL, QUOTE, PAPERS = "Call every harbour", "Halve the quoting time again", "Sort the van papers"
RENTS, TABLE = "List all moorings and their rents", "Draw the price table for bulk rye orders"


@pytest.fixture
def field(day: Orchestra) -> Team:
    team = day.team("Field", part="field")
    day.plays_from(SCORE)
    return team


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    ada = day.player("Ada", team=field)
    day.local(ada, time(9))
    return ada


def flat(player: Player) -> str:
    return " ".join(player.answer.split())


def agrees(day: Orchestra, team: Team, share: float) -> None:
    day.database.writer.write(lambda store: store.change(team, allowance=share)).result()


def is_whirlwind(day: Orchestra, player: Player, words: str) -> None:
    for task, tie in day.tied(player):
        if task.words == words and tie is not None:
            values: dict[str, Any] = {"line_id": None, "state": TieState.WHIRLWIND}
            day.database.writer.write(partial(Store.change, noun=tie, **values)).result()


def test_a_promise_whose_day_is_over_goes_first_and_is_cited(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CALL, RENTS])
    ada.writes(f"{CALL} or {RENTS} first?")

    assert f"{RENTS} [1] first: it was promised to Sales by 5 March, and that day is over." in flat(ada).replace(
        "“", ""
    ).replace("”", "")
    assert "[1] field/R-1" in flat(ada)


def test_a_promise_with_a_nearer_day_goes_before_a_line(day: Orchestra, ada: Player) -> None:
    ada.hands_in([QUOTE, TABLE])
    ada.writes(f"{QUOTE} or {TABLE} first?")

    assert "first: it is promised to Sales by 30 April, and no other day is nearer." in flat(ada)


def test_once_the_whirlwind_is_used_up_what_plays_from_a_line_goes_first(
    day: Orchestra, field: Team, ada: Player
) -> None:
    ada.hands_in([CALL, PAPERS])
    is_whirlwind(day, ada, PAPERS)
    agrees(day, field, 0.5)
    ada.writes(f"{PAPERS} or {CALL} first?")
    assert "your own week has as much whirlwind as Field agreed on" in flat(ada)
    assert "up to 50 % of the tasks" in flat(ada)
    assert "1 of 2 tasks" in flat(ada)
    agrees(day, field, 0.6)
    ada.writes(f"{PAPERS} or {CALL} first?")
    assert "your own week still has room for whirlwind within what Field agreed on. It is yours to choose." in flat(ada)


def test_of_a_team_of_five_it_is_the_week_of_the_team(day: Orchestra, field: Team, ada: Player) -> None:
    others = [day.player(name, team=field) for name in ("Bo", "Cy", "Dee", "Eve")]
    day.local(ada, time(9), days=1)
    ada.hands_in([CALL, PAPERS])
    is_whirlwind(day, ada, PAPERS)
    for one in others:
        one.hands_in([CALL])
    agrees(day, field, 0.2)
    ada.writes(f"{PAPERS} or {CALL} first?")
    assert "this week has room left for the whirlwind that Field agreed on" in flat(ada)
    assert "1 of 6 tasks" in flat(ada)
    agrees(day, field, 0.1)
    ada.writes(f"{PAPERS} or {CALL} first?")
    assert "the whirlwind that Field agreed on for a week is used up" in flat(ada)


def test_without_an_allowance_a_task_of_a_line_goes_before_whirlwind(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CALL, PAPERS])
    is_whirlwind(day, ada, PAPERS)
    ada.writes(f"{PAPERS} or {CALL} first?")

    assert "first. It serves two lines" in flat(ada)


def test_three_are_put_in_order_and_ones_own_day_without_naming_it(day: Orchestra, ada: Player) -> None:
    ada.hands_in([PAPERS, CALL, RENTS])
    is_whirlwind(day, ada, PAPERS)
    for text in (f"{PAPERS}, {CALL} or {RENTS} first?", "What first today?", "where do I start?"):
        ada.writes(text)
        said = flat(ada)
        assert "it was promised to Sales by 5 March" in said, text
        assert f"After that {CALL}. After that {PAPERS}." in said, text


def test_what_nothing_tells_apart_is_left_to_the_person(day: Orchestra, ada: Player) -> None:
    ada.hands_in([PAPERS, "Wash the van"])
    for words in (PAPERS, "Wash the van"):
        is_whirlwind(day, ada, words)
    ada.writes("What first today?")

    assert "All of these are whirlwind, and the score does not put one before another." in flat(ada)
    assert "Helped" not in flat(ada)


def test_with_one_task_or_none_there_is_nothing_to_put_in_order(day: Orchestra, ada: Player) -> None:
    ada.writes("What first today?")
    assert "Nothing of today is left to put in order." in flat(ada)
    ada.hands_in([CALL])
    ada.writes("What first today?")
    assert "One task is left of today" in flat(ada)
    assert day.all(Silence) == []


def test_where_others_read_along_nobodys_tasks_are_put_in_order(day: Orchestra, ada: Player) -> None:
    ada.hands_in([PAPERS, CALL])
    ada.does("coach.ask", text="What first today?", place="field")

    assert PAPERS not in ada.answer
    assert "I put your own tasks in order where you read alone." in flat(ada)


def test_tasks_of_somebody_else_are_not_put_in_order(day: Orchestra, field: Team, ada: Player) -> None:
    ada.hands_in([PAPERS, CALL])
    bo = day.player("Bo", team=field)
    bo.writes("What first today?")

    assert PAPERS not in bo.answer


def test_of_three_alike_none_is_told_and_of_two_alike_what_comes_after_them(day: Orchestra, ada: Player) -> None:
    ada.hands_in([PAPERS, "Wash the van", CALL])
    is_whirlwind(day, ada, PAPERS)
    is_whirlwind(day, ada, "Wash the van")
    ada.writes("What first today?")
    assert "After that" in flat(ada)
    assert "Beside that Wash the van: nothing in the score puts one before the other." in flat(ada)
    for task, _ in day.tied(ada):
        is_whirlwind(day, ada, task.words)
    ada.writes("What first today?")
    assert "It is yours to choose." in flat(ada)
