"""How a Slack workspace, or a whole enterprise, is connected: somebody whom we gave a link to installs us by OAuth.

The link is a ticket of one organisation, and so says whose the workspace will be: nobody can connect one by guessing.
What Slack sends back is believed from the browser that began, within ten minutes, once.
"""

import hmac
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.oauth import AuthorizeUrlGenerator
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.conductor import Conductor, Unkept
from bot.outbox import Later, Shut, Unreachable, Unsendable
from bot.rates import OwnRates
from bot.settings import SlackSettings
from bot.slack.call import Caller, Unknown, opened
from bot.slack.tokens import Given, sealed
from bot.vault import NoKey, Vault, digest, fresh_secret
from handlers.turn import Moment
from prompts import Filled, phrase, plain
from storage import installations, people
from storage.store import Store
from storage.tables import Connection, Door, Installation, Ticket, TicketKind

log = logging.getLogger("concertmaster")

INSTALL, BACK = "/slack/install", "/slack/oauth"
"""Where whoever installs us begins, and where Slack sends them back to."""

SCOPES = (
    "app_mentions:read", "assistant:write", "channels:read", "chat:write", "commands", "groups:read", "im:history",
    "im:write", "users:read",
)  # fmt: skip
OPTIONAL = ("files:read", "files:write", "usergroups:read", "users:read.email")
"""What whoever installs us can leave out: then there is no picture where Slack takes neither chart nor table, groups
make no teams, and nobody is linked by an e-mail address."""

LINKS = ("links:read", "links:write")
"""What is asked for besides where lines have links that Slack can tell us of."""

_DOMAIN = re.compile(r"(?![.-])[-a-z0-9.]+\.[a-z][-a-z0-9]*[a-z0-9]")
"""Slack's rule: names alone, no numbers, and nothing that is reached inside of a network only."""

COOKIE = "concertmaster-install"
STATE_HOLDS = timedelta(minutes=10)
TICKET_HOLDS = timedelta(hours=24)
LONGEST = 200
"""Characters of a secret that somebody brings; ours have 43."""

FAILED = (Later, Unreachable, Shut, Unsendable, Unknown)


