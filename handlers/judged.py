"""What is known of the edition in force, for the rules to judge: its lines, its people, and what became of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from handlers.against import staying_out
from score.language import read_beside
from score.outline import normal
from score.rules.known import Everybody, Known, TeamThere, TeamWeeks, Work, with_owners
from score.rules.pairs import Pair, ours
from score.rules.structure import is_finding
from score.rules.work import FALLS, PEOPLE
from storage import findings, people, scores, work
from storage.store import Store
from storage.tables import Edition, Person, Role, Team, Wording

LOOK_BACK, RECENT = timedelta(days=400), timedelta(days=27)
"""How far back work is looked for, and how far back what is planned and done of late; with today."""

_WEEK = timedelta(days=7)


def known_of(store: Store, workspace_id: str, day: date, pairs: Sequence[Pair] = ()) -> Known | None:
    """What the rules judge of the edition in force on `day`; None where there is none. `pairs` come beside ours."""
    edition = scores.current(store, workspace_id)
    if edition is None:
        return None
    everybody = people.ever_here(store, workspace_id)
    wordings = scores.wordings(store, workspace_id, edition.id)
    handles = {one.id: one.handle for one in everybody}
    owners = {line.address: (handles.get(line.owner_id or ""), handles.get(line.deputy_id or "")) for line in wordings}
    file, problems = read_beside(edition.source.encode(), named(edition), is_finding)
    teams = people.teams(store, workspace_id)
    return Known(
        file=with_owners(file, owners),
        day=day,
        people=_everybody(store, workspace_id, everybody, teams),
        work=_work(store, workspace_id, day, wordings, [one.id for one in everybody], teams, edition),
        pairs=(*ours(), *pairs),
        cues=staying_out("en"),
        problems=problems,
        accepted=_accepted(store, workspace_id, day, {line.line_id: line.address for line in wordings}),
    )


def _accepted(
    store: Store, workspace_id: str, day: date, at: Mapping[str, str]
) -> frozenset[tuple[str, frozenset[str]]]:
    """What is accepted in chat; one of whose lines is in the score no more is about something else by now."""
    return frozenset(
        (one.rule, frozenset((*(at[id] for id in one.lines), *one.parts)))
        for one in findings.accepted(store, workspace_id, day)
        if all(id in at for id in one.lines)
    )


def named(edition: Edition) -> str:
    """How an edition is named where a file has its name."""
    return f"edition-{edition.number}"


def _everybody(store: Store, workspace_id: str, everybody: Sequence[Person], teams: Sequence[Team]) -> Everybody:
    handles = {one.id: normal(one.handle) for one in everybody}
    members: dict[str, set[str]] = defaultdict(set)
    managers: dict[str, set[str]] = defaultdict(set)
    for one in people.memberships(store, workspace_id):
        if one.role in (Role.MEMBER, Role.MANAGER):
            members[one.team_id].add(handles[one.person_id])
        if one.role is Role.MANAGER:
            managers[one.team_id].add(handles[one.person_id])
    return Everybody(
        frozenset(handles.values()),
        {handles[one.id]: last for one in everybody if (last := _last_day(one)) is not None},
        [
            TeamThere(one.handle, one.part, frozenset(members[one.id]), frozenset(managers[one.id]))
            for one in teams
            if one.part is not None
        ],
        frozenset(handles[one.id] for one in everybody if one.is_strategy_owner),
    )


def _last_day(person: Person) -> date | None:
    """The last day on which somebody is here; the one before that on which they are known to have left."""
    if person.leaves_on is not None:
        return person.leaves_on
    return person.left_at.date() - timedelta(days=1) if person.left_at is not None else None


def _work(
    store: Store,
    workspace_id: str,
    day: date,
    wordings: Sequence[Wording],
    person_ids: Sequence[str],
    teams: Sequence[Team],
    edition: Edition,
) -> Work:
    at = {line.line_id: line.address for line in wordings}
    monday = day - timedelta(days=day.weekday())
    played = work.on_lines(store, workspace_id, person_ids, day - LOOK_BACK, day - RECENT, day)
    sure = work.confidence(store, workspace_id, person_ids, monday - (FALLS + 1) * _WEEK, FALLS + 1, PEOPLE)
    stuck: dict[str, list[date]] = defaultdict(list)
    for line_id, since in work.stuck(store, workspace_id, person_ids):
        stuck[at.get(line_id, "")].append(since)
    return Work(
        since={at[id]: since.date() for id, since in scores.since(store, workspace_id, list(at)).items()},
        touched={at[id]: one.last for id, one in played.items() if id in at},
        planned={at[id]: one.planned for id, one in played.items() if id in at},
        done={at[id]: one.done for id, one in played.items() if id in at},
        read={at[id]: one.day for id, one in scores.latest_readings(store, workspace_id, list(at)).items()},
        confidence={at[id]: _unbroken(weeks) for id, weeks in sure.items() if id in at},
        stuck=stuck,
        teams=_weeks(store, workspace_id, monday - 2 * _WEEK, teams, edition),
        untied=work.untied(store, workspace_id, person_ids, day - RECENT, day),
    )


def _unbroken(weeks: Sequence[float | None]) -> list[float]:
    """The last weeks of which something is known, up to the first of which nothing is."""
    found: list[float] = []
    for one in reversed(weeks):
        if one is None:
            break
        found.insert(0, one)
    return found


def _weeks(
    store: Store, workspace_id: str, first: date, teams: Sequence[Team], edition: Edition
) -> Sequence[TeamWeeks]:
    agreed: Mapping[str, float | None] = {
        part.handle: part.allowance for part in scores.parts(store, workspace_id, edition.id)
    }
    allowed = {
        team.id: allowance
        for team in teams
        if team.part is not None
        and (allowance := team.allowance if team.allowance is not None else agreed.get(team.part)) is not None
    }
    shares = work.whirlwind(store, workspace_id, list(allowed), first, 2, PEOPLE)
    return [
        TeamWeeks(team.name, team.part, allowed[team.id], shares[team.id])
        for team in teams
        if team.part is not None and team.id in allowed
    ]
