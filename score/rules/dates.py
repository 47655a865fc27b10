"""When lines are due and how far they look: over and open, later than what they serve, without an end."""

from collections.abc import Iterator

from score.horizons import USUAL
from score.rules.finding import Found, Rule, Severity
from score.rules.known import Known
from score.values import DAYS_OF_MONTH
from storage.tables import LineKind

FAR = 3
"""How many times a horizon is longer, or shorter, than the usual one of such a part, where that is far from it."""

_CHOICES = tuple(kind for kind in LineKind if kind.is_choice)
_DATED = (LineKind.PRIORITY, LineKind.CONDITION, *_CHOICES)


def overdue(known: Known) -> Iterator[Found]:
    """A line's last day is over, and it is open."""
    for line in known.open():
        if line.until is not None and line.until < known.day:
            values = {"until": str(line.until), "days": (known.day - line.until).days}
            yield Found(line, values=values, key="until")


def later_than_parent(known: Known) -> Iterator[Found]:
    """A line ends after one that it serves, directly or through lines without a day."""
    for line in known.open(*_DATED):
        bounds = [one for one in known.above(line) if one.until is not None and known.is_open(one)]
        first = min(bounds, key=lambda one: str(one.until), default=None)
        if line.until is not None and first is not None and first.until is not None and line.until > first.until:
            values = {"until": str(line.until), "other": first.address, "theirs": str(first.until)}
            yield Found(line, values=values, key="until", lines=(first.address,))


def longer_than_parent(known: Known) -> Iterator[Found]:
    """A line looks further than one that it serves, directly or through lines that do not say how far they look."""
    for line in known.open(*_DATED):
        bounds = [one for one in known.above(line) if one.horizon and not one.standing and known.is_open(one)]
        first = min(bounds, key=lambda one: one.horizon or 0, default=None)
        if line.horizon and first is not None and first.horizon and line.horizon > first.horizon:
            values = {"months": line.horizon, "other": first.address, "theirs": first.horizon}
            yield Found(line, values=values, key="horizon", lines=(first.address,))


def far_from_usual(known: Known) -> Iterator[Found]:
    """A priority or a choice looks much further, or much less far, than such a part usually does."""
    for line in known.open(LineKind.PRIORITY, *_CHOICES):
        usual, months = USUAL[known.parts[line.part].kind], line.horizon or 0
        # What a company does within a season is no short horizon of it, but its next step.
        if not line.horizon and line.begins is not None and line.until is not None:
            months = round((line.until - line.begins).days / DAYS_OF_MONTH)
        if months > FAR * usual or (line.horizon and months * FAR < usual):
            values = {"months": months, "usual": usual, "kind": known.parts[line.part].kind.value}
            yield Found(line, values=values, key="horizon" if line.horizon else "until")


def no_end(known: Known) -> Iterator[Found]:
    """A priority has neither a last day nor says that it stands."""
    for line in known.open(LineKind.PRIORITY):
        if line.until is None and not line.standing:
            yield Found(line, key="until")


RULES = (
    Rule("C30", Severity.ERROR, overdue),
    Rule("C31", Severity.WARNING, later_than_parent),
    Rule("C32", Severity.WARNING, longer_than_parent),
    Rule("C33", Severity.INFORMATION, far_from_usual, taste=True),
    Rule("C34", Severity.WARNING, no_end),
)
