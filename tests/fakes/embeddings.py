"""An OpenAI-compatible endpoint for embeddings over loopback: it refuses what the real one refuses, and can fail.

Its model knows a few synonyms; all other words are as far from each other as chance has it.
"""

import asyncio
import base64
import json
import math
import re
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Queue
from random import Random
from typing import Any

from aiohttp import web

KEY, MODEL = "sk-fake-key", "fake-small"
SIZE = 64
MOST_TEXTS, MOST_TOKENS = 2048, 8192
SYNONYMS: Mapping[str, str] = {"ring": "call", "phone": "call", "quay": "harbour", "quays": "harbour", "lunch": "noon"}
SAYS_LITTLE = {"a", "before", "every", "the", "to"}


@dataclass(frozen=True)
class Fault:
    """One way to fail: another status, another body, late, in drops, or not at all."""

    status: int = 200
    body: str | bytes = ""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    slow: float = 0.0
    drip: float = 0.0
    """Seconds between two bytes."""
    cut: bool = False
    """The connection ends in the middle."""
    change: Callable[[list[dict[str, Any]]], object] | None = None
    """What is done to the rows of the right answer; what it gives takes their place, unless that is None."""


HTML = Fault(200, "<html>Welcome to our proxy</html>", "text/html")
OVERLOADED = Fault(503, '{"error": {"message": "overloaded"}}')
CUT = Fault(cut=True)


class _Refused(Exception):
    def __init__(self, status: int, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.said = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}


def vector(text: str, size: int = SIZE) -> list[float]:
    """What a text means to the fake."""
    words = [SYNONYMS.get(word, word) for word in re.findall(r"\w+", text.casefold()) if word not in SAYS_LITTLE]
    chances = [Random(word) for word in words or ["nothing"]]
    total = [sum(each) for each in zip(*([one.gauss(0, 1) for _ in range(size)] for one in chances), strict=True)]
    length = math.sqrt(sum(each * each for each in total))
    return [each / length for each in total]


class FakeEmbeddings:
    """The endpoint; `faults` are played one by one before it is well again, `down` the same for ever."""

    def __init__(self) -> None:
        self.key: str | None = KEY
        self.size = SIZE
        self.asked: list[list[str]] = []
        """The texts of each request that was understood."""
        self.headers: list[Mapping[str, str]] = []
        """Those of each request."""
        self.requests = 0
        self.faults: deque[Fault] = deque()
        self.down: Fault | None = None
        self.refuses: dict[str, int] = {}
        """Texts that it refuses, as a filter before a real one does, with the status that it says then."""

    @property
    def texts(self) -> list[str]:
        """Every text that it was sent."""
        return [text for texts in self.asked for text in texts]

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve it from a thread of its own; gives its address."""
        serving: Queue[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]] = Queue()

        async def serve() -> None:
            app = web.Application(client_max_size=64 << 20)
            app.router.add_post("/v1/embeddings", self._answer)
            runner = web.AppRunner(app, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            stopped = asyncio.Event()
            serving.put((asyncio.get_running_loop(), stopped, runner.addresses[0][1]))
            await stopped.wait()
            await runner.cleanup()

        thread = threading.Thread(target=lambda: asyncio.run(serve()), name="fake embeddings")
        thread.start()
        loop, stopped, port = serving.get(timeout=10)
        try:
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            loop.call_soon_threadsafe(stopped.set)
            thread.join()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        self.headers.append(dict(request.headers))
        fault = self.faults.popleft() if self.faults else self.down or Fault()
        await asyncio.sleep(fault.slow)
        if fault.cut:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if fault.body:
            return await self._said(request, fault, fault.body)
        try:
            rows = self._rows(request.headers.get("Authorization", ""), await request.json())
        except _Refused as refused:
            return web.json_response(refused.said, status=refused.status)
        changed = fault.change(rows) if fault.change else None
        said = {"object": "list", "data": rows if changed is None else changed, "model": MODEL}
        body = json.dumps({**said, "usage": {"prompt_tokens": 1, "total_tokens": 1}})
        return await self._said(request, fault, body)

    async def _said(self, request: web.Request, fault: Fault, body: str | bytes) -> web.StreamResponse:
        raw = body.encode() if isinstance(body, str) else body
        response = web.StreamResponse(status=fault.status, headers={"Content-Type": fault.kind, **fault.headers})
        await response.prepare(request)
        for begin in range(0, len(raw), 1 if fault.drip else len(raw)):
            await response.write(raw[begin : begin + 1] if fault.drip else raw)
            await asyncio.sleep(fault.drip)
        return response

    def _rows(self, authorization: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
        if self.key is not None and authorization != f"Bearer {self.key}":
            raise _Refused(401, "Incorrect API key provided.", "invalid_api_key")
        if asked.get("model") != MODEL:
            raise _Refused(404, f"The model `{asked.get('model')}` does not exist.", "model_not_found")
        given = asked.get("input")
        texts: Sequence[Any] = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        if not 0 < len(texts) <= MOST_TEXTS or not all(isinstance(text, str) and text for text in texts):
            raise _Refused(400, "'$.input' is invalid.")
        if (tokens := max(len(text) // 4 for text in texts)) > MOST_TOKENS:
            raise _Refused(400, f"This model's maximum context length is {MOST_TOKENS} tokens, you requested {tokens}.")
        for text in filter(self.refuses.get, texts):
            raise _Refused(self.refuses[text], "The request was blocked.")
        size = asked.get("dimensions", self.size)
        if not 0 < size <= self.size:
            raise _Refused(400, f"Invalid value for 'dimensions' = {size}.")
        self.asked.append(list(texts))
        found = [vector(text, size) for text in texts]
        is_raw = asked.get("encoding_format") == "base64"
        return [
            {"object": "embedding", "index": n, "embedding": _base64(one) if is_raw else one}
            for n, one in enumerate(found)
        ]


def _base64(numbers: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()
