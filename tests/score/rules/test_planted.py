"""Defects that were planted by somebody who had not seen the rules: which are found, and that sound scores are let be.

Each set has twelve or fourteen sound scores of 42 to 200 lines, and fifty files with defects, edits of those. They are
as they were written. What the rules learned from a set afterwards is no measure of them any more: the figures that are
one stand at each set.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.against import staying_out
from score import roster
from score.language import read_beside
from score.rules import judge, pairs
from score.rules.finding import Finding, Severity
from score.rules.known import Known, everybody_of
from score.rules.structure import is_finding

HERE = Path(__file__).parent / "planted"
DAY = date(2027, 3, 9)

SETS = {
    # Found at first sight: 129 of 138, no sound score cried wolf at.
    "first": (12, 138),
    # Found at first sight: 110 of 135, 21 of the others in files that could not be read; wolf cried at two sound ones.
    "second": (14, 135),
    # Found at first sight: 120 of 146, 15 of the others in files whose units or horizons could not be read.
    "third": (14, 146),
    # Found at first sight: 133 of 142; four of the others are targets for two days, the later one further.
    # Wolf was cried at one sound one.
    "fourth": (14, 142),
}
"""The sets, with how many scores are sound and how many defects there are."""

MISSED = {
    ("first/planted/railway-b.yml", "C52"),  # the promise serves what the line in need serves
    ("first/planted/hospital-e.yml", "C44"),  # no word in common
    ("first/planted/energy-d.yml", "C44"),  # half in other words
    ("first/planted/factory-c.yml", "C07"),  # the capability above with one word more
    ("first/planted/bank-c.yml", "C04"),  # choices hold each other (docs/decisions/0035)
    ("second/planted/winery-c.yml", "C13"),  # from another team, who owns a line above
    ("second/planted/lodge-b.yml", "C07"),  # half in other words
    ("third/planted/architects-d.yml", "C44"),  # "hand in" reads as handing on
    ("third/planted/choir-a.yml", "C44"),  # "lessons alone" for "solo lessons"
    ("third/planted/housing-b.yml", "C44"),  # "let for holidays" for "holiday lets"
    ("third/planted/kindergartens-c.yml", "C25"),  # "both" for "the two"
    ("fourth/planted/water-a.yml", "C25"),  # the later target goes further
    ("fourth/planted/auction-b.yml", "C25"),  # the later target goes further
    ("fourth/planted/forest-c.yml", "C25"),  # the later target goes further
    ("fourth/planted/payroll-d.yml", "C25"),  # the later target goes further
    ("fourth/planted/translate-a.yml", "C54"),  # speed and defects in other words
}
"""What is not found, by file and rule."""

BESIDE = {
    ("first/planted/railway-dup.yml", "C20"),
    ("first/planted/energy-missing.yml", "C40"),
    ("second/planted/winery-d.yml", "C20"),
    ("second/planted/broadband-d.yml", "C52"),
    ("third/planted/dairy-d.yml", "C20"),
    ("third/planted/housing-d.yml", "C20"),
}
"""What is said above information besides what was planted, of six files that cannot be loaded."""


def planted() -> Iterator[dict[str, Any]]:
    """Each file of each set with its people and its defects."""
    for name in SETS:
        for one in json.loads((HERE / name / "expected.json").read_text("utf-8")):
            people = one["people"] and f"{name}/{one['people']}"
            yield {**one, "file": f"{name}/{one['file']}", "people": people}


EXPECTED = list(planted())


def found_in(one: dict[str, Any]) -> list[Finding]:
    file, problems = read_beside((HERE / one["file"]).read_bytes(), one["file"], is_finding)
    people = None
    if one["people"]:
        parts = [part.id for part in file.parts]
        people = everybody_of(roster.read((HERE / one["people"]).read_bytes(), one["people"], parts))
    return list(judge(Known(file, DAY, people, None, tuple(pairs.ours()), staying_out("en"), problems), ()))


def is_it(finding: Finding, defect: dict[str, Any]) -> bool:
    """The right rule, about one of the lines; a duplicate and a tension may be cited by either of two."""
    same = finding.rule == defect["rule"]
    return same and (finding.rule in ("C03", "C55") or bool({*finding.lines} & {*defect["lines"]}))


@pytest.mark.parametrize("one", EXPECTED, ids=[one["file"] for one in EXPECTED])
def test_what_was_planted_is_found_under_its_name_and_nothing_is_cried_wolf_at(one: dict[str, Any]) -> None:
    left = found_in(one)
    missed = set()
    for defect in one["defects"]:
        hit = next((finding for finding in left if is_it(finding, defect)), None)
        if hit is None:
            missed.add((one["file"], defect["rule"]))
        else:
            left.remove(hit)
    beside = {(one["file"], finding.rule) for finding in left if finding.severity is not Severity.INFORMATION}

    assert missed == {known for known in MISSED if known[0] == one["file"]}
    assert beside == {known for known in BESIDE if known[0] == one["file"]}


@pytest.mark.parametrize("name", SETS)
def test_there_are_as_many_as_it_says(name: str) -> None:
    those = [one for one in EXPECTED if one["file"].startswith(f"{name}/")]

    assert (sum(not one["defects"] for one in those), sum(len(one["defects"]) for one in those)) == SETS[name]
