"""Links to lines of the score in what people write at Slack: below a message stands each line that its links lead to.

That is shown where we read along and everybody there may see it, by the rule that holds for what is posted there, and
to nobody else: Slack tells of a link in every conversation, but not who is in those that we are not part of.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot import lines
from bot.conductor import draw
from bot.outbox import Unreachable, reader_of
from bot.slack import limits, reading, render
from bot.slack.call import Caller
from bot.slack.reading import Linked
from bot.slack.send import SlackOut
from bot.slack.visits import House
from handlers.cards import Card
from handlers.turn import Gone
from prompts import LANGUAGE
from storage import people
from storage.store import Store
from storage.tables import Place

log = logging.getLogger("concertmaster")

VIEW = "score.linked"

SHOWN = 5
"""Lines shown below one message at most; the other links stay what they are."""

PATIENCE = timedelta(seconds=30)
"""How long it waits for its turn at Slack's pace. Whoever reads later than that has clicked on the link already."""


class Links:
    """The links that come in on one connection, to lines of an installation that is at one address."""

    def __init__(self, house: House, call: Caller, out: SlackOut) -> None:
        self._house, self._call, self._out = house, call, out
        self._conductor = house.conductor

    def named(self, linked: Linked) -> Mapping[str, str]:
        """The addresses of the lines that are named, by the links that name them as they were written."""
        connection, address = self._house.connection, self._house.address
        if not self._house.whole and linked.team != connection.external_id:
            return {}
        found = {url: at for url in linked.urls if (at := lines.line_at(address, url))}
        return dict(list(found.items())[:SHOWN])

    async def show(self, linked: Linked, named: Mapping[str, str]) -> None:
        """Show each line below the message, once, if all who read there may see it.

        It is tried once: what it raises is known to the log alone. Raises what a call raises.
        """
        place = await self._conductor.database.read(lambda store: self._place(store, linked))
        if place is None or linked.shared:
            return
        try:
            await self._out.refuse_strangers(place, linked.user)
        except Unreachable as problem:
            log.info("a line is not shown where its link stands: %s", problem)
            return
        unfurls = await self._conductor.database.read(lambda store: self._drawn(store, place, named))
        connection = self._house.connection
        if unfurls and await self._conductor.is_first(connection.workspace_id, connection.id, linked.key):
            given = {"channel": linked.channel, "ts": linked.ts, "unfurls": unfurls}
            await self._call("chat.unfurl", **given, patience=PATIENCE)

    def _place(self, store: Store, linked: Linked) -> Place | None:
        """Where the message stands: a channel that we know, or somebody's own conversation with us; else None."""
        connection = self._house.connection
        there = people.place_at(store, connection.id, linked.channel)
        if not reading.is_private(linked.channel):
            return there
        _person, direct = people.reached(store, connection.id, linked.user)
        # Until somebody writes to us, their conversation is known by their own name.
        if direct is not None and there is None and direct.external_id == linked.user:
            return direct
        return there if there is not None and direct is not None and there.id == direct.id else None

    def _drawn(self, store: Store, place: Place, named: Mapping[str, str]) -> dict[str, Any]:
        """Each line that may be seen there, by its link, as many as one message has room for."""
        reader = reader_of(store, place, self._conductor.clock.now())
        language = reader.person.language if reader.person else LANGUAGE
        drawn: dict[str, Any] = {}
        room = limits.MESSAGE_WEIGHT
        for url, address in named.items():
            try:
                card = draw(store, VIEW, {"address": address}, reader)
            except Gone:
                continue
            assert isinstance(card, Card), "the view of a line is a card"
            blocks = render.below_link(card, place.kind, language)
            room -= limits.weight(blocks)
            if room >= 0:
                drawn[url] = {"blocks": blocks}
        return drawn
