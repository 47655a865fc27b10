"""What stands on a map: every line once or counted where it is folded, and what is told of whose work."""

from datetime import timedelta
from typing import Any

import pytest

from score.map import (
    AT_A_GLANCE,
    PART,
    Came,
    Chart,
    MappedLine,
    Share,
    StrandKind,
    TeamWork,
    cascade,
    chart,
    opened,
)
from storage.tables import LineKind, LineState, PartKind, Wording
from tests.score.maps_made_up import TODAY, MadeUp, large, line, part

PARTS = [
    part("harbour", None, PartKind.COMPANY),
    part("field", "harbour"),
    part("quay", "field"),
    part("sales", "harbour"),
]
LINES = [
    line("harbour/A", LineKind.ASPIRATION),
    line("harbour/P-1", serves="harbour/A"),
    line("field/P-1", serves="harbour/P-1"),
    line("field/M-1", LineKind.MEASURE, serves="field/P-1"),
    line("quay/P-1", serves="field/P-1"),
    line("sales/R-1", LineKind.PROMISE, serves="field/P-1", to_part="field"),
]
ALL = [one.handle for one in PARTS]
FIVE = TeamWork("field", 5, {"field-P-1": 6, "harbour-P-1": 2, None: 4})
SINCE = {one.line_id: TODAY - timedelta(days=100) for one in LINES}


def spot(drawn: Chart, address: str) -> MappedLine:
    return next(one for one in drawn.all_lines() if one.line.address == address)


def bound(drawn: Chart) -> set[tuple[str, str, str]]:
    return {(one.kind.value, one.begins, one.ends) for one in drawn.strands}


@pytest.mark.parametrize("seed", range(60))
def test_every_line_stands_once_or_is_counted_once(seed: int) -> None:
    made = MadeUp(seed)

    drawn = chart(made.parts, made.lines, TODAY, open=made.open, came=made.came)

    alone = [one.line.line_id for one in drawn.all_lines()]
    within = sum(sum(one.within.values()) for one in drawn.all_lines())
    folded = [one.folded for one in drawn.all_parts() if one.folded is not None]
    assert len(alone) == len(set(alone))
    assert len(alone) + within + sum(lines for lines, _ in folded) == len(made.lines)
    assert len(list(drawn.all_parts())) + sum(parts for _, parts in folded) == len(made.parts)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_bound_stands_on_the_map_and_is_bound_once(seed: int) -> None:
    made = MadeUp(seed)

    drawn = chart(made.parts, made.lines, TODAY, open=made.open, came=made.came)

    stands = {one.line.line_id for one in drawn.all_lines()}
    stands |= {PART + one.part.handle for one in drawn.all_parts() if one.folded is not None}
    ends = [(one.kind, one.begins, one.ends) for one in drawn.strands]
    assert {one for _, *both in ends for one in both} <= stands
    assert len(ends) == len(set(ends))
    assert all(begins != over for _, begins, over in ends)


@pytest.mark.parametrize("seed", range(60))
def test_of_no_team_of_fewer_than_five_is_anything_told(seed: int) -> None:
    made = MadeUp(seed)
    small = Came([one for one in made.came.teams if one.people < 5], made.came.touched, made.came.since)

    drawn = chart(made.parts, made.lines, TODAY, open=made.open, came=small)

    assert not drawn.told
    assert all(one.work is None for one in drawn.all_parts())
    assert all(one.work is None and one.untouched is None for one in drawn.all_lines())


@pytest.mark.parametrize("seed", range(30))
def test_a_small_team_changes_no_figure(seed: int) -> None:
    """Nothing can be worked out of the difference: they are in no sum."""
    made = MadeUp(seed)
    without = Came([one for one in made.came.teams if one.people >= 5], made.came.touched, made.came.since)

    drawn = [chart(made.parts, made.lines, TODAY, open=made.open, came=one) for one in (made.came, without)]

    assert drawn[0] == drawn[1]


