"""The daily check-in: somebody is asked, answers, and gets something useful back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from handlers import advice, against, answers, team_answers
from handlers.answers import MARKS, Answers
from handlers.cards import Card, Form, Theirs, theirs
from handlers.guards import ScoreNow, need_day, need_own_task, score_now
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
    front,
    invitation,
    stand,
)
from handlers.views import checkin as view
from prompts import Which, phrase
from score import cadence, ties
from score.cadence import (
    Due,
    Rhythm,
    day_ends,
    decide,
    editable,
    local,
    local_day,
    month_of,
    reminder,
    rhythm_of,
    slot,
)
from score.dictation import beside, tasks_in, with_tasks
from score.horizons import long_lines
from score.words import alike
from storage import absences, blockers, checkins, deliveries, digests, people, scores, wins
from storage.store import Store
from storage.tables import (
    Absence,
    Blocker,
    CheckIn,
    CheckInState,
    Crossing,
    Delivery,
    DeliveryState,
    Draft,
    DueDay,
    Noun,
    Person,
    Place,
    Privacy,
    Shown,
    Task,
    TaskState,
    Team,
    TeamDay,
    Tie,
    TieState,
    Win,
    Wording,
)

LEARN_FROM = 100
"""Tasks whose confirmed lines speak for a new task: the last ones of the same person."""

WAITS = timedelta(days=7)
"""How long what was written and not handed in waits for the next form; then it is as old as a day that is over."""

BACK_FROM = timedelta(days=28)
"""How long ago days away may have ended for somebody to be welcomed back: a working day has come long before."""

QUIET_SINCE = timedelta(days=28)
"""How far back we look for the line that has waited longest."""


# The morning


def invite(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Ask everybody who is due, once for each local day, whatever their number of teams."""
    due = people.due(store, workspace_id, moment.at, limit)
    teams = people.teams_by_person(store, workspace_id, [person.id for person in due])
    away = _away(store, workspace_id, due, moment.at)
    asked = [
        _invite_one(moment, store, person, teams[person.id], rhythm_of(person, away.get(person.id, ())))
        for person in due
    ]
    return Reply(
        deliveries=[delivery for _, delivery in filter(None, asked)],
        shown=[shown for shown, _ in filter(None, asked) if shown is not None],
        served=len(asked),
    )


def _away(store: Store, workspace_id: str, due: Sequence[Person], now: datetime) -> dict[str, list[Absence]]:
    """The absences of these people that are not over, or were so lately that they are back today."""
    away: dict[str, list[Absence]] = {}
    for one in absences.of_people(store, workspace_id, [person.id for person in due], now.date() - BACK_FROM):
        away.setdefault(one.person_id, []).append(one)
    return away


def _invite_one(
    moment: Moment, store: Store, person: Person, teams: Sequence[Team], rhythm: Rhythm
) -> tuple[Shown | None, Delivery] | None:
    decision = decide(rhythm, moment.at)
    if decision.due is Due.WAIT:
        store.change(person, next_due_at=decision.next_at)
        return None
    store.change(person, next_due_at=decision.next_at, asked_for=decision.day)
    place = people.direct_place(store, person)
    if place is None:
        return None
    store.keep(*_due_days(moment, person, teams, decision.day))
    if checkins.of_day(store, person, decision.day) is not None:
        return None
    about = {"person": person.id, "day": decision.day.isoformat()}
    if rhythm.is_back_on(decision.day):
        about["back"] = "yes"
    subject = invitation(person.id, decision.day)
    if decision.due is Due.SKIP:
        skipped = deliver(moment, place, "checkin.invite", about, once=subject)
        skipped.state, skipped.settled_at, skipped.reason = DeliveryState.SKIPPED, moment.at, "later than its grace"
        return None, skipped
    standing, delivery = stand(moment, place, "checkin.invite", about, subject=subject)
    delivery.expires_at = day_ends(decision.day, person.time_zone)
    remind_at = reminder(moment.at, _counted_until(person, teams, decision.day)) if person.reminders else None
    store.change(person, remind_at=remind_at)
    return standing, delivery


def _due_days(moment: Moment, person: Person, teams: Sequence[Team], day: date) -> list[DueDay]:
    """That a check-in was due, in each team that the person is in on that day, whatever comes of it."""
    return [
        DueDay(id=moment.id(), workspace_id=person.workspace_id, team_id=team.id, person_id=person.id, local_date=day)
        for team in teams
    ]


