"""Who did something at Slack, and where: those to whom nothing is shown are told apart here, before anything is."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.conductor import Conductor, Unkept
from bot.linking import Linking
from bot.outbox import Outbox, Unreachable
from bot.slack import reading
from bot.slack.call import FAILED, Caller
from bot.slack.directory import confirmed
from bot.slack.members import Members, Standing, in_time
from bot.slack.reading import Deed, Kind
from bot.slack.send import SlackOut
from bot.slack.sessions import Work
from handlers import people as roster
from handlers import preferences
from handlers.cards import Card
from handlers.plan import planned
from handlers.turn import Moment
from handlers.welcome import comes_into_reach
from prompts import Filled, phrase
from storage import deliveries, people
from storage.store import Store
from storage.tables import Connection, Person, Place


@dataclass(frozen=True)
class House:
    """What the door to Slack needs of the rest."""

    conductor: Conductor
    outbox: Outbox
    connection: Connection
    bot_user: str
    bot: str
    removed: Callable[[str, datetime | None], Awaitable[None]]
    """Told that we were removed, how, and when if Slack says that."""

    changed: Callable[[str, str], Awaitable[None]]
    """Told what has changed (`person`, `members`, `shared`), and of whom or of which channel: it is looked up anew; or
    what was said of which thread (`stopped`, `named`).
    """

    address: str = ""
    """Where the installation is on the web; empty where that is nowhere."""

    @property
    def whole(self) -> bool:
        """Whether we are in all of an enterprise, and so in each of its workspaces."""
        return self.connection.external_id.startswith("E")


@dataclass(frozen=True)
class Visit:
    """Who came, where it was done, and where they are reached alone."""

    person: Person
    place: Place
    direct: Place
    in_doubt: bool = False
    """Whether nobody was certain yet that the message stands that they pressed."""

    work: Work | None = None
    """What is under way for it in a thread."""


class Unanswered(Exception):
    """Nothing is shown to who did it, but one sentence."""

    def __init__(self, why: Filled, card: Card | None = None) -> None:
        super().__init__(why.id)
        self.why, self.card = why, card


class Ignored(Unanswered):
    """Not even that, where nobody waits for an answer: a bot did it."""


class Answered(Exception):
    """What came was answered already, when it came first."""


class Visits:
    """Finds out who came, on one connection."""

    def __init__(self, house: House, call: Caller, members: Members, out: SlackOut) -> None:
        self._house, self._conductor = house, house.conductor
        self._call, self._members, self._out = call, members, out
        self._linking = Linking(house.conductor, house.connection)

    async def of(self, deed: Deed) -> Visit:
        """Who came and where.

        Raises Unanswered for everybody to whom nothing is shown, Answered for what was answered when it came first,
        and Unkept while nobody can tell who it is.
        """
        # Whose people somebody is of is said by Slack, below: those of an enterprise are of several workspaces.
        if not self._house.whole and deed.team != self._house.connection.external_id:
            raise Unanswered(phrase("slack.guest"))
        try:
            standing = await self._members.standing_in_time(deed.user)
        except FAILED as problem:
            raise Unkept(f"Slack does not say who that is: {problem}") from None
        if standing is Standing.BOT:
            raise Ignored(phrase("slack.guest"))
        if standing is not Standing.MEMBER:
            raise Unanswered(phrase("slack.guest"))
        return await self._where(deed)

    async def _where(self, deed: Deed) -> Visit:
        connection_id = self._house.connection.id
        person, direct, there, in_doubt = await self._conductor.database.glance(lambda store: self._known(store, deed))
        if person is None:
            raise Unanswered(phrase("slack.stranger"), await self._link(deed))
        if direct is not None and direct.closed_at is not None:
            await self._is_back(person, deed.user, direct)
        private = reading.is_private(deed.channel)
        if direct is None or (private and deed.channel not in ("", direct.external_id)):
            known = person
            direct = await self._conductor.database.write(lambda store: self._settle(store, known, deed))
        if private:
            return Visit(person, direct, direct, in_doubt)
        if deed.shared or await self._is_shared(deed.channel):
            raise Unanswered(phrase("slack.shared"))
        if there is None or there.connection_id != connection_id:
            raise Unanswered(phrase("slack.no-team"))
        if there.closed_at is not None:
            heard = there
            await self._conductor.database.write(lambda store: roster.heard_from(store, heard))
        return Visit(person, there, direct, in_doubt)

    async def _is_back(self, person: Person, user: str, direct: Place) -> None:
        """Somebody came who could not be reached: they are reached again, if Slack still says that they are a member.

        Another process may have been told since that they are gone.
        """
        self._members.forget(user)
        try:
            standing = await self._members.standing_in_time(user)
        except FAILED as problem:
            raise Unkept(f"Slack does not say who that is: {problem}") from None
        if standing is not Standing.MEMBER:
            raise Unanswered(phrase("slack.guest"))
        await self._conductor.database.write(lambda store: self._open(store, person, direct))

    def _open(self, store: Store, person: Person, direct: Place) -> None:
        roster.heard_from(store, direct)
        self._asks_where(Moment(self._conductor.clock.now(), self._conductor.chance), store, person, direct)

    def _asks_where(self, moment: Moment, store: Store, person: Person, direct: Place) -> None:
        """Ask who is here by another door too where they want to be reached."""
        asks = preferences.asks_where(moment, store, person.workspace_id, [(person, direct)])
        store.keep(*planned(moment, store, asks))

    async def _link(self, deed: Deed) -> Card | None:
        """What somebody is shown whom nobody linked yet, where nobody reads along."""
        if not reading.is_private(deed.channel) or deed.kind in (Kind.CAME, Kind.HANDED_IN, Kind.SOUGHT):
            return None
        text = reading.plain(deed.text, {})
        database, once = self._conductor.database, partial(self._need_first, deed)
        changes = self._linking.changes(text, deed.action)
        try:
            address = partial(confirmed, self._call, deed.user)
            answering = self._linking.answer(deed.user, text, deed.action, once, address)
            card = await in_time(asyncio.create_task(answering))
        except FAILED as problem:
            raise Unkept(f"Slack does not say who that is: {problem}") from None
        if card is not None and not changes:
            # It only asked, and could have failed to: Slack may send it again until somebody was answered.
            await database.write(once)
        return card

    def _need_first(self, deed: Deed, store: Store) -> None:
        connection = self._house.connection
        if not self._conductor.first(store, connection.workspace_id, connection.id, deed.key):
            raise Answered(deed.key)

    async def _is_shared(self, channel: str) -> bool:
        try:
            return await in_time(asyncio.create_task(self._out.is_shared(channel)))
        except Unreachable:
            return True
        except FAILED as problem:
            raise Unkept(f"Slack does not say who reads there: {problem}") from None

    def _known(self, store: Store, deed: Deed) -> tuple[Person | None, Place | None, Place | None, bool]:
        """Who came, where they are reached alone, where it was done, and whether what they pressed was in doubt."""
        connection = self._house.connection
        person, direct = people.reached(store, connection.id, deed.user)
        there = None if reading.is_private(deed.channel) else people.place_at(store, connection.id, deed.channel)
        pressed = reading.delivery_in(deed.message) if deed.kind is Kind.PRESSED else ""
        in_doubt = bool(pressed) and deliveries.is_in_doubt(store, connection.workspace_id, pressed)
        return person, direct, there, in_doubt

    def _settle(self, store: Store, person: Person, deed: Deed) -> Place:
        """Where somebody is reached alone: by the conversation they wrote in, or else by their own name at Slack."""
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)
        direct = people.direct_place_on(store, person, self._house.connection.id)
        if direct is None:
            direct = roster.direct_place(moment, self._house.connection, person, deed.channel or deed.user)
            store.keep(direct)
            comes_into_reach(store, person, moment.at)
            self._asks_where(moment, store, person, direct)
        elif deed.channel and direct.external_id != deed.channel:
            store.change(direct, external_id=deed.channel)
        return direct
