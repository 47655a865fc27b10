"""Which tasks enter what was chosen against: few, and never those that keep out of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.not_choices import of_the_example
from handlers.against import staying_out
from score.not_choices import AGREED_FOR, ASK_AGAIN, COVERED, NotChoices, binding, core, rests, stays_out
from storage.tables import Crossing, CrossingState, LineKind, LineState, Part, PartKind, Wording

CUES = staying_out("en")


def line(address: str, words: str, kind: LineKind = LineKind.NOT_CHOICE, **more: Any) -> Wording:
    return Wording(
        id=address, workspace_id="o", edition_id="e", line_id=address, address=address,
        part=address.split("/", maxsplit=1)[0],
        kind=kind, words=words, position=0, **more,
    )  # fmt: skip


OVENS = [
    line("morrow/W", "Independent bakeries, one to five shops, a morning’s drive from a van", LineKind.WHERE_TO_PLAY),
    line("morrow/N-1", "Supermarket chains, which buy the cheapest oven and the cheapest hour"),
    line("morrow/N-2", "Single ovens abroad, further from a van than a morning’s drive"),
    line("service/P-1", "An oven that went cold bakes again within four hours", LineKind.PRIORITY),
    line("service/P-2", "Visit every oven sixty days before its agreement ends", LineKind.PRIORITY),
    line("lab/N-1", "Gas burners for pizza"),
    line("old/N-1", "Ovens on wheels for hire", state=LineState.DROPPED),
]
ALL = {one.line_id for one in OVENS}
AGAINST = NotChoices(OVENS)


def entered(task: str) -> str | None:
    found = AGAINST.entered(task, ALL, CUES)
    return found.line_id if found else None


@pytest.mark.parametrize(
    ("task", "line_id"),
    [
        ("Quote ovens for the supermarket chain in Leeds", "morrow/N-1"),
        ("SUPERMARKET-CHAIN: second visit", "morrow/N-1"),
        ("Draft an offer for two supermarket chains by Friday", "morrow/N-1"),
        ("Ship a single oven abroad", "morrow/N-2"),
        ("Design gas burners for pizza", "lab/N-1"),
    ],
)
def test_a_task_that_names_what_was_chosen_against_enters_it(task: str, line_id: str) -> None:
    assert entered(task) == line_id


@pytest.mark.parametrize(
    "task",
    [
        "Tell the supermarket chain in Leeds that we do not sell there",
        "Hand the supermarket chain over to Ben",
        "Stop the work for the supermarket chain",
        "Decline the supermarket chain’s request",
        "Say no to the supermarket chain",
        "Write why we don’t sell to supermarket chains",
        "Write why we don't sell to supermarket chains",
        "Pass the supermarket chain on to the wholesaler",
        "Explain that single ovens abroad are out of scope",
        "Cancel the gas burners for pizza",
        "Find independent bakeries instead of supermarket chains",
    ],
)
def test_a_task_that_names_it_in_order_to_keep_out_is_silent(task: str) -> None:
    assert entered(task) is None
    assert stays_out(task, CUES)


@pytest.mark.parametrize(
    "task",
    [
        "",
        "...",
        "Buy bread at the supermarket",
        "Mend the chain of the oven door",
        "Visit the single oven at Mill Lane",
        "Order an oven from abroad",
        "Buy the cheapest oven mitts by the hour",
        "Hire wheels for the ovens",
        "Renew the agreement of Ashgrove",
        "Supermarket car park is closed, so fetch bread, flour, salt, yeast, seeds, oil and a new chain",
    ],
)
def test_what_only_shares_words_with_it_is_silent(task: str) -> None:
    assert entered(task) is None


def test_only_what_binds_is_looked_at() -> None:
    assert AGAINST.entered("Design gas burners for pizza", {"morrow/N-1"}, CUES) is None
    assert AGAINST.entered("Design gas burners for pizza", (), CUES) is None
    assert NotChoices([]).entered("anything at all", ALL, CUES) is None


def part(handle: str, parent: str | None) -> Part:
    return Part(
        id=handle, workspace_id="o", edition_id="e", handle=handle, parent=parent, kind=PartKind.UNIT, name=handle,
        position=0,
    )  # fmt: skip


def test_a_person_is_bound_by_their_own_part_and_all_above_it() -> None:
    parts = [part("morrow", None), part("service", "morrow"), part("lab", "morrow"), part("bench", "lab")]

    assert binding(OVENS, parts, {"service"}) & {"morrow/N-1", "lab/N-1"} == {"morrow/N-1"}
    assert binding(OVENS, parts, {"bench"}) >= {"morrow/N-1", "morrow/N-2", "lab/N-1"}
    assert binding(OVENS, parts, set()) == binding(OVENS, parts, {"nowhere"}) == frozenset()


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("Supermarket chains, which buy the cheapest", "Supermarket chains"),
        ("Owning metrics (see sig-instrumentation). They do", "Owning metrics "),
        ("Ownership of tools. Discussion is fine", "Ownership of tools"),
        ("Version 2.0 of it", "Version 2.0 of it"),
        ("(brackets first)", "(brackets first)"),
        ("Frozen dough", "Frozen dough"),
    ],
)
def test_what_it_is_about_stands_before_why(words: str, about: str) -> None:
    assert core(words) == about


@given(st.text(max_size=200))
def test_no_words_break_it(task: str) -> None:
    found = AGAINST.entered(task, ALL, CUES)
    assert found is None or COVERED <= found.share <= 1


@pytest.mark.parametrize(
    ("state", "gap"),
    [(CrossingState.ASKED, ASK_AGAIN), (CrossingState.ARGUED, ASK_AGAIN), (CrossingState.AGREED, AGREED_FOR)],
)
def test_the_same_is_asked_again_after_a_while(state: CrossingState, gap: timedelta) -> None:
    on = date(2027, 3, 9)
    before = Crossing(id="c", workspace_id="o", person_id="p", edition_id="e", line_id="l", asked_on=on, state=state)

    assert rests(before, on)
    assert rests(before, on + gap - timedelta(days=1))
    assert not rests(before, on + gap)


def test_nothing_that_the_example_means_to_do_enters_what_it_chose_against(capsys: pytest.CaptureFixture[str]) -> None:
    """The bar of `bench/not_choices.py`, which is measured with the real organisations beside it."""
    assert of_the_example()
    inside = int(capsys.readouterr().out.removeprefix("the example").split()[0])
    assert inside > 200
