"""What of the score is hidden from who reads, and left out of what they find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from storage.tables import Part, Wording

NO_PARTS: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Hidden:
    """The handles of the parts that are hidden in each edition, by its id, and the ids of the lines that are hidden
    now, however they read before. Two that hide the same are usually one, and go by identity.
    """

    parts: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    lines: frozenset[str] = frozenset()

    def of(self, edition_id: str) -> frozenset[str]:
        """The parts that are hidden in an edition."""
        return self.parts.get(edition_id, NO_PARTS)

    def hides_no_more_than(self, other: "Hidden") -> bool:
        """Whether whatever is hidden here is hidden there as well."""
        return all(hidden <= other.of(edition_id) for edition_id, hidden in self.parts.items())

    def shows(self, wording: Wording) -> bool:
        """Whether a line may be seen as it reads in one edition."""
        return wording.line_id not in self.lines and wording.part not in self.of(wording.edition_id)

    def line(self, wording: Wording) -> Wording:
        """A line that may be seen, without what it says of parts that may not."""
        parts = self.of(wording.edition_id)
        if wording.serves is not None and _part_of(wording.serves) in parts:
            wording.serves = None
        if wording.to_part in parts:
            wording.to_part = None
        if wording.needs:
            wording.needs = [one for one in wording.needs if one["from"] not in parts]
        return wording

    def part(self, part: Part) -> Part:
        """A part that may be seen, without tensions with lines that may not."""
        parts = self.of(part.edition_id)
        part.tensions = [
            one for one in part.tensions if not {_part_of(at) for at in (*one["between"], one["measure"])} & parts
        ]
        return part


NOTHING_HIDDEN = Hidden()


def _part_of(address: str) -> str:
    return address.partition("/")[0].casefold()
