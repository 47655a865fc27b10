"""What the rules judge: a score, and where they are known its people and its work, on one day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from score.language import circles
from score.outline import normal
from score.problems import Problem
from score.roster import Roster
from score.rules.pairs import Pair
from score.rules.same import says_nothing
from score.written import ScoreFile, WrittenLine, WrittenPart
from storage.tables import LineKind, LineState, Role


@dataclass(frozen=True)
class TeamThere:
    """A team, the part that it plays from, and who is in it, by their handles."""

    handle: str
    part: str
    members: frozenset[str]
    managers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Everybody:
    """Who works here, by handles; `left` has the last day of those who go or are gone, `leads` who leads all of it."""

    handles: frozenset[str]
    left: Mapping[str, date] = field(default_factory=dict)
    teams: Sequence[TeamThere] = ()
    leads: frozenset[str] = frozenset()

    def is_here(self, handle: str, day: date) -> bool:
        """Whether somebody of that handle works here on `day`."""
        last = self.left.get(normal(handle))
        return normal(handle) in self.handles and (last is None or day <= last)


def everybody_of(roster: Roster) -> Everybody:
    """Those whom a roster file names."""
    working = (Role.MEMBER, Role.MANAGER)
    return Everybody(
        frozenset(normal(one.handle) for one in roster.people),
        {normal(one.handle): one.leaves for one in roster.people if one.leaves is not None},
        tuple(
            TeamThere(
                team.handle,
                team.part,
                frozenset(normal(one) for role in working for one in team.people.get(role, ())),
                frozenset(normal(one) for one in team.people.get(Role.MANAGER, ())),
            )
            for team in roster.teams
            if team.part is not None
        ),
        frozenset(normal(one) for one in roster.strategy_owners),
    )


@dataclass(frozen=True)
class TeamWeeks:
    """How much of a team's work was whirlwind, in shares from 0.0 to 1.0, in each of the last two closed ISO weeks.

    A week in which fewer than five people handed something in has no share.
    """

    name: str
    part: str
    allowance: float
    shares: Sequence[float | None]


@dataclass(frozen=True)
class Work:
    """What came of a score, by the addresses of its lines.

    `since` is when a line came into the score, `touched` the last day on which a task played from it, `planned` and
    `done` how many tasks did in the last four weeks, `read` the last day on which a measure was read. `confidence` are
    the means of the last closed ISO weeks, oldest first, of weeks with five people or more and without a gap. `stuck`
    are the days since which something is in the way that its team was told of. `untied` are the words of tasks that
    play from no line, each with somebody who stands for who wrote it.
    """

    since: Mapping[str, date] = field(default_factory=dict)
    touched: Mapping[str, date] = field(default_factory=dict)
    planned: Mapping[str, int] = field(default_factory=dict)
    done: Mapping[str, int] = field(default_factory=dict)
    read: Mapping[str, date] = field(default_factory=dict)
    confidence: Mapping[str, Sequence[float]] = field(default_factory=dict)
    stuck: Mapping[str, Sequence[date]] = field(default_factory=dict)
    teams: Sequence[TeamWeeks] = ()
    untied: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Known:
    """All that the rules judge. `problems` are those of the file that are findings; `cues` say that one keeps out.

    `accepted` is which findings are accepted today beside the file: a rule, and all that the finding is about.
    """

    file: ScoreFile
    day: date
    people: Everybody | None = None
    work: Work | None = None
    pairs: Sequence[Pair] = ()
    cues: frozenset[str] = frozenset()
    problems: Sequence[Problem] = ()
    accepted: frozenset[tuple[str, frozenset[str]]] = frozenset()

    @cached_property
    def parts(self) -> Mapping[str, WrittenPart]:
        """The parts by their ids."""
        return {part.id: part for part in self.file.parts}

    @cached_property
    def lines(self) -> Mapping[str, WrittenLine]:
        """The lines by their addresses."""
        return {line.address: line for line in self.file.lines}

    @cached_property
    def of_part(self) -> Mapping[str, Sequence[WrittenLine]]:
        """The lines of each part."""
        found: dict[str, list[WrittenLine]] = {part.id: [] for part in self.file.parts}
        for line in self.file.lines:
            found[line.part].append(line)
        return found

    @cached_property
    def serving(self) -> Mapping[str, Sequence[WrittenLine]]:
        """What serves each line, or stands within it, by the address of the line."""
        found: dict[str, list[WrittenLine]] = {}
        for line in self.file.lines:
            if line.serves is not None and line.address not in self.in_rings:
                found.setdefault(line.serves, []).append(line)
        return found

    @cached_property
    def rings(self) -> Sequence[Sequence[str]]:
        """The rings of lines that serve each other, as addresses."""
        return list(circles({line.address: line.serves for line in self.file.lines}))

    @cached_property
    def in_rings(self) -> frozenset[str]:
        """The addresses of all lines that stand in a ring."""
        return frozenset(address for ring in self.rings for address in ring)

    def open(self, *kinds: LineKind) -> Iterator[WrittenLine]:
        """The lines of some kinds, or of any, that are not done or dropped, nor stand in one that is."""
        for line in self.file.lines:
            if (not kinds or line.kind in kinds) and self.is_open(line):
                yield line

    def is_open(self, line: WrittenLine) -> bool:
        """Whether a line is neither done nor dropped, nor stands in one that is."""
        if line.state is not LineState.OPEN:
            return False
        holder = self.lines.get(line.serves or "") if line.kind in WITHIN else None
        return holder is None or holder.state is LineState.OPEN

    def has_begun(self, line: WrittenLine) -> bool:
        """Whether a line has begun by today."""
        return line.begins is None or line.begins <= self.day

    def above(self, line: WrittenLine) -> Iterator[WrittenLine]:
        """What a line serves, what that serves, and so on; nothing for a line that stands in a ring."""
        here = line
        while here.serves is not None and here.address not in self.in_rings and here.serves in self.lines:
            here = self.lines[here.serves]
            yield here

    def cascade(self, part: str) -> Iterator[str]:
        """A part and those that it stands in, the nearest first."""
        above: str | None = part
        while above is not None:
            yield above
            above = self.parts[above].parent

    @cached_property
    def within(self) -> Mapping[str, frozenset[str]]:
        """Each part with all that stands in it, itself included."""
        found: dict[str, set[str]] = {part: set() for part in self.parts}
        for part in self.parts:
            for above in self.cascade(part):
                found[above].add(part)
        return {part: frozenset(those) for part, those in found.items()}

    def owner(self, line: WrittenLine) -> str | None:
        """Who answers for a line; a placeholder is nobody."""
        return None if line.owner is None or says_nothing(line.owner) else line.owner

    def asked(self, about: WrittenLine | WrittenPart) -> str | None:
        """Who can mend what is wrong with a line or a part: its owner, or whoever is next in what it serves."""
        if isinstance(about, WrittenLine):
            for line in (about, *self.above(about)):
                if owner := self._here(line):
                    return owner
        part = about.part if isinstance(about, WrittenLine) else about.id
        for above in self.cascade(part):
            for line in self.of_part[above]:
                if line.kind is LineKind.PRIORITY and (owner := self._here(line)):
                    return owner
        return None

    def _here(self, line: WrittenLine) -> str | None:
        owner = self.owner(line)
        here = owner is not None and (self.people is None or self.people.is_here(owner, self.day))
        return owner if here else None


WITHIN = (LineKind.NOT_CHOICE, LineKind.CONDITION, LineKind.MEASURE)
"""What stands within another line."""


def with_owners(file: ScoreFile, owners: Mapping[str, tuple[str | None, str | None]]) -> ScoreFile:
    """The file of an edition with the handles that its owners and deputies have now, by the addresses of their lines.

    Somebody may have another handle than when it was loaded.
    """
    return replace(file, lines=tuple(_owned(line, owners) for line in file.lines))


def _owned(line: WrittenLine, owners: Mapping[str, tuple[str | None, str | None]]) -> WrittenLine:
    owner, deputy = owners.get(line.address, (line.owner, line.deputy))
    return replace(line, owner=owner, deputy=deputy)


def addresses(lines: Iterable[WrittenLine]) -> tuple[str, ...]:
    """How some lines are cited."""
    return tuple(line.address for line in lines)
