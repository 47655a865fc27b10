"""Questions about what share of whirlwind a team agrees on."""

from sqlalchemy import and_, case, func, literal_column
from sqlmodel import col, select

from storage.store import Store, given
from storage.tables import Membership, Person, Proposal, ProposalState, Role, Team, Vote

_PROPOSAL = select(Proposal).where(Proposal.workspace_id == given("workspace"), Proposal.id == given("proposal"))


def proposal(store: Store, workspace_id: str, proposal_id: str) -> Proposal | None:
    """One proposal of the workspace."""
    return store.first(_PROPOSAL, {"workspace": workspace_id, "proposal": proposal_id})


# Written out, so that the database finds the index of the open ones alone.
_IS_OPEN = col(Proposal.state) == literal_column(f"'{ProposalState.OPEN}'")
_OPEN_OF = select(Proposal).where(
    Proposal.workspace_id == given("workspace"),
    Proposal.team_id == given("team"),
    _IS_OPEN,
)


def open_of(store: Store, team: Team) -> Proposal | None:
    """What the team is asked to agree on now."""
    return store.first(_OPEN_OF, {"workspace": team.workspace_id, "team": team.id})


_VOTE = select(Vote).where(
    Vote.workspace_id == given("workspace"), Vote.proposal_id == given("proposal"), Vote.person_id == given("person")
)


def vote_of(store: Store, proposal: Proposal, person: Person) -> Vote | None:
    """What `person` said to it."""
    wanted = {"workspace": proposal.workspace_id, "proposal": proposal.id, "person": person.id}
    return store.first(_VOTE, wanted)


_SHARERS = func.count(col(Membership.person_id).distinct())
_AGREED = func.count(case((col(Vote.agrees).is_(True), col(Vote.person_id))).distinct())
_COUNTED = (
    select(Proposal, _SHARERS, _AGREED)
    .join(Membership, col(Membership.team_id) == Proposal.team_id)
    .join(Person, col(Person.id) == Membership.person_id)
    .join(Vote, and_(col(Vote.proposal_id) == Proposal.id, col(Vote.person_id) == Membership.person_id), isouter=True)
    .where(
        Proposal.workspace_id == given("workspace"),
        Membership.workspace_id == given("workspace"),
        col(Membership.role).in_([Role.MEMBER, Role.MANAGER]),
        col(Person.left_at).is_(None),
    )
    .group_by(col(Proposal.id))
)
_COUNTS = _COUNTED.where(Proposal.id == given("proposal"))
_CARRIED = _COUNTED.where(_IS_OPEN).having(2 * _AGREED > _SHARERS).order_by(col(Proposal.id)).limit(given("limit"))


def counts(store: Store, proposal: Proposal) -> tuple[int, int]:
    """How many of those who share the team's work now agree, and how many they are."""
    wanted = {"workspace": proposal.workspace_id, "proposal": proposal.id}
    _, sharers, agreed = store.first(_COUNTS, wanted) or (None, 0, 0)
    return agreed, sharers


def carried(store: Store, workspace_id: str, limit: int) -> list[Proposal]:
    """Up to `limit` open proposals on which more than half of those who share the work agree, oldest first."""
    return [one for one, _, _ in store.find(_CARRIED, {"workspace": workspace_id, "limit": limit})]
