"""The map of the score as Slack takes it: lists in lists."""

from collections.abc import Iterable, Iterator

from bot.slack import texts
from bot.slack.texts import Block
from handlers.cards import ScoreMap, theirs
from handlers.views.score_map import pulls, told
from score.map import PART, MappedPart

DEEPEST = 8
"""How far in Slack lets a list stand."""


def blocks(piece: ScoreMap, language: str) -> list[Block]:
    """The parts with their lines, each part within another further in, and then what pulls apart."""
    parts = [part for area in piece.chart.parts for part in _branch(piece, area, language, 0)]
    parts += [part for said in pulls(piece.chart) for part in texts.parts(texts.runs(said, language))]
    return texts.rich(parts)


def _branch(piece: ScoreMap, area: MappedPart, language: str, depth: int) -> Iterator[Block]:
    """A part with its lines as a list, each part within it further in."""
    note = piece.notes.get(PART + area.part.handle)
    runs = texts.runs(theirs(area.part, "name"), language)
    runs += [texts.run("\n"), *texts.runs(note, language)] if note else []
    yield from _listed([runs], min(depth, DEEPEST))
    said = [(spot.line, texts.runs(told(piece, spot), language)) for spot in area.lines]
    lines = [[*texts.line_runs(line), texts.run("\n"), *known] for line, known in said]
    yield from _listed(lines, min(depth + 1, DEEPEST))
    for one in area.parts:
        yield from _branch(piece, one, language, depth + 1)


def _listed(items: Iterable[list[Block]], indent: int) -> Iterator[Block]:
    for runs in items:
        for part in texts.parts(runs):
            yield {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": [part]}
