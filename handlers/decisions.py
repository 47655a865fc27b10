"""Why nobody works on a line of the team's part: answered by those whose part it is, and kept for them to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards import Card, Form
from handlers.guards import Reached, need_own_team, reached
from handlers.turn import Answer, Corrections, Gone, How, Reader, Refused, Reply, Turn, stand
from handlers.views import decisions as view
from prompts import phrase
from score.attention import Occasion
from score.cadence import common_zone, local_day
from score.digest import ANSWER_HOLDS
from score.words import Unreadable, clean_line
from storage import checkins, decisions, deliveries, digests, people, scores
from storage.store import Store
from storage.tables import Delivery, LineAnswer, LineKind, LineState, Noun, Person, Reason, Shown, Team, Wording


@dataclass(frozen=True)
class Considered:
    """A line that was untouched in the digest of a day, and what is answered for it on the team's `today`."""

    team: Team
    line: Wording
    of: date
    today: date
    reason: Reason
    words: str | None
    owner: Person | None
    owner_reached: Reached | None
    """Where and when the owner is told, if they can be."""

    @property
    def about(self) -> dict[str, str]:
        """The ids of what is asked."""
        return _about(self.team, self.line, self.of)


def _about(team: Team, line: Wording, of: date) -> dict[str, str]:
    return {"team": team.id, "line": line.line_id, "day": of.isoformat()}


def consider_answer(turn: Turn, store: Store) -> Considered:
    """What was pressed under the line."""
    team_id, line_id, day, said = [*turn.value.split(" "), "", "", "", ""][:4]
    return _considered(turn, store, (team_id, line_id, day), said, None)


def consider_hand_in(turn: Turn, store: Store) -> Considered:
    """What was filled in: why, and a sentence."""
    asked = tuple(turn.fields.get(name, "") for name in ("team", "line", "day"))
    about = dict(zip(("team", "line", "day"), asked, strict=True))
    if turn.fields.get("reason", "") not in list(Reason):
        _asked(turn, store, asked)
        raise Corrections("decisions.form", about, {"reason": phrase("decisions.choose")})
    try:
        words = clean_line(turn.fields.get("words", ""))
    except Unreadable:
        raise Corrections("decisions.form", about, {"words": phrase("checkin.unreadable")}) from None
    if len(words) > view.LONGEST:
        note = phrase("checkin.too-long", length=len(words), longest=view.LONGEST)
        raise Corrections("decisions.form", about, {"words": note})
    return _considered(turn, store, asked, turn.fields["reason"], words)


def _considered(turn: Turn, store: Store, asked: Sequence[str], said: str, words: str | None) -> Considered:
    team, line, of = _asked(turn, store, asked)
    if said not in list(Reason):
        raise Refused("home.not_there")
    if checkins.last_touched(store, team.workspace_id, [team], [line.line_id], of):
        raise Refused("decisions.touched", line=line.line_id)
    owner = _owner(store, line)
    told = reached(store, owner, turn.at, Occasion.DECISION)
    return Considered(team, line, of, _today(turn, store, team), Reason(said), words, owner, told)


def _asked(turn: Turn, store: Store, asked: Sequence[str]) -> tuple[Team, Wording, date]:
    """The team, the line and the day that were pressed, if they fit together and the line is still open."""
    team_id, line_id, day = asked
    team = need_own_team(turn, store, team_id)
    now = scores.current(store, team.workspace_id)
    line = scores.wording(store, team.workspace_id, now.id, line_id) if now else None
    try:
        of = date.fromisoformat(day)
    except ValueError:
        raise Refused("home.not_there") from None
    if line is None or line.part != team.part or line.kind is not LineKind.PRIORITY:
        raise Refused("home.not_there")
    if line.state is not LineState.OPEN:
        raise Refused("decisions.touched", line=line.line_id)
    return team, line, of


def _today(turn: Turn, store: Store, team: Team) -> date:
    return local_day(turn.at, team.time_zone or common_zone(people.zones_of(store, team)))


def _owner(store: Store, line: Wording) -> Person | None:
    """Who owns it, or stands in for an owner who has left."""
    owner = people.here(store, line.workspace_id, line.owner_id)
    return owner or people.here(store, line.workspace_id, line.deputy_id)


def answer(turn: Turn, store: Store, found: Considered) -> Reply:
    """Keep why nobody works on the line; what is answered again changes nothing, and a sentence joins what it is for.

    Who owns the line is told once in two weeks of each of the answers that only they can do something about.
    """
    recent = decisions.of_line(store, found.team, found.line.line_id, found.today - ANSWER_HOLDS)
    stands = recent[0] if recent else None
    if stands is not None and _same(turn, stands, found):
        return _kept(turn, store, found, stands, recent)
    decision = LineAnswer(
        id=turn.id(),
        workspace_id=found.team.workspace_id,
        team_id=found.team.id,
        line_id=found.line.line_id,
        person_id=turn.person.id,
        reason=found.reason,
        words=found.words or "",
        day=found.today,
        said_at=turn.at,
    )
    store.keep(decision)
    return _kept(turn, store, found, decision, recent)


def hand_in(turn: Turn, store: Store, found: Considered) -> Reply:
    """The same for what was filled in, with its sentence."""
    return answer(turn, store, found)


