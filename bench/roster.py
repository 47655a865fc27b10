"""How long a roster of 5,000 people takes to be read, differenced and taken in, and hostile files to be refused.

    python -m bench.roster

The bars: 20 s and 300 MB for the roster, from its file to the commit; 1 s and 100 MB for a hostile file. What can
fail is the memory, and the seconds as times the floor of the same process (`bench.floor.reading`), since those of a
slow machine are not ours. Each file is measured in a process of its own.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench import floor
from handlers import people
from handlers.turn import Moment
from score import roster
from score.problems import ScoreProblems
from storage import migrate
from storage.store import open_engine, open_store
from storage.tables import Connection, Door, Workspace

MIB = 1024 * 1024
PEOPLE = 5_000
HONEST_AT_MOST, HOSTILE_AT_MOST = 300, 50
"""Times the floor; measured 33 to 120, and at most 15 to 27 (2 MiB of teams)."""
AT = datetime(2027, 3, 9, 6, tzinfo=UTC)


def table(count: int = PEOPLE) -> bytes:
    """People in teams of eight, as another tool would export them."""
    head = "handle,name,email,zone,days,country,teams,leads\n"
    rows = (
        f"p{n},Person {n},p{n}@example.org,Europe/Dublin,mon-fri,IE,team-{n // 8},{f'team-{n // 8}' * (n % 8 == 0)}\n"
        for n in range(count)
    )
    return (head + "".join(rows)).encode()


def page(count: int = PEOPLE) -> bytes:
    """The same as YAML."""
    persons = (f"  p{n}: {{name: Person {n}, email: p{n}@example.org}}\n" for n in range(count))
    teams = (
        f"  team-{team}: {{part: x, members: [{', '.join(f'p{n}' for n in range(team * 8, team * 8 + 8))}]}}\n"
        for team in range(count // 8)
    )
    return f"zone: Europe/Dublin\ncountry: IE\npeople:\n{''.join(persons)}teams:\n{''.join(teams)}".encode()


def full(line: Callable[[int], str], head: str) -> bytes:
    """As many lines as 2 MiB hold."""
    text, size, number = [head], len(head), 0
    while size < 2 * MIB - 300:
        text.append(line(number))
        size += len(text[-1].encode())
        number += 1
    return "".join(text).encode()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "2 MiB of commas": ("x.csv", lambda: b"handle,name\n" + b"," * (2 * MIB - 20)),
    "2 MiB of columns": ("x.csv", lambda: b"h," * (MIB - 10)),
    "2 MiB of rows": ("x.csv", lambda: full(lambda n: f"p{n},x\n", "handle,name\n")),
    "2 MiB of one handle": ("x.csv", lambda: full(lambda _: "ada,x\n", "handle,name\n")),
    "2 MiB of bad rows": (
        "x.csv",
        lambda: full(lambda n: f"P{n},x,Europe/X{n},x,x\n", "handle,name,zone,days,email\n"),
    ),
    "2 MiB of teams in a cell": ("x.csv", lambda: b"handle,name,teams\nada,Ada," + b"a;" * (MIB - 20)),
    "2 MiB of teams": (
        "x.csv",
        lambda: full(lambda n: f"p{n},x,{';'.join(f't{n}-{m}' for m in range(6))}\n", "handle,name,teams\n"),
    ),
    "2 MiB of accounts": ("x.csv", lambda: b"handle,name,accounts\nada,Ada," + b"a:b;" * (MIB // 2 - 20)),
    "2 MiB of an open quote": ("x.csv", lambda: b'handle,name\nada,"' + b"x\n" * (MIB - 20)),
    "2 MiB of quotes": ("x.csv", lambda: b'handle,name\nada,"' + b'""' * (MIB - 20)),
    "2 MiB of empty rows": ("x.csv", lambda: b"handle,name\n" + b"\n" * (2 * MIB - 20)),
    "2 MiB of apostrophes": ("x.csv", lambda: b"handle,name\nada," + b"'" * (2 * MIB - 20)),
    "bad zones": (
        "x.yml",
        lambda: full(lambda n: f"  p{n}: {{name: x, zone: Europe/X{n}}}\n", "people:\n")[: MIB // 3],
    ),
    "strangers in a team": (
        "x.yml",
        lambda: full(lambda n: f"x{n}, ", "people: {ada: {name: A}}\nteams: {t: {members: [")[:400_000] + b"a]}}",
    ),
    "days without end": ("x.yml", lambda: b"people: {ada: {name: x, days: " + b"mon " * (MIB // 2 - 20) + b"}}"),
    "an address without end": ("x.yml", lambda: b"people: {ada: {name: x, email: " + b"a.a@" * (MIB // 2 - 20) + b"}}"),
}


def take_in(source: bytes, file: str) -> str:
    """Read, compare and keep a roster; how long each took."""
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'roster.db'}")
        migrate.upgrade(engine)
        now = Moment(AT, Random(1))
        workspace = Workspace(id=now.id(), name="Bench", created_at=AT)
        with open_store(engine) as store:
            store.keep(workspace, Connection(id=now.id(), workspace_id=workspace.id, door=Door.WEB, external_id="b"))
        began = time.perf_counter()
        found = roster.read(source, file)
        read = time.perf_counter()
        with open_store(engine) as store:
            planned = people.plan(now, store, workspace.id, found)
        compared = time.perf_counter()
        with open_store(engine) as store:
            people.keep(now, store, workspace.id, planned)
        kept = time.perf_counter()
        with open_store(engine) as store:
            again = people.plan(now, store, workspace.id, found)
        done = time.perf_counter()
        assert len(planned.difference.new) == PEOPLE
        assert not again.difference
        engine.dispose()
    return (
        f"read {read - began:.2f} s, compared {compared - read:.2f} s, kept {kept - compared:.2f} s, "
        f"compared again {done - kept:.2f} s"
    )


def measure(name: str) -> None:
    """Play one file; print seconds and memory, and end with 1 when its bar is not met."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if name not in HOSTILE:
        source, file = (table(), "x.csv") if name.endswith("table") else (page(), "x.yml")
        began, bars = time.process_time(), (HONEST_AT_MOST, 300)
        said = take_in(source, file)
    else:
        file, make = HOSTILE[name]
        source = make()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began, bars = time.process_time(), (HOSTILE_AT_MOST, 100)
        try:
            said = f"read {len(roster.read(source, file).people)} people"
        except ScoreProblems as problems:
            said = ", ".join(sorted({problem.kind.value for problem in problems.problems}))
    seconds = time.process_time() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    times = seconds / floor.reading()
    print(f"{name:28} {seconds:7.3f} s {times:7.1f} x the floor {more:7.1f} MB  {said}")
    sys.exit(times > bars[0] or more > bars[1])


def main() -> int:
    """All of them; 1 when any says that a bar is not met."""
    names = ["5,000 people: a table", "5,000 people: a page", *HOSTILE]
    command = [sys.executable, "-m", "bench.roster"]
    return max(subprocess.run([*command, name], check=False).returncode for name in names)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    sys.exit(main())
