"""How it looks what would be sent: to whom, when and why, never what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from handlers.cards import Audience, Button, Buttons, Card, Facts, Piece, Prose, Text
from prompts import Filled, Which, phrase
from score.cadence import local
from storage.tables import Delivery, Person, Privacy, Team

ROWS = 20
"""Rows that are shown; how many more there are is said."""

NAMED = 4
"""Names in one row; how many more is said."""


@dataclass(frozen=True)
class Foreseen:
    """One message that would be sent to one person or into a team's channel, or left: when, on their clock, and why."""

    at: datetime
    zone: str
    message: Delivery
    to: str
    comes: bool
    person: Person | None = None
    team: Team | None = None

    @property
    def here(self) -> datetime:
        """The same instant on the clock of who gets it."""
        return local(self.at, self.zone)

    @property
    def day(self) -> date:
        """Their day."""
        return self.here.date()

    @property
    def kind(self) -> str:
        """What it is: its occasion, else what is posted."""
        return self.message.occasion or {**POSTS, **PUT_OFF}.get(self.message.view, "other")

    @property
    def what(self) -> Filled:
        """What it is, in words."""
        return phrase("preview.what", kind=Which(self.kind))

    @property
    def why(self) -> Filled:
        """Why it comes, or why it does not."""
        if not self.comes:
            return phrase("preview.left", why=self._cause)
        if self.message.reason:
            return phrase("preview.waited", why=self._cause)
        return phrase("preview.why", kind=Which(self.kind))

    @property
    def _cause(self) -> Filled:
        return phrase("preview.cause", why=Which(self.message.reason))


POSTS = {"digest.day": "digest", "digest.week": "week", "allowance.asked": "allowance", "checkin.stuck": "stuck"}
PUT_OFF = {"checkin.invite": "prompt", "lessons.sitting": "lesson"}
"""What is posted in channels, and what comes at an hour that somebody named, by its view."""


def called(person: Person | None, team: Team | None) -> str:
    """About whom a preview is; empty for all of it."""
    return person.name if person else team.name if team else ""


@dataclass(frozen=True)
class Ahead:
    """What a look is about: local days of who gets it, the person or team that it is held to, and how many rows of it
    were shown before.
    """

    days: tuple[date, date]
    today: date
    value: str
    whom: str = ""
    skip: int = 0

    @property
    def of(self) -> str:
        """The days, as they are said."""
        first, last = self.days
        if first == last:
            return {0: "today", 1: "tomorrow"}.get((last - self.today).days, "day")
        return "soon" if (first, (last - first).days) == (self.today, 1) else "days"


def card(found: Sequence[Foreseen], look: Ahead) -> Card:
    """What goes out on these days; `look.value` says to a button what the look is about."""
    ordered = sorted(found, key=lambda one: (*_together(one), one.to))
    rows = [(key, list(same)) for key, same in groupby(ordered, key=_together)]
    count, (first, last) = sum(one.comes for one in found), look.days
    whose = Which("one" if look.whom else "all")
    says = phrase("preview.card", count=count, of=Which(look.of), whose=whose, whom=look.whom, first=first, last=last)
    pieces: list[Piece] = []
    shown, more = rows[look.skip : look.skip + ROWS], len(rows) - look.skip - ROWS
    if look.skip:
        pieces.append(Prose(phrase("preview.before", count=look.skip), quiet=True))
    if shown:
        pairs: list[tuple[Filled, Text]] = [(_when(same[0], look.today), _row(same)) for _, same in shown]
        pieces.append(Facts(pairs))
    if more > 0:
        pieces.append(Prose(phrase("preview.more", count=more), quiet=True))
        next_ones = f"{look.skip + ROWS} {look.value}"
        pieces.append(Buttons([Button(phrase("preview.further"), "preview.further", next_ones, quiet=True)]))
    pieces += [Prose(phrase("preview.if"), quiet=True), _only_you()]
    return Card(says, pieces)


def _together(one: Foreseen) -> tuple[datetime, str, bool, str]:
    """What has the same row: what comes to somebody at the same hour of theirs, for the same reason."""
    return one.here.replace(tzinfo=None), one.kind, one.comes, one.message.reason


def _when(one: Foreseen, today: date) -> Filled:
    return phrase("preview.when", apart=(one.day - today).days, day=one.day, at=one.here)


def _row(same: Sequence[Foreseen]) -> Filled:
    names, more = [one.to for one in same[:NAMED]], len(same) - NAMED
    to = phrase("preview.to-more", names=", ".join(names), more=more) if more > 0 else phrase("preview.to", names=names)
    return phrase("preview.row", what=same[0].what, to=to, why=same[0].why)


def _only_you() -> Audience:
    return Audience(phrase("preview.only-you"), Privacy.PERSON)


def whom(said: str, meant: Sequence[tuple[str, str]]) -> Card:
    """Several have that name, or nobody."""
    if not meant:
        return Card(phrase("preview.nobody", said=said), [_only_you()])
    buttons = [Button(phrase("preview.this", name=name), "preview.of", value) for name, value in meant]
    return Card(phrase("preview.which"), [Buttons(buttons), _only_you()])


def no_days(said: str) -> Card:
    """Nobody can tell which days were meant."""
    return Card(phrase("preview.no-days", said=said), [_only_you()])


def too_far(days: int, last: date) -> Card:
    """Days further away than is looked."""
    return Card(phrase("preview.too-far", days=days, last=last), [_only_you()])


def too_many(count: int, most: int) -> Card:
    """More people than are looked ahead for at once."""
    return Card(phrase("preview.too-many", count=count, most=most), [_only_you()])
