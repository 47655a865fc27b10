#!/usr/bin/env python3
"""A day played in Microsoft's own local Teams client (npm @microsoft/m365agentsplayground), in a headless Chromium.

    .venv/bin/python .ci/teams_playground.py [--look FOLDER] [--pictures]

npm installs it into a temporary folder. It is made to listen on loopback alone and to tell Microsoft nothing, and the
browser loads nothing from elsewhere. It shows cards, inputs, charts, citations and thumbs as Teams does; it asks for no
token, has no dialogs, no telephone, no throttling and no faults: what is refused and what fails is looked at in
tests/bot/test_teams_*.py. `--look` leaves a picture of each step, in light, dark and narrow; `--pictures` makes those
of docs/pictures anew. Exits 0 when all held.
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from local_slack import ours, started, zone_now
from playwright.async_api import Browser, Locator, Page, async_playwright

ROOT = Path(__file__).parents[1]
PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
CLI = Path("node_modules", "@microsoft", "m365agentsplayground", "cli.js")
PICTURES = ROOT / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WIDE, NARROW = {"width": 1280, "height": 1000}, {"width": 390, "height": 844}

TENANT, TEAM = "00000000-0000-0000-0000-0000000000a1", "19:service-north@thread.tacv2"
MATES = ("mira", "bram", "noor", "jonas", "leila")
"""Who else is in the tenant: the client wants five, and has them all in the team of Teams'."""

LOOPBACK_ALONE = """
const { Server } = require('node:net');
const { listen } = Server.prototype;
Server.prototype.listen = function (...given) {
  const [where, host] = given;
  if (where && typeof where === 'object' && 'port' in where) given[0] = { ...where, host: '127.0.0.1' };
  else if (/^\\d+$/.test(where)) given.splice(1, typeof host === 'string' ? 1 : 0, '127.0.0.1');
  return listen.apply(this, given);
};
"""
"""What node loads first: every server that the client opens listens on this machine alone."""


def account(handle: str) -> str:
    """By what Teams knows somebody of the organisation."""
    return f"00000000-0000-0000-0001-{int.from_bytes(handle.encode()[:6], 'big'):012x}"[:36]


def user(handle: str, name: str = "") -> dict[str, str]:
    """Somebody, as the client has them."""
    name, mail = name or handle.title(), f"{handle}@morrow.example"
    # Both ids are the same: the client begins nobody's conversation by their id in Entra, as Teams does.
    known = {"id": account(handle), "aadObjectId": account(handle), "name": name, "givenName": name, "surname": ""}
    return known | {"email": mail, "userPrincipleName": mail}


def configuration(handle: str) -> str:
    """The tenant as the client reads it, with somebody in front of it (JSON is YAML)."""
    return json.dumps(
        {
            "version": "0.1.1",
            "tenantId": TENANT,
            "bot": {"id": "28:concertmaster", "name": "Concertmaster"},
            "currentUser": user(handle),
            "users": [user(one) for one in MATES],
            "personalChat": {"id": f"a:{handle}"},
            "groupChat": {"id": "19:lunch@thread.v2", "name": "Lunch"},
            "team": {"id": TEAM, "name": "Service North", "aadGroupId": TENANT, "channels": []},
        }
    )


