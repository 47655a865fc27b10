"""A score written in chat: an interview through the five choices, one question at a time, for who answers for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from handlers import loading
from handlers.against import staying_out
from handlers.cards import Card, Form
from handlers.turn import Answer, Corrections, Gone, How, Moment, Reader, Refused, Reply, Turn
from handlers.views import home as home_view
from handlers.views import interview as view
from prompts import LANGUAGE, spellings
from score import interview
from score.cadence import local_day
from score.interview import Interview
from score.question import Around, Unfit
from score.rules import judge
from score.rules.finding import Finding
from score.rules.known import Known
from score.rules.pairs import ours
from storage import people, sketches
from storage.store import Store
from storage.tables import Person, PlaceKind, Sketch

FILE = "score.yml"
"""How a file is called that was written in an interview."""


def begin(turn: Turn, store: Store, _: None = None) -> Reply:
    """Begin an interview, or go on with the one that was begun."""
    if not turn.person.is_strategy_owner or turn.place.kind is not PlaceKind.DIRECT:
        raise Refused("interview.may_not")
    sketch = sketches.of(store, turn.person)
    if sketch is not None:
        store.change(sketch, changed_at=turn.at)
    else:
        said = interview.told(Interview())
        person = turn.person
        store.keep(
            Sketch(
                id=turn.id(),
                workspace_id=person.workspace_id,
                person_id=person.id,
                said=said,
                changed_at=turn.at,
            )
        )
    return _asked(turn.person)


def _asked(person: Person) -> Reply:
    return Reply(Answer(How.CARD, "interview.question", {"person": person.id}))


def draw_may_not(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Who writes the score, and where."""
    return view.may_not()


def _need(turn: Turn, store: Store) -> tuple[Sketch, Interview]:
    """The person's own sketch, for who answers for the strategy, where nobody reads along."""
    if not turn.person.is_strategy_owner or turn.place.kind is not PlaceKind.DIRECT:
        raise Refused("interview.may_not")
    sketch = sketches.of(store, turn.person)
    if sketch is None:
        raise Refused("interview.dropped")
    return sketch, interview.of(sketch.said)


def _read(store: Store, reader: Reader, person_id: str) -> Interview:
    """The same for who reads."""
    person = reader.person
    sketch = sketches.of(store, person) if person is not None and person.id == person_id else None
    if person is None or sketch is None:
        raise Gone(person_id)
    if not person.is_strategy_owner or reader.place.kind is not PlaceKind.DIRECT:
        raise Gone(person_id)
    return interview.of(sketch.said)