def _counted_until(person: Person, teams: Sequence[Team], day: date) -> datetime:
    """The instant of the first digest that a check-in for `day` could miss; without one, the end of the day."""
    hours = [
        slot(day, team.digest_at, team.time_zone or person.time_zone)
        for team in teams
        if team.digest_at is not None and team.working_days >> day.weekday() & 1
    ]
    return min([day_ends(day, person.time_zone), *filter(None, hours)])


def remind(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Remind those who were asked and said nothing yet, once, before the digest counts them."""
    due = people.to_remind(store, workspace_id, moment.at, limit)
    teams = people.teams_by_person(store, workspace_id, [person.id for person in due])
    planned = [_remind_one(moment, store, person, teams[person.id]) for person in due]
    return Reply(
        deliveries=[delivery for _, delivery in filter(None, planned)],
        shown=[shown for shown, _ in filter(None, planned)],
        served=len(due),
    )


def _remind_one(moment: Moment, store: Store, person: Person, teams: Sequence[Team]) -> tuple[Shown, Delivery] | None:
    store.change(person, remind_at=None)
    day = local_day(moment.at, person.time_zone)
    until = _counted_until(person, teams, day)
    paused = person.paused_until is not None and day <= person.paused_until
    if not person.reminders or paused or person.asked_for != day or moment.at >= until:
        return None
    place = people.direct_place(store, person)
    if place is None or checkins.of_day(store, person, day) is not None:
        return None
    about = {"person": person.id, "day": day.isoformat(), "until": until.isoformat()}
    shown, delivery = stand(moment, place, "checkin.reminder", about, subject=_reminder(person.id, day))
    delivery.expires_at = until
    return shown, delivery


def _reminder(person_id: str, day: date) -> str:
    return f"remind:{person_id}:{day.isoformat()}"


def draw_reminder(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The one reminder as it stands now."""
    person = _reader(reader, about["person"])
    day = _day(store, reader, person, date.fromisoformat(about["day"]))
    until = datetime.fromisoformat(about["until"])
    ends = until == day_ends(day.day, person.time_zone)
    open_for_answers = editable(day.day, local_day(reader.at, person.time_zone))
    return view.reminder(day, until=None if ends else local(until, person.time_zone), open_for_answers=open_for_answers)


def first_due(person: Person, moment: Moment) -> datetime | None:
    """When a new person is asked for the first time: today, if the hour is still to come."""
    return cadence.first_due(rhythm_of(person), moment.at)


def draw_invite(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The morning prompt as it stands now."""
    person = _reader(reader, about["person"])
    day = _day(store, reader, person, date.fromisoformat(about["day"]))
    day = replace(day, stuck=[one for one in blockers.open_of(store, person) if _before(one, person, day.day)])
    is_open = editable(day.day, local_day(reader.at, person.time_zone))
    return view.invite(day, open_for_answers=is_open, is_back=about.get("back", "") == "yes")


def _before(blocker: Blocker, person: Person, day: date) -> bool:
    return local_day(blocker.raised_at, person.time_zone) < day


def _reader(reader: Reader, person_id: str) -> Person:
    if reader.person is None or reader.person.id != person_id:
        raise Gone(person_id)
    return reader.person


def _day(store: Store, reader: Reader, person: Person, day: date) -> view.Day:
    checkin = checkins.of_day(store, person, day)
    before = checkins.last_before(store, person, day)
    return view.Day(
        person=person,
        teams=people.teams_of(store, person),
        day=day,
        now=local(reader.at, person.time_zone),
        checkin=checkin,
        tasks=checkins.tasks_of(store, checkin) if checkin else (),
        earlier=[task for task, _ in checkins.tasks_of(store, before)] if before else (),
        earlier_day=before.local_date if before else None,
        blocker=checkins.blocker_of(store, checkin) if checkin else None,
        win=checkins.win_of(store, checkin) if checkin else None,
    )


def mark(turn: Turn, store: Store, _: None = None) -> Reply:
    """Say what became of an earlier task: done, carried on or dropped."""
    task_id, said = turn.value.partition(" ")[::2]
    if said not in MARKS:
        raise Refused("home.not_there")
    task, _its_tie = need_own_task(turn, store, task_id)
    checkins.mark(store, task.workspace_id, [task.id], MARKS[said], turn.at)
    return _invite_stands(turn, store, local_day(turn.at, turn.person.time_zone))


def _invite_stands(turn: Turn, store: Store, day: date) -> Reply:
    subject = invitation(turn.person.id, day)
    deliveries.amend(store, turn.person.workspace_id, subject)
    deliveries.amend(store, turn.person.workspace_id, _reminder(turn.person.id, day))
    deliveries.amend(store, turn.person.workspace_id, front(turn.person.id))
    shown = deliveries.shown(store, turn.person.workspace_id, turn.place.id, subject)
    if shown is None:
        about = {"person": turn.person.id, "day": day.isoformat()}
        return Reply(Answer(How.CARD, "checkin.invite", about))
    return Reply(Answer(How.STANDS, shown_id=shown.id))


def not_today(turn: Turn, store: Store, _: None = None) -> Reply:
    """Waive the day: nobody waits for it, and nobody is asked again."""
    day = need_day(turn)
    if checkins.of_day(store, turn.person, day) is None:
        waived = CheckIn(
            id=turn.id(),
            workspace_id=turn.person.workspace_id,
            person_id=turn.person.id,
            local_date=day,
            state=CheckInState.NOT_TODAY,
            handed_in_at=turn.at,
        )
        store.keep(waived)
        digests.changed(store, waived.workspace_id, [team.id for team in people.teams_of(store, turn.person)], day)
    return _invite_stands(turn, store, day)


# The form


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form of a day."""
    return Reply(Answer(How.FORM, "checkin.form", {"day": need_day(turn).isoformat()}))


def open_form_with(turn: Turn, _store: Store) -> Reply:
    """Open today's form with what was said as a task."""
    today = local_day(turn.at, turn.person.time_zone)
    return Reply(Answer(How.FORM, "checkin.form", {"day": today.isoformat(), "first": turn.value}))


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The form of a day: what was handed in, else what is carried on from before."""
    if reader.person is None:
        raise Gone("a form needs somebody to fill it in")
    day = _day(store, reader, reader.person, date.fromisoformat(about["day"]))
    draft = _draft(store, reader.person, day.day)
    words, _rest = _prefilled(day, draft)
    first = about.get("first", "")
    if first and alike(first) not in {alike(str(one)) for one in words}:
        words = [*words[: view.TASKS - 1], Theirs(first, Privacy.PERSON)]
    shown, written = about.get("asked", ""), draft.fields if draft else {}
    own = team_answers.section(store, reader.person, day.day, day.checkin, shown, written)
    return view.form(day, words, draft, own)


def _draft(store: Store, person: Person, day: date) -> Draft | None:
    """What was written for the day, or for one before it that never came to be handed in."""
    return checkins.draft(store, person, day, since=day - WAITS)


def _prefilled(day: view.Day, draft: Draft | None) -> tuple[list[Theirs], list[str]]:
    """The tasks that stand in the form from the beginning, and those of the draft that do not fit in it."""
    words = [theirs(task, "words") for task, _ in day.tasks]
    if not words:
        words = [theirs(task, "words") for task in day.earlier if task.state is TaskState.CARRIED]
    known = {alike(str(one)) for one in words}
    noted = [one for one in tasks_in(draft.fields) if alike(one) not in known] if draft else []
    fit = max(0, view.TASKS - len(words))
    return [*words, *(Theirs(one, Privacy.PERSON) for one in noted[:fit])], noted[fit:]


# Handing in


@dataclass(frozen=True)
class Considered:
    """All that can be found out about a check-in before it is kept."""

    day: date
    answers: Answers
    earlier: Mapping[str, tuple[Task, Tie | None]]
    guesses: Mapping[str, ties.Judged]
    edition_id: str | None
    quiet: str
    teams: Sequence[Team]
    place: Place
    channels: Sequence[Place]
    draft: Draft | None
    rest: Sequence[str]
    """Tasks that were written down and did not fit in the form; they wait for the next day."""
    own: team_answers.Read
    """What was said to the teams' own questions."""
    crossings: Mapping[str, str] = field(default_factory=dict)
    """For each task that enters a not-choice about which the person is to be asked, the not-choice's id."""
    advised: advice.Found = field(default_factory=advice.Found)
    """What was found for the blocker."""
    after_digest: bool = False
    """Whether the digest of the day was posted already."""


def consider_hand_in(turn: Turn, store: Store) -> Considered:
    """Read what was typed and rank the lines for each task, outside the writer."""
    day = _day_of_form(turn)
    before = checkins.last_before(store, turn.person, day)
    earlier = checkins.tasks_of(store, before) if before else []
    read, notes = answers.read(turn.fields, [task for task, _ in earlier])
    own, more = team_answers.read(turn, store, day)
    if notes or more:
        asked = {"asked": turn.fields["asked"]} if turn.fields.get("asked") else {}
        raise Corrections("checkin.form", {"day": day.isoformat(), **asked}, {**notes, **more})
    return _consider(turn, store, day, (read, own), earlier)


def _day_of_form(turn: Turn) -> date:
    today = local_day(turn.at, turn.person.time_zone)
    day = date.fromisoformat(turn.fields["day"]) if _is_day(turn.fields.get("day", "")) else today
    if day < today and not editable(day, today):
        old = phrase("checkin.old-form", day=day)
        raise Corrections("checkin.form", {"day": today.isoformat()}, {"task1": old})
    if not editable(day, today):
        raise Refused("checkin.too_far")
    return day


def _is_day(said: str) -> bool:
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True


def consider_same_again(turn: Turn, store: Store) -> Considered:
    """The tasks of the last check-in that are neither done nor dropped, once more."""
    day = need_day(turn)
    before = checkins.last_before(store, turn.person, day)
    earlier = checkins.tasks_of(store, before) if before else []
    again = [task for task, _ in earlier if task.state in (TaskState.OPEN, TaskState.CARRIED)]
    if not again:
        raise Refused("checkin.nothing_to_repeat")
    marks = {task.id: TaskState.CARRIED for task in again}
    own, _ = team_answers.read(turn, store, day)
    return _consider(turn, store, day, (Answers([task.words for task in again], marks), own), earlier)


def _consider(
    turn: Turn,
    store: Store,
    day: date,
    said: tuple[Answers, team_answers.Read],
    earlier: Sequence[tuple[Task, Tie | None]],
) -> Considered:
    person, (read, own) = turn.person, said
    teams = people.teams_of(store, person)
    now = score_now(store, person.workspace_id)
    known = {alike(task.words): (task, tie) for task, tie in earlier}
    new = [words for words in read.tasks if alike(words) not in known or known[alike(words)][1] is None]
    direct = turn.place if turn.place.person_id == person.id else people.direct_place(store, person)
    if direct is None:
        raise Refused("home.not_there")
    draft = _draft(store, person, day)
    guesses = _guess(store, person, teams, now, new) if now else {}
    lines = _lines_of(read.tasks, known, guesses)
    crossings = against.entered(store, person, teams, now, day, new) if now else {}
    # Whoever is stuck, or is asked about a task, has one thing to do already; no line is held up to them beside it.
    is_asked = bool(read.blocker or crossings)
    return Considered(
        day=day,
        answers=read,
        earlier=known,
        guesses=guesses,
        edition_id=now.edition.id if now else None,
        quiet=_quiet_line(store, person, teams, now, day, lines) if now and not is_asked else "",
        teams=teams,
        place=direct,
        channels=people.channels_of(store, person.workspace_id, teams) if read.tell else (),
        draft=draft,
        crossings=crossings,
        advised=_advice(store, person, teams, now, day, read.blocker, lines)
        if now and read.blocker
        else advice.Found(),
        rest=_prefilled(_day(store, Reader(person, turn.place, turn.at), person, day), draft)[1] if draft else (),
        own=own,
        after_digest=digests.posted(store, person.workspace_id, [team.id for team in teams], day),
    )


def _advice(
    store: Store, person: Person, teams: Sequence[Team], now: ScoreNow, day: date, words: str, lines: Collection[str]
) -> advice.Found:
    seen = people.teams_seen_by(store, person)
    parts = {team.part for team in teams if team.part}
    return advice.found_for(store, person, seen, now, words, tied=lines, parts=parts, day=day)


def _lines_of(
    tasks: Sequence[str], known: Mapping[str, tuple[Task, Tie | None]], guesses: Mapping[str, ties.Judged]
) -> set[str]:
    """The lines that these tasks will be tied to."""
    before = [known.get(alike(words), (None, None))[1] for words in tasks]
    guessed = {guess.line_id for guess in guesses.values() if guess.line_id}
    return guessed | {tie.line_id for tie in before if tie and tie.line_id and tie.state.counts}


def _guess(
    store: Store, person: Person, teams: Sequence[Team], now: ScoreNow, tasks: Sequence[str]
) -> dict[str, ties.Judged]:
    learned = checkins.confirmed_words(store, person, LEARN_FROM)
    parts = {team.part for team in teams if team.part}
    owns = {line_id for line_id, line in now.wordings.items() if line.owner_id == person.id}
    return {words: ties.judge(now.index.rank(words, owns=owns, team_parts=parts, learned=learned)) for words in tasks}


def _quiet_line(
    store: Store, person: Person, teams: Sequence[Team], now: ScoreNow, day: date, moved: Collection[str]
) -> str:
    """The priority nearest to the person that has been left alone longest: their own, else their part's.

    A long line comes first on the first day of a month on which neither their teams nor the tasks of the day, which
    play from the lines `moved`, have moved it; and on no other.
    """
    parts = {team.part for team in teams if team.part}
    near = [line for line in now.index.priorities if line.owner_id == person.id or line.part in parts]
    first, last = month_of(day)
    touched = checkins.last_touched(
        store, person.workspace_id, teams, [line.line_id for line in near], min(first, day - QUIET_SINCE)
    )
    long = long_lines(near, now.parts, day)
    answers_ = checkins.answers_beside(store, person, day, first, last) if long else ()
    asked = {one.about.get("quiet") for one in answers_} | {*moved}
    asked |= {line_id for line_id, on in touched.items() if on >= first}
    due = [line for line in near if line.line_id in long and line.line_id not in asked]
    waiting = due or [line for line in near if line.line_id not in long]
    nearest = min(
        waiting, key=lambda line: (touched.get(line.line_id, date.min), line.owner_id != person.id), default=None
    )
    return nearest.line_id if nearest else ""


def consider_hand_in_draft(turn: Turn, store: Store) -> Considered | None:
    """The same for what was written as a message, beside what was handed in for the day; None when it is gone."""
    today = local_day(turn.at, turn.person.time_zone)
    draft = checkins.draft(store, turn.person, today)
    if draft is None:
        return None
    standing = _day(store, Reader(turn.person, turn.place, turn.at), turn.person, today)
    tasks = [*(task.words for task, _ in standing.tasks), *tasks_in(draft.fields)]
    told = standing.blocker is not None and standing.blocker.told
    if told and draft.fields.get("blocker") and turn.value != "tell":
        # What the team was told once does not make it hear of the next thing too.
        too = phrase("dictation.tell-too")
        raise Corrections("checkin.form", {"day": today.isoformat()}, {"tell": too})
    fields = {
        "day": today.isoformat(),
        "confidence": str(standing.checkin.confidence or "") if standing.checkin else "",
        **with_tasks(draft.fields, tasks[: view.TASKS]),
        "blocker": beside(standing.blocker.words if standing.blocker else "", draft.fields.get("blocker", "")),
        "win": beside(standing.win.words if standing.win else "", draft.fields.get("win", "")),
        "tell": "yes" if told or turn.value == "tell" else "",
    }
    return consider_hand_in(replace(turn, fields=fields), store)


def hand_in(turn: Turn, store: Store, found: Considered) -> Reply:
    """Keep the check-in, tell the team of a blocker that the person shares, and answer.

    A second one for the day changes the first: tasks that read the same keep their ties.
    """
    existing = checkins.of_day(store, turn.person, found.day)
    if existing is not None and turn.at < (existing.edited_at or existing.handed_in_at):
        return _answer_stands(store, found.place, existing)
    if existing is None:
        return _keep_new(turn, store, found)
    return _keep_changed(turn, store, found, existing)


def hand_in_draft(turn: Turn, store: Store, found: Considered | None) -> Reply:
    """The same for what was written as a message; pressed once more, the answer stands as it is."""
    if found is not None:
        return hand_in(turn, store, found)
    existing = checkins.of_day(store, turn.person, local_day(turn.at, turn.person.time_zone))
    if existing is None:
        raise Refused("dictation.gone")
    return _answer_stands(store, turn.place, existing)


def same_again(turn: Turn, store: Store, found: Considered) -> Reply:
    """Carry the last tasks on to the day, unless there are tasks for it already."""
    existing = checkins.of_day(store, turn.person, found.day)
    if existing is not None and existing.state is CheckInState.HANDED_IN:
        return _answer_stands(store, found.place, existing)
    return hand_in(turn, store, found)


def _answer_stands(store: Store, place: Place, checkin: CheckIn) -> Reply:
    shown = deliveries.shown(store, checkin.workspace_id, place.id, _subject(checkin))
    return Reply(Answer(How.STANDS, shown_id=shown.id) if shown else Answer())


def _subject(checkin: CheckIn) -> str:
    return f"checkin:{checkin.id}"


def _keep_new(turn: Turn, store: Store, found: Considered) -> Reply:
    person = turn.person
    checkin = CheckIn(
        id=turn.id(),
        workspace_id=person.workspace_id,
        person_id=person.id,
        local_date=found.day,
        confidence=found.answers.confidence,
        handed_in_at=turn.at,
    )
    late = found.day < local_day(turn.at, person.time_zone)
    new = [checkin, *_team_days(turn, found, checkin)]
    how = "digest" if found.after_digest else "late" if late else "new"
    return _keep(turn, store, found, checkin, new=new, how=how)


def _team_days(turn: Turn, found: Considered, checkin: CheckIn) -> list[TeamDay]:
    return [
        TeamDay(
            id=turn.id(),
            workspace_id=checkin.workspace_id,
            team_id=team.id,
            local_date=checkin.local_date,
            checkin_id=checkin.id,
        )
        for team in found.teams
    ]


def _keep_changed(turn: Turn, store: Store, found: Considered, checkin: CheckIn) -> Reply:
    waived = checkin.state is CheckInState.NOT_TODAY
    store.change(
        checkin,
        state=CheckInState.HANDED_IN,
        confidence=found.answers.confidence,
        handed_in_at=turn.at if waived else checkin.handed_in_at,
        edited_at=None if waived else turn.at,
    )
    new = _team_days(turn, found, checkin) if waived else []
    first = "digest" if found.after_digest else "new"
    return _keep(turn, store, found, checkin, new=new, how=first if waived else "changed")


def _keep(turn: Turn, store: Store, found: Considered, checkin: CheckIn, *, new: Sequence[Noun], how: str) -> Reply:
    # Only what is changed can have anything standing: the first hand-in of a day does not look.
    changed = how == "changed"
    standing = {alike(task.words): task for task, _ in checkins.tasks_of(store, checkin)} if changed else {}
    wanted = {alike(words) for words in found.answers.tasks}
    checkins.forget_tasks(store, checkin.workspace_id, [t.id for words, t in standing.items() if words not in wanted])
    for state in MARKS.values():
        marked = [task_id for task_id, said in found.answers.marks.items() if said is state]
        if marked:
            checkins.mark(store, checkin.workspace_id, marked, state, turn.at)
    kept: list[Noun] = [*new]
    counted = [one.team_id for one in new if isinstance(one, TeamDay)]
    for position, words in enumerate(found.answers.tasks):
        if task := standing.get(alike(words)):
            store.change(task, words=words, position=position)
        else:
            kept += _new_task(turn, found, checkin, words, position)
    blocker, told = _keep_blocker(turn, store, found, checkin, checkins.blocker_of(store, checkin) if changed else None)
    kept += blocker + _keep_win(turn, store, found, checkin, checkins.win_of(store, checkin) if changed else None)
    kept += team_answers.keep(turn, store, checkin, found.own, told=found.answers.tell, changed=changed)
    _settle_draft(turn, store, found)
    deliveries.amend(store, checkin.workspace_id, invitation(checkin.person_id, checkin.local_date))
    deliveries.amend(store, checkin.workspace_id, _reminder(checkin.person_id, checkin.local_date))
    deliveries.amend(store, checkin.workspace_id, front(checkin.person_id))
    digests.changed(store, checkin.workspace_id, sorted({*counted, *digests.teams_of(store, checkin)}), found.day)
    answer, sent = _answer(turn, store, found, checkin, how)
    store.keep(*kept)
    out = [*sent, *told, *(_noted(turn, store, found) if how == "digest" else [])]
    return Reply(
        answer,
        deliveries=[one for one in out if isinstance(one, Delivery)],
        shown=[one for one in out if isinstance(one, Shown)],
    )


def _noted(turn: Turn, store: Store, found: Considered) -> list[Noun]:
    """The one quiet note under each digest of the day, which names whoever it counts since it was posted."""
    noted: list[Noun] = []
    ids = [team.id for team in found.teams]
    for digest, delivery in digests.of_day(store, turn.person.workspace_id, ids, found.day):
        subject = f"since:{digest.id}"
        if deliveries.shown(store, digest.workspace_id, digest.place_id, subject) is not None:
            deliveries.amend(store, digest.workspace_id, subject)
        elif place := people.place(store, digest.workspace_id, digest.place_id):
            about = {**digest.about, "since": delivery.planned_at.isoformat()}
            noted += stand(turn, place, "digest.since", about, subject=subject, under=digest)
    return noted


def _settle_draft(turn: Turn, store: Store, found: Considered) -> None:
    """What was written is handed in; what did not fit waits for the next day, beside what waits there already."""
    if found.draft is None:
        return
    store.forget(Draft, [found.draft.id])
    if not found.rest:
        return
    later = found.day + timedelta(days=1)
    waiting = checkins.draft(store, turn.person, later)
    before = waiting.fields if waiting else {}
    new = Draft(
        id=turn.id(),
        workspace_id=turn.person.workspace_id,
        person_id=turn.person.id,
        local_date=later,
        fields=with_tasks(before, [*found.rest, *tasks_in(before)]),
        written_at=turn.at,
    )
    checkins.write_down(store, new, waiting)


def _new_task(turn: Turn, found: Considered, checkin: CheckIn, words: str, position: int) -> list[Noun]:
    before, its_tie = found.earlier.get(alike(words), (None, None))
    task = Task(
        id=turn.id(),
        workspace_id=checkin.workspace_id,
        checkin_id=checkin.id,
        person_id=checkin.person_id,
        local_date=checkin.local_date,
        position=position,
        words=words,
        carried_from=before.id if before else None,
    )
    tie = _tie(turn, found, task, its_tie)
    return [one for one in (task, tie, _crossing(turn, found, task)) if one is not None]


def _crossing(turn: Turn, found: Considered, task: Task) -> Crossing | None:
    line_id = found.crossings.get(task.words)
    if line_id is None or found.edition_id is None:
        return None
    return Crossing(
        id=turn.id(),
        workspace_id=task.workspace_id,
        person_id=task.person_id,
        task_id=task.id,
        edition_id=found.edition_id,
        line_id=line_id,
        asked_on=found.day,
    )


def _tie(turn: Turn, found: Considered, task: Task, before: Tie | None) -> Tie | None:
    if found.edition_id is None:
        return None
    tie = Tie(
        id=turn.id(),
        workspace_id=task.workspace_id,
        task_id=task.id,
        edition_id=found.edition_id,
        state=TieState.SUGGESTED,
        said_at=turn.at,
    )
    if before is not None:
        tie.edition_id, tie.line_id, tie.state, tie.offered = (
            before.edition_id,
            before.line_id,
            before.state,
            before.offered,
        )
        return tie
    guess = found.guesses.get(task.words)
    if guess is None or not guess.offered:
        return None
    tie.line_id, tie.offered = guess.line_id, list(guess.offered)
    if guess.line_id is None:
        tie.state = TieState.UNSURE
    return tie


def _keep_blocker(
    turn: Turn, store: Store, found: Considered, checkin: CheckIn, standing: Blocker | None
) -> tuple[list[Noun], list[Noun]]:
    """What is to be kept of a blocker, and what the team is to be told."""
    words, tell = found.answers.blocker, found.answers.tell
    if standing is not None:
        deliveries.amend(store, checkin.workspace_id, f"blocker:{standing.id}")
        if not words:
            blockers.forget(store, standing)
            return [], []
        told_anew = tell and not standing.told
        store.change(standing, words=words, told=tell, **_advised(found))
        return [], _tell(turn, store, found, standing, checkin) if told_anew else []
    if not words:
        return [], []
    blocker = Blocker(
        id=turn.id(),
        workspace_id=checkin.workspace_id,
        checkin_id=checkin.id,
        person_id=checkin.person_id,
        words=words,
        told=tell,
        raised_at=turn.at,
        **_advised(found),
    )
    return [blocker], _tell(turn, store, found, blocker, checkin) if tell else []


def _advised(found: Considered) -> Mapping[str, Any]:
    return {
        "line_id": found.advised.line_id,
        "promise_id": found.advised.promise_id,
        "alike": list(found.advised.alike),
    }


def _tell(turn: Turn, store: Store, found: Considered, blocker: Blocker, checkin: CheckIn) -> list[Noun]:
    about = {"blocker": blocker.id, "person": checkin.person_id, "day": checkin.local_date.isoformat()}
    subject = f"blocker:{blocker.id}"
    out: list[Noun] = []
    for place in found.channels:
        if deliveries.shown(store, blocker.workspace_id, place.id, subject) is None:
            out.extend(stand(turn, place, "checkin.stuck", about, subject=subject))
    return out


def _keep_win(turn: Turn, store: Store, found: Considered, checkin: CheckIn, standing: Win | None) -> list[Noun]:
    words = found.answers.win
    if standing is not None and words:
        store.change(standing, words=words)
    elif standing is not None:
        wins.forget(store, standing)
    elif words:
        won = Win(
            id=turn.id(),
            workspace_id=checkin.workspace_id,
            checkin_id=checkin.id,
            person_id=checkin.person_id,
            words=words,
            won_at=turn.at,
        )
        return [won]
    return []


def _answer(turn: Turn, store: Store, found: Considered, checkin: CheckIn, how: str) -> tuple[Answer, Sequence[Noun]]:
    done = [task_id for task_id, said in found.answers.marks.items() if said is TaskState.DONE]
    about = {
        "checkin": checkin.id,
        "how": how,
        "quiet": found.quiet,
        "edition": found.edition_id or "",
        "done": " ".join(done),
    }
    if found.own.asks:
        about["asks"] = " ".join(found.own.asks)
    subject = _subject(checkin)
    standing = deliveries.shown(store, checkin.workspace_id, found.place.id, subject) if how == "changed" else None
    if standing is not None:
        store.change(standing, about=about, wanted=standing.wanted + 1)
        return Answer(How.STANDS, shown_id=standing.id), []
    shown, delivery = stand(turn, found.place, "checkin.feedback", about, subject=subject)
    return Answer(How.STANDS, shown_id=shown.id), [shown, delivery]


# The answer


def draw_feedback(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The instant answer as it stands now."""
    if reader.person is None:
        raise Gone(about["checkin"])
    person = reader.person
    checkin = checkins.checkin(store, person.workspace_id, about["checkin"])
    if checkin is None or checkin.person_id != person.id:
        raise Gone(about["checkin"])
    tasks = checkins.tasks_of(store, checkin)
    done = [
        (task, tie)
        for task, tie in (
            checkins.task_with_tie(store, person.workspace_id, task_id) or (None, None)
            for task_id in about["done"].split()
        )
        if task is not None and task.person_id == person.id
    ]
    quiet = about["quiet"]
    wordings = _wordings(
        store, person.workspace_id, [tie for _, tie in [*tasks, *done] if tie], quiet, about["edition"]
    )
    touched = {tie.line_id for _, tie in tasks if tie and tie.state.counts}
    blocker = checkins.blocker_of(store, checkin)
    day = view.Day(
        person=person,
        teams=people.teams_of(store, person) if blocker else (),
        day=checkin.local_date,
        now=local(reader.at, person.time_zone),
        checkin=checkin,
        tasks=tasks,
        blocker=blocker,
        win=checkins.win_of(store, checkin),
        wordings=wordings,
    )
    told = blocker is not None and blocker.told
    asks = about.get("asks")
    own = team_answers.still_open(store, person, checkin, tasks, told=told, of=asks) if asks else None
    return view.feedback(
        day,
        own=own,
        how=Which(about["how"]),
        moved=_moved(store, person, checkin.local_date, done, wordings),
        quiet=wordings.get(quiet) if quiet not in touched else None,
        crossings=against.asked(store, person, checkin, reader.at),
        advised=advice.advice(
            store, blocker, checkin.local_date, reader.at, reader=person, teams=people.teams_seen_by(store, person)
        )
        if blocker
        else None,
        open_for_answers=editable(checkin.local_date, local_day(reader.at, person.time_zone)),
    )


def _wordings(store: Store, workspace_id: str, of: Sequence[Tie], quiet: str, edition_id: str) -> dict[str, Wording]:
    """The lines of these ties, each as it reads in the edition that its tie holds, and the quiet one beside them."""
    wanted: dict[str, set[str]] = {edition_id: {quiet}} if quiet else {}
    for tie in of:
        wanted.setdefault(tie.edition_id, set()).update(line for line in (tie.line_id, *tie.offered) if line)
    return {
        wording.line_id: wording
        for edition, lines in wanted.items()
        for wording in scores.wordings_of(store, workspace_id, edition, sorted(lines))
    }


def _moved(
    store: Store,
    person: Person,
    day: date,
    done: Sequence[tuple[Task, Tie | None]],
    wordings: Mapping[str, Wording],
) -> list[view.Moved]:
    lines = {tie.line_id for _, tie in done if tie and tie.line_id and tie.state.counts}
    counts = checkins.tasks_on(store, person, sorted(lines), day.replace(day=1), day) if lines else {}
    return [
        view.Moved(task, wordings[tie.line_id], counts.get(tie.line_id, 1))
        if tie and tie.line_id in lines and tie.line_id in wordings
        else view.Moved(task, None, 0)
        for task, tie in done
    ]


def draw_stuck(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What a team is told of a blocker."""
    person = people.person(store, reader.place.workspace_id, about["person"])
    if person is None:
        raise Gone(about["person"])
    blocker = checkins.blocker(store, reader.place.workspace_id, about["blocker"])
    day = date.fromisoformat(about["day"])
    team = people.team(store, person.workspace_id, reader.place.team_id) if reader.place.team_id else None
    shared = [team] if team else []
    return view.stuck(
        blocker,
        person,
        day,
        advised=advice.advice(store, blocker, day, reader.at, reader=None, teams=shared) if blocker else None,
        helpers=blockers.helpers(store, blocker) if blocker else (),
        decides=people.person(store, person.workspace_id, blocker.passed_to) if blocker and blocker.passed_to else None,
        taker=people.here(store, person.workspace_id, blocker.taken_by) if blocker else None,
    )


def draw_too_far(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """That day cannot be changed."""
    return view.too_far()


def draw_nothing_to_repeat(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """There is nothing to carry on."""
    return view.nothing_to_repeat()
