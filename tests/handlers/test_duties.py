"""Nothing is looked at where nothing has fallen due, every duty is found that has, and many cost no more than a few."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from handlers import DUTIES, fronts
from handlers.duties import at_once, fallen_due
from score.free_days import RELEASES
from storage.store import Store
from storage.tables import (
    NOT_YET,
    CheckIn,
    Connection,
    Delivery,
    Detail,
    Door,
    DueDay,
    Edition,
    Line,
    Nomination,
    Person,
    Place,
    PlaceKind,
    Proposal,
    Proposed,
    Remark,
    RemarkKind,
    Sighting,
    Sitting,
    SittingState,
    Sketch,
    Spent,
    Step,
    Team,
    Tension,
    Vote,
    Wording,
)
from tests.orchestra import Orchestra, Player

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
MORNING = datetime(2027, 3, 9, 9, 30, tzinfo=UTC)


@pytest.fixture
def team(day: Orchestra) -> Team:
    return day.team("Field")


@pytest.fixture
def ada(day: Orchestra, team: Team) -> Player:
    """Everything is planned, and nothing is due."""
    ada = day.player("Ada", team=team)
    changes(day, ada, next_due_at=day.clock.at + AN_HOUR)
    day.database.writer.write(lambda store: store.change(day.workspace, planned_with=RELEASES)).result()
    return ada


def changes(day: Orchestra, player: Player, **values: Any) -> None:
    day.database.writer.write(lambda store: store.change(player.person, **values)).result()


def sits(day: Orchestra, player: Player, state: SittingState) -> None:
    """Somebody has a lesson in hand that is to come now."""
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "person_id": player.person.id, "id": day.moment().id()}
    day.keep(Sitting(lesson="promises", version=1, state=state, due_at=day.clock.at, **ours))


def proposes(day: Orchestra, player: Player, team: Team) -> None:
    """All of the team agree, and nobody has put it in force."""
    made = Proposal(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        team_id=team.id,
        proposer_id=player.person.id,
        share=0.3,
        made_at=day.clock.at,
    )
    vote = Vote(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        proposal_id=made.id,
        person_id=player.person.id,
        agrees=True,
        said_at=day.clock.at,
    )
    day.keep(made, vote)


def posts(day: Orchestra, team: Team, **values: Any) -> None:
    later = day.clock.at + A_DAY
    values = {"digest_at": 990, "next_digest_at": later, "next_week_at": later, **values}
    day.database.writer.write(lambda store: store.change(team, **values)).result()


def sighting(day: Orchestra, ada: Player, team: Team) -> Sighting:
    """Somebody opened something of Ada's thirty days ago."""
    return Sighting(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        person_id=ada.person.id,
        by_id=ada.person.id,
        team_id=team.id,
        what=Detail.TASKS,
        first_day=day.today(ada),
        last_day=day.today(ada),
        seen_at=day.clock.at - timedelta(days=30),
    )


def editions(day: Orchestra) -> list[Edition]:
    """Two editions, of the second of which nobody was told."""
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "name": "x", "source": "", "loaded_at": day.clock.at}
    return [
        Edition(id=day.moment().id(), number=1, **ours),
        Edition(id=day.moment().id(), number=2, told_to="", **ours),
    ]


def sketch(day: Orchestra, ada: Player) -> Sketch:
    """Ada worked on an interview ninety days ago, and never since."""
    return Sketch(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        person_id=ada.person.id,
        said="{}",
        changed_at=day.clock.at - timedelta(days=90),
    )


def waits(day: Orchestra, player: Player) -> None:
    """Somebody was asked about words of theirs a week ago."""
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "asker_id": player.person.id}
    at: dict[str, Any] = {"asked_at": day.clock.at - 7 * A_DAY, "ends_at": day.clock.at}
    day.keep(Nomination(id=day.moment().id(), person_id=player.person.id, message="m", words="Sold out", **ours, **at))


def pulls(day: Orchestra, ada: Player) -> None:
    """Two lines are to be looked at again."""
    ours: dict[str, Any] = {"workspace_id": day.workspace.id}
    edition = Edition(id="e", number=1, name="Harbour", source="", loaded_at=day.clock.at, **ours)
    lines = [Line(id=id, since=edition.id, **ours) for id in ("one", "other")]
    both: dict[str, Any] = {"one_id": "one", "other_id": "other", "owner_id": ada.person.id, "review": day.today(ada)}
    tension = Tension(id="t", began_at=day.clock.at, ask_at=day.clock.at, **both, **ours)
    day.keep(edition, *lines, tension)


