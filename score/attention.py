"""How much somebody hears of what they did not ask for, and when.

Three batches a day did people good (Fitz and others 2019, 237 people at random: better mood, more in control; hourly no
better, none at all raised anxiety), nudges none to two a week (Kerfoot and others 2010). The bounds hold for one person
over all that we do, so they are looked at in one place, for each message: docs/decisions/0028.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from score.cadence import Rhythm, local, local_day, next_slot
from score.spacing import EVENING, NUDGES_A_WEEK, fits_budget, has_room, reachable
from storage.tables import Cause, Person


class Occasion(StrEnum):
    """Why somebody gets a message that they did not ask for."""

    PROMPT = "prompt"
    REMINDER = "reminder"
    WELCOME = "welcome"
    DECISION = "decision"
    TASK = "task"
    HELP = "help"
    PRAISE = "praise"
    WIN = "win"
    TEAM = "team"
    BETWEEN = "between"
    SCORE = "score"
    LESSON = "lesson"
    NUDGE = "nudge"
    FINDINGS = "findings"
    MEASURE = "measure"
    RUNNING = "running"


class Volume(StrEnum):
    """How much of one occasion somebody wants."""

    ALL = "all"
    LESS = "less"
    NONE = "none"


@dataclass(frozen=True)
class Rule:
    """What holds for the messages of one occasion.

    `waits` is whether one that does not fit comes at the next moment that does; it is dropped otherwise. `own_hour` is
    whether it comes at its own hour before all others, whatever else the day holds. `less` says whether less of it can
    be had and `none` whether it can be done without; a prompt and its reminder are turned down by hours, days and a
    pause instead.
    """

    waits: bool = True
    own_hour: bool = False
    is_nudge: bool = False
    less: bool = True
    none: bool = True


RULES: Mapping[Occasion, Rule] = {
    Occasion.PROMPT: Rule(own_hour=True, none=False),
    Occasion.REMINDER: Rule(waits=False, none=False),
    Occasion.WELCOME: Rule(own_hour=True, less=False, none=False),
    Occasion.DECISION: Rule(),
    Occasion.TASK: Rule(),
    Occasion.HELP: Rule(),
    Occasion.PRAISE: Rule(less=False),
    Occasion.WIN: Rule(),
    Occasion.TEAM: Rule(),
    Occasion.BETWEEN: Rule(),
    Occasion.SCORE: Rule(),
    Occasion.LESSON: Rule(),
    Occasion.NUDGE: Rule(waits=False, is_nudge=True),
    Occasion.FINDINGS: Rule(),
    Occasion.MEASURE: Rule(),
    Occasion.RUNNING: Rule(),
}
"""Every occasion. Praise that is turned down stands in the digest all the same."""

IN_THE_MORNING = frozenset(
    {
        *(Occasion.DECISION, Occasion.TASK, Occasion.HELP, Occasion.WIN, Occasion.TEAM),
        *(Occasion.BETWEEN, Occasion.SCORE, Occasion.FINDINGS, Occasion.MEASURE, Occasion.RUNNING),
    }
)
"""Occasions of which less means: with the first batch of a working day, not at once."""

LESSONS_APART = timedelta(days=7)
"""How far apart lessons are offered to who wants fewer of them."""


def wishes(person: Person) -> dict[Occasion, Volume]:
    """What somebody wants of each occasion of which they do not want all."""
    said = (one.split("=") for one in person.wishes.split())
    return {Occasion(occasion): Volume(wanted) for occasion, wanted in said}


def wished(person: Person, occasion: Occasion, wanted: Volume) -> str:
    """The wishes of somebody as they are kept, with this one among them."""
    known = {**wishes(person), occasion: wanted}
    return " ".join(f"{one}={said}" for one, said in sorted(known.items()) if said is not Volume.ALL)


def volume(person: Person, occasion: Occasion) -> Volume:
    """How much of an occasion somebody wants."""
    return wishes(person).get(occasion, Volume.ALL) if person.wishes else Volume.ALL


def wants(person: Person, occasion: Occasion) -> bool:
    """Whether somebody wants to be told of an occasion at all."""
    return volume(person, occasion) is not Volume.NONE


def nudges_a_week(person: Person) -> int:
    """Nudges that somebody gets in any seven days at most."""
    return {Volume.ALL: NUDGES_A_WEEK, Volume.LESS: NUDGES_A_WEEK // 2, Volume.NONE: 0}[volume(person, Occasion.NUDGE)]


def turned_down(person: Person, occasion: Occasion) -> Volume | None:
    """The next step down from what somebody gets of an occasion; None where there is none."""
    rule, now = RULES[occasion], volume(person, occasion)
    steps = [Volume.ALL, *[Volume.LESS] * rule.less, *[Volume.NONE] * rule.none]
    below = steps[steps.index(now) + 1 :]
    return below[0] if below else None


def fewer_days(working_days: int) -> int:
    """Every second one of these working days (bit 0 is Monday), the first among them; the same for a single one."""
    days = [n for n in range(7) if working_days >> n & 1]
    return sum(1 << n for n in days[::2])


@dataclass(frozen=True)
class Placed:
    """When a message comes, None when it does not; and why it waits or was dropped, empty when it does neither."""

    at: datetime | None
    why: str = ""


@dataclass
class Room:
    """What one person has had and will get without having asked, and so what room there is for more."""

    person: Person
    rhythm: Rhythm
    came: list[tuple[datetime, Occasion]] = field(default_factory=list)

    @property
    def nudged(self) -> list[date]:
        """The days on which they were nudged, over all that nudges."""
        return [local_day(at, self.rhythm.time_zone) for at, what in self.came if RULES[what].is_nudge]

    def on(self, day: date) -> list[datetime]:
        """When something came or will come to them on a day of theirs; today's prompt counts before it is planned."""
        due = self.person.next_due_at
        all_of_them = [*[at for at, _ in self.came], *([due] if due is not None else [])]
        return [at for at in all_of_them if local_day(at, self.rhythm.time_zone) == day]

    def take(self, at: datetime, occasion: Occasion) -> None:
        """Count a message that comes at `at`."""
        self.came.append((at, occasion))

    def place(self, occasion: Occasion, at: datetime) -> Placed:
        """When a message of this occasion comes that is wanted at `at`."""
        rule, wanted = RULES[occasion], volume(self.person, occasion)
        if wanted is Volume.NONE:
            return Placed(None, Cause.TURNED_DOWN)
        when = reachable(self.rhythm, at)
        if when is None:
            return Placed(None, Cause.AWAY)
        if rule.is_nudge and not has_room(self._day(when), self.nudged, nudges_a_week(self.person)):
            return Placed(None, Cause.ENOUGH)
        if wanted is Volume.LESS:
            when = self._seldom(occasion, when)
        if when is not None and self._fits(when):
            if when == at:
                return Placed(when)
            return Placed(when if rule.waits else None, Cause.OUTSIDE)
        return self._later(when) if rule.waits and when is not None else Placed(None, Cause.FULL)

    def _day(self, at: datetime) -> date:
        return local_day(at, self.rhythm.time_zone)

    def _fits(self, at: datetime) -> bool:
        return fits_budget(at, self.on(self._day(at)))

    def _seldom(self, occasion: Occasion, when: datetime) -> datetime | None:
        """The same for who wants less of it."""
        if occasion in IN_THE_MORNING:
            return self._slot_from(when)
        last = max((at for at, what in self.came if what is occasion), default=None)
        if occasion is Occasion.LESSON and last is not None and when < last + LESSONS_APART:
            return self._slot_from(last + LESSONS_APART)
        return when

    def _slot_from(self, at: datetime) -> datetime | None:
        """The first of their hours that is no earlier than `at`."""
        plain = replace(self.rhythm, asked_for=None)
        slot = next_slot(plain, self._day(at) - timedelta(days=1))
        return slot if slot is None or slot >= at else next_slot(plain, self._day(at))

    def _later(self, when: datetime) -> Placed:
        """With a batch that comes later on the same day anyway, else with the first of another."""
        day = self._day(when)
        with_another = sorted(at for at in self.on(day) if at > when and self._hour(at) < EVENING)
        if with_another:
            return Placed(with_another[0], Cause.FULL)
        plain = replace(self.rhythm, asked_for=None)
        while (slot := next_slot(plain, day)) is not None and not self._fits(slot):
            day = self._day(slot)
        return Placed(slot, Cause.FULL)

    def _hour(self, at: datetime) -> int:
        return local(at, self.rhythm.time_zone).hour
