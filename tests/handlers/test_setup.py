"""A team is set up in chat, by who leads it, in any order, and nothing of it is forced."""

from datetime import UTC, datetime, time, timedelta

import pytest

from handlers.cards import Card, Form, buttons_in
from handlers.turn import How
from storage.tables import CheckIn, Delivery, Person, Place, PlaceKind, Proposal, Role, Shown, Team
from tests.orchestra import Orchestra, Player

WEEK = "mon tue wed thu fri"


@pytest.fixture
def team(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field", part="field", digest_at=990, time_zone="Europe/Dublin")


@pytest.fixture
def bo(day: Orchestra, team: Team) -> Player:
    return day.player("Bo", team=team, role=Role.MANAGER)


def channel(day: Orchestra, name: str, team: Team | None = None) -> Place:
    place = Place(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        connection_id=day.connection.id,
        external_id=name,
        kind=PlaceKind.CHANNEL,
        name=name,
        team_id=team.id if team else None,
    )
    day.keep(place)
    return place


def hours(player: Player, team: Team, at: str, days: str = WEEK, zone: str = "Europe/Dublin") -> None:
    player.does("setup.take_hours", fields={"team": team.id, "at": at, "days": days, "zone": zone})


def flat(text: str) -> str:
    return " ".join(text.split())


# Who may


def test_one_card_says_where_each_thing_stands(day: Orchestra, team: Team, bo: Player) -> None:
    day.player("Ada", team=team)
    day.player("Zoe", team=team, role=Role.OBSERVER)
    bo.writes("set up")

    for fact in (
        "Channel field",
        "Digest at 16:30, time of Europe/Dublin, on Mon to Fri; next on Tuesday 9 March at 16:30",
        "Leads Bo",
        "Members Ada",
        "Observers Zoe",
        "Coaches nobody",
        "Allowance nothing agreed yet",
    ):
        assert fact in flat(bo.answer), fact
    assert len(bo.buttons()) == 9


def test_who_leads_several_teams_is_asked_which_and_an_admin_has_all(day: Orchestra, team: Team, bo: Player) -> None:
    sales = day.team("Sales")
    day.player("Cy", team=[team, sales], role=Role.MANAGER).writes("set up")
    cy = Player(day, "cy")
    idris = day.player("Idris")
    day.database.writer.write(lambda store: store.change(idris.person, is_admin=True)).result()
    cy.writes("setup")
    assert "Which team shall it be?" in cy.answer
    cy.presses("Sales")
    assert "This is how Sales is set up." in cy.answer

    idris.writes("set up")
    idris.presses("Field")
    assert "This is how Field is set up." in idris.answer


@pytest.mark.parametrize(
    "action",
    ["setup.open", "setup.open_channel", "setup.take_channel", "setup.open_hours", "setup.take_hours",
     "setup.preview_prompt", "setup.preview_digest", "setup.unseen"],
)  # fmt: skip
def test_everybody_else_gets_the_usual_refusal(day: Orchestra, team: Team, bo: Player, action: str) -> None:
    (place,) = [one for one in day.all(Place) if one.team_id == team.id]
    given = {"team": team.id, "channel": place.id, "at": "10:00", "days": WEEK, "zone": "UTC"}
    others = [
        day.player("Ada", team=team),
        day.player("Ruth", team=team, role=Role.COACH),
        day.player("Zoe", team=team, role=Role.OBSERVER),
        day.player("Otto", team=day.team("Sales"), role=Role.MANAGER),
    ]
    for player in others:
        player.does(action, value=team.id, fields=given)
        assert "There is no such thing here" in player.answer
    bo.does(action, value="nowhere", fields={**given, "team": "nowhere"})
    assert "There is no such thing here" in bo.answer
    ada = others[0]
    ada.writes("set up")
    assert "There is no such thing here" in ada.answer
    assert day.teams()[0].digest_at == 990


# The model


def test_a_team_does_without_a_model_and_with_one_again(day: Orchestra, team: Team, bo: Player) -> None:
    bo.writes("set up")
    assert "Answers put into words by a model, where one is switched on, and held to the lines" in flat(bo.answer)
    for label, says, without in (
        ("Without a model", "Answers in the words of the score alone", True),
        ("With a model", "Answers put into words by a model", False),
    ):
        bo.presses(label)
        assert says in flat(bo.answer)
        assert day.teams()[0].without_model is without
    bo.does("setup.model", value=f"perhaps {team.id}")
    assert "There is no such thing here" in bo.answer


# The channel


def test_the_digest_goes_to_the_channel_that_was_chosen(day: Orchestra, team: Team, bo: Player) -> None:
    other = channel(day, "field-news")
    channel(day, "sales-talk", day.team("Sales"))
    form = bo.does("setup.open_channel", value=team.id).drawn
    assert isinstance(form, Form)
    assert [str(option.label) for option in form.fields[0].options] == ["field", "field-news"]

    bo.fills("field-news")
    day.goes_on(minutes=1)
    day.goes_on(hours=10, minutes=30)

    assert "Channel field-news" in flat(bo.answer)
    assert [one.to.id for one in day.mouth.sent if one.to.kind is PlaceKind.CHANNEL] == [other.id]
    assert {one.name: one.team_id for one in day.all(Place) if one.name.startswith("field")} == {
        "field": None,
        "field-news": team.id,
    }


@pytest.mark.parametrize("said", ["", "sales", "nowhere", "<!channel>"])
def test_a_channel_of_another_team_is_not_given(day: Orchestra, team: Team, bo: Player, said: str) -> None:
    day.team("Sales")
    taken = next(one.id for one in day.all(Place) if one.name == "sales")
    for chosen in (said, taken):
        played = bo.does("setup.take_channel", fields={"team": team.id, "channel": chosen})
        assert set(played.notes) == {"channel"}

    assert {one.name for one in day.all(Place) if one.team_id == team.id} == {"field"}


def test_without_any_channel_it_says_what_to_do(day: Orchestra, team: Team, bo: Player) -> None:
    (place,) = [one for one in day.all(Place) if one.team_id == team.id]
    sales = day.team("Sales")
    day.database.writer.write(lambda store: store.change(place, team_id=sales.id)).result()
    bo.writes("set up")
    assert "none yet, so no digest is posted" in flat(bo.answer)
    bo.does("setup.take_channel", fields={"team": team.id, "channel": ""})

    assert "There is no free channel yet" in bo.answer


def test_an_open_question_goes_to_the_new_channel_too_and_once(day: Orchestra, team: Team, bo: Player) -> None:
    day.player("Ada", team=team)
    day.player("Cy", team=team)
    bo.does("allowance.propose", fields={"team": team.id, "share": "40"})
    channel(day, "field-news")
    for name in ("field-news", "field-news", "field", "field-news"):
        bo.does("setup.take_channel", fields={"team": team.id, "channel": name})
    Player(day, "ada").does("allowance.vote", value=f"{day.all(Proposal)[0].id} agree", place="field-news")

    asked = [one.to.name for one in day.mouth.sent if "proposes that" in one.says]
    assert asked == ["field", "field-news"]
    assert day.teams()[0].allowance == 0.4


# The hour


@pytest.mark.parametrize(
    ("now", "to", "came"),
    [
        (time(12), "18:00", ["Tue 18:00", "Wed 18:00"]),  # later today
        (time(12), "14:00", ["Tue 14:00", "Wed 14:00"]),  # sooner, still to come
        (time(12), "10:00", ["Tue 16:30", "Wed 10:00"]),  # over already: today is not lost
        (time(17), "18:00", ["Tue 16:30", "Wed 18:00"]),  # posted already: not twice a day
        (time(17), "10:00", ["Tue 16:30", "Wed 10:00"]),
        (time(12), "", []),
    ],
)
def test_an_hour_that_is_moved_loses_no_day_and_posts_none_twice(
    day: Orchestra, team: Team, bo: Player, now: time, to: str, came: list[str]
) -> None:
    day.goes_on()
    day.local(bo, now)
    hours(bo, team, to)
    seen: list[str] = [f"{day.clock.at:%a} 16:30"] if day.in_channel(team) else []
    count = len(day.in_channel(team))
    while day.clock.at < datetime(2027, 3, 10, 20, tzinfo=UTC):
        day.goes_on(minutes=120 if day.clock.at.hour in (20, 22, 0, 2, 4, 6) else 30)
        if len(day.in_channel(team)) > count:
            seen.append(f"{day.clock.at:%a %H:%M}")
            count = len(day.in_channel(team))

    assert seen == came


def test_the_digest_of_the_week_is_not_lost_when_its_hour_is_moved_across_now(
    day: Orchestra, team: Team, bo: Player
) -> None:
    day.goes_on()
    day.local(bo, time(12), days=3)
    hours(bo, team, "10:00")
    day.goes_on(hours=5)

    weeks = [one for one in day.in_channel(team) if "8 MARCH TO" in one.text]
    assert len(weeks) == 1
    assert day.clock.at.weekday() == 4


def test_days_and_zone_are_the_teams_own(day: Orchestra, team: Team, bo: Player) -> None:
    day.goes_on()
    hours(bo, team, "09:00", "sun mon", "Asia/Kathmandu")

    assert "next on Sunday 14 March at 09:00" in flat(bo.answer)
    (kept,) = day.teams()
    assert kept.next_digest_at == datetime(2027, 3, 14, 3, 15, tzinfo=UTC)
    assert kept.next_week_at == datetime(2027, 3, 14, 3, 15, tzinfo=UTC)


def test_a_team_that_had_no_digest_gets_its_first_at_the_next_hour(day: Orchestra, team: Team, bo: Player) -> None:
    day.goes_on()
    hours(bo, team, "")
    assert "Digest never" in flat(bo.answer)
    day.local(bo, time(12))
    hours(bo, team, "10:00")
    day.goes_on(hours=6)
    assert day.in_channel(team) == []

    day.local(bo, time(10), days=1)
    assert len(day.in_channel(team)) == 1


@pytest.mark.parametrize("at", ["25:00", "soon", "16", "<!here>"])
def test_hours_that_cannot_be_are_mended_all_at_once(day: Orchestra, team: Team, bo: Player, at: str) -> None:
    before = day.teams()
    played = bo.does("setup.take_hours", fields={"team": team.id, "at": at, "days": "", "zone": "Mars/Olympus"})

    assert set(played.notes) == {"at", "days", "zone"}
    assert day.teams() == before


# What it will look like


def test_the_preview_is_the_prompt_that_comes(day: Orchestra, team: Team, bo: Player) -> None:
    day.local(bo, time(9))
    bo.hands_in(["Call every harbour before noon"])
    sent = len(day.mouth.sent)
    bo.does("setup.preview_prompt", value=team.id)
    preview = flat(bo.answer)
    assert "This comes to you on Wednesday 10 March at 09:00" in preview
    assert "A preview: Good morning, Bo. What are the three things today?" in preview

    bo.presses("Done")
    assert "That was a preview" in bo.answer
    bo.does("setup.preview_prompt", value=team.id)
    bo.presses("Check in")
    assert "That was a preview" in bo.answer
    assert len(day.mouth.sent) == sent
    day.goes_on(days=1)
    said = flat(bo.last().text)
    assert all(part in preview for part in ("Yesterday", "Call every harbour before noon", "Same as yesterday"))
    assert all(part in said for part in ("Yesterday", "Call every harbour before noon", "Same as yesterday"))


def test_the_preview_welcomes_whoever_the_next_prompt_does(day: Orchestra, team: Team, bo: Player) -> None:
    day.local(bo, time(9))
    bo.writes("off tomorrow")
    # On their first day back nothing plays until their hour is long over.
    day.clock.at += timedelta(days=2, hours=6)
    bo.does("setup.preview_prompt", value=team.id)
    assert "A preview: Welcome back, Bo." in flat(bo.answer)
    day.goes_on()
    day.goes_on(hours=18)
    assert bo.last().says.startswith("Welcome back, Bo.")


def test_an_admin_who_is_not_asked_sees_how_it_would_come(day: Orchestra, team: Team) -> None:
    idris = day.player("Idris")
    day.database.writer.write(lambda store: store.change(idris.person, is_admin=True)).result()
    idris.does("setup.preview_prompt", value=team.id)

    assert "if you were asked; you are not" in flat(idris.answer)
    assert "Field sees tasks" in flat(idris.answer)


def test_a_sample_has_the_teams_own_lines_says_what_it_is_and_is_never_kept(
    day: Orchestra, team: Team, bo: Player
) -> None:
    before = [day.count(kind) for kind in (Delivery, Shown, CheckIn, Person)]
    played = bo.does("setup.preview_digest", value=team.id)
    text = flat(bo.answer)

    assert "A SAMPLE: FIELD, MADE-UP FIGURES A sample: Five of ten tasks played from the score." in text
    assert "Call every harbour before noon" in text
    assert "Halve the quoting time" in text
    assert "Nothing of it is kept or posted" in text
    assert isinstance(played.drawn, Card)
    assert {one.action for one in buttons_in(played.drawn)} == {"setup.only_preview", "setup.open"}
    assert [day.count(kind) for kind in (Delivery, Shown, CheckIn, Person)] == before
    bo.presses("Stuck, untouched, won")
    assert "nothing was kept" in flat(bo.answer)


def test_a_sample_without_a_part_says_so(day: Orchestra, bo: Player) -> None:
    lost = day.team("Lost", part="nowhere")
    leads = day.player("Cy", team=lost, role=Role.MANAGER)
    leads.does("setup.preview_digest", value=lost.id)

    assert "your part has no open line yet" in flat(leads.answer)


def test_what_they_will_not_see_is_said_in_plain_words(day: Orchestra, team: Team, bo: Player) -> None:
    bo.writes("set up")
    bo.presses("What you will not see")

    for word in ("Confidence", "Coach talk", "One person’s history", "Drafts", "Private blockers", "Votes"):
        assert word in bo.answer
    assert bo.presses("Back to the set-up").answer.how is How.CARD
