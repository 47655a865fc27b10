"""How long a hand-in holds the writer, and how a steady load is answered, beside bare sqlite3.

Bars: a hand-in of three tasks holds the writer at most 2 ms of CPU (median of 1,000); 200 turns a second for 20 s
through the ASGI application on SQLite (60 % presses, 30 % hand-ins, 10 % looks) with p99 under 500 ms.
"""

import argparse
import asyncio
import gc
import logging
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message

from bench import town
from bot.conductor import Conductor
from bot.demo import Stage, browser_application
from bot.example import Example
from bot.outbox import Outbox
from bot.ports import MovedClock, WallClock, chance
from bot.web.send import WebOut
from bot.writer import Database
from handlers import ROUTES
from handlers.turn import Arrival, Change
from storage import migrate, people
from storage.store import open_within
from storage.tables import NOUNS

HAND_INS = 1000
_KEY = "hold-{:06}"
HELD_AT_MOST = 20
"""Times the CPU of bare sqlite3 that a hand-in may hold the writer; measured 9 to 13."""
TURN_AT_MOST = 100
"""Times the CPU of bare sqlite3 writing a hand-in that a turn may cost in all; measured 64 to 76."""


def main() -> int:
    """Print the figures; 1 when an answer was none, or a turn takes far more CPU than bare sqlite3 does.

    Milliseconds on a shared machine say as much of its neighbours as of us, so only ratios of CPU can fail. Nor is
    what they say lost: from the CPU of a turn follows how many a second one interpreter can play.
    """
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--seconds", type=int, default=20)
    ask.add_argument("--rate", type=int, default=200)
    given = ask.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        held, bare = _middle(Path(folder))
        print(f"hand-in of three tasks, writer CPU, median of {HAND_INS}: {held:.2f} ms (bar: 2 ms)")
        print(f"  bare sqlite3 writing the same rows, CPU: {bare:.3f} ms; ratio {held / bare:.1f}")
        times, cpu, wrong = asyncio.run(load(Path(folder), given.rate, given.seconds))
        bare99 = commits(Path(folder), _rows(Path(folder) / "1" / "hold.db"))
    p50, p99, worst = (_quantile(times, share) * 1000 for share in (0.5, 0.99, 1))
    print(f"{given.rate} turns/s for {given.seconds} s: p50 {p50:.1f} ms, p99 {p99:.1f} ms, worst {worst:.0f} ms")
    print(f"  answers that were no answer: {wrong} (bars: p99 500 ms, none wrong)")
    print(f"  CPU of the process, who asks and the outbox included: {cpu:.2f} ms a turn; ratio {cpu / bare:.0f}")
    print(f"  bare sqlite3, one durable commit of the same rows: p99 {bare99:.1f} ms; ratio {p99 / bare99:.1f}")
    if p99 >= 500:
        print("  THE BAR OF 500 ms WAS NOT MET in this run; look at what else the machine was doing before the code")
    return 1 if wrong or held / bare > HELD_AT_MOST or cpu / bare > TURN_AT_MOST else 0


def _middle(folder: Path) -> tuple[float, float]:
    """Milliseconds of CPU of a hand-in and of its floor, each the middle of three rounds that take turns.

    On a shared machine either doubles by itself from one second to the next, which one round takes for the code's.
    """
    rounds = []
    for name in ("1", "2", "3"):
        (folder / name).mkdir()
        held_once, rows = hold(folder / name)
        rounds.append((held_once, floor(folder / name, rows)))
    held, bare = zip(*rounds, strict=True)
    return median(held), median(bare)


def _hand_in(connection_id: str, handle: str, key: str, chance: Random) -> Arrival:
    tasks = chance.sample(town.TASKS, 3)
    fields = {"day": "2027-03-09", "confidence": "4"} | {f"task{n}": words for n, words in enumerate(tasks, 1)}
    return Arrival(key, connection_id, handle, handle, "checkin.hand_in", fields=fields)


