"""A YAML file as an outline: texts, lists and mappings, each knowing where it stands.

Hostile files are the rule here, not the exception. We read events, never objects, so that nothing is built before
it is counted; every scalar stays the text that was written (`no`, `0o17`, `1:30` and dates too); tags, anchors,
aliases and merge keys, by which a small file becomes a large one, are refused. The bombs that this survives are in
tests/score/test_language.py.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import yaml

from score.problems import LISTED, Gathering, Kind, Located, brief

BYTES = 2 * 1024 * 1024
"""The largest file that is read, in bytes."""

DEPTH = 50
"""How deep mappings and lists may stand in each other; a part in a part takes two levels."""

NODES = 60_000
"""Texts, keys, lists and mappings in one file: about 5,000 priorities. bench/language.py shows the time they take."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""What reads YAML: the one in C where PyYAML was built with it, some eight times as fast."""

_LINE_END = re.compile("\r\n|\r|\n")
_DIRECTIVE = re.compile("(?<![^\r\n])%")
_FORBIDDEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"  # control characters but tab and line ends; lone surrogates
    "\u202a-\u202e\u2066-\u2069"  # bidi overrides and isolates: they can make a text read as another
    "\u2028\u2029"  # ends of a line for YAML, though for no editor
    "\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True)
class Spot:
    """A place in the file; both count from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Scalar:
    """Words, exactly as they were written; `plain` when they stand without quotes."""

    line: int
    column: int
    words: str
    plain: bool = False


@dataclass(slots=True)
class Items:
    """A list."""

    line: int
    column: int
    nodes: "list[Node]" = field(default_factory=list)


@dataclass(slots=True)
class Keys:
    """A mapping: what stands under each key, by `normal` key; the key itself is kept as it was written."""

    line: int
    column: int
    nodes: "dict[str, tuple[Scalar, Node]]" = field(default_factory=dict)


@dataclass(slots=True)
class Unread:
    """Something that has been refused already; nothing more is said about it."""

    line: int
    column: int


Node = Scalar | Items | Keys | Unread


class _Stop(Exception):
    """The rest of the file is not worth reading."""


def normal(name: str) -> str:
    """What two spellings of one key, id or address share: NFC, without case."""
    return unicodedata.normalize("NFC", name).casefold()


def forbidden_in(words: str) -> str:
    """The first character of `words` that a score must not hold, as `U+202E`; empty when there is none."""
    found = _FORBIDDEN.search(words)
    return _named(found[0]) if found else ""


def lines_of(text: str) -> list[str]:
    """The lines of a file as this module counts them."""
    return _LINE_END.split(text)


def decode(source: bytes, problems: Gathering, at_most: int = BYTES) -> str | None:
    """The text of a file of `at_most` so many bytes, without its byte order mark; None when it cannot be had.

    Characters that must not be there are replaced, so that the rest of the file can be judged too.
    """
    if len(source) > at_most:
        problems.add(Kind.TOO_BIG, Spot(1, 1), wanted=at_most // 1024**2)
        return None
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8-sig", "replace")
        problems.add(Kind.NOT_UTF8, _spot(before, len(before)), found=f"0x{source[error.start]:02X}")
        return None
    # A score needs no directives, and the C library compares each tag directive with all before it: 2 MiB of
    # them take it 40 s, before it gives us a first event.
    text = _without(_DIRECTIVE, "#", Kind.DIRECTIVE, text, problems)
    return _without(_FORBIDDEN, "\ufffd", Kind.FORBIDDEN_CHARACTER, text, problems)


def _without(pattern: re.Pattern[str], instead: str, kind: Kind, text: str, problems: Gathering) -> str:
    spot, last = Spot(1, 1), 0
    for found in islice(pattern.finditer(text), LISTED):
        spot, last = _spot(text[last : found.start()], found.start() - last, spot), found.start()
        problems.add(kind, spot, found=_named(found[0]))
    clean, count = pattern.subn(instead, text)
    if count > LISTED:
        problems.more(spot, count - LISTED)
    return clean


def _named(character: str) -> str:
    return f"U+{ord(character):04X}"


def _spot(text: str, index: int, start: Spot = Spot(1, 1)) -> Spot:
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    if not ends:
        return Spot(start.line, start.column + index)
    return Spot(start.line + ends, index - max(text.rfind("\n"), text.rfind("\r")))


def outline(text: str, problems: Gathering) -> Node | None:
    """The one document in `text`; None when there is none, or it could not be read to its end."""
    reading = _Reading(problems)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            reading.take(event)
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = _inside(text, _at(mark)) if mark else reading.last
        problems.add(Kind.UNREADABLE, at, reading.path(), found=_said(error))
        return None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # Without the C library PyYAML slips on some escapes and directives with Python's own errors.
        problems.add(Kind.UNREADABLE, reading.last, reading.path(), found=str(error))
        return None
    if reading.root is None:
        problems.add(Kind.EMPTY_FILE, Spot(1, 1))
    return reading.root


def _said(error: yaml.MarkedYAMLError) -> str:
    return ", ".join(part for part in (error.context, error.problem) if part)


def _inside(text: str, at: Spot) -> Spot:
    """The same place; for the C library what ends too early is wrong on a line that is not there."""
    end = _spot(text, len(text))
    return at if at.line <= end.line else end


def _at(mark: Any) -> Spot:
    return Spot(mark.line + 1, mark.column + 1)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; `key` is the key whose value comes next."""

    node: Items | Keys
    key: Scalar | Unread | None = None

    def step(self) -> str:
        """How a field path goes on from here."""
        if isinstance(self.node, Items):
            return f"[{len(self.node.nodes)}]"
        return f".{brief(self.key.words)}" if isinstance(self.key, Scalar) else ""


