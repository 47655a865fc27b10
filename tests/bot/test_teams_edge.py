"""What does not come from Teams, whole and in its shape, gets a status of 400 to 503 and does nothing."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.settings import TeamsSettings
from bot.signed import NotTaken
from bot.teams import edge
from bot.teams.auth import Authenticator, Playground
from bot.teams.call import connected
from bot.teams.edge import Answered, Edge
from bot.teams.keys import Keys
from tests.fakes.teams import APP, TENANT, FakeTeams, Fault
from tests.orchestra import StoppedClock

PERSON, PLACE = {"id": "29:ada"}, {"id": "a:ada"}


def with_edge(
    play: Callable[[FakeTeams, httpx.AsyncClient, list[dict[str, Any]]], Awaitable[None]],
    reply: Answered | None = None,
    settings: TeamsSettings | None = None,
) -> None:
    """Play with a server that answers Teams, and with what it was given to play."""
    settings = settings or TeamsSettings(app_id=APP, tenant=TENANT, service_hosts="127.0.0.1")

    async def played() -> None:
        taken: list[dict[str, Any]] = []

        async def receive(activity: dict[str, Any]) -> Answered:
            taken.append(activity)
            return reply or Answered(202)

        async with FakeTeams().serving() as fake, connected() as session:
            keys = Keys(fake.metadata_at, session, StoppedClock(datetime.now(UTC)))
            guard = Authenticator(settings, keys) if settings.app_id else Playground()
            app = Starlette(routes=[Edge(guard, receive).route()])
            transport = httpx.ASGITransport(app, raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                await play(fake, client, taken)
            await keys.close()

    asyncio.run(played())


def bearing(fake: FakeTeams) -> dict[str, str]:
    return {"Authorization": f"Bearer {fake.signed()}", "Content-Type": "application/json"}


def test_an_activity_is_played_without_what_is_null_in_it() -> None:
    async def play(fake: FakeTeams, client: httpx.AsyncClient, taken: list[dict[str, Any]]) -> None:
        sent = fake.activity(replyToId=None, entities=[{"type": "clientInfo", "locale": None}])
        answer = await client.post(edge.PATH, json=sent, headers=bearing(fake))

        assert (answer.status_code, answer.content) == (202, b"")
        assert taken == [fake.activity(entities=[{"type": "clientInfo"}])]

    with_edge(play)


def test_an_invoke_is_answered_in_the_body() -> None:
    body = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Kept."}

    async def play(fake: FakeTeams, client: httpx.AsyncClient, _taken: list[dict[str, Any]]) -> None:
        sent = fake.activity(type="invoke", name="adaptiveCard/action", value={"action": {"verb": "x"}})
        answer = await client.post(edge.PATH, json=sent, headers=bearing(fake))

        assert (answer.status_code, answer.json()) == (200, body)

    with_edge(play, Answered(200, body))


def test_a_stranger_is_refused_before_a_byte_goes_out() -> None:
    async def play(fake: FakeTeams, client: httpx.AsyncClient, taken: list[dict[str, Any]]) -> None:
        answer = await client.post(edge.PATH, json=fake.activity())

        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert (await client.get(edge.PATH)).status_code == 405
        assert (taken, fake.asked) == ([], [])

    with_edge(play)


def test_while_nobody_can_tell_it_is_said_to_come_again() -> None:
    async def play(fake: FakeTeams, client: httpx.AsyncClient, taken: list[dict[str, Any]]) -> None:
        fake.faults["metadata"].append(Fault(500))
        answer = await client.post(edge.PATH, json=fake.activity(), headers=bearing(fake))

        assert (answer.status_code, answer.headers["retry-after"], taken) == (503, "5", [])

    with_edge(play)


def test_the_playground_is_answered_without_an_app_id() -> None:
    async def play(fake: FakeTeams, client: httpx.AsyncClient, taken: list[dict[str, Any]]) -> None:
        assert (await client.post(edge.PATH, json=fake.activity(channelId="emulator"))).status_code == 202
        elsewhere = fake.activity(serviceUrl="https://smba.trafficmanager.net/emea/")
        assert (await client.post(edge.PATH, json=elsewhere)).status_code == 403
        assert len(taken) == 1

    with_edge(play, settings=TeamsSettings())


def test_a_body_that_is_too_long_is_not_read() -> None:
    async def play(fake: FakeTeams, client: httpx.AsyncClient, taken: list[dict[str, Any]]) -> None:
        sent = fake.activity(text="x" * edge.BODY)
        assert (await client.post(edge.PATH, json=sent, headers=bearing(fake))).status_code == 413
        assert (taken, fake.asked) == ([], [])

    with_edge(play)


def of(**changes: Any) -> bytes:
    return json.dumps({"type": "message", "from": PERSON, "conversation": PLACE} | changes).encode()


MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "broken off": of()[:-5],
    "an array": b"[]",
    "null": b"null",
    "a text": b'"message"',
    "not UTF-8": b'{"type": "\xff\xfe"}',
    "nested deeply": b"[" * 100_000 + b"]" * 100_000,
    "an object nested deeply": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "no number": of(value=float("nan")),
    "endless": of(value=float("inf")),
    "a number of too many digits": b'{"type": "message", "value": ' + b"9" * 10_000 + b"}",
    "half of a character": of(text="\ud83d"),
    "without a type": of(type=None),
    "an empty type": of(type=""),
    "a type that is a list": of(type=["message"]),
    "a text that is an object": of(text={"a": 1}),
    "an id that is a number": of(id=7),
    "nobody": of(**{"from": None}),
    "somebody without a name": of(**{"from": {"name": "Ada"}}),
    "somebody whose name is a number": of(**{"from": {"id": 7}}),
    "somebody who is a text": of(**{"from": "29:ada"}),
    "nowhere": of(conversation=None),
    "a conversation that is a text": of(conversation="a:ada"),
    "a recipient that is a list": of(recipient=[]),
    "data that is a text": of(channelData="x"),
    "entities that are an object": of(entities={}),
    "entities that are texts": of(entities=["x"]),
    "members that are a text": of(membersAdded="29:ada"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_activity_is_refused(name: str) -> None:
    with pytest.raises(NotTaken) as refused:
        edge.read(MALFORMED[name])
    assert refused.value.status == 400


def test_a_character_in_two_halves_is_whole() -> None:
    assert edge.read(of(text="\U0001f3bb"))["text"] == "\U0001f3bb"


def test_what_is_malformed_from_who_may_post_is_400() -> None:
    async def play(fake: FakeTeams, client: httpx.AsyncClient, taken: list[dict[str, Any]]) -> None:
        for body in MALFORMED.values():
            assert (await client.post(edge.PATH, content=body, headers=bearing(fake))).status_code == 400
        assert (taken, fake.asked) == ([], [])

    with_edge(play)


def test_nothing_of_it_is_loaded_while_teams_is_off() -> None:
    """It would cost every other process its memory, and a start its seconds."""
    loaded = "import sys, bot.run; print({name.partition('.')[0] for name in sys.modules})"
    found = subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True, text=True)
    assert "bot" in found.stdout
    assert not any(f"'{name}'" in found.stdout for name in ("botbuilder", "botframework", "msal", "requests"))
