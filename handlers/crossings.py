"""A task that enters what was chosen against: stopped, handed over, or argued for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from handlers import against
from handlers.cards import Card, Form
from handlers.guards import Reached, need_own_task, reached, score_now
from handlers.turn import Answer, Corrections, Gone, How, Reader, Refused, Reply, Turn, deliver
from handlers.views import crossings as view
from prompts import phrase
from score.attention import Occasion
from score.cadence import local_day
from score.dictation import tasks_in, with_tasks
from score.words import Unreadable, clean, clean_line
from storage import checkins, crossings, deliveries, digests, people, scores
from storage.store import Store
from storage.tables import CheckIn, Crossing, CrossingState, Delivery, Draft, Person, Task, TaskState, Win


def _own(turn: Turn, store: Store, crossing_id: str) -> tuple[Crossing, Task]:
    """What the person was asked, with its task, whose day can still be changed; any other is not there."""
    crossing = crossings.crossing(store, turn.person.workspace_id, crossing_id)
    if crossing is None or crossing.person_id != turn.person.id or crossing.task_id is None:
        raise Refused("home.not_there")
    return crossing, need_own_task(turn, store, crossing.task_id)[0]


def _stands(turn: Turn, store: Store, task: Task) -> Answer:
    """The answer to the check-in of a task, as it is now."""
    subject = f"checkin:{task.checkin_id}"
    deliveries.amend(store, task.workspace_id, subject)
    shown = deliveries.shown(store, task.workspace_id, turn.place.id, subject)
    if shown is not None:
        return Answer(How.STANDS, shown_id=shown.id)
    return Answer(
        How.CARD, "checkin.feedback", {"checkin": task.checkin_id, "how": "new", "quiet": "", "edition": "", "done": ""}
    )


def _changed(store: Store, task: Task) -> None:
    checkin = checkins.checkin(store, task.workspace_id, task.checkin_id)
    if checkin is not None:
        digests.changed(store, task.workspace_id, digests.teams_of(store, checkin), task.local_date)


# Stop


def stop(turn: Turn, store: Store, _: None = None) -> Reply:
    """Drop the task; a second time changes nothing."""
    crossing, task = _own(turn, store, turn.value)
    if crossing.state in against.OPEN:
        store.change(crossing, state=CrossingState.STOPPED, settled_at=turn.at)
        checkins.mark(store, task.workspace_id, [task.id], TaskState.DROPPED, turn.at)
        _changed(store, task)
    return Reply(_stands(turn, store, task))


def open_win(turn: Turn, store: Store) -> Reply:
    """Open the form in which what was stopped becomes a win."""
    crossing, _task = _own(turn, store, turn.value)
    return Reply(Answer(How.FORM, "crossings.win_form", {"crossing": crossing.id}))


def keep_win(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep the win of the day, in the person's own words."""
    crossing, task = _own(turn, store, turn.fields.get("crossing", ""))
    about = {"crossing": crossing.id}
    words = _typed(turn, "win", "crossings.win_form", about, view.WON)
    checkin = checkins.checkin(store, task.workspace_id, task.checkin_id)
    if crossing.state is not CrossingState.STOPPED or checkin is None:
        raise Refused("home.not_there")
    _win(turn, store, checkin, words)
    _changed(store, task)
    return Reply(_stands(turn, store, task))


def _win(turn: Turn, store: Store, checkin: CheckIn, words: str) -> None:
    standing = checkins.win_of(store, checkin)
    if standing is not None:
        store.change(standing, words=words)
        return
    won = Win(
        id=turn.id(),
        workspace_id=checkin.workspace_id,
        checkin_id=checkin.id,
        person_id=checkin.person_id,
        words=words,
        won_at=turn.at,
    )
    store.keep(won)


def _typed(turn: Turn, field: str, form: str, about: Mapping[str, str], longest: int) -> str:
    """What was typed into a field that may not stay empty."""
    try:
        read = clean_line if field == "win" else clean
        words = read(turn.fields.get(field, ""))
    except Unreadable:
        raise Corrections(form, about, {field: phrase("checkin.unreadable")}) from None
    if not words:
        missing = {
            "win": phrase("crossings.win-missing"),
            "words": phrase("crossings.argue-missing"),
            "answer": phrase("crossings.answer-missing"),
        }
        raise Corrections(form, about, {field: missing[field]})
    if len(words) > longest:
        raise Corrections(form, about, {field: phrase("checkin.too-long", length=len(words), longest=longest)})
    return words


# Hand over


