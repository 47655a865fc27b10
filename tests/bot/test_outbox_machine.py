"""The real outbox and the real storage against a platform that loses, refuses, limits and lies late: the seven
invariants of a delivery hold whatever happens in whatever order.

Two senders share one database and one clock. A sender that dies keeps nothing of what it had in hand: its claims stand
until their lease is over. A trigger of the database writes down each step of each delivery, past all code that is
tested; which steps there are stands in tests/edges.py. Seen to fail when what is sent is claimed only afterwards, when
a lost answer is planned again at once, when what has ended is settled once more, when a page that was sent is planned
again, and when what expires has no reason.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.outbox import AGAIN_AFTER, ATTEMPTS, LONGEST_WAIT, QUARANTINE, Drawing, Later, Outbox, Unreachable, Unsendable
from bot.rates import Key, Pace, Wanted
from handlers.deliveries import counts
from handlers.people import heard_from
from handlers.turn import Arrival, deliver, stand
from storage import deliveries, people
from storage.deliveries import LEASE
from storage.tables import Cause, Delivery, DeliveryState, Place, Shown
from tests.databases import make_sqlite
from tests.edges import FIRST, LAST, may_go
from tests.orchestra import START, Orchestra, StoppedClock, orchestra

_WRITES_DOWN = """
CREATE TABLE steps (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, was TEXT, becomes TEXT, view TEXT, attempt INTEGER);
CREATE TRIGGER began AFTER INSERT ON delivery BEGIN
  INSERT INTO steps (id, was, becomes, view, attempt) VALUES (NEW.id, '', NEW.state, NEW.view, NEW.attempt);
END;
CREATE TRIGGER went AFTER UPDATE ON delivery WHEN OLD.state != NEW.state BEGIN
  INSERT INTO steps (id, was, becomes, view, attempt) VALUES (NEW.id, OLD.state, NEW.state, NEW.view, OLD.attempt);
