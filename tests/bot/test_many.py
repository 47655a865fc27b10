"""Several processes on one PostgreSQL ask everybody once, whichever of them is killed."""

import asyncio
from datetime import UTC, datetime

import pytest

from bench import many
from bot.writer import Database
from storage import people
from storage.store import Store
from storage.tables import Workspace
from tests.databases import Engines, Postgres


def test_who_loses_a_race_to_other_processes_gets_their_turn(postgres_engines: Engines) -> None:
    # Each has a pool of its own, as processes have.
    databases = [Database(postgres_engines.writer.url) for _ in range(8)]
    now = datetime(2026, 3, 9, 9, tzinfo=UTC)
    databases[0].writer.write(
        lambda store: store.keep(
            Workspace(id="w", name="0", created_at=now), Workspace(id="v", name="", created_at=now)
        )
    ).result()

    def one_more(store: Store) -> None:
        every = {one.id: one for one in people.workspaces(store)}
        store.change(every["w"], name=str(int(every["w"].name) + 1))

    waiting = [one.writer.write(one_more) for one in databases for _ in range(20)]
    for done in waiting:
        done.result(60)
    counted = databases[0].read_now(lambda store: {one.id: one.name for one in people.workspaces(store)})
    for one in databases:
        one.close()
    assert counted["w"] == "160"


@pytest.mark.crash
@pytest.mark.timeout(300)
def test_one_of_two_processes_is_killed_half_way_and_everybody_is_asked_once(postgres: Postgres) -> None:
    with postgres.database(empty=True) as url:
        told = asyncio.run(many.play(url.render_as_string(hide_password=False), 4, 25, drops=5))

    assert (told.asked, told.twice, told.never) == (100, 0, 0)
    assert told.states == {"sent": 100}
    assert 50 <= told.at_kill < 100
