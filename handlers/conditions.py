"""What speaks for a condition and against it, said by anybody; whether it holds, said by who answers for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers import asking, evidence
from handlers.asking import Whom
from handlers.cards import Card, Form, theirs
from handlers.guards import ScoreNow, score_now, stands_for
from handlers.turn import Answer, Corrections, Gone, How, Reader, Refused, Reply, Turn, deliver, stand
from handlers.views import conditions as view
from prompts import phrase
from score.cadence import local_day
from score.remarks import A_DAY_ON_A_LINE
from score.search import visible_lines
from score.words import Unreadable, clean_line
from storage import checkins, conditions, deliveries, remarks
from storage.store import Store
from storage.tables import (
    Delivery,
    Evidence,
    EvidenceSide,
    EvidenceSource,
    Holding,
    HoldingState,
    LineKind,
    LineState,
    RemarkState,
    Shown,
    Wording,
)

SAID_OF_IT = {state.value: state for state in (HoldingState.HOLDS, HoldingState.BROKEN)}
"""What is said of a condition with a reason."""


def _condition(turn: Turn, store: Store, line_id: str) -> tuple[ScoreNow, Wording]:
    """An open condition of the edition in force that the person may see; any other line is not there."""
    now = score_now(store, turn.person.workspace_id)
    seen = {line.line_id: line for line in visible_lines(now.wordings.values(), turn.person)} if now else {}
    line = seen.get(line_id)
    if now is None or line is None or line.kind is not LineKind.CONDITION or line.state is not LineState.OPEN:
        raise Refused("home.not_there")
    return now, line


# What speaks for it, and against it


def open_for(turn: Turn, store: Store) -> Reply:
    """Open the form for what speaks for a condition."""
    return _opened(turn, store, EvidenceSide.FOR)


def open_against(turn: Turn, store: Store) -> Reply:
    """Open the form for what speaks against it."""
    return _opened(turn, store, EvidenceSide.AGAINST)


def _opened(turn: Turn, store: Store, side: EvidenceSide) -> Reply:
    _now, line = _condition(turn, store, turn.value)
    return Reply(Answer(How.FORM, "conditions.form", {"line": line.line_id, "side": side.value}))


@dataclass(frozen=True)
class _Said:
    """What is said of a condition, where it comes from, and who is told where it contradicts; None where nobody is."""

    line: Wording
    side: EvidenceSide
    words: str
    tells: Whom | None
    source: EvidenceSource = EvidenceSource.SAID
    of_id: str | None = None


def consider_add(turn: Turn, store: Store) -> _Said:
    """What was written."""
    now, line = _condition(turn, store, turn.fields.get("condition", ""))
    side = turn.fields.get("side", "")
    if side not in list(EvidenceSide):
        raise Refused("home.not_there")
    words = _typed(turn, "conditions.form", {"line": line.line_id, "side": side})
    return _Said(line, EvidenceSide(side), words, _tells(turn, store, now, line))


def _tells(turn: Turn, store: Store, now: ScoreNow, line: Wording) -> Whom | None:
    """Who answers for a condition and can be told; nobody, where that is who says something."""
    nearest = asking.first_reached(store, line, asking.order(store, now, line, turn.at), (), turn.at)
    return nearest if nearest is not None and nearest.person.id != turn.person.id else None


def _typed(turn: Turn, form: str, about: Mapping[str, str]) -> str:
    """The sentence, which may not stay empty."""
    try:
        words = clean_line(turn.fields.get("words", ""))
    except Unreadable:
        raise Corrections(form, about, {"words": phrase("checkin.unreadable")}) from None
    if not words:
        raise Corrections(form, about, {"words": phrase("conditions.missing")})
    if len(words) > view.LONGEST:
        note = phrase("checkin.too-long", length=len(words), longest=view.LONGEST)
        raise Corrections(form, about, {"words": note})
    return words


def add(turn: Turn, store: Store, found: _Said) -> Reply:
    """Keep it, and tell who answers for the condition where it contradicts, once until they have said what holds."""
    line, today = found.line, local_day(turn.at, "UTC")
    if found.of_id and conditions.comes_from(store, line.workspace_id, line.line_id, found.of_id) is not None:
        raise Refused("conditions.refused", why="before", line=line.line_id)
    if conditions.count_on(store, turn.person, line.line_id, today) >= A_DAY_ON_A_LINE:
        raise Refused("conditions.refused", why="many", line=line.line_id)
    settled = conditions.settled(store, line.workspace_id, line.line_id)
    before = conditions.counts(store, line.workspace_id, line.line_id, settled.said_at if settled else evidence.NEVER)
    said = Evidence(
        id=turn.id(),
        workspace_id=line.workspace_id,
        line_id=line.line_id,
        person_id=turn.person.id,
        side=found.side,
        words=found.words,
        source=found.source,
        of_id=found.of_id,
        day=today,
        said_at=turn.at,
    )
    store.keep(said)
    since = settled.id if settled else ""
    deliveries.amend(store, line.workspace_id, _subject(line, since))
    shown, sent = _contradicts(turn, store, found, since) if _is_contradiction(found.side, before) else ([], [])
    return Reply(Answer(How.CARD, "conditions.kept", {"line": line.line_id}), sent, shown)


def _is_contradiction(side: EvidenceSide, before: Mapping[EvidenceSide, int]) -> bool:
    """The first that speaks against it, and the first that speaks for it once something has spoken against."""
    return side not in before and (side is EvidenceSide.AGAINST or EvidenceSide.AGAINST in before)


def _subject(line: Wording, since: str) -> str:
    return f"condition:{line.line_id}:{since}"


def _contradicts(turn: Turn, store: Store, found: _Said, since: str) -> tuple[list[Shown], list[Delivery]]:
    to, subject = found.tells, _subject(found.line, since)
    if to is None or deliveries.shown(store, found.line.workspace_id, to.hears.place.id, subject) is not None:
        return [], []
    about = {"line": found.line.line_id, "person": to.person.id}
    shown, sent = stand(turn, to.hears.place, "conditions.contradicted", about, subject=subject, not_before=to.hears.at)
    return [shown], [sent]


# The same from something of one's own


@dataclass(frozen=True)
class _Own:
    """What of the person's own may say something, by its value, and the conditions that it may be about."""

    things: Mapping[str, view.Thing]
    lines: Sequence[Wording]


