"""The days as a picture: the same figures as the table, without network, browser or fonts of the machine."""

import asyncio
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from bot.picture import Kind, bars, draw, drawn, spec
from handlers.cards import Beat, Card, Comparison, Staff, Theirs, Voice
from handlers.views.examples import examples
from prompts import phrase
from storage.tables import Privacy
from tests.sources import ROOT

HOSTILE = "<script>alert(1)</script> signal: {{x}} \u202e"


@pytest.fixture
def staff() -> Staff:
    card = examples()["digest.week"]
    assert isinstance(card, Card)
    return next(piece for piece in card.pieces if isinstance(piece, Staff))


def test_it_has_one_head_for_each_task_of_the_table(staff: Staff) -> None:
    heads = Counter((one["row"], one["day"]) for one in spec(staff, "en")["data"]["values"])
    rows = [*staff.voices, staff.whirlwind]

    assert sorted(heads.values()) == sorted(count for voice in rows for count in voice.counts if count)
    assert sum(heads.values()) == 31


def test_its_words_are_those_of_the_table(staff: Staff) -> None:
    assert spec(staff, "en")["description"] == (
        "Mon, Tue, Wed, Thu and Fri: "
        "An oven that went cold bakes again within four hours (service/P-1): 5, 6, 0, 0 and 0, "
        "Visit every oven sixty days before its agreement ends (service/P-2): 4, 4, 0, 0 and 0, "
        "Renew nine agreements in ten before they lapse (morrow/P-1): 1, 2, 0, 0 and 0, "
        "Two technicians a month through the test bakery (service/P-3): 0, 0, 0, 0 and 0 "
        "and whirlwind: 4, 5, 0, 0 and 0."
    )


def test_the_svg_shows_every_row_and_day_and_says_it_in_words(staff: Staff) -> None:
    svg = draw(staff, "en", Kind.SVG).decode()
    texts = {"".join(one.itertext()) for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}

    assert {"service/P-1", "service/P-3", "whirlwind", "Mon", "Fri"} <= texts
    assert "within four hours (service/P-1): 5, 6, 0, 0 and 0" in svg
    assert not re.search(r"<(script|image|foreignObject)|href=|url\(http", svg)


def test_the_png_is_a_picture(staff: Staff) -> None:
    png = asyncio.run(drawn(staff, "en", Kind.PNG))

    assert png.startswith(b"\x89PNG")
    assert len(png) > 5_000


def test_the_words_are_drawn_on_a_machine_without_fonts(staff: Staff) -> None:
    """With a font that nobody has, the letters are those of the library: as many dark points as with its own."""
    code = (
        "import sys; from bot import picture; from handlers.views.examples import examples;"
        "from handlers.cards import Staff;"
        "staff = [one for one in examples()['digest.week'].pieces if isinstance(one, Staff)][0];"
        "sys.stdout.buffer.write(picture.draw(staff, 'en', picture.Kind.PNG))"
    )
    nowhere = {"HOME": "/nonexistent", "FONTCONFIG_FILE": "/dev/null", "XDG_DATA_HOME": "/nonexistent"}
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=nowhere, capture_output=True, check=True)

    assert found.stdout == draw(staff, "en", Kind.PNG)


@pytest.mark.parametrize("kind", Kind)
def test_what_somebody_wrote_stays_words(kind: Kind) -> None:
    words = phrase("web.wrote", words=HOSTILE)
    own = Voice(Theirs(HOSTILE, Privacy.TEAM), [1], words)
    picture = draw(Staff(words, words, [Beat(words)], [own, own], Voice(words, [0], words)), "en", kind)

    assert b"<script" not in picture


def test_days_without_a_task_are_a_picture_too() -> None:
    words = phrase("digest.staff")
    empty = Staff(words, words, [Beat(words)], [], Voice(words, [0], words))
    assert draw(empty, "en", Kind.SVG).startswith(b"<svg")


def test_a_comparison_is_a_bar_for_each_line_and_says_the_same() -> None:
    card = examples()["digest.day"]
    assert isinstance(card, Card)
    comparison = next(piece for piece in card.pieces if isinstance(piece, Comparison))
    drawn_bars = bars(comparison, "en")

    counts = [(one["row"].split(" ", 1)[1], one["count"]) for one in drawn_bars["data"]["values"]]
    assert counts == [("service/P-1", 6), ("service/P-2", 4), ("morrow/P-1", 2), ("whirlwind", 5)]
    assert drawn_bars["description"].startswith("Of 17 tasks: ")
    svg = draw(comparison, "en", Kind.SVG).decode()
    assert {"service/P-1", "whirlwind", "6"} <= {
        "".join(one.itertext()) for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    }
    assert draw(comparison, "en", Kind.PNG).startswith(b"\x89PNG")
