"""A score that is written out is read again as the same."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score.language import ScoreFile, read
from score.writing import write, write_data
from tests.score.test_language import BINDING, NAMED, WHOLE

ROOT = Path(__file__).parents[2]


CLOSED = "score: A\npart: {id: a, name: A, kind: company, parts: [{id: b, name: B, kind: team, visible: part}]}\n"


def again(score: ScoreFile) -> ScoreFile:
    return read(write(score).encode(), "score.yml")


@pytest.mark.parametrize(
    "text",
    [WHOLE, BINDING, NAMED, CLOSED, (ROOT / "examples" / "morrow" / "score.yml").read_text("utf-8")],
    ids=["bakery", "binding", "named", "closed", "morrow"],
)
def test_what_is_written_is_read_as_the_same(text: str) -> None:
    score = read(text.encode(), "score.yml")

    assert again(score) == score


def test_which_way_is_better_is_written_only_where_the_file_said_it() -> None:
    """Without both numbers nobody knows; `up` would be a guess that hides a finding."""
    said = WHOLE_PRIORITY.format("unit: calls, target: 5")

    assert "direction" not in write(read(said.encode(), "score.yml"))
    assert "direction: down" in write(read(WHOLE_PRIORITY.format("target: 5, direction: down").encode(), "score.yml"))


WHOLE_PRIORITY = """
score: S
part:
  id: s
  name: S
  kind: team
  priorities: {{P: {{words: Answer, measures: {{M: {{words: Calls that wait, {0}}}}}}}}}
"""


def test_it_is_written_as_somebody_would_write_it() -> None:
    written = write(read(WHOLE.encode(), "score.yml"))

    assert "      N-1: The big hotels\n" in written.replace("  " * 3, "      ")
    assert "allowance: 0.4\n" in written
    assert "until: 2026-12-31\n" in written
    assert "every: 14 days\n" in written
    assert "target: 2.5\n" in written


@pytest.mark.parametrize(
    "words",
    ["no", "null", "~", "1e3", "5", "007", "2027-01-01", "1:30", "- x", "# x", "a: b", "'", "%x", "é", "=", "<<"],
)
def test_words_that_yaml_reads_otherwise_are_kept_as_words(words: str) -> None:
    text = f"score: x\nkept: {{a: {write_data({'b': words})[3:-1]}}}\npart: {{id: x, name: x, kind: team}}\n"

    assert again(read(text.encode(), "score.yml")).kept == {"a": words}


READABLE = st.characters(exclude_categories=["C"], exclude_characters="\u2028\u2029\ufeff")
NUMBERS = st.integers(-(10**17), 10**17 * 9)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(READABLE),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "no", "5"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(st.sampled_from("xyz"), VALUES, min_size=1),
    st.decimals(-99999, 99999, places=4, allow_nan=False),
    st.decimals(-99999, 99999, places=4, allow_nan=False),
    st.integers(1, 600),
    st.integers(1, 3660),
)
def test_any_number_and_whatever_is_kept_survives(
    kept: dict[str, object], start: object, target: object, months: int, days: int
) -> None:
    if start == target:
        return
    measure = f"{{words: x, start: {start:f}, target: {target:f}, every: {days} days}}"
    text = (
        f"score: x\npart:\n  id: x\n  name: x\n  kind: team\n"
        f"  priorities: {{P: {{words: x, horizon: {months} months, measures: {{M: {measure}}}}}}}\n"
    ) + write_data({"kept": kept})
    score = read(text.encode(), "score.yml")

    assert score.kept == kept
    assert again(score) == score
