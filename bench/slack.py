"""The door to Slack under load, beside a bare app of Bolt's on the same server: `bench/slack_servers.py`.

Bars: at least half of bare Bolt's throughput; alone, half of all answers within 10 ms; 200 a second for 60 s (60 %
presses, 30 % hand-ins, 10 % looks) with p99 under 500 ms and none over 3 s; 400 a second for 10 s; a form is opened
within 1 s of its press while 50 presses a second go on. Each is printed as met or not; what fails the run is what was
lost, doubled or answered with an error.
"""

import argparse
import asyncio
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from aiohttp import web

from bench import town
from bench.posts import Answered, Doings, Post, Signs, as_fast_as_it_goes, as_of, at_a_rate
from bench.slack_servers import BOT, BOT_USER, TEAM
from bench.slack_town import NAMED, morning

SHARE = 0.5
"""Of bare Bolt's throughput that is the bar."""

ROUNDS = 3
OF_EACH = 600
MOST = 3000.0
"""Milliseconds in which Slack wants its answer."""

SETTLES_WITHIN = 10
"""Seconds in which what is done after an answer has been done."""

AGAIN = 50
"""Each so many is delivered twice at once."""


class Peer:
    """A Slack that says yes to everything, and when it was asked to open what."""

    def __init__(self, users: Sequence[str]) -> None:
        self._users = [{"id": one, "team_id": TEAM} for one in users]
        self.opened: dict[str, float] = {}
        self.calls: Counter[str] = Counter()
        self.listed = asyncio.Event()
        """Set once we were told who is a member."""

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve it; gives the address of its methods."""
        app = web.Application(client_max_size=4 << 20)
        app.router.add_post("/api/{method}", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        method, now = request.match_info["method"], time.perf_counter()
        self.calls[method] += 1
        answer: dict[str, Any] = {"ok": True, "ts": f"{town.NOW.timestamp():.0f}.{self.calls.total():06}"}
        if method == "views.open":
            self.opened[(await request.json())["trigger_id"]] = now
        elif method == "auth.test":
            answer |= {"team_id": TEAM, "team": "Town", "user_id": BOT_USER, "bot_id": BOT}
        elif method == "users.list":
            # All on one page, so that nobody has to wait for them at Slack's pace before it begins.
            answer["members"] = self._users
            self.listed.set()
        elif method == "conversations.open":
            answer["channel"] = {"id": f"D{(await request.json())['users']}"}
        return web.json_response(answer)


@dataclass
class Server:
    """One server in a process of its own."""

    process: "subprocess.Popen[str]"
    port: int
    begun: float | None = None
    """When its clock stood at the town's hour; None of one that goes by the machine's."""

    @property
    def now(self) -> int:
        """The time that it signs by."""
        return int(time.time() if self.begun is None else town.NOW.timestamp() + time.time() - self.begun)

    def cpu(self, later: float = 0) -> float:
        """Seconds of CPU that it has used; one whose clock can be moved has it moved on by so many seconds first."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{later or ''}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def _process(module: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@asynccontextmanager
async def started(what: str, *arguments: str, of: str = "bench.slack_servers") -> AsyncIterator[Server]:
    """A server of such a module, for as long as it is needed."""
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        port = own.getsockname()[1]
    begun = time.time() if what == "ours" else None
    more = [*arguments, str(port), *([str(begun)] if begun else [])]
    with _process(of, what, *more) as process:
        try:
            async with asyncio.timeout(60):
                while not await _listens(port):
                    assert process.poll() is None, f"{what} has ended"
                    await asyncio.sleep(0.05)
            yield Server(process, port, begun)
        finally:
            process.kill()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


