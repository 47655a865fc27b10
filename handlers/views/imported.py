"""What is said of another tool's list: what came of it, what was left out, what a score wants besides."""

from collections.abc import Iterator, Sequence

from handlers.cards import Theirs
from handlers.views import findings, interview
from prompts import Filled, Which, phrase
from score.okr import Left, Read
from score.rules.finding import Finding
from storage.tables import Privacy

LISTED = 20
"""Things left out, and findings, that are named one by one."""


def report(read: Read, file: str, found: Sequence[Finding], readings: str) -> Iterator[Filled]:
    """All of it, in order; `readings` is the file in which readings are kept, empty for none."""
    yield phrase(
        "imported.became",
        objectives=read.objectives,
        results=read.key_results,
        lines=len(read.score.lines),
        parts=len(read.score.parts),
        people=len(read.people["people"]),
    )
    yield from (_left(one, file) for one in read.left[:LISTED])
    if len(read.left) > LISTED:
        yield phrase("imported.left-more", count=len(read.left) - LISTED)
    count = len(read.readings)
    if readings:
        yield phrase("imported.readings-kept", count=count, file=_theirs(readings))
    else:
        yield phrase("imported.readings", count=count)
    yield phrase("imported.wants")
    yield findings.total(found)
    yield from (interview.finding(number, one) for number, one in enumerate(found[:LISTED], 1))
    if len(found) > LISTED:
        yield phrase("imported.more", count=len(found) - LISTED)


def _left(one: Left, file: str) -> Filled:
    return phrase(
        "imported.left",
        file=_theirs(file),
        line=str(one.line),
        column=str(one.column),
        found=_theirs(one.found),
        why=Which(one.why.value),
    )


def _theirs(value: str) -> Theirs:
    return Theirs(value, Privacy.PUBLIC)