def _own(turn: Turn | Reader, store: Store, of: str) -> _Own | None:
    """What somebody's check-in holds, or a remark that they answered; None where it is not theirs."""
    kind, _space, id = of.partition(" ")
    person = turn.person
    now = score_now(store, person.workspace_id) if person else None
    if person is None or now is None:
        return None
    if kind == EvidenceSource.REMARK:
        remark = remarks.remark(store, person.workspace_id, id)
        if remark is None or remark.answered_by != person.id or remark.state is RemarkState.OPEN:
            return None
        thing = view.Thing(f"remark {remark.id}", theirs(remark, "words"))
        return _Own({thing.value: thing}, now.conditions_near([remark.line_id]))
    checkin = checkins.checkin(store, person.workspace_id, id) if kind == "checkin" else None
    if checkin is None or checkin.person_id != person.id:
        return None
    tasks, blocker, win = (
        checkins.tasks_of(store, checkin),
        checkins.blocker_of(store, checkin),
        checkins.win_of(store, checkin),
    )
    lines = [tie.line_id for _, tie in tasks if tie is not None and tie.line_id and tie.state.counts]
    lines += [blocker.line_id] if blocker is not None and blocker.line_id else []
    things = [view.Thing(f"task {task.id}", view.own_words(task.words)) for task, _ in tasks]
    things += [view.Thing(f"blocker {blocker.id}", view.own_words(blocker.words))] if blocker is not None else []
    things += [view.Thing(f"win {win.id}", view.own_words(win.words))] if win is not None else []
    return _Own({one.value: one for one in things}, now.conditions_near(lines))


