"""`concertmaster score import`: another tool's list in our language, its people, and what is missing."""

import argparse
from pathlib import Path

from bot.ports import WallClock
from handlers.against import staying_out
from handlers.views import imported as view
from handlers.views import language
from prompts import LANGUAGE, Which, phrase, plain, spellings
from score import okr
from score.flat import from_flat
from score.problems import ScoreProblems
from score.rules import judge
from score.rules.known import Known
from score.rules.pairs import ours
from score.writing import write, write_data

CLEAN, UNREADABLE = 0, 2
"""Exit codes: it is printed, or nothing was made of it."""

OKR, FLAT = "okr", "flat"
"""Sorts of lists: a table of objectives and key results, and entries with parents in YAML or JSON."""


def arguments(given: argparse.ArgumentParser) -> None:
    """What can be said after `concertmaster score import`, besides the file."""
    given.add_argument("--from", dest="sort", choices=[OKR, FLAT], help="what it is (default: what it looks like)")
    given.add_argument("--name", default="", help="what the score is called (default: as the file; a flat list has it)")
    given.add_argument("--people", type=Path, metavar="OUT", help="a new file for the people and teams that it names")
    given.add_argument("--readings", type=Path, metavar="OUT", help="a new table of where measures stand today")


def run(given: argparse.Namespace) -> tuple[int, str, str]:
    """The exit code, the score, and what is said of it.

    Raises OSError and ScoreProblems for a file that cannot be read; a list of objectives says itself what is wrong.
    """
    source, file = given.file.read_bytes(), str(given.file)
    sort = given.sort or _looks_like(source)
    if sort is None:
        return UNREADABLE, "", plain(phrase("imported.unsure", file=file))
    there = next((out for out in (given.people, given.readings) if out is not None and out.exists()), None)
    if there is not None:
        return UNREADABLE, "", plain(phrase("command.score-exists", file=str(there)))
    said = [] if given.sort else [plain(phrase("imported.guessed", file=file, what=Which(sort)))]
    try:
        made, more = _flat(given, source) if sort == FLAT else _okrs(given, source)
    except ScoreProblems as problems:
        if sort == FLAT:
            raise
        return UNREADABLE, "", language.shown(problems, of=language.OKRS)
    return CLEAN, made, "\n".join([*said, *more])


def _looks_like(source: bytes) -> str | None:
    if okr.is_one(source):
        return OKR
    return FLAT if b"lines:" in source or b'"lines"' in source else None


def _flat(given: argparse.Namespace, source: bytes) -> tuple[str, list[str]]:
    found = from_flat(source, str(given.file))
    _keep(given.people, write_data(found.people))
    lines, parts, people = len(found.score.lines), len(found.score.parts), len(found.people["people"])
    said = phrase("command.score-imported", file=str(given.file), lines=lines, parts=parts, people=people)
    return write(found.score), [plain(said)]


def _okrs(given: argparse.Namespace, source: bytes) -> tuple[str, list[str]]:
    today, words = WallClock().now().date(), spellings("absence", LANGUAGE)
    found = okr.read_table(source, str(given.file), given.name or given.file.stem, today, words)
    _keep(given.people, write_data(found.people))
    _keep(given.readings, "".join(f"{row}\n" for row in okr.table_of(found.readings)))
    known = Known(found.score, today, None, None, ours(), staying_out(LANGUAGE), [])
    kept = str(given.readings) if given.readings is not None else ""
    said = view.report(found, str(given.file), judge(known), kept)
    return found.score.text, [plain(one) for one in said]


def _keep(out: Path | None, text: str) -> None:
    """A new file, if one is wanted. Raises FileExistsError where there is one."""
    if out is not None:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
