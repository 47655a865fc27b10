"""The map as SVG: everything on it says itself in words, nothing on it is markup of others, nothing is loaded."""

import asyncio
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from bot import map_picture
from bot.map_drawing import svg
from handlers.cards import Card, ScoreMap
from handlers.views.examples import examples
from handlers.views.score_map import piece_of
from score.map import PART, Chart, chart
from storage.tables import LineState, PartKind
from tests.score.maps_made_up import HOSTILE, TODAY, MadeUp, line, part
from tests.sources import ROOT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def piece() -> ScoreMap:
    card = examples()["score_map.card"]
    assert isinstance(card, Card)
    return next(one for one in card.pieces if isinstance(one, ScoreMap))


def of(drawn: Chart) -> ScoreMap:
    return piece_of(drawn, for_all=True)


def texts(drawn: str) -> list[str]:
    return ["".join(one.itertext()).strip("\u2068\u2069") for one in ET.fromstring(drawn).iter(f"{SVG}text")]


def looks(drawn: str) -> dict[str, set[str]]:
    """The looks of each line, by its id."""
    groups = [one.attrib for one in ET.fromstring(drawn).iter(f"{SVG}g") if "data-line" in one.attrib]
    return {one["data-line"]: set(one["class"].split()) for one in groups}


def test_it_says_in_words_what_it_shows_and_where_it_is_from(piece: ScoreMap) -> None:
    drawn = svg(piece, "en")
    root = ET.fromstring(drawn)

    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == "The map of the score"
    assert (root.findtext(f"{SVG}desc") or "").startswith("7 lines in 3 parts. One open priority is untouched.")
    assert not re.search(r"<(script|image|foreignObject)|href=|url\(|@import", drawn)


def test_every_line_has_its_words_its_kind_and_what_is_known_of_it(piece: ScoreMap) -> None:
    said = texts(svg(piece, "en"))

    assert "service/P-3 · Priority" in said
    assert "untouched for 5 weeks" in said
    assert "sales/R-1 · Promise to Service" in said
    assert "7 of 10 tasks tied, 70 %" in said
    assert "1" in said
    assert any(one.startswith("1. A visit takes the hours that a lesson needs") for one in said)
    assert {"serves", "was promised for", "pull apart"} <= set(said)


def test_what_became_of_a_line_is_seen_without_its_colour(piece: ScoreMap) -> None:
    drawn = looks(svg(piece, "en"))
    by_address = {one.line.address: drawn[one.line.line_id] for one in piece.chart.all_lines()}

    assert by_address["morrow/A"] == {"m-line", "m-choice"}
    assert by_address["morrow/P-1"] == {"m-line", "m-overdue"}
    assert by_address["service/P-1"] == {"m-line", "m-closed"}
    assert by_address["service/P-3"] == {"m-line", "m-untouched"}
    assert by_address["sales/R-1"] == {"m-line", "m-promise"}
    assert "stroke-dasharray:5 4" in svg(piece, "en")


@pytest.mark.parametrize("state", list(LineState))
def test_a_closed_line_has_a_sign(state: LineState) -> None:
    drawn = chart([part("p", None, PartKind.COMPANY)], [line("p/P-1", state=state)], TODAY, open=["p"])

    assert ('class="m-sign"' in svg(of(drawn), "en")) is (state is not LineState.OPEN)


def test_within_a_page_it_is_hidden_from_who_hears_it_and_every_line_can_be_pressed(piece: ScoreMap) -> None:
    folded = examples()["score_map.card: folded"]
    assert isinstance(folded, Card)
    shown = next(one for one in folded.pieces if isinstance(one, ScoreMap))

    drawn = svg(shown, "en", lambda key: f"/me?to={key}", alone=False)

    root = ET.fromstring(drawn)
    assert (root.attrib["aria-hidden"], "style" in drawn) == ("true", False)
    links = [one.attrib for one in root.iter("a")]
    assert {one["href"] for one in links} == {
        *(f"/me?to={one.line.line_id}" for one in shown.chart.all_lines()),
        f"/me?to={PART}service",
        f"/me?to={PART}sales",
    }
    # The outline has the same links: Tab goes through them there, once.
    assert {one["tabindex"] for one in links} == {"-1"}


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_written_stands_as_words(seed: int, alone: bool) -> None:
    made = MadeUp(seed)

    drawn = svg(
        of(chart(made.parts, made.lines, TODAY, open=made.open, came=made.came)), "en", lambda key: key, alone=alone
    )

    root = ET.fromstring(drawn)
    assert "<script" not in drawn
    assert "\u202e" not in drawn
    assert "\x07" not in drawn
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        *("svg", "title", "desc", "style", "g", "rect", "path", "circle", "polygon", "text", "a")
    }


def test_hostile_words_are_there_to_be_read() -> None:
    drawn = chart([part("p", None, PartKind.COMPANY)], [line("p/P-1", words=HOSTILE)], TODAY, open=["p"])

    titles = [one.text or "" for one in ET.fromstring(svg(of(drawn), "en")).iter(f"{SVG}title")]

    assert any("</text><script>alert(1)</script>" in one for one in titles)


def test_what_is_written_from_right_to_left_begins_at_the_right() -> None:
    lines = [line("p/P-1", words="123 שלום לכל הנמלים"), line("p/P-2", words="Call every harbour")]
    drawn = svg(of(chart([part("p", None, PartKind.COMPANY)], lines, TODAY, open=["p"])), "en")

    rows = {"".join(one.itertext()): one.attrib for one in ET.fromstring(drawn).iter(f"{SVG}text")}
    assert rows["\u2068123 שלום לכל הנמלים\u2069"]["text-anchor"] == "end"
    assert "text-anchor" not in rows["Call every harbour"]


def test_joined_letters_stay_joined() -> None:
    drawn = chart(
        [part("p", None, PartKind.COMPANY)], [line("p/P-1", words="👩\u200d🔧 می\u200cخواهم")], TODAY, open=["p"]
    )

    assert "👩\u200d🔧 می\u200cخواهم" in svg(of(drawn), "en")


def test_a_map_of_nothing_is_a_picture_all_the_same() -> None:
    drawn = svg(of(chart([], [], TODAY, open=[])), "en")

    assert "No line of the score can be shown." in drawn
    assert texts(drawn) == []


def test_the_png_is_a_picture_and_the_same_each_time(piece: ScoreMap) -> None:
    png = asyncio.run(map_picture.drawn(piece, "en"))

    assert png.startswith(b"\x89PNG")
    assert png == map_picture.draw(piece, "en")


def test_what_draws_a_png_is_not_loaded_with_the_page() -> None:
    """It is large: idle memory stands at its bar."""
    code = "import bot.map_drawing, bot.web.pages, bot.slack.pictures, sys; sys.exit('bot.map_picture' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
