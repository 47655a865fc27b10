"""What is said to somebody who needs help: the same things in every language, or none of it."""

from typing import Any

import pytest

from prompts import PromptError, plain
from prompts.care import checked, said, texts
from score.care import LANGUAGES, Help


def test_whatever_is_heard_is_answered_in_its_language() -> None:
    assert set(texts()) == set(LANGUAGES)
    for language in LANGUAGES:
        for kind in Help:
            for part in ("", "-more", "-ways"):
                assert plain(said(f"{kind}{part}", language))


@pytest.mark.parametrize(
    ("found", "why"),
    [
        ({"en": {"a": "A"}, "de": {}}, "does not say ['a'] in de"),
        ({"en": {"a": "A", "b": "B"}, "de": {"a": "A", "c": "C"}}, "does not say ['c'] in en"),
        ({"en": {"a": " "}}, "no text for a in en"),
        ({"en": {"a": None}}, "no text for a in en"),
        ({"en": {"a": "Dear {name}"}}, "no text for a in en"),
    ],
)
def test_a_text_that_is_missing_or_none_is_refused(found: Any, why: str) -> None:
    with pytest.raises(PromptError) as refused:
        checked(found)

    assert why in str(refused.value)


@pytest.mark.parametrize(("name", "language"), [("danger", "it"), ("nothing", "en")])
def test_a_text_that_is_not_there_is_refused(name: str, language: str) -> None:
    with pytest.raises(PromptError):
        said(name, language)


def test_it_is_said_as_it_was_asked_whatever_the_language_of_the_settings() -> None:
    assert plain(said("only-you", "de"), "en") == "Diese Antwort siehst nur du."


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_named_and_nothing_promised(language: str) -> None:
    everything = " ".join(texts()[language].values()).casefold()

    assert not any(character.isdigit() for character in everything)
    for word in ("confidential", "anonym", "vertraulich", "confidencial", "confidentiel", "http"):
        assert word not in everything
