"""What goes wrong, and when: drawn from the seed, and over when the world grows calm."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.platforms import CALM, Weather

if TYPE_CHECKING:
    from tests.simulation.machine import Process
    from tests.simulation.world import World

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0

# An answer is late by less than 28 seconds and a message can be read after 90: together less than the quarantine.
FAIR = Weather(lost=0.01, busy=0.01, broken=0.01, unreached=0.005, slow=0.002, lag=20)
FOUL = Weather(lost=0.12, busy=0.08, broken=0.10, unreached=0.05, slow=0.05, lag=90)

STRIKES_A_DAY = 3.0
"""How often a process dies at one of its next steps."""

COMMITS_LOST = 0.002
"""The share of commits for which the disk has no room, beside the hours in which it has none at all."""


class Fate:
    """Breaks things."""

    def __init__(self, world: "World", chance: Random) -> None:
        self._world, self._chance = world, chance
        self._calm = world.plan.trouble == 0

    def begin(self) -> None:
        """Let things go wrong from now on."""
        if self._calm:
            return
        trouble, days = self._world.plan.trouble, self._world.plan.days
        kinds: list[tuple[Callable[[], None], float]] = [
            (self._strike, STRIKES_A_DAY),
            (self._turn, 2.0),
            (self._away, 0.15),
            (self._fill, 0.2),
            (self._misset, 0.12),
            (self._double, 0.3),
        ]
        for does, a_day in kinds:
            at = 0.0
            while (at := at + self._chance.expovariate(a_day * trouble / DAY)) < days * DAY:
                self._world.loop.call_later(at, self._unless_calm, does)

    def _unless_calm(self, does: Callable[[], None]) -> None:
        if not self._calm:
            does()

    async def ends(self) -> None:
        """Nothing goes wrong any more: one good machine, at platforms that answer."""
        self._calm = True
        self._world.slack.weather = self._world.silent.weather = CALM
        for one in list(self._world.machines):
            one.die("to be started anew")
        self._world.start()

    # Processes

    def _one(self) -> "Process | None":
        return self._chance.choice(self._world.machines) if self._world.machines else None

    def _strike(self) -> None:
        """A process dies, at one of its next steps."""
        if (process := self._one()) is not None:
            process.faults.dies_at = process.steps + self._chance.randint(1, self._chance.choice([8, 40, 200]))

    def died(self, _process: "Process") -> None:
        """Somebody starts it again: soon, as a rule."""
        if not self._calm and not self._world.machines:
            at = self._chance.random()
            low, high = (1, 60) if at < 0.8 else (600, 2 * HOUR) if at < 0.92 else (2 * HOUR, 10 * HOUR)
            down = self._chance.uniform(low, high) if at < 0.985 else self._chance.uniform(1, 3) * DAY
            self._world.loop.call_later(down, self._start_again)

    def _start_again(self) -> None:
        if not self._calm and not self._world.machines:
            self._world.start()

    def _double(self) -> None:
        """For some hours there are two processes on one database, as when a release takes over from another."""
        if self._world.machines:
            second = self._world.start()
            self._world.loop.call_later(self._chance.uniform(MINUTE, 6 * HOUR), self._stop, second)

    def _stop(self, process: "Process") -> None:
        if not self._calm and len(self._world.machines) > 1:
            process.die("stopped")

    # Machines

    def commit_fails(self, _process: "Process") -> bool:
        """Whether the disk has no room for one commit."""
        return not self._calm and self._chance.random() < COMMITS_LOST * self._world.plan.trouble

    def _fill(self) -> None:
        """A disk is full for some time."""
        if (process := self._one()) is not None:
            process.faults.disk_full = True
            self._world.tell("disk full", process.name)
            self._world.loop.call_later(self._chance.uniform(MINUTE, 2 * HOUR), self._empty, process)

    def _empty(self, process: "Process") -> None:
        process.faults.disk_full = False
        self._world.tell("disk free", process.name)

    def _misset(self) -> None:
        """A clock is wrong for some time: by minutes, an hour, or two days, either way."""
        if (process := self._one()) is None or process.faults.clock_off:
            return
        hours = self._chance.choice([0.1, 0.1, 1, 1, 48]) * self._chance.choice([-1, 1])
        process.faults.clock_off = timedelta(hours=hours)
        self._world.tell("clock off", process.name, hours=hours)
        self._world.loop.call_later(self._chance.uniform(MINUTE, 3 * HOUR), self._set_right, process)

    def _set_right(self, process: "Process") -> None:
        process.faults.clock_off = timedelta(0)
        self._world.tell("clock right", process.name)

    # Platforms

    def _turn(self) -> None:
        """The weather turns."""
        self._world.slack.weather = self._chance.choice([CALM, FAIR, FAIR, FOUL])
        self._world.silent.weather = self._chance.choice([CALM, FAIR, FAIR, FOUL])

    def _away(self) -> None:
        """A platform is away for hours."""
        name = self._chance.choice(["slack", "silent"])
        platform = getattr(self._world, name)
        platform.weather = replace(platform.weather, away=True)
        self._world.tell("away", name)
        self._world.loop.call_later(self._chance.uniform(10 * MINUTE, 9 * HOUR), self._back, name)

    def _back(self, name: str) -> None:
        platform = getattr(self._world, name)
        platform.weather = replace(platform.weather, away=False)
        self._world.tell("back", name)
