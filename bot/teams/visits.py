"""Who did something at Teams, and where: those to whom nothing is shown are told apart here, before anything is."""

from dataclasses import dataclass
from functools import partial

from bot.conductor import Conductor, Unkept
from bot.linking import LINK, Linking
from bot.outbox import Outbox, Overheard, Unreachable
from bot.teams.call import FAILED, Connector, NotThere
from bot.teams.reading import Deed, Kind
from bot.teams.send import TeamsOut
from handlers import people as roster
from handlers import preferences
from handlers.cards import Card
from handlers.plan import planned
from handlers.turn import Moment
from handlers.welcome import comes_into_reach
from prompts import Filled, phrase
from storage import deliveries, people
from storage.store import Store
from storage.tables import Connection, Person, Place, Team

NAME = 120
"""Characters of what a channel is called that are kept."""


@dataclass(frozen=True)
class House:
    """What the door to Teams needs of the rest, for one tenant."""

    conductor: Conductor
    outbox: Outbox
    connection: Connection
    address: str = ""
    """Where the installation is on the web; empty where that is nowhere."""


@dataclass(frozen=True)
class Visit:
    """Who came, where it was done, and where they are reached alone."""

    person: Person
    place: Place
    direct: Place
    in_doubt: bool = False
    """Whether nobody was certain yet that the message stands that they pressed."""

    joined: Filled | None = None
    """What is to be told of a channel that became its team's by this."""


class Unanswered(Exception):
    """Nothing is shown to who did it, but one sentence, or how they can be linked."""

    def __init__(self, why: Filled, card: Card | None = None) -> None:
        super().__init__(why.id)
        self.why, self.card = why, card


class Answered(Exception):
    """What came was answered already, when it came first."""


