"""`concertmaster score map`: a score as a map, from a file or as it is in force."""

import argparse
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

from bot.console.render import Numbers, message
from bot.map_drawing import svg
from bot.ports import WallClock
from handlers.score_map import in_force
from handlers.views import score_map as view
from handlers.views.score import edition_said
from prompts import LANGUAGE, Filled, phrase, plain
from score.editions import Before, Loading, compose
from score.language import read
from score.map import Chart, chart
from storage.store import Store
from storage.tables import PlaceKind

Found = tuple[Chart, Filled | None] | None
Looks = Callable[[Callable[[Store, str, datetime], Found]], Found]

UNREADABLE, CLEAN = 2, 0

SEED = 7
"""What the ids of a file are made from that is only shown."""


def arguments(command: argparse.ArgumentParser) -> None:
    """What can be said after `concertmaster score map`, besides the file."""
    command.add_argument("--svg", type=Path, metavar="OUT", help="a new file for the picture")
    command.add_argument("--json", action="store_true", help="for programs: parts in parts, lines, what binds which")
    command.epilog = (
        "Without a file it is the edition in force, with how many tasks were tied and which lines are untouched: of "
        "teams in which five people or more took part in the last four weeks, and of no others."
    )


def run(given: argparse.Namespace, looks: Looks | None = None) -> tuple[int, str]:
    """The exit code, and what is said; `looks` is where the edition in force is looked up, if there is a store.

    Raises OSError and ScoreProblems for a file that cannot be read, FileExistsError where the picture would lie.
    """
    if given.file is not None:
        drawn, edition = _of_file(given.file), None
    else:
        found = looks(_in_force) if looks is not None else None
        if found is None:
            return UNREADABLE, plain(phrase("command.score-none"))
        drawn, edition = found
    if given.svg is not None:
        with given.svg.open("x", encoding="utf-8") as out:
            out.write(svg(view.piece_of(drawn, for_all=False), LANGUAGE))
    if given.json:
        return CLEAN, json.dumps(view.as_data(drawn), ensure_ascii=False, indent=2)
    card = view.card(drawn, edition, for_all=False)
    return CLEAN, message(card, PlaceKind.DIRECT, LANGUAGE, Numbers())


def _in_force(store: Store, workspace_id: str, now: datetime) -> Found:
    found = in_force(store, workspace_id, now)
    if found is None:
        return None
    drawn, there = found
    return drawn, edition_said(there.edition, there.edition.loaded_at.date())


def _of_file(path: Path) -> Chart:
    """A file as it would be in force today; whoever it names is taken as being here."""
    file, now = read(path.read_bytes(), str(path)), WallClock().now()
    named = {one for line in file.lines for one in (line.owner, line.deputy) if one}
    loading = Loading("", now, Random(SEED))  # noqa: S311 - nothing of it is kept
    new = compose(file, Before(people={handle: handle for handle in named}), loading)
    assert new is not None, "nothing was there before, so that it is new"
    open_parts = [part.handle for part in new.parts]
    return chart(new.parts, new.wordings, now.date(), open=open_parts)
