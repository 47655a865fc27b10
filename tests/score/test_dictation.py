"""A message is taken apart without losing or guessing anything."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from score.dictation import LONGEST, Dictated, Headings, Topic, take_apart, tasks_in, with_tasks
from score.words import Unreadable

HEADINGS = Headings(
    {
        "today": Topic.TODAY,
        "my plan": Topic.TODAY,
        "tomorrow": Topic.TOMORROW,
        "blocked": Topic.BLOCKER,
        "win": Topic.WIN,
        "confidence": Topic.CONFIDENCE,
    },
    {"blocked by": Topic.BLOCKER, "stuck on": Topic.BLOCKER},
    frozenset({"none", "-"}),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "today: call Acme, finish the quote; blocked by legal",
            Dictated(("call Acme", "finish the quote"), blocker="legal"),
        ),
        (
            "Today: call Acme, finish the quote. Blocked by legal.",
            Dictated(("call Acme", "finish the quote"), blocker="legal"),
        ),
        (
            "call Acme, finish the quote, stuck on the price list",
            Dictated(("call Acme", "finish the quote"), blocker="the price list"),
        ),
        ("TODAY :\n- call Acme, Cork\n- finish the quote", Dictated(("call Acme, Cork", "finish the quote"))),
        ("1. call Acme\n2) finish the quote", Dictated(("call Acme", "finish the quote"))),
        (
            'today: send "prices, terms" to Acme, book 1,000 loaves',
            Dictated(('send "prices, terms" to Acme', "book 1,000 loaves")),
        ),
        ("today: visit (Cork, Galway), rest", Dictated(("visit (Cork, Galway)", "rest"))),
        ("my  plan: rest\ntomorrow: call Bo; win: sold out", Dictated(("rest",), ("call Bo",), win="sold out")),
        ("today: rest\nblocked: none\nconfidence: 4", Dictated(("rest",), confidence=4)),
        ("today: rest\nconfidence: 4/5", Dictated(("rest",), confidence=4)),
        ("today: rest; blocked by legal; confidence 3", Dictated(("rest",), blocker="legal", confidence=3)),
        ("today: rest\nconfidence 4/5.", Dictated(("rest",), confidence=4)),
        ("today: rest, confidence 3 workshop", Dictated(("rest", "confidence 3 workshop"))),
        ("today: rest\nconfidence: high", Dictated(("rest", "high"))),
        ("today: rest\nconfidence: 3\nconfidence: 4", Dictated(("rest", "3", "4"))),
        ("blocked by legal", Dictated(blocker="legal")),
        ("blocked: keys\nblocked: van", Dictated(blocker="keys\nvan")),
        ("today: rest, rest, Rest", Dictated(("rest", "Rest"))),
        ('today: an open "quote, and more', Dictated(('an open "quote', "and more"))),
    ],
)
def test_what_was_written_is_taken_apart(text: str, found: Dictated) -> None:
    assert take_apart(text, HEADINGS) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "call Acme",
        "call Acme, finish the quote",
        "- call Acme",
        "I am blocked by the weather in my head",
        "Which line is today about?",
        "today",
        "today: -",
        "blocked: none",
        "Two lines\nwithout a bullet",
        "- one bullet\nand a line",
    ],
)
def test_what_is_no_check_in_is_left_alone(text: str) -> None:
    assert take_apart(text, HEADINGS) is None


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(Unreadable):
        take_apart("\u202e", HEADINGS)


def test_an_endless_message_is_taken_apart_as_far_as_one_can_be_sent() -> None:
    found = take_apart("today: " + "a, " * 100_000 + '"(' * 50_000, HEADINGS)

    assert found == Dictated(("a",))
    assert take_apart("x" * LONGEST + "\ntoday: rest", HEADINGS) is None


def test_without_spellings_there_are_lists_alone() -> None:
    assert take_apart("today: rest", Headings({})) is None
    assert take_apart("- a\n- b", Headings({})) == Dictated(("a", "b"))


WORDS = re.compile(r"\w+")
LINES = some.sampled_from(["today:", "tomorrow:", "blocked by", "win:", "confidence:", "- ", "1) ", "", "; ", ", "])
TEXTS = some.lists(some.tuples(LINES, some.text(alphabet="abc XYZ09,;.:()\"-'", max_size=25)), max_size=6)


@given(TEXTS)
def test_no_word_is_lost(lines: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{before} {after}" for before, after in lines)
    found = take_apart(text, HEADINGS)
    if found is None:
        return
    kept = [*found.today, *found.tomorrow, found.blocker, found.win, str(found.confidence or "")]
    known = {word for spelling in [*HEADINGS.written, *HEADINGS.said] for word in spelling.split()}
    of_a_list = re.sub(r"(?m)^\s*\d{1,2}[.)]\s|/\s*5", " ", text)
    for word in WORDS.findall(of_a_list):
        assert word in " ".join(kept) or word.casefold() in known, word


def test_only_tasks_are_taken_for_tasks() -> None:
    """The name of a team's question may hold an id that is figures alone."""
    fields = {"task1": "Call", "q-12345678901234567890123456789012": "Seals"}

    assert tasks_in(fields) == ["Call"]
    assert with_tasks(fields, ["Write"]) == {"q-12345678901234567890123456789012": "Seals", "task1": "Write"}
