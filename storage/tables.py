"""Every noun that outlives a conversation, one table each.

Instants are UTC; a `local_date` is the calendar day of the person it belongs to. Shares run from 0.0 to 1.0,
confidence from 1 to 5. Every column says who may see it: see `Privacy`. Tables do not validate: what people
type is read at the handler's edge.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import JSON, Column, ColumnElement, Index, UniqueConstraint, text
from sqlalchemy import Enum as SqlEnum
from sqlmodel import Field, SQLModel, col

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Noun(SQLModel):
    """Any of the nouns below."""

    if not TYPE_CHECKING:
        # SQLModel's own constructor sets each attribute through two libraries (26 us a noun, on the hot path of every
        # turn) and drops names that it does not know. This one takes 3 us and raises TypeError for such a name.
        def __init__(self, **values: Any) -> None:
            required, defaults, factories = _shape(type(self))
            surplus, missing = values.keys() - _names(type(self)), required - values.keys()
            if surplus or missing:
                raise TypeError(f"{type(self).__name__}: surplus {sorted(surplus)}, missing {sorted(missing)}")
            made = {name: make() for name, make in factories.items() if name not in values} if factories else {}
            self.__dict__.update(defaults, **made, **values)

        # The same of a single attribute: nobody watches for what is set (storage/store.py).
        def __setattr__(self, name: str, value: Any) -> None:
            if name in _names(type(self)):
                self.__dict__[name] = value
            else:
                super().__setattr__(name, value)


@cache
def _names(noun: type[Noun]) -> frozenset[str]:
    return frozenset(noun.model_fields)


@cache
def _shape(noun: type[Noun]) -> tuple[frozenset[str], dict[str, Any], dict[str, Callable[[], Any]]]:
    """The names that a noun must be given, its defaults, and what makes those that must not be shared."""
    fields = noun.model_fields
    required = frozenset(name for name, field in fields.items() if field.is_required())
    factories = {name: field.default_factory for name, field in fields.items() if field.default_factory}
    defaults = {name: one.default for name, one in fields.items() if name not in required and name not in factories}
    return required, defaults, cast(dict[str, Callable[[], Any]], factories)


class Privacy(StrEnum):
    """Who may see a value, from everybody in the workspace to nobody at all."""

    PUBLIC = "public"
    TEAM = "team"
    PERSON = "person"
    OWNERS = "owners"
    NOBODY = "nobody"


def make_id(at: datetime, chance: Random) -> str:
    """A new id: the instant in milliseconds, then 74 bits of chance, as UUIDv7 (RFC 9562, section 5.7), 32 hex digits.

    Both the instant and the chance are handed in, so that a simulation repeats itself.
    """
    milliseconds = int(at.timestamp() * 1000) & (1 << 48) - 1
    return f"{milliseconds:012x}7{chance.getrandbits(12):03x}{8 + chance.getrandbits(2):x}{chance.getrandbits(60):015x}"


def make_bare_id(chance: Random) -> str:
    """A new id that tells nothing, not even when it was made: 128 bits of chance, 32 hex digits."""
    return f"{chance.getrandbits(128):032x}"


def _column(privacy: Privacy, **more: Any) -> Any:
    kwargs = more.pop("sa_column_kwargs", {})
    return Field(sa_column_kwargs={"info": {"privacy": privacy}, **kwargs}, **more)


def public(**more: Any) -> Any:
    """A column that everybody in the workspace may see."""
    return _column(Privacy.PUBLIC, **more)


def team(**more: Any) -> Any:
    """A column for the person's teams, their managers and assigned coaches."""
    return _column(Privacy.TEAM, **more)


def private(**more: Any) -> Any:
    """A column for the person alone."""
    return _column(Privacy.PERSON, **more)


def owners(**more: Any) -> Any:
    """A column for those who write the score: the strategy owners."""
    return _column(Privacy.OWNERS, **more)


def nobody(**more: Any) -> Any:
    """A column for the machinery, shown to nobody."""
    return _column(Privacy.NOBODY, **more)


def key() -> Any:
    """The column of a noun's own id."""
    return nobody(primary_key=True, max_length=32)


def link(to: str, **more: Any) -> Any:
    """A column that names another noun, as `table.id`."""
    return nobody(foreign_key=to, max_length=32, **more)


