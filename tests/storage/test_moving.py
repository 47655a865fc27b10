"""Everything goes from one database to another as it is, or nothing does, whoever is in the way."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import sqlmodel
from sqlalchemy import URL, inspect, make_url, select, text
from sqlalchemy.exc import OperationalError
from sqlmodel import create_engine

from storage import migrate, moving
from storage.moving import Moved, NotMoved, Obstacle, canonical
from storage.store import open_engine, open_store
from storage.tables import NOUNS, PlaceKind, Task, Workspace
from tests.databases import FIRST, Postgres, copied, migrated, one_of_every_noun
from tests.sources import ROOT

MOVES = """
import re, sys
from pathlib import Path
from storage import moving
def tell(one):
    print(one.table, one.here.rows, flush=True)
moving.move(sys.argv[1], sys.argv[2], tell)
# Not resource.getrusage: its figure begins with what the process had that started this one.
print("rss", int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def said(url: str | URL) -> str:
    return make_url(url).render_as_string(hide_password=False)


@pytest.fixture
def file(tmp_path: Path, sqlite_template: Path) -> str:
    """A SQLite file with a noun of every kind."""
    url = copied(sqlite_template, tmp_path / "here.db")
    fill(url)
    return url


def fill(url: str | URL) -> None:
    engine = open_engine(url)
    with open_store(engine) as store:
        store.keep(*one_of_every_noun())
    engine.dispose()


@pytest.fixture
def server(postgres: Postgres) -> Iterator[URL]:
    """A PostgreSQL database with nothing in it."""
    with postgres.database(empty=True) as url:
        yield url


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite", "sqlite to sqlite"])
def ways(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Where everything is, and where it shall go."""
    there = f"sqlite:///{tmp_path}/new folder/there.db"
    if request.param != "postgres to sqlite":
        to = said(request.getfixturevalue("server")) if "postgres" in request.param else there
        yield request.getfixturevalue("file"), to
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as url:
        fill(url)
        yield said(url), there


def everything(url: str) -> dict[str, list[Any]]:
    engine = open_engine(url)
    with engine.connect() as connection:
        tables = [noun.__table__ for noun in NOUNS]  # type: ignore[attr-defined]
        found = {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}
    engine.dispose()
    return found


def tables_in(url: str | URL) -> list[str]:
    engine = create_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def moves(source: str | URL, target: str | URL) -> list[Moved]:
    told: list[Moved] = []
    moving.move(source, target, told.append)
    return told


def refused(source: str | URL, target: str | URL) -> NotMoved:
    with pytest.raises(NotMoved) as problem:
        moves(source, target)
    return problem.value


def test_everything_is_there_as_it_was_and_every_table_is_counted_on_both_sides(ways: tuple[str, str]) -> None:
    source, target = ways
    before = everything(source)

    told = moves(source, target)

    assert everything(target) == before == everything(source)
    assert [one.table for one in told] == [noun.__tablename__ for noun in NOUNS]
    assert all(one.here == one.there and one.here.rows == 1 for one in told)
    assert len({one.here.checksum for one in told}) == len(told)
    engine = open_engine(target)
    assert migrate.is_current(engine)
    engine.dispose()
    assert refused(source, target).obstacle is Obstacle.NOT_EMPTY


def test_a_row_may_name_one_that_is_written_after_it(file: str, server: URL) -> None:
    engine = open_engine(file)
    with open_store(engine) as store:
        (task,) = store.find(sqlmodel.select(Task))
        later = Task(**{**task.model_dump(), "id": "task-0", "carried_from": None})
        store.keep(later)
        store.change(task, carried_from="task-0")
        rows = store.connection.execute(text("SELECT id FROM task ORDER BY rowid")).scalars().all()
    engine.dispose()
    assert rows == ["task-1", "task-0"]

    moves(file, server)
    assert everything(said(server)) == everything(file)


def test_the_checksum_knows_every_value_and_no_order() -> None:
    one, other = moving._Sum(Workspace.__table__), moving._Sum(Workspace.__table__)  # type: ignore[attr-defined]
    rows = [{name: f"{name}{n}" for name in Workspace.model_fields} for n in range(3)]
    one.add(rows)
    other.add(reversed(rows))
    assert one.counted() == other.counted()
    for name in rows[0]:
        changed = moving._Sum(Workspace.__table__)  # type: ignore[attr-defined]
        changed.add([{**rows[0], name: "another"}, *rows[1:]])
        assert changed.counted() != one.counted()


def test_each_value_reads_like_no_other() -> None:
    at = datetime(2026, 3, 9, 9, 0, 0, 1, tzinfo=UTC)
    values: list[Any] = [None, "", "-", "1", 1, 1.0, True, False, 0, at, at.replace(microsecond=2), date(2026, 3, 9)]
    values += ["2026-03-09", {"a": 1}, {"a": "1"}, [], {}, "t1:-", PlaceKind.DIRECT]
    assert len({canonical(one) for one in values}) == len(values)
    assert canonical({"a": 1, "b": [None]}) == canonical({"b": [None], "a": 1})
    with pytest.raises(TypeError):
        canonical(object())


# What is in the way


def test_one_database_is_not_moved_into_itself(file: str, tmp_path: Path, postgres: Postgres) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "here.db")
    assert refused(file, f"sqlite:///{tmp_path}/link.db").obstacle is Obstacle.SAME
    with postgres.database() as url:
        assert refused(url, url.set(query={**url.query, "application_name": "x"})).obstacle is Obstacle.SAME


@pytest.mark.parametrize("address", ["rubbish", "mysql://me:secret@host/db", "postgresql+asyncpg://host/db", "x://y"])
def test_what_is_no_address_is_said_to_be_none(file: str, address: str) -> None:
    problem = refused(file, address)
    assert problem.obstacle is Obstacle.NO_ADDRESS
    assert "secret" not in str(problem)


def test_nothing_is_read_where_nothing_is(tmp_path: Path, server: URL) -> None:
    assert refused(f"sqlite:///{tmp_path}/none.db", server).obstacle is Obstacle.AWAY
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "no.db").write_bytes(b"this is no database" * 100)
    assert refused(f"sqlite:///{tmp_path}/no.db", server).obstacle is Obstacle.AWAY
    assert refused(server, f"sqlite:///{tmp_path}/new.db").obstacle is Obstacle.BEHIND


def test_where_nothing_can_be_written_nothing_is(file: str, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    assert refused(file, f"sqlite:///{tmp_path}/a file/there.db").obstacle is Obstacle.AWAY_THERE
    assert refused(file, "postgresql://nobody@127.0.0.1:1/none").obstacle is Obstacle.AWAY_THERE


def test_a_file_that_somebody_has_open_is_not_moved(file: str, server: URL) -> None:
    path = make_url(file).database
    assert path
    reads = f"import sqlite3,sys; c=sqlite3.connect({path!r}); c.execute('select 1 from person').fetchall(); print(1)"
    with program(f"{reads}; sys.stdout.flush(); sys.stdin.read()") as other:
        assert other.stdout
        other.stdout.readline()
        assert refused(file, server).obstacle is Obstacle.IN_USE
    assert tables_in(server) == []
    moves(file, server)


def test_a_server_that_somebody_is_connected_to_is_not_moved(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.database() as url:
        engine = create_engine(url)
        with engine.connect():
            assert refused(url, f"sqlite:///{tmp_path}/there.db").obstacle is Obstacle.IN_USE
        engine.dispose()
        moves(url, f"sqlite:///{tmp_path}/there.db")


def test_while_it_is_moved_nobody_writes_to_it(file: str, server: URL) -> None:
    path = make_url(file).database
    assert path
    problems: list[str] = []

    def tell(_one: Moved) -> None:
        if not problems:
            code = f"import sqlite3; sqlite3.connect({path!r}, timeout=0.1).execute('DELETE FROM ticket')"
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
            problems.append(done.stderr)

    moving.move(file, server, tell)
    assert "database is locked" in problems[0]


def test_an_empty_database_may_have_the_tables_already(file: str, postgres: Postgres) -> None:
    with postgres.database() as url:
        assert all(one.here == one.there for one in moves(file, url))


@pytest.mark.parametrize(
    ("statement", "obstacle", "about"),
    [
        ("CREATE TABLE theirs (x int)", Obstacle.NOT_EMPTY, "theirs"),
        ("UPDATE alembic_version SET version_num = '0014'", Obstacle.OTHER_RELEASE, ""),
        ("UPDATE alembic_version SET version_num = 'newer'", Obstacle.OTHER_RELEASE, ""),
    ],
)
def test_what_is_there_already_is_left_alone(
    file: str, tmp_path: Path, statement: str, obstacle: Obstacle, about: str
) -> None:
    target = f"sqlite:///{tmp_path}/there.db"
    with migrated(target) as engine, engine.begin() as connection:
        connection.execute(text(statement))

    problem = refused(file, target)
    assert (problem.obstacle, problem.about) == (obstacle, about)
    assert everything(target)["person"] == []
    if obstacle is Obstacle.OTHER_RELEASE:
        assert refused(target, f"sqlite:///{tmp_path}/third.db").obstacle is Obstacle.BEHIND


@pytest.mark.parametrize(
    ("change", "obstacle", "about"),
    [
        ("UPDATE person SET name = 'A' || char(0) || 'da'", Obstacle.UNTAKEN, "person person-1: "),
        ("UPDATE task SET words = 'no such person', person_id = 'x'", Obstacle.UNTAKEN, "task task-1: "),
        ("UPDATE task SET carried_from = 'nobody'", Obstacle.UNTAKEN, "task task-1: "),
        # What SQLite keeps in a column of whole numbers, and PostgreSQL rounds.
        ("UPDATE delivery SET attempt = 3.5", Obstacle.DIFFERENT, "delivery"),
    ],
)
def test_a_row_that_the_other_database_would_not_keep_as_it_is_is_named(
    file: str, server: URL, change: str, obstacle: Obstacle, about: str
) -> None:
    path = make_url(file).database
    assert path
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()

    problem = refused(file, server)
    assert problem.obstacle is obstacle
    assert problem.about.startswith(about)
    assert tables_in(server) == []


def test_of_a_batch_that_is_not_taken_the_row_is_named_that_would_not_be(file: str, server: URL) -> None:
    many(file, 3)
    engine = open_engine(file)
    with engine.begin() as connection:
        connection.execute(text("UPDATE received SET digest = 'a' || char(0) WHERE id = 'key-00000002'"))
    engine.dispose()

    problem = refused(file, server)
    assert problem.obstacle is Obstacle.UNTAKEN
    assert problem.about.startswith("received key-00000002: ")
    assert tables_in(server) == []


def test_what_is_too_much_at_once_is_written_row_by_row(file: str) -> None:
    written: list[object] = []

    def write(rows: Sequence[object]) -> None:
        if len(rows) > 1:
            raise OperationalError("INSERT", {}, ValueError("too much at once"))
        written.extend(rows)

    engine = open_engine(file)
    with engine.begin() as connection:
        moving._write(connection, Workspace.__table__, write, [{"id": "a"}, {"id": "b"}])  # type: ignore[attr-defined]
    engine.dispose()
    assert written == [{"id": "a"}, {"id": "b"}]


def test_a_server_that_breaks_off_is_said_to_be_away_and_no_row_is_blamed(file: str, server: URL) -> None:
    many(file, 8_000)
    admin = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    ends = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = :name AND query LIKE 'INSERT INTO received%'"
    )
    ended: list[int] = []

    def end() -> None:
        until = time.monotonic() + 60
        with admin.connect() as connection:
            while not sum(ended) and time.monotonic() < until:
                ended.append(connection.scalar(ends, {"name": server.database}) or 0)
                time.sleep(0.005)

    other = Thread(target=end)
    other.start()
    problem = refused(file, server)
    other.join()
    admin.dispose()
    assert sum(ended) == 1
    assert (problem.obstacle, "received" in problem.about) == (Obstacle.AWAY_THERE, False)
    assert tables_in(server) == []


# The end, whenever it comes


@contextmanager
def program(code: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    running = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def many(url: str, count: int) -> None:
    """So many arrivals too."""
    engine = open_engine(url)
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
    with engine.begin() as connection:
        connection.execute(
            text(
                f"INSERT INTO received (id, workspace_id, at, digest, answer) {numbers} "
                "SELECT printf('key-%08d', i), 'workspace-1', :at, 'digest', '{\"how\": \"card\"}' FROM n"
            ),
            {"count": count, "at": FIRST.strftime("%Y-%m-%d %H:%M:%S.000000")},
        )
    engine.dispose()


@contextmanager
def copying(url: str) -> Iterator[Callable[[], bool]]:
    """Tells whether the rows are on their way there."""
    if url.startswith("sqlite"):
        log = Path(f"{make_url(url).database}-wal")
        yield lambda: log.exists() and log.stat().st_size > 1_000_000
        return
    admin = create_engine(make_url(url).set(database="postgres"))
    seen = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND query LIKE 'INSERT INTO received%'")

    def begun() -> bool:
        with admin.connect() as connection:
            return bool(connection.scalar(seen, {"name": make_url(url).database}))

    yield begun
    admin.dispose()


@pytest.mark.crash
@pytest.mark.parametrize("when", ["while rows are copied", "while both sides are compared"])
@pytest.mark.parametrize("to", ["sqlite", "postgres"])
def test_killed_half_way_there_is_nothing_and_begun_again_there_is_all(
    file: str, to: str, when: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    source, target = file, f"sqlite:///{tmp_path}/there.db"
    if to == "postgres":
        target = said(request.getfixturevalue("server"))
    many(source, 20_000)
    with program(MOVES, source, target) as running:
        if when.startswith("while rows"):
            until = time.monotonic() + 60
            with copying(target) as begun:
                while not begun():
                    assert time.monotonic() < until
                    assert running.poll() is None, "it was done before it could be killed"
                    time.sleep(0.005)
        else:
            assert running.stdout
            assert running.stdout.readline().split() == ["workspace", "1"]
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    assert running.returncode == -signal.SIGKILL

    time.sleep(0.5)
    assert tables_in(target) == []
    told = {one.table: one for one in moves(source, target)}
    assert told["received"].there.rows == 20_001
    assert everything(source)["task"] == everything(target)["task"]


@pytest.mark.large
@pytest.mark.timeout(900)
def test_a_million_rows_take_no_more_memory_than_a_thousand(file: str, server: URL) -> None:
    many(file, 1_000_000)
    done = subprocess.run(
        [sys.executable, "-c", MOVES, file, said(server)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "received 1000001" in done.stdout
    # 110 were seen.
    assert int(done.stdout.split()[-1]) < 150
