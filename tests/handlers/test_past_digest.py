"""A digest of another day, week or team, asked for in words."""

from datetime import UTC, datetime, time

import pytest

from handlers import understand
from handlers.turn import Gone
from storage.tables import Membership, Place, Role, Team
from tests.orchestra import Orchestra, Player

CALL = "Call every harbour before noon"
NAMES = ("Ada", "Bo", "Cleo", "Dov", "Eli", "Fay")


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field Service", handle="field", digest_at=990, allowance=0.4)


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    """Five of six answered on Tuesday the ninth; it is Thursday the eleventh."""
    six = [day.player(name, team=field) for name in NAMES]
    day.local(six[0], time(9))
    for player in six[:5]:
        player.hands_in([CALL, "Sort the van papers"], blocker=f"{player.handle} has no van", tell="yes")
    day.goes_to(datetime(2027, 3, 11, 12, tzinfo=UTC))
    return six[0]


def joins(day: Orchestra, player: Player, team: Team) -> None:
    ours = {"id": day.moment().id(), "workspace_id": day.workspace.id}
    day.keep(Membership(**ours, person_id=player.person.id, team_id=team.id, role=Role.MEMBER))


TUESDAY = "FIELD SERVICE, TUESDAY 9 MARCH"


@pytest.mark.parametrize(
    "said",
    ["digest of Tuesday", "digest of 9 March", "Digest as of 2027-03-09", "show me the digest of last Tuesday!",
     "digest of Field Service on Tuesday", "digest of Tuesday for the Field Service team", "tuesday's digest",
     "Tuesday’s digest", "digest for field, 9 March", "digest 9.3.", "the digest from Tuesday",
     "digest for the Field Service team on Tuesday"],
)  # fmt: skip
def test_a_day_that_is_over_is_shown_as_it_adds_up(ada: Player, said: str) -> None:
    ada.writes(said)

    assert ada.answer.splitlines()[0].strip() == TUESDAY
    assert "5 of 6 due" in ada.answer


@pytest.mark.parametrize("said", ["digest of last week", "last week's digest", "digest last week", "week of 3 March"])
def test_a_week_that_is_over(ada: Player, said: str) -> None:
    ada.writes(said)
    assert ada.answer.splitlines()[0].strip() == "FIELD SERVICE, 1 MARCH TO 5 MARCH"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("week of 9 March", "FIELD SERVICE, 8 MARCH TO 11 MARCH"),
        ("digest of this week", "FIELD SERVICE, 8 MARCH TO 11 MARCH"),
        ("digest of Field Service", "FIELD SERVICE, THURSDAY 11 MARCH"),
        ("digest of today", "FIELD SERVICE, THURSDAY 11 MARCH"),
        ("yesterday's digest", "FIELD SERVICE, WEDNESDAY 10 MARCH"),
    ],
)
def test_the_days_that_are_not_over_too(ada: Player, said: str, title: str) -> None:
    ada.writes(said)
    assert ada.answer.splitlines()[0].strip() == title


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("digest of tomorrow", "has no digest yet"),
        ("digest of Zebra", "no team in “zebra”"),
        ("digest of Field Service in 2031", "no team in"),
        ("digest of <script>", "no team in “<script>”"),
        ("digest of 31 February", "No day that is over"),
        ("digest of 2028-01-01", "has no digest yet"),
        ("digest of Field Service on 2028-01-01", "has no digest yet"),
    ],
)
def test_what_cannot_be_shown_is_said(ada: Player, said: str, answer: str) -> None:
    ada.writes(said)
    assert answer in ada.answer.replace("\n  ", " ")


@pytest.mark.parametrize("said", ["digest", "the digest", "week", "digest the report?" * 30])
def test_other_sentences_mean_what_they_meant(said: str) -> None:
    assert understand(said, "en") != "past_digest.say"


def test_the_other_teams_of_somebody_show_the_same_day(day: Orchestra, ada: Player) -> None:
    joins(day, ada, day.team("Sales"))
    ada.writes("digest of Tuesday")
    ada.presses("Sales")

    assert ada.answer.splitlines()[0].strip() == "SALES, TUESDAY 9 MARCH"


def test_who_sees_no_team_is_told(day: Orchestra, ada: Player) -> None:
    zoe = day.player("Zoe")
    zoe.writes("digest of Tuesday")
    assert "You see no team yet" in zoe.answer


def test_another_team_is_unknown_to_who_does_not_see_it(day: Orchestra, ada: Player) -> None:
    lou = day.player("Lou", team=day.team("Sales"), role=Role.MANAGER)
    lou.writes("digest of Field Service on Tuesday")
    assert "I find no day that is over and no team" in lou.answer
    team = next(one for one in day.teams() if one.name == "Field Service")
    lou.does("past_digest.say", value=f"{team.id} 2027-03-09 day")
    assert "There is no such thing here" in lou.answer


@pytest.mark.parametrize("value", ["x", "x 2027-03-09 day", "x yesterday day", "{team} 2027-03-09 month", "{team}"])
def test_a_button_that_nobody_made_shows_nothing(day: Orchestra, ada: Player, value: str) -> None:
    ada.does("past_digest.say", value=value.format(team=day.teams()[0].id))
    assert "There is no such thing here" in ada.answer


# Who runs Concertmaster


def test_an_admin_who_is_not_of_the_team_reads_its_figures_and_nobodys_words(day: Orchestra, ada: Player) -> None:
    idris = day.player("Idris", admin=True)
    for said in ("digest of Field Service on Tuesday", "week of 9 March"):
        idris.writes(said)

        assert idris.answer.splitlines()[0].strip().startswith("FIELD SERVICE")
        assert "5 of 6 due" in idris.answer or "5 of" in idris.answer
        assert "whirlwind" in idris.answer
        assert "its names and its words are the team’s own" in idris.answer.replace("\n  ", " ")
        assert not [name for name in NAMES if name in idris.answer]
        assert "van" not in idris.answer
        assert idris.buttons() == []


def test_a_team_that_is_gone_has_no_figures(day: Orchestra, ada: Player) -> None:
    idris = day.player("Idris", admin=True)
    place = next(one for one in day.all(Place) if one.person_id == idris.person.id)
    with pytest.raises(Gone):
        day.draws(place, "digest.day", {"team": "gone", "day": "2027-03-09"})


def test_of_a_few_an_admin_reads_nothing(day: Orchestra, ada: Player) -> None:
    idris = day.player("Idris", admin=True)
    Player(day, "fay").writes("digest of Wednesday")
    idris.writes("digest of Field Service on Wednesday")

    assert "Fewer than five took part" in idris.answer
    assert "whirlwind" not in idris.answer


def test_an_admin_of_the_team_reads_it_like_the_others(day: Orchestra, field: Team, ada: Player) -> None:
    idris = day.player("Idris", team=field, admin=True)
    idris.writes("digest of Tuesday")
    assert "has no van" in idris.answer


def test_two_teams_of_one_name_are_asked_apart(day: Orchestra, ada: Player) -> None:
    other = day.team("Other")
    joins(day, ada, other)
    day.database.writer.write(lambda store: store.change(other, name="Field Service")).result()
    ada.writes("digest of Field Service on Tuesday")
    assert "Several teams have that name" in ada.answer
    ada.presses("Field Service")

    assert ada.answer.splitlines()[0].strip() == TUESDAY
