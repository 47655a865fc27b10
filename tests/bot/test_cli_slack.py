"""The commands by which an organisation comes to Slack: the link, the first admin, its people and its score."""

from pathlib import Path

import pytest
import yaml

from bot import cli
from bot.slack.install import INSTALL
from bot.vault import add_key, digest
from storage import installations
from storage.store import open_engine, open_store
from storage.tables import TicketKind

OAUTH = {
    "CONCERTMASTER_SLACK__CLIENT_ID": "1.2",
    "CONCERTMASTER_SLACK__CLIENT_SECRET": "canary",
    "CONCERTMASTER_SLACK__SIGNING_SECRET": "canary",
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_link_is_made_once_all_is_set(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in OAUTH.items():
        monkeypatch.setenv(name, value)
    assert cli.main(["connect"]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert "CONCERTMASTER_SERVER__ADDRESS" in said
    assert "CONCERTMASTER_VAULT__KEY_FILE" in said
    add_key(Path("master.key"))
    monkeypatch.setenv("CONCERTMASTER_VAULT__KEY_FILE", "master.key")
    monkeypatch.setenv("CONCERTMASTER_SERVER__ADDRESS", "https://concertmaster.example")
    assert cli.main(["connect"]) == cli.UNREADABLE, "there is no database yet"
    cli.main(["migrate"])
    assert cli.main(["connect"]) == cli.UNREADABLE
    assert "no organisation in the store yet" in capsys.readouterr().err

    assert cli.main(["connect", "--organisation", "Harbour"]) == cli.CLEAN
    said = capsys.readouterr().out
    link = next(line.strip() for line in said.splitlines() if "https://" in line)
    assert link.startswith(f"https://concertmaster.example{INSTALL}?ticket=")
    engine = open_engine("sqlite:///.concertmaster/concertmaster.db")
    with open_store(engine) as store:
        ticket = installations.ticket(store, digest(link.split("ticket=")[1]))
        assert ticket is not None
        assert ticket.kind is TicketKind.CONNECT
    engine.dispose()
    assert cli.main(["connect"]) == cli.CLEAN
    assert cli.main(["connect", "--organisation", "Other"]) == cli.CLEAN
    capsys.readouterr()
    assert cli.main(["connect"]) == cli.UNREADABLE
    assert "Harbour" in capsys.readouterr().err

    assert cli.main(["admin", "ada", "--name", "Ada Ek", "--organisation", "Harbour"]) == cli.CLEAN
    assert "Their code is" in capsys.readouterr().out
    assert cli.main(["admin", "Ada Ek", "--organisation", "Harbour"]) == cli.UNREADABLE
    assert cli.main(["admin", "ada"]) == cli.UNREADABLE
    assert cli.main(["admin", "ada", "--organisation", "None"]) == cli.UNREADABLE

    assert cli.main(["people", "export", "out.yml", "--organisation", "Harbour"]) == cli.CLEAN
    assert list(yaml.safe_load(Path("out.yml").read_text("utf-8"))["people"]) == ["ada"]
    Path("in.yml").write_text("people: {ada: {name: Ada Ek}, bo: {name: Bo}}\nadmins: [ada]\n", "utf-8")
    assert cli.main(["people", "import", "in.yml", "--yes", "--organisation", "Harbour"]) == cli.CLEAN
    score = "score: S\npart:\n  id: s\n  name: S\n  kind: company\n  choices:\n    aspiration: {A: Fresh bread}\n"
    Path("score.yml").write_text(score, "utf-8")
    assert cli.main(["score", "load", "score.yml", "--yes", "--organisation", "Harbour"]) == cli.CLEAN
    assert cli.main(["score", "diff", "score.yml", "--organisation", "Harbour"]) == cli.CLEAN
    assert cli.main(["score", "diff", "score.yml"]) == cli.UNREADABLE
    capsys.readouterr()
    assert cli.main(["score", "export", "--organisation", "Harbour"]) == cli.CLEAN
    assert capsys.readouterr().out == score


SCORE = "score: S\npart:\n  id: s\n  name: S\n  kind: company\n  choices:\n    aspiration: {A: Fresh bread}\n"
PEOPLE = """zone: Europe/Dublin
people: {ada: {name: Ada Ek}, bo: {name: Bo}}
teams: {crew: {name: Crew, part: s, members: [ada, bo]}}
admins: [ada]
"""


@pytest.fixture
def harbour(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An organisation in the store of the settings, with people and a score."""
    for name, value in OAUTH.items():
        monkeypatch.setenv(name, value)
    add_key(Path("master.key"))
    monkeypatch.setenv("CONCERTMASTER_VAULT__KEY_FILE", "master.key")
    monkeypatch.setenv("CONCERTMASTER_SERVER__ADDRESS", "https://concertmaster.example")
    Path("score.yml").write_text(SCORE, "utf-8")
    Path("in.yml").write_text(PEOPLE, "utf-8")
    cli.main(["migrate"])
    cli.main(["connect", "--organisation", "Harbour"])
    assert cli.main(["score", "load", "score.yml", "--yes"]) == cli.CLEAN
    assert cli.main(["people", "import", "in.yml", "--yes"]) == cli.CLEAN
    capsys.readouterr()


@pytest.mark.usefixtures("harbour")
def test_days_away_are_taken_in_where_the_organisation_is_one_of_the_store(capsys: pytest.CaptureFixture[str]) -> None:
    Path("away.csv").write_text("handle,first,last\nbo,2099-03-16,2099-03-20\n")
    leave = ["people", "leave", "away.csv", "--yes"]
    assert cli.main(leave) == cli.CLEAN
    said = capsys.readouterr().out
    assert "Bo (bo): 2099-03-16 to 2099-03-20" in said
    assert "Kept. One time away is new" in said
    assert cli.main(leave) == cli.CLEAN
    assert "known already" in capsys.readouterr().out


@pytest.mark.usefixtures("harbour")
def test_what_would_be_sent_is_looked_at_as_of_now_in_the_organisation_that_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["preview", "--person", "bo", "--format", "json"]) == cli.CLEAN
    assert cli.main(["preview", "--from", "2020-01-01", "--to", "2020-01-02"]) == cli.UNREADABLE
    assert "is over" in capsys.readouterr().err, "by the clock on the wall"

    cli.main(["connect", "--organisation", "Other"])
    capsys.readouterr()
    assert cli.main(["preview"]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert "Harbour" in said
    assert "Other" in said
    assert cli.main(["preview", "--organisation", "Nobody"]) == cli.UNREADABLE
    assert "Harbour" in capsys.readouterr().err
    assert cli.main(["preview", "--organisation", "Harbour"]) == cli.CLEAN


def test_in_a_store_without_its_tables_nothing_can_be_foreseen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in OAUTH.items():
        monkeypatch.setenv(name, value)
    assert cli.main(["preview"]) == cli.UNREADABLE
    heard = capsys.readouterr()
    assert "`concertmaster migrate`" in heard.err
    assert heard.out == ""


def test_without_a_key_no_installation_could_be_kept_so_nothing_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in OAUTH.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CONCERTMASTER_SERVER__ADDRESS", "https://concertmaster.example")
    monkeypatch.setenv("CONCERTMASTER_VAULT__KEY_FILE", "master.key")
    Path("master.key").touch(0o600)
    cli.main(["migrate"])
    capsys.readouterr()

    assert cli.main(["check"]) == cli.FOUND
    assert "The master keys cannot be used (none is set)" in capsys.readouterr().out
    assert cli.main(["run"]) == cli.UNREADABLE
    assert "The master keys cannot be used (none is set)" in capsys.readouterr().err
    add_key(Path("master.key"))
    assert cli.main(["check"]) == cli.CLEAN


def test_with_the_token_of_one_workspace_there_is_no_link(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONCERTMASTER_SLACK__BOT_TOKEN", "xoxb-canary")
    monkeypatch.setenv("CONCERTMASTER_SLACK__SIGNING_SECRET", "canary")

    assert cli.main(["connect"]) == cli.UNREADABLE
    assert "no link to make" in capsys.readouterr().err


def test_nobody_becomes_an_admin_in_a_store_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["admin", "ada", "--name", "Ada Ek"]) == cli.UNREADABLE
    said = capsys.readouterr()
    assert "concertmaster migrate" in said.err
    assert said.out == ""


def test_the_manifest_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["manifest"]) == cli.CLEAN
    assert yaml.safe_load(capsys.readouterr().out)["settings"]["socket_mode_enabled"] is True
    assert cli.main(["manifest", "--address", "https://cm.example"]) == cli.CLEAN
    assert "https://cm.example/slack/oauth" in capsys.readouterr().out
