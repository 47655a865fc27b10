"""The nouns of a score file: what `score.language` reads, `score.writing` writes and `score.editions` keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from score.problems import Located
from storage.tables import Direction, LineKind, LineState, PartKind, Visible


@dataclass(frozen=True)
class Need:
    """What a line needs of the part `source`, and by which day."""

    words: str
    source: str
    by: date | None
    at: Located = field(compare=False, repr=False)

    def told(self) -> dict[str, Any]:
        """The same as a file has it."""
        return {"words": self.words, "from": self.source, "by": str(self.by) if self.by else ""}


@dataclass(frozen=True)
class WrittenTension:
    """That two lines pull against each other: whose it is, by which measure both are held, when it is looked at again.

    `between` are two addresses, `owners` two handles; `measure` is the address of a measure that both share, or of one
    that guards what neither may spoil, and empty while there is none.
    """

    words: str
    between: Sequence[str]
    owners: Sequence[str]
    measure: str
    review: date
    at: Located = field(compare=False, repr=False)

    def told(self) -> dict[str, Any]:
        """The same as a file has it."""
        return {
            "words": self.words,
            "between": list(self.between),
            "owners": list(self.owners),
            "measure": self.measure,
            "review": str(self.review),
        }


@dataclass(frozen=True)
class Accepted:
    """That a finding of `rule` about `lines` is accepted through the day `until`; a part goes by its id.

    Without lines it is any finding of it that speaks to the line or the part where this stands.
    """

    rule: str
    lines: Sequence[str]
    reason: str
    until: date
    at: Located = field(compare=False, repr=False)

    def told(self) -> dict[str, Any]:
        """The same as a file has it."""
        return {"rule": self.rule, "lines": list(self.lines), "reason": self.reason, "until": str(self.until)}


@dataclass(frozen=True)
class WrittenPart:
    """A part as the file has it. `parent` is the id of the part that it stands in; `hours` it has in a week.

    Each of `same_words` are words that mean the same, there and in all parts within it; `visible` is who sees these.
    """

    id: str
    parent: str | None
    kind: PartKind
    name: str
    at: Located = field(compare=False, repr=False)
    allowance: float | None = None
    about: str = ""
    hours: float | None = None
    tensions: Sequence[WrittenTension] = ()
    accept: Sequence[Accepted] = ()
    same_words: Sequence[Sequence[str]] = ()
    visible: Visible = Visible.ALL
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WrittenMeasure:
    """What makes a number of a line: see `storage.tables.Measure`, whose names these are."""

    unit: str = ""
    start: float | None = None
    target: float | None = None
    direction: Direction = Direction.UP
    source: str = ""
    cadence: int | None = None
    leads: bool = False
    lowest: float | None = None
    highest: float | None = None
    scope: str = ""
    subtotal: bool = False


@dataclass(frozen=True)
class WrittenLine:
    """A line as the file has it.

    `owner` and `deputy` are handles and `was` an address, as they were written; `serves` is the address of a line of
    the file, `to` the id of a part of it. What stands within another line (what was chosen against, what would have to
    be true, a measure) serves that line. `hours` is what it asks for in a week; `customer` and `resource` are whom and
    what it shares with others, and `also_called` are other words by which people speak of it. A promise is only asked
    for until it is `accepted`. `at` and `path` say where the line stands, `places` where what stands under each of its
    keys begins.
    """

    part: str
    id: str
    kind: LineKind
    words: str
    at: Located = field(compare=False, repr=False)
    path: str = field(compare=False, repr=False)
    places: Mapping[str, Located] = field(default_factory=dict, compare=False, repr=False)
    owner: str | None = None
    deputy: str | None = None
    begins: date | None = None
    until: date | None = None
    standing: bool = False
    horizon: int | None = None
    serves: str | None = None
    state: LineState = LineState.OPEN
    about: str = ""
    because: str = ""
    plan: str = ""
    test: str = ""
    to: str | None = None
    measure: WrittenMeasure | None = None
    hours: float | None = None
    customer: str = ""
    resource: str = ""
    needs: Sequence[Need] = ()
    accepted: bool = True
    accept: Sequence[Accepted] = ()
    also_called: Sequence[str] = ()
    was: str | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """How the line is cited, as `service/P-2`."""
        return f"{self.part}/{self.id}"


@dataclass(frozen=True)
class ScoreFile:
    """One score file: its parts, each before those within it, and its lines in the order in which they are read.

    `file` is its name, and `text` what was read, without a byte order mark. `kept` is what another tool's file said of
    the whole and ours has no word for; `language` is that of its words, empty where it does not say.
    """

    name: str
    season: str
    parts: tuple[WrittenPart, ...]
    lines: tuple[WrittenLine, ...]
    file: str = field(compare=False)
    text: str = field(compare=False, repr=False)
    kept: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""
