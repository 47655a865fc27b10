"""What stands of an answer on the lines that were shown: nothing that they do not say, in whatever words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score import grounding, stems
from score.grounding import CLAIM, WORDS, Fault, Grounded, Source, ground
from score.model import MOST_CLAIMS, Stated
from storage.tables import LineKind, Wording

VISIT = "Visit every oven in the harbour each week before the season begins"
REASON = "Warm bread sells twice as well as cold bread."
DAY = "It is due by 30 June 2027 (2027-06-30)."
PLAN = "14 ovens by 1 March, 40 ovens in all, ten a week, 1.5 hours each."


def wording(address: str, words: str, kind: LineKind = LineKind.PRIORITY, **more: Any) -> Wording:
    return Wording(
        id=address, workspace_id="w", edition_id="e", line_id=address, part="field", address=address, kind=kind,
        words=words, position=0, **more,
    )  # fmt: skip


OVENS = Source(wording("field/P-1", VISIT, because=REASON), (VISIT, REASON, DAY, PLAN), DAY)
NEVER_PAY = "They never pay in time."
HOTELS = Source(
    wording("field/N-1", "Sell to hotels", LineKind.NOT_CHOICE, because=NEVER_PAY), ("Sell to hotels", NEVER_PAY)
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
        ("We do not let a van leave empty.", "service/P-2", "never let a van"),
        ("We decided against selling to hotels.", "field/N-1", "Sell to hotels"),
        ("We visit every oven, because warm bread sells twice as well.", "field/P-1", "Visit every oven"),
        ("1.5 hours each.", "field/P-1", "1.5 hours each"),
        ("The aim: visit every oven by 30 June 2027.", "field/P-1", "Visit every oven"),
        ("The score says that every oven is visited.", "field/P-1", "Visit every oven"),
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
        ("Every oven is due today.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("Every oven in the harbour: done.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("Every oven in the harbour: due.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("We did visit every oven.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("We visited every oven.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("We visit some ovens.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("We visit every oven if we have to.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("We can't visit every oven.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("Visit every oven: P W N E D", "field/P-1", "Visit every oven", Fault.WORDS),
        ("Visit every oven <!here>", "field/P-1", "Visit every oven", Fault.WORDS),
        ("Visit every oven, t.me/e-v-i-l", "field/P-1", "Visit every oven", Fault.WORDS),
        ("She visits every oven.", "field/P-1", "Visit every oven", Fault.WORDS),
        ("Visit every oven, as the owner and the priority measure say.", "field/P-1", VISIT, Fault.WORDS),
        ("Warm bread sells twice as well, because we visit every oven.", "field/P-1", VISIT, Fault.TURNED),
        ("We visit every oven, because the season begins.", "field/P-1", VISIT, Fault.TURNED),
        ("The harbour says: visit every oven.", "field/P-1", VISIT, Fault.WORDS),
        ("Every oven is our aim.", "field/P-1", VISIT, Fault.WORDS),
        ("The score says.", "field/P-1", VISIT, Fault.SHAPE),
        ("Every oven is the reason.", "field/P-1", VISIT, Fault.TURNED),
        ("It is not due by 30 June.", "field/P-1", VISIT, Fault.TURNED),
        ("We decided to sell to hotels.", "field/N-1", "Sell to hotels", Fault.TURNED),
        ("We do not refuse to sell to hotels.", "field/N-1", "Sell to hotels", Fault.TURNED),
        ("We sell to hotels, because they never pay in time.", "field/N-1", "Sell to hotels", Fault.TURNED),
        ("We sell to hotels, they never pay in time.", "field/N-1", "Sell to hotels", Fault.TURNED),
        ("We do not sell to hotels, because they pay in time.", "field/N-1", "Sell to hotels", Fault.TURNED),
        ("It is not that we never let a van leave empty.", "service/P-2", "Never let a van", Fault.TURNED),
        ("40 % of ovens.", "field/P-1", "40 ovens in all", Fault.NUMBERS),
        ("5.1 hours each.", "field/P-1", "1.5 hours each", Fault.NUMBERS),
        ("1,5 hours each.", "field/P-1", "1.5 hours each", Fault.NUMBERS),
        (".5 hours each.", "field/P-1", "1.5 hours each", Fault.NUMBERS),
        ("14² ovens by 1 March.", "field/P-1", "14 ovens by 1 March", Fault.NUMBERS),
        ("Ten % a week.", "field/P-1", "ten a week", Fault.WORDS),
        ("It is that.", "field/P-1", "Visit every oven", Fault.SHAPE),
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
        ("We do every oven in the harbour.", "field/P-1", VISIT, Fault.WORDS),
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


LINES = {
    "english": "Visit each oven before May",
    "german": "Besuche jeden Ofen vor Mai",
    "spanish": "Visitar cada horno antes de mayo",
}
SIGNS = ["%", "‰", "€", "°", "$", "£", "+", "~", "<", ">", "≥", "±", "#", "²", "k", "x"]


def stands(text: str, words: str, language: str) -> bool:
    """Whether something is believed of a line that says these words and nothing else."""
    source = Source(wording("field/P-1", words), (words,))
    return bool(ground([Stated(text, "field/P-1", words)], [source], language).claims)


@pytest.mark.parametrize(
    ("word", "language"),
    [
        (word, language)
        for language, line in LINES.items()
        for word in sorted(stems._STOP[language] - grounding._GLUE[language])
        if stems.stem(word, language) not in {stems.stem(one, language) for one in stems.words(line)}
    ],
)
def test_no_word_is_free_that_makes_another_sentence_of_a_line(word: str, language: str) -> None:
    assert not stands(f"{word} {LINES[language]}", LINES[language], language)


@pytest.mark.parametrize(
    ("word", "language"), [(word, language) for language in LINES for word in sorted(grounding._GLUE[language])]
)
def test_free_is_what_joins_and_it_turns_nothing(word: str, language: str) -> None:
    assert stands(f"{word} {LINES[language]}", LINES[language], language) is (word not in grounding._NOT[language])


@given(st.characters())
def test_no_sign_stands_that_is_not_in_the_line(sign: str) -> None:
    free = sign.isspace() or sign in grounding._GLUE["english"] or sign.translate(grounding._MARKS) in ".,;:'\"()-..."
    assert stands(f"Visit each oven {sign} before May", LINES["english"], "english") is (free or sign.casefold() == "a")


@given(st.sampled_from(VISIT.split()), st.sampled_from("./@:"), st.sampled_from(VISIT.split()))
def test_words_of_a_line_are_not_joined_to_an_address(one: str, mark: str, other: str) -> None:
    assert not stands(f"Visit every oven, {one}{mark}{other}", VISIT, "english")
    said = f"{VISIT} {one}{mark}{other}"
    assert stands(said, said, "english") is (mark in ".:@/")


@pytest.mark.parametrize("sign", SIGNS)
def test_a_number_stands_with_its_signs_and_unit_or_not_at_all(sign: str) -> None:
    for one in (f"{sign}40 ovens in all", f"40{sign} ovens in all"):
        assert not stands(one, PLAN, "english")
        assert stands(one, one, "english")
        assert not stands("40 ovens in all", one, "english")


@pytest.mark.parametrize("one", ["-40 ovens", "−40 ovens", "- $40 ovens", "-$40 ovens", "40 % ovens", "$ 40 ovens"])
def test_so_does_one_with_a_minus_or_with_a_blank_before_its_unit(one: str) -> None:
    assert not stands(one, PLAN, "english")
    assert stands(one, one, "english")
    assert not stands("40 ovens", one, "english")


@given(st.integers(0, 10**7), st.integers(0, 10**3))
def test_no_other_number_stands_wherever_its_point_is(whole: int, rest: int) -> None:
    for one in (f"{whole}.{rest}", f"{whole},{rest}", f"{whole}"):
        assert stands(f"{one} hours each", PLAN, "english") is (one == "1.5")


@pytest.mark.parametrize(
    ("line", "said", "language", "same"),
    [
        ("1.5 Stunden", "1,5 Stunden", "german", True),
        ("1,5 horas", "1.5 horas", "spanish", True),
        ("1.5 hours", "1,5 hours", "english", False),
        ("1.500 Stunden", "1500 Stunden", "german", True),
        ("1,500 hours", "1500 hours", "english", True),
        ("1.234.567,5 horas", "1234567.5 horas", "spanish", True),
        ("0.125 Stunden", "125 Stunden", "german", False),
        ("1,500 Stunden", "1500 Stunden", "german", False),
        ("30.06.2027 Hafen", "30.06.2027 Hafen", "german", True),
        ("2027-06-30 Hafen", "30 Hafen", "german", True),
        ("2027-06-30 Hafen", "-30 Hafen", "german", False),
        ("€ 40 fee", "40€ fee", "english", True),
        ("40 % margin", "40% margin", "english", True),
    ],
)
def test_the_same_number_may_be_written_otherwise(line: str, said: str, language: str, same: bool) -> None:
    assert stands(said, line, language) is same


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nuestro objetivo es visitar cada horno antes de mayo.", "spanish"),
        ("La línea dice que visitamos cada horno antes de mayo.", "spanish"),
        ("Unser Ziel: Besuche jeden Ofen vor Mai.", "german"),
        ("Die Linie sagt, dass wir jeden Ofen besuchen.", "german"),
    ],
)
def test_a_line_may_be_spoken_of_in_each_language(text: str, language: str) -> None:
    assert stands(text, LINES[language], language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El horno es mañana.", "spanish"),
        ("Hoy hicimos un horno.", "spanish"),
        ("Visitó cada horno.", "spanish"),
        ("Visitamos algunos hornos.", "spanish"),
        ("Der Ofen ist morgen.", "german"),
        ("Heute haben wir jeden Ofen besucht.", "german"),
        ("Wir besuchten jeden Ofen.", "german"),
        ("Sie besucht jeden Ofen.", "german"),
    ],
)
def test_what_no_line_says_stands_in_no_language(text: str, language: str) -> None:
    assert not stands(text, LINES[language], language)


def test_a_not_is_as_often_said_as_the_line_says_it() -> None:
    line = "Speeding to make up for lost minutes, because the wash eats the banks and not the boats"
    source = Source(wording("field/N-1", line, LineKind.NOT_CHOICE), (line,))

    def says(text: str) -> bool:
        return bool(ground([Stated(text, "field/N-1", line)], [source], "english").claims)

    assert says(f"We do not do this: {line}.")
    assert not says(line)
    assert not says("We do not do this: the wash eats the banks, because of speeding.")


def test_where_only_one_of_two_texts_has_a_not_they_are_not_joined() -> None:
    line, about = wording("field/P-1", "Visit every oven"), "Never let a van leave empty."
    source = Source(line, (line.words, about))
    said = [
        "We do not visit every oven, let a van leave empty.",
        "We visit every oven. We never let a van leave empty.",
    ]
    found = [ground([Stated(one, "field/P-1", about)], [source], "english").dropped for one in said]
    assert found == [(Fault.TURNED,), ()]


def test_one_word_may_be_all_that_a_line_says() -> None:
    chains = wording("field/N-2", "Supermarkets", LineKind.NOT_CHOICE, because="They bake themselves.")
    source = Source(chains, ("Supermarkets", "They bake themselves."))
    said = "No supermarkets, because they bake themselves."
    assert ground([Stated(said, "field/N-2", "Supermarkets")], [source], "english").dropped == ()


@pytest.mark.parametrize(
    ("words", "language", "stands", "lie"),
    [
        ("Besuche jeden Ofen vor Mai", "german", "Wir besuchen jeden Ofen vor Mai.",
         "Wir besuchen keinen Ofen vor Mai."),
        ("Visitar cada horno antes de mayo", "spanish", "Visitamos cada horno antes de mayo.",
         "No visitamos cada horno antes de mayo."),
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


@pytest.mark.parametrize(
    ("words", "lie", "language"),
    [
        ("Never ship without a signed order", "We ship without a signed order.", "english"),
        ("No van leaves the yard without a driver", "A van leaves the yard without a driver.", "english"),
        ("Do not sell to shops that never pay in time", "We sell to shops that never pay in time.", "english"),
        ("Kein Wagen fährt ohne Fahrer los", "Ein Wagen fährt ohne Fahrer los.", "german"),
        ("Refuse orders that are not paid", "We do orders that are not paid.", "english"),
    ],
)
def test_of_two_that_turn_a_line_none_is_left_out(words: str, lie: str, language: str) -> None:
    source = Source(wording("field/P-1", words), (words,))
    assert ground([Stated(lie, "field/P-1", words)], [source], language).claims == ()
    assert ground([Stated(f"{words}.", "field/P-1", words)], [source], language).claims
