"""Somebody's own page as it stands: when it is drawn again, and which pages are.

Opening a page draws it anew. So a page is drawn again by itself only where somebody may be looking at it: if it was
opened in the last days (docs/decisions/0032).
"""

from datetime import timedelta

from handlers.turn import Moment, front
from storage import deliveries, people
from storage.store import Store

OPENED_WITHIN = timedelta(days=7)
"""How long a page that nobody opens goes on being drawn again."""


def redraw(moment: Moment, store: Store, workspace_id: str, *person_ids: str) -> None:
    """Something that stands on the pages of these people has changed."""
    subjects = [front(one) for one in person_ids]
    deliveries.redraw(store, workspace_id, subjects, moment.at - OPENED_WITHIN)


def begin_anew(store: Store, workspace_id: str) -> None:
    """Something that stands on every page has changed: they are drawn again by and by, from the first on."""
    workspace = people.workspace(store, workspace_id)
    if workspace is not None:
        store.change(workspace, redrawn_to="")
