"""The score, shown to those who play from it."""

import pytest

from score.problems import Kind, ScoreProblems
from tests.orchestra import SCORE, Orchestra, Player


def part_of(player: Player) -> str:
    player.writes("my part")
    return player.answer


def test_without_a_score_it_says_so(day: Orchestra) -> None:
    assert "There is no score yet." in part_of(day.player("Ada"))


def test_my_part_is_the_priorities_of_my_teams(day: Orchestra) -> None:
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field"))

    assert "field/P-1" in part_of(ada)
    assert "harbour/P-1" not in ada.answer


def test_what_i_own_comes_first_wherever_it_stands(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field"))
    owned = "P-1: {words: Win the harbour towns, owner: ada, until: 2027-06-30}"
    day.plays_from(SCORE.replace("P-1: {words: Win the harbour towns}", owned))

    said = part_of(ada)

    assert "Yours, until 30 June." in said
    assert said.index("harbour/P-1") < said.index("field/P-1")


def test_without_a_part_it_says_so(day: Orchestra) -> None:
    day.plays_from()

    assert "Your teams have no part in the score yet." in part_of(day.player("Ada"))


def test_the_same_file_twice_is_one_edition(day: Orchestra) -> None:
    day.plays_from()
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field"))

    assert "edition 1" in part_of(ada).casefold()


def test_a_line_keeps_its_ties_through_an_edition_that_words_it_anew(day: Orchestra) -> None:
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field"))
    ada.hands_in(["Call every harbour about bread"])
    ada.presses("That is it")
    line = day.tied(ada)[0][1]
    assert line is not None

    day.plays_from(SCORE.replace("Call every harbour before noon", "Call every harbour by ten"))
    ada.hands_in(["Call every harbour about bread", "Write the quote"])

    assert "Call every harbour before noon" in ada.answer
    assert "harbour by ten" in part_of(ada)


def test_an_owner_whom_nobody_knows_is_refused_and_nothing_changes(day: Orchestra) -> None:
    day.plays_from()
    with pytest.raises(ScoreProblems) as refused:
        day.plays_from(SCORE.replace("Win the harbour towns", "Win the harbour towns, owner: nobody"))

    assert [one.kind for one in refused.value.problems] == [Kind.UNKNOWN_OWNER]
    assert "edition 1" in part_of(day.player("Ada", team=day.team("Field"))).casefold()
