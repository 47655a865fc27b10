"""Reading a score file: what it says, what is wrong with it, and that nothing in it can hurt."""

import json
import os
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import prompts
from handlers.views import language as view
from score.language import ScoreFile, read, read_beside
from score.outline import DEPTH, NODES, lines_of
from score.problems import LISTED, Kind, Problem, ScoreProblems
from score.written import WrittenLine, WrittenMeasure
from storage.tables import Direction, LineKind, LineState, PartKind, Visible

ROOT = Path(__file__).parent.parent.parent
MIB = 1024 * 1024

HEAD = "score: Morrow\npart:\n  id: morrow\n  name: Morrow\n  kind: company\n"
"""Five honest lines; what a test is about begins in line 6."""

MEASURED = "  priorities: {P: {words: x, measures: {M: {words: x, "
"""The beginning of a measure, in line 6; its end is four braces."""

OF_FLAT = {Kind.NO_TOP, Kind.SECOND_TOP, Kind.SAME_FLAT_ID, Kind.NO_SUCH_PARENT}
"""What only another tool's list can have: tests/score/test_flat.py."""

FOUND_LATER = {Kind.UNKNOWN_OWNER, Kind.NOT_BEFORE, Kind.CLAIMED_TWICE}
"""What only an organisation's own people and editions can tell: tests/score/test_editions.py."""


def problems_of(text: str | bytes) -> list[Problem]:
    with pytest.raises(ScoreProblems) as caught:
        read(text.encode() if isinstance(text, str) else text, "score.yml")
    return caught.value.problems


def read_text(text: str) -> ScoreFile:
    return read(text.encode(), "score.yml")


# What a file says


def test_the_example_organisation_reads_as_it_is_drawn() -> None:
    score = read((ROOT / "examples" / "morrow" / "score.yml").read_bytes(), "score.yml")

    assert (score.name, score.season) == ("Morrow Ovens", "Spring 2027")
    assert [(part.id, part.parent, part.kind) for part in score.parts] == [
        ("morrow", None, PartKind.COMPANY),
        ("sales", "morrow", PartKind.UNIT),
        ("support", "morrow", PartKind.UNIT),
        ("service", "morrow", PartKind.UNIT),
    ]
    assert [(line.address, line.owner, line.serves) for line in score.lines if line.kind is LineKind.PRIORITY] == [
        ("morrow/P-1", "ines", "morrow/A"),
        ("sales/P-1", "otto", "morrow/P-1"),
        ("sales/P-2", "otto", "morrow/W"),
        ("support/P-1", "selma", "morrow/H"),
        ("support/P-2", "selma", "morrow/P-1"),
        ("service/P-1", "tomas", "morrow/H"),
        ("service/P-2", "mira", "morrow/P-1"),
        ("service/P-3", "tomas", "morrow/C"),
    ]
    assert "".join(line.id for line in score.lines if line.kind.is_choice) == "AWHCS"
    assert {line.until for line in score.lines if line.kind is LineKind.PRIORITY} == {date(2027, 6, 30)}


def test_the_page_that_teaches_the_file_shows_one_that_can_be_loaded() -> None:
    page = (ROOT / "docs" / "write-a-score.md").read_text("utf-8")
    examples = [piece.split("```")[0] for piece in page.split("```yaml\n")[1:]]

    assert len(examples) >= 2
    assert all(read_text(example).lines for example in examples)


@pytest.mark.parametrize(
    "words", ["no", "0o17", "1:30", "2027-06-30", "null", "~", "1e3", ".inf", "=", "0x1F", "+1", "true"]
)
def test_words_stay_as_they_were_written(words: str) -> None:
    assert read_text(HEAD + f"  choices: {{aspiration: {{A: {words}}}}}").lines[0].words == words


def test_words_on_several_lines_are_one_sentence() -> None:
    line = read_text(
        HEAD + "  choices:\n    systems:\n      S: >\n        One calendar,\n\n        read by three\n"
    ).lines[0]

    assert line.words == "One calendar, read by three"


def test_choices_come_in_the_order_in_which_they_are_answered() -> None:
    score = read_text(HEAD + "  priorities: {P: {words: x}}\n  choices: {systems: {S: x}, aspiration: {A: x}}")

    assert [line.id for line in score.lines] == ["A", "S", "P"]


def test_an_address_is_found_however_its_case_is_written() -> None:
    score = read_text(HEAD + "  choices: {how_to_win: {H: x}}\n  priorities: {P-1: {words: x, serves: morrow/h}}")

    assert score.lines[1].serves == "morrow/H"


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    assert read(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode(), "score.yml") == read_text(HEAD)


