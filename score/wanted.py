"""What a question may want that no one line answers: two beside each other, why this and not that, what changed since,
who could help, and the same of another part.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_TOKEN = re.compile(r"[\w./-]+")


class Want(StrEnum):
    """What is wanted; where a question gives away several, the first of these."""

    RATHER = "rather"
    HELPING = "helping"
    CHANGED = "changed"
    ABOUT = "about"
    COMPARED = "compared"


@dataclass(frozen=True)
class Pair:
    """Two that are put beside each other, as they were said, and what about them; nothing where it is all of both."""

    one: str
    other: str
    topic: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a question wants, and of what: each way to read two in it, or what is left of its words.

    `edition` is the number of that since which is asked what changed, if it names one.
    """

    want: Want
    pairs: tuple[Pair, ...] = ()
    rest: str = ""
    edition: int | None = None


def read_wanted(text: str, cues: Mapping[str, str]) -> Wanted | None:
    """What `text` wants, None where it wants none of these.

    `cues` gives for each phrase that gives a want away that want. `between` stands between two, `topic` before what of
    them is asked, `why` begins a question for a reason, and `edition` names one by its number.
    """
    said = _tokens(text)
    found: dict[str, list[range]] = {}
    for phrase, gives_away in cues.items():
        for place in _places(said, _split(phrase)):
            found.setdefault(gives_away, []).append(place)
    if "rather" in found and any(place.start == 0 for place in found.get("why", ())):
        pairs = tuple(_around(said, place, "") for place in found["rather"])
        return Wanted(Want.RATHER, tuple(pair for pair in pairs if pair.one and pair.other))
    for want in (Want.HELPING, Want.CHANGED, Want.ABOUT):
        places = [place for place in found.get(want.value, ()) if want is not Want.ABOUT or place.start == 0]
        if places:
            numbers = [said[place.stop] for place in found.get("edition", ()) if place.stop < len(said)]
            edition = next((int(one) for one in numbers if one.isdecimal() and len(one) < 6), None)
            spent = {at for place in (*places, *found.get("edition", ()), *found.get("since", ())) for at in place}
            spent |= {place.stop for place in found.get("edition", ()) if edition is not None}
            return Wanted(want, rest=" ".join(one for at, one in enumerate(said) if at not in spent), edition=edition)
    pairs = tuple(dict.fromkeys(_pairs(said, found)))
    return Wanted(Want.COMPARED, pairs) if pairs else None


def _pairs(said: Sequence[str], found: Mapping[str, Sequence[range]]) -> Iterator[Pair]:
    """Each way in which two may be set beside each other: with what is asked of them first, and then without."""
    if not found.get("compared") and sum("/" in token for token in said) != 2:
        return
    spent = {at for place in found.get("compared", ()) for at in place}
    tops = [place for place in found.get("topic", ()) if place.stop < len(said) and place.start > 0]
    for topic in (*reversed(tops), range(len(said), len(said))):
        body, about = said[: topic.start], " ".join(said[topic.stop :])
        for middle in (*found.get("compared", ()), *found.get("between", ())):
            if middle.stop <= len(body):
                ends = (range(middle.start), range(middle.stop, len(body)))
                one, other = (" ".join(body[at] for at in end if at not in spent) for end in ends)
                if one and other:
                    yield Pair(one, other, about)


def _around(said: Sequence[str], middle: range, topic: str) -> Pair:
    return Pair(" ".join(said[1 : middle.start]), " ".join(said[middle.stop :]), topic)


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("'s", " is")
    tokens = (token.strip("./-") for token in _TOKEN.findall(plain))
    return [token for token in tokens if token]


@lru_cache(maxsize=500)
def _split(phrase: str) -> tuple[str, ...]:
    return tuple(_tokens(phrase))


def _places(said: Sequence[str], phrase: Sequence[str]) -> Iterator[range]:
    for begin in range(len(said) - len(phrase) + 1):
        if phrase and tuple(said[begin : begin + len(phrase)]) == phrase:
            yield range(begin, begin + len(phrase))
