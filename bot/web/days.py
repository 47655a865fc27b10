"""The page on which a day of the demo is chosen, and what is posted from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.web import pages
from bot.web.pages import DayToChoose, Problem, Standing, refusal
from score.cadence import local

AT_ONCE = 1.5
"""Seconds for which a browser is kept waiting for a day; what takes longer has a page that says so."""

LOOK_AGAIN = 1
"""Seconds after which that page looks again."""


@dataclass(frozen=True)
class DayThere:
    """A day that can be walked into, where its store stands, and until when it was played."""

    date: date
    standing: Standing
    until: datetime | None = None


class Calendar(Protocol):
    """The days, and how one is opened."""

    @property
    def organisation(self) -> str:
        """Who is played."""

    @property
    def zone(self) -> str:
        """Whose hours the days are said in."""

    @property
    def stories(self) -> Mapping[str, str]:
        """What can be seen on a day, by its date."""

    def there(self) -> Sequence[DayThere]:
        """Every day, oldest first."""

    def walk_into(self, day: date, *, again: bool = False) -> None:
        """Begin to open a day. Raises ValueError for one that is not there."""

    async def arrived(self, within: float) -> bool:
        """Whether nothing is being opened any more, after so many seconds at most."""


class DayPages:
    """The days."""

    def __init__(self, days: Calendar) -> None:
        self._days = days

    def routes(self) -> list[Route]:
        """Every address of it."""
        return [
            Route("/days", self.choose),
            Route("/days", self.walk, methods=["POST"]),
            Route("/days/opening", self.opening),
        ]

    async def choose(self, request: Request) -> Response:
        """Every day, and where its store stands."""
        there = self._days.there()
        if not there:
            return refusal(request.headers, Problem.NOT_THERE, 404)
        return HTMLResponse(self._page(there, request.query_params.get("me", "")))

    def _page(self, there: Sequence[DayThere], me: str, *, stays: bool = True) -> str:
        listed = [
            DayToChoose(
                one.date,
                one.standing,
                local(one.until, self._days.zone) if one.until else None,
                self._days.stories.get(one.date.isoformat(), ""),
            )
            for one in there
        ]
        return pages.days(self._days.organisation, listed, me, stays=stays)

    async def walk(self, request: Request) -> Response:
        """Walk into a day."""
        posted = await request.form(max_files=0, max_fields=10)
        me, again = str(posted.get("me", "")), posted.get("again") is not None
        try:
            self._days.walk_into(date.fromisoformat(str(posted.get("again") or posted.get("day", ""))), again=again)
        except ValueError:
            return refusal(request.headers, Problem.NOT_THERE, 404)
        return RedirectResponse(f"/days/opening?me={quote(me, safe='')}", 303)

    async def opening(self, request: Request) -> Response:
        """Wait for the day that is being opened, and go there."""
        me = request.query_params.get("me", "")
        if await self._days.arrived(AT_ONCE):
            failed = any(one.standing is Standing.FAILED for one in self._days.there())
            return RedirectResponse(f"/days?me={quote(me, safe='')}" if failed else f"/{quote(me, safe='')}", 303)
        waiting = self._page(self._days.there(), me, stays=False)
        return HTMLResponse(waiting, headers={"Refresh": str(LOOK_AGAIN)})
