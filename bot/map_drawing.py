"""The map of the score as SVG: within a page, where its sheet gives the colours, or as a file that brings its own.

Colour is never alone: a line that is untouched has a dashed border, one that is done or dropped a sign; what serves,
was promised or pulls apart has a stroke of its own; and each says it in words besides.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from html import escape

from handlers.cards import ScoreMap
from handlers.views.score_map import pulls
from prompts import Filled, phrase, plain
from score.map import PART, MappedLine, MappedPart, StrandKind
from score.map_layout import (
    BAR,
    EDGE,
    LEADS,
    PAD,
    SMALL,
    TITLE,
    WORDS,
    Box,
    Sheet,
    Texts,
    Tile,
    lay_out,
    wide,
    wrapped,
)
from storage.tables import LineKind, LineState, Wording

Link = Callable[[str], str]
"""Where something on the map leads to, by the id of a line, or the handle of a part after `PART`; empty for nowhere."""

FILE_STYLE = """
svg{background:#F3F5F2}
text{font-family:"Liberation Sans",Inter,system-ui,sans-serif;fill:#13211D}
.m-words{font-style:italic;font-size:16px}
.m-title{font-size:17px;font-weight:bold}
.m-note{font-size:12.5px;fill:#4A5A54}
.m-head{font-size:12px;fill:#5E6E68}
.m-frame{fill:#FFFFFF;stroke:#D5DCD7}
.m-folded .m-frame{fill:#E9EDE9;stroke:#7B8A84}
.m-box{fill:#FFFFFF;stroke:#D5DCD7}
.m-choice .m-box{fill:#E0EEEB;stroke:#E0EEEB}
.m-untouched .m-box{fill:#F3F5F2;stroke:#7B8A84;stroke-dasharray:5 4}
.m-untouched .m-note{fill:#7D5200}
.m-overdue .m-note{fill:#7D5200}
.m-closed .m-box{fill:#E9EDE9}
.m-promise .m-box{stroke-dasharray:1 3;stroke:#7B8A84}
.m-bed{fill:#E9EDE9}
.m-choice .m-bed{fill:#FFFFFF}
.m-played{fill:#0B5C5F}
.m-wire{fill:none;stroke:#0B5C5F;stroke-width:1.6;opacity:.75}
.m-wire.m-of-promise{stroke-dasharray:2 4;stroke-width:2}
.m-wire.m-of-tension{stroke:#B97A0A;stroke-width:2.4;stroke-dasharray:9 5;opacity:1}
.m-end{fill:#0B5C5F}
.m-nest{fill:none;stroke:#D5DCD7;stroke-width:1.4}
.m-mark{fill:#FFFFFF;stroke:#B97A0A;stroke-width:2}
.m-number{font-size:12px;font-weight:bold;fill:#7D5200;text-anchor:middle}
.m-sign{fill:none;stroke:#4A5A54;stroke-width:1.6}
"""
"""The colours of a file, which no page gives it: those of the light scheme."""

FITS = 2
"""Columns of a map that can be made smaller to fit beside the outline, and still be read."""

LEGEND = 34
"""How high the row is in which the strokes are explained."""


def nowhere(_key: str) -> str:
    """For a picture that cannot be pressed."""
    return ""


def svg(piece: ScoreMap, language: str, link: Link = nowhere, *, alone: bool = True) -> str:
    """The map as SVG. `alone` is for a file; in a page it is hidden from who hears the page: the outline says it."""
    sheet = lay_out(piece.chart, _texts(piece, language))
    legend, foot = _legend(sheet, pulls(piece.chart) if alone else [], language)
    width, height = round(sheet.width), round(foot)
    drawn = [*_nested(sheet), *_frames(sheet, link), *_strands(sheet), *_tiles(sheet, piece, language, link)]
    drawn += [*_marks(sheet), *legend]
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    if not alone:
        # What can be pressed on it is pressed in the outline as well, where it has its words and its order.
        fits = " fits" if sheet.columns <= FITS else ""
        return f'<svg class="score-map{fits}" {size} aria-hidden="true" focusable="false">{"".join(drawn)}</svg>'
    title, says = (_xml(_said(one, language)) for one in (phrase("score_map.title"), piece.says))
    style = f"<title>{title}</title><desc>{says}</desc><style>{FILE_STYLE}</style>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    ground = f'<rect width="{width}" height="{height}" fill="#F3F5F2"/>'
    return f"{head}{style}{ground}{''.join(drawn)}</svg>"


def _texts(piece: ScoreMap, language: str) -> Texts:
    def note(key: str) -> str:
        return _said(piece.notes[key], language) if key in piece.notes else ""

    def head(spot: MappedLine) -> str:
        return f"{spot.line.address} · {_said(piece.kinds[spot.line.line_id], language)}"

    return Texts(area=lambda area: note(PART + area.part.handle), head=head, spot=lambda spot: note(spot.line.line_id))


def _said(text: Filled, language: str) -> str:
    return plain(text, language)


# What stands on it


def _frames(sheet: Sheet, link: Link) -> Iterator[str]:
    for frame in sheet.frames:
        box, area = frame.box, frame.area
        rows = [_rows(frame.title, "m-title", box, PAD + TITLE - 2, TITLE)]
        first = PAD + len(frame.title) * LEADS[TITLE] + (BAR if frame.bar is not None else 0)
        rows.append(_rows(frame.note, "m-note", box, first + SMALL, SMALL))
        share = area.work.value if area.work is not None else 0.0
        bar = _bar(box, frame.bar, share)
        shape = _rect(box, "m-frame", 16)
        drawn = f'<g class="{"m-folded" if area.folded is not None else "m-part"}">{shape}{bar}{"".join(rows)}</g>'
        yield _linked(drawn, link(PART + area.part.handle) if area.folded is not None else "")


def _tiles(sheet: Sheet, piece: ScoreMap, language: str, link: Link) -> Iterator[str]:
    for tile in sheet.tiles:
        box, line = tile.box, tile.spot.line
        y = PAD - 2 + SMALL
        rows = [_row(tile.head, "m-head", box, y)]
        y = PAD - 2 + LEADS[SMALL]
        rows.append(_rows(tile.words, "m-words", box, y + WORDS - 1, WORDS))
        y += len(tile.words) * LEADS[WORDS] + (BAR if tile.bar is not None else 0)
        rows.append(_rows(tile.note, "m-note", box, y + SMALL, SMALL))
        share = tile.spot.work.value if tile.spot.work is not None else 0.0
        shapes = [_rect(box, "m-box", 10), _bar(box, tile.bar, share), *rows, _sign(tile)]
        inside = f"<title>{_xml(_whole(piece, line, language))}</title>{''.join(shapes)}"
        group = f'<g class="{_look(tile.spot)}" data-line="{_xml(line.line_id)}">{inside}</g>'
        yield _linked(group, link(line.line_id))


def _whole(piece: ScoreMap, line: Wording, language: str) -> str:
    """All of a line, of which there may be no room for more than its beginning."""
    note = piece.notes.get(line.line_id)
    return f"{line.address}: {line.words}" + (f" ({_said(note, language)})" if note else "")


def _look(spot: MappedLine) -> str:
    line = spot.line
    looks = {
        "m-line": True,
        "m-choice": line.kind.is_choice,
        "m-promise": line.kind is LineKind.PROMISE,
        "m-closed": line.state is not LineState.OPEN,
        "m-untouched": spot.untouched is not None,
        "m-overdue": spot.overdue,
    }
    return " ".join(name for name, holds in looks.items() if holds)


def _sign(tile: Tile) -> str:
    """What shows at its corner that a line is closed, or that its day is over."""
    signs = {
        LineState.DONE: "M0 5l4 4 8-9",
        LineState.DROPPED: "M1 0l9 9M10 0l-9 9",
        LineState.OPEN: "M0 1h11v9H0zM0 4h11M3 -2v3M8 -2v3" if tile.spot.overdue else "",
    }
    path = signs[tile.spot.line.state]
    x, y = tile.box.x + tile.box.width - PAD - 11, tile.box.y + PAD - 2
    return f'<path class="m-sign" transform="translate({x:g} {y:g})" d="{path}"/>' if path else ""


def _nested(sheet: Sheet) -> Iterator[str]:
    """From each part to those within it."""
    boxes = {id(frame.area): frame.box for frame in sheet.frames}
    for frame in sheet.frames:
        inner: Sequence[MappedPart] = frame.area.parts
        for one in inner:
            begin, end = boxes[id(frame.area)], boxes[id(one)]
            x, y, down = begin.x + begin.width, begin.y + PAD + 10, end.y + PAD + 10
            yield f'<path class="m-nest" d="M{x:g} {y:g}H{end.x - 10:g}V{down:g}H{end.x:g}"/>'


def _strands(sheet: Sheet) -> Iterator[str]:
    for wire in sheet.wires:
        a, b, c, d = (f"{one.x:g} {one.y:g}" for one in (wire.begin, wire.first, wire.second, wire.end))
        yield f'<path class="m-wire m-of-{wire.strand.kind.value}" d="M{a}C{b} {c} {d}"/>'


def _marks(sheet: Sheet) -> Iterator[str]:
    """A dot at what is served, and an octagon with its number where two lines pull apart."""
    for wire in sheet.wires:
        if wire.strand.kind is not StrandKind.TENSION:
            yield f'<circle class="m-end" cx="{wire.end.x:g}" cy="{wire.end.y:g}" r="3.5"/>'
        if wire.mark is not None:
            x, y = wire.mark
            title, number = _xml(wire.strand.words), wire.number
            mark = f'<polygon class="m-mark" points="{OCTAGON}"/><text class="m-number" y="4.5">{number}</text>'
            yield f'<g transform="translate({x:.1f} {y:.1f})"><title>{title}</title>{mark}</g>'


OCTAGON = "-4.5,-11 4.5,-11 11,-4.5 11,4.5 4.5,11 -4.5,11 -11,4.5 -11,-4.5"


def _legend(sheet: Sheet, pulls: Sequence[Filled], language: str) -> tuple[list[str], float]:
    """What each stroke means, of those that are there; in a file what pulls apart as well. And how far down it goes."""
    kinds = {wire.strand.kind for wire in sheet.wires}
    drawn, x, y = [], float(EDGE), sheet.height + 4
    for kind, said in _STROKES.items():
        if kind in kinds:
            text = _said(said, language)
            drawn.append(f'<path class="m-wire m-of-{kind.value}" d="M{x:g} {y:g}h34"/>')
            drawn.append(f'<text class="m-note" x="{x + 42:g}" y="{y + 4:g}">{_xml(text)}</text>')
            x += 42 + wide(text, SMALL) + 20
    y += LEGEND
    for one in pulls:
        for row in wrapped(_said(one, language), sheet.width - 2 * EDGE, SMALL, 4):
            drawn.append(f'<text class="m-note" x="{EDGE}" y="{y:g}">{_isolated(row)}</text>')
            y += LEADS[SMALL]
    return drawn, y if drawn else sheet.height


_STROKES = {
    StrandKind.SERVES: phrase("score_map.stroke-serves"),
    StrandKind.PROMISE: phrase("score_map.stroke-promise"),
    StrandKind.TENSION: phrase("score_map.stroke-tension"),
}


# Shapes and text


def _rect(box: Box, look: str, radius: int) -> str:
    size = f'width="{box.width:g}" height="{box.height:g}"'
    return f'<rect class="{look}" x="{box.x:g}" y="{box.y:g}" {size} rx="{radius}"/>'


def _bar(box: Box, down: float | None, share: float) -> str:
    if down is None:
        return ""
    x, y, width = box.x + PAD, box.y + down, box.width - 2 * PAD
    bar = f'<rect class="m-bed" x="{x:g}" y="{y:g}" width="{width:g}" height="6" rx="3"/>'
    played = f'<rect class="m-played" x="{x:g}" y="{y:g}" width="{max(width * share, 3):.1f}" height="6" rx="3"/>'
    return bar + played if share > 0 else bar


def _rows(rows: Sequence[str], look: str, box: Box, first: float, size: float) -> str:
    return "".join(_row(row, look, box, first + n * LEADS[size]) for n, row in enumerate(rows))


def _row(row: str, look: str, box: Box, down: float) -> str:
    """One row of text; what is written from right to left begins at the right."""
    turned = _is_turned(row)
    x = box.x + box.width - PAD if turned else box.x + PAD
    anchor = ' text-anchor="end"' if turned else ""
    return f'<text class="{look}" x="{x:g}" y="{box.y + down:g}"{anchor}>{_isolated(row)}</text>'


def _is_turned(text: str) -> bool:
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def _isolated(row: str) -> str:
    """A row whose direction ends where it does."""
    return _xml(row) if row.isascii() else f"\u2068{_xml(row)}\u2069"


def _xml(text: str) -> str:
    """Other people's words as they can stand in a file: nothing in them is markup, and nothing turns what follows."""
    spaced = "".join(" " if one.isspace() else one for one in text)
    return escape("".join(one for one in spaced if one.isprintable() or one in _JOINERS))


_JOINERS = "\u200c\u200d"
"""Signs that nobody sees, and without which some scripts and emoji read as something else."""


def _linked(drawn: str, href: str) -> str:
    return f'<a href="{escape(href)}" tabindex="-1">{drawn}</a>' if href else drawn
