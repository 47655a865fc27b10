"""Which lines of the score a question is about, what it wants to know of them, and when the score is silent.

A question is read twice: for its aim, by the phrases that give it away (`prompts/phrases/asked.*`), and for what it
is about, by the words that are left. A line answers when enough of these stand on it, counted by how rare they are
in the score: a word that no line has counts most, so that a question about something else is met with silence.
bench/ask.py measures it on real organisations, and the numbers here come from it.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from score.called import Called
from score.everyday import LITTLE, is_everyday
from score.figures import in_plain_words
from score.needs import HELD, NAME, NOTHING, Needs, names_in, needs_of
from score.periods import PERIODS
from score.register import NEARLY, Register, Weighed, term_of
from score.said_days import MONTHS
from score.stems import stem, stems, telling, tells
from score.synonyms import SAME, synonyms
from storage.tables import LineKind, Part, Person, Wording

ABOUT, PLAN, BECAUSE, AROUND = 0.9, 0.8, 0.7, 0.6
"""What a word counts that stands in what a line says about itself, in its plan or test, in its reason, or around it
(its part's name, the line that it serves, its owner's name), beside 1 in the line itself."""

LONG_TEXT, THINNED = 40, 0.25
"""Words that tell something from which on each counts less in a text, and how much less: by this power of how many
times as long it is. A page has any common word; a sentence has it because it speaks of it."""

ALSO = 0.45
"""What another word for it counts where the word itself stands on other lines."""

LEAST = 0.12
"""Below this mass nothing is found: that a word stands on nearly every line is no evidence for one of them."""

SILENT = 0.36
"""Below this worth of the nearest line the score is silent. Each two of three organisations choose 0.30 to 0.31 for the
third, with more questions to them 0.33 to 0.34 (bench/coach.py): a wrong citation costs more than a right one is worth.
"""

BESIDE = 0.6
"""A further line is cited beside the first when it is worth at least this share of it."""

LONG_ENOUGH = 6
"""Letters from which on a word of a question's manner is known with a typing error, and `which` besides."""

FOLK = ("people", "folks", "guys", "staff", "crew", "colleagues")
"""Who plays from a part: "the support people" are meant by its name."""

DOING = "doing"
"""What gives away that it is asked whether something is done: "do we", "may I", "why don't we"."""

FORBIDS = 1.4
"""How much more what was chosen against is worth to who asks whether something is done, than any other line."""

WORDS = 24
"""Words of a question that are looked up at most: the first ones that tell something."""

_WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(r"[.,;:?!]+")
_TOKEN = re.compile(r"[\w./-]+")
_CAPITALS = re.compile(r"\b[A-Z]{3,6}\b")
_PLURAL = re.compile(r"\b([A-Z]{2,6})s\b")
_SHORT = {
    "% off": " discount",
    "can't": "can not",
    "won't": "will not",
    "n't": " not",
    "'re": "",
    "'ll": "",
    "'ve": "",
    "'d": "",
    "'s": "",
}


class Aim(StrEnum):
    """What a question wants to know; where it gives away several, the first of these."""

    PRIVATE = "private"
    FIRST = "first"
    WEEK = "week"
    PART = "part"
    FIND = "find"
    NOT = "not"
    WHY = "why"
    WHO = "who"
    SINCE = "since"
    UNTIL = "until"
    HOW_FAR = "how_far"
    TARGET = "target"
    SERVES = "serves"
    WHAT = "what"


class Sought(StrEnum):
    """What a question can look for: lines of any kind, promises, measures that are behind, lessons, or what its asker
    wrote themselves.
    """

    LINE = "line"
    PROMISE = "promised"
    MEASURE = "behind"
    LESSON = "lesson"
    OWN = "own"


@dataclass(frozen=True)
class Question:
    """A question as it was read: its aim, the stems that it is about, and all its words in small letters.

    `accepted` is whether it asks if something was taken up at all, `kind` what kind of line it asks for by name, and
    `sides` are the two that it puts beside each other, when it asks which comes first. `sought` are what it looks for,
    none where it does not look for things, and `cues` all that its words gave away; `asks` are the words of which
    the stems are. `needs` are what a line must have to answer it, and `names` its words that are written as names are.
    `parts` are the handles of those that it is about, where it is about nothing else. `tokens` are what may be an
    address in it, or the handle of a part.
    """

    text: str
    aim: Aim
    about: tuple[str, ...]
    said: tuple[str, ...]
    accepted: bool = False
    kind: LineKind | None = None
    sides: tuple[str, ...] = ()
    sought: frozenset[Sought] = frozenset()
    cues: frozenset[str] = frozenset()
    asks: tuple[str, ...] = ()
    needs: Needs = NOTHING
    names: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()

    @property
    def tokens(self) -> frozenset[str]:
        """`co/p-1`, `p-1` and `theme-2`, in small letters: words alone are no addresses."""
        said = (token.strip("./-").casefold() for token in _TOKEN.findall(unicodedata.normalize("NFKC", self.text)))
        return frozenset(token for token in said if "/" in token or _coded(token))


