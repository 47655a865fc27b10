"""Which line a task plays from: confirmed, changed or left as whirlwind with one press."""

from collections.abc import Mapping

from handlers.cards import Form
from handlers.guards import ScoreNow, need_own_task, score_now
from handlers.turn import Answer, Corrections, Gone, How, Offer, Reader, Refused, Reply, Turn
from handlers.views import ties as view
from prompts import phrase
from score.words import alike
from storage import checkins, deliveries, people
from storage.store import Store
from storage.tables import CheckIn, Task, Tie, TieState

OFFERED = 8
"""Lines that a search offers at once; the rest is counted."""


def settle(turn: Turn, store: Store, _: None = None) -> Reply:
    """Confirm the suggested line, take one of those offered, or say that the task is whirlwind."""
    task_id, _space, said = turn.value.partition(" ")
    task, checkin = need_own_task(turn, store, task_id)
    tie = checkins.tie_of(store, task.workspace_id, task.id)
    if said == "whirlwind":
        return _keep(turn, store, task, checkin, None, TieState.WHIRLWIND)
    if said == "right" and tie is not None and tie.line_id is not None:
        state = TieState.CHOSEN if tie.state is TieState.CHOSEN else TieState.CONFIRMED
        return _keep(turn, store, task, checkin, tie.line_id, state)
    if tie is not None and said in tie.offered:
        return _keep(turn, store, task, checkin, said, TieState.CHOSEN)
    raise Refused("home.not_there")


def open_picker(turn: Turn, store: Store) -> Reply:
    """Open the search for another line."""
    task, _checkin = need_own_task(turn, store, turn.value)
    return Reply(Answer(How.FORM, "ties.picker", {"task": task.id}))


def offer(turn: Turn, _store: Store) -> Reply:
    """Offer the lines that come nearest to what is typed."""
    return Reply(Answer(How.OPTIONS, "ties.offer", {"typed": turn.text}))


def consider_pick(turn: Turn, store: Store) -> str:
    """The line that was picked, by its id or its address."""
    said = turn.fields.get("line", "").strip()
    now = score_now(store, turn.person.workspace_id)
    found = now.wordings.get(said) if now else None
    if now and found is None:
        found = next((line for line in now.wordings.values() if alike(line.address) == alike(said)), None)
    if found is None:
        raise Corrections("ties.picker", {"task": turn.fields.get("task", "")}, {"line": phrase("ties.picker-missing")})
    return found.line_id


def pick(turn: Turn, store: Store, line_id: str) -> Reply:
    """Tie a task to the line that was picked."""
    task, checkin = need_own_task(turn, store, turn.fields.get("task", ""))
    return _keep(turn, store, task, checkin, line_id, TieState.CHOSEN)


def _keep(turn: Turn, store: Store, task: Task, checkin: CheckIn, line_id: str | None, state: TieState) -> Reply:
    now = _need_score(turn, store)
    tie = checkins.tie_of(store, task.workspace_id, task.id)
    if tie is None:
        store.keep(
            Tie(
                id=turn.id(),
                workspace_id=task.workspace_id,
                task_id=task.id,
                edition_id=now.edition.id,
                line_id=line_id,
                state=state,
                said_at=turn.at,
            )
        )
    else:
        # A line taken from today's score is tied in today's edition; what stood before keeps its own.
        edition_id = tie.edition_id if line_id is None or line_id == tie.line_id else now.edition.id
        store.change(tie, line_id=line_id, state=state, said_at=turn.at, edition_id=edition_id)
    subject = f"checkin:{checkin.id}"
    deliveries.amend(store, checkin.workspace_id, subject)
    shown = deliveries.shown(store, checkin.workspace_id, turn.place.id, subject)
    if shown is not None:
        return Reply(Answer(How.STANDS, shown_id=shown.id))
    about = {"checkin": checkin.id, "how": "new", "quiet": "", "done": ""}
    return Reply(Answer(How.CARD, "checkin.feedback", about))


def _need_score(turn: Turn, store: Store) -> ScoreNow:
    now = score_now(store, turn.person.workspace_id)
    if now is None:
        raise Refused("score.none")
    return now


def draw_picker(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The search for another line."""
    if reader.person is None:
        raise Gone(about["task"])
    task = checkins.task(store, reader.person.workspace_id, about["task"])
    if task is None or task.person_id != reader.person.id:
        raise Gone(about["task"])
    return view.picker(task, people.teams_of(store, reader.person))


def draw_offer(store: Store, reader: Reader, about: Mapping[str, str]) -> Offer:
    """The lines that come nearest to what was typed; all of them, in their order, while nothing was."""
    if reader.person is None:
        raise Gone("lines are offered to somebody")
    now = score_now(store, reader.person.workspace_id)
    if now is None:
        return Offer([])
    lines = now.index.search(about["typed"])
    return Offer(lines[:OFFERED], more=max(0, len(lines) - OFFERED))