def hold(folder: Path) -> tuple[float, dict[str, list[tuple[object, ...]]]]:
    """Milliseconds of the writer's CPU for one hand-in, and the rows that one hand-in wrote, by table."""
    database = Database(f"sqlite:///{folder / 'hold.db'}")
    migrate.upgrade(database.engine)
    connection_id = database.writer.write(lambda store: town.build(store, HAND_INS)).result().id
    conductor = Conductor(database, MovedClock(town.NOW, WallClock()), chance(2))
    route = ROUTES["checkin.hand_in"]
    assert isinstance(route, Change)
    assert route.consider is not None
    random, times = Random(3), []
    with database.engine.connect() as connection:
        for n, handle in enumerate(town.handles(HAND_INS)):
            arrival = _hand_in(connection_id, handle, _KEY.format(n), random)
            considered = database.read_now(partial(conductor._consider, arrival=arrival, consider=route.consider))
            # In one transaction each 32, as the writer commits under load; the fsync is no CPU.
            begun = time.thread_time()
            with open_within(connection) as store:
                keep = partial(route.keep, considered.turn, store, considered.found)
                conductor._keep(store, arrival, considered.turn, keep)
            times.append(time.thread_time() - begun)
            if n % 32 == 31:
                connection.commit()
        connection.commit()
    rows = _rows(folder / "hold.db")
    database.close()
    return median(times) * 1000, rows


