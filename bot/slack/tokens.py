"""The token of one installation: opened from the vault, and renewed before it runs out, by one process at a time."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
from pydantic import SecretStr

from bot.conductor import Conductor
from bot.outbox import Later, Shut, Unreachable, Unsendable
from bot.posts import purpose as purpose_of_post
from bot.rates import OwnRates
from bot.settings import SlackSettings
from bot.slack.call import Caller, Unknown, opened
from bot.vault import Unopened, Vault
from handlers.turn import Moment
from storage import installations, people, post_keys
from storage.store import Store
from storage.tables import Connection, DataKey, Installation

log = logging.getLogger("concertmaster")

RENEWED_BEFORE = timedelta(hours=2)
"""How long before it runs out a token is renewed; it holds for twelve hours."""

LEASE = timedelta(seconds=60)
"""How long whoever renews it may take, before another one tries."""

SOON = timedelta(seconds=1)
"""When to come again while somebody else renews it."""

TOKEN, REFRESH = "slack token", "slack refresh token"


@dataclass(frozen=True)
class Given:
    """What Slack gives to who has been installed, or renews its token."""

    token: SecretStr
    refresh: SecretStr
    until: datetime | None

    @classmethod
    def of(cls, answer: object, now: datetime) -> "Given | None":
        """The tokens in an answer; None when there are none."""
        found = answer if isinstance(answer, dict) else {}
        token, refresh, left = found.get("access_token"), found.get("refresh_token"), found.get("expires_in")
        if not isinstance(token, str) or not token:
            return None
        until = now + timedelta(seconds=left) if isinstance(left, int) and refresh else None
        return cls(SecretStr(token), SecretStr(refresh if isinstance(refresh, str) else ""), until)


def purpose(of: str, connection_id: str) -> str:
    """What a token is sealed for, so that the token of one connection is no use in the row of another."""
    return f"{of} {connection_id}"


def sealed(vault: Vault, key: DataKey, connection_id: str, given: Given) -> dict[str, object]:
    """The columns of an installation that hold tokens."""
    return {
        "key_id": key.id,
        "token": vault.seal(key, purpose(TOKEN, connection_id), given.token),
        "refresh": vault.seal(key, purpose(REFRESH, connection_id), given.refresh),
        "token_until": given.until,
    }


def with_key(store: Store, connection: Connection) -> tuple[Installation | None, DataKey | None]:
    """How we are installed on a connection, and the key of its tokens."""
    one = installations.of_connection(store, connection.workspace_id, connection.id)
    if one is None:
        return None, None
    keys = installations.data_keys(store, connection.workspace_id)
    return one, next((key for key in keys if key.id == one.key_id), None)


class Tokens:
    """The token of one connection, as it is now."""

    def __init__(
        self,
        settings: SlackSettings,
        vault: Vault,
        conductor: Conductor,
        session: aiohttp.ClientSession,
        connection: Connection,
    ) -> None:
        self._settings, self._vault, self._connection = settings, vault, connection
        self._conductor, self._session = conductor, session
        self._known: Given | None = None
        self._one_by_one = asyncio.Lock()

    async def __call__(self) -> str:
        """The token. Raises Later while it is being renewed, and Shut when there is none that holds."""
        now = self._conductor.clock.now()
        if self._known is None or (self._known.until and now >= self._known.until - RENEWED_BEFORE):
            async with self._one_by_one:
                self._known = await self._looked_up(now)
        return self._known.token.get_secret_value()

    def forget(self) -> None:
        """It was refused: look it up anew."""
        self._known = None

    async def _looked_up(self, now: datetime) -> Given:
        one, key = await self._conductor.database.read(lambda store: with_key(store, self._connection))
        if one is None or one.ended_at is not None or not one.token:
            raise Shut("not installed")
        try:
            known = Given(
                self._vault.open(key, purpose(TOKEN, self._connection.id), one.token),
                self._vault.open(key, purpose(REFRESH, self._connection.id), one.refresh),
                one.token_until,
            )
        except Unopened as problem:
            raise Shut(f"the token cannot be opened: {problem}") from None
        if known.until is None or now < known.until - RENEWED_BEFORE:
            return known
        renewed = await self._renew(one, known, now)
        if renewed is not None:
            return renewed
        if now < known.until:
            return known
        raise Later("the token is being renewed", now + SOON)

    async def _renew(self, one: Installation, known: Given, now: datetime) -> Given | None:
        """The next token; None when somebody else asks for it, or nobody can get it now."""
        database = self._conductor.database
        if not await database.write(lambda store: installations.lease(store, one, now, now + LEASE)):
            return None
        given = await self._asked(known, now)
        if given is None:
            return None
        return given if await database.write(lambda store: self._keep(store, one, given)) else None

    async def _asked(self, known: Given, now: datetime) -> Given | None:
        secret = self._settings.client_secret
        call = Caller(opened(self._settings.api_base, "", self._session), OwnRates(), self._conductor.clock)
        try:
            answer = await call(
                "oauth.v2.access",
                client_id=self._settings.client_id,
                client_secret=secret.get_secret_value() if secret else "",
                grant_type="refresh_token",
                refresh_token=known.refresh.get_secret_value(),
            )
        except (Later, Unreachable, Shut, Unsendable, Unknown) as problem:
            log.error("a token could not be renewed: %s", problem, extra={"connection": self._connection.id})
            if known.until is not None and now >= known.until and not isinstance(problem, Later | Unknown):
                raise Shut(f"the token has run out: {problem}") from None
            return None
        return Given.of(answer, now)

    def _keep(self, store: Store, one: Installation, given: Given) -> bool:
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)
        # Where keys were changed meanwhile, the tokens are the same ones, sealed anew: what counts is their number.
        now = installations.of_connection(store, one.workspace_id, one.connection_id)
        if now is None or now.refreshed != one.refreshed:
            return False
        key = self._vault.key_for(store, moment, one.workspace_id)
        tokens = sealed(self._vault, key, one.connection_id, given)
        new = Installation(**{**now.model_dump(), **tokens, "refreshed": now.refreshed + 1, "refreshing_until": None})
        return installations.change_tokens(store, now, new)


def resealed(store: Store, vault: Vault, moment: Moment, workspace_id: str) -> int:
    """Seal everything of a workspace anew that is not sealed under the first master key; gives how much that was.

    Each is changed by itself and as it stands, so that it can be done while others run, and begun again where it was
    broken off. The keys that nothing is sealed with any more are forgotten. Raises NoKey and Unopened.
    """
    ours, posts = installations.of_workspace(store, workspace_id), post_keys.of_workspace(store, workspace_id)
    if not ours and not posts:
        return 0
    new, count = vault.key_for(store, moment, workspace_id), 0
    keys = {key.id: key for key in installations.data_keys(store, workspace_id)}
    for one in ours:
        if one.token and one.key_id != new.id:
            count += _reseal(store, vault, one, keys.get(one.key_id or ""), new)
    for post_key in posts:
        if post_key.key_id != new.id:
            sealed_with = keys.get(post_key.key_id)
            secret = vault.open(sealed_with, purpose_of_post(post_key.id), post_key.secret)
            store.change(post_key, key_id=new.id, secret=vault.seal(new, purpose_of_post(post_key.id), secret))
            count += 1
    used = {one.key_id for one in installations.of_workspace(store, workspace_id)} | {one.key_id for one in posts}
    store.forget(DataKey, [key for key in keys if key not in used and key != new.id])
    return count


def _reseal(store: Store, vault: Vault, one: Installation, old: DataKey | None, new: DataKey) -> bool:
    names = {"token": purpose(TOKEN, one.connection_id), "refresh": purpose(REFRESH, one.connection_id)}
    opened_again = {name: vault.open(old, what, getattr(one, name)) for name, what in names.items()}
    tokens = {name: vault.seal(new, what, opened_again[name]) for name, what in names.items()}
    after = Installation(**{**one.model_dump(), **tokens, "key_id": new.id})
    return installations.change_tokens(store, one, after)


def workspaces_in(store: Store) -> list[str]:
    """Every workspace, by id."""
    return [one.id for one in people.workspaces(store)]
