"""Who it is that posts to us: Microsoft's connector, for Teams, from a tenant that we answer, or nobody.

All that can be told without a key is told first, so that nobody makes us ask anywhere by a token that would be refused
whatever its signature. docs/decisions/0055 says why PyJWT does this and not the token extractor of botframework.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import jwt
from starlette.requests import Request

from bot.settings import LOOPBACK, TeamsSettings
from bot.signed import NotTaken
from bot.teams.keys import Keys, Stalled

Activity = Mapping[str, Any]

CHANNEL = "msteams"
"""Of all that can reach a bot, we answer Teams alone; its keys are endorsed for it."""

ALGORITHMS = ("RS256", "RS384", "RS512")
LEEWAY = 300
"""Seconds that Microsoft's clock may be away from ours; its own advice."""

LONGEST = 16 * 1024
"""Characters of a token at most; Microsoft's have about a thousand."""

FILES = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us")
"""How the hosts end where Microsoft's clouds keep what somebody sends in a chat."""

CLAIMS = ("iss", "aud", "exp", "serviceurl")
"""What a token must say."""


class Cloud(NamedTuple):
    """Where the parts of a Microsoft cloud are."""

    issuer: str
    metadata: str
    login: str
    scope: str
    begins: tuple[str, ...]
    """Where a conversation is begun with somebody from whose tenant nothing has come yet, the likeliest first."""


CLOUDS: Mapping[str, Cloud] = {
    "public": Cloud(
        "https://api.botframework.com",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://login.microsoftonline.com",
        "https://api.botframework.com/.default",
        # The first leads to where the tenant is.
        ("https://smba.trafficmanager.net/teams/", "https://smba.infra.gcc.teams.microsoft.com/teams/"),
    ),
    "usgov": Cloud(
        "https://api.botframework.us",
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "https://login.microsoftonline.us",
        "https://api.botframework.us/.default",
        # GCC High; where the settings name the other host alone it is DoD.
        ("https://smba.infra.gov.teams.microsoft.us/teams/", "https://smba.infra.dod.teams.microsoft.us/teams/"),
    ),
}


@dataclass(frozen=True)
class Token:
    """A token that says all that it must; whether it is signed is not known yet."""

    said: str
    kid: str
    service: str


class Authenticator:
    """Lets in what Microsoft's connector signed for our app, for Teams and for a tenant of ours."""

    def __init__(self, settings: TeamsSettings, keys: Keys) -> None:
        self._settings, self._keys = settings, keys
        self._issuer = CLOUDS[settings.cloud].issuer

    def seen(self, request: Request) -> Token:
        """The token that came with a request. Raises NotTaken for one that is no good whatever its signature."""
        scheme, _, said = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not said or len(said) > LONGEST:
            raise NotTaken(401, "no token")
        header, claims = self._read(said, None)
        if header.get("alg") not in ALGORITHMS or not isinstance(header.get("kid"), str):
            raise NotTaken(401, "not signed as Microsoft signs")
        if not is_service(claims["serviceurl"], self._settings.hosts):
            raise NotTaken(403, "no service of Microsoft's")
        return Token(said, header["kid"], claims["serviceurl"])

    async def check(self, token: Token, activity: Activity) -> None:
        """Raise NotTaken unless `token` is good, and good for this activity."""
        if activity.get("serviceUrl") != token.service:
            raise NotTaken(403, "from another service than its token says")
        if activity.get("channelId") != CHANNEL:
            raise NotTaken(403, "not from Teams")
        named = tenants_of(activity)
        if not named or not named <= self._settings.tenants:
            raise NotTaken(403, "from another tenant")
        try:
            key = await self._keys.get(token.kid)
        except Stalled:
            raise NotTaken(503, "nobody can tell now") from None
        if key is None:
            raise NotTaken(401, "no such key")
        if CHANNEL not in key.endorsements:
            raise NotTaken(403, "a key that does not sign for Teams")
        self._read(token.said, key.public)

    def _read(self, said: str, key: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """A token's header and what it says, checked against its signature where there is a key. Raises NotTaken."""
        try:
            found = jwt.decode_complete(
                said,
                key,
                algorithms=list(ALGORITHMS),
                audience=self._settings.app_id,
                issuer=self._issuer,
                leeway=LEEWAY,
                options={
                    "require": list(CLAIMS),
                    "verify_signature": key is not None,
                    "verify_exp": True,
                    "verify_nbf": True,
                    "verify_iat": True,
                    "verify_aud": True,
                    "verify_iss": True,
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as problem:
            raise NotTaken(401, f"token: {type(problem).__name__}") from None
        return found["header"], found["payload"]


class Playground:
    """Without an app id nobody can be authenticated: it answers who is on this very machine, and sends nowhere else."""

    def seen(self, request: Request) -> None:
        """Raise NotTaken for what did not come straight from this machine, or that a page may have sent."""
        name = re.sub(r":\d*$", "", request.headers.get("host", "")).strip("[]")
        from_here = request.client is not None and request.client.host in LOOPBACK and name in LOOPBACK
        if not from_here or "forwarded" in request.headers or "x-forwarded-for" in request.headers:
            raise NotTaken(403, "not from this machine")
        if not request.headers.get("content-type", "").startswith("application/json") or "origin" in request.headers:
            raise NotTaken(403, "from a page")

    async def check(self, _seen: None, activity: Activity) -> None:
        """Raise NotTaken unless it is to be answered on this machine."""
        if not is_service(activity.get("serviceUrl"), LOOPBACK):
            raise NotTaken(403, "to be answered elsewhere")


def tenants_of(activity: Activity) -> frozenset[str]:
    """Every tenant that an activity names, in small letters."""
    data, conversation = activity.get("channelData"), activity.get("conversation")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    named = [
        tenant.get("id") if isinstance(tenant, dict) else None,
        conversation.get("tenantId") if isinstance(conversation, dict) else None,
    ]
    return frozenset(one.lower() for one in named if isinstance(one, str) and one)


def is_service(url: object, hosts: Collection[str]) -> bool:
    """Whether messages may be sent to an address: at one of these hosts, by TLS, or to this machine if it is named."""
    if not isinstance(url, str) or not re.fullmatch(r"https?://[\w.:\[\]-]+(/[\w.~/-]*)?", url, re.ASCII):
        return False
    return _leads_to(url, hosts, lambda host: host in hosts) and ".." not in urlsplit(url).path


def is_file(url: str, hosts: Collection[str]) -> bool:
    """Whether a file may be fetched from an address: where Microsoft keeps what is sent in Teams, or from this machine
    if it is among the hosts.
    """
    if not re.fullmatch(r"https?://[\x21-\x7e]+", url):
        return False
    return _leads_to(url, hosts, lambda host: host.endswith(FILES))


def _leads_to(url: str, hosts: Collection[str], is_one: Callable[[str], bool]) -> bool:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if host in LOOPBACK:
        return host in hosts
    return is_one(host) and parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc
