"""The daily check-in: somebody is asked, answers, and gets something useful back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from handlers import advice, answers, besides, coming_back, feedback, handing_in, quoted, team_answers, unasked
from handlers.answers import MARKS, Answers
from handlers.cards import Card, Form, Theirs
from handlers.considered import Considered, consider, day_of, draft_of, last_change, prefilled
from handlers.guards import need_day, need_own_task
from handlers.plan import settle_prompt
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
    as_it_is,
    invitation,
    reminding,
    stand,
)
from handlers.views import checkin as view
from prompts import phrase
from score.cadence import (
    DAY,
    Decision,
    Due,
    Rhythm,
    clear_of,
    day_ends,
    decide,
    editable,
    last_of_week,
    local,
    local_day,
    moved,
    prompt_until,
    reminder,
    rhythm_of,
    silent_from,
    slot,
    slot_on,
)
from score.dictation import beside, tasks_in, with_tasks
from score.free_days import RELEASES
from score.words import alike
from storage import absences, blockers, checkins, deliveries, digests, people
from storage.store import Store
from storage.tables import (
    NOT_YET,
    Absence,
    Blocker,
    Cause,
    CheckIn,
    CheckInState,
    Delivery,
    DueDay,
    Person,
    Place,
    Privacy,
    Shown,
    TaskState,
    Team,
)

UNDER_WAY = timedelta(minutes=1)
"""How long after another a hand-in may arrive and be kept before it; by more, a clock was set back between the two."""


PLANNED_ANEW = 50
"""People whom one transaction plans anew."""


# The morning


def plan_anew(moment: Moment, store: Store, workspace_id: str, _limit: int) -> Reply:
    """Work out anew when people are asked, and teams get their digest, once the zones or the holidays are others.

    What has fallen due is left: it is decided by what holds now. How far we have come is kept with each transaction.
    """
    workspace = people.workspace(store, workspace_id)
    if workspace is None or workspace.planned_with == RELEASES:
        return Reply()
    begun, _, after = workspace.planned_with.partition(" after ")
    some = people.planned_later(store, workspace_id, moment.at, after if begun == RELEASES else "", PLANNED_ANEW)
    away = _away(store, workspace_id, some, moment.at)
    teams = people.teams_by_person(store, workspace_id, [person.id for person in some])
    for person in some:
        rhythm = rhythm_of(person, away.get(person.id, ()), teams[person.id])
        person.next_due_at = moved(rhythm, person.next_due_at, moment.at)
    store.change_all(some, "next_due_at")
    if some:
        store.change(workspace, planned_with=f"{RELEASES} after {some[-1].id}")
        return Reply(served=len(some))
    for team in people.teams(store, workspace_id):
        _digests_anew(store, team, moment.at)
    store.change(workspace, planned_with=RELEASES)
    return Reply()


def _digests_anew(store: Store, team: Team, now: datetime) -> None:
    if team.digest_at is None or not team.time_zone or min(team.next_digest_at, team.next_week_at) <= now:
        return
    day = Rhythm(team.time_zone, team.digest_at, team.working_days)
    week = replace(day, working_days=last_of_week(team.working_days))
    store.change(
        team,
        next_digest_at=moved(day, team.next_digest_at, now) or NOT_YET,
        next_week_at=moved(week, team.next_week_at, now) or NOT_YET,
    )


def invite(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Ask everybody who is due, once for each local day, whatever their number of teams."""
    due = people.due(store, workspace_id, moment.at, limit)
    if not due:
        return Reply()
    known, planned = _Known(moment, store, workspace_id, due), _Planned()
    for n, person in enumerate(due, 1):
        _invite_one(moment, store, person, known, planned)
        if len(planned.deliveries) > limit:
            # After an outage each has days to be recorded: the others stay due.
            del due[n:]
            break
    store.change_all(due, "next_due_at", "asked_for", "remind_at")
    store.keep(*planned.due_days)
    return Reply(deliveries=planned.deliveries, shown=planned.shown, served=len(due))


