"""Scores to begin from: `templates/NAME.score.yml`, each with the people who play it, and the days of a template moved.

Every sentence of a template is an example, to be overwritten. Its days count from a first of January; taken on another
day, they all move by the same number of months.
"""

import re
from calendar import monthrange
from datetime import date
from pathlib import Path

from prompts import PromptError

FOLDER = Path(__file__).parent / "templates"

BEGINS = date(2027, 1, 1)
"""The day from which the days of every template count."""

SCORE, PEOPLE = ".score.yml", ".people.yml"

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def names() -> tuple[str, ...]:
    """What templates there are, in the order of the alphabet."""
    return tuple(sorted(file.name.removesuffix(SCORE) for file in FOLDER.glob(f"*{SCORE}")))


def score(name: str, day: date) -> str:
    """The score of a template whose season begins on the next first day of a month, seen from `day`.

    Raises PromptError when there is no such template.
    """
    if name not in names():
        raise PromptError(f"there is no template {name}")
    begins = day if day.day == 1 else _moved(day.replace(day=1), 1)
    months = (begins.year - BEGINS.year) * 12 + begins.month - BEGINS.month
    text = (FOLDER / f"{name}{SCORE}").read_text("utf-8")
    return _DAY.sub(lambda found: str(_moved(date.fromisoformat(found[0]), months)), text)


def people(name: str) -> str:
    """The roster that goes with the score of a template."""
    return (FOLDER / f"{name}{PEOPLE}").read_text("utf-8")


def _moved(day: date, months: int) -> date:
    """So many months later; the last day of a month stays the last of one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))
