"""What came of the lessons that somebody sent: figures in fives, and nobody by name."""

from collections.abc import Mapping

from handlers import receivers
from handlers.cards import Card
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import lessons as lesson_view
from handlers.views import sendings as view
from prompts.lesson import lesson as lesson_of
from score import spacing
from score.cadence import local
from storage import learning
from storage.store import Store
from storage.tables import Person, PlaceKind, Sending, SendingState

ON_CARD = 10
"""Lessons that were sent, on one card."""

DIGITS = 4
"""Digits of a place among them that are looked at."""


def results(turn: Turn, store: Store) -> Reply:
    """Show what came of a lesson that the person sent: in fives, and never who."""
    sent = _own(store, turn.person, turn.value)
    if sent is None:
        raise Refused("home.not_there")
    return Reply(Answer(How.CARD, "sendings.results", {"sending": sent.id}))


def _own(store: Store, person: Person, sending_id: str) -> Sending | None:
    sent = learning.sending(store, person.workspace_id, sending_id)
    is_theirs = sent is not None and sent.sender_id == person.id and sent.state is SendingState.SENT
    return sent if is_theirs else None


def draw_results(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What may be said of a sending now, to its sender where nobody else reads along."""
    person = reader.person
    sent = _own(store, person, about["sending"]) if person and reader.place.kind is PlaceKind.DIRECT else None
    if person is None or sent is None:
        raise Gone(about["sending"])
    lesson, to = lesson_of(sent.lesson), receivers.of_sending(store, sent, person, reader.at).to
    choices = learning.choices_of(store, sent.workspace_id, sent.id)
    # An option of another version is another option.
    is_whole = lesson is not None and all(version == lesson.version for _, version in choices)
    asked = lesson.question if lesson is not None and is_whole else None
    return view.results(
        view.CameOf(
            sent,
            lesson,
            lesson_view.to_whom(to, sent.receivers),
            local(sent.sent_at or sent.made_at, person.time_zone),
            begun=spacing.in_fives(learning.count_begun(store, sent.workspace_id, sent.id)),
            figures=spacing.figures(learning.answers_of(store, sent.workspace_id, sent.id)),
            chosen=spacing.by_option([one for one, _ in choices], asked.right, len(asked.options)) if asked else None,
            is_to_come=sent.sent_at is not None and sent.sent_at > reader.at,
        )
    )


def mine(turn: Turn, store: Store) -> Reply:
    """Show the lessons that the person sent, the last ones first, from the place on that the turn names."""
    begins = int(turn.value) if turn.value.isascii() and turn.value.isdecimal() and len(turn.value) <= DIGITS else 0
    if not receivers.reach(store, turn.person, turn.at).may_send and not _count(store, turn.person):
        raise Refused("lessons.may_not")
    return Reply(Answer(How.CARD, "sendings.mine", {"person": turn.person.id, "from": str(begins)}))


def _count(store: Store, person: Person) -> int:
    return learning.count_by(store, person, SendingState.SENT)


def draw_mine(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Some of the lessons that the reader sent, where nobody else reads along."""
    person = reader.person
    if person is None or person.id != about["person"] or reader.place.kind is not PlaceKind.DIRECT:
        raise Gone(about["person"])
    count, begins = _count(store, person), int(about["from"])
    begins = begins if begins < count else 0
    sent = learning.sent_by(store, person, SendingState.SENT, ON_CARD, begins)
    return view.mine(
        [(one, lesson_of(one.lesson), local(one.sent_at or one.made_at, person.time_zone)) for one in sent],
        count,
        newer=max(0, begins - ON_CARD) if begins else None,
        older=begins + ON_CARD if begins + ON_CARD < count else None,
    )
