"""People are asked once for each of their days and nothing they were told is in is lost, whatever breaks."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.databases import Postgres
from tests.simulation.slots import GRACE
from tests.simulation.world import Plan
from tests.simulation.wrong import WRONG, Wrong
from tests.simulation.year import Year, database_in, live, with_tables

pytestmark = pytest.mark.timeout(900)
"""Seconds: a machine that is busy with other things takes many times as long as one that is not."""

SMALL = {"days": 3, "people": 4}
SEEDS = range(1, 9)
PEOPLE = 6
"""So few that eight seeds of ninety days are over in minutes on two slow cores; `make simulate` takes any number."""


def nothing_found(year: Year) -> None:
    if year.found:
        pytest.fail(year.summary(), pytrace=False)


@pytest.mark.parametrize("seed", [1, 2])
def test_some_days_in_which_things_break(tmp_path: Path, seed: int) -> None:
    year = live(Plan(seed, **SMALL), database_in(tmp_path))
    nothing_found(year)
    asked = [one for one in year.story.deliveries.values() if one.is_prompt]
    assert any(one.state == "sent" for one in asked), "somebody was asked at all"
    assert any(True for _ in year.history.all("dies")), "and something broke"


def test_a_quiet_week_misses_nobody_and_asks_everybody_within_minutes(tmp_path: Path) -> None:
    year = live(Plan(3, 5, 4, trouble=0.0), database_in(tmp_path))
    nothing_found(year)
    asked = [one for one in year.story.deliveries.values() if one.is_prompt]
    # Who chooses an hour that was over long ago is asked on the next day.
    assert {one.state for one in asked} <= {"sent", "skipped"}
    assert max(one.visible[0].at - one.planned.at for one in asked if one.visible) < timedelta(minutes=1)


def test_the_same_seed_gives_the_same_history_whatever_the_order_of_sets(tmp_path: Path) -> None:
    """Each is a Python of its own: their sets of texts are in another order."""
    given = ["--seed", "5", "--days", "2", "--people", "3"]
    told = []
    for order in ("1", "2"):
        folder = tmp_path / f"of {order}"
        folder.mkdir()
        where = ["--url", database_in(folder), "--history", str(tmp_path / order)]
        run = subprocess.run(
            [sys.executable, "-m", "tests.simulation", *given, *where],
            env={**os.environ, "PYTHONHASHSEED": order},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        told.append(next(line for line in run.stdout.splitlines() if line.startswith("History")))
    assert told[0] == told[1]
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


@pytest.mark.year
def test_some_days_on_postgres(postgres: Postgres) -> None:
    with postgres.database(empty=True) as url:
        nothing_found(live(Plan(4, **SMALL), with_tables(url.render_as_string(hide_password=False))))


@pytest.mark.year
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", SEEDS)
def test_ninety_days(tmp_path: Path, seed: int) -> None:
    nothing_found(live(Plan(seed, 90, PEOPLE), database_in(tmp_path)))


@pytest.mark.year
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", WRONG)
def test_what_is_built_wrong_is_found(tmp_path: Path, name: str) -> None:
    wrong: Wrong = WRONG[name]
    for seed in SEEDS:
        folder = tmp_path / str(seed)
        folder.mkdir()
        with wrong.built():
            year = live(Plan(seed, wrong.days, 6, trouble=3.0), database_in(folder))
        if {one.check for one in year.found} & wrong.found_by:
            return
    pytest.fail(f"{name}: nothing was found with seeds {SEEDS}")


def test_the_grace_is_what_people_are_promised() -> None:
    """The year's own arithmetic has its own figure, so that another one in the product is found."""
    assert GRACE.total_seconds() == 4 * 3600
