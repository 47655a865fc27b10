"""What goes out to Teams: messages in conversations, and what is shown in their place; nothing is looked for again.

The connector has no key by which the same message is told from another, and lists none of ours: what nobody knows to
have gone out is never sent a second time (bot/outbox.py), unless somebody presses it, which tells that it stands.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.outbox import Drawing, Later, Outgoing, Overheard, Unreachable, Unsendable
from bot.ports import Clock
from bot.rates import Key, Pace, Wanted
from bot.teams import render
from bot.teams.call import FAILED, Connector, NotThere, Unknown
from bot.writer import Database, Unkept
from handlers.cards import Card, PrivateShown, buttons_in
from handlers.views.home import GUESTS, OTHERS
from storage import deliveries, people
from storage.store import Store
from storage.tables import Connection, Delivery, Place, PlaceKind

log = logging.getLogger("concertmaster")

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
"""What an Adaptive Card is called as an attachment, and as the answer to a press."""

ONE_CONVERSATION = {
    "second": Pace(timedelta(seconds=1) / 7, 7),
    "half minute": Pace(timedelta(seconds=0.5), 8),
    "hour": Pace(timedelta(seconds=2), 60),
}
"""What may go into one conversation: 7 in a second, 8 in two, 60 in thirty, 1,800 in an hour
(Microsoft Learn, "Optimize your bot: rate limiting")."""

ONE_TENANT = Pace(timedelta(seconds=1) / 20, 20)
"""What may go into one tenant; 30 in a second were said once, 50 by now, and members are asked for beside it."""

STREAM = "streaminfo"
"""The entity that says of an activity that it is of a stream."""

JUDGE = "coach.judge"
"""Whether an answer helped."""

REMEMBERED = 2_000
"""Answers of which it is remembered what can be said of them."""

READ_FOR = timedelta(minutes=10)
"""How long it is believed that nobody reads along in a channel who may not; Teams tells when somebody comes."""


CHATS = ("@thread.v2", "@unq.gbl.spaces")
"""How the names of group chats end, in which there are no threads; those of channels end otherwise."""


@dataclass(frozen=True)
class Judged:
    """What can be said of an answer: the values of its buttons, by what each says; `name` is that of its words."""

    name: str
    says: Mapping[str, str] = field(default_factory=dict)


class TeamsOut:
    """Teams as a door that sends, into the tenant of one connection; `bot` is our own name in it."""

    twice_is_once = False

    def __init__(
        self, connector: Connector, connection: Connection, bot: str, database: Database, clock: Clock
    ) -> None:
        self._connector, self._connection, self._bot = connector, connection, bot
        self._database, self._clock = database, clock
        self._alone: frozenset[str] = frozenset()
        self._ours: dict[str, datetime] = {}
        self._heard = ""
        self._judged: OrderedDict[tuple[str, str], Judged] = OrderedDict()

    def look_ahead(self, _store: Store, outgoing: Sequence[Outgoing]) -> None:
        """See which messages of a batch are in no thread."""
        self._alone = frozenset(one.id for one, _, shown in outgoing if shown is None or shown.under is None)

    def paces(self, _delivery: Delivery, place: Place) -> Wanted:
        """The paces that sending it is under."""
        own: dict[Key, Pace] = {("send", place.external_id, name): pace for name, pace in ONE_CONVERSATION.items()}
        return {("send",): ONE_TENANT, **own}

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Post it; gives the conversation and the names of what was posted, parted by spaces."""
        await self.refuse_strangers(place)
        shown, language = await drawing()
        activity = _activity(shown, place, language, delivery.id)
        return await self._post(place, shown, activity, await self._above(delivery, place))

    async def replace(self, place: Place, name: str, card: Mapping[str, Any], summary: str) -> None:
        """Show a card in the place of a message of ours that is kept nowhere, for good."""
        activity = as_activity(render.Message("", dict(card), [], {}, summary), "")
        await self._connector.update(place.service, place.external_id, name, activity)

    async def say(
        self, place: Place, card: Card | None, message: render.Message, *, under: str = "", stream: str = ""
    ) -> None:
        """Say something once that is kept nowhere, below what stands there by that name; `message` is the card, drawn.

        A `stream` is ended by it: the name of what said that we are at it.
        """
        await self._post(place, card, as_activity(message, ""), under, stream)

    async def _post(
        self, place: Place, shown: object, activity: Mapping[str, Any], under: str = "", stream: str = ""
    ) -> str:
        """The conversation, and the names in it of the message's card and of the words above it, parted by spaces.

        Where words stand above a card, Teams makes two messages of one activity and says the name of neither. So they
        are two from the beginning; the card's name goes before, for its buttons are there.
        """
        words, *card = parted(ended(activity, stream) if stream else activity)
        service, conversation = await self._conversation(place)
        try:
            first = await self._shows_first(service, conversation, words, under, stream)
        except NotThere:
            if place.kind is not PlaceKind.DIRECT or stream:
                raise
            # What they had is gone, as when we were taken out and put in again: Teams says which they have now.
            service, conversation = await self._begun(place, conversation)
            first = await self.shows(service, conversation, words)
        names = [first]
        for one in card:
            below = under or (first if place.kind is PlaceKind.CHANNEL else "")
            try:
                names.insert(0, await self.shows(service, conversation, one, below))
            except FAILED as problem:
                # The answer stands: to send it once more would say it twice.
                log.warning("an answer stands without its card: %s", problem)
        self._remember(conversation, names, shown)
        return " ".join([conversation, *names])

    async def _shows_first(
        self, service: str, conversation: str, words: Mapping[str, Any], under: str, stream: str
    ) -> str:
        if not stream:
            return await self.shows(service, conversation, words, under)
        await self._connector.end(service, conversation, words)
        return stream

    def _remember(self, conversation: str, names: Sequence[str], shown: object) -> None:
        """What can be said of an answer: Teams asks for it beside its words, and gives back their name alone."""
        asked = [one.value for one in buttons_in(shown) if one.action == JUDGE] if isinstance(shown, Card) else []
        if not asked:
            return
        judged = Judged(names[-1], {value.partition(" ")[0]: value for value in asked})
        for name in names:
            self._judged[conversation, name] = judged
        while len(self._judged) > REMEMBERED:
            self._judged.popitem(last=False)

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Show it again where it stands."""
        await self.refuse_strangers(place)
        shown, language = await drawing()
        conversation, name, *_words = reference.split(" ")
        *_, activity = parted(_activity(shown, place, language, delivery.id))
        await self._connector.update(place.service, conversation, name, activity)

    async def take_back(self, place: Place, reference: str) -> None:
        """Delete a message of ours that stands beside another of the same delivery."""
        conversation, *names = reference.split(" ")
        for name in names:
            await self._connector.delete(place.service, conversation, name)

    async def shows(self, service: str, conversation: str, activity: Mapping[str, Any], under: str = "") -> str:
        """Show an activity, below what stands there by that name; gives its own name there."""
        if under and not conversation.endswith(CHATS):
            return await self._connector.reply(service, conversation, under, activity)
        return await self._connector.send(service, conversation, activity)

    def judged(self, conversation: str, name: str) -> Judged:
        """What can be said of an answer that has that name, or whose card has."""
        return self._judged.get((conversation, name), Judged(name))

    def heard_at(self, service: str) -> None:
        """Something came from that address, whoever did it: there the tenant is, before anybody of ours has written."""
        self._heard = service

    def forget(self) -> None:
        """Who reads somewhere has changed: look anew."""
        self._ours.clear()

    async def _conversation(self, place: Place) -> tuple[str, str]:
        """Where a place is reached; where nobody was heard from yet, their conversation is begun, and kept."""
        if place.service:
            return place.service, place.external_id
        return await self._begun(place, "")

    async def _begun(self, place: Place, before: str) -> tuple[str, str]:
        """Somebody's conversation, as Teams says now; raises NotThere where that is the one that it was before."""
        with _before_anything():
            service = await self._database.glance(self._service)
            account = await self._database.glance(lambda store: self._account(store, place))
        if not service:
            raise Later("nothing came from that tenant yet")
        try:
            conversation, _ = await self._connector.create(service, self._connection.external_id, self._bot, account)
        except Unknown as problem:
            # To begin it shows nothing, and once more gives the same.
            raise Later(f"nobody knows whether a conversation was begun: {problem}") from None
        if conversation == before:
            raise NotThere("Teams begins a conversation, and does not know it")
        with _before_anything():
            await self._database.write(lambda store: _keep(store, place, conversation, service))
        return service, conversation

    def _account(self, store: Store, place: Place) -> str:
        """By what Teams knows whose conversation it is: their id in Entra."""
        found = people.account_on(store, place.workspace_id, place.connection_id, place.person_id or "")
        return found.external_id if found is not None else place.external_id

    def _service(self, store: Store) -> str:
        known = people.service_of(store, self._connection.workspace_id, self._connection.id)
        return known or self._heard or self._connector.begins_at

    async def _above(self, delivery: Delivery, place: Place) -> str:
        """The message in whose thread it belongs; empty where it stands by itself, and where there are no threads."""
        if place.kind is PlaceKind.DIRECT or delivery.id in self._alone:
            return ""
        with _before_anything():
            above = await self._database.glance(lambda store: deliveries.thread_of(store, delivery))
        # The words of a message stand above its card, and begin the thread.
        return above.split(" ")[-1] if above else ""

    async def refuse_strangers(self, place: Place) -> None:
        """Raise Overheard where a guest, or somebody of another organisation, would read along in a channel."""
        if place.kind is PlaceKind.DIRECT:
            return
        if not place.service:
            raise Unreachable("nothing came from that channel yet")
        await self.look_who_reads(place.service, place.external_id)

    async def look_who_reads(self, service: str, conversation: str) -> None:
        """The same for a channel that is nobody's place yet."""
        now, looked = self._clock.now(), self._ours.get(conversation)
        if looked is not None and now - looked < READ_FOR:
            return
        ours = self._connection.external_id
        async for one in self._connector.members(service, conversation):
            if one.get("userRole") == "guest":
                raise Overheard(GUESTS)
            if str(one.get("tenantId") or ours).lower() != ours:
                raise Overheard(OTHERS)
        self._ours[conversation] = now


