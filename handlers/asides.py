"""What we say beside an answer, switched off and on again by who reads it."""

from collections.abc import Mapping

from handlers.cards import Card
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import asides as view
from score.asides import Aside, unsaid_with
from storage.store import Store


def mine(turn: Turn, _store: Store) -> Reply:
    """Show which of them are said."""
    return _all_of_them(turn)


def stop(turn: Turn, store: Store, _: None = None) -> Reply:
    """Say one of them no more."""
    return _say(turn, store, wanted=False)


def again(turn: Turn, store: Store, _: None = None) -> Reply:
    """Say one of them again."""
    return _say(turn, store, wanted=True)


def _say(turn: Turn, store: Store, *, wanted: bool) -> Reply:
    if turn.value not in list(Aside):
        raise Refused("home.not_there")
    store.change(turn.person, unsaid=unsaid_with(turn.person, Aside(turn.value), wanted=wanted))
    return _all_of_them(turn)


def _all_of_them(turn: Turn) -> Reply:
    return Reply(Answer(How.CARD, "asides.mine", {"person": turn.person.id}))


def draw_mine(_store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Each of them, with whether it is said."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    return view.mine(reader.person)
