"""What a new edition means to one person: what is theirs, what matters most first, and nothing else."""

from score.diff import Becomes
from score.editions import Loading, compose
from score.language import read
from score.news import Turned, concerning, turned
from tests.score.test_editions import START, Random, Workspace

PEOPLE = {"ada": "person-ada", "bo": "person-bo"}
BEFORE = """\
score: X
part:
  id: x
  name: X
  kind: company
  priorities:
    P-1: {words: One, owner: ada}
    P-2: {words: Two, deputy: ada, owner: bo}
    P-3: {words: Three}
    P-4: {words: Four, measures: {M-1: {words: Loaves, target: 5}}}
  parts:
    - {id: y, name: Y, kind: team, priorities: {P-5: {words: Five}, P-6: {words: Six}}}
"""


def news(after: str, before: str = BEFORE) -> list[Turned]:
    workspace = Workspace(PEOPLE)
    workspace.load(before)
    standing = workspace.before()
    new = compose(read(after.encode(), "score.yml"), standing, Loading("w", START, Random(9)))
    assert new is not None
    return turned(standing, new)


def said(found: list[Turned]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.becomes.value, one.line.address, one.fields) for one in found]


def test_what_became_of_each_line_is_told_once_with_all_that_it_says_otherwise() -> None:
    after = BEFORE.replace("words: One, owner: ada", "words: Won, owner: bo").replace("target: 5", "target: 6")
    after = after.replace("    P-3: {words: Three}\n", "").replace("P-6: {words: Six}", "P-7: {was: y/P-6, words: Siz}")

    assert said(news(after)) == [
        ("changed", "x/P-1", ("words", "owner")),
        ("changed", "x/M-1", ("target",)),
        ("moved", "y/P-7", ("words",)),
        ("gone", "x/P-3", ()),
    ]
    assert [one.is_reworded for one in news(after)] == [True, False, True, False]


def test_a_line_that_takes_the_address_of_one_that_is_gone_is_another() -> None:
    after = BEFORE.replace("P-1: {words: One, owner: ada}\n    ", "").replace(
        "P-3: {words: Three}", "P-1: {was: x/P-3, words: Three}"
    )

    assert said(news(after)) == [("moved", "x/P-1", ()), ("gone", "x/P-1", ())]


def test_the_order_and_notes_are_nothing() -> None:
    after = BEFORE.replace("P-3: {words: Three}\n    ", "").replace(
        "P-4: {words: Four,", "P-4: {kept: {a: b}, words: Four,"
    )
    after = after.replace("    P-1: {words: One", "    P-3: {words: Three}\n    P-1: {words: One")

    assert news(after) == []


def test_what_somebody_owns_comes_before_what_they_work_on_and_that_before_their_teams_part() -> None:
    after = (
        BEFORE.replace("words: One", "words: Won").replace("words: Two", "words: Too").replace("words: Six", "words: S")
    )
    after = after.replace("P-5: {words: Five}, ", "").replace("    P-3: {words: Three}\n", "")
    found = news(after)
    three = next(one.line.line_id for one in found if one.line.address == "x/P-3")

    mine = concerning(found, "person-ada", {"y"}, {three})

    assert [one.line.address for one in mine] == ["x/P-1", "x/P-2", "x/P-3", "y/P-5", "y/P-6"]
    assert concerning(found, "person-cy", (), ()) == []
    assert Becomes.ORDER not in {one.becomes for one in found}


def test_whoever_owned_a_line_before_is_concerned_too() -> None:
    found = news(BEFORE.replace("words: One, owner: ada", "words: One, owner: bo"))

    assert [[one.line.address for one in concerning(found, who, (), ())] for who in PEOPLE.values()] == [["x/P-1"]] * 2
