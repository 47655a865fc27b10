"""Everything taken to another database by command, and shown table by table as it stands on both sides."""

import asyncio
import sys

from bot import engine
from bot.scores import CLEAN, FOUND, UNREADABLE
from prompts import Which, phrase, plain
from storage import moving
from storage.moving import Moved, NotMoved, Obstacle
from storage.store import client_address

SHOWN = 12
"""Hex digits of a checksum that are shown; all of it is compared."""


def moved(source: str, target: str) -> int:
    """Move, and say so; gives the exit code of the command."""
    print(plain(phrase("command.moving")), flush=True)
    tables: list[Moved] = []

    def tell(one: Moved) -> None:
        if not tables:
            print(_heading())
        tables.append(one)
        print(_row(one), flush=True)

    try:
        there = moving.move(source, target, tell)
        if there.get_backend_name() != "sqlite":
            asyncio.run(engine.prepare(client_address(there)))
    except NotMoved as problem:
        print(plain(phrase("command.not-moved", why=Which(problem.obstacle), about=problem.about)), file=sys.stderr)
        return FOUND if problem.obstacle is Obstacle.DIFFERENT else UNREADABLE
    rows = sum(one.there.rows for one in tables)
    print(plain(phrase("command.moved", rows=rows, tables=len(tables))))
    return CLEAN


def _heading() -> str:
    names = [
        phrase("command.moved-table"),
        phrase("command.moved-rows"),
        phrase("command.moved-sum"),
        phrase("command.moved-rows-there"),
        phrase("command.moved-sum-there"),
    ]
    return _line(*[plain(name) for name in names])


def _row(one: Moved) -> str:
    same = plain(phrase("command.moved-same", same=Which("yes" if one.here == one.there else "no")))
    here, there = one.here, one.there
    return f"{_line(one.table, str(here.rows), here.checksum[:SHOWN], str(there.rows), there.checksum[:SHOWN])}  {same}"


def _line(table: str, rows: str, checksum: str, rows_there: str, checksum_there: str) -> str:
    return f"{table:<14}{rows:>11}  {checksum:<14}{rows_there:>11}  {checksum_there:<14}"