class _Reading:
    """The outline so far, and what is open in it."""

    def __init__(self, problems: Gathering) -> None:
        self.problems = problems
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.nodes = 0
        self.last = Spot(1, 1)

    def path(self) -> str:
        """The field that is being read."""
        return "".join(each.step() for each in self.open).removeprefix(".")

    def take(self, event: yaml.Event) -> None:
        """Read one event more."""
        if isinstance(event, yaml.NodeEvent):
            self.last = _at(event.start_mark)
            self._count()
            self._take_node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._place(self.open.pop().node)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._refuse(Kind.SECOND_DOCUMENT, _at(event.start_mark))
            raise _Stop

    def _count(self) -> None:
        self.nodes += 1
        if self.nodes > NODES:
            self._refuse(Kind.TOO_MANY, self.last, wanted=NODES)
            raise _Stop

    def _take_node(self, event: yaml.NodeEvent) -> None:
        line, column = self.last.line, self.last.column
        if isinstance(event, yaml.AliasEvent):
            self._refuse(Kind.ALIAS, self.last, found=f"*{event.anchor}")
            self._place(Unread(line, column))
            return
        if event.anchor is not None:
            self._refuse(Kind.ANCHOR, self.last, found=f"&{event.anchor}")
        if getattr(event, "tag", None) is not None:
            self._refuse(Kind.TAG, self.last, found=str(event.tag))  # type: ignore[attr-defined]
        if isinstance(event, yaml.ScalarEvent):
            self._place(Scalar(line, column, event.value, plain=not event.style))
        else:
            self._go_in(Items(line, column) if isinstance(event, yaml.SequenceStartEvent) else Keys(line, column))

    def _go_in(self, node: Items | Keys) -> None:
        if len(self.open) == DEPTH:
            self._refuse(Kind.TOO_DEEP, self.last, wanted=DEPTH)
            raise _Stop
        self.open.append(_Open(node))

    def _place(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        inside = self.open[-1]
        if isinstance(inside.node, Items):
            inside.node.nodes.append(node)
        elif inside.key is None:
            inside.key = self._as_key(inside.node, node)
        else:
            if isinstance(inside.key, Scalar):
                inside.node.nodes[normal(inside.key.words)] = inside.key, node
            inside.key = None

    def _as_key(self, mapping: Keys, node: Node) -> Scalar | Unread:
        if isinstance(node, Unread):
            return node
        if not isinstance(node, Scalar):
            self._refuse(Kind.NOT_A_KEY, node)
        elif node.words == "<<":
            self._refuse(Kind.MERGE_KEY, node)
        elif normal(node.words) in mapping.nodes:
            first, _ = mapping.nodes[normal(node.words)]
            self._refuse(Kind.DUPLICATE_KEY, node, found=node.words, wanted=str(first.line))
        else:
            return node
        return Unread(node.line, node.column)

    def _refuse(self, kind: Kind, at: Located, *, found: str = "", wanted: int | str = "") -> None:
        self.problems.add(kind, at, self.path(), found=found, wanted=wanted)