WHOLE = """\
score: Corner Bakery
season: Autumn 2026
kept: {tool: OldPlan, version: 3, ratio: 0.5, live: true, gone: null, said: 'true', many: [1, x]}
part:
  id: bakery
  name: Corner Bakery
  kind: company
  about: |
    Two paragraphs,
    of two lines.


    The second.
  allowance: 40 %
  choices:
    where_to_play:
      W:
        words: Households within ten minutes
        owner: ada
        horizon: 3 years
        because: Nobody else is near.
        not: {N-1: The big hotels, N-2: {words: Weddings, because: They want cake.}}
        must_be_true:
          T-1: {words: They walk, test: Ask forty, owner: bo, until: 2026-10-31, state: done}
    capabilities: {C: {words: Two bakers, serves: bakery/W}}
  priorities:
    P-1:
      words: Bake a second time
      owner: ada
      deputy: bo
      begins: 2026-09-01
      until: 2026-12-31
      serves: bakery/W
      plan: First the dough, then the oven.
      measures:
        M-1: {words: Warm loaves at six, unit: '%', start: 20, target: 80, range: 0 to 100, source: the till,
              every: 2 weeks, type: lead}
        M-2: {words: Minutes in the queue, unit: minutes, start: 9, target: 2.5}
        M-3: Smiles
    P-2: {words: Keep the street swept, standing: yes, state: dropped}
  not: {N-9: Bread from a factory}
  parts:
    - id: counter
      name: The counter
      kind: team
      promises:
        R-1: {words: Orders by noon, to: bakery, owner: bo, until: 2026-11-30, serves: bakery/P-1}
"""


BINDING = """\
score: X
part:
  id: x
  name: X
  kind: company
  hours: 120
  priorities:
    P:
      words: Bake
      hours: 40
      customer: bakeries
      needs: [{words: A list, from: a, by: 2027-03-01}]
      measures: {M: {words: Loaves, resource: vans, scope: the north, subtotal: yes}}
      accept: [{rule: C20, lines: [x/P], reason: It is new, until: 2027-06-30}]
  tensions: [{between: [x/M, x/P], owners: [ada, bo], measure: x/M, review: 2027-05-01}]
  accept: [{rule: C08, reason: Few of us, until: 2027-06-30}]
  parts:
    - id: a
      name: A
      kind: unit
      promises: {R: {words: A list, to: x, accepted: no, hours: 7.5, serves: x/P}}
"""


NAMED = """\
score: X
language: de
part:
  id: x
  name: X
  kind: company
  same_words: ["Angebot, Offerte", [RFQ, Anfrage, "Request for Quotation, rfq"]]
  priorities: {P: {words: Erneuern, also_called: "Verlängerung , renewal,Renewal"}}
  not: {N: {words: Hotels, also_called: [Gasthöfe, Pensionen]}}
"""


def line_of(score: ScoreFile, address: str) -> WrittenLine:
    return next(line for line in score.lines if line.address == address)


def test_lines_stand_in_lines_and_serve_them() -> None:
    score = read_text(WHOLE)

    assert [(line.address, line.kind, line.serves) for line in score.lines] == [
        ("bakery/W", LineKind.WHERE_TO_PLAY, None),
        ("bakery/N-1", LineKind.NOT_CHOICE, "bakery/W"),
        ("bakery/N-2", LineKind.NOT_CHOICE, "bakery/W"),
        ("bakery/T-1", LineKind.CONDITION, "bakery/W"),
        ("bakery/C", LineKind.CAPABILITIES, "bakery/W"),
        ("bakery/P-1", LineKind.PRIORITY, "bakery/W"),
        ("bakery/M-1", LineKind.MEASURE, "bakery/P-1"),
        ("bakery/M-2", LineKind.MEASURE, "bakery/P-1"),
        ("bakery/M-3", LineKind.MEASURE, "bakery/P-1"),
        ("bakery/P-2", LineKind.PRIORITY, None),
        ("bakery/N-9", LineKind.NOT_CHOICE, None),
        ("counter/R-1", LineKind.PROMISE, "bakery/P-1"),
    ]


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("1 week", 1),
        ("4 weeks", 1),
        ("5 weeks", 2),
        ("52 weeks", 12),
        ("week", 1),
        ("2 years", 24),
        ("30 days", 1),
        ("31 days", 2),
    ],
)
def test_a_horizon_of_weeks_is_the_months_into_which_they_reach(said: str, months: int) -> None:
    score = read_text(HEAD + f"  priorities: {{P: {{words: x, horizon: {said}}}}}")

    assert line_of(score, "morrow/P").horizon == months


def test_whatever_a_line_says_is_read() -> None:
    score = read_text(WHOLE)
    choice, condition = line_of(score, "bakery/W"), line_of(score, "bakery/T-1")
    priority, promise = line_of(score, "bakery/P-1"), line_of(score, "counter/R-1")

    assert (choice.owner, choice.horizon, choice.because) == ("ada", 36, "Nobody else is near.")
    assert (condition.test, condition.owner, condition.state) == ("Ask forty", "bo", LineState.DONE)
    assert (priority.deputy, priority.begins, priority.plan) == (
        "bo",
        date(2026, 9, 1),
        "First the dough, then the oven.",
    )
    assert (promise.to, promise.until) == ("bakery", date(2026, 11, 30))
    standing = line_of(score, "bakery/P-2")
    assert (standing.standing, standing.state) == (True, LineState.DROPPED)
    assert line_of(score, "bakery/N-2").because == "They want cake."


def test_a_measure_has_its_numbers_and_its_direction_from_them() -> None:
    score = read_text(WHOLE)

    assert line_of(score, "bakery/M-1").measure == WrittenMeasure(
        "%", 20, 80, Direction.UP, "the till", 14, True, 0, 100
    )
    assert line_of(score, "bakery/M-2").measure == WrittenMeasure("minutes", 9, 2.5, Direction.DOWN)
    assert line_of(score, "bakery/M-3").measure == WrittenMeasure()


