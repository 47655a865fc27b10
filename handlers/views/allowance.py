"""How it looks when a team is asked how much whirlwind is healthy."""

from handlers.cards import Audience, Button, Buttons, Card, Field, FieldKind, Form, Piece, Prose, Theirs
from prompts import Filled, Which, phrase
from storage.tables import Person, Privacy, Proposal, ProposalState, Team, Vote


def form(team: Team, proposal: Proposal | None) -> Form:
    """What share is proposed?"""
    share = proposal.share if proposal else team.allowance
    field = Field(
        "share",
        phrase("allowance.share"),
        Audience(phrase("allowance.channel-sees"), Privacy.TEAM),
        FieldKind.NUMBER,
        value=Theirs(str(_percent(share)), Privacy.TEAM) if share is not None else None,
        hint=phrase("allowance.share-hint"),
        optional=False,
        longest=4,
    )
    title = phrase("allowance.title", team=team.name)
    return Form(
        title,
        "allowance.propose",
        [field],
        phrase("allowance.ask"),
        about={"team": team.id},
        note=phrase("allowance.note"),
    )


def _percent(share: float) -> int:
    return round(100 * share)


def asked(proposal: Proposal, team: Team, by: Person, counts: tuple[int, int]) -> Card:
    """In the channel: the question, how many agree, and what came of it."""
    percent = _percent(proposal.share)
    sees = Audience(phrase("allowance.counts-only"), Privacy.TEAM)
    if proposal.state is not ProposalState.OPEN:
        came = phrase("allowance.came", state=Which(proposal.state), percent=percent)
        return Card(came, [sees])
    says = phrase("allowance.asks", by=by.name, percent=percent, team=team.name)
    pieces: list[Piece] = [Prose(phrase("allowance.what-it-is", now=_now(team))), Prose(_counted(counts), quiet=True)]
    buttons = [
        Button(phrase("allowance.agree"), "allowance.vote", f"{proposal.id} agree", main=True),
        Button(phrase("allowance.not-so"), "allowance.vote", f"{proposal.id} not"),
    ]
    return Card(says, [*pieces, Buttons(buttons), sees])


def _now(team: Team) -> Filled:
    if team.allowance is None:
        return phrase("allowance.nothing-holds")
    return phrase("allowance.holds", percent=_percent(team.allowance))


def _counted(counts: tuple[int, int]) -> Filled:
    agree, sharers = counts
    return phrase("allowance.counted", agree=agree, of=sharers, needed=sharers // 2 + 1)


def voted(proposal: Proposal, vote: Vote | None) -> Card:
    """To one person: what they said, which nobody else is told."""
    said = Which("none" if vote is None else "agree" if vote.agrees else "not")
    closed = Which("open" if proposal.state is ProposalState.OPEN else proposal.state)
    says = phrase("allowance.voted", said=said, state=closed, percent=_percent(proposal.share))
    return Card(says, [Audience(phrase("allowance.only-you"), Privacy.PERSON)])
