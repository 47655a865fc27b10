"""What is put to who owns a line: to whom it goes, in which message, and to whom it goes on."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.guards import Reached, ScoreNow, reached, rhythm_now, score_now, stands_for
from handlers.turn import Answer, Gone, How, Moment, Refused, Turn, deliver, stand
from handlers.views import remarks as view
from score.attention import Occasion
from score.cadence import Rhythm, local_day, next_slot
from score.remarks import A_DAY_ON_A_LINE, SHOWN_FOR, answer_by, late_at, may_be_unnamed, remind_at
from storage import deliveries, learning, people, remarks, scores
from storage.store import Store
from storage.tables import (
    CameBy,
    Delivery,
    Person,
    PlaceKind,
    Remark,
    RemarkKind,
    Shown,
    Wording,
    make_bare_id,
)

IN_ONE = 5
"""Remarks that come in one message at most; the next one begins another."""


LOOKS_BACK = timedelta(days=8)
"""How long ago a message may have been planned that is still to go out: it is of use for seven days."""


@dataclass(frozen=True)
class Whom:
    """Who is asked of a line, where and when they are reached, and whether that can be without a name."""

    line: Wording
    person: Person
    hears: Reached
    rhythm: Rhythm
    may_be_unnamed: bool = False


@dataclass(frozen=True)
class Asked:
    """What was put to somebody, and all that is sent for it."""

    remark: Remark
    answer: Answer
    deliveries: list[Delivery]
    shown: list[Shown]


def whom(store: Store, now: ScoreNow, line: Wording, asker: Person, at: datetime) -> Whom:
    """Who is asked of `line` by `asker`: its owner or who stands in for them, of a line that has none who owns what it
    stands under; else who leads the team of its part; else who answers for the strategy. Nobody who cannot be reached.

    It reads and writes nothing. Raises Refused, in words, where the line is the asker's own or nobody is there.
    """
    if line.owner_id == asker.id:
        raise Refused("remarks.nobody", why="yours", line=line.line_id)
    found = [(one, told) for one in order(store, now, line, at) if (told := hears(store, one, at))]
    others = [one for one in found if one[0].id != asker.id]
    if not others:
        raise Refused("remarks.nobody", why="nobody", line=line.line_id)
    person, told = others[0]
    # Where it would have come to the asker, whoever has it instead could tell who that is.
    hidden = found[0][0].id != asker.id and may_be_unnamed(_sharers(store, now, line, person, at))
    return Whom(line, person, told, rhythm_now(store, person, at), hidden)


def hears(store: Store, person: Person, at: datetime) -> Reached | None:
    """Where and when somebody hears of what is put to them; None where they cannot be told, or do not want to."""
    return reached(store, person, at, Occasion.DECISION)


def order(store: Store, now: ScoreNow | None, line: Wording, at: datetime) -> list[Person]:
    """Everybody who could answer for a line, who is nearest to it first."""
    return _once(_near(store, now, line, at))


def _near(store: Store, now: ScoreNow | None, line: Wording, at: datetime) -> Iterator[Person | None]:
    above = now.at(line.serves) if now and not line.kind.is_played_from else None
    for one in (line, above):
        if one is not None:
            yield stands_for(store, one, at)
    for team in people.teams(store, line.workspace_id):
        if team.part == line.part:
            yield from people.leads(store, line.workspace_id, team.id)
    yield from people.strategy_owners(store, line.workspace_id)


def _once(found: Iterable[Person | None]) -> list[Person]:
    return list({one.id: one for one in found if one is not None and one.left_at is None}.values())


def _sharers(store: Store, now: ScoreNow, line: Wording, but: Person, at: datetime) -> int:
    """How many share the work of the line's part and of those below it, besides one."""
    parts, before = {line.part}, 0
    while len(parts) > before:
        before = len(parts)
        parts |= {part.handle for part in now.parts if part.parent in parts}
    teams = [team for team in people.teams(store, line.workspace_id) if team.part in parts]
    found = learning.people_of(store, line.workspace_id, teams, local_day(at, "UTC"))
    return sum(one.id != but.id for one in found)


