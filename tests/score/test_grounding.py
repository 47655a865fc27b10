"""What stands of an answer on the lines that were shown: nothing that they do not say, in whatever words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.grounding import CLAIM, WORDS, Fault, Grounded, Source, ground
from score.model import MOST_CLAIMS, Stated
from storage.tables import LineKind, Wording

VISIT = "Visit every oven in the harbour each week before the season begins"
REASON = "Warm bread sells twice as well as cold bread."
DAY = "It is to be done by 30 June 2027 (2027-06-30)."
PLAN = "14 ovens by 1 March, 40 ovens in all, ten a week."


def wording(address: str, words: str, kind: LineKind = LineKind.PRIORITY, **more: Any) -> Wording:
    return Wording(
        id=address, workspace_id="w", edition_id="e", line_id=address, part="field", address=address, kind=kind,
        words=words, position=0, **more,
    )  # fmt: skip


OVENS = Source(wording("field/P-1", VISIT), (VISIT, REASON, DAY, PLAN))
HOTELS = Source(
    wording("field/N-1", "Sell to hotels", LineKind.NOT_CHOICE), ("Sell to hotels", "They never pay in time.")
)
VANS = Source(wording("service/P-2", "Never let a van leave empty"), ("Never let a van leave empty",))
SHOWN = [OVENS, HOTELS, VANS]


def grounds(text: str, line: str = "field/P-1", quote: str = "Visit every oven") -> Grounded:
    return ground([Stated(text, line, quote)], SHOWN, "english")


@pytest.mark.parametrize(
    ("text", "line", "quote"),
    [
        ("We visit every oven in the harbour each week.", "field/P-1", "visit every  OVEN"),
        ("Every oven is visited before the season begins (field/P-1).", "FIELD/p-1", VISIT),
        ("It is due by 30 June 2027.", "field/P-1", "by 30 June 2027"),
        ("14 ovens are visited by 1 March, 10 a week.", "[field/P-1]", "14 ovens by 1 March"),
        ("It is due by 30 June (2027-06-30).", "field/P-1", "30 June 2027"),
        ("The reason: warm bread sells twice as well.", "field/P-1", "“Warm bread sells twice as well as cold bread.”"),
        ("We do not sell to hotels.", "field/N-1", "Sell to hotels"),
        ("Selling to hotels is out of scope, because they never pay in time.", "field/N-1", "Sell to hotels"),
        ("We never let a van leave empty.", "service/P-2", "never let a van"),
    ],
)
def test_what_the_line_says_stands(text: str, line: str, quote: str) -> None:
    found = grounds(text, line, quote)
    assert found.dropped == ()
    (standing,) = found.claims
    assert standing.line.address.casefold() == line.strip("[]").casefold()
    assert "field/P-1" not in standing.text


@pytest.mark.parametrize(
    ("text", "line", "quote", "fault"),
    [
        ("We visit every oven.", "field/P-9", "Visit every oven", Fault.LINE),
        ("We visit every oven.", "", "Visit every oven", Fault.LINE),
        ("We visit every oven.", "field/P-1", "Visit every bakery", Fault.QUOTE),
        ("We visit every oven.", "field/P-1", "", Fault.QUOTE),
        ("We visit every oven.", "field/P-1", "oven", Fault.QUOTE),
        ("We visit every oven.", "field/P-1", "isit every ove", Fault.QUOTE),
        ("We visit every oven.", "field/P-1", "Sell to hotels", Fault.QUOTE),
        ("", "field/P-1", "Visit every oven", Fault.SHAPE),
        ("It is so.", "field/P-1", "Visit every oven", Fault.SHAPE),
        ("Do we visit every oven?", "field/P-1", "Visit every oven", Fault.SHAPE),
        ("oven " * CLAIM, "field/P-1", "Visit every oven", Fault.SHAPE),
        ("We visit every oven on Sundays.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("We visit only ovens in the harbour.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("We visit both ovens.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("Cold bread sells twice as well as warm bread.", "field/P-1", "Warm bread sells", Fault.TURNED),
        ("Cold bread sells better than warm bread.", "field/P-1", "Warm bread sells", Fault.WORDS),
        ("The season begins before every oven.", "field/P-1", "Visit every oven", Fault.TURNED),
        ("See http://evil.example for every oven.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("<!channel> visit every oven", "field/P-1", "Visit every oven", Fault.WORDS),
        ("It is due by 30 July 2027.", "field/P-1", "by 30 June 2027", Fault.WORDS),
        ("15 ovens by 1 March.", "field/P-1", "14 ovens by 1 March", Fault.NUMBERS),
        ("14 ovens by 10 March.", "field/P-1", "14 ovens by 1 March", Fault.NUMBERS),
        ("Twelve ovens are visited.", "field/P-1", "14 ovens by 1 March", Fault.NUMBERS),
        ("It is due by 14 June 2027.", "field/P-1", "by 30 June 2027", Fault.NUMBERS),
        ("We do not visit every oven.", "field/P-1", "Visit every oven", Fault.TURNED),
        ("We sell to hotels.", "field/N-1", "Sell to hotels", Fault.TURNED),
        ("A van may leave empty.", "service/P-2", "Never let a van", Fault.WORDS),
        ("We let a van leave empty.", "service/P-2", "Never let a van", Fault.TURNED),
        ("We don't visit every oven.", "field/P-1", "Visit every oven", Fault.TURNED),
    ],
)  # fmt: skip
def test_what_it_does_not_say_is_dropped(text: str, line: str, quote: str, fault: Fault) -> None:
    found = grounds(text, line, quote)
    assert found.claims == ()
    assert found.dropped == (fault,)


def test_what_stands_stays_in_its_order_and_the_rest_goes() -> None:
    found = ground(
        [
            Stated("We visit every oven.", "field/P-1", "Visit every oven"),
            Stated("And every bakery.", "field/P-1", "Visit every oven"),
            Stated("We do not sell to hotels.", "field/N-1", "Sell to hotels"),
            Stated("We VISIT every oven.", "field/P-1", "Visit every oven"),
        ],
        SHOWN,
        "english",
    )
    assert [one.line.address for one in found.claims] == ["field/P-1", "field/N-1"]
    assert [one.address for one in found.lines] == ["field/P-1", "field/N-1"]
    assert found.dropped == (Fault.WORDS,)


def test_no_more_is_said_than_is_read_in_half_a_minute() -> None:
    lines = [replace_line(f"field/P-{n}") for n in range(9)]
    claims = [Stated("We visit every oven.", one.line.address, "Visit every oven") for one in lines]
    claims = [one._replace(text=f"{'We ' * n}visit every oven") for n, one in enumerate(claims, 1)]
    found = ground(claims, lines, "english")
    assert len(found.claims) == 3
    assert found.dropped.count(Fault.MUCH) == 6
    long = [
        Stated(f"{'we ' * 60}visit every oven in {where}", "field/P-1", VISIT) for where in ("the harbour", "the week")
    ]
    assert len(ground(long, SHOWN, "english").claims) == WORDS // 60 - 1
    assert MOST_CLAIMS < 9


def replace_line(address: str) -> Source:
    return Source(wording(address, VISIT), OVENS.texts)


@pytest.mark.parametrize(
    ("words", "language", "stands", "lie"),
    [
        ("Besuche jeden Ofen vor Mai", "german", "Wir besuchen jeden Ofen vor Mai.",
         "Wir besuchen keinen Ofen vor Mai."),
        ("Visitar cada horno antes de mayo", "spanish", "Visitamos cada horno antes de mayo.",
         "Nunca visitamos cada horno antes de mayo."),
    ],
)  # fmt: skip
def test_scores_in_other_languages_are_held_to_alike(words: str, language: str, stands: str, lie: str) -> None:
    source = Source(wording("field/P-1", words), (words,))
    assert ground([Stated(stands, "field/P-1", words)], [source], language).dropped == ()
    assert ground([Stated(lie, "field/P-1", words)], [source], language).dropped == (Fault.TURNED,)


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["field/P-1", "field/N-1", "x", "", "FIELD/P-1 "]))
def test_of_what_is_made_up_nothing_stands_that_is_not_in_the_line(text: str, quote: str, line: str) -> None:
    found = ground([Stated(text, line, quote)], SHOWN, "english")
    for one in found.claims:
        (source,) = [source for source in SHOWN if source.line is one.line]
        assert any(word in " ".join(source.texts).casefold() for word in one.text.casefold().split())
    assert len(found.claims) + len(found.dropped) == 1


@given(st.permutations(VISIT.split()))
def test_words_of_a_line_that_are_far_apart_do_not_stand_together(said: list[str]) -> None:
    found = grounds(" ".join(said))
    for one in found.claims:
        terms = one.text.split()
        assert {term.casefold() for term in terms} == {term.casefold() for term in VISIT.split()}
