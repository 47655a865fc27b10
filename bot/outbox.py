"""Sends what was planned, once, and draws again what should show something newer.

The edges a delivery can take: planned -> sending (committed before anything goes out) -> sent, or dead when there is
nothing left to show or nobody to be reached, or planned again when the door was busy; planned -> expired when its time
is over, or skipped when nobody is reached there any more. A delivery whose sender died, or whose answer was lost, is
uncertain: a door that can look for it does (`Finding`), and what is found is sent, what is not is planned again, and
what nobody can tell in a day is dead. Where no door of ours is open, what waits or is in doubt ends by time alone, so
that it ends though nobody ever opens one.

A door says by what it raises what became of a message (`Later`, `Unreachable`, `Overheard`, `Shut`, `Unsendable`);
whatever else it raises leaves it unknown. Where a door has a pace (`Paced`), what may go now is counted in the
transaction that claims it, for all processes together.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar, runtime_checkable

from bot.conductor import draw_message
from bot.ports import Clock
from bot.rates import LONGEST_WAIT as TOLD_TO_WAIT
from bot.rates import Key, Pace, Wanted, cells_of, held, use_cells
from bot.writer import Database, Unkept
from handlers.people import cannot_reach
from handlers.plan import OF_A_DAY, held_over
from handlers.turn import Drawn, Gone, Reader
from prompts import LANGUAGE
from storage import attention, deliveries, people, rates
from storage.deliveries import LEASE, Held, Outgoing
from storage.store import Store
from storage.tables import Cause, Connection, Delivery, DeliveryState, Place

log = logging.getLogger("concertmaster")

T = TypeVar("T")
G = TypeVar("G", bound=Outgoing)

AT_ONCE = 50
"""Deliveries claimed and settled in one transaction each."""

SIDE_BY_SIDE = 8
"""Places of one workspace that are sent to at the same time: at a fifth of a second each, that is a platform's pace."""

WORKSPACES = 64
"""Workspaces that are served at the same time; the others wait for one batch of those, and no longer."""

LOOKS_AT = 1000
"""Workspaces that one look finds at most; the next one goes on after them."""

GATHER_FOR = 0.05
"""Seconds for which what is kept meanwhile is gathered into one pass: whoever pressed has had the answer already, and
each pass costs three commits."""

ATTEMPTS = 5
"""How often a delivery is tried before it is given up, with a reason. That its platform could not take it is none."""

AGAIN_AFTER = timedelta(seconds=30)
"""How long a delivery waits after its door failed, and twice as long after each time more."""

LONGEST_WAIT = timedelta(minutes=15)
"""How long it waits at most: so much later than its platform is there again it comes."""

PUT_OFF_FOR = timedelta(days=7)
"""How long a delivery is put off that is always of use: who waits that long has seen it otherwise."""

WITHIN = timedelta(seconds=30)
"""How long a door takes over one message at most; less of the lease than that is left, and nothing is begun."""

QUARANTINE = timedelta(seconds=120)
"""How long after it was begun a message that is in doubt is looked for: by then it stands, or never will."""

LOOK_AGAIN_AFTER = timedelta(minutes=5)
"""How long a message is left in doubt whose door could not look for it."""

DOUBTED_FOR = timedelta(hours=24)
"""After that nobody will tell whether it went out, and nobody wants it twice: it is given up."""

LEFT_TO_OTHERS = timedelta(minutes=1)
"""How long what is of no more use is left to whoever has its door open, who may know better why, before it is ended."""

FRESH_FOR = timedelta(seconds=5)
"""How long what was drawn with its batch may be sent; where a platform is slower, it is drawn again."""

HEARD_WITHIN = timedelta(minutes=1)
"""How long after it was planned what asks for a day goes out without a look at whether somebody is away by now."""

LONGEST_REST = TOLD_TO_WAIT + timedelta(minutes=1)
"""How far ahead the instant can lie from which something may go on a connection: what a platform wants, and a pace."""

REMEMBERED_FOR = timedelta(minutes=1)
"""How long it is remembered that a pace was used, once nothing is left of that."""


class Later(Exception):
    """Nothing went out; it may be sent again, at `until` if the platform said when.

    It can happen any number of times. Without `until` it is tried again after a while that grows, until it is of no
    more use.
    """

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason, self.until = reason, until


class Unreachable(Exception):
    """Nothing went out, nor will it: this place cannot be reached.

    Nothing more is planned there until somebody is heard from there, and those who run the organisation are told.
    """


class Overheard(Unreachable):
    """Nothing went out, for somebody would have read it who may not. They may go: the next one is tried again."""


class Shut(Exception):
    """Nothing went out, nor will anything else at this door until somebody opens it, with a new token for instance."""


class Unsendable(Exception):
    """Nothing went out: the platform will not take this message, however often we try. Those who run it are told."""


