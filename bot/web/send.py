"""What goes out to browsers: whoever has the place open is told; everybody else reads it when they come."""

import asyncio
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.outbox import Drawing
from storage.tables import Delivery, Place

CLOCK = "clock"
RELOAD = "reload"
ANEW = "anew"
WAITING = 200
"""Events that wait for a slow browser; past that it is told to load the page anew."""


class WebOut:
    """The browser as a door that sends.

    Nothing is kept here: the page is drawn from what was delivered, so that sending twice shows it once.
    """

    twice_is_once = True

    def __init__(self) -> None:
        self._open: defaultdict[str, set[asyncio.Queue[str]]] = defaultdict(set)
        self._told: Counter[str] = Counter()
        self._this_time = secrets.token_hex(4)
        self.closed = False

    @contextmanager
    def listening(self, place_id: str) -> Iterator["asyncio.Queue[str]"]:
        """Hear of each message of a place by the id of its delivery, and of CLOCK, RELOAD and ANEW."""
        heard: asyncio.Queue[str] = asyncio.Queue(WAITING)
        self._open[place_id].add(heard)
        try:
            yield heard
        finally:
            self._open[place_id].discard(heard)
            if not self._open[place_id]:
                del self._open[place_id]

    def heard(self, place_id: str) -> str:
        """How far the news of a place have come. A page that was drawn at another mark has missed something."""
        return f"{self._this_time}.{self._told['']}.{self._told[place_id]}"

    def everywhere(self, event: str) -> None:
        """Tell every open page."""
        self._told[""] += 1
        for place_id in list(self._open):
            self._put(place_id, event)

    def close(self) -> None:
        """Send every open page elsewhere: what it shows is closed."""
        self.closed = True
        self.everywhere(ANEW)

    def _tell(self, place_id: str, event: str) -> None:
        self._told[place_id] += 1
        self._put(place_id, event)

    def _put(self, place_id: str, event: str) -> None:
        for heard in self._open.get(place_id, ()):
            if heard.full():
                while not heard.empty():
                    heard.get_nowait()
                event = ANEW if event == ANEW else RELOAD
            heard.put_nowait(event)

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Tell whoever has the place open; the delivery's id is the message's name."""
        self._tell(place.id, delivery.id)
        return delivery.id

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Tell them again: they ask for it as it is now."""
        self._tell(place.id, delivery.id)
