"""Whom a question names, however their names are written in it."""

from collections.abc import Iterable
from functools import lru_cache

from score.naming import Word, without_s, words_in
from score.search import Question
from score.stems import is_common, tells
from score.words import alike
from storage import people, questions
from storage.store import Store
from storage.tables import Person


def somebody_in(store: Store, workspace_id: str, question: Question, *, but: str = "") -> Person | None:
    """Somebody whom a question names by handle, by first name or by all of it; not who has the id `but`."""
    return _first(store, workspace_id, question, (row for row in questions.names(store, workspace_id) if row[0] != but))


def anybody_in(store: Store, workspace_id: str, question: Question) -> Person | None:
    """Somebody whom a question names so, whoever asks and even if they have left."""
    return _first(store, workspace_id, question, questions.names_ever(store, workspace_id))


def names_themselves(asker: Person, question: Question) -> bool:
    """Whether who asks is named in their question: so, or by any word of their name that is written as a name is."""
    theirs = {way for word in words_in(asker.name) for way in word.ways if len(way) > 1}
    as_names = {way for word in _as_names(question.text) for way in word.ways}
    return not theirs.isdisjoint(as_names) or _is_named(_said(question.text), asker.handle, asker.name)


def _first(store: Store, workspace_id: str, question: Question, rows: Iterable[tuple[str, str, str]]) -> Person | None:
    said = _said(question.text)
    found = next((person_id for person_id, handle, name in rows if _is_named(said, handle, name)), None)
    return people.person(store, workspace_id, found) if found else None


def _is_named(said: str, handle: str, name: str) -> bool:
    return any(form in said for form in _forms(handle, name))


@lru_cache(maxsize=20_000)
def _forms(handle: str, name: str) -> tuple[str, ...]:
    """What names somebody, as it stands in what `_said` gives."""
    forms = {way for form in (handle, name, alike(name).split(" ")[0]) for way in _ways(words_in(form))}
    # Somebody called Will or May is not named by every question that begins with one.
    return tuple(f" {form} " for form in forms if any(tells(word, "english") for word in form.split()))


def _said(text: str) -> str:
    """The words of a text in all ways in which names are written, also without the s of a genitive."""
    words = words_in(text)
    bare = [_bare(text, word) or word for word in words]
    return f" {' | '.join(_ways(words) | _ways(bare))} "


def _ways(words: Iterable[Word]) -> set[str]:
    return {" ".join(way) for way in zip(*(word.ways for word in words), strict=True)}


def _bare(text: str, word: Word) -> Word | None:
    """Lena in "Lenas Plan"; in small letters it may be more than one of something."""
    return without_s(text, word) if text[word.begin].isupper() else None


def _as_names(text: str) -> list[Word]:
    """The words of a text that have a capital, the first only where it is no word of any sentence."""
    words = [
        word
        for place, word in enumerate(words_in(text))
        if text[word.begin].isupper() and (place or not is_common(word.ways[0]))
    ]
    return [*words, *(bare for word in words if (bare := _bare(text, word)) is not None)]
