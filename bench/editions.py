"""How long a new edition holds the writer, and how long it takes to say what it would change: for a score of 500 lines.

`python -m bench.editions` loads a score of 500 lines over another, a fifth of whose lines are new, reworded, moved or
gone, in an organisation of 500 people, and prints the CPU time that each half of it takes.
"""

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from handlers import loading
from handlers.editions import tell
from handlers.turn import Moment
from score.language import read
from score.written import ScoreFile
from storage import migrate
from storage.store import Store, open_engine, open_store
from storage.tables import Connection, Door, Membership, Person, Place, PlaceKind, Role, Team, Workspace

LINES, PEOPLE, TIMES = 500, 500, 9


def score(edition: int) -> ScoreFile:
    """A score of so many lines in ten parts; a fifth of them differ from one edition to the next."""
    parts = []
    for n in range(10):
        lines = []
        for k in range(LINES // 10):
            changes = (k + edition) % 10 < 2
            words = f"Priority {k} of part {n}" + (f", as edition {edition} has it" if changes else "")
            lines.append(f"        P-{k if k < 45 else k + edition}: {{words: '{words}'}}")
        parts.append(
            f"    - id: part-{n}\n      name: Part {n}\n      kind: team\n      priorities:\n" + "\n".join(lines)
        )
    text = "score: Big\npart:\n  id: top\n  name: Top\n  kind: company\n  parts:\n" + "\n".join(parts) + "\n"
    return read(text.encode(), "score.yml")


def measured() -> dict[str, float]:
    """Milliseconds: what is found outside the writer, what holds it, and what telling ten people of it takes."""
    chance = Random(1)
    found: dict[str, list[float]] = {"compose": [], "difference": [], "writer": [], "tell ten": []}
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'bench.db'}")
        migrate.upgrade(engine)
        with open_store(engine) as store:
            at = datetime(2027, 3, 9, 9, tzinfo=UTC)
            made(store, Moment(at, chance))
            loading.load(Moment(at, chance), store, "w", score(0))
        for edition in range(1, TIMES + 1):
            moment, file = Moment(datetime(2027, 3, 9 + edition, 10, tzinfo=UTC), chance), score(edition)
            with open_store(engine) as store:
                started = process_time()
                next_one = loading.compose_next(moment, store, "w", file)
                found["compose"].append(process_time() - started)
                started = process_time()
                loading.difference(moment, store, next_one)
                found["difference"].append(process_time() - started)
            started = process_time()
            with open_store(engine) as store:
                loading.put_in_force(store, next_one)
            found["writer"].append(process_time() - started)
            while True:
                started = process_time()
                with open_store(engine) as store:
                    reply = tell(moment, store, "w", 10)
                    store.keep(*reply.shown, *reply.deliveries)
                if not reply.served:
                    break
                found["tell ten"].append(process_time() - started)
        engine.dispose()
    return {name: 1000 * median(times) for name, times in found.items()}


def made(store: Store, moment: Moment) -> None:
    """Everybody, in ten teams of fifty."""
    ours: dict[str, Any] = {"workspace_id": "w"}
    store.keep(
        Workspace(id="w", name="Big", created_at=moment.at),
        Connection(id="c", door=Door.CONSOLE, external_id="c", **ours),
        *[Team(id=f"t{n}", handle=f"t{n}", name=f"Team {n}", part=f"part-{n}", **ours) for n in range(10)],
    )
    for n in range(PEOPLE):
        id = f"p{n:03}"
        store.keep(
            Person(id=id, handle=id, name=id, **ours),
            Place(id=f"d{n}", connection_id="c", external_id=id, kind=PlaceKind.DIRECT, name=id, person_id=id, **ours),
            Membership(id=f"m{n}", team_id=f"t{n % 10}", person_id=id, role=Role.MEMBER, **ours),
        )


if __name__ == "__main__":
    for name, milliseconds in measured().items():
        print(f"{name:12} {milliseconds:8.1f} ms")
