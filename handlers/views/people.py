"""How a roster's difference is read before anything of it is kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.cards import Theirs, theirs
from prompts import LANGUAGE, Filled, Which, phrase, plain
from score.roster import days_said, time_said
from score.roster_changes import Changed, Difference, Leaver
from storage.tables import Noun, Privacy, Role

SHOWN = 20
"""Entries of one kind that are listed by name; the rest is counted."""


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
    yield phrase("people.new", count=len(found.new)), (_named(one.name, one.handle) for one, _ in found.new)
    yield phrase("people.changed", count=len(found.changed)), (_changed(one) for one in found.changed)
    yield phrase("people.back", count=len(found.back)), (_who(one.noun) for one in found.back)
    yield phrase("people.leaving", count=len(found.leaving)), (_leaving(one) for one in found.leaving)
    teams = found.new_teams
    yield phrase("people.new-teams", count=len(teams)), (_named(one.name or one.handle, one.handle) for one, _ in teams)
    yield phrase("people.changed-teams", count=len(found.changed_teams)), (_changed(one) for one in found.changed_teams)
    yield phrase("people.joins", count=len(found.joins)), (_in_team(*said) for said in found.joins)
    yield phrase("people.ends", count=len(found.ends)), (_in_team(*said) for said, _ in found.ends)


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
