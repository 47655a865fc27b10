"""Which line a task plays from: confirmed, changed or left as whirlwind with one press."""

from collections.abc import Mapping

from handlers import tying
from handlers.cards import Form
from handlers.guards import need_own_task, score_now
from handlers.turn import Answer, Corrections, Gone, How, Offer, Reader, Refused, Reply, Turn
from handlers.tying import Said
from handlers.views import ties as view
from prompts import phrase
from score.search import visible_lines
from score.words import alike
from storage import checkins, deliveries, people
from storage.store import Store
from storage.tables import Task, Tie, TieState

OFFERED = 8
"""Lines that a search offers at once; the rest is counted."""


def settle(turn: Turn, store: Store, _: None = None) -> Reply:
    """Confirm the suggested line, take one of those offered, or say that the task is whirlwind."""
    task_id, said = turn.value.partition(" ")[::2]
    task, tie = need_own_task(turn, store, task_id)
    if said == "whirlwind":
        return _keep(turn, store, task, tie, Said(None, TieState.WHIRLWIND))
    if said == "right" and tie is not None and tie.line_id is not None:
        state = TieState.CHOSEN if tie.state is TieState.CHOSEN else TieState.CONFIRMED
        return _keep(turn, store, task, tie, Said(tie.line_id, state))
    if tie is not None and said in tie.offered:
        return _keep(turn, store, task, tie, Said(said, TieState.CHOSEN, tie.edition_id))
    raise Refused("home.not_there")


def open_picker(turn: Turn, store: Store) -> Reply:
    """Open the search for another line."""
    task, _tie = need_own_task(turn, store, turn.value)
    return Reply(Answer(How.FORM, "ties.picker", {"task": task.id}))


def offer(turn: Turn, _store: Store) -> Reply:
    """Offer the lines that come nearest to what is typed."""
    return Reply(Answer(How.OPTIONS, "ties.offer", {"typed": turn.text}))


def consider_pick(turn: Turn, store: Store) -> Said:
    """The line that was picked, by its id or its address."""
    said = turn.fields.get("line", "").strip()
    now = score_now(store, turn.person.workspace_id)
    lines = visible_lines(now.index.wordings, turn.person) if now else []
    found = next((one for one in lines if one.line_id == said or alike(one.address) == alike(said)), None)
    if now is None or found is None:
        about = {"task": turn.fields.get("task", "")}
        raise Corrections("ties.picker", about, {"line": phrase("ties.picker-missing")})
    return Said(found.line_id, TieState.CHOSEN, now.edition.id)


def pick(turn: Turn, store: Store, said: Said) -> Reply:
    """Tie a task to the line that was picked."""
    task, tie = need_own_task(turn, store, turn.fields.get("task", ""))
    return _keep(turn, store, task, tie, said)


def _keep(turn: Turn, store: Store, task: Task, tie: Tie | None, said: Said) -> Reply:
    tying.keep(turn, store, task, tie, said)
    subject = f"checkin:{task.checkin_id}"
    shown = deliveries.shown(store, task.workspace_id, turn.place.id, subject)
    if shown is not None:
        return Reply(Answer(How.STANDS, shown_id=shown.id))
    about = {"checkin": task.checkin_id, "how": "new", "quiet": "", "edition": "", "done": ""}
    return Reply(Answer(How.CARD, "checkin.feedback", about))


def draw_picker(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The search for another line."""
    if reader.person is None:
        raise Gone(about["task"])
    task, _tie = checkins.task_with_tie(store, reader.person.workspace_id, about["task"]) or (None, None)
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
    seen = {line.line_id for line in visible_lines(now.index.wordings, reader.person)}
    lines = now.index.search(about["typed"], seen)
    return Offer(lines[:OFFERED], more=max(0, len(lines) - OFFERED))
