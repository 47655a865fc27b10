"""One value of one line is changed, and nothing else of the file."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score.language import read
from score.mending import NotThere, Unmendable, mend, value_of
from score.problems import Kind, ScoreProblems
from score.written import ScoreFile
from storage.tables import LineKind, LineState
from tests.score.test_language import BINDING, WHOLE

MORROW = (Path(__file__).parents[2] / "examples" / "morrow" / "score.yml").read_text("utf-8")
SCORE = """\
# What we play from.
score: Harbour   # a bakery
part:
  id: harbour
  name: "Harbour"
  kind: company # the whole
  hours: 40
  choices:
    aspiration:
      A: Fresh bread, within an hour # of every quay
    capabilities: {C: "Bakers: who can sell", D: {words: 'It''s flour'}}
  priorities:
    P-1:
      # Its owner is to be found.
      words: >  # to be shortened
        Win the
        harbour towns

      serves: harbour/A
      # The end.
    P-2: {words: Call every harbour, owner: ada, measures: {M-1: Calls}}
  parts:
    - id: field
      name: Field
      kind: team
      priorities:
        P-1:
          words: Bake
            every day  # twice
          until: 2027-06-30\
"""
EXAMPLES = {
    "harbour": SCORE,
    "crlf": SCORE.replace("\n", "\r\n"),
    "bakery": WHOLE,
    "binding": BINDING,
    "morrow": MORROW,
}


def line(text: str, address: str) -> Any:
    return next(one for one in read(text.encode(), "score.yml").lines if one.address == address)


def changed(text: str, mended: str) -> list[tuple[str, str]]:
    """The lines that went and came."""
    before, after = text.splitlines(), mended.splitlines()
    return [("-", one) for one in before if one not in after] + [("+", one) for one in after if one not in before]


@pytest.mark.parametrize(
    ("address", "key", "value", "difference"),
    [
        ("field/P-1", "until", "2027-09-30", [("-", "2027-06-30"), ("+", "2027-09-30")]),
        ("field/P-1", "owner", "ada", [("+", "          owner: ada")]),
        ("harbour/P-1", "owner", "ada", [("+", "      owner: ada")]),
        ("harbour/P-2", "owner", "bo", [("-", "owner: ada"), ("+", "owner: bo")]),
        ("harbour/P-2", "until", "2027-06-30", [("-", "harbour, owner"), ("+", "harbour, until: 2027-06-30, owner")]),
        ("harbour/M-1", "unit", "calls, in all", [("-", "Calls"), ("+", '{words: Calls, unit: "calls, in all"}')]),
        ("harbour/A", "words", "Bread", [("-", "Fresh"), ("+", "A: Bread # of every quay")]),
        (
            "harbour/A",
            "owner",
            "ada",
            [("-", "A: F"), ("+", '{words: "Fresh bread, within an hour", owner: ada} # of')],
        ),
        ("harbour/C", "owner", "ada", [("-", "C: "), ("+", '{C: {words: "Bakers: who can sell", owner: ada}, D: {')]),
        ("harbour/D", "words", "It's, dough", [("-", "''"), ("+", """D: {words: "It's, dough"}}""")]),
        ("harbour", "hours", "37.5", [("-", "40"), ("+", "  hours: 37.5")]),
        ("harbour", "allowance", "40 %", [("+", "  allowance: 40 %")]),
        ("field", "hours", "10", [("+", "      hours: 10")]),
    ],
)
def test_only_that_is_another(address: str, key: str, value: str, difference: list[tuple[str, str]]) -> None:
    mended = mend(SCORE, address, key, value)

    found = changed(SCORE, mended)
    assert [sign for sign, _ in found] == [sign for sign, _ in difference]
    assert all(part in whole for (_, part), (_, whole) in zip(difference, found, strict=True)), found
    assert value_of(mended, address, key) == value


def test_a_text_that_stands_as_a_block_is_exchanged_and_the_comment_behind_its_mark_stays() -> None:
    mended = mend(SCORE, "harbour/P-1", "words", "Win the towns")

    assert "      words: Win the towns # to be shortened\n\n      serves: harbour/A\n      # The end.\n" in mended
    assert mend(SCORE.replace(">  # to be shortened", "|"), "harbour/P-1", "words", "Win: all") == (
        mended.replace("Win the towns # to be shortened", '"Win: all"')
    )


def test_what_is_put_in_stands_before_words_that_stand_as_a_block() -> None:
    assert "to be found.\n      owner: ada\n      words: >" in mend(SCORE, "harbour/P-1", "owner", "ada")


def test_lines_end_as_the_others_do() -> None:
    mended = mend(EXAMPLES["crlf"], "field/P-1", "owner", "ada")

    assert mended.replace("\r\n", "\n") == mend(SCORE, "field/P-1", "owner", "ada")
    assert mended.count("\r\n") == mended.count("\n")


@pytest.mark.parametrize(
    "value",
    [
        *(
            "no",
            "~",
            "1e3",
            "- x",
            "# x",
            "a: b",
            "a #b",
            "b:",
            "'",
            '"',
            "%x",
            "é",
            "=",
            "<<",
            "[a]",
            "{a}",
            "a, b",
            "&a",
        ),
        *(
            "*a",
            "!x",
            "a\\b",
            "@x",
            "`x",
            "| x",
            "> x",
            "? x",
            "a\tb",
            "a ? b",
            "https://x.example/?a=b",
            "🥖",
            "a:b",
            "#",
        ),
        *("<!channel>", "x\n  until: 2027-01-01", "x, owner: bo", "x}", "\u00a0x"),
    ],
)
@pytest.mark.parametrize("address", ["field/P-1", "harbour/P-2", "harbour/A", "harbour/C", "harbour/P-1"])
def test_whatever_is_written_stays_words(address: str, value: str) -> None:
    assert value_of(mend(SCORE, address, "words", value), address, "words") == value


@pytest.mark.parametrize("value", ["a\u202eb", "a\u2028b", "\x00", "\x1b[2J", "\ufeffx", "\x85"])
def test_what_a_score_must_not_hold_is_put_there_for_the_language_to_refuse(value: str) -> None:
    mended = mend(SCORE, "field/P-1", "words", value)

    with pytest.raises(ScoreProblems) as refused:
        read(mended.encode(), "score.yml")
    assert {one.kind for one in refused.value.problems} == {Kind.FORBIDDEN_CHARACTER}
    assert refused.value.problems[0].field.endswith("P-1.words")


def test_what_is_not_there_is_not_mended() -> None:
    for address in ("harbour/P-9", "nowhere", "field/", ""):
        with pytest.raises(NotThere):
            mend(SCORE, address, "owner", "ada")


def test_what_is_more_than_a_value_is_not_mended() -> None:
    with pytest.raises(Unmendable):
        mend(SCORE, "harbour/P-2", "measures", "none")
    assert value_of(SCORE, "harbour/P-2", "measures") == value_of(SCORE, "harbour/A", "owner") == ""


def test_what_cannot_be_read_is_not_mended() -> None:
    with pytest.raises(ScoreProblems):
        mend("score: x", "field/P-1", "owner", "ada")


def test_what_would_change_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("score.mending._escaped", lambda character: character)

    with pytest.raises(Unmendable):
        mend(SCORE, "field/P-1", "words", 'x"')
    with pytest.raises(Unmendable):
        mend(SCORE, "harbour/P-2", "words", ': x", until: "bo')


VALUES = {
    "owner": st.sampled_from(["ada", "bo", "x.y"]),
    "deputy": st.sampled_from(["ada", "bo"]),
    "until": st.dates().map(str),
    "state": st.sampled_from([state.value for state in LineState]),
    "words": st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40),
    "unit": st.text(min_size=1, max_size=20),
    "start": st.integers(-999, 999).map(str),
    "source": st.text(max_size=40),
    "every": st.sampled_from(["week", "2 months", "never"]),
    "test": st.text(max_size=60),
}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=300)
@given(st.sampled_from(sorted(EXAMPLES)), st.sampled_from(sorted(VALUES)), st.data())
def test_any_value_of_any_line_is_changed_alone(name: str, key: str, data: st.DataObject) -> None:
    text = EXAMPLES[name]
    before = read(text.encode(), "score.yml")
    address = data.draw(st.sampled_from([one.address for one in before.lines]))
    value = data.draw(VALUES[key])
    stood = value_of(text, address, key)

    mended = mend(text, address, key, value)

    assert comments(mended) == comments(text)
    after, wrong = read_or_not(mended)
    if after is None:
        (path,) = {one.path for one in before.lines if one.address == address}
        assert all(field.startswith(path) for field in wrong)
        return
    assert others(after, address) == others(before, address)
    assert value_of(mended, address, key) == value
    assert mend(mended, address, key, value) == mended
    if stood:
        assert value_of(mend(mended, address, key, stood), address, key) == stood


def read_or_not(text: str) -> tuple[ScoreFile | None, list[str]]:
    """What a file says, else where it is wrong."""
    try:
        return read(text.encode(), "score.yml"), []
    except ScoreProblems as problems:
        return None, [one.field for one in problems.problems]


def comments(text: str) -> list[str]:
    return re.findall(r"(?m)(?:^|[ \t])(#[ \w.’]*)\r?$", text.replace("\r\n", "\n"))


def others(file: ScoreFile, address: str) -> ScoreFile:
    """All that a file says beside one line."""
    return replace(file, lines=tuple(one for one in file.lines if one.address != address))


def test_a_line_can_be_done_in_every_example() -> None:
    for text in EXAMPLES.values():
        for one in read(text.encode(), "score.yml").lines:
            if one.kind is LineKind.PRIORITY and one.state is LineState.OPEN:
                assert line(mend(text, one.address, "state", "done"), one.address).state is LineState.DONE
