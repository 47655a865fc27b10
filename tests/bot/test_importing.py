"""`concertmaster score import` of a list of objectives, as somebody at a prompt meets it."""

from pathlib import Path

import pytest

from bot import cli
from tests.score.test_okr import SIDE_BY_SIDE

FLAT = "org: Corner\nlines:\n  - {id: a, title: The street buys its bread}\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("okr.csv").write_text(SIDE_BY_SIDE, "utf-8")


def test_it_says_what_it_took_it_for_what_came_of_it_and_what_a_score_wants_besides(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["score", "import", "okr.csv", "--name", "Corner Bakery"]) == 0
    made = capsys.readouterr()

    assert made.out.startswith("score: Corner Bakery\n")
    assert "okr.csv is read as a list of objectives and key results" in made.err
    assert "2 objectives and 3 key results became 5 lines in 2 parts" in made.err
    assert "“Done” was left out: it is no number." in made.err
    assert "okr.csv:4:" in made.err
    assert "2 key results say where they stand today." in made.err
    assert "where you play and how you win" in made.err
    errors = [line.split(",")[0] for line in made.err.splitlines() if line[:1].isdigit() and "corner-bakery" in line]
    assert errors[0] == "1. warning C05"


def test_people_and_readings_are_new_files(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["score", "import", "okr.csv", "--from", "okr", "--people", "people.yml", "--readings", "readings.csv"]
    assert cli.main(command) == 0
    made = capsys.readouterr()
    assert "is read as" not in made.err
    assert "Where 2 measures stand today is in readings.csv." in made.err
    assert Path("readings.csv").read_text("utf-8").startswith("address,day,value\nokr/renewals-before-lapse,")
    assert "cy-li" in Path("people.yml").read_text("utf-8")

    Path("people.yml").unlink()
    assert cli.main(command) == 2
    assert "readings.csv is there already" in capsys.readouterr().err
    assert not Path("people.yml").exists()


def test_of_a_bad_list_nothing_is_written_and_everything_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.csv").write_text("Title,Parent,Due\nWin,Lose,soon\n", "utf-8")

    assert cli.main(["score", "import", "bad.csv", "--people", "people.yml", "--readings", "r.csv"]) == 2
    made = capsys.readouterr()
    assert made.out == ""
    assert "bad.csv:2:5: nothing in this list is called `Lose`" in made.err
    assert "bad.csv:2:10: `soon` is not a day" in made.err
    assert {path.name for path in Path().iterdir()} == {"okr.csv", "bad.csv"}


def test_a_flat_list_is_known_and_one_that_is_neither_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("flat.yml").write_text(FLAT, "utf-8")
    Path("other.txt").write_text("Dear all,\nwe shall win.\n", "utf-8")

    assert cli.main(["score", "import", "flat.yml"]) == 0
    assert "is read as a flat list of entries" in capsys.readouterr().err
    assert cli.main(["score", "import", "other.txt"]) == 2
    assert "so nothing was made of it" in capsys.readouterr().err
    assert cli.main(["score", "import", "other.txt", "--from", "flat"]) == 2
    assert cli.main(["score", "import", "other.txt", "--from", "okr"]) == 2


def test_a_long_list_says_how_many_more_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"Objective {n},Result {n},yes\n" for n in range(30))
    Path("long.csv").write_text(f"Objective,Key result,Target\n{rows}", "utf-8")

    assert cli.main(["score", "import", "long.csv"]) == 0
    said = capsys.readouterr().err
    assert "And 10 more were left out." in said
    assert "more.\n" in said.split("And 10 more were left out.")[1]
