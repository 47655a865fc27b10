"""How it looks to search the lessons, and to read one without taking it."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Field,
    FieldKind,
    Form,
    Heading,
    Option,
    Piece,
    Prose,
    Theirs,
)
from handlers.views.lessons import SPHERES, said, text
from prompts import Filled, Which, phrase
from prompts.lesson import Lesson
from storage.tables import Privacy, Wording

LONGEST = 200
"""Characters of the words by which lessons are looked for."""

ON_CARD = 10
"""Lessons that are shown by themselves on one card: three paragraphs each."""


@dataclass(frozen=True)
class Search:
    """What is looked for: some words, what it is about, and minutes at most; each empty, or 0, for any."""

    words: str = ""
    sphere: str = ""
    minutes: int = 0

    def as_value(self, begins: int = 0) -> str:
        """The same on a button, with the place among the hits from which on they are shown."""
        return f"{begins} {self.sphere or '-'} {self.minutes} {self.words}".strip()

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out by it."""
        return bool(self.words or self.sphere or self.minutes)


def form(lessons: Sequence[Lesson], search: Search) -> Form:
    """What is looked for; what can be chosen is what there is."""
    alone = Audience(phrase("library.only-you"), Privacy.PERSON)
    there = {one.sphere for one in lessons}
    spheres = [Option(one.value, words) for one, words in SPHERES.items() if one in there]
    longest = sorted({one.minutes for one in lessons})
    minutes = [Option(str(one), phrase("library.at-most", minutes=one)) for one in longest]
    fields = [
        Field(
            "words",
            phrase("library.words"),
            alone,
            value=_own(search.words),
            hint=phrase("library.words-hint"),
            longest=LONGEST,
        ),
        Field(
            "sphere",
            phrase("library.sphere"),
            alone,
            FieldKind.CHOICE,
            options=spheres,
            value=_own(search.sphere),
        ),
        Field(
            "minutes",
            phrase("library.minutes"),
            alone,
            FieldKind.CHOICE,
            options=minutes,
            value=_own(str(search.minutes or "")),
        ),
    ]
    return Form(phrase("library.title"), "library.look_up", fields, phrase("library.search"))


def _own(typed: str) -> Theirs | None:
    return Theirs(typed, Privacy.PERSON) if typed else None


def hits(lessons: Sequence[Lesson], search: Search, begins: int, *, may_send: bool) -> Card:
    """Those that were found, as many as fit from `begins` on; each can be looked at, taken, and by some sent."""
    here = lessons[begins : begins + ON_CARD]
    pieces: list[Piece] = []
    for one in here:
        pieces += _hit(one, may_send=may_send)
    buttons = []
    if begins:
        before = search.as_value(max(0, begins - ON_CARD))
        buttons.append(Button(phrase("library.before"), "library.look_up", before, quiet=True))
    if begins + ON_CARD < len(lessons):
        buttons.append(Button(phrase("library.further"), "library.look_up", search.as_value(begins + ON_CARD)))
    buttons.append(Button(phrase("library.again"), "library.open_form", search.as_value(), quiet=True))
    says = phrase(
        "library.found",
        count=len(lessons),
        narrow=Which("narrow" if search.is_narrow else "all"),
        first=begins + 1,
        last=begins + len(here),
        part=Which("part" if len(here) < len(lessons) else "whole"),
    )
    return Card(says, [*pieces, Buttons(buttons), Audience(phrase("library.only-you"), Privacy.PERSON)])


def _hit(lesson: Lesson, *, may_send: bool) -> list[Piece]:
    holds: Filled = lesson.bare(lesson.pages[0].heading)
    for page in lesson.pages[1:]:
        holds = phrase("library.and-then", before=holds, heading=lesson.bare(page.heading))
    buttons = [
        Button(phrase("library.look-at"), "library.look_at", lesson.id),
        Button(phrase("library.take"), "lessons.take", lesson.id),
    ]
    if may_send:
        buttons.append(Button(phrase("library.send"), "lessons.open_sender", lesson.id))
    return [
        Prose(phrase("library.hit", lesson=lesson.bare(lesson.title), minutes=lesson.minutes, sphere=_sphere(lesson))),
        Prose(phrase("lessons.said", words=holds), quiet=True),
        Buttons(buttons),
    ]


def _sphere(lesson: Lesson) -> Which:
    return Which(lesson.sphere.value)


def lesson(one: Lesson, line: Wording | None, *, may_send: bool) -> Card:
    """All that its takers read before they answer; nothing says which option holds, and nothing begins."""
    title = one.bare(one.title)
    pieces: list[Piece] = []
    for page in one.pages:
        pieces.append(Heading(phrase("lessons.said", words=one.bare(page.heading))))
        pieces += [Prose(said(one, paragraph, line)) for paragraph in page.paragraphs]
    pieces.append(Heading(phrase("library.its-question")))
    pieces.append(Prose(said(one, one.question.asks, line)))
    pieces += [
        Prose(phrase("library.option", place=place, words=text(one, option.words, line)))
        for place, option in enumerate(one.question.options, 1)
    ]
    buttons = [Button(phrase("library.take"), "lessons.take", one.id, main=not may_send)]
    if may_send:
        buttons.insert(0, Button(phrase("library.send"), "lessons.open_sender", one.id, main=True))
    buttons.append(Button(phrase("library.open"), "library.open_form", quiet=True))
    says = phrase("library.look", lesson=title, minutes=one.minutes, sphere=_sphere(one))
    return Card(says, [*pieces, Buttons(buttons), Audience(phrase("library.only-a-look"), Privacy.PERSON)])


def gone() -> Card:
    """A lesson was taken from the shelf."""
    return Card(phrase("library.gone"), [Buttons([Button(phrase("library.open"), "library.open_form", main=True)])])
