"""Tables and posts of readings: read whole, or refused with all that is wrong."""

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score import readings_in
from score.problems import Kind, ScoreProblems
from score.readings import Wrong
from score.readings_in import COLUMNS, NOTE, POSTED, ROWS, Fault, Said, of_post, of_table, plain, table
from storage.tables import Measure

DAY = date(2027, 3, 9)


def a_measure(line: str, **more: Any) -> Measure:
    return Measure(**{"id": line, "workspace_id": "w", "edition_id": "e", "line_id": line, "unit": "", **more})


MEASURES = {
    "harbour/M-1": a_measure("towns", unit="towns", lowest=0, highest=20),
    "harbour/M-2": a_measure("bread", unit="%"),
    "field/M-1": a_measure("cash", unit="EUR"),
}


def read(text: str | bytes) -> list[tuple[str, date, float, str]]:
    source = text if isinstance(text, bytes) else text.encode()
    return [(one.line_id, one.day, one.value, one.note) for one in of_table(source, "in.csv", MEASURES, DAY)]


def wrong(reads: Callable[[], object]) -> list[tuple[str, int, int, str]]:
    with pytest.raises(ScoreProblems) as refused:
        reads()
    return [(one.kind, one.line, one.column, one.field) for one in refused.value.problems]


def in_table(text: str | bytes) -> list[tuple[str, int, int, str]]:
    return wrong(lambda: read(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("address,day,value\nharbour/M-1,2027-03-09,4\n", 4),
        ("address;day;value\nharbour/M-1;2027-03-09;4,5\n", 4.5),
        ("address;day;value\nharbour/M-1;2027-03-09;4,125\n", 4.125),
        ("address\tday\tvalue\nharbour/M-1\t2027-03-09\t4,5\n", 4.5),
        ("\ufeffAddress, Day ,VALUE\r\nHARBOUR/m-1, 2027-03-09 ,4 towns\r\n", 4),
        ("value,day,address,note\n4,2027-03-09,harbour/M-1,\n\n", 4),
        ('address,day,value\nharbour/M-1,2027-03-09,"4,5"\n', 4.5),
        ("address,day,value\nharbour/M-1,2027-03-09,4.125", 4.125),
    ],
)
def test_a_table_is_read_as_spreadsheets_write_it(text: str, value: float) -> None:
    assert read(text) == [("towns", DAY, value, "")]


def test_thousands_and_percent_signs_are_read_where_they_mean_one_thing() -> None:
    said = read('address,day,value\nfield/M-1,2027-03-09,"1,250,000"\nharbour/M-2,2027-03-09,82 %\n')
    assert [value for _, _, value, _ in said] == [1_250_000, 82]
    said = read("address;day;value\nfield/M-1;2027-03-08;1.250,5\nfield/M-1;2027-03-09;1 250\n")
    assert [value for _, _, value, _ in said] == [1250.5, 1250]


