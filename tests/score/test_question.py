"""What of an answer can be taken, and why the rest cannot."""

from datetime import date

import pytest

from score.question import FIGURES, Around, Asked, Question, Sort, Unfit, fit
from storage.tables import Person

DAYS = {"june": "june", "monday": "monday"}
HERE = [
    Person(id=handle, workspace_id="w", handle=handle, name=name)
    for handle, name in [("ada", "Ada Lovelace"), ("ada2", "Ada Byron"), ("bo", "Bo")]
]
AROUND = Around(date(2027, 3, 1), DAYS)
WITH_PEOPLE = Around(date(2027, 3, 1), DAYS, HERE)
OPTIONS = {"x/A": "Bread on foot", "x/P-1": "Bake twice", "x/P-2": "Bake once"}


def _ask(sort: Sort, **more: object) -> Question:
    return Question("q", Asked.MEASURE, sort, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  The street \n buys  bread ", "The street buys bread"),
        ("", Unfit.NEEDED),
        ("\u202e\u0007", Unfit.UNREADABLE),
        ("a\ufeffb", Unfit.UNREADABLE),
        ("x" * 500, "x" * 500),
        ("x" * 501, Unfit.TOO_LONG),
    ],
)
def test_words_are_kept_on_one_line(said: str, kept: str) -> None:
    assert fit(_ask(Sort.WORDS), said, AROUND) == kept


def test_a_name_is_shorter_than_a_line() -> None:
    assert fit(Question("q", Asked.UNIT), "x" * 81, AROUND) is Unfit.TOO_LONG


@pytest.mark.parametrize(
    ("said", "kept"),
    [("bo", "bo"), ("@Bo", "bo"), ("ada lovelace", "ada"), ("Ada", "ada"), ("Cy", Unfit.NOBODY)],
)
def test_somebody_of_the_roster_is_found_by_handle_or_name(said: str, kept: str) -> None:
    assert fit(_ask(Sort.OWNER), said, WITH_PEOPLE) == kept


def test_a_name_that_several_have_is_asked_back() -> None:
    twins = [Person(id=f"{n}", workspace_id="w", handle=f"cy{n}", name="Cy Twombly") for n in (1, 2)]

    assert fit(_ask(Sort.OWNER), "Cy", Around(date(2027, 3, 1), DAYS, twins)) is Unfit.SEVERAL_PEOPLE


@pytest.mark.parametrize(
    ("said", "kept"),
    [("Ada Lovelace", "ada-lovelace"), ("@bo", "bo"), ("李雷", Unfit.NO_HANDLE), ("x" * 65, Unfit.NO_HANDLE)],
)
def test_without_a_roster_a_name_becomes_a_handle(said: str, kept: str) -> None:
    assert fit(_ask(Sort.OWNER), said, AROUND) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2027-06-30", "2027-06-30"),
        ("30 June", "2027-06-30"),
        ("Standing", "standing"),
        ("2027-02-28", Unfit.OVER),
        ("2027-03-01", "2027-03-01"),
        ("3/4", Unfit.SEVERAL_DAYS),
        ("2027-02-30", Unfit.NO_DAY),
        ("soon", Unfit.NO_DAY),
        ("!", Unfit.NO_DAY),
    ],
)
def test_a_last_day_is_to_come_or_there_is_none(said: str, kept: str) -> None:
    assert fit(_ask(Sort.UNTIL), said, AROUND) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("71", "71"),
        ("71 %", "71"),
        ("4,5", "4.5"),
        ("-0.000001", "-0.000001"),
        ("60", Unfit.SAME_NUMBER),
        ("1,250", Unfit.GROUPED),
        ("many", Unfit.NO_NUMBER),
        (str(int(FIGURES)), Unfit.NO_NUMBER),
        ("-0", "0"),
    ],
)
def test_a_number_is_read_as_people_write_it(said: str, kept: str) -> None:
    assert fit(_ask(Sort.NUMBER, unit="%", other="60"), said, AROUND) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("1", "x/A"),
        ("x/P-1", "x/P-1"),
        ("bread", "x/A"),
        ("BAKE ONCE", "x/P-2"),
        ("bake", Unfit.NO_OPTION),
        ("0", Unfit.NO_OPTION),
        ("4", Unfit.NO_OPTION),
    ],
)
def test_an_option_is_chosen_by_its_place_or_its_words(said: str, kept: str) -> None:
    assert fit(_ask(Sort.OPTION, options=OPTIONS), said, AROUND) == kept


def test_an_earlier_answer_stands_while_it_still_can() -> None:
    assert _ask(Sort.OPTION, options=OPTIONS).holds("x/A")
    assert not _ask(Sort.OPTION, options=OPTIONS).holds("x/B")
    assert not _ask(Sort.NUMBER, other="60").holds("60")
    assert _ask(Sort.WORDS).holds("")
    assert not _ask(Sort.WORDS, needed=True).holds("")
