"""What an answer stands on: three lines of the score at most, each in its own words, or none at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from score.needs import NEARLY_ALL
from score.search import BESIDE, SILENT, Aim, Hit, Question, is_addressed
from score.stems import number, words
from storage.tables import LineKind, Wording

CITED = 3
"""Lines that one answer cites at most."""


NEARLY_SURE, AHEAD, HELD_WORDS = 0.29, 2.0, 2
"""From which worth on a line answers that is this many times as near as any other, and has this many of the words."""

ONE = "1"
"""The number that says how many of nothing: "one-day visits" and "in one sentence" are no figures."""


@dataclass(frozen=True)
class Cited:
    """The lines of an answer, what it says of the first of them, and how many more there would be.

    They are `listed` where all of their kind were asked for, and none more than the others.
    Where the score is silent there are none, and `nearest` is the line that comes nearest, if any does.
    """

    aim: Aim
    lines: tuple[Wording, ...] = ()
    more: int = 0
    listed: bool = False
    nearest: Wording | None = None

    @property
    def silent(self) -> bool:
        """Whether the score does not say."""
        return not self.lines

    def without_lines(self) -> "Cited":
        """The same where it does not answer what was asked: the first line is only the nearest."""
        return Cited(self.aim, nearest=self.lines[0] if self.lines else self.nearest)


def cite(question: Question, hits: Sequence[Hit], lines: Sequence[Wording]) -> Cited:
    """The lines that answer `question`, of those that were found; `lines` are all that the asker may see."""
    fit = answering(question, hits, lines)
    sure = [hit for hit in fit if hit.worth >= SILENT] or _far_ahead(fit, hits)
    if within := _within(question, sure, lines):
        return _list(Aim.WHAT, within)
    is_named = any(is_addressed(hit.line, question.tokens) for hit in hits)
    if of_kind := [] if is_named else _by_kind(question, lines):
        return _list(Aim.NOT if of_kind[0].kind is LineKind.NOT_CHOICE else Aim.WHAT, of_kind)
    sure = [hit for hit in sure if hit.line.kind is question.kind] or sure
    if sure and _is_nobodys(question, sure[0].line):
        sure = [hit for hit in sure if hit.line.owner_id is not None and hit.worth >= BESIDE * sure[0].worth]
    if not sure or (question.kind is not None and question.parts):
        # What a part has nothing of is not what it has besides.
        return Cited(question.aim, nearest=hits[0].line if hits else None)
    against = next((hit.line for hit in sure if hit.line.kind is LineKind.NOT_CHOICE), None)
    if sure[0].line.kind is LineKind.NOT_CHOICE or (question.aim is Aim.NOT and against is not None):
        first = sure[0].line if sure[0].line.kind is LineKind.NOT_CHOICE else against
    else:
        first = None
    if first is not None:
        return _cited(Aim.NOT, [first, *_chain(first, lines)[:1], *_beside(sure)])
    aim = Aim.WHAT if question.aim in (Aim.NOT, Aim.FIRST, Aim.PART, Aim.WEEK, Aim.PRIVATE) else question.aim
    return _of(aim, sure, lines)


def _far_ahead(fit: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """The first line that is nearly sure, with those that belong to it, where it is far ahead of all others."""
    if not fit or fit[0].worth < NEARLY_SURE or len(fit[0].held) < HELD_WORDS:
        return []
    first = fit[0].line
    next_worth = max((hit.worth for hit in hits if not _belong(first, hit.line)), default=0.0)
    if fit[0].worth < AHEAD * next_worth:
        return []
    return [hit for hit in fit if _belong(first, hit.line) and hit.worth >= BESIDE * fit[0].worth]


def _belong(one: Wording, other: Wording) -> bool:
    """Whether two lines are the same, or one of them serves the other, as a measure does."""
    return one.line_id == other.line_id or one.serves == other.address or other.serves == one.address


def _is_nobodys(question: Question, line: Wording) -> bool:
    """Whether it is asked who does what was chosen against."""
    asks_who = question.aim is Aim.WHO and not {"who", "whose"}.isdisjoint(question.said[:2])
    return asks_who and line.kind is LineKind.NOT_CHOICE


def answering(question: Question, hits: Iterable[Hit], lines: Sequence[Wording]) -> list[Hit]:
    """Those of the lines that were found that have what the question needs, however much they are worth."""
    return [hit for hit in hits if _has_what_it_needs(hit, question, lines)]


def _has_what_it_needs(hit: Hit, question: Question, lines: Iterable[Wording]) -> bool:
    """Whether a line has what a question asks for; one that is named by its address is what is asked for."""
    line, needs = hit.line, question.needs
    if is_addressed(line, question.tokens):
        return True
    if needs.beyond or (needs.nearly_all and hit.worth < NEARLY_ALL and line.kind is not LineKind.NOT_CHOICE):
        return False
    return needs.words <= hit.held and (not needs.number or _has_a_number(line, lines))


def _has_a_number(line: Wording, lines: Iterable[Wording]) -> bool:
    """Whether a line says how many, or has a measure that does."""
    texts = f"{line.words} {line.about} {line.plan} {line.test}"
    return (
        line.kind is LineKind.MEASURE
        or any(number(word).isdigit() and number(word) != ONE for word in words(texts))
        or any(one.kind is LineKind.MEASURE and one.serves == line.address for one in lines)
    )


def _of(aim: Aim, sure: Sequence[Hit], lines: Sequence[Wording]) -> Cited:
    line = sure[0].line
    if aim is Aim.WHY:
        return _cited(aim, [line, *_chain(line, lines)])
    if aim is Aim.SERVES:
        serving = [one for one in lines if one.serves == line.address]
        served = [] if serving else _chain(line, lines)[:1]
        return Cited(aim, (line, *served, *serving[: CITED - 1]), max(0, len(serving) - CITED + 1))
    if aim in (Aim.TARGET, Aim.HOW_FAR):
        return _cited(aim, [*_measured(line, lines), *_beside(sure)])
    if line.kind is LineKind.MEASURE and aim in (Aim.WHO, Aim.UNTIL):
        # It has neither owner nor day of its own.
        return _cited(aim, [*_chain(line, lines)[:1], line, *_beside(sure)])
    return _cited(aim, [line, *_beside(sure)])


def _by_kind(question: Question, lines: Sequence[Wording]) -> list[Wording]:
    """The lines of a kind, where a question asks for these and for nothing else but of which parts.

    Of a part by itself its priorities are meant.
    """
    kind = (
        LineKind.NOT_CHOICE if question.aim is Aim.NOT and len(question.about) <= len(question.parts) else question.kind
    )
    if kind is None and question.parts and question.aim is Aim.WHAT:
        kind = LineKind.PRIORITY
    of_kind = [line for line in lines if line.kind is kind]
    if question.about and not question.parts:
        return []
    if kind is LineKind.PROMISE and len(question.parts) > 1:
        return [line for line in of_kind if (line.part, line.to_part) == question.parts]
    return [line for line in of_kind if not question.parts or line.part in question.parts]


def _within(question: Question, sure: Sequence[Hit], lines: Iterable[Wording]) -> list[Wording]:
    """The lines of a part that is named by its handle, where that is what is asked; nothing where a line is named."""
    tokens = question.tokens
    if question.aim not in (Aim.WHAT, Aim.SERVES) or any(is_addressed(hit.line, tokens) for hit in sure):
        return []
    return [line for line in lines if line.part.casefold() in tokens]


def _list(aim: Aim, lines: Sequence[Wording]) -> Cited:
    return Cited(aim, tuple(lines[:CITED]), max(0, len(lines) - CITED), listed=True)


def _cited(aim: Aim, lines: Iterable[Wording]) -> Cited:
    once: dict[str, Wording] = {}
    for line in lines:
        once.setdefault(line.line_id, line)
    return Cited(aim, tuple(islice(once.values(), CITED)))


def _beside(sure: Sequence[Hit]) -> list[Wording]:
    return [hit.line for hit in sure if hit.worth >= BESIDE * sure[0].worth]


def _chain(line: Wording, lines: Iterable[Wording]) -> list[Wording]:
    """What a line serves, what that serves, and so on up; a line that leads back to itself ends it."""
    by_address: Mapping[str, Wording] = {one.address: one for one in lines}
    chain, seen = list[Wording](), {line.address}
    while (served := by_address.get(line.serves or "")) is not None and served.address not in seen:
        line = served
        seen.add(line.address)
        chain.append(line)
    return chain


def _measured(line: Wording, lines: Iterable[Wording]) -> list[Wording]:
    """A line and the measures that serve it; for a measure, the line that it serves and itself."""
    everything = list(lines)
    if line.kind is LineKind.MEASURE:
        return [*_chain(line, everything)[:1], line]
    return [line, *(one for one in everything if one.kind is LineKind.MEASURE and one.serves == line.address)]


def served_by(line: Wording, lines: Iterable[Wording]) -> tuple[Wording, ...]:
    """A line, and the lines that it serves, one after the other up to the top."""
    return (line, *_chain(line, lines))
