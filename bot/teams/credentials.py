"""The token with which we ask the connector: fetched in a thread, once for all who wait, and renewed before it ends."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msal
import requests
from msal.exceptions import MsalError

from bot.outbox import Later, Shut
from bot.ports import Clock
from bot.settings import TeamsSettings
from bot.teams.auth import CLOUDS

log = logging.getLogger("concertmaster")

WITHIN = (5.0, 10.0)
"""Seconds that it may take to be connected, and until the next byte comes."""

RENEWED_BEFORE = timedelta(minutes=10)
"""How long before its end a token is renewed, while it goes on being used; it holds for an hour or a day."""

NOT_IN_THE_LAST = timedelta(minutes=1)
"""How long before its end it is used no more: a call takes a while to get there."""

TRIED_AGAIN_AFTER = timedelta(seconds=10)
"""How soon after a failure it is tried again."""

MANY = "botframework.com"
"""The tenant that gives tokens to an app that is registered for many."""

NOT_NOW = frozenset({"temporarily_unavailable", "server_error", "timeout", "managed_identity_error"})
"""What is answered when the same may do later."""


@dataclass(frozen=True)
class _Problem:
    """Why there is no token: what is raised, and what is said."""

    kind: type[Later] | type[Shut]
    said: str


class Credentials:
    """The token of our app."""

    def __init__(self, settings: TeamsSettings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._token = ""
        self._until: datetime | None = None
        self._problem: _Problem | None = None
        self._tried: datetime | None = None
        self._fetching: asyncio.Task[None] | None = None

    async def __call__(self) -> str:
        """The token. Raises Later where it cannot be had now, and Shut where our app is refused."""
        now = self._clock.now()
        left = self._until - now if self._until is not None else timedelta(0)
        if left > NOT_IN_THE_LAST:
            if left < RENEWED_BEFORE:
                self._fetch(now)
            return self._token
        if (fetching := self._fetch(now)) is not None:
            # Whoever stops waiting does not stop it for the others.
            await asyncio.shield(fetching)
        if self._problem is not None:
            raise self._problem.kind(self._problem.said)
        return self._token

    def forget(self, token: str) -> None:
        """It was refused: fetch another one, if that has not been done since."""
        if token == self._token:
            self._token, self._until = "", None

    async def close(self) -> None:
        """Fetch no more. What runs in its thread ends within its time."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait([self._fetching])

    def _fetch(self, now: datetime) -> asyncio.Task[None] | None:
        if self._fetching is not None and not self._fetching.done():
            return self._fetching
        if self._problem is not None and self._tried is not None and now - self._tried < TRIED_AGAIN_AFTER:
            return None
        self._fetching = asyncio.create_task(self._renew())
        return self._fetching

    async def _renew(self) -> None:
        try:
            answer = await asyncio.to_thread(_fetched, self._settings)
            self._problem = _refusal(answer)
        except (OSError, ValueError, LookupError, AttributeError, TypeError, MsalError) as problem:
            # What requests raises is an OSError. All but that and the last is how msal fails over another answer than
            # it looks for.
            self._problem, answer = _Problem(Later, f"no token: {type(problem).__name__}"), {}
        self._tried = self._clock.now()
        if self._problem is not None:
            log.warning("There is no token for Teams: %s", self._problem.said)
            return
        self._token, self._until = answer["access_token"], self._tried + timedelta(seconds=int(answer["expires_in"]))


def _refusal(answer: Mapping[str, Any]) -> _Problem | None:
    if isinstance(answer.get("access_token"), str) and isinstance(answer.get("expires_in"), int):
        return None
    error = str(answer.get("error") or "no answer that can be read")
    said = f"no token: {error}"
    return _Problem(Later if error in NOT_NOW or "error" not in answer else Shut, said)


class _Session(requests.Session):
    """With an end to each wait, and to where the settings say that tokens are given out.

    Our secret goes by no proxy that the machine has for others, and nothing of its `.netrc` goes along.
    """

    def __init__(self, usual: str, instead: str) -> None:
        super().__init__()
        self.trust_env = False
        self._usual, self._instead = usual, instead or usual

    def request(self, method: str, url: str, *given: Any, **named: Any) -> requests.Response:  # type: ignore[override]
        named["timeout"], named["allow_redirects"] = WITHIN, False
        return super().request(method, url.replace(self._usual, self._instead, 1), *given, **named)


def _fetched(settings: TeamsSettings) -> Mapping[str, Any]:
    """What is answered to who asks for a token, as our app. Blocks; raises whatever msal does."""
    cloud = CLOUDS[settings.cloud]
    with _Session(cloud.login, settings.login_at) as session:
        if settings.managed_identity:
            identity = msal.UserAssignedManagedIdentity(client_id=settings.app_id)
            client = msal.ManagedIdentityClient(identity, http_client=session)
            return _object(client.acquire_token_for_client(resource=cloud.scope.removesuffix("/.default")))
        tenant = settings.tenant if settings.app_type == "single" else MANY
        app = msal.ConfidentialClientApplication(
            settings.app_id,
            client_credential=_credential(settings),
            authority=f"{cloud.login}/{tenant}",
            # Its own look at which authorities there are would go elsewhere.
            instance_discovery=False,
            http_client=session,
        )
        return _object(app.acquire_token_for_client(scopes=[cloud.scope]))


def _object(answer: object) -> Mapping[str, Any]:
    return answer if isinstance(answer, dict) else {}


def _credential(settings: TeamsSettings) -> str | dict[str, str]:
    if settings.certificate is not None:
        return {"private_key": settings.certificate.read_text("utf-8"), "thumbprint": settings.thumbprint}
    return settings.secret.get_secret_value() if settings.secret is not None else ""
