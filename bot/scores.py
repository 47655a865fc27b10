"""The commands about a score file: show it, weigh it, load it, import and hand it back."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bot import checking, importing, mapping, writing
from handlers.views import language, outline
from prompts import phrase, plain
from score.flat import to_flat
from score.language import read
from score.problems import ScoreProblems
from score.words import alike
from score.writing import write, write_data

if TYPE_CHECKING:
    from bot.batch import Each
    from handlers.turn import Moment
    from handlers.views.leave import Difference as Away
    from score.diff import Diff
    from score.roster_changes import Difference
    from storage.store import Store
    from storage.tables import Edition

UNREADABLE, FOUND, CLEAN = 2, 1, 0
"""Exit codes of all of them: the file cannot be read, something was found or left undone, all is well."""

ASK_ROWS = (
    'Each row in: {"question": ..., "id"?: ...}. Each row out: {"id", "question", "answered": true or false, '
    '"citations": [{"address", "line", "words"}] (three at most), "text", "edition"}. Nothing is kept or passed on. '
    "Rows that cannot be read are said on standard error, and the exit code is 1."
)
TIE_ROWS = (
    'Each row in: {"text": ..., "id"?, "author"?: a handle or name, "owns"?: [addresses], "team_parts"?: [ids of '
    'parts]}. Each row out: {"id", "text", "decision": "suggested", "unsure" or "whirlwind", "line": the address that '
    'is suggested or null, "lines": [{"address", "words", "confidence": 0.0 to 1.0, "points"}], best first}. Rows that '
    "cannot be read are said on standard error, and the exit code is 1."
)

T = TypeVar("T")
Command = Callable[[argparse.Namespace], int]


def arguments(score: argparse.ArgumentParser) -> None:
    """What can be said after `concertmaster score`."""
    commands = score.add_subparsers(required=True, metavar="what")

    def command(name: str, does: Command, what: str, *, file: str | None = None) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=what)
        added.set_defaults(does=does)
        added.add_argument("file", type=Path, nargs=file)
        added.add_argument("--organisation", default="", help="whose, where the store has several")
        return added

    checking.arguments(command("check", _check, "what the rules find in a file, or in the edition in force", file="?"))
    what = "write one, by an interview or from a template"
    new = commands.add_parser("new", help=what, description=what)
    new.set_defaults(does=_new)
    writing.arguments(new)
    command("show", _show, "its parts and lines")
    mapping.arguments(command("map", _map, "a file, or the edition in force, as a map", file="?"))
    diff = command("diff", _diff, "what loading it into the demo would change")
    diff.add_argument("--format", choices=["text", "json"], default="text", help="for people, or for programs")
    load = command("load", _load, "put it in force in the demo")
    load.add_argument("--yes", action="store_true", help="do not ask first")
    importing.arguments(command("import", _import, "read another tool's list, and print it in our language"))
    tie = command("tie", _tie, "tasks in as JSON lines, the lines of the score that they play from out")
    tie.add_argument("--score", type=Path, help="the score file (default: the demo's edition in force)")
    tie.epilog = TIE_ROWS
    export = command("export", _export, "print the edition in force in the demo, or a file, as YAML", file="?")
    export.add_argument("--flat", action="store_true", help="as a flat list, as `import` reads it")


def ask_arguments(ask: argparse.ArgumentParser) -> None:
    """What can be said after `concertmaster ask`."""
    ask.set_defaults(does=_ask)
    ask.add_argument("file", type=Path, help="the questions as JSON lines")
    ask.add_argument("--score", type=Path, help="the score file (default: the demo's edition in force)")
    ask.epilog = ASK_ROWS


class OrganisationOf(Protocol):
    """Where the commands reach an organisation: the demo's, or one in the store of the settings."""

    def looks(self, question: Callable[["Store", str, datetime], T]) -> T:
        """What a question about it finds, by its id, at the instant that it is there."""

    def plays(self, change: Callable[["Store", "Moment", str], T]) -> T:
        """What a change in it gives, by its id, at the instant that it is there, once that is durable."""

    def people_difference(self, source: bytes, file: str) -> "Difference":
        """What a roster file would change."""

    def take_people_in(self, source: bytes, file: str) -> "Difference":
        """Take a roster file in."""

    def people_written(self) -> dict[str, Any]:
        """The roster as a file has it."""

    def leave_difference(self, source: bytes, file: str) -> "Away":
        """What a file of days away would change."""

    def take_leave_in(self, source: bytes, file: str) -> "Away":
        """Take a file of days away in."""

    def load_score(self, source: bytes, file: str) -> "Edition | None":
        """Put a score file in force."""

    def weigh_score(self, source: bytes, file: str) -> "Diff":
        """What loading a score file would change."""

    def edition_in_force(self) -> "Edition | None":
        """The edition in force."""


