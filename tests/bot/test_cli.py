"""The commands, as somebody at a prompt meets them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import cli, demo
from bot.example import FOLDER
from prompts import lesson
from tests.sources import ROOT

SCORE = FOLDER / "score.yml"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_good_score_can_be_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "check", str(SCORE)]) == cli.CLEAN
    assert "can be loaded: 13 lines in 4 parts." in capsys.readouterr().out


def test_a_score_is_shown_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "show", str(SCORE)]) == cli.CLEAN
    assert "service/P-2              Visit every oven sixty days" in capsys.readouterr().out


def test_a_bad_score_says_where_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text(SCORE.read_text("utf-8").replace("kind: company", "kind: compny"), "utf-8")

    assert cli.main(["score", "check", str(bad)]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert f"{bad}:" in said
    assert "`company`" in said


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "check", "nowhere.yml"]) == cli.UNREADABLE
    assert "nowhere.yml cannot be read" in capsys.readouterr().err


def test_without_a_demo_there_is_nothing_to_load_into(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "load", str(SCORE)]) == cli.UNREADABLE
    assert "Start `concertmaster demo` once" in capsys.readouterr().err


def test_a_score_is_loaded_once_and_a_bad_one_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], a_demo_store: None
) -> None:
    changed, bad = tmp_path / "changed.yml", tmp_path / "bad.yml"
    text = SCORE.read_text("utf-8")
    changed.write_text(text.replace("Sell where a van can reach", "Sell where a van can go"), "utf-8")
    bad.write_text(text.replace("owner: mira", "owner: nobody").replace("until: 2027", "until: 2O27"), "utf-8")

    assert cli.main(["score", "load", str(SCORE)]) == cli.CLEAN
    assert "nothing was changed" in capsys.readouterr().out
    assert cli.main(["score", "load", str(changed)]) == cli.CLEAN
    assert "Edition 2 of Morrow Ovens is in force." in capsys.readouterr().out
    assert cli.main(["score", "load", str(bad)]) == cli.UNREADABLE
    refused = capsys.readouterr().err
    assert "nobody" in refused
    assert "2O27" in refused
    assert "Nothing was changed" in refused
    assert cli.main(["score", "load", str(changed)]) == cli.CLEAN
    assert "nothing was changed" in capsys.readouterr().out


def test_run_refuses_without_sign_in(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run"]) == cli.UNREADABLE
    assert "needs sign-in" in capsys.readouterr().err

    monkeypatch.setenv("CONCERTMASTER_WEB__HOST", "0.0.0.0")
    assert cli.main(["run"]) == cli.UNREADABLE
    assert "0.0.0.0 can be reached by others" in capsys.readouterr().err


def test_check_says_what_is_missing_and_migrate_mends_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == cli.FOUND
    assert "`concertmaster migrate` brings it up" in capsys.readouterr().out
    assert cli.main(["migrate"]) == cli.CLEAN
    assert cli.main(["check"]) == cli.CLEAN


def test_the_settings_page_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["settings"]) == cli.CLEAN
    assert capsys.readouterr().out == (ROOT / "docs" / "settings.md").read_text("utf-8")


def test_the_catalogue_is_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["catalogue", "--to", str(tmp_path / "new" / "all.html")]) == cli.CLEAN
    assert "checkin.invite" in (tmp_path / "new" / "all.html").read_text("utf-8")


def test_ports_that_are_taken_are_passed_over() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert cli._free_port(port) != port


def test_a_terminal_is_talked_to_until_it_says_goodbye(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], a_chat_store: None
) -> None:
    typed = iter(["help\n", "/quit\n"])
    monkeypatch.setattr(demo.sys.stdin, "readline", lambda: next(typed))

    assert cli.main(["chat", "--me", "Tomas"]) == cli.CLEAN
    said = capsys.readouterr().out
    assert "you are: Tomas" in said
    assert "Write “check in”" in said
    assert "Until tomorrow." in said


def test_nobody_by_that_name_is_said(capsys: pytest.CaptureFixture[str], a_chat_store: None) -> None:
    assert cli.main(["chat", "--me", "Nobody"]) == cli.FOUND
    assert "There is nobody called Nobody." in capsys.readouterr().out


def test_our_lessons_can_all_be_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lessons", "check"]) == cli.CLEAN
    assert capsys.readouterr().out.startswith("All seven lessons in ")


GOOD = (lesson.SHELF / "promises.md").read_text("utf-8").replace("id: promises", "id: ours")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of lessons that is set, with nothing in it."""
    made = tmp_path / "lessons"
    made.mkdir()
    monkeypatch.setenv("CONCERTMASTER_LESSONS", str(made))
    yield made
    lesson.put_beside(None)


def test_a_folder_of_lessons_is_checked_and_everything_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["lessons", "check"]) == cli.CLEAN
    assert f"There is no lesson in {folder}" in capsys.readouterr().out
    (folder / "ours.md").write_text(GOOD, "utf-8")
    assert cli.main(["lessons", "check", str(folder)]) == cli.CLEAN
    assert f"One lesson in {folder} can be taken." in capsys.readouterr().out

    (folder / "bad.md").write_text(GOOD.replace("minutes: 3", "minutes: 0"), "utf-8")

    assert cli.main(["lessons", "check", str(folder)]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert "bad.md:5: `minutes` wants a whole number from 1 to 5." in said
    assert "bad.md:2: `ours` does not fit." in said
    assert "One file was refused; one lesson can be taken." in said


def test_a_folder_of_lessons_that_is_not_there_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], a_store: None
) -> None:
    folder.rmdir()

    assert cli.main(["lessons", "check"]) == cli.UNREADABLE
    assert "The lessons that come with Concertmaster are there." in capsys.readouterr().err
    assert cli.main(["check"]) == cli.FOUND
    assert "The lessons that come with Concertmaster are there." in capsys.readouterr().err


def test_at_start_a_bad_lesson_is_refused_with_its_reason_and_the_others_are_there(
    folder: Path, capsys: pytest.CaptureFixture[str], a_store: None
) -> None:
    (folder / "ours.md").write_text(GOOD, "utf-8")
    assert cli.main(["check"]) == cli.CLEAN
    (folder / "bad.md").write_text("no lesson", "utf-8")

    assert cli.main(["check"]) == cli.FOUND

    assert "bad.md:1: The file begins without front matter" in capsys.readouterr().err
    assert {"ours", "promises"} <= set(lesson.every())


@pytest.fixture
def a_store() -> None:
    """A database with the tables of this release."""
    assert cli.main(["migrate"]) == cli.CLEAN
