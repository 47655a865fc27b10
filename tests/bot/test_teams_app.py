"""The app at Teams: its doors, how they open and shut, the playground's, and the one to Slack beside it."""

import asyncio
import html
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import cli, run
from bot.ports import MovedClock, WallClock
from bot.run import NotStarted
from bot.settings import TeamsSettings
from bot.slack.app import SlackApp
from bot.teams import reading
from bot.teams.app import TeamsApp
from bot.teams.door import TRY_AGAIN_AFTER
from bot.teams.edge import PATH
from bot.writer import Database, Unkept
from handlers.loading import load
from handlers.people import take_in
from handlers.turn import Moment
from score.language import read
from score.roster import read as read_roster
from storage.store import Store
from storage.tables import Connection, Door, Person, Workspace
from tests import slack_day
from tests.bot.test_hostile import HOSTILE
from tests.bot.test_teams_receive import at_teams, executed, hands_in, in_dialog, judged, submitted
from tests.databases import Engines
from tests.fakes import teams as fake
from tests.fakes.slack import BOT_USER, FakeSlack
from tests.fakes.teams import CHANNEL, TENANT, FakeTeams, Fault
from tests.orchestra import SCORE
from tests.slack_day import served
from tests.teams_day import BEGINS, ROSTER, Day, actions, settings_for


def app_of(day: Day) -> TeamsApp:
    (app,) = [one for one in day.run.apps if isinstance(one, TeamsApp)]
    return app


# Other tenants, other processes