def _rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the last hand-in of `hold` wrote, table by table."""
    with sqlite3.connect(file) as bare:
        last = f"%{_KEY.format(HAND_INS - 1)}"
        received, shown_id = bare.execute(
            "SELECT id, json_extract(answer, '$.shown_id') FROM received WHERE id LIKE ?", [last]
        ).fetchone()
        checkin = bare.execute("SELECT json_extract(about, '$.checkin') FROM shown WHERE id = ?", [shown_id]).fetchone()
        where = {
            "received": ("id", received),
            "checkin": ("id", checkin[0]),
            "teamday": ("checkin_id", checkin[0]),
            "task": ("checkin_id", checkin[0]),
            "shown": ("id", shown_id),
            "delivery": ("shown_id", shown_id),
        }
        rows = {
            table: bare.execute(f"SELECT * FROM {table} WHERE {column} = ?", [id]).fetchall()
            for table, (column, id) in where.items()
        }
        rows["tie"] = bare.execute(
            "SELECT tie.* FROM tie JOIN task ON task.id = task_id WHERE checkin_id = ?", [checkin[0]]
        ).fetchall()
    return rows


def _bare(folder: Path, name: str) -> sqlite3.Connection:
    database = Database(f"sqlite:///{folder / name}")
    migrate.upgrade(database.engine)
    database.close()
    bare = sqlite3.connect(folder / name, isolation_level=None)
    bare.execute("PRAGMA synchronous=FULL")
    return bare


def _write(bare: sqlite3.Connection, rows: dict[str, list[tuple[object, ...]]], n: int) -> None:
    for noun in NOUNS:
        table = noun.__tablename__
        for row in rows.get(str(table), []):
            # Every id is a new one; whatever refers to it is as long.
            changed = [f"{value[:-6]}{n:06}" if isinstance(value, str) and len(value) > 30 else value for value in row]
            bare.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", changed)


def floor(folder: Path, rows: dict[str, list[tuple[object, ...]]]) -> float:
    """Milliseconds of CPU that bare sqlite3 takes to write the same rows."""
    bare = _bare(folder, "floor.db")
    times = []
    bare.execute("BEGIN IMMEDIATE")
    for n in range(HAND_INS):
        begun = time.thread_time()
        _write(bare, rows, n)
        times.append(time.thread_time() - begun)
    bare.execute("COMMIT")
    bare.close()
    return median(times) * 1000


def commits(folder: Path, rows: dict[str, list[tuple[object, ...]]]) -> float:
    """Milliseconds within which 99 of 100 bare durable commits of the same rows end."""
    bare = _bare(folder, "commits.db")
    times = []
    for n in range(300):
        begun = time.perf_counter()
        bare.execute("BEGIN IMMEDIATE")
        _write(bare, rows, n)
        bare.execute("COMMIT")
        times.append(time.perf_counter() - begun)
    bare.close()
    return _quantile(times, 0.99) * 1000


async def load(folder: Path, rate: int, seconds: int) -> tuple[list[float], float, int]:
    """Seconds that each answer took, milliseconds of CPU for a turn, and how many answers were none."""
    count = rate * seconds
    size = count * 3 // 10 + count // 10 + 50
    database = Database(f"sqlite:///{folder / 'load.db'}")
    migrate.upgrade(database.engine)
    connection = await database.write(lambda store: town.build(store, size))
    workspace = await database.read(lambda store: people.workspace_of(store, connection.id))
    assert workspace is not None
    clock, out = MovedClock(town.NOW, WallClock()), WebOut()
    conductor = Conductor(database, clock, chance(4))
    outbox = Outbox(database, clock, {connection.id: out})
    conductor.changed = outbox.wake
    stage = Stage(database, conductor, outbox, clock, Example(workspace, connection))
    app = browser_application(stage, out)
    gc.freeze()  # as the server does
    sending = asyncio.create_task(outbox.run())
    random = Random(5)
    names = town.handles(size)
    pressable = await _check_in_first(app, names[: count // 10], random)
    turns = _turns(count, names[count // 10 :], pressable, random)
    used = time.process_time()
    times, wrong = await _play(app, turns, rate)
    cpu = (time.process_time() - used) / count * 1000
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    gc.unfreeze()
    database.close()
    return times, cpu, wrong


Turn = tuple[str, str, dict[str, str]]


async def _check_in_first(app: ASGIApp, names: Sequence[str], random: Random) -> list[tuple[str, str]]:
    """Tasks of people who have checked in before: who, and the id of a task with a suggested line."""
    found = []
    for n, name in enumerate(names):
        _, body = await _post(app, f"/{name}/hand-in", _hand_in_form(name, f"before-{n:05}", random))
        found += [(name, task) for task in re.findall(r"ties\.settle ([0-9a-f]{32}) whirlwind", body)]
    return found


def _hand_in_form(name: str, key: str, random: Random) -> dict[str, str]:
    tasks = random.sample(town.TASKS, 3)
    return {
        "action": "checkin.hand_in",
        "key": key,
        "here": name,
        "about.day": "2027-03-09",
        "field.confidence": "4",
    } | {f"field.task{n}": words for n, words in enumerate(tasks, 1)}


def _turns(count: int, names: Sequence[str], pressable: Sequence[tuple[str, str]], random: Random) -> list[Turn]:
    """60 % presses, 30 % hand-ins, 10 % looks, shuffled."""
    kinds = ["press"] * (count * 6 // 10) + ["hand-in"] * (count * 3 // 10) + ["look"] * (count // 10)
    random.shuffle(kinds)
    fresh = iter(names)
    turns: list[Turn] = []
    for n, kind in enumerate(kinds):
        key = f"turn-{n:07}"
        if kind == "hand-in":
            name = next(fresh)
            turns.append((name, "hand-in", _hand_in_form(name, key, random)))
        elif kind == "press":
            name, task = random.choice(pressable)
            turns.append((name, "press", {"press": f"{key} ties.settle {task} whirlwind", "here": name}))
        else:
            name = random.choice(names)
            turns.append((name, "press", {"press": f"{key} checkin.open_form ", "here": name}))
    return turns


async def _play(app: ASGIApp, turns: Sequence[Turn], rate: int) -> tuple[list[float], int]:
    """Send each turn at its moment, whether or not the ones before it were answered."""
    begun = time.perf_counter()
    times: list[float] = []
    wrong = 0

    async def one(n: int, turn: Turn) -> None:
        nonlocal wrong
        due = begun + n / rate
        await asyncio.sleep(max(0, due - time.perf_counter()))
        name, what, form = turn
        status, body = await _post(app, f"/{name}/{what}", form)
        # From the moment at which it was due: a server that keeps others waiting is not excused.
        times.append(time.perf_counter() - due)
        wrong += status != 200 or ("<article" not in body and "<section" not in body)

    waiting = set()
    for n, turn in enumerate(turns):
        delay = begun + n / rate - time.perf_counter()
        if delay > 0:
            await asyncio.sleep(delay)
        task = asyncio.create_task(one(n, turn))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
    await asyncio.gather(*waiting)
    return times, wrong


async def _post(app: ASGIApp, path: str, form: dict[str, str]) -> tuple[int, str]:
    """One post, straight into the application."""
    sent: list[Message] = []
    body = urlencode(form).encode()
    headers = [
        (b"host", b"127.0.0.1"),
        (b"content-type", b"application/x-www-form-urlencoded"),
        (b"x-fragment", b"1"),
    ]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "server": ("127.0.0.1", 80),
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    answer = b"".join(one.get("body", b"") for one in sent[1:])
    return sent[0]["status"], answer.decode()


def _quantile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


if __name__ == "__main__":
    sys.exit(main())
