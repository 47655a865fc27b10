"""How it looks what came of lessons that were sent: figures in fives, and of nobody by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.cards import Audience, Button, Buttons, Card, Facts, Heading, Piece, Prose, Theirs, theirs
from handlers.views.lessons import figures_said, text
from prompts import Filled, Which, phrase
from prompts.lesson import Lesson
from score.spacing import Figures
from storage.tables import Privacy, Sending


@dataclass(frozen=True)
class CameOf:
    """What may be said of a sending; `at` is when it was sent, on its sender's clock, and `to` whom it went to.

    `lesson` is None where it was taken from the shelf, and `chosen` where the answers say too much of each, or are of
    another version.
    """

    sending: Sending
    lesson: Lesson | None
    to: Filled
    at: datetime
    begun: int = 0
    figures: Figures | None = None
    chosen: Sequence[int] | None = None
    is_to_come: bool = False


def title(sending: Sending, lesson: Lesson | None) -> Filled | Theirs:
    """The title of the lesson that was sent; of one that is no longer on the shelf its name there."""
    return lesson.bare(lesson.title) if lesson is not None else theirs(sending, "lesson")


def results(came: CameOf) -> Card:
    """What came of a sending: to how many, how many have begun, and how they answered."""
    sent = came.sending
    when = Which("later" if came.is_to_come else "done")
    says = phrase(
        "sendings.sent", lesson=title(sent, came.lesson), to=came.to, count=sent.receivers, day=came.at, when=when
    )
    pieces: list[Piece] = []
    if sent.receivers:
        pieces.append(Facts([(phrase("sendings.begun"), phrase("sendings.at-least", count=came.begun))]))
        pieces.append(Prose(figures_said(came.figures)))
        pieces += _by_option(came)
        pieces.append(Prose(phrase("sendings.told-to-nobody"), quiet=True))
    if came.lesson is None:
        pieces.append(Prose(phrase("sendings.off-the-shelf"), quiet=True))
    buttons = [Button(phrase("sendings.all"), "sendings.mine", quiet=True)]
    if came.lesson is not None:
        buttons.insert(0, Button(phrase("library.look-at"), "library.look_at", came.lesson.id, quiet=True))
    return Card(says, [*pieces, Buttons(buttons), _only_you()])


def _by_option(came: CameOf) -> list[Piece]:
    if came.lesson is None or came.chosen is None:
        return []
    asked = came.lesson.question
    pairs = [
        (
            phrase("lessons.said", words=text(came.lesson, option.words, None)),
            phrase("sendings.chose", count=count, holds=Which("holds" if option.right else "other")),
        )
        for option, count in zip(asked.options, came.chosen, strict=True)
    ]
    return [Heading(phrase("library.its-question")), Facts(pairs)]


def _only_you() -> Audience:
    return Audience(phrase("lessons.only-you-figures"), Privacy.PERSON)


def mine(
    sent: Sequence[tuple[Sending, Lesson | None, datetime]], count: int, *, newer: int | None, older: int | None
) -> Card:
    """Some of the lessons that somebody sent, the last first, of so many; each with what came of it."""
    pieces: list[Piece] = []
    for one, lesson, at in sent:
        pieces.append(
            Prose(phrase("sendings.entry", lesson=title(one, lesson), count=one.receivers, day=at)),
        )
        pieces.append(Buttons([Button(phrase("sendings.results"), "sendings.results", one.id)]))
    buttons = []
    if newer is not None:
        buttons.append(Button(phrase("sendings.newer"), "sendings.mine", str(newer), quiet=True))
    if older is not None:
        buttons.append(Button(phrase("sendings.older"), "sendings.mine", str(older), quiet=True))
    buttons.append(Button(phrase("library.open"), "library.open_form", quiet=True))
    return Card(phrase("sendings.count", count=count), [*pieces, Buttons(buttons), _only_you()])
