"""What the lines of a score mean to a model, where one is switched on, and which of them are near to what is said."""

from array import array
from base64 import b64decode, b64encode
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from struct import pack, unpack

from handlers.guards import ScoreNow, Seen
from handlers.turn import Moment
from score.meaning import Meaning, Meant, Vector, digest, nearness, shown
from score.ties import can_be_played_from
from storage import scores, senses
from storage.store import Store
from storage.tables import Sense

Near = Mapping[str, float]
"""How near lines are to one text, by their ids."""

READY = 64
"""Editions kept ready to be compared with; some 300 kB each for 200 lines and a small model."""

_ready: OrderedDict[tuple[Seen, str], Mapping[str, Vector]] = OrderedDict()


def near(store: Store, now: ScoreNow, meaning: Meaning | None, texts: Sequence[str]) -> Mapping[str, Near]:
    """How near each line is to each of these texts.

    Nothing, so that words alone rank, where no model is switched on or it does not answer, and until all lines of the
    edition have been read to it: half of them would be put before the others for that alone.
    """
    if meaning is None or not texts or (meaning.model and not _lines(store, now, meaning.model)):
        return {}
    said = meaning.of(texts)
    lines = _lines(store, now, said.model) if said is not None else {}
    if said is None or not lines:
        return {}
    return {text: nearness(vector, lines) for text, vector in zip(texts, said.vectors, strict=True)}


def _lines(store: Store, now: ScoreNow, model: str) -> Mapping[str, Vector]:
    """What each line means to the model, by its id; nothing until that is known of all of them."""
    ready = _ready.get((now.seen, model))
    if ready is None:
        wanted = {line.line_id: digest(shown(line)) for line in now.index.wordings}
        if not senses.known(store, now.edition.workspace_id, model).issuperset(wanted.values()):
            return {}
        kept = senses.numbers(store, now.edition.workspace_id, model)
        ready = {line_id: _vector(kept[of]) for line_id, of in wanted.items()}
        _ready[now.seen, model] = ready
        while len(_ready) > READY:
            _ready.popitem(last=False)
    return ready


def _vector(numbers: str) -> Vector:
    raw = b64decode(numbers)
    return array("f", unpack(f"<{len(raw) // 4}f", raw))


# How they are read to it


def unread(store: Store, workspace_id: str, edition_id: str, model: str) -> list[str]:
    """The texts of the lines of an edition of which it is not known yet what they mean to the model."""
    known = senses.known(store, workspace_id, model)
    return [text for of, text in _texts(store, workspace_id, edition_id).items() if of not in known]


def _texts(store: Store, workspace_id: str, edition_id: str) -> dict[str, str]:
    """What a model is shown of the lines that can be played from, by its digest."""
    lines = scores.wordings(store, workspace_id, edition_id)
    return {digest(text): text for text in map(shown, filter(can_be_played_from, lines))}


def written(texts: Sequence[str], said: Meant) -> Mapping[str, str]:
    """What texts mean as it is kept, by their digests."""
    pairs = zip(texts, said.vectors, strict=True)
    return {digest(text): b64encode(pack(f"<{len(vector)}f", *vector)).decode() for text, vector in pairs}


def keep(moment: Moment, store: Store, workspace_id: str, model: str, news: Mapping[str, str]) -> None:
    """Keep what texts mean; what another process has kept meanwhile is left as it is."""
    known = senses.known(store, workspace_id, model)
    store.keep(
        *(
            Sense(id=moment.id(), workspace_id=workspace_id, model=model, digest=of, numbers=numbers)
            for of, numbers in news.items()
            if of not in known
        )
    )


def surplus(store: Store, workspace_id: str, edition_id: str, model: str) -> Sequence[str]:
    """What is kept of other models and of texts that are not in the edition any more, by id."""
    return senses.surplus(store, workspace_id, model, frozenset(_texts(store, workspace_id, edition_id)))