@dataclass(frozen=True)
class _Wanted:
    """What is to become of a task, and who is asked of it: each where and when they are reached, by their id."""

    crossing_id: str
    people: Mapping[str, Reached]
    words: str = ""


def open_hand(turn: Turn, store: Store) -> Reply:
    """Open the form that asks to whom."""
    crossing, _task = _own(turn, store, turn.value)
    return Reply(Answer(How.FORM, "crossings.hand_form", {"crossing": crossing.id}))


def consider_hand(turn: Turn, store: Store) -> _Wanted:
    """Whom the person chose, of those who can be asked."""
    crossing, _task = _own(turn, store, turn.fields.get("crossing", ""))
    said = turn.fields.get("to", "")
    to = next((one for one in _takers(store, turn, crossing) if one.id == said), None)
    if to is None:
        raise Corrections("crossings.hand_form", {"crossing": crossing.id}, {"to": phrase("crossings.hand-missing")})
    asked = reached(store, to, turn.at, Occasion.TASK)
    if asked is None:
        note = phrase("crossings.not-reached", name=to.name)
        raise Corrections("crossings.hand_form", {"crossing": crossing.id}, {"to": note})
    return _Wanted(crossing.id, {to.id: asked})


def _takers(store: Store, turn: Turn | Reader, crossing: Crossing) -> list[Person]:
    now = score_now(store, crossing.workspace_id)
    line = scores.wording(store, crossing.workspace_id, crossing.edition_id, crossing.line_id)
    if now is None or line is None or turn.person is None:
        return []
    return against.who_takes(store, now, turn.person, line, turn.at)


def hand(turn: Turn, store: Store, found: _Wanted) -> Reply:
    """Ask somebody to take the task; it stays with the person until they do."""
    crossing, task = _own(turn, store, found.crossing_id)
    if crossing.state not in against.OPEN:
        return Reply(_stands(turn, store, task))
    (other_id,) = found.people
    store.change(crossing, state=CrossingState.HANDED, other_id=other_id, settled_at=turn.at)
    told = _tell(turn, crossing, found.people.values(), "crossings.handed")
    return Reply(_stands(turn, store, task), deliveries=told)


def _tell(turn: Turn, crossing: Crossing, those: Iterable[Reached], shows: str) -> list[Delivery]:
    about = {"crossing": crossing.id}
    once = f"{shows}:{crossing.id}:{turn.at:%Y%m%dT%H%M%S.%f}"
    return [deliver(turn, one.place, shows, about, once=once, not_before=one.at) for one in those]


def take(turn: Turn, store: Store, _: None = None) -> Reply:
    """Take a task that somebody handed over: it stands in one's next form, and is dropped where it was."""
    crossing = _handed(turn, store)
    task = _task_of(store, crossing)
    if crossing.state is not CrossingState.HANDED or task is None:
        return Reply(Answer(How.CARD, "crossings.handed", {"crossing": crossing.id}))
    store.change(crossing, state=CrossingState.TAKEN, settled_at=turn.at)
    if task.state in (TaskState.OPEN, TaskState.CARRIED):
        checkins.mark(store, task.workspace_id, [task.id], TaskState.DROPPED, turn.at)
        _changed(store, task)
    _note(turn, store, task.words)
    return _came_back(turn, store, crossing, task)


def _note(turn: Turn, store: Store, words: str) -> None:
    """Write a task down for the person's next form: today's, or tomorrow's once today is handed in."""
    day = local_day(turn.at, turn.person.time_zone)
    if checkins.of_day(store, turn.person, day) is not None:
        day += timedelta(days=1)
    before = checkins.draft(store, turn.person, day)
    fields = before.fields if before else {}
    new = Draft(
        id=turn.id(),
        workspace_id=turn.person.workspace_id,
        person_id=turn.person.id,
        local_date=day,
        fields=with_tasks(fields, [*tasks_in(fields), words]),
        written_at=turn.at,
    )
    checkins.write_down(store, new, before)


def leave(turn: Turn, store: Store, _: None = None) -> Reply:
    """Leave a task with whoever handed it over."""
    crossing = _handed(turn, store)
    task = _task_of(store, crossing)
    if crossing.state is not CrossingState.HANDED or task is None:
        return Reply(Answer(How.CARD, "crossings.handed", {"crossing": crossing.id}))
    store.change(crossing, state=CrossingState.LEFT, settled_at=turn.at)
    return _came_back(turn, store, crossing, task)


