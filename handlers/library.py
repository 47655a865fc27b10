"""The lessons as somebody searches them, and one of them read without being taken."""

from collections.abc import Mapping

from handlers import on_shelf, receivers
from handlers.cards import Card, Form
from handlers.turn import Answer, Corrections, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import library as view
from handlers.views.library import LONGEST, Search
from prompts import Filled, phrase
from prompts.lesson import MINUTES, Sphere
from prompts.lesson import lesson as lesson_of
from score.words import Unreadable, clean_line
from storage.store import Store
from storage.tables import Person

DIGITS = 4
"""Digits of a place among the hits that are looked at."""


def open_form(turn: Turn, _store: Store) -> Reply:
    """Open the search, with what was looked for before where it is changed."""
    search, _begins = _of_button(turn.value)
    return Reply(Answer(How.FORM, "library.form", {"person": turn.person.id, **_about(search)}))


def draw_form(_store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """What is looked for."""
    _reader(reader, about)
    return view.form(on_shelf.every(), _search(about))


def look_up(turn: Turn, _store: Store) -> Reply:
    """Show the lessons that were searched for, from the place on that a button names."""
    search, begins = (_of_form(turn), 0) if turn.fields else _of_button(turn.value)
    if turn.fields and search.is_narrow and not on_shelf.fitting(search):
        raise _mended(turn, _nothing_fits(search))
    about = {"person": turn.person.id, **_about(search), "begins": str(begins)}
    return Reply(Answer(How.CARD, "library.hits", about))


def _of_form(turn: Turn) -> Search:
    """What was filled in; a form stays open with what is to be typed otherwise."""
    try:
        words = clean_line(turn.fields.get("words", ""))
    except Unreadable:
        raise _mended(turn, {"words": phrase("checkin.unreadable")}) from None
    if len(words) > LONGEST:
        raise _mended(turn, {"words": phrase("library.too-long", longest=LONGEST)})
    return _searched(words, turn.fields.get("sphere", ""), turn.fields.get("minutes", ""))


def _mended(turn: Turn, notes: Mapping[str, Filled]) -> Corrections:
    return Corrections("library.form", {"person": turn.person.id, **_about(Search())}, notes)


def _of_button(value: str) -> tuple[Search, int]:
    """What a button looks for, and the place from which on the hits are shown."""
    begins, sphere, minutes, words, *_ = [*value.split(" ", 3), "", "", "", ""]
    return _searched(words[:LONGEST], sphere, minutes), _number(begins)


def _searched(words: str, sphere: str, minutes: str) -> Search:
    known = sphere if sphere in [one.value for one in Sphere] else ""
    longest = _number(minutes)
    return Search(words, known, longest if longest in MINUTES else 0)


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else 0


def _nothing_fits(search: Search) -> dict[str, Filled]:
    filled = {"words": search.words, "sphere": search.sphere, "minutes": search.minutes}
    return {name: phrase("library.nothing-fits") for name, said in filled.items() if said}


def _about(search: Search) -> dict[str, str]:
    return {"words": search.words, "sphere": search.sphere, "minutes": str(search.minutes)}


def _search(about: Mapping[str, str]) -> Search:
    return _searched(about["words"], about["sphere"], about["minutes"])


def draw_hits(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Those that are found now, as many as one card holds."""
    person, search = _reader(reader, about), _search(about)
    found, begins = on_shelf.fitting(search), int(about["begins"])
    may_send = receivers.reach(store, person, reader.at).may_send
    return view.hits(found, search, begins if begins < len(found) else 0, may_send=may_send)


def look_at(turn: Turn, _store: Store) -> Reply:
    """Show all of a lesson as its takers read it; nothing is begun, and nothing is kept of it."""
    if lesson_of(turn.value) is None:
        raise Refused("library.gone")
    return Reply(Answer(How.CARD, "library.lesson", {"person": turn.person.id, "lesson": turn.value}))


def draw_lesson(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """All of a lesson, with a line that the reader plays from where it speaks of one."""
    person, lesson = _reader(reader, about), lesson_of(about["lesson"])
    if lesson is None:
        raise Gone(about["lesson"])
    line = on_shelf.line_for(store, person, lesson)
    return view.lesson(lesson, line, may_send=receivers.reach(store, person, reader.at).may_send)


def draw_gone(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """A lesson was taken from the shelf."""
    return view.gone()


def _reader(reader: Reader, about: Mapping[str, str]) -> Person:
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    return reader.person
