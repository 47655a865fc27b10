"""Two processes on one PostgreSQL ask everybody; one of them is killed half-way. Who was asked, and how often?

They are what `concertmaster worker` runs, each a process of its own, but for a clock that can be moved on once one was
killed: a lease of a minute and a quarantine of two need not be waited for. Slack is a server on this machine that
keeps what it is posted.
"""

import asyncio
import base64
import itertools
import json
import logging
import os
import signal
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from aiohttp import web
from pydantic import SecretStr
from sqlmodel import col, func, select

from bot import engine, run
from bot.ports import MovedClock, WallClock
from bot.settings import ClockSettings, ServerSettings, Settings, SlackSettings, StoreSettings, VaultSettings
from bot.slack.send import EVENT
from bot.slack.tokens import Given, sealed
from bot.vault import MasterKeys, Vault
from bot.writer import Database
from handlers.turn import Moment
from storage import migrate
from storage.store import Store
from storage.tables import (
    Account,
    Connection,
    Delivery,
    DeliveryState,
    Door,
    Installation,
    Membership,
    Noun,
    Person,
    Place,
    PlaceKind,
    Role,
    Team,
    Workspace,
)
from tests.databases import Postgres
from tests.postgres import Run, server

NOW = datetime(2027, 3, 9, 10, tzinfo=UTC)
"""A Tuesday on which everybody is due since nine."""

KEYS = VaultSettings(keys=SecretStr(base64.b64encode(bytes(32)).decode()))
PATIENCE = 600.0
"""Seconds that are waited for one more message; how long all of them take is what is measured."""

TEAM = 10
"""People of one team."""


def settings(url: str, api: str) -> Settings:
    """What both processes run by; they look often, so that a small number is soon done."""
    secret = SecretStr("x")
    slack = SlackSettings(
        client_id="1.2", client_secret=secret, app_token=secret, api_base=api, transport="socket"
    )  # fmt: skip
    server = ServerSettings(address="https://town.example")
    clock = ClockSettings(plan_every=2, deliver_every=1, reconcile_every=5)
    return Settings(store=StoreSettings(url=SecretStr(url)), server=server, slack=slack, vault=KEYS, clock=clock)


# The organisations


def build(database: Database, workspaces: int, people: int) -> None:
    """So many organisations of so many people, each in a Slack workspace of its own that we are installed in."""
    for number in range(workspaces):
        database.writer.write(lambda store: _organisation(store, number, people)).result()  # noqa: B023 - waited for


def prepare(database: Database, workspaces: int, people: int) -> None:
    """The same in an empty database of PostgreSQL."""
    migrate.upgrade(database.engine)
    asyncio.run(engine.prepare(database.address))
    build(database, workspaces, people)


def _organisation(store: Store, number: int, people: int) -> None:
    now = Moment(NOW - timedelta(days=1), Random(number))
    workspace = Workspace(id=now.id(), name=f"Town {number}", created_at=now.at)
    ours: dict[str, Any] = {"workspace_id": workspace.id}
    connection = Connection(id=now.id(), door=Door.SLACK, external_id=f"T{number:08}", **ours)
    nouns: list[Noun] = [workspace, connection]
    for n in range(people):
        if n % TEAM == 0:
            team = Team(id=now.id(), handle=f"t{n}", name=f"Team {n}", part="all", **ours)
            nouns.append(team)
        person = Person(id=now.id(), handle=f"p{n}", name=f"P{n}", next_due_at=NOW - timedelta(hours=1), **ours)
        where: dict[str, Any] = {**ours, "connection_id": connection.id, "person_id": person.id}
        nouns += [
            person,
            Membership(id=now.id(), team_id=team.id, person_id=person.id, role=Role.MEMBER, **ours),
            Account(id=now.id(), external_id=f"U{number:04}{n:05}", **where),
            Place(id=now.id(), external_id=f"D{number:04}{n:05}", kind=PlaceKind.DIRECT, name=f"p{n}", **where),
        ]
    store.keep(*nouns)
    vault = Vault(MasterKeys(KEYS))
    key = vault.key_for(store, now, workspace.id)
    tokens: dict[str, Any] = sealed(vault, key, connection.id, Given(SecretStr(f"xoxb-{number}"), SecretStr(""), None))
    one: dict[str, Any] = {"connection_id": connection.id, "name": workspace.name, "bot_user": "U0BOT", "bot": "B0BOT"}
    store.keep(Installation(id=now.id(), installed_at=now.at, **ours, **one, **tokens))