@dataclass(frozen=True)
class Hit:
    """A line and what speaks for it.

    `share` is how much of the question stands on it, from 0.0 to 1.0; `mass` is how much that is, 1.0 being one word
    that no line has. `held` are the words of the question that stand on it.
    """

    line: Wording
    share: float
    mass: float
    held: frozenset[str] = frozenset()

    @property
    def worth(self) -> float:
        """How well the line answers, from 0.0 to 1.0."""
        return worth(self.share, self.mass)


def worth(share: float, mass: float) -> float:
    """How well something answers on which this `share` and `mass` of a question stand, from 0.0 to 1.0.

    A good part of a long question, or nearly all of a short one: one word of five proves little, however rare it is,
    and a question of one word that half of the things have is still about these.
    """
    return share * min(1.0, mass + share**2)


MANNER = "english"
"""The language of the phrases that give an aim away: there are no others yet (docs/decisions/0045)."""

LOOKED_FOR = frozenset({Sought.LINE, Sought.LESSON, Sought.OWN})
"""What is looked for where a question does not say."""

MEASURED = "measured"
"""What gives away that a number is asked for by its name, rather than how many of something there are."""

OTHER = "other"
"""What gives away that the second of two is meant that were just shown."""

COUNTED = "counted"
"""What gives away that it is asked how many of something there are."""

BETWEEN = ("to_us", "by_us")
"""What gives away that something was promised, and between whom."""

BESIDE_SOUGHT = frozenset({*BETWEEN, "until", MEASURED, *PERIODS})
"""What the words of a question that looks for things give away beside what is looked for: nothing that it is about."""


def is_addressed(line: Wording, tokens: Collection[str]) -> bool:
    """Whether one of `tokens` is the line's address, or the id at the end of it where that is no mere word."""
    address = line.address.casefold()
    return address in tokens or address.rpartition("/")[2] in tokens


def _coded(token: str) -> bool:
    """Whether a word is made as ids are, of letters and digits."""
    return any(map(str.isalpha, token)) and any(map(str.isdigit, token))


def visible_lines(lines: Iterable[Wording], _reader: Person | None) -> list[Wording]:
    """The lines of a score that may be seen: all of it, since what is hidden from who reads was never found for them
    (handlers/sight.py).
    """
    return list(lines)


def read_question(text: str, cues: Mapping[str, str], *, named: bool = False, language: str = "english") -> Question:
    """What `text` asks; `named` is whether it names somebody of the organisation.

    `cues` gives for each phrase that gives an aim away the value of that aim, and of a kind of line the value of that
    kind. Some phrases tell other things: `furniture` speaks of any line of any score, `accepted` asks whether
    something was taken up at all, `or` stands between two sides, `secret` is what each keeps for themselves; those of
    a `Sought` look for things of that sort and `find` for any, `to_us` and `by_us` say between whom something was
    promised, and `PERIODS` when. What tells of what a line must have, `score.needs` knows.
    """
    said = _without_errors(_WORD.findall(_spelt_out(text)), cues)
    found: dict[str, set[int]] = {}
    there = frozenset(said)
    for phrase, gives_away in cues.items():
        words = _split(phrase)
        if there.issuperset(words):
            for place in _places(said, words):
                found.setdefault(gives_away, set()).update(place)
    if DOING in found and not _opens(text, cues):
        del found[DOING]
    aim = next((aim for aim in Aim if _aims(aim, found, named=named)), Aim.WHAT)
    sought = _sought(found) if aim is Aim.FIND else frozenset()
    kind = next((kind for kind in LineKind if kind.value in found), None)
    beside = (*sought, *BESIDE_SOUGHT) if sought else (MEASURED, COUNTED) if aim is Aim.TARGET else ()
    named_kind = (kind.value,) if kind is not None and not sought else ()
    always = (aim.value, "accepted", "own_day", OTHER, *(("ends",) if not found.keys().isdisjoint(MONTHS) else ()))
    spent = set[int]().union(*(found.get(each, ()) for each in (*always, *named_kind, *beside)))
    furniture = found.get("furniture", set())
    # Whatever the language of the score, the manner of a question is known in English alone.
    telling = (at for at, word in enumerate(said) if tells(word, language) and tells(word, MANNER))
    left = [(at, said[at]) for at in telling if at not in spent]
    bare = [(at, word) for at, word in left if at not in furniture]
    asks: dict[str, str] = {}
    vague = found.get("vague", set()) | found.get(MEASURED, set())
    # Who looks for promises, or teams, means them.
    for _, word in bare if bare or not sought else left:
        asks.setdefault(term_of(word, language), word)
    return Question(
        text,
        aim,
        tuple(asks)[:WORDS],
        said,
        accepted="accepted" in found,
        kind=kind,
        sides=_sides(said, found["or"], spent | furniture) if aim is Aim.FIRST else (),
        sought=sought,
        cues=frozenset(found),
        asks=tuple(asks.values())[:WORDS],
        needs=needs_of(said, found, spent | furniture | vague) if cues else NOTHING,
        names=names_in(text) if language == MANNER else frozenset(),
    )