def draw_question(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What is asked now; between two parts and at the end with what the rules find."""
    now = _read(store, reader, about["person"])
    asked = interview.question(now)
    found = _found(reader, now) if interview.is_between(asked) else []
    if asked is None:
        return view.complete(found)
    return view.question(asked, found, begun=bool(now.answers))


def _found(reader: Reader, now: Interview) -> Sequence[Finding]:
    file = interview.score(now)
    assert file is not None, "a part has a name"
    assert reader.person is not None, "somebody reads"
    today = local_day(reader.at, reader.person.time_zone)
    return judge(Known(file, today, None, None, ours(), staying_out(LANGUAGE), []))


# Answers


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form for an answer, if its question is still asked."""
    _, now = _need(turn, store)
    asked = interview.question(now)
    if asked is None or asked.id != turn.value:
        return _asked(turn.person)
    return Reply(Answer(How.FORM, "interview.form", {"person": turn.person.id, "question": asked.id}))


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """One answer, to be filled in."""
    asked = interview.question(_read(store, reader, about["person"]))
    if asked is None or asked.id != about["question"]:
        raise Gone(about["question"])
    return view.form(asked)


@dataclass(frozen=True)
class Next:
    """What an answer makes of an interview that stands as `before`."""

    before: str
    after: str


def consider_answer(turn: Turn, store: Store) -> Next | None:
    """What was filled in; what cannot be taken is said at once. None where the question is asked no more."""
    asked_for = turn.fields.get("question", "")
    about = {"person": turn.person.id, "question": asked_for}
    return _considered(turn, store, asked_for, turn.fields.get("answer", ""), about)


def answer(turn: Turn, store: Store, found: Next | None) -> Reply:
    """Keep an answer, and ask the next question."""
    return _kept(turn, store, found)


def consider_take(turn: Turn, store: Store) -> Next | None:
    """The same for a button: an option, or what was written; behind the id of the question."""
    asked_for, _, said = turn.value.partition(" ")
    return _considered(turn, store, asked_for, said, {})


def take(turn: Turn, store: Store, found: Next | None) -> Reply:
    """Keep an answer that was pressed."""
    return _kept(turn, store, found)


def _considered(turn: Turn, store: Store, id: str, said: str, about: Mapping[str, str]) -> Next | None:
    sketch, now = _need(turn, store)
    asked = interview.question(now)
    if asked is None or asked.id != id:
        return None
    after = interview.answer(now, said, _around(turn, store))
    if isinstance(after, Unfit) and about:
        raise Corrections("interview.form", about, {"answer": view.unfit(asked, after)})
    if isinstance(after, Unfit):
        raise Refused("interview.unfit", person=turn.person.id, question=asked.id, why=after.value)
    return Next(sketch.said, interview.told(after))


def draw_unfit(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Why an answer cannot be taken, with the way to write another."""
    asked = interview.question(_read(store, reader, about["person"]))
    if asked is None or asked.id != about["question"]:
        raise Gone(about["question"])
    return view.refused(asked, Unfit(about["why"]))


def _around(turn: Turn, store: Store) -> Around:
    today = local_day(turn.at, turn.person.time_zone)
    return Around(today, _days(turn.person.language), people.everybody(store, turn.person.workspace_id))


@cache
def _days(language: str) -> Mapping[str, str]:
    return spellings("absence", language)


def _kept(turn: Turn, store: Store, found: Next | None) -> Reply:
    sketch, _ = _need(turn, store)
    # Of two answers that come at once the first one counts; the second finds another question.
    if found is not None and sketch.said == found.before:
        store.change(sketch, said=found.after, changed_at=turn.at)
    return _asked(turn.person)


# Without an answer


def skip(turn: Turn, store: Store, _: None = None) -> Reply:
    """On without an answer; what was answered before stays."""
    sketch, now = _need(turn, store)
    asked = interview.question(now)
    after = interview.skip(now) if asked is not None and asked.id == turn.value else now
    return _moved(turn, store, sketch, now if isinstance(after, Unfit) else after)


def back(turn: Turn, store: Store, _: None = None) -> Reply:
    """The question before is asked again; pressed twice, it goes back once."""
    sketch, now = _need(turn, store)
    asked = interview.question(now)
    here = asked.id if asked is not None else ""
    return _moved(turn, store, sketch, interview.back(now) if here == turn.value else now)


def mend(turn: Turn, store: Store, found: Next | None) -> Reply:
    """Ask again for what a finding is about."""
    return _kept(turn, store, found)


def consider_mend(turn: Turn, store: Store) -> Next | None:
    """What a finding of this rule about this line makes of the interview; None where there is none any more."""
    sketch, now = _need(turn, store)
    rule, _, about = turn.value.partition(" ")
    reader = Reader(turn.person, turn.place, turn.at)
    between = interview.is_between(interview.question(now)) and now.answers
    found = _found(reader, now) if between else []
    one = next((one for one in found if (one.rule, one.lines[0]) == (rule, about)), None)
    after = interview.mend(now, one) if one is not None else None
    return Next(sketch.said, interview.told(after)) if after is not None else None


def _moved(turn: Turn, store: Store, sketch: Sketch, after: Interview) -> Reply:
    store.change(sketch, said=interview.told(after), changed_at=turn.at)
    return _asked(turn.person)


def so_far(turn: Turn, store: Store) -> Reply:
    """Show the score as far as it was said, as the file that it will be."""
    _need(turn, store)
    return Reply(Answer(How.CARD, "interview.so_far", {"person": turn.person.id}))


def draw_so_far(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The score as far as it was said."""
    return view.so_far(interview.score(_read(store, reader, about["person"])))


def consider_propose(turn: Turn, store: Store) -> str:
    """The file as far as it was said."""
    _, now = _need(turn, store)
    file = interview.score(now)
    if file is None:
        raise Refused("home.not_there")
    return file.text


def propose(turn: Turn, store: Store, text: str) -> Reply:
    """Hand the file in: what it would change is shown, and then it is put in force or left."""
    return loading.propose(turn, store, FILE, text)


def drop(turn: Turn, store: Store, _: None = None) -> Reply:
    """Throw the interview away with all that was said."""
    sketch, _now = _need(turn, store)
    store.forget(Sketch, [sketch.id])
    return Reply(Answer(How.CARD, "interview.dropped"))


def draw_dropped(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Nothing of it is kept any more."""
    return view.dropped()


def draw_heard(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What was written while a question is asked may be its answer; nobody knows but who wrote it."""
    asked = interview.question(_read(store, reader, about["person"]))
    return view.heard(asked, about["said"]) if asked is not None else home_view.unclear(about["said"])


def forget(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Forget the interviews on which nobody worked for ninety days."""
    return Reply(served=sketches.forget(store, workspace_id, moment.at, limit))
