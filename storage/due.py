"""In which workspaces something has fallen due: one question, whatever their number and the number of their people."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, literal_column
from sqlmodel import col, exists, or_, select

from storage import budgets, sketches
from storage.editions import KEPT_FOR as LEFT_AFTER
from storage.findings import UNWATCHED
from storage.sightings import KEPT_FOR
from storage.steps import IS_DUE
from storage.store import Store, given
from storage.tables import (
    Ask,
    Edition,
    Membership,
    Nomination,
    Person,
    Proposal,
    Proposed,
    Remark,
    Role,
    Sighting,
    Sitting,
    SittingState,
    Sketch,
    Spent,
    Step,
    Team,
    Tension,
    Vote,
    Watch,
    Workspace,
)


def _has_team(instant: Any) -> Any:
    is_told = (col(Team.digest_at).is_not(None), col(Team.working_days) > 0)
    return exists().where(col(Team.workspace_id) == Workspace.id, instant <= given("now"), *is_told)


def _has_person(is_due: Any) -> Any:
    return exists().where(col(Person.workspace_id) == Workspace.id, is_due, col(Person.left_at).is_(None))


_PEOPLE = func.count(col(Membership.person_id).distinct())


def _sharers(counted: Any) -> Any:
    """A count over those who share the work of a proposal's team, with what each of them agreed to."""
    agrees = and_(
        col(Vote.proposal_id) == Proposal.id,
        col(Vote.person_id) == Membership.person_id,
        col(Vote.agrees).is_(True),
    )
    return (
        select(counted)
        .select_from(Membership)
        .join(Person, col(Person.id) == Membership.person_id)
        .join(Vote, agrees, isouter=True)
        .where(
            col(Membership.team_id) == Proposal.team_id,
            or_(col(Membership.role) == Role.MEMBER, col(Membership.role) == Role.MANAGER),
            col(Person.left_at).is_(None),
        )
        .correlate(Proposal)
        .scalar_subquery()
    )


_WORKSPACES = (
    select(Workspace.id)
    .where(
        or_(
            col(Workspace.planned_with) != given("releases"),
            col(Workspace.redrawn_to).is_not(None),
            col(Workspace.measures_due_at) <= given("now"),
            exists().where(col(Sighting.workspace_id) == Workspace.id, col(Sighting.seen_at) <= given("forgotten")),
            exists().where(col(Spent.workspace_id) == Workspace.id, col(Spent.day) <= given("spent")),
            exists().where(col(Edition.workspace_id) == Workspace.id, col(Edition.told_to).is_not(None)),
            exists().where(col(Proposed.workspace_id) == Workspace.id, col(Proposed.made_at) <= given("left")),
            exists().where(col(Ask.workspace_id) == Workspace.id, col(Ask.deadline) <= given("now")),
            exists().where(col(Sketch.workspace_id) == Workspace.id, col(Sketch.changed_at) <= given("unfinished")),
            _has_person(col(Person.next_due_at) <= given("now")),
            _has_person(col(Person.remind_at) <= given("now")),
            _has_person(col(Person.greet_at) <= given("now")),
            _has_person(col(Person.leaves_on) < given("day")),
            exists().where(col(Person.workspace_id) == Workspace.id, *UNWATCHED),
            exists().where(col(Watch.workspace_id) == Workspace.id, col(Watch.next_at) <= given("now")),
            _has_team(col(Team.next_digest_at)),
            _has_team(col(Team.next_week_at)),
            *[
                exists().where(
                    col(Sitting.workspace_id) == Workspace.id,
                    col(Sitting.state) == state,
                    col(Sitting.due_at) <= given("now"),
                )
                for state in (SittingState.WAITING, SittingState.ANSWERED)
            ],
            exists().where(
                col(Tension.workspace_id) == Workspace.id,
                col(Tension.ask_at).is_not(None),
                col(Tension.ask_at) <= given("now"),
            ),
            exists().where(
                col(Nomination.workspace_id) == Workspace.id,
                literal_column("nomination.state = 'asked'"),
                col(Nomination.ends_at) <= given("now"),
            ),
            exists().where(
                col(Remark.workspace_id) == Workspace.id,
                literal_column("remark.due_at IS NOT NULL"),
                col(Remark.due_at) <= given("now"),
            ),
            exists().where(col(Step.workspace_id) == Workspace.id, IS_DUE),
            exists().where(
                col(Proposal.workspace_id) == Workspace.id,
                literal_column("proposal.state = 'open'"),
                2 * _sharers(func.count(col(Vote.person_id).distinct())) > _sharers(_PEOPLE),
            ),
        )
    )
    .order_by(col(Workspace.created_at), col(Workspace.id))
)


def workspaces(store: Store, now: datetime, day: date, releases: str) -> list[str]:
    """The workspaces in which a duty may find something to do at `now`, oldest first.

    That is where somebody is to be asked, reminded, welcomed, or offered or asked something of a lesson; whose last day
    was before `day`; where words wait for an answer that has not come in time, what was asked of a line falls due, or
    lines that pull against each other are to be looked at again; where somebody's own step is to be shown; where a team
    gets a digest, or has agreed on an allowance that is not in force yet; and where instants were worked out with other
    `releases` of the zones and the holidays; where it is to be looked for measures that nobody reads; where pages wait
    to be drawn again for a new edition or people to be told of it; where a score file was handed in long ago, and where
    it was kept for long enough who opened what, how much of the model was used, or an interview on which nobody works;
    where nobody has answered what the model was asked; where somebody answers for a
    strategy of whose findings they may be told. It looks at each of them, and for no more than one person there, but
    for those of a team that is asked to agree.
    """
    wanted = {"now": now, "day": day, "releases": releases, "forgotten": now - KEPT_FOR, "left": now - LEFT_AFTER}
    wanted |= {"unfinished": now - sketches.KEPT_FOR, "spent": (now - budgets.KEPT_FOR).date()}
    return store.find(_WORKSPACES, wanted)
