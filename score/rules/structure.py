"""How lines hang together: parents, rings, ids, orphans, empty boxes, copies, too many at once."""

from collections import Counter
from collections.abc import Iterator

from score.outline import normal
from score.problems import Kind, Problem
from score.rules.finding import Found, Rule, Severity
from score.rules.known import Known
from score.rules.same import copies, says_nothing, terms
from score.written import WrittenLine, WrittenPart
from storage.tables import LineKind

MOST_OF_PART, MOST_OF_MAP = 5, 12
"""Open priorities of one part, and of the whole score, beyond which nobody keeps them in mind."""

_CHOICES = tuple(kind for kind in LineKind if kind.is_choice)
_HOLDERS = frozenset({"priorities", "promises", "measures", "not", "must_be_true", *(kind.value for kind in _CHOICES)})


def is_finding(problem: Problem) -> bool:
    """Whether a problem of a file is one that a rule speaks of, so that the rest of the file can be judged as well."""
    if problem.kind is Kind.DUPLICATE_KEY:
        return problem.field.rpartition(".")[2] in _HOLDERS
    if problem.kind is Kind.BAD_NUMBER:
        return problem.field.rpartition(".")[2] in ("start", "target")
    return problem.kind in (
        Kind.NO_SUCH_LINE,
        Kind.OUTSIDE_CASCADE,
        Kind.NOT_SERVED,
        Kind.CIRCLE,
        Kind.SAME_PART_ID,
        Kind.SAME_LINE_ID,
    )


def _where(known: Known, problem: Problem) -> WrittenLine | WrittenPart:
    """The line or part to which a problem belongs: the one whose `serves` it is, or whose id was there before."""
    for line in known.file.lines:
        at = line.places.get("serves")
        if at is not None and (at.line, at.column) == (problem.line, problem.column):
            return line
    first = int(str(problem.wanted)) if str(problem.wanted).isdigit() else 0
    nouns: list[WrittenLine | WrittenPart] = [*known.file.lines, *known.file.parts]
    there = [noun for noun in nouns if noun.at.line == first]
    same = [noun for noun in there if normal(noun.id) == normal(str(problem.found))]
    return next(iter(same or there), known.file.parts[0])


def _served_badly(known: Known, *kinds: Kind) -> Iterator[tuple[Problem, WrittenLine | WrittenPart]]:
    return ((one, _where(known, one)) for one in known.problems if one.kind in kinds)


def parent_missing(known: Known) -> Iterator[Found]:
    """A parent is named that is not there."""
    for problem, about in _served_badly(known, Kind.NO_SUCH_LINE):
        near = {"meant": problem.suggestion, "near": int(bool(problem.suggestion))}
        yield Found(about, values={"found": problem.found, **near}, key="serves", at=problem)


def ring(known: Known) -> Iterator[Found]:
    """Lines serve each other in a ring."""
    for one in known.rings:
        first = known.lines[one[0]]
        values = {"ring": " → ".join([*one, one[0]])}
        yield Found(first, values=values, lines=tuple(one[1:]), at=first.places["serves"])


def same_id(known: Known) -> Iterator[Found]:
    """Two lines, or two parts, have one id."""
    for problem, about in _served_badly(known, Kind.SAME_LINE_ID, Kind.SAME_PART_ID, Kind.DUPLICATE_KEY):
        yield Found(about, values={"found": problem.found, "first": str(problem.wanted)}, at=problem)


def orphan(known: Known) -> Iterator[Found]:
    """A priority below the top names nothing that it serves."""
    for line in known.open(LineKind.PRIORITY):
        if known.parts[line.part].parent is not None and "serves" not in line.places:
            yield Found(line, key="serves")


def empty_box(known: Known) -> Iterator[Found]:
    """One of the five questions has no answer, in a part that answers others of them, or at the top."""
    for part in known.file.parts:
        said = {line.kind for line in known.of_part[part.id] if line.kind.is_choice and not says_nothing(line.words)}
        tried = any(line.kind.is_choice for line in known.of_part[part.id])
        empty = tuple(kind.value for kind in _CHOICES if kind not in said)
        if empty and (tried or part.parent is None):
            yield Found(part, values={"boxes": empty})


