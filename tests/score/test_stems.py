"""Words that tell something, in three languages."""

import pytest

from score.stems import Language, folded, language_of, spelt_out, stems, tells


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "What did we do for the renewals of Müller's contracts?", ("renew", "müller", "contract")),
        ("de", "Was haben wir für die Verlängerungen der Verträge getan?", ("verlanger", "vertrag", "getan")),
        ("de", "Wer fuer die Strasse zustaendig ist", ("strass", "zustand")),
        ("es", "¿Quién se encarga de las renovaciones y cuándo?", ("encarg", "renov")),
        ("es", "Que hicimos con los tecnicos", ("tecnic",)),
        ("", "the renewal", ("renew",)),
        ("en", "SelfLink", ("self", "link")),
    ],
)
def test_a_text_tells_so_much(language: str, text: str, told: tuple[str, ...]) -> None:
    assert stems(text, language_of(language)) == told


@pytest.mark.parametrize("language", Language)
def test_in_every_language_there_are_words_that_tell_nothing(language: Language) -> None:
    common = {"en": "the and of with", "de": "und oder mit für fuer fur der", "es": "que qué con más mas el"}

    assert not any(tells(word, language.stemmed_as) for word in common[language].split())
    assert tells("oven", language.stemmed_as)
    assert not tells("x", language.stemmed_as)


@pytest.mark.parametrize(
    ("word", "plain", "bare"),
    [
        ("café", "cafe", "cafe"),
        ("müller", "muller", "muller"),
        ("mueller", "mueller", "muller"),
        ("straße", "strasse", "strasse"),
        ("łódź", "lodz", "lodz"),
        ("smørrebrød", "smorrebrod", "smorrebrod"),
        ("ǣþel", "aeþel", "aþel"),
        ("ǽ", "ae", "a"),
        ("ǿre", "ore", "ore"),
        ("Ǣ", "Æ", "Æ"),
        ("niño", "nino", "nino"),
        ("oven", "oven", "oven"),
        ("שלום", "שלום", "שלום"),
        ("船", "船", "船"),
    ],
)
def test_accents_are_left_out(word: str, plain: str, bare: str) -> None:
    assert (folded(word), spelt_out(word)) == (plain, bare)


def test_what_has_no_accents_any_more_stays_as_it_is() -> None:
    letters = [letter for letter in map(chr, range(0x30000)) if letter.isalpha()]
    said = [word for letter in letters for word in (letter, f"o{letter}e", f"{letter}\u0301r")]

    assert len(letters) > 100_000
    assert [word for word in said if folded(folded(word)) != folded(word)] == []
    assert [word for word in said if spelt_out(folded(word)) != spelt_out(word)] == []


def test_a_language_that_nobody_reads_is_none() -> None:
    with pytest.raises(ValueError, match="fr"):
        language_of("fr")
