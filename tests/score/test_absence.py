"""What a sentence about days away means, and when it has to be asked back."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import spellings
from score.absence import AFTERNOON, ALL_DAY, LETTERS, LONGEST, MEANINGS, MORNING, read

HALVES = [
    ("I am off this afternoon", "09.03.27", AFTERNOON),
    ("off this morning", "09.03.27", MORNING),
    ("Friday morning off", "12.03.27", MORNING),
    ("I'm off on Friday afternoon", "12.03.27", AFTERNOON),
    ("I am off tomorrow afternoon", "10.03.27", AFTERNOON),
    ("sick this afternoon", "09.03.27", AFTERNOON),
    ("off on 15 March in the morning", "15.03.27", MORNING),
    ("off for the rest of the day", "09.03.27", AFTERNOON),
    ("off on Friday", "12.03.27", ALL_DAY),
]


@pytest.mark.parametrize(("text", "day", "hours"), HALVES)
def test_a_half_of_a_day_is_understood(text: str, day: str, hours: tuple[int, int]) -> None:
    said = read(text, WORDS)
    assert said is not None
    assert (days(text), said.hours) == ([(day, day)], hours)


@pytest.mark.parametrize(
    "text",
    ["off from Friday afternoon", "off until Tuesday morning", "off Friday afternoon to Monday morning",
     "half a day off", "back on Monday afternoon"],
)  # fmt: skip
def test_halves_at_the_ends_of_days_are_asked_back(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    "text", ["off yesterday", "off last Friday", "I was off last week", "off from 31 February to yesterday"]
)
def test_days_that_are_over_are_asked_back(text: str) -> None:
    assert days(text.replace("I was", "I am")) == []


@pytest.mark.parametrize("text", ["plan the morning", "call Bo in the afternoon", "morning", "this afternoon"])
def test_a_task_with_a_half_of_a_day_in_it_is_no_leave(text: str) -> None:
    assert days(text) is None


WORDS: Mapping[str, str] = spellings("absence")
TUESDAY = date(2027, 3, 9)
TODAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def days(text: str, today: date = TUESDAY) -> list[tuple[str, str]] | None:
    said = read(text, WORDS)
    return None if said is None else [(f"{one:%d.%m.%y}", f"{other:%d.%m.%y}") for one, other in said.days(today)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("sick", "09.03.27", "09.03.27"),
        ("Sick today.", "09.03.27", "09.03.27"),
        ("away tomorrow", "10.03.27", "10.03.27"),
        ("Tomorrow I’m off!", "10.03.27", "10.03.27"),
        ("I am off today and tomorrow", "09.03.27", "10.03.27"),
        ("off on Friday", "12.03.27", "12.03.27"),
        ("off this Tuesday", "09.03.27", "09.03.27"),
        ("on holiday 15-19 March", "15.03.27", "19.03.27"),
        ("on holiday 15th – 19th of March", "15.03.27", "19.03.27"),
        ("I'm on holiday from 15 to 19 March", "15.03.27", "19.03.27"),
        ("vacation March 15-19", "15.03.27", "19.03.27"),
        ("on leave 15 March to 2 April 2027", "15.03.27", "02.04.27"),
        ("away 28 December to 3 January", "28.12.27", "03.01.28"),
        ("ooo 2027-03-15 - 2027-03-19", "15.03.27", "19.03.27"),
        ("on leave 15.3. - 19.3.", "15.03.27", "19.03.27"),
        ("off 25/3", "25.03.27", "25.03.27"),
        ("off 3/4/2027", "03.04.27", "03.04.27"),
        ("off Monday to Friday", "15.03.27", "19.03.27"),
        ("I am off, back on Monday", "09.03.27", "14.03.27"),
        ("back on Monday", "09.03.27", "14.03.27"),
        ("off through Friday", "09.03.27", "12.03.27"),
        ("off this week", "09.03.27", "14.03.27"),
        ("I am out of the office next week", "15.03.27", "21.03.27"),
        ("off on the 15th", "15.03.27", "15.03.27"),
        ("off on the 5th", "05.04.27", "05.04.27"),
        ("off Wednesday 10 March", "10.03.27", "10.03.27"),
    ],
)
def test_a_clear_sentence_means_one_thing(text: str, first: str, last: str) -> None:
    if text == "off 3/4/2027":
        assert days(text) == [("03.04.27", "03.04.27")]
    assert days(text) == [(first, last)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I am off until Friday", [("09.03.27", "11.03.27"), ("09.03.27", "12.03.27")]),
        ("off Tuesday", [("09.03.27", "09.03.27"), ("16.03.27", "16.03.27")]),
        ("off next Friday", [("12.03.27", "12.03.27"), ("19.03.27", "19.03.27")]),
        ("off 5/6", [("05.06.27", "05.06.27"), ("06.05.27", "06.05.27")]),
        ("away from Monday until Wednesday", [("15.03.27", "17.03.27"), ("15.03.27", "16.03.27")]),
    ],
)
def test_what_can_mean_two_things_gives_both(text: str, meant: list[tuple[str, str]]) -> None:
    assert days(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "I am off",
        "on holiday from 15 March",
        "I am off for two weeks",
        "away 1 March",
        "off 31 February",
        "off 2027-02-30",
        "off 13/13",
        "off Wednesday 11 March",
        "off 2027-03-01",
        "off 2027-03-19 to 2027-03-15",
        "off today and Friday",
        "off 2027-03-10 to 2029-03-10",
        "off on the 32nd",
    ],
)
def test_what_says_too_little_or_what_cannot_be_is_asked_back(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "", "Leave the van at Mill Lane", "Take the holiday calendar to Bo", "Call the harbour on Friday", "off and",
        "back", "back and forth", "until Tuesday", "today", "off - - -", "from off", "off 1-1-1-1", "off 2027",
        "off 15 March April", "off 3rdx", "off March", "off today until", "off 5 6", "off Friday 5 6", "off 3/4 March",
        "off x" + " today" * LETTERS,
    ],
)  # fmt: skip
def test_what_is_about_something_else_is_left_alone(text: str) -> None:
    assert days(text) is None


@given(st.lists(st.sampled_from([*WORDS, "15", "3/4", "2027-03-15", "31.2.", "15th", "-", "0"]), max_size=7), TODAYS)
def test_whatever_is_put_together_means_days_that_can_be(said: list[str], today: date) -> None:
    found = read(" ".join(said), WORDS)

    meant = found.days(today) if found else ()
    assert len(meant) <= MEANINGS
    assert len(set(meant)) == len(meant)
    for first, last in meant:
        assert today <= first <= last
        assert (last - first).days <= LONGEST


@given(st.text(max_size=300))
def test_nothing_that_is_typed_can_hurt(text: str) -> None:
    found = read(text, WORDS)

    assert found is None or found.days(TUESDAY) is not None


@given(TODAYS, st.integers(0, 300), st.integers(0, 60))
def test_two_days_in_figures_mean_themselves(today: date, ahead: int, long: int) -> None:
    first = today + timedelta(days=ahead)
    last = first + timedelta(days=long)
    found = read(f"I am away from {first.isoformat()} to {last.isoformat()}", WORDS)

    assert found is not None
    assert found.days(today) == ((first, last),)


@given(TODAYS, st.integers(0, 6))
def test_a_weekday_is_the_one_that_comes_next(today: date, weekday: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    found = read(f"I am off on {name}", WORDS)

    assert found is not None
    meant = found.days(today)
    assert {first.weekday() for first, _ in meant} == {weekday}
    assert (len(meant) == 2) is (today.weekday() == weekday)
    assert all((first - today).days <= 7 for first, _ in meant)
