"""Whatever somebody types can be kept and shown, and nothing that can be read is lost."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from score.words import Unreadable, alike, clean, clean_line

CONTROLS = [chr(n) for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) not in "\t\n\r"]
BIDI = [chr(n) for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
SURROGATES = [chr(n) for n in (0xD800, 0xDBFF, 0xDC00, 0xDFFF)]
ODD = [
    "\r",
    *CONTROLS,
    *BIDI,
    *SURROGATES,
    "\ufeff",
    "\u200b",
    "\u200d",
    "\u0301",
    "\u2028",
    "\u00a0",
    "\ue000",
    "\uffff",
]

texts = st.text(st.one_of(st.characters(), st.sampled_from([*ODD, *"eé \t\n"]), st.characters(categories=["Cs"])))
"""Any text at all, with more than the usual share of what is odd, and of lone surrogates."""


def cleaned(text: str) -> str:
    """The same, and nothing for what cannot be read."""
    try:
        return clean(text)
    except Unreadable:
        return ""


@pytest.mark.parametrize("odd", [*CONTROLS, *BIDI, *SURROGATES], ids=lambda odd: f"U+{ord(odd):04X}")
def test_what_cannot_be_read_is_taken_out_and_the_rest_stays(odd: str) -> None:
    assert clean(f"{odd}Call{odd} Cove{odd}") == "Call Cove"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("   \n\t ", ""),
        ("  Call the harbour \n", "Call the harbour"),
        ("one\r\ntwo\nthree\tfour", "one\ntwo\nthree\tfour"),
        ("one\rtwo\r\rthree", "one\ntwo\n\nthree"),
        ("cafe\u0301", "café"),
        ("Å \u212b", "Å Å"),
        ("e\x00\u0301", "é"),
        ("e\u202e\u0301", "é"),
        ("\u1100\ud800\u1161", "가"),
        ("नमस्ते", "नमस्ते"),
        ("👩\u200d🚀 to Mars", "👩\u200d🚀 to Mars"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("<b>&amp;</b> {x} %s `y` *z* <!channel>", "<b>&amp;</b> {x} %s `y` *z* <!channel>"),
        ("=1+1", "=1+1"),
        ("...", "..."),
        ("1", "1"),
        ("∞", "∞"),
    ],
)
def test_what_can_be_read_is_kept_as_it_was_typed(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "\x00",
        "\x1b\x07",
        "\ud800",
        "\udc00\ud800",
        "\u202e\u202d",
        "\u0301\u0302\u0303",
        "\u200b\u200d\ufeff",
        "\u2060",
        "\ufe0f",
        "\ue000\ue001",
        "\U000e0041",
        "\x00" * 100_000,
        "\u0301" * 100_000,
    ],
    ids=lambda typed: f"{len(typed)} of U+{ord(typed[0]):04X}",
)
def test_what_has_nothing_to_read_in_it_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        clean(typed)
    with pytest.raises(Unreadable):
        clean_line(f" {typed} ")


@pytest.mark.parametrize("piece", ["x", "é", "e\u0301", "\U0001f9e8", "x\n", "<!channel> ", "\x00x", "x\u202e"])
def test_a_hundred_thousand_characters_are_kept(piece: str) -> None:
    typed = piece * (100_000 // len(piece))

    assert len(clean(typed)) >= 25_000
    assert clean(clean(typed)) == clean(typed)


@given(texts)
@example("e\x00\u0301")
@example("\u0301\x00 x")
@example("x \u202e ")
@example("\r\r\n\n")
@settings(max_examples=400)
def test_what_was_cleaned_is_clean(typed: str) -> None:
    once = cleaned(typed)

    assert cleaned(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()


@given(texts)
@settings(max_examples=400)
def test_what_is_kept_can_be_written_anywhere(typed: str) -> None:
    for kept in (cleaned(typed), alike(cleaned(typed))):
        assert kept.encode("utf-8").decode("utf-8") == kept
        assert not set(kept) & {"\r", *CONTROLS, *BIDI, *SURROGATES}


@given(texts)
@settings(max_examples=400)
def test_nothing_that_can_be_read_is_lost(typed: str) -> None:
    """Letters, numbers, signs and marks are all there and in their order; only what nobody can see is gone."""

    def seen(text: str) -> str:
        whole = unicodedata.normalize("NFD", text)
        return "".join(one for one in whole if unicodedata.category(one)[0] in "LNPS")

    assert seen(cleaned(typed)) == seen(typed)


@given(texts)
def test_a_line_is_one_line_with_single_spaces(typed: str) -> None:
    try:
        line = clean_line(typed)
    except Unreadable:
        return

    assert not re.search(r"\s\s|[\n\t\u2028\u2029]", line)
    assert line == clean_line(line)
    assert line.split() == clean(typed).split()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Call the harbour", "call  the HARBOUR "),
        ("café", "CAFE\u0301"),
        ("Straße", "STRASSE"),
        ("ﬁnd", "find"),
        ("１２", "12"),
        ("a\u00a0b", "a b"),
        ("İstanbul", "i\u0307stanbul"),
        ("ß\u0301", "ss\u0301"),
    ],
)
def test_what_a_reader_would_call_the_same_words_is_alike(one: str, other: str) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(("one", "other"), [("Call", "Call!"), ("cafe", "café"), ("a b", "ab"), ("1", "l"), ("", "x")])
def test_other_words_are_not_alike(one: str, other: str) -> None:
    assert alike(one) != alike(other)


@given(texts)
@example("\u0345\u0301")
@example("ß\u0301")
@example("İ")
@settings(max_examples=400)
def test_what_is_alike_stays_so(typed: str) -> None:
    assert alike(alike(typed)) == alike(typed)
    assert alike(f"  {typed} ") == alike(typed)
