"""What goes out to a terminal: it is printed where its reader sits, or waits until somebody does."""

from collections.abc import Callable

from bot.outbox import Drawing
from handlers.turn import Drawn
from storage.tables import Delivery, Place


class ConsoleOut:
    """The terminal as a door that sends."""

    twice_is_once = True

    def __init__(self) -> None:
        self.listener: Callable[[Delivery, Place, Drawn, str], None] = lambda *_: None

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Print it if its place is in front of somebody; its own id is its name."""
        shown, language = await drawing()
        self.listener(delivery, place, shown, language)
        return delivery.id

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """What was printed stays as it was: paper does not change. The next look shows the new one."""
