"""What loading a file would change, said before it is changed."""

from collections.abc import Mapping
from datetime import date

from score.diff import TELLS_NOBODY, Becomes, Diff, Difference, Playing, Touched, between, touched
from score.editions import Loading, compose
from score.language import read
from tests.score.test_editions import START, Random, Workspace
from tests.score.test_language import WHOLE

PEOPLE = {"ada": "person-ada", "bo": "person-bo"}


def weighed(before: str, after: str) -> Diff:
    """What would change if `after` were loaded where `before` is in force."""
    workspace = Workspace(PEOPLE)
    workspace.load(before)
    new = compose(read(after.encode(), "score.yml"), workspace.before(), Loading("w", START, Random(9)))
    return between(workspace.before(), new) if new else Diff()


def changed(old: str, new: str) -> list[tuple[str, str, object, object]]:
    """The fields that change in the bakery's score when `old` is replaced."""
    assert old in WHOLE
    differences = list(weighed(WHOLE, WHOLE.replace(old, new)))
    assert {one.change for one in differences} == {Becomes.CHANGED}
    return [(one.at, one.field, one.old, one.new) for one in differences]


def test_the_same_file_changes_nothing() -> None:
    assert not weighed(WHOLE, "# with a comment\n" + WHOLE)
    assert list(Diff()) == []


def test_whatever_a_line_says_can_change() -> None:
    assert changed("words: Bake a second time", "words: Bake twice") == [
        ("bakery/P-1", "words", "Bake a second time", "Bake twice")
    ]
    assert changed("deputy: bo", "deputy: ada") == [("bakery/P-1", "deputy", "bo", "ada")]
    assert changed("      deputy: bo\n", "") == [("bakery/P-1", "deputy", "bo", None)]
    assert changed("until: 2026-12-31", "until: 2026-12-30") == [
        ("bakery/P-1", "until", date(2026, 12, 31), date(2026, 12, 30))
    ]
    assert changed("state: dropped", "state: done") == [("bakery/P-2", "state", "dropped", "done")]
    assert changed("test: Ask forty", "test: Ask fifty") == [("bakery/T-1", "test", "Ask forty", "Ask fifty")]
    assert changed("to: bakery, owner: bo", "to: bakery, owner: ada") == [("counter/R-1", "owner", "bo", "ada")]


def test_what_a_measure_says_can_change() -> None:
    assert changed("target: 80", "target: 90") == [("bakery/M-1", "target", 80.0, 90.0)]
    assert changed("every: 2 weeks, type: lead", "every: month, type: lag") == [
        ("bakery/M-1", "every", 14, 30),
        ("bakery/M-1", "type", True, False),
    ]


def test_parts_and_the_whole_can_change() -> None:
    assert changed("allowance: 40 %", "allowance: 50 %") == [("bakery", "allowance", 0.4, 0.5)]
    assert changed("name: The counter", "name: Counter") == [("counter", "name", "The counter", "Counter")]
    assert changed("season: Autumn 2026", "season: Winter") == [("", "season", "Autumn 2026", "Winter")]
    assert [at for at, *_ in changed("version: 3", "version: 4")] == [""]
    assert changed("season: Autumn 2026", "season: Autumn 2026\nlanguage: de") == [("", "language", "", "de")]
    assert changed("kind: company", "kind: company\n  same_words: ['loaf, bread']") == [
        ("bakery", "same_words", [], [["loaf", "bread"]])
    ]


def test_by_which_words_a_line_goes_can_change_and_concerns_nobody_else() -> None:
    diff = weighed(
        WHOLE, WHOLE.replace("words: Bake a second time", "also_called: four o'clock\n      words: Bake a second time")
    )

    assert [(one.at, one.field, one.new) for one in diff] == [("bakery/P-1", "also_called", ["four o'clock"])]
    assert "also_called" in TELLS_NOBODY


def test_lines_come_go_and_move() -> None:
    after = WHOLE.replace("P-2: {words: Keep the street swept,", "P-3: {was: bakery/P-2, words: Keep the street swept,")
    after = after.replace("        M-3: Smiles\n", "        M-4: Laughs\n")

    assert list(weighed(WHOLE, after)) == [
        Difference(Becomes.NEW, "bakery/M-4", new="Laughs"),
        Difference(Becomes.MOVED, "bakery/P-3", old="bakery/P-2", new="Keep the street swept"),
        Difference(Becomes.GONE, "bakery/M-3", old="Smiles"),
    ]


def test_what_serves_a_line_that_moved_has_not_changed() -> None:
    after = WHOLE.replace("    P-1:\n      words", "    P-7:\n      was: bakery/P-1\n      words")
    after = after.replace("serves: bakery/P-1", "serves: bakery/P-7")

    assert [(one.change, one.at) for one in weighed(WHOLE, after)] == [(Becomes.MOVED, "bakery/P-7")]


