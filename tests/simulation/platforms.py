"""Two platforms: a Slack that lets one look whether a message stands, and another that offers no proof of anything.

Both lose answers after they have done what was asked, take their time, say that they are busy, break, and are away for
hours. What they show is what they show: it is written down as people would see it.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.outbox import Drawing, Later, Unreachable
from handlers.cards import Card
from storage.tables import Connection, Delivery, Place
from tests.fakes.slack import TOKEN, Channel, FakeSlack, Refused

if TYPE_CHECKING:
    from tests.simulation.machine import Process
    from tests.simulation.world import World

WITHIN = 10.0
"""Seconds after which whoever called gives up; see bot/slack/call.py."""

RESPONSE = "response"
"""What is done by an address that came with a press, beside the methods."""


@dataclass
class Weather:
    """How a platform does: the share of calls that go wrong in each way, and whether it is away altogether."""

    lost: float = 0.0
    """Done, and the answer never comes."""
    busy: float = 0.0
    broken: float = 0.0
    """An error of the server, before anything was done or after it."""
    unreached: float = 0.0
    slow: float = 0.0
    """Done long after whoever called has given up."""
    away: bool = False
    lag: float = 0.0
    """Seconds until what was said can be read back, at most."""

    def kind(self, chance: Random) -> str:
        """What becomes of one call."""
        if self.away:
            return chance.choice(["unreached", "broken", "broken", "gone"])
        at = chance.random()
        for kind in ("lost", "busy", "broken", "unreached", "slow"):
            at -= getattr(self, kind)
            if at < 0:
                return kind
        return "well"


CALM = Weather()


@dataclass(frozen=True)
class _Response:
    """As slack_sdk gives it."""

    data: Any
    status_code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class _Client:
    """In the place of slack_sdk's client: what the door calls."""

    def __init__(self, slack: "Slack", process: "Process") -> None:
        self._slack, self._process = slack, process
        self.token, self.base_url = TOKEN, "https://slack.com/api/"
        self.session = _Session(slack, process)

    async def api_call(
        self, method: str, *, json: Mapping[str, Any] | None = None, data: Mapping[str, Any] | None = None
    ) -> _Response:
        """Call a method; raises what slack_sdk and aiohttp raise."""
        await self._process.step(f"before {method}")
        answer = await self._slack.called(method, dict(json or data or {}))
        await self._process.step(f"after {method}")
        return answer


class _Session:
    """In the place of its HTTP session: what answers by an address that came with a press go through."""

    def __init__(self, slack: "Slack", process: "Process") -> None:
        self._slack, self._process = slack, process

    @asynccontextmanager
    async def post(self, url: str, *, json: Mapping[str, Any], allow_redirects: bool) -> AsyncIterator[SimpleNamespace]:
        """Answer; raises what aiohttp raises."""
        assert not allow_redirects
        await self._process.step("before a response")
        try:
            await self._slack.called(RESPONSE, {"url": url, "message": dict(json)})
            status = 200
        except SlackApiError as problem:
            status = problem.response.status_code
        await self._process.step("after a response")
        yield SimpleNamespace(status=status)


