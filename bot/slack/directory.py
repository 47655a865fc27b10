"""Who is in a Slack workspace, as a proposal to the roster: members with zone and language, and user groups."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.outbox import Unreachable, Unsendable
from bot.ports import Clock
from bot.slack.call import Caller
from bot.slack.members import Members, Standing
from score.directory import Directory, Group, Listed

FRESH_FOR = timedelta(minutes=10)
"""How long what was read is shown and taken in without being read again."""

PATIENTLY = timedelta(minutes=5)
"""How long one page is waited for at Slack's pace: 20 pages a minute at most."""


class DirectoryOf:
    """The directory of one connection, read when somebody asks for it and kept in memory alone."""

    def __init__(self, call: Caller, members: Members, clock: Clock) -> None:
        self._call, self._members, self._clock = call, members, clock
        self._known: tuple[datetime, str] | None = None
        self._one_by_one = asyncio.Lock()

    def known(self) -> str | None:
        """What was read a short while ago; None when it is to be read."""
        if self._known is None or self._clock.now() - self._known[0] > FRESH_FOR:
            return None
        return self._known[1]

    def forget(self) -> None:
        """Something changed: read it anew."""
        self._known = None

    async def read(self) -> str:
        """Read all of it, unless somebody else just has. Raises what a call raises."""
        async with self._one_by_one:
            return self.known() or await self._read()

    async def _read(self) -> str:
        listed: dict[str, Listed] = {}
        gone: list[str] = []
        groups: dict[str, Group] = {}
        async for one in self._members.everybody(PATIENTLY):
            self._sort(one, listed, gone)
        async for team in self._members.teams(PATIENTLY):
            for group in await self._groups(team):
                groups.setdefault(group.handle, group)
        found = Directory(
            tuple(sorted(listed.values(), key=lambda one: one.account)),
            tuple(sorted(set(gone) - listed.keys())),
            tuple(groups[handle] for handle in sorted(groups)),
        )
        self._known = (self._clock.now(), found.as_text())
        return self._known[1]

    def _sort(self, one: Mapping[str, Any], listed: dict[str, Listed], gone: list[str]) -> None:
        account = one.get("id")
        standing = self._members.standing_of(one)
        if isinstance(account, str) and standing is Standing.MEMBER:
            listed[account] = _listed(account, one)
        elif isinstance(account, str) and standing in (Standing.LEFT, Standing.GUEST):
            gone.append(account)

    async def _groups(self, team: Mapping[str, str]) -> list[Group]:
        """The user groups; none where whoever installed us did not want us to see them."""
        try:
            page = await self._call("usergroups.list", include_users=True, patience=PATIENTLY, **team)
        except Unsendable as refused:
            if str(refused) in ("missing_scope", "no_permission"):
                return []
            raise
        return list(_groups(page.get("usergroups") or ()))


def _groups(found: Iterable[Any]) -> Iterable[Group]:
    for one in found:
        if isinstance(one, Mapping) and isinstance(one.get("handle"), str) and not one.get("date_delete"):
            members = tuple(user for user in one.get("users") or () if isinstance(user, str))
            yield Group(one["handle"], _text(one, "name"), members)


def _listed(account: str, one: Mapping[str, Any]) -> Listed:
    profile = one.get("profile")
    profile = profile if isinstance(profile, Mapping) else {}
    name = _text(profile, "real_name") or _text(one, "real_name") or _text(one, "name")
    return Listed(account, name, _text(one, "tz"), _text(one, "locale").split("-")[0], email_of(one))


def email_of(user: Mapping[str, Any]) -> str:
    """The e-mail address that Slack has confirmed for somebody; empty where it has none, or does not say."""
    profile = user.get("profile")
    said = profile.get("email") if isinstance(profile, Mapping) else None
    return said if isinstance(said, str) and user.get("is_email_confirmed") is True else ""


async def confirmed(call: Caller, user: str) -> str:
    """The same of an account by its name; empty for one that Slack does not know. Raises what a call raises."""
    try:
        found: Any = (await call("users.info", user=user)).get("user")
    except Unreachable:
        return ""
    return email_of(found) if isinstance(found, Mapping) else ""


def _text(found: Mapping[str, Any], name: str) -> str:
    said = found.get(name)
    return said if isinstance(said, str) else ""
