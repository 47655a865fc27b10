"""The commands, as somebody at a prompt meets them."""

import importlib.resources
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot import cli, demo, settings
from bot.example import FOLDER
from bot.writer import Database
from prompts import lesson
from score.care import Help
from storage.tables import Workspace
from tests.fakes import model
from tests.sources import ROOT

SCORE = FOLDER / "score.yml"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


SUMMER = """
from datetime import datetime
from zoneinfo import ZoneInfo
from bot import cli
cli.main(["score", "check", "none.yml"])
print(datetime(2027, 7, 1, tzinfo=ZoneInfo("Europe/Dublin")).utcoffset())
"""


def test_zones_are_those_of_the_pinned_package_whatever_the_machine_has(tmp_path: Path) -> None:
    """Its files say that Dublin has no summer time."""
    (tmp_path / "Europe").mkdir()
    utc = importlib.resources.files("tzdata").joinpath("zoneinfo/Etc/UTC")
    (tmp_path / "Europe" / "Dublin").write_bytes(utc.read_bytes())
    machine = os.environ | {"PYTHONTZPATH": str(tmp_path), "PYTHONPATH": str(ROOT)}

    run = subprocess.run([sys.executable, "-c", SUMMER], env=machine, capture_output=True, text=True, check=True)

    assert run.stdout.splitlines()[-1] == "1:00:00"


def test_a_good_score_can_be_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "check", str(SCORE), "--as-of", "2027-03-09"]) == cli.CLEAN
    assert "can be loaded: 27 lines in 4 parts." in capsys.readouterr().out


def test_a_score_is_shown_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "show", str(SCORE)]) == cli.CLEAN
    assert "service/P-2              Priority: Visit every oven sixty days" in capsys.readouterr().out


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
    assert cli.main(["score", "load", "--yes", str(changed)]) == cli.CLEAN
    assert "Edition 2 of Morrow Ovens is in force." in capsys.readouterr().out
    assert cli.main(["score", "load", str(bad)]) == cli.UNREADABLE
    refused = capsys.readouterr().err
    assert "nobody" in refused
    assert "2O27" in refused
    assert "Nothing was changed" in refused
    assert cli.main(["score", "load", str(changed)]) == cli.CLEAN
    assert "nothing was changed" in capsys.readouterr().out


FLAT = "org: o\nlines:\n- {id: a, title: A, text: A}\n- {id: b.1, parent: a, title: B, owner: 'Ada Ek, Bo Ro'}\n"


def test_what_loading_would_change_is_shown_first_and_nothing_without_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, a_demo_store: None
) -> None:
    changed = tmp_path / "changed.yml"
    changed.write_text(SCORE.read_text("utf-8").replace("owner: mira", "owner: bram", 1), "utf-8")

    assert cli.main(["score", "diff", str(SCORE)]) == cli.CLEAN
    assert "The file says what the edition in force says." in capsys.readouterr().out
    assert cli.main(["score", "diff", str(changed)]) == cli.FOUND
    assert "~ service/P-2  owner: mira becomes bram" in capsys.readouterr().out
    assert cli.main(["score", "diff", "--format", "json", str(changed)]) == cli.FOUND
    assert '"new": "bram"' in capsys.readouterr().out

    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert cli.main(["score", "load", str(changed)]) == cli.FOUND
    said = capsys.readouterr().out
    assert "~ service/P-2  owner: mira becomes bram" in said
    assert "there is nobody here to ask" in said
    assert cli.main(["score", "diff", str(changed)]) == cli.FOUND


