"""Asking the connector of Teams for something: once, and with an outcome that says what is known of it.

It takes activities as they are, in JSON of our own: the classes of botbuilder drop the fields of entities, and with
them the AI label, citations and mentions.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from bot.fetched import beginning
from bot.outbox import Later, Shut, Unreachable, Unsendable
from bot.ports import Clock
from bot.rates import LONGEST_WAIT
from bot.settings import LOOPBACK, TeamsSettings
from bot.teams.auth import CLOUDS, is_file, is_service
from bot.teams.credentials import Credentials
from bot.teams.keys import first

WITHIN = 10.0
"""Seconds that one answer may take; Microsoft's own are there in a fraction of one."""

REACHED_WITHIN = 5.0
"""Seconds that it may take to be connected."""

WAIT = timedelta(seconds=30)
"""How long we wait when it is said for how long, but not in seconds."""

MOST = 4 << 20
"""Bytes of one answer at most; a page of members has a tenth."""

A_PAGE = 200
"""Members that are asked for at once."""

PAGES = 500
"""Pages of members at most: no team has more than 25,000."""

CHANGES = ("POST", "PUT", "DELETE")
"""What does something, so that it is not known what was done when no answer comes."""


class Unknown(Exception):
    """Nobody knows whether the connector did what it was asked."""


class NotThere(Unreachable):
    """The connector knows no such conversation, message or person; perhaps it did once."""


FAILED = (Later, Shut, Unreachable, Unsendable, Unknown)
"""What a call raises."""