END;
"""

FAULTS = (
    "fine", "lost", "refused", "limited", "not now", "gone there", "late", "died before", "died after", "slow",
    "paused, fine", "paused, silent", "paused, refused",
)  # fmt: skip
NOBODY_KNOWS = {(DeliveryState.DEAD, cause) for cause in (Cause.UNKNOWN, Cause.REMOVED)}
"""How a message ended that may stand all the same: it was in doubt until the end."""

PAGE = "home.front"
KEY: Key = ("post",)
PACE = Pace(timedelta(seconds=1), 5)


class Died(BaseException):
    """The process is killed: nothing of it goes on."""


@dataclass
class Platform:
    """What people see, and what it does with the next messages."""

    clock: StoppedClock
    visible: dict[str, str] = field(default_factory=dict)
    """By the name that each message has: the delivery that it is of."""

    faults: list[str] = field(default_factory=list)
    read_back_lags: bool = False
    names: int = 0
    sending: list[tuple[str, DeliveryState, int, int]] = field(default_factory=list)
    """What was claimed when bytes came: the delivery, its state and attempt as kept, and the attempt that sent."""

    late: list[tuple[datetime, str, int]] = field(default_factory=list)
    """Messages that were accepted and stand only later: when, of which delivery, and what they show."""

    shows: dict[str, int] = field(default_factory=dict)
    """How many amendments each message shows, by its name."""

    begun: list[datetime] = field(default_factory=list)
    """When each message that came was claimed."""

    amending: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    """What no platform should ever be asked."""

    def post(self, delivery_id: str, shows: int) -> str:
        """Show it."""
        self.names += 1
        self.visible[f"m{self.names}"], self.shows[f"m{self.names}"] = delivery_id, shows
        return f"m{self.names}"

    def settle(self) -> None:
        """What was accepted long enough ago stands."""
        for one in [one for one in self.late if one[0] <= self.clock.at]:
            self.late.remove(one)
            self.post(*one[1:])


class LyingDoor:
    """A sender's door to that platform: it can look for what is in doubt, and take back what is too much."""

    twice_is_once = False

    def __init__(self, platform: Platform, day: Orchestra) -> None:
        self.platform, self.day = platform, day
        self.meanwhile: Any = None

    def paces(self, delivery: Delivery, place: Place) -> Wanted:
        """One pace."""
        return {KEY: PACE}

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """As the next fault has it."""
        await drawing()
        kept = next(one for one in self.day.all(Delivery) if one.id == delivery.id)
        self.platform.sending.append((delivery.id, kept.state, kept.attempt, delivery.attempt))
        self._look_at(kept)
        shows = self._wanted(delivery)
        fault = await self._fault()
        refusals: dict[str, BaseException] = {
            "refused": Unsendable("msg_too_long"),
            "limited": Later("told to wait", self.platform.clock.at + timedelta(seconds=20)),
            "not now": Later("service_unavailable"),
            "gone there": Unreachable("user_disabled"),
            "died before": Died(),
            "silent": ConnectionResetError(),
        }
        if fault in refusals:
            raise refusals[fault]
        if delivery.view == PAGE:
            # To publish it twice shows it once.
            await self.take_back_all(delivery)
        if fault == "late":
            # Within what a request may take, and what the quarantine waits for.
            self.platform.late.append((self.platform.clock.at + timedelta(seconds=100), delivery.id, shows))
            raise ConnectionResetError
        name = self.platform.post(delivery.id, shows)
        if fault == "lost":
            raise ConnectionResetError
        if fault == "died after":
            raise Died
        if fault == "slow" and self.meanwhile is not None:
            # It was paused after its bytes went out: the other one sweeps, and looks.
            await self.meanwhile()
        return name

    async def _fault(self) -> str:
        """What goes wrong next. A sender may be paused before its bytes: by when it goes on, its message was looked for
        in vain and is planned again, or over.
        """
        fault = self.platform.faults.pop(0) if self.platform.faults else "fine"
        if not fault.startswith("paused") or self.meanwhile is None:
            return fault
        await self.meanwhile(serves=fault == "paused, refused")
        return fault.removeprefix("paused, ")

    def _look_at(self, kept: Delivery) -> None:
        """What goes out was claimed in time, for a place that was open, and as fast as the platform lets."""
        begun = kept.sending_at or self.platform.clock.at
        place = next(one for one in self.day.all(Place) if one.id == kept.place_id)
        if kept.expires_at is not None and kept.expires_at <= begun:
            self.platform.wrong.append(f"{kept.id} goes out after it is over")
        if place.closed_at is not None and place.closed_at < begun:
            self.platform.wrong.append(f"{kept.id} goes where nobody is reached")
        self.platform.begun.append(begun)
        for since in self.platform.begun:
            together = sum(since <= one <= begun for one in self.platform.begun)
            if together > PACE.burst + (begun - since) / PACE.every:
                self.platform.wrong.append(f"{together} go out within {begun - since}")

    def _wanted(self, delivery: Delivery) -> int:
        return next((one.wanted for one in self.day.all(Shown) if one.id == delivery.shown_id), 0)

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Show what is wanted now, where it stands."""
        wanted = self._wanted(delivery)
        await drawing()
        if self.platform.visible.get(reference) != delivery.id:
            self.platform.wrong.append(f"{delivery.id} is amended where it does not stand")
        if reference in self.platform.amending:
            self.platform.wrong.append(f"{delivery.id} is amended by two at once")
        self.platform.amending.add(reference)
        await asyncio.sleep(0.001)
        self.platform.amending.discard(reference)
        self.platform.shows[reference] = wanted

    async def find(self, delivery: Delivery, place: Place) -> str | None:
        """Look whether it stands."""
        if self.platform.read_back_lags:
            raise Later("too much was said since")
        return next((name for name, of in self.platform.visible.items() if of == delivery.id), None)

    async def take_back_all(self, delivery: Delivery) -> None:
        """What stands of it gives way to what comes."""
        for name in [name for name, of in self.platform.visible.items() if of == delivery.id]:
            self.platform.visible.pop(name)
        self.platform.late = [one for one in self.platform.late if one[1] != delivery.id]

    async def take_back(self, place: Place, reference: str) -> None:
        """Take it away again."""
        self.platform.visible.pop(reference, None)


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        path = make_sqlite(Path(folder) / "template.db")
        with closing(sqlite3.connect(path)) as database:
            database.executescript(_WRITES_DOWN)
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.read_bytes()


@contextmanager
def a_database() -> Iterator[str]:
    """A database for one example."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "played.db"
        path.write_bytes(_made())
        yield f"sqlite:///{path}"


