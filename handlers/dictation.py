"""A check-in written as one message: taken apart, kept as a draft, and handed in with a press."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from handlers.cards import Card
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import dictation as view
from prompts import spellings
from score.cadence import local_day
from score.dictation import Dictated, Headings, Topic, beside, take_apart, tasks_in, with_tasks
from score.words import Unreadable, alike
from storage import checkins, people
from storage.store import Store
from storage.tables import Draft

NEXT = timedelta(days=1)

MUCH = 8000
"""Characters that are kept of one day and not handed in, at most; twice the longest message."""


@cache
def headings(language: str) -> Headings:
    """How people who speak `language` begin what they write."""
    named: dict[str, dict[str, Topic]] = {"": {}, "said": {}}
    nothing: set[str] = set()
    for spelling, name in spellings("dictated", language).items():
        heading, _, how = name.partition("-")
        if heading == "nothing":
            nothing.add(alike(spelling))
        else:
            named[how][alike(spelling)] = Topic(heading)
    return Headings(named[""], named["said"], frozenset(nothing))


def reads_as_check_in(text: str, language: str) -> bool:
    """Whether somebody writes of their day, rather than to us."""
    try:
        return take_apart(text, headings(language)) is not None
    except Unreadable:
        return False


def as_check_in(text: str, language: str) -> str | None:
    """The same as it would be written of a day, where it is known to be of one; None for what says nothing."""
    if reads_as_check_in(text, language):
        return text
    today = next(one for one, name in spellings("dictated", language).items() if name == Topic.TODAY)
    written = f"{today}: {text}"
    return written if reads_as_check_in(written, language) else None


def write(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep what was written, beside what was written before, and show how it was understood."""
    try:
        found = take_apart(turn.text, headings(turn.person.language))
    except Unreadable:
        found = None
    if found is None:
        raise Refused("home.unclear", said="")
    today = local_day(turn.at, turn.person.time_zone)
    _keep(turn, store, today, found)
    _keep(turn, store, today + NEXT, Dictated(today=found.tomorrow))
    return Reply(Answer(How.CARD, "dictation.heard", {"day": today.isoformat()}))


def _keep(turn: Turn, store: Store, day: date, found: Dictated) -> None:
    before = checkins.draft(store, turn.person, day)
    fields = _together(before.fields if before else {}, found)
    if not fields:
        return
    if sum(map(len, fields.values())) > MUCH:
        raise Refused("dictation.full")
    checkins.write_down(
        store,
        Draft(
            id=turn.id(),
            workspace_id=turn.person.workspace_id,
            person_id=turn.person.id,
            local_date=day,
            fields=fields,
            written_at=turn.at,
        ),
        before,
    )


def _together(before: Mapping[str, str], found: Dictated) -> dict[str, str]:
    """The fields of a form with what is new in them; whatever was written twice stands once."""
    fields = with_tasks(before, [*tasks_in(before), *found.today])
    for name, said in (("blocker", found.blocker), ("win", found.win)):
        if said:
            fields[name] = beside(fields.get(name, ""), said)
    if found.confidence is not None:
        fields["confidence"] = str(found.confidence)
    return fields


def drop(turn: Turn, store: Store, _: None = None) -> Reply:
    """Let go of what was written for today and tomorrow."""
    today = local_day(turn.at, turn.person.time_zone)
    written = [checkins.draft(store, turn.person, day) for day in (today, today + NEXT)]
    if not any(written):
        raise Refused("dictation.gone")
    store.forget(Draft, [one.id for one in written if one is not None])
    return Reply(Answer(How.CARD, "dictation.dropped"))


def draw_heard(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """How what was written was understood, as it is kept now."""
    if reader.person is None:
        raise Gone("a draft is somebody's")
    day = date.fromisoformat(about["day"])
    today, tomorrow = (checkins.draft(store, reader.person, one) for one in (day, day + NEXT))
    if today is None and tomorrow is None:
        raise Gone("what was written is handed in, or dropped")
    standing = checkins.of_day(store, reader.person, day)
    tasks = [task.words for task, _ in checkins.tasks_of(store, standing)] if standing else []
    return view.heard(day, today, tomorrow, tasks, people.teams_of(store, reader.person))


def draw_dropped(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """What was written is gone."""
    return view.dropped()


def draw_full(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """More has been written than is kept."""
    return view.full()


def draw_gone(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """What was written had been handed in or dropped before."""
    return view.gone()
