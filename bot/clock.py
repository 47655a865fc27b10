"""A few ticks, never a job per person: each looks for what is due, and a tick that comes twice changes nothing."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.ports import Clock, WallClock
from bot.settings import ClockSettings

log = logging.getLogger("concertmaster")

Tick = Callable[[], Coroutine[Any, Any, object]]

LEAP = timedelta(hours=26)
"""How far the wall clock may run ahead of the time that has passed, before it is not believed: more than any local day
has, so that no change of a zone is taken for it."""


MOST_SKEW = timedelta(seconds=20)
"""How far the clocks of a machine and of the database may be apart: two processes are 40 seconds apart then at most,
and once a lease of 60 is over, a message is looked for after 60 more."""


class Every(IntervalTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Once in so many seconds; of ticks that a leap of the clock, or a sleep, has gone over, only one is made.

    APScheduler counts each of them before it leaves all but one: a clock that leaps by a year would keep it at that for
    minutes, and fill the memory.
    """

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """When the next tick is: later than `now`, but for the first."""
        following: datetime = super().get_next_fire_time(previous_fire_time, now)
        return following if previous_fire_time is None or following > now else now + self.interval


class Ticks(AsyncIOScheduler):  # type: ignore[misc]  # the same
    """Ticks by the time that passes: a wall clock that is set back does not make them stand still until it has come to
    where it was.
    """

    def start(self, paused: bool = False) -> None:
        """Begin, on the event loop that runs."""
        super().start(paused)
        self._catch_up(min(job.trigger.interval for job in self.get_jobs()))

    def _catch_up(self, again_in: timedelta) -> None:
        """Tick now where the next tick lies further ahead by the wall clock than ticks lie apart."""
        if not self.running:
            return
        now = datetime.now(UTC)
        for job in self.get_jobs():
            if job.next_run_time - now > job.trigger.interval:
                job.modify(next_run_time=now)
        asyncio.get_running_loop().call_later(again_in.total_seconds(), self._catch_up, again_in)


def ticking(plan: Tick, deliver: Tick, reconcile: Tick, every: ClockSettings, mean: Tick | None = None) -> Ticks:
    """The ticks of one process, not started yet; they run on the event loop that starts them.

    `plan` looks for what is due, `deliver` for what is to be sent later, `reconcile` for what was never finished;
    `mean` for lines that a model of meaning has not read, where there is one, beside the others and in nobody's way.

    APScheduler forgets a tick that is a second late unless told otherwise, and never decides what is due: its cron
    trigger fires twice or not at all when clocks change.
    """
    scheduler = Ticks(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1})
    ticks: list[tuple[Tick, float]] = [
        (plan, every.plan_every),
        (deliver, every.deliver_every),
        (reconcile, every.reconcile_every),
    ]
    if mean is not None:
        ticks.append((mean, every.plan_every))
    for tick, seconds in ticks:
        scheduler.add_job(tick, Every(seconds=seconds, timezone="UTC"))
    return scheduler


def passed() -> float:
    """Seconds by a clock that nobody sets, and that goes on while the machine sleeps where the system has one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Leaps:
    """Whether the wall clock is to be believed.

    One that leaps ahead would make everything due and everything late at once: everybody would be asked for days that
    did not happen, and what waits would expire. So nothing is done by it until it is back, or somebody who has looked
    at it starts the process anew. A clock that is set back is believed: what was asked for is not asked for again.
    """

    def __init__(self, clock: Clock, seconds: Callable[[], float] = passed) -> None:
        self._clock, self._seconds = clock, seconds
        self._believed = self._ahead()
        self._held = False

    def _ahead(self) -> float:
        return self._clock.now().timestamp() - self._seconds()

    def hold(self) -> bool:
        """Whether nothing may be done by the clock now."""
        ahead = self._ahead()
        leapt = timedelta(seconds=ahead - self._believed)
        held, self._held = self._held, leapt > LEAP
        if self._held and not held:
            log.error("the clock has leapt ahead by %s: nothing is planned or sent until it is back", leapt)
        elif held and not self._held:
            log.warning("the clock is back: what is due is planned and sent again")
        if not self._held:
            # What is set back may be set right again, and that is no leap.
            self._believed = max(self._believed, ahead)
        return self._held


class Skew:
    """Whether the clock of this machine is that of the database, by which processes on several machines agree.

    One that is ahead would take over what another has just begun, and show it twice.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or WallClock()
        self.held = False

    def look(self, ask: Callable[[], datetime]) -> None:
        """Compare them; `ask` asks the database, and may take its time."""
        before, there, after = self._clock.now(), ask(), self._clock.now()
        by = max(before - there, there - after)
        held, self.held = self.held, by > MOST_SKEW
        if self.held and not held:
            log.error("the clocks of this machine and of the database are %s apart: nothing is done here by ours", by)
        elif held and not self.held:
            log.warning("the clocks of this machine and of the database agree again")
