"""Who did something at Teams, and where: those to whom nothing is shown are told apart here, before anything is."""

from dataclasses import dataclass

from bot.conductor import Conductor
from bot.outbox import Outbox
from bot.teams.reading import Deed
from handlers import people as roster
from handlers import preferences
from handlers.plan import planned
from handlers.turn import Moment
from handlers.welcome import comes_into_reach
from prompts import Filled, phrase
from storage import deliveries, people
from storage.store import Store
from storage.tables import Connection, Person, Place


@dataclass(frozen=True)
class House:
    """What the door to Teams needs of the rest, for one tenant."""

    conductor: Conductor
    outbox: Outbox
    connection: Connection


@dataclass(frozen=True)
class Visit:
    """Who came, where it was done, and where they are reached alone."""

    person: Person
    place: Place
    direct: Place
    in_doubt: bool = False
    """Whether nobody was certain yet that the message stands that they pressed."""


class Unanswered(Exception):
    """Nothing is shown to who did it, but one sentence."""

    def __init__(self, why: Filled) -> None:
        super().__init__(why.id)
        self.why = why


class Visits:
    """Finds out who came, in one tenant."""

    def __init__(self, house: House) -> None:
        self._house, self._conductor = house, house.conductor

    async def of(self, deed: Deed) -> Visit:
        """Who came and where; the address that Teams gave with it is the newest.

        Raises Unanswered for everybody to whom nothing is shown, and Unkept while nobody can tell who it is.
        """
        connection = self._house.connection
        if deed.tenant != connection.external_id:
            raise Unanswered(phrase("teams.guest"))
        database = self._conductor.database
        person, direct, there, in_doubt = await database.glance(lambda store: self._known(store, deed))
        if person is None:
            raise Unanswered(phrase("teams.stranger"))
        if direct is None or (deed.is_private and not _is_newest(direct, deed)):
            known = person
            direct = await database.write(lambda store: self._settle(store, known, deed))
        if deed.is_private:
            return Visit(person, direct, direct, in_doubt)
        if there is None:
            raise Unanswered(phrase("teams.no-team"))
        if not _is_newest(there, deed):
            channel = there
            there = await database.write(lambda store: _heard_from(store, channel, deed))
        return Visit(person, there, direct, in_doubt)

    def _known(self, store: Store, deed: Deed) -> tuple[Person | None, Place | None, Place | None, bool]:
        """Who came, where they are reached alone, where it was done, and whether what they pressed was in doubt."""
        connection = self._house.connection
        person, direct = people.reached(store, connection.id, deed.user)
        there = None if deed.is_private else people.place_at(store, connection.id, deed.conversation)
        in_doubt = bool(deed.delivery) and deliveries.is_in_doubt(store, connection.workspace_id, deed.delivery)
        return person, direct, there, in_doubt

    def _settle(self, store: Store, person: Person, deed: Deed) -> Place:
        """Where somebody is reached alone: in the conversation they wrote in, or else by their own name at Teams."""
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)
        direct = people.direct_place_on(store, person, self._house.connection.id)
        is_new = direct is None or direct.closed_at is not None
        if direct is None:
            direct = roster.direct_place(moment, self._house.connection, person, deed.user)
            store.keep(direct)
            comes_into_reach(store, person, moment.at)
        if deed.is_private:
            direct = _heard_from(store, direct, deed)
        if is_new:
            # Who is here by another door too says where they want to be reached.
            asks = preferences.asks_where(moment, store, person.workspace_id, [(person, direct)])
            store.keep(*planned(moment, store, asks))
        return direct


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
