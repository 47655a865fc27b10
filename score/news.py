"""What a new edition means to one person: the lines that changed for them, those first that they answer for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from score.diff import TELLS_NOBODY, Becomes, between
from score.editions import Before, NewEdition
from storage.tables import Wording

FIRST = (Becomes.GONE, Becomes.MOVED, Becomes.CHANGED, Becomes.NEW)
"""What matters more to who plays from a line comes first: what they cannot go on with, then what they go on with
otherwise, and then what is there besides.
"""


@dataclass(frozen=True)
class Turned:
    """What became of one line between two editions: how it read and how it reads, None where it is not there.

    `fields` name what it says otherwise, as the file has them; of what moved, whatever changed besides.
    """

    becomes: Becomes
    was: Wording | None
    now: Wording | None
    fields: tuple[str, ...] = ()

    @property
    def line(self) -> Wording:
        """The line as it reads, or as it read last."""
        found = self.now or self.was
        assert found is not None, "a line is in one of the two editions"
        return found

    @property
    def is_reworded(self) -> bool:
        """Whether it says the same in other words."""
        return "words" in self.fields


def turned(before: Before, new: NewEdition) -> list[Turned]:
    """What became of each line, in the order of the file, what is gone last.

    That the order changes, or mere notes to those who write it, is nothing to anybody else.
    """
    was = {one.line_id: one for one in before.wordings}
    now = {one.address: one for one in new.wordings}
    left = {one.address: one for one in before.wordings if one.line_id not in {each.line_id for each in new.wordings}}
    changes: dict[str, tuple[Becomes, list[str]]] = {}
    for one in between(before, new).of_lines:
        if one.change is Becomes.ORDER or one.field in TELLS_NOBODY:
            continue
        # What is gone may have left its address to another line.
        key = f"-{one.at}" if one.change is Becomes.GONE else one.at
        _, fields = changes.setdefault(key, (one.change, []))
        if one.field:
            fields.append(one.field)
    found = []
    for key, (becomes, fields) in changes.items():
        if becomes is Becomes.GONE:
            found.append(Turned(becomes, left[key.removeprefix("-")], None))
        else:
            line = now[key]
            found.append(Turned(becomes, was.get(line.line_id), line, tuple(fields)))
    return found


def concerning(
    news: Iterable[Turned], person_id: str, parts: Collection[str], tied: Collection[str]
) -> Sequence[Turned]:
    """What of it changes something for one person, what matters most first.

    That is what they own or stand in for, before or now; what their work is tied to, by the lines' ids; and what stands
    or stood in the `parts` of their teams.
    """
    found = [(_rank(one, person_id, parts, tied), one) for one in news]
    mine = [(rank, FIRST.index(one.becomes), n, one) for n, (rank, one) in enumerate(found) if rank is not None]
    return [one for *_, one in sorted(mine, key=lambda each: each[:3])]


def _rank(one: Turned, person_id: str, parts: Collection[str], tied: Collection[str]) -> int | None:
    """How near a line is to somebody, the nearest as 0; None where it is none of theirs."""
    read = [line for line in (one.was, one.now) if line is not None]
    if any(person_id in (line.owner_id, line.deputy_id) for line in read):
        return 0
    if one.line.line_id in tied:
        return 1
    return 2 if any(line.part in parts for line in read) else None
