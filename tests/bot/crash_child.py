"""Plays one scene in a process of its own, which is killed at one of its steps: run as a program by test_crash.py.

The program imports everything once and forks for each command that it reads, so that hundreds of real processes
live and die within seconds. A step is each statement before it is sent and after it was answered, each commit before
and after, each message before and after it goes out, and the moment before a turn is acknowledged.
"""

import asyncio
import gc
import json
import os
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NoReturn

from psycopg import pq
from sqlalchemy import URL, Engine, event, literal, make_url, text
from sqlmodel import select

from bot import outbox, writer
from bot.conductor import Conductor, Played
from bot.outbox import QUARANTINE, DoorOut, Drawing, Outbox
from bot.rates import SharedRates
from bot.slack.call import Caller, connected, opened
from bot.slack.members import Members
from bot.slack.send import SlackOut
from bot.writer import Database
from handlers.turn import Arrival, deliver
from storage import people
from storage.deliveries import LEASE
from storage.store import Store, open_engine
from storage.tables import NOUNS, Delivery, DeliveryState, Noun, Place, Received
from tests.fakes import slack
from tests.orchestra import Orchestra, Player, StoppedClock, orchestra, shown

FIELDS = {
    "task1": "Call every harbour about bread",
    "task2": "Write the quote for Cove",
    "task3": "Sort the van papers",
    "blocker": "no van",
    "tell": "yes",
    "confidence": "4",
    "win": "Sold out by nine",
}
"""A first hand-in: three tasks, a blocker that the team is told of, and a win."""

CHANGED = {
    "task1": "Call every harbour about bread",
    "task2": "Halve the time of a quote",
    "blocker": "no van before noon",
    "tell": "yes",
    "confidence": "2",
}
"""What is handed in instead: one task stays, one is new, two go; the blocker reads otherwise, the win is gone."""

MORNING = timedelta(hours=3, minutes=1)
"""From the hour at which an orchestra begins to when everybody is due."""

MOVES = ("attempt", "sending_at", "settled_at", "not_before", "reason")
"""Columns of a delivery that say how often and when it was tried; they may differ after a crash."""


# The scenes


@dataclass(frozen=True)
class Stage:
    """What a scene needs to know of the organisation that was prepared for it."""

    workspace: str
    connection: str
    at: str
    value: str = ""


def _before_work(day: Orchestra) -> str:
    """Ada and Bo in a team with a score; nobody was asked yet."""
    _players(day)
    return ""


def _players(day: Orchestra) -> Player:
    day.plays_from()
    field = day.team("Field", part="field")
    ada, _bo = (day.player(name, team=field) for name in ("Ada", "Bo"))
    return ada


def _handed_in(day: Orchestra) -> str:
    """Both were asked and Ada has handed in; all of it was sent. Gives the press that confirms her first line."""
    ada = _players(day)
    day.goes_to(day.clock.at + MORNING)
    ada.hands_in(more=FIELDS)
    return f"{day.tied(ada)[0][0].id} right"


def _planned(day: Orchestra) -> str:
    """Both were asked and Ada has handed in; none of it was sent yet."""
    _players(day)
    day.clock.at += MORNING
    day.run(day.conductor.tick())
    day.run(day.conductor.play(Arrival("in-1", day.connection.id, "ada", "ada", "checkin.hand_in", fields=FIELDS)))
    return ""


def _in_doubt(day: Orchestra) -> str:
    """Four messages of a sender that died: two in doubt and two still being sent, of each one that stands at Slack.

    Gives the ids of those that stand.
    """
    _players(day)
    day.clock.at += MORNING
    places = sorted((one for one in day.all(Place) if one.person_id), key=lambda one: one.name)
    begun = day.clock.at - timedelta(minutes=10)
    stand: list[str] = []
    for n, place in enumerate(place for place in places for _ in range(2)):
        one = deliver(day.moment(), place, "home.help", {}, once=str(n))
        one.state = DeliveryState.UNCERTAIN if n % 2 else DeliveryState.SENDING
        one.attempt, one.sending_at, one.planned_at, one.not_before = 1, begun, begun, begun
        day.keep(one)
        if n in (0, 3):
            stand.append(one.id)
    return " ".join(stand)


