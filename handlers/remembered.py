"""What somebody asked to be remembered, beside an answer that has to do with it; it is shown to them alone."""

from collections.abc import Sequence

from handlers.cards import Card
from handlers.guards import ScoreNow
from handlers.turn import Reader
from handlers.views import memory as view
from score.search import Question
from score.stems import stems
from storage import memos
from storage.store import Store
from storage.tables import PlaceKind, Wording

BESIDE = 2
"""Of what was remembered, as much is shown below an answer at most."""


def with_memos(
    store: Store, reader: Reader, now: ScoreNow, question: Question, lines: Sequence[Wording], card: Card
) -> Card:
    """An answer, and below it what its reader asked to be remembered that shares words with the question or with the
    first line: of that which shares the most, the last first. Where others read along there is nothing.
    """
    if reader.person is None or reader.place.kind is not PlaceKind.DIRECT:
        return card
    language = now.language
    told = {*stems(question.text, language), *(stem for line in lines[:1] for stem in stems(line.words, language))}
    known = memos.of(store, reader.person)
    shared = {one.id: len(told & set(stems(one.words, language))) for one in known}
    near = sorted((one for one in known if shared[one.id]), key=lambda one: -shared[one.id])
    return view.beside(card, near[:BESIDE])
