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
        ("niño", "nino", "nino"),
        ("oven", "oven", "oven"),
        ("שלום", "שלום", "שלום"),
        ("船", "船", "船"),
    ],
)
def test_accents_are_left_out(word: str, plain: str, bare: str) -> None:
    assert (folded(word), spelt_out(word)) == (plain, bare)


def test_a_language_that_nobody_reads_is_none() -> None:
    with pytest.raises(ValueError, match="fr"):
        language_of("fr")
