"""An answer that did not help: what was wrong with it, if somebody wants to say so, for those who write the score."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.basis import LONGEST, Basis, unpacked
from handlers.cards import Card, Form, Theirs, theirs
from handlers.guards import ScoreNow, concordance_of, score_now
from handlers.naming import somebody_in
from handlers.turn import Answer, Corrections, Gone, How, Offer, Reader, Refused, Reply, Turn
from handlers.views import mistakes as view
from prompts import Filled, phrase
from score.cadence import local_day
from score.search import read_question, visible_lines
from score.words import Unreadable, alike, clean_line
from storage import mistakes, scores
from storage.store import Store
from storage.tables import (
    Mistake,
    MistakeKind,
    MistakeState,
    Person,
    PlaceKind,
    Privacy,
    Wording,
    make_bare_id,
)

OFFERED = 8
"""Lines that a search offers at once; the rest is counted."""

KINDS = {kind.value: kind for kind in MistakeKind}
SETTLED = {state.value: state for state in (MistakeState.MENDED, MistakeState.NONE)}


@dataclass(frozen=True)
class Told:
    """What somebody says was wrong with an answer."""

    basis: Basis
    words: str
    kind: MistakeKind
    right_id: str | None


# Saying it


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form for what was wrong with an answer."""
    if _basis(store, turn.person, turn.value) is None:
        raise Refused("home.not_there")
    return Reply(Answer(How.FORM, "mistakes.form", {"basis": turn.value}))


def _basis(store: Store, person: Person, packed: str) -> Basis | None:
    """What an answer stood on, as far as the person may see it; None where nothing is left, or it was none of ours."""
    basis, now = unpacked(packed), score_now(store, person.workspace_id)
    if basis is None or now is None or scores.edition(store, person.workspace_id, basis.edition) is None:
        return None
    seen = {line.line_id for line in visible_lines(now.wordings.values(), person)}
    lines = [line_id for line_id in basis.lines if line_id in seen]
    return Basis(basis.question, basis.edition, lines, basis.model, basis.brief) if lines else None


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """What was wrong, to be filled in."""
    basis = _basis(store, reader.person, about["basis"]) if reader.person else None
    if basis is None:
        raise Gone(about["basis"])
    # Where others read along they have read the question.
    sees = Privacy.PERSON if reader.place.kind is PlaceKind.DIRECT else Privacy.PUBLIC
    return view.form(basis, Theirs(basis.question, sees) if basis.question else None)


def offer(turn: Turn, _store: Store) -> Reply:
    """Offer the lines that come nearest to what is typed, of any kind."""
    return Reply(Answer(How.OPTIONS, "mistakes.offer", {"typed": turn.text}))


def draw_offer(store: Store, reader: Reader, about: Mapping[str, str]) -> Offer:
    """The lines that what was typed speaks of, and then those that have it in them; all of them while nothing was."""
    if reader.person is None:
        raise Gone("lines are offered to somebody")
    now = score_now(store, reader.person.workspace_id)
    if now is None:
        return Offer([])
    seen = {line.line_id: line for line in visible_lines(now.wordings.values(), reader.person)}
    question = read_question(about["typed"][:LONGEST], {}, language=now.language)
    found = {hit.line.line_id: hit.line for hit in concordance_of(store, now).find(question, set(seen))}
    typed = alike(about["typed"])
    found |= {
        line_id: line
        for line_id, line in seen.items()
        if line_id not in found and (typed in alike(line.address) or typed in alike(line.words))
    }
    lines = list(found.values())
    return Offer(lines[:OFFERED], more=max(0, len(lines) - OFFERED))


