"""Whatever a process is doing when it is killed: nothing acknowledged is lost, and nothing is done twice."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import create_engine

from tests.bot.crash_child import SCENES
from tests.databases import Postgres
from tests.sources import ROOT

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]

NOT_STEPS = ("BEGIN", "PRAGMA", "SELECT 1", ";")
"""What a client says by itself, and nothing durable depends on."""


class Spawner:
    """The program that forks: one for all scenes."""

    def __init__(self) -> None:
        self.warm: set[type] = set()
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.crash_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def ask(self, **command: object) -> Mapping[str, Any]:
        """What a process of its own told, and how it ended."""
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.write(json.dumps(command) + "\n")
        self._program.stdin.flush()
        answer: dict[str, Any] = json.loads(self._program.stdout.readline())
        assert "failed" not in answer, answer["failed"]
        return answer

    def close(self) -> None:
        """No more commands."""
        self._program.communicate()
        assert self._program.returncode == 0


@pytest.fixture(scope="module")
def spawner() -> Iterator[Spawner]:
    made = Spawner()
    yield made
    made.close()


class Copies:
    """Databases that all begin alike: what a scene has prepared, copied for each process that is killed."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._prepared, self._played = folder / "prepared.db", folder / "played.db"
        shutil.copyfile(template, self._prepared)

    def prepared(self) -> str:
        """Where to prepare."""
        return f"sqlite:///{self._prepared}"

    def fresh(self) -> str:
        """A copy of what was prepared."""
        for path in self._played.parent.glob("played.db*"):
            path.unlink()
        shutil.copyfile(self._prepared, self._played)
        assert not self._prepared.with_name("prepared.db-wal").exists()
        return f"sqlite:///{self._played}"


