"""By which numbers priorities are known to move: none, half of one, only late ones, old ones, two for the same."""

from collections.abc import Iterator
from datetime import date, timedelta

from score.problems import Kind
from score.rules.finding import Found, Rule, Severity
from score.rules.known import Known
from score.rules.same import measured, same_measure, says_nothing, telling, wish
from score.written import WrittenLine, WrittenMeasure
from storage.tables import Direction, LineKind


def measures(known: Known) -> Iterator[tuple[WrittenLine, WrittenMeasure]]:
    """The measures of all open priorities."""
    for line in known.open():
        if line.measure is not None:
            yield line, line.measure


def goes(line: WrittenLine, measure: WrittenMeasure) -> Direction | None:
    """Whether up or down is better, as the file says it; None where it does not."""
    both = measure.start is not None and measure.target is not None
    return measure.direction if both or "direction" in line.places else None


def unmeasured(known: Known) -> Iterator[Found]:
    """A priority has no measure."""
    for line in known.open(LineKind.PRIORITY):
        inner = known.serving.get(line.address, ()) if line.address not in known.in_rings else known.of_part[line.part]
        held = [one for one in inner if one.kind is LineKind.MEASURE and one.serves == line.address]
        if all(says_nothing(one.words) for one in held):
            yield Found(line)


def _no_number(known: Known, line: WrittenLine, key: str) -> str:
    """What stands where a number of a measure should; empty where one does, or nothing."""
    at = line.places.get(key)
    here = [one for one in known.problems if one.kind is Kind.BAD_NUMBER]
    return next((str(one.found) for one in here if at and (at.line, at.column) == (one.line, one.column)), "")


def half_a_number(known: Known) -> Iterator[Found]:
    """A measure has no target, no unit, or no direction; a wish stands where a number should."""
    for line, measure in measures(known):
        missing = []
        if measure.target is None:
            missing.append("target")
        if says_nothing(measure.unit):
            missing.append("unit")
        if goes(line, measure) is None and (measure.target is None or measure.start is None):
            missing.append("direction")
        if not missing:
            continue
        wished = _no_number(known, line, "target") or wish(line.words) or wish(measure.unit)
        values = {"missing": tuple(missing)}
        if wished and measure.target is None:
            yield Found(line, "wish", {**values, "wish": wished}, "target")
        else:
            yield Found(line, values=values, key=missing[0])


def no_baseline(known: Known) -> Iterator[Found]:
    """A measure has a target or a unit, and no start."""
    for line, measure in measures(known):
        if measure.start is None and (measure.target is not None or not says_nothing(measure.unit)):
            yield Found(line, "" if measure.target is not None else "neither", key="start")


def only_lag(known: Known) -> Iterator[Found]:
    """All measures of a priority show afterwards what came of it."""
    for line in known.open(LineKind.PRIORITY):
        inner = [one for one in known.serving.get(line.address, ()) if one.measure is not None]
        if inner and not any(one.measure.leads for one in inner if one.measure is not None):
            yield Found(line, values={"count": len(inner)})


def old_value(known: Known) -> Iterator[Found]:
    """A measure was last read longer ago than it is to be read, or never since its first time was over."""
    work = known.work
    if work is None:
        return
    for line, measure in measures(known):
        priority = known.lines[line.serves or line.address]
        if measure.cadence is None or not known.has_begun(priority):
            continue
        read = work.read.get(line.address)
        begun = max(filter(None, (priority.begins, work.since.get(line.address))), default=None)
        since = read or begun
        if since is not None and known.day - since > timedelta(days=measure.cadence):
            days = (known.day - since).days
            yield Found(line, "" if read else "never", {"days": days, "every": measure.cadence}, "every")


def two_targets(known: Known) -> Iterator[Found]:
    """Two measures count the same, whatever they are called, and have two targets or go two ways."""
    every = [(line, one, measured(line.words)) for line, one in measures(known) if not one.subtotal]
    for place, (line, measure, what) in enumerate(every):
        for other, theirs, beside in every[:place]:
            # Most differ in what they count and where they begin, which is quickly seen.
            start = measure.start if measure.start == theirs.start else None
            if len(what ^ beside) > 1 and not (telling(start) and len(what & beside) > 1):
                continue
            differ = _differ(known, line, measure, other, theirs)
            mine, its = (line.words, measure.unit, measure.source), (other.words, theirs.unit, theirs.source)
            if differ and same_measure(mine, its, start):
                values = {"other": other.address, "mine": _target(measure), "theirs": _target(theirs)}
                yield Found(line, differ, values, lines=(other.address,))


def _target(measure: WrittenMeasure) -> str:
    return "" if measure.target is None else f"{measure.target:g}"


def _differ(known: Known, line: WrittenLine, mine: WrittenMeasure, other: WrittenLine, theirs: WrittenMeasure) -> str:
    """In what two measures differ that should not, if they count the same: `ways`, `targets`, or nothing."""
    if mine.scope.casefold() != theirs.scope.casefold():
        return ""
    ways = {goes(line, mine), goes(other, theirs)} - {None}
    if len(ways) == 2:
        return "ways"
    if mine.target is None or theirs.target is None or mine.target == theirs.target:
        return ""
    return "" if _are_steps(known, (line, mine), (other, theirs)) else "targets"


def _are_steps(known: Known, *both: tuple[WrittenLine, WrittenMeasure]) -> bool:
    """Whether two targets are for two days, the later one further on the way than the earlier one."""
    dated = [(day, one.target) for line, one in both if (day := _day(known, line)) is not None]
    if len({day for day, _ in dated}) < len(both):
        return False
    (_, first), (_, second) = sorted(dated)
    up = next((way for line, one in both if (way := goes(line, one)) is not None), Direction.UP) is Direction.UP
    return (first or 0) < (second or 0) if up else (first or 0) > (second or 0)


def _day(known: Known, line: WrittenLine) -> date | None:
    priority = known.lines.get(line.serves or "")
    return priority.until if priority is not None else None


def no_source(known: Known) -> Iterator[Found]:
    """A measure does not say where its number is from."""
    for line, measure in measures(known):
        if says_nothing(measure.source):
            yield Found(line, key="source")


RULES = (
    Rule("C20", Severity.ERROR, unmeasured),
    Rule("C21", Severity.WARNING, half_a_number),
    Rule("C22", Severity.WARNING, no_baseline),
    Rule("C23", Severity.INFORMATION, only_lag, taste=True),
    Rule("C24", Severity.WARNING, old_value, needs="work"),
    Rule("C25", Severity.ERROR, two_targets),
    Rule("C26", Severity.WARNING, no_source),
)
