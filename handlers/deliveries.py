"""What became of what was to be sent, for those who run the organisation: counts and reasons, never what was said."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from handlers.cards import Card
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import deliveries as view
from score.cadence import local_day
from storage import deliveries
from storage.store import Store
from storage.tables import DeliveryState, PlaceKind

LOOKS_BACK = timedelta(days=7)
"""How far back a look in chat goes; the command goes back further."""

ON_CARD = 5
"""Those that are shown by themselves on one card: three paragraphs each."""

PAGES = 2000
"""Pages that can be turned to."""


def unsent(turn: Turn, _store: Store) -> Reply:
    """Show what was not sent, from the entry that the turn names on, else from the newest."""
    if not turn.person.is_admin:
        raise Refused("deliveries.admins_only")
    if turn.value and not (turn.value.isascii() and turn.value.isdecimal() and int(turn.value[:9]) <= ON_CARD * PAGES):
        raise Refused("home.not_there")
    about = {"person": turn.person.id, "from": turn.value or "0"}
    return Reply(Answer(How.CARD, "deliveries.unsent", about))


def draw_unsent(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What was not sent in the last days, a page of it; only where nobody else reads along."""
    person = reader.person
    if person is None or person.id != about["person"] or not person.is_admin:
        raise Gone(about["person"])
    if reader.place.kind is not PlaceKind.DIRECT:
        raise Gone(about["person"])
    since, begins = reader.at - LOOKS_BACK, int(about["from"])
    found = deliveries.unsent(store, person.workspace_id, since, ON_CARD + 1, begins)
    return view.unsent(
        counts(store, person.workspace_id, since),
        found[:ON_CARD],
        local_day(since, person.time_zone),
        person.time_zone,
        newer=max(0, begins - ON_CARD) if begins else None,
        older=begins + ON_CARD if len(found) > ON_CARD else None,
    )


def draw_admins_only(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """For those who do not run it."""
    return view.admins_only()


def counts(store: Store, workspace_id: str, since: datetime) -> view.Counts:
    """How many were planned since then, by what they are called and by what became of them."""
    found: dict[str, Counter[DeliveryState]] = defaultdict(Counter)
    for kind, state, many in deliveries.counted(store, workspace_id, since):
        found[view.kind_of(kind)][state] += many
    return found
