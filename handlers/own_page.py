"""What stands on somebody's own page, looked up with their rights; each role's part by itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from handlers.guards import ScoreNow, score_now
from handlers.hinting import hint
from handlers.measured import with_readings
from handlers.views import own_page as view
from prompts import lesson as shelf
from score import spacing
from score.cadence import common_zone, local, local_day, working_days_between
from score.digest import QUIET_AFTER, Span, add_up, waiting_lines
from score.horizons import long_lines
from storage import (
    absences,
    attention,
    blockers,
    checkins,
    deliveries,
    digests,
    learning,
    people,
    questions,
    scores,
    sightings,
)
from storage.store import Store
from storage.tables import (
    Absence,
    Blocker,
    Person,
    Role,
    SendingState,
    SittingState,
    Task,
    Team,
    Tie,
    TieState,
    Wording,
)

LINES, STUCK, WEEKS, LESSONS, AWAY, OPENED, TEAMS, SENT = 5, 5, 5, 3, 3, 3, 3, 3
"""How many of each stand on the page; of more it is said how many there are, or they are behind a button."""

EVERY = 100
"""Openings, and things in somebody's way, that are shown where somebody asks for all of them."""

LATELY = timedelta(days=21)
"""How far back it is counted what somebody's tasks played from, and looked when a line was last played."""

UNSENT_FOR = timedelta(days=7)
"""How far back an admin is told of what was not sent; as far as the card behind the button goes."""

Work = Mapping[str, Sequence[digests.WorkRow]]
"""What teams worked on lately, by the team's id."""


def gather(store: Store, person: Person, at: datetime) -> view.OwnPage:
    """All of somebody's own page, as it is at that instant."""
    today = local_day(at, person.time_zone)
    now = score_now(store, person.workspace_id)
    mine, led = people.teams_of(store, person), people.teams_as(store, person, Role.MANAGER)
    work = {team.id: _work(store, team, at) for team in led[:TEAMS]}
    checkin = checkins.of_day(store, person, today)
    away = absences.of(store, person, today)
    stuck = blockers.open_of(store, person)
    count, opened = _opened(store, person, at, OPENED)
    return view.OwnPage(
        person=person,
        today=today,
        checkin=checkin,
        tasks=_tasks(checkins.tasks_of(store, checkin), now) if checkin else (),
        is_away=any(_is_whole(one) and one.first_day <= today for one in away),
        stuck=_stuck(store, person, stuck[:STUCK], today),
        more_stuck=max(0, len(stuck) - STUCK),
        part=_part(store, person, now, mine, work, today) if now else None,
        weeks=_weeks(store, person, today),
        ahead=_ahead(store, person, at),
        is_paused=person.paused_until is not None and today <= person.paused_until,
        away=away[:AWAY],
        opened=opened,
        more_opened=max(0, count - len(opened)),
        teams=[_team(store, team, now, work[team.id], at) for team in led[:TEAMS]],
        more_teams=max(0, len(led) - TEAMS),
        hinted=hint(store, person, led[:TEAMS], now, at),
        desk=_desk(store, person) if _sends_lessons(store, person) else None,
        questions=questions.count_open_silences(store, person.workspace_id) if person.is_strategy_owner else None,
        unsent=deliveries.count_unsent(store, person.workspace_id, at - UNSENT_FOR) if person.is_admin else None,
    )


def _is_whole(absence: Absence) -> bool:
    return absence.begins_at <= 0 and absence.ends_at >= 24 * 60


# Of everybody


def _tasks(found: Sequence[tuple[Task, Tie | None]], now: ScoreNow | None) -> list[tuple[Task, Wording | None]]:
    """The tasks, each with the line as it reads now that it plays from."""
    lines = now.wordings if now else {}
    return [(task, lines.get(tie.line_id or "") if tie and tie.state.counts else None) for task, tie in found]


def _stuck(store: Store, person: Person, found: Sequence[Blocker], today: date) -> list[view.InTheWay]:
    takers = people.persons(store, person.workspace_id, sorted({one.taken_by for one in found if one.taken_by}))
    here = {one.id: one for one in takers if one.left_at is None}
    shown = []
    for one in found:
        since = local_day(one.raised_at, person.time_zone)
        days = working_days_between(since, today, person.working_days)
        hands = len(blockers.helpers(store, one)) if one.told else 0
        shown.append(view.InTheWay(one, since, days, here.get(one.taken_by or ""), hands))
    return shown


def stuck(store: Store, person: Person, at: datetime) -> tuple[list[view.InTheWay], int]:
    """All that is in somebody's way, the oldest first, and how much more there is than one card holds."""
    found = blockers.open_of(store, person)
    shown = _stuck(store, person, found[:EVERY], local_day(at, person.time_zone))
    return shown, len(found) - len(shown)


def _part(store: Store, person: Person, now: ScoreNow, teams: Sequence[Team], work: Work, today: date) -> view.OwnPart:
    parts = {team.part for team in teams}
    lines = [line for line in now.index.priorities if line.part in parts or line.owner_id == person.id]
    lines.sort(key=lambda line: (line.owner_id != person.id, line.position))
    shown = lines[:LINES]
    ids = [line.line_id for line in shown]
    counts = checkins.tasks_on(store, person, ids, today - LATELY, today) if ids else {}
    return view.OwnPart(
        edition=now.edition,
        loaded=local_day(now.edition.loaded_at, person.time_zone),
        lines=_lines(store, person, now, shown, counts, _last(store, person, teams, work, ids, today), today),
        more=len(lines) - len(shown),
    )


