"""How it looks when somebody says well done."""

from collections.abc import Sequence

from handlers.cards import Audience, Button, Card, LineEntry, Lines, Piece, Quote, Tone, theirs
from prompts import Filled, Which, phrase
from storage.tables import Person, Privacy, Win, Wording


def praise(win: Win) -> Button:
    """What says well done for it."""
    return Button(phrase("wins.praise"), "wins.praise", win.id)


def by(winner: Person, praised: Sequence[Person]) -> Filled:
    """Whose win it is, and who said well done. How many did is said of a win, never of a person."""
    if not praised:
        return phrase("wins.by", name=winner.name)
    how = "one" if len(praised) == 1 else "two" if len(praised) == 2 else "more"
    return phrase(
        "wins.by-praised",
        name=winner.name,
        how=Which(how),
        first=praised[0].name,
        second=praised[1].name if how == "two" else "",
        more=len(praised) - 1,
    )


def praised(win: Win, by: Person, line: Wording | None) -> Card:
    """To whose win it is."""
    pieces: list[Piece] = [Quote(theirs(win, "words"), phrase("wins.yours"), Tone.WON)]
    if line is not None:
        pieces.append(Lines([LineEntry(line, phrase("wins.for-line"))]))
    return Card(phrase("wins.praised", name=by.name), [*pieces, Audience(phrase("wins.team-sees"), Privacy.TEAM)])


def told(winner: Person) -> Card:
    """To who said it."""
    return Card(phrase("wins.told", name=winner.name))


def not_to_be_told(winner: Person, *, own: bool) -> Card:
    """It is one's own, or of somebody who has left."""
    return Card(phrase("wins.own") if own else phrase("wins.left", name=winner.name))
