"""What loading a score would change, said line by line: pure, so that it can be shown before anything is changed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from score.editions import MADE_ANEW, Before, NewEdition
from score.sight import cascade
from storage.tables import Edition, Measure, Part, Wording


class Becomes(StrEnum):
    """What becomes of a line or a part."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    CHANGED = "changed"
    ORDER = "order"


Value = str | float | int | bool | date | Mapping[str, Any] | Sequence[Any] | None


@dataclass(frozen=True)
class Difference:
    """One thing that would change.

    `at` is a line's address, a part's id, or empty for the score as a whole. Of what changed, `field` names what, as
    the file has it, with its values in the edition in force (`old`) and in the next one (`new`). Of what moved, `old`
    is where it stood. Of what is new or gone, these are its words.
    """

    change: Becomes
    at: str
    field: str = ""
    old: Value = None
    new: Value = None


@dataclass(frozen=True)
class Playing:
    """Who plays from a part: the names of its teams, and how many people share their work."""

    teams: Sequence[str]
    people: int


@dataclass(frozen=True)
class Touched:
    """A part that a load touches: how many of its lines, who plays from it, and the handles of those who own them.

    `tasks` are those that are open and tied to a line of it that goes. A line that moves touches both its parts.
    """

    part: str
    lines: int
    owners: Sequence[str] = ()
    teams: Sequence[str] = ()
    people: int = 0
    tasks: int = 0


@dataclass(frozen=True)
class Diff:
    """All that loading a file would change, in the order of the file; what is gone comes last. `touched` says whose
    parts those are.
    """

    of_score: Sequence[Difference] = ()
    of_parts: Sequence[Difference] = ()
    of_lines: Sequence[Difference] = ()
    touched: Sequence[Touched] = ()

    def __iter__(self) -> Iterator[Difference]:
        return iter((*self.of_score, *self.of_parts, *self.of_lines))

    def __bool__(self) -> bool:
        return any(True for _ in self)


TELLS_NOBODY = frozenset({"kept", "accept", "also_called"})
"""Fields of a line that change nothing for who plays from it: notes to those who write it, and by what it is found."""

AS_WRITTEN = {
    "owner_id": "owner", "deputy_id": "deputy", "to_part": "to", "cadence": "every", "leads": "type",
    "handle": "id",
}  # fmt: skip
"""The columns that are called otherwise in the file."""


def between(before: Before, new: NewEdition) -> Diff:
    """What would change if `new` came into force after `before`; nothing, where they say the same."""
    handles = {person_id: handle for handle, person_id in before.people.items()}
    return Diff(
        tuple(_fields("", before.edition, new.edition, ("name", "season", "language", "kept"), handles)),
        tuple(_of_parts(before.parts, new.parts, handles)),
        tuple(_of_lines(before, new, handles)),
    )


def gone(before: Before, new: NewEdition) -> list[Wording]:
    """The lines of `before` that are not in `new`, as they read."""
    there = {one.line_id for one in new.wordings}
    return [one for one in before.wordings if one.line_id not in there]


def touched(
    before: Before, new: NewEdition, diff: Diff, playing: Mapping[str, Playing], tasks: Mapping[str, int]
) -> list[Touched]:
    """Whose parts a load touches, in the order of the file; parts that are gone come last.

    `playing` says who plays from a part, by its handle, and `tasks` how many open tasks are tied to a line, by its id.
    """
    handles = {person_id: handle for handle, person_id in before.people.items()}
    lines: dict[str, set[str]] = {}
    addresses: set[str] = set()
    for one in diff.of_lines:
        if one.change is not Becomes.ORDER and one.field not in TELLS_NOBODY:
            for at in (one.at, *([str(one.old)] if one.change is Becomes.MOVED else [])):
                lines.setdefault(at.partition("/")[0], set()).add(one.at)
                addresses.add(at)
    for wording in _seen_otherwise(new, diff):
        lines.setdefault(wording.part, set()).add(wording.address)
        addresses.add(wording.address)
    owned: dict[str, dict[str, None]] = {}
    for wording in (*before.wordings, *new.wordings):
        if wording.owner_id in handles and wording.address in addresses:
            owned.setdefault(wording.part, {})[handles[wording.owner_id]] = None
    lost = Counter[str]()
    for wording in gone(before, new):
        lost[wording.part] += tasks.get(wording.line_id, 0)
    parts = dict.fromkeys(one.handle for one in (*new.parts, *before.parts))
    nobody = Playing((), 0)
    return [
        Touched(
            part,
            len(lines[part]),
            tuple(owned.get(part, ())),
            playing.get(part, nobody).teams,
            playing.get(part, nobody).people,
            lost[part],
        )
        for part in parts
        if part in lines
    ]


