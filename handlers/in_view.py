"""Which lines somebody has before them where they write: what was cited last, or what just came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.turn import Reader
from storage import checkins, deliveries
from storage.store import Store
from storage.tables import Person, PlaceKind, TaskState

JUST = timedelta(minutes=30)
"""How long ago a message may have come for a bare "why?" to be about it."""


@dataclass(frozen=True)
class InView:
    """The ids of the lines that were cited last where a question is asked; without `at` in this very thread."""

    lines: Sequence[str]
    at: datetime | None


def cited_in(fields: Mapping[str, str]) -> InView | None:
    """What a door remembers of the thread in which something is asked; None where it remembers nothing."""
    lines = fields.get("cited", "").split()
    try:
        at = datetime.fromisoformat(fields["cited_at"]) if fields.get("cited_at") else None
    except ValueError:
        return None
    return InView(lines, at) if lines else None


def in_view(store: Store, reader: Reader, person: Person, cited: InView | None) -> Sequence[str]:
    """The lines of what was answered last in this thread, or beside it unless a message came after that."""
    if cited is not None and cited.at is None:
        return cited.lines
    shown = _just_shown(store, reader, person, cited.at if cited else None)
    return shown or (cited.lines if cited else [])


def _just_shown(store: Store, reader: Reader, person: Person, since: datetime | None) -> list[str]:
    """The lines of the last message that came to somebody alone, by their ids, if it came just now."""
    place = reader.place
    last = deliveries.standing(store, person.workspace_id, place.id, 1) if place.kind is PlaceKind.DIRECT else []
    if not last:
        return []
    message, shown = last[0]
    came = message.settled_at or message.planned_at
    if came < reader.at - JUST or (since is not None and came <= since):
        return []
    about = shown.about if shown else message.about
    checkin = checkins.checkin(store, person.workspace_id, about["checkin"]) if about.get("checkin") else None
    tied = checkins.tasks_of(store, checkin) if checkin and checkin.person_id == person.id else []
    lines = [tie.line_id for task, tie in tied if tie and tie.state.counts and task.state is not TaskState.DROPPED]
    return list(dict.fromkeys(one for one in (*lines, about.get("line"), about.get("quiet")) if one))
