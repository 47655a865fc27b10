"""What a score file says: parts in parts, and their lines, each with the place where it stands.

The file is taught in docs/write-a-score.md. `read` gives a `ScoreFile` or raises every problem at once; what only
the organisation knows (its people, its earlier editions) is looked at in `score.editions`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from score import bonds, values
from score.bonds import ACCEPT, NEEDS, TENSIONS
from score.fields import Fields, mapping_in, words_in
from score.outline import Node, Scalar, decode, normal, outline
from score.problems import Gathering, Kind, Problem, brief
from score.stems import Language
from score.written import ScoreFile, WrittenLine, WrittenMeasure, WrittenPart
from storage.tables import Direction, LineKind, LineState, PartKind, Visible

WORDS = 500
"""Characters of a line at most; a sentence that people can keep in mind is far shorter."""

TEXT = 3000
"""Characters of a text that explains a line at most: what is meant, why, how it is gone about."""

NAME, SEASON, HANDLE, ADDRESS, UNIT = 200, 120, 64, 97, 80
"""Characters at most of a name, of a season, of a part's id or a person's handle, of an address, and of a unit."""

LEAD, LAG = "lead", "lag"
"""What a measure can be: one that moves first, or one that shows afterwards what came of it."""

_PART_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")
_LINE_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,31}")

NOT, MUST_BE_TRUE = "not", "must_be_true"
"""The keys of a line under which stands what was chosen against, and what would have to be true."""

ALSO_CALLED, SAME_WORDS = "also_called", "same_words"
"""The keys under which an organisation says by which other words it speaks of a line, and which words mean the same."""

_FILE_KEYS = ("score", "season", "language", "part", "kept")
_PART_KEYS = (
    "id", "name", "kind", "about", "allowance", "hours", "choices", "priorities", "promises", NOT, TENSIONS, ACCEPT,
    SAME_WORDS, "visible", "parts", "kept",
)  # fmt: skip
_CHOICES = tuple(kind.value for kind in LineKind if kind.is_choice)
_PART_KINDS = tuple(kind.value for kind in PartKind)
_SHARED, _LAST = ("customer", "resource"), (ALSO_CALLED, ACCEPT, "was", "kept")
_OWNED = ("words", "owner", "deputy")
_PLAYED = (*_OWNED, "begins", "until", "standing", "horizon", "serves", "state", "about", "because")
_KEYS: Mapping[LineKind, tuple[str, ...]] = {
    LineKind.PRIORITY: (
        *_PLAYED, "plan", *_SHARED, "hours", NEEDS, "measures", NOT, MUST_BE_TRUE, *_LAST,
    ),
    LineKind.NOT_CHOICE: ("words", "about", "because", *_LAST),
    LineKind.CONDITION: (*_OWNED, "test", "until", "state", "about", *_LAST),
    LineKind.MEASURE: (
        *_OWNED, "unit", "start", "target", "direction", "range", "source", "every", "type", *_SHARED,
        "scope", "subtotal", "about", *_LAST,
    ),
    LineKind.PROMISE: (
        *_OWNED, "to", "begins", "until", "serves", "state", "accepted", "hours", "about", "because", *_LAST,
    ),
    **{kind: (*_PLAYED, NOT, MUST_BE_TRUE, *_LAST) for kind in LineKind if kind.is_choice},
}  # fmt: skip
"""The keys that can stand under each kind of line."""


def is_address(text: str) -> bool:
    """Whether a line could stand at an address that is written like this; no matter whether one does."""
    part, _, line = text.partition("/")
    return bool(_PART_ID.fullmatch(part) and _LINE_ID.fullmatch(line))


def read(source: bytes, file: str, people: Collection[str] | None = None) -> ScoreFile:
    """The score that `source` holds; `file` is its name, for the problems.

    `people` are the handles of the roster, if there is one: owners who are not in it are refused with the rest. Ends
    within a second and 100 MB, whatever is in it. Raises ScoreProblems with all that is wrong.
    """
    score, problems = _read(source, file)
    if people is not None:
        refuse_strangers(score.lines, people, problems)
    problems.refuse_any(score.text)
    return score


def read_beside(source: bytes, file: str, lets: Callable[[Problem], bool]) -> tuple[ScoreFile, list[Problem]]:
    """What can be read of a file in which nothing is wrong but problems that `lets` lets pass, and those problems.

    A part or a line whose id is there already is left out, and what is served wrongly is served no more. Raises
    ScoreProblems with all that is wrong when there is any other.
    """
    score, problems = _read(source, file)
    found = problems.listed
    if not all(map(lets, found)):
        problems.refuse_any(score.text)
    parts = tuple(part for part in score.parts if _PART_ID.fullmatch(part.id))
    here = {part.id for part in parts}
    whole = replace(
        score,
        parts=tuple(part for part in parts if part.parent is None or part.parent in here),
        lines=tuple(line for line in score.lines if line.part in here),
    )
    return whole, found


def _read(source: bytes, file: str) -> tuple[ScoreFile, Gathering]:
    problems = Gathering(file)
    text = decode(source, problems)
    root = outline(text, problems) if text is not None else None
    reading = _Reading(problems)
    said = reading.read(root) if root else _Said()
    parts, lines = tuple(reading.parts.values()), tuple(reading.lines.values())
    score = ScoreFile(said.name, said.season, parts, lines, file, text or "", said.kept, said.language)
    bonds.refuse_nowhere(score, problems)
    return score, problems


def refuse_strangers(lines: Iterable[WrittenLine], people: Collection[str], problems: Gathering) -> None:
    """Owners and deputies whom the roster does not know."""
    known = {normal(handle) for handle in people}
    for line in lines:
        for key, handle in (("owner", line.owner), ("deputy", line.deputy)):
            if handle is not None and normal(handle) not in known:
                at, path = line.places[key], f"{line.path}.{key}"
                problems.add(Kind.UNKNOWN_OWNER, at, path, found=handle, near=people)


@dataclass(frozen=True)
class _Said:
    """What a file says of the whole: its name, its season, its language, and what it keeps for others."""

    name: str = ""
    season: str = ""
    language: str = ""
    kept: Mapping[str, object] = field(default_factory=dict)


class _Reading:
    """The parts read so far, by id, and the lines, by `normal` address.

    A part whose id cannot be used gets one in angle brackets, so that the rest of it can be read as well; such a
    file is refused in the end.
    """

    def __init__(self, problems: Gathering) -> None:
        self.problems = problems
        self.parts: dict[str, WrittenPart] = {}
        self.lines: dict[str, WrittenLine] = {}

    def read(self, root: Node) -> _Said:
        """What the file says of the whole; its parts and lines are kept here."""
        keys = mapping_in(root, "", self.problems)
        if keys is None:
            return _Said()
        fields = Fields(keys, "", _FILE_KEYS, self.problems)
        name, season = fields.words("score", NAME, needed=True), fields.words("season", SEASON)
        if part := fields.mapping("part", needed=True):
            self._part(Fields(part, "part", _PART_KEYS, self.problems), None)
            _resolve(self)
        language = values.one_of(fields, "language", Language)
        return _Said(name, season, language.value if language else "", values.kept(fields, self.problems))

    def _part(self, fields: Fields, parent: str | None) -> None:
        id, kind, name = self._part_id(fields), self._part_kind(fields), fields.words("name", NAME, needed=True)
        self.parts[id] = WrittenPart(
            id,
            parent,
            kind,
            name,
            fields.keys,
            allowance=values.share(fields, "allowance"),
            about=fields.text("about", TEXT),
            hours=values.hours(fields, "hours"),
            tensions=bonds.tensions(fields, self.problems),
            accept=bonds.accepted(fields, self.problems),
            same_words=values.same_words(fields, SAME_WORDS, self.problems),
            visible=_visible(fields),
            kept=values.kept(fields, self.problems),
        )
        if choices := fields.mapping("choices"):
            answers = Fields(choices, fields.at("choices"), _CHOICES, self.problems)
            for each in _CHOICES:
                self._lines(answers, each, id, LineKind(each), None)
        self._lines(fields, "priorities", id, LineKind.PRIORITY, None)
        self._lines(fields, "promises", id, LineKind.PROMISE, None)
        self._lines(fields, NOT, id, LineKind.NOT_CHOICE, None)
        for position, node in enumerate(fields.items("parts")):
            path = f"{fields.path}.parts[{position}]"
            if part := mapping_in(node, path, self.problems):
                self._part(Fields(part, path, _PART_KEYS, self.problems), id)

    def _part_id(self, fields: Fields) -> str:
        id = fields.words("id", HANDLE, needed=True)
        if not id:
            pass
        elif not _PART_ID.fullmatch(id):
            fields.refuse(Kind.BAD_PART_ID, "id", found=id)
        elif id in self.parts:
            fields.refuse(Kind.SAME_PART_ID, "id", found=id, wanted=str(self.parts[id].at.line))
        else:
            return id
        return f"<{fields.path}>"

    def _part_kind(self, fields: Fields) -> PartKind:
        kind = fields.words("kind", HANDLE, needed=True)
        if kind in _PART_KINDS:
            return PartKind(kind)
        if kind:
            fields.refuse(Kind.BAD_KIND, "kind", found=kind, wanted=_PART_KINDS, near=_PART_KINDS)
        return PartKind.COMPANY

    def _lines(self, fields: Fields, name: str, part: str, kind: LineKind, within: str | None) -> None:
        """The lines of one kind under `name`; `within` is the address of the line that they stand in."""
        written = fields.mapping(name)
        for key, node in written.nodes.values() if written else ():
            path = f"{fields.at(name)}.{brief(key.words)}"
            # A priority is more than its words: who owns it, and by when. Of the others the words may be all.
            if isinstance(node, Scalar) and kind not in (LineKind.PRIORITY, LineKind.PROMISE):
                words = words_in(node, path, WORDS, self.problems)
                measure = WrittenMeasure() if kind is LineKind.MEASURE else None
                self._keep(WrittenLine(part, key.words, kind, words, key, path, serves=within, measure=measure))
            elif keys := mapping_in(node, path, self.problems):
                self._line(part, kind, key, Fields(keys, path, _KEYS[kind], self.problems), within)

    def _line(self, part: str, kind: LineKind, key: Scalar, fields: Fields, within: str | None) -> None:
        line = self._read(part, kind, key, fields, within)
        self._keep(line)
        keys = _KEYS[kind]
        if "measures" in keys:
            self._lines(fields, "measures", part, LineKind.MEASURE, line.address)
        if NOT in keys:
            self._lines(fields, NOT, part, LineKind.NOT_CHOICE, line.address)
            self._lines(fields, MUST_BE_TRUE, part, LineKind.CONDITION, line.address)

    def _read(self, part: str, kind: LineKind, key: Scalar, fields: Fields, within: str | None) -> WrittenLine:
        line = WrittenLine(
            part=part,
            id=key.words,
            kind=kind,
            words=fields.words("words", WORDS, needed=True),
            at=key,
            path=fields.path,
            places=fields.places(),
            owner=fields.words("owner", HANDLE) or None,
            deputy=fields.words("deputy", HANDLE) or None,
            begins=values.day(fields, "begins"),
            until=values.day(fields, "until"),
            standing=values.flag(fields, "standing"),
            horizon=values.months(fields, "horizon"),
            serves=within or _address(fields, "serves"),
            state=values.one_of(fields, "state", LineState) or LineState.OPEN,
            about=fields.text("about", TEXT),
            because=fields.text("because", TEXT),
            plan=fields.text("plan", TEXT),
            test=fields.text("test", TEXT),
            to=fields.words("to", HANDLE, needed=kind is LineKind.PROMISE) or None,
            measure=_measure(fields) if kind is LineKind.MEASURE else None,
            hours=values.hours(fields, "hours"),
            customer=fields.words("customer", NAME),
            resource=fields.words("resource", NAME),
            needs=bonds.needs(fields, self.problems),
            accepted=values.flag(fields, "accepted", instead=True),
            accept=bonds.accepted(fields, self.problems),
            also_called=values.names(fields, ALSO_CALLED, self.problems),
            was=_address(fields, "was"),
            kept=values.kept(fields, self.problems),
        )
        if line.begins and line.until and line.until < line.begins:
            fields.refuse(Kind.ENDS_FIRST, "until", found=str(line.until), wanted=str(line.begins))
        if line.standing and line.until:
            fields.refuse(Kind.STANDING_UNTIL, "standing", found=str(line.until))
        return line

    def _keep(self, line: WrittenLine) -> None:
        twin = self.lines.get(normal(line.address))
        if not _LINE_ID.fullmatch(line.id):
            self.problems.add(Kind.BAD_LINE_ID, line.at, line.path, found=line.id)
        elif twin:
            self.problems.add(Kind.SAME_LINE_ID, line.at, line.path, found=line.id, wanted=str(twin.at.line))
        else:
            self.lines[normal(line.address)] = line


def _visible(fields: Fields) -> Visible:
    """Who sees a part; that everybody does need not be said, and cannot be."""
    said = fields.words("visible", HANDLE)
    if said not in ("", Visible.PART):
        fields.refuse(Kind.BAD_WORD, "visible", found=said, wanted=(Visible.PART,), near=(Visible.PART,))
    return Visible.PART if said == Visible.PART else Visible.ALL


def _measure(fields: Fields) -> WrittenMeasure:
    start, target = values.number(fields, "start"), values.number(fields, "target")
    lowest, highest = values.limits(fields, "range")
    said = values.one_of(fields, "direction", Direction)
    if start is not None and target is not None:
        goes = Direction.UP if target > start else Direction.DOWN
        if start == target:
            fields.refuse(Kind.NO_WAY_TO_GO, "target", found=f"{target:g}")
        elif said not in (None, goes):
            fields.refuse(Kind.AGAINST_DIRECTION, "direction", found=said or "", wanted=goes.value)
        said = said or goes
    for key, value in (("start", start), ("target", target)):
        if value is not None and lowest is not None and highest is not None and not lowest <= value <= highest:
            fields.refuse(Kind.OUTSIDE_RANGE, key, found=f"{value:g}", wanted=f"{lowest:g} to {highest:g}")
    return WrittenMeasure(
        unit=fields.words("unit", UNIT),
        start=start,
        target=target,
        direction=said or Direction.UP,
        source=fields.words("source", NAME),
        cadence=values.days(fields, "every"),
        leads=_leads(fields),
        lowest=lowest,
        highest=highest,
        scope=fields.words("scope", NAME),
        subtotal=values.flag(fields, "subtotal"),
    )


def _leads(fields: Fields) -> bool:
    said = fields.words("type", HANDLE)
    if said not in ("", LEAD, LAG):
        fields.refuse(Kind.BAD_WORD, "type", found=said, wanted=(LEAD, LAG), near=(LEAD, LAG))
    return said == LEAD


def _address(fields: Fields, key: str) -> str | None:
    address = fields.words(key, ADDRESS)
    part, slash, line = address.partition("/")
    if not address or is_address(normal(part) + slash + line):
        return address or None
    fields.refuse(Kind.BAD_ADDRESS, key, found=address)
    return None


def _resolve(score: _Reading) -> None:
    """Write each `serves` as the line that it names is cited, or say why that cannot be; the same for each `to`."""
    for address, line in list(score.lines.items()):
        if line.to is not None:
            _refuse_nowhere(score, line)
        if line.serves is not None and "serves" in line.places:
            served = _served(score, line, line.serves)
            score.lines[address] = replace(line, serves=served.address if served else None)
    for circle in circles({line.address: line.serves for line in score.lines.values()}):
        line = score.lines[normal(circle[0])]
        score.problems.add(Kind.CIRCLE, line.places["serves"], f"{line.path}.serves", found=" → ".join(circle))


def _refuse_nowhere(score: _Reading, line: WrittenLine) -> None:
    at, path = line.places["to"], f"{line.path}.to"
    if line.to not in score.parts:
        score.problems.add(Kind.NO_SUCH_PART, at, path, found=line.to or "", near=score.parts)
    elif line.to == line.part:
        score.problems.add(Kind.OWN_PART, at, path, found=line.to)


def _served(score: _Reading, line: WrittenLine, serves: str) -> WrittenLine | None:
    served = score.lines.get(normal(serves))
    cascade = {*_cascade(score, line.part), *(_cascade(score, line.to) if line.to in score.parts else ())}
    at, path = line.places["serves"], f"{line.path}.serves"
    if served is None:
        near = (other.address for other in score.lines.values() if other.part in cascade)
        score.problems.add(Kind.NO_SUCH_LINE, at, path, found=serves, near=near)
    elif served.part not in cascade:
        score.problems.add(Kind.OUTSIDE_CASCADE, at, path, found=serves)
    elif not served.kind.is_played_from:
        score.problems.add(Kind.NOT_SERVED, at, path, found=serves)
    else:
        return served
    return None


def _cascade(score: _Reading, part: str | None) -> Iterator[str]:
    above = part
    while above is not None:
        yield above
        above = score.parts[above].parent


def circles(serves: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Each circle of lines that serve each other, from the one that stands first, as addresses."""
    seen: set[str] = set()
    for start in serves:
        way: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in seen and here not in way:
            way[here] = None
            here = serves.get(here)
        if here in way:
            circle = list(way)
            yield circle[circle.index(here) :]
        seen.update(way)
