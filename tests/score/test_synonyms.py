"""Words that mean much the same at work."""

from pathlib import Path

import pytest
import yaml

import score.synonyms
from prompts import spellings
from score.search import ALSO, Concordance, read_question
from score.synonyms import SAME, synonyms
from storage.tables import LineKind, Part, PartKind, Wording

ROWS = yaml.safe_load((Path(score.synonyms.__file__).parent / "synonyms.yml").read_text("utf-8"))
CUES = spellings("asked")


def found(question: str, *words: str) -> list[tuple[str, float]]:
    lines = [
        Wording(
            id=each, workspace_id="w", edition_id="e", line_id=each, part="co", address=f"co/P-{n}",
            kind=LineKind.PRIORITY, words=each, position=n,
        )
        for n, each in enumerate(words)
    ]  # fmt: skip
    part = Part(id="p", workspace_id="w", edition_id="e", handle="co", kind=PartKind.COMPANY, name="Quay", position=0)
    hits = Concordance(lines, [part]).find(read_question(question, CUES))
    return [(hit.line.words, round(hit.share, 2)) for hit in hits]


@pytest.mark.parametrize("row", [row for rows in ROWS.values() for row in rows])
def test_a_row_is_two_words_or_more_in_small_letters(row: str) -> None:
    assert len(set(row.split())) == len(row.split()) > 1
    assert row == row.casefold()


def test_another_word_for_it_is_found_and_counts_less() -> None:
    assert found("clients?", "Customers first", "Ovens") == [("Customers first", SAME)]


def test_where_the_word_itself_stands_another_word_for_it_counts_less() -> None:
    assert found("clients?", "Customers first", "Clients last") == [("Clients last", 1.0), ("Customers first", ALSO)]


def test_none_are_known_of_other_languages_and_of_other_words() -> None:
    assert synonyms("client", "german") == frozenset()
    assert synonyms("oven", "english") == frozenset()
