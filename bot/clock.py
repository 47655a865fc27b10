"""A few ticks, never a job per person: each looks for what is due, and a tick that comes twice changes nothing."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.outbox import Outbox
from bot.settings import ClockSettings

Tick = Callable[[], Awaitable[object]]


def ticking(plan: Tick, outbox: Outbox, every: ClockSettings) -> AsyncIOScheduler:
    """The ticks of one process, not started yet; they run on the event loop that starts them.

    `plan` looks for what is due.

    APScheduler forgets a tick that is a second late unless told otherwise, and never decides what is due: its cron
    trigger fires twice or not at all when clocks change.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    ticks: list[tuple[Tick, float]] = [
        (plan, every.plan_every),
        (outbox.look, every.deliver_every),
        (outbox.reconcile, every.reconcile_every),
    ]
    for tick, seconds in ticks:
        scheduler.add_job(tick, "interval", seconds=seconds)
    return scheduler
