"""The rules by which a score is checked like a program: what breaks one, whom it concerns, and what is accepted.

Every rule is a pure function of what is known (`score.rules.known.Known`); docs/rules.md has a section for each.
"""

from collections.abc import Collection, Iterator, Mapping

from score.outline import normal
from score.problems import Located
from score.rules import between, dates, logic, measures, owners, structure, work
from score.rules.finding import Finding, Found, Rule, Severity
from score.rules.known import Known
from score.written import Accepted, WrittenLine

RULES: Mapping[str, Rule] = {
    rule.id: rule for family in (structure, owners, measures, dates, logic, between, work) for rule in family.RULES
}
"""Every rule, by its id, in the order of the list."""

_WEIGHT = {severity: place for place, severity in enumerate(Severity)}


def judge(known: Known, without: Collection[str] = ()) -> list[Finding]:
    """What the rules find, the heaviest first and then in reading order; nothing of those `without`.

    What the score accepts through today is not among it, nor what was accepted in chat.
    """
    accepts = list(_accepts(known))
    found = {
        (one.rule, one.lines, one.says, tuple(sorted(one.values.items()))): one
        for rule in RULES.values()
        if rule.id not in without
        for one in _findings(known, rule)
        if not any(_silences(accepted, here, one) for accepted, here in accepts if accepted.rule == rule.id)
        and (rule.id, frozenset(one.lines)) not in known.accepted
    }
    return sorted(found.values(), key=lambda one: (_WEIGHT[one.severity], one.line, one.column, one.rule, one.lines))


def _accepts(known: Known) -> Iterator[tuple[Accepted, str]]:
    """What is accepted through today, and where that stands."""
    for part in known.file.parts:
        yield from ((one, part.id) for one in part.accept if known.day <= one.until)
    for line in known.file.lines:
        yield from ((one, line.address) for one in line.accept if known.day <= one.until)


def _silences(accepted: Accepted, here: str, finding: Finding) -> bool:
    if not accepted.lines:
        return finding.lines[0] == here
    return set(map(normal, finding.lines)) <= set(map(normal, accepted.lines))


def _findings(known: Known, rule: Rule) -> Iterator[Finding]:
    for found in rule.judge(known):
        at = _at(found)
        yield Finding(
            rule=rule.id,
            severity=found.severity or rule.severity,
            lines=(_cited(found), *found.lines),
            says="-".join(filter(None, (rule.id.casefold(), found.says))),
            values=found.values,
            ask=found.ask or known.asked(found.about),
            line=at.line,
            column=at.column,
            key=found.key,
        )


def _cited(found: Found) -> str:
    return found.about.address if isinstance(found.about, WrittenLine) else found.about.id


def _at(found: Found) -> Located:
    if found.at is not None:
        return found.at
    places = found.about.places if isinstance(found.about, WrittenLine) else {}
    return places.get(found.key, found.about.at)
