"""What a roster file says: who works here, in which teams, and when and how each is asked.

The file is taught in docs/roster.md. It is YAML, or CSV with one row for each person (`score.sheet`). `read` gives a
`Roster` or raises every problem at once; what only the organisation knows (who is here already, which parts its score
has) is looked at in `score.roster_changes`.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar
from zoneinfo import available_timezones

import yaml

from score import free_days, sheet
from score.care import Help
from score.fields import Fields, mapping_in, words_in
from score.hours import days, minute, other_hours, other_hours_said, span, span_said, window
from score.outline import Items, Node, decode, normal, outline
from score.problems import Gathering, Kind, Located, brief
from storage.tables import Door, Role

MOST_SPREAD = 120
"""Minutes over which a morning can be spread at most."""

MOST_CONTACTS, CONTACT = 5, 200
"""Contacts that are named for one kind of help at most, and characters of each: what is read on a phone at a glance."""

ANY = "any"
"""Under which those contacts stand who are there for whatever has none of its own."""

HANDLE, NAME, ROLE_WORDS, EMAIL, ACCOUNT, SHORT = 64, 120, 120, 254, 255, 80
"""Characters at most: a handle, a name, what somebody does, an e-mail address (RFC 5321), an account, the rest."""

NOT_FOR_PEOPLE = frozenset({"clock", "days", "demo", "healthz", "pages"})
"""First words of addresses that are ours: a test compares them with the routes of the browser's door."""

NOT_FOR_TEAMS = frozenset({"events", "hand-in", "options", "press", "say", "score"})
"""Second words of addresses that are ours, in the same way."""

YES, NONE = "yes", "none"

