"""Make the pictures of the README's day anew, with the test dependencies and a Chromium: `make pictures`.

The day is played as docs/readme_day.py plays it in a terminal: what is pressed and typed is the same.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
DAY = "2027-03-10"
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
TASKS = ("Book the Old Granary visit", "Sort the van leasing papers")
KEYS = "Keys to the Mill Lane bakery: nobody answers"


def chromium() -> str | None:
    """The browser of this machine, if it has one; else playwright looks for its own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


@contextmanager
def demo() -> Iterator[str]:
    """The demo on that day, in a folder and a process of its own; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bot", "demo", "--no-open", "--fresh", "--port", str(port), "--day", DAY]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


@contextmanager
def looking(browser: Browser, address: str, size: dict[str, int], scheme: str = "light") -> Iterator[Page]:
    """Somebody's browser at an address."""
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        device_scale_factor=1.5,
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = context.new_page()
    # The example takes a moment to be made; until then nobody answers at the address.
    page.goto("data:text/html,")
    while not page.url.startswith(address):
        try:
            page.goto(address)
        except Exception:  # noqa: BLE001 - whatever the browser calls it, nobody is there yet
            page.wait_for_timeout(200)
    yield page
    context.close()


def takes(page: Page, name: str, top: Locator | None = None) -> None:
    """Take a picture of the window, with `top` at its upper edge."""
    page.mouse.move(0, 0)
    if top is not None:
        top.evaluate("one => one.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)
    page.screenshot(path=HERE / f"{name}.png")


def newest(page: Page) -> Locator:
    """The last message of a conversation."""
    return page.get_by_role("article").last


def says(page: Page, words: str) -> None:
    """Write a message."""
    page.get_by_label("Message").fill(words)
    page.keyboard.press("Enter")


def the_morning(browser: Browser, home: str) -> None:
    """Mira's morning, her check-in, and what she is answered."""
    with looking(browser, f"{home}/mira", WIDE) as page:
        asked = page.get_by_role("article").filter(has_text="Good morning").last
        takes(page, "morning", asked)
        page.get_by_role("button", name="Answer", exact=True).last.click()
        page.locator("#sheet").get_by_role("radio").nth(1).check()
        page.get_by_role("button", name="That one").click()
        expect(page.locator("#sheet")).to_have_count(0)
        asked.get_by_role("button", name="Check in", exact=True).click()
        page.locator("#sheet").get_by_role("radio", name="Done").check()
        for n, words in enumerate(TASKS, 1):
            page.get_by_label(f"Task {n}").fill(words)
        page.get_by_label("Is anything in the way?").fill(KEYS)
        page.get_by_label("Tell my team of it").check()
        page.locator("#sheet").get_by_role("radio", name="4", exact=True).check()
        takes(page, "check-in", page.locator("#sheet"))
        page.get_by_role("button", name="Hand in").click()
        expect(newest(page)).to_contain_text("Thank you")
        takes(page, "feedback", newest(page))
        newest(page).get_by_role("radio", name="That is it").check()
        expect(newest(page)).to_contain_text("You said so.")
    with looking(browser, f"{home}/mira", NARROW, "dark") as page:
        takes(page, "feedback-dark-narrow", newest(page))


def the_rest_of_the_day(browser: Browser, home: str) -> None:
    """What the coach answers, what happens next, and the digest."""
    with looking(browser, f"{home}/mira", WIDE, "dark") as page:
        says(page, "Why do we visit before the agreement ends?")
        expect(newest(page)).to_contain_text("No model spoke")
        takes(page, "answer-dark")
    with looking(browser, f"{home}/tomas/service-north", WIDE) as page:
        page.locator("#clock .clockbox > summary").click()
        takes(page, "clock")
        page.locator("#clock").get_by_role("button", name="Digest of the day").click()
        expect(newest(page)).to_contain_text("played from the score", timeout=30_000)
        takes(page, "digest", newest(page))
    with looking(browser, f"{home}/tomas", WIDE) as page:
        says(page, "week")
        expect(newest(page)).to_contain_text("Service North")
        takes(page, "week", newest(page))


def main() -> None:
    """Every picture."""
    with demo() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        the_morning(browser, home)
        the_rest_of_the_day(browser, home)
        browser.close()


if __name__ == "__main__":
    main()
