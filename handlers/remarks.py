"""A question or an objection to a line: put to who owns it, answered or passed on, and seen where it was put."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from handlers import asking, quoted
from handlers.asking import Whom
from handlers.cards import Card, Form
from handlers.guards import ScoreNow, rhythm_now, score_now, stands_for
from handlers.sight import sees
from handlers.turn import Answer, Corrections, Gone, How, Moment, Reader, Refused, Reply, Turn, deliver
from handlers.views import remarks as view
from prompts import phrase, spellings
from score.cadence import local_day
from score.search import is_addressed, visible_lines
from score.words import Unreadable, alike, clean
from storage import deliveries, people, remarks
from storage.store import Store
from storage.tables import CameBy, Delivery, Person, Remark, RemarkKind, RemarkState, Shown, Wording

ANSWERS = {"stays": RemarkState.ANSWERED, "changes": RemarkState.CHANGED}
"""What becomes of a line that somebody sees otherwise."""


# Putting one


def open_question(turn: Turn, store: Store) -> Reply:
    """Open the form for a question to who owns a line."""
    return _opened(turn, store, turn.value, RemarkKind.QUESTION, "")


def open_objection(turn: Turn, store: Store) -> Reply:
    """Open the form for what somebody sees otherwise."""
    return _opened(turn, store, turn.value, RemarkKind.OBJECTION, "")


def _opened(turn: Turn, store: Store, line_id: str, kind: RemarkKind, words: str) -> Reply:
    now, line = _line(turn, store, line_id)
    asking.whom(store, now, line, turn.person, turn.at)
    return Reply(Answer(How.FORM, "remarks.form", {"line": line.line_id, "kind": kind.value, "words": words}))


def _line(turn: Turn, store: Store, line_id: str) -> tuple[ScoreNow, Wording]:
    """A line of the edition in force that the person may see; any other is not there."""
    now = score_now(store, turn.person.workspace_id)
    seen = {line.line_id: line for line in visible_lines(now.wordings.values(), turn.person)} if now else {}
    if now is None or line_id not in seen:
        raise Refused("home.not_there")
    return now, seen[line_id]


def reads_as_remark(text: str, language: str) -> bool:
    """Whether somebody asks of a line by its address, or says what they see otherwise."""
    return _said(text, language) is not None


def _said(text: str, language: str) -> tuple[RemarkKind, str, str] | None:
    """What it is, the address, and the words behind it; None where no address is named."""
    said = " ".join(text.split())
    for spelling, kind in _spelled(language):
        if alike(said[: len(spelling)]) == spelling and said[len(spelling) : len(spelling) + 1] == " ":
            address, _space, words = said[len(spelling) + 1 :].partition(" ")
            address, colon, first = address.partition(":")
            if "/" in address:
                return kind, address.rstrip(",."), f"{first} {words}".strip() if colon else words.strip()
    return None


@cache
def _spelled(language: str) -> Sequence[tuple[str, RemarkKind]]:
    """Longest first."""
    found = [(spelling, RemarkKind(id)) for spelling, id in spellings("remarked", language).items()]
    return sorted(found, key=lambda one: len(one[0]), reverse=True)


def say(turn: Turn, store: Store) -> Reply:
    """Open the form with what somebody wrote in it."""
    kind, address, words = _said(turn.text, turn.person.language) or (RemarkKind.QUESTION, turn.value, "")
    now = score_now(store, turn.person.workspace_id)
    seen = visible_lines(now.wordings.values(), turn.person) if now else []
    found = [line.line_id for line in seen if is_addressed(line, {address.casefold()})]
    if not found:
        return Reply(Answer(How.CARD, "score.not_found", {"said": quoted.on_one_line(address, SHORTEST), "whole": ""}))
    return _opened(turn, store, found[0], kind, quoted.in_full(words, view.LONGEST))


SHORTEST = 130
"""Characters of an address at most."""


@dataclass(frozen=True)
class _Meant:
    """What is to be put to whom."""

    to: Whom
    kind: RemarkKind
    words: str
    named: bool


def consider_ask(turn: Turn, store: Store) -> _Meant:
    """What was filled in, and who gets it."""
    kind = turn.fields.get("kind", "")
    if kind not in (RemarkKind.QUESTION, RemarkKind.OBJECTION):
        raise Refused("home.not_there")
    now, line = _line(turn, store, turn.fields.get("line", ""))
    to = asking.whom(store, now, line, turn.person, turn.at)
    words = _typed(turn, "words", "remarks.form", {"line": line.line_id, "kind": kind, "words": ""})
    named = kind == RemarkKind.QUESTION or turn.fields.get("name", "named") != "unnamed"
    return _Meant(to, RemarkKind(kind), words, named)


def _typed(turn: Turn, field: str, form: str, about: Mapping[str, str]) -> str:
    """What was typed into a field that may not stay empty."""
    try:
        words = clean(turn.fields.get(field, ""))
    except Unreadable:
        raise Corrections(form, about, {field: phrase("checkin.unreadable")}) from None
    if not words:
        raise Corrections(form, about, {field: phrase("remarks.missing")})
    if len(words) > view.LONGEST:
        note = phrase("checkin.too-long", length=len(words), longest=view.LONGEST)
        raise Corrections(form, about, {field: note})
    return words


def ask(turn: Turn, store: Store, found: _Meant) -> Reply:
    """Put it to who owns the line."""
    asked = asking.ask(turn, store, found.to, found.words, found.kind, named=found.named)
    return Reply(asked.answer, asked.deliveries, asked.shown)


# Answering one


def _held(turn: Turn, store: Store, remark_id: str) -> Remark:
    """One that is with the person, or was answered by them; any other is not there."""
    remark = remarks.remark(store, turn.person.workspace_id, remark_id)
    if remark is None or turn.person.id not in (remark.holder_id, remark.answered_by):
        raise Refused("home.not_there")
    if not asking.seen(store, [remark]):
        raise Refused("home.not_there")
    return remark


def _stands(turn: Turn, store: Store, remark: Remark) -> Answer:
    """The message in which the person has it, as it is now."""
    deliveries.amend(store, remark.workspace_id, asking.batch(remark))
    shown = deliveries.shown(store, remark.workspace_id, turn.place.id, asking.batch(remark))
    if shown is not None:
        return Answer(How.STANDS, shown_id=shown.id)
    return Answer(How.CARD, "remarks.waiting", {"person": turn.person.id})


def open_answer(turn: Turn, store: Store) -> Reply:
    """Open the form for the answer."""
    remark = _held(turn, store, turn.value)
    if remark.state is not RemarkState.OPEN:
        return Reply(_card_of(turn, remark))
    return Reply(Answer(How.FORM, "remarks.answer_form", {"remark": remark.id}))


def _card_of(turn: Turn, remark: Remark) -> Answer:
    """The same for a look, which amends nothing."""
    return Answer(How.CARD, "remarks.asked", {"batch": remark.batch, "person": turn.person.id, "waits": ""})


def answer(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep the answer and tell who asked; the first one counts."""
    remark = _held(turn, store, turn.fields.get("remark", ""))
    if remark.state is not RemarkState.OPEN:
        return Reply(_stands(turn, store, remark))
    words = _typed(turn, "answer", "remarks.answer_form", {"remark": remark.id})
    state = RemarkState.ANSWERED
    if remark.kind is not RemarkKind.QUESTION:
        said = turn.fields.get("line", "")
        if said not in ANSWERS:
            raise Corrections("remarks.answer_form", {"remark": remark.id}, {"line": phrase("remarks.choose")})
        state = ANSWERS[said]
    store.change(
        remark,
        state=state,
        answer=words,
        answered_by=turn.person.id,
        answered_on=local_day(turn.at, "UTC"),
        due_at=None,
    )
    deliveries.amend(store, remark.workspace_id, asking.subject(remark))
    told = asking.tell(turn, store, remark, "remarks.answered", f"answered:{remark.id}")
    return Reply(_stands(turn, store, remark), told)