HEAD = "address,day,value,note\n"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ('field/M-1,2027-03-09,"1,250"', (Wrong.GROUPED, 2, 23, "value")),
        ("field/M-1,2027-03-09,82 %", (Wrong.PERCENT, 2, 22, "value")),
        ("field/M-1,2027-03-09,1e9", (Wrong.NO_NUMBER, 2, 22, "value")),
        ("field/M-1,2027-03-09,NaN", (Wrong.NO_NUMBER, 2, 22, "value")),
        ("field/M-1,2027-03-09,=1+1", (Fault.FORMULA, 2, 22, "value")),
        ("field/M-1,2027-03-09,'=1+1", (Fault.FORMULA, 2, 22, "value")),
        ("field/M-1,2027-03-09,@SUM(A1)", (Fault.FORMULA, 2, 22, "value")),
        ("field/M-1,2027-03-09," + "9" * 16, (Wrong.NO_NUMBER, 2, 22, "value")),
        ("harbour/M-1,2027-03-09,21", (Wrong.TOO_HIGH, 2, 24, "value")),
        ("harbour/M-1,2027-03-09,-1", (Wrong.TOO_LOW, 2, 24, "value")),
        ("harbour/M-1,2027-03-10,4", (Wrong.TO_COME, 2, 13, "day")),
        ("harbour/M-1,1969-12-31,4", (Wrong.LONG_AGO, 2, 13, "day")),
        ("harbour/M-1,03/09/2027,4", (Kind.BAD_DATE, 2, 13, "day")),
        ("harbour/M-1,2027-02-29,4", (Kind.BAD_DATE, 2, 13, "day")),
        ("harbour/M-9,2027-03-09,4", (Fault.NO_SUCH_MEASURE, 2, 1, "address")),
        ("harbour/M-1,,4", (Kind.EMPTY, 2, 13, "day")),
        ("harbour/M-1,2027-03-09", (Kind.EMPTY, 2, 1, "value")),
        ("harbour/M-1,2027-03-09,4,ok,more", (Kind.UNKNOWN_KEY, 2, 29, "more")),
        ("harbour/M-1,2027-03-09,4," + "x" * (NOTE + 1), (Kind.TOO_LONG, 2, 26, "note")),
        ("harbour/M-1,2027-03-09,4\nHARBOUR/M-1,2027-03-09,5", (Fault.SAID_TWICE, 3, 24, "value")),
        ('harbour/M-1,2027-03-09,"4', (Kind.UNREADABLE, 2, 1, "")),
        ("harbour/M-1,2027-03-09,4\x00", (Kind.FORBIDDEN_CHARACTER, 2, 25, "")),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_read(rows: str, found: tuple[str, int, int, str]) -> None:
    assert found in in_table(HEAD + rows + "\n")


def test_all_that_is_wrong_is_told_at_once() -> None:
    rows = "moon,tomorrow,4\nharbour/M-1,2027-03-09,99\nharbour/M-2,2027-03-09,8\n"
    assert [(kind, line) for kind, line, _, _ in in_table(HEAD + rows)] == [
        (Fault.NO_SUCH_MEASURE, 2),
        (Kind.BAD_DATE, 2),
        (Wrong.TOO_HIGH, 3),
    ]


def test_the_same_reading_twice_is_one() -> None:
    assert len(read(HEAD + "harbour/M-1,2027-03-09,4,x\n" * 2)) == 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (b"", [Kind.EMPTY_FILE]),
        (b"\n\n", [Kind.EMPTY_FILE]),
        (b"address,day\n", [Kind.MISSING]),
        (b"address,day,value,colour\n", [Kind.UNKNOWN_KEY]),
        (b"address,day,value,day\n", [Kind.DUPLICATE_KEY]),
        ("address,day,value\nf\xfcr,2027-03-09,4\n".encode("latin-1"), [Kind.NOT_UTF8]),
        ("address,day,value\n".encode("utf-16"), [Kind.NOT_UTF8]),
        (b"x" * (readings_in.BYTES + 1), [Kind.TOO_BIG]),
        (b'"address', [Kind.UNREADABLE]),
    ],
)
def test_what_is_no_table_of_readings_is_refused(text: bytes, kinds: list[Kind]) -> None:
    assert [kind for kind, _, _, _ in in_table(text)] == kinds


def test_a_table_has_so_many_rows_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ROWS == 100_000
    monkeypatch.setattr(readings_in, "ROWS", 2)
    rows = "".join(f"harbour/M-1,2027-03-0{n},4\n" for n in range(1, 4))
    assert in_table(HEAD + rows) == [(Kind.TOO_MANY, 4, 1, "")]


def test_an_address_that_was_misspelt_is_suggested() -> None:
    with pytest.raises(ScoreProblems) as refused:
        read(HEAD + "harbor/M-1,2027-03-09,4\n")
    assert refused.value.problems[0].suggestion == "harbour/M-1"


# Written and read again

DAYS = st.dates(min_value=date(1970, 1, 1), max_value=DAY)
VALUES = st.floats(min_value=-9e14, max_value=9e14).map(lambda value: round(value, 9) + 0.0)
NOTES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=40)
SAID = st.builds(
    lambda address, day, value, note: Said(address, MEASURES[address].line_id, day, value, " ".join(note.split())),
    st.sampled_from(["harbour/M-2", "field/M-1"]),
    DAYS,
    VALUES,
    NOTES,
)


