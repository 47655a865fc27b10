"""Why somebody got what they did not ask for, and less of it: said once, kept for them alone, and taken back."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers import unasked
from handlers.cards import Card
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import attention as view
from handlers.views.attention import Behind
from prompts import lesson as shelf
from prompts import plain
from score.attention import Occasion, Volume, fewer_days, turned_down, wished
from score.cadence import due_after, local_day, planned_for
from storage import (
    absences,
    attention,
    checkins,
    conditions,
    crossings,
    decisions,
    deliveries,
    learning,
    nominations,
    people,
    remarks,
    scores,
)
from storage.store import Store
from storage.tables import Cause, Delivery, Person, Wording


def why(turn: Turn, store: Store) -> Reply:
    """Say why a message came; without one, the last that came by itself."""
    return Reply(Answer(How.CARD, "attention.why", {"delivery": _message(turn, store).id}))


def _message(turn: Turn, store: Store) -> Delivery:
    """A message of the person's own that they did not ask for; a foreign one and none at all are refused alike."""
    if not turn.value:
        found = attention.last_unasked(store, turn.person)
        if found is None:
            raise Refused("attention.nothing")
        return found[0]
    return _theirs(store, turn.person, turn.value) or _refuse()


def _refuse() -> Delivery:
    raise Refused("home.not_there")


def _theirs(store: Store, person: Person, delivery_id: str) -> Delivery | None:
    delivery, _ = deliveries.message(store, person.workspace_id, delivery_id) or (None, None)
    whose = attention.people_at(store, person.workspace_id, [delivery.place_id]) if delivery else {}
    is_theirs = delivery is not None and person.id in {one.id for one in whose.values()}
    return delivery if delivery is not None and is_theirs and delivery.occasion else None


# Less of it


def less(turn: Turn, store: Store, _: None = None) -> Reply:
    """Take a step down: fewer, and where there is nothing fewer, none."""
    occasion = _occasion(turn, store)
    if occasion in (Occasion.PROMPT, Occasion.REMINDER):
        return _ask_less(turn, store, occasion)
    below = turned_down(turn.person, occasion)
    if below is None:
        return _kept(occasion, "least", "")
    return _wish(turn, store, occasion, below)


def stop(turn: Turn, store: Store, _: None = None) -> Reply:
    """Have none of it, where that can be; what waits is left too."""
    occasion = _occasion(turn, store)
    if occasion in (Occasion.PROMPT, Occasion.REMINDER, Occasion.WELCOME):
        return _ask_less(turn, store, occasion) if occasion is Occasion.REMINDER else _kept(occasion, "least", "")
    return _wish(turn, store, occasion, Volume.NONE)


def _occasion(turn: Turn, store: Store) -> Occasion:
    """What was pressed, else that of the last message that came by itself."""
    said = turn.value or _message(turn, store).occasion
    if said not in list(Occasion):
        raise Refused("home.not_there")
    return Occasion(said)


def _wish(turn: Turn, store: Store, occasion: Occasion, wanted: Volume) -> Reply:
    before = turn.person.wishes
    store.change(turn.person, wishes=wished(turn.person, occasion, wanted))
    if wanted is Volume.NONE:
        attention.withdraw(store, turn.person, [occasion], turn.at, Cause.TURNED_DOWN)
    was = _said_before(before, occasion)
    return _kept(occasion, wanted, was)


def _said_before(wishes: str, occasion: Occasion) -> str:
    said = dict(one.split("=") for one in wishes.split())
    return said.get(occasion, Volume.ALL.value)


def _ask_less(turn: Turn, store: Store, occasion: Occasion) -> Reply:
    """First no reminder, then every second working day."""
    person, fewer = turn.person, fewer_days(turn.person.working_days)
    if person.reminders:
        store.change(person, reminders=False, remind_at=None)
        return _kept(occasion, "no-reminder", "reminder")
    if occasion is Occasion.REMINDER or fewer == person.working_days:
        return _kept(occasion, "least", "")
    before = f"days:{person.working_days}"
    _work_on(turn, store, fewer)
    return _kept(occasion, "days", before)


def _work_on(turn: Turn, store: Store, days: int) -> None:
    person = turn.person
    unasked.settle(turn, store, person)
    day = planned_for(person)
    store.change(person, working_days=days)
    if person.next_due_at is not None:
        away = absences.of(store, person, local_day(turn.at, person.time_zone))
        store.change(person, next_due_at=due_after(person, day, away, people.teams_of(store, person), turn.at))


def _kept(occasion: Occasion, what: str, before: str) -> Reply:
    return Reply(Answer(How.CARD, "attention.kept", {"occasion": occasion.value, "what": what, "before": before}))


def undo(turn: Turn, store: Store, _: None = None) -> Reply:
    """Have it again as it was."""
    said, _space, before = turn.value.partition(" ")
    if said not in list(Occasion):
        raise Refused("home.not_there")
    occasion = Occasion(said)
    if before == "reminder":
        store.change(turn.person, reminders=True)
        return _kept(occasion, "reminder", "")
    if before in list(Volume):
        store.change(turn.person, wishes=wished(turn.person, occasion, Volume(before)))
        return _kept(occasion, before, "")
    days = _days(before)
    _work_on(turn, store, days)
    return _kept(occasion, "days", "")


def _days(before: str) -> int:
    number = before.removeprefix("days:")
    if not (number.isascii() and number.isdecimal() and len(number) <= 3 and 0 < int(number) < 1 << 7):
        raise Refused("home.not_there")
    return int(number)


