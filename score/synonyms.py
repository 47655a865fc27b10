"""Words that mean much the same at work in any trade: what is asked with one is found where another stands."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from score.stems import stem

SAME = 0.7
"""What a word counts that stands on a line in another word for it, beside 1 for the word itself: it may mean something
else there."""

_NONE: frozenset[str] = frozenset()


def synonyms(term: str, language: str) -> frozenset[str]:
    """The stems of other words for what a stem says, in the language of a score; none where we know none."""
    return _known(language).get(term, _NONE)


@cache
def _known(language: str) -> Mapping[str, frozenset[str]]:
    rows = _rows().get(language, ())
    known: dict[str, set[str]] = {}
    for row in rows:
        terms = {stem(word, language) for word in row.split()}
        for term in terms:
            known.setdefault(term, set()).update(terms - {term})
    return {term: frozenset(others) for term, others in known.items()}


@cache
def _rows() -> Mapping[str, Any]:
    rows: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "synonyms.yml").read_text("utf-8"))
    return rows
