"""If-then steps: when something happens, one will do something; shown at its hour, asked about at the next check-in.

They are theirs alone who made them: no team, no manager and no admin sees one, or that there is any.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from handlers.cards import Card, Form
from handlers.guards import ScoreNow, need_own_task, rhythm_now, score_now
from handlers.turn import (
    Answer,
    Corrections,
    Gone,
    How,
    Moment,
    Reader,
    Refused,
    Reply,
    Turn,
    deliver,
    invitation,
    reminding,
    stand,
)
from handlers.views import steps as view
from handlers.views.checkin import SHORT
from prompts import Filled, phrase, spellings
from score import steps as rules
from score.cadence import Rhythm, clear_of, editable, local_day, slot
from score.search import visible_lines
from score.words import Unreadable, clean_line
from storage import checkins, crossings, deliveries, people, scores, steps
from storage.store import Store
from storage.tables import (
    Cause,
    Delivery,
    DeliveryState,
    Person,
    Place,
    PlaceKind,
    Shown,
    Step,
    StepState,
    Task,
    TaskState,
    Wording,
)

MOST = 5
"""Steps of one day at most: one for each task, and room for what one does beside them."""

AHEAD = timedelta(days=7)
"""How far ahead the day of a step for a line may be."""

SAID = {"kept": StepState.KEPT, "not_kept": StepState.NOT_KEPT, "not_yet": StepState.OPEN}
"""What can be said of a step, and what it is then."""

NEXT = timedelta(days=1)


@dataclass(frozen=True)
class _Meant:
    """A step as it is to be kept: in place of one that stands, for a task, for a line, or by itself."""

    day: date
    said: rules.Said
    before: Step | None = None
    task: Task | None = None
    line: Wording | None = None


def reads_as_step(text: str, language: str) -> bool:
    """Whether somebody writes when they will do something."""
    try:
        return rules.read(text, _spelt(language)) is not None
    except Unreadable:
        return False


@cache
def _spelt(language: str) -> Mapping[str, str]:
    return spellings("stepping", language)


# Making one


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form for a task of today; without one, for whichever is chosen there."""
    _need_alone(turn)
    task = _todays_task(turn, store, turn.value) if turn.value else None
    return Reply(Answer(How.FORM, "steps.form", {"task": task.id} if task else {}))


def open_own(turn: Turn, store: Store) -> Reply:
    """Open the form for what one will do oneself for a line."""
    _need_alone(turn)
    return Reply(Answer(How.FORM, "steps.form", {"line": _need_line(turn, store, turn.value).line_id}))


def open_change(turn: Turn, store: Store) -> Reply:
    """Open the form for a step that stands."""
    step = _need_open(turn, store, turn.value)
    return Reply(Answer(How.FORM, "steps.form", {"step": step.id}))


def _need_alone(turn: Turn) -> None:
    """Where others read along, there are no steps."""
    if turn.place.kind is not PlaceKind.DIRECT:
        raise Refused("home.not_there")


def _today(turn: Turn) -> date:
    return local_day(turn.at, turn.person.time_zone)


def _todays_task(turn: Turn, store: Store, task_id: str) -> Task:
    task, _tie = need_own_task(turn, store, task_id)
    if task.local_date != _today(turn):
        raise Refused("steps.not_made", why="over")
    return task


def _need_line(turn: Turn, store: Store, line_id: str) -> Wording:
    """A line that the person may see; any other is not there."""
    now = score_now(store, turn.person.workspace_id)
    line = _visible(now, turn.person).get(line_id) if now else None
    if line is None:
        raise Refused("home.not_there")
    return line


def _visible(now: ScoreNow, person: Person) -> dict[str, Wording]:
    return {line.line_id: line for line in visible_lines(now.wordings.values(), person)}


def _need_own(turn: Turn, store: Store, step_id: str) -> Step:
    """A step of the person's own; another's is not there."""
    _need_alone(turn)
    step = steps.own(store, turn.person, step_id)
    if step is None:
        raise Refused("home.not_there")
    return step


def _need_open(turn: Turn, store: Store, step_id: str) -> Step:
    """One that may still be changed: nothing was said of it, and its day is not over."""
    step = _need_own(turn, store, step_id)
    if step.state is not StepState.OPEN or step.day < _today(turn):
        raise Refused("steps.not_made", why="over")
    return step


