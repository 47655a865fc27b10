"""What stands beside the measuring process, each in a process of its own: our server as `concertmaster run` puts it
together, a bare handler that verifies the same token and parses the same JSON, and a Microsoft that is slow.

Both servers say on their output how much CPU they have used whenever a line comes in; a line with a number moves the
clock of ours on by so many seconds first. All end when their input does.
"""

import asyncio
import json
import logging
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.request import urlopen

import jwt
import uvicorn
from aiohttp import web
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench import town
from bot import run
from bot.ports import MovedClock, WallClock
from bot.settings import ServerSettings, Settings, StoreSettings, TeamsSettings
from bot.teams.edge import PATH
from tests.fakes.teams import APP, BROKEN, HANG, ISSUER, LOST, SECRET, TENANT, FakeTeams, Fault

TOKEN_TAKES, ANSWER_TAKES = 2.0, 0.2
"""Seconds that a slow Microsoft takes to give out a token, and to show a message."""

MESSAGES = 100
FAULTS = (LOST, *[Fault()] * 4, BROKEN, *[Fault()] * 4)
"""What becomes of every ten messages: the answer of one never comes, and that of another ends in the middle."""

HANGS = (20, 45, 70, 95)
"""Those of which no answer comes until we hang up."""


def settings(url: str, microsoft: str, port: int) -> Settings:
    """Ours: everything on, as by default."""
    teams = TeamsSettings(
        app_id=APP,
        tenant=TENANT,
        secret=SecretStr(SECRET),
        service_hosts="127.0.0.1",
        metadata_at=f"{microsoft}/v1/.well-known/openidconfiguration",
        login_at=microsoft,
    )
    return Settings(store=StoreSettings(url=SecretStr(url)), teams=teams, server=ServerSettings(port=port))


async def ours(url: str, microsoft: str, port: int, clock: MovedClock) -> None:
    """The product, its clock moved to the town's day."""
    known = settings(url, microsoft, port)
    database = run.opened(known)
    async with run.running(known, database, clock) as running:
        await run.by_uvicorn(known)(run.server_of(running, known))


def bare(microsoft: str) -> Starlette:
    """What any bot has to do before it does anything: the token is good, and the body is JSON."""
    with urlopen(f"{microsoft}/v1/.well-known/keys") as answer:
        (found,) = json.load(answer)["keys"]
    key = jwt.PyJWK(found, algorithm="RS256").key

    async def posted(request: Request) -> Response:
        body = await request.body()
        token = request.headers["authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, key, algorithms=["RS256"], audience=APP, issuer=ISSUER, leeway=300)
        activity = json.loads(body)
        return Response(status_code=202 if activity["serviceUrl"] == claims["serviceurl"] else 403)

    return Starlette(routes=[Route(PATH, posted, methods=["POST"])])


class SlowTeams(FakeTeams):
    """Gives out tokens and shows messages at leisure."""

    async def _token(self, request: web.Request) -> web.Response:
        await asyncio.sleep(TOKEN_TAKES)
        return await super()._token(request)

    async def _answer(self, request: web.Request, answer: Any) -> web.StreamResponse:
        if request.path.startswith("/emea/"):
            await asyncio.sleep(ANSWER_TAKES)
        return await super()._answer(request, answer)

    def fails(self) -> None:
        """From now on messages fail in turn."""
        faults = [FAULTS[n % len(FAULTS)] for n in range(MESSAGES)]
        self.faults["send"].extend(HANG if n in HANGS else one for n, one in enumerate(faults))

    def told(self) -> dict[str, Any]:
        """How often a token was asked for, and how often each delivery stands."""
        standing = Counter(_delivery(one) for those in self.conversations.values() for one in those.values())
        standing.pop("", None)
        return {"tokens": self.asked.count("token"), "sends": self.asked.count("send"), "standing": standing}


def _delivery(found: Any) -> str:
    """The delivery that the buttons of a message say it is."""
    if isinstance(found, Mapping):
        said = found.get("delivery")
        return said if isinstance(said, str) else next((name for one in found.values() if (name := _delivery(one))), "")
    return next((name for one in found if (name := _delivery(one))), "") if isinstance(found, list) else ""


def known_to(teams: FakeTeams, names: list[str]) -> None:
    """Everybody is a member, and has a conversation."""
    teams.members = [
        {"id": f"29:{one}", "name": one.title(), "aadObjectId": f"entra-{one}", "tenantId": TENANT} for one in names
    ]
    for one in names:
        teams.conversations.setdefault(f"a:{one}", {})


async def _slow(size: int) -> None:
    teams = SlowTeams()
    known_to(teams, town.handles(size))
    async with teams.serving():
        print(teams.address, flush=True)
        while said := await asyncio.to_thread(sys.stdin.readline):
            if said.strip() == "fail":
                teams.fails()
            print(json.dumps(teams.told()), flush=True)


def _tell(clock: MovedClock) -> None:
    for line in sys.stdin:
        clock.move_to(clock.now() + timedelta(seconds=float(line.strip() or 0)))
        print(time.process_time(), flush=True)
    os._exit(0)


def main() -> None:
    """`ours URL MICROSOFT PORT BEGUN`, `bare MICROSOFT PORT` or `slow PEOPLE`."""
    logging.disable(logging.WARNING)
    if sys.argv[1] == "slow":
        asyncio.run(_slow(int(sys.argv[2])))
        return
    begun = float(sys.argv[5]) if sys.argv[1] == "ours" else time.time()
    clock = MovedClock(town.NOW - timedelta(seconds=begun - time.time()), WallClock())
    threading.Thread(target=_tell, args=[clock], daemon=True).start()
    if sys.argv[1] == "ours":
        asyncio.run(ours(sys.argv[2], sys.argv[3], int(sys.argv[4]), clock))
    else:
        app = bare(sys.argv[2])
        uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[3]), log_level="error", access_log=False)


if __name__ == "__main__":
    main()
