"""How the score looks in chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards import Card, LineEntry, Lines, Prose, theirs
from prompts import Filled, Which, phrase
from storage.tables import Edition, Measure, Person, Reading, Wording


@dataclass(frozen=True)
class Measured:
    """A measure as its own line words it, and its last reading, None when it was never read."""

    wording: Wording
    measure: Measure
    last: Reading | None = None


@dataclass(frozen=True)
class Known:
    """A line, who owns it (None: nobody yet, or somebody who is gone), and its measures."""

    line: Wording
    owner: Person | None = None
    measures: Sequence[Measured] = ()


def my_part(edition: Edition, loaded: date, lines: Sequence[Known], reader: Person) -> Card:
    """The lines that somebody plays from: whose they are, until when, and how far what they move has come."""
    season = Which("season" if edition.season else "none")
    says = phrase("score.my-part-says", season=season, name=edition.season, number=edition.number, day=loaded)
    entries = [LineEntry(known.line, _note(known, reader)) for known in lines]
    pieces = [Lines(entries)] if entries else [Prose(phrase("score.no-part"))]
    return Card(says, pieces, title=phrase("score.my-part"))


def _note(known: Known, reader: Person) -> Filled | None:
    note = _whose(known, reader)
    for measured in known.measures:
        said = measure(measured)
        note = phrase("score.note-and", note=note, more=said) if note else said
    return note


def _whose(known: Known, reader: Person) -> Filled | None:
    day, owner = known.line.until, known.owner
    if owner is None:
        return phrase("score.until", day=day) if day else None
    if owner.id == reader.id:
        return phrase("score.yours-until", day=day) if day else phrase("score.yours")
    name = theirs(owner, "name")
    return phrase("score.owned-until", owner=name, day=day) if day else phrase("score.owned", owner=name)


def measure(measured: Measured) -> Filled:
    """Where a measure began, where it stands, and where it is to be."""
    of, last, unit = measured.measure, measured.last, theirs(measured.measure, "unit")
    known = Which("unit" if of.unit else "none")
    facts = [
        *([phrase("score.at-start", value=of.start, unit=unit, known=known)] if of.start is not None else []),
        *([phrase("score.last-read", value=last.value, unit=unit, known=known, day=last.day)] if last else []),
        *([phrase("score.wanted", value=of.target, unit=unit, known=known)] if of.target is not None else []),
    ]
    words = theirs(measured.wording, "words")
    return phrase("score.measured", words=words, facts=facts) if facts else phrase("score.measured-by", words=words)


def none() -> Card:
    """There is no score yet."""
    return Card(phrase("score.no-score"))
