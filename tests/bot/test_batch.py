"""Files of questions and of tasks, as somebody at a prompt meets them."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.example import FOLDER

SCORE = str(FOLDER / "score.yml")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rows(tmp_path: Path, *said: object) -> str:
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in said), "utf-8")
    return str(file)


def out(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, Any]], str]:
    said = capsys.readouterr()
    return [json.loads(row) for row in said.out.splitlines()], said.err


def test_questions_are_answered_with_their_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = rows(
        tmp_path,
        {"id": "q1", "question": "Who owns visiting every oven?"},
        {"question": "Which plastic bags are banned?"},
        {"question": "What is my part?"},
        {"question": "Test bakery or the four hours first?"},
    )

    assert cli.main(["ask", asked, "--score", SCORE]) == cli.CLEAN
    (who, bags, part, first), said = out(capsys)
    assert who["id"] == "q1"
    assert who["answered"]
    assert who["edition"] == 1
    assert [one["address"] for one in who["citations"]] == ["service/P-2", "service/M-2"]
    assert "mira owns Visit every oven sixty days before its agreement ends" in who["text"]
    assert "Edition 1 of" in who["text"]
    assert all(one["words"] in who["text"] and one["line"] for one in who["citations"])
    assert (bags["answered"], bags["citations"], bags["id"]) == (False, [], None)
    assert "The score does not say." in bags["text"]
    assert "goes to the people" not in bags["text"]
    assert not part["answered"]
    assert first["answered"]
    assert len(first["citations"]) <= 3
    assert said == ""


@pytest.mark.parametrize(
    ("question", "says"),
    [("", "I do not know what to do with that."), ("why " * 300, "longer than I can look up")],
)
def test_what_cannot_be_answered_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], question: str, says: str
) -> None:
    assert cli.main(["ask", rows(tmp_path, {"question": question}), "--score", SCORE]) == cli.CLEAN
    (said,), _ = out(capsys)
    assert not said["answered"]
    assert says in said["text"]


def test_rows_that_cannot_be_read_are_said_and_the_others_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = rows(
        tmp_path, "{", "[1]", "", "[" * 9000, {"question": 3}, {}, '"x' + "x" * 10_000, {"question": "Who sells?"}
    )

    assert cli.main(["ask", asked, "--score", SCORE]) == cli.FOUND
    said, problems = out(capsys)
    assert [one["question"] for one in said] == ["Who sells?"]
    assert [row.split(":")[-2] for row in problems.splitlines()] == ["1", "2", "4", "5", "6", "7"]
    assert "no text under `question`" in problems


def test_tasks_are_tied_or_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tasks = rows(
        tmp_path,
        {"id": 1, "text": "Visit every oven at Mill Lane before its agreement ends", "author": "Mira"},
        {"text": "Order door seals for the Fenwick oven", "owns": ["service/P-1"], "team_parts": ["service"]},
        {"text": "Sort the expenses"},
        {"text": "\u202e"},
    )

    assert cli.main(["score", "tie", tasks, "--score", SCORE]) == cli.CLEAN
    (visit, seals, whirlwind, nothing), _ = out(capsys)
    assert (visit["id"], visit["decision"], visit["line"]) == (1, "suggested", "service/P-2")
    assert visit["lines"][0]["confidence"] > 0.5
    assert seals["decision"] in ("suggested", "unsure")
    assert seals["lines"][0]["address"] == "service/P-1"
    assert len(seals["lines"]) == 3
    assert (whirlwind["decision"], whirlwind["line"]) == ("whirlwind", None)
    assert nothing["decision"] == "whirlwind"


def test_a_tie_wants_lists_of_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tasks = rows(tmp_path, {"text": "Sell", "owns": "x"}, {"text": "Sell", "team_parts": [1]}, {"text": 1})

    assert cli.main(["score", "tie", tasks, "--score", SCORE]) == cli.FOUND
    assert out(capsys)[1].count("is not a list of texts") == 2


def test_files_that_are_not_there_or_no_score_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = rows(tmp_path, {"question": "Why?"})
    bad = tmp_path / "bad.yml"
    bad.write_text("score: x", "utf-8")

    assert cli.main(["ask", "nowhere.jsonl", "--score", SCORE]) == cli.UNREADABLE
    assert cli.main(["ask", asked, "--score", "nowhere.yml"]) == cli.UNREADABLE
    assert cli.main(["ask", asked, "--score", str(bad)]) == cli.UNREADABLE
    assert cli.main(["ask", asked]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert "nowhere.jsonl cannot be read" in said
    assert "nowhere.yml cannot be read" in said
    assert "there is no demo yet" in said


def test_the_demo_is_asked_when_no_score_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], a_demo_store: None
) -> None:
    asked = rows(tmp_path, {"question": "Who owns visiting every oven?"})

    assert cli.main(["ask", asked]) == cli.CLEAN
    assert "Mira owns Visit every oven" in out(capsys)[0][0]["text"]
    tasks = rows(tmp_path, {"text": "Visit every oven before its agreement ends", "author": "mira"})
    assert cli.main(["score", "tie", tasks]) == cli.CLEAN
    assert out(capsys)[0][0]["line"] == "service/P-2"