def roster(zone: str, digest_at: str) -> str:
    """The example organisation where it is past nine now: everybody is asked at once, on any day of the week."""
    found = yaml.safe_load((ROOT / "examples" / "morrow" / "people.yml").read_text("utf-8"))
    found |= {"zone": zone, "days": "mon-sun"}
    for handle in ("tomas", *MATES):
        found["people"][handle]["accounts"] = {"teams": account(handle)}
    found["teams"]["service-north"]["digest_at"] = digest_at
    return str(yaml.safe_dump(found, allow_unicode=True))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Client:
    """Somebody in front of the client."""

    page: Page
    look: Path | None
    pictures: bool
    shots: int = 0
    notes: list[str] = field(default_factory=list)

    async def shown(self) -> str:
        """All that can be read in the chat."""
        return (await self.page.inner_text("body")).partition("Log Panel")[0]

    async def log(self) -> str:
        """What the client says of the requests both ways."""
        return (await self.page.inner_text("body")).partition("Log Panel")[2]

    async def sees(self, text: str, *, within: float = 15) -> None:
        """Wait until a text is shown."""
        await self._until(text, wanted=True, within=within)

    async def sees_no(self, text: str, *, within: float = 10) -> None:
        """Wait until a text is shown no longer."""
        await self._until(text, wanted=False, within=within)

    async def _until(self, text: str, *, wanted: bool, within: float) -> None:
        for _ in range(int(within * 5)):
            if (_words(text) in _words(await self.shown())) is wanted:
                return
            await asyncio.sleep(0.2)
        raise AssertionError(f"{text!r} is {'not' if wanted else 'still'} shown: {(await self.shown())[-3000:]}")

    async def opens(self, chat: str) -> None:
        """Open a chat or a channel."""
        await self.page.get_by_role("treeitem", name=chat).first.click()
        await self.page.wait_for_timeout(600)

    async def says(self, text: str) -> None:
        """Write in the open chat."""
        await self.page.locator("[role=textbox][contenteditable]").last.click()
        await self.page.keyboard.insert_text(text)
        await self.page.wait_for_timeout(150)
        await self.page.keyboard.press("Enter")

    async def posts(self, text: str) -> None:
        """Write a post in the open channel that mentions the bot."""
        await self.page.locator("[role=textbox][contenteditable]").first.click()
        await self.page.keyboard.type("@", delay=40)
        await self.page.get_by_role("menuitem", name="Concertmaster").first.click()
        await self.page.wait_for_timeout(200)
        await self.page.keyboard.type(f" {text}")
        await self.page.get_by_role("button", name="Post", exact=True).click()

    async def mocks(self, what: str) -> None:
        """Have Teams tell of something, as it stands in the client's menu."""
        await self.page.get_by_role("button", name="Mock an Activity").click()
        item = self.page.locator("[role=menuitem]").filter(has_text=re.compile(rf"^\s*{what}\s*$")).first
        await item.focus()
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_timeout(400)

    async def presses(self, label: str, *, exact: bool = True) -> None:
        """Press the newest button with that label, once it is there."""
        found = self.page.get_by_role("button", name=label, exact=exact)
        await found.last.wait_for(timeout=15_000)
        await found.last.scroll_into_view_if_needed()
        await found.last.click()

    async def fills(self, **fields: str) -> None:
        """Fill the inputs of the newest form, by their names."""
        for label, text in fields.items():
            found = self.page.get_by_label(label.replace("_", " "), exact=False)
            await found.last.scroll_into_view_if_needed()
            await found.last.fill(text)

    def field(self, label: str) -> Locator:
        """The newest input whose label begins so."""
        return self.page.get_by_label(re.compile("^" + re.escape(label))).last

    async def takes(self, name: str) -> None:
        """Leave a picture of what is shown, where pictures are wanted."""
        if self.look is None:
            return
        self.shots += 1
        for scheme, size in (("light", WIDE), ("dark", WIDE), ("light", NARROW)):
            await self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            await self.page.set_viewport_size(size)  # type: ignore[arg-type]
            await self.page.wait_for_timeout(300)
            narrow = "-narrow" if size is NARROW else ""
            await self.page.screenshot(path=self.look / f"{self.shots:02}-{name}-{scheme}{narrow}.png")
        await self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def _words(text: str) -> str:
    return " ".join(text.split())


@dataclass
class Organisation:
    """What runs on this machine: our process, a client for each who sits in front of one, and a browser."""

    folder: Path
    address: str
    settings: dict[str, str]
    browser: Browser
    stack: contextlib.ExitStack
    look: Path | None = None
    pictures: bool = False

    async def client(self, handle: str) -> Client:
        """Somebody's own client."""
        home, port = self.folder / handle, free_port()
        home.mkdir()
        (home / ".m365agentsplayground.yml").write_text(configuration(handle))
        preload = home / "loopback.cjs"
        preload.write_text(LOOPBACK_ALONE)
        command = ["node", "-r", str(preload), str(self.folder / CLI), "start", "-e", self.address]
        command += ["-p", str(port), "-c", "msteams", "--disable-telemetry"]
        quiet = {"TEAMSAPPTESTER_BROWSER": "none", "BROWSER": "none"}
        quiet["M365_AGENTS_PLAYGROUND_CONFIG_PATH"] = str(home / ".m365agentsplayground.yml")
        quiet["M365_AGENTS_PLAYGROUND_LOGFILE"] = str(home / "client.log")
        await started(self.stack, command, home / "said.log", quiet, f"http://127.0.0.1:{port}")
        context = await self.browser.new_context(viewport=WIDE, device_scale_factor=1.5)  # type: ignore[arg-type]
        page = await context.new_page()
        page.set_default_timeout(15_000)
        await page.route(lambda url: not url.startswith(f"http://127.0.0.1:{port}"), lambda route: route.abort())
        client = Client(page, self.look, self.pictures)
        page.on("pageerror", lambda problem: client.notes.append(str(problem)[:300]))
        await page.goto(f"http://127.0.0.1:{port}")
        await client.page.get_by_text("Connected.").first.wait_for()
        return client


@contextlib.asynccontextmanager
async def running(look: Path | None, *, pictures: bool) -> AsyncIterator[Organisation]:
    """The organisation, set up as docs/run-it.md says, and the client installed."""
    folder = Path(tempfile.mkdtemp(prefix="playground-"))
    port = free_port()
    settings = {
        "CONCERTMASTER_STORE__URL": f"sqlite:///{folder}/run.db",
        "CONCERTMASTER_SERVER__PORT": str(port),
        "CONCERTMASTER_TEAMS__CLOUD": "public",
    }
    (folder / "package.json").write_text('{"private": true}')
    npm = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--silent", PACKAGE]
    subprocess.run(npm, check=True)
    run = [str(Path(sys.executable).with_name("concertmaster")), "run"]
    browser_at = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        await ours("migrate", settings=settings)
        await started(stack, run, folder / "ours.log", settings, f"http://127.0.0.1:{port}/healthz")
        async with async_playwright() as player:
            browser = await player.chromium.launch(executable_path=browser_at, args=FLAGS)
            at = f"http://127.0.0.1:{port}/teams/messages"
            yield Organisation(folder, at, settings, browser, stack, look, pictures)
            await browser.close()
