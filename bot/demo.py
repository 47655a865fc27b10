"""The demo: an example organisation on SQLite, a clock that can be moved on, and a browser or a terminal."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import uvicorn
from starlette.routing import Mount
from starlette.types import ASGIApp

from bot import example
from bot.asks import asking
from bot.console.receive import Terminal
from bot.console.send import ConsoleOut
from bot.days import Days
from bot.example import Example
from bot.organisation import Organisation
from bot.ports import chance
from bot.script import TODAY
from bot.server import application
from bot.settings import Settings, demo_folder
from bot.stage import Stage, find, set_up, store_of
from bot.web.days import DayPages
from bot.web.send import WebOut
from bot.writer import Database, Unkept
from handlers import leave_file, loading
from handlers import people as handlers_people
from handlers.turn import Moment
from handlers.views import leave as leave_view
from score.diff import Diff
from score.language import ScoreFile, read
from score.roster import read as read_roster
from score.roster_changes import Difference
from storage import deliveries, people, scores
from storage.store import Store
from storage.tables import Door, Edition

T = TypeVar("T")

STORE = demo_folder() / "demo.db"
"""What the browser's demo keeps of today; its other days, and a terminal, have their own beside it."""


def browser_application(stage: Stage, out: WebOut, day: date | None = None) -> ASGIApp:
    """The demo's pages, with their ticks and their outbox. `day` is the one that is open, where there are others."""
    days = Days(stage, out, day)

    @contextlib.asynccontextmanager
    async def around() -> AsyncIterator[None]:
        await days.begin()
        try:
            yield
        finally:
            await days.end()

    async def alive() -> bool:
        try:
            await days.stage.database.write(people.workspaces)
        except Unkept:
            return False
        return True

    return application([*DayPages(days).routes(), Mount("/", days)], around, alive)


def serve(port: int, *, fresh: bool, organisation: Organisation | None = None, day: date = TODAY) -> None:
    """Serve the demo's pages on the loopback address until interrupted."""
    out = WebOut()
    file = store_of("demo", organisation, day)
    stage = asyncio.run(set_up(file, Door.WEB, out, fresh=fresh, organisation=organisation, day=day))
    config = uvicorn.Config(
        browser_application(stage, out, None if organisation else day),
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
        found = database.read_now(lambda store: find(store, Door.WEB))
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
    found = find(store, Door.WEB)
    return loading.weigh(
        Moment(example.morning(), chance()), store, found.workspace.id, _read(store, found, source, file)
    )


def edition_in_force() -> Edition | None:
    """The edition that the browser's demo plays from."""
    database = Database(f"sqlite:///{STORE}")
    try:
        return database.read_now(lambda store: scores.current(store, find(store, Door.WEB).workspace.id))
    finally:
        database.close()


def looks(question: Callable[[Store, str, datetime], T]) -> T:
    """What a question about the browser's demo finds, at the instant at which it stands."""
    database = Database(f"sqlite:///{STORE}")
    try:
        return database.read_now(lambda store: _looks(store, question))
    finally:
        database.close()


def _looks(store: Store, question: Callable[[Store, str, datetime], T]) -> T:
    workspace_id = find(store, Door.WEB).workspace.id
    return question(store, workspace_id, deliveries.last_instant(store, workspace_id) or example.morning())


def _read(store: Store, found: Example, source: bytes, file: str) -> ScoreFile:
    roster = [person.handle for person in people.everybody(store, found.workspace.id)]
    return read(source, file, roster)


def _load_score(store: Store, found: Example, source: bytes, file: str) -> Edition | None:
    begun = deliveries.last_instant(store, found.workspace.id) or example.morning()
    return loading.load(Moment(begun, chance()), store, found.workspace.id, _read(store, found, source, file))


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
        found = database.read_now(lambda store: find(store, Door.WEB))
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


def leave_difference(source: bytes, file: str) -> leave_view.Difference:
    """What a file of days away would change in the browser's demo; nothing is kept. Raises ScoreProblems."""
    return _with_store(lambda store, now, id: leave_file.plan(now, store, id, source, file).difference)


def take_leave_in(source: bytes, file: str) -> leave_view.Difference:
    """The same, and all of it is kept, also while the demo runs."""
    return _with_store(lambda store, now, id: leave_file.take_in(now, store, id, source, file), keep=True)


def _with_store(play: Callable[[Store, Moment, str], T], *, keep: bool = False) -> T:
    """What something finds in the browser's demo, at the instant that it has come to; or what it keeps."""
    database = Database(f"sqlite:///{STORE}")

    def played(store: Store) -> T:
        id = find(store, Door.WEB).workspace.id
        return play(store, Moment(deliveries.last_instant(store, id) or example.morning(), chance()), id)

    try:
        return database.writer.write(played).result() if keep else database.read_now(played)
    finally:
        database.close()


def plays(change: Callable[[Store, Moment, str], T]) -> T:
    """What a change in the browser's demo gives, at the instant that it has come to, also while it runs."""
    return _with_store(change, keep=True)


def people_written() -> dict[str, Any]:
    """The demo's roster as a file has it."""
    database = Database(f"sqlite:///{STORE}")
    try:
        found = database.read_now(lambda store: find(store, Door.WEB))
        return database.read_now(lambda store: handlers_people.exported(store, found.workspace.id))
    finally:
        database.close()


async def talk(me: str, *, fresh: bool, organisation: Organisation | None = None, day: date = TODAY) -> bool:
    """Play the demo in this terminal; False when there is nobody called `me`."""
    out = ConsoleOut()
    file = store_of("chat", organisation, day)
    stage = await set_up(file, Door.CONSOLE, out, fresh=fresh, organisation=organisation, day=day)
    terminal = Terminal(stage, out, print)
    asks = contextlib.AsyncExitStack()
    try:
        await asks.enter_async_context(asking(Settings().model, stage.conductor))
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
        await asks.aclose()
        stage.database.close()