def asks(day: Orchestra, player: Player) -> None:
    """Somebody asked something of a line, and whoever has it is to be reminded."""
    day.plays_from()
    day.database.writer.write(lambda store: store.change(day.workspace, redrawn_to=None)).result()
    line = day.all(Wording)[0]
    remark = Remark(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        line_id=line.line_id,
        edition_id=line.edition_id,
        kind=RemarkKind.QUESTION,
        words="By when?",
        person_id=player.person.id,
        holder_id=player.person.id,
        asked_on=day.today(player),
        batch="b",
        answer_by=day.today(player),
        due_at=day.clock.at,
    )
    day.keep(remark)


FALLS_DUE: dict[str, Callable[[Orchestra, Player, Team], object]] = {
    "people.let_go": lambda day, ada, _: changes(day, ada, leaves_on=day.today(ada) - 2 * A_DAY),
    "checkin.plan_anew": lambda day, _ada, _team: day.database.writer.write(
        lambda store: store.change(day.workspace, planned_with="zones of last year")
    ).result(),
    "welcome.greet": lambda day, ada, _: changes(day, ada, greet_at=day.clock.at),
    "checkin.invite": lambda day, ada, _: changes(day, ada, next_due_at=day.clock.at),
    "checkin.remind": lambda day, ada, _: changes(day, ada, remind_at=day.clock.at),
    "readings.remind": lambda day, _ada, _team: day.database.writer.write(
        lambda store: store.change(day.workspace, measures_due_at=day.clock.at)
    ).result(),
    "allowance.settle": proposes,
    "nominations.let_go": lambda day, ada, _: waits(day, ada),
    "tensions.review": lambda day, ada, _: pulls(day, ada),
    "remarks.follow": lambda day, ada, _: asks(day, ada),
    "digest.day": lambda day, _, team: posts(day, team, next_digest_at=NOT_YET),
    "digest.week": lambda day, _, team: posts(day, team, next_week_at=NOT_YET),
    "steps.show": lambda day, ada, _: day.keep(
        Step(
            id=day.moment().id(),
            workspace_id=day.workspace.id,
            person_id=ada.person.id,
            day=day.today(ada),
            words="call",
            minute=360,
            zone=ada.person.time_zone,
            due_at=day.clock.at,
            ask_on=day.today(ada),
            made_at=day.clock.at,
        )
    ),
    "lessons.offer": lambda day, ada, _: sits(day, ada, SittingState.WAITING),
    "lessons.nudge": lambda day, ada, _: sits(day, ada, SittingState.ANSWERED),
    "editions.tell": lambda day, _ada, _team: day.keep(*editions(day)),
    "editions.forget": lambda day, ada, _: day.keep(
        Proposed(
            id=day.moment().id(),
            workspace_id=day.workspace.id,
            proposer_id=ada.person.id,
            name="next.yml",
            source="score: x",
            made_at=day.clock.at - 14 * A_DAY,
        )
    ),
    "findings.tell": lambda day, ada, _: changes(day, ada, is_strategy_owner=True),
    "home.follow": lambda day, _ada, _team: day.database.writer.write(
        lambda store: fronts.begin_anew(store, day.workspace.id)
    ).result(),
    "home.forget_sightings": lambda day, ada, team: day.keep(sighting(day, ada, team)),
    "home.forget_spent": lambda day, ada, _: day.keep(
        Spent(id="spent", workspace_id=day.workspace.id, person_id=ada.person.id, day=day.today(ada) - 2 * A_DAY)
    ),
    "interview.forget": lambda day, ada, _: day.keep(sketch(day, ada)),
    "coach.give_up": lambda day, ada, _: day.asked_of(ada, within=timedelta(0)),
}
"""What makes each duty fall due, and no other."""


def test_a_proposal_that_waits_for_others_makes_nothing_due(day: Orchestra, ada: Player, team: Team) -> None:
    """It may be open for weeks; it is due once those who do not agree are no longer half of the team."""
    bo = day.player("Bo", team=team)
    changes(day, bo, next_due_at=day.clock.at + AN_HOUR)
    proposes(day, ada, team)
    assert day.ask(lambda store: fallen_due(store, day.clock.at)) == []

    changes(day, bo, left_at=day.clock.at)
    assert day.ask(lambda store: fallen_due(store, day.clock.at)) == [day.workspace.id]


@pytest.mark.parametrize("name", DUTIES)
def test_a_workspace_is_looked_at_where_a_duty_has_something_to_do_and_else_not(
    day: Orchestra, ada: Player, team: Team, name: str
) -> None:
    def plays(store: Store) -> int:
        return DUTIES[name](day.moment(), store, day.workspace.id, at_once(name)).served

    # A team of which nobody has said yet when it posts is due; one that does not post is not.
    assert day.ask(lambda store: fallen_due(store, day.clock.at)) == []
    assert day.database.writer.write(plays).result() == 0

    FALLS_DUE[name](day, ada, team)
    assert day.ask(lambda store: fallen_due(store, day.clock.at)) == [day.workspace.id]
    assert day.database.writer.write(plays).result() > 0


