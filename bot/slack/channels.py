"""How a channel becomes a team's place: somebody invites us into it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bot.conductor import Conductor, Unkept
from bot.outbox import Later, Shut, Unreachable, Unsendable
from bot.slack.call import Caller, Unknown
from bot.slack.edge import Payload
from bot.slack.members import Members, Standing, in_time
from bot.slack.send import SlackOut, shared_by
from prompts import Filled, phrase
from score.words import alike
from storage import people
from storage.store import Store
from storage.tables import Connection, Person, Place, PlaceKind, Role, Team, make_id


class Channels:
    """The channels of one connection."""

    def __init__(
        self, conductor: Conductor, connection: Connection, call: Caller, out: SlackOut, members: Members
    ) -> None:
        self._conductor, self._connection, self._call = conductor, connection, call
        self._out, self._members = out, members

    async def joined(self, event: Payload) -> tuple[str, Filled] | None:
        """Make a channel the place of its team; gives who invited us, and what they are told will be said there.

        Its team is the one that it is named after, if whoever invited us is in that or runs the organisation, else the
        only one that they lead and that has no channel yet. Where another organisation reads along, or a guest, it is
        nobody's. Raises Unkept when Slack does not say in time what it is, so that it is told again.
        """
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
            await self._conductor.database.write(lambda store: self._let_go(store, channel))
            shared, guests = phrase("slack.channel-shared", channel=name), phrase("slack.channel-guests", channel=name)
            return inviter, shared if shared_by(about) else guests
        team = await self._conductor.database.write(lambda store: self._link(store, channel, name, inviter))
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

    def _let_go(self, store: Store, channel: str) -> None:
        place = people.place_at(store, self._connection.id, channel)
        if place is not None:
            store.change(place, team_id=None)

    def _link(self, store: Store, channel: str, name: str, inviter: str) -> Team | None:
        standing = people.place_at(store, self._connection.id, channel)
        if standing is not None and standing.team_id is not None:
            store.change(standing, name=name, closed_at=None, closed_why="")
            return people.team(store, self._connection.workspace_id, standing.team_id)
        person = people.known_as(store, self._connection.id, inviter) if inviter else None
        team = self._team(store, name, person)
        if team is None:
            return None
        if standing is not None:
            store.change(standing, name=name, team_id=team.id, closed_at=None, closed_why="")
        else:
            store.keep(self._place(channel, name, team))
        return team

    def _team(self, store: Store, name: str, inviter: Person | None) -> Team | None:
        teams = people.teams(store, self._connection.workspace_id)
        named = [team for team in teams if alike(name) in _names(team)]
        if inviter is None:
            return None
        memberships = people.memberships_of(store, inviter)
        if named:
            theirs = inviter.is_admin or named[0].id in {one.team_id for one in memberships}
            return named[0] if theirs and self._has_none(store, named[0]) else None
        leads = {one.team_id for one in memberships if one.role is Role.MANAGER}
        led = [team for team in teams if team.id in leads and self._has_none(store, team)]
        return led[0] if len(led) == 1 else None

    def _has_none(self, store: Store, team: Team) -> bool:
        channels = people.channels_of(store, team.workspace_id, [team])
        return not any(one.connection_id == self._connection.id for one in channels)

    def _place(self, channel: str, name: str, team: Team) -> Place:
        return Place(
            id=make_id(self._conductor.clock.now(), self._conductor.chance),
            workspace_id=self._connection.workspace_id,
            connection_id=self._connection.id,
            external_id=channel,
            kind=PlaceKind.CHANNEL,
            name=name,
            team_id=team.id,
        )


def _names(team: Team) -> Sequence[str]:
    return [alike(team.handle), alike(f"team-{team.handle}"), alike("-".join(team.name.split()))]
