"""What `concertmaster run` costs while nothing is due: CPU and memory, with 100,000 people on SQLite."""

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
from storage import migrate

WATCHED = 120.0
"""Seconds that are watched; the plan ticks eight times, what is to be sent is looked for sixty times."""

CPU, MEMORY = 0.5, 150


async def idle(url: str, people: int) -> tuple[float, int]:
    """The share of a core in per cent, and the megabytes at most."""
    slack = many.Slack(people)
    async with slack.serving() as api:
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
    assert slack.count == 0
    return share, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """PEOPLE, 100,000 if not said; `fill URL PEOPLE` in a process of its own, whose memory is not counted."""
    if sys.argv[1:2] == ["fill"]:
        database = Database(sys.argv[2])
        migrate.upgrade(database.engine)
        many.build(database, 1, int(sys.argv[3]))
        database.close()
        return 0
    people = int(sys.argv[1]) if sys.argv[1:] else 100_000
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'idle.db'}"
        filled = asyncio.run(_fill(url, people))
        assert filled == 0
        share, megabytes = asyncio.run(idle(url, people))
    print(f"{people:,} people, nothing due: {share:.2f} % of a core (bar {CPU} %), {megabytes} MB (bar {MEMORY} MB)")
    return int(share > CPU or megabytes > MEMORY)


async def _fill(url: str, people: int) -> int:
    filling = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.idle", "fill", url, str(people))
    return await filling.wait()


if __name__ == "__main__":
    sys.exit(main())
