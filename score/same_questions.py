"""Which questions ask the same: those that are about the same words, in whatever form and with other words for them."""

from collections.abc import Mapping, Sequence

from score.register import Register, term_of
from score.search import near, read_question

MUCH_THE_SAME = 0.65
"""How much of either question must stand in the other: two words of three, or one of one."""


def grouped(texts: Sequence[str], cues: Mapping[str, str], language: str, most: int) -> list[list[int]]:
    """The places of questions that ask the same, up to `most` together, in the order of the first of each.

    What is about nothing asks the same as nothing else.
    """
    asked = [read_question(text, cues, language=language).asks for text in texts]
    counts = [{term_of(word, language): 1.0 for word in words} for words in asked]
    register = Register(counts, {word for words in asked for word in words}, language)
    stands = [_stands(register, words, language) for words in asked]
    groups: list[list[int]] = []
    for place, words in enumerate(asked):
        same = (one for one in groups if len(one) < most and words and _same(asked, stands, one[0], place))
        group = next(same, None)
        if group is None:
            groups.append([place])
        else:
            group.append(place)
    return groups


def _stands(register: Register, words: Sequence[str], language: str) -> Mapping[int, float]:
    """In which other questions how many words of one stand."""
    found: dict[int, float] = {}
    for word in words:
        for place, share in register.meant(near(register, term_of(word, language), word)).on.items():
            found[place] = found.get(place, 0.0) + share
    return found


def _same(asked: Sequence[Sequence[str]], stands: Sequence[Mapping[int, float]], one: int, other: int) -> bool:
    shares = (stands[a].get(b, 0.0) / max(1, len(asked[a])) for a, b in ((one, other), (other, one)))
    return min(shares) >= MUCH_THE_SAME
