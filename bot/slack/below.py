"""Cards below a message that somebody else wrote, where Slack takes no rich text: in plain text, and without buttons.

Slack's reference says of `chat.unfurl` that it refuses rich text. Plain text is neither styled nor linked there, like
everywhere; what the score says stands in a block of its own instead.
"""

from functools import singledispatch

from bot.slack import limits, texts
from bot.slack.limits import clip
from bot.slack.texts import Block
from handlers.cards import Card, Facts, Lines, Prose, refuse_private
from storage.tables import PlaceKind


def below_link(card: Card, where: PlaceKind, language: str) -> list[Block]:
    """The blocks that show `card` below a link to what it is about.

    Raises PrivateShown for a private value outside a direct place, TypeError for a piece that has no place there.
    """
    refuse_private(card, where)
    said = texts.context(card.says, language)
    return [*said, *(block for piece in card.pieces for block in _shown(piece, language))]


@singledispatch
def _shown(piece: object, _language: str) -> list[Block]:
    raise TypeError(f"below a link Slack cannot show {type(piece).__name__}")


@_shown.register
def _(piece: Prose, language: str) -> list[Block]:
    return texts.context(piece.words, language) if piece.quiet else [_section(texts.plain(piece.words, language))]


@_shown.register
def _(piece: Lines, language: str) -> list[Block]:
    drawn = []
    for entry in piece.entries:
        note = f"\n{texts.plain(entry.note, language)}" if entry.note else ""
        drawn.append(_section(texts.plain(entry.line, language) + note))
    return drawn


@_shown.register
def _(piece: Facts, language: str) -> list[Block]:
    fields = [texts.words(clip(texts.plain(one, language), limits.FIELD)) for pair in piece.pairs for one in pair]
    return [{"type": "section", "fields": fields}]


def _section(text: str) -> Block:
    return {"type": "section", "text": texts.words(clip(text, limits.PLAIN))}
