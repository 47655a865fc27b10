"""An interview: where it leads, back and again, what it writes, and what of the findings it can mend."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from score import interview
from score.five_choices import MOST, PARTS, SEVERAL
from score.interview import Interview
from score.question import Around, Asked, Question, Unfit
from score.rules import judge
from score.rules.finding import Finding, Severity
from score.rules.known import Known
from score.rules.pairs import ours
from storage.tables import LineKind

TODAY = date(2027, 3, 1)
AROUND = Around(TODAY)

WHOLE: dict[Asked, Sequence[str]] = {
    Asked.ORGANISATION: ["Corner Bakery"],
    Asked.SEASON: ["Spring 2027"],
    Asked.ASPIRATION: ["The street buys its bread on foot again"],
    Asked.WHERE_TO_PLAY: ["Households within ten minutes of the shop"],
    Asked.OPPOSITE: ["yes", "no"],
    Asked.SHARPER: ["Bread twice a day, still warm, and none in between"],
    Asked.WHERE_NOT: ["Hotels, who want rolls at five", ""],
    Asked.HOW_TO_WIN: ["Good bread"],
    Asked.HOW_NOT: ["The lowest price of the street", ""],
    Asked.CAPABILITIES: ["Two bakers who can run the oven alone", ""],
    Asked.SYSTEMS: ["The oven plan on the wall"],
    Asked.MUST_BE_TRUE: ["", "People walk five minutes more for warm bread", ""],
    Asked.TEST: ["Ask forty who come past at six"],
    Asked.TESTER: ["Bo"],
    Asked.PRIORITIES: ["Bake a second time, at four", "", "Tell every regular when it is out", ""],
    Asked.OWNER: ["Ada", "Bo"],
    Asked.DEPUTY: ["Bo", "Ada"],
    Asked.UNTIL: ["2027-06-30", "standing"],
    Asked.SERVES: ["3", ""],
    Asked.MEASURE: ["Loaves sold warm after five", "", "Regulars who know the hour", ""],
    Asked.UNIT: ["loaves a day", "%"],
    Asked.START: ["0", "10"],
    Asked.TARGET: ["60", "90"],
    Asked.EVERY: ["week", "2 weeks"],
    Asked.SOURCE: ["the till", "a tally at the counter"],
    Asked.TYPE: ["lead", "lead"],
    Asked.PART: ["The counter", ""],
    Asked.KIND: ["team"],
    Asked.PART_SERVES: ["bakery"],
    Asked.OWN_CHOICES: ["no"],
}


def _play(answers: dict[Asked, Sequence[str]]) -> Interview:
    """Answer each question with the next answer of its kind, and skip those for which there is none."""
    left, here = {asked: list(said) for asked, said in answers.items()}, Interview()
    while (asked := interview.question(here)) is not None:
        said = left[asked.asks].pop(0) if left.get(asked.asks) else ""
        if asked.asks is Asked.PART_SERVES and said:
            said = next(iter(asked.options))
        after = interview.answer(here, said, AROUND) if said else interview.skip(here)
        assert isinstance(after, Interview), (asked, said, after)
        here = after
    return here


def _asked(here: Interview) -> Question:
    asked = interview.question(here)
    assert asked is not None
    return asked


def _said(here: Interview, said: str) -> Interview:
    after = interview.answer(here, said, AROUND)
    assert isinstance(after, Interview)
    return after


def _found(here: Interview) -> list[Finding]:
    file = interview.score(here)
    assert file is not None
    return judge(Known(file, TODAY, None, None, ours(), frozenset(), []))


def test_an_interview_that_is_answered_writes_a_score_in_which_the_rules_find_nothing_above_information() -> None:
    here = _play(WHOLE)
    file = interview.score(here)

    assert file is not None
    assert [one.rule for one in _found(here) if one.severity is not Severity.INFORMATION] == []
    by_address = {line.address: line for line in file.lines}
    assert by_address["corner-bakery/H"].words == "Bread twice a day, still warm, and none in between"
    assert by_address["corner-bakery/H"].serves == "corner-bakery/W"
    assert by_address["corner-bakery/T-1"].owner == "bo"
    assert by_address["corner-bakery/P-1"].serves == "corner-bakery/H"
    assert by_address["the-counter/P-1"].serves == "corner-bakery/A"
    assert by_address["the-counter/P-1"].standing
    assert [part.id for part in file.parts] == ["corner-bakery", "the-counter"]


def test_before_it_has_a_name_there_is_no_score() -> None:
    assert interview.score(Interview()) is None
    assert _asked(Interview()).asks is Asked.ORGANISATION
    assert interview.skip(Interview()) is Unfit.NEEDED
    assert interview.answer(Interview(), "-", AROUND) == Interview({"name": "-"})


def test_at_the_end_nothing_is_answered_any_more() -> None:
    end = _play(WHOLE)

    assert interview.answer(end, "more", AROUND) is Unfit.NEEDED
    assert interview.skip(end) is Unfit.NEEDED
    assert interview.is_between(interview.question(end))
    assert not interview.is_between(_asked(Interview()))
    assert interview.is_between(_asked(interview.back(end)))


def test_an_answer_that_cannot_be_taken_changes_nothing() -> None:
    here = _said(Interview(), "Corner Bakery")

    assert interview.answer(here, "x" * 121, AROUND) is Unfit.TOO_LONG
    assert _asked(here).asks is Asked.SEASON


def test_one_can_go_back_to_the_beginning_and_what_was_said_stands_until_it_is_said_otherwise() -> None:
    end = here = _play(WHOLE)
    steps = 0
    while interview.back(here) != here:
        here, steps = interview.back(here), steps + 1

    assert _asked(here).before == "Corner Bakery"
    while interview.question(here) is not None:
        after = interview.skip(here)
        assert isinstance(after, Interview)
        here, steps = after, steps - 1
    assert (here, steps) == (end, 0)


def test_another_answer_stands_instead_and_what_was_said_of_the_first_one_is_asked_anew() -> None:
    here = _play(WHOLE)
    while _asked(interview.back(here)).asks is not Asked.HOW_TO_WIN:
        here = interview.back(here)
    here = _said(interview.back(here), "Bread that is still warm")

    assert _asked(here).asks is Asked.OPPOSITE
    assert _asked(here).of == "Bread that is still warm"


def test_an_answer_is_taken_back_by_a_hyphen() -> None:
    here = _said(_said(Interview(), "Corner Bakery"), "Spring")
    here = _said(interview.back(here), "-")

    file = interview.score(here)
    assert file is not None
    assert file.season == ""


def test_what_no_longer_fits_is_asked_again() -> None:
    """A target that its start has reached, and a line that a part served and that is gone."""
    here = _play(WHOLE)
    started = next(id for id in here.answers if id == "0.priority1.measure1.start")
    moved = _said(Interview(here.answers, frozenset({started})), "60")
    assert _asked(moved).asks is Asked.TARGET
    assert _asked(moved).before == ""

    without = _said(Interview(here.answers, frozenset({"0.aspiration"})), "-")
    assert _asked(without).asks is Asked.PART_SERVES


def test_a_part_with_choices_of_its_own_serves_by_them_and_one_can_stand_in_another() -> None:
    answers = {
        **WHOLE,
        Asked.PART: ["Service", "North", ""],
        Asked.KIND: ["unit", "team"],
        Asked.WITHIN: ["Service"],
        Asked.OWN_CHOICES: ["yes", ""],
        Asked.ASPIRATION: [*WHOLE[Asked.ASPIRATION], "Every oven bakes"],
        Asked.WHERE_TO_PLAY: [*WHOLE[Asked.WHERE_TO_PLAY], "Ovens that we sold"],
        Asked.HOW_TO_WIN: ["Good bread", "Within four hours"],
        Asked.OPPOSITE: ["yes", "no", "yes", "yes"],
        Asked.PRIORITIES: [],
    }
    file = interview.score(_play(answers))

    assert file is not None
    assert [(part.id, part.parent) for part in file.parts][1:] == [("service", "corner-bakery"), ("north", "service")]
    by_address = {line.address: line for line in file.lines}
    assert by_address["service/A"].serves == "corner-bakery/A"
    assert by_address["service/H"].serves == "service/W"


def test_parts_of_one_name_and_a_name_without_letters_get_ids_of_their_own() -> None:
    here = _play(
        {
            Asked.ORGANISATION: ["山本"],
            Asked.PART: ["Sales", "Sales", ""],
            Asked.KIND: ["unit", "unit"],
            Asked.WITHIN: ["1"],
        }
    )
    file = interview.score(here)

    assert file is not None
    assert [part.id for part in file.parts] == ["part", "sales", "sales-2"]


def test_it_asks_for_no_more_parts_and_priorities_than_anybody_keeps_in_mind() -> None:
    many = [f"Number {n}" for n in range(40)]
    here = _play({
        Asked.ORGANISATION: ["Many"],
        Asked.PART: many,
        Asked.KIND: ["unit"] * 40,
        Asked.WITHIN: ["1"] * 40,
        Asked.PRIORITIES: [f"Move number {n}" for n in range(400)],
    })  # fmt: skip
    file = interview.score(here)

    assert file is not None
    assert len(file.parts) == PARTS
    assert len(file.lines) == PARTS * MOST


@pytest.mark.parametrize(
    ("rule", "asks"),
    [
        ("C05", Asked.HOW_TO_WIN),
        ("C10", Asked.OWNER),
        ("C14", Asked.DEPUTY),
        ("C20", Asked.MEASURE),
        ("C21", Asked.UNIT),
        ("C22", Asked.START),
        ("C26", Asked.SOURCE),
        ("C34", Asked.UNTIL),
        ("C41", Asked.SYSTEMS),
        ("C43", Asked.TEST),
    ],
)
def test_what_was_left_out_is_found_and_asked_again(rule: str, asks: Asked) -> None:
    here = _play({
        **WHOLE,
        Asked.HOW_TO_WIN: [],
        Asked.MUST_BE_TRUE: ["People walk five minutes more", ""],
        Asked.PRIORITIES: ["Bake a second time", "Bake rolls", ""],
        Asked.MEASURE: ["Loaves sold warm", ""],
        Asked.TARGET: ["60"],
        Asked.DIRECTION: ["up"],
        Asked.PART: [],
        **{one: [] for one in (Asked.SYSTEMS, Asked.TEST, Asked.TESTER, Asked.OWNER, Asked.DEPUTY, Asked.UNTIL)},
        **{one: [] for one in (Asked.UNIT, Asked.START, Asked.SOURCE)},
    } | ({Asked.OWNER: ["Ada", "Bo"]} if rule == "C14" else {}))  # fmt: skip
    finding = next(one for one in _found(here) if one.rule == rule)

    mended = interview.mend(here, finding)

    assert mended is not None
    assert _asked(mended).asks is asks


def test_without_both_numbers_it_asks_which_way_is_better() -> None:
    here = _play({**WHOLE, Asked.START: ["", "10"], Asked.DIRECTION: ["down"]})
    rules = {one.rule: one for one in _found(here)}
    file = interview.score(here)

    assert file is not None
    assert "direction: down" in file.text
    mended = interview.mend(here, rules["C22"])
    assert mended is not None
    assert _asked(mended).asks is Asked.START
    assert "direction" not in _written(_said(mended, "90"))


def _written(here: Interview) -> str:
    file = interview.score(here)
    assert file is not None
    return file.text


def test_of_not_choices_conditions_capabilities_and_measures_it_asks_for_three() -> None:
    many = [f"Number {n}" for n in range(20)]
    here = _play({
        **WHOLE,
        **{one: many for one in (Asked.WHERE_NOT, Asked.HOW_NOT, Asked.CAPABILITIES, Asked.SYSTEMS)},
        **{one: many for one in (Asked.MUST_BE_TRUE, Asked.MEASURE)},
        Asked.START: [],
        Asked.TARGET: [],
        Asked.DIRECTION: ["up"] * 20,
        Asked.PART: [],
    })  # fmt: skip
    file = interview.score(here)

    assert file is not None
    kinds = Counter(line.kind for line in file.lines)
    assert kinds[LineKind.NOT_CHOICE] == kinds[LineKind.CONDITION] == 2 * SEVERAL
    assert kinds[LineKind.CAPABILITIES] == kinds[LineKind.SYSTEMS] == kinds[LineKind.MEASURE] == SEVERAL


def test_a_part_below_one_in_which_nothing_can_be_served_is_for_nothing() -> None:
    here = _play(
        {
            Asked.ORGANISATION: ["Bare"],
            Asked.PART: ["Sales", ""],
            Asked.KIND: ["unit"],
            Asked.PRIORITIES: ["", "Sell", ""],
        }
    )

    assert interview.score(here) is not None
    assert "0.priority1.serves" not in here.answers
    assert "1.serves" not in here.answers


def test_what_pulls_apart_is_mended_in_the_file() -> None:
    finding = Finding("C50", Severity.WARNING, ("corner-bakery/M-1", "x/M-1"), "c50", {}, None, 1, 1)

    assert interview.mend(_play(WHOLE), finding) is None


def test_an_interview_is_kept_and_goes_on_as_it_was() -> None:
    here = interview.back(_play(WHOLE))

    assert interview.of(interview.told(here)) == here
    assert interview.of(interview.told(Interview())) == Interview()


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"answers": [], "again": []}', '{"answers": {}, "again": {}}', "{"])
def test_what_is_no_interview_is_refused(kept: str) -> None:
    with pytest.raises(ValueError):
        interview.of(kept)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["", "", "", "back", "1", "2", "yes", "no", "ada", "2027-06-30", "standing", "-", "lead"]),
            st.text(max_size=30),
        ),
        max_size=120,
    )
)
def test_whatever_is_answered_what_was_said_can_be_read_and_the_interview_comes_to_an_end(said: list[str]) -> None:
    here = Interview()
    for one in said:
        if interview.question(here) is None:
            break
        after = (
            interview.back(here)
            if one == "back"
            else interview.answer(here, one, AROUND)
            if one
            else interview.skip(here)
        )
        here = here if isinstance(after, Unfit) else after
        interview.score(here)

    left = 3000
    while (asked := interview.question(here)) is not None and left:
        after = interview.skip(here)
        if isinstance(after, Unfit):
            after = _said(here, next(iter(asked.options), "Name"))
        here, left = after, left - 1
    assert left
    assert interview.of(interview.told(here)) == here
    assert interview.score(here) is not None
