"""Workspaces are connected by OAuth, with tokens that are renewed once at a time; who removes us hears no more."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import URL
from sqlmodel import select

from bot import organised, run
from bot.conductor import Unkept
from bot.outbox import Later, Shut
from bot.ports import MovedClock, WallClock
from bot.run import Running
from bot.settings import ServerSettings, Settings, SlackSettings, StoreSettings, VaultSettings
from bot.slack import install
from bot.slack.door import SlackDoor
from bot.slack.install import COOKIE, Installer
from bot.slack.tokens import LEASE, Tokens
from bot.vault import MasterKeys, Unopened, Vault, add_key
from bot.writer import Database
from handlers.editions import load
from handlers.people import link_by_code, new_code, take_in
from handlers.turn import Moment
from score.language import read
from score.roster import read as read_roster
from storage import installations, people
from storage.store import Store
from storage.tables import (
    Account,
    Cause,
    Connection,
    DataKey,
    Delivery,
    DeliveryState,
    Door,
    Installation,
    Noun,
    Place,
    PlaceKind,
    Ticket,
)
from tests.bot.test_vault import a_key
from tests.databases import Engines
from tests.fakes import slack as fake
from tests.fakes.slack import FakeSlack, error, form_of, signed
from tests.orchestra import SCORE
from tests.slack_day import BEGINS, ROSTER, SELDOM, served


@dataclass
class Installs:
    """A server at which workspaces are connected, and its Slack."""

    slack: FakeSlack
    run: Running
    settings: Settings
    clock: MovedClock
    http: aiohttp.ClientSession
    address: str

    def moment(self) -> Moment:
        return Moment(self.clock.now(), self.run.conductor.chance)

    async def ticket(self, name: str = "Harbour") -> str:
        """A link for an organisation."""

        def make(store: Store) -> str:
            ours = organised.organisation_made(store, self.moment(), name)
            return install.ticket_for(store, self.moment(), ours.id)

        return await self.run.database.write(make)

    async def begins(self, ticket: str) -> tuple[int, str, str]:
        """Open a link; gives the status, the state and the cookie."""
        where = f"{self.address}{install.INSTALL}"
        async with self.http.get(where, params={"ticket": ticket}, allow_redirects=False) as answer:
            if answer.status != 302:
                return answer.status, "", ""
            asked = parse_qs(urlsplit(answer.headers["Location"]).query)
            assert {*asked["scope"][0].split(",")} == {*install.SCOPES, *install.LINKS, *install.OPTIONAL}
            assert asked["redirect_uri"] == [f"{self.settings.server.address}{install.BACK}"]
            said = answer.headers["Set-Cookie"]
            assert all(word in said for word in ("HttpOnly", "Secure", "SameSite=lax", f"Path={install.BACK}"))
            return answer.status, asked["state"][0], answer.cookies[COOKIE].value

    async def comes_back(self, state: str, cookie: str, **given: str) -> tuple[int, str]:
        """Come back from Slack; gives the status and what is read."""
        cookies = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
        where = f"{self.address}{install.BACK}"
        async with self.http.get(where, params={"state": state, **given}, headers=cookies) as answer:
            return answer.status, await answer.text()

    async def connects(self, code: str = "code", name: str = "Harbour", **more: Any) -> str:
        """Connect a workspace from the link to the last page, which is given."""
        self.slack.code(code, **more)
        _, state, cookie = await self.begins(await self.ticket(name))
        status, said = await self.comes_back(state, cookie, code=code)
        assert status == 200, said
        return said

    def all(self, kind: type[Noun]) -> list[Any]:
        return self.run.database.read_now(lambda store: store.find(select(kind)))

    async def delivers(self, event: dict[str, Any]) -> int:
        """Post an event as Slack does."""
        body, kind = form_of(event)
        headers = {"Content-Type": kind, **signed(body, self.clock.now().timestamp())}
        async with self.http.post(f"{self.address}/slack/events", data=body, headers=headers) as answer:
            return answer.status

    async def takes_in(self, connection: Connection | None = None) -> None:
        """The people of the roster, in one organisation, or the only one that is connected."""
        (connection,) = [connection] if connection else self.all(Connection)
        roster = read_roster(ROSTER.encode(), "people.yml")
        await self.run.database.write(lambda store: take_in(self.moment(), store, connection.workspace_id, roster))
        await self.run.app.settle()

    async def plays_from(self, connection: Connection, score: str) -> None:
        """Put a score of one organisation in force."""
        file, workspace_id = read(score.encode(), "score.yml"), connection.workspace_id
        await self.run.database.write(lambda store: load(self.moment(), store, workspace_id, file))

    async def asks(self, hours: float) -> None:
        """Go on, and play what falls due."""
        self.clock.move_to(self.clock.now() + timedelta(hours=hours))
        await self.run.app.settle()
        await self.run.conductor.tick()
        for one in {connection.workspace_id for connection in self.all(Connection)}:
            await self.run.outbox.serve(one)


@asynccontextmanager
async def installing(url: str | URL, vault: VaultSettings | None = None) -> AsyncIterator[Installs]:
    clock = MovedClock(BEGINS, WallClock())
    slack = FakeSlack(clock)
    for user in ("U0ADA", "U0BO", "U0CY"):
        slack.person(user)
    slack.person("U0GUEST", is_restricted=True)
    text = url.render_as_string(hide_password=False) if isinstance(url, URL) else url
    async with slack.serving() as api_base, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        settings = Settings(
            store=StoreSettings(url=SecretStr(text)),
            server=ServerSettings(address="https://concertmaster.example"),
            vault=vault or VaultSettings(keys=SecretStr(a_key(1))),
            slack=SlackSettings(
                client_id=fake.CLIENT_ID,
                client_secret=SecretStr(fake.CLIENT_SECRET),
                signing_secret=SecretStr(fake.SECRET),
                api_base=api_base,
            ),
            clock=SELDOM,
        )
        assert run.wanting(settings) is None
        database = Database(url)
        try:
            async with run.running(settings, database, clock) as running, served(running, settings) as address:
                yield Installs(slack, running, settings, clock, http, address)
        finally:
            database.close()


Play = Callable[[Installs], Awaitable[None]]


@pytest.fixture
def play(sqlite_engines: Engines) -> Callable[[Play], None]:
    def played(part: Play) -> None:
        async def whole() -> None:
            async with installing(sqlite_engines.writer.url) as at:
                await part(at)

        asyncio.run(whole())

    return played


def test_a_link_connects_a_workspace_and_its_people_are_asked(
    play: Callable[[Play], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def part(at: Installs) -> None:
        said = await at.connects()
        assert "Harbour Bread is connected" in said
        (one,) = at.all(Installation)
        assert "canary" not in repr(one) + said
        await at.takes_in()
        await at.asks(0.2)
        assert "Good morning" in at.slack.posted("D0ADA")[-1].text
        dump = [repr(noun) for kind in (Installation, DataKey, Ticket, Delivery) for noun in at.all(kind)]
        assert [text for text in [*dump, caplog.text, repr(at.settings)] if "canary" in text] == []

    play(part)
    assert fake.CLIENT_SECRET not in caplog.text


def test_what_comes_back_is_believed_once_in_time_and_in_the_same_browser(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        at.slack.code("code")
        ticket = await at.ticket()
        _, state, cookie = await at.begins(ticket)
        assert (await at.comes_back(state, "another", code="code"))[0] == 400
        assert (await at.comes_back(state, cookie, code="code"))[0] == 400, "a state is used up by whoever brings it"

        _, state, cookie = await at.begins(ticket)
        assert (await at.comes_back(state, "", code="code"))[0] == 400
        for wrong in ("", "x", "x" * 5000):
            assert (await at.comes_back(wrong, cookie, code="code"))[0] == 400

        _, state, cookie = await at.begins(ticket)
        at.clock.move_to(at.clock.now() + timedelta(minutes=11))
        assert (await at.comes_back(state, cookie, code="code"))[0] == 400

        _, older, older_cookie = await at.begins(ticket)
        _, state, cookie = await at.begins(ticket)
        assert (await at.comes_back(older, older_cookie, code="code"))[0] == 400, "who begins anew has the only one"
        assert at.all(Installation) == []
        assert (await at.comes_back(state, cookie, code="code"))[0] == 200
        assert (await at.comes_back(state, cookie, code="code"))[0] == 400
        assert (await at.begins(ticket))[0] == 404, "a link is used once"
        assert len(at.all(Installation)) == 1

    play(part)


def test_who_calls_it_off_can_come_again_and_an_old_link_is_no_good(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        at.slack.code("code")
        ticket = await at.ticket()
        _, state, cookie = await at.begins(ticket)
        status, said = await at.comes_back(state, cookie, error="access_denied")
        assert status == 200
        assert "called off" in said
        assert at.slack.count("oauth.v2.access") == 0

        at.slack.fails("oauth.v2.access", error("invalid_code"), fake.HTML, fake.CUT)
        for expected in (400, 502, 502):
            _, state, cookie = await at.begins(ticket)
            assert (await at.comes_back(state, cookie, code="code"))[0] == expected
        assert at.all(Connection) == []

        at.clock.move_to(at.clock.now() + timedelta(hours=25))
        assert (await at.begins(ticket))[0] == 404
        assert (await at.begins("made-up"))[0] == 404
        assert (await at.begins("x" * 5000))[0] == 404
        await at.ticket()
        assert len(at.all(Ticket)) == 1, "old ones are forgotten"

    play(part)


def test_a_workspace_of_one_organisation_is_never_given_to_another(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        at.slack.code("second")
        _, state, cookie = await at.begins(await at.ticket("Another"))
        status, said = await at.comes_back(state, cookie, code="second")
        assert status == 409
        assert "another organisation" in said
        assert at.slack.count("auth.revoke") == 0, "it may be the one that is in use"
        (connection,) = at.all(Connection)
        (one,) = at.all(Installation)
        assert one.workspace_id == connection.workspace_id

    play(part)


def test_a_refused_link_leaves_the_token_that_is_in_use(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects(access_token="xoxb-canary-same", refresh_token="", expires_in=None)
        at.slack.code("second", access_token="xoxb-canary-same", refresh_token="", expires_in=None)
        _, state, cookie = await at.begins(await at.ticket("Another"))
        assert (await at.comes_back(state, cookie, code="second"))[0] == 409
        assert "xoxb-canary-same" in at.slack.tokens
        await at.takes_in()
        await at.asks(1)
        assert at.slack.count("chat.postMessage") > 0

    play(part)


def test_a_token_that_nobody_keeps_is_given_back(play: Callable[[Play], None], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_self: Installer, _store: Store, _ticket: Ticket, _found: object) -> Connection:
        raise Unkept("full")

    async def part(at: Installs) -> None:
        monkeypatch.setattr(Installer, "_keep", refuses)
        at.slack.code("code")
        _, state, cookie = await at.begins(await at.ticket())
        assert (await at.comes_back(state, cookie, code="code"))[0] == 503
        assert (at.slack.count("auth.revoke"), list(at.slack.tokens)) == (1, [fake.TOKEN])

    play(part)


def test_once_the_master_keys_are_taken_away_nothing_is_kept_and_the_token_is_given_back(
    sqlite_engines: Engines, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keys = tmp_path / "master.key"
    add_key(keys)

    async def part() -> None:
        async with installing(sqlite_engines.writer.url, VaultSettings(key_file=keys)) as at:
            keys.write_text("", "ascii")
            with pytest.raises(Unopened):
                at.run.app._vault._keys.of("another")
            at.slack.code("code")
            _, state, cookie = await at.begins(await at.ticket())
            assert (await at.comes_back(state, cookie, code="code"))[0] == 503
            assert (at.slack.count("auth.revoke"), list(at.slack.tokens)) == (1, [fake.TOKEN])
            assert at.all(Connection) == at.all(Installation) == []

    asyncio.run(part())
    assert "no master key" in caplog.text


@pytest.mark.parametrize("refused", [False, True])
def test_a_link_that_runs_out_on_the_way_connects_nothing_even_if_slack_keeps_the_token(
    refused: bool, play: Callable[[Play], None], caplog: pytest.LogCaptureFixture
) -> None:
    async def part(at: Installs) -> None:
        at.slack.code("code")
        ticket = await at.ticket()
        at.clock.move_to(at.clock.now() + install.TICKET_HOLDS - timedelta(minutes=2))
        _, state, cookie = await at.begins(ticket)
        at.clock.move_to(at.clock.now() + timedelta(minutes=4))
        if refused:
            at.slack.fails("auth.revoke", fake.HTML)
        assert (await at.comes_back(state, cookie, code="code"))[0] == 410
        assert at.slack.count("auth.revoke") == 1
        assert at.all(Connection) == at.all(Installation) == []

    play(part)
    assert ("could not be given back" in caplog.text) is refused


def test_while_the_database_is_away_a_link_can_be_opened_again_later(play: Callable[[Play], None]) -> None:
    def let_write(at: Installs, *, writes: bool) -> None:
        raw = at.run.database.engine.raw_connection()
        raw.cursor().execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}").close()
        raw.close()

    async def part(at: Installs) -> None:
        ticket = await at.ticket()
        let_write(at, writes=False)
        assert (await at.begins(ticket))[0] == 503
        let_write(at, writes=True)
        assert (await at.begins(ticket))[0] == 302

    play(part)


def test_who_we_are_there_need_not_be_said_for_a_workspace_to_be_connected(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        at.slack.fails("auth.test", error("fatal_error"))
        await at.connects()
        (one,) = at.all(Installation)
        assert (one.bot, one.bot_user) == ("", fake.BOT_USER)
        await at.takes_in()
        await at.asks(0.2)
        assert "Good morning" in at.slack.posted("D0ADA")[-1].text

    play(part)


@pytest.mark.parametrize(
    "wrong",
    [{"team": None}, {"team": {"id": 7}}, {"access_token": None}, {"bot_user_id": ""}, {"token_type": "user"}],
)
def test_an_answer_that_says_too_little_connects_nothing(wrong: dict[str, Any], play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        at.slack.code("code")
        at.slack.fails("oauth.v2.access", fake.Fault(body='{"ok": true}'))
        _, state, cookie = await at.begins(await at.ticket())
        assert (await at.comes_back(state, cookie, code="code"))[0] == 502
        answer = {**at.slack.codes["code"], **wrong}
        assert install._found(answer, install.Given.of(answer, at.clock.now())) is None

    play(part)


# Several workspaces, and enterprises


def test_each_workspace_has_its_own_door_and_an_enterprise_has_one_for_all(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects("one", "One", team={"id": "T1", "name": "One"})
        await at.connects("two", "Two", team={"id": "T2", "name": "Two"})
        whole = {"team": None, "enterprise": {"id": "E1", "name": "All"}, "is_enterprise_install": True}
        await at.connects("all", "Whole", **whole)
        app = at.run.app

        def door(payload: dict[str, Any]) -> str:
            found = app._door(payload)
            return found.connection.external_id if found else ""

        assert door({"team_id": "T1"}) == "T1"
        assert door({"team": {"id": "T2"}, "user": {"id": "U"}}) == "T2"
        assert door({"team_id": "T9"}) == ""
        in_all = {"is_enterprise_install": True, "enterprise_id": "E1", "team_id": "T7"}
        assert door({"team_id": "T7", "authorizations": [in_all]}) == "E1"
        assert door({"command": "/cm", "team_id": "T7", "enterprise_id": "E1", "is_enterprise_install": "true"}) == "E1"
        assert door({"team": {"id": "T7"}, "enterprise": {"id": "E1"}, "is_enterprise_install": True}) == "E1"
        # Two workspaces of one channel: who is installed says whose it is, not where it was written.
        assert door({"team_id": "T9", "authorizations": [{"team_id": "T2", "is_enterprise_install": False}]}) == "T2"
        assert await at.delivers({"type": "event_callback", "team_id": "T9", "event": {"type": "app_mention"}}) == 200

    play(part)


def test_a_link_shows_each_organisation_its_own_line_and_none_the_others(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        at.slack.person("U0ADA", team_id="T1")
        at.slack.person("U0BO", team_id="T2")
        await at.connects("one", "One", team={"id": "T1", "name": "One"})
        await at.connects("two", "Two", team={"id": "T2", "name": "Two"})
        scores = {"T1": SCORE, "T2": SCORE.replace("Call every harbour before noon", "Bake before dawn")}
        scores["T2"] += "        P-3: {words: Buy the mill}\n"
        for one in at.all(Connection):
            await at.takes_in(one)
            await at.plays_from(one, scores[one.external_id])
        shared = f"{at.settings.server.address}/lines/field/P-1"
        theirs = f"{at.settings.server.address}/lines/field/P-3"
        seen = {}
        for user, team in (("U0ADA", "T1"), ("U0BO", "T2")):
            posted = at.slack.link(user, at.slack.direct(user).id, shared, theirs)
            posted["authorizations"] = [{"team_id": team, "is_enterprise_install": False}]
            assert await at.delivers({**posted, "team_id": team}) == 200
            for door in at.run.app.doors:
                await door.finish()
            event = posted["event"]
            below = at.slack.unfurled[event["channel"], event["message_ts"]]
            seen[user] = {url.rpartition("/")[2]: str(one) for url, one in below.items()}

        assert set(seen["U0ADA"]) == {"P-1"}
        assert "Call every harbour before noon" in seen["U0ADA"]["P-1"]
        assert set(seen["U0BO"]) == {"P-1", "P-3"}
        assert "Bake before dawn" in seen["U0BO"]["P-1"]

    play(part)


def test_in_all_of_an_enterprise_its_people_are_members_wherever_they_are(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        whole = {"team": None, "enterprise": {"id": "E1", "name": "All"}, "is_enterprise_install": True}
        await at.connects("all", "Whole", **whole)
        at.slack.enterprise = ["T7", "T8"]
        at.slack.person("U0ADA", team_id="T8", enterprise_user={"enterprise_id": "E1", "teams": ["T8"]})
        at.slack.person("U0FAR", team_id="T9", enterprise_user={"enterprise_id": "E9", "teams": ["T9"]})
        await at.takes_in()
        for user, answered in (("U0ADA", True), ("U0FAR", False)):
            event = at.slack.message(user, "help")
            event["authorizations"] = [{"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}]
            assert await at.delivers({**event, "team_id": "T7"}) == 200
            await at.run.door.finish()
            await at.asks(0)
            said = "".join(one.text for one in at.slack.posted(at.slack.direct(user).id))
            assert ("Check in" in said) is answered
        assert {given.get("team_id") for name, given in at.slack.calls if name == "users.list"} <= {"T7", "T8"}

    play(part)


# Tokens are renewed


def test_a_token_is_renewed_once_by_whichever_process_is_first(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        door = at.run.door
        (connection,) = at.all(Connection)
        session = door._client.session
        assert at.settings.slack is not None
        assert session is not None
        others = [
            Tokens(at.settings.slack, run.vault_of(at.settings), at.run.conductor, session, connection)
            for _ in range(4)
        ]
        first = await others[0]()
        at.clock.move_to(at.clock.now() + timedelta(hours=10, minutes=30))
        before = at.slack.count("oauth.v2.access")
        tokens = set(await asyncio.gather(*[one() for one in others]))
        assert at.slack.count("oauth.v2.access") == before + 1, "a refresh token is used once"
        assert tokens <= {first, *at.slack.tokens}
        assert len({await one() for one in others}) <= 2
        (one,) = at.all(Installation)
        assert (one.refreshed, one.refreshing_until) == (1, None)

    play(part)


def test_a_token_that_cannot_be_renewed_holds_until_it_runs_out(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        tokens = at.run.door._tokens
        assert isinstance(tokens, Tokens)
        first = await tokens()
        at.clock.move_to(at.clock.now() + timedelta(hours=10, minutes=30))
        at.slack.fails("oauth.v2.access", fake.LOST)
        assert await tokens() == first, "its answer was lost, and the one we have holds"
        at.clock.move_to(at.clock.now() + timedelta(minutes=5))
        assert await tokens() == first
        at.clock.move_to(at.clock.now() + timedelta(hours=2))
        with pytest.raises(Shut, match="invalid_refresh_token"):
            await tokens()

    play(part)


def test_nothing_is_sent_with_a_token_that_is_not_there_or_cannot_be_opened(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        (connection,) = at.all(Connection)
        other = Connection(**{**connection.model_dump(), "id": "o" * 32, "external_id": "T9"})
        another_key = Vault(MasterKeys(VaultSettings(keys=SecretStr(a_key(2)))))
        assert at.settings.slack is not None

        async def token(vault: Vault, of: Connection) -> str:
            assert at.settings.slack is not None
            return await Tokens(at.settings.slack, vault, at.run.conductor, at.http, of)()

        assert await token(run.vault_of(at.settings), connection) in at.slack.tokens
        with pytest.raises(Shut, match="not installed"):
            await token(run.vault_of(at.settings), other)
        with pytest.raises(Shut, match="cannot be opened"):
            await token(another_key, connection)

    play(part)


def test_what_falls_due_while_another_process_renews_a_token_waits_for_it(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        tokens = at.run.door._tokens
        assert isinstance(tokens, Tokens)
        first = await tokens()
        at.clock.move_to(at.clock.now() + timedelta(hours=12, minutes=1))
        now, (one,) = at.clock.now(), at.all(Installation)
        assert await at.run.database.write(lambda store: installations.lease(store, one, now, now + LEASE))
        before = at.slack.count("oauth.v2.access")
        with pytest.raises(Later):
            await tokens()
        assert at.slack.count("oauth.v2.access") == before

        at.clock.move_to(now + LEASE + timedelta(seconds=1))
        assert await tokens() != first, "the other one never came back"

    play(part)


# Removed, and back


@pytest.mark.parametrize("kinds", [("app_uninstalled", "tokens_revoked"), ("tokens_revoked", "app_uninstalled")])
def test_who_removes_us_hears_no_more_and_coming_back_resumes(
    kinds: tuple[str, str], play: Callable[[Play], None]
) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        await at.takes_in()
        at.clock.move_to(at.clock.now() + timedelta(minutes=10))
        await at.run.conductor.tick()
        planned = sorted(one.view for one in at.all(Delivery) if one.state is DeliveryState.PLANNED)
        assert planned == ["checkin.invite"] * 4 + ["welcome.card"] * 4
        for kind in (*kinds, *kinds):
            assert await at.delivers(at.slack.event({"type": kind, "tokens": {"bot": [fake.BOT_USER]}})) == 200
        (one,) = at.all(Installation)
        assert (one.token, one.refresh, one.key_id) == ("", "", None)
        assert one.ended_why in kinds
        assert at.all(DataKey) == []
        states = {(delivery.state, delivery.reason) for delivery in at.all(Delivery)}
        assert states == {(DeliveryState.SKIPPED, Cause.REMOVED)}

        await at.asks(24)
        assert len(at.all(Delivery)) == len(planned), "nothing is planned for it"
        assert at.run.app.doors == []
        assert at.slack.count("chat.postMessage") == 0

        await at.connects("again")
        assert len(at.all(Installation)) == len(at.all(Connection)) == 1
        await at.asks(24)
        for user in ("U0ADA", "U0BO", "U0CY"):
            assert "Good morning" in "".join(one.text for one in at.slack.posted(at.slack.direct(user).id))

    play(part)


def test_a_removal_that_is_told_late_does_not_end_what_was_installed_since(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        def removed(kind: str) -> dict[str, Any]:
            told = {"type": kind, "tokens": {"bot": [fake.BOT_USER]}}
            return at.slack.event(told, event_time=int(at.clock.now().timestamp()))

        await at.connects()
        await at.takes_in()
        late = removed("tokens_revoked")
        await at.delivers(removed("app_uninstalled"))
        at.clock.move_to(at.clock.now() + timedelta(minutes=2))
        await at.connects("again")
        at.clock.move_to(at.clock.now() + timedelta(minutes=2))
        assert await at.delivers(late) == 200
        await at.asks(24.2)
        assert at.all(Installation)[0].ended_at is None
        assert at.slack.count("chat.postMessage") > 0

        assert await at.delivers(removed("tokens_revoked")) == 200
        assert at.all(Installation)[0].ended_why == "tokens_revoked"

    play(part)


def test_a_token_that_is_being_renewed_does_not_come_back_after_we_were_removed(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        tokens = at.run.door._tokens
        assert isinstance(tokens, Tokens)
        await tokens()
        at.clock.move_to(at.clock.now() + timedelta(hours=10, minutes=30))
        given = {"ok": True, "access_token": "xoxb-canary-late", "refresh_token": "late", "expires_in": 43_200}
        at.slack.fails("oauth.v2.access", fake.Fault(body=json.dumps(given), slow=0.5))
        asked = at.slack.count("oauth.v2.access")
        renewing = asyncio.create_task(tokens())
        for _ in range(500):
            await asyncio.sleep(0.01)
            if at.slack.count("oauth.v2.access") > asked:
                break
        await at.run.door.end("app_uninstalled")
        assert await renewing != "xoxb-canary-late"
        (one,) = at.all(Installation)
        assert (one.token, one.refresh) == ("", "")

    play(part)


def test_whoever_is_told_twice_by_another_process_closes_too(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        door: SlackDoor = at.run.door
        await door.end("app_uninstalled")
        await at.run.app.settle()
        assert at.run.app.doors == []
        with pytest.raises(Shut):
            await door._call("auth.test")

    play(part)


# Codes


def test_a_code_links_one_account_once_within_a_day(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        await at.takes_in()
        (connection,) = at.all(Connection)
        write = at.run.database.write
        person = await write(lambda store: people.everybody(store, connection.workspace_id)[0])
        code = await write(lambda store: new_code(at.moment(), store, person))
        assert code not in repr(at.all(Ticket))

        async def link(account: str, said: str) -> object:
            return await write(lambda store: link_by_code(at.moment(), store, connection, account, said))

        assert await link("U0ADA", code) is None, "it has a person"
        assert await link("U9", code) is None, "and the person has an account there"
        (mine,) = [one for one in at.all(Account) if one.person_id == person.id and one.external_id == "U0ADA"]
        await write(lambda store: store.forget(Account, [mine.id]))
        assert await link("U9", "AAAA-AAAA-AAAA-AAAA") is None
        assert await link("U9", code.lower().replace("-", " ")) is not None
        assert await link("U8", code) is None
        (nine,) = [one for one in at.all(Account) if one.external_id == "U9"]
        await write(lambda store: store.forget(Account, [nine.id]))
        assert await link("U8", code) is None, "it was used"
        late = await write(lambda store: new_code(at.moment(), store, person))
        at.clock.move_to(at.clock.now() + timedelta(hours=25))
        assert await link("U7", late) is None

    play(part)


def test_nothing_of_another_kind_of_place_is_closed_with_a_person(play: Callable[[Play], None]) -> None:
    async def part(at: Installs) -> None:
        await at.connects()
        await at.takes_in()
        leaver = {**at.slack.users["U0ADA"], "deleted": True}
        assert await at.delivers(at.slack.event({"type": "user_change", "user": leaver})) == 200
        closed = [one for one in at.all(Place) if one.closed_at is not None]
        assert [(one.kind, one.external_id) for one in closed] == [(PlaceKind.DIRECT, "U0ADA")]
        (connection,) = at.all(Connection)
        one = await at.run.database.read(lambda store: people.connection(store, Door.SLACK, fake.TEAM))
        assert one == connection

    play(part)
