"""What comes in and what goes out, at every door alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any

from handlers.cards import Card, Form
from handlers.occasions import OCCASIONS
from handlers.useful import urgency_of, useful_until
from prompts import Filled
from score.meaning import Meaning
from score.model import Said, Silent
from score.words import storable
from storage.budgets import Budget
from storage.store import Store
from storage.tables import Ask, Delivery, Person, Place, PlaceKind, Shown, Wording, make_id


@dataclass(frozen=True)
class Moment:
    """When something happens, and the chance that its ids are made from."""

    at: datetime
    chance: Random

    def id(self) -> str:
        """An id for a new noun."""
        return make_id(self.at, self.chance)


@dataclass(frozen=True)
class Arrival:
    """What a door has verified: who did what where. `key` is the same each time the platform delivers it.

    `known` is who did it and where they are reached alone, when it was done there and the door has looked: nobody looks
    again then. `once` is a key in which nobody can be read, of what leaves no trace and is done once all the same.
    NUL and lone surrogates are left out of all of it: no store takes them, and nobody can read them.
    """

    key: str
    connection_id: str
    account: str
    place: str
    action: str
    text: str = ""
    value: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    known: tuple[Person, Place] | None = None
    once: str = ""

    def __post_init__(self) -> None:
        for name in ("key", "once", "connection_id", "account", "place", "action", "text", "value"):
            object.__setattr__(self, name, storable(getattr(self, name)))
        object.__setattr__(self, "fields", {storable(name): storable(said) for name, said in self.fields.items()})


@dataclass(frozen=True)
class Scribe:
    """A model behind the door: how long it may take, and how much of it may be used on a day."""

    within: timedelta
    budget: Budget


class Unsaid(StrEnum):
    """Why an answer is not in the words of a model: it took too long, could not be reached, said nothing that stands,
    was asked enough for today, or somebody did not want to wait.
    """

    LATE = "late"
    UNREACHED = "unreached"
    UNREADABLE = "unreadable"
    ENOUGH = "enough"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Turn(Moment):
    """One thing a person did in chat: wrote, pressed or handed in."""

    person: Person
    place: Place
    action: str
    text: str = ""
    value: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    meaning: Meaning | None = None
    """What says how near texts are in meaning, where that is switched on."""

    model: Scribe | None = None
    """The model that can put an answer into words, where there is one."""

    @property
    def is_typed(self) -> bool:
        """Whether it was written, so that the answer belongs below it: what stands already may stand far above."""
        return bool(self.text)


class How(StrEnum):
    """How a door answers at once."""

    NOTHING = "nothing"
    CARD = "card"
    FORM = "form"
    STANDS = "stands"
    COMING = "coming"
    OPTIONS = "options"


@dataclass(frozen=True)
class Answer:
    """What the door says at once, as the name of a view and the ids of what it shows.

    STANDS is a message that stands already (or will in a moment): the one that `shown_id` names, as it is now. COMING
    is what is shown until the model has spoken, on the ask that `about` names; by `stopped` it names one for which
    nobody waits any more.
    """

    how: How = How.NOTHING
    view: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    shown_id: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The answer as it is kept with the dedupe key."""
        return {"how": self.how.value, "view": self.view, "about": dict(self.about), "shown_id": self.shown_id}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Answer":
        """The answer that was kept."""
        return cls(How(kept["how"]), kept["view"], kept["about"], kept["shown_id"])


@dataclass(frozen=True)
class Reply:
    """What a handler returns: the answer, what is to be sent, what stays and may be amended, what is asked."""

    answer: Answer = field(default_factory=Answer)
    deliveries: Sequence[Delivery] = ()
    shown: Sequence[Shown] = ()
    asks: Sequence[Ask] = ()
    served: int = 0
    """How many were served by a duty; it is played again until nobody is left."""


@dataclass(frozen=True)
class Reader:
    """Who reads, where, and when; what is drawn depends on nothing else but the store."""

    person: Person | None
    place: Place
    at: datetime


@dataclass(frozen=True)
class Offer:
    """Lines to choose from, best first, and how many more there are."""

    lines: Sequence[Wording]
    more: int = 0


Drawn = Card | Form | Offer
Draw = Callable[[Store, Reader, Mapping[str, str]], Drawn]
"""A drawing looks up what a view shows, with the rights of who reads, and hands it to the view."""


@dataclass(frozen=True)
class Look:
    """A route that only reads."""

    play: Callable[[Turn, Store], Reply]