Drawing = Callable[[], Awaitable[tuple[Drawn, str]]]
"""What a message shows now, and in which language; raises Gone when nothing is left. A door asks when it needs it."""


class _Undrawn(Exception):
    """It could not be drawn, so nothing of it went out."""


class DoorOut(Protocol):
    """How a door sends."""

    twice_is_once: bool
    """Whether sending the same delivery again shows nothing twice, so that a lost outcome needs no looking up."""

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Show it, and give the platform's name for the message."""

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Show it again where it stands."""


@runtime_checkable
class Finding(DoorOut, Protocol):
    """A door that can look whether a message of ours stands."""

    async def find(self, delivery: Delivery, place: Place) -> str | None:
        """The platform's name for a message that is in doubt, None when it never went out."""


@runtime_checkable
class Paced(DoorOut, Protocol):
    """A door whose platform says how fast it may be asked."""

    def paces(self, delivery: Delivery, place: Place) -> Wanted:
        """The paces that sending a delivery is under: they are counted before it is sent, and not by the door."""


@runtime_checkable
class LookingAhead(DoorOut, Protocol):
    """A door that looks up what it needs to know of a batch at once, before that is sent."""

    def look_ahead(self, store: Store, outgoing: Sequence[Outgoing]) -> None:
        """Look it up, for the batch that is sent next on this connection, and forget what was looked up before."""


@runtime_checkable
class TakingBack(DoorOut, Protocol):
    """A door that can take a message of ours away again."""

    async def take_back(self, place: Place, reference: str) -> None:
        """Take away what stands there beside another one of the same delivery."""


@dataclass(frozen=True)
class _Sent:
    """What became of one attempt; without a `reference` it did not go out, for `cause`."""

    outgoing: Outgoing
    reference: str | None = None
    state: DeliveryState = DeliveryState.SENT
    cause: Cause | None = None
    said: str = ""
    given_back_until: datetime | None = None
    put_off: int = 0
    """How often its door could not take it and did not say until when, this time among them."""

    look_again_at: datetime | None = None
    is_heard_of: bool = False
    """Whether it was found, or answered: nobody knows how much of what was wanted it shows by now."""

    is_told: bool = False
    parks: bool = False
    """Whether nobody is reached there any more."""


@dataclass
class _Claimed:
    """What one transaction took, and what it found that may not go yet."""

    outgoing: list[Outgoing] = field(default_factory=list)
    rests: dict[str, datetime] = field(default_factory=dict)
    """The connections whose pace is used, and until when."""


@dataclass(frozen=True)
class _Ahead:
    """What a batch shows, drawn in one look before it is sent: by delivery, with the language, or that it is gone."""

    at: datetime
    drawn: Mapping[str, tuple[Drawn, str] | Gone]