def keep(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep what was filled in; a task has one step, which this replaces."""
    _need_alone(turn)
    fields = turn.fields
    step = _need_open(turn, store, fields["step"]) if fields.get("step") else None
    task = _todays_task(turn, store, fields["task"]) if fields.get("task") else None
    line = _need_line(turn, store, fields["line"]) if fields.get("line") else None
    about = {name: fields[name] for name in ("step", "line") if fields.get(name)}
    about |= {"task": task.id} if task is not None else {}
    said, day = _filled_in(turn, about, step.day if step else _today(turn))
    meant = _Meant(day, said, step or (steps.for_task(store, task) if task else None), task, line)
    try:
        return _keep(turn, store, meant)
    except Refused as refused:
        raise Corrections("steps.form", about, {"hour": view.why_not(refused.answer.about["why"])}) from None


def _filled_in(turn: Turn, about: Mapping[str, str], day: date) -> tuple[rules.Said, date]:
    """The step, and its day."""
    notes: dict[str, Filled] = {}
    cue, words = (_line_of(turn, name, notes) for name in ("cue", "words"))
    typed, named = turn.fields.get("hour", "").strip(), turn.fields.get("day", "").strip()
    minute = rules.hour(typed)
    if typed and minute is None:
        notes["hour"] = phrase("preferences.bad-time")
    if not words:
        notes.setdefault("words", phrase("steps.need-words"))
    if not cue and not typed:
        notes.setdefault("cue", phrase("steps.need-cue"))
    if named:
        day = _date(named) or date.min
        if not _today(turn) <= day <= _today(turn) + AHEAD:
            notes["day"] = phrase("steps.bad-day")
    if notes:
        raise Corrections("steps.form", about, notes)
    spelt = _spelt(turn.person.language)
    return rules.Said(rules.cue_of(cue, spelt), rules.does_of(words, spelt), minute), day


def _line_of(turn: Turn, name: str, notes: dict[str, Filled]) -> str:
    try:
        words = clean_line(turn.fields.get(name, ""))
    except Unreadable:
        notes[name] = phrase("checkin.unreadable")
        return ""
    if len(words) > SHORT:
        notes[name] = phrase("checkin.too-long", length=len(words), longest=SHORT)
    return words


def _date(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def say(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep a step that was written as a sentence, for the task of today that it is like, if there is one."""
    _need_alone(turn)
    said = (
        rules.read(turn.text, _spelt(turn.person.language)) if reads_as_step(turn.text, turn.person.language) else None
    )
    if said is None:
        raise Refused("home.unclear", said="")
    if max(len(said.cue), len(said.words)) > SHORT:
        raise Refused("steps.not_made", why="long")
    task = _like(turn, store, said.words)
    return _keep(turn, store, _Meant(_today(turn), said, steps.for_task(store, task) if task else None, task))


def _like(turn: Turn, store: Store, words: str) -> Task | None:
    now = score_now(store, turn.person.workspace_id)
    tasks = {task.id: task for task in _tasks_of(store, turn.person, _today(turn))}
    language = now.language if now else "english"
    meant = rules.meant_task(words, {id: task.words for id, task in tasks.items()}, language)
    return tasks[meant] if meant else None


def _tasks_of(store: Store, person: Person, day: date) -> list[Task]:
    """The tasks of a day that are still to be done."""
    checkin = checkins.of_day(store, person, day)
    found = checkins.tasks_of(store, checkin) if checkin else []
    away = crossings.taken_away(store, person, day, day)
    return [task for task, _tie in found if _is_open(task, away)]


def _is_open(task: Task, away: Collection[str]) -> bool:
    return task.state in (TaskState.OPEN, TaskState.CARRIED) and task.id not in away


def _keep(turn: Turn, store: Store, meant: _Meant) -> Reply:
    person, said = turn.person, meant.said
    others = [one for one in steps.between(store, person, meant.day, meant.day) if one.id != _id(meant.before)]
    same = next((one for one in others if meant.task is None and _is_same(one, meant)), None)
    if same is not None:
        return _kept(same)
    if len(others) >= MOST:
        raise Refused("steps.not_made", why="full")
    at = slot(meant.day, said.minute, person.time_zone) if said.minute is not None else None
    if said.minute is not None and (at is None or at <= turn.at):
        raise Refused("steps.not_made", why="over")
    values: dict[str, Any] = {
        "day": meant.day,
        "cue": said.cue,
        "words": said.words,
        "minute": said.minute,
        "zone": person.time_zone,
        "due_at": at if at and _comes(rhythm_now(store, person, turn.at), at) is None else None,
        "ask_on": meant.day + NEXT,
        "state": StepState.OPEN,
        "settled_at": None,
    }
    step = meant.before
    if step is not None:
        _changed(store, step)
        store.change(step, **values)
    else:
        for_line, for_task = meant.line.line_id if meant.line else None, meant.task.id if meant.task else None
        ours: dict[str, Any] = {"workspace_id": person.workspace_id, "person_id": person.id, "made_at": turn.at}
        step = Step(id=turn.id(), task_id=for_task, line_id=for_line, **ours, **values)
        store.keep(step)
    _stands_in_answer(store, person, step)
    return _kept(step)


def _id(step: Step | None) -> str:
    return step.id if step else ""


def _is_same(one: Step, meant: _Meant) -> bool:
    """Whether a step that stands is the one that is meant, so that a sentence written twice makes one."""
    line_id = meant.line.line_id if meant.line else None
    stands = (one.task_id, one.line_id, rules.Said(one.cue, one.words, one.minute))
    return one.state is StepState.OPEN and stands == (None, line_id, meant.said)


def _kept(step: Step) -> Reply:
    return Reply(Answer(How.CARD, "steps.kept", {"step": step.id}))


def _comes(rhythm: Rhythm, at: datetime) -> Cause | None:
    """Why nothing is shown at that hour, None where it is; an hour that somebody named is theirs in the evening too."""
    day = local_day(at, rhythm.time_zone)
    if rhythm.paused_until is not None and day <= rhythm.paused_until:
        return Cause.SILENCED
    if rhythm.is_away(day):
        return Cause.AWAY
    return Cause.QUIET if clear_of(rhythm, at) != at else None


# What becomes of it


def take_back(turn: Turn, store: Store, _: None = None) -> Reply:
    """Take a step back: nothing of its words stays. A second time changes nothing."""
    step = _need_own(turn, store, turn.value)
    if step.state is StepState.OPEN:
        _stands_in_answer(store, turn.person, step)
        _changed(store, step)
        over = {"task_id": None, "line_id": None, "due_at": None, "cue": "", "words": ""}
        store.change(step, state=StepState.TAKEN_BACK, settled_at=turn.at, **over)
    elif step.state is not StepState.TAKEN_BACK:
        return _answered(step, step.state.value)
    return Reply(Answer(How.CARD, "steps.taken_back"))


def answer(turn: Turn, store: Store, _: None = None) -> Reply:
    """Say whether it happened; it can be said otherwise for as long as its day can be changed."""
    step_id, said = turn.value.partition(" ")[::2]
    step, today = _need_own(turn, store, step_id), _today(turn)
    if said not in SAID:
        raise Refused("home.not_there")
    if step.state is StepState.TAKEN_BACK:
        return Reply(Answer(How.CARD, "steps.taken_back"))
    if not step.day <= today or not editable(step.day, today):
        raise Refused("checkin.too_far")
    state = SAID[said]
    asked = max(today, step.day) + NEXT if state is StepState.OPEN else step.ask_on
    settled = turn.at if state is not StepState.OPEN else None
    due_at = step.due_at if state is StepState.OPEN else None
    store.change(step, state=state, ask_on=asked, settled_at=settled, due_at=due_at)
    _changed(store, step)
    _stands_in_answer(store, turn.person, step)
    for subject in (invitation(turn.person.id, today), reminding(turn.person.id, today)):
        deliveries.amend(store, step.workspace_id, subject)
    _amend_answer(store, turn.person, today)
    return _answered(step, said)


def _answered(step: Step, said: str) -> Reply:
    return Reply(Answer(How.CARD, "steps.answered", {"step": step.id, "said": said}))


def _subject(step: Step) -> str:
    """What a step is as a message: at another hour it is another one."""
    return f"step:{step.id}:{step.minute}"


def _changed(store: Store, step: Step) -> None:
    deliveries.amend(store, step.workspace_id, _subject(step))


def _stands_in_answer(store: Store, person: Person, step: Step) -> None:
    """The answer to the check-in of its day shows it, or no longer does."""
    _amend_answer(store, person, step.day)


def _amend_answer(store: Store, person: Person, day: date) -> None:
    checkin = checkins.of_day(store, person, day)
    if checkin is not None:
        deliveries.amend(store, checkin.workspace_id, f"checkin:{checkin.id}")


# What falls due


def show(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Show each step at its hour where its person is, or record why it is not shown."""
    due = steps.due(store, workspace_id, moment.at, limit)
    out = [_show_one(moment, store, step, person) for step, person in due]
    return Reply(
        deliveries=[delivery for _, delivery in filter(None, out)],
        shown=[shown for shown, _ in filter(None, out) if shown is not None],
        served=len(due),
    )


def _show_one(moment: Moment, store: Store, step: Step, person: Person) -> tuple[Shown | None, Delivery] | None:
    at = slot(step.day, step.minute, person.time_zone) if step.minute is not None else None
    if at is not None and at > moment.at:
        # Whoever lives elsewhere now has that hour at another instant, and it is still to come.
        store.change(step, due_at=at, zone=person.time_zone)
        return None
    store.change(step, due_at=None, zone=person.time_zone)
    place = people.direct_place(store, person) if person.left_at is None else None
    if place is None:
        return None
    about = {"step": step.id, "person": person.id}
    why = _left(moment, store, step, person, at)
    if why is not None or at is None:
        return None, _not_shown(moment, place, step, about, why or Cause.LATE)
    shown, delivery = stand(moment, place, "steps.cue", about, subject=_subject(step), asked=True)
    delivery.expires_at = at + rules.GRACE
    return shown, delivery


def _left(moment: Moment, store: Store, step: Step, person: Person, at: datetime | None) -> Cause | None:
    """Why a step is not shown though its hour has come."""
    if at is None or moment.at > at + rules.GRACE:
        return Cause.LATE
    found = checkins.task_with_tie(store, step.workspace_id, step.task_id) if step.task_id else None
    if found is not None and not _is_open(found[0], crossings.taken_away(store, person, step.day, step.day)):
        return Cause.SETTLED
    return _comes(rhythm_now(store, person, moment.at), moment.at)


def _not_shown(moment: Moment, place: Place, step: Step, about: Mapping[str, str], why: Cause) -> Delivery:
    left = deliver(moment, place, "steps.cue", about, once=_subject(step), asked=True)
    left.state, left.settled_at, left.reason = DeliveryState.SKIPPED, moment.at, why
    return left


# How it looks


def _read(store: Store, reader: Reader, about: Mapping[str, str]) -> tuple[Step, Person]:
    """A step of the reader's own, where nobody reads along."""
    person = reader.person if reader.place.kind is PlaceKind.DIRECT else None
    step = steps.own(store, person, about["step"]) if person else None
    if person is None or step is None:
        raise Gone(about["step"])
    return step, person


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """A step to be filled in, with what is known of it."""
    person = reader.person if reader.place.kind is PlaceKind.DIRECT else None
    if person is None:
        raise Gone("a form needs somebody to fill it in")
    today = local_day(reader.at, person.time_zone)
    if about.get("step"):
        return view.form(today, step=_read(store, reader, about)[0])
    if about.get("line"):
        now = score_now(store, person.workspace_id)
        line = _visible(now, person).get(about["line"]) if now else None
        if line is None:
            raise Gone(about["line"])
        return view.form(today, line=line)
    tasks = {task.id: task for task in _tasks_of(store, person, today)}
    task = tasks.get(about.get("task", ""))
    if about.get("task") and task is None:
        raise Gone(about["task"])
    step = steps.for_task(store, task) if task else None
    return view.form(today, task=task, tasks=list(tasks.values()), step=step)


def draw_kept(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A step as it stands, and what comes of it."""
    step, person = _read(store, reader, about)
    if step.state is not StepState.OPEN:
        return view.settled(step)
    task, line = _whose(store, step)
    return view.kept(step, person.language, task=task, line=line)


def _whose(store: Store, step: Step) -> tuple[Task | None, Wording | None]:
    found = checkins.task_with_tie(store, step.workspace_id, step.task_id) if step.task_id else None
    lines = scores.last_wordings(store, step.workspace_id, [step.line_id]) if step.line_id else []
    return found[0] if found else None, next(iter(lines), None)


def draw_cue(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A step at its hour; once something was said of it, that. What was settled before it was sent is not sent."""
    step, person = _read(store, reader, about)
    if step.state is StepState.OPEN:
        return view.cue(step, person.language)
    standing = deliveries.shown(store, step.workspace_id, reader.place.id, _subject(step))
    if standing is None or standing.reference is None:
        raise Gone(step.id)
    return view.settled(step)


def draw_taken_back(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Nothing stands of it."""
    return view.taken_back()


def draw_answered(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What was said of it, and for them alone how often it came to be lately."""
    _step, person = _read(store, reader, about)
    return view.answered(about["said"], rules.kept_of(steps.answered(store, person, rules.LOOKED_BACK)))


def draw_not_made(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """Why there is no such step."""
    return view.not_made(about["why"])
