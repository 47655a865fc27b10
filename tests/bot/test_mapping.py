"""`concertmaster score map`: what it prints, for people and for programs, the picture, and its exit codes."""

import json
import re
import xml.etree.ElementTree as ET
from argparse import Namespace
from pathlib import Path

import pytest

from bot import cli, mapping
from tests.databases import Engines
from tests.orchestra import orchestra
from tests.sources import ROOT

SCORE = str(ROOT / "examples" / "morrow" / "score.yml")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_file_is_shown_as_a_tree_of_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "map", SCORE]) == cli.CLEAN

    said = capsys.readouterr().out
    assert "27 lines in 4 parts.\n" in said
    assert (
        "  ├─ morrow/P-1  Renew nine agreements in ten before they lapse\n  │    Priority; one measure; serves" in said
    )
    assert "     └─ service/R-1  What we saw on a renewal visit, written down within two\n        days\n" in said
    assert max(len(row) for row in said.splitlines()) <= 80
    # Of a file nothing is known but the score.
    assert "tasks" not in said
    assert "edition" not in said


def test_for_programs_it_is_parts_in_parts_and_what_binds_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "map", SCORE, "--json"]) == cli.CLEAN

    told = json.loads(capsys.readouterr().out)
    (company,) = told["parts"]
    assert [one["id"] for one in company["parts"]] == ["sales", "support", "service"]
    assert company["parts"][2]["lines"][0] == {
        "address": "service/P-1",
        "kind": "priority",
        "words": "An oven that went cold bakes again within four hours",
        "serves": "morrow/H",
        "until": "2027-06-30",
        "state": "open",
        "overdue": False,
        "untouched_days": None,
        "tasks": None,
        "within": {"measure": 1},
    }
    assert company["lines"][0]["until"] is None
    assert {"kind": "promise", "from": "service/R-1", "to": "sales/P-1", "words": ""} in told["strands"]
    assert len(told["strands"]) == 13


def test_the_picture_goes_to_a_new_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "map", SCORE, "--svg", "map.svg"]) == cli.CLEAN
    drawn = Path("map.svg").read_text("utf-8")
    assert ET.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"

    assert cli.main(["score", "map", SCORE, "--svg", "map.svg"]) == cli.UNREADABLE
    assert capsys.readouterr().err == "map.svg is there already, and was left as it is. Name another file.\n"
    assert Path("map.svg").read_text("utf-8") == drawn


def test_a_file_that_cannot_be_read_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.yml").write_text("score: X\nparts: 7\n", "utf-8")

    assert cli.main(["score", "map", "bad.yml"]) == cli.UNREADABLE
    assert cli.main(["score", "map", "none.yml"]) == cli.UNREADABLE
    assert "bad.yml:" in capsys.readouterr().err


def test_without_a_file_or_a_store_there_is_nothing_to_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "map"]) == cli.UNREADABLE

    assert "no edition in force" in capsys.readouterr().err


def test_a_store_without_an_edition_has_nothing_to_show(sqlite_engines: Engines) -> None:
    with orchestra(sqlite_engines.writer.url) as day:
        code, said = mapping.run(
            Namespace(file=None, svg=None, json=False),
            lambda question: day.ask(lambda store: question(store, day.workspace.id, day.clock.at)),
        )

    assert (code, said.startswith("There is no edition in force")) == (cli.UNREADABLE, True)


def test_with_a_store_it_tells_whose_work_may_be_told(capsys: pytest.CaptureFixture[str], a_demo_store: None) -> None:
    assert cli.main(["score", "map"]) == cli.CLEAN

    said = capsys.readouterr().out
    assert re.search(r"│  [0-9]+ of [0-9]+ tasks tied, [0-9]+ %", said)
    # Of sales, in which two people work, nothing is told.
    assert "  ├─ Sales\n  │  ├─ sales/P-1" in said
    assert "edition 1 of" in said
    assert "in teams of which" in said
