"""A task is tied to another line: what is kept then, and what is drawn anew."""

from dataclasses import dataclass

from handlers.turn import Turn
from storage import checkins, deliveries, digests
from storage.store import Store
from storage.tables import Task, Tie, TieState


@dataclass(frozen=True)
class Said:
    """What a person says of a task's line: which it is, None for whirlwind, and the edition it was read in."""

    line_id: str | None
    state: TieState
    edition_id: str | None = None


def keep(turn: Turn, store: Store, task: Task, tie: Tie | None, said: Said) -> None:
    """Keep what was said of a task; its day's answer and digests are drawn anew."""
    if tie is not None:
        # A line keeps the edition in which it was read; saying nothing of a line leaves the edition alone.
        edition_id = said.edition_id or tie.edition_id
        store.change(tie, line_id=said.line_id, state=said.state, said_at=turn.at, edition_id=edition_id)
    elif said.edition_id is not None:
        new = Tie(
            id=turn.id(),
            workspace_id=task.workspace_id,
            task_id=task.id,
            edition_id=said.edition_id,
            line_id=said.line_id,
            state=said.state,
            said_at=turn.at,
        )
        store.keep(new)
    deliveries.amend(store, task.workspace_id, f"checkin:{task.checkin_id}")
    checkin = checkins.checkin(store, task.workspace_id, task.checkin_id)
    if checkin is not None:
        digests.changed(store, task.workspace_id, digests.teams_of(store, checkin), task.local_date)
