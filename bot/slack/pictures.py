"""Figures as pictures that Slack keeps: for where it takes neither a chart nor a table in a message.

On one are lines by their addresses, days, and counts of a team's tasks; what one person alone sees has none. A map of
the score has one wherever everybody may see all that stands on it. Slack asks for a scope of its own for files; an app
that was not given it tells all of it in words.
"""

import logging
from collections.abc import Sequence
from typing import Any

from bot.slack.call import FAILED, Caller
from handlers.cards import Card, Comparison, ScoreMap, Staff
from prompts import plain

log = logging.getLogger("concertmaster")

NAME = "figures.png"


async def uploaded(call: Caller, card: Card, language: str) -> Sequence[str]:
    """The names that Slack gives to pictures of a card's figures, in their order; none where it will not have one."""
    pieces = [piece for piece in card.pieces if isinstance(piece, Comparison | Staff)]
    try:
        return [await _one(call, piece, language) for piece in pieces]
    except FAILED as problem:
        log.warning("figures are told in words: %s", problem)
        return ()


async def _one(call: Caller, piece: Comparison | Staff, language: str) -> str:
    # What draws is large, and needed in few places: it is loaded by whoever needs it.
    from bot.picture import Kind, drawn

    return await _sent(call, NAME, await drawn(piece, language, Kind.PNG), plain(piece.says, language))


MAP = "map.png"

MOST = 60
"""Boxes of a map that can still be read as a picture in a message; of more the outline says all."""


async def mapped(call: Caller, card: Card, language: str) -> Sequence[str]:
    """The name that Slack gives to a picture of the map on a card; none where there is none for everybody."""
    piece = next((one for one in card.pieces if isinstance(one, ScoreMap)), None)
    if piece is None or not piece.for_all or not 0 < piece.chart.boxes <= MOST:
        return ()
    from bot.map_picture import drawn

    try:
        return (await _sent(call, MAP, await drawn(piece, language), plain(piece.says, language)),)
    except FAILED as problem:
        log.warning("a map is told in words: %s", problem)
        return ()


async def _sent(call: Caller, name: str, picture: bytes, says: str) -> str:
    place = await call("files.getUploadURLExternal", filename=name, length=len(picture), alt_txt=says[:1000])
    await call.upload(str(place.get("upload_url")), picture)
    file: dict[str, Any] = {"id": str(place.get("file_id")), "title": name}
    await call("files.completeUploadExternal", files=[file])
    return str(file["id"])
