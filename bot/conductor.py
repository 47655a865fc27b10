"""One turn, from its arrival to its answer: kept once, and acknowledged only when it is durable."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from bot.ports import Clock
from bot.writer import Database, Unkept
from handlers import DRAWINGS, HEARINGS, RETIRED, ROUTES, fronts
from handlers.cards import Card, Form, Theirs
from handlers.duties import CONSIDERED, DUTIES, at_once, fallen_due
from handlers.plan import planned
from handlers.sight import seen_by
from handlers.turn import (
    Answer,
    Arrival,
    Change,
    Corrections,
    Drawn,
    Duty,
    Gone,
    How,
    Look,
    Moment,
    Reader,
    Refused,
    Reply,
    Scribe,
    Turn,
    deliver,
)
from handlers.views.attention import with_control
from prompts import Filled
from score.meaning import Meaning
from score.model import Said, Silent
from storage import asks, budgets, deliveries, people
from storage.store import Store
from storage.tables import Ask, AskState, Delivery, Person, Place, Privacy, Received, Shown

log = logging.getLogger("concertmaster")

NOT_THERE = Answer(How.CARD, "home.not_there")
OUR_FAULT = Answer(How.CARD, "home.our_fault")

AGAIN_IN = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds after which it is tried again to keep that an answer was shown: it would be given twice otherwise."""


class Stranger(LookupError):
    """What arrived comes from nobody whom the roster knows, or from where they have no place."""


class Forged(ValueError):
    """The same dedupe key came with other contents."""


@dataclass(frozen=True)
class Played:
    """What a door says at once: the answer, drawn; and beside which fields it asks for another word."""

    answer: Answer
    drawn: Drawn | None
    person: Person
    message: Delivery | None = None
    notes: Mapping[str, Filled] = field(default_factory=dict)
    twin: bool = False
    kept: bool = False
    """Whether the answer was kept with what it answers, so that a twin gets the same."""


@dataclass(frozen=True)
class _Considered:
    turn: Turn
    found: object = None
    answer: Answer | None = None
    twin: bool = False


async def _nothing_heard(_ask_id: str, _person_id: str) -> Played | None:
    return None


def draw(store: Store, view: str, about: Mapping[str, str], reader: Reader) -> Drawn:
    """What a view shows to `reader` now. Raises Gone when there is no such view, or nothing left to show."""
    drawing = DRAWINGS.get(RETIRED.get(view, view))
    if drawing is None:
        raise Gone(view)
    with seen_by(store, reader.person, reader.place):
        return drawing(store, reader, _About(about))


def draw_message(store: Store, message: Delivery, shown: Shown | None, reader: Reader) -> Drawn:
    """What a message shows now; what nobody asked for has with it what says why it came. Raises Gone."""
    view, about = (shown.view, shown.about) if shown else (message.view, message.about)
    drawn = draw(store, view, about, reader)
    return with_control(drawn, message) if isinstance(drawn, Card) else drawn


class _About(dict[str, str]):
    """The ids of what is shown; one that an earlier release did not keep is gone, like what it named."""

    def __missing__(self, name: str) -> str:
        raise Gone(name)


