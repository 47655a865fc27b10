"""Who the members of a Slack workspace are: guests, strangers, bots and those who have left never see anything."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any, TypeGuard, TypeVar

from bot.outbox import Later, Unreachable
from bot.ports import Clock
from bot.slack.call import PATIENCE, Caller

T = TypeVar("T")

FRESH_FOR = timedelta(hours=1)
"""How long what Slack said of somebody is believed without being asked; it tells of most changes by itself."""

LOOKED_EVERY = timedelta(minutes=40)
"""How often everybody is looked at, so that nobody need be asked about one by one."""

BELIEVED_FOR = timedelta(hours=6)
"""How long it is believed while Slack is asked and does not answer."""

ANSWERED_WITHIN = 0.75
"""Seconds that are waited for what Slack says of somebody: what is to be acknowledged in three waits twice at most."""

THERE_FOR = timedelta(minutes=10)
"""How long it is believed who is in a channel; Slack tells when somebody comes in."""

CHANNELS = 500
"""Channels of which it is remembered who is there."""

REMEMBERED = 50_000
A_PAGE = 200
"""Members of one page of the list, as Slack advises."""


class Standing(Enum):
    """What somebody is to the workspace."""

    MEMBER = auto()
    GUEST = auto()
    STRANGER = auto()
    BOT = auto()
    LEFT = auto()


MAY_BE_THERE = frozenset({Standing.MEMBER, Standing.BOT, Standing.LEFT})
"""Who may be in a channel that something is posted in; who has left reads nothing any more."""


async def in_time(asking: asyncio.Task[T]) -> T:
    """What a call gives, if that is soon enough for an acknowledgement; else it goes on by itself. Raises Later."""
    done, _ = await asyncio.wait({asking}, timeout=ANSWERED_WITHIN)
    if not done:
        asking.add_done_callback(_heard)
        raise Later("Slack does not answer in time")
    return asking.result()


def _heard(done: asyncio.Task[Any]) -> None:
    """Whoever waited has been told of a failure; where nobody waits, it is asked again when it is wanted."""
    if not done.cancelled():
        done.exception()


def _has_id(one: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(one, Mapping) and isinstance(one.get("id"), str)


@dataclass(frozen=True)
class _Known:
    standing: Standing
    at: datetime


class Members:
    """What Slack says of each member, asked once an hour at most."""

    def __init__(self, call: Caller, clock: Clock, team: str) -> None:
        self._call, self._clock, self._team = call, clock, team
        self._known: dict[str, _Known] = {}
        self._forgotten: dict[str, datetime] = {}
        self._all_forgotten = datetime.min.replace(tzinfo=UTC)
        self._asking: dict[str, asyncio.Task[Standing]] = {}
        self._there: OrderedDict[str, tuple[datetime, tuple[str, ...]]] = OrderedDict()
        self._looked_at: datetime | None = None

    async def standing(self, user: str) -> Standing:
        """What somebody is; what was known before, where Slack is asked and has not answered yet.

        Raises what a call raises when nothing is known and Slack does not say.
        """
        found = self._standing(user)
        return found if isinstance(found, Standing) else await asyncio.shield(found)

    async def standing_in_time(self, user: str) -> Standing:
        """The same, but soon enough for an acknowledgement. Raises Later too where Slack does not say in time."""
        found = self._standing(user)
        return found if isinstance(found, Standing) else await in_time(found)

    def _standing(self, user: str) -> Standing | asyncio.Task[Standing]:
        known, now = self._known.get(user), self._clock.now()
        if known is not None and now - known.at < FRESH_FOR:
            return known.standing
        asking = self._ask(user)
        if known is not None and now - known.at < BELIEVED_FOR:
            return known.standing
        return asking

    def _ask(self, user: str) -> asyncio.Task[Standing]:
        """Ask Slack, once for all who want to know; what it says is remembered, even when nobody waits any more."""
        if user not in self._asking:
            self._asking[user] = asking = asyncio.create_task(self._asked(user))
            asking.add_done_callback(lambda done: self._answered(user, done))
        return self._asking[user]

    def _answered(self, user: str, done: asyncio.Task[Standing]) -> None:
        if self._asking.get(user) is done:
            del self._asking[user]
        _heard(done)

    async def _asked(self, user: str) -> Standing:
        began = self._clock.now()
        try:
            found = (await self._call("users.info", user=user)).get("user")
        except Unreachable:
            return self._note(user, Standing.STRANGER, began)
        return self._note(user, self.standing_of(found if isinstance(found, Mapping) else {}), began)

    def forget(self, user: str) -> None:
        """Something of somebody has changed: ask anew, and do not believe an answer that is under way."""
        self._known.pop(user, None)
        self._asking.pop(user, None)
        if len(self._forgotten) >= REMEMBERED:
            self._forgotten.clear()
            self._all_forgotten = self._clock.now()
        self._forgotten[user] = self._clock.now()

    async def outsiders_in(self, channel: str) -> bool:
        """Whether somebody is in a channel who is no full member of the workspace: a guest, or a stranger.

        Raises what a call raises when Slack does not say.
        """
        for user in await self._in(channel):
            if await self.standing(user) not in MAY_BE_THERE:
                return True
        return False

    async def _in(self, channel: str) -> Iterable[str]:
        there, now = self._there.get(channel), self._clock.now()
        if there is not None and now - there[0] < THERE_FOR:
            return there[1]
        found = [one async for one in self._pages("conversations.members", "members", PATIENCE, channel=channel)]
        users = tuple(dict.fromkeys(one for one in found if isinstance(one, str)))
        self._there[channel] = (now, users)
        while len(self._there) > CHANNELS:
            self._there.popitem(last=False)
        return users

    def somebody_came(self, channel: str) -> None:
        """Somebody has come into a channel: look anew who is there."""
        self._there.pop(channel, None)

    def is_look_due(self) -> bool:
        """Whether everybody is to be looked at, and says so once for each time."""
        now = self._clock.now()
        if self._looked_at is not None and now - self._looked_at < LOOKED_EVERY:
            return False
        self._looked_at = now
        return True

    async def look(self) -> None:
        """Look at everybody, a page at a time, so that nobody need be asked about one by one."""
        self._looked_at = began = self._clock.now()
        try:
            async for one in self.everybody(timedelta(minutes=1)):
                self._note(one["id"], self.standing_of(one), began)
        except Exception:
            self._looked_at = None
            raise

    async def everybody(self, patience: timedelta) -> AsyncIterator[Mapping[str, Any]]:
        """All with an id that Slack lists, as it says them; each page waits up to `patience` at its pace."""
        async for team in self.teams(patience):
            async for one in self._pages("users.list", "members", patience, include_locale=True, **team):
                if _has_id(one):
                    yield one

    async def teams(self, patience: timedelta) -> AsyncIterator[Mapping[str, str]]:
        """What says of which workspace a list shall be: of each one, where we are in all of an enterprise."""
        if not self._team.startswith("E"):
            yield {}
            return
        async for one in self._pages("auth.teams.list", "teams", patience):
            if _has_id(one):
                yield {"team_id": one["id"]}

    async def _pages(self, method: str, name: str, patience: timedelta, **given: Any) -> AsyncIterator[object]:
        cursor = ""
        while True:
            page = await self._call(method, limit=A_PAGE, cursor=cursor, patience=patience, **given)
            for one in page.get(name) or ():
                yield one
            said = page.get("response_metadata")
            cursor = said.get("next_cursor", "") if isinstance(said, Mapping) else ""
            if not cursor:
                return

    def _note(self, user: str, standing: Standing, began: datetime) -> Standing:
        """Remember it, unless somebody has changed since it was asked, or something later is known."""
        known = self._known.get(user)
        if self._forgotten.get(user, self._all_forgotten) >= began or (known is not None and known.at > began):
            return standing
        self._forgotten.pop(user, None)
        self._known.pop(user, None)
        self._known[user] = _Known(standing, began)
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
        return standing

    def standing_of(self, user: Mapping[str, Any]) -> Standing:
        """What somebody is of whom Slack says this. Where we are in all of an enterprise, its people are members."""
        enterprise = user.get("enterprise_user")
        enterprise = enterprise if isinstance(enterprise, Mapping) else {}
        teams = [user.get("team_id") or self._team, enterprise.get("enterprise_id"), *(enterprise.get("teams") or ())]
        if user.get("is_stranger") or self._team not in teams:
            return Standing.STRANGER
        if user.get("deleted"):
            return Standing.LEFT
        if user.get("is_bot") or user.get("id") == "USLACKBOT":
            return Standing.BOT
        return Standing.GUEST if user.get("is_restricted") or user.get("is_ultra_restricted") else Standing.MEMBER
