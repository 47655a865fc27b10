"""What somebody means who writes "I am off until Tuesday": which days they are away, in their own calendar.

Only whole sentences are understood, so that a task with the word "leave" in it stays a task. What can mean two things
is given as both, to be asked back: "until Tuesday" may or may not hold Tuesday, "3/4" may be March or April. Words
come from outside (`prompts/phrases/absence.*`), figures are read here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from score.cadence import Days
from score.hours import Hours
from score.said_days import DAY, Token, day_named, monday_of, tokens_of, with_month
from storage.tables import A_DAY_OF_MINUTES

LONGEST = 366
"""Days of one absence at most; more is a mistake, or a matter for the roster."""

ALL_DAY: Hours = (0, A_DAY_OF_MINUTES)
"""The hours of a day that is free from its beginning to its end."""

LETTERS = 200
"""Characters of a sentence about days at most."""

MORNING, AFTERNOON = (0, 13 * 60), (12 * 60, A_DAY_OF_MINUTES)
"""Minutes after midnight: who is off for a half of the day has their noon free as well."""

MEANINGS = 4
"""Days that one sentence may stand for at most; beyond that it says too little."""

_OPEN = ("until", "through", "from", "between", "back")
"""Words between which there are whole days."""


@dataclass(frozen=True)
class Said:
    """A sentence about being away, not yet brought together with the day on which it was said."""

    _meant: Callable[[date], Iterator[Days]]
    hours: Hours = ALL_DAY
    """The hours of each of those days."""

    def days(self, today: date) -> tuple[Days, ...]:
        """The days that the sentence can mean, said on `today`, each once.

        Exactly one when it is clear; none when it says too little, or what cannot be.
        """
        found: dict[Days, None] = {}
        for first, last in self._meant(today):
            if first <= last and today <= last and (last - first).days < LONGEST:
                found[max(first, today), last] = None
        return tuple(found) if len(found) <= MEANINGS else ()


def read(text: str, words: Mapping[str, str]) -> Said | None:
    """What `text` says of being away; None when it is about anything else.

    `words` gives the meaning of each spelling.
    """
    if len(text) > LETTERS:
        return None
    tokens = tokens_of(text, words)
    return _of_part(tokens) or _sentence(tokens) if tokens else None


def read_days(text: str, words: Mapping[str, str]) -> Said | None:
    """The days that `text` names and says nothing else of: "next week", "Monday to Friday"; None for anything else."""
    tokens = tokens_of(text, words) if len(text) <= LETTERS else None
    return _when("away", tokens) if tokens else None


# Sentences


_HALVES: Mapping[str, Hours] = {
    "morning": MORNING, "this-morning": MORNING, "afternoon": AFTERNOON, "this-afternoon": AFTERNOON,
}  # fmt: skip


def _of_part(tokens: list[Token]) -> Said | None:
    """The same of one half of some days; where it is said of their ends, nobody knows what lies between."""
    halves = [token.kind for token in tokens if token.kind in _HALVES]
    if not halves:
        return None
    # "This afternoon" names its day; "Friday afternoon" is Friday, and a half of it.
    named = [Token("today") if token.kind.startswith("this-") and token.kind in _HALVES else token for token in tokens]
    said = _sentence([token for token in named if token.kind not in _HALVES])
    if said is None or len(halves) > 1 or any(token.kind in _OPEN for token in tokens):
        return said and Said(lambda today: iter([]))
    return replace(said, hours=_HALVES[halves[0]])


def _sentence(tokens: list[Token]) -> Said | None:
    kinds = [token.kind for token in tokens]
    if kinds[:1] == ["i-am"]:
        tokens, kinds = tokens[1:], kinds[1:]
    if kinds[:2] in (["away", "back"], ["sick", "back"]):
        tokens, kinds = tokens[1:], kinds[1:]
    if not kinds or kinds[0] not in ("away", "sick", "back"):
        # "From Monday to Friday I am off", "tomorrow off": the same the other way round.
        if kinds[-1:] in (["away"], ["sick"]):
            return _when(tokens[-1].kind, [token for token in tokens[:-1] if token.kind != "i-am"])
        return None
    return _when(kinds[0], tokens[1:])


def _when(state: str, tokens: list[Token]) -> Said | None:
    if state == "back":
        resolve = day_named(tokens)
        return Said(lambda today: ((today, day - DAY) for day in resolve(today))) if resolve else None
    if not tokens:
        return Said(lambda today: iter([(today, today)] if state == "sick" else []))
    if [token.kind for token in tokens] == ["long"]:
        # Working days or days of the calendar, from today or from tomorrow: nobody knows but who said it.
        return Said(lambda today: iter([]))
    return _week(tokens) or _from_now(tokens) or _range(tokens) or _one(tokens)


def _week(tokens: Sequence[Token]) -> Said | None:
    if [token.kind for token in tokens] == ["this-week"]:
        return Said(lambda today: iter([(today, today + (6 - today.weekday()) * DAY)]))
    if [token.kind for token in tokens] == ["last-week"]:
        return Said(lambda today: iter([]))
    if [token.kind for token in tokens] == ["next-week"]:
        return Said(lambda today: iter([(monday_of(today) + 7 * DAY, monday_of(today) + 13 * DAY)]))
    return None


def _from_now(tokens: Sequence[Token]) -> Said | None:
    """Until a day, which may be the last one away or the first one back; through it; or from it, who knows how long."""
    resolve = day_named(tokens[1:])
    if resolve is None:
        return None
    if tokens[0].kind == "until":
        return Said(lambda today: ((today, last) for day in resolve(today) for last in (day - DAY, day)))
    if tokens[0].kind == "through":
        return Said(lambda today: ((today, day) for day in resolve(today)))
    return Said(lambda today: iter([])) if tokens[0].kind == "from" else None


def _range(tokens: Sequence[Token]) -> Said | None:
    kinds = [token.kind for token in tokens]
    begin = 1 if kinds[0] == "from" else 0
    middle = next((n for n, kind in enumerate(kinds) if kind in ("between", "through", "until", "also")), None)
    if middle is None:
        return None
    left, right = list(tokens[begin:middle]), list(tokens[middle + 1 :])
    first, last = day_named(with_month(left, right)), day_named(with_month(right, left))
    if first is None or last is None:
        return None
    begins, ends = first, last

    def meant(today: date) -> Iterator[Days]:
        for day in begins(today):
            for end in ends(day):
                if kinds[middle] != "also" or end - day == DAY:
                    yield day, end
                if kinds[middle] == "until":
                    yield day, end - DAY

    return Said(meant)


def _one(tokens: Sequence[Token]) -> Said | None:
    resolve = day_named(tokens)
    return Said(lambda today: ((day, day) for day in resolve(today))) if resolve else None