@dataclass(frozen=True)
class Scene:
    """What was there before, and what is played: an arrival, or nothing but the clock's tick and the outbox."""

    prepare: Callable[[Orchestra], str]
    action: str = ""
    fields: Mapping[str, str] | None = None
    ticks: bool = False
    at_slack: bool = False
    reconciles: bool = False

    def arrival(self, stage: Stage) -> Arrival:
        """The same each time that the platform delivers it."""
        return Arrival("k-1", stage.connection, "ada", "ada", self.action, value=stage.value, fields=self.fields or {})


SCENES = {
    "a first hand-in": Scene(_before_work, "checkin.hand_in", FIELDS),
    "a changed hand-in": Scene(_handed_in, "checkin.hand_in", CHANGED),
    "a confirmed tie": Scene(_handed_in, "ties.settle"),
    "a morning": Scene(_before_work, ticks=True),
    "a pass of the outbox": Scene(_planned),
}
"""With a door that writes into a file."""

AT_SLACK = {
    "a morning at Slack": Scene(_before_work, ticks=True, at_slack=True),
    "what was never finished at Slack": Scene(_in_doubt, at_slack=True, reconciles=True),
}
"""With the real door, and Slack over loopback."""


EVERY = {**SCENES, **AT_SLACK}


# The steps at which a process can be killed


class Steps:
    """Counts what is done and kills the process at one of the steps; tells the parent of each by a pipe."""

    def __init__(self, pipe: int, kill_at: int | None) -> None:
        self._pipe, self._kill_at = pipe, kill_at
        self._lock = threading.Lock()
        self._taken = 0
        self.told: dict[str, object] = {}

    def tell(self, **what: object) -> None:
        """Tell the parent something; it arrives though the process dies with the next instruction."""
        self.told |= what
        os.write(self._pipe, json.dumps(what, default=str).encode() + b"\n")

    def take(self, step: str) -> None:
        """One step further, or the end."""
        with self._lock:
            self._taken += 1
            self.tell(step=step)
            if self._taken == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, engine: Engine) -> None:
        """Take a step before and after each statement and each commit of this engine."""
        commit: Callable[[Any], None] = engine.dialect.do_commit

        def committed(connection: Any) -> None:
            self.take("before COMMIT")
            commit(connection)
            self.take("after COMMIT")

        def before(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            self.take(f"before {gist(statement)}")

        def after(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            self.take(f"after {gist(statement)}")

        engine.dialect.do_commit = committed  # type: ignore[method-assign, assignment]
        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)


class Unheeded(Steps):
    """Those of a process that only warms up: whatever it listened to, its children would hear too."""

    def take(self, step: str) -> None:
        """Nothing."""

    def watch(self, engine: Engine) -> None:
        """Nothing."""


def gist(statement: str) -> str:
    """What a statement does and to which table: `INSERT INTO task`."""
    plain = " ".join(statement.replace('"', "").split())
    if plain.startswith("SELECT pg_"):
        # What is asked of the server itself; how its values stand there is the client's.
        return plain.partition("(")[0]
    if plain.startswith("SELECT"):
        plain = re.sub(r"^SELECT .*? FROM (\w+).*", r"SELECT FROM \1", plain)
    return " ".join(plain.split()[: 2 if plain.startswith(("UPDATE", "SAVEPOINT", "RELEASE", "BEGIN")) else 3])


class Ear:
    """Hears from the database's own client what is really sent to it, past SQLAlchemy and past `Steps`."""

    def __init__(self, engines: Sequence[Engine], folder: Path) -> None:
        self._heard: list[str] = []
        self._traced: list[Path] = []
        self._folder = folder
        for engine in engines:
            with engine.connect() as connection:
                listen = self._on_sqlite if engine.dialect.name == "sqlite" else self._on_postgres
                listen(connection.connection.driver_connection)

    def _on_sqlite(self, connection: Any) -> None:
        connection.set_trace_callback(self._heard.append)

    def _on_postgres(self, connection: Any) -> None:
        # One after the other into one file, so that their order is that in which they were sent.
        path = self._folder / "wire"
        self._traced = [path]
        connection.pgconn.trace(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND))
        connection.pgconn.set_trace_flags(pq.Trace.SUPPRESS_TIMESTAMPS)

    def heard(self) -> list[str]:
        """The gist of every statement, in order."""
        statements = self._heard or [one for path in self._traced for one in self._on_the_wire(path)]
        return [gist(one) for one in statements]

    def _on_the_wire(self, path: Path) -> Iterator[str]:
        """What went to the server, from libpq's own protocol; a statement that was prepared goes by its name."""
        prepared: dict[str, str] = {}
        bound = ""
        message = re.compile(r"^F\t\d+\t(Query|Parse|Bind|Execute)\t ((?:.|\n(?![FB]\t))*)", re.MULTILINE)
        for kind, said in message.findall(path.read_text("utf-8")):
            if kind == "Query":
                yield said.strip(' "')
            elif kind == "Parse":
                name, _, statement = said.partition(" ")
                prepared[name] = statement.strip(' "')
            elif kind == "Bind":
                bound = said.split(" ")[1]
            else:
                yield prepared[bound]


