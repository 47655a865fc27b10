"""How long a table of 100,000 readings takes to be read, weighed and kept, and hostile ones to be refused.

    python -m bench.readings

The bars are times the floor of the same process (`bench.floor.reading`): the seconds of a slow machine are not ours.
"""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from bench import floor
from handlers import loading, measured
from handlers.turn import Moment
from score.language import read
from score.problems import ScoreProblems
from score.readings_in import BYTES, ROWS, of_post, of_table
from storage import migrate
from storage.store import open_engine, open_store
from storage.tables import Measure, Origin, Workspace

AT = datetime(2027, 3, 9, 6, tzinfo=UTC)
MEASURES = 50
HEAD = "address,day,value,note\n"
SCORE = """score: Bench
part:
  id: b
  name: Bench
  kind: company
  priorities:
    P-1:
      words: Win
      measures:
"""

HONEST_AT_MOST, HOSTILE_AT_MOST = 400, 100
"""Times the floor; measured 186 on a machine with eight other processes at work, and at most 34."""


def table() -> bytes:
    """As many rows as one table may have: 2,000 days of 50 measures."""
    days = [(AT.date() - timedelta(days=n)).isoformat() for n in range(ROWS // MEASURES)]
    rows = (f"b/M-{n},{day},{n}.5,\n" for day in days for n in range(1, MEASURES + 1))
    return (HEAD + "".join(rows)).encode()


def full(row: Callable[[int], str]) -> bytes:
    """As many rows as the largest table holds."""
    text, size = [HEAD], len(HEAD)
    while size < BYTES - 300:
        text.append(row(len(text)))
        size += len(text[-1])
    return "".join(text).encode()


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "5 MiB of commas": lambda: HEAD.encode() + b"," * (BYTES - 60),
    "5 MiB of unknown addresses": lambda: full(lambda n: f"x/M-{n},2027-03-09,4,\n"),
    "5 MiB of bad numbers": lambda: full(lambda n: f'b/M-1,2027-03-09,"1,250",{n}\n'),
    "5 MiB of one reading": lambda: full(lambda n: "b/M-1,2027-03-09,4,\n"),
    "5 MiB of one day, other values": lambda: full(lambda n: f"b/M-1,2027-03-09,{n},\n"),
    "5 MiB of an open quote": lambda: HEAD.encode() + b'b/M-1,"' + b"x\n" * (BYTES // 2 - 60),
    "5 MiB of digits": lambda: HEAD.encode() + b"b/M-1,2027-03-09," + b"1" * (BYTES - 60),
    "5 MiB of empty rows": lambda: HEAD.encode() + b"\n" * (BYTES - 60),
}


def kept(source: bytes) -> str:
    """Read, weigh and keep a table, and again; how long each took."""
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'readings.db'}")
        migrate.upgrade(engine)
        now = Moment(AT, Random(1))
        workspace = Workspace(id=now.id(), name="Bench", created_at=AT)
        lines = "".join(f"        M-{n}: Measure {n}\n" for n in range(1, MEASURES + 1))
        with open_store(engine) as store:
            store.keep(workspace)
            loading.load(now, store, workspace.id, read((SCORE + lines).encode(), "score.yml"))
            measures = measured.measures_of(store, workspace.id)
        began = time.perf_counter()
        said = of_table(source, "in.csv", measures, AT.date())
        was_read = time.perf_counter()
        with open_store(engine) as store:
            first = measured.plan(now, store, workspace.id, said, Origin.FILE)
        weighed = time.perf_counter()
        with open_store(engine) as store:
            measured.keep(store, first)
        done = time.perf_counter()
        with open_store(engine) as store:
            again = measured.plan(now, store, workspace.id, said, Origin.FILE)
        finished = time.perf_counter()
        assert len(first.new) == ROWS
        assert not again.difference
        posted = _posted(now, measures, workspace.id, engine)
        engine.dispose()
    return (
        f"read {was_read - began:.2f} s, weighed {weighed - was_read:.2f} s, kept {done - weighed:.2f} s, "
        f"weighed again {finished - done:.2f} s; a post of 1,000 kept in {1000 * posted:.0f} ms"
    )


def _posted(now: Moment, measures: Mapping[str, Measure], workspace_id: str, engine: Engine) -> float:
    """Seconds for which a post of as many readings as it may have holds the writer."""
    days = [(date(2015, 1, 1) + timedelta(days=n)).isoformat() for n in range(1_000)]
    body = {"readings": [{"address": "b/M-1", "day": day, "value": 4} for day in days]}
    said = of_post(body, measures, AT.date())
    with open_store(engine) as store:
        planned = measured.plan(now, store, workspace_id, said, Origin.POST)
        began = time.perf_counter()
        measured.keep(store, planned)
        return time.perf_counter() - began


def main() -> int:
    """All of them; 1 when any says that a bar is not met."""
    ground, worst = floor.reading(), 0
    began = time.process_time()
    said = kept(table())
    times = (time.process_time() - began) / ground
    print(f"{'100,000 readings':32} {times:7.1f} x the floor  {said}")
    worst = max(worst, times > HONEST_AT_MOST)
    measures = {
        f"b/M-{n}": Measure(id=str(n), workspace_id="w", edition_id="e", line_id=str(n), unit="")
        for n in range(1, MEASURES + 1)
    }
    for name, make in HOSTILE.items():
        source, found = make(), "read"
        began = time.process_time()
        try:
            of_table(source, "in.csv", measures, AT.date())
        except ScoreProblems as problems:
            found = ", ".join(sorted({str(one.kind) for one in problems.problems}))
        seconds = time.process_time() - began
        print(f"{name:32} {seconds / ground:7.1f} x the floor {seconds:7.3f} s  {found}")
        worst = max(worst, seconds / ground > HOSTILE_AT_MOST)
    return int(worst)


if __name__ == "__main__":
    sys.exit(main())
