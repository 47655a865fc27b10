"""Figures as pictures that Slack keeps: for where it takes neither a chart nor a table in a message.

On one are lines by their addresses, days, and counts of a team's tasks; what one person alone sees has none. Slack asks
for a scope of its own for files; an app that was not given it tells the figures in words.
"""

import logging
from collections.abc import Sequence
from typing import Any

from bot.slack.call import FAILED, Caller
from handlers.cards import Card, Comparison, Staff
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

    says = plain(piece.says, language)
    picture = await drawn(piece, language, Kind.PNG)
    place = await call("files.getUploadURLExternal", filename=NAME, length=len(picture), alt_txt=says[:1000])
    await call.upload(str(place.get("upload_url")), picture)
    file: dict[str, Any] = {"id": str(place.get("file_id")), "title": NAME}
    await call("files.completeUploadExternal", files=[file])
    return str(file["id"])
