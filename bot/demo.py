"""The demo: an example organisation on SQLite, a clock that can be moved on, and a browser or a terminal."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from bot import example
from bot.clock import ticking
from bot.conductor import Conductor
from bot.console.receive import Terminal
from bot.console.send import ConsoleOut
from bot.example import Example
from bot.organisation import Organisation
from bot.outbox import DoorOut, Outbox
from bot.ports import MovedClock, WallClock, chance
from bot.server import application
from bot.settings import ClockSettings, demo_folder
from bot.web.receive import Pages
from bot.web.send import WebOut
from bot.web.showing import House
from bot.writer import Database, Unkept
from handlers import people as handlers_people
from handlers import score
from handlers.turn import Moment
from score.diff import Diff
from score.language import ScoreFile, read
from score.roster import read as read_roster
from score.roster_changes import Difference
from storage import deliveries, migrate, people, scores
from storage.store import Store
from storage.tables import Door, Edition

STORE = demo_folder() / "demo.db"
"""What the browser's demo keeps; a terminal has its own beside it."""

EVERY = ClockSettings(plan_every=5, deliver_every=2, reconcile_every=30)


@dataclass(frozen=True)
class Stage:
    """Everything that a demo runs on."""

    database: Database
    conductor: Conductor
    outbox: Outbox
    clock: MovedClock
    example: Example


async def set_up(
    file: Path, door: Door, out: DoorOut, *, fresh: bool, organisation: Organisation | None = None
) -> Stage:
    """Open the demo's store, made anew when there is none; time goes on from the last thing that happened.

    It holds `organisation`, or else the example with the days that were played in it. Raises ScoreProblems for an
    organisation that does not fit together.
    """
    # An example that was interrupted while it was made is made again, not played on.
    made_half = file.with_suffix(".new")
    if _begins_anew(file, made_half, fresh):
        await _make(made_half, door, out, organisation)
        made_half.rename(file)
    database = Database(f"sqlite:///{file}")
    try:
        migrate.upgrade(database.engine)
        found = await database.read(lambda store: _find(store, door))
        begins = await database.read(lambda store: _begins(store, found, organisation))
    except BaseException:
        database.close()
        raise
    return _stage(database, found, out, begins)


def _begins(store: Store, found: Example, organisation: Organisation | None) -> datetime:
    """Where time goes on; at the beginning, the hour at which the first of them is asked."""
    begun = deliveries.last_instant(store, found.workspace.id)
    if organisation is None:
        return max(begun or example.morning(), example.morning())
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


async def _make(file: Path, door: Door, out: DoorOut, organisation: Organisation | None) -> None:
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
        made = await database.write(lambda store: example.make(store, door, chance(example.SEED)))
        stage = _stage(database, made, out, example.SCORE_LOADED)
        await example.play_history(made, stage.conductor, stage.outbox, stage.clock)
    finally:
        database.close()


def _find(store: Store, door: Door) -> Example:
    connection = people.connection(store, door, "demo")
    workspace = people.workspace_of(store, connection.id) if connection else None
    if connection is None or workspace is None:
        raise SystemExit("The demo's store holds no example. `concertmaster demo --fresh` makes it anew.")
    return Example(workspace, connection)


def _stage(database: Database, found: Example, out: DoorOut, begins: datetime) -> Stage:
    clock = MovedClock(begins, WallClock())
    conductor = Conductor(database, clock, chance())
    outbox = Outbox(database, clock, {found.connection.id: out})
    conductor.changed = outbox.wake
    return Stage(database, conductor, outbox, clock, found)


def browser_application(stage: Stage, out: WebOut) -> ASGIApp:
    """The demo's pages, with their ticks and their outbox."""
    house = House(stage.conductor, stage.outbox, stage.clock, out, stage.example.workspace, stage.example.connection)

    @contextlib.asynccontextmanager
    async def around() -> AsyncIterator[None]:
        ticks = ticking(stage.conductor, stage.outbox, EVERY)
        ticks.start()
        sending = asyncio.create_task(stage.outbox.run())
        await stage.conductor.tick()
        await stage.outbox.reconcile()
        try:
            yield
        finally:
            ticks.shutdown(wait=False)
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sending
            stage.database.close()

    async def alive() -> bool:
        try:
            await stage.database.write(people.workspaces)
        except Unkept:
            return False
        return True

    return application(Pages(house).routes(), around, alive)


def store_of(name: str, organisation: Organisation | None) -> Path:
    """Where a demo is kept: each organisation has a store of its own."""
    return demo_folder() / (f"{name}-{organisation.key}.db" if organisation else f"{name}.db")