def _served_part(known: Known, part: str) -> str | None:
    """The part above whose lines can be served: the nearest that has any."""
    for above in list(known.cascade(part))[1:]:
        if any(line.kind.is_played_from for line in known.of_part[above]):
            return above
    return None


def serves_no_parent(known: Known) -> Iterator[Found]:
    """What a line names is no line of its own part or of the part above; or nothing of a part serves anything above."""
    for problem, about in _served_badly(known, Kind.OUTSIDE_CASCADE, Kind.NOT_SERVED):
        yield Found(about, "nowhere", {"found": problem.found}, key="serves", at=problem)
    for line in known.open(LineKind.PRIORITY, *_CHOICES):
        served = known.lines.get(line.serves or "")
        above = _served_part(known, line.part)
        if served is not None and line.address not in known.in_rings and served.part not in (line.part, above):
            yield Found(line, values={"found": served.address, "part": above or ""}, key="serves")
    for part in known.file.parts:
        yield from _serves_nothing(known, part)


def _serves_nothing(known: Known, part: WrittenPart) -> Iterator[Found]:
    lines = [line for line in known.of_part[part.id] if line.kind.is_played_from and known.is_open(line)]
    alone = [line for line in lines if line.kind is LineKind.PRIORITY and "serves" not in line.places]
    wrong = any(line.address in known.in_rings or (line.serves is None and "serves" in line.places) for line in lines)
    above = _served_part(known, part.id)
    if lines and above is not None and not alone and not wrong:
        reach = any(one.part != part.id for line in lines for one in known.above(line))
        if not reach:
            yield Found(part, "part", {"part": above})


def copied(known: Known) -> Iterator[Found]:
    """A line says what the line that it serves says, or another of the part above, in hardly other words."""
    for line in known.open(LineKind.PRIORITY, *_CHOICES):
        if line.address in known.in_rings:
            continue
        served = known.lines.get(line.serves or "")
        above = _served_part(known, line.part)
        beside = [one for one in known.of_part[above] if one.kind.is_played_from] if above else []
        for other in ([served] if served else []) + [one for one in beside if one is not served]:
            if copies(line.words, other.words):
                yield Found(line, values={"other": other.address}, key="words", lines=(other.address,))
                break


def too_many(known: Known) -> Iterator[Found]:
    """More priorities than anybody keeps in mind, in a part or on the whole map."""
    every = list(known.open(LineKind.PRIORITY))
    for part in known.file.parts:
        count = sum(line.part == part.id for line in every)
        if count > MOST_OF_PART:
            yield Found(part, values={"count": count, "most": MOST_OF_PART})
    if len(every) > MOST_OF_MAP:
        values = {"count": len(every), "most": MOST_OF_MAP}
        yield Found(known.file.parts[0], "map", values, severity=Severity.INFORMATION)


def same_name(known: Known) -> Iterator[Found]:
    """A name by which two open lines of a part go, or that says what its line says; words that mean two things."""
    for part in known.file.parts:
        goes_by: dict[str, WrittenLine] = {}
        for line in filter(known.is_open, known.of_part[part.id]):
            for name in line.also_called:
                other = goes_by.setdefault(normal(name), line)
                if other is not line:
                    values = {"name": name, "other": other.address}
                    yield Found(line, values=values, key="also_called", lines=(other.address,))
                elif set(terms(name)) <= set(terms(line.words)):
                    yield Found(line, "said", {"name": name}, key="also_called")
        entries = Counter(normal(name) for several in part.same_words for name in several)
        for name in (name for name, many in entries.items() if many > 1):
            yield Found(part, "twice", {"name": name})


RULES = (
    Rule("C01", Severity.ERROR, parent_missing),
    Rule("C02", Severity.ERROR, ring),
    Rule("C03", Severity.ERROR, same_id),
    Rule("C04", Severity.ERROR, orphan),
    Rule("C05", Severity.WARNING, empty_box),
    Rule("C06", Severity.WARNING, serves_no_parent),
    Rule("C07", Severity.WARNING, copied),
    Rule("C08", Severity.WARNING, too_many, taste=True),
    Rule("C09", Severity.INFORMATION, same_name),
)
