"""The days as they were played, and tasks by line, as pictures: for doors that have no chart, and to be taken along.

The text alternative is the piece's own sentence, made by the same function as its numbers. No network, browser or font
of the machine is needed: docs/decisions/0012 has what the library brings along.
"""

import asyncio
from enum import StrEnum
from html import escape
from typing import Any

import vl_convert

from handlers.cards import Comparison, Staff, Text
from prompts import Filled, spoken
from storage.tables import Wording

FONT = "Liberation Sans"
"""Comes with the library; a picture looks the same on a machine that has no fonts."""

INK, SCORE, WHIRL, HAIR, GROUND = "#13211D", "#0B5C5F", "#66716D", "#D5DCD7", "#FFFFFF"
TIED, OFF = "tied", "whirlwind"
LONGEST = 28
"""Characters of a row's name; more of it stands in the card."""


class Kind(StrEnum):
    """What sort of file a picture is, as its name ends."""

    SVG = "svg"
    PNG = "png"


def spec(staff: Staff, language: str) -> dict[str, Any]:
    """The Vega-Lite specification of a staff: a note-head for each tied task, a cross for each other one."""
    days = [f"{n} {said(beat.name, language)}" for n, beat in enumerate(staff.beats)]
    rows = [(voice, TIED) for voice in staff.voices] + [(staff.whirlwind, OFF)]
    names = [f"{n} {_called(voice.what, language)}" for n, (voice, _) in enumerate(rows)]
    most = max((count for voice, _ in rows for count in voice.counts), default=1)
    heads = [
        {"day": day, "row": name, "n": n, "kind": kind}
        for name, (voice, kind) in zip(names, rows, strict=True)
        for day, count in zip(days, voice.counts, strict=True)
        for n in range(count)
    ]
    # The number before each name keeps two of the same name apart; the axis leaves it out.
    without = "slice(datum.label, indexof(datum.label, ' ') + 1)"
    position = {
        "x": _axis("day", days, without, grid=False) | {"scale": {"domain": days, "paddingInner": 0.2}},
        "y": _axis("row", names, without, grid=True) | {"scale": {"domain": names}},
        "xOffset": {"field": "n", "type": "ordinal", "scale": {"domain": list(range(max(most, 1)))}},
    }
    kinds = [TIED, OFF]
    look = {
        "shape": {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": ["circle", "cross"]}},
        "color": {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": [SCORE, WHIRL]}},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": said(staff.says, language),
        "title": {"text": said(staff.title, language), "anchor": "start", "color": INK},
        "background": GROUND,
        "width": 96 * max(len(days), 1),
        "height": 40 * len(rows),
        "data": {"values": heads},
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
        "encoding": position | {name: {**how, "legend": None} for name, how in look.items()},
        "config": {"font": FONT, "view": {"stroke": None}},
    }


def bars(comparison: Comparison, language: str) -> dict[str, Any]:
    """The Vega-Lite specification of a comparison: a bar for each line, the whirlwind last."""
    shown = [*comparison.bars, comparison.whirlwind]
    names = [f"{n} {_called(bar.what, language)}" for n, bar in enumerate(shown)]
    counts = [
        {"row": name, "count": bar.count, "kind": OFF if bar is comparison.whirlwind else TIED}
        for name, bar in zip(names, shown, strict=True)
    ]
    without = "slice(datum.label, indexof(datum.label, ' ') + 1)"
    row = _axis("row", names, without, grid=True) | {"scale": {"domain": names}}
    row["axis"]["grid"] = False
    count = {"field": "count", "type": "quantitative", "axis": None, "scale": {"domainMin": 0}}
    colour: dict[str, Any] = {"field": "kind", "type": "nominal", "legend": None}
    colour["scale"] = {"domain": [TIED, OFF], "range": [SCORE, WHIRL]}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": said(comparison.says, language),
        "background": GROUND,
        "width": 480,
        "height": 40 * len(shown),
        "data": {"values": counts},
        "layer": [
            {"mark": {"type": "bar", "height": 18}, "encoding": {"y": row, "x": count, "color": colour}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": INK},
                "encoding": {"y": row, "x": count, "text": {"field": "count", "type": "quantitative"}},
            },
        ],
        "config": {"font": FONT, "view": {"stroke": None}},
    }


def _axis(field: str, values: list[str], label: str, *, grid: bool) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "title": None,
        "labelExpr": label,
        "grid": grid,
        "gridColor": HAIR,
        "ticks": False,
        "domain": False,
    }
    axis |= {"labelColor": INK, "labelAngle": 0, "labelFontSize": 13, "orient": "left" if grid else "top"}
    return {"field": field, "type": "nominal", "sort": values, "axis": {**axis, "labelLimit": 240}}


def _called(what: Text, language: str) -> str:
    name = what.address if isinstance(what, Wording) else said(what, language)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def said(text: Text, language: str) -> str:
    """A text as plain characters; a line is its words and its address."""
    pieces = spoken(text, language) if isinstance(text, Filled) else (text,)
    return "".join([f"{one.words} ({one.address})" if isinstance(one, Wording) else str(one) for one in pieces])


async def drawn(piece: Staff | Comparison, language: str, kind: Kind) -> bytes:
    """The picture as a file, drawn in a thread of its own."""
    return await asyncio.to_thread(draw, piece, language, kind)


def draw(piece: Staff | Comparison, language: str, kind: Kind) -> bytes:
    """The picture as a file. It takes some 0.1 s, and 0.6 s the first time: never on the event loop."""
    wanted = spec(piece, language) if isinstance(piece, Staff) else bars(piece, language)
    if kind is Kind.PNG:
        png: bytes = vl_convert.vegalite_to_png(wanted, scale=2, allowed_base_urls=[])
        return png
    svg: str = vl_convert.vegalite_to_svg(wanted, allowed_base_urls=[])
    # The library leaves the description out: who cannot see the picture is told it by its title.
    words = escape("".join(one for one in wanted["description"] if one.isprintable()))
    return svg.replace(">", f' role="img"><title>{words}</title>', 1).encode()
