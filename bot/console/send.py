"""What goes out to a terminal: it is printed where its reader sits, or waits until somebody does."""

from collections.abc import Callable

from handlers.turn import Drawn
from storage.tables import Delivery, Place


class ConsoleOut:
    """The terminal as a door that sends."""

    twice_is_once = True

    def __init__(self) -> None:
        self.listener: Callable[[Delivery, Place, Drawn, str], None] = lambda *_: None

    async def send(self, delivery: Delivery, place: Place, shown: Drawn, language: str) -> str:
        """Print it if its place is in front of somebody; its own id is its name."""
        self.listener(delivery, place, shown, language)
        return delivery.id

    async def amend(self, delivery: Delivery, place: Place, reference: str, shown: Drawn, language: str) -> None:
        """What was printed stays as it was: paper does not change. The next look shows the new one."""
