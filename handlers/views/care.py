"""How it looks when somebody is met with care, and when something is not answered because it is about a person."""

from collections.abc import Sequence

from handlers.cards import Audience, Card, Checklist, Entry, Piece, Prose, Theirs
from prompts import Which, phrase
from prompts.care import said
from score.care import Help, Withheld
from storage.tables import Privacy

NAMED = 5
"""Teams that are named at most."""


def card(kind: Help, language: str, contacts: Sequence[str], *, aloud: bool) -> Card:
    """What is said first, whom the organisation names, who else could help, and what became of what was written.

    `aloud` is whether it was written where others may have read it.
    """
    pieces: list[Piece] = [Prose(said(f"{kind}-more", language))]
    if contacts:
        # Whom an organisation names may be known to all; that somebody was shown it is theirs alone.
        entries = [Entry(Theirs(contact, Privacy.PERSON)) for contact in contacts]
        pieces.append(Checklist(entries, said("contacts", language)))
    else:
        pieces.append(Prose(said("nobody", language)))
    pieces += [Prose(said(f"{kind}-ways", language)), Prose(said("kept", language), quiet=True)]
    if aloud:
        pieces.append(Prose(said("write-to-me", language), quiet=True))
    return Card(said(kind, language), [*pieces, Audience(said("only-you", language), Privacy.PERSON)])


def elsewhere(language: str) -> Card:
    """One sentence that tells nothing, for a place where everybody reads."""
    return Card(said("elsewhere", language))


def of_somebody(why: Withheld, teams: Sequence[str]) -> Card:
    """That it is not answered, why, and what the reader can see of people: what the teams share."""
    there = phrase("care.shared", teams=list(teams[:NAMED]), count=len(teams))
    reason = phrase("care.why-not", why=Which(why.value))
    return Card(phrase("care.of-somebody", why=Which(why.value)), [Prose(reason), Prose(there)])