def confirmed() -> bool:
    """Whether somebody at the prompt says yes to what was shown."""
    print(plain(phrase("people.ask")), end=" ", flush=True)
    return alike(sys.stdin.readline()) == "yes"


def organisation_of(given: argparse.Namespace) -> OrganisationOf | None:
    """Whom a command is about: with a door configured an organisation of its store, else the demo, if there is one."""
    from bot import settings

    known = settings.Settings()
    if known.has_door:
        from bot import organised

        return organised.Organised(known, given.organisation)
    from bot import demo

    return demo if demo.STORE.exists() else None


def not_one(problem: LookupError) -> str:
    """What is said where it is not clear which organisation is meant."""
    names: list[str] = getattr(problem, "names", [])
    return plain(phrase("command.which-organisation", count=len(names), names=names))


def run(given: argparse.Namespace) -> int:
    """Do it; gives the exit code."""
    does: Command = given.does
    try:
        return does(given)
    except LookupError as problem:
        return _refuse(not_one(problem))
    except OSError as problem:
        name = str(problem.filename or given.file)
        return _refuse(plain(phrase("command.no-file", file=name, why=problem.strerror or "")))
    except ScoreProblems as problems:
        return _refuse(language.shown(problems))


def _ask(given: argparse.Namespace) -> int:
    from bot import batch

    return _rows(given, batch.answered)


def _tie(given: argparse.Namespace) -> int:
    from bot import batch

    return _rows(given, batch.tied)


def _rows(given: argparse.Namespace, each: "Each") -> int:
    """Go through a file of JSON lines."""
    from bot import batch

    with batch.asking(given.score) as asker:
        return FOUND if batch.run(given.file, asker, each) else CLEAN


def _check(given: argparse.Namespace) -> int:
    ours = organisation_of(given) if given.file is None and not given.rules else None
    code, said = checking.run(given, ours.looks if ours is not None else None)
    print(said, file=sys.stderr if code == UNREADABLE else sys.stdout)
    return code


def _new(given: argparse.Namespace) -> int:
    return writing.run(given, print, lambda why: print(why, file=sys.stderr), input)


def _show(given: argparse.Namespace) -> int:
    print(outline.shown(read(given.file.read_bytes(), str(given.file))), end="")
    return CLEAN


def _map(given: argparse.Namespace) -> int:
    ours = organisation_of(given) if given.file is None else None
    try:
        code, said = mapping.run(given, ours.looks if ours is not None else None)
    except FileExistsError:
        return _refuse(plain(phrase("command.score-exists", file=str(given.svg))))
    print(said, file=sys.stderr if code == UNREADABLE else sys.stdout)
    return code


def _diff(given: argparse.Namespace) -> int:
    source, ours = given.file.read_bytes(), organisation_of(given)
    if ours is None:
        return _refuse(plain(phrase("command.no-store")))
    diff = ours.weigh_score(source, str(given.file))
    if given.format == "json":
        print(json.dumps(outline.as_data(diff), ensure_ascii=False, indent=2))
    else:
        print(outline.changes(diff), end="")
    return FOUND if diff else CLEAN


def _load(given: argparse.Namespace) -> int:
    source, ours = given.file.read_bytes(), organisation_of(given)
    if ours is None:
        return _refuse(plain(phrase("command.no-store")))
    try:
        diff = ours.weigh_score(source, str(given.file))
        if diff:
            print(outline.changes(diff))
            if not given.yes and (left := _left()):
                print(left)
                return FOUND
        edition = ours.load_score(source, str(given.file))
    except ScoreProblems as problems:
        return _refuse(f"{language.shown(problems)}\n{plain(phrase('command.score-refused'))}")
    if edition is None:
        print(plain(phrase("command.score-same", file=str(given.file))))
    else:
        print(plain(phrase("command.score-loaded", number=edition.number, name=edition.name)))
    return CLEAN


def _left() -> str:
    """Ask whether to load it; what to say when it is not to be."""
    if not sys.stdin.isatty():
        return plain(phrase("command.score-not-asked"))
    answer = input(f"{plain(phrase('command.score-ask'))} ").strip().casefold()
    return "" if answer in ("y", "yes") else plain(phrase("command.score-left"))


def _import(given: argparse.Namespace) -> int:
    code, made, said = importing.run(given)
    print(made, end="")
    print(said, file=sys.stderr)
    return code


def _export(given: argparse.Namespace) -> int:
    if given.file is not None:
        score = read(given.file.read_bytes(), str(given.file))
        print(write_data(to_flat(score)) if given.flat else write(score), end="")
        return CLEAN
    ours = organisation_of(given)
    edition = ours.edition_in_force() if ours is not None else None
    if edition is None:
        return _refuse(plain(phrase("command.score-none")))
    # As it was written, with its comments: an edition keeps its file.
    flat = to_flat(read(edition.source.encode(), edition.name)) if given.flat else None
    print(write_data(flat) if flat is not None else edition.source, end="")
    return CLEAN


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return UNREADABLE
