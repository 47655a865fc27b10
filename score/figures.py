"""Figures of speech in questions, read as the one word for them that one writes."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml


def in_plain_words(text: str) -> str:
    """An English text in small letters with one word for each figure of speech: `stop` for `get rid of`."""
    words, pattern = _known()
    return pattern.sub(lambda found: words[found[0]], text)


@cache
def _known() -> tuple[Mapping[str, str], re.Pattern[str]]:
    rows = yaml.safe_load((Path(__file__).parent / "figures.yml").read_text("utf-8"))
    words = {figure: word for word, figures in rows.items() for figure in figures}
    longest_first = sorted(words, key=len, reverse=True)
    return words, re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