class Outbox:
    """Moves deliveries through their states, each workspace by itself: one whose platform is slow keeps no other."""

    def __init__(self, database: Database, clock: Clock, doors: Mapping[str, DoorOut]) -> None:
        self._database, self._clock, self._doors = database, clock, doors
        self._changed: dict[str, None] = {}
        self._wake = asyncio.Event()
        self._serving: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._shut: dict[str, str] = {}
        self._rests: dict[str, datetime] = {}
        self._paced: set[str] = set()
        self._looked_after = self._settled_after = ""
        self._stopped = False
        self.holds: Callable[[], bool] = lambda: False
        """Asked before anything is begun: whether the clock by which it is sent or expires is not to be believed."""

        self.cannot_reach: Callable[[Store, Place, str], None] = lambda store, place, reason: None
        """Told, in the transaction that settles it, of each place that something could not be sent to, and why."""

    @property
    def shut(self) -> Mapping[str, str]:
        """The connections on which nothing goes out until their door is opened again, and why."""
        return self._shut

    def shut_door(self, connection_id: str, reason: str) -> None:
        """Send nothing more on a connection; what is planned there stays planned for as long as it is of use."""
        if connection_id not in self._shut:
            log.error("nothing can be sent on a connection: %s", reason, extra={"connection": connection_id})
        self._shut[connection_id] = reason

    def open_door(self, connection_id: str) -> None:
        """Send again what waited."""
        self._shut.pop(connection_id, None)

    @property
    def _open(self) -> list[str]:
        return [connection_id for connection_id in self._doors if connection_id not in self._shut]

    def _not_open(self, store: Store, workspace_id: str) -> list[str]:
        """The connections of a workspace whose door is shut, or that have none in this process."""
        there = {one.id for one in people.connections(store, workspace_id)}
        return sorted(there.difference(self._open))

    # Which workspace, and when

    def wake(self, workspace_id: str) -> None:
        """Something was kept in a workspace: look there soon."""
        self._changed[workspace_id] = None
        self._wake.set()

    def is_serving(self, workspace_id: str) -> bool:
        """Whether a workspace is being served here."""
        return self._serving[workspace_id].locked()

    async def to_serve(self) -> list[str]:
        """Some of the workspaces in which something is to be sent or amended now, and the others when asked again: one
        question for all of them.
        """
        now, after = self._clock.now(), self._looked_after
        found = await self._database.read(lambda store: deliveries.to_serve(store, now, after, LOOKS_AT))
        self._looked_after = found[-1] if len(found) == LOOKS_AT else ""
        return found

    async def look(self) -> None:
        """Wake each workspace in which something is to be sent or amended now."""
        for workspace_id in await self.to_serve():
            self.wake(workspace_id)

    def stop(self) -> None:
        """Begin nothing more: what is being sent is finished, what was claimed beside it is given back."""
        self._stopped = True
        self._wake.set()

    @property
    def _may_begin(self) -> bool:
        return not self._stopped and not self.holds()

    async def run(self) -> None:
        """Send whatever is to be sent, until stopped; cancelled, it leaves what is being sent to its lease.

        Each workspace has its turn for one batch, and then lets the others go before it.
        """
        begun: dict[str, asyncio.Task[None]] = {}
        room = asyncio.Semaphore(WORKSPACES)
        try:
            while not self._stopped:
                await self._wake.wait()
                await asyncio.sleep(GATHER_FOR)
                self._wake.clear()
                # What changes where somebody is at it already is looked at when they are done.
                for workspace_id in [one for one in self._changed if one not in begun]:
                    del self._changed[workspace_id]
                    begun[workspace_id] = asyncio.create_task(self._take_turn(workspace_id, room))
                    begun[workspace_id].add_done_callback(partial(self._done, begun, workspace_id))
            await asyncio.gather(*begun.values())
        finally:
            for task in begun.values():
                task.cancel()
            await asyncio.gather(*begun.values(), return_exceptions=True)

    async def _take_turn(self, workspace_id: str, room: asyncio.Semaphore) -> None:
        async with room:
            if await self._pass(workspace_id):
                self.wake(workspace_id)

    def _done(self, begun: dict[str, asyncio.Task[None]], workspace_id: str, _task: asyncio.Task[None]) -> None:
        del begun[workspace_id]
        if workspace_id in self._changed:
            self._wake.set()

    async def serve(self, workspace_id: str) -> None:
        """Send what is due in one workspace, and draw again what has changed; faults are logged, and tried again.

        What is being served there is waited for, so that nothing is drawn twice at once, and all of it is done at the
        end.
        """
        while await self._pass(workspace_id):
            pass

    async def _pass(self, workspace_id: str) -> bool:
        """One batch; whether there may be another."""
        try:
            async with self._serving[workspace_id]:
                delivered = self._may_begin and await self._deliver(workspace_id)
                amended = self._may_begin and await self._amend(workspace_id)
                return amended or delivered
        except Unkept:
            log.warning("the outbox could not keep what it did")
        except Exception:
            log.exception("the outbox failed")
        return False

    # What was begun and never finished

    async def reconcile(self) -> None:
        """Settle what was never finished, look for what is in doubt, end what waited in vain where no door is open, and
        wake who waits: one question for each.
        """
        if not self._may_begin:
            return
        now, after = self._clock.now(), self._settled_after
        found = await self._database.read(lambda store: deliveries.unsettled(store, now, after, LOOKS_AT))
        self._settled_after = found[-1] if len(found) == LOOKS_AT else ""
        await self._forget_paces(now)
        room = asyncio.Semaphore(WORKSPACES)

        async def settle(workspace_id: str) -> None:
            async with room:
                await self._database.write(partial(self._sweep, workspace_id=workspace_id, now=now))
                self.wake(workspace_id)
                await self._look_for_doubtful(workspace_id, now)

        async def leave(workspace_id: str) -> None:
            async with room:
                await self._leave(workspace_id, now)
                self.wake(workspace_id)

        await asyncio.gather(*[settle(workspace_id) for workspace_id in found])
        await asyncio.gather(*[leave(workspace_id) for workspace_id in await self.to_serve()])

    async def _forget_paces(self, now: datetime) -> None:
        """What was used of a pace is forgotten once it is over, or there would be a row for everybody."""
        paced, self._paced = self._paced, set()
        for workspace_id in sorted(paced):
            await self._database.write(partial(rates.forget, workspace_id=workspace_id, before=now - REMEMBERED_FOR))

    async def _leave(self, workspace_id: str, now: datetime) -> None:
        """End what is of no more use where no door is open here. What another process sends meanwhile stays with it."""
        before = now - LEFT_TO_OTHERS

        def over(store: Store) -> list[tuple[Delivery, Place]]:
            shut = self._not_open(store, workspace_id)
            return deliveries.over(store, workspace_id, shut, before, before - PUT_OFF_FOR, AT_ONCE) if shut else []

        def end(store: Store, those: Sequence[tuple[Delivery, Place]]) -> None:
            for delivery, place in those:
                said = self._shut.get(place.connection_id)
                state = DeliveryState.EXPIRED if delivery.expires_at else DeliveryState.DEAD
                cause = Cause.NO_DOOR if said is None else Cause.SHUT
                deliveries.settle(store, delivery, state, now, cause, said or "")

        while self._may_begin and (found := await self._database.read(over)):
            await self._database.write(partial(end, those=found))

    def _sweep(self, store: Store, workspace_id: str, now: datetime) -> None:
        overdue = deliveries.overdue(store, workspace_id, now, AT_ONCE)
        closed = _closed(store, workspace_id) if overdue else set()
        for delivery in overdue:
            place = people.place(store, workspace_id, delivery.place_id)
            door = self._doors.get(place.connection_id) if place else None
            if place is not None and place.connection_id in closed:
                deliveries.settle(store, delivery, DeliveryState.DEAD, now, Cause.REMOVED)
            elif door is not None:
                deliveries.settle(store, delivery, _after_failure(delivery, door), now, Cause.NEVER_BACK)
            elif delivery.sending_at is not None and now >= delivery.sending_at + DOUBTED_FOR:
                # Whoever has its door would have settled it long ago.
                deliveries.settle(store, delivery, DeliveryState.DEAD, now, Cause.UNKNOWN)

    async def believe(self, connection: Connection, delivery_id: str, reference: str) -> None:
        """Somebody has answered a message of which it was not known that it stands: that is settled, unless it is by
        now. Whoever sent it, and comes back later, finds it settled by the same attempt.
        """
        await self._database.write(lambda store: self._believe(store, connection, delivery_id, reference))

    def _believe(self, store: Store, connection: Connection, delivery_id: str, reference: str) -> None:
        delivery, shown = deliveries.message(store, connection.workspace_id, delivery_id) or (None, None)
        if delivery is None or delivery.state not in (DeliveryState.SENDING, DeliveryState.UNCERTAIN):
            return
        place = people.place(store, connection.workspace_id, delivery.place_id)
        if place is not None and place.connection_id == connection.id:
            self._settle(store, [_Sent((delivery, place, shown), reference, is_heard_of=True)], self._clock.now())

    async def _look_for_doubtful(self, workspace_id: str, now: datetime) -> None:
        finding = [one for one in self._open if isinstance(self._doors[one], Finding)]
        doubtful = await self._database.read(
            lambda store: deliveries.uncertain(store, workspace_id, finding, now, now - QUARANTINE, AT_ONCE)
        )

        def given_up(store: Store) -> list[Outgoing]:
            # Those whose door is not open here, too: who can look for them has done so for a day.
            hopeless = {one.id for one in people.connections(store, workspace_id)}.difference(finding)
            return deliveries.uncertain(store, workspace_id, sorted(hopeless), now, now - DOUBTED_FOR, AT_ONCE)

        unknown = await self._database.read(given_up)
        found = [await self._look_for(one, now) for one in doubtful]
        found += [_undecided(one, now) for one in unknown]
        if found:
            await self._database.write(lambda store: self._settle(store, found, now))
            self.wake(workspace_id)

    async def _look_for(self, outgoing: Outgoing, now: datetime) -> _Sent:
        delivery, place, _ = outgoing
        door = self._doors.get(place.connection_id)
        if not isinstance(door, Finding):
            return _undecided(outgoing, now)
        try:
            reference = await door.find(delivery, place)
        except (Unreachable, Unsendable) as problem:
            return _undecided(outgoing, now, str(problem))
        except Exception:
            log.exception("a message in doubt could not be looked for", extra={"delivery": delivery.id})
            return _undecided(outgoing, now)
        if reference is not None:
            return _Sent(outgoing, reference, is_heard_of=True)
        return _Sent(outgoing, state=_again_or_dead(delivery), cause=Cause.NEVER_OUT)

    # Sending

    def _is_resting(self, connection_id: str, now: datetime) -> bool:
        """Whether its pace is used; what was said of that before the clock was set back holds no longer."""
        until = self._rests.get(connection_id, now)
        return now < until <= now + LONGEST_REST

    async def _deliver(self, workspace_id: str) -> bool:
        """Send one batch; whether there may be another that can go now."""
        now = self._clock.now()
        connections = [one for one in self._open if not self._is_resting(one, now)]
        if not connections:
            return False
        waiting = await self._database.glance(
            lambda store: deliveries.planned(store, workspace_id, connections, now, AT_ONCE)
        )
        if not waiting:
            return False
        claimed = await self._database.write(lambda store: self._claim(store, workspace_id, waiting, now))
        self._rests.update(claimed.rests)
        self._paced.add(workspace_id)
        if claimed.outgoing:
            sent = await self._send_all(claimed.outgoing, await self._look_ahead(claimed.outgoing))
            lost = await self._database.write(lambda store: self._settle(store, sent, now))
            await self._take_back(lost)
        return True

    def _claim(
        self, store: Store, workspace_id: str, waiting: Sequence[tuple[Delivery, Place]], now: datetime
    ) -> _Claimed:
        claimed, free = _Claimed(), deliveries.still_planned(store, workspace_id, [one.id for one, _ in waiting])
        going: list[tuple[Delivery, Place]] = []
        waited: list[Delivery] = []
        for delivery, place in waiting:
            if delivery.id not in free:
                continue
            if delivery.expires_at is not None and delivery.expires_at <= now:
                _expire(store, delivery, now)
            elif _has_waited(delivery, now):
                waited.append(delivery)
            else:
                going.append((delivery, place))
        if waited:
            left = _hold_over(store, waited, now)
            going += [(delivery, place) for delivery, place in waiting if delivery.id in left]
        ids = self._count(store, workspace_id, going, claimed, now)
        for one in deliveries.claim(store, workspace_id, ids, now):
            delivery, place, _ = one
            if place.closed_at is None:
                claimed.outgoing.append(one)
            else:
                # It was planned before it was known that nobody is reached there, or by who did not ask.
                deliveries.settle(store, delivery, DeliveryState.SKIPPED, now, Cause.PARKED, place.closed_why)
        return claimed

    def _count(
        self,
        store: Store,
        workspace_id: str,
        going: Sequence[tuple[Delivery, Place]],
        claimed: _Claimed,
        now: datetime,
    ) -> list[str]:
        """The ids of those that may go now, counted as gone under the paces of their doors."""
        ids: list[str] = []
        of: defaultdict[str, list[tuple[Delivery, Wanted]]] = defaultdict(list)
        for delivery, place in going:
            door = self._doors.get(place.connection_id)
            # What goes nowhere is counted nowhere; whether the place is closed is looked at again with the claim.
            if isinstance(door, Paced) and place.closed_at is None:
                paces = {key: held(pace) for key, pace in door.paces(delivery, place).items()}
                of[place.connection_id].append((delivery, paces))
            else:
                ids.append(delivery.id)
        for connection_id, those in of.items():
            wanted: dict[Key, Pace] = {key: pace for _, each in those for key, pace in each.items()}
            cells = cells_of(store, workspace_id, connection_id, wanted)
            for delivery, each in those:
                first, key = cells.last(each, now)
                if first <= now:
                    for name, pace in each.items():
                        cells.take(name, pace, now)
                    ids.append(delivery.id)
                elif _of_one_place(key):
                    deliveries.postpone(store, delivery, first)
                else:
                    # All that waits there waits as it stands: to write that down for each would be a write for each,
                    # again and again, and would change who is first.
                    claimed.rests[connection_id] = min(first, claimed.rests.get(connection_id, first))
            use_cells(store, workspace_id, connection_id, cells)
        return ids

    async def _look_ahead(self, claimed: Sequence[Outgoing]) -> _Ahead:
        """Draw a batch; what that fails for is drawn by itself, when it is sent."""
        now = self._clock.now()
        try:
            return _Ahead(now, await self._database.read(lambda store: self._drawn(store, claimed, now)))
        except Unkept:
            return _Ahead(now, {})

    def _drawn(self, store: Store, claimed: Sequence[Outgoing], now: datetime) -> dict[str, tuple[Drawn, str] | Gone]:
        for connection_id, door in self._doors.items():
            those = [one for one in claimed if one[1].connection_id == connection_id]
            if those and isinstance(door, LookingAhead):
                door.look_ahead(store, those)
        at = attention.people_at(store, claimed[0][0].workspace_id, [place.id for _, place, _ in claimed])
        drawn: dict[str, tuple[Drawn, str] | Gone] = {}
        for delivery, place, shown in claimed:
            person = at.get(place.id)
            try:
                card = draw_message(store, delivery, shown, Reader(person, place, now))
                drawn[delivery.id] = card, person.language if person else LANGUAGE
            except Gone as gone:
                drawn[delivery.id] = gone
            except Exception:  # noqa: BLE001 - drawn by itself, the fault is its own, and is told with it
                log.debug("a message could not be drawn with its batch", extra={"delivery": delivery.id})
        return drawn

    async def _send_all(self, claimed: Sequence[Outgoing], ahead: _Ahead) -> list[_Sent]:
        """Send to several places at the same time, and to each in order."""
        each = await _side_by_side([partial(self._send_in_order, those, ahead) for those in _by_place(claimed)])
        return [one for those in each for one in those]

    async def _send_in_order(self, those: Sequence[Outgoing], ahead: _Ahead) -> list[_Sent]:
        sent: list[_Sent] = []
        for one in those:
            if sent and sent[-1].parks:
                said = sent[-1].said
                sent.append(_Sent(one, state=DeliveryState.SKIPPED, cause=Cause.PARKED, said=said, parks=True))
            else:
                sent.append(await self._send(one, ahead))
        return sent

    async def _send(self, outgoing: Outgoing, ahead: _Ahead) -> _Sent:
        delivery, place, _ = outgoing
        door, now = self._doors.get(place.connection_id), self._clock.now()
        if door is None:
            return _given_back(outgoing, Cause.REMOVED, now)
        if self._stopped:
            return _given_back(outgoing, Cause.ITS_TURN, now, now)
        if place.connection_id in self._shut or (delivery.sending_at and now + WITHIN > delivery.sending_at + LEASE):
            return _given_back(outgoing, Cause.ITS_TURN, now)
        try:
            return _Sent(outgoing, await door.send(delivery, place, self._drawing(delivery, ahead)))
        except Gone:
            return _Sent(outgoing, state=DeliveryState.DEAD, cause=Cause.GONE)
        except (Later, Unreachable, Shut, Unsendable) as outcome:
            return self._not_out(outgoing, outcome)
        except _Undrawn:
            log.exception("a message could not be drawn", extra={"delivery": delivery.id, "view": delivery.view})
            return _Sent(outgoing, state=_again_or_dead(delivery), cause=Cause.UNDRAWN)
        except Exception:
            # Nobody knows whether it went out. A door that shows it once however often it is sent may try again.
            log.exception("a door failed", extra={"delivery": delivery.id, "attempt": delivery.attempt})
            return _Sent(outgoing, state=_after_failure(delivery, door), cause=Cause.FAILED)

    def _not_out(self, outgoing: Outgoing, outcome: Exception) -> _Sent:
        """What becomes of a message of which the door knows that nothing went out."""
        delivery, place, _ = outgoing
        said = str(outcome)
        if isinstance(outcome, Shut):
            self.shut_door(place.connection_id, said)
            return _given_back(outgoing, Cause.SHUT, self._clock.now(), said=said)
        if isinstance(outcome, Later):
            if outcome.until is not None:
                return _given_back(outgoing, Cause.PACE, self._clock.now(), outcome.until, said=said)
            return _put_off(outgoing, self._clock.now(), said)
        log.error("a message was given up: %s", said, extra={"delivery": delivery.id, "view": delivery.view})
        cause = Cause.REFUSED
        if isinstance(outcome, Unreachable):
            cause = Cause.READ_ALONG if isinstance(outcome, Overheard) else Cause.UNREACHABLE
        parks = cause is Cause.UNREACHABLE
        return _Sent(outgoing, state=DeliveryState.DEAD, cause=cause, said=said, is_told=True, parks=parks)

    def _drawing(self, delivery: Delivery, ahead: _Ahead | None = None) -> Drawing:
        async def drawn() -> tuple[Drawn, str]:
            if ahead is not None and self._clock.now() - ahead.at < FRESH_FOR and delivery.id in ahead.drawn:
                found = ahead.drawn[delivery.id]
                if isinstance(found, Gone):
                    raise found
                return found
            try:
                return await self._database.read(lambda store: self._draw(store, delivery))
            except Gone:
                raise
            except Exception as problem:
                raise _Undrawn from problem

        return drawn

    def _draw(self, store: Store, delivery: Delivery) -> tuple[Drawn, str]:
        """Drawn when it is sent: rights are looked at again, and late changes are in it."""
        standing = deliveries.message(store, delivery.workspace_id, delivery.id)
        place = people.place(store, delivery.workspace_id, delivery.place_id)
        if standing is None or place is None:
            raise Gone(delivery.id)
        reader = reader_of(store, place, self._clock.now())
        return draw_message(store, *standing, reader), reader.person.language if reader.person else LANGUAGE

    def _settle(self, store: Store, sent: list[_Sent], now: datetime) -> list[_Sent]:
        """Keep what became of each; gives those that went out though somebody else had the delivery by then."""
        went = [one for one in sent if one.reference is not None]
        lost = self._stand(store, went, now)
        for one in _withdrawn(store, [one for one in sent if one.reference is None]):
            delivery, place, _ = one.outgoing
            if one.given_back_until is not None:
                cause, often = one.cause or Cause.ITS_TURN, one.put_off or delivery.put_off
                deliveries.release(store, delivery, one.given_back_until, cause, one.said, often)
                continue
            if one.state is DeliveryState.UNCERTAIN and delivery.state is DeliveryState.UNCERTAIN:
                store.change(delivery, not_before=one.look_again_at or now + LOOK_AGAIN_AFTER)
                continue
            again = now + _grown(delivery.attempt)
            moved = deliveries.settle(store, delivery, one.state, now, one.cause, one.said, not_before=again)
            if moved and one.is_told:
                self._tell(store, place, one, now)
        return lost

    @staticmethod
    def _stand(store: Store, went: Sequence[_Sent], now: datetime) -> list[_Sent]:
        """Keep of all that went out at once where each stands; gives those that somebody else had by then."""
        if not went:
            return []
        moved = deliveries.settle_sent(store, [one.outgoing[0] for one in went], now)
        for one in went:
            delivery, _, shown = one.outgoing
            if shown is not None and one.reference is not None and delivery.id in moved:
                # It shows what was wanted when it went out.
                shows = 0 if one.is_heard_of else shown.wanted
                deliveries.stands(store, shown.workspace_id, shown.id, one.reference, shows)
        return [one for one in went if one.outgoing[0].id not in moved and not _stands_by(store, one.outgoing[0])]

    def _tell(self, store: Store, place: Place, one: _Sent, now: datetime) -> None:
        if not one.parks or cannot_reach(now, store, place, one.said):
            self.cannot_reach(store, place, one.said)

    async def _take_back(self, lost: Sequence[_Sent]) -> None:
        """A message went out after its lease, and its delivery was settled otherwise: it must not stand beside that."""
        for one in lost:
            delivery, place, _ = one.outgoing
            door = self._doors.get(place.connection_id)
            log.warning("a message went out too late", extra={"delivery": delivery.id, "attempt": delivery.attempt})
            if isinstance(door, TakingBack) and one.reference is not None:
                try:
                    await door.take_back(place, one.reference)
                except Exception:
                    log.exception("it could not be taken back", extra={"delivery": delivery.id})

    # Amending

    async def _amend(self, workspace_id: str) -> bool:
        """Draw again what has changed. Whoever does so holds the message, so that no older one comes after a newer."""
        doors, now = self._open, self._clock.now()
        behind = await self._database.glance(
            lambda store: deliveries.to_amend(store, workspace_id, doors, now, AT_ONCE)
        )
        if not behind:
            return False
        held = await self._database.write(lambda store: deliveries.hold(store, workspace_id, behind, now))
        each = await _side_by_side([partial(self._amend_in_order, those) for those in _by_place(held)])
        done = [one for those in each for one in those]
        await self._database.write(lambda store: _amended(store, done))
        return any(until is None for _, until in done)

    async def _amend_in_order(self, those: Sequence[Held]) -> list[tuple[Held, datetime | None]]:
        return [await self._amend_one(one) for one in those]

    async def _amend_one(self, one: Held) -> tuple[Held, datetime | None]:
        """When it is to be tried again; None when it shows what was wanted."""
        delivery, place, shown = one
        door, now = self._doors.get(place.connection_id), self._clock.now()
        if door is None or shown.held_until is None or now + WITHIN > shown.held_until:
            return one, now
        again = now + AGAIN_AFTER
        try:
            await door.amend(delivery, place, shown.reference or delivery.id, self._drawing(delivery))
        except Gone:
            return one, None
        except Later as later:
            log.info("an amendment waits: %s", later.reason, extra={"delivery": delivery.id})
            return one, later.until or again
        except Shut as shut:
            self.shut_door(place.connection_id, str(shut))
            return one, now
        except (Unreachable, Unsendable) as problem:
            # What stands there cannot be changed anymore, and trying again would keep others waiting behind it.
            log.warning("a message stays as it was: %s", problem, extra={"delivery": delivery.id})
            return one, None
        except Exception:
            log.exception("a door failed to amend", extra={"delivery": delivery.id})
            return one, again
        return one, None