def ask(
    turn: Turn, store: Store, to: Whom, words: str, kind: RemarkKind, *, named: bool = True, finding: str = ""
) -> Asked:
    """Put `words` to who owns a line; the caller's reply takes over `answer`, `deliveries` and `shown` as they are.

    A change calls `whom` where it considers, and this where it keeps::

        def consider_ask(turn, store):
            now, line = ...
            return asking.whom(store, now, line, turn.person, turn.at)

        def ask(turn, store, to):
            asked = asking.ask(turn, store, to, words, RemarkKind.FINDING, finding="C20")
            return Reply(asked.answer, asked.deliveries, asked.shown)

    `words` are what the owner reads, cleaned by the caller, with what they add of their own; `finding` is the rule that
    a finding comes from, empty for what is none. With `named` off nothing that is shown tells who asked, and nothing
    that is sent tells when; that holds only where `to.may_be_unnamed`, and is refused otherwise. The owner gets it
    within their hours, together with what else waits to be sent to them; they have five working days. The asker's card,
    which `answer` shows, is amended as it goes. Raises Refused for the eleventh of a day on one line.
    """
    today = local_day(turn.at, "UTC")
    if remarks.count_on(store, turn.person, to.line.line_id, today) >= A_DAY_ON_A_LINE:
        raise Refused("remarks.nobody", why="many", line=to.line.line_id)
    if not named and not to.may_be_unnamed:
        raise Refused("remarks.nobody", why="known", line=to.line.line_id)
    by = answer_by(to.rhythm, local_day(turn.at, to.rhythm.time_zone))
    remark = Remark(
        id=make_bare_id(turn.chance),
        workspace_id=turn.person.workspace_id,
        line_id=to.line.line_id,
        edition_id=to.line.edition_id,
        kind=kind,
        words=words,
        person_id=turn.person.id,
        named=named,
        asked_on=today,
        finding=finding,
        holder_id=to.person.id,
        batch="",
        answer_by=by,
        due_at=remind_at(to.rhythm, by),
    )
    shown, sent = _told(turn, store, remark, to)
    store.keep(remark)
    mine, deliveries_ = _standing(turn, store, remark)
    return Asked(remark, _answer(turn, remark, mine), [*sent, *deliveries_], [*shown, *mine])


def _standing(turn: Turn, store: Store, remark: Remark) -> tuple[list[Shown], list[Delivery]]:
    """What stands with who asked, alone with us."""
    place = turn.place if turn.place.kind is PlaceKind.DIRECT else people.direct_place(store, turn.person)
    if place is None:
        return [], []
    shown, sent = stand(turn, place, "remarks.standing", {"remark": remark.id}, subject=subject(remark), asked=True)
    return [shown], [sent]


def _answer(turn: Turn, remark: Remark, mine: Collection[Shown]) -> Answer:
    """Where others read along, nothing is answered that would tell them who asked."""
    for one in mine:
        if one.place_id == turn.place.id:
            return Answer(How.STANDS, shown_id=one.id)
    return Answer(How.NOTHING)


def subject(remark: Remark) -> str:
    """The subject of what stands with who asked."""
    return f"remark:{remark.id}"


def batch(remark: Remark) -> str:
    """The subject of the message in which somebody has it."""
    return f"remarks:{remark.batch}"


def _told(moment: Moment, store: Store, remark: Remark, to: Whom) -> tuple[list[Shown], list[Delivery]]:
    """Put it into a message that is still to go out to whoever has it now, else into one of its own.

    What has no name goes with the first batch of their next working day, so that its hour tells nothing of who asked.
    """
    waits = "" if remark.named else "yes"
    for delivery in remarks.to_come(store, to.hears.place, "remarks.asked", moment.at - LOOKS_BACK):
        others = remarks.in_batch(store, remark.workspace_id, delivery.about["batch"])
        if delivery.about["waits"] == waits and len(others) < IN_ONE:
            remark.batch = delivery.about["batch"]
            # Should it be on its way already, it is amended.
            deliveries.amend(store, remark.workspace_id, batch(remark))
            return [], []
    remark.batch = make_bare_id(moment.chance)
    at = to.hears.at if remark.named else _next_day(to, moment.at)
    about = {"batch": remark.batch, "person": to.person.id, "waits": waits}
    shown, sent = stand(moment, to.hears.place, "remarks.asked", about, subject=batch(remark), not_before=at)
    return [shown], [sent]


def _next_day(to: Whom, at: datetime) -> datetime:
    return next_slot(to.rhythm, local_day(at, to.rhythm.time_zone)) or to.hears.at


# On to somebody else