class OutboxMachine(RuleBasedStateMachine):
    """Anything, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._database = a_database()
        self._orchestra = orchestra(self._database.__enter__(), seed=1)
        self.day = self._orchestra.__enter__()
        self.clock = self.day.clock
        self.ada = self.day.player("Ada")
        self.platform = Platform(self.clock)
        self.senders = [self._sender() for _ in range(2)]
        self.read = 0
        self.count = 0

    def _sender(self) -> Outbox:
        door = LyingDoor(self.platform, self.day)
        made = Outbox(self.day.database, self.clock, {self.day.connection.id: door})
        door.meanwhile = self._meanwhile
        return made

    async def _meanwhile(self, *, serves: bool = True) -> None:
        """Another process goes on while one is paused for longer than its lease."""
        self.clock.at += LEASE + timedelta(seconds=1)
        other = Outbox(self.day.database, self.clock, {self.day.connection.id: LyingDoor(self.platform, self.day)})
        faults, self.platform.faults = self.platform.faults, []
        await other.reconcile()
        self.clock.at += QUARANTINE
        self.platform.settle()
        await other.reconcile()
        if serves:
            self.clock.at += AGAIN_AFTER
            await other.serve(self.day.workspace.id)
        self.platform.faults = faults

    def teardown(self) -> None:
        self._orchestra.__exit__(None, None, None)
        self._database.__exit__(None, None, None)

    @property
    def place(self) -> Place:
        return next(one for one in self.day.all(Place) if one.person_id == self.ada.person.id)

    # What happens

    @initialize(fault=st.sampled_from(FAULTS))
    def begins(self, fault: str) -> None:
        """There is something to send from the beginning."""
        self.plan(0, None, True, fault)

    @rule(
        again=st.integers(0, 3),
        useful=st.sampled_from([None, 1, 90, 4000]),
        amends=st.booleans(),
        fault=st.sampled_from(FAULTS),
    )
    def plan(self, again: int, useful: int | None, amends: bool, fault: str) -> None:
        """A duty plans something, or the same once more (I6); and something is to go wrong."""
        self.platform.faults.append(fault)
        self.count += 1
        key = f"k{self.count - again if 0 < again < self.count else self.count}"
        shown, one = stand(self.day.moment(), self.place, "home.help", {}, subject=key)
        if not amends:
            one = deliver(self.day.moment(), self.place, "home.help", {}, once=key)
        one.expires_at = self.clock.at + timedelta(seconds=useful) if useful is not None else None

        def keep(store: Any) -> None:
            if deliveries.planned_once(store, one.workspace_id, one.once) is None:
                store.keep(one, *([shown] if amends else []))

        self.day.database.writer.write(keep).result()

    @rule(fault=st.sampled_from(FAULTS))
    def opens_their_page(self, fault: str) -> None:
        """Ada opens the page that the platform keeps for her, which may have been given up before."""
        self.platform.faults.append(fault)
        mine = self.day.connection.id, self.ada.handle, self.ada.handle
        self.day.run(self.day.conductor.play(Arrival(self.day.key(), *mine, "home.opened")))

    @precondition(lambda self: self.count % 4 == 3)
    @rule()
    def is_removed(self) -> None:
        """We are taken out of where we are connected, and connected again a moment later."""
        connection = self.day.connection

        def keep(store: Any, closed_at: datetime | None) -> None:
            store.change(next(iter(people.connections(store, connection.workspace_id))), closed_at=closed_at)

        def gone(store: Any) -> None:
            keep(store, self.clock.at)
            deliveries.withdraw_all(store, connection.workspace_id, connection.id, self.clock.at, Cause.REMOVED)

        self.day.database.writer.write(gone).result()
        self._run(0, lambda outbox: outbox.reconcile())
        self.day.database.writer.write(lambda store: keep(store, None)).result()

    @rule(back=st.integers(0, 2))
    def changes(self, back: int) -> None:
        """What a message is about changes."""
        subject = f"k{self.count - back}"
        workspace_id = self.day.workspace.id
        self.day.database.writer.write(lambda store: deliveries.amend(store, workspace_id, subject)).result()

    @rule(who=st.integers(0, 1), after=st.sampled_from([0, 1, 31, 61, 121]))
    def serve(self, who: int, after: int) -> None:
        self.time_passes(after)
        self._run(who, lambda outbox: outbox.serve(self.day.workspace.id))

    @rule()
    def both_serve(self) -> None:
        async def both() -> None:
            await asyncio.gather(*[one.serve(self.day.workspace.id) for one in self.senders], return_exceptions=False)

        self._run(0, lambda _: both())

    @rule(who=st.integers(0, 1), lags=st.booleans())
    def reconcile(self, who: int, lags: bool) -> None:
        self.platform.read_back_lags = lags
        self._run(who, lambda outbox: outbox.reconcile())
        self.platform.read_back_lags = False

    @rule(seconds=st.sampled_from([1, 31, 61, 121, 400, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.clock.at += timedelta(seconds=seconds)
        self.platform.settle()

    @precondition(lambda self: self.platform.visible)
    @rule(data=st.data())
    def somebody_presses(self, data: st.DataObject) -> None:
        """Inbound evidence: they are heard from, and the message that they pressed stands."""
        name = data.draw(st.sampled_from(sorted(self.platform.visible)))
        id, connection = self.platform.visible[name], self.day.connection
        place = self.place
        self.day.database.writer.write(lambda store: heard_from(store, place)).result()
        self.day.run(self.senders[0].believe(connection, id, name))

    def _run(self, who: int, do: Any) -> None:
        try:
            self.day.run(do(self.senders[who]))
        except Died:
            # Whoever takes its place knows nothing of what it did.
            self.senders = [self._sender() for _ in range(2)]

    # What always holds

    @invariant()
    def nobody_sees_it_twice(self) -> None:
        """I1, at rest; and I7: nothing stands of what is dead or expired, but what nobody could know."""
        seen = Counter(self.platform.visible.values())
        assert all(many == 1 for many in seen.values()), seen

    @invariant()
    def sent_is_seen(self) -> None:
        """I2."""
        for one in self.day.all(Delivery):
            if one.state is DeliveryState.SENT:
                assert one.id in self.platform.visible.values()

    @invariant()
    def only_known_edges(self) -> None:
        """I3: each step that was ever kept is one that there is."""
        for n, id, was, becomes, view, attempt in self._steps():
            self.read = n
            if was:
                assert may_go(was, becomes, view=view, attempt=attempt), (id, was, becomes, attempt)
            else:
                assert becomes in FIRST, (id, becomes)

    def _steps(self) -> list[tuple[int, str, str, str, str, int]]:
        asked = f"SELECT n, id, was, becomes, view, attempt FROM steps WHERE n > {self.read} ORDER BY n"
        return self.day.ask(lambda store: [tuple(row) for row in store.connection.exec_driver_sql(asked)])

    @invariant()
    def what_was_not_sent_says_why_and_is_counted(self) -> None:
        """I7: who runs it reads of each, with its reason, and nothing of it stands but what nobody could know."""
        everything = self.day.all(Delivery)
        counted = self.day.ask(lambda store: counts(store, self.day.workspace.id, START))
        unsent = self.day.ask(lambda store: deliveries.unsent(store, self.day.workspace.id, START, 1000, 0))
        for state in LAST - {DeliveryState.SENT}:
            ended = [one for one in everything if one.state is state]
            assert sum(one[state] for one in counted.values()) == len(ended)
            assert {one.id for one in ended} == {one.id for one, *_ in unsent if one.state is state}
            for one in ended:
                assert one.reason in set(Cause), (one.id, state, one.reason)
                assert one.settled_at is not None
                # Of one's page there may stand what was shown before it was asked for again.
                if one.id in self.platform.visible.values() and one.view != PAGE:
                    assert (state, one.reason) in NOBODY_KNOWS, (one.id, state, one.reason)
        assert all(one.attempt <= ATTEMPTS for one in everything)

    @invariant()
    def no_bytes_without_a_claim(self) -> None:
        """I4: when bytes went out, that attempt was kept as being sent."""
        for id, state, kept, attempt in self.platform.sending:
            assert (state, kept) == (DeliveryState.SENDING, attempt), id
        self.platform.sending.clear()

    @invariant()
    def nothing_wrong_is_asked(self) -> None:
        """Nothing goes out after its time, to where nobody is reached, too fast, or beside another amendment."""
        assert self.platform.wrong == []

    @rule()
    def faults_stop(self) -> None:
        """I5: then all ends within bounded rounds."""
        self.platform.faults.clear()
        for wait in [timedelta(seconds=130)] * 12 + [LONGEST_WAIT] * 2:
            self.clock.at += wait
            self.platform.settle()
            self._run(0, lambda outbox: outbox.reconcile())
            self._run(1, lambda outbox: outbox.serve(self.day.workspace.id))
        left = [(one.state, one.attempt) for one in self.day.all(Delivery) if one.state not in LAST]
        assert left == []
        for shown in self.day.all(Shown):
            # Coalesced, and in their order: what stands shows the last one.
            if shown.reference in self.platform.visible:
                assert (shown.shows, self.platform.shows[shown.reference]) == (shown.wanted, shown.wanted)


# A failure is told as it was found: making it shorter takes more than the five minutes that Hypothesis has for it.
OutboxMachine.TestCase.settings = settings(
    max_examples=150,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
TestOutbox = pytest.mark.timeout(600)(OutboxMachine.TestCase)
