"""Figures of speech in questions."""

from pathlib import Path

import pytest
import yaml

import score.figures
from prompts import spellings
from score.figures import in_plain_words
from score.search import read_question

ROWS = yaml.safe_load((Path(score.figures.__file__).parent / "figures.yml").read_text("utf-8"))


@pytest.mark.parametrize("word", ROWS)
def test_each_is_of_small_letters_and_longer_than_its_word(word: str) -> None:
    assert word.isalpha()
    assert word == word.casefold()
    assert all(figure == figure.casefold() and figure != word for figure in ROWS[word])


def test_none_stands_for_two_words() -> None:
    every = [figure for figures in ROWS.values() for figure in figures]
    assert len(every) == len(set(every))


def test_the_word_stands_where_the_figure_did() -> None:
    assert in_plain_words("why are we getting rid of the batch?") == "why are we stop the batch?"


def test_the_longest_is_read_and_only_whole_words() -> None:
    assert in_plain_words("who moves out of the house") == "who moves out of the house"
    assert in_plain_words("we move out of the house") == "we leave the house"


def test_a_question_is_about_the_word() -> None:
    assert read_question("Why are we getting rid of the batch?", spellings("asked")).asks == ("stop", "batch")