_HANDLE = re.compile(r"[a-z][a-z0-9._-]{0,63}")
_TEAM = re.compile(r"[a-z][a-z0-9-]{0,63}")
_PART = re.compile(r"[a-z][a-z0-9-]{0,63}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMAIL = re.compile(r"[^@\s\"(),:;<>\[\\\]]{1,64}@[^@\s\"(),:;<>\[\\\]]+\.[^@\s\"(),:;<>\[\\\].]{2,}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
_MINUTES = re.compile(r"0|[1-9][0-9]{0,2}")
_SHARE = re.compile(r"0(\.[0-9]{1,4})?|1(\.0{1,4})?")

_RHYTHM_KEYS = ("zone", "asked_at", "other_hours", "quiet", "days", "country", "language")
_FILE_KEYS = ("people", "teams", "admins", "strategy_owners", "spread", "contacts", *_RHYTHM_KEYS)
_CONTACT_KEYS = (*(kind.value for kind in Help), ANY)
_PERSON_KEYS = (
    "name", "email", *_RHYTHM_KEYS, "joins", "leaves", "role_words", "accounts", "was",
)  # fmt: skip
_TEAM_KEYS = (
    "name", "part", "manager", "members", "coaches", "observers", "allowance", "digest_at", "asked_within", "model",
)  # fmt: skip
_DOORS = (Door.SLACK.value, Door.TEAMS.value)
"""Where a platform names people; at our own doors they go by their handles."""

_IN_ANY_CASE = frozenset({Door.TEAMS})
"""Where a platform's name for somebody is the same in capitals: it is kept in small letters, as it comes from there."""

ROLES: Mapping[str, Role] = {
    "manager": Role.MANAGER,
    "members": Role.MEMBER,
    "coaches": Role.COACH,
    "observers": Role.OBSERVER,
}
"""The key of a team under which each role stands."""

T = TypeVar("T")


class Fault(StrEnum):
    """What can be wrong with a roster beside what can be wrong with any file; two phrases each, as for `Kind`."""

    BAD_HANDLE = "bad-handle"
    RESERVED_HANDLE = "reserved-handle"
    SAME_HANDLE = "same-handle"
    BAD_ZONE = "bad-zone"
    BAD_TIME = "bad-time"
    BAD_DAYS = "bad-days"
    BAD_OTHER_HOURS = "bad-other-hours"
    BAD_SPAN = "bad-span"
    BAD_WINDOW = "bad-window"
    BAD_SPREAD = "bad-spread"
    MANY_CONTACTS = "many-contacts"
    BAD_COUNTRY = "bad-country"
    BAD_LANGUAGE = "bad-language"
    BAD_EMAIL = "bad-email"
    SAME_EMAIL = "same-email"
    BAD_SHARE = "bad-share"
    BAD_MODEL = "bad-model"
    BAD_DOOR = "bad-door"
    SAME_ACCOUNT = "same-account"
    LEAVES_FIRST = "leaves-first"
    UNKNOWN_PERSON = "unknown-person"
    NAMED_TWICE = "named-twice"
    NO_SUCH_PART = "no-such-part"
    NOBODY = "nobody"
    NOT_HERE_BEFORE = "not-here-before"
    CLAIMED_TWICE = "claimed-twice"
    NO_CONNECTION = "no-connection"
    TAKEN_ACCOUNT = "taken-account"
    NEVER_ASKED = "never-asked"


@dataclass(frozen=True)
class Rhythms:
    """When and how somebody is asked, as far as a file says: minutes after midnight, days with bit 0 for Monday."""

    zone: str | None = None
    asked_at: int | None = None
    days: int | None = None
    country: str | None = None
    language: str | None = None
    other_hours: str | None = None
    quiet: str | None = None


@dataclass(frozen=True)
class WrittenPerson:
    """A person as the file has them. `says` is what stands beside their own name; `was` an earlier handle."""

    handle: str
    name: str
    email: str
    says: Rhythms
    joins: date | None
    leaves: date | None
    role_words: str
    accounts: tuple[tuple[Door, str], ...]
    was: str | None
    at: Located = field(compare=False, repr=False)
    path: str = field(compare=False, repr=False)
    places: Mapping[str, Located] = field(compare=False, repr=False)


@dataclass(frozen=True)
class WrittenTeam:
    """A team as the file has it; `people` are the handles in each role, each in one role only."""

    handle: str
    name: str
    part: str | None
    allowance: float | None
    digest_at: int | None
    asked_within: str | None
    without_model: bool | None
    people: Mapping[Role, tuple[str, ...]]
    at: Located = field(compare=False, repr=False)
    path: str = field(compare=False, repr=False)
    places: Mapping[str, Located] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Roster:
    """One roster file.

    `defaults` hold for people who are new and say nothing else. `spread` is over how many minutes a morning is spread,
    `contacts` whom the organisation names for each kind of help; None where the file does not say. `speaks_of` names
    the keys that the file answers for: what it does not speak of stays as it is. `file` is its name, and `text` what
    was read.
    """

    people: tuple[WrittenPerson, ...]
    teams: tuple[WrittenTeam, ...]
    admins: frozenset[str]
    strategy_owners: frozenset[str]
    defaults: Rhythms
    speaks_of: frozenset[str]
    file: str = field(compare=False)
    text: str = field(compare=False, repr=False)
    spread: int | None = None
    contacts: Mapping[str, Sequence[str]] | None = None

    @property
    def unasked(self) -> list[str]:
        """The handles of those who are a member of no team and lead none: nobody asks them in the morning."""
        working = (Role.MEMBER, Role.MANAGER)
        asked = {handle for team in self.teams for role in working for handle in team.people.get(role, ())}
        return [one.handle for one in self.people if one.handle not in asked]


def read(source: bytes, file: str, parts: Collection[str] | None = None) -> Roster:
    """The roster that `source` holds; `file` is its name: one that ends in `.csv` is a table.

    `parts` are the ids of the score's parts, if there is one: teams of others are refused with the rest. Ends within
    a second and 100 MB, whatever is in it. Raises ScoreProblems with all that is wrong.
    """
    problems = Gathering(file)
    text = decode(source, problems)
    root, columns = None, None
    if text is not None and file.casefold().endswith(".csv"):
        root, columns = sheet.outlined(text, problems)
    elif text is not None:
        root = outline(text, problems)
    reading = _Reading(problems, parts)
    if root is not None:
        reading.read(root)
    problems.refuse_any(text or "")
    return Roster(
        people=tuple(reading.people.values()),
        teams=tuple(reading.teams.values()),
        admins=frozenset(reading.admins),
        strategy_owners=frozenset(reading.strategy_owners),
        defaults=reading.defaults,
        speaks_of=frozenset(reading.speaks_of if columns is None else columns),
        file=file,
        text=text or "",
        spread=reading.spread,
        contacts=reading.contacts,
    )


def can_be_a_person(handle: str) -> bool:
    """Whether somebody may have that handle."""
    return bool(_HANDLE.fullmatch(handle)) and handle not in NOT_FOR_PEOPLE


def can_be_a_team(handle: str) -> bool:
    """Whether a team may have that handle."""
    return bool(_TEAM.fullmatch(handle)) and handle not in NOT_FOR_TEAMS


def email_can_be(email: str) -> bool:
    """Whether somebody may have that e-mail address."""
    return len(email) <= EMAIL and bool(_EMAIL.fullmatch(email))


def language_can_be(language: str) -> bool:
    """Whether it names a language."""
    return bool(_LANGUAGE.fullmatch(language))


@cache
def zones() -> frozenset[str]:
    """Every time zone that there is, by its IANA name."""
    return frozenset(available_timezones()) - {"localtime", "posixrules", "Factory"}


@cache
def _sorted_zones() -> tuple[str, ...]:
    return tuple(sorted(zones()))


class _Reading:
    """What has been read so far, by handle."""

    def __init__(self, problems: Gathering, parts: Collection[str] | None) -> None:
        self.problems, self.parts = problems, parts
        self.people: dict[str, WrittenPerson] = {}
        self.teams: dict[str, WrittenTeam] = {}
        self.admins: list[str] = []
        self.strategy_owners: list[str] = []
        self.defaults = Rhythms()
        self.spread: int | None = None
        self.contacts: dict[str, list[str]] | None = None
        self.speaks_of: set[str] = set()
        self._emails: dict[str, Located] = {}
        self._accounts: dict[tuple[Door, str], Located] = {}

    def read(self, root: Node) -> None:
        """Read the whole file."""
        keys = mapping_in(root, "", self.problems)
        if keys is None:
            return
        fields = Fields(keys, "", _FILE_KEYS, self.problems)
        self.defaults = self._rhythms(fields)
        self.spread = _read(fields, "spread", _minutes, Fault.BAD_SPREAD)
        self.contacts = self._contacts(fields)
        self.speaks_of = set(_PERSON_KEYS)
        self._people(fields)
        self._teams(fields)
        self.admins = self._handles(fields, "admins")
        self.strategy_owners = self._handles(fields, "strategy_owners")

    def _contacts(self, fields: Fields) -> dict[str, list[str]] | None:
        """Whom the organisation names for each kind of help: all that it names, where the file speaks of it."""
        keys = fields.mapping("contacts")
        if keys is None:
            return None
        named = Fields(keys, "contacts", _CONTACT_KEYS, self.problems)
        found = {kind: self._named_for(named, kind) for kind in _CONTACT_KEYS}
        return {kind: contacts for kind, contacts in found.items() if contacts}

    def _named_for(self, named: Fields, kind: str) -> list[str]:
        listed = named.items(kind)
        if len(listed) > MOST_CONTACTS:
            named.refuse(Fault.MANY_CONTACTS, kind, found=str(len(listed)), wanted=str(MOST_CONTACTS))
            return []
        said = [
            words_in(one, f"{named.at(kind)}[{position}]", CONTACT, self.problems)
            for position, one in enumerate(listed)
        ]
        return [words for words in said if words]

    # People

    def _people(self, fields: Fields) -> None:
        people = fields.mapping("people", needed=True)
        if people is not None and not people.nodes:
            self.problems.add(Fault.NOBODY, people, "people")
        for key, node in people.nodes.values() if people else ():
            path = f"people.{brief(key.words)}"
            self._handle(key.words, _HANDLE, NOT_FOR_PEOPLE, key, path)
            if keys := mapping_in(node, path, self.problems):
                person = self._person(key.words, Fields(keys, path, _PERSON_KEYS, self.problems))
                self.people[person.handle] = person

    def _handle(self, handle: str, pattern: re.Pattern[str], reserved: Collection[str], at: Located, path: str) -> None:
        if not pattern.fullmatch(handle):
            self.problems.add(Fault.BAD_HANDLE, at, path, found=handle)
        elif handle in reserved:
            self.problems.add(Fault.RESERVED_HANDLE, at, path, found=handle, wanted=tuple(sorted(reserved)))

    def _person(self, handle: str, fields: Fields) -> WrittenPerson:
        joins, leaves = _read(fields, "joins", _date), _read(fields, "leaves", _date)
        if joins and leaves and leaves < joins:
            self._refuse(fields, Fault.LEAVES_FIRST, "leaves", leaves.isoformat(), joins.isoformat())
        return WrittenPerson(
            handle=handle,
            name=fields.words("name", NAME, needed=True),
            email=self._email(fields),
            says=self._rhythms(fields),
            joins=joins,
            leaves=leaves,
            role_words=fields.words("role_words", ROLE_WORDS),
            accounts=self._own_accounts(fields),
            was=_read(fields, "was", lambda said: said if _HANDLE.fullmatch(said) else None, Fault.BAD_HANDLE),
            at=fields.keys,
            path=fields.path,
            places=fields.places(),
        )

    def _rhythms(self, fields: Fields) -> Rhythms:
        return Rhythms(
            zone=self._zone(fields),
            asked_at=_read(fields, "asked_at", minute, Fault.BAD_TIME),
            days=self._days(fields),
            other_hours=_read(fields, "other_hours", _other_hours, Fault.BAD_OTHER_HOURS),
            quiet=_read(fields, "quiet", _span, Fault.BAD_SPAN),
            country=_read(fields, "country", free_days.country, Fault.BAD_COUNTRY),
            language=_read(
                fields, "language", lambda one: one if _LANGUAGE.fullmatch(one) else None, Fault.BAD_LANGUAGE
            ),
        )

    def _zone(self, fields: Fields) -> str | None:
        zone = fields.words("zone", SHORT)
        if not zone or zone in zones():
            return zone or None
        # Looked for only when it is said: a file can have thousands of zones that are none.
        near = (one for one in _sorted_zones() if _alike(one, zone))
        fields.refuse(Fault.BAD_ZONE, "zone", found=zone, near=near)
        return None

    def _days(self, fields: Fields) -> int | None:
        if isinstance(fields.get("days"), Items):
            said = " ".join(words_in(one, fields.at("days"), SHORT, self.problems) for one in fields.items("days"))
        else:
            said = fields.words("days", SHORT)
        found = days(said)
        if said and found is None:
            fields.refuse(Fault.BAD_DAYS, "days", found=said)
        return found

    def _email(self, fields: Fields) -> str:
        email = fields.words("email", EMAIL)
        node = fields.get("email") or fields.keys
        if not email:
            return ""
        if not _EMAIL.fullmatch(email):
            fields.refuse(Fault.BAD_EMAIL, "email", found=email)
        elif (first := self._emails.setdefault(normal(email), node)) is not node:
            self._refuse(fields, Fault.SAME_EMAIL, "email", email, str(first.line))
        return email

    def _own_accounts(self, fields: Fields) -> tuple[tuple[Door, str], ...]:
        keys = fields.mapping("accounts")
        accounts: list[tuple[Door, str]] = []
        for key, node in keys.nodes.values() if keys else ():
            path = f"{fields.at('accounts')}.{brief(key.words)}"
            external = words_in(node, path, ACCOUNT, self.problems)
            if key.words not in _DOORS:
                self.problems.add(Fault.BAD_DOOR, key, path, found=key.words, wanted=_DOORS, near=_DOORS)
            elif external:
                door = Door(key.words)
                account = door, external.lower() if door in _IN_ANY_CASE else external
                if (first := self._accounts.setdefault(account, node)) is not node:
                    self.problems.add(Fault.SAME_ACCOUNT, node, path, found=external, wanted=str(first.line))
                accounts.append(account)
        return tuple(accounts)

    # Teams

    def _teams(self, fields: Fields) -> None:
        teams = fields.mapping("teams")
        if teams is not None:
            self.speaks_of |= {"teams", *ROLES}
        for key, node in teams.nodes.values() if teams else ():
            path = f"teams.{brief(key.words)}"
            self._handle(key.words, _TEAM, NOT_FOR_TEAMS, key, path)
            if key.words in self.people:
                line = self.people[key.words].at.line
                self.problems.add(Fault.SAME_HANDLE, key, path, found=key.words, wanted=str(line))
            if keys := mapping_in(node, path, self.problems):
                team = self._team(key.words, Fields(keys, path, _TEAM_KEYS, self.problems))
                self.teams[team.handle] = team

    def _team(self, handle: str, fields: Fields) -> WrittenTeam:
        said: dict[str, Role] = {}
        people = {role: self._in_role(fields, key, role, said) for key, role in ROLES.items()}
        return WrittenTeam(
            handle=handle,
            name=fields.words("name", NAME),
            part=self._part(fields),
            allowance=_read(fields, "allowance", share, Fault.BAD_SHARE),
            digest_at=_read(fields, "digest_at", minute, Fault.BAD_TIME),
            asked_within=_read(fields, "asked_within", _window, Fault.BAD_WINDOW),
            without_model=_read(fields, "model", {YES: False, NONE: True}.get, Fault.BAD_MODEL),
            people={role: tuple(handles) for role, handles in people.items() if handles},
            at=fields.keys,
            path=fields.path,
            places=fields.places(),
        )

    def _part(self, fields: Fields) -> str | None:
        part = _read(fields, "part", lambda said: said if _PART.fullmatch(said) else None, Kind.BAD_PART_ID)
        if part and self.parts is not None and part not in self.parts:
            fields.refuse(Fault.NO_SUCH_PART, "part", found=part, near=self.parts)
        return part

    def _in_role(self, fields: Fields, key: str, role: Role, said: dict[str, Role]) -> list[str]:
        """The handles in one role; who leads is not counted as a member once more."""
        handles = []
        for handle in self._handles(fields, key):
            before = said.setdefault(handle, role)
            if before is role:
                handles.append(handle)
            elif before is not Role.MANAGER:
                self._refuse(fields, Fault.NAMED_TWICE, key, handle, before.value)
        return handles

    def _handles(self, fields: Fields, key: str) -> list[str]:
        """The handles of people under `key`, a list or a single one."""
        node = fields.get(key)
        if node is None:
            return []
        self.speaks_of.add(key)
        listed = node.nodes if isinstance(node, Items) else [node]
        handles: dict[str, None] = {}
        for position, one in enumerate(listed):
            path = f"{fields.at(key)}[{position}]" if isinstance(node, Items) else fields.at(key)
            handle = words_in(one, path, HANDLE, self.problems)
            if handle and handle not in self.people:
                self.problems.add(Fault.UNKNOWN_PERSON, one, path, found=handle, near=self.people)
            elif handle:
                handles[handle] = None
        return list(handles)

    def _refuse(self, fields: Fields, fault: Fault, key: str, found: str, wanted: str) -> None:
        fields.refuse(fault, key, found=found, wanted=wanted)


def _read(fields: Fields, key: str, reads: Callable[[str], T | None], fault: StrEnum = Kind.BAD_DATE) -> T | None:
    said = fields.words(key, ACCOUNT)
    if not said:
        return None
    found = reads(said)
    if found is None:
        fields.refuse(fault, key, found=said)
    return found


def _other_hours(said: str) -> str | None:
    found = other_hours("" if said == NONE else said)
    return None if found is None else other_hours_said(found)


def _span(said: str) -> str | None:
    found = span(said)
    return "" if said == NONE else span_said(found) if found else None


def _window(said: str) -> str | None:
    return _span(said) if said == NONE or window(said) else None


def _minutes(said: str) -> int | None:
    return int(said) if _MINUTES.fullmatch(said) and int(said) <= MOST_SPREAD else None


def _alike(zone: str, said: str) -> bool:
    """Whether a zone could be the one that was meant: its town begins alike."""
    return zone.rsplit("/", 1)[-1][:2].casefold() == said.rsplit("/", 1)[-1][:2].casefold()


def _date(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if _DAY.fullmatch(said) else None
    except ValueError:
        return None


def share(said: str) -> float | None:
    """A share from 0.0 to 1.0; None when it is none."""
    return float(said) if _SHARE.fullmatch(said) else None


def written(roster: Mapping[str, Any], file: str) -> str:
    """A roster as it stands in a file of that name: a table, or YAML."""
    if file.casefold().endswith(".csv"):
        return sheet.written(_rows(roster))
    said = {name: value for name, value in roster.items() if value}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1000, default_flow_style=None)


def _rows(roster: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Each person as a row of a table."""
    listed = {"members": "teams", "manager": "leads", "coaches": "coaches", "observers": "observes"}
    cells: dict[str, dict[str, list[str]]] = {handle: {} for handle in roster["people"]}
    for team, one in roster["teams"].items():
        for key, column in listed.items():
            for handle in one.get(key, ()):
                cells[handle].setdefault(column, []).append(team)
    for role, key in (("admin", "admins"), ("strategy_owner", "strategy_owners")):
        for handle in roster[key]:
            cells[handle].setdefault("roles", []).append(role)
    for handle, said in roster["people"].items():
        accounts = [f"{door}:{external}" for door, external in said.get("accounts", {}).items()]
        own = {name: value for name, value in said.items() if name != "accounts"}
        parted = {column: ";".join(words) for column, words in {**cells[handle], "accounts": accounts}.items()}
        yield {"handle": handle, **own, **parted}
