"""What somebody asks to be remembered: kept for them alone, shown to them alone, changed and forgotten as they say."""

from collections.abc import Mapping, Sequence
from functools import cache

from handlers.addressed import addressed
from handlers.cards import Card, Form
from handlers.in_view import JUST
from handlers.turn import Answer, Corrections, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import memory as view
from prompts import phrase, spellings
from score.words import Unreadable, alike, clean_line
from storage import memos
from storage.store import Store
from storage.tables import Memo, Person, Place, PlaceKind

MOST = 20
"""What is remembered for one person at most: as much as can be read at once."""


# What is typed


def reads_as_memo(text: str, language: str) -> bool:
    """Whether somebody asks to remember something, and says what."""
    return bool(_behind("remember", text, language))


def reads_as_forget(text: str, language: str) -> bool:
    """Whether somebody asks to forget something, and says what."""
    return bool(_behind("forget", text, language))


def _behind(asks: str, text: str, language: str) -> str:
    """What stands behind the words that ask for something; nothing where it does not begin with them, or asks."""
    named, rest = addressed(text, language) or ("", "")
    words = (rest if named == "coach" else text).split()
    for spelling in _beginnings(asks, language):
        length = spelling.count(" ") + 1
        begins = alike(" ".join(words[:length]))
        # "Remember when we called?" is a question, "remember: do we call?" is none.
        if begins.rstrip(":,") == spelling and (begins.endswith(":") or not text.rstrip().endswith("?")):
            return " ".join(words[length:])
    return ""


@cache
def _beginnings(asks: str, language: str) -> Sequence[str]:
    """How somebody asks for it, the longest first."""
    return sorted((said for said, id in spellings("remembering", language).items() if id == asks), key=len)[::-1]


# Keeping it


def consider_say(turn: Turn, _store: Store) -> str:
    """What is to be remembered."""
    _need_alone(turn.place)
    try:
        words = clean_line(_behind("remember", turn.text, turn.person.language))
    except Unreadable:
        words = ""
    if not words:
        raise Refused("memory.mine", person=turn.person.id)
    if len(words) > view.LONGEST:
        raise Refused("memory.too_long")
    return words


def _need_alone(place: Place) -> None:
    if place.kind is not PlaceKind.DIRECT:
        raise Refused("memory.alone")


def say(turn: Turn, store: Store, words: str) -> Reply:
    """Remember it; the same words are remembered once."""
    known = memos.of(store, turn.person)
    one = next((one for one in known if alike(one.words) == alike(words)), None)
    if one is None and len(known) >= MOST:
        raise Refused("memory.full")
    if one is None:
        one = Memo(
            id=turn.id(),
            workspace_id=turn.person.workspace_id,
            person_id=turn.person.id,
            words=words,
            said_at=turn.at,
        )
        store.keep(one)
    return Reply(Answer(How.CARD, "memory.kept", {"memo": one.id}))


def mine(turn: Turn, _store: Store) -> Reply:
    """Show somebody all that they asked to be remembered."""
    _need_alone(turn.place)
    return _listed(turn.person)


def _listed(person: Person) -> Reply:
    return Reply(Answer(How.CARD, "memory.mine", {"person": person.id}))


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form for other words."""
    return Reply(Answer(How.FORM, "memory.form", {"memo": _own(turn, store, turn.value).id}))


def _own(turn: Turn, store: Store, memo_id: str) -> Memo:
    """One of the person's own, where nobody reads along; for any other, and for what is forgotten, all there is."""
    _need_alone(turn.place)
    one = _of(store, turn.person, memo_id)
    if one is None:
        raise Refused("memory.mine", person=turn.person.id)
    return one


def _of(store: Store, person: Person, memo_id: str) -> Memo | None:
    return next((one for one in memos.of(store, person) if one.id == memo_id), None)


def consider_change(turn: Turn, store: Store) -> str:
    """The other words; what cannot be kept so is said beside their field."""
    about = {"memo": _own(turn, store, turn.fields.get("memo", "")).id}
    try:
        words = clean_line(turn.fields.get("words", ""))
    except Unreadable:
        words = ""
    if not words:
        raise Corrections("memory.form", about, {"words": phrase("memory.no-words")})
    if len(words) > view.LONGEST:
        note = phrase("checkin.too-long", length=len(words), longest=view.LONGEST)
        raise Corrections("memory.form", about, {"words": note})
    return words


def change(turn: Turn, store: Store, words: str) -> Reply:
    """Remember it in other words."""
    store.change(_own(turn, store, turn.fields.get("memo", "")), words=words)
    return _listed(turn.person)


# Forgetting it


def forget(turn: Turn, store: Store, _: None = None) -> Reply:
    """Forget one thing; pressed twice, it is forgotten once."""
    _need_alone(turn.place)
    one = _of(store, turn.person, turn.value)
    store.forget(Memo, [one.id] if one is not None else [])
    return _listed(turn.person)


def forget_that(turn: Turn, store: Store, _: None = None) -> Reply:
    """Forget what is said in the same words, or the last thing where that was said just now; else show all of it."""
    _need_alone(turn.place)
    known = memos.of(store, turn.person)
    words = alike(_behind("forget", turn.text, turn.person.language))
    if words:
        meant = [one for one in known if alike(one.words) == words]
    else:
        meant = [one for one in known[:1] if turn.at - one.said_at <= JUST]
    store.forget(Memo, [one.id for one in meant])
    return Reply(Answer(How.CARD, "memory.forgotten")) if meant else _listed(turn.person)


def forget_all(turn: Turn, store: Store, _: None = None) -> Reply:
    """Forget all of it."""
    _need_alone(turn.place)
    memos.forget(store, turn.person.workspace_id, [turn.person.id])
    return _listed(turn.person)


# How it looks


def _reader(reader: Reader) -> Person:
    """Who reads, where nobody reads along."""
    if reader.person is None or reader.place.kind is not PlaceKind.DIRECT:
        raise Gone("it is for one person alone")
    return reader.person


def draw_mine(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """All that somebody asked to be remembered."""
    if _reader(reader).id != about["person"]:
        raise Gone(about["person"])
    return view.mine(memos.of(store, _reader(reader)), MOST)


def draw_kept(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """That it is remembered."""
    return view.kept(_memo(store, reader, about["memo"]))


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """Other words for it."""
    return view.form(_memo(store, reader, about["memo"]))


def _memo(store: Store, reader: Reader, memo_id: str) -> Memo:
    one = _of(store, _reader(reader), memo_id)
    if one is None:
        raise Gone(memo_id)
    return one


def draw_forgotten(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """It is forgotten."""
    return view.forgotten()


def draw_full(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """There is no room for more."""
    return view.full(MOST)


def draw_too_long(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """It is longer than what is remembered."""
    return view.too_long()


def draw_alone(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """It is for one person alone."""
    return view.alone()