def open_pass(turn: Turn, store: Store) -> Reply:
    """Open the form that asks who is to answer instead."""
    remark = _held(turn, store, turn.value)
    if remark.state is not RemarkState.OPEN:
        return Reply(_card_of(turn, remark))
    if not _others(store, remark, turn):
        raise Refused("remarks.nobody_else")
    return Reply(Answer(How.FORM, "remarks.pass_form", {"remark": remark.id}))


def _others(store: Store, remark: Remark, turn: Turn | Reader) -> list[Person]:
    """Who could answer instead: the line's owner and deputy, who owns the line above, and who answers for the strategy.

    Who asked without a name is among them, where they are one of these: that they were missing would tell.
    """
    now, line = score_now(store, remark.workspace_id), asking.line_of(store, remark)
    above = now.at(line.serves) if now else None
    ids = [one for one in (line.owner_id, line.deputy_id) if one]
    every = [
        *people.persons(store, remark.workspace_id, ids),
        *([stands_for(store, above, turn.at)] if above else []),
        *people.strategy_owners(store, remark.workspace_id),
    ]
    but = {remark.holder_id, *([remark.person_id] if remark.named else [])}
    found = {one.id: one for one in every if one is not None and one.id not in but and one.left_at is None}
    return [one for one in found.values() if sees(store, one, line)]


