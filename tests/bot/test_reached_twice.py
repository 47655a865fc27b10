"""Who comes by a second door is asked there, at each of the doors, where they want to be reached from now on."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from handlers.people import cannot_reach, take_in
from handlers.turn import Moment
from score.roster import read as read_roster
from storage.store import Store
from storage.tables import Account, Connection, Delivery, Door, Person, Place, PlaceKind
from tests.bot.test_teams_send import Tenant, at_teams
from tests.databases import Engines
from tests.orchestra import Mouth
from tests.slack_day import ROSTER, Day, a_day

Play = Callable[[Day], Awaitable[None]]
ASKED = "You are here and in the browser. Where shall I write to you?"


@pytest.fixture
def play(sqlite_engines: Engines) -> Callable[[Play], None]:
    def played(part: Play) -> None:
        async def whole() -> None:
            async with a_day(sqlite_engines.writer.url) as day:
                await part(day)

        asyncio.run(whole())

    return played


async def also_in_the_browser(day: Day, handle: str) -> None:
    """Somebody of the roster is reached in the browser too, since before all else."""
    person = next(one for one in day.all(Person) if one.handle == handle)
    ours: dict[str, Any] = {"workspace_id": person.workspace_id}
    connection = Connection(id="browser", door=Door.WEB, external_id="demo", **ours)
    direct = Place(
        id="0", connection_id="browser", external_id=handle, kind=PlaceKind.DIRECT, name="", person_id=person.id, **ours
    )
    await day.run.database.write(lambda store: store.keep(connection))
    await day.run.database.write(lambda store: store.keep(direct))
    day.run.outbox._doors = {**day.run.outbox._doors, "browser": Mouth()}


def place_of(day: Day, handle: str) -> Place:
    person = next(one for one in day.all(Person) if one.handle == handle)
    return next(
        one for one in day.all(Place) if one.person_id == person.id and one.connection_id == day.run.connection.id
    )


async def is_gone(day: Day, handle: str) -> None:
    place = place_of(day, handle)
    await day.run.database.write(lambda store: cannot_reach(day.clock.now(), store, place, "account_inactive"))


def asked(day: Day, user: str) -> int:
    """How often somebody was asked at Slack."""
    return [one.text for one in day.slack.posted(day.slack.direct(user).id)].count(ASKED) or day.read(user).count(ASKED)


def test_who_is_found_at_slack_is_asked_at_their_hour(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        moment = Moment(day.clock.now(), day.run.conductor.chance)
        more = ROSTER.replace("  guest:", "  eva: {name: Eva, accounts: {slack: U0NEW}}\n  guest:")
        workspace_id = day.run.connection.workspace_id
        read = read_roster(more.encode(), "people.yml")
        await day.run.database.write(lambda store: take_in(moment, store, workspace_id, read))
        await also_in_the_browser(day, "eva")
        await day.run.door.settle()
        await day.settles()
        assert asked(day, "U0NEW") == 0, "it is not their hour yet"

        await day.goes_to(0.2)
        assert asked(day, "U0NEW") > 0
        await day.presses("U0NEW", "In Slack")
        await day.settles()
        eva = next(one for one in day.all(Person) if one.handle == "eva")
        assert eva.prefers == day.run.connection.id
        assert "You chose Slack: I write to you there from now on." in day.read("U0NEW")
        assert ASKED not in day.read("U0NEW")

    play(part)


def test_who_writes_at_slack_for_the_first_time_is_asked_below(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        cy = place_of(day, "cy")

        def never_there(store: Store) -> None:
            store.forget(Place, [cy.id])

        await day.run.database.write(never_there)
        await also_in_the_browser(day, "cy")
        await day.goes_to(0.2)
        await day.says("U0CY", "my part")
        await day.settles()
        assert asked(day, "U0CY") > 0

    play(part)


@pytest.mark.parametrize("how", ["they write", "their account is back"])
def test_who_is_reached_at_slack_again_is_asked(play: Callable[[Play], None], how: str) -> None:
    async def part(day: Day) -> None:
        await also_in_the_browser(day, "cy")
        await is_gone(day, "cy")
        await day.goes_to(0.2)
        for _ in range(2):
            if how == "they write":
                await day.says("U0CY", "my part")
            else:
                await day.delivers(day.slack.event({"type": "user_change", "user": day.slack.users["U0CY"]}))
            await day.settles()
            assert place_of(day, "cy").closed_at is None
            await is_gone(day, "cy")

        assert len([one for one in day.all(Delivery) if one.view == "preferences.where"]) == 1
        assert asked(day, "U0CY") > 0

    play(part)


def test_who_writes_at_teams_is_asked_there_once(sqlite_engines: Engines) -> None:
    async def play(tenant: Tenant) -> None:
        def questions() -> list[Delivery]:
            return [one for one in tenant.day.all(Delivery) if one.view == "preferences.where"]

        visits = tenant.visits()
        await visits.of(tenant.hears())
        assert questions() == [], "they were reached in both before they wrote"

        await tenant.day.database.write(lambda store: store.forget(Place, [tenant.ada.id]))
        tenant.day.clock.at += timedelta(hours=1)
        visit = await visits.of(tenant.hears())
        (question,) = questions()
        assert (question.place_id, visit.direct.id) == (visit.place.id, visit.place.id)
        gone = tenant.place(visit.direct)
        await tenant.day.database.write(lambda store: cannot_reach(tenant.day.clock.at, store, gone, "blocked"))
        await visits.of(tenant.hears())
        assert len(questions()) == 1
        assert len(tenant.day.all(Account)) == 2

    at_teams(sqlite_engines, play)
