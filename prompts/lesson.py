"""Lessons: Markdown with front matter in `lessons/*.md`, and in the folder that an organisation's coaches keep.

A file is taken whole or not at all: all that is wrong with it is said at once, each with its line. A lesson asks for
its inputs by name, `{line}`, and says in its front matter what stands there when there is none.
docs/write-a-lesson.md teaches the format.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import yaml

from prompts import Filled, Passage, PromptError, phrase, plain

SHELF = Path(__file__).parent / "lessons"

INPUTS = ("line",)
"""What a lesson can be filled with: `line` is one line of the score that its reader plays from."""

MINUTES = range(1, 6)
WORDS_A_MINUTE = 160
"""Words of a lesson that fit into one of its minutes, with the time to think about its question."""

REMEMBER_FOR = range(7, 731)
"""Days for which a lesson can be meant to be remembered."""

TITLE = 60
HEADING = 60
CARDS = range(1, 6)
PARAGRAPHS = 600
"""Characters of one card: what is read on a phone without scrolling twice."""

ASKED = 400
OPTIONS = range(2, 5)
OPTION = 75
"""Characters of an option: what the narrowest platform shows of a radio button."""

FEEDBACK = 400
SOURCE = 300
BIGGEST = 64 * 1024
"""Bytes of a file; the longest lesson has a tenth of it."""


class Sphere(StrEnum):
    """What a lesson is about, from near to far."""

    SELF = "self"
    WORK = "work"
    WORKPLACE = "workplace"
    WORLD = "world"


class Statement(StrEnum):
    """What somebody could say of themselves after a lesson: I know how to, I can, I want to, I am."""

    KNOW = "know"
    CAN = "can"
    WANT = "want"
    AM = "am"


@dataclass(frozen=True)
class Alternative:
    """One option of a question, and what is to be said to who chose it: of the work, never of the person."""

    words: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class Scenario:
    """One question: a situation, and two to four options of which exactly one holds."""

    asks: str
    options: Sequence[Alternative]

    @property
    def right(self) -> int:
        """The place of the option that holds, from 0."""
        return next(place for place, one in enumerate(self.options) if one.right)


@dataclass(frozen=True)
class Page:
    """One card of a lesson: a heading and its paragraphs."""

    heading: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Lesson:
    """A few cards of one to five minutes, one question, and the same asked otherwise when it comes back."""

    id: str
    version: int
    title: str
    minutes: int
    sphere: Sphere
    statement: Statement
    remember_for: int
    pages: Sequence[Page]
    question: Scenario
    recalls: Sequence[Scenario]
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Each input with the text that stands there when there is none."""
    source: str = ""
    ours: bool = True

    def says(self, text: str, **values: object) -> Passage:
        """One text of this lesson with its values; one that is None takes the text that stands there instead.

        Raises PromptError for an input that the lesson does not have, or one that is missing.
        """
        if values.keys() != self.inputs.keys():
            raise PromptError(f"{self.id} wants {sorted(self.inputs)}, was given {sorted(values)}")
        given = {name: self.bare(self.inputs[name]) if value is None else value for name, value in values.items()}
        return Passage(self.id, {name: given[name] for name in _named(text)}, text, self.ours)

    def bare(self, text: str) -> Passage:
        """One text of this lesson that has no inputs: its title, a heading, its source."""
        return Passage(self.id, {}, text, self.ours)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a lesson's file, where it stands (lines count from 1), and what it says."""

    file: str
    line: int
    what: Filled

    def __str__(self) -> str:
        return plain(phrase("lessonfile.at", file=self.file, line=str(self.line), what=self.what))


