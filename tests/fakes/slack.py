"""A Slack over loopback: it refuses what the real one refuses, and can fail in every way that one has been seen to.

It is the Web API on one side, and on the other what a workspace sends to an app: signed posts, or envelopes by a
websocket. Limits of blocks are looked at in the obvious places alone; bot/slack/limits.py has its own tests.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from bot.ports import Clock

TEAM, BOT_USER, BOT = "T00000001", "U0BOT", "B0BOT"
TOKEN, APP_TOKEN, SECRET = "xoxb-fake-token", "xapp-fake-token", "fake-signing-secret"
CLIENT_ID, CLIENT_SECRET = "12.34", "fake-client-secret"
TRIGGER_HOLDS = timedelta(seconds=3)

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "auth.test": (),
    "chat.postMessage": ("channel", "text"),
    "chat.postEphemeral": ("channel", "user", "text"),
    "chat.delete": ("channel", "ts"),
    "chat.update": ("channel", "ts", "text"),
    "chat.unfurl": (),
    "views.open": ("trigger_id", "view"),
    "views.update": ("view_id", "view"),
    "views.publish": ("user_id", "view"),
    "users.info": ("user",),
    "users.list": (),
    "conversations.open": ("users",),
    "conversations.info": ("channel",),
    "conversations.members": ("channel",),
    "conversations.history": ("channel",),
    "conversations.replies": ("channel", "ts"),
    "apps.connections.open": (),
    "auth.revoke": (),
    "auth.teams.list": (),
    "usergroups.list": (),
    "oauth.v2.access": ("client_id", "client_secret"),
    "files.getUploadURLExternal": ("filename", "length"),
    "files.completeUploadExternal": ("files",),
    "assistant.threads.setSuggestedPrompts": ("channel_id", "prompts"),
    "assistant.threads.setStatus": ("channel_id", "thread_ts"),
    "agents.sessions.setStatus": ("channel_id", "thread_ts", "status"),
    "agents.sessions.rename": ("channel_id", "thread_ts", "title"),
}
"""The methods that there are, and what each wants."""


class Refused(Exception):
    """What Slack answers with `ok: false`."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True)
class Fault:
    """One way to fail: `before` the method does anything, or after, when its answer is lost."""

    status: int = 200
    body: str = ""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    after: bool = False
    cut: bool = False
    slow: float = 0.0


def error(name: str) -> Fault:
    """A documented error."""
    return Fault(body=json.dumps({"ok": False, "error": name}))


def too_fast(seconds: int | str) -> Fault:
    """Told to wait."""
    body = json.dumps({"ok": False, "error": "ratelimited"})
    return Fault(429, body, headers={"Retry-After": str(seconds)})


CUT = Fault(cut=True)
"""The connection ends before Slack has done anything."""

LOST = Fault(cut=True, after=True)
"""Slack does it, and its answer never comes."""

HTML = Fault(503, "<html>Service Unavailable</html>", "text/html")
BROKEN = Fault(200, '{"ok": true, "ts": "17', after=True)
"""Slack does it, and its answer ends in the middle."""

SERVER = Fault(500, json.dumps({"ok": False, "error": "internal_error"}))


@dataclass
class Message:
    """One message that stands."""

    ts: str
    channel: str
    said: dict[str, Any]
    only_for: str = ""
    versions: int = 1

    @property
    def thread(self) -> str:
        """The message in whose thread it stands, empty when in none."""
        return str(self.said.get("thread_ts", ""))

    @property
    def text(self) -> str:
        """All that can be read of it."""
        return "\n".join([str(self.said.get("text", "")), *_texts(self.said.get("blocks"))])


@dataclass
class Channel:
    """One conversation."""

    id: str
    name: str = ""
    members: set[str] = field(default_factory=set)
    is_ext_shared: bool = False
    is_archived: bool = False
    messages: list[Message] = field(default_factory=list)


@dataclass
class Session:
    """One thread of the agent view."""

    status: str = ""
    statuses: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    title: str = ""
    initiator: str = ""


