"""What a day in Microsoft's playground showed, so that it stays as it is: .ci/teams_playground.py plays that day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import cli
from storage.store import open_engine, open_store
from storage.tables import Workspace
from tests.orchestra import SCORE

PEOPLE = """
zone: Europe/Dublin
people: {ada: {name: Ada Ek}}
teams: {field: {name: Field, part: field, members: [ada]}}
admins: [ada]
"""


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A store whose organisation came by Teams, and nowhere else."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONCERTMASTER_TEAMS__CLOUD", "public")
    Path("people.yml").write_text(PEOPLE, "utf-8")
    Path("score.yml").write_text(SCORE, "utf-8")
    assert cli.main(["migrate"]) == cli.CLEAN
    engine = open_engine("sqlite:///.concertmaster/concertmaster.db")
    with open_store(engine) as store:
        store.keep(Workspace(id="W", name="tenant", created_at=datetime(2027, 3, 9, tzinfo=UTC)))
    engine.dispose()
    capsys.readouterr()


@pytest.mark.usefixtures("harbour")
def test_commands_are_about_the_organisation_where_teams_is_the_only_door(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["people", "import", "people.yml", "--yes"]) == cli.CLEAN
    assert cli.main(["score", "load", "score.yml", "--yes"]) == cli.CLEAN
    capsys.readouterr()
    assert cli.main(["score", "export"]) == cli.CLEAN
    assert capsys.readouterr().out == Path("score.yml").read_text("utf-8")


@pytest.mark.usefixtures("harbour")
def test_what_is_configured_names_the_door_to_teams(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check"]) == cli.CLEAN
    said = capsys.readouterr().out
    assert "open to the playground" in said
    assert "No door" not in said
    monkeypatch.setenv("CONCERTMASTER_TEAMS__APP_ID", "a1")
    assert cli.main(["check"]) == cli.FOUND
    assert "CONCERTMASTER_TEAMS__SECRET" in capsys.readouterr().out
    monkeypatch.setenv("CONCERTMASTER_TEAMS__SECRET", "canary")
    monkeypatch.setenv("CONCERTMASTER_TEAMS__TENANT", "t1")
    assert cli.main(["check"]) == cli.CLEAN
    assert "has to reach /teams/messages" in capsys.readouterr().out
