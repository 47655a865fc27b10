"""How much whirlwind is healthy is agreed by the team: more than half of those who share its work."""

from collections.abc import Sequence

import pytest

from storage.tables import Membership, Person, Place, PlaceKind, Proposal, ProposalState, Role, Team, Vote
from tests.orchestra import Orchestra, Player


@pytest.fixture
def team(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field", part="field", digest_at=990)


@pytest.fixture
def bo(day: Orchestra, team: Team) -> Player:
    return day.player("Bo", team=team, role=Role.MANAGER)


def members(day: Orchestra, team: Team, *names: str) -> list[Player]:
    return [day.player(name, team=team) for name in names]


def proposes(player: Player, team: Team, share: str) -> None:
    player.does("allowance.propose", fields={"team": team.id, "share": share})


def votes(day: Orchestra, players: Sequence[Player], said: str = "agree", proposal: Proposal | None = None) -> None:
    of = proposal or day.all(Proposal)[-1]
    for player in players:
        player.does("allowance.vote", value=f"{of.id} {said}", place="field")


def allowance(day: Orchestra) -> float | None:
    return next(one for one in day.teams() if one.handle == "field").allowance


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_channel_is_asked_and_more_than_half_put_it_in_force(day: Orchestra, team: Team, bo: Player) -> None:
    ada, cy, eva = members(day, team, "Ada", "Cy", "Eva")
    proposes(bo, team, "40")
    (asked,) = day.in_channel(team)
    assert asked.says == "Bo proposes that up to 40 % whirlwind is healthy for Field."
    assert "One of the four who share the work agrees; it holds once three do." in flat(asked.text)

    votes(day, [ada])
    assert allowance(day) is None
    assert "Two of the four" in flat(day.changed_in(team)[-1].text)

    votes(day, [cy])
    assert allowance(day) == 0.4
    assert "Agreed: up to 40 % whirlwind is healthy here." in flat(day.changed_in(team)[-1].text)
    votes(day, [eva], "not")
    assert allowance(day) == 0.4
    assert "It is agreed and holds." in flat(eva.answer)
    assert day.count(Vote) == 3


def test_until_then_the_old_one_holds(day: Orchestra, team: Team, bo: Player) -> None:
    ada, *_ = members(day, team, "Ada", "Cy")
    day.database.writer.write(lambda store: store.change(team, allowance=0.5)).result()
    proposes(bo, team, "30 %")

    assert allowance(day) == 0.5
    assert "Agreed until now: up to 50 %." in flat(day.in_channel(team)[-1].text)
    votes(day, [ada])
    assert allowance(day) == 0.3


def test_who_agrees_can_change_it_and_is_counted_once(day: Orchestra, team: Team, bo: Player) -> None:
    ada, cy, _, _ = members(day, team, "Ada", "Cy", "Eva", "Flo")
    proposes(bo, team, "40")
    votes(day, [ada, ada, ada])
    assert allowance(day) is None
    assert day.count(Vote) == 2

    votes(day, [ada], "not")
    assert "You would rather not have 40 %." in flat(ada.answer)
    votes(day, [cy])
    assert allowance(day) is None
    votes(day, [ada])
    assert allowance(day) == 0.4


def test_names_are_shown_nowhere(day: Orchestra, team: Team, bo: Player) -> None:
    ada, *_ = members(day, team, "Ada", "Cy", "Eva")
    proposes(bo, team, "40")
    votes(day, [ada], "not")

    bo.does("setup.open", value=team.id)
    shown = [*day.in_channel(team), *day.changed_in(team)]
    assert all("Ada" not in one.text for one in shown)
    assert "one of four agrees" in flat(bo.answer)
    assert "not" not in flat(day.changed_in(team)[-1].text).split("Agree")[0].split("of the four who")[1].split(".")[0]


def test_only_those_who_share_the_work_are_asked(day: Orchestra, team: Team, bo: Player) -> None:
    members(day, team, "Ada", "Cy")
    ruth = day.player("Ruth", team=team, role=Role.COACH)
    zoe = day.player("Zoe", team=day.team("Sales"))
    proposes(bo, team, "40")
    for player in (ruth, zoe):
        player.does("allowance.vote", value=f"{day.all(Proposal)[0].id} agree")
        assert "There is no such thing here" in player.answer

    assert day.count(Vote) == 1


@pytest.mark.parametrize("value", ["", "x agree", "{id}", "{id} perhaps", "{id} agree agree"])
def test_what_is_no_vote_counts_for_nothing(day: Orchestra, team: Team, bo: Player, value: str) -> None:
    ada, *_ = members(day, team, "Ada", "Cy")
    proposes(bo, team, "40")
    ada.does("allowance.vote", value=value.replace("{id}", day.all(Proposal)[0].id))

    assert "There is no such thing here" in ada.answer
    assert day.count(Vote) == 1


def test_who_joins_counts_and_who_leaves_does_not(day: Orchestra, team: Team, bo: Player) -> None:
    ada, *_ = members(day, team, "Ada", "Cy", "Eva")
    proposes(bo, team, "40")
    votes(day, [ada])
    day.goes_on(minutes=1)
    assert allowance(day) is None

    day.player("Flo", team=team)
    gone = [one.id for one in day.all(Membership) if one.person_id in {Player(day, h).person.id for h in ("cy", "eva")}]
    day.database.writer.write(lambda store: store.forget(Membership, gone[:1])).result()
    day.goes_on(minutes=1)
    assert allowance(day) is None

    day.database.writer.write(lambda store: store.forget(Membership, gone)).result()
    day.goes_on(minutes=1)
    assert allowance(day) == 0.4
    assert [one.state for one in day.all(Proposal)] == [ProposalState.AGREED]
    day.goes_on(minutes=1)
    assert len([one for one in day.changed_in(team) if "Agreed" in one.text]) == 1


def test_the_vote_of_who_left_is_not_counted(day: Orchestra, team: Team, bo: Player) -> None:
    ada, cy, *_ = members(day, team, "Ada", "Cy", "Eva", "Flo")
    proposes(bo, team, "40")
    votes(day, [ada])
    left = next(one for one in day.all(Person) if one.handle == "ada")
    day.database.writer.write(lambda store: store.change(left, left_at=day.clock.at)).result()

    votes(day, [cy])
    assert allowance(day) is None


def test_a_proposal_is_replaced_and_taken_back(day: Orchestra, team: Team, bo: Player) -> None:
    ada, cy = members(day, team, "Ada", "Cy")
    proposes(bo, team, "40")
    proposes(bo, team, "40")
    assert day.count(Proposal) == 1
    proposes(bo, team, "30")
    first, second = day.all(Proposal)
    assert [first.state, second.state] == [ProposalState.REPLACED, ProposalState.OPEN]
    assert "is replaced by another" in day.changed_in(team)[-1].text
    votes(day, [ada, cy], proposal=first)
    assert allowance(day) is None
    assert "Another proposal stands in its place." in flat(ada.answer)

    bo.does("allowance.take_back", value=second.id)
    bo.does("allowance.take_back", value=second.id)
    votes(day, [ada, cy])
    assert allowance(day) is None
    assert "is taken back" in flat(day.changed_in(team)[-1].text)


@pytest.mark.parametrize(
    ("share", "said"),
    [("", "Write a whole number"), ("101", "Write a whole number"), ("-1", "Write a whole number"),
     ("4e1", "Write a whole number"), ("٤٠", "Write a whole number"), ("50", "That is what holds already")],
)  # fmt: skip
def test_a_share_that_cannot_be_is_mended(day: Orchestra, team: Team, bo: Player, share: str, said: str) -> None:
    day.database.writer.write(lambda store: store.change(team, allowance=0.5)).result()
    played = bo.does("allowance.propose", fields={"team": team.id, "share": share})

    assert played.notes
    assert said in bo.answer
    assert day.count(Proposal) == 0


def test_a_team_without_a_channel_is_told_what_to_do_first(day: Orchestra, team: Team, bo: Player) -> None:
    (channel,) = [one for one in day.all(Place) if one.kind is PlaceKind.CHANNEL]
    day.database.writer.write(lambda store: store.change(channel, team_id=None)).result()
    proposes(bo, team, "40")

    assert "The team has no channel yet to be asked in." in bo.answer
    assert day.count(Proposal) == 0


@pytest.mark.parametrize("action", ["allowance.open_form", "allowance.propose", "allowance.take_back"])
def test_nobody_but_who_leads_proposes(day: Orchestra, team: Team, bo: Player, action: str) -> None:
    (ada,) = members(day, team, "Ada")
    lead_of_another = day.player("Zoe", team=day.team("Sales"), role=Role.MANAGER)
    proposes(bo, team, "40")
    (proposal,) = day.all(Proposal)
    for player in (ada, lead_of_another):
        value = proposal.id if action == "allowance.take_back" else team.id
        player.does(action, value=value, fields={"team": team.id, "share": "90"})
        assert "There is no such thing here" in player.answer

    assert [one.state for one in day.all(Proposal)] == [ProposalState.OPEN]


def test_a_digest_that_stands_is_measured_by_the_new_allowance(day: Orchestra, team: Team, bo: Player) -> None:
    others = members(day, team, "Ada", "Cy", "Eva", "Flo")
    day.goes_on(minutes=1)
    day.goes_on(hours=3)
    for player in others:
        player.hands_in(["Call every harbour before noon", "Sort the van papers"])
    day.goes_on(hours=7, minutes=30)
    assert "nobody has agreed yet" in flat(day.in_channel(team)[-1].text)

    proposes(bo, team, "60")
    votes(day, others[:2])

    digest = [flat(one.text) for one in day.changed_in(team) if "FIELD, TUESDAY 9 MARCH" in one.text][-1]
    assert "The whirlwind stayed inside what you agreed." in digest


def test_who_leads_a_team_alone_agrees_by_proposing(day: Orchestra, team: Team, bo: Player) -> None:
    proposes(bo, team, "0")

    assert allowance(day) == 0.0


def test_an_admin_proposes_without_a_vote(day: Orchestra, team: Team, bo: Player) -> None:
    idris = day.player("Idris")
    day.database.writer.write(lambda store: store.change(idris.person, is_admin=True)).result()
    proposes(idris, team, "40")

    assert day.count(Vote) == 0
    votes(day, [bo])
    assert allowance(day) == 0.4
