"""A strategy from another tool as a flat list of entries, read into our language and handed back without loss.

The shape: `org`, `name`, `period` and `lines`, each with `id`, `parent`, `level`, `kind`, `title`, `text`, `owner`,
`team`, `measure`, `plan`, `why`, `in_scope`, `out_of_scope` and whatever else the tool had; and `not_doing`, what was
declined. Themes and teams become parts, the rest lines. Nothing is lost: what our words do not say again exactly
stands under `kept:`, worked out by handing the file back and keeping what came out otherwise.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from score.fields import Fields, mapping_in
from score.handles import Free, slug
from score.language import HANDLE, NAME, NOT, SEASON, TEXT, WORDS, read
from score.outline import Keys, decode, outline
from score.problems import Gathering, Kind, Located
from score.roster import NOT_FOR_PEOPLE, NOT_FOR_TEAMS, email_can_be
from score.values import plain
from score.words import clean, clean_line
from score.written import ScoreFile, WrittenLine, WrittenPart
from storage.tables import LineKind, PartKind

ENTRIES = 2000
"""Entries of a flat list that are read: what four times the largest score we promise to be quick with has."""

DECLINED = ("declined", "not_doing", "not_choice")
"""What tools call an entry that was chosen against."""

THEMES = ("theme", "area", "pillar", "part")
"""What they call an entry under which others stand, and which says nothing that could be done."""

WITHOUT = "without"
"""Under `kept:`, the keys that an entry did not have, though what we make of it would."""

PERSON = 4
"""Words of a person's or a team's name at most; where commas part longer ones, they belong to one name."""

OFFICE = frozenset({"and", "for", "of", "the"})
"""Words of an office's name rather than a person's, in whatever piece of it they stand."""

UNNAMED = "?"
"""How an entry reads that has no words."""

_ITEM = "- "

Row = dict[str, Any]


@dataclass(frozen=True)
class Imported:
    """A score in our language, and the people and teams that it names, as a roster to be completed."""

    score: ScoreFile
    people: Mapping[str, Any]


def from_flat(source: bytes, file: str) -> Imported:
    """The score that a flat file holds. Raises ScoreProblems with all that is wrong with the file."""
    flat = _read(source, file)
    building = _Building(flat, file)
    first = building.read()
    _keep_rest(building, first, flat)
    return Imported(building.read(), building.roster.as_data())


def to_flat(score: ScoreFile) -> dict[str, Any]:
    """A score as a flat file has it; what came from one comes back as it was."""
    flat, entries = _top(score), _entries(score)
    whole: dict[str, Any] = _with_kept(flat, {key: value for key, value in score.kept.items() if key != "order"})
    lines = [_with_kept(one.entry, one.kept) for one in entries if not one.declined]
    places = {json.dumps(id): place for place, id in enumerate(score.kept.get("order", ()))}
    lines.sort(key=lambda entry: places.get(json.dumps(entry.get("id")), len(places)))
    declined = [_with_kept(one.entry, one.kept) for one in entries if one.declined]
    more = {"not_doing": declined} if declined and "not_doing" not in whole else {}
    return {**whole, "lines": lines, **more}


# Reading


def _read(source: bytes, file: str) -> dict[str, Any]:
    problems = Gathering(file)
    text = decode(source, problems)
    root = outline(text, problems) if text is not None else None
    keys = mapping_in(root, "", problems) if root else None
    if keys:
        _check(keys, problems)
    problems.refuse_any(text or "")
    assert keys is not None, "a file without a root is refused"
    read: dict[str, Any] = plain(keys, "", problems)
    problems.refuse_any(text or "")
    return read


def _check(root: Keys, problems: Gathering) -> None:
    fields = Fields(root, "", tuple(key.words for key, _ in root.nodes.values()), problems)
    fields.need("lines")
    placed: dict[str, tuple[Fields, Located]] = {}
    parents: dict[str, str] = {}
    entries = fields.items("lines")
    if len(entries) > ENTRIES:
        problems.add(Kind.TOO_MANY, entries[ENTRIES], f"lines[{ENTRIES}]", wanted=ENTRIES)
        return
    for position, node in enumerate(entries):
        path = f"lines[{position}]"
        if keys := mapping_in(node, path, problems):
            entry = Fields(keys, path, tuple(key.words for key, _ in keys.nodes.values()), problems)
            _check_entry(entry, placed, parents, problems)
    for position, node in enumerate(fields.items("not_doing")):
        mapping_in(node, f"not_doing[{position}]", problems)
    _check_parents(fields, placed, parents)


def _check_entry(
    entry: Fields, placed: dict[str, tuple[Fields, Located]], parents: dict[str, str], problems: Gathering
) -> None:
    id = entry.words("id", NAME, needed=True)
    if not any(entry.get(key) for key in ("title", "text")):
        entry.need("title")
    if id in placed:
        entry.refuse(Kind.SAME_FLAT_ID, "id", found=id)
    elif id:
        placed[id] = entry, entry.keys
        named = plain(node, "", problems) if (node := entry.get("parent")) else None
        parents[id] = "" if named is None else str(named)


def _check_parents(fields: Fields, placed: Mapping[str, tuple[Fields, Located]], parents: Mapping[str, str]) -> None:
    below: dict[str, list[str]] = {}
    for id, parent in parents.items():
        below.setdefault(parent, []).append(id)
    tops = below.get("", [])
    reached = {id for top in tops for id in _from(top, below)}
    if not tops and not parents:
        fields.refuse(Kind.EMPTY, "lines", found="")
    elif not tops:
        fields.refuse(Kind.NO_TOP, "lines", found="")
    for second in tops[1:]:
        placed[second][0].refuse(Kind.SECOND_TOP, "id", found=second, wanted=tops[0])
    for id in (id for id in parents if tops and id not in reached):
        near = [other for other in parents if other != id]
        placed[id][0].refuse(Kind.NO_SUCH_PARENT, "parent", found=parents[id], near=near)


def _from(top: str, below: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """An entry and all that stand under it, each after what it stands under, in the order of the file."""
    waiting = [top]
    while waiting:
        id = waiting.pop()
        yield id
        waiting.extend(reversed(below.get(id, ())))


# Building


@dataclass
class PeopleNamed:
    """The people that a file names, each with a handle, and its teams; both by name."""

    people: dict[str, str] = field(default_factory=dict)
    teams: dict[str, Row] = field(default_factory=dict)
    _handles: Free = field(default_factory=lambda: Free(HANDLE, NOT_FOR_PEOPLE))

    def handles(self, owner: object) -> list[str]:
        """The handles of those whom `owner` names."""
        return [self._handle(name) for name in _names(owner)]

    def _handle(self, name: str) -> str:
        if name not in self.people:
            # Of an address, what stands before the @ is nearer to a name.
            self.people[name] = self._handles.give(slug(name.partition("@")[0] or name, "person"))
        return self.people[name]

    def join(self, team: object, members: Sequence[str], part: Sequence[str]) -> None:
        """The owners of a line are of the teams that it names; `part` are the ids of the parts that it stands in."""
        for name in _names(team):
            known = self.teams.get(name)
            if known is None:
                known = self.teams[name] = {"within": list(part), "members": []}
            known["members"] += [one for one in members if one not in known["members"]]
            known["within"] = [one for one, other in zip(known["within"], part, strict=False) if one == other]

    def as_data(self) -> dict[str, Any]:
        """What is to be completed by those who know them: names and handles, which people and teams share."""
        taken = set(self.people.values())
        free = Free(HANDLE, {*taken, *NOT_FOR_TEAMS})
        teams = {}
        for name, one in self.teams.items():
            wanted = slug(name, "team")
            handle = free.give(f"team-{wanted}" if wanted[:HANDLE].rstrip("-") in taken else wanted)
            teams[handle] = {"name": name, "part": one["within"][-1], "members": one["members"]}
        return {"people": self._people(), "teams": teams}

    def _people(self) -> dict[str, Row]:
        """Each by their handle; who is named by an address has it, unless somebody before them has the same one."""
        people: dict[str, Row] = {}
        addresses: set[str] = set()
        for name, handle in self.people.items():
            address = name.casefold()
            if email_can_be(name) and address not in addresses:
                addresses.add(address)
                people[handle] = {"name": name.partition("@")[0], "email": name}
            else:
                people[handle] = {"name": name}
        return people


class _Building:
    """A score as data while it is made of entries; `nodes` has what was made of each by its address or part id."""

    def __init__(self, flat: Mapping[str, Any], file: str) -> None:
        self._file, self._flat = file, flat
        self.roster = PeopleNamed()
        self.nodes: dict[str, Row] = {}
        self.made: dict[str, str] = {}
        self.kept: Row = {}
        self._parts: dict[str, Row] = {}
        self._within: dict[str, list[str]] = {}
        self._not_doing = 0
        self._part_ids = Free(HANDLE)
        self._line_ids: dict[str, Free] = {}
        self._holders: dict[str, str] = {}
        self._served: dict[str, str | None] = {}
        entries = {str(entry["id"]): entry for entry in flat["lines"]}
        below: dict[str, list[str]] = {}
        for id, entry in entries.items():
            parent = entry.get("parent")
            below.setdefault("" if parent is None else str(parent), []).append(id)
        (top,) = below[""]
        self._top = self._part(top, entries[top], PartKind.COMPANY, None)
        self._line(entries[top], self._top, None)
        for id in list(_from(top, below))[1:]:
            self._take(id, entries[id])
        for entry in flat.get("not_doing") or ():
            self._declined(entry, self._top, None)

    def read(self) -> ScoreFile:
        """What has been built, read as any other file."""
        name = _words(self._flat.get("name") or self._flat.get("org") or self._parts[self._top]["name"], NAME)
        season = _words(self._flat.get("period") or "", SEASON)
        data = {"score": name, "season": season, "kept": self.kept, "part": self._parts[self._top]}
        # JSON is YAML, and is written ten times as fast.
        text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
        return read(text.encode(), f"{self._file} (in our language)")

    def _take(self, id: str, entry: Row) -> None:
        above = str(entry["parent"])
        holder, served = self._holders[above], self._served[above]
        kind, level = entry.get("kind"), entry.get("level")
        if kind in DECLINED:
            self._declined(entry, holder, served)
        elif kind in THEMES:
            part = self._part(id, entry, PartKind.UNIT, holder)
            self._parts[part].update(_without_empty({"about": _about(entry, self._parts[part]["name"])}))
            self._served[id], self.made[id] = served, part
            self.nodes[part] = self._parts[part]
        elif level in (PartKind.UNIT, PartKind.TEAM, PartKind.PERSON, PartKind.PARTNER):
            self._line(entry, self._part(id, entry, PartKind(level), holder), served)
        else:
            self._line(entry, holder, served)

    def _part(self, id: str, entry: Row, kind: PartKind, above: str | None) -> str:
        handle = self._part_ids.give(slug(id, "part"))
        self._line_ids[handle] = Free(32)
        # The company is called what the whole is called: its own entry is its aspiration.
        whole = None if above else self._flat.get("name")
        name = _words(whole or entry.get("title") or entry.get("text"), NAME) or handle
        part: Row = {"id": handle, "name": name, "kind": kind.value}
        self._parts[handle] = part
        self._within[handle] = [*(self._within[above] if above else ()), handle]
        self._holders[id] = handle
        if str(entry["id"]) != handle:
            part["kept"] = {"id": entry["id"]}
        if above:
            self._parts[above].setdefault("parts", []).append(part)
        return handle

    def _id(self, part: str, wanted: object, prefix: str = "L") -> str:
        """An id for a line of a part that no other has."""
        plain = re.sub("[^A-Za-z0-9]+", "-", str(wanted)).strip("-")
        plain = plain if plain[:1].isalpha() else f"{prefix}-{plain}".strip("-")
        return self._line_ids[part].give(plain)

    def _line(self, entry: Row, part: str, served: str | None) -> None:
        flat_id, line = str(entry["id"]), self._id(part, entry["id"])
        kind = _kind(entry, is_top=self._top_entry(entry))
        words = _sentence(entry)
        said: Row = {"words": words}
        owners = self.roster.handles(entry.get("owner"))
        said.update(zip(("owner", "deputy"), owners, strict=False))
        self.roster.join(entry.get("team"), owners, self._within[part])
        said.update(_without_empty({"serves": served, "about": _about(entry, words)}))
        said.update(_without_empty({"because": _text(entry.get("why")), "plan": _text(entry.get("plan"))}))
        if kind is not LineKind.PRIORITY:
            said.pop("plan", None)
        self._inner(entry, part, kind, said)
        if line != flat_id:
            said["kept"] = {"id": entry["id"]}
        under = self._parts[part]
        if kind is LineKind.PRIORITY:
            under.setdefault("priorities", {})[line] = said
        else:
            under.setdefault("choices", {}).setdefault(kind.value, {})[line] = said
        address = f"{part}/{line}"
        self.nodes[address], self.made[flat_id] = said, address
        self._holders[flat_id], self._served[flat_id] = part, address

    def _top_entry(self, entry: Row) -> bool:
        return entry.get("parent") is None

    def _inner(self, entry: Row, part: str, kind: LineKind, said: Row) -> None:
        """The measures of an entry, and what is out of its scope."""
        if kind is LineKind.PRIORITY and (measures := [_words(one, WORDS) for one in _texts(entry.get("measure"))]):
            said["measures"] = {self._id(part, f"M-{n}"): words for n, words in enumerate(measures, 1)}
        if outside := [_words(one, WORDS) for one in _texts(entry.get("out_of_scope"))]:
            said[NOT] = {self._id(part, f"N-{n}"): words for n, words in enumerate(outside, 1)}

    def _declined(self, entry: Row, part: str, served: str | None) -> None:
        """Something that was chosen against: said of the whole part, since such a file does not say for what."""
        flat_id = entry.get("id")
        line, words = self._id(part, flat_id or "N", "N"), _sentence(entry)
        said: Row = {"words": words, **_without_empty({"about": _about(entry, words)})}
        said.update(_without_empty({"because": _text(entry.get("why"))}))
        if line != str(flat_id):
            said["kept"] = {"id": flat_id}
        self._parts[part].setdefault(NOT, {})[line] = said
        self.nodes[f"{part}/{line}"] = said
        if entry.get("kind") in DECLINED and flat_id is not None:
            # It stands among the lines, and what stands under it goes where it stands.
            said.setdefault("kept", {})["kind"] = entry["kind"]
            self.made[str(flat_id)] = f"{part}/{line}"
            self._holders[str(flat_id)], self._served[str(flat_id)] = part, served
        else:
            self.made[f"not_doing {self._not_doing}"] = f"{part}/{line}"
            self._not_doing += 1


def _kind(entry: Row, *, is_top: bool) -> LineKind:
    kind = entry.get("kind")
    choices = [one for one in LineKind if one.is_choice]
    if kind in (LineKind.PRIORITY, *choices):
        return LineKind(kind)
    return LineKind.ASPIRATION if is_top else LineKind.PRIORITY


def _keep_rest(building: _Building, first: ScoreFile, flat: Mapping[str, Any]) -> None:
    """Under `kept:`, all that would come back otherwise than it was."""
    made = {one.key: one for one in _entries(first)}
    originals = {str(entry["id"]): entry for entry in flat["lines"]}
    originals |= {f"not_doing {n}": entry for n, entry in enumerate(flat.get("not_doing") or ())}
    for id, key in building.made.items():
        one = made[key]
        if rest := {**one.kept, **_rest(one.entry, originals[id])}:
            building.nodes[key]["kept"] = rest
    again = building.read()
    building.kept.update(_rest(_top(again), {key: value for key, value in flat.items() if key != "lines"}))
    building.kept.pop("not_doing", None)
    if not (flat.get("not_doing") or "not_doing" not in flat):
        building.kept["not_doing"] = flat["not_doing"]
    order = [entry["id"] for entry in flat["lines"]]
    if [entry["id"] for entry in to_flat(again)["lines"]] != order:
        building.kept["order"] = order


def _rest(made: Row, original: Row) -> Row:
    other = {key: value for key, value in original.items() if key not in made or not _same(made[key], value)}
    surplus = [key for key in made if key not in original]
    return {**other, **({WITHOUT: surplus} if surplus else {})}


def _same(one: object, other: object) -> bool:
    # As text: to Python, 1 and true are equal.
    return json.dumps(one) == json.dumps(other)


# Handing back


@dataclass(frozen=True)
class _One:
    """What a line or a part would be as an entry; `key` is its address or id, `kept` what another tool said of it."""

    key: str
    entry: Row
    kept: Mapping[str, Any]
    declined: bool = False


def _with_kept(entry: Row, kept: Mapping[str, Any]) -> Row:
    whole = {**entry, **{key: value for key, value in kept.items() if key != WITHOUT}}
    return {key: value for key, value in whole.items() if key not in kept.get(WITHOUT, ())}


def _top(score: ScoreFile) -> Row:
    top = score.parts[0]
    return {"org": top.kept.get("id", top.id), "name": score.name, "period": score.season}


def _entries(score: ScoreFile) -> list[_One]:
    return list(_Flattening(score).entries())


class _Flattening:
    """A score on its way back into a list."""

    def __init__(self, score: ScoreFile) -> None:
        self._score = score
        often = Counter(line.id.casefold() for line in score.lines)
        self._line_ids = {
            line.address: line.kept.get("id", line.address if often[line.id.casefold()] > 1 else line.id)
            for line in score.lines
        }
        self._part_ids = {part.id: part.kept.get("id", part.id) for part in score.parts}
        self._parts = {part.id: part for part in score.parts}
        self._inner: dict[tuple[str | None, LineKind], list[WrittenLine]] = {}
        for line in score.lines:
            self._inner.setdefault((line.serves, line.kind), []).append(line)

    def entries(self) -> Iterator[_One]:
        """Each part, if no line stands for it, and its lines."""
        lines: dict[str, list[WrittenLine]] = {}
        for line in self._score.lines:
            lines.setdefault(line.part, []).append(line)
        standing_for = set(map(json.dumps, self._line_ids.values()))
        for part in self._score.parts:
            if json.dumps(self._part_ids[part.id]) not in standing_for:
                yield _One(part.id, self._of_part(part), part.kept)
            for line in lines.get(part.id, ()):
                if line.kind is LineKind.NOT_CHOICE and line.serves is None:
                    yield _One(line.address, self._of_declined(line), line.kept, declined="kind" not in line.kept)
                elif line.kind not in (LineKind.MEASURE, LineKind.NOT_CHOICE):
                    yield _One(line.address, self._of_line(line), line.kept)

    def _of_part(self, part: WrittenPart) -> Row:
        text, inside = _parted(part.about)
        return {
            "id": self._part_ids[part.id],
            "parent": self._part_ids.get(part.parent or ""),
            "level": part.kind.value,
            "kind": "theme",
            "title": part.name,
            "text": text or part.name,
            **_without_empty({"in_scope": inside}),
            "target": False,
        }

    def _of_declined(self, line: WrittenLine) -> Row:
        text, inside = _parted(line.about)
        said = {"id": self._line_ids[line.address], "title": line.words, "text": text or line.words}
        return {**said, **_without_empty({"why": line.because, "in_scope": inside})}

    def _of_line(self, line: WrittenLine) -> Row:
        part = self._parts[line.part]
        text, inside = _parted(line.about)
        measures = [_as_measure(one) for one in self._inner.get((line.address, LineKind.MEASURE), ())]
        return {
            "id": self._line_ids[line.address],
            "parent": self._parent(line),
            "level": part.kind.value,
            "kind": line.kind.value,
            "title": line.words,
            "text": text or line.words,
            **_without_empty({
                "owner": line.owner,
                "team": part.name if part.kind is PartKind.TEAM else None,
                "measure": measures[0] if len(measures) == 1 else measures,
                "plan": line.plan,
                "why": line.because,
                "in_scope": inside,
                "out_of_scope": [one.words for one in self._inner.get((line.address, LineKind.NOT_CHOICE), ())],
            }),
            "target": line.kind is LineKind.PRIORITY,
        }  # fmt: skip

    def _parent(self, line: WrittenLine) -> Any:
        served = self._line_ids.get(line.serves or "")
        if line.serves and line.serves.split("/")[0] == line.part:
            return served
        of_part = self._part_ids[line.part]
        if _same(of_part, self._line_ids[line.address]):
            return served or self._part_ids.get(self._parts[line.part].parent or "")
        return of_part


def _as_measure(line: WrittenLine) -> Any:
    measure = line.measure
    if measure is None or (measure.start, measure.target, measure.unit) == (None, None, ""):
        return line.words
    return {"words": line.words, "unit": measure.unit, "start": measure.start, "target": measure.target}


# Words


def _sentence(entry: Row) -> str:
    """How a line reads: its title, or its text where the title is the text cut off, or no sentence of its own."""
    title, text = _words(entry.get("title"), WORDS), _words(entry.get("text"), WORDS + 1)
    if len(text) <= WORDS and (text.startswith(title) or entry.get("kind") == LineKind.ASPIRATION):
        return text or title or UNNAMED
    return title or _words(text, WORDS)


def _about(entry: Row, words: str) -> str:
    """What else an entry says: its text, and what is in its scope, as a list."""
    text = _text(entry.get("text"))
    items = "\n".join(f"{_ITEM}{_words(one, TEXT)}" for one in _texts(entry.get("in_scope")))
    about = "\n\n".join(each for each in (text if text != words else "", items) if each)
    return about if len(about) <= TEXT else f"{about[: TEXT - 1].rstrip()}…"


def _parted(about: str) -> tuple[str, list[str]]:
    """The text, and the list at its end."""
    lines = about.split("\n")
    last = len(lines)
    while last and lines[last - 1].startswith(_ITEM):
        last -= 1
    return "\n".join(lines[:last]).strip("\n"), [line.removeprefix(_ITEM) for line in lines[last:]]


def _words(said: object, longest: int) -> str:
    words = clean_line(str(said or "")) if _is_readable(said) else ""
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _text(said: object) -> str:
    text = clean(str(said or "")) if _is_readable(said) else ""
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return lines if len(lines) <= TEXT else f"{lines[: TEXT - 1].rstrip()}…"


def _is_readable(said: object) -> bool:
    return any(unicodedata.category(mark)[0] in "LNPS" for mark in str(said or ""))


def _texts(said: object) -> list[str]:
    """One text or several; what is neither stays under `kept:`."""
    several = said if isinstance(said, list) else [said]
    return [one for one in several if isinstance(one, str) and _is_readable(one)]


def _names(said: object) -> list[str]:
    """The names in a text such as `Ada, Bo`; commas within longer names part nothing."""
    texts = _texts(said)
    pieces = [piece.strip() for piece in texts[0].split(",")] if len(texts) == 1 else texts
    several = all(_is_one_name(piece) for piece in pieces)
    names = pieces if several else texts
    found = [_words(name, 120).removeprefix("@").strip() for name in names]
    return list(dict.fromkeys(name for name in found if _is_readable(name)))


def _is_one_name(piece: str) -> bool:
    words = piece.casefold().split()
    return 0 < len(words) <= PERSON and "/" not in piece and not OFFICE.intersection(words)


def _without_empty(said: Mapping[str, Any]) -> Row:
    return {key: value for key, value in said.items() if value not in (None, "", [])}
