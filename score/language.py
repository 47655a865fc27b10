"""What a score file says: parts in parts, and their lines, each with the place where it stands.

The file is taught in docs/write-a-score.md. `read` gives a `ScoreFile` or raises every problem at once; what only
the organisation knows (its people, its earlier editions) is looked at in `score.editions`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from score.fields import Fields, mapping_in, words_in
from score.outline import Node, Scalar, decode, normal, outline
from score.problems import Gathering, Kind, Located, brief
from storage.tables import LineKind, PartKind

WORDS = 500
"""Characters of a line at most; a sentence that people can keep in mind is far shorter."""

NAME, SEASON, HANDLE, ADDRESS = 200, 120, 64, 97
"""Characters at most of a name, of a season, of a part's id or a person's handle, and of an address."""

_PART_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")
_LINE_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,31}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_FILE_KEYS = ("score", "season", "part")
_PART_KEYS = ("id", "name", "kind", "choices", "priorities", "parts")
_CHOICE_KEYS = ("words", "was")
_PRIORITY_KEYS = ("words", "owner", "until", "serves", "was")
_CHOICES = tuple(kind.value for kind in LineKind if kind is not LineKind.PRIORITY)
_PART_KINDS = tuple(kind.value for kind in PartKind)


@dataclass(frozen=True)
class WrittenPart:
    """A part as the file has it. `parent` is the id of the part that it stands in."""

    id: str
    parent: str | None
    kind: PartKind
    name: str
    at: Located = field(compare=False, repr=False)


@dataclass(frozen=True)
class WrittenLine:
    """A line as the file has it.

    `owner` is a handle and `was` an address, as they were written; `serves` is the address of a line of the file.
    `at` and `path` say where the line stands, `places` where what stands under each of its keys begins.
    """

    part: str
    id: str
    kind: LineKind
    words: str
    owner: str | None
    until: date | None
    serves: str | None
    was: str | None
    at: Located = field(compare=False, repr=False)
    path: str = field(compare=False, repr=False)
    places: Mapping[str, Located] = field(compare=False, repr=False)

    @property
    def address(self) -> str:
        """How the line is cited, as `service/P-2`."""
        return f"{self.part}/{self.id}"


@dataclass(frozen=True)
class ScoreFile:
    """One score file: its parts, each before those within it, and its lines in the order in which they are read.

    `file` is its name, and `text` what was read, without a byte order mark.
    """

    name: str
    season: str
    parts: tuple[WrittenPart, ...]
    lines: tuple[WrittenLine, ...]
    file: str = field(compare=False)
    text: str = field(compare=False, repr=False)


def read(source: bytes, file: str, people: Collection[str] | None = None) -> ScoreFile:
    """The score that `source` holds; `file` is its name, for the problems.

    `people` are the handles of the roster, if there is one: owners who are not in it are refused with the rest. Ends
    within a second and 100 MB, whatever is in it. Raises ScoreProblems with all that is wrong.
    """
    problems = Gathering(file)
    text = decode(source, problems)
    root = outline(text, problems) if text is not None else None
    score = _Reading(problems)
    name, season = score.read(root) if root else ("", "")
    if people is not None:
        refuse_strangers(score.lines.values(), people, problems)
    problems.refuse_any(text or "")
    return ScoreFile(name, season, tuple(score.parts.values()), tuple(score.lines.values()), file, text or "")


def refuse_strangers(lines: Iterable[WrittenLine], people: Collection[str], problems: Gathering) -> None:
    """Owners whom the roster does not know."""
    known = {normal(handle) for handle in people}
    for line in lines:
        if line.owner is not None and normal(line.owner) not in known:
            at, path = line.places["owner"], f"{line.path}.owner"
            problems.add(Kind.UNKNOWN_OWNER, at, path, found=line.owner, near=people)


class _Reading:
    """The parts read so far, by id, and the lines, by `normal` address.

    A part whose id cannot be used gets one in angle brackets, so that the rest of it can be read as well; such a
    file is refused in the end.
    """

    def __init__(self, problems: Gathering) -> None:
        self.problems = problems
        self.parts: dict[str, WrittenPart] = {}
        self.lines: dict[str, WrittenLine] = {}

    def read(self, root: Node) -> tuple[str, str]:
        """The file's name and season; its parts and lines are kept here."""
        keys = mapping_in(root, "", self.problems)
        if keys is None:
            return "", ""
        fields = Fields(keys, "", _FILE_KEYS, self.problems)
        name, season = fields.words("score", NAME, needed=True), fields.words("season", SEASON)
        if part := fields.mapping("part", needed=True):
            self._part(Fields(part, "part", _PART_KEYS, self.problems), None)
            _resolve(self)
        return name, season

    def _part(self, fields: Fields, parent: str | None) -> None:
        id, kind, name = self._part_id(fields), self._part_kind(fields), fields.words("name", NAME, needed=True)
        self.parts[id] = WrittenPart(id, parent, kind, name, fields.keys)
        self._choices(fields, id)
        self._priorities(fields, id)
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

    def _choices(self, fields: Fields, part: str) -> None:
        keys = fields.mapping("choices")
        if keys is None:
            return
        choices = Fields(keys, fields.at("choices"), _CHOICES, self.problems)
        for kind in _CHOICES:
            answers = choices.mapping(kind)
            for key, node in answers.nodes.values() if answers else ():
                self._choice(part, LineKind(kind), key, node, f"{choices.at(kind)}.{brief(key.words)}")

    def _choice(self, part: str, kind: LineKind, key: Scalar, node: Node, path: str) -> None:
        if isinstance(node, Scalar):
            words = words_in(node, path, WORDS, self.problems)
            self._keep(WrittenLine(part, key.words, kind, words, None, None, None, None, key, path, {}))
        elif keys := mapping_in(node, path, self.problems):
            self._keep(_line(part, kind, key, Fields(keys, path, _CHOICE_KEYS, self.problems)))

    def _priorities(self, fields: Fields, part: str) -> None:
        priorities = fields.mapping("priorities")
        for key, node in priorities.nodes.values() if priorities else ():
            path = f"{fields.at('priorities')}.{brief(key.words)}"
            if keys := mapping_in(node, path, self.problems):
                priority = Fields(keys, path, _PRIORITY_KEYS, self.problems)
                self._keep(_line(part, LineKind.PRIORITY, key, priority))

    def _keep(self, line: WrittenLine) -> None:
        twin = self.lines.get(normal(line.address))
        if not _LINE_ID.fullmatch(line.id):
            self.problems.add(Kind.BAD_LINE_ID, line.at, line.path, found=line.id)
        elif twin:
            self.problems.add(Kind.SAME_LINE_ID, line.at, line.path, found=line.id, wanted=str(twin.at.line))
        else:
            self.lines[normal(line.address)] = line


