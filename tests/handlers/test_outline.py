"""A score, and what would change in it, as a terminal shows them."""

import json
from dataclasses import replace

import pytest

from handlers.views import outline
from score.diff import Becomes, Diff, Difference, Touched
from score.language import read
from tests.score.test_diff import weighed
from tests.score.test_language import WHOLE

SHOWN = """
Corner Bakery (company, bakery)  whirlwind up to 40 %
bakery/W                 Where to play: Households within ten minutes
                           owner ada; looking 36 months ahead
bakery/N-1                 Not: The big hotels
bakery/N-2                 Not: Weddings
bakery/T-1                 Must be true: They walk
                             owner bo; until 2026-10-31; done; tested by: Ask forty
bakery/C                 Capability: Two bakers
                           serves bakery/W
bakery/P-1               Priority: Bake a second time
                           owner ada; deputy bo; from 2026-09-01; until 2026-12-31; serves bakery/W
bakery/M-1                 Measure: Warm loaves at six
                             20 % at the start; 80 % wanted; read every 14 days; a lead measure;
                             from the till
bakery/M-2                 Measure: Minutes in the queue
                             9 minutes at the start; 2.5 minutes wanted
bakery/M-3                 Measure: Smiles
bakery/P-2               Priority: Keep the street swept
                           standing; dropped
bakery/N-9                 Not: Bread from a factory

The counter (team, counter)
counter/R-1              Promise: Orders by noon
                           owner bo; promised to bakery; until 2026-11-30; serves bakery/P-1
"""


def test_a_score_is_shown_with_all_that_its_lines_say() -> None:
    assert outline.shown(read(WHOLE.encode(), "score.yml")) == SHOWN


def test_long_words_and_long_addresses_stay_readable() -> None:
    part = "service-north-and-everything-beyond-it"
    text = f"score: x\npart: {{id: {part}, name: x, kind: team, priorities: {{P-1: {{words: {'word ' * 90}}}}}}}\n"

    shown = outline.shown(read(text.encode(), "score.yml")).split("\n")

    assert shown[2] == f"{part}/P-1"
    assert shown[3].startswith(f"{' ' * 25}Priority: word word")
    assert max(map(len, shown)) <= outline.WIDTH


def test_what_would_change_is_said_line_by_line_and_counted() -> None:
    after = WHOLE.replace("P-2: {words: Keep the street swept,", "P-3: {was: bakery/P-2, words: Keep it swept,")
    after = after.replace("        M-3: Smiles\n", "        M-4: Laughs\n").replace("      deputy: bo\n", "")
    after = after.replace("season: Autumn 2026\n", "").replace("every: 2 weeks", "every: week")
    after = (
        after.replace("target: 80", "target: 90.5").replace("type: lead", "type: lag").replace("live: true", "live: no")
    )

    assert outline.changes(weighed(WHOLE, after)) == (
        "~ season: Autumn 2026 becomes nothing\n"
        '~ kept: {"tool": "OldPlan", "version": 3, "ratio": 0.5, "live": tru… becomes'
        ' {"tool": "OldPlan", "version": 3, "ratio": 0.5, "live": "no…\n'
        "~ bakery/P-1  deputy: bo becomes nothing\n"
        "~ bakery/M-1  target: 80 becomes 90.5\n"
        "~ bakery/M-1  every: 14 becomes 7\n"
        "~ bakery/M-1  type: true becomes false\n"
        "+ bakery/M-4  new: Laughs\n"
        "> bakery/P-3  moved here from bakery/P-2\n"
        "~ bakery/P-3  words: Keep the street swept becomes Keep it swept\n"
        "- bakery/M-3  gone: Smiles\n"
        "\n"
        "1 new, 1 gone, 1 moved, 4 changed.\n"
    )


def test_nothing_that_would_change_is_said_too() -> None:
    assert outline.changes(Diff()) == "The file says what the edition in force says.\n"


def test_another_order_is_said() -> None:
    swapped = "N-2: {words: Weddings, because: They want cake.}, N-1: The big hotels"
    after = WHOLE.replace("N-1: The big hotels, N-2: {words: Weddings, because: They want cake.}", swapped)

    assert outline.changes(weighed(WHOLE, after)).startswith("The order changes.\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("until: 2026-12-31", "until: 2026-12-30", ("until", "2026-12-31", "2026-12-30")),
        ("target: 80", "target: 90", ("target", 80.0, 90.0)),
        ("      deputy: bo\n", "", ("deputy", "bo", None)),
    ],
)
def test_the_same_is_there_for_programs(old: str, new: str, said: tuple[str, object, object]) -> None:
    (one,) = json.loads(json.dumps(outline.as_data(weighed(WHOLE, WHOLE.replace(old, new)))))

    assert one["change"] == "changed"
    assert (one["field"], one["old"], one["new"]) == said


def test_whose_parts_are_touched_is_said_and_counted_for_programs() -> None:
    diff = Diff(
        touched=[
            Touched("field", 2, ("ada", "bo"), ("Field", "Field West"), 7, 3),
            Touched("harbour", 1),
            Touched("sales", 1, teams=("Sales",), people=0, tasks=1),
        ]
    )

    assert outline.changes(replace(diff, of_parts=[Difference(Becomes.ORDER, "")])).splitlines()[2:5] == [
        "field: Two lines. Field and Field West play from it, seven people. Owned by ada and bo. "
        "Three open tasks lose their line.",
        "harbour: One line. No team plays from it.",
        "sales: One line. Sales plays from it, nobody in it. One open task loses its line.",
    ]
    assert outline.as_data(diff)[0] == {
        "change": "touches",
        "at": "field",
        "lines": 2,
        "teams": ["Field", "Field West"],
        "people": 7,
        "owners": ["ada", "bo"],
        "tasks": 3,
    }
