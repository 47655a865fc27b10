"""Who sent a lesson reads what came of it in fives; who did what stays with each of them."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from handlers.turn import Gone
from prompts import lesson as shelf
from storage.tables import Membership, Person, Place, Role, Sending, SendingState, Sitting, SittingState, Team
from tests.orchestra import Orchestra, Player

RIGHT, MISSED, OTHER = 1, 0, 2
"""Options of the lesson on promises, from 0: the one that holds, and two that do not."""


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field", part="field")


@pytest.fixture
def ruth(day: Orchestra, field: Team) -> Player:
    return day.player("Ruth", team=field, role=Role.COACH)


def flat(player: Player) -> str:
    return " ".join(player.answer.split())


def sent(day: Orchestra, sender: Player, team: Team, receivers: int, lesson: str = "promises") -> Sending:
    """A lesson that was sent to so many."""
    one = Sending(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        sender_id=sender.person.id,
        lesson=lesson,
        team_id=team.id,
        state=SendingState.SENT,
        receivers=receivers,
        made_at=day.clock.at,
        sent_at=day.clock.at,
    )
    day.keep(one)
    return one


def sit(
    day: Orchestra,
    team: Team,
    of: Sending,
    chosen: Sequence[int | None] = (),
    *,
    state: SittingState = SittingState.READING,
    card: int = 0,
    version: int = 1,
) -> None:
    """As many people as there are options: each answered with one; None is somebody who has come as far as `state`."""
    for one in chosen:
        now = day.moment()
        person = Person(id=now.id(), workspace_id=day.workspace.id, handle=now.id(), name="Wilhelmina Kind")
        member = Membership(
            id=now.id(), workspace_id=day.workspace.id, team_id=team.id, person_id=person.id, role=Role.MEMBER
        )
        day.keep(person, member)
        day.keep(
            Sitting(
                id=now.id(),
                workspace_id=day.workspace.id,
                person_id=person.id,
                sending_id=of.id,
                lesson=of.lesson,
                version=version,
                state=state if one is None else SittingState.ANSWERED,
                card=card if one is None else 3,
                chosen=one,
                right=None if one is None else one == RIGHT,
                answered_at=None if one is None else day.clock.at,
            )
        )
        day.clock.at += timedelta(minutes=1)


MIXED = [RIGHT, MISSED, RIGHT, RIGHT, OTHER]


def test_right_and_each_option_are_told_in_fives(day: Orchestra, field: Team, ruth: Player) -> None:
    one = sent(day, ruth, field, 12)
    sit(day, field, one, [*MIXED, *MIXED, MISSED, None])
    ruth.does("sendings.results", value=one.id)
    said = flat(ruth)

    assert "Promises between teams, sent on Tuesday 9 March to twelve people of Field." in said
    assert "Have begun ten at least" in said
    assert "There are ten answers; six of them chose the option that holds." in said
    assert "“Selma sends it to Mira by Thursday noon” six. This one holds." in said
    assert "A thumbs-up under the message two" in said
    assert "Wilhelmina" not in said
    assert "eleven" not in said


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "Fewer than five answered."),
        (MIXED[:4], "Fewer than five answered."),
        ([MISSED] * 5, "How they chose would tell what each of them did, so it is not shown."),
        ([RIGHT] * 5, "How they chose would tell what each of them did, so it is not shown."),
        ([MISSED, OTHER] * 5, "How they chose would tell what each of them did, so it is not shown."),
        # What the second five have more than the first would say that each of them missed it, and by which option.
        ([*MIXED, *[MISSED] * 5], "There are ten answers; three of them chose the option that holds."),
    ],
)
def test_options_are_not_told_where_they_would_say_what_each_chose(
    day: Orchestra, field: Team, ruth: Player, chosen: Sequence[int], said: str
) -> None:
    one = sent(day, ruth, field, 12)
    sit(day, field, one, chosen)
    ruth.does("sendings.results", value=one.id)

    assert said in flat(ruth)
    assert "This one holds." not in flat(ruth)
    assert "A thumbs-up" not in flat(ruth)


def test_no_figure_moves_by_what_one_person_does(day: Orchestra, field: Team, ruth: Player) -> None:
    one = sent(day, ruth, field, 30)
    seen: list[str] = []
    for n in range(20):
        sit(day, field, one, [[RIGHT, MISSED, OTHER][n % 3]])
        ruth.does("sendings.results", value=one.id)
        seen.append(flat(ruth))

    moved = [n + 1 for n in range(1, 20) if seen[n] != seen[n - 1]]
    assert moved == [5, 10, 15, 20]


@pytest.mark.parametrize("state", [SittingState.OFFERED, SittingState.DECLINED, SittingState.WAITING])
def test_who_has_not_begun_or_let_it_be_is_told_to_nobody(
    day: Orchestra, field: Team, ruth: Player, state: SittingState
) -> None:
    one = sent(day, ruth, field, 20)
    ruth.does("sendings.results", value=one.id)
    before = flat(ruth)
    sit(day, field, one, [None] * 10, state=state)
    ruth.does("sendings.results", value=one.id)

    assert flat(ruth) == before
    assert "fewer than five" in before


def test_who_has_read_a_card_has_begun_also_if_they_put_the_rest_off(day: Orchestra, field: Team, ruth: Player) -> None:
    one = sent(day, ruth, field, 20)
    sit(day, field, one, [None] * 3, card=1)
    sit(day, field, one, [None] * 3, state=SittingState.WAITING, card=2)
    ruth.does("sendings.results", value=one.id)

    assert "Have begun five at least" in flat(ruth)


def test_answers_to_another_version_say_nothing_of_its_options(day: Orchestra, field: Team, ruth: Player) -> None:
    one = sent(day, ruth, field, 12)
    sit(day, field, one, MIXED[:4])
    sit(day, field, one, MIXED[4:], version=7)
    ruth.does("sendings.results", value=one.id)

    assert "There are five answers; three of them chose the option that holds." in flat(ruth)
    assert "This one holds." not in flat(ruth)


def test_of_a_lesson_that_is_off_the_shelf_the_figures_stay(
    day: Orchestra, field: Team, ruth: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sent(day, ruth, field, 12)
    sit(day, field, one, MIXED)
    monkeypatch.setattr(shelf._shelf, "lessons", {})
    ruth.does("sendings.results", value=one.id)

    assert "three of them chose" in flat(ruth)
    assert "The lesson itself is no longer on the shelf." in flat(ruth)
    ruth.presses("All that I sent")
    assert "promises, on Tuesday 9 March, to twelve people." in flat(ruth)


def test_one_that_reached_nobody_has_no_figures(day: Orchestra, field: Team, ruth: Player) -> None:
    one = sent(day, ruth, field, 0)
    ruth.does("sendings.results", value=one.id)

    assert "to nobody: everybody there had it already." in flat(ruth)
    assert "Have begun" not in flat(ruth)


def test_from_the_message_that_says_it_is_sent(day: Orchestra, field: Team, ruth: Player) -> None:
    day.player("Ada", team=field)
    day.goes_on(hours=5)
    ruth.writes("send promises to Field")
    ruth.presses("Send")
    ruth.presses("What came of it")

    assert "to one person of Field." in flat(ruth)


# Whose they are


def test_what_came_of_it_is_its_senders_alone(day: Orchestra, field: Team, ruth: Player) -> None:
    petra, ada = day.player("Petra", team=field, role=Role.COACH), day.player("Ada", team=field)
    tomas = day.player("Tomas", team=field, role=Role.MANAGER)
    one = sent(day, ruth, field, 12)
    sit(day, field, one, MIXED)
    looked_at = Sending(**{**one.model_dump(), "id": day.moment().id(), "state": SendingState.PREVIEWED})
    day.keep(looked_at)
    for player, id in ((petra, one.id), (ada, one.id), (tomas, one.id), (ruth, looked_at.id), (ruth, "0" * 32)):
        player.does("sendings.results", value=id)
        assert flat(player) == "There is no such thing here, or it is not yours to see."


def test_it_is_not_drawn_where_others_read_along(day: Orchestra, field: Team, ruth: Player) -> None:
    one = sent(day, ruth, field, 12)
    channel = next(place for place in day.all(Place) if place.team_id == field.id)
    for view, about in (
        ("sendings.results", {"sending": one.id}),
        ("sendings.mine", {"person": ruth.person.id, "from": "0"}),
    ):
        with pytest.raises(Gone):
            day.draws(channel, view, about)
    ruth.does("sendings.results", value=one.id, place=channel.external_id)
    assert "There is no such thing here" in flat(ruth)


# All that was sent


def test_all_that_somebody_sent_is_leafed_through_the_last_one_first(day: Orchestra, field: Team, ruth: Player) -> None:
    for lesson in [*shelf.every()] * 5:
        sent(day, ruth, field, 3, lesson)
        day.clock.at += timedelta(days=1)
    ruth.writes("lessons I sent")
    assert flat(ruth).startswith("35 lessons that you sent, the last one first.")
    seen: list[str] = []
    for _ in range(3):
        seen += [one.value for one in ruth.buttons() if one.action == "sendings.results"]
        ruth.presses("Older ones")
    seen += [one.value for one in ruth.buttons() if one.action == "sendings.results"]
    assert len(set(seen)) == len(seen) == 35
    ruth.presses("Newer ones")
    assert [one.value for one in ruth.buttons() if one.action == "sendings.results"] == seen[20:30]


@pytest.mark.parametrize("value", ["", "x", "-1", "99999", "9999", "²"])
def test_a_place_that_is_none_shows_the_newest(day: Orchestra, field: Team, ruth: Player, value: str) -> None:
    sent(day, ruth, field, 3)
    ruth.does("sendings.mine", value=value)

    assert flat(ruth).startswith("One lesson that you sent.")


def test_who_may_not_send_reads_who_may_and_who_did_reads_their_own(day: Orchestra, field: Team) -> None:
    ada, zoe = day.player("Ada", team=field), day.player("Zoe", team=field)
    olga = day.player("Olga", strategy_owner=True)
    sent(day, zoe, field, 3)
    ada.does("sendings.mine")
    assert "Lessons are sent by the coaches" in flat(ada)
    zoe.does("sendings.mine")
    assert "One lesson that you sent." in flat(zoe), "who coached once still reads what they sent"
    olga.does("sendings.mine")
    assert "You have not sent a lesson yet." in flat(olga)
