"""What binds parts and lines beside their words: what a line needs of others, tensions, and findings that are accepted.

Each of them stands in a list, under `needs:` of a priority, `tensions:` of a part and `accept:` of either.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from score import values
from score.fields import Fields, mapping_in, words_in
from score.outline import normal
from score.problems import Gathering, Kind, Located
from score.written import Accepted, Need, ScoreFile, WrittenTension
from storage.tables import LineKind

MOST = 500
"""Characters of a reason, and of what is needed or pulls apart, at most."""

_HANDLE, _ADDRESS = 64, 97
_RULE = re.compile(r"C[0-9]{2}")

NEEDS, TENSIONS, ACCEPT = "needs", "tensions", "accept"
"""The keys under which the lists stand."""


def needs(fields: Fields, problems: Gathering) -> tuple[Need, ...]:
    """What a line needs of other parts."""
    return tuple(
        Need(one.words("words", MOST), one.words("from", _HANDLE, needed=True), values.day(one, "by"), one.keys)
        for one in _each(fields, NEEDS, ("words", "from", "by"), problems)
    )


def tensions(fields: Fields, problems: Gathering) -> tuple[WrittenTension, ...]:
    """What pulls apart, and who looks after it; two lines and two owners, neither more nor less."""
    known = ("words", "between", "owners", "measure", "review")
    return tuple(
        WrittenTension(
            words=one.words("words", MOST),
            between=_pair(one, "between", _ADDRESS, problems),
            owners=_pair(one, "owners", _HANDLE, problems),
            measure=one.words("measure", _ADDRESS),
            review=_needed_day(one, "review"),
            at=one.keys,
        )
        for one in _each(fields, TENSIONS, known, problems)
    )


def accepted(fields: Fields, problems: Gathering) -> tuple[Accepted, ...]:
    """Which findings are accepted, why and until when."""
    return tuple(
        Accepted(
            rule=_rule(one),
            lines=_several(one, "lines", _ADDRESS, problems),
            reason=one.words("reason", MOST, needed=True),
            until=_needed_day(one, "until"),
            at=one.keys,
        )
        for one in _each(fields, ACCEPT, ("rule", "lines", "reason", "until"), problems)
    )


def refuse_nowhere(score: ScoreFile, problems: Gathering) -> None:
    """Refuse what names a part or a line that is not in the file."""
    lines, parts = {normal(line.address) for line in score.lines}, {part.id for part in score.parts}
    measures = {normal(line.address) for line in score.lines if line.kind is LineKind.MEASURE}
    for at, name, known in _named(score, lines, parts, measures):
        if normal(name) not in known:
            problems.add(Kind.NOWHERE, at, found=name, near=sorted(known))


def _named(
    score: ScoreFile, lines: set[str], parts: set[str], measures: set[str]
) -> Iterator[tuple[Located, str, set[str]]]:
    for line in score.lines:
        yield from ((need.at, need.source, parts) for need in line.needs if need.source)
    for part in score.parts:
        for one in part.tensions:
            yield from ((one.at, address, lines) for address in one.between)
            yield from ((one.at, one.measure, measures) for _ in one.measure[:1])
    for accepts in (*(part.accept for part in score.parts), *(line.accept for line in score.lines)):
        yield from ((one.at, name, lines | parts) for one in accepts for name in one.lines)


def _each(fields: Fields, key: str, known: tuple[str, ...], problems: Gathering) -> Iterator[Fields]:
    for position, node in enumerate(fields.items(key)):
        path = f"{fields.at(key)}[{position}]"
        if keys := mapping_in(node, path, problems):
            yield Fields(keys, path, known, problems)


def _needed_day(fields: Fields, key: str) -> date:
    fields.need(key)
    return values.day(fields, key) or date.max


def _rule(fields: Fields) -> str:
    rule = fields.words("rule", _HANDLE, needed=True)
    if rule and not _RULE.fullmatch(rule):
        fields.refuse(Kind.BAD_RULE, "rule", found=rule)
    return rule


def _several(fields: Fields, key: str, longest: int, problems: Gathering) -> tuple[str, ...]:
    found = (words_in(node, f"{fields.at(key)}[{n}]", longest, problems) for n, node in enumerate(fields.items(key)))
    return tuple(one for one in found if one)


def _pair(fields: Fields, key: str, longest: int, problems: Gathering) -> Sequence[str]:
    before = problems.count
    found = _several(fields, key, longest, problems) if fields.need(key) else ()
    if problems.count == before and len({normal(one) for one in found}) != 2:
        fields.refuse(Kind.NOT_TWO, key, found=", ".join(found))
    return found
