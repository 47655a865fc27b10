"""A file becomes an edition: what stays the same line, and what is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import prompts
from handlers.views import language as view
from score.editions import Before, Loading, NewEdition, compose
from score.language import read
from score.problems import Kind, Problem, ScoreProblems
from storage.tables import Direction, LineKind, LineState, PartKind, Wording

START = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
PEOPLE = {"ines": "person-ines", "Zoë": "person-zoe"}


def score(**lines: str) -> str:
    """A file with a company and a unit; `morrow_P1="words, was: sales/P-7"` is a priority of one of them."""
    parts: dict[str, list[str]] = {"morrow": [], "sales": []}
    for name, said in lines.items():
        part, line = name.split("_")
        parts[part].append(f"{line[0]}-{line[1:]}: {{words: {said}}}")
    return (
        "score: Morrow\npart:\n  id: morrow\n  name: Morrow\n  kind: company\n"
        f"  priorities: {{{', '.join(parts['morrow'])}}}\n"
        f"  parts: [{{id: sales, name: Sales, kind: unit, priorities: {{{', '.join(parts['sales'])}}}}}]\n"
    )


@dataclass
class Workspace:
    """The editions of one workspace, as storage would keep them."""

    people: Mapping[str, str] = field(default_factory=lambda: PEOPLE)
    editions: list[NewEdition] = field(default_factory=list)
    loadings: int = 0

    def load(self, text: str) -> NewEdition | None:
        """Load a file, and keep what it makes."""
        self.loadings += 1
        loading = Loading("w", START + timedelta(days=self.loadings), Random(self.loadings), "person-ines")
        new = compose(read(text.encode(), "score.yml"), self.before(), loading)
        if new is not None:
            self.editions.append(new)
        return new

    def refused(self, text: str) -> list[Problem]:
        """The problems for which a file is refused."""
        with pytest.raises(ScoreProblems) as caught:
            self.load(text)
        return caught.value.problems

    def before(self) -> Before:
        if not self.editions:
            return Before(self.people)
        last = self.editions[-1]
        return Before(self.people, last.edition, last.parts, last.wordings, self.stood(), last.measures)

    def stood(self) -> Sequence[tuple[str, str, int]]:
        last = {
            (line.address, line.line_id): edition.edition.number
            for edition in self.editions
            for line in edition.wordings
        }
        return [(address, line_id, number) for (address, line_id), number in last.items()]

    def lines(self, edition: int = -1) -> dict[str, str]:
        """The identity of each line of an edition, by address."""
        return {line.address: line.line_id for line in self.editions[edition].wordings}


def test_a_first_edition_has_everything_that_the_file_says() -> None:
    workspace = Workspace()
    new = workspace.load(
        "score: Morrow\nseason: Spring\npart:\n  id: morrow\n  name: Morrow Ovens\n  kind: company\n"
        "  choices: {how_to_win: {H: Bakes again}}\n"
        "  priorities: {P-1: {words: Renew, owner: INES, until: 2027-06-30, serves: morrow/h}}\n"
    )

    assert new
    assert (new.edition.number, new.edition.name, new.edition.season) == (1, "Morrow", "Spring")
    assert (new.edition.loaded_by, new.edition.source[:13]) == ("person-ines", "score: Morrow")
    assert [(part.handle, part.parent, part.kind, part.position) for part in new.parts] == [
        ("morrow", None, PartKind.COMPANY, 0)
    ]
    priority: Wording = new.wordings[1]
    assert (priority.address, priority.part, priority.words, priority.position) == ("morrow/P-1", "morrow", "Renew", 1)
    assert (priority.owner_id, priority.until, priority.serves) == ("person-ines", date(2027, 6, 30), "morrow/H")
    assert {line.id for line in new.lines} == {line.line_id for line in new.wordings}
    assert {line.since for line in new.lines} == {new.edition.id}


def test_a_line_keeps_its_identity_by_its_address_whatever_it_reads() -> None:
    workspace = Workspace()
    workspace.load(score(morrow_P1="Renew", sales_P1="Talk"))
    new = workspace.load(score(morrow_P1="Renew nine in ten", sales_P1="Talk"))

    assert new
    assert workspace.lines(0) == workspace.lines(1)
    assert (new.edition.number, new.lines) == (2, [])


def test_a_line_that_moved_keeps_its_identity_if_the_file_says_so() -> None:
    workspace = Workspace()
    workspace.load(score(morrow_P1="Renew", sales_P7="Talk"))
    workspace.load(score(morrow_P1="Renew", morrow_P2="'Talk', was: SALES/p-7"))
    first, second = workspace.lines(0), workspace.lines(1)

    assert second["morrow/P-2"] == first["sales/P-7"]


def test_a_line_that_moved_without_a_word_is_a_new_one() -> None:
    workspace = Workspace()
    workspace.load(score(morrow_P1="Renew", sales_P7="Talk"))
    workspace.load(score(morrow_P1="Renew", morrow_P2="Talk"))

    assert workspace.lines(1)["morrow/P-2"] not in workspace.lines(0).values()


def test_two_lines_can_change_places() -> None:
    workspace = Workspace()
    workspace.load(score(morrow_P1="Renew", morrow_P2="Talk"))
    workspace.load(score(morrow_P1="'Talk', was: morrow/P-2", morrow_P2="'Renew', was: morrow/P-1"))
    first, second = workspace.lines(0), workspace.lines(1)

    assert (second["morrow/P-1"], second["morrow/P-2"]) == (first["morrow/P-2"], first["morrow/P-1"])


def test_a_was_that_has_done_its_work_may_stay() -> None:
    workspace = Workspace()
    workspace.load(score(sales_P7="Talk"))
    moved = score(morrow_P2="'Talk', was: sales/P-7")
    workspace.load(moved)

    assert workspace.load(moved) is None
    workspace.load(score(morrow_P2="'Talk more', was: sales/P-7", sales_P7="Something new"))
    workspace.load(score(morrow_P2="'Talk most', was: sales/P-7", sales_P7="Something new"))
    assert workspace.lines(3)["morrow/P-2"] == workspace.lines(0)["sales/P-7"]
    assert workspace.lines(3)["sales/P-7"] == workspace.lines(2)["sales/P-7"] != workspace.lines(0)["sales/P-7"]


def test_a_line_that_comes_back_to_its_address_is_the_same_again() -> None:
    workspace = Workspace()
    workspace.load(score(morrow_P1="Renew", sales_P1="Talk"))
    workspace.load(score(morrow_P1="Renew"))
    workspace.load(score(morrow_P1="Renew more"))
    new = workspace.load(score(morrow_P1="Renew more", sales_p1="Talk again"))

    assert new
    assert new.lines == []
    assert workspace.lines(3)["sales/p-1"] == workspace.lines(0)["sales/P-1"]


def test_a_line_that_moved_and_left_comes_back_where_it_was_last_seen() -> None:
    workspace = Workspace()
    workspace.load(score(morrow_P1="Renew", sales_P1="Talk"))
    workspace.load(score(morrow_P1="Renew", sales_P2="'Talk', was: sales/P-1"))
    workspace.load(score(morrow_P1="Renew"))
    workspace.load(score(morrow_P1="Renew", sales_P1="Talk", sales_P2="Talk"))

    assert workspace.lines(3)["sales/P-2"] == workspace.lines(0)["sales/P-1"]
    assert workspace.lines(3)["sales/P-1"] not in workspace.lines(0).values()


def test_a_file_that_says_the_same_changes_nothing() -> None:
    workspace = Workspace()
    text = score(morrow_P1="'Renew', owner: ines", sales_P1="Talk")
    workspace.load(text)

    assert workspace.load("# with a comment\n" + text) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Renew", "Keep"),
        ("owner: ines", "owner: zoë"),
        ("score: Morrow", "score: Morrow Ovens"),
        ("name: Sales", "name: Selling"),
        ("kind: unit", "kind: team"),
        ("score: Morrow", "season: Spring\nscore: Morrow"),
        ("owner: ines", "owner: ines, until: 2027-06-30"),
        ("owner: ines", "owner: ines, serves: morrow/P-2"),
        ("sales", "selling"),
    ],
)
def test_whatever_else_it_says_makes_an_edition(old: str, new: str) -> None:
    workspace = Workspace()
    text = score(morrow_P1="'Renew', owner: ines", morrow_P2="Talk", sales_P1="Talk")
    workspace.load(text)

    assert workspace.load(text.replace(old, new)) is not None


def said(problem: Problem) -> str:
    return f"{prompts.plain(view.wrong(problem))}. {prompts.plain(view.remedy(problem))}"


def test_an_owner_who_is_not_in_the_roster_is_refused() -> None:
    (problem,) = Workspace().refused(score(morrow_P1="'Renew', owner: inez"))

    assert (problem.kind, problem.line, problem.column) == (Kind.UNKNOWN_OWNER, 6, 45)
    assert (problem.field, problem.suggestion) == ("part.priorities.P-1.owner", "ines")
    assert said(problem) == (
        "nobody in the roster has the handle `inez`. "
        "Did you mean `ines`? Otherwise add this person to the roster first."
    )


def test_an_owner_is_found_however_the_handle_is_written() -> None:
    new = Workspace().load(score(morrow_P1="'Renew', owner: ZOE\u0308"))

    assert new
    assert new.wordings[0].owner_id == "person-zoe"


def test_a_was_that_names_no_line_of_the_edition_before_is_refused() -> None:
    workspace = Workspace()
    (problem,) = workspace.refused(score(morrow_P1="'Renew', was: sales/P-7"))
    workspace.load(score(sales_P7="Talk"))
    (other,) = workspace.refused(score(morrow_P1="'Renew', was: sale/P-7"))

    assert (problem.kind, problem.suggestion) == (Kind.NOT_BEFORE, "")
    assert (other.field, other.suggestion) == ("part.priorities.P-1.was", "sales/P-7")
    assert "no line stood at `sale/P-7` in the edition before. Did you mean `sales/P-7`?" in said(other)


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ({"morrow_P1": "'Talk', was: sales/P-7", "sales_P7": "Talk"}, "part.priorities.P-1.was"),
        ({"morrow_P1": "'Talk', was: sales/P-7", "morrow_P2": "'Talk', was: sales/P-7"}, "part.priorities.P-2.was"),
        ({"sales_P7": "Talk", "sales_P8": "'Talk', was: sales/P-7"}, "part.parts[0].priorities.P-8.was"),
    ],
)
def test_two_lines_that_claim_to_be_one_are_refused(lines: dict[str, str], field: str) -> None:
    workspace = Workspace()
    workspace.load(score(sales_P7="Talk"))
    (problem,) = workspace.refused(score(**lines))

    assert (problem.kind, problem.field, problem.found) == (Kind.CLAIMED_TWICE, field, "sales/P-7")
    assert "both say that they are what stood at `sales/P-7`" in said(problem)


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = Workspace().refused(score(morrow_P1="'x', owner: nobody, was: a/b", sales_P1="'x', owner: else"))

    assert [problem.kind for problem in found] == [Kind.UNKNOWN_OWNER, Kind.NOT_BEFORE, Kind.UNKNOWN_OWNER]


@given(
    st.lists(st.dictionaries(st.sampled_from(["P1", "P2", "P3", "P4"]), st.sampled_from("xyz"), min_size=1), min_size=1)
)
def test_through_any_history_an_address_has_one_identity_for_good(history: list[dict[str, str]]) -> None:
    workspace = Workspace()
    ever: dict[str, str] = {}
    for lines in history:
        workspace.load(score(**{f"morrow_{id}": words for id, words in lines.items()}))
        now = workspace.lines()
        assert len(set(now.values())) == len(now)
        assert all(ever.setdefault(address, line_id) == line_id for address, line_id in now.items())


WHOLE = """\
score: Morrow
kept: {tool: OldPlan}
part:
  id: morrow
  name: Morrow
  kind: company
  about: Ovens.
  allowance: 40 %
  kept: {colour: red}
  priorities:
    P-1:
      words: Renew
      owner: ines
      deputy: zo\u00eb
      begins: 2027-03-01
      until: 2027-06-30
      horizon: 6 months
      about: All of them.
      because: They lapse.
      plan: Ring first.
      kept: {id: 7}
      measures:
        M-1: {words: Renewed, unit: "%", start: 78, target: 90, range: 0 to 100, source: calendar, every: month}
      not: {N-1: At any price}
      must_be_true:
        T-1: {words: They answer, test: Ring ten, state: done}
  promises:
    R-1: {words: A list, to: sales, until: 2027-03-31}
  parts: [{id: sales, name: Sales, kind: unit, priorities: {P-9: {words: Sell, standing: yes}}}]
