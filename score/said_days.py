"""How people name a day: "tomorrow", "next Tuesday", "15 March", "3/4", "the 15th", "last Friday".

Words come from outside (`prompts/phrases/absence.*`), figures are read here. What can be several days is given as all
of them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from score.words import alike

AHEAD = 330
"""Days ahead to which a date without a year is looked for; one of last month is asked back, not put off a year."""

BEHIND = 366
"""Days back to which a day without its year is looked for."""

DAY = timedelta(days=1)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_FIGURES = re.compile(r"(\d{4}-\d{2}-\d{2})|(\d{1,2})([./])(\d{1,2})(?:\3(\d{4})?)?|(\d{1,2})([a-z]*)|(\d{4})")

Meant = tuple[date, ...]
"""The days that some words can stand for; none when there is no such day."""

Resolve = Callable[[date], Meant]
"""The same, from the day on which they are said, or from the first day of a range."""


@dataclass(frozen=True)
class Token:
    """A word by its meaning, or figures."""

    kind: str
    text: str = ""


def tokens_of(text: str, words: Mapping[str, str]) -> list[Token] | None:
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


def day_named(tokens: Sequence[Token]) -> Resolve | None:
    """What one day is called; None for what is none."""
    kinds = [token.kind for token in tokens]
    if kinds == ["today"]:
        return lambda today: (today,)
    if kinds == ["tomorrow"]:
        return lambda today: (today + DAY,)
    if kinds == ["yesterday"]:
        return lambda today: (today - DAY,)
    if kinds[:1] == ["last"] and len(kinds) == 2 and kinds[1] in WEEKDAYS:
        weekday = WEEKDAYS.index(kinds[1])
        return lambda today: _this(weekday, today - 7 * DAY)
    if kinds and kinds[0] in ("this", "next") and len(kinds) == 2 and kinds[1] in WEEKDAYS:
        weekday = WEEKDAYS.index(kinds[1])
        return (lambda today: _this(weekday, today)) if kinds[0] == "this" else (lambda today: _next(weekday, today))
    if len(kinds) == 1 and kinds[0] in WEEKDAYS:
        weekday = WEEKDAYS.index(kinds[0])
        return lambda today: _coming(weekday, today)
    if kinds and kinds[0] in WEEKDAYS:
        weekday, dated = WEEKDAYS.index(kinds[0]), _dated(tokens[1:])
        return (lambda today: tuple(day for day in dated(today) if day.weekday() == weekday)) if dated else None
    return _dated(tokens)


def _this(weekday: int, today: date) -> Meant:
    return (today + (weekday - today.weekday()) % 7 * DAY,)


def monday_of(day: date) -> date:
    """The Monday of the week in which a day lies."""
    return day - day.weekday() * DAY


def _coming(weekday: int, today: date) -> Meant:
    """On a Tuesday, "Tuesday" may be today, or a week from now."""
    (day,) = _this(weekday, today)
    return (day, day + 7 * DAY) if day == today else (day,)


def _next(weekday: int, today: date) -> Meant:
    """The one that comes next, or the one of next week: people mean both."""
    coming = today + ((weekday - today.weekday() - 1) % 7 + 1) * DAY
    return tuple(dict.fromkeys((coming, monday_of(today) + (7 + weekday) * DAY)))


def _dated(tokens: Sequence[Token]) -> Resolve | None:
    """A day that is called by figures: 2027-03-15, 15.3., 3/4, 15 March, March 15, the 15th."""
    kinds = [token.kind for token in tokens]
    figures = [found for token in tokens if token.kind == "figures" and (found := _FIGURES.fullmatch(token.text))]
    months = [MONTHS.index(kind) + 1 for kind in kinds if kind in MONTHS]
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


def with_month(tokens: list[Token], other: Sequence[Token]) -> list[Token]:
    """A bare figure has the month that stands at the other end of the range."""
    if [token.kind for token in tokens] == ["figures"] and tokens[0].text.rstrip("stndrh").isdigit():
        return [*tokens, *(token for token in other if token.kind in MONTHS)]
    return tokens


def latest(tokens: Sequence[Token], today: date) -> date | None:
    """The latest day up to `today` that these words can name; None when they name none."""
    named = day_named(tokens)
    if named is None:
        return None
    # A year, or "yesterday", says it. Otherwise it is the last day on which the same words would have named that day.
    over = max((one for one in named(today) if one <= today), default=None)
    back = (today - n * DAY for n in range(BEHIND + 1))
    return over or next((one for one in back if one in named(one)), None)
