"""Organisations and their tasks as the benches of ties measure them, and what all of these count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from bench.organisations import Organisation
from bot.meaning import PATIENCE, Bounded
from score import ties
from score.experience import Experience
from score.meaning import Vector, nearness, shown
from score.stems import language_of

AT_ONCE = 32
"""Texts that a model is asked about at once."""

SIZED = ("item", "enhancement", "case")
"""Kinds of task that have the size of what people write in a check-in."""


@dataclass(frozen=True)
class Task:
    """What somebody wrote, and the line that it was filed under; None where it belongs to none.

    `stray` says what kind of text it is then.
    """

    text: str
    line_id: str | None
    author: str
    date: str
    group: str
    kind: str
    stray: str = ""


@dataclass(frozen=True)
class Case:
    """An organisation and its tasks, in the order of their dates, ready to be ranked."""

    of: Organisation
    index: ties.Index
    tasks: Sequence[Task]
    strays: Sequence[Task]
    near: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """For a text how near the lines are in meaning, where a model was asked."""

    @property
    def sized(self) -> list[Task]:
        """The tasks that have the size of one."""
        return [one for one in self.tasks if one.kind in SIZED]

    def owned(self, by: str) -> set[str]:
        """The lines of somebody."""
        return {line_id for line_id, names in self.of.owners.items() if by and by in names}

    def rank(
        self, task: Task, *, author: bool, learned: Experience = ties.NOTHING, meant: bool = False
    ) -> ties.Ranking:
        """The lines for a task, as the product ranks them."""
        owns = self.owned(task.author) if author else ()
        return self.index.rank(task.text, owns=owns, learned=learned, near=self.near.get(task.text) if meant else None)

    def read_to(self, model: Bounded) -> "Case":
        """The same with what a model of meaning says of its tasks. Raises Unanswered."""
        lines = list(self.index.wordings)
        known = dict(zip([one.line_id for one in lines], _read_to(model, [shown(one) for one in lines]), strict=True))
        texts = [one.text for one in self.sized]
        return replace(
            self,
            near={text: nearness(vector, known) for text, vector in zip(texts, _read_to(model, texts), strict=True)},
        )


def _read_to(model: Bounded, texts: Sequence[str]) -> list[Vector]:
    """What texts mean to a model, some of them at once: an endpoint takes so many and no more."""
    some = (texts[place : place + AT_ONCE] for place in range(0, len(texts), AT_ONCE))
    return [vector for each in some for vector in model.tried(each, PATIENCE).vectors]


def read(of: Organisation) -> Case:
    """An organisation as it is measured."""
    number = count()

    def task(row: Mapping[str, str | None], stray: str = "") -> Task:
        # Years stand for their beginnings: what is known of a date is kept in order.
        said = {name: str(row.get(name) or "") for name in ("author", "date", "kind")}
        group = row.get("group") or f"alone-{next(number)}"
        return Task(str(row["text"]), row.get("gold_line_id"), said["author"].lower(), said["date"], group,
                    said["kind"], stray)  # fmt: skip

    tasks = sorted((task(row) for row in of.tasks), key=lambda one: (one.date, one.group))
    strays = [task(row, "foreign" if row.get("kind") == "foreign" else "real") for row in of.strays]
    return Case(of, ties.Index(of.lines, of.parts, language_of(of.edition.language)), tasks, strays)


def share(of: Sequence[bool]) -> float:
    """How many are true, from 0.0 to 1.0."""
    return sum(of) / len(of) if of else float("nan")


def between(of: Sequence[float]) -> tuple[float, float]:
    """Where the middle nine in ten of some figures lie."""
    ordered = sorted(of)
    return ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]


def bar(met: bool, says: str) -> bool:
    """Print whether a bar is met."""
    print(f"  {'met' if met else 'NOT MET'}: {says}")
    return met
