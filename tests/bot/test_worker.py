"""A worker takes nothing in, says whether it is well, and ends in order when it is told to; told twice, at once."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from random import Random

import aiohttp
import pytest
from sqlalchemy import URL
from sqlmodel import select
from starlette.types import ASGIApp

from bench import many
from bot import cli, run
from bot.clock import Skew
from bot.outbox import SIDE_BY_SIDE
from bot.ports import MovedClock, WallClock
from bot.settings import ClockSettings, WorkerSettings
from bot.slack.members import Standing
from bot.slack.send import EVENT
from bot.writer import Database
from handlers.turn import Moment, deliver
from prompts import Filled, plain
from storage import people
from storage.store import Store
from storage.tables import Delivery, DeliveryState, Place
from tests.databases import Engines, Postgres
from tests.fakes.slack import SECRET, TOKEN, FakeSlack
from tests.sources import ROOT


def environment(url: URL, api: str = "http://127.0.0.1:1/", **more: str) -> Mapping[str, str]:
    given = {
        "SLACK__BOT_TOKEN": TOKEN,
        "SLACK__SIGNING_SECRET": SECRET,
        "SLACK__API_BASE": api,
        "STORE__URL": url.render_as_string(hide_password=False),
        **more,
    }
    return {f"CONCERTMASTER_{name}": value for name, value in given.items()}


@pytest.fixture
def server(postgres: Postgres) -> Iterator[URL]:
    with postgres.database(empty=True) as url:
        yield url


def test_on_sqlite_there_is_no_worker(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def play() -> None:
        async with FakeSlack(WallClock()).serving() as api:
            for name, value in environment(sqlite_engines.writer.url, api).items():
                monkeypatch.setenv(name, value)
            assert await asyncio.to_thread(cli.main, ["worker"]) == cli.UNREADABLE

    asyncio.run(play())
    assert "On SQLite one process does everything, so no worker was started" in capsys.readouterr().err


def test_without_its_tables_no_worker_is_started_and_migrate_makes_them(
    server: URL, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(server).items():
        monkeypatch.setenv(name, value)
    assert cli.main(["worker"]) == cli.UNREADABLE
    assert "`concertmaster migrate`" in capsys.readouterr().err
    assert cli.main(["migrate"]) == cli.CLEAN
    assert cli.main(["worker"]) == cli.UNREADABLE
    assert "Slack did not let us in" in capsys.readouterr().err


def test_where_the_engine_has_no_tables_of_its_own_no_worker_is_started(
    postgres_engines: Engines, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(postgres_engines.writer.url).items():
        monkeypatch.setenv(name, value)
    assert cli.main(["worker"]) == cli.UNREADABLE
    assert "`concertmaster migrate`" in capsys.readouterr().err


def test_what_is_due_is_planned_and_sent_by_the_engine_and_not_while_the_clock_is_ahead(server: URL) -> None:
    url = server.render_as_string(hide_password=False)

    async def play() -> None:
        filling = Database(url)
        await asyncio.to_thread(many.prepare, filling, 1, 3)
        filling.close()
        slack = many.Slack(3)
        async with slack.serving() as api:
            known = many.settings(url, api)
            database, clock = run.opened(known), MovedClock(many.NOW, WallClock())
            async with run.running(known, database, clock) as running:
                due = run.Due(running)
                async with run.at_work(running, due, known, takes_in=False):
                    await asyncio.wait_for(many.until(slack, 3), 60)
                    assert await due.is_well()
                    due.skew = Skew(MovedClock(datetime.now(UTC) + timedelta(minutes=1), WallClock()))
                    await due.compare_clocks()
                    assert not await due.is_well(), "the database's clock is another one"
                    due.skew = Skew()
                    await due.compare_clocks()
                    assert await due.is_well()
                    (door,) = running.app.doors
                    assert await door.out._members.standing("U000000000") is Standing.MEMBER
                    assert door._members._known
                    await door.tells("person", "U000000000")
                    async with asyncio.timeout(20):
                        while "U000000000" in door._members._known:  # noqa: ASYNC110 - it comes by the database
                            await asyncio.sleep(0.02)
                    clock.move_to(many.NOW + timedelta(days=3))
                    assert not await due.is_well()
                    await due.plan()
                    await asyncio.sleep(3)
            states = await database.read(many.states_of)
            database.close()
            assert (states, slack.count) == ({"sent": 3}, 3), "the next days are not asked for"

    asyncio.run(play())


def _lost(store: Store) -> Delivery:
    """A message that went out an hour ago, and whose sender was lost before it was kept."""
    place = next(one for one in store.find(select(Place)) if one.external_id == "D000000000")
    delivery = deliver(Moment(many.NOW - timedelta(hours=1), Random(7)), place, "home.help", {}, once="lost")
    delivery.state, delivery.attempt, delivery.sending_at = DeliveryState.SENDING, 1, many.NOW - timedelta(hours=1)
    store.keep(delivery)
    return delivery


def test_by_the_engine_alone_everything_is_sent_once_and_what_was_lost_is_looked_for(server: URL) -> None:
    """Nothing is sent here but what the engine gives this process, and it gives the same twice at once."""
    url = server.render_as_string(hide_password=False)

    async def play() -> None:
        database = Database(url)
        await asyncio.to_thread(many.prepare, database, 1, 3)
        lost = await database.write(_lost)
        slack = many.Slack(3, slow=0.3)
        stands = {"event_type": EVENT, "event_payload": {"delivery": lost.id}}
        slack.posted["D000000000"].append({"metadata": stands, "ts": "1.1", "bot_id": "B0BOT"})
        async with slack.serving() as api:
            known = many.settings(url, api)
            async with run.running(known, database, MovedClock(many.NOW, WallClock())) as running:
                due = run.Due(running)
                assert due.engine is not None
                working = asyncio.create_task(due.engine.run())
                ticks = due.ticking(ClockSettings(plan_every=0.5, deliver_every=0.5, reconcile_every=0.5))
                ticks.start()
                await due.plan()
                async with asyncio.timeout(60):
                    while await database.read(many.states_of) != {"sent": 4}:  # noqa: ASYNC110 - it is the engine's
                        await asyncio.sleep(0.05)
                ticks.shutdown(wait=False)
                due.engine.stop()
                await working
                (workspace,) = await database.read(people.workspaces)
                assert not running.outbox.is_serving(workspace.id)
                passes = [due._delivered(f"{lane} {workspace.id}") for lane in range(run.LANES)]
                first = asyncio.create_task(passes[0])
                await asyncio.sleep(0)
                assert running.outbox.is_serving(workspace.id)
                await passes[1]
                assert not first.done(), "who is given the same meanwhile leaves it to who is at it"
                await first
        assert slack.count == 3
        database.close()

    asyncio.run(play())


def test_with_health_it_ends_when_its_server_has_been_told_to(
    server: URL, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def is_told_to_stop(_app: ASGIApp) -> None:
        return

    monkeypatch.setattr(run, "by_uvicorn", lambda settings: is_told_to_stop)

    async def play() -> None:
        async with FakeSlack(WallClock()).serving() as api:
            for name, value in environment(server, api, WORKER__PORT="8199").items():
                monkeypatch.setenv(name, value)
            assert await asyncio.to_thread(cli.main, ["migrate"]) == cli.CLEAN
            assert await asyncio.to_thread(cli.main, ["worker"]) == cli.CLEAN

    asyncio.run(play())
    assert "port 8199, it says whether it is well" in capsys.readouterr().out


@pytest.mark.parametrize("port", [None, 1])
def test_it_works_until_it_is_told_to_stop(server: URL, port: int | None) -> None:
    said: list[str] = []

    def say(what: Filled) -> None:
        said.append(plain(what))

    async def play() -> None:
        database = Database(server)
        await asyncio.to_thread(many.prepare, database, 1, 3)
        database.close()
        async with many.Slack(3).serving() as api:
            known = many.settings(server.render_as_string(hide_password=False), api)
            if port is not None:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", 0))
                    worker = WorkerSettings(port=probe.getsockname()[1])
                known = known.model_copy(update={"worker": worker})
            working = asyncio.create_task(run.work(known, say))
            async with asyncio.timeout(60):
                while not said:
                    assert not working.done(), working
                    await asyncio.sleep(0.05)
                if port is None:
                    os.kill(os.getpid(), signal.SIGTERM)
                    await working
                    return
                await _is_well(known.worker.port or 0)
            working.cancel()
            assert isinstance((await asyncio.gather(working, return_exceptions=True))[0], asyncio.CancelledError)

    asyncio.run(play())
    assert "takes nothing in" in said[0]


@pytest.mark.crash
@pytest.mark.timeout(600)
@pytest.mark.parametrize("health", [True, False])
def test_it_serves_health_alone_and_ends_when_it_is_told_to(server: URL, health: bool) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    async def play() -> None:
        async with FakeSlack(WallClock()).serving() as api:
            given = {**os.environ, **environment(server, api, **({"WORKER__PORT": str(port)} if health else {}))}
            migrate = [sys.executable, "-m", "bot", "migrate"]
            await asyncio.to_thread(subprocess.run, migrate, env=given, check=True, cwd=ROOT)
            worker = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "worker", env=given, stdout=asyncio.subprocess.PIPE, cwd=ROOT
            )
            try:
                assert worker.stdout
                assert b"takes nothing in" in await asyncio.wait_for(worker.stdout.readline(), 180)
                if health:
                    await _is_well(port)
                worker.terminate()
                assert await asyncio.wait_for(worker.wait(), 120) in (0, -signal.SIGTERM)
            finally:
                if worker.returncode is None:
                    worker.kill()
                    await worker.wait()

    asyncio.run(play())


async def _is_well(port: int) -> None:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http, asyncio.timeout(120):
        while True:
            try:
                async with http.get("/healthz") as answer:
                    if answer.status == 200:
                        break
            except aiohttp.ClientConnectorError:
                pass
            await asyncio.sleep(0.1)
        async with http.post("/slack/events", data=b"{}") as answer:
            assert answer.status == 404


PEOPLE = SIDE_BY_SIDE + 2
"""Of whom the last two are claimed, and their messages not begun."""


@pytest.mark.crash
@pytest.mark.timeout(600)
@pytest.mark.parametrize("twice", [False, True])
def test_what_is_under_way_is_finished_and_told_twice_it_is_left(server: URL, twice: bool) -> None:
    url = server.render_as_string(hide_password=False)

    async def play() -> tuple[int | None, float, dict[str, int]]:
        database = Database(url)
        await asyncio.to_thread(many.prepare, database, 1, PEOPLE)
        slack = many.Slack(PEOPLE, slow=60 if twice else 2)
        async with slack.serving() as api:
            one = await many.started(url, api, time.time())
            try:
                await asyncio.wait_for(many.until(slack, SIDE_BY_SIDE), 120)
                told = time.monotonic()
                one.terminate()
                if twice:
                    await asyncio.sleep(2)
                    assert one.returncode is None, "it finishes what is under way"
                    one.terminate()
                await asyncio.wait_for(one.wait(), 120)
                ended = time.monotonic() - told
            finally:
                if one.returncode is None:
                    one.kill()
                    await one.wait()
            states = await database.read(many.states_of)
            assert slack.count == SIDE_BY_SIDE
        database.close()
        return one.returncode, ended, states

    code, ended, states = asyncio.run(play())
    if twice:
        assert code == 128 + signal.SIGTERM
        assert ended < 30
        # The lease of what was under way covers it, and whatever was claimed beside it.
        assert states == {"sending": PEOPLE}
    else:
        assert code == 0
        assert states == {"sent": SIDE_BY_SIDE, "planned": PEOPLE - SIDE_BY_SIDE}
