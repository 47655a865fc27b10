"""What is said to somebody who needs help, in the language in which they said so, whatever that of their settings.

The texts stand in `care.yml`, apart from the phrases: they are there in languages in which nothing else is said yet.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from prompts import Passage, PromptError

HERE = Path(__file__).parent / "care.yml"


def said(name: str, language: str) -> Passage:
    """The text `name` in `language`. Raises PromptError where there is none."""
    try:
        return Passage(f"care.{name}", words=texts()[language][name])
    except KeyError:
        raise PromptError(f"there is no text {name} of care in {language}") from None


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Every text by language and name. Raises PromptError where one is missing in a language, or is none."""
    return checked(yaml.safe_load(HERE.read_text("utf-8")))


def checked(found: Mapping[str, Mapping[str, object]]) -> Mapping[str, Mapping[str, str]]:
    """The same texts, each there in every language, and none with a place for an input: nobody would fill it."""
    names = set[str]().union(*found.values())
    kept: dict[str, dict[str, str]] = {}
    for language, texts in found.items():
        if missing := sorted(names - texts.keys()):
            raise PromptError(f"{HERE.name} does not say {missing} in {language}")
        for name, text in texts.items():
            if not isinstance(text, str) or not text.strip() or "{" in text:
                raise PromptError(f"{HERE.name} has no text for {name} in {language}")
            kept.setdefault(language, {})[name] = text
    return kept
