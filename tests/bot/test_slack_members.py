"""Who the members are is known before they come, and who is none neither reads along nor decides where we post."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.slack import members
from handlers.people import gone_there
from handlers.turn import Moment
from storage.tables import Place, PlaceKind
from tests.databases import Engines
from tests.fakes.slack import BOT_USER, HTML, TEAM, Fault, shown
from tests.slack_day import Day, a_day

Play = Callable[[Day], Awaitable[None]]
Plays = Callable[..., None]


@pytest.fixture
def play(sqlite_engines: Engines) -> Plays:
    def played(part: Play, *, channel: bool = True) -> None:
        async def whole() -> None:
            async with a_day(sqlite_engines.writer.url, channel=channel) as day:
                await part(day)

        asyncio.run(whole())

    return played


def passes(day: Day, **time: float) -> None:
    day.clock.move_to(day.clock.now() + timedelta(**time))


def changed(day: Day, user: str, **more: object) -> dict[str, object]:
    return day.slack.event({"type": "user_change", "user": {**day.slack.users[user], **more}})


def invited(day: Day, channel: str, inviter: str) -> dict[str, object]:
    return day.slack.event({"type": "member_joined_channel", "user": BOT_USER, "channel": channel, "inviter": inviter})


def digests(day: Day) -> list[str]:
    return [one.text for one in day.slack.posted("C0FIELD") if not one.only_for]


def channels(day: Day) -> dict[str, bool]:
    """The channels that are known, and whether each is a team's."""
    return {one.external_id: bool(one.team_id) for one in day.all(Place) if one.kind is PlaceKind.CHANNEL}


# Who reads along


@pytest.mark.parametrize("user", ["U0GUEST", "U0FAR"])
def test_no_digest_goes_where_a_guest_or_a_stranger_reads_along(play: Plays, user: str) -> None:
    async def part(day: Day) -> None:
        day.slack.channels["C0FIELD"].members.add(user)
        came = {"type": "member_joined_channel", "user": user, "channel": "C0FIELD"}
        await day.delivers(day.slack.event(came))
        await day.goes_to(0.2)
        await day.goes_to(7.7)
        assert digests(day) == []
        assert day.read("U0BO").count("I post nothing in #field while a guest") == 1, "those who run it are told once"
        assert "Once nobody does I go on by myself" in day.read("U0BO")

        day.slack.channels["C0FIELD"].members.discard(user)
        await day.goes_to(24)
        assert len(digests(day)) == 1

    play(part)


def test_a_member_whom_the_roster_does_not_know_may_read_along(play: Plays) -> None:
    async def part(day: Day) -> None:
        day.slack.channels["C0FIELD"].members.add("U0NEW")
        await day.goes_to(0.2)
        await day.goes_to(7.7)
        assert len(digests(day)) == 1

    play(part)


def test_who_is_there_is_looked_at_once_and_anew_when_somebody_comes(
    play: Plays, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "A_PAGE", 2)

    async def part(day: Day) -> None:
        known = day.run.door._members
        day.slack.channels["C0FIELD"].members.add("U0NEW")
        known.somebody_came("C0FIELD")
        before = day.slack.count("conversations.members")
        assert [await known.outsiders_in("C0FIELD") for _ in range(3)] == [False] * 3
        assert day.slack.count("conversations.members") - before == 2, "two pages, once"

        day.slack.channels["C0FIELD"].members.add("U0GUEST")
        assert not await known.outsiders_in("C0FIELD")
        await day.delivers(day.slack.event({"type": "member_joined_channel", "user": "U0GUEST", "channel": "C0FIELD"}))
        assert await known.outsiders_in("C0FIELD")

        day.slack.channels["C0FIELD"].members.discard("U0GUEST")
        passes(day, minutes=11)
        assert not await known.outsiders_in("C0FIELD")
        day.slack.person("U0NEW", is_restricted=True)
        await day.delivers(changed(day, "U0NEW"))
        assert await known.outsiders_in("C0FIELD"), "a member there became a guest"

        monkeypatch.setattr(members, "CHANNELS", 1)
        assert not await known.outsiders_in("C0OTHER")
        assert list(known._there) == ["C0OTHER"]

    play(part)


