"""What a platform's own directory adds to the roster: who is there, and which groups they form.

It is read beside the roster as it stands, and gives a roster as a file would: people keep what they chose, those whom
the directory does not know stay, and only who is gone there, and was known from there alone, leaves.
"""

import contextlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from score.outline import forbidden_in
from score.roster import HANDLE, NAME, can_be_a_person, can_be_a_team, email_can_be, language_can_be, zones
from score.words import Unreadable, clean_line
from storage.tables import Door

ONE_TEAM = 50
"""People up to whom a directory without groups is one team: where there are more, somebody says who is with whom."""

EVERYBODY = "everybody"
"""What that one team is called."""


@dataclass(frozen=True)
class Listed:
    """Somebody as a directory has them. Their `email` is empty unless the platform has confirmed it."""

    account: str
    name: str
    zone: str = ""
    language: str = ""
    email: str = ""


@dataclass(frozen=True)
class Group:
    """People who belong together, by their accounts."""

    handle: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Directory:
    """Who is there, and who was and is gone."""

    members: tuple[Listed, ...] = ()
    gone: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()

    def as_text(self) -> str:
        """As it is handed on with a turn."""
        return json.dumps(
            {
                "members": [vars(one) for one in self.members],
                "gone": self.gone,
                "groups": [vars(one) for one in self.groups],
            },
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def from_text(cls, text: str) -> "Directory":
        """What was handed on. Raises ValueError for what was not."""
        try:
            said = json.loads(text)
            return cls(
                tuple(Listed(**one) for one in said["members"]),
                tuple(said["gone"]),
                tuple(Group(one["handle"], one["name"], tuple(one["members"])) for one in said["groups"]),
            )
        except (TypeError, KeyError) as problem:
            raise ValueError("no directory") from problem


def without(found: Directory, accounts: Collection[str]) -> Directory:
    """A directory without these accounts: of people who have left, whom a file alone brings back."""
    return Directory(
        tuple(one for one in found.members if one.account not in accounts),
        tuple(one for one in found.gone if one not in accounts),
        found.groups,
    )


def beside(
    directory: Directory,
    standing: Mapping[str, Any],
    accounts: Mapping[str, str],
    elsewhere: Collection[str],
    door: Door,
) -> dict[str, Any]:
    """The roster as it would be.

    `standing` is the roster as a file has it, `accounts` the handle of each account that is linked there already, and
    `elsewhere` the handles of those who have an account on another connection.
    """
    return _Beside(directory, standing, accounts, elsewhere, door).merged()


class _Beside:
    def __init__(
        self,
        directory: Directory,
        standing: Mapping[str, Any],
        accounts: Mapping[str, str],
        elsewhere: Collection[str],
        door: Door,
    ) -> None:
        self._directory, self._door, self._elsewhere = directory, door.value, elsewhere
        self._people: dict[str, dict[str, Any]] = {
            handle: {
                **one,
                "accounts": {name: at for name, at in one.get("accounts", {}).items() if name != door.value},
            }
            for handle, one in standing["people"].items()
        }
        self._standing, self._linked = standing, dict(accounts)
        self._teams: dict[str, dict[str, Any]] = {handle: dict(one) for handle, one in standing["teams"].items()}
        has_one = set(self._linked.values())
        emails = [(one.get("email", "").casefold(), handle) for handle, one in self._people.items()]
        self._by_email = {email: handle for email, handle in emails if email and handle not in has_one}
        self._taken_emails = {email for email, _ in emails if email}

    def merged(self) -> dict[str, Any]:
        for one in self._directory.members:
            self._listed(one)
        self._gone()
        self._groups()
        for account, handle in self._linked.items():
            self._people[handle]["accounts"][self._door] = account
        here = self._people.keys()
        people = {handle: {key: value for key, value in one.items() if value} for handle, one in self._people.items()}
        return {
            "people": people,
            "teams": {handle: self._of_those_here(team) for handle, team in self._teams.items()},
            "admins": [one for one in self._standing["admins"] if one in here],
            "strategy_owners": [one for one in self._standing["strategy_owners"] if one in here],
        }

    def _of_those_here(self, team: Mapping[str, Any]) -> dict[str, Any]:
        return {
            key: [one for one in value if one in self._people] if isinstance(value, list) else value
            for key, value in team.items()
            if key != "manager" or self._stays(value)
        }

    def _stays(self, manager: object) -> bool:
        return isinstance(manager, list) or manager in self._people

    def _listed(self, one: Listed) -> None:
        email = one.email if email_can_be(one.email) else ""
        handle = self._linked.get(one.account) or self._by_email.pop(email.casefold(), None)
        if handle is None:
            handle = self._new(one, email)
        elif email and not self._people[handle].get("email") and email.casefold() not in self._taken_emails:
            self._people[handle]["email"] = email
        self._taken_emails.add(email.casefold())
        self._linked[one.account] = handle

    def _new(self, one: Listed, email: str) -> str:
        name = _readable(one.name, one.account)
        said = {
            "name": name,
            "email": email if email.casefold() not in self._taken_emails else "",
            "zone": one.zone if one.zone in zones() else "",
            "language": one.language if language_can_be(one.language) else "",
            "accounts": {},
        }
        handle = _free(email.partition("@")[0] or name, {*self._people, *self._teams}, can_be_a_person, "person")
        self._people[handle] = said
        return handle

    def _gone(self) -> None:
        """Who is gone there leaves, unless they are known from somewhere else, or by another account there."""
        lost = {self._linked.pop(account, None) for account in self._directory.gone}
        for handle in (self._people.keys() & lost) - {*self._elsewhere, *self._linked.values()}:
            del self._people[handle]

    def _groups(self) -> None:
        for group in self._directory.groups:
            members = [self._linked[one] for one in group.members if one in self._linked]
            if members:
                self._team(group.handle, group.name, members)
        listed = [self._linked[one.account] for one in self._directory.members]
        if not self._teams and 0 < len(listed) <= ONE_TEAM:
            self._team(EVERYBODY, "", listed)

    def _team(self, handle: str, name: str, members: Sequence[str]) -> None:
        slug = _slug(handle).replace(".", "-").replace("_", "-")[:HANDLE]
        known = slug if slug in self._teams else _free(slug, {*self._people, *self._teams}, can_be_a_team, "team")
        team = self._teams.setdefault(known, {"name": _readable(name, known), "members": []})
        already = {one for key, those in team.items() if key in _ROLES for one in _several(those)}
        # Each is in one role of a team; who leads it or coaches it goes on doing so.
        team["members"] = [*team.get("members", []), *(one for one in dict.fromkeys(members) if one not in already)]


_ROLES = ("manager", "members", "coaches", "observers")


def _readable(name: str, otherwise: str) -> str:
    """A name as it can stand in a roster; what cannot be read of it is left out."""
    with contextlib.suppress(Unreadable):
        kept = "".join(one for one in clean_line(name) if not forbidden_in(one))[:NAME].strip()
        if any(unicodedata.category(one)[0] in "LNPS" for one in kept):
            return kept
    return otherwise


def _several(said: object) -> Iterable[str]:
    return said if isinstance(said, list) else [str(said)]


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-._").lstrip("0123456789-._")


def _free(wanted: str, taken: Collection[str], can_be: Any, otherwise: str) -> str:
    """A handle that nobody has yet."""
    base = _slug(wanted)[: HANDLE - 6] or otherwise
    if not can_be(base):
        base = f"{otherwise}-{base}"[: HANDLE - 6].rstrip("-._")
        base = base if can_be(base) else otherwise
    number, handle = 1, base
    while handle in taken or not can_be(handle):
        number += 1
        handle = f"{base}-{number}"
    return handle
