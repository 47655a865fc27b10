"""What waits for a Microsoft that is slow, and what does not: `bench/teams_servers.py`.

Bars: while 100 messages that nobody asked for go out, with a token that takes 2 s and a connector that takes 200 ms
for each, loses every tenth answer and hangs four times, the event loop stalls for no more than 50 ms, one token is
asked for and no message stands twice; while the server hangs that says where keys are, nobody whose key is known is
answered later than within 0.5 s.

Milliseconds say as much of a machine's neighbours as of the code. So the floor is measured in the same run: the same
watch in a loop that does nothing, and in one that makes 100 bare posts of the same weight. And where the kernel tells
for how long a thread of ours could have gone on and was given no core, that is taken off: it is nobody's stall. The
run fails where ours uses far more CPU between two looks than the bare posts do, where it stalls for longer than the bar
and far longer than they do, where somebody whose key is known waits for the others, and where more than one token is
asked for or a message stands twice.
"""

import argparse
import asyncio
import contextlib
import gc
import json
import logging
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
from sqlmodel import select

from bench import town
from bench.posts import Answered, Post, as_fast_as_it_goes, at_a_rate
from bench.slack import Server, met, started
from bench.teams import SERVERS
from bench.teams_servers import ANSWER_TAKES, HANGS, MESSAGES, TOKEN_TAKES, known_to, settings
from bench.teams_town import NAMED, Morning, morning, reached_at, signed
from bot import run
from bot.outbox import SIDE_BY_SIDE
from bot.ports import MovedClock, WallClock
from bot.settings import Settings
from storage import migrate, people
from storage.store import Store, open_engine, open_store
from storage.tables import Delivery, DeliveryState, Door
from tests.fakes.teams import APP, HANG, SCOPE, SECRET, TENANT, FakeTeams

NO_PORT = 1
"""Nothing listens: what is sent needs no server of ours."""

TASKS = Path("/proc/self/task")
"""Where Linux says of each thread how long it ran, and how long it waited for a core, in nanoseconds."""

EVERY = 0.005
"""Seconds for which the watch sleeps; what it sleeps longer is a stall."""

STALL, DELAY = 50.0, 500.0
"""Milliseconds that are the bars."""

LIKE_BARE = 8
"""Times as much CPU between two looks of the watch, and as long a stall over the bar, as ours may have beside bare
posts."""

LIKE_BEFORE = 5
"""Times as long as before half of those may wait whose key is known."""

IDLE_FOR = 5.0
STRANGERS = 20


@dataclass
class Stalls:
    """What the watch has seen, in milliseconds."""

    worst: float
    """The longest for which the loop did not come back, the time left out in which it was given no core."""

    all_told: float
    """The longest as the clock says."""

    cpu: float
    """The most CPU that the process used between two looks."""

    def __str__(self) -> str:
        return f"worst stall {self.worst:.1f} ms, by the clock {self.all_told:.1f} ms; CPU at most {self.cpu:.1f} ms"


def _kept_waiting() -> float:
    """Seconds for which threads of ours could have gone on and were given no core; 0 where the kernel does not say.

    All of them: the loop waits for whoever holds the interpreter's lock, too.
    """
    waited = 0
    for one in TASKS.glob("*/schedstat"):
        # A thread may end meanwhile.
        with contextlib.suppress(OSError, IndexError, ValueError):
            waited += int(one.read_text().split()[1])
    return waited / 1e9


async def watched(work: Awaitable[object]) -> Stalls:
    """How long the event loop did not come back to a sleeper while something was done."""
    gaps, own, used = [0.0], [0.0], [0.0]

    async def watch() -> None:
        while True:
            at, waited, cpu = time.perf_counter(), _kept_waiting(), time.process_time()
            await asyncio.sleep(EVERY)
            gap = time.perf_counter() - at - EVERY
            gaps.append(gap * 1000)
            own.append((gap - max(0.0, _kept_waiting() - waited)) * 1000)
            used.append((time.process_time() - cpu) * 1000)

    watching = asyncio.create_task(watch())
    try:
        await work
    finally:
        watching.cancel()
    return Stalls(max(own), max(gaps), max(used))


