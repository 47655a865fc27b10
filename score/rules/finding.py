"""What a rule is, and what it finds; the words for it stand in `prompts/phrases/rules.*.ftl`."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from score.problems import Located
from score.written import WrittenLine, WrittenPart

if TYPE_CHECKING:
    from score.rules.known import Known

Values = Mapping[str, Any]
"""Texts, numbers and lists of texts, by the names that a sentence has for them."""


class Severity(StrEnum):
    """How much a finding weighs, the heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True)
class Found:
    """What a rule says of `about`, the line or the part that it speaks to.

    `says` picks one of the sentences of the rule, `key` is the key that it is about: another value there would mend it.
    `lines` are those addresses that it is about besides, `severity` and `ask` are said where they are not the rule's
    and the owner's own. `at` is its place where that is not the one of the key.
    """

    about: WrittenLine | WrittenPart
    says: str = ""
    values: Values = field(default_factory=dict)
    key: str = ""
    lines: tuple[str, ...] = ()
    severity: Severity | None = None
    ask: str | None = None
    at: Located | None = None


@dataclass(frozen=True)
class Rule:
    """One rule. `taste` is said of one that others could see otherwise; `needs` of what it judges besides the file."""

    id: str
    severity: Severity
    judge: "Callable[[Known], Iterator[Found]]"
    taste: bool = False
    needs: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that a rule says about a score.

    `lines` are the addresses that it is about, a part by its id; `says` is the name of its sentence among the phrases
    of the rules, filled with `values`. `ask` is the handle of whoever can mend it, None where the score names nobody.
    `line` and `column` are its place in the file, both from 1. `key` is the key of the first of `lines` under which
    another value would mend it, empty where more than one value has to change.
    """

    rule: str
    severity: Severity
    lines: tuple[str, ...]
    says: str
    values: Values
    ask: str | None
    line: int = field(compare=False)
    column: int = field(compare=False)
    key: str = field(default="", compare=False)


def in_short(rule: str, about: Iterable[str]) -> str:
    """A finding in a few letters: its rule, and what stands for all that it is about, by whatever name that keeps."""
    return f"{rule}-{hashlib.sha256(' '.join(sorted(about)).encode()).hexdigest()[:16]}"