def serve(port: int, *, fresh: bool, organisation: Organisation | None = None) -> None:
    """Serve the demo's pages on the loopback address until interrupted."""
    out = WebOut()
    file = store_of("demo", organisation)
    stage = asyncio.run(set_up(file, Door.WEB, out, fresh=fresh, organisation=organisation))
    config = uvicorn.Config(
        browser_application(stage, out),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()


def _typed(prompt: str) -> str:
    sys.stdout.write(f"\n{prompt}")
    sys.stdout.flush()
    return sys.stdin.readline()


def load_score(source: bytes, file: str) -> Edition | None:
    """Put a score file in force in the browser's demo, also while it runs; None when it says nothing new.

    Raises ScoreProblems with all that is wrong, or does not fit the example's people; nothing is changed then.
    """
    database = Database(f"sqlite:///{STORE}")
    try:
        found = database.read_now(lambda store: _find(store, Door.WEB))
        return database.writer.write(lambda store: _load_score(store, found, source, file)).result()
    finally:
        database.close()


def weigh_score(source: bytes, file: str) -> Diff:
    """What loading a score file into the browser's demo would change; nothing is changed.

    Raises ScoreProblems with all that is wrong, or does not fit the example's people.
    """
    database = Database(f"sqlite:///{STORE}")
    try:
        return database.read_now(lambda store: _weigh_score(store, source, file))
    finally:
        database.close()


def _weigh_score(store: Store, source: bytes, file: str) -> Diff:
    found = _find(store, Door.WEB)
    return score.weigh(
        Moment(example.morning(), chance()), store, found.workspace.id, _read(store, found, source, file)
    )


def edition_in_force() -> Edition | None:
    """The edition that the browser's demo plays from."""
    database = Database(f"sqlite:///{STORE}")
    try:
        return database.read_now(lambda store: scores.current(store, _find(store, Door.WEB).workspace.id))
    finally:
        database.close()


def _read(store: Store, found: Example, source: bytes, file: str) -> ScoreFile:
    roster = [person.handle for person in people.everybody(store, found.workspace.id)]
    return read(source, file, roster)


def _load_score(store: Store, found: Example, source: bytes, file: str) -> Edition | None:
    begun = deliveries.last_instant(store, found.workspace.id) or example.morning()
    return score.load(Moment(begun, chance()), store, found.workspace.id, _read(store, found, source, file))


def people_difference(source: bytes, file: str) -> Difference:
    """What a roster would change in the browser's demo; nothing is kept.

    Raises ScoreProblems with all that is wrong, or does not fit.
    """
    return _with_people(source, file, keep=False)


def take_people_in(source: bytes, file: str) -> Difference:
    """The same, and all of it is kept, also while the demo runs."""
    return _with_people(source, file, keep=True)


def _with_people(source: bytes, file: str, *, keep: bool) -> Difference:
    database = Database(f"sqlite:///{STORE}")
    try:
        found = database.read_now(lambda store: _find(store, Door.WEB))
        planned = database.read_now(lambda store: _plan_people(store, found, source, file))
        if keep and planned.plan.difference:
            work = planned
            database.writer.write(
                lambda store: handlers_people.keep(work.moment, store, found.workspace.id, work.plan)
            ).result()
        return planned.plan.difference
    finally:
        database.close()


@dataclass(frozen=True)
class _Planned:
    moment: Moment
    plan: handlers_people.Plan


def _plan_people(store: Store, found: Example, source: bytes, file: str) -> _Planned:
    now = deliveries.last_instant(store, found.workspace.id) or example.morning()
    edition = scores.current(store, found.workspace.id)
    parts = scores.parts(store, found.workspace.id, edition.id) if edition else ()
    roster = read_roster(source, file, [part.handle for part in parts] if edition else None)
    moment = Moment(now, chance())
    return _Planned(moment, handlers_people.plan(moment, store, found.workspace.id, roster))


def people_written() -> dict[str, Any]:
    """The demo's roster as a file has it."""
    database = Database(f"sqlite:///{STORE}")
    try:
        found = database.read_now(lambda store: _find(store, Door.WEB))
        return database.read_now(lambda store: handlers_people.exported(store, found.workspace.id))
    finally:
        database.close()


async def talk(me: str, *, fresh: bool, organisation: Organisation | None = None) -> bool:
    """Play the demo in this terminal; False when there is nobody called `me`."""
    out = ConsoleOut()
    file = store_of("chat", organisation)
    stage = await set_up(file, Door.CONSOLE, out, fresh=fresh, organisation=organisation)
    terminal = Terminal(stage.conductor, stage.outbox, stage.clock, out, print)
    try:
        if not await terminal.sit_down(stage.example.connection, stage.example.workspace, me):
            return False
        await stage.conductor.tick()
        await stage.outbox.reconcile()
        await stage.outbox.serve(stage.example.workspace.id)
        while True:
            typed = await asyncio.to_thread(_typed, terminal.prompt)
            if not typed or not await terminal.line(typed):
                return True
    finally:
        stage.database.close()
