"""What is written to one part of this by its name, as in "score field/P-2"; Slack has a command for each."""

from collections.abc import Sequence
from functools import cache

from prompts import spellings
from score.words import alike

PARTS = ("checkin", "score", "coach", "lesson", "digest")


def addressed(text: str, language: str) -> tuple[str, str] | None:
    """The part that is named first, and what follows; None where none is named."""
    words = text.split()
    for spelling, part in _names(language):
        length = spelling.count(" ") + 1
        if alike(" ".join(words[:length])).rstrip(":,") == spelling:
            return part, " ".join(words[length:])
    return None


def name_of(part: str, language: str) -> str:
    """The word by which somebody writes to a part."""
    return next(spelling for spelling, id in spellings("addressing", language).items() if id == part)


def asks_for_help(rest: str, language: str) -> bool:
    """Whether what follows the name of a part asks what can be written to it."""
    said = alike(rest)
    return spellings("addressing", language).get(said.rstrip("!.? ") or said) == "help"


@cache
def _names(language: str) -> Sequence[tuple[str, str]]:
    """Each name of a part, the longest first."""
    known = [(said, id) for said, id in spellings("addressing", language).items() if id in PARTS]
    return sorted(known, key=lambda one: len(one[0]), reverse=True)