@dataclass(frozen=True)
class Change:
    """A route that keeps something. What is costly to find is considered first, outside the writer.

    Where what is found is an `Answer`, there is nothing to keep: it is given as a look gives its own. A `traceless`
    change leaves no dedupe key and no answer behind, from which somebody could tell who made it and when; what it
    keeps is the same however often it comes.
    """

    keep: Callable[[Turn, Store, Any], Reply]
    consider: Callable[[Turn, Store], Any] | None = None
    traceless: bool = False


Route = Look | Change
Hearing = Callable[[Turn, Store, Ask, Said | Silent], Reply]
"""What is done once an ask is answered, in the place where it was asked. No door can play it."""
Duty = Callable[[Moment, Store, str, int], Reply]
"""A duty is played in one workspace, which it is given by id, for a number of people at most."""


class Refused(Exception):
    """The turn cannot go on: what it kept is dropped, the key and the refusal stay."""

    def __init__(self, view: str, **about: str) -> None:
        super().__init__(view)
        self.answer = Answer(How.CARD, view, about)


class Corrections(Exception):
    """Fields to be mended: nothing stays, not even the key, so that the mended form comes in.

    `view` and `about` draw the form again; doors fill in what was typed and put `notes` beside the fields.
    """

    def __init__(self, view: str, about: Mapping[str, str], notes: Mapping[str, Filled]) -> None:
        super().__init__(", ".join(notes))
        self.view, self.about, self.notes = view, about, notes


class Gone(LookupError):
    """What should be drawn is no longer there, or not for this reader to see; nobody is told which."""


def deliver(
    moment: Moment,
    place: Place,
    view: str,
    about: Mapping[str, str],
    *,
    once: str,
    not_before: datetime | None = None,
    asked: bool = False,
) -> Delivery:
    """One card for one place, sent once: a second one with the same `once` in that place is never planned.

    It goes out now, or at the instant `not_before`, as long as it is of use (handlers/useful.py); what somebody did not
    ask for (`asked`) may wait longer, or be left (handlers/plan.py).
    """
    return Delivery(
        id=moment.id(),
        workspace_id=place.workspace_id,
        place_id=place.id,
        kind=view,
        once=f"{once}:{place.id}",
        view=view,
        about=dict(about),
        urgency=urgency_of(view, asked_now=asked and not_before is None),
        planned_at=moment.at,
        not_before=not_before or moment.at,
        expires_at=useful_until(view, not_before or moment.at),
        occasion="" if asked or place.kind is PlaceKind.CHANNEL else OCCASIONS.get(view, ""),
    )


def stand(
    moment: Moment,
    place: Place,
    view: str,
    about: Mapping[str, str],
    *,
    subject: str,
    under: Shown | None = None,
    not_before: datetime | None = None,
    asked: bool = False,
) -> tuple[Shown, Delivery]:
    """A card that is sent once and can be amended afterwards, as what it is about changes; in the thread of another."""
    delivery = deliver(moment, place, view, about, once=subject, not_before=not_before, asked=asked)
    shown = Shown(
        id=moment.id(),
        workspace_id=place.workspace_id,
        place_id=place.id,
        subject=subject,
        view=view,
        about=dict(about),
        under=under.id if under else None,
    )
    delivery.shown_id = shown.id
    return shown, delivery


def greeting(person: Person) -> str:
    """The subject of the last welcome that somebody got."""
    return f"welcome:{person.id}:{person.greeted_on}"


def agreement(proposal_id: str) -> str:
    """The subject of the question whether a team agrees on an allowance."""
    return f"allowance:{proposal_id}"


def invitation(person_id: str, day: date) -> str:
    """The subject of the morning prompt for a day: whatever it shows amends it by this name."""
    return f"invite:{person_id}:{day.isoformat()}"


def snoozed(person_id: str, day: date) -> str:
    """The subject of what stands where the prompt of a day stood that comes again later."""
    return f"snoozed:{person_id}:{day.isoformat()}"


def as_it_is(person_id: str, day: date) -> Answer:
    """What holds for a day, below what somebody wrote; drawn like the morning prompt, and with a way back."""
    return Answer(How.CARD, "checkin.invite", {"person": person_id, "day": day.isoformat(), "below": "yes"})


def front(person_id: str) -> str:
    """The subject of the page that a platform keeps for one person beside the conversation."""
    return f"front:{person_id}"


def reminding(person_id: str, day: date) -> str:
    """The subject of the one reminder of a day."""
    return f"remind:{person_id}:{day.isoformat()}"
