"""The map of the score as a picture, for doors that show no SVG."""

import asyncio

import vl_convert

from bot.map_drawing import svg
from handlers.cards import ScoreMap

SCALE = 1.5
"""Dots of a picture for each unit of the sheet."""


async def drawn(piece: ScoreMap, language: str) -> bytes:
    """The map as a PNG file, drawn in a thread of its own."""
    return await asyncio.to_thread(draw, piece, language)


def draw(piece: ScoreMap, language: str) -> bytes:
    """The map as a PNG file. It takes some tenths of a second: never on the event loop."""
    png: bytes = vl_convert.svg_to_png(svg(piece, language), scale=SCALE)
    return png