def test_a_part_says_what_it_is_about_and_how_much_whirlwind_is_healthy() -> None:
    part = read_text(WHOLE).parts[0]

    assert part.about == "Two paragraphs,\nof two lines.\n\nThe second."
    assert part.allowance == 0.4
    assert read_text(HEAD + "  allowance: 0.29").parts[0].allowance == 0.29
    assert read_text(HEAD + "  allowance: 29%").parts[0].allowance == 0.29


def test_a_part_says_that_it_is_for_those_in_it_and_above_it() -> None:
    written = HEAD + "  parts: [{id: a, name: A, kind: team, visible: part}]"

    assert [part.visible for part in read_text(written).parts] == [Visible.ALL, Visible.PART]


def test_what_binds_parts_and_lines_is_read() -> None:
    score = read(BINDING.encode(), "score.yml")
    priority, measure, promise = (line_of(score, address) for address in ("x/P", "x/M", "a/R"))

    assert score.parts[0].hours == 120
    assert [(one.words, one.source, one.by) for one in priority.needs] == [("A list", "a", date(2027, 3, 1))]
    assert (priority.hours, priority.customer, promise.accepted, promise.hours) == (40, "bakeries", False, 7.5)
    assert (measure.resource, measure.measure and measure.measure.scope) == ("vans", "the north")
    assert measure.measure is not None
    assert measure.measure.subtotal
    (tension,), (of_part,), (of_line,) = score.parts[0].tensions, score.parts[0].accept, priority.accept
    assert (tension.between, tension.owners) == (("x/M", "x/P"), ("ada", "bo"))
    assert (tension.measure, tension.review) == ("x/M", date(2027, 5, 1))
    assert (of_part.rule, of_part.lines, of_part.until) == ("C08", (), date(2027, 6, 30))
    assert (of_line.rule, of_line.lines, of_line.reason) == ("C20", ("x/P",), "It is new")


def test_an_organisation_says_other_words_for_the_same() -> None:
    score = read(NAMED.encode(), "score.yml")

    assert score.language == "de"
    assert score.parts[0].same_words == (("Angebot", "Offerte"), ("RFQ", "Anfrage", "Request for Quotation"))
    assert line_of(score, "x/P").also_called == ("Verlängerung", "renewal")
    assert line_of(score, "x/N").also_called == ("Gasthöfe", "Pensionen")
    assert read_text(WHOLE).language == ""


def test_what_breaks_a_rule_alone_is_read_beside_it() -> None:
    text = HEAD + "  priorities: {P: {words: x, serves: morrow/P}, Q: {words: y, serves: z/P}}\n"
    text += "  parts: [{id: morrow, name: Again, kind: unit, priorities: {R: {words: z}}}]\n"
    kinds = {Kind.CIRCLE, Kind.NO_SUCH_LINE, Kind.SAME_PART_ID}

    score, problems = read_beside(text.encode(), "score.yml", lambda one: one.kind in kinds)

    assert [one.kind for one in problems] == [Kind.CIRCLE, Kind.NO_SUCH_LINE, Kind.SAME_PART_ID]
    assert [part.id for part in score.parts] == ["morrow"]
    assert [(line.address, line.serves) for line in score.lines] == [("morrow/P", "morrow/P"), ("morrow/Q", None)]
    with pytest.raises(ScoreProblems) as refused:
        read_beside(text.encode(), "score.yml", lambda one: one.kind is Kind.CIRCLE)
    assert refused.value.problems == problems


def test_what_is_kept_for_another_tool_keeps_its_types() -> None:
    kept = read_text(WHOLE).kept

    assert kept == {
        "tool": "OldPlan", "version": 3, "ratio": 0.5, "live": True, "gone": None, "said": "true", "many": [1, "x"],
    }  # fmt: skip
    assert read_text(HEAD + "  kept: {a: no, b: 2027-01-01, c: 007, d: 1e999, e: 1:30, f: , g: '', h: '5'}").parts[
        0
    ].kept == {
        "a": "no", "b": "2027-01-01", "c": "007", "d": "1e999", "e": "1:30", "f": None, "g": "", "h": "5",
    }  # fmt: skip


def test_a_promise_may_serve_a_line_of_those_to_whom_it_is_made() -> None:
    text = HEAD + (
        "  parts:\n"
        "    - {id: a, name: A, kind: team, promises: {R: {words: x, to: b, serves: b/P}}}\n"
        "    - {id: b, name: B, kind: team, priorities: {P: {words: x}}}\n"
    )

    assert line_of(read_text(text), "a/R").serves == "b/P"
    assert [one.kind for one in problems_of(text.replace("to: b,", "to: morrow,"))] == [Kind.OUTSIDE_CASCADE]


FIVE_HUNDRED = """
import sys
from datetime import UTC, datetime
from random import Random
from time import process_time
from score.editions import Before, Loading, compose
from score.language import read

source = sys.stdin.buffer.read()
began = process_time()
loading = Loading("w", datetime(2027, 3, 1, tzinfo=UTC), Random(1))
new = compose(read(source, "score.yml"), Before({"ada": "a"}), loading)
print(len(new.wordings), process_time() - began)
"""


def test_five_hundred_lines_are_read_and_composed_in_half_a_second() -> None:
    text = HEAD + "  priorities:\n"
    for n in range(250):
        text += f"    P-{n}:\n      words: Visit every oven number {n}\n      owner: ada\n      until: 2027-06-30\n"
        text += f"      measures: {{M-{n}: {{words: Ovens visited, unit: ovens, start: 0, target: {n + 1}}}}}\n"

    # Counting what is covered takes time of its own: in a process without it.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-c", FIVE_HUNDRED]
    ran = subprocess.run(command, cwd=ROOT, env=env, input=text.encode(), capture_output=True, check=True)
    lines, seconds = ran.stdout.split()

    assert int(lines) == 500
    assert float(seconds) < 0.5


