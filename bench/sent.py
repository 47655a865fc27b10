"""How much of a question is sent to a model, and how much of that a cache can hold, at some 200 lines.

    python -m bench.sent

The lines are those of the four organisations in bench/asked in one score, and the questions theirs. A token is taken
for three characters: tokenizers need fewer for plain text in our languages. What is the same for every question (the
brief and the shape of an answer) comes first, then the lines, then the question: what begins alike need not be read
again.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

from bench import ask, organisations
from bench.briefs import SCRIBE
from bench.cases import bar
from bench.organisations import LOADED, WORKSPACE, Organisation
from handlers import briefed, coach
from handlers.turn import Turn
from prompts.brief import brief
from score import editions, language
from score.editions import Before, Loading
from score.model import SCHEMA

ASKED = Path(__file__).parent / "asked"
MOST = 2_500
"""Tokens that a question may take."""

CHARACTERS = 3
"""That are taken for a token."""

AROUND = 300
"""Characters of the request beside the brief, the shape and the data: names of fields, and the model's."""


def together() -> Organisation:
    """The four organisations as one score, whose lines nobody owns."""
    found = []
    for path in sorted(ASKED.glob("*/*/score.yml")):
        file = language.read(path.read_bytes(), path.name)
        owners = {who: who for line in file.lines for who in (line.owner, line.deputy) if who}
        new = editions.compose(file, Before(owners), Loading(WORKSPACE, LOADED, Random(str(path.parent.name))))
        assert new is not None, "nothing was loaded before"
        found.append(new)
    lines = [line for new in found for line in new.wordings]
    for place, line in enumerate(lines):
        line.position, line.owner_id, line.deputy_id = place, None, None
    return Organisation(
        name="together", edition=found[0].edition, parts=[part for new in found for part in new.parts], lines=lines,
        people={}, owners={}, tasks=(), strays=(), questions=(),
    )  # fmt: skip


def questions() -> Iterator[str]:
    """What is asked of them that lines answer."""
    for path in sorted(ASKED.glob("*/cases.jsonl")):
        yield from (row["question"] for row in organisations.rows(path) if row["kind"] == "answerable")


def sent(of: Organisation) -> list[str]:
    """The data of each question that goes to a model: lines, then the question."""
    found = []
    with ask.asking(of, of.lines) as asker:
        for question in questions():
            turn = Turn(
                asker.reader.at, Random(1), asker.person, asker.reader.place, "coach.ask", question, model=SCRIBE
            )
            wanted = coach.consider_ask(turn, asker.store)
            if isinstance(wanted, coach.ToWord):
                found.append(wanted.sent.data)
    return found


def tokens(characters: float) -> int:
    """How many tokens that is at most."""
    return round(characters / CHARACTERS)


def main() -> int:
    """Print the figures; 1 when a question takes more than it may."""
    of = together()
    data = sent(of)
    stable = len(brief(briefed.ANSWER).text) + len(json.dumps(SCHEMA))
    sizes = [stable + AROUND + len(one) for one in data]
    again = [_lines(one) for one in data]
    print(f"{len(data)} questions to {len(of.lines)} lines, tokens of {CHARACTERS} characters:")
    print(f"  the same for every question (brief, shape), first: {tokens(stable)}")
    print(f"  lines that go with one: {tokens(median(again))} at the median, {tokens(max(again))} at most")
    print(f"  the question and its fences: {tokens(median(len(one) - n for one, n in zip(data, again, strict=True)))}")
    print(f"  all of it: {tokens(median(sizes))} at the median, {tokens(max(sizes))} at most")
    any_more = stable / median(sizes)
    same = median((stable + n) / size for n, size in zip(again, sizes, strict=True))
    print(f"  a cache can hold {any_more:.0%} of any question, and {same:.0%} of another one about the same lines")
    most = tokens(max(sizes))
    return 0 if bar(most <= MOST, f"a question takes {most} tokens at most, bar {MOST}") else 1


def _lines(data: str) -> int:
    """How many characters come before the question."""
    return data.rindex('"question"')


if __name__ == "__main__":
    sys.exit(main())
