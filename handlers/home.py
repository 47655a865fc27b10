"""What the coach says when it is spoken to, and when something is not there."""

from collections.abc import Mapping

from handlers.cards import Card
from handlers.turn import Answer, How, Reader, Reply, Turn
from handlers.views import home as view
from score.words import Unreadable, clean_line
from storage.store import Store


def help(turn: Turn, _store: Store) -> Reply:
    """Say what can be written and pressed."""
    return Reply(Answer(How.CARD, "home.help"))


def unclear(turn: Turn, _store: Store) -> Reply:
    """Offer to make a task of what was not understood."""
    try:
        said = clean_line(turn.text)
    except Unreadable:
        said = ""
    return Reply(Answer(How.CARD, "home.unclear", {"said": said}))


def draw_help(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """What can be written and pressed."""
    return view.help()


def draw_unclear(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """What was not understood may be a task."""
    return view.unclear(about["said"])


def draw_not_there(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """The same sentence for what is missing and for what is not theirs."""
    return view.not_there()


def draw_our_fault(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Something went wrong on our side."""
    return view.our_fault()
