"""The door to one Slack workspace, opened: what comes in, what goes out, and where people are reached."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.conductor import Conductor
from bot.outbox import Outbox
from bot.ports import Clock
from bot.rates import OwnRates, SharedRates
from bot.settings import SlackSettings
from bot.slack.call import FAILED, Caller, Tokens, opened
from bot.slack.channels import Channels
from bot.slack.edge import Payload
from bot.slack.members import Members
from bot.slack.receive import Receiver
from bot.slack.send import SlackOut
from bot.slack.visits import House
from handlers.people import close_connection, direct_place, open_connection
from handlers.plan import planned
from handlers.preferences import asks_where
from handlers.turn import Moment
from handlers.welcome import comes_into_reach
from storage import installations, people
from storage.store import Store
from storage.tables import Connection

log = logging.getLogger("concertmaster")

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
        said = await Caller(client, OwnRates(), clock)("auth.test")
    except FAILED as problem:
        raise NotOpened(str(problem)) from None
    found = Installed(*(str(said.get(name) or "") for name in ("team_id", "team", "user_id", "bot_id")))
    if not found.team or not found.bot_user:
        raise NotOpened("the token is not that of a bot in a workspace")
    return client, found


async def alone(_what: str, _name: str) -> None:
    """Tell nobody: there is no other process."""


class SlackDoor:
    """Everything of one connection."""

    def __init__(
        self,
        settings: SlackSettings,
        client: AsyncWebClient,
        workspace: Installed,
        connection: Connection,
        conductor: Conductor,
        tokens: Tokens | None = None,
        address: str = "",
    ) -> None:
        self._settings, self.connection, self._conductor, self._address = settings, connection, conductor, address
        clock = conductor.clock
        self._tokens = tokens
        rates = SharedRates(conductor.database, connection.workspace_id, connection.id)
        self._call = Caller(client, rates, clock, tokens)
        self._client, self._workspace = client, workspace
        self._members = Members(self._call, clock, workspace.team)
        self.out = SlackOut(self._call, self._members, conductor.database, clock)
        self._asked_at: datetime | None = None
        self.tells: Callable[[str, str], Awaitable[None]] = alone
        """Tells other processes to look anew."""

    def receives(self, outbox: Outbox) -> None:
        """Begin to take things in; what they lead to goes out by `outbox`."""
        self._outbox = outbox
        channels = Channels(self._conductor, self.connection, self._call, self.out, self._members)
        own = self._workspace
        house = House(
            self._conductor, outbox, self.connection, own.bot_user, own.bot, self.end, self._changed, self._address
        )
        self._receiver = Receiver(house, self._call, self._members, self.out, channels)

    async def _changed(self, what: str, name: str) -> None:
        self.look_anew(what, name)
        await self.tells(what, name)

    def look_anew(self, what: str, name: str) -> None:
        """Believe no longer what is known of a person, of who is in a channel, of who reads along there; or of a thread
        in which something is under way, or that had no name.
        """
        heard: Mapping[str, Callable[[str], None]] = {
            "person": self._forget,
            "members": self._members.somebody_came,
            "shared": self.out.forget,
            "stopped": self._receiver.stop,
            "named": self._receiver.named,
        }
        heard[what](name)

    def _forget(self, user: str) -> None:
        self._members.forget(user)
        self._receiver.forget(user)

    async def dispatch(self, payload: Payload) -> BoltResponse:
        """Answer what arrived, whichever way it came."""
        return await self._receiver.dispatch(payload)

    async def finish(self) -> None:
        """Finish what was begun after an answer."""
        await self._receiver.finish()

    async def end(self, why: str, at: datetime | None = None) -> None:
        """We were removed: our tokens are forgotten, and nothing is sent or planned there until we are back.

        What Slack says to have happened `at` an instant before we were installed was meant for who was there before.
        Raises Unkept when that could not be kept, so that it is told again.
        """
        if not await self._conductor.database.write(lambda store: self._ended(store, why, at)):
            log.info("we were removed before we were installed anew: %s came late", why)
            return
        self._outbox.shut_door(self.connection.id, why)
        if self._tokens is not None:
            self._tokens.forget()

    def _ended(self, store: Store, why: str, at: datetime | None) -> bool:
        one = installations.of_connection(store, self.connection.workspace_id, self.connection.id)
        # Slack tells whole seconds.
        if at is not None and one is not None and at < one.installed_at.replace(microsecond=0):
            return False
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)
        close_connection(moment, store, self.connection, why)
        return True

    # Where people are reached

    async def settle(self) -> None:
        """Give everybody whom the roster knows at Slack a direct place, and open a door that was shut."""
        while await self._conductor.database.read(self._nowhere):
            await self._conductor.database.write(self._place)
        await self._open_again()

    def _nowhere(self, store: Store) -> bool:
        return bool(people.waiting(store, self.connection.workspace_id, self.connection.id, 1))

    def _place(self, store: Store) -> None:
        found = people.waiting(store, self.connection.workspace_id, self.connection.id, AT_ONCE)
        connection = self.connection
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)
        # Who has written to us meanwhile has one already.
        nowhere = [(one, account.external_id) for one, account, place_id in found if place_id is None]
        made = [(one, direct_place(moment, connection, one, name)) for one, name in nowhere]
        store.keep(*[place for _, place in made])
        for one, _ in made:
            comes_into_reach(store, one, moment.at)
        store.keep(*planned(moment, store, asks_where(moment, store, connection.workspace_id, made)))
        for _, account, _ in found:
            account.waits = False
        store.change_all([account for _, account, _ in found], "waits")

    async def _open_again(self) -> None:
        now = self._conductor.clock.now()
        if self.connection.id not in self._outbox.shut or (self._asked_at and now - self._asked_at < TRY_AGAIN_AFTER):
            return
        self._asked_at = now
        try:
            await self._call("auth.test")
        except FAILED:
            return
        await self._conductor.database.write(lambda store: open_connection(store, self.connection))
        self._outbox.open_door(self.connection.id)

    def is_look_due(self) -> bool:
        """Whether who is a member is to be looked at now, before what is known of them grows old."""
        return self._members.is_look_due()

    async def look(self) -> None:
        """Learn who is a member, so that nobody has to be asked about one by one."""
        try:
            await self._members.look()
        except FAILED as problem:
            log.warning("the members of the workspace could not be looked at: %s", problem)
