"""If-then steps: when something happens, one will do something; how people write them, and how often it came to be.

The form and a time do most of it (Gollwitzer and Sheeran 2006: 94 tests, d = 0.65; Milkman and others 2011: date and
time 4.2 points, a date alone nothing that could be told from chance): docs/decisions/0049.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from score.stems import stems
from score.words import clean_line

GRACE = timedelta(minutes=30)
"""How long after its hour a step may still be shown: a cue that comes later is no cue."""

LOOKED_BACK = 5
"""Answered steps of which it is told how many were kept."""

TOLD_FROM = 3
"""Answered steps from which on it is told: of fewer, each would be a verdict."""

ASKED_FOR = timedelta(days=7)
"""How long after its day it is asked what became of a step: as long as the day can be changed."""

LIKE = 0.5
"""The share of the shorter one's words that a step and a task share at least to be about the same."""

_TIME = r"(?:(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)|(?P<twelve>1[0-2]|0?[1-9])\s?(?P<half>[ap])\.?m\.?)(?!\w)"


@dataclass(frozen=True)
class Said:
    """A step as it was written: the cue, what will be done, and at which minute after midnight, if at any."""

    cue: str
    words: str
    minute: int | None = None


Spelt = Mapping[str, str]
"""How people spell what a step is made of: by spelling, `when`, `as_said`, `will` or `at`."""


def read(text: str, spelt: Spelt) -> Said | None:
    """The step that `text` says, None when it says none: it has a cue or an hour, and what will be done then.

    Raises Unreadable for what nobody can read.
    """
    said = clean_line(text).rstrip(".! ")
    if said.endswith("?"):
        return None
    cues, will, _at = _patterns(tuple(spelt.items()))
    first = re.match(rf"(?:so\s+)?(?P<before>.*?\S),?\s+(?:then\s+)?{will}\s+(?P<does>.+)$", said, re.IGNORECASE)
    if first is not None:
        before, minute = at_hour(first["before"], spelt)
        cue = re.match(rf"{cues}\s+\S", before, re.IGNORECASE)
        if cue is not None or (minute is not None and not before):
            return _made(before, first["does"], minute, spelt)
        return None
    last = re.match(rf"{will}\s+(?P<does>.+)$", said, re.IGNORECASE)
    if last is None:
        return None
    does, minute = at_hour(last["does"], spelt)
    cue = re.search(rf",?\s+(?P<cue>{cues}\s+\S.*)$", does, re.IGNORECASE)
    if cue is not None:
        return _made(cue["cue"], does[: cue.start()], minute, spelt)
    return _made("", does, minute, spelt) if minute is not None else None


def _made(cue: str, does: str, minute: int | None, spelt: Spelt) -> Said | None:
    if minute is None:
        does, minute = at_hour(does, spelt)
    words = does.strip(" ,;:")
    return Said(cue_of(cue, spelt), words, minute) if words else None


def at_hour(text: str, spelt: Spelt) -> tuple[str, int | None]:
    """What is left of `text` without the hour that it names, such as `at 14:00`, and that in minutes after midnight."""
    _cues, _will, at = _patterns(tuple(spelt.items()))
    found = re.search(rf"(?:^|(?<=\s)){at}\s+{_TIME}", text, re.IGNORECASE)
    if found is None:
        return text, None
    rest = f"{text[: found.start()].rstrip(' ,')} {text[found.end() :].lstrip(' ,')}".strip()
    return rest, _minute(found)


def _minute(found: re.Match[str]) -> int:
    if found["hour"] is not None:
        return int(found["hour"]) * 60 + int(found["minute"])
    return (int(found["twelve"]) % 12 + (12 if found["half"] in "pP" else 0)) * 60


def hour(said: str) -> int | None:
    """The minute after midnight that stands in a field, None where it is no hour."""
    found = re.fullmatch(_TIME, said.strip(), re.IGNORECASE)
    return _minute(found) if found else None


def cue_of(said: str, spelt: Spelt) -> str:
    """A cue as it is kept: without the word that is said before it anyway, else with a capital."""
    known = sorted(((form, kind) for form, kind in spelt.items() if kind in _BEGINS), key=lambda one: -len(one[0]))
    for form, kind in known:
        if re.match(rf"{re.escape(form)}\b", said, re.IGNORECASE):
            return said[len(form) :].strip(" ,") if kind == "when" else said[:1].upper() + said[1:].strip(" ,")
    return said.strip(" ,")


_BEGINS = ("when", "as_said")


def begins_by_itself(cue: str, spelt: Spelt) -> bool:
    """Whether a cue as it is kept has its own first word, so that none is said before it."""
    return any(
        kind == "as_said" and re.match(rf"{re.escape(form)}\b", cue, re.IGNORECASE) for form, kind in spelt.items()
    )


def does_of(said: str, spelt: Spelt) -> str:
    """What will be done as it is kept: without the words that are said before it anyway."""
    _cues, will, _at = _patterns(tuple(spelt.items()))
    return re.sub(rf"^{will}\s+", "", said, flags=re.IGNORECASE).strip(" ,;:.") or said


@lru_cache(maxsize=16)
def _patterns(spelt: Sequence[tuple[str, str]]) -> tuple[str, str, str]:
    """What begins a cue, what says that one will, and what stands before an hour."""
    return tuple(_either([form for form, kind in spelt if kind in kinds]) for kinds in (_BEGINS, ("will",), ("at",)))  # type: ignore[return-value]


def _either(forms: Sequence[str]) -> str:
    longest = sorted(forms, key=len, reverse=True)
    return rf"(?:{'|'.join(map(re.escape, longest))})\b"


def meant_task(words: str, tasks: Mapping[str, str], language: str) -> str | None:
    """The id of the task that a step is for, by its words; None where none is like it. `tasks` are words by id."""
    wanted = set(stems(words, language))
    shares = {id: _shared(wanted, set(stems(said, language))) for id, said in tasks.items()}
    best = max(shares, key=lambda id: shares[id], default=None)
    return best if best is not None and shares[best] >= LIKE else None


def _shared(one: set[str], other: set[str]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


@dataclass(frozen=True)
class Kept:
    """How many of somebody's last answered steps were kept; for them alone."""

    kept: int
    of: int


def kept_of(answered: Sequence[bool]) -> Kept | None:
    """How often it came to be, of the last ones, the last first; None for too few to say anything of them."""
    last = answered[:LOOKED_BACK]
    return Kept(sum(last), len(last)) if len(last) >= TOLD_FROM else None


def asked_between(today: date) -> tuple[date, date]:
    """The days of the steps of which it is asked on `today`."""
    return today - ASKED_FOR, today - timedelta(days=1)
