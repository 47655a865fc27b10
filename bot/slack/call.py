"""Asking Slack for something: once, at its pace, and with an outcome that says what is known of it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.fetched import beginning
from bot.outbox import Later, Shut, Unreachable, Unsendable
from bot.ports import Clock
from bot.rates import LONGEST_WAIT, Key, Pace, Rates, Wanted
from bot.writer import Unkept

QUIET = logging.getLogger("concertmaster.slack.calls")
"""Where Slack's own client writes: at DEBUG it would write answers as they are, tokens and all."""

QUIET.setLevel(logging.INFO)

WITHIN = 10.0
"""Seconds that one answer may take; Slack's own are there in a fraction of one."""

REACHED_WITHIN = 5.0
"""Seconds that it may take to be connected."""

PATIENCE = timedelta(seconds=2)
"""How long a call waits for its turn by itself; whoever has to wait longer comes again."""

WAIT = timedelta(seconds=30)
"""How long we wait when we are told to, but not for how long."""

A_MINUTE = timedelta(minutes=1)

EVERY: Mapping[str, Pace] = {
    "chat.postMessage": Pace(A_MINUTE / 525, 20),
    "chat.postEphemeral": Pace(A_MINUTE / 100, 20),
    "chat.update": Pace(A_MINUTE / 50, 20),
    "chat.delete": Pace(A_MINUTE / 50, 20),
    "chat.unfurl": Pace(A_MINUTE / 50, 20),
    "views.open": Pace(A_MINUTE / 100, 50),
    "views.update": Pace(A_MINUTE / 100, 50),
    "views.publish": Pace(A_MINUTE / 100, 50),
    "users.info": Pace(A_MINUTE / 100, 50),
    "users.list": Pace(A_MINUTE / 20, 5),
    "usergroups.list": Pace(A_MINUTE / 20, 5),
    "auth.teams.list": Pace(A_MINUTE / 20, 5),
    "oauth.v2.access": Pace(A_MINUTE / 100, 20),
    "conversations.open": Pace(A_MINUTE / 50, 20),
    "conversations.info": Pace(A_MINUTE / 50, 20),
    "conversations.members": Pace(A_MINUTE / 100, 50),
    "conversations.history": Pace(A_MINUTE / 50, 20),
    "conversations.replies": Pace(A_MINUTE / 50, 20),
    "assistant.threads.setSuggestedPrompts": Pace(A_MINUTE / 100, 20),
    "assistant.threads.setStatus": Pace(A_MINUTE / 100, 20),
    "agents.sessions.setStatus": Pace(A_MINUTE / 50, 20),
    "agents.sessions.rename": Pace(A_MINUTE / 50, 20),
}
"""The time between two calls of a method, and how many may go at once: its tier, as a minute has it. The number for
messages is what others hold themselves to; Slack says only that there is one."""

OTHERS = Pace(A_MINUTE / 20, 10)
ONE_CHANNEL = Pace(timedelta(seconds=1), 3)
"""One message a second in one channel, and a short burst."""

THE_DOOR = frozenset(
    {
        "account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed", "no_permission",
        "missing_scope", "not_allowed_token_type", "org_login_required", "ekm_access_denied", "team_access_not_granted",
        "access_denied", "accesslimited", "two_factor_setup_required", "app_not_installed", "invalid_token",
    }
)  # fmt: skip
"""What Slack says when nothing of ours will do until somebody changes the token; or else of one call alone, which
`auth.test` tells apart."""

THE_PLACE = frozenset(
    {
        "channel_not_found", "not_in_channel", "is_archived", "user_not_found", "users_not_found", "user_disabled",
        "user_not_visible", "user_not_in_channel", "user_is_bot", "user_is_restricted", "user_is_ultra_restricted",
        "cannot_dm_bot", "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_locked",
        "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "messages_tab_disabled",
        "slack_connect_blocked",
        "team_not_found", "method_not_supported_for_channel_type", "cannot_message_self", "recipient_not_found",
        "external_channel_migrating", "as_user_not_supported",
    }
)  # fmt: skip
"""What it says of one conversation or person that cannot be reached."""

NOT_NOW = frozenset({"message_limit_exceeded", "service_unavailable", "team_added_to_org", "request_timeout"})
"""What it says when nothing was done, and the same may do later."""

RESPONSES = "hooks.slack.com"
"""Where answers to presses go."""

UPLOADS = "files.slack.com"
"""Where files go."""

PERHAPS = frozenset({"internal_error", "fatal_error"})
"""What it says when part of it may have been done."""


