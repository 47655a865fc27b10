"""When a team's own question is asked, what it shares with another one, and what its answers come to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from statistics import median

from score.words import alike, clean
from storage.tables import AskedWhen, QuestionKind, TeamQuestion

MOST = 5
"""Questions of one team, and of all of somebody's teams in one check-in: nobody's form is longer for being in two."""

OPTIONS = range(2, 7)
"""How many options a choice has."""

YES, NO = "yes", "no"

_NUMBER = re.compile(r"([-+\u2212]?)([0-9]{1,9})(?:[.,]([0-9]{1,3}))?")


@dataclass(frozen=True)
class Situation:
    """What is known of somebody's day: None for what is not known before the check-in is handed in.

    `said` is what was answered so far, by the first wording of the question.
    """

    day: date
    back: bool = False
    told: bool | None = None
    untied: bool | None = None
    said: Mapping[str, str] | None = None


def is_asked(question: TeamQuestion, now: Situation) -> bool | None:
    """Whether a question is asked; None when that is not known yet."""
    if not question.days >> now.day.weekday() & 1:
        return False
    known = {
        AskedWhen.ALWAYS: True,
        AskedWhen.BACK: now.back,
        AskedWhen.TOLD: now.told,
        AskedWhen.UNTIED: now.untied,
        AskedWhen.AFTER: None if now.said is None else _follows(question, now.said),
    }
    return known[question.asked_when]


def still_stands(question: TeamQuestion, *, told: bool, said: Mapping[str, str]) -> bool:
    """Whether an answer keeps its reason: one that was asked after something goes when that is taken back.

    A task that was tied afterwards takes nothing back: that nothing was tied was true when it was asked.
    """
    if question.asked_when is AskedWhen.AFTER:
        return _follows(question, said)
    return told or question.asked_when is not AskedWhen.TOLD


def _follows(question: TeamQuestion, said: Mapping[str, str]) -> bool:
    answer = said.get(question.after_id or "", "")
    return bool(answer) and alike(answer) == alike(question.after_said)


def sameness(question: TeamQuestion) -> tuple[str, QuestionKind, tuple[str, ...]]:
    """What two questions share when one answer answers both: their words, their kind and their options."""
    return alike(question.words), question.kind, tuple(alike(one) for one in question.options)


Once = tuple[TeamQuestion, ...]
"""Questions of several teams that are asked as one."""


def once(questions: Iterable[TeamQuestion]) -> list[Once]:
    """The same questions together, each where its first one stands."""
    found: dict[object, list[TeamQuestion]] = {}
    for question in questions:
        found.setdefault(sameness(question), []).append(question)
    return [tuple(same) for same in found.values()]


def is_required(asked: Once) -> bool:
    """Whether one of the teams waits for an answer."""
    return any(question.required for question in asked)


def fitting(asked: Sequence[Once], day: date, most: int = MOST) -> list[Once]:
    """Up to `most` of them, in their order: first what is required, then what is asked on the fewest weekdays.

    Of those that are alike in both, each has its turn: the ones left out come first on the next of their days.
    """
    if len(asked) <= most:
        return list(asked)
    chosen: list[Once] = []
    ranked = sorted(asked, key=_rank)
    for (_, _, days), same in groupby(ranked, key=_rank):
        alike_ones, room = list(same), most - len(chosen)
        turn = _occurrence(days, day) * room % len(alike_ones)
        chosen += [*alike_ones[turn:], *alike_ones[:turn]][:room]
    return [one for one in asked if one in chosen]


def _rank(asked: Once) -> tuple[bool, int, int]:
    days = 0
    for question in asked:
        days |= question.days
    return not is_required(asked), days.bit_count(), days


def _occurrence(days: int, day: date) -> int:
    """How many of these weekdays there have been before `day`."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    return weeks * days.bit_count() + (days & (1 << weekday) - 1).bit_count()


# What is typed


def options_in(typed: str) -> list[str]:
    """The options in a text, one to a line or parted by semicolons; those that read alike stand once.

    Raises Unreadable when nothing of it can be read.
    """
    words = [" ".join(part.split()) for part in re.split("[;\n]", clean(typed))]
    found: dict[str, str] = {}
    for one in words:
        if one:
            found.setdefault(alike(one), one)
    return list(found.values())


def number_in(typed: str) -> str | None:
    """A number as it is kept, with a point; None for what is none. Up to nine digits and three decimals."""
    read = _NUMBER.fullmatch(typed.strip())
    if read is None:
        return None
    sign, whole, rest = read[1], read[2].lstrip("0") or "0", (read[3] or "").rstrip("0")
    said = f"{whole}.{rest}" if rest else whole
    return f"-{said}" if sign in ("-", "\u2212") and said != "0" else said


# What the answers come to


@dataclass(frozen=True)
class Counts:
    """How often each option was chosen, of how many answers, by how many people."""

    of: Mapping[str, int] = field(default_factory=dict)
    answers: int = 0
    people: int = 0


def counted(question: TeamQuestion, answers: Sequence[tuple[str, str]]) -> Counts:
    """The options of a question with the number of answers to each, given who said what."""
    options = [YES, NO] if question.kind is QuestionKind.YES_NO else question.options
    said = [words for _, words in answers]
    return Counts({one: said.count(one) for one in options}, len(said), len({person for person, _ in answers}))


@dataclass(frozen=True)
class Spread:
    """The middle of some numbers, and the smallest and the largest of them."""

    middle: float
    lowest: float
    highest: float


def spread(answers: Iterable[str]) -> Spread:
    """How numbers that were answered are spread. Raises ValueError when there are none."""
    numbers = sorted(float(one) for one in answers)
    return Spread(median(numbers), numbers[0], numbers[-1])
