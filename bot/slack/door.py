"""The door to one Slack workspace, opened: what comes in, what goes out, and where people are reached."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.conductor import Conductor
from bot.outbox import Later, Outbox, Shut, Unreachable, Unsendable
from bot.ports import Clock
from bot.settings import SlackSettings
from bot.slack import edge
from bot.slack.call import Caller, Unknown, opened
from bot.slack.channels import Channels
from bot.slack.members import Members
from bot.slack.rates import Rates
from bot.slack.receive import House, Receiver, new_direct_place
from bot.slack.send import SlackOut
from storage import people
from storage.store import Store
from storage.tables import Connection

log = logging.getLogger("concertmaster")

PATH = "/slack/events"
"""Where Slack posts everything: events, commands, presses, forms, and what is typed into a line picker."""

AT_ONCE = 100
"""People who are given a direct place in one transaction."""

TRY_AGAIN_AFTER = timedelta(minutes=5)
"""How long a shut door stays shut before we ask whether our token holds again."""


@dataclass(frozen=True)
class Installed:
    """What Slack says of the workspace that a token is for, and of the bot in it."""

    team: str
    name: str
    bot_user: str
    bot: str


class NotOpened(RuntimeError):
    """Slack does not take our token, or does not answer; the message is what Slack said."""


async def ask(
    settings: SlackSettings, session: aiohttp.ClientSession, clock: Clock
) -> tuple[AsyncWebClient, Installed]:
    """Ask Slack whose token we have. Raises NotOpened."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    client = opened(settings.api_base, token, session)
    try:
        said = await Caller(client, Rates(), clock, "")("auth.test")
    except (Later, Shut, Unreachable, Unsendable, Unknown) as problem:
        raise NotOpened(str(problem)) from None
    found = Installed(*(str(said.get(name) or "") for name in ("team_id", "team", "user_id", "bot_id")))
    if not found.team or not found.bot_user:
        raise NotOpened("the token is not that of a bot in a workspace")
    return client, found


class SlackDoor:
    """Everything of one connection."""

    def __init__(
        self,
        settings: SlackSettings,
        client: AsyncWebClient,
        workspace: Installed,
        connection: Connection,
        conductor: Conductor,
    ) -> None:
        self._settings, self._connection, self._conductor = settings, connection, conductor
        clock = conductor.clock
        self._call = Caller(client, Rates(), clock, workspace.team)
        self._client, self._workspace = client, workspace
        self._members = Members(self._call, clock, workspace.team)
        self.out = SlackOut(self._call, self._members, conductor.database, clock)
        self._socket: SocketModeClient | None = None
        self._asked_at: datetime | None = None

    def receives(self, outbox: Outbox) -> None:
        """Begin to take things in; what they lead to goes out by `outbox`."""
        self._outbox = outbox
        channels = Channels(self._conductor, self._connection, self._call, self.out)
        house = House(self._conductor, outbox, self._connection, self._workspace.bot_user, self._workspace.bot)
        self._receiver = Receiver(house, self._call, self._members, self.out, channels)

    # By HTTP

    def routes(self) -> list[Route]:
        """Where Slack posts, if it does."""
        return [Route(PATH, self._posted, methods=["POST"])] if self._settings.transport == "http" else []

    async def _posted(self, request: Request) -> Response:
        secret = self._settings.signing_secret
        try:
            payload = await edge.taken(
                request, secret.get_secret_value() if secret else "", self._conductor.clock.now()
            )
        except edge.NotTaken as refused:
            log.info("a request was not taken: %s", refused.why)
            return PlainTextResponse(refused.why, refused.status)
        answer = await self._receiver.dispatch(payload)
        return Response(answer.body, answer.status, headers=answer.first_headers_without_set_cookie())

    # By Socket Mode

    async def connect(self) -> None:
        """Connect to Slack, where it does not post to us."""
        if self._settings.transport == "socket":
            token = self._settings.app_token.get_secret_value() if self._settings.app_token else ""
            self._socket = SocketModeClient(token, logging.getLogger("concertmaster.slack"), self._client)
            self._socket.socket_mode_request_listeners.append(self._arrived)  # type: ignore[arg-type]
            await self._socket.connect()  # type: ignore[no-untyped-call]

    async def _arrived(self, socket: SocketModeClient, request: SocketModeRequest) -> None:
        try:
            answer = await self._receiver.dispatch(edge.sound(request.payload))
        except edge.NotTaken as refused:
            # It would come again for ever otherwise; nobody can make more of it then.
            log.warning("what came by Socket Mode cannot be read: %s", refused.why)
            answer = BoltResponse(status=200, body="")
        if answer.status == 200:
            said = SocketModeResponse(request.envelope_id, _said(answer))
            await socket.send_socket_mode_response(said)

    async def close(self) -> None:
        """Take nothing more in, and finish what was begun."""
        if self._socket is not None:
            await self._socket.close()  # type: ignore[no-untyped-call]
        await self._receiver.finish()

    async def finish(self) -> None:
        """Finish what was begun after an answer."""
        await self._receiver.finish()

    # Where people are reached

    async def settle(self) -> None:
        """Give everybody whom the roster knows at Slack a direct place, and open a door that was shut."""
        while await self._conductor.database.read(self._nowhere):
            await self._conductor.database.write(self._place)
        await self._open_again()

    def _nowhere(self, store: Store) -> bool:
        return bool(people.reached_nowhere(store, self._connection.workspace_id, self._connection.id, 1))

    def _place(self, store: Store) -> None:
        found = people.reached_nowhere(store, self._connection.workspace_id, self._connection.id, AT_ONCE)
        conductor, connection = self._conductor, self._connection
        store.keep(*[new_direct_place(conductor, connection, one, account.external_id) for one, account in found])

    async def _open_again(self) -> None:
        now = self._conductor.clock.now()
        if self._connection.id not in self._outbox.shut or (self._asked_at and now - self._asked_at < TRY_AGAIN_AFTER):
            return
        self._asked_at = now
        try:
            await self._call("auth.test")
        except (Later, Shut, Unreachable, Unsendable, Unknown):
            return
        self._outbox.open_door(self._connection.id)

    async def look(self) -> None:
        """Learn who is a member, so that nobody has to be asked about one by one."""
        try:
            await self._members.look()
        except (Later, Shut, Unreachable, Unsendable, Unknown) as problem:
            log.warning("the members of the workspace could not be looked at: %s", problem)


def _said(answer: BoltResponse) -> dict[str, Any] | None:
    if not answer.body:
        return None
    if answer.headers.get("content-type", [""])[0].startswith("application/json"):
        body: dict[str, Any] = json.loads(answer.body)
        return body
    return {"text": answer.body}
