"""What it costs to deliver the morning's prompts at Slack, end to end, beside Slack's own client in a bare loop.

Bar: at most 1.0 ms of CPU a message, against a loopback Slack in a process of its own, where Slack's own client
costs 0.2 ms: five times that client, whatever the machine. Counted is all that the process does from a planned delivery
to a settled one: who is a member, claims, drawing, rendering, sending, and what is kept of it.
"""

import argparse
import asyncio
import gc
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import town
from bench.slack import Peer
from bench.slack_servers import TEAM, TOKEN, settings
from bot import run
from bot.ports import MovedClock, WallClock
from bot.rates import Pace
from bot.slack import call
from storage import deliveries, migrate, people
from storage.store import Store, open_engine, open_store

MESSAGES = 2000
NO_PORT = 1
"""Nothing listens: what is sent needs no server of ours."""

BAR = 1.0
AT_MOST = 5
"""Times the CPU of Slack's own client that a delivered message may cost."""

FAST = Pace(timedelta(0), 1)
"""As fast as it goes: a loopback Slack has no limits, and what is measured is CPU."""


def main() -> int:
    """Print the figures; 1 when something was not sent, or costs far more than Slack's own client does."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--messages", type=int, default=MESSAGES)
    ask.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.peer:
        asyncio.run(_peer(given.messages))
        return 0
    logging.disable(logging.CRITICAL)
    call.EVERY = dict.fromkeys(call.EVERY, FAST)
    call.ONE_CHANNEL = FAST
    with tempfile.TemporaryDirectory() as folder:
        cost, bare, sent = asyncio.run(measure(Path(folder), given.messages))
    print(f"a prompt delivered: {cost:.2f} ms of CPU (bar: {BAR} ms), {sent} of {given.messages} sent")
    print(f"  Slack's own client in a bare loop, the same messages: {bare:.2f} ms; ratio {cost / bare:.1f}")
    return 1 if sent != given.messages or cost / bare > AT_MOST else 0


async def measure(folder: Path, messages: int) -> tuple[float, float, int]:
    """Milliseconds of CPU of a delivered prompt and of a bare call, and how many prompts were sent."""
    url = f"sqlite:///{folder / 'delivering.db'}"
    with _at(messages) as api:
        known = settings(url, api, NO_PORT)
        _build(url, messages)
        database = run.opened(known)
        try:
            async with run.running(known, database, MovedClock(town.NOW, WallClock())) as running:
                await running.door.settle()
                await running.conductor.tick()
                gc.freeze()  # as the server does
                began = time.process_time()
                # As every forty minutes: who is a member is asked of all at once, and not for each message.
                await running.door.look()
                await running.outbox.serve(running.connection.workspace_id)
                cost = (time.process_time() - began) / messages * 1000
                gc.unfreeze()
                sent = await database.read(lambda store: _sent(store, running.connection.workspace_id))
        finally:
            database.close()
        bare = await floor(api, messages)
    return cost, bare, sent


def _build(url: str, messages: int) -> None:
    engine = open_engine(url)
    migrate.upgrade(engine)
    with open_store(engine) as store:
        workspace_id = town.build(store, messages, TEAM).workspace_id
        everybody = people.everybody(store, workspace_id)
        for one in everybody:
            one.next_due_at = town.NOW
        store.change_all(everybody, "next_due_at")
    engine.dispose()


def _sent(store: Store, workspace_id: str) -> int:
    places = [people.direct_place(store, person) for person in people.everybody(store, workspace_id)]
    return sum(len(deliveries.standing(store, workspace_id, place.id, 5)) for place in places if place)


async def floor(api: str, messages: int) -> float:
    """Milliseconds of CPU of one message by Slack's own client, with one shared connection."""
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "What will you move today?", "verbatim": True}}
    ] * 4
    async with call.connected() as session:
        client = call.opened(api, TOKEN, session)
        began = time.process_time()
        for n in range(messages):
            await client.chat_postMessage(channel=f"D{n}", text="What will you move today?", blocks=blocks)
        return (time.process_time() - began) / messages * 1000


@contextmanager
def _at(messages: int) -> Iterator[str]:
    """A loopback Slack in a process of its own; gives the address of its methods."""
    command = [sys.executable, "-m", "bench.delivering", "--peer", "--messages", str(messages)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(60)


async def _peer(messages: int) -> None:
    async with Peer([f"U0{name.upper()}" for name in town.handles(messages)]).serving() as api:
        print(api, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    sys.exit(main())