def test_the_same_is_drawn_the_same() -> None:
    made = MadeUp(3)

    drawn = [chart(made.parts, made.lines, TODAY, open=made.open, came=made.came) for _ in range(2)]

    assert drawn[0] == drawn[1]


def test_what_serves_what_is_bound_across_parts() -> None:
    assert bound(chart(PARTS, LINES, TODAY, open=ALL)) == {
        ("serves", "harbour-P-1", "harbour-A"),
        ("serves", "field-P-1", "harbour-P-1"),
        ("serves", "quay-P-1", "field-P-1"),
        ("promise", "sales-R-1", "field-P-1"),
    }


def test_what_stands_in_a_folded_part_is_bound_to_the_part() -> None:
    drawn = chart(PARTS, LINES, TODAY, open=["harbour"])

    assert bound(drawn) == {
        ("serves", "harbour-P-1", "harbour-A"),
        ("serves", "part:field", "harbour-P-1"),
        ("promise", "part:sales", "part:field"),
    }
    field = next(one for one in drawn.all_parts() if one.part.handle == "field")
    assert field.folded == (3, 1)


def test_what_pulls_apart_is_bound_once_and_keeps_its_words() -> None:
    tension = {"between": ["field/P-1", "quay/P-1"], "words": "Both need the van"}
    parts = [part("harbour", None, PartKind.COMPANY, tensions=[tension, tension]), *PARTS[1:]]

    pulls = [one for one in chart(parts, LINES, TODAY, open=ALL).strands if one.kind is StrandKind.TENSION]

    assert [(one.begins, one.ends, one.words) for one in pulls] == [("field-P-1", "quay-P-1", "Both need the van")]


def test_a_tension_with_a_line_that_may_not_be_seen_is_left_out() -> None:
    tension = {"between": ["field/P-1", "quay/P-1"], "words": "Both need the van"}
    parts = [part("harbour", None, PartKind.COMPANY, tensions=[tension]), *PARTS[1:]]
    seen = [one for one in LINES if one.part != "quay"]

    assert not [one for one in chart(parts, seen, TODAY, open=ALL).strands if one.kind is StrandKind.TENSION]


def test_a_measure_is_counted_at_its_line_and_stands_alone_where_that_is_not_seen() -> None:
    hidden = [one for one in LINES if one.address != "field/P-1"]

    assert spot(chart(PARTS, LINES, TODAY, open=ALL), "field/P-1").within == {LineKind.MEASURE: 1}
    assert spot(chart(PARTS, hidden, TODAY, open=ALL), "field/M-1").within == {}


def test_alignment_is_of_the_teams_that_play_from_the_part_itself() -> None:
    drawn = chart(PARTS, LINES, TODAY, open=ALL, came=Came([FIVE, TeamWork("quay", 9, {None: 30})]))

    work = {one.part.handle: one.work for one in drawn.all_parts()}
    assert work == {"harbour": None, "field": Share(8, 12), "quay": Share(0, 30), "sales": None}
    assert work["field"] is not None
    assert work["field"].value == pytest.approx(2 / 3)


def test_a_lines_share_is_of_the_tasks_of_its_part_and_of_those_within() -> None:
    drawn = chart(PARTS, LINES, TODAY, open=ALL, came=Came([FIVE, TeamWork("quay", 9, {"field-P-1": 1})]))

    assert spot(drawn, "field/P-1").work == Share(7, 13)
    assert spot(drawn, "harbour/P-1").work == Share(2, 13)
    assert spot(drawn, "quay/P-1").work == Share(0, 1)
    # No task plays from a promise, and from a choice hardly any does.
    assert spot(drawn, "sales/R-1").work is None
    assert spot(drawn, "harbour/A").work is None


def test_a_team_without_a_task_has_no_share() -> None:
    drawn = chart(PARTS, LINES, TODAY, open=ALL, came=Came([TeamWork("field", 5, {})]))

    assert spot(drawn, "field/P-1").work is None


