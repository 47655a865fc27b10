"""Posts ready to be sent, and what sends them: little work, as it shares the cores with the server."""

import asyncio
import hashlib
import hmac
import json
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

SECRET = "signed-by-the-bench"
NEVER = 30.0
"""Seconds after which an answer is given up; Slack gives up after three."""

TAKEN = (200, 202)
"""How what was kept is answered."""


@dataclass(frozen=True)
class Post:
    """One delivery of a platform's: what it is, and its body."""

    kind: str
    body: bytes
    trigger: str = ""


Signs = Callable[[Post], bytes]
"""Makes the request of a post, signed as its platform does."""


class Doings(Protocol):
    """What people can do; each post is another one."""

    def press(self) -> Post:
        """A task is confirmed, or called whirlwind."""

    def opening(self) -> Post:
        """A form is asked for."""

    def look(self) -> Post:
        """Something is asked that leaves nothing behind."""

    def mix(self, count: int) -> list[Post]:
        """60 % presses, 30 % hand-ins, 10 % looks, shuffled."""


@dataclass
class Answered:
    """What became of the posts of one run."""

    times: list[float] = field(default_factory=list)
    """Seconds from the moment each was due: a server that keeps others waiting is not excused."""

    wrong: dict[int, int] = field(default_factory=dict)
    """Answers that say nothing was kept, by status; 0 is none."""

    kinds: dict[str, list[float]] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)
    """When each trigger was due to be pressed."""

    answered: dict[str, float] = field(default_factory=dict)
    """When each was answered."""

    took: float = 0.0
    own_cpu: float = 0.0

    def add(self, post: Post, seconds: float, status: int) -> None:
        """One answer."""
        self.times.append(seconds)
        self.kinds.setdefault(post.kind, []).append(seconds)
        if post.trigger:
            self.answered[post.trigger] = time.perf_counter()
        if status not in TAKEN:
            self.wrong[status] = self.wrong.get(status, 0) + 1

    def quantile(self, share: float) -> float:
        """Milliseconds within which that share was answered."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def interaction(kind: str, payload: Mapping[str, Any], trigger: str = "") -> Post:
    """A press or a form, as Slack posts it."""
    return Post(kind, urlencode({"payload": json.dumps(payload)}).encode(), trigger)


def command(kind: str, said: Mapping[str, str]) -> Post:
    """A slash command, as Slack posts it."""
    return Post(kind, urlencode(said).encode())


def as_of(at: int) -> Signs:
    """Slack's signature, as of a time."""
    return lambda post: _request(post, at)


def _request(post: Post, at: int) -> bytes:
    signed = hmac.new(SECRET.encode(), f"v0:{at}:".encode() + post.body, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={signed}\r\nContent-Length: {len(post.body)}\r\n\r\n"
    )
    return head.encode() + post.body


class _Wire(asyncio.Protocol):
    """One connection that is kept: one request at a time."""

    def __init__(self) -> None:
        self._got = b""
        self._waiting: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It stands."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over: what was asked is not answered."""
        self._done(0)

    def data_received(self, data: bytes) -> None:
        """A piece of an answer."""
        self._got += data
        head, parted, body = self._got.partition(b"\r\n\r\n")
        if parted:
            said = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            if len(body) >= int(said or 0):
                self._got = b""
                self._done(int(head[9:12]))

    def _done(self, status: int) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(status)

    async def post(self, request: bytes) -> int:
        """Its status; 0 when nothing came."""
        if self._transport.is_closing():
            return 0
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            return await asyncio.wait_for(self._waiting, NEVER)
        except TimeoutError:
            self._transport.abort()
            return 0

    def close(self) -> None:
        """Let go of it."""
        self._transport.close()


async def wires(port: int, count: int) -> list[_Wire]:
    """Connections to a server on this machine."""
    loop = asyncio.get_running_loop()
    return [(await loop.create_connection(_Wire, "127.0.0.1", port))[1] for _ in range(count)]


async def as_fast_as_it_goes(port: int, posts: Sequence[Post], signs: Signs, connections: int) -> Answered:
    """Send them all, each connection its next one as soon as it is answered."""
    ready = deque((post, signs(post)) for post in posts)
    held, answered = await wires(port, connections), Answered()

    async def go(wire: _Wire) -> None:
        while ready:
            post, request = ready.popleft()
            begun = time.perf_counter()
            status = await wire.post(request)
            answered.add(post, time.perf_counter() - begun, status)

    begun, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*[go(wire) for wire in held])
    answered.took, answered.own_cpu = time.perf_counter() - begun, time.process_time() - used
    for wire in held:
        wire.close()
    return answered


async def at_a_rate(port: int, posts: Sequence[Post], signs: Signs, rate: int, connections: int = 64) -> Answered:
    """Send each at its moment, whether or not those before it were answered."""
    ready = [(post, signs(post)) for post in posts]
    held, answered, waiting = deque(await wires(port, connections)), Answered(), set()
    everyone = list(held)
    free = asyncio.Semaphore(connections)

    async def one(post: Post, request: bytes, due: float) -> None:
        async with free:
            wire = held.popleft()
            status = await wire.post(request)
            held.append(wire)
        answered.add(post, time.perf_counter() - due, status)

    begun, used = time.perf_counter(), time.process_time()
    for n, (post, request) in enumerate(ready):
        due = begun + n / rate
        if (delay := due - time.perf_counter()) > 0:
            await asyncio.sleep(delay)
        if post.trigger:
            answered.due[post.trigger] = due
        task = asyncio.create_task(one(post, request, due))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
    await asyncio.gather(*waiting)
    answered.took, answered.own_cpu = time.perf_counter() - begun, time.process_time() - used
    for wire in everyone:
        wire.close()
    return answered