def _seen_otherwise(new: NewEdition, diff: Diff) -> list[Wording]:
    """The lines of the parts that are closed or opened, and of those within them."""
    turned = {one.at for one in diff.of_parts if one.change is Becomes.CHANGED and one.field == "visible"}
    parents = {one.handle: one.parent for one in new.parts}
    return [wording for wording in new.wordings if cascade(parents, wording.part) & turned]


def _of_parts(old: Sequence[Part], new: Sequence[Part], handles: Mapping[str, str]) -> Iterator[Difference]:
    was, now = {part.handle: part for part in old}, {part.handle: part for part in new}
    for part in new:
        if part.handle in was:
            yield from _fields(part.handle, was[part.handle], part, _told(Part, "handle"), handles)
        else:
            yield Difference(Becomes.NEW, part.handle, new=part.name)
    yield from (Difference(Becomes.GONE, part.handle, old=part.name) for part in old if part.handle not in now)
    if _order(was, now):
        yield Difference(Becomes.ORDER, "")


def _of_lines(before: Before, new: NewEdition, handles: Mapping[str, str]) -> Iterator[Difference]:
    was, now = ({one.line_id: one for one in wordings} for wordings in (before.wordings, new.wordings))
    measured, measures = ({one.line_id: one for one in each} for each in (before.measures, new.measures))
    moved = {was[line_id].address: one.address for line_id, one in now.items() if line_id in was}
    for line_id, line in now.items():
        old = was.get(line_id)
        if old is None:
            yield Difference(Becomes.NEW, line.address, new=line.words)
            continue
        if old.address != line.address:
            yield Difference(Becomes.MOVED, line.address, old=old.address, new=line.words)
        # What serves a line that moved goes on serving it: only its address is another.
        serves = moved.get(old.serves, old.serves) if old.serves else None
        old = Wording(**{**old.model_dump(), "serves": serves})
        yield from _fields(line.address, old, line, _told(Wording, "line_id", "part", "address"), handles)
        numbers = measured.get(line_id), measures.get(line_id)
        yield from _fields(line.address, *numbers, _told(Measure, "line_id"), handles)
    yield from (Difference(Becomes.GONE, one.address, old=one.words) for one in was.values() if one.line_id not in now)
    if _order(was, now):
        yield Difference(Becomes.ORDER, "")


def _order(was: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """Whether what stays stands in another order than before."""
    return [one for one in was if one in now] != [one for one in now if one in was]


def _told(noun: type[Part | Wording | Measure], *but: str) -> list[str]:
    return [name for name in noun.model_fields if name not in MADE_ANEW and name not in but]


def _fields(
    at: str,
    old: Edition | Part | Wording | Measure | None,
    new: Edition | Part | Wording | Measure | None,
    names: Iterable[str],
    handles: Mapping[str, str],
) -> Iterator[Difference]:
    for name in names:
        one, other = (_value(noun, name, handles) for noun in (old, new))
        if one != other and not (old is None and other in (None, "", False, {}, [])):
            yield Difference(Becomes.CHANGED, at, AS_WRITTEN.get(name, name), one, other)


def _value(noun: Edition | Part | Wording | Measure | None, name: str, handles: Mapping[str, str]) -> Value:
    value: Value = getattr(noun, name) if noun is not None else None
    return handles.get(str(value), "") if name in ("owner_id", "deputy_id") and value is not None else value
