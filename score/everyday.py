"""Words that any sentence may have, which say little of what a question is about."""

from functools import cache
from pathlib import Path

import yaml

from score.stems import stem

LITTLE = 0.4
"""What such a word counts, beside 1 for any other that is as rare."""


def is_everyday(term: str, language: str) -> bool:
    """Whether any sentence may have the word of a stem, in the language of a score; never where we know none."""
    return term in _known(language)


@cache
def _known(language: str) -> frozenset[str]:
    rows = yaml.safe_load((Path(__file__).parent / "everyday.yml").read_text("utf-8")).get(language, ())
    return frozenset(stem(word, language) for row in rows for word in row.split())
