"""The day that stands in the README is the one that is played."""

import asyncio
from pathlib import Path
from shutil import copyfile

import pytest

from docs import readme_day

LONGEST = 150
"""Lines of it that somebody reads who wants to know what this is."""


def test_playing_it_gives_what_stands_in_the_readme(made_chat: Path, tmp_path: Path) -> None:
    copyfile(made_chat, tmp_path / "chat.db")
    day = readme_day.without_repeats(asyncio.run(readme_day.played(tmp_path / "chat.db")))
    readme = readme_day.README.read_text("utf-8")

    assert readme_day.written_in(readme, day) == readme, "`make pictures` writes the day anew"
    assert len(day.splitlines()) <= LONGEST


def test_it_is_written_between_its_marks_alone() -> None:
    begin, end = readme_day.BEGIN, readme_day.END
    assert readme_day.written_in(f"a\n{begin}old\n{end}b", "new") == f"a\n{begin}```text\nnew\n```\n{end}b"
    with pytest.raises(ValueError, match="readme_day"):
        readme_day.written_in(f"a\n{end}{begin}", "new")


def test_what_was_read_before_is_left_out_but_never_who_speaks_or_what_was_typed() -> None:
    screen = "Coach 09:00\n  One\n  Two\n\nme> 1\nCoach 09:00\n  One\n  Two\n\nme> 1\n  One"
    assert (
        readme_day.without_repeats(screen) == "Coach 09:00\n  One\n  Two\n\nme> 1\nCoach 09:00\n  ...\n\nme> 1\n  One"
    )
