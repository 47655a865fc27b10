"""How it looks when somebody would count another's words as a win of theirs."""

from collections.abc import Sequence

from handlers.cards import Audience, Button, Buttons, Card, Field, Form, Prose, Quote, Theirs, Tone, theirs
from handlers.views.checkin import SHORT
from prompts import Which, phrase
from storage.tables import Nomination, NominationState, Person, Privacy, Team


def nobody(why: str, person: Person | None) -> Card:
    """There is nobody who could say yes, and why."""
    name = theirs(person, "name") if person else ""
    only_you = Audience(phrase("home.only-you"), Privacy.PERSON)
    return Card(phrase("nominations.nobody", why=Which(why), name=name), [only_you])


def asking(person: Person) -> Card:
    """To who asked: nothing is kept yet but the question."""
    only_you = Audience(phrase("home.only-you"), Privacy.PERSON)
    return Card(phrase("nominations.asking", name=theirs(person, "name")), [only_you])


def asked(one: Nomination, asker: Person, teams: Sequence[Team]) -> Card:
    """To whose words they are: whether they count, or what they said."""
    only_you = Audience(phrase("home.only-you"), Privacy.PERSON)
    if one.state is not NominationState.ASKED:
        return Card(phrase("nominations.settled", state=Which(one.state.value)), [only_you])
    return Card(
        phrase("nominations.asked", name=theirs(asker, "name")),
        [
            Quote(theirs(one, "words"), phrase("nominations.yours"), Tone.WON),
            Prose(phrase("nominations.would-see", teams=[team.name for team in teams], count=len(teams))),
            Buttons(
                [
                    Button(phrase("nominations.accept"), "nominations.accept", one.id, main=True),
                    Button(phrase("nominations.other-words"), "nominations.open_words", one.id),
                    Button(phrase("nominations.leave"), "nominations.leave", one.id, quiet=True),
                ]
            ),
            Audience(phrase("nominations.only-you-yet", name=theirs(asker, "name")), Privacy.PERSON),
        ],
    )


def words_form(one: Nomination, together: str, teams: Sequence[Team]) -> Form:
    """The words as they would count, to be changed."""
    sees = Audience(phrase("checkin.sees-team", teams=[team.name for team in teams]), Privacy.TEAM)
    words = Theirs(together, Privacy.PERSON)
    field = Field("win", phrase("nominations.words"), sees, value=words, longest=SHORT, optional=False)
    about = {"nomination": one.id}
    return Form(
        phrase("nominations.form-title"), "nominations.keep_words", [field], phrase("nominations.accept"), about=about
    )


def answered(one: Nomination, person: Person) -> Card:
    """To who asked: what they say."""
    return Card(phrase("nominations.answered", name=theirs(person, "name"), state=Which(one.state.value)))
