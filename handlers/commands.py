"""What can be written to each part of this, said where it was asked for or where something could not be read."""

from collections.abc import Mapping

from handlers.addressed import PARTS, addressed, asks_for_help
from handlers.cards import Card
from handlers.turn import Answer, How, Reader, Refused, Reply, Turn
from handlers.views import commands as view
from score.words import Unreadable, clean_line

ECHOED = 120
"""Characters of what could not be read that are said back."""


def help(turn: Turn, _store: object) -> Reply:
    """Say what can be written to a part, and of what was written there that it could not be read."""
    part, rest = addressed(turn.value or turn.text, turn.person.language) or ("", "")
    if part not in PARTS:
        raise Refused("home.not_there")
    unread = "" if not rest or asks_for_help(rest, turn.person.language) else _echoed(rest)
    return Reply(Answer(How.CARD, "commands.help", {"part": part, "unread": unread}))


def _echoed(said: str) -> str:
    try:
        return clean_line(said)[:ECHOED]
    except Unreadable:
        return ""


def draw_help(_store: object, _reader: Reader, about: Mapping[str, str]) -> Card:
    """What can be written to a part."""
    return view.help(about["part"], about["unread"])