def _same(turn: Turn, stands: LineAnswer, found: Considered) -> bool:
    """Whether this is what stands already, or only its sentence is new."""
    if stands.reason is not found.reason:
        return False
    return found.words in (None, stands.words) or stands.person_id == turn.person.id


def _kept(turn: Turn, store: Store, found: Considered, decision: LineAnswer, recent: Sequence[LineAnswer]) -> Reply:
    if found.words is not None and decision.words != found.words:
        store.change(decision, words=found.words)
    for one in {decision.id, *(earlier.id for earlier in recent)}:
        deliveries.amend(store, decision.workspace_id, f"decision:{one}")
    for day in {found.of, found.today}:
        digests.changed(store, decision.workspace_id, [found.team.id], day)
    told = _tell_owner(turn, found, decision, recent)
    return Reply(
        Answer(How.CARD, "decisions.kept", {"decision": decision.id, "day": found.of.isoformat()}),
        shown=[one for one in told if isinstance(one, Shown)],
        deliveries=[one for one in told if isinstance(one, Delivery)],
    )


def _tell_owner(turn: Turn, found: Considered, decision: LineAnswer, recent: Sequence[LineAnswer]) -> Sequence[Noun]:
    owner, told = found.owner, found.owner_reached
    told_before = any(one.reason is decision.reason for one in recent)
    if owner is None or told is None or owner.id == turn.person.id or not decision.reason.asks_owner or told_before:
        return []
    about, subject = {"decision": decision.id}, f"decision:{decision.id}"
    return stand(turn, told.place, "decisions.asked", about, subject=subject, not_before=told.at)


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form that asks why, and for a sentence."""
    team, line, of = _asked(turn, store, [*turn.value.split(" "), "", "", ""][:3])
    return Reply(Answer(How.FORM, "decisions.form", _about(team, line, of)))


def log(turn: Turn, store: Store) -> Reply:
    """Show what a team has answered, the last ones first."""
    team_id, _space, skip = turn.value.partition(" ")
    if team_id not in {one.id for one in people.teams_seen_by(store, turn.person)}:
        raise Refused("home.not_there")
    return Reply(Answer(How.CARD, "decisions.log", {"team": team_id, "skip": str(_number(skip))}))


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < len("1000000") else 0


# What is shown


def _team(store: Store, reader: Reader, team_id: str) -> Team:
    """The team, for somebody who sees it."""
    seen = people.teams_seen_by(store, reader.person) if reader.person else []
    team = next((one for one in seen if one.id == team_id), None)
    if team is None:
        raise Gone(team_id)
    return team


def _line(store: Store, workspace_id: str, line_id: str) -> Wording:
    found = scores.last_wordings(store, workspace_id, [line_id])
    if not found:
        raise Gone(line_id)
    return found[0]


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """Why does nobody work on it, and what is there to add?"""
    team = _team(store, reader, about["team"])
    line = _line(store, team.workspace_id, about["line"])
    zone = team.time_zone or common_zone(people.zones_of(store, team))
    recent = decisions.of_line(store, team, line.line_id, local_day(reader.at, zone) - ANSWER_HOLDS)
    return view.form(team, line, date.fromisoformat(about["day"]), recent[0] if recent else None)


def draw_kept(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who answered: what stands now, who was told, and a place for a sentence."""
    decision = decisions.decision(store, reader.place.workspace_id, about["decision"])
    if decision is None:
        raise Gone(about["decision"])
    team = _team(store, reader, decision.team_id)
    line = _line(store, team.workspace_id, decision.line_id)
    by = people.person(store, team.workspace_id, decision.person_id)
    if by is None:
        raise Gone(decision.person_id)
    owner = _owner(store, line)
    told = reached(store, owner, reader.at, Occasion.DECISION) is not None
    return view.kept(view.Answered(decision, by), team, line, date.fromisoformat(about["day"]), owner, told=told)


def draw_asked(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who owns the line: what a team says of it, and whether it still says so."""
    person = reader.person
    decision = decisions.decision(store, person.workspace_id, about["decision"]) if person else None
    team = people.team(store, decision.workspace_id, decision.team_id) if decision else None
    if person is None or decision is None or team is None:
        raise Gone(about["decision"])
    line = _line(store, team.workspace_id, decision.line_id)
    owner = _owner(store, line)
    stands = decisions.of_line(store, team, line.line_id, decision.day)[0]
    by = people.person(store, team.workspace_id, stands.person_id)
    if owner is None or owner.id != person.id or by is None:
        raise Gone(about["decision"])
    return view.asked(view.Answered(stands, by), team, line, stands=stands.reason is decision.reason)


def draw_log(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """All that a team has answered, a page at a time."""
    team = _team(store, reader, about["team"])
    skip = int(about["skip"])
    found = decisions.log(store, team, skip, view.ON_A_PAGE)
    lines = scores.last_wordings(store, team.workspace_id, sorted({one.line_id for one, _ in found}))
    answered = [view.Answered(*one) for one in found]
    wordings = {line.line_id: line for line in lines}
    return view.log(team, answered, wordings, skip, earlier=max(0, decisions.count(store, team) - skip - len(found)))


def draw_touched(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """There is nothing to answer: somebody works on it, or it is closed."""
    return view.touched(_line(store, reader.place.workspace_id, about["line"]))


def draw_may_not(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """It is for those whose part it is."""
    return view.may_not()