def test_parts_come_and_go() -> None:
    without = WHOLE[: WHOLE.index("  parts:")]

    assert [(one.change, one.at) for one in weighed(WHOLE, without)] == [
        (Becomes.GONE, "counter"),
        (Becomes.GONE, "counter/R-1"),
    ]
    assert [(one.change, one.at) for one in weighed(without, WHOLE)] == [
        (Becomes.NEW, "counter"),
        (Becomes.NEW, "counter/R-1"),
    ]


def test_another_order_is_a_change() -> None:
    swapped = "N-2: {words: Weddings, because: They want cake.}, N-1: The big hotels"
    after = WHOLE.replace("N-1: The big hotels, N-2: {words: Weddings, because: They want cake.}", swapped)

    assert [one.change for one in weighed(WHOLE, after)] == [Becomes.ORDER]


def test_parts_in_another_order_are_a_change() -> None:
    one, other = "{id: a, name: A, kind: team}", "{id: b, name: B, kind: team}"
    text = "score: x\npart: {id: x, name: x, kind: company, parts: [%s, %s]}\n"

    assert [each.change for each in weighed(text % (one, other), text % (other, one))] == [Becomes.ORDER]


def test_a_first_edition_is_new_from_end_to_end() -> None:
    new = compose(read(WHOLE.encode(), "score.yml"), Workspace(PEOPLE).before(), Loading("w", START, Random(1)))
    assert new

    differences = between(Workspace(PEOPLE).before(), new)

    assert [one.field for one in differences.of_score] == ["name", "season", "kept"]
    assert {one.change for one in (*differences.of_parts, *differences.of_lines)} == {Becomes.NEW}
    assert len(differences.of_lines) == len(new.wordings)


def touching(before: str, after: str, tasks: Mapping[str, int] | None = None) -> dict[str, Touched]:
    """The parts that are touched if `after` were loaded where `before` is in force, by their handles."""
    workspace = Workspace(PEOPLE)
    workspace.load(before)
    standing = workspace.before()
    new = compose(read(after.encode(), "score.yml"), standing, Loading("w", START, Random(9)))
    assert new is not None
    at = {one.address: one.line_id for one in standing.wordings}
    counted = {at[address]: count for address, count in (tasks or {}).items()}
    playing = {"bakery": Playing(("Bakers", "Ovens"), 4)}
    return {one.part: one for one in touched(standing, new, between(standing, new), playing, counted)}


def test_a_part_is_touched_with_who_plays_from_it_who_owns_it_and_what_loses_its_line() -> None:
    after = WHOLE.replace("words: Bake a second time", "words: Bake twice").replace("        M-3: Smiles\n", "")

    assert touching(WHOLE, after, {"bakery/M-3": 2, "bakery/P-1": 5}) == {
        "bakery": Touched("bakery", 2, ("ada",), ("Bakers", "Ovens"), 4, 2)
    }


def test_a_line_that_moves_touches_both_its_parts_and_a_new_owner_is_named_beside_the_old() -> None:
    before = (
        "score: x\npart: {id: a, name: A, kind: company, priorities: {P-1: {words: One, owner: ada}}, "
        "parts: [{id: b, name: B, kind: team, priorities: {P-2: {words: Two}}}]}\n"
    )
    after = (
        "score: x\npart: {id: a, name: A, kind: company, priorities: {P-3: {words: Three}}, "
        "parts: [{id: b, name: B, kind: team, "
        "priorities: {P-2: {words: Two}, P-4: {was: a/P-1, words: One, owner: bo}}}]}\n"
    )

    found = touching(before, after)

    assert [(one.part, one.lines, one.owners) for one in found.values()] == [("a", 2, ("ada",)), ("b", 1, ("bo",))]


def test_notes_to_those_who_write_the_score_and_the_order_touch_nobody() -> None:
    first = "P-1: {words: One, kept: {colour: red}}"
    score = "score: x\npart: {id: a, name: A, kind: company, priorities: {PRIORITIES}}\n"
    before = score.replace("PRIORITIES", first + ", P-2: {words: Two}")
    after = score.replace("PRIORITIES", "P-2: {words: Two}, P-1: {words: One, kept: {colour: blue}}")

    assert touching(before, after) == {}


def test_a_part_that_is_closed_or_opened_is_a_change_and_says_whose_lines_are_seen_otherwise() -> None:
    opened = "score: x\npart: {id: a, name: A, kind: company, priorities: {P-1: {words: One}}, parts: ["
    opened += "{id: b, name: B, kind: team, priorities: {P-2: {words: Two, owner: bo}}, "
    opened += "parts: [{id: c, name: C, kind: team, priorities: {P-3: {words: Three}}}]}]}\n"
    closed = opened.replace("kind: team, priorities: {P-2", "kind: team, visible: part, priorities: {P-2")

    for before, after, value in ((opened, closed, "part"), (closed, opened, "all")):
        (one,) = weighed(before, after)
        assert (one.change, one.at, one.field, one.new) == (Becomes.CHANGED, "b", "visible", value)
        found = touching(before, after)
        assert [(part.part, part.lines, part.owners) for part in found.values()] == [("b", 1, ("bo",)), ("c", 1, ())]
