"""A Microsoft over loopback: where its keys are, where tokens are given out, and the connector of Teams.

It refuses what the real one refuses, and can fail in every way that one has been seen to. Nothing here was compared
with the real one; what it knows is from Microsoft's documentation and from the packages.
"""

import asyncio
import base64
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

APP, TENANT, SECRET, THUMBPRINT = "11111111-aaaa-4bbb-8ccc-000000000001", "tenant-1", "fake-app-secret", "AB" * 20
ISSUER, SCOPE = "https://api.botframework.com", "https://api.botframework.com/.default"
BOT, ADA = f"28:{APP}", "29:ada"
PERSONAL, CHANNEL = "a:ada", "19:field@thread.tacv2"
TEAM, TEAM_NAME = "19:team@thread.tacv2", "Harbour Bread"
LOGIN = "https://login.microsoftonline.com"
MOST = 100 * 1024
"""Bytes of an activity at most, as UTF-16."""

AI_MESSAGE = "https://schema.org/Message"


@dataclass(frozen=True)
class Fault:
    """One way to fail: `before` anything is done, or after, when its answer is lost; or not to answer for a while."""

    status: int = 0
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    after: bool = False
    cut: bool = False
    hang: bool = False


CUT = Fault(cut=True)
"""The connection ends before anything is done."""

LOST = Fault(cut=True, after=True)
"""It is done, and the answer never comes."""

HANG = Fault(hang=True)
"""No answer before `go_on` is set."""

BROKEN = Fault(200, '{"id": "17', after=True)
"""It is done, and the answer ends in the middle."""


def error(status: int, code: str, **headers: str) -> Fault:
    """A documented error."""
    body = json.dumps({"error": {"code": code, "message": f"{code}."}})
    return Fault(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


@cache
def private(name: str) -> rsa.RSAPrivateKey:
    """A key of that name, the same each time."""
    return rsa.generate_private_key(65537, 2048)


def pem(name: str) -> str:
    """The same as it stands in a file."""
    form = serialization.PrivateFormat.PKCS8
    return private(name).private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def public(name: str, *endorsements: str) -> dict[str, Any]:
    """What the key server says of it."""
    found: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private(name).public_key()))
    return {**found, "kid": name, "use": "sig", "endorsements": list(endorsements)}