@contextmanager
def _before_anything() -> Iterator[None]:
    """The store is asked before anything goes out: where it is away nothing has, and a conversation shows nothing."""
    try:
        yield
    except Unkept as problem:
        raise Later(f"the store is away: {problem}") from None


def _keep(store: Store, place: Place, conversation: str, service: str) -> None:
    found = people.place(store, place.workspace_id, place.id)
    # Who has written meanwhile has said where they are.
    if found is not None and found.external_id == place.external_id:
        store.change(found, external_id=conversation, service=service)


def _activity(shown: object, place: Place, language: str, delivery_id: str) -> dict[str, Any]:
    if not isinstance(shown, Card):
        raise Unsendable("only a card can be a message")
    try:
        return as_activity(render.message(shown, place.kind, language), delivery_id)
    except PrivateShown as private:
        raise Unsendable(str(private)) from None


def as_activity(message: render.Message, delivery_id: str) -> dict[str, Any]:
    """A message as the connector takes it; its buttons carry the id of its delivery, by which it is known again.

    Nothing is said of the format of its text: that is escaped for Markdown, which is what Teams takes it for then.
    """
    drawn = None if message.card is None else refreshed(marked(message.card, delivery_id), delivery_id)
    card = [] if drawn is None else [{"contentType": ADAPTIVE, "content": drawn}]
    return {
        "type": "message",
        "text": message.text,
        "summary": message.summary,
        "attachments": card,
        "entities": message.entities,
        "channelData": message.channel_data,
    }


