"""What an edition changed beside an earlier one, ready to be told to many."""

from collections import OrderedDict
from collections.abc import Sequence

from score.editions import Before, NewEdition
from score.news import Turned, turned
from storage import people, scores
from storage.hidden import Hidden
from storage.store import Store
from storage.tables import Edition

READY = 16
"""Pairs of editions whose difference is kept ready, as those see it who see the same; editions never change, so none is
ever out of date.
"""

_ready: OrderedDict[tuple[str, str, Hidden], Sequence[Turned]] = OrderedDict()


def news_between(store: Store, before: Edition, after: Edition) -> Sequence[Turned]:
    """What became of each line from one edition to a later one, whatever lies between."""
    key = (before.id, after.id, store.hidden)
    ready = _ready.get(key)
    if ready is None:
        ready = _ready[key] = turned(_before(store, before), _after(store, after))
        while len(_ready) > READY:
            _ready.popitem(last=False)
    return ready


def _before(store: Store, edition: Edition) -> Before:
    handles = {one.handle: one.id for one in people.ever_here(store, edition.workspace_id)}
    wordings = scores.wordings(store, edition.workspace_id, edition.id)
    return Before(
        handles, edition, wordings=wordings, measures=scores.measures(store, edition.workspace_id, edition.id)
    )


def _after(store: Store, edition: Edition) -> NewEdition:
    wordings = scores.wordings(store, edition.workspace_id, edition.id)
    return NewEdition(edition, [], [], wordings, scores.measures(store, edition.workspace_id, edition.id))
