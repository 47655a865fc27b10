"""At Teams an unlinked account links only itself, and a channel is its team's as long as nobody else reads along."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import linking
from handlers.people import new_code, take_in
from handlers.turn import Moment
from score.roster import read as read_roster
from storage.tables import Account, Person, Place, PlaceKind, Received, Team
from tests.bot.test_teams_receive import at_teams, executed, fails_once, said_in
from tests.databases import Engines
from tests.fakes.teams import CHANNEL, CUT, TEAM, TENANT, Fault, error
from tests.teams_day import PEOPLE, ROSTER, Day, shown

ODD = "19:odd@thread.tacv2"
CODED = "AAAA-AAAA-AAAA-AAAA"


def person(day: Day, handle: str) -> Person:
    """Somebody of the roster."""
    return next(one for one in day.all(Person) if one.handle == handle)


def linked(day: Day) -> dict[str, str]:
    """Whose the accounts are."""
    handles = {one.id: one.handle for one in day.all(Person)}
    return {one.external_id: handles[one.person_id] for one in day.all(Account)}


def member(day: Day, who: str, **more: str) -> None:
    """Somebody of the tenant is otherwise than she was."""
    for one in day.teams.members:
        if one["id"] == f"29:{who}":
            one.update(more)


async def code_for(day: Day, handle: str) -> str:
    """A code that an admin made."""
    moment, whose = Moment(day.clock.now(), day.run.conductor.chance), person(day, handle)
    return await day.run.database.write(lambda store: new_code(moment, store, whose))


def channels(day: Day) -> dict[str, str]:
    """Whose the channels are."""
    handles = {one.id: one.handle for one in day.all(Team)}
    return {one.external_id: handles[one.team_id] for one in day.all(Place) if one.team_id}


# Linking


@pytest.mark.parametrize("by", ["email", "userPrincipalName"])
def test_an_account_links_itself_by_an_address_of_the_tenant(sqlite_engines: Engines, by: str) -> None:
    async def play(day: Day) -> None:
        member(day, "dee", email="Dee.Other@harbour.example", userPrincipalName="dee@harbour.onmicrosoft.example")
        await day.says("dee", "hello")
        assert "I do not know you here yet" in day.read("a:dee")
        assert "Is that you?" not in day.read("a:dee")
        member(day, "dee", **{by: "Dee@Harbour.example"})
        asked = day.written("dee", "hello")
        for _ in range(2):
            await day.delivers(asked)
            await day.settles()
        assert said_in(day, "a:dee")[-1].startswith("Your e-mail") or "Is that you?" in said_in(day, "a:dee")[-1]
        assert day.read("a:dee").count("Is that you?") == 1
        assert "entra-dee" not in linked(day), "nothing is linked before they press"

        name, button = day.button("Yes, link", "a:dee")
        foreign = await day.sends("new", button["data"], name)
        assert "I do not know you here yet" in foreign["value"]
        pressed, before = executed(day, "dee", button["data"], name), len(said_in(day, "a:dee"))
        answers = []
        for one in (pressed, pressed, asked, executed(day, "dee", button["data"], name)):
            answers.append(await day.delivers(one))
            await day.settles()
        assert linked(day)["entra-dee"] == "dee"
        assert [answers[1]["value"], answers[2], answers[3]["value"]] == ["Done.", None, "Done."]
        assert ["This account is yours" in one for one in said_in(day, "a:dee")[before:]] == [True]
        await day.goes_to(0.1)
        assert "I am Concertmaster" in day.read("a:dee"), "the welcome"

    at_teams(sqlite_engines, play)


def test_who_installs_it_is_asked_whether_it_is_them_and_then_welcomed(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        installed = day.does("dee", type="installationUpdate", action="add")
        for _ in range(2):
            await day.delivers(installed)
            await day.settles()
        assert [("Is that you?" in one) for one in said_in(day, "a:dee")] == [True]
        await day.presses("dee", "Yes, link")
        await day.goes_to(0.1)
        assert "I am Concertmaster" in day.read("a:dee")
        await day.installs("new")
        assert said_in(day, "a:new") == [], "who has only let us in has asked nothing"
        await day.installs("ada")
        assert "channel from now on" not in day.read("a:ada")

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize("who", [{"userRole": "guest"}, {"tenantId": "another"}], ids=["guest", "another tenant"])
def test_the_address_of_a_guest_is_nobodys(sqlite_engines: Engines, who: Mapping[str, str]) -> None:
    async def play(day: Day) -> None:
        member(day, "dee", **who)
        await day.says("dee", "hello")
        answer = await day.sends("dee", {"action": linking.LINK, "value": ""})
        assert "I do not know you here yet" in answer["value"]
        assert "entra-dee" not in linked(day)

    at_teams(sqlite_engines, play)


def test_who_is_linked_already_or_named_by_nobody_is_linked_to_nobody(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        member(day, "new", email="dee@harbour.example")
        await day.says("dee", "hello")
        await day.says("new", "hello")
        await day.presses("dee", "Yes, link")
        await day.presses("new", "Yes, link")
        assert linked(day).get("entra-new") is None, "that person has an account by now"
        day.teams.members = [one for one in day.teams.members if one["id"] != "29:new"]
        await day.says("new", "hello again")
        assert "Is that you?" not in said_in(day, "a:new")[-1]

    at_teams(sqlite_engines, play)


def test_a_code_of_an_admin_links_an_account(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        member(day, "dee", email="", userPrincipalName="")
        await day.says("bo", "code")
        assert "Whose account shall be linked" in day.read("a:bo")
        code = await code_for(day, "dee")
        await day.says("dee", CODED)
        assert "That code is no good" in day.read("a:dee")
        written, before = day.written("dee", f"link {code}"), len(said_in(day, "a:dee"))
        for _ in range(3):
            await day.delivers(written)
            await day.settles()
        assert linked(day)["entra-dee"] == "dee"
        assert ["This account is yours" in one for one in said_in(day, "a:dee")[before:]] == [True]
        assert code not in repr([one.model_dump() for one in day.all(Received)])
        await day.goes_to(0.1)
        assert "I am Concertmaster" in day.read("a:dee")

    at_teams(sqlite_engines, play)


def test_who_tries_codes_is_stopped_after_five_for_an_hour(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(day: Day) -> None:
        code = await code_for(day, "dee")
        for _ in range(linking.TRIES):
            await day.says("dee", CODED)
        await day.says("dee", code)
        assert "entra-dee" not in linked(day)
        day.clock.move_to(day.clock.now() + linking.WITHIN)
        await day.says("dee", code)
        assert linked(day)["entra-dee"] == "dee"

    at_teams(sqlite_engines, play)


def test_a_code_is_tried_where_nobody_reads_along(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        code = await code_for(day, "dee")
        await day.says("dee", code, CHANNEL)
        assert "entra-dee" not in linked(day)
        assert "I do not know you here yet" in day.read(CHANNEL)

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize("fault", [error(429, "Throttled"), Fault(503), CUT, error(403, "Forbidden")])
def test_while_teams_does_not_say_who_that_is_it_comes_again(sqlite_engines: Engines, fault: Fault) -> None:
    async def play(day: Day) -> None:
        # A question is asked once more where the connection ends.
        day.teams.faults["member"].extend([fault] * (2 if fault is CUT else 1))
        written = day.written("dee", "hello")
        await day.delivers(written)
        assert day.statuses.pop() == 503
        await day.delivers(written)
        await day.settles()
        assert "Is that you?" in day.read("a:dee")
        day.teams.faults["member"].extend([fault] * (2 if fault is CUT else 1))
        pressed = await day.presses("dee", "Yes, link")
        assert "Nothing was changed" in pressed["value"]
        await day.presses("dee", "Yes, link")
        assert linked(day)["entra-dee"] == "dee"

    at_teams(sqlite_engines, play)


def test_of_those_who_tried_codes_some_are_remembered(sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "REMEMBERED", 1)

    async def play(day: Day) -> None:
        code = await code_for(day, "dee")
        for _ in range(linking.TRIES):
            await day.says("dee", CODED)
        await day.says("new", CODED)
        await day.says("dee", code)
        assert linked(day)["entra-dee"] == "dee"

    at_teams(sqlite_engines, play)


CAPITALS = ROSTER.replace("entra-cy", "ENTRA-CY")


def test_whom_the_roster_names_in_capitals_is_the_same(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("cy", "my hours")
        assert "I do not know you here yet" not in day.read("a:cy")
        member(day, "cy", aadObjectId="ENTRA-CY")
        await day.says("bo", "help")
        await day.says("bo", "people")
        await day.presses("bo", "Take this in")
        assert set(linked(day)) == {f"entra-{who}" for who in PEOPLE}

    at_teams(sqlite_engines, play, roster=CAPITALS)


def test_whom_an_earlier_roster_named_in_capitals_is_known_once_it_is_taken_in_again(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        (account,) = [one for one in day.all(Account) if one.external_id == "entra-cy"]
        await day.run.database.write(lambda store: store.change(account, external_id="ENTRA-CY"))
        await day.says("cy", "help")
        assert "I do not know you here yet" in day.read("a:cy")
        moment = Moment(day.clock.now(), day.run.conductor.chance)
        roster = read_roster(CAPITALS.encode(), "people.yml")
        await day.run.database.write(lambda store: take_in(moment, store, day.workspace_id, roster))
        assert linked(day)["entra-cy"] == "cy"
        await day.says("cy", "help")
        assert "Once a day I ask what you mean to do" in day.read("a:cy")

    at_teams(sqlite_engines, play)


# Channels


@pytest.mark.parametrize(
    ("name", "who", "whose"),
    [
        ("field", "bo", "field"),
        ("Team-Field", "ada", "field"),
        ("field", "cy", None),
        ("sales", "bo", "sales"),
        ("sales", "ada", None),
        ("odds and ends", "ada", "field"),
        ("odds and ends", "bo", None),
        ("", "bo", None),
    ],
    ids=[
        "a member",
        "as it is called",
        "somebody else",
        "an admin",
        "a leader elsewhere",
        "the only one she leads",
        "leads none",
        "no name",
    ],
)
def test_a_channel_is_of_the_team_that_it_is_called_after_or_that_one_leads(
    sqlite_engines: Engines, name: str, who: str, whose: str | None
) -> None:
    async def play(day: Day) -> None:
        day.teams.names[ODD] = name
        await day.installs(who, ODD)
        assert channels(day) == ({ODD: whose} if whose else {})
        if whose is None:
            assert "I do not know whose channel this is" in day.read(ODD)
        else:
            assert "channel from now on" in day.read(ODD)
            day.teams.conversations[ODD].clear()
            await day.installs(who, ODD)
            assert "channel from now on" not in day.read(ODD)

    at_teams(sqlite_engines, play, channel=False)


def test_a_channel_is_of_the_team_that_its_team_at_teams_is_called_after(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.teams.names[ODD] = ""
        await day.says("bo", "help", ODD)
        assert channels(day) == {ODD: "bakers"}
        (place,) = [one for one in day.all(Place) if one.team_id]
        assert place.name == "Harbour Bread"

    roster = ROSTER.replace("  sales:", "  bakers: {name: Harbour Bread, part: harbour, members: [dee]}\n  sales:")
    at_teams(sqlite_engines, play, channel=False, roster=roster)


def test_what_a_channel_is_called_need_not_be_asked_where_it_is_said(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        installed = day.does("bo", ODD, type="installationUpdate", action="add")
        installed["channelData"]["channel"]["name"] = "Field"
        await day.delivers(installed)
        await day.settles()
        assert channels(day) == {ODD: "field"}
        assert "channels" not in day.teams.asked

    at_teams(sqlite_engines, play, channel=False)


def test_a_group_chat_is_of_the_team_that_it_is_called_after(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        group = "19:group@thread.v2"
        there = {"id": group, "conversationType": "groupChat", "tenantId": TENANT, "isGroup": True}
        mine = {"conversation": there, "channelData": {"tenant": {"id": TENANT}}}
        day.teams.conversations[group] = {}
        await day.delivers(day.does("bo", text="help") | mine)
        await day.settles()
        assert "I do not know whose channel this is" in day.read(group)
        await day.delivers(day.does("bo", text="help") | mine | {"conversation": {**there, "name": "Field"}})
        await day.settles()
        assert channels(day) == {group: "field"}
        assert "channel from now on" in day.read(group)

    at_teams(sqlite_engines, play, channel=False)


@pytest.mark.parametrize("who", [{"userRole": "guest"}, {"tenantId": "another"}], ids=["guest", "another tenant"])
def test_a_channel_with_a_guest_in_it_is_nobodys_until_they_have_left(
    sqlite_engines: Engines, who: Mapping[str, str]
) -> None:
    async def play(day: Day) -> None:
        guest = {"id": "29:gus", "aadObjectId": "entra-gus", **who}
        day.teams.members.append(guest)
        await day.installs("ada", CHANNEL)
        assert channels(day) == {}
        assert "reads along here" in day.read(CHANNEL)
        day.teams.members.remove(guest)
        await day.says("ada", "help", CHANNEL)
        assert channels(day) == {CHANNEL: "field"}

    at_teams(sqlite_engines, play, channel=False)


@pytest.mark.parametrize("asked", ["members", "team", "channels"])
def test_while_teams_does_not_say_what_channel_it_is_it_comes_again(sqlite_engines: Engines, asked: str) -> None:
    async def play(day: Day) -> None:
        day.teams.faults[asked].append(Fault(503))
        installed = day.does("ada", CHANNEL, type="installationUpdate", action="add")
        unnamed = {**installed, "channelData": {"tenant": {"id": TENANT}, "team": {"id": TEAM}}}
        await day.delivers(unnamed)
        assert day.statuses.pop() == 503
        await day.delivers(unnamed)
        await day.settles()
        assert channels(day) == {CHANNEL: "field"}

    at_teams(sqlite_engines, play, channel=False)


def test_where_we_may_not_ask_who_reads_it_is_nobodys(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.teams.faults["members"].append(error(403, "BotNotInConversationRoster"))
        await day.installs("ada", CHANNEL)
        assert channels(day) == {}
        assert "or it is not your team’s" in day.read(CHANNEL)

    at_teams(sqlite_engines, play, channel=False)


def test_where_we_are_taken_out_nothing_goes_until_we_are_put_in_again(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.installs("ada", CHANNEL, "remove")
        await day.installs("ada", "19:never@thread.tacv2", "remove")
        await day.installs("bo", "", "remove")
        closed = {one.external_id for one in day.all(Place) if one.closed_at is not None}
        assert CHANNEL in closed
        await day.goes_to(0.2)
        await day.goes_to(7.8)
        assert "Field, Tuesday" not in day.read(CHANNEL)
        await day.installs("ada", CHANNEL, "add-upgrade")
        assert {one.external_id for one in day.all(Place) if one.closed_at is not None} == closed
        await day.installs("ada", CHANNEL)
        await day.goes_to(24)
        assert "Field, Wednesday" in day.read(CHANNEL)

    at_teams(sqlite_engines, play)


def test_a_direct_place_is_theirs_from_the_first_and_is_made_where_there_is_none(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        (before,) = [one for one in day.all(Place) if one.name == "Cy Wu"]
        assert (before.external_id, before.kind) == ("entra-cy", PlaceKind.DIRECT)
        await day.says("cy", "help")
        (after,) = [one for one in day.all(Place) if one.name == "Cy Wu"]
        assert (after.id, after.external_id, after.service) == (before.id, "a:cy", day.teams.service)

        moment, dee = Moment(day.clock.now(), day.run.conductor.chance), person(day, "dee")
        connection = day.door.connection
        account = Account(
            id=moment.id(),
            workspace_id=day.workspace_id,
            person_id=dee.id,
            connection_id=connection.id,
            external_id="entra-dee",
        )
        await day.run.database.write(lambda store: store.keep(account))
        await asyncio.gather(*[day.delivers(day.written("dee", "help")) for _ in range(2)])
        await day.settles()
        assert [one.external_id for one in day.all(Place) if one.person_id == dee.id] == ["a:dee"]

    at_teams(sqlite_engines, play)


# Who is in our teams


def test_an_admin_takes_in_who_is_in_our_teams(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        member(day, "new", name="Nel New")
        day.teams.members.append({"id": "28:other", "name": "A bot"})
        day.teams.members.append({"id": "29:g", "name": "Gus", "aadObjectId": "entra-g", "userRole": "guest"})
        day.teams.members.append({"id": "29:f", "name": "Fay", "aadObjectId": "entra-f", "tenantId": "elsewhere"})
        await day.says("bo", "help")
        asked = day.written("bo", "people")
        for _ in range(2):
            await day.delivers(asked)
            await day.settles()
        proposed = [one for one in said_in(day, "a:bo") if "Nel New" in one]
        assert len(proposed) == 1
        assert not any(name in proposed[0] for name in ("Gus", "Fay", "A bot", "leaves"))
        await day.presses("bo", "Take this in")
        assert set(linked(day)) == {f"entra-{who}" for who in PEOPLE}
        await day.says("bo", "people")
        assert day.teams.asked.count("members") == 2, "it was read a short while ago, and who reads along before it"

    at_teams(sqlite_engines, play)


def test_what_comes_twice_proposes_once_and_two_who_ask_at_once_are_told_what_was_read_once(
    sqlite_engines: Engines,
) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        asked, before = day.written("bo", "people"), day.teams.asked.count("members")
        await day.delivers(asked)
        await day.settles()
        assert day.teams.asked.count("members") == before + 1
        day.clock.move_to(day.clock.now() + timedelta(hours=1))
        await day.delivers(asked)
        await day.settles()
        assert len([one for one in said_in(day, "a:bo") if "2 accounts are linked" in one]) == 1
        await asyncio.gather(*(day.delivers(day.written("bo", "people")) for _ in range(2)))
        await day.settles()
        assert day.teams.asked.count("members") == before + 2
        assert len([one for one in said_in(day, "a:bo") if "2 accounts are linked" in one]) == 3

    at_teams(sqlite_engines, play)


def test_who_is_there_may_be_many_and_no_button_carries_them(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for n in range(300):
            account = {"id": f"29:{n}", "name": f"Person {n} of a long name {'x' * 60}", "aadObjectId": f"e{n:04}"}
            day.teams.members.append(account)
        await day.says("bo", "help")
        await day.says("bo", "people")
        assert "301 people are new" in said_in(day, "a:bo")[-1]
        _, button = day.button("Take this in", "a:bo")
        assert len(str(button)) < 2_000

    at_teams(sqlite_engines, play)


def test_only_admins_read_who_is_there(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("cy", "people")
        assert "That is for those who run Concertmaster here" in day.read("a:cy")
        assert "Dee" not in day.read("a:cy")

    at_teams(sqlite_engines, play)


def test_where_we_are_in_no_team_there_is_no_directory(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        for _ in range(2):
            await day.says("bo", "people")
        assert "There is no directory at this door" in said_in(day, "a:bo")[-1]

    at_teams(sqlite_engines, play, channel=False)


def test_while_teams_does_not_say_who_is_there_that_is_said(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        day.teams.faults["members"].append(error(500, "Broken"))
        await day.says("bo", "people")
        assert "Teams did not let me read who is in your teams" in said_in(day, "a:bo")[-1]
        changed = day.does("ada", CHANNEL, type="conversationUpdate", membersAdded=[{"id": "29:new"}])
        await day.delivers(changed)
        await day.says("bo", "people")
        assert "2 accounts are linked" in said_in(day, "a:bo")[-1]

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize("nth", [2, 3])
def test_who_cannot_be_shown_who_is_there_is_told_to_ask_again(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        fails_once(day, monkeypatch, "read", nth)
        await day.says("bo", "people")
        assert "Nothing was changed" in said_in(day, "a:bo")[-1]
        await day.says("bo", "people")
        assert "2 accounts are linked" in said_in(day, "a:bo")[-1]

    at_teams(sqlite_engines, play)


# By which clock somebody lives

ANYWHERE = ROSTER.replace("zone: Europe/Dublin\n", "")
TOKYO = "Asia/Tokyo"


def clocks(day: Day) -> dict[str, str]:
    """In which zone everybody lives, with a question mark where nobody has said so."""
    return {one.handle: one.time_zone + "?" * one.zone_assumed for one in day.all(Person)}


async def writes_from(day: Day, who: str, text: str = "my part", **said: Any) -> None:
    """Write to the bot, with what a client tells of where it is."""
    await day.delivers(day.does(who, text=text) | said)
    await day.settles()


def test_who_is_taken_in_lives_where_most_do_until_their_teams_says_where(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        member(day, "new", name="Nel New")
        await day.says("bo", "help")
        await day.says("bo", "people")
        await day.presses("bo", "Take this in")
        assert clocks(day)["new"] == "Europe/Dublin?"
        await day.goes_to(0.2)
        assert "time of Europe/Dublin" in day.read("a:new")

        await writes_from(day, "new", localTimezone=TOKYO)
        assert clocks(day)["new"] == TOKYO
        (welcome,) = [one for one in day.teams.conversations["a:new"].values() if "I am Concertmaster" in shown(one)]
        assert "time of Asia/Tokyo" in shown(welcome), "the welcome says so where it stands"
        for zone in ("America/New_York", "Europe/Dublin"):
            await writes_from(day, "new", localTimezone=zone)
        assert clocks(day)["new"] == TOKYO, "whoever travels is not asked by another clock"

    at_teams(sqlite_engines, play)


def test_who_writes_from_tokyo_is_asked_in_the_morning_there(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        assert clocks(day)["bo"] == "UTC?"
        assert person(day, "bo").next_due_at == datetime(2027, 3, 9, 9, tzinfo=UTC)
        await asyncio.gather(*[writes_from(day, "bo", localTimezone=TOKYO) for _ in range(3)])
        assert clocks(day) == {"ada": "UTC?", "bo": TOKYO, "cy": "UTC?", "dee": "UTC?"}
        await day.goes_to(0.2)
        assert "What are the three things today?" not in day.read("a:bo")
        assert person(day, "bo").next_due_at == datetime(2027, 3, 10, tzinfo=UTC)
        await day.goes_to(15)
        assert "What are the three things today?" in day.read("a:bo")

    at_teams(sqlite_engines, play, channel=False, roster=ANYWHERE)


@pytest.mark.parametrize("where", ["", CHANNEL], ids=["alone", "in a channel"])
def test_what_a_client_tells_of_itself_says_where_somebody_is(sqlite_engines: Engines, where: str) -> None:
    async def play(day: Day) -> None:
        told = {"type": "clientInfo", "locale": "ja-JP", "country": "JP", "timezone": TOKYO}
        written = day.written("bo", "my part", where)
        written["entities"] = [*written.get("entities", []), told]
        await day.delivers(written)
        await day.settles()
        assert clocks(day)["bo"] == TOKYO

    at_teams(sqlite_engines, play, roster=ANYWHERE)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"localTimezone": ""},
        {"localTimezone": "Mars/Sea"},
        {"localTimezone": "../../etc/passwd"},
        {"localTimezone": "Tokyo Standard Time"},
        {"localTimezone": "A" * 9000},
        {"entities": [{"type": "clientInfo", "timezone": ["Asia/Tokyo"]}, {"type": "clientInfo"}, "clientInfo"]},
        {"entities": [{"type": "mention", "timezone": TOKYO}]},
    ],
)
def test_what_is_no_zone_says_nothing(sqlite_engines: Engines, said: dict[str, Any]) -> None:
    async def play(day: Day) -> None:
        await writes_from(day, "bo", **said)
        assert clocks(day)["bo"] == "UTC?"

    at_teams(sqlite_engines, play, channel=False, roster=ANYWHERE)


def test_a_zone_that_was_said_is_not_that_of_somebodys_teams(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await writes_from(day, "ada", localTimezone=TOKYO)
        assert set(clocks(day).values()) == {"Europe/Dublin"}

    at_teams(sqlite_engines, play, channel=False)


def test_who_says_that_their_hours_are_right_keeps_those_that_they_read(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.goes_to(0.2)
        name, button = day.button("My hours are right", "a:bo")
        await day.delivers(executed(day, "bo", button["data"], name) | {"localTimezone": TOKYO})
        assert clocks(day)["bo"] == "UTC"
        await writes_from(day, "bo", localTimezone=TOKYO)
        assert clocks(day)["bo"] == "UTC"

    at_teams(sqlite_engines, play, roster=ANYWHERE)
