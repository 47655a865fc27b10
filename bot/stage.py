"""A stage: everything that a demo runs on, opened from its store, which is made when there is none."""

import contextlib
import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from bot import example, script
from bot.company import Company
from bot.conductor import Conductor
from bot.example import Example
from bot.organisation import Organisation
from bot.outbox import DoorOut, Outbox
from bot.ports import MovedClock, WallClock, chance
from bot.script import TODAY, morning
from bot.settings import demo_folder
from bot.writer import Database, Unkept
from handlers.turn import Moment
from storage import deliveries, migrate, people
from storage.store import Store
from storage.tables import Door

MORNINGS = "mornings"
"""Folder beside the stores with a copy of the example on each morning that was reached while one was made."""

BEFORE = timedelta(minutes=1)
"""How long before a morning's prompts its copy is taken: what a day begins with is done by who opens it."""


@dataclass(frozen=True)
class Stage:
    """Everything that a demo runs on. `company` are the others of the example; any other organisation has none."""

    database: Database
    conductor: Conductor
    outbox: Outbox
    clock: MovedClock
    example: Example
    company: Company | None = None

    async def tick(self) -> int:
        """Play what is due, and then let the others do what it is time for: nobody answers before being asked."""
        count = await self.conductor.tick()
        if self.company is not None:
            await self.company.catch_up()
        return count

    async def move_to(self, instant: datetime) -> None:
        """Move the clock on, and play all that happens until then."""
        if self.company is not None:
            await self.company.move_to(instant)
            return
        self.clock.move_to(instant)
        await self.conductor.tick()
        await self.outbox.serve(self.example.workspace.id)


def store_of(name: str, organisation: Organisation | None, day: date = TODAY) -> Path:
    """Where a demo is kept: each organisation has a store of its own, and so has each day of the example."""
    if organisation is not None:
        return demo_folder() / f"{name}-{organisation.key}.db"
    return demo_folder() / (f"{name}.db" if day == TODAY else f"{name}-{day.isoformat()}.db")


async def set_up(
    file: Path,
    door: Door,
    out: DoorOut,
    *,
    fresh: bool,
    organisation: Organisation | None = None,
    day: date = TODAY,
) -> Stage:
    """Open the demo's store, made anew when there is none; time goes on from the last thing that happened.

    It holds `organisation`, or else the example on the morning of `day`, with the days that were played in it. Raises
    ScoreProblems for an organisation that does not fit together.
    """
    if fresh and day == TODAY:
        for one in _mornings(file).glob(f"{file.stem}-*"):
            one.unlink()
    await prepare(file, door, out, fresh=fresh, organisation=organisation, day=day)
    return await open_stage(file, door, out, organisation=organisation, day=day)


async def prepare(
    file: Path, door: Door, out: DoorOut, *, fresh: bool, organisation: Organisation | None = None, day: date = TODAY
) -> None:
    """Make the store if there is none, or anew; nothing of it is seen before it is whole."""
    # An example that was interrupted while it was made is made again, not played on.
    made_half = file.with_suffix(".new")
    if _begins_anew(file, made_half, fresh):
        await _make(made_half, door, out, organisation, day)
        made_half.rename(file)


async def open_stage(
    file: Path, door: Door, out: DoorOut, *, organisation: Organisation | None = None, day: date = TODAY
) -> Stage:
    """Open a store that is there."""
    database = Database(f"sqlite:///{file}")
    try:
        migrate.upgrade(database.engine)
        found = await database.read(lambda store: find(store, door))
        begins = await database.read(lambda store: _begins(store, found, organisation, day))
    except BaseException:
        database.close()
        raise
    return _stage(database, found, out, begins, alone=organisation is not None)


def begun_until(file: Path, door: Door, day: date) -> datetime | None:
    """Until when a day's store was played; None when there is none, or nothing was done in it."""
    if not file.exists():
        return None
    database = Database(f"sqlite:///{file}")
    try:
        found = database.read_now(lambda store: find(store, door))
        until = database.read_now(lambda store: deliveries.last_instant(store, found.workspace.id))
    except Unkept:
        return None
    finally:
        database.close()
    return until if until is not None and until > morning(day) else None


