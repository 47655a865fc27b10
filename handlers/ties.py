"""Which line a task plays from: confirmed, changed or left as whirlwind with one press."""

from collections.abc import Mapping, Sequence

from handlers import meant, tying
from handlers.cards import Card, Form
from handlers.guards import need_own_task, score_now
from handlers.turn import Answer, Corrections, Gone, How, Offer, Reader, Refused, Reply, Turn
from handlers.tying import Said
from handlers.views import ties as view
from prompts import phrase
from score import ties
from score.experience import Earlier
from score.meaning import ALIKE
from score.search import visible_lines
from score.words import alike
from storage import checkins, deliveries, people
from storage.store import Store
from storage.tables import Person, PlaceKind, Task, Team, Tie, TieState

OFFERED = 8
"""Lines that a search offers at once; the rest is counted."""


MANY, OFTEN = 5, 0.3
"""How many of somebody's other tasks, and which share of them, make a line one that they often play from."""


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


def why(turn: Turn, store: Store) -> Reply:
    """Say what speaks for the lines that are suggested or offered for a task."""
    task, _tie = need_own_task(turn, store, turn.value)
    return Reply(Answer(How.CARD, "ties.because", {"task": task.id}))


def open_picker(turn: Turn, store: Store) -> Reply:
    """Open the search for another line."""
    task, _tie = need_own_task(turn, store, turn.value)
    return Reply(Answer(How.FORM, "ties.picker", {"task": task.id}))


def offer(turn: Turn, store: Store) -> Reply:
    """Offer the lines that come nearest to what is typed."""
    near = _near(turn, store) if turn.meaning is not None and turn.meaning.at_hand else []
    return Reply(Answer(How.OPTIONS, "ties.offer", {"typed": turn.text, "near": " ".join(near)}))


def _near(turn: Turn, store: Store) -> list[str]:
    """The lines that are near in meaning to what is typed, nearest first: only where nobody else reads it meanwhile."""
    typed, now = turn.text.strip(), score_now(store, turn.person.workspace_id)
    found = meant.near(store, now, turn.meaning, [typed]).get(typed, {}) if now and typed else {}
    return sorted((one for one, each in found.items() if each >= ALIKE), key=lambda one: -found[one])


def consider_pick(turn: Turn, store: Store) -> Said:
    """The line that was picked, by its id or its address."""
    said = turn.fields.get("line", "").strip()
    now = score_now(store, turn.person.workspace_id)
    lines = visible_lines(now.index.wordings, turn.person) if now else []
    found = next((one for one in lines if one.line_id == said or alike(one.address) == alike(said)), None)
    if now is None or found is None:
        about = {"task": turn.fields.get("task", "")}
        raise Corrections("ties.picker", about, {"line": phrase("ties.picker-missing")})
    task, tie = need_own_task(turn, store, turn.fields.get("task", ""))
    if tie is not None:
        return Said(found.line_id, TieState.CHOSEN, now.edition.id)
    # Nothing was offered: how much spoke for some line says where this workspace should be silent.
    teams = people.teams_of(store, turn.person)
    ranked = tying.rankings(store, turn.person, teams, now, [task.words], turn.meaning, but=task.id)
    return Said(found.line_id, TieState.CHOSEN, now.edition.id, ranked[task.words].speaks)


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


def draw_because(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What speaks for each line that a task may play from, by what is known now."""
    if reader.person is None or reader.place.kind is not PlaceKind.DIRECT:
        raise Gone(about["task"])
    task, tie = checkins.task_with_tie(store, reader.person.workspace_id, about["task"]) or (None, None)
    now = score_now(store, reader.person.workspace_id)
    if task is None or task.person_id != reader.person.id or now is None:
        raise Gone(about["task"])
    teams = people.teams_of(store, reader.person)
    of = tying.knowing(store, reader.person, teams, now)
    likes = of.learned.recall(task.words, task.id).lines
    playable = {one.line_id for one in now.index.wordings}
    names = [tie.line_id] if tie and tie.line_id else tie.offered if tie else []
    found = [
        view.Because(
            line=now.wordings[id],
            shared=now.index.shared(task.words, id),
            owned=id in of.owns,
            team=next((team for team in teams if team.part == now.wordings[id].part), None),
            like=_like(store, reader.person, teams, likes.get(id)),
            habit=_is_habit(of, tie, id),
        )
        for id in names
        if id in playable
    ]
    return view.because(task, tie, found)


def _is_habit(of: tying.Knowing, tie: Tie | None, line_id: str) -> bool:
    """Whether many of the person's other tasks play from a line."""
    itself = tie is not None and tie.line_id == line_id and tie.state in (TieState.CONFIRMED, TieState.CHOSEN)
    return of.learned.own[line_id] - itself >= MANY and of.learned.habits[line_id] >= OFTEN


def _like(store: Store, person: Person, teams: Sequence[Team], found: tuple[float, Earlier] | None) -> view.Like | None:
    """An earlier task that is much like this one: the person's own by its words, one of their teams' by none.

    Of others' it is not told that there is one: whoever tries words would find out what they do.
    """
    if found is None or found[0] < ties.ALIKE:
        return None
    known = checkins.task_with_tie(store, person.workspace_id, found[1].key)
    by = people.person(store, person.workspace_id, known[0].person_id) if known else None
    if known is None or by is None:
        # It was erased since it was compared.
        return None
    if by.id == person.id:
        return view.Like(known[0])
    together = {team.id for team in people.teams_of(store, by)} & {team.id for team in teams}
    return view.Like(None) if together else None


def draw_offer(store: Store, reader: Reader, about: Mapping[str, str]) -> Offer:
    """The lines that come nearest to what was typed, and then those that are near to it in meaning alone; all of them,
    in their order, while nothing was.
    """
    if reader.person is None:
        raise Gone("lines are offered to somebody")
    now = score_now(store, reader.person.workspace_id)
    if now is None:
        return Offer([])
    seen = {line.line_id: line for line in visible_lines(now.index.wordings, reader.person)}
    found = {line.line_id: line for line in now.index.search(about["typed"], seen)}
    found |= {one: seen[one] for one in about.get("near", "").split() if one in seen and one not in found}
    lines = list(found.values())
    return Offer(lines[:OFFERED], more=max(0, len(lines) - OFFERED))