class FakeSlack:
    """One workspace."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.users: dict[str, dict[str, Any]] = {BOT_USER: {"id": BOT_USER, "team_id": TEAM, "is_bot": True}}
        self.channels: dict[str, Channel] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.views: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.done: list[tuple[str, dict[str, Any]]] = []
        """Those calls that it did what they ask for, answers to what was sent to the app among them."""
        self.prompts: dict[str, list[dict[str, str]]] = {}
        self.sessions: dict[tuple[str, str], Session] = {}
        self._said: dict[str, set[str]] = defaultdict(set)
        self._links: dict[tuple[str, str], set[str]] = {}
        self.unfurled: dict[tuple[str, str], dict[str, Any]] = {}
        """What stands below the links of a message, by its conversation and its name."""
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.tokens = {TOKEN: {"chat:write"}}
        self.groups: list[dict[str, Any]] = []
        self.codes: dict[str, dict[str, Any]] = {}
        self.enterprise: list[str] = []
        self.refuses: set[str] = set()
        """Types of blocks that it does not take, as while one has not been given to everybody."""
        self.files: dict[str, dict[str, Any]] = {}
        self.may_read_files = True
        self._renewed = itertools.count(1)
        self.answers: list[tuple[int, Any]] = []
        self._count = itertools.count(1)
        self._triggers: dict[str, Any] = {}
        self._used: set[str] = set()
        self._socket: web.WebSocketResponse | None = None
        self._connected = asyncio.Event()
        self._acks: dict[str, asyncio.Future[dict[str, Any]]] = {}

    # Who and where

    def person(self, user: str, **more: Any) -> str:
        """Somebody in the workspace."""
        self.users[user] = {"id": user, "team_id": TEAM, "deleted": False, "is_bot": False, **more}
        return user

    def channel(self, id: str, name: str, *members: str, **more: Any) -> Channel:
        """A channel with these members."""
        self.channels[id] = Channel(id, name, set(members), **more)
        return self.channels[id]

    def direct(self, user: str) -> Channel:
        """The conversation of somebody with the bot, opened when it is not yet."""
        id = f"D{user[1:]}"
        return self.channels.setdefault(id, Channel(id, "", {user, BOT_USER}))

    def posted(self, channel: str) -> list[Message]:
        """What stands in a conversation."""
        return self.channels[channel].messages if channel in self.channels else []

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(one == method for one, _ in self.calls)

    def fails(self, method: str, *faults: Fault) -> None:
        """Fail so at the next calls of a method."""
        self.faults[method].extend(faults)

    # The Web API

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve it; gives the address of its methods."""
        app = web.Application(client_max_size=4 << 20)
        app.router.add_route("*", "/api/{method}", self._answer)
        app.router.add_get("/socket", self._listen)
        app.router.add_post("/response/{channel}/{user}", self._respond)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/file/{file}", self._download)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        self.address = f"127.0.0.1:{port}"
        try:
            yield f"http://{self.address}/api/"
        finally:
            if self._socket is not None:
                await self._socket.close()
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await _given(request)
        self.calls.append((method, given))
        fault = self.faults[method].popleft() if self.faults[method] else None
        if fault is not None and fault.slow:
            await asyncio.sleep(fault.slow)
        if fault is not None and not fault.after:
            return self._failed(request, fault)
        try:
            answer = {"ok": True, **self._do(method, given, request.headers.get("Authorization", ""))}
            self.done.append((method, given))
        except Refused as refused:
            answer = {"ok": False, "error": refused.error}
        if fault is not None:
            return self._failed(request, fault)
        return web.json_response(answer)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        given = await request.json()
        self.calls.append(("response", given))
        fault = self.faults["response"].popleft() if self.faults["response"] else None
        if fault is not None and not fault.after:
            return self._failed(request, fault)
        self._responded(request.match_info["channel"], request.match_info["user"], given)
        return self._failed(request, fault) if fault is not None else web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        file, content = self.files.get(request.match_info["file"]), await request.read()
        self.calls.append(("upload", {"file": request.match_info["file"]}))
        fault = self.faults["upload"].popleft() if self.faults["upload"] else None
        if fault is not None:
            return self._failed(request, fault)
        if file is None or len(content) != file["length"]:
            return web.Response(status=400)
        file["content"] = content
        return web.Response(text="OK")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """A file that somebody handed in: for who may read files; anybody else is led to where one signs in."""
        file = self.files.get(request.match_info["file"])
        self.calls.append(("download", {"file": request.match_info["file"]}))
        fault = self.faults["download"].popleft() if self.faults["download"] else None
        if fault is not None and fault.slow:
            await asyncio.sleep(fault.slow)
        if fault is not None and not fault.after:
            return self._failed(request, fault)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if file is None or token not in self.tokens or not self.may_read_files:
            return web.Response(status=302, headers={"Location": f"http://{self.address}/sign-in"})
        return web.Response(body=file["content"])

    def handed(self, name: str, content: bytes) -> dict[str, Any]:
        """A file that somebody put into a field of a form, as it comes with the form."""
        file = f"F{next(self._count):08}"
        self.files[file] = {"length": len(content), "content": content, "complete": True}
        url = f"http://{self.address}/file/{file}"
        return {"files": [{"id": file, "name": name, "size": len(content), "url_private_download": url}]}

    def _files_getuploadurlexternal(self, given: dict[str, Any]) -> dict[str, Any]:
        if not str(given["length"]).isdigit() or int(given["length"]) < 1:
            raise Refused("invalid_arguments")
        file = f"F{next(self._count):08}"
        self.files[file] = {"length": int(given["length"]), "complete": False}
        return {"upload_url": f"http://{self.address}/upload/{file}", "file_id": file}

    def _files_completeuploadexternal(self, given: dict[str, Any]) -> dict[str, Any]:
        for one in given["files"]:
            if one.get("id") not in self.files or "content" not in self.files[one["id"]]:
                raise Refused("file_not_found")
            self.files[one["id"]]["complete"] = True
        return {"files": given["files"]}

    def _look_at_blocks(self, given: Any, refusal: str) -> None:
        """Refuse blocks that are not taken here, and pictures that are not there."""
        for block in given or ():
            file = block.get("slack_file", {}).get("id") if block.get("type") == "image" else None
            if block.get("type") in self.refuses or (file is not None and not self.files.get(file, {}).get("complete")):
                raise Refused(refusal)

    def _responded(self, channel: str, user: str, given: dict[str, Any]) -> Message:
        _look_at_message(given)
        message = Message(self._ts(), channel, given, only_for=user)
        self.channels[channel].messages.append(message)
        self.done.append(("response", given))
        return message

    def takes(self, payload: Mapping[str, Any], said: Mapping[str, Any]) -> None:
        """Do what Slack does with what the app answered: a command's is a message, a form's says what becomes of it."""
        if "command" in payload and said:
            self._responded(payload["channel_id"], payload["user_id"], dict(said))
        elif payload.get("type") == "view_submission":
            self._take_of_form(payload["view"], said)

    def _take_of_form(self, view: Mapping[str, Any], said: Mapping[str, Any]) -> None:
        kind = said.get("response_action", "")
        if kind == "update":
            self.done.append(("update", self._views_update({"view_id": view["id"], "view": said["view"]})))
        elif kind == "errors":
            inputs = {one["block_id"] for one in view["blocks"] if one["type"] == "input"}
            if not said["errors"] or not set(said["errors"]) <= inputs:
                raise Refused("a form is only told what is wrong beside its inputs")
            self.done.append(("errors", {"view": view, "errors": said["errors"]}))
        elif said:
            raise Refused(f"{kind} is no answer to a form that we give")

    def _failed(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.cut:
            assert request.transport is not None
            request.transport.abort()
        body, headers = fault.body.encode(errors="surrogateescape"), dict(fault.headers)
        return web.Response(status=fault.status, body=body, content_type=fault.kind, charset="utf-8", headers=headers)

    def _do(self, method: str, given: dict[str, Any], authorization: str) -> dict[str, Any]:
        if method not in REQUIRED:
            raise Refused("unknown_method")
        token = authorization.removeprefix("Bearer ") or given.get("token", "")
        if method == "oauth.v2.access":
            return self._oauth_v2_access(given)
        if not token:
            raise Refused("not_authed")
        if method == "auth.revoke":
            self.tokens.pop(token, None)
            return {"revoked": True}
        if token not in ({APP_TOKEN} if method == "apps.connections.open" else self.tokens):
            raise Refused("invalid_auth")
        for name in REQUIRED[method]:
            if given.get(name) in (None, "", []):
                raise Refused("invalid_arguments" if name != "text" else "no_text")
        does: Callable[[dict[str, Any]], dict[str, Any]] = getattr(self, "_" + method.replace(".", "_").lower())
        return does(given)

    def _auth_test(self, _given: dict[str, Any]) -> dict[str, Any]:
        return {"team_id": TEAM, "team": "Harbour Bread", "user_id": BOT_USER, "bot_id": BOT, "url": "https://x"}

    def code(self, code: str, **more: Any) -> dict[str, Any]:
        """Somebody has said yes at Slack: what `code` is exchanged for, once."""
        self.codes[code] = {
            "token_type": "bot",
            "scope": "chat:write",
            "bot_user_id": BOT_USER,
            "app_id": "A1",
            "team": {"id": TEAM, "name": "Harbour Bread"},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": "U0ADA"},
            **self._new_tokens(),
            **more,
        }
        return self.codes[code]

    def _new_tokens(self) -> dict[str, Any]:
        number = next(self._renewed)
        return {
            "access_token": f"xoxe.xoxb-canary-{number}",
            "refresh_token": f"xoxe-canary-{number}",
            "expires_in": 43_200,
        }

    def _oauth_v2_access(self, given: dict[str, Any]) -> dict[str, Any]:
        if given.get("client_secret") != CLIENT_SECRET or given.get("client_id") != CLIENT_ID:
            raise Refused("bad_client_secret")
        refreshes = given.get("grant_type") == "refresh_token"
        wanted = f"refresh {given.get('refresh_token')}" if refreshes else str(given.get("code", ""))
        answer = self.codes.pop(wanted, None)
        if answer is None:
            raise Refused("invalid_refresh_token" if refreshes else "invalid_code")
        if refreshes:
            answer = {**answer, **self._new_tokens()}
        if "refresh_token" in answer:
            # It can be used once.
            self.codes[f"refresh {answer['refresh_token']}"] = answer
        self.tokens[answer["access_token"]] = {"chat:write"}
        return answer

    def _usergroups_list(self, _given: dict[str, Any]) -> dict[str, Any]:
        return {"usergroups": self.groups}

    def _auth_teams_list(self, _given: dict[str, Any]) -> dict[str, Any]:
        return {"teams": [{"id": one} for one in self.enterprise]}

    def _apps_connections_open(self, _given: dict[str, Any]) -> dict[str, Any]:
        return {"url": f"ws://{self.address}/socket"}

    def _to(self, channel: str) -> Channel:
        if channel in self.users:
            if self.users[channel].get("deleted"):
                raise Refused("user_disabled")
            return self.direct(channel)
        found = self.channels.get(channel)
        if found is None:
            raise Refused("channel_not_found")
        if found.is_archived:
            raise Refused("is_archived")
        if BOT_USER not in found.members:
            raise Refused("not_in_channel")
        return found

    def _chat_postmessage(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self._to(given["channel"])
        _look_at_message(given)
        self._look_at_blocks(given.get("blocks"), "invalid_blocks")
        if "thread_ts" in given and not self._stands(channel, given["thread_ts"]):
            raise Refused("thread_not_found")
        message = Message(self._ts(), channel.id, given)
        channel.messages.append(message)
        return {"channel": channel.id, "ts": message.ts, "message": {"ts": message.ts, "bot_id": BOT}}

    def _chat_postephemeral(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self._to(given["channel"])
        _look_at_message(given)
        self._look_at_blocks(given.get("blocks"), "invalid_blocks")
        if given["user"] not in channel.members:
            raise Refused("user_not_in_channel")
        message = Message(self._ts(), channel.id, given, only_for=given["user"])
        channel.messages.append(message)
        return {"message_ts": message.ts}

    def _chat_delete(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self._to(given["channel"])
        message = next((one for one in channel.messages if one.ts == given["ts"]), None)
        if message is None or message.only_for:
            raise Refused("message_not_found")
        channel.messages.remove(message)
        return {"channel": channel.id, "ts": message.ts}

    def _chat_update(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self._to(given["channel"])
        _look_at_message(given)
        self._look_at_blocks(given.get("blocks"), "invalid_blocks")
        message = next((one for one in channel.messages if one.ts == given["ts"]), None)
        if message is None or message.only_for:
            raise Refused("message_not_found")
        message.said = {**given, **{name: message.said[name] for name in ("thread_ts",) if name in message.said}}
        message.versions += 1
        return {"channel": channel.id, "ts": message.ts}

    def _chat_unfurl(self, given: dict[str, Any]) -> dict[str, Any]:
        where = (given.get("channel", ""), given.get("ts", ""))
        if not all(where) and not (given.get("unfurl_id") and given.get("source")):
            raise Refused("missing_channel" if not where[0] else "missing_ts")
        if where[0] not in {*self.channels, "COMPOSER"}:
            raise Refused("cannot_find_channel")
        if where not in self._links:
            raise Refused("cannot_find_message")
        unfurls = given.get("unfurls")
        if not isinstance(unfurls, dict) or not unfurls:
            raise Refused("invalid_unfurls_format" if unfurls else "missing_unfurls")
        if not set(unfurls) <= self._links[where]:
            raise Refused("cannot_unfurl_url")
        for one in unfurls.values():
            self._look_at_unfurl(one)
        self.unfurled.setdefault(where, {}).update(unfurls)
        return {}

    def _look_at_unfurl(self, given: Any) -> None:
        if not isinstance(given, dict) or set(given) != {"blocks"} or not given["blocks"]:
            raise Refused("cannot_parse_attachment")
        _look_at_blocks(given["blocks"], 50)
        self._look_at_blocks(given["blocks"], "invalid_blocks")
        # Its reference says so, of this method alone.
        if '"rich_text' in json.dumps(given["blocks"]):
            raise Refused("invalid_blocks")

    def _views_open(self, given: dict[str, Any]) -> dict[str, Any]:
        made = self._triggers.pop(given["trigger_id"], None)
        if made is None:
            raise Refused("invalid_trigger_id" if given["trigger_id"] not in self._used else "exchanged_trigger_id")
        self._used.add(given["trigger_id"])
        if self.clock.now() - made > TRIGGER_HOLDS:
            raise Refused("expired_trigger_id")
        view = {**given["view"], "id": f"V{next(self._count):08}", "hash": f"{next(self._count)}.abc", "team_id": TEAM}
        _look_at_view(view, "modal")
        self.views.append(view)
        return {"view": view}

    def _views_update(self, given: dict[str, Any]) -> dict[str, Any]:
        found = next((n for n, one in enumerate(self.views) if one["id"] == given["view_id"]), None)
        if found is None:
            raise Refused("not_found")
        view = {**given["view"], "id": given["view_id"], "hash": f"{next(self._count)}.abc", "team_id": TEAM}
        _look_at_view(view, "modal")
        self.views[found] = view
        return {"view": view}

    def _views_publish(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["user_id"] not in self.users:
            raise Refused("user_not_found")
        view = {**given["view"], "id": f"V{given['user_id']}"}
        _look_at_view(view, "home")
        self._look_at_blocks(view.get("blocks"), "invalid_arguments")
        self.homes[given["user_id"]] = view
        return {"view": view}

    def _users_info(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["user"] not in self.users:
            raise Refused("user_not_found")
        return {"user": self.users[given["user"]]}

    def _users_list(self, given: dict[str, Any]) -> dict[str, Any]:
        everybody = list(self.users.values())
        begin, most = int(given.get("cursor") or 0), int(given.get("limit") or 100)
        after = str(begin + most) if begin + most < len(everybody) else ""
        return {"members": everybody[begin : begin + most], "response_metadata": {"next_cursor": after}}

    def _conversations_open(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["users"] not in self.users:
            raise Refused("user_not_found")
        return {"channel": {"id": self.direct(given["users"]).id}}

    def _conversations_info(self, given: dict[str, Any]) -> dict[str, Any]:
        found = self.channels.get(given["channel"])
        if found is None:
            raise Refused("channel_not_found")
        return {"channel": {"id": found.id, "name": found.name, "is_ext_shared": found.is_ext_shared}}

    def _conversations_members(self, given: dict[str, Any]) -> dict[str, Any]:
        found = self.channels.get(given["channel"])
        if found is None:
            raise Refused("channel_not_found")
        there = sorted(found.members)
        begin, most = int(given.get("cursor") or 0), int(given.get("limit") or 100)
        after = str(begin + most) if begin + most < len(there) else ""
        return {"members": there[begin : begin + most], "response_metadata": {"next_cursor": after}}

    def _conversations_history(self, given: dict[str, Any]) -> dict[str, Any]:
        return self._page(given, "")

    def _conversations_replies(self, given: dict[str, Any]) -> dict[str, Any]:
        if not self._stands(self._to(given["channel"]), given["ts"]):
            raise Refused("thread_not_found")
        return self._page(given, given["ts"])

    def _page(self, given: dict[str, Any], thread: str) -> dict[str, Any]:
        """A page of what was said in a conversation, or in one of its threads."""
        channel = self._to(given["channel"])
        since = float(given.get("oldest") or 0)
        found = [
            one
            for one in reversed(channel.messages)
            if float(one.ts) > since and not one.only_for and one.thread == thread
        ]
        begin, most = int(given.get("cursor") or 0), int(given.get("limit") or 100)
        page = [{"ts": one.ts, "text": one.said["text"]} for one in found[begin : begin + most]]
        if given.get("include_all_metadata") in (True, "true"):
            page = [
                {**told, "metadata": one.said["metadata"]} if "metadata" in one.said else told
                for told, one in zip(page, found[begin : begin + most], strict=True)
            ]
        after = str(begin + most) if begin + most < len(found) else ""
        return {"messages": page, "has_more": bool(after), "response_metadata": {"next_cursor": after}}

    def _stands(self, channel: Channel, ts: str) -> bool:
        """Whether a message stands there: one of ours, or what somebody wrote."""
        return ts in self._said[channel.id] or any(one.ts == ts and not one.only_for for one in channel.messages)

    def _session(self, given: dict[str, Any]) -> tuple[str, str]:
        channel = self._to(given["channel_id"])
        if not self._stands(channel, given["thread_ts"]):
            raise Refused("invalid_thread_ts")
        return channel.id, given["thread_ts"]

    def _assistant_threads_setstatus(self, given: dict[str, Any]) -> dict[str, Any]:
        thread = self._session(given)
        self.sessions.setdefault(thread, Session()).words.append(given.get("status", ""))
        return {}

    def _agents_sessions_setstatus(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["status"] not in ("processing", "active", "suspended", "closed"):
            raise Refused("invalid_arguments")
        if len(given.get("title", "")) > 200:
            raise Refused("invalid_arguments")
        thread = self._session(given)
        if thread not in self.sessions:
            if (by := given.get("initiator_user_id")) and by not in self.channels[thread[0]].members:
                raise Refused("user_not_in_channel")
            self.sessions[thread] = Session(title=given.get("title", ""), initiator=by or "")
        session = self.sessions[thread]
        session.status = given["status"]
        session.statuses.append(session.status)
        return {"status": session.status, "title": session.title}

    def _agents_sessions_rename(self, given: dict[str, Any]) -> dict[str, Any]:
        thread = self._session(given)
        if not 1 <= len(given["title"]) <= 200:
            raise Refused("invalid_arguments")
        if thread not in self.sessions:
            raise Refused("session_not_found")
        self.sessions[thread].title = given["title"]
        return {"title": given["title"]}

    def _assistant_threads_setsuggestedprompts(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self._to(given["channel_id"])
        prompts = given["prompts"]
        if not isinstance(prompts, list) or len(prompts) > 4:
            raise Refused("too_many_prompts")
        for one in prompts:
            if set(one) != {"title", "message"} or not (0 < len(one["title"]) <= 75 and 0 < len(one["message"]) <= 500):
                raise Refused("invalid_arguments")
        if "thread_ts" not in given:
            # With one it is answered with `ok`, and does nothing: that is for the older view.
            self.prompts[channel.id] = prompts
        return {}

    def _ts(self) -> str:
        return f"{self.clock.now().timestamp():.0f}.{next(self._count):06}"

    # What the workspace sends to the app

    def trigger(self) -> str:
        """A trigger, as comes with everything that somebody does."""
        made = f"{next(self._count)}.trigger"
        self._triggers[made] = self.clock.now()
        return made

    def event(self, event: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """The envelope of something that happened."""
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A1",
            "event_id": f"Ev{next(self._count):08}",
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
            "event": dict(event),
            **more,
        }

    def message(self, user: str, text: str, /, **more: Any) -> dict[str, Any]:
        """Somebody writes to the bot directly."""
        direct = self.direct(user)
        return self.event(
            {
                "type": "message",
                "channel_type": "im",
                "channel": direct.id,
                "user": user,
                "text": text,
                "ts": self._written(direct.id, more),
                "team": TEAM,
                **more,
            }
        )

    def _written(self, channel: str, more: Mapping[str, Any]) -> str:
        """The name of what somebody writes there; that in whose thread it is stands there too."""
        ts = self._ts()
        self._said[channel] |= {ts, *([more["thread_ts"]] if "thread_ts" in more else [])}
        return ts

    def link(self, user: str, channel: str, /, *urls: str, **more: Any) -> dict[str, Any]:
        """Somebody posts a message in which these links stand; Slack tells of it wherever that is."""
        ts = str(more.pop("message_ts", "") or self._written(channel, {}))
        self._links.setdefault((channel, ts), set()).update(urls)
        there = self.channels.get(channel)
        return self.event(
            {
                "type": "link_shared",
                "channel": channel,
                "is_bot_user_member": there is not None and BOT_USER in there.members,
                "user": user,
                "message_ts": ts,
                "unfurl_id": f"{channel}.{ts}.{'0' * 64}",
                "source": "conversations_history",
                "links": [{"domain": "concertmaster.example", "url": one} for one in urls],
                "event_ts": self._ts(),
                **more,
            },
            is_ext_shared_channel=there is not None and there.is_ext_shared,
        )

    def composes(self, user: str, /, *urls: str) -> dict[str, Any]:
        """Somebody has put links into a message that they write; where that will stand Slack does not say."""
        name = f"{user}-909b5454-{next(self._count)}"
        about = {"channel": "COMPOSER", "message_ts": name, "unfurl_id": name, "source": "composer"}
        return self.link(user, "COMPOSER", *urls, **about, is_bot_user_member=True)

    def stops(self, user: str, channel: str, thread: str, **more: Any) -> dict[str, Any]:
        """Somebody presses the stop button of a thread in which we work."""
        at = {"event_ts": self._ts(), "streaming_message_ts": []}
        return self.event(
            {"type": "agent_session_stopped", "channel": channel, "thread_ts": thread, "user": user, **at, **more}
        )

    def names(self, user: str, channel: str, thread: str, title: str) -> dict[str, Any]:
        """Somebody gives a thread a name of theirs."""
        self.sessions.setdefault((channel, thread), Session()).title = title
        about = {"channel": channel, "thread_ts": thread, "user": user, "team_id": TEAM, "event_ts": self._ts()}
        return self.event({"type": "agent_session_title_changed", "title": title, **about})

    def mention(self, user: str, channel: str, text: str, **more: Any) -> dict[str, Any]:
        """Somebody names the bot in a channel."""
        text = f"<@{BOT_USER}> {text}"
        ts = self._written(channel, more)
        said = {"type": "app_mention", "channel": channel, "user": user, "text": text, "ts": ts, "team": TEAM}
        return self.event({**said, **more})

    def press(self, user: str, message: Message, button: Mapping[str, Any]) -> dict[str, Any]:
        """Somebody presses a button of a message. Of one that nobody else sees Slack sends nothing but its name."""
        shown = {"ts": message.ts, "text": message.said.get("text", ""), "bot_id": BOT}
        if "metadata" in message.said:
            shown["metadata"] = message.said["metadata"]
        if message.thread:
            shown["thread_ts"] = message.thread
        told = {} if message.only_for else {"message": shown}
        return {
            **told,
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "harbour"},
            "user": {"id": user, "team_id": TEAM},
            "channel": {"id": message.channel, "name": "x"},
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": message.channel,
                "is_ephemeral": bool(message.only_for),
            },
            "trigger_id": self.trigger(),
            "response_url": f"http://{self.address}/response/{message.channel}/{user}",
            "actions": [{**button, "action_ts": self._ts(), "type": "button"}],
        }

    def press_home(self, user: str, button: Mapping[str, Any]) -> dict[str, Any]:
        """Somebody presses a button of their own page."""
        return self.press_view(user, self.homes[user], button)

    def press_view(self, user: str, view: Mapping[str, Any], button: Mapping[str, Any]) -> dict[str, Any]:
        """Somebody presses a button of a page or a modal."""
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
            "trigger_id": self.trigger(),
            "actions": [{**button, "action_ts": self._ts(), "type": "button"}],
        }

    def submission(
        self, user: str, values: Mapping[str, Mapping[str, Any]], view: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Somebody sends the form that was opened last, or another one."""
        view = view or self.views[-1]
        state: dict[str, dict[str, Any]] = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                element = block["element"]
                given = values.get(block["block_id"], {})
                initial = {
                    name.replace("initial_", ""): value
                    for name, value in element.items()
                    if name.startswith("initial_")
                }
                known = _state(element["type"], initial)
                state[block["block_id"]] = {element["action_id"]: {"type": element["type"], **known, **given}}
        return {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "view": {**view, "state": {"values": state}},
            "response_urls": [],
        }

    def search(self, user: str, action_id: str, typed: str, view: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Somebody types into a line picker of the form that was opened last, or of another one."""
        view = view or self.views[-1]
        return {
            "type": "block_suggestion",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
            "action_id": action_id,
            "block_id": "line",
            "value": typed,
        }

    def command(self, user: str, text: str, channel: str = "C00000001", *, name: str = "/cm") -> dict[str, Any]:
        """Somebody writes a slash command."""
        return {
            "command": name,
            "text": text,
            "team_id": TEAM,
            "user_id": user,
            "channel_id": channel,
            "trigger_id": self.trigger(),
            "response_url": f"http://{self.address}/response/{channel}/{user}",
        }

    def shortcut(self, user: str, callback_id: str, message: str | None = None, /, **more: Any) -> dict[str, Any]:
        """Somebody chooses a shortcut, of a message if there is one, which has `more`."""
        made: dict[str, Any] = {
            "type": "shortcut" if message is None else "message_action",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "callback_id": callback_id,
            "trigger_id": self.trigger(),
            "action_ts": self._ts(),
        }
        if message is not None:
            made["message"] = {"type": "message", "text": message, "ts": self._ts(), "user": "U9", **more}
            made["channel"] = {"id": "C00000001", "name": "general"}
        return made

    # By Socket Mode

    async def _listen(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._connected.set()
        async for one in socket:
            if one.type is aiohttp.WSMsgType.TEXT:
                said = json.loads(one.data)
                waiting = self._acks.pop(said["envelope_id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(said)
        return socket

    async def send_by_socket(self, payload: Mapping[str, Any], within: float = 5) -> dict[str, Any] | None:
        """Send an envelope; gives what it was acknowledged with, None when it never was."""
        await asyncio.wait_for(self._connected.wait(), 10)
        assert self._socket is not None
        kinds = {"event_callback": "events_api"}
        kind = "slash_commands" if "command" in payload else kinds.get(str(payload.get("type")), "interactive")
        envelope_id = f"env-{next(self._count)}"
        waiting: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._acks[envelope_id] = waiting
        await self._socket.send_json(
            {"type": kind, "envelope_id": envelope_id, "accepts_response_payload": True, "payload": payload}
        )
        try:
            return await asyncio.wait_for(waiting, within)
        except TimeoutError:
            return None


def form_of(payload: Mapping[str, Any]) -> tuple[bytes, str]:
    """A payload as Slack posts it: its body, and what kind that is."""
    if payload.get("type") in ("event_callback", "url_verification"):
        return json.dumps(payload).encode(), "application/json"
    given = payload if "command" in payload else {"payload": json.dumps(payload)}
    return urlencode(given).encode(), "application/x-www-form-urlencoded"


def signed(body: bytes, at: float, secret: str = SECRET) -> dict[str, str]:
    """The headers by which Slack signs what it posts."""
    digest = hmac.new(secret.encode(), f"v0:{at:.0f}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": f"{at:.0f}", "X-Slack-Signature": f"v0={digest}"}


def buttons(blocks: object) -> list[dict[str, Any]]:
    """Every button of a message or a view."""
    if isinstance(blocks, Mapping):
        own = [dict(blocks)] if blocks.get("type") == "button" else []
        return own + [one for value in blocks.values() for one in buttons(value)]
    if isinstance(blocks, list):
        return [one for value in blocks for one in buttons(value)]
    return []


def opinions(blocks: object) -> list[dict[str, Any]]:
    """Both sides of every pair of feedback buttons, each as the button that it is to who presses it."""
    if isinstance(blocks, Mapping):
        sides = ("positive_button", "negative_button") if blocks.get("type") == "feedback_buttons" else ()
        own = [{**blocks[one], "action_id": blocks["action_id"], "type": "feedback_buttons"} for one in sides]
        return own + [one for value in blocks.values() for one in opinions(value)]
    return [one for value in blocks for one in opinions(value)] if isinstance(blocks, list) else []


def _texts(blocks: object) -> list[str]:
    if isinstance(blocks, Mapping):
        own = [blocks["text"]] if isinstance(blocks.get("text"), str) else []
        return own + [one for value in blocks.values() for one in _texts(value)]
    return [one for value in blocks for one in _texts(value)] if isinstance(blocks, list) else []


def shown(blocks: object) -> str:
    """All that can be read in a message or a view."""
    return "".join(_texts(blocks))


def _state(kind: str, initial: Mapping[str, Any]) -> dict[str, Any]:
    if kind == "file_input":
        return {"files": []}
    names = {
        "plain_text_input": ("value", "value"),
        "number_input": ("value", "value"),
        "datepicker": ("date", "selected_date"),
        "timepicker": ("time", "selected_time"),
        "checkboxes": ("options", "selected_options"),
        "multi_static_select": ("options", "selected_options"),
    }
    first, last = names.get(kind, ("option", "selected_option"))
    return {last: initial.get(first, [] if last == "selected_options" else None)}


def _look_at_message(given: Mapping[str, Any]) -> None:
    if len(given["text"]) > 40_000:
        raise Refused("msg_too_long")
    _look_at_blocks(given.get("blocks") or [], 50)
    metadata = given.get("metadata")
    if metadata is not None and not {"event_type", "event_payload"} <= set(metadata):
        raise Refused("invalid_metadata_schema")


def _look_at_view(view: Mapping[str, Any], kind: str) -> None:
    title = view.get("title", {}).get("text", "")
    if view.get("type") != kind or (kind == "modal" and not 0 < len(title) <= 24):
        raise Refused("invalid_arguments")
    if len(view.get("private_metadata", "")) > 3000 or len(json.dumps(view)) > 250_000:
        raise Refused("view_too_large")
    _look_at_blocks(view.get("blocks") or [], 100)
    if kind == "modal" and any(one["type"] == "input" for one in view["blocks"]) and "submit" not in view:
        raise Refused("invalid_arguments")


def _look_at_blocks(blocks: list[dict[str, Any]], most: int) -> None:
    if len(blocks) > most:
        raise Refused("invalid_blocks")
    ids = [one["block_id"] for one in blocks if "block_id" in one]
    if len(ids) != len(set(ids)):
        raise Refused("invalid_blocks")
    for block in blocks:
        text = block.get("text")
        longest = {"header": 150, "section": 3000}.get(block.get("type", ""), 3000)
        if "type" not in block or (isinstance(text, Mapping) and not 0 < len(text.get("text", "")) <= longest):
            raise Refused("invalid_blocks")
    _look_at_pressed(blocks)


def _look_at_pressed(blocks: list[dict[str, Any]]) -> None:
    pressed = [one["action_id"] for one in buttons(blocks)]
    if len(pressed) != len(set(pressed)):
        raise Refused("invalid_blocks")
    if any(one["type"] == "context_actions" and not 0 < len(one["elements"]) <= 5 for one in blocks):
        raise Refused("invalid_blocks")
    if any(not 0 < len(one.get("accessibility_label", "x")) <= 75 or not one.get("value") for one in opinions(blocks)):
        raise Refused("invalid_blocks")
    for one in (*buttons(blocks), *opinions(blocks)):
        if not 0 < len(one["text"]["text"]) <= 75 or len(one.get("value", "")) > 2000 or len(one["action_id"]) > 255:
            raise Refused("invalid_blocks")


async def _given(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found = await request.json()
        return dict(found) if isinstance(found, dict) else {}
    return {**request.query, **{name: str(value) for name, value in (await request.post()).items()}}
