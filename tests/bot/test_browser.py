"""People with a real browser at a real server: what they do, with keyboard and pointer, and what comes of it."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from threading import Event
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

from tests.sources import ROOT

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = {
    "light": {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
"""What a machine looks for. The schemes differ in their colours and in nothing else."""

TASKS = (
    "Book the March visits for Harbour Street and Mill Lane",
    "Order door seals for the Fenwick oven",
    "Practise the fire drill",
)
"""Two that lines speak of, and one of which no word is in a line, whatever others of the organisation have tied."""

ONCE = ("Carry the old scales to the museum", "Ask the choir about Thursday")
"""What nobody in the example has written before."""

KEYS = "Mill Lane: nobody has the keys"


class Server:
    """The demo in a process of its own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def starts(self, *more: str) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "bot", "demo", "--no-open", "--port", str(self.port), *more]
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
            )
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "log.txt").read_text()
            Event().wait(0.02)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.home}/healthz") as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError):
            return False

    def stops(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, or kill it."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def kept(self, words: str) -> int:
        """How many tasks with these words are kept."""
        with sqlite3.connect(f"file:{self.folder}/.concertmaster/demo.db?mode=ro", uri=True) as store:
            found: int = store.execute("SELECT count(*) FROM task WHERE words = ?", (words,)).fetchone()[0]
        store.close()
        return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo was begun and nothing was done."""
    server = Server(tmp_path_factory.mktemp("made"))
    server.starts("--fresh")
    server.stops()
    return server.folder


@contextmanager
def begun(made: Path, folder: Path) -> Iterator[Server]:
    """The demo on its first morning."""
    copytree(made / ".concertmaster", folder / ".concertmaster")
    server = Server(folder)
    server.starts()
    try:
        yield server
    finally:
        server.stops(signal.SIGKILL)


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Iterator[Server]:
    """A server for one test: it moves the clock, or kills it."""
    with begun(made, tmp_path) as server:
        yield server


@pytest.fixture(scope="module")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all tests that are content with a person of their own."""
    with begun(made, tmp_path_factory.mktemp("shared")) as shared:
        yield shared


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    # What comes by itself after a page was opened takes a second or two, and longer beside other tests.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def visit(browser: Browser, server: Server, path: str = "/", *, allowed: str = "", **how: object) -> Iterator[Page]:
    """Somebody's browser at an address of the server; nothing on its console, and no request to anywhere else.

    Messages on the console that match `allowed` are expected.
    """
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce"} | how))  # type: ignore[arg-type]
    context.set_default_timeout(8000)
    page = context.new_page()
    wrong: list[str] = []

    def heard(kind: str | None, text: str) -> None:
        if kind in ("error", "warning") and not (allowed and re.search(allowed, text)):
            wrong.append(f"{kind}: {text}")

    page.on("console", lambda message: heard(message.type, message.text))
    page.on("pageerror", lambda error: heard("error", str(error)))
    page.on("request", lambda one: heard(None if one.url.startswith(server.home + "/") else "error", one.url))
    page.goto(server.home + path)
    yield page
    context.close()
    assert wrong == []


def tabs_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus; it must be on the way."""
    for _ in range(40):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(
        f"no way to {wanted} with Tab; it stands at {page.evaluate('document.activeElement.outerHTML')}"
    )


def newest(page: Page) -> Locator:
    return page.get_by_role("article").last


def stands_at_the_end(page: Page) -> None:
    """Have read all there is: the newest message may be higher than the window, which opens at its first line."""
    page.evaluate("document.getElementById('scroll').scrollTo({ top: 1e9, behavior: 'instant' })")


def entry(page: Page, task: str) -> Locator:
    """A task of the newest message, with its line and its choices."""
    return newest(page).get_by_role("listitem").filter(has_text=task)


def check_in(page: Page, *tasks: str, blocker: str = "") -> None:
    """Check in with the pointer."""
    newest(page).get_by_role("button", name="Check in", exact=True).click()
    for n, words in enumerate(tasks, 1):
        page.get_by_label(f"Task {n}").fill(words)
    if blocker:
        page.get_by_label("Is anything in the way?").fill(blocker)
        page.get_by_label("Tell my team of it").check()
    page.get_by_role("button", name="Hand in").click()
    expect(newest(page)).to_contain_text("Thank you")


def fills_in_by_keyboard(page: Page) -> None:
    """Open the form of the day, fill in all of it and hand it in."""
    keyboard = page.keyboard
    tabs_to(page, newest(page).get_by_role("button", name="Check in", exact=True))
    keyboard.press("Enter")
    form = page.locator("#sheet")
    expect(form.get_by_role("radio").first).to_be_focused()
    for n, words in enumerate(TASKS, 1):
        tabs_to(page, form.get_by_label(f"Task {n}"))
        keyboard.type(words)
    tabs_to(page, form.get_by_label("Is anything in the way?"))
    keyboard.type(KEYS)
    tabs_to(page, form.get_by_label("Tell my team of it"))
    keyboard.press("Space")
    tabs_to(page, form.get_by_role("radio", name="1", exact=True))
    for key in ("Space", "ArrowRight", "ArrowRight", "ArrowRight"):
        keyboard.press(key)
    expect(form.get_by_role("radio", name="4", exact=True)).to_be_checked()
    tabs_to(page, form.get_by_label("A win since yesterday"))
    keyboard.type("Cooper's Row was baking 2 h 50 after the call")
    tabs_to(page, form.get_by_role("button", name="Hand in"))
    keyboard.press("Enter")


# A day


def test_a_newcomer_checks_in_by_keyboard_alone_and_says_which_line_each_task_plays_from(
    browser: Browser, server: Server
) -> None:
    with visit(browser, server) as page:
        keyboard = page.keyboard
        tabs_to(page, page.get_by_role("link", name="Mira"))
        keyboard.press("Enter")
        expect(page).to_have_url(server.home + "/mira")
        expect(newest(page)).to_be_in_viewport()
        keyboard.press("Tab")
        expect(page.get_by_role("link", name="To the newest message")).to_be_focused()
        keyboard.press("Enter")

        fills_in_by_keyboard(page)
        expect(newest(page)).to_contain_text(re.compile(r"Thank you, .?Mira.?\. .+ of your three tasks"))
        expect(newest(page).locator("[data-first]")).to_be_in_viewport()
        expect(page.locator("#sheet")).to_have_count(0)
        expect(page.get_by_role("article").nth(-2)).to_be_focused()
        visits, seals, drill = (entry(page, words) for words in TASKS)
        expect(visits).to_contain_text("Visit every oven sixty days before its agreement ends service/P-2")
        expect(drill).to_contain_text("whirlwind, and that is fine")
        expect(newest(page)).to_contain_text("I told Service North")

        tabs_to(page, visits.get_by_role("radio", name="That is it"))
        keyboard.press("Space")
        expect(visits).to_contain_text("You said so.")
        expect(visits.get_by_role("radio", name="That is it")).to_be_checked()
        expect(visits.get_by_role("radio", name="That is it")).to_be_focused()

        tabs_to(page, seals.get_by_role("button", name="Another line"))
        keyboard.press("Enter")
        expect(page.get_by_role("combobox")).to_be_focused()
        keyboard.type("test bakery")
        expect(page.get_by_role("option").first).to_contain_text("Two technicians a month")
        keyboard.press("ArrowDown")
        keyboard.press("Enter")
        tabs_to(page, page.locator("#sheet").get_by_role("button", name="Tie it"))
        keyboard.press("Enter")
        expect(seals).to_contain_text("Two technicians a month through the test bakery service/P-3")
        expect(seals).to_contain_text("You chose it.")
        expect(seals.get_by_role("button", name="Another line")).to_be_focused()
        expect(drill).to_contain_text("whirlwind, and that is fine")

        page.reload()
        expect(visits).to_contain_text("You said so.")
        expect(newest(page)).to_be_in_viewport()


def test_a_channel_hears_of_a_blocker_and_of_its_taking_back_without_being_loaded_again(
    browser: Browser, server: Server
) -> None:
    with (
        visit(browser, server, "/jonas") as jonas,
        visit(browser, server, "/tomas/service-north") as tomas,
        visit(browser, server, "/tomas") as private,
    ):
        for page in (tomas, private):
            page.evaluate("window.neverLoadedAgain = true")
        stands_at_the_end(tomas)
        messages = private.get_by_role("article").count()
        check_in(jonas, "Ring Mill Lane", blocker=ONCE[0])

        expect(newest(tomas)).to_contain_text(ONCE[0])
        expect(newest(tomas)).to_contain_text("Stuck.")
        expect(newest(tomas)).to_be_in_viewport()
        expect(tomas.locator("#heard")).to_contain_text("asks for a hand")

        newest(jonas).get_by_role("button", name="Edit check-in").click()
        jonas.get_by_label("Tell my team of it").uncheck()
        jonas.get_by_role("button", name="Hand in").click()

        expect(newest(tomas)).to_contain_text("has taken a request for a hand back")
        expect(tomas.get_by_text(ONCE[0])).to_have_count(0)
        assert private.get_by_role("article").count() == messages
        assert all(page.evaluate("window.neverLoadedAgain") for page in (tomas, private))


@contextmanager
def a_channel(browser: Browser, server: Server, **how: Any) -> Iterator[tuple[Page, Callable[..., None]]]:
    """The team's channel, and a way to bring messages of so many lines onto it at once, as the server would."""
    with visit(browser, server, "/tomas/service-north", **how) as page:
        page.context.add_init_script(
            "window.EventSource = class extends EventSource { constructor(at) { super(at); window.source = this; } };"
        )
        page.reload()

        def comes(**lines: int) -> None:
            page.evaluate(
                """lines => {
                    for (const [id, many] of Object.entries(lines)) {
                        const one = document.querySelector("#log > article").cloneNode(true);
                        one.id = id;
                        one.append(...Array.from({ length: many }, () =>
                            Object.assign(document.createElement("p"), { textContent: "A line." })));
                        window.source.dispatchEvent(new MessageEvent("message", { data: one.outerHTML }));
                    }
                }""",
                lines,
            )

        yield page, comes


def test_who_reads_a_long_message_is_not_taken_away_from_it_and_can_go_to_what_came(
    browser: Browser, server: Server
) -> None:
    with a_channel(browser, server) as (page, comes):
        stands_at_the_end(page)
        comes(long=60)
        expect(page.locator("#long [data-first]")).to_be_in_viewport()
        stood = page.locator("#long").bounding_box()
        comes(new=1)
        expect(page.locator("#below")).to_be_visible()
        assert page.locator("#long").bounding_box() == stood

        page.locator("#below").click()
        expect(newest(page)).to_be_in_viewport(ratio=0.5)
        expect(page.locator("#below")).to_be_hidden()


def test_what_comes_while_the_page_glides_to_its_end_is_followed_unless_the_reader_goes_up(
    browser: Browser, server: Server
) -> None:
    with a_channel(browser, server, reduced_motion="no-preference") as (page, comes):
        stands_at_the_end(page)
        comes(first=12, second=12, third=12)
        expect(page.locator("#third [data-first]")).to_be_in_viewport()
        expect(page.locator("#below")).to_be_hidden()

        page.evaluate("document.getElementById('scroll').scrollTo({ top: 0, behavior: 'instant' })")
        comes(fourth=12)
        expect(page.locator("#below")).to_be_visible()
        expect(page.locator("#fourth")).not_to_be_in_viewport()


def test_the_clock_is_played_on_and_what_became_of_yesterday_is_said_by_arrow_keys_and_by_a_press(
    browser: Browser, own: Server
) -> None:
    with visit(browser, own, "/mira") as page:
        check_in(page, *TASKS)
        for hour in ("11:00", "13:00", "15:00", "16:30"):
            page.get_by_role("button", name="Play on").click()
            expect(page.locator("#clock time").first).to_have_text(f"Tuesday 9 March, {hour}")
        page.get_by_role("button", name="Play on").click()
        expect(page.locator("#clock time").first).to_have_text("Wednesday 10 March, 09:00")
        morning = page.get_by_role("article").filter(has_text="Good morning")
        expect(morning.filter(has_text=TASKS[0])).to_have_count(1)
        expect(page.locator(".day").last).to_have_text("Today")
        expect(page.locator(".day").nth(-2)).to_have_text("Tuesday 9 March")

        first, second, third = (morning.last.get_by_role("listitem").filter(has_text=words) for words in TASKS)
        held: list[Route] = []
        page.route("**/press", lambda route: route.continue_() if held else held.append(route))
        with page.expect_request("**/press"):
            first.get_by_role("radio", name="Done").click()
        second.get_by_role("radio", name="Done").focus()
        # The answer to the first comes while the second is being chosen, and draws all of the message anew.
        page.keyboard.press("ArrowRight")
        with page.expect_response("**/press"):
            held[0].continue_()
        expect(first.get_by_role("radio", name="Done")).to_be_checked()
        with page.expect_request(lambda one: "dropped" in (one.post_data or "")):
            page.keyboard.press("ArrowRight")
        expect(second.get_by_role("radio", name="Drop")).to_be_focused()

        page.get_by_role("button", name="Tomorrow").first.click()
        expect(page.locator("#clock time").first).to_have_text("Thursday 11 March, 09:00")
        page.reload()
        expect(page.locator("#clock time").first).to_contain_text("Thursday 11 March")
        days = page.get_by_role("article").filter(has_text=TASKS[0]).filter(has_text="Good morning")
        expect(days.last.get_by_role("listitem").nth(0).get_by_role("radio", name="Done")).to_be_checked()
        expect(days.last.get_by_role("listitem").nth(1).get_by_role("radio", name="Drop")).to_be_checked()
        expect(days.last.get_by_role("listitem").nth(2).get_by_role("radio", name="Done")).not_to_be_checked()
        expect(third).to_have_count(1)


def test_on_a_phone_the_answer_is_seen_from_its_beginning_whatever_changes_above_it(
    browser: Browser, server: Server
) -> None:
    with visit(browser, server, "/petra", viewport={"width": 360, "height": 740}) as page:
        check_in(page, *TASKS)
        expect(page.get_by_role("article").nth(-2)).to_contain_text("is in.")

        expect(newest(page).locator("[data-first]")).to_be_in_viewport(ratio=1)
        task = entry(page, TASKS[2])
        task.get_by_role("button", name=re.compile("Tie it to a line|Another line")).click()
        page.get_by_role("combobox").fill("sales/P-1")
        page.get_by_role("option").first.click()
        page.locator("#sheet").get_by_role("button", name="Tie it").click()
        expect(task).to_contain_text("You chose it.")
        expect(task).to_be_in_viewport()


# When something is in the way


def test_what_is_typed_outlives_a_reload_and_a_server_that_was_killed_and_is_handed_in_once(
    browser: Browser, own: Server
) -> None:
    with visit(browser, own, "/mira", allowed="ERR_|Failed to load resource") as page:
        newest(page).get_by_role("button", name="Check in", exact=True).click()
        page.get_by_label("Task 1").fill(ONCE[0])
        page.get_by_role("radio", name="4", exact=True).check()
        page.reload()
        expect(page.get_by_label("Task 1")).to_have_value(ONCE[0])
        expect(page.get_by_role("radio", name="4", exact=True)).to_be_checked()

        own.stops(signal.SIGKILL)
        page.get_by_label("Task 2").fill(ONCE[1])
        page.get_by_role("button", name="Hand in").click()
        expect(page.locator("#offline")).to_contain_text("No connection since")
        expect(page.get_by_label("Task 2")).to_have_value(ONCE[1])
        page.get_by_label("Message", exact=True).fill("help")
        page.keyboard.press("Enter")
        expect(page.get_by_text("waits for the connection")).to_be_visible()
        own.starts()

        expect(page.get_by_role("article").filter(has_text="Thank you").last).to_contain_text(ONCE[1])
        expect(newest(page)).to_contain_text("Once a day I ask")
        expect(page.locator("#offline")).not_to_be_visible()
        expect(page.get_by_text("waits for the connection")).to_have_count(0)
        assert [own.kept(words) for words in ONCE] == [1, 1]


def test_an_answer_that_was_lost_on_its_way_back_is_asked_for_again(browser: Browser, server: Server) -> None:
    with visit(browser, server, "/leila", allowed="ERR_") as page:
        lost: list[int] = []

        def loses_the_first(route: Route) -> None:
            if lost:
                route.continue_()
            else:
                lost.append(route.fetch().status)
                route.abort("connectionreset")

        page.route("**/hand-in", loses_the_first)
        check_in(page, ONCE[0])

        expect(page.locator("#notices")).to_contain_text("Already done, once.")
        assert lost == [200]
        assert server.kept(ONCE[0]) == 1
        expect(page.get_by_role("article").filter(has_text="Thank you").filter(has_text=ONCE[0])).to_have_count(1)


def test_a_form_that_needs_another_word_says_where_and_keeps_what_was_typed(browser: Browser, server: Server) -> None:
    with visit(browser, server, "/otto") as page:
        newest(page).get_by_role("button", name="Check in", exact=True).click()
        page.get_by_label("Is anything in the way?").fill(KEYS)
        page.get_by_label("A win since yesterday").fill("long " * 40)
        page.get_by_role("button", name="Hand in").click()

        first, win = page.get_by_label("Task 1"), page.get_by_label("A win since yesterday")
        expect(first).to_be_focused()
        expect(first).to_be_in_viewport()
        expect(first).to_have_attribute("aria-invalid", "true")
        expect(first).to_have_accessible_description("Write at least one thing for the day, or carry one on.")
        expect(win).to_have_accessible_description(re.compile("That is 199 characters, and 120 fit"))
        expect(page.get_by_label("Is anything in the way?")).to_have_value(KEYS)
        expect(win).to_have_value(re.compile("^(long ?){40}$"))

        page.keyboard.type(TASKS[0])
        win.fill("short")
        page.keyboard.press("Control+Enter")
        expect(newest(page)).to_contain_text("Thank you")


def test_without_scripts_the_same_check_in_works(browser: Browser, server: Server) -> None:
    with visit(browser, server, java_script_enabled=False) as page:
        page.get_by_role("link", name="Tomas").click()
        expect(newest(page)).to_be_in_viewport()
        newest(page).get_by_role("button", name="Check in", exact=True).click()
        expect(page.get_by_label("Task 1")).to_be_in_viewport()
        page.get_by_role("button", name="Hand in").click()
        expect(page.get_by_label("Task 1")).to_have_accessible_description(re.compile("^Write at least one thing"))
        for n, words in enumerate(TASKS, 1):
            page.get_by_label(f"Task {n}").fill(words)
        page.get_by_label("Is anything in the way?").fill(KEYS)
        page.get_by_label("Tell my team of it").check()
        page.get_by_role("radio", name="4", exact=True).check()
        page.get_by_label("A win since yesterday").fill("The renewal is signed")
        page.get_by_role("button", name="Hand in").click()

        expect(newest(page)).to_contain_text("Thank you")
        visits, seals, _ = (entry(page, words) for words in TASKS)
        visits.get_by_role("radio", name="That is it").check()
        visits.get_by_role("button", name="Keep it").click()
        expect(visits).to_contain_text("You said so.")
        seals.get_by_role("button", name="Another line").click()
        page.get_by_label("Which line of the score").fill("service/P-3")
        page.get_by_role("button", name="Tie it", exact=True).last.click()
        expect(seals).to_contain_text("You chose it.")
        page.get_by_role("link", name="service-north").first.click()
        expect(newest(page)).to_contain_text(KEYS)


# For everybody


@pytest.fixture(scope="module")
def looked_at(server: Server, browser: Browser) -> Server:
    """The same server once Noor has checked in; Bram's morning stays as it is."""
    with visit(browser, server, "/noor") as page:
        check_in(page, *TASKS[:2], "W" * 60 + " and a task that somebody wrote without a space", blocker=KEYS)
    return server


PLACES = {
    "whom to be": "/",
    "morning": "/bram",
    "form": "/bram",
    "answer": "/noor",
    "channel": "/noor/service-north",
    "nowhere": "/nobody",
}


def shows(page: Page, name: str, server: Server) -> None:
    page.goto(server.home + PLACES[name])
    if name == "form":
        newest(page).get_by_role("button", name="Check in", exact=True).click()
        expect(page.locator("#sheet")).to_be_visible()


def test_a_form_that_is_asked_for_in_words_is_seen_and_writing_goes_on(browser: Browser, own: Server) -> None:
    with visit(browser, own, "/noor", viewport={"width": 1280, "height": 700}) as page:
        page.locator("#text").fill("my hours")
        page.locator("#text").press("Enter")
        expect(page.locator("#sheet").get_by_label("Your time zone")).to_be_in_viewport()
        expect(page.locator("#text")).to_be_focused()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the window, and nothing that can be pressed is too small for a finger."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small: Sequence[str] = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, [type=checkbox], [role=option]")]
        .filter((one) => one.offsetParent && !one.matches(".skip"))
        .filter((one) => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 24)
        .map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert small == []
    return wide


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_machine_finds_nothing_that_shuts_anybody_out(
    browser: Browser, looked_at: Server, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 820}
    with visit(browser, looked_at, allowed="404", viewport=size, color_scheme=scheme) as page:
        for name in PLACES:
            shows(page, name, looked_at)
            # Three weeks are made of the same pieces as their last days, and take a machine minutes to look at.
            page.evaluate(
                "document.querySelectorAll('#log > .message:nth-last-child(n+5)').forEach((one) => one.remove())"
            )
            found = Axe().run(page, options=RULES[scheme]).response["violations"]
            assert [(name, rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
            assert fits(page), name


def test_a_coach_sends_a_lesson_and_somebody_answers_it_by_keyboard_until_the_clock_brings_it_back(
    browser: Browser, own: Server
) -> None:
    with visit(browser, own, "/ruth") as page:
        page.get_by_label("Message").fill("lesson")
        page.keyboard.press("Enter")
        page.get_by_label("Which lesson?").select_option(label="Promises between teams, 3 min")
        to = page.get_by_label("To whom?")
        to.select_option(to.locator("option", has_text="Bram").get_attribute("value"))
        shuts_nobody_out(page)
        page.get_by_role("button", name="Look at it first").click()
        expect(newest(page)).to_contain_text("Promises between teams, three minutes, to Bram.")
        newest(page).get_by_role("button", name="Send", exact=True).click()
        expect(newest(page)).to_contain_text("is sent to Bram.")
        expect(newest(page)).to_contain_text("Fewer than five answered.")
        shuts_nobody_out(page)
    with visit(browser, own, "/bram") as page:
        lesson = page.get_by_role("article").filter(has_text="Promises between teams")
        expect(lesson).to_contain_text("Three minutes from Ruth")
        lesson.get_by_role("button", name="Now").click()
        for card in (1, 2, 3):
            expect(lesson).to_contain_text(f"card {card} of 4")
            shuts_nobody_out(page)
            lesson.get_by_role("button", name="Next card").click()
        lesson.get_by_role("button", name="Answer").click()
        form = page.locator("#sheet")
        shuts_nobody_out(page)
        form.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(form.get_by_role("radio", name="Selma sends it")).to_be_checked()
        tabs_to(page, form.get_by_role("button", name="That one"))
        page.keyboard.press("Enter")
        expect(lesson).to_contain_text("Who, what and by when.")
        expect(lesson).to_contain_text("comes back on Tuesday 23 March")
        shuts_nobody_out(page)
        for week in (16, 23):
            page.get_by_role("button", name="A week on").click()
            expect(page.locator("#clock time").first).to_contain_text(f"Tuesday {week} March", timeout=30_000)
        nudge = page.get_by_role("article").filter(has_text="One question from two weeks ago")
        expect(nudge).to_have_count(1)
        nudge.get_by_role("button", name="Stop these questions").click()
        expect(lesson.filter(has_text="Who, what and by when")).to_contain_text("Nothing of it comes back.")


def shuts_nobody_out(page: Page) -> None:
    page.evaluate("document.querySelectorAll('#log > .message:nth-last-child(n+5)').forEach((one) => one.remove())")
    found = Axe().run(page, options=RULES["light"]).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    assert fits(page)


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_scrolls_sideways(browser: Browser, looked_at: Server, width: int) -> None:
    with visit(browser, looked_at, allowed="404", viewport={"width": width, "height": 740}) as page:
        for name in PLACES:
            shows(page, name, looked_at)
            assert fits(page), name


def test_what_stands_beside_opens_over_a_narrow_page_and_gives_the_focus_back(
    browser: Browser, looked_at: Server
) -> None:
    with visit(browser, looked_at, "/noor", viewport={"width": 768, "height": 900}) as page:
        page.get_by_role("link", name="Your part").first.click()
        expect(page.get_by_role("heading", name="Your part in the score")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("heading", name="Your part in the score")).not_to_be_visible()
        expect(page.get_by_role("link", name="Your part").first).to_be_focused()
        expect(newest(page)).to_be_in_viewport()


def test_colours_of_ones_own_still_show_what_was_chosen_and_nothing_moves_for_who_wants_it_still(
    browser: Browser, looked_at: Server
) -> None:
    with visit(browser, looked_at, "/bram", forced_colors="active") as page:
        newest(page).get_by_role("button", name="Check in", exact=True).click()
        page.get_by_role("radio", name="4", exact=True).check()
        chosen, other = (page.get_by_role("radio", name=name, exact=True).locator("+ span") for name in ("4", "3"))
        grounds = [one.evaluate("one => getComputedStyle(one).backgroundColor") for one in (chosen, other)]
        assert grounds[0] != grounds[1]
        assert page.evaluate("document.getAnimations().length") == 0


def test_a_printed_conversation_is_all_of_it_and_nothing_else(browser: Browser, looked_at: Server) -> None:
    with visit(browser, looked_at, "/noor", color_scheme="dark") as page:
        page.emulate_media(media="print")
        ink, paper = page.evaluate(
            "[getComputedStyle(document.body).color, getComputedStyle(document.querySelector('.card')).backgroundColor]"
        )
        assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
        expect(page.get_by_role("article").first).to_be_visible()
        for gone in ("Demo controls", "Places", "Beside the conversation"):
            expect(page.get_by_label(gone).first).not_to_be_visible()
        expect(page.get_by_role("button").first).not_to_be_visible()
        assert page.evaluate(
            "document.querySelector('#scroll').scrollHeight <= document.querySelector('#scroll').offsetHeight"
        )
