"""What can stand under the keys of a line besides words: days, numbers, shares, lengths of time, what is kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from math import ceil
from typing import Any, TypeVar

from score.fields import Fields, words_in
from score.outline import Items, Keys, Node, Scalar, forbidden_in, normal
from score.problems import Gathering, Kind, brief

SHORT = 64
"""Characters of a value at most; a longer one is no day and no number."""

MONTHS = 600
"""The furthest horizon, in months: fifty years."""

DAYS = 3660
"""The rarest cadence, in days: ten years."""

UNITS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
"""What a measure can be read every, in days."""

DAYS_OF_MONTH = 365.2425 / 12
"""How long a month is, on average."""

NAMES = 500
"""Characters at most of all the names by which something goes as well."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%")
_LENGTH = re.compile(r"(?:([0-9]{1,4}) ?)?([a-z]+?)s?")
_RANGE = re.compile(rf"({_NUMBER.pattern}) to ({_NUMBER.pattern})")
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?([eE][+-]?[0-9]{1,2})?")
_JSON_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")


def day(fields: Fields, key: str) -> date | None:
    """A day, as 2027-06-30."""
    return _read(fields, key, Kind.BAD_DATE, lambda words: date.fromisoformat(words if _DAY.fullmatch(words) else ""))


def number(fields: Fields, key: str) -> float | None:
    """A number, with a point before its decimals."""
    return _read(fields, key, Kind.BAD_NUMBER, _number)


def share(fields: Fields, key: str) -> float | None:
    """A share from 0.0 to 1.0, which may be written as a percentage."""
    return _read(fields, key, Kind.BAD_SHARE, _share)


def months(fields: Fields, key: str) -> int | None:
    """A length of time in months, written as days, weeks, months or years: of the first two the months begun."""
    return _read(fields, key, Kind.BAD_MONTHS, _months)


def days(fields: Fields, key: str) -> int | None:
    """How often something is done, in days: `week`, or `2 weeks`."""
    return _read(fields, key, Kind.BAD_DAYS, lambda words: _length(words, UNITS, DAYS))


def limits(fields: Fields, key: str) -> tuple[float | None, float | None]:
    """The lowest and the highest of what can be, as `0 to 100`."""
    return _read(fields, key, Kind.BAD_RANGE, _range) or (None, None)


def hours(fields: Fields, key: str) -> float | None:
    """Hours of a week; none of them is below zero."""
    return _read(fields, key, Kind.BAD_HOURS, _hours)


def flag(fields: Fields, key: str, *, instead: bool = False) -> bool:
    """Yes or no; `instead` when nothing is said."""
    answers = {"yes": True, "true": True, "no": False, "false": False}
    words = fields.words(key, SHORT).casefold()
    if words and words not in answers:
        fields.refuse(Kind.BAD_WORD, key, found=words, wanted=("yes", "no"))
    return answers.get(words, instead)


def one_of(fields: Fields, key: str, known: type[Choice]) -> Choice | None:
    """One of a few words."""
    words, wanted = fields.words(key, SHORT), tuple(each.value for each in known)
    if words and words not in wanted:
        fields.refuse(Kind.BAD_WORD, key, found=words, wanted=wanted, near=wanted)
    return known(words) if words in wanted else None


def names(fields: Fields, key: str, problems: Gathering) -> tuple[str, ...]:
    """Other words for the same, parted by commas or in a list; each once."""
    node = fields.get(key)
    return _names(node, fields.at(key), problems) if node is not None else ()


def same_words(fields: Fields, key: str, problems: Gathering) -> tuple[tuple[str, ...], ...]:
    """A list of which each entry has words that mean the same: two of them or more."""
    found = list[tuple[str, ...]]()
    for position, node in enumerate(fields.items(key)):
        path, before = f"{fields.at(key)}[{position}]", problems.count
        several = _names(node, path, problems)
        if len(several) > 1:
            found.append(several)
        elif problems.count == before:
            problems.add(Kind.ALONE, node, path, found="".join(several))
    return tuple(found)


