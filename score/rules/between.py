"""What parts are to each other: measures that pull apart, hours, needs and promises, tensions."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from score.outline import normal
from score.rules.finding import Found, Rule, Severity
from score.rules.known import Known
from score.rules.measures import goes, measures
from score.rules.pairs import Pair
from score.rules.same import ENGLISH, terms, told
from score.stems import stems
from score.written import Need, WrittenLine
from storage.tables import Direction, LineKind, LineState

LIKE = 0.5
"""The share of what a need says that a promise has to say, where it does not name the line that needs it."""


def opposing(known: Known) -> Iterator[Found]:
    """Two measures pull against each other over a customer or a resource that both have."""
    for pair, mine, theirs in _apart(known, _looked_after(known)):
        if shared := _shared(known, mine, theirs):
            values = {"other": theirs.address, "shared": shared, "pair": pair.id}
            yield Found(mine, values=values, lines=(theirs.address,))


def unguarded(known: Known) -> Iterator[Found]:
    """Two measures are known to pull against each other, and nothing guards either."""
    owned = _looked_after(known)
    for pair, mine, theirs in _apart(known, _looked_after(known, guarded=True)):
        if not _shared(known, mine, theirs) or frozenset((mine.address, theirs.address)) in owned:
            yield Found(mine, values={"other": theirs.address, "pair": pair.id}, lines=(theirs.address,))


def _apart(known: Known, but: set[frozenset[str]]) -> Iterator[tuple[Pair, WrittenLine, WrittenLine]]:
    """Each known pair that stands in the score, but those."""
    seen = set(but)
    every: list[tuple[WrittenLine, frozenset[str], Direction]] = []
    for line, measure in measures(known):
        way = goes(line, measure)
        if way is not None:
            every.append((line, frozenset(terms(f"{line.words} {measure.unit}")), way))
    for pair in known.pairs:
        ones, others = (
            [line for line, words, way in every if side.is_it(words, way)] for side in (pair.one, pair.other)
        )
        for one, other in product(ones, others):
            both = frozenset((one.address, other.address))
            if len(both) == 2 and both not in seen:
                seen.add(both)
                first, second = sorted((one, other), key=lambda line: (line.at.line, line.at.column))
                yield pair, first, second


def _looked_after(known: Known, *, guarded: bool = False) -> set[frozenset[str]]:
    """The pairs of measures between which a tension stands, of their own or of the priorities that they are of.

    Only those that a measure guards, where `guarded`.
    """
    found: set[frozenset[str]] = set()
    for part in known.file.parts:
        for tension in part.tensions:
            if guarded and not tension.measure:
                continue
            one, other = ([*_measures_of(known, address)] for address in tension.between)
            found.update(frozenset((mine, theirs)) for mine in one for theirs in other)
    return found


def _measures_of(known: Known, address: str) -> Iterator[str]:
    for line in known.file.lines:
        if normal(line.address) == normal(address):
            yield line.address
            yield from (one.address for one in known.serving.get(line.address, ()) if one.measure is not None)


def _shared(known: Known, mine: WrittenLine, theirs: WrittenLine) -> str:
    """The customer or the resource that both measures have, of their own or of their priorities."""
    for key in ("customer", "resource"):
        one, other = (str(getattr(line, key) or _of_priority(known, line, key)) for line in (mine, theirs))
        if one and other and frozenset(stems(one, ENGLISH)) == frozenset(stems(other, ENGLISH)):
            return one
    return ""


def _of_priority(known: Known, line: WrittenLine, key: str) -> str:
    priority = known.lines.get(line.serves or "")
    return "" if priority is None else str(getattr(priority, key))


def too_many_hours(known: Known) -> Iterator[Found]:
    """What stands in a part asks for more hours than its people have; parts within that have their own count theirs."""
    offers = {part.id: part.hours for part in known.file.parts if part.hours is not None}
    asking: dict[str, list[WrittenLine]] = {part: [] for part in offers}
    for line in known.open(LineKind.PRIORITY, LineKind.PROMISE):
        payer = next((part for part in known.cascade(line.part) if part in offers), None)
        if line.hours and payer is not None and known.has_begun(line):
            asking[payer].append(line)
    for id, lines in asking.items():
        asked, offered = sum(line.hours or 0 for line in lines), offers[id] or 0
        if asked > offered:
            values = {"asked": f"{asked:g}", "offered": f"{offered:g}", "count": len(lines)}
            yield Found(known.parts[id], values=values, key="hours", lines=tuple(line.address for line in lines))


def _answering(known: Known) -> Mapping[str, Sequence[WrittenLine]]:
    """The promises that are not dropped, by the part that makes them."""
    found: dict[str, list[WrittenLine]] = {}
    for line in known.file.lines:
        if line.kind is LineKind.PROMISE and line.state is not LineState.DROPPED:
            found.setdefault(line.part, []).append(line)
    return found


def _promises(
    known: Known, line: WrittenLine, need: Need, made: Mapping[str, Sequence[WrittenLine]]
) -> list[WrittenLine]:
    """The promises that answer a need: those that name the line, or say the like to its part or to one above it.

    A promise that names another priority of those whom it is made to is meant for that one.
    """
    source = next((id for id in known.parts if id == normal(need.source)), None)
    those = [one for part in sorted(known.within[source]) for one in made.get(part, ())] if source else []
    named = [one for one in those if one.serves == line.address]
    wanted, to = told(need.words), set(known.cascade(line.part))
    others = {
        other.address
        for part in to
        for other in known.of_part[part]
        if other.kind is LineKind.PRIORITY and other not in (line, *known.above(line))
    }
    like = [
        one
        for one in those
        if one.to in to and one.serves not in others and len(wanted & told(one.words)) >= LIKE * (len(wanted) or 1)
    ]
    return named or (like if wanted else [])


def unanswered(known: Known) -> Iterator[Found]:
    """What a line needs of another part, that part has not promised; or a promise is asked for and not accepted."""
    made = _answering(known)
    met: set[str] = set()
    for line in known.open(LineKind.PRIORITY):
        for need in line.needs:
            promises = _promises(known, line, need, made)
            met.update(one.address for one in promises)
            if not any(one.accepted for one in promises):
                asked = [one.address for one in promises]
                values = {"source": need.source, "words": need.words or line.words}
                found = Found(line, "asked" if asked else "", values, lines=tuple(asked), at=need.at)
                yield Found(**{**vars(found), "ask": known.asked(known.parts[normal(need.source)])})
    for line in known.open(LineKind.PROMISE):
        if not line.accepted and line.address not in met:
            yield Found(line, "promise", {"to": line.to or ""}, "accepted")


def too_late(known: Known) -> Iterator[Found]:
    """A promise is due after the day by which it is needed, or after the line that needs it."""
    made = _answering(known)
    said: set[str] = set()
    for line in known.open(LineKind.PRIORITY):
        for need in line.needs:
            by = need.by or line.until
            for promise in _promises(known, line, need, made):
                said.add(promise.address)
                if by is not None and promise.until is not None and promise.until > by and known.is_open(promise):
                    yield _late(promise, line, str(by))
    for promise in known.open(LineKind.PROMISE):
        served = known.lines.get(promise.serves or "")
        if promise.address in said or served is None or not known.is_open(served):
            continue
        if promise.until is not None and served.until is not None and promise.until > served.until:
            yield _late(promise, served, str(served.until))


def _late(promise: WrittenLine, line: WrittenLine, by: str) -> Found:
    values = {"until": str(promise.until), "by": by, "other": line.address}
    return Found(promise, values=values, key="until", lines=(line.address,))


def not_reviewed(known: Known) -> Iterator[Found]:
    """The day on which a tension was to be looked at again is over."""
    for part in known.file.parts:
        for one in part.tensions:
            if one.review < known.day:
                values = {"review": str(one.review), "owners": tuple(one.owners)}
                between = tuple(known_address(known, address) for address in one.between)
                about = known.lines[between[0]]
                yield Found(about, values=values, lines=between[1:], ask=one.owners[0], at=one.at)


def known_address(known: Known, address: str) -> str:
    """An address as its line has it, however its letters are written."""
    return next(line for line in known.lines if normal(line) == normal(address))


RULES = (
    Rule("C50", Severity.WARNING, opposing),
    Rule("C51", Severity.WARNING, too_many_hours),
    Rule("C52", Severity.WARNING, unanswered),
    Rule("C53", Severity.WARNING, too_late),
    Rule("C54", Severity.INFORMATION, unguarded, taste=True),
    Rule("C55", Severity.INFORMATION, not_reviewed),
)
