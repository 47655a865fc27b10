"""What it costs to plan the morning's prompts, beside bare sqlite3 writing the same rows.

Bars: at most 60 microseconds of CPU a due person, flat from 1,000 to 1,000,000 people. The rows that a prompt consists
of (its delivery, what stands, a due day for each team, the person's next instant) are written by bare sqlite3 in the
same run, as many to a commit, so that the ratio says what the code does and not the machine. The bar itself is not
reached: docs/decisions/0030 says what is, and what it would take.
"""

import argparse
import gc
import logging
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from handlers import checkin
from handlers.duties import at_once
from handlers.turn import Moment
from storage import migrate
from storage.store import Store, open_engine, open_store, open_within
from storage.tables import (
    Account,
    Connection,
    Door,
    Membership,
    Noun,
    Person,
    Place,
    PlaceKind,
    Role,
    Team,
    Workspace,
)

DUE = 5000
"""People who are due at once, at most; the others are due a day later."""

MORNING = datetime(2027, 3, 9, 8, tzinfo=UTC)
SIZES = (1_000, 100_000, 1_000_000)
AT_ONCE = at_once("checkin.invite")
TABLES = ("dueday", "shown", "delivery")
BAR = 60
AT_MOST = 7
"""Times the CPU of bare sqlite3 that planning may cost; it is 3 to 6, as busy as the machine is otherwise."""

LIKE_A_SMALL_ONE = 1.5
"""Times what it costs for a thousand people that it may cost for the largest number. The cost itself and not its ratio
to the floor: in larger tables the floor grows too, and would hide a question that goes through all of them."""


def main() -> int:
    """Print the figures; 1 when a person costs far more than bare sqlite3 takes, or more the more there are."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--long", action="store_true", help="a million people too, which takes minutes to write")
    given = ask.parse_args()
    logging.disable(logging.CRITICAL)
    costs, ratios = [], []
    for size in SIZES if given.long else SIZES[:2]:
        with tempfile.TemporaryDirectory() as folder:
            cost, bare = measure(Path(folder), size)
        costs.append(cost)
        ratios.append(cost / bare)
        print(
            f"{size:>9} people: {cost:.0f} us of CPU a due person (bar: {BAR}, {AT_ONCE} to a commit); "
            f"bare sqlite3 writing the same rows {bare:.0f} us; ratio {cost / bare:.1f} (at most {AT_MOST})"
        )
    flat = max(costs) / costs[0]
    print(f"  the most beside the fewest people: {flat:.2f} times")
    return 1 if max(ratios) > AT_MOST or flat > LIKE_A_SMALL_ONE else 0


def measure(folder: Path, size: int) -> tuple[float, float]:
    """Microseconds of CPU that planning one prompt costs in an organisation of that size, and its floor."""
    file = folder / "planning.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate.upgrade(engine)
    with open_store(engine) as store:
        workspace_id = build(store, size)
    moment = Moment(MORNING, Random(2))
    served = 0
    gc.freeze()  # as the server does
    began = time.process_time()
    with engine.connect() as connection:
        while True:
            # A batch in one transaction, as the conductor plays a duty; the fsync is no CPU.
            with open_within(connection) as store:
                reply = checkin.invite(moment, store, workspace_id, AT_ONCE)
                store.keep(*reply.shown, *reply.deliveries)
            connection.commit()
            served += reply.served
            if not reply.served:
                break
    cost = (time.process_time() - began) / served * 1e6
    gc.unfreeze()
    engine.dispose()
    assert served == min(size, DUE), served
    return cost, floor(file, served)


def build(store: Store, size: int) -> str:
    """An organisation of that many people, eight to a team, of whom the first are due; gives its id."""
    now = Moment(MORNING - timedelta(days=30), Random(1))
    workspace = Workspace(id=now.id(), name="Town", created_at=now.at)
    connection = Connection(id=now.id(), workspace_id=workspace.id, door=Door.SLACK, external_id="T0TOWN")
    store.keep(workspace, connection)
    team = ""
    for begin in range(0, size, 1000):
        nouns: list[Noun] = []
        for n in range(begin, min(size, begin + 1000)):
            if n % 8 == 0:
                made = Team(id=now.id(), workspace_id=workspace.id, handle=f"t{n}", name=f"Team {n}")
                team = made.id
                nouns.append(made)
            nouns += _somebody(now, workspace, connection, team, n)
        store.keep(*nouns)
    return workspace.id


def _somebody(now: Moment, workspace: Workspace, connection: Connection, team: str, n: int) -> Sequence[Noun]:
    ours: dict[str, Any] = {"workspace_id": workspace.id}
    person = Person(
        id=now.id(),
        handle=f"p{n}",
        name=f"P{n}",
        time_zone=("Europe/Dublin", "Europe/London", "Africa/Abidjan")[n % 3],
        country=("IE", "GB-NIR", "")[n % 3],
        asked_at=480,
        next_due_at=MORNING if n < DUE else MORNING + timedelta(days=1),
        **ours,
    )
    there: dict[str, Any] = {"person_id": person.id, "connection_id": connection.id, **ours}
    return (
        person,
        Membership(id=now.id(), team_id=team, person_id=person.id, role=Role.MEMBER, **ours),
        Account(id=now.id(), external_id=f"U{n}", **there),
        Place(id=now.id(), external_id=f"D{n}", kind=PlaceKind.DIRECT, name=f"p{n}", **there),
    )


def floor(file: Path, served: int) -> float:
    """Microseconds of CPU in which bare sqlite3 writes again what was planned, as many to a commit."""
    with sqlite3.connect(file, isolation_level=None) as bare:
        rows = {table: bare.execute(f"SELECT * FROM {table}").fetchall() for table in reversed(TABLES)}
        due = bare.execute("SELECT next_due_at, asked_for, remind_at, id FROM person LIMIT ?", [served]).fetchall()
        for table in reversed(TABLES):
            bare.execute(f"DELETE FROM {table}")
        bare.execute("PRAGMA synchronous=FULL")
        spent = 0.0
        for begin in range(0, served, AT_ONCE):
            began = time.process_time()
            bare.execute("BEGIN IMMEDIATE")
            for table in TABLES:
                some = rows[table][begin : begin + AT_ONCE]
                bare.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(some[0]))})", some)
            some = due[begin : begin + AT_ONCE]
            bare.executemany("UPDATE person SET next_due_at = ?, asked_for = ?, remind_at = ? WHERE id = ?", some)
            bare.execute("COMMIT")
            spent += time.process_time() - began
    return spent / served * 1e6


if __name__ == "__main__":
    sys.exit(main())
