"""The two servers that are compared, each in a process of its own: ours as `concertmaster run` puts it together, and an
app of Bolt's that checks a signature and acknowledges.

Each says on its output how much CPU it has used whenever a line comes in, and ends when its input does.
"""

import asyncio
import logging
import os
import re
import sys
import threading
import time
from datetime import timedelta

import uvicorn
from pydantic import SecretStr
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench import town
from bench.posts import SECRET
from bot import run
from bot.ports import MovedClock, WallClock
from bot.settings import ServerSettings, Settings, SlackSettings, StoreSettings

TEAM, BOT_USER, BOT, TOKEN = "T00000001", "U0BOT", "B0BOT", "xoxb-bench"


def settings(url: str, api: str, port: int) -> Settings:
    """Ours: everything on, as by default."""
    slack = SlackSettings(bot_token=SecretStr(TOKEN), signing_secret=SecretStr(SECRET), api_base=api)
    return Settings(store=StoreSettings(url=SecretStr(url)), slack=slack, server=ServerSettings(port=port))


async def ours(url: str, api: str, port: int, begun: float) -> None:
    """The product, its clock moved to the town's day."""
    known = settings(url, api, port)
    database = run.opened(known)
    clock = MovedClock(town.NOW - timedelta(seconds=begun - time.time()), WallClock())
    async with run.running(known, database, clock) as running:
        await run.by_uvicorn(known)(run.server_of(running, known))


def bare() -> Starlette:
    """An app of Bolt's on its Starlette adapter."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_user_id=BOT_USER, bot_id=BOT, bot_token=TOKEN)

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.action(re.compile("^ties"))(acknowledge)
    app.command("/cm")(acknowledge)
    handler = AsyncSlackRequestHandler(app)

    async def posted(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", posted, methods=["POST"])])


def _tell() -> None:
    for _line in sys.stdin:
        print(time.process_time(), flush=True)
    os._exit(0)


def main() -> None:
    """`ours URL API PORT BEGUN` or `bare PORT`."""
    logging.disable(logging.WARNING)
    threading.Thread(target=_tell, daemon=True).start()
    if sys.argv[1] == "ours":
        url, api, port, begun = sys.argv[2:]
        asyncio.run(ours(url, api, int(port), float(begun)))
    else:
        uvicorn.run(bare(), host="127.0.0.1", port=int(sys.argv[2]), log_level="error", access_log=False)


if __name__ == "__main__":
    main()