class FakeTeams:
    """One Microsoft, with one app, one tenant, and a few conversations."""

    def __init__(self) -> None:
        self.keys = [public("key-1", "msteams", "skype")]
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.asked: list[str] = []
        """What was asked for, in order."""
        self.bodies: list[dict[str, Any]] = []
        """What came with it, where something did."""
        self.conversations: dict[str, dict[str, dict[str, Any]]] = {PERSONAL: {}, CHANNEL: {}}
        """The activities that stand, by conversation and id."""
        self.members = [{"id": ADA, "name": "Ada", "aadObjectId": "entra-ada", "tenantId": TENANT}]
        self.files: dict[str, bytes] = {}
        """What people have sent in a chat."""
        self.names = {CHANNEL: "field"}
        """What the channels of the team are called."""
        self.posted: list[tuple[str, str, dict[str, Any]]] = []
        """What was shown, in order: where, below what, and what it was."""
        self.updated: list[tuple[str, str, dict[str, Any]]] = []
        """What was shown in the place of something: where, by which name, and what it was."""
        self.page = 200
        self.blocked: set[str] = set()
        self.expires_in = 3599
        self.tokens: list[str] = []
        """Those that hold."""
        self.open = False
        """Whether it asks for no token, as the playground does."""
        self.hangs, self.go_on = asyncio.Event(), asyncio.Event()
        """Set when it hangs, and to let it go on."""
        self.address = ""
        self._counted = itertools.count(1)

    @property
    def service(self) -> str:
        """Where its connector is."""
        return f"{self.address}/emea/"

    @property
    def metadata_at(self) -> str:
        """Where it says where its keys are."""
        return f"{self.address}/v1/.well-known/openidconfiguration"

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["FakeTeams"]:
        """Answer for a while, on an address of its own."""
        app = web.Application(client_max_size=4 << 20)
        routes: list[tuple[str, str, str, Any]] = [
            ("GET", "/v1/.well-known/openidconfiguration", "metadata", self._metadata),
            ("GET", "/v1/.well-known/keys", "keys", self._keys),
            ("GET", "/{tenant}/v2.0/.well-known/openid-configuration", "authority", self._authority),
            ("POST", "/{tenant}/oauth2/v2.0/token", "token", self._token),
            ("GET", "/msi/token", "identity", self._identity),
            ("POST", "/emea/v3/conversations", "create", self._create),
            ("POST", "/emea/v3/conversations/{conversation}/activities", "send", self._send),
            ("PUT", "/emea/v3/conversations/{conversation}/activities/{id}", "update", self._update),
            ("DELETE", "/emea/v3/conversations/{conversation}/activities/{id}", "delete", self._delete),
            ("GET", "/emea/v3/conversations/{conversation}/members/{user}", "member", self._member),
            ("GET", "/emea/v3/conversations/{conversation}/pagedmembers", "members", self._members),
            ("GET", "/emea/v3/teams/{team}", "team", self._team),
            ("GET", "/files/{name}", "file", self._file),
            ("GET", "/emea/v3/teams/{team}/conversations", "channels", self._channels),
        ]
        for method, path, name, answer in routes:
            app.router.add_route(method, path, self._failing(name, answer))
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            self.go_on.set()
            await runner.cleanup()

    def signed(
        self, key: str = "key-1", kid: str | None = None, alg: str = "RS256", without: str = "", **claims: object
    ) -> str:
        """A token as the connector's, but for what is said."""
        now = int(time.time())
        said: dict[str, Any] = {
            "iss": ISSUER, "aud": APP, "nbf": now - 300, "exp": now + 3600, "serviceurl": self.service,
        } | claims  # fmt: skip
        said.pop(without, None)
        signs: Any = private(key) if alg.startswith("RS") else "a secret of at least thirty-two bytes" * 2
        signs = "" if alg == "none" else signs
        return jwt.encode(said, signs, alg, headers={"kid": key if kid is None else kid})

    def activity(self, **changes: object) -> dict[str, Any]:
        """A message of Ada's, but for what is said."""
        return {
            "type": "message",
            "id": "1600000000000",
            "channelId": "msteams",
            "serviceUrl": self.service,
            "from": {"id": ADA, "name": "Ada", "aadObjectId": "entra-ada"},
            "recipient": {"id": BOT, "name": "Concertmaster"},
            "conversation": {"id": PERSONAL, "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "text": "help",
        } | changes

    def _failing(self, name: str, answer: Any) -> Any:
        async def answered(request: web.Request) -> web.StreamResponse:
            conversation, in_thread, root = request.match_info.get("conversation", "").partition(";messageid=")
            if in_thread:
                request.match_info["conversation"], request.match_info["under"] = conversation, root
            called = "reply" if in_thread and name == "send" else name
            self.asked.append(called)
            fault = self.faults[called].popleft() if self.faults[called] else Fault()
            if fault.hang:
                self.hangs.set()
                await self.go_on.wait()
            done = await self._answer(request, answer) if fault.after or not (fault.status or fault.cut) else None
            if fault.cut and request.transport is not None:
                request.transport.close()
            if fault.status:
                return web.Response(
                    status=fault.status, text=fault.body, content_type="application/json", headers=fault.headers
                )
            return done or web.Response()

        return answered

    async def _answer(self, request: web.Request, answer: Any) -> web.StreamResponse:
        if request.path.startswith("/emea/") and not self.open:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme != "Bearer" or token not in self.tokens:
                return _refused(401, "Unauthorized")
        if (conversation := request.match_info.get("conversation")) is not None:
            if conversation in self.blocked:
                return _refused(403, "MessageWritesBlocked")
            if conversation not in self.conversations:
                return _refused(404, "ConversationNotFound")
        found: web.StreamResponse = await answer(request)
        return found

    async def _metadata(self, _request: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.address}/v1/.well-known/keys"})

    async def _keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def _authority(self, request: web.Request) -> web.Response:
        base = f"{LOGIN}/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.bodies.append({**form, "tenant": request.match_info["tenant"]})
        if form.get("grant_type") != "client_credentials" or form.get("client_id") != APP:
            return web.json_response({"error": "unauthorized_client"}, status=400)
        if SCOPE not in form.get("scope", "").split():
            return web.json_response({"error": "invalid_scope"}, status=400)
        if not (form.get("client_secret") == SECRET or _is_certified(form.get("client_assertion", ""))):
            return web.json_response({"error": "invalid_client", "error_description": "AADSTS7000215"}, status=401)
        return web.json_response({"token_type": "Bearer", "expires_in": self.expires_in, "access_token": self._new()})

    async def _identity(self, request: web.Request) -> web.Response:
        if request.headers.get("X-IDENTITY-HEADER") != "house" or request.query.get("client_id") != APP:
            return web.json_response({"statusCode": 400, "message": "no such identity"}, status=400)
        ends = str(int(time.time()) + self.expires_in)
        found = {"access_token": self._new(), "expires_on": ends, "resource": request.query["resource"]}
        return web.json_response(found | {"token_type": "Bearer"})

    def _new(self) -> str:
        self.tokens.append(f"token-{next(self._counted)}")
        return self.tokens[-1]

    async def _create(self, request: web.Request) -> web.Response:
        asked = await self._given(request)
        if asked["tenantId"] != TENANT or asked["bot"] != {"id": BOT}:
            return _refused(403, "BotNotInTenant")
        member = asked["members"][0]["id"]
        if member not in {one["id"] for one in self.members} | {one["aadObjectId"] for one in self.members}:
            return _refused(403, "BotNotInConversationRoster")
        (found,) = [one for one in self.members if member in (one["id"], one["aadObjectId"])]
        conversation = found["id"].replace("29:", "a:")
        self.conversations.setdefault(conversation, {})
        if "activity" not in asked:
            return web.json_response({"id": conversation}, status=201)
        name = self._keep(conversation, asked["activity"])
        return web.json_response({"id": conversation, "activityId": name}, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        activity = await self._given(request)
        conversation, under = request.match_info["conversation"], request.match_info.get("under", "")
        if (refused := _unfit(activity) or self._ends(conversation, activity)) is not None:
            return refused
        if (ends := _stream(activity)) is not None:
            # It has the stream's name, and no other is said.
            self.posted.append((conversation, under, activity))
            self.conversations[conversation][ends] = activity
            return web.json_response({}, status=202)
        if activity.get("text") and activity.get("attachments"):
            # It makes two messages of it, and says the name of neither.
            self._keep(conversation, activity | {"attachments": []}, under)
            self._keep(conversation, activity | {"text": "", "entities": []}, under)
            return web.json_response({}, status=202)
        return web.json_response({"id": self._keep(conversation, activity, under)}, status=201)

    def _ends(self, conversation: str, activity: Mapping[str, Any]) -> web.Response | None:
        """A stream ends once, in the conversation that it is in, and with words."""
        (said,) = [one for one in activity.get("entities", []) if one.get("type") == "streaminfo"] or [{}]
        if said.get("streamType") == "informative" and not (
            conversation.startswith("a:") and said.get("streamSequence") == 1 and activity["type"] == "typing"
        ):
            return _refused(400, "BadArgument")
        if said.get("streamType") == "final":
            begun = self.conversations[conversation].pop(str(said.get("streamId")), None)
            if begun is None or begun["type"] != "typing":
                return _refused(403, "ContentStreamNotAllowed")
            if not activity.get("text"):
                return _refused(400, "BadArgument")
        return None

    async def _file(self, request: web.Request) -> web.Response:
        if "Authorization" in request.headers:
            # Its address lets whoever has it read it: a token of ours has no business there.
            return web.Response(status=401)
        found = self.files.get(request.match_info["name"])
        return web.Response(body=found) if found is not None else web.Response(status=404)

    async def _team(self, request: web.Request) -> web.Response:
        if request.match_info["team"] != TEAM:
            return _refused(404, "NotFound")
        return web.json_response({"id": TEAM, "name": TEAM_NAME, "aadGroupId": "group-1"})

    async def _channels(self, request: web.Request) -> web.Response:
        if request.match_info["team"] != TEAM:
            return _refused(404, "NotFound")
        named = [{"id": one, "name": name or None} for one, name in self.names.items()]
        return web.json_response({"conversations": named})

    async def _update(self, request: web.Request) -> web.Response:
        standing, name = self.conversations[request.match_info["conversation"]], request.match_info["id"]
        activity = await self._given(request)
        if (refused := _unfit(activity)) is not None:
            return refused
        if name not in standing:
            return _refused(404, "ActivityNotFoundInConversation")
        standing[name] = activity
        self.updated.append((request.match_info["conversation"], name, activity))
        return web.json_response({"id": name})

    async def _delete(self, request: web.Request) -> web.Response:
        found = self.conversations[request.match_info["conversation"]].pop(request.match_info["id"], None)
        return web.Response() if found is not None else _refused(404, "ActivityNotFoundInConversation")

    async def _member(self, request: web.Request) -> web.Response:
        found = next((one for one in self.members if one["id"] == request.match_info["user"]), None)
        return web.json_response(found) if found is not None else _refused(404, "MemberNotFoundInConversation")

    async def _members(self, request: web.Request) -> web.Response:
        begin, size = int(request.query.get("continuationToken", "0")), min(self.page, int(request.query["pageSize"]))
        page: dict[str, Any] = {"members": self.members[begin : begin + size]}
        if begin + size < len(self.members):
            page["continuationToken"] = str(begin + size)
        return web.json_response(page)

    async def _given(self, request: web.Request) -> dict[str, Any]:
        found: dict[str, Any] = await request.json()
        self.bodies.append(found)
        return found

    def _keep(self, conversation: str, activity: dict[str, Any], under: str = "") -> str:
        name = f"f:{next(self._counted)}"
        self.posted.append((conversation, under, activity))
        if activity.get("type") != "typing" or activity.get("text"):
            self.conversations[conversation][name] = activity
        return name


def _stream(activity: Mapping[str, Any]) -> str | None:
    """The stream that an activity ends, if it ends one."""
    ends = [one for one in activity.get("entities", []) if one.get("streamType") == "final"]
    return str(ends[0].get("streamId")) if ends else None


def _unfit(activity: Mapping[str, Any]) -> web.Response | None:
    if len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le")) > MOST:
        return _refused(413, "MessageSizeTooBig")
    if not activity.get("type"):
        return _refused(400, "BadSyntax")
    if sum(one.get("type") == AI_MESSAGE for one in activity.get("entities", [])) > 1:
        return _refused(400, "BadArgument")
    return None


def _is_certified(assertion: str) -> bool:
    """Whether it is signed by the certificate of the app, for who gives out tokens."""
    try:
        header = jwt.get_unverified_header(assertion)
        jwt.decode(
            assertion,
            private("certificate").public_key(),
            algorithms=["RS256", "PS256"],
            audience=f"{LOGIN}/{TENANT}/oauth2/v2.0/token",
            issuer=APP,
        )
    except jwt.PyJWTError:
        return False
    return bool(base64.urlsafe_b64decode(header["x5t"] + "==").hex().upper() == THUMBPRINT)


def _refused(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": f"{code}."}}, status=status)
