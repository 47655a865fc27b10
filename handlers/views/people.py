"""How a roster's difference is read before anything of it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.cards import Audience, Button, Buttons, Card, Field, Form, Piece, Prose, Theirs, theirs
from prompts import LANGUAGE, Filled, Which, phrase, plain
from score.hours import days_said, time_said
from score.roster_changes import Changed, Difference, Leaver
from storage.tables import Noun, Person, Privacy, Role

SHOWN = 20
"""Entries of one kind that are listed by name; the rest is counted."""

ON_CARD = 5
"""The same on a card."""


def difference(found: Difference, language: str = LANGUAGE) -> str:
    """All that would change, a line each, under a line that counts."""
    lines: list[str] = []
    for heading, entries in _sections(found):
        listed = list(entries)
        if listed:
            lines.append(plain(heading, language))
            lines += [f"  {plain(one, language)}" for one in listed[:SHOWN]]
            if len(listed) > SHOWN:
                lines.append(f"  {plain(phrase('people.more', count=len(listed) - SHOWN), language)}")
    return "\n".join(lines) or plain(phrase("people.nothing"), language)


def _sections(found: Difference) -> Iterator[tuple[Filled, Iterator[Filled]]]:
    yield phrase("people.spread"), (phrase("people.spread-from", before=was, after=now) for was, now in _spreads(found))
    yield phrase("people.contacts"), (_contacts(kind, *both) for kind, both in found.contacts.items())
    yield phrase("people.new", count=len(found.new)), (_named(one.name, one.handle) for one, _ in found.new)
    yield phrase("people.changed", count=len(found.changed)), (_changed(one) for one in found.changed)
    yield phrase("people.back", count=len(found.back)), (_who(one.noun) for one in found.back)
    yield phrase("people.leaving", count=len(found.leaving)), (_leaving(one) for one in found.leaving)
    teams = found.new_teams
    yield phrase("people.new-teams", count=len(teams)), (_named(one.name or one.handle, one.handle) for one, _ in teams)
    yield phrase("people.changed-teams", count=len(found.changed_teams)), (_changed(one) for one in found.changed_teams)
    yield phrase("people.joins", count=len(found.joins)), (_in_team(*said) for said in found.joins)
    yield phrase("people.ends", count=len(found.ends)), (_in_team(*said) for said, _ in found.ends)


def _spreads(found: Difference) -> list[tuple[int, int]]:
    return [found.spread] if found.spread else []


def contact_kind(kind: str) -> Filled:
    """The kind of help for which somebody is named."""
    return phrase("people.contact-kind", kind=Which(kind))


def _contacts(kind: str, was: Sequence[str], now: Sequence[str]) -> Filled:
    before, after = ([_their(one) for one in named] if named else phrase("people.unsaid") for named in (was, now))
    return phrase("people.contacts-from", kind=contact_kind(kind), before=before, after=after)


def _their(words: str) -> Theirs:
    return Theirs(words, Privacy.PUBLIC)


def _named(name: str, handle: str) -> Filled:
    return phrase("people.who", name=_their(name), handle=_their(handle))


def _who(noun: Noun) -> Filled:
    return phrase("people.who", name=theirs(noun, "name"), handle=theirs(noun, "handle"))


def _changed(one: Changed) -> Filled:
    return phrase("people.changes", who=_who(one.noun), what=[_value(one.noun, *each) for each in one.values.items()])


def _value(noun: Noun, column: str, new: Any) -> Filled:
    said: Mapping[str, Any] = {column: getattr(noun, column)}
    words = phrase("people.column", column=Which(column))
    return phrase("people.value", column=words, before=_written(column, said[column]), after=_written(column, new))


def _written(column: str, value: Any) -> Filled | Theirs:
    if value in (None, ""):
        return phrase("people.unsaid")
    if isinstance(value, bool):
        return phrase("people.yes") if value else phrase("people.no")
    if column in ("asked_at", "digest_at"):
        return _their(time_said(value))
    if column == "working_days":
        return _their(days_said(value))
    return _their(str(value))


def _leaving(one: Leaver) -> Filled:
    if not one.owned:
        return _who(one.person)
    owned = [_their(address) for address in one.owned]
    return phrase("people.leaves-lines", who=_who(one.person), count=len(owned), lines=owned)


def _in_team(handle: str, team: str, role: Role) -> Filled:
    return phrase("people.in-team", handle=_their(handle), team=_their(team), role=Which(role.value))


# What a directory adds, on a card


def proposal(found: Difference, key: str) -> Card:
    """All that would change, and the press that keeps it; `key` tells that it is this that was read."""
    if not found:
        return Card(phrase("people.nothing-there"), [_admins()])
    pieces: list[Piece] = []
    for heading, entries in _sections(found):
        listed = list(entries)
        if listed:
            pieces.append(Prose(heading))
            pieces += [Prose(one, quiet=True) for one in listed[:ON_CARD]]
            if len(listed) > ON_CARD:
                pieces.append(Prose(phrase("people.more", count=len(listed) - ON_CARD), quiet=True))
    if found.accounts:
        pieces.append(Prose(phrase("people.accounts", count=len(found.accounts))))
    keep = Button(phrase("people.take-over"), "people.take_over", key, main=True)
    return Card(phrase("people.proposal"), [*pieces, Buttons([keep]), _admins()])


def _admins() -> Audience:
    return Audience(phrase("people.only-admins-see"), Privacy.PERSON)


def unfit(count: int) -> Card:
    """The directory does not fit beside the roster."""
    return Card(phrase("people.unfit", count=count), [_admins()])


def looking() -> Card:
    """The directory is being looked at."""
    return Card(phrase("people.looking"))


def no_directory() -> Card:
    """Nobody is listed at the door where it was asked."""
    return Card(phrase("people.no-directory"))


def taken(new: int, left: int) -> Card:
    """The roster is what was read."""
    return Card(phrase("people.taken", new=new, left=left), [_admins()])


def admins_only() -> Card:
    """Only admins do that."""
    return Card(phrase("people.admins-only"))


def gone_there(person: Person) -> Card:
    """Somebody's account was deactivated: what happened, what holds, and what to do."""
    look = Button(phrase("people.look"), "people.propose", main=True)
    return Card(phrase("people.gone-there", name=theirs(person, "name")), [Buttons([look]), _admins()])


def joined_there() -> Card:
    """Somebody is new there."""
    look = Button(phrase("people.look"), "people.propose", main=True)
    return Card(phrase("people.joined-there"), [Buttons([look]), _admins()])


def code_form() -> Form:
    """For whom a code shall be."""
    return Form(
        phrase("people.code-title"),
        "people.make_code",
        [Field("who", phrase("people.code-who"), _admins(), optional=False, longest=254)],
        phrase("people.code-make"),
    )


def code(person: Person, said: str) -> Card:
    """The code, to be handed on to one person."""
    return Card(
        phrase("people.code", name=theirs(person, "name"), code=Theirs(said, Privacy.PERSON)),
        [Prose(phrase("people.code-how"), quiet=True), _admins()],
    )
