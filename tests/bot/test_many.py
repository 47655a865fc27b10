"""Several processes on one PostgreSQL ask everybody once, whichever of them is killed."""

import asyncio

import pytest

from bench import many
from tests.databases import Postgres


@pytest.mark.crash
@pytest.mark.timeout(300)
def test_one_of_two_processes_is_killed_half_way_and_everybody_is_asked_once(postgres: Postgres) -> None:
    with postgres.database(empty=True) as url:
        told = asyncio.run(many.play(url.render_as_string(hide_password=False), 4, 25, drops=5))

    assert (told.asked, told.twice, told.never) == (100, 0, 0)
    assert told.states == {"sent": 100}
    assert 50 <= told.at_kill < 100
