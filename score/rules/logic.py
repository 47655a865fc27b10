"""Whether the choices hold each other: ways to win, what they need, what would have to be true, and what was left."""

import re
from collections.abc import Iterator
from functools import lru_cache

from score.not_choices import NotChoices, core, stays_out
from score.rules.finding import Found, Rule, Severity
from score.rules.known import Known
from score.rules.same import ENGLISH, says_nothing, terms
from score.stems import number, stems
from score.written import ScoreFile, WrittenLine
from storage.tables import LineKind, LineState, Wording

_BOTH = re.compile(r"(\w+) (?:and|or) (\w+) (\w.*)")
_OF_THOSE = re.compile(r"\s(?:who|whose|which|that)\s", re.IGNORECASE)


def wins_nowhere(known: Known) -> Iterator[Found]:
    """A way to win names no place to play that it serves, directly or through another way to win."""
    for line in known.open(LineKind.HOW_TO_WIN):
        above = known.above(line)
        if line.address not in known.in_rings and not any(one.kind is LineKind.WHERE_TO_PLAY for one in above):
            yield Found(line, key="serves")


def _unserved(known: Known, kind: LineKind, by: LineKind) -> Iterator[Found]:
    for line in known.open(kind):
        held = any(one.kind is by and known.is_open(one) for one in known.serving.get(line.address, ()))
        if not held and line.address not in known.in_rings and not says_nothing(line.words):
            yield Found(line)


def no_system(known: Known) -> Iterator[Found]:
    """A capability is kept up by no management system."""
    return _unserved(known, LineKind.CAPABILITIES, LineKind.SYSTEMS)


def no_capability(known: Known) -> Iterator[Found]:
    """A way to win rests on no capability."""
    return _unserved(known, LineKind.HOW_TO_WIN, LineKind.CAPABILITIES)


def untested(known: Known) -> Iterator[Found]:
    """Nobody is to find out whether a condition holds, or nobody said how."""
    for line in known.open(LineKind.CONDITION):
        missing = []
        if says_nothing(line.test):
            missing.append("test")
        if known.owner(line) is None:
            missing.append("owner")
        if missing:
            yield Found(line, values={"missing": tuple(missing)}, key=missing[0])


@lru_cache(maxsize=4)
def _against(file: str, lines: tuple[tuple[str, str, str, str, LineKind, LineState], ...]) -> NotChoices:
    wordings = (
        Wording(
            id=address, workspace_id=file, edition_id=file, line_id=f"{address}#{n}", part=part, address=address,
            kind=kind, words=said, position=place, about=about, state=state,
        )
        for place, (address, part, words, about, kind, state) in enumerate(lines)
        for n, said in enumerate(_each(words) if kind is LineKind.NOT_CHOICE else [words])
    )  # fmt: skip
    return NotChoices(wordings, terms)


def _each(words: str) -> list[str]:
    """A not-choice, and where it is of two things each of them with what they share: radio slots, television slots."""
    said = core(words)
    both = _BOTH.fullmatch(said)
    return [words] if both is None else [words, f"{both[1]} {both[3]}", f"{both[2]} {both[3]}"]


def _compared(file: ScoreFile) -> NotChoices:
    return _against(
        file.file, tuple((one.address, one.part, one.words, one.about, one.kind, one.state) for one in file.lines)
    )


def forbidden(known: Known) -> Iterator[Found]:
    """A line enters what was chosen against, by its own part or by one above it."""
    if not any(line.kind is LineKind.NOT_CHOICE for line in known.file.lines):
        return
    against = _compared(known.file)
    whose = {line.line_id: line.part for line in against.lines}
    for line in known.open(LineKind.PRIORITY, *(kind for kind in LineKind if kind.is_choice)):
        bound = set(known.cascade(line.part))
        among = {id for id, part in whose.items() if part in bound}
        address = _entered(known, against, line, among)
        if address is not None:
            yield Found(line, values={"other": address}, key="words", lines=(address,))


def _entered(known: Known, against: NotChoices, line: WrittenLine, among: set[str]) -> str | None:
    at = {one.line_id: one.address for one in against.lines if one.line_id in among}
    among = {id for id, address in at.items() if known.lines[address].serves != line.address}
    for text in (said for whole in (line.words, line.plan) if whole for said in _said(whole)):
        if found := against.entered(text, among, known.cues):
            return at[found.line_id]
        if single := _single(known, text, {at[id] for id in among}):
            return single
    return None


def _said(text: str) -> Iterator[str]:
    """A text up to where it says something of those whom it names, and all of it.

    What is not done by "those who cannot wait" is not what the line keeps out of.
    """
    main = _OF_THOSE.split(text, maxsplit=1)[0]
    yield main
    if main != text:
        yield text


def _single(known: Known, text: str, among: set[str]) -> str | None:
    """The not-choice of one word that a text names, where no other line speaks of it."""
    if stays_out(text, known.cues):
        return None
    said = set(map(number, stems(text, ENGLISH)))
    for address in sorted(among):
        term = set(map(number, stems(core(known.lines[address].words), ENGLISH)))
        if len(term) == 1 and term <= said:
            others = sum(term <= set(map(number, stems(one.words, ENGLISH))) for one in known.file.lines)
            if others <= 2:
                return address
    return None


RULES = (
    Rule("C40", Severity.WARNING, wins_nowhere),
    Rule("C41", Severity.WARNING, no_system),
    Rule("C42", Severity.WARNING, no_capability),
    Rule("C43", Severity.WARNING, untested),
    Rule("C44", Severity.WARNING, forbidden),
)