def _names(node: Node, path: str, problems: Gathering) -> tuple[str, ...]:
    before, several = problems.count, dict[str, str]()
    listed = node.nodes if isinstance(node, Items) else None
    paths = [(node, path)] if listed is None else [(one, f"{path}[{n}]") for n, one in enumerate(listed)]
    for one, at in paths:
        for name in filter(None, map(str.strip, words_in(one, at, NAMES, problems).split(","))):
            several.setdefault(normal(name), name)
    if (whole := sum(map(len, several.values()))) > NAMES:
        problems.add(Kind.TOO_LONG, node, path, found=whole, wanted=NAMES)
    elif not several and problems.count == before:
        problems.add(Kind.EMPTY, node, path)
    return tuple(several.values())


def kept(fields: Fields, problems: Gathering) -> Mapping[str, Any]:
    """What another tool's file held, under `kept:`; unquoted, `true`, `null` and numbers are what they say."""
    keys = fields.mapping("kept")
    found = plain(keys, fields.at("kept"), problems) if keys else {}
    return found if isinstance(found, dict) else {}


def plain(node: Node, path: str, problems: Gathering) -> Any:
    """A node as data, as JSON would have it: mappings, lists, texts, numbers, true, false and null."""
    if isinstance(node, Keys):
        return {
            str(plain(replace(key, plain=False), path, problems)): plain(each, _under(path, key), problems)
            for key, each in node.nodes.values()
        }
    if isinstance(node, Items):
        return [plain(each, f"{path}[{position}]", problems) for position, each in enumerate(node.nodes)]
    if not isinstance(node, Scalar):
        return None
    if bad := forbidden_in(node.words):
        problems.add(Kind.FORBIDDEN_CHARACTER, node, path, found=bad)
    return plain_scalar(node.words) if node.plain else node.words


def _under(path: str, key: Scalar) -> str:
    return f"{path}.{brief(key.words)}".removeprefix(".")


def plain_scalar(words: str) -> Any:
    """What words without quotes are as data: the words, unless JSON has a value that is written so."""
    if words in _JSON_WORDS:
        return _JSON_WORDS[words]
    found = _JSON_NUMBER.fullmatch(words)
    if found is None:
        return words
    return float(words) if found[1] or found[2] else int(words)


def _read(fields: Fields, key: str, kind: Kind, made: Callable[[str], Value]) -> Value | None:
    words = fields.words(key, SHORT)
    if not words:
        return None
    try:
        return made(words)
    except ValueError:
        fields.refuse(kind, key, found=words)
        return None


def _number(words: str) -> float:
    return float(words if _NUMBER.fullmatch(words) else "")


def _hours(words: str) -> float:
    found = _number(words)
    if found < 0:
        raise ValueError(words)
    return found


def _share(words: str) -> float:
    percentage = _SHARE.fullmatch(words)
    # A hundredth by way of text: 29 % is 0.29, and not 0.29000000000000004.
    found = float(f"{percentage[1]}e-2") if percentage else _number(words)
    if not 0 <= found <= 1:
        raise ValueError(words)
    return found


def _months(words: str) -> int:
    if words.rstrip("s").endswith(("day", "week")):
        return ceil(_length(words, {"day": 1, "week": UNITS["week"]}, MONTHS * UNITS["month"]) / DAYS_OF_MONTH)
    return _length(words, {"month": 1, "year": 12}, MONTHS)


def _length(words: str, units: Mapping[str, int], most: int) -> int:
    found = _LENGTH.fullmatch(words)
    length = int(found[1] or 1) * units.get(found[2], 0) if found else 0
    if not 0 < length <= most:
        raise ValueError(words)
    return length


def _range(words: str) -> tuple[float, float]:
    found = _RANGE.fullmatch(words)
    if found is None or float(found[1]) >= float(found[2]):
        raise ValueError(words)
    return float(found[1]), float(found[2])
