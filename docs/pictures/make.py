"""Make the pictures of the README anew: python docs/pictures/make.py, with the test dependencies and a Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
TASKS = (
    "Book the March visits for Harbour Street and Mill Lane",
    "Order door seals for the Fenwick oven",
    "Sort the van leasing papers",
)


def main() -> None:
    """Start the demo in a folder of its own, and look at Mira's morning and at the answer to her check-in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bot", "demo", "--no-open", "--fresh", "--port", str(port)]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        demo = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
        try:
            look(f"http://127.0.0.1:{port}/mira")
        finally:
            demo.terminate()
            demo.wait()


def look(address: str) -> None:
    """Write both pictures."""
    with sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        context = browser.new_context(
            viewport={"width": 1280, "height": 860},
            device_scale_factor=1.5,
            color_scheme="light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        # The example takes a moment to be made; until then nobody answers at the address.
        page.goto("data:text/html,")
        while "Concertmaster" not in page.title():
            try:
                page.goto(address)
            except Exception:  # noqa: BLE001 - whatever the browser calls it, nobody is there yet
                page.wait_for_timeout(200)
        newest = page.get_by_role("article").last
        expect(newest).to_contain_text("Good morning")
        page.screenshot(path=HERE / "morning.png")
        newest.get_by_role("button", name="Check in", exact=True).click()
        for n, words in enumerate(TASKS, 1):
            page.get_by_label(f"Task {n}").fill(words)
        page.get_by_role("button", name="Hand in").click()
        expect(newest).to_contain_text("Thank you")
        page.mouse.move(0, 0)
        page.screenshot(path=HERE / "feedback.png")
        browser.close()


if __name__ == "__main__":
    main()