class _Known:
    """What must be known of people to ask them, found in a few questions however many they are."""

    def __init__(self, moment: Moment, store: Store, workspace_id: str, persons: Sequence[Person]) -> None:
        ids = [person.id for person in persons]
        self.teams = people.teams_by_person(store, workspace_id, ids)
        self.places = people.direct_places(store, workspace_id, persons)
        self._away = _away(store, workspace_id, persons, moment.at)
        # Wherever they are, it is one of these three days there.
        today = moment.at.date()
        self._answered = checkins.days_answered(store, workspace_id, ids, today - DAY, today + DAY)

    def rhythm(self, person: Person) -> Rhythm:
        """When somebody is asked."""
        return rhythm_of(person, self._away.get(person.id, ()), self.teams[person.id])

    def has_answered(self, person: Person, day: date) -> bool:
        """Whether somebody has answered or waived the day that it is where they are."""
        return (person.id, day) in self._answered


@dataclass
class _Planned:
    """What is planned for people, to be kept together."""

    deliveries: list[Delivery] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    due_days: list[DueDay] = field(default_factory=list)


def _away(store: Store, workspace_id: str, due: Sequence[Person], now: datetime) -> dict[str, list[Absence]]:
    """The absences of these people that are not over, or were so lately that they are back today."""
    away: dict[str, list[Absence]] = {}
    # Longest due first: the days since then are looked at too.
    since = min([now, *(person.next_due_at for person in due[:1] if person.next_due_at)]).date() - coming_back.BACK_FROM
    for one in absences.of_people(store, workspace_id, [person.id for person in due], since):
        away.setdefault(one.person_id, []).append(one)
    return away


def _invite_one(moment: Moment, store: Store, person: Person, known: _Known, planned: _Planned) -> None:
    """Plan for one person: the prompt of today, and records of the days before that nobody asked for.

    What changes of the person is kept with what changes of the others.
    """
    teams = known.teams[person.id]
    before = unasked.catch_up(moment, store, person, known.rhythm(person), teams)
    planned.deliveries += before.records
    if before.rest is not None:
        return
    decision = decide(before.rhythm, moment.at)
    person.next_due_at = decision.next_at
    if decision.due is Due.WAIT:
        return
    person.asked_for = decision.day
    place, prompt = known.places.get(person.id), None
    if place is None:
        return
    if not known.has_answered(person, decision.day):
        shown, prompt = _prompt(moment, store, person, place, teams, before.rhythm, decision)
        planned.deliveries.append(prompt)
        planned.shown += [shown] if shown else []
    planned.due_days += unasked.due_days(moment, person, teams, decision.day, prompt)


def _prompt(
    moment: Moment,
    store: Store,
    person: Person,
    place: Place,
    teams: Sequence[Team],
    rhythm: Rhythm,
    decision: Decision,
) -> tuple[Shown | None, Delivery]:
    if decision.due is Due.SKIP:
        why = Cause.QUIET if rhythm.is_silent_on(decision.day) else Cause.LATE
        return None, unasked.skipped(moment, place, person, decision.day, why)
    about = {"person": person.id, "day": decision.day.isoformat()}
    if (since := coming_back.owed(store, person, rhythm, decision.day, moment.at)) is not None:
        about |= {"back": "yes", "since": since.isoformat()}
    subject = invitation(person.id, decision.day)
    standing, delivery = stand(moment, place, "checkin.invite", about, subject=subject)
    # A prompt is sent in its hours or not at all, however long it had to wait for its turn.
    delivery.expires_at = prompt_until(rhythm, decision.day, slot_on(rhythm, decision.day) or moment.at)
    delivery.not_after = silent_from(rhythm, moment.at)
    until = _counted_until(person, teams, decision.day)
    person.remind_at = reminder(moment.at, until, rhythm) if person.reminders else None
    return standing, delivery


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
    if not due:
        return Reply()
    known = _Known(moment, store, workspace_id, due)
    planned = [_remind_one(moment, person, known) for person in due]
    store.change_all(due, "remind_at")
    return Reply(
        deliveries=[delivery for _, delivery in filter(None, planned)],
        shown=[shown for shown, _ in filter(None, planned)],
        served=len(due),
    )


