"""The house's mark as the two pictures that Teams wants: in its colours, and as a white outline on nothing."""

import vl_convert

COLOUR = "#0B5C5F"
"""The colour of the house; Teams also shows it behind the icon."""

STAFF = "M6 11.5h22M6 17h22M6 22.5h22"
HEAD = '<ellipse cx="15.5" cy="19.8" rx="4.4" ry="3.2" fill="#fff" transform="rotate(-22 15.5 19.8)"/>'
STEM = '<path d="M19.5 18.4V7.5" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/>'
"""The mark of the house on a sheet of 34 by 34 units: a note on a staff of three lines."""

COLOUR_SIDE = 192
OUTLINE_SIDE = 32
"""Dots of each side of the two pictures, as Teams wants them."""


def colour() -> bytes:
    """The mark in its colours, as a PNG file. It fills the square: Teams rounds the corners by itself."""
    ground = f'<rect width="34" height="34" fill="{COLOUR}"/>'
    staff = f'<path d="{STAFF}" stroke="#fff" stroke-opacity=".55"/>'
    return _drawn(COLOUR_SIDE, "0 0 34 34", ground + staff + HEAD + STEM)


def outline() -> bytes:
    """The mark in white on nothing, as a PNG file: without the margin of the coloured one."""
    return _drawn(OUTLINE_SIDE, "5 5 24 24", f'<path d="{STAFF}" stroke="#fff"/>' + HEAD + STEM)


def _drawn(side: int, sheet: str, shapes: str) -> bytes:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="{sheet}">{shapes}</svg>'
    png: bytes = vl_convert.svg_to_png(svg)
    return png