class LessonFaults(ValueError):
    """A file cannot be taken as a lesson: all that is wrong with it, in reading order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(one) for one in faults))
        self.faults = faults


_HEADING = re.compile(r"(#+)\s*(.*)")
_OPTION = re.compile(r"- \[([ xX])\](?:\s+(.*))?$")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_QUESTION, _RECALL = "question", "recall"
_KEYS = ("id", "version", "title", "minutes", "about", "remember_for", "inputs", "source")
_OPTIONAL = ("inputs", "source")
_ABOUT = ("sphere", "statement")


@dataclass
class _Section:
    """What stands under one heading; each line with its number."""

    heading: str
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)


_Front = dict[str, tuple[yaml.Node, int]]


def read(source: bytes, file: str, *, ours: bool = True) -> Lesson:
    """The lesson in a file of that name. Raises LessonFaults with all that is wrong."""
    return _Reading(file, ours).read(source)


def _named(text: str) -> list[str]:
    return [found[1] for found in _BRACES.finditer(text) if found[1] is not None]


class _Reading:
    """One file as it is read."""

    def __init__(self, file: str, ours: bool) -> None:
        self._file, self._ours = file, ours
        self._faults: list[Fault] = []
        self._used: dict[str, int] = {}
        self._words = 0

    def read(self, source: bytes) -> Lesson:
        text = self._text(source)
        self._refuse()
        front, sections = self._parted(text.splitlines())
        self._refuse()
        made = self._made(front, sections)
        self._refuse()
        assert made is not None, "a lesson without faults is whole"
        return made

    def _refuse(self) -> None:
        if self._faults:
            raise LessonFaults(sorted(self._faults, key=lambda one: one.line))

    def _fault(self, line: int, what: Filled) -> None:
        self._faults.append(Fault(self._file, line, what))

    def _text(self, source: bytes) -> str:
        if len(source) > BIGGEST:
            self._fault(1, phrase("lessonfile.too-big", longest=BIGGEST // 1024))
            return ""
        try:
            text = source.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            self._fault(source[: problem.start].count(b"\n") + 1, phrase("lessonfile.not-utf8"))
            return ""
        for number, line in enumerate(text.splitlines(), 1):
            if not line.replace("\t", " ").isprintable():
                self._fault(number, phrase("lessonfile.unprintable"))
        return text

    # The front matter and the sections

    def _parted(self, lines: Sequence[str]) -> tuple[_Front, list[_Section]]:
        ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
        if len(ends) < 2 or ends[0] != 0:
            self._fault(1, phrase("lessonfile.no-front"))
            return {}, []
        return self._front("\n".join(lines[: ends[1]])), self._sections(lines, ends[1] + 1)

    def _front(self, text: str) -> _Front:
        try:
            node = yaml.compose(text, yaml.SafeLoader)
        except (yaml.YAMLError, RecursionError) as problem:
            mark = getattr(problem, "problem_mark", None)
            self._fault(mark.line + 1 if mark else 1, phrase("lessonfile.front-unreadable"))
            return {}
        if not isinstance(node, yaml.MappingNode):
            self._fault(1, phrase("lessonfile.no-front"))
            return {}
        front = self._mapping(node, _KEYS)
        for key in _KEYS:
            if key not in front and key not in _OPTIONAL:
                self._fault(1, phrase("lessonfile.missing-key", key=key))
        return front

    def _mapping(self, node: yaml.MappingNode, known: Sequence[str]) -> _Front:
        """The keys of a mapping with the lines at which they stand; unknown and repeated ones are faults."""
        found: _Front = {}
        for key, value in node.value:
            line, name = key.start_mark.line + 1, str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name not in known:
                self._fault(line, phrase("lessonfile.unknown-key", key=name, known=list(known)))
            elif name in found:
                self._fault(line, phrase("lessonfile.twice-key", key=name))
            else:
                found[name] = (value, line)
        return found

    def _sections(self, lines: Sequence[str], begin: int) -> list[_Section]:
        sections: list[_Section] = []
        for number, line in enumerate(lines[begin:], begin + 1):
            heading = _HEADING.fullmatch(line.rstrip())
            if heading and heading[1] == "##" and heading[2]:
                sections.append(_Section(heading[2], number))
            elif heading:
                self._fault(number, phrase("lessonfile.heading"))
            elif sections:
                sections[-1].lines.append((number, line))
            elif line.strip():
                self._fault(number, phrase("lessonfile.before-heading"))
        return sections

    # The lesson

    def _made(self, front: _Front, sections: Sequence[_Section]) -> Lesson | None:
        inputs = self._inputs(front)
        cards = [one for one in sections if one.heading.casefold() not in (_QUESTION, _RECALL)]
        asked = [one for one in sections if one.heading.casefold() == _QUESTION]
        again = [one for one in sections if one.heading.casefold() == _RECALL]
        self._counted(cards, asked, again)
        pages = [self._page(one) for one in cards]
        questions = [self._scenario(one) for one in asked]
        # What comes back weeks later takes none of the lesson's minutes.
        words = self._words
        recalls = [self._scenario(one) for one in again]
        self._asked_otherwise([*zip(asked, questions, strict=True), *zip(again, recalls, strict=True)])
        minutes = self._number(front, "minutes", MINUTES)
        self._fits(words, minutes, front)
        self._inputs_used(inputs, front)
        sphere, statement = self._about(front)
        version = self._number(front, "version", range(1, 10_000))
        remember_for = self._number(front, "remember_for", REMEMBER_FOR)
        title = self._short(front, "title", TITLE)
        source = self._short(front, "source", SOURCE)
        id = self._id(front)
        if self._faults:
            return None
        return Lesson(
            id, version, title, minutes, Sphere(sphere), Statement(statement), remember_for,
            pages, questions[0], recalls, {name: text for name, (text, _) in inputs.items()}, source, self._ours,
        )  # fmt: skip

    def _counted(self, cards: Sequence[_Section], asked: Sequence[_Section], again: Sequence[_Section]) -> None:
        if len(cards) not in CARDS:
            line = cards[CARDS.stop - 1].line if cards else 1
            self._fault(line, phrase("lessonfile.cards", count=len(cards), most=CARDS.stop - 1))
        if len(asked) != 1:
            self._fault(asked[1].line if asked else 1, phrase("lessonfile.questions", count=len(asked)))
        if not again:
            self._fault(1, phrase("lessonfile.no-recall"))

    def _page(self, section: _Section) -> Page:
        self._is_short(section.line, section.heading, HEADING, "heading")
        self._is_bare(section.line, section.heading)
        paragraphs = self._paragraphs(section.lines)
        if not paragraphs:
            self._fault(section.line, phrase("lessonfile.empty", what=section.heading))
        else:
            self._is_short(paragraphs[0][0], " ".join(text for _, text in paragraphs), PARAGRAPHS, section.heading)
        return Page(section.heading, [text for _, text in paragraphs])

    def _paragraphs(self, lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
        """Paragraphs, each with the line at which it begins."""
        found: list[tuple[int, str]] = []
        open_one = False
        for number, line in lines:
            said = line.strip()
            if said.startswith("- ["):
                self._fault(number, phrase("lessonfile.stray-option"))
            elif said and open_one:
                found[-1] = (found[-1][0], f"{found[-1][1]} {said}")
            elif said:
                found.append((number, said))
            open_one = bool(said) and not said.startswith("- [")
        for number, text in found:
            self._looked_at(number, text)
        return found

    def _scenario(self, section: _Section) -> Scenario:
        first = next((n for n, (_, line) in enumerate(section.lines) if _OPTION.match(line)), len(section.lines))
        asks = " ".join(text for _, text in self._paragraphs(section.lines[:first]))
        if not asks:
            self._fault(section.line, phrase("lessonfile.empty", what=section.heading))
        self._is_short(section.line, asks, ASKED, section.heading)
        options = self._options(section.lines[first:])
        if len(options) not in OPTIONS:
            count = len(options)
            self._fault(section.line, phrase("lessonfile.options", count=count, most=OPTIONS.stop - 1))
        if (right := sum(one.right for one in options)) != 1:
            self._fault(section.line, phrase("lessonfile.right", count=right))
        if len({one.words.casefold() for one in options}) < len(options):
            self._fault(section.line, phrase("lessonfile.same-option"))
        return Scenario(asks, options)

    def _options(self, lines: Sequence[tuple[int, str]]) -> list[Alternative]:
        begun: list[tuple[int, bool, str, list[str]]] = []
        for number, line in lines:
            if option := _OPTION.match(line.rstrip()):
                begun.append((number, option[1] != " ", (option[2] or "").strip(), []))
            elif line.startswith("  ") and line.strip():
                begun[-1][3].append(line.strip())
            elif line.strip():
                self._fault(number, phrase("lessonfile.stray-line"))
        return [self._alternative(number, right, words, " ".join(said)) for number, right, words, said in begun]

    def _alternative(self, number: int, right: bool, words: str, feedback: str) -> Alternative:
        if not words or not feedback:
            self._fault(number, phrase("lessonfile.no-feedback"))
        self._is_short(number, words, OPTION, "option")
        self._is_short(number, feedback, FEEDBACK, "feedback")
        self._looked_at(number, words)
        self._looked_at(number, feedback)
        return Alternative(words, feedback, right)

    def _asked_otherwise(self, asked: Sequence[tuple[_Section, Scenario]]) -> None:
        """What comes back is asked in other words: who knows a sentence again need not know what it means."""
        seen: set[str] = set()
        for section, scenario in asked:
            words = " ".join(scenario.asks.casefold().split())
            if words and words in seen:
                self._fault(section.line, phrase("lessonfile.same-question"))
            seen.add(words)

    # Single values

    def _looked_at(self, line: int, text: str) -> None:
        """Count the words of a text, and find the inputs that it uses."""
        self._words += len(text.split())
        for found in _BRACES.finditer(text):
            if found[1] is None:
                self._fault(line, phrase("lessonfile.brace"))
            else:
                self._used.setdefault(found[1], line)

    def _fits(self, words: int, minutes: int, front: _Front) -> None:
        room = minutes * WORDS_A_MINUTE
        if minutes in MINUTES and words > room:
            line = front["minutes"][1]
            self._fault(line, phrase("lessonfile.too-many-words", words=words, minutes=minutes, room=room))

    def _is_short(self, line: int, text: str, longest: int, what: str) -> None:
        if len(text) > longest:
            self._fault(line, phrase("lessonfile.too-long", what=what, length=len(text), longest=longest))

    def _scalar(self, front: _Front, key: str) -> str:
        if key not in front:
            return ""
        node, line = front[key]
        said = " ".join(str(node.value).split()) if isinstance(node, yaml.ScalarNode) else ""
        if not said:
            self._fault(line, phrase("lessonfile.not-a-text", key=key))
        return said

    def _short(self, front: _Front, key: str, longest: int) -> str:
        said = self._scalar(front, key)
        if said:
            self._is_short(front[key][1], said, longest, key)
            self._is_bare(front[key][1], said)
        return said

    def _is_bare(self, line: int, text: str) -> None:
        if _BRACES.search(text):
            self._fault(line, phrase("lessonfile.brace-here"))

    def _number(self, front: _Front, key: str, within: range) -> int:
        said = self._scalar(front, key)
        number = int(said) if re.fullmatch("[0-9]{1,6}", said) else -1
        if said and number not in within:
            lowest, highest = within.start, within.stop - 1
            self._fault(front[key][1], phrase("lessonfile.number", key=key, lowest=lowest, highest=highest))
        return number

    def _id(self, front: _Front) -> str:
        said, wanted = self._scalar(front, "id"), Path(self._file).stem
        if said and (not _ID.fullmatch(said) or said != wanted or len(said) > 64):
            self._fault(front["id"][1], phrase("lessonfile.id", found=said, wanted=wanted))
        return said

    def _about(self, front: _Front) -> tuple[str, str]:
        node, line = front.get("about", (None, 1))
        if not isinstance(node, yaml.MappingNode):
            if node is not None:
                self._fault(line, phrase("lessonfile.about"))
            return "", ""
        found = self._mapping(node, _ABOUT)
        kinds: Mapping[str, type[StrEnum]] = {"sphere": Sphere, "statement": Statement}
        said = {key: self._scalar(found, key) for key in kinds}
        for key, kind in kinds.items():
            known = [one.value for one in kind]
            if key not in found:
                self._fault(line, phrase("lessonfile.missing-key", key=key))
            elif said[key] and said[key] not in known:
                self._fault(found[key][1], phrase("lessonfile.one-of", key=key, found=said[key], known=known))
        return said["sphere"], said["statement"]

    def _inputs(self, front: _Front) -> dict[str, tuple[str, int]]:
        node, line = front.get("inputs", (None, 1))
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self._fault(line, phrase("lessonfile.inputs"))
            return {}
        found = self._mapping(node, INPUTS)
        inputs = {name: (self._scalar(found, name), at) for name, (_, at) in found.items()}
        for text, at in inputs.values():
            self._is_short(at, text, OPTION, "inputs")
            self._is_bare(at, text)
        return inputs

    def _inputs_used(self, inputs: Mapping[str, tuple[str, int]], front: _Front) -> None:
        declared_at = front["inputs"][1] if "inputs" in front else 1
        for name, line in self._used.items():
            if name not in inputs:
                self._fault(line, phrase("lessonfile.undeclared", name=name))
        for name, (_, line) in inputs.items():
            if name not in self._used:
                self._fault(line or declared_at, phrase("lessonfile.unused", name=name))


# The shelf


def read_folder(
    folder: Path, *, ours: bool = True, taken: Mapping[str, Lesson] | None = None
) -> tuple[dict[str, Lesson], list[Fault]]:
    """The lessons of a folder by their ids, and what is wrong with those that were refused.

    A lesson with an id that is `taken` is refused too. Raises OSError when there is no such folder.
    """
    lessons: dict[str, Lesson] = {}
    faults: list[Fault] = []
    for path in sorted(one for one in folder.iterdir() if one.suffix == ".md"):
        try:
            lesson = read(_bytes(path), path.name, ours=ours)
        except LessonFaults as problem:
            faults += problem.faults
            continue
        if lesson.id in (taken or {}):
            faults.append(Fault(path.name, 1, phrase("lessonfile.taken", id=lesson.id)))
        else:
            lessons[lesson.id] = lesson
    return lessons, faults


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(BIGGEST + 1)


class _Shelf:
    """Every lesson that can be taken, by its id: ours, and those that an organisation's coaches wrote."""

    def __init__(self) -> None:
        self.lessons: dict[str, Lesson] | None = None

    def all(self) -> dict[str, Lesson]:
        if self.lessons is None:
            self.lessons, faults = read_folder(SHELF)
            if faults:
                raise LessonFaults(faults)
        return self.lessons


_shelf = _Shelf()


def every() -> Mapping[str, Lesson]:
    """Every lesson on the shelf by its id, ours in the order of their files, then those of the coaches.

    Raises LessonFaults when one of ours cannot be read.
    """
    return _shelf.all()


def lesson(id: str) -> Lesson | None:
    """One lesson, None when there is none of that id."""
    return every().get(id)


def put_beside(folder: Path | None) -> list[Fault]:
    """Put the lessons of the coaches' folder beside ours; gives what is wrong with those that were refused.

    Whatever was put beside them before is taken away. Raises OSError when there is no such folder; ours stay.
    """
    _shelf.lessons = None
    ours = every()
    if folder is None:
        return []
    theirs, faults = read_folder(folder, ours=False, taken=ours)
    _shelf.lessons = {**ours, **theirs}
    return faults


def texts(lesson: Lesson) -> Iterator[str]:
    """Every text of a lesson that somebody reads."""
    yield lesson.title
    yield from lesson.inputs.values()
    for page in lesson.pages:
        yield page.heading
        yield from page.paragraphs
    for scenario in (lesson.question, *lesson.recalls):
        yield scenario.asks
        for one in scenario.options:
            yield one.words
            yield one.feedback
    if lesson.source:
        yield lesson.source
