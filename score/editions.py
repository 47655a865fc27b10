"""A score file becomes an edition: each of its lines is the one that stood there before, or a new one.

A line keeps its identity by its address, so that ties and readings of earlier editions go on meaning it. `was:`
says that it stood elsewhere in the edition before. A line that left and comes back to the address where it was
last seen is the same line again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from random import Random

from score.language import refuse_strangers
from score.outline import normal
from score.problems import Gathering, Kind
from score.written import ScoreFile, WrittenLine, WrittenMeasure
from storage.tables import Edition, Line, Measure, Part, Wording, make_id


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

    `edition` is the one in force with its `parts`, `wordings` and `measures`, None before the first. `stood` names
    every address at which a line ever stood, with the line's id and the number of the last edition that has it there.
    `people` gives the id of each person of the roster by handle.
    """

    people: Mapping[str, str]
    edition: Edition | None = None
    parts: Sequence[Part] = ()
    wordings: Sequence[Wording] = ()
    stood: Sequence[tuple[str, str, int]] = ()
    measures: Sequence[Measure] = ()


@dataclass(frozen=True)
class NewEdition:
    """The nouns to keep: an edition, its parts, the lines that are new in it, how every line reads, its measures."""

    edition: Edition
    parts: list[Part]
    lines: list[Line]
    wordings: list[Wording]
    measures: list[Measure]


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
    new = _nouns(file, before, loading, kept)
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


def _nouns(file: ScoreFile, before: Before, loading: Loading, kept: Sequence[str | None]) -> NewEdition:
    edition = Edition(
        id=make_id(loading.at, loading.chance),
        workspace_id=loading.workspace_id,
        number=before.edition.number + 1 if before.edition else 1,
        name=file.name,
        season=file.season,
        language=file.language,
        kept=dict(file.kept),
        source=file.text,
        loaded_at=loading.at,
        loaded_by=loading.loaded_by,
    )
    line_ids = [line_id or make_id(loading.at, loading.chance) for line_id in kept]
    known = set(kept)
    lines = [Line(id=new, workspace_id=loading.workspace_id, since=edition.id) for new in line_ids if new not in known]
    handles = {normal(handle): person_id for handle, person_id in before.people.items()}
    wordings = [
        _wording(line, line_id, position, edition, handles, loading)
        for position, (line, line_id) in enumerate(zip(file.lines, line_ids, strict=True))
    ]
    measures = [
        _measure(line.measure, line_id, edition, loading)
        for line, line_id in zip(file.lines, line_ids, strict=True)
        if line.measure is not None
    ]
    return NewEdition(edition, _parts(file, edition, loading), lines, wordings, measures)


def _parts(file: ScoreFile, edition: Edition, loading: Loading) -> list[Part]:
    return [
        Part(
            id=make_id(loading.at, loading.chance),
            workspace_id=edition.workspace_id,
            edition_id=edition.id,
            handle=part.id,
            parent=part.parent,
            kind=part.kind,
            name=part.name,
            position=position,
            allowance=part.allowance,
            about=part.about,
            hours=part.hours,
            tensions=[one.told() for one in part.tensions],
            accept=[one.told() for one in part.accept],
            same_words=[list(one) for one in part.same_words],
            visible=part.visible,
            kept=dict(part.kept),
        )
        for position, part in enumerate(file.parts)
    ]


def _wording(
    line: WrittenLine, line_id: str, position: int, edition: Edition, handles: Mapping[str, str], loading: Loading
) -> Wording:
    return Wording(
        id=make_id(loading.at, loading.chance),
        workspace_id=edition.workspace_id,
        edition_id=edition.id,
        line_id=line_id,
        part=line.part,
        address=line.address,
        kind=line.kind,
        words=line.words,
        position=position,
        owner_id=handles[normal(line.owner)] if line.owner else None,
        deputy_id=handles[normal(line.deputy)] if line.deputy else None,
        begins=line.begins,
        until=line.until,
        standing=line.standing,
        horizon=line.horizon,
        serves=line.serves,
        state=line.state,
        about=line.about,
        because=line.because,
        plan=line.plan,
        test=line.test,
        to_part=line.to,
        hours=line.hours,
        customer=line.customer,
        resource=line.resource,
        needs=[one.told() for one in line.needs],
        accepted=line.accepted,
        accept=[one.told() for one in line.accept],
        also_called=list(line.also_called),
        kept=dict(line.kept),
    )


def _measure(measure: WrittenMeasure, line_id: str, edition: Edition, loading: Loading) -> Measure:
    return Measure(
        id=make_id(loading.at, loading.chance),
        workspace_id=edition.workspace_id,
        edition_id=edition.id,
        line_id=line_id,
        **asdict(measure),
    )


MADE_ANEW = frozenset({"id", "workspace_id", "edition_id", "position"})
"""What each loading writes anew of a noun, whatever the file says."""


def _says(score: NewEdition | Before) -> object:
    """All that an edition says, without the ids that each loading makes anew."""
    edition = score.edition
    name = (edition.name, edition.season, edition.language, edition.kept) if edition else None
    return name, *([_told(one) for one in nouns] for nouns in (score.parts, score.wordings, score.measures))


def _told(noun: Part | Wording | Measure) -> dict[str, object]:
    return {name: getattr(noun, name) for name in type(noun).model_fields if name not in MADE_ANEW}