class Connector:
    """Calls the connector at the addresses that came with activities, and at no others.

    Each of its methods raises Later, Unreachable, Shut and Unsendable when it is known that nothing was done, and those
    that do something raise Unknown when it is not. Shut is raised where our token is refused, and a new one too.
    """

    def __init__(
        self, settings: TeamsSettings, credentials: Credentials | None, session: aiohttp.ClientSession, clock: Clock
    ) -> None:
        """Without credentials (and without an app id) it calls this machine alone."""
        self._hosts = settings.hosts if credentials is not None else frozenset(LOOPBACK)
        self.begins_at = next((one for one in CLOUDS[settings.cloud].begins if is_service(one, self._hosts)), "")
        """Where a conversation is begun with somebody from whose tenant nothing has come yet; empty for nowhere."""
        self._credentials, self._session, self._clock = credentials, session, clock

    async def send(self, service: str, conversation: str, activity: Mapping[str, Any]) -> str:
        """Show an activity in a conversation; the connector's id of it."""
        return _id(await self._call("POST", service, [conversation, "activities"], activity))

    async def reply(self, service: str, conversation: str, to: str, activity: Mapping[str, Any]) -> str:
        """Show it in the thread that a message of a channel begins; the connector's id of it.

        The thread is named as it is in what comes from it: an activity that is posted to another one by its id is a
        post of its own in some clients.
        """
        return _id(await self._call("POST", service, [f"{conversation};messageid={to}", "activities"], activity))

    async def end(self, service: str, conversation: str, activity: Mapping[str, Any]) -> None:
        """Show it as what a stream ends with: it has the name that the stream has, and no other is said."""
        await self._call("POST", service, [conversation, "activities"], activity)

    async def update(self, service: str, conversation: str, activity_id: str, activity: Mapping[str, Any]) -> None:
        """Show another one in its place."""
        await self._call("PUT", service, [conversation, "activities", activity_id], activity)

    async def delete(self, service: str, conversation: str, activity_id: str) -> None:
        """Take it away; one that is not there is away."""
        with suppress(NotThere):
            await self._call("DELETE", service, [conversation, "activities", activity_id])

    async def create(
        self, service: str, tenant: str, bot: str, member: str, activity: Mapping[str, Any] | None = None
    ) -> tuple[str, str]:
        """The direct conversation with somebody, begun if there is none, and the id of what was shown in it, if
        anything was.
        """
        asked: dict[str, Any] = {
            "isGroup": False,
            "bot": {"id": bot},
            "members": [{"id": member}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        answer = await self._call("POST", service, [], asked if activity is None else asked | {"activity": activity})
        return _id(answer), str(_object(answer).get("activityId") or "")

    async def member(self, service: str, conversation: str, user: str) -> dict[str, Any]:
        """Somebody in a conversation, as the connector describes them."""
        return _object(await self._call("GET", service, [conversation, "members", user]))

    async def members(self, service: str, conversation: str) -> AsyncIterator[dict[str, Any]]:
        """Everybody in a conversation, a page at a time."""
        asked = {"pageSize": str(A_PAGE)}
        for _ in range(PAGES):
            page = _object(await self._call("GET", service, [conversation, "pagedmembers"], query=asked))
            for one in page.get("members") or []:
                yield one
            following = page.get("continuationToken")
            if not following:
                return
            asked["continuationToken"] = str(following)

    async def team(self, service: str, team: str) -> dict[str, Any]:
        """A team by the id that its activities name, with its name."""
        return _object(await self._call("GET", service, [team], of="teams"))

    async def channels(self, service: str, team: str) -> list[dict[str, Any]]:
        """The channels of a team, each with its id and, but for the one that it began with, its name."""
        found = _object(await self._call("GET", service, [team, "conversations"], of="teams")).get("conversations")
        return [one for one in found or [] if isinstance(one, dict)]

    async def download(self, url: str, most: int) -> bytes:
        """The first `most` bytes of a file that somebody sent; whoever has its address may read it.

        Raises Later and Unsendable.
        """
        if not is_file(url, self._hosts):
            raise Unsendable("no address of files in Teams")
        try:
            async with self._session.get(URL(url, encoded=True), allow_redirects=False) as answer:
                if answer.status != 200:
                    raise Unsendable(f"download: {answer.status}")
                return await beginning(answer.content, most)
        except (aiohttp.ClientError, OSError) as problem:
            raise Later(f"download: {type(problem).__name__}") from None

    async def _call(
        self,
        method: str,
        service: str,
        path: list[str],
        content: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
        *,
        of: str = "conversations",
    ) -> object:
        if not is_service(service, self._hosts):
            raise Unsendable("no address of Microsoft's")
        steps = "".join(f"/{quote(one, safe='')}" for one in path)
        said = f"?{urlencode(query)}" if query else ""
        url = URL(f"{service.rstrip('/')}/v3/{of}{steps}{said}", encoded=True)
        try:
            return await self._ask(method, url, content)
        except Shut:
            # The token may have been a new one since; refused again, there is none that holds.
            return await self._ask(method, url, content)

    async def _ask(self, method: str, url: URL, content: Mapping[str, Any] | None) -> object:
        headers = {"Accept": "application/json"}
        token = ""
        if self._credentials is not None:
            token = await self._credentials()
            headers["Authorization"] = f"Bearer {token}"
        try:
            async with self._session.request(
                method, url, json=content, headers=headers, allow_redirects=False
            ) as answer:
                status, retry_after = answer.status, answer.headers.get("Retry-After", "")
                found = await first(answer.content, MOST)
        except aiohttp.ClientConnectorError as problem:
            raise Later(f"Teams could not be reached: {type(problem).__name__}") from None
        except aiohttp.ConnectionTimeoutError:
            raise Later("Teams could not be reached in time") from None
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            raise _in_doubt(method, type(problem).__name__) from None
        if 200 <= status < 300:
            return _read(method, found)
        if status == 401 and self._credentials is not None:
            self._credentials.forget(token)
        raise self._outcome(method, status, retry_after, found)

    def _outcome(self, method: str, status: int, retry_after: str, found: bytes) -> Exception:
        said = f"{status} {_error(found)}".strip()
        if status in (412, 429):
            return Later(said, self._clock.now() + _wait(retry_after) if retry_after else None)
        if status == 401:
            return Shut(said)
        if status in (403, 404):
            return NotThere(said) if status == 404 else Unreachable(said)
        if status >= 500 or status == 408:
            return _in_doubt(method, said)
        return Unsendable(said)


def connected() -> aiohttp.ClientSession:
    """The connection pool that everything goes out by. To be made on the event loop that uses it."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=WITHIN, sock_connect=REACHED_WITHIN), cookie_jar=aiohttp.DummyCookieJar()
    )


def _in_doubt(method: str, said: str) -> Exception:
    """No answer that says anything: who only asked may ask again."""
    return Unknown(f"{method}: {said}") if method in CHANGES else Later(said)


def _read(method: str, found: bytes) -> object:
    if not found.strip():
        return {}
    try:
        return json.loads(found)
    except (ValueError, RecursionError) as problem:
        raise _in_doubt(method, type(problem).__name__) from None


def _object(answer: object) -> dict[str, Any]:
    """Raises Later for an answer that is none: nothing but a question gets here."""
    if not isinstance(answer, dict):
        raise Later("no answer that can be read")
    return answer


def _id(answer: object) -> str:
    found = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(found, str) or not found:
        raise Unknown("it is not said what it is called")
    return found


def _error(found: bytes) -> str:
    """The connector's own name for what is wrong, such as MessageSizeTooBig."""
    try:
        answer = json.loads(found)
    except (ValueError, RecursionError):
        return ""
    error = answer.get("error") if isinstance(answer, dict) else None
    return str(error.get("code") or "")[:80] if isinstance(error, dict) else ""


def _wait(said: str) -> timedelta:
    if not (said.isascii() and said.isdecimal()):
        return WAIT
    return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