def consider_pass_on(turn: Turn, store: Store) -> tuple[Remark, Whom]:
    """To whom it is to go, if they can be reached."""
    remark = _held(turn, store, turn.fields.get("remark", ""))
    line, said = asking.line_of(store, remark), turn.fields.get("to", "")
    chosen = [one for one in _others(store, remark, turn) if one.id == said]
    if not chosen:
        raise Corrections("remarks.pass_form", {"remark": remark.id}, {"to": phrase("remarks.choose")})
    to = asking.first_reached(store, line, chosen, (), turn.at)
    if to is None:
        note = phrase("crossings.not-reached", name=chosen[0].name)
        raise Corrections("remarks.pass_form", {"remark": remark.id}, {"to": note})
    return remark, to


def pass_on(turn: Turn, store: Store, found: tuple[Remark, Whom]) -> Reply:
    """Give it to somebody else who knows better."""
    return _handed_on(turn, store, found, CameBy.PASSED)


def consider_decide(turn: Turn, store: Store) -> tuple[Remark, Whom]:
    """Who answers for the strategy, and has it not already."""
    remark = _held(turn, store, turn.value)
    line = asking.line_of(store, remark)
    but = {remark.holder_id, *([remark.person_id] if remark.named else [])}
    among = people.strategy_owners(store, remark.workspace_id)
    to = asking.first_reached(store, line, among, but, turn.at)
    if to is None:
        raise Refused("remarks.nobody_else")
    return remark, to


def decide(turn: Turn, store: Store, found: tuple[Remark, Whom]) -> Reply:
    """It needs a decision of who answers for the strategy."""
    return _handed_on(turn, store, found, CameBy.DECISION)


def _handed_on(turn: Turn, store: Store, found: tuple[Remark, Whom], came_by: CameBy) -> Reply:
    """The first one who passes it on does; later ones read where it is."""
    remark = remarks.remark(store, found[0].workspace_id, found[0].id)
    if remark is None or remark.state is not RemarkState.OPEN or remark.holder_id != turn.person.id:
        return Reply(_stands(turn, store, found[0]))
    shown, sent = asking.hand_on(turn, store, remark, found[1], came_by, turn.person)
    return Reply(Answer(How.CARD, "remarks.passed", {"remark": remark.id}), sent, shown)


# What falls due


