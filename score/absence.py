"""What somebody means who writes "I am off until Tuesday": which days they are away, in their own calendar.

Only whole sentences are understood, so that a task with the word "leave" in it stays a task. What can mean two things
is given as both, to be asked back: "until Tuesday" may or may not hold Tuesday, "3/4" may be March or April. Words
come from outside (`prompts/phrases/absence.*`), figures are read here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from score.cadence import Days
from score.hours import Hours
from score.words import alike
from storage.tables import A_DAY_OF_MINUTES

LONGEST = 366
"""Days of one absence at most; more is a mistake, or a matter for the roster."""

AHEAD = 330
"""Days ahead to which a date without a year is looked for; one of last month is asked back, not put off a year."""

ALL_DAY: Hours = (0, A_DAY_OF_MINUTES)
"""The hours of a day that is free from its beginning to its end."""

LETTERS = 200
"""Characters of a sentence about days at most."""

MORNING, AFTERNOON = (0, 13 * 60), (12 * 60, A_DAY_OF_MINUTES)
"""Minutes after midnight: who is off for a half of the day has their noon free as well."""

MEANINGS = 4
"""Days that one sentence may stand for at most; beyond that it says too little."""

DAY = timedelta(days=1)

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_FIGURES = re.compile(r"(\d{4}-\d{2}-\d{2})|(\d{1,2})([./])(\d{1,2})(?:\3(\d{4})?)?|(\d{1,2})([a-z]*)|(\d{4})")

_OPEN = ("until", "through", "from", "between", "back")
"""Words between which there are whole days."""

Meant = tuple[date, ...]
"""The days that some words can stand for; none when there is no such day."""

Resolve = Callable[[date], Meant]
"""The same, from the day on which they are said, or from the first day of a range."""


@dataclass(frozen=True)
class Token:
    """A word by its meaning, or figures."""

    kind: str
    text: str = ""


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
    tokens = _tokens(text, words)
    return _of_part(tokens) or _sentence(tokens) if tokens else None


# Words


def _tokens(text: str, words: Mapping[str, str]) -> list[Token] | None:
    """The sentence by its meanings, without what only fills it; None when a word of it is not known."""
    plain = alike(text.replace("’", "'")).rstrip("!. ").replace(",", " ")
    # "15-19 March" is two days; "2027-03-15" is one.
    spaced = re.sub(r"(?<![\d-])(\d{1,2}(?:st|nd|rd|th)?)\s*[-–—]\s*(?=\d{1,2}(?!\d|-\d))", r"\1 - ", plain)
    said = re.sub(r"[–—]", " - ", spaced).split()
    longest = max((spelling.count(" ") + 1 for spelling in words), default=1)
    tokens: list[Token] = []
    at = 0
    while at < len(said):
        for length in range(min(longest, len(said) - at), 0, -1):
            kind = words.get(" ".join(said[at : at + length]))
            if kind is not None and kind != "ordinal":
                tokens.append(Token(kind))
                break
        else:
            length = 1
            if not _is_figures(said[at], words):
                return None
            tokens.append(Token("figures", said[at]))
        at += length
    return [token for token in tokens if token.kind != "on"]


def _is_figures(word: str, words: Mapping[str, str]) -> bool:
    found = _FIGURES.fullmatch(word)
    return found is not None and (not found[7] or words.get(found[7]) == "ordinal")


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
        resolve = _day(tokens)
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
    if [token.kind for token in tokens] == ["next-week"]:
        return Said(lambda today: iter([(_monday(today) + 7 * DAY, _monday(today) + 13 * DAY)]))
    return None


def _monday(today: date) -> date:
    return today - today.weekday() * DAY


def _from_now(tokens: Sequence[Token]) -> Said | None:
    """Until a day, which may be the last one away or the first one back; through it; or from it, who knows how long."""
    resolve = _day(tokens[1:])
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
    first, last = _day(_with_month(left, right)), _day(_with_month(right, left))
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


def _with_month(tokens: list[Token], other: Sequence[Token]) -> list[Token]:
    """A bare figure has the month that stands at the other end of the range."""
    if [token.kind for token in tokens] == ["figures"] and tokens[0].text.rstrip("stndrh").isdigit():
        return [*tokens, *(token for token in other if token.kind in _MONTHS)]
    return tokens


def _one(tokens: Sequence[Token]) -> Said | None:
    resolve = _day(tokens)
    return Said(lambda today: ((day, day) for day in resolve(today))) if resolve else None


# Days


def _day(tokens: Sequence[Token]) -> Resolve | None:
    """What one day is called; None for what is none."""
    kinds = [token.kind for token in tokens]
    if kinds == ["today"]:
        return lambda today: (today,)
    if kinds == ["tomorrow"]:
        return lambda today: (today + DAY,)
    if kinds and kinds[0] in ("this", "next") and len(kinds) == 2 and kinds[1] in _WEEKDAYS:
        weekday = _WEEKDAYS.index(kinds[1])
        return (lambda today: _this(weekday, today)) if kinds[0] == "this" else (lambda today: _next(weekday, today))
    if len(kinds) == 1 and kinds[0] in _WEEKDAYS:
        weekday = _WEEKDAYS.index(kinds[0])
        return lambda today: _coming(weekday, today)
    if kinds and kinds[0] in _WEEKDAYS:
        weekday, dated = _WEEKDAYS.index(kinds[0]), _dated(tokens[1:])
        return (lambda today: tuple(day for day in dated(today) if day.weekday() == weekday)) if dated else None
    return _dated(tokens)


def _this(weekday: int, today: date) -> Meant:
    return (today + (weekday - today.weekday()) % 7 * DAY,)


def _coming(weekday: int, today: date) -> Meant:
    """On a Tuesday, "Tuesday" may be today, or a week from now."""
    (day,) = _this(weekday, today)
    return (day, day + 7 * DAY) if day == today else (day,)


def _next(weekday: int, today: date) -> Meant:
    """The one that comes next, or the one of next week: people mean both."""
    coming = today + ((weekday - today.weekday() - 1) % 7 + 1) * DAY
    return tuple(dict.fromkeys((coming, _monday(today) + (7 + weekday) * DAY)))


def _dated(tokens: Sequence[Token]) -> Resolve | None:
    """A day that is called by figures: 2027-03-15, 15.3., 3/4, 15 March, March 15, the 15th."""
    kinds = [token.kind for token in tokens]
    figures = [found for token in tokens if token.kind == "figures" and (found := _FIGURES.fullmatch(token.text))]
    months = [_MONTHS.index(kind) + 1 for kind in kinds if kind in _MONTHS]
    if not figures or len(figures) + len(months) != len(tokens) or len(months) > 1:
        return None
    year = int(figures[-1][8]) if figures[-1][8] else None
    if year is not None:
        figures = figures[:-1]
    if len(figures) != 1:
        return None
    found = figures[0]
    if found[6] and months:
        return lambda today: _dates([(int(found[6]), months[0])], year, today)
    if months or year is not None:
        return None
    return _bare(found)


def _bare(found: re.Match[str]) -> Resolve:
    if found[1]:
        return lambda today: _iso(found[1])
    if found[6]:
        return lambda today: _day_of_month(int(found[6]), today)
    one, other, year = int(found[2]), int(found[4]), int(found[5]) if found[5] else None
    # With a point the day comes first; with a stroke it depends on where somebody grew up.
    pairs = [(one, other)] if found[3] == "." else [(one, other), (other, one)]
    return lambda today: _dates(pairs, year, today)


def _iso(said: str) -> Meant:
    try:
        return (date.fromisoformat(said),)
    except ValueError:
        return ()


def _dates(pairs: Sequence[tuple[int, int]], year: int | None, today: date) -> Meant:
    """Each day and month, in its year or the one in which it comes next."""
    found: dict[date, None] = {}
    for day, month in pairs:
        for one in (year,) if year is not None else (today.year, today.year + 1):
            try:
                meant = date(one, month, day)
            except ValueError:
                continue
            if year is not None or 0 <= (meant - today).days <= AHEAD:
                found[meant] = None
    return tuple(found)


def _day_of_month(day: int, today: date) -> Meant:
    """The 15th: of this month, or of the next when it is over."""
    months = [(today.year, today.month), (today.year + today.month // 12, today.month % 12 + 1)]
    for year, month in months:
        try:
            meant = date(year, month, day)
        except ValueError:
            continue
        if meant >= today:
            return (meant,)
    return ()