class Visits:
    """Finds out who came, in one tenant."""

    def __init__(self, house: House, connector: Connector, out: TeamsOut) -> None:
        self._house, self._conductor, self._connector, self._out = house, house.conductor, connector, out
        self._linking = Linking(house.conductor, house.connection)

    async def of(self, deed: Deed) -> Visit:
        """Who came and where; the address that Teams gave with it is the newest.

        Raises Unanswered for everybody to whom nothing is shown, Answered for what was answered when it came first,
        and Unkept while nobody can tell who it is.
        """
        connection = self._house.connection
        if deed.tenant.lower() != connection.external_id:
            raise Unanswered(phrase("teams.guest"))
        database = self._conductor.database
        person, direct, there, in_doubt = await database.glance(lambda store: self._known(store, deed))
        if person is None:
            raise Unanswered(phrase("teams.stranger"), await self._link(deed))
        if preferences.lacks_zone(person, deed.zone, deed.action):
            nowhere = person
            person = await database.write(lambda store: self._live_there(store, nowhere, deed.zone))
        if direct is None or (_is_written_to_us(deed) and not _is_newest(direct, deed)):
            known = person
            direct = await database.write(lambda store: self._settle(store, known, deed))
        if _is_alone(deed):
            return Visit(person, direct, direct, in_doubt)
        joined: Filled | None = None
        if there is None or there.team_id is None:
            there, joined = await self._join(deed)
        if not _is_newest(there, deed):
            channel = there
            there = await database.write(lambda store: _heard_from(store, channel, deed))
        return Visit(person, there, direct, in_doubt, joined)

    # Who it is

    async def _link(self, deed: Deed) -> Card | None:
        """What somebody is shown whom nobody linked yet, where nobody reads along."""
        if not _can_link(deed):
            return None
        database, once = self._conductor.database, partial(self._need_first, deed)
        changes = self._linking.changes(deed.text, deed.action)
        try:
            card = await self._linking.answer(deed.user, deed.text, deed.action, once, partial(self._address_of, deed))
        except FAILED as problem:
            raise Unkept(f"Teams does not say who that is: {problem}") from None
        if card is not None and not changes:
            # It only asked, and could have failed to: Teams may send it again until somebody was answered.
            await database.write(once)
        elif card is not None:
            await database.write(lambda store: self._settle_linked(store, deed))
        return card

    def _settle_linked(self, store: Store, deed: Deed) -> None:
        """Whoever has just linked themselves is reached from now on where they did so."""
        person, _ = people.reached(store, self._house.connection.id, deed.user)
        if person is not None:
            self._settle(store, person, deed)

    async def _address_of(self, deed: Deed) -> str:
        """The address by which the tenant knows who did it: that of a member, which only those who run it can set."""
        try:
            found = await self._connector.member(deed.service, deed.conversation, deed.account)
        except NotThere:
            return ""
        tenant = str(found.get("tenantId") or deed.tenant).lower()
        if found.get("userRole") == "guest" or tenant != self._house.connection.external_id:
            return ""
        said = [found.get(name) for name in ("email", "userPrincipalName")]
        addresses = [one for one in said if isinstance(one, str) and one]
        known = [one for one in addresses if await self._is_known(deed, one)]
        return known[0] if known else ""

    async def _is_known(self, deed: Deed, address: str) -> bool:
        connection = self._house.connection
        found = await self._conductor.database.read(
            lambda store: roster.named_by(store, connection, deed.user, address)
        )
        return found is not None

    def _was_answered(self, store: Store, deed: Deed) -> bool:
        """Whether it asks to be linked, or was answered before who did it was: what a turn answers has a digest."""
        if deed.action == LINK or not _can_link(deed):
            return deed.action == LINK
        connection = self._house.connection
        found = deliveries.answered(store, connection.workspace_id, f"{connection.id}:{deed.key}")
        return found is not None and not found.digest

    def _need_first(self, deed: Deed, store: Store) -> None:
        connection = self._house.connection
        if not self._conductor.first(store, connection.workspace_id, connection.id, deed.key):
            raise Answered(deed.key)

    # Whose channel it is

    async def _join(self, deed: Deed) -> tuple[Place, Filled]:
        """Make a channel the place of its team: whoever does something there speaks for it, like who lets us in.

        Raises Unanswered where it is nobody's, or somebody reads along who may not, and Unkept when nobody can tell.
        """
        connection = self._house.connection
        try:
            await self._out.look_who_reads(deed.service, deed.conversation)
            names = await self._names(deed)
        except Overheard:
            await self._conductor.database.write(
                lambda store: roster.let_channel_go(store, connection, deed.conversation)
            )
            raise Unanswered(phrase("teams.channel-guests")) from None
        except Unreachable:
            raise Unanswered(phrase("teams.no-team")) from None
        except FAILED as problem:
            raise Unkept(f"Teams does not say what channel that is: {problem}") from None
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)

        def link(store: Store) -> tuple[Team | None, Place | None]:
            team = roster.link_channel(moment, store, connection, deed.conversation, names, deed.user)
            return team, people.place_at(store, connection.id, deed.conversation)

        team, place = await self._conductor.database.write(link)
        if team is None or place is None:
            raise Unanswered(phrase("teams.channel-unknown"))
        return place, phrase("teams.channel-linked", team=team.name)

    async def _names(self, deed: Deed) -> list[str]:
        """What a channel may be called after: itself, and the team of Teams' that it is in."""
        named = deed.named
        if not deed.team:
            return [(named or deed.conversation)[:NAME]]
        if not named:
            channels = await self._connector.channels(deed.service, deed.team)
            names = [str(one.get("name") or "") for one in channels if one.get("id") == deed.conversation]
            named = names[0] if names else ""
        team = str((await self._connector.team(deed.service, deed.team)).get("name") or "")
        # The channel that a team began with has no name of its own.
        return [one[:NAME] for one in (named, team, deed.conversation) if one]

    def _known(self, store: Store, deed: Deed) -> tuple[Person | None, Place | None, Place | None, bool]:
        """Who came, where they are reached alone, where it was done, and whether what they pressed was in doubt.

        Raises Answered for what links somebody who is linked by now.
        """
        connection = self._house.connection
        person, direct = people.reached(store, connection.id, deed.user)
        if person is not None and self._was_answered(store, deed):
            raise Answered(deed.key)
        there = None if _is_alone(deed) else people.place_at(store, connection.id, deed.conversation)
        # A dialog is not where the message stands that leads to it.
        pressed = "" if deed.in_dialog else deed.delivery
        in_doubt = bool(pressed) and deliveries.is_in_doubt(store, connection.workspace_id, pressed)
        return person, direct, there, in_doubt

    def _live_there(self, store: Store, person: Person, zone: str) -> Person:
        """Nobody has said when it is morning for them: it is when it is where their Teams is."""
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)
        found = people.person(store, person.workspace_id, person.id) or person
        preferences.live_in(moment, store, found, zone)
        comes_into_reach(store, found, moment.at)
        return found

    def _settle(self, store: Store, person: Person, deed: Deed) -> Place:
        """Where somebody is reached alone: in the conversation they wrote in, or else by their own name at Teams."""
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)
        direct = people.direct_place_on(store, person, self._house.connection.id)
        is_new = direct is None or direct.closed_at is not None
        if direct is None:
            direct = roster.direct_place(moment, self._house.connection, person, deed.user)
            store.keep(direct)
            comes_into_reach(store, person, moment.at)
        if _is_written_to_us(deed):
            direct = _heard_from(store, direct, deed)
        if is_new:
            # Who is here by another door too says where they want to be reached.
            asks = preferences.asks_where(moment, store, person.workspace_id, [(person, direct)])
            store.keep(*planned(moment, store, asks))
        return direct


def _can_link(deed: Deed) -> bool:
    """Whether it is done where nobody reads along, and in a manner in which somebody can be linked."""
    return deed.is_private and deed.kind in (Kind.SAID, Kind.PRESSED, Kind.CAME)


def _is_alone(deed: Deed) -> bool:
    """Whether nobody reads along, as in a dialog, whoever does where that was opened."""
    return deed.is_private or deed.in_dialog


def _is_written_to_us(deed: Deed) -> bool:
    """Whether it tells where somebody is reached alone, which what they do in a dialog does not."""
    return deed.is_private and not deed.in_dialog


def _is_newest(place: Place, deed: Deed) -> bool:
    """Whether a place is reached, and where this came from."""
    return place.closed_at is None and (place.external_id, place.service) == (deed.conversation, deed.service)


def _heard_from(store: Store, place: Place, deed: Deed) -> Place:
    """Somebody did something there: it is reached, by that conversation and at that address."""
    found = people.place(store, place.workspace_id, place.id)
    if found is None:
        raise Unanswered(phrase("teams.no-team"))
    roster.heard_from(store, found)
    store.change(found, external_id=deed.conversation, service=deed.service)
    return found
