"""A few ticks, never a job per person: each looks for what is due, and a tick that comes twice changes nothing."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.conductor import Conductor
from bot.outbox import Outbox
from bot.settings import ClockSettings
from storage import people

Tick = Callable[[], Awaitable[object]]


async def nothing() -> None:
    """Do nothing before a tick."""


def ticking(
    conductor: Conductor, outbox: Outbox, every: ClockSettings, before: Callable[[], Awaitable[None]] = nothing
) -> AsyncIOScheduler:
    """The ticks of one process, not started yet; they run on the event loop that starts them. `before` each look for
    what is due, the doors settle where people are reached.

    APScheduler forgets a tick that is a second late unless told otherwise, and never decides what is due: its cron
    trigger fires twice or not at all when clocks change.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )

    async def plan() -> None:
        await before()
        await conductor.tick()

    async def deliver() -> None:
        for workspace in await conductor.database.read(people.workspaces):
            outbox.wake(workspace.id)

    ticks: list[tuple[Tick, float]] = [
        (plan, every.plan_every),
        (deliver, every.deliver_every),
        (outbox.reconcile, every.reconcile_every),
    ]
    for tick, seconds in ticks:
        scheduler.add_job(tick, "interval", seconds=seconds)
    return scheduler
