"""One app at Slack, in all the workspaces that it is installed in: each has a door of its own, found by its name."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from functools import partial
from typing import Any

import aiohttp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.conductor import Conductor
from bot.outbox import DoorOut, Outbox
from bot.settings import Settings, SlackSettings
from bot.signed import NotTaken
from bot.slack import edge, reading
from bot.slack.call import opened
from bot.slack.door import Installed, SlackDoor
from bot.slack.edge import Payload
from bot.slack.install import Installer
from bot.slack.tokens import Tokens
from bot.vault import Vault
from storage import installations, people
from storage.store import Store
from storage.tables import Connection, Door, Installation

log = logging.getLogger("concertmaster")

PATH = "/slack/events"
"""Where Slack posts everything: events, commands, presses, forms, and what is typed into a line picker."""


class SlackApp:
    """Every door to Slack that is open. `outs` is what the outbox sends by: it is kept in step with them."""

    def __init__(
        self,
        settings: Settings,
        conductor: Conductor,
        session: aiohttp.ClientSession,
        vault: Vault,
        outbox: Outbox,
        outs: MutableMapping[str, DoorOut],
    ) -> None:
        self._settings = settings.slack or SlackSettings()
        self._address = settings.server.address
        self._conductor, self._session, self._vault = conductor, session, vault
        self._outbox, self._outs = outbox, outs
        self._doors: dict[str, SlackDoor] = {}
        self._installed_at: dict[str, datetime] = {}
        self._looks: set[asyncio.Task[None]] = set()
        self._socket: SocketModeClient | None = None
        self._tells: Callable[[str, str, str], Awaitable[None]] | None = None
        self._installer = Installer(
            self._settings, self._address, conductor, session, vault, lambda connection: self.settle()
        )

    @property
    def doors(self) -> list[SlackDoor]:
        """The doors that are open."""
        return list(self._doors.values())

    def open(self, door: SlackDoor) -> None:
        """Open a door: take in what comes for it, and send what is planned there."""
        connection = door.connection
        self._doors[connection.external_id] = door
        self._outs[connection.id] = door.out
        door.receives(self._outbox)
        if self._tells is not None:
            door.tells = partial(self._tells, connection.external_id)
        self._outbox.open_door(connection.id)

    async def _close(self, door: SlackDoor) -> None:
        self._doors.pop(door.connection.external_id, None)
        self._installed_at.pop(door.connection.id, None)
        self._outs.pop(door.connection.id, None)
        self._outbox.open_door(door.connection.id)
        await door.finish()

    # Beside other processes

    def tell_by(self, tells: Callable[[str, str, str], Awaitable[None]]) -> None:
        """Tell other processes what Slack tells this one: at which door what of whom has changed."""
        self._tells = tells
        for door in self.doors:
            door.tells = partial(tells, door.connection.external_id)

    def hear(self, name: str, what: str, of: str) -> None:
        """Another process was told so."""
        if name in self._doors:
            self._doors[name].look_anew(what, of)

    # By HTTP

    def routes(self) -> list[Route]:
        """Where Slack posts, if it does, and where we are installed, if that is by OAuth."""
        posts = [Route(PATH, self._posted, methods=["POST"])] if self._settings.transport == "http" else []
        return [*posts, *(self._installer.routes() if self._settings.by_oauth else [])]

    async def _posted(self, request: Request) -> Response:
        secret = self._settings.signing_secret
        try:
            payload = await edge.taken(
                request, secret.get_secret_value() if secret else "", self._conductor.clock.now()
            )
        except NotTaken as refused:
            log.info("a request was not taken: %s", refused.why)
            return PlainTextResponse(refused.why, refused.status)
        answer = await self._dispatch(payload)
        return Response(answer.body, answer.status, headers=answer.first_headers_without_set_cookie())

    async def _dispatch(self, payload: Payload) -> BoltResponse:
        if payload.get("type") == "url_verification":
            return BoltResponse(status=200, body={"challenge": payload["challenge"]})
        door = self._door(payload)
        if door is None:
            # Nobody is installed there any more, or not yet in this process: Slack need not send it again.
            log.info("something came from where nobody is installed")
            return BoltResponse(status=200, body="")
        return await door.dispatch(payload)

    def _door(self, payload: Payload) -> SlackDoor | None:
        """Whose it is: of the enterprise that we are in all of, or else of one workspace."""
        for name in reading.installed_in(payload):
            if name in self._doors:
                return self._doors[name]
        if not self._settings.by_oauth and self._doors:
            # There is one, and it refuses what is not for it.
            return next(iter(self._doors.values()))
        return None

    # By Socket Mode

    async def connect(self) -> None:
        """Connect to Slack, where it does not post to us."""
        if self._settings.transport == "socket":
            token = self._settings.app_token.get_secret_value() if self._settings.app_token else ""
            client = opened(self._settings.api_base, "", self._session)
            self._socket = SocketModeClient(token, logging.getLogger("concertmaster.slack"), client)
            # The SDK declares its listeners, and how it is connected to, more loosely than mypy reads them.
            self._socket.socket_mode_request_listeners.append(self._arrived)  # type: ignore[arg-type]
            await self._socket.connect()  # type: ignore[no-untyped-call]

    async def _arrived(self, socket: SocketModeClient, request: SocketModeRequest) -> None:
        try:
            answer = await self._dispatch(edge.sound(request.payload))
        except NotTaken as refused:
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
        for look in self._looks:
            look.cancel()
        await asyncio.gather(*self._looks, return_exceptions=True)
        for door in self.doors:
            await door.finish()

    # What is installed

    async def settle(self) -> None:
        """Keep the doors in step with what is installed, whichever process was told of it; then settle each."""
        if self._settings.by_oauth:
            found = await self._conductor.database.read(_installed)
            here = {connection.id: (one, connection) for one, connection in found}
            for door in self.doors:
                if door.connection.id not in here:
                    await self._close(door)
            for one, connection in here.values():
                if self._installed_at.get(connection.id) != one.installed_at:
                    self._open_installed(one, connection)
        for door in self.doors:
            await door.settle()
            if door.is_look_due():
                self._look_soon(door)

    def _open_installed(self, one: Installation, connection: Connection) -> None:
        tokens = Tokens(self._settings, self._vault, self._conductor, self._session, connection)
        client = opened(self._settings.api_base, "", self._session)
        found = Installed(connection.external_id, one.name, one.bot_user, one.bot)
        door = SlackDoor(self._settings, client, found, connection, self._conductor, tokens, self._address)
        self._installed_at[connection.id] = one.installed_at
        self.open(door)

    def _look_soon(self, door: SlackDoor) -> None:
        look = asyncio.create_task(door.look())
        self._looks.add(look)
        look.add_done_callback(self._looks.discard)


def _installed(store: Store) -> list[tuple[Installation, Connection]]:
    """What is installed at Slack, in every organisation."""
    return [
        (one, connection)
        for workspace in people.workspaces(store)
        for connection in people.connections(store, workspace.id)
        if connection.door is Door.SLACK and connection.closed_at is None
        if (one := installations.of_connection(store, workspace.id, connection.id)) is not None
        if one.ended_at is None
    ]


def _said(answer: BoltResponse) -> dict[str, Any] | None:
    return json.loads(answer.body) if answer.body else None
