"""One value of one line changed in a score file, and nothing else of it: comments, order and manner stay as they are.

What is written is read again and compared with what was there. What it says, the language judges afterwards
(`score.language.read`): here it is only made sure that it says so in one place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from score.language import read
from score.outline import LOADER, Items, Keys, Node, Scalar, forbidden_in, normal, outline
from score.problems import Gathering, Located
from score.written import ScoreFile

WORDS = "words"
"""The key of every line; where a line is its words alone, they stand without it."""

KIND = "kind"
"""The key of every part behind which others are put in."""

_PLAIN = re.compile(r"[^\W_](?:[^\r\n:#\"'`\\]|:(?=\S)|(?<=\S)#)*", re.UNICODE)
_OF_FLOW = frozenset(",:?[]{}")


class Unmendable(ValueError):
    """The value cannot be put there without changing more than it."""


class NotThere(LookupError):
    """No line and no part stands at the address."""


def mend(text: str, address: str, key: str, value: str) -> str:
    """The file with `value` under `key` of the line, or the part, at `address`.

    Raises NotThere, and Unmendable where something else would change with it; ScoreProblems for a file that cannot be
    read to begin with.
    """
    place = _place(text, address)
    wanted = _as_wanted(place, key, value)
    spliced = _Splicing(text, place).mended(key, value)
    if _said(_outlined(spliced)) != _said(wanted):
        raise Unmendable(f"{address} {key}")
    return spliced


def value_of(text: str, address: str, key: str) -> str:
    """What stands under `key` there, as it was written; empty where nothing does. Raises as `mend` does."""
    node = _place(text, address).node
    if isinstance(node, Scalar):
        return node.words if key == WORDS else ""
    there = node.nodes.get(normal(key))
    return there[1].words if there is not None and isinstance(there[1], Scalar) else ""


# The place


@dataclass(frozen=True)
class _Place:
    """What stands at an address, the whole of which it is, and what it stands in, from the outermost on."""

    root: Node
    node: Keys | Scalar
    within: Sequence[Node]


def _place(text: str, address: str) -> _Place:
    file, root = read(text.encode(), "score.yml"), _outlined(text)
    at = _at(file, address)
    return (_lines(root, at) if "/" in address else _parts(root, at))[0]


def _parts(root: Node, at: Located) -> list[_Place]:
    every = _all(root, ())
    return [_Place(root, node, within) for node, within in every if isinstance(node, Keys) and _same(node, at)]


def _lines(root: Node, at: Located) -> list[_Place]:
    return [
        _Place(root, under, (*within, node))
        for node, within in _all(root, ())
        for key, under in (node.nodes.values() if isinstance(node, Keys) else ())
        if _same(key, at) and isinstance(under, Keys | Scalar)
    ]


def _at(file: ScoreFile, address: str) -> Located:
    found = [line.at for line in file.lines if line.address == address]
    found += [part.at for part in file.parts if part.id == address]
    if not found:
        raise NotThere(address)
    return found[0]


def _same(node: Located, at: Located) -> bool:
    return (node.line, node.column) == (at.line, at.column)


def _all(node: Node, within: tuple[Node, ...]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    yield node, within
    for inner in _under(node):
        yield from _all(inner, (*within, node))


def _under(node: Node) -> list[Node]:
    if isinstance(node, Keys):
        return [under for _, under in node.nodes.values()]
    return node.nodes if isinstance(node, Items) else []


def _outlined(text: str) -> Node:
    problems = Gathering("score.yml")
    root = outline(text, problems)
    if root is None or problems.count:
        raise Unmendable("it cannot be read any more")
    return root


# What is wanted, and what is there


def _as_wanted(place: _Place, key: str, value: str) -> Node:
    """The outline with the value in it."""
    node, new = place.node, Scalar(0, 0, value)
    here = normal(key)
    if isinstance(node, Scalar):
        mended: Node = new if here == WORDS else Keys(0, 0, {**_entry(WORDS, node), **_entry(key, new)})
    else:
        there = node.nodes.get(here)
        if there is not None and not isinstance(there[1], Scalar):
            raise Unmendable(key)
        mended = replace(node, nodes={**node.nodes, **_entry(key, new)})
    return _instead(place.root, node, mended)


def _entry(key: str, node: Node) -> dict[str, tuple[Scalar, Node]]:
    return {normal(key): (Scalar(0, 0, key), node)}


def _instead(here: Node, old: Node, new: Node) -> Node:
    if here is old:
        return new
    if isinstance(here, Keys):
        return replace(
            here, nodes={name: (key, _instead(under, old, new)) for name, (key, under) in here.nodes.items()}
        )
    return replace(here, nodes=[_instead(one, old, new) for one in here.nodes]) if isinstance(here, Items) else here


def _said(node: Node) -> object:
    """What an outline says, wherever and however it is written; keys in any order."""
    if isinstance(node, Keys):
        return {key.words: _said(under) for key, under in node.nodes.values()}
    return [_said(one) for one in node.nodes] if isinstance(node, Items) else getattr(node, "words", None)


# The splice


class _Splicing:
    """One place of a text, and what is put there."""

    def __init__(self, text: str, place: _Place) -> None:
        self._text, self._place = text, place
        scalars: list[Any] = [one for one in yaml.parse(text, Loader=LOADER) if isinstance(one, yaml.ScalarEvent)]
        self._spans = {
            (one.start_mark.line + 1, one.start_mark.column + 1): (one.start_mark.index, one.end_mark.index)
            for one in scalars
        }

    def mended(self, key: str, value: str) -> str:
        """The text with the value in it."""
        node = self._place.node
        if isinstance(node, Scalar):
            whole = _scalar(value, flow=self._in_flow(node)) if normal(key) == WORDS else _both(node.words, key, value)
            return self._over(node, whole)
        there = node.nodes.get(normal(key))
        if there is not None and isinstance(there[1], Scalar):
            return self._over(there[1], _scalar(value, flow=self._in_flow(node)))
        return self._put_in(node, key, value)

    def _in_flow(self, node: Node) -> bool:
        held = [one for one in (*self._place.within, node) if isinstance(one, Keys | Items)]
        return any(self._text[self._index(one)] in "{[" for one in held)

    def _index(self, at: Located) -> int:
        """Where in the text a place is."""
        begins = 0
        for _ in range(at.line - 1):
            begins = _LINE_END.search(self._text, begins).end()  # type: ignore[union-attr]
        return begins + at.column - 1

    def _span(self, node: Located) -> tuple[int, int]:
        return self._spans[node.line, node.column]

    def _over(self, node: Scalar, written: str) -> str:
        begins, ends = self._span(node)
        return self._text[:begins] + written + _left(self._text[begins:ends]) + self._text[ends:]

    def _put_in(self, node: Keys, key: str, value: str) -> str:
        """Under the words of a line or the kind of a part, which are always there."""
        before, anchor = node.nodes.get(WORDS) or node.nodes[KIND]
        flow, entry = self._in_flow(node), f"{key}: "
        begins, ends = self._span(anchor)
        if flow:
            return f"{self._text[:ends]}, {entry}{_scalar(value, flow=True)}{self._text[ends:]}"
        entry, indent = entry + _scalar(value, flow=False), " " * (node.column - 1)
        if self._text[begins] in "|>":
            # Its end is not where its last line ends, so that the new one stands before it.
            first = self._index(before)
            return f"{self._text[:first]}{entry}{self._newline()}{indent}{self._text[first:]}"
        found = _LINE_END.search(self._text, ends)
        last = found.start() if found else len(self._text)
        return f"{self._text[:last]}{self._newline()}{indent}{entry}{self._text[last:]}"

    def _newline(self) -> str:
        found = _LINE_END.search(self._text)
        return found[0] if found else "\n"


_LINE_END = re.compile("\r\n|\r|\n")


def _left(written: str) -> str:
    """What stays of a text that stood as a block: the comment behind its mark, and the end of its last line."""
    if written[:1] not in ("|", ">"):
        return ""
    _, sign, comment = _LINE_END.split(written, maxsplit=1)[0].partition("#")
    return (f" {sign}{comment.rstrip()}" if sign else "") + written[len(written.rstrip()) :]


def _both(words: str, key: str, value: str) -> str:
    """A line that was its words alone, with one key more."""
    return f"{{{WORDS}: {_scalar(words, flow=True)}, {key}: {_scalar(value, flow=True)}}}"


def _scalar(value: str, *, flow: bool) -> str:
    """A text as it is written in a file: without quotes where it can only be read as words."""
    plain = _PLAIN.fullmatch(value) and value == value.strip() and not forbidden_in(value)
    if plain and not (flow and _OF_FLOW & set(value)):
        return value
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    is_seen = character.isprintable() and not forbidden_in(character)
    return character if is_seen else f"\\U{ord(character):08x}"
