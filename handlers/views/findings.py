"""How the findings of the rules are said, in the terminal, for programs, and in chat."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Facts,
    Field,
    FieldKind,
    Form,
    Heading,
    LineEntry,
    Lines,
    Option,
    Piece,
    Prose,
    Quote,
    Text,
    Theirs,
    theirs,
)
from handlers.views import language
from handlers.views.language import excerpt
from handlers.views.readings import new_reading
from prompts import LANGUAGE, Filled, Which, all_inputs, phrase, plain
from score.bonds import MOST as REASON
from score.language import ADDRESS, NAME, TEXT, UNIT, WORDS
from score.outline import lines_of
from score.problems import ScoreProblems
from score.rules import RULES
from score.rules.finding import Finding, Rule, Severity
from score.values import SHORT
from score.written import ScoreFile
from storage.tables import Acceptance, Direction, Edition, LineState, Part, Person, Privacy, Wording

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


def as_words(finding: Finding, language: str) -> str:
    """A finding in one sentence or two, for who is asked about it: why, and what to do."""
    return f"{plain(phrase('findings.why', reason=reason(finding)), language)} {plain(remedy(finding), language)}"


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
                "key": one.key,
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


# In chat


SHORTEST = 3
"""Findings that are named in the message that tells of them."""

WORDS_OF = {
    "words": WORDS,
    "source": NAME,
    "unit": UNIT,
    "test": TEXT,
    "serves": ADDRESS,
    "owner": NAME,
    "deputy": NAME,
}
"""Characters that a value may have at most, where it is not short."""

CHOICES: Mapping[str, Sequence[str]] = {
    "state": [state.value for state in LineState],
    "direction": [way.value for way in Direction],
    "accepted": ["yes", "no"],
}
"""What some keys can be."""

MENDABLE = frozenset({*WORDS_OF, *CHOICES, "until", "horizon", "start", "target", "every", "hours", "allowance"})
"""The keys whose value can be changed in chat."""

TO_BE_DONE_WITH = frozenset({"C30", "C60", "C61"})
"""Rules that say of a line that it may be over: it can be done with, or dropped."""

TO_BE_READ = "C24"
"""The rule that says of a measure that it is to be read."""


@dataclass(frozen=True)
class Seen:
    """A finding as somebody sees it: in short, its place among theirs from 1 on, and of how many.

    `lines` and `parts` are what it is about, `asked` whom to ask. `before` and `after` are those beside it, in short.
    `decides` is whether they answer for the strategy, and so may mend and accept it; `may_ask` whether somebody else
    owns what it is about; `gone` whether another one was looked for that is there no more.
    """

    finding: Finding
    short: str
    place: int
    count: int
    lines: Sequence[Wording] = ()
    parts: Sequence[Part] = ()
    asked: Person | None = None
    before: str = ""
    after: str = ""
    decides: bool = True
    may_ask: bool = False
    gone: bool = False


def one(seen: Seen) -> Card:
    """One finding: why, what to do, whom to ask, and what can be done about it here."""
    finding, rule = seen.finding, RULES[seen.finding.rule]
    pieces: list[Piece] = [Prose(phrase("findings.gone"), quiet=True)] if seen.gone else []
    pieces += _about(seen.lines, seen.parts)
    pieces += [
        Prose(phrase("findings.why", reason=reason(finding))),
        Prose(phrase("findings.do", remedy=remedy(finding))),
    ]
    pieces += [Prose(phrase("findings.taste"), quiet=True)] if rule.taste else []
    pieces.append(Facts(_facts(seen)))
    if buttons := _buttons(seen):
        pieces.append(Buttons(buttons))
    if ways := _ways(seen):
        pieces.append(Buttons(ways))
    sees = Audience(phrase("findings.sees", who=Which("strategy" if seen.decides else "owner")), Privacy.PERSON)
    title = phrase("findings.title", place=seen.place, count=seen.count)
    return Card(_headed(finding), [*pieces, sees], title=title)


def _headed(finding: Finding) -> Filled:
    return phrase("findings.one", severity=Which(finding.severity.value), name=name(RULES[finding.rule]))


def _about(lines: Sequence[Wording], parts: Sequence[Part]) -> list[Piece]:
    found: list[Piece] = [Prose(phrase("findings.part", name=theirs(one, "name"))) for one in parts]
    return [*found, Lines([LineEntry(one) for one in lines[:LISTED]])] if lines else found


LISTED = 5
"""Lines of one finding that are shown; the sentence says how many there are."""


def _facts(seen: Seen) -> list[tuple[Filled, Text]]:
    found: list[tuple[Filled, Text]] = []
    if seen.asked is not None:
        found.append((phrase("findings.whom"), theirs(seen.asked, "name")))
    found.append((phrase("findings.rule"), _theirs(seen.finding.rule)))
    return [*found, (phrase("findings.where"), phrase("findings.line", line=str(seen.finding.line)))]


def _buttons(seen: Seen) -> list[Button]:
    if not seen.decides:
        return []
    finding, here = seen.finding, f"{seen.short} {seen.place}"
    found = []
    if finding.key in MENDABLE - {"state"}:
        found.append(Button(phrase("findings.mend"), "findings.open_mend", f"{here} {finding.key}", main=True))
    if finding.rule in TO_BE_DONE_WITH:
        found.append(Button(phrase("findings.done-with"), "findings.open_mend", f"{here} state", main=not found))
    if finding.rule == TO_BE_READ and seen.lines:
        found.insert(0, new_reading(seen.lines[0]))
    if seen.lines and seen.may_ask:
        found.append(Button(phrase("findings.ask-owner"), "findings.ask", here))
    return [*found, Button(phrase("findings.accept"), "findings.open_accept", here)]


def _ways(seen: Seen) -> list[Button]:
    found = []
    if seen.after:
        found.append(Button(phrase("findings.next"), "findings.show", f"{seen.after} {seen.place + 1}"))
    if seen.before:
        found.append(Button(phrase("findings.back"), "findings.show", f"{seen.before} {seen.place - 1}", quiet=True))
    return found


def none(*, decides: bool, gone: bool = False, accepted: int = 0) -> Card:
    """Nothing is found: in all of the score, or about the lines of who reads."""
    pieces: list[Piece] = [Prose(phrase("findings.gone"), quiet=True)] if gone else []
    if accepted:
        pieces.append(Prose(phrase("findings.but-accepted", count=accepted), quiet=True))
        pieces.append(Buttons([Button(phrase("findings.see-accepted"), "findings.accepted", quiet=True)]))
    return Card(phrase("findings.none", of=Which("all" if decides else "own")), pieces)


def may_not() -> Card:
    """Whom findings are for."""
    return Card(phrase("findings.may-not"))


def alone() -> Card:
    """Findings are shown to one person alone."""
    return Card(phrase("findings.alone"))


def _go_on(place: str, *, main: bool = True) -> Button:
    return Button(phrase("findings.go-on"), "findings.show", f"- {place}", main=main)


def gone(place: str) -> Card:
    """A finding is there no more, so that nothing was done about it."""
    return Card(phrase("findings.gone"), [Buttons([_go_on(place)])])


# Mended


@dataclass(frozen=True)
class Mending:
    """What is to be mended: the line or the part, the key, what stands there, and the number of the edition."""

    about: Mapping[str, str]
    at: Wording | Part
    key: str
    value: str
    edition: Edition


def mend_form(mending: Mending) -> Form:
    """The value as it stands, to be changed."""
    key, at = mending.key, mending.at
    options = [Option(one, phrase("findings.option", value=Which(one))) for one in CHOICES.get(key, ())]
    kind = FieldKind.CHOICE if options else FieldKind.DATE if key == "until" else FieldKind.TEXT
    value = mending.value or (options[0].value if options else "")
    field = Field(
        "value",
        phrase("findings.value", key=Which(key)),
        Audience(phrase("findings.everybody-reads"), Privacy.PUBLIC),
        FieldKind.LONG if key == "test" else kind,
        options=options,
        value=_theirs(value) if value else None,
        hint=phrase("findings.value-hint", key=Which(key)),
        optional=False,
        longest=WORDS_OF.get(key, SHORT),
    )
    name: Text = at if isinstance(at, Wording) else theirs(at, "name")
    return Form(
        phrase("findings.mend-title", number=mending.edition.number),
        "findings.mend",
        [field],
        phrase("findings.keep"),
        about=mending.about,
        note=phrase("findings.mends", at=name),
    )


class Wrong(StrEnum):
    """Why a value is not kept."""

    EMPTY = "empty"
    NOBODY = "nobody"
    MORE = "more"
    CHANGED = "changed"


def wrong(why: Wrong) -> Filled:
    """The same beside the field."""
    return phrase("findings.wrong", why=Which(why.value))


def refused(problems: ScoreProblems) -> Filled:
    """Why the language takes no such value: the first of what is wrong, and what to do about it."""
    first = problems.problems[0]
    return phrase("findings.refused", what=language.wrong(first), remedy=language.remedy(first))


def mended(at: Wording | Part, edition: Edition, key: str, place: str) -> Card:
    """The next edition is in force, and what is other in it."""
    pieces = _about([at], []) if isinstance(at, Wording) else _about([], [at])
    says = phrase("findings.mended", number=edition.number, key=Which(key))
    hear = Prose(phrase("findings.hear"), quiet=True)
    return Card(says, [*pieces, hear, Buttons([_go_on(place)]), _owners_alone()])


def same(at: Wording | Part, edition: Edition, place: str) -> Card:
    """The score says that already."""
    pieces = _about([at], []) if isinstance(at, Wording) else _about([], [at])
    return Card(phrase("findings.same", number=edition.number), [*pieces, Buttons([_go_on(place)]), _owners_alone()])


# Accepted


def accept_form(seen: Seen, until: date) -> Form:
    """Why, and until when."""
    owners = Audience(phrase("findings.owners-read"), Privacy.OWNERS)
    return Form(
        phrase("findings.accept-title"),
        "findings.accept",
        [
            Field("reason", phrase("findings.reason"), owners, optional=False, longest=REASON),
            Field(
                "until",
                phrase("findings.until"),
                owners,
                FieldKind.DATE,
                value=_theirs(until.isoformat()),
                hint=phrase("findings.until-hint"),
                optional=False,
            ),
        ],
        phrase("findings.accept-it"),
        about={"finding": f"{seen.short} {seen.place}"},
        note=phrase("findings.accepts", name=name(RULES[seen.finding.rule])),
    )


@dataclass(frozen=True)
class Agreed:
    """An acceptance, what it is about, and who said so; None where they are not known any more."""

    acceptance: Acceptance
    lines: Sequence[Wording] = ()
    parts: Sequence[Part] = ()
    by: Person | None = None


def accepted_now(agreed: Agreed, place: str) -> Card:
    """A finding is accepted, until when."""
    one = agreed.acceptance
    buttons = [_go_on(place), Button(phrase("findings.take-back"), "findings.take_back", one.id, quiet=True)]
    says = phrase("findings.accepted-now", name=name(RULES[one.rule]), day=one.until)
    return Card(says, [*_about(agreed.lines, agreed.parts), Buttons(buttons), _owners_alone()])


def _owners_alone() -> Audience:
    return Audience(phrase("findings.sees", who=Which("strategy")), Privacy.OWNERS)


def accepted(agreed: Sequence[Agreed], more: int) -> Card:
    """What is accepted, each with what takes it back."""
    if not agreed:
        return Card(phrase("findings.none-accepted"), [_owners_alone()])
    pieces = [piece for one in agreed for piece in _agreed(one)]
    pieces += [Prose(phrase("findings.more-accepted", count=more), quiet=True)] if more else []
    return Card(phrase("findings.accepted", count=len(agreed) + more), [*pieces, _owners_alone()])


def _agreed(agreed: Agreed) -> list[Piece]:
    one, by = agreed.acceptance, theirs(agreed.by, "name") if agreed.by else ""
    said = phrase(
        "findings.accepted-by", by=by, known=Which("somebody" if agreed.by else "nobody"), day=one.said_at.date()
    )
    return [
        Heading(phrase("findings.accepted-until", name=name(RULES[one.rule]), day=one.until)),
        *_about(agreed.lines, agreed.parts),
        Quote(theirs(one, "reason"), said),
        Buttons([Button(phrase("findings.take-back-of", rule=one.rule), "findings.take_back", one.id)]),
    ]


def taken_back() -> Card:
    """What was accepted is found again."""
    return Card(phrase("findings.taken-back"), [Buttons([_go_on("1")]), _owners_alone()])


# Told


@dataclass(frozen=True)
class Told:
    """What is new since somebody was last told, by its weight; how many are gone, and the three that weigh most."""

    errors: int
    warnings: int
    informations: int
    gone: int
    worst: Sequence[Seen]


def told(told: Told) -> Card:
    """What is new, to whoever answers for the strategy."""
    says = phrase("findings.told", errors=told.errors, warnings=told.warnings, informations=told.informations)
    pieces: list[Piece] = []
    for seen in told.worst:
        pieces += [Prose(_headed(seen.finding)), *_about(seen.lines[:1], seen.parts[:1])]
    pieces += [Prose(phrase("findings.told-gone", count=told.gone), quiet=True)] if told.gone else []
    go = Button(phrase("findings.go-through"), "findings.mine", main=True)
    return Card(
        says, [*pieces, Buttons([go]), Audience(phrase("findings.sees", who=Which("strategy")), Privacy.PERSON)]
    )
