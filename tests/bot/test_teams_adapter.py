"""A turn of botbuilder's changes nothing of what came or of how it is answered, and sends nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from botbuilder.core import TurnContext
from botbuilder.schema import Activity

from bot.ports import WallClock
from bot.settings import TeamsSettings
from bot.teams.adapter import Adapter, RawActivity
from bot.teams.call import Connector, connected
from bot.teams.edge import Answered
from tests.fakes.teams import APP, FakeTeams

Taken = list[dict[str, Any]]

KEPT = Answered(202)


class Saying:
    """Middleware that says something beside whatever is answered, in each of the three ways."""

    def __init__(self, way: str) -> None:
        self.way = way

    async def on_turn(self, context: TurnContext, logic: Callable[[], Awaitable[None]]) -> None:
        said = Activity(type="message", text="Beside it.", id="1")
        if self.way == "send":
            await context.send_activity(said)
        elif self.way == "update":
            await context.update_activity(said)
        else:
            await context.delete_activity("1")
        await logic()


class Seeing:
    """Middleware that keeps what it sees."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    async def on_turn(self, context: TurnContext, logic: Callable[[], Awaitable[None]]) -> None:
        self.seen.append(context)
        await logic()


def with_adapter(
    play: Callable[[FakeTeams, Adapter, Taken], Awaitable[None]], reply: Answered | Exception = KEPT
) -> None:
    """Play with an adapter, and with what its turns were given, each of which ends with `reply`."""

    async def played() -> None:
        taken: Taken = []

        async def receive(came: dict[str, Any]) -> Answered:
            taken.append(came)
            await asyncio.sleep(0)
            if isinstance(reply, Exception):
                raise reply
            return reply

        async with FakeTeams().serving() as teams, connected() as session:
            connector = Connector(TeamsSettings(), None, session, WallClock())
            await play(teams, Adapter(APP, connector, receive), taken)
            assert teams.asked == []

    asyncio.run(played())


def test_what_came_is_played_as_it_came() -> None:
    async def play(teams: FakeTeams, adapter: Adapter, taken: Taken) -> None:
        came = teams.activity(
            entities=[{"type": "mention", "mentioned": {"id": "28:us"}, "more": {"deep": [1]}}],
            value={"action": {"verb": "x", "trigger": "manual"}},
            ofNoClass={"kept": True},
        )
        assert await adapter.receive(came) is KEPT
        assert taken[0] is came

    with_adapter(play)


BODIES: dict[str, Answered] = {
    "a card": Answered(
        200, {"statusCode": 200, "value": {"type": "AdaptiveCard", "entities": [{"type": "x", "y": 1}]}}
    ),
    "nothing": Answered(200, {}),
    "what nobody knows": Answered(501),
    "come again": Answered(503),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("kind", ["invoke", "message", "conversationUpdate"])
def test_a_turn_is_answered_as_it_was(name: str, kind: str) -> None:
    async def play(teams: FakeTeams, adapter: Adapter, _taken: Taken) -> None:
        came = teams.activity(type=kind, name="adaptiveCard/action", deliveryMode="expectReplies")
        assert await adapter.receive(came) is BODIES[name]

    with_adapter(play, BODIES[name])


def test_turns_at_the_same_time_are_their_own() -> None:
    async def play(teams: FakeTeams, adapter: Adapter, taken: Taken) -> None:
        seeing = Seeing()
        adapter.use(seeing)
        many = [teams.activity(id=str(number), text=f"number {number}") for number in range(20)]
        await asyncio.gather(*(adapter.receive(one) for one in many))
        assert [one["id"] for one in taken] == [one["id"] for one in many]
        assert [one.activity.text for one in seeing.seen] == [one["text"] for one in many]
        assert len({id(one.turn_state) for one in seeing.seen}) == len(many)

    with_adapter(play)


def test_middleware_sees_who_came_by_which_service_and_that_they_were_let_in() -> None:
    async def play(teams: FakeTeams, adapter: Adapter, _taken: Taken) -> None:
        seeing = Seeing()
        adapter.use(seeing)
        await adapter.receive(came := teams.activity())
        (context,) = seeing.seen
        identity = context.turn_state[Adapter.BOT_IDENTITY_KEY]
        assert (identity.is_authenticated, identity.claims["aud"]) == (True, APP)
        reference = TurnContext.get_conversation_reference(context.activity)
        assert (reference.service_url, reference.conversation.id, reference.user.aad_object_id) == (
            came["serviceUrl"],
            came["conversation"]["id"],
            came["from"]["aadObjectId"],
        )
        # botbuilder reads Teams' tenant by a name that Teams does not give it.
        assert reference.conversation.tenant_id == came["conversation"]["tenantId"]

    with_adapter(play)


class Ending:
    """Middleware that lets nothing through."""

    async def on_turn(self, context: TurnContext, logic: Callable[[], Awaitable[None]]) -> None:
        """Do nothing more."""


def test_what_middleware_does_not_let_through_is_taken() -> None:
    async def play(teams: FakeTeams, adapter: Adapter, taken: Taken) -> None:
        adapter.use(Ending())
        assert await adapter.receive(teams.activity()) == Answered(202)
        assert taken == []

    with_adapter(play)


@pytest.mark.parametrize("way", ["send", "update", "delete"])
def test_nothing_is_sent_in_a_turn(way: str) -> None:
    async def play(teams: FakeTeams, adapter: Adapter, taken: Taken) -> None:
        adapter.use(Saying(way))
        with pytest.raises(PermissionError, match="once it is durable"):
            await adapter.receive(teams.activity())
        assert taken == []

    with_adapter(play)


def test_nothing_is_sent_in_a_turn_that_is_begun_by_ourselves_either() -> None:
    async def play(teams: FakeTeams, adapter: Adapter, taken: Taken) -> None:
        reference = TurnContext.get_conversation_reference(RawActivity(teams.activity()))

        async def says(context: TurnContext) -> None:
            await context.send_activity("Hello.")

        with pytest.raises(PermissionError, match="once it is durable"):
            await adapter.continue_conversation(reference, says, APP)
        assert taken == []

    with_adapter(play)


def test_nobody_is_let_in_by_botbuilder() -> None:
    async def play(teams: FakeTeams, adapter: Adapter, taken: Taken) -> None:
        for came in (teams.activity(), teams.activity(type="invoke")):
            with pytest.raises(PermissionError):
                await adapter.process_activity(f"Bearer {teams.signed()}", RawActivity(came), adapter.receive)
        asks = adapter.bot_framework_authentication
        with pytest.raises(PermissionError):
            await asks.authenticate_streaming_request("Bearer x", "msteams")
        assert taken == []

    with_adapter(play)


def test_what_fails_in_a_turn_is_no_answer() -> None:
    """Botbuilder's own swallows it and says that it was taken: Teams would not send it again."""

    async def play(teams: FakeTeams, adapter: Adapter, _taken: Taken) -> None:
        with pytest.raises(RuntimeError, match="broken"):
            await adapter.receive(teams.activity())

    with_adapter(play, RuntimeError("broken"))
