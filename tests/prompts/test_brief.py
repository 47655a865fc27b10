"""Briefs are read from their files, and one that is malformed is refused by its name."""

from pathlib import Path

import pytest

import prompts.brief
from prompts import PromptError
from prompts.brief import brief, names

GOOD = "---\nversion: 3\nexpects: claims\n---\nAnswer from the lines.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(prompts.brief, "FOLDER", tmp_path)
    return tmp_path


def test_ours_can_be_read() -> None:
    assert all(brief(name).name == name for name in names())


def test_it_has_a_version_what_it_expects_and_its_words(folder: Path) -> None:
    (folder / "tried_well.md").write_text(GOOD, "utf-8")
    found = brief("tried_well")
    assert (found.version, found.expects, found.text) == (3, "claims", "Answer from the lines.")


@pytest.mark.parametrize("name", ["none_such", "../brief", ""])
def test_one_that_is_not_there_is_said(folder: Path, name: str) -> None:
    with pytest.raises(PromptError, match="there is no brief"):
        brief(name)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Answer.", "front matter"),
        (GOOD.replace("claims", "[claims"), "front matter"),
        (GOOD.replace("version: 3", "kind: 3"), "front matter"),
        (GOOD.replace("Answer from the lines.", " "), "front matter"),
        ("before" + GOOD, "front matter"),
        (GOOD.replace("3", "three"), "whole number"),
        (GOOD.replace("3", "0"), "whole number"),
        (GOOD.replace("claims", "7"), "words for what it expects"),
    ],
)
def test_one_that_is_malformed_is_named(folder: Path, text: str, why: str) -> None:
    brief.cache_clear()
    (folder / "malformed.md").write_text(text, "utf-8")
    with pytest.raises(PromptError, match=f"malformed.md wants .*{why}"):
        brief("malformed")