def _handed(turn: Turn, store: Store) -> Crossing:
    crossing = crossings.crossing(store, turn.person.workspace_id, turn.value)
    given = (CrossingState.HANDED, CrossingState.TAKEN, CrossingState.LEFT)
    if crossing is None or crossing.other_id != turn.person.id or crossing.state not in given:
        raise Refused("home.not_there")
    return crossing


def _task_of(store: Store, crossing: Crossing) -> Task | None:
    found = checkins.task_with_tie(store, crossing.workspace_id, crossing.task_id) if crossing.task_id else None
    return found[0] if found else None


def _came_back(turn: Turn, store: Store, crossing: Crossing, task: Task | None) -> Reply:
    """Tell the person what somebody made of it, and show that one what they said."""
    shows = "crossings.argued" if crossing.words else "crossings.handed"
    answer = Answer(How.CARD, shows, {"crossing": crossing.id})
    if task is not None:
        deliveries.amend(store, crossing.workspace_id, f"checkin:{task.checkin_id}")
    who = people.person(store, crossing.workspace_id, crossing.person_id)
    hears = reached(store, who, turn.at, Occasion.HELP)
    return Reply(answer, deliveries=_tell(turn, crossing, [hears] if hears else [], "crossings.came_back"))


# Argue


def open_argue(turn: Turn, store: Store) -> Reply:
    """Open the form for what speaks for it."""
    crossing, _task = _own(turn, store, turn.value)
    return Reply(Answer(How.FORM, "crossings.argue_form", {"crossing": crossing.id}))


def consider_argue(turn: Turn, store: Store) -> _Wanted:
    """What was written, and who hears it."""
    crossing, _task = _own(turn, store, turn.fields.get("crossing", ""))
    about = {"crossing": crossing.id}
    words = _typed(turn, "words", "crossings.argue_form", about, view.ARGUED)
    judges = {one.id: reached(store, one, turn.at, Occasion.DECISION) for one in _judges(store, turn, crossing)}
    asked = {who: one for who, one in judges.items() if one is not None}
    if not asked:
        raise Corrections("crossings.argue_form", about, {"words": phrase("crossings.nobody-hears")})
    return _Wanted(crossing.id, asked, words)


def _judges(store: Store, turn: Turn | Reader, crossing: Crossing) -> list[Person]:
    now = score_now(store, crossing.workspace_id)
    line = scores.wording(store, crossing.workspace_id, crossing.edition_id, crossing.line_id)
    if now is None or line is None or turn.person is None:
        return []
    return against.who_answers(store, now, turn.person, line, turn.at)


def argue(turn: Turn, store: Store, found: _Wanted) -> Reply:
    """Send what the person has to say to who decides on the choice."""
    crossing, task = _own(turn, store, found.crossing_id)
    if crossing.state not in against.OPEN:
        return Reply(_stands(turn, store, task))
    store.change(crossing, state=CrossingState.ARGUED, words=found.words, other_id=None, settled_at=turn.at)
    told = _tell(turn, crossing, found.people.values(), "crossings.argued")
    return Reply(_stands(turn, store, task), deliveries=told)


def _argued(turn: Turn, store: Store, crossing_id: str) -> Crossing:
    """What was argued and is for the person to answer, or was; any other is not there."""
    crossing = crossings.crossing(store, turn.person.workspace_id, crossing_id)
    if crossing is None or not crossing.words or not against.waits_for(store, crossing, turn.person, turn.at):
        raise Refused("home.not_there")
    return crossing


def consider_agree(turn: Turn, store: Store) -> Crossing:
    """What was argued, if it is for the person to answer."""
    return _argued(turn, store, turn.value)


def agree(turn: Turn, store: Store, found: Crossing) -> Reply:
    """Let somebody go ahead."""
    return _answered(turn, store, found, CrossingState.AGREED)


def consider_keep_to_it(turn: Turn, store: Store) -> Crossing:
    """The same."""
    return _argued(turn, store, turn.value)


def keep_to_it(turn: Turn, store: Store, found: Crossing) -> Reply:
    """What was chosen against stays so."""
    return _answered(turn, store, found, CrossingState.STANDS)


def open_answer(turn: Turn, store: Store) -> Reply:
    """Open the form for a few words back."""
    crossing = _argued(turn, store, turn.value)
    return Reply(Answer(How.FORM, "crossings.answer_form", {"crossing": crossing.id}))


def consider_answer(turn: Turn, store: Store) -> tuple[Crossing, str]:
    """What was argued, and what was written back."""
    crossing = _argued(turn, store, turn.fields.get("crossing", ""))
    return crossing, _typed(turn, "answer", "crossings.answer_form", {"crossing": crossing.id}, view.ARGUED)