# What a process has from the one that it was forked from

_engines: dict[bool, Engine] = {}
_now: dict[str, str | None] = {}


def kept_engine(url: str | URL, *, read_only: bool = False) -> Engine:
    """An engine for the database at `url`; on a server one that has compiled what was asked of other databases.

    That is most of what a process costs that lives for a second. For SQLite statements are kept anyway.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return open_engine(address, read_only=read_only)
    _now["dbname"] = address.database
    if read_only not in _engines:
        _engines[read_only] = open_engine(address, read_only=read_only)
        event.listen(_engines[read_only], "do_connect", lambda dialect, record, args, named: named.update(_now))
    return _engines[read_only]


# What a process does


class FileDoor:
    """A door that writes each message into a file, as a platform that has received it would remember it."""

    def __init__(self, path: Path, steps: Steps, *, twice_is_once: bool) -> None:
        self.twice_is_once = twice_is_once
        self._path, self._steps = path, steps

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Remember the message."""
        await drawing()
        self._reach("send", delivery)
        return f"message-{delivery.id}"

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Remember that it changed."""
        assert reference in (f"message-{delivery.id}", delivery.id)
        await drawing()
        self._reach("amend", delivery)

    def _reach(self, what: str, delivery: Delivery) -> None:
        self._steps.take(f"before {what}")
        with self._path.open("a", encoding="utf-8") as out:
            out.write(f"{what} {delivery.id}\n")
        self._steps.take(f"after {what}")


@dataclass(frozen=True)
class Command:
    """What one process is to do."""

    do: str
    scene: str
    url: str
    folder: str
    stage: Stage | None = None
    kill_at: int | None = None
    twice_is_once: bool = True
    listen: bool = False
    api: str = ""
    """Where Slack is, in a scene that is played there."""


class Process:
    """What one process has: a database, a clock that stands, chance, a conductor and an outbox."""

    def __init__(self, command: Command, steps: Steps) -> None:
        assert command.stage is not None
        self.command, self.steps, self.stage = command, steps, command.stage
        self.scene = EVERY[command.scene]
        self.clock = StoppedClock(datetime.fromisoformat(self.stage.at))
        self.database = Database(command.url)
        self.conductor = Conductor(self.database, self.clock, Random("the player of the scene"))
        door = FileDoor(Path(command.folder) / "door", steps, twice_is_once=command.twice_is_once)
        self.doors: dict[str, DoorOut] = {self.stage.connection: door}
        self.outbox = Outbox(self.database, self.clock, self.doors)

    @asynccontextmanager
    async def at_its_door(self) -> AsyncIterator[None]:
        """With the real door, where the scene is played at Slack; each request is a step."""
        if not self.scene.at_slack:
            yield
            return
        async with connected() as session:
            client = opened(self.command.api, slack.TOKEN, session)
            asks = client.api_call

            async def asked(method: str, **given: Any) -> Any:
                self.steps.take(f"before {method}")
                answer = await asks(method, **given)
                self.steps.take(f"after {method}")
                return answer

            client.api_call = asked  # type: ignore[method-assign, assignment]
            call = Caller(client, SharedRates(self.database, *self._where), self.clock)
            members = Members(call, self.clock, slack.TEAM)
            self.doors[self.stage.connection] = SlackOut(call, members, self.database, self.clock)
            yield

    @property
    def _where(self) -> tuple[str, str]:
        return self.stage.workspace, self.stage.connection

    async def play(self) -> None:
        """The same at its door."""
        async with self.at_its_door():
            await self._play()

    async def recover(self) -> None:
        """The same at its door."""
        async with self.at_its_door():
            await self._recover()

    async def _play(self) -> None:
        """Play the scene as the bot does: acknowledge what arrived once it is durable, then send."""
        self._warm_up()
        ear = (
            Ear([self.database.engine, self.database.read_engine], Path(self.command.folder))
            if self.command.listen
            else None
        )
        for engine in (self.database.engine, self.database.read_engine):
            self.steps.watch(engine)
        if self.scene.action:
            played = await self.conductor.play(self.scene.arrival(self.stage))
            self.steps.take("before the acknowledgement")
            self.steps.tell(acknowledged=_said(played))
        if self.scene.ticks:
            await self.conductor.tick()
        if self.scene.reconciles:
            await self.outbox.reconcile()
        await self.outbox.serve(self.stage.workspace)
        if ear:
            self.steps.tell(heard=ear.heard())

    def _warm_up(self) -> None:
        """Connect, so that the questions of a new connection are not taken for the turn's."""
        self.database.writer.write(people.workspaces).result()
        self.database.read_now(people.workspaces)

    async def _recover(self) -> None:
        """What happens after a crash: the platform sends the same again, the clock ticks, leases end."""
        self._wait_for_the_dead()
        self.steps.tell(found=self.database.read_now(self._found))
        if self.scene.action:
            self.steps.tell(again=_said(await self.conductor.play(self.scene.arrival(self.stage))))
        if self.scene.ticks:
            await self.conductor.tick()
        await self.outbox.serve(self.stage.workspace)
        self.clock.at += LEASE + timedelta(seconds=1)
        await self.outbox.reconcile()
        await self.outbox.serve(self.stage.workspace)
        for _ in range(3 if self.scene.at_slack else 0):
            self.clock.at += QUARANTINE + timedelta(seconds=1)
            await self.outbox.reconcile()
            await self.outbox.serve(self.stage.workspace)
        self.steps.tell(left=self.database.read_now(_everything), faults=self._faults())

    def _wait_for_the_dead(self) -> None:
        """PostgreSQL rolls back what a dead client began as soon as it notices; until then its locks hold."""
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        if self.database.engine.dialect.name == "postgresql":
            with self.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                while connection.scalar(text(others)):
                    time.sleep(0.002)

    def _found(self, store: Store) -> dict[str, object]:
        """What the crash left: whether the turn was kept, and what was on its way out."""
        received = store.first(select(Received).where(Received.id == f"{self.stage.connection}:k-1"))
        sending = store.find(select(Delivery.id).where(Delivery.state == DeliveryState.SENDING))
        return {"kept": received is not None, "sending": sorted(sending)}

    def _faults(self) -> list[str]:
        """What is broken in the database itself."""
        with self.database.read_engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                found = [
                    *connection.exec_driver_sql("PRAGMA integrity_check"),
                    *connection.exec_driver_sql("PRAGMA foreign_key_check"),
                ]
                return [str(row) for row in found if tuple(row) != ("ok",)]
            return [f"{row}: {fault}" for fault, missing in _MISSING for row in connection.execute(missing)]


