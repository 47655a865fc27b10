"""When a team's own question is asked, which of too many are, and what answers come to."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from score.team_questions import (
    Counts,
    Situation,
    Spread,
    counted,
    fitting,
    is_asked,
    number_in,
    once,
    options_in,
    sameness,
    spread,
    still_stands,
)
from score.words import Unreadable
from storage.tables import AskedWhen, QuestionKind, TeamQuestion

MONDAY = date(2027, 3, 8)
EVERY, FRIDAYS = 0b1111111, 0b0010000


def question(words: str = "What?", **more: Any) -> TeamQuestion:
    given: dict[str, Any] = {"kind": QuestionKind.LINE, "position": 0, "first_id": words, **more}
    return TeamQuestion(
        id=words, workspace_id="w", team_id="t", words=words, changed_at=datetime(2027, 3, 8, tzinfo=UTC), **given
    )


# When it is asked


@pytest.mark.parametrize(
    ("asked_when", "known", "asked"),
    [
        (AskedWhen.ALWAYS, {}, True),
        (AskedWhen.BACK, {}, False),
        (AskedWhen.BACK, {"back": True}, True),
        (AskedWhen.TOLD, {}, None),
        (AskedWhen.TOLD, {"told": False}, False),
        (AskedWhen.TOLD, {"told": True}, True),
        (AskedWhen.UNTIED, {}, None),
        (AskedWhen.UNTIED, {"untied": True}, True),
        (AskedWhen.AFTER, {}, None),
        (AskedWhen.AFTER, {"said": {}}, False),
        (AskedWhen.AFTER, {"said": {"first": ""}}, False),
        (AskedWhen.AFTER, {"said": {"first": "Fans"}}, False),
        (AskedWhen.AFTER, {"said": {"first": " SEALS"}}, True),
    ],
)
def test_a_condition_holds_or_not_or_is_not_known_yet(
    asked_when: AskedWhen, known: Mapping[str, Any], asked: bool | None
) -> None:
    one = question(asked_when=asked_when, after_id="first", after_said="Seals")

    assert is_asked(one, Situation(MONDAY, **known)) is asked


def test_on_another_weekday_it_is_not_asked_whatever_is_known() -> None:
    one = question(days=FRIDAYS, asked_when=AskedWhen.TOLD)

    assert [is_asked(one, Situation(MONDAY + timedelta(days=n), told=True)) for n in range(7)] == [
        n == 4 for n in range(7)
    ]


def test_an_answer_goes_with_its_reason_and_with_nothing_else() -> None:
    told, untied = question(asked_when=AskedWhen.TOLD), question(asked_when=AskedWhen.UNTIED)
    after = question(asked_when=AskedWhen.AFTER, after_id="first", after_said="no")

    assert [still_stands(one, told=False, said={}) for one in (question(), told, untied, after)] == [
        True,
        False,
        True,
        False,
    ]
    assert still_stands(told, told=True, said={})
    assert still_stands(after, told=False, said={"first": "no"})


# Once


def test_the_same_words_kind_and_options_are_one_question() -> None:
    choice: dict[str, Any] = {"kind": QuestionKind.CHOICE, "options": ["Seals", "Fans"]}
    same = [question("Which?", **choice), question("WHICH?", **{**choice, "options": ["SEALS", "fans"]})]
    others = [question("Which?"), question("Which?", **{**choice, "options": ["Fans", "Seals"]})]

    assert [len(one) for one in once([*same, *others])] == [2, 1, 1]
    assert sameness(same[0]) == sameness(same[1])


def test_what_fits_is_left_as_it_is() -> None:
    asked = once(question(f"{n}?") for n in range(5))

    assert fitting(asked, MONDAY) == asked
    assert fitting(asked, MONDAY, 0) == []


def test_of_too_many_each_has_its_turn_and_they_keep_their_order() -> None:
    asked = once(question(f"{n}?") for n in range(7))
    days = [[one[0].words for one in fitting(asked, MONDAY + timedelta(days=n))] for n in range(7)]

    assert all(len(chosen) == 5 and chosen == sorted(chosen) for chosen in days)
    assert {words: sum(words in chosen for chosen in days) for words in (f"{n}?" for n in range(7))} == dict.fromkeys(
        (f"{n}?" for n in range(7)), 5
    )
    assert all({*days[n], *days[n + 1]} == {f"{n}?" for n in range(7)} for n in range(6))


def test_what_is_asked_on_fridays_alone_has_its_turn_on_fridays() -> None:
    asked = once([*(question(f"F{n}?", days=FRIDAYS) for n in range(7)), *(question(f"{n}?") for n in range(3))])
    fridays = [MONDAY + timedelta(days=4 + 7 * n) for n in range(7)]
    seen = [{one[0].words for one in fitting(asked, day)} for day in fridays]

    assert {words: sum(words in chosen for chosen in seen) for words in (f"F{n}?" for n in range(7))} == dict.fromkeys(
        (f"F{n}?" for n in range(7)), 5
    )


def test_what_a_team_waits_for_comes_first() -> None:
    asked = once([*(question(f"{n}?") for n in range(9)), question("Needed?", required=True)])

    assert all("Needed?" in [one[0].words for one in fitting(asked, MONDAY + timedelta(days=n))] for n in range(9))


# What is typed, and what it comes to


def test_options_are_parted_by_lines_and_semicolons_and_stand_once() -> None:
    assert options_in(" Door  seals\nBurners;;FANS ; fans\n\n") == ["Door seals", "Burners", "FANS"]
    assert options_in("") == []
    with pytest.raises(Unreadable):
        options_in("\u202e")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3", "3"),
        (" 2,50 ", "2.5"),
        ("+007", "7"),
        ("-0.0", "0"),
        ("\u22124.125", "-4.125"),
        ("999999999", "999999999"),
        ("1234567890", None),
        ("1.2345", None),
        ("1e9", None),
        ("nan", None),
        ("\u0663", None),
        ("", None),
        ("3 ovens", None),
    ],
)
def test_a_number_is_kept_with_a_point_or_not_at_all(typed: str, kept: str | None) -> None:
    assert number_in(typed) == kept


def test_counts_hold_every_option_and_people_are_counted_once() -> None:
    choice = question(kind=QuestionKind.CHOICE, options=["Seals", "Fans"])

    assert counted(choice, [("ada", "Fans"), ("ada", "Fans"), ("bo", "Fans")]) == Counts({"Seals": 0, "Fans": 3}, 3, 2)
    assert counted(question(kind=QuestionKind.YES_NO), []) == Counts({"yes": 0, "no": 0}, 0, 0)


def test_numbers_are_told_by_their_middle_and_their_ends() -> None:
    assert spread(["10", "2", "-1", "2.5"]) == Spread(2.25, -1, 10)
    assert spread(["7"]) == Spread(7, 7, 7)
    with pytest.raises(ValueError, match="median"):
        spread([])