def consider_hand_in(turn: Turn, store: Store) -> Told:
    """What was filled in; what cannot be passed on so is said beside its field."""
    packed = turn.fields.get("basis", "")
    basis, now = _basis(store, turn.person, packed), score_now(store, turn.person.workspace_id)
    if basis is None or now is None:
        raise Refused("home.not_there")
    notes: dict[str, Filled] = {}
    kind = KINDS.get(turn.fields.get("kind", ""))
    if kind is None:
        notes["kind"] = phrase("mistakes.no-kind")
    typed = turn.fields.get("line", "").strip()
    right = _line(now, turn.person, typed)
    if typed and right is None:
        notes["line"] = phrase("mistakes.no-such-line")
    elif right is not None and kind is MistakeKind.NOT_SAID:
        notes["line"] = phrase("mistakes.no-line-then")
    words, note = _words(turn, store, now)
    if note is not None:
        notes["words"] = note
    if kind is None or notes:
        raise Corrections("mistakes.form", {"basis": packed}, notes)
    return Told(basis, words, kind, right.line_id if right else None)


def _line(now: ScoreNow, person: Person, typed: str) -> Wording | None:
    """The line that was picked, by its id or its address."""
    lines = visible_lines(now.wordings.values(), person)
    return next((one for one in lines if one.line_id == typed or alike(one.address) == alike(typed)), None)


def _words(turn: Turn, store: Store, now: ScoreNow) -> tuple[str, Filled | None]:
    """The question as it is to be read, and what is wrong with it."""
    try:
        words = clean_line(turn.fields.get("words", ""))
    except Unreadable:
        words = ""
    if not words:
        return "", phrase("mistakes.no-question")
    if len(words) > LONGEST:
        return "", phrase("checkin.too-long", length=len(words), longest=LONGEST)
    # Who asked may have named themselves: that too would tell who it was.
    somebody = somebody_in(store, turn.person.workspace_id, read_question(words, {}, language=now.language))
    return words, phrase("mistakes.names-somebody", name=theirs(somebody, "name")) if somebody else None


def hand_in(turn: Turn, store: Store, told: Told) -> Reply:
    """Keep it for those who write the score; what is about the same question is kept once."""
    workspace_id = turn.person.workspace_id
    if mistakes.is_known(store, workspace_id, told.words):
        return Reply(Answer(How.CARD, "mistakes.known"))
    one = Mistake(
        id=make_bare_id(turn.chance),
        workspace_id=workspace_id,
        words=told.words,
        kind=told.kind,
        cited=list(told.basis.lines),
        right_id=told.right_id,
        edition_id=told.basis.edition,
        day=local_day(turn.at, "UTC"),
        model=told.basis.model,
        brief=told.basis.brief,
    )
    store.keep(one)
    return Reply(Answer(How.CARD, "mistakes.kept", {"mistake": one.id}))


def take_back(turn: Turn, store: Store, _: None = None) -> Reply:
    """Do not pass it on; only the screen on which it was handed in knows its id."""
    one = mistakes.mistake(store, turn.person.workspace_id, turn.value)
    if one is not None and one.state is MistakeState.OPEN:
        store.forget(Mistake, [one.id])
    return Reply(Answer(How.CARD, "mistakes.taken_back"))


def draw_kept(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """It goes to those who write the score."""
    return view.kept(about["mistake"])


def draw_known(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """The same was said before."""
    return view.known()


def draw_taken_back(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Nobody reads it."""
    return view.taken_back()


# Those who write the score


def settle(turn: Turn, store: Store, _: None = None) -> Reply:
    """Say of an answer that what was wrong is mended, or that nothing was."""
    mistake_id, said = turn.value.partition(" ")[::2]
    is_theirs = turn.person.is_strategy_owner and turn.place.kind is PlaceKind.DIRECT
    one = mistakes.mistake(store, turn.person.workspace_id, mistake_id) if is_theirs else None
    if one is None or said not in SETTLED:
        raise Refused("home.not_there")
    if one.state is MistakeState.OPEN:
        store.change(one, state=SETTLED[said])
    return Reply(Answer(How.CARD, "coach.questions"))
