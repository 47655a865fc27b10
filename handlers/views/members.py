"""How the people of a team look, to who arranges it and to who comes and goes."""

from collections.abc import Sequence

from handlers.cards import Audience, Button, Buttons, Card, Facts, Field, FieldKind, Form, Piece, Prose, Text
from prompts import Filled, Which, phrase
from storage.tables import Membership, Person, Privacy, Role, Team

FIELDS = ("members", "observers", "go")
"""Who is to share the work, who is to look on, and who is to go."""

LONGEST = 3000
"""Characters of names in one field."""


def form(team: Team, inside: Sequence[tuple[Membership, Person]]) -> Form:
    """Who is to come, and who is to go?"""
    sees = Audience(phrase("members.each-is-told"), Privacy.PUBLIC)
    labels = (phrase("members.members"), phrase("members.observers"), phrase("members.go"))
    hints = (phrase("members.members-hint"), phrase("members.observers-hint"), _inside(inside))
    fields = [
        Field(name, label, sees, FieldKind.LONG, hint=hint, longest=LONGEST)
        for name, label, hint in zip(FIELDS, labels, hints, strict=True)
    ]
    title = phrase("members.title", team=team.name)
    return Form(title, "members.hand_in", fields, phrase("setup.keep"), about={"team": team.id})


def _inside(inside: Sequence[tuple[Membership, Person]]) -> Filled:
    names = [person.name for one, person in inside if one.role in (Role.MEMBER, Role.OBSERVER)]
    return phrase("members.inside", names=names, count=len(names))


def changed(team: Team, came: Sequence[Person], went: Sequence[Person], *, by: Person) -> Card:
    """To whoever changed it: who came and who went."""
    back = [] if any(one.id == by.id for one in went) else [Button(phrase("setup.back"), "setup.open", team.id)]
    pieces: list[Piece] = [Buttons(back)] if back else []
    if not came and not went:
        return Card(phrase("members.nothing", team=team.name), pieces)
    facts: list[tuple[Filled, Text]] = []
    if came:
        facts.append((phrase("members.came"), phrase("members.names", names=[one.name for one in came])))
    if went:
        facts.append((phrase("members.went"), phrase("members.names", names=[one.name for one in went])))
    told = Prose(phrase("members.all-told"), quiet=True)
    return Card(phrase("members.changed", team=team.name), [Facts(facts), told, *pieces])


def told(team: Team, by: Person, became: str) -> Card:
    """To who is concerned: what they are to the team now."""
    says = phrase("members.told", became=Which(became), team=team.name, by=by.name)
    alone = Audience(phrase("members.only-you"), Privacy.PERSON)
    if became == "gone":
        return Card(says, [alone])
    what = Button(phrase("members.what-is-this"), "welcome.show", quiet=True)
    part = Button(phrase("welcome.read-part"), "score.my_part")
    return Card(
        says, [Prose(phrase("members.what-it-means", became=Which(became)), quiet=True), Buttons([part, what]), alone]
    )
