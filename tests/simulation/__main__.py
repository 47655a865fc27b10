"""Simulates a year from the command line: `make simulate SEED= DAYS= PEOPLE=`."""

import argparse
import sys
import tempfile
import time
import zoneinfo
from collections import Counter
from pathlib import Path

from tests.databases import make_sqlite
from storage.store import open_store
from tests.simulation.checker import WANTED, check
from tests.simulation.story import Story
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
    wanted.add_argument("--most", type=int, default=3)
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        template = make_sqlite(Path(folder) / "template.db")
        began = time.process_time()
        world = World(Plan(given.seed, given.days, given.people, given.trouble), database_in(Path(folder), template))
        history = world.run()
        took = time.process_time() - began
        story = Story(history)
        with open_store(world.engine) as store:
            found = check(story, store)
            wanted = check(story, store, WANTED)
        for n, one in Counter(one.check for one in [*found, *wanted]).items(): print(one, n) if isinstance(one, int) else print(n, one)
        for one in found[:given.most]:
            print("==", one.check, one.at, one.said)
            if one.person:
                for e in story.around(one.person, one.at): print("   ", e)
        for one in wanted[:4]:
            print("-- wanted", one.check, one.at, one.said)
        print(Counter(one.what for one in history.entries))
    print(history.digest[:16], f"{took:.1f} s")
    if given.dump:
        Path(given.dump).write_text("\n".join(map(str, history.entries)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