def parted(activity: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The words of a message and its card, each as an activity of its own; the whole where it has one of them."""
    if not activity["text"] or not activity["attachments"]:
        return [activity]
    words = {**activity, "attachments": []}
    return [words, {**activity, "text": "", "entities": [], "channelData": {}}]


def at_it(words: str) -> dict[str, Any]:
    """What says in somebody's own conversation that we are at it, until an answer takes its place."""
    said = {"streamType": "informative", "streamSequence": 1}
    return {"type": "typing", "text": words, "channelData": said, "entities": [{"type": STREAM, **said}]}


def ended(activity: Mapping[str, Any], stream: str) -> dict[str, Any]:
    """A message as what such a stream ends with."""
    said = {"streamType": "final", "streamId": stream}
    channel_data = {**activity["channelData"], **said}
    entities = [*activity["entities"], {"type": STREAM, **said}]
    # A stream without words is none.
    return {
        **activity,
        "text": activity["text"] or activity["summary"],
        "channelData": channel_data,
        "entities": entities,
    }


def refreshed(card: Mapping[str, Any], delivery_id: str) -> Mapping[str, Any]:
    """The same card, with what draws it again for one person: when they ask for that, and never by itself.

    Teams would do so whenever somebody has it before their eyes, and so tell us who reads what, and when.
    """
    if not delivery_id:
        return card
    data = {"action": render.REDRAW, "delivery": delivery_id}
    return {
        **card,
        "refresh": {"action": {"type": "Action.Execute", "verb": render.REDRAW, "data": data}, "userIds": []},
    }


def marked(card: Any, delivery_id: str) -> Any:
    """The same card, with the id of its delivery in what its buttons carry."""
    if isinstance(card, list):
        return [marked(one, delivery_id) for one in card]
    # A dictionary and no other mapping: this looks at every value of every card, and to ask for those costs more.
    if not isinstance(card, dict):
        return card
    within = {name: found if name == "data" else marked(found, delivery_id) for name, found in card.items()}
    data = within.get("data")
    if delivery_id and isinstance(data, dict) and ("action" in data or "form" in data):
        within["data"] = {**data, "delivery": delivery_id}
    return within


def for_dialog(card: Any) -> Any:
    """The same card for a dialog of Teams, in which Action.Submit alone is known to be sent to us."""
    if isinstance(card, list):
        return [for_dialog(one) for one in card]
    if not isinstance(card, dict):
        return card
    if card.get("type") == "Action.Execute":
        return card["fallback"]
    return {name: found if name == "data" else for_dialog(found) for name, found in card.items() if name != "refresh"}