class Unknown(Exception):
    """Nobody knows whether Slack did what it was asked."""


FAILED = (Later, Shut, Unreachable, Unsendable, Unknown)
"""What a call raises."""


class Tokens(Protocol):
    """Where the token comes from that holds now."""

    async def __call__(self) -> str:
        """The token. Raises Later and Shut where there is none."""

    def forget(self) -> None:
        """It was refused: look it up anew."""


def _go_on() -> None:
    """Nobody can stop it."""


class Caller:
    """Calls Slack's methods on one connection."""

    def __init__(self, client: AsyncWebClient, rates: Rates, clock: Clock, tokens: Tokens | None = None) -> None:
        self._client, self._rates, self._clock, self._tokens = client, rates, clock, tokens

    async def __call__(self, method: str, *, patience: timedelta = PATIENCE, **given: Any) -> Mapping[str, Any]:
        """What Slack answers.

        Raises Later, Unreachable, Shut and Unsendable when it is known that nothing was done, Unknown when it is not.
        Shut is raised where our token does not hold. Where it does, what was refused is asked once more, for the token
        may have been a new one since; refused again, it is this call alone that Slack will not have.
        """
        return await self._call(method, given, patience)

    async def unless_stopped(
        self, go_on: Callable[[], None], method: str, *, patience: timedelta = PATIENCE, **given: Any
    ) -> Mapping[str, Any]:
        """The same; `go_on` is asked when its turn has come, and where that raises nothing was done."""
        return await self._call(method, given, patience, go_on)

    async def counted(self, method: str, **given: Any) -> Mapping[str, Any]:
        """The same for what was counted before: it has its turn, unless we were told to wait since."""
        return await self._call(method, given, None)

    async def _call(
        self,
        method: str,
        given: Mapping[str, Any],
        patience: timedelta | None,
        go_on: Callable[[], None] = _go_on,
    ) -> Mapping[str, Any]:
        try:
            return await self._ask(method, given, patience, go_on)
        except Shut as refused:
            await self._raise_unless_it_holds(method, refused)
        try:
            return await self._ask(method, given, PATIENCE, go_on)
        except Shut as refused:
            raise Unsendable(str(refused)) from None

    async def _raise_unless_it_holds(self, method: str, refused: Shut) -> None:
        if method == "auth.test":
            raise refused
        try:
            await self._ask("auth.test", {}, PATIENCE)
        except (Shut, Unreachable, Unsendable):
            raise refused from None
        except (Later, Unknown):
            raise Later(str(refused), self._clock.now() + WAIT) from None

    async def _ask(
        self,
        method: str,
        given: Mapping[str, Any],
        patience: timedelta | None,
        go_on: Callable[[], None] = _go_on,
    ) -> Mapping[str, Any]:
        await self._turn(paces(method, str(given.get("channel"))), patience)
        if self._tokens is not None:
            self._client.token = await self._tokens()
        go_on()
        try:
            answer = await self._client.api_call(method, **_arguments(method, given))
        except SlackApiError as problem:
            outcome = await self._outcome(method, problem)
            if isinstance(outcome, Shut) and self._tokens is not None:
                self._tokens.forget()
            raise outcome from None
        except aiohttp.ClientConnectorError as problem:
            raise Later(f"Slack could not be reached: {type(problem).__name__}") from None
        except aiohttp.ConnectionTimeoutError:
            raise Later("Slack could not be reached in time") from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError) as problem:
            # The last is how Slack's client fails over an answer that is a text or a list.
            raise Unknown(f"{method}: {type(problem).__name__}") from None
        if not isinstance(answer.data, dict):
            raise Unknown(f"{method}: no answer that can be read")
        return answer.data

    async def respond(self, url: str, **given: Any) -> None:
        """Answer by the address that came with a press.

        Raises Later and Unsendable when it is known that it was not shown, Unknown when it is not.
        """
        if urlsplit(url).hostname not in (RESPONSES, urlsplit(self._client.base_url).hostname):
            raise Unsendable("no address of Slack's")
        await self._posted("response", url, json=given)

    async def _posted(self, what: str, url: str, **content: Any) -> None:
        session = self._client.session
        assert session is not None, "opened with one"
        try:
            async with session.post(url, allow_redirects=False, **content) as answer:
                status = answer.status
        except aiohttp.ClientConnectorError as problem:
            raise Later(f"Slack could not be reached: {type(problem).__name__}") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            raise Unknown(f"{what}: {type(problem).__name__}") from None
        if 400 <= status < 500:
            raise Unsendable(f"{what}: {status}")
        if status != 200:
            raise Unknown(f"{what}: {status}")

    async def upload(self, url: str, content: bytes) -> None:
        """Put a file where Slack said that it goes.

        Raises Later and Unsendable when it is known that it did not get there, Unknown when it is not.
        """
        if urlsplit(url).hostname not in (UPLOADS, urlsplit(self._client.base_url).hostname):
            raise Unsendable("no address of Slack's")
        await self._posted("upload", url, data=content)

    async def download(self, url: str, most: int) -> bytes:
        """The first `most` bytes of a file that somebody handed in, which our token may read.

        Raises Later, Shut and Unsendable, and Unknown when it does not come.
        """
        if urlsplit(url).hostname not in (UPLOADS, urlsplit(self._client.base_url).hostname):
            raise Unsendable("no address of Slack's")
        session, token = self._client.session, self._client.token
        assert session is not None, "opened with one"
        if self._tokens is not None:
            token = await self._tokens()
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with session.get(url, headers=headers, allow_redirects=False) as answer:
                # Without the scope Slack leads to a page where one signs in.
                if answer.status != 200:
                    raise Unsendable(f"download: {answer.status}")
                return await beginning(answer.content, most)
        except aiohttp.ClientConnectorError as problem:
            raise Later(f"Slack could not be reached: {type(problem).__name__}") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            raise Unknown(f"download: {type(problem).__name__}") from None

    async def _turn(self, wanted: Wanted, patience: timedelta | None) -> None:
        now = self._clock.now()
        if (told := self._rates.told(wanted, now)) is not None:
            raise Later("told to wait", told)
        if patience is None:
            return
        try:
            first = await self._rates.take(wanted, now, now + patience)
        except Unkept:
            raise Later("nobody can count now") from None
        if first > now + patience:
            raise Later("at Slack's pace", first)
        if first > now:
            await asyncio.sleep((first - now).total_seconds())

    async def _outcome(self, method: str, problem: SlackApiError) -> Exception:
        status, said = _status(problem), _error(problem)
        if status == 429 or said in ("ratelimited", "rate_limited"):
            return await self._wait(method, problem)
        if said in THE_DOOR:
            return Shut(said)
        if said in THE_PLACE:
            return Unreachable(said)
        if said in NOT_NOW:
            return Later(said)
        if status >= 500 or not said or said in PERHAPS:
            return Unknown(f"{method}: {said or status}")
        return Unsendable(said)

    async def _wait(self, method: str, problem: SlackApiError) -> Later:
        """Told to wait: all that call this method do."""
        until = self._clock.now() + _retry_after(problem)
        await self._rates.wait((method,), EVERY.get(method, OTHERS), until)
        return Later("told to wait", until)


