"""`concertmaster score check`: what the rules find in a file."""

import argparse
import json
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from pathlib import Path

from bot.ports import WallClock
from handlers.against import staying_out
from handlers.judged import known_of
from handlers.views import findings
from prompts import LANGUAGE, phrase, plain
from score import roster
from score.language import read_beside
from score.rules import RULES, judge, pairs
from score.rules.finding import Severity
from score.rules.known import Everybody, Known, everybody_of
from score.rules.structure import is_finding
from score.written import ScoreFile
from storage.store import Store

Question = Callable[[Store, str, datetime], Known | None]
Looks = Callable[[Question], Known | None]

UNREADABLE, FOUND, CLEAN = 2, 1, 0
"""Exit codes: it cannot be read, something was found above information, nothing was."""


def arguments(check: argparse.ArgumentParser) -> None:
    """What can be said after `concertmaster score check`, besides the file."""
    check.add_argument("--people", type=Path, metavar="ROSTER", help="who is here, in which teams, and who left")
    check.add_argument("--as-of", type=date.fromisoformat, metavar="DAY", help="judge as on that day (default: today)")
    check.add_argument("--without", default="", metavar="C08,C23", help="leave these rules out")
    check.add_argument("--pairs", type=Path, help="pairs of measures that pull apart, beside ours")
    check.add_argument("--json", action="store_true", help="for programs, as docs/rules.md has it")
    check.add_argument("--rules", action="store_true", help="list every rule, and look at nothing")
    check.epilog = (
        "Exit codes: 0 nothing above information, 1 findings, 2 it cannot be read. docs/rules.md has the rules."
    )


def run(given: argparse.Namespace, looks: Looks | None = None) -> tuple[int, str]:
    """The exit code, and what is said; `looks` is where the edition in force is looked up, if there is a store.

    Raises OSError and ScoreProblems for a file that cannot be read.
    """
    if given.rules:
        return CLEAN, "\n".join(findings.listed())
    without = {one.strip().upper() for one in given.without.split(",") if one.strip()}
    if unknown := sorted(without - RULES.keys()):
        return UNREADABLE, plain(findings.none_such(unknown))
    known = _of_file(given) if given.file is not None else _in_force(given, looks)
    if known is None:
        return UNREADABLE, plain(phrase("command.score-none"))
    return said(known, without, as_json=given.json)


def _in_force(given: argparse.Namespace, looks: Looks | None) -> Known | None:
    """The edition in force with its people and its work; None where there is none."""
    pairs = _theirs(given)

    def question(store: Store, workspace_id: str, now: datetime) -> Known | None:
        return known_of(store, workspace_id, given.as_of or now.date(), pairs)

    return looks(question) if looks is not None else None


def _of_file(given: argparse.Namespace) -> Known:
    source = given.file.read_bytes()
    file, problems = read_beside(source, str(given.file), is_finding)
    people: Everybody | None = None
    if given.people is not None:
        parts = [part.id for part in file.parts]
        people = everybody_of(roster.read(given.people.read_bytes(), str(given.people), parts))
    day = given.as_of or WallClock().now().date()
    return Known(file, day, people, None, (*pairs.ours(), *_theirs(given)), staying_out(LANGUAGE), problems)


def _theirs(given: argparse.Namespace) -> Sequence[pairs.Pair]:
    """The pairs of a file that is named."""
    return pairs.read(given.pairs.read_bytes(), str(given.pairs)) if given.pairs is not None else ()


def said(known: Known, without: Collection[str], *, as_json: bool) -> tuple[int, str]:
    """The exit code for what the rules find, and how it is said."""
    found = judge(known, without)
    code = FOUND if any(one.severity is not Severity.INFORMATION for one in found) else CLEAN
    if as_json:
        return code, json.dumps({"day": str(known.day), **findings.as_data(found, known.file)}, ensure_ascii=False)
    parts = [findings.shown(found, known.file)] if found else []
    if not known.problems:
        parts.append(_loadable(known.file))
    parts += [plain(findings.total(found)), *_unjudged(known)]
    return code, "\n".join(parts)


def _loadable(file: ScoreFile) -> str:
    return plain(phrase("command.score-clean", file=file.file, lines=len(file.lines), parts=len(file.parts)))


def _unjudged(known: Known) -> list[str]:
    needs = {"people": known.people, "work": known.work}
    return [plain(findings.unjudged(need)) for need, there in needs.items() if there is None]
