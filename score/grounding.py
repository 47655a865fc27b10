"""What may be said of the score in other words than its own: what its lines say, and nothing that they do not.

A model puts lines into words; what it says is held to them word by word. A claim names one line that it was shown and
quotes it, and every word of the claim that tells something stands in what it was shown of that line: numbers beside
the same words, and with a "not" where the line has one. What does not stand is dropped, however well it reads.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from score.citations import CITED
from score.model import MOST_CLAIMS, Stated
from score.stems import number, stem, tells, words
from score.words import alike
from storage.tables import LineKind, Wording

CLAIM = 300
"""Characters of a claim."""

WORDS = 120
"""Words of an answer in all: what is read in half a minute."""

QUOTED = 3
"""Words of a quote at least, of a line that has as many."""

NEAR = 2
"""How far from a number the word beside it may stand in the line, counted in words that tell something."""

APART = 6
"""How far apart two words may stand in the line that stand beside each other in a claim, if one text of it has both."""

_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOT = {
    "english": _each("no not never none nothing nobody nor neither without cannot"),
    "german": _each("nicht kein keine keinem keinen keiner keines nie niemals ohne nichts niemand niemanden weder"),
    "spanish": _each("no nunca sin ningún ninguno ninguna nada nadie ni jamás tampoco"),
}
"""Words that turn what is said."""

_OUT = {
    "english": _each("against avoid chose chosen decided decline exclude excluded out refuse scope stay"),
    "german": _each("außerhalb ausgeschlossen dagegen entschieden gegen lassen verzichten"),
    "spanish": _each("contra decidido decidimos descartado descartamos excluido fuera renunciamos"),
}
"""Words by which it is said that something was chosen against."""

_TURNS = {
    "english": _each(
        "all any before after both could down each few further may might more most must off once only over shall "
        "should under until up"
    ),
    "german": _each(
        "alle allem allen aller alles bis darf immer jede jedem jeden jeder jedes könnte mehr muss müssen nach nur "
        "seit soll sollen sollte unter vor während wieder über zwischen"
    ),
    "spanish": _each(
        "algunas algunos antes cada casi debe deben desde después durante hasta más menos mucho poco pueden puede "
        "siempre solo sólo sobre tanto todo todos"
    ),
}
"""Words that any sentence may have, and that make another sentence of it: they have to stand in the line."""

_ORDERS = {
    "english": _each("after before better from half instead less more rather than twice until worse"),
    "german": _each("als besser bis doppelt halb lieber mehr nach statt vor weniger"),
    "spanish": _each("antes desde después doble hasta más mejor menos mitad que"),
}
"""Words that put one thing before another: what stands on either side of one in a claim does so in the line."""

_OURS = {
    "english": _each("aim because call choice due line mean measure owner priority reason say score serve so"),
    "german": _each("bedeutet dient gilt grund heißt linie priorität sagt ziel zeile"),
    "spanish": _each("dice línea medida motivo objetivo prioridad razón significa sirve"),
}
"""Words with which a line is spoken of; none of them says anything of what it is about."""


@dataclass(frozen=True)
class Source:
    """A line, and every text that was shown of it: its words, its reason, its plan, its day."""

    line: Wording
    texts: tuple[str, ...]


class Fault(StrEnum):
    """Why a claim does not stand."""

    SHAPE = "shape"
    LINE = "line"
    QUOTE = "quote"
    WORDS = "words"
    NUMBERS = "numbers"
    TURNED = "turned"
    MUCH = "much"


@dataclass(frozen=True)
class Standing:
    """A sentence that stands, and the line on which it does."""

    text: str
    line: Wording


@dataclass(frozen=True)
class Grounded:
    """What stands of an answer, in its order, and why each of the other claims does not."""

    claims: tuple[Standing, ...] = ()
    dropped: tuple[Fault, ...] = ()

    @property
    def lines(self) -> tuple[Wording, ...]:
        """The lines that it stands on, each once, in the order in which they are cited."""
        return tuple({one.line.line_id: one.line for one in self.claims}.values())


def ground(claims: Sequence[Stated], sources: Sequence[Source], language: str) -> Grounded:
    """What stands of `claims` on the lines that were shown; `language` is the one by which the score is read."""
    shown = {source.line.address.casefold(): source for source in sources}
    kept: list[Standing] = []
    dropped: list[Fault] = [Fault.MUCH] * max(0, len(claims) - MOST_CLAIMS)
    said = 0
    for claim in claims[:MOST_CLAIMS]:
        source = shown.get(claim.line.strip().strip("[]").casefold())
        fault = Fault.LINE if source is None else _fault(claim, source, language)
        lines = {one.line.line_id for one in kept}
        if source is not None and fault is None:
            said += len(claim.text.split())
            if said > WORDS or len(lines | {source.line.line_id}) > CITED:
                fault = Fault.MUCH
            elif any(alike(one.text) == alike(claim.text) for one in kept):
                continue
            else:
                kept.append(Standing(_sentence(claim.text, source.line), source.line))
        if fault is not None:
            dropped.append(fault)
    return Grounded(tuple(kept), tuple(dropped))


def _sentence(text: str, line: Wording) -> str:
    """A claim without the address of its line, which stands beside it anyway."""
    bare = re.sub(rf"\s*[(\[]?{re.escape(line.address)}[)\]]?", "", text, flags=re.IGNORECASE)
    return " ".join(bare.split())


def _fault(claim: Stated, source: Source, language: str) -> Fault | None:
    """Why a claim does not stand on its line; None where it does."""
    text = _sentence(claim.text, source.line)
    if not text or len(text) > CLAIM or "?" in text:
        # A question says nothing, least of all the one that was asked.
        return Fault.SHAPE
    quoted = _quoted(claim.quote, source)
    if not quoted:
        return Fault.QUOTE
    said = _telling(text, source, language)
    if not said:
        return Fault.SHAPE
    texts = [_telling(one, None, language) for one in source.texts]
    known = {term for one in texts for term in one}
    if missing := [term for term in said if term not in known]:
        return Fault.NUMBERS if any(term.isdigit() for term in missing) else Fault.WORDS
    if not all(_stands_beside(said, place, texts) for place, term in enumerate(said) if term.isdigit()):
        return Fault.NUMBERS
    if not all(_stand_together(one, other, texts) for one, other in pairwise(said)):
        return Fault.WORDS
    if not all(_is_in_order(said, place, texts) for place, term in enumerate(said) if term in _ORDERS[language]):
        return Fault.TURNED
    return Fault.TURNED if _is_turned(text, quoted, source, language) else None


def _quoted(quote: str, source: Source) -> list[str]:
    """The sentences of the line in which a quote stands word for word; none where it does not, or is too short."""
    wanted = _plain(quote).strip("\"' ").rstrip(".")
    if not wanted:
        return []
    found = []
    for text in source.texts:
        enough = len(wanted.split()) >= min(QUOTED, len(text.split()))
        if enough and f" {wanted} " in f" {_loose(_plain(text), wanted)} ":
            found += [one for one in _SENTENCE.split(text) if wanted in _plain(one)] or [text]
    return found


def _loose(text: str, wanted: str) -> str:
    """A text in which a quote that ends at a mark stands by itself."""
    return re.sub(rf"(?<!\w){re.escape(wanted)}(?!\w)", f" {wanted} ", text)


def _plain(text: str) -> str:
    return alike(text.translate(_MARKS))


def _telling(text: str, source: Source | None, language: str) -> list[str]:
    """The words of a text that say what is so, as stems and numbers, in their order."""
    against = source is not None and source.line.kind is LineKind.NOT_CHOICE
    return list(_terms(text, language, _OUT[language] if against else frozenset()))


def _words(text: str) -> list[str]:
    """The words of a text, with each "not" as one."""
    text = re.sub(r"\b(ca|wo)n['’]t\b", "not", text, flags=re.IGNORECASE)
    return words(re.sub(r"n['’]t\b", " not", text, flags=re.IGNORECASE))


def _terms(text: str, language: str, besides: frozenset[str]) -> Iterator[str]:
    for word in _words(text):
        if word in _NOT[language] or word in besides:
            continue
        if word in _TURNS[language] | _ORDERS[language]:
            yield word
        elif word.isdecimal():
            yield str(int(word))
        elif tells(word, language) and not {word, stem(word, language)} & _OURS[language]:
            # `ten` is a number, however it is written; so is the `10` of `10th`.
            yield number(word) if number(word).isdigit() else stem(word, language)


def _stands_beside(said: Sequence[str], place: int, texts: Sequence[Sequence[str]]) -> bool:
    """Whether a number stands in the line near the word that follows it in the claim, or comes before it at the end."""
    beside = said[place + 1] if place + 1 < len(said) else said[place - 1]
    return any(
        beside in (*text[max(0, at - NEAR) : at], *text[at + 1 : at + 1 + NEAR])
        for text in texts
        for at, term in enumerate(text)
        if term == said[place]
    )


def _stand_together(one: str, other: str, texts: Sequence[Sequence[str]]) -> bool:
    """Whether two words stand near each other in a text of the line; or in no text together, so that they join two."""
    both = [text for text in texts if one in text and other in text]
    return not both or any(
        abs(at - there) <= APART
        for text in both
        for at, term in enumerate(text)
        if term == one
        for there, word in enumerate(text)
        if word == other
    )


def _is_in_order(said: Sequence[str], place: int, texts: Sequence[Sequence[str]]) -> bool:
    """Whether what stands before and after a word that orders stands so in a text of the line."""
    return any(
        all(term in text[:at] for term in said[:place] if term in text)
        and all(term in text[at + 1 :] for term in said[place + 1 :] if term in text)
        for text in texts
        for at, term in enumerate(text)
        if term == said[place]
    )


def _is_turned(text: str, quoted: Sequence[str], source: Source, language: str) -> bool:
    """Whether a claim says the contrary of what it quotes."""
    said = set(_words(text))
    against = source.line.kind is LineKind.NOT_CHOICE
    is_not = bool(said & (_NOT[language] | (_OUT[language] if against else frozenset())))
    of_line = any(_plain(one) in _plain(source.line.words) for one in quoted)
    theirs = any(set(_words(one)) & _NOT[language] for one in quoted) or (against and of_line)
    return is_not != theirs
