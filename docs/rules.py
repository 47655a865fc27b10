"""docs/rules.md, made of the rules, their phrases and docs/rules.yml.

    python -m docs.rules

A test holds the page to the code, and runs both examples of every rule.
"""

import sys
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from handlers.against import staying_out
from handlers.views import findings
from prompts import plain
from score import roster
from score.language import read_beside
from score.rules import RULES, judge, pairs
from score.rules.finding import Finding, Rule
from score.rules.known import Known, TeamWeeks, Work, everybody_of
from score.rules.structure import is_finding

HERE = Path(__file__).parent
PAGE, TEXTS = HERE / "rules.md", HERE / "rules.yml"
DAY = date(2026, 10, 1)
HEAD = "score: Corner Bakery\npart:\n  id: bakery\n  name: Corner Bakery\n  kind: company\n"
NEEDS = {"people": "a roster", "work": "the work in a store"}

BEGINNING = """\
# The rules of a score

This page is made by `python -m docs.rules`; change docs/rules.yml or the rules instead.

`concertmaster score check FILE` says what the rules find in a file. With `--people ROSTER` it knows who works here.
`concertmaster score check` without a file looks at the edition in force, with its people and its work.

```text
score.yml:14:7: warning[C34]: `bakery/P-1` has no last day, and does not say that it stands
   14 |       P-1:
      |       ^
        Write the day under `until:`, or `standing: yes` where there is none by intent. Ask ada.
```

| option | what it does |
|---|---|
| `--people FILE` | the roster: who is here, in which teams, who left |
| `--as-of DAY` | judge as on that day, as 2027-06-30 (default: today) |
| `--without C08,C23` | leave these rules out; those of taste are marked below |
| `--pairs FILE` | pairs of measures of your own, beside ours (score/rules/pairs.yml shows how) |
| `--json` | for programs: see below |
| `--rules` | list every rule |

The exit code is 0 when nothing is found above information, 1 when something is, and 2 when the file cannot be read.

A finding that is right and not to be mended now is *accepted*: under `accept:` of the line or the part it belongs to,
with the rule, the reason and the last day on which that holds (docs/write-a-score.md). It is silent if all the lines
that it is about are among those that are named, and comes back after that day.

In chat, whoever answers for the strategy writes "findings" and goes through those of the edition in force, one at a
time and the heaviest first: *Mend it* asks for the one value that is wrong and makes the next edition of it, in the
file as it was written; *Accept it until…* asks for the reason and the day, and is kept beside the file, so that the
command without a file counts it as well. "accepted findings" lists those, each with *Take it back*. Who owns a line
sees what is found about it. What is new since they were last told comes to those who answer for the strategy ten
minutes after a new edition, else on Monday morning, and only where it is above information (docs/decisions/0036).

No rule adds anything up: there is no number of a score. Each finding stands for itself.

## For programs

`--json` prints one document. `schema` is 1; more keys may come without another number, and none goes.

| key | what it is |
|---|---|
| `schema`, `file`, `day` | which schema, which file or edition, on which day it was judged |
| `lines`, `parts` | how many were looked at |
| `counts` | how many findings of each severity: `error`, `warning`, `information` |
| `findings` | the findings, the heaviest first and then in reading order |
| `findings[].rule`, `severity`, `taste` | the rule, how much it weighs, and whether others could see it otherwise |
| `findings[].lines` | the addresses that it is about, the one that it speaks to first; a part goes by its id |
| `findings[].reason`, `remedy` | half a sentence that says why, and what to do about it |
| `findings[].ask` | the handle of whoever can mend it, or null |
| `findings[].line`, `column` | its place in the file, both from 1 |
| `findings[].key` | the key of the first line under which another value would mend it; empty where more has to change |
| `findings[].says`, `values` | the name of the sentence among the phrases of the rules, and what it was filled with |

A file that cannot be read gives its problems on standard error, in words, and nothing on standard output.
"""


def texts() -> Mapping[str, Mapping[str, Any]]:
    """What is said of each rule beside what the code knows."""
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(TEXTS.read_text("utf-8"))
    return found


def found_in(example: str, said: Mapping[str, Any], rule: str) -> list[Finding]:
    """What one rule finds in an example."""
    source = (HEAD + textwrap.indent(example, "  ")).encode()
    file, problems = read_beside(source, "score.yml", is_finding)
    people = everybody_of(roster.read(said["people"].encode(), "people.yml")) if "people" in said else None
    work = dict(said.get("work", {}))
    work["teams"] = [TeamWeeks(**team) for team in work.get("teams", ())]
    known = Known(file, DAY, people, Work(**work), pairs.ours(), staying_out("en"), problems)
    return judge(known, without=RULES.keys() - {rule})


def page() -> str:
    """The whole page."""
    said = texts()
    return "\n".join([BEGINNING, *(_section(rule, said[id]) for id, rule in RULES.items()), *_pairs()])


def _section(rule: Rule, said: Mapping[str, Any]) -> str:
    marks = [rule.severity.value]
    if rule.taste:
        marks.append("a matter of taste")
    if rule.needs:
        marks.append(f"needs {NEEDS[rule.needs]}")
    parts = [
        f"## {rule.id}: {plain(findings.name(rule))}\n\n*{', '.join(marks)}*\n",
        f"{said['why']}\n\n{said['reading']}\n",
    ]
    for key in ("people", "work"):
        if key in said:
            text = said[key] if key == "people" else yaml.safe_dump(said[key], sort_keys=False, default_flow_style=None)
            parts.append(f"With {NEEDS[key]}:\n\n```yaml\n{text}```\n")
    parts += [f"Speaks:\n\n```yaml\n{said['speaks']}```\n", *_spoken(rule, said)]
    parts.append(f"Silent:\n\n```yaml\n{said['silent']}```\n")
    return "\n".join(parts)


def _spoken(rule: Rule, said: Mapping[str, Any]) -> Iterator[str]:
    for one in found_in(said["speaks"], said, rule.id):
        yield f"> {plain(findings.reason(one))}\\\n> {plain(findings.remedy(one))}\n"


def _pairs() -> Iterator[str]:
    yield "## The known pairs\n\n| pair | why |\n|---|---|"
    yield from (f"| {pair.id} | {pair.why} |" for pair in pairs.ours())
    yield ""


def main() -> int:
    """Write it."""
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