def _amended(store: Store, done: Sequence[tuple[Held, datetime | None]]) -> None:
    for (_, _, shown), until in done:
        if until is None:
            deliveries.amended(store, shown)
        else:
            deliveries.put_off(store, shown, until)


def _by_place(outgoing: Sequence[G]) -> list[list[G]]:
    places: defaultdict[str, list[G]] = defaultdict(list)
    for one in outgoing:
        places[one[1].id].append(one)
    return list(places.values())


async def _side_by_side(work: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """What each gives, in order; so many of them at the same time."""
    room = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(do: Callable[[], Awaitable[T]]) -> T:
        async with room:
            return await do()

    return list(await asyncio.gather(*[one(do) for do in work]))


def _of_one_place(key: Key) -> bool:
    return len(key) > 1


def _closed(store: Store, workspace_id: str) -> set[str]:
    """The connections of a workspace that we were removed from."""
    return {one.id for one in people.connections(store, workspace_id) if one.closed_at is not None}


def _withdrawn(store: Store, sent: list[_Sent]) -> list[_Sent]:
    """The same; what is not settled on a connection that was closed while it was going out, never will be."""
    ends = {DeliveryState.PLANNED: DeliveryState.SKIPPED, DeliveryState.UNCERTAIN: DeliveryState.DEAD}
    workspaces = {one.outgoing[0].workspace_id for one in sent if one.state in ends}
    closed = {connection for workspace_id in workspaces for connection in _closed(store, workspace_id)}
    return [
        replace(one, state=ends[one.state], cause=Cause.REMOVED, said="", given_back_until=None)
        if one.state in ends and one.outgoing[1].connection_id in closed
        else one
        for one in sent
    ]


def _stands_by(store: Store, delivery: Delivery) -> bool:
    """Whether a delivery was settled as sent by this very attempt: somebody has answered it, or it was found."""
    standing = deliveries.message(store, delivery.workspace_id, delivery.id)
    return standing is not None and standing[0].state is DeliveryState.SENT and standing[0].attempt == delivery.attempt


def _undecided(outgoing: Outgoing, now: datetime, never: str = "") -> _Sent:
    """Left in doubt a day long, until somebody presses it; `never` is why its door cannot look for it at all."""
    delivery = outgoing[0]
    if never:
        log.warning("a message in doubt cannot be looked for: %s", never, extra={"delivery": delivery.id})
    ends = (delivery.sending_at or now) + DOUBTED_FOR
    if now >= ends:
        return _Sent(outgoing, state=DeliveryState.DEAD, cause=Cause.UNKNOWN)
    again = ends if never else None
    return _Sent(outgoing, state=DeliveryState.UNCERTAIN, look_again_at=again)


def _given_back(
    outgoing: Outgoing, cause: Cause, now: datetime, until: datetime | None = None, *, said: str = ""
) -> _Sent:
    soon = now + AGAIN_AFTER if until is None else max(until, now + timedelta(seconds=1))
    return _Sent(outgoing, state=DeliveryState.PLANNED, cause=cause, said=said, given_back_until=soon)


def _put_off(outgoing: Outgoing, now: datetime, said: str) -> _Sent:
    """Its platform could not take it: for as long as it is of use it is tried again, later each time."""
    delivery = outgoing[0]
    if delivery.expires_at is None and now >= delivery.planned_at + PUT_OFF_FOR:
        return _Sent(outgoing, state=DeliveryState.DEAD, cause=Cause.NOT_NOW, said=said)
    often = delivery.put_off + 1
    again = min(now + _grown(often), delivery.expires_at or datetime.max.replace(tzinfo=UTC))
    return replace(_given_back(outgoing, Cause.NOT_NOW, now, again, said=said), put_off=often)


def _grown(times: int) -> timedelta:
    """How long something waits that failed so many times."""
    return min(AGAIN_AFTER * (1 << min(times - 1, 16)), LONGEST_WAIT)


def _expire(store: Store, delivery: Delivery, now: datetime) -> None:
    """It is of no more use; what was put off says what its platform said."""
    cause, said = (Cause.NOT_NOW, delivery.said) if delivery.put_off else (Cause.OVER, "")
    deliveries.settle(store, delivery, DeliveryState.EXPIRED, now, cause, said)


def _has_waited(delivery: Delivery, now: datetime) -> bool:
    """Whether it waited for hours of who gets it that are over, or that may be others by now."""
    if delivery.view in OF_A_DAY and now >= delivery.planned_at + HEARD_WITHIN:
        return True
    return delivery.not_after is not None and (delivery.not_after <= now or delivery.not_before > delivery.planned_at)


def _hold_over(store: Store, waited: Sequence[Delivery], now: datetime) -> set[str]:
    """Leave what comes outside the hours of who gets it, as they are now, until those begin, or for good; gives the ids
    of those that may go now.
    """
    going = {one.id for one in waited}
    for one in held_over(store, waited, now):
        if one.at is None:
            deliveries.settle(store, one.delivery, DeliveryState.SKIPPED, now, one.why)
        elif one.at > now:
            deliveries.hold_over(store, one.delivery, one.at, one.until, one.why)
        if one.at is None or one.at > now:
            going.remove(one.delivery.id)
    return going


def _after_failure(delivery: Delivery, door: DoorOut) -> DeliveryState:
    if not door.twice_is_once:
        return DeliveryState.UNCERTAIN
    return _again_or_dead(delivery)


def _again_or_dead(delivery: Delivery) -> DeliveryState:
    return DeliveryState.PLANNED if delivery.attempt < ATTEMPTS else DeliveryState.DEAD


def reader_of(store: Store, place: Place, at: datetime) -> Reader:
    """Who reads what is sent to a place: its person, or nobody in particular in a channel."""
    person = people.person(store, place.workspace_id, place.person_id) if place.person_id else None
    return Reader(person, place, at)
