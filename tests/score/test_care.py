"""Who asks for help is heard, in four languages and however it is typed; and what is ordinary stays so."""

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from score.care import LANGUAGES, Help, Need, Withheld, asked_of_somebody, need_in
from score.saying import READ
from tests.sources import ROOT

HERE = Path(__file__).parent / "care"
COLLEAGUES = ("Anna", "Bo")


def texts(language: str) -> Any:
    return yaml.safe_load((HERE / f"{language}.yml").read_text("utf-8"))


def needs(language: str) -> Iterator[tuple[str, str]]:
    """Every text that asks for help, after its kind."""
    said = texts(language)
    for lot in ("needs", "later_needs"):
        for kind, each in said[lot].items():
            yield from ((kind, text) for text in each)
    for kind, each in situations(language).items():
        if kind != "ordinary":
            yield from ((kind, text) for told in each.values() for text in told)


def ordinary(language: str) -> list[str]:
    said = texts(language)
    lots = [*said["ordinary"], *said["later_ordinary"]]
    return [*lots, *(text for told in situations(language)["ordinary"].values() for text in told)]


def situations(language: str) -> Any:
    """Texts by what they are about and the situation that they come from."""
    return yaml.safe_load((HERE / "situations" / f"{language}.yml").read_text("utf-8"))


def share(texts: Sequence[str]) -> float:
    return sum(need_in(text) is not None for text in texts) / len(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_asks_for_help_is_heard(language: str) -> None:
    said = [text for _, text in needs(language)]

    assert len(said) >= 700
    assert share(said) >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_ordinary_stays_so(language: str) -> None:
    said = ordinary(language)

    assert len(set(said)) >= 800
    assert share(said) <= 0.01


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_is_about_and_its_language_are_known(language: str) -> None:
    found = [(kind, need_in(text)) for kind, text in needs(language)]
    heard = [(kind, need) for kind, need in found if need is not None]

    assert {kind for kind, _ in heard} == set(Help)
    assert sum(need.kind == kind for kind, need in heard) / len(heard) >= 0.9
    assert sum(need.language == language for _, need in heard) / len(heard) >= 0.98


def without_accents(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def without_marks(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum() or one in " '’")


def without_apostrophes(text: str) -> str:
    return text.replace("'", "").replace("’", "")


def drawn_out(text: str) -> str:
    """The last letter of the last word, four times."""
    bare = text.rstrip(" ?!.")
    return bare + 3 * bare[-1:] if bare[-1:].isalpha() else bare


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", [str.upper, str.lower, without_accents, without_marks, drawn_out])
def test_however_it_is_typed(language: str, typed: Callable[[str], str]) -> None:
    assert share([typed(text) for _, text in needs(language)]) >= 0.95
    assert share([typed(text) for text in ordinary(language)]) <= 0.02


def test_english_without_apostrophes() -> None:
    assert share([without_apostrophes(text) for _, text in needs("en")]) >= 0.95


def slipped(text: str, chance: random.Random) -> str:
    """The same with one slip in one of its long words: two letters changed places, one fell out, or one came twice."""
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) >= 7 and word.isalpha()]
    if not long:
        return text
    at = chance.choice(long)
    word, place = words[at], chance.randrange(1, len(words[at]) - 2)
    kinds = [
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + word[place + 1 :],
        word[: place + 1] + word[place:],
    ]
    return " ".join([*words[:at], chance.choice(kinds), *words[at + 1 :]])


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_a_slip_in_a_long_word(language: str) -> None:
    chance = random.Random(47)

    assert share([slipped(text, chance) for _, text in needs(language)]) >= 0.9
    assert share([slipped(text, chance) for text in ordinary(language)]) <= 0.03


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_situation_is_there_in_every_language(language: str) -> None:
    there = {kind: set(told) for kind, told in situations(language).items()}

    assert there == {kind: set(told) for kind, told in situations("en").items()}


@pytest.mark.parametrize(
    "text",
    [
        "Every evening somebody from the shift walks behind me to my car and it scares me",
        "Jeden Abend geht einer aus der Schicht hinter mir her bis zum Auto, das macht mir Angst",
        "Cada noche alguien del turno camina detrás de mí hasta mi coche y me da miedo",
        "Chaque soir quelqu'un de l'équipe marche derrière moi jusqu'à ma voiture et ça me fait peur",
    ],
)
def test_what_is_said_in_no_words_that_are_known_is_heard_by_what_it_is_like(text: str) -> None:
    need = need_in(text)

    assert need is not None
    assert need.kind in {Help.HARASSMENT, Help.DANGER}
    assert not need.in_words


def test_words_alone_are_not_believed_in_a_text_that_is_unlike_those_who_ask_for_help() -> None:
    assert need_in("Access denied on the report, who gives me rights?") is None
    assert need_in("Who fixes the rounding of my overtime export before the release of the module?") is None


def test_a_report_of_many_words_is_no_cry_by_chance() -> None:
    report = " ".join(situations("en")["ordinary"]["reports"])

    assert need_in(report) is None


def test_what_is_most_urgent_goes_first() -> None:
    assert need_in("My boss bullies me, my salary is too low and I want to kill myself") == Need(Help.DANGER, "en")


def test_two_languages_in_one_text() -> None:
    found = need_in("Hi, ich brauche hilfe: mein Chef belästigt mich, ich kann nicht mehr. Thanks")

    assert found is not None
    assert found.language == "de"


@pytest.mark.parametrize("text", ["", " ", "🙃", "?", "...", "123", "\u202e\u2066", "ok", "а б в", "a" * 9_000])
def test_what_says_nothing_asks_for_nothing(text: str) -> None:
    assert need_in(text) is None
    assert asked_of_somebody(text, COLLEAGUES) is None


def test_what_stands_within_reach_of_a_long_text_is_heard() -> None:
    ramble = "and then the meeting went on and the tools were slow " * 40

    assert need_in(f"{ramble} i want to kill myself") == Need(Help.DANGER, "en")
    assert need_in("x " * READ + "i want to kill myself") is None


# What is asked of others


def of_people() -> Iterator[tuple[str, Withheld | None]]:
    for kind, said in texts("people").items():
        yield from ((text, None if kind == "answered" else Withheld(kind)) for text in said)


@pytest.mark.parametrize(("text", "wanted"), list(of_people()))
def test_what_is_asked_of_somebody_is_refused_and_what_is_asked_of_work_is_not(
    text: str, wanted: Withheld | None
) -> None:
    assert (asked_of_somebody(text, COLLEAGUES) is None) is (wanted is None)


def test_which_of_the_two_it_is() -> None:
    refused = [(asked_of_somebody(text, COLLEAGUES), wanted) for text, wanted in of_people() if wanted]

    assert sum(found is wanted for found, wanted in refused) / len(refused) >= 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinary_questions_ask_nothing_of_people(language: str) -> None:
    found = [text for text in ordinary(language) if asked_of_somebody(text, COLLEAGUES)]

    assert len(found) / len(ordinary(language)) <= 0.01


def test_the_files_are_there_for_every_language() -> None:
    assert {path.stem for path in (ROOT / "score" / "sayings").glob("*.yml")} == set(LANGUAGES)