def _missing(noun: type[Noun]) -> Iterator[tuple[str, Any]]:
    table = noun.__table__  # type: ignore[attr-defined]
    for key in table.foreign_keys:
        other = key.column.table.alias()
        missing = select(table.c.id).select_from(table.outerjoin(other, key.parent == other.c.id))
        found = missing.where(key.parent.is_not(None), other.c.id.is_(None))
        yield f"names a missing {other.name}", found.add_columns(literal(table.name))


# Built once, so that a process finds them compiled.
_MISSING = [one for noun in NOUNS for one in _missing(noun)]
"""What is broken where a question finds something: a row that names what is not there."""

_EVERY = {noun.__name__: select(noun).order_by(noun.__table__.c.id) for noun in NOUNS}  # type: ignore[attr-defined]


def _said(played: Played) -> dict[str, object]:
    return {"answer": played.answer.as_json(), "shown": shown(played), "twin": played.twin}


def _everything(store: Store) -> dict[str, list[dict[str, object]]]:
    """Every row of every table."""
    return {name: [_row(one) for one in store.find(question)] for name, question in _EVERY.items()}


def _row(noun: Noun) -> dict[str, object]:
    left_out = MOVES if isinstance(noun, Delivery) else ()
    return {name: value for name, value in sorted(noun.model_dump(mode="json").items()) if name not in left_out}