# What is wrong with a file

BOUND = """\
  priorities: {P: {words: x, needs: [{words: y, from: a}], measures: {M: z}}}
  parts: [{id: a, name: A, kind: unit}]
  tensions: [{words: x, between: [morrow/M, morrow/P], owners: [ines, otto], measure: morrow/M, review: 2027-05-01}]
  accept: [{rule: C20, lines: [morrow/P], reason: Counted elsewhere, until: 2027-06-30}]
"""

WRONG: list[tuple[Kind, str | bytes, int, int, str]] = [
    (Kind.TOO_BIG, b"#" * (2 * MIB + 1), 1, 1, ""),
    (Kind.NOT_UTF8, HEAD.encode() + "  x: \xe9t\xe9".encode("latin-1"), 6, 6, ""),
    (Kind.NOT_UTF8, HEAD.encode("utf-16"), 1, 1, ""),
    (Kind.NOT_UTF8, HEAD.encode() + b"\xed\xa0\x80", 6, 1, ""),
    (Kind.FORBIDDEN_CHARACTER, HEAD + "  choices: {systems: {S: a\0b}}", 6, 27, ""),
    (Kind.FORBIDDEN_CHARACTER, HEAD + "  choices: {systems: {S: a\u202eb}}", 6, 27, ""),
    (Kind.FORBIDDEN_CHARACTER, HEAD + "  choices: {systems: {S: a\x85b}}", 6, 27, ""),
    (Kind.FORBIDDEN_CHARACTER, HEAD + "  choices: {systems: {S: a\u2028b}}", 6, 27, ""),
    (Kind.FORBIDDEN_CHARACTER, HEAD + '  choices: {systems: {S: "a\\u202eb"}}', 6, 26, "part.choices.systems.S"),
    (Kind.FORBIDDEN_CHARACTER, HEAD + '  choices: {systems: {S: "a\\0b"}}', 6, 26, "part.choices.systems.S"),
    (Kind.DIRECTIVE, "%TAG !a! x\n---\n" + HEAD, 1, 1, ""),
    (Kind.DIRECTIVE, "%YAML 1.1\n---\n" + HEAD, 1, 1, ""),
    (Kind.UNREADABLE, HEAD + "  choices: {aspiration: [", 6, 26, "part.choices.aspiration[0]"),
    (Kind.UNREADABLE, HEAD + "  choices:\n\t- x", 7, 1, "part.choices"),
    (Kind.UNREADABLE, HEAD + '  choices: {systems: {S: "\\ud800"}}', 6, 29, "part.choices.systems.S"),
    (Kind.EMPTY_FILE, "", 1, 1, ""),
    (Kind.EMPTY_FILE, "# nothing\n", 1, 1, ""),
    (Kind.SECOND_DOCUMENT, HEAD + "---\n" + HEAD, 6, 1, ""),
    (Kind.TOO_DEEP, "score: " + "[" * DEPTH, 1, 7 + DEPTH, "score" + "[0]" * (DEPTH - 1)),
    (
        Kind.TOO_MANY,
        HEAD + "  parts: [" + "x," * NODES + "]",
        6,
        10 + 2 * (NODES - 13) + 1,
        f"part.parts[{NODES - 13}]",
    ),
    (Kind.TAG, HEAD + "  choices: {systems: {S: !!python/object:os.system x}}", 6, 26, "part.choices.systems.S"),
    (Kind.TAG, HEAD + "  parts: !x []", 6, 10, "part.parts"),
    (Kind.ANCHOR, HEAD + "  choices: {systems: {S: &a x}}", 6, 26, "part.choices.systems.S"),
    (Kind.ALIAS, HEAD + "  choices: {systems: {S: *a }}", 6, 26, "part.choices.systems.S"),
    (Kind.MERGE_KEY, HEAD + "  <<: {season: x}", 6, 3, "part"),
    (Kind.DUPLICATE_KEY, HEAD + "  name: Again", 6, 3, "part"),
    (Kind.DUPLICATE_KEY, HEAD + "  priorities: {P-1: {words: x}, p-1: {words: y}}", 6, 33, "part.priorities"),
    (Kind.NOT_A_KEY, HEAD + "  ? [a]\n  : b", 6, 5, "part"),
    (Kind.NOT_A_MAPPING, "- x", 1, 1, ""),
    (Kind.NOT_A_MAPPING, HEAD + "  priorities: {P-1: Renew}", 6, 21, "part.priorities.P-1"),
    (Kind.NOT_A_LIST, HEAD + "  parts: {id: x}", 6, 10, "part.parts"),
    (Kind.NOT_A_TEXT, HEAD + "  priorities: {P-1: {words: [x]}}", 6, 29, "part.priorities.P-1.words"),
    (Kind.UNKNOWN_KEY, HEAD + "  prioritys: {}", 6, 3, "part.prioritys"),
    (Kind.MISSING, HEAD + "  priorities:\n    P-1:\n      owner: ines", 8, 7, "part.priorities.P-1.words"),
    (Kind.MISSING, "score: x", 1, 1, "part"),
    (Kind.EMPTY, HEAD + "  priorities: {P-1: {words: ''}}", 6, 29, "part.priorities.P-1.words"),
    (Kind.EMPTY, HEAD + "  priorities: {P-1: {words: \u200b}}", 6, 29, "part.priorities.P-1.words"),
    (Kind.EMPTY, HEAD + "  priorities:", 6, 14, "part.priorities"),
    (Kind.TOO_LONG, HEAD + f"  choices: {{systems: {{S: {'x' * 501}}}}}", 6, 26, "part.choices.systems.S"),
    (Kind.BAD_PART_ID, HEAD + "  parts: [{id: North East, name: x, kind: team}]", 6, 16, "part.parts[0].id"),
    (Kind.BAD_PART_ID, HEAD + "  parts: [{id: Ｎorth, name: x, kind: team}]", 6, 16, "part.parts[0].id"),
    (Kind.SAME_PART_ID, HEAD + "  parts: [{id: morrow, name: x, kind: team}]", 6, 16, "part.parts[0].id"),
    (Kind.BAD_LINE_ID, HEAD + "  priorities: {P 1: {words: x}}", 6, 16, "part.priorities.P 1"),
    (Kind.SAME_LINE_ID, HEAD + "  choices: {aspiration: {A: x}, systems: {a: y}}", 6, 43, "part.choices.systems.a"),
    (Kind.BAD_KIND, HEAD + "  parts: [{id: x, name: x, kind: tam}]", 6, 34, "part.parts[0].kind"),
    (Kind.BAD_DATE, HEAD + "  priorities: {P-1: {words: x, until: 2027-02-30}}", 6, 39, "part.priorities.P-1.until"),
    (Kind.BAD_DATE, HEAD + "  priorities: {P-1: {words: x, until: 20270630}}", 6, 39, "part.priorities.P-1.until"),
    (Kind.BAD_ADDRESS, HEAD + "  priorities: {P-1: {words: x, was: P-2}}", 6, 37, "part.priorities.P-1.was"),
    (
        Kind.NO_SUCH_LINE,
        HEAD + "  priorities: {P-1: {words: x, serves: morrow/H}}",
        6,
        40,
        "part.priorities.P-1.serves",
    ),
    (
        Kind.OUTSIDE_CASCADE,
        HEAD
        + "  priorities: {P-1: {words: x, serves: a/P-1}}\n"
        + "  parts: [{id: a, name: x, kind: team, priorities: {P-1: {words: x}}}]",
        6,
        40,
        "part.priorities.P-1.serves",
    ),
    (Kind.CIRCLE, HEAD + "  priorities: {P-1: {words: x, serves: morrow/P-1}}", 6, 40, "part.priorities.P-1.serves"),
    (
        Kind.CIRCLE,
        HEAD + "  priorities: {P-1: {words: x, serves: morrow/P-2}, P-2: {words: x, serves: morrow/P-1}}",
        6,
        40,
        "part.priorities.P-1.serves",
    ),
    (Kind.BAD_WORD, HEAD + "  priorities: {P: {words: x, state: dnoe}}", 6, 37, "part.priorities.P.state"),
    (Kind.BAD_WORD, HEAD + "  priorities: {P: {words: x, standing: maybe}}", 6, 40, "part.priorities.P.standing"),
    (Kind.BAD_WORD, HEAD + MEASURED + "type: leed}}}}", 6, 61, "part.priorities.P.measures.M.type"),
    (Kind.BAD_NUMBER, HEAD + MEASURED + "start: 62 %}}}}", 6, 62, "part.priorities.P.measures.M.start"),
    (Kind.BAD_NUMBER, HEAD + MEASURED + "target: '1,5'}}}}", 6, 63, "part.priorities.P.measures.M.target"),
    (Kind.BAD_NUMBER, HEAD + MEASURED + "target: .inf}}}}", 6, 63, "part.priorities.P.measures.M.target"),
    (Kind.BAD_SHARE, HEAD + "  allowance: 40", 6, 14, "part.allowance"),
    (Kind.BAD_SHARE, HEAD + "  allowance: 140 %", 6, 14, "part.allowance"),
    (Kind.BAD_SHARE, HEAD + "  allowance: some", 6, 14, "part.allowance"),
    (Kind.BAD_MONTHS, HEAD + "  priorities: {P: {words: x, horizon: soon}}", 6, 39, "part.priorities.P.horizon"),
    (Kind.BAD_MONTHS, HEAD + "  priorities: {P: {words: x, horizon: 51 years}}", 6, 39, "part.priorities.P.horizon"),
    (Kind.BAD_DAYS, HEAD + MEASURED + "every: '7'}}}}", 6, 62, "part.priorities.P.measures.M.every"),
    (Kind.BAD_DAYS, HEAD + MEASURED + "every: 0 days}}}}", 6, 62, "part.priorities.P.measures.M.every"),
    (Kind.BAD_RANGE, HEAD + MEASURED + "range: 100 to 0}}}}", 6, 62, "part.priorities.P.measures.M.range"),
    (Kind.BAD_RANGE, HEAD + MEASURED + "range: 0-100}}}}", 6, 62, "part.priorities.P.measures.M.range"),
    (Kind.NO_WAY_TO_GO, HEAD + MEASURED + "start: 5, target: 5.0}}}}", 6, 73, "part.priorities.P.measures.M.target"),
    (
        Kind.AGAINST_DIRECTION,
        HEAD + MEASURED + "start: 5, target: 9, direction: down}}}}",
        6,
        87,
        "part.priorities.P.measures.M.direction",
    ),
    (
        Kind.OUTSIDE_RANGE,
        HEAD + MEASURED + "range: 0 to 100, target: 110}}}}",
        6,
        80,
        "part.priorities.P.measures.M.target",
    ),
    (
        Kind.ENDS_FIRST,
        HEAD + "  priorities: {P: {words: x, begins: 2027-02-01, until: 2027-01-31}}",
        6,
        57,
        "part.priorities.P.until",
    ),
    (
        Kind.STANDING_UNTIL,
        HEAD + "  priorities: {P: {words: x, standing: yes, until: 2027-01-31}}",
        6,
        40,
        "part.priorities.P.standing",
    ),
    (
        Kind.NOT_SERVED,
        HEAD + "  choices: {how_to_win: {H: {words: x, not: {N: x}}}}\n  priorities: {P: {words: x, serves: morrow/N}}",
        7,
        38,
        "part.priorities.P.serves",
    ),
    (Kind.NO_SUCH_PART, HEAD + "  promises: {R: {words: x, to: sales}}", 6, 32, "part.promises.R.to"),
    (Kind.OWN_PART, HEAD + "  promises: {R: {words: x, to: morrow}}", 6, 32, "part.promises.R.to"),
    (Kind.MISSING, HEAD + "  promises: {R: {words: x}}", 6, 17, "part.promises.R.to"),
    (Kind.NOT_A_MAPPING, HEAD + "  promises: {R: x}", 6, 17, "part.promises.R"),
    (Kind.FORBIDDEN_CHARACTER, HEAD + '  kept: {a: "\\u202e"}', 6, 13, "part.kept.a"),
    (Kind.SAME_LINE_ID, HEAD + "  not: {N: x}\n  priorities: {P: {words: x, not: {n: y}}}", 6, 9, "part.not.N"),
    (Kind.NOT_A_TEXT, HEAD + "  about: [x]", 6, 10, "part.about"),
    (Kind.NOT_A_MAPPING, HEAD + "  parts: [x]", 6, 11, "part.parts[0]"),
    (Kind.ALIAS, HEAD + "  kept: {a: *b }", 6, 13, "part.kept.a"),
    (Kind.TOO_LONG, HEAD + f"  about: {'x' * 3001}", 6, 10, "part.about"),
    (Kind.NOWHERE, HEAD + BOUND.replace("from: a", "from: b"), 6, 38, ""),
    (Kind.NOWHERE, HEAD + BOUND.replace("[morrow/M, morrow/P]", "[morrow/M, morrow/Q]"), 8, 14, ""),
    (Kind.NOWHERE, HEAD + BOUND.replace("measure: morrow/M", "measure: morrow/P"), 8, 14, ""),
    (Kind.NOWHERE, HEAD + BOUND.replace("lines: [morrow/P]", "lines: [morrow/Q]"), 9, 12, ""),
    (Kind.NOT_TWO, HEAD + BOUND.replace("[ines, otto]", "[ines, Ines]"), 8, 64, "part.tensions[0].owners"),
    (Kind.ALONE, HEAD + "  same_words: [offer]", 6, 16, "part.same_words[0]"),
    (Kind.BAD_WORD, HEAD + "  visible: all", 6, 12, "part.visible"),
    (Kind.BAD_WORD, HEAD + "  visible: team", 6, 12, "part.visible"),
    (Kind.ALONE, HEAD + "  same_words: ['a, A']", 6, 16, "part.same_words[0]"),
    (Kind.NOT_A_LIST, HEAD + "  same_words: a, b", 6, 15, "part.same_words"),
    (Kind.NOT_A_TEXT, HEAD + "  same_words: [{a: b}]", 6, 16, "part.same_words[0]"),
    (
        Kind.EMPTY,
        HEAD + "  choices: {systems: {S: {words: x, also_called: ', ,'}}}",
        6,
        50,
        "part.choices.systems.S.also_called",
    ),
    (
        Kind.TOO_LONG,
        HEAD + f"  choices: {{systems: {{S: {{words: x, also_called: [{'a' * 300}, {'b' * 300}]}}}}}}",
        6,
        50,
        "part.choices.systems.S.also_called",
    ),
    (Kind.BAD_WORD, "language: fr\n" + HEAD, 1, 11, "language"),
    (Kind.NOT_A_TEXT, HEAD + BOUND.replace("[ines, otto]", "[ines, [x]]"), 8, 71, "part.tensions[0].owners[1]"),
    (Kind.MISSING, HEAD + BOUND.replace("owners: [ines, otto], ", ""), 8, 14, "part.tensions[0].owners"),
    (Kind.MISSING, HEAD + BOUND.replace(", review: 2027-05-01", ""), 8, 14, "part.tensions[0].review"),
    (Kind.MISSING, HEAD + BOUND.replace(", until: 2027-06-30", ""), 9, 12, "part.accept[0].until"),
    (Kind.NOT_A_MAPPING, HEAD + "  accept: [x]", 6, 12, "part.accept[0]"),
    (Kind.BAD_RULE, HEAD + BOUND.replace("C20", "c 20"), 9, 19, "part.accept[0].rule"),
    (Kind.BAD_HOURS, HEAD + "  hours: '-1'", 6, 10, "part.hours"),
    (Kind.BAD_HOURS, HEAD + "  hours: many", 6, 10, "part.hours"),
    (Kind.MORE, HEAD + "".join(f"  x{number}: x\n" for number in range(LISTED + 7)), 6 + LISTED, 3, ""),
]


