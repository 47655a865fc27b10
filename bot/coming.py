"""What would happen next in the demo by itself, kept apart by what it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby, islice

from prompts import Filled, Which, phrase
from prompts import lesson as shelf_of_lessons
from storage import learning, people, steps
from storage.store import Store
from storage.tables import SittingState

LOOKED_AT = 500
"""Of each kind, how many that are next are looked at."""

NAMED = 3
"""People or teams that are named; how many more there are is said."""


class ComingKind(StrEnum):
    """What would happen, in the order in which it does where the hour is the same."""

    WELCOME = "welcome"
    PROMPT = "prompt"
    REMINDER = "reminder"
    DIGEST = "digest"
    WEEK = "week"
    LESSON = "lesson"
    NUDGE = "nudge"
    STEP = "step"


@dataclass(frozen=True)
class Coming:
    """One thing that would happen at an instant, to those of these names, in their order; `lesson` is its id."""

    at: datetime
    kind: ComingKind
    names: tuple[str, ...]
    lesson: str = ""

    @property
    def what(self) -> Filled:
        """What it is."""
        lesson = shelf_of_lessons.lesson(self.lesson) if self.lesson else None
        if lesson is None:
            return _WHAT[self.kind](len(self.names))
        title = lesson.bare(lesson.title)
        is_nudge = self.kind is ComingKind.NUDGE
        return phrase("coming.nudge-of", lesson=title) if is_nudge else phrase("coming.lesson-of", lesson=title)

    @property
    def to(self) -> Filled:
        """To whom."""
        more = len(self.names) - NAMED
        unless = Which("answered" if self.kind is ComingKind.REMINDER else "nothing")
        # "And one more" would be longer than the name.
        if more <= 1:
            return phrase("coming.to", names=list(self.names), unless=unless)
        return phrase("coming.to-more", names=", ".join(self.names[:NAMED]), more=more, unless=unless)


_WHAT: Mapping[ComingKind, Callable[[int], Filled]] = {
    ComingKind.WELCOME: lambda count: phrase("coming.welcome", count=count),
    ComingKind.PROMPT: lambda count: phrase("coming.prompt", count=count),
    ComingKind.REMINDER: lambda count: phrase("coming.reminder", count=count),
    ComingKind.DIGEST: lambda _: phrase("coming.digest"),
    ComingKind.WEEK: lambda _: phrase("coming.week"),
    ComingKind.LESSON: lambda _: phrase("coming.lesson"),
    ComingKind.NUDGE: lambda _: phrase("coming.nudge"),
    ComingKind.STEP: lambda _: phrase("coming.step"),
}


def after(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Coming]:
    """The first `limit` things that would happen later than `now`, in their order."""
    order = list(ComingKind)
    found = sorted(_all_after(store, workspace_id, now), key=lambda one: (one[0], order.index(one[1]), one[3]))
    together = groupby(found, key=lambda one: (one[0], one[1], one[3]))
    made = (Coming(at, kind, tuple(name for _, _, name, _ in same), lesson) for (at, kind, lesson), same in together)
    return list(islice(made, limit))


def _all_after(store: Store, workspace_id: str, now: datetime) -> Iterator[tuple[datetime, ComingKind, str, str]]:
    for kind, found in _due(store, workspace_id, now):
        yield from ((at, kind, name, "") for at, name in found if at is not None and at > now)
    for sitting, person in learning.next_due(store, workspace_id, LOOKED_AT):
        kind = ComingKind.LESSON if sitting.state is SittingState.WAITING else ComingKind.NUDGE
        if sitting.due_at is not None and sitting.due_at > now:
            yield sitting.due_at, kind, person.name, sitting.lesson


def _due(
    store: Store, workspace_id: str, now: datetime
) -> Iterator[tuple[ComingKind, Iterable[tuple[datetime | None, str]]]]:
    welcomed = people.next_to_greet(store, workspace_id, now, LOOKED_AT)
    yield ComingKind.WELCOME, [(one.greet_at, one.name) for one in welcomed]
    asked = people.next_due(store, workspace_id, LOOKED_AT)
    yield ComingKind.PROMPT, [(one.next_due_at, one.name) for one in asked]
    reminded = people.next_to_remind(store, workspace_id, now, LOOKED_AT)
    yield ComingKind.REMINDER, [(one.remind_at, one.name) for one in reminded]
    posted = people.next_digests(store, workspace_id, now, LOOKED_AT)
    yield ComingKind.DIGEST, [(one.next_digest_at, one.name) for one in posted]
    weeks = people.next_weeks(store, workspace_id, now, LOOKED_AT)
    yield ComingKind.WEEK, [(one.next_week_at, one.name) for one in weeks]
    cues = steps.next_due(store, workspace_id, now, LOOKED_AT)
    yield ComingKind.STEP, [(step.due_at, person.name) for step, person in cues]