class Conductor:
    """Plays turns and duties."""

    def __init__(self, database: Database, clock: Clock, chance: Random, meaning: Meaning | None = None) -> None:
        self.database, self.clock, self.chance, self.meaning = database, clock, chance, meaning
        self.scribe: Scribe | None = None
        """The model that can put answers into words."""

        self.asked: Callable[[str, Person], None] = lambda ask_id, person: None
        """Told of each ask that was kept, and whose it is; what asks the model listens here."""

        self.heard: Callable[[str, str], Awaitable[Played | None]] = _nothing_heard
        """Waits for what came of an ask, by its id and that of who asked; None where there is nothing to be shown."""

        self.stopped: Callable[[str], None] = lambda ask_id: None
        """Told of each ask that nobody waits for any more; what asks the model listens here, too."""

        self.changed: Callable[[str], None] = lambda workspace_id: None
        """Told of each workspace in which something was kept; the outbox listens here."""

        self.holds: Callable[[], bool] = lambda: False
        """Asked before each batch of what is due: whether the clock by which it is due is not to be believed."""

    async def play(self, arrival: Arrival, *, draws_standing: bool = True) -> Played:
        """Play what a door has verified.

        Raises Stranger and Forged for what nobody should see answered, and Unkept when the platform should send
        the same again. Whatever else goes wrong is logged and answered in words. Without `draws_standing` a message
        that stands is not drawn: that is for a door that changes it by the outbox alone.
        """
        try:
            return await self._play(arrival, draws_standing)
        except (Stranger, Forged, Unkept):
            raise
        except Corrections as corrections:
            wanted = corrections
            return await self.database.read(lambda store: self._correct(store, arrival, wanted))
        except Exception:
            log.exception("a turn failed", extra={"action": arrival.action})
            return await self.database.read(lambda store: self._answer(store, arrival, OUR_FAULT))

    async def _play(self, arrival: Arrival, draws_standing: bool) -> Played:
        route = ROUTES.get(RETIRED.get(arrival.action, arrival.action))
        if not isinstance(route, Change):
            return await self.database.read(lambda store: self._look(store, arrival, route))
        considered = await self._considered(arrival, route)
        if isinstance(found := considered.found, Answer):
            return await self.database.glance(lambda store: self._answer(store, arrival, found, considered.turn))
        if considered.twin and considered.answer:
            answer, twin = considered.answer, True
        else:
            answer, twin = await self._change(arrival, route, considered)
            self.changed(considered.turn.person.workspace_id)
            if answer.how is How.COMING:
                self.asked(answer.about["ask"], considered.turn.person)
            elif (stopped := answer.about.get("stopped")) is not None:
                self.stopped(stopped)
        turn = considered.turn
        if answer.how is How.STANDS and not draws_standing:
            return Played(answer, None, turn.person, twin=twin, kept=not route.traceless)
        played = await self.database.glance(lambda store: self._answer(store, arrival, answer, turn))
        return replace(played, twin=twin, kept=not route.traceless)

    def _look(self, store: Store, arrival: Arrival, route: Look | None) -> Played:
        turn = self._turn(store, arrival)
        if route is None:
            return self._answer(store, arrival, NOT_THERE, turn)
        try:
            with seen_by(store, turn.person, turn.place):
                reply = route.play(turn, store)
        except Refused as refused:
            return self._answer(store, arrival, refused.answer, turn)
        return self._answer(store, arrival, reply.answer, turn)

    def _turn(self, store: Store, arrival: Arrival) -> Turn:
        if arrival.known is not None:
            return self._turn_of(arrival, *arrival.known)
        person, place = people.arrived(store, arrival.connection_id, arrival.account, arrival.place)
        if person is None or place is None or not people.may_read(store, person, place):
            raise Stranger(arrival.account)
        return self._turn_of(arrival, person, place)

    def _turn_of(self, arrival: Arrival, person: Person, place: Place) -> Turn:
        return Turn(
            at=self.clock.now(),
            chance=self.chance,
            person=person,
            place=place,
            action=arrival.action,
            text=arrival.text,
            value=arrival.value,
            fields=arrival.fields,
            meaning=self.meaning,
            model=self.scribe,
        )

    async def _considered(self, arrival: Arrival, route: Change) -> _Considered:
        """What is found out outside the writer: who did it, and what is costly to find."""
        if (consider := route.consider) is not None:
            return await self.database.read(lambda store: self._consider(store, arrival, consider))
        if arrival.known is not None:
            return _Considered(self._turn_of(arrival, *arrival.known))
        return _Considered(await self.database.glance(lambda store: self._turn(store, arrival)))

    def _consider(self, store: Store, arrival: Arrival, consider: Callable[[Turn, Store], Any]) -> _Considered:
        turn = self._turn(store, arrival)
        # What a twin would find out anew need not be found at all; whether it is one is decided in the writer.
        if (twin := _twin(store, turn.person.workspace_id, arrival)) is not None:
            return _Considered(turn, answer=twin, twin=True)
        try:
            with seen_by(store, turn.person, turn.place):
                return _Considered(turn, consider(turn, store))
        except Refused as refused:
            return _Considered(turn, answer=refused.answer)

    async def _change(self, arrival: Arrival, route: Change, considered: _Considered) -> tuple[Answer, bool]:
        """The answer once it is durable, and whether a twin had it before."""
        turn, refusal = considered.turn, considered.answer
        keep = self._keep_traceless if route.traceless else self._keep
        if refusal is None:
            try:
                return await self.database.write(
                    lambda store: keep(store, arrival, turn, lambda: _played(route, turn, store, considered.found))
                )
            except Refused as refused:
                refusal = refused.answer
        said = Reply(refusal)
        return await self.database.write(lambda store: keep(store, arrival, turn, lambda: said))

    def _keep_traceless(
        self, store: Store, arrival: Arrival, turn: Turn, play: Callable[[], Reply]
    ) -> tuple[Answer, bool]:
        """Without its key: the digest of who wrote what would tell those who can guess the words who wrote them."""
        if arrival.once and not self.first(store, turn.person.workspace_id, arrival.connection_id, arrival.once):
            return Answer(), True
        reply = play()
        store.keep(*planned(turn, store, reply))
        return reply.answer, False

    def _keep(self, store: Store, arrival: Arrival, turn: Turn, play: Callable[[], Reply]) -> tuple[Answer, bool]:
        twin = _twin(store, turn.person.workspace_id, arrival)
        if twin is not None:
            return twin, True
        reply = play()
        fronts.follow(turn, store)
        received = Received(
            id=_key(arrival),
            workspace_id=turn.person.workspace_id,
            at=turn.at,
            digest=_digest(arrival),
            answer=reply.answer.as_json(),
        )
        store.keep(received, *planned(turn, store, reply))
        return reply.answer, False

    async def hear(self, ask: Ask, spoken: Said | Silent) -> Played | None:
        """Answer an ask with what the model has said, or with why it has not; None where somebody else has, or who
        asked is not there any more, or where it cannot be shown now.

        Until a door is `done_with` it, the ask stands, and the clock answers it in the end. Raises Unkept.
        """
        try:
            return await self._heard(ask, spoken)
        except Unkept:
            raise
        except Exception:
            log.exception("an answer failed", extra={"ask": ask.id})
            return None

    async def _heard(self, ask: Ask, spoken: Said | Silent) -> Played | None:
        turn = await self.database.glance(lambda store: self._asked(store, ask))
        answer = await self.database.write(lambda store: self._hear(store, ask, turn, spoken))
        self.changed(ask.workspace_id)
        if turn is None or answer is None:
            return None
        return await self.database.read(
            lambda store: draw_answer(store, answer, Reader(turn.person, turn.place, turn.at), turn.person)
        )

    async def done_with(self, ask_id: str, person: Person) -> None:
        """Nobody waits for what comes of an ask of `person`: its answer stands where they asked, or it came a second
        time. Without that the clock gives them another one.
        """
        pauses = iter(AGAIN_IN)
        while True:
            try:
                is_out = await self.database.write(lambda store: _done_with(store, ask_id, person))
                break
            except Unkept:
                if (pause := next(pauses, None)) is None:
                    raise
                await asyncio.sleep(pause)
        if is_out:
            self.stopped(ask_id)

    async def spend(self, workspace_id: str, tokens: int) -> None:
        """Count tokens that were spent on what nobody will hear."""
        await self.database.write(lambda store: budgets.spend(store, workspace_id, self.clock.now(), tokens))

    def _asked(self, store: Store, ask: Ask) -> Turn | None:
        """The turn in which an ask is answered: of who asked, where they did, with the rights that they have now."""
        person, place = (
            people.here(store, ask.workspace_id, ask.person_id),
            people.place(store, ask.workspace_id, ask.place_id),
        )
        if person is None or place is None or not people.may_read(store, person, place):
            return None
        return Turn(at=self.clock.now(), chance=self.chance, person=person, place=place, action=ask.then)

    def _hear(self, store: Store, ask: Ask, turn: Turn | None, spoken: Said | Silent) -> Answer | None:
        # Whoever hears it or not, it was paid for.
        budgets.spend(store, ask.workspace_id, self.clock.now(), spoken.tokens)
        found = asks.ask(store, ask.workspace_id, ask.id)
        if found is not None and found.state is AskState.STOPPED:
            store.forget(Ask, [found.id])
        if found is None or turn is None or found.state is not AskState.WAITING:
            return None
        with seen_by(store, turn.person, turn.place):
            reply = HEARINGS[found.then](turn, store, found, spoken)
        store.keep(*planned(turn, store, reply))
        return reply.answer

    def _correct(self, store: Store, arrival: Arrival, wanted: Corrections) -> Played:
        form = Answer(How.FORM, wanted.view, wanted.about)
        return replace(self._answer(store, arrival, form), notes=wanted.notes)

    def _answer(self, store: Store, arrival: Arrival, answer: Answer, turn: Turn | None = None) -> Played:
        turn = turn or self._turn(store, arrival)
        reader = Reader(turn.person, turn.place, turn.at)
        return draw_answer(store, answer, reader, turn.person)

    async def is_first(self, workspace_id: str, connection_id: str, key: str) -> bool:
        """Whether this is asked for the first time: for a door whose answers go out twice if it gives them twice.

        Only the key is kept. What was answered to a look is not, so it goes out once at most.
        """
        return await self.database.write(lambda store: self.first(store, workspace_id, connection_id, key))

    def first(self, store: Store, workspace_id: str, connection_id: str, key: str) -> bool:
        """The same within a transaction, for what is to be kept with the key or not at all."""
        key = f"{connection_id}:{key}"
        if deliveries.answered(store, workspace_id, key) is not None:
            return False
        nothing = Answer().as_json()
        store.keep(Received(id=key, workspace_id=workspace_id, at=self.clock.now(), digest="", answer=nothing))
        return True

    async def send(self, place: Place, answer: Answer, *, once: str) -> None:
        """Send a card as a message of its own, once for each `once`, where a door cannot show it at once."""
        await self.database.write(lambda store: self._plan(store, place, answer, once, asked=True))
        self.changed(place.workspace_id)

    def _plan(self, store: Store, place: Place, answer: Answer, once: str, *, asked: bool) -> None:
        moment = Moment(self.clock.now(), self.chance)
        delivery = deliver(moment, place, answer.view, answer.about, once=once, asked=asked)
        if deliveries.planned_once(store, place.workspace_id, delivery.once) is None:
            store.keep(*([delivery] if asked else planned(moment, store, Reply(deliveries=[delivery]))))

    def cannot_reach(self, store: Store, place: Place, reason: str) -> None:
        """Tell of a place that cannot be reached, once a week and reason: those who run the organisation, and who leads
        the team whose channel it is.
        """
        year, week, _ = self.clock.now().isocalendar()
        unreachable = Answer(How.CARD, "home.unreachable", {"place": place.id, "why": reason})
        leads = people.leads(store, place.workspace_id, place.team_id) if place.team_id else []
        for person in {one.id: one for one in (*people.admins(store, place.workspace_id), *leads)}.values():
            there = people.direct_place(store, person)
            if there is not None and there.id != place.id:
                once = hashlib.sha256(f"{place.id} {reason} {year} {week}".encode()).hexdigest()[:40]
                self._plan(store, there, unreachable, f"unreachable:{once}", asked=False)

    async def perform(self, workspace_id: str) -> int:
        """Play every duty that has fallen due in a workspace; gives how many deliveries were planned."""
        count = 0
        for name in DUTIES:
            while not self.holds() and (planned := await self._perform(name, workspace_id)):
                count += planned
        if count:
            self.changed(workspace_id)
        return count

    async def _perform(self, name: str, workspace_id: str) -> int:
        """Play a duty once; what it has to consider is considered beside the writer."""
        duty = DUTIES[name]
        if (consider := CONSIDERED.get(name)) is not None:
            moment = Moment(self.clock.now(), self.chance)
            duty = await self.database.read(lambda store: consider(moment, store, workspace_id, at_once(name)))
        return await self.database.write(lambda store: self._duty(store, name, workspace_id, duty))

    def _duty(self, store: Store, name: str, workspace_id: str, duty: Duty | None = None) -> int:
        moment = Moment(self.clock.now(), self.chance)
        reply = (duty or DUTIES[name])(moment, store, workspace_id, at_once(name))
        store.keep(*planned(moment, store, reply))
        return reply.served

    async def tick(self) -> int:
        """Play what is due in every workspace. A tick that comes twice changes nothing.

        Where nothing is, which is nearly everywhere nearly always, the writer is not asked for.
        """
        ids = await self.database.read(lambda store: fallen_due(store, self.clock.now()))
        return sum([await self.perform(workspace_id) for workspace_id in ids])