def test_a_tenant_that_nobody_allowed_is_refused(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        elsewhere = day.does("ada", text="my part")
        elsewhere["channelData"] = {"tenant": {"id": "another"}}
        elsewhere["conversation"] = {**elsewhere["conversation"], "tenantId": "another"}
        await day.delivers(elsewhere)
        assert day.statuses.pop() in (401, 403)
        await day.settles()
        assert "field/P-1" not in day.read("a:ada")

    at_teams(sqlite_engines, play, channel=False)


def test_what_a_deed_of_a_tenant_without_a_door_is_answered_with(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        app = app_of(day)
        activity = day.does("ada", text="help")
        activity["channelData"] = {"tenant": {"id": "another"}}
        assert (await app._received(activity)).status == 403
        assert [one.connection.external_id for one in app.doors] == [TENANT]
        again = await app.open(TENANT, fake.BOT)
        assert again is app.doors[0]

    at_teams(sqlite_engines, play, channel=False)


def test_two_tenants_of_one_organisation_are_answered_each_at_its_own_door(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        app = app_of(day)
        assert {one.connection.external_id for one in app.doors} == {TENANT, "tenant-2"}
        assert len({one.connection.workspace_id for one in app.doors}) == 1
        assert len(day.all(Workspace)) == 1

    async def whole() -> None:
        teams = FakeTeams()
        async with teams.serving():
            known = settings_for(sqlite_engines.writer.url, teams, allowed_tenants=f"{TENANT}, Tenant-2")
            database = Database(sqlite_engines.writer.url)
            clock = MovedClock(BEGINS, WallClock())
            async with run.running(known, database, clock) as running, aiohttp.ClientSession() as http:
                await play(Day(teams, running, clock, http, ""))
            database.close()

    asyncio.run(whole())


def test_other_processes_are_told_who_reads_along(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        told: list[tuple[str, ...]] = []

        async def tells(*news: str) -> None:
            told.append(news)

        app = app_of(day)
        app.tell_by(tells)
        changed = day.does("ada", CHANNEL, type="conversationUpdate")
        await day.delivers(changed)
        await day.delivers(day.does("ada", type="conversationUpdate"))
        assert told == [(TENANT, "shared", CHANNEL)]

        await day.says("bo", "digest", CHANNEL)
        asked = day.teams.asked.count("members")
        app.hear("another", "shared", CHANNEL)
        app.hear(TENANT, "person", "entra-bo")
        await day.says("bo", "Why do we call every harbour?", CHANNEL)
        looked = day.teams.asked.count("members")
        app.hear(TENANT, "shared", CHANNEL)
        await day.says("bo", "Why do we call every harbour?", CHANNEL)
        assert day.teams.asked.count("members") == looked + 1
        assert looked <= asked + 1

        async def away(*_news: str) -> None:
            raise Unkept

        app.tell_by(away)
        await day.delivers(changed)
        assert day.statuses.pop() == 503

    at_teams(sqlite_engines, play)


def test_a_door_that_is_opened_later_tells_too(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        told: list[tuple[str, ...]] = []

        async def tells(*news: str) -> None:
            told.append(news)

        app = app_of(day)
        app.tell_by(tells)
        door = await app.open("tenant-2", fake.BOT)
        await door.tells("shared", CHANNEL)
        assert told == [("tenant-2", "shared", CHANNEL)]

    at_teams(sqlite_engines, play, channel=False)


# A door that is shut


def test_a_door_that_is_shut_is_tried_again_every_five_minutes(
    sqlite_engines: Engines, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        refused = Fault(401, '{"error": "invalid_client", "error_description": "AADSTS7000215"}')
        day.teams.tokens.clear()
        day.teams.faults["token"].extend([refused] * 2)
        await day.goes_to(0.2)
        connection = day.door.connection.id
        assert connection in day.run.outbox.shut
        assert "What are the three things" not in day.read("a:bo")

        async def asks(after: timedelta) -> int:
            asked = day.teams.asked.count("token")
            day.clock.move_to(day.clock.now() + after)
            await day.door.settle()
            return day.teams.asked.count("token") - asked

        day.clock.move_to(day.clock.now() + timedelta(minutes=2))
        day.teams.faults["token"].extend([refused] * 9)
        await asks(timedelta(0))
        assert connection in day.run.outbox.shut
        assert await asks(timedelta(minutes=1)) == 0
        day.teams.faults.clear()
        assert await asks(TRY_AGAIN_AFTER) >= 1
        assert connection not in day.run.outbox.shut
        await day.settles()
        assert day.read("a:bo").count("What are the three things") == 1

    caplog.set_level("INFO", "concertmaster")
    at_teams(sqlite_engines, play)
    assert "the door to Teams stays shut" in caplog.text


# Without an app id


@asynccontextmanager
async def a_playground(url: Any, *organisations: str) -> AsyncIterator[Day]:
    """Everything put together without an app id; the store has these organisations."""
    clock, teams = MovedClock(BEGINS, WallClock()), FakeTeams()
    teams.open = True
    teams.members = [
        {"id": f"29:{one}", "aadObjectId": f"entra-{one}", "tenantId": "anywhere"} for one in ("ada", "bo")
    ]
    async with teams.serving(), aiohttp.ClientSession() as http:
        known = settings_for(url, teams).model_copy(update={"teams": TeamsSettings()})
        database = Database(url)
        try:
            async with run.running(known, database, clock) as running, served(running, known) as address:
                day = Day(teams, running, clock, http, address)
                moment = Moment(clock.now(), running.conductor.chance)

                def organise(store: Store) -> None:
                    for name in organisations:
                        one = Workspace(id=moment.id(), name=name, created_at=moment.at)
                        store.keep(one)
                        connection = Connection(
                            id=moment.id(), workspace_id=one.id, door=Door.TEAMS, external_id=f"t-{name}"
                        )
                        store.keep(connection)

                await database.write(organise)
                yield day
        finally:
            database.close()


def in_the_playground(day: Day, who: str, **changes: Any) -> dict[str, Any]:
    found = day.does(who, **changes)
    found["channelData"] = {"tenant": {"id": "Anywhere"}}
    found["conversation"] = {**found["conversation"], "tenantId": "Anywhere"}
    return found


def test_the_playground_opens_the_door_of_whatever_tenant_it_plays(sqlite_engines: Engines) -> None:
    async def whole() -> None:
        async with a_playground(sqlite_engines.writer.url) as day:
            app = app_of(day)
            assert app.doors == []
            both = [in_the_playground(day, "ada", text="help") for _ in range(2)]
            await asyncio.gather(*[day.delivers(one, Authorization="") for one in both])
            assert [one.connection.external_id for one in app.doors] == ["anywhere"]
            await day.settles()
            assert "I do not know you here yet" in day.read("a:ada")
            assert set(day.statuses) == {202}
            moment = Moment(day.clock.now(), day.run.conductor.chance)
            roster = read_roster(ROSTER.encode(), "people.yml")
            await day.run.database.write(lambda store: take_in(moment, store, day.workspace_id, roster))
            await day.goes_to(0)
            await day.delivers(in_the_playground(day, "ada", text="help"), Authorization="")
            await day.settles()
            assert "Once a day I ask" in day.read("a:ada")

    asyncio.run(whole())


def test_a_door_that_needs_no_token_is_opened_again_at_once(sqlite_engines: Engines) -> None:
    async def whole() -> None:
        async with a_playground(sqlite_engines.writer.url) as day:
            await day.delivers(in_the_playground(day, "ada", text="help"), Authorization="")
            day.run.outbox.shut_door(day.door.connection.id, "it was told so")
            await app_of(day).settle()
            assert day.door.connection.id not in day.run.outbox.shut

    asyncio.run(whole())


def test_of_several_organisations_nobody_says_whose_the_playground_is(
    sqlite_engines: Engines, caplog: pytest.LogCaptureFixture
) -> None:
    async def whole() -> None:
        async with a_playground(sqlite_engines.writer.url, "One", "Two") as day:
            await day.delivers(in_the_playground(day, "ada", text="help"), Authorization="")
            assert (day.statuses, app_of(day).doors, day.teams.posted) == ([403], [], [])

    asyncio.run(whole())
    assert "nobody knows whose organisation" in caplog.text


def test_while_the_store_is_away_the_playground_is_told_to_come_again(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def whole() -> None:
        async with a_playground(sqlite_engines.writer.url) as day:

            async def full(_work: object) -> Any:
                raise Unkept

            monkeypatch.setattr(day.run.database, "write", full)
            await day.delivers(in_the_playground(day, "ada", text="help"), Authorization="")
            assert day.statuses == [503]
            monkeypatch.undo()

    asyncio.run(whole())


# The settings


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"APP_ID": "0"}, "CONCERTMASTER_TEAMS__SECRET"),
        ({"APP_ID": "0", "SECRET": "s3cret"}, "CONCERTMASTER_TEAMS__TENANT"),
        ({"APP_ID": "0", "SECRET": "s3cret", "APP_TYPE": "multi"}, "CONCERTMASTER_TEAMS__ALLOWED_TENANTS"),
        ({"TENANT": "t", "HOST": "0.0.0.0"}, "CONCERTMASTER_TEAMS__APP_ID"),
    ],
)
def test_what_teams_still_wants_is_named(
    given: Mapping[str, str],
    missing: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Any,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in given.items():
        monkeypatch.setenv(f"CONCERTMASTER_{'SERVER' if name == 'HOST' else 'TEAMS'}__{name}", value)
    assert cli.main(["run"]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert "The door to Microsoft Teams is not configured yet" in said
    assert missing in said
    assert "s3cret" not in said


def test_several_organisations_in_one_store_are_refused(sqlite_engines: Engines) -> None:
    async def whole() -> None:
        teams = FakeTeams()
        async with teams.serving():
            database = Database(sqlite_engines.writer.url)
            moment = Moment(BEGINS, Random(1))
            await database.write(
                lambda store: store.keep(
                    *[Workspace(id=moment.id(), name=name, created_at=moment.at) for name in ("One", "Two")]
                )
            )
            with pytest.raises(NotStarted, match="whose-connection"):
                async with run.running(settings_for(sqlite_engines.writer.url, teams), database):
                    raise AssertionError
            database.close()

    asyncio.run(whole())


# Both doors at once


def test_at_both_doors_each_is_asked_once_where_they_prefer_and_each_channel_has_one_digest(
    sqlite_engines: Engines,
) -> None:
    async def whole() -> None:
        clock, teams = MovedClock(BEGINS, WallClock()), FakeTeams()
        slack = FakeSlack(clock)
        slack_day.people_of(slack)
        teams.members = [
            {"id": f"29:{one}", "aadObjectId": f"entra-{one}", "tenantId": TENANT} for one in ("ada", "bo", "cy")
        ]
        async with teams.serving(), slack.serving() as api_base, aiohttp.ClientSession() as http:
            url = sqlite_engines.writer.url
            at_slack = slack_day.settings_for(url, api_base).slack
            known = settings_for(url, teams).model_copy(update={"slack": at_slack})
            database = Database(url)
            async with run.running(known, database, clock) as running, served(running, known) as address:
                day = Day(teams, running, clock, http, address)
                there = slack_day.Day(slack, running, clock, http, address, "http")
                assert running.connection.workspace_id == day.workspace_id
                assert isinstance(running.app, SlackApp)
                moment = Moment(clock.now(), running.conductor.chance)
                roster = ROSTER
                for who in ("ada", "bo", "cy"):
                    both = f"{{slack: U0{who.upper()}, teams: entra-{who}}}"
                    roster = roster.replace(f"{{teams: entra-{who}}}", both)

                def organise(store: Store) -> None:
                    take_in(moment, store, day.workspace_id, read_roster(roster.encode(), "people.yml"))
                    load(moment, store, day.workspace_id, read(SCORE.encode(), "score.yml"))

                await database.write(organise)
                prefers = {"bo": day.door.connection.id, "ada": running.connection.id}
                for one in day.all(Person):
                    if one.handle in prefers:
                        await database.write(
                            lambda store, one=one: store.change(one, prefers=prefers[one.handle])  # type: ignore[misc]
                        )
                for app in running.apps:
                    await app.settle()
                await day.installs("ada", CHANNEL)
                joined = {"type": "member_joined_channel", "user": BOT_USER, "channel": "C0FIELD", "inviter": "U0ADA"}
                await there.delivers(slack.event(joined))
                for who in ("ada", "bo"):
                    await day.says(who, "my hours")
                await day.goes_to(0.2)
                prompt = "What are the three things today?"
                asked = [
                    (one, prompt in there.read(f"U0{one.upper()}"), prompt in day.read(f"a:{one}"))
                    for one in ("ada", "bo")
                ]
                assert asked == [("ada", True, False), ("bo", False, True)]
                await hands_in(day, "bo", task1="Call every harbour")
                await day.goes_to(7.8)
                title = "Field, Tuesday 9 March"
                digests = [one for one in slack.posted("C0FIELD") if title in one.text]
                assert (len(digests), day.read(CHANNEL).count(title)) == (1, 1)
            database.close()

    asyncio.run(whole())


# Whatever comes


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_stays_inert_wherever_it_stands(sqlite_engines: Engines, name: str) -> None:
    text = HOSTILE[name].encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    async def play(day: Day) -> None:
        await day.says("bo", "help")
        await day.goes_to(0.2)
        form = await day.presses("bo", "Check in")
        (button,) = actions(form["value"])
        fields = {one["id"]: text for one in _inputs(form["value"])}
        for send in (executed, submitted, in_dialog):
            await day.delivers(send(day, "bo", button["data"] | fields))
            await day.settles()
        for data in (
            {"action": text, "value": text, "delivery": text},
            {"form": text, "about": {text: text}, text: text},
            {"form": "checkin.hand_in", "about": {"day": text}, "task1": text},
            {"action": "door.rest", "value": f"1 {text}"},
        ):
            await day.delivers(executed(day, "bo", data, text))
        for said in (text, f"today: {text}", f"Why {text}?", f"/{text}", f"<at>{text}</at> help"):
            await day.delivers(day.does("bo", text=said))
        for where in ("name", "text", "replyToId", "locale"):
            await day.delivers(day.does("bo", **{"text": "help", where: text}))
        named = day.does("bo", CHANNEL, text="help")
        named["channelData"]["channel"]["name"] = text
        await day.delivers(named)
        chosen = {"commandId": text, "messagePayload": {"id": text, "body": {"contentType": "html", "content": text}}}
        for command in (text, "checkin.open_form_with"):
            value = chosen | {"commandId": command}
            await day.delivers(day.does("bo", type="invoke", name="composeExtension/fetchTask", value=value))
        await day.delivers(judged(day, "bo", text[:100] or "x", "like", text))
        await day.settles()
        for _, _, shows in day.teams.posted:
            assert [one for one in shows.get("entities", []) if one.get("type") == "mention"] == []
            assert "<at>" not in str(shows.get("text", ""))

    at_teams(sqlite_engines, play)


def _inputs(card: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in card["body"] if str(one.get("type", "")).startswith("Input.")]


def test_what_is_nested_deeply_is_read_or_refused_and_never_fails(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for depth in (*range(10, 800, 60), *range(800, 1000, 3)):
            deep = "[" * depth + '"x"' + "]" * depth
            for one in (
                day.does("ada", text="", value={"form": "checkin.hand_in", "about": {}, "task1": "DEEP"}),
                day.does("ada", text="help", value="DEEP", id=""),
                executed(day, "ada", {"action": "home.help", "value": "DEEP"}),
            ):
                headers = {"Authorization": f"Bearer {day.teams.signed()}", "Content-Type": "application/json"}
                body = json.dumps(one).replace('"DEEP"', deep)
                async with day.http.post(f"{day.address}{PATH}", data=body, headers=headers) as answer:
                    day.statuses.append(answer.status)
            await day.delivers(judged(day, "ada", "f:1", "like", "[" * depth))
        assert set(day.statuses) == {200, 202, 400}

    at_teams(sqlite_engines, play, channel=False)


def test_what_is_long_is_read_in_no_time() -> None:
    for text in (
        "<at>" * 100_000,
        "<at" * 150_000,
        "<br" * 150_000,
        "<at>x" * 80_000 + "</at>",
        " \t" * 200_000,
        "&lt;" * 100_000,
        "&#" * 200_000,
    ):
        began = time.monotonic()
        reading.plain({"text": text, "attachments": [{"contentType": "text/html", "content": html.escape(text)}]})
        reading._written({"body": {"contentType": "html", "content": text}})
        assert time.monotonic() - began < 2, text[:5]


SHAPES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 99)
    | st.text(max_size=9)
    | st.sampled_from(["entra-ada", "a:ada", CHANNEL]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
NAMES = (
    "message", "invoke", "installationUpdate", "conversationUpdate", "adaptiveCard/action", "message/submitAction",
    "composeExtension/fetchTask", "composeExtension/submitAction", "task/submit", "add", "remove", "add-upgrade",
)  # fmt: skip
KEYS = (
    "type", "id", "name", "action", "value", "text", "from", "conversation", "channelData", "entities", "replyToId",
    "recipient", "timestamp", "data", "form", "about", "delivery", "actionName", "actionValue", "commandId",
    "messagePayload", "tenant", "team", "channel", "aadObjectId", "conversationType", "reaction", "feedback", "body",
)  # fmt: skip
PARTS = st.dictionaries(st.sampled_from(KEYS), SHAPES | st.sampled_from(NAMES), max_size=4)
DATA = st.fixed_dictionaries({"data": PARTS})
BUILT = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(NAMES[:4]),
        "name": st.sampled_from(NAMES[4:9]),
        "action": st.sampled_from(NAMES[9:]),
        "value": SHAPES
        | PARTS
        | st.fixed_dictionaries({"action": st.fixed_dictionaries({"data": PARTS}), "data": PARTS}),
        "text": SHAPES,
        "from": st.fixed_dictionaries({"id": st.just("29:ada")}, optional={"aadObjectId": SHAPES}),
        "conversation": st.fixed_dictionaries(
            {"id": st.sampled_from(["a:ada", CHANNEL, "x", f"{CHANNEL};messageid=1"])},
            optional={"conversationType": SHAPES | st.sampled_from(["personal", "channel"]), "name": SHAPES},
        ),
        "channelData": st.fixed_dictionaries(
            {"tenant": st.just({"id": TENANT})}, optional={"team": PARTS | SHAPES, "channel": PARTS | SHAPES}
        ),
        "entities": SHAPES | st.lists(PARTS, max_size=2),
        "replyToId": SHAPES,
        "recipient": SHAPES | PARTS,
        "id": SHAPES,
        "timestamp": SHAPES,
    },
)


@pytest.mark.parametrize("rounds", [60])
def test_no_activity_of_any_shape_is_more_than_can_be_answered(sqlite_engines: Engines, rounds: int) -> None:
    async def play(day: Day) -> None:
        found: list[dict[str, Any]] = []

        @settings(max_examples=rounds, database=None, deadline=None, suppress_health_check=list(HealthCheck))
        @given(BUILT)
        def draws(changes: dict[str, Any]) -> None:
            found.append(changes)

        draws()
        for changes in found:
            await day.delivers(day.does("ada") | {"text": "help"} | changes)
            assert day.statuses[-1] < 500, changes
        await day.settles()
        await day.says("ada", "help")
        assert "Once a day I ask" in day.read("a:ada")

    at_teams(sqlite_engines, play)


@settings(max_examples=400, database=None)
@given(BUILT | PARTS | st.dictionaries(st.text(max_size=5), SHAPES))
def test_what_is_read_is_a_deed_or_none(found: dict[str, Any]) -> None:
    deed = reading.deed(found)
    assert deed is None or (deed.tenant and deed.conversation)
