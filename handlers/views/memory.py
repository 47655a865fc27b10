"""How it looks when the coach is asked to remember something."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Checklist,
    Entry,
    Field,
    Form,
    Piece,
    Prose,
    theirs,
)
from prompts import phrase
from storage.tables import Memo, Privacy

LONGEST = 200
"""Characters of what is remembered, at most: a sentence."""


def _change(memo: Memo) -> Button:
    return Button(phrase("memory.change"), "memory.open_form", memo.id)


def _forget(memo: Memo) -> Button:
    return Button(phrase("memory.forget"), "memory.forget", memo.id)


def _all() -> Button:
    return Button(phrase("memory.show-all"), "memory.mine", quiet=True)


def _only_you() -> Audience:
    return Audience(phrase("memory.only-you"), Privacy.PERSON)


def kept(memo: Memo) -> Card:
    """It is remembered; what for, and how it is forgotten again."""
    pieces: list[Piece] = [Prose(phrase("memory.what-for"), quiet=True)]
    buttons = Buttons([_change(memo), _forget(memo), _all()])
    return Card(phrase("memory.kept", words=theirs(memo, "words")), [*pieces, buttons, _only_you()])


def mine(memos: Sequence[Memo], most: int) -> Card:
    """All that is remembered, the last first, each to be changed or forgotten."""
    if not memos:
        return Card(phrase("memory.nothing"), [Prose(phrase("memory.how")), _only_you()])
    entries = [Entry(theirs(one, "words"), [_change(one), _forget(one)]) for one in memos]
    forget_all = Button(phrase("memory.forget-all"), "memory.forget_all", quiet=True)
    return Card(
        phrase("memory.listed", count=len(memos), most=most),
        [Checklist(entries), Prose(phrase("memory.what-for"), quiet=True), Buttons([forget_all]), _only_you()],
    )


def form(memo: Memo) -> Form:
    """Other words for it."""
    words = Field(
        "words", phrase("memory.words"), _only_you(), value=theirs(memo, "words"), optional=False, longest=LONGEST
    )
    return Form(phrase("memory.title"), "memory.change", [words], phrase("memory.submit"), about={"memo": memo.id})


def beside(card: Card, memos: Sequence[Memo]) -> Card:
    """An answer, and below it what its reader asked to be remembered that has to do with it."""
    if not memos:
        return card
    shown: list[Piece] = []
    for one in memos:
        shown += [Prose(phrase("memory.asked-to", words=theirs(one, "words")), quiet=True), Buttons([_forget(one)])]
    return replace(card, pieces=[*card.pieces, *shown, _only_you()])


def forgotten() -> Card:
    """It is forgotten."""
    return Card(phrase("memory.forgotten"), [Buttons([_all()])])


def full(most: int) -> Card:
    """There is no room for more."""
    return Card(phrase("memory.full", most=most), [Buttons([_all()])])


def too_long() -> Card:
    """It is longer than what is remembered."""
    return Card(phrase("memory.too-long", longest=LONGEST))


def alone() -> Card:
    """It is for one person alone."""
    return Card(phrase("memory.alone"))
