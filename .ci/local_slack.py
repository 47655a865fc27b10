#!/usr/bin/env python3
"""A day played against local-slack, a look-alike of Slack by others (npm local-slack-linux-x64, MIT).

    .venv/bin/python .ci/local_slack.py [http|socket]

It is installed by npm into build/local-slack and listens on every interface, so all of it runs in a network namespace
of its own, which needs Linux. It accepts any token and any blocks, and never fails: what is refused and what
fails is looked at in tests/bot/test_slack_*.py. Exits 0 when all held.
"""

import asyncio
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

ROOT = Path(__file__).parents[1]
PACKAGE = "local-slack-linux-x64@0.1.8"
HOME = ROOT / "build" / "local-slack"
BINARY = HOME / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
PEER, PORT = "http://127.0.0.1:8911", 8912
TEAM, BOT, ROOM, ADA, BO = "T00000001", "U0BOT0000", "C00000001", "U00000001", "U00000002"
TOKEN, APP_TOKEN, SECRET = "xoxb-test", "xapp-test-token", "test-signing-secret"

SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1
NO_NAMESPACE = 77
"""The exit status where the machine lets nobody make a network namespace, so that nothing was played."""


def within_a_namespace(script: str, mode: str) -> int:
    """Install the peer, and start a script where nobody else can reach it."""
    if not BINARY.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        (HOME / "package.json").write_text('{"private": true}')
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(["npm", "install", *quiet, PACKAGE], cwd=HOME, check=True, stdout=subprocess.DEVNULL)
    own = ["unshare", "-n" if os.geteuid() == 0 else "-rn"]
    if subprocess.run([*own, "true"], check=False).returncode:
        print("NOT PLAYED: this machine lets nobody make a network namespace, and the peer listens on every interface")
        return NO_NAMESPACE
    return subprocess.run([*own, sys.executable, script, mode, "inside"], check=False).returncode


def loopback_up() -> None:
    """Bring up the one interface of a new namespace, as `ip link set lo up` does where there is an `ip`."""
    with socket.socket() as any_socket:
        # struct ifreq: a name of 16 bytes, then the flags (linux/if.h).
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))


def zone_now() -> tuple[str, timedelta]:
    """A zone in which it is past nine in the morning now, and how far it is ahead of UTC."""
    now = datetime.now(UTC)
    # From 11 hours behind to 12 ahead: nobody lives 12 behind.
    ahead = timedelta(hours=(9 - now.hour + 11) % 24 - 11)
    regions = ("Africa/", "America/", "Asia/", "Atlantic/", "Pacific/")
    places = sorted(name for name in available_timezones() if name.startswith(regions))
    return next(name for name in places if now.astimezone(ZoneInfo(name)).utcoffset() == ahead), ahead


def people_of(zone: str, ahead: timedelta) -> str:
    """Who works there, where it is past nine now: so everybody is asked at once, and a digest comes in two minutes."""
    digest_at = (datetime.now(UTC) + ahead + timedelta(minutes=2)).strftime("%H:%M")
    return f"""
zone: {zone}
days: mon-sun
people:
  ada: {{name: Ada Ek, accounts: {{slack: {ADA}}}}}
  bo: {{name: Bo Ro, accounts: {{slack: {BO}}}}}
teams:
  field: {{name: Field, part: field, manager: ada, members: [bo], digest_at: "{digest_at}"}}
admins: [bo]
"""


def configuration(mode: str) -> str:
    """The workspace, as the peer reads it (JSON is YAML)."""
    return json.dumps(
        {
            "workspace": {"name": "Acme", "domain": "acme", "teamId": TEAM},
            "app": {
                "appId": "A00000001",
                "botUserId": BOT,
                "botName": "concertmaster",
                "botToken": TOKEN,
                "appToken": APP_TOKEN,
                "signingSecret": SECRET,
                "mode": "socket" if mode == "socket" else "events",
                "requestUrl": f"http://127.0.0.1:{PORT}/slack/events",
            },
            "users": [
                {"id": ADA, "name": "ada", "real_name": "Ada Ek", "email": "ada@example.com"},
                {"id": BO, "name": "bo", "real_name": "Bo Ro", "email": "bo@example.com"},
            ],
            "channels": [{"id": ROOM, "name": "field", "members": [ADA, BO, BOT]}],
        }
    )


