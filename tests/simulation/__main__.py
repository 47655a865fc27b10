"""Simulates a year from the command line: `make simulate SEED= DAYS= PEOPLE=`; exit code 1 when anything is found."""

import argparse
import sys
import tempfile
import zoneinfo
from pathlib import Path

from tests.simulation.world import Plan
from tests.simulation.year import database_in, live, with_tables


def main() -> int:
    """Live one year, and say how it went."""
    zoneinfo.reset_tzpath(to=[])
    wanted = argparse.ArgumentParser(prog="make simulate")
    wanted.add_argument("--seed", type=int, default=1, help="what everything is drawn from")
    wanted.add_argument("--days", type=int, default=90, help="days on which people live and things break")
    wanted.add_argument("--people", type=int, default=12, help="people to begin with, in two organisations")
    wanted.add_argument("--trouble", type=float, default=1.0, help="how much goes wrong; 0 is a quiet world")
    wanted.add_argument("--url", help="an empty database, of PostgreSQL for instance, instead of a new SQLite file")
    wanted.add_argument("--history", type=Path, help="write all that happened to this file")
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(given.seed, given.days, given.people, given.trouble)
        year = live(plan, with_tables(given.url) if given.url else database_in(Path(folder)))
    print(year.summary())
    if given.history:
        given.history.write_text("".join(f"{one}\n" for one in year.history.entries), "utf-8")
    return 1 if year.found else 0


if __name__ == "__main__":
    sys.exit(main())
