"""Sends what was planned, once, and draws again what should show something newer.

The edges a delivery can take: planned -> sending (committed before anything goes out) -> sent, or dead when there is
nothing left to show or nobody to be reached, or planned again when the door was busy; planned -> expired when its time
is over, or skipped when we were removed there. A delivery whose sender died, or whose answer was lost, is uncertain: a
door that can look for it does (`Finding`), and what is found is sent, what is not is planned again, and what nobody can
tell in a day is dead.

A door says by what it raises what became of a message (`Later`, `Unreachable`, `Shut`, `Unsendable`); whatever else
it raises leaves it unknown.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, runtime_checkable

from bot.conductor import draw
from bot.ports import Clock
from bot.writer import Database, Unkept
from handlers.turn import Drawn, Gone, Reader
from prompts import LANGUAGE
from storage import deliveries, people
from storage.deliveries import LEASE, Outgoing
from storage.store import Store
from storage.tables import Connection, Delivery, DeliveryState, Place

log = logging.getLogger("concertmaster")

AT_ONCE = 50
"""Deliveries claimed and settled in one transaction each."""

GATHER_FOR = 0.05
"""Seconds for which what is kept meanwhile is gathered into one pass: whoever pressed has had the answer already, and
each pass costs three commits."""

ATTEMPTS = 5
"""How often a delivery is tried before it is given up, with a reason."""

AGAIN_AFTER = timedelta(seconds=30)
"""How long a delivery waits after its door failed."""


REASON = 200
"""Characters of a reason that are kept."""

WITHIN = timedelta(seconds=30)
"""How long a door takes over one message at most; less of the lease than that is left, and nothing is begun."""

QUARANTINE = timedelta(seconds=120)
"""How long after it was begun a message that is in doubt is looked for: by then it stands, or never will."""

LOOK_AGAIN_AFTER = timedelta(minutes=5)
"""How long a message is left in doubt whose door could not look for it."""

DOUBTED_FOR = timedelta(hours=24)
"""After that nobody will tell whether it went out, and nobody wants it twice: it is given up."""


CLOSED = "we were removed there"
"""Why what was going out on a connection that was closed meanwhile is left."""


class Later(Exception):
    """Nothing went out; it may be sent again, at `until` if the platform said when.

    To be told to wait is no failure and can happen any number of times; without `until` it is one.
    """

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason, self.until = reason, until


class Unreachable(Exception):
    """Nothing went out, nor will it: this place cannot be reached. Those who run the organisation are told."""


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


@dataclass(frozen=True)
class _Sent:
    """What became of one attempt; without a `reference` it did not go out, for `reason`."""

    outgoing: Outgoing
    reference: str | None = None
    state: DeliveryState = DeliveryState.SENT
    reason: str = ""
    given_back_until: datetime | None = None
    look_again_at: datetime | None = None
    is_told: bool = False


class Outbox:
    """Moves deliveries through their states, each workspace by itself: one whose platform is slow keeps no other."""

    def __init__(self, database: Database, clock: Clock, doors: Mapping[str, DoorOut]) -> None:
        self._database, self._clock, self._doors = database, clock, doors
        self._changed: set[str] = set()
        self._wake = asyncio.Event()
        self._serving: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._shut: dict[str, str] = {}
        self.cannot_reach: Callable[[Store, Place, str], None] = lambda store, place, reason: None
        """Told, in the transaction that settles it, of each place that something could not be sent to, and why."""

    @property
    def shut(self) -> Mapping[str, str]:
        """The connections on which nothing goes out until their door is opened again, and why."""
        return self._shut

    def shut_door(self, connection_id: str, reason: str) -> None:
        """Send nothing more on a connection; what is planned there stays planned."""
        if connection_id not in self._shut:
            log.error("nothing can be sent on a connection: %s", reason, extra={"connection": connection_id})
        self._shut[connection_id] = reason

    def open_door(self, connection_id: str) -> None:
        """Send again what waited."""
        self._shut.pop(connection_id, None)

    @property
    def _open(self) -> list[str]:
        return [connection_id for connection_id in self._doors if connection_id not in self._shut]

    def wake(self, workspace_id: str) -> None:
        """Something was kept in a workspace: look there soon."""
        self._changed.add(workspace_id)
        self._wake.set()

    async def run(self) -> None:
        """Send whatever is to be sent, until cancelled."""
        begun: dict[str, asyncio.Task[None]] = {}
        try:
            while True:
                await self._wake.wait()
                await asyncio.sleep(GATHER_FOR)
                self._wake.clear()
                # What changes where somebody is at it already is looked at when they are done.
                for workspace_id in sorted(self._changed - begun.keys()):
                    self._changed.discard(workspace_id)
                    begun[workspace_id] = asyncio.create_task(self.serve(workspace_id))
                    begun[workspace_id].add_done_callback(partial(self._done, begun, workspace_id))
        finally:
            for task in begun.values():
                task.cancel()
            await asyncio.gather(*begun.values(), return_exceptions=True)

    def _done(self, begun: dict[str, asyncio.Task[None]], workspace_id: str, _task: asyncio.Task[None]) -> None:
        del begun[workspace_id]
        if workspace_id in self._changed:
            self._wake.set()

    async def serve(self, workspace_id: str) -> None:
        """Send what is due in one workspace, and draw again what has changed; faults are logged, and tried again.

        What is being served there is waited for, so that nothing is drawn twice at once, and all of it is done at the
        end.
        """
        try:
            async with self._serving[workspace_id]:
                while await self._deliver(workspace_id):
                    pass
                while await self._amend(workspace_id):
                    pass
        except Unkept:
            log.warning("the outbox could not keep what it did")
        except Exception:
            log.exception("the outbox failed")

    async def reconcile(self) -> None:
        """Settle what was begun and never finished, in every workspace."""
        now = self._clock.now()
        everywhere = await self._database.read(lambda store: [one.id for one in people.workspaces(store)])
        for workspace_id in everywhere:
            await self._database.write(partial(self._sweep, workspace_id=workspace_id, now=now))
            self.wake(workspace_id)
        await asyncio.gather(*[self._look_for_doubtful(workspace_id, now) for workspace_id in everywhere])

    def _sweep(self, store: Store, workspace_id: str, now: datetime) -> None:
        overdue = deliveries.overdue(store, workspace_id, now, AT_ONCE)
        closed = _closed(store, workspace_id) if overdue else set()
        for delivery in overdue:
            place = people.place(store, workspace_id, delivery.place_id)
            door = self._doors.get(place.connection_id) if place else None
            if place is not None and place.connection_id in closed:
                deliveries.settle(store, delivery, DeliveryState.DEAD, now, CLOSED)
            elif door is not None:
                deliveries.settle(store, delivery, _after_failure(delivery, door), now, "its sender never came back")

    async def believe(self, connection: Connection, delivery_id: str, reference: str) -> None:
        """Somebody has answered a message that was in doubt, so it stands: that is settled, unless it is by now."""
        await self._database.write(lambda store: self._believe(store, connection, delivery_id, reference))

    def _believe(self, store: Store, connection: Connection, delivery_id: str, reference: str) -> None:
        delivery, shown = deliveries.message(store, connection.workspace_id, delivery_id) or (None, None)
        if delivery is None or delivery.state is not DeliveryState.UNCERTAIN:
            return
        place = people.place(store, connection.workspace_id, delivery.place_id)
        if place is not None and place.connection_id == connection.id:
            self._settle(store, [_Sent((delivery, place, shown), reference)], self._clock.now())

    async def _look_for_doubtful(self, workspace_id: str, now: datetime) -> None:
        finding = [one for one in self._open if isinstance(self._doors[one], Finding)]
        if not finding:
            return
        doubtful = await self._database.read(
            lambda store: deliveries.uncertain(store, workspace_id, finding, now, now - QUARANTINE, AT_ONCE)
        )
        found = [await self._look_for(one, now) for one in doubtful]
        if found:
            await self._database.write(lambda store: self._settle(store, found, now))
            self.wake(workspace_id)

    async def _look_for(self, outgoing: Outgoing, now: datetime) -> _Sent:
        delivery, place, _ = outgoing
        door = self._doors.get(place.connection_id)
        if not isinstance(door, Finding):
            return _Sent(outgoing, state=DeliveryState.UNCERTAIN, reason=delivery.reason)
        try:
            reference = await door.find(delivery, place)
        except (Unreachable, Unsendable) as problem:
            return _undecided(outgoing, now, str(problem))
        except Exception:
            log.exception("a message in doubt could not be looked for", extra={"delivery": delivery.id})
            return _undecided(outgoing, now)
        if reference is not None:
            return _Sent(outgoing, reference)
        return _Sent(outgoing, state=_again_or_dead(delivery), reason="it never went out")

    async def _deliver(self, workspace_id: str) -> bool:
        now = self._clock.now()
        waiting = await self._database.glance(lambda store: self._mine(store, workspace_id, now))
        if not waiting:
            return False
        ids = [one.id for one in waiting if one.expires_at is None or one.expires_at > now]
        late = [one for one in waiting if one.id not in ids]
        claimed = await self._database.write(lambda store: self._claim(store, workspace_id, ids, late, now))
        sent = [await self._send(delivery) for delivery in claimed]
        await self._database.write(lambda store: self._settle(store, sent, now))
        return True

    def _mine(self, store: Store, workspace_id: str, now: datetime) -> list[Delivery]:
        """Planned deliveries for doors that are open here."""
        return deliveries.planned(store, workspace_id, self._open, now, AT_ONCE)

    def _claim(
        self, store: Store, workspace_id: str, ids: list[str], late: list[Delivery], now: datetime
    ) -> list[Outgoing]:
        for delivery in late:
            deliveries.settle(store, delivery, DeliveryState.EXPIRED, now, "its time was over")
        return deliveries.claim(store, workspace_id, ids, now)

    async def _send(self, outgoing: Outgoing) -> _Sent:
        delivery, place, _ = outgoing
        door, now = self._doors.get(place.connection_id), self._clock.now()
        if door is None:
            return _given_back(outgoing, CLOSED, now)
        if place.connection_id in self._shut or (delivery.sending_at and now + WITHIN > delivery.sending_at + LEASE):
            return _given_back(outgoing, "its turn did not come", now)
        try:
            return _Sent(outgoing, await door.send(delivery, place, self._drawing(delivery)))
        except Gone:
            return _Sent(outgoing, state=DeliveryState.DEAD, reason="nothing left to show")
        except (Later, Unreachable, Shut, Unsendable) as outcome:
            return self._not_out(outgoing, outcome)
        except _Undrawn:
            log.exception("a message could not be drawn", extra={"delivery": delivery.id, "view": delivery.view})
            return _Sent(outgoing, state=_again_or_dead(delivery), reason="it could not be drawn")
        except Exception:
            # Nobody knows whether it went out. A door that shows it once however often it is sent may try again.
            log.exception("a door failed", extra={"delivery": delivery.id, "attempt": delivery.attempt})
            return _Sent(outgoing, state=_after_failure(delivery, door), reason="its door failed")

    def _not_out(self, outgoing: Outgoing, outcome: Exception) -> _Sent:
        """What becomes of a message of which the door knows that nothing went out."""
        delivery, place, _ = outgoing
        reason = str(outcome)
        if isinstance(outcome, Shut):
            self.shut_door(place.connection_id, reason)
            return _given_back(outgoing, reason, self._clock.now())
        if isinstance(outcome, Later):
            if outcome.until is not None:
                return _given_back(outgoing, reason, self._clock.now(), outcome.until)
            return _Sent(outgoing, state=_again_or_dead(delivery), reason=reason)
        log.error("a message was given up: %s", reason, extra={"delivery": delivery.id, "view": delivery.view})
        return _Sent(outgoing, state=DeliveryState.DEAD, reason=reason, is_told=True)

    def _drawing(self, delivery: Delivery) -> Drawing:
        async def drawn() -> tuple[Drawn, str]:
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
        _, shown = standing
        view, about = (shown.view, shown.about) if shown else (delivery.view, delivery.about)
        reader = reader_of(store, place, self._clock.now())
        return draw(store, view, about, reader), reader.person.language if reader.person else LANGUAGE

    def _settle(self, store: Store, sent: list[_Sent], now: datetime) -> None:
        for one in _withdrawn(store, sent):
            delivery, place, shown = one.outgoing
            if one.given_back_until is not None:
                deliveries.release(store, delivery, one.given_back_until, one.reason)
                continue
            if one.state is DeliveryState.UNCERTAIN and delivery.state is DeliveryState.UNCERTAIN:
                store.change(delivery, not_before=one.look_again_at or now + LOOK_AGAIN_AFTER)
                continue
            again = now + AGAIN_AFTER
            moved = deliveries.settle(store, delivery, one.state, now, one.reason[:REASON], not_before=again)
            if moved and shown is not None and one.reference is not None:
                # What was in doubt shows what was wanted when it went out, and nobody knows how much that was by now.
                shows = 0 if delivery.state is DeliveryState.UNCERTAIN else shown.wanted
                deliveries.stands(store, shown.workspace_id, shown.id, one.reference, shows)
            if moved and one.is_told:
                self.cannot_reach(store, place, one.reason)

    async def _amend(self, workspace_id: str) -> bool:
        doors = self._open
        behind = await self._database.glance(lambda store: deliveries.to_amend(store, workspace_id, doors, AT_ONCE))
        amended = [one for one in behind if await self._amend_one(one)]
        if amended:
            await self._database.write(lambda store: self._amended(store, amended))
        return bool(amended)

    def _amended(self, store: Store, amended: list[Outgoing]) -> None:
        for _, _, shown in amended:
            if shown is not None:
                deliveries.stands(store, shown.workspace_id, shown.id, shown.reference or "", shown.wanted)

    async def _amend_one(self, outgoing: Outgoing) -> bool:
        """Whether it shows what it should now; if not, the next round tries again."""
        delivery, place, shown = outgoing
        reference = shown.reference if shown and shown.reference else delivery.id
        door = self._doors.get(place.connection_id)
        if door is None:
            return False
        try:
            await door.amend(delivery, place, reference, self._drawing(delivery))
        except Gone:
            return True
        except Later as later:
            log.info("an amendment waits: %s", later.reason, extra={"delivery": delivery.id})
            return False
        except Shut as shut:
            self.shut_door(place.connection_id, str(shut))
            return False
        except (Unreachable, Unsendable) as problem:
            # What stands there cannot be changed anymore, and trying again would keep others waiting behind it.
            log.warning("a message stays as it was: %s", problem, extra={"delivery": delivery.id})
            return True
        except Exception:
            log.exception("a door failed to amend", extra={"delivery": delivery.id})
            return False
        return True


def _closed(store: Store, workspace_id: str) -> set[str]:
    """The connections of a workspace that we were removed from."""
    return {one.id for one in people.connections(store, workspace_id) if one.closed_at is not None}


def _withdrawn(store: Store, sent: list[_Sent]) -> list[_Sent]:
    """The same; what is not settled on a connection that was closed while it was going out, never will be."""
    ends = {DeliveryState.PLANNED: DeliveryState.SKIPPED, DeliveryState.UNCERTAIN: DeliveryState.DEAD}
    workspaces = {one.outgoing[0].workspace_id for one in sent if one.state in ends}
    closed = {connection for workspace_id in workspaces for connection in _closed(store, workspace_id)}
    return [
        replace(one, state=ends[one.state], reason=CLOSED, given_back_until=None)
        if one.state in ends and one.outgoing[1].connection_id in closed
        else one
        for one in sent
    ]


def _undecided(outgoing: Outgoing, now: datetime, never: str = "") -> _Sent:
    """Left in doubt a day long, until somebody presses it; `never` is why its door cannot look for it at all."""
    delivery = outgoing[0]
    if never:
        log.warning("a message in doubt cannot be looked for: %s", never, extra={"delivery": delivery.id})
    ends = (delivery.sending_at or now) + DOUBTED_FOR
    if now >= ends:
        return _Sent(outgoing, state=DeliveryState.DEAD, reason="nobody can tell whether it went out")
    again = ends if never else None
    return _Sent(outgoing, state=DeliveryState.UNCERTAIN, reason=delivery.reason, look_again_at=again)


def _given_back(outgoing: Outgoing, reason: str, now: datetime, until: datetime | None = None) -> _Sent:
    soon = now + AGAIN_AFTER if until is None else max(until, now + timedelta(seconds=1))
    return _Sent(outgoing, state=DeliveryState.PLANNED, reason=reason[:REASON], given_back_until=soon)


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