async def ours(*command: str, settings: dict[str, str]) -> str:
    """One of our own commands, as docs/run-it.md has them; gives what it prints."""
    whole = [str(Path(sys.executable).with_name("concertmaster")), *command]
    env = {**os.environ, **settings}
    done = await asyncio.to_thread(subprocess.run, whole, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return str(done.stdout)


def channel_of_the_team(url: str) -> None:
    """Where the team reads its digest: the peer tells of no invitation, which is what says so at Slack; and that it
    does on every day of the week, which who leads it would say in chat.
    """
    from bot.organised import now
    from storage import people
    from storage.store import open_engine, open_store
    from storage.tables import NOT_YET, Place, PlaceKind

    engine = open_engine(url)
    with open_store(engine) as store:
        (workspace,) = people.workspaces(store)
        (connection,) = people.connections(store, workspace.id)
        (team,) = people.teams(store, workspace.id)
        store.change(team, working_days=0b1111111, next_digest_at=NOT_YET, next_week_at=NOT_YET)
        by: dict[str, Any] = {"workspace_id": workspace.id, "connection_id": connection.id, "team_id": team.id}
        store.keep(Place(id=now().id(), external_id=ROOM, kind=PlaceKind.CHANNEL, name="field", **by))
    engine.dispose()


class Peer:
    """The look-alike, and somebody who sits in front of it."""

    def __init__(self, http: Any, ui: Any) -> None:
        self.http, self.ui = http, ui
        self.views: list[Any] = []
        self.opened: dict[str, str] = {}
        self.watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        async for message in self.ui:
            told = json.loads(message.data) if isinstance(message.data, str) else {}
            if told.get("t", "log") != "log":
                self.views.append(told)

    async def does(self, what: str, **body: Any) -> None:
        """Do something in the workspace."""
        async with self.http.post(f"{PEER}/_control/{what}", json=body) as answer:
            assert answer.status < 400, f"{what}: {answer.status} {await answer.text()}"

    async def read(self, what: str) -> Any:
        """What the peer knows."""
        async with self.http.get(f"{PEER}/_control/{what}") as answer:
            return await answer.json()

    async def direct(self, user: str) -> str:
        """The conversation of somebody with the bot."""
        if user in self.opened:
            return self.opened[user]
        head = {"Authorization": f"Bearer {TOKEN}"}
        async with self.http.post(f"{PEER}/api/conversations.open", json={"users": user}, headers=head) as answer:
            self.opened[user] = str((await answer.json())["channel"]["id"])
        return self.opened[user]

    async def said(self, user: str) -> list[dict[str, Any]]:
        """What we said to somebody, and in the channel."""
        found = []
        for channel in (await self.direct(user), ROOM):
            messages = (await self.read(f"messages/{channel}"))["messages"]
            found += [{**one, "channel": channel} for one in messages if one.get("user") == BOT]
        return sorted(found, key=lambda one: float(one["ts"]))

    async def writes(self, user: str, text: str) -> None:
        """Write to the bot."""
        await self.does("message", channel=await self.direct(user), user=user, text=text)

    async def presses(self, user: str, label: str, *, within: float = 15) -> None:
        """Press the newest button with that label, once it is there."""
        for _ in range(int(within * 5)):
            if await self._pressed(user, label):
                return
            await asyncio.sleep(0.2)
        raise AssertionError(f"no button {label} in {[one.get('text') for one in await self.said(user)]}")

    async def _pressed(self, user: str, label: str) -> bool:
        for message in reversed(await self.said(user)):
            for block in message.get("blocks") or []:
                for one in [*(block.get("elements") or []), block.get("accessory")]:
                    if isinstance(one, dict) and (one.get("text") or {}) and _label(one).startswith(label):
                        action = {**one, "block_id": block.get("block_id", "b")}
                        at = {"channel": message["channel"], "messageTs": message["ts"]}
                        await self.does("interact", **at, user=user, action=action)
                        return True
        return False

    async def sends(self, user: str, **values: Any) -> None:
        """Send the form that is open: a text is typed, anything else stands as Slack says it."""
        given = {
            name: {"value": one if isinstance(one, dict) else {"type": "plain_text_input", "value": one}}
            for name, one in values.items()
        }
        await self.ui.send_json({"t": "view_submit", "user": user, "values": given})

    async def sees(self, user: str, text: str, *, within: float = 15) -> None:
        """Wait until somebody sees a text in a message, a form or their page."""
        shown = ""
        for _ in range(int(within * 5)):
            shown = json.dumps([await self.said(user), self.views], ensure_ascii=False)
            if text in shown:
                return
            await asyncio.sleep(0.2)
        raise AssertionError(f"{text!r} was not seen: {shown[:3000]} ... {shown[-3000:]}")

    async def stands(self, text: str, *, within: float) -> None:
        """Wait until a text stands in the channel, for everybody in it."""
        for _ in range(int(within)):
            messages = (await self.read(f"messages/{ROOM}"))["messages"]
            if text in json.dumps([one for one in messages if not one.get("ephemeral_to")], ensure_ascii=False):
                return
            await asyncio.sleep(1)
        raise AssertionError(f"{text!r} was not posted: {messages}")


def _label(element: dict[str, Any]) -> str:
    text = element.get("text")
    return str(text.get("text", "")) if isinstance(text, dict) else ""


async def the_day(peer: Peer) -> None:
    """Somebody's day, from the morning prompt to the digest."""
    await peer.sees(BO, "Good morning, Bo Ro.", within=60)
    await peer.presses(BO, "Check in")
    await peer.sees(BO, "task1")
    await peer.sends(BO, task1="")
    await peer.sees(BO, "view_errors")
    told = {"type": "checkboxes", "selected_options": [{"value": "yes"}]}
    blocker = "Nobody has the key to the harbour office"
    await peer.sends(BO, task1="Call every harbour before noon", blocker=blocker, tell=told)
    await peer.sees(BO, "Thank you, ")
    await peer.sees(BO, "field/P-1")
    await peer.presses(BO, "That is it")
    await peer.sees(BO, "You said so.")
    await peer.sees(ADA, " asks for a hand.")
    await peer.presses(ADA, "I can help")
    await peer.sees(BO, "Ada Ek can help.")
    await peer.writes(BO, "Why do we call every harbour before noon?")
    await peer.sees(BO, "No model spoke")
    await peer.writes(BO, "lessons")
    await peer.sees(BO, "About your work")
    await peer.presses(BO, "Tying work to lines")
    await peer.sees(BO, "Next")
    await peer.does("message", channel=ROOM, user=ADA, text=f"<@{BOT}> digest")
    await peer.sees(ADA, f'"ephemeral_to": "{ADA}"')
    await peer.does("command", channel=ROOM, user=ADA, command="/cm", text="my hours")
    await peer.sees(ADA, "Your time zone")
    await peer.does("command", channel=ROOM, user=ADA, command="/score", text="field/P-2")
    await peer.sees(ADA, "Halve the quoting time")
    await peer.does("open-home", user=BO)
    await peer.sees(BO, "Your check-in is in. Its one task plays from the score.")
    await peer.stands("played from the score", within=180)


async def played(mode: str, day: Callable[[Peer], Awaitable[None]]) -> None:
    """Play a day. Raises AssertionError for what did not hold."""
    import aiohttp

    folder = Path(tempfile.mkdtemp(prefix="local-slack-"))
    url = f"sqlite:///{folder}/run.db"
    (folder / "peer.yaml").write_text(configuration(mode))
    settings = {
        "CONCERTMASTER_STORE__URL": url,
        "CONCERTMASTER_SERVER__PORT": str(PORT),
        "CONCERTMASTER_SLACK__TRANSPORT": mode,
        "CONCERTMASTER_SLACK__BOT_TOKEN": TOKEN,
        "CONCERTMASTER_SLACK__SIGNING_SECRET": SECRET,
        "CONCERTMASTER_SLACK__APP_TOKEN": APP_TOKEN,
        "CONCERTMASTER_SLACK__API_BASE": f"{PEER}/api/",
    }
    peer = [str(BINARY), "--config", str(folder / "peer.yaml"), "--port", "8911", "--base-host", "127.0.0.1"]
    run = [str(Path(sys.executable).with_name("concertmaster")), "run"]
    with ExitStack() as stack:
        await started(stack, peer, folder / "peer.log", {}, PEER)
        await ours("migrate", settings=settings)
        await ours("check", settings=settings)
        await started(stack, run, folder / "ours.log", settings, f"http://127.0.0.1:{PORT}/healthz")
        # The peer closes a connection that was idle for 5 s, perhaps in the moment in which it is used again.
        each_its_own = aiohttp.TCPConnector(force_close=True)
        async with aiohttp.ClientSession(connector=each_its_own) as http, http.ws_connect(f"{PEER}/ui") as ui:
            if mode == "socket":
                await asyncio.sleep(3)
            watched = Peer(http, ui)
            try:
                await installed(watched, folder, settings)
                await day(watched)
            except BaseException:
                print((folder / "ours.log").read_text()[-3000:])
                raise
            finally:
                watched.watching.cancel()
            log = (await watched.read("log"))["log"]
            unknown = {str(one.get("summary")) for one in log if "unknown_method" in json.dumps(one)}
            assert not unknown, unknown


async def installed(peer: Peer, folder: Path, settings: dict[str, str]) -> None:
    """What docs/run-it.md says of the first admin, of everybody else, and of the score."""
    from tests.orchestra import SCORE

    # Looked up once: at the full hour the admin would live elsewhere than the team, and its digest come a day later.
    zone, ahead = zone_now()
    said = await ours("admin", "ada", "--name", "Ada Ek", "--zone", zone, settings=settings)
    await peer.writes(ADA, said.partition("Their code is ")[2].partition(":")[0])
    await peer.sees(ADA, "This account is yours")
    (folder / "people.yml").write_text(people_of(zone, ahead))
    (folder / "score.yml").write_text(SCORE)
    await ours("people", "import", str(folder / "people.yml"), "--yes", settings=settings)
    await ours("score", "load", str(folder / "score.yml"), "--yes", settings=settings)
    channel_of_the_team(settings["CONCERTMASTER_STORE__URL"])


async def started(stack: ExitStack, command: list[str], log: Path, settings: dict[str, str], address: str) -> None:
    """Start a process that ends with the stack, and wait until it answers at an address."""
    import aiohttp

    process = subprocess.Popen(command, stdout=log.open("w"), stderr=subprocess.STDOUT, env={**os.environ, **settings})
    stops: Callable[[], None] = process.terminate
    stack.callback(process.wait)
    stack.callback(stops)
    async with aiohttp.ClientSession() as http:
        for _ in range(300):
            assert process.poll() is None, log.read_text()[-2000:]
            try:
                async with http.get(address) as answer:
                    await answer.read()
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
    raise AssertionError(f"{command[0]} did not start: {log.read_text()[-2000:]}")


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "http"
    if sys.argv[2:] == ["inside"]:
        loopback_up()
        sys.path.insert(0, str(ROOT))
        asyncio.run(played(chosen, the_day))
        print(f"a day against local-slack held, by {chosen}")
        sys.exit(0)
    sys.exit(within_a_namespace(__file__, chosen))
