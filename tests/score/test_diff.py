"""What loading a file would change, said before it is changed."""

from datetime import date

from score.diff import Becomes, Diff, Difference, between
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
