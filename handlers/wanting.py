"""A question that wants more than one line: two beside each other, why this and not that, what changed, who could help.

Each is answered from the score and the roster as everybody may read them, and from nothing that anybody wrote.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.guards import ScoreNow, concordance_of, score_now
from handlers.in_view import InView, in_view
from handlers.turn import Answer, How, Reader
from prompts import spellings
from score import periods
from score.cadence import local_day
from score.citations import cite
from score.search import Aim, read_question, visible_lines
from score.wanted import Pair, Want, Wanted, read_wanted
from storage.store import Store
from storage.tables import LineKind, PlaceKind, Wording

SILENT = "silent"
"""What is said of a question that wants what the score has not."""

VIEWS = ("compared.lines", "compared.rather", "changed.since", "helping.of")
"""The cards that answer."""

LATELY = timedelta(days=28)
"""Since when is told what changed, where a question does not say."""


def consider(store: Store, reader: Reader, text: str, cited: InView | None) -> Answer | str | None:
    """What answers a question that wants more than one line: a card, `SILENT`, or None where it wants one line."""
    person = reader.person
    now = score_now(store, person.workspace_id) if person is not None else None
    if person is None or now is None:
        return None
    wanted = read_wanted(text, spellings("wanted", person.language))
    if wanted is None:
        return None
    cues = spellings("asked", person.language)
    if read_question(text, cues, named=True, language=now.language).aim in (Aim.PRIVATE, Aim.FIRST, Aim.FIND):
        return None
    seen = visible_lines(now.wordings.values(), person if reader.place.kind is PlaceKind.DIRECT else None)
    known = {line.line_id: line for line in seen}
    shown = [known[one] for one in in_view(store, reader, person, cited) if one in known]
    answer = _ANSWERS[wanted.want](_Asking(store, reader, now, seen, shown, cues, text), wanted)
    if isinstance(answer, Answer):
        # Who says that it did not help says of which question.
        answer = replace(answer, about={"question": text, **answer.about})
    return answer


@dataclass(frozen=True)
class _Asking:
    """Who asks, of which lines, and those that were just shown."""

    store: Store
    reader: Reader
    now: ScoreNow
    lines: Sequence[Wording]
    shown: Sequence[Wording]
    cues: Mapping[str, str]
    text: str

    def line(self, words: str, among: Sequence[Wording] | None = None) -> Wording | None:
        """The line that words speak of; None where the score does not know it."""
        lines = self.lines if among is None else among
        question = read_question(words, self.cues, language=self.now.language)
        concordance = concordance_of(self.store, self.now)
        found = cite(question, concordance.find(question, {line.line_id for line in lines}), lines)
        return found.lines[0] if found.lines and not found.listed else None

    def parts(self, words: str) -> Sequence[str]:
        """The handles of the parts that words name, where they name nothing else."""
        question = read_question(words, self.cues, language=self.now.language)
        return concordance_of(self.store, self.now).naming(question).parts

    def is_bare(self, words: str) -> bool:
        """Whether words speak of nothing by themselves: it, that one, the other."""
        question = read_question(words, self.cues, language=self.now.language)
        return not question.about and question.kind is None and not question.tokens

    def of_part(self, handle: str) -> list[Wording]:
        """The priorities of a part."""
        return [line for line in self.lines if line.part == handle and line.kind is LineKind.PRIORITY]


def _compared(asking: _Asking, wanted: Wanted) -> Answer | str | None:
    for pair in wanted.pairs:
        parts = [asking.parts(words) for words in (pair.one, pair.other)]
        of_parts = all(len(one) == 1 for one in parts)
        two = _of_parts(asking, [one[0] for one in parts], pair.topic) if of_parts else _two(asking, pair)
        if two is None and of_parts:
            return SILENT
        if two is not None and two[0].line_id != two[1].line_id:
            one, other = two
            return Answer(How.CARD, "compared.lines", {"one": one.line_id, "other": other.line_id})
    # What is only joined by a word that may join two is a question like any other.
    return SILENT if any("/" in pair.one and "/" in pair.other for pair in wanted.pairs) else None


def _two(asking: _Asking, pair: Pair) -> tuple[Wording, Wording] | None:
    """The two lines that are meant; what only points is one of those that were just shown."""
    found = list[Wording]()
    for words in (pair.one, pair.other):
        line = asking.line(words)
        if line is None and asking.is_bare(words):
            line = next((one for one in asking.shown if one not in found), None)
        if line is None:
            return None
        found.append(line)
    return found[0], found[1]


def _of_parts(asking: _Asking, handles: Sequence[str], topic: str) -> tuple[Wording, Wording] | None:
    """One line of each of two parts: on what is asked of both, else two that serve the same, else the first ones."""
    if topic and not asking.is_bare(topic):
        ones, others = ([line for line in asking.lines if line.part == handle] for handle in handles)
        one, other = asking.line(topic, ones), asking.line(topic, others)
        return (one, other) if one is not None and other is not None else None
    ones, others = (asking.of_part(handle) for handle in handles)
    pairs = [(one, other) for one in ones for other in others]
    alike = (pair for pair in pairs if pair[0].serves and pair[0].serves == pair[1].serves)
    return next(alike, pairs[0] if pairs else None)


def _rather(asking: _Asking, wanted: Wanted) -> Answer | str | None:
    against = [line for line in asking.lines if line.kind is LineKind.NOT_CHOICE]
    for pair in wanted.pairs:
        refused = asking.line(pair.other, against)
        if refused is not None:
            own = [line for line in asking.lines if line.address == refused.serves]
            others = [line for line in asking.lines if line.kind is not LineKind.NOT_CHOICE]
            line = asking.line(pair.one, own) or asking.line(pair.one, others)
            about = {"against": refused.line_id, "line": line.line_id if line else ""}
            return Answer(How.CARD, "compared.rather", about)
    return SILENT if wanted.pairs else None


def _changed(asking: _Asking, wanted: Wanted) -> Answer | str | None:
    person = asking.reader.person
    assert person is not None, "considered for somebody"
    since, words = _since(asking, wanted.rest, local_day(asking.reader.at, person.time_zone))
    about = {"since": since.isoformat(), "edition": "" if wanted.edition is None else str(wanted.edition)}
    parts, line = asking.parts(words), None
    if not parts and not asking.is_bare(words):
        line = asking.line(words)
        if line is None:
            return SILENT
    return Answer(How.CARD, "changed.since", {**about, "parts": " ".join(parts), "line": line.line_id if line else ""})


def _since(asking: _Asking, words: str, today: date) -> tuple[date, str]:
    """Since which day is asked, and the words without it."""
    cues = read_question(words, asking.cues).cues
    period = periods.behind(cues, today)
    if period is None:
        return today - LATELY, words
    first, left = period[0], f" {words} "
    for said, meant in asking.cues.items():
        if meant in cues and meant in periods.PERIODS:
            before, found, after = left.partition(f" {said} ")
            left = f"{before} {after}" if found else left
    day = next((one for one in left.split() if one.isdecimal()), None)
    if day is not None and first.day == 1 and 1 <= int(day[:3]) <= period[1].day:
        # "Since 3 March", or "March 3".
        return first.replace(day=int(day)), left.replace(f" {day} ", " ", 1)
    return first, left


def _helping(asking: _Asking, wanted: Wanted) -> Answer | str | None:
    owned = [line for line in asking.lines if line.owner_id is not None]
    line = asking.line(wanted.rest, owned) or asking.line(wanted.rest)
    if line is None and asking.is_bare(wanted.rest):
        line = asking.shown[0] if len(asking.shown) == 1 else None
        if line is None:
            shown = " ".join(one.line_id for one in asking.shown)
            return Answer(How.CARD, "coach.about_what", {"question": asking.text, "lines": shown})
    return Answer(How.CARD, "helping.of", {"line": line.line_id}) if line is not None else SILENT


def _about(asking: _Asking, wanted: Wanted) -> Answer | str | None:
    """The line of a part that comes nearest to what was just shown; None where nothing was, or none comes near."""
    parts = asking.parts(wanted.rest)
    if len(parts) != 1 or not asking.shown:
        return None
    line = asking.line(asking.shown[0].words, asking.of_part(parts[0]))
    return Answer(How.CARD, "coach.answer", {"question": asking.text, "line": line.line_id}) if line else None


_ANSWERS: Mapping[Want, Callable[[_Asking, Wanted], Answer | str | None]] = {
    Want.COMPARED: _compared,
    Want.RATHER: _rather,
    Want.CHANGED: _changed,
    Want.HELPING: _helping,
    Want.ABOUT: _about,
}