def test_what_slack_tells_one_process_the_others_look_at_anew_too(play: Plays) -> None:
    async def part(day: Day) -> None:
        told: list[tuple[str, str, str]] = []

        async def tells(*news: str) -> None:
            told.append(news)  # type: ignore[arg-type]

        day.run.app.tell_by(tells)
        known = day.run.door._members
        await day.delivers(changed(day, "U0ADA"))
        await day.delivers(day.slack.event({"type": "member_joined_channel", "user": "U0CY", "channel": "C0FIELD"}))
        await day.delivers(day.slack.event({"type": "channel_shared", "channel": "C0FIELD"}))
        assert told == [(TEAM, "person", "U0ADA"), (TEAM, "members", "C0FIELD"), (TEAM, "shared", "C0FIELD")]

        # And this is what the others do about it.
        assert await known.standing("U0ADA") is members.Standing.MEMBER
        assert not await known.outsiders_in("C0FIELD")
        assert not await day.run.door.out.is_shared("C0FIELD")
        day.slack.person("U0ADA", is_restricted=True)
        day.slack.channels["C0FIELD"].members.add("U0GUEST")
        day.slack.channels["C0FIELD"].is_ext_shared = True
        assert await known.standing("U0ADA") is members.Standing.MEMBER, "what is known is believed for a while"
        for news in told:
            day.run.app.hear(*news)
        day.run.app.hear("T0ELSE", "person", "U0ADA")
        assert await known.standing("U0ADA") is members.Standing.GUEST
        assert await known.outsiders_in("C0FIELD")
        assert await day.run.door.out.is_shared("C0FIELD")

    play(part)


# Who invites us


def test_only_a_member_of_the_team_or_who_runs_it_gives_a_team_its_channel(play: Plays) -> None:
    async def part(day: Day) -> None:
        for number, user in enumerate(("U0GUEST", "U0NEW", "U0FAR", "U0ADA", "")):
            day.slack.channel(f"C0S{number}", "sales", *([user] if user in ("U0ADA", "U0NEW") else []), BOT_USER)
            await day.delivers(invited(day, f"C0S{number}", user))
        await day.settles()
        assert channels(day) == {}, "nobody of them is in Sales"
        assert "I do not know whose channel it is" in day.read("U0ADA")

        day.slack.channel("C0SALES", "sales", "U0BO", BOT_USER)
        await day.delivers(invited(day, "C0SALES", "U0BO"))
        assert channels(day) == {"C0SALES": True}

    play(part, channel=False)


def test_a_channel_with_a_guest_becomes_nobodys(play: Plays) -> None:
    async def part(day: Day) -> None:
        day.slack.channels["C0FIELD"].members.add("U0GUEST")
        await day.delivers(invited(day, "C0FIELD", "U0ADA"))
        await day.settles()
        assert "where a guest reads along" in day.read("U0ADA")
        assert channels(day) == {}

        day.slack.channels["C0FIELD"].members.discard("U0GUEST")
        await day.delivers(invited(day, "C0FIELD", "U0ADA"))
        assert channels(day) == {"C0FIELD": True}

    play(part, channel=False)


# What is known of them


def test_what_was_known_holds_while_slack_is_asked(play: Plays) -> None:
    async def part(day: Day) -> None:
        await day.run.door.look()
        passes(day, hours=1, minutes=5)
        day.slack.fails("users.info", Fault(slow=3.0), HTML)
        for _ in range(2):
            began = time.monotonic()
            answer = await day.delivers(day.slack.command("U0ADA", "my part"))
            assert "field/P-1" in shown(answer["blocks"])
            assert time.monotonic() - began < 2.5
        assert day.slack.count("users.info") == 1, "asked once for both"

        passes(day, hours=6)
        day.run.door._members.forget("U0ADA")
        day.slack.fails("users.info", HTML)
        assert "could not keep" in (await day.delivers(day.slack.command("U0ADA", "my part")))["text"]

    play(part)


