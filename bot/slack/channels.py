"""How a channel becomes a team's place: somebody invites us into it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.conductor import Conductor, Unkept
from bot.outbox import Later, Shut, Unreachable, Unsendable
from bot.slack.call import Caller, Unknown
from bot.slack.edge import Payload
from bot.slack.members import Members, Standing, in_time
from bot.slack.send import SlackOut, shared_by
from handlers import people as roster
from handlers.turn import Moment
from prompts import Filled, phrase
from storage.tables import Connection


class Channels:
    """The channels of one connection."""

    def __init__(
        self, conductor: Conductor, connection: Connection, call: Caller, out: SlackOut, members: Members
    ) -> None:
        self._conductor, self._connection, self._call = conductor, connection, call
        self._out, self._members = out, members

    async def joined(self, event: Payload) -> tuple[str, Filled] | None:
        """Make a channel the place of its team; gives who invited us, and what they are told will be said there.

        Where another organisation reads along, or a guest, it is nobody's. Raises Unkept when Slack does not say in
        time what it is, so that it is told again.
        """
        database = self._conductor.database
        channel, inviter = str(event.get("channel", "")), str(event.get("inviter") or "")
        try:
            about, outsiders, is_member = await in_time(self._looking(channel, inviter))
        except Unreachable:
            return None
        except (Later, Shut, Unsendable, Unknown) as problem:
            raise Unkept(f"Slack does not say what channel that is: {problem}") from None
        name = str(about.get("name") or channel)
        if not is_member:
            return None
        if outsiders or shared_by(about):
            await database.write(lambda store: roster.let_channel_go(store, self._connection, channel))
            shared, guests = phrase("slack.channel-shared", channel=name), phrase("slack.channel-guests", channel=name)
            return inviter, shared if shared_by(about) else guests
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)
        team = await database.write(
            lambda store: roster.link_channel(moment, store, self._connection, channel, [name], inviter)
        )
        if team is None:
            return inviter, phrase("slack.channel-unknown", channel=name)
        return inviter, phrase("slack.channel-linked", channel=name, team=team.name)

    def _looking(self, channel: str, inviter: str) -> asyncio.Task[tuple[Mapping[str, Any], bool, bool]]:
        """Look what channel it is, whether outsiders are in it, and whether a member invited us.

        What is learnt is remembered, so that it is there when this is told again.
        """

        async def look() -> tuple[Mapping[str, Any], bool, bool]:
            about = await self._out.about(channel)
            is_member = bool(inviter) and await self._members.standing(inviter) is Standing.MEMBER
            outsiders = shared_by(about) or await self._members.outsiders_in(channel)
            return about, outsiders, is_member

        return asyncio.create_task(look())
