"""The demo: an example organisation that is made whole or not at all, looks like work, and never goes back in time."""

import asyncio
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile
from typing import TypeVar

import httpx
import pytest
from sqlmodel import select

from bot import cli, example
from bot.demo import Stage, browser_application, set_up
from bot.web.send import WebOut
from score.cadence import local_day
from storage.store import Store
from storage.tables import (
    Blocker,
    CheckIn,
    Delivery,
    DeliveryState,
    Door,
    Membership,
    Noun,
    Person,
    Role,
    Task,
    Team,
    Tie,
    Win,
    Wording,
)
from tests.sources import ROOT

T = TypeVar("T")
N = TypeVar("N", bound=Noun)

KILLED_HALF_WAY = """
import asyncio, os, sys
from pathlib import Path
from bot import stage
from storage.tables import Door
from bot.web.send import WebOut

days = 0
move_to = stage.Stage.move_to

async def three_days(*told):
    global days
    days += 1
    if days > 3:
        os._exit(9)
    await move_to(*told)

stage.Stage.move_to = three_days
asyncio.run(stage.set_up(Path(sys.argv[1]), Door.WEB, WebOut(), fresh=len(sys.argv) > 2))
"""


def begin(file: Path, *, fresh: bool = False) -> Stage:
    return asyncio.run(set_up(file, Door.WEB, WebOut(), fresh=fresh))


def read(stage: Stage, question: Callable[[Store], T]) -> T:
    return stage.database.read_now(question)


