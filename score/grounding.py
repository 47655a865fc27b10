"""What may be said of the score in other words than its own: what its lines say, and nothing that they do not.

A model puts lines into words; what it says is held to them word by word. A claim names one line that it was shown and
quotes it, and all of the claim but a short list of words that only join others stands in what it was shown of that
line: numbers with their signs and beside the same words, and a "not" where the line has one. What does not stand is
dropped, however well it reads.
"""

import re
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from score.citations import CITED
from score.model import MOST_CLAIMS, Stated
from score.stems import number, stem
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

_MARKS = str.maketrans(
    dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›`´", "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."}
)
_MEANS = {"can't": "can not", "won't": "will not", "n't": " not", "do(es)? not": "not", "'s": ""}
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_UNITS, _SIGNS = "%‰°€$£¥₹¢", "#<>≤≥=±~≈+"
_TOKEN = re.compile(
    # Signs beside a number are its own: before it, and behind it unless they stand before the next one.
    rf"(?P<before>(?:(?<!\w)-|[{_UNITS}{_SIGNS}]\s?){{0,4}})"
    r"(?P<number>(?:(?<!\w)[.,])?\d+(?:[.,]\d+)*)(?P<letters>[^\W\d_]*)"
    rf"(?P<behind>(?:(?:\s?[{_UNITS}]|[{_SIGNS}])(?!\s?\d))*)"
    r"|(?P<word>[^\W_]+)|(?P<other>[^\w\s.,;:'\"()-]|_)"
)
_JOINED = re.compile(r"\b\w+(?:[./@:]+\w+)+")
_LETTER = re.compile(r"[^\W\d_]")


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_GLUE = {
    "english": _each(
        "a an and are as at be by for in into is it its no not of on our that the there these this those "
        "to us we which with"
    ),
    "german": _each(
        "am an auf aus bei beim das dass dem den der des die dies diese diesem diesen dieser dieses ein eine einem "
        "einen einer eines es für im in ins ist kein keine keinem keinen keiner keines mit nicht sich sind um und uns "
        "unser unsere unserem unseren unserer unseres vom von wir zu zum zur"
    ),
    "spanish": _each(
        "a al con de del e el en es esa esas ese eso esos esta estas este esto estos hay la las lo los no nos nosotros "
        "nuestra nuestras nuestro nuestros para por se ser son un una y"
    ),
}
"""Words that a claim may have of its own: they join others, and make no other sentence of them. Whatever says how many,
when, who but us, whether it may or must be, or what comes first, is none of them.
"""

_SPEAKS = {
    "english": re.compile(r"^(?:our|the) (?:aim|line|score|strategy)(?: is| says)?(?=\W):?"),
    "german": re.compile(r"^(?:das|der|die|unser|unsere) (?:linie|score|strategie|ziel)(?: ist| sagt)?(?=\W):?"),
    "spanish": re.compile(r"^(?:el|la|nuestra|nuestro) (?:estrategia|línea|objetivo)(?: es| dice)?(?: que)?(?=\W):?"),
}
"""How a claim begins that speaks of the line first."""

_NOT = {
    "english": _each("not no not never none nothing nobody nor neither without cannot"),
    "german": _each("nicht kein keine keinem keinen keiner keines nie niemals ohne nichts niemand niemanden weder"),
    "spanish": _each("no nunca sin ningún ninguno ninguna nada nadie ni jamás tampoco"),
}
"""Words that turn what is said."""

_OUT = {
    "english": _each("against avoid decline exclude excluded out refuse"),
    "german": _each("außerhalb ausgeschlossen dagegen gegen verzichten"),
    "spanish": _each("contra descartado descartamos excluido fuera renunciamos"),
}
"""Words that turn what was chosen against, and are free there."""

_CHOSE = {
    "english": _each("chose chosen decided do scope stay"),
    "german": _each("entschieden haben lassen"),
    "spanish": _each("decidido decidimos"),
}
"""Words that are free there as well, and turn nothing: one may choose for something, too."""

_BECAUSE = {
    "english": re.compile(r"\b(?:because|reason)\b"),
    "german": re.compile(r"\b(?:denn|grund|weil)\b"),
    "spanish": re.compile(r"\b(?:motivo|porque|razón)\b"),
}
"""Words behind which a reason stands."""

_ORDERS = {
    "english": _each("after before better from half instead less more rather than twice until worse"),
    "german": _each("als besser bis doppelt halb lieber mehr nach statt vor weniger"),
    "spanish": _each("antes desde después doble hasta más mejor menos mitad que"),
}
"""Words that put one thing before another: what stands on either side of one in a claim does so in the line."""

_PAST = {
    # "need" and "feed" are none, and what was chosen against is said to be decided.
    "english": re.compile(
        r"(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bnot )\b(?!decided|excluded)\w{2,}(?<![cdfhnpsw]e)ed\b"
    ),
    "german": re.compile(r"(?!)"),
    "spanish": re.compile(r"\b\w{2,}(?:é|ó|aron|ieron)\b"),
}
"""Forms by which a line is said to be done by now, where their stems do not tell; "is visited" is none of them."""


@dataclass(frozen=True)
class Source:
    """A line, and every text that was shown of it: its words, its reason, its plan, its day.

    `day` is the one of them, if any, that says until when: a sentence of ours, in which there is never a "not".
    """

    line: Wording
    texts: tuple[str, ...]
    day: str = ""


class Fault(StrEnum):
    """Why a claim does not stand."""

    SHAPE = "shape"
    LINE = "line"
    QUOTE = "quote"
    WORDS = "words"
    NUMBERS = "numbers"
    TURNED = "turned"
    MUCH = "much"
    BESIDE = "beside"


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


def ground(
    claims: Sequence[Stated], sources: Sequence[Source], language: str, cited: Sequence[Wording] = ()
) -> Grounded:
    """What stands of `claims` on the lines that were shown; `language` is the one by which the score is read.

    `cited` are the lines that answer: the first of them has a place whatever else is said, and where nothing is said of
    any of them, nothing stands.
    """
    answers = [line.line_id for line in cited]
    shown = {source.line.address.casefold(): source for source in sources}
    kept: list[Standing] = []
    dropped: list[Fault] = [Fault.MUCH] * max(0, len(claims) - MOST_CLAIMS)
    said = 0
    for claim in claims[:MOST_CLAIMS]:
        source = shown.get(claim.line.strip().strip("[]").casefold())
        fault = Fault.LINE if source is None else _fault(claim, source, language)
        lines = {one.line.line_id for one in kept} | set(answers[:1])
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
    if answers and not any(one.line.line_id in answers for one in kept):
        return Grounded(dropped=(*dropped, *(Fault.BESIDE for _ in kept)))
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
    if not _is_quoted(claim.quote, source):
        return Fault.QUOTE
    said = _SPEAKS[language].sub("", _written(text))
    return _fault_of(said, source, language) if _terms(said, source, language) else Fault.SHAPE


def _fault_of(text: str, source: Source, language: str) -> Fault | None:
    """The same of what it says, wherever it is quoted from."""
    said = _terms(text, source, language)
    texts = [_terms(one, None, language) for one in source.texts]
    known = {term for one in texts for term in one}
    if missing := [term for term in said if term not in known]:
        return Fault.NUMBERS if any(map(_is_number, missing)) else Fault.WORDS
    for formed in (_joined, _PAST[language].findall):
        if not set(formed(_written(text))) <= {one for shown in source.texts for one in formed(_written(shown))}:
            return Fault.WORDS
    if not all(_stands_beside(said, place, texts) for place, term in enumerate(said) if _is_number(term)):
        return Fault.NUMBERS
    if not _stand_together(said, texts):
        return Fault.WORDS
    parts, sentences = _parts(text, source, language), _sentences(source, language)
    same = all(_says_the_same(part, texts, sentences, source, language) for part in parts)
    return None if parts and same else Fault.TURNED


def _is_quoted(quote: str, source: Source) -> bool:
    """Whether a quote stands in a text of the line word for word, and is long enough."""
    wanted = _plain(quote).strip("\"' ").rstrip(".")
    # What ends at a mark stands by itself, too.
    by_itself = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    return bool(wanted) and any(
        len(wanted.split()) >= min(QUOTED, len(text.split())) and by_itself.search(_plain(text))
        for text in source.texts
    )


def _plain(text: str) -> str:
    return alike(text.translate(_MARKS))


def _written(text: str) -> str:
    """A text in small letters and with one way to write each mark and each "not"; possessives are none."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_MARKS)
    for said, means in _MEANS.items():
        text = re.sub(rf"{said}\b", means, text)
    return text


def _joined(text: str) -> list[str]:
    """Words with a mark and no blank between, as an address has it: a reader's app may make a link of them."""
    return [one for one in _JOINED.findall(text) if _LETTER.search(one)]


def _terms(text: str, source: Source | None, language: str) -> list[str]:
    """All that has to stand in the line of a text, in its order: stems, numbers and signs; only what is free does not.

    Of a claim that is all but the glue, and on a line that was chosen against what says that it was. It is the same for
    the texts of the line, for which there is no `source`.
    """
    free = _GLUE[language] | (_OUT[language] | _CHOSE[language] if source is not None and _is_out(source) else set())
    found = list[str]()
    for token in _TOKEN.finditer(_BECAUSE[language].sub(" ", _written(text))):
        word = token["word"]
        if token["number"]:
            found.append(_number(token, language))
        elif word is None:
            found.append(token["other"])
        elif word in _ORDERS[language]:
            found.append(word)
        elif word not in free:
            # `ten` is a number, however it is written.
            found.append(number(word) if number(word).isdigit() else stem(word, language))
    return found


def _is_out(source: Source) -> bool:
    """Whether a line was chosen against."""
    return source.line.kind is LineKind.NOT_CHOICE


def _number(token: re.Match[str], language: str) -> str:
    """A number with its signs and unit, however its decimal mark and its thousands are written; `10th` as `10`."""
    thousands = "," if language == "english" else "."
    whole = re.sub(rf"(?<=\d)(?<!^0)\{thousands}(?=\d{{3}}(?!\d))", "", token["number"])
    pointed = whole if language == "english" else whole.replace(",", ".")
    plain = re.sub(r"^0+(?=\d)", "", pointed)
    signs = "".join(sorted(re.sub(r"\s", "", token["before"] + token["behind"])))
    return signs + number(plain + token["letters"])


def _is_number(term: str) -> bool:
    return any(letter.isdigit() for letter in term)


def _stands_beside(said: Sequence[str], place: int, texts: Sequence[Sequence[str]]) -> bool:
    """Whether a number stands in the line near the word that follows it in the claim, or comes before it at the end."""
    beside = said[place + 1] if place + 1 < len(said) else said[place - 1]
    return any(
        beside in (*text[max(0, at - NEAR) : at], *text[at + 1 : at + 1 + NEAR])
        for text in texts
        for at, term in enumerate(text)
        if term == said[place]
    )


def _stand_together(said: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    """Whether words that stand beside each other in a claim stand near each other in a text of the line.

    Two that no text has both join what two texts say; then neither is alone on its side, unless it is all of its text.
    """
    near = [_are_near(one, other, texts) for one, other in pairwise(said)]
    whole = {text[0] for text in texts if len(text) == 1}
    sides = zip(said, [None, *near], [*near, None], strict=True)
    return False not in near and all(before or after or one in whole for one, before, after in sides if len(said) > 1)


def _are_near(one: str, other: str, texts: Sequence[Sequence[str]]) -> bool | None:
    """Whether two words stand near each other in a text; None where no text has both."""
    both = [text for text in texts if one in text and other in text]
    if not both:
        return None
    if one == other:
        return True
    for text in both:
        last = dict[str, int]()
        for at, term in enumerate(text):
            if term in (one, other):
                there = last.get(other if term == one else one)
                if there is not None and at - there <= APART:
                    return True
                last[term] = at
    return False


def _is_in_order(said: Sequence[str], place: int, texts: Sequence[Sequence[str]]) -> bool:
    """Whether what stands before and after a word that orders stands so in a text of the line."""
    return any(
        all(term in text[:at] for term in said[:place] if term in text)
        and all(term in text[at + 1 :] for term in said[place + 1 :] if term in text)
        for text in texts
        for at, term in enumerate(text)
        if term == said[place]
    )


def _parts(text: str, source: Source, language: str) -> list[str]:
    """The sentences of a claim, a reason as one of its own; none where it gives a reason that is none there."""
    split = _BECAUSE[language].split
    own = set(_terms(source.line.because, None, language))
    within = [set(_terms(one, None, language)) for text in source.texts for one in split(_written(text))[1:]]
    said, *reasons = split(_written(text))
    for reason in reasons:
        terms = set(_terms(reason, source, language))
        if terms and terms <= own:
            said += f"\n{reason}"
        elif terms and any(terms <= one for one in within):
            said += f" {reason}"
        else:
            return []
    return _SENTENCE.split(said)


_Sentences = Sequence[tuple[Set[str], int]]
"""Of each sentence of a line what it says, and how many "not" there are in it."""


def _sentences(source: Source, language: str) -> _Sentences:
    return [
        (set(_terms(one, None, language)), _wanted_nots(one, text, source, language))
        for text in source.texts
        if text != source.day
        for one in _SENTENCE.split(text)
    ]


def _says_the_same(
    part: str, texts: Sequence[Sequence[str]], sentences: _Sentences, source: Source, language: str
) -> bool:
    """Whether a sentence of a claim has the order of its line, and a "not" where the line has one and nowhere else."""
    terms = _terms(part, source, language)
    in_order = all(_is_in_order(terms, place, texts) for place, one in enumerate(terms) if one in _ORDERS[language])
    return in_order and _is_as_often_not(part, set(terms), sentences, source, language)


def _is_as_often_not(part: str, rest: set[str], sentences: _Sentences, source: Source, language: str) -> bool:
    """Whether a sentence has as many "not" as those of the line together that it is made of."""
    rest = {term for term in rest if any(term in words for words, _ in sentences)}
    wanted = list[int]()
    while rest:
        words, nots = max(sentences, key=lambda one: len(rest & one[0]))
        wanted.append(nots)
        rest = rest - words
    if len({nots > 0 for nots in wanted}) > 1:
        # Of which of them a "not" is, nobody could tell.
        return False
    own = {token["word"] for token in _TOKEN.finditer(_written(source.line.words))}
    said = _nots(part, _NOT[language] | (_OUT[language] - own if _is_out(source) else set()))
    return said == sum(wanted)


def _wanted_nots(sentence: str, text: str, source: Source, language: str) -> int:
    """How many "not" there are in what is said of a sentence of the line."""
    return _nots(sentence, _NOT[language]) + (_is_out(source) and text == source.line.words)


def _nots(text: str, words: Set[str]) -> int:
    return sum(token["word"] in words for token in _TOKEN.finditer(_written(text)))
