"""The page of the map: what is open on it, one line with its card, and the rights of who looks."""

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest

from bot.web import pages
from bot.web.pages import Chat, PlaceHere, Somebody
from bot.web.receive import OPENED
from bot.writer import Database
from handlers.views.score import none
from storage.tables import PlaceKind, Wording
from tests.bot.test_web import KEY, NOT_THERE, Web
from tests.databases import Engines


@pytest.fixture
def web(sqlite_engines: Engines) -> Iterator[Web]:
    database = Database(sqlite_engines.writer.url)
    opened = Web(database)
    yield opened
    opened.close()
    database.close()


class Links(HTMLParser):
    """Every link of a page, and how many of each element there are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


def line(web: Web, address: str) -> str:
    return next(one.line_id for one in web.all(Wording) if one.address == address)


def test_it_shows_the_picture_and_says_the_same_as_lists(web: Web) -> None:
    page = web.get("/mira/score/map")

    assert page.status_code == 200
    assert "27 lines in 4 parts." in page.text
    assert page.text.count('<svg class="score-map') == 1
    assert page.text.count('<li class="leaf') == 15
    assert "style=" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_every_line_leads_to_its_card_and_back(web: Web) -> None:
    visits = line(web, "service/P-2")
    link = f"/mira/score/map?line={visits}#line"
    assert Links(web.get("/mira/score/map").text).found.count(link) == 2

    page = web.get(f"/mira/score/map?line={visits}")

    assert 'id="line"' in page.text
    assert "New reading of" in page.text
    assert "/mira/score/map" in Links(page.text).found


def test_whoever_is_not_there_has_no_map(web: Web) -> None:
    for path in ("/nobody/score/map", "/mira/score/map?line=0", "/mira/score/map?line=%00%ff"):
        page = web.get(path)
        assert (page.status_code, NOT_THERE in page.text) == (404, True)


def test_a_part_is_folded_and_opened_with_all_above_it(web: Web) -> None:
    page = web.get("/mira/score/map?open=sales")

    assert page.text.count('class="m-folded"') == 2
    assert "/mira/score/map?open=morrow+sales+service" in Links(page.text).found
    assert "/mira/score/map?open=%2A" in Links(page.text).found
    assert "/mira/score/map" in Links(page.text).found

    whole = web.get("/mira/score/map?open=*")
    assert 'class="m-folded"' not in whole.text
    assert "/mira/score/map?open=%2A" not in Links(whole.text).found


@pytest.mark.parametrize("open", ["gone", '"><script>alert(1)</script>', "x" * 2 * OPENED, "%00%0d%0aSet-Cookie:x"])
def test_what_is_no_part_opens_nothing_and_is_shown_nowhere(web: Web, open: str) -> None:
    page = web.get(f"/mira/score/map?open={open}")

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert Links(page.text).tags.count("script") == 1


def test_every_page_leads_to_the_map(web: Web) -> None:
    page = Links(web.get("/mira").text)

    assert page.found.count("/mira/score/map") == 2


def test_without_a_score_the_page_says_so() -> None:
    mira = PlaceHere("mira", "Mira", PlaceKind.DIRECT)
    around = Chat(Somebody("mira", "Mira"), [mira], "mira", date(2027, 3, 9))

    page = pages.score_map(around, pages.Mapped(none()), lambda: KEY)

    assert "There is no score yet." in page
    assert '<svg class="score-map' not in page
    assert 'class="both"' not in page


def test_the_card_in_the_conversation_leads_to_the_same_map(web: Web) -> None:
    answer = web.post("/mira/say", {"key": KEY, "here": "mira", "text": "map of Sales"})

    assert "/mira/score/map?open=morrow+sales" in Links(answer.text).found
