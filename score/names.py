"""Who is meant by the names that somebody wrote."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from score.words import Unreadable, alike, clean_line
from storage.tables import Person


class Named(Protocol):
    """Somebody with a handle and a name."""

    @property
    def handle(self) -> str:
        """Their handle."""

    @property
    def name(self) -> str:
        """What people call them."""


P = TypeVar("P", bound=Person)
N = TypeVar("N", bound=Named)

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
        those = meant(name, here)
        if not those:
            unknown[name[:SHOWN]] = None
        elif len(those) > 1:
            several[name[:SHOWN]] = those
        else:
            found[those[0].id] = those[0]
    return Names(list(found.values()), list(unknown), several)


def meant(name: str, here: Iterable[N]) -> list[N]:
    """Those whom one name can mean: by handle, else by name, else by the first words of a name."""
    wanted, everybody = alike(name).removeprefix("@"), list(here)
    by_handle = [one for one in everybody if one.handle == wanted]
    by_name = [one for one in everybody if alike(one.name) == wanted]
    return by_handle or by_name or [one for one in everybody if alike(one.name).startswith(f"{wanted} ")]
