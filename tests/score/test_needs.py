"""What a line must have to answer a question, and what no score answers."""

from typing import Any

import pytest

from prompts import spellings
from score.citations import cite
from score.needs import NOTHING, names_in
from score.search import Concordance, Question, read_question
from storage.tables import LineKind, Part, PartKind, Wording

CUES = spellings("asked")


def line(address: str, words: str, kind: LineKind = LineKind.PRIORITY, **more: Any) -> Wording:
    return Wording(
        id=address, workspace_id="w", edition_id="e", line_id=address, part=address.partition("/")[0],
        address=address, kind=kind, words=words, position=0, **more,
    )  # fmt: skip


LINES = [
    line("yard/P-1", "Paint every hull before winter", because="Rust costs us the spring."),
    line("yard/P-2", "Launch two ferries a month"),
    line("yard/P-3", "Repair engines in one day", serves="yard/P-1"),
    line("yard/M-1", "Hulls that were painted", LineKind.MEASURE, serves="yard/P-1"),
    line("yard/N-1", "Racing boats, the cheapest to build", LineKind.NOT_CHOICE),
    line("yard/R-1", "The list of hulls", LineKind.PROMISE, to_part="dock"),
    line("dock/P-1", "Keep the crane running"),
    line("dock/R-1", "A free crane", LineKind.PROMISE, to_part="yard"),
]
PARTS = [
    Part(id=handle, workspace_id="w", edition_id="e", handle=handle, kind=PartKind.TEAM, name=name, position=0)
    for handle, name in (("yard", "The old yard"), ("dock", "Dock"))
]
CONCORDANCE = Concordance(LINES, PARTS)


def read(text: str) -> Question:
    return CONCORDANCE.naming(read_question(text, CUES))


def cited(text: str) -> list[str]:
    question = read(text)
    return [one.address for one in cite(question, CONCORDANCE.find(question), LINES).lines]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Which software paints hulls?", {"software"}),
        ("Is there a crane?", {"crane"}),
        ("Do we have any engines in the yard?", {"engines"}),
        ("What is the colour of hulls?", {"colour"}),
        ("What colour do hulls have?", {"colour"}),
        ("How many ferries are launched?", {"ferries"}),
        ("What is our cheapest boat?", {"cheapest"}),
        ("Which of the hulls?", set()),
        ("Which goal is about hulls?", set()),
        ("What is the plan for hulls?", set()),
        ("What is the deadline of the hulls?", set()),
        ("Paint hulls best?", {"best"}),
        ("Is there a", set()),
        ("Hulls?", set()),
    ],
)
def test_a_line_must_have_the_noun_that_is_asked_for(text: str, words: set[str]) -> None:
    assert read(text).needs.words == words


@pytest.mark.parametrize(
    "text",
    [
        "Which varnish do we paint hulls with?",
        "What is the colour of the hulls?",
        "Who paints the most hulls?",
        "What is the largest hull that we paint?",
        "How many engines are repaired?",
        "When did we paint the hulls?",
        "Who founded the yard with its hulls?",
        "Should we paint the crane?",
        "How do I polish a hull?",
        "Do you think that hulls are painted in time?",
        "Will the ferries make a profit?",
        "Do we paint hulls in Rotterdam harbour?",
    ],
)
def test_what_no_line_tells_is_met_with_silence(text: str) -> None:
    assert cited(text) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("How many hulls are painted?", "yard/P-1"),
        ("How many ferries are launched?", "yard/P-2"),
        ("Will every hull be painted before winter?", "yard/P-1"),
        ("Should we build racing boats?", "yard/N-1"),
        ("What is the cheapest to build?", "yard/N-1"),
        ("Why don’t we build racing boats?", "yard/N-1"),
        ("How many P-3?", "yard/P-3"),
    ],
)
def test_what_a_line_has_is_answered_by_it(text: str, first: str) -> None:
    assert cited(text)[0] == first


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("What did the old yard promise the dock?", ["yard/R-1"]),
        ("What does the dock owe the yard?", ["dock/R-1"]),
        ("What are the promises of the dock?", ["dock/R-1"]),
        ("What about the dock?", ["dock/P-1"]),
        ("What does the old yard do?", ["yard/P-1", "yard/P-2", "yard/P-3"]),
        ("What does the yard not do?", ["yard/N-1"]),
        ("What is the aspiration of the dock?", []),
    ],
)
def test_a_part_is_asked_about_by_its_name(text: str, lines: list[str]) -> None:
    assert cited(text) == lines


def test_names_are_written_with_a_capital_and_count_more_where_no_line_has_them() -> None:
    assert names_in("Do we paint in Rotterdam or at home?") == {"rotterdam"}
    assert names_in("WHERE IS THE CRANE") == frozenset()
    assert names_in("Paint The Hulls") == frozenset()
    with_name, without = (
        CONCORDANCE.find(read(f"Paint hulls {said}?"))[0].share for said in ("near Cork", "near cork")
    )
    assert with_name < without


def test_a_word_counts_less_in_a_long_text_and_one_that_is_everywhere_counts_for_nothing() -> None:
    page = line("long/P-1", "Tides", about=" ".join(f"word{n}" for n in range(400)) + " harbour")
    sentence = line("short/P-1", "Tides", about="In the harbour")
    hits = Concordance([page, sentence, *LINES], PARTS).find(read_question("harbour?", CUES))
    assert [hit.line.address for hit in hits] == ["short/P-1", "long/P-1"]
    assert hits[0].worth > hits[1].worth
    everywhere = [line(f"x/P-{n}", f"Tides {n}") for n in range(40)]
    assert Concordance(everywhere, PARTS).find(read_question("tides?", CUES)) == []


def test_of_two_that_are_worth_the_same_the_one_that_is_worked_on_comes_first() -> None:
    both = [line("x/C", "Harbour pilots", LineKind.CAPABILITIES), line("x/P-1", "Harbour pilots")]
    assert [hit.line.address for hit in Concordance(both, PARTS).find(read_question("pilots?", CUES))] == [
        "x/P-1",
        "x/C",
    ]


def test_what_is_written_short_is_read_in_full() -> None:
    assert read_question("Don't we'll can't?", CUES).said == ("do", "not", "we", "can", "not")
    assert read_question("Which KPIs?", CUES).said == ("which", "kpi")
    assert "discount" in read_question("May I give 10% off?", CUES).said


def test_where_nothing_is_known_of_manner_nothing_is_needed() -> None:
    assert read_question("Which software?", {}).needs is NOTHING
