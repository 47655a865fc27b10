"""How the score looks in chat."""

from collections.abc import Sequence
from datetime import date

from handlers.cards import Card, LineEntry, Lines, Prose
from prompts import Filled, Which, phrase
from storage.tables import Edition, Person, Wording


def my_part(edition: Edition, loaded: date, lines: Sequence[Wording], reader: Person) -> Card:
    """The lines that somebody plays from; those they own say so."""
    season = Which("season" if edition.season else "none")
    says = phrase("score.my-part-says", season=season, name=edition.season, number=edition.number, day=loaded)
    entries = [LineEntry(line, _note(line, reader)) for line in lines]
    pieces = [Lines(entries)] if entries else [Prose(phrase("score.no-part"))]
    return Card(says, pieces, title=phrase("score.my-part"))


def _note(line: Wording, reader: Person) -> Filled | None:
    mine = line.owner_id == reader.id
    if line.until is None:
        return phrase("score.yours") if mine else None
    return phrase("score.yours-until", day=line.until) if mine else phrase("score.until", day=line.until)


def none() -> Card:
    """There is no score yet."""
    return Card(phrase("score.no-score"))
