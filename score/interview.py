"""An interview that writes a score: its state, the next question, and what an answer makes of it.

The state is what was answered to which question, and nothing else: the way through the questions
(`score.five_choices`) is gone anew each time, which takes a millisecond. So an answer can be given again in any order,
and an interview goes on later wherever it stopped.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from score.five_choices import Way
from score.language import read
from score.question import Around, Asked, Question, Unfit, fit
from score.rules.finding import Finding
from score.writing import write
from score.written import ScoreFile

NOTHING = "-"
"""How somebody takes back what they answered before, where an answer is not needed."""

FILE = "score.yml"

_MENDED_BY: Mapping[str, Sequence[str]] = {
    "C04": ("serves",),
    "C06": ("serves",),
    "C07": ("words",),
    "C10": ("owner",),
    "C11": ("owner",),
    "C12": ("owner",),
    "C13": ("owner",),
    "C14": ("deputy",),
    "C20": ("measure",),
    "C22": ("start",),
    "C23": ("type",),
    "C25": ("target",),
    "C26": ("source",),
    "C30": ("until",),
    "C31": ("until",),
    "C34": ("until",),
    "C41": ("system",),
    "C42": ("capability",),
    "C44": ("words",),
}
"""Under which key of its line a finding is mended; the others say it themselves, or are mended in the file."""

_SAID_BY = ("missing", "boxes")
"""Values of a finding that are keys: what of a line is missing, which of the five questions has no answer."""


@dataclass(frozen=True)
class Interview:
    """What was answered so far, by the id of its question, empty where somebody went on without an answer.

    `again` are questions that are asked again though they were answered.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    again: frozenset[str] = frozenset()


def told(interview: Interview) -> str:
    """An interview as it is kept."""
    return json.dumps({"answers": dict(interview.answers), "again": sorted(interview.again)}, ensure_ascii=False)


def of(kept: str) -> Interview:
    """The interview that was kept. Raises ValueError for anything else."""
    data: Any = json.loads(kept)
    answers, again = (data.get("answers"), data.get("again")) if isinstance(data, dict) else (None, None)
    if not isinstance(answers, dict) or not isinstance(again, list):
        raise ValueError("this is no interview")
    return Interview({str(id): str(answer) for id, answer in answers.items()}, frozenset(map(str, again)))


def question(interview: Interview) -> Question | None:
    """What is asked next; None at the end."""
    return _gone(interview).next


def is_between(asked: Question | None) -> bool:
    """Whether a part is complete here, so that it is time to look at what the rules find: at its end, or the end."""
    return asked is None or asked.asks is Asked.PART


def answer(interview: Interview, said: str, around: Around) -> Interview | Unfit:
    """The interview with an answer to its next question; why that cannot be taken, or NEEDED where nothing is asked."""
    asked = question(interview)
    if asked is None:
        return Unfit.NEEDED
    if said.strip() == NOTHING and not asked.needed:
        return _with(interview, asked, "")
    kept = fit(asked, said, around)
    return kept if isinstance(kept, Unfit) else _with(interview, asked, kept)


def skip(interview: Interview) -> Interview | Unfit:
    """On without an answer; what was answered before stays."""
    asked = question(interview)
    if asked is None or (asked.needed and not asked.before):
        return Unfit.NEEDED
    return _with(interview, asked, asked.before)


def back(interview: Interview) -> Interview:
    """The question before is asked again; the first one stays the first."""
    gone = _gone(interview)
    return replace(interview, again=interview.again | {gone.asked[-1]}) if gone.asked else interview


def mends(finding: Finding) -> bool:
    """Whether a question can mend it, as far as its rule tells; the others are mended in the file."""
    return finding.rule in _MENDED_BY or any(_several(finding.values.get(name)) for name in _SAID_BY)


def mend(interview: Interview, finding: Finding) -> Interview | None:
    """What a finding is about is asked again; None where an interview cannot mend it."""
    places = _gone(replace(interview, again=frozenset())).way.places.get(finding.lines[0], {})
    said = [str(key) for name in _SAID_BY for key in _several(finding.values.get(name))]
    ids = [places[key] for key in (*said, *_MENDED_BY.get(finding.rule, ())) if key in places]
    known = [id for id in ids if id in interview.answers]
    return replace(interview, again=interview.again | {known[0]}) if known else None


def score(interview: Interview) -> ScoreFile | None:
    """The score as far as it was said, and its text; None before it has a name."""
    data = _gone(replace(interview, again=frozenset())).way.data
    if "part" not in data:
        return None
    text = write(read(json.dumps(data, ensure_ascii=False).encode(), FILE))
    return read(text.encode(), FILE)


@dataclass(frozen=True)
class _Gone:
    """How far the answers lead: the way, the ids of what was asked and answered, and what is asked next."""

    way: Way
    asked: Sequence[str]
    next: Question | None


def _gone(interview: Interview) -> _Gone:
    way, asked = Way(), []
    asks = way.whole()
    here = next(asks)
    try:
        while here.id not in interview.again and _holds(interview, here):
            asked.append(here.id)
            here = asks.send(interview.answers[here.id])
    except StopIteration:
        return _Gone(way, asked, None)
    before = interview.answers.get(here.id, "")
    return _Gone(way, asked, replace(here, before=before if here.holds(before) else ""))


def _holds(interview: Interview, asked: Question) -> bool:
    return asked.id in interview.answers and asked.holds(interview.answers[asked.id])


def _with(interview: Interview, asked: Question, said: str) -> Interview:
    """With an answer; where it is another than before, nothing stands that was only said of the earlier one."""
    forgotten = {f"{asked.id}.opposite", f"{asked.id}.sharper"} if said != asked.before else set()
    answers = {id: one for id, one in interview.answers.items() if id not in forgotten}
    return Interview({**answers, asked.id: said}, interview.again - {asked.id})


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, tuple) else ()
