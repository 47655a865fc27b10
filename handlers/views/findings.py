"""How the findings of the rules are said, in the terminal and for programs."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from handlers.cards import Theirs
from handlers.views.language import excerpt
from prompts import LANGUAGE, Filled, Which, all_inputs, phrase, plain
from score.outline import lines_of
from score.rules import RULES
from score.rules.finding import Finding, Rule, Severity
from score.written import ScoreFile
from storage.tables import Privacy

SCHEMA = 1
"""Of what programs are given; more keys may come without another number, and none goes."""


def reason(finding: Finding) -> Filled:
    """Why a rule speaks: half a sentence, to stand after the place."""
    return _said(finding.says, finding)


def remedy(finding: Finding) -> Filled:
    """What to do about it: one or two sentences."""
    own = f"{finding.says}-remedy"
    return _said(own if f"rules.{own}" in all_inputs() else f"{finding.rule.casefold()}-remedy", finding)


def name(rule: Rule) -> Filled:
    """What a rule speaks of, in a few words."""
    return phrase(f"rules.{rule.id.casefold()}-name")


def shown(findings: Sequence[Finding], file: ScoreFile, language: str = LANGUAGE) -> str:
    """All of them, as compilers print it: place and reason, the line with a caret, the remedy and whom to ask."""
    lines = lines_of(file.text)
    return "\n".join(_excerpt(one, file, lines, language) for one in findings)


def _excerpt(one: Finding, file: ScoreFile, lines: list[str], language: str) -> str:
    weight = plain(phrase("rules.finding", severity=Which(one.severity.value)), language)
    said = f"{weight}[{one.rule}]: {plain(reason(one), language)}"
    help = [plain(remedy(one), language)]
    if one.ask is not None:
        help.append(plain(phrase("rules.ask", owner=_theirs(one.ask)), language))
    return excerpt(file.file, one.line, one.column, said, lines, " ".join(help))


def total(findings: Sequence[Finding]) -> Filled:
    """How many there are of each weight."""
    counts = {weight: sum(one.severity is weight for one in findings) for weight in Severity}
    return phrase(
        "rules.total",
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        informations=counts[Severity.INFORMATION],
    )


def unjudged(needs: str) -> Filled:
    """Which rules cannot speak without a roster, or without the work."""
    rules = [_theirs(rule.id) for rule in RULES.values() if rule.needs == needs]
    return phrase("rules.unjudged", needs=Which(needs), rules=rules)


def none_such(rules: Sequence[str]) -> Filled:
    """That there are no such rules."""
    return phrase("rules.none-such", rules=[_theirs(one) for one in rules])


def listed(language: str = LANGUAGE) -> Iterator[str]:
    """Every rule on a line of its own."""
    for rule in RULES.values():
        weight = phrase("rules.finding", severity=Which(rule.severity.value))
        said = phrase("rules.listed", id=_theirs(rule.id), severity=weight, taste=int(rule.taste), name=name(rule))
        yield plain(said, language)


def as_data(findings: Sequence[Finding], file: ScoreFile, language: str = LANGUAGE) -> dict[str, Any]:
    """The same for programs, as docs/rules.md has it."""
    return {
        "schema": SCHEMA,
        "file": file.file,
        "lines": len(file.lines),
        "parts": len(file.parts),
        "counts": {weight.value: sum(one.severity is weight for one in findings) for weight in Severity},
        "findings": [
            {
                "rule": one.rule,
                "severity": one.severity.value,
                "taste": RULES[one.rule].taste,
                "lines": list(one.lines),
                "reason": plain(reason(one), language),
                "remedy": plain(remedy(one), language),
                "ask": one.ask,
                "line": one.line,
                "column": one.column,
                "says": one.says,
                "values": json.loads(json.dumps(dict(one.values))),
            }
            for one in findings
        ],
    }


def _said(of: str, finding: Finding) -> Filled:
    given: dict[str, Any] = {"line": finding.lines[0], **finding.values}
    wanted = all_inputs()[f"rules.{of}"]
    return phrase(f"rules.{of}", **{key: _value(value) for key, value in given.items() if key in wanted})


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return _theirs(value)
    return [_theirs(one) for one in value] if isinstance(value, tuple) else value


def _theirs(value: str) -> Theirs:
    return Theirs(value, Privacy.PUBLIC)