class Slow:
    """A slow Microsoft in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]", address: str) -> None:
        self._process, self.address = process, address

    @property
    def service(self) -> str:
        """Where its connector is."""
        return f"{self.address}/emea/"

    def told(self, what: str = "") -> dict[str, Any]:
        """What it has seen; from `fail` on its messages fail in turn."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


@contextlib.contextmanager
def _slow() -> Any:
    command = [sys.executable, "-m", SERVERS, "slow", str(MESSAGES)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Slow(process, process.stdout.readline().strip())
        finally:
            process.stdin.close()
            process.wait(60)


# What goes out


def _build(url: str, service: str) -> None:
    """Everybody is due; half of them were heard from, so that the conversation of the others has to be begun."""
    engine = open_engine(url)
    migrate.upgrade(engine)
    with open_store(engine) as store:
        workspace_id = town.build(store, MESSAGES, TENANT, Door.TEAMS).workspace_id
        everybody = people.everybody(store, workspace_id)
        for one in everybody:
            one.next_due_at = town.NOW
        store.change_all(everybody, "next_due_at")
        reached_at(store, service)
        store.connection.exec_driver_sql("UPDATE place SET service = '' WHERE kind = 'direct' AND name > 'p5'")
    engine.dispose()


async def going_out(folder: Path) -> list[str]:
    """Print how long the loop stalls while messages go out; gives what is not as it has to be."""
    url = f"sqlite:///{folder / 'waits.db'}"
    with _slow() as slow:
        _build(url, slow.service)
        idle = await watched(asyncio.sleep(IDLE_FOR))
        bare = await watched(_bare(slow))
        before = slow.told("fail")
        known = settings(url, slow.address, NO_PORT)
        sent, ours, states = await _ours(known, slow)
    tokens = sent["tokens"] - before["tokens"]
    twice = {name: count for name, count in sent["standing"].items() if count > 1}
    print(f"the loop while nothing is done: {idle}")
    print(f"while {MESSAGES} bare posts are made, {SIDE_BY_SIDE} at a time: {bare}")
    print(f"while {MESSAGES} messages go out: {ours} (bar: {STALL:.0f} ms, {met(ours.worst <= STALL)})")
    longer, more = ours.worst / max(bare.worst, idle.worst), ours.cpu / bare.cpu
    print(f"  beside the floor: {longer:.1f} times the worst stall, {more:.1f} times the CPU")
    print(f"  by state: {dict(states)}; {tokens} token asked for; {len(sent['standing'])} stand, {len(twice)} twice")
    failed = [f"{tokens} tokens were asked for"] if tokens != 1 else []
    failed += [f"messages stand twice: {twice}"] if twice else []
    standing = MESSAGES - len(HANGS)
    failed += [f"{len(sent['standing'])} stand, not {standing}"] if len(sent["standing"]) != standing else []
    failed += [f"messages by state: {dict(states)}"] if set(states) != {"sent", "uncertain"} else []
    failed += [f"{more:.1f} times the CPU between two looks"] if more > LIKE_BARE else []
    failed += [f"a stall of {ours.worst:.0f} ms"] if ours.worst > STALL and longer > LIKE_BARE else []
    return failed


async def _bare(slow: Slow) -> None:
    """The same number of messages of the same weight, by nothing but the HTTP library."""
    activity = {"type": "message", "text": "", "attachments": [{"content": "x" * 6000}]}
    room = asyncio.Semaphore(SIDE_BY_SIDE)
    async with aiohttp.ClientSession() as http:
        form = {"grant_type": "client_credentials", "client_id": APP, "client_secret": SECRET, "scope": SCOPE}
        async with http.post(f"{slow.address}/{TENANT}/oauth2/v2.0/token", data=form) as answer:
            token = (await answer.json())["access_token"]

        async def post(name: str) -> None:
            async with room:
                at = f"{slow.service}v3/conversations/a:{name}/activities"
                headers = {"Authorization": f"Bearer {token}"}
                async with http.post(at, json=activity, headers=headers) as answer:
                    assert answer.status == 201
                    await answer.read()

        await asyncio.gather(*[post(name) for name in town.handles(MESSAGES)])


async def _ours(known: Settings, slow: Slow) -> tuple[dict[str, Any], Stalls, Counter[str]]:
    """What the connector was asked for and shows, the stalls meanwhile, and what became of the messages."""
    database = run.opened(known)
    clock = MovedClock(town.NOW, WallClock())
    try:
        async with run.running(known, database, clock) as running:

            def states(store: Store) -> Counter[str]:
                return Counter(one.state.value for one in store.find(select(Delivery)))

            async def all_out() -> None:
                under_way = {DeliveryState.PLANNED, DeliveryState.SENDING}
                async with asyncio.timeout(120):
                    # Nobody tells what becomes of a delivery.
                    while not (found := await database.read(states)) or under_way & found.keys():  # noqa: ASYNC110
                        await asyncio.sleep(0.5)

            async def day() -> None:
                async with run.at_work(running, run.Due(running), known, takes_in=False):
                    await all_out()

            gc.freeze()  # as the server does
            stalls = await watched(day())
            # By now what is in doubt would be looked for, if anybody could.
            clock.move_to(clock.now() + timedelta(minutes=10))
            await running.outbox.reconcile()
            for one in await running.outbox.to_serve():
                await running.outbox.serve(one)
            gc.unfreeze()
            return slow.told(), stalls, await database.read(states)
    finally:
        database.close()


# What comes in


async def coming_in(folder: Path) -> list[str]:
    """Print how long those wait whose key is known while nobody says which keys there are."""
    teams = FakeTeams()
    size = NAMED + 100
    known_to(teams, town.handles(size))
    async with teams.serving():
        url, doings = await morning(folder, size, teams)
        async with started("ours", url, teams.address, of=SERVERS) as ours:
            before = await _presses(ours, teams, doings)
            # A key that is not known is asked for again once a minute at most.
            ours.cpu(120)
            teams.faults["metadata"].append(HANG)
            strangers = asyncio.create_task(_strangers(ours, teams, doings))
            await teams.hangs.wait()
            meanwhile = await _presses(ours, teams, doings)
            waiting = not strangers.done()
            unknown = await strangers
    p50, worst = meanwhile.quantile(0.5), meanwhile.quantile(1)
    print(f"presses before: p50 {before.quantile(0.5):.1f} ms, worst {before.quantile(1):.0f} ms")
    bar = f"bar: {DELAY:.0f} ms, {met(worst <= DELAY)}"
    print(f"while nobody says which keys there are: p50 {p50:.1f} ms, worst {worst:.0f} ms ({bar})")
    print(f"  {STRANGERS} whose key is not known: {unknown.wrong}, within {unknown.quantile(1) / 1000:.1f} s")
    failed = [] if waiting else ["it did not hang for as long as was measured"]
    failed += [f"answers by status {one.wrong}" for one in (before, meanwhile) if one.wrong]
    failed += [f"whose key is not known: {unknown.wrong}"] if unknown.wrong != {503: STRANGERS} else []
    failed += ["who has a known key waits for the others"] if p50 > LIKE_BEFORE * before.quantile(0.5) else []
    return failed


async def _presses(ours: Server, teams: FakeTeams, doings: Morning) -> Answered:
    posts = [doings.press() for _ in range(60)]
    return await at_a_rate(ours.port, posts, lambda post: signed(teams, post), 20)


async def _strangers(ours: Server, teams: FakeTeams, doings: Morning) -> Answered:
    def forged(post: Post) -> bytes:
        return signed(teams, post, key="stranger")

    return await as_fast_as_it_goes(ours.port, [doings.press() for _ in range(STRANGERS)], forged, STRANGERS)


async def measure(folder: Path) -> list[str]:
    """Print the figures; gives what is not as it has to be."""
    print(f"a token takes {TOKEN_TAKES:.0f} s, a message {ANSWER_TAKES * 1000:.0f} ms")
    return [*await going_out(folder), *await coming_in(folder)]


def main() -> int:
    """Print the figures; 1 when something is not as it has to be."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        failed = asyncio.run(measure(Path(folder)))
    for one in failed:
        print(f"  NOT AS IT HAS TO BE: {one}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