class ServerCopies:
    """The same on a server."""

    def __init__(self, postgres: Postgres, name: str) -> None:
        self._server, self._name = postgres, name
        self._admin = create_engine(postgres.url, isolation_level="AUTOCOMMIT")
        self._url = postgres.url.set(database=f"{name}_played")
        self._prepared = postgres.url.set(database=name)

    def prepared(self) -> str:
        """Where to prepare."""
        return self._prepared.render_as_string(hide_password=False)

    def fresh(self) -> str:
        """A copy of what was prepared."""
        self._server.drop(f"{self._name}_played")
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {self._name}_played TEMPLATE {self._name}"))
        return self._url.render_as_string(hide_password=False)

    def close(self) -> None:
        """Leave no copy behind."""
        self._server.drop(f"{self._name}_played")
        self._admin.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def copies(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Copies | ServerCopies]:
    """Databases of one kind, and then of the other."""
    if request.param == "sqlite":
        yield Copies(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.database() as url:
        assert url.database
        made = ServerCopies(postgres, url.database)
        yield made
        made.close()


@dataclass
class Play:
    """One scene on databases that all begin alike."""

    spawner: Spawner
    copies: Copies | ServerCopies
    folder: Path
    scene: str
    twice_is_once: bool = True
    stage: Mapping[str, str] = field(init=False)
    url: str = ""

    def __post_init__(self) -> None:
        if type(self.copies) not in self.spawner.warm:
            self.spawner.warm.add(type(self.copies))
            self._do("warm", url=self.copies.fresh())
        self.stage = self._do("prepare", url=self.copies.prepared())["stage"]

    def _do(self, what: str, **more: object) -> Mapping[str, Any]:
        about = {"scene": self.scene, "folder": str(self.folder), "url": self.url, "twice_is_once": self.twice_is_once}
        return self.spawner.ask(do=what, **{**about, **more})

    def play(self, kill_at: int | None = None, *, listen: bool = False) -> Mapping[str, Any]:
        """Play it on a fresh copy, in a process that is killed at this step."""
        self.url = self.copies.fresh()
        for name in ("door", "wire"):
            (self.folder / name).unlink(missing_ok=True)
        return self._do("play", stage=self.stage, kill_at=kill_at, listen=listen)

    def recover(self) -> Mapping[str, Any]:
        """What another process makes of what is left."""
        return self._do("recover", stage=self.stage)

    def reached(self, what: str) -> Counter[str]:
        """How often the door was reached with each delivery."""
        door = self.folder / "door"
        lines = [line.split() for line in door.read_text("utf-8").splitlines()] if door.exists() else []
        return Counter(id for said, id in lines if said == what)


@pytest.mark.parametrize(
    ("scene", "twice_is_once"), [*((scene, True) for scene in SCENES), ("a pass of the outbox", False)]
)
def test_nothing_is_lost_and_nothing_is_done_twice_wherever_a_process_is_killed(
    scene: str,
    twice_is_once: bool,
    copies: Copies | ServerCopies,
    spawner: Spawner,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    play = Play(spawner, copies, tmp_path, scene, twice_is_once)
    undisturbed = play.play(listen=True)
    assert undisturbed["ended"]
    every_statement_has_its_steps(undisturbed["steps"], undisturbed["heard"])
    expected = play.recover()
    sent = play.reached("send")
    assert set(sent.values()) <= {1}

    for kill_at in count(1):
        killed = play.play(kill_at)
        if not killed["killed"]:
            assert killed["steps"] == undisturbed["steps"]
            break
        assert killed["steps"] == undisturbed["steps"][:kill_at]
        recovered = play.recover()
        where = f"killed {killed['steps'][-1]} ({kill_at})"

        assert recovered["faults"] == [], where
        answered_alike(undisturbed, killed, recovered, where)
        if twice_is_once:
            assert recovered["left"] == expected["left"], where
            assert set(play.reached("send")) == set(sent), where
        else:
            left_in_doubt(expected["left"], recovered, where)
            assert max(play.reached("send").values(), default=1) == 1, where

    assert kill_at - 1 == len(undisturbed["steps"])
    said(request, capsys, f"{kill_at - 1} kills on {request.node.callspec.id}")


def every_statement_has_its_steps(steps: list[str], heard: list[str]) -> None:
    """What the database's own client has sent stands between two steps, each statement and each commit of it."""
    before = [step.removeprefix("before ") for step in steps if step.startswith("before ")]
    after = [step.removeprefix("after ") for step in steps if step.startswith("after ")]
    ours = ("the acknowledgement", "send", "amend")
    assert [one for one in before if one != ours[0]] == after
    statements = [one for one in before if one not in ours and not one.startswith(NOT_STEPS)]
    # Many rows in one statement are many statements for SQLite, and many executions for PostgreSQL.
    sent = [one for one in heard if not one.startswith(NOT_STEPS)]
    assert [one for one, _ in groupby(sent)] == [one for one, _ in groupby(statements)]
    assert "COMMIT" in sent


def answered_alike(
    undisturbed: Mapping[str, Any], killed: Mapping[str, Any], recovered: Mapping[str, Any], where: str
) -> None:
    """What was acknowledged is known again, and the answer is the one that nobody disturbed."""
    if "acknowledged" not in undisturbed:
        return
    again = recovered["again"]
    assert {**again, "twin": False} == undisturbed["acknowledged"], where
    assert again["twin"] is recovered["found"]["kept"], where
    if "acknowledged" in killed:
        assert recovered["found"]["kept"], where
        assert {**again, "twin": False} == killed["acknowledged"], where


def left_in_doubt(expected: Mapping[str, Any], recovered: Mapping[str, Any], where: str) -> None:
    """What was on its way out is uncertain, all else is as if nothing had happened."""
    doubtful = recovered["found"]["sending"]
    shown = {one["shown_id"] for one in expected["Delivery"] if one["id"] in doubtful}
    wanted = {
        **expected,
        "Delivery": [{**one, "state": "uncertain"} if one["id"] in doubtful else one for one in expected["Delivery"]],
        "Shown": [{**one, "reference": None, "shows": 0} if one["id"] in shown else one for one in expected["Shown"]],
    }
    assert recovered["left"] == wanted, where


def said(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], line: str) -> None:
    """A line for whoever watches."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        with capsys.disabled():
            reporter.ensure_newline()
            reporter.write_line(line)
