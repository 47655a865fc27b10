"""How what we say beside an answer is switched off and on again."""

from dataclasses import dataclass

from handlers.cards import Audience, Button, Buttons, Card, Prose, theirs
from prompts import Filled, Which, phrase
from score.asides import Aside, is_wanted
from score.picture import BiggerPicture
from storage.tables import Person, Privacy, Team, Wording


def mine(person: Person) -> Card:
    """Each of them: what it is, and whether it is said."""
    said = [Prose(phrase("asides.is", aside=Which(one.value), said=Which(_said(person, one)))) for one in Aside]
    buttons = [_button(person, one) for one in Aside]
    return Card(phrase("asides.mine"), [*said, Buttons(buttons), Audience(phrase("asides.only-you"), Privacy.PERSON)])


def _said(person: Person, aside: Aside) -> str:
    return "yes" if is_wanted(person, aside) else "no"


def _button(person: Person, aside: Aside) -> Button:
    which = Which(aside.value)
    if is_wanted(person, aside):
        return Button(phrase("asides.not-again", aside=which), "asides.stop", aside.value, quiet=True)
    return Button(phrase("asides.again", aside=which), "asides.again", aside.value)


def see() -> Button:
    """What shows all of them."""
    return Button(phrase("asides.see"), "asides.mine", quiet=True)


@dataclass(frozen=True)
class Said:
    """The bigger picture of a day, and the line or the team that it speaks of."""

    drawn: BiggerPicture
    of: Wording | Team


def picture(said: Said) -> Filled:
    """The sentence of it."""
    on, how = said.drawn.on, said.drawn.phrasing
    if isinstance(said.of, Team):
        return phrase("asides.within", how=how, team=theirs(said.of, "name"))
    if on is not None:
        return phrase("asides.moved", how=how, line=said.of, day=on)
    return phrase("asides.small", how=how, line=said.of)
