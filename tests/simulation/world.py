"""The world of one simulated year: its time, its platforms, its machines, its people, and all that goes wrong."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from pydantic import SecretStr
from sqlmodel import col, func, select

import bot.writer
from bot.outbox import DOUBTED_FOR
from bot.settings import SlackSettings
from handlers.editions import load
from handlers.people import take_in
from handlers.turn import Moment
from score.language import read as read_score
from storage.deliveries import LEASE
from storage.store import Store
from storage.tables import Connection, Delivery, DeliveryState, Door, Person, Place, PlaceKind, Sitting, Team, Workspace
from tests.fakes import slack as fake
from tests.fakes.slack import Message
from tests.orchestra import SCORE
from tests.simulation import tap
from tests.simulation.fate import Fate
from tests.simulation.history import History
from tests.simulation.loop import Loop
from tests.simulation.machine import Disk, Process
from tests.simulation.people import Crowd
from tests.simulation.platforms import Silent, Slack, Stands, words_of

LOOKS_ANYWAY = 6 * 3600.0
"""Seconds after which a process ticks though nothing can be due: what that costs would be most of a year otherwise."""

PLANS_ANYWAY = 0.2
"""The share of ticks that look for what is due though nothing can be."""

SETTLES_WITHIN = timedelta(days=3)
"""How long the world goes on without a fault after the last day, until all must have come to an end."""


@dataclass(frozen=True)
class Plan:
    """What is simulated; the same plan gives the same history, byte for byte."""

    seed: int
    days: int = 90
    people: int = 12
    trouble: float = 1.0
    """How much goes wrong: 0.0 is a quiet world, 1.0 one in which something is broken every few hours."""


class TrueClock:
    """The world's own time."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def now(self) -> datetime:
        """What it is."""
        return self._world.now()