@dataclass
class Bench:
    """Both servers, what can be posted, and what is not as it has to be."""

    ours: Server
    bare: Server
    morning: Doings
    file: Path
    failed: list[str]
    beside: str = "bare Bolt"
    leaves_a_key: Collection[str] = ("press", "hand-in")
    """The kinds of what people do that leave one."""

    def signs(self, server: Server) -> Signs:
        """How what is posted to a server is signed."""
        return as_of(server.now)

    def pairs(self, count: int) -> list[Post]:
        """Presses and looks in turn."""
        return [post for _ in range(count // 2) for post in (self.morning.press(), self.morning.look())]

    async def alone(self) -> None:
        """One connection, one after the other."""
        for name, server in (("ours", self.ours), (self.beside, self.bare)):
            done = await as_fast_as_it_goes(server.port, self.pairs(200), self.signs(server), 1)
            bar = f" (bar: 10 ms, {met(done.quantile(0.5) <= 10)})" if server is self.ours else ""
            print(f"alone, {name}: p50 {done.quantile(0.5):.1f} ms, p99 {done.quantile(0.99):.1f} ms{bar}")
            self._answered(f"alone, {name}", done)

    async def throughput(self) -> tuple[float, float]:
        """Ours as a share of the bare one's, and milliseconds of CPU that the bare one takes for one."""
        shares, floor = [], []
        for _ in range(ROUNDS):
            bare, bare_cpu = await self._fast(self.bare, OF_EACH * 2)
            ours, ours_cpu = await self._fast(self.ours, OF_EACH)
            shares.append(ours / bare)
            floor.append(bare_cpu)
            print(
                f"presses and looks, 16 connections: ours {ours:.0f}/s ({ours_cpu:.2f} ms CPU each), "
                f"{self.beside} {bare:.0f}/s ({bare_cpu:.2f} ms); share {ours / bare:.2f}"
            )
        return median(shares), median(floor)

    async def _fast(self, server: Server, count: int) -> tuple[float, float]:
        posts, used = self.pairs(count), server.cpu()
        done = await as_fast_as_it_goes(server.port, posts, self.signs(server), 16)
        self._answered("as fast as it goes", done)
        return len(posts) / done.took, (server.cpu() - used) / len(posts) * 1000

    async def forms(self, seconds: int, opened: Mapping[str, float] | None = None) -> None:
        """Two forms a second are asked for, as Slack opens no more, and 48 other presses are made.

        `opened` says when each was, by its trigger; without it the form is the answer itself.
        """
        posts = [self.morning.opening() if n % 25 == 0 else self.morning.press() for n in range(50 * seconds)]
        done = await at_a_rate(self.ours.port, posts, self.signs(self.ours), 50)
        await asyncio.sleep(1)
        opened = done.answered if opened is None else opened
        took = sorted(opened[one] - due for one, due in done.due.items() if one in opened)
        missing = len(done.due) - len(took)
        worst = took[-1] * 1000 if took else 0
        print(
            f"forms opened while 50 presses a second go on: p50 {median(took) * 1000:.0f} ms, worst {worst:.0f} ms, "
            f"never {missing} of {len(done.due)} (bar: 1 s, {met(worst <= 1000 and not missing)})"
        )
        self._answered("forms", done)
        if missing:
            self.failed.append(f"{missing} forms were never opened")

    async def steady(self, rate: int, seconds: int) -> float:
        """The mix at a rate; gives milliseconds of CPU for each."""
        posts = self.morning.mix(rate * seconds)
        twice = [post for n, post in enumerate(posts) for _ in range(2 if n % AGAIN == 0 else 1)]
        before, used = _kept(self.file), self.ours.cpu()
        done = await at_a_rate(self.ours.port, twice, self.signs(self.ours), rate)
        cpu = self.ours.cpu() - used
        self._told(rate, seconds, done)
        share, each = done.own_cpu / (done.own_cpu + cpu), cpu / len(twice) * 1000
        print(f"  CPU: {each:.2f} ms for each, the outbox included; {cpu / done.took:.0%} of a core")
        print(f"  of what both used, who asks used {share:.0%}; answered {len(twice) / done.took:.0f} a second")
        self._answered(f"{rate} a second", done)
        await self._all_kept(posts, before)
        print(f"  {len(twice) - len(posts)} of them were delivered twice at once")
        return each

    def _told(self, rate: int, seconds: int, done: Answered) -> None:
        p50, p99, worst = (done.quantile(share) for share in (0.5, 0.99, 1))
        over = sum(one * 1000 > MOST for one in done.times)
        bar = f"p99 500 ms, {met(p99 < 500)}; none over 3 s, {met(not over)}"
        print(
            f"{rate} a second for {seconds} s: p50 {p50:.0f} ms, p99 {p99:.0f} ms, worst {worst:.0f} ms (bars: {bar})"
        )
        print("  p50 " + ", ".join(f"{name} {median(took) * 1000:.0f} ms" for name, took in done.kinds.items()))

    async def _all_kept(self, posts: Sequence[Post], before: dict[str, int]) -> None:
        kinds = Counter(post.kind for post in posts)
        wanted = {"received": sum(kinds[one] for one in self.leaves_a_key), "checkin": kinds["hand-in"]}
        found = _since(before, _kept(self.file))
        for _ in range(SETTLES_WITHIN):
            if found == wanted:
                break
            # A look that is answered by a message of its own leaves its key after it was answered.
            await asyncio.sleep(1)
            found = _since(before, _kept(self.file))
        print(f"  kept: {found} of {wanted}")
        if found != wanted:
            self.failed.append(f"kept {found}, not {wanted}")

    def _answered(self, when: str, done: Answered) -> None:
        if done.wrong:
            self.failed.append(f"{when}: answers by status {done.wrong}")


def _kept(file: Path) -> dict[str, int]:
    """Turns and check-ins that are kept."""
    with sqlite3.connect(file) as bare:
        return {name: bare.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("received", "checkin")}


def _since(before: Mapping[str, int], kept: Mapping[str, int]) -> dict[str, int]:
    return {name: kept[name] - before[name] for name in before}


def met(fine: bool) -> str:
    """How a bar is printed."""
    return "met" if fine else "NOT MET"


async def measure(folder: Path, seconds: int) -> list[str]:
    """Print the figures; gives what is not as it has to be."""
    size = NAMED + 100 + (200 * seconds + 400 * 10) * 3 // 10
    peer = Peer([f"U0{name.upper()}" for name in town.handles(size)])
    async with peer.serving() as api, started("bare") as bare:
        url, doings = await morning(folder, size, api)
        async with started("ours", url, api) as ours:
            await asyncio.wait_for(peer.listed.wait(), 60)
            bench = Bench(ours, bare, doings, folder / "slack.db", [])
            await bench.alone()
            share, floor = await bench.throughput()
            print(f"  share of bare Bolt's throughput: {share:.2f} (bar: {SHARE}, {met(share >= SHARE)})")
            await bench.forms(10, peer.opened)
            each = await bench.steady(200, seconds)
            print(f"  CPU beside bare Bolt's of one press or command: ratio {each / floor:.1f}")
            await bench.steady(400, 10)
            return bench.failed


def main(measured: Callable[[Path, int], Coroutine[None, None, list[str]]] = measure) -> int:
    """Print the figures; 1 when something is not as it has to be, however fast it came."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--long", action="store_true", help="200 a second for 60 s instead of 20")
    with tempfile.TemporaryDirectory() as folder:
        failed = asyncio.run(measured(Path(folder), 60 if ask.parse_args().long else 20))
    for one in failed:
        print(f"  NOT AS IT HAS TO BE: {one}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
