"""Whatever a process is doing when it is killed: nothing acknowledged is lost, and nothing is done twice."""

import asyncio
import json
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import create_engine

from bot.slack.send import EVENT
from tests.bot.crash_child import AT_SLACK, SCENES
from tests.databases import Postgres
from tests.fakes.slack import LOST, FakeSlack, Fault, Message
from tests.orchestra import START, StoppedClock
from tests.sources import ROOT

pytestmark = [pytest.mark.crash, pytest.mark.timeout(1200)]

NOT_STEPS = ("BEGIN", "PRAGMA", "SELECT 1", ";")
"""What a client says by itself, and nothing durable depends on."""


class Spawner:
    """The program that forks: one for all scenes."""

    def __init__(self) -> None:
        self.warm: set[tuple[type, str]] = set()
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


class Loopback:
    """A Slack in a thread of its own, that goes on while the processes that talk to it are killed."""

    def __init__(self) -> None:
        self.address = ""
        self._clock = StoppedClock(START)
        self.slack = FakeSlack(self._clock)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._opened = threading.Event()

    def open(self) -> None:
        """Listen."""
        self._thread.start()
        assert self._opened.wait(30)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._ends = asyncio.Event()
        async with self.slack.serving() as self.address:
            self._opened.set()
            await self._ends.wait()

    def begin(self, at: datetime, stand: Sequence[str], faults: Sequence[Fault]) -> None:
        """Nobody has said anything, but for our messages of these deliveries, to somebody."""
        self._clock.at = at
        self.slack.channels.clear()
        self.slack.faults.clear()
        for user in ("ada", "bo"):
            self.slack.person(user)
        for id, user in zip(stand, ("ada", "bo"), strict=False):
            direct = self.slack.direct(user)
            metadata = {"event_type": EVENT, "event_payload": {"delivery": id}}
            ts = f"{at.timestamp() - 600:.6f}"
            direct.messages.append(Message(ts, direct.id, {"text": "x", "metadata": metadata}))
        self.slack.fails("chat.postMessage", *faults)

    def stands(self) -> Counter[str]:
        """How many messages stand, by their deliveries."""
        return Counter(
            one.said["metadata"]["event_payload"]["delivery"]
            for channel in self.slack.channels.values()
            for one in channel.messages
        )

    def close(self) -> None:
        """Listen no more."""
        self._loop.call_soon_threadsafe(self._ends.set)
        self._thread.join(10)
        self._loop.close()


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
        what = type(self.copies), self.scene
        if what not in self.spawner.warm:
            self.spawner.warm.add(what)
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

    kills = kills_at(undisturbed["steps"])
    for kill_at in kills:
        killed = play.play(kill_at)
        assert killed["killed"]
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

    said(request, capsys, f"{len(kills)} kills on {request.node.callspec.id}")


@dataclass
class AtSlack(Play):
    """A scene at Slack, over loopback, which may accept a message and never say so."""

    slack: Loopback = field(default_factory=Loopback)
    faults: tuple[Fault, ...] = ()

    def __post_init__(self) -> None:
        self.slack.begin(START, (), ())
        super().__post_init__()

    def _do(self, what: str, **more: object) -> Mapping[str, Any]:
        return super()._do(what, api=self.slack.address, **more)

    def play(self, kill_at: int | None = None, *, listen: bool = False) -> Mapping[str, Any]:
        """The same at a Slack where nothing was said but what stood before."""
        at = datetime.fromisoformat(self.stage["at"])
        self.slack.begin(at, self.stage["value"].split(), self.faults)
        return super().play(kill_at, listen=listen)


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    made = Loopback()
    made.open()
    yield made
    made.close()


@pytest.mark.parametrize("answers", ["come", "are lost"])
@pytest.mark.parametrize("scene", AT_SLACK)
def test_at_slack_no_message_is_lost_and_none_comes_twice_wherever_a_process_is_killed(
    scene: str,
    answers: str,
    copies: Copies | ServerCopies,
    spawner: Spawner,
    loopback: Loopback,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    faults = () if answers == "come" else (LOST, LOST)
    play = AtSlack(spawner, copies, tmp_path, scene, slack=loopback, faults=faults)
    undisturbed = play.play()
    assert undisturbed["ended"]
    expected = {one["id"] for one in play.recover()["left"]["Delivery"]}

    kills = kills_at(undisturbed["steps"])
    for kill_at in kills:
        killed = play.play(kill_at)
        assert killed["killed"]
        assert killed["steps"] == undisturbed["steps"][:kill_at]
        recovered = play.recover()
        where = f"killed {killed['steps'][-1]} ({kill_at})"
        left = recovered["left"]["Delivery"]

        assert recovered["faults"] == [], where
        assert {(one["kind"], one["state"]) for one in left} == {(one["kind"], "sent") for one in left}, where
        assert len(left) == len(expected), where
        assert loopback.stands() == {one["id"]: 1 for one in left}, where
    said(request, capsys, f"{len(kills)} kills on {request.node.callspec.id}")


def kills_at(steps: Sequence[str]) -> list[int]:
    """The steps at which a process is killed: before each statement, commit and message, and at the very end.

    After one and before the next nothing durable happens: that is one point.
    """
    return [n for n, step in enumerate(steps, 1) if step.startswith("before") or n == len(steps)]


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
