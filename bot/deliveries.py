"""What became of what was to be sent, by command."""

import argparse
import json
from datetime import UTC, datetime, time, timedelta

from bot import organised
from bot.scores import CLEAN, FOUND
from handlers import deliveries as of_deliveries
from handlers.views import deliveries as view
from prompts import phrase, plain
from score.words import alike
from storage import deliveries, people
from storage.store import Store
from storage.tables import DeliveryState

SHOWN = 500
"""Deliveries that are shown at most."""

DAYS = 7
"""How far back it goes unless it is told."""


class NoSuchPerson(LookupError):
    """Nobody of the organisation goes by that handle."""


def shown(given: argparse.Namespace, ours: organised.Organised, now: datetime) -> tuple[str, int]:
    """What is printed, and the exit code. Raises NoSuchPerson, and what an organisation raises."""
    since = datetime.combine(given.since or (now - timedelta(days=DAYS)).date(), time(), UTC)
    found, counts = ours.asks(lambda store, id: _found(store, id, given, since))
    if given.format == "json":
        counted = {kind: {state.value: many for state, many in one.items()} for kind, one in sorted(counts.items())}
        said = {"since": since.date().isoformat(), "counts": counted, "deliveries": [view.row(one) for one in found]}
        return json.dumps(said, ensure_ascii=False, indent=2), CLEAN
    if not found:
        return plain(phrase("deliveries.command-none", since=since.date())), FOUND
    lines = [view.table(found, counts)]
    if len(found) == SHOWN:
        lines += ["", plain(phrase("deliveries.command-more", count=SHOWN))]
    return "\n".join(lines), CLEAN


def _found(
    store: Store, workspace_id: str, given: argparse.Namespace, since: datetime
) -> tuple[list[deliveries.Ended], view.Counts]:
    person = None
    if given.person:
        known = {alike(one.handle): one for one in people.ever_here(store, workspace_id)}
        person = known.get(alike(given.person))
        if person is None:
            raise NoSuchPerson(given.person)
    state = DeliveryState(given.state) if given.state else None
    found = deliveries.planned_since(store, workspace_id, since, SHOWN, state, person)
    return found, of_deliveries.counts(store, workspace_id, since)