@dataclass
class World:
    """One run."""

    plan: Plan
    url: str
    machines: list[Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loop = Loop()
        self.history = History()
        self.clock = TrueClock(self)
        self.chance = Random(f"world {self.plan.seed}")
        self.begins = _beginning(self.plan.seed)
        self.slack = Slack(self, Random(f"slack {self.plan.seed}"))
        self.silent = Silent(self, Random(f"silent {self.plan.seed}"))
        self.slack_settings = SlackSettings(bot_token=SecretStr(fake.TOKEN), signing_secret=SecretStr(fake.SECRET))
        self.disk = Disk(self.url)
        self.engine = self.disk.engine
        self._tap = tap.Tap(self.engine)
        self._started = 0
        self.triggers: dict[str, Callable[[dict[str, Any]], None]] = {}
        self.crowd = Crowd(self, Random(f"people {self.plan.seed}"))
        self.fate = Fate(self, Random(f"fate {self.plan.seed}"))
        self.organise()

    def now(self) -> datetime:
        """The instant at which the world stands."""
        return self.begins + timedelta(microseconds=round(self.loop.time() * 1e6))

    @property
    def ends(self) -> datetime:
        """When nobody does anything anymore and nothing breaks."""
        return self.begins + timedelta(days=self.plan.days)

    # The organisations

    def organise(self) -> None:
        """Two organisations on one database: one at Slack, one on the silent platform."""
        score = read_score(SCORE.encode(), "score.yml")
        moment = Moment(self.begins, Random(f"organisations {self.plan.seed}"))
        with self.engine.begin() as connection:
            store = Store(connection)
            for name, door, external in (("Harbour Bread", Door.SLACK, fake.TEAM), ("Quay", Door.CONSOLE, "quay")):
                workspace = Workspace(id=moment.id(), name=name, created_at=moment.at)
                place = Connection(id=moment.id(), workspace_id=workspace.id, door=door, external_id=external)
                store.keep(workspace, place)
                take_in(moment, store, workspace.id, self.crowd.roster(door))
                load(moment, store, workspace.id, score)
                self.crowd.work_in(workspace, place)
                self._channels(store, moment, place)
        self.listen(None)

    def _channels(self, store: Store, moment: Moment, connection: Connection) -> None:
        if connection.door is not Door.SLACK:
            return
        for team in store.find(select(Team).where(Team.workspace_id == connection.workspace_id)):
            channel = self.crowd.channel_of(team.handle)
            ours: dict[str, Any] = {
                "workspace_id": connection.workspace_id,
                "connection_id": connection.id,
                "team_id": team.id,
            }
            store.keep(Place(id=moment.id(), kind=PlaceKind.CHANNEL, name=team.handle, external_id=channel, **ours))

    # What is written down

    def listen(self, process: Process | None) -> None:
        """Write down what was committed since."""
        for what, before, after in self._tap.written():
            self.history.write(self.now(), what, process.name if process else "", was=before, now=after)
            if what == "delivery" and before is None and after is not None:
                self.crowd.kinds[after["id"]] = after["kind"]

    def tell(self, what: str, who: str = "", /, **more: Any) -> None:
        """Write down something else."""
        self.history.write(self.now(), what, who, **more)

    def posted(self, message: Message, delivery: str) -> None:
        """A message stands at Slack."""
        self.tell(
            "visible",
            message.channel,
            ts=message.ts,
            delivery=delivery,
            only_for=message.only_for,
            thread=message.thread,
            text=words_of([message.said.get("text"), message.said.get("blocks")]),
        )
        self.crowd.saw(message, delivery)

    def amended(self, message: Message, delivery: str) -> None:
        """A message at Slack shows something else."""
        text = words_of([message.said.get("text"), message.said.get("blocks")])
        self.tell("amended", message.channel, ts=message.ts, delivery=delivery, only_for="", text=text)

    def stands(self, message: Stands, place: Place) -> None:
        """A message of the silent platform shows something."""
        what = "visible" if message.versions == 1 else "amended"
        self.tell(
            what,
            place.external_id,
            ts=message.reference,
            delivery=message.delivery,
            only_for="",
            text=repr(message.card),
        )
        if message.versions == 1:
            self.crowd.saw_silently(message, place)

    def opened(self, trigger: str, view: dict[str, Any]) -> None:
        """A form is open before whoever asked for it."""
        if (wanted := self.triggers.pop(trigger, None)) is not None:
            wanted(view)

    def fell_over(self, process: Process, where: str, problem: Exception) -> None:
        """Something was raised where nothing should be, or what a broken disk gives."""
        self.tell("raised", process.name, where=where, problem=type(problem).__name__)

    # Machines

    def start(self) -> Process:
        """One process more, on a machine whose chance is its own."""
        self._started += 1
        process = Process(self, f"p{self._started}", Random(f"machine {self.plan.seed} {self._started}"))
        self.machines.append(process)
        self.tell("starts", process.name)
        process.begin()
        return process

    def died(self, process: Process, where: str) -> None:
        """A process is no more."""
        self.machines.remove(process)
        self.tell("dies", process.name, where=where)
        self.fate.died(process)

    def commit_fails(self, process: Process) -> bool:
        """Whether the disk has no room for this one commit."""
        return self.fate.commit_fails(process)

    def until_next_tick(self, process: Process) -> float:
        """Seconds until a process ticks again.

        The real one ticks every few seconds. Here it does so when something can be due, and now and then besides; it
        may be late, and now and then it is very late.
        """
        chance, now = process.chance, process.clock.now()
        due = self._next_of(NEXT)
        wait = (due - now).total_seconds() if due is not None else LOOKS_ANYWAY
        if wait > 0:
            process.waited = 15.0
        else:
            # What stays due, as long as a platform is away, is tried less and less often.
            wait, process.waited = process.waited, min(900.0, process.waited * 1.6)
        late = chance.uniform(600, 2400) if chance.random() < 0.01 * self.plan.trouble else 0.0
        return min(wait, LOOKS_ANYWAY) + chance.uniform(0, 15) + late

    def may_plan(self, process: Process) -> bool:
        """Whether a tick looks for what is due: when there is anything, and now and then besides.

        Each of the duties costs a commit, and those that find nothing would be most of what a year costs.
        """
        due = self._next_of(PLANNED_NEXT)
        return process.chance.random() < PLANS_ANYWAY or (due is not None and due <= process.clock.now())

    def _next_of(self, those: Sequence[tuple[Any, timedelta]]) -> datetime | None:
        with self.disk.read_engine.connect() as connection:
            store = Store(connection)
            each = [(store.first(one), after) for one, after in those]
        return min((at + after for at, after in each if at is not None), default=None)

    # The run

    def run(self) -> History:
        """Live through all of it."""
        with _quietly(self), _all_at_once():
            self.loop.run_until_complete(self._live())
        self.finish()
        return self.history

    async def _live(self) -> None:
        self.start()
        self.crowd.begin()
        self.fate.begin()
        await asyncio.sleep((self.ends - self.begins).total_seconds())
        self.tell("calm")
        await self.fate.ends()
        await asyncio.sleep(SETTLES_WITHIN.total_seconds())
        for one in list(self.machines):
            one.die("at the end of the world")
        await asyncio.sleep(1)

    def finish(self) -> None:
        """Write down how it all ended."""
        self.tell("ends")
        for fault in self.loop.faults:
            self.tell("fault", "", problem=fault)

    def close(self) -> None:
        """Let go of everything."""
        self._tap.close()
        self.disk.close()
        self.loop.close()


def _next(column: Any, *where: Any) -> Any:
    return select(func.min(column)).where(column.is_not(None), *where)


def _in_doubt(door: Door, column: Any) -> Any:
    return (
        select(func.min(column))
        .join(Place, col(Place.id) == Delivery.place_id)
        .join(Connection, col(Connection.id) == Place.connection_id)
        .where(col(Delivery.state) == DeliveryState.UNCERTAIN, col(Connection.door) == door)
    )


_PLANNED = _next(col(Delivery.not_before), col(Delivery.state) == DeliveryState.PLANNED)
AT_ONCE = timedelta(0)
PLANNED_NEXT: tuple[tuple[Any, timedelta], ...] = (
    (_next(col(Person.next_due_at), col(Person.left_at).is_(None)), AT_ONCE),
    (_next(col(Person.remind_at), col(Person.left_at).is_(None)), AT_ONCE),
    (_next(col(Person.greet_at), col(Person.left_at).is_(None)), AT_ONCE),
    (_next(col(Team.next_digest_at), col(Team.digest_at).is_not(None)), AT_ONCE),
    (_next(col(Team.next_week_at), col(Team.digest_at).is_not(None)), AT_ONCE),
    (_next(col(Sitting.due_at)), AT_ONCE),
)
"""When a duty has something to do next."""

NEXT = (
    *PLANNED_NEXT,
    (_PLANNED, AT_ONCE),
    (_next(col(Delivery.sending_at), col(Delivery.state) == DeliveryState.SENDING), LEASE),
    (_in_doubt(Door.SLACK, col(Delivery.not_before)), AT_ONCE),
    (_in_doubt(Door.CONSOLE, col(Delivery.sending_at)), DOUBTED_FOR),
)
"""When something can be due next, each by an index of its own, and how long after that it is."""


def _beginning(seed: int) -> datetime:
    """A day of the last or the next years, so that eight seeds see both changes of the clock in both hemispheres.

    One in eight begins before the day on which Samoa crossed the date line.
    """
    if seed % 8 == 7:
        return datetime(2011, 12, 1, 5, tzinfo=UTC)
    first = date(2026, 1, 1) + timedelta(days=Random(f"begins {seed}").randrange(300) + 45 * (seed % 8))
    return datetime(first.year, first.month, first.day, 5, tzinfo=UTC)


@contextmanager
def _all_at_once() -> Iterator[None]:
    """What waits for the writer shares one commit however long that takes: a real clock is not of this world."""
    before, bot.writer.GATHER_FOR = bot.writer.GATHER_FOR, 3600.0
    try:
        yield
    finally:
        bot.writer.GATHER_FOR = before


class _Listens(logging.Handler):
    """Writes down what the product says to have gone wrong."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.WARNING)
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        """Write down the kind of problem, and not where in memory it is."""
        problem = record.exc_info[1] if record.exc_info else None
        told = {"problem": type(problem).__name__, "said": str(problem)[:200]} if problem else {}
        self._world.tell("log", record.levelname.lower(), said=record.msg, **({"raised": told} if told else {}))


@contextmanager
def _quietly(world: World) -> Iterator[None]:
    log = logging.getLogger("concertmaster")
    handler, before, level = _Listens(world), log.propagate, log.level
    log.addHandler(handler)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.propagate, log.level = before, level