class Terminal(io.StringIO):
    """Somebody who sits there and types."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "code"), [("y", cli.CLEAN), ("YES ", cli.CLEAN), ("", cli.FOUND), ("n", cli.FOUND)])
def test_at_a_terminal_it_asks(
    typed: str,
    code: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    a_demo_store: None,
) -> None:
    changed = tmp_path / "changed.yml"
    changed.write_text(SCORE.read_text("utf-8").replace("ten years on", "in ten years"), "utf-8")
    monkeypatch.setattr("sys.stdin", Terminal(f"{typed}\n"))

    assert cli.main(["score", "load", str(changed)]) == code
    said = capsys.readouterr().out
    assert "Put this in force? [y/N]" in said
    assert ("Edition 2" in said) == (code == cli.CLEAN)
    assert ("Nothing was changed" in said) == (code == cli.FOUND)


def test_without_a_demo_there_is_nothing_to_compare_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", "diff", str(SCORE)]) == cli.UNREADABLE
    assert "Start `concertmaster demo` once" in capsys.readouterr().err
    assert cli.main(["score", "export"]) == cli.UNREADABLE
    assert "There is no edition in force" in capsys.readouterr().err


def test_the_edition_in_force_is_handed_back_as_it_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], a_demo_store: None
) -> None:
    assert cli.main(["score", "export"]) == cli.CLEAN
    written = capsys.readouterr().out
    assert written == SCORE.read_text("utf-8")
    (tmp_path / "back.yml").write_text(written, "utf-8")
    assert cli.main(["score", "diff", str(tmp_path / "back.yml")]) == cli.CLEAN
    capsys.readouterr()
    assert cli.main(["score", "export", "--flat"]) == cli.CLEAN
    assert "id: service/P-2" in capsys.readouterr().out


def test_another_tools_list_is_imported_with_its_people_and_handed_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flat, ours, people = tmp_path / "flat.yml", tmp_path / "ours.yml", tmp_path / "people.yml"
    flat.write_text(FLAT, "utf-8")

    assert cli.main(["score", "import", str(flat), "--people", str(people)]) == cli.CLEAN
    said = capsys.readouterr()
    ours.write_text(said.out, "utf-8")
    assert "became two lines" in said.err or "became 2 lines" in said.err
    assert yaml.safe_load(people.read_text("utf-8")) == {
        "people": {"ada-ek": {"name": "Ada Ek"}, "bo-ro": {"name": "Bo Ro"}},
        "teams": {},
    }
    assert cli.main(["score", "import", str(flat), "--people", str(people)]) == cli.UNREADABLE
    assert "is there already" in capsys.readouterr().err
    assert cli.main(["score", "import", str(flat), "--people", str(tmp_path / "no" / "x.yml")]) == cli.UNREADABLE
    assert "cannot be read" in capsys.readouterr().err

    assert cli.main(["score", "import", str(flat)]) == cli.CLEAN
    assert capsys.readouterr().out == ours.read_text("utf-8")
    assert cli.main(["score", "export", "--flat", str(ours)]) == cli.CLEAN
    assert yaml.safe_load(capsys.readouterr().out) == yaml.safe_load(FLAT)
    assert cli.main(["score", "export", str(ours)]) == cli.CLEAN
    assert capsys.readouterr().out == ours.read_text("utf-8")


def test_a_list_that_cannot_be_imported_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flat = tmp_path / "flat.yml"
    flat.write_text(FLAT.replace("parent: a", "parent: c"), "utf-8")

    assert cli.main(["score", "import", str(flat)]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert f"{flat}:4:" in said
    assert "there is no entry with the id `c`" in said


def test_run_refuses_without_sign_in(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run"]) == cli.UNREADABLE
    assert "there is nothing to run" in capsys.readouterr().err

    monkeypatch.setenv("CONCERTMASTER_WEB__HOST", "0.0.0.0")
    assert cli.main(["run"]) == cli.UNREADABLE
    assert "0.0.0.0 can be reached by others" in capsys.readouterr().err


def test_check_says_what_is_missing_and_migrate_mends_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == cli.FOUND
    assert "`concertmaster migrate` brings it up" in capsys.readouterr().out
    assert cli.main(["migrate"]) == cli.CLEAN
    assert cli.main(["check"]) == cli.CLEAN


def test_check_asks_the_model_once_and_says_what_came(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["migrate"]) == cli.CLEAN
    assert cli.main(["check"]) == cli.CLEAN
    assert "The coach has no model" in capsys.readouterr().out
    monkeypatch.setenv("CONCERTMASTER_MODEL__KEY", model.KEY)
    assert cli.main(["check"]) == cli.FOUND
    assert "CONCERTMASTER_MODEL__BASE_URL" in capsys.readouterr().out
    spoken = model.FakeModel()
    with spoken.serving() as address:
        monkeypatch.setenv("CONCERTMASTER_MODEL__BASE_URL", address)
        monkeypatch.setenv("CONCERTMASTER_MODEL__MODEL", model.MODEL)
        assert cli.main(["check"]) == cli.CLEAN
        assert f"The coach has a model ({model.MODEL}). It answered a question of ours" in capsys.readouterr().out
        monkeypatch.setenv("CONCERTMASTER_MODEL__KEY", "of somebody else")
        assert cli.main(["check"]) == cli.FOUND
        assert "of somebody else" not in capsys.readouterr().out


def test_a_demo_with_half_a_model_is_not_begun(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONCERTMASTER_MODEL__MODEL", model.MODEL)
    with pytest.raises(SystemExit) as ended:
        cli.main(["demo", "--no-open"])
    assert ended.value.code == cli.UNREADABLE
    assert "CONCERTMASTER_MODEL__BASE_URL" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("contacts", "says"),
    [
        ({}, "Harbour names nobody whom somebody can turn to who needs help: `contacts:` in its roster"),
        (
            {"danger": ["Security"], "pay": ["HR"], "legal": ["HR"], "illness": ["Dr. Byrne"]},
            "turn to with harassment and discrimination: `contacts:`",
        ),
        ({"any": ["HR"]}, "Harbour names whom somebody can turn to who needs help, whatever it is with."),
        (
            {kind: ["HR"] for kind in Help},
            "Harbour names whom somebody can turn to who needs help, whatever it is with.",
        ),
    ],
)
def test_check_says_for_what_nobody_is_named(
    contacts: dict[str, list[str]], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["migrate"]) == cli.CLEAN
    url = settings.Settings().store.url.get_secret_value()
    with closing(Database(url)) as database:
        workspace = Workspace(
            id="w" * 32, name="Harbour", created_at=datetime(2027, 3, 9, tzinfo=UTC), contacts=contacts
        )
        database.writer.write(lambda store: store.keep(workspace)).result()

    assert cli.main(["check"]) == cli.CLEAN
    assert says in capsys.readouterr().out


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
