"""What a question to the coach's model costs beside what it waits for: CPU, the time until it is on its way, memory;
and what 50 questions that hang cost everybody else. Against bare posts of the same bytes, in the same run.

    python -m bench.model [QUESTIONS]
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import median

import aiohttp
import httpx2

from bot.model import model_of
from bot.ports import WallClock
from bot.settings import ModelSettings
from score.model import SCHEMA, Model, Request, Said
from tests.fakes.model import KEY, MODEL, SILENT, Asked, FakeModel, quotes

QUESTIONS = 200
HANGING = 50
LINES = 40
"""Lines in the brief: about what 2,500 tokens hold."""

MOST_CPU = 8.0
"""Times the CPU of a bare post by the client that is beneath ours, at most."""

MOST_LAG = 0.050
"""Seconds that 50 questions that hang may keep anybody else waiting, at most."""

MEMORY = """
import resource, sys
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6
import bot.run
before = resident()
from bot.model import model_of
from bot.ports import WallClock
from bot.settings import ModelSettings
model_of(ModelSettings(base_url="http://127.0.0.1:9/v1", model="m"), WallClock())
print(resident() - before)
"""


@dataclass
class Measured:
    """What one way to ask took, by question."""

    cpu: list[float] = field(default_factory=list)
    """Seconds of CPU of the thread that asks."""
    until_sent: list[float] = field(default_factory=list)
    """Seconds until the endpoint had it."""


def request() -> Request:
    lines = [
        {"line": f"field/P-{n}", "text": f"Call every harbour before noon, the {n}. time " * 3} for n in range(LINES)
    ]
    return Request("Answer from the lines. " * 60, json.dumps({"question": "Why?", "lines": lines}), SCHEMA, "somebody")


async def measured(ask: Callable[[], Awaitable[object]], came: list[float], questions: int) -> Measured:
    found = Measured()
    for _ in range(questions // 10):
        await ask()
    for _ in range(questions):
        came.clear()
        cpu, began = time.thread_time(), time.perf_counter()
        await ask()
        found.cpu.append(time.thread_time() - cpu)
        found.until_sent.append(came[0] - began)
    return found


async def bare_httpx(address: str, body: bytes, came: list[float], questions: int) -> Measured:
    async with httpx2.AsyncClient(trust_env=False) as client:
        head = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
        return await measured(
            lambda: client.post(f"{address}/chat/completions", content=body, headers=head), came, questions
        )


async def bare_aiohttp(address: str, body: bytes, came: list[float], questions: int) -> Measured:
    head = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    async with aiohttp.ClientSession(headers=head) as session:

        async def post() -> bytes:
            async with session.post(f"{address}/chat/completions", data=body) as response:
                return await response.read()

        return await measured(post, came, questions)


async def ours(address: str, came: list[float], questions: int) -> Measured:
    model = model_of(ModelSettings(base_url=address, model=MODEL, key=KEY), WallClock())
    asked = request()
    try:
        began, cpu = time.perf_counter(), time.thread_time()
        assert isinstance(await model.ask(asked), Said)
        print(
            f"the first question: {(time.thread_time() - cpu) * 1000:.1f} ms of CPU, {ms(came[0] - began)} until sent"
        )
        return await measured(lambda: model.ask(asked), came, questions)
    finally:
        await model.close()


async def lag(model: Model) -> list[float]:
    """Seconds that somebody who wants a turn each 2 ms comes late, while so many questions hang."""
    asking = [asyncio.create_task(model.ask(request())) for _ in range(HANGING)]
    late = []
    while not all(one.done() for one in asking):
        began = time.perf_counter()
        await asyncio.sleep(0.002)
        late.append(time.perf_counter() - began - 0.002)
    await model.close()
    return late


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def main(questions: int) -> int:
    """Print the figures; 1 when a bar is not met."""
    came: list[float] = []

    def says(asked: Asked) -> str:
        came.append(time.perf_counter())
        return quotes(asked)

    fake = FakeModel(says)
    with fake.serving() as address:
        own = asyncio.run(ours(address, came, questions))
        body = fake.asked[-1].raw
        beneath = asyncio.run(bare_httpx(address, body, came, questions))
        other = asyncio.run(bare_aiohttp(address, body, came, questions))
        fake.down = SILENT
        known = ModelSettings(base_url=address, model=MODEL, key=KEY, deadline=3)
        late = sorted(asyncio.run(lag(model_of(known, WallClock()))))
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)

    print(f"{questions} questions of {len(body) / 1000:.1f} kB, medians; the endpoint answers at once, from a thread")
    for name, one in (("ours", own), ("httpx2 alone", beneath), ("aiohttp alone", other)):
        times, sooner = median(one.cpu) / median(beneath.cpu), median(one.until_sent) / median(beneath.until_sent)
        print(
            f"{name:14} CPU {ms(median(one.cpu))} ({times:.1f} x)   "
            f"until sent {ms(median(one.until_sent))} ({sooner:.1f} x)"
        )
    times, worst = median(own.cpu) / median(beneath.cpu), late[-1]
    print(f"{HANGING} hang: others wait {ms(late[len(late) // 2])} at the median, {ms(late[int(len(late) * 0.99)])} at")
    print(f"the 99th percentile of {len(late)}, {ms(worst)} at worst; bar {ms(MOST_LAG)} at the 99th")
    print(f"memory of the client: {float(done.stdout):.1f} MB, only where it is switched on")
    print(f"CPU {times:.1f} x that of a bare post, bar {MOST_CPU} x")
    return int(times > MOST_CPU or late[int(len(late) * 0.99)] > MOST_LAG)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS))