@given(st.lists(SAID, max_size=8, unique_by=lambda one: (one.line_id, one.day)))
def test_what_is_written_is_read_again(said: list[Said]) -> None:
    assert of_table(table(said).encode(), "in.csv", MEASURES, DAY) == said


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(source: bytes) -> None:
    with contextlib.suppress(ScoreProblems):
        assert of_table(source, "in.csv", MEASURES, DAY) is not None


CELLS = st.one_of(
    st.sampled_from([*MEASURES, "2027-03-09", "4", "1,250", "=1", '"', "\u202e", "'", "", "82 %", "\ufeff"]),
    st.text(max_size=6),
)


@given(st.sampled_from(",;\t"), st.lists(st.lists(CELLS, max_size=5), max_size=5))
def test_whatever_is_read_holds(delimiter: str, rows: list[list[str]]) -> None:
    text = delimiter.join(COLUMNS) + "\n" + "\n".join(delimiter.join(row) for row in rows)
    try:
        said = of_table(text.encode("utf-8", "ignore"), "in.csv", MEASURES, DAY)
    except ScoreProblems:
        return
    for one in said:
        measure = MEASURES[one.address]
        assert measure.lowest is None or one.value >= measure.lowest
        assert measure.highest is None or one.value <= measure.highest
        assert one.day <= DAY


# Posts


def posted(*readings: object) -> list[tuple[str, date, float, str]]:
    said = of_post({"readings": list(readings)}, MEASURES, DAY)
    return [(one.line_id, one.day, one.value, one.note) for one in said]


GOOD = {"address": "harbour/M-1", "day": "2027-03-09", "value": 4}


def test_a_post_is_read() -> None:
    assert posted(GOOD, {**GOOD, "address": "field/M-1", "value": -0.5, "note": " by  hand "}) == [
        ("towns", DAY, 4, ""),
        ("cash", DAY, -0.5, "by hand"),
    ]
    assert posted() == []


@pytest.mark.parametrize("body", [None, [], "readings", {}, {"readings": {}}, {"readings": [], "more": 1}])
def test_what_is_no_post_of_readings_is_refused(body: object) -> None:
    assert wrong(lambda: of_post(body, MEASURES, DAY)) == [(Fault.NOT_READINGS, 0, 1, "")]


@pytest.mark.parametrize(
    ("one", "kind", "field"),
    [
        ("4", Fault.NO_READING, ""),
        ({}, Kind.MISSING, "address"),
        ({**GOOD, "colour": 1}, Kind.UNKNOWN_KEY, "colour"),
        ({**GOOD, "address": 4}, Kind.NOT_A_TEXT, "address"),
        ({**GOOD, "note": None}, Kind.NOT_A_TEXT, "note"),
        ({**GOOD, "note": "a\u202eb"}, Kind.FORBIDDEN_CHARACTER, "note"),
        ({**GOOD, "note": "x" * 201}, Kind.TOO_LONG, "note"),
        ({**GOOD, "address": "moon"}, Fault.NO_SUCH_MEASURE, "address"),
        ({**GOOD, "day": "9 March"}, Kind.BAD_DATE, "day"),
        ({**GOOD, "day": "2027-03-10"}, Wrong.TO_COME, "day"),
        ({**GOOD, "value": "4"}, Wrong.NO_NUMBER, "value"),
        ({**GOOD, "value": True}, Wrong.NO_NUMBER, "value"),
        ({**GOOD, "value": 1e300}, Wrong.BEYOND, "value"),
        ({**GOOD, "value": 10**400}, Wrong.BEYOND, "value"),
        ({**GOOD, "value": 21}, Wrong.TOO_HIGH, "value"),
    ],
)
def test_what_is_wrong_with_a_posted_reading_is_told_by_its_place(one: object, kind: str, field: str) -> None:
    assert (kind, 1, 1, field) in wrong(lambda: posted(GOOD, one))


def test_a_post_has_so_many_readings_at_most() -> None:
    days = [(DAY - timedelta(days=n)).isoformat() for n in range(POSTED + 1)]
    assert wrong(lambda: posted(*({**GOOD, "day": day} for day in days))) == [(Kind.TOO_MANY, POSTED, 1, "readings")]


@pytest.mark.parametrize(("value", "said"), [(0.0, "0"), (1e14, "100000000000000"), (-1e-9, "-0.000000001")])
def test_a_number_is_written_without_an_exponent(value: float, said: str) -> None:
    assert plain(value) == said