def _begins(store: Store, found: Example, organisation: Organisation | None, day: date) -> datetime:
    """Where time goes on; at the beginning, the hour at which the first of them is asked."""
    begun = deliveries.last_instant(store, found.workspace.id)
    if organisation is None:
        return max(begun or morning(day), morning(day))
    asked = people.next_due(store, found.workspace.id, 1)
    return begun or (asked[0].next_due_at if asked else None) or WallClock().now()


def _begins_anew(file: Path, made_half: Path, fresh: bool) -> bool:
    _forget(made_half)
    anew = fresh or not file.exists()
    if anew:
        # A write-ahead log that outlived its file would be played into the new one.
        _forget(file)
    return anew


def _forget(file: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


async def _make(file: Path, door: Door, out: DoorOut, organisation: Organisation | None, day: date) -> None:
    played = _nearest_morning(file, day) if organisation is None else None
    if played is not None:
        _copy(_morning(file, played), file)
    database = Database(f"sqlite:///{file}")
    try:
        migrate.upgrade(database.engine)
        if organisation is not None:
            given = organisation
            now = Moment(WallClock().now(), chance())
            await database.write(
                lambda store: example.set_up(now, store, door, given.score.name, given.roster, given.score)
            )
            return
        if played is None:
            made = await database.write(lambda store: example.make(store, door, chance(script.SEED)))
            stage = _stage(database, made, out, example.SCORE_LOADED)
        else:
            found = await database.read(lambda store: find(store, door))
            stage = _stage(database, found, out, morning(played) - BEFORE)
        await _play_until(stage, file, day, played)
    finally:
        database.close()


async def _play_until(stage: Stage, file: Path, day: date, played: date | None) -> None:
    """Play the example's days before `day`, and keep a copy of each morning on the way."""
    for one in script.days():
        if one > day or (played is not None and one <= played):
            continue
        await stage.move_to(morning(one) - BEFORE)
        if one < TODAY or one == day:
            _morning(file, one).parent.mkdir(exist_ok=True)
            _copy(file, _morning(file, one))


# Copies of mornings


def _nearest_morning(file: Path, day: date) -> date | None:
    """The last morning up to `day` of which there is a copy."""
    return next((one for one in reversed(script.days()) if one <= day and _morning(file, one).exists()), None)


def _morning(file: Path, day: date) -> Path:
    return _mornings(file) / f"{file.name.partition('.')[0].partition('-')[0]}-{_edition()}-{day.isoformat()}.db"


def _mornings(file: Path) -> Path:
    return file.parent / MORNINGS


@cache
def _edition() -> str:
    """A name for the example as it is written now: a copy of another one is not played on from."""
    written = [*sorted(script.FOLDER.glob("*.yml")), Path(script.__file__)]
    return hashlib.sha256(b"\0".join(one.read_bytes() for one in written)).hexdigest()[:8]


def _copy(source: Path, to: Path) -> None:
    """The store as it stands, whatever of it is in its log still; seen only when it is whole."""
    half = to.with_suffix(".half")
    half.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(source)) as ours, contextlib.closing(sqlite3.connect(half)) as theirs:
        ours.backup(theirs)
    half.rename(to)


def find(store: Store, door: Door) -> Example:
    """The organisation that a demo's store holds. Ends the command when there is none."""
    connection = people.connection(store, door, "demo")
    workspace = people.workspace_of(store, connection.id) if connection else None
    if connection is None or workspace is None:
        raise SystemExit("The demo's store holds no example. `concertmaster demo --fresh` makes it anew.")
    return Example(workspace, connection)


def _stage(database: Database, found: Example, out: DoorOut, begins: datetime, *, alone: bool = False) -> Stage:
    clock = MovedClock(begins, WallClock())
    conductor = Conductor(database, clock, chance())
    outbox = Outbox(database, clock, {found.connection.id: out})
    conductor.changed = outbox.wake
    company = None if alone else Company(found, conductor, outbox, clock)
    return Stage(database, conductor, outbox, clock, found, company)
