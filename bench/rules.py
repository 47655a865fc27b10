"""How long it takes to judge a score of 500 lines with a year of check-ins, all of it: read, looked up and judged.

    python -m bench.rules

The bars: half a second, and so many times the floor of the same process (`bench.floor.reading`).
"""

import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bench import floor
from handlers import editions
from handlers.judged import known_of
from handlers.turn import Moment
from score.language import read
from score.rules import judge
from storage import migrate, scores
from storage.store import open_engine, open_store
from storage.tables import (
    CheckIn,
    Membership,
    Noun,
    Person,
    Role,
    Task,
    TaskState,
    Team,
    TeamDay,
    Tie,
    TieState,
    Workspace,
    make_id,
)

AT_MOST, FLOOR_AT_MOST, ROUNDS = 0.5, 12, 5
"""Seconds, times the floor, and rounds of which the best counts."""

UNITS, PRIORITIES, PEOPLE, DAYS = 41, 4, 60, 260
OURS: Any = {"workspace_id": "w"}
LAST = date(2027, 3, 9)
WORDS = [
    "renew",
    "agreement",
    "oven",
    "bakery",
    "visit",
    "warm",
    "cold",
    "baker",
    "street",
    "harbour",
    "price",
    "train",
    "technician",
    "part",
    "van",
    "night",
]


def said(chance: Random) -> str:
    return " ".join(chance.sample(WORDS, 5))


def written(chance: Random) -> str:
    """A score of 500 lines: 41 units of four priorities with two measures each, and the choices of the company."""
    lines = [
        "score: Town\npart:\n  id: x\n  name: X\n  kind: company\n  choices:\n    aspiration: {A: First}\n"
        "    where_to_play: {W: Bakeries of the coast}\n    how_to_win: {H: {words: Warm at four, serves: x/W}}\n"
        "    capabilities: {C: {words: Bakers who sell, serves: x/H}}\n    systems: {S: {words: A list, serves: x/C}}\n"
        "  not: {N-1: Supermarket chains, N-2: Ovens abroad, N-3: Wedding cakes}\n  parts:"
    ]
    for unit in range(UNITS):
        lines.append(
            f"    - id: u{unit}\n      name: Unit {unit}\n      kind: unit\n      allowance: 40 %\n      priorities:"
        )
        for n in range(PRIORITIES):
            measures = ", ".join(
                f"M-{n}-{m}: {{words: {said(chance)}, unit: '%', start: 1, target: {chance.randint(2, 99)}, "
                "source: list, every: week}"
                for m in range(2)
            )
            lines.append(
                f"        P-{n}: {{words: {said(chance)}, owner: p{(unit + n) % PEOPLE}, deputy: p{unit % PEOPLE}, "
                f"until: 2027-06-30, serves: x/H, measures: {{{measures}}}}}"
            )
    return "\n".join(lines)


def year(workspace: str, lines: list[str], edition: str, chance: Random) -> list[Noun]:
    """A year of check-ins of 60 people in twelve teams, three tasks each."""
    at = datetime(2026, 3, 9, tzinfo=UTC)

    def id() -> str:
        return make_id(at, chance)

    ours: Any = {"workspace_id": workspace}
    nouns: list[Noun] = []
    for n in range(PEOPLE):
        for day in range(DAYS):
            on = LAST - timedelta(days=round(day * 7 / 5))
            checkin = CheckIn(
                id=id(), person_id=f"person{n}", local_date=on, handed_in_at=at, confidence=chance.randint(1, 5), **ours
            )
            nouns += [checkin, TeamDay(id=id(), team_id=f"team{n % 12}", local_date=on, checkin_id=checkin.id, **ours)]
            for place in range(3):
                task = Task(
                    id=id(), checkin_id=checkin.id, person_id=f"person{n}", local_date=on, position=place,
                    words=said(chance), state=TaskState.DONE if chance.random() < 0.7 else TaskState.OPEN, **ours,
                )  # fmt: skip
                tied = chance.random() < 0.6
                tie = Tie(
                    id=id(), task_id=task.id, edition_id=edition, line_id=chance.choice(lines) if tied else None,
                    state=TieState.CONFIRMED if tied else TieState.WHIRLWIND, said_at=at, **ours,
                )  # fmt: skip
                nouns += [task, tie]
    return nouns


def main() -> int:
    """Measure; 1 when a bar is not met."""
    chance = Random(7)
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder)}/bench.db")
        migrate.upgrade(engine)
        at = datetime(2026, 3, 9, tzinfo=UTC)
        file = read(written(chance).encode(), "score.yml")
        with open_store(engine) as store:
            store.keep(
                Workspace(id="w", name="Town", created_at=at),
                *[Person(id=f"person{n}", workspace_id="w", handle=f"p{n}", name=f"P {n}") for n in range(PEOPLE)],
                *[
                    Team(id=f"team{n}", workspace_id="w", handle=f"t{n}", name=f"T {n}", part=f"u{n}")
                    for n in range(12)
                ],
                *[
                    Membership(
                        id=f"m{n}", workspace_id="w", team_id=f"team{n % 12}", person_id=f"person{n}", role=Role.MEMBER
                    )
                    for n in range(PEOPLE)
                ],
            )
            edition = editions.load(Moment(at, chance), store, "w", file)
            assert edition is not None
            lines = [one.line_id for one in scores.wordings(store, "w", edition.id) if one.kind.is_played_from]
            store.keep(*year("w", lines, edition.id, chance))
        best, parts, count = 1e9, (0.0, 0.0), 0
        for _ in range(ROUNDS):
            with open_store(engine) as store:
                began = time.process_time()
                known = known_of(store, "w", LAST)
                assert known is not None
                looked_up = time.process_time()
                count = len(judge(known))
                ended = time.process_time()
            if ended - began < best:
                best, parts = ended - began, (looked_up - began, ended - looked_up)
        engine.dispose()
    times = best / floor.reading()
    print(
        f"{len(file.lines)} lines, {PEOPLE * DAYS * 3} tasks: {best:.3f} s of CPU ({parts[0]:.3f} to look up, "
        f"{parts[1]:.3f} to judge), {times:.1f} x the floor, {count} findings (bars: {AT_MOST} s, {FLOOR_AT_MOST} x)"
    )
    return 0 if best < AT_MOST and times < FLOOR_AT_MOST else 1


if __name__ == "__main__":
    sys.exit(main())
