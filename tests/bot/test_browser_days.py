"""The days of the demo in a real browser: walking into one, with a page open and words unsaid, and a first check-in."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.bot.test_browser import (
    RULES,
    TASKS,
    Server,
    browser,
    check_in,
    entry,
    fits,
    made,
    newest,
    own,
    server,
    tabs_to,
    visit,
)

__all__ = ["browser", "made", "own", "server"]

pytestmark = pytest.mark.browser

PRESSES, LINES = 8, 3


def walks_into(page: Page, day: str) -> None:
    """From the list of days into one of them, and wait until it is open."""
    item = page.get_by_role("listitem").filter(has_text=day)
    item.get_by_role("button").first.click()
    expect(page.locator("#clock time").first).to_contain_text(day, timeout=60_000)


def says(page: Page, words: str) -> None:
    page.get_by_label("Message", exact=True).fill(words)
    page.keyboard.press("Enter")


def test_one_message_after_another_is_answered_from_the_same_page(browser: Browser, server: Server) -> None:
    with visit(browser, server, "/wim") as page:
        for words in ("help", "my part", "help"):
            before = page.get_by_role("article").count()
            with page.expect_response("**/say") as answered:
                says(page, words)
            assert answered.value.status == 200
            expect(page.get_by_role("article")).to_have_count(before + 2)
        expect(page.locator("#notices")).to_be_empty()


def test_a_newcomers_check_in_takes_eight_presses_and_three_typed_lines_at_most(browser: Browser, own: Server) -> None:
    """From the first page to the feedback, as a real browser counts them: clicks, keys that are pressed, and lines."""
    with visit(browser, own) as page:
        pressed = 0

        def presses(name: str, role: str = "button") -> None:
            nonlocal pressed
            page.get_by_role(role, name=name).last.click()  # type: ignore[arg-type]
            pressed += 1

        presses("Bram", "link")
        presses("Check in")
        page.get_by_label("Task 1").click()
        pressed += 1
        for n, words in enumerate(TASKS, 1):
            expect(page.get_by_label(f"Task {n}")).to_be_focused()
            page.keyboard.type(words)
            if n < LINES:
                page.keyboard.press("Enter")
                pressed += 1
        presses("Hand in")

        expect(newest(page)).to_contain_text("Thank you")
        expect(newest(page).locator("[data-first]")).to_be_in_viewport()
        expect(entry(page, TASKS[0])).to_contain_text("service/P-2")
        assert pressed <= PRESSES
        assert pressed == 6, "as the report of this page says; fewer is better, and then this is to be changed"


def test_somebody_walks_into_a_day_by_keyboard_and_back_and_finds_both_as_they_were_left(
    browser: Browser, own: Server
) -> None:
    with visit(browser, own, "/mira") as page:
        check_in(page, TASKS[0])
        tabs_to(page, page.locator("#clock .clockbox > summary"))
        page.keyboard.press("Enter")
        tabs_to(page, page.get_by_role("link", name="Walk into another day"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Walk into another day")).to_be_visible()
        expect(page.locator("[aria-current=date]")).to_contain_text("Tuesday 9 March")
        order = page.evaluate(
            "[...document.querySelectorAll('button[name=day]')].map((one) => one.value)",
        )
        assert order == sorted(order)
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Walk in Tuesday 23 February")).to_be_focused()
        tabs_to(page, page.get_by_role("button", name="Walk in Thursday 4 March"))
        page.keyboard.press("Enter")
        expect(page.locator("#clock time").first).to_have_text("Thursday 4 March, 09:00", timeout=60_000)
        expect(page.get_by_role("article").filter(has_text="Good morning").last).to_be_visible()

        page.goto(own.home + "/days?me=mira")
        expect(page.locator("[aria-current=date]")).to_contain_text("Thursday 4 March")
        page.get_by_role("button", name="Go on there Tuesday 9 March").click()
        expect(page.locator("#clock time").first).to_contain_text("Tuesday 9 March", timeout=60_000)
        expect(page.get_by_role("article").filter(has_text="Thank you").last).to_contain_text(TASKS[0])


def test_what_was_typed_on_an_open_page_is_there_again_when_its_day_is(browser: Browser, own: Server) -> None:
    """Another window walks into another day while a form and a message are half written."""
    with visit(browser, own, "/jonas") as page, visit(browser, own, "/days?me=otto") as other:
        newest(page).get_by_role("button", name="Check in", exact=True).click()
        page.get_by_label("Task 1").fill(TASKS[0])
        page.get_by_label("Message", exact=True).fill("Why do we")
        walks_into(other, "Thursday 4 March")

        # The open page goes along by itself; a form of the ninth is none of the fourth, and the message waits.
        expect(page.locator("#clock time").first).to_contain_text("Thursday 4 March", timeout=30_000)
        expect(page.locator("#sheet")).to_have_count(0)
        expect(page.get_by_label("Message", exact=True)).to_have_value("Why do we")

        other.goto(own.home + "/days?me=otto")
        walks_into(other, "Tuesday 9 March")
        expect(page.locator("#clock time").first).to_contain_text("Tuesday 9 March", timeout=30_000)
        if not page.locator("#sheet").count():
            newest(page).get_by_role("button", name="Check in", exact=True).click()
        expect(page.get_by_label("Task 1")).to_have_value(TASKS[0])
        expect(page.get_by_label("Message", exact=True)).to_have_value("Why do we")
        assert own.kept(TASKS[0]) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_machine_finds_nothing_that_shuts_anybody_out_of_the_days_and_the_clock(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 820}
    with visit(browser, server, viewport=size, color_scheme=scheme) as page:
        for path in ("/", "/?q=ovens", "/days?me=bram", "/bram"):
            page.goto(server.home + path)
            if path == "/bram":
                page.evaluate(
                    "document.querySelectorAll('#log > .message:nth-last-child(n+3)').forEach((one) => one.remove())"
                )
                page.locator("#clock .clockbox > summary").click()
                page.locator("#clock .more > summary").click()
                expect(page.locator("#clock .ways")).to_be_attached()
            found = Axe().run(page, options=RULES[scheme]).response["violations"]
            assert [(path, rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
            assert fits(page), path
