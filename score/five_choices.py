"""The way of an interview through a score: the five choices, what would have to be true, priorities, the next part.

`Way.whole` asks one question after the other and makes the score as data of the answers. It goes where they lead, so
that the same answers always come to the same question; `score.interview` remembers them.
"""

from collections import Counter
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from score.handles import Free, slug
from score.language import HANDLE, LAG, LEAD, MUST_BE_TRUE, NOT
from score.question import NO, STANDING, YES, Asked, Question, Sort
from storage.tables import Direction, LineKind, PartKind

PARTS = 12
"""Parts of which somebody is asked; who has more goes on in the file."""

SEVERAL = 3
"""Not-choices, conditions, capabilities and measures that are asked for at one place."""

MOST = 5
"""Priorities of a part that are asked for: what people keep in mind (rule C08)."""

CADENCES = ("day", "week", "2 weeks", "month", "quarter")

Asks = Generator[Question, str, None]
Node = dict[str, Any]

_CHOSEN: Mapping[LineKind, Asked] = {
    LineKind.ASPIRATION: Asked.ASPIRATION,
    LineKind.WHERE_TO_PLAY: Asked.WHERE_TO_PLAY,
    LineKind.HOW_TO_WIN: Asked.HOW_TO_WIN,
}

_NOT: Mapping[LineKind, Asked] = {
    LineKind.WHERE_TO_PLAY: Asked.WHERE_NOT,
    LineKind.HOW_TO_WIN: Asked.HOW_NOT,
}


@dataclass
class _Part:
    """A part while it is asked about: its place in the order of the interview, and its lines that can be served."""

    place: int
    id: str
    name: str
    node: Node
    above: "_Part | None"
    serves: str = ""
    lines: dict[str, str] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)

    def next_id(self, letter: str) -> str:
        """An id for its next line of a sort."""
        self.count[letter] += 1
        return f"{letter}-{self.count[letter]}"


