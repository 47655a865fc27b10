"""botbuilder's turn around each activity that was let in: nothing else imports botbuilder.

What is wrong with its own (docs/decisions/0055) is replaced: an activity stays the JSON that came, whoever came was
judged before there is a turn, and what answers an invoke goes into the body as it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Never

from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication, ClaimsIdentity
from botframework.connector.auth.connector_factory import ConnectorFactory

from bot.teams.call import Connector
from bot.teams.edge import Answered, Receiver

ANSWERED = "concertmaster.answered"
"""Where a turn keeps how its request is answered."""


class RawActivity(Activity):  # type: ignore[misc]
    """An activity as botbuilder has it in a turn, with what came: `came` alone has all of it, in its own names."""

    def __init__(self, came: dict[str, Any]) -> None:
        super().__init__(
            type=came["type"],
            id=came.get("id"),
            name=came.get("name"),
            text=came.get("text"),
            locale=came.get("locale"),
            channel_id=came.get("channelId"),
            service_url=came.get("serviceUrl"),
            reply_to_id=came.get("replyToId"),
            from_property=_account(came["from"]),
            recipient=_account(came.get("recipient", {})),
            conversation=_conversation(came["conversation"]),
            value=came.get("value"),
            channel_data=came.get("channelData"),
        )
        self.came = came


class Adapter(CloudAdapterBase):  # type: ignore[misc]
    """Plays each activity as a turn of its own, through whatever middleware it was told to `use`."""

    def __init__(self, app_id: str, connector: Connector, receiver: Receiver) -> None:
        super().__init__(_LetIn(app_id, connector))
        self._receiver = receiver

    async def receive(self, came: dict[str, Any]) -> Answered:
        """Play an activity that was let in, and say how its request is answered."""
        activity = RawActivity(came)
        let_in = self.bot_framework_authentication.let_in(activity.service_url)
        answered: Answered = await self.process_activity(let_in, activity, self._turn)
        return answered

    async def _turn(self, context: TurnContext) -> None:
        context.turn_state[ANSWERED] = await self._receiver(context.activity.came)

    def _process_turn_results(self, context: TurnContext) -> Answered:
        """How a turn was answered, whatever it was: botbuilder's own knows a body for invokes alone.

        What middleware did not let through was taken, and answered by nobody.
        """
        answered: Answered = context.turn_state.get(ANSWERED, Answered(202))
        return answered

    async def send_activities(self, context: TurnContext, activities: Sequence[Activity]) -> Never:
        """Nothing is sent in a turn."""
        raise _not_in_a_turn()

    async def update_activity(self, context: TurnContext, activity: Activity) -> Never:
        """Nothing is changed in a turn."""
        raise _not_in_a_turn()

    async def delete_activity(self, context: TurnContext, reference: object) -> Never:
        """Nothing is taken away in a turn."""
        raise _not_in_a_turn()


class _LetIn(BotFrameworkAuthentication, ConnectorFactory):  # type: ignore[misc]
    """What botbuilder asks about who came: our app was meant, and the connector that answers them is ours.

    Its own would fetch keys and tokens on the event loop, and let in a token without an expiry.
    """

    def __init__(self, app_id: str, connector: Connector) -> None:
        self._app_id, self._connector = app_id, connector

    def let_in(self, service: str) -> AuthenticateRequestResult:
        """Who was let in, from a service that their token named."""
        found = AuthenticateRequestResult()
        found.audience = self._app_id
        found.claims_identity = ClaimsIdentity({"aud": self._app_id, "serviceurl": service}, bool(self._app_id))
        found.connector_factory = self
        return found

    async def create(self, service_url: str, audience: str) -> Connector:
        """The connector: it looks itself whether it may send to a service."""
        return self._connector

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        """The same for everybody."""
        return self

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Nobody signs in to anything by way of us."""

    async def authenticate_request(self, activity: Activity, auth_header: str) -> Never:
        """Nobody is let in by botbuilder."""
        raise PermissionError("who comes is judged before there is a turn")

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Never:
        """Nothing comes in by a stream."""
        raise PermissionError("nothing comes in by a stream")


def _not_in_a_turn() -> PermissionError:
    return PermissionError("a turn is answered; whatever else is said goes out by TeamsOut, once it is durable")


def _account(came: Mapping[str, Any]) -> ChannelAccount:
    return ChannelAccount(id=came.get("id"), name=came.get("name"), aad_object_id=came.get("aadObjectId"))


def _conversation(came: Mapping[str, Any]) -> ConversationAccount:
    return ConversationAccount(
        id=came["id"], conversation_type=came.get("conversationType"), tenant_id=came.get("tenantId")
    )
