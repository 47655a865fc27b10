"""Clock and chance, as they are handed in: nothing inside the house reads either by itself."""

import secrets
from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom
from typing import Protocol


class Clock(Protocol):
    """Where "now" comes from."""

    def now(self) -> datetime:
        """The present instant, in UTC."""


class WallClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


class MovedClock:
    """A clock that runs like another one, from an instant of its own, and can be moved on but never back."""

    def __init__(self, start: datetime, runs_like: Clock) -> None:
        self._runs_like = runs_like
        self._ahead = start - runs_like.now()

    def now(self) -> datetime:
        """The present instant of this clock, in UTC."""
        return self._runs_like.now() + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Go on to `instant`; an instant that is over changes nothing."""
        self._ahead += max(timedelta(0), instant - self.now())


def chance(seed: int | None = None) -> Random:
    """A source of chance: the system's, or one that repeats itself for the same `seed`."""
    return SystemRandom() if seed is None else Random(seed)  # noqa: S311 - ids of a simulation, not secrets


def fresh_key() -> str:
    """A dedupe key that nobody can guess, for one button of one page."""
    return secrets.token_urlsafe(9)
