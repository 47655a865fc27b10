"""How it looks what changed in the score since a day or an edition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards import Card, Citations, Claim, Piece, Prose, Theirs, theirs
from handlers.views import mistakes
from handlers.views.editions import note
from prompts import Filled, Which, phrase
from score.citations import CITED
from score.news import Turned
from storage.tables import Edition, Measure, Privacy, Reading, Wording


@dataclass(frozen=True)
class Moved:
    """A measure that was read since then: what it was before, None where it was never read, and what it is."""

    line: Wording
    measure: Measure
    was: Reading | None
    now: Reading


@dataclass(frozen=True)
class Changes:
    """What changed since a day, or since the edition `number` where one is named; `before` is that edition or the one
    that was in force on that day.
    """

    since: date
    before: Edition | None
    news: Sequence[Turned] = ()
    moved: Sequence[Moved] = ()
    number: str = ""


def since(edition: Edition, loaded: date, changes: Changes, question: str = "") -> Card:
    """What became of lines and measures, three at most, and how many more there are."""
    if changes.number and changes.before is None:
        says = phrase("changed.no-edition", number=Theirs(changes.number, Privacy.PUBLIC))
        return Card(says, [Citations([], _source(edition, loaded))])
    told: list[Turned | Moved] = [*changes.news, *changes.moved]
    shown, more = told[:CITED], len(told) - CITED
    cited = [line for one in shown if (line := _line(one)) is not None]
    pieces: list[Piece] = [Prose(one) for one in _said(shown, cited)]
    rest = phrase("changed.more", count=more) if more > 0 else None
    pieces += [Prose(rest, quiet=True)] if rest else []
    pieces.append(Citations(cited, _source(edition, loaded), first=len(cited)))
    # Where nothing is cited that stands, there is no line to hold an opinion of.
    return Card(_says(changes, len(told)), [*pieces, *([mistakes.opinion(question, edition, cited)] if cited else [])])


def _says(changes: Changes, count: int) -> Filled:
    return phrase(
        "changed.since",
        by=Which("edition" if changes.number else "day"),
        number=Theirs(changes.number, Privacy.PUBLIC),
        day=changes.since,
        count=count,
    )


def _line(one: Turned | Moved) -> Wording | None:
    """The line as it stands now, None for one that is gone."""
    return one.line if isinstance(one, Moved) else one.now


def _said(shown: Sequence[Turned | Moved], cited: Sequence[Wording]) -> Iterator[Filled]:
    for one in shown:
        line = _line(one)
        says = Claim(line, (cited.index(line) + 1,)) if line is not None else theirs(one.line, "words")
        yield phrase("changed.line", line=says, what=_read(one) if isinstance(one, Moved) else note(one))


def _read(one: Moved) -> Filled:
    return phrase(
        "changed.read",
        known=Which("yes" if one.was else "no"),
        was=_number(one.was),
        now=_number(one.now),
        unit=theirs(one.measure, "unit"),
        day=one.now.day,
    )


def _number(reading: Reading | None) -> Theirs:
    return Theirs("" if reading is None else f"{reading.value:.12g}", Privacy.PUBLIC)


def _source(edition: Edition, loaded: date) -> Filled:
    return phrase("coach.source", number=edition.number, day=loaded)