def test_a_tick_with_nothing_due_asks_once_and_never_for_the_writer(day: Orchestra, ada: Player) -> None:
    said: list[str] = []
    for engine in (day.database.engine, day.database.read_engine):
        event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, *_: said.append(sql))
    day.run(day.conductor.tick())

    assert len([sql for sql in said if not sql.startswith("BEGIN")]) == 1, said
    assert "BEGIN IMMEDIATE" not in said


def statements(day: Orchestra, name: str) -> list[str]:
    """What is asked and written in one transaction of a duty."""
    said: list[str] = []

    def hears(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        said.append(sql)

    event.listen(day.database.engine, "before_cursor_execute", hears)
    day.run(day.conductor.database.write(lambda store: day.conductor._duty(store, name, day.workspace.id)))
    event.remove(day.database.engine, "before_cursor_execute", hears)
    return [sql.split("(")[0].split("WHERE")[0] for sql in said]


def test_a_batch_is_asked_about_and_written_in_as_many_statements_as_one_person(
    day: Orchestra, ada: Player, team: Team
) -> None:
    day.clock.at = MORNING
    changes(day, ada, next_due_at=day.clock.at, reminders=True)
    alone = statements(day, "checkin.invite")
    # Each of the others is in two teams, and one has answered already.
    many = range(at_once("checkin.invite"))
    others = [day.player(f"P{n}", team=[team, day.team(f"T{n}")], reminders=True) for n in many]
    for one in others:
        changes(day, one, next_due_at=day.clock.at)
    day.keep(
        CheckIn(
            id="answered",
            workspace_id=day.workspace.id,
            person_id=others[0].person.id,
            local_date=day.today(ada),
            handed_in_at=day.clock.at,
        )
    )

    assert statements(day, "checkin.invite") == alone
    assert len([one for one in day.all(Delivery) if one.view == "checkin.invite"]) == len(others)
    assert len(day.all(DueDay)) == 1 + 2 * len(others)
    late = day.clock.at + 3 * AN_HOUR
    for one in (ada, *others[1:]):
        changes(day, one, remind_at=late)
    day.clock.at = late
    assert statements(day, "checkin.remind").count("INSERT INTO delivery ") == 1
    assert len([one for one in day.all(Delivery) if one.view == "checkin.reminder"]) == at_once("checkin.remind")


def test_after_an_outage_a_batch_holds_the_writer_no_longer_than_on_any_day(day: Orchestra, team: Team) -> None:
    players = [day.player(f"P{n}", team=team) for n in range(at_once("checkin.invite"))]
    day.clock.at = MORNING + timedelta(days=14)
    day.run(day.conductor.database.write(lambda store: day.conductor._duty(store, "checkin.invite", day.workspace.id)))

    assert at_once("checkin.invite") < len(day.all(Delivery)) <= at_once("checkin.invite") + 6
    day.goes_to(day.clock.at)
    asked = [one for one in day.all(Delivery) if one.view == "checkin.invite" and not one.settled_at]
    assert {one.about["person"] for one in asked} <= {one.person.id for one in players}
    assert [len(one.got()) for one in players] == [1] * len(players)


def test_who_prefers_a_connection_is_asked_there_however_many_are_asked_with_them(
    day: Orchestra, ada: Player, team: Team
) -> None:
    other = Connection(id="other", workspace_id=day.workspace.id, door=Door.WEB, external_id="web")
    there: dict[str, Any] = {"workspace_id": day.workspace.id, "connection_id": "other", "kind": PlaceKind.DIRECT}
    bo = day.player("Bo", team=team)
    day.clock.at = MORNING
    ids = {"Ada": ada.person.id, "Bo": bo.person.id}
    day.keep(
        other, *[Place(id=f"z{name}", external_id=name, name=name, person_id=id, **there) for name, id in ids.items()]
    )
    changes(day, bo, prefers="other", next_due_at=day.clock.at)
    changes(day, ada, prefers=day.connection.id, next_due_at=day.clock.at)
    statements(day, "checkin.invite")

    places = {one.id: one for one in day.all(Place)}
    assert {places[one.place_id].person_id: places[one.place_id].connection_id for one in day.all(Delivery)} == {
        ada.person.id: day.connection.id,
        bo.person.id: "other",
    }


def test_a_noun_is_plain_and_takes_no_name_that_is_not_its_own(ada: Player) -> None:
    person = ada.person
    with pytest.raises(ValueError, match="nickname"):
        person.nickname = "A"
    with pytest.raises(AttributeError, match="handle"):
        _ = Person.__new__(Person).handle