def _line(part: str, kind: LineKind, key: Scalar, fields: Fields) -> WrittenLine:
    return WrittenLine(
        part=part,
        id=key.words,
        kind=kind,
        words=fields.words("words", WORDS, needed=True),
        owner=fields.words("owner", HANDLE) or None,
        until=_day(fields, "until"),
        serves=_address(fields, "serves"),
        was=_address(fields, "was"),
        at=key,
        path=fields.path,
        places=fields.places(),
    )


def _day(fields: Fields, key: str) -> date | None:
    day = fields.words(key, HANDLE)
    if not day:
        return None
    try:
        return date.fromisoformat(day if _DAY.fullmatch(day) else "")
    except ValueError:
        fields.refuse(Kind.BAD_DATE, key, found=day)
        return None


def _address(fields: Fields, key: str) -> str | None:
    address = fields.words(key, ADDRESS)
    part, _, line = address.partition("/")
    if not address or (_PART_ID.fullmatch(normal(part)) and _LINE_ID.fullmatch(line)):
        return address or None
    fields.refuse(Kind.BAD_ADDRESS, key, found=address)
    return None


def _resolve(score: _Reading) -> None:
    """Write each `serves` as the line that it names is cited, or say why that cannot be."""
    for address, line in list(score.lines.items()):
        if line.serves is not None and (served := _served(score, line, line.serves)):
            score.lines[address] = replace(line, serves=served.address)
    for circle in _circles({line.address: line.serves for line in score.lines.values()}):
        line = score.lines[normal(circle[0])]
        score.problems.add(Kind.CIRCLE, line.places["serves"], f"{line.path}.serves", found=" → ".join(circle))


def _served(score: _Reading, line: WrittenLine, serves: str) -> WrittenLine | None:
    served = score.lines.get(normal(serves))
    cascade = set(_cascade(score, line.part))
    at, path = line.places["serves"], f"{line.path}.serves"
    if served is None:
        near = (other.address for other in score.lines.values() if other.part in cascade)
        score.problems.add(Kind.NO_SUCH_LINE, at, path, found=serves, near=near)
    elif served.part not in cascade:
        score.problems.add(Kind.OUTSIDE_CASCADE, at, path, found=serves)
    else:
        return served
    return None


def _cascade(score: _Reading, part: str) -> Iterator[str]:
    above: str | None = part
    while above is not None:
        yield above
        above = score.parts[above].parent


def _circles(serves: Mapping[str, str | None]) -> Iterator[list[str]]:
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