def paces(method: str, channel: str) -> Wanted:
    """The paces that a call is under."""
    wanted: dict[Key, Pace] = {(method,): EVERY.get(method, OTHERS)}
    if method == "chat.postMessage":
        wanted[method, channel] = ONE_CHANNEL
    return wanted


JSON = ("chat.", "views.", "conversations.open", "files.completeUploadExternal", "assistant.", "agents.")
"""What takes what it is given as JSON: all that writes."""


def _arguments(method: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """How a method takes what it is given: those that write take JSON, those that read do not."""
    if method.startswith(JSON):
        return {"json": dict(given)}
    return {"data": {name: str(value).lower() if isinstance(value, bool) else value for name, value in given.items()}}


def _status(problem: SlackApiError) -> int:
    # What could not be read at all comes as the HTTP library's own response.
    found = getattr(problem.response, "status_code", None) or getattr(problem.response, "status", None)
    return found if isinstance(found, int) else 0


def _error(problem: SlackApiError) -> str:
    data = getattr(problem.response, "data", None)
    said = data.get("error") if isinstance(data, dict) else None
    return said if isinstance(said, str) else ""


def _retry_after(problem: SlackApiError) -> timedelta:
    headers = getattr(problem.response, "headers", {})
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    said = said[0] if isinstance(said, list) and said else said
    if not (isinstance(said, str) and said.isascii() and said.isdecimal()):
        return WAIT
    return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)


def opened(api_base: str, token: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that repeats nothing by itself: Slack takes a message twice that is sent twice."""
    return AsyncWebClient(
        token, base_url=api_base, session=session, retry_handlers=[], timeout=int(WITHIN), logger=QUIET
    )


def connected() -> aiohttp.ClientSession:
    """The connection pool that everything goes out by. To be made on the event loop that uses it."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WITHIN, sock_connect=REACHED_WITHIN))
