"""Sends what was planned, once, and draws again what should show something newer.

The edges a delivery can take: planned -> sending (committed before anything goes out) -> sent, or dead when there is
nothing left to show, or planned again when the door was busy; planned -> expired when its time is over. A delivery
whose sender died is uncertain; a door that can say whether it went out says so, any other is asked to look.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.conductor import draw
from bot.ports import Clock
from bot.writer import Database, Unkept
from handlers.turn import Drawn, Gone, Reader
from storage import deliveries, people
from storage.store import Store
from storage.tables import Delivery, DeliveryState, Place, Shown

log = logging.getLogger("concertmaster")

AT_ONCE = 50
"""Deliveries claimed and settled in one transaction each."""

ATTEMPTS = 5
"""How often a delivery is tried before it is given up, with a reason."""

AGAIN_AFTER = timedelta(seconds=30)
"""How long a delivery waits after its door failed."""


@dataclass(frozen=True)
class _Sent:
    """What became of one attempt; without a `reference` it did not go out, for `reason`."""

    delivery: Delivery
    shown: Shown | None = None
    reference: str | None = None
    state: DeliveryState = DeliveryState.SENT
    reason: str = ""


class DoorOut(Protocol):
    """How a door sends."""

    twice_is_once: bool
    """Whether sending the same delivery again shows nothing twice, so that a lost outcome needs no looking up."""

    async def send(self, delivery: Delivery, place: Place, shown: Drawn, language: str) -> str:
        """Show it, and give the platform's name for the message."""

    async def amend(self, delivery: Delivery, place: Place, reference: str, shown: Drawn, language: str) -> None:
        """Show it again where it stands."""


class Outbox:
    """Moves deliveries through their states, one workspace after the other."""

    def __init__(self, database: Database, clock: Clock, doors: Mapping[str, DoorOut]) -> None:
        self._database, self._clock, self._doors = database, clock, doors
        self._changed: set[str] = set()
        self._wake = asyncio.Event()

    def wake(self, workspace_id: str) -> None:
        """Something was kept in a workspace: look there soon."""
        self._changed.add(workspace_id)
        self._wake.set()

    async def run(self) -> None:
        """Send whatever is to be sent, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            changed, self._changed = self._changed, set()
            for workspace_id in sorted(changed):
                await self.serve(workspace_id)

    async def serve(self, workspace_id: str) -> None:
        """Send what is due in one workspace, and draw again what has changed; faults are logged, and tried again."""
        try:
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
        for workspace_id in await self._database.read(lambda store: [one.id for one in people.workspaces(store)]):
            await self._database.write(lambda store, id=workspace_id: self._sweep(store, id, now))  # type: ignore[misc]
            self.wake(workspace_id)

    def _sweep(self, store: Store, workspace_id: str, now: datetime) -> None:
        for delivery in deliveries.overdue(store, workspace_id, now, AT_ONCE):
            place = people.place(store, workspace_id, delivery.place_id)
            door = self._doors.get(place.connection_id) if place else None
            if door is not None:
                deliveries.settle(store, delivery, _after_failure(delivery, door), now, "its sender never came back")

    async def _deliver(self, workspace_id: str) -> bool:
        now = self._clock.now()
        waiting = await self._database.read(lambda store: self._mine(store, workspace_id, now))
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
        return deliveries.planned(store, workspace_id, list(self._doors), now, AT_ONCE)

    def _claim(
        self, store: Store, workspace_id: str, ids: list[str], late: list[Delivery], now: datetime
    ) -> list[Delivery]:
        for delivery in late:
            deliveries.settle(store, delivery, DeliveryState.EXPIRED, now, "its time was over")
        return deliveries.claim(store, workspace_id, ids, now)

    async def _send(self, delivery: Delivery) -> _Sent:
        try:
            place, shown, drawn, language = await self._database.read(lambda store: self._draw(store, delivery))
        except Gone:
            return _Sent(delivery, state=DeliveryState.DEAD, reason="nothing left to show")
        door = self._doors[place.connection_id]
        try:
            reference = await door.send(delivery, place, drawn, language)
        except Exception:
            # Nobody knows whether it went out. A door that shows it once however often it is sent may try again.
            log.exception("a door failed", extra={"delivery": delivery.id, "attempt": delivery.attempt})
            return _Sent(delivery, state=_after_failure(delivery, door), reason="its door failed")
        return _Sent(delivery, shown, reference)

    def _draw(self, store: Store, delivery: Delivery) -> tuple[Place, Shown | None, Drawn, str]:
        standing = deliveries.message(store, delivery.workspace_id, delivery.id)
        place = people.place(store, delivery.workspace_id, delivery.place_id)
        if standing is None or place is None:
            raise Gone(delivery.id)
        _, shown = standing
        view, about = (shown.view, shown.about) if shown else (delivery.view, delivery.about)
        reader = reader_of(store, place, self._clock.now())
        language = reader.person.language if reader.person else "en"
        return place, shown, draw(store, view, about, reader), language

    def _settle(self, store: Store, sent: list[_Sent], now: datetime) -> None:
        for one in sent:
            again = now + AGAIN_AFTER
            moved = deliveries.settle(store, one.delivery, one.state, now, one.reason, not_before=again)
            if moved and one.shown is not None and one.reference is not None:
                deliveries.stands(store, one.shown.workspace_id, one.shown.id, one.reference, one.shown.wanted)

    async def _amend(self, workspace_id: str) -> bool:
        behind = await self._database.read(
            lambda store: deliveries.to_amend(store, workspace_id, list(self._doors), AT_ONCE)
        )
        if not behind:
            return False
        for shown, delivery in behind:
            await self._amend_one(shown, delivery)
        await self._database.write(lambda store: self._amended(store, behind))
        return True

    def _amended(self, store: Store, behind: list[tuple[Shown, Delivery]]) -> None:
        for shown, _ in behind:
            deliveries.stands(store, shown.workspace_id, shown.id, shown.reference or "", shown.wanted)

    async def _amend_one(self, shown: Shown, delivery: Delivery) -> None:
        try:
            place, _, drawn, language = await self._database.read(lambda store: self._draw(store, delivery))
        except Gone:
            return
        if door := self._doors.get(place.connection_id):
            await door.amend(delivery, place, shown.reference or "", drawn, language)


def _after_failure(delivery: Delivery, door: DoorOut) -> DeliveryState:
    if not door.twice_is_once:
        return DeliveryState.UNCERTAIN
    return DeliveryState.PLANNED if delivery.attempt < ATTEMPTS else DeliveryState.DEAD


def reader_of(store: Store, place: Place, at: datetime) -> Reader:
    """Who reads what is sent to a place: its person, or nobody in particular in a channel."""
    person = people.person(store, place.workspace_id, place.person_id) if place.person_id else None
    return Reader(person, place, at)
