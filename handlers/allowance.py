"""How much whirlwind is healthy: proposed by who leads a team, in force once more than half of it agree."""

from collections.abc import Mapping
from datetime import datetime

from handlers.cards import Card, Form
from handlers.guards import need_led_team, read_led_team
from handlers.turn import Answer, Corrections, Gone, How, Moment, Reader, Refused, Reply, Turn, agreement, stand
from handlers.views import allowance as view
from prompts import phrase
from score.cadence import common_zone, local_day
from storage import allowances, deliveries, digests, people
from storage.store import Store
from storage.tables import Place, PlaceKind, Proposal, ProposalState, Role, Team, Vote

SHARES_AS = (Role.MEMBER, Role.MANAGER)
"""What somebody is to a team whose work they share."""

SAID = {"agree": True, "not": False}


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form for a proposal."""
    return Reply(Answer(How.FORM, "allowance.form", {"team": need_led_team(turn, store, turn.value).id}))


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The share, to be filled in; what is proposed or holds now stands in it."""
    team = read_led_team(store, reader, about["team"])
    return view.form(team, allowances.open_of(store, team))


def propose(turn: Turn, store: Store, _: None = None) -> Reply:
    """Ask the team in its channel; an open proposal is replaced."""
    team = need_led_team(turn, store, turn.fields.get("team", ""))
    share = _share(turn, team)
    before = allowances.open_of(store, team)
    answer = Answer(How.CARD, "setup.card", {"team": team.id})
    if before is not None and before.share == share:
        return Reply(answer)
    places = _need_channels(store, team, share, before)
    if before is not None:
        _close(store, before, ProposalState.REPLACED, turn.at)
    proposal = Proposal(
        id=turn.id(),
        workspace_id=team.workspace_id,
        team_id=team.id,
        proposer_id=turn.person.id,
        share=share,
        made_at=turn.at,
    )
    store.keep(proposal)
    if _shares(turn, store, team.id):
        # Whoever proposes it means it.
        _say(turn, store, proposal, agrees=True)
    about, subject = {"proposal": proposal.id}, agreement(proposal.id)
    standing = [stand(turn, place, "allowance.asked", about, subject=subject) for place in places]
    _settle_if_carried(store, proposal, team, turn.at)
    return Reply(answer, [delivery for _, delivery in standing], [shown for shown, _ in standing])


def _need_channels(store: Store, team: Team, share: float, before: Proposal | None) -> list[Place]:
    """Where the team is asked, if there is something to ask and somewhere to do so."""
    places = people.channels_of(store, team.workspace_id, [team])
    if before is None and team.allowance == share:
        raise Corrections("allowance.form", {"team": team.id}, {"share": phrase("allowance.holds-already")})
    if not places:
        raise Corrections("allowance.form", {"team": team.id}, {"share": phrase("allowance.no-channel")})
    return places


def _share(turn: Turn, team: Team) -> float:
    """The share that was filled in, in whole percent."""
    said = turn.fields.get("share", "").strip().removesuffix("%").strip()
    if not (said.isascii() and said.isdecimal() and len(said) <= 3 and int(said) <= 100):
        raise Corrections("allowance.form", {"team": team.id}, {"share": phrase("allowance.no-share")})
    return int(said) / 100


def _shares(turn: Turn, store: Store, team_id: str) -> bool:
    return any(one.team_id == team_id and one.role in SHARES_AS for one in people.memberships_of(store, turn.person))


def _say(turn: Turn, store: Store, proposal: Proposal, *, agrees: bool) -> None:
    before = allowances.vote_of(store, proposal, turn.person)
    if before is not None:
        store.change(before, agrees=agrees, said_at=turn.at)
        return
    vote = Vote(
        id=turn.id(),
        workspace_id=proposal.workspace_id,
        proposal_id=proposal.id,
        person_id=turn.person.id,
        agrees=agrees,
        said_at=turn.at,
    )
    store.keep(vote)


def vote(turn: Turn, store: Store, _: None = None) -> Reply:
    """Agree or not; either can be changed as long as the proposal is open."""
    proposal_id, said = turn.value.partition(" ")[::2]
    proposal = allowances.proposal(store, turn.person.workspace_id, proposal_id)
    if proposal is None or said not in SAID or not _shares(turn, store, proposal.team_id):
        raise Refused("home.not_there")
    about = {"proposal": proposal.id, "person": turn.person.id}
    if proposal.state is ProposalState.OPEN:
        _say(turn, store, proposal, agrees=SAID[said])
        deliveries.amend(store, proposal.workspace_id, agreement(proposal.id))
        team = people.team(store, proposal.workspace_id, proposal.team_id)
        if team is not None:
            _settle_if_carried(store, proposal, team, turn.at)
    return Reply(Answer(How.CARD, "allowance.voted", about))


def take_back(turn: Turn, store: Store, _: None = None) -> Reply:
    """Take an open proposal back: what held before still holds."""
    proposal = allowances.proposal(store, turn.person.workspace_id, turn.value)
    team = need_led_team(turn, store, proposal.team_id if proposal else "")
    if proposal is not None and proposal.state is ProposalState.OPEN:
        _close(store, proposal, ProposalState.TAKEN_BACK, turn.at)
    return Reply(Answer(How.CARD, "setup.card", {"team": team.id}))


def settle(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Put in force what more than half of a team agree on since somebody joined it, left it or was let go."""
    carried = allowances.carried(store, workspace_id, limit)
    for proposal in carried:
        team = people.team(store, workspace_id, proposal.team_id)
        if team is not None:
            _put_in_force(store, proposal, team, moment.at)
    return Reply(served=len(carried))


def _settle_if_carried(store: Store, proposal: Proposal, team: Team, at: datetime) -> None:
    agree, sharers = allowances.counts(store, proposal)
    if 2 * agree > sharers:
        _put_in_force(store, proposal, team, at)


def _put_in_force(store: Store, proposal: Proposal, team: Team, at: datetime) -> None:
    _close(store, proposal, ProposalState.AGREED, at)
    store.change(team, allowance=proposal.share)
    zone = team.time_zone or common_zone(people.zones_of(store, team))
    digests.changed(store, team.workspace_id, [team.id], local_day(at, zone))


def _close(store: Store, proposal: Proposal, state: ProposalState, at: datetime) -> None:
    store.change(proposal, state=state, settled_at=at)
    deliveries.amend(store, proposal.workspace_id, agreement(proposal.id))


# How it looks


def draw_asked(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The question as it stands in the team's channel."""
    proposal = allowances.proposal(store, reader.place.workspace_id, about["proposal"])
    if proposal is None or not _may_see(store, reader, proposal.team_id):
        raise Gone(about["proposal"])
    team = people.team(store, proposal.workspace_id, proposal.team_id)
    by = people.person(store, proposal.workspace_id, proposal.proposer_id)
    if team is None or by is None:
        raise Gone(about["proposal"])
    return view.asked(proposal, team, by, allowances.counts(store, proposal))


def _may_see(store: Store, reader: Reader, team_id: str) -> bool:
    if reader.place.kind is PlaceKind.CHANNEL:
        return reader.place.team_id == team_id
    return reader.person is not None and team_id in {one.id for one in people.teams_seen_by(store, reader.person)}


def draw_voted(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What one's own answer is, for oneself."""
    person = reader.person
    proposal = allowances.proposal(store, reader.place.workspace_id, about["proposal"])
    if person is None or person.id != about["person"] or proposal is None:
        raise Gone(about["proposal"])
    return view.voted(proposal, allowances.vote_of(store, proposal, person))