def open_from(turn: Turn, store: Store) -> Reply:
    """Open the form for what something of one's own says of a condition."""
    found = _own(turn, store, turn.value)
    if found is None:
        raise Refused("home.not_there")
    if not found.things or not found.lines:
        raise Refused("conditions.refused", why="nothing", line="")
    return Reply(Answer(How.FORM, "conditions.from_form", {"of": turn.value}))


def consider_add_from(turn: Turn, store: Store) -> _Said:
    """What was chosen and written."""
    of = turn.fields.get("of", "")
    found, about = _own(turn, store, of), {"of": of}
    if found is None or not found.lines:
        raise Refused("home.not_there")
    thing, line_id, side = (turn.fields.get(name, "") for name in ("thing", "line", "side"))
    choose = phrase("conditions.choose")
    wrong = {
        "thing": thing not in found.things,
        "line": line_id not in {one.line_id for one in found.lines},
        "side": side not in list(EvidenceSide),
    }
    if any(wrong.values()):
        raise Corrections("conditions.from_form", about, {name: choose for name, is_wrong in wrong.items() if is_wrong})
    words = _typed(turn, "conditions.from_form", about)
    now, line = _condition(turn, store, line_id)
    source, _space, of_id = thing.partition(" ")
    return _Said(line, EvidenceSide(side), words, _tells(turn, store, now, line), EvidenceSource(source), of_id)


def add_from(turn: Turn, store: Store, found: _Said) -> Reply:
    """Keep it, once for each condition."""
    return add(turn, store, found)


# Whether it holds


def open_holds(turn: Turn, store: Store) -> Reply:
    """Open the form for why it holds."""
    return _opened_judging(turn, store, HoldingState.HOLDS)


def open_broken(turn: Turn, store: Store) -> Reply:
    """Open the form for why it no longer does."""
    return _opened_judging(turn, store, HoldingState.BROKEN)


def _opened_judging(turn: Turn, store: Store, state: HoldingState) -> Reply:
    line = _judges(turn, store, turn.value)[1]
    return Reply(Answer(How.FORM, "conditions.judge_form", {"line": line.line_id, "state": state.value}))


def _judges(turn: Turn, store: Store, line_id: str) -> tuple[ScoreNow, Wording]:
    now, line = _condition(turn, store, line_id)
    if not evidence.may_judge(store, now, line, turn.person):
        raise Refused("conditions.refused", why="not-yours", line=line.line_id)
    return now, line


@dataclass(frozen=True)
class _Judged:
    """What is said of a condition, why, and who owns the line above and is told."""

    line: Wording
    state: HoldingState
    words: str
    tells: Whom | None


def consider_judge(turn: Turn, store: Store) -> _Judged:
    """What was said, and who is told of it."""
    now, line = _judges(turn, store, turn.fields.get("condition", ""))
    said = turn.fields.get("state", "")
    if said not in SAID_OF_IT:
        raise Refused("home.not_there")
    words = _typed(turn, "conditions.judge_form", {"line": line.line_id, "state": said})
    over = now.at(line.serves) if SAID_OF_IT[said] is HoldingState.BROKEN else None
    owner = stands_for(store, over, turn.at) if over is not None else None
    among = [owner] if owner is not None else []
    tells = asking.first_reached(store, over, among, {turn.person.id}, turn.at) if over is not None else None
    return _Judged(line, SAID_OF_IT[said], words, tells)


def judge(turn: Turn, store: Store, found: _Judged) -> Reply:
    """Keep whether it holds, with the reason; where it no longer does, who owns the line above is told."""
    holding = _kept(turn, store, found.line, found.state, found.words)
    sent = []
    if found.tells is not None:
        about, hears = {"holding": holding.id}, found.tells.hears
        sent = [
            deliver(turn, hears.place, "conditions.broken", about, once=f"broken:{holding.id}", not_before=hears.at)
        ]
    return Reply(Answer(How.CARD, "conditions.judged", {"line": found.line.line_id}), sent)


