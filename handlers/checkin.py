"""The daily check-in: somebody is asked, answers, and gets something useful back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers import advice, answers, feedback, handing_in, team_answers
from handlers.answers import MARKS, Answers
from handlers.cards import Card, Form, Theirs
from handlers.considered import Considered, consider, day_of, draft_of, last_change, prefilled
from handlers.guards import need_day, need_own_task
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
    reminding,
    stand,
)
from handlers.views import checkin as view
from prompts import phrase
from score import cadence
from score.cadence import (
    Due,
    Rhythm,
    day_ends,
    decide,
    editable,
    local,
    local_day,
    reminder,
    rhythm_of,
    slot,
)
from score.dictation import beside, tasks_in, with_tasks
from score.words import alike
from storage import absences, blockers, checkins, deliveries, digests, people
from storage.store import Store
from storage.tables import (
    Absence,
    Blocker,
    CheckIn,
    CheckInState,
    Delivery,
    DeliveryState,
    DueDay,
    Person,
    Privacy,
    Shown,
    TaskState,
    Team,
)

BACK_FROM = timedelta(days=28)
"""How long ago days away may have ended for somebody to be welcomed back: a working day has come long before."""


UNDER_WAY = timedelta(minutes=1)
"""How long after another a hand-in may arrive and be kept before it; by more, a clock was set back between the two."""


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
    shown, delivery = stand(moment, place, "checkin.reminder", about, subject=reminding(person.id, day))
    delivery.expires_at = until
    return shown, delivery


def draw_reminder(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The one reminder as it stands now."""
    person = _reader(reader, about["person"])
    day = day_of(store, reader, person, date.fromisoformat(about["day"]))
    until = datetime.fromisoformat(about["until"])
    ends = until == day_ends(day.day, person.time_zone)
    open_for_answers = editable(day.day, local_day(reader.at, person.time_zone), person.asked_for)
    return view.reminder(day, until=None if ends else local(until, person.time_zone), open_for_answers=open_for_answers)


def first_due(person: Person, moment: Moment) -> datetime | None:
    """When a new person is asked for the first time: today, if the hour is still to come."""
    return cadence.first_due(rhythm_of(person), moment.at)


def draw_invite(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The morning prompt as it stands now."""
    person = _reader(reader, about["person"])
    day = day_of(store, reader, person, date.fromisoformat(about["day"]))
    day = replace(day, stuck=[one for one in blockers.open_of(store, person) if _before(one, person, day.day)])
    is_open = editable(day.day, local_day(reader.at, person.time_zone), person.asked_for)
    return view.invite(day, open_for_answers=is_open, is_back=about.get("back", "") == "yes")


def _before(blocker: Blocker, person: Person, day: date) -> bool:
    return local_day(blocker.raised_at, person.time_zone) < day


def _reader(reader: Reader, person_id: str) -> Person:
    if reader.person is None or reader.person.id != person_id:
        raise Gone(person_id)
    return reader.person


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
    deliveries.amend(store, turn.person.workspace_id, reminding(turn.person.id, day))
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
    day = day_of(store, reader, reader.person, date.fromisoformat(about["day"]))
    draft = draft_of(store, reader.person, day.day)
    words, _rest = prefilled(day, draft)
    first = about.get("first", "")
    if first and alike(first) not in {alike(str(one)) for one in words}:
        words = [*words[: view.TASKS - 1], Theirs(first, Privacy.PERSON)]
    shown, written = about.get("asked", ""), draft.fields if draft else {}
    own = team_answers.section(store, reader.person, day.day, day.checkin, shown, written)
    return view.form(day, words, draft, own)


# Handing in


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
    return consider(turn, store, day, (read, own), earlier)


def _day_of_form(turn: Turn) -> date:
    today = local_day(turn.at, turn.person.time_zone)
    day = date.fromisoformat(turn.fields["day"]) if _is_day(turn.fields.get("day", "")) else today
    if day < today and not editable(day, today):
        old = phrase("checkin.old-form", day=day)
        raise Corrections("checkin.form", {"day": today.isoformat()}, {"task1": old})
    if not editable(day, today, turn.person.asked_for):
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
    return consider(turn, store, day, (Answers([task.words for task in again], marks), own), earlier)


def consider_hand_in_draft(turn: Turn, store: Store) -> Considered | None:
    """The same for what was written as a message, beside what was handed in for the day; None when it is gone."""
    today = local_day(turn.at, turn.person.time_zone)
    draft = checkins.draft(store, turn.person, today)
    if draft is None:
        return None
    standing = day_of(store, Reader(turn.person, turn.place, turn.at), turn.person, today)
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
    if existing is not None and _is_overtaken(turn, found, existing):
        return handing_in.answer_stands(store, found.place, existing)
    return handing_in.keep(turn, store, found, existing)


def _is_overtaken(turn: Turn, found: Considered, existing: CheckIn) -> bool:
    """Whether one that arrived later was kept while this one was being considered.

    Whatever comes after another was kept changes it, by whichever clock: those are compared only where two were under
    way at once, and only as far as two can be apart that are.
    """
    changed = last_change(existing)
    return changed != found.changed and timedelta() < changed - turn.at <= UNDER_WAY


def hand_in_draft(turn: Turn, store: Store, found: Considered | None) -> Reply:
    """The same for what was written as a message; pressed once more, the answer stands as it is."""
    if found is not None:
        return hand_in(turn, store, found)
    existing = checkins.of_day(store, turn.person, local_day(turn.at, turn.person.time_zone))
    if existing is None:
        raise Refused("dictation.gone")
    return handing_in.answer_stands(store, turn.place, existing)


def same_again(turn: Turn, store: Store, found: Considered) -> Reply:
    """Carry the last tasks on to the day, unless there are tasks for it already."""
    existing = checkins.of_day(store, turn.person, found.day)
    if existing is not None and existing.state is CheckInState.HANDED_IN:
        return handing_in.answer_stands(store, found.place, existing)
    return hand_in(turn, store, found)


# The answer


def draw_feedback(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The instant answer as it stands now."""
    person = reader.person
    checkin = checkins.checkin(store, person.workspace_id, about["checkin"]) if person else None
    if person is None or checkin is None or checkin.person_id != person.id:
        raise Gone(about["checkin"])
    return feedback.card(store, person, checkin, about, reader.at)


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
