"""Somebody's own page as it stands: when it is drawn again, and which pages are.

Opening a page draws it anew. So a page is drawn again by itself only where somebody may be looking at it: if it was
opened in the last days (docs/decisions/0032).
"""

from datetime import timedelta

from handlers.turn import Moment, Turn, front
from storage import deliveries, people
from storage.store import Store

OPENED_WITHIN = timedelta(days=7)
"""How long a page that nobody opens goes on being drawn again."""

LOOKED_AT = timedelta(hours=1)
"""How long who opened their page may still be looking at it: what a team does is drawn there so long."""


def redraw(moment: Moment, store: Store, workspace_id: str, *person_ids: str) -> None:
    """Something that stands on the pages of these people has changed."""
    subjects = [front(one) for one in person_ids]
    deliveries.redraw(store, workspace_id, subjects, moment.at - OPENED_WITHIN)


def follow(turn: Turn, store: Store) -> None:
    """Whatever somebody did, it may stand on their own page, and on that of who leads them and may be looking at it."""
    redraw(turn, store, turn.person.workspace_id, turn.person.id)
    deliveries.redraw_leads(store, turn.person, front(""), turn.at - LOOKED_AT)


def begin_anew(store: Store, workspace_id: str) -> None:
    """Something that stands on every page has changed: they are drawn again by and by, from the first on."""
    workspace = people.workspace(store, workspace_id)
    if workspace is not None:
        store.change(workspace, redrawn_to="")
