"""The nouns of a score file: what `score.language` reads, `score.writing` writes and `score.editions` keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from score.problems import Located
from storage.tables import Direction, LineKind, LineState, PartKind


@dataclass(frozen=True)
class WrittenPart:
    """A part as the file has it. `parent` is the id of the part that it stands in."""

    id: str
    parent: str | None
    kind: PartKind
    name: str
    at: Located = field(compare=False, repr=False)
    allowance: float | None = None
    about: str = ""
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


@dataclass(frozen=True)
class WrittenLine:
    """A line as the file has it.

    `owner` and `deputy` are handles and `was` an address, as they were written; `serves` is the address of a line of
    the file, `to` the id of a part of it. What stands within another line (what was chosen against, what would have to
    be true, a measure) serves that line. `at` and `path` say where the line stands, `places` where what stands under
    each of its keys begins.
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
    the whole and ours has no word for.
    """

    name: str
    season: str
    parts: tuple[WrittenPart, ...]
    lines: tuple[WrittenLine, ...]
    file: str = field(compare=False)
    text: str = field(compare=False, repr=False)
    kept: Mapping[str, Any] = field(default_factory=dict)
