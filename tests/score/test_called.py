"""By which words a line goes: its own, other names of it, and words that mean the same where it stands."""

from collections.abc import Iterable, Sequence

import pytest

from score.called import ADDED, Called
from score.search import Concordance, read_question
from score.ties import Index
from storage.tables import Part, PartKind, Wording
from tests.score.test_editions import Workspace

SCORE = """\
score: Harbour
part:
  id: harbour
  name: Harbour
  kind: company
  same_words: ["renewal, extension, prolongation of contracts", "the, of", [offer, quote]]
  priorities:
    P-1: {words: Keep every renewal in sight}
    P-2: {words: Prolongation of contracts by telephone}
    P-3: {words: Hire two bakers, also_called: "recruiting, zeppelins"}
  parts:
    - id: field
      name: Field
      kind: team
      same_words: ["visit, call round"]
      priorities: {P-1: {words: Visit before the quote}}
    - id: desk
      name: Desk
      kind: team
      priorities: {P-1: {words: Visit nobody}}
"""


def of(text: str) -> tuple[list[Wording], list[Part]]:
    new = Workspace().load(text)
    assert new
    return new.wordings, new.parts


LINES, PARTS = of(SCORE)
INDEX, CONCORDANCE = Index(LINES, PARTS), Concordance(LINES, PARTS)
ADDRESSES = {line.line_id: line.address for line in LINES}


def told(said: Iterable[Sequence[str]]) -> list[list[str]]:
    return [list(each) for each in said]


def first(task: str) -> str:
    best = INDEX.rank(task).lines[0]
    return ADDRESSES[best.line_id] if best.points else ""


def asked(question: str) -> list[str]:
    return [hit.line.address for hit in CONCORDANCE.find(read_question(question, {}))]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("zeppelins", "harbour/P-3"),
        ("recruit", "harbour/P-3"),
        ("extensions", "harbour/P-1"),
        ("prolongation", "harbour/P-1"),
        ("calling round", "field/P-1"),
        ("offers", "field/P-1"),
        ("hire", "harbour/P-3"),
    ],
)
def test_a_line_is_ranked_asked_about_and_picked_by_all_its_words(said: str, address: str) -> None:
    picked = [line.address for line in INDEX.search(said)]

    assert address in asked(said)[:2]
    assert address in picked[:2]
    assert first(said) in (address, "harbour/P-2")


def test_a_name_counts_as_much_as_the_words_of_the_line() -> None:
    lines, parts = of(SCORE.replace("words: Hire two bakers", "words: Hire two zeppelins"))
    question = read_question("zeppelins", {})
    (said,), (named,) = (each.find(question) for each in (Concordance(lines, parts), CONCORDANCE))

    assert (said.worth, said.line.address) == (named.worth, named.line.address)


def test_words_mean_the_same_in_their_part_and_in_those_within_it() -> None:
    assert "desk/P-1" not in asked("round")
    assert asked("round") == ["field/P-1"]
    assert "field/P-1" in asked("offer")


def test_of_several_words_all_have_to_be_there() -> None:
    called = Called(PARTS, "english")

    assert told(called.said("Prolongation of the lease", "harbour")) == [["prolongation", "lease"]]
    assert told(called.said("Prolongation of contracts", "harbour")) == [
        ["prolongation", "contracts"], ["renewal"], ["extension"],
    ]  # fmt: skip
    assert told(called.said("Renewal", "nowhere")) == [["renewal"]]


def test_names_of_one_stem_are_one_name() -> None:
    def part(handle: str, parent: str | None, *several: list[str]) -> Part:
        return Part(
            id=handle, workspace_id="w", edition_id="e", handle=handle, parent=parent, kind=PartKind.UNIT, name="X",
            position=0, same_words=[*several],
        )  # fmt: skip

    above = part("a", None, ["renewal", "renewals", "extension", "extensions"], ["bread roll", "bread rolls"])
    called = Called([above, part("b", "a", ["renewing", "prolongation", "extensions"])], "english")

    assert told(called.said("Renewal", "a")) == [["renewal"], ["extension"]]
    assert told(called.said("Renewals", "a")) == [["renewals"], ["extension"]]
    assert told(called.said("Extending the extensions", "a")) == [["extending", "extensions"], ["renewal"]]
    assert told(called.said("Bread rolls", "a")) == [["bread", "rolls"]]
    assert told(called.said("Renewals", "b")) == [["renewals"], ["prolongation"], ["extensions"]]


def test_so_many_names_are_added_and_no_more() -> None:
    several = [[f"oven{n}", f"mill{n}"] for n in range(ADDED + 20)]
    part = Part(
        id="p", workspace_id="w", edition_id="e", handle="x", kind=PartKind.COMPANY, name="X", position=0,
        same_words=several,
    )  # fmt: skip
    said = list(Called([part], "english").said(" ".join(one for one, _ in several), "x"))

    assert len(said) == 1 + ADDED


def test_parts_that_lead_back_to_themselves_end_somewhere() -> None:
    def part(handle: str, parent: str) -> Part:
        return Part(
            id=handle, workspace_id="w", edition_id="e", handle=handle, parent=parent, kind=PartKind.UNIT, name="X",
            position=0, same_words=[[f"oven{handle}", "mill"]],
        )  # fmt: skip

    called = Called([part("a", "b"), part("b", "a")], "english")
    assert told(called.said("mill", "a")) == [["mill"], ["ovena"], ["ovenb"]]
