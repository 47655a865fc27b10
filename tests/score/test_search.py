"""Which lines a question is about, what it wants to know, and when the score is silent."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import spellings
from score.citations import CITED, Cited, cite, served_by
from score.order import Side, in_order
from score.search import SILENT, Aim, Concordance, Hit, Question, Sought, read_question, visible_lines
from score.stems import number, stems
from storage.tables import LineKind, Part, PartKind, Person, Wording

CUES = spellings("asked")


def line(address: str, words: str, kind: LineKind = LineKind.PRIORITY, **more: Any) -> Wording:
    return Wording(
        id=address, workspace_id="w", edition_id="e", line_id=address, part=address.partition("/")[0],
        address=address, kind=kind, words=words, position=0, **more,
    )  # fmt: skip


LINES = [
    line("co/A", "Ships that keep their hour", LineKind.ASPIRATION),
    line("co/P-1", "Open the Baltic terminals", serves="co/A", owner_id="ada"),
    line("co/P-2", "Automatic differentiation of tides", serves="co/P-1", about="Ten tables a week, as FTIA asks."),
    line("co/P-3", "Train the pilots", serves="co/P-1"),
    line("co/P-4", "Charter two icebreakers", serves="co/P-1"),
    line("co/M-1", "Terminals that are open", LineKind.MEASURE, serves="co/P-1"),
    line("co/N-1", "Passenger ferries", LineKind.NOT_CHOICE, serves="co/A"),
]
PARTS = [Part(id="p", workspace_id="w", edition_id="e", handle="co", kind=PartKind.COMPANY, name="Hansa", position=0)]
CONCORDANCE = Concordance(LINES, PARTS, {"ada": "Ada Byron"})


def found(text: str) -> list[Hit]:
    return CONCORDANCE.find(read_question(text, CUES))


def cited(text: str) -> Cited:
    return cite(read_question(text, CUES), found(text), LINES)


def addresses(of: Cited) -> list[str]:
    return [one.address for one in of.lines]


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("Why the pilots?", Aim.WHY),
        ("Who owns the pilots, and why?", Aim.WHY),
        ("Who trains the pilots?", Aim.WHO),
        ("When are the pilots trained?", Aim.UNTIL),
        ("How far are the pilots?", Aim.HOW_FAR),
        ("How many pilots?", Aim.TARGET),
        ("What serves the pilots?", Aim.SERVES),
        ("Did we decide against ferries?", Aim.NOT),
        ("Were ferries approved?", Aim.NOT),
        ("Pilots or ferries first?", Aim.FIRST),
        ("Ferries first?", Aim.WHAT),
        ("Pilots or ferries?", Aim.WHAT),
        ("What is in my week?", Aim.WEEK),
        ("Show my part?", Aim.PART),
        ("Who has no confidence?", Aim.PRIVATE),
        ("What is our vision?", Aim.WHAT),
        ("Pilots?", Aim.WHAT),
        ("Which metric has the pilots?", Aim.TARGET),
        ("How many pilots are late?", Aim.TARGET),
        ("Which measures of pilots are behind?", Aim.FIND),
        ("What is behind the pilots?", Aim.WHAT),
        ("Who promised pilots?", Aim.FIND),
        ("Who owns the promise of pilots?", Aim.WHO),
        ("What did I do for the pilots?", Aim.FIND),
        ("Is there a lesson about pilots?", Aim.FIND),
        ("Search pilots", Aim.FIND),
    ],
)
def test_a_question_has_an_aim(text: str, aim: Aim) -> None:
    assert read_question(text, CUES).aim is aim


def test_what_is_private_of_somebody_is_so_only_of_somebody() -> None:
    assert read_question("How does Bo feel?", CUES, named=True).aim is Aim.PRIVATE
    assert read_question("How does the deck feel?", CUES).aim is Aim.WHAT


@pytest.mark.parametrize(
    ("text", "sought", "about"),
    [
        ("Search pilots", {Sought.LINE, Sought.LESSON, Sought.OWN}, ("pilot",)),
        ("Search promises", {Sought.LINE, Sought.LESSON, Sought.OWN}, ("promis",)),
        ("Find the lesson on teams", {Sought.LESSON}, ("team",)),
        ("Who promised us pilots by June?", {Sought.PROMISE}, ("pilot",)),
        ("What did I do for pilots last month?", {Sought.OWN}, ("pilot",)),
        ("Which measure is behind?", {Sought.MEASURE}, ()),
        ("Why the pilots?", set(), ("pilot",)),
    ],
)
def test_a_question_may_look_for_things(text: str, sought: set[Sought], about: tuple[str, ...]) -> None:
    question = read_question(text, CUES)

    assert (set(question.sought), question.about) == (sought, about)


def test_two_sides_are_what_stands_around_the_last_or() -> None:
    assert read_question("Pilots or the ferries first?", CUES).sides == ("pilots", "the ferries")
    assert read_question("Or ferries first?", CUES).sides == ()


def test_what_tells_nothing_is_left_out() -> None:
    assert read_question("Which group runs the terminals?", CUES).about == ("termin",)
    assert read_question("Which goal is the goal?", CUES).about == ()


def test_numbers_are_the_same_however_they_are_written() -> None:
    assert [number(one) for one in ("ten", "10th", "1st", "10", "oar")] == ["10", "10", "1", "10", "oar"]
    assert stems("ten 10th", "english") == ("ten", "10th")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Who opens Baltic terminals?", "co/P-1"),
        ("Which tables, ten a week?", "co/P-2"),
        ("10 tables a week?", "co/P-2"),
        ("What of the autodifferentiation?", "co/P-2"),
        ("What of the diferentiation?", "co/P-2"),
        ("What does the federal tide inspection ask?", "co/P-2"),
        ("What does Ada Byron own?", "co/P-1"),
        ("icebreakers?", "co/P-4"),
        ("icebraekers?", "co/P-4"),
        ("icebreaker fleet?", "co/P-4"),
    ],
)
def test_the_line_that_is_meant_stands_first(text: str, first: str) -> None:
    assert found(text)[0].line.address == first


@pytest.mark.parametrize(
    "text", ["Who runs the payroll?", "Which plastic bags are banned?", "", "?", "the the", "船は？"]
)
def test_where_nothing_stands_there_is_silence(text: str) -> None:
    assert cited(text).silent


def test_silence_names_the_nearest_line() -> None:
    said = cited("Which terminals sell umbrellas, mushrooms and coffee?")

    assert said.silent
    assert said.nearest is not None
    assert said.nearest.address in ("co/P-1", "co/M-1")
    assert cited("Umbrellas?").nearest is None


def test_somebody_is_no_topic() -> None:
    assert cited("Is Ada Byron lazy?").silent


def test_lines_that_may_not_be_seen_are_not_found() -> None:
    question = read_question("Who opens Baltic terminals?", CUES)

    assert [hit.line.address for hit in CONCORDANCE.find(question, {"co/M-1"})] == ["co/M-1"]
    assert visible_lines(LINES, Person(id="x", workspace_id="w", handle="x", name="X")) == LINES


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Why train the pilots?", ["co/P-3", "co/P-1", "co/A"]),
        ("What does training pilots serve?", ["co/P-3", "co/P-1"]),
        ("What serves the Baltic terminals opening?", ["co/P-1", "co/P-2", "co/P-3"]),
        ("What is the target of the Baltic terminals?", ["co/P-1", "co/M-1"]),
        ("Do we run passenger ferries?", ["co/N-1", "co/A"]),
        ("What did we choose not to do?", ["co/N-1"]),
        ("What is our aspiration?", ["co/A"]),
    ],
)
def test_what_is_cited_depends_on_the_aim(text: str, lines: list[str]) -> None:
    assert addresses(cited(text)) == lines


def test_more_than_are_cited_are_counted() -> None:
    assert cited("What serves the Baltic terminals opening?").more == 2


def test_a_measure_is_cited_with_its_line() -> None:
    measure = Hit(LINES[5], 1.0, 1.0)

    assert addresses(cite(Question("", Aim.TARGET, (), ()), [measure], LINES)) == ["co/P-1", "co/M-1"]


def test_a_question_against_something_that_is_not_a_not_choice_says_what_there_is() -> None:
    assert cited("Did we decide against training pilots?").aim is Aim.WHAT


def test_lines_that_serve_each_other_end_somewhere() -> None:
    one, other = line("x/P-1", "Row", serves="x/P-2"), line("x/P-2", "Steer", serves="x/P-1")

    assert served_by(one, [one, other]) == (one, other)


def test_more_lines_go_before_a_nearer_day() -> None:
    one, other = Side((LINES[1], LINES[0])), Side((LINES[3],))

    assert in_order([one, other]).first == in_order([other, one]).first == one
    assert in_order([other, Side((LINES[4],))]).first is other


@given(st.text(max_size=200))
def test_whatever_is_asked_cites_three_lines_at_most_and_each_once(text: str) -> None:
    said = cited(text)

    assert len(set(addresses(said))) == len(said.lines) <= CITED
    assert all(one in LINES for one in said.lines)


@given(st.lists(st.sampled_from(["baltic", "terminals", "pilots", "umbrella", "tides"]), max_size=6))
def test_worth_is_a_share_and_the_best_comes_first(words: list[str]) -> None:
    worths = [hit.worth for hit in found(" ".join(words))]

    assert worths == sorted(worths, reverse=True)
    assert all(0 < worth <= 1 for worth in worths)
    assert cite(Question("", Aim.WHAT, (), ()), found(" ".join(words)), LINES).silent == (
        not worths or worths[0] < SILENT
    )


def test_no_line_at_all_finds_nothing() -> None:
    assert Concordance([], [], {}).find(read_question("Why?", CUES)) == []


@pytest.mark.parametrize("text", ["Who owns P-1?", "who owns co/p-1", "How far is P-1, and why?", "P-1"])
def test_a_line_is_named_by_its_address_or_its_id(text: str) -> None:
    assert addresses(cited(text))[0] == "co/P-1"


@pytest.mark.parametrize("text", ["Who owns P-9?", "Who owns the A?", "Who owns A-320?"])
def test_what_is_nobodys_address_names_no_line(text: str) -> None:
    assert cited(text).silent


def test_a_part_is_named_by_its_handle() -> None:
    theme = [line(f"theme-2/G-{n}", f"Goal {n}") for n in range(1, 6)]
    question = read_question("What serves theme-2?", CUES)
    hits = Concordance([*LINES, *theme], PARTS).find(question)
    found = cite(question, hits, [*LINES, *theme])
    assert addresses(found) == ["theme-2/G-1", "theme-2/G-2", "theme-2/G-3"]
    assert (found.more, found.listed) == (2, True)
    assert addresses(cite(read_question("What serves G-4 of theme-2?", CUES), hits, theme)) != addresses(found)


# What a question wants of a line


def answered(text: str, *lines: Wording) -> list[str]:
    """The addresses that are cited of these lines; parts are a bakery, and its people for ovens."""
    parts = [
        Part(id=n, workspace_id="w", edition_id="e", handle=n, kind=PartKind.UNIT, name=name, position=0)
        for n, name in (("co", "Quay"), ("ice", "Ice watch"))
    ]
    question = Concordance(lines, parts).naming(read_question(text, CUES))
    return addresses(cite(question, Concordance(lines, parts).find(question), lines))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Wich pilots?", "which"),
        ("Wether pilots?", "whether"),
        ("Who is resposible for pilots?", "responsible"),
        ("Who is responsibble for pilots?", "responsible"),
        ("What is the mesaure of pilots?", "measure"),
    ],
)
def test_a_typing_error_in_a_word_of_manner_is_none(text: str, said: str) -> None:
    question = read_question(text, CUES)
    assert said in question.said
    assert question.asks[-1:] == ("pilots",)


@pytest.mark.parametrize("word", ["premises", "compete", "planes", "three", "ordered"])
def test_another_word_that_looks_like_one_of_manner_stays_what_it_is(word: str) -> None:
    assert word in read_question(f"What about {word}?", CUES).said


def test_a_month_is_the_day_of_a_line() -> None:
    march, june = date(2027, 3, 31), date(2027, 6, 30)
    lines = [line("co/P-1", "Train the pilots", until=march), line("co/P-2", "Open terminals", until=june)]
    assert answered("Which lines end in March?", *lines) == ["co/P-1"]
    assert answered("Which lines are due by June?", *lines)[:1] == ["co/P-2"]


def test_what_was_chosen_against_answers_whether_something_is_done() -> None:
    lines = [
        line("co/N-1", "Passenger ferries under a foreign flag", LineKind.NOT_CHOICE),
        line("co/P-1", "Passenger ferries in the harbour of Riga"),
        line("co/P-2", "Train the pilots"),
    ]
    assert answered("Do we run ferries for drunken passengers?", *lines)[0] == "co/N-1"
    assert answered("Ferries for drunken passengers?", *lines)[0] == "co/P-1"
    assert answered("What of ferries do we run for drunken passengers?", *lines)[0] == "co/P-1"


def test_who_does_what_was_chosen_against_is_nobody() -> None:
    against = line("co/N-1", "Passenger ferries under a foreign flag", LineKind.NOT_CHOICE)
    others = [line(f"co/P-{n}", words) for n, words in enumerate(("Train pilots", "Open terminals", "Dredge"), 2)]
    assert answered("Who runs passenger ferries?", against, *others) == []
    owned = line("co/P-1", "Ferries across the sound", about="For each passenger.", owner_id="ada")
    assert answered("Who runs passenger ferries?", against, owned, *others) == ["co/P-1"]


def test_the_people_of_a_part_are_the_part() -> None:
    lines = [line("ice/P-1", "Charter two icebreakers"), line("co/P-1", "Train the pilots")]
    assert answered("What about the ice watch people?", *lines) == ["ice/P-1"]
    parts = [Part(id="i", workspace_id="w", edition_id="e", handle="ice", kind=PartKind.UNIT, name="Ice", position=0)]
    assert Concordance(lines, parts).naming(read_question("Ice festival?", CUES)).parts == ()


def test_until_when_is_told_of_the_line_that_a_measure_serves() -> None:
    lines = [
        line("co/P-1", "Train the pilots", until=date(2027, 3, 31)),
        line("co/M-1", "Hours spent in the simulator", LineKind.MEASURE, serves="co/P-1"),
    ]
    assert answered("Until when the hours in the simulator?", *lines) == ["co/P-1", "co/M-1"]


def test_a_line_of_the_kind_that_is_asked_for_goes_before_nearer_ones() -> None:
    lines = [
        line("co/P-1", "Pilots read the tide tables"),
        line("co/T-1", "Pilots read faster by tables", LineKind.CONDITION),
        *(line(f"co/P-{n}", words) for n, words in enumerate(("Charter two", "Open terminals", "Dredge", "Sell"), 2)),
    ]
    assert answered("Do we assume that pilots read the tide tables?", *lines) == ["co/T-1"]


def test_what_costs_money_is_no_line_that_speaks_of_no_money() -> None:
    lines = [line("co/P-1", "Train the pilots in Riga"), line("co/P-2", "Open terminals")]
    assert answered("Do pilots train in Riga?", *lines) == ["co/P-1"]
    assert answered("What do pilots that train in Riga cost?", *lines) == []


def test_a_line_that_is_nearly_sure_answers_where_it_is_far_ahead() -> None:
    question, ahead = read_question("Who trains pilots?", CUES), LINES[3]
    near = Hit(ahead, 0.31, 1.0, frozenset({"trains", "pilots"}))
    served = Hit(LINES[1], 0.3, 1.0, frozenset({"trains"}))
    other = Hit(LINES[4], 0.1, 1.0, frozenset({"pilots"}))
    assert addresses(cite(question, [near, served, other], LINES)) == ["co/P-3", "co/P-1"]
    assert cite(question, [near, Hit(LINES[4], 0.2, 1.0)], LINES).silent
    assert cite(question, [Hit(ahead, 0.31, 1.0, frozenset({"pilots"})), other], LINES).silent
    assert cite(question, [Hit(ahead, 0.25, 1.0, near.held), other], LINES).silent
    assert cite(question, [], LINES).silent
