"""How fast a platform lets us ask: one instant for each key, before which nothing more is asked under it.

Kept by key and instant alone, so that a table of both can take its place when several processes share a connection.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

Key = tuple[str, ...]

REMEMBERED = 20_000
"""Keys that are remembered; those whose instant is over are forgotten first, and cost nothing."""


class Rates:
    """When the next may go, by key: evenly spaced after a burst (the generic cell rate algorithm)."""

    def __init__(self) -> None:
        self._free: dict[Key, datetime] = {}

    def take(self, wanted: Mapping[Key, tuple[timedelta, int]], now: datetime) -> datetime:
        """The instant from which one may go under all keys; what may go at once is counted as gone.

        `wanted` gives for each key the time between two, and how many may go at once after a pause.
        """
        first = max([now, *(self._first(key, every, burst, now) for key, (every, burst) in wanted.items())])
        if first <= now:
            for key, (every, _) in wanted.items():
                self._free[key] = max(now, self._free.get(key, now)) + every
            self._forget(now)
        return first

    def _first(self, key: Key, every: timedelta, burst: int, now: datetime) -> datetime:
        return self._free.get(key, now) - every * (burst - 1)

    def wait(self, key: Key, until: datetime, every: timedelta, burst: int) -> None:
        """Let nothing more go under a key before `until`."""
        self._free[key] = max(self._free.get(key, until), until + every * (burst - 1))

    def _forget(self, now: datetime) -> None:
        if len(self._free) > REMEMBERED:
            self._free = {key: at for key, at in self._free.items() if at > now}
