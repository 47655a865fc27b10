"""The page behind the link to a line of the score: where the line is shown, and nothing of the score."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.lines import PATH
from bot.web import pages
from score.language import is_address


def routes() -> Sequence[Route]:
    """The page, for whichever line, and the files that it asks for."""
    return [
        Route(PATH.rstrip("/"), line),
        Route(PATH + "{address:path}", line),
        Route("/pages/{name}", asset),
    ]


async def line(request: Request) -> Response:
    """The same for a line that there is, that there was, and that there never was: the store is not even asked."""
    address = request.path_params.get("address", "")
    written = is_address(address)
    return HTMLResponse(pages.line(address if written else ""), 200 if written else 404, {"X-Robots-Tag": "noindex"})


async def asset(request: Request) -> Response:
    """A file that the page asks for."""
    return pages.served(request.path_params["name"])