def every(stage: Stage, kind: type[N]) -> list[N]:
    return read(stage, lambda store: store.find(select(kind)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The example as it was made; only to be looked at."""
    stage = begin(tmp_path_factory.mktemp("demo") / "demo.db")
    yield stage
    stage.database.close()


@pytest.fixture
def file(made: Stage, tmp_path: Path) -> Path:
    """A demo that was begun before, to be gone on with."""
    at = made.database.engine.url.database
    assert at
    with made.database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    copyfile(at, tmp_path / "demo.db")
    return tmp_path / "demo.db"


# Whole or not at all


def killed(file: Path, *more: str) -> None:
    """Let a process die while it makes the example."""
    command = [sys.executable, "-c", KILLED_HALF_WAY, str(file), *more]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False, capture_output=True)
    assert done.returncode == 9, done.stderr.decode()


def words(stage: Stage) -> list[tuple[object, ...]]:
    """All that people wrote and said, in an order that does not come from ids."""
    persons = {one.id: one.handle for one in every(stage, Person)}
    lines = {one.line_id: one.address for one in every(stage, Wording)}
    checkins = {one.id: one for one in every(stage, CheckIn)}
    tasks = {one.id: one for one in every(stage, Task)}
    said: list[tuple[object, ...]] = []
    for checkin in checkins.values():
        handle = persons[checkin.person_id]
        said.append(("checkin", handle, checkin.local_date, checkin.confidence or 0))
    for task in tasks.values():
        said.append(("task", persons[task.person_id], task.local_date, task.position, task.words, task.state))
    for tie in every(stage, Tie):
        task = tasks[tie.task_id]
        line = lines[tie.line_id] if tie.line_id else ""
        said.append(("tie", persons[task.person_id], task.local_date, task.position, line, tie.state))
    for blocker in every(stage, Blocker):
        said.append(("blocker", persons[blocker.person_id], blocker.raised_at.date(), blocker.words, blocker.told))
    for win in every(stage, Win):
        said.append(("win", persons[win.person_id], win.won_at.date(), win.words))
    return sorted(said, key=repr)


def test_the_same_seed_gives_the_same_words_even_after_a_process_was_killed_half_way(
    made: Stage, tmp_path: Path
) -> None:
    file = tmp_path / "demo.db"
    killed(file)
    assert not file.exists()
    assert file.with_suffix(".new").exists()

    again = begin(file)

    assert words(again) == words(made)
    assert not file.with_suffix(".new").exists()
    again.database.close()


def test_what_is_begun_again_and_killed_half_way_leaves_nothing_of_either(file: Path) -> None:
    killed(file, "fresh")

    assert not file.exists()


def test_a_log_that_outlived_its_file_is_not_played_into_the_new_one(made: Stage, file: Path) -> None:
    before = begin(file)
    asyncio.run(before.conductor.tick())
    log = file.with_name("demo.db-wal")
    left = log.read_bytes()
    assert left
    before.database.close()
    file.unlink()
    log.write_bytes(left)

    anew = begin(file)

    assert read(anew, lambda store: store.connection.exec_driver_sql("PRAGMA integrity_check").scalar()) == "ok"
    assert len(invitations(anew)) == len(invitations(made))
    anew.database.close()


def test_a_store_that_holds_no_example_is_not_touched(tmp_path: Path) -> None:
    from storage import migrate
    from storage.store import open_engine

    engine = open_engine(f"sqlite:///{tmp_path / 'demo.db'}")
    migrate.upgrade(engine)
    engine.dispose()

    with pytest.raises(SystemExit, match="--fresh"):
        begin(tmp_path / "demo.db")


# Time


def play(stage: Stage, work: Callable[[httpx.AsyncClient], Coroutine[object, object, None]]) -> None:
    """Do something in a browser."""

    async def within() -> None:
        transport = httpx.ASGITransport(browser_application(stage, WebOut()))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            await work(client)

    asyncio.run(within())


def test_it_begins_in_the_morning_after_the_days_that_were_played(made: Stage) -> None:
    assert made.clock.now() >= example.morning()
    assert max(one.local_date for one in every(made, CheckIn)) < example.TODAY


@pytest.mark.parametrize("days", [1, 4])
def test_a_second_start_goes_on_where_time_stopped(file: Path, days: int) -> None:
    """After one day somebody was asked; the fourth is a Saturday, on which nothing at all happened."""

    async def moves_on(client: httpx.AsyncClient) -> None:
        for _ in range(days):
            answer = await client.post("/clock", data={"me": "mira", "to": "tomorrow"})
            assert answer.status_code == 303

    first = begin(file)
    play(first, moves_on)
    stopped = first.clock.now()
    first.database.close()

    second = begin(file)

    assert stopped >= example.morning(example.TODAY + timedelta(days=days))
    assert second.clock.now() >= example.morning(example.TODAY + timedelta(days=days))
    assert local_day(second.clock.now(), "Europe/Dublin") == example.TODAY + timedelta(days=days)
    second.database.close()


def test_what_was_typed_is_there_at_the_second_start_and_gone_when_begun_again(file: Path) -> None:
    async def hands_in(client: httpx.AsyncClient) -> None:
        fields = {"action": "checkin.hand_in", "key": "a-key-of-ours", "field.task1": "Ring my mother"}
        assert (await client.post("/mira/hand-in", data=fields)).status_code == 303

    def typed(*, fresh: bool = False) -> int:
        stage = begin(file, fresh=fresh)
        found = [one for one in every(stage, Task) if one.words == "Ring my mother"]
        stage.database.close()
        return len(found)

    first = begin(file)
    play(first, hands_in)
    first.database.close()

    assert [typed(), typed(), typed(fresh=True)] == [1, 1, 0]


# The history


def work_days() -> Sequence[date]:
    days = [example.TODAY - timedelta(days=n) for n in range(1, 30)]
    return [day for day in days if day.weekday() < 5][: example.HISTORY]


def test_everybody_due_was_asked_once_on_each_day(made: Stage) -> None:
    asked = Counter((handle_of(made, one.about["person"]), one.about["day"]) for one in invitations(made))
    working = {
        handle_of(made, one.person_id) for one in every(made, Membership) if one.role in (Role.MEMBER, Role.MANAGER)
    }
    # Wim is on leave from the fourth; Nell's first day is today.
    due = {(handle, day.isoformat()) for handle in working - {"nell"} for day in work_days()}
    due -= {("wim", day.isoformat()) for day in work_days() if day >= date(2027, 3, 4)}

    assert asked == Counter(due)
    assert {one.state for one in every(made, Delivery)} == {DeliveryState.SENT}


def handle_of(stage: Stage, person_id: str) -> str:
    return next(one.handle for one in every(stage, Person) if one.id == person_id)


def invitations(stage: Stage) -> list[Delivery]:
    return [one for one in every(stage, Delivery) if one.view == "checkin.invite"]


def test_most_people_answered_on_most_days_and_nobody_always_has_to(made: Stage) -> None:
    share = len(every(made, CheckIn)) / len(invitations(made))

    assert 0.8 <= share < 1
    assert {one.local_date for one in every(made, CheckIn)} == set(work_days())


def test_the_days_look_like_work_some_of_it_from_the_score_and_some_whirlwind(made: Stage) -> None:
    counted = {tie.task_id for tie in every(made, Tie) if tie.state.counts}
    days: defaultdict[date, list[bool]] = defaultdict(list)
    for task in every(made, Task):
        days[task.local_date].append(task.id in counted)

    shares = [sum(tied) / len(tied) for tied in days.values()]
    whole = [one for tied in days.values() for one in tied]
    assert 0.4 <= sum(whole) / len(whole) <= 0.9
    assert all(0.3 <= share <= 1 for share in shares)


def test_one_line_waits_to_be_touched(made: Stage) -> None:
    lines = {one.line_id: one.address for one in every(made, Wording)}
    touched = {lines[tie.line_id] for tie in every(made, Tie) if tie.line_id and tie.state.counts}

    assert "service/P-3" in lines.values()
    assert "service/P-3" not in touched
    assert {"service/P-1", "service/P-2"} <= touched


def test_a_channel_has_seen_somebody_stuck(made: Stage) -> None:
    assert [one for one in every(made, Blocker) if one.told]
    assert every(made, Win)


# The real thing


def test_a_channel_has_the_digest_of_every_day_that_was_played_and_of_every_week(made: Stage) -> None:
    teams = {one.id for one in every(made, Team)}
    posted = Counter(one.view for one in every(made, Delivery) if one.view in ("digest.day", "digest.week"))

    # The first day begins before anybody has said when a team's digest is due; it is said on that morning.
    assert posted == {"digest.day": len(teams) * example.HISTORY, "digest.week": len(teams) * 2}


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "bot.example.org", "127.0.0.1", ""])
def test_nothing_is_served_without_sign_in(
    host: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if host:
        monkeypatch.setenv("CONCERTMASTER_WEB__HOST", host)

    assert cli.main(["run"]) == cli.UNREADABLE

    said = capsys.readouterr().err
    assert ("nobody would have to sign in" in said) == (host not in ("127.0.0.1", ""))
    assert "concertmaster demo" in said