def mine(turn: Turn, _store: Store) -> Reply:
    """Show what was turned down."""
    return Reply(Answer(How.CARD, "attention.mine", {"person": turn.person.id}))


# What is behind a message


def _line(store: Store, workspace_id: str, line_id: str | None) -> Wording | None:
    found = scores.last_wordings(store, workspace_id, [line_id]) if line_id else []
    return found[0] if found else None


def _name(store: Store, person: Person, id: str | None) -> str:
    found = people.person(store, person.workspace_id, id) if id else None
    return found.name if found else ""


def _of_prompt(store: Store, person: Person, _about: Mapping[str, str]) -> Behind:
    return Behind(teams=people.teams_of(store, person))


def _of_blocker(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    blocker = checkins.blocker(store, person.workspace_id, about.get("blocker", ""))
    if blocker is None:
        return Behind()
    return Behind(_name(store, person, blocker.person_id), line=_line(store, person.workspace_id, blocker.passed_line))


def _of_crossing(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    crossing = crossings.crossing(store, person.workspace_id, about.get("crossing", ""))
    if crossing is None:
        return Behind()
    line = scores.wording(store, person.workspace_id, crossing.edition_id, crossing.line_id)
    return Behind(_name(store, person, crossing.person_id), line=line)


def _of_help(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    return Behind(_name(store, person, about.get("helper") or about.get("taker")))


def _of_outcome(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    crossing = crossings.crossing(store, person.workspace_id, about.get("crossing", ""))
    return replace(_of_crossing(store, person, about), by=_name(store, person, crossing.other_id if crossing else None))


def _of_answer(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    decision = decisions.decision(store, person.workspace_id, about.get("decision", ""))
    if decision is None:
        return Behind()
    return Behind(_name(store, person, decision.person_id), line=_line(store, person.workspace_id, decision.line_id))


def _of_somebody(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    team = people.team(store, person.workspace_id, about.get("team", ""))
    return Behind(_name(store, person, about.get("by")), teams=[team] if team else [])


def _of_lesson(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    nudge = learning.nudge(store, person.workspace_id, about.get("nudge", ""))
    sitting = nudge[1] if nudge else learning.sitting(store, person.workspace_id, about.get("sitting", ""))
    lesson = shelf.lesson(sitting.lesson) if sitting else None
    if sitting is None or lesson is None:
        return Behind()
    sent = learning.sending(store, person.workspace_id, sitting.sending_id) if sitting.sending_id else None
    by = _name(store, person, sent.sender_id) if sent else ""
    return Behind(by, lesson=plain(lesson.bare(lesson.title)), until=sitting.remember_until)


def _of_nomination(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    one = nominations.nomination(store, person.workspace_id, about.get("nomination", ""))
    if one is None:
        return Behind()
    return Behind(_name(store, person, one.asker_id if one.person_id == person.id else one.person_id))


def _of_remark(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    """Who answered, or has it now."""
    remark = remarks.remark(store, person.workspace_id, about.get("remark", ""))
    if remark is None:
        return Behind()
    by = _name(store, person, remark.answered_by or remark.holder_id)
    return Behind(by, line=_line(store, person.workspace_id, remark.line_id))


def _of_remarks(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    """Who asked, where it is one who left their name."""
    found = remarks.in_batch(store, person.workspace_id, about.get("batch", ""))
    if len(found) != 1 or not found[0].named:
        return Behind()
    by = _name(store, person, found[0].person_id)
    return Behind(by, line=_line(store, person.workspace_id, found[0].line_id))


def _of_condition(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    return Behind(line=_line(store, person.workspace_id, about.get("line")))


def _of_holding(store: Store, person: Person, about: Mapping[str, str]) -> Behind:
    holding = conditions.holding(store, person.workspace_id, about.get("holding", ""))
    if holding is None:
        return Behind()
    return Behind(_name(store, person, holding.person_id), line=_line(store, person.workspace_id, holding.line_id))


BEHIND: Mapping[str, Callable[[Store, Person, Mapping[str, str]], Behind]] = {
    "checkin.invite": _of_prompt,
    "blockers.decide": _of_blocker,
    "crossings.argued": _of_crossing,
    "crossings.handed": _of_crossing,
    "blockers.offered": _of_help,
    "blockers.taken": _of_help,
    "crossings.came_back": _of_outcome,
    "decisions.asked": _of_answer,
    "conditions.contradicted": _of_condition,
    "conditions.broken": _of_holding,
    "remarks.asked": _of_remarks,
    "remarks.answered": _of_remark,
    "remarks.moved": _of_remark,
    "wins.praised": _of_somebody,
    "nominations.asked": _of_nomination,
    "nominations.answered": _of_nomination,
    "members.told": _of_somebody,
    "lessons.sitting": _of_lesson,
    "lessons.nudge": _of_lesson,
}
"""What finds out what a message came of, by its view; the others come of nothing but their occasion."""


def draw_why(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Why a message came."""
    message = _theirs(store, reader.person, about["delivery"]) if reader.person else None
    if reader.person is None or message is None:
        raise Gone(about["delivery"])
    find = BEHIND.get(message.view)
    behind = find(store, reader.person, message.about) if find else Behind()
    return view.why(reader.person, Occasion(message.occasion), behind)


def draw_kept(_store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What holds now, and a way back."""
    if reader.person is None or about["occasion"] not in list(Occasion):
        raise Gone(about["occasion"])
    return view.kept(reader.person, Occasion(about["occasion"]), about["what"], about["before"])


def draw_mine(_store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What the person has turned down."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    return view.mine(reader.person)


def draw_nothing(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Nothing came that was not asked for."""
    return view.nothing()
