"""The app at Slack, whichever way things come: what is acknowledged, what is not, and how it stops."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from bot import run
from bot.slack.members import LOOKED_EVERY
from handlers.turn import Moment, deliver
from storage import people
from storage.store import Store, open_store
from storage.tables import Delivery, DeliveryState, Installation, Place, PlaceKind
from tests.bot.test_slack_install import Installs, installing
from tests.databases import Engines
from tests.fakes import slack as fake
from tests.fakes.slack import HTML, Fault
from tests.slack_day import Day, a_day


def at_slack(engines: Engines, play: Callable[[Day], Awaitable[None]], transport: str = "socket") -> None:
    async def run() -> None:
        async with a_day(engines.writer.url, transport) as day:
            await play(day)

    asyncio.run(run())


def test_what_comes_by_socket_mode_and_cannot_be_read_is_acknowledged_so_that_it_never_comes_again(
    sqlite_engines: Engines, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(day: Day) -> None:
        for broken in ({"type": "event_callback", "event": "canary"}, {"type": "block_actions"}, {}):
            assert "payload" not in (await day.slack.send_by_socket(broken) or {"payload": "never acknowledged"})
        assert (await day.delivers(day.slack.command("U0ADA", "help")))["text"], "what comes next is answered"

    caplog.set_level(logging.WARNING, "concertmaster")
    at_slack(sqlite_engines, play)
    said = [one.getMessage() for one in caplog.records]
    assert sum("cannot be read" in one for one in said) == 3
    assert "canary" not in "".join(said)


def test_what_comes_by_socket_mode_and_could_not_be_kept_is_not_acknowledged_and_answered_when_it_comes_again(
    sqlite_engines: Engines,
) -> None:
    async def play(day: Day) -> None:
        said = day.slack.message("U0ADA", "my part")
        day.run.door._members.forget("U0ADA")
        day.slack.fails("users.info", HTML)
        assert await day.slack.send_by_socket(said, within=2) is None
        await day.settles()
        assert "field/P-1" not in day.read("U0ADA")
        assert await day.slack.send_by_socket(said) is not None
        await day.settles()
        assert "field/P-1" in day.read("U0ADA")

    at_slack(sqlite_engines, play)


def test_who_stops_it_does_not_wait_for_a_look_at_the_members(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.clock.move_to(day.clock.now() + LOOKED_EVERY + timedelta(seconds=1))
        before = day.slack.count("users.list")
        day.slack.fails("users.list", Fault(slow=9))
        await day.run.app.settle()
        for _ in range(500):
            if day.slack.count("users.list") > before:
                break
            await asyncio.sleep(0.01)
        assert day.slack.count("users.list") == before + 1
        async with asyncio.timeout(5):
            await day.run.app.close()

    at_slack(sqlite_engines, play, "http")


def test_what_takes_too_long_is_left_to_its_lease_when_it_stops(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "FINISHED_WITHIN", 0.2)

    async def play() -> None:
        async with a_day(sqlite_engines.writer.url, channel=False) as day:
            place = next(one for one in day.all(Place) if one.external_id == "U0ADA")
            message = deliver(Moment(day.clock.now(), day.run.conductor.chance), place, "home.help", {}, once="a")
            await day.run.database.write(lambda store: store.keep(message))
            day.slack.fails("chat.postMessage", Fault(slow=9))
            day.run.outbox.wake(message.workspace_id)
            async with asyncio.timeout(20):
                while not day.slack.count("chat.postMessage"):  # noqa: ASYNC110 - it comes by a socket
                    await asyncio.sleep(0.01)
            begun = time.monotonic()
        assert time.monotonic() - begun < 8, "it would take nine seconds"

    asyncio.run(play())
    with open_store(sqlite_engines.writer) as store:
        assert [one.state for one in store.find(select(Delivery))] == [DeliveryState.SENDING]


def test_members_are_looked_at_once_when_it_starts_and_again_in_their_time(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for after, looks in ((timedelta(0), 1), (LOOKED_EVERY / 2, 1), (LOOKED_EVERY, 2)):
            day.clock.move_to(day.clock.now() + after)
            await day.run.app.settle()
            await asyncio.gather(*day.run.app._looks)
            assert day.slack.count("users.list") == looks

    at_slack(sqlite_engines, play, "http")


def test_a_token_that_another_process_has_renewed_is_taken_up_when_the_old_one_is_refused(
    sqlite_engines: Engines,
) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        await at.takes_in()
        (place,) = at.run.database.read_now(lambda store: _direct_places(store, at, "U0ADA"))
        tokens = at.run.door._tokens
        assert tokens is not None
        old = await tokens()
        await _renewed_elsewhere(at)
        del at.slack.tokens[old]

        message = deliver(at.moment(), place, "home.help", {}, once="a")
        await at.run.database.write(lambda store: store.keep(message))
        await at.run.outbox.serve(at.run.connection.workspace_id)

        (kept,) = [one for one in at.all(Delivery) if one.id == message.id]
        assert (kept.state, dict(at.run.outbox.shut)) == (DeliveryState.SENT, {})
        assert len(at.slack.posted("D0ADA")) == 1
        assert await tokens() != old

    async def run() -> None:
        async with installing(sqlite_engines.writer.url) as at:
            await part(at)

    asyncio.run(run())


def test_a_workspace_that_is_connected_while_we_run_tells_the_other_processes_too(sqlite_engines: Engines) -> None:
    async def part(at: Installs) -> None:
        told: list[tuple[str, ...]] = []

        async def tells(*news: str) -> None:
            told.append(news)

        at.run.app.tell_by(tells)
        await at.connects()
        await at.takes_in()
        assert await at.delivers(at.slack.event({"type": "user_change", "user": at.slack.users["U0ADA"]})) == 200
        assert told == [(fake.TEAM, "person", "U0ADA")]

    async def run() -> None:
        async with installing(sqlite_engines.writer.url) as at:
            await part(at)

    asyncio.run(run())


def _direct_places(store: Store, at: Installs, user: str) -> list[Place]:
    person = people.known_as(store, at.run.connection.id, user)
    assert person is not None
    found = people.direct_place_on(store, person, at.run.connection.id)
    return [found] if found is not None else []


async def _renewed_elsewhere(at: Installs) -> None:
    """Another process, with the same store and keys, renews the token."""
    from bot.slack.tokens import Tokens

    door = at.run.door
    session = door._client.session
    assert session is not None
    assert at.settings.slack is not None
    other = Tokens(at.settings.slack, run.vault_of(at.settings), at.run.conductor, session, door.connection)
    await other()
    (one,) = at.all(Installation)
    assert other._known is not None
    assert await other._renew(one, other._known, at.clock.now()) is not None
    assert [one.refreshed for one in at.all(Installation)] == [1]


def test_a_channel_that_a_guest_came_into_is_its_teams_again_when_they_have_left(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        invited = {"type": "member_joined_channel", "user": fake.BOT_USER, "channel": "C0FIELD", "inviter": "U0ADA"}

        def teams() -> list[bool]:
            return [one.team_id is not None for one in day.all(Place) if one.kind is PlaceKind.CHANNEL]

        assert teams() == [True]
        there = day.slack.channels["C0FIELD"].members
        for change, theirs in ((there.add, False), (there.discard, True)):
            change("U0GUEST")
            day.run.door._members.somebody_came("C0FIELD")
            await day.delivers(day.slack.event(invited))
            await day.settles()
            assert teams() == [theirs]

    at_slack(sqlite_engines, play, "http")