def prepare(command: Command, steps: Steps) -> None:
    """Make the organisation of a scene, and tell what the scene needs to know of it."""
    with orchestra(command.url, seed=1) as day:
        value = EVERY[command.scene].prepare(day)
        at = day.clock.at + (MORNING if EVERY[command.scene].ticks else timedelta(0))
        steps.tell(stage=asdict(Stage(day.workspace.id, day.connection.id, at.isoformat(), value)))


def perform(command: Command, steps: Steps) -> None:
    """Do what a command says, in this process."""
    if command.do == "prepare":
        prepare(command, steps)
        return
    process = Process(command, steps)
    asyncio.run(process.play() if command.do == "play" else process.recover())
    process.database.close()
    steps.tell(ended=True)


def warm(command: Command) -> None:
    """Play a scene in this process, so that its children find everything read, parsed and ready."""
    nobody = os.open(os.devnull, os.O_WRONLY)
    steps = Unheeded(nobody, None)
    perform(replace(command, do="prepare"), steps)
    stage = Stage(**steps.told["stage"])  # type: ignore[arg-type]
    for do in ("play", "recover"):
        perform(replace(command, do=do, stage=stage), steps)
    os.close(nobody)
    assert threading.active_count() == 1, "a process with threads must not fork"


def _child(command: Command, pipe: int) -> NoReturn:
    status = 1
    try:
        perform(command, Steps(pipe, command.kill_at))
        status = 0
    except BaseException:  # noqa: BLE001 - a fork must never go on as its parent would
        os.write(pipe, json.dumps({"failed": traceback.format_exc()[-3000:]}).encode() + b"\n")
    finally:
        os._exit(status)


def _fork(command: Command) -> dict[str, object]:
    """Let a child do it, and give all that it told and how it ended."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _child(command, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = [json.loads(line) for line in pipe]
    _, status = os.waitpid(pid, 0)
    answer: dict[str, object] = {"steps": [one["step"] for one in told if "step" in one]}
    for one in told:
        answer |= {name: value for name, value in one.items() if name != "step"}
    return answer | {"killed": os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL}


def main() -> None:
    """Fork for each command, a line of JSON each, until there are none left."""
    writer.open_engine = kept_engine
    # Who sends to several at once does so in another order each time.
    outbox.SIDE_BY_SIDE = 1
    for line in sys.stdin:
        # What is never collected is never written to, and so never copied for a child.
        gc.freeze()
        given = json.loads(line)
        stage = given.pop("stage", None)
        command = Command(**given, stage=Stage(**stage) if stage else None)
        answer: object = {}
        if command.do == "warm":
            warm(command)
        else:
            answer = _fork(command)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
