"""What is done after an answer has gone out: nobody waits for it, and what fails concerns nobody but the log."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.writer import Unkept

log = logging.getLogger("concertmaster")

FINISH_WITHIN = 5.0
"""Seconds in which what was begun is finished when we stop."""


class Afterwards:
    """What was begun at one door, whose calls fail by raising one of `failed`."""

    def __init__(self, failed: tuple[type[Exception], ...]) -> None:
        self._failed = failed
        self._tasks: set[asyncio.Task[None]] = set()

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin something."""
        task = asyncio.create_task(self._watched(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Finish what was begun, and what that began."""
        try:
            async with asyncio.timeout(FINISH_WITHIN):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            log.warning("left unfinished after %s s: %d", FINISH_WITHIN, len(self._tasks))

    async def _watched(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except self._failed as problem:
            log.warning("something could not be shown: %s", problem)
        except Unkept:
            log.warning("something could not be kept after it was answered")
        except Exception:
            log.exception("something could not be done after it was answered")