class Slack(FakeSlack):
    """One workspace of Slack, as the tests' own fake knows it, on the world's time."""

    def __init__(self, world: "World", chance: Random) -> None:
        super().__init__(world.clock)
        self._world, self._chance = world, chance
        self.weather = CALM
        self.address = "hooks.slack.com"
        self.opened: dict[str, dict[str, Any]] = {}
        self._stood_at: dict[str, datetime] = {}
        self._readable: dict[str, datetime] = {}

    def client(self, process: "Process") -> _Client:
        """What a process calls Slack with."""
        return _Client(self, process)

    async def called(self, method: str, given: dict[str, Any]) -> _Response:
        """What becomes of a call: what Slack does is done whether or not anybody still waits."""
        kind = self.weather.kind(self._chance)
        await asyncio.sleep(self._chance.uniform(0.01, 0.3))
        if kind == "unreached":
            raise _unreached()
        if kind == "busy":
            self._raise(429, "ratelimited", {"Retry-After": str(self._chance.choice([1, 5, 30, 60, 300]))})
        does = kind not in ("gone",) and not (kind == "broken" and self._chance.random() < 0.5)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        if does:
            later = self._chance.uniform(10, 28) if kind == "slow" else 0.0
            self._world.loop.call_later(later, self._done, method, given, answer)
        elif kind == "broken":
            answer.set_result({"ok": False, "error": "nothing was done"})
        try:
            async with asyncio.timeout(WITHIN):
                said = await (asyncio.get_running_loop().create_future() if kind in ("lost", "gone") else answer)
        except TimeoutError:
            raise aiohttp.ServerTimeoutError from None
        if kind == "broken":
            self._raise(
                self._chance.choice([500, 502, 503]), self._chance.choice(["", "internal_error", "fatal_error"])
            )
        if not said["ok"]:
            self._raise(200, said["error"])
        return _Response(said)

    def _done(self, method: str, given: dict[str, Any], answer: "asyncio.Future[dict[str, Any]]") -> None:
        try:
            said = {"ok": True, **self._do(method, given, f"Bearer {TOKEN}")}
        except Refused as refused:
            said = {"ok": False, "error": refused.error}
        if not answer.done():
            answer.set_result(said)

    def _raise(self, status: int, error: str, headers: Mapping[str, str] | None = None) -> None:
        response = _Response({"ok": False, "error": error} if error else "<html>", status, headers or {})
        raise SlackApiError(f"{status} {error}", response)  # type: ignore[no-untyped-call]

    # What it does otherwise than the fake

    def _do(self, method: str, given: dict[str, Any], authorization: str) -> dict[str, Any]:
        if method != RESPONSE:
            return super()._do(method, given, authorization)
        channel, user = given["url"].split("/")[-2:]
        self._world.posted(self._responded(channel, user, given["message"]), "")
        return {}

    def _to(self, channel: str) -> Channel:
        found = super()._to(channel)
        if channel.startswith("D") and any(self.users[one].get("deleted") for one in found.members):
            raise Refused("channel_not_found")
        return found

    def _chat_postmessage(self, given: dict[str, Any]) -> dict[str, Any]:
        answer = super()._chat_postmessage(given)
        message = self.channels[answer["channel"]].messages[-1]
        self._readable[message.ts] = self.clock.now() + timedelta(seconds=self._chance.uniform(0, self.weather.lag))
        self._world.posted(message, delivery_of(given))
        return answer

    def _chat_postephemeral(self, given: dict[str, Any]) -> dict[str, Any]:
        answer = super()._chat_postephemeral(given)
        self._world.posted(self.channels[given["channel"]].messages[-1], "")
        return answer

    def _chat_update(self, given: dict[str, Any]) -> dict[str, Any]:
        answer = super()._chat_update(given)
        message = next(one for one in self.channels[answer["channel"]].messages if one.ts == given["ts"])
        self._world.amended(message, delivery_of(given))
        return answer

    def _views_open(self, given: dict[str, Any]) -> dict[str, Any]:
        answer = super()._views_open(given)
        self.opened[given["trigger_id"]] = answer["view"]
        self._world.opened(given["trigger_id"], answer["view"])
        return answer

    def _page(self, given: dict[str, Any], thread: str) -> dict[str, Any]:
        if not given["channel"].startswith("D"):
            # To read a channel takes a scope that manifest.yml does not ask for.
            raise Refused("missing_scope")
        now = self.clock.now()
        page = super()._page(given, thread)
        return {**page, "messages": [one for one in page["messages"] if self._readable.get(one["ts"], now) <= now]}

    def submission_of(self, user: str, view: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
        """Somebody sends a form that they have opened."""
        self.views.append(dict(view))
        try:
            return self.submission(user, values)
        finally:
            self.views.pop()


def _unreached() -> Exception:
    key: Any = aiohttp.client_reqrep.ConnectionKey("slack.com", 443, True, True, None, None, None)
    return aiohttp.ClientConnectorError(key, OSError("nobody there"))


def delivery_of(given: Mapping[str, Any]) -> str:
    """The delivery that a message says to be."""
    return str(((given.get("metadata") or {}).get("event_payload") or {}).get("delivery", ""))


# The other one


@dataclass
class Stands:
    """One message of the silent platform."""

    reference: str
    place: str
    delivery: str
    card: Card
    versions: int = 1


class Silent:
    """A platform that shows what it is given, and that cannot be asked what it has shown."""

    def __init__(self, world: "World", chance: Random) -> None:
        self._world, self._chance = world, chance
        self.weather = CALM
        self.gone: set[str] = set()
        self.messages: list[Stands] = []

    def door(self, process: "Process", connection: Connection) -> "_SilentOut":
        """What a process sends by."""
        return _SilentOut(self, process, connection)

    async def shows(self, work: Any, place: str) -> str:
        """What becomes of one message; `work` is done whether or not anybody still waits."""
        kind = self.weather.kind(self._chance)
        await asyncio.sleep(self._chance.uniform(0.01, 0.3))
        if kind == "unreached":
            raise Later("nobody there")
        if kind == "busy":
            raise Later("told to wait", self._world.now() + timedelta(seconds=self._chance.choice([1, 5, 30, 300])))
        if place in self.gone:
            raise Unreachable("the account there was deactivated")
        if kind == "gone" or (kind == "broken" and self._chance.random() < 0.5):
            raise ConnectionResetError
        if kind == "slow":
            self._world.loop.call_later(self._chance.uniform(10, 28), work)
            await asyncio.sleep(WITHIN)
            raise TimeoutError
        reference: str = work()
        if kind in ("lost", "broken"):
            await asyncio.sleep(WITHIN if kind == "lost" else 0.1)
            raise ConnectionResetError
        return reference


class _SilentOut:
    """Sends to the silent platform."""

    twice_is_once = False

    def __init__(self, silent: Silent, process: "Process", connection: Connection) -> None:
        self._silent, self._process, self._connection = silent, process, connection

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Show it."""
        card, language = await drawing()
        assert isinstance(card, Card), language
        await self._process.step("before a message")

        def stands() -> str:
            made = Stands(f"s{len(self._silent.messages)}", place.external_id, delivery.id, card)
            self._silent.messages.append(made)
            self._process.world.stands(made, place)
            return made.reference

        reference = await self._silent.shows(stands, place.external_id)
        await self._process.step("after a message")
        return reference

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Show it again."""
        card, language = await drawing()
        assert isinstance(card, Card), language
        await self._process.step("before an amendment")

        def changed() -> str:
            made = next(one for one in self._silent.messages if one.reference == reference)
            made.card = card
            made.versions += 1
            self._process.world.stands(made, place)
            return reference

        await self._silent.shows(changed, place.external_id)
        await self._process.step("after an amendment")


def words_of(blocks: object) -> str:
    """Everything that stands in a message, whatever it is for."""
    return json.dumps(blocks, ensure_ascii=False)
