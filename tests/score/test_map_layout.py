"""Where things stand on a sheet: apart from each other, within it, and each as wide as its column."""

from itertools import combinations
from time import process_time

import pytest

from score.map import PART, Chart, MappedLine, MappedPart, StrandKind, chart
from score.map_layout import GUTTER, PAD, ROWS, WIDTH, Box, Sheet, Texts, lay_out, wide, wrapped
from storage.tables import PartKind
from tests.score.maps_made_up import HOSTILE, TODAY, MadeUp, large, line, part


def of_part(one: MappedPart) -> str:
    return (
        "" if one.work is None else f"{one.work.count} of {one.work.of} tasks tied, and more words than one row takes"
    )


def over(one: MappedLine) -> str:
    return f"{one.line.address}  {one.line.kind.value}"


def below(one: MappedLine) -> str:
    return "" if one.work is None else f"{one.work.count} of {one.work.of}"


TEXTS = Texts(area=of_part, head=over, spot=below)


def laid_out(drawn: Chart) -> Sheet:
    return lay_out(drawn, TEXTS)


def overlap(one: Box, other: Box) -> bool:
    return not (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def inside(one: Box, other: Box) -> bool:
    return (
        other.x <= one.x
        and other.y <= one.y
        and one.x + one.width <= other.x + other.width
        and one.y + one.height <= other.y + other.height
    )


@pytest.mark.parametrize("seed", range(60))
def test_no_boxes_overlap_and_nothing_is_outside(seed: int) -> None:
    made = MadeUp(seed)
    sheet = laid_out(chart(made.parts, made.lines, TODAY, open=made.open, came=made.came))

    whole = Box(0, 0, sheet.width, sheet.height)
    frames = [one.box for one in sheet.frames]
    tiles = [one.box for one in sheet.tiles]
    assert all(inside(one, whole) for one in (*frames, *tiles))
    assert [pair for pair in combinations(frames, 2) if overlap(*pair)] == []
    assert [pair for pair in combinations(tiles, 2) if overlap(*pair)] == []
    # Each line stands in the frame of its part.
    of = {one.area.part.handle: one.box for one in sheet.frames}
    assert all(inside(one.box, of[one.spot.line.part]) for one in sheet.tiles)


@pytest.mark.parametrize("seed", range(60))
def test_strands_end_at_boxes_and_stay_on_the_sheet(seed: int) -> None:
    made = MadeUp(seed)
    sheet = laid_out(chart(made.parts, made.lines, TODAY, open=made.open, came=made.came))

    boxes = {one.spot.line.line_id: one.box for one in sheet.tiles}
    boxes |= {PART + one.area.part.handle: one.box for one in sheet.frames}
    for wire in sheet.wires:
        for point, key in ((wire.begin, wire.strand.begins), (wire.end, wire.strand.ends)):
            box = boxes[key]
            assert point.x in (box.x, box.x + box.width)
            assert box.y <= point.y <= box.y + box.height
        for step in range(11):
            at = wire.at(step / 10)
            assert 0 <= at.x <= sheet.width
            assert 0 <= at.y <= sheet.height


def test_what_is_served_stands_left_of_what_serves_it() -> None:
    parts, lines = large(120)
    sheet = laid_out(chart(parts, lines, TODAY, open=[one.handle for one in parts]))

    assert sheet.columns == 3
    assert {wire.begin.x - wire.end.x for wire in sheet.wires} == {GUTTER + 2 * PAD}


def test_lines_of_one_column_are_bound_on_the_outside_each_by_itself() -> None:
    parts = [part("harbour", None, PartKind.COMPANY)]
    lines = [line(f"harbour/P-{n}", serves="harbour/P-0" if n else None) for n in range(5)]

    sheet = laid_out(chart(parts, lines, TODAY, open=["harbour"]))

    assert all(wire.first.x > wire.begin.x and wire.second.x > wire.end.x for wire in sheet.wires)
    assert len({wire.first.x for wire in sheet.wires}) == 4
    assert len({wire.end.y for wire in sheet.wires}) == 4


def test_a_strand_goes_right_where_a_line_serves_one_further_in() -> None:
    parts = [part("harbour", None, PartKind.COMPANY), part("field", "harbour")]
    lines = [line("harbour/P-1", serves="field/P-1"), line("field/P-1")]

    (wire,) = laid_out(chart(parts, lines, TODAY, open=["harbour", "field"])).wires

    assert wire.begin.x < wire.first.x <= wire.second.x < wire.end.x


def test_marks_of_tensions_are_numbered_and_stand_apart_beside_the_boxes() -> None:
    addresses = [f"harbour/P-{n}" for n in range(4)]
    tensions = [{"between": list(both), "words": "apart"} for both in combinations(addresses, 2)]
    parts = [part("harbour", None, PartKind.COMPANY, tensions=tensions)]

    sheet = laid_out(chart(parts, [line(one) for one in addresses], TODAY, open=["harbour"]))

    wires = [wire for wire in sheet.wires if wire.strand.kind is StrandKind.TENSION]
    marks = [wire.mark for wire in wires if wire.mark is not None]
    assert [wire.number for wire in wires] == [1, 2, 3, 4, 5, 6]
    assert len(set(marks)) == 6
    assert all(one.x > sheet.frames[0].box.x + WIDTH for one in marks)


def test_equal_maps_are_laid_out_equally() -> None:
    made = MadeUp(11)
    drawn = chart(made.parts, made.lines, TODAY, open=made.open, came=made.came)

    assert laid_out(drawn) == laid_out(drawn)


def test_five_hundred_lines_are_laid_out_in_a_few_seconds_at_most() -> None:
    """Seen: 0.05 s, strands and marks included. The bound is for a machine that measures coverage and is busy."""
    parts, lines = large(500)
    began = process_time()

    sheet = laid_out(chart(parts, lines, TODAY, open=[one.handle for one in parts]))

    assert process_time() - began < 5.0
    assert len(sheet.tiles) == 500


def test_an_empty_map_has_room_for_nothing() -> None:
    sheet = laid_out(chart([], [], TODAY, open=[]))

    assert (sheet.frames, sheet.tiles, sheet.wires) == ([], [], [])
    assert sheet.height > 0


@pytest.mark.parametrize("text", ["", "a", "w" * 300, "漢" * 200, "e\u0301" * 200, HOSTILE, "שלום " * 40])
def test_no_row_is_wider_than_it_may_be_and_marks_stay_with_their_letters(text: str) -> None:
    rows = wrapped(text, 200, 16, ROWS)

    assert len(rows) <= ROWS
    assert all(wide(row, 16) <= 200 for row in rows)
    assert not any(row.startswith("\u0301") for row in rows)


def test_what_has_no_room_is_said_to_be_left_out() -> None:
    assert wrapped("one two three", 1000, 16, 2) == ["one two three"]
    assert wrapped(" ".join(["word"] * 60), 200, 16, 2)[-1].endswith("…")
