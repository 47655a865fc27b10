"""What goes out to Slack: messages with their delivery's id, amendments, and somebody's own page."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.outbox import Drawing, Later, Outgoing, Overheard, Unreachable, Unsendable
from bot.ports import Clock
from bot.rates import Wanted
from bot.slack import render
from bot.slack.call import Caller, Unknown, paces
from bot.slack.members import Members, Standing
from bot.slack.pictures import mapped, uploaded
from bot.slack.reading import delivery_in
from bot.slack.render import Figures
from bot.writer import Database
from handlers.cards import Card, PrivateShown
from handlers.views.home import GUESTS, OTHERS
from storage import deliveries, people
from storage.store import Store
from storage.tables import Delivery, Place, PlaceKind

log = logging.getLogger("concertmaster")

EVENT = "concertmaster_delivery"
"""What our metadata is called. Others in the workspace can read it: it holds an id, and nothing else."""

FRONT = "home.front"
"""The view that is no message, but the page beside the conversation."""

LOOKED_AT = timedelta(days=3)
"""How long before it was begun a message in doubt may stand by Slack's clock: ours may have been wrong by days, and a
message that is not found is sent again. A direct conversation has a page or two of ours in that time."""

PAGES = 5
A_PAGE = 100
"""Messages of one page of a conversation, and pages that are looked through for one that is in doubt."""

SHARED_FOR = timedelta(minutes=10)
"""How long it is believed that no other organisation reads along in a channel; Slack tells when one begins to."""

BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_arguments"})
"""What Slack says of a block that it does not take there; of a page, it says the last."""


class SlackOut:
    """Slack as a door that sends."""

    twice_is_once = False

    def __init__(self, call: Caller, members: Members, database: Database, clock: Clock) -> None:
        self._call, self._members, self._database, self._clock = call, members, database, clock
        self._ours_alone: dict[str, datetime] = {}
        self._users: Mapping[str, str] = {}
        self._alone: frozenset[str] = frozenset()

    def look_ahead(self, store: Store, outgoing: Sequence[Outgoing]) -> None:
        """Look up who the people of a batch are here, and which messages are in no thread."""
        place = outgoing[0][1]
        direct = [one.person_id for _, one, _ in outgoing if one.kind is PlaceKind.DIRECT and one.person_id]
        self._users = deliveries.addressees(store, place.workspace_id, place.connection_id, direct)
        self._alone = frozenset(one.id for one, _, shown in outgoing if shown is None or shown.under is None)

    def paces(self, delivery: Delivery, place: Place) -> Wanted:
        """The paces that sending it is under."""
        return paces("views.publish" if delivery.kind == FRONT else "chat.postMessage", place.external_id)

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Post it; gives the conversation and the message's own name, parted by a space."""
        await self._look_first(place)
        shown, language = await drawing()
        if delivery.kind == FRONT:
            return await self.publish(await self._user(place), _card(shown), language, counted=True)
        thread = await self._thread(delivery, "thread_ts")

        async def post(drawn: render.Message, first: bool) -> Mapping[str, Any]:
            message = as_message(place.external_id, drawn)
            return await self._first(first)("chat.postMessage", **message, metadata=_metadata(delivery), **thread)

        card, is_public = _card(shown), place.kind is PlaceKind.CHANNEL
        draws = _draws(card, place, language)
        answer = await as_taken(self._call, card, language, draws, post, is_public=is_public)
        return f"{answer.get('channel') or place.external_id} {answer.get('ts', '')}"

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Show it again where it stands."""
        await self.refuse_strangers(place)
        shown, language = await drawing()
        if delivery.kind == FRONT:
            await self.publish(await self._user(place), _card(shown), language)
            return
        channel, _, ts = reference.partition(" ")

        async def update(message: render.Message, _first: bool) -> Mapping[str, Any]:
            return await self._call(
                "chat.update",
                channel=channel,
                ts=ts,
                text=message.text,
                blocks=message.blocks,
                metadata=_metadata(delivery),
                parse="none",
                link_names=False,
            )

        card, is_public = _card(shown), place.kind is PlaceKind.CHANNEL
        await as_taken(self._call, card, language, _draws(card, place, language), update, is_public=is_public)

    def _first(self, counted: bool) -> Callable[..., Awaitable[Mapping[str, Any]]]:
        """What is tried first of a delivery was counted when that was claimed."""
        return self._call.counted if counted else self._call

    async def take_back(self, place: Place, reference: str) -> None:
        """Delete a message of ours that stands beside another of the same delivery."""
        channel, _, ts = reference.partition(" ")
        if ts:
            await self._call("chat.delete", channel=channel, ts=ts)

    async def find(self, delivery: Delivery, place: Place) -> str | None:
        """Look whether a message in doubt stands, by the id that it carries.

        Somebody's own page is not looked for: to publish it twice shows it once. Raises Later when there is too much
        to look through.
        """
        if delivery.kind == FRONT:
            return None
        channel, since, cursor = await self._channel(place), _since(delivery), ""
        thread = await self._thread(delivery, "ts")
        for _ in range(PAGES):
            page = await self._call(
                "conversations.replies" if thread else "conversations.history",
                channel=channel,
                **thread,
                oldest=f"{since.timestamp():.6f}",
                limit=A_PAGE,
                include_all_metadata=True,
                cursor=cursor,
            )
            for message in page.get("messages") or ():
                if isinstance(message, Mapping) and delivery_in(message) == delivery.id:
                    return f"{channel} {message.get('ts', '')}"
            said = page.get("response_metadata")
            cursor = said.get("next_cursor", "") if isinstance(said, Mapping) else ""
            if not cursor:
                return None
        raise Later("too much was said since")

    async def _thread(self, delivery: Delivery, name: str) -> dict[str, Any]:
        """The message in whose thread it belongs, as an argument of that name; nothing where it stands by itself."""
        if delivery.id in self._alone:
            return {}
        above = await self._database.glance(lambda store: deliveries.thread_of(store, delivery))
        return {name: above.partition(" ")[2]} if above else {}

    async def _channel(self, place: Place) -> str:
        """The conversation of a place; where nobody has written yet we know the person alone."""
        if place.kind is PlaceKind.CHANNEL or place.external_id.startswith("D"):
            return place.external_id
        answer = await self._call("conversations.open", users=place.external_id)
        channel = answer.get("channel")
        return str(channel.get("id")) if isinstance(channel, Mapping) else place.external_id

    async def publish(self, user: str, card: Card, language: str, page: int = 0, *, counted: bool = False) -> str:
        """Show a card, or a further page of it, on the page beside the conversation; gives that page's name.

        Raises LookupError when there is no such page.
        """

        def draws(figures: Figures, pictures: Sequence[str]) -> render.Block:
            return render.home([card], language, page, figures=figures, pictures=pictures)

        async def put(home: render.Block, first: bool) -> Mapping[str, Any]:
            return await self._first(counted and first)("views.publish", user_id=user, view=home)

        answer = await as_taken(self._call, card, language, draws, put)
        view = answer.get("view")
        return str(view.get("id", FRONT)) if isinstance(view, Mapping) else FRONT

    async def _user(self, place: Place) -> str:
        account = await self._database.glance(
            lambda store: people.account_on(store, place.workspace_id, place.connection_id, place.person_id or "")
        )
        if account is None:
            raise Unreachable("nobody whom Slack knows")
        return account.external_id

    async def _look_first(self, place: Place) -> None:
        """Refuse strangers; where Slack does not say who reads there, nothing has gone out yet, and is known not to."""
        try:
            await self.refuse_strangers(place, self._users.get(place.person_id or ""))
        except Unknown as problem:
            raise Later(f"Slack does not say who reads there: {problem}") from None

    async def refuse_strangers(self, place: Place, user: str | None = None) -> None:
        """Raise Unreachable where somebody would read who may not: guests, strangers, other organisations."""
        if place.kind is PlaceKind.CHANNEL:
            if await self.is_shared(place.external_id):
                raise Overheard(OTHERS)
            if await self._members.outsiders_in(place.external_id):
                raise Overheard(GUESTS)
            return
        standing = await self._members.standing(user or await self._user(place))
        if standing is not Standing.MEMBER:
            raise Unreachable(standing.name.lower())

    async def is_shared(self, channel: str) -> bool:
        """Whether another organisation reads along in a channel. Raises what a call raises when Slack does not say."""
        now, looked = self._clock.now(), self._ours_alone.get(channel)
        if looked is not None and now - looked < SHARED_FOR:
            return False
        shared = shared_by(await self.about(channel))
        if not shared:
            self._ours_alone[channel] = now
        return shared

    async def about(self, channel: str) -> Mapping[str, Any]:
        """What Slack says of a channel."""
        found = (await self._call("conversations.info", channel=channel)).get("channel")
        return found if isinstance(found, Mapping) else {}

    def forget(self, channel: str) -> None:
        """Who reads in a channel has changed: look anew."""
        self._ours_alone.pop(channel, None)


def shared_by(channel: Mapping[str, Any]) -> bool:
    """Whether Slack says of a channel that another organisation reads along, or is invited to."""
    return bool(channel.get("is_ext_shared") or channel.get("is_pending_ext_shared") or channel.get("pending_shared"))


Draws = Callable[[Figures, Sequence[str]], Any]
"""How something looks with its figures drawn in one way, and with pictures of those names."""

Shows = Callable[[Any, bool], Awaitable[Mapping[str, Any]]]
"""Shows what was drawn, for the first time or not; gives what Slack answers."""


async def as_taken(
    call: Caller, card: Card, language: str, draws: Draws, shows: Shows, *, is_public: bool = False
) -> Mapping[str, Any]:
    """Show something with its charts; where Slack will not have a block of it, with tables, pictures, or in words.

    Only what `is_public` has pictures of its figures: Slack keeps a file when the message is gone, and what one person
    sees is theirs. A map has one anywhere, if everybody may see what stands on it.
    """
    last: Any = None
    refused: Unsendable | None = None
    maps = await mapped(call, card, language)
    for figures in Figures:
        pictures: Sequence[str] = maps if figures is not Figures.WORDS else ()
        if figures is Figures.PICTURES and is_public:
            pictures = await uploaded(call, card, language)
        drawn = draws(figures, pictures)
        if refused is not None and drawn == last:
            continue
        last = drawn
        try:
            return await shows(drawn, refused is None)
        except Unsendable as problem:
            if str(problem) not in BLOCKS_REFUSED:
                raise
            log.warning("not taken with its figures as %s: %s", figures, problem)
            refused = problem
    assert refused is not None, "it was shown or refused"
    raise refused


def as_message(channel: str, message: render.Message) -> dict[str, Any]:
    """A message as Slack posts it: nothing in it is read as markup, and nothing unfurls."""
    return {"channel": channel, "text": message.text, "blocks": message.blocks, **render.AS_IT_STANDS}


def _card(shown: object) -> Card:
    if not isinstance(shown, Card):
        raise Unsendable("only a card can be a message")
    return shown


def _draws(card: Card, place: Place, language: str) -> Draws:
    def draws(figures: Figures, pictures: Sequence[str]) -> render.Message:
        try:
            return render.message(card, place.kind, language, figures=figures, pictures=pictures)
        except PrivateShown as private:
            raise Unsendable(str(private)) from None

    return draws


def _metadata(delivery: Delivery) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"delivery": delivery.id}}


def _since(delivery: Delivery) -> datetime:
    return (delivery.sending_at or delivery.planned_at) - LOOKED_AT