def domain(address: str) -> str:
    """The domain by which Slack knows links to an installation at `address`; empty where it takes none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host if len(host) <= 255 and _DOMAIN.fullmatch(host) else ""


def ticket_for(store: Store, moment: Moment, workspace_id: str) -> str:
    """What a link is made of by which one Slack workspace is connected to an organisation, within a day."""
    store.forget(Ticket, installations.old_tickets(store, workspace_id, moment.at))
    secret = fresh_secret(moment.chance)
    store.keep(
        Ticket(
            id=digest(secret),
            workspace_id=workspace_id,
            kind=TicketKind.CONNECT,
            made_at=moment.at,
            until=moment.at + TICKET_HOLDS,
        )
    )
    return secret


class Refusal(Exception):
    """Nothing was connected: what whoever installs is told, and with which status."""

    def __init__(self, status: int, why: Filled) -> None:
        super().__init__(why.id)
        self.status, self.why = status, why


@dataclass(frozen=True)
class Found:
    """What Slack says of an installation."""

    external_id: str
    name: str
    org: bool
    bot_user: str
    bot: str
    scopes: str
    given: Given


class Installer:
    """The two pages by which we are installed; `opens` is told of each connection that then has its tokens."""

    def __init__(
        self,
        settings: SlackSettings,
        address: str,
        conductor: Conductor,
        session: aiohttp.ClientSession,
        vault: Vault,
        opens: Callable[[Connection], Awaitable[None]],
    ) -> None:
        self._settings, self._address, self._conductor = settings, address.rstrip("/"), conductor
        self._session, self._vault, self._opens = session, vault, opens

    def routes(self) -> list[Route]:
        """Where it begins, and where Slack sends people back to."""
        return [Route(INSTALL, self._begin, methods=["GET"]), Route(BACK, self._came_back, methods=["GET"])]

    # It begins

    async def _begin(self, request: Request) -> Response:
        secret, chance = request.query_params.get("ticket", ""), self._conductor.chance
        state, cookie = fresh_secret(chance), fresh_secret(chance)
        try:
            known = await self._conductor.database.write(lambda store: self._on_its_way(store, secret, state, cookie))
        except Unkept:
            return _page(503, phrase("install.busy"))
        if not known:
            return _page(404, phrase("install.no-ticket"))
        url = AuthorizeUrlGenerator(
            client_id=self._settings.client_id,
            scopes=[*SCOPES, *(LINKS if domain(self._address) else ()), *OPTIONAL],
            redirect_uri=self._address + BACK,
            authorization_url=self._settings.authorize_at,
        ).generate(state)
        answer = RedirectResponse(url, 302)
        answer.set_cookie(
            COOKIE,
            cookie,
            max_age=int(STATE_HOLDS.total_seconds()),
            path=BACK,
            secure=self._address.startswith("https://"),
            httponly=True,
            samesite="lax",
        )
        return answer

    def _on_its_way(self, store: Store, secret: str, state: str, cookie: str) -> bool:
        now = self._conductor.clock.now()
        ticket = installations.ticket(store, digest(secret)) if len(secret) <= LONGEST else None
        if ticket is None or ticket.kind is not TicketKind.CONNECT or ticket.used_at is not None or ticket.until <= now:
            return False
        # Whoever begins anew with the same link has the only state that holds.
        store.change(ticket, state=digest(state), cookie=digest(cookie), state_until=now + STATE_HOLDS)
        return True

    # It comes back

    async def _came_back(self, request: Request) -> Response:
        try:
            name = await self._installed(request)
        except Refusal as refusal:
            return _page(refusal.status, refusal.why)
        except Unkept:
            return _page(503, phrase("install.busy"))
        return _page(200, phrase("install.done", name=name))

    async def _installed(self, request: Request) -> str:
        """The name of what is connected now. Raises Refusal, and Unkept."""
        ticket = await self._expected(request)
        if request.query_params.get("error") or not request.query_params.get("code"):
            raise Refusal(200, phrase("install.cancelled"))
        found = await self._exchanged(request.query_params["code"])
        try:
            connection = await self._conductor.database.write(lambda store: self._keep(store, ticket, found))
        except (Refusal, Unkept, NoKey) as problem:
            await self._give_back(found)
            if isinstance(problem, NoKey):
                log.error("there is no master key to seal a token with: %s", problem)
                raise Refusal(503, phrase("install.busy")) from None
            raise
        await self._opens(connection)
        return found.name

    async def _expected(self, request: Request) -> Ticket:
        """The ticket of whoever comes back: from the browser that began, in time, and for the first time."""
        state, cookie = request.query_params.get("state", ""), request.cookies.get(COOKIE, "")
        if not 0 < len(state) <= LONGEST or not 0 < len(cookie) <= LONGEST:
            raise Refusal(400, phrase("install.stale"))
        ticket = await self._conductor.database.write(lambda store: installations.take_state(store, digest(state)))
        if ticket is None or ticket.state_until is None or ticket.state_until < self._conductor.clock.now():
            raise Refusal(400, phrase("install.stale"))
        if not hmac.compare_digest(digest(cookie), ticket.cookie):
            raise Refusal(400, phrase("install.stale"))
        return ticket

    async def _exchanged(self, code: str) -> Found:
        secret = self._settings.client_secret
        try:
            answer = await self._caller("")(
                "oauth.v2.access",
                client_id=self._settings.client_id,
                client_secret=secret.get_secret_value() if secret else "",
                code=code,
                redirect_uri=self._address + BACK,
            )
        except (Later, Unknown) as problem:
            log.warning("Slack did not answer who has installed us: %s", problem)
            raise Refusal(502, phrase("install.no-answer")) from None
        except (Unreachable, Shut, Unsendable) as problem:
            log.warning("Slack does not let us in: %s", problem)
            raise Refusal(400, phrase("install.refused")) from None
        found = _found(answer, Given.of(answer, self._conductor.clock.now()))
        if found is None:
            raise Refusal(502, phrase("install.no-answer"))
        return await self._with_bot(found)

    async def _with_bot(self, found: Found) -> Found:
        """With the name by which we know our own messages, if Slack says it."""
        try:
            said = await self._caller(found.given.token.get_secret_value())("auth.test")
        except FAILED:
            return found
        return Found(
            **{**vars(found), "bot": _text(said, "bot_id"), "bot_user": found.bot_user or _text(said, "user_id")}
        )

    async def _give_back(self, found: Found) -> None:
        """Let Slack forget a token that is not kept.

        Not where we are connected already: Slack may have given the token once more that is in use there.
        """
        if await self._conductor.database.read(lambda store: people.connection(store, Door.SLACK, found.external_id)):
            return
        try:
            await self._caller(found.given.token.get_secret_value())("auth.revoke")
        except FAILED as problem:
            log.warning("a token that was not kept could not be given back: %s", problem)

    def _caller(self, token: str) -> Caller:
        return Caller(opened(self._settings.api_base, token, self._session), OwnRates(), self._conductor.clock)

    def _keep(self, store: Store, ticket: Ticket, found: Found) -> Connection:
        """Keep the tokens, under the organisation of the ticket; what was connected before resumes."""
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)
        workspace_id = ticket.workspace_id
        if not installations.use(store, workspace_id, ticket.id, moment.at):
            raise Refusal(410, phrase("install.no-ticket"))
        connection = people.connection(store, Door.SLACK, found.external_id)
        if connection is not None and connection.workspace_id != workspace_id:
            raise Refusal(409, phrase("install.not-yours", name=found.name))
        if connection is None:
            connection = Connection(
                id=moment.id(), workspace_id=workspace_id, door=Door.SLACK, external_id=found.external_id
            )
            store.keep(connection)
        else:
            store.change(connection, closed_at=None)
        values: dict[str, Any] = {
            "name": found.name[:255],
            "scopes": found.scopes,
            "bot_user": found.bot_user,
            "bot": found.bot,
            "org": found.org,
            "installed_at": moment.at,
            "ended_at": None,
            "ended_why": "",
            "refreshing_until": None,
            **sealed(self._vault, self._vault.key_for(store, moment, workspace_id), connection.id, found.given),
        }
        known = installations.of_connection(store, workspace_id, connection.id)
        if known is not None:
            store.change(known, refreshed=known.refreshed + 1, **values)
        else:
            store.keep(Installation(id=moment.id(), workspace_id=workspace_id, connection_id=connection.id, **values))
        return connection


def _found(answer: Mapping[str, Any], given: Given | None) -> Found | None:
    org = answer.get("is_enterprise_install") is True
    whole = answer.get("enterprise" if org else "team")
    whole = whole if isinstance(whole, Mapping) else {}
    external, bot_user = _text(whole, "id"), _text(answer, "bot_user_id")
    if given is None or not external or not bot_user or answer.get("token_type") not in ("bot", None):
        return None
    return Found(external, _text(whole, "name") or external, org, bot_user, "", _text(answer, "scope"), given)


def _text(found: Mapping[str, Any], name: str) -> str:
    said = found.get(name)
    return said if isinstance(said, str) else ""


def _page(status: int, says: Filled) -> Response:
    answer = PlainTextResponse(plain(says), status)
    answer.delete_cookie(COOKIE, path=BACK)
    return answer
