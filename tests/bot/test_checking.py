"""`concertmaster score check`: what it prints, for people and for programs, and its exit codes."""

import json
from pathlib import Path

import pytest

from bot import cli, demo
from score.rules import RULES

ROOT = Path(__file__).parents[2]
MORROW = ROOT / "examples" / "morrow"
SCORE = str(MORROW / "score.yml")
ON = ["--as-of", "2027-03-09"]
BAD = """\
score: X
part:
  id: x
  name: X
  kind: company
  priorities:
    P-1: {words: Bake, owner: ada, serves: x/P-2}
    P-2: {words: Sweep, owner: ada, serves: x/P-1}
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.yml").write_text(BAD, "utf-8")


def test_a_finding_is_printed_as_compilers_print_theirs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "check", "bad.yml", "--without", "c34, C14"]) == cli.FOUND

    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith(
        "bad.yml:7:5: error[C20]: by no number is it known whether “x/P-1” moves\n"
        "    7 |     P-1: {words: Bake, owner: ada, serves: x/P-2}\n"
        "      |     ^\n"
        "        Write one under “measures:”, with unit, start and target. Ask ada.\n"
    )
    assert "error[C02]: these lines serve each other in a ring: x/P-1 → x/P-2 → x/P-1\n" in said.out
    assert "C34" not in said.out
    assert "can be loaded" not in said.out
    assert "3 errors, 1 warning, nothing for information.\n" in said.out
    assert "Not judged without a roster: C11 and C13.\n" in said.out


def test_what_is_only_for_information_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "check", SCORE, "--people", str(MORROW / "people.yml"), *ON]) == cli.CLEAN

    said = capsys.readouterr().out
    assert "No errors, no warnings, 10 for information." in said
    assert "Not judged without a roster" not in said


def test_with_nothing_found_there_is_nothing_but_the_total(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "check", SCORE, "--without", ",".join(RULES), *ON]) == cli.CLEAN
    assert capsys.readouterr().out.splitlines()[1] == "No errors, no warnings, nothing for information."


def test_programs_get_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "check", "bad.yml", "--json", *ON]) == cli.FOUND

    said = json.loads(capsys.readouterr().out)
    assert (said["schema"], said["file"], said["day"], said["lines"], said["parts"]) == (
        1,
        "bad.yml",
        "2027-03-09",
        2,
        1,
    )
    assert said["counts"] == {"error": 3, "warning": 3, "information": 2}
    ring = next(one for one in said["findings"] if one["rule"] == "C02")
    assert ring == {
        "rule": "C02",
        "severity": "error",
        "taste": False,
        "lines": ["x/P-1", "x/P-2"],
        "reason": "these lines serve each other in a ring: x/P-1 → x/P-2 → x/P-1",
        "remedy": "Delete the “serves:” of the one that the others are there for.",
        "ask": "ada",
        "line": 7,
        "column": 44,
        "key": "",
        "says": "c02",
        "values": {"ring": "x/P-1 → x/P-2 → x/P-1"},
    }


def test_every_rule_is_listed_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "check", "--rules"]) == cli.CLEAN

    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == list(RULES)
    assert said[7] == "C08  warning (taste)  More priorities than anybody keeps in mind"


def test_a_rule_that_is_not_there_cannot_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "check", "bad.yml", "--without", "C99"]) == cli.UNREADABLE
    assert "There is no rule C99" in capsys.readouterr().err


def test_pairs_of_their_own_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pairs.yml").write_text("pairs: [{id: a, why: b, one: {}}]", "utf-8")

    assert cli.main(["score", "check", "bad.yml", "--pairs", "pairs.yml"]) == cli.UNREADABLE
    assert "pairs.yml:1:" in capsys.readouterr().err
    Path("pairs.yml").write_text("pairs: [{id: a, why: b, one: {up: [x]}, other: {up: [y]}}]", "utf-8")
    assert cli.main(["score", "check", "bad.yml", "--pairs", "pairs.yml"]) == cli.FOUND


def test_without_a_store_there_is_no_edition_to_judge(capsys: pytest.CaptureFixture[str]) -> None:
    assert not demo.STORE.exists()
    assert cli.main(["score", "check"]) == cli.UNREADABLE
    assert capsys.readouterr().err


def test_the_edition_in_force_is_judged_with_its_work(capsys: pytest.CaptureFixture[str], a_demo_store: None) -> None:
    assert cli.main(["score", "check", "--without", "C60"]) in (cli.CLEAN, cli.FOUND)

    said = capsys.readouterr().out
    assert "edition-1:" in said
    assert "Not judged without" not in said