@pytest.mark.parametrize(("kind", "text", "line", "column", "field"), WRONG)
def test_a_problem_says_what_and_where_and_what_to_do(
    kind: Kind, text: str | bytes, line: int, column: int, field: str
) -> None:
    found = [one for one in problems_of(text) if one.kind is kind]

    assert [(one.file, one.line, one.column, one.field) for one in found] == [("score.yml", line, column, field)]
    assert prompts.plain(view.wrong(found[0]))
    assert prompts.plain(view.remedy(found[0]))


def test_every_kind_of_problem_has_an_example() -> None:
    assert {kind for kind, *_ in WRONG} | FOUND_LATER | OF_FLAT == set(Kind)


def test_every_kind_has_its_two_phrases_and_every_phrase_a_kind() -> None:
    phrases = {id.removeprefix("language.") for id in prompts.all_inputs() if id.startswith("language.")}

    assert phrases == {phrase for kind in Kind for phrase in (kind.value, f"{kind.value}-remedy")}


def test_all_problems_are_said_at_once_in_reading_order() -> None:
    found = problems_of(
        "score: ''\npart:\n  id: Morrow\n  kind: compny\n  priorities:\n    P-1: {words: x, until: soon, ownr: ines}\n"
    )

    assert [(one.line, one.kind) for one in found] == [
        (1, Kind.EMPTY),
        (3, Kind.MISSING),
        (3, Kind.BAD_PART_ID),
        (4, Kind.BAD_KIND),
        (6, Kind.BAD_DATE),
        (6, Kind.UNKNOWN_KEY),
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (HEAD + "  prioritys: {}", "priorities"),
        (HEAD + "  Parts: []", "parts"),
        (HEAD + "  parts: [{id: x, name: x, kind: tean}]", "team"),
        (HEAD + "  priorities: {P-1: {words: x, serves: morow/P-2}, P-2: {words: x}}", "morrow/P-2"),
        (HEAD + "  quite_other: {}", ""),
    ],
)
def test_a_name_that_was_probably_meant_is_suggested(text: str, meant: str) -> None:
    (problem,) = problems_of(text)

    assert problem.suggestion == meant
    assert ("Did you mean" in prompts.plain(view.remedy(problem))) == bool(meant)


