"""What is kept when a check-in is handed in or changed, who is told, and the answer that stands for it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from handlers import besides, team_answers
from handlers.answers import MARKS
from handlers.considered import Considered
from handlers.plan import settle_prompt
from handlers.turn import (
    Answer,
    How,
    Reply,
    Turn,
    invitation,
    reminding,
    stand,
)
from score.cadence import (
    local_day,
)
from score.dictation import tasks_in, with_tasks
from score.words import alike
from storage import blockers, checkins, deliveries, digests, people, wins
from storage.store import Store
from storage.tables import (
    Blocker,
    CheckIn,
    CheckInState,
    Crossing,
    Delivery,
    Draft,
    Noun,
    Place,
    Shown,
    Task,
    TaskState,
    TeamDay,
    Tie,
    TieState,
    Win,
)


def answer_stands(store: Store, place: Place, checkin: CheckIn) -> Reply:
    """The answer that stands in a place for a check-in, as it is."""
    shown = deliveries.shown(store, checkin.workspace_id, place.id, _subject(checkin))
    return Reply(Answer(How.STANDS, shown_id=shown.id) if shown else Answer())


def _subject(checkin: CheckIn) -> str:
    return f"checkin:{checkin.id}"


def keep(turn: Turn, store: Store, found: Considered, existing: CheckIn | None) -> Reply:
    """Keep a check-in, or change the one that there is for the day: tasks that read the same keep their ties."""
    return _keep_new(turn, store, found) if existing is None else _keep_changed(turn, store, found, existing)


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
    return _keep_answers(turn, store, found, checkin, new=new, how=how)


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
    return _keep_answers(turn, store, found, checkin, new=new, how=first if waived else "changed")


def _keep_answers(
    turn: Turn, store: Store, found: Considered, checkin: CheckIn, *, new: Sequence[Noun], how: str
) -> Reply:
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
    settle_prompt(store, turn.person, checkin.local_date, turn.at)
    deliveries.amend(store, checkin.workspace_id, reminding(checkin.person_id, checkin.local_date))
    digests.changed(store, checkin.workspace_id, sorted({*counted, *digests.teams_of(store, checkin)}), found.day)
    answer, sent = _answer(turn, store, found, checkin, how)
    store.keep(*kept)
    out = [*sent, *told, *(_noted(turn, store, found, checkin) if how == "digest" else [])]
    return Reply(
        answer,
        deliveries=[one for one in out if isinstance(one, Delivery)],
        shown=[one for one in out if isinstance(one, Shown)],
    )


def _noted(turn: Turn, store: Store, found: Considered, checkin: CheckIn) -> list[Noun]:
    """The one quiet note under each digest of the day, which names whoever it counts since it was posted.

    Whose hand-in has an instant before that of the digest, since the clock was set back, is kept beside the note.
    """
    noted: list[Noun] = []
    ids = [team.id for team in found.teams]
    for digest, delivery in digests.of_day(store, turn.person.workspace_id, ids, found.day):
        subject = f"since:{digest.id}"
        note = deliveries.shown(store, digest.workspace_id, digest.place_id, subject)
        early = [checkin.id] if turn.at < delivery.planned_at else []
        if note is not None:
            if early:
                known = note.about.get("early", "").split()
                store.change(note, about={**note.about, "early": " ".join([*known, *early])})
            deliveries.amend(store, digest.workspace_id, subject)
        elif place := people.place(store, digest.workspace_id, digest.place_id):
            about = {**digest.about, "since": delivery.planned_at.isoformat()}
            about |= {"early": " ".join(early)} if early else {}
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
    guess = found.guesses.get(task.words)
    # What is guessed though it was tied before was tied to a line that is not there any more.
    if before is not None and guess is None:
        tie.edition_id, tie.line_id, tie.state, tie.offered, tie.points = (
            before.edition_id,
            before.line_id,
            before.state,
            before.offered,
            before.points,
        )
        return tie
    if guess is None or not guess.offered:
        return None
    tie.line_id, tie.offered, tie.points = guess.line_id, list(guess.offered), guess.points
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
    if how == "new":
        about |= found.beside
    if standing is not None:
        about |= {name: standing.about[name] for name in besides.KEPT if name in standing.about}
        store.change(standing, about=about, wanted=standing.wanted + 1)
        return Answer(How.STANDS, shown_id=standing.id), []
    shown, delivery = stand(turn, found.place, "checkin.feedback", about, subject=subject, asked=True)
    return Answer(How.STANDS, shown_id=shown.id), [shown, delivery]