# Slack


@dataclass
class Slack:
    """What stands, by conversation; `drops` of the posts are kept, and their answers lost."""

    people: int
    posted: defaultdict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0
    by: Counter[str] = field(default_factory=Counter)
    drops: frozenset[int] = frozenset()
    slow: float = 0
    """Seconds that an answer to a post takes."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _ts: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve it; gives the address of its methods."""
        app = web.Application()
        app.router.add_post("/api/{method}", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        number = request.headers["Authorization"].rpartition("-")[2]
        if method == "chat.postMessage":
            return await self._post(request, await request.json())
        if method == "chat.update":
            return web.json_response(self._update(await request.json()))
        given = await request.post()
        if method == "conversations.history":
            return web.json_response({"ok": True, "messages": self.posted[str(given["channel"])]})
        if method == "users.list":
            return web.json_response({"ok": True, **self._members(int(number), str(given.get("cursor", "")))})
        assert method == "users.info", method
        return web.json_response({"ok": True, "user": _member(int(number), str(given["user"]))})

    async def _post(self, request: web.Request, said: dict[str, Any]) -> web.StreamResponse:
        ts = f"{NOW.timestamp():.0f}.{next(self._ts):06}"
        self.posted[said["channel"]].append({**said, "ts": ts, "bot_id": "B0BOT"})
        self.count += 1
        count = self.count
        assert request.transport is not None
        self.by[str(request.transport.get_extra_info("peername"))] += 1
        self.changed.set()
        await asyncio.sleep(self.slow)
        if count in self.drops:
            request.transport.abort()
        return web.json_response({"ok": True, "channel": said["channel"], "ts": ts})

    def _update(self, said: dict[str, Any]) -> dict[str, Any]:
        there = next((one for one in self.posted[said["channel"]] if one["ts"] == said["ts"]), None)
        if there is None:
            return {"ok": False, "error": "message_not_found"}
        there.update(said)
        return {"ok": True, "channel": said["channel"], "ts": said["ts"]}

    def _members(self, number: int, cursor: str) -> dict[str, Any]:
        first = int(cursor or 0)
        last = min(first + 200, self.people)
        listed = [_member(number, f"U{number:04}{n:05}") for n in range(first, last)]
        return {"members": listed, "response_metadata": {"next_cursor": str(last) if last < self.people else ""}}


def _member(number: int, user: str) -> dict[str, Any]:
    return {"id": user, "team_id": f"T{number:08}", "deleted": False, "is_bot": False}


# The processes


async def worker(url: str, api: str, begun: float) -> None:
    """One process, its clock moved to the day, and on by so many seconds for each line that comes in."""
    known = settings(url, api)
    database = run.opened(known)
    clock = MovedClock(NOW + timedelta(seconds=time.time() - begun), WallClock())
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)

    def listen() -> None:
        for line in sys.stdin:
            clock.move_to(clock.now() + timedelta(seconds=float(line)))
        loop.call_soon_threadsafe(stopped.set)

    async with run.running(known, database, clock) as running:
        due = run.Due(running)
        async with run.at_work(running, due, known, takes_in=False):
            threading.Thread(target=listen, daemon=True).start()
            print("ready", flush=True)
            await stopped.wait()
    database.close()
    print(json.dumps({"cpu": time.process_time()}), flush=True)


@dataclass(frozen=True)
class Told:
    """What became of it."""

    states: dict[str, int]
    asked: int
    """People who were asked once."""

    twice: int
    never: int
    seconds: float
    at_kill: int
    """Messages that stood when a process was killed."""

    cpu: float
    """Seconds of CPU that the process used that was not killed."""


