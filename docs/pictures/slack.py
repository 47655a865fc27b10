"""Pictures of what Slack is sent, in the page of local-slack, a look-alike by others: `make pictures`.

A day is played by real processes over HTTP, as .ci/local_slack.py plays it. The page draws no rich text, tables, charts
or feedback buttons; in their places stands what the catalogue draws of the very blocks that came there.
"""

import asyncio
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from playwright.async_api import Page, async_playwright

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.slack import drawn  # noqa: E402 - the folder of the project is known from here on
from docs.pictures.make import FLAGS, WIDE, chromium  # noqa: E402

STYLE = (ROOT / "bot" / "web" / "pages" / "block_kit.css").read_text("utf-8")
NOT_KNOWN = ".bk-unknown"
"""What the page puts in the place of a block that it does not draw: its type in brackets."""


def _script() -> ModuleType:
    found = importlib.util.spec_from_file_location("local_slack", ROOT / ".ci" / "local_slack.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


THERE = _script()
ADA, BO, ROOM = THERE.ADA, THERE.BO, THERE.ROOM


Blocks = Sequence[dict[str, Any]]


class Looking:
    """Somebody's browser in front of the look-alike."""

    def __init__(self, page: Page, peer: Any) -> None:
        self.page, self.peer = page, peer

    async def goes(self, who: str, to: str) -> None:
        """Somebody opens a conversation or the Home tab, on a page where nothing is drawn by us yet."""
        await self.page.goto(THERE.PEER)
        await self.page.add_style_tag(content=STYLE)
        await self.page.get_by_role("combobox").select_option(label=who)
        await self.page.get_by_role("button", name=to).first.click()
        await self.page.wait_for_timeout(500)

    async def takes(self, name: str, within: str, blocks: Blocks) -> None:
        """A picture of the window, with these blocks drawn where the page does not know them."""
        places = self.page.locator(f"{within} {NOT_KNOWN}")
        types = {said.strip("[] ") for said in await places.all_inner_texts()}
        unknown = [one for one in blocks if one["type"] in types]
        assert await places.count() == len(unknown), f"{name}: {await places.count()} places, {len(unknown)} blocks"
        for block in unknown:
            put = "(place, html) => { place.className = 'kit'; place.innerHTML = html }"
            await places.first.evaluate(put, str(drawn.blocks([block])))
        last = self.page.locator(f"{within} .msg").last
        if await last.count():
            await last.scroll_into_view_if_needed()
            await last.evaluate("one => one.scrollIntoView({block: 'start'})")
        await self.page.mouse.move(0, 0)
        await self.page.screenshot(path=HERE / f"{name}.png")

    async def messages(self, channel: str, *, in_thread: bool = False) -> Blocks:
        """The blocks of what stands in a conversation, or in its threads."""
        found = (await self.peer.read(f"messages/{channel}"))["messages"]
        here = [one for one in found if ((one.get("thread_ts") or one["ts"]) != one["ts"]) is in_thread]
        return [block for one in here for block in one.get("blocks") or []]

    def home(self) -> Blocks:
        """The blocks of the Home tab as it was shown last."""
        shown: Blocks = next(one for one in reversed(self.peer.views) if one.get("t") == "home")["view"]["blocks"]
        return shown


async def the_day(peer: Any) -> None:
    """The form, what comes back at once, the Home tab, an answer, and the digest of the team."""
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = await browser.new_page(viewport=WIDE, device_scale_factor=1.5)  # type: ignore[arg-type]
        looking = Looking(page, peer)
        await peer.sees(BO, "Good morning, Bo Ro.", within=60)
        await looking.goes("Bo Ro", "Bo Ro")
        await peer.presses(BO, "Check in")
        await peer.sees(BO, "task1")
        await looking.takes("slack-check-in", ".modal", peer.views[-1]["stack"][-1]["blocks"])
        told = {"type": "checkboxes", "selected_options": [{"value": "yes"}]}
        blocker = "Nobody has the key to the harbour office"
        await peer.sends(BO, task1="Call every harbour before noon", blocker=blocker, tell=told)
        await peer.sees(BO, "Thank you, ")
        direct = await peer.direct(BO)
        await looking.goes("Bo Ro", "Bo Ro")
        await looking.takes("slack-feedback", ".messages", await looking.messages(direct))
        await peer.presses(BO, "That is it")
        await peer.sees(BO, "You said so.")
        await peer.does("open-home", user=BO)
        await peer.sees(BO, "Your check-in is in.")
        await looking.goes("Bo Ro", "concertmaster")
        await looking.takes("slack-home", "main", looking.home())
        await peer.writes(BO, "Why do we call every harbour before noon?")
        await peer.sees(BO, "No model spoke")
        await looking.goes("Bo Ro", "Bo Ro")
        await page.locator(".thread-summary").last.click()
        await page.wait_for_timeout(500)
        beside = await looking.messages(direct, in_thread=True)
        await looking.takes("slack-answer", ".app", [*await looking.messages(direct), *beside])
        await peer.stands("played from the score", within=180)
        await looking.goes("Bo Ro", "field")
        await looking.takes("slack-digest", ".messages", await looking.messages(ROOM))
        await browser.close()


if __name__ == "__main__":
    if sys.argv[2:] == ["inside"]:
        THERE.loopback_up()
        asyncio.run(THERE.played(sys.argv[1], the_day))
        sys.exit(0)
    sys.exit(THERE.within_a_namespace(__file__, "http"))