class Way:
    """One going through: `data` is the score so far as a file has it.

    `places` has, for each part and line, which question asked for what stands under its keys.
    """

    def __init__(self) -> None:
        self.data: Node = {}
        self.places: dict[str, dict[str, str]] = {}
        self._ids = Free(HANDLE)
        self._parts: list[_Part] = []

    def whole(self) -> Asks:
        """Every question, from the organisation's name to the last part."""
        name = yield Question("name", Asked.ORGANISATION, needed=True)
        self.data["score"] = name
        top = self._begin(name, PartKind.COMPANY.value, None)
        self.data["part"] = top.node
        if season := (yield Question("season", Asked.SEASON, of=name)):
            self.data["season"] = season
        yield from self._choices(top)
        yield from self._priorities(top)
        while len(self._parts) < PARTS:
            count = len(self._parts)
            words = yield Question(f"{count}", Asked.PART, of=name, count=count)
            if not words:
                return
            yield from self._part(words, count)

    def _begin(self, name: str, kind: str, above: _Part | None) -> _Part:
        id = self._ids.give(slug(name, "part") or "part")
        part = _Part(len(self._parts), id, name, {"id": id, "name": name, "kind": kind}, above)
        self._parts.append(part)
        self.places[id] = {}
        if above:
            above.node.setdefault("parts", []).append(part.node)
        return part

    def _part(self, name: str, count: int) -> Asks:
        """A part below the first: what it is, in which it stands, what it is there for, and what it commits to."""
        kinds = {kind.value: kind.value for kind in (PartKind.UNIT, PartKind.TEAM)}
        kind = yield Question(f"{count}.kind", Asked.KIND, Sort.OPTION, name, kinds, needed=True)
        above = self._parts[0]
        if len(self._parts) > 1:
            parts = {part.id: part.name for part in self._parts}
            within = yield Question(f"{count}.within", Asked.WITHIN, Sort.OPTION, name, parts, needed=True)
            above = next(part for part in self._parts if part.id == within)
        part = self._begin(name, kind, above)
        if served := _served(above):
            part.serves = yield Question(f"{count}.serves", Asked.PART_SERVES, Sort.OPTION, name, served)
        own = yield Question(f"{count}.own", Asked.OWN_CHOICES, Sort.OPTION, name, {YES: YES, NO: NO})
        if own == YES:
            yield from self._choices(part)
        yield from self._priorities(part)

    # The five choices

    def _choices(self, part: _Part) -> Asks:
        found: dict[LineKind, str] = {}
        for kind, asks in _CHOSEN.items():
            # A way to win is for a place to play; the others of a part are for what the part is there for.
            where = found.get(LineKind.WHERE_TO_PLAY) if kind is LineKind.HOW_TO_WIN else None
            yield from self._choice(part, kind, asks, where or part.serves, found)
        capabilities = yield from self._capabilities(part, found.get(LineKind.HOW_TO_WIN, ""))
        for place, (address, words) in enumerate(capabilities, 1):
            yield from self._system(part, place, address, words)
        for kind in (LineKind.WHERE_TO_PLAY, LineKind.HOW_TO_WIN):
            if kind in found:
                yield from self._conditions(part, kind, found[kind])

    def _choice(self, part: _Part, kind: LineKind, asks: Asked, serves: str, found: dict[LineKind, str]) -> Asks:
        id = f"{part.place}.{kind.value}"
        self.places[part.id][kind.value] = id
        words = yield Question(id, asks, of=part.name)
        if not words:
            return
        if kind in _NOT:
            sensible = yield Question(f"{id}.opposite", Asked.OPPOSITE, Sort.OPTION, words, {YES: YES, NO: NO})
            if sensible == NO and (sharper := (yield Question(f"{id}.sharper", Asked.SHARPER, of=words))):
                id, words = f"{id}.sharper", sharper
        node = self._line(part, ("choices", kind.value), kind.value[0].upper(), words, id)
        found[kind] = f"{part.id}/{kind.value[0].upper()}"
        if serves:
            node["serves"] = serves
        if kind in _NOT:
            for count in range(1, SEVERAL + 1):
                question = f"{part.place}.{kind.value}.not{count}"
                against = yield Question(question, _NOT[kind], of=words, count=count)
                if not against:
                    return
                node.setdefault(NOT, {})[line := part.next_id("N")] = {"words": against}
                self.places[f"{part.id}/{line}"] = {"words": question}

    def _capabilities(self, part: _Part, serves: str) -> Generator[Question, str, list[tuple[str, str]]]:
        found = []
        for count in range(1, SEVERAL + 1):
            id = f"{part.place}.capability{count}"
            of = part.lines.get(serves, part.name)
            if count == 1:
                self.places[part.id][LineKind.CAPABILITIES.value] = id
                self.places.setdefault(serves, {})["capability"] = id
            words = yield Question(id, Asked.CAPABILITIES, of=of, count=count)
            if not words:
                break
            node = self._line(part, ("choices", LineKind.CAPABILITIES.value), part.next_id("C"), words, id)
            if serves:
                node["serves"] = serves
            found.append((f"{part.id}/C-{count}", words))
        return found

    def _system(self, part: _Part, place: int, capability: str, words: str) -> Asks:
        id = f"{part.place}.system{place}"
        self.places[capability]["system"] = id
        self.places[part.id].setdefault(LineKind.SYSTEMS.value, id)
        if said := (yield Question(id, Asked.SYSTEMS, of=words, count=place)):
            node = self._line(part, ("choices", LineKind.SYSTEMS.value), part.next_id("S"), said, id)
            node["serves"] = capability

    def _conditions(self, part: _Part, kind: LineKind, address: str) -> Asks:
        """What would have to be true for a choice; each with how that is found out, and by whom."""
        choice = part.node["choices"][kind.value][address.partition("/")[2]]
        for count in range(1, SEVERAL + 1):
            id = f"{part.place}.{kind.value}.true{count}"
            words = yield Question(id, Asked.MUST_BE_TRUE, of=choice["words"], count=count)
            if not words:
                return
            node = choice.setdefault(MUST_BE_TRUE, {})[line := part.next_id("T")] = {"words": words}
            self.places[f"{part.id}/{line}"] = {"words": id, "test": f"{id}.test", "owner": f"{id}.owner"}
            if test := (yield Question(f"{id}.test", Asked.TEST, of=words)):
                node["test"] = test
            if owner := (yield Question(f"{id}.owner", Asked.TESTER, Sort.OWNER, words)):
                node["owner"] = owner

    # What a part commits to

    def _priorities(self, part: _Part) -> Asks:
        served = {**_served(part.above), **part.lines}
        for count in range(1, MOST + 1):
            id = f"{part.place}.priority{count}"
            words = yield Question(id, Asked.PRIORITIES, of=part.name, count=count)
            if not words:
                return
            yield from self._priority(part, id, words, served)

    def _priority(self, part: _Part, id: str, words: str, served: Mapping[str, str]) -> Asks:
        line = part.next_id("P")
        node = self._line(part, ("priorities",), line, words, id)
        places = self.places[f"{part.id}/{line}"]
        places.update({key: f"{id}.{key}" for key in ("owner", "deputy", "until", "serves")}, measure=f"{id}.measure1")
        for key, asks in (("owner", Asked.OWNER), ("deputy", Asked.DEPUTY)):
            if handle := (yield Question(f"{id}.{key}", asks, Sort.OWNER, words)):
                node[key] = handle
        until = yield Question(f"{id}.until", Asked.UNTIL, Sort.UNTIL, words, {STANDING: STANDING})
        node.update({"standing": YES} if until == STANDING else {"until": until} if until else {})
        if served:
            serves = yield Question(f"{id}.serves", Asked.SERVES, Sort.OPTION, words, served)
            # What is not said of a priority is what its part is there for.
            node.update({"serves": serves or part.serves} if serves or part.serves else {})
        for count in range(1, SEVERAL + 1):
            asked = f"{id}.measure{count}"
            said = yield Question(asked, Asked.MEASURE, of=words, count=count)
            if not said:
                return
            yield from self._measure(part, node, asked, said)

    def _measure(self, part: _Part, priority: Node, id: str, words: str) -> Asks:
        node: Node = {"words": words}
        priority.setdefault("measures", {})[line := part.next_id("M")] = node
        keys = ("unit", "start", "target", "direction", "every", "source", "type")
        self.places[f"{part.id}/{line}"] = {"words": id, **{key: f"{id}.{key}" for key in keys}}
        unit = yield from _told(node, "unit", Question(f"{id}.unit", Asked.UNIT, of=words))
        start = Question(f"{id}.start", Asked.START, Sort.NUMBER, words, unit=unit)
        began = yield from _told(node, "start", start)
        target = Question(f"{id}.target", Asked.TARGET, Sort.NUMBER, words, unit=unit, other=began)
        ends = yield from _told(node, "target", target)
        if not began or not ends:
            ways = {way.value: way.value for way in Direction}
            yield from _told(node, "direction", Question(f"{id}.direction", Asked.DIRECTION, Sort.OPTION, words, ways))
        cadences = {cadence: cadence for cadence in CADENCES}
        yield from _told(node, "every", Question(f"{id}.every", Asked.EVERY, Sort.OPTION, words, cadences))
        yield from _told(node, "source", Question(f"{id}.source", Asked.SOURCE, of=words))
        types = {LEAD: LEAD, LAG: LAG}
        yield from _told(node, "type", Question(f"{id}.type", Asked.TYPE, Sort.OPTION, words, types))

    def _line(self, part: _Part, under: tuple[str, ...], line: str, words: str, question: str) -> Node:
        """A line that others can serve."""
        holder = part.node
        for key in under:
            holder = holder.setdefault(key, {})
        node: Node = {"words": words}
        holder[line] = node
        part.lines[f"{part.id}/{line}"] = words
        self.places[f"{part.id}/{line}"] = {"words": question}
        return node


def _told(node: Node, key: str, question: Question) -> Generator[Question, str, str]:
    """Ask for what stands under a key."""
    said = yield question
    if said:
        node[key] = said
    return said


def _served(part: _Part | None) -> Mapping[str, str]:
    """The lines that a part within this one can serve: of this, or of the nearest above it that has any."""
    while part is not None and not part.lines:
        part = part.above
    return dict(part.lines) if part else {}
