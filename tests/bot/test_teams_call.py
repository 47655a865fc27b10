"""What is asked of Teams' connector is asked once, with one token for all, and its outcome says what is known."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import aiohttp
import pytest
from pydantic import SecretStr

from bot.outbox import Later, Shut, Unreachable, Unsendable
from bot.settings import TeamsSettings
from bot.teams import call, credentials
from bot.teams.call import Connector, NotThere, Unknown, connected
from bot.teams.credentials import Credentials
from tests.fakes.proxy import nobody_came, through_a_proxy
from tests.fakes.teams import (
    ADA,
    APP,
    BOT,
    BROKEN,
    CHANNEL,
    CUT,
    HANG,
    LOST,
    PERSONAL,
    SCOPE,
    SECRET,
    TENANT,
    THUMBPRINT,
    FakeTeams,
    Fault,
    error,
    pem,
)
from tests.orchestra import StoppedClock

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
HELLO = {"type": "message", "text": "Hello, Ada."}


@dataclass
class Line:
    """A connector of ours, with what it talks to."""

    fake: FakeTeams
    connector: Connector
    credentials: Credentials
    clock: StoppedClock

    async def send(self, **changes: Any) -> str:
        """Send a message to Ada."""
        return await self.connector.send(self.fake.service, PERSONAL, HELLO | changes)


def settings_of(fake: FakeTeams, **given: Any) -> TeamsSettings:
    known: dict[str, Any] = {"app_id": APP, "tenant": TENANT, "secret": SecretStr(SECRET)}
    return TeamsSettings(**known | given, service_hosts="127.0.0.1", login_at=fake.address)


@asynccontextmanager
async def a_line(within: float = 5, **given: Any) -> AsyncIterator[Line]:
    clock = StoppedClock(AT)
    limit = aiohttp.ClientTimeout(total=within)
    async with FakeTeams().serving() as fake, connected() as patient, aiohttp.ClientSession(timeout=limit) as hasty:
        known = settings_of(fake, **given)
        tokens = Credentials(known, clock)
        session = patient if within == 5 else hasty
        try:
            yield Line(fake, Connector(known, tokens, session, clock), tokens, clock)
        finally:
            fake.go_on.set()
            await tokens.close()


def with_line(play: Callable[[Line], Awaitable[None]], within: float = 5, **given: Any) -> None:
    async def played() -> None:
        async with a_line(within, **given) as line:
            await play(line)

    asyncio.run(played())


# What it asks


def test_neither_a_secret_nor_a_message_goes_by_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        through_a_proxy(monkeypatch, proxy)

        async def play(line: Line) -> None:
            name = await line.send()
            assert line.fake.conversations[PERSONAL][name] == HELLO

        with_line(play)
        assert nobody_came(proxy)


def test_a_message_is_sent_as_it_is_with_what_entities_say() -> None:
    label = {"type": "https://schema.org/Message", "@type": "Message", "additionalType": ["AIGeneratedContent"]}

    async def play(line: Line) -> None:
        name = await line.send(entities=[label], channelData={"feedbackLoop": {"type": "default"}})

        assert line.fake.conversations[PERSONAL][name] == {
            **HELLO,
            "entities": [label],
            "channelData": {"feedbackLoop": {"type": "default"}},
        }

    with_line(play)


def test_a_message_is_answered_changed_and_taken_away() -> None:
    async def play(line: Line) -> None:
        service, connector = line.fake.service, line.connector
        first = await connector.send(service, CHANNEL, HELLO)
        below = await connector.reply(service, CHANNEL, first, HELLO)
        await connector.update(service, CHANNEL, first, HELLO | {"text": "Changed."})
        assert line.fake.conversations[CHANNEL] == {first: HELLO | {"text": "Changed."}, below: HELLO}

        await connector.delete(service, CHANNEL, below)
        await connector.delete(service, CHANNEL, below)
        assert list(line.fake.conversations[CHANNEL]) == [first]
        assert line.fake.asked.count("reply") == 1

    with_line(play)


def test_a_conversation_is_begun_with_and_without_a_message() -> None:
    async def play(line: Line) -> None:
        service, create = line.fake.service, line.connector.create
        assert await create(service, TENANT, BOT, ADA) == (PERSONAL, "")
        conversation, name = await create(service, TENANT, BOT, "entra-ada", HELLO)
        assert line.fake.conversations[conversation][name] == HELLO
        with pytest.raises(Unreachable):
            await create(service, "tenant-2", BOT, ADA)
        with pytest.raises(Unreachable):
            await create(service, TENANT, BOT, "29:stranger")

    with_line(play)


def test_people_are_described_one_by_one_and_by_pages() -> None:
    async def play(line: Line) -> None:
        line.fake.members += [{"id": f"29:{n}", "name": f"N{n}", "aadObjectId": f"entra-{n}"} for n in range(7)]
        line.fake.page = 3

        assert (await line.connector.member(line.fake.service, PERSONAL, ADA))["aadObjectId"] == "entra-ada"
        with pytest.raises(NotThere):
            await line.connector.member(line.fake.service, PERSONAL, "29:a/../b?c")
        everybody = [one async for one in line.connector.members(line.fake.service, CHANNEL)]
        assert everybody == line.fake.members
        assert line.fake.asked.count("members") == 3

    with_line(play)


def test_pages_without_an_end_are_not_asked_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "PAGES", 4)

    async def play(line: Line) -> None:
        line.fake.faults["members"].extend([Fault(200, '{"members": [], "continuationToken": "x"}')] * 9)
        assert [one async for one in line.connector.members(line.fake.service, CHANNEL)] == []
        assert line.fake.asked.count("members") == 4

    with_line(play)


# What becomes of it


OUTCOMES: dict[str, tuple[Fault, type[Exception], int]] = {
    "too fast": (error(429, "TooManyRequests", Retry_After="7"), Later, 0),
    "not now": (error(412, "PreconditionFailed"), Later, 0),
    "blocked": (error(403, "MessageWritesBlocked"), Unreachable, 0),
    "gone": (error(404, "ConversationNotFound"), NotThere, 0),
    "too big": (error(413, "MessageSizeTooBig"), Unsendable, 0),
    "malformed": (error(400, "BadSyntax"), Unsendable, 0),
    "led elsewhere": (Fault(307, headers={"Location": "http://127.0.0.1:1/"}), Unsendable, 0),
    "a fault": (error(500, "ServiceError"), Unknown, 0),
    "a gateway's fault": (Fault(502, "<html>"), Unknown, 0),
    "a fault after it was shown": (Fault(504, "[]", after=True), Unknown, 1),
    "too slow for it": (Fault(408, '{"error": 7}'), Unknown, 0),
    "cut before": (CUT, Unknown, 0),
    "a lost answer": (LOST, Unknown, 1),
    "a broken answer": (BROKEN, Unknown, 1),
    "an answer without a name": (Fault(201, "{}", after=True), Unknown, 1),
    "an answer that is a list": (Fault(201, "[]", after=True), Unknown, 1),
    "no answer in it": (Fault(201, " ", after=True), Unknown, 1),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_outcome_says_what_is_known_and_nothing_is_sent_again(name: str) -> None:
    fault, kind, shown = OUTCOMES[name]

    async def play(line: Line) -> None:
        line.fake.faults["send"].append(fault)
        with pytest.raises(kind) as raised:
            await line.send()
        assert type(raised.value) is kind
        assert line.fake.asked.count("send") == 1
        assert len(line.fake.conversations[PERSONAL]) == shown

    with_line(play)


def test_every_outcome_is_one_of_those_that_are_promised() -> None:
    assert all(issubclass(kind, call.FAILED) for _, kind, _ in OUTCOMES.values())


def test_the_same_fault_of_a_question_may_be_asked_again() -> None:
    async def play(line: Line) -> None:
        for fault in (error(500, "ServiceError"), BROKEN, Fault(200, "[]"), Fault(200, f'"{"x" * (call.MOST + 1)}"')):
            line.fake.faults["member"].append(fault)
            with pytest.raises(Later):
                await line.connector.member(line.fake.service, PERSONAL, ADA)

    with_line(play)


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7), ("", 30), ("soon", 30), ("-1", 30), ("999999999999", 3600), ("٧", 30)]
)
def test_it_is_said_until_when_to_wait(said: str, seconds: int) -> None:
    assert call._wait(said) == timedelta(seconds=seconds)


def test_told_to_wait_it_is_said_until_when() -> None:
    async def play(line: Line) -> None:
        line.fake.faults["send"].append(error(429, "TooManyRequests", Retry_After="7"))
        with pytest.raises(Later, match="429 TooManyRequests") as raised:
            await line.send()
        assert raised.value.until == AT + timedelta(seconds=7)

    with_line(play)


def test_a_connector_that_hangs_leaves_it_unknown() -> None:
    async def play(line: Line) -> None:
        await line.credentials()
        line.fake.faults["send"].append(HANG)
        with pytest.raises(Unknown):
            await line.send()

    with_line(play, within=0.15)


def test_a_connector_that_is_not_there_was_not_asked() -> None:
    async def play(line: Line) -> None:
        with pytest.raises(Later):
            await line.connector.send("http://127.0.0.1:1/emea/", PERSONAL, HELLO)

    with_line(play)


def test_a_connector_that_is_not_reached_in_time_was_not_asked() -> None:
    class Unreached(aiohttp.TCPConnector):
        async def connect(self, *_: Any, **__: Any) -> Any:
            raise aiohttp.ConnectionTimeoutError

    async def play(line: Line) -> None:
        async with aiohttp.ClientSession(connector=Unreached()) as session:
            connector = Connector(settings_of(line.fake), line.credentials, session, line.clock)
            with pytest.raises(Later, match="in time"):
                await connector.send(line.fake.service, PERSONAL, HELLO)

    with_line(play)


def test_a_message_that_is_too_big_is_refused_and_blocked_people_are_unreachable() -> None:
    async def play(line: Line) -> None:
        with pytest.raises(Unsendable, match="MessageSizeTooBig"):
            await line.send(text="x" * 60_000)
        two = [{"type": "https://schema.org/Message"}] * 2
        with pytest.raises(Unsendable, match="BadArgument"):
            await line.connector.update(line.fake.service, PERSONAL, "f:1", HELLO | {"entities": two})
        with pytest.raises(NotThere):
            await line.connector.update(line.fake.service, PERSONAL, "f:1", HELLO)
        with pytest.raises(Unsendable):
            await line.send(type="")
        line.fake.blocked.add(PERSONAL)
        with pytest.raises(Unreachable, match="MessageWritesBlocked"):
            await line.send()
        with pytest.raises(NotThere):
            await line.connector.send(line.fake.service, "19:nowhere", HELLO)

    with_line(play)


@pytest.mark.parametrize("service", ["https://stranger.example/", "http://localhost:1/", "https://smba.example", ""])
def test_no_token_goes_to_another_host(service: str) -> None:
    async def play(line: Line) -> None:
        with pytest.raises(Unsendable):
            await line.connector.send(service, PERSONAL, HELLO)
        assert line.fake.asked == []

    with_line(play)


def test_without_an_app_id_it_sends_to_this_machine_without_a_token() -> None:
    async def play(line: Line) -> None:
        line.fake.open = True
        async with connected() as session:
            connector = Connector(TeamsSettings(), None, session, line.clock)
            assert await connector.send(line.fake.service, PERSONAL, HELLO)
            assert line.fake.asked == ["send"]
            with pytest.raises(Unsendable):
                await connector.send("https://smba.trafficmanager.net/emea/", PERSONAL, HELLO)

            line.fake.open = False
            with pytest.raises(Shut):
                await connector.send(line.fake.service, PERSONAL, HELLO)

    with_line(play)


# Its token


def test_one_token_is_fetched_for_all_who_wait_and_used_until_shortly_before_its_end() -> None:
    async def play(line: Line) -> None:
        await asyncio.gather(*[line.send() for _ in range(100)])
        line.clock.at += timedelta(minutes=45)
        await line.send()
        assert line.fake.asked.count("token") == 1
        assert len(line.fake.conversations[PERSONAL]) == 101

    with_line(play)


def test_a_slow_token_endpoint_stops_nobody_else() -> None:
    """The endpoint answers from the loop that the sends are on: if any of them held it, nothing would ever end."""

    async def play(line: Line) -> None:
        line.fake.faults["token"].append(HANG)
        waiting = [asyncio.create_task(line.send()) for _ in range(100)]
        await line.fake.hangs.wait()
        assert not any(one.done() for one in waiting)

        line.fake.go_on.set()
        await asyncio.gather(*waiting)
        assert line.fake.asked.count("token") == 1
        assert len(line.fake.conversations[PERSONAL]) == 100

    with_line(play)


def test_it_is_renewed_early_while_it_goes_on_being_used() -> None:
    async def play(line: Line) -> None:
        first = await line.credentials()
        line.fake.faults["token"].append(HANG)
        line.clock.at += timedelta(minutes=52)
        assert [await line.credentials() for _ in range(3)] == [first] * 3
        await line.fake.hangs.wait()

        line.fake.go_on.set()
        line.clock.at += timedelta(minutes=7, seconds=30)
        assert await line.credentials() == "token-2"
        assert line.fake.asked.count("token") == 2

    with_line(play)


def test_who_stops_waiting_leaves_it_to_the_others() -> None:
    async def play(line: Line) -> None:
        line.fake.faults["token"].append(HANG)
        first, second = (asyncio.create_task(line.credentials()) for _ in range(2))
        await line.fake.hangs.wait()
        first.cancel()
        line.fake.go_on.set()
        assert await second == "token-1"

    with_line(play)


def test_a_token_that_is_refused_is_fetched_anew_once() -> None:
    async def play(line: Line) -> None:
        await line.send()
        line.fake.tokens.clear()
        await asyncio.gather(*[line.send() for _ in range(5)])
        assert line.fake.asked.count("token") == 2

        line.fake.faults["send"].extend([error(401, "Unauthorized")] * 2)
        with pytest.raises(Shut):
            await line.send()
        assert len(line.fake.conversations[PERSONAL]) == 6

    with_line(play)


def test_an_app_that_is_refused_is_shut_and_not_asked_for_at_once() -> None:
    async def play(line: Line) -> None:
        for _ in range(3):
            with pytest.raises(Shut, match="invalid_client"):
                await line.send()
        assert line.fake.asked.count("token") == 1
        assert "send" not in line.fake.asked

        line.clock.at += timedelta(seconds=11)
        with pytest.raises(Shut):
            await line.send()
        assert line.fake.asked.count("token") == 2

    with_line(play, secret=SecretStr("wrong"))


@pytest.mark.parametrize(
    "fault",
    [
        Fault(400, '{"error": "temporarily_unavailable"}'),
        Fault(500, "<html>"),
        Fault(302, headers={"Location": "http://127.0.0.1:1/"}),
        Fault(200, "[]"),
        Fault(200, '{"access_token": 7, "expires_in": 3599}'),
        CUT,
    ],
)
def test_without_a_token_it_may_be_sent_later_and_is_tried_again_after_a_while(fault: Fault) -> None:
    async def play(line: Line) -> None:
        line.fake.faults["token"].append(fault)
        for _ in range(2):
            with pytest.raises(Later):
                await line.send()
        assert line.fake.asked.count("token") == 1
        assert "send" not in line.fake.asked

        line.clock.at += timedelta(seconds=11)
        await line.send()

    with_line(play)


@pytest.mark.parametrize("fault", [Fault(500), Fault(404), Fault(200, "<html>"), CUT])
def test_a_tenant_that_is_not_found_may_be_found_later(fault: Fault) -> None:
    async def play(line: Line) -> None:
        line.fake.faults["authority"].append(fault)
        with pytest.raises(Later):
            await line.send()

    with_line(play)


def test_what_our_app_is_registered_for_says_whose_token_it_is() -> None:
    async def play(line: Line) -> None:
        await line.credentials()
        assert line.fake.bodies[-1]["tenant"] == "botframework.com"
        assert SCOPE in line.fake.bodies[-1]["scope"]

    with_line(play, app_type="multi", allowed_tenants=TENANT, tenant="")


def test_a_certificate_signs_for_our_app(tmp_path: Path) -> None:
    (tmp_path / "app.pem").write_text(pem("certificate"), "utf-8")
    (tmp_path / "other.pem").write_text(pem("stranger"), "utf-8")

    async def play(line: Line) -> None:
        assert await line.credentials() == "token-1"

    async def refused(line: Line) -> None:
        with pytest.raises(Shut):
            await line.credentials()

    async def not_there(line: Line) -> None:
        with pytest.raises(Later):
            await line.credentials()

    given: dict[str, Any] = {"secret": None, "thumbprint": THUMBPRINT}
    with_line(play, certificate=tmp_path / "app.pem", **given)
    with_line(refused, certificate=tmp_path / "other.pem", **given)
    with_line(not_there, certificate=tmp_path / "none.pem", **given)


def test_without_anything_to_show_our_app_is_refused() -> None:
    async def play(line: Line) -> None:
        with pytest.raises((Shut, Later)):
            await line.credentials()

    with_line(play, secret=None)


def test_a_managed_identity_is_asked_of_the_machine_it_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(line: Line) -> None:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{line.fake.address}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "house")
        await line.send()
        assert line.fake.asked == ["identity", "send"]

        monkeypatch.setenv("IDENTITY_HEADER", "another")
        line.credentials.forget(await line.credentials())
        with pytest.raises((Later, Shut)):
            await line.credentials()

    with_line(play, secret=None, managed_identity=True)


def test_a_token_is_in_nothing_that_is_written(caplog: pytest.LogCaptureFixture) -> None:
    async def play(line: Line) -> None:
        with caplog.at_level("DEBUG"):
            await line.send()
        assert "token-1" not in caplog.text
        assert SECRET not in caplog.text

    with_line(play)


def test_what_is_forgotten_late_stays() -> None:
    async def play(line: Line) -> None:
        token = await line.credentials()
        line.credentials.forget("an older one")
        assert await line.credentials() == token
        assert credentials.RENEWED_BEFORE > credentials.NOT_IN_THE_LAST

    with_line(play)


@pytest.mark.parametrize(
    ("cloud", "hosts", "begins"),
    [
        ("public", "", "https://smba.trafficmanager.net/teams/"),
        ("public", "smba.infra.gcc.teams.microsoft.com", "https://smba.infra.gcc.teams.microsoft.com/teams/"),
        ("usgov", "", "https://smba.infra.gov.teams.microsoft.us/teams/"),
        ("usgov", "SMBA.infra.dod.teams.microsoft.us", "https://smba.infra.dod.teams.microsoft.us/teams/"),
        ("usgov", "smba.trafficmanager.net", ""),
        ("public", "127.0.0.1", ""),
    ],
)
def test_who_was_never_heard_from_is_written_to_first_in_the_cloud_where_they_are(
    cloud: Literal["public", "usgov"], hosts: str, begins: str
) -> None:
    async def play() -> None:
        settings = TeamsSettings(app_id=APP, tenant=TENANT, secret=SecretStr(SECRET), cloud=cloud, service_hosts=hosts)
        clock = StoppedClock(AT)
        tokens = Credentials(settings, clock)
        async with connected() as session:
            assert Connector(settings, tokens, session, clock).begins_at == begins
            assert Connector(settings, None, session, clock).begins_at == "", "without an app id nothing leaves here"
        await tokens.close()

    asyncio.run(play())