"""


TENSION = "{between: [morrow/M-1, morrow/P-1], owners: [ines, otto], measure: morrow/M-1, review: 2027-05-01}"


def test_an_edition_carries_all_that_a_file_says() -> None:
    new = Workspace().load(WHOLE)
    assert new
    by = {line.address: line for line in new.wordings}

    assert new.edition.kept == {"tool": "OldPlan"}
    assert (new.parts[0].about, new.parts[0].allowance, new.parts[0].kept) == ("Ovens.", 0.4, {"colour": "red"})
    renew = by["morrow/P-1"]
    assert (renew.owner_id, renew.deputy_id) == ("person-ines", "person-zoe")
    assert (renew.begins, renew.until, renew.horizon) == (date(2027, 3, 1), date(2027, 6, 30), 6)
    assert (renew.about, renew.because, renew.plan, renew.kept) == (
        "All of them.", "They lapse.", "Ring first.", {"id": 7},
    )  # fmt: skip
    assert by["sales/P-9"].standing
    assert (by["morrow/T-1"].test, by["morrow/T-1"].state) == ("Ring ten", LineState.DONE)
    assert by["morrow/R-1"].to_part == "sales"
    assert {address: line.serves for address, line in by.items() if line.kind not in (LineKind.PRIORITY,)} == {
        "morrow/M-1": "morrow/P-1",
        "morrow/N-1": "morrow/P-1",
        "morrow/T-1": "morrow/P-1",
        "morrow/R-1": None,
    }
    (measure,) = new.measures
    assert measure.line_id == by["morrow/M-1"].line_id
    assert (measure.unit, measure.start, measure.target, measure.direction) == ("%", 78, 90, Direction.UP)
    assert (measure.source, measure.cadence, measure.leads) == ("calendar", 30, False)
    assert (measure.lowest, measure.highest) == (0, 100)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tool: OldPlan", "tool: NewPlan"),
        ("about: Ovens.", "about: Ovens"),
        ("allowance: 40 %", "allowance: 41 %"),
        ("colour: red", "colour: blue"),
        ("deputy: zo\u00eb", "deputy: ines"),
        ("horizon: 6 months", "horizon: 7 months"),
        ("plan: Ring first.", "plan: Write first."),
        ("id: 7", "id: 8"),
        ("target: 90", "target: 91"),
        ("every: month", "every: week"),
        ("test: Ring ten", "test: Ring nine"),
        ("state: done", "state: open"),
        ("standing: yes", "standing: no"),
        ("to: sales, until", "to: sales, begins: 2027-03-01, until"),
        ("to: sales, until", "to: sales, accepted: no, until"),
        ('unit: "%"', 'unit: "%", scope: the north'),
        ('unit: "%"', 'unit: "%", subtotal: yes'),
        ('unit: "%"', 'unit: "%", resource: vans'),
        ("standing: yes", "standing: yes, hours: 4, customer: bakeries"),
        ("standing: yes", "standing: yes, also_called: sales"),
        ("about: Ovens.", "about: Ovens.\n  same_words: ['oven, stove']"),
        ("score: Morrow", "score: Morrow\nlanguage: en"),
        ("standing: yes", "standing: yes, needs: [{from: morrow, by: 2027-03-01}]"),
        ("standing: yes", "standing: yes, accept: [{rule: C20, reason: New, until: 2027-06-30}]"),
        ("about: Ovens.", "about: Ovens.\n  hours: 120"),
        ("about: Ovens.", "about: Ovens.\n  visible: part"),
        ("about: Ovens.", "about: Ovens.\n  accept: [{rule: C08, reason: New, until: 2027-06-30}]"),
        ("about: Ovens.", f"about: Ovens.\n  tensions: [{TENSION}]"),
    ],
)
def test_a_change_of_anything_at_all_makes_an_edition(old: str, new: str) -> None:
    workspace = Workspace()
    workspace.load(WHOLE)

    assert workspace.load(WHOLE) is None
    assert old in WHOLE
    assert workspace.load(WHOLE.replace(old, new)) is not None


def test_a_measure_keeps_its_identity_when_it_moves_to_another_priority() -> None:
    workspace = Workspace()
    workspace.load(WHOLE)
    moved = WHOLE.replace("standing: yes", "standing: yes, measures: {M-5: {words: Renewed, was: morrow/M-1}}")
    workspace.load(moved.replace("        M-1: {words: Renewed", "        M-8: {words: Won"))

    assert workspace.lines(1)["sales/M-5"] == workspace.lines(0)["morrow/M-1"]
    assert workspace.lines(1)["morrow/M-8"] not in workspace.lines(0).values()


def test_a_deputy_who_is_not_in_the_roster_is_refused() -> None:
    (problem,) = Workspace().refused(WHOLE.replace("deputy: zo\u00eb", "deputy: zok"))

    assert (problem.kind, problem.field) == (Kind.UNKNOWN_OWNER, "part.priorities.P-1.deputy")