def test_who_has_changed_is_not_believed_from_an_answer_that_was_under_way(play: Plays) -> None:
    async def part(day: Day) -> None:
        known = day.run.door._members
        known.forget("U0ADA")
        day.slack.fails("users.info", Fault(slow=0.5, after=True, body='{"ok": true, "user": {"id": "U0ADA"}}'))
        asking = asyncio.create_task(known.standing("U0ADA"))
        await asyncio.sleep(0.1)
        day.slack.person("U0ADA", is_restricted=True)
        await day.delivers(changed(day, "U0ADA"))
        assert await asking is members.Standing.MEMBER
        assert await known.standing("U0ADA") is members.Standing.GUEST

    play(part)


def test_everybody_is_looked_at_again_before_it_grows_old(play: Plays) -> None:
    async def part(day: Day) -> None:
        async def looks() -> int:
            await day.run.app.settle()
            await asyncio.gather(*day.run.app._looks)
            return day.slack.count("users.list")

        first = await looks()
        assert first == await looks() == 1
        passes(day, minutes=41)
        assert await looks() == 2
        passes(day, minutes=41)
        day.slack.fails("users.list", HTML)
        assert (await looks(), await looks()) == (3, 4), "what failed is tried again"
        asked = day.slack.count("users.info")
        passes(day, minutes=30)
        await day.delivers(day.slack.command("U0ADA", "help"))
        assert day.slack.count("users.info") == asked

    play(part)


def answers(slow: float = 0.0, **said: object) -> Fault:
    """Slack answers this, after a while."""
    return Fault(body=json.dumps({"ok": True, **said}), slow=slow)


def test_a_list_that_was_asked_for_earlier_does_not_undo_what_slack_said_since(play: Plays) -> None:
    async def part(day: Day) -> None:
        known = day.run.door._members
        day.slack.fails("users.list", answers(0.5, members=[{"id": "U0ADA", "team_id": TEAM}]))
        looking = asyncio.create_task(known.look())
        await asyncio.sleep(0.1)
        passes(day, seconds=1)
        day.slack.person("U0ADA", is_restricted=True)
        await day.delivers(changed(day, "U0ADA"))
        passes(day, seconds=1)
        assert await known.standing("U0ADA") is members.Standing.GUEST
        await looking
        assert await known.standing("U0ADA") is members.Standing.GUEST

    play(part)


def test_who_has_changed_is_not_believed_from_before_however_many_have(
    play: Plays, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "REMEMBERED", 2)

    async def part(day: Day) -> None:
        known = day.run.door._members
        day.slack.fails("users.info", answers(0.5, user={"id": "U0ADA", "team_id": TEAM}))
        known.forget("U0ADA")
        passes(day, seconds=1)
        asking = asyncio.create_task(known.standing("U0ADA"))
        await asyncio.sleep(0.1)
        day.slack.person("U0ADA", is_restricted=True)
        for user in ("U0ADA", "U0BO", "U0CY", "U0NEW"):
            await day.delivers(changed(day, user))
        await asking
        assert await known.standing("U0ADA") is members.Standing.GUEST
        assert len(known._forgotten) <= 2

    play(part)


def test_of_more_members_than_are_remembered_the_oldest_are_asked_about(
    play: Plays, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "REMEMBERED", 2)

    async def part(day: Day) -> None:
        known = day.run.door._members
        three = [{"id": user, "team_id": TEAM} for user in ("U0ADA", "U0BO", "U0CY")]
        for _ in range(2):
            day.slack.fails("users.list", answers(members=three))
            await known.look()
        asked = day.slack.count("users.info")
        assert [await known.standing(user) for user in ("U0BO", "U0CY")] == [members.Standing.MEMBER] * 2
        assert day.slack.count("users.info") == asked
        assert await known.standing("U0ADA") is members.Standing.MEMBER
        assert day.slack.count("users.info") == asked + 1

    play(part)


def test_what_is_nobody_in_the_list_is_passed_over(play: Plays) -> None:
    async def part(day: Day) -> None:
        known = day.run.door._members
        day.slack.person("U0LATE")
        odd = [None, "U0X", {"name": "nobody"}, {"id": 7}, {"id": "U0LATE", "team_id": TEAM}]
        day.slack.fails("users.list", answers(members=odd))
        await known.look()
        asked = day.slack.count("users.info")
        assert await known.standing("U0LATE") is members.Standing.MEMBER
        assert day.slack.count("users.info") == asked

    play(part)


