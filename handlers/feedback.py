"""The instant answer to a check-in, as it stands now."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from handlers import advice, against, besides, team_answers
from handlers.cards import Card
from handlers.guards import score_now
from handlers.views import checkin as view
from handlers.views.blockers import Advice
from handlers.views.team_questions import Section
from prompts import Which
from score.cadence import (
    editable,
    local,
    local_day,
)
from storage import checkins, people, scores, steps
from storage.store import Store
from storage.tables import (
    CheckIn,
    Person,
    Task,
    Tie,
    Wording,
)


def card(store: Store, person: Person, checkin: CheckIn, about: Mapping[str, str], at: datetime) -> Card:
    """The answer to a check-in of `person`'s; `about` is what was said when it was handed in."""
    tasks, done = checkins.tasks_of(store, checkin), _done(store, person, about["done"].split())
    ties = [tie for _, tie in [*tasks, *done] if tie]
    wordings = _wordings(store, person.workspace_id, ties, about["quiet"], about["edition"])
    touched = {tie.line_id for _, tie in tasks if tie and tie.state.counts}
    blocker = checkins.blocker_of(store, checkin)
    day = view.Day(
        person=person,
        teams=people.teams_of(store, person) if blocker else (),
        day=checkin.local_date,
        now=local(at, person.time_zone),
        checkin=checkin,
        tasks=tasks,
        blocker=blocker,
        win=checkins.win_of(store, checkin),
        wordings=wordings,
    )
    today, own_steps = local_day(at, person.time_zone), steps.between(store, person, day.day, day.day)
    picture = besides.picture(store, person, about, tasks)
    return view.feedback(
        day,
        own=_own(store, day, about.get("asks")),
        how=Which(about["how"]),
        moved=_moved(store, person, checkin.local_date, done, wordings),
        quiet=wordings.get(about["quiet"]) if about["quiet"] not in touched and picture is None else None,
        picture=picture,
        steps=view.Steps(
            own_steps,
            besides.to_ask(store, person, today) if day.day == today else (),
            besides.offered(person, about, tasks, today) if not own_steps else None,
        ),
        crossings=against.asked(store, person, checkin, at),
        advised=_advised(store, day, at),
        may_say=_stands_on_condition(store, day),
        open_for_answers=editable(checkin.local_date, today, person.asked_for),
    )


def _done(store: Store, person: Person, task_ids: Sequence[str]) -> list[tuple[Task, Tie | None]]:
    """What was done since the check-in before, of the person's own."""
    found = [checkins.task_with_tie(store, person.workspace_id, task_id) for task_id in task_ids]
    return [(task, tie) for task, tie in filter(None, found) if task.person_id == person.id]


def _own(store: Store, day: view.Day, asks: str | None) -> Section | None:
    """The questions of the teams' own that are still to be answered."""
    if not asks or day.checkin is None:
        return None
    told = day.blocker is not None and day.blocker.told
    return team_answers.still_open(store, day.person, day.checkin, day.tasks, told=told, of=asks)


def _stands_on_condition(store: Store, day: view.Day) -> bool:
    """Whether a line of the day stands on a condition, or serves one that does."""
    lines = [tie.line_id for _, tie in day.tasks if tie is not None and tie.line_id and tie.state.counts]
    lines += [day.blocker.line_id] if day.blocker is not None and day.blocker.line_id else []
    now = score_now(store, day.person.workspace_id) if lines else None
    return now is not None and bool(now.conditions_near(lines))


def _advised(store: Store, day: view.Day, at: datetime) -> Advice | None:
    if day.blocker is None:
        return None
    seen = people.teams_seen_by(store, day.person)
    return advice.advice(store, day.blocker, day.day, at, reader=day.person, teams=seen)


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