def follow(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Remind whoever has one the day before; after it ask somebody else, once, and say so to who asked."""
    shown: list[Shown] = []
    sent: list[Delivery] = []
    found = remarks.due(store, workspace_id, moment.at, limit)
    for remark in found:
        holder = people.here(store, workspace_id, remark.holder_id)
        if holder is not None and not remark.reminded:
            sent += _remind(moment, store, remark, holder, sent)
            continue
        more, those = _moved_on(moment, store, remark, CameBy.LATE if holder else CameBy.LEFT)
        shown, sent = [*shown, *more], [*sent, *those]
    return Reply(deliveries=sent, shown=shown, served=len(found))


def _moved_on(
    moment: Moment, store: Store, remark: Remark, came_by: CameBy
) -> tuple[Sequence[Shown], Sequence[Delivery]]:
    to = asking.goes_on(store, remark, moment.at, past_owner=came_by is CameBy.LATE)
    if to is None:
        # It stays where it is: who asked reads with whom.
        store.change(remark, due_at=None)
        return [], []
    shown, sent = asking.hand_on(moment, store, remark, to, came_by)
    return shown, [*sent, *asking.tell(moment, store, remark, "remarks.moved", f"moved:{remark.id}:{to.person.id}")]


def _remind(
    moment: Moment, store: Store, remark: Remark, holder: Person, sent: Sequence[Delivery]
) -> Sequence[Delivery]:
    """One message for all of which the same person is to be reminded on one day."""
    asking.reminded(store, remark, rhythm_now(store, holder, moment.at))
    hears = asking.hears(store, holder, moment.at)
    if hears is None:
        return []
    by = remark.answer_by.isoformat()
    about, once = {"person": holder.id, "by": by}, f"remarks-due:{holder.id}:{by}"
    new = deliver(moment, hears.place, "remarks.reminder", about, once=once, not_before=hears.at)
    is_known = any(one.once == new.once for one in sent)
    return [] if is_known or deliveries.planned_once(store, remark.workspace_id, new.once) else [new]


# What is shown


def of_line(turn: Turn, store: Store) -> Reply:
    """Show what was asked of a line and answered."""
    line_id, _space, skip = turn.value.partition(" ")
    _line(turn, store, line_id)
    begins = skip if skip.isascii() and skip.isdigit() and len(skip) < len("1000") else "0"
    return Reply(Answer(How.CARD, "remarks.of_line", {"line": line_id, "from": begins}))


def waiting(turn: Turn, _store: Store) -> Reply:
    """Show what is asked of the person."""
    return Reply(Answer(How.CARD, "remarks.waiting", {"person": turn.person.id}))


def mine(turn: Turn, _store: Store) -> Reply:
    """Show what the person asked."""
    return Reply(Answer(How.CARD, "remarks.mine", {"person": turn.person.id}))


def _own(reader: Reader, person_id: str) -> Person:
    if reader.person is None or reader.person.id != person_id:
        raise Gone(person_id)
    return reader.person


def _put(store: Store, reader: Reader, remark_id: str, *, asker: bool) -> view.Put:
    """One as its asker sees it, or as who has it does."""
    remark = remarks.remark(store, reader.place.workspace_id, remark_id)
    if remark is None or reader.person is None:
        raise Gone(remark_id)
    if reader.person.id != (remark.person_id if asker else remark.holder_id):
        raise Gone(remark_id)
    return asking.put(store, remark)


def draw_nobody(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Nothing was sent, and why."""
    now = score_now(store, reader.place.workspace_id)
    if now is None or about["line"] not in now.wordings:
        raise Gone(about["line"])
    return view.nobody(about["why"], now.wordings[about["line"]])


def draw_nobody_else(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Nobody else could be asked."""
    return view.nobody_else()


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """What is there to ask, or to say against it?"""
    now = score_now(store, reader.place.workspace_id)
    line = now.wordings.get(about["line"]) if now else None
    if now is None or line is None or reader.person is None:
        raise Gone(about["line"])
    try:
        to = asking.whom(store, now, line, reader.person, reader.at)
    except Refused as refused:
        raise Gone(about["line"]) from refused
    return view.form(line, RemarkKind(about["kind"]), to.person, about["words"], may_be_unnamed=to.may_be_unnamed)


def draw_standing(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who asked: where it is, or the answer."""
    return view.standing(_put(store, reader, about["remark"], asker=True))


def draw_answered(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who asked, once: the answer."""
    return view.answered(_put(store, reader, about["remark"], asker=True))


def draw_moved(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who asked, once: somebody else has it."""
    return view.moved(_put(store, reader, about["remark"], asker=True))


def draw_passed(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who passed it on: who has it now."""
    remark = remarks.remark(store, reader.place.workspace_id, about["remark"])
    if remark is None or reader.person is None or remark.passed_by != reader.person.id:
        raise Gone(about["remark"])
    return view.passed(asking.put(store, remark))


def draw_asked(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who owns the lines: what came in one message."""
    person = _own(reader, about["person"])
    found = asking.seen(store, remarks.in_batch(store, person.workspace_id, about["batch"]))
    if not found:
        raise Gone(about["batch"])
    return view.asked(_puts(store, found), person)


def _puts(store: Store, found: Sequence[Remark]) -> list[view.Put]:
    return [asking.put(store, remark) for remark in found]


def draw_reminder(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who owns the lines: what is to be answered by a day."""
    person = _own(reader, about["person"])
    waiting = asking.seen(store, remarks.waiting_for(store, person))
    found = [one for one in waiting if one.answer_by.isoformat() <= about["by"]]
    if not found:
        raise Gone(about["person"])
    return view.reminder(_puts(store, found[: view.ON_CARD]), person)


def draw_waiting(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """All that waits for somebody."""
    person = _own(reader, about["person"])
    found = asking.seen(store, remarks.waiting_for(store, person))
    return view.waiting(_puts(store, found[: view.ON_CARD]), max(0, len(found) - view.ON_CARD), person)


def draw_answer_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The answer, to be filled in."""
    return view.answer_form(_put(store, reader, about["remark"], asker=False))


def draw_pass_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """Who is to answer instead?"""
    put = _put(store, reader, about["remark"], asker=False)
    return view.pass_form(put, _others(store, put.remark, reader))


def draw_of_line(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What was asked of a line and answered, a page of it."""
    now = score_now(store, reader.place.workspace_id)
    seen = {line.line_id: line for line in visible_lines(now.wordings.values(), reader.person)} if now else {}
    if about["line"] not in seen:
        raise Gone(about["line"])
    puts, begins = asking.answered(store, reader.place.workspace_id, about["line"], reader.at), int(about["from"])
    return view.of_line(
        seen[about["line"]],
        puts[begins : begins + view.ON_CARD],
        newer=max(0, begins - view.ON_CARD) if begins else None,
        older=begins + view.ON_CARD if len(puts) > begins + view.ON_CARD else None,
    )


def draw_mine(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """All that somebody asked."""
    person = _own(reader, about["person"])
    found = asking.seen(store, remarks.put_by(store, person))
    return view.mine(_puts(store, found[: view.ON_CARD]), max(0, len(found) - view.ON_CARD))
