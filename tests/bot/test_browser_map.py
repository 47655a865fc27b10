"""The map in a real browser: by keyboard, on a phone, in both schemes, printed, and without scripts."""

from collections.abc import Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.bot.test_browser import RULES, Server, browser, fits, made, server, tabs_to, visit

pytestmark = pytest.mark.browser

__all__ = ["browser", "made", "server"]
"""Fixtures that these tests share with the others of the page."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 360])
def test_a_machine_finds_nothing_that_shuts_anybody_out_of_the_map(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 820}
    with visit(browser, server, "/tomas/score/map", viewport=size, color_scheme=scheme) as page:
        line = page.locator(".outline a.line").last.get_attribute("href") or ""
        for path in ("/tomas/score/map", "/tomas/score/map?open=sales", line.partition("#")[0]):
            page.goto(server.home + path)
            found = Axe().run(page, options=RULES[scheme]).response["violations"]
            assert [(path, rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
            assert fits(page), path


def test_a_line_is_found_and_opened_by_keyboard_and_shown_on_the_picture(browser: Browser, server: Server) -> None:
    with visit(browser, server, "/tomas/score/map") as page:
        wanted = page.get_by_role("link", name="Two technicians a month through the test bakery")
        tabs_to(page, wanted)
        expect(page.locator("#map .m-line.at")).to_have_count(1)
        box = page.locator("#map .m-line.at").bounding_box()
        pan = page.locator("#map").bounding_box()
        assert box is not None
        assert pan is not None
        assert pan["y"] <= box["y"]
        assert box["y"] + box["height"] <= pan["y"] + pan["height"]

        page.keyboard.press("Enter")

        expect(page.locator("#line")).to_be_focused()
        expect(page.locator("#line")).to_contain_text("A priority of Service.")
        page.get_by_role("link", name="Close").click()
        expect(page.locator("#line")).to_have_count(0)


def test_a_line_is_opened_from_the_picture(browser: Browser, server: Server) -> None:
    with visit(browser, server, "/tomas/score/map") as page:
        page.locator("#map a").filter(has_text="sales/P-2").click()

        expect(page.locator("#line")).to_contain_text("Sell where a van can reach")


def test_a_folded_part_is_opened_from_either(browser: Browser, server: Server) -> None:
    with visit(browser, server, "/tomas/score/map?open=sales") as page:
        page.locator("#map .m-folded").filter(has_text="Support").click()
        expect(page.locator("#map .m-folded")).to_have_count(1)
        page.locator(".outline").get_by_role("link", name="Service").click()
        expect(page.locator("#map .m-folded")).to_have_count(0)


def rows_that_stick_out(page: Page) -> Sequence[str]:
    """Words on the picture that are wider than their box."""
    found: Sequence[str] = page.evaluate(
        """() => [...document.querySelectorAll("#map g")].filter((one) => one.querySelector(":scope > rect"))
        .flatMap((one) => {
          const box = one.querySelector(":scope > rect").getBBox();
          return [...one.querySelectorAll(":scope > text")].filter((text) => {
            const at = text.getBBox();
            return at.x < box.x || at.x + at.width > box.x + box.width || at.y + at.height > box.y + box.height + 1;
          }).map((text) => text.textContent);
        })"""
    )
    return found


def test_no_words_stick_out_of_their_box(browser: Browser, server: Server) -> None:
    with visit(browser, server, "/tomas/score/map") as page:
        assert page.locator("#map text").count() > 30
        assert rows_that_stick_out(page) == []


def test_without_scripts_it_is_all_there_and_leads_on(browser: Browser, server: Server) -> None:
    with visit(browser, server, "/tomas/score/map", java_script_enabled=False) as page:
        page.locator(".outline a.line").first.click()

        expect(page.locator("#line")).to_contain_text("Every bakery we equip still bakes with us ten years on")


def test_printed_it_is_the_text_and_the_picture_and_nothing_else(browser: Browser, server: Server) -> None:
    with visit(browser, server, "/tomas/score/map") as page:
        page.emulate_media(media="print")

        for hidden in (".stage", ".places", ".tabs"):
            expect(page.locator(hidden).first).to_be_hidden()
        expect(page.locator(".score-map")).to_be_visible()
        assert page.evaluate(
            "document.querySelector('.said').scrollHeight <= document.querySelector('.said').offsetHeight"
        )