def _spelt_out(text: str) -> str:
    """A question in small letters, without what is written short in any: `don't` as `do not`, and `KPIs` as `kpi`."""
    plain = _PLURAL.sub(r"\1", unicodedata.normalize("NFKC", text).replace("’", "'")).casefold()
    for short, long in _SHORT.items():
        plain = plain.replace(short, long)
    return in_plain_words(plain)


def _without_errors(said: Sequence[str], cues: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a question, those of its manner without a letter too few, too many, or that changed places."""
    known, short = _manner(tuple(cues))
    return tuple(word if word in known or _is_known(word) else _meant_by(word, known, short) for word in said)


def _is_known(word: str) -> bool:
    """Whether an English word is one by itself, however much it looks like another."""
    term = term_of(word, MANNER)
    return not tells(word, MANNER) or is_everyday(term, MANNER) or bool(synonyms(term, MANNER))


def _meant_by(word: str, known: Collection[str], short: Mapping[str, str]) -> str:
    if word in short:
        return short[word]
    longer = (word[:at] + word[at + 1 :] for at in range(1, len(word)))
    turned = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))
    stem_of = stem(word, MANNER)
    return next((one for one in (*longer, *turned) if one in known and stem(one, MANNER) != stem_of), word)


@lru_cache(maxsize=10)
def _manner(phrases: tuple[str, ...]) -> tuple[frozenset[str], Mapping[str, str]]:
    """The longer words of phrases, and each of them by what is left of it without one letter but the first."""
    known = {word for phrase in phrases for word in _split(phrase) if len(word) >= LONG_ENOUGH} | {"which"} & {*phrases}
    short = {word[:at] + word[at + 1 :]: word for word in sorted(known) for at in range(1, len(word))}
    return frozenset(known), {one: word for one, word in short.items() if stem(one, MANNER) != stem(word, MANNER)}


def _opens(text: str, cues: Mapping[str, str]) -> bool:
    """Whether a clause of a question begins by asking whether something is done."""
    clauses = [tuple(_WORD.findall(clause)) for clause in _CLAUSE.split(_spelt_out(text))]
    begins = [_split(phrase) for phrase, gives_away in cues.items() if gives_away == DOING]
    return any(clause[: len(words)] == words for clause in clauses for words in begins)


def _sought(found: Collection[str]) -> frozenset[Sought]:
    """What is looked for; measures only where they are named."""
    named = {one for one in Sought if one in found and (one is not Sought.MEASURE or MEASURED in found)}
    named |= {Sought.PROMISE for cue in BETWEEN if cue in found}
    return frozenset(named) or (LOOKED_FOR if Aim.FIND in found else frozenset())


def _aims(aim: Aim, found: Mapping[str, Collection[int]], *, named: bool) -> bool:
    if aim is Aim.PRIVATE:
        return (named and aim.value in found) or ("secret" in found and (named or Aim.WHO.value in found))
    if aim is Aim.FIRST:
        return aim.value in found and "or" in found
    if aim is Aim.FIND:
        return bool(_sought(found))
    if aim is Aim.TARGET and (MEASURED in found or COUNTED in found):
        return True
    return aim.value in found or (aim is Aim.NOT and "accepted" in found)


@lru_cache(maxsize=5_000)
def _split(phrase: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(phrase))


def _places(said: tuple[str, ...], phrase: tuple[str, ...]) -> Iterator[range]:
    for begin in range(len(said) - len(phrase) + 1):
        if phrase and said[begin : begin + len(phrase)] == phrase:
            yield range(begin, begin + len(phrase))


def _sides(said: Sequence[str], between: Collection[int], spent: Collection[int]) -> tuple[str, ...]:
    """What stands on both sides of the last word that sets two things beside each other; nothing if a side is empty."""
    middle = max(between)
    ends = (range(middle), range(middle + 1, len(said)))
    sides = tuple(" ".join(said[place] for place in end if place not in spent) for end in ends)
    return sides if all(sides) else ()


class Concordance:
    """The words of one edition and the lines on which each stands; made once for an edition, and never changed."""

    def __init__(
        self,
        lines: Iterable[Wording],
        parts: Iterable[Part],
        people: Mapping[str, str] | None = None,
        language: str = "english",
    ) -> None:
        """`people` gives the name of each owner by id."""
        self.lines = tuple(lines)
        self.by_address = {line.address: line for line in self.lines}
        self.language = language
        self._capitals = [_capitals(line) for line in self.lines]
        places, names = tuple(parts), people or {}
        handles, self.called = {part.handle: part.name for part in places}, Called(places, language)
        said: set[str] = set()
        counts = [self._counted(line, handles, names, said) for line in self.lines]
        self.register = Register(counts, said, language)
        called = [(part.handle, text) for part in places for text in (part.name, part.handle)]
        known = [
            (tuple(term_of(word, language) for word in telling(text, language)), handle) for handle, text in called
        ]
        # The longer name first: "the booking desk" is one part, whatever else is called a desk.
        self._places = sorted((one for one in known if one[0]), key=lambda one: -len(one[0]))

    def naming(self, question: Question) -> Question:
        """A question with the parts that it is about, where it names parts and nothing else."""
        left, named = question.about, list[str]()
        folk = {term_of(word, self.language) for word in FOLK}
        if any(is_addressed(line, question.tokens) for line in self.lines):
            return question
        while left:
            handle, many = next(((h, len(t)) for t, h in self._places if left[: len(t)] == t), ("", 0))
            if many:
                left, named = left[many:], [*named, handle]
            elif named and left[0] in folk:
                # "The support people" are those of a part.
                left = left[1:]
            else:
                return question
        return replace(question, parts=tuple(dict.fromkeys(named)))

    def _counted(
        self, line: Wording, handles: Mapping[str, str], people: Mapping[str, str], every: set[str]
    ) -> dict[str, float]:
        """What each term of a line counts; its words are added to `every` one."""
        served = self.by_address.get(line.serves or "")
        around = [handles.get(line.part, ""), served.words if served else ""]
        around += [said for said in line.kept.values() if isinstance(said, str)]
        texts = [(said, AROUND) for said in around]
        texts += [(line.because, BECAUSE), (line.plan, PLAN), (line.test, PLAN), (line.about, ABOUT), (line.words, 1.0)]
        texts += [(name, 1.0) for name in line.also_called]
        counts = {address: 1.0 for address in _WORD.findall(line.address.casefold()) if address.isalpha()}
        for text, share in texts:
            for said in self.called.said(text, line.part):
                every.update(said)
                thin = share * min(1.0, (LONG_TEXT / max(1, len(said))) ** THINNED)
                for term in (term_of(word, self.language) for word in said):
                    counts[term] = max(thin, counts.get(term, 0.0))
        if line.until is not None and self.language == MANNER:
            # Who says "in March" or "by June" may mean the day of a line.
            counts.setdefault(term_of(MONTHS[line.until.month - 1], MANNER), AROUND)
        for owner in (line.owner_id, line.deputy_id):
            # Under a mark of their own: only who asks for owners means them by their names.
            counts |= {f"@{term}": AROUND for term in stems(people.get(owner or "", ""), self.language)}
        return counts

    def find(self, question: Question, among: Collection[str] | None = None) -> list[Hit]:
        """The lines on which anything of the question stands, best first; equal ones in the order of the file.

        `among` are the ids of the lines that may be found, all of them when it is None.
        """
        places = [n for n, line in enumerate(self.lines) if among is None or line.line_id in among]
        register = self.register.among(places)
        meant = _meant(register, question)
        whole = _whole(meant, question)
        short = self._abbreviated(question)
        tokens = question.tokens
        words = {term_of(word, self.language): word for word in question.asks}
        hits = []
        for place in places:
            line = self.lines[place]
            held = {term: one.on.get(place, 0.0) for term, one in meant.items()}
            for term in (one for form in self._capitals[place] for one in short.get(form, ()) if one in held):
                held[term] = max(held[term], NEARLY)
            mass = sum(meant[term].weight * share for term, share in held.items())
            stands = frozenset(words[term] for term, share in held.items() if share >= HELD)
            if is_addressed(line, tokens):
                hits.append(Hit(line, 1.0, max(1.0, mass), stands))
            elif mass >= LEAST:
                more = FORBIDS if line.kind is LineKind.NOT_CHOICE and DOING in question.cues else 1.0
                hits.append(Hit(line, min(1.0, more * mass / whole), more * mass, stands))
        # Of two that are worth the same, what somebody works on.
        return sorted(
            hits, key=lambda hit: (not is_addressed(hit.line, tokens), -hit.worth, not _is_worked_on(hit.line))
        )

    def _abbreviated(self, question: Question) -> dict[str, list[str]]:
        """The first letters of three to five words in a row, and the stems of those words."""
        said = question.said
        short: dict[str, list[str]] = {}
        for many in (3, 4, 5):
            for begin in range(len(said) - many + 1):
                row = said[begin : begin + many]
                short["".join(word[0] for word in row)] = [stem(word, self.language) for word in row]
        return short


def _is_worked_on(line: Wording) -> bool:
    return line.kind is LineKind.PRIORITY


def find_in(register: Register, question: Question) -> list[tuple[int, float]]:
    """The things of a register that answer, by their numbers, and what each is worth from 0.0 to 1.0; best first.

    Lines are found the same way, and by their addresses and abbreviations besides (`Concordance.find`), so that what
    they are worth can be compared.
    """
    meant = _meant(register, question)
    whole = sum(one.weight for one in meant.values())
    masses: dict[int, float] = {}
    for one in meant.values():
        for place, share in one.on.items():
            masses[place] = masses.get(place, 0.0) + one.weight * share
    found = [(place, worth(mass / whole, mass)) for place, mass in masses.items()]
    return sorted((one for one in found if one[1] >= SILENT), key=lambda one: (-one[1], one[0]))


def _whole(meant: Mapping[str, Weighed], question: Question) -> float:
    """What all that a question is about counts."""
    return sum(
        one.weight * (NAME if not one.on and word in question.names else 1.0)
        for one, word in zip(meant.values(), question.asks, strict=True)
    )


def _meant(register: Register, question: Question) -> dict[str, Weighed]:
    """What each term that a question is about may mean."""
    owners, asked = question.aim is Aim.WHO, [(term_of(word, register.language), word) for word in question.asks]
    return {term: _weighed(register, term, _near(register, term, word, owners=owners)) for term, word in asked}


def _weighed(register: Register, term: str, terms: Mapping[str, float]) -> Weighed:
    """What a term counts that may mean these terms.

    Other words for one that stands somewhere make it no rarer; and a word that any sentence has counts little.
    """
    meant = register.meant(terms)
    if register.has(term):
        same = dict.fromkeys(filter(register.has, synonyms(term, register.language) - terms.keys()), ALSO)
        on = {**register.meant(same).on, **{place: share for place, share in meant.on.items() if share > ALSO}}
        meant = replace(meant, on=on)
    return replace(meant, weight=meant.weight * LITTLE) if is_everyday(term, register.language) else meant


def _near(register: Register, term: str, word: str, *, owners: bool) -> dict[str, float]:
    """The terms that a word of a question may mean; of whom it asks who owns something, also their names."""
    if owners and register.has(f"@{term}"):
        return {f"@{term}": 1.0} | ({term: 1.0} if register.has(term) else {})
    return near(register, term, word)


def near(register: Register, term: str, word: str) -> dict[str, float]:
    """The terms that a word may mean: itself, else other words for the same, else those that are written much like it.

    What another word says is meant rather than one that only looks like it.
    """
    same = () if register.has(term) else synonyms(term, register.language)
    return dict.fromkeys(filter(register.has, same), SAME) or register.near(word, term)


def _capitals(line: Wording) -> frozenset[str]:
    """The abbreviations on a line, and each without its last letter: who spells FOIA out often leaves out the act."""
    found = {one.casefold() for one in _CAPITALS.findall(f"{line.words} {line.about} {line.plan} {line.because}")}
    return frozenset(found | {one[:-1] for one in found if len(one) > 3})