def only_where(condition: str) -> dict[str, Any]:
    """An index of the rows that fulfil `condition`: there are few of them at any time, and many others."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def beside_ids(workspace_id: Any) -> ColumnElement[str]:
    """The workspace as a condition beside a list of ids, which the index of the ids is to answer.

    SQLite keeps no statistics here and takes a workspace for some ten rows: for more than three ids it would go through
    all that the workspace has. No index is of this expression, in either database.
    """
    found: ColumnElement[str] = col(workspace_id).concat("")
    return found


def one_of(kind: type[StrEnum], field: Callable[..., Any] = nobody, **more: Any) -> Any:
    """A column that holds one value of `kind`, kept as its value and checked by the database."""
    stored = SqlEnum(
        kind,
        native_enum=False,
        length=24,
        create_constraint=True,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
    return field(sa_type=stored, **more)


class Workspace(Noun, table=True):
    """One organisation as a tenant; no query crosses it.

    `planned_with` names the releases of the zone and holiday data by which its people's next instants were worked out.
    Its people are asked up to `spread` minutes after their hours, each of them always as long after it. `redrawn_to` is
    the last of its pages that was drawn again since a new edition; None while none is to be. From `measures_due_at` on
    it is looked whether somebody is to be reminded of a measure; None for never. `contacts` are those whom it names for
    somebody who needs help, each as it is to be read, by the kind of help (`score.care.Help`) or `any`.
    """

    id: str = key()
    name: str = public()
    language: str = public(default="en", max_length=35)
    example: bool = public(default=False)
    created_at: datetime = public()
    planned_with: str = nobody(default="", max_length=80)
    spread: int = public(default=0)
    redrawn_to: str | None = nobody(default=None, nullable=True, max_length=32)
    measures_due_at: datetime | None = nobody(default=None, nullable=True)
    contacts: dict[str, list[str]] = public(default_factory=dict, sa_type=JSON)


class Door(StrEnum):
    """The platforms by which somebody can come in."""

    WEB = "web"
    CONSOLE = "console"
    SLACK = "slack"
    TEAMS = "teams"


class Connection(Noun, table=True):
    """One Slack workspace, Teams tenant or web address that belongs to a workspace.

    One that was closed is reached no more, and nothing is planned for it, until it is opened again.
    """

    __table_args__ = (UniqueConstraint("door", "external_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id", index=True)
    door: Door = one_of(Door)
    external_id: str = nobody(max_length=255)
    closed_at: datetime | None = nobody(default=None)


class Person(Noun, table=True):
    """One human in a workspace, as the roster names them, with their zone, hours and days.

    They are asked `asked_at` minutes after midnight, but for the weekdays in `other_hours`, such as `fri 10:30`, and
    `asked_after` minutes later than that where the workspace spreads its mornings; never within their `quiet` hours,
    such as `18:00-08:00`. `greet_at` is when they are to be welcomed, None when they have been; `hours_right_at` is
    when they said that their zone and hours are right. `wishes` is how much they want of what they did not ask for,
    where it is not all, as `nudge=less lesson=none`; `unsaid` are asides that they want none of, as `picture hint`.
    Their zone is `zone_assumed` as long as nobody has said it.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "handle"),
        # With the id, by which those of one instant are in an order: a batch is read, and not all who are due.
        Index(None, "workspace_id", "next_due_at", "id"),
        Index(None, "workspace_id", "remind_at", "id"),
        Index("ix_person_leaving", "workspace_id", "leaves_on", **only_where("leaves_on IS NOT NULL")),
        Index("ix_person_to_greet", "workspace_id", "greet_at", "id", **only_where("greet_at IS NOT NULL")),
        Index("ix_person_answers_for_strategy", "workspace_id", "id", **only_where("is_strategy_owner")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    handle: str = public(max_length=64)
    name: str = public(max_length=120)
    role_words: str = public(default="", max_length=120)
    language: str = public(default="en", max_length=35)
    time_zone: str = team(default="UTC", max_length=64)
    asked_at: int = private(default=540)
    working_days: int = private(default=0b0011111)
    is_admin: bool = public(default=False)
    is_strategy_owner: bool = public(default=False)
    prefers: str | None = link("connection.id", default=None, nullable=True)
    next_due_at: datetime | None = private(default=None)
    asked_for: date | None = private(default=None)
    paused_until: date | None = private(default=None)
    left_at: datetime | None = public(default=None)
    reminders: bool = private(default=True)
    remind_at: datetime | None = private(default=None)
    email: str = private(default="", max_length=254)
    country: str = team(default="", max_length=8)
    joins_on: date | None = public(default=None)
    leaves_on: date | None = private(default=None)
    greet_at: datetime | None = private(default=None)
    greeted_on: date | None = private(default=None)
    hours_right_at: datetime | None = private(default=None)
    other_hours: str = private(default="", max_length=120)
    quiet: str = private(default="", max_length=11)
    wishes: str = private(default="", max_length=200)
    asked_after: int = private(default=0)
    unsaid: str = private(default="", max_length=40)
    zone_assumed: bool = private(default=False)


class Account(Noun, table=True):
    """A person on one connection; it `waits` until they have a place there at which they are reached alone."""

    __table_args__ = (
        UniqueConstraint("connection_id", "external_id"),
        Index("ix_account_waits", "connection_id", "person_id", **only_where("waits")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    connection_id: str = link("connection.id")
    person_id: str = link("person.id", index=True)
    external_id: str = nobody(max_length=255)
    waits: bool = nobody(default=True)


NOT_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""An instant that is over: what falls due then is looked at by the next tick, which says when it really is."""


class Team(Noun, table=True):
    """People who share a part of the score and a channel.

    Its digest is posted `digest_at` minutes after midnight in its `time_zone` on its `working_days` (bit 0 is Monday),
    or never when that is None. The zone is empty until the first digest is planned: then it is the one that most of
    its people live in. `next_digest_at` and `next_week_at` are `NOT_YET` until that is settled. Its people are asked
    within `asked_within`, such as `08:00-11:00`, each on their own clock; at any hour where that is empty. For none of
    its people a model puts an answer into words where it does `without_model`.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "handle"),
        Index(None, "workspace_id", "next_digest_at", "id"),
        Index(None, "workspace_id", "next_week_at", "id"),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    handle: str = public(max_length=64)
    name: str = public(max_length=120)
    part: str | None = public(default=None, max_length=64)
    allowance: float | None = team(default=None)
    digest_at: int | None = team(default=990)
    time_zone: str = team(default="", max_length=64)
    working_days: int = team(default=0b0011111)
    next_digest_at: datetime = nobody(default=NOT_YET)
    next_week_at: datetime = nobody(default=NOT_YET)
    asked_within: str = team(default="", max_length=16)
    without_model: bool = team(default=False)


class Role(StrEnum):
    """What somebody is to a team."""

    MEMBER = "member"
    MANAGER = "manager"
    COACH = "coach"
    OBSERVER = "observer"


class Membership(Noun, table=True):
    """A person in a team, in one role; a person may be in several teams."""

    __table_args__ = (UniqueConstraint("team_id", "person_id", "role"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    team_id: str = link("team.id")
    person_id: str = link("person.id", index=True)
    role: Role = one_of(Role, public)


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    AGREED = "agreed"
    TAKEN_BACK = "taken_back"
    REPLACED = "replaced"


class Proposal(Noun, table=True):
    """An allowance that a team is asked to agree on: a share of whirlwind from 0.0 to 1.0."""

    __table_args__ = (Index("ix_proposal_open", "workspace_id", "team_id", **only_where("state = 'open'")),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    team_id: str = link("team.id")
    proposer_id: str = link("person.id")
    share: float = team()
    state: ProposalState = one_of(ProposalState, team, default=ProposalState.OPEN)
    made_at: datetime = team()
    settled_at: datetime | None = team(default=None)


class Vote(Noun, table=True):
    """What one person said to a proposal; others are told how many agree, and never who."""

    __table_args__ = (UniqueConstraint("proposal_id", "person_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    proposal_id: str = link("proposal.id")
    person_id: str = link("person.id")
    agrees: bool = private()
    said_at: datetime = private()


A_DAY_OF_MINUTES = 1440
"""Minutes of a day on the wall."""


class Absence(Noun, table=True):
    """Days on which somebody is away, both ends included. Why is not kept: nobody is to know it from us.

    On each of them they are away from `begins_at` to `ends_at`, minutes after midnight on the wall: all day, as a rule.
    What was taken in from a calendar has the `event` that it is of, by a digest of its UID, and the day of the
    `occurrence` of it, also after that was moved. What somebody said themselves has neither.
    """

    __table_args__ = (
        Index(None, "person_id", "last_day"),
        Index(None, "event", "workspace_id", **only_where("event IS NOT NULL")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id")
    first_day: date = team()
    last_day: date = team()
    said_at: datetime = private()
    begins_at: int = team(default=0)
    ends_at: int = team(default=A_DAY_OF_MINUTES)
    event: str | None = nobody(default=None, max_length=32)
    occurrence: date | None = nobody(default=None)


class PlaceKind(StrEnum):
    """What sort of place it is, and so who reads along."""

    DIRECT = "direct"
    CHANNEL = "channel"


class Place(Noun, table=True):
    """Where something can be shown: a direct chat with one person, or a team's channel.

    It is closed when the platform says that it cannot be reached any more, for what it calls `closed_why`: nothing is
    planned there until somebody is heard from there, or those who run the organisation name another. Where a platform
    says with all that comes at which address it is answered, `service` is the newest of these.
    """

    __table_args__ = (UniqueConstraint("connection_id", "external_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    connection_id: str = link("connection.id")
    external_id: str = nobody(max_length=255)
    kind: PlaceKind = one_of(PlaceKind)
    name: str = public(max_length=120)
    person_id: str | None = link("person.id", default=None, nullable=True, index=True)
    team_id: str | None = link("team.id", default=None, nullable=True, index=True)
    service: str = nobody(default="", max_length=255)
    closed_at: datetime | None = nobody(default=None)
    closed_why: str = nobody(default="", max_length=200)


class DataKey(Noun, table=True):
    """What a workspace's secrets are sealed with: a key of its own, itself sealed with the master key `master`."""

    id: str = key()
    workspace_id: str = link("workspace.id", index=True)
    master: str = nobody(max_length=16)
    sealed: str = nobody(max_length=200)
    made_at: datetime = nobody()


class PostKey(Noun, table=True):
    """A key with which another system signs the readings that it posts, sealed with the data key `key_id`.

    Once another takes its place it still holds until `ends_at`.
    """

    id: str = key()
    workspace_id: str = link("workspace.id", index=True)
    key_id: str = link("datakey.id", index=True)
    secret: str = nobody()
    made_at: datetime = nobody()
    ends_at: datetime | None = nobody(default=None, nullable=True)


class Installation(Noun, table=True):
    """What a platform gave us when we were installed on a connection: tokens, sealed with the data key `key_id`.

    `token` holds until `token_until` (None: for ever), `refresh` gets the next one, once. Who asks for the next one
    holds the lease until `refreshing_until`; `refreshed` counts those that came. Both are empty once `ended_at` says
    that we were removed. `bot_user` and `bot` are our names there; `org` is whether it is a whole enterprise.
    """

    __table_args__ = (UniqueConstraint("connection_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id", index=True)
    connection_id: str = link("connection.id")
    key_id: str | None = link("datakey.id", default=None, nullable=True, index=True)
    name: str = nobody(max_length=255)
    token: str = nobody(default="")
    refresh: str = nobody(default="")
    token_until: datetime | None = nobody(default=None)
    refreshing_until: datetime | None = nobody(default=None)
    refreshed: int = nobody(default=0)
    scopes: str = nobody(default="")
    bot_user: str = nobody(max_length=64)
    bot: str = nobody(default="", max_length=64)
    org: bool = nobody(default=False)
    installed_at: datetime = nobody()
    ended_at: datetime | None = nobody(default=None)
    ended_why: str = nobody(default="", max_length=64)


class TicketKind(StrEnum):
    """What a ticket is good for: connecting a platform, or linking an account to a person."""

    CONNECT = "connect"
    LINK = "link"


class Ticket(Noun, table=True):
    """Something secret that is given out to be used once, before `until`; its id is the digest of it.

    One that connects a platform is on its way while somebody is at the platform: `state` and `cookie` are digests of
    what they must bring back, before `state_until`.
    """

    id: str = nobody(primary_key=True, max_length=64)
    workspace_id: str = link("workspace.id", index=True)
    kind: TicketKind = one_of(TicketKind)
    person_id: str | None = link("person.id", default=None, nullable=True)
    made_at: datetime = nobody()
    until: datetime = nobody()
    used_at: datetime | None = nobody(default=None)
    state: str | None = nobody(default=None, nullable=True, max_length=64, unique=True)
    cookie: str = nobody(default="", max_length=64)
    state_until: datetime | None = nobody(default=None)


class Edition(Noun, table=True):
    """One loading of the score; the file is kept as it was read, so that it can be handed back.

    `language` is that of its words as the file has it, empty where it does not say.
    `told_to` is the handle of the last of its people who was told what it changes for them; None once all of them were.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        Index("ix_edition_untold", "workspace_id", "number", **only_where("told_to IS NOT NULL")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    number: int = public()
    name: str = public(max_length=200)
    season: str = public(default="", max_length=120)
    kept: dict[str, Any] = public(default_factory=dict, sa_type=JSON)
    language: str = public(default="", max_length=35)
    source: str = nobody()
    loaded_at: datetime = public()
    loaded_by: str | None = link("person.id", default=None, nullable=True)
    told_to: str | None = nobody(default=None, nullable=True, max_length=64)


class ProposedState(StrEnum):
    """What became of a score file that was handed in."""

    WAITING = "waiting"
    IN_FORCE = "in_force"
    LEFT = "left"


class Proposed(Noun, table=True):
    """A score file that somebody handed in, called `name`, until they put it in force or leave it.

    `seen` is the edition in force beside which they were shown what it would change; None before the first. `source` is
    the file as it was read, empty once it is settled.
    """

    __table_args__ = (Index(None, "workspace_id", "made_at"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    proposer_id: str = link("person.id")
    name: str = private(max_length=200)
    source: str = private()
    seen: str | None = link("edition.id", default=None, nullable=True)
    state: ProposedState = one_of(ProposedState, private, default=ProposedState.WAITING)
    made_at: datetime = private()


class PartKind(StrEnum):
    """The circles of people that a part can be the score of."""

    COMPANY = "company"
    UNIT = "unit"
    TEAM = "team"
    PERSON = "person"
    PARTNER = "partner"


class Visible(StrEnum):
    """Who sees the lines of a part: everybody, or those of the part, within it and above it."""

    ALL = "all"
    PART = "part"


class Part(Noun, table=True):
    """The score of one circle of people, as one edition has it; parts nest.

    `hours` are those of a week that its people have for what stands in it. `tensions` are what pulls apart there, and
    `accept` the findings that are accepted, each as the file has it. `same_words` are words that mean the same, there
    and in the parts within it. `visible` is who sees it and the parts within it (score/sight.py).
    """

    __table_args__ = (UniqueConstraint("edition_id", "handle"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    edition_id: str = link("edition.id")
    handle: str = public(max_length=64)
    parent: str | None = public(default=None, max_length=64)
    kind: PartKind = one_of(PartKind, public)
    name: str = public(max_length=200)
    position: int = public()
    allowance: float | None = public(default=None)
    about: str = public(default="")
    kept: dict[str, Any] = public(default_factory=dict, sa_type=JSON)
    hours: float | None = public(default=None)
    tensions: list[dict[str, Any]] = public(default_factory=list, sa_type=JSON)
    accept: list[dict[str, Any]] = public(default_factory=list, sa_type=JSON)
    same_words: list[list[str]] = public(default_factory=list, sa_type=JSON)
    visible: Visible = one_of(Visible, public, default=Visible.ALL)


class LineKind(StrEnum):
    """What a line is: one of the five choices, in the order in which they are answered, or what goes with them."""

    ASPIRATION = "aspiration"
    WHERE_TO_PLAY = "where_to_play"
    HOW_TO_WIN = "how_to_win"
    CAPABILITIES = "capabilities"
    SYSTEMS = "systems"
    PRIORITY = "priority"
    NOT_CHOICE = "not_choice"
    CONDITION = "condition"
    MEASURE = "measure"
    PROMISE = "promise"

    @property
    def is_choice(self) -> bool:
        """Whether it answers one of the five questions."""
        return self in (
            LineKind.ASPIRATION,
            LineKind.WHERE_TO_PLAY,
            LineKind.HOW_TO_WIN,
            LineKind.CAPABILITIES,
            LineKind.SYSTEMS,
        )

    @property
    def is_played_from(self) -> bool:
        """Whether a task can be tied to it: a choice or a priority."""
        return self is LineKind.PRIORITY or self.is_choice


class LineState(StrEnum):
    """Whether a line is still worked on."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Line(Noun, table=True):
    """One citable sentence of the score; it keeps its identity through every edition, whatever it reads.

    `reminded_on` is the last day on which somebody was reminded to read it, where it is a measure.
    """

    id: str = key()
    workspace_id: str = link("workspace.id")
    since: str = link("edition.id")
    reminded_on: date | None = nobody(default=None, nullable=True)


class Wording(Noun, table=True):
    """How a line reads in one edition.

    `serves` is the address of what it is there for: of a priority the line that it serves, of a not-choice or a
    condition its choice, of a measure its priority, of a promise the line that needs it. `about` says in more words
    what it means, `because` why it was chosen, `plan` how it is gone about; `test` is how a condition is known to
    hold. A line is begun on `begins`, over on `until`, or `standing`; `horizon` is how far it looks, in months.
    `to_part` is the part to which a promise is made, and `accepted` whether it is more than asked for. `hours` is what
    it asks for in a week, `customer` and `resource` whom and what it shares with others; `needs` is what it needs of
    other parts, and `accept` the findings that are accepted, each as the file has it. `also_called` are other words by
    which people speak of it. `kept` holds what another tool's file said of it and ours has no word for.
    """

    __table_args__ = (UniqueConstraint("edition_id", "address"), UniqueConstraint("edition_id", "line_id"))

    id: str = key()
    workspace_id: str = link("workspace.id")
    edition_id: str = link("edition.id")
    line_id: str = link("line.id", index=True)
    part: str = public(max_length=64)
    address: str = public(max_length=130)
    kind: LineKind = one_of(LineKind, public)
    words: str = public(max_length=500)
    position: int = public()
    owner_id: str | None = link("person.id", default=None, nullable=True)
    until: date | None = public(default=None)
    serves: str | None = public(default=None, max_length=130)
    deputy_id: str | None = link("person.id", default=None, nullable=True)
    begins: date | None = public(default=None)
    standing: bool = public(default=False)
    horizon: int | None = public(default=None)
    state: LineState = one_of(LineState, public, default=LineState.OPEN)
    about: str = public(default="")
    because: str = public(default="")
    plan: str = public(default="")
    test: str = public(default="")
    to_part: str | None = public(default=None, max_length=64)
    kept: dict[str, Any] = public(default_factory=dict, sa_type=JSON)
    hours: float | None = public(default=None)
    customer: str = public(default="", max_length=200)
    resource: str = public(default="", max_length=200)
    needs: list[dict[str, Any]] = public(default_factory=list, sa_type=JSON)
    accepted: bool = public(default=True)
    accept: list[dict[str, Any]] = public(default_factory=list, sa_type=JSON)
    also_called: list[str] = public(default_factory=list, sa_type=JSON)


class Direction(StrEnum):
    """The direction in which a measure gets better."""

    UP = "up"
    DOWN = "down"


class Measure(Noun, table=True):
    """The number by which a line is known to move, as one edition has it; its words are those of its own line.

    `cadence` is how often it is read, in days; `lowest` and `highest` bound what it can be. `scope` is of what it is
    counted, where not of all; a `subtotal` adds up to the like above it.
    """

    __table_args__ = (UniqueConstraint("edition_id", "line_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    edition_id: str = link("edition.id")
    line_id: str = link("line.id")
    unit: str = public(max_length=80)
    start: float | None = public(default=None)
    target: float | None = public(default=None)
    direction: Direction = one_of(Direction, public, default=Direction.UP)
    source: str = public(default="", max_length=200)
    cadence: int | None = public(default=None)
    leads: bool = public(default=False)
    lowest: float | None = public(default=None)
    highest: float | None = public(default=None)
    scope: str = public(default="", max_length=200)
    subtotal: bool = public(default=False)


class Origin(StrEnum):
    """How a reading came: by somebody's hand, in a file, or posted by another system."""

    HAND = "hand"
    FILE = "file"
    POST = "post"


class Reading(Noun, table=True):
    """One value of a measure on one day, how it came, and what was noted with it."""

    __table_args__ = (UniqueConstraint("line_id", "day"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    line_id: str = link("line.id")
    day: date = public()
    value: float = public()
    said_by: str | None = link("person.id", default=None, nullable=True)
    said_at: datetime = public()
    origin: Origin = one_of(Origin, public, default=Origin.HAND)
    note: str = public(default="", max_length=200)


class SilenceState(StrEnum):
    """What became of a question that the score could not answer."""

    OPEN = "open"
    ANSWERED = "answered"
    NOT_OURS = "not_ours"


class Silence(Noun, table=True):
    """A question that the score could not answer, for those who write it; who asked is nowhere.

    Its id tells nothing of the instant, and `day` is the day in UTC: somebody's local day would tell their zone.
    """

    __table_args__ = (Index(None, "workspace_id", "state", "day"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    words: str = owners()
    day: date = owners()
    nearest: str | None = link("line.id", default=None, nullable=True)
    state: SilenceState = one_of(SilenceState, owners, default=SilenceState.OPEN)


class Verdict(Noun, table=True):
    """How many `said` of the answers on one line whether they helped, and how many that they did; nobody is named.

    One row for each line, so that no order of rows tells who said what. What is shown grows by five at once:
    the last few wait, and nobody sees them.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "line_id"), Index(None, "workspace_id", "said"))

    id: str = key()
    workspace_id: str = link("workspace.id")
    line_id: str = link("line.id")
    helped: int = owners(default=0)
    said: int = owners(default=0)
    helped_since: int = nobody(default=0)
    said_since: int = nobody(default=0)


class MistakeKind(StrEnum):
    """What was wrong with an answer: another line answers, it is out of date, it is not what was asked, the score does
    not say this, or something else.
    """

    ANOTHER_LINE = "another_line"
    OUT_OF_DATE = "out_of_date"
    NOT_ASKED = "not_asked"
    NOT_SAID = "not_said"
    ELSE = "else"


class MistakeState(StrEnum):
    """What those who write the score made of it that an answer was said to be wrong."""

    OPEN = "open"
    MENDED = "mended"
    NONE = "none"


class Mistake(Noun, table=True):
    """That somebody said of an answer that it was wrong, for those who write the score; who said so is nowhere.

    `cited` are the lines that the answer stood on in its edition, `right_id` the one that answers, where it was named;
    `model` and `brief` are who put it into words, and by what, empty where nobody did. As with a silence its id tells
    nothing of the instant, and `day` is the day in UTC.
    """

    __table_args__ = (Index(None, "workspace_id", "state", "day"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    words: str = owners(max_length=500)
    kind: MistakeKind = one_of(MistakeKind, owners)
    cited: list[str] = owners(default_factory=list, sa_type=JSON)
    right_id: str | None = link("line.id", default=None, nullable=True)
    edition_id: str = link("edition.id")
    day: date = owners()
    model: str = owners(default="", max_length=255)
    brief: str = owners(default="", max_length=80)
    state: MistakeState = one_of(MistakeState, owners, default=MistakeState.OPEN)


class Memo(Noun, table=True):
    """What somebody asked the coach to remember, in their own words; nobody else sees it, and no model is sent it."""

    __table_args__ = (Index(None, "person_id", "said_at"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id")
    words: str = private(max_length=200)
    said_at: datetime = private()


class RemarkKind(StrEnum):
    """What a remark is: a question, an objection, or what a finding of the linter wants to know."""

    QUESTION = "question"
    OBJECTION = "objection"
    FINDING = "finding"


class RemarkState(StrEnum):
    """What became of a remark; `changed` is an answer by which the line is to read otherwise."""

    OPEN = "open"
    ANSWERED = "answered"
    CHANGED = "changed"


class CameBy(StrEnum):
    """How a remark came to who has it now."""

    ASKED = "asked"
    PASSED = "passed"
    DECISION = "decision"
    LATE = "late"
    LEFT = "left"


class Remark(Noun, table=True):
    """What somebody has to ask of a line or to say against it, for who owns the line to answer.

    `edition_id` is the edition in which the line was read, `finding` the rule that a finding comes from. Without
    `named` nobody is told who put it; the answer comes to them all the same. `holder_id` has it now and is to answer by
    the day `answer_by` of theirs; `batch` is the message in which they read it. At `due_at` they are reminded, and once
    they were it moves on, `late`, once. Once it is answered, its words and the answer are for all who see the line.
    """

    __table_args__ = (
        Index(None, "line_id", "answered_on"),
        Index(None, "person_id", "asked_on"),
        Index(None, "batch"),
        Index("ix_remark_open", "holder_id", **only_where("state = 'open'")),
        Index("ix_remark_due", "workspace_id", "due_at", "id", **only_where("due_at IS NOT NULL")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    line_id: str = link("line.id")
    edition_id: str = link("edition.id")
    kind: RemarkKind = one_of(RemarkKind, private)
    words: str = private()
    person_id: str = link("person.id")
    named: bool = private(default=True)
    asked_on: date = private()
    finding: str = private(default="", max_length=8)
    holder_id: str = link("person.id")
    came_by: CameBy = one_of(CameBy, private, default=CameBy.ASKED)
    passed_by: str | None = link("person.id", default=None, nullable=True)
    batch: str = nobody(max_length=32)
    answer_by: date = private()
    due_at: datetime | None = nobody(default=None)
    reminded: bool = nobody(default=False)
    late: bool = nobody(default=False)
    state: RemarkState = one_of(RemarkState, private, default=RemarkState.OPEN)
    answer: str = private(default="")
    answered_by: str | None = link("person.id", default=None, nullable=True)
    answered_on: date | None = private(default=None)


class Acceptance(Noun, table=True):
    """That a finding of a rule is accepted through a day, as whoever answers for the strategy said in chat, and why.

    It is about exactly these lines, by their ids, and these parts, by their handles: a finding that comes to be about
    others is another one. `about` is the same in short (score/rules/finding.py); one holds for each at a time.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "about"), Index(None, "workspace_id", "until"))

    id: str = key()
    workspace_id: str = link("workspace.id")
    about: str = nobody(max_length=40)
    rule: str = owners(max_length=8)
    lines: list[str] = nobody(default_factory=list, sa_type=JSON)
    parts: list[str] = owners(default_factory=list, sa_type=JSON)
    reason: str = owners()
    until: date = owners()
    said_by: str = link("person.id")
    said_at: datetime = owners()


class Watch(Noun, table=True):
    """Which findings somebody who answers for the strategy was last told of, and when it is looked again.

    `told` are those findings in short, as with an acceptance; `weekly_at` is when they are told next of what came of
    the work, and `next_at` that or an earlier instant, soon after a new edition.
    """

    __table_args__ = (UniqueConstraint("person_id"), Index(None, "workspace_id", "next_at", "id"))

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id")
    told: list[str] = nobody(default_factory=list, sa_type=JSON)
    next_at: datetime = nobody()
    weekly_at: datetime = nobody()


class CheckInState(StrEnum):
    """Whether the day was answered with tasks, or waived."""

    HANDED_IN = "handed_in"
    NOT_TODAY = "not_today"


class CheckIn(Noun, table=True):
    """One person's answers for one local day."""

    __table_args__ = (UniqueConstraint("person_id", "local_date"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id")
    local_date: date = team()
    state: CheckInState = one_of(CheckInState, team, default=CheckInState.HANDED_IN)
    confidence: int | None = private(default=None)
    handed_in_at: datetime = team()
    edited_at: datetime | None = private(default=None)


class Draft(Noun, table=True):
    """What a person has written of a day and not handed in yet, by the names of the fields of its form."""

    __table_args__ = (UniqueConstraint("person_id", "local_date"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id")
    local_date: date = private()
    fields: dict[str, str] = private(sa_type=JSON)
    written_at: datetime = private()


class Sketch(Noun, table=True):
    """What somebody who answers for the strategy has answered of an interview about a score; nobody else sees it."""

    __table_args__ = (UniqueConstraint("person_id"), Index(None, "workspace_id", "changed_at"))

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id")
    said: str = private()
    changed_at: datetime = private()


class TeamDay(Noun, table=True):
    """A check-in as one of the teams that its person was in on that day sees it."""

    __table_args__ = (UniqueConstraint("team_id", "local_date", "checkin_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    team_id: str = link("team.id")
    local_date: date = team()
    checkin_id: str = link("checkin.id", index=True)


class DueDay(Noun, table=True):
    """That a person's check-in was due on a local day, as one of the teams that they were in on that day counts it.

    Who waived the day, or is away, is not due after all: that is said where it is counted. `invited_by` is the id of
    the prompt, None where there was none to send: as long as that was not sent, the day counts only if it is answered.
    """

    __table_args__ = (UniqueConstraint("team_id", "local_date", "person_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    team_id: str = link("team.id")
    person_id: str = link("person.id", index=True)
    local_date: date = team()
    invited_by: str | None = nobody(default=None, nullable=True, max_length=32)


class TaskState(StrEnum):
    """What became of a task."""

    OPEN = "open"
    DONE = "done"
    CARRIED = "carried"
    DROPPED = "dropped"


class Task(Noun, table=True):
    """One thing the person means to do on that day."""

    __table_args__ = (Index(None, "person_id", "local_date"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    checkin_id: str = link("checkin.id", index=True)
    person_id: str = link("person.id")
    local_date: date = team()
    position: int = team()
    words: str = team()
    state: TaskState = one_of(TaskState, team, default=TaskState.OPEN)
    marked_at: datetime | None = team(default=None)
    carried_from: str | None = link("task.id", default=None, nullable=True, index=True)


class StepState(StrEnum):
    """What became of an if-then step, as its person says: open, kept, not kept, or taken back."""

    OPEN = "open"
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    TAKEN_BACK = "taken_back"


class Step(Noun, table=True):
    """When and where somebody will begin one thing on `day`: when `cue`, they will do `words`. It is theirs alone.

    It is for a task of theirs, or for what they will do themselves for a line; for neither where it stands by itself.
    `minute` is the hour of it, in minutes after midnight wherever they are, None where it has none; `due_at` is when
    it is shown, worked out in the zone `zone`, None once that is over or is not to be. On `ask_on` and after it is
    asked whether it happened. One that was taken back keeps none of its words.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "task_id"),
        Index(None, "person_id", "day"),
        Index("ix_step_due", "workspace_id", "due_at", **only_where("due_at IS NOT NULL")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id")
    task_id: str | None = link("task.id", default=None, nullable=True, index=True)
    line_id: str | None = link("line.id", default=None, nullable=True)
    day: date = private()
    cue: str = private(default="", max_length=120)
    words: str = private(max_length=120)
    minute: int | None = private(default=None)
    zone: str = private(max_length=64)
    due_at: datetime | None = private(default=None)
    ask_on: date = private()
    state: StepState = one_of(StepState, private, default=StepState.OPEN)
    made_at: datetime = private()
    settled_at: datetime | None = private(default=None)


class TieState(StrEnum):
    """How sure a tie is: what we suggest, what the person said."""

    SUGGESTED = "suggested"
    UNSURE = "unsure"
    CONFIRMED = "confirmed"
    CHOSEN = "chosen"
    WHIRLWIND = "whirlwind"

    @property
    def counts(self) -> bool:
        """Whether the task counts as tied."""
        return self in (TieState.SUGGESTED, TieState.CONFIRMED, TieState.CHOSEN)


SETTLED = "state IN ('confirmed', 'chosen', 'whirlwind')"
"""Of a tie, in SQL: that a person said it."""


class Tie(Noun, table=True):
    """Which line a task plays from, in which edition, and how sure that is.

    `line_id` is None for whirlwind; while the state is unsure it is None too, and `offered` holds the lines to
    choose from, best first. `points` are what spoke for some line when that was found out (score/ties.py); None for
    ties from before they were kept.
    """

    __table_args__ = (
        UniqueConstraint("task_id"),
        Index("ix_tie_settled", "workspace_id", "said_at", "id", **only_where(SETTLED)),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    task_id: str = link("task.id")
    edition_id: str = link("edition.id")
    line_id: str | None = link("line.id", default=None, nullable=True)
    state: TieState = one_of(TieState, team)
    offered: list[str] = nobody(default_factory=list, sa_type=JSON)
    points: float | None = nobody(default=None)
    said_at: datetime = team()


class Blocker(Noun, table=True):
    """What stops a person; open until cleared. `told` says whether the person wants the team to know.

    `helped` is what cleared it, in the words of whoever was stuck. `passed_to` owns `passed_line`, and is asked to
    decide. `taken_by` has taken it on, one at most at any time. When it is handed in it is found which line it
    concerns, which promise is due for it, and which blockers like it were cleared before: their ids, the most alike
    first. Who may read them is looked at again when they are shown.
    """

    __table_args__ = (Index("ix_blocker_open", "checkin_id", **only_where("cleared_at IS NULL AND told")),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    checkin_id: str = link("checkin.id", index=True)
    person_id: str = link("person.id", index=True)
    words: str = private()
    told: bool = private(default=False)
    raised_at: datetime = private()
    cleared_at: datetime | None = private(default=None)
    cleared_by: str | None = link("person.id", default=None, nullable=True)
    helped: str = private(default="")
    passed_to: str | None = link("person.id", default=None, nullable=True)
    passed_line: str | None = link("line.id", default=None, nullable=True)
    passed_at: datetime | None = private(default=None)
    taken_by: str | None = link("person.id", default=None, nullable=True)
    taken_at: datetime | None = private(default=None)
    line_id: str | None = link("line.id", default=None, nullable=True)
    promise_id: str | None = link("line.id", default=None, nullable=True)
    alike: list[str] = nobody(default_factory=list, sa_type=JSON)


class Hand(Noun, table=True):
    """That somebody can help with a blocker."""

    __table_args__ = (UniqueConstraint("blocker_id", "person_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    blocker_id: str = link("blocker.id")
    person_id: str = link("person.id")
    offered_at: datetime = team()


class Win(Noun, table=True):
    """Something done that the team should hear of."""

    id: str = key()
    workspace_id: str = link("workspace.id")
    checkin_id: str = link("checkin.id", index=True)
    person_id: str = link("person.id", index=True)
    words: str = team()
    won_at: datetime = team()


class Praise(Noun, table=True):
    """That somebody said well done for a win, once."""

    __table_args__ = (UniqueConstraint("win_id", "person_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    win_id: str = link("win.id")
    person_id: str = link("person.id")
    said_at: datetime = team()


class NominationState(StrEnum):
    """What became of words of somebody's that another would count as a win of theirs; silence leaves them too."""

    ASKED = "asked"
    TAKEN = "taken"
    LEFT = "left"


class Nomination(Noun, table=True):
    """That `asker` would count words of `person`'s as a win of theirs, which they are only once `person` says so.

    The words are kept as long as they wait for that, until `ends_at`, and no longer: then its state is all there is.
    `message` is a hash by which nobody is asked twice about the same message.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "message"),
        Index("ix_nomination_open", "workspace_id", "ends_at", **only_where("state = 'asked'")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    asker_id: str = link("person.id")
    person_id: str = link("person.id", index=True)
    message: str = nobody(max_length=80)
    words: str = private()
    state: NominationState = one_of(NominationState, private, default=NominationState.ASKED)
    asked_at: datetime = private()
    ends_at: datetime = private()
    settled_at: datetime | None = private(default=None)


class Reason(StrEnum):
    """Why nobody works on a line of the team's part."""

    PAUSED = "paused"
    NO_CAPACITY = "no_capacity"
    UNCLEAR = "unclear"
    NOT_OURS = "not_ours"

    @property
    def asks_owner(self) -> bool:
        """Whether whoever owns the line is told: only they can make it clear, or give it to somebody else."""
        return self in (Reason.UNCLEAR, Reason.NOT_OURS)


class LineAnswer(Noun, table=True):
    """What a team answered when a line of its part was untouched: why, and `words` for what there is to add.

    The last one of a line holds, for a while; earlier ones stay as they were. `day` is the local day of the team.
    """

    __table_args__ = (Index(None, "team_id", "said_at"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    team_id: str = link("team.id")
    line_id: str = link("line.id")
    person_id: str = link("person.id")
    reason: Reason = one_of(Reason, team)
    words: str = team(default="", max_length=300)
    day: date = team()
    said_at: datetime = team()


class EvidenceSide(StrEnum):
    """Which way evidence speaks."""

    FOR = "for"
    AGAINST = "against"


class EvidenceSource(StrEnum):
    """Where evidence comes from: said of the condition itself, or from something else that its person pressed on."""

    SAID = "said"
    TASK = "task"
    BLOCKER = "blocker"
    WIN = "win"
    REMARK = "remark"


class Evidence(Noun, table=True):
    """What speaks for a condition or against it, in a sentence of whoever says so.

    `of_id` is the task, the blocker, the win or the remark that it comes from, once for each condition. Who said it is
    told to those who share their work, as with a check-in, and to nobody else.
    """

    __table_args__ = (UniqueConstraint("line_id", "of_id"), Index(None, "line_id", "side", "said_at"))

    id: str = key()
    workspace_id: str = link("workspace.id")
    line_id: str = link("line.id")
    person_id: str = link("person.id", index=True)
    side: EvidenceSide = one_of(EvidenceSide, public)
    words: str = public(max_length=300)
    source: EvidenceSource = one_of(EvidenceSource, public, default=EvidenceSource.SAID)
    of_id: str | None = nobody(default=None, max_length=32)
    day: date = public()
    said_at: datetime = nobody()


class HoldingState(StrEnum):
    """What is said of a condition: it holds, it no longer does, or somebody looks into it."""

    HOLDS = "holds"
    BROKEN = "broken"
    LOOKED_INTO = "looked_into"


class Holding(Noun, table=True):
    """What who answers for a condition says of it, with the reason; the last one stands."""

    __table_args__ = (Index(None, "line_id", "said_at"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    line_id: str = link("line.id")
    person_id: str = link("person.id")
    state: HoldingState = one_of(HoldingState, public)
    words: str = public(default="", max_length=300)
    day: date = public()
    said_at: datetime = public()


class TensionState(StrEnum):
    """What became of two lines that pull against each other: reported, taken up by two owners, settled, or none."""

    REPORTED = "reported"
    TAKEN_UP = "taken_up"
    SETTLED = "settled"
    NOT_ONE = "not_one"


class Tension(Noun, table=True):
    """That two lines pull against each other, as people report it or take it up; `one_id` is the smaller of their ids.

    What the score declares stands in its parts, and here is only what was reported of it. `owner_id` and `second_id`
    look after it, held by the line `measure_id`; on the day `review` they look at it again, and are asked from `ask_at`
    on, None where they are not to be. `said` is why it is settled, or no tension, or goes on; `said_by` said so.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "one_id", "other_id"),
        Index("ix_tension_due", "workspace_id", "ask_at", **only_where("ask_at IS NOT NULL")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    one_id: str = link("line.id")
    other_id: str = link("line.id")
    state: TensionState = one_of(TensionState, public, default=TensionState.REPORTED)
    owner_id: str | None = link("person.id", default=None, nullable=True)
    second_id: str | None = link("person.id", default=None, nullable=True)
    measure_id: str | None = link("line.id", default=None, nullable=True)
    review: date | None = public(default=None)
    said: str = public(default="", max_length=300)
    said_by: str | None = link("person.id", default=None, nullable=True)
    began_at: datetime = public()
    ask_at: datetime | None = nobody(default=None)


class Report(Noun, table=True):
    """That somebody says in a sentence why two lines pull against each other; by their name where they are `named`.

    It is about the lines. Each person has one voice for a pair; who that is of one without a name is shown to nobody.
    """

    __table_args__ = (UniqueConstraint("tension_id", "person_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    tension_id: str = link("tension.id")
    person_id: str = link("person.id")
    words: str = public(max_length=300)
    named: bool = public()
    said_at: datetime = nobody()


class JobAnswer(Noun, table=True):
    """What somebody who leads one of two teams says of two jobs that look like one: that they are, or are not.

    `pair` is a digest of both teams and what the jobs tell, by which they are known again when a task is carried on.
    Each person has one word on it, the last.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "pair", "person_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    pair: str = nobody(max_length=64)
    person_id: str = link("person.id")
    is_one: bool = team()
    said_at: datetime = team()


class QuestionKind(StrEnum):
    """How a team's own question is answered: in one line, with one of its options, with yes or no, with a number."""

    LINE = "line"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"


class AskedWhen(StrEnum):
    """On what a team's own question depends, besides the weekday."""

    ALWAYS = "always"
    BACK = "back"
    TOLD = "told"
    UNTIED = "untied"
    AFTER = "after"

    @property
    def is_known_before(self) -> bool:
        """Whether it is known before the check-in is handed in."""
        return self in (AskedWhen.ALWAYS, AskedWhen.BACK)


class TeamQuestion(Noun, table=True):
    """One of a team's own questions in the check-in, in one wording; other words make another one, which replaces it.

    All wordings of a question share `first_id`, the id of the first one. It is asked on `days` (bit 0 is Monday), and
    where `asked_when` is `AFTER`, once the question whose first wording is `after_id` was answered with `after_said`.
    From `ended_at` on it is no longer asked; what was answered to it stays.
    """

    id: str = key()
    workspace_id: str = link("workspace.id")
    team_id: str = link("team.id", index=True)
    first_id: str = nobody(max_length=32)
    position: int = team()
    words: str = team(max_length=120)
    kind: QuestionKind = one_of(QuestionKind, team)
    options: list[str] = team(default_factory=list, sa_type=JSON)
    required: bool = team(default=False)
    days: int = team(default=0b1111111)
    asked_when: AskedWhen = one_of(AskedWhen, team, default=AskedWhen.ALWAYS)
    after_id: str | None = link("teamquestion.id", default=None, nullable=True)
    after_said: str = team(default="", max_length=60)
    changed_at: datetime = team()
    ended_at: datetime | None = team(default=None)


class TeamAnswer(Noun, table=True):
    """What somebody answered in a check-in to one of their team's own questions: the words, the option, the number."""

    __table_args__ = (UniqueConstraint("checkin_id", "question_id"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    question_id: str = link("teamquestion.id")
    checkin_id: str = link("checkin.id")
    said: str = team(max_length=300)


class Detail(StrEnum):
    """What names people behind the figures of a team's days, and is opened by a press."""

    TASKS = "tasks"
    BLOCKERS = "blockers"
    TOOK_PART = "took_part"
    ANSWERS = "answers"


class Sighting(Noun, table=True):
    """That somebody opened what names this person, of which team and days: kept for the person alone, for a while.

    One for each of those whom it named. Opened again, it is the same one: `seen_at` is the last time, `times` how
    often it was.
    """

    __table_args__ = (
        UniqueConstraint("by_id", "team_id", "what", "first_day", "last_day", "person_id"),
        Index(None, "person_id", "seen_at"),
        Index(None, "workspace_id", "seen_at"),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id")
    by_id: str = link("person.id")
    team_id: str = link("team.id")
    what: Detail = one_of(Detail, private)
    first_day: date = private()
    last_day: date = private()
    seen_at: datetime = private()
    times: int = private(default=1)


class CrossingState(StrEnum):
    """What a person made of it that a task of theirs enters what was chosen against, and what came of that."""

    ASKED = "asked"
    STOPPED = "stopped"
    HANDED = "handed"
    TAKEN = "taken"
    LEFT = "left"
    ARGUED = "argued"
    AGREED = "agreed"
    STANDS = "stands"
    ANSWERED = "answered"

    @property
    def waits(self) -> bool:
        """Whether somebody else has to say something to it."""
        return self in (CrossingState.HANDED, CrossingState.ARGUED)

    @property
    def takes_away(self) -> bool:
        """Whether the task is no longer one of the person's day."""
        return self in (CrossingState.STOPPED, CrossingState.TAKEN)


class Crossing(Noun, table=True):
    """That a task enters what was chosen against: the person was asked about it, once.

    `line_id` is the not-choice, `edition_id` the edition in which it was read. `other_id` is whom the task was handed
    to, or who answered; only to them, or to those who may answer, is shown what it was about, and what the person
    wrote in `words`. A task that is taken back leaves it without one.
    """

    __table_args__ = (Index(None, "person_id", "asked_on"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id")
    task_id: str | None = link("task.id", default=None, nullable=True, index=True)
    edition_id: str = link("edition.id")
    line_id: str = link("line.id")
    asked_on: date = private()
    state: CrossingState = one_of(CrossingState, private, default=CrossingState.ASKED)
    other_id: str | None = link("person.id", default=None, nullable=True, index=True)
    words: str = private(default="")
    answer: str = private(default="")
    settled_at: datetime | None = private(default=None)


class Received(Noun, table=True):
    """One thing that arrived and was answered: its dedupe key, and the answer for its twin.

    `digest` is that of what came with it: the same key with other contents is a forgery or a fault, and refused.
    """

    __table_args__ = (Index(None, "at"),)

    id: str = nobody(primary_key=True, max_length=200)
    workspace_id: str = link("workspace.id")
    at: datetime = nobody()
    digest: str = nobody(max_length=64)
    answer: dict[str, Any] = nobody(sa_type=JSON)


class DeliveryState(StrEnum):
    """How far a delivery has come; bot/outbox.py says which edges there are between them."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"
    SKIPPED = "skipped"
    DEAD = "dead"


UNSENT = "('dead', 'expired', 'skipped')"
"""The states of what was planned and never sent, as a condition names them."""


EVERY_ONE = "id > ''"
"""A condition that every row fulfils, and that an index has which only those questions shall take that name it."""


class Urgency(IntEnum):
    """What goes before what, where not all can go at once; handlers/useful.py says what each view is."""

    ANSWER = 0
    CHECK_IN = 1
    DIGEST = 2
    LESSON = 3


class Cause(StrEnum):
    """Why a delivery was not sent, or not yet; prompts/phrases/deliveries.* says each in a sentence."""

    OVER = "over"
    LATE = "late"
    QUIET = "quiet"
    MISSED = "missed"
    FULL = "full"
    ENOUGH = "enough"
    OUTSIDE = "outside"
    TURNED_DOWN = "turned-down"
    AWAY = "away"
    SETTLED = "settled"
    SILENCED = "silenced"
    LEFT = "left"
    PARKED = "parked"
    REMOVED = "removed"
    DEACTIVATED = "deactivated"
    GONE = "gone"
    REFUSED = "refused"
    READ_ALONG = "read-along"
    UNREACHABLE = "unreachable"
    UNDRAWN = "undrawn"
    FAILED = "failed"
    NEVER_BACK = "never-back"
    NEVER_OUT = "never-out"
    UNKNOWN = "unknown"
    NOT_NOW = "not-now"
    PACE = "pace"
    SHUT = "shut"
    NO_DOOR = "no-door"
    ITS_TURN = "its-turn"


class Delivery(Noun, table=True):
    """One card for one place, sent once; kept as the name of its view and the ids of what it shows.

    `reason` is the `Cause` for which it was not sent, or is tried again; `said` is what the platform said to it.
    `occasion` is why somebody gets it who did not ask for it; empty for an answer, and for a post in a channel. It goes
    out from `not_before` up to `not_after`, where that is set: then the hours of who gets it are over. `put_off` counts
    how often its door could not take it, and did not say until when; that costs no attempt.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "once"),
        Index(None, "place_id", "planned_at"),
        # For who asks since when: without its condition SQLite, which has no statistics, would take it for all else.
        Index("ix_delivery_since", "workspace_id", "planned_at", **only_where(EVERY_ONE)),
        # Each of those that are not over yet: few beside the many that are.
        Index("ix_delivery_planned", "workspace_id", "urgency", "not_before", "id", **only_where("state = 'planned'")),
        Index("ix_delivery_sending", "workspace_id", "sending_at", **only_where("state = 'sending'")),
        Index("ix_delivery_uncertain", "workspace_id", "not_before", **only_where("state = 'uncertain'")),
        Index("ix_delivery_unsent", "workspace_id", "settled_at", **only_where(f"state IN {UNSENT}")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    place_id: str = link("place.id")
    kind: str = nobody(max_length=40)
    once: str = nobody(max_length=200)
    view: str = nobody(max_length=80)
    about: dict[str, str] = nobody(sa_type=JSON)
    state: DeliveryState = one_of(DeliveryState, default=DeliveryState.PLANNED)
    attempt: int = nobody(default=0)
    put_off: int = nobody(default=0)
    urgency: int = nobody(default=Urgency.ANSWER)
    planned_at: datetime = nobody()
    not_before: datetime = nobody()
    not_after: datetime | None = nobody(default=None)
    expires_at: datetime | None = nobody(default=None)
    sending_at: datetime | None = nobody(default=None)
    settled_at: datetime | None = nobody(default=None)
    reason: str = nobody(default="", max_length=200)
    said: str = nobody(default="", max_length=200)
    occasion: str = nobody(default="", max_length=24)
    shown_id: str | None = link("shown.id", default=None, nullable=True, index=True)


class Shown(Noun, table=True):
    """One message that stands somewhere and may be amended.

    `wanted` counts what it should show, `shows` what it shows now; they differ while an amendment waits.
    `reference` is the platform's name for the message, None until it is known. `under` is the message that it answers:
    where a door has threads, it stands in that one's thread, and nobody is notified of it anew. Before `held_until`
    nobody else amends it: somebody is at it, or it is to be tried again later. `opened_at` is when the page of somebody
    was last opened, None for what is no page.
    """

    __table_args__ = (
        UniqueConstraint("place_id", "subject"),
        Index(None, "workspace_id", "subject"),
        Index("ix_shown_behind", "workspace_id", **only_where("reference IS NOT NULL AND wanted != shows")),
        Index("ix_shown_under", "under", **only_where("under IS NOT NULL")),
        Index("ix_shown_page", "workspace_id", "id", **only_where("opened_at IS NOT NULL")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    place_id: str = link("place.id")
    subject: str = nobody(max_length=200)
    view: str = nobody(max_length=80)
    about: dict[str, str] = nobody(sa_type=JSON)
    wanted: int = nobody(default=1)
    shows: int = nobody(default=0)
    reference: str | None = nobody(default=None, max_length=255)
    under: str | None = link("shown.id", default=None, nullable=True)
    held_until: datetime | None = nobody(default=None)
    opened_at: datetime | None = nobody(default=None)


class Rate(Noun, table=True):
    """How far all processes together have used the pace of one thing on a connection; its id says of which.

    From `free_at` on nothing is left of what was asked before (the theoretical arrival time of the generic cell rate
    algorithm).
    """

    __table_args__ = (Index(None, "workspace_id", "free_at"),)

    id: str = nobody(primary_key=True, max_length=255)
    workspace_id: str = link("workspace.id")
    free_at: datetime = nobody()


class AskState(StrEnum):
    """How far an ask has come: out at the model; out there still, while nobody waits; answered, and not shown yet; or
    answered from the lines by the clock.
    """

    WAITING = "waiting"
    STOPPED = "stopped"
    ANSWERED = "answered"
    GIVEN_UP = "given_up"


class Ask(Noun, table=True):
    """A brief for the model whose answer comes back as a turn of `then`.

    `values` is what goes beside the brief, `about` what is shown once it is answered. It is erased once the answer is
    shown; of one that was stopped no word stays. Where no answer has come by `deadline`, or none was shown, whoever
    asked is answered without a model, and it is erased a day later.
    """

    __table_args__ = (Index(None, "workspace_id", "deadline"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id", index=True)
    place_id: str = link("place.id")
    brief: str = nobody(max_length=80)
    brief_version: int = nobody()
    values: dict[str, Any] = nobody(sa_type=JSON)
    then: str = nobody(max_length=80)
    about: dict[str, str] = nobody(sa_type=JSON)
    state: AskState = one_of(AskState, default=AskState.WAITING)
    asked_at: datetime = nobody()
    deadline: datetime = nobody()


class Spent(Noun, table=True):
    """How much of the model was used on a day: questions of one person on their local day, or, where it is of nobody,
    tokens of the workspace on a day in UTC.

    Its id says whose it is and of which day, so that there is one. Nobody is shown it; it is forgotten two days later.
    """

    __table_args__ = (Index(None, "workspace_id", "day"),)

    id: str = nobody(primary_key=True, max_length=80)
    workspace_id: str = link("workspace.id")
    person_id: str | None = link("person.id", default=None, nullable=True)
    day: date = nobody()
    used: int = nobody(default=0)


class SendingState(StrEnum):
    """How far a sending has come: looked at by its sender, sent, or let be."""

    PREVIEWED = "previewed"
    SENT = "sent"
    LEFT = "left"


class Sending(Noun, table=True):
    """One lesson sent by a coach or a strategy owner to a team, to one person, or to the owners of a line.

    `receivers` counts those whom it was sent to; who of them did what is not kept here.
    """

    id: str = key()
    workspace_id: str = link("workspace.id")
    sender_id: str = link("person.id", index=True)
    lesson: str = team(max_length=64)
    team_id: str | None = link("team.id", default=None, nullable=True)
    person_id: str | None = link("person.id", default=None, nullable=True)
    line_id: str | None = link("line.id", default=None, nullable=True)
    state: SendingState = one_of(SendingState, team, default=SendingState.PREVIEWED)
    receivers: int = team(default=0)
    made_at: datetime = team()
    sent_at: datetime | None = team(default=None)


class SittingState(StrEnum):
    """How far one person's sitting of a lesson has come."""

    WAITING = "waiting"
    OFFERED = "offered"
    READING = "reading"
    ANSWERED = "answered"
    DECLINED = "declined"


class Sitting(Noun, table=True):
    """One person's sitting of one lesson: how far they have read, what they answered, and when it comes back.

    `card` counts from 0; at the number of the lesson's cards it is the question. `chosen` is the option of the
    question, counted from 0. `offers` counts the messages in which it was offered, `recalls` how often it came back.
    `due_at` is when it is offered (while it waits) or comes back as a nudge (once it was answered), None when
    neither is to happen.
    """

    __table_args__ = (
        Index(None, "person_id", "lesson"),
        Index(None, "sending_id", "answered_at"),
        Index("ix_sitting_due", "workspace_id", "state", "due_at", "id", **only_where("due_at IS NOT NULL")),
    )

    id: str = key()
    workspace_id: str = link("workspace.id")
    person_id: str = link("person.id")
    sending_id: str | None = link("sending.id", default=None, nullable=True)
    lesson: str = private(max_length=64)
    version: int = private()
    edition_id: str | None = link("edition.id", default=None, nullable=True)
    line_id: str | None = link("line.id", default=None, nullable=True)
    state: SittingState = one_of(SittingState, private)
    card: int = private(default=0)
    chosen: int | None = private(default=None)
    right: bool | None = private(default=None)
    offers: int = private(default=0)
    recalls: int = private(default=0)
    due_at: datetime | None = private(default=None)
    answered_at: datetime | None = private(default=None)
    remember_until: date | None = private(default=None)


class NudgeState(StrEnum):
    """What became of a nudge."""

    ASKED = "asked"
    ANSWERED = "answered"
    LET_GO = "let_go"


class Nudge(Noun, table=True):
    """One spaced recall of a lesson: which of its recall questions, counted from 0, on which local day."""

    __table_args__ = (UniqueConstraint("sitting_id", "asked_on"), Index(None, "person_id", "asked_on"))

    id: str = key()
    workspace_id: str = link("workspace.id")
    sitting_id: str = link("sitting.id")
    person_id: str = link("person.id")
    version: int = private()
    question: int = private()
    asked_on: date = private()
    state: NudgeState = one_of(NudgeState, private, default=NudgeState.ASKED)
    chosen: int | None = private(default=None)
    right: bool | None = private(default=None)
    answered_at: datetime | None = private(default=None)


class Sense(Noun, table=True):
    """What one text of the score means to a model, as numbers (base64 of little-endian floats of 32 bits).

    The text is known again by its digest. Nobody is shown any of it; it is here so that the model need not be asked
    again, and for the texts of the edition in force alone.
    """

    __table_args__ = (UniqueConstraint("workspace_id", "model", "digest"),)

    id: str = key()
    workspace_id: str = link("workspace.id")
    model: str = nobody(max_length=255)
    digest: str = nobody(max_length=64)
    numbers: str = nobody()


NOUNS: tuple[type[Noun], ...] = (
    Workspace, Connection, Person, Account, Team, Membership, Place, Edition, Part, Line, Wording, Measure, Reading,
    Silence, Verdict, Acceptance, Watch, CheckIn, Draft, Sketch, TeamDay, DueDay, Task, Step, Tie, Blocker, Hand, Win,
    Praise, Nomination, LineAnswer, Received, Shown, Delivery, Ask, Sending, Sitting, Nudge, Absence, Proposal, Vote,
    TeamQuestion, TeamAnswer, Crossing, DataKey, PostKey, Installation, Ticket, Rate, Sighting, Remark, Evidence,
    Holding, Tension, Report, JobAnswer, Proposed, Sense, Spent, Mistake, Memo,
)  # fmt: skip
"""Every noun, in an order in which they can be written."""


class _Said:
    """A column of a noun: for a query what SQLAlchemy made of it, and for a noun what stands in it."""

    def __init__(self, column: Any) -> None:
        self._column = column

    def __get__(self, noun: Noun | None, _kind: type[Noun]) -> Any:
        if noun is None:
            return self._column
        raise AttributeError(self._column.key)


def _is_plain(noun: type[Noun]) -> None:
    """Make of a mapped class one whose nouns are plain objects.

    SQLAlchemy watches each of them, for a unit of work that nobody has here (storage/store.py): to make one took 20 us
    of its own, and to read an attribute 0.3.
    """
    noun.__init__ = Noun.__init__  # type: ignore[method-assign]
    for name in _names(noun):
        # Past its own class, which would map the column anew.
        type.__setattr__(noun, name, _Said(getattr(noun, name)))


for _noun in NOUNS:
    _is_plain(_noun)


def privacy_of(noun: type[Noun], column: str) -> Privacy:
    """Who may see `column` of `noun`. Raises KeyError when there is no such column or it does not say."""
    columns: dict[str, Column[Any]] = noun.__table__.columns  # type: ignore[attr-defined]
    return Privacy(columns[column].info["privacy"])


def privacy_here(noun: Noun, column: str) -> Privacy:
    """Who may see `column` of this very noun: a blocker that its person told the team of is the team's, and a remark
    that was answered is for all who see its line, but for who put it.
    """
    if isinstance(noun, Blocker) and noun.told:
        return Privacy.TEAM
    if isinstance(noun, Remark) and noun.answered_on is not None and column in ("kind", "words", "answer"):
        return Privacy.PUBLIC
    return privacy_of(type(noun), column)
