"""How a score, and what would change in it, are shown in a terminal."""

import json
import textwrap
from collections.abc import Iterator
from typing import Any

from handlers.cards import Theirs
from prompts import LANGUAGE, Filled, Which, phrase, plain
from score.diff import Becomes, Diff, Difference, Touched
from score.problems import brief
from score.written import ScoreFile, WrittenLine, WrittenPart
from storage.tables import LineKind, LineState, Privacy

WIDTH = 100
"""Columns that are written to; long sentences go on in the next line."""

ADDRESS = 24
"""Columns for addresses; a longer one has its line begin below it."""


WITHIN = (LineKind.NOT_CHOICE, LineKind.CONDITION, LineKind.MEASURE)
"""What stands within another line, below which it is shown."""


def shown(score: ScoreFile, language: str = LANGUAGE) -> str:
    """Every part with its lines: address, words, whose it is, until when, and what it is measured by."""
    lines = {part.id: [line for line in score.lines if line.part == part.id] for part in score.parts}
    return "\n".join(text for part in score.parts for text in _part(part, lines[part.id], language)) + "\n"


def _part(part: WrittenPart, lines: list[WrittenLine], language: str) -> Iterator[str]:
    share = part.allowance
    allowed = phrase("score.show-allowance", percent=round(share * 100)) if share is not None else None
    head = phrase("score.show-part", name=_theirs(part.name), id=_theirs(part.id), kind=Which(part.kind.value))
    yield f"\n{plain(head, language)}" + (f"  {plain(allowed, language)}" if allowed else "")
    for line in lines:
        yield from _line(line, language)


def _line(line: WrittenLine, language: str) -> Iterator[str]:
    words = plain(phrase("score.show-line", kind=Which(line.kind.value), words=_theirs(line.words)), language)
    # What stands within a line stands further in.
    indent = " " * (ADDRESS + (3 if line.kind in WITHIN else 1))
    first = f"{line.address:<{len(indent) - 1}} "
    if len(line.address) >= len(indent):
        yield line.address
        first = indent
    yield _wrapped(words, first, indent)
    if facts := [plain(fact, language) for fact in (*_whose(line), *_when(line), *_numbers(line), *_for(line))]:
        yield _wrapped("; ".join(facts), f"{indent}  ", f"{indent}  ")


def _wrapped(text: str, first: str, indent: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _whose(line: WrittenLine) -> Iterator[Filled]:
    if line.owner:
        yield phrase("score.show-owner", owner=_theirs(line.owner))
    if line.deputy:
        yield phrase("score.show-deputy", deputy=_theirs(line.deputy))
    if line.to:
        yield phrase("score.show-to", part=_theirs(line.to))


def _when(line: WrittenLine) -> Iterator[Filled]:
    if line.begins:
        yield phrase("score.show-begins", day=_theirs(str(line.begins)))
    if line.until:
        yield phrase("score.show-until", day=_theirs(str(line.until)))
    if line.standing:
        yield phrase("score.show-standing")
    if line.horizon:
        yield phrase("score.show-horizon", months=line.horizon)
    if line.state is not LineState.OPEN:
        yield phrase("score.show-state", state=Which(line.state.value))


def _for(line: WrittenLine) -> Iterator[Filled]:
    if line.test:
        yield phrase("score.show-test", test=_theirs(line.test))
    if line.serves and line.kind not in WITHIN:
        yield phrase("score.show-serves", address=_theirs(line.serves))


def _numbers(line: WrittenLine) -> Iterator[Filled]:
    of = line.measure
    if of is None:
        return
    unit, known = _theirs(of.unit), Which("unit" if of.unit else "none")
    if of.start is not None:
        yield phrase("score.at-start", value=of.start, unit=unit, known=known)
    if of.target is not None:
        yield phrase("score.wanted", value=of.target, unit=unit, known=known)
    if of.cadence:
        yield phrase("score.show-every", days=of.cadence)
    if of.leads:
        yield phrase("score.show-leads")
    if of.source:
        yield phrase("score.show-source", source=_theirs(of.source))


def changes(diff: Diff, language: str = LANGUAGE) -> str:
    """What loading a file would change, one thing a line, and how many of each."""
    if not diff:
        return f"{plain(phrase('score.diff-none'), language)}\n"
    said = [plain(change(one), language) for one in diff]
    counts = {change: len({one.at for one in diff if one.change is change}) for change in Becomes}
    total = phrase(
        "score.diff-count",
        new=counts[Becomes.NEW],
        gone=counts[Becomes.GONE],
        moved=counts[Becomes.MOVED],
        changed=counts[Becomes.CHANGED],
    )
    parts = [phrase("score.diff-part", part=_theirs(one.part), says=touched(one)) for one in diff.touched]
    touches = [plain(one, language) for one in parts]
    return "\n".join([*said, *(["", *touches] if touches else []), "", plain(total, language), ""])


def touched(one: Touched) -> Filled:
    """Whose part a load touches: its lines that change, who plays from it, who owns them, what is tied to what goes."""
    return phrase(
        "score.diff-touches",
        lines=one.lines,
        teams=[_theirs(name) for name in one.teams],
        playing=len(one.teams),
        people=one.people,
        owners=[_theirs(handle) for handle in one.owners],
        owned=len(one.owners),
        tasks=one.tasks,
    )


def change(one: Difference) -> Filled:
    """One thing that would change, on one line."""
    at = _theirs(one.at)
    if one.change is Becomes.NEW:
        return phrase("score.diff-new", at=at, words=_theirs(_value(one.new)))
    if one.change is Becomes.GONE:
        return phrase("score.diff-gone", at=at, words=_theirs(_value(one.old)))
    if one.change is Becomes.MOVED:
        return phrase("score.diff-moved", at=at, old=_theirs(_value(one.old)))
    if one.change is Becomes.ORDER:
        return phrase("score.diff-order")
    field, old, new = _theirs(one.field), _theirs(_value(one.old)), _theirs(_value(one.new))
    had, has = (Which("some" if value not in (None, "", {}, []) else "none") for value in (one.old, one.new))
    if one.at:
        return phrase("score.diff-changed", at=at, field=field, old=old, new=new, had=had, has=has)
    return phrase("score.diff-whole", field=field, old=old, new=new, had=had, has=has)


def _value(value: Any) -> str:
    if isinstance(value, dict | list):
        return brief(json.dumps(value, ensure_ascii=False))
    if isinstance(value, bool):
        return json.dumps(value)
    return f"{value:.15g}" if isinstance(value, float) else " ".join(str(value).split())


def as_data(diff: Diff) -> list[dict[str, Any]]:
    """The same for programs: one mapping a change, then one a part that is touched; days as 2027-06-30."""
    changes: list[dict[str, Any]] = [
        {"change": one.change.value, "at": one.at, "field": one.field, "old": _plain(one.old), "new": _plain(one.new)}
        for one in diff
    ]
    touches: list[dict[str, Any]] = [
        {
            "change": "touches",
            "at": one.part,
            "lines": one.lines,
            "teams": list(one.teams),
            "people": one.people,
            "owners": list(one.owners),
            "tasks": one.tasks,
        }
        for one in diff.touched
    ]
    return changes + touches


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str | dict | list) else str(value)


def _theirs(value: str) -> Theirs:
    return Theirs(value, Privacy.PUBLIC)
