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
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from local_slack import ours, started, zone_now
from playwright.async_api import Browser, FloatRect, Locator, Page, ViewportSize, async_playwright

ROOT = Path(__file__).parents[1]
PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
CLI = Path("node_modules", "@microsoft", "m365agentsplayground", "cli.js")
PICTURES = ROOT / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WIDE: ViewportSize = {"width": 1280, "height": 1500}
NARROW: ViewportSize = {"width": 840, "height": 1500}

CHAT, BOT = "Personal Chat", "28:concertmaster"
TENANT, TEAM = "00000000-0000-0000-0000-0000000000a1", "19:service-north@thread.tacv2"
PEOPLE = ("tomas", "mira", "bram", "noor", "jonas", "idris")
"""Who is in the tenant: the client wants five beside who sits before it, and has them all in the team of Teams'."""

THINKS = 3.0
"""Seconds for which a model is waited for, in which it is looked at what says so."""

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
            "bot": {"id": BOT, "name": "Concertmaster"},
            "currentUser": user(handle),
            "users": [user(one) for one in PEOPLE if one != handle],
            "personalChat": {"id": f"a:{handle}"},
            "groupChat": {"id": "19:lunch@thread.v2", "name": "Lunch"},
            "team": {"id": TEAM, "name": "Service North", "aadGroupId": TENANT, "channels": []},
        }
    )


def roster(zone: str, digest_at: str) -> str:
    """The example organisation where it is past nine now: everybody is asked at once, on any day of the week."""
    found = yaml.safe_load((ROOT / "examples" / "morrow" / "people.yml").read_text("utf-8"))
    found |= {"zone": zone, "days": "mon-sun"}
    for handle in PEOPLE[:-1]:
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
    service: str
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
        """Write in the open channel or group chat, and mention the bot."""
        await self.page.locator("[role=textbox][contenteditable]").first.click()
        await self.page.keyboard.type("@", delay=40)
        await self.page.get_by_role("menuitem", name="Concertmaster").first.click()
        await self.page.wait_for_timeout(200)
        await self.page.keyboard.type(f" {text}")
        send = self.page.get_by_role("button", name="Post", exact=True)
        # In a chat there is no button: it is sent as anything is.
        await (send.click() if await send.count() else self.page.keyboard.press("Enter"))

    async def mocks(self, what: str) -> None:
        """Have Teams tell of something, as it stands in the client's menu."""
        await self.page.get_by_role("button", name="Mock an Activity").click()
        item = self.page.locator("[role=menuitem]").filter(has_text=re.compile(rf"^\s*{what}\s*$")).first
        await item.focus()
        await self.page.keyboard.press("Enter")
        await self.page.get_by_role("button", name="Send activity").click()

    async def presses(self, label: str, *, exact: bool = True) -> None:
        """Press the newest button with that label, once it is there."""
        found = self.page.get_by_role("button", name=label, exact=exact)
        await found.last.wait_for(timeout=15_000)
        await found.last.scroll_into_view_if_needed()
        await found.last.click()

    async def fills(self, typed: dict[str, str]) -> None:
        """Type into fields, until all of it stands there: a form that takes another's place comes a moment later."""
        for _ in range(20):
            for label, words in typed.items():
                await self.field(label).fill(words)
            await self.page.wait_for_timeout(500)
            if [await self.field(label).input_value() for label in typed] == list(typed.values()):
                return
        raise AssertionError(f"what is typed does not stand there: {list(typed)}")

    def field(self, label: str) -> Locator:
        """The newest input whose label begins so."""
        return self.page.get_by_label(re.compile("^" + re.escape(label))).last

    async def pictured(self, name: str, *, above: int = 40, says: str = "") -> None:
        """Take the last card that says so, with pixels above it, into docs/pictures, where that is wanted."""
        if not self.pictures:
            return
        await self.page.wait_for_timeout(500)
        found = self.page.locator(".ac-adaptiveCard:visible").filter(has_text=says).last
        await found.evaluate("one => one.scrollIntoView({block: 'end'})")
        card = await found.bounding_box()
        assert card is not None
        top = max(card["y"] - above, 60)
        left, bottom = card["x"] - 70, card["y"] + card["height"] + 15
        clip: FloatRect = {"x": left, "y": top, "width": card["width"] + 100, "height": bottom - top}
        await self.page.mouse.move(0, 0)
        await self.page.screenshot(path=PICTURES / f"{name}.png", clip=clip)

    async def takes(self, name: str) -> None:
        """Leave a picture of what is shown, where pictures are wanted."""
        if self.look is None:
            return
        self.shots += 1
        for size, width in ((WIDE, "wide"), (NARROW, "narrow")):
            await self.page.set_viewport_size(size)
            await self.page.wait_for_timeout(300)
            await self.page.screenshot(path=self.look / f"{self.shots:02}-{name}-{width}.png")
        await self.page.set_viewport_size(WIDE)


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
        context = await self.browser.new_context(viewport=WIDE, device_scale_factor=1.25)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        await page.route(lambda url: not url.startswith(f"http://127.0.0.1:{port}"), lambda route: route.abort())
        client = Client(page, self.look, self.pictures, f"http://127.0.0.1:{port}/_connector")
        page.on("pageerror", lambda problem: client.notes.append(str(problem)[:300]))
        await page.goto(f"http://127.0.0.1:{port}")
        await client.page.get_by_text("Connected.").first.wait_for()
        return client