@pytest.mark.parametrize(("days", "untouched"), [(0, None), (6, None), (7, 7), (35, 35)])
def test_a_line_that_nobody_works_on_is_untouched_after_a_week(days: int, untouched: int | None) -> None:
    came = Came([FIVE], {"field-P-1": TODAY - timedelta(days=days)}, SINCE)

    assert spot(chart(PARTS, LINES, TODAY, open=ALL, came=came), "field/P-1").untouched == untouched


def test_who_works_on_what_serves_a_line_works_on_it() -> None:
    came = Came([FIVE], {"quay-P-1": TODAY}, SINCE)

    drawn = chart(PARTS, LINES, TODAY, open=ALL, came=came)

    assert [one.line.address for one in drawn.all_lines() if one.untouched is not None] == []


def test_lines_in_a_ring_are_gone_through_once() -> None:
    ring = [line("field/P-1", serves="field/P-2"), line("field/P-2", serves="field/P-1")]
    came = Came([FIVE], {"field-P-1": TODAY}, {"field-P-1": TODAY, "field-P-2": TODAY - timedelta(days=30)})

    assert spot(chart(PARTS, ring, TODAY, open=ALL, came=came), "field/P-2").untouched is None


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"state": LineState.DONE}, PartKind.UNIT),
        ({"begins": TODAY + timedelta(days=1)}, PartKind.UNIT),
        ({"begins": TODAY - timedelta(days=2)}, PartKind.UNIT),
        ({"horizon": 24}, PartKind.UNIT),
        ({}, PartKind.PERSON),
    ],
)
def test_a_line_that_is_over_not_begun_long_or_one_persons_is_not_called_untouched(
    more: dict[str, Any], kind: PartKind
) -> None:
    parts = [PARTS[0], part("field", "harbour", kind)]
    came = Came([FIVE], {}, {"field-P-1": TODAY - timedelta(days=30)})

    drawn = chart(parts, [line("field/P-1", **more)], TODAY, open=ALL, came=came)

    assert spot(drawn, "field/P-1").untouched is None


def test_a_long_line_is_untouched_after_two_months() -> None:
    came = Came([FIVE], {}, {"field-P-1": TODAY - timedelta(days=62)})

    drawn = chart(PARTS, [line("field/P-1", horizon=24)], TODAY, open=ALL, came=came)

    assert spot(drawn, "field/P-1").untouched == 62


@pytest.mark.parametrize(
    ("more", "overdue"),
    [
        ({"until": TODAY - timedelta(days=1)}, True),
        ({"until": TODAY}, False),
        ({"until": TODAY - timedelta(days=1), "state": LineState.DONE}, False),
        ({}, False),
    ],
)
def test_an_open_line_whose_day_is_over_is_overdue(more: dict[str, Any], overdue: bool) -> None:
    assert spot(chart(PARTS, [line("field/P-1", **more)], TODAY, open=ALL), "field/P-1").overdue is overdue


def test_a_small_score_is_open_and_of_a_large_one_ones_own_cascade() -> None:
    parts, lines = large(AT_A_GLANCE + 1)

    assert opened(parts, lines[:AT_A_GLANCE], ["team00"]) == {one.handle for one in parts}
    assert opened(parts, lines, ["team00", "unit3"]) == {"company", "unit0", "team00", "unit3"}
    assert opened(parts, lines, []) == {"company"}
    assert opened(parts, lines, ["gone"]) == {"company"}


def test_measures_do_not_make_a_score_large() -> None:
    parts, lines = large(AT_A_GLANCE)
    measures = [line(f"company/M-{n}", LineKind.MEASURE, serves="company/P-0") for n in range(AT_A_GLANCE)]

    assert len(opened(parts, [*lines, *measures], [])) == len(parts)


def test_a_cascade_is_the_parts_with_all_above_them() -> None:
    assert cascade(PARTS, ["quay"]) == {"harbour", "field", "quay"}
    assert cascade(PARTS, ["nowhere"]) == set()


def test_an_empty_score_is_an_empty_map() -> None:
    none: list[Wording] = []

    drawn = chart([], none, TODAY, open=[])

    assert (list(drawn.all_parts()), drawn.boxes) == ([], 0)
