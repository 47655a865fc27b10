"""What is wrong with a score file, and where; the words for it stand in `prompts/phrases/language.*.ftl`."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice
from typing import Protocol

LISTED = 100
"""Problems that are listed one by one; nobody mends more in one go, and a hostile file has a million."""

BRIEF = 60
"""Characters of the file that a problem repeats at most."""

LIKE = 0.6
"""How alike a name must be to be suggested, from 0.0 to 1.0: more than this."""

COMPARED = 300
"""Names that a misspelt one is compared with at most, so that looking for its neighbour stays below a millisecond."""


class Kind(StrEnum):
    """What can be wrong. Each kind has two phrases of its name: what is wrong, and `-remedy`."""

    TOO_BIG = "too-big"
    NOT_UTF8 = "not-utf8"
    FORBIDDEN_CHARACTER = "forbidden-character"
    DIRECTIVE = "directive"
    UNREADABLE = "unreadable"
    EMPTY_FILE = "empty-file"
    SECOND_DOCUMENT = "second-document"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    TAG = "tag"
    ANCHOR = "anchor"
    ALIAS = "alias"
    MERGE_KEY = "merge-key"
    DUPLICATE_KEY = "duplicate-key"
    NOT_A_KEY = "not-a-key"
    NOT_A_MAPPING = "not-a-mapping"
    NOT_A_LIST = "not-a-list"
    NOT_A_TEXT = "not-a-text"
    UNKNOWN_KEY = "unknown-key"
    MISSING = "missing"
    EMPTY = "empty"
    TOO_LONG = "too-long"
    BAD_PART_ID = "bad-part-id"
    SAME_PART_ID = "same-part-id"
    BAD_LINE_ID = "bad-line-id"
    SAME_LINE_ID = "same-line-id"
    BAD_KIND = "bad-kind"
    BAD_DATE = "bad-date"
    BAD_ADDRESS = "bad-address"
    NO_SUCH_LINE = "no-such-line"
    OUTSIDE_CASCADE = "outside-cascade"
    CIRCLE = "circle"
    UNKNOWN_OWNER = "unknown-owner"
    NOT_BEFORE = "not-before"
    CLAIMED_TWICE = "claimed-twice"
    BAD_WORD = "bad-word"
    BAD_NUMBER = "bad-number"
    BAD_SHARE = "bad-share"
    BAD_MONTHS = "bad-months"
    BAD_DAYS = "bad-days"
    BAD_RANGE = "bad-range"
    NO_WAY_TO_GO = "no-way-to-go"
    AGAINST_DIRECTION = "against-direction"
    OUTSIDE_RANGE = "outside-range"
    ENDS_FIRST = "ends-first"
    STANDING_UNTIL = "standing-until"
    NOT_SERVED = "not-served"
    NO_SUCH_PART = "no-such-part"
    OWN_PART = "own-part"
    NOWHERE = "nowhere"
    NOT_TWO = "not-two"
    ALONE = "alone"
    BAD_RULE = "bad-rule"
    BAD_HOURS = "bad-hours"
    NO_TOP = "no-top"
    SECOND_TOP = "second-top"
    SAME_FLAT_ID = "same-flat-id"
    NO_SUCH_PARENT = "no-such-parent"
    MORE = "more"


Value = str | int | tuple[str, ...]


class Located(Protocol):
    """Anything that knows where in the file it stands; both count from 1."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it stands (line and column count from 1), and the values of its phrases.

    `kind` is a `Kind`, or one of the kinds of wrong that only another sort of file knows (`score.roster.Fault`).

    `field` is a path such as `part.parts[1].priorities.P-2.owner`, parts counted from 0; empty for the whole file.
    `found` is what stands there, `wanted` what may, `suggestion` the name that was probably meant, or empty.
    """

    kind: StrEnum
    file: str
    line: int
    column: int
    field: str = ""
    found: Value = ""
    wanted: Value = ""
    suggestion: str = ""


class ScoreProblems(ValueError):
    """A score or a roster says what cannot be played: all that is wrong with it at once, in reading order.

    `text` is the file as far as it could be read. Where there are more than `LISTED` problems, the last one is of
    the kind MORE and has found how many are not listed.
    """

    def __init__(self, text: str, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{one.file}:{one.line}:{one.column}: {one.kind} {one.field}" for one in problems))
        self.text, self.problems = text, problems


class Gathering:
    """The problems of one file as they are found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._listed: list[Problem] = []
        self._first_more: Problem | None = None
        self._more = 0

    @property
    def count(self) -> int:
        """How many there are so far."""
        return len(self._listed) + self._more

    @property
    def listed(self) -> list[Problem]:
        """Those that are listed one by one, in reading order, and last how many there are beside them."""
        last = self._first_more
        problems = sorted(self._listed, key=lambda one: (one.line, one.column))
        return problems + ([Problem(last.kind, last.file, last.line, last.column, found=self._more)] if last else [])

    def add(
        self,
        kind: StrEnum,
        at: Located,
        field: str = "",
        *,
        found: Value = "",
        wanted: Value = "",
        near: Iterable[str] = (),
    ) -> None:
        """One problem more; `near` are the names among which the one that was meant is looked for."""
        if len(self._listed) == LISTED:
            self.more(at)
            return
        suggestion = _nearest(found, near) if isinstance(found, str) else ""
        found = brief(found) if isinstance(found, str) else found
        self._listed.append(Problem(kind, self.file, at.line, at.column, field, found, wanted, suggestion))

    def more(self, at: Located, count: int = 1) -> None:
        """So many problems more, from `at` on, that need no listing."""
        self._more += count
        self._first_more = self._first_more or Problem(Kind.MORE, self.file, at.line, at.column)

    def refuse_any(self, text: str) -> None:
        """Raise ScoreProblems if there are any."""
        if self._listed:
            raise ScoreProblems(text, self.listed)


def brief(text: str) -> str:
    """The beginning of `text`, on one line and without what could steer a terminal."""
    seen = "".join(each if each.isprintable() else " " if each.isspace() else "\ufffd" for each in text[: 4 * BRIEF])
    short = " ".join(seen.split())
    return short if len(short) <= BRIEF and len(text) <= 4 * BRIEF else short[: BRIEF - 1] + "…"


def _nearest(found: str, names: Iterable[str]) -> str:
    """The name most like `found`, the first of several; the cheap bounds spare most names the costly comparison."""
    matcher = SequenceMatcher(b=found[:BRIEF].casefold())
    nearest, most = "", LIKE
    for name in islice(names, COMPARED):
        matcher.set_seq1(name.casefold())
        if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most and (like := matcher.ratio()) > most:
            nearest, most = name, like
    return nearest