def answer(turn: Turn, store: Store, found: tuple[Crossing, str]) -> Reply:
    """Write back."""
    return _answered(turn, store, found[0], CrossingState.ANSWERED, found[1])


def _answered(turn: Turn, store: Store, found: Crossing, state: CrossingState, words: str = "") -> Reply:
    """The first answer counts; a later one shows who has answered."""
    crossing = crossings.crossing(store, found.workspace_id, found.id)
    if crossing is None:
        raise Refused("home.not_there")
    if crossing.state is not CrossingState.ARGUED:
        return Reply(Answer(How.CARD, "crossings.argued", {"crossing": crossing.id}))
    store.change(crossing, state=state, other_id=turn.person.id, answer=words, settled_at=turn.at)
    return _came_back(turn, store, crossing, _task_of(store, crossing))


# What is shown


def _asked(store: Store, reader: Reader, about: Mapping[str, str]) -> view.Asked:
    """What this very person was asked."""
    person = reader.person
    crossing = crossings.crossing(store, person.workspace_id, about["crossing"]) if person else None
    if person is None or crossing is None or crossing.person_id != person.id:
        raise Gone(about["crossing"])
    task = _task_of(store, crossing)
    line = scores.wording(store, crossing.workspace_id, crossing.edition_id, crossing.line_id)
    if task is None or line is None:
        raise Gone(about["crossing"])
    other = people.person(store, crossing.workspace_id, crossing.other_id) if crossing.other_id else None
    return view.Asked(crossing, task, line, other=other)


def draw_win_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The win that stopping makes."""
    asked = _asked(store, reader, about)
    checkin = checkins.checkin(store, asked.task.workspace_id, asked.task.checkin_id)
    if checkin is None or reader.person is None:
        raise Gone(about["crossing"])
    return view.win_form(asked, checkins.win_of(store, checkin), people.teams_of(store, reader.person))


def draw_hand_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """Who takes it?"""
    asked = _asked(store, reader, about)
    return view.hand_form(asked, _takers(store, reader, asked.crossing))


def draw_argue_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """What speaks for it?"""
    asked = _asked(store, reader, about)
    return view.argue_form(asked, _judges(store, reader, asked.crossing))


def draw_came_back(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What somebody made of it, also once the task is taken back."""
    crossing, who = _theirs(store, reader, about)
    line = scores.wording(store, crossing.workspace_id, crossing.edition_id, crossing.line_id)
    other = people.person(store, crossing.workspace_id, crossing.other_id) if crossing.other_id else None
    if reader.person is None or reader.person.id != who.id or line is None or other is None:
        raise Gone(about["crossing"])
    return view.came_back(crossing, _task_of(store, crossing), line, other)


def _theirs(store: Store, reader: Reader, about: Mapping[str, str]) -> tuple[Crossing, Person]:
    """What somebody else was asked, and who that is."""
    crossing = crossings.crossing(store, reader.place.workspace_id, about["crossing"])
    who = people.person(store, crossing.workspace_id, crossing.person_id) if crossing else None
    if reader.person is None or crossing is None or who is None:
        raise Gone(about["crossing"])
    return crossing, who


def draw_handed(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A task that somebody would hand over to this reader."""
    crossing, who = _theirs(store, reader, about)
    if reader.person is None or crossing.other_id != reader.person.id:
        raise Gone(about["crossing"])
    line = scores.wording(store, crossing.workspace_id, crossing.edition_id, crossing.line_id)
    return view.handed(crossing, _task_of(store, crossing), who, line)


def draw_argued(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What somebody argues, for who can answer."""
    crossing, who = _theirs(store, reader, about)
    line = scores.wording(store, crossing.workspace_id, crossing.edition_id, crossing.line_id)
    if reader.person is None or line is None or not crossing.words:
        raise Gone(about["crossing"])
    if crossing.other_id != reader.person.id and not against.waits_for(store, crossing, reader.person, reader.at):
        raise Gone(about["crossing"])
    by = people.person(store, crossing.workspace_id, crossing.other_id) if crossing.other_id else None
    return view.argued(crossing, _task_of(store, crossing), who, line, by)


def draw_answer_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """A few words back."""
    crossing, who = _theirs(store, reader, about)
    if reader.person is None or not against.waits_for(store, crossing, reader.person, reader.at):
        raise Gone(about["crossing"])
    return view.answer_form(crossing, who)