def goes_on(store: Store, remark: Remark, at: datetime, *, past_owner: bool) -> Whom | None:
    """Who has it next: of a line whose owner has left, who owns it now; `past_owner`, who stands in for them, else who
    answers for the strategy. None where that is nobody but who has it, or who asked.
    """
    now, line = score_now(store, remark.workspace_id), line_of(store, remark)
    deputy = people.here(store, line.workspace_id, line.deputy_id)
    late = _once([deputy, *people.strategy_owners(store, line.workspace_id)])
    but = {remark.holder_id, remark.person_id}
    return first_reached(store, line, late if past_owner else order(store, now, line, at), but, at)


def first_reached(
    store: Store, line: Wording, among: Iterable[Person], but: Collection[str], at: datetime
) -> Whom | None:
    """The first of these people who can be told, and is none of those."""
    for one in among:
        told = hears(store, one, at) if one.id not in but else None
        if told is not None:
            return Whom(line, one, told, rhythm_now(store, one, at))
    return None


def line_of(store: Store, remark: Remark) -> Wording:
    """The line as it reads now, or read last. Raises Gone where it is not for who reads to see any more."""
    found = scores.last_wordings(store, remark.workspace_id, [remark.line_id])
    if not found:
        raise Gone(remark.line_id)
    return found[0]


def seen(store: Store, found: Sequence[Remark]) -> list[Remark]:
    """Those whose lines are for who reads to see."""
    ids = sorted({one.line_id for one in found})
    lines = {one.line_id for one in scores.last_wordings(store, found[0].workspace_id, ids)} if found else set()
    return [one for one in found if one.line_id in lines]


def hand_on(
    moment: Moment, store: Store, remark: Remark, to: Whom, came_by: CameBy, by: Person | None = None
) -> tuple[list[Shown], list[Delivery]]:
    """Give it to somebody else, with as many days as anybody has; what stands anywhere says who has it now."""
    deliveries.amend(store, remark.workspace_id, batch(remark))
    shown, sent = _told(moment, store, remark, to)
    late = remark.late or came_by is CameBy.LATE
    until = answer_by(to.rhythm, local_day(moment.at, to.rhythm.time_zone))
    store.change(
        remark,
        holder_id=to.person.id,
        came_by=came_by,
        passed_by=by.id if by else None,
        batch=remark.batch,
        answer_by=until,
        due_at=None if late else remind_at(to.rhythm, until),
        reminded=False,
        late=late,
    )
    deliveries.amend(store, remark.workspace_id, subject(remark))
    return shown, sent


def reminded(store: Store, remark: Remark, rhythm: Rhythm) -> None:
    """Whoever has it was reminded; once its day is over it is late."""
    store.change(remark, reminded=True, due_at=late_at(rhythm, remark.answer_by))


def tell(moment: Moment, store: Store, remark: Remark, shows: str, once: str) -> list[Delivery]:
    """Tell who asked of something that became of it, where they can be reached."""
    asker = people.here(store, remark.workspace_id, remark.person_id)
    where = reached(store, asker, moment.at, Occasion.HELP)
    if where is None:
        return []
    return [deliver(moment, where.place, shows, {"remark": remark.id}, once=once, not_before=where.at)]


# What is shown


def put(store: Store, remark: Remark) -> view.Put:
    """All that there is to show of one; who asked is left out where that is for nobody to read."""
    workspace_id, line = remark.workspace_id, line_of(store, remark)
    now = score_now(store, workspace_id)
    then = scores.wording(store, workspace_id, remark.edition_id, remark.line_id)
    ids = [one for one in (remark.person_id, remark.holder_id, remark.answered_by, remark.passed_by) if one]
    known = {one.id: one for one in people.persons(store, workspace_id, ids)}
    return view.Put(
        remark,
        line,
        known[remark.holder_id],
        asker=known.get(remark.person_id) if remark.named else None,
        answered_by=known.get(remark.answered_by or ""),
        passed_by=known.get(remark.passed_by or ""),
        reads_otherwise=then is not None and line.words != then.words,
        has_conditions=bool(now and now.conditions_near([remark.line_id])),
    )


def answered(store: Store, workspace_id: str, line_id: str, at: datetime) -> list[view.Put]:
    """What was put to a line and answered in the last ninety days, the last ones first."""
    since = local_day(at - SHOWN_FOR, "UTC")
    return [put(store, one) for one in remarks.answered_on(store, workspace_id, line_id, since)]