def test_in_all_of_an_enterprise_the_members_of_each_workspace_are_listed(play: Plays) -> None:
    async def part(day: Day) -> None:
        whole = members.Members(day.run.door._call, day.clock, "E1")
        day.slack.fails("auth.teams.list", answers(teams=[{"id": "T1"}, None, {"name": "no id"}, {"id": "T2"}]))
        before = len(day.slack.calls)
        assert [one async for one in whole.everybody(timedelta(minutes=1))]
        asked = [given["team_id"] for name, given in day.slack.calls[before:] if name == "users.list"]
        assert asked == ["T1", "T2"]

    play(part)


def test_a_question_that_is_broken_off_is_no_failure_of_ours(play: Plays) -> None:
    async def part(day: Day) -> None:
        failures: list[dict[str, object]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, failure: failures.append(failure))
        known = day.run.door._members
        known.forget("U0ADA")
        day.slack.fails("users.info", Fault(slow=0.5))
        asking = known._ask("U0ADA")
        await asyncio.sleep(0.1)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await asyncio.sleep(0)
        assert failures == []
        assert await known.standing("U0ADA") is members.Standing.MEMBER, "it is asked again"

    play(part)


@pytest.mark.parametrize("method", ["users.info", "conversations.info"])
def test_an_acknowledgement_does_not_wait_for_slack(play: Plays, method: str) -> None:
    async def part(day: Day) -> None:
        day.run.door._members.forget("U0ADA")
        day.run.door.out.forget("C0FIELD")
        day.slack.fails(method, Fault(slow=4.0))
        began = time.monotonic()
        await day.delivers(day.slack.mention("U0ADA", "C0FIELD", "help"))
        assert time.monotonic() - began < 2.5
        assert day.statuses[-1] == 503, "Slack sends it again"

    play(part)


def test_who_is_gone_in_the_store_is_shown_nothing_whichever_process_was_told(play: Plays) -> None:
    async def part(day: Day) -> None:
        await day.says("U0ADA", "help")
        moment = Moment(day.clock.now(), day.run.conductor.chance)
        connection = day.run.connection
        await day.run.database.write(lambda store: store.keep(*gone_there(moment, store, connection, "U0ADA")))
        member = day.slack.users["U0ADA"]
        day.slack.users["U0ADA"] = {**member, "deleted": True}
        answer = await day.delivers(day.slack.command("U0ADA", "my part"))
        assert "guests" in answer["text"]
        day.slack.users["U0ADA"] = member
        await day.delivers(day.slack.event({"type": "user_change", "user": day.slack.users["U0ADA"]}))
        answer = await day.delivers(day.slack.command("U0ADA", "my part"))
        assert "field/P-1" in shown(answer["blocks"]), "they are back"

    play(part)


def test_of_several_workspaces_of_an_enterprise_somebody_is_a_member_of_ours(play: Plays) -> None:
    async def part(day: Day) -> None:
        theirs = {"enterprise_id": "E1", "teams": [TEAM, "T0SECOND"]}
        day.slack.person("U0ADA", team_id="T0SECOND", enterprise_user=theirs)
        await day.delivers(changed(day, "U0ADA"))
        await day.says("U0ADA", "help")
        message, button = day.button("U0ADA", "Check in")
        pressed = day.slack.press("U0ADA", message, button)
        await day.delivers({**pressed, "user": {"id": "U0ADA", "team_id": "T0SECOND"}})
        await day.settles()
        assert len(day.slack.views) == 1
        await day.delivers(day.slack.message("U0ADA", "my part", user_team="E1"))
        await day.settles()
        assert "guests" not in day.read("U0ADA")

    play(part)


def test_what_a_bot_says_is_not_answered(play: Plays) -> None:
    async def part(day: Day) -> None:
        day.slack.person("USLACKBOT")
        await day.delivers(day.slack.message("USLACKBOT", "Reminder: stand up"))
        await day.settles()
        assert day.slack.posted("DSLACKBOT") == []

    play(part)
