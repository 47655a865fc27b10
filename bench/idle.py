"""What `concertmaster run` costs while nothing is due: CPU and memory, with many people on SQLite, beside 100.

Bars: under 0.5 % of a core and 150 MB. A share of a core says as much of the machine as of the code, so the run fails
only where many people cost more than few: nothing that is done while nothing is due may look at each of them.
"""

import asyncio
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench import many
from bot import run
from bot.ports import MovedClock, WallClock
from bot.settings import ClockSettings
from bot.writer import Database
from score.free_days import RELEASES
from storage import migrate, people
from storage.store import Store

WATCHED = 60.0
"""Seconds that are watched; the plan ticks four times, what is to be sent is looked for thirty times."""

FEW, MANY = 100, 100_000
CPU, MEMORY = 0.5, 150
LIKE_FEW, MORE = 2, 15
"""Times the CPU of a few people, and megabytes on top of theirs, that many may cost."""

NOISE = 0.3
"""Per cent of a core by which two runs of the same differ."""


async def idle(url: str, api: str) -> tuple[float, int]:
    """The share of a core in per cent, and the megabytes at most, of a process connected to the Slack at `api`."""
    known = many.settings(url, api).model_copy(update={"clock": ClockSettings()})
    database = run.opened(known)
    # A day before anybody is due.
    clock = MovedClock(many.NOW - timedelta(days=1), WallClock())
    async with run.running(known, database, clock) as running:
        due = run.Due(running)
        async with run.at_work(running, due, known, takes_in=False):
            await asyncio.sleep(10)
            before, at = time.process_time(), time.monotonic()
            await asyncio.sleep(WATCHED)
            share = (time.process_time() - before) / (time.monotonic() - at) * 100
    database.close()
    return share, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def fill(url: str, count: int) -> None:
    """An organisation of which everything is planned already, and everybody has a place."""
    database = Database(url)
    migrate.upgrade(database.engine)
    many.build(database, 1, count)

    def planned(store: Store) -> None:
        store.connection.exec_driver_sql("UPDATE account SET waits = false")
        for one in people.workspaces(store):
            store.change(one, planned_with=RELEASES)

    database.writer.write(planned).result()
    database.close()


async def ran(*what: str) -> str:
    """What one of the commands of `main` printed."""
    command = [sys.executable, "-m", "bench.idle", *what]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert process.returncode == 0, what
    return said.decode()


async def watched(count: int) -> tuple[float, int]:
    """The same in a process of its own: neither what filled the database nor Slack is counted."""
    slack = many.Slack(count)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'idle.db'}"
        await ran("fill", url, str(count))
        async with slack.serving() as api:
            said = await ran("watch", url, api)
    assert slack.count == 0
    share, megabytes = said.split()[-2:]
    cost = f"{float(share):.2f} % of a core (bar {CPU} %), {megabytes} MB (bar {MEMORY} MB)"
    print(f"{count:>7,} people, nothing due: {cost}", flush=True)
    return float(share), int(megabytes)


def main() -> int:
    """PEOPLE, 100,000 if not said; 1 when they cost more than a hundred."""
    if sys.argv[1:2] == ["fill"]:
        fill(sys.argv[2], int(sys.argv[3]))
        return 0
    if sys.argv[1:2] == ["watch"]:
        print(*asyncio.run(idle(*sys.argv[2:])))
        return 0
    many_people = int(sys.argv[1]) if sys.argv[1:] else MANY
    (few, small), (share, large) = [asyncio.run(watched(count)) for count in (FEW, many_people)]
    return int(share > few * LIKE_FEW + NOISE or large > small + MORE)


if __name__ == "__main__":
    sys.exit(main())
