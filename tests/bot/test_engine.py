"""What we need of an engine, whichever it is: asked once, kept with its turn, taken over soon, harmless twice."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from bot import engine
from bot.engine import Engine, enqueue
from storage import migrate
from storage.store import client_address, open_engine, open_store
from tests.databases import Engines, Postgres
from tests.sources import ROOT

WORKER = """
import asyncio, sys, time
from bot.engine import Engine
async def slowly(key):
    print("began", key, flush=True)
    await asyncio.sleep(60)
async def main():
    await Engine(sys.argv[1], {"slow": slowly}).run()
asyncio.run(main())
"""


@pytest.fixture
def prepared(postgres_engines: Engines) -> Engines:
    """A database with the engine's tables too."""
    asyncio.run(engine.prepare(client_address(postgres_engines.writer.url)))
    return postgres_engines


def asks(engines: Engines, *works: tuple[str, str]) -> int:
    with open_store(engines.writer) as store:
        return enqueue(store, works)


async def until(true: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for is another process's
            await asyncio.sleep(0.02)


def works(engines: Engines, play: Callable[[Engine, list[str]], Awaitable[None]]) -> list[str]:
    """What one process did, in which `play` happens meanwhile."""
    done: list[str] = []

    async def work(key: str) -> None:
        done.append(key)

    async def there() -> None:
        one = Engine(client_address(engines.writer.url), {"plan": work})
        running = asyncio.create_task(one.run())
        await play(one, done)
        one.stop()
        async with asyncio.timeout(10):
            await running

    asyncio.run(there())
    return done


def test_what_is_asked_for_is_done_and_while_it_waits_it_is_asked_for_once(prepared: Engines) -> None:
    assert asks(prepared, ("plan", "a"), ("plan", "b")) == 2
    assert asks(prepared, ("plan", "a"), ("plan", "c")) == 1

    async def play(one: Engine, done: list[str]) -> None:
        await until(lambda: len(done) == 3)
        assert await one.is_well()
        # Soon after it is done, it can be asked for again.
        await until(lambda: bool(asks(prepared, ("plan", "a"))))
        await until(lambda: done.count("a") == 2)

    assert sorted(works(prepared, play)) == ["a", "a", "b", "c"]


def test_what_is_not_kept_is_not_asked_for(prepared: Engines) -> None:
    def fails() -> None:
        with open_store(prepared.writer) as store:
            enqueue(store, [("plan", "never")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with open_store(prepared.writer) as store:
        enqueue(store, [("plan", "once")])

    async def play(_one: Engine, done: list[str]) -> None:
        await until(lambda: bool(done))
        await asyncio.sleep(0.3)

    assert works(prepared, play) == ["once"]


def test_work_that_fails_may_be_asked_for_again_and_keeps_no_other(prepared: Engines) -> None:
    tried: list[str] = []

    async def fails(key: str) -> None:
        tried.append(key)
        if len(tried) == 1:
            raise RuntimeError("made up")

    async def there() -> None:
        one = Engine(client_address(prepared.writer.url), {"plan": fails})
        running = asyncio.create_task(one.run())
        asks(prepared, ("plan", "a"), ("plan", "b"))
        await until(lambda: len(tried) == 2)
        await until(lambda: bool(asks(prepared, ("plan", tried[0]))))
        await until(lambda: len(tried) == 3)
        one.stop()
        await running

    asyncio.run(there())
    assert sorted(set(tried)) == ["a", "b"]


def test_stopped_it_finishes_what_it_began_and_takes_on_nothing_more(prepared: Engines) -> None:
    done: list[str] = []

    async def there() -> None:
        began, may_end = asyncio.Event(), asyncio.Event()

        async def slowly(key: str) -> None:
            began.set()
            await may_end.wait()
            done.append(key)

        one = Engine(client_address(prepared.writer.url), {"plan": slowly})
        running = asyncio.create_task(one.run())
        asks(prepared, ("plan", "a"))
        await began.wait()
        one.stop()
        # It may just be looking, and would be given what is asked for meanwhile.
        await asyncio.sleep(1)
        asks(prepared, ("plan", "b"))
        may_end.set()
        await running
        assert not await one.is_well()

    asyncio.run(there())
    assert done == ["a"]
    assert works(prepared, lambda _one, seen: until(lambda: bool(seen))) == ["b"]


def test_stopped_before_it_is_connected_it_takes_on_nothing(prepared: Engines) -> None:
    asks(prepared, ("plan", "a"))
    done: list[str] = []

    async def work(key: str) -> None:
        done.append(key)

    async def there() -> None:
        one = Engine(client_address(prepared.writer.url), {"plan": work})
        running = asyncio.create_task(one.run())
        await asyncio.sleep(0)
        one.stop()
        async with asyncio.timeout(10):
            await running

    asyncio.run(there())
    assert done == []
    assert works(prepared, lambda _one, seen: until(lambda: bool(seen))) == ["a"]


def test_it_is_not_well_before_it_runs_and_goes_on_when_its_database_is_back(prepared: Engines) -> None:
    async def play(one: Engine, done: list[str]) -> None:
        asks(prepared, ("plan", "a"))
        await until(lambda: bool(done))
        with prepared.writer.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        await until(lambda: bool(asks(prepared, ("plan", "b"))))
        await until(lambda: "b" in done)

    assert not asyncio.run(Engine("", {}).is_well())
    assert works(prepared, play)[-1] == "b"


def test_its_tables_are_made_once_and_are_no_part_of_ours(postgres: Postgres) -> None:
    with postgres.database(empty=True) as url:
        ours = open_engine(url)
        migrate.upgrade(ours)
        address = client_address(url)
        assert not asyncio.run(engine.is_prepared(address))
        for _ in range(2):
            asyncio.run(engine.prepare(address))
            assert asyncio.run(engine.is_prepared(address))
        assert migrate.is_current(ours)
        ours.dispose()


def test_what_one_process_tells_all_hear_once_it_is_kept(prepared: Engines) -> None:
    heard: list[tuple[int, str, str]] = []

    async def there() -> None:
        address = client_address(prepared.writer.url)
        ours = [Engine(address, {}, lambda *news, n=n: heard.append((n, *news))) for n in range(2)]
        running = [asyncio.create_task(one.run()) for one in ours]
        for one in ours:
            while not await one.is_well():  # noqa: ASYNC110 - what is waited for is its connection
                await asyncio.sleep(0.05)
        with open_store(prepared.writer) as store:
            engine.tell(store, "shared", "C1")
            await asyncio.sleep(0.2)
            assert heard == []
        await until(lambda: len(heard) == 2)
        for one in ours:
            one.stop()
        await asyncio.gather(*running)

    asyncio.run(there())
    assert sorted(heard) == [(0, "shared", "C1"), (1, "shared", "C1")]


@pytest.mark.crash
def test_the_work_of_a_process_that_was_killed_is_taken_over_within_seconds(prepared: Engines) -> None:
    asks(prepared, ("slow", "a"))
    address = client_address(prepared.writer.url)
    killed = subprocess.Popen([sys.executable, "-c", WORKER, address], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    other = None
    try:
        assert killed.stdout
        assert killed.stdout.readline().split() == ["began", "a"]
        other = subprocess.Popen([sys.executable, "-c", WORKER, address], stdout=subprocess.PIPE, cwd=ROOT, text=True)
        time.sleep(8)
        os.kill(killed.pid, signal.SIGKILL)
        at = time.monotonic()
        assert other.stdout
        assert other.stdout.readline().split() == ["began", "a"]
        assert time.monotonic() - at < 15, "5 s without a sign of life, 2 s between looks, and a busy machine"
    finally:
        for one in (killed, other):
            if one is not None:
                one.kill()
                one.communicate()
