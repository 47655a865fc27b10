"""Who the members of a Slack workspace are: guests, strangers, bots and those who have left never see anything."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from bot.outbox import Unreachable
from bot.ports import Clock
from bot.slack.call import Caller

FRESH_FOR = timedelta(hours=1)
"""How long what Slack said of somebody is believed; it tells of most changes by itself."""

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


@dataclass(frozen=True)
class _Known:
    standing: Standing
    at: datetime


class Members:
    """What Slack says of each member, asked once an hour at most."""

    def __init__(self, call: Caller, clock: Clock, team: str) -> None:
        self._call, self._clock, self._team = call, clock, team
        self._known: dict[str, _Known] = {}

    async def standing(self, user: str) -> Standing:
        """What somebody is. Raises what a call raises when Slack does not say."""
        known, now = self._known.get(user), self._clock.now()
        if known is not None and now - known.at < FRESH_FOR:
            return known.standing
        try:
            found = (await self._call("users.info", user=user)).get("user")
        except Unreachable:
            return self._note(user, Standing.STRANGER, now)
        return self._note(user, self.standing_of(found if isinstance(found, Mapping) else {}), now)

    def forget(self, user: str) -> None:
        """Something of somebody has changed: ask anew."""
        self._known.pop(user, None)

    async def look(self) -> None:
        """Look at everybody, a page at a time, so that nobody need be asked about one by one."""
        async for one in self.everybody(timedelta(minutes=1)):
            if isinstance(one.get("id"), str):
                self._note(one["id"], self.standing_of(one), self._clock.now())

    async def everybody(self, patience: timedelta) -> AsyncIterator[Mapping[str, Any]]:
        """All that Slack lists, as it says them; each page waits up to `patience` at its pace."""
        async for team in self.teams(patience):
            async for one in self._pages("users.list", "members", patience, include_locale=True, **team):
                yield one

    async def teams(self, patience: timedelta) -> AsyncIterator[Mapping[str, str]]:
        """What says of which workspace a list shall be: of each one, where we are in all of an enterprise."""
        if not self._team.startswith("E"):
            yield {}
            return
        async for one in self._pages("auth.teams.list", "teams", patience):
            yield {"team_id": str(one.get("id", ""))}

    async def _pages(
        self, method: str, name: str, patience: timedelta, **given: Any
    ) -> AsyncIterator[Mapping[str, Any]]:
        cursor = ""
        while True:
            page = await self._call(method, limit=A_PAGE, cursor=cursor, patience=patience, **given)
            for one in page.get(name) or ():
                if isinstance(one, Mapping):
                    yield one
            said = page.get("response_metadata")
            cursor = said.get("next_cursor", "") if isinstance(said, Mapping) else ""
            if not cursor:
                return

    def _note(self, user: str, standing: Standing, now: datetime) -> Standing:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[user] = _Known(standing, now)
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