def handed_in(arrival: Arrival) -> Arrival:
    """A form as it arrives.

    One whose answer was lost may be mended and handed in again under the same key: that is another arrival, no twin.
    """
    digest = hashlib.sha256(repr(sorted(arrival.fields.items())).encode()).hexdigest()[:16]
    return replace(arrival, key=f"{arrival.key}.{digest}")


def filled_in(form: Form, typed: Mapping[str, str]) -> Form:
    """The same form with what was typed, so that nobody types it again."""
    fields = [
        replace(one, value=Theirs(typed[one.name], Privacy.TEAM)) if one.name in typed else one for one in form.fields
    ]
    return replace(form, fields=fields)


def draw_answer(store: Store, answer: Answer, reader: Reader, person: Person) -> Played:
    """An answer as it is shown now; what is gone meanwhile is answered as what never was."""
    try:
        if answer.how is How.NOTHING:
            return Played(answer, None, person)
        if answer.how is not How.STANDS:
            return Played(answer, draw(store, answer.view, answer.about, reader), person)
        standing = deliveries.message_of(store, reader.place.workspace_id, answer.shown_id or "")
        if standing is None:
            raise Gone(answer.shown_id)
        message, shown = standing
        return Played(answer, draw_message(store, message, shown, reader), person, message)
    except Gone:
        return Played(NOT_THERE, draw(store, NOT_THERE.view, {}, reader), person)


