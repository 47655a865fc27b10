"""Words of a message that somebody wants something made of: whose they are, as far as a door says so."""

from dataclasses import dataclass

from handlers.turn import Turn
from score.words import Unreadable, clean, clean_line
from storage import people
from storage.store import Store
from storage.tables import Person


@dataclass(frozen=True)
class Whose:
    """Whose words a message has.

    Who wrote it comes with what a platform sends, and is believed for nothing but whom to ask: `person` is whom the
    roster has under that account, None for everybody else. `own` is whether it is who acts, `named` whether a door
    said anything of it at all, and `why` what it says of an account that is no member's: bot, guest, or left.
    """

    person: Person | None = None
    own: bool = False
    named: bool = False
    why: str = ""


def whose(turn: Turn, store: Store) -> Whose:
    """Whose words were made something of."""
    account, why = turn.fields.get("author", ""), turn.fields.get("author_is", "")
    found = people.known_as(store, turn.place.connection_id, account) if account and not why else None
    own = found is not None and found.id == turn.person.id
    return Whose(found, own, named=bool(account or why), why=why)


def on_one_line(text: str, longest: int) -> str:
    """As much of what was written as a field of one line takes; nothing of what cannot be read."""
    try:
        return clean_line(text)[:longest].rstrip()
    except Unreadable:
        return ""


def in_full(text: str, longest: int) -> str:
    """The same for a field that takes several lines."""
    try:
        return clean(text)[:longest].rstrip()
    except Unreadable:
        return ""
