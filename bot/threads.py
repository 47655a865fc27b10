"""Which lines of the score were cited last in a thread, so that "and who owns it?" is understood there.

It is little, and it is forgotten: ids of lines in this process, never a word that anybody wrote, for some hours.
Nothing of it is kept: what is answered from the score is kept nowhere (docs/decisions/0033).
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from handlers.cards import Card, in_view

IN_THREAD = timedelta(hours=8)
"""How long it is known in a thread what it was about."""

BESIDE = timedelta(minutes=30)
"""How long it is known outside of one, where other things come in between."""

REMEMBERED = 2_000

Where = tuple[str, str]
"""A conversation, and the thread in it; the conversation itself where there is none."""


class Threads:
    """What was cited last, by thread and by who saw it: nobody where everybody did."""

    def __init__(self) -> None:
        self._cited: OrderedDict[tuple[Where, str], tuple[datetime, Sequence[str]]] = OrderedDict()

    def shown(self, where: Where, to: str, card: Card, at: datetime) -> None:
        """A card was shown there; one that cites nothing changes nothing."""
        if lines := in_view(card):
            self._cited[where, to] = (at, lines)
            self._cited.move_to_end((where, to))
            while len(self._cited) > REMEMBERED:
                self._cited.popitem(last=False)

    def cited(self, where: Where, to: str, now: datetime) -> Mapping[str, str]:
        """What a question there may be about, as fields of a turn; nothing where that is not known any more."""
        long = IN_THREAD if where[1] else BESIDE
        known = [self._cited[where, one] for one in (to, "") if (where, one) in self._cited]
        fresh = [one for one in known if timedelta(0) <= now - one[0] < long]
        if not fresh:
            return {}
        at, lines = max(fresh, key=lambda one: one[0])
        return {"cited": " ".join(lines), "cited_at": "" if where[1] else at.isoformat()}

    def forget(self, who: str) -> None:
        """Forget what somebody was shown."""
        for key in [one for one in self._cited if one[1] == who]:
            del self._cited[key]
