"""One mapping of a file, asked for its keys by name; whatever is wrong with them is gathered, and reading goes on."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from score.outline import Items, Keys, Node, Scalar, Unread, forbidden_in, normal
from score.problems import Gathering, Kind, Located, Value, brief

_BLANK = re.compile("\n{3,}")


class Fields:
    """The keys of a mapping that may stand there, and the path that leads to it."""

    def __init__(self, keys: Keys, path: str, known: tuple[str, ...], problems: Gathering) -> None:
        self.keys, self.path, self._problems = keys, path, problems
        for key, _ in keys.nodes.values():
            if key.words not in known:
                problems.add(Kind.UNKNOWN_KEY, key, self.at(key.words), found=key.words, wanted=known, near=known)

    def at(self, key: str) -> str:
        """The path of what stands under `key`."""
        return f"{self.path}.{brief(key)}" if self.path else brief(key)

    def get(self, key: str) -> Node | None:
        """What stands under `key`; None when nothing does."""
        written = self.keys.nodes.get(normal(key))
        return written[1] if written and written[0].words == key else None

    def places(self) -> dict[str, Located]:
        """Where what stands under each key begins."""
        return {key.words: node for key, node in self.keys.nodes.values()}

    def need(self, key: str) -> Node | None:
        """What stands under `key`; a problem when nothing does."""
        node = self.get(key)
        # `Words` for `words` is a problem already: a key that is not known.
        if node is None and normal(key) not in self.keys.nodes:
            self._problems.add(Kind.MISSING, self.keys, self.at(key), wanted=key)
        return node

    def words(self, key: str, longest: int, *, needed: bool = False) -> str:
        """The words under `key`; empty when there are none, or when something is wrong with them."""
        node = self.need(key) if needed else self.get(key)
        return words_in(node, self.at(key), longest, self._problems) if node else ""

    def text(self, key: str, longest: int) -> str:
        """The text under `key`, its line breaks kept; empty when there is none, or when something is wrong with it."""
        node = self.get(key)
        return text_in(node, self.at(key), longest, self._problems) if node else ""

    def mapping(self, key: str, *, needed: bool = False) -> Keys | None:
        """The mapping under `key`."""
        node = self.need(key) if needed else self.get(key)
        return mapping_in(node, self.at(key), self._problems) if node else None

    def items(self, key: str) -> list[Node]:
        """The list under `key`; empty when there is none."""
        node = self.get(key)
        if node is None or isinstance(node, Items):
            return node.nodes if node else []
        _refuse(Kind.NOT_A_LIST, node, self.at(key), self._problems)
        return []

    def refuse(self, kind: StrEnum, key: str, *, found: str, wanted: Value = "", near: Iterable[str] = ()) -> None:
        """There is a problem with what stands under `key`."""
        at = self.get(key) or self.keys
        self._problems.add(kind, at, self.at(key), found=found, wanted=wanted, near=near)


def words_in(node: Node, path: str, longest: int, problems: Gathering) -> str:
    """The words of a text, in NFC with single spaces; empty when something is wrong with them."""
    if not isinstance(node, Scalar):
        _refuse(Kind.NOT_A_TEXT, node, path, problems)
        return ""
    return _fit(node, " ".join(unicodedata.normalize("NFC", node.words).split()), path, longest, problems)


def text_in(node: Node, path: str, longest: int, problems: Gathering) -> str:
    """A text of several lines, in NFC with single spaces; empty when something is wrong with it."""
    if not isinstance(node, Scalar):
        _refuse(Kind.NOT_A_TEXT, node, path, problems)
        return ""
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", node.words).split("\n")]
    text = _BLANK.sub("\n\n", "\n".join(lines)).strip("\n")
    return _fit(node, text, path, longest, problems)


def _fit(node: Scalar, words: str, path: str, longest: int, problems: Gathering) -> str:
    if bad := forbidden_in(node.words):
        problems.add(Kind.FORBIDDEN_CHARACTER, node, path, found=bad)
    elif not any(unicodedata.category(character)[0] in "LNPS" for character in words):
        problems.add(Kind.EMPTY, node, path)
    elif len(words) > longest:
        problems.add(Kind.TOO_LONG, node, path, found=len(words), wanted=longest)
    else:
        return words
    return ""


def mapping_in(node: Node, path: str, problems: Gathering) -> Keys | None:
    """The mapping that `node` is; None when it is something else."""
    if isinstance(node, Keys):
        return node
    _refuse(Kind.NOT_A_MAPPING, node, path, problems)
    return None


def _refuse(kind: Kind, node: Node, path: str, problems: Gathering) -> None:
    if isinstance(node, Scalar) and not node.words.strip():
        problems.add(Kind.EMPTY, node, path)
    elif not isinstance(node, Unread):
        problems.add(kind, node, path)
