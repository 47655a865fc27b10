"""A check-in that somebody wrote as one message, taken apart: nothing of it is lost, and nothing is guessed.

`today: call Acme, finish the quote; blocked by legal` has two tasks and a blocker. Without a heading only a list is
taken for one, so that a sentence is never mistaken for a check-in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from score.words import alike, clean

LONGEST = 4000
"""Characters that are taken apart at most; Slack and Teams send no longer message."""

_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+")
_PART = re.compile(r"[;\n]")
_BETWEEN = re.compile(r"[;\n]|,(?=\s)")
_FIGURE = r"[1-5](?:\s*/\s*5)?"
_OPENS = {"(": ")", "[": "]", '"': '"', "\u201c": "\u201d", "\u201e": "\u201c", "\u00ab": "\u00bb"}


class Topic(StrEnum):
    """What follows a heading."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    BLOCKER = "blocker"
    WIN = "win"
    CONFIDENCE = "confidence"


@dataclass(frozen=True)
class Headings:
    """How people write each heading, and what they write for nothing.

    `said` are headings that need no colon after them, such as `blocked by`.
    """

    written: Mapping[str, Topic]
    said: Mapping[str, Topic] = field(default_factory=dict)
    nothing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Dictated:
    """What one message says of a day."""

    today: tuple[str, ...] = ()
    tomorrow: tuple[str, ...] = ()
    blocker: str = ""
    win: str = ""
    confidence: int | None = None


def take_apart(text: str, headings: Headings) -> Dictated | None:
    """What `text` says of a day; None when it is no check-in. Raises Unreadable for what nobody can read."""
    sections = list(_sections(clean(text[:LONGEST]), headings))
    under: dict[Topic, list[str]] = {}
    for heading, words in sections:
        under.setdefault(heading, []).append(words)
    lists = {heading: _things("\n".join(under.get(heading, ()))) for heading in (Topic.TODAY, Topic.TOMORROW)}
    confidence, unread = _confidence(under.get(Topic.CONFIDENCE, []))
    found = Dictated(
        tuple([*_something(lists[Topic.TODAY], headings), *unread]),
        tuple(_something(lists[Topic.TOMORROW], headings)),
        "\n".join(_something(_joined(under, Topic.BLOCKER), headings)),
        ". ".join(_something(_joined(under, Topic.WIN), headings)),
        confidence,
    )
    return found if found != Dictated() else None


def _sections(text: str, headings: Headings) -> Iterator[tuple[Topic, str]]:
    """The message cut where a heading begins; what stands before the first one belongs to today."""
    begun = list(_headings(text, headings))
    before = text[: begun[0][0]] if begun else text
    if before.strip(" ;,.\n") and (begun or _is_list(before)):
        yield Topic.TODAY, before
    begun.append((len(text), len(text), Topic.TODAY))
    for (_, end, heading), (until, _, _) in pairwise(begun):
        yield heading, text[end:until]


def _headings(text: str, headings: Headings) -> Iterator[tuple[int, int, Topic]]:
    """Where each heading begins and ends: at the start of the message, of a line, or after `;`, `.` or `,`.

    `confidence 3` needs no colon: nobody means a task by it.
    """
    sure = {said: heading for said, heading in headings.written.items() if heading is Topic.CONFIDENCE}
    written, said, figure = ("|".join(_spelt(one)) for one in (headings.written, headings.said, sure))
    begins = r"(?:^|(?<=\n)|[;.,]\s+)\s*"
    ends = rf"\s+(?={_FIGURE}\s*(?:[;.,\n]|$))"
    pattern = rf"{begins}(?:(?P<written>{written})\s*:|(?P<said>{said})\b:?|(?P<figure>{figure}){ends})"
    for found in re.finditer(pattern, text, re.IGNORECASE):
        known = headings.said if found["said"] else headings.written
        yield found.start(), found.end(), known[alike(found["written"] or found["said"] or found["figure"])]


def _spelt(spellings: Mapping[str, Topic]) -> list[str]:
    """The spellings, the longest first; one that can never be found when there are none."""
    longest_first = sorted(spellings, key=len, reverse=True)
    return [re.sub(r"\\? ", r"\\s+", re.escape(one)) for one in longest_first] or [r"(?!)"]


def _is_list(text: str) -> bool:
    """Whether every line is a bullet, and there are two at least."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and all(_BULLET.match(line) for line in lines)


def _things(text: str) -> list[str]:
    """What a list holds: one to a line where it has bullets, else parted by commas, semicolons and lines."""
    lines = text.split("\n")
    parts = lines if any(_BULLET.match(line) for line in lines) else _parted(text, _BETWEEN)
    return list(dict.fromkeys(words for part in parts if (words := _trimmed(_BULLET.sub("", part)))))


def _parted(text: str, between: re.Pattern[str]) -> Iterator[str]:
    """The text cut at what stands between things, but not within quotes and brackets that are closed."""
    start = 0
    covered = -1
    for place, character in enumerate(text):
        if place <= covered:
            continue
        if character in _OPENS and (closed := text.find(_OPENS[character], place + 1)) > 0:
            covered = closed
        elif between.match(text, place):
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _trimmed(words: str) -> str:
    return " ".join(words.split()).strip(" ,;").removesuffix(".").rstrip()


def _joined(under: Mapping[Topic, list[str]], heading: Topic) -> list[str]:
    return [words for part in under.get(heading, ()) for one in _PART.split(part) if (words := _trimmed(one))]


def _something(things: list[str], headings: Headings) -> list[str]:
    return [words for words in things if alike(words) not in headings.nothing]


def _confidence(said: list[str]) -> tuple[int | None, list[str]]:
    """A figure from 1 to 5, and what was written there that is none."""
    values = [words for one in said if (words := _trimmed(one))]
    if len(values) == 1 and (figure := re.fullmatch(_FIGURE, values[0])):
        return int(figure[0][0]), []
    return None, values


def tasks_in(fields: Mapping[str, str]) -> list[str]:
    """The tasks of a form's fields, in their order."""
    numbered = sorted((int(name[4:]), words) for name, words in fields.items() if _is_task(name))
    return [words for _, words in numbered if words]


def _is_task(name: str) -> bool:
    return name.startswith("task") and name[4:].isdecimal()


def with_tasks(fields: Mapping[str, str], tasks: Sequence[str]) -> dict[str, str]:
    """The fields with these tasks for those in them; tasks that read alike stand once."""
    others = {name: value for name, value in fields.items() if not _is_task(name)}
    once: dict[str, str] = {}
    for words in filter(None, tasks):
        once.setdefault(alike(words), words)
    return others | {f"task{n}": words for n, words in enumerate(once.values(), 1)}


def beside(before: str, said: str) -> str:
    """Both, a line each, and what is in both of them once."""
    once: dict[str, str] = {}
    for line in [*before.split("\n"), *said.split("\n")]:
        if line:
            once.setdefault(alike(line), line)
    return "\n".join(once.values())