def _kept(turn: Turn, store: Store, line: Wording, state: HoldingState, words: str) -> Holding:
    settled = conditions.settled(store, line.workspace_id, line.line_id)
    holding = Holding(
        id=turn.id(),
        workspace_id=line.workspace_id,
        line_id=line.line_id,
        person_id=turn.person.id,
        state=state,
        words=words,
        day=local_day(turn.at, "UTC"),
        said_at=turn.at,
    )
    store.keep(holding)
    deliveries.amend(store, line.workspace_id, _subject(line, settled.id if settled else ""))
    return holding


def consider_look_into(turn: Turn, store: Store) -> Wording:
    """The condition, if it is theirs to look into."""
    return _judges(turn, store, turn.value)[1]


def look_into(turn: Turn, store: Store, line: Wording) -> Reply:
    """Somebody looks into it; a second time changes nothing."""
    stands = conditions.standing(store, line.workspace_id, [line.line_id]).get(line.line_id)
    if stands is None or stands.state is not HoldingState.LOOKED_INTO or stands.person_id != turn.person.id:
        _kept(turn, store, line, HoldingState.LOOKED_INTO, "")
    return Reply(Answer(How.CARD, "conditions.judged", {"line": line.line_id}))


# What is shown


def of_line(turn: Turn, store: Store) -> Reply:
    """Show all that was said of a condition."""
    line_id, _space, skip = turn.value.partition(" ")
    _condition(turn, store, line_id)
    begins = skip if skip.isascii() and skip.isdigit() and len(skip) < len("1000") else "0"
    return Reply(Answer(How.CARD, "conditions.of_line", {"line": line_id, "from": begins}))


def _seen(store: Store, reader: Reader, line_id: str) -> tuple[ScoreNow, Wording]:
    now = score_now(store, reader.place.workspace_id)
    seen = {line.line_id: line for line in visible_lines(now.wordings.values(), reader.person)} if now else {}
    if now is None or line_id not in seen:
        raise Gone(line_id)
    return now, seen[line_id]


def _held(store: Store, reader: Reader, line_id: str) -> tuple[ScoreNow, view.Held]:
    now, line = _seen(store, reader, line_id)
    held = evidence.held(store, reader, now, line)
    if held is None:
        raise Gone(line_id)
    return now, held


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """What speaks for it, or against it?"""
    return view.form(_seen(store, reader, about["line"])[1], EvidenceSide(about["side"]))


def draw_from_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """What does it say of which condition?"""
    found = _own(reader, store, about["of"])
    if found is None or not found.lines:
        raise Gone(about["of"])
    return view.from_form(about["of"], list(found.things.values()), found.lines)


def draw_kept(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """How a condition stands after something was said of it."""
    return view.kept(_held(store, reader, about["line"])[1])


def draw_refused(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Nothing was kept, and why."""
    return view.refused(about["why"], _seen(store, reader, about["line"])[1] if about["line"] else None)


def draw_contradicted(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who answers for a condition: what speaks on both sides."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    now, held = _held(store, reader, about["line"])
    return view.contradicted(held, now.at(held.line.serves))


def draw_judge_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """Why does it hold, or no longer?"""
    return view.judge_form(_seen(store, reader, about["line"])[1], HoldingState(about["state"]))


def draw_judged(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What stands of a condition now."""
    return view.judged(_held(store, reader, about["line"])[1])


def draw_broken(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who owns the line above: what it stands on no longer holds."""
    holding = conditions.holding(store, reader.place.workspace_id, about["holding"])
    if holding is None:
        raise Gone(about["holding"])
    now, held = _held(store, reader, holding.line_id)
    return view.broken(held, now.at(held.line.serves))


def draw_of_line(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """All that was said of a condition, a page of it."""
    _now, line = _seen(store, reader, about["line"])
    begins = int(about["from"])
    found = conditions.of_line(store, line.workspace_id, line.line_id, view.ON_CARD + 1, begins)
    return view.of_line(
        line,
        [evidence.said(store, reader, one) for one in found[: view.ON_CARD]],
        newer=max(0, begins - view.ON_CARD) if begins else None,
        older=begins + view.ON_CARD if len(found) > view.ON_CARD else None,
    )
