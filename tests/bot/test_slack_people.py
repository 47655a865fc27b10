"""What Slack's directory adds to the roster is read, pressed, and then kept; an unlinked account links only itself."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot import linking
from bot.slack import limits
from bot.slack.render import REST
from bot.writer import Unkept
from handlers.people import new_code, take_in
from handlers.turn import Moment
from score.roster import read as read_roster
from storage import people
from storage.store import Store
from storage.tables import Account, Delivery, DeliveryState, Membership, Person, Place, Received, Silence, Team
from tests.databases import Engines
from tests.fakes.slack import HTML, Fault, Message, buttons, error
from tests.slack_day import ROSTER, Day, a_day

Play = Callable[[Day], Awaitable[None]]


@pytest.fixture
def play(sqlite_engines: Engines) -> Callable[[Play], None]:
    def played(part: Play) -> None:
        async def whole() -> None:
            async with a_day(sqlite_engines.writer.url) as day:
                await part(day)

        asyncio.run(whole())

    return played


def confirmed(name: str, email: str = "", **more: object) -> dict[str, object]:
    """Somebody as Slack lists them, with an e-mail address that it has confirmed."""
    profile = {"real_name": name, **({"email": email} if email else {})}
    return {"profile": profile, "tz": "Europe/Lisbon", "locale": "pt-PT", "is_email_confirmed": True, **more}


def handles(day: Day) -> set[str]:
    return {one.handle for one in day.all(Person) if one.left_at is None}


def test_an_admin_reads_and_presses_before_anything_is_kept(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        day.slack.person("U0NEW", **confirmed("Eva Ruiz Núñez", "eva@harbour.example"))
        day.slack.person("U0BOT2", is_bot=True)
        day.slack.person("U0LEFT", deleted=True)
        day.slack.groups = [
            {"handle": "night-shift", "name": "Night shift", "users": ["U0NEW", "U0BO", "U0GUEST", "U0NOBODY"]},
            {"handle": "gone", "name": "Gone", "users": ["U0BO"], "date_delete": 1_700_000_000},
        ]
        before = [day.all(kind) for kind in (Person, Account, Team, Membership)]
        await day.says("U0ADA", "people")
        assert "for those who run Concertmaster" in day.read("U0ADA")
        assert day.slack.count("usergroups.list") == 0

        await day.says("U0BO", "people")
        await day.settles()
        said = day.read("U0BO")
        assert "Eva Ruiz Núñez (eva)" in said
        assert "Night shift" in said
        assert [day.all(kind) for kind in (Person, Account, Team, Membership)] == before
        assert "canary" not in said

        await day.presses("U0BO", "Take this in")
        await day.run.door.settle()
        (eva,) = [one for one in day.all(Person) if one.handle == "eva"]
        assert (eva.time_zone, eva.language, eva.email) == ("Europe/Lisbon", "pt", "eva@harbour.example")
        assert handles(day) == {"ada", "bo", "cy", "guest", "eva"} - {"guest"}, "a guest is nobody's member"
        (team,) = [one for one in day.all(Team) if one.handle == "night-shift"]
        members = {one.person_id for one in day.all(Membership) if one.team_id == team.id}
        assert members == {eva.id, next(one.id for one in day.all(Person) if one.handle == "bo")}
        assert any(one.person_id == eva.id for one in day.all(Place))

        await day.says("U0BO", "people")
        await day.settles()
        assert "nothing to change" in day.read("U0BO")

    play(part)


def test_a_long_directory_is_read_page_by_page(play: Callable[[Play], None], monkeypatch: pytest.MonkeyPatch) -> None:
    async def part(day: Day) -> None:
        for number in range(12):
            day.slack.person(f"U0NEW{number}", **confirmed(f"Eva Number {number}"))
        await day.says("U0BO", "people")
        await day.settles()
        whole = set(re.findall(r"Eva Number \d+", day.read("U0BO")))
        monkeypatch.setattr(limits, "MESSAGE_WEIGHT", 1_500)
        await day.says("U0BO", "people")
        await day.settles()
        message = day.slack.posted("D0BO")[-1]
        await day.delivers(day.slack.press("U0BO", message, _rest(message.said["blocks"])[0]))
        await day.settles()
        said = message.text + day.form()
        while more := _rest(day.slack.views[0]["blocks"]):
            await day.delivers(day.slack.press_view("U0BO", day.slack.views[0], more[0]))
            await day.settles()
            said += day.form()
        assert set(re.findall(r"Eva Number \d+", said)) == whole

    play(part)


def _rest(blocks: object) -> list[dict[str, Any]]:
    return [one for one in buttons(blocks) if one["action_id"] == REST]


def test_what_changed_since_it_was_read_is_shown_anew_and_not_kept(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        day.slack.person("U0NEW", **confirmed("Eva"))
        await day.says("U0BO", "people")
        await day.settles()
        day.slack.person("U0NEXT", **confirmed("Fay"))
        await day.delivers(day.slack.event({"type": "user_change", "user": day.slack.users["U0ADA"]}))
        await day.presses("U0BO", "Take this in")
        await day.settles()
        assert {"eva", "fay"}.isdisjoint(handles(day))
        assert "Fay" in day.read("U0BO")
        await day.presses("U0BO", "Take this in")
        assert {"eva", "fay"} <= handles(day)

    play(part)


def test_the_list_is_read_page_by_page_and_slack_may_refuse_groups(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        for number in range(450):
            day.slack.person(f"U1{number:05}", **confirmed(f"Person {number}"))
        day.slack.fails("usergroups.list", error("missing_scope"), error("missing_scope"))
        before = day.slack.count("users.list")
        await day.says("U0BO", "people")
        await day.settles()
        assert day.slack.count("users.list") - before == 3
        assert "451 people are new" in day.read("U0BO"), "with U0NEW"

        day.slack.fails("usergroups.list", error("made_up_yesterday"))
        await day.delivers(day.slack.event({"type": "user_change", "user": day.slack.users["U0ADA"]}))
        await day.says("U0BO", "people")
        await day.settles()
        assert "did not let me read" in day.slack.posted("D0BO")[-1].text, "it is not read as if there were no groups"

        day.slack.fails("users.list", Fault(503, "away", "text/html"))
        await day.delivers(day.slack.event({"type": "user_change", "user": day.slack.users["U0ADA"]}))
        await day.says("U0BO", "people")
        await day.settles()
        assert "did not let me read" in day.slack.posted("D0BO")[-1].text

    play(part)


def test_who_is_deactivated_is_sent_nothing_more_and_admins_are_asked(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        await day.run.conductor.tick()
        gone = {**day.slack.users["U0CY"], "deleted": True}
        day.slack.users["U0CY"] = gone
        for _ in range(2):
            await day.delivers(day.slack.event({"type": "user_change", "user": gone}))
            await day.settles()
        await day.goes_to(0.1)
        assert [one.text for one in day.slack.posted("D0BO")].count(day.slack.posted("D0BO")[-1].text) == 1
        assert "account of Cy Wu was deactivated" in day.read("U0BO")
        cy = next(one for one in day.all(Person) if one.handle == "cy")
        direct = next(one for one in day.all(Place) if one.person_id == cy.id)
        assert direct.closed_at is not None
        await day.goes_to(0.2)
        assert [one for one in day.all(Delivery) if one.place_id == direct.id] == []

        await day.presses("U0BO", "What would change")
        await day.settles()
        assert "One person leaves" in day.read("U0BO") or "2 people leave" in day.read("U0BO")

        back = {**gone, "deleted": False}
        day.slack.users["U0CY"] = back
        await day.delivers(day.slack.event({"type": "user_change", "user": back}))
        assert next(one for one in day.all(Place) if one.id == direct.id).closed_at is None
        await day.goes_to(24)
        assert {one.state for one in day.all(Delivery) if one.place_id == direct.id} == {DeliveryState.SENT}

    play(part)


def test_who_joins_is_told_to_admins_once_a_day_and_sees_nothing(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        for user in ("U0NEW", "U0NEXT"):
            await day.delivers(
                day.slack.event({"type": "team_join", "user": day.slack.person(user) and day.slack.users[user]})
            )
        await day.goes_to(0.1)
        assert day.read("U0BO").count("Somebody is new here") == 2, "once, as text and as block"
        assert "U0NEW" not in {one.external_id for one in day.all(Account)}
        await day.delivers(day.slack.event({"type": "team_join", "user": {"id": "U0G", "is_restricted": True}}))

    play(part)


def test_an_account_links_itself_by_the_address_that_slack_confirmed(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        cy = next(one for one in day.all(Person) if one.handle == "cy")
        account = next(one for one in day.all(Account) if one.person_id == cy.id)

        def unlink(store: object) -> None:
            store.change(cy, email="Cy@Harbour.example")  # type: ignore[attr-defined]
            store.forget(Account, [account.id])  # type: ignore[attr-defined]

        await day.run.database.write(unlink)
        day.slack.person("U0NEW", **confirmed("Cy", "cy@harbour.example", is_email_confirmed=False))
        await day.says("U0NEW", "hello")
        assert "I do not know you here yet" in day.read("U0NEW")
        day.slack.person("U0NEW", **confirmed("Cy", "cy@harbour.example"))
        await day.says("U0NEW", "hello")
        assert "Is that you?" in day.read("U0NEW")
        assert "U0NEW" not in {one.external_id for one in day.all(Account)}, "nothing is linked before they press"
        message, button = day.button("U0NEW", "Yes, link")
        day.slack.person("U0OTHER", **confirmed("Mallory", "mallory@harbour.example"))
        await day.delivers(day.slack.press("U0OTHER", message, button))
        await day.settles()
        assert {"U0NEW", "U0OTHER"}.isdisjoint({one.external_id for one in day.all(Account)})

        await day.presses("U0NEW", "Yes, link")
        linked = next(one for one in day.all(Account) if one.external_id == "U0NEW")
        assert linked.person_id == cy.id
        day.slack.person("U0TWIN", **confirmed("Cy", "cy@harbour.example"))
        await day.says("U0TWIN", "hello")
        assert "Is that you?" not in day.read("U0TWIN"), "that person has an account by now"
        await day.says("U0NEW", "help")
        assert "Check in" in day.read("U0NEW")

    play(part)


def test_a_code_from_an_admin_links_an_account(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        await day.delivers(day.slack.command("U0ADA", "code"))
        await day.settles()
        assert day.slack.views == []
        await day.delivers(day.slack.command("U0BO", "code"))
        await day.settles()
        refused = await day.hands_in("U0BO", who="nobody")
        assert list(refused["errors"]) == ["who"]
        cy = next(one for one in day.all(Person) if one.handle == "cy")
        account = next(one for one in day.all(Account) if one.person_id == cy.id)
        await day.run.database.write(lambda store: store.forget(Account, [account.id]))
        await day.hands_in("U0BO", who="cy wu")
        said = day.read("U0BO")
        assert "The code for Cy Wu is " in said
        code = said.split("The code for Cy Wu is ")[1].split(".")[0].strip("* ")
        for wrong in range(6):
            await day.says("U0OTHER" if wrong else "U0NEW", "AAAA-AAAA-AAAA-AAAA")
        assert "That code is no good" in day.read("U0NEW")
        await day.says("U0NEW", f"link {code}")
        assert "This account is yours" in day.read("U0NEW")
        person = day.ask(lambda store: people.known_as(store, day.run.connection.id, "U0NEW"))
        assert person is not None
        assert person.id == cy.id

    play(part)


def test_what_links_an_account_is_answered_once_however_often_it_comes(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        cy = next(one for one in day.all(Person) if one.handle == "cy")
        account = next(one for one in day.all(Account) if one.person_id == cy.id)

        def unlink(store: Store) -> None:
            store.change(cy, email="cy@harbour.example")
            store.forget(Account, [account.id])

        await day.run.database.write(unlink)
        moment = Moment(day.clock.now(), day.run.conductor.chance)
        code = await day.run.database.write(lambda store: new_code(moment, store, cy))
        day.slack.person("U0NEW", **confirmed("Cy", "cy@harbour.example"))
        for text, answer in (("hello", "Is that you?"), (code, "This account is yours")):
            written = day.slack.message("U0NEW", text)
            before = len(day.slack.posted("D0NEW"))
            await asyncio.gather(*[day.delivers(written) for _ in range(3)])
            await day.settles()
            day.run.door.receives(day.run.outbox)
            await day.delivers(written, {"X-Slack-Retry-Num": "3"})
            await day.settles()
            assert [answer in one.text for one in day.slack.posted("D0NEW")[before:]] == [True]
        assert day.all(Silence) == []
        assert code not in repr([one.model_dump() for one in day.all(Received)])

        day.slack.fails("users.info", HTML)
        day.slack.person("U0LAST", **confirmed("Last", "last@harbour.example"))
        written = day.slack.message("U0LAST", "hello")
        await day.delivers(written)
        await day.delivers(written)
        await day.settles()
        assert "I do not know you here yet" in day.read("U0LAST"), "Slack did not say who that is, and it came again"

    play(part)


def test_who_tries_codes_is_stopped_after_five(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        cy = next(one for one in day.all(Person) if one.handle == "cy")
        account = next(one for one in day.all(Account) if one.person_id == cy.id)
        await day.run.database.write(lambda store: store.forget(Account, [account.id]))
        moment = Moment(day.clock.now(), day.run.conductor.chance)
        code = await day.run.database.write(lambda store: new_code(moment, store, cy))
        for _ in range(5):
            await day.says("U0NEW", "AAAA-AAAA-AAAA-AAAA")
        await day.says("U0NEW", code)
        assert "U0NEW" not in {one.external_id for one in day.all(Account)}

    play(part)


def unlinks(day: Day, email: str = "") -> Callable[[Store], None]:
    """Take the account from Cy, whom the roster may name by an address."""
    cy = next(one for one in day.all(Person) if one.handle == "cy")
    account = next(one for one in day.all(Account) if one.person_id == cy.id)

    def unlink(store: Store) -> None:
        store.change(cy, email=email)
        store.forget(Account, [account.id])

    return unlink


def linked(day: Day) -> set[str]:
    return {one.external_id for one in day.all(Account)}


def test_while_slack_does_not_say_whose_an_address_is_nobody_is_linked_and_they_are_told(
    play: Callable[[Play], None],
) -> None:
    async def part(day: Day) -> None:
        await day.run.database.write(unlinks(day, "cy@harbour.example"))
        day.slack.person("U0NEW", **confirmed("Cy", "cy@harbour.example"))
        await day.says("U0NEW", "hello")
        day.slack.fails("users.info", HTML)
        await day.presses("U0NEW", "Yes, link")
        assert "could not keep that" in day.read("U0NEW")
        day.slack.fails("users.info", error("user_not_found"))
        await day.presses("U0NEW", "Yes, link")
        assert "U0NEW" not in linked(day), "Slack knows nobody of that name"
        await day.presses("U0NEW", "Yes, link")
        assert "U0NEW" in linked(day)

    play(part)


def test_whoever_could_not_be_linked_when_it_came_first_is_linked_when_it_comes_again(
    play: Callable[[Play], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies between the key of what came and what that changes would leave who wrote it unanswered."""

    async def part(day: Day) -> None:
        cy = next(one for one in day.all(Person) if one.handle == "cy")
        await day.run.database.write(unlinks(day))
        moment = Moment(day.clock.now(), day.run.conductor.chance)
        code = await day.run.database.write(lambda store: new_code(moment, store, cy))
        written = day.slack.message("U0NEW", code)

        def full(*_: object) -> None:
            raise Unkept("the disk is full")

        with monkeypatch.context() as patched:
            patched.setattr("handlers.people._link", full)
            for _ in range(6):
                await day.delivers(written)
        assert "U0NEW" not in linked(day)
        await day.delivers(written)
        await day.settles()
        assert "U0NEW" in linked(day)
        assert "This account is yours" in day.read("U0NEW")

    play(part)


