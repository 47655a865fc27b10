"""What an interview about a score asks, and what of an answer can be taken: a name, a day, a number, one of several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from score.handles import slug
from score.language import HANDLE, NAME, SEASON, TEXT, UNIT, WORDS
from score.names import Named, meant
from score.outline import forbidden_in
from score.readings import Wrong, number
from score.said_days import day_named, tokens_of
from score.words import Unreadable, alike, clean_line

STANDING, YES, NO = "standing", "yes", "no"
"""Answers that are words of ours: that a priority has no last day by intent, yes, and no."""

FIGURES = 1e12
"""A number that stands in a score is below this, either way."""


class Asked(StrEnum):
    """What is asked. Each has its question, its hint and its example in `prompts/phrases/interview.*.ftl`."""

    ORGANISATION = "organisation"
    SEASON = "season"
    ASPIRATION = "aspiration"
    WHERE_TO_PLAY = "where_to_play"
    WHERE_NOT = "where_not"
    HOW_TO_WIN = "how_to_win"
    HOW_NOT = "how_not"
    OPPOSITE = "opposite"
    SHARPER = "sharper"
    CAPABILITIES = "capabilities"
    SYSTEMS = "systems"
    MUST_BE_TRUE = "must_be_true"
    TEST = "test"
    TESTER = "tester"
    PRIORITIES = "priorities"
    OWNER = "owner"
    DEPUTY = "deputy"
    UNTIL = "until"
    SERVES = "serves"
    MEASURE = "measure"
    UNIT = "unit"
    START = "start"
    TARGET = "target"
    DIRECTION = "direction"
    EVERY = "every"
    SOURCE = "source"
    TYPE = "type"
    PART = "part"
    KIND = "kind"
    WITHIN = "within"
    PART_SERVES = "part_serves"
    OWN_CHOICES = "own_choices"


class Sort(StrEnum):
    """What sort of answer a question wants."""

    WORDS = "words"
    OWNER = "owner"
    UNTIL = "until"
    NUMBER = "number"
    OPTION = "option"


class Unfit(StrEnum):
    """Why an answer cannot be taken."""

    NEEDED = "needed"
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    NO_DAY = "no_day"
    SEVERAL_DAYS = "several_days"
    OVER = "over"
    NO_NUMBER = "no_number"
    GROUPED = "grouped"
    SAME_NUMBER = "same_number"
    NO_OPTION = "no_option"
    NOBODY = "nobody"
    SEVERAL_PEOPLE = "several_people"
    NO_HANDLE = "no_handle"


LONGEST: Mapping[Asked, int] = {
    Asked.ORGANISATION: NAME,
    Asked.SEASON: SEASON,
    Asked.PART: NAME,
    Asked.UNIT: UNIT,
    Asked.SOURCE: NAME,
    Asked.TEST: TEXT,
}
"""Characters of an answer at most; of all others those of a line."""


@dataclass(frozen=True)
class Around:
    """What an answer is understood by: today, how days are said, and who is here; None where no roster is known."""

    today: date
    days: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[Named] | None = None


@dataclass(frozen=True)
class Question:
    """One question. `id` lasts: what was answered to it is found by that.

    `of` are the words of the line, or the name of the part, that it is about. `options` are values with their words.
    `other` is the number that a target must differ from, and `unit` what a number may end with. `count` says which of
    several it is, from 1. `before` is what was answered earlier, where it is asked again.
    """

    id: str
    asks: Asked
    sort: Sort = Sort.WORDS
    of: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False
    unit: str = ""
    other: str = ""
    count: int = 1
    before: str = ""

    def holds(self, answer: str) -> bool:
        """Whether an answer of earlier can stand, whatever was changed since before it."""
        if not answer:
            return not self.needed
        return (answer in self.options or self.sort is not Sort.OPTION) and answer != self.other


def fit(question: Question, said: str, around: Around) -> str | Unfit:
    """The answer that somebody wrote, as it is kept; what is wrong with it where it cannot be taken."""
    try:
        words = clean_line(said)
    except Unreadable:
        return Unfit.UNREADABLE
    if not words:
        return Unfit.NEEDED
    if forbidden_in(words):
        return Unfit.UNREADABLE
    if len(words) > LONGEST.get(question.asks, WORDS):
        return Unfit.TOO_LONG
    reads = {
        Sort.OWNER: _person,
        Sort.UNTIL: _until,
        Sort.NUMBER: _number,
        Sort.OPTION: _option,
    }.get(question.sort)
    return reads(question, words, around) if reads else words


def _person(_question: Question, words: str, around: Around) -> str | Unfit:
    if around.people is None:
        handle = slug(words.removeprefix("@"), "")
        return handle if 0 < len(handle) <= HANDLE else Unfit.NO_HANDLE
    found = meant(words, around.people)
    return found[0].handle if len(found) == 1 else Unfit.SEVERAL_PEOPLE if found else Unfit.NOBODY


def _until(_question: Question, words: str, around: Around) -> str | Unfit:
    if alike(words) == STANDING:
        return STANDING
    tokens = tokens_of(words, around.days)
    named = day_named(tokens) if tokens else None
    days = named(around.today) if named else ()
    if not days:
        return Unfit.NO_DAY
    if len(days) > 1:
        return Unfit.SEVERAL_DAYS
    return str(days[0]) if days[0] >= around.today else Unfit.OVER


def _number(question: Question, words: str, _around: Around) -> str | Unfit:
    value = number(words, question.unit)
    if value is Wrong.GROUPED:
        return Unfit.GROUPED
    if isinstance(value, Wrong) or abs(value) >= FIGURES:
        return Unfit.NO_NUMBER
    # Plus nothing: there is one zero.
    kept = f"{value + 0.0:.6f}".rstrip("0").rstrip(".")
    return Unfit.SAME_NUMBER if kept == question.other else kept


def _option(question: Question, words: str, _around: Around) -> str | Unfit:
    """One of the options: by its place, its value, its words, or the first letters of any of them."""
    values = list(question.options)
    if words.isdecimal() and 0 < int(words) <= len(values):
        return values[int(words) - 1]
    plain = alike(words)
    exact = [value for value, said in question.options.items() if plain in (alike(value), alike(said))]
    near = [
        one for one, said in question.options.items() if alike(one).startswith(plain) or alike(said).startswith(plain)
    ]
    found = exact or near
    return found[0] if len(found) == 1 else Unfit.NO_OPTION
