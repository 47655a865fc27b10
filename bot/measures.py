"""The commands about measures: where they stand, one reading by hand, many from a file, all of them as a file."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ports import chance
from bot.scores import CLEAN, FOUND, UNREADABLE, confirmed, not_one, organisation_of
from bot.writer import Unkept
from handlers import measured
from handlers.turn import Moment
from handlers.views import language
from handlers.views import measured as view
from prompts import phrase, plain
from score import readings_in
from score.problems import ScoreProblems
from score.readings_in import COLUMNS
from storage.store import Store
from storage.tables import Origin

if TYPE_CHECKING:
    from bot.scores import OrganisationOf

Ours = Callable[[argparse.Namespace, "OrganisationOf"], int]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `concertmaster measures`."""
    commands = parser.add_subparsers(required=True, metavar="what")

    def command(name: str, does: Ours, what: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=what)
        added.set_defaults(does=does)
        added.add_argument("--organisation", default="", help="whose, where the store has several")
        return added

    show = command(
        "show", _show, "where each measure stands: value, trend, distance to its target, and how old that is"
    )
    show.add_argument("address", nargs="?", default="", help="one of them alone, such as field/M-1")
    show.add_argument("--json", action="store_true", help="for programs")
    read = command("read", _read, "keep one reading")
    read.add_argument("address", help="the measure's address, such as field/M-1")
    read.add_argument("value", help="what it reads, with its unit or without")
    read.add_argument("--on", default="", metavar="DAY", help="the day, as 2027-03-09 (default: today)")
    read.add_argument("--note", default="", help="what is to be known of it")
    take_in = command("take-in", _take_in, "keep the readings of a table (CSV: address, day, value, note)")
    take_in.add_argument("file", type=Path, help="the table; docs/measures.md says how it is read")
    take_in.add_argument("--yes", action="store_true", help="keep what would change without asking")
    webhook = command("webhook", _webhook, "make the key with which another system signs the readings that it posts")
    webhook.add_argument("--off", action="store_true", help="take every such key away instead")
    command("export", _export, "print every reading as such a table")


def run(given: argparse.Namespace) -> int:
    """Do it; gives the exit code."""
    from bot import run as running

    does: Ours = given.does
    try:
        ours = organisation_of(given)
        if ours is None:
            return _refuse(plain(phrase("command.no-store")))
        return does(given, ours)
    except running.NotStarted as problem:
        return _refuse(plain(problem.why))
    except Unkept:
        return _refuse(plain(phrase("measured.not-kept")))
    except LookupError as problem:
        return _refuse(not_one(problem))
    except OSError as problem:
        name = str(problem.filename)
        return _refuse(plain(phrase("command.no-file", file=name, why=problem.strerror or "")))
    except ScoreProblems as problems:
        said = language.shown(problems, of=language.READINGS)
        return _refuse(f"{said}\n{plain(phrase('measured.refused'))}")


def _show(given: argparse.Namespace, ours: "OrganisationOf") -> int:
    found = ours.looks(lambda store, id, at: measured.standing(store, id, at, given.address))
    if given.address and not found:
        return _refuse(plain(phrase("measured.no-such", address=given.address)))
    if given.json:
        print(json.dumps([view.as_data(one) for one in found], ensure_ascii=False, indent=2))
    else:
        print(view.told(found) if found else plain(phrase("measured.none")))
    return CLEAN


def _read(given: argparse.Namespace, ours: "OrganisationOf") -> int:
    def plays(store: Store, moment: Moment, id: str) -> view.Difference:
        today = measured.today_of(store, id, moment.at)
        cells = dict(zip(COLUMNS, (given.address, given.on or today.isoformat(), given.value, given.note), strict=True))
        said = readings_in.of_words(cells, "measures read", measured.measures_of(store, id), today)
        return measured.take_in(moment, store, id, said, Origin.HAND)

    print(view.difference(ours.plays(plays)))
    return CLEAN


def _take_in(given: argparse.Namespace, ours: "OrganisationOf") -> int:
    source = given.file.read_bytes()

    def weighs(store: Store, id: str, at: datetime) -> measured.Plan:
        today = measured.today_of(store, id, at)
        said = readings_in.of_table(source, str(given.file), measured.measures_of(store, id), today)
        return measured.plan(Moment(at, chance()), store, id, said, Origin.FILE)

    planned = ours.looks(weighs)
    difference = planned.difference
    print(view.difference(difference))
    if not difference:
        return CLEAN
    if not given.yes and not confirmed():
        print(plain(phrase("people.not-kept")))
        return FOUND
    # Weighed before, so that those who write meanwhile wait for the writing alone; the database refuses what is new
    # here and has come by another way since.
    ours.plays(lambda store, _moment, _id: measured.keep(store, planned))
    print(plain(phrase("measured.kept", count=len(difference.new), corrected=len(difference.corrected))))
    return CLEAN


def _export(_given: argparse.Namespace, ours: "OrganisationOf") -> int:
    print(readings_in.table(ours.looks(lambda store, id, _at: measured.exported(store, id))), end="")
    return CLEAN


def _webhook(given: argparse.Namespace, ours: "OrganisationOf") -> int:
    from bot import posts, run, settings
    from bot.vault import NoKey

    known = settings.Settings()
    if not known.has_door:
        return _refuse(plain(phrase("command.no-door")))
    if given.off:
        count = ours.plays(lambda store, _moment, id: posts.end_keys(store, id))
        print(plain(phrase("measured.webhook-off", count=count)))
        return CLEAN
    vault = run.vault_of(known)
    try:
        key, secret = ours.plays(lambda store, moment, id: posts.new_key(store, moment, id, vault))
    except NoKey as problem:
        return _refuse(plain(phrase("command.no-key", why=str(problem))))
    address = f"{known.server.address or 'https://…'}{posts.PATH}"
    print(plain(phrase("measured.webhook", address=address, key=key, secret=secret)))
    return CLEAN


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return UNREADABLE