def test_a_hundred_problems_are_listed_and_the_rest_is_counted() -> None:
    found = problems_of(HEAD + "".join(f"  x{number}: x\n" for number in range(LISTED + 7)))

    assert len(found) == LISTED + 1
    assert prompts.plain(view.wrong(found[-1])) == "from here on, 7 problems more"


def test_a_part_that_cannot_be_named_does_not_make_those_in_it_wrong() -> None:
    inner = "      - {id: b, name: x, kind: team, priorities: {P: {words: x, serves: morrow/H}}}\n"
    found = problems_of(
        HEAD + "  choices: {how_to_win: {H: x}}\n  parts:\n    - id: A B\n      name: x\n      kind: unit\n"
        "      parts:\n" + inner
    )

    assert [one.kind for one in found] == [Kind.BAD_PART_ID]


def test_problems_are_shown_as_compilers_show_them() -> None:
    with pytest.raises(ScoreProblems) as caught:
        read_text(HEAD + "  priorities:\n    日本: {words: x}\n    P-2: {owner: ines}\n")

    assert view.shown(caught.value) == (
        "score.yml:7:5: `日本` cannot be the id of a line\n"
        "    7 |     日本: {words: x}\n"
        "      |     ^\n"
        "        Use letters, digits and hyphens, a letter first, at most 32 of them, as in `P-2`.\n"
        "\n"
        "score.yml:8:10: `part.priorities.P-2.words` is missing\n"
        "    8 |     P-2: {owner: ines}\n"
        "      |          ^\n"
        "        Add `words:` here, in line with the keys beside it.\n"
    )


