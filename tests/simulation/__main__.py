"""Simulates a year from the command line: `make simulate SEED= DAYS= PEOPLE=`."""

import argparse
import sys
import tempfile
import time
import zoneinfo
from pathlib import Path

from tests.databases import make_sqlite
from tests.simulation.world import Plan, World, database_in


def main() -> int:
    """Run one, and say how it went."""
    zoneinfo.reset_tzpath(to=[])
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--days", type=int, default=90)
    wanted.add_argument("--people", type=int, default=12)
    wanted.add_argument("--trouble", type=float, default=1.0)
    wanted.add_argument("--dump")
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        template = make_sqlite(Path(folder) / "template.db")
        began = time.process_time()
        world = World(Plan(given.seed, given.days, given.people, given.trouble), database_in(Path(folder), template))
        history = world.run()
        took = time.process_time() - began
    from collections import Counter
    print(Counter(one.what for one in history.entries))
    print(history.digest[:16], f"{took:.1f} s")
    if given.dump:
        Path(given.dump).write_text("\n".join(map(str, history.entries)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