@contextlib.asynccontextmanager
async def a_model() -> AsyncIterator[dict[str, str]]:
    """A model on this machine that says what the first line says, after a while; gives the settings that name it."""
    from tests.fakes.model import KEY, MODEL, Asked, FakeModel, Fault, completion, quotes

    def says(asked: Asked) -> Fault:
        return Fault(body=json.dumps(completion(quotes(asked))), slow=THINKS)

    with FakeModel(says).serving() as address:
        known = {"BASE_URL": address, "MODEL": MODEL, "KEY": KEY}
        yield {f"CONCERTMASTER_MODEL__{name}": said for name, said in known.items()}


@contextlib.asynccontextmanager
async def running(look: Path | None, model: dict[str, str], *, pictures: bool) -> AsyncIterator[Organisation]:
    """The organisation, set up as docs/run-it.md says, and the client installed."""
    folder = Path(tempfile.mkdtemp(prefix="playground-"))
    port = free_port()
    settings = {
        "CONCERTMASTER_STORE__URL": f"sqlite:///{folder}/run.db",
        "CONCERTMASTER_SERVER__PORT": str(port),
        "CONCERTMASTER_TEAMS__CLOUD": "public",
        **model,
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


@dataclass
class Mate:
    """Somebody of the team who sits elsewhere: what their client would post is posted without one."""

    http: aiohttp.ClientSession
    at: str
    service: str
    handle: str
    conversation: str = ""

    async def does(self, action: str, **fields: Any) -> Any:
        """Press something, or hand something in; gives the card that takes its place."""
        if not self.conversation:
            wanted = {"members": [{"id": account(self.handle)}], "bot": {"id": BOT}, "isGroup": False}
            async with self.http.post(f"{self.service}/v3/conversations", json=wanted) as answer:
                self.conversation = (await answer.json())["id"]
        data = {"form" if fields else "action": action, "value": "", **fields}
        activity = {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "id": str(uuid.uuid4()),
            "channelId": "msteams",
            "serviceUrl": self.service,
            "from": {"id": account(self.handle), "aadObjectId": account(self.handle)},
            "recipient": {"id": BOT},
            "conversation": {"id": self.conversation, "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "value": {"action": {"type": "Action.Execute", "verb": action, "data": data}},
        }
        async with self.http.post(self.at, json=activity) as answer:
            assert answer.status == 200, f"{self.handle}, {action}: {answer.status} {await answer.text()}"
            return (await answer.json())["value"]

    async def hands_in(self, *tasks: str) -> None:
        """Check in with these tasks, by the form that a press of the prompt's button opens."""
        form = await self.does("checkin.open_form")
        (hand_in,) = form["actions"]
        data = hand_in["data"]
        typed = {f"task{number}": words for number, words in enumerate(tasks, 1)}
        assert "Thank you" in json.dumps(await self.does(data["form"], about=data["about"], **typed))


def on_every_day(url: str) -> None:
    """The team reads its digest on every day of the week, which who leads it would say in chat."""
    from storage import people
    from storage.store import open_engine, open_store
    from storage.tables import NOT_YET

    engine = open_engine(url)
    with open_store(engine) as store:
        (workspace,) = people.workspaces(store)
        (team,) = [one for one in people.teams(store, workspace.id) if one.handle == "service-north"]
        store.change(team, working_days=0b1111111, next_digest_at=NOT_YET, next_week_at=NOT_YET)
    engine.dispose()


async def settled(org: Organisation, client: Client) -> None:
    """What docs/run-it.md says of trying it: a stranger is told so, until the roster says who they are."""
    zone, ahead = zone_now()
    await client.says("hello")
    await client.sees("I do not know you here yet")
    await client.takes("stranger")
    digest_at = (datetime.now(UTC) + ahead + timedelta(minutes=2)).strftime("%H:%M")
    people, score = org.folder / "people.yml", ROOT / "examples" / "morrow" / "score.yml"
    people.write_text(roster(zone, digest_at), "utf-8")
    await ours("people", "import", str(people), "--yes", settings=org.settings)
    on_every_day(org.settings["CONCERTMASTER_STORE__URL"])
    await client.mocks("Install application")
    await ours("score", "load", str(score), "--yes", settings=org.settings)
    assert "open to the playground" in await ours("check", settings=org.settings)


async def the_day(org: Organisation, client: Client) -> None:
    """A day of Tomas, who leads Service North, from the welcome to the digest."""
    await client.opens("Service North")
    await client.sees("This is Service North’s channel from now on.")
    await client.takes("channel")
    await client.opens(CHAT)
    await client.sees("Good morning, Tomas.", within=60)
    await client.takes("morning")
    await client.presses("Check in")
    await client.sees("Task 1")
    await client.takes("form")
    await client.presses("Hand in")
    await client.sees("Write at least one thing for the day")
    await client.takes("empty")
    today = {"Task 1": "Book the Old Granary visit", "Task 2": "Sort the van leasing papers"}
    await client.fills(today | {"Is anything in the way": "Keys to the Mill Lane bakery: nobody answers"})
    await client.page.get_by_label("Tell my team of it").last.click()
    await client.presses("Hand in")
    await client.sees("Thank you, Tomas.")
    await client.takes("answer")
    await client.presses("That is it")
    await client.sees("You said so.")
    await client.takes("confirmed")
    await client.presses("Edit check-in")
    await client.sees("Task 3")
    await client.takes("edit")
    await client.fills({"Task 3": "Mend the cold oven at Weir Road"})
    await client.pictured("teams-check-in")
    await client.presses("Hand in")
    await client.sees("Mend the cold oven at Weir Road")
    await client.takes("edited")
    await client.pictured("teams-feedback")


async def what_is_asked(client: Client) -> None:
    """A question that a model words, with its citation, and that it helped; lessons, and help."""
    await client.says("Why do we visit every oven before its agreement ends?")
    await client.sees("I am looking it up in the score")
    await client.takes("looking")
    await client.sees("AI generated")
    await client.sees("Did not")
    await client.takes("question")
    await client.pictured("teams-answer", above=192)
    await client.page.get_by_role("button", name=re.compile("^like$", re.IGNORECASE)).last.click()
    await client.takes("liked")
    await client.presses("Submit")
    await client.presses("Close")
    await client.says("lessons")
    await client.sees("About your work")
    await client.takes("lessons")
    await client.presses("Tying work to lines", exact=False)
    await client.sees("Next")
    await client.takes("lesson")
    await client.says("help")
    await client.sees("Once a day I ask what you mean to do")
    await client.takes("help")


async def the_team(org: Organisation, client: Client) -> None:
    """What the team's channel shows: the blocker, a hand, the digest, and what of it changes."""
    await client.opens("Service North")
    await client.sees("Keys to the Mill Lane bakery: nobody answers")
    await client.takes("blocker")
    async with aiohttp.ClientSession() as http:
        mira, bram, noor = (Mate(http, org.address, client.service, one) for one in ("mira", "bram", "noor"))
        await mira.hands_in("Visit the bakery at Old Granary", "Send Halifax the renewal date")
        await bram.hands_in("Replace the burner at Weir Road, it went cold")
        await client.posts("why do we visit every oven?")
        await client.sees("No model spoke")
        await client.takes("asked")
        await client.sees("Took part", within=240)
        await client.sees("3 of 5 due")
        await client.takes("digest")
        await noor.hands_in("Take two technicians through the test bakery")
        await client.sees("4 of 5 due", within=60)
        await client.takes("amended")
    await client.pictured("teams-digest", above=55, says="Took part")


async def in_a_group(client: Client) -> None:
    """A group chat of some of them is no team's while theirs has its channel: it is said so, and nothing else."""
    await client.opens("Lunch")
    await client.posts("digest")
    await client.sees("I do not know whose channel this is")
    await client.takes("group")


async def by_a_code(org: Organisation) -> None:
    """Somebody whom no account names in the roster links theirs by a code, and is reached there."""
    said = await ours("admin", "idris", settings=org.settings)
    idris = await org.client("idris")
    await idris.says(said.partition("Their code is ")[2].partition(":")[0])
    await idris.sees("This account is yours from now on")
    await idris.says("help")
    await idris.sees("Once a day I ask what you mean to do")
    await _nothing_failed(idris)


async def _nothing_failed(client: Client) -> None:
    """What the client wrote down of the requests both ways: none of them was refused, and none failed."""
    log = await client.log()
    refused = re.findall(r"\w+ [45]\d\d\b.*", log)
    assert not refused, refused
    assert "invoke 200" in log or "message 202" in log, log
    assert not client.notes, client.notes


async def played(look: Path | None, *, pictures: bool) -> None:
    """Play the day. Raises AssertionError for what did not hold."""
    async with a_model() as model, running(look, model, pictures=pictures) as org:
        tomas = await org.client("tomas")
        try:
            await settled(org, tomas)
            await the_day(org, tomas)
            await what_is_asked(tomas)
            await the_team(org, tomas)
            await in_a_group(tomas)
            await by_a_code(org)
            await _nothing_failed(tomas)
        except BaseException:
            print((org.folder / "ours.log").read_text()[-3000:])
            if look is not None:
                await tomas.page.screenshot(path=look / "failed.png")
            raise


def main() -> None:
    """Play it as the command line says."""
    parser = argparse.ArgumentParser(description="A day in Microsoft's local Teams client.")
    parser.add_argument("--look", type=Path, help="folder for a picture of each step")
    parser.add_argument("--pictures", action="store_true", help="make docs/pictures/teams-*.png anew")
    sys.path.insert(0, str(ROOT))
    given = parser.parse_args()
    if given.look is not None:
        given.look.mkdir(parents=True, exist_ok=True)
    asyncio.run(played(given.look, pictures=given.pictures))
    print("a day in Microsoft's Teams client held")


if __name__ == "__main__":
    main()
