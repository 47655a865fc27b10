"""Whose lines are: nobody's, somebody's who left, too many of one, somebody's from elsewhere, and who stands in."""

from collections.abc import Iterator

from score.outline import normal
from score.rules.finding import Found, Rule, Severity
from score.rules.known import Everybody, Known, addresses
from score.rules.same import says_nothing
from score.written import WrittenLine
from storage.tables import LineKind, PartKind

MOST = 7
"""Open priorities that one person can answer for."""


def no_owner(known: Known) -> Iterator[Found]:
    """A priority or a promise has no owner."""
    for line in known.open(LineKind.PRIORITY, LineKind.PROMISE):
        if known.owner(line) is None:
            yield Found(line, key="owner")


def gone_owner(known: Known) -> Iterator[Found]:
    """The owner of a line is not in the roster, or has left."""
    people = known.people
    if people is None:
        return
    for line in known.open():
        owner = known.owner(line)
        if owner is None or people.is_here(owner, known.day):
            continue
        last = people.left.get(normal(owner))
        if normal(owner) in people.handles and last is not None:
            yield Found(line, "left", {"owner": owner, "last": str(last)}, "owner")
        else:
            yield Found(line, values={"owner": owner}, key="owner")


def owns_too_much(known: Known) -> Iterator[Found]:
    """One person owns more open priorities than one can move."""
    owned: dict[str, list[WrittenLine]] = {}
    for line in known.open(LineKind.PRIORITY):
        if owner := known.owner(line):
            owned.setdefault(normal(owner), []).append(line)
    for lines in owned.values():
        if len(lines) > MOST:
            owner = lines[0].owner or ""
            values = {"owner": owner, "count": len(lines), "most": MOST}
            at = lines[0].places["owner"]
            yield Found(lines[0], values=values, lines=addresses(lines[1:]), ask=owner, at=at)


def from_elsewhere(known: Known) -> Iterator[Found]:
    """The owner of a priority is from a team outside its part, and leads nothing above it."""
    people = known.people
    if people is None:
        return
    for line in known.open(LineKind.PRIORITY):
        owner = known.owner(line)
        if owner is None or not people.is_here(owner, known.day) or known.parts[line.part].kind is PartKind.PARTNER:
            continue
        theirs = {team.part for team in people.teams if normal(owner) in team.members and team.part in known.parts}
        if theirs and _is_judged(known, people, line) and not _belongs(known, people, normal(owner), line, theirs):
            yield Found(line, values={"owner": owner, "part": line.part}, key="owner")


def _is_judged(known: Known, people: Everybody, line: WrittenLine) -> bool:
    """Whether the roster has anybody in the part, without which it cannot tell who belongs there."""
    return any(team.part in known.within[line.part] for team in people.teams)


def _belongs(known: Known, people: Everybody, owner: str, line: WrittenLine, theirs: set[str]) -> bool:
    if owner in people.leads or theirs & known.within[line.part]:
        return True
    above = list(known.cascade(line.part))[1:]
    leads = any(team.part in above and owner in team.managers for team in people.teams)
    owns = any(normal(one.owner or "") == owner for part in above for one in known.of_part[part])
    return leads or owns


def no_deputy(known: Known) -> Iterator[Found]:
    """Nobody stands in for the owner of a priority: no deputy, the owner again, or somebody who is not here."""
    for line in known.open(LineKind.PRIORITY):
        owner, deputy = known.owner(line), line.deputy
        if owner is None:
            continue
        if deputy is None or says_nothing(deputy):
            yield Found(line, key="deputy")
        elif normal(deputy) == normal(owner):
            yield Found(line, "same", {"owner": owner}, "deputy")
        elif known.people is not None and not known.people.is_here(deputy, known.day):
            yield Found(line, "gone", {"deputy": deputy}, "deputy")


RULES = (
    Rule("C10", Severity.ERROR, no_owner),
    Rule("C11", Severity.ERROR, gone_owner, needs="people"),
    Rule("C12", Severity.WARNING, owns_too_much),
    Rule("C13", Severity.WARNING, from_elsewhere, needs="people"),
    Rule("C14", Severity.INFORMATION, no_deputy, taste=True),
)