def test_a_problem_far_out_on_a_long_line_is_shown_near_its_place() -> None:
    with pytest.raises(ScoreProblems) as caught:
        read_text(HEAD + f"  choices: {{systems: {{S: {'日' * 300}, T: ''}}}}")

    _place, source, caret, *_ = view.shown(caught.value).split("\n")
    wide = sum(2 if character == "日" else 1 for character in source[: source.index("''")])
    assert caret.index("^") == wide


def test_what_is_shown_of_a_hostile_file_cannot_steer_a_terminal() -> None:
    with pytest.raises(ScoreProblems) as caught:
        read(HEAD.encode() + b'  "\\e[31m\x1b[2J": x\n', "score\x1b.yml")

    assert all(character.isprintable() or character == "\n" for character in view.shown(caught.value))


# Files that mean harm

ALIASES = "a: &a [x]\n" + "".join(
    f"{name}: &{name} [{f'*{last}, ' * 9}*{last}]\n" for last, name in pairwise("abcdefghi")
)
MERGES = "a: &a {x: y}\n" + "".join(
    f"{name}: &{name} {{<<: [{f'*{last}, ' * 9}*{last}]}}\n" for last, name in pairwise("abcdefghijkl")
)

BOMBS: dict[str, bytes] = {
    "aliases": ALIASES.encode(),
    "merge keys": MERGES.encode(),
    "brackets": b"[" * 20_000,
    "braces": b"{a: " * (MIB // 2 - 10),
    "dashes": b"- " * (MIB - 10),
    "question marks": b"? " * (MIB - 10),
    "3 MiB": b"score: " + b"x" * 3 * MIB,
    "NUL": b"\0" * 2 * MIB,
    "anchors": b"".join(b"- &a%d x\n" % number for number in range(150_000)),
    "self-reference": b"a: &a [*a, *a]\n",
    "tag directives": b"".join(b"%%TAG !a%d! x\n" % number for number in range(120_000)),
    "tag directives, old line ends": b"".join(b"%%TAG !a%d! x\r" % number for number in range(120_000)),
    "one key": b"a: x\n" * (2 * MIB // 5),
    "unknown keys": b"".join(b"prioritie%d: x\n" % number for number in range(100_000)),
    "documents": b"---\n" * (MIB // 2),
    "escapes": b'score: "' + b"\\0" * (MIB - 10) + b'"',
    "blank lines": b"score: >\n x\n" + b"\n" * (2 * MIB - 20) + b" x",
    "serves nothing": HEAD.encode()
    + b"  priorities:\n"
    + b"".join(b"    P-%d: {words: x, serves: morrow/Q-%d}\n" % (number, number) for number in range(9_000)),
    "serves the next": HEAD.encode()
    + b"  priorities:\n"
    + b"".join(b"    P-%d: {words: x, serves: morrow/P-%d}\n" % (number, number + 1) for number in range(9_000)),
}

CHILD = """
import json, os, resource, sys
from pathlib import Path
from unicodedata import normalize
from score.language import read
from score.problems import ScoreProblems

def judge(path):
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + 150 * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
    try:
        read(Path(path).read_bytes(), "score.yml")
    except ScoreProblems as problems:
        print(json.dumps([[one.kind, one.line] for one in problems.problems]), flush=True)

child = os.fork()
if not child:
    judge(sys.argv[1])
    os._exit(0)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are set as Linux has them")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_two_seconds_and_little_memory(name: str, tmp_path: Path) -> None:
    bomb = tmp_path / "score.yml"
    bomb.write_bytes(BOMBS[name])

    ran = subprocess.run(
        [sys.executable, "-c", CHILD, str(bomb)],
        cwd=ROOT,
        # Counting what is covered takes time and memory of its own.
        env={name: value for name, value in os.environ.items() if not name.startswith("COV")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, f"{name}: ended by {ran.returncode}\n{ran.stderr}"
    said = json.loads(ran.stdout)
    assert [line for _kind, line in said if line < 1] == []
    assert said
    assert len(said) <= LISTED + 1


# Whatever comes

SCRAPS = st.sampled_from(
    [
        *"abxyz \n\t:-?[]{},\"'|>&*!%#\\\r\0",
        "\n  ",
        "part:",
        "id: ",
        "words: ",
        "&a ",
        "*a",
        "<<: ",
        "!!str ",
        "---\n",
        "\u202e",
        "é",
    ]
)


def refused(source: bytes) -> ScoreProblems | None:
    """What `source` is refused for; None when it is read. Anything else that is raised fails the test."""
    try:
        read(source, "score.yml")
    except ScoreProblems as problems:
        return problems
    return None


@given(st.one_of(st.binary(max_size=300), st.lists(SCRAPS, max_size=60).map(lambda scraps: "".join(scraps).encode())))
def test_any_bytes_at_all_are_read_or_refused(source: bytes) -> None:
    problems = refused(source)

    assert problems is None or (problems.problems and view.shown(problems))


@given(st.lists(SCRAPS, max_size=20).map("".join), st.integers(0, len(HEAD)))
def test_a_problem_stands_on_a_line_of_the_file(scrap: str, place: int) -> None:
    problems = refused((HEAD[:place] + scrap + HEAD[place:]).encode())
    lines = lines_of(problems.text) if problems else []

    assert all(1 <= one.line <= len(lines) for one in (problems.problems if problems else ()))
    assert all(1 <= one.column <= len(lines[one.line - 1]) + 1 for one in (problems.problems if problems else ()))


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40).filter(
    lambda words: any(character.isalnum() for character in words)
)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[tuple[str, str, str | None]]]:
    """A valid file, and its lines: address, words, and the address served."""
    text, above = "score: X\npart:\n", list[str]()
    lines = list[tuple[str, str, str | None]]()
    for depth in range(draw(st.integers(1, 4))):
        pad = "  " + "    " * depth
        text += f"{pad[:-4]}parts:\n{pad[:-2]}-\n" if depth else ""
        text += f"{pad}id: part-{depth}\n{pad}name: Part\n{pad}kind: {draw(st.sampled_from(PartKind))}\n"
        text += f"{pad}priorities:\n"
        for number in range(draw(st.integers(1, 3))):
            address, words, serves = f"part-{depth}/P-{number}", draw(WORDS), draw(st.sampled_from([None, *above]))
            served = f", serves: {serves}" if serves else ""
            text += f"{pad}  P-{number}: {{words: {json.dumps(words, ensure_ascii=False)}{served}}}\n"
            lines.append((address, words, serves))
            above.append(address)
    return text, lines


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(files())
def test_what_was_written_is_what_is_read(file: tuple[str, list[tuple[str, str, str | None]]]) -> None:
    text, lines = file
    plain = [(address, normalize("NFC", words), serves) for address, words, serves in lines]

    assert [(line.address, line.words, line.serves) for line in read_text(text).lines] == plain
