"""Which things a word stands on, and which it may mean that is written otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.register import MISTYPED, Register, letters_off, term_of
from score.stems import tells, words


def register(*texts: str, language: str = "english") -> Register:
    said = [[word for word in words(text) if tells(word, language)] for text in texts]
    counts = [dict.fromkeys((term_of(word, language) for word in each), 1.0) for each in said]
    return Register(counts, {word for each in said for word in each}, language)


def found(among: Register, word: str) -> list[int]:
    """The things that a word stands on."""
    return sorted(among.meant(among.near(word, term_of(word, among.language))).on)


ENGLISH = register("Renewal of contracts", "Price list for bakers", "Prize for the best negotiator", "Café in the mill")


@pytest.mark.parametrize(
    ("typed", "things"),
    [
        ("renewal", [0]),
        ("renewals", [0]),
        ("renewing", [0]),
        ("renewel", [0]),
        ("rnewal", [0]),
        ("renewaal", [0]),
        ("renewels", [0]),
        ("reenwal", [0]),
        ("tenewal", [0]),
        ("ernewal", [0]),
        ("bakrs", [1]),
        ("mlil", []),
        ("lsit", []),
        ("priye", [1, 2]),
        ("ptice", [1]),
        ("rprice", [1]),
        ("negtoiatro", [2]),
        ("ngtoatro", []),
        ("cafe", [3]),
        ("café", [3]),
        ("renewalcontract", [0]),
        ("renewalish", []),
        ("zeppelin", []),
        ("x" * 41, []),
    ],
)
def test_a_word_is_found_however_it_is_written(typed: str, things: list[int]) -> None:
    assert found(ENGLISH, typed) == things


def test_of_several_with_another_first_letter_none_is_meant() -> None:
    assert found(register("Bread", "Tread"), "qread") == []
    assert found(register("Bread", "Bread and butter"), "qread") == [0, 1]
    assert found(register("Bread", "Tread"), "bqead") == [0]


def test_the_nearer_word_is_meant() -> None:
    assert found(register("Procession", "Profession"), "procesison") == [0]


def test_what_is_there_is_meant_and_not_what_is_like_it() -> None:
    assert found(register("Bread", "Breads and tread", "Broad"), "bread") == [0, 1]
    assert register("Bread").near("bread", "bread") == {"bread": 1.0}
    assert register("Bread").near("braed", "braed") == {"bread": MISTYPED}


GERMAN = register(
    "Vertragsverlängerung", "Vertrag mit Müller", "Die Straße zum Haus", "Häuser beliefern", language="german"
)
SPANISH = register("Renovación de contratos", "Formar a los técnicos", "Un camión para Peñíscola", language="spanish")


@pytest.mark.parametrize(
    ("typed", "things"),
    [
        ("vertrag", [0, 1]),
        ("verträge", [0, 1]),
        ("verlängerungen", [0]),
        ("verlaengerung", [0]),
        ("müller", [1]),
        ("mueller", [1]),
        ("muller", [1]),
        ("müllre", [1]),
        ("strasse", [2]),
        ("straße", [2]),
        ("strase", [2]),
        ("hauses", [2, 3]),
        ("haeuser", [2, 3]),
        ("hausverwaltung", []),
    ],
)
def test_german_words_are_found_within_others(typed: str, things: list[int]) -> None:
    assert found(GERMAN, typed) == things


@pytest.mark.parametrize(
    ("typed", "things"),
    [
        ("renovaciones", [0]),
        ("renovacion", [0]),
        ("rennovación", [0]),
        ("renobaciones", [0]),
        ("tecnica", [1]),
        ("técnicos", [1]),
        ("peniscola", [2]),
        ("camiones", [2]),
    ],
)
def test_spanish_words_are_found_with_accents_or_without(typed: str, things: list[int]) -> None:
    assert found(SPANISH, typed) == things


def test_umlauts_that_are_spelt_out_are_so_in_english_too() -> None:
    both = register("Müller mill", "Muller dam", "Muellers oven")

    assert found(both, "müller") == [0, 1]
    assert found(register("Müller mill"), "mueller") == [0]
    assert found(register("Straße"), "strasse") == [0]


def test_letters_with_and_without_marks_are_found_by_what_is_mistyped() -> None:
    letters = [letter for letter in map(chr, (*range(0x80, 0x250), *range(0x1E00, 0x1F00))) if letter.isalpha()]
    texts = [words(f"kron{letter}vitz") for letter in (*letters, "æ\u0304", "ø\u0301")]
    # A few capitals have small letters of which no word is made.
    said = [text[0] for text in texts if len(text) == 1]
    among = register(*said)

    assert len(said) > 600
    for place, word in enumerate(said):
        assert place in found(among, word), word
        assert found(among, word.replace("vitz", "vytz")), word


def test_of_what_may_not_be_seen_nothing_tells_that_it_is_there() -> None:
    texts = ("Renewal of contracts", "Renewel of the secret lease", "Renewal of all leases")
    seen, without = register(*texts).among([0, 2]), register(texts[0], texts[2])

    for word in ("renewal", "renewel", "secret", "secrte", "lease", "leases", "contracts", "umbrella"):
        term = term_of(word, "english")
        assert seen.near(word, term) == without.near(word, term), word
        assert seen.rare(term) == pytest.approx(without.rare(term)), word
        assert found(seen, word) == [{0: 0, 1: 2}[one] for one in found(without, word)], word
    assert register(*texts).among([0, 1, 2]).has("secret")


def test_a_rare_word_counts_more_and_an_unknown_one_most() -> None:
    rare = register("Oven one", "Oven two", "Mill three").rare

    assert rare("oven") < rare("mill") < rare("umbrella") == 1.0
    assert Register([], (), "english").rare("oven") == 1.0


SHORT = st.text("abc", max_size=6)


def _distance(one: str, other: str) -> int:
    """The same by the book: optimal string alignment."""
    rows = [[max(i, j) if not i * j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            steps = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] != other[j - 1])]
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                steps.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(steps)
    return rows[-1][-1]


@given(SHORT, SHORT, st.integers(0, 2))
def test_letters_are_counted_as_by_the_book(one: str, other: str, most: int) -> None:
    off = _distance(one, other)

    assert letters_off(one, other, most) == (off if off <= most else None)


@given(st.text(max_size=60))
def test_whatever_is_typed_means_something_or_nothing(typed: str) -> None:
    for word in words(typed):
        assert set(found(ENGLISH, word)) <= {0, 1, 2, 3}