def _last(
    store: Store, person: Person, teams: Sequence[Team], work: Work, line_ids: Sequence[str], today: date
) -> dict[str, date]:
    """When a task of these teams last played from each of these lines, lately."""
    rows = [row for found in work.values() for row in found]
    touched = [(line, day) for day, line, state, _ in rows if line and _counts(state)]
    others = [team for team in teams if team.id not in work]
    if others and line_ids:
        touched += checkins.last_touched(store, person.workspace_id, others, line_ids, today - LATELY).items()
    return {line: max(day for one, day in touched if one == line) for line in {one for one, _ in touched}}


def _counts(state: TieState | None) -> bool:
    return state is not None and state.counts


def _lines(
    store: Store,
    person: Person,
    now: ScoreNow,
    lines: Sequence[Wording],
    counts: Mapping[str, int],
    last: Mapping[str, date],
    today: date,
) -> list[view.OwnLine]:
    measures = {line.line_id: now.measures_of(line) for line in lines}
    every = [one for each in measures.values() for one in each]
    known = with_readings(store, person.workspace_id, every, today, person.time_zone)
    since = scores.since(store, person.workspace_id, [line.line_id for line in lines])
    found = []
    for line in lines:
        begins = max(local_day(since[line.line_id], person.time_zone), line.begins or date.min)
        before = max(begins, today - LATELY) - timedelta(days=1)
        days = working_days_between(max(before, last.get(line.line_id, before)), today, person.working_days)
        found.append(
            view.OwnLine(
                line,
                [known[wording.line_id] for wording, _ in measures[line.line_id]],
                tasks=counts.get(line.line_id, 0),
                untouched=days if days >= QUIET_AFTER else 0,
                longer=line.line_id not in last and begins < today - LATELY,
            )
        )
    return found


def _weeks(store: Store, person: Person, today: date) -> list[view.OwnWeek]:
    """The last weeks that have any task, the newest first."""
    this = today - timedelta(days=today.weekday())
    tasks, tied = Counter[date](), Counter[date]()
    for day, n, of_score, _ in checkins.days_of(store, person, this - timedelta(weeks=WEEKS - 1), today):
        monday = day - timedelta(days=day.weekday())
        tasks[monday] += n
        tied[monday] += of_score
    return [view.OwnWeek(monday, tasks[monday], tied[monday]) for monday in sorted(tasks, reverse=True)]


def _ahead(store: Store, person: Person, at: datetime) -> view.Ahead:
    zone, today = person.time_zone, local_day(at, person.time_zone)
    unasked = attention.unasked(store, person.workspace_id, [person.id], at - timedelta(days=16))
    instants = [(local(then, zone), then > at) for _, then, _ in unasked]
    known = [(shelf.lesson(one.lesson), one) for one in learning.coming(store, person, LESSONS)]
    lessons = [
        (lesson, local(max(one.due_at, at), zone), one.state is SittingState.ANSWERED)
        for lesson, one in known
        if lesson is not None and one.due_at is not None
    ]
    due, remind_at = person.next_due_at, person.remind_at
    return view.Ahead(
        prompt=local(max(due, at), zone) if due is not None else None,
        reminder=local(remind_at, zone) if remind_at is not None and remind_at > at else None,
        lessons=lessons,
        waits=[then for then, is_to_come in instants if is_to_come],
        today=sum(not is_to_come and then.date() == today for then, is_to_come in instants),
    )


def _opened(store: Store, person: Person, at: datetime, limit: int) -> tuple[int, list[view.Opened]]:
    found = sightings.of(store, person, at, limit)
    count = sightings.count(store, person, at) if len(found) == limit else len(found)
    return count, [view.Opened(one, by, team, local(one.seen_at, person.time_zone)) for one, by, team in found]


def opened(store: Store, person: Person, at: datetime) -> tuple[list[view.Opened], int]:
    """Who opened what names somebody, the last first, and how much more there is than one card holds."""
    count, found = _opened(store, person, at, EVERY)
    return found, count - len(found)


# Of who leads, and who coaches


def _work(store: Store, team: Team, at: datetime) -> Sequence[digests.WorkRow]:
    today = local_day(at, _zone(store, team))
    return digests.work(store, team, today - LATELY, today)


def _zone(store: Store, team: Team) -> str:
    return team.time_zone or common_zone(people.zones_of(store, team))


def _team(
    store: Store, team: Team, now: ScoreNow | None, work: Sequence[digests.WorkRow], at: datetime
) -> view.TeamToday:
    """The day of a team as its digest would add it up, without what costs more than a page may."""
    zone = _zone(store, team)
    today = local_day(at, zone)
    own = scores.lines_of_part(store, team.workspace_id, now.edition.id, team.part) if now and team.part else []
    lines = waiting_lines([(line, local_day(since, zone)) for line, since in own], today)
    summary = add_up(
        Span(today, today, team.working_days, team.allowance),
        digests.due(store, team, today, today),
        work,
        lines=lines,
        long=long_lines([line for line, _ in own], now.parts, today) if now else frozenset(),
    )
    return view.TeamToday(
        team,
        due=summary.due,
        took_part=summary.took_part,
        tasks=summary.counts.tasks,
        tied=summary.counts.tied,
        enough=summary.enough,
        stuck=blockers.count_told_open(store, team),
        untouched=len(summary.untouched),
    )


def _sends_lessons(store: Store, person: Person) -> bool:
    return person.is_strategy_owner or person.is_admin or bool(people.teams_as(store, person, Role.COACH))


def _desk(store: Store, person: Person) -> view.Desk:
    sent = [(shelf.lesson(one.lesson), one) for one in learning.sent_by(store, person, SendingState.SENT, SENT)]
    return view.Desk(
        [
            (lesson, one, spacing.figures(learning.answers_of(store, one.workspace_id, one.id)))
            for lesson, one in sent
            if lesson is not None
        ],
        looked_at=learning.count_by(store, person, SendingState.PREVIEWED),
    )
