"""A score file becomes an edition: each of its lines is the one that stood there before, or a new one.

A line keeps its identity by its address, so that ties and readings of earlier editions go on meaning it. `was:`
says that it stood elsewhere in the edition before. A line that left and comes back to the address where it was
last seen is the same line again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from score.language import ScoreFile, WrittenLine, refuse_strangers
from score.outline import normal
from score.problems import Gathering, Kind
from storage.tables import Edition, Line, Part, Wording, make_id


@dataclass(frozen=True)
class Loading:
    """Who loads a file, where and when; ids are made from the instant and from chance."""

    workspace_id: str
    at: datetime
    chance: Random
    loaded_by: str | None = None


@dataclass(frozen=True)
class Before:
    """What the workspace knows when a file is loaded.

    `edition` is the one in force with its `parts` and `wordings`, None before the first. `stood` names every
    address at which a line ever stood, with the line's id and the number of the last edition that has it there.
    `people` gives the id of each person of the roster by handle.
    """

    people: Mapping[str, str]
    edition: Edition | None = None
    parts: Sequence[Part] = ()
    wordings: Sequence[Wording] = ()
    stood: Sequence[tuple[str, str, int]] = ()


@dataclass(frozen=True)
class NewEdition:
    """The nouns to keep: an edition, its parts, the lines that are new in it, and how every line of it reads."""

    edition: Edition
    parts: list[Part]
    lines: list[Line]
    wordings: list[Wording]


def compose(file: ScoreFile, before: Before, loading: Loading) -> NewEdition | None:
    """The next edition as `file` has it; None when it says exactly what the edition in force says.

    Raises ScoreProblems for owners who are not in the roster, for a `was:` that names no line of the edition
    before, and for two lines that claim to be the same one.
    """
    problems = Gathering(file.file)
    known = _Identities(file, before)
    kept = [known.of(line, problems) for line in file.lines]
    _refuse_twins(file.lines, kept, problems)
    refuse_strangers(file.lines, before.people, problems)
    problems.refuse_any(file.text)
    handles = {normal(handle): person_id for handle, person_id in before.people.items()}
    owners = [handles[normal(line.owner)] if line.owner else None for line in file.lines]
    new = _nouns(file, before, loading, kept, owners)
    return None if _says(new) == _says(before) else new


class _Identities:
    """Which line stood where, by `normal` address."""

    def __init__(self, file: ScoreFile, before: Before) -> None:
        number = before.edition.number if before.edition else 0
        stood = sorted(before.stood, key=lambda one: one[2])
        self.now = {normal(address): line_id for address, line_id, last in stood if last == number}
        self._ever = {(normal(address), line_id) for address, line_id, _ in stood}
        self._in_file = {normal(line.address) for line in file.lines}
        self._addresses = [wording.address for wording in before.wordings]
        last_seen = {line_id: address for address, line_id, _ in stood}
        self._last_seen = {normal(address): line_id for address, line_id, _ in stood if last_seen[line_id] == address}

    def of(self, line: WrittenLine, problems: Gathering) -> str | None:
        """The identity of a line; None when it is new."""
        there = self.now.get(normal(line.address))
        if line.was is None:
            return there or self._last_seen.get(normal(line.address))
        was = normal(line.was)
        if there is not None and self._honoured(was, there):
            return there
        if was not in self.now:
            at, path = line.places["was"], f"{line.path}.was"
            problems.add(Kind.NOT_BEFORE, at, path, found=line.was, near=self._addresses)
        return self.now.get(was)

    def _honoured(self, was: str, there: str) -> bool:
        """Whether a `was:` that stayed in the file has done its work in an earlier loading."""
        return (was, there) in self._ever and (was not in self.now or was in self._in_file)


def _refuse_twins(lines: Sequence[WrittenLine], kept: Sequence[str | None], problems: Gathering) -> None:
    first: dict[str, WrittenLine] = {}
    for line, line_id in zip(lines, kept, strict=True):
        other = first.setdefault(line_id, line) if line_id else line
        if other is not line:
            moved, stays = (line, other) if line.was else (other, line)
            at, path = moved.places["was"], f"{moved.path}.was"
            problems.add(Kind.CLAIMED_TWICE, at, path, found=moved.was or "", wanted=stays.address)


def _nouns(
    file: ScoreFile, before: Before, loading: Loading, kept: Sequence[str | None], owners: Sequence[str | None]
) -> NewEdition:
    workspace_id = loading.workspace_id
    edition = Edition(
        id=make_id(loading.at, loading.chance),
        workspace_id=workspace_id,
        number=before.edition.number + 1 if before.edition else 1,
        name=file.name,
        season=file.season,
        source=file.text,
        loaded_at=loading.at,
        loaded_by=loading.loaded_by,
    )
    parts = [
        Part(
            id=make_id(loading.at, loading.chance),
            workspace_id=workspace_id,
            edition_id=edition.id,
            handle=part.id,
            parent=part.parent,
            kind=part.kind,
            name=part.name,
            position=position,
        )
        for position, part in enumerate(file.parts)
    ]
    line_ids = [line_id or make_id(loading.at, loading.chance) for line_id in kept]
    known = set(kept)
    lines = [Line(id=new, workspace_id=workspace_id, since=edition.id) for new in line_ids if new not in known]
    wordings = [
        Wording(
            id=make_id(loading.at, loading.chance),
            workspace_id=workspace_id,
            edition_id=edition.id,
            line_id=line_id,
            part=line.part,
            address=line.address,
            kind=line.kind,
            words=line.words,
            position=position,
            owner_id=owner_id,
            until=line.until,
            serves=line.serves,
        )
        for position, (line, line_id, owner_id) in enumerate(zip(file.lines, line_ids, owners, strict=True))
    ]
    return NewEdition(edition, parts, lines, wordings)


def _says(score: NewEdition | Before) -> object:
    """All that an edition says, without the ids that each loading makes anew."""
    name = (score.edition.name, score.edition.season) if score.edition else None
    parts = [(part.handle, part.parent, part.kind, part.name) for part in score.parts]
    lines = [
        (line.line_id, line.address, line.kind, line.words, line.owner_id, line.until, line.serves)
        for line in score.wordings
    ]
    return name, parts, lines
