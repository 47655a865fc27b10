"""The commands about measures, as somebody at a prompt or a machine meets them."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import cli, demo

TABLE = "address;day;value\nsales/M-1;2027-03-08;71,5\nmorrow/M-1;2027-03-08;81 %\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def says(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = cli.CLEAN) -> str:
    assert cli.main(["measures", *arguments]) == code
    said = capsys.readouterr()
    return said.err if code == cli.UNREADABLE else said.out


@pytest.mark.usefixtures("a_demo_store")
def test_where_measures_stand_is_shown_and_one_is_read_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    assert "sales/M-1 Renewal talks opened ninety days ahead" in says(capsys, "show")
    assert says(capsys, "read", "SALES/M-1", "80 %", "--note", "told by Otto").splitlines() == [
        "One reading is new:",
        "  sales/M-1, 2027-03-08: 80 %",
    ]
    said = says(capsys, "show", "sales/M-1")
    assert "80 % on 8 March, by hand: told by Otto" in said
    assert "5 % to go to the target of 85 %." in said
    assert "morrow/M-1" not in said
    (one,) = json.loads(says(capsys, "show", "sales/M-1", "--json"))
    assert (one["value"], one["origin"], one["days_late"]) == (80.0, "hand", 0)
    assert says(capsys, "read", "sales/M-1", "79", "--on", "2027-03-08").splitlines() == [
        "One reading is corrected:",
        "  sales/M-1, 2027-03-08: 80 % -> 79 %",
    ]


@pytest.mark.usefixtures("a_demo_store")
def test_a_reading_that_cannot_be_is_refused_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    said = says(capsys, "read", "sales/M-1", "120", "--on", "2027-03-10", code=cli.UNREADABLE)
    assert "measures read:1:22: 120 is more than 100 %, and the score says that it cannot be" in said
    assert "measures read:1:11: 2027-03-10 is still to come" in said
    assert "Nothing was kept; every measure reads as before." in said
    assert "Did you mean `sales/M-1`?" in says(capsys, "read", "sale/M-1", "12", code=cli.UNREADABLE)
    assert "is not a day" in says(capsys, "read", "sales/M-1", "12", "--on", "monday", code=cli.UNREADABLE)
    assert "U+202E" in says(capsys, "read", "sales/M-1", "12", "--note", "a\u202eb", code=cli.UNREADABLE)
    assert "No measure stands at moon." in says(capsys, "show", "moon", code=cli.UNREADABLE)


@pytest.mark.usefixtures("a_demo_store")
def test_a_table_is_weighed_then_kept_and_the_same_again_changes_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("in.csv").write_text(TABLE, "utf-8-sig")
    monkeypatch.setattr(sys, "stdin", io.StringIO("no\n"))
    said = says(capsys, "take-in", "in.csv", code=cli.FOUND)
    assert "sales/M-1, 2027-03-08: 71.5 %" in said
    assert "71.5" not in says(capsys, "show", "sales/M-1")

    monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
    assert "Kept." in says(capsys, "take-in", "in.csv")
    assert "71.5 % on 8 March, from a file" in says(capsys, "show", "sales/M-1")
    before = demo.STORE.read_bytes()
    assert "2 readings are known already." in says(capsys, "take-in", "in.csv", "--yes")
    assert demo.STORE.read_bytes() == before


class Meanwhile(io.StringIO):
    """Somebody who says yes, after another was quicker."""

    def readline(self, *_: Any) -> str:  # type: ignore[override]
        assert cli.main(["measures", "read", "sales/M-1", "70", "--on", "2027-03-08"]) == cli.CLEAN
        return "yes\n"


@pytest.mark.usefixtures("a_demo_store")
def test_what_came_between_the_question_and_the_answer_is_not_lost(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("in.csv").write_text(TABLE, "utf-8")
    monkeypatch.setattr(sys, "stdin", Meanwhile())
    said = says(capsys, "take-in", "in.csv", code=cli.UNREADABLE)
    assert "Nothing was kept: other readings came meanwhile" in said
    assert "70 % on 8 March, by hand" in says(capsys, "show", "sales/M-1")
    assert "81 %" not in says(capsys, "show", "morrow/M-1")
    monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
    assert "70 % -> 71.5 %" in says(capsys, "take-in", "in.csv")


@pytest.mark.usefixtures("a_demo_store")
def test_what_is_exported_is_no_change_when_it_is_taken_in(capsys: pytest.CaptureFixture[str]) -> None:
    said = says(capsys, "export")
    assert said.startswith("address,day,value,note\r\n")
    Path("out.csv").write_text(said, "utf-8")
    assert "Nothing would change." in says(capsys, "take-in", "out.csv", "--yes")


@pytest.mark.usefixtures("a_demo_store")
def test_a_table_with_any_problem_is_not_kept_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.csv").write_text(TABLE + 'sales/M-1;2027-03-07;"1.250"\n', "utf-8")
    before = demo.STORE.read_bytes()
    said = says(capsys, "take-in", "in.csv", "--yes", code=cli.UNREADABLE)
    assert said.splitlines() == [
        "in.csv:4:23: `1.250` may be thousands or a fraction",
        '    4 | sales/M-1;2027-03-07;"1.250"',
        "      |                       ^",
        "        Write it without a sign between thousands. Beside semicolons a comma parts decimals; beside commas a "
        "point does.",
        "",
        "Nothing was kept; every measure reads as before.",
    ]
    assert demo.STORE.read_bytes() == before
    assert "away.csv" in says(capsys, "take-in", "away.csv", code=cli.UNREADABLE)


def test_without_a_store_there_is_nothing_to_look_at(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "demo" in says(capsys, "show", code=cli.UNREADABLE)
    monkeypatch.setenv("CONCERTMASTER_SLACK__BOT_TOKEN", "canary")
    assert "migrate" in says(capsys, "show", code=cli.UNREADABLE)
    cli.main(["migrate"])
    capsys.readouterr()
    assert "no organisation in the store yet" in says(capsys, "show", code=cli.UNREADABLE)
