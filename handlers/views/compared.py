"""How two lines look beside each other, and what was chosen against beside what is done instead."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards import Audience, Buttons, Card, Citations, Claim, Facts, Piece, Prose, Text, Theirs, theirs
from handlers.views import mistakes, tensions
from handlers.views.tensions import Pull
from prompts import Filled, phrase
from storage.tables import Edition, Person, Privacy, Wording

_Said = Filled | Theirs | Wording


@dataclass(frozen=True)
class Side:
    """One of two lines: what it serves, who owns it, and the measures by which it is known to move."""

    line: Wording
    served: Wording | None = None
    owner: Person | None = None
    measures: Sequence[Wording] = ()


def lines(edition: Edition, loaded: date, one: Side, other: Side, pull: Pull | None = None, question: str = "") -> Card:
    """Two lines: what both are there for, if it is the same, and in what they differ; `pull` is a tension between."""
    cited, shared = [one.line, other.line], _shared(one, other)
    first, second = Claim(one.line, (1,)), Claim(other.line, (2,))
    if shared is not None:
        cited = [one.line, other.line, shared]
        says = phrase("compared.both-serve", one=first, other=second, served=Claim(shared, (3,)))
    elif _serves(one, other):
        says = phrase("compared.one-serves-other", one=first, other=second)
    elif _serves(other, one):
        says = phrase("compared.one-serves-other", one=second, other=first)
    else:
        says = phrase("compared.beside", one=first, other=second)
    pieces: list[Piece] = [Facts(facts)] if (facts := list(_facts(one, other, shared))) else []
    if pull is not None:
        on = {line.line_id: number for number, line in enumerate((one.line, other.line), 1)}
        pieces.append(Prose(tensions.sentence(pull, on)))
    pieces.append(Citations(cited, _source(edition, loaded), first=2))
    if pull is not None:
        pieces += [Buttons([tensions.look_at(pull)]), Audience(phrase("tensions.everybody"), Privacy.PUBLIC)]
    return Card(says, [*pieces, mistakes.opinion(question, edition, cited)])


def _shared(one: Side, other: Side) -> Wording | None:
    same = one.served is not None and one.served == other.served
    return one.served if same else None


def _serves(one: Side, other: Side) -> bool:
    return one.line.serves == other.line.address


def _facts(one: Side, other: Side, shared: Wording | None) -> Iterator[tuple[Filled, Text]]:
    """What is known of either, where it is not the same of both."""
    if shared is None and not _serves(one, other) and not _serves(other, one):
        yield from _each(phrase("compared.serves"), one, other, lambda side: side.served)
    yield from _each(phrase("coach.owner"), one, other, _owner)
    yield from _each(phrase("coach.until"), one, other, _until)
    yield from _each(phrase("compared.measure"), one, other, _measured)


def _each(label: Filled, one: Side, other: Side, of: Callable[[Side], _Said | None]) -> Iterator[tuple[Filled, Text]]:
    here, there = of(one), of(other)
    if here is not None and here == there:
        yield label, phrase("compared.of-both", value=Claim(here, (1, 2)))
    elif here is not None and there is not None:
        yield label, phrase("compared.of-each", one=Claim(here, (1,)), other=Claim(there, (2,)))
    elif here is not None or there is not None:
        found = Claim(here, (1,)) if here is not None else Claim(there, (2,)) if there is not None else None
        assert found is not None, "one of the two is there"
        yield label, phrase("compared.of-one", value=found)


def _owner(side: Side) -> Theirs | None:
    return theirs(side.owner, "name") if side.owner is not None else None


def _until(side: Side) -> Filled | None:
    return phrase("coach.day", day=side.line.until) if side.line.until is not None else None


def _measured(side: Side) -> Filled | None:
    words = [theirs(one, "words") for one in side.measures]
    return phrase("compared.measures", measures=words) if words else None


def rather(
    edition: Edition,
    loaded: date,
    against: Wording,
    line: Wording | None,
    condition: Wording | None,
    question: str = "",
) -> Card:
    """What was chosen against and why; `line` is done instead, and rests on a `condition`."""
    cited = [one for one in (against, line, condition) if one is not None]
    on = {one.line_id: number for number, one in enumerate(cited, 1)}
    pieces: list[Piece] = []
    if against.because:
        pieces.append(Prose(phrase("coach.because", words=Claim(theirs(against, "because"), (1,)))))
    if line is not None:
        pieces.append(Prose(phrase("compared.instead", line=Claim(line, (on[line.line_id],)))))
        if line.because:
            pieces.append(Prose(phrase("coach.because", words=Claim(theirs(line, "because"), (on[line.line_id],)))))
    if condition is not None:
        pieces.append(Prose(phrase("compared.rests", condition=Claim(condition, (on[condition.line_id],)))))
    pieces.append(Citations(cited, _source(edition, loaded), first=min(2, len(cited))))
    pieces.append(mistakes.opinion(question, edition, cited))
    return Card(phrase("compared.against", line=Claim(against, (1,))), pieces)


def _source(edition: Edition, loaded: date) -> Filled:
    return phrase("coach.source", number=edition.number, day=loaded)
