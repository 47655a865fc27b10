"""Export and load again is no change: whatever a score says, and whatever editions came before it."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score.flat import from_flat, to_flat
from score.language import read
from score.writing import write, write_data
from score.written import ScoreFile
from tests.score.test_editions import Workspace
from tests.score.test_flat import HARBOUR, flat_lists, imported
from tests.score.test_language import BINDING, NAMED, WHOLE

ROOT = Path(__file__).parents[2]
PEOPLE = {"ada": "person-ada", "bo": "person-bo"}
EXAMPLES = {
    "bakery": WHOLE,
    "binding": BINDING,
    "named": NAMED,
    "morrow": (ROOT / "examples" / "morrow" / "score.yml").read_text("utf-8"),
}


def of(text: str) -> ScoreFile:
    return read(text.encode(), "score.yml")


def owners(score: ScoreFile) -> dict[str, str]:
    """A roster of all whom a score names."""
    named = {one for line in score.lines for one in (line.owner, line.deputy) if one}
    return {handle: f"person-{handle}" for handle in named}


def is_no_change_again(workspace: Workspace, text: str) -> None:
    """What was just loaded is handed out in every way that there is, and none of them changes anything."""
    assert workspace.editions[-1].edition.source == text
    for handed_out in (text, write(of(text)), write(of(write(of(text))))):
        assert workspace.load(handed_out) is None


def is_the_same_flat(score: ScoreFile) -> None:
    """Handed out as a flat list, taken in and handed out again, it says the same."""
    flat = to_flat(score)
    taken_in = from_flat(write_data(flat).encode(), "flat.yml").score
    assert to_flat(taken_in) == flat
    workspace = Workspace(owners(taken_in))
    workspace.load(write(taken_in))
    is_no_change_again(workspace, write(taken_in))
    assert workspace.load(write(from_flat(write_data(to_flat(taken_in)).encode(), "flat.yml").score)) is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_handed_out_and_loaded_again_is_no_change(name: str) -> None:
    workspace = Workspace(owners(of(EXAMPLES[name])))
    workspace.load(EXAMPLES[name])

    is_no_change_again(workspace, EXAMPLES[name])
    is_the_same_flat(of(EXAMPLES[name]))


@pytest.mark.skipif("CONCERTMASTER_ORGANISATIONS" not in os.environ, reason="names no folder of organisations")
def test_real_organisations_handed_out_and_loaded_again_are_no_change() -> None:
    files = sorted(Path(os.environ["CONCERTMASTER_ORGANISATIONS"]).glob("*/score.yml"))

    assert files
    for file in files:
        score = from_flat(file.read_bytes(), file.name).score
        workspace = Workspace(owners(score))
        workspace.load(write(score))
        is_no_change_again(workspace, write(score))
        is_the_same_flat(score)


SOMETIMES = st.sampled_from([True, False])
WORDS = st.sampled_from(["Bake twice", "no", "Ring: the bell", "5 %", "Ä # not a comment", "- a dash", "2027-01-01"])
OWNER = st.fixed_dictionaries({}, optional={"owner": st.sampled_from(["ada", "bo"]), "about": WORDS})
PLAYED = {"because": WORDS, "until": st.sampled_from(["2027-06-30", "2027-12-31"]), "deputy": st.just("bo")}


def named(letter: str, each: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    """Up to so many things, called by a letter and a number."""
    ids = st.lists(st.integers(1, 9), max_size=most, unique=True)
    return ids.flatmap(lambda found: st.fixed_dictionaries({f"{letter}-{n}": each for n in found}))


def with_words(*more: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    parts = st.tuples(WORDS, OWNER, *more)
    return parts.map(lambda found: {"words": found[0], **{k: v for one in found[1:] for k, v in one.items()}})


MEASURES = st.fixed_dictionaries(
    {"words": WORDS},
    optional={"unit": st.sampled_from(["%", "days"]), "start": st.just(9), "target": st.integers(10, 99)},
)
PRIORITIES = with_words(
    st.fixed_dictionaries(
        {}, optional={**PLAYED, "plan": WORDS, "kept": st.builds(dict, tool=WORDS), "also_called": st.just("a loaf, b")}
    )
)
CHOICES = with_words(st.fixed_dictionaries({}, optional={"because": WORDS, "horizon": st.just("18 months")}))


@st.composite
def scores(draw: st.DrawFn) -> dict[str, Any]:
    """A score of one to three parts, whose lines serve each other; every line's address is its own."""
    numbers = iter(range(100, 999))

    def part(handle: str, kind: str, above: list[str]) -> dict[str, Any]:
        made: dict[str, Any] = {"id": handle, "name": draw(WORDS), "kind": kind}
        choices = draw(named("C", CHOICES, 2))
        priorities = draw(named("P", PRIORITIES))
        for one in priorities.values():
            if draw(SOMETIMES) and above:
                one["serves"] = draw(st.sampled_from(above))
            if draw(SOMETIMES):
                one["measures"] = {f"M-{next(numbers)}": draw(MEASURES)}
            if draw(SOMETIMES):
                one["not"] = {f"N-{next(numbers)}": draw(WORDS)}
            if draw(SOMETIMES):
                one["must_be_true"] = {f"T-{next(numbers)}": {"words": draw(WORDS), "test": draw(WORDS)}}
        made |= {"choices": {"systems": choices}} if choices else {}
        made |= {"priorities": priorities} if priorities else {}
        made |= draw(
            st.fixed_dictionaries(
                {}, optional={"allowance": st.just(0.25), "same_words": st.just([["a", "b"], "c, d"])}
            )
        )
        return made

    top = part("top", "company", [])
    above = [f"top/{id}" for id in top.get("priorities", {})]
    below = [part(handle, "team", above) for handle in ("one", "two")[: draw(st.integers(0, 2))]]
    return {
        "score": draw(WORDS),
        "language": draw(st.sampled_from(["en", "de"])),
        "part": {**top, **({"parts": below} if below else {})},
    }


def addresses(score: dict[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
    """The priorities of the top part, each with its address."""
    for id, line in score["part"].get("priorities", {}).items():
        yield line, f"top/{id}"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=8)
@given(st.lists(scores(), min_size=1, max_size=2), st.randoms(use_true_random=False))
def test_through_any_history_what_is_handed_out_and_loaded_again_is_no_change(
    history: list[dict[str, Any]], chance: Any
) -> None:
    workspace = Workspace(PEOPLE)
    for score in history:
        there = workspace.lines() if workspace.editions else {}
        stood = [one for one in there if one.startswith(("one/", "two/")) and "/P-" in one]
        for line, address in list(addresses(score))[:1]:
            # A priority of a team that moves up says so, where its old address is free.
            was = chance.choice(stood) if stood else None
            if was and was not in write_data(score) and address not in there:
                line["was"] = was
        text = write_data(score)
        if workspace.load(text) is not None:
            is_no_change_again(workspace, text)
        is_the_same_flat(of(text))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=8)
@given(flat_lists())
def test_any_flat_list_taken_in_and_handed_out_is_no_change(flat: dict[str, Any]) -> None:
    score = imported(write_data(flat)).score
    workspace = Workspace(owners(score))
    if workspace.load(write(score)) is not None:
        is_no_change_again(workspace, write(score))


def test_a_list_that_was_taken_in_is_no_change_either() -> None:
    score = imported(HARBOUR).score
    workspace = Workspace(owners(score))
    workspace.load(write(score))

    is_no_change_again(workspace, write(score))
    is_the_same_flat(score)