def _remind_one(moment: Moment, person: Person, known: _Known) -> tuple[Shown, Delivery] | None:
    """The reminder of one person, if there is to be one; what changes of them is kept with the others."""
    person.remind_at = None
    day, rhythm = local_day(moment.at, person.time_zone), known.rhythm(person)
    until = _counted_until(person, known.teams[person.id], day)
    clear = clear_of(rhythm, moment.at) if rhythm.works_on(day) else None
    if not person.reminders or clear is None or person.asked_for != day or clear >= until:
        return None
    if clear > moment.at:
        person.remind_at = clear
        return None
    place = known.places.get(person.id)
    if place is None or known.has_answered(person, day):
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


def draw_invite(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The morning prompt as it stands now."""
    person = _reader(reader, about["person"])
    day = day_of(store, reader, person, date.fromisoformat(about["day"]))
    day = replace(day, stuck=[one for one in blockers.open_of(store, person) if _before(one, person, day.day)])
    day = replace(day, meant=besides.to_ask(store, person, day.day))
    is_open = editable(day.day, local_day(reader.at, person.time_zone), person.asked_for)
    back = about.get("back", "") == "yes"
    # Prompts of earlier releases do not say since when.
    since = about.get("since", "") if back and is_open and not day.checkin else ""
    away = coming_back.since(store, person, date.fromisoformat(since), reader.at) if since else None
    below = about.get("below", "") == "yes"
    return view.invite(day, open_for_answers=is_open, is_back=back, away=away, is_below=below)


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
    shown = deliveries.shown(store, turn.person.workspace_id, turn.place.id, subject)
    if shown is None:
        return Reply(as_it_is(turn.person.id, day))
    return Reply(Answer(How.STANDS, shown_id=shown.id))


def not_today(turn: Turn, store: Store, _: None = None) -> Reply:
    """Waive the day: nobody waits for it, and nobody is asked again.

    Whoever presses it on the prompt sees that change; its button names the day. All others are answered below.
    """
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
    settle_prompt(store, turn.person, day, turn.at)
    stands = _invite_stands(turn, store, day)
    return stands if turn.value and not turn.is_typed else Reply(as_it_is(turn.person.id, day))


# The form


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form of a day."""
    return Reply(Answer(How.FORM, "checkin.form", {"day": need_day(turn).isoformat()}))


def open_form_with(turn: Turn, store: Store) -> Reply:
    """Open today's form with what was said as a task."""
    return _opened_with(turn, store, "first", quoted.on_one_line(turn.value, view.SHORT))


def open_form_stuck(turn: Turn, store: Store) -> Reply:
    """Open today's form with what was said as what is in the way."""
    return _opened_with(turn, store, "blocker", quoted.in_full(turn.value, view.LONG))


def _opened_with(turn: Turn, store: Store, name: str, words: str) -> Reply:
    """Of somebody else's words the form says whose they are; once it is handed in they are the person's own."""
    whose, today = quoted.whose(turn, store), local_day(turn.at, turn.person.time_zone)
    author = "" if whose.own or not whose.named else whose.person.id if whose.person else view.SOMEBODY
    return Reply(Answer(How.FORM, "checkin.form", {"day": today.isoformat(), name: words, "author": author}))


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
    said = {name: about[name] for name in ("blocker", "win") if about.get(name)}
    return view.form(day, words, draft, own, said=said, author=_author(store, reader.person, about))


def _author(store: Store, person: Person, about: Mapping[str, str]) -> Person | str:
    """Whose words stand in the form, where they are somebody else's."""
    author = about.get("author", "")
    return people.person(store, person.workspace_id, author) or (view.SOMEBODY if author else "")


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
        if turn.is_typed:
            return Reply(as_it_is(turn.person.id, found.day))
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
