"""What one look for what is due costs with many workspaces in which nothing is: on SQLite, without a platform."""

import asyncio
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from bench import many
from bot.conductor import Conductor
from bot.outbox import Outbox
from bot.ports import MovedClock, WallClock
from bot.writer import Database
from storage import migrate

LOOKS = 3
"""How often it is looked; the quickest counts."""


async def looks(database: Database) -> dict[str, tuple[float, float]]:
    """Seconds of CPU, and seconds, of each kind of look."""
    # A day before anybody is due.
    clock = MovedClock(many.NOW - timedelta(days=1), WallClock())
    conductor, outbox = Conductor(database, clock, Random(1)), Outbox(database, clock, {})
    found: dict[str, tuple[float, float]] = {}
    for name, look in (("plan", conductor.tick), ("deliver", outbox.look), ("reconcile", outbox.reconcile)):
        # The first one may have something to note.
        await look()
        each = []
        for _ in range(LOOKS):
            cpu, at = time.process_time(), time.monotonic()
            await look()
            each.append((time.process_time() - cpu, time.monotonic() - at))
        found[name] = min(each)
    return found


def main() -> int:
    """WORKSPACES PEOPLE: 1,000 of 10 if not said."""
    workspaces, people = (int(one) for one in sys.argv[1:3] or ("1000", "10"))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'many.db'}")
        migrate.upgrade(database.engine)
        many.build(database, workspaces, people)
        found = asyncio.run(looks(database))
        database.close()
    print(f"{workspaces:,} workspaces of {people} people, nothing due; one look on SQLite:")
    for name, (cpu, seconds) in found.items():
        print(f"  {name}: {cpu:.2f} s of CPU ({cpu / workspaces * 1e6:.0f} us a workspace), {seconds:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
