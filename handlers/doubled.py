"""The jobs of a team that look like one of another team's, with what their leads said of them."""

from collections import defaultdict
from datetime import date, timedelta

from handlers.guards import score_now
from handlers.views.same_jobs import Doubled
from score.same_jobs import Job, same_jobs
from score.search import visible_lines
from storage import people
from storage import same_jobs as kept
from storage.store import Store
from storage.tables import Team

LOOKED_AT = timedelta(days=6)
"""How far back open tasks are looked at: seven days with today."""


def doubled(store: Store, team: Team, day: date) -> list[Doubled]:
    """The open jobs of a team that look like one of another's on that day, the surest first.

    Of another team nobody is named, and of its priorities only those that everybody may see.
    """
    teams = {one.id: one for one in people.teams(store, team.workspace_id)}
    found = same_jobs(
        [*_tasks(store, team, list(teams), day), *_priorities(store, team, list(teams.values()))], team.id
    )
    said = defaultdict(list)
    for answer, person in kept.answers(store, team.workspace_id, [one.pair for one in found]):
        said[answer.pair].append((answer, person))
    return [
        Doubled(
            one,
            team,
            teams[one.other.team_id],
            said[one.pair],
            people.leads(store, team.workspace_id, one.other.team_id),
        )
        for one in found
    ]


def _tasks(store: Store, team: Team, team_ids: list[str], day: date) -> list[Job]:
    rows = kept.open_tasks(store, team.workspace_id, team_ids, day - LOOKED_AT, day)
    # What is played from a line that who reads does not see is not told either.
    hidden = store.hidden.lines
    return [Job(f"{id} {team_id}", team_id, words, line) for id, team_id, words, line in rows if line not in hidden]


def _priorities(store: Store, team: Team, teams: list[Team]) -> list[Job]:
    now = score_now(store, team.workspace_id)
    lines = visible_lines(now.index.priorities, None) if now else []
    return [
        Job(f"{line.line_id} {one.id}", one.id, line.words, line.line_id, is_line=True)
        for line in lines
        for one in teams
        if one.part == line.part
    ]
