"""A step is read in the ways in which people write one, and what is no step is left alone."""

from datetime import date

import pytest

from prompts import spellings
from score.steps import (
    Kept,
    Said,
    asked_between,
    begins_by_itself,
    cue_of,
    does_of,
    hour,
    kept_of,
    meant_task,
    read,
)

SPELT = spellings("stepping", "en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("When I have had lunch, I will ring three bakers", Said("I have had lunch", "ring three bakers")),
        ("when the 10:30 call ends I’ll ring Mill Lane.", Said("the 10:30 call ends", "ring Mill Lane")),
        ("at 14:00 I will call Acme", Said("", "call Acme", 840)),
        ("At 2 pm, I'll call Acme", Said("", "call Acme", 840)),
        ("At 12 a.m. I will sleep", Said("", "sleep", 0)),
        ("I will ring three bakers after lunch", Said("After lunch", "ring three bakers")),
        ("I will ring them at 14:30", Said("", "ring them", 870)),
        ("after lunch at 13:00 I will write", Said("After lunch", "write", 780)),
        ("When the call ends, I will ring at 15:00", Said("the call ends", "ring", 900)),
        ("If the van comes, then I will load it", Said("If the van comes", "load it")),
    ],
)
def test_a_step_is_read(text: str, said: Said) -> None:
    assert read(text, SPELT) == said


@pytest.mark.parametrize(
    "text",
    [
        "I will ring them",
        "Next week, I will ring them",
        "At 14:00 or so I will ring them",
        "when do we start?",
        "call at 14:00",
        "I will call at 25:00",
        "at 14:00 I will",
        "When it ends, I will at 15:00",
        "",
    ],
)
def test_what_is_no_step_is_left_alone(text: str) -> None:
    assert read(text, SPELT) is None


def test_a_field_is_read_like_its_half_of_a_sentence() -> None:
    assert cue_of("when lunch is over", SPELT) == cue_of("lunch is over", SPELT) == "lunch is over"
    assert cue_of("after lunch,", SPELT) == "After lunch"
    assert begins_by_itself("After lunch", SPELT)
    assert not begins_by_itself("lunch is over", SPELT)
    assert does_of("I will ring.", SPELT) == does_of("ring", SPELT) == "ring"
    assert does_of("...", SPELT) == "..."
    assert [hour(said) for said in ("9:05", "14.30", "2pm", "24:00", "soon", "")] == [545, 870, 840, None, None, None]


def test_a_step_is_for_the_task_that_it_is_like() -> None:
    tasks = {"one": "Call every harbour about bread", "two": "Sort the van papers"}
    assert meant_task("call every harbour", tasks, "english") == "one"
    assert meant_task("sort ten papers", tasks, "english") == "two"
    assert meant_task("wash up", tasks, "english") is None
    assert meant_task("...", tasks, "english") is None
    assert meant_task("call", {}, "english") is None


def test_how_often_it_came_to_be_is_of_the_last_five_from_three_on() -> None:
    assert kept_of([True, False]) is None
    assert kept_of([True, False, False]) == Kept(1, 3)
    assert kept_of([True] * 4 + [False] * 9) == Kept(4, 5)
    assert asked_between(date(2027, 3, 9)) == (date(2027, 3, 2), date(2027, 3, 8))