async def play(url: str, workspaces: int, people: int, *, drops: int = 0) -> Told:
    """Everybody is asked by two processes; one is killed when half of the messages stand."""
    database, total = Database(url), workspaces * people
    await asyncio.to_thread(prepare, database, workspaces, people)
    slack = Slack(people, drops=frozenset(Random(7).sample(range(1, total + 1), drops)))
    async with slack.serving() as api:
        begun = time.time()
        processes = [await started(url, api, begun) for _ in range(2)]
        try:
            for one in processes:
                assert one.stdout
                assert (await one.stdout.readline()).strip() == b"ready"
            await until(slack, total // 2)
            at_kill = slack.count
            processes[0].kill()
            await processes[0].wait()
            await _settled(database, slack, processes[1], total)
            seconds = time.time() - begun
            assert processes[1].stdin
            processes[1].stdin.close()
            said, _ = await asyncio.wait_for(processes[1].communicate(), 60)
        finally:
            for one in processes:
                if one.returncode is None:
                    one.kill()
                    await one.wait()
    states = await database.read(states_of)
    database.close()
    stands = [sum(_is_asked(message) for message in there) for there in slack.posted.values()]
    cpu = json.loads(said.splitlines()[-1])["cpu"]
    return Told(states, stands.count(1), sum(n > 1 for n in stands), total - len(stands), seconds, at_kill, cpu)


def _is_asked(message: dict[str, Any]) -> bool:
    return bool(message["metadata"]["event_type"] == EVENT)


async def started(url: str, api: str, begun: float) -> asyncio.subprocess.Process:
    """One process; it says when it is ready."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.many", "worker", url, api, str(begun)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


async def until(slack: Slack, count: int) -> None:
    """Wait until so many messages stand."""
    while slack.count < count:
        slack.changed.clear()
        async with asyncio.timeout(PATIENCE):
            await slack.changed.wait()


async def _settled(database: Database, slack: Slack, left: asyncio.subprocess.Process, total: int) -> None:
    """Wait until nothing is under way; where nothing moves any more, the clock of the process that is left moves on."""
    before: tuple[int, dict[str, int]] = (-1, {})
    moved_at = time.monotonic()
    while time.monotonic() < moved_at + PATIENCE:
        states = await database.read(states_of)
        if states.get("sent", 0) >= total and set(states) <= {"sent"}:
            return
        if before == (slack.count, states):
            assert left.stdin
            left.stdin.write(b"30\n")
        else:
            moved_at = time.monotonic()
        before = (slack.count, states)
        await asyncio.sleep(3)
    raise TimeoutError(f"nothing moves any more: {slack.count} messages stand, {before[1]}")


def states_of(store: Store) -> dict[str, int]:
    """How many deliveries are in which state."""
    counted = select(Delivery.state, func.count(col(Delivery.id))).group_by(Delivery.state)
    return {DeliveryState(state).value: count for state, count in store.connection.execute(counted)}


# The measurement


@contextmanager
def server_of_our_own() -> Iterator[str]:
    """A PostgreSQL for the measurement: the one of TEST_DATABASE_URL, or one of the tests' own."""
    here = Run()
    try:
        postgres = Postgres(server(here.folder), here.folder, "bench")
        with postgres.database(empty=True) as url:
            yield url.render_as_string(hide_password=False)
        postgres.close()
    finally:
        here.end()


def main() -> int:
    """`worker URL API BEGUN`, or WORKSPACES PEOPLE (20 100 if not said; 40 500 is the bar)."""
    if sys.argv[1:2] == ["worker"]:
        # Lost answers are meant to be lost here.
        logging.disable(logging.ERROR)
        url, api, begun = sys.argv[2:]
        asyncio.run(worker(url, api, float(begun)))
        os._exit(0)
    workspaces, people = (int(one) for one in sys.argv[1:3] or ("20", "100"))
    with server_of_our_own() as url:
        told = asyncio.run(play(url, workspaces, people, drops=20))
    total = workspaces * people
    print(f"{total:,} people in {workspaces} workspaces, two processes on PostgreSQL, one killed at {told.at_kill:,}:")
    print(f"  asked once {told.asked:,}, twice {told.twice}, never {told.never}; deliveries {told.states}")
    print(f"  {told.seconds:.0f} s; the process that was left used {told.cpu:.1f} s of CPU")
    return int((told.asked, told.twice, told.never) != (total, 0, 0))


if __name__ == "__main__":
    sys.exit(main())
