"""Words that any sentence may have."""

from pathlib import Path

import yaml

import score.everyday
from prompts import spellings
from score.everyday import is_everyday
from score.search import Concordance, Hit, read_question
from score.stems import stem
from score.synonyms import synonyms
from storage.tables import LineKind, Part, PartKind, Wording

ROWS = yaml.safe_load((Path(score.everyday.__file__).parent / "everyday.yml").read_text("utf-8"))
CUES = spellings("asked")


def hits(question: str, *words: str, language: str = "english") -> list[Hit]:
    lines = [
        Wording(
            id=each, workspace_id="w", edition_id="e", line_id=each, part="co", address=f"co/P-{n}",
            kind=LineKind.PRIORITY, words=each, position=n,
        )
        for n, each in enumerate(words)
    ]  # fmt: skip
    part = Part(id="p", workspace_id="w", edition_id="e", handle="co", kind=PartKind.COMPANY, name="Quay", position=0)
    return Concordance(lines, [part], language=language).find(read_question(question, CUES, language=language))


def test_words_of_work_are_none() -> None:
    everyday = {stem(word, "english") for row in ROWS["english"] for word in row.split()}
    assert not everyday & {stem(word, "english") for word in ("customer", "price", "budget", "hire", "audit", "ship")}


def test_one_that_stands_nowhere_takes_little_from_a_line() -> None:
    plain, everyday, telling = (
        hits(f"{said} ovens?", "Cold ovens", "Warm rolls")[0].share for said in ("", "imagine", "canary")
    )
    assert plain == 1.0
    assert plain > everyday > 1.5 * telling


def test_one_that_stands_somewhere_is_little_evidence() -> None:
    found = {hit.line.words: hit.share for hit in hits("imagine ovens?", "Imagine all", "Cold ovens", "Warm rolls")}
    assert found["Cold ovens"] > 2 * found["Imagine all"]


def test_none_are_known_of_other_languages() -> None:
    assert is_everyday("imagin", "english")
    assert not is_everyday("imagin", "german")
    assert not synonyms("imagin", "german")
