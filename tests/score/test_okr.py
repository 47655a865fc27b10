"""Lists of objectives and key results: what they become, what is left out, and everything that is wrong with one."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompts import spellings
from score import okr
from score.language import read
from score.okr import ENTRIES, Fault, Read, Why, is_one, read_table, table_of
from score.problems import Kind, ScoreProblems
from score.written import WrittenLine

TODAY = date(2026, 11, 28)
DAYS = spellings("absence", "en")

SIDE_BY_SIDE = """\ufeffObjective;Key Result;Owner;Parent objective;Team;Baseline;Target;Current;Due date;Confidence
Renew nine in ten;Renewals before lapse;ada@example.org;;;78 %;90 %;81,5 %;31.03.2027;0.7
;Talks opened early;Bo Ro;;;41;85;50;Q1 2027;0.5
Open talks early;Talks at ninety days;Cy Li;Renew nine in ten;Sales;1.250,50 €;2.000,00 €;Done;2027-02-28T00:00:00Z;
;;;;;;;;;
"""

TYPED = """\
OKR Reference,Type,Title,Owner,Parent OKR,Start value,Target value,Unit,Start date,Due,Time period,Description
1,Objective,Win the street,Ada,,,,,2027-01-01,30 June 2027,Q1 2027,All who pass
2,Key Result,Loaves sold warm,Bo,1,0,60,loaves a day,,,,
3,Objective,Bake twice,"Bo, Ada",2,,,,,,,
4,Initiative,Buy an oven,Bo,3,,,,,,,
"""


def _read(text: str) -> Read:
    return read_table(text.encode(), "okr.csv", "Corner Bakery", TODAY, DAYS)


def _lines(found: Read) -> dict[str, WrittenLine]:
    return {line.address: line for line in found.score.lines}


def _wrong(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(ScoreProblems) as refused:
        _read(text)
    return [(one.line, one.column, one.kind) for one in refused.value.problems]


def test_an_objective_is_a_priority_and_its_key_results_are_its_measures() -> None:
    found = _read(SIDE_BY_SIDE)
    lines = _lines(found)

    renew, before = lines["corner-bakery/renew-nine-in-ten"], lines["corner-bakery/renewals-before-lapse"]
    assert (renew.words, renew.owner, renew.until) == ("Renew nine in ten", "ada", date(2027, 3, 31))
    assert before.measure is not None
    assert (before.serves, before.measure.unit) == (renew.address, "%")
    assert (before.measure.start, before.measure.target) == (78.0, 90.0)
    assert (lines["corner-bakery/talks-opened-early"].owner, before.owner) == ("bo-ro", None)
    assert (found.objectives, found.key_results) == (2, 3)


def test_a_team_is_a_part_that_serves_the_one_above() -> None:
    found = _read(SIDE_BY_SIDE)
    open_talks, at_ninety = _lines(found)["sales/open-talks-early"], _lines(found)["sales/talks-at-ninety-days"]

    assert (open_talks.serves, open_talks.until) == ("corner-bakery/renew-nine-in-ten", date(2027, 2, 28))
    assert at_ninety.measure is not None
    assert (at_ninety.measure.start, at_ninety.measure.target, at_ninety.measure.unit) == (1250.5, 2000.0, "€")
    assert found.people == {
        "people": {
            "ada": {"name": "ada", "email": "ada@example.org"},
            "bo-ro": {"name": "Bo Ro"},
            "cy-li": {"name": "Cy Li"},
        },
        "teams": {"sales": {"name": "Sales", "part": "sales", "members": ["cy-li"]}},
    }


def test_where_measures_stand_today_is_a_table_of_readings() -> None:
    assert list(table_of(_read(SIDE_BY_SIDE).readings)) == [
        "address,day,value",
        "corner-bakery/renewals-before-lapse,2026-11-28,81.5",
        "corner-bakery/talks-opened-early,2026-11-28,50",
    ]


def test_what_is_left_out_is_said_with_its_place() -> None:
    assert [(one.line, one.column, one.found, one.why) for one in _read(SIDE_BY_SIDE).left] == [
        (1, 83, "Confidence", Why.COLUMN),
        (4, 91, "Done", Why.NO_NUMBER),
    ]
    assert [(one.line, one.found, one.why) for one in _read(TYPED).left] == [(5, "Buy an oven", Why.TYPE)]


def test_rows_by_type_find_their_parents_by_id_and_a_key_result_stands_for_its_objective() -> None:
    found = _read(TYPED)
    lines = _lines(found)

    assert found.score.season == "Q1 2027"
    assert (lines["corner-bakery/P-1"].begins, lines["corner-bakery/P-1"].until) == (
        date(2027, 1, 1),
        date(2027, 6, 30),
    )
    assert lines["corner-bakery/P-2"].serves == "corner-bakery/P-1"
    assert (lines["corner-bakery/P-3"].serves, lines["corner-bakery/P-3"].deputy) == ("corner-bakery/P-1", "ada")


def test_a_row_without_a_key_result_says_what_there_is_to_say_of_the_objective() -> None:
    found = _read("Goal,KR,Owner,Due,Details\nWin,Count,Bo,2027-03-31,\nWin,,Ada,2027-06-30,\nLose,,Cy,,At leisure\n")
    lines = _lines(found)

    assert (lines["corner-bakery/win"].owner, lines["corner-bakery/win"].until) == ("bo", date(2027, 3, 31))
    assert lines["corner-bakery/lose"].about == "At leisure"
    assert lines["corner-bakery/lose"].until is None


def test_objectives_of_one_name_in_two_teams_are_two() -> None:
    found = _read(
        "Objective,Key result,Team,Parent\nWin,Count,North,\nWin,Tally,South,\n"
        "Help,See,South,See too\nX,See too,North,\n"
    )

    assert {"north/win", "south/win"} <= _lines(found).keys()
    assert _lines(found)["south/help"].serves is None
    assert [(one.found, one.why) for one in found.left] == [("See too", Why.ELSEWHERE)]


def test_an_id_is_the_same_when_rows_are_put_before_it() -> None:
    before = _lines(_read("Objective,Key result\nWin,Count\n")).keys()
    after = _lines(_read("Objective,Key result\nGo,Tally\nWin,Count\nGo,Count\n")).keys()

    assert before <= after
    assert "corner-bakery/count-2" in after


@pytest.mark.parametrize(
    ("said", "start", "unit"),
    [
        ("1.5", "1.5", ""), ('"1,5"', "1.5", ""), ("50%", "50", "%"), ("-3", "-3", ""), ("$ 12", "12", "$"),
        ("20 days", "20", "days"), ('"1,250.75"', "1250.75", ""), ('"1.250.000,5"', "1250000.5", ""),
        ("1 250", "1250", ""),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written_anywhere(said: str, start: str, unit: str) -> None:
    found = _read(f"Objective,Key result,Start\nWin,Count,{said}\n")
    measure = _lines(found)["corner-bakery/count"].measure

    assert measure is not None
    assert (measure.start, measure.unit) == (float(start), unit)


@pytest.mark.parametrize("said", ["yes", "9999999999999", "1.2.3.4", "-"])
def test_what_is_no_number_is_left_out(said: str) -> None:
    assert [one.why for one in _read(f"Objective,Key result,Target\nWin,Count,{said}\n").left] == [Why.NO_NUMBER]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", [(1, 1, Kind.EMPTY_FILE)]),
        (",,\n", [(1, 1, Kind.EMPTY_FILE)]),
        ('"', [(1, 1, Kind.UNREADABLE)]),
        ("\ufffe", [(1, 1, Kind.FORBIDDEN_CHARACTER), (1, 1, Fault.NO_OBJECTIVES)]),
        ("Colour,Size\nred,3\n", [(1, 1, Fault.NO_OBJECTIVES)]),
        ("Objective,Key result\n", [(1, 1, Fault.NO_OBJECTIVES)]),
        ("Objective,Goal\nA,B\n", [(1, 11, Fault.COLUMN_TWICE)]),
        ("Objective,Key result\n,Count\n", [(2, 1, Fault.NO_OBJECTIVE)]),
        ("Objective,Key result\nWin,Count,3\n", [(2, 11, Kind.UNKNOWN_KEY)]),
        ('Objective,Key result\n"Win,Count\n', [(2, 1, Kind.UNREADABLE)]),
        ("Title,Type\nWin,Dream\n", [(2, 5, Fault.BAD_TYPE)]),
        ("Title,Type\nCount,KR\n", [(2, 1, Fault.NO_OBJECTIVE)]),
        ("Title,Parent\nWin,Lose\n", [(2, 5, Fault.PARENT_NOT_THERE)]),
        ("Title,Type,Parent\nWin,,\nCount,KR,Lose\n", [(3, 10, Fault.PARENT_NOT_THERE)]),
        ("Title,Parent\nWin,\nWin,\nGo,win\n", [(4, 4, Fault.PARENT_SEVERAL)]),
        ("Title,Parent\nWin,Go\nGo,Win\n", [(2, 5, Fault.BELOW_ITSELF), (3, 4, Fault.BELOW_ITSELF)]),
        ("Title,Type,Parent\nWin,,\nA,KR,B\nB,KR,A\n", [(3, 6, Fault.BELOW_ITSELF), (4, 6, Fault.BELOW_ITSELF)]),
        ("Id,Title\n1,Win\n1,Go\n", [(3, 1, Fault.ID_TWICE)]),
        (f"Title,Owner\n{'x' * 501},\n", [(2, 1, Fault.CELL_TOO_LONG)]),
        ("Title,Due\nWin,soon\n", [(2, 5, Fault.BAD_DAY)]),
        ("Title,Due\nWin,!\n", [(2, 5, Fault.BAD_DAY)]),
        ("Title,Due\nWin,Q1 0000\n", [(2, 5, Fault.BAD_DAY)]),
        ("Title,Due\nWin,03/04/2027\n", [(2, 5, Fault.SEVERAL_DAYS)]),
        ('Objective,Key result,Target\nWin,Count,"1,250"\n', [(2, 12, Fault.GROUPED)]),
        ("Objective,Key result,Start,Target\nWin,Count,3,3.0\n", [(2, 13, Fault.SAME_NUMBERS)]),
        ("Objective,Key result\n" + "Win,Count\n" * (ENTRIES + 1), [(ENTRIES + 2, 1, Kind.TOO_MANY)]),
    ],
)  # fmt: skip
def test_whatever_is_wrong_is_said_with_row_and_column(text: str, wrong: list[tuple[int, int, str]]) -> None:
    assert _wrong(text) == wrong


def test_everything_is_said_at_once() -> None:
    kinds = [kind for _, _, kind in _wrong("Title,Type,Parent,Due\nWin,,Lose,soon\nCount,KR,,\nGo,Dream,,\n")]

    assert kinds == [Fault.PARENT_NOT_THERE, Fault.BAD_DAY, Fault.NO_OBJECTIVE, Fault.BAD_TYPE]


def test_a_second_row_of_an_objective_says_what_the_first_left_out() -> None:
    line = _lines(_read("Objective,Key result,Owner,Parent\nGo,See,Cy,\nWin,Count,Bo,\nWin,,Ada,Go\n"))[
        "corner-bakery/win"
    ]

    assert (line.owner, line.serves) == ("bo", "corner-bakery/go")


def test_a_row_that_says_nothing_that_we_know_is_passed_over() -> None:
    assert len(_read("Objective,Colour\nWin,red\n,blue\n").score.lines) == 1


def test_a_cell_of_nothing_to_read_is_a_question_mark() -> None:
    assert _lines(_read("Title,Owner\n\u200b,Ada\n"))["corner-bakery/P"].words == "?"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SIDE_BY_SIDE, True),
        (TYPED, True),
        ("org: X\nlines: []\n", False),
        ("", False),
        ("Objective\nWin\n", False),
        ("a,b\n", False),
    ],
)
def test_it_is_known_by_its_columns(text: str, says: bool) -> None:
    assert is_one(text.encode()) is says


CELLS = st.one_of(
    st.sampled_from(["", "Win", "Go", "1,5", "KR", "Objective", "2027-03-31", "Ada", "50 %"]), st.text(max_size=12)
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=8))
def test_any_table_is_read_or_refused_and_what_is_read_can_be_loaded(table: list[list[str]]) -> None:
    head = ["Objective", "Key result", "Title", "Type", "Owner", "Parent", "Team", "Target"]
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [head, *table]]
    try:
        found = read_table("\n".join(quoted).encode("utf-8", "replace"), "x.csv", "X", TODAY, DAYS)
    except ScoreProblems:
        return

    assert read(found.score.text.encode(), "score.yml") == found.score


def test_its_columns_have_one_name_each() -> None:
    said = [one for those in okr.COLUMNS.values() for one in those]

    assert len(said) == len(set(said))