def test_a_code_by_command_is_tried_once_however_often_it_comes(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        tried = day.slack.command("U0NEW", "AAAA-AAAA-AAAA-AAAA")
        assert "That code is no good" in (await day.delivers(tried))["text"]
        for _ in range(5):
            assert not await day.delivers(tried)
        await day.run.database.write(unlinks(day))
        cy = next(one for one in day.all(Person) if one.handle == "cy")
        moment = Moment(day.clock.now(), day.run.conductor.chance)
        code = await day.run.database.write(lambda store: new_code(moment, store, cy))
        assert "This account is yours" in (await day.delivers(day.slack.command("U0NEW", code)))["text"]

    play(part)


def test_only_so_many_who_try_codes_are_remembered(
    play: Callable[[Play], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "REMEMBERED", 2)

    async def part(day: Day) -> None:
        for user in ("U0NEW", "U0ONE", "U0TWO"):
            day.slack.person(user)
            await day.says(user, "AAAA-AAAA-AAAA-AAAA")
        assert list(day.run.door._receiver._visits._linking._tried) == ["U0ONE", "U0TWO"]

    play(part)


def test_what_is_taken_in_beside_a_command_is_answered_once(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        day.slack.person("U0NEW", **confirmed("Eva"))
        await day.says("U0BO", "people")
        await day.settles()
        answer = await day.delivers(day.slack.command("U0BO", "people", "C0FIELD"))
        button = next(one for one in buttons(answer["blocks"]) if one["text"]["text"] == "Take this in")
        pressed = day.slack.press("U0BO", Message("1.1", "C0FIELD", answer, only_for="U0BO"), button)
        for _ in range(2):
            await day.delivers(pressed)
            await day.settles()
        assert "eva" in handles(day)
        assert day.slack.count("response") == 1

    play(part)


def test_of_whom_slack_names_alone_or_who_is_no_member_nothing_is_kept(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        day.slack.person("U0BOT2", is_bot=True)
        before = [day.all(Place), day.all(Delivery), linked(day)]
        for kind in ("team_join", "user_change"):
            for user in ("U0NEW", day.slack.users["U0BOT2"], day.slack.users["U0FAR"]):
                await day.delivers(day.slack.event({"type": kind, "user": user}))
        await day.settles()
        assert [day.all(Place), day.all(Delivery), linked(day)] == before
        assert day.statuses[-6:] == [200] * 6

    play(part)


def test_a_change_of_which_slack_names_the_person_alone_is_asked_for(play: Callable[[Play], None]) -> None:
    async def part(day: Day) -> None:
        day.slack.person("U0ADA", is_restricted=True)
        await day.delivers(day.slack.event({"type": "user_change", "user": "U0ADA"}))
        assert "guests" in (await day.delivers(day.slack.command("U0ADA", "my part")))["text"]

    play(part)


@pytest.mark.parametrize("comes_first", ["settle", "writes"])
def test_who_comes_into_the_roster_while_a_tick_is_under_way_is_welcomed_and_asked_on_that_day(
    play: Callable[[Play], None], comes_first: str
) -> None:
    async def part(day: Day) -> None:
        await day.goes_to(1)
        day.slack.person("U0DEE")
        text = ROSTER.replace("teams:", "  dee: {name: Dee Li, accounts: {slack: U0DEE}}\nteams:", 1)
        text = text.replace("members: [bo, guest]", "members: [bo, guest, dee]")
        moment, workspace_id = Moment(day.clock.now(), day.run.conductor.chance), day.run.connection.workspace_id
        roster = read_roster(text.encode(), "people.yml")
        await day.run.database.write(lambda store: take_in(moment, store, workspace_id, roster))
        await day.run.conductor.tick()
        await day.settles()
        assert "Hello, Dee Li" not in day.read("U0DEE"), "nobody knows yet where she is reached"

        if comes_first == "writes":
            await day.says("U0DEE", "help")
        await day.goes_to(0.1)

        assert "Hello, Dee Li" in day.read("U0DEE")
        assert "Good morning, Dee Li" in day.read("U0DEE")

    play(part)
