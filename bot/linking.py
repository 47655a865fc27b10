"""How an account that nobody linked links itself: by an e-mail address that a platform has confirmed, or by a code.

Whoever it is asked presses or writes: nothing is guessed, and nothing is merged.
"""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.conductor import Conductor
from handlers import people as roster
from handlers.cards import Audience, Button, Buttons, Card, Theirs
from handlers.turn import Moment
from prompts import phrase
from storage.store import Store
from storage.tables import Connection, Person, Privacy

LINK = "linking.me"
"""The button by which somebody says that it is them; it is answered here, since nobody has a person yet."""

CODE = re.compile(r"\s*(?:link\s+|code\s+)?([A-Za-z2-7]{4}(?:[- ]?[A-Za-z2-7]{4}){3})\s*", re.IGNORECASE)

TRIES, WITHIN = 5, timedelta(hours=1)
"""Codes that one account may try, and in what time: each has 80 bits."""

REMEMBERED = 1000


Address = Callable[[], Awaitable[str]]
"""Asks for the e-mail address that a platform has confirmed for an account; empty where it has none, or does not say.
"""


class Linking:
    """The accounts of one connection that nobody linked yet; it counts which codes they try."""

    def __init__(self, conductor: Conductor, connection: Connection) -> None:
        self._conductor, self._connection = conductor, connection
        self._tried: OrderedDict[str, list[datetime]] = OrderedDict()

    def changes(self, text: str, action: str) -> bool:
        """Whether what somebody wrote or pressed links them, and does not only ask who they are."""
        return action == LINK or bool(not action and CODE.fullmatch(text))

    async def answer(
        self, user: str, text: str, action: str, once: Callable[[Store], None], address: Address
    ) -> Card | None:
        """What somebody is told who has no person yet; None when there is nothing by which they can be linked.

        Whoever is linked is linked in one transaction with `once`, which raises when this was answered already.
        Raises what asking for an address raises, what `once` raises, and Unkept.
        """
        if action == LINK:
            return await self._by_email(user, once, address)
        if not action and (code := CODE.fullmatch(text)):
            return await self._by_code(user, code[1], once)
        person = await self._named(user, address)
        return None if person is None else _is_that_you(person)

    async def _by_code(self, user: str, code: str, once: Callable[[Store], None]) -> Card:
        may_try = self._may_try(user)

        def link(store: Store) -> Person | None:
            once(store)
            return roster.link_by_code(self._moment(), store, self._connection, user, code) if may_try else None

        try:
            person = await self._conductor.database.write(link)
        except Exception:
            # What was answered already, or cannot be kept now, was no try.
            del self._tried.get(user, [])[-1:]
            raise
        return Card(phrase("people.bad-code")) if person is None else _linked(person)

    def _may_try(self, user: str) -> bool:
        now = self._conductor.clock.now()
        tried = [at for at in self._tried.pop(user, []) if now - at < WITHIN]
        self._tried[user] = [*tried, now]
        while len(self._tried) > REMEMBERED:
            self._tried.popitem(last=False)
        return len(tried) < TRIES

    async def _by_email(self, user: str, once: Callable[[Store], None], address: Address) -> Card | None:
        email = await address()
        person = await self._conductor.database.write(lambda store: self._link(store, user, email, once))
        return None if person is None else _linked(person)

    def _link(self, store: Store, user: str, email: str, once: Callable[[Store], None]) -> Person | None:
        once(store)
        return roster.link_by_email(self._moment(), store, self._connection, user, email)

    async def _named(self, user: str, address: Address) -> Person | None:
        email = await address()
        if not email:
            return None
        return await self._conductor.database.read(lambda store: roster.named_by(store, self._connection, user, email))

    def _moment(self) -> Moment:
        return Moment(self._conductor.clock.now(), self._conductor.chance)


def _is_that_you(person: Person) -> Card:
    return Card(
        phrase("people.is-that-you", name=Theirs(person.name, Privacy.PUBLIC)),
        [
            Buttons([Button(phrase("people.link-me"), LINK, main=True)]),
            Audience(phrase("home.only-you"), Privacy.PERSON),
        ],
    )


def _linked(person: Person) -> Card:
    return Card(phrase("people.linked", name=Theirs(person.name, Privacy.PUBLIC)))
