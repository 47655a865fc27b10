"""Who is not Microsoft's connector, for our app and a tenant of ours, gets 401, 403 or 503, and delays nobody else."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from pydantic import SecretStr, ValidationError
from starlette.requests import Request

from bot.settings import TEAMS_HOSTS, TeamsSettings
from bot.signed import NotTaken
from bot.teams import keys as keys_of
from bot.teams.auth import Authenticator, Playground, is_service
from bot.teams.call import connected
from bot.teams.keys import Keys
from tests.fakes.teams import APP, CUT, HANG, ISSUER, TENANT, FakeTeams, Fault, private, public
from tests.orchestra import StoppedClock

SETTINGS = TeamsSettings(app_id=APP, tenant=TENANT, service_hosts="127.0.0.1,smba.trafficmanager.net")


@dataclass
class Door:
    """A guard, what it asks, and its clock."""

    fake: FakeTeams
    guard: Authenticator
    clock: StoppedClock

    async def status(self, header: str | None, **changes: Any) -> int:
        """How an activity is answered that comes with that header."""
        try:
            seen = self.guard.seen(request({} if header is None else {"authorization": header}))
            activity = {key: value for key, value in self.fake.activity(**changes).items() if value is not None}
            await self.guard.check(seen, activity)
        except NotTaken as problem:
            return problem.status
        return 200

    async def good(self, **given: Any) -> int:
        """The same for a token that is good, but for what is said of it."""
        return await self.status(f"Bearer {self.fake.signed(**given)}")


def request(headers: dict[str, str], client: tuple[str, int] | None = ("127.0.0.1", 5)) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": raw, "client": client})


@asynccontextmanager
async def a_door(within: float = 5) -> AsyncIterator[Door]:
    clock = StoppedClock(datetime.now(UTC))
    async with FakeTeams().serving() as fake, connected() as session:
        keys = Keys(fake.metadata_at, session, clock, within=within)
        try:
            yield Door(fake, Authenticator(SETTINGS, keys), clock)
        finally:
            await keys.close()


Header = Callable[[FakeTeams], str | None]


def token(**given: Any) -> Header:
    return lambda fake: f"Bearer {fake.signed(**given)}"


def hours(count: float) -> int:
    return int(time.time() + count * 3600)


BAD: dict[str, tuple[int, Header]] = {
    "no header": (401, lambda _: None),
    "an empty header": (401, lambda _: ""),
    "a scheme alone": (401, lambda _: "Bearer"),
    "a scheme in small letters": (401, lambda fake: f"bearer {fake.signed()}"),
    "another scheme": (401, lambda fake: f"Basic {fake.signed()}"),
    "a token without a scheme": (401, lambda fake: fake.signed()),
    "garbage": (401, lambda _: "Bearer garbage"),
    "garbage in three parts": (401, lambda _: "Bearer a.b.c"),
    "parts that are no objects": (401, lambda _: "Bearer MQ.MQ.MQ"),
    "one that is far too long": (401, lambda fake: f"Bearer {fake.signed(more='x' * 20_000)}"),
    "one cut short": (401, lambda fake: f"Bearer {fake.signed()[:-20]}"),
    "another one's signature": (401, lambda fake: f"Bearer {fake.signed().rpartition('.')[0]}.{'A' * 342}"),
    "the wrong key": (401, token(key="stranger", kid="key-1")),
    "an unknown key": (401, token(key="stranger")),
    "no name of a key": (401, token(kid="")),
    "no algorithm": (401, token(alg="none")),
    "HS256": (401, token(alg="HS256")),
    "expired": (401, token(exp=hours(-1))),
    "expired just over five minutes ago": (401, token(exp=int(time.time()) - 310)),
    "not yet": (401, token(nbf=hours(1))),
    "issued in times to come": (401, token(iat=hours(1))),
    "no expiry": (401, token(without="exp")),
    "an expiry that is a word": (401, token(exp="tomorrow")),
    "an expiry that is endless": (401, token(exp=float("inf"))),
    "no issuer": (401, token(without="iss")),
    "another issuer": (401, token(iss="https://stranger.example")),
    "the emulator's issuer": (401, token(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/")),
    "a skill's issuer": (401, token(iss=f"https://login.microsoftonline.com/{TENANT}/v2.0")),
    "the other cloud's issuer": (401, token(iss="https://api.botframework.us")),
    "no audience": (401, token(without="aud")),
    "another app's audience": (401, token(aud="another-app")),
    "no service claimed": (401, token(without="serviceurl")),
    "a claim that is a number": (403, token(serviceurl=7)),
    "a foreign service claimed": (403, token(serviceurl="https://stranger.example/emea/")),
    "a service without TLS claimed": (403, token(serviceurl="http://smba.trafficmanager.net/emea/")),
    "another service of Microsoft's claimed": (403, token(serviceurl="https://smba.trafficmanager.net/emea/")),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_token_is_refused(name: str) -> None:
    status, header = BAD[name]

    async def play() -> None:
        async with a_door() as door:
            assert await door.status(header(door.fake)) == status

    asyncio.run(play())


def test_none_of_them_makes_us_ask_anywhere_unless_it_could_be_good() -> None:
    could_be = {
        "another one's signature", "the wrong key", "an unknown key", "no name of a key", "one cut short",
    }  # fmt: skip

    async def play() -> None:
        async with a_door() as door:
            for name in BAD.keys() - could_be:
                await door.status(BAD[name][1](door.fake))
            assert door.fake.asked == []

            for name in could_be:
                await door.status(BAD[name][1](door.fake))
            assert door.fake.asked == ["metadata", "keys"]

    asyncio.run(play())


def test_a_good_token_is_taken_and_the_keys_are_asked_for_once() -> None:
    async def play() -> None:
        async with a_door() as door:
            assert [await door.good() for _ in range(5)] == [200] * 5
            assert await door.good(exp=int(time.time()) - 200, nbf=int(time.time()) + 200) == 200
            assert await door.good(alg="RS512") == 200
            assert door.fake.asked == ["metadata", "keys"]

    asyncio.run(play())


OTHERS: dict[str, dict[str, Any]] = {
    "the service absent": {"serviceUrl": None},
    "the service not the claimed one": {"serviceUrl": "https://smba.trafficmanager.net/emea/"},
    "the channel absent": {"channelId": None},
    "another channel": {"channelId": "skype"},
    "the emulator": {"channelId": "emulator"},
    "another tenant": {"channelData": {"tenant": {"id": "tenant-2"}}, "conversation": {"id": "a:1"}},
    "two tenants": {"channelData": {"tenant": {"id": "tenant-2"}}},
    "no tenant": {"channelData": None, "conversation": None},
    "a tenant that is a number": {"channelData": {"tenant": {"id": 7}}, "conversation": {"id": "a:1"}},
    "a tenant that is a word": {"channelData": {"tenant": "tenant-1"}, "conversation": {"id": "a:1"}},
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_good_token_is_no_good_for(name: str) -> None:
    async def play() -> None:
        async with a_door() as door:
            assert await door.status(f"Bearer {door.fake.signed()}", **OTHERS[name]) == 403
            assert door.fake.asked == []

    asyncio.run(play())


def test_a_tenant_in_other_letters_is_the_same() -> None:
    async def play() -> None:
        async with a_door() as door:
            changes = {"channelData": {"tenant": {"id": TENANT.upper()}}}
            assert await door.status(f"Bearer {door.fake.signed()}", **changes) == 200

    asyncio.run(play())


def test_a_key_that_is_not_endorsed_for_teams_is_refused() -> None:
    async def play() -> None:
        async with a_door() as door:
            door.fake.keys = [public("key-1", "skype"), {**public("key-2"), "endorsements": "msteams"}]
            assert await door.good() == 403
            assert await door.good(key="key-2") == 403

    asyncio.run(play())


def test_a_new_key_is_taken_at_once_and_strangers_make_us_ask_once_a_minute() -> None:
    async def play() -> None:
        async with a_door() as door:
            assert await door.good() == 200
            door.fake.keys = [public("key-2", "msteams")]
            door.clock.at += timedelta(minutes=2)
            assert await door.good(key="key-2") == 200
            assert await door.good() == 401
            asked = len(door.fake.asked)

            assert {await door.good(key="stranger", kid=f"kid-{n}") for n in range(50)} == {401}
            assert len(door.fake.asked) == asked

    asyncio.run(play())


def test_keys_of_a_day_are_asked_for_again_while_they_go_on_holding() -> None:
    async def play() -> None:
        async with a_door() as door:
            await door.good()
            door.clock.at += timedelta(hours=25)
            door.fake.faults["metadata"].append(HANG)
            assert await door.good() == 200
            assert await door.good() == 200

    asyncio.run(play())


def test_keys_of_long_ago_hold_no_longer() -> None:
    async def play() -> None:
        async with a_door() as door:
            await door.good()
            door.clock.at += timedelta(days=3)
            door.fake.faults["metadata"].append(Fault(503))
            assert await door.good() == 503

    asyncio.run(play())


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500),
        Fault(302, headers={"Location": "/v1/.well-known/keys"}),
        Fault(200, "<html>"),
        Fault(200, "[]"),
        Fault(200, "{}"),
        Fault(200, '{"jwks_uri": "file:///etc/passwd"}'),
        Fault(200, '{"jwks_uri": "https://127.0.0.1/keys"}'),
        Fault(200, f'{{"x": "{"x" * (keys_of.MOST + 1)}"}}'),
    ],
)
def test_whatever_the_metadata_server_does_it_is_503_and_tried_again_after_a_while(fault: Fault) -> None:
    async def play() -> None:
        async with a_door() as door:
            door.fake.faults["metadata"].append(fault)
            assert [await door.good() for _ in range(3)] == [503] * 3
            assert door.fake.asked == ["metadata"]

            door.clock.at += timedelta(seconds=11)
            assert await door.good() == 200

    asyncio.run(play())


def test_a_metadata_server_that_hangs_up_is_503() -> None:
    async def play() -> None:
        async with a_door() as door:
            # The HTTP library asks a second time by itself.
            door.fake.faults["metadata"].extend([CUT, CUT])
            assert await door.good() == 503

    asyncio.run(play())


@pytest.mark.parametrize(
    "keys",
    [
        None,
        [],
        [7, {"kid": 7}, {"kid": "key-1", "kty": "EC"}],
        [{"kid": "key-1", "kty": "RSA", "n": "?", "e": "AQAB", "endorsements": ["msteams"]}],
        [{"kid": "key-1", "kty": "RSA", "endorsements": ["msteams"]}],
    ],
)
def test_keys_that_cannot_be_read_are_none(keys: Any) -> None:
    async def play() -> None:
        async with a_door() as door:
            door.fake.keys = keys
            assert await door.good() == 503

    asyncio.run(play())


def test_a_stalled_metadata_server_delays_nobody_whose_key_is_known_and_the_others_not_for_long() -> None:
    async def play() -> None:
        async with a_door(within=0.15) as door:
            assert await door.good() == 200
            door.clock.at += timedelta(minutes=2)
            door.fake.faults["metadata"].append(HANG)
            waiting = [asyncio.create_task(door.good(key="key-2")) for _ in range(20)]
            await asyncio.sleep(0)

            begun = time.perf_counter()
            assert await door.good() == 200
            assert await door.status(None) == 401
            assert time.perf_counter() - begun < 0.5
            assert not any(one.done() for one in waiting)

            assert await asyncio.gather(*waiting) == [503] * 20
            assert door.fake.asked.count("metadata") == 2

    asyncio.run(play())


def test_who_is_gone_leaves_the_question_to_the_others() -> None:
    async def play() -> None:
        async with a_door() as door:
            door.fake.faults["metadata"].append(HANG)
            first, second = (asyncio.create_task(door.good()) for _ in range(2))
            await door.fake.hangs.wait()
            first.cancel()
            door.fake.go_on.set()
            assert await second == 200

    asyncio.run(play())


def test_a_token_of_half_a_header_is_refused() -> None:
    async def play() -> None:
        async with a_door() as door:
            said = jwt.encode({"iss": ISSUER}, private("key-1"), "RS256", headers={"kid": "key-1"})
            assert await door.status(f"Bearer {said}") == 401
            deep = jwt.utils.base64url_encode(b'{"alg":"RS256","typ":' + b"[" * 5000 + b"]" * 5000 + b"}").decode()
            assert await door.status(f"Bearer {deep}.e30.eA") == 401

    asyncio.run(play())


HERE = {"host": "localhost:3978", "content-type": "application/json; charset=utf-8"}


@pytest.mark.parametrize(
    ("headers", "client"),
    [
        ({**HERE, "host": "concertmaster.example"}, ("127.0.0.1", 5)),
        (HERE, ("192.0.2.7", 5)),
        (HERE, None),
        ({**HERE, "x-forwarded-for": "192.0.2.7"}, ("127.0.0.1", 5)),
        ({**HERE, "forwarded": "for=192.0.2.7"}, ("127.0.0.1", 5)),
        ({**HERE, "content-type": "text/plain"}, ("127.0.0.1", 5)),
        ({**HERE, "origin": "http://stranger.example"}, ("127.0.0.1", 5)),
    ],
)
def test_without_an_app_id_nobody_else_is_answered(headers: dict[str, str], client: tuple[str, int] | None) -> None:
    with pytest.raises(NotTaken) as refused:
        Playground().seen(request(headers, client))
    assert refused.value.status == 403


def test_without_an_app_id_who_is_on_this_machine_is_answered_on_this_machine() -> None:
    Playground().seen(request(HERE))
    Playground().seen(request({**HERE, "host": "[::1]:3978"}, ("::1", 5)))
    asyncio.run(Playground().check(None, {"serviceUrl": "http://localhost:56150/_connector"}))
    with pytest.raises(NotTaken):
        asyncio.run(Playground().check(None, {"serviceUrl": "https://smba.trafficmanager.net/emea/"}))


@pytest.mark.parametrize(
    "url",
    [
        None, "", "smba.trafficmanager.net", "//smba.trafficmanager.net/", "ftp://smba.trafficmanager.net/",
        "http://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net.stranger.example/",
        "https://stranger.example/smba.trafficmanager.net/", "https://smba.trafficmanager.net@stranger.example/",
        "https://u:p@smba.trafficmanager.net/", "https://smba.trafficmanager.net:8443/emea/",
        "https://smba.trafficmanager.net:99999/", "https://smba.trafficmanager.net\\@stranger.example/",
        "https://smba.trafficmanager.net/emea/?x=1", "https://smba.trafficmanager.net/#x",
        "https://smba.trafficmanager.net/a/../b", "https://smba.trafficmanager.net/ \r\nX: y", "https://[::1/",
        "https://ѕmba.trafficmanager.net/", "http://127.0.0.1:80/", "http://169.254.169.254/metadata",
    ],
)  # fmt: skip
def test_messages_go_to_no_other_address(url: object) -> None:
    assert not is_service(url, TEAMS_HOSTS["public"])


@pytest.mark.parametrize(
    ("cloud", "url"),
    [
        ("public", "https://smba.trafficmanager.net/emea/"),
        ("public", "https://SMBA.trafficmanager.net:443/de"),
        ("public", "https://smba.infra.gcc.teams.microsoft.com/teams"),
        ("usgov", "https://smba.infra.gov.teams.microsoft.us/teams"),
        ("usgov", "https://smba.infra.dod.teams.microsoft.us/teams/"),
    ],
)
def test_messages_go_to_the_services_of_the_cloud(cloud: str, url: str) -> None:
    assert is_service(url, TEAMS_HOSTS[cloud])


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, []),
        ({"app_id": APP}, ["SECRET", "TENANT"]),
        ({"app_id": APP, "secret": "x", "tenant": "t"}, []),
        ({"app_id": APP, "app_type": "multi", "secret": "x"}, ["ALLOWED_TENANTS"]),
        ({"app_id": APP, "app_type": "multi", "secret": "x", "allowed_tenants": "t"}, []),
        ({"app_id": APP, "certificate": "app.pem", "tenant": "t"}, ["THUMBPRINT"]),
        ({"app_id": APP, "certificate": "app.pem", "thumbprint": "ab" * 20, "tenant": "t"}, []),
        ({"app_id": APP, "managed_identity": True, "tenant": "t"}, []),
    ],
)
def test_what_is_missing_is_named(given: dict[str, Any], missing: list[str]) -> None:
    assert TeamsSettings(**given).missing("0.0.0.0" if given else "::1") == [
        f"CONCERTMASTER_TEAMS__{name}" for name in missing
    ]


def test_without_an_app_id_it_listens_on_no_address_that_others_reach() -> None:
    assert TeamsSettings().missing("0.0.0.0") == ["CONCERTMASTER_TEAMS__APP_ID"]


def test_the_lists_of_the_settings() -> None:
    known = TeamsSettings(tenant="T-1", allowed_tenants=" T-2, t-3 ,", service_hosts="")

    assert known.tenants == {"t-2", "t-3"}
    assert known.hosts == TEAMS_HOSTS["public"]
    assert TeamsSettings(tenant="T-1").tenants == {"t-1"}


def test_two_credentials_are_one_too_many() -> None:
    with pytest.raises(ValidationError, match="not several"):
        TeamsSettings(secret=SecretStr("x"), managed_identity=True)


def test_the_secret_is_in_nothing_that_is_written_of_the_settings() -> None:
    assert "hush" not in json.dumps(TeamsSettings(secret=SecretStr("hush")).model_dump(mode="json"))
