"""What comes from an address that somebody gave us: as much of it as we want, and no more."""

import aiohttp


async def beginning(content: aiohttp.StreamReader, most: int) -> bytes:
    """Its first `most` bytes, or all of it where it is shorter."""
    found = bytearray()
    while len(found) < most and (piece := await content.read(most - len(found))):
        found += piece
    return bytes(found)
