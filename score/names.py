"""Who is meant by the names that somebody wrote."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from score.words import Unreadable, alike, clean_line
from storage.tables import Person

P = TypeVar("P", bound=Person)

_BETWEEN = re.compile(r"[,;\r\n\u3001\u060c]")
"""What stands between two names: a comma of whatever script, a semicolon, or a new line."""

SHOWN = 60
"""Characters of a name that is not known that are said back."""


@dataclass(frozen=True)
class Names(Generic[P]):
    """Those who were found, names that nobody has, and names that several have."""

    found: Sequence[P] = ()
    unknown: Sequence[str] = ()
    several: Mapping[str, Sequence[P]] = field(default_factory=dict)


def find(said: str, everybody: Iterable[P]) -> Names[P]:
    """Each person that `said` names, once, in its order: by handle, by name, or by the first words of a name."""
    here = list(everybody)
    found: dict[str, P] = {}
    unknown: dict[str, None] = {}
    several: dict[str, Sequence[P]] = {}
    for part in _BETWEEN.split(said):
        try:
            name = clean_line(part)
        except Unreadable:
            unknown["?"] = None
            continue
        if not name:
            continue
        meant = _meant(name, here)
        if not meant:
            unknown[name[:SHOWN]] = None
        elif len(meant) > 1:
            several[name[:SHOWN]] = meant
        else:
            found[meant[0].id] = meant[0]
    return Names(list(found.values()), list(unknown), several)


def _meant(name: str, here: Sequence[P]) -> list[P]:
    wanted = alike(name).removeprefix("@")
    by_handle = [one for one in here if one.handle == wanted]
    by_name = [one for one in here if alike(one.name) == wanted]
    return by_handle or by_name or [one for one in here if alike(one.name).startswith(f"{wanted} ")]
