"""How the score looks as a map, in words: what is known of each line and each part that stands on it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from handlers.cards import Audience, Button, Buttons, Card, Piece, Prose, ScoreMap, Theirs, theirs
from prompts import Filled, Which, phrase
from score.map import PART, Chart, MappedLine, MappedPart, Share, StrandKind
from storage.tables import LineKind, LineState, Part, Privacy

OFFERED = 8
"""Folded parts that have a button; any other is opened by its name."""

WEEK = 7


def card(chart: Chart, edition: Filled | None, *, for_all: bool) -> Card:
    """The map; `edition` says which one it is of, None for a file of which nothing but the score is known."""
    piece = piece_of(chart, for_all=for_all)
    pieces: list[Piece] = [piece]
    if edition is not None:
        told_of = phrase("score_map.told" if chart.told else "score_map.untold")
        pieces += [Prose(edition, quiet=True), Prose(told_of, quiet=True)]
    buttons = _buttons(chart)
    pieces += [Buttons(buttons)] if buttons else []
    sees = Audience(phrase("score_map.everybody"), Privacy.PUBLIC)
    return Card(piece.says, [*pieces, sees], title=phrase("score_map.title"))


def piece_of(chart: Chart, *, for_all: bool) -> ScoreMap:
    """The map with what is known of all that stands on it."""
    parts = {area.part.handle: area.part for area in chart.all_parts()}
    kinds = {spot.line.line_id: _kind(spot, parts.get(spot.line.to_part or "")) for spot in chart.all_lines()}
    known = [(spot.line.line_id, list(_known(spot))) for spot in chart.all_lines()]
    known += [(PART + area.part.handle, list(_known_of(area))) for area in chart.all_parts()]
    notes = {key: reduce(_both, facts) for key, facts in known if facts}
    return ScoreMap(_says(chart), chart, kinds, notes, for_all)


def told(piece: ScoreMap, spot: MappedLine) -> Filled:
    """All that is said of a line where no strand is drawn: what it is, what is known of it, what it serves."""
    line = spot.line
    facts = [piece.kinds[line.line_id]]
    facts += [piece.notes[line.line_id]] if line.line_id in piece.notes else []
    facts += [phrase("score_map.serves", address=Theirs(line.serves, Privacy.PUBLIC))] if line.serves else []
    return reduce(_both, facts)


def pulls(chart: Chart) -> list[Filled]:
    """What pulls apart, by the numbers that it has on the map, and which two places."""
    stands = _addresses(chart)
    apart = [strand for strand in chart.strands if strand.kind is StrandKind.TENSION]
    return [
        phrase(
            "score_map.pulls",
            number=number,
            words=Theirs(one.words, Privacy.PUBLIC),
            first=Theirs(stands[one.begins], Privacy.PUBLIC),
            second=Theirs(stands[one.ends], Privacy.PUBLIC),
        )
        for number, one in enumerate(apart, 1)
    ]


def _addresses(chart: Chart) -> Mapping[str, str]:
    """How what stands on the map is named: a line by its address, a part by its handle."""
    lines = {spot.line.line_id: spot.line.address for spot in chart.all_lines()}
    return lines | {PART + area.part.handle: area.part.handle for area in chart.all_parts()}


def _says(chart: Chart) -> Filled:
    folded = [area.folded for area in chart.all_parts() if area.folded is not None]
    standing = sum(1 + sum(spot.within.values()) for spot in chart.all_lines())
    return phrase(
        "score_map.says",
        lines=standing + sum(lines for lines, _ in folded),
        parts=len(list(chart.all_parts())) + sum(parts for _, parts in folded),
        folded=sum(lines for lines, _ in folded),
        untouched=sum(spot.untouched is not None for spot in chart.all_lines()),
        tensions=sum(strand.kind is StrandKind.TENSION for strand in chart.strands),
    )


def _both(one: Filled, other: Filled) -> Filled:
    return phrase("score_map.both", one=one, other=other)


def _kind(spot: MappedLine, to: Part | None) -> Filled:
    if spot.line.kind is LineKind.PROMISE and to is not None:
        return phrase("score_map.promise-to", part=theirs(to, "name"))
    return phrase("score_map.kind", kind=Which(spot.line.kind.value))


def _known(spot: MappedLine) -> Iterator[Filled]:
    """What is known of a line: what became of it first."""
    line = spot.line
    if line.state is not LineState.OPEN:
        yield phrase("score_map.state", state=Which(line.state.value))
    if spot.overdue and line.until is not None:
        yield phrase("score_map.overdue", day=line.until)
    if not line.accepted:
        yield phrase("score_map.asked-for")
    if spot.untouched is not None:
        weeks = spot.untouched // WEEK
        yield phrase("score_map.untouched", weeks=weeks if weeks > 1 else 0, days=spot.untouched)
    elif spot.work is not None:
        yield phrase("score_map.tasks", count=spot.work.count, of=spot.work.of)
    for kind, count in spot.within.items():
        yield phrase("score_map.within", kind=Which(kind.value), count=count)


def _known_of(area: MappedPart) -> Iterator[Filled]:
    if area.work is not None:
        share = area.work
        yield phrase("score_map.tied", count=share.count, of=share.of, percent=round(100 * share.value))
    if area.folded is not None:
        yield phrase("score_map.folded", lines=area.folded[0], parts=area.folded[1])
    elif not area.lines:
        yield phrase("score_map.empty")


def _buttons(chart: Chart) -> list[Button]:
    folded = [area.part for area in chart.all_parts() if area.folded is not None]
    if not folded:
        return []
    return [*map(_open, folded[:OFFERED]), Button(phrase("score_map.whole"), "score_map.whole", quiet=True)]


def _open(part: Part) -> Button:
    return Button(phrase("score_map.open", part=theirs(part, "name")), "score_map.of", part.handle)


def as_data(chart: Chart) -> dict[str, Any]:
    """The map for programs: parts in parts with their lines, and what binds which; days as 2027-06-30."""
    stands = _addresses(chart)
    strands = [
        {"kind": one.kind.value, "from": stands[one.begins], "to": stands[one.ends], "words": one.words}
        for one in chart.strands
    ]
    return {"day": str(chart.day), "parts": [_part_as_data(area) for area in chart.parts], "strands": strands}


def _part_as_data(area: MappedPart) -> dict[str, Any]:
    return {
        "id": area.part.handle,
        "name": area.part.name,
        "kind": area.part.kind.value,
        "tasks": _share_as_data(area.work),
        "lines": [_line_as_data(spot) for spot in area.lines],
        "parts": [_part_as_data(one) for one in area.parts],
    }


def _line_as_data(spot: MappedLine) -> dict[str, Any]:
    line = spot.line
    return {
        "address": line.address,
        "kind": line.kind.value,
        "words": line.words,
        "serves": line.serves,
        "until": str(line.until) if line.until else None,
        "state": line.state.value,
        "overdue": spot.overdue,
        "untouched_days": spot.untouched,
        "tasks": _share_as_data(spot.work),
        "within": {kind.value: count for kind, count in spot.within.items()},
    }


def _share_as_data(share: Share | None) -> dict[str, int] | None:
    return {"count": share.count, "of": share.of} if share is not None else None


def unknown(parts: Sequence[Part], said: str) -> Card:
    """No part is called so; those that there are, the outermost first."""
    buttons = [_open(part) for part in parts[:OFFERED]]
    says = phrase("score_map.unknown", said=Theirs(said, Privacy.PERSON))
    ways = Buttons([*buttons, Button(phrase("score_map.mine"), "score_map.mine", quiet=True)])
    return Card(says, [ways, Audience(phrase("home.only-you"), Privacy.PERSON)])
