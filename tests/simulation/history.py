"""What happened, written outside of what is tested: who was told what, and what the world did meanwhile."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One thing that happened at an instant of the world, whatever any clock showed."""

    at: datetime
    what: str
    who: str
    more: dict[str, Any]

    def __str__(self) -> str:
        more = self.more
        if "was" in more and "now" in more:
            # A row of the database: what of it has changed.
            was, now = more["was"] or {}, more["now"] or {}
            more = {name: value for name, value in now.items() if was.get(name) != value} or {"gone": was}
            more = {"once": now["once"], **more} if "once" in now else more
        told = " ".join(f"{name}={_short(value)}" for name, value in more.items())
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.what:<10} {self.who:<10} {told}"


def _short(value: object) -> str:
    said = value if isinstance(value, str) else json.dumps(value, default=str, sort_keys=True)
    return said if len(said) <= 110 else f"{said[:107]}..."


class History:
    """Everything that happened, in its order; nothing of it is ever changed."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._digest = hashlib.sha256()

    def write(self, at: datetime, what: str, who: str = "", /, **more: Any) -> None:
        """Write one thing down."""
        self.entries.append(Entry(at, what, who, more))
        line = json.dumps([at.isoformat(), what, who, more], default=str, sort_keys=True)
        self._digest.update(line.encode() + b"\n")

    def all(self, *what: str) -> Iterator[Entry]:
        """All entries of these kinds."""
        return (one for one in self.entries if one.what in what)

    @property
    def digest(self) -> str:
        """The same for histories that are the same, byte for byte."""
        return self._digest.hexdigest()
