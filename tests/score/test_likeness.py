"""What is weighed of a text, how it is kept, and what it comes to."""

from pathlib import Path

import pytest

from score import likeness
from score.care import Help, weighed
from score.likeness import HEARD, PLACES, SPAN, Head
from score.saying import words_of


def test_what_is_weighed_has_a_name_and_one_place() -> None:
    words, marks = weighed("My boss shouts")

    named = likeness.names(words, marks)
    assert {"=boss", "_bos", "boss_", "my boss", "^ my", "shouts $"} <= set(named)
    assert {"<boss>", "<i><boss>", "<boss><hurts>"} <= set(named)
    assert list(likeness.spans(words, marks)) == [frozenset(named.values())]


def test_a_long_text_is_weighed_span_by_span() -> None:
    words = ["so"] * SPAN + ["help"]

    first, second = likeness.spans(words, [set[str]() for _ in words])
    assert second == frozenset(likeness.names(["help"], [set()]).values())
    assert first.isdisjoint(second)


def test_of_nothing_nothing_is_weighed() -> None:
    assert list(likeness.spans([], [])) == []


def test_an_answer_is_the_weights_of_its_places_whatever_their_number() -> None:
    head = Head(begins=-1.0, step=0.5, weights=[0, 2, 4, -6])

    assert head.answer([1]) == pytest.approx(0.0)
    assert head.answer([0, 1, 2, 3]) == pytest.approx(-1.0)
    assert head.answer([1, 2, 0, 0]) == pytest.approx(0.5)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "learnt.bin"
    weights = bytes([1, 255]) + bytes(PLACES - 2)
    file.write_bytes(likeness.written({HEARD: (0.25, 0.5, weights), "pay": (1.0, 2.0, bytes(PLACES))}))

    heads = likeness.read(file)
    assert heads[HEARD].answer([0]) == pytest.approx(0.75)
    assert heads[HEARD].answer([1]) == pytest.approx(-0.25)
    assert heads["pay"].answer([0, 1]) == pytest.approx(1.0)


def test_there_is_a_head_for_being_heard_and_for_each_kind_of_help() -> None:
    assert list(likeness.heads()) == [HEARD, *(kind.value for kind in Help)]
    assert {len(head.weights) for head in likeness.heads().values()} == {PLACES}


def test_it_is_small() -> None:
    assert likeness.LEARNT.stat().st_size < 500_000


def test_more_speaks_for_somebody_in_need_than_for_the_same_words_about_work() -> None:
    def speaks(text: str) -> float:
        words, marks = weighed(text)
        return max(likeness.heads()[HEARD].answer(span) for span in likeness.spans(words, marks))

    assert speaks("My boss shouts at me every morning") > 1 > -1 > speaks("How many shouts did the campaign get?")
    assert words_of("My boss") == weighed("My boss")[0]