def _done_with(store: Store, ask_id: str, person: Person) -> bool:
    """Erase what nobody waits for; gives whether it is out at the model still."""
    found = asks.ask(store, person.workspace_id, ask_id)
    if found is None or found.person_id != person.id:
        return False
    if found.state is AskState.ANSWERED:
        store.forget(Ask, [ask_id])
    elif found.state is AskState.WAITING:
        asks.stop(store, found)
    return found.state is AskState.STOPPED


def _key(arrival: Arrival) -> str:
    return f"{arrival.connection_id}:{arrival.key}"


def _played(route: Change, turn: Turn, store: Store, found: Any) -> Reply:
    with seen_by(store, turn.person, turn.place):
        return route.keep(turn, store, found)


def _digest(arrival: Arrival) -> str:
    contents = [
        arrival.account,
        arrival.place,
        arrival.action,
        arrival.text,
        arrival.value,
        sorted(arrival.fields.items()),
    ]
    return hashlib.sha256(json.dumps(contents).encode()).hexdigest()


def _twin(store: Store, workspace_id: str, arrival: Arrival) -> Answer | None:
    received = deliveries.answered(store, workspace_id, _key(arrival))
    if received is None:
        return None
    if received.digest != _digest(arrival):
        raise Forged(arrival.key)
    return Answer.from_json(received.answer)
