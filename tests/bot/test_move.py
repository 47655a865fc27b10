"""The command that moves everything says table by table what is there, or in a sentence why nothing is."""

import asyncio
from pathlib import Path

import pytest

from bot import cli, engine, move
from prompts import Which, phrase, plain
from storage import moving
from storage.moving import Counted, Moved, NotMoved, Obstacle
from storage.store import client_address, open_engine, open_store
from tests.databases import Postgres, copied, one_of_every_noun


@pytest.fixture
def here(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The store of the settings, with a noun of every kind."""
    url = copied(sqlite_template, tmp_path / "here.db")
    opened = open_engine(url)
    with open_store(opened) as store:
        store.keep(*one_of_every_noun())
    opened.dispose()
    monkeypatch.setenv("CONCERTMASTER_STORE__URL", url)
    return url


def test_each_table_is_shown_as_it_stands_on_both_sides(
    here: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = f"sqlite:///{tmp_path}/there.db"
    assert cli.main(["migrate", "--to", target]) == cli.CLEAN
    said = capsys.readouterr().out.splitlines()
    assert said[1].split()[:3] == ["table", "rows", "here"]
    name, rows, checksum, rows_there, checksum_there, same = said[2].split()
    assert (name, rows, rows_there, same) == ("workspace", "1", "1", "same")
    assert checksum == checksum_there
    assert "wherever Concertmaster runs" in said[-1]

    assert cli.main(["migrate", "--to", target]) == cli.UNREADABLE
    assert "There is something in the other database already (workspace)" in capsys.readouterr().err


def test_what_was_moved_to_a_server_can_be_worked_on_at_once(here: str, postgres: Postgres) -> None:
    with postgres.database(empty=True) as there:
        address = there.render_as_string(hide_password=False)
        assert cli.main(["migrate", "--to", address]) == cli.CLEAN
        assert asyncio.run(engine.is_prepared(client_address(there))), "a worker need not be prepared for by hand"


def test_a_difference_is_shown_where_it_is_and_nothing_was_kept(
    here: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def differs(_source: str, _target: str, tell: object) -> None:
        assert callable(tell)
        tell(Moved("task", Counted(3, "a" * 32), Counted(2, "b" * 32)))
        raise NotMoved(Obstacle.DIFFERENT, "task")

    monkeypatch.setattr(moving, "move", differs)
    assert move.moved(here, "sqlite:///x.db") == cli.FOUND
    out, err = capsys.readouterr()
    assert "DIFFERENT" in out
    assert "none of it was kept" in err


@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_says_that_nothing_was_copied_or_kept(obstacle: Obstacle) -> None:
    said = plain(phrase("command.not-moved", why=Which(obstacle), about="this"))
    assert "nothing was copied" in said or "nothing is there" in said.lower() or "none of it was kept" in said
    assert (obstacle is Obstacle.DIFFERENT) == ("none of it was kept" in said)
